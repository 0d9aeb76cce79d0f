//! What the domain of an expression says of its variables.

use super::{Knowledge, Line, conditions_of, solve};
use crate::expression::{Arena, Id, Node};

/// What is known wherever an expression has a value, if that is more than before: `ln(x)` has none but for `x > 0`. Conditions
/// on one symbol are used, the interval around all that they allow.
pub fn within_domain(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Option<Knowledge> {
    // Of `x^x` by itself the conditions leave out the values at negative whole numbers.
    let leaves_out = |id: &Id| match arena.node(*id) {
        Node::Power(base, exponent) => {
            arena.asks_for_positive_base(base, exponent) && !knowledge.asks_for_positive_base(arena, base, exponent)
        }
        _ => false,
    };
    if arena.reachable(root).iter().any(leaves_out) {
        return None;
    }
    let mut lines: Vec<(Id, Line)> = Vec::new();
    for condition in conditions_of(arena, knowledge, root) {
        let Some((value, line)) = solve(arena, knowledge, condition) else { continue };
        if arena.as_symbol(value).is_none() {
            continue;
        }
        match lines.iter_mut().find(|(symbol, _)| *symbol == value) {
            Some((_, known)) => *known = known.and(&line),
            None => lines.push((value, line)),
        }
    }
    let mut within = None;
    for (symbol, line) in lines {
        let parts = line.parts();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
        let around = super::Part { low: first.low.clone(), high: last.high.clone() };
        if around.low.is_none() && around.high.is_none() {
            continue;
        }
        let condition = Line::part_condition(arena, symbol, &around);
        within.get_or_insert_with(|| knowledge.clone()).assume(arena, condition);
    }
    within
}
