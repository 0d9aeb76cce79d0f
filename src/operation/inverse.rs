//! The derivative of an inverse function.

use super::{Desk, Refusal, Working};
use crate::expression::Id;

/// The derivative of order `order` of the variable by the expression's value: with `y = f(x)` it is `dx/dy = 1/f'(x)`, and
/// each next one is the derivative of the one before by `x`, over `f'(x)`. Where `f'` is zero there is none.
pub fn inverse(desk: &mut Desk<'_>, id: Id, variable: Id, order: u32) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let slope = desk.simple_derivative(id, variable)?;
    working.step("derivative", id, slope);
    if slope == Id::ZERO {
        return Err(Refusal::Undetermined(variable));
    }
    working.nonzero.push(slope);
    let mut answer = variable;
    for _ in 0..order.max(1) {
        let derivative = desk.simple_derivative(answer, variable)?;
        let quotient = desk.arena.divide(derivative, slope);
        let quotient = desk.simplest(quotient);
        answer = working.step("inverse function", answer, quotient);
    }
    working.answer = answer;
    Ok(working)
}
