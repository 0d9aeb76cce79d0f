//! `chainrule cost`: how many operations an expression and its gradient take.

use super::ask::{Restated, Shown, ask};
use super::failure::Failure;
use super::options::{Common, OutputFormat};
use chainrule::Cost;

pub fn run(expression: &str, variables: &[String], common: &Common) -> Result<(), Failure> {
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    ask(expression, &names, 1, common, |session, question| {
        common.refuse_alternatives("a cost")?;
        let restated = common.restates().then(|| Restated::of(session, question)).transpose()?;
        let Cost { value, value_and_gradient } = match &restated {
            Some(restated) => session.cost(&restated.question(question))?,
            None => session.cost(question)?,
        };
        let answer = match common.format {
            OutputFormat::Json => format!(r#"{{"value": {value}, "value_and_gradient": {value_and_gradient}}}"#),
            _ => format!("value: {value}\nvalue and gradient: {value_and_gradient}"),
        };
        Ok(Shown { answer, aside: restated.map_or_else(Vec::new, |restated| restated.aside) })
    })
}
