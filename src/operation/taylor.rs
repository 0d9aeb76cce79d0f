//! Taylor polynomials.

use super::{Desk, Refusal, Working};
use crate::expression::Id;
use crate::number::Rational;

/// The polynomial of degree `order` at most whose derivatives at the point `at` are those of the expression, in powers of
/// `variable - at`. It is undefined where a derivative has no value there.
pub fn taylor(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id, order: u32) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let distance = desk.arena.subtract(variable, at);
    let mut current = id;
    let mut factorial = Rational::ONE;
    let mut terms = Vec::new();
    for k in 0..=order {
        if k > 0 {
            current = desk.simple_derivative(current, variable)?;
            factorial = factorial * Rational::integer(k.into());
        }
        let value = desk.arena.substitute(current, variable, at);
        let value = desk.simplest(value);
        let value = working.step("derivative at the point", current, value);
        let power = desk.arena.product([(distance, Rational::integer(k.into()))].into_iter().filter(|_| k > 0));
        terms.push((desk.arena.multiply(value, power), factorial.reciprocal().unwrap_or(Rational::ONE)));
    }
    working.answer = desk.arena.sum(terms);
    Ok(working)
}

/// The line through the graph at the point that has its slope there.
pub fn tangent(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id) -> Result<Working, Refusal> {
    let mut working = taylor(desk, id, variable, at, 1)?;
    let line = desk.simplest(working.answer);
    working.answer = working.step("tangent", id, line);
    Ok(working)
}
