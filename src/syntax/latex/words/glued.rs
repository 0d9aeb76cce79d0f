//! Letters without spaces that are a function and its argument, `sinx`, `xlnx`, and letters that a sign or an index makes a name.

use super::Kind;
use super::commands::{self, Command};
use super::names::Marks;
use super::shape::Shaper;
use super::tokens::Raw;
use crate::error::Error;
use crate::letters::BARE_FUNCTIONS;

/// So many spaces before an argument are looked through.
const MOST_SPACES: usize = 8;

/// Words that begin like a function and its argument.
const WORDS: [&str; 3] = ["cost", "cosy", "sect"];

/// The function that letters begin with, where all of them are functions, each with one letter as its argument, behind at most
/// one factor.
fn glued(run: &str) -> Option<Option<&'static str>> {
    if WORDS.contains(&run) {
        return None;
    }
    let functions = || BARE_FUNCTIONS.iter().copied().chain(["ln", "tg"]);
    let begins = |rest: &str| {
        functions().filter(|word| rest.starts_with(word) && rest[word.len()..].starts_with(is_argument)).max_by_key(|word| word.len())
    };
    let first = begins(run);
    let mut rest = match first {
        Some(_) => run,
        None => run.get(1..).filter(|_| run.starts_with(|letter: char| matches!(letter, 'a'..='c' | 'k' | 'm' | 'n' | 't' | 'x'..='z')))?,
    };
    let mut has_function = false;
    while !rest.is_empty() {
        rest = &rest[begins(rest)?.len() + 1..];
        has_function = true;
    }
    has_function.then_some(first)
}

fn is_argument(letter: char) -> bool {
    matches!(letter, 't'..='z')
}

impl Shaper<'_, '_> {
    /// `cosx`, `xlnx`: whether letters that begin here are functions with their arguments; the first, if it is a function, is read.
    pub fn glued_function(&mut self, start: usize, run: &str) -> Result<Option<bool>, Error> {
        // A function of the table before its own argument, max(..), is read elsewhere.
        let is_behind = start > self.run.start && !self.list[start].spaced;
        if run.len() < 3 || self.raw(start + run.len()) == Some(Raw::Underscore) || (is_behind && !self.in_glued) {
            return Ok(None);
        }
        let Some(first) = glued(run) else { return Ok(None) };
        self.in_glued = true;
        let Some(word) = first else { return Ok(Some(false)) };
        let Some(known) = super::upright::known_function(word) else { return Ok(None) };
        let span = self.span(start).to(self.span(start + word.len() - 1));
        self.note_once(span, format!("read `{word}` before its letter as the function; in LaTeX it is written \\{word}"));
        self.push(Kind::Function(known), span);
        self.at += word.len();
        Ok(Some(true))
    }

    /// `\partial hp_i`, `exp_i`: several letters between \partial and the index that ends there, and Euler's function with an index,
    /// are one name.
    pub fn indexed_word(&mut self, start: usize, run: &str) -> Result<bool, Error> {
        let index = start + run.len();
        if self.raw(index) != Some(Raw::Underscore) {
            return Ok(false);
        }
        let behind = self.behind(index + 1);
        let is_below_sign = start > 0 && self.raw(start - 1) == Some(Raw::Command("partial")) && self.raw(behind) == Some(Raw::Close);
        let is_letter = matches!(self.raw(index + 2), Some(Raw::Letter(_))) && behind == index + 4;
        let is_name = run == "exp" && is_letter && self.run.start == start;
        if !is_below_sign && !is_name {
            return Ok(false);
        }
        let span = self.span(start).to(self.span(index - 1));
        self.note_once(span, format!("read `{run}` with its index as one name, which is written \\mathrm{{{run}}}"));
        self.at = index;
        self.marked(Marks::word(run.to_string()), start).map(|()| true)
    }

    /// `\operatorname{rot}x`: an operator before a letter is read as a factor.
    pub fn note_operator(&mut self, start: usize, behind: usize, name: &str) {
        let is_value = match self.raw(self.argument_behind(behind)) {
            Some(Raw::Letter(_) | Raw::Digit(_)) => true,
            Some(Raw::Command(name)) => {
                matches!(commands::command(name), Some(Command::Letter(_) | Command::Accent(_) | Command::Fraction | Command::Root))
            }
            _ => false,
        };
        if self.raw(start) == Some(Raw::Command("operatorname")) && name.len() > 1 && is_value {
            let span = self.span(start).to(self.span(behind - 1));
            self.note_once(span, format!("read {name} as a factor of what stands behind it; the value of a function is written {name}(x)"));
        }
    }

    /// Whether a bracket opens at a token.
    pub fn opens_bracket(&self, at: usize) -> bool {
        match self.raw(at) {
            Some(Raw::Symbol('(' | '[')) => true,
            Some(Raw::Command(name)) => matches!(name, "left" | "{") || name.starts_with("big") || name.starts_with("Big"),
            _ => false,
        }
    }

    /// `ln \; x`, `sigmoid'(x)`: the place behind spaces, and behind primes before a bracket, from which a function without its
    /// backslash takes its argument.
    pub fn argument_behind(&self, start: usize) -> usize {
        let mut at = start;
        while at - start < MOST_SPACES && matches!(self.raw(at), Some(Raw::Command("," | "!" | ";" | ":" | ">" | " " | "thinspace"))) {
            at += 1;
        }
        let mut primes = start;
        while self.raw(primes) == Some(Raw::Prime) {
            primes += 1;
        }
        if primes > start && self.opens_bracket(primes) { primes } else { at }
    }

    /// `gcos{\theta}`, `mcos^2{\theta}`: whether a function of angles follows letters, and an argument in braces or brackets follows it.
    pub fn is_glued_operator(&self, start: usize, word: &str) -> bool {
        let behind = start + word.len();
        let at = if self.raw(behind) == Some(Raw::Caret) { self.behind(behind + 1) } else { behind };
        let is_argument = match self.raw(at) {
            Some(Raw::Open) => true,
            Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_))) || self.opens_bracket(at),
            _ => self.opens_bracket(at),
        };
        matches!(word, "sin" | "cos" | "tan" | "sinh" | "cosh" | "tanh" | "exp") && is_argument
    }
}
