//! Numbers of lines at their ends, `a = b \ \ (2)`, `\ldots (II)`, which compute nothing.

use super::commands::{self, Command};
use super::shape::Shaper;
use super::tokens::Raw;
use super::{Bracket, Kind};

/// So many characters a number of a line has at most, and so many spaces before it are looked at.
const LONGEST: usize = 4;

/// A label has at most so many characters.
const LONGEST_LABEL: usize = 128;

impl Shaper<'_, '_> {
    /// Sets the number of a line that stands here apart, as one behind a wide space is: behind several narrow ones, and of several
    /// Roman digits behind any. Whether there was one.
    pub fn line_number(&mut self) -> bool {
        let start = self.at;
        // (\#eq:name) is a label of bookdown.
        if self.raw(start + 1) == Some(Raw::Command("#"))
            && let Some(close) = (start..self.list.len()).take(LONGEST_LABEL).find(|at| self.raw(*at) == Some(Raw::Symbol(')')))
        {
            self.at = close + 1;
            return true;
        }
        let mut digits = String::new();
        let mut close = start + 1;
        while let Some(Raw::Digit(character) | Raw::Letter(character)) = self.raw(close)
            && digits.len() < LONGEST
        {
            digits.push(character);
            close += 1;
        }
        let is_roman = digits.len() > 1 && digits.bytes().all(|digit| matches!(digit, b'I' | b'V' | b'X'));
        let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let is_one = digits == "I" || digits == "i";
        let ends = self.raw(close) == Some(Raw::Symbol(')')) && self.ends_sentence(close + 1);
        if !ends || start == 0 || self.out.words.is_empty() {
            return false;
        }
        let is_spaced = is_roman && (self.list[start].spaced || self.is_space(start - 1));
        if !is_spaced && !((is_roman || is_number || is_one) && self.follows_wide_space(start)) {
            return false;
        }
        let [open, inside, end] = [start, start + 1, close].map(|at| self.span(at));
        let number = self.out.spell(&digits);
        let words =
            [(Kind::Gap, open), (Kind::Open(Bracket::Round), open), (Kind::Number(number), inside), (Kind::Close(Bracket::Round), end)];
        words.into_iter().for_each(|(kind, place)| self.push(kind, place));
        self.at = close + 1;
        true
    }

    /// `\quad`, or several spaces in a row.
    fn follows_wide_space(&self, at: usize) -> bool {
        let is_wide =
            |at: usize| matches!(self.raw(at), Some(Raw::Command(name)) if commands::command(name) == Some(Command::Word(Kind::Gap)));
        is_wide(at - 1) || (at > 1 && self.is_space(at - 1) && (is_wide(at - 2) || self.is_space(at - 2)))
    }

    fn is_space(&self, at: usize) -> bool {
        matches!(self.raw(at), Some(Raw::Command(" " | "," | ";" | ":" | ">" | "thinspace" | "enspace" | "hfill" | "hspace")))
    }
}
