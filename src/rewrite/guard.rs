//! Guards: conditions on what a rule's letters stand for, answered yes, no or unknown.

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};

/// Whether a guard, with the letters already replaced, is known to hold. Besides comparisons a guard may say
/// `integer(n)`, `even(n)`, `odd(n)` and `number(c)`.
pub(super) fn holds(arena: &mut Arena, knowledge: &mut Knowledge, guard: Id) -> bool {
    match arena.node(guard) {
        Node::And(parts) => parts.to_vec().into_iter().all(|part| holds(arena, knowledge, part)),
        Node::Or(parts) => parts.to_vec().into_iter().any(|part| holds(arena, knowledge, part)),
        Node::Relation(..) => knowledge.decide(arena, guard) == Some(true),
        Node::Apply(predicate, &[argument]) => {
            let Some(number) = arena.as_number(argument) else { return false };
            let (name, _) = arena.unknown(predicate);
            match arena.name(name) {
                "number" => true,
                "integer" => number.is_integer(),
                "even" => number.is_even(),
                "odd" => number.is_integer() && !number.is_even(),
                _ => false,
            }
        }
        _ => false,
    }
}
