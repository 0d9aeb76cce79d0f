//! `chainrule derive`, `explain` and `simplify`.

use super::ask::ask;
use super::failure::Failure;
use super::options::{AtOption, Common, Order, StepOptions};
use super::show::{show, show_at};

/// Differentiates; at a point where one is given.
pub fn derive(
    expression: &str,
    variables: &[String],
    order: &Order,
    at: &AtOption,
    steps: &StepOptions,
    common: &Common,
) -> Result<(), Failure> {
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    let (times, symbolic) = match order {
        Order::Number(times) => (*times, None),
        Order::Name(name) => (1, Some(name)),
    };
    ask(expression, &names, times, common, |session, question| {
        let mut answer = match symbolic {
            None => session.derive(question)?,
            Some(name) => session.derive_to_order(question, name)?,
        };
        show_at(&mut answer, at, steps, common)
    })
}

/// Tells in plain words how a derivative comes about.
pub fn explain(expression: &str, variables: &[String], common: &Common) -> Result<(), Failure> {
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    ask(expression, &names, 1, common, |session, question| show(&mut session.derive(question)?, &StepOptions::EXPLAIN, common))
}

/// Simplifies.
pub fn simplify(expression: &str, common: &Common) -> Result<(), Failure> {
    ask(expression, &[], 1, common, |session, question| show(&mut session.simplify(question)?, &StepOptions::NONE, common))
}
