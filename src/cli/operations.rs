//! Commands for curves, and for vectors and matrices of derivatives.

use super::arguments::{Common, OutputFormat};
use super::{Failure, Shown, ask, batch, show};
use chainrule::{Error, Matrix, Notation, Question, Session};
use clap::Subcommand;
use std::io::{self, IsTerminal};

#[derive(Debug, Subcommand)]
pub enum Operation {
    /// Differentiate a function given by an equation
    #[command(after_help = IMPLICIT)]
    Implicit {
        /// The equation; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        equation: String,
        /// The derivative: dy/dx, d2y/dx2, ∂z/∂x
        derivative: String,
        #[command(flatten)]
        common: Common,
    },
    /// Differentiate along a curve given by a parameter
    #[command(after_help = PARAMETRIC)]
    Parametric {
        /// Both coordinates, as in "x = cos(t), y = sin(t)"; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        curve: String,
        /// The derivative: dy/dx, d2y/dx2
        derivative: String,
        /// The parameter, where the coordinates have several names in common
        parameter: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// All partial derivatives of an expression
    #[command(after_help = "Examples:\n  chainrule gradient \"x^2*y + sin(y)\" x y   [2*x*y, x^2 + cos(y)]")]
    Gradient(Functions),
    /// The matrix of the partial derivatives of several expressions
    #[command(after_help = JACOBIAN)]
    Jacobian(Functions),
    /// The matrix of the second partial derivatives of an expression
    #[command(after_help = "Examples:\n  chainrule hessian \"x^2*y\" x y   a row for x, [2*y  2*x], and one for y, [2*x  0]")]
    Hessian(Functions),
}

const IMPLICIT: &str = r#"Examples:
  chainrule implicit "x^2 + y^2 = r^2" dy/dx        -x/y
  chainrule implicit "x^2 + y^2 = r^2" d2y/dx2      -r^2/y^3
  chainrule implicit "x*y*z = 1" ∂z/∂x              -z/x"#;

const PARAMETRIC: &str = r#"Examples:
  chainrule parametric "x = cos(t), y = sin(t)" dy/dx      -cot(t)
  chainrule parametric "x = cos(t), y = sin(t)" d2y/dx2    -csc(t)^3
  chainrule parametric "x = a*s, y = s^2" dy/dx s"#;

const JACOBIAN: &str = r#"Examples:
  chainrule jacobian "r*cos(t), r*sin(t)" r t
  chainrule jacobian "u = x*y; v = x + y" x y --format latex"#;

/// What is differentiated, and by what.
#[derive(Debug, clap::Args)]
pub struct Functions {
    /// The expression, or several separated by commas; `-` reads standard input
    #[arg(allow_hyphen_values = true)]
    expression: String,
    /// The variables; all the expression has, in alphabetical order, where none is named
    variables: Vec<String>,
    #[command(flatten)]
    common: Common,
}

/// Carries out a command.
pub fn execute(operation: Operation) -> Result<(), Failure> {
    match operation {
        Operation::Implicit { equation, derivative, common } => {
            ask(&equation, &[&derivative], 1, &common, |session, question| show(&mut session.implicit(question)?, &common))
        }
        Operation::Parametric { curve, derivative, parameter, common } => {
            let names: Vec<&str> = [derivative.as_str()].into_iter().chain(parameter.as_deref()).collect();
            ask(&curve, &names, 1, &common, |session, question| show(&mut session.parametric(question)?, &common))
        }
        Operation::Gradient(functions) => ask_for_matrix(&functions, |session, question| session.gradient(question)),
        Operation::Jacobian(functions) => ask_for_matrix(&functions, |session, question| session.jacobian(question)),
        Operation::Hessian(functions) => ask_for_matrix(&functions, |session, question| session.hessian(question)),
    }
}

fn ask_for_matrix(
    functions: &Functions,
    answer: impl for<'s> FnOnce(&'s mut Session, &Question<'_>) -> Result<Matrix<'s>, Error>,
) -> Result<(), Failure> {
    let names: Vec<&str> = functions.variables.iter().map(String::as_str).collect();
    ask(&functions.expression, &names, 1, &functions.common, |session, question| {
        show_matrix(&mut answer(session, question)?, &functions.common)
    })
}

fn show_matrix(matrix: &mut Matrix<'_>, common: &Common) -> Result<Shown, Error> {
    let notation = match common.format {
        OutputFormat::Json => return Ok(Shown { answer: batch::matrix_line(matrix)?, aside: Vec::new() }),
        OutputFormat::Latex => Notation::Latex,
        OutputFormat::Unicode => Notation::Unicode,
        OutputFormat::Text if io::stdout().is_terminal() => Notation::Lines(80),
        OutputFormat::Text => Notation::Text,
    };
    let mut out = String::new();
    matrix.write(notation, &mut out)?;
    let conditions = matrix.conditions().into_iter().map(|condition| format!("condition: {condition}"));
    let notes = matrix.notes().into_iter().map(|note| format!("note: {note}"));
    Ok(Shown { answer: out, aside: conditions.chain(notes).collect() })
}
