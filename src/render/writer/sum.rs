//! Sums, and the signs of their terms.

use super::super::order;
use super::{Level, Step, Writer};
use crate::expression::{Id, Term};
use crate::number::Rational;

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    pub(super) fn sum(&mut self, out: &mut String, terms: &[Term], level: Level, inline: bool) {
        let apart = self.style.ascending.and_then(|base| order::with_first_power(self.arena, terms, base));
        let terms = apart.as_deref().unwrap_or(terms);
        let ordered = match self.style.ascending {
            Some(base) if order::has_powers(self.arena, terms, base) => order::ascending(self.arena, terms, base, self.style.variable),
            _ => order::terms(self.arena, terms, self.style.variable),
        };
        let bracket = level > Level::Sum;
        let tall = !inline && self.latex() && ordered.iter().any(|term| self.is_tall(term.id) || self.has_bar(term.id, &term.number));
        let (open, close) = self.brackets(tall);
        let from = self.stack.len();
        if bracket {
            self.put_str(out, from, open);
        }
        let [plus, minus] = if self.is_drawn() { ["+", "-"] } else { [" + ", " - "] };
        for (at, term) in ordered.iter().enumerate() {
            match (at, term.number.is_negative()) {
                (0, false) => {}
                (0, true) => self.put_str(out, from, "-"),
                (_, false) => self.put_str(out, from, plus),
                (_, true) => self.put_str(out, from, minus),
            }
            let number = term.number.abs();
            if self.is_next(from) {
                self.within(out, |writer, out| writer.term(out, term.id, &number, Level::Term, inline));
            } else {
                self.stack.push(Step::Term(term.id, number, Level::Term, inline));
            }
        }
        if bracket {
            self.put_str(out, from, close);
        }
        self.settle(from);
    }

    /// `number * id` where the number may be negative.
    pub(super) fn signed_term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        if !number.is_negative() {
            return self.term(out, id, number, level, inline);
        }
        let bracket = level > Level::Sum;
        let (open, close) = self.brackets(!inline && (self.is_tall(id) || self.has_bar(id, number)));
        let from = self.stack.len();
        if bracket {
            self.put_str(out, from, open);
        }
        self.put_str(out, from, "-");
        let number = -number;
        if !bracket {
            return self.term(out, id, &number, Level::Term, inline);
        }
        self.put(out, from, Step::Term(id, number, Level::Term, inline));
        self.put_str(out, from, close);
        self.settle(from);
    }
}
