//! Differences that are each other turned round: `(x - y)*(y - x)` is `-(x - y)^2`.

use super::signs::are_opposite;
use super::words::Words;
use crate::expression::{Arena, Id, Node, Term};

/// In longer products no two factors are held against each other.
const MOST_FACTORS: usize = 16;

/// A product in which each sum meets its opposite, and a sum under an even power is the question's own.
pub(super) fn met(arena: &mut Arena, words: &Words, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_sum = |factor: &Term| factor.number.is_integer() && matches!(arena.node(factor.id), Node::Sum([_, _, ..]));
    let is_open = |factor: &Term| factor.number.is_even() && is_sum(factor) && !words.has_part(factor.id);
    let meets = |at: usize| {
        let is_other = |other: &Term| is_sum(other) && are_opposite(arena, factors[at].id, other.id);
        factors[at + 1..].iter().position(is_other).map(|other| at + 1 + other)
    };
    let has_few = factors.len() <= MOST_FACTORS;
    let pair = (0..factors.len()).filter(|_| has_few).filter(|at| is_sum(&factors[*at])).find_map(|at| Some((at, meets(at)?)));
    let open = factors.iter().take(MOST_FACTORS).position(is_open);
    if pair.is_none() && open.is_none() {
        return id;
    }
    let mut factors = factors.to_vec();
    let mut number = number;
    if let Some((one, other)) = pair {
        // One that is not all minus, the question's own, or else one by structure, so that the order of the input decides nothing.
        let is_minus = |id: Id| matches!(arena.node(id), Node::Sum(terms) if terms.iter().all(|term| term.number.is_negative()));
        let rank = |at: usize| (is_minus(factors[at].id), !words.has_part(factors[at].id), arena.fingerprint(factors[at].id));
        let (kept, turned) = if rank(one) <= rank(other) { (one, other) } else { (other, one) };
        if !factors[turned].number.is_even() {
            number = -number;
        }
        factors[turned].id = factors[kept].id;
    } else if let Some(at) = open {
        let opposite = arena.negate(factors[at].id);
        if !words.has_part(opposite) {
            return id;
        }
        factors[at].id = opposite;
    }
    let product = arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)));
    arena.scale(product, number)
}
