//! Operands: numbers, names, roots and fractions, and what brackets make when they close.

use super::Parser;
use super::entry::{Applied, Binding, Entry, strength};
use super::integral::integral_without_differential;
use crate::error::Error;
use crate::expression::Binder;
use crate::functions::FunctionId;
use crate::syntax::joint::{Joint, SUM};
use crate::syntax::latex::sentence::leibniz::quotient;
use crate::syntax::latex::words::{Bracket, Kind as Word, Sign, TextWord};
use crate::syntax::tree::{Kind, NodeId, Span};

const FACTORIAL: FunctionId = FunctionId::named("factorial");

impl Parser<'_> {
    /// Reads an operand, with every prefix and opening bracket before it.
    pub fn operand(&mut self) -> Result<NodeId, Error> {
        loop {
            let span = self.span();
            match self.kind() {
                Word::Indicator => self.indicator()?,
                Word::Number(_) | Word::Name(_) if self.begins_indicator() => self.indicator()?,
                Word::Number(digits) => {
                    self.at += 1;
                    return Ok(self.tree.push(Kind::Number(digits), span));
                }
                Word::Plus | Word::Minus => {
                    let loose = self.stack.last().is_none_or(|entry| strength(entry) <= SUM + 1);
                    self.stack.push(Entry::Joint(Joint::Sign { at: span, minus: self.kind() == Word::Minus, loose }));
                    self.at += 1;
                }
                Word::Fraction | Word::Differential(_) | Word::Name(_) | Word::BraceOpen if self.is_quotient() => {
                    if let Some(done) = self.derivative()? {
                        return Ok(done);
                    }
                }
                Word::Name(name) => {
                    if let Some(done) = self.name(name)? {
                        return Ok(done);
                    }
                }
                Word::Differential(_) => {
                    if let Some(done) = self.subscripted_operator()? {
                        return Ok(done);
                    }
                }
                Word::Function(known) => {
                    self.at += 1;
                    self.applied(Applied { known, name: span, base: None, exponent: None, primes: 0 })?;
                }
                Word::BraceOpen => {
                    self.open(Entry::Group { open: self.at });
                    self.at += 1;
                }
                Word::Open(Bracket::Round) if self.composition()? => {}
                Word::Open(bracket) => {
                    let open = self.at;
                    self.doubt_bracket(bracket)?;
                    self.tell_variable();
                    self.open(match bracket {
                        Bracket::Bar => Entry::Absolute { open },
                        Bracket::Floor | Bracket::Ceiling => Entry::Rounded { open, bracket },
                        _ => Entry::Group { open },
                    });
                    self.at += 1;
                }
                Word::Fraction if self.begin_by_function()? || self.begin_by_value()? => {}
                Word::Fraction | Word::Binomial => {
                    self.reject_variation()?;
                    self.open(Entry::FractionTop { at: span, is_binomial: self.kind() == Word::Binomial });
                    self.at += 2;
                }
                Word::Root => {
                    self.open(Entry::Radicand { at: span, index: None });
                    self.at += 2;
                }
                Word::IndexedRoot => {
                    self.open(Entry::RootIndex { at: span });
                    self.at += 2;
                }
                Word::Bound(binder) => self.limits(binder)?,
                Word::Cases => {
                    self.open(Entry::Cases { open: self.at, start: self.pending.len(), in_condition: false });
                    self.at += 1;
                }
                Word::Text(TextWord::If) if self.in_condition() => self.at += 1,
                Word::Text(TextWord::Otherwise) if self.in_condition() => {
                    self.at += 1;
                    return Ok(self.tree.push(Kind::Otherwise, span));
                }
                // Between two conditions both a comma and `and` may stand: `x > 0, and if y > 0`.
                Word::Text(word @ (TextWord::And | TextWord::If)) if self.joins(word) => self.at += 1,
                Word::Infinity => return Err(self.infinite()),
                Word::Relation(Sign::Equal) => {
                    return Err(
                        self.expected("a number, a name or a bracket", Some("a definition has a single name on its left: y = x^2".into()))
                    );
                }
                Word::Close(_) if matches!(self.stack.last(), Some(Entry::Call { .. })) => return Err(self.expected("an argument", None)),
                _ => return Err(self.expected("a number, a name or a bracket", None)),
            }
        }
    }

    /// `\frac{\delta S}{\delta q}`, `\frac{Du}{Dt}`, `\frac{D(x,y)}{D(u,v)}`, `\frac{d(\sin x)}{d(\cos x)}`: the same sign above and below, before what it
    /// is about, is no factor that cancels.
    fn reject_variation(&self) -> Result<(), Error> {
        let sign = |open: usize| match self.kind_at(open + 1) {
            Word::Name(sign) => self.spelt(self.info(sign).spelt),
            _ => "",
        };
        let begins = |open: usize| match (sign(open), self.kind_at(open + 2)) {
            ("delta" | "d", Word::BraceClose) if open == self.at + 1 => !self.declared.contains(sign(open)),
            ("D", Word::Open(_)) => self.bracket_has_comma(open + 2) && !self.declared.contains("D"),
            ("delta" | "D", Word::Name(_)) | ("d", Word::Name(_) | Word::Open(_) | Word::Function(_) | Word::Root | Word::Fraction) => {
                !self.declared.contains(sign(open))
            }
            _ => false,
        };
        let (top, bottom) = (self.at + 1, self.mate(self.at + 1) + 1);
        // In \frac{dy/dt}{dx/dt} they are derivatives.
        if quotient(&self.sentence, top + 1).is_some() {
            return Ok(());
        }
        if !begins(top) || !begins(bottom) || sign(top) != sign(bottom) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span_at(self.at).to(self.span_at(self.mate(bottom))).range()),
            what: "a functional derivative, a variation, or one by an expression is not read".into(),
            hint: Some("write the derivative with d or \\partial by a name, and a product as \\delta\\cdot S".into()),
        })
    }

    /// Whether a word only repeats that two conditions are joined.
    fn joins(&self, word: TextWord) -> bool {
        let before = self.kind_at(self.at - 1);
        matches!(self.stack.last(), Some(Entry::Joint(Joint::And(_))))
            && (before == Word::Comma || (word == TextWord::If && before == Word::Text(TextWord::And)))
    }

    fn is_quotient(&self) -> bool {
        quotient(&self.sentence, self.at).is_some_and(|found| found.behind <= self.end)
    }

    /// A closing bracket, a comma between arguments, or what separates the cells of a case distinction.
    pub fn close(&mut self, operand: NodeId) -> Result<NodeId, Error> {
        let operand = self.reduce(operand, 1)?;
        let (kind, span) = (self.kind(), self.span());
        let Some(entry) = self.stack.last().copied() else {
            return Err(self.expected("an operator or the end of the statement", None));
        };
        if let Entry::Cases { open, start, in_condition } = entry {
            return self.cell(operand, open, start, in_condition);
        }
        let is_comma = kind == Word::Comma;
        if is_comma && let Entry::Call { .. } = entry {
            self.require_value(operand)?;
            self.pending.push((operand, false));
            self.at += 1;
            return self.operand();
        }
        if is_comma && let Entry::Point { .. } = entry {
            self.pending.push((operand, false));
            return self.next_coordinate();
        }
        if is_comma
            && let Entry::Lower(binding) = entry
            && binding.binder != Binder::Integral
        {
            self.require_value(operand)?;
            return self.beside_lower(binding, operand);
        }
        if !matches!(kind, Word::Close(_) | Word::BraceClose) {
            return Err(self.expected("an operator or a closing bracket", None));
        }
        if let Entry::Indicator { .. } | Entry::Range(_) = entry {
            self.require_condition(operand)?;
        } else if !matches!(entry, Entry::Group { .. }) {
            self.require_value(operand)?;
        }
        if let Entry::Integral(binding) = entry {
            return Err(integral_without_differential(binding.at));
        }
        self.shut();
        self.at += 1;
        match entry {
            Entry::Group { open } => {
                let whole = self.span_at(open).to(span);
                self.tree.widen(operand, whole);
                if self.sentence.words[open].kind == Word::Open(Bracket::Evaluated) {
                    return self.point(operand);
                }
                Ok(operand)
            }
            Entry::Indicator { at } => {
                let whole = at.to(span);
                let [one, zero] = ["1", "0"].map(|digit| self.sentence.spell(digit));
                let [one, zero] = [one, zero].map(|digit| self.tree.push(Kind::Number(digit), whole));
                let otherwise = self.tree.push(Kind::Otherwise, whole);
                let children = self.tree.push_children(&[(one, false), (operand, false), (zero, false), (otherwise, false)]);
                Ok(self.tree.push(Kind::Piecewise(children), whole))
            }
            Entry::Absolute { open } => {
                let whole = self.span_at(open).to(span);
                Ok(self.call_node(FunctionId::ABS, operand, whole))
            }
            Entry::Rounded { open, bracket } => {
                let whole = self.span_at(open).to(span);
                let function =
                    if bracket == Bracket::Floor { const { FunctionId::named("floor") } } else { const { FunctionId::named("ceil") } };
                Ok(self.call_node(function, operand, whole))
            }
            Entry::Call { callee, start, at, open } => {
                self.pending.push((operand, false));
                let call = self.call(callee, start, at.to(span), open);
                self.pending.truncate(start);
                call
            }
            Entry::Exponent { base } => {
                let whole = self.tree.node(base).span.to(span);
                if self.kind() == Word::Power {
                    return Err(self.expected("an operator", Some("put braces around a power of a power: {x^2}^3".into())));
                }
                // {e}^{7/2} is the value of the exponential function, e^{7/2} a power of its base.
                if self.is_braced_e(base) {
                    return Ok(self.call_node(FunctionId::EXP, operand, whole));
                }
                Ok(self.tree.push(Kind::Power(base, operand), whole))
            }
            Entry::FunctionExponent { applied } => {
                self.applied(Applied { exponent: Some(operand), ..applied })?;
                self.operand()
            }
            Entry::LogarithmBase { applied } => {
                self.applied(Applied { base: Some(operand), ..applied })?;
                self.operand()
            }
            Entry::NameExponent { name } => self.raised_call(name, operand),
            Entry::FractionTop { at, is_binomial } => {
                self.open(Entry::FractionBottom { at, top: operand, is_binomial });
                self.at += 1;
                self.operand()
            }
            Entry::FractionBottom { at, top, is_binomial } => {
                let whole = at.to(span);
                if is_binomial {
                    return Ok(self.binomial(top, operand, whole));
                }
                let children = self.tree.push_children(&[(top, false), (operand, true)]);
                Ok(self.tree.push(Kind::Product(children), whole))
            }
            Entry::RootIndex { at } => {
                self.open(Entry::Radicand { at, index: Some(operand) });
                self.at += 1;
                self.operand()
            }
            Entry::Radicand { at, index } => Ok(self.root(index, operand, at.to(span))),
            Entry::DerivativeTop { operator, at, behind } => self.close_top(operator, operand, at, behind),
            Entry::ByValue { behind } => {
                self.at = behind;
                Ok(operand)
            }
            Entry::ByFunctionTop { operator, at, name } => self.below_by_function(operator, at, name, operand),
            Entry::ByFunctionBottom { operator, at, top } => self.close_by_function(operator, at.to(span), top, operand),
            Entry::Lower(binding) if binding.binder != Binder::Integral && self.is_endless() => self.endless(binding, Some(operand)),
            Entry::Lower(binding) => {
                self.limit_above(Binding { lower: Some(operand), ..binding })?;
                self.operand()
            }
            Entry::Elements(binding) => self.close_elements(binding, operand),
            Entry::Range(binding) => self.close_range(binding, operand),
            Entry::Upper(binding) => {
                let binding = Binding { upper: Some(operand), ..binding };
                if binding.binder == Binder::Integral {
                    self.integrand(binding);
                } else {
                    self.bodies(binding);
                }
                self.operand()
            }
            Entry::Point { body, start, at } => self.close_point(body, start, at, operand),
            Entry::OperatorPlace { operator, at, variable } => {
                self.operator_before(operator, at, Some((variable, operand)))?;
                self.operand()
            }
            Entry::PointAbove { body, variable, lower, at } => Ok(self.difference(body, variable, (lower, operand), at.to(span))),
            // Operators have been applied, and the others are dealt with above.
            _ => Ok(operand),
        }
    }

    fn is_braced_e(&self, base: NodeId) -> bool {
        let node = self.tree.node(base);
        matches!(node.kind, Kind::Name(name) if self.spelt(name) == "e") && self.text[node.span.range()].starts_with('{')
    }

    pub fn call_node(&mut self, function: FunctionId, argument: NodeId, span: Span) -> NodeId {
        let children = self.tree.push_children(&[(argument, false)]);
        self.tree.push(Kind::Call(function, children), span)
    }

    /// `\sqrt[n]{x}`: the root for odd n also of negative numbers, as `cbrt` and `root` are.
    fn root(&mut self, index: Option<NodeId>, radicand: NodeId, span: Span) -> NodeId {
        let digits = |node: NodeId| match self.tree.node(node).kind {
            Kind::Number(digits) => self.sentence.spelling(digits),
            _ => "",
        };
        match index {
            None => self.call_node(const { FunctionId::named("sqrt") }, radicand, span),
            Some(index) if digits(index) == "2" => self.call_node(const { FunctionId::named("sqrt") }, radicand, span),
            Some(index) if digits(index) == "3" => self.call_node(const { FunctionId::named("cbrt") }, radicand, span),
            Some(index) => {
                let children = self.tree.push_children(&[(index, false), (radicand, false)]);
                self.tree.push(Kind::Call(const { FunctionId::named("root") }, children), span)
            }
        }
    }

    /// An angle in degrees, in radians: `30^\circ` is 30*(pi/180).
    pub fn degrees(&mut self, operand: NodeId, sign: Span) -> NodeId {
        let pi = self.spell_node("pi", sign);
        let half_turn = self.sentence.spell("180");
        let half_turn = self.tree.push(Kind::Number(half_turn), sign);
        let children = self.tree.push_children(&[(operand, false), (pi, false), (half_turn, true)]);
        let whole = self.tree.node(operand).span.to(sign);
        self.tree.push(Kind::Product(children), whole)
    }

    /// n over k as factorials.
    pub fn binomial(&mut self, n: NodeId, k: NodeId, span: Span) -> NodeId {
        let difference = self.tree.push_children(&[(n, false), (k, true)]);
        let difference = self.tree.push(Kind::Sum(difference), span);
        let factors = [n, k, difference].map(|node| self.call_node(FACTORIAL, node, span));
        let children = self.tree.push_children(&[(factors[0], false), (factors[1], true), (factors[2], true)]);
        self.tree.push(Kind::Product(children), span)
    }
}
