//! Derivatives of case distinctions, and of the largest and the smallest of several values.
//!
//! Branch by branch, with strict inequalities: at a boundary the derivative exists only where the values and the
//! one-sided derivatives agree, and it is kept there only when that is proved.

use super::limit::{self, Approach};
use super::{MAX, MIN, RELU, boundaries};
use crate::domain::{
    Knowledge, ZeroTest, bound_away, conditions_in_cases, conditions_of, conjunction, jump_conditions, linear_zero, missing_conditions,
    normal_condition, strict, without_ties,
};
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::number::Rational;

/// So many conditions of earlier cases are kept apart before they are taken together.
const MANY: usize = 8;

/// The derivative of a case distinction whose branches have these derivatives. What it takes for granted besides is told.
#[allow(clippy::too_many_arguments)]
pub(super) fn derive(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    branches: &[(Id, Id)],
    derivatives: &[Id],
    variable: Id,
    is_zero: &mut ZeroTest<'_>,
    told: &mut Vec<Id>,
) -> Id {
    let branches: Vec<(Id, Id)> = branches.iter().map(|(value, condition)| (*value, without_ties(arena, knowledge, *condition))).collect();
    let (branches, derivatives) = &possible(arena, knowledge, &branches, derivatives);
    let mut result: Vec<(Id, Id)> = Vec::with_capacity(branches.len());
    let mut excluded: Vec<Id> = Vec::new();
    for ((value, condition), derivative) in branches.iter().zip(derivatives) {
        // Inside this branch and outside every earlier one, boundaries left out.
        let own = strict(arena, *condition, variable);
        let mut parts = vec![own];
        parts.extend_from_slice(&excluded);
        let inside = conjunction(arena, knowledge, &parts);
        let mut required = conditions_of(arena, knowledge, *value);
        // Cases that move with the variable have been differentiated themselves.
        required.extend(conditions_in_cases(arena, knowledge, *value, &|arena, cases| arena.contains(cases, variable)));
        required.extend(jump_conditions(arena, knowledge, *value, variable, is_zero));
        let jumps = jump_conditions(arena, knowledge, *derivative, variable, is_zero);
        for jump in jumps {
            match bound_away(arena, inside, jump) {
                Some(bound) => told.push(arena.relation(Relation::LessOrEqual, Id::ZERO, bound)),
                None => required.push(jump),
            }
        }
        result.push((*derivative, where_it_holds(arena, knowledge, inside, &required, *derivative)));
        let outside = arena.negated(*condition);
        excluded.push(strict(arena, outside, variable));
        // Of many cases in a row, those that a later one includes are said once.
        if excluded.len() > MANY {
            let whole = conjunction(arena, knowledge, &excluded);
            excluded = match arena.node(whole) {
                Node::And(parts) => parts.to_vec(),
                _ => vec![whole],
            };
        }
    }
    if let Some((at, slope, point)) = at_point(arena, knowledge, branches, variable, is_zero) {
        let around = result[1 - at].0;
        let there = limit::value(arena, knowledge, around, Approach { variable, point, side: None }, is_zero);
        let difference = there.map(|there| arena.subtract(there, slope));
        if difference.is_some_and(|difference| is_zero(arena, knowledge, difference) == Some(true)) {
            return around;
        }
        result[at] = (slope, if branches[at].1 == Id::TRUE { arena.negated(branches[0].1) } else { branches[at].1 });
    }
    boundaries::close(arena, knowledge, branches, derivatives, &mut result, variable, is_zero, told);
    // A branch on which nothing varies in the same way as its neighbour is no case at all.
    let never = arena.any([]);
    result.retain(|(_, condition)| *condition != never);
    arena.piecewise(&result)
}

/// Whether this is zero in a case: a case distinction with such a case, or a multiple of one.
pub(super) fn rests_in_a_case(arena: &Arena, inner: Id) -> bool {
    let core = match arena.node(inner) {
        Node::Sum([term]) => term.id,
        _ => inner,
    };
    match arena.node(core) {
        Node::Product(factors) => factors.iter().any(|factor| factor.number.is_one() && is_with_zero(arena, factor.id)),
        _ => is_with_zero(arena, core),
    }
}

