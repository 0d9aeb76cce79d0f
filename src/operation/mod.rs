//! What is made of derivatives, a file an operation: slopes of curves, matrices, derivatives of symbolic
//! order, Taylor polynomials.
//!
//! An operation combines derivatives by a law of its own; how, stands in the steps of its [`Working`], for people to read. The
//! laws of differentiation and the form of an answer belong to the rooms below. This room reads no text and writes none.

mod directional;
mod family;
mod implicit;
mod inverse;
mod jacobian;
mod linear;
mod logarithmic;
mod order;
mod parametric;
mod series;
mod taylor;
mod written;

pub use directional::directional;
pub use implicit::{ImplicitQuestion, MOST_UNKNOWNS, implicit};
pub use inverse::inverse;
pub use jacobian::{Entry, MatrixKind, Told, hessian, jacobian, matrix_steps};
pub use logarithmic::logarithmic;
pub use order::symbolic_order;
pub use parametric::{ParametricCurve, parametric};
pub use series::derivative_at;
pub use taylor::{tangent, taylor};

use crate::differentiate::{Differentiator, Failure};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::formula::{FUNCTIONS, Formula, Part, free_name};
use crate::rewrite::Rules;
use crate::simplify::{Goal, is_zero, simplify, simplify_where_zero};

/// Why an operation has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A derivative it needs does not exist in closed form.
    Derivative(Failure),
    /// The equation does not have the unknown, or holds for every value of it.
    Undetermined(Id),
    /// A direction of length zero.
    NoDirection,
    /// No formula for the derivative of symbolic order of this part is known.
    NoGeneralOrder(Id),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal::Derivative(failure)
    }
}

/// An equality on the way to an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The left side.
    pub left: Part,
    /// The right side.
    pub right: Right,
    /// Why it holds.
    pub law: Law,
}

/// The right side of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Right {
    /// As it is written.
    Formula(Formula),
    /// The derivative of an expression by a variable, found by the laws of differentiation; the value where it has a form.
    Derivative(Id, Id, Option<Id>),
    /// An expression, simplified.
    Simplified(Id),
}

/// What kind of step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// A name is given to something; the words say what it is.
    Definition(&'static str),
    /// The laws of differentiation.
    Differentiation,
    /// A law of the operation's own, by its name.
    Own(&'static str),
    /// What is known already is put in; the words say more where there is more to say.
    Conclusion(&'static str),
}

/// An answer, and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Working {
    /// The answer.
    pub answer: Id,
    /// How it comes about; the right side of the last step is the answer.
    pub steps: Vec<Step>,
    /// What must not be zero.
    pub nonzero: Vec<Id>,
    /// Other conditions under which the answer holds.
    pub conditions: Vec<Id>,
}

impl Working {
    fn new() -> Working {
        Working { answer: Id::UNDEFINED, steps: Vec::new(), nonzero: Vec::new(), conditions: Vec::new() }
    }

    /// `left = formula`
    fn step(&mut self, law: Law, left: Part, formula: Formula) {
        self.steps.push(Step { left, right: Right::Formula(formula), law });
    }

    /// `name = value`
    fn define(&mut self, name: Id, value: Id, words: &'static str) {
        self.step(Law::Definition(words), Part::Expression(name), Formula::value(value));
    }

    /// `left = the derivative of an expression`
    fn differentiate(&mut self, left: Part, of: Id, by: Id, value: Option<Id>) {
        self.steps.push(Step { left, right: Right::Derivative(of, by, value), law: Law::Differentiation });
    }

    /// `left = answer`
    fn conclude(&mut self, left: Part, answer: Id) {
        self.step(Law::Conclusion(""), left, Formula::value(answer));
        self.answer = answer;
    }
}

/// What an operation works with.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Where the expressions live.
    pub arena: &'a mut Arena,
    /// What is assumed.
    pub knowledge: &'a mut Knowledge,
    /// The laws.
    pub differentiator: &'a mut Differentiator,
    /// The rules, the user's own first.
    pub rules: Vec<&'a Rules>,
    /// What the answer keeps to.
    pub goal: Goal,
    /// The name of what is asked about, where it has one.
    pub name: Option<Id>,
    /// What was differentiated, and by what.
    pub stages: Vec<(Id, Id)>,
}

impl Desk<'_> {
    /// The derivative as the laws leave it.
    pub fn derive(&mut self, id: Id, variable: Id) -> Result<Id, Refusal> {
        self.stages.push((id, variable));
        let rules = &self.rules;
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, rules, id);
        Ok(self.differentiator.derive(self.arena, self.knowledge, id, variable, &mut zero)?)
    }

    /// The derivative in the form of the answer.
    pub fn simple_derivative(&mut self, id: Id, variable: Id) -> Result<Id, Refusal> {
        let derivative = self.derive(id, variable)?;
        let derivative = self.simplest(derivative);
        // A kink of the function is a jump of its derivative.
        self.stages.push((derivative, variable));
        Ok(derivative)
    }

    /// The name of a function, which the steps introduce where the question has none for it.
    fn named(&mut self, id: Id, working: &mut Working) -> Id {
        let name = match self.name {
            Some(name) => name,
            None => free_name(self.arena, &FUNCTIONS, &[id, self.goal.question]),
        };
        working.define(name, id, "");
        name
    }

    /// An expression in the form of the answer.
    pub fn simplest(&mut self, id: Id) -> Id {
        simplify(self.arena, self.knowledge, &self.rules, id, self.goal)
    }

    /// An expression in the form of the answer, where `zero` is zero and its derivative by `unknown` is not.
    fn simplest_where_zero(&mut self, id: Id, zero: Id, unknown: Option<Id>) -> Id {
        simplify_where_zero(self.arena, self.knowledge, &self.rules, id, self.goal, zero, unknown)
    }
}
