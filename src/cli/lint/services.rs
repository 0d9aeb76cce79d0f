//! Findings for services: SARIF 2.1.0, and the annotations of GitHub's workflow commands.

use super::{Lines, Report, message};
use chainrule::{Finding, Standing};
use serde_json::{Value, json};
use std::io::{self, Write};

/// SARIF 2.1.0, the refuted statements as results.
pub fn sarif(out: &mut impl Write, reports: &[Report]) -> io::Result<()> {
    let mut results = Vec::new();
    each(reports, |file, text, lines, finding| {
        let (line, column) = lines.place(text, finding.claim.start);
        let (end_line, end_column) = lines.place(text, finding.claim.end);
        let region = json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
        let location = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file) }, "region": region } });
        results.push(json!({
            "ruleId": "refuted",
            "level": "error",
            "message": { "text": message(finding) },
            "locations": [location],
        }));
        Ok(())
    })?;
    let rule = json!({ "id": "refuted", "shortDescription": { "text": "A derivative that is wrong in every reading" } });
    let tool = json!({ "driver": { "name": "chainrule", "version": env!("CARGO_PKG_VERSION"), "rules": [rule] } });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": tool, "columnKind": "unicodeCodePoints", "results": Value::Array(results) }],
    });
    writeln!(out, "{log:#}")
}

/// `::error file=...,line=...::message`
pub fn github(out: &mut impl Write, reports: &[Report]) -> io::Result<()> {
    each(reports, |file, text, lines, finding| {
        let (line, column) = lines.place(text, finding.claim.start);
        let (end_line, end_column) = lines.place(text, finding.claim.end);
        let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let name = escaped(file).replace(':', "%3A").replace(',', "%2C");
        let message = escaped(&message(finding));
        writeln!(out, "::error file={name},line={line},endLine={end_line},col={column},endColumn={end_column},title=refuted::{message}")
    })
}

/// The path of a file as a URI reference (RFC 3986).
fn uri(file: &str) -> String {
    let mut text = String::new();
    for byte in file.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

fn each(reports: &[Report], mut tell: impl FnMut(&str, &str, &Lines, &Finding) -> io::Result<()>) -> io::Result<()> {
    for report in reports {
        let lines: Vec<Lines> = report.document.files.iter().map(|file| Lines::of(&file.text)).collect();
        for finding in report.findings.iter().filter(|finding| finding.verdict == Standing::Refuted) {
            let file = &report.document.files[finding.file];
            tell(&file.name, &file.text, &lines[finding.file], finding)?;
        }
    }
    Ok(())
}