fn is_with_zero(arena: &Arena, factor: Id) -> bool {
    matches!(arena.node(factor), Node::Piecewise(branches) if branches.chunks(2).any(|branch| branch[0] == Id::ZERO))
}

/// What larger functions ask for is not held against their derivatives: functions of functions would take the square of their depth.
const MOST_ASKED: usize = 200;

/// The derivative of `of` by the chain rule, from those outside and inside. Where the inside rests in a case so does the whole,
/// even where the derivative outside has no value: the square root of `max(0, x)` for x < 0.
pub(super) fn chained(arena: &mut Arena, knowledge: &mut Knowledge, of: Id, outer: Id, inner: Id) -> Id {
    if !arena.has_cases() || !rests_in_a_case(arena, inner) || arena.is_larger_than(of, MOST_ASKED) {
        return arena.multiply(outer, inner);
    }
    let asked = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| {
        let mut asked = conditions_of(arena, knowledge, id);
        asked.extend(conditions_in_cases(arena, knowledge, id, &|_, _| false));
        asked
    };
    let (own, of_outer) = (asked(arena, knowledge, of), asked(arena, knowledge, outer));
    if missing_conditions(arena, knowledge, &of_outer, &own).is_empty() {
        return arena.multiply(outer, inner);
    }
    let (number, core) = arena.coefficient(inner);
    let factors = arena.factors(core).to_vec();
    let at = factors.iter().position(|factor| factor.number.is_one() && is_with_zero(arena, factor.id)).unwrap_or(0);
    let Node::Piecewise(branches) = arena.node(factors[at].id) else { return arena.multiply(outer, inner) };
    let branches: Vec<(Id, Id)> = branches.chunks(2).map(|branch| (branch[0], branch[1])).collect();
    let rest = factors.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, factor)| (factor.id, factor.number.clone()));
    let rest = arena.product(rest.chain([(outer, Rational::ONE)]).collect::<Vec<_>>());
    let scaled = arena.scale(rest, number);
    let branches: Vec<(Id, Id)> = branches
        .into_iter()
        .map(|(value, condition)| (if value == Id::ZERO { value } else { arena.multiply(scaled, value) }, condition))
        .collect();
    arena.piecewise(&branches)
}

/// The case of two that holds at one point only, the slope there, where it has one, and the point: `sin(x)/x` beside 1 at 0 has
/// the slope 0 there.
fn at_point(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    branches: &[(Id, Id)],
    variable: Id,
    is_zero: &mut ZeroTest<'_>,
) -> Option<(usize, Id, Id)> {
    let &[first, second] = branches else { return None };
    let point = |arena: &mut Arena, condition: Id| match arena.node(condition) {
        Node::Relation(Relation::Equal, left, right) => {
            let difference = arena.subtract(left, right);
            linear_zero(arena, difference, variable)
        }
        _ => None,
    };
    // The other case holds all around the point; a second condition that always holds is the opposite of the first.
    let opposite = arena.negated(first.1);
    let (at, own, other) = match (point(arena, first.1), point(arena, opposite)) {
        (Some(point), _) if second.1 == Id::TRUE || second.1 == opposite => (0, (first.0, point), second.0),
        (_, Some(point)) if second.1 == Id::TRUE || second.1 == opposite => (1, (second.0, point), first.0),
        _ => return None,
    };
    let (value, point) = own;
    let there = arena.substitute(value, variable, point);
    let (rise, run) = (arena.subtract(other, there), arena.subtract(variable, point));
    let quotient = arena.divide(rise, run);
    let slope = limit::limit(arena, knowledge, quotient, Approach { variable, point, side: None }, is_zero)?;
    Some((at, slope, point))
}

