//! Claims about the slope of a curve that an equation gives: they hold, or fail, on the points of the curve.

use super::reading::refuse;
use super::verdict::{Judgement, Verdict, Witness};
use super::{Question, Session, rule_sets};
use crate::error::Error;
use crate::expression::{Node, Relation};
use crate::syntax;
use crate::verdict::{Curve, OnCurve, Ordinate, compare_on_curve};

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
