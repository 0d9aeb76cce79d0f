//! The command line. Results go to standard output, everything else to standard error; it uses the library's facade only.
//!
//! Exit status: 0 an answer, 2 the input was at fault, 1 the output could not be written. A claim that is refuted gives 1 as
//! well, an undecided one 3.

mod arguments;
mod batch;
mod check;
mod cost;
mod emit;
mod lint;
mod operations;
mod plot;
mod report;
mod steps;
mod test;

use arguments::{Arguments, Command, Common, Order, OutputFormat};
use chainrule::{Answer, Bounds, Error, Question, Session, Value};
use clap::{CommandFactory, Parser};
use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;
use steps::{AtPoint, StepOptions};

/// Why a command ended without an answer.
enum Failure {
    /// Something in a document is refuted, or was left blank; everything has been printed.
    Document,
    /// The input was at fault: the text it stood in, and what was wrong.
    Input(String, Error),
    /// A file or stream.
    Stream(io::Error),
    /// A claim that is not proved, and the exit status that says so; everything else has been printed.
    Claim(u8),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Stream(error)
    }
}

/// Runs the command the arguments ask for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Document) => ExitCode::from(1),
        Err(Failure::Stream(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        // Not 1, which is a verdict: that something is refuted.
        Err(Failure::Stream(error)) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
        Err(Failure::Claim(status)) => ExitCode::from(status),
        Err(Failure::Input(text, error)) => {
            let _ = write!(io::stderr(), "{}", report::render(&text, &error, io::stderr().is_terminal()));
            ExitCode::from(2)
        }
    }
}