/// The branches that can be reached, with their derivatives: none whose condition fails everywhere, as `x < x` does, none
/// behind one that holds everywhere, as `x <= x` does, and that one without its boundary.
fn possible(arena: &mut Arena, knowledge: &mut Knowledge, branches: &[(Id, Id)], derivatives: &[Id]) -> (Vec<(Id, Id)>, Vec<Id>) {
    let mut kept = (Vec::with_capacity(branches.len()), Vec::with_capacity(branches.len()));
    for ((value, condition), derivative) in branches.iter().zip(derivatives) {
        let holds = knowledge.decide(arena, *condition);
        if holds == Some(false) {
            continue;
        }
        kept.0.push((*value, if holds == Some(true) { arena.conjunction(&[]) } else { *condition }));
        kept.1.push(*derivative);
        if holds == Some(true) {
            break;
        }
    }
    kept
}

/// Where in a case its derivative holds: where it also meets what is required there and the derivative does not show itself.
/// The derivative of `ln(y)` by x is 0, though only where y is positive.
fn where_it_holds(arena: &mut Arena, knowledge: &mut Knowledge, inside: Id, required: &[Id], derivative: Id) -> Id {
    if required.is_empty() {
        return inside;
    }
    let mut visible = conditions_of(arena, knowledge, derivative);
    visible.push(inside);
    let mut parts = missing_conditions(arena, knowledge, required, &visible);
    parts.push(inside);
    conjunction(arena, knowledge, &parts)
}

/// Case distinctions among the values of an extremum are gone through where they make no more cases than these.
const MOST_ROWS: usize = 16;

/// The extremum in each case of the case distinctions among its values.
pub(super) struct Rows {
    function: FunctionId,
    /// The values in a case, and its condition.
    rows: Vec<(Vec<Id>, Id)>,
}

/// The cases of an extremum of values of which some are case distinctions, which would be held against the others as a whole:
/// in a case that is one of them there is nothing to hold against it, `max(x, {x if x < 3; 7 otherwise})` for x < 3.
pub(super) fn rows(arena: &mut Arena, function: FunctionId, arguments: &[Id]) -> Option<Rows> {
    let (function, arguments) = match arguments {
        _ if function == MAX || function == MIN => (function, arguments),
        &[argument] if function == RELU => (MAX, &[Id::ZERO, argument][..]),
        _ => return None,
    };
    let cases = |id: Id| match arena.node(id) {
        Node::Piecewise(ids) => ids.len() / 2,
        _ => 1,
    };
    let count = arguments.iter().fold(1usize, |count, id| count.saturating_mul(cases(*id)));
    if !(2..=MOST_ROWS).contains(&count) {
        return None;
    }
    let mut rows = vec![(Vec::new(), Id::TRUE)];
    for argument in arguments {
        let branches: Vec<(Id, Id)> = match arena.node(*argument) {
            Node::Piecewise(ids) => ids.chunks(2).map(|branch| (branch[0], branch[1])).collect(),
            _ => vec![(*argument, Id::TRUE)],
        };
        let mut longer = Vec::with_capacity(rows.len() * branches.len());
        for (values, condition) in &rows {
            for (value, own) in &branches {
                let values = values.iter().chain([value]).copied().collect();
                longer.push((values, arena.conjunction(&[*condition, *own])));
            }
        }
        rows = longer;
    }
    Some(Rows { function, rows })
}

/// The extremum in each case with its condition, and its derivative, from those that are `known` of the values.
pub(super) fn of_rows(arena: &mut Arena, knowledge: &mut Knowledge, rows: Rows, known: &[Id]) -> (Vec<(Id, Id)>, Vec<Id>) {
    let mut found = (Vec::new(), Vec::new());
    for (mut values, condition) in rows.rows {
        values.sort_unstable();
        values.dedup();
        let derivatives: Vec<Id> =
            values.iter().map(|value| if arena.as_number(*value).is_some() { Id::ZERO } else { known[value.index()] }).collect();
        let value = if let [only] = values[..] { only } else { arena.call(rows.function, &values) };
        found.0.push((value, condition));
        found.1.push(extremum(arena, knowledge, rows.function, &values, &derivatives));
    }
    found
}

/// Of more values than these the extremum is that of two halves, since each is held against each.
const MOST_COMPARED: usize = 32;

