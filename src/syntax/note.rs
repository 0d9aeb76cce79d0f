//! Decisions about ambiguous places, told to whoever asked, and texts shown in what is told.

use super::tree::Span;

/// A text has at most so many notes; one more says that there are others.
const MOST_NOTES: usize = 100;

/// A decision about an ambiguous place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The place.
    pub span: Span,
    /// What was decided, and how to say it unambiguously.
    pub message: String,
}

/// Adds a note, unless there are many already.
#[cold]
#[inline(never)]
pub(super) fn add(notes: &mut Vec<Note>, span: Span, message: impl FnOnce() -> String) {
    match notes.len() {
        0..MOST_NOTES => notes.push(Note { span, message: message() }),
        MOST_NOTES => notes.push(Note { span, message: "there are more such places".into() }),
        _ => {}
    }
}

/// The beginning of a text that may be long.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_string() } else { text.chars().take(37).chain("...".chars()).collect() }
}
