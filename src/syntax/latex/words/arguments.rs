//! TeX's rule for arguments without braces: `\frac12`, `x^2`, `\sqrt x` take the next token, and get the braces here that
//! their author left out.

use super::commands::{self, Command};
use super::raised::apart;
use super::tokens::{Raw, Token};
use crate::error::Error;
use crate::syntax::note::{self, Note};
use crate::syntax::tree::Span;

/// Commands without braces nest at most so deep in each other: `\frac\sqrt\hat x2`.
const MOST_NESTED: usize = 16;

/// For each token the brace that closes it or that it closes; of other tokens their own place.
pub fn mates(list: &[Token<'_>]) -> Result<Vec<u32>, Error> {
    let mut mates: Vec<u32> = (0..list.len() as u32).collect();
    let mut open = Vec::new();
    for (at, token) in list.iter().enumerate() {
        match token.raw {
            Raw::Open => open.push(at),
            Raw::Close => match open.pop() {
                Some(opening) => {
                    mates[opening] = at as u32;
                    mates[at] = opening as u32;
                }
                None => {
                    let hint = Some("there is no `{` that this closes".into());
                    return Err(Error::Syntax {
                        span: token.span.range(),
                        found: "`}`".into(),
                        expected: "an operator or the end".into(),
                        hint,
                    });
                }
            },
            _ => {}
        }
    }
    match open.pop() {
        None => Ok(mates),
        Some(at) => Err(Error::Syntax {
            span: list[at].span.range(),
            found: "`{` that is never closed".into(),
            expected: "`}` behind it".into(),
            hint: None,
        }),
    }
}

/// The tokens with braces around every argument, and the other half of each brace as [`mates`] tells them.
pub fn braced<'a>(list: &[Token<'a>], notes: &mut Vec<Note>) -> Result<(Vec<Token<'a>>, Vec<u32>), Error> {
    let switched = switched(list);
    let list = switched.as_deref().unwrap_or(list);
    let turned = prefixed(list)?;
    let list = turned.as_deref().unwrap_or(list);
    let plain = super::unwrapped::unwrapped(list)?;
    let list = plain.as_deref().unwrap_or(list);
    let mates = self::mates(list)?;
    // Braces to be put before a token, each with whether it opens; what is closed there comes before what is opened.
    let mut braces: Vec<(usize, bool)> = Vec::new();
    for (at, token) in list.iter().enumerate() {
        let (count, is_script) = match token.raw {
            Raw::Caret | Raw::Underscore => (1, true),
            Raw::Command(name) => (commands::arguments(name), false),
            _ => (0, false),
        };
        let mut from = at + 1;
        if let Raw::Command(name) = token.raw
            && count > 0
        {
            from = behind_options(list, from, name);
        }
        for _ in 0..count {
            let to = if is_script { script_end(list, &mates, from, token.span, notes)? } else { extent(list, &mates, from, token.span)? };
            if !matches!(list[from].raw, Raw::Open) {
                braces.extend([(from, true), (to, false)]);
            }
            from = to;
        }
    }
    if braces.is_empty() {
        return Ok(apart(list, &mates)?.unwrap_or_else(|| (list.to_vec(), mates)));
    }
    braces.sort_unstable();
    let mut out = Vec::with_capacity(list.len() + braces.len());
    let mut from = 0;
    for (at, opens) in braces {
        out.extend_from_slice(&list[from..at]);
        from = at;
        let place = list.get(at).map_or_else(
            || list.last().map_or(Span { start: 0, end: 0 }, |last| end_of(last.span)),
            |token| Span { start: token.span.start, end: token.span.start },
        );
        out.push(Token { raw: if opens { Raw::Open } else { Raw::Close }, span: place, spaced: false });
    }
    out.extend_from_slice(&list[from..]);
    let mates = self::mates(&out)?;
    Ok(apart(&out, &mates)?.unwrap_or((out, mates)))
}

