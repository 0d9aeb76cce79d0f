//! What is taller than a line in LaTeX, and so wants brackets that grow.

use super::super::drawing::Drawing;
use super::Writer;
use crate::expression::{Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use rustc_hash::FxHashSet;

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    pub(super) fn brackets(&self, tall: bool) -> (&'static str, &'static str) {
        match self.drawing() {
            Some(Drawing { brackets: [open, close], .. }) if tall => (open, close),
            _ => ("(", ")"),
        }
    }

    /// Whether a number is drawn with a bar, and not as a decimal.
    fn is_fraction(&self, number: &Rational) -> bool {
        !(number.is_integer() || self.style.decimals && number.to_decimal(Rational::WRITTEN_DIGITS).is_some())
    }

    /// Whether the coefficient of an expression is drawn with a bar; beside the root of a number, `x/2*sqrt(2)` is `x/sqrt(2)`.
    pub(super) fn has_bar(&self, id: Id, number: &Rational) -> bool {
        let is_root = |factor: &Term| !factor.number.is_integer() && self.arena.as_number(factor.id).is_some();
        let has_root = || matches!(self.arena.node(id), Node::Product(factors) if factors.iter().any(is_root));
        self.is_fraction(number) || (!number.is_integer() && has_root())
    }

    pub(super) fn is_tall(&self, id: Id) -> bool {
        self.tall.contains(&id)
    }

    /// Whether the bars around it stand beside other factors within bars: `|a|b|c|` might be read in two ways.
    pub(super) fn is_in_bars(&self, argument: Id) -> bool {
        self.in_bars.contains(&argument)
    }

    /// Marks what stands between bars that stand beside other factors in `argument`, which has bars around it as well.
    fn find_in_bars(&mut self, argument: Id) {
        if !self.has_bars_beside(argument) {
            return;
        }
        for id in self.arena.reachable(argument) {
            if let Node::Call(FunctionId::ABS, &[inner]) = self.arena.node(id) {
                self.in_bars.insert(inner);
            }
        }
    }

    /// Everything that is written of an expression, children before parents: what stands there by a name has no parts.
    fn written_parts(&self, root: Id) -> Vec<Id> {
        if self.named.is_empty() {
            return self.arena.reachable(root);
        }
        let (mut waiting, mut seen) = (vec![root], FxHashSet::from_iter([root]));
        while let Some(id) = waiting.pop() {
            self.arena.for_each_child(id, |child| {
                if !self.is_named(child) && seen.insert(child) {
                    waiting.push(child);
                }
            });
        }
        let mut parts: Vec<Id> = seen.into_iter().collect();
        parts.sort_unstable();
        parts
    }

    /// Marks what is taller than a line in LaTeX: fractions, sums, case distinctions, and what holds them.
    pub(super) fn find_tall(&mut self, root: Id) {
        self.tall.clear();
        self.in_bars.clear();
        if self.arena.as_symbol(root).is_some() {
            return;
        }
        for id in self.written_parts(root) {
            if let Node::Call(FunctionId::ABS, &[argument]) = self.arena.node(id) {
                self.find_in_bars(argument);
            }
            let tall = |id: Id| self.tall.contains(&id);
            let is_tall = match self.arena.node(id) {
                Node::Number(number) => self.is_fraction(number),
                Node::Sum(terms) => terms.iter().any(|term| tall(term.id) || self.has_bar(term.id, &term.number)),
                Node::Product(factors) => factors.iter().any(|factor| tall(factor.id) || factor.number.is_negative()),
                Node::Power(base, _) => tall(base),
                Node::Call(function, [_]) if self.latex_style().reciprocal(function).is_some() => true,
                Node::Call(FunctionId::EXP, _) => false,
                Node::Piecewise(_) | Node::Bound(..) => true,
                Node::Apply(unknown, arguments) => {
                    let orders = self.arena.unknown(unknown).1;
                    (orders.len() > 1 && orders.iter().any(|order| *order > 0)) || arguments.iter().any(|argument| tall(*argument))
                }
                _ => {
                    let mut any = false;
                    self.arena.for_each_child(id, |child| any |= tall(child));
                    any
                }
            };
            if is_tall {
                self.tall.insert(id);
            }
        }
    }
}
