//! The slope of a curve given by a parameter, and its derivatives.

use super::{Desk, Law, Refusal, Working};
use crate::expression::Id;
use crate::formula::{Formula, Part};

/// A curve given by a parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParametricCurve {
    /// The names of the coordinates, `x` and `y`.
    pub names: [Id; 2],
    /// What they are.
    pub values: [Id; 2],
    /// What they move with.
    pub parameter: Id,
}

/// The derivative of order `order` of `y` by `x`, both functions of the parameter: `dy/dx = y'/x'`, and each next one is the
/// derivative of the one before by the parameter, over `x'`. Where `x'` is zero there is none.
pub fn parametric(desk: &mut Desk<'_>, curve: &ParametricCurve, order: usize) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let ParametricCurve { names: [x, y], values: [of_x, of_y], parameter } = *curve;
    let speed = desk.simple_derivative(of_x, parameter)?;
    let below = Part::derivative(x, &[parameter], false);
    working.differentiate(below.clone(), of_x, parameter, Some(speed));
    if speed == Id::ZERO {
        return Err(Refusal::Undetermined(of_x));
    }
    working.nonzero.push(speed);
    let mut answer = of_y;
    for order in 0..order {
        let derivative = desk.simple_derivative(answer, parameter)?;
        let above = match order {
            0 => Part::derivative(y, &[parameter], false),
            _ => Part::Derivative { of: answer, by: parameter, partial: false },
        };
        working.differentiate(above.clone(), answer, parameter, Some(derivative));
        let left = Part::derivative(y, &vec![x; order + 1], false);
        working.step(Law::Own("chain rule"), left.clone(), Formula::fraction(above, below.clone()));
        let quotient = desk.arena.divide(derivative, speed);
        answer = desk.simplest(quotient);
        working.conclude(left, answer);
    }
    Ok(working)
}
