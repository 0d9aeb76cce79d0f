//! Other ways to read a member as it is written: how far a sum or the argument of a function reaches, and whether a bracket behind
//! a derivative is a factor.

use super::objection::is_quotient;
use crate::document::formula::arguments;
use crate::document::formula::environment::{inside_bracket, operand};
use crate::document::statement::Member;
use crate::document::statement::closure::Place;
use crate::syntax::latex::{Differentiated, NameUse, mentions};
use crate::syntax::{canonical_name, is_function};

/// A member read otherwise, where it can be.
pub type Reading = fn(&Member) -> Option<Member>;

/// The other readings.
pub const READINGS: [Reading; 4] = [multiplied, gathered, ended, shortened];

/// Sides with more names are not read as products.
const MOST_NAMES: usize = 200;

/// A member with more sums is read in one way.
const MOST_SUMS: usize = 20;

/// `\frac{\partial V}{\partial x}(-x^3)` as a product: only a name or a number is plainly where the derivative is taken.
fn multiplied(member: &Member) -> Option<Member> {
    let found = member.mentions.as_ref().ok()?;
    let mut text = member.text.clone();
    for mention in found.derivatives.iter().rev().filter(|mention| is_quotient(member, mention)) {
        let Some(arguments) = &mention.arguments else { continue };
        let inner = inside_bracket(&member.text[arguments.clone()]);
        if canonical_name(inner).is_none() && !inner.contains(',') {
            text.insert_str(arguments.start, "\\cdot ");
        }
    }
    read(member, text)
}

/// `\sum_k a_k + b_k` as the sum of both: as far as the bracket goes that the sum stands in.
fn gathered(member: &Member) -> Option<Member> {
    let mut text = member.text.clone();
    let mut places: Vec<usize> = ["\\sum", "\\prod"].iter().flat_map(|sign| member.text.match_indices(sign)).map(|(at, _)| at).collect();
    places.sort_unstable();
    if places.len() > MOST_SUMS {
        return None;
    }
    for at in places.into_iter().rev() {
        let from = at + behind_limits(&text[at..]);
        let end = from + reach(&text[from..]);
        if crate::document::formula::terms::has_sum(&text[from..end]) {
            text.insert_str(end, "\\right)");
            text.insert_str(from, "\\left(");
        }
    }
    read(member, text)
}

/// A member whose arguments end at room that is written out, and before vectors.
fn ended(member: &Member) -> Option<Member> {
    read(member, arguments::ended(&member.text))
}

/// `\sin x \frac{1}{x}` as a product: the argument without a bracket is the first name alone, with the number before it, or a
/// number before a fraction.
fn shortened(member: &Member) -> Option<Member> {
    let mut text = member.text.clone();
    let commands: Vec<usize> = member.text.match_indices('\\').map(|(at, _)| at).collect();
    for at in commands.into_iter().rev() {
        if let Some(length) = short_argument(&text[at..]) {
            text.insert_str(at + length, "\\cdot ");
        }
    }
    read(member, text)
}

/// Where the first name behind a function without a bracket ends, if another factor follows.
fn short_argument(text: &str) -> Option<usize> {
    let letters = text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    if !SHORT.contains(&&text[1..1 + letters]) {
        return None;
    }
    let mut rest = scripts(&text[1 + letters..])?;
    let behind_number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = behind_number.len() < rest.len();
    rest = behind_number.trim_start();
    let (name, behind) = operand(rest).filter(|_| !rest.starts_with('{'))?;
    let is_argument = canonical_name(name).is_some() && (name.starts_with('\\') || name.starts_with(|c: char| c.is_alphabetic()));
    // \ln 2 \frac{x}{2}: the number alone.
    let behind = if is_argument { scripts(behind)? } else { Some(rest).filter(|_| has_number)? };
    let factor = operand(behind).map(|(factor, _)| factor).filter(|_| !behind.starts_with('{'))?;
    let is_fraction = ["\\frac", "\\dfrac", "\\tfrac", "\\sqrt"].contains(&factor);
    let is_name = canonical_name(factor).is_some() && factor.starts_with(|c: char| c.is_alphabetic() || c == '\\');
    (is_fraction || is_name).then_some(text.len() - behind.len())
}

