//! What is found out about names before a formula is parsed: which are defined, called with which variables, stand alone, or
//! are differentiated by.

use super::leibniz::{may_begin, quotient};
use super::partials::{Members, fields, partials, several, subscripted};
use crate::syntax::latex::words::{Bracket, Kind, Sentence, Sign, ends_operand};
use crate::syntax::names::NameSet;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// What is known of the names of a text.
#[derive(Debug, Default)]
pub struct Scan {
    /// Names with a value.
    pub defined: NameSet,
    /// Functions with a value.
    pub functions: NameSet,
    /// Names that are called, with the plain variables they are called with; of several the first.
    pub called: FxHashMap<String, Vec<String>>,
    /// Names before two different brackets that begin with the same name and a sign, `u(x+h)-u(x-h)`, or with primes before one.
    pub applied: NameSet,
    /// Names that stand without arguments somewhere.
    pub alone: NameSet,
    /// Names that something is differentiated by.
    pub variables: NameSet,
    /// Names that are differentiated, each with what by.
    pub differentiated: FxHashSet<(String, String)>,
    /// Names that are differentiated by several variables.
    several: NameSet,
    /// Names that are differentiated by anything.
    pub tops: NameSet,
    /// Indices of sums and products.
    pub bound: NameSet,
    /// Letters that stand with a dot, and letters and words that stand with a prime.
    pub dotted: NameSet,
    pub primed: NameSet,
    /// Names that are the only argument of a letter with primes, `f'(x)`.
    pub primed_places: NameSet,
    pub has_factorial: bool,
    /// Whether a d stands where it is no differential.
    pub has_factor_d: bool,
    /// Names with derivatives in an index, `u_{xx}`, `u_t + u u_x`, each with the letters of all its indices.
    pub subscripted: FxHashMap<String, Vec<String>>,
    /// What ∂ differentiates a name by, in each member of a statement: all its variables there, in alphabetical order.
    pub partials: FxHashMap<String, Members>,
    /// Functions of several variables that are differentiated with d, each in the member of a statement.
    totals: Vec<(Range<usize>, String, Vec<String>)>,
    /// What ∂ differentiates by in each member of a statement.
    fields: Members,
    /// Greek indices of ∂ that another index of their term repeats, `\partial_\mu j_\mu`.
    pub summed: FxHashSet<String>,
}

/// Letters that count components, rather than name a variable, where they stand below ∂.
pub const COUNTING: [&str; 8] = ["mu", "nu", "rho", "sigma", "lambda", "alpha", "beta", "kappa"];

impl Scan {
    /// The variables that ∂ differentiates a name by in the member of a statement that a word belongs to.
    pub fn partial_variables(&self, name: &str, at: usize) -> Option<&[String]> {
        let members = self.partials.get(name)?;
        let (member, names) = members.get(members.partition_point(|(member, _)| member.end <= at))?;
        member.contains(&at).then_some(names)
    }

    /// Whether a name is differentiated by several variables, wherever that is, or is called with several.
    pub fn is_of_several(&self, name: &str) -> bool {
        self.several.contains(name) || self.called.get(name).is_some_and(|names| names.len() > 1)
    }

    /// The variables of a function that is differentiated with d by one after the other in the member that a word belongs to.
    pub fn total_variables(&self, name: &str, at: usize) -> Option<&[String]> {
        let found = self.totals.iter().find(|(member, other, _)| member.contains(&at) && other == name)?;
        Some(&found.2)
    }

    /// What ∂ differentiates by in the member of a statement that a word belongs to.
    pub fn fields(&self, at: usize) -> &[String] {
        match self.fields.get(self.fields.partition_point(|(member, _)| member.end <= at)) {
            Some((member, names)) if member.contains(&at) => names,
            _ => &[],
        }
    }
}

