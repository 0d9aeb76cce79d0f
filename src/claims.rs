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

/// Asserts that a derivative still has the value of the stored one, and gives the [`Change`] of its form; panics with a point
/// where the value has changed. The stored text is the answer alone, or a file that `insta` wrote:
/// `include_str!("snapshots/energy.snap")`.
///
/// ```
/// let change = chainrule::assert_derivation_snapshot!("2*sin(z)*(a - cos(z))", "(a - cos(z))^2", "z");
/// assert_eq!(change.to_string(), "equivalent, as long as before");
/// ```
///
/// # Panics
/// Where the values differ, where that is undecided, or where one cannot be read.
#[macro_export]
macro_rules! assert_derivation_snapshot {
    ($stored:expr, $expression:expr, $variable:expr $(,)?) => {
        match $crate::claims::derivation_change($stored, $expression, $variable) {
            Ok(change) => change,
            Err(report) => panic!("{report}"),
        }
    };
}

/// How an answer has changed whose value is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The text is the same.
    Nothing,
    /// The form is another one: so many tokens longer, or shorter where it is negative.
    Form(isize),
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (tokens, size) = match self {
            Change::Nothing => return f.write_str("unchanged"),
            Change::Form(0) => return f.write_str("equivalent, as long as before"),
            Change::Form(tokens) => (tokens.unsigned_abs(), if *tokens < 0 { "shorter" } else { "longer" }),
        };
        write!(f, "equivalent, {tokens} token{} {size}", if tokens == 1 { "" } else { "s" })
    }
}

/// The change from a stored answer to another one, both in plain text or LaTeX; a header between lines of `---`, as `insta`
/// writes it, is no part of the answer.
///
/// ```
/// use chainrule::claims::{Change, change};
/// assert_eq!(change("cos(x)*cos(x)", "cos(x)^2"), Ok(Change::Form(-3)));
/// assert_eq!(change("2*x", "3*x"), Err("`3*x` has not the value of the stored `2*x`: at x = 1 that was 2, and this is 3".into()));
/// ```
///
/// # Errors
/// A report where the value has changed, or where that cannot be told.
pub fn change(stored: &str, new: &str) -> Result<Change, String> {
    let (stored, new) = (body(stored), body(new));
    if stored == new {
        return Ok(Change::Nothing);
    }
    let mut session = Session::new();
    let question = Question { expression: stored, ..Question::default() };
    let judgement = session.equal(&question, new).map_err(|error| format!("`{stored}` and `{new}` cannot be compared: {error}"))?;
    let about = format!("`{new}` has not the value of the stored `{stored}`");
    match judgement.verdict() {
        Verdict::Proved => Ok(Change::Form(tokens(new) as isize - tokens(stored) as isize)),
        Verdict::Refuted(witness) => {
            Err(format!("{about}: at {} that was {}, and this is {}", witness.place(), witness.expected, witness.claimed))
        }
        Verdict::Undecided { reason, .. } => Err(format!("{about} as far as can be told: {reason}")),
    }
}

/// The change from a stored derivative to the one that `expression` has now.
///
/// # Errors
/// As [`change`], and where there is no derivative.
pub fn derivation_change(stored: &str, expression: &str, variable: &str) -> Result<Change, String> {
    let derivative = crate::derivative::derive(expression, variable).map_err(|error| format!("`{expression}`: {error}"))?;
    change(stored, &derivative.to_string())
}

/// The answer in a stored text.
fn body(stored: &str) -> &str {
    let text = stored.trim();
    match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((_, body)) => body.trim(),
        None => text,
    }
}

/// Names, numbers and signs.
fn tokens(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\');
    let mut count = 0;
    let mut before = ' ';
    for character in text.chars() {
        let goes_on = is_word(character) && is_word(before) && character != '\\';
        count += usize::from(!(goes_on || character.is_whitespace()));
        before = character;
    }
    count
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
