//! Conditions that a statement stands under: "for $x > 0$", "if $|x| < 1$", `(x\in\mathbb{R})`.

use super::Statement;
use super::context::{CASE_WITHIN, CONDITION_WITHIN};
use crate::document::formula::split::Relation;
use crate::syntax::canonical_name;
use std::borrow::Cow;
use std::ops::Range;

/// A case is looked for among so many statements before.
const CASE_BEFORE: usize = 16;

/// Arrows before what follows from a statement.
const DEDUCED: [&str; 6] = ["\\Rightarrow", "\\implies", "\\Longrightarrow", "\\therefore", "\\leadsto", "⇒"];

/// The conditions near a statement in plain text.
#[derive(Debug, Default)]
pub struct Conditions {
    /// Those that can be told: "for $x > 0$".
    pub told: Vec<String>,
    /// Whether there is one that cannot.
    pub is_untold: bool,
    /// Whether one leaves more than what is told: x > 1 of `|x| > 1`. What fails there fails under it, and what holds may not.
    pub is_narrowed: bool,
}

/// The conditions near a statement.
pub fn conditions(statements: &[Statement], at: usize) -> Conditions {
    let own = &statements[at];
    let mut told = Vec::new();
    let (mut is_untold, mut is_narrowed) = (false, false);
    let is_condition =
        |other: &&Statement| other.relations.contains(&Relation::Other) && !other.members.iter().any(|member| member.has_derivative());
    let mut before =
        statements[at.saturating_sub(CASE_BEFORE)..at].iter().rev().filter(|other| other.opens_case && other.passage == own.passage);
    let case = before.find(is_condition).filter(|case| {
        let is_place = case.item == own.item && case.section == own.section && case.world == own.world && case.part == own.part;
        is_place && own.formula.start.saturating_sub(case.formula.end) < CASE_WITHIN
    });
    let near = |other: &&Statement| {
        let apart = if other.formula.start >= own.formula.end {
            other.formula.start - own.formula.end
        } else {
            own.formula.start.saturating_sub(other.formula.end)
        };
        other.passage == own.passage && (other.formula == own.formula || apart < CONDITION_WITHIN)
    };
    // What is deduced behind it, `f'(x) = 2x - 4 \Rightarrow x \in \{2\}`, is no condition of it.
    let follows = |statement: &&Statement| statement.formula == own.formula && statement.passage == own.passage;
    let row_behind = || statements[at..].iter().take(CASE_BEFORE).take_while(follows);
    let deduced = row_behind().position(|statement| DEDUCED.iter().any(|arrow| statement.words.contains(arrow)));
    let end = (at + 7).min(statements.len()).min(deduced.map_or(usize::MAX, |place| at + place + 1));
    let around = &statements[at.saturating_sub(6)..end];
    // A row with a condition of its own stands under no other row's.
    let is_own = |other: &&Statement| other.formula == own.formula && other.row == own.row;
    let has_own = around.iter().filter(near).filter(is_condition).any(|other| is_own(&other));
    let is_meant = |other: &&Statement| !has_own || other.formula != own.formula || is_own(other);
    for other in around.iter().filter(near).chain(case).filter(is_condition).filter(is_meant) {
        if let Some((bounds, is_half)) = bounded(other) {
            told.extend(bounds);
            is_narrowed |= is_half;
            continue;
        }
        match condition(other) {
            Some(condition) => told.push(condition),
            None => is_untold |= other.formula == own.formula && !is_about_a_domain(other),
        }
    }
    told.sort();
    told.dedup();
    Conditions { told, is_untold, is_narrowed }
}

/// The bounds that `|x| < 1` sets, and whether they are half of what it leaves, as those of `|x| > 1`.
fn bounded(statement: &Statement) -> Option<(Vec<String>, bool)> {
    let ([left, right], [Some(sign)]) = (&statement.members[..], &statement.signs[..]) else { return None };
    let (name, number) = (absolute(&left.text)?, right.text.trim());
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match sign.as_str() {
        _ if !is_number => None,
        " < " => Some((vec![format!("{name} < {number}"), format!("{name} > -{number}")], false)),
        " <= " => Some((vec![format!("{name} <= {number}"), format!("{name} >= -{number}")], false)),
        " > " | " >= " => Some((vec![format!("{name}{sign}{number}")], true)),
        _ => None,
    }
}

