//! What is found out about names before a formula is parsed: which are defined, called with which variables, stand alone, or
//! are differentiated by.

use super::leibniz::quotient;
use super::words::{Bracket, Kind, Sentence, Sign};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// What is known of the names of a text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Names with a value.
    pub defined: FxHashSet<String>,
    /// Functions with a value.
    pub functions: FxHashSet<String>,
    /// Names that are called, with the plain variables they are called with; of several the first.
    pub called: FxHashMap<String, Vec<String>>,
    /// Names that stand without arguments somewhere.
    pub alone: FxHashSet<String>,
    /// Names that something is differentiated by.
    pub variables: FxHashSet<String>,
}

/// `f(x, y)` whose bracket begins at a word: the names in it, if there is nothing else.
pub(super) fn plain_arguments(sentence: &Sentence, open: usize) -> Option<Vec<u32>> {
    let word = sentence.words.get(open)?;
    if word.kind != Kind::Open(Bracket::Round) {
        return None;
    }
    let inner = &sentence.words[open + 1..word.mate as usize];
    let mut names = Vec::new();
    for (at, word) in inner.iter().enumerate() {
        match (at % 2, word.kind) {
            (0, Kind::Name(name)) if sentence.names[name as usize].primes == 0 => names.push(name),
            (1, Kind::Comma) => {}
            _ => return None,
        }
    }
    (inner.len() % 2 == 1).then_some(names)
}

/// The function that a statement defines, `f(x, y) =`: its name and its parameters.
pub(super) fn function_definition(sentence: &Sentence, stretch: &Range<usize>) -> Option<(u32, Vec<u32>)> {
    let Kind::Name(name) = sentence.words[stretch.start].kind else { return None };
    let parameters = plain_arguments(sentence, stretch.start + 1)?;
    let behind = sentence.words[stretch.start + 1].mate as usize + 1;
    let is_definition = sentence.words[behind].kind == Kind::Relation(Sign::Equal) && behind < stretch.end;
    let plain = sentence.names[name as usize].primes == 0 && sentence.names[name as usize].dots == 0;
    (is_definition && plain).then_some((name, parameters))
}

/// The name that a statement gives a value, `y =`.
pub(super) fn definition(sentence: &Sentence, stretch: &Range<usize>) -> Option<u32> {
    let Kind::Name(name) = sentence.words[stretch.start].kind else { return None };
    let plain = sentence.names[name as usize].primes == 0 && sentence.names[name as usize].dots == 0;
    let is_definition = stretch.start + 2 < stretch.end && sentence.words[stretch.start + 1].kind == Kind::Relation(Sign::Equal);
    (is_definition && plain).then_some(name)
}

/// Goes through all words once.
pub(super) fn scan(sentence: &Sentence, stretches: &[Range<usize>]) -> Scan {
    let mut scan = Scan::default();
    let spelt = |name: u32| sentence.spelling(sentence.names[name as usize].spelt).to_string();
    for stretch in stretches {
        if let Some(name) = definition(sentence, stretch) {
            scan.defined.insert(spelt(name));
        } else if let Some((name, _)) = function_definition(sentence, stretch) {
            scan.functions.insert(spelt(name));
        }
    }
    // Names above and below a quotient of differentials stand neither alone nor for a product.
    let mut differentials: FxHashSet<usize> = FxHashSet::default();
    for at in 0..sentence.words.len() {
        if let Some(found) = quotient(sentence, at) {
            for variable in &found.variables {
                scan.variables.insert(spelt(variable.name));
            }
            differentials.extend(found.marks);
        }
    }
    for (at, word) in sentence.words.iter().enumerate() {
        let Kind::Name(name) = word.kind else { continue };
        let info = &sentence.names[name as usize];
        if differentials.contains(&at) {
            continue;
        }
        let next = sentence.words.get(at + 1).map_or(Kind::End, |word| word.kind);
        if next == Kind::Open(Bracket::Round) {
            if let Some(arguments) = plain_arguments(sentence, at + 1) {
                let arguments = arguments.into_iter().map(spelt).collect();
                let key = if info.primes > 0 || info.spelt == info.base { info.base } else { info.spelt };
                scan.called.entry(sentence.spelling(key).to_string()).or_insert(arguments);
            }
        } else if info.primes == 0 && info.dots == 0 && next != Kind::Power {
            scan.alone.insert(spelt(name));
        } else if next == Kind::Power {
            let behind = sentence.words.get(at + 2).map_or(0, |word| word.mate as usize + 1);
            if sentence.words.get(behind).map(|word| word.kind) != Some(Kind::Open(Bracket::Round)) {
                scan.alone.insert(spelt(name));
            }
        }
    }
    scan
}
