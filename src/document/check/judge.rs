//! Questions to the session: a derivative, or whether two expressions are equal.

use super::sample::{CLOSE, points};
use super::series;
use crate::document::finding::Witness;
use crate::document::formula::arguments::{ended, joined, with_short_powers};
use crate::error::Error;
use crate::limits::Limits;
use crate::session::{Question, Session, Verdict};
use crate::syntax::latex::mentions;
use crate::syntax::{Input, is_function};
use rustc_hash::FxHashMap;

/// The answer to a question of equality.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// Equal wherever both are defined.
    Equal,
    /// Different, with a witness and the mistake if it is a known one.
    Different(Witness, Option<String>),
    /// Different where some functions stand for unknown ones, which says nothing about those that are meant; with the mistake too.
    ForSome(Witness, Option<String>),
    /// Nobody knows.
    Open(String),
}

impl Ruling {
    /// Whether a point was found where both sides differ.
    fn is_against(&self) -> bool {
        matches!(self, Ruling::Different(..) | Ruling::ForSome(..))
    }
}

/// What is asked about: LaTeX, with the definitions and conditions it stands under.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
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

/// Asks the session, each question once: readings of a statement have much in common.
#[derive(Debug)]
pub struct Judge {
    session: Session,
    derivatives: FxHashMap<Matter, Result<String, Error>>,
    rulings: FxHashMap<(Matter, String), Ruling>,
}

impl Judge {
    /// One whose questions may take so much each.
    pub fn new(limits: Limits) -> Judge {
        let mut session = Session::new();
        session.set_limits(limits);
        Judge { session, derivatives: FxHashMap::default(), rulings: FxHashMap::default() }
    }

    /// Forgets the answers, before a statement that has nothing to do with them.
    pub fn forget(&mut self) {
        self.derivatives.clear();
        self.rulings.clear();
    }

    /// The derivative, in LaTeX.
    pub fn derivative(&mut self, matter: &Matter) -> Result<String, Error> {
        if let Some(known) = self.derivatives.get(matter) {
            return known.clone();
        }
        let found = matter.ask(|question| {
            let answer = if question.variables.is_empty() { self.session.simplify(question)? } else { self.session.derive(question)? };
            answer.latex()
        });
        self.derivatives.insert(matter.clone(), found.clone());
        found
    }

    /// The derivative, in LaTeX and in the names of the definitions, and the conditions it does not show itself, in plain text.
    pub fn derivative_with_conditions(&mut self, matter: &Matter) -> Result<(String, Vec<String>), Error> {
        matter.ask(|question| {
            let question = &Question { expand: false, ..*question };
            let mut answer =
                if question.variables.is_empty() { self.session.simplify(question)? } else { self.session.derive(question)? };
            let conditions = answer.conditions();
            Ok((answer.latex()?, conditions))
        })
    }

    /// The derivative of a function that an equation gives, such as `dy/dx`, in LaTeX.
    pub fn slope(&mut self, equation: &str, quotient: &str) -> Result<String, Error> {
        let question = Question { input: Input::Latex, ..Question::derive(equation, &[]) };
        self.session.implicit(&Question { variables: &[quotient], ..question })?.latex()
    }

    /// The slope of a curve that is given by its coordinates, in LaTeX.
    pub fn parametric_slope(&mut self, coordinates: &str, quotient: &str, parameter: &str) -> Result<String, Error> {
        let variables = [quotient, parameter];
        let question = Question { input: Input::Latex, ..Question::derive(coordinates, &variables) };
        self.session.parametric(&question)?.latex()
    }

    /// The value of LaTeX at a point.
    pub fn value(&mut self, expression: &str, point: &[(&str, f64)]) -> Option<f64> {
        self.session.evaluate_among(&Question { expression, input: Input::Latex, ..Question::default() }, point).ok()
    }

