//! An answer with its steps: `--steps`, `--detail` and `explain`.

use super::ask::{Shown, aside};
use super::object::{self, Parts};
use super::options::{DetailName, OutputFormat, StepOptions, refused};
use chainrule::{Answer, Detail, Error, Matrix, Steps};
use serde_json::json;

/// The steps in the format asked for, where they are asked for; the reuse note stands beside them where the format has no
/// place for it.
pub fn show_steps(options: &StepOptions, told: &mut dyn Told, format: OutputFormat) -> Result<Option<Shown>, Error> {
    if !options.steps && !options.explain {
        return match options.detail {
            Some(_) => Err(refused("--detail", "says how much of the steps is told, and none are asked for")),
            None => Ok(None),
        };
    }
    let steps = told.steps(options.detail.unwrap_or(DetailName::Textbook).into())?;
    if options.explain {
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
        let mut out = String::new();
        object::write_answer(&mut out, None, self, &Parts::USUAL)?;
        object::write_steps(&mut out, steps);
        Ok(out)
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
        let mut out = String::new();
        object::write_matrix(&mut out, None, self, &Parts::USUAL)?;
        object::write_steps(&mut out, steps);
        Ok(out)
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
            "text": value.text, "latex": value.latex, "value": value.number, "notes": value.notes, "steps": object::list_of_steps(steps), "reuse": steps.reuse()
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
    aside(told.conditions(), &told.notes())
}
