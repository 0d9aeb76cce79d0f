//! Answers and errors as JSON objects, written straight into the line that goes out.

use super::request::{Request, Text};
use chainrule::{Alternative, Answer, Detail, Error, Notation, Steps};
use serde_json::json;
use serde_json::value::RawValue;

/// Which parts of an answer are wanted.
pub struct Parts {
    pub text: bool,
    pub unicode: bool,
    pub latex: bool,
    pub typst: bool,
    /// How wide the rows of LaTeX are.
    width: Option<usize>,
    pub conditions: bool,
    pub notes: bool,
    size: bool,
    alternatives: bool,
    pub steps: Option<Detail>,
}

impl Parts {
    pub const USUAL: Parts = Parts {
        text: true,
        unicode: false,
        latex: true,
        typst: false,
        width: None,
        conditions: true,
        notes: true,
        size: false,
        alternatives: false,
        steps: None,
    };

    /// Those a request names, or the usual ones.
    pub fn wanted(request: &Request<'_>) -> Parts {
        let detail = request.detail.as_deref().and_then(Detail::named).unwrap_or_default();
        let parts = request.want.as_ref().map_or(Parts::USUAL, |names| Parts::named(&names.0, detail));
        Parts { width: request.width, ..parts }
    }

    fn named(names: &[Text<'_>], detail: Detail) -> Parts {
        let has = |part: &str| names.iter().any(|name| **name == *part);
        Parts {
            text: has("text") || has("texts"),
            unicode: has("unicode"),
            latex: has("latex"),
            typst: has("typst"),
            width: None,
            conditions: has("conditions"),
            notes: has("notes"),
            size: has("size"),
            alternatives: has("alternatives"),
            steps: has("steps").then_some(detail),
        }
    }
}

/// Appends those parts of the answer that the request wants.
pub fn write_answer(out: &mut String, request: &Request<'_>, mut answer: Answer<'_>) -> Result<(), Error> {
    write_parts(out, request.id, &mut answer, &Parts::wanted(request))
}

/// Appends the value of an answer at the request's point.
pub fn write_value(out: &mut String, request: &Request<'_>, mut answer: Answer<'_>) -> Result<(), Error> {
    let texts: Vec<(&str, String)> = request.at.iter().map(|(name, value)| (&**name, value.text())).collect();
    let point: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let value = answer.at(&point)?;
    begin(out, request.id);
    for (name, part) in [("text", &value.text), ("latex", &value.latex)] {
        key(out, name);
        let from = out.len();
        out.push_str(part);
        quote_from(out, from);
    }
    key(out, "value");
    out.push_str(&json!(value.number).to_string());
    out.push('}');
    if let Some(detail) = Parts::wanted(request).steps {
        write_steps(out, &answer.steps_at(detail, &point)?);
    }
    Ok(())
}

/// The answer as one JSON object, as `--format json` prints it.
pub fn answer_line(answer: &mut Answer<'_>, alternatives: bool) -> Result<String, Error> {
    let mut out = String::new();
    write_parts(&mut out, None, answer, &Parts { alternatives, ..Parts::USUAL })?;
    Ok(out)
}

/// The answer with its steps as one JSON object.
pub fn answer_with_steps(answer: &mut Answer<'_>, steps: &Steps) -> Result<String, Error> {
    let mut out = String::new();
    write_parts(&mut out, None, answer, &Parts::USUAL)?;
    write_steps(&mut out, steps);
    Ok(out)
}

/// Adds the steps to an object that is closed already.
pub fn write_steps(out: &mut String, steps: &Steps) {
    out.pop();
    key(out, "steps");
    out.push_str(&crate::cli::steps::list(steps).to_string());
    key(out, "reuse");
    out.push_str(&json!(steps.reuse()).to_string());
    out.push('}');
}

/// Opens an object with the identity of its request.
pub fn begin(out: &mut String, id: Option<&RawValue>) {
    out.push('{');
    if let Some(id) = id {
        key(out, "id");
        out.push_str(id.get());
    }
}

fn write_parts(out: &mut String, id: Option<&RawValue>, answer: &mut Answer<'_>, parts: &Parts) -> Result<(), Error> {
    begin(out, id);
    let latex = parts.width.map_or(Notation::Latex, Notation::Rows);
    for (part, notation, wanted) in [
        ("text", Notation::Text, parts.text),
        ("unicode", Notation::Unicode, parts.unicode),
        ("latex", latex, parts.latex),
        ("typst", Notation::Typst, parts.typst),
    ] {
        if wanted {
            key(out, part);
            let from = out.len();
            answer.write(notation, out)?;
            quote_from(out, from);
        }
    }
    if parts.conditions {
        let conditions = answer.conditions();
        key(out, "conditions");
        list(out, &conditions);
    }
    if parts.notes {
        let notes = answer.notes();
        key(out, "notes");
        list(out, &notes);
    }
    if parts.alternatives {
        let alternatives = answer.alternatives();
        key(out, "alternatives");
        let object = |other: &Alternative| json!({ "text": other.text, "latex": other.latex, "reason": other.reason });
        out.push_str(&serde_json::Value::from_iter(alternatives.iter().map(object)).to_string());
    }
    if parts.size {
        key(out, "size");
        out.push_str(&answer.size().to_string());
    }
    out.push('}');
    if let Some(detail) = parts.steps {
        write_steps(out, &answer.steps(detail)?);
    }
    Ok(())
}

/// Appends a key, with the comma before it.
pub fn key(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push_str(", ");
    }
    out.push('"');
    out.push_str(name);
    out.push_str("\": ");
}

/// Appends a list of strings.
pub fn list(out: &mut String, texts: &[String]) {
    out.push('[');
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let from = out.len();
        out.push_str(text);
        quote_from(out, from);
    }
    out.push(']');
}

/// Makes a JSON string of what stands in the buffer from `from` on; most texts need no escape.
pub fn quote_from(out: &mut String, from: usize) {
    // Looked at in one go, without a way out at each byte, this takes many bytes at a time.
    let needs_escape = out.as_bytes()[from..].iter().fold(false, |needs, byte| needs | (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\'));
    if needs_escape {
        let quoted = serde_json::Value::String(out.split_off(from)).to_string();
        out.push_str(&quoted);
    } else {
        out.insert(from, '"');
        out.push('"');
    }
}

/// Appends an error as the answer.
pub fn write_error(out: &mut String, id: Option<&RawValue>, error: &Error) {
    begin(out, id);
    let mut object = serde_json::json!({ "kind": error.kind(), "message": error.to_string() });
    if let Some(span) = error.span() {
        object["span"] = serde_json::json!([span.start, span.end]);
    }
    if let Some(hint) = error.hint() {
        object["hint"] = hint.into();
    }
    key(out, "error");
    out.push_str(&object.to_string());
    out.push('}');
}
