//! `chainrule emit`: code for an expression and its derivatives.

use super::ask::{Shown, ask};
use super::failure::Failure;
use super::options::Common;
use chainrule::Language;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Reads the name of a language.
pub fn language_parser() -> impl TypedValueParser<Value = Language> {
    let values = Language::ALL.map(|language| PossibleValue::new(language.name()).help(language.about()));
    PossibleValuesParser::new(values).try_map(|name| Language::named(&name).ok_or("there is no such language"))
}

pub fn run(expression: &str, variables: &[String], language: Language, hessian: bool, common: &Common) -> Result<(), Failure> {
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    ask(expression, &names, 1, common, |session, question| {
        let code = session.emit(question, language, hessian)?;
        Ok(Shown { answer: code.trim_end().to_string(), aside: Vec::new() })
    })
}