/// The derivative of the largest (or smallest) of several values: that of the one which is it.
pub(super) fn extremum(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, arguments: &[Id], derivatives: &[Id]) -> Id {
    // An extremum and its derivative for each part of the values, which are put together two by two.
    let mut parts: Vec<(Id, Id)> = Vec::new();
    for (arguments, derivatives) in arguments.chunks(MOST_COMPARED).zip(derivatives.chunks(MOST_COMPARED)) {
        let value = if let [only] = arguments { *only } else { arena.call(function, arguments) };
        parts.push((value, of_compared(arena, knowledge, function, arguments, derivatives)));
    }
    while parts.len() > 1 {
        let mut joined = Vec::with_capacity(parts.len().div_ceil(2));
        for pair in parts.chunks(2) {
            joined.push(match *pair {
                [(one, of_one), (other, of_other)] => {
                    let derivative = of_compared(arena, knowledge, function, &[one, other], &[of_one, of_other]);
                    (arena.call(function, &[one, other]), derivative)
                }
                _ => pair[0],
            });
        }
        parts = joined;
    }
    parts.first().map_or(Id::ZERO, |(_, derivative)| *derivative)
}

/// Those of the values that another one never falls below (or never exceeds), even where both are the same: x in `max(|x|, x)`.
fn dominated(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, arguments: &[Id]) -> Vec<bool> {
    let mut dominated = vec![false; arguments.len()];
    for at in 0..arguments.len() {
        dominated[at] =
            (0..arguments.len()).filter(|other| *other != at && !dominated[*other] && arguments[*other] != arguments[at]).any(|other| {
                let (less, more) = if function == MAX { (arguments[at], arguments[other]) } else { (arguments[other], arguments[at]) };
                let relation = arena.relation(Relation::LessOrEqual, less, more);
                knowledge.decide(arena, relation) == Some(true)
            });
    }
    dominated
}

/// The values that stay as they are as one, their extremum: where two of them meet nothing turns, as at a = b of `max(a, b, x)`.
fn without_flat(arena: &mut Arena, function: FunctionId, held: Vec<(Id, Id)>) -> Vec<(Id, Id)> {
    let is_flat = |(_, derivative): &&(Id, Id)| *derivative == Id::ZERO;
    let flat: Vec<Id> = held.iter().filter(is_flat).map(|(value, _)| *value).collect();
    if flat.len() < 2 || flat.len() == held.len() {
        return held;
    }
    let moving = held.iter().filter(|pair| !is_flat(pair)).copied();
    [(arena.call(function, &flat), Id::ZERO)].into_iter().chain(moving).collect()
}

/// The same, of values each of which is held against each.
fn of_compared(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, arguments: &[Id], derivatives: &[Id]) -> Id {
    let mut branches: Vec<(Id, Id)> = Vec::with_capacity(arguments.len());
    let never = arena.any([]);
    let dominated = dominated(arena, knowledge, function, arguments);
    let held: Vec<(Id, Id)> = (0..arguments.len()).filter(|at| !dominated[*at]).map(|at| (arguments[at], derivatives[at])).collect();
    let held = without_flat(arena, function, held);
    for (value, derivative) in &held {
        let mut parts = Vec::with_capacity(held.len());
        for (other, _) in held.iter().filter(|(other, _)| other != value) {
            let (less, more) = if function == MAX { (*other, *value) } else { (*value, *other) };
            let relation = arena.relation(Relation::Less, less, more);
            parts.push(normal_condition(arena, knowledge, relation));
        }
        let condition = conjunction(arena, knowledge, &parts);
        if condition != never && !branches.contains(&(*derivative, condition)) {
            branches.push((*derivative, condition));
        }
    }
    // Two of which none is ever the larger are the same: `relu(x)` and `max(x, 0)`.
    if let ([(_, first), _], true) = (&held[..], branches.is_empty()) {
        return *first;
    }
    // From left to right on the axis: `x < c` before `x > c`.
    branches.sort_by_key(|(_, condition)| match arena.node(*condition) {
        Node::Relation(_, left, _) => arena.as_number(left).is_some(),
        _ => false,
    });
    let result = arena.piecewise(&branches);
    let all_equal = branches.windows(2).all(|pair| pair[0].0 == pair[1].0);
    match branches.first() {
        // The same derivative everywhere, and the values meet continuously.
        Some((only, _)) if all_equal => *only,
        _ => result,
    }
}
