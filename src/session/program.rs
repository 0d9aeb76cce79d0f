//! Programs from questions: what it costs to compute an expression and its gradient, and the code that does it.

use super::reading::{NO_VARIABLE, refuse, refuse_twice, source};
use super::{Question, Session, parts, rule_sets};
use crate::domain::{Knowledge, conditions_of, conditions_of_losses, jump_conditions, missing_conditions, without_implied};
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::limits::exceeded;
use crate::program::emit::{Formula, Language};
use crate::program::{Cost, Program};
use crate::simplify::{Form, is_zero};
use crate::syntax;

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
        self.admit(question)?;
        let limits = *self.limits();
        let variables = spelt(question.variables)?;
        let names: Vec<&str> = variables.iter().map(String::as_str).collect();
        let read = self.reader.read_steps(&source(question, &names), |written, steps| Program::of_text(written, steps, &names))?;
        if let Some(program) = read.flatten() {
            // A program is no deeper than it has parts; whether it is too deep is told by the other way of reading.
            if program.size() > limits.nodes {
                return Err(exceeded("nodes", &limits, ""));
            }
            if program.size() <= limits.depth {
                return Ok(program);
            }
        }
        let input = self.read(question)?;
        let symbols: Vec<_> = variables.iter().map(|name| self.arena.intern(name)).collect();
        Program::of_expression(&self.arena, input, &symbols)
    }

    /// The program that computes several functions, which the question's expression lists as for [`Session::jacobian`].
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let program = Session::new().vector_program(&Question::derive("r*cos(t), r*sin(t)", &["r", "t"]))?;
    /// assert_eq!(program.value().run(&[2.0, 0.0], &mut Vec::new()), [2.0, 0.0]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::program`], and [`Error::Request`] where a member of the list is an equation.
    pub fn vector_program(&mut self, question: &Question<'_>) -> Result<Program, Error> {
        let variables = spelt(question.variables)?;
        let (_, functions) = self.read_functions(question)?;
        let symbols: Vec<_> = variables.iter().map(|name| self.arena.intern(name)).collect();
        Program::of_expressions(&self.arena, &functions, &symbols)
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
            formula = Formula { text: answer.text()?, latex: answer.latex()?, conditions: Vec::new() };
            formula.conditions = self.conditions_of_gradient(question);
        }
        program.emit(language, hessian, &formula)
    }
}

impl Session {
    /// Where the question that was just read has a value and a derivative by each of its variables, in words.
    fn conditions_of_gradient(&mut self, question: &Question<'_>) -> Vec<String> {
        let Some(input) = self.outcome.input else { return Vec::new() };
        let Ok(variables) = self.columns(question, &[input]) else { return Vec::new() };
        let mut derivatives = Vec::with_capacity(variables.len());
        for variable in variables {
            let Ok(derivative) = self.derivative_of(input, variable) else { return Vec::new() };
            derivatives.push((derivative, variable));
        }
        let (arena, knowledge) = (&mut self.arena, &mut self.knowledge);
        let mut required = conditions_of(arena, knowledge, input);
        required.extend(conditions_of_losses(arena, knowledge, &self.outcome.losses));
        let own = self.own_rules.as_ref();
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rule_sets(own), id);
        let mut found = self.differentiator.conditions.clone();
        for (derivative, variable) in derivatives {
            required.extend(conditions_of(arena, knowledge, derivative));
            // A kink of the function is a jump of its derivative.
            for of in [input, derivative] {
                found.extend(jump_conditions(arena, knowledge, of, variable, &mut zero));
            }
        }
        for condition in found {
            required.extend(parts(arena, knowledge, condition));
        }
        let missing = missing_conditions(arena, knowledge, &required, &[]);
        let missing = without_implied(arena, knowledge, missing);
        self.written_conditions(missing)
    }
}

/// The names as the reader spells them, each once.
fn spelt(names: &[&str]) -> Result<Vec<String>, Error> {
    let spell = |name: &&str| match syntax::canonical_name(name) {
        Some(spelt) => Ok(spelt.into_owned()),
        None => refuse(&format!("`{name}` is {}", NO_VARIABLE[0]), NO_VARIABLE[1]),
    };
    let spelt: Vec<String> = names.iter().map(spell).collect::<Result<_, _>>()?;
    refuse_twice(&spelt)?;
    Ok(spelt)
}
