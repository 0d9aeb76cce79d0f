//! Questions to the session: a derivative, or whether two expressions are equal.

use super::finding::Witness;
use crate::error::Error;
use crate::session::{Question, Session};
use crate::syntax::Input;
use crate::syntax::latex::mentions;

/// The answer to a question of equality.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// Equal wherever both are defined.
    Equal,
    /// Different, with a witness and the mistake if it is a known one.
    Different(Witness, Option<String>),
    /// Nobody knows.
    Open(String),
}

/// What is asked about: LaTeX, with the definitions and conditions it stands under.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// The expression.
    pub expression: String,
    /// The variables to differentiate by, none for the expression itself.
    pub variables: Vec<String>,
    /// Definitions in LaTeX.
    pub definitions: Vec<String>,
    /// Conditions in plain text.
    pub assumptions: Vec<String>,
}

/// Asks the session.
#[derive(Debug, Default)]
pub struct Judge {
    session: Session,
}

impl Judge {
    /// The derivative, in LaTeX.
    pub fn derivative(&mut self, matter: &Matter) -> Result<String, Error> {
        matter.ask(|question| {
            let answer = if question.variables.is_empty() { self.session.simplify(question)? } else { self.session.derive(question)? };
            answer.latex()
        })
    }

    /// The derivative of a function that an equation gives, such as `dy/dx`, in LaTeX.
    pub fn slope(&mut self, equation: &str, quotient: &str) -> Result<String, Error> {
        let question = Question { input: Input::Latex, ..Question::derive(equation, &[]) };
        self.session.implicit(&Question { variables: &[quotient], ..question })?.latex()
    }

    /// The value of LaTeX at a point.
    pub fn value(&mut self, expression: &str, point: &[(&str, f64)]) -> Option<f64> {
        self.session.evaluate(&Question { expression, input: Input::Latex, ..Question::default() }, point).ok()
    }

    /// Whether the derivative, or the expression itself, is what is claimed.
    pub fn compare(&mut self, matter: &Matter, claim: &str) -> Ruling {
        let ruling = self.compare_as_written(matter, claim);
        if !matches!(ruling, Ruling::Different(..)) {
            return ruling;
        }
        // 1/2x may be meant as 1/(2x).
        let (expression, definitions) =
            (slashed(&matter.expression), matter.definitions.iter().map(|definition| slashed(definition)).collect());
        let other = Matter { expression, definitions, ..matter.clone() };
        let other_claim = slashed(claim);
        if other.expression == matter.expression && other.definitions == matter.definitions && other_claim == claim {
            return ruling;
        }
        match self.compare_as_written(&other, &other_claim) {
            Ruling::Different(..) => ruling,
            Ruling::Equal => Ruling::Equal,
            Ruling::Open(reason) => Ruling::Open(reason),
        }
    }

    fn compare_as_written(&mut self, matter: &Matter, claim: &str) -> Ruling {
        let left = match self.derivative(matter) {
            Ok(left) => left,
            Err(error) => return Ruling::Open(error.to_string()),
        };
        let difference =
            Matter { expression: format!("\\left({left}\\right)-\\left({claim}\\right)"), variables: Vec::new(), ..matter.clone() };
        match difference.ask(|question| self.session.simplify(question)?.text()) {
            Ok(difference) if difference == "0" => Ruling::Equal,
            Ok(_) => self.differ(matter, &left, claim),
            Err(error) => Ruling::Open(error.to_string()),
        }
    }

    /// A point where the sides differ, if they do so at most points.
    fn differ(&mut self, matter: &Matter, left: &str, claim: &str) -> Ruling {
        let Some(names) = matter.free_names(&[left, claim]) else { return Ruling::Open("it cannot be computed".into()) };
        let mut witness: Option<Witness> = None;
        let (mut agreed, mut differing) = (0, 0);
        for point in points(&names, &matter.assumptions) {
            let values = self.values(matter, [left, claim], &point);
            let [Some(expected), Some(claimed)] = values else { continue };
            if (expected - claimed).abs() <= CERTAIN * (1.0 + expected.abs() + claimed.abs()) {
                agreed += 1;
                continue;
            }
            differing += 1;
            if witness.is_none() {
                let point = self.needed(matter, [left, claim], point, values);
                let point = point.into_iter().map(|(name, value)| (name, value.1)).collect();
                witness = Some(Witness { point, expected, claimed });
            }
        }
        match (witness, agreed) {
            (Some(witness), _) if names.is_empty() => Ruling::Different(witness, None),
            // Where it often holds, it is right under a condition that is not told.
            (Some(witness), _) if differing > 1 && differing > 2 * agreed => Ruling::Different(witness, None),
            (Some(_), _) => Ruling::Open("it holds at some points only: a condition may be meant".into()),
            (None, 1..) => Ruling::Open(format!("it agrees at {agreed} points, and is not proved")),
            _ => Ruling::Open(UNKNOWN.into()),
        }
    }

    fn values(&mut self, matter: &Matter, sides: [&str; 2], point: &Point) -> [Option<f64>; 2] {
        let at: Vec<(&str, f64)> = point.iter().map(|(name, value)| (name.as_str(), value.0)).collect();
        sides.map(|side| {
            let side = Matter { expression: side.to_string(), variables: Vec::new(), ..matter.clone() };
            side.ask(|question| self.session.evaluate(question, &at)).ok()
        })
    }

