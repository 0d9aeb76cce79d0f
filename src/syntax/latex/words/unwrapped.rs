//! Braces and spaces that change nothing of what is read, and hide it: `{{x}_{0}}`, `{v'}_1`, `\big{[}`, `X^{\!\mathrm{T}}`.

use super::arguments::mates;
use super::commands::{self, Command};
use super::tokens::{Raw, Token};
use crate::error::Error;

/// A name in braces has at most so many exponents and indices.
const MOST_SCRIPTS: usize = 4;

/// No command takes more arguments.
const MOST_ARGUMENTS: usize = 4;

/// The tokens without them; nothing where there are none.
pub fn unwrapped<'a>(list: &[Token<'a>]) -> Result<Option<Vec<Token<'a>>>, Error> {
    if !(0..list.len()).any(|at| list[at].raw == Raw::Open && may_hide(list, at)) {
        return Ok(None);
    }
    let mut reading = Reading { list, mates: mates(list)?, gone: vec![false; list.len()], apart: vec![false; list.len()] };
    // What stands inside comes before what stands around it.
    for at in (0..list.len()).rev().filter(|at| list[*at].raw == Raw::Open) {
        reading.take_spaces(at);
        reading.take_braces(at);
    }
    let Reading { gone, apart, .. } = reading;
    let kept = list.iter().zip(gone).zip(apart).filter(|((_, is_gone), _)| !is_gone);
    Ok(Some(kept.map(|((token, _), is_apart)| Token { spaced: token.spaced || is_apart, ..*token }).collect()))
}

/// Whether the braces that open at a token may change nothing: most formulas have none that do.
fn may_hide(list: &[Token<'_>], at: usize) -> bool {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    let before = at.checked_sub(1).and_then(raw);
    let takes = match before {
        Some(Raw::Command(name)) => commands::arguments(name) > 0 && commands::command(name) != Some(Command::Transparent),
        before => is_script(before),
    };
    let holds_letter = names(raw(at + 1))
        && match raw(at + 2) {
            Some(Raw::Close) => before != Some(Raw::Close) || is_script(raw(at + 3)),
            Some(Raw::Caret | Raw::Underscore | Raw::Prime) => before != Some(Raw::Close),
            _ => false,
        };
    let holds_bracket = raw(at + 2) == Some(Raw::Close) && is_size(before);
    (is_script(before) && is_space(raw(at + 1))) || (!takes && (holds_letter || holds_bracket || raw(at + 1) == Some(Raw::Open)))
}

fn is_size(raw: Option<Raw<'_>>) -> bool {
    matches!(raw, Some(Raw::Command(name)) if name.starts_with("big") || name.starts_with("Big"))
}

fn is_bracket(raw: Option<Raw<'_>>) -> bool {
    matches!(raw, Some(Raw::Symbol('(' | '[')))
}

fn is_script(raw: Option<Raw<'_>>) -> bool {
    matches!(raw, Some(Raw::Caret | Raw::Underscore))
}

fn is_space(raw: Option<Raw<'_>>) -> bool {
    matches!(raw, Some(Raw::Command("," | "!" | ";" | ":" | ">" | " " | "thinspace" | "negthinspace")))
}

/// Whether a token is a letter.
fn names(raw: Option<Raw<'_>>) -> bool {
    match raw {
        Some(Raw::Letter(_)) => true,
        Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_))),
        _ => false,
    }
}

/// Tokens, with what of them is left out, and what is set apart from the token before it.
struct Reading<'t, 'a> {
    list: &'t [Token<'a>],
    mates: Vec<u32>,
    gone: Vec<bool>,
    apart: Vec<bool>,
}

