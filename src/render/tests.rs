//! What is written, held against what a person would write and against the reader.

mod deep;
mod founding;
mod order;
mod round_trip;

use super::Style;
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::syntax::{Reader, Source};

/// One of the three notations.
type Write = fn(&mut String, &Arena, Id, &Style) -> Result<(), Error>;

/// A text read with one variable and written again.
fn written(text: &str, variable: &str, write: Write) -> String {
    let mut arena = Arena::new();
    let variables = [variable];
    let source = Source { text, definitions: &[], variables: if variable.is_empty() { &[] } else { &variables }, ..Source::default() };
    let reading = Reader::default().read(&mut arena, &source).unwrap_or_else(|error| panic!("{text}: {error}"));
    let variable = (!variable.is_empty()).then(|| arena.symbol(variable));
    let style = Style { decimals: reading.has_decimals, variable, ..Style::default() };
    let mut out = String::new();
    write(&mut out, &arena, reading.target, &style).unwrap_or_else(|error| panic!("{text}: {error}"));
    out
}

fn reading(arena: &mut Arena, text: &str) -> Result<Id, Error> {
    // Every letter these tests use for a variable is one, whatever stands after it.
    const VARIABLES: [&str; 2] = ["x", "y"];
    Reader::default()
        .read(arena, &Source { text, definitions: &[], variables: &VARIABLES, ..Source::default() })
        .map(|reading| reading.target)
}

/// Whether the text reads as this expression of this arena.
fn reads_as(arena: &mut Arena, text: &str, id: Id) -> bool {
    reading(arena, text) == Ok(id)
}

/// What the text is read as, for a message.
fn read_back(arena: &mut Arena, text: &str) -> String {
    match reading(arena, text) {
        Ok(id) => {
            let mut out = String::new();
            super::write_text(&mut out, arena, id, &Style::default()).map_or_else(|error| error.to_string(), |()| out)
        }
        Err(error) => error.to_string(),
    }
}
