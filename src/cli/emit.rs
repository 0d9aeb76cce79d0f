//! `chainrule emit`: code for an expression and its derivatives.

use super::arguments::Common;
use super::{Failure, Shown, ask};
use chainrule::Language;
use clap::ValueEnum;

/// The languages by their names on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageName {
    /// Without crates
    Rust,
    /// C99
    C,
    /// With the standard library
    Python,
    /// Arrays of points
    Numpy,
    /// An ES module
    Javascript,
    /// Without packages
    Julia,
    /// For WebGPU, in single precision
    Wgsl,
    /// Functions for device and host, and a kernel
    Cuda,
}

pub fn run(expression: &str, variables: &[String], language: LanguageName, hessian: bool, common: &Common) -> Result<(), Failure> {
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    let language = match language {
        LanguageName::Rust => Language::Rust,
        LanguageName::C => Language::C,
        LanguageName::Python => Language::Python,
        LanguageName::Numpy => Language::NumPy,
        LanguageName::Javascript => Language::JavaScript,
        LanguageName::Julia => Language::Julia,
        LanguageName::Wgsl => Language::Wgsl,
        LanguageName::Cuda => Language::Cuda,
    };
    ask(expression, &names, 1, common, |session, question| {
        let code = session.emit(question, language, hessian)?;
        Ok(Shown { answer: code.trim_end().to_string(), aside: Vec::new() })
    })
}
