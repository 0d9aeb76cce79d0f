//! Programs from questions: what it costs to compute an expression and its gradient, and the code that does it.

use super::{Question, Session};
use crate::error::Error;
use crate::program::{Cost, Program};
use crate::syntax::{self, Source};

impl Session {
    /// The program that computes the expression of a question, and by reverse mode its derivatives by the question's
    /// variables, or by all its variables where it names none. It is built as the text is written, so that parts which the
    /// author shares stay shared, and in time proportional to its length.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let question = Question::derive("(a - cos(z))^2/2", &["a", "z"]);
    /// let cost = Session::new().program(&question)?.cost()?;
    /// // cos, -, square, half; sine and a product more give both derivatives.
    /// assert_eq!((cost.value, cost.value_and_gradient), (4, 6));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// What cannot be read or has no value, and [`Error::Unsupported`] for what is no program: unknown functions, integrals.
    pub fn program(&mut self, question: &Question<'_>) -> Result<Program, Error> {
        let mut variables: Vec<String> = Vec::with_capacity(question.variables.len());
        for name in question.variables {
            let spelt = syntax::canonical_name(name).ok_or_else(|| Error::Request {
                what: format!("`{name}` is not a name to differentiate by"),
                hint: Some("a variable is a letter or a word such as x, w_1 or theta".into()),
            })?;
            variables.push(spelt.into_owned());
        }
        let names: Vec<&str> = variables.iter().map(String::as_str).collect();
        let Question { input, definitions, macros, .. } = *question;
        let source = Source { text: question.expression, input, definitions, variables: &names, macros };
        let read = self.reader.read_steps(&source, |written, steps| Program::of_text(written, steps, &names))?;
        if let Some(program) = read.flatten() {
            return Ok(program);
        }
        let input = self.read(question)?;
        let symbols: Vec<_> = variables.iter().map(|name| self.arena.intern(name)).collect();
        Program::of_expression(&self.arena, input, &symbols)
    }

    /// How many operations the expression takes, alone and with its gradient. See [`Session::program`].
    ///
    /// # Errors
    /// As [`Session::program`].
    pub fn cost(&mut self, question: &Question<'_>) -> Result<Cost, Error> {
        self.program(question)?.cost()
    }
}
