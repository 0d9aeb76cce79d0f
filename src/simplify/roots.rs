//! Roots as they are written: square roots of numbers under a root that is there anyway, so that `sqrt(2)/(2*sqrt(pi))` is
//! `1/sqrt(2*pi)`, and the root of a product under the exponent that leaves least beside it: `-sqrt(k/m)/(2*m)`.

use super::cost::Costs;
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;
use smallvec::SmallVec;

/// A sum with the roots of numbers in its terms joined where that makes them shorter.
pub(super) fn joined(arena: &mut Arena, id: Id) -> Id {
    let Node::Sum(terms) = arena.node(id) else { return id };
    if !terms.iter().any(|term| below_root(arena, term).is_some()) {
        return id;
    }
    let terms = terms.to_vec();
    let mut parts = Vec::with_capacity(terms.len());
    for term in terms {
        match below_root(arena, &term) {
            Some((prime, other)) => parts.push(join(arena, &term, prime, other)),
            None => parts.push((term.id, term.number)),
        }
    }
    arena.sum(parts)
}

/// In a term `c*sqrt(p)/sqrt(b)*rest` with p in the denominator of c and b no sum, p and b.
fn below_root(arena: &Arena, term: &Term) -> Option<(Id, Id)> {
    if term.number.is_integer() {
        return None;
    }
    let Node::Product(factors) = arena.node(term.id) else { return None };
    let half = |factor: &&Term, sign: i64| factor.number.to_small() == Some((sign, 2));
    let is_number = |factor: &&Term| arena.as_number(factor.id).is_some();
    let prime = factors.iter().find(|factor| half(factor, 1) && is_number(factor))?;
    let number = arena.as_number(prime.id)?;
    if !(&term.number * number).denominator().bits().lt(&term.number.denominator().bits()) {
        return None;
    }
    let plain = |id: Id| matches!(arena.node(id), Node::Symbol(_) | Node::Call(..));
    let other = factors.iter().find(|factor| half(factor, -1) && plain(factor.id))?;
    Some((prime.id, other.id))
}

fn join(arena: &mut Arena, term: &Term, prime: Id, other: Id) -> (Id, Rational) {
    let number = arena.as_number(prime).cloned().unwrap_or(Rational::ONE);
    let mut parts: Vec<(Id, Rational)> = arena
        .factors(term.id)
        .into_iter()
        .filter(|factor| factor.id != prime && factor.id != other)
        .map(|factor| (factor.id, factor.number))
        .collect();
    let radicand = arena.scale(other, number.clone());
    parts.push((radicand, Rational::fraction(-1, 2).unwrap_or(Rational::MINUS_ONE)));
    (arena.product(parts), &term.number * &number)
}

/// By how much a product must be shorter for its root to move across the bar.
const ACROSS: u64 = 8;

/// A product in which the root of a product stands under another exponent where that is shorter: `1/(2*x*sqrt(2*x))` for
/// `1/(2*x)^(3/2)`, `sqrt(k/m)/(2*m)` for `k/(2*m^2*sqrt(k/m))`.
pub(super) fn shortest(arena: &mut Arena, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_root = |factor: &Term| factor.number.denominator().to_i64() == Some(2) && is_monomial(arena, factor.id);
    let is_open = |(at, factor): (usize, &Term)| (is_root(factor) && may_be_shorter(arena, &number, factors, at)).then_some(at);
    let open: SmallVec<[usize; 4]> = factors.iter().enumerate().filter_map(is_open).collect();
    if open.is_empty() {
        return id;
    }
    let factors = factors.to_vec();
    let half = Rational::fraction(1, 2).unwrap_or(Rational::ONE);
    let mut best = (costs.of(arena, id), id);
    for (at, rest) in open.into_iter().flat_map(|at| [(at, half.clone()), (at, -&half)]) {
        let root = &factors[at];
        // What is left of the exponent is whole, and goes to the factors of the radicand.
        let whole = &root.number - &rest;
        if whole.is_zero() {
            continue;
        }
        let (content, radicand) = arena.coefficient(root.id);
        let Some(content) = whole.to_i64().and_then(|whole| content.power(whole)) else { continue };
        let mut parts: Vec<(Id, Rational)> =
            factors.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, factor)| (factor.id, factor.number.clone())).collect();
        parts.extend(arena.factors(radicand).into_iter().map(|factor| (factor.id, &factor.number * &whole)));
        parts.push((root.id, rest.clone()));
        let product = arena.product(parts);
        let candidate = arena.scale(product, &number * &content);
        let across = if rest.signum() == root.number.signum() { 0 } else { ACROSS };
        let price = costs.of(arena, candidate).saturating_add(across);
        if candidate != Id::UNDEFINED && price < best.0 {
            best = (price, candidate);
        }
    }
    best.1
}

/// Whether moving a root can shorten a product: its exponent has a whole part, or something beside it cancels.
fn may_be_shorter(arena: &Arena, number: &Rational, factors: &[Term], at: usize) -> bool {
    let root = &factors[at];
    let (content, radicand) = arena.coefficient(root.id);
    let is_inside = |id: Id| match arena.node(radicand) {
        Node::Product(inner) => inner.iter().any(|factor| factor.id == id),
        _ => radicand == id,
    };
    let is_half = root.number.abs().to_small() == Some((1, 2));
    !is_half
        || !(content.is_one() || number.is_one())
        || factors.iter().enumerate().any(|(other, factor)| other != at && is_inside(factor.id))
}

/// A product, or a multiple of something that is no sum.
fn is_monomial(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Product(_) => true,
        Node::Sum([term]) => !matches!(arena.node(term.id), Node::Sum(_)),
        _ => false,
    }
}
