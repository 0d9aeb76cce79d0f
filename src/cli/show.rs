//! Answers in the format that the options ask for, with what is said beside them.

use super::ask::{Shown, aside};
use super::object::{self, Parts};
use super::options::{AtOption, Common, OutputFormat, StepOptions};
use super::steps::{AtPoint, show_steps};
use chainrule::{Answer, Bounds, Error, Matrix, Notation, Value};

/// An answer, with its steps where they are asked for.
pub fn show(answer: &mut Answer<'_>, steps: &StepOptions, common: &Common) -> Result<Shown, Error> {
    if let Some(shown) = show_steps(steps, answer, common.format)? {
        common.refuse_width("steps")?;
        common.refuse_alternatives("steps")?;
        return Ok(shown);
    }
    let Some(notation) = common.notation()? else {
        let mut line = String::new();
        let parts = Parts { alternatives: common.alternatives, width: common.width, ..Parts::USUAL };
        object::write_answer(&mut line, None, answer, &parts)?;
        return Ok(Shown { answer: line, aside: Vec::new() });
    };
    let mut out = String::new();
    answer.write(notation, &mut out)?;
    out = common.format.dressed(out);
    if common.alternatives {
        for other in answer.alternatives() {
            let written = if common.format.inline() == Notation::Latex { other.latex } else { other.text };
            out.push_str(&format!("\n{}    ({})", common.format.dressed(written), other.reason));
        }
    }
    Ok(Shown { answer: out, aside: aside(answer.conditions(), &answer.notes()) })
}

/// An answer, or its value where a point is given.
pub fn show_at(answer: &mut Answer<'_>, at: &AtOption, steps: &StepOptions, common: &Common) -> Result<Shown, Error> {
    if at.at.is_empty() {
        return show(answer, steps, common);
    }
    let point = at.point()?;
    match show_steps(steps, &mut AtPoint { answer, point: &point }, common.format)? {
        Some(shown) => Ok(shown),
        None => show_exact(&answer.at(&point)?, common),
    }
}

/// The value at a point: exact where it is, and then beside it what it is about.
fn show_exact(value: &Value, common: &Common) -> Result<Shown, Error> {
    common.refuse_width("a value")?;
    common.refuse_alternatives("a value")?;
    let answer = match common.format {
        OutputFormat::Json => {
            serde_json::json!({ "text": value.text, "latex": value.latex, "value": value.number, "notes": value.notes }).to_string()
        }
        format if format.inline() == Notation::Latex => format.dressed(value.latex.clone()),
        _ => value.text.clone(),
    };
    let about = value.number.filter(|number| value.is_exact && number.to_string() != value.text);
    let mut notes = value.notes.clone();
    if common.format == OutputFormat::Json {
        notes.clear();
    }
    notes.extend(about.map(|number| format!("about {number}")));
    Ok(Shown { answer, aside: aside(Vec::new(), &notes) })
}

/// A value in double precision.
pub fn show_value(value: f64, common: &Common) -> Result<Shown, Error> {
    common.refuse_alternatives("a value")?;
    let answer = match common.format {
        OutputFormat::Json => serde_json::json!({ "value": value }).to_string(),
        format => format.dressed(value.to_string()),
    };
    Ok(Shown { answer, aside: Vec::new() })
}

/// Bounds that hold.
pub fn show_bounds(Bounds { lower, upper }: Bounds, common: &Common) -> Result<Shown, Error> {
    common.refuse_alternatives("bounds")?;
    let answer = match common.format {
        OutputFormat::Json => serde_json::json!({ "bounds": [lower, upper] }).to_string(),
        format => format.dressed(format!("[{lower}, {upper}]")),
    };
    Ok(Shown { answer, aside: Vec::new() })
}

/// A vector or matrix, with its steps where they are asked for.
pub fn show_matrix(matrix: &mut Matrix<'_>, steps: &StepOptions, common: &Common) -> Result<Shown, Error> {
    common.refuse_alternatives("several")?;
    if let Some(shown) = show_steps(steps, matrix, common.format)? {
        common.refuse_width("steps")?;
        return Ok(shown);
    }
    let Some(notation) = common.notation()? else {
        let mut line = String::new();
        object::write_matrix(&mut line, None, matrix, &Parts { width: common.width, ..Parts::USUAL })?;
        return Ok(Shown { answer: line, aside: Vec::new() });
    };
    let mut out = String::new();
    matrix.write(notation, &mut out)?;
    Ok(Shown { answer: common.format.dressed(out), aside: aside(matrix.conditions(), &matrix.notes()) })
}
