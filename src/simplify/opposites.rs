//! Sums that meet: differences that are each other turned round, `(x - y)*(y - x)` as `-(x - y)^2`, and the two factors of
//! `1 - tanh(x)^2`, which is the word for what they are together.

use super::signs::are_opposite;
use super::words::Words;
use crate::expression::{Arena, Id, Node, Term, expand};
use crate::functions::FunctionId;
use smallvec::SmallVec;

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

const TANH: FunctionId = FunctionId::named("tanh");

/// A product with `1 + t` and `1 - t` of a hyperbolic tangent as `1 - t^2`, under the exponent they have in common; those of the
/// question stay.
pub(super) fn conjugates_met(arena: &mut Arena, words: &Words, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_of_tanh = |terms: &[Term; 2]| {
        terms[0].id == Id::ONE
            && terms[0].number.abs().is_one()
            && terms[1].number.abs().is_one()
            && matches!(arena.node(terms[1].id), Node::Call(TANH, _))
    };
    let open = |factor: &Term| match arena.node(factor.id) {
        Node::Sum(terms) if factor.number.is_integer() && !words.has_part(factor.id) => <&[Term; 2]>::try_from(terms)
            .ok()
            .filter(|terms| is_of_tanh(terms))
            .map(|[one, tangent]| (one.number != tangent.number, tangent.id)),
        _ => None,
    };
    let sums: SmallVec<[(usize, bool, Id); 4]> = factors
        .iter()
        .take(MOST_FACTORS)
        .enumerate()
        .filter_map(|(at, factor)| open(factor).map(|(turned, tangent)| (at, turned, tangent)))
        .collect();
    let is_pair = |(one, other): &(usize, usize)| factors[*one].number == factors[*other].number;
    let pair = sums.iter().find_map(|(at, turned, tangent)| {
        let other = sums.iter().find(|(_, other, partner)| !*turned && *other && partner == tangent)?;
        Some((*at, other.0)).filter(is_pair)
    });
    let Some((sum, difference)) = pair else { return id };
    let (mut parts, exponent) = (factors.to_vec(), factors[sum].number.clone());
    let product = arena.multiply(parts[sum].id, parts[difference].id);
    let square = expand(arena, product);
    parts.retain({
        let mut at = 0;
        move |_| {
            at += 1;
            at - 1 != sum && at - 1 != difference
        }
    });
    parts.push(Term { id: square, number: exponent });
    let product = arena.product(parts.into_iter().map(|factor| (factor.id, factor.number)));
    arena.scale(product, number)
}
