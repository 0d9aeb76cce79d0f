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
    let parts = arena.reachable(root);
    if parts.iter().any(leaves_out) || !parts.iter().any(|id| may_bound(arena, knowledge, *id)) {
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

/// Whether what a part of an expression requires may bound a variable on one side. What stands below a bar is only not zero, which
/// bounds nothing.
fn may_bound(arena: &Arena, knowledge: &Knowledge, id: Id) -> bool {
    match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| !factor.number.is_integer() && !relates_several(arena, knowledge, factor.id)),
        Node::Power(..) | Node::Piecewise(_) | Node::Bound(..) => true,
        Node::Call(function, _) => !function.row().domain.is_empty(),
        _ => false,
    }
}

/// Whether the sign of an expression depends on several symbols and on none of them alone: it is a constant and products of whole
/// powers of symbols, `1 - v^2/c^2`, which neither fall away nor have a factor in common once over one denominator.
fn relates_several(arena: &Arena, knowledge: &Knowledge, id: Id) -> bool {
    let Node::Sum([constant, terms @ ..]) = arena.node(id) else { return false };
    if constant.id != Id::ONE || knowledge.has_assumptions() {
        return false;
    }
    let mut first: Option<Id> = None;
    let mut has_several = false;
    let mut meet = |symbol: Id| has_several |= *first.get_or_insert(symbol) != symbol;
    let is_made_of_symbols = terms.iter().all(|term| match arena.node(term.id) {
        Node::Symbol(_) => {
            meet(term.id);
            true
        }
        Node::Product(factors) => factors.iter().all(|factor| {
            meet(factor.id);
            arena.as_symbol(factor.id).is_some() && factor.number.is_integer()
        }),
        _ => false,
    });
    is_made_of_symbols && has_several
}
