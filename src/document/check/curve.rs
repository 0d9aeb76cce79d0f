//! Curves: after `x^2 + y^2 = 25` a claim about dy/dx is one about the points that satisfy it.

use super::beyond::is_sibling;
use super::judge::{Judge, Matter, Ruling};
use super::link::{Link, Outcome};
use crate::document::finding::Witness;
use crate::document::formula::split::Relation;
use crate::document::statement::closure::has_inverse;
use crate::document::statement::list::holds_in;
use crate::document::statement::scope::{Definition, is_head};
use crate::document::statement::{Member, Statement};
use crate::syntax::canonical_name;
use crate::syntax::latex::{Mention, Mentions, NameUse};

/// A curve farther before a claim than this is another one.
const NEAR: usize = 900;

/// So many curves before a claim may be meant.
const MOST_CURVES: usize = 4;

/// Abscissas to try, with what is written for them, and values for whatever else has a name.
const TRIED: [(f64, &str); 6] = [(1.0, "1"), (0.5, "1/2"), (2.0, "2"), (3.0, "3"), (0.25, "1/4"), (-1.0, "-1")];
const PARAMETERS: [(f64, &str); 4] = [(5.0, "5"), (2.0, "2"), (3.0, "3"), (1.0, "1")];

/// Ordinates between which a point of the curve is looked for.
const ORDINATES: [f64; 14] = [0.07, 0.4, 0.9, 1.7, 2.6, 4.3, 8.0, -0.07, -0.4, -0.9, -1.7, -2.6, -4.3, -8.0];

/// Judges a claim about a name that no definition gives a value, but an equation before it; nothing where there is none. Where
/// the claim is solved from an equation with the derivative, `terms` are those without it and the factor of it.
pub fn check(
    link: &Link<'_>,
    judge: &mut Judge,
    name: &str,
    mention: &Mention,
    right: &Mentions,
    terms: Option<[&str; 2]>,
) -> Option<Outcome> {
    let variable = match &mention.variables[..] {
        [(variable, 1 | 2)] => variable.clone(),
        [] if matches!(mention.order, 1 | 2) && !mention.is_dotted => "x".to_string(),
        _ => return None,
    };
    if mention.arguments.is_some() || !right.derivatives.is_empty() {
        return None;
    }
    if right.names.is_empty() || is_head(link.right) || has_inverse(&link.right.text) {
        return None;
    }
    let own = &link.place.statements[link.place.at];
    let before = link.place.statements[..link.place.at].iter().rev();
    let near = before.take_while(|other| own.distance.saturating_sub(other.distance) < NEAR);
    let related: Vec<&Statement> =
        near.filter(|other| other.world == own.world && relates(other, name, &variable)).take(MOST_CURVES).collect();
    let equation = *related.first().filter(|nearest| is_curve(nearest, name, &variable))?;
    let mut slopes = Vec::new();
    for curve in related.iter().filter(|other| is_curve(other, name, &variable)) {
        let written = format!("{} = {}", curve.members[0].text, curve.members[1].text);
        let Ok(derivative) = judge.slope(&written, &format!("d{name}/d{variable}")) else { continue };
        let Some(derivative) = of_order(judge, derivative, mention.order, name, &variable) else { continue };
        let slope = Matter { expression: derivative.clone(), ..Matter::default() };
        // Only the nearest curve can make a claim wrong; the others can make it right.
        if judge.compare(&slope, &link.right.text) == Ruling::Equal {
            return Some(Outcome::Right(Vec::<Definition>::new()));
        }
        slopes.push((curve.formula.start, derivative));
    }
    let (left, level) = (&equation.members[0], &equation.members[1]);
    let derivative = slopes.into_iter().find(|(start, _)| *start == equation.formula.start)?.1;
    // Coordinates are small letters; V and L stand in equations of all kinds.
    if [name, &variable].iter().any(|letter| letter.starts_with(|c: char| c.is_ascii_uppercase())) {
        return Some(Outcome::Open("the equation that was found may be no curve".into()));
    }
    // A slope that shows neither coordinate is told of something else, or at a point.
    if !right.uses(name) && !right.uses(&variable) {
        return Some(Outcome::Open("the claim shows neither name of the equation that was found".into()));
    }
    let known: Vec<&str> = [left, level]
        .iter()
        .filter_map(|side| side.mentions.as_ref().ok())
        .flat_map(|found| found.names.iter().map(|used| used.name.as_str()))
        .collect();
    if let Some(foreign) = right.names.iter().find(|used| !known.contains(&used.name.as_str()) && used.name != "e") {
        return Some(Outcome::Open(format!("{} does not occur in the equation that was found", foreign.name)));
    }
    // \cos\theta = x/r beside \tan\theta = y/x: what else has a name there is no constant.
    let shows_another = |other: &&Statement| {
        let names = other.members.iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.names);
        names.into_iter().any(|used| used.arguments.is_none() && used.name != "e" && !known.contains(&used.name.as_str()))
    };
    if !others(&known, name, &variable).is_empty() && related.iter().any(|other| is_curve(other, name, &variable) && shows_another(other)) {
        return Some(Outcome::Open("several equations were found that relate these names to others".into()));
    }
    let is_lost = |name: &&&str| !right.uses(name) && link.given_value(name).is_some();
    if let Some(given) = known.iter().find(is_lost) {
        return Some(Outcome::Open(format!("{given} has been given a value")));
    }
    if equation.item != own.item || !holds_in(&equation.items, &own.items) {
        return Some(Outcome::Open("the equation that was found stands in another item of the list".into()));
    }
    if equation.section != own.section {
        return Some(Outcome::Open("the equation that was found stands under another heading".into()));
    }
    // The curves that cross these at right angles have the opposite reciprocal of their slope.
    let crossing = Matter { expression: format!("-\\frac{{1}}{{{derivative}}}"), ..Matter::default() };
    if judge.compare(&crossing, &link.right.text) == Ruling::Equal {
        return Some(Outcome::Open("it is the slope of what crosses the curve at right angles".into()));
    }
    let curve = Curve {
        level: format!("\\left({}\\right)-\\left({}\\right)", left.text, level.text),
        name,
        variable: &variable,
        others: others(&known, name, &variable),
    };
    let Some(witness) = curve.differ(judge, &derivative, &link.right.text) else {
        return Some(Outcome::Open("on the curve that was found it is neither proved nor refuted".into()));
    };
    let slope = Matter { expression: derivative.clone(), ..Matter::default() };
    let mistake = match judge.compare(&slope, &link.right.text) {
        Ruling::Different(_, mistake) => mistake,
        _ => None,
    };
    // A differential equation may stand near the solution of another one. One that comes of the curve has the derivative by one
    // of the coordinates in it.
    let is_meant = match terms {
        None => true,
        _ if mistake.is_some() => true,
        Some(terms) => [&variable, name].into_iter().zip(terms).any(|(by, term)| {
            let part = Matter { expression: curve.level.clone(), variables: vec![by.to_string()], ..Matter::default() };
            judge.compare(&part, term) == Ruling::Equal
        }),
    };
    if !is_meant {
        return Some(Outcome::Open("another curve may be meant: no single mistake explains the claim".into()));
    }
    Some(Outcome::Wrong { witness, mistake, expected: Some(derivative), definitions: Vec::new() })
}

