//! Steps on the command line: `--steps`, `--detail`, `explain`, and the steps in JSON.

use super::arguments::OutputFormat;
use super::{Shown, batch};
use chainrule::{Answer, Detail, Error, Matrix, Step, Steps};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

/// Whether steps are shown, and how many.
#[derive(Debug, Args)]
pub struct StepOptions {
    /// Show how the answer comes about, a step a line
    #[arg(long)]
    pub steps: bool,
    /// Tell in plain words how the answer comes about
    #[arg(long, conflicts_with = "steps")]
    pub explain: bool,
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

impl StepOptions {
    /// None are asked for.
    pub const NONE: StepOptions = StepOptions { steps: false, explain: false, detail: DetailName::Textbook };

    /// A paragraph is asked for.
    pub const EXPLAIN: StepOptions = StepOptions { explain: true, ..StepOptions::NONE };

    /// The steps in the format asked for, where they are asked for; the reuse note stands beside them where the format has no
    /// place for it.
    pub fn shown(&self, told: &mut dyn Told, format: OutputFormat) -> Result<Option<Shown>, Error> {
        if !self.steps && !self.explain {
            return Ok(None);
        }
        let steps = told.steps(self.detail.into())?;
        if self.explain {
            return paragraph(told, &steps, format).map(Some);
        }
        let note = steps.reuse().map(|reuse| format!("note: {reuse}"));
        let (text, note) = match format {
            OutputFormat::Text => (steps.text(), note),
            OutputFormat::Unicode => (steps.unicode(), note),
            OutputFormat::Latex => (steps.latex(), note),
            OutputFormat::Markdown => (steps.markdown(), None),
            OutputFormat::Slides => (steps.slides(), None),
            OutputFormat::Json => (told.json(&steps)?, None),
            OutputFormat::Typst => return Err(no_typst()),
        };
        let mut aside = beside(told, format);
        aside.extend(note);
        Ok(Some(Shown { answer: text.trim_end().to_string(), aside }))
    }
}

/// An answer that has steps.
pub trait Told {
    fn steps(&mut self, detail: Detail) -> Result<Steps, Error>;
    fn conditions(&mut self) -> Vec<String>;
    fn notes(&self) -> Vec<String>;
    /// The answer with its steps as an object.
    fn json(&mut self, steps: &Steps) -> Result<String, Error>;
}

impl Told for Answer<'_> {
    fn steps(&mut self, detail: Detail) -> Result<Steps, Error> {
        Answer::steps(self, detail)
    }

    fn conditions(&mut self) -> Vec<String> {
        Answer::conditions(self)
    }

    fn notes(&self) -> Vec<String> {
        Answer::notes(self)
    }

    fn json(&mut self, steps: &Steps) -> Result<String, Error> {
        batch::answer_with_steps(self, steps)
    }
}

impl Told for Matrix<'_> {
    fn steps(&mut self, detail: Detail) -> Result<Steps, Error> {
        Matrix::steps(self, detail)
    }

    fn conditions(&mut self) -> Vec<String> {
        Matrix::conditions(self)
    }

    fn notes(&self) -> Vec<String> {
        Matrix::notes(self)
    }

    fn json(&mut self, steps: &Steps) -> Result<String, Error> {
        batch::matrix_with_steps(self, steps)
    }
}

/// A derivative at a point.
pub struct AtPoint<'a, 's> {
    pub answer: &'a mut Answer<'s>,
    pub point: &'a [(&'a str, &'a str)],
}

impl Told for AtPoint<'_, '_> {
    fn steps(&mut self, detail: Detail) -> Result<Steps, Error> {
        self.answer.steps_at(detail, self.point)
    }

    fn conditions(&mut self) -> Vec<String> {
        Vec::new()
    }

    fn notes(&self) -> Vec<String> {
        self.answer.notes()
    }

    fn json(&mut self, steps: &Steps) -> Result<String, Error> {
        let value = self.answer.at(self.point)?;
        let object = json!({
            "text": value.text, "latex": value.latex, "value": value.number, "steps": list(steps), "reuse": steps.reuse()
        });
        Ok(object.to_string())
    }
}

/// The derivation as a paragraph.
fn paragraph(told: &mut dyn Told, steps: &Steps, format: OutputFormat) -> Result<Shown, Error> {
    let text = match format {
        OutputFormat::Text | OutputFormat::Unicode => steps.paragraph(),
        OutputFormat::Latex | OutputFormat::Markdown | OutputFormat::Slides => steps.paragraph_latex(),
        OutputFormat::Typst => return Err(no_typst()),
        OutputFormat::Json => json!({ "text": steps.paragraph(), "latex": steps.paragraph_latex() }).to_string(),
    };
    Ok(Shown { answer: text, aside: beside(told, format) })
}

fn no_typst() -> Error {
    Error::Request { what: "steps are not written in Typst".into(), hint: Some("take latex, markdown or text".into()) }
}

fn beside(told: &mut dyn Told, format: OutputFormat) -> Vec<String> {
    if format == OutputFormat::Json {
        return Vec::new();
    }
    let conditions = told.conditions().into_iter().map(|condition| format!("condition: {condition}"));
    conditions.chain(told.notes().into_iter().map(|note| format!("note: {note}"))).collect()
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
