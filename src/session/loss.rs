//! Whether a side that is equal to another really loses points: only where the other has a value, and its own differs or is none.

use crate::domain::{Knowledge, Line, solve};
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Node, Relation, Symbol};
use crate::number::Rational;
use crate::rewrite::Rules;
use crate::simplify::is_zero;

/// Values for the names beside the one that is lost at a point.
const OTHERS: [[f64; 3]; 3] = [[0.7, 1.3, 2.1], [-0.6, 1.7, 0.4], [1.9, -0.8, -1.4]];

/// The two sides, and under what the one that keeps its values has them.
pub(super) struct Sides<'a> {
    /// The side that may have lost something.
    pub own: Id,
    /// The side it is compared with.
    pub other: Id,
    /// The conditions of the other side.
    pub visible: &'a [Id],
}

/// Whether the points where a condition fails are lost: single points are looked at, and what fails where the other side's
/// conditions fail too is not lost.
pub(super) fn is_lost(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], sides: &Sides<'_>, condition: Id) -> bool {
    let Some((value, line)) = solve(arena, knowledge, condition) else { return true };
    let parts = line.complement().parts();
    let points: Option<Vec<Rational>> = parts.iter().map(|part| part.point().cloned()).collect();
    let Some(points) = points.filter(|points| !points.is_empty()) else { return true };
    match arena.as_symbol(value) {
        Some(symbol) => points.iter().any(|point| is_lost_at(arena, sides, symbol, point)),
        None => !points.iter().all(|point| fails_with_another(arena, knowledge, rules, sides.visible, value, point)),
    }
}

/// Whether the other side has a value at a point, and this side another or none.
fn is_lost_at(arena: &mut Arena, sides: &Sides<'_>, symbol: Symbol, point: &Rational) -> bool {
    let mut names: Vec<Symbol> = Vec::new();
    for id in sides.visible.iter().chain([&sides.own, &sides.other]) {
        names.extend(arena.free_symbols(*id));
    }
    names.retain(|name| *name != symbol);
    names.sort_unstable();
    names.dedup();
    OTHERS.iter().any(|row| {
        let others = names.iter().enumerate().map(|(at, name)| (*name, row[at % row.len()] + (at / row.len()) as f64));
        let values: Vec<(Symbol, f64)> = others.chain([(symbol, point.to_f64())]).collect();
        let holds = sides.visible.iter().all(|condition| evaluate(arena, *condition, &values) != 0.0);
        let (own, other) = (evaluate(arena, sides.own, &values), evaluate(arena, sides.other, &values));
        holds && other.is_finite() && (own - other).abs() > 1e-9 * (1.0 + other.abs()) || holds && other.is_finite() && own.is_nan()
    })
}

/// Whether a condition of the other side fails where a value is a number: both are zero together, as `1 + cos(x)` and `cos(x/2)`.
fn fails_with_another(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], visible: &[Id], value: Id, point: &Rational) -> bool {
    let difference = |arena: &mut Arena, value: Id, point: &Rational| {
        let point = arena.number(point.clone());
        arena.subtract(value, point)
    };
    let own = difference(arena, value, point);
    for condition in visible {
        let Some((other, line)) = solve(arena, knowledge, *condition) else { continue };
        let parts = line.complement().parts();
        let [part] = &parts[..] else { continue };
        let Some(zero) = part.point() else { continue };
        let other = difference(arena, other, zero);
        for powers in [[1, 1], [1, 2], [2, 1]] {
            if are_proportional(arena, knowledge, rules, [own, other], powers) {
                return true;
            }
        }
    }
    false
}

/// Whether powers of two values differ by a small factor only.
fn are_proportional(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], values: [Id; 2], powers: [i64; 2]) -> bool {
    let [left, right] = [0, 1].map(|at| arena.rational_power(values[at], Rational::integer(powers[at])));
    let names = arena.free_symbols(left);
    let point: Vec<(Symbol, f64)> = names.iter().enumerate().map(|(at, name)| (*name, 0.7 + 0.31 * at as f64)).collect();
    let factor = evaluate(arena, left, &point) / evaluate(arena, right, &point);
    let small = [1.0, 2.0, 0.5, 4.0, 0.25, -1.0, -2.0, -0.5];
    let Some(factor) = small.into_iter().find(|small| (factor - small).abs() < 1e-9) else { return false };
    let Some(factor) = Rational::fraction((factor * 4.0) as i64, 4) else { return false };
    let multiple = arena.scale(right, factor);
    let rest = arena.subtract(left, multiple);
    rest == Id::ZERO || is_zero(arena, knowledge, rules, rest) == Some(true)
}

/// Losses that are one: where a product must not be negative and both of its factors are asked for, both are negative together.
pub(super) fn joined(arena: &mut Arena, knowledge: &mut Knowledge, missing: Vec<Id>, visible: &[Id]) -> Vec<Id> {
    let [first, second] = missing[..] else { return missing };
    let mut negative = |arena: &mut Arena, condition: Id| {
        let (value, line) = solve(arena, knowledge, condition)?;
        let lost = line.complement().parts();
        let [part] = &lost[..] else { return None };
        let is_below_zero = part.low.is_none() && part.high.as_ref().is_some_and(|(high, _)| high.is_zero());
        is_below_zero.then_some(value)
    };
    let (Some(one), Some(other)) = (negative(arena, first), negative(arena, second)) else { return missing };
    let product = arena.multiply(one, other);
    let asks = |condition: &Id| match arena.node(*condition) {
        Node::Relation(Relation::Less | Relation::LessOrEqual, Id::ZERO, value) => value == product,
        _ => false,
    };
    if !visible.iter().any(asks) {
        return missing;
    }
    let conditions = [one, other].map(|value| arena.relation(Relation::Less, value, Id::ZERO));
    let both = arena.conjunction(&conditions);
    vec![arena.negated(both)]
}

/// Where the conditions of the one hold and the missing one fails.
pub(super) fn complement(arena: &mut Arena, knowledge: &mut Knowledge, missing: Id, visible: &[Id]) -> Id {
    let Some((value, line)) = solve(arena, knowledge, missing) else { return arena.negated(missing) };
    let mut lost = line.complement();
    for condition in visible {
        if let Some((other, line)) = solve(arena, knowledge, *condition)
            && other == value
        {
            lost = lost.and(&line);
        }
    }
    let parts: Vec<Id> = lost.parts().iter().map(|part| Line::part_condition(arena, value, part)).collect();
    arena.disjunction(&parts)
}
