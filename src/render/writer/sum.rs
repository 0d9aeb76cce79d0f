//! Sums, and the signs of their terms.

use super::super::order;
use super::{Level, Step, Writer};
use crate::expression::{Id, Term};
use crate::number::Rational;

impl Writer<'_> {
    pub(super) fn sum(&mut self, out: &mut String, terms: &[Term], level: Level, inline: bool) {
        let ordered = match self.style.ascending {
            Some(base) if order::has_powers(self.arena, terms, base) => order::ascending(self.arena, terms, base, self.style.variable),
            _ => order::terms(self.arena, terms, self.style.variable),
        };
        let bracket = level > Level::Sum;
        let tall = !inline && self.latex() && ordered.iter().any(|term| self.is_tall(term.id) || self.has_bar(term.id, &term.number));
        let (open, close) = self.brackets(tall);
        if bracket {
            out.push_str(open);
        }
        if bracket {
            self.stack.push(Step::Str(close));
        }
        // What is written last lies deepest.
        let is_drawn = self.is_drawn();
        for (at, term) in ordered.iter().enumerate().rev() {
            self.stack.push(Step::Term(term.id, term.number.abs(), Level::Term, inline));
            match (at, term.number.is_negative()) {
                (0, false) => {}
                (0, true) => self.stack.push(Step::Str("-")),
                (_, false) => self.stack.push(Step::Str(if is_drawn { "+" } else { " + " })),
                (_, true) => self.stack.push(Step::Str(if is_drawn { "-" } else { " - " })),
            }
        }
    }

    /// `number * id` where the number may be negative.
    pub(super) fn signed_term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        if !number.is_negative() {
            return self.term(out, id, number, level, inline);
        }
        let bracket = level > Level::Sum;
        let (open, close) = self.brackets(!inline && (self.is_tall(id) || self.has_bar(id, number)));
        if bracket {
            out.push_str(open);
            self.stack.push(Step::Str(close));
        }
        out.push('-');
        self.term(out, id, &-number, Level::Term, inline);
    }
}
