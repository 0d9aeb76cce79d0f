//! Comparisons whose sides are the same not at points but wherever a case holds: `abs(y) <= y`.

use super::Knowledge;
use super::relation::normal_condition;
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::number::Rational;

/// The most branches of a case distinction that are looked at.
const MOST_BRANCHES: usize = 60;

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
                let Some(cases) = cases(arena, side).or_else(|| steps(arena, side, other)) else { continue };
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

/// The values of a step function beside a number that is one of them, each with the condition under which it has it: of `floor(u)` that
/// number k where `k <= u < k + 1`, and a smaller and a greater one for all the others.
fn steps(arena: &mut Arena, id: Id, beside: Id) -> Option<Vec<(Id, Id)>> {
    let (number, core) = arena.coefficient(id);
    let Node::Call(function, &[inner]) = arena.node(core) else { return None };
    let level = arena.as_number(beside)?.clone() * number.reciprocal()?;
    let mut case = |value: Rational, lower: Option<(Relation, Rational)>, upper: Option<(Relation, Rational)>| {
        let lower = lower.map_or(Id::TRUE, |(relation, bound)| {
            let bound = arena.number(bound);
            arena.relation(relation, bound, inner)
        });
        let upper = upper.map_or(Id::TRUE, |(relation, bound)| {
            let bound = arena.number(bound);
            arena.relation(relation, inner, bound)
        });
        (arena.number(value * number.clone()), arena.conjunction(&[lower, upper]))
    };
    let (zero, one) = (Rational::ZERO, Rational::ONE);
    let signs = |middle: Rational, low: Rational| [low, middle, Rational::ONE];
    let levels = match function.row().name {
        "sign" => signs(Rational::ZERO, Rational::MINUS_ONE),
        "heaviside" => signs(Rational::fraction(1, 2)?, Rational::ZERO),
        "floor" | "ceil" if level.is_integer() => [&level - &one, level.clone(), &level + &one],
        _ => return None,
    };
    let [low, middle, high] = levels;
    // Where the middle one begins and where it ends.
    let (from, to) = match function.row().name {
        "floor" => ((Relation::LessOrEqual, level.clone()), (Relation::Less, &level + &one)),
        "ceil" => ((Relation::Less, &level - &one), (Relation::LessOrEqual, level.clone())),
        _ => ((Relation::LessOrEqual, zero.clone()), (Relation::LessOrEqual, zero)),
    };
    let opposite = |relation| if relation == Relation::Less { Relation::LessOrEqual } else { Relation::Less };
    let below = (opposite(from.0), from.1.clone());
    let above = (opposite(to.0), to.1.clone());
    Some(vec![case(low, None, Some(below)), case(middle, Some(from), Some(to)), case(high, Some(above), None)])
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
        Node::Piecewise(ids) if ids.len() <= 2 * MOST_BRANCHES => {
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
