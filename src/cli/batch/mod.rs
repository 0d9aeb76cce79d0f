//! Requests as JSON lines in, answers as JSON lines out, in order, in constant memory.

mod answer;
mod dispatch;
mod matrix;
mod request;

pub use answer::{answer_line, begin, key, list};
pub use matrix::matrix_line;

use answer::write_error;
use chainrule::{Error, Session};
use request::{IdOnly, Request};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// The longest line that is read; a longer one is answered with an error.
const LONGEST_LINE: u64 = 256 << 20;

/// Answers every line of the file, or of standard input.
pub fn run(file: Option<&Path>) -> io::Result<()> {
    match file {
        Some(path) => stream(BufReader::with_capacity(1 << 16, File::open(path)?)),
        None => stream(BufReader::with_capacity(1 << 16, io::stdin().lock())),
    }
}

fn stream(mut input: BufReader<impl Read>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut session = Session::new();
    let (mut line, mut answer) = (Vec::new(), String::new());
    loop {
        line.clear();
        if Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return out.flush();
        }
        let too_long = line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n");
        if too_long {
            skip_line(&mut input)?;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        answer.clear();
        if too_long {
            let hint = "split the request, or give the expression in a file of its own".into();
            write_error(&mut answer, None, &Error::Limit { what: "the length of the line".into(), limit: LONGEST_LINE, hint });
        } else {
            respond(&mut session, &line, &mut answer);
        }
        answer.push('\n');
        out.write_all(answer.as_bytes())?;
        if line.capacity() > 1 << 20 {
            // One huge request must not keep its memory for the rest of the stream.
            (line, answer) = (Vec::new(), String::new());
        }
        // Nothing waits to be read: whoever asked wants the answer now.
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => {
                input.consume(at + 1);
                return Ok(());
            }
            None => {
                let length = buffer.len();
                input.consume(length);
            }
        }
    }
}

fn respond(session: &mut Session, line: &[u8], out: &mut String) {
    let request: Request<'_> = match serde_json::from_slice(line) {
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
    if let Err(error) = dispatch::answer(session, &request, out) {
        out.truncate(start);
        write_error(out, request.id, &error);
    }
}
