//! Errors as people read them: the message, a caret under the place, what to do.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use chainrule::Error;
use std::ops::Range;

/// How much of a long input is shown around the place.
const CONTEXT: usize = 60;

/// The whole report, ending with a line break.
pub fn render(input: &str, error: &Error, colour: bool) -> String {
    let title = error.to_string();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let hint = error.hint();
    let shown = error.span().map(|span| window(input, span));
    let mut group = annotate_snippets::Group::with_title(Level::ERROR.primary_title(&title));
    if let Some((text, span)) = &shown {
        let label = if matches!(error, Error::Syntax { .. }) { "here" } else { "" };
        group = group.element(Snippet::source(text.as_str()).annotation(AnnotationKind::Primary.span(span.clone()).label(label)));
    }
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    format!("{}\n", renderer.render(&[group]))
}

/// A text with what is not to be seen in it replaced: a terminal obeys control characters, and marks of direction make one text
/// look like another.
pub fn printable(text: &str) -> String {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|character| if hidden(character) { '\u{fffd}' } else { character }).collect()
}

/// The part of the input around a place, with control characters replaced so that a terminal shows nothing but text.
fn window(input: &str, span: Range<usize>) -> (String, Range<usize>) {
    let clamp = |mut at: usize| {
        at = at.min(input.len());
        while !input.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (clamp(span.start), clamp(span.end.max(span.start)));
    let from = clamp(start.saturating_sub(CONTEXT));
    let to = clamp(end.min(start + CONTEXT) + CONTEXT);
    let end = end.min(to);
    let mut text = String::new();
    let mut shown = 0..0;
    for (at, character) in input[from..to].char_indices() {
        if from + at == start {
            shown.start = text.len();
        }
        if from + at == end {
            shown.end = text.len();
        }
        text.push(if character.is_control() && character != '\n' { '\u{fffd}' } else { character });
    }
    if start == to {
        shown.start = text.len();
    }
    if end == to {
        shown.end = text.len();
    }
    if shown.end <= shown.start {
        // An end of input, or an empty place: point at one column.
        if shown.start == text.len() {
            text.push(' ');
        }
        shown.end = shown.start + text[shown.start..].chars().next().map_or(1, char::len_utf8);
    }
    (text, shown)
}
