//! The smallest change that makes a wrong claim right: one sign, number, exponent, factor, name or function.
//!
//! Where there is one the claim was meant for what it is compared with, and somebody slipped; where there is none, it may be
//! about something else.

use super::point::{POINTS, Point, point};
use super::slip::kin;
use super::{Finding, Pair, compare};
use crate::domain::Knowledge;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Node, Symbol};
use crate::number::Rational;
use crate::rewrite::Rules;

/// A part of a claim, and what should stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alteration {
    /// What is written.
    pub written: Id,
    /// What makes the claim right.
    pub meant: Id,
}

/// A part of the claim, with the place it stands in.
struct Part {
    id: Id,
    /// Which part it is a part of.
    within: Option<usize>,
}

/// An alteration of a part of the claim, and the whole part as it would be.
struct Variation {
    altered: Id,
    alteration: Alteration,
}

/// Claims are not looked at beyond so many parts, and no more variations are tried.
const MOST_PARTS: usize = 80;
const MOST_VARIATIONS: usize = 6000;

/// The numbers of points at which values are compared.
const LEAST_POINTS: usize = 2;
const MOST_POINTS: usize = 5;

/// Values as close as this are compared exactly.
const CLOSE: f64 = 1e-9;

/// The alteration of `claimed` that is proved to give `expected`, if there is one.
pub fn alteration(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    expected: Id,
    claimed: Id,
    conditions: &[Id],
) -> Option<Alteration> {
    let mut symbols = arena.free_symbols(expected);
    let own = arena.free_symbols(claimed);
    symbols.extend(own.iter().copied().filter(|symbol| !arena.free_symbols(expected).contains(symbol)));
    // A name alone may stand for anything.
    if own.is_empty() || arena.free_symbols(expected).is_empty() {
        return None;
    }
    let points = points(arena, knowledge, &symbols, expected);
    if points.len() < LEAST_POINTS {
        return None;
    }
    let is_right = |arena: &Arena, id: Id| {
        id != Id::UNDEFINED && points.iter().all(|(point, expected)| is_close(evaluate(arena, id, point), *expected))
    };
    let parts = parts(arena, claimed);
    let losses = arena.take_losses();
    let mut tried = 0;
    let mut found = None;
    'search: for at in 0..parts.len() {
        for variation in variations(arena, &parts, at, &symbols, &own, expected) {
            tried += 1;
            let whole = put_in(arena, &parts, at, variation.altered);
            if is_right(arena, whole) && is_kept(arena, &own, &variation.alteration, whole, expected) {
                let pair = Pair { expected, claimed: whole, within: &[], conditions, forgotten: &[], variables: &[] };
                if compare(arena, knowledge, rules, &pair) == Finding::Equal {
                    found = Some(told(arena, &parts, at, &variation));
                    break 'search;
                }
            }
            if tried > MOST_VARIATIONS {
                break 'search;
            }
        }
    }
    arena.restore_losses(losses);
    found
}

/// What is told of an alteration: of one in an exponent the whole power, since a number alone says nothing of its place.
fn told(arena: &mut Arena, parts: &[Part], at: usize, variation: &Variation) -> Alteration {
    let (mut at, mut new) = (at, variation.altered);
    while let Some(within) = parts[at].within {
        let old = parts[at].id;
        let whole = parts[within].id;
        let is_exponent = matches!(arena.node(whole), Node::Power(_, exponent) if exponent == old);
        new = arena.rebuild(whole, |child| if child == old { new } else { child });
        if is_exponent {
            return Alteration { written: whole, meant: new };
        }
        at = within;
    }
    variation.alteration
}

/// Whether enough of a claim is left by an alteration: something beside numbers, and nothing is gone but what belongs there.
fn is_kept(arena: &Arena, own: &[Symbol], alteration: &Alteration, whole: Id, expected: Id) -> bool {
    let known = arena.free_symbols(expected);
    let left = arena.free_symbols(whole);
    let is_replaced = matches!(arena.node(alteration.written), Node::Symbol(_));
    let gone = own.iter().filter(|symbol| !left.contains(symbol));
    left.iter().any(|symbol| own.contains(symbol)) && (is_replaced || gone.into_iter().all(|symbol| known.contains(symbol)))
}

/// Points with the values of what is expected there.
fn points(arena: &mut Arena, knowledge: &mut Knowledge, symbols: &[Symbol], expected: Id) -> Vec<(Vec<(Symbol, f64)>, f64)> {
    let mut found = Vec::new();
    for index in 2..POINTS {
        let point: Point = point(arena, knowledge, symbols, symbols.len(), index);
        let point: Vec<(Symbol, f64)> = point.iter().map(|(symbol, value)| (*symbol, value.to_f64())).collect();
        let value = evaluate(arena, expected, &point);
        if value.is_finite() && value != 0.0 {
            found.push((point, value));
        }
        if found.len() == MOST_POINTS {
            break;
        }
    }
    found
}

fn is_close(value: f64, expected: f64) -> bool {
    (value - expected).abs() <= CLOSE * (value.abs() + expected.abs())
}

/// The parts of an expression, each before those within it.
fn parts(arena: &Arena, root: Id) -> Vec<Part> {
    let mut parts = vec![Part { id: root, within: None }];
    let mut at = 0;
    while at < parts.len() && parts.len() < MOST_PARTS {
        let id = parts[at].id;
        // Where a case holds is no part of its value.
        if !matches!(arena.node(id), Node::Relation(..) | Node::And(_) | Node::Or(_)) {
            arena.for_each_child(id, |child| parts.push(Part { id: child, within: Some(at) }));
        }
        at += 1;
    }
    parts
}