/// What was printed, where a reader that has seen enough is no failure: what else there is to say is said by the exit status.
fn unless_closed(printed: Result<(), Failure>) -> Result<(), Failure> {
    match printed {
        Err(Failure::Stream(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Explain { expression, variables, common } => {
            let names: Vec<&str> = variables.iter().map(String::as_str).collect();
            ask(&expression, &names, 1, &common, |session, question| show(&mut session.derive(question)?, &StepOptions::EXPLAIN, &common))
        }
        Command::Derive { expression, variables, order, at, steps, common } => {
            let names: Vec<&str> = variables.iter().map(String::as_str).collect();
            let (times, symbolic) = match &order {
                Order::Number(times) => (*times, None),
                Order::Name(name) => (1, Some(name)),
            };
            ask(&expression, &names, times, &common, |session, question| {
                let mut answer = match symbolic {
                    None => session.derive(question)?,
                    Some(name) => session.derive_to_order(question, name)?,
                };
                if at.is_empty() {
                    return show(&mut answer, &steps, &common);
                }
                let point = assignments(&at)?;
                match steps.shown(&mut AtPoint { answer: &mut answer, point: &point }, common.format)? {
                    Some(shown) => Ok(shown),
                    None => Ok(show_exact(&answer.at(&point)?, &common)),
                }
            })
        }
        Command::Operation(operation) => operations::execute(operation),
        Command::Plot(plot) => plot::run(&plot),
        Command::Simplify { expression, common } => {
            ask(&expression, &[], 1, &common, |session, question| show(&mut session.simplify(question)?, &StepOptions::NONE, &common))
        }
        Command::Evaluate { expression, at, bounds: true, common } => {
            ask(&expression, &[], 1, &common, |session, question| Ok(show_bounds(session.enclose(question, &assignments(&at)?)?, &common)))
        }
        Command::Evaluate { expression, at, bounds: false, common } => {
            ask(&expression, &[], 1, &common, |session, question| Ok(show_value(session.evaluate(question, &point(&at)?)?, &common)))
        }
        Command::Emit { expression, variables, lang, hessian, common } => emit::run(&expression, &variables, lang, hessian, &common),
        Command::Cost { expression, variables, common } => cost::run(&expression, &variables, &common),
        Command::Check { expression, variables, claim, order, common } => {
            check::check(&expression, &variables, claim.as_deref(), order, &common)
        }
        Command::Test { paths, junit, limits } => test::run(&paths, junit.as_deref(), limits.limits()),
        Command::Equal { left, right, common } => check::equal(&left, &right, &common),
        Command::Batch { file, jobs, limits } => {
            let operator = batch::Operator { limits: limits.limits(), ceiling: limits.ceiling() };
            Ok(batch::run(file.as_deref(), jobs, operator)?)
        }
        Command::Completions { shell } => {
            // Into memory first: the generator panics where it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "chainrule", &mut script);
            Ok(io::stdout().write_all(&script)?)
        }
        Command::Lint(options) => lint::execute(&options),
        Command::Fill { paths, limits } => lint::fill(&paths, limits.limits()),
    }
}

/// What a command prints: the answer, and what is said beside it.
struct Shown {
    answer: String,
    aside: Vec<String>,
}

/// Puts the question to a new session, and prints what `answer` makes of it.
fn ask(
    expression: &str,
    variables: &[&str],
    order: u32,
    common: &Common,
    answer: impl FnOnce(&mut Session, &Question<'_>) -> Result<Shown, Error>,
) -> Result<(), Failure> {
    let text = text_of(expression)?;
    let file = common.definition_file.as_ref().map(std::fs::read_to_string).transpose()?;
    let definitions: Vec<&str> = common.definitions.iter().chain(&file).map(|definition| definition.trim_end()).collect();
    let assumptions: Vec<&str> = common.assumptions.iter().map(String::as_str).collect();
    let macros = common.macros.as_ref().map(std::fs::read_to_string).transpose()?.unwrap_or_default();
    let question = Question {
        expression: &text,
        input: common.input.into(),
        variables,
        order,
        definitions: &definitions,
        macros: &macros,
        assumptions: &assumptions,
        form: common.form.into(),
        expand: common.expand,
        style: common.style,
    };
    let mut session = Session::new();
    session.set_limits(common.limits.limits());
    let rules = common.rules.as_ref().map(std::fs::read_to_string).transpose()?;
    let shown = rules.map_or(Ok(()), |rules| session.add_rules(&rules)).and_then(|()| answer(&mut session, &question));
    let shown = shown.map_err(|error| Failure::Input(text.clone(), error))?;
    let mut stderr = io::stderr().lock();
    for line in shown.aside {
        writeln!(stderr, "{line}")?;
    }
    writeln!(io::stdout(), "{}", shown.answer)?;
    Ok(())
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

fn show(answer: &mut Answer<'_>, steps: &StepOptions, common: &Common) -> Result<Shown, Error> {
    if let Some(shown) = steps.shown(answer, common.format)? {
        return Ok(shown);
    }
    let Some(notation) = common.notation() else {
        return Ok(Shown { answer: batch::answer_line(answer, common.alternatives)?, aside: Vec::new() });
    };
    let mut out = String::new();
    answer.write(notation, &mut out)?;
    if matches!(common.format, OutputFormat::Markdown | OutputFormat::Slides) {
        out = format!("${out}$");
    }
    if common.alternatives {
        for other in answer.alternatives() {
            let written = if common.format == OutputFormat::Latex { other.latex } else { other.text };
            out.push_str(&format!("\n{written}    ({})", other.reason));
        }
    }
    let conditions = answer.conditions().into_iter().map(|condition| format!("condition: {condition}"));
    let notes = answer.notes().into_iter().map(|note| format!("note: {note}"));
    Ok(Shown { answer: out, aside: conditions.chain(notes).collect() })
}

/// The value at a point: exact where it is, and then beside it what it is about.
fn show_exact(value: &Value, common: &Common) -> Shown {
    let answer = match common.format {
        OutputFormat::Json => serde_json::json!({ "text": value.text, "latex": value.latex, "value": value.number }).to_string(),
        OutputFormat::Latex => value.latex.clone(),
        _ => value.text.clone(),
    };
    let about = value.number.filter(|number| value.is_exact && number.to_string() != value.text);
    Shown { answer, aside: about.map(|number| format!("note: about {number}")).into_iter().collect() }
}

fn show_value(value: f64, common: &Common) -> Shown {
    let answer = match common.format {
        OutputFormat::Json => serde_json::json!({ "value": value }).to_string(),
        _ => value.to_string(),
    };
    Shown { answer, aside: Vec::new() }
}

fn show_bounds(Bounds { lower, upper }: Bounds, common: &Common) -> Shown {
    let answer = match common.format {
        OutputFormat::Json => serde_json::json!({ "bounds": [lower, upper] }).to_string(),
        _ => format!("[{lower}, {upper}]"),
    };
    Shown { answer, aside: Vec::new() }
}

/// `x=pi/2` as name and expression.
fn assignments(written: &[String]) -> Result<Vec<(&str, &str)>, Error> {
    written.iter().map(|assignment| split_assignment(assignment)).collect()
}

fn split_assignment(assignment: &str) -> Result<(&str, &str), Error> {
    let (name, value) = assignment.split_once('=').ok_or_else(|| no_value(assignment))?;
    Ok((name.trim(), value.trim()))
}

fn no_value(assignment: &str) -> Error {
    let hint = Some("write name=value, as in x=1.5 or x=pi/2".into());
    Error::Request { what: format!("`{assignment}` gives no value"), hint }
}

/// `x=1.5` and `x=pi/2` as names and values.
fn point(written: &[String]) -> Result<Vec<(&str, f64)>, Error> {
    written
        .iter()
        .map(|assignment| {
            let (name, value) = split_assignment(assignment)?;
            let number = Session::new().evaluate(&Question { expression: value, ..Question::default() }, &[]);
            number.map(|number| (name, number)).map_err(|_| no_value(assignment))
        })
        .collect()
}
