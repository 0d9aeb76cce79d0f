//! Values between proved bounds.

use super::{Question, Session, value_at};
use crate::error::Error;
use crate::evaluate::{Ball, Enclosure};

/// Two numbers of double precision between which a value is proved to lie, themselves included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Not greater than the value.
    pub lower: f64,
    /// Not less.
    pub upper: f64,
}

/// The precisions that are tried, in bits.
const PRECISIONS: [u32; 5] = [64, 128, 256, 512, 1024];

impl Session {
    /// The value of the expression at a point, whose coordinates are expressions, between proved bounds: computed with balls,
    /// as precisely as it takes for the bounds to be neighbours, or nearly, among the doubles. Where cancellation is too much
    /// for 1024 bits they stay wide, and so do those of integrals.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let bounds = Session::new().enclose(&Question::derive("(1 - cos(x))/x^2", &[]), &[("x", "1/10^8")])?;
    /// assert!(bounds.lower <= 0.5 && 0.5 <= bounds.upper && bounds.upper - bounds.lower < 1e-15);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::evaluate`], and [`Error::Unsupported`] where nothing can be proved, such as for integrals without ends, and at ends
    /// of domains.
    pub fn enclose(&mut self, question: &Question<'_>, point: &[(&str, &str)]) -> Result<Bounds, Error> {
        let input = self.read(question)?;
        self.admit_point(point.iter().map(|(name, _)| *name), question.variables)?;
        let pairs = self.point_pairs(point)?;
        let there = self.input_at(input, &pairs)?;
        let mut best: Option<Bounds> = None;
        for precision in PRECISIONS {
            let enclosure = Enclosure::at(&self.arena, &[there], &[], precision, false, &mut |_, _, _| Ball::UNKNOWN);
            let Some((lower, upper)) = enclosure.value(there).bounds() else { continue };
            best = Some(Bounds { lower, upper });
            if upper <= lower.next_up().next_up() {
                break;
            }
        }
        let Some(bounds) = best else {
            // Where there is no value, that is the reason.
            value_at(&mut self.arena, there, &[])?;
            return Err(Error::Unsupported {
                span: None,
                what: "no bounds of the value at this point can be proved".into(),
                hint: Some("ask for the value alone".into()),
            });
        };
        Ok(bounds)
    }
}
