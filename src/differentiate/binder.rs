//! Derivatives of sums, products and integrals over a bound variable.

use super::Failure;
use super::component::Place;
use crate::domain::Knowledge;
use crate::expression::{Arena, Binder, Id, Node};
use crate::number::Rational;

/// The derivative of `id`, which binds a variable; `limits` are lower and upper limit, or the range, each with its derivative,
/// and `derivative` is that of the body by `variable`. Leibniz' rule (DLMF 1.5.22) for integrals, term by term for sums.
pub(super) fn derive(
    arena: &mut Arena,
    id: Id,
    binder: Binder,
    limits: &[(Id, Id)],
    (derivative, variable): (Id, Id),
) -> Result<Id, Failure> {
    let Node::Bound(_, &[bound, .., body]) = arena.node(id) else { return Ok(Id::UNDEFINED) };
    let under = |arena: &mut Arena, binder, body| if body == Id::ZERO { Id::ZERO } else { arena.rebind(id, binder, body) };
    match (binder, limits) {
        (Binder::Integral, &[(lower, lower_derivative), (upper, upper_derivative)]) => {
            let inside = under(arena, Binder::Integral, derivative);
            let mut terms = vec![(inside, Rational::ONE)];
            for (limit, limit_derivative, sign) in [(upper, upper_derivative, 1), (lower, lower_derivative, -1)] {
                if limit_derivative != Id::ZERO {
                    let value = arena.substitute(body, bound, limit);
                    terms.push((arena.multiply(value, limit_derivative), Rational::integer(sign)));
                }
            }
            Ok(arena.sum(terms))
        }
        (Binder::Integral, &[(_, Id::ZERO)]) => Ok(under(arena, Binder::Integral, derivative)),
        (Binder::Integral, &[(range, end_derivative)]) => {
            let (end, sign) = match arena.ends_of_range(bound, range) {
                Some([Some(lower), None]) => (lower, -1),
                Some([None, Some(upper)]) => (upper, 1),
                _ => return Ok(Id::UNDEFINED),
            };
            let inside = under(arena, Binder::Integral, derivative);
            let value = arena.substitute(body, bound, end);
            let moved = arena.multiply(value, end_derivative);
            Ok(arena.sum([(inside, Rational::ONE), (moved, Rational::integer(sign))]))
        }
        (Binder::Integral, _) => Ok(Id::UNDEFINED),
        _ if limits.iter().any(|(_, derivative)| *derivative != Id::ZERO) => Err(Failure::DiscreteLimits),
        (Binder::Sum, &[(lower, _), (upper, _)]) if begins_constant(arena, bound, lower, body, variable) => {
            let second = arena.add(lower, Id::ONE);
            let is_over = matches!((arena.as_number(second), arena.as_number(upper)), (Some(second), Some(upper)) if upper < second);
            let is_zero = derivative == Id::ZERO || is_over;
            Ok(if is_zero { Id::ZERO } else { arena.bound(Binder::Sum, bound, second, upper, derivative) })
        }
        (Binder::Sum, _) => Ok(under(arena, Binder::Sum, derivative)),
        (Binder::Product, _) if derivative == Id::ZERO => Ok(Id::ZERO),
        (Binder::Product, _) => {
            if let Some((count, factor)) = arena.equal_terms(id) {
                let one_less = arena.subtract(count, Id::ONE);
                let power = arena.power(factor, one_less);
                return Ok(arena.product([count, power, derivative].map(|factor| (factor, Rational::ONE))));
            }
            let ratio = arena.divide(derivative, body);
            let sum = under(arena, Binder::Sum, ratio);
            Ok(arena.multiply(id, sum))
        }
    }
}

/// Whether the derivative of a product over an index is written by the logarithm, as the product times the sum of the factors'
/// derivatives over the factors, and one of them may be zero: there the formula has no value, though the derivative may have one.
pub(super) fn divides_by_factors(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> bool {
    let Node::Bound(Binder::Product, &[.., body]) = arena.node(id) else { return false };
    arena.equal_terms(id).is_none() && !knowledge.interval(arena, body).is_nonzero()
}

/// Whether the first term of a sum is a power of the variable with the exponent zero, in which nothing varies: that of `x^i` from
/// i = 0 on. Its derivative, `0*x^(-1)`, would have no value at x = 0.
fn begins_constant(arena: &mut Arena, bound: Id, lower: Id, body: Id, variable: Id) -> bool {
    let is_power =
        |id: Id| matches!(arena.node(id), Node::Power(base, exponent) if arena.contains(base, variable) && arena.contains(exponent, bound));
    if !arena.reachable(body).into_iter().any(is_power) {
        return false;
    }
    let first = arena.substitute(body, bound, lower);
    first != Id::UNDEFINED && !arena.may_vary_with(first, variable)
}

/// Whether something in the body of an integral jumps, or may, at values of its variable that depend on another: the integral of
/// `sign(x - t)` changes with x, though its derivative is zero wherever it has one.
pub(super) fn has_moving_jump(arena: &Arena, body: Id, bound: Id, variable: Id) -> bool {
    let moves = |id: Id| arena.contains(id, bound) && arena.contains(id, variable);
    arena.reachable(body).into_iter().any(|id| match arena.node(id) {
        Node::Call(function, _) => !function.row().continuous.is_empty() && moves(id),
        Node::Piecewise(branches) => branches.iter().skip(1).step_by(2).any(|condition| moves(*condition)),
        _ => false,
    })
}

/// What the terms that have the variable as a component of their index add to the derivative of a sum or product, and under which
/// condition: of `Σ f(x_i)` the derivative of the term with i = k by its `x_i`, where k is in the range. `derivative` is that of the
/// body by the component.
pub(super) fn at_place(arena: &mut Arena, place: &Place, derivative: Id) -> Option<(Id, Id)> {
    let Node::Bound(binder, &[.., body]) = arena.node(place.of) else { return None };
    let term = if binder == Binder::Product { arena.divide(derivative, body) } else { derivative };
    let term = place.reached(arena, term)?;
    let condition = place.condition(arena);
    Some((if binder == Binder::Product { arena.multiply(place.of, term) } else { term }, condition))
}
