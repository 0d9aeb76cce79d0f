//! Directional derivatives.

use super::{Desk, Law, Refusal, Working};
use crate::expression::Id;
use crate::formula::{Formula, Part, Product, Quotient, free_name};
use crate::number::Rational;

/// The derivative of the expression along the unit vector of a direction: the gradient times the direction, over its length.
pub fn directional(desk: &mut Desk<'_>, id: Id, variables: &[Id], direction: &[Id]) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let name = desk.named(id, &mut working);
    let squares = direction.iter().map(|component| (desk.arena.product([(*component, Rational::integer(2))]), Rational::ONE));
    let squares: Vec<(Id, Rational)> = squares.collect();
    let length = desk.arena.sum(squares);
    let length = desk.arena.rational_power(length, Rational::fraction(1, 2).unwrap_or(Rational::ONE));
    let length = desk.simplest(length);
    if length == Id::ZERO {
        return Err(Refusal::NoDirection);
    }
    working.nonzero.push(length);
    let (mut terms, mut products, mut units) = (Vec::new(), Vec::new(), Vec::new());
    for (variable, component) in variables.iter().zip(direction) {
        let partial = desk.simple_derivative(id, *variable)?;
        let quotient = Part::Quotient(Quotient { of: name, by: *variable, partial: variables.len() > 1 });
        working.differentiate(quotient.clone(), id, *variable, Some(partial));
        let unit = desk.arena.divide(*component, length);
        let unit = desk.simplest(unit);
        units.push(unit);
        terms.push((desk.arena.multiply(partial, unit), Rational::ONE));
        if unit != Id::ZERO {
            products.push(Product::of([Part::Expression(unit), quotient]));
        }
    }
    let used: Vec<Id> = [name, id].iter().chain(variables).chain(direction).copied().collect();
    let unit = free_name(desk.arena, &["u", "v", "w", "n"], &used);
    working.step(Law::Definition("the unit vector of the direction"), Part::Expression(unit), Formula::part(Part::Vector(units)));
    let along = Part::Along(name, unit);
    working.step(Law::Own("gradient times unit vector"), along.clone(), Formula(products));
    let whole = desk.arena.sum(terms);
    let whole = desk.simplest(whole);
    working.conclude(along, whole);
    Ok(working)
}
