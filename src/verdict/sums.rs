//! Sums over the same range put together: `Σ x_i*(w*x_i - y_i)` is `-Σ x_i*(y_i - w*x_i)`, and `Σ (a_i + b_i)` is `Σ a_i + Σ b_i`.

use super::are_equal;
use crate::domain::Knowledge;
use crate::expression::{Arena, Binder, Id, Node, Relation, Term, expand_everywhere};
use crate::number::Rational;
use crate::rewrite::Rules;
use crate::simplify::is_zero;

/// So many sums and integrals at most are held against each other.
const MOST_SUMS: usize = 8;

/// Whether two expressions are equal once those of their sums and integrals that are the same up to the sign are one, and those that
/// are terms of the difference are one sum.
pub(super) fn are_equal_with_sums_together(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], sides: [Id; 2]) -> bool {
    let sides = from_zero_on(arena, sides);
    if sides[0] == sides[1] {
        return true;
    }
    let is_bound = |id: &Id| matches!(arena.node(*id), Node::Bound(..));
    let sums: Vec<Id> = arena.reachable_from(&sides).into_iter().filter(is_bound).collect();
    if sums.is_empty() || sums.len() > MOST_SUMS {
        return false;
    }
    let mut matched: Vec<(Id, Id)> = Vec::new();
    for (at, sum) in sums.iter().enumerate().skip(1) {
        let mut signs = sums[..at].iter().flat_map(|other| [(*other, 1), (*other, -1)]);
        if let Some((other, sign)) = signs.find(|(other, sign)| is_multiple(arena, knowledge, rules, *sum, *other, *sign)) {
            let replaced = matched.iter().find(|(known, _)| *known == other).map_or(other, |(_, first)| *first);
            matched.push((*sum, arena.scale(replaced, Rational::integer(sign))));
        }
    }
    let sides = sides.map(|side| arena.substitute_all(side, &matched));
    if !matched.is_empty() && are_equal(arena, knowledge, rules, sides) {
        return true;
    }
    let difference = arena.subtract(sides[0], sides[1]);
    let difference = expand_everywhere(arena, difference);
    let together = with_terms_together(arena, difference);
    together != difference && is_zero(arena, knowledge, rules, together) == Some(true)
}

/// Whether a sum or integral is another one, or its opposite.
fn is_multiple(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], sum: Id, other: Id, sign: i64) -> bool {
    let (Node::Bound(binder, own), Node::Bound(other_binder, their)) = (arena.node(sum), arena.node(other)) else { return false };
    let ([head @ .., body], [other_head @ .., other_body]) = (own, their) else { return false };
    if binder != other_binder || head != other_head || (binder == Binder::Product && sign < 0) {
        return false;
    }
    let (body, other_body) = (*body, *other_body);
    let difference = arena.sum([(body, Rational::ONE), (other_body, Rational::integer(-sign))]);
    difference == Id::ZERO || is_zero(arena, knowledge, rules, difference) == Some(true)
}

/// A sum of terms with those that are multiples of sums over the same range as one sum each, or zero where nothing is left under it.
fn with_terms_together(arena: &mut Arena, id: Id) -> Id {
    let Node::Sum(terms) = arena.node(id) else { return id };
    let terms = terms.to_vec();
    // What a sum runs over, and its body so far.
    let mut found: Vec<(Id, Vec<(Id, Rational)>)> = Vec::new();
    let mut rest: Vec<(Id, Rational)> = Vec::new();
    for term in terms {
        let factors = arena.factors(term.id);
        let is_sum =
            |factor: &&Term| factor.number.is_one() && matches!(arena.node(factor.id), Node::Bound(Binder::Sum | Binder::Integral, _));
        let Some(sum) = factors.iter().find(is_sum).map(|factor| factor.id) else {
            rest.push((term.id, term.number));
            continue;
        };
        let others: Vec<(Id, Rational)> =
            factors.iter().filter(|factor| factor.id != sum).map(|factor| (factor.id, factor.number.clone())).collect();
        let sum = without_first_zero(arena, sum);
        let Node::Bound(binder, &[.., body]) = arena.node(sum) else { continue };
        let inside: Vec<(Id, Rational)> = others.into_iter().chain([(body, Rational::ONE)]).collect();
        let inside = arena.product(inside);
        let range = arena.rebind(sum, binder, Id::ONE);
        match found.iter_mut().find(|(known, _)| *known == range) {
            Some((_, bodies)) => bodies.push((inside, term.number)),
            None => found.push((range, vec![(inside, term.number)])),
        }
    }
    for (range, bodies) in found {
        let Node::Bound(binder, _) = arena.node(range) else { continue };
        let body = arena.sum(bodies);
        let body = expand_everywhere(arena, body);
        rest.push((if body == Id::ZERO { body } else { arena.rebind(range, binder, body) }, Rational::ONE));
    }
    arena.sum(rest)
}

/// Both sides with their sums over all whole numbers from some on as sums from 0 on, without first terms that are zero, and over one
/// index: `Σ_{n>=1} n*x^(n - 1)` is `Σ_{n>=0} (n + 1)*x^n`.
fn from_zero_on(arena: &mut Arena, sides: [Id; 2]) -> [Id; 2] {
    /// So many first terms may be zero: as often as one differentiates.
    const MOST_ZEROS: usize = 4;
    let mut common = None;
    let mut replaced: Vec<(Id, Id)> = Vec::new();
    for id in arena.reachable_from(&sides) {
        let Node::Bound(Binder::Sum, &[index, range, body]) = arena.node(id) else { continue };
        let Node::Relation(Relation::LessOrEqual, lower, counted) = arena.node(range) else { continue };
        if counted != index || arena.as_number(lower).is_none() || replaced.len() >= MOST_SUMS {
            continue;
        }
        let mut from = lower;
        let losses = arena.take_losses();
        for _ in 0..MOST_ZEROS {
            if arena.substitute(body, index, from) != Id::ZERO {
                break;
            }
            from = arena.add(from, Id::ONE);
        }
        let shared = *common.get_or_insert(index);
        let is_free = arena.as_symbol(shared).is_some_and(|symbol| arena.free_symbols(body).contains(&symbol));
        let letter = if is_free && shared != index { index } else { shared };
        let counted = arena.add(letter, from);
        let body = arena.substitute(body, index, counted);
        arena.restore_losses(losses);
        let range = arena.relation(Relation::LessOrEqual, Id::ZERO, letter);
        replaced.push((id, arena.bind(Binder::Sum, &[letter, range, body])));
    }
    if replaced.is_empty() { sides } else { sides.map(|side| arena.substitute_all(side, &replaced)) }
}

/// A sum without its first term where that is zero: `i*x^(i - 1)` from i = 0 on.
fn without_first_zero(arena: &mut Arena, sum: Id) -> Id {
    let Node::Bound(Binder::Sum, &[index, lower, upper, body]) = arena.node(sum) else { return sum };
    if arena.as_number(lower).is_none() {
        return sum;
    }
    let losses = arena.take_losses();
    let first = arena.substitute(body, index, lower);
    arena.restore_losses(losses);
    if first != Id::ZERO {
        return sum;
    }
    let second = arena.add(lower, Id::ONE);
    arena.bound(Binder::Sum, index, second, upper, body)
}