/// `{\rm max}` as `\mathrm{max}`: TeX's old commands set the rest of their group. Nothing where there is none.
fn switched<'a>(list: &[Token<'a>]) -> Option<Vec<Token<'a>>> {
    let meaning = |at: usize| match list.get(at).map(|token| token.raw) {
        Some(Raw::Command("rm" | "tt" | "it" | "sf" | "em")) => Some("mathrm"),
        Some(Raw::Command("bf")) => Some("mathbf"),
        Some(Raw::Command("cal")) => Some("mathcal"),
        // \textbf{x}: one letter is no text.
        Some(Raw::Command("textbf")) if matches!(list.get(at + 2), Some(Token { raw: Raw::Letter(_), .. })) => Some("mathbf"),
        _ => None,
    };
    let is_text = |at: usize| list.get(at).is_some_and(|token| token.raw == Raw::Command("textbf"));
    let switches = |at: usize| list[at].raw == Raw::Open && meaning(at + 1).is_some() && !is_text(at + 1);
    // \rm{d}y is meant as \mathrm{d}y.
    let is_styled = |at: usize| {
        let open = list.get(at + 1).map(|token| token.raw);
        open == Some(Raw::Open) && meaning(at).is_some() && list.get(at + 3).is_some_and(|token| token.raw == Raw::Close)
    };
    if !(0..list.len()).any(|at| switches(at) || is_styled(at)) {
        return None;
    }
    let mut out: Vec<Token<'a>> = Vec::with_capacity(list.len());
    for (at, token) in list.iter().enumerate() {
        match meaning(at) {
            _ if switches(at) && !is_styled(at + 1) => {}
            Some(command) if is_styled(at) => out.push(Token { raw: Raw::Command(command), ..*token }),
            Some(command) if at > 0 && switches(at - 1) => {
                let brace = Token { raw: Raw::Open, ..*token };
                out.extend([Token { raw: Raw::Command(command), ..*token }, brace]);
            }
            _ => out.push(*token),
        }
    }
    Some(out)
}

/// `{a \over b}` as `{\frac{a}{b}}`: what TeX writes between its arguments is put before them. Nothing where there is none.
fn prefixed<'a>(list: &[Token<'a>]) -> Result<Option<Vec<Token<'a>>>, Error> {
    let meaning = |token: &Token<'a>| match token.raw {
        Raw::Command("over") => Some("frac"),
        Raw::Command("choose") => Some("binom"),
        _ => None,
    };
    if !list.iter().any(|token| meaning(token).is_some()) {
        return Ok(None);
    }
    let mut out: Vec<Token<'a>> = Vec::with_capacity(list.len() + 8);
    // For each open group where it begins in the output, and whether it has been divided.
    let mut groups = vec![(0usize, false)];
    let brace = |raw, span| Token { raw, span, spaced: false };
    // The delimiter behind \left and \right belongs to them.
    let mut delimiter = None;
    for token in list {
        match token.raw {
            _ if delimiter.is_some() => {
                out.push(*token);
                if delimiter.take() == Some(true) {
                    groups.push((out.len(), false));
                }
            }
            Raw::Command("left") => {
                out.push(*token);
                delimiter = Some(true);
            }
            Raw::Command("right") => {
                if let Some((_, true)) = groups.pop() {
                    out.push(brace(Raw::Close, token.span));
                }
                out.push(*token);
                delimiter = Some(false);
            }
            Raw::Open => {
                out.push(*token);
                groups.push((out.len(), false));
            }
            Raw::Close => {
                if let Some((_, true)) = groups.pop() {
                    out.push(brace(Raw::Close, token.span));
                }
                out.push(*token);
            }
            _ => match (meaning(token), groups.last_mut()) {
                (Some(command), Some((from, is_divided))) => {
                    if *is_divided {
                        let expected = "braces around one of two fractions".into();
                        return Err(Error::Syntax { span: token.span.range(), found: "a second \\over".into(), expected, hint: None });
                    }
                    *is_divided = true;
                    out.splice(*from..*from, [brace(Raw::Command(command), token.span), brace(Raw::Open, token.span)]);
                    out.extend([brace(Raw::Close, token.span), brace(Raw::Open, token.span)]);
                }
                _ => out.push(*token),
            },
        }
    }
    if let [(_, true)] = groups[..] {
        let end = end_of(list[list.len() - 1].span);
        out.push(brace(Raw::Close, end));
    }
    Ok(Some(out))
}

fn end_of(span: Span) -> Span {
    Span { start: span.end, end: span.end }
}

