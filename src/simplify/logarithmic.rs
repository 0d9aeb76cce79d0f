//! Logarithmic derivatives of products of unknown functions: `(f'*g + f*g')/(f*g)` is `f'/f + g'/g`.

use crate::expression::{Arena, Id, Node};
use crate::number::Rational;

/// Longer sums are left as they are.
const MOST_TERMS: usize = 16;

/// A sum over several unknown functions term by term, where every term has one of them as a factor.
pub(super) fn apart(arena: &mut Arena, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_unknown = |id: Id| matches!(arena.node(id), Node::Apply(..));
    let is_below = |base: Id| is_unknown(base) && factors.iter().any(|factor| factor.id == base && factor.number == Rational::MINUS_ONE);
    let is_sum = |id: Id| matches!(arena.node(id), Node::Sum([_, _, ..]));
    let Some(at) = factors.iter().position(|factor| factor.number.is_one() && is_sum(factor.id)) else { return id };
    if factors.iter().filter(|factor| is_below(factor.id)).count() < 2 {
        return id;
    }
    let Node::Sum(terms) = arena.node(factors[at].id) else { return id };
    let loses_one = |term: Id| match arena.node(term) {
        Node::Product(parts) => parts.iter().any(|part| part.number.is_one() && is_below(part.id)),
        _ => is_below(term),
    };
    if terms.len() > MOST_TERMS || !terms.iter().all(|term| loses_one(term.id)) {
        return id;
    }
    let (terms, factors) = (terms.to_vec(), factors.to_vec());
    let rest = factors.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, factor)| (factor.id, factor.number.clone()));
    let rest = arena.product(rest.collect::<Vec<_>>());
    let apart: Vec<(Id, Rational)> = terms.into_iter().map(|term| (arena.multiply(term.id, rest), term.number)).collect();
    let sum = arena.sum(apart);
    arena.scale(sum, number)
}
