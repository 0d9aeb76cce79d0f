//! Texts that are lists: the equations of a curve, the components of a vector.

use super::lower::{self, Evaluation, Member};
use super::tree::{Decimals, Span, Written};
use super::{Reader, Source, in_definition, latex};
use crate::error::Error;
use crate::expression::{Arena, Id};

/// What a list means; see [`Reading`](super::Reading).
#[derive(Debug, Clone)]
pub struct ListReading {
    /// The members, in the order in which they stand.
    pub members: Vec<Member>,
    /// How ambiguous places were read.
    pub notes: Vec<String>,
    /// Where the text had decimal numbers.
    pub decimals: Decimals,
    /// Conditions under which the text is meant.
    pub conditions: Vec<Id>,
    /// Values at a point that wait for the derivatives in them, inner ones first.
    pub evaluations: Vec<Evaluation>,
    /// The names that are defined, in an order in which each is defined before it is used, and their values.
    pub definitions: Vec<(String, Id)>,
    /// Where parts of the text stand.
    pub places: Vec<(Id, Span)>,
    /// Names with a definition that nothing uses and that is no member.
    pub unused: Vec<String>,
}

impl Reader {
    /// Reads a list, its members separated by commas or `;`. What it says of a name among `kept` is a member too, an equation;
    /// what it says of another name is a definition, unless there is no other member.
    ///
    /// # Errors
    /// Whatever [`Error`] says about the place where reading stopped.
    pub fn read_list(&mut self, arena: &mut Arena, source: &Source<'_>, kept: &[&str]) -> Result<ListReading, Error> {
        if source.definitions.is_empty() {
            return self.read_members(arena, source, kept);
        }
        let joined = [&[source.text], source.definitions].concat().join(";\n");
        let alone = Source { text: &joined, ..*source };
        self.read_members(arena, &alone, kept).map_err(|error| in_definition(error, &joined, source.text.len()))
    }

    fn read_members(&mut self, arena: &mut Arena, source: &Source<'_>, kept: &[&str]) -> Result<ListReading, Error> {
        let Source { text, variables, .. } = *source;
        let (list, notes, decimals) = if source.input.is_latex(text) {
            let formula = latex::parse(text, source.macros, variables)?;
            let written = Written { tree: &formula.tree, words: &formula.spellings, text };
            (lower::lower_list(arena, &written, kept)?, formula.notes, written.decimals(formula.has_decimals))
        } else {
            self.parser.parse_list(text, variables)?;
            let written = Written { tree: &self.parser.tree, words: text, text };
            (lower::lower_list(arena, &written, kept)?, self.parser.notes.clone(), written.decimals(self.parser.has_decimals))
        };
        let notes = notes.into_iter().map(|note| note.message).collect();
        let lower::List { members, conditions, evaluations, definitions, places, unused } = list;
        Ok(ListReading { members, notes, decimals, conditions, evaluations, definitions, places, unused })
    }
}
