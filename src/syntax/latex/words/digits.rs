//! Digits right behind a letter, `Z1`, `w1x1+w2x2`: an index where the letter, or its place, is that of a name; a factor otherwise.

use super::commands::{self, Command};
use super::shape::Shaper;
use super::tokens::{Raw, Token};
use crate::letters::BARE_FUNCTIONS;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// So many letters before the last of a run are looked at for the name of a function.
const LONGEST_RUN: usize = 12;

/// Letters whose digits are indices, in `Z1`, `x1 + x2`: a capital; a letter with a nought or a one behind it, which are no
/// factors, or with several numbers; several letters; one below or above a differential, and one that is an argument. Below an
/// exponent that is no number, `n2^n`, digits are a base.
pub fn numbered<'a>(list: &[Token<'a>], mates: &[u32]) -> FxHashSet<Raw<'a>> {
    let mut told: FxHashSet<Raw<'a>> = FxHashSet::default();
    // Most texts have no such digits.
    let is_joined =
        |pair: &[Token<'_>]| matches!((pair[0].raw, pair[1].raw), (Raw::Letter(_) | Raw::Command(_), Raw::Digit(_))) && !pair[1].spaced;
    if !list.windows(2).any(is_joined) {
        return told;
    }
    // The first digits behind each letter.
    let mut first: FxHashMap<Raw<'a>, &[Token<'a>]> = FxHashMap::default();
    let mut at = 0;
    while at < list.len() {
        match list[at].raw {
            // Digits in words and in labels are no factors either.
            Raw::Command(name) if commands::command(name).is_some_and(holds_text) && list.get(at + 1).is_some_and(opens) => {
                at = mates[at + 1] as usize;
            }
            letter => {
                if let Some(digits) = digits_behind(list, at).filter(|digits| !is_base(list, mates, digits.end)) {
                    let written = &list[digits.clone()];
                    let is_no_factor = matches!(written[0].raw, Raw::Digit('0')) || matches!(written, [Token { raw: Raw::Digit('1'), .. }]);
                    let is_capital = matches!(letter, Raw::Letter(letter) if letter.is_ascii_uppercase());
                    let is_same = |other: &&[Token<'a>]| {
                        other.len() == written.len() && other.iter().zip(written).all(|(one, two)| one.raw == two.raw)
                    };
                    let recurs = !is_same(first.entry(letter).or_insert(written));
                    if is_no_factor || is_capital || recurs || is_differentiated(list, at) || is_argument(list, &(at..digits.end)) {
                        told.insert(letter);
                    }
                }
            }
        }
        at += 1;
    }
    if first.len() > 1 && !told.is_empty() {
        told.extend(first.into_keys());
    }
    told
}

fn holds_text(command: Command) -> bool {
    matches!(command, Command::Upright | Command::InvisibleWith(_) | Command::Begin | Command::End)
}

fn opens(token: &Token<'_>) -> bool {
    token.raw == Raw::Open
}

/// The digits right behind the letter at a token, if they are a whole number and the letter is not the end of the name of a
/// function, as in `log2`, nor the d of a derivative, `d2y`.
fn digits_behind(list: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    let joined = |at: usize| list.get(at).filter(|token| !token.spaced).map(|token| token.raw);
    let Some(Raw::Digit(_)) = joined(at + 1) else { return None };
    let is_letter = match list[at].raw {
        Raw::Letter(_) => true,
        Raw::Command(name) => name != "pi" && matches!(commands::command(name), Some(Command::Letter(_))),
        _ => false,
    };
    let mut end = at + 1;
    while let Some(Raw::Digit(_)) = joined(end) {
        end += 1;
    }
    let is_decimal = matches!(joined(end), Some(Raw::Symbol('.'))) && matches!(joined(end + 1), Some(Raw::Digit(_)));
    let is_order = list[at].raw == Raw::Letter('d') && matches!(joined(end), Some(Raw::Letter(_) | Raw::Command(_)));
    let has_index = matches!(joined(end), Some(Raw::Underscore));
    (is_letter && !is_decimal && !is_order && !has_index && !ends_function(list, at)).then_some(at + 1..end)
}

/// Whether the letters without spaces that end at a token end in the name of a function.
fn ends_function(list: &[Token<'_>], at: usize) -> bool {
    let mut from = at;
    while from > 0 && at - from < LONGEST_RUN && !list[from].spaced && matches!(list[from - 1].raw, Raw::Letter(_)) {
        from -= 1;
    }
    let letter = |token: &Token<'_>| if let Raw::Letter(letter) = token.raw { letter } else { ' ' };
    let run: String = list[from..=at].iter().map(letter).collect();
    run.len() > 1 && (BARE_FUNCTIONS.iter().any(|function| run.ends_with(function)) || run.ends_with("ln") || run.ends_with("lg"))
}

/// Whether an exponent stands at a token that is no number.
fn is_base(list: &[Token<'_>], mates: &[u32], at: usize) -> bool {
    let (Some(Raw::Caret), Some(close)) = (list.get(at).map(|token| token.raw), mates.get(at + 1)) else { return false };
    list[(at + 2).min(*close as usize)..*close as usize].iter().any(|token| !matches!(token.raw, Raw::Digit(_)))
}

/// Whether a letter stands behind the d or ∂ of a differential.
fn is_differentiated(list: &[Token<'_>], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| list[at].raw);
    match before(1) {
        Some(Raw::Command("partial")) => true,
        Some(Raw::Letter('d')) => !list[at].spaced && !matches!(before(2), Some(Raw::Letter(_))),
        _ => false,
    }
}

/// Whether a letter with its digits is an argument of a function.
fn is_argument(list: &[Token<'_>], name: &Range<usize>) -> bool {
    let before = |back: usize| name.start.checked_sub(back).map(|at| list[at].raw);
    let is_closed = matches!(list.get(name.end).map(|token| token.raw), Some(Raw::Symbol(')' | ',') | Raw::Command("right")));
    let of = if before(2) == Some(Raw::Command("left")) { before(3) } else { before(2) };
    let is_function = match of {
        Some(Raw::Letter(_) | Raw::Prime) => true,
        Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_) | Command::Function(_))),
        _ => false,
    };
    is_closed && (before(1) == Some(Raw::Symbol(',')) || (before(1) == Some(Raw::Symbol('(')) && is_function))
}

impl Shaper<'_, '_> {
    /// The digits that are the index of the letter before this place.
    pub fn digits(&mut self, start: usize) -> Option<String> {
        let letter = self.at.checked_sub(1)?;
        if self.numbered.is_empty() || !self.numbered.contains(&self.list[letter].raw) {
            return None;
        }
        let digits = digits_behind(self.list, letter)?;
        let index: String =
            self.list[digits.clone()].iter().map(|token| if let Raw::Digit(digit) = token.raw { digit } else { ' ' }).collect();
        let span = self.span(start).to(self.span(digits.end - 1));
        self.at = digits.end;
        self.note_once(span, "read digits right behind a letter as its index, x1 as x_1; a product has \\cdot between its factors".into());
        Some(index)
    }
}
