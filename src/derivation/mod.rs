//! Derivations: how an answer comes about, line by line, and what a person reads of it.
//!
//! A derivation is one list of equalities, each with its law and its reason, read off the differentiator's record; text,
//! LaTeX, Markdown, slides and the plain words are views of that list. Definitions keep their names: the chain rule runs over
//! them, and what a value already computed is written by its name. This room finds no derivative and chooses no form of its
//! own: it asks `differentiate` and `simplify`, and says what they did.

mod desk;
mod graph;
mod identity;
mod laws;
mod named;
mod plain;
mod reason;
mod reuse;
mod tidy;
mod under;
mod view;
mod words;
mod worked;
mod write;

pub use view::{Step, Steps, Written};

pub(crate) use desk::Desk;
pub(crate) use named::System;
pub(crate) use worked::{Place, PlaceValue};

use crate::differentiate::Failure;
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::formula::{Formula, Part, Quotient};
use crate::limits::exceeded;
use crate::render::{Notation, Style};
use reason::{Reason, text};
use reuse::Reuse;
use view::Role;
use write::Pen;

/// How much of a derivation is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// The rule at the top, or the chain of derivatives, and the answer.
    Brief,
    /// What a textbook shows.
    #[default]
    Textbook,
    /// Every law and every rewrite.
    Every,
}

impl Detail {
    /// The detail of this name: `brief`, `textbook` or `every`.
    ///
    /// ```
    /// assert_eq!(chainrule::Detail::named("every"), Some(chainrule::Detail::Every));
    /// ```
    pub fn named(name: &str) -> Option<Detail> {
        match name {
            "brief" => Some(Detail::Brief),
            "textbook" => Some(Detail::Textbook),
            "every" => Some(Detail::Every),
            _ => None,
        }
    }
}

/// One line of a derivation: an equality that holds, and why.
#[derive(Debug, Clone)]
pub(crate) struct Equality {
    pub left: Part,
    pub right: Formula,
    pub law: String,
    /// Where the law comes from, where it has a source.
    pub source: String,
    pub reason: Reason,
    /// What the law was applied to.
    pub of: Option<Id>,
    /// The variable that orders the terms.
    pub variable: Option<Id>,
    /// What the line is for.
    pub role: Role,
}

/// How an answer comes about.
#[derive(Debug, Default)]
pub(crate) struct Derivation {
    equalities: Vec<Equality>,
    reuse: Option<Reuse>,
}

/// What is to be derived.
pub(crate) struct Asked<'a> {
    /// The question in names, where it has definitions.
    pub system: Option<System<'a>>,
    /// What was differentiated, by what, one after the other.
    pub stages: &'a [(Id, Id)],
    /// What was asked for by name, where it has one.
    pub name: Option<Id>,
    /// The answer.
    pub answer: Id,
    /// The answer in the names of the definitions, where it is written so.
    pub shown: Option<Id>,
    /// Whether the answer in names is written out in full at the end.
    pub expand: bool,
}

