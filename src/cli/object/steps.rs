//! Steps as an array of objects.

use super::key;
use chainrule::{Step, Steps};
use serde_json::{Value, json};

/// Adds the steps to an object that is closed already.
pub fn write_steps(out: &mut String, steps: &Steps) {
    out.pop();
    key(out, "steps");
    out.push_str(&list_of_steps(steps).to_string());
    key(out, "reuse");
    out.push_str(&json!(steps.reuse()).to_string());
    out.push('}');
}

/// The steps as a JSON array.
pub fn list_of_steps(steps: &Steps) -> Value {
    steps.iter().map(entry).collect()
}

fn entry(step: &Step) -> Value {
    let mut entry = json!({
        "law": step.law,
        "before": step.before.text,
        "after": step.after.text,
        "reason": step.reason.text,
        "latex": format!("{}={}", step.before.latex, step.after.latex),
        "conditions": step.conditions,
    });
    if !step.source.is_empty() {
        entry["source"] = step.source.clone().into();
    }
    if let Some(place) = &step.place {
        entry["span"] = json!([place.start, place.end]);
    }
    entry
}
