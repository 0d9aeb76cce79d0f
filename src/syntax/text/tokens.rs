//! The words of the plain-text language: Latin names, numbers and signs byte by byte, whatever is rarer with nom.

use crate::error::Error;
use crate::letters::greek;
use crate::syntax::names::KEYWORDS;
use crate::syntax::tree::Span;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::char;
use nom::combinator::{opt, recognize, value};
use nom::sequence::preceded;
use nom::{IResult, Parser};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Number,
    Name,
    /// `if`, `and`, `or`, `otherwise`.
    Keyword,
    /// Raised digits, as in `x²`.
    Superscript,
    Plus,
    Minus,
    Times,
    Slash,
    Caret,
    Factorial,
    Bar,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Comma,
    Semicolon,
    LineBreak,
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    NotEqual,
    Prime,
    /// `√`
    Root,
    End,
}

/// A token and its place.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// The name a text begins with: Latin letters, digits and underscores from a letter on, or one Greek letter with such an
/// ending; behind an underscore at its end an index that is computed, `x_(i+1)`. A Greek letter right after an underscore belongs to the name, as in `x_θ`; anywhere else it is a name of its own.
#[inline]
pub fn name(input: &str) -> Option<&str> {
    let bytes = input.as_bytes();
    let word_end = |from: usize| from + count(&bytes[from..], is_of_word);
    let mut end = if bytes.first()?.is_ascii_alphabetic() {
        word_end(1)
    } else {
        let first = input.chars().next().filter(|first| greek(*first).is_some() || *first == '∂')?;
        let start = first.len_utf8();
        // λx is a product, λ_max and λ1 are names, and so is the ∂x of ∂/∂x.
        match input[start..].chars().next() {
            Some('_' | '0'..='9') => word_end(start),
            Some(next) if first == '∂' && next.is_ascii_alphabetic() => word_end(start),
            Some(next) if first == '∂' && greek(next).is_some() => word_end(start + next.len_utf8()),
            _ => start,
        }
    };
    while bytes[end - 1] == b'_'
        && let Some(letter) = input[end..].chars().next().filter(|letter| greek(*letter).is_some())
    {
        end = word_end(end + letter.len_utf8());
    }
    if bytes[end - 1] == b'_' {
        end += computed_index(&bytes[end..]).unwrap_or(0);
    }
    Some(&input[..end])
}

/// The length of an index in brackets, `(i+1)` or `{i-1}`: a name or number, or a name and what is added to it.
fn computed_index(bytes: &[u8]) -> Option<usize> {
    let closing = match bytes.first()? {
        b'(' => b')',
        b'{' => b'}',
        _ => return None,
    };
    let length = memchr::memchr(closing, bytes)?;
    let is_part = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_alphanumeric);
    let mut parts = bytes[1..length].split(|byte| matches!(byte, b'+' | b'-')).map(|part| part.trim_ascii());
    // One order, so that no index has two names: i+1, not 1+i.
    let first = parts.next()?;
    let more = parts.next();
    let is_ordered = more.is_none() || first.first().is_some_and(u8::is_ascii_alphabetic);
    (is_part(first) && is_ordered && more.is_none_or(is_part) && parts.next().is_none()).then_some(length + 1)
}

/// What a byte begins where one byte says it.
#[derive(Clone, Copy)]
enum Byte {
    Blank,
    Digit,
    Letter,
    Sign(Kind),
    Opening(Kind),
    Closing(Kind),
    /// What comes next decides.
    Other,
}

static BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Other; 256];
    let mut at = 0;
    while at < 256 {
        bytes[at] = match at as u8 {
            b' ' | b'\t' | b'\r' => Byte::Blank,
            b'0'..=b'9' | b'.' => Byte::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Byte::Letter,
            b'+' => Byte::Sign(Kind::Plus),
            b'-' => Byte::Sign(Kind::Minus),
            b'/' => Byte::Sign(Kind::Slash),
            b'^' => Byte::Sign(Kind::Caret),
            b'|' => Byte::Sign(Kind::Bar),
            b',' => Byte::Sign(Kind::Comma),
            b';' => Byte::Sign(Kind::Semicolon),
            b'\'' => Byte::Sign(Kind::Prime),
            b'(' => Byte::Opening(Kind::Open),
            b'[' => Byte::Opening(Kind::OpenBracket),
            b'{' => Byte::Opening(Kind::OpenBrace),
            b')' => Byte::Closing(Kind::Close),
            b']' => Byte::Closing(Kind::CloseBracket),
            b'}' => Byte::Closing(Kind::CloseBrace),
            _ => Byte::Other,
        };
        at += 1;
    }
    bytes
};

