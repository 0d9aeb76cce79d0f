//! The slope of a curve given by an equation, and its derivatives: the implicit function theorem.

use super::{Desk, Refusal, Working};
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::simplify::Form;

/// The derivative of `dependent` by each of the variables in turn, where `left = right` makes it a function of them:
/// `dy/dx = -F_x/F_y` with `F = left - right`, and the higher ones by the chain rule. They are simplified by the equation
/// itself. Where `F_y` is zero there is no such function.
pub fn implicit(desk: &mut Desk<'_>, (left, right): (Id, Id), dependent: Id, variables: &[Id]) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let (left, right) = logarithms(desk.arena, left, right);
    let losses = desk.arena.take_losses();
    let curve = desk.arena.subtract(left, right);
    desk.arena.restore_losses(losses);
    let by_dependent = desk.derive(curve, dependent)?;
    let by_dependent = desk.simplest(by_dependent);
    if by_dependent == Id::ZERO {
        return Err(Refusal::Undetermined(dependent));
    }
    working.step("partial derivative", curve, by_dependent);
    working.nonzero.push(by_dependent);
    let mut slopes: Vec<(Id, Id)> = Vec::new();
    let mut answer = Id::UNDEFINED;
    for (at, variable) in variables.iter().enumerate() {
        let slope = match slopes.iter().find(|(known, _)| known == variable) {
            Some((_, slope)) => *slope,
            None => {
                let by_variable = desk.simple_derivative(curve, *variable)?;
                working.step("partial derivative", curve, by_variable);
                let slope = quotient(desk, by_variable, by_dependent);
                slopes.push((*variable, working.step("implicit function theorem", curve, slope)));
                slope
            }
        };
        if at == 0 {
            answer = slope;
            continue;
        }
        let explicit = desk.derive(answer, *variable)?;
        let through = desk.derive(answer, dependent)?;
        let total = desk.arena.product([(through, Rational::ONE), (slope, Rational::ONE)]);
        let total = desk.arena.add(explicit, total);
        let next = desk.simplest_where_zero(total, curve);
        answer = working.step("chain rule", answer, next);
    }
    working.answer = answer;
    Ok(working)
}

/// `-F_x/F_y`, as one fraction where it has more than one term.
fn quotient(desk: &mut Desk<'_>, by_variable: Id, by_dependent: Id) -> Id {
    let quotient = desk.arena.divide(by_variable, by_dependent);
    let slope = desk.arena.negate(quotient);
    let slope = desk.simplest(slope);
    if desk.form != Form::Simplest || !matches!(desk.arena.node(slope), Node::Sum(terms) if terms.len() > 1) {
        return slope;
    }
    let is_fraction = |arena: &Arena, id: Id| arena.factors(id).iter().any(|factor| factor.number.is_negative());
    let Node::Sum(terms) = desk.arena.node(slope) else { return slope };
    if !terms.to_vec().into_iter().any(|term| is_fraction(desk.arena, term.id)) {
        return slope;
    }
    // Of a difference the minus is taken in; before a sum it stands in front.
    let is_sum = matches!(desk.arena.node(by_variable), Node::Sum(terms) if terms.iter().all(|term| !term.number.is_negative()));
    let above = if is_sum { by_variable } else { desk.arena.negate(by_variable) };
    let fraction = desk.arena.divide(above, by_dependent);
    if is_sum { desk.arena.negate(fraction) } else { fraction }
}

/// `y*ln(x) = x*ln(y)` for `x^y = y^x`: an equation between powers is one between their logarithms, which have simpler
/// derivatives; both sides are positive.
fn logarithms(arena: &mut Arena, left: Id, right: Id) -> (Id, Id) {
    match (logarithm(arena, left), logarithm(arena, right)) {
        (Some(left), Some(right)) => (left, right),
        (Some(power), None) if is_positive_number(arena, right) => (power, arena.call(FunctionId::LN, &[right])),
        (None, Some(power)) if is_positive_number(arena, left) => (arena.call(FunctionId::LN, &[left]), power),
        _ => (left, right),
    }
}

fn is_positive_number(arena: &Arena, id: Id) -> bool {
    arena.as_number(id).is_some_and(|number| number.signum() > 0)
}

fn logarithm(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.node(id) {
        Node::Power(base, exponent) if arena.as_number(base).is_none() => {
            let logarithm = arena.call(FunctionId::LN, &[base]);
            Some(arena.multiply(exponent, logarithm))
        }
        _ => None,
    }
}
