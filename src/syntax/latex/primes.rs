//! Primes: on a function, on a letter that may be a name of its own, and behind a bracket.

use super::dependence::DEPENDENT;
use super::entry::{Callee, Entry};
use super::parse::Parser;
use super::words::{Bracket, Kind as Word};
use crate::error::Error;
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    /// `f'(x)`, `y'`: a derivative where there is a function, otherwise a name.
    pub(super) fn primed(&mut self, name: u32, round: bool) -> Result<Option<NodeId>, Error> {
        let (info, span) = (self.info(name), self.span());
        let unprimed = info.spelt;
        let spelt = self.spelt(unprimed).to_string();
        let is_argument = super::scan::plain_arguments(&self.sentence, self.at + 1).is_some();
        let is_variable = self.declared.contains(&spelt) || (self.scan.variables.contains(&spelt) && !is_argument);
        let is_factor = round && self.is_primed_factor(name);
        if round && !is_variable && !is_factor {
            let known = match &*spelt {
                "sigma" | "Phi" | "Gamma" if !self.scan.functions.contains(&spelt) && !self.scan.defined.contains(&spelt) => {
                    crate::syntax::names::function_of_latex(&format!("\\{spelt}"))
                }
                _ => None,
            };
            let callee = match known {
                Some(known) => Callee::Known(super::entry::Applied { known, name: span, base: None, exponent: None, primes: info.primes }),
                None => Callee::Unknown { name: unprimed, order: info.primes, exponent: None },
            };
            self.open(Entry::Call { callee, start: self.pending.len(), at: span, open: self.at + 1 });
            self.at += 2;
            return Ok(None);
        }
        self.at += 1;
        let signature = self.scan.called.get(&spelt).cloned();
        if let Some([only]) = signature.as_deref() {
            let argument = self.spell_node(only, span);
            let children = self.tree.push_children(&[(argument, false)]);
            return Ok(Some(self.tree.push(Kind::Apply(unprimed, info.primes, children), span)));
        }
        if self.scan.defined.contains(&spelt) || self.scan.functions.contains(&spelt) {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: format!("it is not said by which variable {spelt} is differentiated"),
                hint: Some(format!("write \\frac{{d{spelt}}}{{dx}}")),
            });
        }
        let primed = self.primed_name(name);
        let base = self.spelt(primed).to_string();
        note::add(&mut self.sentence.notes, span, || {
            format!("read `{spelt}` with a prime as a name, {base}; for a derivative write its argument: {spelt}'(x)")
        });
        let node = self.tree.push(Kind::Name(primed), span);
        self.primed.insert(node, (unprimed, info.primes));
        Ok(Some(node))
    }

    /// `\omega'(M+2m)`: a letter with a prime times a sum, unless functions have such letters or the sum holds a variable.
    fn is_primed_factor(&self, name: u32) -> bool {
        let (info, open) = (self.info(name), self.at + 1);
        let spelt = self.spelt(info.spelt);
        let holds_variable = || {
            self.sentence.words[open..self.mate(open)].iter().any(|word| match word.kind {
                Word::Name(inside) => matches!(self.spelt(self.info(inside).base), "t" | "u" | "x" | "y" | "z"),
                _ => false,
            })
        };
        self.is_sum(open)
            && !info.is_word
            && !self.is_function_letter(name)
            && !DEPENDENT.contains(&self.spelt(info.base))
            && !matches!(spelt, "sigma" | "Phi" | "Gamma" | "varphi" | "Psi")
            && !self.scan.called.contains_key(spelt)
            && !self.scan.functions.contains(spelt)
            && !self.scan.defined.contains(spelt)
            && !holds_variable()
    }

    /// A name with its primes, where they are no derivative: `x_prime`.
    pub(super) fn primed_name(&mut self, name: u32) -> Span {
        let info = self.info(name);
        let base = format!("{}{}", self.spelt(info.base), "_prime".repeat(info.primes as usize));
        let (subscript, label) = (self.spelt(info.subscript).to_string(), self.spelt(info.label).to_string());
        self.sentence.name(&base, &subscript, &label, 0, 0, info.is_word).spelt
    }

    /// `(x^2)'`: the derivative by the one variable in the bracket.
    pub(super) fn primed_bracket(&mut self, operand: NodeId, order: u32) -> Result<NodeId, Error> {
        self.require_value(operand)?;
        let span = self.tree.node(operand).span;
        if let Kind::Power(base, exponent) = self.tree.node(operand).kind
            && DEPENDENT.contains(&&*self.plain_name(base))
            && matches!(self.tree.node(exponent).kind, Kind::Negate(_))
        {
            let what = format!("whether this is the inverse function of {} or its reciprocal is not said", self.plain_name(base));
            let hint = Some("give the inverse function a name".into());
            return Err(Error::Unsupported { span: Some(span.range()), what, hint });
        }
        let inside = |node: &crate::syntax::tree::Node| match node.kind {
            Kind::Name(name) if node.span.start >= span.start && node.span.end <= span.end => Some(name),
            _ => None,
        };
        let mut names: Vec<String> = self.tree.nodes().iter().filter_map(inside).map(|name| self.spelt(name).to_string()).collect();
        names.retain(|name| !matches!(name.as_str(), "e" | "pi"));
        names.sort();
        names.dedup();
        let whole = span.to(self.span());
        let told = self.told_variable.remove(&self.mate(self.at - 1)).filter(|told| !names.contains(&self.plain_name(*told)));
        let variable = match told {
            Some(variable) => {
                self.depend(operand, variable, false, &[])?;
                variable
            }
            None => {
                let chosen = self.variable_of(&names)?;
                self.spell_node(&chosen, whole)
            }
        };
        let chosen = self.plain_name(variable);
        self.at += 1;
        if self.kind() == Word::Open(Bracket::Round) {
            if self.only_argument(self.at).as_ref() != Some(&chosen) {
                return Err(Error::Unsupported {
                    span: Some(self.span().range()),
                    what: "whether this is a factor, or where the derivative before it is taken, is not said".into(),
                    hint: Some("write a factor with \\cdot, and a value at a point as \\left.(...)'\\right|_{x=a}".into()),
                });
            }
            self.at += 3;
        }
        note::add(&mut self.sentence.notes, whole, || format!("read the prime behind the bracket as the derivative by {chosen}"));
        Ok(self.tree.push(Kind::Derivative(operand, variable, order), whole))
    }

    /// `(f+g)'(x)`: the variable stands behind a bracket that is differentiated, or it is what the question is about. It is
    /// made before what is in the bracket, as children are.
    pub(super) fn tell_variable(&mut self) {
        let mate = self.mate(self.at);
        if !matches!(self.kind_at(mate + 1), Word::Primes(_)) {
            return;
        }
        let declared = || self.declared.iter().next().filter(|_| self.declared.len() == 1).cloned();
        if let Some(name) = self.only_argument(mate + 2).or_else(declared) {
            let variable = self.spell_node(&name, self.span_at(mate + 1));
            self.told_variable.insert(self.at, variable);
        }
    }

    /// The single name in a bracket.
    fn only_argument(&self, open: usize) -> Option<String> {
        match super::scan::plain_arguments(&self.sentence, open)?[..] {
            [only] => Some(self.spelt(self.info(only).spelt).to_string()),
            _ => None,
        }
    }

    /// The variable among the names in a bracket with a prime.
    fn variable_of(&self, names: &[String]) -> Result<String, Error> {
        Ok(match names {
            [only] => only.clone(),
            several if several.iter().any(|name| name == "x") && self.declared.is_empty() => "x".to_string(),
            several => match several.iter().find(|name| self.declared.contains(*name)) {
                Some(declared) => declared.clone(),
                None => {
                    return Err(Error::Unsupported {
                        span: Some(self.span().range()),
                        what: "it is not said by which variable this is differentiated".into(),
                        hint: Some("write \\frac{d}{dx}(...)".into()),
                    });
                }
            },
        })
    }

    /// A letter with a prime is a name of its own only where nothing is differentiated: in the question for a derivative, y'
    /// is more likely that of y.
    pub(super) fn check_primed(&self) -> Result<(), Error> {
        if self.declared.is_empty() || self.primed.is_empty() {
            return Ok(());
        }
        for (at, node) in self.tree.nodes().iter().enumerate() {
            let Some((base, _)) = self.primed.get(&NodeId(at as u32)) else { continue };
            let (base, name) = (self.spelt(*base), self.plain_name(NodeId(at as u32)));
            let letter = base.split('_').next().unwrap_or_default();
            if DEPENDENT.contains(&letter) && !self.declared.contains(base) && !self.declared.contains(&name) {
                return Err(Error::Unsupported {
                    span: Some(node.span.range()),
                    what: format!("it is not said by which variable {base} is differentiated"),
                    hint: Some(format!(
                        "write {base}'(x) or \\frac{{d{base}}}{{dx}}; a letter with a prime that is a variable is declared as {name}"
                    )),
                });
            }
        }
        Ok(())
    }
}
