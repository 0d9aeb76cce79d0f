//! Sums, products and integrals: their limits, and where they end.

use super::commands::SET;
use super::entry::{Binding, Entry};
use super::parse::Parser;
use super::words::{Kind as Word, Sign};
use crate::error::Error;
use crate::expression::{Binder, Relation};
use crate::letters::ELEMENT;
use crate::syntax::tree::{Kind, NodeId, Span};
use smallvec::SmallVec;

impl Parser<'_> {
    pub(super) fn bound(&mut self, binding: Binding, body: NodeId, span: Span) -> NodeId {
        let Binding { variable: Some(variable), lower, upper, range, .. } = binding else { return body };
        let parts = [Some(variable), lower, upper, range, Some(body)];
        let parts: SmallVec<[(NodeId, bool); 4]> = parts.into_iter().flatten().map(|part| (part, false)).collect();
        let children = self.tree.push_children(&parts);
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

    /// The limits of a sum, product or integral, or the range of an index.
    pub(super) fn limits(&mut self, binder: Binder) -> Result<(), Error> {
        let at = self.span();
        if self.kind_at(self.at + 1) != Word::Subscript {
            return Err(without_limits(binder, at));
        }
        let open = self.at + 2;
        let close = self.mate(open);
        let has_upper = self.kind_at(close + 1) == Word::Power;
        let mut binding = Binding { binder, at, variable: None, lower: None, upper: None, range: None };
        self.at = open + 1;
        if binder == Binder::Integral {
            if !has_upper {
                return Err(without_limits(binder, at));
            }
            self.open(Entry::Lower(binding));
            return Ok(());
        }
        let Word::Name(name) = self.kind() else { return Err(without_limits(binder, at)) };
        let index = self.span();
        binding.variable = Some(self.name_node(name, index));
        match self.kind_at(self.at + 1) {
            Word::Relation(Sign::Equal) if has_upper => {
                self.at += 2;
                self.open(Entry::Lower(binding));
            }
            Word::Relation(Sign::Equal) => return Err(without_limits(binder, at)),
            Word::Relation(_) => self.open(Entry::Range(binding)),
            Word::Element => {
                self.at += 2;
                self.open(Entry::Elements(binding));
            }
            Word::Colon => {
                self.at += 2;
                self.open(Entry::Range(binding));
            }
            Word::BraceClose if has_upper => {
                self.at = close + 3;
                self.open(Entry::Upper(binding));
            }
            _ => return self.indices(binding, open..close),
        }
        Ok(())
    }

    /// `\sum_{i,j}`, `\sum_{ij}`: indices without a range, as many sums.
    fn indices(&mut self, binding: Binding, list: std::ops::Range<usize>) -> Result<(), Error> {
        if self.kind_at(list.end + 1) == Word::Power {
            return Err(without_limits(binding.binder, binding.at));
        }
        self.stack.push(Entry::BoundBody(binding));
        for at in list.start + 2..list.end {
            match (self.kind_at(at), self.kind_at(at - 1)) {
                (Word::Name(name), _) => {
                    let variable = Some(self.name_node(name, self.span_at(at)));
                    self.stack.push(Entry::BoundBody(Binding { variable, ..binding }));
                }
                (Word::Comma, Word::Name(_)) if at + 1 < list.end => {}
                _ => return Err(without_limits(binding.binder, binding.at)),
            }
        }
        self.at = list.end + 1;
        Ok(())
    }

    /// The end of what stands below a sum or product. A limit above counts from an index that has none below, `\sum_i^n`.
    pub(super) fn close_range(&mut self, binding: Binding, condition: NodeId) -> Result<NodeId, Error> {
        let binding = self.restricted(binding, condition);
        if self.kind() == Word::Power {
            self.open(Entry::Upper(binding));
            self.at += 2;
        } else {
            let binding = self.ranged(binding);
            self.stack.push(Entry::BoundBody(binding));
        }
        self.operand()
    }

    /// The end of `\sum_{k\in K}`: a set is a name, or what a function of something is.
    pub(super) fn close_elements(&mut self, binding: Binding, set: NodeId) -> Result<NodeId, Error> {
        let (Some(index), Kind::Name(_) | Kind::Apply(..)) = (binding.variable, self.tree.node(set).kind) else {
            return Err(Error::Unsupported { span: Some(self.tree.node(set).span.range()), what: SET.into(), hint: None });
        };
        if self.kind() == Word::Power {
            return Err(without_limits(binding.binder, binding.at));
        }
        let children = self.tree.push_children(&[(index, false), (set, false)]);
        let name = self.sentence.spell(ELEMENT);
        let element = self.tree.push(Kind::Apply(name, 0, children), self.tree.node(index).span.to(self.tree.node(set).span));
        self.stack.push(Entry::BoundBody(Binding { range: Some(element), ..binding }));
        self.operand()
    }

    /// `\sum_{j=1,j\ne i}`: what stands behind the lower limit.
    pub(super) fn beside_lower(&mut self, binding: Binding, lower: NodeId) -> Result<NodeId, Error> {
        self.shut();
        self.at += 1;
        self.open(Entry::Range(Binding { lower: Some(lower), ..binding }));
        self.operand()
    }

    /// Limits beside a range are part of it, for one index has either.
    pub(super) fn ranged(&mut self, mut binding: Binding) -> Binding {
        let Binding { variable: Some(variable), lower, upper, range, .. } = binding else { return binding };
        if lower.is_some() && upper.is_some() && range.is_none() {
            return binding;
        }
        let (kind, span) = (self.tree.node(variable).kind, self.tree.node(variable).span);
        for (limit, is_upper) in [(lower, false), (upper, true)] {
            let Some(limit) = limit else { continue };
            let index = self.tree.push(kind, span);
            let (left, right) = if is_upper { (index, limit) } else { (limit, index) };
            let condition = self.tree.push(Kind::Relation(Relation::LessOrEqual, left, right), span.to(self.tree.node(limit).span));
            binding = self.restricted(binding, condition);
        }
        Binding { lower: None, upper: None, ..binding }
    }

    fn restricted(&mut self, binding: Binding, condition: NodeId) -> Binding {
        let range = match binding.range {
            None => condition,
            Some(range) => {
                let span = self.tree.node(range).span.to(self.tree.node(condition).span);
                let children = self.tree.push_children(&[(range, false), (condition, false)]);
                self.tree.push(Kind::And(children), span)
            }
        };
        Binding { range: Some(range), ..binding }
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
        _ => ("what this sum or product runs over is not read", "write its limits, \\sum_{i=1}^{n}, or its index, \\sum_i"),
    };
    Error::Unsupported { span: Some(at.range()), what: what.into(), hint: Some(hint.into()) }
}
