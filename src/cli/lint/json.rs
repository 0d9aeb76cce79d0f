//! Findings as JSON, one object a line.

use super::{Lines, Report};
use chainrule::{Finding, Standing};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

pub fn write(out: &mut impl Write, reports: &[Report]) -> io::Result<()> {
    for report in reports {
        let lines: Vec<Lines> = report.document.files.iter().map(|file| Lines::of(&file.text)).collect();
        for finding in &report.findings {
            writeln!(out, "{}", object(report, &lines, finding))?;
        }
    }
    Ok(())
}

/// The name of a verdict in JSON.
pub fn name(verdict: Standing) -> &'static str {
    match verdict {
        Standing::Right => "right",
        Standing::Refuted => "refuted",
        Standing::NotChecked => "not-checked",
    }
}

fn object(report: &Report, lines: &[Lines], finding: &Finding) -> Value {
    let file = &report.document.files[finding.file];
    let (line, column) = lines[finding.file].place(&file.text, finding.place.start);
    let (end_line, _) = lines[finding.file].place(&file.text, finding.place.end);
    let definitions: Vec<Value> = finding
        .definitions
        .iter()
        .map(|used| {
            let file = &report.document.files[used.file];
            let (line, _) = lines[used.file].place(&file.text, used.place.start);
            json!({ "name": used.name, "file": file.name, "line": line })
        })
        .collect();
    let witness = finding.witness.as_ref();
    let point = |point: &[(String, String)]| -> Value {
        Value::Object(point.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect::<Map<_, _>>())
    };
    let mut object = json!({
        "file": file.name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "verdict": name(finding.verdict),
        "reason": (!finding.reason.is_empty()).then_some(&finding.reason),
        "latex": finding.latex,
        "witness": witness.map(|witness| point(&witness.point)),
        "expected": witness.map(|witness| witness.expected),
        "claimed": witness.map(|witness| witness.claimed),
        "mistake": finding.mistake,
        "definitions": definitions,
    });
    if let Some(cell) = finding.cell {
        object["cell"] = cell.into();
    }
    object
}
