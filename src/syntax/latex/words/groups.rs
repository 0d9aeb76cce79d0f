//! Braces that only group what TeX would draw alike without them, where a reader must look through them: `{\cos}^2x`,
//! `\int{x\,dx}`.

use super::Kind;
use super::commands::{self, Command};
use super::names::{Marks, script};
use super::shape::Shaper;
use super::tokens::Raw;
use crate::error::Error;
use crate::expression::Binder;

/// So many words before a group an integral may stand that it belongs to.
const NEAR: usize = 64;

/// No command takes more arguments.
const MOST_ARGUMENTS: usize = 4;

/// Braces around a name nest at most so deep.
const MOST_NESTED: usize = 4;

impl Shaper<'_, '_> {
    /// Whether the group that begins here is no argument and holds nothing, a function or a sum without its argument, or what an integral is of
    /// together with its differential.
    pub fn is_loose_group(&self) -> bool {
        let close = self.mates[self.at] as usize;
        self.is_no_argument()
            && (close == self.at + 1
                || self.holds_phantom(close)
                || self.holds_sign(close)
                || self.holds_differential(close)
                || self.holds_function(close)
                || self.ends_in_differential(close)
                || self.holds_argument(close))
    }

    /// `{\vphantom{x}}`
    fn holds_phantom(&self, close: usize) -> bool {
        matches!(self.raw(self.at + 1), Some(Raw::Command("phantom" | "vphantom" | "hphantom"))) && self.behind(self.at + 2) == close
    }

