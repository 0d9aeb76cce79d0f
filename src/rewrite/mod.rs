//! Directed rewrite rules: lines of mathematics in `grammar/*.rules`, read at start-up, applied where they match.
//!
//! A rule fires only when its guard is known to hold; unknown is never yes. Laws of the arithmetic (flattening, like terms,
//! 0 and 1) are not rules: the canonical constructors own them. This room does not decide which form is best; it only
//! applies rules, each of which makes an expression smaller or more telling.

mod guard;
mod matching;
mod rules;

pub use rules::{Rule, Rules};

use crate::domain::Knowledge;
use crate::expression::{Arena, Id};

/// The expression after the first rule that matches at its root, and that rule; nothing where none does.
pub fn apply_once<'r>(rules: &'r Rules, arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Option<(Id, &'r Rule)> {
    for rule in rules.fitting(arena, id) {
        if let Some(result) = matching::rewrite(rules, rule, arena, knowledge, id)
            && result != id
        {
            return Some((result, rule));
        }
    }
    None
}
