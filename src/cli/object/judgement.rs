//! A verdict as an object.

use super::{begin, key, list};
use chainrule::{Error, Judgement, Verdict};
use serde_json::json;

/// What a verdict is about.
#[derive(Clone, Copy, PartialEq)]
pub enum Subject {
    /// A claimed derivative.
    Derivative,
    /// Two expressions.
    Pair,
}

/// Appends the verdict, with the derivative where one was claimed.
pub fn write_judgement(out: &mut String, id: Option<&str>, mut judgement: Judgement<'_>, subject: Subject) -> Result<(), Error> {
    begin(out, id);
    key(out, "verdict");
    let verdict = judgement.verdict().clone();
    match &verdict {
        Verdict::Proved => out.push_str("\"proved\""),
        Verdict::Refuted(witness) => {
            out.push_str("\"refuted\"");
            key(out, "witness");
            let pairs = witness.point.iter().map(|(name, value)| format!("{}: {}", json!(name), json!(value)));
            out.push_str(&format!("{{{}}}", pairs.collect::<Vec<_>>().join(", ")));
            if !witness.functions.is_empty() {
                key(out, "functions");
                list(out, &witness.functions);
            }
            key(out, "expected");
            out.push_str(&json!(witness.expected).to_string());
            key(out, "claimed");
            out.push_str(&json!(witness.claimed).to_string());
        }
        Verdict::Undecided { reason, agreement } => {
            out.push_str("\"undecided\"");
            key(out, "reason");
            out.push_str(&json!(reason).to_string());
            if let Some((digits, points)) = agreement {
                key(out, "agreement");
                out.push_str(&format!("{{\"digits\": {digits}, \"points\": {points}}}"));
            }
        }
    }
    if let Some(mistake) = judgement.mistake() {
        key(out, "mistake");
        out.push_str(&json!(mistake).to_string());
    }
    if verdict == Verdict::Proved {
        let conditions = judgement.conditions();
        if !conditions.is_empty() {
            key(out, "conditions");
            list(out, &conditions);
        }
        let losses = judgement.losses();
        if !losses.is_empty() {
            key(out, "loses");
            list(out, &losses);
        }
        let losses = if subject == Subject::Pair { judgement.left_losses() } else { Vec::new() };
        if !losses.is_empty() {
            key(out, "left_loses");
            list(out, &losses);
        }
    }
    if !judgement.notes().is_empty() {
        key(out, "notes");
        list(out, judgement.notes());
    }
    if subject == Subject::Derivative {
        key(out, "derivative");
        out.push_str(&json!(judgement.derivative()?).to_string());
    }
    out.push('}');
    Ok(())
}
