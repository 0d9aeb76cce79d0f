//! Equality stretch by stretch of one variable: conditions that are solved for it cut its line into stretches, and between two cuts
//! every condition holds or fails throughout.
//!
//! `{1/6 if abs(x) < 3; 0 if abs(x) > 3}` is the derivative of `max(0, min(1, x/6 + 1/2))` below -3, between -3 and 3, and above 3.

use super::cases::{MOST_PARTS, deciding, resolved};
use crate::domain::{Knowledge, Line, Part, solve};
use crate::expression::{Arena, Id, Node, Relation, Symbol};
use crate::number::Rational;
use crate::rewrite::Rules;
use crate::simplify::is_zero;
use std::cmp::Ordering;

/// The most cuts of the line: all parts of a difference are looked at between every two of them.
const MOST_CUTS: usize = 16;

/// Something whose sign decides, and where on the line it is positive and where zero; elsewhere it is negative, or has no value.
struct Quantity {
    id: Id,
    positive: Line,
    zero: Line,
}

/// Whether two expressions are proved equal on every stretch of the one variable on which both are defined.
pub(super) fn are_equal_in_stretches(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], [left, right]: [Id; 2]) -> bool {
    let difference = arena.subtract(left, right);
    let order = arena.reachable(difference);
    if order.len() > MOST_PARTS || order.iter().any(|id| matches!(arena.node(*id), Node::Bound(..) | Node::Derivative(..))) {
        return false;
    }
    let Some((variable, quantities)) = quantities(arena, &order) else { return false };
    let mut cuts: Vec<Rational> =
        quantities.iter().flat_map(|quantity| [&quantity.positive, &quantity.zero]).flat_map(Line::boundaries).cloned().collect();
    cuts.sort();
    cuts.dedup();
    if cuts.is_empty() || cuts.len() > MOST_CUTS {
        return false;
    }
    let points = cuts.iter().map(|cut| Part { low: Some((cut.clone(), true)), high: Some((cut.clone(), true)) });
    let open = |cut: Option<&Rational>| cut.map(|cut| (cut.clone(), false));
    let between =
        (0..=cuts.len()).map(|at| Part { low: open(at.checked_sub(1).and_then(|before| cuts.get(before))), high: open(cuts.get(at)) });
    between.chain(points).all(|stretch| holds_on(arena, knowledge, rules, &order, (variable, &quantities), &stretch))
}

/// The ends of the stretches of each variable for which something that decides is solved.
pub(super) fn cuts(arena: &mut Arena, roots: &[Id]) -> Vec<(Symbol, Vec<Rational>)> {
    let order = arena.reachable_from(roots);
    let mut nothing = Knowledge::default();
    let mut cuts: Vec<(Symbol, Vec<Rational>)> = Vec::new();
    for (id, _) in deciding(arena, &order) {
        let condition = arena.relation(Relation::Less, Id::ZERO, id);
        let Some((varying, line)) = solve(arena, &mut nothing, condition) else { continue };
        let Some(symbol) = arena.as_symbol(varying) else { continue };
        match cuts.iter_mut().find(|(known, _)| *known == symbol) {
            Some((_, cuts)) => cuts.extend_from_slice(line.boundaries()),
            None => cuts.push((symbol, line.boundaries().to_vec())),
        }
    }
    for (_, cuts) in &mut cuts {
        cuts.sort();
        cuts.dedup();
        cuts.truncate(MOST_CUTS);
    }
    cuts
}

/// A value on each stretch of each variable, where both sides may differ and nowhere else.
pub(super) fn samples(arena: &mut Arena, roots: &[Id]) -> Vec<(Symbol, Rational)> {
    let mut samples = Vec::new();
    for (symbol, cuts) in cuts(arena, roots) {
        let half = Rational::integer(2).reciprocal().unwrap_or(Rational::ONE);
        let middle = |pair: &[Rational]| &(&pair[0] + &pair[1]) * &half;
        let beyond = [cuts.first().map(|first| first - &Rational::ONE), cuts.last().map(|last| last + &Rational::ONE)];
        samples.extend(beyond.into_iter().flatten().chain(cuts.windows(2).map(middle)).map(|value| (symbol, value)));
    }
    samples
}

/// What decides in an expression, as sets of the one variable that all of it varies with.
fn quantities(arena: &mut Arena, order: &[Id]) -> Option<(Id, Vec<Quantity>)> {
    let mut variable = None;
    let mut found: Vec<Quantity> = Vec::new();
    // Where a quantity has no value the whole has none, so that nothing need be known of it there.
    let mut nothing = Knowledge::default();
    for (id, _) in deciding(arena, order) {
        if arena.as_number(id).is_some() || found.iter().any(|known| known.id == id) {
            continue;
        }
        let mut set = |arena: &mut Arena, relation: Relation| {
            let condition = arena.relation(relation, Id::ZERO, id);
            let (varying, line) = solve(arena, &mut nothing, condition)?;
            arena.as_symbol(varying)?;
            (*variable.get_or_insert(varying) == varying).then_some(line)
        };
        let (positive, zero) = (set(arena, Relation::Less)?, set(arena, Relation::Equal)?);
        found.push(Quantity { id, positive, zero });
    }
    Some((variable?, found))
}

/// Whether the difference is zero on a stretch, or has no value there.
fn holds_on(
    arena: &mut Arena,
    knowledge: &Knowledge,
    rules: &[&Rules],
    order: &[Id],
    (variable, quantities): (Id, &[Quantity]),
    stretch: &Part,
) -> bool {
    let here = Line::of_part(stretch);
    let signs: Vec<(Id, Ordering)> = quantities
        .iter()
        .map(|quantity| {
            let is_on = |line: &Line| !line.and(&here).is_empty();
            let sign = if is_on(&quantity.positive) {
                Ordering::Greater
            } else if is_on(&quantity.zero) {
                Ordering::Equal
            } else {
                Ordering::Less
            };
            (quantity.id, sign)
        })
        .collect();
    let Some(mut value) = resolved(arena, order, &signs) else { return false };
    let mut inside = knowledge.without_intervals();
    match stretch.point() {
        Some(point) => {
            let point = arena.number(point.clone());
            value = arena.substitute(value, variable, point);
        }
        None => {
            let condition = Line::part_condition(arena, variable, stretch);
            inside.assume(arena, condition);
        }
    }
    value == Id::UNDEFINED || value == Id::ZERO || is_zero(arena, &mut inside, rules, value) == Some(true)
}
