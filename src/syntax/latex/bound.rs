//! Sums, products and integrals: their limits, and where they end.

use super::entry::{Binding, Entry};
use super::parse::Parser;
use super::words::{Kind as Word, Sign};
use crate::error::Error;
use crate::expression::Binder;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    pub(super) fn bound(&mut self, binding: Binding, body: NodeId, span: Span) -> NodeId {
        let (Some(variable), Some(lower), Some(upper)) = (binding.variable, binding.lower, binding.upper) else { return body };
        let children = self.tree.push_children(&[(variable, false), (lower, false), (upper, false), (body, false)]);
        self.tree.push(Kind::Bound(binding.binder, children), span)
    }

    pub(super) fn close_integral(&mut self, operand: NodeId, name: u32) -> Result<NodeId, Error> {
        let body = self.reduce(operand, 1)?;
        let end = self.span_at(self.at + 1);
        // \int x\,dx^2 is by x^2, and not by x.
        if self.kind_at(self.at + 2) == Word::Power {
            let what = "an integral by another expression than a variable is not read".into();
            return Err(Error::Unsupported { span: Some(end.range()), what, hint: None });
        }
        match self.stack.last().copied() {
            Some(Entry::Integral(binding)) => {
                self.require_value(body)?;
                self.shut();
                let variable = self.name_node(name, end);
                self.at += 2;
                Ok(self.bound(Binding { variable: Some(variable), ..binding }, body, binding.at.to(end)))
            }
            _ => Err(self.expected("a closing bracket", None)),
        }
    }

    /// The limits of a sum, product or integral.
    pub(super) fn limits(&mut self, binder: Binder) -> Result<(), Error> {
        let at = self.span();
        if self.kind_at(self.at + 1) != Word::Subscript {
            return Err(without_limits(binder, at));
        }
        let open = self.at + 2;
        if self.kind_at(self.mate(open) + 1) != Word::Power {
            return Err(without_limits(binder, at));
        }
        let mut binding = Binding { binder, at, variable: None, lower: None, upper: None };
        self.at = open + 1;
        if binder != Binder::Integral {
            let (Word::Name(name), Word::Relation(Sign::Equal)) = (self.kind(), self.kind_at(self.at + 1)) else {
                return Err(without_limits(binder, at));
            };
            binding.variable = Some(self.name_node(name, self.span()));
            self.at += 2;
        }
        self.open(Entry::Lower(binding));
        Ok(())
    }
}

pub(super) fn integral_without_differential(at: Span) -> Error {
    let hint = Some("an integral ends with its differential: \\int_{0}^{x} t^2\\,dt".into());
    let found = "an integral without `dx` behind it".into();
    Error::Syntax { span: at.range(), found, expected: "its differential".into(), hint }
}

/// A sum, product or integral must have limits.
fn without_limits(binder: Binder, at: Span) -> Error {
    let (what, hint) = match binder {
        Binder::Integral => ("an integral without limits is not read", "write \\int_{a}^{x} f(t)\\,dt"),
        _ => ("a sum or product over no range of numbers is not read", "write its limits: \\sum_{i=1}^{n}"),
    };
    Error::Unsupported { span: Some(at.range()), what: what.into(), hint: Some(hint.into()) }
}
