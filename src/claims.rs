//! Derivations as tests: assertions for Rust's own, with the witness in the panic.

use crate::session::{Question, Session, Verdict};

/// Asserts that derivatives are what is claimed, and panics with a point where one is not.
///
/// ```
/// chainrule::assert_derivative!("0.5*(a-cos(z))^2", "z" => "(a - cos(z))*sin(z)", "a" => "a - cos(z)");
/// ```
///
/// # Panics
/// Where a claim is refuted or undecided, or cannot be read.
#[macro_export]
macro_rules! assert_derivative {
    ($expression:expr, $($variable:expr => $claim:expr),+ $(,)?) => {
        $(if let Err(report) = $crate::claims::derivative_holds($expression, $variable, $claim) {
            panic!("{report}");
        })+
    };
}

/// Asserts that two expressions are equal wherever both are defined, and panics with a point where they are not.
///
/// ```
/// chainrule::assert_equal_expressions!("(1 + tanh(x/2))/2", "sigma(x)");
/// ```
///
/// # Panics
/// Where they differ, where it is undecided, or where one cannot be read.
#[macro_export]
macro_rules! assert_equal_expressions {
    ($left:expr, $right:expr $(,)?) => {
        if let Err(report) = $crate::claims::expressions_agree($left, $right) {
            panic!("{report}");
        }
    };
}

/// Whether `claim` is proved to be the derivative of `expression` by `variable`; otherwise a report that says where it fails.
///
/// ```
/// let report = chainrule::claims::derivative_holds("x^2", "x", "x").unwrap_err();
/// assert_eq!(report, "d/dx of `x^2` is not `x`: at x = 1 it is 2, not 1; it is 2*x");
/// ```
///
/// # Errors
/// The report.
pub fn derivative_holds(expression: &str, variable: &str, claim: &str) -> Result<(), String> {
    let mut session = Session::new();
    let variables = [variable];
    let question = Question::derive(expression, &variables);
    let judgement = session.check(&question, claim).map_err(|error| format!("`{expression}`: {error}"))?;
    let about = format!("d/d{variable} of `{expression}` is not `{claim}`");
    let Some(report) = report(judgement.verdict(), &about) else { return Ok(()) };
    let derivative = judgement.derivative().map(|derivative| format!("; it is {derivative}")).unwrap_or_default();
    Err(report + &derivative)
}

/// Whether two expressions are proved equal wherever both are defined; otherwise a report that says where they differ.
///
/// # Errors
/// The report.
pub fn expressions_agree(left: &str, right: &str) -> Result<(), String> {
    let mut session = Session::new();
    let question = Question { expression: left, ..Question::default() };
    let judgement = session.equal(&question, right).map_err(|error| format!("`{left}`: {error}"))?;
    report(judgement.verdict(), &format!("`{left}` is not `{right}`")).map_or(Ok(()), Err)
}

fn report(verdict: &Verdict, about: &str) -> Option<String> {
    match verdict {
        Verdict::Proved => None,
        Verdict::Refuted(witness) => Some(format!("{about}: at {} it is {}, not {}", witness.place(), witness.expected, witness.claimed)),
        Verdict::Undecided { reason, .. } => Some(format!("{about} as far as can be told: {reason}")),
    }
}
