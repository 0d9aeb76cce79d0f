//! Requests as JSON lines in, answers as JSON lines out, in order, in constant memory.

mod answer;
mod dispatch;
mod matrix;
mod progress;
mod request;
mod stream;

pub use answer::{answer_line, answer_with_steps, begin, key, list};
pub use matrix::{matrix_line, matrix_with_steps};
pub use request::Operator;

use answer::write_error;
use chainrule::{Error, Session};
use request::{IdOnly, Request};
use std::fs::File;
use std::io;
use std::path::Path;

/// Answers every line of the file, or of standard input, on so many cores; on all there are where none is said.
pub fn run(file: Option<&Path>, jobs: Option<usize>, operator: Operator) -> io::Result<()> {
    let jobs = jobs.filter(|jobs| *jobs > 0).unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    match file {
        Some(path) => {
            let file = File::open(path)?;
            let length = file.metadata()?.len();
            stream::stream(file, Some(length), jobs, operator)
        }
        None => stream::stream(io::stdin().lock(), None, jobs, operator),
    }
}

/// Appends the answer to a line.
fn respond(session: &mut Session, operator: &Operator, line: &[u8], out: &mut String) {
    // Looked at once, the line's bytes need not be looked at again for each of its strings.
    let read = match std::str::from_utf8(line) {
        Ok(line) => serde_json::from_str(line),
        Err(_) => serde_json::from_slice(line),
    };
    let request: Request<'_> = match read {
        Ok(request) => request,
        Err(error) => {
            let hint = Some(r#"a request is one JSON object on a line, such as {"id": 1, "expr": "x^2", "wrt": ["x"]}"#.into());
            // The identity, if it can still be read, lets the asker match the answer.
            let id = serde_json::from_slice::<IdOnly<'_>>(line).ok().and_then(|only| only.id);
            write_error(out, id, &Error::Request { what: format!("not a request: {error}"), hint });
            return;
        }
    };
    let start = out.len();
    let answered = request.limits(operator).and_then(|limits| {
        session.set_limits(limits);
        dispatch::answer(session, &request, out)
    });
    if let Err(error) = answered {
        out.truncate(start);
        write_error(out, request.id, &error);
    }
}
