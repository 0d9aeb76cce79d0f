//! `chainrule evaluate`.

use super::ask::ask;
use super::failure::Failure;
use super::options::{Common, assignments, no_value};
use super::show::{show_bounds, show_value};
use chainrule::{Error, Question, Session};

/// The value at a point, or bounds that hold.
pub fn evaluate(expression: &str, at: &[String], bounds: bool, common: &Common) -> Result<(), Failure> {
    ask(expression, &[], 1, common, |session, question| match bounds {
        true => show_bounds(session.enclose(question, &assignments(at)?)?, common),
        false => show_value(session.evaluate(question, &point(at)?)?, common),
    })
}

/// `x=1.5` and `x=pi/2` as names and values.
fn point(written: &[String]) -> Result<Vec<(&str, f64)>, Error> {
    let value_of = |(name, value)| {
        let number = Session::new().evaluate(&Question { expression: value, ..Question::default() }, &[]);
        number.map(|number| (name, number)).map_err(|_| no_value(&format!("{name}={value}")))
    };
    assignments(written)?.into_iter().map(value_of).collect()
}
