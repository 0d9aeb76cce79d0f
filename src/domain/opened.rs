//! Domains without their boundary: at the end of its domain a function has no derivative, whatever its formula says.

use super::{Knowledge, conjunction, normal_condition};
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::{Class, FunctionId};
use crate::number::Rational;

/// A condition without the end of its range as some variables vary: `x >= 1 or x <= -1` becomes `x > 1 or x < -1`. Where a factor
/// without the variables is zero, `x*y >= 0` holds whatever x is, and a factor of even degree changes no sign: `x*y >= 0` becomes
/// `x*y > 0 or y = 0`, and `x^2*y >= 0` becomes `y >= 0`.
pub fn opened(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id, variables: &[Id]) -> Id {
    match arena.node(condition) {
        Node::Relation(Relation::LessOrEqual, left, right) if moves(arena, condition, variables) && !rests(arena, condition) => {
            opened_comparison(arena, knowledge, left, right, variables)
        }
        // What has values at single points has a derivative at none.
        Node::Relation(Relation::Equal, ..) if moves(arena, condition, variables) => arena.any([]),
        Node::And(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| opened(arena, knowledge, part, variables)).collect();
            conjunction(arena, knowledge, &parts)
        }
        Node::Or(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| opened(arena, knowledge, part, variables)).collect();
            arena.disjunction(&parts)
        }
        _ => condition,
    }
}

fn moves(arena: &Arena, id: Id, variables: &[Id]) -> bool {
    variables.iter().any(|variable| arena.contains(id, *variable))
}

/// Whether something in it may rest as the variables move, as `max(0, x)` does, so that both sides may be equal all along.
fn rests(arena: &Arena, condition: Id) -> bool {
    arena.reachable(condition).into_iter().any(|id| match arena.node(id) {
        Node::Call(function, _) => function != FunctionId::ABS && function.row().class == Class::Turning,
        Node::Piecewise(_) => true,
        _ => false,
    })
}

fn opened_comparison(arena: &mut Arena, knowledge: &mut Knowledge, left: Id, right: Id, variables: &[Id]) -> Id {
    let strict = arena.relation(Relation::Less, left, right);
    let losses = arena.take_losses();
    let difference = arena.subtract(right, left);
    let (number, core) = arena.coefficient(difference);
    let mut is_even = false;
    let (mut rest, mut fixed) = (vec![(arena.number(number), Rational::ONE)], Vec::new());
    for factor in arena.factors(core) {
        let is_moving = moves(arena, factor.id, variables);
        if is_moving && factor.number.is_even() {
            is_even = true;
            continue;
        }
        if !is_moving && !factor.number.is_negative() && !arena.free_symbols(factor.id).is_empty() {
            fixed.push(factor.id);
        }
        rest.push((factor.id, factor.number));
    }
    let opened = if is_even {
        let rest = arena.product(rest);
        let relation = if moves(arena, rest, variables) { Relation::Less } else { Relation::LessOrEqual };
        arena.relation(relation, Id::ZERO, rest)
    } else {
        strict
    };
    let mut alternatives = vec![opened];
    if moves(arena, opened, variables) {
        for factor in fixed {
            let is_zero = arena.relation(Relation::Equal, factor, Id::ZERO);
            alternatives.push(normal_condition(arena, knowledge, is_zero));
        }
    }
    arena.restore_losses(losses);
    arena.disjunction(&alternatives)
}