/// Functions that are written without brackets.
const SHORT: [&str; 14] = ["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "ln", "log", "arcsin", "arccos", "arctan"];

/// What follows the indices and powers that a text begins with, and the room around them.
fn scripts(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    while let Some(script) = rest.strip_prefix(['^', '_']) {
        rest = operand(script)?.1.trim_start();
    }
    Some(rest)
}

/// Both sides with the logarithm to base 10, where the claim shows it by the natural logarithm of 10.
pub fn decadic(left: &Member, right: &Member) -> Option<(Option<Member>, Option<Member>)> {
    let shows = right.text.replace([' ', '(', '{'], "").contains("\\ln10");
    shows.then(|| [left, right].map(|member| read(member, with_base_ten(&member.text)))).map(|[left, right]| (left, right))
}

fn with_base_ten(text: &str) -> String {
    let mut parts = text.split("\\log");
    let mut out = parts.next().unwrap_or("").to_string();
    for part in parts {
        out.push_str(if part.starts_with(|c: char| c.is_alphabetic() || c == '_') { "\\log" } else { "\\log_{10}" });
        out.push_str(part);
    }
    out
}

/// A member with the arguments of functions that it names without: `x` for x(t), where `x(t) = ...` was said; in `\sigma(1-\sigma)`
/// the bracket is a factor, since it holds the bare name itself. Names in `kept` are variables here.
pub fn called(member: &Member, place: &Place<'_>, kept: &[String]) -> Option<Member> {
    let found = member.mentions.as_ref().ok()?;
    let mut text = member.text.clone();
    for (at, used) in found.names.iter().enumerate().rev().filter(|(_, used)| !kept.contains(&used.name)) {
        let is_bare = |other: &NameUse| other.name == used.name && other.arguments.is_none();
        let behind = match &used.arguments {
            None => "",
            // What stands in the bracket follows the name.
            Some(bracket) => {
                let inside = found.names[at + 1..].iter().take_while(|other| other.place.start < bracket.end);
                if !inside.into_iter().any(is_bare) {
                    continue;
                }
                "\\cdot "
            }
        };
        if let Some(definition) = place.nearest(&used.name).filter(|definition| !definition.parameters.is_empty()) {
            text.insert_str(used.place.end, &format!("({}){behind}", definition.written_parameters));
        }
    }
    read(member, text)
}

/// Both sides with a function called that one of them names alone and the other calls: f of `e^x(f(x) + f'(x)) = e^x(1 + \frac{d}{dx})f`.
/// Nothing where the name is defined, or stands for itself beside its calls.
pub fn called_alike(left: &Member, right: &Member, place: &Place<'_>) -> Option<(Option<Member>, Option<Member>)> {
    let [own, other] = [left, right].map(|member| member.mentions.as_ref().map(|found| &found.names[..]).unwrap_or_default());
    let call = |names: &[NameUse], text: &str| {
        let is_free = |used: &&NameUse| !is_function(&used.name) && place.nearest(&used.name).is_none();
        let mut calls = names.iter().filter(is_free).filter_map(|used| Some((used.name.clone(), used.arguments.clone()?)));
        calls.find(|(_, range)| canonical_name(inside_bracket(&text[range.clone()])).is_some())
    };
    let (name, arguments) = call(own, &left.text)
        .map(|(name, range)| (name, left.text[range].to_string()))
        .or_else(|| call(other, &right.text).map(|(name, range)| (name, right.text[range].to_string())))?;
    let spelt = |member: &Member, names: &[NameUse]| {
        let mut text = member.text.clone();
        for used in names.iter().rev().filter(|used| used.name == name && used.arguments.is_none()) {
            text.insert_str(used.place.end, &arguments);
        }
        read(member, text)
    };
    Some((spelt(left, own), spelt(right, other)))
}

/// Both sides with names that nobody defined as factors of the brackets behind them, `a_n(z_0^{n-1}t)` beside `a_n(z_0 + t)^n`; nothing
/// where all of them are differentiated, or called with a name.
pub fn multiplied_alike(left: &Member, right: &Member, place: &Place<'_>) -> Option<(Option<Member>, Option<Member>)> {
    let sides = [left, right].map(|member| member.mentions.as_ref().ok().map(|found| (member, found)));
    let sides: Vec<_> = sides.into_iter().flatten().collect();
    if sides.iter().any(|(_, found)| found.names.len() > MOST_NAMES) {
        return None;
    }
    let is_call = |text: &str, used: &NameUse| {
        used.arguments
            .clone()
            .is_some_and(|range| canonical_name(inside_bracket(&text[range.clone()])).is_some() || text[range].contains(','))
    };
    let is_function_here = |name: &str| {
        matches!(name, "f" | "g" | "h" | "F" | "G" | "H")
            || is_function(name)
            || place.nearest(name).is_some()
            || sides.iter().any(|(member, found)| {
                found.names.iter().any(|used| used.name == name && is_call(&member.text, used))
                    || found.derivatives.iter().any(|mention| matches!(&mention.of, Differentiated::Name(of) if of == name))
            })
    };
    let spelt = |member: &Member| {
        let mut text = member.text.clone();
        for used in member.mentions.as_ref().ok()?.names.iter().rev() {
            if let Some(arguments) = used.arguments.as_ref().filter(|_| !is_function_here(&used.name)) {
                text.insert_str(arguments.start, "\\cdot ");
            }
        }
        read(member, text)
    };
    Some((spelt(left), spelt(right)))
}

fn read(member: &Member, text: String) -> Option<Member> {
    let mentions = mentions(&text).map_err(|error| error.to_string());
    (text != member.text).then(|| Member { place: member.place.clone(), text, mentions })
}

/// The length of a sign with its limits: `\sum_{i=1}^{n}`.
fn behind_limits(text: &str) -> usize {
    let mut at = 1 + text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    loop {
        let rest = &text[at..];
        let bare = rest.trim_start();
        let room = rest.len() - bare.len();
        if let Some(behind) = bare.strip_prefix("\\limits") {
            at = text.len() - behind.len();
            continue;
        }
        let Some(limit) = bare.strip_prefix(['_', '^']) else { return at };
        let start = at + room + 1 + (limit.len() - limit.trim_start().len());
        at = match text[start..].chars().next() {
            Some('{') => start + 1 + reach(&text[start + 1..]) + 1,
            Some('\\') => start + 1 + text[start + 1..].bytes().take_while(u8::is_ascii_alphabetic).count(),
            Some(character) => start + character.len_utf8(),
            None => return at,
        };
        if at > text.len() {
            return text.len();
        }
    }
}

/// How far a text reaches before a bracket closes that it did not open.
pub fn reach(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' if depth == 0 => return text[..at].strip_suffix("\\right").map_or(at, str::len),
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(text: &str) -> Member {
        Member { place: 0..0, text: text.into(), mentions: mentions(text).map_err(|error| error.to_string()) }
    }

    #[test]
    fn sums_reach_to_the_end_of_their_bracket() {
        let read = |text: &str| gathered(&member(text)).map(|member| member.text);
        assert_eq!(read(r"\sum_{k=1}^n a + b").as_deref(), Some(r"\sum_{k=1}^n\left( a + b\right)"));
        assert_eq!(read(r"2\left(\sum_k a - b\right) + c").as_deref(), Some(r"2\left(\sum_k\left( a - b\right)\right) + c"));
        assert_eq!(read(r"\sum_k a b"), None);
    }

    #[test]
    fn a_bracket_behind_a_quotient_may_be_a_factor() {
        let read = |text: &str| multiplied(&member(text)).map(|member| member.text);
        assert_eq!(read(r"\frac{dV}{dx}(-x^3)").as_deref(), Some(r"\frac{dV}{dx}\cdot (-x^3)"));
        assert_eq!(read(r"\frac{dV}{dx}(x)"), None);
    }
}