/// Whether a claim about the derivative of a name stands behind a curve under the same heading: equations with that derivative in
/// between come of the curve.
pub fn stands_before(link: &Link<'_>, name: &str, left: &Mentions) -> bool {
    let own = &link.place.statements[link.place.at];
    let variable = left.derivatives.first().and_then(|mention| mention.variables.first()).map_or("x", |(variable, _)| variable);
    let before = link.place.statements[..link.place.at].iter().rev();
    let mut near = before.take_while(|other| own.distance.saturating_sub(other.distance) < NEAR);
    near.any(|other| (other.world, other.section) == (own.world, own.section) && is_curve(other, name, variable))
}

/// The slope of a curve, or how it changes along the curve.
fn of_order(judge: &mut Judge, slope: String, order: u32, name: &str, variable: &str) -> Option<String> {
    if order == 1 {
        return Some(slope);
    }
    let mut by = |letter: &str| {
        judge.derivative(&Matter { expression: slope.clone(), variables: vec![letter.to_string()], ..Matter::default() }).ok()
    };
    let (along, across) = (by(variable)?, by(name)?);
    Some(format!("\\left({along}\\right) + \\left({across}\\right)\\left({slope}\\right)"))
}

/// A statement about two names without derivatives, whatever it says.
fn relates(statement: &Statement, name: &str, variable: &str) -> bool {
    let has = |wanted: &str| {
        let names = statement.members.iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.names);
        names.into_iter().any(|used| used.name == wanted && used.arguments.is_none())
    };
    statement.relations.contains(&Relation::Equal) && !statement.members.iter().any(Member::has_derivative) && has(name) && has(variable)
}

