//! The derivative of an inverse function.

use super::{Desk, Law, Refusal, Working};
use crate::expression::Id;
use crate::formula::{Formula, Part, free_name};

/// The derivative of order `order` of the variable by the expression's value: with `y = f(x)` it is `dx/dy = 1/f'(x)`, and
/// each next one is the derivative of the one before by `x`, over `f'(x)`. Where `f'` is zero there is none.
pub fn inverse(desk: &mut Desk<'_>, id: Id, variable: Id, order: u32) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let name = match desk.name {
        Some(name) => name,
        None => free_name(desk.arena, &["y", "u", "v", "w"], &[id, desk.goal.question]),
    };
    working.define(name, id, "");
    let slope = desk.simple_derivative(id, variable)?;
    let quotient = Part::derivative(name, &[variable], false);
    working.differentiate(quotient.clone(), id, variable, Some(slope));
    if slope == Id::ZERO {
        return Err(Refusal::Undetermined(variable));
    }
    working.nonzero.push(slope);
    let mut answer = variable;
    for order in 0..order.max(1) {
        let derivative = desk.simple_derivative(answer, variable)?;
        let left = Part::derivative(variable, &vec![name; order as usize + 1], false);
        if order == 0 {
            working.step(
                Law::Own("derivative of the inverse function"),
                left.clone(),
                Formula::fraction(Part::Expression(Id::ONE), quotient.clone()),
            );
        } else {
            let inner = Part::Derivative { of: answer, by: variable, partial: false };
            working.differentiate(inner.clone(), answer, variable, Some(derivative));
            working.step(Law::Own("chain rule"), left.clone(), Formula::fraction(inner, quotient.clone()));
        }
        let value = desk.arena.divide(derivative, slope);
        answer = desk.simplest(value);
        working.conclude(left, answer);
    }
    Ok(working)
}
