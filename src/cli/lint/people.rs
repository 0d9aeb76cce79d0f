//! Findings for people: carets under the claim on the document's own lines, then a table.

use super::{Report, message, printable};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use chainrule::{Document, Finding, Standing};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

/// So many reasons are listed in the table.
const MOST_REASONS: usize = 8;

pub fn write(out: &mut impl Write, reports: &[Report], all: bool, colour: bool) -> io::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    for report in reports {
        for finding in report.findings.iter().filter(|finding| all || finding.verdict == Standing::Refuted) {
            writeln!(out, "{}\n", shown(&renderer, &report.document, finding))?;
        }
    }
    table(out, reports)
}

fn shown(renderer: &Renderer, document: &Document, finding: &Finding) -> String {
    let file = &document.files[finding.file];
    let (level, title) = match finding.verdict {
        Standing::Refuted => (Level::ERROR, "this is refuted".to_string()),
        Standing::Right => (Level::INFO, "this is right".to_string()),
        Standing::NotChecked => (Level::NOTE, format!("not checked: {}", printable(&finding.reason))),
    };
    let title = match finding.cell {
        Some(cell) => format!("{title} (cell {cell})"),
        None => title,
    };
    let label = if finding.verdict == Standing::Refuted { printable(&message(finding)) } else { String::new() };
    let (text, first_line, shift) = around(&file.text, &finding.place);
    let inside = |range: &Range<usize>| range.start.saturating_sub(shift).min(text.len())..range.end.saturating_sub(shift).min(text.len());
    let claim = inside(&finding.claim);
    let name = printable(&file.name);
    let mut group = Group::with_title(level.primary_title(&title)).element(
        Snippet::source(text).path(name.as_str()).line_start(first_line).annotation(AnnotationKind::Primary.span(claim).label(&label)),
    );
    let expected = finding.expected.as_ref().map(|expected| printable(&format!("it should be {expected}")));
    if let Some(expected) = expected.as_ref().filter(|_| finding.verdict == Standing::Refuted) {
        group = group.element(Level::HELP.message(expected.as_str()));
    }
    let definitions: Vec<String> = finding
        .definitions
        .iter()
        .map(|used| {
            let file = &document.files[used.file];
            let line = file.text[..used.place.start].matches('\n').count() + 1;
            printable(&format!(
                "{} is taken from line {line}: {}",
                used.name,
                file.text[used.place.clone()].split_whitespace().collect::<Vec<_>>().join(" ")
            ))
        })
        .collect();
    for definition in definitions.iter().filter(|_| finding.verdict == Standing::Refuted) {
        group = group.element(Level::NOTE.message(definition.as_str()));
    }
    renderer.render(&[group])
}

/// The lines a place lies on, the number of the first, and where it begins.
fn around<'t>(text: &'t str, place: &Range<usize>) -> (&'t str, usize, usize) {
    let start = text[..place.start].rfind('\n').map_or(0, |before| before + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |length| place.end + length);
    (&text[start..end], text[..start].matches('\n').count() + 1, start)
}

/// How much was found, file by file where there are several.
fn table(out: &mut impl Write, reports: &[Report]) -> io::Result<()> {
    let count = |findings: &[Finding], verdict: Standing| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let row = |report: &Report| {
        let name = printable(&report.document.files[0].name);
        let counts = [Standing::Right, Standing::Refuted, Standing::NotChecked].map(|verdict| count(&report.findings, verdict));
        (name, counts)
    };
    let rows: Vec<(String, [usize; 3])> = reports.iter().map(row).filter(|(_, counts)| counts.iter().sum::<usize>() > 0).collect();
    let total = rows.iter().fold([0; 3], |sum, (_, counts)| [sum[0] + counts[0], sum[1] + counts[1], sum[2] + counts[2]]);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(8);
    writeln!(out, "{:width$}  {:>6} {:>8} {:>12}", "", "right", "refuted", "not checked")?;
    if rows.len() > 1 {
        for (name, counts) in &rows {
            writeln!(out, "{name:width$}  {:>6} {:>8} {:>12}", counts[0], counts[1], counts[2])?;
        }
    }
    writeln!(out, "{:width$}  {:>6} {:>8} {:>12}", "all", total[0], total[1], total[2])?;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in reports.iter().flat_map(|report| &report.findings).filter(|finding| !finding.reason.is_empty()) {
        *reasons.entry(finding.reason.as_str()).or_default() += 1;
    }
    let mut reasons: Vec<(&str, usize)> = reasons.into_iter().collect();
    reasons.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    for (reason, count) in reasons.iter().take(MOST_REASONS) {
        writeln!(out, "  not checked, {count} times: {}", printable(reason))?;
    }
    Ok(())
}