    /// Whether the derivative, or the expression itself, is what is claimed.
    pub fn compare(&mut self, matter: &Matter, claim: &str) -> Ruling {
        let ruling = self.compare_as_written(matter, claim);
        if ruling == Ruling::Open(UNKNOWN.into()) {
            if let Some(witness) = self.differ_in_first_terms(matter, claim) {
                return Ruling::Different(witness, None);
            }
            // What holds for sums holds for sums of three terms.
            let definitions = matter.definitions.iter().map(|definition| limited(definition)).collect();
            let other = Matter { expression: limited(&matter.expression), definitions, ..matter.clone() };
            let other_claim = limited(claim);
            if other == *matter && other_claim == claim {
                return ruling;
            }
            return match self.compare_as_written(&other, &other_claim) {
                Ruling::Different(witness, mistake) => Ruling::Different(witness, mistake),
                _ => ruling,
            };
        }
        if !ruling.is_against() {
            return ruling;
        }
        // F_{yx} is F_{xy}.
        if let (Some(expression), Some(other)) = (symmetric(&matter.expression), symmetric(claim))
            && (expression != matter.expression || other != claim)
        {
            return match self.compare_as_written(&Matter { expression, ..matter.clone() }, &other) {
                other if other.is_against() => ruling,
                equal => equal,
            };
        }
        // 1/2x may be meant as 1/(2x), and 1/2 x and 1/2\sqrt{x} too, \sin(x)^2 as \sin(x^2), and \cos{(x) + 1} is printed as \cos(x) + 1.
        let readings: [fn(&str) -> String; 8] = [
            |text| slashed(text, &SIGNS),
            |text| slashed(text, &SIGNS[1..]),
            |text| slashed(text, &SIGNS[1..5]),
            raised_within,
            without_braces,
            ended,
            joined,
            with_short_powers,
        ];
        for read in readings {
            let definitions = matter.definitions.iter().map(|definition| read(definition)).collect();
            let other = Matter { expression: read(&matter.expression), definitions, ..matter.clone() };
            let other_claim = read(claim);
            if other == *matter && other_claim == claim {
                continue;
            }
            match self.compare_as_written(&other, &other_claim) {
                other if other.is_against() => {}
                found => return found,
            }
        }
        ruling
    }

    fn compare_as_written(&mut self, matter: &Matter, claim: &str) -> Ruling {
        let asked = (matter.clone(), claim.to_string());
        if let Some(known) = self.rulings.get(&asked) {
            return known.clone();
        }
        let ruling = self.ruling(matter, claim);
        self.rulings.insert(asked, ruling.clone());
        ruling
    }

    fn ruling(&mut self, matter: &Matter, written: &str) -> Ruling {
        // A claim is read with the definitions of the text, and its own derivatives are taken, before it is compared.
        let stated = Matter { expression: written.to_string(), variables: Vec::new(), ..matter.clone() };
        let is_plain = matter.definitions.is_empty() && mentions(written).is_ok_and(|found| found.derivatives.is_empty());
        let stated = if is_plain { Ok(written.to_string()) } else { self.derivative(&stated) };
        let claim = match &stated {
            Ok(claim) => claim.as_str(),
            Err(error) => return Ruling::Open(error.to_string()),
        };
        let ruling = matter.ask(|question| {
            let is_expression = question.variables.is_empty();
            let mut judgement = if is_expression { self.session.equal(question, claim)? } else { self.session.check(question, claim)? };
            Ok(match judgement.verdict().clone() {
                Verdict::Proved => Ruling::Equal,
                Verdict::Refuted(witness) if !witness.functions.is_empty() => {
                    let functions = witness.functions.iter().filter_map(|function| function.split_once(" = "));
                    let functions = functions.map(|(call, value)| (call.to_string(), value.to_string()));
                    let point = witness.point.into_iter().chain(functions).collect();
                    let witness = Witness { point, expected: witness.expected, claimed: witness.claimed };
                    Ruling::ForSome(witness, judgement.mistake())
                }
                Verdict::Refuted(witness) => {
                    let witness = Witness { point: witness.point, expected: witness.expected, claimed: witness.claimed };
                    Ruling::Different(witness, judgement.mistake())
                }
                verdict @ Verdict::Undecided { .. } => match (verdict.agreement(), verdict) {
                    (Some(agreement), Verdict::Undecided { reason, .. }) => Ruling::Open(format!("it {agreement}: {reason}")),
                    _ => Ruling::Open(UNKNOWN.into()),
                },
            })
        });
        match ruling {
            Ok(Ruling::Different(witness, mistake)) => {
                let mistake = mistake.or_else(|| self.mistake(matter, written));
                let seen = self.sample(matter, claim);
                // Where it often holds, it is right under a condition that is not told. A claim that tells its cases tells its
                // conditions, but for the points between them.
                let tells_cases = written.contains("\\begin{cases}");
                match seen.agreed > 0 && (seen.differing == 0 || 2 * seen.agreed >= seen.differing && !tells_cases) {
                    true => Ruling::Open(SOMETIMES.into()),
                    false => Ruling::Different(witness, mistake),
                }
            }
            // Integrals have no certain value, but doubles that are far apart everywhere are different.
            Ok(Ruling::Open(reason)) if reason == UNKNOWN => {
                let seen = self.sample(matter, claim);
                match seen.far {
                    Some(witness) if 4 * seen.agreed <= seen.differing && seen.differing >= ENOUGH => Ruling::Different(witness, None),
                    _ => Ruling::Open(reason),
                }
            }
            Ok(ruling) => ruling,
            Err(error) => {
                let error: Error = error;
                Ruling::Open(error.to_string())
            }
        }
    }

