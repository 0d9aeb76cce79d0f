//! Square roots of numbers brought under a root that is there anyway: `sqrt(2)/(2*sqrt(pi))` is `1/sqrt(2*pi)`.

use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;

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
