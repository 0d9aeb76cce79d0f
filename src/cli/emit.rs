//! `chainrule emit`: code for an expression and its derivatives.

use super::ask::{Restated, Shown, ask};
use super::failure::Failure;
use super::options::{Common, OutputFormat, refused};
use chainrule::Language;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::json;

/// Reads the name of a language.
pub fn language_parser() -> impl TypedValueParser<Value = Language> {
    let values = Language::ALL.map(|language| PossibleValue::new(language.name()).help(language.about()));
    PossibleValuesParser::new(values).try_map(|name| Language::named(&name).ok_or("there is no such language"))
}

pub fn run(expression: &str, variables: &[String], language: Language, hessian: bool, common: &Common) -> Result<(), Failure> {
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    ask(expression, &names, 1, common, |session, question| {
        common.refuse_alternatives("code")?;
        common.refuse_width("code")?;
        let restated = common.restates().then(|| Restated::of(session, question)).transpose()?;
        let code = match &restated {
            Some(restated) => session.emit(&restated.question(question), language, hessian)?,
            None => session.emit(question, language, hessian)?,
        };
        let code = code.trim_end();
        let answer = match common.format {
            OutputFormat::Text => code.to_string(),
            OutputFormat::Json => json!({ "language": language.name(), "code": code }).to_string(),
            format if format.is_markdown() => format!("```{}\n{code}\n```", language.name()),
            _ => return Err(refused("--format", "is text, json or markdown for code, which is written in its own language")),
        };
        Ok(Shown { answer, aside: restated.map_or_else(Vec::new, |restated| restated.aside) })
    })
}