    /// The point without the names that the values do not need.
    fn needed(&mut self, matter: &Matter, sides: [&str; 2], mut point: Point, values: [Option<f64>; 2]) -> Point {
        for at in (0..point.len()).rev() {
            let removed = point.remove(at);
            if self.values(matter, sides, &point) != values {
                point.insert(at, removed);
            }
        }
        point
    }
}

/// The text with every factor that follows a slash without a sign drawn below the bar.
fn slashed(text: &str) -> String {
    let mut parts = text.split('/');
    let mut out = parts.next().unwrap_or("").to_string();
    for part in parts {
        let mut depth = 0i32;
        let mut end = part.len();
        for (at, character) in part.char_indices() {
            match character {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' if depth == 0 => end = at,
                '}' | ')' | ']' => depth -= 1,
                '+' | '-' | '=' | ',' | '\\' | ' ' if depth == 0 && at > 0 => end = at,
                _ => {}
            }
            if end < part.len() {
                break;
            }
        }
        let (factors, behind) = part.split_at(end);
        out.push('/');
        // What is left open ends behind the next slash.
        if factors.trim().len() < 2 || depth > 0 {
            out.push_str(factors);
        } else {
            out.push_str(&format!("{{\\left({factors}\\right)}}"));
        }
        out.push_str(behind);
    }
    out
}

/// The reason where there is no point at which both sides have a value.
pub const UNKNOWN: &str = "it can be computed at no point";

/// Two doubles that differ by more are different numbers; the functions of the table are far more exact.
const CERTAIN: f64 = 1e-6;

/// Values a person can compute with, as numbers and as they are written.
const FRIENDLY: [(f64, &str); 9] =
    [(1.0, "1"), (2.0, "2"), (0.5, "1/2"), (3.0, "3"), (1.5, "3/2"), (0.25, "1/4"), (-1.0, "-1"), (5.0, "5"), (-0.5, "-1/2")];

/// Letters that usually count.
const COUNTS: [&str; 8] = ["n", "N", "m", "M", "k", "K", "i", "j"];

type Point = Vec<(String, (f64, String))>;

/// Points to try, the friendliest first.
fn points(names: &[String], assumptions: &[String]) -> Vec<Point> {
    let mut points = Vec::new();
    for shift in 0..2 * FRIENDLY.len() {
        let value = |at: usize, name: &String| {
            // Different names get different values, in a different order in the second half.
            let step = if shift < FRIENDLY.len() { 1 } else { 4 };
            let number = if COUNTS.contains(&name.as_str()) { 1 + 2 * ((at + shift) % 2) } else { (at * step + shift) % FRIENDLY.len() };
            let (value, written) = FRIENDLY[number];
            (name.clone(), (value, written.to_string()))
        };
        let point: Point = names.iter().enumerate().map(|(at, name)| value(at, name)).collect();
        if assumptions.iter().all(|assumption| holds(assumption, &point)) {
            points.push(point);
        }
        if names.is_empty() {
            break;
        }
    }
    points
}

/// Whether a comparison of names and numbers holds at a point; one that cannot be told does not.
fn holds(assumption: &str, point: &Point) -> bool {
    let words: Vec<&str> = assumption.split_whitespace().collect();
    let value = |word: &str| point.iter().find(|(name, _)| name == word).map(|(_, value)| value.0).or_else(|| word.parse().ok());
    let compare = |sides: &[&str]| match (value(sides[0]), sides[1], value(sides[2])) {
        // What is said about other names does not matter here.
        (None, _, _) | (_, _, None) => true,
        (Some(left), "<", Some(right)) => left < right,
        (Some(left), "<=", Some(right)) => left <= right,
        (Some(left), ">", Some(right)) => left > right,
        (Some(left), ">=", Some(right)) => left >= right,
        (Some(left), "!=", Some(right)) => left != right,
        _ => false,
    };
    words.len() % 2 == 1 && words.windows(3).step_by(2).all(compare)
}

impl Matter {
    /// The names that have no value: those of the sides and of the definitions, without what the definitions define.
    fn free_names(&self, sides: &[&str]) -> Option<Vec<String>> {
        let mut names: Vec<String> = Vec::new();
        let mut defined: Vec<String> = Vec::new();
        for definition in &self.definitions {
            let (head, value) = definition.split_once(" = ")?;
            let head = mentions(head).ok()?;
            defined.extend(head.names.first().map(|used| used.name.clone()));
            names.extend(mentions(value).ok()?.names.into_iter().map(|used| used.name));
        }
        for side in sides {
            names.extend(mentions(side).ok()?.names.into_iter().map(|used| used.name));
        }
        names.sort();
        names.dedup();
        names.retain(|name| !defined.contains(name) && !matches!(name.as_str(), "e" | "pi"));
        Some(names)
    }

    fn ask<T>(&self, answer: impl FnOnce(&Question<'_>) -> T) -> T {
        let variables: Vec<&str> = self.variables.iter().map(String::as_str).collect();
        let definitions: Vec<&str> = self.definitions.iter().map(String::as_str).collect();
        let assumptions: Vec<&str> = self.assumptions.iter().map(String::as_str).collect();
        answer(&Question {
            expression: &self.expression,
            variables: &variables,
            input: Input::Latex,
            definitions: &definitions,
            assumptions: &assumptions,
            ..Question::default()
        })
    }
}