impl<'a> Reading<'_, 'a> {
    fn raw(&self, at: usize) -> Option<Raw<'a>> {
        self.list.get(at).map(|token| token.raw)
    }

    /// The first token from a place on that is not left out.
    fn next(&self, mut at: usize) -> usize {
        while self.gone.get(at) == Some(&true) {
            at += 1;
        }
        at
    }

    /// `^{\, \prime}`: a space at the beginning of an exponent or an index.
    fn take_spaces(&mut self, open: usize) {
        let mut at = open + 1;
        while open > 0 && is_script(self.raw(open - 1)) && is_space(self.raw(at)) {
            self.gone[at] = true;
            at += 1;
        }
    }

    /// `{x}_0`, `{v'}_1`, `{{x}_{0}}`, `\ensuremath{\varepsilon}_k`: braces around a letter with what stands around it.
    fn take_braces(&mut self, open: usize) {
        let close = self.mates[open] as usize;
        let before = open.checked_sub(1).and_then(|at| self.raw(at));
        let is_delimiter = is_size(before) && close == open + 2;
        let drawn = matches!(before, Some(Raw::Command(name)) if commands::command(name) == Some(Command::Transparent));
        if !is_delimiter && ((!drawn && self.is_argument(open)) || !self.holds_name(open, close)) {
            return;
        }
        self.gone[open] = true;
        self.gone[close] = true;
        if !is_delimiter {
            if drawn {
                self.gone[open - 1] = true;
            }
            // The letter joins neither what stands before it nor what stands behind.
            let first = self.next(open + 1);
            self.apart[first] = true;
            if let Some(behind) = self.apart.get_mut(close + 1) {
                *behind = true;
            }
        }
    }

    /// Whether a group is, or may be, the argument of a command, an exponent or an index.
    fn is_argument(&self, open: usize) -> bool {
        let (mut before, mut groups) = (open, 0);
        while groups <= MOST_ARGUMENTS && before > 0 && self.raw(before - 1) == Some(Raw::Close) {
            before = self.mates[before - 1] as usize;
            groups += 1;
        }
        let Some(last) = before.checked_sub(1) else { return false };
        match self.raw(last) {
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Letter(_)) => false,
                Some(Command::Word(_)) => matches!(name, "sum" | "prod" | "int"),
                _ => !is_space(self.raw(last)),
            },
            Some(Raw::Caret | Raw::Underscore) => groups == 0 || self.follows_function(last),
            Some(Raw::Symbol(']')) => true,
            // \frac1{x}
            _ => last > 0 && matches!(self.raw(last - 1), Some(Raw::Command(name)) if commands::arguments(name) > 1),
        }
    }

    /// `\sin^{2}{x}`
    fn follows_function(&self, script: usize) -> bool {
        matches!(script.checked_sub(1).and_then(|at| self.raw(at)), Some(Raw::Command(_) | Raw::Close))
    }

    /// `{b}^{eq}`, `{x}^{\mathrm{loss}}`: braces that tell the base of a power from a name with a label; an upright T above is no
    /// exponent either way.
    fn guards_base(&self, close: usize) -> bool {
        if (self.raw(close + 1), self.raw(close + 2)) != (Some(Raw::Caret), Some(Raw::Open)) {
            return false;
        }
        let inside = close + 3;
        match self.raw(inside) {
            Some(Raw::Letter(_)) => matches!(self.raw(inside + 1), Some(Raw::Letter(_) | Raw::Underscore)),
            Some(Raw::Command("mathrm" | "mathcal" | "mathbb" | "mathbf" | "mathit" | "text")) => {
                (self.raw(inside + 2), self.raw(inside + 3)) != (Some(Raw::Letter('T')), Some(Raw::Close))
            }
            _ => false,
        }
    }

    /// Whether a group that ends at a token is a label in brackets.
    fn is_label(&self, close: usize) -> bool {
        let open = self.mates[close] as usize;
        self.raw(close) == Some(Raw::Close) && open > 0 && self.raw(open - 1) == Some(Raw::Caret) && is_bracket(self.raw(open + 1))
    }

    /// Whether a group that begins at a token is one letter or digit in brackets.
    fn is_number_in_brackets(&self, open: usize) -> bool {
        let is_one = matches!(self.raw(open + 2), Some(Raw::Letter(_) | Raw::Digit(_)));
        self.raw(open) == Some(Raw::Open) && is_bracket(self.raw(open + 1)) && is_one && self.mates[open] as usize == open + 4
    }

    /// Whether a group is a letter with primes before an index or an exponent of its own, or a letter with all of these.
    fn holds_name(&self, open: usize, close: usize) -> bool {
        let first = self.next(open + 1);
        if !names(self.raw(first)) || self.guards_base(close) {
            return false;
        }
        let mut at = self.next(first + 1);
        while at < close && self.raw(at) == Some(Raw::Prime) {
            at = self.next(at + 1);
        }
        let behind = self.raw(close + 1);
        // {e} and {\pi} are no constants.
        if at >= close && matches!(self.raw(first), Some(Raw::Letter('e') | Raw::Command("pi"))) {
            return false;
        }
        if at >= close {
            return matches!(behind, Some(Raw::Underscore | Raw::Caret | Raw::Prime)) || at > first + 1;
        }
        let (mut is_raised, mut is_indexed) = (false, false);
        for _ in 0..MOST_SCRIPTS {
            match self.raw(at) {
                _ if at >= close => break,
                Some(Raw::Caret) => is_raised = true,
                Some(Raw::Underscore) => is_indexed = true,
                _ => return false,
            }
            // \cos_\mathrm{x} is no name.
            at = match self.raw(at + 1) {
                Some(Raw::Open) => self.next(self.mates[at + 1] as usize + 1),
                Some(Raw::Letter(_) | Raw::Digit(_) | Raw::Symbol(_)) => self.next(at + 2),
                Some(Raw::Command(_)) if names(self.raw(at + 1)) => self.next(at + 2),
                _ => return false,
            };
        }
        let clashes = match behind {
            // {a^{[2]}}^{(1)} has two labels.
            Some(Raw::Caret) => is_raised && !(self.is_label(close - 1) && self.is_number_in_brackets(close + 2)),
            Some(Raw::Prime) => is_raised,
            Some(Raw::Underscore) => true,
            _ => false,
        };
        at >= close && (is_raised || is_indexed) && !clashes
    }
}