/// An equation between two names that defines neither.
fn is_curve(statement: &Statement, name: &str, variable: &str) -> bool {
    let is_plain = statement.members.iter().all(|member| {
        member.mentions.as_ref().is_ok_and(|found| found.derivatives.is_empty() && !found.has_binder && !is_between_differentials(found))
    });
    let [left, right] = &statement.members[..] else { return false };
    // x = y^2 and y = \sin(xy) define no y.
    let is_no_definition = |member: &Member, other: &Member| {
        let shows = |wanted: &str| other.mentions.as_ref().is_ok_and(|found| found.uses(wanted));
        match canonical_name(member.text.trim()) {
            Some(head) => (head == variable || head == name) && shows(name),
            None => !is_head(member) && !ends_in_words_with(&member.text, name),
        }
    };
    // s_0 beside s_j varies as that does; v_0 beside v is what v begins with.
    let is_other = |used: &NameUse| name.contains('_') && is_sibling(&used.name, name) && used.name != variable;
    let mut names = statement.members.iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.names);
    statement.relations == [Relation::Equal]
        && is_no_definition(left, right)
        && is_no_definition(right, left)
        && is_plain
        && !names.any(is_other)
        && relates(statement, name, variable)
}

/// Whether a member ends with the name behind words, as in a value of `the height y`, and not behind a sign.
fn ends_in_words_with(text: &str, name: &str) -> bool {
    let before = text.trim().strip_suffix(name).filter(|before| before.ends_with(' '));
    before.is_some_and(|before| !before.trim_end().ends_with(['+', '-', '*', '/', '(', '}', ')']))
}

/// `dP = 2x\,dx` relates differentials, not names.
fn is_between_differentials(mentions: &Mentions) -> bool {
    mentions.has_loose_differential || mentions.uses("d")
}

fn others(known: &[&str], name: &str, variable: &str) -> Vec<String> {
    let mut others: Vec<String> = known
        .iter()
        .filter(|other| **other != name && **other != variable && !matches!(**other, "e" | "pi"))
        .map(ToString::to_string)
        .collect();
    others.sort();
    others.dedup();
    others
}

struct Curve<'a> {
    /// What is zero on the curve.
    level: String,
    name: &'a str,
    variable: &'a str,
    others: Vec<String>,
}

impl Curve<'_> {
    /// A point of the curve where the slope and the claim differ, if they do so wherever they were compared.
    fn differ(&self, judge: &mut Judge, slope: &str, claim: &str) -> Option<Witness> {
        let mut witness: Option<Witness> = None;
        let mut found = 0;
        for (x, written) in TRIED {
            let mut point: Vec<(&str, f64)> = vec![(self.variable, x)];
            point.extend(self.others.iter().enumerate().map(|(at, other)| (other.as_str(), PARAMETERS[at % PARAMETERS.len()].0)));
            let Some(y) = self.ordinate(judge, &point) else { continue };
            point.push((self.name, y));
            let (Some(expected), Some(claimed)) = (judge.value(slope, &point), judge.value(claim, &point)) else { continue };
            // At 1 many things agree.
            if (expected - claimed).abs() <= 1e-5 * (1.0 + expected.abs() + claimed.abs()) {
                if x.abs() != 1.0 {
                    return None;
                }
                continue;
            }
            found += 1;
            if witness.is_none() {
                let mut shown = vec![(self.variable.to_string(), written.to_string()), (self.name.to_string(), format!("{y:.5}"))];
                shown.extend(
                    self.others.iter().enumerate().map(|(at, other)| (other.clone(), PARAMETERS[at % PARAMETERS.len()].1.to_string())),
                );
                witness = Some(Witness { point: shown, expected, claimed });
            }
        }
        witness.filter(|_| found > 1)
    }

    /// An ordinate of the curve, by halving an interval at whose ends the sign differs.
    fn ordinate(&self, judge: &mut Judge, point: &[(&str, f64)]) -> Option<f64> {
        let mut level = |y: f64| {
            let at: Vec<(&str, f64)> = point.iter().copied().chain([(self.name, y)]).collect();
            judge.value(&self.level, &at)
        };
        let signs: Vec<(f64, f64)> = ORDINATES.iter().filter_map(|y| level(*y).map(|value| (*y, value))).collect();
        let (mut low, mut high) =
            signs.windows(2).find(|pair| pair[0].1 * pair[1].1 < 0.0 && pair[0].0 * pair[1].0 > 0.0).map(|pair| (pair[0], pair[1].0))?;
        for _ in 0..60 {
            let middle = (low.0 + high) / 2.0;
            match level(middle)? {
                value if value * low.1 > 0.0 => low = (middle, value),
                _ => high = middle,
            }
        }
        // A jump of sign is no point of the curve.
        level(high).filter(|value| value.abs() < 1e-6).map(|_| high)
    }
}