    /// The mistake in a claim as it is written, before anything in it is put together.
    fn mistake(&mut self, matter: &Matter, claim: &str) -> Option<String> {
        matter.ask(|question| {
            let is_expression = question.variables.is_empty();
            let judgement = if is_expression { self.session.equal(question, claim) } else { self.session.check(question, claim) };
            judgement.ok()?.mistake()
        })
    }

    /// A point where infinite series that converge there are far apart, and are so wherever they were computed.
    fn differ_in_first_terms(&mut self, matter: &Matter, claim: &str) -> Option<Witness> {
        let is_infinite = |text: &str| text.contains("\\infty") && text.contains("\\sum");
        if !is_infinite(claim) && !matter.definitions.iter().chain([&matter.expression]).any(|text| is_infinite(text)) {
            return None;
        }
        let mut seen = series::TERMS.map(|terms| {
            let cut = |text: &str| series::with_terms(text, terms).unwrap_or_else(|| text.to_string());
            let definitions = matter.definitions.iter().map(|definition| cut(definition)).collect();
            let mut cut_short = Matter { expression: cut(&matter.expression), definitions, ..matter.clone() };
            let claim = cut(claim);
            let names = cut_short.free_names(&[&cut_short.expression, &claim]).unwrap_or_default();
            cut_short.assumptions.extend(series::small(&[names, matter.variables.clone()].concat()));
            self.sample(&cut_short, &claim)
        });
        let converges = |one: &Witness, other: &Witness| {
            let is_same = |one: f64, other: f64| (one - other).abs() <= CLOSE * (1.0 + one.abs());
            is_same(one.expected, other.expected) && is_same(one.claimed, other.claimed)
        };
        let are_apart = seen.iter().all(|seen| seen.agreed == 0 && seen.differing >= ENOUGH);
        let [few, more] = seen.each_mut().map(|seen| seen.far.take());
        let more = more.filter(|more| are_apart && few.is_some_and(|few| converges(&few, more)))?;
        let point = more.point.into_iter().filter(|(name, _)| !series::counts(name)).collect();
        Some(Witness { point, ..more })
    }

    /// How often both sides agree in doubles.
    fn sample(&mut self, matter: &Matter, claim: &str) -> Seen {
        let mut seen = Seen::default();
        let Ok(left) = self.derivative(matter) else { return seen };
        let Some(names) = matter.free_names(&[&left, claim]) else { return seen };
        let points = points(&names, &matter.assumptions);
        let each: Vec<Vec<(&str, f64)>> =
            points.iter().map(|point| point.iter().map(|(name, value)| (name.as_str(), *value)).collect()).collect();
        let sides = [&left, claim].map(|side| {
            let side = Matter { expression: side.to_string(), variables: Vec::new(), ..matter.clone() };
            side.ask(|question| self.session.evaluate_each(question, &each))
        });
        let [Ok(expected), Ok(claimed)] = sides else { return seen };
        for ((point, expected), claimed) in points.iter().zip(expected).zip(claimed) {
            let (Some(expected), Some(claimed)) = (expected, claimed) else { continue };
            let (apart, size) = ((expected - claimed).abs(), 1.0 + expected.abs() + claimed.abs());
            match apart <= CLOSE * size {
                // Nothing is nothing however it comes about.
                true if expected.abs() < NOTHING && claimed.abs() < NOTHING => {}
                true => seen.agreed += 1,
                false => seen.differing += 1,
            }
            if apart > FAR * size && seen.far.is_none() {
                let point = point.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
                seen.far = Some(Witness { point, expected, claimed });
            }
        }
        seen
    }
}

/// What doubles say about two sides.
#[derive(Debug, Default)]
struct Seen {
    agreed: usize,
    differing: usize,
    /// A point where the sides are far apart.
    far: Option<Witness>,
}

/// Doubles so far apart are different numbers however they were computed.
const FAR: f64 = 1e-2;

/// A double that is smaller may be nothing.
const NOTHING: f64 = 1e-9;

/// Sides that differ at so many points and hardly ever agree are different.
const ENOUGH: usize = 4;

/// The text with the letters of subscripts that name variables in one order: mixed partial derivatives are equal.
fn symmetric(text: &str) -> Option<String> {
    let mut out = text.to_string();
    for used in mentions(text).ok()?.names.iter().rev() {
        let mut letters: Vec<char> = used.subscript.chars().filter(|letter| *letter != '_').collect();
        if letters.len() < 2 || !letters.iter().all(|letter| matches!(letter, 'r'..='z')) || letters.is_sorted() {
            continue;
        }
        letters.sort_unstable();
        let (base, _) = text[used.place.clone()].split_once('_')?;
        out.replace_range(used.place.clone(), &format!("{base}_{{{}}}", String::from_iter(letters)));
    }
    Some(out)
}

