//! What a derivation is made with: the differentiator and its record, the simplifier, and what is known.

use super::Detail;
use crate::differentiate::{Differentiator, Failure, Law};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::render::Style;
use crate::rewrite::Rules;
use crate::simplify::{Form, Goal, is_zero, simplify};
use rustc_hash::FxHashMap;

/// The work on one derivation.
pub(crate) struct Desk<'a> {
    pub arena: &'a mut Arena,
    pub knowledge: &'a mut Knowledge,
    pub rules: &'a [&'a Rules],
    pub style: Style,
    pub detail: Detail,
    /// What is differentiated by at the moment.
    pub(super) variable: Id,
    /// Whether other variables are held at the moment.
    pub(super) partial: bool,
    /// The letters for the parts of an expression in the reasons.
    pub(super) letters: [Id; 2],
    /// The conditions under which the question is meant.
    assumptions: &'a [Id],
    buffer: Vec<Id>,
    differentiator: Differentiator,
    laws: FxHashMap<Id, (Law, Id)>,
}

impl<'a> Desk<'a> {
    pub fn new(
        arena: &'a mut Arena,
        knowledge: &'a mut Knowledge,
        rules: &'a [&'a Rules],
        assumptions: &'a [Id],
        style: Style,
        detail: Detail,
    ) -> Desk<'a> {
        Desk {
            arena,
            knowledge,
            rules,
            style,
            detail,
            variable: Id::UNDEFINED,
            partial: false,
            letters: [Id::UNDEFINED; 2],
            assumptions,
            buffer: Vec::new(),
            differentiator: Differentiator::default(),
            laws: FxHashMap::default(),
        }
    }

    /// Differentiates by this variable from now on.
    pub fn differentiate_by(&mut self, variable: Id) {
        if self.variable != variable {
            self.variable = variable;
            self.style.variable = Some(variable);
            self.laws.clear();
            self.differentiator.reset();
        }
    }

    /// Computes something in an arena of its own, where it takes no longer for what else there is. `work` gets a desk there,
    /// and a function that copies expressions to it.
    pub fn apart(
        &mut self,
        work: impl FnOnce(&mut Desk<'_>, &mut dyn FnMut(&mut Desk<'_>, Id) -> Id) -> Result<Id, Failure>,
    ) -> Result<Id, Failure> {
        let (mut arena, mut knowledge) = (Arena::new(), Knowledge::default());
        let (own, buffer) = (&*self.arena, &mut self.buffer);
        for assumption in self.assumptions {
            let copy = arena.import(own, &own.reachable(*assumption), &mut |_, _| None, buffer);
            knowledge.assume(&mut arena, copy);
        }
        let mut desk = Desk::new(&mut arena, &mut knowledge, self.rules, &[], self.style, self.detail);
        let mut copied = |desk: &mut Desk<'_>, id: Id| desk.arena.import(own, &own.reachable(id), &mut |_, _| None, buffer);
        let result = work(&mut desk, &mut copied)?;
        let order = arena.reachable(result);
        Ok(self.arena.import(&arena, &order, &mut |_, _| None, &mut Vec::new()))
    }

    pub fn shows_everything(&self) -> bool {
        self.detail == Detail::Every
    }

    /// The derivative as the laws leave it; the laws are remembered.
    pub fn derivative(&mut self, of: Id) -> Result<Id, Failure> {
        if let Some((_, derivative)) = self.laws.get(&of) {
            return Ok(*derivative);
        }
        let rules = self.rules;
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, rules, id);
        let derivative = self.differentiator.derive(self.arena, self.knowledge, of, self.variable, &mut zero)?;
        for applied in self.differentiator.record.drain(..) {
            self.laws.insert(applied.of, (applied.law, applied.derivative));
        }
        Ok(derivative)
    }

    /// The law by which something was differentiated.
    pub fn law(&self, of: Id) -> Law {
        self.laws.get(&of).map_or(Law::Constant, |(law, _)| *law)
    }

    /// Whether a part of something differentiated varies.
    pub fn depends(&self, id: Id) -> bool {
        self.laws.contains_key(&id)
    }

    /// Whether any expression has the variable in it.
    pub fn depends_on_variable(&self, id: Id) -> bool {
        self.arena.contains(id, self.variable)
    }

    /// What the form a person would write keeps to: the words of a question, and its decimals.
    pub fn goal(&self, question: Id) -> Goal {
        Goal { question, form: Form::Simplest, decimals: self.style.decimals, variable: Some(self.variable) }
    }

    /// The form a person would write, in the words of a question.
    pub fn simple(&mut self, id: Id, question: Id) -> Id {
        let simple = simplify(self.arena, self.knowledge, self.rules, id, self.goal(question));
        if simple == Id::UNDEFINED { id } else { simple }
    }
}
