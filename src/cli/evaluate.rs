//! `chainrule evaluate`.

use super::ask::{Shown, aside, ask};
use super::failure::Failure;
use super::options::{Common, assignments};
use super::show::{show_bounds, show_value};

/// The value at a point, or bounds that hold.
pub fn evaluate(expression: &str, at: &[String], bounds: bool, common: &Common) -> Result<(), Failure> {
    ask(expression, &[], 1, common, |session, question| {
        let shown = match bounds {
            true => show_bounds(session.enclose(question, &assignments(at)?)?, common),
            false => show_value(session.evaluate_at(question, &assignments(at)?)?, common),
        }?;
        Ok(Shown { aside: aside(Vec::new(), session.notes()), ..shown })
    })
}
