//! Exponents that hold a mark and a power, `x^{(t)2}`, `f^{\prime 2}`, `x^{*2}`: each gets braces of its own. And brackets of every
//! size in an exponent, `y^{\left(n\right)}`, become plain.

use super::arguments::mates;
use super::tokens::{Raw, Token};
use crate::error::Error;

/// A label in brackets has at most so many tokens.
const LONGEST_LABEL: usize = 12;

/// Tokens, and the other half of each brace.
type Matched<'a> = (Vec<Token<'a>>, Vec<u32>);

/// The tokens with marks and powers apart, and the other half of each brace. Nothing where no exponent holds both.
pub fn apart<'a>(list: &[Token<'a>], mates: &[u32]) -> Result<Option<Matched<'a>>, Error> {
    let is_opened = |at: &usize| list[*at].raw == Raw::Caret && list.get(at + 1).is_some_and(|token| token.raw == Raw::Open);
    let changes = |at: &usize| holds_size(list, at + 2, mates[at + 1] as usize) || power(list, at + 2, mates[at + 1] as usize).is_some();
    if !(0..list.len()).filter(is_opened).any(|at| changes(&at)) {
        return Ok(None);
    }
    let mut out: Vec<Token<'a>> = Vec::with_capacity(list.len() + 8);
    let mut at = 0;
    while at < list.len() {
        out.push(list[at]);
        at += 1;
        if !is_opened(&(at - 1)) {
            continue;
        }
        let close = mates[at] as usize;
        let is_sized = holds_size(list, at + 1, close);
        let stays = |inner: &usize| !is_sized || !is_size(list, *inner);
        let plain: Vec<Token<'a>> = (at + 1..close).filter(stays).map(|inner| list[inner]).collect();
        out.push(list[at]);
        match power(&plain, 0, plain.len()) {
            Some(from) => {
                out.extend_from_slice(&plain[..from]);
                let place = |raw| Token { raw, spaced: false, ..plain[from] };
                out.extend([place(Raw::Close), place(Raw::Caret), place(Raw::Open)]);
                out.extend_from_slice(&plain[from..]);
            }
            None => out.extend_from_slice(&plain),
        }
        at = close;
    }
    let mates = self::mates(&out)?;
    Ok(Some((out, mates)))
}

/// Whether a token sets the size of a round or square bracket.
fn is_size(list: &[Token<'_>], at: usize) -> bool {
    let sets_size = |name: &str| matches!(name, "left" | "right") || name.starts_with("big") || name.starts_with("Big");
    matches!(list[at].raw, Raw::Command(name) if sets_size(name))
        && matches!(list.get(at + 1).map(|token| token.raw), Some(Raw::Symbol('(' | ')' | '[' | ']')))
}

/// Whether all that stands in an exponent is in brackets with a size, and small: `\left(n\right)`.
fn holds_size(list: &[Token<'_>], from: usize, close: usize) -> bool {
    close.saturating_sub(from) <= LONGEST_LABEL && (from..close).any(|at| is_size(list, at)) && !holds_other(list, from, close)
}

/// Whether `\left` or `\right` stands before anything else than such a bracket.
fn holds_other(list: &[Token<'_>], from: usize, close: usize) -> bool {
    (from..close).any(|at| matches!(list[at].raw, Raw::Command("left" | "right" | "frac" | "sqrt")) && !is_size(list, at))
}

/// Where the power begins in an exponent that holds a label in brackets, primes or a star, and digits behind them.
fn power(list: &[Token<'_>], from: usize, close: usize) -> Option<usize> {
    let raw = |at: usize| list[at].raw;
    if from >= close {
        return None;
    }
    let mut at = from;
    match raw(at) {
        Raw::Symbol(open @ ('(' | '[')) => {
            let closes = if open == '(' { ')' } else { ']' };
            at = (from..close.min(from + LONGEST_LABEL)).find(|at| raw(*at) == Raw::Symbol(closes))? + 1;
        }
        Raw::Prime | Raw::Command("prime") => {
            while at < close && matches!(raw(at), Raw::Prime | Raw::Command("prime")) {
                at += 1;
            }
        }
        Raw::Symbol('*') | Raw::Command("ast" | "star") => at += 1,
        _ => return None,
    }
    (at < close && (at..close).all(|at| matches!(raw(at), Raw::Digit(_)))).then_some(at)
}
