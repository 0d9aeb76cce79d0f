//! `chainrule test`: files of claims, a summary, and a report for continuous integration.
//!
//! A claim is a line: `d/dx(x^2) = 2*x`, `d^2/dx^2(sin(x)) = -sin(x)` or `sqrt(x^2) = x if x > 0`. What follows `#` is a
//! comment. In Markdown and notebooks the lines of code fences called `chainrule` are claims.

use super::failure::{Failure, about, unless_closed};
use super::report::printable;
use chainrule::{Document, DocumentFormat, Error, Limits, Question, Session, Verdict, quotient};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is said of one line.
struct Case {
    file: String,
    line: usize,
    claim: String,
    /// What is wrong; nothing where the claim is proved.
    fault: Option<String>,
}

/// Checks every claim of the files and directories; exit status 1 where one is not proved, 2 where there is none.
pub fn run(paths: &[PathBuf], junit: Option<&Path>, limits: Limits) -> Result<(), Failure> {
    let mut session = Session::new();
    session.set_limits(limits);
    let mut cases = Vec::new();
    for file in files(paths)? {
        let bytes = fs::read(&file).map_err(|error| about(&file, error))?;
        // What is no UTF-8 cannot be read as a claim either, and is told with its line.
        let text = String::from_utf8_lossy(&bytes);
        let name = file.display().to_string();
        for (line, claim) in claims(&name, &text) {
            let fault = fault(&mut session, &claim);
            cases.push(Case { file: name.clone(), line, claim, fault });
        }
    }
    if cases.is_empty() {
        // A check that checks nothing must not pass.
        let what = "no claim was found in the files to test".to_string();
        let hint = "a claim is a line of a .claims file, or of a code fence called chainrule in a Markdown file".to_string();
        return Err(Failure::Input(String::new(), Error::Request { what, hint: Some(hint) }));
    }
    let failed = cases.iter().filter(|case| case.fault.is_some()).count();
    unless_closed(print(&cases, failed).map_err(Failure::from))?;
    if let Some(path) = junit {
        fs::write(path, junit_report(&cases)).map_err(|error| about(path, error))?;
    }
    if failed == 0 { Ok(()) } else { Err(Failure::Claim(1)) }
}

fn print(cases: &[Case], failed: usize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for Case { file, line, claim, fault } in cases {
        if let Some(fault) = fault {
            writeln!(out, "{}:{line}: {}\n    {}", printable(file), printable(claim), printable(fault))?;
        }
    }
    writeln!(out, "{} proved, {failed} not", cases.len() - failed)
}

/// The files themselves, and in directories those that may hold claims, in a fixed order.
fn files(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending: Vec<PathBuf> = paths.iter().rev().cloned().collect();
    while let Some(path) = pending.pop() {
        if !path.is_dir() {
            found.push(path);
            continue;
        }
        let mut inside: Vec<PathBuf> = fs::read_dir(&path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        inside.retain(|path| path.is_dir() && !path.is_symlink() || path.is_file() && may_hold_claims(path));
        inside.sort();
        pending.extend(inside.into_iter().rev());
    }
    Ok(found)
}

fn may_hold_claims(path: &Path) -> bool {
    let is_document = matches!(format(&path.to_string_lossy()), Some(DocumentFormat::Markdown | DocumentFormat::Notebook));
    is_document || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("claims"))
}

/// How a file holds claims: in the fences of a document, or else a line each.
fn format(name: &str) -> Option<DocumentFormat> {
    DocumentFormat::of(name).filter(|format| *format != DocumentFormat::Latex)
}

/// The claims of a text, each with the number of its line.
fn claims(name: &str, text: &str) -> Vec<(usize, String)> {
    let lines: Vec<(usize, String)> = match format(name) {
        Some(format) => {
            let fenced = Document::new(name, text, format, "", &mut |_| None).claims();
            let (mut line, mut counted) = (1, 0);
            let numbered = fenced.into_iter().map(|(place, claim)| {
                line += text[counted..place].matches('\n').count();
                counted = place;
                (line, claim)
            });
            numbered.collect()
        }
        None => text.lines().enumerate().map(|(at, line)| (at + 1, line.to_string())).collect(),
    };
    let without_comment = |line: &str| line.split('#').next().unwrap_or_default().trim().to_string();
    lines.into_iter().map(|(at, line)| (at, without_comment(&line))).filter(|(_, claim)| !claim.is_empty()).collect()
}

