//! Commands for curves, and for vectors and matrices of derivatives.

use super::ask::ask;
use super::failure::Failure;
use super::options::{AtOption, Common, StepOptions, whole};
use super::show::{show, show_at, show_matrix};
use chainrule::{Error, Matrix, Question, Session};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Operation {
    /// Differentiate a function given by an equation
    #[command(after_help = IMPLICIT)]
    Implicit {
        /// The equation, or several separated by commas; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        equation: String,
        /// The derivative: dy/dx, d2y/dx2, ∂z/∂x
        derivative: String,
        /// Of several equations, the other functions they determine, where that is not clear
        functions: Vec<String>,
        #[command(flatten)]
        at: AtOption,
        #[command(flatten)]
        steps: StepOptions,
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
        at: AtOption,
        #[command(flatten)]
        steps: StepOptions,
        #[command(flatten)]
        common: Common,
    },
    /// The Taylor polynomial at a point
    #[command(after_help = TAYLOR)]
    Taylor {
        #[command(flatten)]
        near: Near,
        /// The degree
        #[arg(long, default_value_t = 4, allow_negative_numbers = true, value_parser = whole::<0, 100>)]
        order: u32,
    },
    /// The tangent at a point, as the right side of its equation
    #[command(after_help = "Examples:\n  chainrule tangent \"x^2\" --at 1     2*x - 1\n  chainrule tangent \"sin(x)\" --at pi/3")]
    Tangent(Near),
    /// The derivative of the inverse function
    #[command(after_help = "Examples:\n  chainrule inverse \"x^3 + x\"      1/(3*x^2 + 1), which is dx/dy where y = x^3 + x")]
    Inverse {
        /// The expression; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variable
        variable: Option<String>,
        /// Differentiate so many times
        #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = whole::<1, 100>)]
        order: u32,
        #[command(flatten)]
        at: AtOption,
        #[command(flatten)]
        steps: StepOptions,
        #[command(flatten)]
        common: Common,
    },
    /// Differentiate by way of the logarithm
    #[command(after_help = LOGARITHMIC)]
    Logarithmic {
        /// The expression; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variable
        variable: Option<String>,
        #[command(flatten)]
        at: AtOption,
        #[command(flatten)]
        steps: StepOptions,
        #[command(flatten)]
        common: Common,
    },
    /// The derivative along the unit vector of a direction
    #[command(after_help = "Examples:\n  chainrule directional \"x^2*y\" x y --along 3,4     2*x*(2*x + 3*y)/5")]
    Directional {
        #[command(flatten)]
        functions: Functions,
        /// The components of the direction, separated by commas, in the order of the variables
        #[arg(long, value_delimiter = ',', required = true, allow_hyphen_values = true)]
        along: Vec<String>,
    },
    /// All partial derivatives of an expression
    #[command(
        after_help = "Examples:\n  chainrule gradient \"x^2*y + sin(y)\" x y   [2*x*y, x^2 + cos(y)]\n  chainrule gradient \"x^2*y\" --at x=1,y=3    [6, 1]"
    )]
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
  chainrule implicit "x^2 + y^2 = 25" dy/dx --at x=3,y=4    -3/4
  chainrule implicit "x*y*z = 1" ∂z/∂x              -z/x
  chainrule implicit "x + y + z = 1, x^2 + y^2 + z^2 = 1" dy/dx"#;

const TAYLOR: &str = r#"Examples:
  chainrule taylor "exp(x)" --order 3             1 + x + x^2/2 + x^3/6
  chainrule taylor "ln(x)" --at 1 --order 2       x - 1 - (x - 1)^2/2"#;

const LOGARITHMIC: &str = r#"Examples:
  chainrule logarithmic "x^x"                     x^x*(ln(x) + 1)
  chainrule logarithmic "(x + 1)^2*sqrt(x)/(x - 2)" x"#;

const PARAMETRIC: &str = r#"Examples:
  chainrule parametric "x = cos(t), y = sin(t)" dy/dx      -cot(t)
  chainrule parametric "x = cos(t), y = sin(t)" d2y/dx2    -csc(t)^3
  chainrule parametric "x = t^2, y = t^3" dy/dx --at t=2   3
  chainrule parametric "x = a*s, y = s^2" dy/dx s"#;

