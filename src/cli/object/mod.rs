//! Answers, matrices, verdicts and errors as JSON objects, written straight into the text that goes out.

mod answer;
mod judgement;
mod matrix;
mod steps;

pub use answer::{Parts, write_answer, write_value};
pub use judgement::{Subject, write_judgement};
pub use matrix::write_matrix;
pub use steps::{list_of_steps, write_steps};

use chainrule::Error;
use serde_json::json;

/// Opens an object with the identity of its request.
pub fn begin(out: &mut String, id: Option<&str>) {
    out.push('{');
    if let Some(id) = id {
        key(out, "id");
        out.push_str(id);
    }
}

/// Appends a key, with the comma before it.
#[inline]
pub fn key(out: &mut String, name: &str) {
    separate(out);
    out.push('"');
    out.push_str(name);
    out.push_str("\": ");
}

/// A comma, unless nothing stands before it in the object.
fn separate(out: &mut String) {
    if !out.ends_with('{') {
        out.push_str(", ");
    }
}

/// Appends a list of strings.
pub fn list(out: &mut String, texts: &[String]) {
    out.push('[');
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let text_from = open_string(out);
        out.push_str(text);
        close_string(out, text_from);
    }
    out.push(']');
}

/// Opens a string; what is written behind it belongs to it until it is closed. Where its text begins.
pub fn open_string(out: &mut String) -> usize {
    out.push('"');
    out.len()
}

/// Closes the string whose text begins at `from`; most texts need no escape.
pub fn close_string(out: &mut String, from: usize) {
    // Looked at in one go, without a way out at each byte, this takes many bytes at a time.
    let needs_escape = out.as_bytes()[from..].iter().fold(false, |needs, byte| needs | (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\'));
    if needs_escape {
        let quoted = serde_json::Value::String(out.split_off(from)).to_string();
        out.push_str(&quoted[1..]);
    } else {
        out.push('"');
    }
}

/// A key that may need escapes.
pub fn quoted_key(out: &mut String, name: &str) {
    separate(out);
    let from = open_string(out);
    out.push_str(name);
    close_string(out, from);
    out.push_str(": ");
}

/// Appends an error as the answer.
pub fn write_error(out: &mut String, id: Option<&str>, error: &Error) {
    begin(out, id);
    let mut object = json!({ "kind": error.kind(), "message": error.to_string() });
    if let Some(span) = error.span() {
        object["span"] = json!([span.start, span.end]);
    }
    if let Some(hint) = error.hint() {
        object["hint"] = hint.into();
    }
    key(out, "error");
    out.push_str(&object.to_string());
    out.push('}');
}
