//! From text to expressions.
//!
//! A reader makes a flat [`tree`] with the place of every node, and lowering gives the names in it their meaning.
//! [`template`] holds texts that come with the program, parsed once. Nothing of an input is ever dropped: what cannot be
//! read is an error with its place. This room differentiates and simplifies nothing.

mod lower;
pub mod names;
pub mod template;
#[cfg(test)]
mod tests;
pub mod text;
pub mod tree;

pub use names::canonical_name;

use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use text::Parser;

/// A text to read, with what is known about its names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// The text.
    pub text: &'a str,
    /// Further definitions.
    pub definitions: &'a [&'a str],
    /// Names that are variables whatever the text suggests; they stay names even if they have a definition.
    pub variables: &'a [&'a str],
}

/// What a text means.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The value asked for.
    pub target: Id,
    /// How ambiguous places were read.
    pub notes: Vec<String>,
    /// Whether the text had decimal numbers.
    pub has_decimals: bool,
}

/// Reads texts one after another and keeps its memory between them.
#[derive(Debug, Default)]
pub struct Reader {
    parser: Parser,
}

impl Reader {
    /// Reads a value: an expression, perhaps with definitions around it.
    ///
    /// # Errors
    /// Whatever [`Error`] says about the place where reading stopped.
    pub fn read(&mut self, arena: &mut Arena, source: &Source<'_>) -> Result<Reading, Error> {
        if source.definitions.is_empty() {
            return self.read_text(arena, source.text, source.variables);
        }
        let joined = [&[source.text], source.definitions].concat().join(";\n");
        self.read_text(arena, &joined, source.variables).map_err(|error| in_definition(error, &joined, source.text.len()))
    }

    fn read_text(&mut self, arena: &mut Arena, text: &str, variables: &[&str]) -> Result<Reading, Error> {
        self.parser.parse(text, variables)?;
        let meaning = lower::lower(arena, &self.parser, text, variables)?;
        let target = meaning.target.unwrap_or(Id::UNDEFINED);
        if meaning.is_equation || is_condition(arena, target) {
            let what = if meaning.is_equation { "an equation has no value" } else { "a condition has no value" };
            return Err(Error::Request { what: what.into(), hint: Some("ask for one side, or define a name: y = x^2".into()) });
        }
        Ok(Reading {
            target,
            notes: self.parser.notes.iter().map(|note| note.message.clone()).collect(),
            has_decimals: self.parser.has_decimals,
        })
    }
}

/// An error in an added definition shows that definition: its place lies outside the question's own text.
fn in_definition(error: Error, joined: &str, length: usize) -> Error {
    match error.span() {
        Some(span) if span.start > length => {
            let from = joined[..span.start].rfind(";\n").map_or(0, |at| at + 2);
            let to = joined[span.start..].find(";\n").map_or(joined.len(), |at| span.start + at);
            let definition: String = joined[from..to].chars().take(80).collect();
            Error::Request { what: format!("in the definition `{definition}`: {error}"), hint: error.hint() }
        }
        _ => error,
    }
}

fn is_condition(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Relation(..) | Node::And(_) | Node::Or(_))
}

/// Reads a value.
///
/// # Errors
/// Whatever [`Error`] says about the place where reading stopped.
pub fn read(arena: &mut Arena, text: &str) -> Result<Id, Error> {
    let mut parser = Parser::default();
    parser.parse(text, &[])?;
    let meaning = lower::lower(arena, &parser, text, &[])?;
    match meaning.target {
        Some(target) => Ok(target),
        None => Err(Error::Request { what: "there is nothing to read".into(), hint: None }),
    }
}

/// Reads a condition such as `a > 0 and a < 1`.
///
/// # Errors
/// As [`read`], and [`Error::Request`] where the text is no condition.
pub fn read_condition(arena: &mut Arena, text: &str) -> Result<Id, Error> {
    let id = read(arena, text)?;
    let is_predicate = matches!(arena.node(id), Node::Apply(..));
    if is_condition(arena, id) || is_predicate {
        return Ok(id);
    }
    Err(Error::Request { what: format!("`{text}` is no condition"), hint: Some("a condition is a comparison such as a > 0".into()) })
}
