//! The stream of requests and answers: in order, in memory that does not grow, on as many cores as are wanted.

use super::dispatch::respond;
use super::progress::Progress;
use super::request::Operator;
use crate::cli::object::write_error;
use chainrule::{Error, Session};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest line that is read; a longer one is answered with an error.
const LONGEST_LINE: u64 = 256 << 20;

/// How many bytes of requests are read before they are answered.
const CHUNK: usize = 1 << 20;

/// Other cores are woken when answering has taken so long: a short run is over before they would help, and what they take to begin
/// would be a good part of all the work.
const SHORT_RUN: Duration = Duration::from_millis(100);

/// Answers are written when there are so many bytes of them.
const WRITTEN: usize = 1 << 16;

/// How many requests a core answers before it looks for more.
const PORTION: usize = 32;

/// Answers every line of the input, whose length may be known.
pub fn stream(input: impl Read, mut out: impl Write, length: Option<u64>, jobs: usize, operator: Operator) -> io::Result<()> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    let mut progress = Progress::new(length);
    let mut workers = Workers { jobs, pool: None, sessions: Mutex::new(vec![Session::new()]) };
    let mut chunk = Chunk { operator, ..Chunk::default() };
    let mut answers = String::new();
    let (mut answered, mut busy) = (0, Duration::ZERO);
    while chunk.read(&mut input)? {
        let mut lines = &chunk.lines[..];
        while !lines.is_empty() {
            if jobs > 1 && busy >= SHORT_RUN && lines.len() > PORTION {
                out.write_all(answers.as_bytes())?;
                answers.clear();
                for answers in workers.answers(&chunk, lines)? {
                    out.write_all(answers.as_bytes())?;
                }
                break;
            }
            let portion = lines.split_off(..lines.len().min(PORTION)).unwrap_or_default();
            let start = Instant::now();
            workers.answer_here(&chunk, portion, &mut answers, &mut out)?;
            busy += start.elapsed();
        }
        answered += chunk.lines.len() as u64;
        progress.advance(chunk.consumed, answered);
        // What was there is answered, and the asker may be waiting for it.
        out.write_all(answers.as_bytes())?;
        out.flush()?;
        answers.clear();
        // One huge answer must not keep its memory for the rest of the stream.
        answers.shrink_to(CHUNK);
    }
    Ok(())
}

/// Lines of requests.
#[derive(Default)]
struct Chunk {
    /// What a request may take that says nothing else.
    operator: Operator,
    bytes: Vec<u8>,
    lines: Vec<Line>,
    /// How many lines of the stream were read.
    count: u64,
    /// How many bytes of input they were.
    consumed: u64,
}

enum Line {
    /// With its number in the stream.
    Request(Range<usize>, u64),
    TooLong,
}

impl Chunk {
    /// Reads lines as long as whole ones are waiting, one at least; false at the end of the input.
    fn read(&mut self, input: &mut BufReader<impl Read>) -> io::Result<bool> {
        if self.bytes.capacity() > 2 * CHUNK {
            // One huge request must not keep its memory for the rest of the stream.
            self.bytes = Vec::new();
        }
        self.bytes.clear();
        self.lines.clear();
        self.consumed = 0;
        loop {
            let read = Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut self.bytes)?;
            if read == 0 {
                return Ok(self.consumed > 0);
            }
            self.consumed += read as u64;
            if read as u64 == LONGEST_LINE && !self.bytes.ends_with(b"\n") {
                self.consumed += skip_line(input)?;
                self.bytes.clear();
                self.lines.push(Line::TooLong);
                self.count += 1;
                return Ok(true);
            }
            // Whole lines that are waiting behind it are taken together.
            let waiting = input.buffer();
            let waiting = &waiting[..waiting.len().min(CHUNK.saturating_sub(self.bytes.len()))];
            let whole = memchr::memrchr(b'\n', waiting).map_or(0, |end| end + 1);
            self.bytes.extend_from_slice(&waiting[..whole]);
            self.consumed += whole as u64;
            input.consume(whole);
            self.find_lines();
            if !self.lines.is_empty() || !input.buffer().contains(&b'\n') {
                return Ok(true);
            }
            self.bytes.clear();
        }
    }

    /// Where the lines are; blank ones are no requests.
    fn find_lines(&mut self) {
        let mut start = 0;
        while start < self.bytes.len() {
            let end = memchr::memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |length| start + length);
            self.count += 1;
            if !self.bytes[start..end].iter().all(u8::is_ascii_whitespace) {
                self.lines.push(Line::Request(start..end, self.count));
            }
            start = end + 1;
        }
    }

    fn answer(&self, line: &Line, session: &mut Session, out: &mut String) {
        match line {
            Line::Request(range, number) => respond(session, &self.operator, &self.bytes[range.clone()], *number, out),
            Line::TooLong => {
                let hint = "split the request, or give the expression in a file of its own".into();
                write_error(out, None, &Error::Limit { what: "the length of the line".into(), limit: LONGEST_LINE, hint });
            }
        }
        out.push('\n');
    }
}

/// Those who answer, each with a session of its own.
struct Workers {
    jobs: usize,
    pool: Option<ThreadPool>,
    sessions: Mutex<Vec<Session>>,
}

impl Workers {
    /// The answers are written when there are many, and none is kept for long.
    fn answer_here(&self, chunk: &Chunk, lines: &[Line], answers: &mut String, out: &mut impl Write) -> io::Result<()> {
        let mut session = self.session();
        for line in lines {
            chunk.answer(line, &mut session, answers);
            if answers.len() > WRITTEN {
                out.write_all(answers.as_bytes())?;
                answers.clear();
            }
        }
        self.put_back(session);
        Ok(())
    }

    /// The answers in their order, in pieces.
    fn answers(&mut self, chunk: &Chunk, lines: &[Line]) -> io::Result<Vec<String>> {
        if self.pool.is_none() {
            self.pool = Some(ThreadPoolBuilder::new().num_threads(self.jobs).build().map_err(io::Error::other)?);
        }
        let portion = |lines: &[Line]| {
            let mut session = self.session();
            let mut answers = String::new();
            lines.iter().for_each(|line| chunk.answer(line, &mut session, &mut answers));
            self.put_back(session);
            answers
        };
        let work = || lines.par_chunks(PORTION).map(portion).collect();
        Ok(self.pool.as_ref().map_or_else(Vec::new, |pool| pool.install(work)))
    }

    /// A session that nobody uses now.
    fn session(&self) -> Session {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn put_back(&self, session: Session) {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).push(session);
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let line_end = buffer.iter().position(|byte| *byte == b'\n');
        let length = line_end.map_or(buffer.len(), |at| at + 1);
        input.consume(length);
        skipped += length as u64;
        if line_end.is_some() {
            return Ok(skipped);
        }
    }
}
