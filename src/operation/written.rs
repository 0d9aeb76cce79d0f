//! How answers of symbolic order are written: falling factorials as products, signs inside alternations, powers below the bar.

use super::family::{HIGHEST_DEGREE, falling_name};
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;

/// The answer with its falling factorials written out, `-(-1)^n` as `(-1)^(n - 1)` and `x^(1 - n)` as `1/x^(n - 1)`.
pub(super) fn written_out(arena: &mut Arena, answer: Id, n: Id) -> Id {
    let mut pairs = Vec::new();
    for j in 2..=HIGHEST_DEGREE {
        let name = falling_name(arena, n, j);
        if arena.contains(answer, name) {
            let factors: Vec<(Id, Rational)> = (0..j as i64)
                .map(|below| {
                    let below = arena.integer(below);
                    (arena.subtract(n, below), Rational::ONE)
                })
                .collect();
            pairs.push((name, arena.product(factors)));
        }
    }
    let answer = arena.substitute_all(answer, &pairs);
    match arena.node(answer) {
        // Of a sum each term has its sign.
        Node::Sum(terms) if terms.len() > 1 => {
            let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, term.number.clone())).collect();
            let terms: Vec<(Id, Rational)> = terms
                .into_iter()
                .map(|(id, number)| {
                    let term = arena.scale(id, number);
                    (factors_written(arena, term, n), Rational::ONE)
                })
                .collect();
            arena.sum(terms)
        }
        _ => factors_written(arena, answer, n),
    }
}

fn factors_written(arena: &mut Arena, id: Id, n: Id) -> Id {
    let (mut number, core) = arena.coefficient(id);
    let next = arena.add(n, Id::ONE);
    let has_next = arena.contains(core, next);
    let mut factors = if core == Id::ONE { Vec::new() } else { arena.factors(core) };
    let alternates =
        |factor: &Term| matches!(arena.node(factor.id), Node::Power(Id::MINUS_ONE, order) if order == n) && factor.number.is_one();
    if factors.iter().any(alternates)
        && let Some(negative) = factors.iter_mut().find(|factor| factor.number.is_one() && is_mostly_negative(arena, factor.id))
    {
        negative.id = arena.negate(negative.id);
        number = -number;
    }
    let mut parts: Vec<(Id, Rational)> = Vec::with_capacity(factors.len());
    for Term { id: factor, number: exponent } in factors {
        match arena.node(factor) {
            Node::Power(Id::MINUS_ONE, order) if order == n && exponent.is_one() && number.is_negative() => {
                // (-1)^(n + 1) beside another n + 1.
                let shifted = if has_next { next } else { arena.subtract(n, Id::ONE) };
                parts.push((arena.power(Id::MINUS_ONE, shifted), Rational::ONE));
                number = -number;
            }
            Node::Power(base, order) if exponent.is_one() && counts_down(arena, order, n) => {
                let order = arena.negate(order);
                parts.push((arena.power(base, order), Rational::MINUS_ONE));
            }
            _ => parts.push((factor, exponent)),
        }
    }
    let product = arena.product(parts);
    arena.scale(product, number)
}

fn is_mostly_negative(arena: &Arena, id: Id) -> bool {
    let Node::Sum(terms) = arena.node(id) else { return false };
    2 * terms.iter().filter(|term| term.number.is_negative()).count() > terms.len()
}

/// `k - n` with a whole number `k`.
fn counts_down(arena: &Arena, exponent: Id, n: Id) -> bool {
    let Node::Sum(terms) = arena.node(exponent) else { return false };
    terms.iter().all(|term| match term.id {
        Id::ONE => term.number.is_integer(),
        id => id == n && term.number == Rational::MINUS_ONE,
    })
}