/// Whether a byte goes on with a name.
#[inline]
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// How many bytes at the start are of a kind.
#[inline]
fn count(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !is_it(*byte)).unwrap_or(bytes.len())
}

/// The number a text begins with: `2`, `0.5`, `.5`, `1e-3`; an `e` without digits after it is the constant.
#[inline]
fn number(input: &str) -> Option<&str> {
    let bytes = input.as_bytes();
    let digits = |from: usize| count(&bytes[from..], |byte| byte.is_ascii_digit());
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        let decimals = digits(end + 1);
        if end + decimals == 0 {
            return None;
        }
        end += 1 + decimals;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    Some(&input[..end])
}

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// The number raised digits spell, as ordinary digits.
pub fn lowered(raised: &str) -> String {
    raised
        .chars()
        .map(|c| {
            if c == '⁻' {
                '-'
            } else {
                RAISED.chars().position(|digit| digit == c).and_then(|digit| std::char::from_digit(digit as u32, 10)).unwrap_or('0')
            }
        })
        .collect()
}

fn superscript(input: &str) -> IResult<&str, &str> {
    recognize(preceded(opt(char('⁻')), take_while1(|c: char| RAISED.contains(c)))).parse(input)
}

fn symbol(input: &str) -> IResult<&str, Kind> {
    alt((
        value(Kind::LessOrEqual, alt((tag("<="), tag("≤"), tag("=<")))),
        value(Kind::GreaterOrEqual, alt((tag(">="), tag("≥")))),
        value(Kind::NotEqual, alt((tag("!="), tag("≠"), tag("<>")))),
        value(Kind::Caret, tag("**")),
        value(Kind::Times, alt((tag("·"), tag("×"), tag("⋅"), tag("∙")))),
        value(Kind::Slash, alt((tag("÷"), tag("∕")))),
        value(Kind::Minus, alt((tag("−"), tag("–")))),
        value(Kind::Prime, alt((tag("′"), tag("’")))),
        value(Kind::Root, tag("√")),
    ))
    .parse(input)
}

/// What one byte does not tell: names and signs beyond ASCII, raised digits, two characters that are one sign. Its kind and length;
/// no kind where it is blank, and no length either where it is nothing known.
#[cold]
#[inline(never)]
fn rare(rest: &str) -> (Option<Kind>, usize) {
    if let Some(name) = name(rest) {
        return (Some(Kind::Name), name.len());
    }
    if let Ok((_, digits)) = superscript(rest) {
        return (Some(Kind::Superscript), digits.len());
    }
    if let Ok((after, kind)) = symbol(rest) {
        return (Some(kind), rest.len() - after.len());
    }
    let blank = |c: char| matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2002}' | '\u{2003}');
    let (_, blank) = take_while::<_, _, nom::error::Error<&str>>(blank).parse(rest).unwrap_or((rest, ""));
    (None, blank.len())
}

/// Whether a line may end behind this token and the statement go on.
fn continues(kind: Kind) -> bool {
    use Kind::*;
    let operators = [Plus, Minus, Times, Slash, Caret, Comma, Equal, Less, LessOrEqual, Greater, GreaterOrEqual, NotEqual, Root];
    operators.contains(&kind)
}

