//! Taylor polynomials.

use super::series::coefficients;
use super::{Desk, Law, Refusal, Working};
use crate::expression::{Arena, Id, Node};
use crate::formula::{FUNCTIONS, Formula, Part, Product, free_name};
use crate::number::Rational;

/// A derivative of more parts than this is not differentiated again where there is another way to the next coefficients.
const LONG: usize = 120;

/// Nor is one after so many, however short.
const MANY: u32 = 8;

/// The polynomial of degree `order` at most whose derivatives at the point `at` are those of the expression, in powers of
/// `variable - at`. It is undefined where a derivative has no value there.
pub fn taylor(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id, order: u32) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let polynomial = expanded(desk, &mut working, id, variable, at, order)?;
    let function = free_name(desk.arena, &["T", "P", "Q", "R"], &[id, desk.goal.question, at]);
    let left = applied(desk.arena, function, 0, variable);
    working.step(Law::Own("Taylor formula"), Part::Expression(left), polynomial.formula);
    working.conclude(Part::Expression(left), polynomial.value);
    Ok(working)
}

/// The line through the graph at the point that has its slope there.
pub fn tangent(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let polynomial = expanded(desk, &mut working, id, variable, at, 1)?;
    let left = Part::Expression(free_name(desk.arena, &["y", "z", "w", "t"], &[id, desk.goal.question, at]));
    working.step(Law::Own("point-slope form"), left.clone(), polynomial.formula);
    let line = desk.simplest(polynomial.value);
    working.conclude(left, line);
    Ok(working)
}

struct Polynomial {
    /// In the derivatives of the function.
    formula: Formula,
    value: Id,
}

/// The polynomial, and the derivatives at the point on the way to it.
fn expanded(desk: &mut Desk<'_>, working: &mut Working, id: Id, variable: Id, at: Id, order: u32) -> Result<Polynomial, Refusal> {
    let function = match desk.name {
        Some(name) => name,
        None => free_name(desk.arena, &FUNCTIONS, &[id, desk.goal.question, at]),
    };
    let distance = desk.arena.subtract(variable, at);
    let mut current = id;
    let mut factorial = Rational::ONE;
    let (mut terms, mut products) = (Vec::new(), Vec::new());
    // The coefficients by recurrences, from where the derivatives are too long to be written down.
    let mut series: Option<Vec<Id>> = None;
    for k in 0..=order {
        let left = applied(desk.arena, function, k, variable);
        let mut value = Id::UNDEFINED;
        if k == 0 {
            working.define(left, id, "");
        } else {
            factorial = factorial * Rational::integer(k.into());
            if let Some(coefficients) = &series {
                value = desk.arena.scale(coefficients[k as usize], factorial.clone());
            } else {
                let before = current;
                current = desk.simple_derivative(before, variable)?;
                working.differentiate(Part::Expression(left), before, variable, Some(current));
            }
        }
        if series.is_none() {
            value = desk.arena.substitute(current, variable, at);
        }
        let mut value = desk.simplest(value);
        if value == Id::UNDEFINED && k > 0 && series.is_none() {
            // The formula has no value there; the function may be smooth all the same.
            series = coefficients(desk, id, variable, at, order as usize + 1);
            if let Some(coefficients) = &series {
                value = desk.arena.scale(coefficients[k as usize], factorial.clone());
                value = desk.simplest(value);
                desk.stages.truncate(1);
            }
        }
        if series.is_none() && k < order && (k > MANY || desk.arena.reachable(current).len() > LONG) {
            series = coefficients(desk, id, variable, at, order as usize + 1).filter(|found| {
                // Both ways have come to the same so far.
                let own = desk.arena.scale(found[k as usize], factorial.clone());
                desk.simplest(own) == value
            });
        }
        let there = applied(desk.arena, function, k, at);
        working.step(Law::Conclusion("at the point"), Part::Expression(there), Formula::value(value));
        let power = desk.arena.product([(distance, Rational::integer(k.into()))].into_iter().filter(|_| k > 0));
        let share = factorial.reciprocal().unwrap_or(Rational::ONE);
        terms.push((desk.arena.multiply(value, power), share));
        let below = desk.arena.number(factorial.clone());
        products.push(Product {
            negative: false,
            above: [there, power].into_iter().filter(|part| *part != Id::ONE).map(Part::Expression).collect(),
            below: [below].into_iter().filter(|below| *below != Id::ONE).map(Part::Expression).collect(),
        });
    }
    Ok(Polynomial { formula: Formula(products), value: desk.arena.sum(terms) })
}

/// `f''(x)` for the function of a name.
fn applied(arena: &mut Arena, name: Id, order: u32, argument: Id) -> Id {
    let Node::Symbol(symbol) = arena.node(name) else { return name };
    let function = arena.unknown_function(symbol, &[order]);
    arena.apply(function, &[argument])
}
