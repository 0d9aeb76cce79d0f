//! What is told by the cases of an expression, and need not be told beside them.

use super::Knowledge;
use super::conditions::{conditions_of, every_part_implies, outside_cases};
use crate::expression::{Arena, Id, Node};

/// How deep cases are looked for in cases for what they say.
const DEEPEST_CASES: usize = 3;

/// So many alternatives are held against each other.
const MOST_ALTERNATIVES: usize = 12;

/// Whether an expression has a value only where a condition holds: the condition follows in every case of one of its outermost
/// case distinctions, from what the case is told by, from what its value requires, or in every case of its value in turn.
pub fn follows_in_every_case(arena: &mut Arena, knowledge: &Knowledge, root: Id, condition: Id) -> bool {
    follows_within(arena, knowledge, root, condition, DEEPEST_CASES)
}

fn follows_within(arena: &mut Arena, knowledge: &Knowledge, root: Id, condition: Id, depth: usize) -> bool {
    outside_cases(arena, root).into_iter().any(|id| {
        let Node::Piecewise(ids) = arena.node(id) else { return false };
        ids.to_vec().chunks(2).all(|branch| {
            let Some(mut known) = knowledge.assuming(arena, branch[1]) else { return false };
            for required in conditions_of(arena, &mut known, branch[0]) {
                known.assume(arena, required);
            }
            let told = match arena.node(branch[1]) {
                Node::And(parts) => parts.to_vec(),
                _ => Vec::new(),
            };
            known.decide(arena, condition) == Some(true)
                || told.into_iter().any(|alternatives| every_part_implies(arena, &known, alternatives, condition))
                || depth > 0 && follows_within(arena, &known, branch[0], condition, depth - 1)
        })
    })
}

/// Whether one alternative of a condition holds wherever the others fail: `x = a or x - a != 0`.
pub fn leaves_nothing_out(arena: &mut Arena, knowledge: &Knowledge, condition: Id) -> bool {
    let Node::Or(parts) = arena.node(condition) else { return false };
    let parts = parts.to_vec();
    parts.len() <= MOST_ALTERNATIVES
        && (0..parts.len()).any(|at| {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
            let fail: Vec<Id> = others.map(|(_, other)| arena.negated(*other)).collect();
            let fail = arena.conjunction(&fail);
            knowledge.assuming(arena, fail).is_some_and(|mut known| known.decide(arena, parts[at]) == Some(true))
        })
}
