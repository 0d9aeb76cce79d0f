//! Proofs by substitution: the value of an inverse hyperbolic function as the variable.
//!
//! `arcoth(a*x)` has a value only where `x = coth(t)/a` for a t other than 0, and in t both sides are made of exponentials, whose
//! signs are known: `sqrt(1 - 1/(a*x)^2)` is `sech(t)`. An equality that holds for every such t holds wherever both sides exist.

use crate::domain::{Knowledge, linear_parts, outside_cases};
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::rewrite::Rules;
use crate::simplify::is_zero;

const ARCOTH: FunctionId = FunctionId::named("arcoth");
const ARTANH: FunctionId = FunctionId::named("artanh");
const COTH: FunctionId = FunctionId::named("coth");
const TANH: FunctionId = FunctionId::named("tanh");

/// Expressions of more parts than this are left alone.
const MOST_PARTS: usize = 300;

/// Whether two sides are proved equal with some inverse function in both of their domains as the variable.
pub(super) fn are_equal_substituted(arena: &mut Arena, knowledge: &Knowledge, rules: &[&Rules], sides: [Id; 2]) -> bool {
    if arena.reachable_from(&sides).len() > MOST_PARTS {
        return false;
    }
    let mut parts = outside_cases(arena, sides[0]);
    parts.extend(outside_cases(arena, sides[1]));
    let is_inverse = |id: &Id| matches!(arena.node(*id), Node::Call(ARCOTH | ARTANH, _));
    let Some(call) = parts.into_iter().find(is_inverse) else { return false };
    let Node::Call(function, &[argument]) = arena.node(call) else { return false };
    for symbol in arena.free_symbols(argument) {
        let variable = arena.symbol_node(symbol);
        let Some((slope, rest)) = linear_parts(arena, argument, variable) else { continue };
        // Where a slope that is no number is zero, arcoth(slope*x) has no value; anything else might have one.
        let has_variable = arena.as_number(slope).is_some_and(|slope| !slope.is_zero());
        if !has_variable && (function != ARCOTH || rest != Id::ZERO) {
            continue;
        }
        let parameter = arena.symbol("parameter__");
        if sides.iter().any(|side| arena.contains(*side, parameter)) {
            return false;
        }
        let outer = if function == ARCOTH { COTH } else { TANH };
        let value = arena.call(outer, &[parameter]);
        let above = arena.subtract(value, rest);
        let value = arena.divide(above, slope);
        let [left, right] = sides.map(|side| arena.substitute_all(side, &[(call, parameter), (variable, value)]));
        let difference = arena.subtract(left, right);
        // A hyperbolic cotangent is odd, and has no value at 0; the tangent of 0 is 0, so that nothing is known of the sign.
        let halves = match function {
            ARCOTH => vec![arena.relation(Relation::Less, Id::ZERO, parameter), arena.relation(Relation::Less, parameter, Id::ZERO)],
            _ => vec![Id::UNDEFINED],
        };
        let mut holds = |half: Id| {
            let mut knowledge = knowledge.clone();
            (half == Id::UNDEFINED || knowledge.assume(arena, half))
                && (difference == Id::ZERO || is_zero(arena, &mut knowledge, rules, difference) == Some(true))
        };
        if difference != Id::UNDEFINED && halves.into_iter().all(&mut holds) {
            return true;
        }
    }
    false
}
