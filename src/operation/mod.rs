//! What is made of derivatives, a file an operation: slopes of curves, matrices, derivatives of symbolic
//! order, Taylor polynomials.
//!
//! An operation combines derivatives by a law of its own, named in its [`Working`]; the laws of differentiation and the form
//! of an answer belong to the rooms below. This room reads no text and writes none.

mod directional;
mod family;
mod implicit;
mod inverse;
mod jacobian;
mod linear;
mod logarithmic;
mod order;
mod parametric;
mod taylor;
mod written;

pub use directional::directional;
pub use implicit::{MOST_UNKNOWNS, implicit};
pub use inverse::inverse;
pub use jacobian::{Entry, hessian, jacobian};
pub use logarithmic::logarithmic;
pub use order::symbolic_order;
pub use parametric::parametric;
pub use taylor::{tangent, taylor};

use crate::differentiate::{Differentiator, Failure};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::rewrite::Rules;
use crate::simplify::{Form, is_zero, simplify, simplify_where_zero};

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

/// A result of an operation on the way to its answer: `law` says how `value` was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The law.
    pub law: &'static str,
    /// What the law is applied to.
    pub of: Id,
    /// What it gives.
    pub value: Id,
}

/// An answer, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    /// The answer.
    pub answer: Id,
    /// The results on the way, each found before it is used.
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

    fn step(&mut self, law: &'static str, of: Id, value: Id) -> Id {
        self.steps.push(Step { law, of, value });
        value
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
    /// The expression whose words the answer keeps to.
    pub question: Id,
    /// The form of the answer.
    pub form: Form,
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

    /// An expression in the form of the answer.
    pub fn simplest(&mut self, id: Id) -> Id {
        simplify(self.arena, self.knowledge, &self.rules, id, self.question, self.form)
    }

    /// An expression with its common factors outside, otherwise as it stands.
    fn factored(&mut self, id: Id) -> Id {
        simplify(self.arena, self.knowledge, &self.rules, id, self.question, Form::Factored)
    }

    /// An expression in the form of the answer, where `zero` is zero.
    fn simplest_where_zero(&mut self, id: Id, zero: Id) -> Id {
        simplify_where_zero(self.arena, self.knowledge, &self.rules, id, self.question, self.form, zero)
    }
}
