//! Comparisons with the largest and the smallest of several values, taken apart: `min(a, b) > c` is `a > c and b > c`.

use crate::expression::{Arena, Id, Node, Relation};
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
