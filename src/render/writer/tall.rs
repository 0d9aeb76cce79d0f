//! What is taller than a line in LaTeX, and so wants brackets that grow.

use super::super::drawing::Drawing;
use super::Writer;
use crate::expression::{Id, Node};
use crate::functions::FunctionId;

impl Writer<'_> {
    pub(super) fn brackets(&self, tall: bool) -> (&'static str, &'static str) {
        match self.drawing {
            Some(Drawing { brackets: [open, close], .. }) if tall => (open, close),
            _ => ("(", ")"),
        }
    }

    pub(super) fn is_tall(&self, id: Id) -> bool {
        self.tall.get(id.index()).copied().unwrap_or(false)
    }

    /// Marks what is taller than a line in LaTeX: fractions, sums, case distinctions, and what holds them.
    pub(super) fn find_tall(&mut self, root: Id) {
        self.tall.clear();
        if self.arena.as_symbol(root).is_some() {
            return;
        }
        self.tall.resize(root.index() + 1, false);
        for id in self.arena.reachable(root) {
            let tall = |id: Id| self.tall[id.index()];
            self.tall[id.index()] = match self.arena.node(id) {
                Node::Number(number) => !number.is_integer(),
                Node::Sum(terms) => terms.iter().any(|term| tall(term.id) || !term.number.is_integer()),
                Node::Product(factors) => factors.iter().any(|factor| tall(factor.id) || factor.number.is_negative()),
                Node::Power(base, _) => tall(base),
                Node::Call(function, [_]) if self.style.latex.reciprocal(function).is_some() => true,
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
        }
    }
}
