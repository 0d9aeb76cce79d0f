//! The answer in the names of the definitions from the start: one more way to write it. A derivative by the chain rule has the
//! derivative of each name whole, as `h*(1 - h)` of `h = sigma(u)`.

use super::{Question, Session, rule_sets};
use crate::differentiate::Differentiator;
use crate::expression::{Id, Node};
use crate::number::Rational;
use crate::simplify::{Form, in_names, is_zero, simplify};
use crate::syntax::Definition;

/// With more definitions the way through the names is not gone.
const MOST_DEFINITIONS: usize = 12;

impl Session {
    /// The first derivative, or what is to be simplified, in the names of the question, if it has any.
    pub(super) fn through_names(&mut self, question: &Question<'_>) -> Option<Id> {
        let variable = match self.outcome.stages[..] {
            [] => None,
            [(_, variable)] => Some(variable),
            _ => return None,
        };
        self.by_chain(question, variable)
    }

    /// The same of a variable, or of none for what is to be simplified.
    pub(super) fn by_chain(&mut self, question: &Question<'_>, variable: Option<Id>) -> Option<Id> {
        if question.form == Form::Strict || self.outcome.names.len() > MOST_DEFINITIONS {
            return None;
        }
        let losses = self.arena.take_losses();
        let reading = self.read_in_names(question);
        let found = reading.ok().and_then(|reading| {
            let is_kept = reading.kept.iter().any(|definition| Some(definition.name) == variable);
            for Definition { name, value } in &reading.kept {
                let (_, core) = self.arena.coefficient(*value);
                if !matches!(self.arena.node(core), Node::Number(_) | Node::Symbol(_)) {
                    self.arena.add_value_name(*name);
                }
            }
            match variable {
                _ if is_kept || reading.kept.is_empty() || !reading.evaluations.is_empty() => None,
                Some(variable) => self.along(&reading.kept, reading.target, variable),
                None => self.simple(reading.target, reading.target),
            }
        });
        self.arena.restore_losses(losses);
        found.filter(|found| *found != Id::UNDEFINED)
    }

    fn along(&mut self, definitions: &[Definition], target: Id, variable: Id) -> Option<Id> {
        // Names with their derivatives.
        let mut totals: Vec<(Id, Id)> = Vec::new();
        for Definition { name, value } in definitions {
            if *name == target {
                return self.total(*value, variable, &totals);
            }
            let total = self.total(*value, variable, &totals)?;
            // Names that are not made of this one may stand in its derivative: exponentials over one sum.
            let mut made = vec![*name];
            for other in definitions {
                if made.iter().any(|name| self.arena.contains(other.value, *name)) {
                    made.push(other.name);
                }
            }
            let known: Vec<(Id, Id)> = (definitions.iter())
                .filter(|other| {
                    other.name != target && (!made.contains(&other.name) || (other.name == *name && !self.is_polynomial(*value)))
                })
                .map(|other| (other.name, other.value))
                .collect();
            let rules = rule_sets(self.own_rules.as_ref());
            let goal = self.outcome.goal(*value, Form::Simplest);
            let named = in_names(&mut self.arena, &mut self.knowledge, &rules, total, goal, &known, None);
            totals.push((*name, named));
        }
        self.total(target, variable, &totals)
    }

    /// Whether a value is made of sums and products alone: its name in its own derivative would say less than its parts.
    fn is_polynomial(&self, value: Id) -> bool {
        self.arena.reachable(value).into_iter().all(|id| match self.arena.node(id) {
            Node::Product(factors) => factors.iter().all(|factor| factor.number.is_integer() && !factor.number.is_negative()),
            Node::Sum(_) | Node::Symbol(_) | Node::Number(_) => true,
            _ => false,
        })
    }

    /// The derivative of a value by a variable that it has itself and in its names.
    fn total(&mut self, value: Id, variable: Id, totals: &[(Id, Id)]) -> Option<Id> {
        let mut terms = vec![(self.partial(value, variable)?, Rational::ONE)];
        for (name, derivative) in totals {
            if self.arena.contains(value, *name) {
                let partial = self.partial(value, *name)?;
                terms.push((self.arena.multiply(partial, *derivative), Rational::ONE));
            }
        }
        let sum = self.arena.sum(terms);
        self.simple(sum, value)
    }

    fn simple(&mut self, id: Id, question: Id) -> Option<Id> {
        let goal = self.outcome.goal(question, Form::Simplest);
        let simple = simplify(&mut self.arena, &mut self.knowledge, &rule_sets(self.own_rules.as_ref()), id, goal);
        (simple != Id::UNDEFINED).then_some(simple)
    }

    fn partial(&mut self, value: Id, by: Id) -> Option<Id> {
        let own = self.own_rules.as_ref();
        let derivative = Differentiator::default().derive(&mut self.arena, &mut self.knowledge, value, by, &mut |arena, knowledge, id| {
            is_zero(arena, knowledge, &rule_sets(own), id)
        });
        derivative.ok().filter(|derivative| *derivative != Id::UNDEFINED)
    }
}
