//! Sums over an index and integrals: what does not depend on the index stands in front, `2*sum(i, 1, n, x_i)`, and a
//! difference inside turns round rather than carry a minus outside.

use super::signs;
use super::words::Words;
use crate::expression::{Arena, Binder, Id, Node, Term};
use crate::number::Rational;
use smallvec::SmallVec;

/// A sum over an index, or an integral, with the factors in front that do not depend on the index.
pub(super) fn without_constants(arena: &mut Arena, id: Id) -> Id {
    let Node::Bound(binder @ (Binder::Sum | Binder::Integral), &[index, lower, upper, body]) = arena.node(id) else { return id };
    let (number, core) = arena.coefficient(body);
    let (inside, outside): (Vec<Term>, Vec<Term>) = arena.factors(core).into_iter().partition(|factor| varies(arena, factor.id, index));
    if (number.is_one() && outside.is_empty()) || body == Id::ONE || inside.is_empty() {
        return id;
    }
    let inside = arena.product(inside.into_iter().map(|factor| (factor.id, factor.number)));
    let sum = arena.bound(binder, index, lower, upper, inside);
    let outside = outside.into_iter().map(|factor| (factor.id, factor.number)).chain([(sum, Rational::ONE)]);
    let product = arena.product(outside.collect::<Vec<_>>());
    arena.scale(product, number)
}

/// The opposite of a sum over an index, or of an integral, where a difference in its terms can turn round for it.
pub(super) fn turned(arena: &mut Arena, words: &Words, id: Id) -> Option<Id> {
    let Node::Bound(binder @ (Binder::Sum | Binder::Integral), &[index, lower, upper, body]) = arena.node(id) else { return None };
    // A sum inside a sum turns by itself.
    let (_, core) = arena.coefficient(body);
    if arena.factors(core).iter().any(|factor| matches!(arena.node(factor.id), Node::Bound(..))) {
        return None;
    }
    let opposite = arena.negate(body);
    let settled = signs::settled(arena, words, opposite);
    if arena.coefficient(settled).0.is_negative() {
        return None;
    }
    Some(arena.bound(binder, index, lower, upper, settled))
}

/// How many parts are looked at to find whether an index occurs; where there are more, it is taken to occur.
const LOOK: usize = 256;

/// Whether an expression depends on an index: it occurs in it, or in the subscript of one of its names, as `i` in `x_ij`.
fn varies(arena: &Arena, id: Id, index: Id) -> bool {
    let Some(letter) = arena.as_symbol(index) else { return true };
    let letter = arena.name(letter);
    let has_subscript = |name: &str| name.split_once('_').is_some_and(|(_, subscript)| subscript.contains(letter));
    let mut open: SmallVec<[Id; 16]> = SmallVec::from_slice(&[id]);
    let mut looked = 0;
    while let Some(part) = open.pop() {
        looked += 1;
        let occurs = match arena.node(part) {
            _ if part == index => true,
            Node::Symbol(symbol) => has_subscript(arena.name(symbol)),
            Node::Apply(unknown, _) => has_subscript(arena.name(arena.unknown(unknown).0)),
            _ => false,
        };
        if occurs || looked + open.len() > LOOK {
            return true;
        }
        arena.for_each_child(part, |child| open.push(child));
    }
    false
}
