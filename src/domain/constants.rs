//! Conditions without variables: `cos(pi/2) != 0` does not hold, `e < 3` does.

use crate::evaluate::{Ball, Enclosure};
use crate::expression::{Arena, Id, Node, Relation};
use crate::syntax::exact::with_quarter_turns;

/// Conditions made of more parts are not decided.
const MOST_COMPUTED: usize = 500;

/// Whether a condition without variables holds. Sines and cosines of quarters of a turn, which the table's conditions ask for
/// (`abs(cos(pi*n)) >= 1`), are exact; else it is decided by balls or not at all.
pub fn constant_truth(arena: &mut Arena, condition: Id) -> Option<bool> {
    // What is nested in such a condition is no deeper than it is large.
    if arena.is_larger_than(condition, MOST_COMPUTED) {
        return None;
    }
    match arena.node(condition) {
        Node::And(parts) => {
            let answers: Vec<Option<bool>> = parts.to_vec().into_iter().map(|part| constant_truth(arena, part)).collect();
            if answers.contains(&Some(false)) { Some(false) } else { answers.iter().all(|answer| *answer == Some(true)).then_some(true) }
        }
        Node::Or(parts) => {
            let answers: Vec<Option<bool>> = parts.to_vec().into_iter().map(|part| constant_truth(arena, part)).collect();
            if answers.contains(&Some(true)) { Some(true) } else { answers.iter().all(|answer| *answer == Some(false)).then_some(false) }
        }
        Node::Relation(..) if arena.free_symbols(condition).is_empty() => {
            let losses = arena.take_losses();
            let exact = with_quarter_turns(arena, condition, None);
            let holds = match arena.node(exact) {
                Node::Relation(relation, left, right) => compared(arena, relation, left, right),
                Node::And([]) => Some(true),
                Node::Or([]) => Some(false),
                _ => None,
            };
            arena.restore_losses(losses);
            holds
        }
        _ => None,
    }
}

/// Whether two values without variables compare so: where balls tell them apart, or they are the same expression.
fn compared(arena: &mut Arena, relation: Relation, left: Id, right: Id) -> Option<bool> {
    const PRECISIONS: [u32; 3] = [64, 256, 1024];
    let difference = arena.subtract(right, left);
    for precision in PRECISIONS {
        let enclosure = Enclosure::over(arena, &[difference], &[], precision, false, &mut |_, _, _| Ball::UNKNOWN);
        let value = enclosure.value(difference);
        let (positive, zero) = (value.is_positive(), value.is_zero());
        if positive || zero || value.is_negative() {
            return Some(match relation {
                Relation::Less => positive,
                Relation::LessOrEqual => positive || zero,
                Relation::Equal => zero,
                Relation::NotEqual => !zero,
            });
        }
    }
    None
}
