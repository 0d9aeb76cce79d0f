//! Parts that are equal, one for the other: proofs from the leaves up.
//!
//! The normal form takes the arguments of functions as they stand, so `exp(sin(x)^2 + cos(x)^2)` and `exp(1)` are strangers to it.
//! Parts of both sides whose values agree at several points, or differ by a small factor, are compared with each other, small ones first, and what is
//! proved equal is put in place of the other in everything above. Both parts have values wherever both sides have, so the
//! proof of the whole holds there too.

use crate::domain::{Knowledge, outside_cases};
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::rewrite::Rules;
use crate::simplify::is_zero;

/// No more pairs of parts than this are tried, and no expression of more parts.
const MOST_PROOFS: usize = 40;
const MOST_PARTS: usize = 300;

/// Values of parts that are as close as this may be equal.
const CLOSE: f64 = 1e-10;

/// The values of the parts of an expression, by id, at several points.
pub(super) type Values = Vec<Vec<f64>>;

/// Both sides with equal parts made the same.
pub(super) fn sweep(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], sides: [Id; 2], values: &Values) -> [Id; 2] {
    let order = arena.reachable_from(&sides);
    if order.len() > MOST_PARTS || values.is_empty() {
        return sides;
    }
    let mut reachable = outside_cases(arena, sides[0]);
    reachable.extend(outside_cases(arena, sides[1]));
    let mut new = vec![Id::UNDEFINED; order.last().map_or(0, |last| last.index() + 1)];
    let mut proofs = 0;
    // Representatives, with an old id that has their values.
    let mut known: Vec<(Id, Id)> = Vec::new();
    for id in order {
        let mut own = arena.rebuild(id, |child| new[child.index()]);
        let is_atom = matches!(arena.node(id), Node::Number(_) | Node::Symbol(_) | Node::Relation(..) | Node::And(_) | Node::Or(_));
        if own != Id::UNDEFINED && !is_atom && !sides.contains(&id) && reachable.contains(&id) {
            own = replaced(arena, knowledge, rules, own, id, values, &known, &mut proofs);
        }
        if own != Id::UNDEFINED
            && !matches!(arena.node(own), Node::Number(_))
            && !known.iter().any(|(representative, _)| *representative == own)
        {
            known.push((own, id));
        }
        new[id.index()] = own;
    }
    sides.map(|side| if new[side.index()] == Id::UNDEFINED { side } else { new[side.index()] })
}

/// What is proved equal to a part: a number, a multiple of a known part, or a multiple of a known logarithm; otherwise itself.
#[allow(clippy::too_many_arguments)]
fn replaced(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    own: Id,
    id: Id,
    values: &Values,
    known: &[(Id, Id)],
    proofs: &mut usize,
) -> Id {
    let mut is_proved = |arena: &mut Arena, left: Id, right: Id| {
        *proofs += 1;
        let difference = arena.subtract(left, right);
        difference == Id::ZERO || *proofs <= MOST_PROOFS && is_zero(arena, knowledge, rules, difference) == Some(true)
    };
    if let Some(number) = constant(values, id) {
        let number = arena.number(number);
        if is_proved(arena, own, number) {
            return number;
        }
    }
    for (representative, other) in known {
        if *representative == own {
            return own;
        }
        let Some(ratio) = ratio(values, id, *other) else { continue };
        let candidate = arena.scale(*representative, ratio.clone());
        if candidate == own || is_proved(arena, own, candidate) {
            return candidate;
        }
        // exp(A) = q b^B where A = B ln(b) + ln(q).
        if ratio.signum() > 0
            && let (Some(own), Some(other)) = (exponent(arena, own), exponent(arena, *representative))
        {
            let factor = arena.number(ratio.clone());
            let factor = arena.call(FunctionId::LN, &[factor]);
            let other = arena.add(other, factor);
            if is_proved(arena, own, other) {
                return candidate;
            }
        }
        // ln(A) = q ln(B) where A = B^q, or A^(1/q) = B: both are positive where their logarithms exist.
        if let (Node::Call(FunctionId::LN, &[argument]), Node::Call(FunctionId::LN, &[of])) = (arena.node(own), arena.node(*representative))
        {
            let (base, power, exponent) = match ratio.reciprocal() {
                Some(inverse) if !ratio.is_integer() => (argument, of, inverse),
                _ => (of, argument, ratio),
            };
            let raised = arena.product([(base, exponent)]);
            if is_proved(arena, raised, power) {
                return candidate;
            }
        }
    }
    own
}

/// The exponent to which e is an exponential, or a power of a positive number.
fn exponent(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.node(id) {
        Node::Call(FunctionId::EXP, &[argument]) => Some(argument),
        Node::Power(base, exponent) if arena.as_number(base).is_some_and(|number| number.signum() > 0) => {
            let logarithm = arena.call(FunctionId::LN, &[base]);
            Some(arena.multiply(exponent, logarithm))
        }
        _ => None,
    }
}

/// The small fraction by which the values of two parts differ everywhere.
fn ratio(values: &Values, id: Id, other: Id) -> Option<Rational> {
    const MOST: i64 = 4;
    let first = values[0][id.index()] / values[0][other.index()];
    if !values.iter().all(|at| (at[id.index()] - first * at[other.index()]).abs() <= CLOSE * at[id.index()].abs()) {
        return None;
    }
    (1..=MOST).find_map(|denominator| {
        let numerator = first * denominator as f64;
        let fits = numerator.abs() < MOST as f64 + 0.5 && numerator.abs() > 0.5 && (numerator - numerator.round()).abs() <= CLOSE;
        fits.then(|| Rational::fraction(numerator.round() as i64, denominator))?
    })
}

/// The small fraction that all values are.
fn constant(values: &Values, id: Id) -> Option<Rational> {
    const DENOMINATOR: i64 = 12;
    let first = values[0][id.index()];
    let scaled = first * DENOMINATOR as f64;
    let is_constant = values.iter().all(|at| (at[id.index()] - first).abs() <= CLOSE * (1.0 + first.abs()));
    let is_fraction = scaled.abs() < 1e6 && (scaled - scaled.round()).abs() <= CLOSE * (1.0 + scaled.abs());
    (is_constant && is_fraction).then(|| Rational::fraction(scaled.round() as i64, DENOMINATOR))?
}
