//! What can be said on the command line.

use super::emit::language_parser;
use super::lint::Lint;
use super::operations::Operation;
use super::options::{AtOption, Common, LimitOptions, Order, StepOptions, whole};
use super::plot::Plot;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Symbolic derivatives in the form a careful mathematician would write.
#[derive(Debug, Parser)]
#[command(name = "chainrule", version, about, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = r#"Examples:
  chainrule derive "0.5*(a-cos(z))^2" z             (a - cos(z))*sin(z)
  chainrule derive "1/(1+exp(-z))" --format latex   \sigma(z)(1-\sigma(z))
  chainrule derive '\frac12(a-\cos z)^2' z          (a - cos(z))*sin(z)
  chainrule derive "x^2*y" x y                      2*x
  chainrule derive "E = 1/2*(a - y)^2; y = sigma(z)" z
  chainrule simplify "0.1*x + 0.2*x"                0.3*x
  chainrule evaluate "x^2 + y" x=3 y=0.5            9.5
  echo '{"id": 1, "expr": "x^x", "wrt": ["x"]}' | chainrule batch"#;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Differentiate an expression
    #[command(after_help = DERIVE)]
    Derive {
        /// The expression, with definitions separated by `;` if there are any; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variables, in the order of differentiation; may be left out where there is a single free symbol
        variables: Vec<String>,
        /// Differentiate so many times by each variable: a number, or a name such as n for every order at once
        #[arg(long, default_value = "1", allow_negative_numbers = true)]
        order: Order,
        #[command(flatten)]
        at: AtOption,
        #[command(flatten)]
        steps: StepOptions,
        #[command(flatten)]
        common: Common,
    },
    /// Tell in plain words how a derivative comes about
    #[command(after_help = "Example:\n  chainrule explain \"E = 1/2*(a - y)^2; y = sigma(z)\" z")]
    Explain {
        /// The expression, with definitions separated by `;` if there are any; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variables, in the order of differentiation; may be left out where there is a single free symbol
        variables: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    #[command(flatten)]
    Operation(Operation),
    Plot(Plot),
    /// Write an expression in its simplest form
    #[command(
        after_help = "Examples:\n  chainrule simplify \"sin(x)^2 + cos(x)^2\"   1\n  chainrule simplify \"sqrt(x^2)\"             abs(x)\n  chainrule simplify \"sqrt(x^2)\" --assume \"x > 0\""
    )]
    Simplify {
        /// The expression; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        #[command(flatten)]
        common: Common,
    },
    /// Compute the value of an expression at a point
    #[command(
        after_help = "Examples:\n  chainrule evaluate \"sin(x)/x\" x=0.1\n  chainrule evaluate \"a^2\" a=pi/2\n  chainrule evaluate \"(1 - cos(x))/x^2\" x=1/10^8 --bounds    [0.49999999999999994, 0.5]"
    )]
    Evaluate {
        /// The expression; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// Values of the variables
        #[arg(value_name = "NAME=VALUE")]
        at: Vec<String>,
        /// Two numbers between which the value is proved to lie
        #[arg(long)]
        bounds: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Count the operations of an expression and of its gradient, shared parts once
    #[command(
        after_help = "Examples:\n  chainrule cost \"(a - cos(z))^2/2\" a z\n  chainrule cost \"x^2*y\" x --format json   {\"value\": 2, \"value_and_gradient\": 4}"
    )]
    Cost {
        /// The expression; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variables of the gradient; all of the expression's where none is given
        variables: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Say whether a claimed derivative is right: exit status 0 proved, 1 refuted, 3 undecided
    #[command(after_help = CHECK)]
    Check {
        /// The expression, with definitions separated by `;` if there are any; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variable, or several in the order of differentiation with commas between; may be left out where there is a single free symbol
        #[arg(value_name = "VAR", allow_hyphen_values = true)]
        variables: String,
        /// What is claimed to be the derivative
        #[arg(allow_hyphen_values = true)]
        claim: Option<String>,
        /// Differentiate so many times by each variable
        #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = whole::<1, 1000>)]
        order: u32,
        #[command(flatten)]
        common: Common,
    },
    /// Check files of claims: exit status 0 where all are proved, 1 where one is not
    #[command(
        after_help = "A claim is a line: d/dx(x^2) = 2*x, or sqrt(x^2) = x if x > 0. What follows # is a comment.\nIn Markdown and notebooks the lines of code fences called chainrule are claims."
    )]
    Test {
        /// Files of claims, Markdown, or directories of both (.claims, .md)
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Write a report for continuous integration
        #[arg(long, value_name = "FILE")]
        junit: Option<PathBuf>,
        #[command(flatten)]
        limits: LimitOptions,
    },
    /// Say whether two expressions are equal wherever both are defined: exit status 0 proved, 1 refuted, 3 undecided
    #[command(
        after_help = "Examples:\n  chainrule equal \"(1 + tanh(x/2))/2\" \"sigma(x)\"      proved\n  chainrule equal \"sqrt(x^2)\" x --assume \"x > 0\"    proved"
    )]
    Equal {
        /// The left side; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        left: String,
        /// The right side
        #[arg(allow_hyphen_values = true)]
        right: String,
        #[command(flatten)]
        common: Common,
    },
    /// Write code for the value, the gradient and on request the Hessian
    #[command(
        after_help = "Examples:\n  chainrule emit \"E = (a - y)^2/2; y = sigma(z)\" z --lang rust\n  chainrule emit \"100*(y - x^2)^2 + (1 - x)^2\" x y --lang c --hessian\n\nThe code needs nothing but its language, and tests itself against finite differences."
    )]
    Emit {
        /// The expression; `-` reads standard input
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// The variables of the gradient; all of the expression's where none is given
        variables: Vec<String>,
        /// The language
        #[arg(long, value_parser = language_parser())]
        lang: chainrule::Language,
        /// Second derivatives too
        #[arg(long)]
        hessian: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Answer requests, JSON lines in, JSON lines out, in their order
    #[command(after_help = BATCH)]
    Batch {
        /// A file of requests; without it, standard input
        file: Option<PathBuf>,
        /// Answer on so many cores at once; on all there are where none is said
        #[arg(long, short, value_name = "N", allow_negative_numbers = true)]
        jobs: Option<usize>,
        #[command(flatten)]
        limits: LimitOptions,
    },
    /// Check the derivatives in documents: Markdown, LaTeX and notebooks
    ///
    /// Exit status 1 says that something is wrong.
    Lint(Lint),
    /// Fill in the blanks of documents: `\chainrule{...}` behind an equals sign, and fenced `derive` blocks
    ///
    /// Everything else stays as it is, byte for byte; filled in once more, nothing changes.
    Fill {
        /// Files and directories
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        limits: LimitOptions,
    },
    /// Print the completions for a shell
    Completions {
        shell: clap_complete::Shell,
    },
}

