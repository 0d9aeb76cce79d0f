//! Code in other languages: functions for the value, the gradient and the Hessian, that need nothing but the language.
//!
//! What a language looks like is a row of `language` and a text in `languages/`. The steps are the program's in its stable
//! forms; every file tests itself against finite differences at a point where the function is smooth.

mod body;
mod conditions;
mod language;
mod names;

pub use language::Language;

use super::Program;
use super::stable::Digits;
use crate::error::Error;
use body::{Body, body};

/// The most partial derivatives a Hessian may have.
const MOST_SECOND: usize = 10_000;

/// What is said about the function in the first lines of its code.
#[derive(Debug, Clone, Default)]
pub struct Formula {
    /// As plain text.
    pub text: String,
    /// As LaTeX.
    pub latex: String,
    /// Where it has a value and a gradient.
    pub conditions: Vec<String>,
}

impl Program {
    /// Code for the value and the gradient, and on request the Hessian.
    ///
    /// ```
    /// use chainrule::program::emit::{Formula, Language};
    /// use chainrule::{Question, Session};
    /// let program = Session::new().program(&Question::derive("E = (a - y)^2/2; y = sigma(z)", &["z"]))?;
    /// let code = program.emit(Language::Rust, false, &Formula::default())?;
    /// assert!(code.contains("let y = logistic(z);"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where the language has no counterpart of a function, [`Error::Limit`] for a Hessian with more
    /// than 10,000 entries, [`Error::Request`] where there is no variable, or more than one value.
    pub fn emit(&self, language: Language, hessian: bool, formula: &Formula) -> Result<String, Error> {
        self.only_value("code")?;
        let n = self.active;
        if n == 0 {
            return Err(Error::Request { what: "there is no variable to differentiate by".into(), hint: Some("emit needs one".into()) });
        }
        if hessian && n * n > MOST_SECOND {
            let hint = "leave the Hessian out, or name fewer variables".into();
            return Err(Error::Limit { what: "the number of second derivatives".into(), limit: MOST_SECOND as u64, hint });
        }
        let syntax = language.syntax();
        let sections = &syntax.sections;
        let section = |name: &str| sections.iter().find(|(found, _)| *found == name).map_or("", |(_, text)| *text);
        let written = |order: u32| -> Result<Body, Error> {
            let (code, named) = self.stable_derivatives(order, Digits::BesideValues)?;
            let (code, named) = conditions::with_told_conditions(&code, &named);
            body(syntax, &code, &self.names, &named)
        };
        let mut functions = String::new();
        let orders = if hessian { 0..3 } else { 0..2 };
        for (order, name) in orders.zip(["value", "gradient", "hessian"]) {
            functions.push_str(&self.function(section(name), language, &written(order)?));
        }
        let mut out = String::new();
        let conditions = formula.conditions.iter().map(|condition| ("where ", condition.as_str()));
        for (what, text) in [("", formula.text.as_str()), ("LaTeX: ", &formula.latex)].into_iter().chain(conditions) {
            if !text.is_empty() {
                // Whatever the text is, it stays in its comment.
                let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
                // A backslash at the end of a line would take the next line into a comment of C.
                out.push_str(&format!("{} {what}{}\n", syntax.comment, line.trim_end_matches(['\\', ' '])));
            }
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(section("head"));
        let test = self.function(section("self test"), language, &written(0)?);
        out.push_str(&helpers(sections, &[&functions, &test]));
        out.push_str(&functions);
        out.push_str(&test);
        Ok(format!("{}\n", out.trim_end()))
    }

    /// A section of the template with its places filled.
    fn function(&self, template: &str, language: Language, body: &Body) -> String {
        let n = self.active;
        let syntax = language.syntax();
        let list = |texts: &[String]| texts.join(", ");
        let parameters: Vec<String> = body.parameters.iter().map(|name| body::filled(syntax.parameter, &[name])).collect();
        let slopes = body.outputs.get(1..=n).unwrap_or_default();
        let entries = body.outputs.get(1 + n..).unwrap_or_default();
        let pattern = syntax.list.replace("{n}", &n.to_string());
        let rows: Vec<String> = entries.chunks(n).map(|row| body::filled(&pattern, &[&list(row)])).collect();
        let assign = |place: String, text: &String| format!("    {place} = {text};\n");
        let assign_gradient: String = slopes.iter().enumerate().map(|(at, text)| assign(format!("gradient[{at}]"), text)).collect();
        let assign_hessian: String =
            entries.iter().enumerate().map(|(at, text)| assign(format!("hessian[{}][{}]", at / n, at % n), text)).collect();
        let m = self.names.len();
        let places = |text: &dyn Fn(usize) -> String| list(&(0..m).map(text).collect::<Vec<_>>());
        let point: Vec<String> = self.smooth_point().iter().map(|coordinate| format!("{coordinate:?}")).collect();
        // Rust wants small letters unless told otherwise.
        let bound = body.statements.lines().filter_map(|line| line.split(" = ").next());
        let has_capitals = bound.chain(body.parameters.iter().map(String::as_str)).any(|name| name.contains(char::is_uppercase));
        let fills = [
            ("{allow}", if has_capitals { "#[allow(non_snake_case)]\n" } else { "" }.to_string()),
            ("{parameters}", list(&parameters)),
            ("{body}", body.statements.clone()),
            ("{value}", body.outputs[0].clone()),
            ("{gradient}", list(slopes)),
            ("{rows}", list(&rows)),
            ("{assign_gradient}", assign_gradient),
            ("{assign_hessian}", assign_hessian),
            ("{order}", self.names[..n].join(", ")),
            ("{n}", n.to_string()),
            ("{m}", m.to_string()),
            ("{point}", list(&point)),
            ("{point_arguments}", places(&|at| format!("p[{at}]"))),
            ("{test_arguments}", places(&|at| format!("point[{at}]"))),
            ("{kernel_arguments}", places(&|at| format!("variables[{at}][i]"))),
        ];
        fills.iter().fold(template.to_string(), |text, (place, fill)| text.replace(place, fill))
    }

    /// A point where the value and its slopes exist and finite differences agree with them; if none is found, the first try.
    fn smooth_point(&self) -> Vec<f64> {
        /// How much is computed in search of a point, in operations, and how many points are tried at most.
        const WORK: usize = 10_000_000;
        const MOST_TRIES: usize = 2000;
        let tries = [0.7, 0.3, 1.3, 2.1, 0.15, -0.6, 3.2, -1.7];
        let point = |start: f64, spread: f64| -> Vec<f64> { (0..self.names.len()).map(|at| start + spread * (at % 7) as f64).collect() };
        let Ok(code) = self.value_and_gradient() else { return point(0.7, 0.125) };
        let registers = &mut Vec::new();
        let mut is_smooth = |point: &Vec<f64>| {
            let found = code.run(point, registers);
            if found.iter().any(|value| !value.is_finite()) {
                return false;
            }
            (0..self.active.min(32)).all(|at| {
                let step = 1e-5 * point[at].abs().max(1.0);
                let mut moved = point.clone();
                moved[at] += step;
                let above = code.run(&moved, registers)[0];
                moved[at] = point[at] - step;
                let below = code.run(&moved, registers)[0];
                let difference = (above - below) / (2.0 * step);
                // What the digits of the values do not show of their difference.
                let rounding = 4e-16 * (above.abs() + below.abs()) / step;
                (difference - found[at + 1]).abs() <= 1e-6 * (1.0 + found[at + 1].abs()) + rounding
            })
        };
        let first = tries.into_iter().flat_map(|start| [0.125, 0.5, -0.0625].map(|spread| point(start, spread)));
        // Elsewhere coordinates of all sizes, each of its own, from 0.1 to 1000, every fourth of them below zero: a linear congruential
        // generator (Knuth, The Art of Computer Programming 3.3.4).
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64
        };
        let mut coordinate = || {
            let size = f64::powf(10.0, 4.0 * next() - 1.0);
            if next() < 0.25 { -size } else { size }
        };
        let scattered = std::iter::repeat_with(|| {
            // Three digits are enough to tell points apart.
            (0..self.names.len()).map(|_| (coordinate() * 1000.0).round() / 1000.0).collect()
        });
        let count = (WORK / self.size().max(1)).min(MOST_TRIES);
        let mut candidates = first.chain(scattered.take(count));
        candidates.find(|point| is_smooth(point)).unwrap_or_else(|| point(0.7, 0.125))
    }
}

/// The helpers that the texts call, and those they call themselves.
fn helpers(sections: &[(&str, &str)], texts: &[&str]) -> String {
    let helpers: Vec<(&str, &str)> = sections.iter().filter_map(|(name, text)| Some((name.strip_prefix("helper ")?, *text))).collect();
    let calls = |text: &str, name: &str| {
        text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            text[at + name.len()..].starts_with('(') && !before.is_some_and(|letter| letter.is_alphanumeric() || "_.:".contains(letter))
        })
    };
    let mut needed: Vec<bool> = helpers.iter().map(|(name, _)| texts.iter().any(|text| calls(text, name))).collect();
    loop {
        let more: Vec<usize> = (0..helpers.len())
            .filter(|at| !needed[*at] && (0..helpers.len()).any(|user| needed[user] && calls(helpers[user].1, helpers[*at].0)))
            .collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|at| needed[at] = true);
    }
    // What a helper calls stands before it, as C wants.
    let texts = helpers.iter().zip(&needed).rev().filter(|(_, needed)| **needed).map(|((_, text), _)| *text);
    texts.collect()
}
