//! The command `chainrule`: parses its arguments and answers through the library's facade only.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
