//! Errors as people read them: the message, a caret under the place, what to do.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use chainrule::Error;
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::ops::Range;

/// How much of a long input is shown around the place.
const CONTEXT: usize = 60;

/// The whole report, ending with a line break.
pub fn render(input: &str, error: &Error, colour: bool) -> String {
    let title = printable_lines(&error.to_string());
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let hint = error.hint().map(|hint| printable_lines(&hint));
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
    text.chars().map(visible).collect()
}

/// The same for a text of several lines, whose breaks stay.
pub fn printable_lines(text: &str) -> String {
    text.chars().map(visible_or_break).collect()
}

fn visible(character: char) -> char {
    let is_hidden =
        character.is_control() || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if is_hidden { '\u{fffd}' } else { character }
}

fn visible_or_break(character: char) -> char {
    if character == '\n' { character } else { visible(character) }
}

/// Whether what is written to a stream may be coloured.
pub fn in_colour(stream: &impl IsTerminal) -> bool {
    shows_colour(stream.is_terminal(), std::env::var_os("NO_COLOR").as_deref(), std::env::var_os("TERM").as_deref())
}

/// On a terminal that shows colours, unless the user wants none (<https://no-color.org>).
fn shows_colour(is_terminal: bool, no_color: Option<&OsStr>, terminal: Option<&OsStr>) -> bool {
    is_terminal && no_color.is_none_or(OsStr::is_empty) && terminal.is_none_or(|name| name != "dumb")
}

/// The part of the input around a place, as a terminal shows nothing but text.
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
        text.push(visible_or_break(character));
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

#[cfg(test)]
mod tests {
    use super::shows_colour;
    use std::ffi::OsStr;

    #[test]
    fn colours_are_for_terminals_whose_user_wants_them() {
        let [empty, one, dumb, usual] = ["", "1", "dumb", "xterm-256color"].map(|text| Some(OsStr::new(text)));
        assert!(shows_colour(true, None, usual) && shows_colour(true, empty, None));
        assert!(!shows_colour(true, one, usual) && !shows_colour(true, None, dumb) && !shows_colour(false, None, usual));
    }
}
