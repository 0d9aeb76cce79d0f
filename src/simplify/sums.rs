//! Sums over an index and integrals: what does not depend on the index stands in front, `2*sum(i, 1, n, x_i)`; of terms that
//! are all the same there are as many as the range has.

use crate::expression::{Arena, Binder, Id, Node, Term};
use crate::number::Rational;
use smallvec::SmallVec;

/// A sum over an index, or an integral, with the factors in front that do not depend on the index.
pub(super) fn without_constants(arena: &mut Arena, id: Id) -> Id {
    let Node::Bound(binder @ (Binder::Sum | Binder::Integral), &[index, ref limits @ .., body]) = arena.node(id) else { return id };
    let moving = moving(arena, binder, index, limits);
    let (number, core) = arena.coefficient(body);
    let (inside, outside): (Vec<Term>, Vec<Term>) =
        (arena.factors(core).into_iter()).partition(|factor| moving.iter().any(|name| arena.may_vary_with(factor.id, *name)));
    if (number.is_one() && outside.is_empty()) || body == Id::ONE || inside.is_empty() {
        return id;
    }
    let inside = arena.product(inside.into_iter().map(|factor| (factor.id, factor.number)));
    let sum = arena.rebind(id, binder, inside);
    let outside = outside.into_iter().map(|factor| (factor.id, factor.number)).chain([(sum, Rational::ONE)]);
    let product = arena.product(outside.collect::<Vec<_>>());
    arena.scale(product, number)
}

/// A sum of equal terms as so many times one of them, a product as that power, an integral of what does not vary as its width times
/// that: `sum(i, 1, n, x)` is `n*x`, `int(x, t, a, b)` is `(b - a)*x`.
pub(super) fn of_equal_terms(arena: &mut Arena, id: Id) -> Option<Id> {
    if let Node::Bound(Binder::Integral, &[index, lower, upper, body]) = arena.node(id) {
        if arena.may_vary_with(body, index) {
            return None;
        }
        let width = arena.subtract(upper, lower);
        return Some(arena.multiply(width, body));
    }
    let (count, term) = arena.equal_terms(id)?;
    let is_sum = matches!(arena.node(id), Node::Bound(Binder::Sum, _));
    let whole = if is_sum { arena.multiply(count, term) } else { arena.power(term, count) };
    (whole != Id::UNDEFINED).then_some(whole)
}

/// What may change from one term to the next: the index, and the names in a range, of which `i != j` does not say which runs.
fn moving(arena: &Arena, binder: Binder, index: Id, limits: &[Id]) -> SmallVec<[Id; 4]> {
    let mut moving: SmallVec<[Id; 4]> = SmallVec::from_slice(&[index]);
    if let (Binder::Sum | Binder::Product, &[range]) = (binder, limits) {
        moving.extend(arena.reachable(range).into_iter().filter(|id| arena.as_symbol(*id).is_some()));
    }
    moving
}