    /// `a{+}b`, `a{\cdot}b`: braces that take the room from around a sign.
    fn holds_sign(&self, close: usize) -> bool {
        let is_sign = match self.raw(self.at + 1) {
            Some(Raw::Symbol(symbol)) => matches!(symbol, '+' | '-' | '=' | '<' | '>' | '*' | '/'),
            Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Word(Kind::Times | Kind::Relation(_)))),
            _ => false,
        };
        is_sign && close == self.at + 2
    }

    /// `{\partial ^2}f`, `d{x^2}`: a differential with its order, or the variable behind one with its own.
    fn holds_differential(&self, close: usize) -> bool {
        let is_sign = |at: usize| matches!(self.raw(at), Some(Raw::Letter('d') | Raw::Command("partial")));
        let first = self.at + 1;
        let follows = self.at.checked_sub(1).is_some_and(is_sign) && self.begins_name(first);
        let mut behind = match self.raw(first) {
            Some(Raw::Command(name)) if commands::arguments(name) > 0 => self.behind(first + 1),
            _ => first + 1,
        };
        while behind < close && matches!(self.raw(behind), Some(Raw::Caret | Raw::Underscore)) {
            behind = self.behind(behind + 1);
        }
        (follows || is_sign(first)) && behind == close && !matches!(self.raw(close + 1), Some(Raw::Caret | Raw::Underscore))
    }

    /// Whether no command before it takes a group as its argument: groups that stand side by side belong to it as far as it takes
    /// them.
    fn is_no_argument(&self) -> bool {
        let (mut before, mut groups) = (self.at, 0);
        while groups <= MOST_ARGUMENTS && before > 0 && self.raw(before - 1) == Some(Raw::Close) {
            before = self.mates[before - 1] as usize;
            groups += 1;
        }
        match before.checked_sub(1).and_then(|at| self.raw(at)) {
            Some(Raw::Command(name)) => commands::arguments(name) <= groups,
            Some(Raw::Caret | Raw::Underscore) => groups > 0,
            Some(Raw::Symbol(']')) => false,
            _ => true,
        }
    }

    /// `{\cos }`, `{{\cos }^2}`, `{\sum_{j=1}^n}`
    fn holds_function(&self, close: usize) -> bool {
        let mut at = self.at + 1;
        while at < self.at + MOST_NESTED && self.raw(at) == Some(Raw::Open) {
            at += 1;
        }
        let mut depth = at - self.at - 1;
        let takes_argument = |command: Option<Command>| {
            matches!(command, Some(Command::Function(_) | Command::Word(Kind::Bound(Binder::Sum | Binder::Product))))
        };
        if !matches!(self.raw(at), Some(Raw::Command(name)) if takes_argument(commands::command(name))) {
            return false;
        }
        at += 1;
        while at < close {
            match self.raw(at) {
                Some(Raw::Caret | Raw::Underscore) => at = self.behind(at + 1),
                Some(Raw::Close) if depth > 0 => {
                    depth -= 1;
                    at += 1;
                }
                _ => return false,
            }
        }
        at == close
    }

    /// `f'{(x)}`, `f^{2}{(x)}`, `x_1{(t)}`: a round bracket that is all there is in a group behind a name.
    fn holds_argument(&self, close: usize) -> bool {
        let follows_name = match self.at.checked_sub(1).and_then(|at| self.raw(at)) {
            Some(Raw::Prime | Raw::Letter(_)) => true,
            Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_))),
            Some(Raw::Close) => match self.mates[self.at - 1].checked_sub(1).and_then(|at| self.raw(at as usize)) {
                Some(Raw::Caret | Raw::Underscore) => true,
                Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Upright | Command::Accent(_))),
                _ => false,
            },
            _ => false,
        };
        // f{\left(x\right)}
        let is_sized = self.raw(self.at + 1) == Some(Raw::Command("left"));
        if is_sized && self.raw(self.at + 2) == Some(Raw::Symbol('(')) {
            let ends = !matches!(self.raw(close + 1), Some(Raw::Caret | Raw::Underscore | Raw::Prime));
            return follows_name && ends && self.rights[self.at + 1] as usize + 2 == close;
        }
        let mut depth = 0usize;
        let closes = (self.at + 1..close).find(|at| {
            match self.raw(*at) {
                Some(Raw::Symbol('(')) => depth += 1,
                Some(Raw::Symbol(')')) => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        // a_t{(k)}^\alpha is a product.
        let ends = !matches!(self.raw(close + 1), Some(Raw::Caret | Raw::Underscore | Raw::Prime));
        follows_name && ends && closes == Some(close - 1) && self.raw(self.at + 1) == Some(Raw::Symbol('('))
    }

    /// `{u_e}''(0)`, `{f}'`: braces around a single letter or word with its index, before primes, are those of its name.
    pub fn primed_group(&mut self) -> Result<bool, Error> {
        let (start, close) = (self.at, self.mates[self.at] as usize);
        if !self.has_primes(close + 1) || !self.is_no_argument() {
            return Ok(false);
        }
        let letter = start + 1;
        let is_upright = matches!(self.raw(letter), Some(Raw::Command(name)) if commands::command(name) == Some(Command::Upright));
        if !(self.begins_name(letter) || (is_upright && self.upright_name(letter).is_some())) {
            return Ok(false);
        }
        let behind_letter = match self.raw(letter) {
            Some(Raw::Command(name)) if commands::arguments(name) > 0 => self.behind(letter + 1),
            _ => letter + 1,
        };
        let index = match self.raw(behind_letter) {
            Some(Raw::Underscore) => behind_letter + 2..self.behind(behind_letter + 1) - 1,
            _ => 0..0,
        };
        if behind_letter.max(index.end + usize::from(!index.is_empty())) != close {
            return Ok(false);
        }
        let index = if index.is_empty() { None } else { Some(script(self, index)?) };
        self.at = letter;
        let marks = Marks::read(self)?;
        self.at = close + 1;
        self.marked(marks.indexed(index), start)?;
        Ok(true)
    }

    /// Whether primes stand at a place, raised or not.
    pub fn has_primes(&self, at: usize) -> bool {
        match self.raw(at) {
            Some(Raw::Prime) => true,
            Some(Raw::Caret) => self.count_primes(at + 2..self.behind(at + 1).max(at + 3) - 1) > 0,
            _ => false,
        }
    }

    /// `{x^2\,dx}` behind the sign of an integral.
    fn ends_in_differential(&self, close: usize) -> bool {
        let mut last = close - 1;
        while last > self.at && self.raw(last) == Some(Raw::Close) {
            last -= 1;
        }
        let is_letter = match self.raw(last) {
            Some(Raw::Letter(_)) => true,
            Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_))),
            _ => false,
        };
        // {\mathrm dt}: the style of the d may be all that stands before it.
        let is_d = |at: usize| match self.raw(at) {
            Some(Raw::Close) => at > self.at + 3 && self.raw(at - 1) == Some(Raw::Letter('d')),
            raw => raw == Some(Raw::Letter('d')),
        };
        // {\frac{dx}{1+x^2}}
        let holds_fraction = matches!(self.raw(self.at + 1), Some(Raw::Command(name)) if commands::command(name) == Some(Command::Fraction))
            && {
                let numerator = self.behind(self.at + 2);
                numerator > self.at + 4 && self.begins_name(numerator - 2) && is_d(numerator - 3) && self.behind(numerator) == close
            };
        (holds_fraction || (is_letter && last > self.at + 1 && is_d(last - 1)))
            && !matches!(self.raw(close + 1), Some(Raw::Caret | Raw::Underscore))
            && self.out.words.iter().rev().take(NEAR).any(|word| word.kind == Kind::Bound(Binder::Integral))
    }

    /// `\substack{1\le i\le n\\ i\ne j}`: its braces go, and its rows are conditions side by side.
    pub fn stacked(&mut self) {
        let behind = self.behind(self.at + 1);
        self.jumps.push((behind - 1, behind));
        self.stacks.push(behind - 1);
        self.at += 2;
    }

    /// Whether this is in the rows of a `\substack`.
    pub fn in_stack(&mut self) -> bool {
        while self.stacks.pop_if(|end| *end < self.at).is_some() {}
        !self.stacks.is_empty()
    }
}
