//! Comparisons with the largest and the smallest of several values, taken apart: `min(a, b) > c` is `a > c and b > c`; and
//! those whose sides are the same not at points but wherever a case holds: `abs(y) <= y`.

use super::Knowledge;
use super::relation::normal_condition;
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::number::Rational;

/// An inequality with an extremum on one side as inequalities of the values it is taken of; nothing where it has none.
pub(super) fn unfolded(arena: &mut Arena, condition: Id) -> Option<Id> {
    let Node::Relation(relation @ (Relation::Less | Relation::LessOrEqual), left, right) = arena.node(condition) else { return None };
    if let Some((values, is_largest)) = extremum(arena, left) {
        let parts: Vec<Id> = values.into_iter().map(|value| arena.relation(relation, value, right)).collect();
        // The largest is below something where all are.
        return Some(if is_largest { arena.conjunction(&parts) } else { arena.disjunction(&parts) });
    }
    let (values, is_largest) = extremum(arena, right)?;
    let parts: Vec<Id> = values.into_iter().map(|value| arena.relation(relation, left, value)).collect();
    Some(if is_largest { arena.disjunction(&parts) } else { arena.conjunction(&parts) })
}

/// The most parts of an expression that are looked at for extrema inside each other.
const MOST_PARTS: usize = 60;

/// The values an expression is the largest (or the smallest) of.
fn extremum(arena: &mut Arena, id: Id) -> Option<(Vec<Id>, bool)> {
    let (number, core) = arena.coefficient(id);
    let Node::Call(function, arguments) = arena.node(core) else { return None };
    // Each is taken apart in its turn, so there must not be too many.
    if arena.is_larger_than(id, MOST_PARTS) {
        return None;
    }
    let (mut values, is_largest) = match function.row().name {
        "max" => (arguments.to_vec(), true),
        "min" => (arguments.to_vec(), false),
        "relu" => ([&[Id::ZERO], arguments].concat(), true),
        _ => return None,
    };
    if number != Rational::ONE {
        values.iter_mut().for_each(|value| *value = arena.scale(*value, number.clone()));
    }
    Some((values, is_largest != number.is_negative()))
}

/// The condition with every comparison taken apart whose sides are the same wherever a case of one of them holds: `abs(y) <= y`
/// is `y >= 0`. Such a one keeps its meaning when its boundary is left out only when it is written so.
pub fn without_ties(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id) -> Id {
    match arena.node(condition) {
        Node::And(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| without_ties(arena, knowledge, part)).collect();
            arena.conjunction(&parts)
        }
        Node::Or(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| without_ties(arena, knowledge, part)).collect();
            arena.disjunction(&parts)
        }
        Node::Relation(relation, left, right) => {
            for (side, other) in [(left, right), (right, left)] {
                let Some(cases) = cases(arena, side) else { continue };
                if !cases.iter().any(|(value, _)| *value == other) {
                    continue;
                }
                let mut parts = Vec::with_capacity(cases.len());
                for (value, holds) in cases {
                    let compared = match () {
                        () if value == other && matches!(relation, Relation::Equal | Relation::LessOrEqual) => Id::TRUE,
                        () if value == other => continue,
                        () if side == left => arena.relation(relation, value, other),
                        () => arena.relation(relation, other, value),
                    };
                    parts.push(arena.conjunction(&[holds, compared]));
                }
                let whole = arena.disjunction(&parts);
                return normal_condition(arena, knowledge, whole);
            }
            condition
        }
        _ => condition,
    }
}

/// The values of what has one formula here and another there, each with the condition under which it has it.
fn cases(arena: &mut Arena, id: Id) -> Option<Vec<(Id, Id)>> {
    let either = |arena: &mut Arena, (value, low, high): (Id, Id, Id), other: Id| {
        let holds = arena.relation(Relation::LessOrEqual, low, high);
        vec![(value, holds), (other, arena.negated(holds))]
    };
    match arena.node(id) {
        Node::Call(FunctionId::ABS, &[inner]) => {
            let opposite = arena.negate(inner);
            Some(either(arena, (inner, Id::ZERO, inner), opposite))
        }
        Node::Call(function, arguments) => match (function.row().name, arguments) {
            ("relu", &[inner]) => Some(either(arena, (inner, Id::ZERO, inner), Id::ZERO)),
            ("max", &[one, other]) => Some(either(arena, (one, other, one), other)),
            ("min", &[one, other]) => Some(either(arena, (one, one, other), other)),
            _ => None,
        },
        Node::Piecewise(ids) if ids.len() <= 2 * MOST_PARTS => {
            let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
            let mut before: Vec<Id> = Vec::new();
            let mut cases = Vec::with_capacity(branches.len());
            for (value, condition) in branches {
                let holds = arena.conjunction(&[&before[..], &[condition]].concat());
                cases.push((value, holds));
                before.push(arena.negated(condition));
            }
            Some(cases)
        }
        _ => None,
    }
}
