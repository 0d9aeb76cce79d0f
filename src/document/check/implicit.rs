//! Equations that come of differentiating an equation: after `x^2 + y^2 = 25`, `2x + 2yy' = 0` says what y' is.

use super::curve;
use super::judge::{Judge, Matter, Ruling};
use super::link::{Link, Outcome};
use super::target::{Form, form};
use crate::document::statement::Member;
use crate::render::latex_name;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mention, Mentions, mentions};

/// Judges an equation that has a derivative of a name nobody defined, as a claim about that derivative; nothing where there is
/// none, or it does not occur by itself and once removed.
pub fn check(link: &Link<'_>, judge: &mut Judge) -> Option<Outcome> {
    let (left, right) = (link.left.mentions.as_ref().ok()?, link.right.mentions.as_ref().ok()?);
    if matches!(form(link.left, left), Form::Named(..)) && right.derivatives.is_empty() {
        return None;
    }
    let all: Vec<&Mention> = left.derivatives.iter().chain(&right.derivatives).collect();
    let first = *all.first()?;
    let Differentiated::Name(name) = &first.of else { return None };
    let is_alike = |other: &&Mention| {
        other.of == first.of && other.variables == first.variables && other.order == 1 && !other.is_dotted && other.arguments.is_none()
    };
    let variable = match &first.variables[..] {
        [(variable, 1)] => variable.clone(),
        [] => "x".to_string(),
        _ => return None,
    };
    if !all.iter().all(is_alike) || link.is_defined(name, std::slice::from_ref(&variable)) {
        return None;
    }
    // What the equation says where the derivative is 0, 1 and 2.
    let level = |value: u32| {
        let (left, right) = (with_value(link.left, left, value), with_value(link.right, right, value));
        format!("\\left({left}\\right)-\\left({right}\\right)")
    };
    let [at_zero, at_one, at_two] = [0, 1, 2].map(level);
    let bend = format!("\\left({at_two}\\right)-2\\left({at_one}\\right)+\\left({at_zero}\\right)");
    let plain = |expression: String| Matter { expression, ..Matter::default() };
    if judge.compare(&plain(bend), "0") != Ruling::Equal {
        return None;
    }
    let slope = judge.derivative(&plain(format!("\\left({at_one}\\right)-\\left({at_zero}\\right)"))).ok().filter(|slope| slope != "0")?;
    let claim = judge.derivative(&plain(format!("-\\frac{{{at_zero}}}{{{slope}}}"))).ok()?;
    let quotient = format!("\\frac{{d {}}}{{d {}}}", latex_name(name), latex_name(&variable));
    let member =
        |of: &Member, text: String| Member { place: of.place.clone(), mentions: mentions(&text).map_err(|error| error.to_string()), text };
    let (given, claim) = (member(link.left, quotient), member(link.right, claim));
    let found = claim.mentions.clone().ok()?;
    let asked = Link { left: &given, right: &claim, assumptions: link.assumptions.clone(), ..*link };
    let mention = given.mentions.as_ref().ok()?.derivatives.first()?;
    curve::check(&asked, judge, name, mention, &found, Some([&at_zero, &slope]))
}

/// The text with a number in place of each derivative, which is a factor of what stands before it: `2y\cdot(1)` is no call.
fn with_value(member: &Member, found: &Mentions, value: u32) -> String {
    let mut text = member.text.clone();
    for mention in found.derivatives.iter().rev() {
        let sign = if ends_with_factor(&text[..mention.place.start]) { "\\cdot " } else { "" };
        text.replace_range(mention.place.clone(), &format!("{sign}\\left({value}\\right)"));
    }
    text
}

/// Whether a text ends with a name, a number or a bracket.
fn ends_with_factor(text: &str) -> bool {
    let text = text.trim_end();
    let letters = text.len() - text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    match text[..text.len() - letters].strip_suffix('\\') {
        Some(before) => canonical_name(&text[before.len()..]).is_some(),
        None => text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '}')),
    }
}
