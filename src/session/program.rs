//! Programs from questions: what it costs to compute an expression and its gradient, and the code that does it.

use super::{Question, Session};
use crate::error::Error;
use crate::program::emit::{Formula, Language};
use crate::program::{Cost, Program};
use crate::simplify::Form;
use crate::syntax::{self, Source};

/// A longer formula is no help at the head of its code.
const LONGEST_FORMULA: usize = 1000;

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
        let source = Source { text: question.expression, input, definitions, variables: &names, macros, ..Source::default() };
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

    /// Code in another language for the value of the expression, its gradient and on request its Hessian, with the formula
    /// at its head.
    ///
    /// ```
    /// use chainrule::{Language, Question, Session};
    /// let question = Question::derive("ln(1 + exp(x))", &["x"]);
    /// let code = Session::new().emit(&question, Language::C, false)?;
    /// assert!(code.starts_with("// ln(1 + exp(x))\n"));
    /// assert!(code.contains("return soft_plus(x);"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::program`] and [`Program::emit`].
    pub fn emit(&mut self, question: &Question<'_>, language: Language, hessian: bool) -> Result<String, Error> {
        let program = self.program(question)?;
        let mut formula = Formula::default();
        if question.expression.len() <= LONGEST_FORMULA {
            let answer = self.simplify(&Question { form: Form::Raw, ..*question })?;
            formula = Formula { text: answer.text()?, latex: answer.latex()? };
        }
        program.emit(language, hessian, &formula)
    }
}
