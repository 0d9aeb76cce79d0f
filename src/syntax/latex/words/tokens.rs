//! LaTeX as TeX sees it: commands, braces, single letters and digits, read with nom.

use crate::syntax::tree::Span;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::character::complete::{anychar, char, not_line_ending};
use nom::combinator::{map, recognize};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};
use rustc_hash::FxHashMap;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Raw<'a> {
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
pub struct Token<'a> {
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

/// What a raised or lowered character of Unicode stands for, and whether it is raised.
fn script(character: char) -> Option<(bool, Raw<'static>)> {
    const RAISED: [char; 16] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁺', '⁻', '⁽', '⁾', 'ⁿ', 'ⁱ'];
    const LOWERED: [char; 22] =
        ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉', '₊', '₋', '₍', '₎', 'ₙ', 'ᵢ', 'ⱼ', 'ₖ', 'ₘ', 'ₓ', 'ₜ', 'ₚ'];
    const PLAIN: [char; 22] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '(', ')', 'n', 'i', 'j', 'k', 'm', 'x', 't', 'p'];
    let at = |list: &[char]| list.iter().position(|known| *known == character);
    let (is_raised, at) = at(&RAISED).map(|at| (true, at)).or_else(|| at(&LOWERED).map(|at| (false, at)))?;
    Some((is_raised, single(PLAIN[at])))
}

/// The command that a sign of Unicode stands for.
fn sign(character: char) -> Option<&'static str> {
    Some(match character {
        '√' => "sqrt",
        '∑' => "sum",
        '∏' => "prod",
        '∫' => "int",
        '∞' => "infty",
        '∈' => "in",
        '→' => "to",
        '⇒' => "implies",
        '≈' => "approx",
        '∝' => "propto",
        '±' => "pm",
        '∇' => "nabla",
        '…' => "ldots",
        '⋯' => "cdots",
        '⊤' => "top",
        '‖' | '∥' => "Vert",
        '⊙' => "odot",
        '∘' => "circ",
        _ => return None,
    })
}

/// Where the groups in round brackets end that stand behind roots without a bar, √(x + 1): by the place where each begins.
fn radicands(text: &str) -> FxHashMap<u32, u32> {
    let mut ends = FxHashMap::default();
    let mut open: Vec<u32> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open.push(at as u32),
            b')' => {
                if let Some(from) = open.pop().filter(|from| text[..*from as usize].ends_with('√')) {
                    ends.insert(from, at as u32 + 1);
                }
            }
            _ => {}
        }
    }
    ends
}

/// Splits a text into tokens. Comments and white space are no tokens.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len().min(MOST_EXPECTED));
    let mut rest = text;
    let mut spaced = false;
    // Where the argument of a root without a bar ends, with the innermost last.
    let mut roots: Vec<u32> = Vec::new();
    let mut radicands_of_text = None;
    // Whether a raised or lowered run goes on.
    let mut script_before = None;
    while let Some(first) = rest.chars().next() {
        let start = (text.len() - rest.len()) as u32;
        // Most of a text is letters, digits and signs.
        if first.is_ascii_graphic() && !matches!(first, '\\' | '#' | '%' | '~') && script_before.is_none() && roots.is_empty() {
            out.push(Token { raw: single(first), span: Span { start, end: start + 1 }, spaced });
            spaced = false;
            rest = &rest[1..];
            continue;
        }
        let place = Span { start, end: start };
        let script_here = if first.is_ascii() { None } else { script(first) };
        if script_before != script_here.map(|(is_raised, _)| is_raised) {
            let brace = |raw| Token { raw, span: place, spaced: false };
            out.extend(script_before.map(|_| brace(Raw::Close)));
            if let Some((is_raised, _)) = script_here {
                out.extend([brace(if is_raised { Raw::Caret } else { Raw::Underscore }), brace(Raw::Open)]);
            }
            script_before = script_here.map(|(is_raised, _)| is_raised);
        }
        let (after, raw) = match first {
            '\\' => match command(rest) {
                // Markdown has a backslash before what it would take for its own.
                Ok((after, "_")) if after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '{' | '\\')) => {
                    (after, Raw::Underscore)
                }
                Ok((after, "*")) => (after, Raw::Symbol('*')),
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
            other => {
                let raw = match (script_here, sign(other)) {
                    (Some((_, raw)), _) => raw,
                    (None, Some(command)) => Raw::Command(command),
                    (None, None) => single(other),
                };
                (&rest[other.len_utf8()..], raw)
            }
        };
        let span = Span { start, end: (text.len() - after.len()) as u32 };
        out.push(Token { raw, span, spaced });
        spaced = false;
        rest = after;
        if first == '√'
            && let Some(end) = radicands_of_text.get_or_insert_with(|| radicands(text)).get(&span.end)
        {
            out.push(Token { raw: Raw::Open, span: Span { start: span.end, end: span.end }, spaced });
            roots.push(*end);
        }
        while roots.pop_if(|end| *end <= span.end).is_some() {
            out.push(Token { raw: Raw::Close, span: Span { start: span.end, end: span.end }, spaced });
        }
    }
    if script_before.is_some() {
        let end = text.len() as u32;
        out.push(Token { raw: Raw::Close, span: Span { start: end, end }, spaced });
    }
    out
}

/// Room for so many tokens is made before there are any.
const MOST_EXPECTED: usize = 4096;