/// The name between two bars.
fn absolute(text: &str) -> Option<String> {
    const BARS: [(&str, &str); 4] = [("\\left|", "\\right|"), ("\\lvert", "\\rvert"), ("\\vert", "\\vert"), ("|", "|")];
    let text = text.trim();
    BARS.iter().find_map(|(open, close)| canonical_name(text.strip_prefix(open)?.strip_suffix(close)?.trim())).map(Cow::into_owned)
}

/// Whether a condition begins a case: "If $x < 0$".
pub fn opens_case(text: &str, formula: &Range<usize>) -> bool {
    const OPENING: [&str; 7] = ["if", "when", "for", "case", "suppose", "assume", "where"];
    let mut from = formula.start.saturating_sub(40);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text[from..formula.start].to_lowercase();
    before.split(|c: char| !c.is_alphabetic()).rfind(|word| !word.is_empty()).is_some_and(|word| OPENING.contains(&word))
}

/// Whether a condition leaves out single points, or says which numbers are meant: it saves nothing that fails everywhere.
/// Whole numbers are another matter.
fn is_about_a_domain(statement: &Statement) -> bool {
    let is_domain = |sign: &Option<String>| matches!(sign.as_deref(), Some(" != " | " in "));
    let is_whole =
        |text: &str| ["\\mathbb{N}", "\\mathbb{Z}", "\\mathbb N", "\\mathbb Z", "\\{", "\\N", "\\Z"].iter().any(|set| text.contains(set));
    statement.signs.iter().all(is_domain) && !statement.members.iter().any(|member| is_whole(&member.text))
}

/// A comparison of names and numbers in plain text.
fn condition(statement: &Statement) -> Option<String> {
    let mut text = String::new();
    for (at, member) in statement.members.iter().enumerate() {
        if at > 0 {
            text.push_str(statement.signs.get(at - 1)?.as_deref().filter(|sign| *sign != " in ")?);
        }
        let side = member.text.trim();
        let is_number = !side.is_empty() && side.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match canonical_name(side) {
            Some(name) => text.push_str(&name),
            None if is_number => text.push_str(side),
            None => return None,
        }
    }
    Some(text)
}

/// A comparison as plain text writes it.
pub fn sign(written: &str) -> Option<String> {
    let sign = match written.trim() {
        "<" | "\\lt" => " < ",
        ">" | "\\gt" => " > ",
        "\\le" | "\\leq" | "\\leqslant" | "≤" => " <= ",
        "\\ge" | "\\geq" | "\\geqslant" | "≥" => " >= ",
        "\\ne" | "\\neq" | "≠" => " != ",
        "\\in" | "∈" => " in ",
        _ => return None,
    };
    Some(sign.to_string())
}

/// A member without the domain in a bracket behind it: `\sin x(x\in\mathbb{R})`.
pub fn without_domain(text: &str) -> &str {
    const SIGNS: [&str; 4] = ["\\in", "\\ne", "∈", "≠"];
    let bare = text.trim_end();
    let Some(inner) = bare.strip_suffix(')') else { return text };
    let Some(open) = inner.rfind('(') else { return text };
    let inside = &inner[open + 1..];
    let is_sign = |sign: &&str| {
        let name = inside.split_once(*sign).map(|(name, behind)| (name.trim(), behind));
        name.is_some_and(|(name, behind)| canonical_name(name).is_some() && (*sign != "\\in" || !behind.starts_with(['t', 'f'])))
    };
    match SIGNS.iter().any(is_sign) && !inner[..open].trim().is_empty() {
        true => inner[..open].trim_end().trim_end_matches("\\left").trim_end_matches("\\quad").trim_end(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::without_domain;

    #[test]
    fn domains_behind_a_value_are_no_part_of_it() {
        assert_eq!(without_domain(r"\sin{x}(x \in \mathbb{R})"), r"\sin{x}");
        assert_eq!([r"f(x)", r"(x \in A)", r"x(1 - x)"].map(without_domain), [r"f(x)", r"(x \in A)", r"x(1 - x)"]);
    }
}
