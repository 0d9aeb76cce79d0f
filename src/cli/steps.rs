//! Steps on the command line: `--steps`, `--detail`, `explain`, and the steps in JSON.

use super::Shown;
use super::arguments::OutputFormat;
use chainrule::{Answer, Detail, Error, Question, Session, Step, Steps};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

/// Whether steps are shown, and how many.
#[derive(Debug, Args)]
pub struct StepOptions {
    /// Show how the answer comes about, a step a line
    #[arg(long)]
    pub steps: bool,
    /// How much of it
    #[arg(long, value_enum, default_value_t = DetailName::Textbook)]
    pub detail: DetailName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DetailName {
    /// The rule at the top, or the chain, and the answer
    Brief,
    /// What a textbook shows
    Textbook,
    /// Every law and every rewrite
    Every,
}

impl From<DetailName> for Detail {
    fn from(name: DetailName) -> Detail {
        match name {
            DetailName::Brief => Detail::Brief,
            DetailName::Textbook => Detail::Textbook,
            DetailName::Every => Detail::Every,
        }
    }
}

/// A derivative with its steps in the format asked for.
pub fn derive(
    session: &mut Session,
    question: &Question<'_>,
    order: Option<&str>,
    detail: DetailName,
    format: OutputFormat,
) -> Result<Shown, Error> {
    match order {
        None => show(&mut session.derive(question)?, detail, format),
        Some(order) => show(&mut session.derive_to_order(question, order)?, detail, format),
    }
}

/// The steps of an answer; the reuse note stands beside them where the format has no place for it.
fn show(answer: &mut Answer<'_>, detail: DetailName, format: OutputFormat) -> Result<Shown, Error> {
    let steps = answer.steps(detail.into())?;
    let note = steps.reuse().map(|reuse| format!("note: {reuse}"));
    let (text, note) = match format {
        OutputFormat::Text => (steps.text(), note),
        OutputFormat::Unicode => (steps.unicode(), note),
        OutputFormat::Latex => (steps.latex(), note),
        OutputFormat::Markdown => (steps.markdown(), None),
        OutputFormat::Slides => (steps.slides(), None),
        OutputFormat::Json => (object(answer, &steps)?.to_string(), None),
    };
    let mut aside = beside(answer, format);
    aside.extend(note);
    Ok(Shown { answer: text.trim_end().to_string(), aside })
}

/// The derivation as a paragraph.
pub fn explain(answer: &mut Answer<'_>, format: OutputFormat) -> Result<Shown, Error> {
    let steps = answer.steps(Detail::Textbook)?;
    let text = match format {
        OutputFormat::Text | OutputFormat::Unicode => steps.paragraph(),
        OutputFormat::Latex | OutputFormat::Markdown | OutputFormat::Slides => steps.paragraph_latex(),
        OutputFormat::Json => json!({ "text": steps.paragraph(), "latex": steps.paragraph_latex() }).to_string(),
    };
    Ok(Shown { answer: text, aside: beside(answer, format) })
}

fn beside(answer: &mut Answer<'_>, format: OutputFormat) -> Vec<String> {
    if format == OutputFormat::Json {
        return Vec::new();
    }
    let conditions = answer.conditions().into_iter().map(|condition| format!("condition: {condition}"));
    conditions.chain(answer.notes().into_iter().map(|note| format!("note: {note}"))).collect()
}

fn object(answer: &mut Answer<'_>, steps: &Steps) -> Result<Value, Error> {
    Ok(json!({
        "text": answer.text()?,
        "latex": answer.latex()?,
        "conditions": answer.conditions(),
        "notes": answer.notes(),
        "steps": list(steps),
        "reuse": steps.reuse(),
    }))
}

/// The steps as a JSON array.
pub fn list(steps: &Steps) -> Value {
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
