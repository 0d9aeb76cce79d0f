//! `\frac{df}{dx}\frac{dx}{dt} + \frac{df}{dy}\frac{dy}{dt}`: the chain rule of a function of several variables, written with d.

use super::leibniz::quotient;
use crate::syntax::latex::words::{Kind, Sentence};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// So many quotients of one member are looked at.
const MOST_QUOTIENTS: usize = 64;

/// A function of several variables in the member of a statement: the words of that, the function, and its variables.
pub type Total = (Range<usize>, u32, Vec<String>);

/// The functions of which the terms of one sum differentiate by one variable after the other, each of which is differentiated by
/// the same in its term.
pub fn totals(sentence: &Sentence, stretches: &[Range<usize>]) -> Vec<Total> {
    let mut found = Vec::new();
    for stretch in stretches {
        for member in parts(sentence, stretch.clone(), |kind| matches!(kind, Kind::Relation(_))) {
            let terms = parts(sentence, member.clone(), |kind| matches!(kind, Kind::Plus | Kind::Minus));
            if terms.len() > 1 {
                add_totals(sentence, &member, &terms, &mut found);
            }
        }
    }
    found
}

/// The parts of a range between words of a kind outside of all brackets.
fn parts(sentence: &Sentence, within: Range<usize>, separates: fn(Kind) -> bool) -> Vec<Range<usize>> {
    let (mut parts, mut from, mut depth) = (Vec::new(), within.start, 0usize);
    for at in within.clone() {
        match sentence.words[at].kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => depth += 1,
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => depth = depth.saturating_sub(1),
            kind if depth == 0 && separates(kind) => {
                parts.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(from..within.end);
    parts
}

fn add_totals(sentence: &Sentence, member: &Range<usize>, terms: &[Range<usize>], found: &mut Vec<Total>) {
    let spelt = |name: u32| sentence.spelling(sentence.names[name as usize].spelt).to_string();
    // For each function and the last variable: the variables between, one for each term.
    let mut between: FxHashMap<(String, String), (u32, FxHashSet<String>)> = FxHashMap::default();
    let mut left = MOST_QUOTIENTS;
    for term in terms {
        let mut quotients: Vec<(u32, String, String)> = Vec::new();
        for at in term.clone() {
            let Some(quotient) = quotient(sentence, at) else { continue };
            left = left.saturating_sub(1);
            if let ([variable], Some(name), false, true) =
                (&quotient.variables[..], quotient.name(sentence), quotient.is_partial, left > 0 && quotient.order.is_none())
            {
                quotients.push((name, spelt(name), spelt(variable.name)));
            }
        }
        for (name, function, variable) in &quotients {
            for (_, inner, last) in quotients.iter().filter(|(_, inner, _)| inner == variable) {
                let key = (function.clone(), last.clone());
                between.entry(key).or_insert_with(|| (*name, FxHashSet::default())).1.insert(inner.clone());
            }
        }
    }
    for ((function, _), (name, variables)) in between {
        let mut variables: Vec<String> = variables.into_iter().collect();
        variables.sort();
        if variables.len() > 1 && !variables.contains(&function) {
            found.push((member.clone(), name, variables));
        }
    }
}
