//! What is written, held against what a person would write and against the reader.

mod deep;
mod founding;
mod order;
mod round_trip;
mod styles;

use super::Style;
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::syntax::{Input, Reader, Source};

/// One of the three notations.
type Write = fn(&mut String, &Arena, Id, &Style) -> Result<(), Error>;

/// A text read with one variable and written again.
fn written(text: &str, variable: &str, write: Write) -> String {
    let mut arena = Arena::new();
    let variables = [variable];
    let source = Source { text, definitions: &[], variables: if variable.is_empty() { &[] } else { &variables }, ..Source::default() };
    let reading = Reader::default().read(&mut arena, &source).unwrap_or_else(|error| panic!("{text}: {error}"));
    let variable = (!variable.is_empty()).then(|| arena.symbol(variable));
    let style =
        Style { decimals: reading.decimals.anywhere, decimal_exponents: reading.decimals.in_exponents, variable, ..Style::default() };
    let mut out = String::new();
    write(&mut out, &arena, reading.target, &style).unwrap_or_else(|error| panic!("{text}: {error}"));
    out
}

fn reading(arena: &mut Arena, text: &str, input: Input) -> Result<Id, Error> {
    // Every letter these tests use for a variable is one, whatever stands after it; w1 and x10 are drawn as w_1 and x_{10}.
    const VARIABLES: [&str; 4] = ["x", "y", "w1", "x10"];
    Reader::default().read(arena, &Source { text, input, variables: &VARIABLES, ..Source::default() }).map(|reading| reading.target)
}

/// What the text is read as, for a message.
fn read_back(arena: &mut Arena, text: &str, input: Input) -> String {
    match reading(arena, text, input) {
        Ok(id) => {
            let mut out = String::new();
            super::write_text(&mut out, arena, id, &Style::default()).map_or_else(|error| error.to_string(), |()| out)
        }
        Err(error) => error.to_string(),
    }
}
