//! Directional derivatives.

use super::{Desk, Refusal, Working};
use crate::expression::Id;
use crate::number::Rational;

/// The derivative of the expression along the unit vector of a direction: the gradient times the direction, over its length.
pub fn directional(desk: &mut Desk<'_>, id: Id, variables: &[Id], direction: &[Id]) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let squares = direction.iter().map(|component| (desk.arena.product([(*component, Rational::integer(2))]), Rational::ONE));
    let squares: Vec<(Id, Rational)> = squares.collect();
    let length = desk.arena.sum(squares);
    let length = desk.arena.rational_power(length, Rational::fraction(1, 2).unwrap_or(Rational::ONE));
    let length = desk.simplest(length);
    if length == Id::ZERO {
        return Err(Refusal::NoDirection);
    }
    working.nonzero.push(length);
    let mut terms = Vec::new();
    for (variable, component) in variables.iter().zip(direction) {
        let partial = desk.simple_derivative(id, *variable)?;
        working.step("partial derivative", id, partial);
        let unit = desk.arena.divide(*component, length);
        let unit = desk.simplest(unit);
        terms.push((desk.arena.multiply(partial, unit), Rational::ONE));
    }
    let whole = desk.arena.sum(terms);
    let whole = desk.simplest(whole);
    working.answer = working.step("gradient times unit vector", id, whole);
    Ok(working)
}
