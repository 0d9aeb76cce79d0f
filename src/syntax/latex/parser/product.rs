//! Factors side by side, and where they end the argument of a function without brackets.

use super::Parser;
use super::entry::Entry;
use crate::error::Error;
use crate::expression::Binder;
use crate::syntax::joint::{Chain, Joint, PRODUCT, SIGN, put_before};
use crate::syntax::latex::sentence::leibniz::quotient;
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::NodeId;

impl Parser<'_> {
    /// An operand and an operand side by side: a product.
    pub fn implied(&mut self, operand: NodeId) -> Result<NodeId, Error> {
        if let Some(value) = self.taken_behind(operand) {
            return Ok(value);
        }
        let operand = self.reduce(operand, SIGN)?;
        self.require_value(operand)?;
        if let (Word::Number(_), Word::Number(_)) = (self.kind_at(self.at - 1), self.kind()) {
            return Err(self.expected("an operator", Some("write \\cdot between two numbers".into())));
        }
        self.note_mixed_number();
        self.note_index()?;
        let in_argument = match self.stack.last() {
            Some(Entry::Bare { is_closed, .. }) => !is_closed,
            // Behind a bracket that belongs to it an argument ends.
            Some(Entry::Joint(Joint::ArgumentProduct(_))) => !matches!(self.kind_at(self.at - 1), Word::Close(_)),
            _ => false,
        };
        if in_argument && (!(self.ends_argument() || self.ends_angle(operand)) || self.goes_on(operand)) {
            put_before(&mut self.stack, &mut self.pending, operand, Joint::ArgumentProduct, false);
        } else {
            if let Some(&Entry::Joint(Joint::Product(Chain { start, marked: true }))) = self.stack.last() {
                if self.is_long_denominator(start, operand) {
                    self.note_long_denominator(start, operand);
                    put_before(&mut self.stack, &mut self.pending, operand, Joint::ArgumentProduct, false);
                    return self.operand();
                }
                self.note_division(start, operand);
            }
            self.multiply(operand, false)?;
        }
        self.operand()
    }

    /// `\frac{d\sigma^2[\alpha]}{d\alpha}`: what is differentiated by, alone in square brackets behind a name or its power, is more
    /// likely an argument.
    fn reject_square_argument(&self) -> Result<(), Error> {
        let (Word::Open(Bracket::Square), Word::Name(only)) = (self.kind(), self.kind_at(self.at + 1)) else { return Ok(()) };
        let is_behind_name = match self.kind_at(self.at - 1) {
            Word::Name(_) => true,
            Word::BraceClose => {
                let open = self.mate(self.at - 1);
                open > 1 && self.kind_at(open - 1) == Word::Power && matches!(self.kind_at(open - 2), Word::Name(_))
            }
            _ => false,
        };
        let is_above = matches!(self.innermost_bracket(), Some(Entry::DerivativeTop { .. }));
        let is_variable = is_above && self.scan.variables.contains(self.spelt(self.info(only).spelt));
        if !is_behind_name || !is_variable || self.mate(self.at) != self.at + 2 {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.at + 2)).range()),
            what: "whether this is a factor or an argument is not said".into(),
            hint: Some("write an argument in round brackets, and a factor with \\cdot".into()),
        })
    }

    /// `w1` and `x[2]` are products, though an index may be meant.
    fn note_index(&mut self) -> Result<(), Error> {
        let (before, span) = (self.kind_at(self.at - 1), self.span());
        self.reject_map(span)?;
        self.reject_square_argument()?;
        // (2\cdot x)(2) may be the value at 2.
        let is_value = matches!(before, Word::Close(Bracket::Round | Bracket::Square))
            && self.kind() == Word::Open(Bracket::Round)
            && matches!(self.kind_at(self.at + 1), Word::Number(_) | Word::Name(_))
            && self.mate(self.at) == self.at + 2
            && self.sentence.words[self.mate(self.at - 1)..self.at].iter().any(|word| matches!(word.kind, Word::Name(_)));
        if is_value {
            note::add(&mut self.sentence.notes, span, || {
                "read what stands in brackets here as a factor; the value at a place is written \\left.\\ldots\\right|_{x=2}".into()
            });
        }
        let Word::Name(name) = before else { return Ok(()) };
        let is_index = match self.kind() {
            Word::Number(_) => true,
            Word::Open(Bracket::Square) => !self.is_sum(self.at) || self.is_function_letter(name),
            _ => false,
        };
        if is_index {
            let spelt = self.spelt(self.info(name).spelt).to_string();
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                format!("read what stands behind {spelt} as a factor; an index is written {spelt}_1")
            });
        }
        Ok(())
    }

    /// Whether the argument of a function without brackets ends before this word.
    fn ends_argument(&self) -> bool {
        match self.kind() {
            Word::Function(_) | Word::Open(_) | Word::Bound(_) | Word::Differential(_) | Word::Cases | Word::Indicator => true,
            Word::Fraction => quotient(&self.sentence, self.at).is_some(),
            Word::Name(name) => {
                let info = self.sentence.names[name as usize];
                let spelt = self.sentence.spelling(info.spelt);
                (spelt == "e" && self.kind_at(self.at + 1) == Word::Power)
                    || info.primes + info.dots > 0
                    || (self.spelt(info.base) == "D"
                        && !info.subscript.range().is_empty()
                        && matches!(self.kind_at(self.at + 2), Word::Open(_)))
                    || (matches!(self.kind_at(self.at + 1), Word::Open(_)) && self.is_call(name, self.at + 1).unwrap_or(false))
                    || quotient(&self.sentence, self.at).is_some()
            }
            _ => false,
        }
    }

    /// `\prod_k f_k\cdot\sum_k g_k`: what a product over an index takes ends before a sum or product over the same one.
    fn end_of_product_over(&mut self, operand: NodeId) -> Result<NodeId, Error> {
        let next = self.at + usize::from(self.kind() == Word::Times);
        let (Word::Bound(Binder::Sum | Binder::Product), Word::Name(name)) = (self.kind_at(next), self.kind_at(next + 3)) else {
            return Ok(operand);
        };
        let is_ended = match self.stack[..] {
            [.., Entry::BoundBody(binding)] | [.., Entry::BoundBody(binding), Entry::Joint(Joint::Product(_))] => {
                let index = binding.variable.map(|variable| self.plain_name(variable));
                binding.binder == Binder::Product && binding.until == 0 && index.as_deref() == Some(self.spelt(self.info(name).spelt))
            }
            _ => false,
        };
        if !is_ended {
            return Ok(operand);
        }
        let mut operand = self.reduce(operand, PRODUCT)?;
        if let Some(Entry::BoundBody(binding)) = self.stack.pop() {
            operand = self.finish(Entry::BoundBody(binding), operand)?;
            note::add(&mut self.sentence.notes, binding.at, || {
                "read the product as ended before the next sum or product over its index".into()
            });
        }
        Ok(operand)
    }

    pub fn multiply(&mut self, operand: NodeId, divide: bool) -> Result<(), Error> {
        let operand = self.reduce(operand, PRODUCT + 1)?;
        let operand = self.end_of_product_over(operand)?;
        self.require_value(operand)?;
        put_before(&mut self.stack, &mut self.pending, operand, Joint::Product, divide);
        Ok(())
    }
}