const JACOBIAN: &str = r#"Examples:
  chainrule jacobian "r*cos(t), r*sin(t)" r t
  chainrule jacobian "u = x*y; v = x + y" x y --format latex"#;

/// What is differentiated, and by what.
#[derive(Debug, clap::Args)]
pub struct Functions {
    /// The expression, of a Jacobian several separated by commas; `-` reads standard input
    #[arg(allow_hyphen_values = true)]
    expression: String,
    /// The variables; all the expression has, in alphabetical order, where none is named
    variables: Vec<String>,
    #[command(flatten)]
    at: AtOption,
    #[command(flatten)]
    steps: StepOptions,
    #[command(flatten)]
    common: Common,
}

/// A function and a point.
#[derive(Debug, clap::Args)]
pub struct Near {
    /// The expression; `-` reads standard input
    #[arg(allow_hyphen_values = true)]
    expression: String,
    /// The variable
    variable: Option<String>,
    /// The point, a number or an expression
    #[arg(long, default_value = "0", allow_hyphen_values = true)]
    at: String,
    #[command(flatten)]
    steps: StepOptions,
    #[command(flatten)]
    common: Common,
}

/// Carries out a command.
pub fn execute(operation: Operation) -> Result<(), Failure> {
    match operation {
        Operation::Implicit { equation, derivative, functions, at, steps, common } => {
            let names: Vec<&str> = [&derivative].into_iter().chain(&functions).map(String::as_str).collect();
            ask(&equation, &names, 1, &common, |session, question| show_at(&mut session.implicit(question)?, &at, &steps, &common))
        }
        Operation::Parametric { curve, derivative, parameter, at, steps, common } => {
            let names: Vec<&str> = [derivative.as_str()].into_iter().chain(parameter.as_deref()).collect();
            ask(&curve, &names, 1, &common, |session, question| show_at(&mut session.parametric(question)?, &at, &steps, &common))
        }
        Operation::Taylor { near, order } => {
            let Near { expression, variable, at, steps, common } = &near;
            ask(expression, &names(variable), order, common, |session, question| show(&mut session.taylor(question, at)?, steps, common))
        }
        Operation::Tangent(Near { expression, variable, at, steps, common }) => {
            ask(&expression, &names(&variable), 1, &common, |session, question| show(&mut session.tangent(question, &at)?, &steps, &common))
        }
        Operation::Inverse { expression, variable, order, at, steps, common } => {
            ask(&expression, &names(&variable), order, &common, |session, question| {
                show_at(&mut session.inverse(question)?, &at, &steps, &common)
            })
        }
        Operation::Logarithmic { expression, variable, at, steps, common } => {
            ask(&expression, &names(&variable), 1, &common, |session, question| {
                show_at(&mut session.logarithmic(question)?, &at, &steps, &common)
            })
        }
        Operation::Directional { functions, along } => {
            let names: Vec<&str> = functions.variables.iter().map(String::as_str).collect();
            let along: Vec<&str> = along.iter().map(String::as_str).collect();
            ask(&functions.expression, &names, 1, &functions.common, |session, question| {
                show_at(&mut session.directional(question, &along)?, &functions.at, &functions.steps, &functions.common)
            })
        }
        Operation::Gradient(functions) => ask_for_matrix(&functions, |session, question| session.gradient(question)),
        Operation::Jacobian(functions) => ask_for_matrix(&functions, |session, question| session.jacobian(question)),
        Operation::Hessian(functions) => ask_for_matrix(&functions, |session, question| session.hessian(question)),
    }
}

fn names(variable: &Option<String>) -> Vec<&str> {
    variable.iter().map(String::as_str).collect()
}

fn ask_for_matrix(
    functions: &Functions,
    answer: impl for<'s> FnOnce(&'s mut Session, &Question<'_>) -> Result<Matrix<'s>, Error>,
) -> Result<(), Failure> {
    let names: Vec<&str> = functions.variables.iter().map(String::as_str).collect();
    ask(&functions.expression, &names, 1, &functions.common, |session, question| {
        let mut matrix = answer(session, question)?;
        if !functions.at.at.is_empty() {
            matrix.put_in(&functions.at.point()?)?;
        }
        show_matrix(&mut matrix, &functions.steps, &functions.common)
    })
}
