//! `chainrule lint`: files, directories or standard input, all cores, every output format.

mod contents;
mod files;
mod json;
mod main_files;
mod people;
mod services;
mod settings;
mod workers;

use super::failure::{Failure, about, unless_closed};
use super::options::LimitOptions;
use super::report::{in_colour, printable};
use chainrule::{Document, DocumentFormat, Finding, Limits, Standing};
use clap::{Args, ValueEnum};
use files::Job;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

/// What to lint, and how to tell.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Lint {
    /// Files and directories; `-` reads standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    limits: LimitOptions,
    /// Show what is right or not checked as well
    #[arg(long)]
    all: bool,
    /// A file of settings; without it, the nearest chainrule.toml above the first path
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The format of standard input: md, tex or ipynb
    #[arg(long, value_name = "ENDING", default_value = "md", value_parser = format_of_ending)]
    stdin: DocumentFormat,
}

const EXAMPLES: &str = r#"Examples:
  chainrule lint notes/                             whatever git does not ignore
  chainrule lint thesis.tex --format sarif
  chainrule lint - --stdin tex < chapter.tex
A statement is left alone where <!-- chainrule: ignore, a reason --> or % chainrule: ignore stands on its line or before it."#;

fn format_of_ending(ending: &str) -> Result<DocumentFormat, String> {
    DocumentFormat::of(&format!(".{ending}")).ok_or_else(|| "endings are md, tex and ipynb".into())
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people, with carets under what is wrong
    Text,
    /// One object a line
    Json,
    /// For code scanning services
    Sarif,
    /// Annotations in a GitHub workflow
    Github,
}

/// A document and what was found in it.
struct Report {
    document: Document,
    findings: Vec<Finding>,
}

/// Looks through everything and prints what was found.
pub fn execute(options: &Lint) -> Result<(), Failure> {
    let settings = settings::read(options.settings.as_deref(), &options.paths, options.limits.limits())?;
    let (reports, failed) = if options.paths.iter().any(|path| path.as_os_str() == "-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        let mut document = Document::new("<stdin>", &text, options.stdin, &settings.macros, &mut |_| None);
        document.limits = settings.limits;
        let findings = document.lint(&settings.lint);
        (vec![Report { document, findings }], 0)
    } else {
        look_through(files::jobs(&options.paths, &settings)?, settings)?
    };
    let reports = each_place_once(reports);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = match options.format {
        ReportFormat::Text => people::write(&mut out, &reports, options.all, in_colour(&io::stdout())),
        ReportFormat::Json => json::write(&mut out, &reports),
        ReportFormat::Sarif => services::sarif(&mut out, &reports),
        ReportFormat::Github => services::github(&mut out, &reports),
    };
    unless_closed(written.and_then(|()| out.flush()).map_err(Failure::from))?;
    let is_refuted = reports.iter().flat_map(|report| &report.findings).any(|finding| finding.verdict == Standing::Refuted);
    if failed > 0 {
        return Err(io::Error::other(format!("{failed} of the files could not be looked through")).into());
    }
    if is_refuted { Err(Failure::Document) } else { Ok(()) }
}

/// A chapter that several documents put in is looked through with each of them, and told about once; what is right in one of
/// them is right.
fn each_place_once(mut reports: Vec<Report>) -> Vec<Report> {
    let place = |report: &Report, finding: &Finding| {
        (report.document.files[finding.file].name.clone(), finding.cell, finding.place.start, finding.place.end)
    };
    let mut best: HashMap<_, (u8, usize)> = HashMap::new();
    let rank = |finding: &Finding| match finding.verdict {
        Standing::Right => 0,
        Standing::Refuted => 1,
        Standing::NotChecked => 2,
    };
    for (number, report) in reports.iter().enumerate() {
        for finding in &report.findings {
            let own = (rank(finding), number);
            let known = best.entry(place(report, finding)).or_insert(own);
            *known = own.min(*known);
        }
    }
    for (number, report) in reports.iter_mut().enumerate() {
        let findings = std::mem::take(&mut report.findings);
        report.findings =
            findings.into_iter().filter(|finding| best.get(&place(report, finding)) == Some(&(rank(finding), number))).collect();
    }
    reports
}

