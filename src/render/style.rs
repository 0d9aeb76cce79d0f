//! How LaTeX is set: what the authors of one field, or one country, would write.

use crate::error::Error;
use crate::functions::{FunctionId, Row};
use std::str::FromStr;

/// A style of LaTeX.
///
/// ```
/// use chainrule::{LatexStyle, Question, Session};
/// let mut session = Session::new();
/// let question = Question { style: LatexStyle::Iso, ..Question::derive("tan(x)", &["x"]) };
/// assert_eq!(session.derive(&question)?.latex()?, r"\frac{1}{\cos^2 x}");
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LatexStyle {
    /// As papers on machine learning and most textbooks do: `\sec^2 x`, `e^x`, `\arctan x`.
    #[default]
    Ml,
    /// With `\tan^{-1}` for inverse functions.
    Us,
    /// ISO 80000-2: upright d and e, no secants.
    Iso,
    /// Dots for derivatives by time.
    Physics,
    /// A decimal comma.
    De,
}

impl FromStr for LatexStyle {
    type Err = Error;

    fn from_str(name: &str) -> Result<LatexStyle, Error> {
        Ok(match name {
            "ml" => LatexStyle::Ml,
            "us" => LatexStyle::Us,
            "iso" => LatexStyle::Iso,
            "physics" => LatexStyle::Physics,
            "de" => LatexStyle::De,
            other => {
                let hint = Some("styles are ml, us, iso, physics and de".into());
                return Err(Error::Request { what: format!("there is no style `{other}`"), hint });
            }
        })
    }
}

impl LatexStyle {
    /// The number e.
    pub(super) fn e(self) -> &'static str {
        if self == LatexStyle::Iso { "\\mathrm{e}" } else { "e" }
    }

    /// The sign of a differential.
    pub(super) fn d(self) -> &'static str {
        if self == LatexStyle::Iso { "\\mathrm{d}" } else { "d" }
    }

    /// The command of a function that is written like `\sin`.
    pub(super) fn operator(self, row: &Row) -> &'static str {
        match (self, row.latex) {
            (LatexStyle::Us, "\\arcsin") => "\\sin^{-1}",
            (LatexStyle::Us, "\\arccos") => "\\cos^{-1}",
            (LatexStyle::Us, "\\arctan") => "\\tan^{-1}",
            (_, latex) => latex,
        }
    }

    /// Whether some functions are written by what they are the reciprocals of.
    pub(super) fn has_reciprocals(self) -> bool {
        self == LatexStyle::Iso
    }

    /// The function that this one is the reciprocal of, where only that is written: secants as cosines.
    pub(super) fn reciprocal(self, function: FunctionId) -> Option<&'static str> {
        if !self.has_reciprocals() {
            return None;
        }
        match function.row().name {
            "sec" => Some("\\cos"),
            "csc" => Some("\\sin"),
            _ => None,
        }
    }

    /// A number that ends, as its digits.
    pub(super) fn decimal(self, digits: Box<str>) -> Box<str> {
        if self == LatexStyle::De { digits.replace('.', "{,}").into() } else { digits }
    }

    /// Whether the derivative of so high an order of a function of time is written with dots, and which: 0 is one dot.
    pub(super) fn dots(self, order: u32) -> Option<usize> {
        (self == LatexStyle::Physics && (1..=2).contains(&order)).then(|| order as usize - 1)
    }
}