impl Derivation {
    /// Derives what is asked.
    pub fn new(desk: &mut Desk<'_>, asked: &Asked<'_>) -> Result<Derivation, Failure> {
        let mut derivation = Derivation::default();
        for (at, (of, by)) in asked.stages.iter().enumerate() {
            let answer = asked.stages.get(at + 1).map_or(asked.answer, |(next, _)| *next);
            let is_first = at == 0;
            if is_first
                && let Some(system) = &asked.system
                && let Some(chain) = desk.named(system, answer, asked.shown.filter(|_| asked.stages.len() == 1))?
            {
                derivation.reuse = Reuse::of_names(desk.arena, system, &chain);
                derivation.equalities = chain.steps;
                let is_last = asked.stages.len() == 1;
                if (asked.expand || !is_last) && chain.answer != answer {
                    let left = Part::Quotient(Quotient { of: system.target, by: system.variable, partial: false });
                    desk.differentiate_by(*by);
                    derivation.equalities.push(desk.value_step(left, answer, "substitution", vec![text("definitions put in")]));
                }
                continue;
            }
            let left = match asked.name.filter(|_| is_first) {
                Some(name) => Part::Quotient(Quotient { of: name, by: *by, partial: false }),
                None => Part::Derivative { of: *of, by: *by, partial: false },
            };
            let mut told = desk.plain(*of, *by, left, answer)?;
            if at > 0 {
                let is_again = asked.stages[..at].iter().all(|(_, before)| before == by);
                if let Some(first) = told.first_mut() {
                    first.reason.splice(0..0, next_stage(at, *by, is_again));
                }
                // What is inside has been differentiated before.
                let known = &derivation.equalities;
                told.retain(|line| !known.iter().any(|known| known.left == line.left && known.right == line.right));
            }
            derivation.equalities.extend(told);
            if asked.stages.len() == 1 {
                derivation.reuse = Reuse::of_expressions(desk.arena, &[*of], &[answer]);
            }
        }
        let given = derivation.equalities.iter().take_while(|equality| equality.role == Role::Definition).count();
        if desk.detail == Detail::Brief && derivation.equalities.len() > given + 2 && asked.stages.len() == 1 {
            derivation.equalities.drain(given + 1..derivation.equalities.len() - 1);
        }
        Ok(derivation)
    }

    /// The derivation in every notation. `conditions` says under which an expression has a value, `place` where it stands
    /// in the question.
    pub fn written(
        &self,
        arena: &mut Arena,
        style: &Style,
        conditions: &mut dyn FnMut(&mut Arena, &Equality) -> Vec<Id>,
        place: &dyn Fn(Id) -> Option<std::ops::Range<usize>>,
    ) -> Result<Steps, Error> {
        if self.equalities.len() > arena.limits().steps {
            return Err(exceeded("steps", arena.limits(), BRIEFLY));
        }
        let mut steps = Vec::with_capacity(self.equalities.len());
        let mut length = 0;
        for equality in &self.equalities {
            let style = Style { variable: equality.variable, ..*style };
            let conditions = conditions(arena, equality);
            let written = |write: &dyn Fn(Pen<'_>, &mut String) -> Result<(), Error>| {
                let mut written = Written::default();
                for (notation, out) in
                    [(Notation::Text, &mut written.text), (Notation::Unicode, &mut written.unicode), (Notation::Latex, &mut written.latex)]
                {
                    write(Pen { arena, style: &style, notation }, out)?;
                }
                Ok::<Written, Error>(written)
            };
            let step = Step {
                role: equality.role,
                law: equality.law.clone(),
                source: equality.source.clone(),
                before: written(&|pen, out| pen.formula(out, &Formula::part(equality.left.clone())))?,
                after: written(&|pen, out| pen.formula(out, &equality.right))?,
                reason: written(&|pen, out| pen.reason(out, &equality.reason))?,
                conditions: conditions
                    .into_iter()
                    .map(|condition| written(&|pen, out| pen.expression(out, condition)).map(|written| written.text))
                    .collect::<Result<_, _>>()?,
                place: equality.of.and_then(place),
            };
            length += step.before.text.len() + step.after.text.len();
            if length > arena.limits().output_bytes {
                return Err(exceeded("output_bytes", arena.limits(), BRIEFLY));
            }
            steps.push(step);
        }
        let reuse = match &self.reuse {
            Some(reuse) => Some(reuse.written(Pen { arena, style, notation: Notation::Text })?),
            None => None,
        };
        Ok(Steps { steps, reuse })
    }
}

/// Which derivative begins here.
fn next_stage(at: usize, by: Id, is_again: bool) -> Reason {
    match (at, is_again) {
        (1, true) => vec![text("second derivative: ")],
        (2, true) => vec![text("third derivative: ")],
        (_, true) => vec![text(&format!("derivative of order {}: ", at + 1))],
        (_, false) => vec![text("then by "), reason::Word::Math(Formula::value(by)), text(": ")],
    }
}

/// How to do without a higher limit.
const BRIEFLY: &str = "ask for `brief` steps";