/// Fills in the blanks of documents and says how many; a failure says that one was left blank.
pub fn fill(paths: &[PathBuf], limits: Limits) -> Result<(), Failure> {
    let settings = settings::read(None, paths, limits)?;
    let (mut filled, mut new, mut left, mut changed) = (0, 0, 0, 0);
    for job in files::jobs(paths, &settings)? {
        let document = job.document(&settings)?;
        let blanks = document.blanks();
        for (number, file) in document.files.iter().enumerate() {
            let (mut text, lines) = (file.text.clone(), Lines::of(&file.text));
            // What is said of blanks on standard error, the last one first.
            let mut said = Vec::new();
            for blank in blanks.iter().filter(|blank| blank.file == number).rev() {
                match &blank.answer {
                    Ok(answer) => {
                        filled += 1;
                        new += usize::from(file.text[blank.place.clone()] != **answer);
                        let (line, _) = lines.place(&file.text, blank.place.start);
                        said.extend(blank.conditions.iter().rev().map(|condition| (line, format!("condition: {condition}"))));
                        text.replace_range(blank.place.clone(), answer);
                    }
                    Err(reason) => {
                        let (line, _) = lines.place(&file.text, blank.place.start);
                        left += 1;
                        said.push((line, format!("left blank: {reason}")));
                    }
                }
            }
            for (line, words) in said.into_iter().rev() {
                writeln!(io::stderr(), "{}:{line}: {}", printable(&file.name), printable(&words))?;
            }
            if text != file.text {
                changed += 1;
                let path = Path::new(&file.name);
                written_whole(path, &text).map_err(|error| about(path, error))?;
            }
        }
    }
    let files = if changed == 1 { "1 file".to_string() } else { format!("{changed} files") };
    let summary = writeln!(io::stdout(), "{filled} filled in, {new} of them new or changed, in {files}; {left} left blank");
    unless_closed(summary.map_err(Failure::from))?;
    if left == 0 { Ok(()) } else { Err(Failure::Document) }
}

/// Replaces a file by a text: it is the old one or the new one whatever happens meanwhile, for the text is written beside it first.
/// Where nothing can be put beside it, or nothing in its place, it is written over.
fn written_whole(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    // What must not be written to is not replaced either.
    let file = fs::OpenOptions::new().write(true).open(&path)?.metadata()?;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(name);
    let put = |mut part: File| {
        part.write_all(text.as_bytes())?;
        part.set_permissions(file.permissions())?;
        part.sync_all()?;
        fs::rename(&beside, &path)
    };
    // What stands there already is somebody else's.
    let written = File::create_new(&beside).and_then(|part| put(part).inspect_err(|_| drop(fs::remove_file(&beside))));
    let Err(error) = written else { return Ok(()) };
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy => fs::write(&path, text),
        _ => Err(error),
    }
}

/// What was found in each document, and how many of them the program failed in, which are told as not looked through.
fn look_through(jobs: Vec<Job>, settings: settings::File) -> io::Result<(Vec<Report>, usize)> {
    let bar = if io::stderr().is_terminal() && jobs.len() > 1 { ProgressBar::new(jobs.len() as u64) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
        bar.set_style(style);
    }
    let names: Vec<String> = jobs.iter().map(|job| job.path.display().to_string()).collect();
    let work = move |job: &Job| -> io::Result<Report> {
        let document = job.document(&settings)?;
        let findings = document.lint(&settings.lint);
        Ok(Report { document, findings })
    };
    let found = workers::each(jobs, work, || bar.inc(1));
    bar.finish_and_clear();
    let mut failed = 0;
    let report = |(name, result): (String, Result<io::Result<Report>, String>)| match result {
        Ok(report) => report,
        Err(message) => {
            failed += 1;
            writeln!(io::stderr(), "{}: not looked through, by a fault of chainrule: {}", printable(&name), printable(&message))?;
            Ok(Report::of_failure(&name))
        }
    };
    let reports = names.into_iter().zip(found?).map(report).collect::<io::Result<Vec<Report>>>()?;
    Ok((reports, failed))
}

impl Report {
    /// That of a file which the program failed in.
    fn of_failure(name: &str) -> Report {
        let finding = Finding {
            verdict: Standing::NotChecked,
            reason: "the file was not looked through, by a fault of chainrule".into(),
            file: 0,
            cell: None,
            place: 0..0,
            claim: 0..0,
            latex: String::new(),
            witness: None,
            expected: None,
            mistake: None,
            definitions: Vec::new(),
        };
        let document = Document::new(name, "", DocumentFormat::Markdown, "", &mut |_| None);
        Report { document, findings: vec![finding] }
    }
}

/// Lines and columns of a text, each counted from 1; columns count characters.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Lines {
        Lines { starts: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect() }
    }

    fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts[line - 1];
        (line, text[start..at.max(start)].chars().count() + 1)
    }
}

/// What a refuted claim is told as, in one line.
fn message(finding: &Finding) -> String {
    let mut text = "this is not the derivative".to_string();
    if let Some(witness) = &finding.witness {
        let point: Vec<String> = witness.point.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let at = if point.is_empty() { String::new() } else { format!("at {} ", point.join(", ")) };
        text = format!("{at}it should be {}, and this is {}", number(witness.expected), number(witness.claimed));
    }
    if let Some(mistake) = &finding.mistake {
        text.push_str(": ");
        text.push_str(mistake);
    }
    text
}

/// A number with as many digits as a person looks at.
fn number(value: f64) -> String {
    let short = format!("{value:.4}");
    let short = short.trim_end_matches('0').trim_end_matches('.');
    if value != 0.0 && (value.abs() < 1e-3 || value.abs() >= 1e7) { format!("{value:.4e}") } else { short.to_string() }
}
