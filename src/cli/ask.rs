//! From the options of a command to a question, and what it prints.

use super::failure::{Failure, about};
use super::options::Common;
use chainrule::{Error, Input, Question, Session};
use std::io::{self, Read, Write};
use std::path::Path;

/// What a command prints: the answer, and what is said beside it.
pub struct Shown {
    pub answer: String,
    pub aside: Vec<String>,
}

/// What is said beside an answer: where it holds, and its notes. That it holds nowhere is said in words.
pub fn aside(conditions: Vec<String>, notes: &[String]) -> Vec<String> {
    let conditions = conditions.into_iter().map(|condition| match condition.as_str() {
        "false" => "condition: never met".to_string(),
        _ => format!("condition: {condition}"),
    });
    conditions.chain(notes.iter().map(|note| format!("note: {note}"))).collect()
}

/// Puts the question to a new session, and prints what `answer` makes of it.
pub fn ask(
    expression: &str,
    variables: &[&str],
    order: u32,
    common: &Common,
    answer: impl FnOnce(&mut Session, &Question<'_>) -> Result<Shown, Error>,
) -> Result<(), Failure> {
    let text = text_of(expression)?;
    let file = common.definition_file.as_deref().map(read).transpose()?;
    let definitions: Vec<&str> = common.definitions.iter().chain(&file).map(|definition| definition.trim_end()).collect();
    let assumptions: Vec<&str> = common.assumptions.iter().map(String::as_str).collect();
    let macros = common.macros.as_deref().map(read).transpose()?.unwrap_or_default();
    let question = Question {
        expression: &text,
        input: common.input.into(),
        variables,
        order,
        definitions: &definitions,
        macros: &macros,
        assumptions: &assumptions,
        form: common.form(),
        expand: common.expand,
        style: common.style,
    };
    let mut session = Session::new();
    session.set_limits(common.limits.limits());
    let rules = common.rules.as_deref().map(read).transpose()?;
    let shown = rules.map_or(Ok(()), |rules| session.add_rules(&rules)).and_then(|()| answer(&mut session, &question));
    let shown = shown.map_err(|error| Failure::Input(text.clone(), error))?;
    let mut stderr = io::stderr().lock();
    for line in shown.aside {
        writeln!(stderr, "{line}")?;
    }
    writeln!(io::stdout(), "{}", shown.answer)?;
    Ok(())
}

/// An expression in the form and on the assumptions that the question names, for a command that takes it as it stands.
pub struct Restated {
    pub text: String,
    /// What is said beside it: where it holds.
    pub aside: Vec<String>,
}

impl Restated {
    pub fn of(session: &mut Session, question: &Question<'_>) -> Result<Restated, Error> {
        let mut answer = session.simplify(&Question { expand: true, ..*question })?;
        let aside = aside(answer.conditions(), &answer.notes());
        Ok(Restated { text: answer.text()?, aside })
    }

    /// The question about it.
    pub fn question<'a>(&'a self, question: &Question<'a>) -> Question<'a> {
        Question { expression: &self.text, input: Input::Text, definitions: &[], macros: "", ..*question }
    }
}

fn read(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path).map_err(|error| about(path, error))
}

/// The expression itself, or standard input where it is `-`.
fn text_of(expression: &str) -> Result<String, Failure> {
    if expression != "-" {
        return Ok(expression.to_string());
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text.trim_end().to_string())
}
