//! Questions about one function near a point: Taylor polynomials, tangents, inverse functions, directions; and logarithmic
//! differentiation.

use super::reading::refuse;
use super::{Answer, Question, Session};
use crate::error::Error;
use crate::expression::Id;
use crate::operation;
use crate::syntax;

impl Session {
    /// The Taylor polynomial of the degree that the question's order is, at a point, in powers of the variable's distance.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let question = Question { order: 3, ..Question::derive("sin(x)", &["x"]) };
    /// assert_eq!(session.taylor(&question, "0")?.text()?, "x - x^3/6");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Undefined`] where a derivative has no value at the point; otherwise as [`Session::derive`].
    pub fn taylor(&mut self, question: &Question<'_>, at: &str) -> Result<Answer<'_>, Error> {
        let (input, variable) = self.read_with_variable(question)?;
        let at = self.read_place(at, variable)?;
        self.outcome.style.ascending = Some(self.arena.subtract(variable, at));
        let order = question.order;
        self.work(question, input, |desk| operation::taylor(desk, input, variable, at, order)).map_err(at_point)?;
        self.settle_at(variable, at)?;
        Ok(Answer { session: self })
    }

    /// The right side of the tangent's equation at a point.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// assert_eq!(session.tangent(&Question::derive("x^2", &["x"]), "1")?.text()?, "2*x - 1");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::taylor`].
    pub fn tangent(&mut self, question: &Question<'_>, at: &str) -> Result<Answer<'_>, Error> {
        let (input, variable) = self.read_with_variable(question)?;
        let at = self.read_place(at, variable)?;
        self.work(question, input, |desk| operation::tangent(desk, input, variable, at)).map_err(at_point)?;
        self.settle_at(variable, at)?;
        Ok(Answer { session: self })
    }

    /// The derivative of the inverse function, `dx/dy` of `y = f(x)`, as an expression in `x`; of the question's order.
    ///
    /// *Conditions:* `f'(x) != 0`, where the answer does not show it.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// assert_eq!(session.inverse(&Question::derive("x^3 + x", &["x"]))?.text()?, "1/(3*x^2 + 1)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where the expression is constant; otherwise as [`Session::derive`].
    pub fn inverse(&mut self, question: &Question<'_>) -> Result<Answer<'_>, Error> {
        let (input, variable) = self.read_with_variable(question)?;
        let order = question.order;
        self.work(question, input, |desk| operation::inverse(desk, input, variable, order))
    }

    /// The derivative as the expression times that of its logarithm: for products of many factors, and powers of functions.
    ///
    /// *Conditions:* the expression is not zero.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// assert_eq!(session.logarithmic(&Question::derive("x^x", &["x"]))?.text()?, "x^x*(ln(x) + 1)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::derive`].
    pub fn logarithmic(&mut self, question: &Question<'_>) -> Result<Answer<'_>, Error> {
        let (input, variable) = self.read_with_variable(question)?;
        if input == Id::ZERO {
            return refuse("zero has no logarithm", "differentiate it as it stands");
        }
        self.work(question, input, |desk| operation::logarithmic(desk, input, variable))
    }

    /// The derivative along the unit vector of a direction, which has a component for each variable of the question.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let question = Question::derive("x^2*y", &["x", "y"]);
    /// assert_eq!(session.directional(&question, &["3", "4"])?.text()?, "2*x*(2*x + 3*y)/5");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where the direction has another number of components, or none but zeros; otherwise as
    /// [`Session::derive`].
    pub fn directional(&mut self, question: &Question<'_>, direction: &[&str]) -> Result<Answer<'_>, Error> {
        let input = self.read(question)?;
        let variables = self.columns(question, &[input])?;
        if variables.len() != direction.len() {
            let what = format!("{} variables and {} components of a direction do not go together", variables.len(), direction.len());
            return refuse(&what, "give a component for each variable, in their order");
        }
        let direction: Vec<Id> = direction.iter().map(|component| self.read_point(component)).collect::<Result<_, _>>()?;
        self.work(question, input, |desk| operation::directional(desk, input, &variables, &direction))
    }

    pub(super) fn read_with_variable(&mut self, question: &Question<'_>) -> Result<(Id, Id), Error> {
        let input = self.read(question)?;
        match self.variables(question, input)?[..] {
            [variable] => {
                self.outcome.style.variable = Some(variable);
                self.refuse_components(&[input], &[variable])?;
                self.tell_absent(&[input], &[variable]);
                Ok((input, variable))
            }
            _ => refuse("this has one variable", "name a single variable"),
        }
    }

    /// An answer about one point has the conditions of that point alone.
    fn settle_at(&mut self, variable: Id, at: Id) -> Result<(), Error> {
        self.require_assumed(&[(variable, at)])?;
        let mut open = Vec::new();
        for condition in self.conditions() {
            let there = self.arena.substitute(condition, variable, at);
            if self.fails(there) {
                return Err(at_point(Error::Undefined { span: None, what: String::new() }));
            }
            if !self.arena.free_symbols(there).is_empty() && self.knowledge.decide(&mut self.arena, there).is_none() {
                open.push(there);
            }
        }
        self.outcome.settled = Some(open);
        Ok(())
    }

    /// A value of the variable, which does not depend on it.
    fn read_place(&mut self, text: &str, variable: Id) -> Result<Id, Error> {
        let place = self.read_point(text)?;
        if self.arena.may_vary_with(place, variable) {
            return refuse(&format!("`{text}` depends on the variable"), "a place is a number or has names of its own, such as a");
        }
        Ok(place)
    }

    /// A number or an expression that says where.
    pub(super) fn read_point(&mut self, text: &str) -> Result<Id, Error> {
        syntax::read(&mut self.arena, text).map_err(|error| Error::Request {
            what: format!("`{text}` is no value: {error}"),
            hint: error.hint().or_else(|| Some("a value is a number or an expression, such as pi/6".into())),
        })
    }
}

/// What has no value has none at this point.
fn at_point(error: Error) -> Error {
    match error {
        Error::Undefined { span: None, .. } => Error::Undefined { span: None, what: "a derivative at this point".into() },
        other => other,
    }
}
