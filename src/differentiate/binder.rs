//! Derivatives of sums, products and integrals over a bound variable.

use super::Failure;
use crate::expression::{Arena, Binder, Id};
use crate::number::Rational;

/// The derivative of `id`, which binds `bound` in `body`; `limits` are lower and upper with their derivatives, and
/// `derivative` is that of the body. Leibniz' rule (DLMF 1.5.22) for integrals, term by term for sums.
pub(super) fn derive(
    arena: &mut Arena,
    id: Id,
    binder: Binder,
    bound: Id,
    limits: [(Id, Id); 2],
    body: Id,
    derivative: Id,
) -> Result<Id, Failure> {
    let [(lower, lower_derivative), (upper, upper_derivative)] = limits;
    let under = |arena: &mut Arena, binder, body| if body == Id::ZERO { Id::ZERO } else { arena.bound(binder, bound, lower, upper, body) };
    match binder {
        Binder::Integral => {
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
        _ if lower_derivative != Id::ZERO || upper_derivative != Id::ZERO => Err(Failure::DiscreteLimits),
        Binder::Sum => Ok(under(arena, Binder::Sum, derivative)),
        Binder::Product => {
            let ratio = arena.divide(derivative, body);
            let sum = under(arena, Binder::Sum, ratio);
            Ok(arena.multiply(id, sum))
        }
    }
}
