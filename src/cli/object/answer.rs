//! An answer as an object.

use super::{begin, close_string, key, list, open_string, write_steps};
use chainrule::{Alternative, Answer, Detail, Error, Notation};
use serde_json::json;

/// Which parts of an answer are wanted.
pub struct Parts {
    pub text: bool,
    pub unicode: bool,
    pub latex: bool,
    pub typst: bool,
    /// How wide the rows of LaTeX are.
    pub width: Option<usize>,
    pub conditions: bool,
    pub notes: bool,
    pub size: bool,
    pub alternatives: bool,
    pub steps: Option<Detail>,
}

impl Parts {
    /// Nothing but that there is an answer.
    pub const NONE: Parts = Parts {
        text: false,
        unicode: false,
        latex: false,
        typst: false,
        width: None,
        conditions: false,
        notes: false,
        size: false,
        alternatives: false,
        steps: None,
    };

    /// What is written where nothing is said.
    pub const USUAL: Parts = Parts { text: true, latex: true, conditions: true, notes: true, ..Parts::NONE };
}

/// Appends those parts of the answer.
pub fn write_answer(out: &mut String, id: Option<&str>, answer: &mut Answer<'_>, parts: &Parts) -> Result<(), Error> {
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
            let from = open_string(out);
            answer.write(notation, out)?;
            close_string(out, from);
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

/// Appends the value of an answer at a point, and its steps where they are wanted.
pub fn write_value(
    out: &mut String,
    id: Option<&str>,
    answer: &mut Answer<'_>,
    point: &[(&str, &str)],
    steps: Option<Detail>,
) -> Result<(), Error> {
    let value = answer.at(point)?;
    begin(out, id);
    for (name, part) in [("text", &value.text), ("latex", &value.latex)] {
        key(out, name);
        let from = open_string(out);
        out.push_str(part);
        close_string(out, from);
    }
    key(out, "value");
    out.push_str(&json!(value.number).to_string());
    key(out, "notes");
    list(out, &value.notes);
    out.push('}');
    if let Some(detail) = steps {
        write_steps(out, &answer.steps_at(detail, point)?);
    }
    Ok(())
}
