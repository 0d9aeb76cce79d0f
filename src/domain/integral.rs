//! Between which limits an integral has a value.
//!
//! The integrand may be undefined at a place between the limits only if it grows there more slowly than 1/t does. How fast it
//! grows is measured in doubles, for two choices of the parameters; what is not clearly slow enough asks for a condition.

use super::Knowledge;
use super::conditions::conditions_of;
use super::jumps::linear_zero;
use super::solve::solve;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Node, Relation, Symbol};
use crate::number::Rational;

/// The conditions under which nothing between the limits keeps `body` from being integrated over `bound`.
pub(super) fn integral_conditions(arena: &mut Arena, knowledge: &mut Knowledge, bound: Id, limits: [Id; 2], body: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let conditions = conditions_of(arena, knowledge, body);
    // An antiderivative is asked for where its integrand has a value.
    if limits[0] == Id::TRUE {
        return conditions.into_iter().map(|condition| arena.substitute(condition, bound, limits[1])).collect();
    }
    for condition in conditions {
        if !arena.dependence(condition, bound)[condition.index()] {
            found.push(condition);
            continue;
        }
        if let Some((value, line)) = solve(arena, knowledge, condition)
            && value == bound
        {
            for part in line.complement().parts() {
                let low = part.low.map(|(low, _)| arena.number(low));
                let high = part.high.map(|(high, _)| arena.number(high));
                found.extend(outside(arena, bound, limits, body, low, high));
            }
            continue;
        }
        let Node::Relation(relation, left, right) = arena.node(condition) else { continue };
        let difference = arena.subtract(right, left);
        let Some(zero) = linear_zero(arena, difference, bound) else { continue };
        if relation == Relation::NotEqual {
            found.extend(outside(arena, bound, limits, body, Some(zero), Some(zero)));
        } else {
            for limit in limits {
                found.push(arena.substitute(condition, bound, limit));
            }
        }
    }
    found
}

/// Both limits on one side of the places from `low` to `high`; a missing end is infinite.
fn outside(arena: &mut Arena, bound: Id, limits: [Id; 2], body: Id, low: Option<Id>, high: Option<Id>) -> Option<Id> {
    if low == high && integrable(arena, bound, body, low?, &[-1.0, 1.0]) {
        return None;
    }
    if low.is_some() && low == high {
        // Neither on the place, nor on different sides of it.
        let place = low?;
        let sides = limits.map(|limit| (arena.subtract(limit, place), Rational::ONE));
        let product = arena.product(sides);
        return Some(arena.relation(Relation::Less, Id::ZERO, product));
    }
    let mut alternatives = Vec::new();
    for (end, side) in [(low, -1.0), (high, 1.0)] {
        let Some(end) = end else { continue };
        let relation = if integrable(arena, bound, body, end, &[side]) { Relation::LessOrEqual } else { Relation::Less };
        let both = limits.map(|limit| if side < 0.0 { arena.relation(relation, limit, end) } else { arena.relation(relation, end, limit) });
        alternatives.push(arena.conjunction(&both));
    }
    Some(arena.disjunction(&alternatives))
}

/// Whether the integrand clearly grows more slowly than 1/t towards a place, on each of the sides where it has values.
fn integrable(arena: &mut Arena, bound: Id, body: Id, place: Id, sides: &[f64]) -> bool {
    /// Distances from the place, and the power of the distance that body times distance has to fall like to be clearly slow enough; of
    /// a lesser power it must be the same one nearer by: 1/(t*ln(t)) has less and less of it.
    const DISTANCES: [f64; 2] = [1e-3, 1e-6];
    const CLEAR: f64 = 0.15;
    const LEAST: f64 = 1e-3;
    const SAME: f64 = 0.02;
    let Some(variable) = arena.as_symbol(bound) else { return false };
    // An unknown function may vanish there: f(t)/t has an integral up to 0 for f = sin.
    if arena.reachable(body).into_iter().any(|id| matches!(arena.node(id), Node::Apply(..))) {
        return true;
    }
    let mut symbols = arena.free_symbols(body);
    symbols.extend(arena.free_symbols(place));
    symbols.retain(|symbol| *symbol != variable);
    [0.37, 1.43].into_iter().all(|choice| {
        let mut point: Vec<(Symbol, f64)> = symbols.iter().enumerate().map(|(at, symbol)| (*symbol, choice + 0.61 * at as f64)).collect();
        let place = evaluate(arena, place, &point);
        point.push((variable, place));
        let last = point.len() - 1;
        let mut size = |distance: f64| {
            point[last].1 = place + distance;
            (evaluate(arena, body, &point) * distance).abs()
        };
        let mut growth = |side: f64, [far, near]: [f64; 2]| {
            let sizes = (size(side * far), size(side * near));
            (!sizes.0.is_nan() && !sizes.1.is_nan()).then(|| (sizes.0 / sizes.1).ln() / (far / near).ln())
        };
        // Only beside zero are distances exact that are very small.
        let nearer = if place == 0.0 { [1e-100, 1e-200] } else { [1e-6, 1e-12] };
        let mut is_slow = |side: f64| {
            let found = growth(side, DISTANCES)?;
            // Zero on both is a value that vanishes.
            let is_clear = found.is_nan() || found > CLEAR;
            Some(is_clear || found > LEAST && growth(side, nearer).is_some_and(|other| (found - other).abs() < SAME * found))
        };
        let found: Vec<bool> = sides.iter().filter_map(|side| is_slow(*side)).collect();
        !found.is_empty() && found.into_iter().all(|is_slow| is_slow)
    })
}