/// `f(x, y)` whose bracket begins at a word: the names in it, if there is nothing else.
pub fn plain_arguments(sentence: &Sentence, open: usize) -> Option<Vec<u32>> {
    let word = sentence.words.get(open)?;
    if !matches!(word.kind, Kind::Open(Bracket::Round)) {
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
pub fn function_definition(sentence: &Sentence, stretch: &Range<usize>) -> Option<(u32, Vec<u32>)> {
    let Kind::Name(name) = sentence.words[stretch.start].kind else { return None };
    let parameters = plain_arguments(sentence, stretch.start + 1)?;
    let behind = sentence.words[stretch.start + 1].mate as usize + 1;
    let is_definition = sentence.words[behind].kind == Kind::Relation(Sign::Equal) && behind < stretch.end;
    let plain = sentence.names[name as usize].primes == 0 && sentence.names[name as usize].dots == 0;
    (is_definition && plain).then_some((name, parameters))
}

/// The name that a statement gives a value, `y =`.
pub fn definition(sentence: &Sentence, stretch: &Range<usize>) -> Option<u32> {
    let Kind::Name(name) = sentence.words[stretch.start].kind else { return None };
    let plain = sentence.names[name as usize].primes == 0 && sentence.names[name as usize].dots == 0;
    let is_definition = stretch.start + 2 < stretch.end && sentence.words[stretch.start + 1].kind == Kind::Relation(Sign::Equal);
    (is_definition && plain && subscripted_partial(sentence, name).is_none_or(|listed| listed.len() < 2)).then_some(name)
}

/// Functions of several variables whose partial derivatives are often written with an index, `u_{xx}`, and their variables.
const SUBSCRIPTED: ([&str; 6], [char; 4]) = (["f", "u", "v", "z", "phi", "psi"], ['t', 'x', 'y', 'z']);

/// The variables that the index of a name lists, if it may be meant as a derivative: `u_t`, `u_{xx}`.
pub fn subscripted_partial(sentence: &Sentence, name: u32) -> Option<&str> {
    let info = &sentence.names[name as usize];
    if info.subscript.range().is_empty() {
        return None;
    }
    let (base, subscript) = (sentence.spelling(info.base), sentence.spelling(info.subscript));
    let is_plain = info.primes == 0 && info.dots == 0 && info.label.range().is_empty();
    let lists = subscript.chars().all(|letter| SUBSCRIPTED.1.contains(&letter));
    (is_plain && lists && SUBSCRIPTED.0.contains(&base)).then_some(subscript)
}

/// `f''_{xy}`, `z'_x`, `y'_x`: the variables that the index of a name with as many primes lists.
pub fn primed_partial(sentence: &Sentence, name: u32) -> Option<&str> {
    let info = &sentence.names[name as usize];
    let (base, subscript) = (sentence.spelling(info.base), sentence.spelling(info.subscript));
    let is_marked = info.primes > 0 && info.primes as usize == subscript.len() && info.dots == 0 && info.label.range().is_empty();
    let lists = subscript.chars().all(|letter| matches!(letter, 't' | 'u' | 'v' | 'x' | 'y' | 'z')) && subscript != "t";
    let is_function = match base {
        "y" => subscript.chars().all(|letter| letter == 'x'),
        "f" | "g" | "h" | "F" | "G" | "u" | "v" | "w" | "z" | "phi" | "varphi" | "psi" => !subscript.contains(base),
        _ => false,
    };
    (is_marked && lists && is_function).then_some(subscript)
}

/// Goes through all words once.
pub fn scan(sentence: &Sentence, stretches: &[Range<usize>]) -> Scan {
    let mut scan = Scan::default();
    let spelt = |name: u32| sentence.spelling(sentence.names[name as usize].spelt);
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
        if !may_begin(sentence, at) {
            continue;
        }
        if let Some(found) = quotient(sentence, at) {
            for variable in &found.variables {
                let variable = sentence.dotted_spelling(variable.name);
                if let Some(name) = found.name(sentence) {
                    scan.tops.insert(spelt(name));
                    scan.differentiated.insert((spelt(name).to_string(), variable.clone()));
                }
                scan.variables.insert(&variable);
            }
            differentials.extend(found.marks);
        } else if let Some((names, behind)) = subscripted(sentence, at) {
            names.iter().for_each(|name| scan.variables.insert(name));
            differentials.extend(at..behind);
        }
    }
    scan.partials = partials(sentence, stretches);
    scan.fields = fields(&scan.partials);
    scan.several = several(&scan.partials, &scan.differentiated);
    for (member, name, variables) in super::totals::totals(sentence, stretches) {
        scan.totals.push((member, spelt(name).to_string(), variables));
    }
    scan.subscripted = subscripted_partials(sentence);
    scan.summed = summed(sentence);
    // For each name before a bracket of a shift: its variable, and what stands behind that.
    let mut shifts: FxHashMap<String, (u32, &[crate::syntax::latex::words::Word])> = FxHashMap::default();
    for (at, word) in sentence.words.iter().enumerate() {
        if let Kind::Bound(_) = word.kind {
            if let Some(Kind::Name(index)) = sentence.words.get(at + 3).map(|word| word.kind) {
                scan.bound.insert(spelt(index));
            }
            // \sum_{1\le i\le n}: the index stands between its bounds.
            for three in sentence.words[at..(at + LONGEST_SHIFT).min(sentence.words.len())].windows(3) {
                if let [Kind::Relation(_), Kind::Name(index), Kind::Relation(_)] = [three[0].kind, three[1].kind, three[2].kind] {
                    scan.bound.insert(spelt(index));
                }
            }
        }
        scan.has_factorial |= matches!(word.kind, Kind::Factorial);
        let Kind::Name(name) = word.kind else { continue };
        let info = &sentence.names[name as usize];
        if info.dots > 0 {
            scan.dotted.insert(spelt(name));
        }
        if info.primes > 0 {
            scan.primed.insert(sentence.spelling(info.base));
        }
        if differentials.contains(&at) {
            continue;
        }
        // In cx+dy the d is the fourth letter.
        let letter = sentence.spelling(info.spelt);
        scan.has_factor_d |= match letter {
            "c" => begins_term(sentence, at),
            "d" => !is_joined(sentence, at),
            _ => false,
        };
        let next = sentence.words.get(at + 1).map_or(Kind::End, |word| word.kind);
        // In f \circ g both are functions.
        if matches!(next, Kind::Compose) || (at > 0 && matches!(sentence.words[at - 1].kind, Kind::Compose)) {
            continue;
        }
        let is_function = matches!(sentence.spelling(info.base), "f" | "g" | "h" | "F" | "G" | "H" | "sigma" | "Phi" | "Gamma");
        let is_round = matches!(next, Kind::Open(Bracket::Round)) || (is_function && matches!(next, Kind::Open(Bracket::Curly)));
        if info.primes > 0 && is_round {
            scan.applied.insert(sentence.spelling(info.base));
            if let Some(&[only]) = plain_arguments(sentence, at + 1).as_deref() {
                scan.primed_places.insert(spelt(only));
            }
        }
        if letter == "d" && is_round && is_value_of_number(sentence, at) {
            scan.applied.insert(letter);
        }
        if is_round && let Some((variable, shift)) = shift(sentence, at + 1) {
            let of = |name: u32| sentence.spelling(sentence.names[name as usize].spelt);
            let (first, other) = *shifts.entry(letter.to_string()).or_insert((variable, shift));
            let differs =
                shift.len() != other.len() || shift.iter().zip(other).any(|(one, two)| !is_same_word(sentence, one.kind, two.kind));
            if of(first) == of(variable) && of(variable) != letter && differs {
                scan.applied.insert(letter);
            }
        }
        if is_round && is_applied_twice(sentence, at) {
            scan.applied.insert(letter);
        }
        if is_round || (info.is_word && matches!(next, Kind::Open(Bracket::Square))) {
            if let Some(arguments) = plain_arguments(sentence, at + 1) {
                let arguments = arguments.into_iter().map(|name| spelt(name).to_string()).collect();
                let key = if info.primes > 0 || info.spelt == info.base { info.base } else { info.spelt };
                scan.called.entry(sentence.spelling(key).to_string()).or_insert(arguments);
            }
        } else if matches!(next, Kind::Open(Bracket::Square)) && (holds_call(sentence, at + 1) || is_square_value(sentence, at)) {
            // g[f(x)] may be a value of g.
        } else if info.primes == 0 && info.dots == 0 && !matches!(next, Kind::Power) {
            scan.alone.insert(spelt(name));
        } else if matches!(next, Kind::Power) {
            let behind = sentence.words.get(at + 2).map_or(0, |word| word.mate as usize + 1);
            let kind = |at: usize| sentence.words.get(at).map(|word| word.kind);
            // (f^{-1})'(x) is a value of a function as f^2(x) is.
            let is_primed = matches!((kind(behind), kind(behind + 1)), (Some(Kind::Close(_)), Some(Kind::Primes(_))));
            let is_argument = match kind(behind) {
                Some(Kind::Open(Bracket::Round)) => true,
                Some(Kind::Open(Bracket::Square | Bracket::Curly)) => is_function,
                _ => false,
            };
            if !is_primed && !is_argument {
                scan.alone.insert(spelt(name));
            }
        }
    }
    scan
}

/// Whether a bracket holds a letter before a bracket, and nothing else.
fn holds_call(sentence: &Sentence, open: usize) -> bool {
    let inner = |at: usize| sentence.words.get(open + at).copied();
    let (Some(bracket), Some(name), Some(next)) = (inner(0), inner(1), inner(2)) else { return false };
    matches!((name.kind, next.kind), (Kind::Name(_), Kind::Open(Bracket::Round))) && next.mate + 1 == bracket.mate
}

/// `f[x+1]`, `F[b]`, `x[n-1]`: whether square brackets behind a letter of functions, or of what is given step by step, hold a place:
/// a name or number, or a name and what is added to it.
pub fn is_square_value(sentence: &Sentence, at: usize) -> bool {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    let (Kind::Name(name), Kind::Open(Bracket::Square)) = (kind(at), kind(at + 1)) else { return false };
    let info = &sentence.names[name as usize];
    let plain = |at: usize| match kind(at) {
        Kind::Name(name) if sentence.names[name as usize].primes + sentence.names[name as usize].dots == 0 => {
            Some(sentence.spelling(sentence.names[name as usize].spelt))
        }
        Kind::Number(_) => Some(""),
        _ => None,
    };
    let closes = |at: usize| kind(at) == Kind::Close(Bracket::Square);
    let is_shift = matches!(kind(at + 3), Kind::Plus | Kind::Minus) && plain(at + 4).is_some() && closes(at + 5);
    let Some(first) = plain(at + 2).filter(|_| closes(at + 3) || is_shift) else { return false };
    let is_step = matches!(first, "n" | "k" | "m");
    match sentence.spelling(info.base) {
        "f" | "g" | "h" | "F" | "G" | "H" => info.label.range().is_empty(),
        "x" | "y" | "u" | "v" | "w" | "s" | "r" | "X" | "Y" => is_step && info.primes + info.dots == 0,
        _ => false,
    }
}

/// `d(1)-d(0)`: whether a letter stands before two different numbers in brackets, of which one is subtracted from the other.
fn is_value_of_number(sentence: &Sentence, at: usize) -> bool {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    let number = |at: usize| match (kind(at + 1), kind(at + 2), kind(at + 3)) {
        (Kind::Open(Bracket::Round), Kind::Number(digits), Kind::Close(Bracket::Round)) => Some(sentence.spelling(digits)),
        _ => None,
    };
    kind(at + 4) == Kind::Minus
        && is_same_word(sentence, kind(at), kind(at + 5))
        && number(at).is_some_and(|first| number(at + 5).is_some_and(|second| first != second))
}

/// `(x+h)`: a bracket that begins with a name and a sign; the name, and what stands behind it.
fn shift(sentence: &Sentence, open: usize) -> Option<(u32, &[crate::syntax::latex::words::Word])> {
    let word = sentence.words.get(open).filter(|word| matches!(word.kind, Kind::Open(Bracket::Round)))?;
    let inner = sentence.words.get(open + 1..word.mate as usize)?;
    match (inner.first()?.kind, inner.get(1)?.kind) {
        (Kind::Name(name), Kind::Plus | Kind::Minus) if inner.len() <= LONGEST_SHIFT => Some((name, &inner[1..])),
        _ => None,
    }
}

/// `\gamma(t_1-s)\gamma(t_2-s)`: the same letter twice in a product, before two differences that share a term, is a function.
fn is_applied_twice(sentence: &Sentence, at: usize) -> bool {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    let difference = |open: usize| match [1, 2, 3].map(|offset| kind(open + offset)) {
        [one @ Kind::Name(_), Kind::Minus, other @ Kind::Name(_)] if kind(open + 4) == Kind::Close(Bracket::Round) => Some((one, other)),
        _ => None,
    };
    let second = at + 6;
    let is_same = |one: Kind, other: Kind| is_same_word(sentence, one, other);
    if kind(at + 1) != Kind::Open(Bracket::Round) || kind(second + 1) != Kind::Open(Bracket::Round) || !is_same(kind(at), kind(second)) {
        return false;
    }
    match (difference(at + 1), difference(second + 1)) {
        (Some((one, other)), Some((first, last))) => is_same(one, first) != is_same(other, last),
        _ => false,
    }
}

/// A shift has at most so many words.
const LONGEST_SHIFT: usize = 8;

pub fn is_same_word(sentence: &Sentence, one: Kind, other: Kind) -> bool {
    match (one, other) {
        (Kind::Name(one), Kind::Name(other)) => {
            sentence.spelling(sentence.names[one as usize].spelt) == sentence.spelling(sentence.names[other as usize].spelt)
        }
        (Kind::Number(one), Kind::Number(other)) => sentence.spelling(one) == sentence.spelling(other),
        _ => one == other,
    }
}

/// For each name whose indices are partial derivatives the letters of all its indices, in alphabetical order.
fn subscripted_partials(sentence: &Sentence) -> FxHashMap<String, Vec<String>> {
    let mut found: FxHashMap<String, (String, bool)> = FxHashMap::default();
    for (at, info) in sentence.names.iter().enumerate() {
        let primed = primed_partial(sentence, at as u32);
        if let Some(listed) = primed.or_else(|| subscripted_partial(sentence, at as u32)) {
            let (letters, is_double) = found.entry(sentence.spelling(info.base).to_string()).or_default();
            for letter in listed.chars() {
                if !letters.contains(letter) {
                    letters.push(letter);
                }
            }
            *is_double |= listed.len() > 1 || primed.is_some();
        }
    }
    let sorted = |letters: String| {
        let mut letters: Vec<String> = letters.chars().map(String::from).collect();
        letters.sort();
        letters
    };
    // u_t + u u_x, f_x^2 + f_y^2: indices of time and of a place, or of two places of a surface, are no components.
    let are_partials = |base: &str, letters: &str| {
        let has = |letter: char| letters.contains(letter);
        (has('t') && letters.len() > 1 && matches!(base, "u" | "f" | "phi" | "psi"))
            || (has('x') && has('y') && !has('z') && matches!(base, "f" | "z"))
    };
    let chosen = found.into_iter().filter(|(base, (letters, is_double))| *is_double || are_partials(base, letters));
    chosen.map(|(base, (letters, _))| (base, sorted(letters))).collect()
}

/// Whether a name stands behind a letter without a space between them: the x of `dx`.
pub fn is_joined(sentence: &Sentence, at: usize) -> bool {
    let next = sentence.words.get(at + 1);
    next.is_some_and(|next| matches!(next.kind, Kind::Name(_)) && sentence.words[at].span.end == next.span.start)
}

/// Whether a term begins with a word, and a factor other than a differential follows it.
fn begins_term(sentence: &Sentence, at: usize) -> bool {
    let before = at.checked_sub(1).map_or(Kind::Plus, |before| sentence.words[before].kind);
    let begins = !ends_operand(before) && !matches!(before, Kind::Times | Kind::Slash | Kind::Fraction);
    let next = sentence.words.get(at + 1).map(|word| word.kind);
    let is_d = || matches!(next, Some(Kind::Name(name)) if sentence.names[name as usize].is_d);
    begins && !is_d() && matches!(next, Some(Kind::Name(_) | Kind::Times | Kind::Open(_) | Kind::Function(_) | Kind::Fraction))
}

/// Greek indices of ∂ that stand twice in one term.
fn summed(sentence: &Sentence) -> FxHashSet<String> {
    let mut found = FxHashSet::default();
    // Indices seen in the terms that are open, each with the depth of its term, and whether one was below ∂.
    let mut seen: Vec<(usize, String, bool)> = Vec::new();
    let (mut depth, mut inside) = (0usize, 0);
    for (at, word) in sentence.words.iter().enumerate() {
        let (letters, is_operator): (Vec<String>, bool) = match word.kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => {
                depth += 1;
                continue;
            }
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => {
                depth = depth.saturating_sub(1);
                // A bracket that has closed is part of the term around it.
                seen.iter_mut().for_each(|(of, ..)| *of = (*of).min(depth));
                continue;
            }
            Kind::Plus | Kind::Minus | Kind::Relation(_) | Kind::Comma | Kind::Separator | Kind::Row | Kind::Gap => {
                seen.retain(|(of, ..)| *of < depth);
                continue;
            }
            Kind::Differential(_) => match subscripted(sentence, at) {
                Some((names, behind)) => {
                    inside = behind;
                    (names, true)
                }
                None => continue,
            },
            Kind::Name(name) if at >= inside => {
                let index = sentence.spelling(sentence.names[name as usize].subscript);
                if index.is_empty() {
                    continue;
                }
                (index.split('_').map(String::from).collect(), false)
            }
            _ => continue,
        };
        for letter in letters.into_iter().filter(|letter| COUNTING.contains(&&**letter)) {
            match seen.iter_mut().find(|(_, other, _)| *other == letter) {
                Some((_, _, operator)) if *operator || is_operator => {
                    found.insert(letter);
                }
                Some(_) => {}
                None => seen.push((depth, letter, is_operator)),
            }
        }
    }
    found
}