/// Splits a text into tokens, with an [`Kind::End`] behind the last. A line break inside brackets or after an operator is
/// blank.
pub fn tokens(text: &str, out: &mut Vec<Token>) -> Result<(), Error> {
    out.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut depth = 0usize;
    while let Some(byte) = bytes.get(at) {
        let rest = || &text[at..];
        let next = || bytes.get(at + 1).copied().unwrap_or(0);
        let (kind, length) = match BYTES[usize::from(*byte)] {
            Byte::Blank => {
                at += 1;
                continue;
            }
            Byte::Sign(kind) => (kind, 1),
            Byte::Opening(kind) => {
                depth += 1;
                (kind, 1)
            }
            Byte::Closing(kind) => {
                depth = depth.saturating_sub(1);
                (kind, 1)
            }
            Byte::Letter if !is_of_word(next()) => (Kind::Name, 1),
            Byte::Letter => {
                let latin = 2 + count(&bytes[at + 2..], is_of_word);
                // Only behind an underscore more may belong to it.
                let length = if bytes[at + latin - 1] == b'_' { name(rest()).map_or(latin, str::len) } else { latin };
                let is_keyword = KEYWORDS.iter().any(|keyword| *keyword.as_bytes() == bytes[at..at + length]);
                (if is_keyword { Kind::Keyword } else { Kind::Name }, length)
            }
            Byte::Digit if *byte != b'.' && !matches!(next(), b'0'..=b'9' | b'.' | b'e' | b'E') => (Kind::Number, 1),
            Byte::Digit => match number(rest()) {
                Some(digits) => (Kind::Number, digits.len()),
                None => return Err(unknown_character(text, at)),
            },
            Byte::Other => match (byte, next()) {
                (b'*', after) if after != b'*' => (Kind::Times, 1),
                (b'!', after) if after != b'=' => (Kind::Factorial, 1),
                (b'\n', _) if depth > 0 || out.last().is_some_and(|last| continues(last.kind)) => {
                    at += 1;
                    continue;
                }
                (b'\n', _) => (Kind::LineBreak, 1),
                (b'=', b'=') => (Kind::Equal, 2),
                (b'=', after) if after != b'<' => (Kind::Equal, 1),
                (b'<', after) if after != b'=' && after != b'>' => (Kind::Less, 1),
                (b'>', after) if after != b'=' => (Kind::Greater, 1),
                _ => match rare(rest()) {
                    (Some(kind), length) => (kind, length),
                    (None, 0) => return Err(unknown_character(text, at)),
                    (None, blank) => {
                        at += blank;
                        continue;
                    }
                },
            },
        };
        let span = Span { start: at as u32, end: (at + length) as u32 };
        if matches!(kind, Kind::Number | Kind::Factorial) && out.last().is_some_and(|last| last.kind == kind) {
            return Err(side_by_side(text, kind, span));
        }
        out.push(Token { kind, span });
        at += length;
    }
    out.push(Token { kind: Kind::End, span: Span { start: at as u32, end: at as u32 } });
    Ok(())
}

/// Two numbers would be a product that nobody means; two factorials would not be the double factorial.
#[cold]
fn side_by_side(text: &str, kind: Kind, span: Span) -> Error {
    let hint = match kind {
        Kind::Number => "write `*` between two numbers",
        _ => "the double factorial is not known here; the factorial of a factorial is written (x!)!",
    };
    let found = format!("`{}`", &text[span.range()]);
    Error::Syntax { span: span.range(), found, expected: "an operator".into(), hint: Some(hint.into()) }
}

#[cold]
fn unknown_character(text: &str, at: usize) -> Error {
    let character = text[at..].chars().next().unwrap_or('\u{fffd}');
    let hint = match character {
        '\\' => Some("this looks like LaTeX; plain text writes sqrt(x), x^2, sin(x)".to_string()),
        '&' => Some("conditions are joined with `and`".to_string()),
        ':' => Some("a definition is written y = x^2".to_string()),
        '₀'..='₉' => Some(format!("an index is written x_{}", character as u32 - '₀' as u32)),
        'ⁿ' => Some("a power is written x^n".to_string()),
        '°' => Some("angles are in radians: 30 degrees are 30*pi/180".to_string()),
        '$' => Some("leave out the dollar signs around the formula".to_string()),
        '?' => Some("case distinctions are written {value if condition; value otherwise}".to_string()),
        '"' | '`' | '#' | '@' | '%' | '~' => None,
        // sum(i=1..n, x^i)
        '.' if (text[at..].starts_with("..") || text[..at].ends_with('.'))
            && text[..at].rfind(['(', '=', ',']).is_some_and(|sign| text[sign..].starts_with('=')) =>
        {
            Some("the limits of an index stand behind commas: sum(i, 1, n, x^i)".to_string())
        }
        '.' => Some("a point needs a digit beside it".to_string()),
        other if other.is_control() || !other.is_ascii() => Some(format!("the character is U+{:04X}", other as u32)),
        _ => None,
    };
    let found = if character.is_control() { format!("the control character U+{:04X}", character as u32) } else { format!("`{character}`") };
    Error::Syntax { span: at..at + character.len_utf8(), found, expected: "a number, a name, an operator or a bracket".into(), hint }
}
