//! LaTeX as TeX sees it: commands, braces, single letters and digits, read with nom.

use crate::error::Error;
use crate::syntax::tree::Span;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::character::complete::{anychar, char, not_line_ending};
use nom::combinator::{map, recognize};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw<'a> {
    /// A command, without its backslash: a word, or one other character.
    Command(&'a str),
    Letter(char),
    Digit(char),
    Open,
    Close,
    Caret,
    Underscore,
    Ampersand,
    Prime,
    /// `#1` in the body of a macro.
    Parameter(u8),
    /// Any other character.
    Symbol(char),
}

/// A token and its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub raw: Raw<'a>,
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
}

fn command(input: &str) -> IResult<&str, &str> {
    let name = alt((take_while1(|c: char| c.is_ascii_alphabetic()), recognize(anychar)));
    preceded(char('\\'), name).parse(input)
}

fn parameter(input: &str) -> IResult<&str, u8> {
    let digit = |c: char| c.to_digit(10).unwrap_or(0) as u8;
    map(preceded(char('#'), anychar), digit).parse(input)
}

fn comment(input: &str) -> IResult<&str, &str> {
    recognize(pair(char('%'), not_line_ending)).parse(input)
}

fn single(character: char) -> Raw<'static> {
    match character {
        '{' => Raw::Open,
        '}' => Raw::Close,
        '^' => Raw::Caret,
        '_' => Raw::Underscore,
        '&' => Raw::Ampersand,
        '\'' | '′' | '’' => Raw::Prime,
        '0'..='9' => Raw::Digit(character),
        letter if letter.is_alphabetic() => Raw::Letter(letter),
        other => Raw::Symbol(other),
    }
}

/// Splits a text into tokens. Comments and white space are no tokens.
pub(super) fn tokens<'a>(text: &'a str, out: &mut Vec<Token<'a>>) -> Result<(), Error> {
    let mut rest = text;
    let mut spaced = false;
    while let Some(first) = rest.chars().next() {
        let start = (text.len() - rest.len()) as u32;
        let (after, raw) = match first {
            '\\' => match command(rest) {
                Ok((after, name)) => (after, Raw::Command(name)),
                // A backslash at the very end, where a text was cut, is a space.
                Err(_) => ("", Raw::Command(" ")),
            },
            '#' => match parameter(rest) {
                Ok((after, number)) => (after, Raw::Parameter(number)),
                Err(_) => (&rest[1..], Raw::Symbol('#')),
            },
            '%' => {
                rest = comment(rest).map_or("", |(after, _)| after);
                continue;
            }
            blank if blank.is_whitespace() || blank == '~' => {
                rest = &rest[blank.len_utf8()..];
                spaced = true;
                continue;
            }
            other => (&rest[other.len_utf8()..], single(other)),
        };
        let span = Span { start, end: (text.len() - after.len()) as u32 };
        out.push(Token { raw, span, spaced });
        spaced = false;
        rest = after;
    }
    Ok(())
}
