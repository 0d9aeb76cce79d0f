//! Logarithmic differentiation.

use super::{Desk, Law, Refusal, Working};
use crate::expression::{Arena, Id, Node, Term};
use crate::formula::{Formula, Part, Product};
use crate::functions::FunctionId;
use crate::number::Rational;

/// The derivative as the function times that of its logarithm, `f*(ln|f|)'`, in which products, quotients and powers are sums.
/// At the zeros of the function the formula says nothing.
pub fn logarithmic(desk: &mut Desk<'_>, id: Id, variable: Id) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let name = desk.named(id, &mut working);
    let (logarithm, is_positive) = logarithm(desk.arena, id);
    let of_name = if is_positive { name } else { desk.arena.call(FunctionId::ABS, &[name]) };
    let of_name = desk.arena.call(FunctionId::LN, &[of_name]);
    working.step(Law::Own("logarithm of both sides"), Part::Expression(of_name), Formula::value(logarithm));
    let mut terms = Vec::new();
    let parts: Vec<Term> = match desk.arena.node(logarithm) {
        Node::Sum(terms) => terms.to_vec(),
        _ => vec![Term { id: logarithm, number: Rational::ONE }],
    };
    for part in parts {
        let derivative = desk.simple_derivative(part.id, variable)?;
        if desk.arena.contains(part.id, variable) {
            let left = Part::Derivative { of: part.id, by: variable, partial: false };
            if is_logarithm_of_size(desk.arena, part.id) {
                working.step(Law::Own("(ln|u|)' = u'/u"), left, Formula::value(derivative));
            } else {
                working.differentiate(left, part.id, variable, Some(derivative));
            }
        }
        terms.push((derivative, part.number));
    }
    let sum = desk.arena.sum(terms);
    let slope = Part::derivative(name, &[variable], false);
    let inverse = desk.arena.divide(Id::ONE, name);
    let left = Product::of([Part::Expression(inverse), slope.clone()]);
    working.step(Law::Own("derivative of both sides"), Part::Group(Formula(vec![left])), Formula::value(sum));
    working.nonzero.push(id);
    let answer = desk.arena.multiply(id, sum);
    working.conclude(slope, answer);
    Ok(working)
}

/// `ln(abs(u))`
fn is_logarithm_of_size(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Call(FunctionId::LN, &[inner]) => matches!(arena.node(inner), Node::Call(FunctionId::ABS, _)),
        _ => false,
    }
}

/// `ln|f|` as the sum of the logarithms of its factors; a power's exponent stands in front. And whether `f` is positive where
/// that is defined.
fn logarithm(arena: &mut Arena, id: Id) -> (Id, bool) {
    let (number, core) = arena.coefficient(id);
    let mut terms = Vec::new();
    let mut is_positive = !number.is_negative();
    if !number.abs().is_one() {
        let number = arena.number(number.abs());
        terms.push((arena.call(FunctionId::LN, &[number]), Rational::ONE));
    }
    let factors = if core == Id::ONE { Vec::new() } else { arena.factors(core) };
    for factor in factors {
        let logarithm = match arena.node(factor.id) {
            Node::Power(base, exponent) => {
                let inner = arena.call(FunctionId::LN, &[base]);
                arena.multiply(exponent, inner)
            }
            Node::Call(FunctionId::EXP, &[exponent]) => exponent,
            _ => {
                is_positive &= !factor.number.is_integer();
                // Below a root it is positive as it stands.
                let size = if factor.number.is_integer() { arena.call(FunctionId::ABS, &[factor.id]) } else { factor.id };
                arena.call(FunctionId::LN, &[size])
            }
        };
        terms.push((logarithm, factor.number));
    }
    (arena.sum(terms), is_positive)
}
