//! The slope of a curve given by a parameter, and its derivatives.

use super::{Desk, Refusal, Working};
use crate::expression::Id;

/// The derivative of order `order` of `y` by `x`, both functions of the parameter: `dy/dx = y'/x'`, and each next one is the
/// derivative of the one before by the parameter, over `x'`. Where `x'` is zero there is none.
pub fn parametric(desk: &mut Desk<'_>, y: Id, x: Id, parameter: Id, order: usize) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let speed = desk.simple_derivative(x, parameter)?;
    working.step("derivative by the parameter", x, speed);
    if speed == Id::ZERO {
        return Err(Refusal::Undetermined(x));
    }
    working.nonzero.push(speed);
    let mut answer = y;
    for _ in 0..order {
        let derivative = desk.simple_derivative(answer, parameter)?;
        working.step("derivative by the parameter", answer, derivative);
        let quotient = desk.arena.divide(derivative, speed);
        let quotient = desk.simplest(quotient);
        answer = working.step("chain rule", answer, quotient);
    }
    working.answer = answer;
    Ok(working)
}
