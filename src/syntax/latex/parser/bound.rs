//! Sums and products, and the limits of integrals: what they run over, and where they end.

use super::Parser;
use super::entry::{Binding, Entry};
use super::integral::LONGEST_INTEGRAND;
use crate::error::Error;
use crate::expression::{Binder, Relation};
use crate::letters::{ELEMENT, is_second_index};
use crate::syntax::joint::Joint;
use crate::syntax::latex::words::commands::SET;
use crate::syntax::latex::words::{Kind as Word, Sign};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};
use smallvec::SmallVec;

impl Parser<'_> {
    pub fn bound(&mut self, binding: Binding, body: NodeId, span: Span) -> NodeId {
        let Binding { variable: Some(variable), lower, upper, range, .. } = binding else { return body };
        let parts = [Some(variable), lower, upper, range, Some(body)];
        let parts: SmallVec<[(NodeId, bool); 4]> = parts.into_iter().flatten().map(|part| (part, false)).collect();
        let children = self.tree.push_children(&parts);
        self.tree.push(Kind::Bound(binding.binder, children), span)
    }

    /// `in(k, K)`
    pub fn element(&mut self, index: NodeId, set: NodeId) -> NodeId {
        let children = self.tree.push_children(&[(index, false), (set, false)]);
        let name = self.sentence.spell(ELEMENT);
        self.tree.push(Kind::Apply(name, 0, children), self.tree.node(index).span.to(self.tree.node(set).span))
    }

    /// The end of what a sum, a product, or an integral that begins with its differential takes.
    pub fn bound_body(&mut self, binding: Binding, body: NodeId, end: Span) -> NodeId {
        let binding = match (binding.binder, binding.variable) {
            (Binder::Integral, Some(variable)) => {
                self.apply_integrand(binding, body);
                self.improper(binding, variable)
            }
            _ => binding,
        };
        self.bound(binding, body, binding.at.to(end))
    }

    /// Begins what a sum or product takes: the product that follows, and with it the terms up to the last in which the index stands.
    pub fn begin_body(&mut self, binding: Binding) {
        let until = self.last_term_with_index(binding);
        if until > 0 {
            let span = binding.at;
            note::add(&mut self.sentence.notes, span, || {
                "read the terms behind the sign as part of what is summed, for its index stands in them".into()
            });
        }
        self.stack.push(Entry::BoundBody(Binding { until, ..binding }));
    }

    /// `\sum_i a_i-b_i`: the word behind the last of several terms in which the index of a sum stands; 0 where it is in the first
    /// alone, or one of its own names it.
    fn last_term_with_index(&self, binding: Binding) -> usize {
        let Some(index) = binding.variable.map(|variable| self.plain_name(variable)) else { return 0 };
        if index.is_empty() || binding.binder == Binder::Integral || self.scan.alone.contains(&index) && self.declared.contains(&index) {
            return 0;
        }
        let (mut until, mut at, mut depth) = (0, self.at, 0usize);
        let (mut is_first, mut is_here) = (true, false);
        let names = |at: usize| match self.kind_at(at) {
            Word::Name(name) => {
                let info = self.info(name);
                self.spelt(info.spelt) == index || self.spelt(info.subscript).split('_').any(|part| part == index)
            }
            _ => false,
        };
        while at < (self.at + LONGEST_INTEGRAND).min(self.end) {
            let kind = self.kind_at(at);
            let ends = match kind {
                Word::Open(_) | Word::BraceOpen | Word::Cases => {
                    depth += 1;
                    false
                }
                Word::Close(_) | Word::BraceClose | Word::EndCases if depth > 0 => {
                    depth -= 1;
                    false
                }
                // Another sum over the same letter has an index of its own, and so may an integral.
                Word::Bound(Binder::Integral) => return until,
                Word::Bound(_) if names(at + 3) => return until,
                Word::Plus | Word::Minus => depth == 0 && at > self.at,
                Word::Close(_)
                | Word::BraceClose
                | Word::EndCases
                | Word::End
                | Word::Relation(_)
                | Word::Comma
                | Word::Separator
                | Word::Row
                | Word::Gap
                | Word::Ampersand
                | Word::Evaluate => {
                    if depth > 0 {
                        false
                    } else {
                        return if is_here && !is_first { at } else { until };
                    }
                }
                _ => {
                    is_here |= names(at);
                    false
                }
            };
            if ends {
                if is_here && !is_first {
                    until = at;
                }
                (is_first, is_here) = (false, false);
            }
            at += 1;
        }
        if at == self.end && is_here && !is_first { at } else { until }
    }

    /// Ends sums whose last term has been read where a sign stands behind it.
    pub fn end_bodies(&mut self, mut operand: NodeId) -> Result<NodeId, Error> {
        loop {
            let bound = match self.stack[..] {
                [.., Entry::BoundBody(binding), Entry::Joint(Joint::Sum(_))] | [.., Entry::BoundBody(binding)] => binding,
                _ => return Ok(operand),
            };
            if bound.until == 0 || bound.until > self.at {
                return Ok(operand);
            }
            self.require_value(operand)?;
            let is_sum = matches!(self.stack.last(), Some(Entry::Joint(Joint::Sum(_))));
            for _ in 0..1 + usize::from(is_sum) {
                if let Some(entry) = self.stack.pop() {
                    operand = self.finish(entry, operand)?;
                }
            }
        }
    }

    /// `\int_{t=0}^{t=1}`, `\sum_{i=1}^{i=n}`: the variable stands at both limits.
    pub fn skip_repeated_variable(&mut self, binding: Binding) {
        let (Word::Name(name), Word::Relation(Sign::Equal)) = (self.kind(), self.kind_at(self.at + 1)) else { return };
        if binding.variable.is_some_and(|told| self.plain_name(told) == self.spelt(self.info(name).spelt)) {
            self.at += 2;
        }
    }

    /// `\sum x_i^2`: the one letter that all indices in the product behind the sum are, and that is no index elsewhere.
    fn only_index(&self, binder: Binder) -> Option<String> {
        if binder == Binder::Integral || self.kind_at(self.at + 1) == Word::Power {
            return None;
        }
        let mut found: Option<&str> = None;
        let mut at = self.at + 1;
        let mut depth = 0usize;
        loop {
            match self.kind_at(at) {
                Word::Open(_) | Word::BraceOpen | Word::Cases => depth += 1,
                Word::Close(_) | Word::BraceClose | Word::EndCases if depth > 0 => depth -= 1,
                Word::Plus | Word::Minus if depth == 0 && at > self.at + 1 => break,
                Word::End | Word::Close(_) | Word::BraceClose | Word::EndCases | Word::Separator | Word::Row | Word::Ampersand => break,
                Word::Relation(_) | Word::Comma if depth == 0 => break,
                Word::Bound(_) => return None,
                Word::Name(name) => {
                    let index = self.spelt(self.info(name).subscript);
                    if index.len() == 1 && index.bytes().all(|letter| (b'h'..=b'u').contains(&letter)) {
                        if found.is_some_and(|found| found != index) {
                            return None;
                        }
                        found = Some(index);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        // Inside of another sum over the same letter the body belongs to that.
        let is_bound = |index: &str| {
            self.stack.iter().any(|entry| matches!(entry, Entry::BoundBody(outer) if outer.variable.is_some_and(|variable| self.plain_name(variable) == index)))
        };
        found.filter(|index| !is_bound(index)).map(String::from)
    }

    /// The limits of a sum, product or integral, or the range of an index.
    pub fn limits(&mut self, binder: Binder) -> Result<(), Error> {
        let at = self.span();
        if self.kind_at(self.at + 1) != Word::Subscript {
            if binder == Binder::Integral {
                return self.antiderivative(at);
            }
            let Some(index) = self.only_index(binder) else { return Err(without_limits(binder, at)) };
            if self.told.insert(format!("sum over {index}")) {
                note::add(&mut self.sentence.notes, at, || {
                    format!("read the sum as one over {index}, the only index behind it: write \\sum_{index}")
                });
            }
            let variable = Some(self.spell_node(&index, at));
            self.at += 1;
            let binding =
                Binding { binder, at, variable, lower: None, upper: None, range: None, is_antiderivative: false, others: (0, 0), until: 0 };
            self.begin_body(binding);
            return Ok(());
        }
        let open = self.at + 2;
        let close = self.mate(open);
        let has_upper = self.kind_at(close + 1) == Word::Power;
        let mut binding = Binding {
            binder,
            at,
            variable: None,
            lower: None,
            upper: None,
            range: None,
            is_antiderivative: false,
            others: (0, 0),
            until: 0,
        };
        self.at = open + 1;
        if binder == Binder::Integral {
            if !has_upper {
                return Err(without_limits(binder, at));
            }
            if let (Word::Name(name), Word::Relation(Sign::Equal)) = (self.kind(), self.kind_at(self.at + 1)) {
                binding.variable = Some(self.name_node(name, self.span()));
                self.at += 2;
            }
            if binding.variable.is_none() {
                binding.variable = self.differential_ahead(self.mate(close + 2) + 1);
            }
            match self.infinity_before(close) {
                Some(Word::Minus) => {
                    self.at = close + 1;
                    return self.limit_above(binding);
                }
                Some(_) => return Err(self.infinite()),
                None => self.open(Entry::Lower(binding)),
            }
            return Ok(());
        }
        if let Some((name, place)) = self.index_between(open..close) {
            binding.variable = Some(self.name_node(name, place));
            self.open(Entry::Range(binding));
            return Ok(());
        }
        let Word::Name(name) = self.kind() else { return Err(without_limits(binder, at)) };
        let index = self.span();
        binding.variable = Some(self.name_node(name, index));
        let last = self.last_of_list(close);
        match self.kind_at(last + 1) {
            Word::Relation(Sign::Equal) if last > self.at => {
                binding.others = (self.at + 2, last + 1);
                self.at = last + 2;
                self.open(Entry::Lower(binding));
            }
            _ if last > self.at => return self.indices(binding, open..close),
            Word::Relation(Sign::Equal) if self.is_minus_infinity(close) => {
                self.at = close + 5;
                self.begin_body(binding);
                self.note_endless(binding.at);
            }
            Word::Relation(Sign::Equal) => {
                self.at += 2;
                self.open(Entry::Lower(binding));
            }
            Word::Relation(sign) => {
                if let Some(other) = self.second_index(sign, close) {
                    self.begin_body(Binding { variable: Some(other), ..binding });
                }
                self.open(Entry::Range(binding));
            }
            Word::Element => {
                self.at += 2;
                self.open(Entry::Elements(binding));
            }
            Word::Colon => {
                self.at += 2;
                self.open(Entry::Range(binding));
            }
            Word::BraceClose if has_upper => {
                self.at = close + 1;
                self.limit_above(binding)?;
            }
            _ => return self.indices(binding, open..close),
        }
        Ok(())
    }

    /// `\sum_{1\le i\le n}`: the index between its bounds, and its place.
    fn index_between(&self, list: std::ops::Range<usize>) -> Option<(u32, Span)> {
        let is_less = |sign| matches!(sign, Word::Relation(Sign::Less | Sign::LessOrEqual));
        let inner = list.start + 1..list.end;
        let mut signs = inner.filter(|at| matches!(self.kind_at(*at), Word::Relation(_) | Word::Comma | Word::Colon));
        let (Some(first), Some(second), None) = (signs.next(), signs.next(), signs.next()) else { return None };
        // In 0\le 2r\le n the index has a number before it.
        let index = first + 1 + usize::from(matches!(self.kind_at(first + 1), Word::Number(_)));
        match self.kind_at(index) {
            Word::Name(name) if is_less(self.kind_at(first)) && is_less(self.kind_at(second)) && second == index + 1 => {
                Some((name, self.span_at(index)))
            }
            _ => None,
        }
    }

    /// The last name of a list of them that begins here.
    fn last_of_list(&self, close: usize) -> usize {
        let mut last = self.at;
        while last + 2 < close && self.kind_at(last + 1) == Word::Comma && matches!(self.kind_at(last + 2), Word::Name(_)) {
            last += 2;
        }
        last
    }

    /// `\sum_{i<j} x_ix_j`: j is an index too, unless another sum runs over it.
    fn second_index(&mut self, sign: Sign, close: usize) -> Option<NodeId> {
        let (Word::Name(first), Word::Name(second), true) = (self.kind(), self.kind_at(self.at + 2), self.at + 3 == close) else {
            return None;
        };
        let [first, spelt] = [first, second].map(|name| self.spelt(self.info(name).spelt).to_string());
        let place = self.span_at(self.at + 2);
        if self.scan.bound.contains(&spelt) || self.declared.contains(&spelt) || !is_second_index(&spelt) {
            return None;
        }
        match sign {
            Sign::Less | Sign::LessOrEqual | Sign::Greater | Sign::GreaterOrEqual => {
                note::add(&mut self.sentence.notes, place, || format!("read {first} and {spelt} both as indices of the sum"));
                Some(self.name_node(second, place))
            }
            _ => {
                note::add(&mut self.sentence.notes, place, || {
                    format!(
                        "read {first} alone as the index of the sum, and {spelt} as fixed; for a sum over both write \\sum_{spelt}\\sum_{{..}}"
                    )
                });
                None
            }
        }
    }

    /// Whether the limits are all numbers: `\sum_{n=-\infty}^{\infty}`.
    fn is_minus_infinity(&self, close: usize) -> bool {
        self.at + 4 == close
            && (self.kind_at(self.at + 2), self.kind_at(self.at + 3)) == (Word::Minus, Word::Infinity)
            && (self.kind_at(close + 1), self.kind_at(close + 3), self.mate(close + 2)) == (Word::Power, Word::Infinity, close + 4)
    }

    /// Whether the sum whose lower limit has ended has no upper one, or infinity.
    pub fn is_endless(&self) -> bool {
        let open = self.at + 1;
        let ends = |at: usize| self.kind_at(at) == Word::Infinity && self.mate(open) == at + 1;
        self.kind() != Word::Power || ends(open + 1) || (self.kind_at(open + 1) == Word::Plus && ends(open + 2))
    }

    /// `\sum_{n=0}^{\infty}`: the sum over all n from there on.
    pub fn endless(&mut self, binding: Binding, lower: Option<NodeId>) -> Result<NodeId, Error> {
        if self.kind() == Word::Power {
            self.at = self.mate(self.at + 1) + 1;
        }
        self.note_endless(binding.at);
        self.bodies(Binding { lower, ..binding });
        self.operand()
    }

    fn note_endless(&mut self, place: Span) {
        note::add(&mut self.sentence.notes, place, || {
            "read as the sum or product of all terms from there on, which is differentiated term by term: whether it converges is not asked"
                .into()
        });
    }

    /// A sum whose limits are known, and those of other indices with the same limits; what all of them fulfil belongs to the last.
    pub fn bodies(&mut self, binding: Binding) {
        let (from, to) = binding.others;
        let names: Vec<(u32, Span)> = (from..to).step_by(2).filter_map(|at| Some((self.name_at(at)?, self.span_at(at)))).collect();
        let others: Vec<NodeId> = names.into_iter().map(|(name, place)| self.name_node(name, place)).collect();
        let indices: Vec<NodeId> = binding.variable.into_iter().chain(others).collect();
        for (at, index) in indices.iter().enumerate() {
            let range = if at + 1 == indices.len() { binding.range } else { None };
            let one = self.ranged(Binding { variable: Some(*index), range, others: (0, 0), ..binding });
            self.begin_body(one);
        }
    }

    fn name_at(&self, at: usize) -> Option<u32> {
        match self.kind_at(at) {
            Word::Name(name) => Some(name),
            _ => None,
        }
    }

    /// `\sum_{i,j}`, `\sum_{ij}`: indices without a range, as many sums.
    fn indices(&mut self, binding: Binding, list: std::ops::Range<usize>) -> Result<(), Error> {
        if self.kind_at(list.end + 1) == Word::Power {
            return Err(without_limits(binding.binder, binding.at));
        }
        self.at = list.end + 1;
        self.begin_body(binding);
        for at in list.start + 2..list.end {
            match (self.kind_at(at), self.kind_at(at - 1)) {
                // \sum_{k\ \mathrm{odd}} says what k is.
                (Word::Name(name), _) if !self.info(name).is_word => {
                    let variable = Some(self.name_node(name, self.span_at(at)));
                    self.begin_body(Binding { variable, ..binding });
                }
                (Word::Comma, Word::Name(_)) if at + 1 < list.end => {}
                _ => return Err(without_limits(binding.binder, binding.at)),
            }
        }
        Ok(())
    }

    /// The end of what stands below a sum or product. A limit above counts from an index that has none below, `\sum_i^n`.
    pub fn close_range(&mut self, binding: Binding, condition: NodeId) -> Result<NodeId, Error> {
        let binding = self.restricted(binding, condition);
        if self.kind() == Word::Power && self.is_endless() {
            return self.endless(binding, binding.lower);
        }
        if self.kind() == Word::Power {
            self.limit_above(binding)?;
        } else {
            let binding = self.ranged(binding);
            self.begin_body(binding);
        }
        self.operand()
    }

    /// The end of `\sum_{k\in K}`: a set is a name, or what a function of something is.
    pub fn close_elements(&mut self, binding: Binding, set: NodeId) -> Result<NodeId, Error> {
        let (Some(index), Kind::Name(_) | Kind::Apply(..)) = (binding.variable, self.tree.node(set).kind) else {
            return Err(Error::Unsupported { span: Some(self.tree.node(set).span.range()), what: SET.into(), hint: None });
        };
        if self.kind() == Word::Power {
            return Err(without_limits(binding.binder, binding.at));
        }
        let element = self.element(index, set);
        self.begin_body(Binding { range: Some(element), ..binding });
        self.operand()
    }

    /// `\sum_{j=1,j\ne i}`: what stands behind the lower limit.
    pub fn beside_lower(&mut self, binding: Binding, lower: NodeId) -> Result<NodeId, Error> {
        self.shut();
        self.at += 1;
        self.open(Entry::Range(Binding { lower: Some(lower), ..binding }));
        self.operand()
    }

    /// Limits beside a range are part of it, for one index has either.
    pub fn ranged(&mut self, mut binding: Binding) -> Binding {
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

/// A sum, product or integral must have limits.
pub fn without_limits(binder: Binder, at: Span) -> Error {
    let (what, hint) = match binder {
        Binder::Integral => {
            ("an integral over a curve or a region, or with one limit, is not read", "write it with limits, \\int_{a}^{b} f(t)\\,dt")
        }
        _ => ("what this sum or product runs over is not read", "write its limits, \\sum_{i=1}^{n}, or its index, \\sum_i"),
    };
    Error::Unsupported { span: Some(at.range()), what: what.into(), hint: Some(hint.into()) }
}
