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
            for (part, number) in &parts {
                all.push((*part, number * &factor));
            }
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
    let Node::Product(factors) = arena.node(id) else { return Some(terms_of(arena, id)) };
    let (mut sums, mut rest): (SmallVec<[(Id, i64); 4]>, Terms) = (SmallVec::new(), Terms::new());
    for factor in factors {
        match factor.number.to_i64() {
            Some(times) if is_open_factor(arena, factor) => sums.push((factor.id, times)),
            _ => rest.push((factor.id, factor.number.clone())),
        }
    }
    let plain = arena.product(rest);
    let (number, plain) = arena.coefficient(plain);
    let mut terms: Terms = smallvec![(plain, number)];
    let mut left: i64 = sums.iter().try_fold(0i64, |left, (_, times)| left.checked_add(*times))?;
    for (sum, times) in sums {
        for _ in 0..times {
            left -= 1;
            let Node::Sum(addends) = arena.node(sum) else { return None };
            let count = addends.len();
            if terms.len() * count > MOST_TERMS {
                return None;
            }
            let mut next = Terms::with_capacity(terms.len() * count);
            for (left, left_number) in &terms {
                for at in 0..count {
                    // Looked up each time, as every product may move the arena's terms.
                    let Node::Sum(addends) = arena.node(sum) else { return None };
                    let (addend, number) = (addends[at].id, left_number * &addends[at].number);
                    next.push((arena.multiply(*left, addend), number));
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
