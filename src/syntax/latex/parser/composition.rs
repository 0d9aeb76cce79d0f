//! `(f \circ g)(x)`: functions one after the other, and the derivative of that, `(f \circ g)'(x)`.

use super::Parser;
use super::entry::{Callee, Entry};
use crate::error::Error;
use crate::syntax::latex::words::commands::SET;
use crate::syntax::latex::words::{Bracket, Kind as Word, Name};
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    /// Opens the argument of a bracket that holds names with circles between them; whether there is one.
    pub fn composition(&mut self) -> Result<bool, Error> {
        let (open, mate) = (self.at, self.mate(self.at));
        if self.kind_at(open + 2) != Word::Compose {
            return Ok(false);
        }
        // (f'\circ g)(x) has primes inside.
        let is_behind = matches!(self.kind_at(mate + 1), Word::Primes(_));
        let is_list = (open + 1..mate).all(|at| match self.kind_at(at) {
            Word::Name(name) => (at - open) % 2 == 1 && self.info(name).dots == 0 && (self.info(name).primes == 0 || !is_behind),
            Word::Compose => (at - open) % 2 == 0,
            _ => false,
        });
        let (primes, argument) = match self.kind_at(mate + 1) {
            Word::Primes(primes) => (primes, mate + 2),
            _ => (0, mate + 1),
        };
        let takes = self.kind_at(argument) == Word::Open(Bracket::Round) && !self.bracket_has_comma(argument);
        let ends_with_name = (mate - open).is_multiple_of(2);
        if !is_list || !ends_with_name || !takes {
            return Err(self.uncomposed(open + 2));
        }
        let callee = Callee::Composed { open, primes };
        self.open(Entry::Call { callee, start: self.pending.len(), at: self.span(), open: argument });
        self.at = argument + 1;
        Ok(true)
    }

    pub fn uncomposed(&self, at: usize) -> Error {
        let hint = Some("functions one after the other are written (f \\circ g)(x), or f(g(x))".into());
        Error::Unsupported { span: Some(self.span_at(at).range()), what: SET.into(), hint }
    }

    /// The names in the bracket that begins at a word, of the argument. A derivative at what is no name is taken by x, which
    /// then has that value.
    pub fn composed(&mut self, open: usize, primes: u32, argument: NodeId, span: Span) -> NodeId {
        let is_name = matches!(self.tree.node(argument).kind, Kind::Name(_));
        let variable = if is_name || primes == 0 { argument } else { self.spell_node("x", span) };
        let mut value = variable;
        for at in (open + 1..self.mate(open)).rev() {
            if let Word::Name(name) = self.kind_at(at) {
                let Name { spelt, primes, .. } = self.info(name);
                let children = self.tree.push_children(&[(value, false)]);
                value = self.tree.push(Kind::Apply(spelt, primes, children), span);
            }
        }
        if primes == 0 {
            return value;
        }
        let derivative = self.tree.push(Kind::Derivative(value, variable, primes), span);
        if is_name {
            return derivative;
        }
        let children = self.tree.push_children(&[(variable, false), (argument, false)]);
        self.tree.push(Kind::Evaluated(derivative, children), span)
    }
}