/// The whole claim with a part replaced.
fn put_in(arena: &mut Arena, parts: &[Part], at: usize, altered: Id) -> Id {
    let (mut at, mut new) = (at, altered);
    while let Some(within) = parts[at].within {
        let old = parts[at].id;
        new = arena.rebuild(parts[within].id, |child| if child == old { new } else { child });
        at = within;
    }
    new
}

/// What might have been meant by a part.
fn variations(arena: &mut Arena, parts: &[Part], at: usize, symbols: &[Symbol], own: &[Symbol], expected: Id) -> Vec<Variation> {
    let id = parts[at].id;
    let mut found = Vec::new();
    let mut add = |altered: Id, written: Id, meant: Id| found.push(Variation { altered, alteration: Alteration { written, meant } });
    match arena.node(id) {
        Node::Number(_) | Node::Undefined | Node::Relation(..) | Node::And(_) | Node::Or(_) => return found,
        Node::Sum(terms) => {
            let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, term.number.clone())).collect();
            for (place, (term, number)) in terms.iter().enumerate() {
                // What is alone cannot be too much.
                for other in other_factors(number).into_iter().filter(|other| terms.len() > 1 || !other.is_zero()) {
                    let mut changed = terms.clone();
                    changed[place].1 = other.clone();
                    let (altered, written) = (arena.sum(changed), arena.scale(*term, number.clone()));
                    let meant = arena.scale(*term, other);
                    add(altered, written, meant);
                }
            }
        }
        Node::Product(factors) => {
            let factors: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
            for (place, (factor, number)) in factors.iter().enumerate() {
                if is_cases(arena, *factor) {
                    continue;
                }
                for other in other_exponents(number).into_iter().filter(|other| factors.len() > 1 || !other.is_zero()) {
                    let mut changed = factors.clone();
                    changed[place].1 = other.clone();
                    let (altered, written) = (arena.product(changed), arena.product([(*factor, number.clone())]));
                    let meant = arena.product([(*factor, other)]);
                    add(altered, written, meant);
                }
            }
        }
        Node::Call(function, &[argument]) => {
            for other in kin(function) {
                let altered = arena.call(other, &[argument]);
                add(altered, id, altered);
            }
        }
        // A name that is not known here is no slip: x' = Ax where x = e^{\lambda t}.
        Node::Symbol(symbol) if own.iter().any(|other| *other != symbol) && arena.free_symbols(expected).contains(&symbol) => {
            for other in symbols.iter().filter(|other| **other != symbol) {
                let other = arena.symbol_node(*other);
                add(other, id, other);
            }
        }
        _ => {}
    }
    let multiples: Vec<Rational> =
        [(-1, 1), (2, 1), (1, 2)].iter().filter_map(|(above, below)| Rational::fraction(*above, *below)).collect();
    let mut altered: Vec<Id> = multiples.into_iter().map(|factor| arena.scale(id, factor)).collect();
    // Nobody takes a power of a case distinction, a zero in which would stand below a bar.
    let exponents: &[(i64, i64)] = if is_cases(arena, id) { &[] } else { &[(2, 1), (-1, 1), (1, 2)] };
    for exponent in exponents.iter().filter_map(|(above, below)| Rational::fraction(*above, *below)) {
        altered.push(arena.product([(id, exponent)]));
    }
    for symbol in symbols {
        let symbol = arena.symbol_node(*symbol);
        altered.push(arena.multiply(id, symbol));
        altered.push(arena.divide(id, symbol));
    }
    if let Some(within) = parts[at].within {
        if matches!(arena.node(parts[within].id), Node::Power(_, exponent) if exponent == id) {
            altered.push(arena.add(id, Id::ONE));
            altered.push(arena.subtract(id, Id::ONE));
        }
    } else if let Node::Sum(terms) = arena.node(expected) {
        // A term may be missing.
        let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, term.number.clone())).collect();
        if terms.len() > 1 {
            altered.extend(terms.into_iter().map(|(term, number)| {
                let term = arena.scale(term, number);
                arena.add(id, term)
            }));
        }
    }
    altered.into_iter().for_each(|altered| add(altered, id, altered));
    found
}

fn is_cases(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Piecewise(_))
}

/// What the coefficient of a term may have been meant to be.
fn other_factors(number: &Rational) -> Vec<Rational> {
    let mut found = vec![-number, number + &Rational::ONE, number + &Rational::MINUS_ONE, Rational::ONE, Rational::MINUS_ONE];
    for (above, below) in [(2, 1), (1, 2), (3, 1), (1, 3), (4, 1), (1, 4), (10, 1), (1, 10), (-2, 1), (-1, 2), (0, 1)] {
        found.extend(Rational::fraction(above, below).map(|factor| number * &factor));
    }
    found.extend(number.reciprocal());
    found
}

/// What the exponent of a factor may have been meant to be; 0 where the factor is too much.
fn other_exponents(number: &Rational) -> Vec<Rational> {
    let mut found = vec![-number, number + &Rational::ONE, number + &Rational::MINUS_ONE, Rational::integer(0)];
    found.extend([(2, 1), (1, 2)].iter().filter_map(|(above, below)| Rational::fraction(*above, *below)).map(|factor| number * &factor));
    found
}
