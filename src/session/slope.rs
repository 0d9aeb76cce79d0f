//! Claims about the slope of a curve that an equation gives: they hold, or fail, on the points of the curve.

use super::reading::refuse;
use super::verdict::{Judgement, Verdict, Witness};
use super::{Question, Session, rule_sets};
use crate::error::Error;
use crate::expression::{Node, Relation};
use crate::syntax;
use crate::verdict::{Curve, OnCurve, Ordinate, compare_on_curve};
use std::borrow::Cow;

/// A claim as people write it, with the derivative in front.
pub(super) enum Written<'a> {
    /// What is claimed alone; the derivative in front, if there is one, is that of the question's expression.
    Value(&'a str),
    /// `dy/dx = -x/y`, about the points of the curve that the question's equation gives: the derivative, and what is claimed.
    Slope(Cow<'a, str>, &'a str),
}

/// Takes a claim apart: `dy/dx = 2*x`, `y' = 2*x` or `f'(x) = 2*x`.
pub(super) fn written<'a>(question: &Question<'_>, claim: &'a str) -> Written<'a> {
    let Some((front, value)) = claim.split_once('=') else { return Written::Value(claim) };
    let (front, value) = (front.trim(), value.trim());
    let equation = question.expression.split_once('=').map(|(left, _)| left.trim());
    if let Some(quotient) = syntax::quotient(front) {
        let is_asked = match question.variables {
            [] => true,
            [variable] => quotient.below.iter().all(|below| syntax::canonical_name(variable).is_some_and(|name| name == *below)),
            _ => false,
        };
        return match equation {
            None if is_asked => Written::Value(value),
            _ => Written::Slope(Cow::Borrowed(front), value),
        };
    }
    let Some(name) = primed(front) else { return Written::Value(claim) };
    match (equation, question.variables) {
        // What is defined is no equation of a curve.
        (Some(left), [variable]) if left.split('(').next().map(str::trim) != Some(name) => {
            Written::Slope(Cow::Owned(format!("d{name}/d{variable}")), value)
        }
        _ => Written::Value(value),
    }
}

/// The name of a primed function: `y` of `y'`, `f` of `f''(x)`.
fn primed(front: &str) -> Option<&str> {
    let (name, behind) = front.split_once('\'')?;
    let behind = behind.trim_start_matches('\'').trim();
    let is_call = behind.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).is_some_and(|inside| !inside.contains(['(', ')']));
    (syntax::canonical_name(name).is_some() && (behind.is_empty() || is_call)).then_some(name)
}

impl Session {
    pub(super) fn check_on_curve(&mut self, question: &Question<'_>, quotient: &str, claim: &str) -> Result<Judgement<'_>, Error> {
        let asked = [quotient];
        self.implicit(&Question { variables: &asked, expand: true, ..*question })?;
        let named = syntax::quotient(quotient);
        let (Some(input), Some(expected), Some(named)) = (self.outcome.input, self.outcome.id, named) else {
            return refuse("there is no derivative", "name it in the claim: `dy/dx = -x/y`");
        };
        let Node::Relation(Relation::Equal, left, right) = self.arena.node(input) else {
            return refuse("claims about several equations are not checked", "eliminate the other unknowns first");
        };
        let claimed = self.read_beside(question, input, claim)?;
        let conditions = self.outcome.assumptions.clone();
        let level = self.arena.subtract(left, right);
        let curve = Curve { level, ordinate: self.arena.intern(&named.above), abscissa: self.arena.intern(&named.below[0]) };
        let rules = rule_sets(self.own_rules.as_ref());
        let found = compare_on_curve(&mut self.arena, &mut self.knowledge, &rules, &curve, [expected, claimed], &conditions);
        let verdict = match found {
            OnCurve::Equal => Verdict::Proved,
            OnCurve::Open(reason) => Verdict::Undecided { reason: reason.into(), agreement: None },
            OnCurve::Different(found) => {
                let mut point: Vec<(String, String)> =
                    found.point.iter().map(|(symbol, value)| (self.arena.name(*symbol).to_string(), value.to_string())).collect();
                let ordinate = match found.ordinate {
                    Ordinate::Exact(value) => value.to_string(),
                    Ordinate::Near(value) => format!("{value:.5}..."),
                };
                point.insert(1.min(point.len()), (named.above.clone(), ordinate));
                Verdict::Refuted(Witness { point, functions: Vec::new(), expected: found.expected, claimed: found.claimed })
            }
        };
        Ok(Judgement { session: self, verdict, witness: None, expected, claimed })
    }
}