/// The place behind a star and square brackets: `\operatorname*`, `\sqrt[3]`, `\cfrac[l]`.
fn behind_options(list: &[Token<'_>], mut at: usize, name: &str) -> usize {
    if list.get(at).is_some_and(|token| token.raw == Raw::Symbol('*')) && commands::command(name) == Some(Command::Upright) {
        at += 1;
    }
    let takes_option = matches!(commands::command(name), Some(Command::Root)) || name == "cfrac";
    if takes_option && list.get(at).is_some_and(|token| token.raw == Raw::Symbol('[')) {
        let mut depth = 0usize;
        for (offset, token) in list[at..].iter().enumerate() {
            match token.raw {
                Raw::Open => depth += 1,
                Raw::Close => depth = depth.saturating_sub(1),
                Raw::Symbol(']') if depth == 0 => return at + offset + 1,
                _ => {}
            }
        }
    }
    at
}

/// The place behind the argument that begins at a token.
fn extent(list: &[Token<'_>], mates: &[u32], mut at: usize, place: Span) -> Result<usize, Error> {
    let missing = |at: usize| {
        let (span, found) = match list.get(at) {
            Some(token) => (token.span.range(), "no argument"),
            None => (end_of(list.last().map_or(place, |last| last.span)).range(), "the end of the input"),
        };
        let hint = Some("put the argument into braces: \\frac{1}{2}, x^{2}".into());
        Error::Syntax { span, found: found.into(), expected: "an argument".into(), hint }
    };
    let mut needed = 1;
    for _ in 0..MOST_NESTED {
        let token = list.get(at).ok_or_else(|| missing(at))?;
        match token.raw {
            Raw::Open => {
                needed -= 1;
                at = mates[at] as usize + 1;
            }
            Raw::Close | Raw::Caret | Raw::Underscore | Raw::Ampersand => return Err(missing(at)),
            Raw::Command(name) => {
                // A space or a sign of size is no argument.
                let is_blank = matches!(commands::command(name), Some(Command::Invisible));
                needed += if is_blank { 1 } else { commands::arguments(name) };
                needed -= 1;
                at += 1;
                if commands::arguments(name) > 0 {
                    at = behind_options(list, at, name);
                }
            }
            _ => {
                needed -= 1;
                at += 1;
            }
        }
        if needed == 0 {
            return Ok(at);
        }
    }
    let hint = "put arguments into braces".into();
    Err(Error::Limit { what: "the nesting of commands without braces".into(), limit: MOST_NESTED as u64, hint })
}

/// The place behind an exponent or a subscript: TeX takes one token of `x^12` and of `x^-1`, whoever writes that means more.
fn script_end(list: &[Token<'_>], mates: &[u32], from: usize, place: Span, notes: &mut Vec<Note>) -> Result<usize, Error> {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    let begins_number = match (raw(from + 1), raw(from + 2)) {
        (Some(Raw::Digit(_)), _) => true,
        (Some(Raw::Symbol('.')), next) => matches!(next, Some(Raw::Digit(_))),
        _ => false,
    };
    let digits_from = if raw(from) == Some(Raw::Symbol('-')) && begins_number { from + 1 } else { from };
    let mut to = digits_from;
    while let Some(token) = list.get(to) {
        let joins = to == digits_from || !token.spaced;
        let decimal = token.raw == Raw::Symbol('.') && matches!(raw(to + 1), Some(Raw::Digit(_)));
        if !(joins && (decimal || matches!(token.raw, Raw::Digit(_)))) {
            break;
        }
        to += 1;
    }
    if to <= from {
        let is_joined = |at: usize| matches!(list.get(at), Some(Token { raw: Raw::Letter(_), spaced: false, .. }));
        let of_e = from > 1 && raw(from - 1) == Some(Raw::Caret) && raw(from - 2) == Some(Raw::Letter('e'));
        if of_e && matches!(raw(from), Some(Raw::Letter(_))) && is_joined(from + 1) && raw(from + 2) != Some(Raw::Caret) {
            note::add(notes, list[from].span, || {
                "one letter alone stands above e, as it is drawn: for a longer exponent write e^{...}".into()
            });
        }
        // Whoever writes e^-x means e^{-x}.
        let is_value = |at: usize| matches!(raw(at), Some(Raw::Letter(_) | Raw::Open | Raw::Command(_)));
        if of_e && raw(from) == Some(Raw::Symbol('-')) && is_value(from + 1) && !list[from + 1].spaced {
            let to = extent(list, mates, from + 1, place)?;
            note::add(notes, list[from].span, || "read the sign and what stands behind it as one exponent: write e^{-...}".into());
            return Ok(to);
        }
        return extent(list, mates, from, place);
    }
    if to > from + 1 {
        let span = list[from].span.to(list[to - 1].span);
        let written: String = list[from..to]
            .iter()
            .filter_map(|token| match token.raw {
                Raw::Digit(character) | Raw::Symbol(character) => Some(character),
                _ => None,
            })
            .collect();
        note::add(notes, span, || format!("read `{written}` as one exponent or index: write {{{written}}} to have it drawn so"));
    }
    Ok(to)
}
