//! Few minus signs: a difference turns round rather than carry one, and one that must stay stands in front.

use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;

/// A product with its signs settled: `-(a - y)*y` as `(y - a)*y`, `A*(-u - v)` as `-A*(u + v)`.
pub(super) fn settled(arena: &mut Arena, id: Id) -> Id {
    let (mut number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let mut factors = factors.to_vec();
    let mut changed = false;
    for factor in &mut factors {
        if let Some(terms) = odd_sum(arena, factor)
            && terms.iter().all(|term| term.number.is_negative())
        {
            factor.id = arena.negate(factor.id);
            number = -number;
            changed = true;
        }
    }
    if number.is_negative() {
        let turnable = |factor: &&mut Term| {
            odd_sum(arena, factor).is_some_and(|terms| terms.iter().any(|term| term.number.is_negative()) && !is_complement(arena, terms))
        };
        // A sum without a constant first, then by structure, so that the order of the input does not matter.
        let has_constant = |factor: &Term| odd_sum(arena, factor).is_some_and(|terms| terms[0].id == Id::ONE);
        let chosen = factors
            .iter_mut()
            .filter(turnable)
            .min_by_key(|factor| (has_constant(factor), arena.fingerprint(factor.id)))
            .map(|factor| factor.id);
        if let Some(chosen) = chosen {
            let turned = arena.negate(chosen);
            factors.iter_mut().filter(|factor| factor.id == chosen).for_each(|factor| factor.id = turned);
            number = -number;
            changed = true;
        }
    }
    if !changed {
        return id;
    }
    let product = arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)));
    arena.scale(product, number)
}

/// The terms of a factor that is a sum under an odd exponent, above or below the bar.
fn odd_sum<'a>(arena: &'a Arena, factor: &Term) -> Option<&'a [Term]> {
    match arena.node(factor.id) {
        Node::Sum(terms) if terms.len() > 1 && factor.number.is_integer() && !factor.number.is_even() => Some(terms),
        _ => None,
    }
}

/// `1 - s` of a function value `s`: it keeps its 1 first.
fn is_complement(arena: &Arena, terms: &[Term]) -> bool {
    let [constant, rest @ ..] = terms else { return false };
    let value = |term: &Term| match arena.node(term.id) {
        Node::Call(..) | Node::Apply(..) => true,
        Node::Product(factors) => factors.iter().all(|factor| matches!(arena.node(factor.id), Node::Call(..))),
        _ => false,
    };
    constant.id == Id::ONE && constant.number == Rational::ONE && rest.iter().all(|term| term.number.is_negative() && value(term))
}