/// Why a claim is not proved.
fn fault(session: &mut Session, claim: &str) -> Option<String> {
    let (equation, condition) = match claim.split_once(" if ") {
        Some((equation, condition)) if !claim.contains('{') => (equation, Some(condition.trim())),
        _ => (claim, None),
    };
    let Some((left, right)) = sides(equation) else { return Some("this is no equation".to_string()) };
    let operator = Operator::of(left).map(|operator| (operator.variables(), operator));
    if !matches!(operator, Some((Some(_), _)))
        && let Some((operator, operand)) = unbracketed(left)
    {
        return Some(format!("how far the derivative reaches is not said: write {operator}({operand})"));
    }
    let assumptions: Vec<&str> = condition.into_iter().collect();
    let asked = match operator {
        Some((None, operator)) => {
            return Some(format!("`{}` is no derivative: its order stands above and below the bar, d^2/dx^2", operator.written));
        }
        Some((Some(variables), operator)) => {
            let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
            session.check(&Question { assumptions: &assumptions, ..Question::derive(operator.operand, &variables) }, right)
        }
        None => session.equal(&Question { expression: left, assumptions: &assumptions, ..Question::default() }, right),
    };
    let mut judgement = match asked {
        Ok(judgement) => judgement,
        Err(error) => return Some(error.to_string()),
    };
    match judgement.verdict().clone() {
        Verdict::Proved => None,
        Verdict::Refuted(witness) => {
            let mistake = judgement.mistake().map(|mistake| format!("; this is what you get when {mistake}")).unwrap_or_default();
            Some(format!("refuted at {}: {} on the left, {} on the right{mistake}", witness.place(), witness.expected, witness.claimed))
        }
        Verdict::Undecided { reason, .. } => Some(format!("undecided: {reason}")),
    }
}

/// The sides of an equation, at the first `=` outside of brackets that belongs to no other comparison.
fn sides(equation: &str) -> Option<(&str, &str)> {
    let bytes = equation.as_bytes();
    let mut depth = 0i64;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'=' if depth == 0 && !matches!(at.checked_sub(1).map(|before| bytes[before]), Some(b'<' | b'>' | b'!' | b'=')) => {
                return Some((equation[..at].trim(), equation[at + 1..].trim()));
            }
            _ => {}
        }
    }
    None
}

/// `d/dx(f)`, `d^n/dx^n(f)` or `d^2/dxdy(f)`, where that is the whole text.
struct Operator<'t> {
    /// What stands before the bracket.
    written: &'t str,
    operand: &'t str,
}

impl<'t> Operator<'t> {
    fn of(text: &'t str) -> Option<Operator<'t>> {
        let open = text.find('(')?;
        let written = text[..open].trim();
        let above = written.strip_prefix('d')?.split_once("/d")?.0;
        let is_order = |power: &str| power.bytes().all(|byte| byte.is_ascii_digit());
        let inner = text[open + 1..].strip_suffix(')')?;
        let mut depth = 0i64;
        let closes_early = inner.bytes().any(|byte| {
            depth += i64::from(byte == b'(') - i64::from(byte == b')');
            depth < 0
        });
        let is_operator = above.is_empty() || above.strip_prefix('^').is_some_and(is_order);
        (is_operator && !closes_early).then_some(Operator { written, operand: inner })
    }

    /// What is differentiated by, in that order; nothing where the order above the bar is not the one below it.
    fn variables(&self) -> Option<Vec<String>> {
        let (above, below) = self.written.split_once('/')?;
        quotient(&format!("{above} f/{below}")).map(|quotient| quotient.below)
    }
}

/// The operator and its operand where the brackets around that were left out: `d/dx sin(x)`.
fn unbracketed(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('d')?;
    let (power, rest) = rest.split_once("/d")?;
    let is_power = power.strip_prefix('^').is_some_and(|order| order.bytes().all(|byte| byte.is_ascii_digit()));
    let (variable, operand) = rest.split_once(' ')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'^');
    let is_operand = operand.trim_start().starts_with(|first: char| first.is_alphanumeric());
    ((power.is_empty() || is_power) && !variable.is_empty() && variable.bytes().all(is_name) && is_operand)
        .then(|| (text[..text.len() - operand.len()].trim_end(), operand.trim()))
}

/// The cases in the format of JUnit, which continuous integration reads.
fn junit_report(cases: &[Case]) -> String {
    let failed = cases.iter().filter(|case| case.fault.is_some()).count();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"chainrule\" tests=\"{}\" failures=\"{failed}\">\n",
        cases.len()
    );
    for Case { file, line, claim, fault } in cases {
        out.push_str(&format!("<testcase classname=\"{}\" name=\"{}: {}\"", escaped(file), line, escaped(claim)));
        match fault {
            None => out.push_str("/>\n"),
            Some(fault) => out.push_str(&format!("><failure message=\"{}\"/></testcase>\n", escaped(fault))),
        }
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

/// A text inside of an attribute: XML's own signs escaped, characters it does not allow left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {}
            other => out.push(other),
        }
    }
    out
}