const DERIVE: &str = r#"Examples:
  chainrule derive "x^3 - 2x + 1" x                 3*x^2 - 2
  chainrule derive "x^2*exp(x)" x --steps           the laws, one a line
  chainrule derive "E = (a - y)^2; y = sigma(z)" z --steps --format latex
  chainrule derive "sin(x)" --order 4               sin(x)
  chainrule derive "x*exp(x)" --order n             (x + n)*exp(x)
  chainrule derive "exp(x*y)" x y                   (x*y + 1)*exp(x*y)
  chainrule derive "f(g(x))" x                      f'(g(x))*g'(x)
  chainrule derive "D[*](f)(n, x^2)" x              2*x*D[*](f)(n + 1, x^2): f's derivative of order n
  chainrule derive "abs(x)" x                       sign(x), with the condition x != 0
  chainrule derive "arcsin(x/a)" x --assume "a > 0"
  chainrule derive "x^2" x --at x=3                 6
  chainrule derive "sin(x)" x --at x=pi/6           sqrt(3)/2"#;

const CHECK: &str = r#"Examples:
  chainrule check "0.5*(a-cos(z))^2" z "(a - cos(z))*sin(z)"      proved
  chainrule check "0.5*(a-cos(z))^2" z "-sin(z)*(a - cos(z))"     refuted, with a point where it fails
  chainrule check "x^2*y" x,y "2*x"                               proved
  chainrule check "sin(x)" x "-sin(x)" --order 2                  proved"#;

const BATCH: &str = r#"A request is an object on one line; "op" is derive (the default), implicit, parametric,
gradient, jacobian, hessian, simplify, evaluate, check, equal or cost:
  {"id": 1, "expr": "0.5*(a-cos(z))^2", "wrt": ["z"]}
  {"id": 2, "op": "simplify", "expr": "x + x", "want": ["text"]}
  {"id": 3, "op": "evaluate", "expr": "x^2", "at": {"x": 1.5}}
  {"id": 4, "op": "implicit", "expr": "x^2 + y^2 = r^2", "wrt": "dy/dx"}
  {"id": 5, "op": "gradient", "expr": "x^2*y", "wrt": ["x", "y"]}
  {"id": 6, "expr": "x*exp(x)", "wrt": ["x"], "order": "n"}
  {"id": 7, "op": "check", "expr": "x^2", "wrt": ["x"], "claim": "2*x"}
  {"id": 8, "op": "equal", "left": "sqrt(x^2)", "right": "x", "assume": ["x > 0"]}
  {"id": 9, "expr": "x^x", "wrt": ["x"], "limits": {"nodes": 1000}}
A line that cannot be answered is answered with an error; the stream goes on."#;
