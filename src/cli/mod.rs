//! The command line. Results go to standard output, everything else to standard error; it uses the library's facade only.
//!
//! Exit status: 0 an answer, 1 a claim that is refuted, 3 one that is undecided, 2 the input was at fault or a file or stream
//! failed.
//!
//! From the bottom up: why a command fails and how that is told, the options that commands share, JSON objects, one question and
//! what it prints, a file a command, and the arguments that name them. `tests/architecture.rs` holds the files to that order.

mod arguments;
mod ask;
pub mod batch;
mod check;
mod cost;
mod derive;
mod emit;
mod evaluate;
mod failure;
mod lint;
mod object;
mod operations;
mod options;
mod plot;
mod report;
mod show;
mod steps;
mod test;

use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the command the arguments ask for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Document) => ExitCode::from(1),
        Err(Failure::Stream(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        // Not 1, which is a verdict: that something is refuted.
        Err(Failure::Stream(error)) => {
            let _ = writeln!(io::stderr(), "error: {}", report::printable_lines(&error.to_string()));
            ExitCode::from(2)
        }
        Err(Failure::Claim(status)) => ExitCode::from(status),
        Err(Failure::Input(text, error)) => {
            let _ = write!(io::stderr(), "{}", report::render(&text, &error, report::in_colour(&io::stderr())));
            ExitCode::from(2)
        }
    }
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Explain { expression, variables, common } => derive::explain(&expression, &variables, &common),
        Command::Derive { expression, variables, order, at, steps, common } => {
            derive::derive(&expression, &variables, &order, &at, &steps, &common)
        }
        Command::Operation(operation) => operations::execute(operation),
        Command::Plot(plot) => plot::run(&plot),
        Command::Simplify { expression, common } => derive::simplify(&expression, &common),
        Command::Evaluate { expression, at, bounds, common } => evaluate::evaluate(&expression, &at, bounds, &common),
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
