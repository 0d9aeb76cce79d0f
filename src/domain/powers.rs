//! What powers with exponents other than numbers ask of their bases, beside what their forms show.

use super::Knowledge;
use super::conditions::outside_cases;
use super::constants::constant_truth;
use crate::expression::{Arena, Id, Node, Relation, Symbol};
use crate::letters::is_index;

/// Whether the base is a negative number and the exponent no whole number by its form, as that of `(-2)^n` may be: such a power has
/// values at single points only.
pub(super) fn is_of_negative_number(arena: &mut Arena, knowledge: &mut Knowledge, base: Id, exponent: Id) -> bool {
    if !arena.free_symbols(base).is_empty() {
        return false;
    }
    let may_be_whole = arena.reachable(exponent).into_iter().all(|id| match arena.node(id) {
        Node::Symbol(_) | Node::Apply(..) => true,
        Node::Number(number) => number.is_integer(),
        Node::Sum(terms) => terms.iter().all(|term| term.number.is_integer()),
        Node::Product(factors) => factors.iter().all(|factor| factor.number.is_integer() && !factor.number.is_negative()),
        _ => false,
    });
    if may_be_whole {
        return false;
    }
    let negative = arena.relation(Relation::Less, base, Id::ZERO);
    knowledge.decide(arena, negative) == Some(true) || constant_truth(arena, negative) == Some(true)
}

/// The powers that are gone, with exponents that are no counts: `a^x` of `a^x - a^x`, where nothing else shows that `a` is positive.
pub(super) fn real_powers(arena: &Arena, root: Id) -> Vec<[Id; 2]> {
    let is_count = |symbol: &Symbol| is_index(arena.name(*symbol));
    let power = |id: Id| match arena.node(id) {
        Node::Power(base, exponent) if !arena.free_symbols(exponent).iter().all(is_count) => Some([base, exponent]),
        _ => None,
    };
    outside_cases(arena, root).into_iter().filter_map(power).collect()
}

/// The powers with parameters in their exponents, `x^a`, which have values for negative bases where the exponents are whole.
pub fn parametric_powers(arena: &Arena, root: Id) -> Vec<(Id, Id)> {
    let power = |id: Id| match arena.node(id) {
        Node::Power(base, exponent) if !arena.asks_for_positive_base(base, exponent) => Some((base, exponent)),
        _ => None,
    };
    outside_cases(arena, root).into_iter().filter_map(power).collect()
}
