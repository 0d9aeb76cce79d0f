//! Requests as JSON lines in, answers as JSON lines out, in order, in constant memory.

mod dispatch;
mod operation;
mod progress;
mod read;
mod request;
pub mod stream;

pub use request::Operator;

use super::failure::about;
use std::fs::File;
use std::io;
use std::path::Path;

/// Answers every line of the file, or of standard input, on so many cores; on all there are where none is said.
pub fn run(file: Option<&Path>, jobs: Option<usize>, operator: Operator) -> io::Result<()> {
    let jobs = jobs.filter(|jobs| *jobs > 0).unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    match file {
        Some(path) => {
            let file = File::open(path).map_err(|error| about(path, error))?;
            let length = file.metadata()?.len();
            stream::stream(file, io::stdout().lock(), Some(length), jobs, operator)
        }
        None => stream::stream(io::stdin().lock(), io::stdout().lock(), None, jobs, operator),
    }
}
