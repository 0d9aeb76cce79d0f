//! `f^{-1}(x)`, `(f^{-1})'(4)`: the exponent -1 on a function that takes an argument names its inverse function, a function of its
//! own here, with a name of its own.

use super::Parser;
use super::entry::{Applied, Callee, Entry};
use crate::error::Error;
use crate::syntax::latex::sentence::letters::{CONSTANT, DEPENDENT};
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::names::function;
use crate::syntax::note;
use crate::syntax::tree::{NodeId, Span};

impl Parser<'_> {
    /// Whether a name with the exponent -1 stands before its argument.
    pub fn is_inverse_call(&self, name: u32) -> Result<bool, Error> {
        if self.kind_at(self.at + 1) != Word::Power || !self.is_minus_one(self.at + 2) {
            return Ok(false);
        }
        let open = self.mate(self.at + 2) + 1;
        let takes = match self.kind_at(open) {
            Word::Open(Bracket::Round) => true,
            Word::Open(Bracket::Square | Bracket::Curly) => self.is_function_letter(name),
            _ => false,
        };
        // C^{-1}(I): of these letters the reciprocal is more likely.
        if CONSTANT.contains(&self.spelt(self.info(name).base)) && !self.scan.functions.contains(self.spelt(self.info(name).spelt)) {
            return Ok(false);
        }
        Ok(takes && (self.is_raised_call(name)? || (!self.is_sum(open) && self.is_call(name, open)?)))
    }

    /// Opens the argument of an inverse function.
    pub fn inverse_call(&mut self, name: u32) {
        let open = self.mate(self.at + 2) + 1;
        let at = self.span();
        self.open_inverse(name, 0, at, open);
    }

    /// `(f^{-1})'(4)` with the primes as the current word; whether it is that.
    pub fn primed_inverse(&mut self, base: NodeId, primes: u32) -> Result<Option<NodeId>, Error> {
        let letter = self.plain_name(base);
        let open = self.at + 1;
        let first = self.mate(self.at - 1) + 1;
        let (Word::Name(name), Word::Open(Bracket::Round)) = (self.kind_at(first), self.kind_at(open)) else { return Ok(None) };
        if !DEPENDENT.contains(&&*letter) {
            return Ok(None);
        }
        let at = self.tree.node(base).span;
        self.open_inverse(name, primes, at, open);
        self.operand().map(Some)
    }

    fn open_inverse(&mut self, name: u32, order: u32, at: Span, open: usize) {
        let info = self.info(name);
        let spelt = self.spelt(info.spelt).to_string();
        // \sigma^{-1}(y)
        if order == 0
            && spelt == "sigma"
            && self.letter_function(name, open).is_some()
            && let Some(known) = function("logit")
        {
            note::add(&mut self.sentence.notes, at, || "read \\sigma^{-1} as logit, the inverse of the logistic function".into());
            let callee = Callee::Known(Applied { known, name: at, base: None, exponent: None, primes: 0 });
            self.open(Entry::Call { callee, start: self.pending.len(), at, open });
            self.at = open + 1;
            return;
        }
        let base = format!("{}_inverse", self.spelt(info.base));
        let (subscript, label) = (self.spelt(info.subscript).to_string(), self.spelt(info.label).to_string());
        let inverse = self.sentence.name(&base, &subscript, &label, 0, 0, info.is_word).spelt;
        let written = self.spelt(inverse).to_string();
        if self.told.insert(written.clone()) {
            note::add(&mut self.sentence.notes, at, || {
                format!("read the exponent -1 as the inverse function of {spelt}, {written}; its reciprocal is \\frac{{1}}{{{spelt}(x)}}")
            });
        }
        let callee = Callee::Unknown { name: inverse, order, exponent: None };
        self.open(Entry::Call { callee, start: self.pending.len(), at, open });
        self.at = open + 1;
    }
}
