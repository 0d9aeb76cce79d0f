//! The steps of an answer: the question is read once more with its names kept, and the derivation is written down.

use super::{Answer, Question, Session, explain, parts, rule_sets};
use crate::derivation::{Asked, Derivation, Desk, Detail, Equality, Place, Steps, System};
use crate::domain::{conditions_of, missing_conditions};
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::formula::{FUNCTIONS, free_name};
use crate::operation::Step as Worked;
use crate::syntax::{self, Definition, Span};
use rustc_hash::FxHashMap;
use std::ops::Range;

impl Answer<'_> {
    /// How the answer comes about: with definitions, the chain rule over their names, otherwise law by law. With
    /// [`Question::expand`] an answer in names is written out in full at the end.
    ///
    /// ```
    /// use chainrule::{Detail, Question, Session};
    /// let mut session = Session::new();
    /// let mut answer = session.derive(&Question::derive("x^2*exp(x)", &["x"]))?;
    /// let steps = answer.steps(Detail::Textbook)?;
    /// assert_eq!(steps.iter().next().map(|step| step.reason.text.as_str()), Some("product rule: u = x^2, v = exp(x)"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Limit`] where the derivation would be too long; [`Error::Request`] where nothing was differentiated.
    pub fn steps(&mut self, detail: Detail) -> Result<Steps, Error> {
        let question = std::mem::take(&mut self.session.question);
        let steps = question.put(|question| self.session.steps(question, detail, None));
        self.session.question = question;
        steps
    }

    /// How the value of the answer at a point comes about; the last line is [`Answer::at`].
    ///
    /// ```
    /// use chainrule::{Detail, Question, Session};
    /// let mut session = Session::new();
    /// let mut answer = session.derive(&Question::derive("sin(x)", &["x"]))?;
    /// let steps = answer.steps_at(Detail::Textbook, &[("x", "pi/6")])?;
    /// let last = steps.iter().last().map(|step| format!("{} = {}", step.before.text, step.after.text));
    /// assert_eq!(last.as_deref(), Some("d/dx(sin(x)) | x=pi/6 = sqrt(3)/2"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answer::steps`] and [`Answer::at`].
    pub fn steps_at(&mut self, detail: Detail, point: &[(&str, &str)]) -> Result<Steps, Error> {
        let place = self.session.place(point)?;
        let question = std::mem::take(&mut self.session.question);
        let steps = question.put(|question| self.session.steps(question, detail, Some(&place)));
        self.session.question = question;
        steps
    }
}

impl Session {
    /// The steps of the last answer, derived anew in a session of their own.
    pub(crate) fn steps_again(&self, detail: Detail) -> Result<Steps, Error> {
        if !self.outcome.has_steps {
            return Err(no_steps());
        }
        self.question.put(|question| {
            let mut session = Session::new();
            session.set_limits(*self.limits());
            session.derive(question)?.steps(detail)
        })
    }

    fn steps(&mut self, question: &Question<'_>, detail: Detail, point: Option<&Place>) -> Result<Steps, Error> {
        let answer = self.id();
        if !self.outcome.worked.is_empty() {
            let worked = std::mem::take(&mut self.outcome.worked);
            let value = self.outcome.input.filter(|_| self.outcome.settled.is_none());
            let costs = value.map(|value| Costs { values: vec![value], derivatives: vec![answer] });
            let steps = self.tell(question, &worked, detail, costs, point);
            self.outcome.worked = worked;
            return steps;
        }
        if !self.outcome.has_steps {
            return Err(no_steps());
        }
        let reading = self.read_in_names(question)?;
        let style = self.outcome.style;
        let stages = self.outcome.stages.clone();
        let variable = stages[0].1;
        let mut definitions = reading.kept;
        let is_name = definitions.iter().any(|definition| definition.name == reading.target);
        let name = reading.name.or(is_name.then_some(reading.target));
        let target = name.unwrap_or_else(|| {
            let mut used: Vec<Id> = definitions.iter().flat_map(|definition| [definition.name, definition.value]).collect();
            used.push(reading.target);
            let name = free_name(&mut self.arena, &FUNCTIONS, &used);
            definitions.push(Definition { name, value: reading.target });
            name
        });
        let system = (definitions.len() > 1).then_some(System { definitions: &definitions, target, variable, is_named: name.is_some() });
        let mut assumptions = reading.conditions;
        for assumption in question.assumptions {
            assumptions.push(syntax::read_condition(&mut self.arena, assumption)?);
        }
        let own = self.own_rules.as_ref();
        let rules = rule_sets(own);
        let mut desk = Desk::new(&mut self.arena, &mut self.knowledge, &rules, &assumptions, style, detail);
        let asked = Asked { system, stages: &stages, name, answer, shown: self.outcome.shown, expand: question.expand };
        let mut derivation = Derivation::new(&mut desk, &asked).map_err(explain)?;
        if let Some(place) = point {
            derivation.put_in(place);
        }
        let places = places_in(question, reading.places);
        let knowledge = &mut self.knowledge;
        let mut conditions = |arena: &mut Arena, equality: &Equality| {
            let Some(of) = equality.of else { return Vec::new() };
            let mut required = Vec::new();
            for condition in conditions_of(arena, knowledge, of) {
                required.extend(parts(arena, knowledge, condition));
            }
            let mut visible = Vec::new();
            for part in equality.right.expressions() {
                visible.extend(conditions_of(arena, knowledge, part));
            }
            missing_conditions(arena, knowledge, &required, &visible)
        };
        derivation.written(&mut self.arena, &style, &mut conditions, &|id| places.get(&id).cloned())
    }

    /// The steps of an operation, written; `costs` are what is computed, where the cost is worth telling.
    pub(super) fn tell(
        &mut self,
        question: &Question<'_>,
        steps: &[Worked],
        detail: Detail,
        costs: Option<Costs>,
        point: Option<&Place>,
    ) -> Result<Steps, Error> {
        let style = self.outcome.style;
        let places = match std::mem::take(&mut self.outcome.places) {
            listed if listed.is_empty() => self.read_in_names(question).map(|reading| reading.places).unwrap_or_default(),
            listed => listed,
        };
        let by_part = places_in(question, places.iter().copied());
        self.outcome.places = places;
        let assumptions = self.outcome.assumptions.clone();
        let rules = rule_sets(self.own_rules.as_ref());
        let mut desk = Desk::new(&mut self.arena, &mut self.knowledge, &rules, &assumptions, style, detail);
        let mut derivation = Derivation::of_operation(&mut desk, steps, style.variable, self.outcome.shown).map_err(explain)?;
        if let Some(Costs { values, derivatives }) = costs {
            derivation.find_reuse(&mut self.arena, &values, &derivatives);
        }
        if let Some(place) = point {
            derivation.put_in(place);
        }
        derivation.written(&mut self.arena, &style, &mut |_, _| Vec::new(), &|id| by_part.get(&id).cloned())
    }
}

/// What a derivation computes: values, and their derivatives beside them.
pub(super) struct Costs {
    pub values: Vec<Id>,
    pub derivatives: Vec<Id>,
}

/// Where the parts of a question's expression stand, each where it stands first.
fn places_in(question: &Question<'_>, places: impl IntoIterator<Item = (Id, Span)>) -> FxHashMap<Id, Range<usize>> {
    let mut found: FxHashMap<Id, Range<usize>> = FxHashMap::default();
    for (id, span) in places {
        if span.range().end <= question.expression.len() {
            found.entry(id).or_insert(span.range());
        }
    }
    found
}

fn no_steps() -> Error {
    Error::Request { what: "only a derivative of an expression has steps".into(), hint: None }
}
