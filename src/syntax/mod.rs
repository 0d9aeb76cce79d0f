//! From text to expressions.
//!
//! A reader makes a flat [`tree`] with the place of every node, and lowering gives the names in it their meaning.
//! [`template`] holds texts that come with the program, parsed once. Nothing of an input is ever dropped: what cannot be
//! read is an error with its place. This room differentiates and simplifies nothing.

mod canonical;
pub mod exact;
mod joint;
pub mod latex;
mod list;
mod lower;
pub mod names;
pub mod note;
pub mod outline;
mod quotient;
pub mod template;
#[cfg(test)]
mod tests;
pub mod text;
pub mod tree;

pub use canonical::canonical_name;
pub use list::ListReading;
pub use lower::{Definition, Evaluation, Function, Member, Naming};
pub(crate) use names::is_function;
pub use quotient::{Quotient, quotient};
pub use tree::{Decimals, Span};

use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use note::Note;
use text::Parser;
use tree::Written;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Input {
    /// Found out from what stands in the text.
    #[default]
    Auto,
    /// Plain text, as in `x^2*sin(x)`.
    Text,
    /// LaTeX, as in `x^2\sin x`.
    Latex,
}

impl Input {
    fn is_latex(self, text: &str) -> bool {
        match self {
            Input::Auto => latex::is_latex(text),
            Input::Text => false,
            Input::Latex => true,
        }
    }
}

/// A text to read, with what is known about its names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language, which is that of the definitions too.
    pub input: Input,
    /// Further definitions.
    pub definitions: &'a [&'a str],
    /// Names that are variables whatever the text suggests; they stay names even if they have a definition.
    pub variables: &'a [&'a str],
    /// Definitions of LaTeX macros, `\newcommand{\half}{\frac12}`.
    pub macros: &'a str,
    /// What becomes of names that have a definition.
    pub naming: Naming,
    /// Functions that were defined in another text of the same arena.
    pub functions: &'a [Function],
}

