//! What a person reads: the steps as aligned text, as `align*`, as Markdown and as the items of a slide.

use std::ops::Range;

/// A formula in three notations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Plain text.
    pub text: String,
    /// Text with Greek letters, dots and superscripts.
    pub unicode: String,
    /// LaTeX for math mode.
    pub latex: String,
}

/// What a line is for: how it is told in words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// A name is given to something.
    Definition,
    /// A law of differentiation at the root of an expression.
    #[default]
    Law,
    /// A law by which derivatives are put together.
    Theorem,
    /// What is known is put in, or simplified.
    Conclusion,
}

/// One line of a derivation: `before = after`, an equality that holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// The law's name, as `grammar/derivative.rules` has it, a function's name where it is its own rule, `chain` for the
    /// chain rule over names, an operation's own law, a rewrite rule's name, `definition`, `substitution` or `simplification`.
    pub law: String,
    /// Where the law comes from, such as a DLMF number; empty where it needs no source.
    pub source: String,
    /// The left side.
    pub before: Written,
    /// The right side.
    pub after: Written,
    /// Why, for people.
    pub reason: Written,
    /// Under which conditions both sides have a value, beyond what the right side shows.
    pub conditions: Vec<String>,
    /// Where what is differentiated stands in the question, in bytes, if it stands there as it is.
    pub place: Option<Range<usize>>,
    pub(super) role: Role,
}

/// A derivation, to be read.
///
/// ```
/// let steps = chainrule::derive("E = 1/2*(a - y)^2; y = sigma(z)", "z")?.steps()?;
/// assert_eq!(steps.iter().next().map(|step| step.after.text.as_str()), Some("dE/dy * dy/dz"));
/// assert!(steps.text().ends_with("dE/dz = (y - a)*y*(1 - y)\n"));
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    pub(super) steps: Vec<Step>,
    pub(super) reuse: Option<String>,
}

/// Reasons start in this column, or behind the widest line of usual width.
const REASONS: usize = 40;

/// A line wider than this does not push the reasons of the others away.
const WIDEST: usize = 72;

impl Steps {
    /// The steps in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter()
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What the value has computed already, and what the derivative costs beside it.
    pub fn reuse(&self) -> Option<&str> {
        self.reuse.as_deref()
    }

    /// Plain text in aligned columns, a step a line.
    pub fn text(&self) -> String {
        self.table(|written| &written.text)
    }

    /// The same with Greek letters, dots and superscripts.
    pub fn unicode(&self) -> String {
        self.table(|written| &written.unicode)
    }

    fn table(&self, notation: impl Fn(&Written) -> &str) -> String {
        let width = |text: &str| text.chars().count();
        let rows: Vec<(&str, &str, &str)> =
            self.steps.iter().map(|step| (notation(&step.before), notation(&step.after), notation(&step.reason))).collect();
        let left = rows.iter().map(|row| width(row.0)).filter(|width| *width <= WIDEST / 2).max().unwrap_or(0);
        let equation = |(before, after, _): &(&str, &str, &str)| width(before).max(left) + 3 + width(after);
        let widest = rows.iter().filter(|row| !row.2.is_empty()).map(equation).filter(|width| *width <= WIDEST).max().unwrap_or(0);
        let column = REASONS.max(widest + 2);
        let mut out = String::new();
        let mut previous = "";
        for row in &rows {
            let (before, after, reason) = *row;
            // A side that goes on from the line above is not repeated.
            let shown = if before == previous { "" } else { before };
            previous = before;
            out.push_str(shown);
            let pad = if before.is_empty() || width(before) <= left { left } else { width(before).min(left) };
            out.extend(std::iter::repeat_n(' ', pad.saturating_sub(width(shown))));
            out.push_str(" = ");
            out.push_str(after);
            if !reason.is_empty() {
                let written = width(shown).max(pad) + 3 + width(after);
                out.extend(std::iter::repeat_n(' ', column.saturating_sub(written).max(2)));
                out.push_str(reason);
            }
            out.push('\n');
        }
        out
    }

    /// LaTeX: `align*` with the reasons at the right.
    pub fn latex(&self) -> String {
        format!("\\begin{{align*}}\n{}\\end{{align*}}\n", self.rows())
    }

    fn rows(&self) -> String {
        let mut out = String::new();
        let mut previous = "";
        for (at, step) in self.steps.iter().enumerate() {
            if step.before.latex != previous {
                out.push_str(&step.before.latex);
                out.push(' ');
            }
            previous = &step.before.latex;
            out.push_str("&= ");
            out.push_str(&step.after.latex);
            if !step.reason.latex.is_empty() {
                out.push_str(" && ");
                out.push_str(&step.reason.latex);
            }
            let is_tall = |step: &Step| step.before.latex.contains("\\frac") || step.after.latex.contains("\\frac");
            out.push_str(match self.steps.get(at + 1) {
                Some(next) if is_tall(step) && is_tall(next) => " \\\\[4pt]\n",
                Some(_) => " \\\\\n",
                None => "\n",
            });
        }
        out
    }

    /// Markdown with display mathematics, the reuse note below it.
    pub fn markdown(&self) -> String {
        let mut out = format!("$$\n\\begin{{aligned}}\n{}\\end{{aligned}}\n$$\n", self.rows());
        if let Some(reuse) = &self.reuse {
            out.push_str(&format!("\n*{reuse}.*\n"));
        }
        out
    }

    /// Markdown for slides: one step an item.
    pub fn slides(&self) -> String {
        let mut out = String::new();
        for step in &self.steps {
            out.push_str(&format!("- $\\displaystyle {} = {}$", step.before.latex, step.after.latex));
            if !step.reason.latex.is_empty() {
                out.push_str(&format!(" — ${}$", step.reason.latex));
            }
            out.push('\n');
        }
        out
    }
}
