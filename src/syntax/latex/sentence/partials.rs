//! What names are differentiated by, member by member of the statements: `\frac{\partial f}{\partial x}+\frac{\partial f}{\partial y}`
//! makes f a function of both.

use super::leibniz::{order, quotient};
use crate::syntax::latex::words::{Bracket, Kind, Sentence};
use crate::syntax::names::NameSet;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Members of statements, as their words, each with the variables that ∂ differentiates a name by in it.
pub type Members = Vec<(Range<usize>, Vec<String>)>;

/// So many operators before one another, and variables of each, are looked at.
const MOST_OPERATORS: usize = 16;

/// What ∂ differentiates each name by, member by member. An operator counts for the names in what it stands before.
pub fn partials(sentence: &Sentence, stretches: &[Range<usize>]) -> FxHashMap<String, Members> {
    let mut partials: FxHashMap<String, Members> = FxHashMap::default();
    // Each is written with a sign of its own.
    if !sentence.words.iter().any(|word| matches!(word.kind, Kind::Differential(_))) {
        return partials;
    }
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    for stretch in stretches {
        let mut from = stretch.start;
        let mut depth = 0usize;
        let mut found: Vec<(u32, Vec<String>)> = Vec::new();
        // Operators, each with the depth of the product that it stands before.
        let mut operators: Vec<(usize, Vec<String>)> = Vec::new();
        // Where the arguments of a function end that what it is differentiated by is one of: the others do not depend on that.
        let mut beside = 0;
        for at in stretch.clone() {
            let above = |operators: &[(usize, Vec<String>)]| operators.iter().flat_map(|(_, names)| names.clone()).collect::<Vec<_>>();
            match kind(at) {
                Kind::Open(_) | Kind::BraceOpen | Kind::Cases => depth += 1,
                Kind::Close(_) | Kind::BraceClose | Kind::EndCases => {
                    operators.retain(|(product, _)| *product < depth);
                    depth = depth.saturating_sub(1);
                }
                Kind::Plus | Kind::Minus => operators.retain(|(product, _)| *product < depth),
                Kind::Relation(_) if depth == 0 => {
                    add_partials(&mut partials, sentence, from..at, &mut found);
                    operators.clear();
                    from = at + 1;
                }
                _ => {}
            }
            if operators.len() > MOST_OPERATORS {
                break;
            }
            if let Some(quotient) = quotient(sentence, at).filter(|quotient| quotient.is_partial) {
                let variables = quotient.variables.iter().take(MOST_OPERATORS);
                let mut names: Vec<String> = variables.map(|variable| sentence.dotted_spelling(variable.name)).collect();
                match quotient.name(sentence) {
                    Some(name) => {
                        names.extend(above(&operators));
                        found.push((name, names));
                    }
                    None if quotient.top.is_empty() => operators.push((depth, names)),
                    // What stands above the bar is a product of its own.
                    None => operators.push((depth + 1, names)),
                }
            } else if let (Kind::Name(name), false, true) = (kind(at), operators.is_empty(), at >= beside) {
                let names = above(&operators);
                if has_argument(sentence, at + 1, &names) {
                    beside = sentence.words[at + 1].mate as usize;
                }
                found.push((name, names));
            } else if let Some((names, behind)) = subscripted(sentence, at) {
                match kind(behind) {
                    Kind::Name(name) => found.push((name, names.into_iter().chain(above(&operators)).collect())),
                    _ => operators.push((depth, names)),
                }
            }
        }
        add_partials(&mut partials, sentence, from..stretch.end, &mut found);
    }
    partials
}

/// `f(w, h)` whose bracket begins at a word: whether one of some names is an argument.
fn has_argument(sentence: &Sentence, open: usize, names: &[String]) -> bool {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    if kind(open) != Kind::Open(Bracket::Round) {
        return false;
    }
    let close = sentence.words[open].mate as usize;
    let mut at = open + 1;
    while at < close {
        match kind(at) {
            Kind::Open(_) | Kind::BraceOpen => at = sentence.words[at].mate as usize,
            Kind::Name(name)
                if (at == open + 1 || kind(at - 1) == Kind::Comma)
                    && (at + 1 == close || kind(at + 1) == Kind::Comma)
                    && names.contains(&sentence.dotted_spelling(name)) =>
            {
                return true;
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// Names with several variables, in one member or in several.
pub fn several(partials: &FxHashMap<String, Members>, differentiated: &FxHashSet<(String, String)>) -> NameSet {
    let mut found = NameSet::default();
    let mut first: FxHashMap<&str, &str> = FxHashMap::default();
    let pairs = differentiated.iter().map(|(name, variable)| (name, variable));
    let listed =
        partials.iter().flat_map(|(name, members)| members.iter().flat_map(move |(_, names)| names.iter().map(move |of| (name, of))));
    for (name, variable) in pairs.chain(listed) {
        if first.entry(name).or_insert(variable) != variable {
            found.insert(name);
        }
    }
    found
}

/// What ∂ differentiates any name by, member by member; nothing where that is too much to look at.
pub fn fields(partials: &FxHashMap<String, Members>) -> Members {
    let mut fields: Members = partials.values().flatten().cloned().collect();
    fields.sort_by_key(|(member, _)| member.start);
    fields.dedup_by(|(member, names), (last, all)| {
        let is_same = *member == *last;
        if is_same {
            all.append(names);
        }
        is_same
    });
    for (_, names) in &mut fields {
        names.sort();
        names.dedup();
        if names.len() > MOST_OPERATORS {
            names.clear();
        }
    }
    fields
}

fn add_partials(partials: &mut FxHashMap<String, Members>, sentence: &Sentence, member: Range<usize>, found: &mut Vec<(u32, Vec<String>)>) {
    for (name, variables) in found.drain(..) {
        let spelt = sentence.spelling(sentence.names[name as usize].spelt);
        let members = partials.entry(spelt.to_string()).or_default();
        if members.last().is_none_or(|(last, _)| *last != member) {
            members.push((member.clone(), Vec::new()));
        }
        if let Some((_, names)) = members.last_mut() {
            // Nothing is a function of itself: in \frac{\partial f(w,h)}{\partial h}\frac{\partial h}{\partial w} the h is one of w.
            names.extend(variables.into_iter().filter(|variable| variable != spelt));
            names.sort();
            names.dedup();
        }
    }
}

/// `\partial_x`, `\partial_{xy}^2`: its variables and the word behind.
pub fn subscripted(sentence: &Sentence, at: usize) -> Option<(Vec<String>, usize)> {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    if !matches!(kind(at), Kind::Differential(_)) {
        return None;
    }
    let (Kind::Subscript, Kind::BraceOpen) = (kind(at + 1), kind(at + 2)) else { return None };
    let close = sentence.words[at + 2].mate as usize;
    let names = sentence.words.get(at + 3..close)?.iter().take(MOST_OPERATORS).filter_map(|word| match word.kind {
        Kind::Name(name) => Some(sentence.dotted_spelling(name)),
        _ => None,
    });
    Some((names.collect(), order(sentence, close + 1).1))
}
