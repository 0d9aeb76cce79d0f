//! What names say by themselves: letters that mean the same to everybody, and those that mean time.

use crate::syntax::is_function;
use crate::syntax::latex::{Mentions, NameUse, mentions};

/// Whether a name is no call of a function that everybody knows: \sigma(x) needs no value.
pub fn is_no_call(used: &NameUse) -> bool {
    used.arguments.is_none() || !is_function(&used.name)
}

/// Letters that dots differentiate by.
pub fn is_time(variable: &str) -> bool {
    matches!(variable, "t" | "tau" | "s")
}

/// Names that every formula may use.
pub fn is_letter_of_all(name: &str) -> bool {
    matches!(name, "e" | "pi")
}

/// No names, so no variables.
pub fn is_constant(mentions: &Mentions) -> bool {
    mentions.derivatives.is_empty() && mentions.names.iter().all(|used| is_letter_of_all(&used.name))
}

/// Whether a text has no names.
pub fn is_constant_text(latex: &str) -> bool {
    mentions(latex).is_ok_and(|mentions| is_constant(&mentions))
}
