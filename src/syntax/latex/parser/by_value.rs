//! `\frac{\partial L}{\partial f(x)}`, `\frac{d\,f(g(x))}{d\,g(x)}`: a derivative by the value of an unknown function is taken at
//! that value, in the argument that it is.

use super::Parser;
use super::entry::{Callee, Entry};
use crate::error::Error;
use crate::syntax::latex::sentence::leibniz::{self, is_differential};
use crate::syntax::latex::sentence::scan::is_same_word;
use crate::syntax::latex::words::{Bracket, Differ, Kind as Word};
use crate::syntax::note;
use std::ops::Range;

/// Such a call has at most so many words.
const LONGEST_CALL: usize = 64;

impl Parser<'_> {
    /// Begins such a quotient at a fraction; whether there is one. Both signs and orders are the same.
    pub fn begin_by_value(&mut self) -> Result<bool, Error> {
        let top = self.at + 1;
        let bottom = self.mate(top) + 1;
        let (order, from) = leibniz::order(&self.sentence, top + 2);
        let end = self.mate(bottom);
        let (above, mut below) = (from..self.mate(top), bottom + 2..end);
        let order = order.unwrap_or(1);
        if order > 1 {
            // \frac{\partial^2 L}{\partial F(x_i)^2}
            let Some(power) = end.checked_sub(4).filter(|power| leibniz::order(&self.sentence, *power) == (Some(order), end)) else {
                return Ok(false);
            };
            below.end = power;
        }
        let is_partial = |open: usize| self.kind_at(open + 1) == Word::Differential(Differ::Partial);
        let alike = is_differential(&self.sentence, top + 1)
            && is_differential(&self.sentence, bottom + 1)
            && is_partial(top) == is_partial(bottom);
        let Some(name) = self.unknown_at(&above).filter(|_| alike && self.call_open(&below)) else { return Ok(false) };
        if self.unknown_at(&below).is_none() || !self.is_call_of(below.start)? {
            return Ok(false);
        }
        let (behind, at) = (end + 1, self.span());
        let place = if self.call_open(&above) { self.place_of(&above, &below) } else { None };
        let spelt = self.info(name).spelt;
        match place {
            // f(g(x), y) by g(x): a derivative in that argument.
            Some((place, count)) => {
                self.open(Entry::ByValue { behind });
                if count > 1 {
                    self.begin_numbered(vec![place; order as usize], above.start, at);
                } else {
                    let callee = Callee::Unknown { name: spelt, order, exponent: None };
                    self.open(Entry::Call { callee, start: self.pending.len(), at, open: above.start + 1 });
                    self.at = above.start + 2;
                }
            }
            // Of y(t) by x(t) it is not said whether y is taken as a function of x.
            None if !is_partial(top) && self.call_open(&above) => return Ok(false),
            None => {
                let written =
                    self.text.get(self.span_at(below.start).to(self.span_at(below.end - 1)).range()).unwrap_or_default().to_string();
                let letter = self.spelt(spelt).to_string();
                if order > 1 {
                    // The order below is no power of the value: the braces of both end before it.
                    self.open(Entry::ByValue { behind });
                    for at in below.end..below.end + 2 {
                        let word = self.sentence.words[at];
                        self.sentence.words[at] = crate::syntax::latex::words::Word { kind: Word::BraceClose, mate: bottom as u32, ..word };
                    }
                }
                note::add(&mut self.sentence.notes, at, || {
                    format!("read {letter} as a function of {written}, by which it is differentiated")
                });
                let callee = Callee::Unknown { name: spelt, order, exponent: None };
                self.open(Entry::Call { callee, start: self.pending.len(), at, open: bottom });
                self.at = below.start;
            }
        }
        Ok(true)
    }

    /// The name that stands alone, or before its arguments, and has neither marks of derivatives nor a value.
    fn unknown_at(&self, words: &Range<usize>) -> Option<u32> {
        let Word::Name(name) = self.kind_at(words.start) else { return None };
        let (info, spelt) = (self.info(name), self.spelt(self.info(name).spelt));
        let is_known = self.scan.defined.contains(spelt)
            || self.scan.functions.contains(spelt)
            || self.declared.contains(spelt)
            || self.is_expectation(name)
            || self.letter_function(name, words.start + 1).is_some();
        ((words.len() == 1 || self.call_open(words)) && info.primes + info.dots == 0 && !is_known).then_some(name)
    }

    /// Whether words are a name and a bracket that ends with them.
    fn call_open(&self, words: &Range<usize>) -> bool {
        words.len() <= LONGEST_CALL
            && matches!(self.kind_at(words.start), Word::Name(_))
            && self.kind_at(words.start + 1) == Word::Open(Bracket::Round)
            && self.mate(words.start + 1) + 1 == words.end
    }

    fn is_call_of(&self, at: usize) -> Result<bool, Error> {
        match self.kind_at(at) {
            Word::Name(name) => self.is_call(name, at + 1),
            _ => Ok(false),
        }
    }

    /// Which argument of a call other words are, counted from 1, and how many it has.
    fn place_of(&self, call: &Range<usize>, value: &Range<usize>) -> Option<(u32, usize)> {
        let close = call.end - 1;
        let (mut from, mut number, mut found) = (call.start + 2, 1u32, None);
        let mut at = from;
        while at <= close {
            let is_end = at == close || self.kind_at(at) == Word::Comma;
            if is_end {
                let is_same = at - from == value.len()
                    && (from..at)
                        .zip(value.clone())
                        .all(|(one, other)| is_same_word(&self.sentence, self.kind_at(one), self.kind_at(other)));
                if is_same {
                    found.get_or_insert(number);
                }
                (from, number) = (at + 1, number + 1);
            } else if let Word::Open(_) | Word::BraceOpen | Word::Cases = self.kind_at(at) {
                at = self.mate(at);
            }
            at += 1;
        }
        found.map(|place| (place, number as usize - 1))
    }
}
