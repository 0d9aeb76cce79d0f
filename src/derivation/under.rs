//! Derivatives of sums over an index and of integrals: term by term, by the fundamental theorem, under the sign.

use super::desk::Desk;
use super::laws::Opened;
use super::reason::{Word, law_words, text};
use crate::differentiate::{Failure, Law};
use crate::expression::{Binder, Id, Node};
use crate::formula::{Formula, Part};

impl Desk<'_> {
    /// The law of something that binds a variable.
    pub(super) fn under_the_sign(&mut self, id: Id) -> Result<Opened, Failure> {
        let law = Law::UnderTheSign;
        let opened = |formula: Formula, reason, within| Opened { law, formula, reason, within };
        let parts: Option<(Binder, Vec<Id>)> = match self.arena.node(id) {
            Node::Bound(binder, parts) => Some((binder, parts.to_vec())),
            _ => None,
        };
        match parts.as_ref().map(|(binder, parts)| (binder, &parts[..])) {
            Some((Binder::Integral, &[bound, lower, upper, body])) if !self.depends(body) => {
                let mut reason = vec![text("fundamental theorem of calculus")];
                let mut terms = Vec::new();
                for (limit, sign) in [(upper, Id::ONE), (lower, Id::MINUS_ONE)] {
                    if self.depends(limit) {
                        let there = self.arena.substitute(body, bound, limit);
                        let inner = self.inner(&mut reason, ", chain rule: ", limit)?;
                        terms.extend(self.single(vec![Part::Expression(sign), Part::Expression(there), inner]).0);
                    }
                }
                Ok(opened(Formula(terms), reason, None))
            }
            Some((Binder::Sum, &[_, ref limits @ .., body])) if self.depends(body) && !limits.iter().any(|limit| self.depends(*limit)) => {
                let value = self.derivative(body)?;
                let core = self.peeled(body).1;
                let mut reason = vec![text("sum rule, term by term")];
                if self.is_obvious(body, value) {
                    return Ok(opened(Formula::value(self.derivative(id)?), reason, None));
                }
                if self.is_elementary(core) {
                    reason.push(text(", "));
                    reason.extend(self.rule_of(self.law(core)));
                    return Ok(opened(Formula::value(self.derivative(id)?), reason, None));
                }
                let taken = self.arena.derivative(body, self.variable);
                let mut parts = parts.map(|(_, parts)| parts).unwrap_or_default();
                if let Some(last) = parts.last_mut() {
                    *last = taken;
                }
                let whole = self.arena.bind(Binder::Sum, &parts);
                Ok(opened(Formula::value(whole), reason, Some(body)))
            }
            Some((Binder::Integral, &[bound, lower, upper, body])) => {
                let mut reason = vec![text(law_words(law))];
                let moving: Vec<Id> = [upper, lower].into_iter().filter(|limit| self.depends(*limit)).collect();
                for limit in moving {
                    let there = self.arena.substitute(body, bound, limit);
                    let is_zero = there == Id::ZERO;
                    let words = if is_zero { ", at " } else { ", and take the integrand at " };
                    reason.extend([text(words), Word::Equal(Formula::value(bound), Formula::value(limit))]);
                    if is_zero {
                        reason.push(text(" the integrand is 0"));
                    }
                }
                Ok(opened(Formula::value(self.derivative(id)?), reason, None))
            }
            Some((Binder::Product, _)) => {
                let reason = match self.arena.equal_terms(id) {
                    Some(_) => "power rule, since all factors are equal",
                    None => "product rule: the product times the sum of each factor's derivative over the factor",
                };
                Ok(opened(Formula::value(self.derivative(id)?), vec![text(reason)], None))
            }
            _ => Ok(opened(Formula::value(self.derivative(id)?), vec![text(law_words(law))], None)),
        }
    }
}