/// What a text means.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The value asked for.
    pub target: Id,
    /// How ambiguous places were read.
    pub notes: Vec<String>,
    /// Where the text had decimal numbers.
    pub decimals: Decimals,
    /// Conditions under which the text is meant.
    pub conditions: Vec<Id>,
    /// The names that were replaced by their values, in an order in which each depends on those before it.
    pub definitions: Vec<(String, Id)>,
    /// Values at a point that wait for the derivatives in them, inner ones first.
    pub evaluations: Vec<Evaluation>,
    /// The names that were kept, each before it is used.
    pub kept: Vec<Definition>,
    /// The name of what is asked for, where it has one.
    pub name: Option<Id>,
    /// Where parts of the text stand, where names are kept; a part outside the text proper has a place beyond it.
    pub places: Vec<(Id, Span)>,
    /// The functions that the text defines.
    pub functions: Vec<Function>,
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
            return self.read_text(arena, source);
        }
        let joined = [&[source.text], source.definitions].concat().join(";\n");
        self.read_text(arena, &Source { text: &joined, ..*source }).map_err(|error| in_definition(error, &joined, source.text.len()))
    }

    fn read_text(&mut self, arena: &mut Arena, source: &Source<'_>) -> Result<Reading, Error> {
        let Source { text, variables, .. } = *source;
        if source.input.is_latex(text) {
            let formula = latex::parse(text, source.macros, variables)?;
            let written = Written { tree: &formula.tree, words: &formula.spellings, text };
            let meaning = lower::lower(arena, &written, variables, source.naming, source.functions)?;
            let mut notes = formula.notes;
            if source.input == Input::Auto && !text.contains('\\') {
                note::add(&mut notes, Span { start: 0, end: 0 }, || {
                    "read the input as LaTeX; plain text has no braces around exponents".into()
                });
            }
            return self.reading(arena, meaning, &notes, written.decimals(formula.has_decimals));
        }
        self.parser.parse(text, variables)?;
        let written = Written { tree: &self.parser.tree, words: text, text };
        let meaning = lower::lower(arena, &written, variables, source.naming, source.functions)?;
        self.reading(arena, meaning, &self.parser.notes, written.decimals(self.parser.has_decimals))
    }

    /// Parses a text and hands its tree to `visit`, with the statements in the order in which they can be computed; nothing
    /// where it has more than values to compute.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn read_steps<T>(
        &mut self,
        source: &Source<'_>,
        visit: impl FnOnce(&Written<'_>, &[outline::Step]) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if !source.definitions.is_empty() {
            let joined = [&[source.text], source.definitions].concat().join(";\n");
            let alone = Source { text: &joined, definitions: &[], ..*source };
            return self.read_steps(&alone, visit).map_err(|error| in_definition(error, &joined, source.text.len()));
        }
        let Source { text, variables, .. } = *source;
        let formula;
        let written = if source.input.is_latex(text) {
            formula = latex::parse(text, source.macros, variables)?;
            Written { tree: &formula.tree, words: &formula.spellings, text }
        } else {
            self.parser.parse(text, variables)?;
            Written { tree: &self.parser.tree, words: text, text }
        };
        match outline::outline(&written, variables)? {
            Some(steps) => visit(&written, &steps).map(Some),
            None => Ok(None),
        }
    }

    fn reading(&self, arena: &Arena, meaning: lower::Meaning, notes: &[Note], decimals: Decimals) -> Result<Reading, Error> {
        let target = meaning.target.unwrap_or(Id::UNDEFINED);
        if meaning.is_equation || is_condition(arena, target) {
            let what = if meaning.is_equation { "an equation has no value" } else { "a condition has no value" };
            return Err(Error::Request {
                what: what.into(),
                hint: Some("ask for one side, define a name as in y = x^2, or ask `implicit` for the slope dy/dx of the curve".into()),
            });
        }
        Ok(Reading {
            target,
            notes: notes.iter().map(|note| note.message.clone()).collect(),
            decimals,
            conditions: meaning.conditions,
            definitions: meaning.definitions,
            evaluations: meaning.evaluations,
            kept: meaning.kept,
            name: meaning.name,
            places: meaning.places,
            functions: meaning.functions,
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
    read_with(arena, text, &[])
}

/// Reads a value in which some names are variables, whatever they stand for elsewhere.
fn read_with(arena: &mut Arena, text: &str, variables: &[&str]) -> Result<Id, Error> {
    let mut parser = Parser::default();
    parser.parse(text, variables)?;
    let meaning = lower::lower(arena, &Written { tree: &parser.tree, words: text, text }, variables, Naming::Replaced, &[])?;
    match meaning.target {
        Some(target) => Ok(target),
        None => Err(Error::Request { what: "there is nothing to read".into(), hint: None }),
    }
}

/// The constants that a condition compares by themselves, `e > 0`: it says that they are variables.
pub fn assumed_names(text: &str) -> impl Iterator<Item = &'static str> {
    let is_side = move |name: &&str| {
        text.split(['<', '>', '=', '!']).count() > 1 && text.split(['<', '>', '=', '!']).any(|side| side.trim() == *name)
    };
    ["e", "pi"].into_iter().filter(is_side)
}

/// Reads a condition such as `a > 0 and a < 1`.
///
/// # Errors
/// As [`read`], and [`Error::Request`] where the text is no condition.
pub fn read_condition(arena: &mut Arena, text: &str) -> Result<Id, Error> {
    let names: Vec<&str> = assumed_names(text).collect();
    // A place in it would be taken for one in the question.
    let id = read_with(arena, text, &names).map_err(|error| match error.span() {
        Some(_) => Error::Request { what: format!("in the condition `{text}`: {error}"), hint: error.hint() },
        None => error,
    })?;
    let is_predicate = matches!(arena.node(id), Node::Apply(..));
    if is_condition(arena, id) || is_predicate {
        return Ok(id);
    }
    Err(Error::Request { what: format!("`{text}` is no condition"), hint: Some("a condition is a comparison such as a > 0".into()) })
}
