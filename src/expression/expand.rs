//! Multiplying out.

use super::{Arena, Id, Node, Term};
use crate::number::Rational;
use smallvec::{SmallVec, smallvec};

/// The terms of a sum with their coefficients.
type Terms = SmallVec<[(Id, Rational); 8]>;

/// The most terms multiplying out may give.
const MOST_TERMS: usize = 400;

/// The sum with every product of sums in its terms multiplied out, or the expression itself where that would give too many terms.
pub fn expand(arena: &mut Arena, id: Id) -> Id {
    expand_and_tell(arena, id).0
}

/// The same, and whether terms came together when the products were added up.
pub(crate) fn expand_and_tell(arena: &mut Arena, id: Id) -> (Id, bool) {
    if !has_products_of_sums(arena, id) {
        return (id, false);
    }
    let terms = terms_of(arena, id);
    let mut all = Terms::new();
    let mut count = 0;
    for (term, factor) in terms {
        if is_open(arena, term) {
            let Some(parts) = multiplied_out(arena, term) else { return (id, false) };
            count += parts.len();
            all.extend(parts.into_iter().map(|(part, number)| (part, &number * &factor)));
        } else {
            count += 1;
            all.push((term, factor));
        }
        // Those of a polynomial of high degree come together.
        if all.len() > MOST_TERMS {
            let sum = arena.sum(all);
            all = terms_of(arena, sum);
            if all.len() > MOST_TERMS {
                return (id, false);
            }
        }
    }
    let sum = arena.sum(all);
    let is_shorter = !matches!(arena.node(sum), Node::Sum(terms) if terms.len() == count);
    (sum, is_shorter)
}

/// The terms of a sum, or the one that is none, with their coefficients.
fn terms_of(arena: &Arena, id: Id) -> Terms {
    match arena.node(id) {
        Node::Sum(terms) => terms.iter().map(|term| (term.id, term.number.clone())).collect(),
        _ => smallvec![(id, Rational::ONE)],
    }
}

/// Whether there is anything to multiply out: a term that is a sum itself or has one among its factors.
pub(crate) fn has_products_of_sums(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Sum(terms) => terms.iter().any(|term| is_open(arena, term.id)),
        _ => is_open(arena, id),
    }
}

/// Whether a term is a sum itself or has one among its factors.
fn is_open(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Sum(_) => true,
        Node::Product(factors) => factors.iter().any(|factor| is_open_factor(arena, factor)),
        _ => false,
    }
}

/// Whether a factor is a sum under a positive whole exponent.
fn is_open_factor(arena: &Arena, factor: &Term) -> bool {
    matches!(arena.node(factor.id), Node::Sum(_)) && factor.number.to_i64().is_some_and(|n| n > 0)
}

/// Every sum in the expression multiplied out, innermost first.
pub fn expand_everywhere(arena: &mut Arena, root: Id) -> Id {
    let mut new = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = expand(arena, rebuilt);
    }
    new[root.index()]
}

/// The terms of a product after its sums under positive whole exponents are multiplied out.
fn multiplied_out(arena: &mut Arena, id: Id) -> Option<Terms> {
    if let Node::Sum(terms) = arena.node(id) {
        return Some(terms.iter().map(|term| (term.id, term.number.clone())).collect());
    }
    let Node::Product(factors) = arena.node(id) else { return Some(smallvec![(id, Rational::ONE)]) };
    let factors: SmallVec<[Term; 8]> = SmallVec::from(factors);
    let (sums, rest): (SmallVec<[Term; 8]>, SmallVec<[Term; 8]>) = factors.into_iter().partition(|factor| is_open_factor(arena, factor));
    let plain = arena.product(rest.into_iter().map(|factor| (factor.id, factor.number)));
    let (number, plain) = arena.coefficient(plain);
    let mut terms: Terms = smallvec![(plain, number)];
    let mut left: i64 = sums.iter().try_fold(0i64, |left, factor| left.checked_add(factor.number.to_i64()?))?;
    for factor in sums {
        let times = factor.number.to_i64()?;
        for _ in 0..times {
            left -= 1;
            let Node::Sum(addends) = arena.node(factor.id) else { return None };
            let addends: SmallVec<[Term; 8]> = SmallVec::from(addends);
            if terms.len() * addends.len() > MOST_TERMS {
                return None;
            }
            let mut next = Terms::with_capacity(terms.len() * addends.len());
            for (left, left_number) in &terms {
                for addend in &addends {
                    next.push((arena.multiply(*left, addend.id), left_number * &addend.number));
                }
            }
            // Roots that have come together may have left sums behind.
            if left == 0 && !next.iter().any(|(id, _)| matches!(arena.node(*id), Node::Sum(_))) {
                return Some(next);
            }
            // Like terms are collected on the way, so that (x + 1)^20 has 21 terms and not a million.
            let collected = arena.sum(next);
            terms = terms_of(arena, collected);
        }
    }
    Some(terms)
}
