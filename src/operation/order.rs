//! Derivatives of symbolic order `n`, a positive integer: the classical families, polynomials times one of them by Leibniz'
//! formula, and linear combinations.

use super::family::{self, Family};
use super::{Desk, Refusal, Working, written};
use crate::expression::{Arena, Id, Node, Relation, Term};
use crate::number::Rational;
use crate::simplify::expand;

/// A polynomial of a higher degree has no list of all its derivatives.
const MOST_CASES: usize = 12;

/// The derivative of order `n` of the expression by the variable. The answer holds for every positive integer `n` that
/// satisfies the conditions of the working, which are those above the degree of a polynomial part.
pub fn symbolic_order(desk: &mut Desk<'_>, id: Id, variable: Id, n: Id) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let simple = desk.simplest(id);
    let forms = [id, simple];
    let parts = match forms.into_iter().map(|form| parts_of(desk.arena, form, variable)).find(Result::is_ok) {
        Some(Ok(parts)) => parts,
        _ => return Err(Refusal::NoGeneralOrder(parts_of(desk.arena, simple, variable).err().unwrap_or(simple))),
    };
    let arena = &mut *desk.arena;
    let degree = parts.iter().filter(|part| part.family.is_none()).map(|part| part.degree).max().unwrap_or(0);
    if parts.iter().all(|part| part.family.is_none()) {
        if degree > MOST_CASES {
            return Err(Refusal::NoGeneralOrder(id));
        }
        let cases = polynomial_cases(desk, id, variable, n, degree)?;
        working.answer = working.step("power rule", id, cases);
        return Ok(working);
    }
    let mut least = degree;
    let mut terms = Vec::new();
    for part in &parts {
        let Some(family) = &part.family else { continue };
        let derivative = family::derivative(arena, family, part.degree, variable, n);
        least = least.max(derivative.above);
        working.conditions.extend(derivative.condition);
        let whole = arena.multiply(part.constant, derivative.value);
        let law = if part.degree == 0 { family.law() } else { "Leibniz' formula" };
        terms.push((working.step(law, part.term, whole), Rational::ONE));
    }
    if least > 0 {
        let least = arena.integer(least as i64);
        working.conditions.push(arena.relation(Relation::Less, least, n));
    }
    let sum = arena.sum(terms);
    let answer = desk.simplest(sum);
    let answer = written::written_out(desk.arena, answer, n);
    working.answer = working.step("sum", id, answer);
    Ok(working)
}

/// All derivatives of a polynomial, a case for each order.
fn polynomial_cases(desk: &mut Desk<'_>, id: Id, variable: Id, n: Id, degree: usize) -> Result<Id, Refusal> {
    let mut cases = Vec::new();
    let mut current = id;
    for order in 1..=degree {
        current = desk.simple_derivative(current, variable)?;
        let order = desk.arena.integer(order as i64);
        let condition = desk.arena.relation(Relation::Equal, n, order);
        cases.push((current, condition));
    }
    if cases.is_empty() {
        return Ok(Id::ZERO);
    }
    let degree = desk.arena.integer(degree as i64);
    let beyond = desk.arena.relation(Relation::Less, degree, n);
    cases.push((Id::ZERO, beyond));
    Ok(desk.arena.piecewise(&cases))
}

/// `constant * variable^degree * a function of a family`, none for a polynomial.
struct Part {
    term: Id,
    constant: Id,
    degree: usize,
    family: Option<Family>,
}

/// The expression as a sum of such parts; an error is a part that is none.
fn parts_of(arena: &mut Arena, id: Id, variable: Id) -> Result<Vec<Part>, Id> {
    let mut pending = vec![(id, Rational::ONE)];
    let mut parts = Vec::new();
    while let Some((term, number)) = pending.pop() {
        if parts.len() + pending.len() > family::MOST_PARTS {
            return Err(id);
        }
        let expanded = expand(arena, term);
        if let Node::Sum(terms) = arena.node(expanded) {
            pending.extend(terms.to_vec().into_iter().map(|term| (term.id, &term.number * &number)));
            continue;
        }
        match part(arena, expanded, variable) {
            Ok(Found::Part(mut part)) => {
                part.constant = arena.scale(part.constant, number);
                parts.push(part);
            }
            Ok(Found::Sum(sum)) => pending.push((sum, number)),
            Err(fault) => return Err(fault),
        }
    }
    // Popped from the end; the order is that of the expression again.
    parts.reverse();
    Ok(parts)
}

enum Found {
    Part(Part),
    /// The term is a sum of others in disguise, as `sin(x)^2` is.
    Sum(Id),
}

fn part(arena: &mut Arena, term: Id, variable: Id) -> Result<Found, Id> {
    let (number, core) = arena.coefficient(term);
    let factors: Vec<Term> = if core == Id::ONE { Vec::new() } else { arena.factors(core) };
    if let Some(sum) = family::opened(arena, &factors, variable) {
        return Ok(Found::Sum(arena.scale(sum, number)));
    }
    let mut constant = vec![(arena.number(number), Rational::ONE)];
    let mut degree = 0;
    let mut family: Option<Family> = None;
    for factor in &factors {
        let depends = arena.dependence(factor.id, variable)[factor.id.index()];
        let natural = factor.number.to_i64().filter(|exponent| *exponent >= 0);
        match natural {
            _ if !depends => constant.push((factor.id, factor.number.clone())),
            Some(exponent) if factor.id == variable => degree += exponent as usize,
            _ => {
                let own = Family::of(arena, factor, variable).ok_or(factor.id)?;
                family = Some(match family {
                    None => own,
                    Some(other) => other.times(arena, own).ok_or(term)?,
                });
            }
        }
    }
    if let Some((rest, factor)) = family.as_ref().and_then(|family| family.without_rate(arena)) {
        constant.push((factor, Rational::ONE));
        family = rest;
    }
    if degree > family::HIGHEST_DEGREE {
        return Err(term);
    }
    let constant = arena.product(constant);
    Ok(Found::Part(Part { term, constant, degree, family }))
}
