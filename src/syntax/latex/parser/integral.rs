//! Integrals: their limits, their differential, and what is integrated.

use super::Parser;
use super::bound::without_limits;
use super::entry::{Binding, Entry};
use crate::error::Error;
use crate::expression::Binder;
use crate::letters::{ANYWHERE, REALS};
use crate::syntax::latex::sentence::leibniz::is_differential;
use crate::syntax::latex::sentence::letters::DEPENDENT;
use crate::syntax::latex::words::Kind as Word;
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// So many words, or parts, of an integrand are looked through.
pub const LONGEST_INTEGRAND: usize = 1024;

impl Parser<'_> {
    pub fn close_integral(&mut self, operand: NodeId, name: u32) -> Result<NodeId, Error> {
        let body = self.reduce(operand, 1)?;
        let end = self.span_at(self.at + 1);
        // \int x\,dx^2 is by x^2, and not by x.
        // And \int f\,dF(s) is by the values of F.
        let is_call = crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, self.at + 2).is_some();
        if is_call || self.kind_at(self.at + 2) == Word::Power {
            let what = "an integral by another expression than a variable is not read".into();
            return Err(Error::Unsupported { span: Some(end.range()), what, hint: None });
        }
        match self.stack.last().copied() {
            Some(Entry::Integral(binding)) => {
                self.require_value(body)?;
                let variable = self.name_node(name, end);
                // \int_{t=0}^{1} is by t, and its differential dt.
                if binding.variable.is_some_and(|told| self.plain_name(told) != self.plain_name(variable)) {
                    return Err(self.expected("the differential of the variable that the limits are for", None));
                }
                self.apply_integrand(binding, body);
                self.shut();
                self.at += 2;
                let binding = self.improper(Binding { variable: Some(variable), ..binding }, variable);
                Ok(self.bound(binding, body, binding.at.to(end)))
            }
            _ => Err(self.expected("a closing bracket", None)),
        }
    }

    /// The variable of an integral, which its differential tells; it is made before the integrand, as children are.
    pub fn differential_ahead(&mut self, from: usize) -> Option<NodeId> {
        let mut inner = 0usize;
        let mut at = from;
        while at < (from + LONGEST_INTEGRAND).min(self.end) {
            match (self.kind_at(at), self.kind_at(at + 1)) {
                (Word::Open(_) | Word::BraceOpen | Word::Cases, _) => at = self.mate(at),
                (Word::Close(_) | Word::BraceClose | Word::EndCases, _) => return None,
                (Word::Bound(Binder::Integral), _) => inner += 1,
                (_, Word::Name(name)) if is_differential(&self.sentence, at) => match inner.checked_sub(1) {
                    Some(left) => inner = left,
                    None => return Some(self.name_node(name, self.span_at(at + 1))),
                },
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// `\int_a^b f\,dx`: a letter for a function under an integral is one of its variable; any usual for what depends on another,
    /// where the variable stands nowhere itself.
    pub fn apply_integrand(&mut self, binding: Binding, body: NodeId) {
        let Some(variable) = binding.variable else { return };
        let letter = self.plain_name(variable);
        let before = [Some(variable), binding.lower, binding.upper].into_iter().flatten().map(|node| node.0).max().unwrap_or(body.0);
        if body.0 - before > LONGEST_INTEGRAND as u32 {
            return;
        }
        let names: Vec<(NodeId, Span, String)> = (before + 1..=body.0)
            .filter_map(|id| match self.tree.node(NodeId(id)).kind {
                Kind::Name(name) => Some((NodeId(id), name, self.spelt(name).to_string())),
                _ => None,
            })
            .collect();
        let mentions = names.iter().any(|(_, _, name)| *name == letter);
        let (has_f, count) = (names.iter().any(|(_, _, name)| name == "f"), names.len());
        for (node, spelt, name) in names {
            // The g beside other letters is an acceleration more often than a function, unless an f is with it.
            let is_usual = match &*name {
                "g" => has_f || count == 1,
                "f" => true,
                other => !mentions && DEPENDENT.contains(&other),
            };
            let is_own = self.declared.contains(&name) || self.scan.defined.contains(&name) || self.scan.bound.contains(&name);
            if !is_usual || is_own {
                continue;
            }
            if self.told.insert(format!("{name} under an integral")) {
                let place = self.tree.node(node).span;
                note::add(&mut self.sentence.notes, place, || {
                    format!("read {name} under the integral as a function: write {name}({letter})")
                });
            }
            let children = self.tree.push_children(&[(variable, false)]);
            self.tree.replace(node, Kind::Apply(spelt, 0, children));
        }
    }

    /// `\int f(x)\,dx`, `\int^{x} f(t)\,dt`: any antiderivative.
    pub fn antiderivative(&mut self, at: Span) -> Result<(), Error> {
        if self.told.insert("antiderivative".into()) {
            note::add(&mut self.sentence.notes, at, || {
                "read the integral without limits as any antiderivative: what constant is added to it is left open".into()
            });
        }
        let upper = (self.kind_at(self.at + 1) == Word::Power).then(|| self.mate(self.at + 2));
        let mut binding = Binding {
            binder: Binder::Integral,
            at,
            variable: None,
            lower: None,
            upper: None,
            range: None,
            is_antiderivative: true,
            others: (0, 0),
            until: 0,
        };
        binding.variable = self.differential_ahead(upper.unwrap_or(self.at) + 1);
        self.at += 1;
        match upper {
            Some(close) if (self.at + 2..close).any(|at| self.kind_at(at) == Word::Infinity) => Err(without_limits(Binder::Integral, at)),
            Some(_) => self.limit_above(binding),
            None => {
                self.integrand(binding);
                Ok(())
            }
        }
    }

    /// The sign of infinity, where nothing else stands before a brace that closes.
    pub fn infinity_before(&self, close: usize) -> Option<Word> {
        match (self.kind(), close.checked_sub(self.at)?) {
            (Word::Infinity, 1) => Some(Word::Plus),
            (sign @ (Word::Plus | Word::Minus), 2) if self.kind_at(self.at + 1) == Word::Infinity => Some(sign),
            _ => None,
        }
    }

    /// The upper limit, before whose sign reading is. Integrals may go to infinity.
    pub fn limit_above(&mut self, binding: Binding) -> Result<(), Error> {
        let close = self.mate(self.at + 1);
        self.at += 2;
        self.skip_repeated_variable(binding);
        if binding.binder == Binder::Integral
            && let Some(sign) = self.infinity_before(close)
        {
            if sign == Word::Minus {
                return Err(self.infinite());
            }
            self.at = close + 1;
            self.integrand(binding);
        } else {
            self.open(Entry::Upper(binding));
        }
        Ok(())
    }

    /// An integral to infinity is over all values from its limit on, or over all numbers.
    pub fn improper(&mut self, binding: Binding, variable: NodeId) -> Binding {
        if binding.lower.is_some() && binding.upper.is_some() {
            return binding;
        }
        if binding.is_antiderivative {
            let lower = binding.upper.map(|_| self.spell_node(ANYWHERE, binding.at));
            return Binding { lower, ..binding };
        }
        if self.told.insert("improper integral".into()) {
            note::add(&mut self.sentence.notes, binding.at, || {
                "read as an improper integral, which is differentiated under its sign: whether it converges is not asked".into()
            });
        }
        if binding.lower.is_some() || binding.upper.is_some() {
            return self.ranged(binding);
        }
        let reals = self.spell_node(REALS, binding.at);
        let range = Some(self.element(variable, reals));
        Binding { range, ..binding }
    }

    /// What stands behind the limits of an integral: up to its differential, or where that stands first, `\int_0^1 dx\,f(x)`,
    /// the product behind it.
    pub fn integrand(&mut self, binding: Binding) {
        let (Word::Name(name), true) = (self.kind_at(self.at + 1), is_differential(&self.sentence, self.at)) else {
            self.open(Entry::Integral(binding));
            return;
        };
        let place = self.span().to(self.span_at(self.at + 1));
        let variable = self.name_node(name, place);
        if binding.variable.is_some_and(|told| self.plain_name(told) != self.plain_name(variable)) {
            self.open(Entry::Integral(binding));
            return;
        }
        note::add(&mut self.sentence.notes, place, || {
            "read the product behind the differential as what is integrated: to end it elsewhere write the differential there".into()
        });
        self.at += 2;
        self.stack.push(Entry::BoundBody(Binding { variable: Some(variable), ..binding }));
    }
}

pub fn integral_without_differential(at: Span) -> Error {
    let hint = Some("an integral ends with its differential: \\int_{0}^{x} t^2\\,dt".into());
    let found = "an integral without `dx` behind it".into();
    Error::Syntax { span: at.range(), found, expected: "its differential".into(), hint }
}