/// The text with sums over three terms where it does not say over how many: `\sum_i x_i`, `\sum x_i`.
fn limited(text: &str) -> String {
    let mut parts = text.split("\\sum");
    let mut out = parts.next().unwrap_or("").to_string();
    for part in parts {
        out.push_str("\\sum");
        let rest = part.trim_start();
        let rest = rest.strip_prefix("\\limits").unwrap_or(rest).trim_start();
        let indexed = rest.strip_prefix('_').map(str::trim_start).and_then(|rest| match rest.strip_prefix('{') {
            Some(inner) => inner.split_once('}'),
            None => rest.char_indices().nth(1).map(|(end, _)| rest.split_at(end)),
        });
        let (index, body) = match indexed {
            Some((index, body)) => (index.split("\\in").next().unwrap_or("").trim(), body),
            None => ("i", rest),
        };
        let is_letter = index.len() == 1 && index.starts_with(|c: char| c.is_ascii_alphabetic());
        match is_letter && !body.trim_start().starts_with('^') && !rest.starts_with('^') && !is_series(body, index) {
            true => out.push_str(&format!("_{{{index}=1}}^{{3}} {body}")),
            false => out.push_str(part),
        }
    }
    out
}

/// Whether the index of a sum is a power or a number in its terms, as in a series, which three terms say nothing of.
fn is_series(body: &str, index: &str) -> bool {
    let bare = body.replace([' ', '{', '('], "");
    // The factorial of x_i is none of i.
    let has_factorial = bare.match_indices(&format!("{index}!")).any(|(at, _)| !bare[..at].ends_with('_'));
    has_factorial || [format!("^{index}"), format!("^-{index}")].iter().any(|mark| bare.contains(mark))
}

/// What ends the factors behind a slash: room, where it does, and signs.
const SIGNS: [char; 6] = [' ', '+', '-', '=', ',', '\\'];

/// The text with every factor that follows a slash, up to a stop, drawn below the bar.
fn slashed(text: &str, stops: &[char]) -> String {
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
                stop if depth == 0 && at > 0 && stops.contains(&stop) => end = at,
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

/// The text with the power behind a function's bracket drawn into it.
fn raised_within(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, command) = rest.split_at(at);
        out.push_str(before);
        let name = command[1..].len() - command[1..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let (command, behind) = command.split_at(1 + name);
        out.push_str(command);
        rest = behind;
        let is_named = is_function(&command[1..]);
        let argument = behind.trim_start();
        let Some((inside, power, behind)) = (if is_named { raised_bracket(argument) } else { None }) else { continue };
        out.push_str(&format!("\\left({inside}^{{{power}}}\\right)"));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The text without the braces behind functions that hold more than a bracket: nobody sees them.
fn without_braces(text: &str) -> String {
    let mut out = text.to_string();
    let mut from = 0;
    while let Some(open) = out[from..].find("{(").map(|at| from + at) {
        from = open + 1;
        // A root is drawn over all that is in its braces.
        let is_one = |name: &str| is_function(name) && name != "sqrt";
        let is_behind_function = out[..open].rfind('\\').is_some_and(|command| is_one(out[command + 1..open].trim_end()));
        let mut depth = 0i32;
        let close = out[open..].char_indices().find_map(|(at, character)| {
            depth += i32::from(character == '{') - i32::from(character == '}');
            (depth == 0).then_some(open + at)
        });
        if let Some(close) = close.filter(|_| is_behind_function) {
            out.replace_range(close..=close, " ");
            out.replace_range(open..=open, " ");
        }
    }
    out
}

/// A bracket with a power behind it: the bracket, the power, and what follows.
fn raised_bracket(text: &str) -> Option<(&str, &str, &str)> {
    let mut depth = 0i32;
    let end = text.char_indices().find_map(|(at, character)| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        (depth == 0 && character == ')').then_some(at + 1)
    })?;
    // Of \max(0, u)^2 no argument is raised.
    if !text.strip_prefix("\\left").unwrap_or(text).starts_with('(') || text[..end].contains(',') {
        return None;
    }
    let power = text[end..].trim_start().strip_prefix('^')?.trim_start();
    let length = match power.strip_prefix('{') {
        Some(inner) => inner.find('}')? + 2,
        None => power.chars().next()?.len_utf8(),
    };
    Some((&text[..end], power[..length].trim_matches(['{', '}']), &power[length..]))
}

/// The reason where a claim often holds, so that it is right under a condition that is not told.
pub const SOMETIMES: &str = "it holds at some points only: a condition may be meant";

/// The reason where there is no point at which both sides have a value.
pub const UNKNOWN: &str = "it can be computed at no point";

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
            expand: true,
            ..Question::default()
        })
    }
}
