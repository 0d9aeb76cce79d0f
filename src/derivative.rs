//! One question, one answer that can be kept: `derive` and `simplify`.

use crate::derivation::{Detail, Steps};
use crate::error::Error;
use crate::session::{Answer, Notation, Question, Session};
use std::fmt;

/// The answer to one question. It owns everything it needs and can be sent to another thread.
///
/// `{}` writes plain text on one line, `{:#}` the same in lines of at most 80 columns.
///
/// ```
/// let derivative = chainrule::derive("0.5*(a - cos(z))^2", "z")?;
/// assert_eq!(derivative.to_string(), "(a - cos(z))*sin(z)");
/// assert_eq!(derivative.latex(), r"(a-\cos z)\sin z");
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Debug)]
pub struct Derivative {
    session: Session,
    text: String,
    conditions: Vec<String>,
    notes: Vec<String>,
}

/// The derivative of `expression` by `variable`, in the form a careful mathematician would write.
///
/// *Domain:* real numbers; angles in radians. The answer is valid where the question and its derivative are defined;
/// [`Derivative::conditions`] lists what the answer does not show itself.
///
/// ```
/// assert_eq!(chainrule::derive("1/(1 + exp(-z))", "z")?.to_string(), "sigma(z)*(1 - sigma(z))");
/// assert!(chainrule::derive("x/0", "x").is_err());
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// # Errors
/// [`Error::Syntax`] and [`Error::UnknownFunction`] with the place in the text; [`Error::Undefined`] where there is no
/// value; [`Error::Unsupported`] where there is no derivative in closed form; [`Error::Limit`] where a budget ran out.
pub fn derive(expression: &str, variable: &str) -> Result<Derivative, Error> {
    Derivative::of(&Question::derive(expression, &[variable]))
}

/// The expression in the form a careful mathematician would write, nothing differentiated.
///
/// ```
/// assert_eq!(chainrule::simplify("0.1*x + 0.2*x")?.to_string(), "0.3*x");
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// # Errors
/// As [`derive()`].
pub fn simplify(expression: &str) -> Result<Derivative, Error> {
    let mut session = Session::new();
    let answer = session.simplify(&Question { expression, ..Question::default() })?;
    let (text, conditions, notes) = views(answer)?;
    Ok(Derivative { session, text, conditions, notes })
}

fn views(mut answer: Answer<'_>) -> Result<(String, Vec<String>, Vec<String>), Error> {
    Ok((answer.text()?, answer.conditions(), answer.notes()))
}

impl Derivative {
    /// The answer to a question with all its options.
    ///
    /// # Errors
    /// As [`derive()`].
    pub fn of(question: &Question<'_>) -> Result<Derivative, Error> {
        let mut session = Session::new();
        let (text, conditions, notes) = views(session.derive(question)?)?;
        Ok(Derivative { session, text, conditions, notes })
    }

    /// How the answer comes about, as a textbook shows it; see [`Answer::steps`].
    ///
    /// ```
    /// let steps = chainrule::derive("E = 1/2*(a - y)^2; y = z + b", "z")?.steps()?;
    /// let last = steps.iter().last().map(|step| (step.after.text.as_str(), step.reason.text.as_str()));
    /// assert_eq!(last, Some(("y - a", "dy/dz = 1, so dE/dz = dE/dy")));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Answer::steps`].
    pub fn steps(&self) -> Result<Steps, Error> {
        self.session.steps_again(Detail::Textbook)
    }

    /// Plain text on one line; it reads back as the same expression.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// LaTeX for math mode.
    pub fn latex(&self) -> String {
        self.written(Notation::Latex)
    }

    /// Typst for math mode.
    pub fn typst(&self) -> String {
        self.written(Notation::Typst)
    }

    /// Text with `σ`, `·` and superscripts.
    pub fn unicode(&self) -> String {
        self.written(Notation::Unicode)
    }

    /// The conditions the answer does not show itself.
    ///
    /// ```
    /// assert_eq!(chainrule::derive("ln(x)", "x")?.conditions(), ["x > 0"]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn conditions(&self) -> &[String] {
        &self.conditions
    }

    /// How ambiguous places were read, and what names the answer introduces mean.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The value of the answer at a point.
    ///
    /// ```
    /// let slope = chainrule::derive("x^2*y", "x")?.evaluate(&[("x", 3.0), ("y", 0.5)])?;
    /// assert_eq!(slope, 3.0);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where a variable has no value, [`Error::Undefined`] where the answer has none.
    pub fn evaluate(&self, point: &[(&str, f64)]) -> Result<f64, Error> {
        self.session.evaluate_answer(point)
    }

    fn written(&self, notation: Notation) -> String {
        let mut text = String::new();
        match self.session.write(notation, &mut text) {
            Ok(()) => text,
            // Every notation has the same budget, and the plain text kept it; what is longer here is shown as that.
            Err(_) => self.text.clone(),
        }
    }
}

impl fmt::Display for Derivative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { f.write_str(&self.written(Notation::Lines(80))) } else { f.write_str(&self.text) }
    }
}
