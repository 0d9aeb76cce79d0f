//! Letters that their primes tell to be functions: what `y'' + 2y' + y` says of y, and by which variable.

use super::leibniz::is_differential;
use super::letters::DEPENDENT;
use super::scan::Scan;
use crate::expression::Binder;
use crate::syntax::latex::words::{Bracket, Kind as Word, Sentence, Sign};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many words of a bracket, and of an integral, are looked through.
const LONGEST_BRACKET: usize = 64;
const LONGEST_INTEGRAL: usize = 1024;

/// How a letter stands in a text.
#[derive(Default)]
struct Uses {
    base: String,
    /// The numbers of primes behind it, where no bracket follows.
    primes: Vec<u32>,
    stands_alone: bool,
    /// Whether it stands for a whole side of a relation, with a prime or without: `u'=\ldots`.
    is_side: bool,
    /// Whether it is subtracted from itself with a prime, or the other way round: `y - y'`.
    is_compared: bool,
    /// Whether it stands with a prime before a bar that says for which variable a value is put in: `y'|_{x=0}`.
    is_evaluated: bool,
    /// The variable of an integral under which it stands, with a prime and without.
    integrated: Option<String>,
    beside: Option<String>,
    /// The variable that stands right before it with one prime, as in `v+xv'`.
    scaled: Option<String>,
}

/// The letters that are functions for their primes, each with its variable: where one stands with two primes, where two
/// letters stand with and without one, as in a rule of products, and y beside y'. Letters with a prime that are places of their
/// own, as in `x'` and `(y - y')^2`, are none.
pub fn primed_functions(sentence: &Sentence, scan: &Scan, declared: &FxHashSet<String>) -> FxHashMap<String, String> {
    if sentence.names.iter().all(|name| name.primes == 0) {
        return FxHashMap::default();
    }
    let mut uses: FxHashMap<String, Uses> = FxHashMap::default();
    let mut letters: FxHashSet<&str> = FxHashSet::default();
    let integrals = integrals(sentence);
    for (at, word) in sentence.words.iter().enumerate() {
        let Word::Name(name) = word.kind else { continue };
        let info = &sentence.names[name as usize];
        let spelt = sentence.spelling(info.spelt);
        if info.primes == 0 && info.dots == 0 {
            letters.insert(spelt);
        }
        // f''_{12} is a derivative in the first and second argument of f, and none of f_12.
        let is_slot = info.primes > 0 && sentence.spelling(info.subscript).len() == info.primes as usize;
        if info.dots > 0 || !info.label.range().is_empty() || (is_slot && info.primes > 1) {
            continue;
        }
        let of = uses.entry(spelt.to_string()).or_default();
        of.base = sentence.spelling(info.base).to_string();
        let next = sentence.words.get(at + 1).map(|word| word.kind);
        let is_value = next == Some(Word::Open(Bracket::Round))
            || (info.primes > 0 && matches!(next, Some(Word::Open(Bracket::Square | Bracket::Curly))));
        let is_called = is_value && !holds_name(sentence, at + 1, spelt);
        if info.primes == 0 {
            of.stands_alone |= !is_called;
        } else if !is_called && !of.primes.contains(&info.primes) {
            of.primes.push(info.primes);
        }
        of.is_side |= is_side(sentence, at);
        of.is_compared |= is_difference(sentence, at) || (info.primes > 0 && is_prediction(sentence, at));
        of.is_evaluated |= info.primes > 0 && is_evaluated(sentence, at + 1);
        if let Some(Word::Name(before)) = at.checked_sub(1).map(|before| sentence.words[before].kind)
            && info.primes == 1
            && matches!(sentence.spelling(sentence.names[before as usize].spelt), "x" | "t")
        {
            of.scaled = Some(sentence.spelling(sentence.names[before as usize].spelt).to_string());
        }
        if let Some(Some(by)) = integrals.get(at).filter(|_| !is_called) {
            let of = if info.primes > 0 { &mut of.integrated } else { &mut of.beside };
            of.get_or_insert_with(|| sentence.spelling(sentence.names[*by as usize].spelt).to_string());
        }
        // \int f(y')\,dy': the letter with a prime is a variable.
        if info.primes > 0 && at > 0 && is_differential(sentence, at - 1) {
            return FxHashMap::default();
        }
    }
    // y''(t) + y' + y: a value of the derivative tells the variable of the letter alone.
    let told = |name: &str| match scan.called.get(name).map(Vec::as_slice) {
        Some([only]) if scan.applied.contains(name) => Some(only.clone()),
        _ => None,
    };
    let is_known = |name: &str| {
        scan.defined.contains(name)
            || scan.functions.contains(name)
            || (scan.called.contains_key(name) && told(name).is_none())
            || scan.variables.contains(name)
            || scan.bound.contains(name)
            || declared.contains(name)
    };
    let is_dependent = |of: &Uses| DEPENDENT.contains(&&*of.base);
    // Of these letters a prime makes no other letter.
    let is_letter = |base: &str| matches!(base, "f" | "g" | "h" | "F" | "G" | "H");
    let has_places = uses.values().any(|of| !of.primes.is_empty() && !is_dependent(of));
    // (x^2u')': what is differentiated once more is a derivative.
    let in_primed_bracket = sentence.words.windows(2).any(|pair| matches!((pair[0].kind, pair[1].kind), (Word::Close(_), Word::Primes(_))));
    let in_pairs = uses.values().filter(|of| is_dependent(of) && !of.primes.is_empty() && of.stands_alone).count() > 1;
    // \int uv'\,dx, \int\sqrt{1+y'^2}\,dx: under an integral a prime is the derivative by its variable; and beside such a letter others
    // of the same kind, \int u'v\,dx, are functions as well.
    let under_integral = |of: &Uses| {
        let by = of.integrated.as_deref().filter(|by| *by != of.base && !of.is_compared)?;
        let is_time = matches!(by, "t" | "s" | "tau" | "theta" | "varphi" | "lambda");
        let is_usual = match &*of.base {
            "L" | "E" | "J" => false,
            "x" | "q" | "s" | "r" | "X" | "theta" => is_time,
            "eta" | "xi" | "varphi" => true,
            base => DEPENDENT.contains(&base),
        };
        is_usual.then(|| by.to_string())
    };
    let kinds: FxHashSet<(u8, String)> = uses.values().filter_map(|of| Some((kind(&of.base)?, under_integral(of)?))).collect();
    let by_integral = |of: &Uses| {
        // v+xv' is the derivative of xv.
        if let (Some(by), true) = (&of.scaled, of.stands_alone && matches!(&*of.base, "u" | "v" | "w" | "z")) {
            return Some(by.clone());
        }
        let beside = || of.beside.clone().filter(|by| kind(&of.base).is_some_and(|kind| kinds.contains(&(kind, by.clone()))));
        under_integral(of).or_else(beside)
    };
    let is_function = |name: &str, of: &Uses| {
        if by_integral(of).is_some() {
            return !is_known(name);
        }
        let has_two = of.primes.iter().any(|primes| *primes > 1);
        let is_moving = matches!(&*of.base, "x" | "q" | "s" | "theta" | "X") && !of.is_compared;
        let is_twice = has_two && (is_dependent(of) || is_moving || (of.stands_alone && of.primes.contains(&1)));
        let is_once = of.primes.contains(&1) && is_dependent(of) && !has_places && !of.is_compared;
        // \frac{u'}{u}, u'e^u
        let is_inner = name == "u" && !of.is_side;
        let is_beside =
            (of.stands_alone && (in_pairs || is_inner || name == "y" || told(name).is_some())) || of.is_evaluated || in_primed_bracket;
        (is_twice || (is_once && (is_beside || is_letter(name)))) && !is_known(name)
    };
    let variable = |name: &str, of: &Uses| match declared.iter().next() {
        _ if by_integral(of).is_some() => by_integral(of),
        _ if told(name).is_some() => told(name),
        Some(only) if declared.len() == 1 => Some(only.clone()),
        _ if name == "X" => Some("x".to_string()),
        _ if !is_dependent(of) => (name != "t").then(|| "t".to_string()),
        _ => match (letters.contains("x"), letters.contains("t")) {
            (true, true) => None,
            (false, true) => Some("t".to_string()),
            _ => Some("x".to_string()),
        },
    };
    let chosen = uses.iter().filter(|(name, of)| is_function(name, of));
    let mut found: FxHashMap<String, String> = chosen.filter_map(|(name, of)| Some((name.clone(), variable(name, of)?))).collect();
    // uv-\int u'(x)v(x)\,dx: so are letters that stand alone as well, where one derivative and all of them are taken at one place.
    let is_free = |name: &str| {
        !(scan.defined.contains(name)
            || scan.functions.contains(name)
            || scan.variables.contains(name)
            || scan.bound.contains(name)
            || declared.contains(name))
    };
    for (name, _) in uses.iter().filter(|(name, of)| is_dependent(of) && scan.alone.contains(name) && is_free(name)) {
        if let Some([only]) = scan.called.get(name).map(Vec::as_slice)
            && scan.primed_places.contains(only)
            && only != name
        {
            found.entry(name.clone()).or_insert_with(|| only.clone());
        }
    }
    found
}

/// Whether a name is all that stands on a side of a relation.
fn is_side(sentence: &Sentence, at: usize) -> bool {
    let ends = |word: Option<&crate::syntax::latex::words::Word>| {
        word.is_none_or(|word| {
            matches!(word.kind, Word::Relation(_) | Word::Separator | Word::Row | Word::Ampersand | Word::Comma | Word::End)
        })
    };
    ends(at.checked_sub(1).and_then(|before| sentence.words.get(before))) && ends(sentence.words.get(at + 1))
}

/// Letters of functions that are taken together: those of one kind are functions where one of them is.
fn kind(base: &str) -> Option<u8> {
    match base {
        "f" | "g" | "h" | "F" | "G" | "H" => Some(0),
        "u" | "v" | "w" => Some(1),
        _ => None,
    }
}

/// For each word the variable of the integral that it is under, where that is one and not long. Brackets have their other halves.
fn integrals(sentence: &Sentence) -> Vec<Option<u32>> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for at in 0..sentence.words.len() {
        match sentence.words[at].kind {
            Word::Bound(Binder::Integral) => open.push(at),
            Word::Name(by) if at > 0 && is_differential(sentence, at - 1) => {
                let Some(from) = open.pop().filter(|from| at - from <= LONGEST_INTEGRAL) else { continue };
                found.resize(sentence.words.len(), None);
                for variable in &mut found[from..at] {
                    // Under two signs it is not said by which.
                    *variable = if variable.is_some() { Some(u32::MAX) } else { Some(by) };
                }
            }
            _ => {}
        }
    }
    found.iter_mut().for_each(|variable| *variable = variable.filter(|by| *by != u32::MAX));
    found
}

/// `(f')^2(x)`, `(f')^{-1}(x)`, `(f')(x)`: round brackets around a letter of functions with primes, before its argument, are
/// left out. Bracket words have no other halves yet.
pub fn unwrap_primed(sentence: &mut Sentence) {
    if sentence.names.iter().all(|name| name.primes == 0) {
        return;
    }
    let kind = |at: usize| sentence.words.get(at).map_or(Word::End, |word| word.kind);
    let is_wrapped = |at: usize| {
        let Word::Name(name) = kind(at + 1) else { return false };
        let info = &sentence.names[name as usize];
        let is_function = info.primes > 0 && DEPENDENT.contains(&sentence.spelling(info.base));
        let behind = match (kind(at + 3), kind(at + 4), kind(at + 5), kind(at + 6), kind(at + 7)) {
            (Word::Power, Word::BraceOpen, Word::Number(_), Word::BraceClose, _) => at + 7,
            (Word::Power, Word::BraceOpen, Word::Minus, Word::Number(_), Word::BraceClose) => at + 8,
            _ => at + 3,
        };
        let is_bracket = |at: usize, word: Word| kind(at) == word;
        is_function
            && is_bracket(at, Word::Open(Bracket::Round))
            && is_bracket(at + 2, Word::Close(Bracket::Round))
            && is_bracket(behind, Word::Open(Bracket::Round))
            && !matches!(at.checked_sub(1).map(kind), Some(Word::Name(_) | Word::Function(_)))
    };
    let wrapped: Vec<usize> = (0..sentence.words.len()).filter(|at| is_wrapped(*at)).collect();
    for at in wrapped.into_iter().rev() {
        sentence.words.remove(at + 2);
        sentence.words.remove(at);
    }
}

/// `\ln(y')`, `\ln(1-y')`: a letter with a prime below a logarithm is a prediction beside y.
fn is_prediction(sentence: &Sentence, at: usize) -> bool {
    let kind = |back: usize| at.checked_sub(back).and_then(|at| sentence.words.get(at)).map_or(Word::End, |word| word.kind);
    let is_logarithm = |word: Word| matches!(word, Word::Function(known) if known.any().row().name == "ln");
    let open = if matches!((kind(1), kind(2)), (Word::Minus, Word::Number(_))) { 3 } else { 1 };
    matches!(kind(open), Word::Open(_)) && is_logarithm(kind(open + 1))
}

/// Whether a bar stands at a word, and behind it the variable that gets a value: `|_{x=0}`.
fn is_evaluated(sentence: &Sentence, at: usize) -> bool {
    let kind = |at: usize| sentence.words.get(at).map_or(Word::End, |word| word.kind);
    matches!(kind(at), Word::Evaluate | Word::Close(Bracket::Evaluated))
        && (kind(at + 1), kind(at + 2), kind(at + 4)) == (Word::Subscript, Word::BraceOpen, Word::Relation(Sign::Equal))
}

/// `y'(x+2y)`: whether a bracket holds a name itself, so that it is no argument of it.
pub fn holds_name(sentence: &Sentence, open: usize, name: &str) -> bool {
    let Some(word) = sentence.words.get(open) else { return false };
    let inner = open + 1..(word.mate as usize).min(open + LONGEST_BRACKET);
    inner.into_iter().any(|at| match sentence.words[at].kind {
        Word::Name(inside) => {
            let info = &sentence.names[inside as usize];
            // f'(f^{-1}(x)) holds a value of its inverse.
            let behind = match sentence.words[at + 1].kind {
                Word::Power => sentence.words.get(at + 2).map_or(at, |brace| brace.mate as usize) + 1,
                _ => at + 1,
            };
            let is_call = matches!(sentence.words.get(behind).map(|word| word.kind), Some(Word::Open(_)));
            info.primes + info.dots == 0 && !is_call && sentence.spelling(info.spelt) == name
        }
        _ => false,
    })
}

/// Whether the same letter with other primes is subtracted from a name: `y - y'`. In `y' - y` it is so where the difference has an
/// exponent.
fn is_difference(sentence: &Sentence, at: usize) -> bool {
    let letter = |at: usize| match sentence.words.get(at).map(|word| word.kind) {
        Some(Word::Name(name)) => Some(sentence.spelling(sentence.names[name as usize].spelt)),
        _ => None,
    };
    let kind = |at: usize| sentence.words.get(at).map_or(Word::End, |word| word.kind);
    let is_same = matches!(kind(at + 1), Word::Minus | Word::Comma) && letter(at).is_some() && letter(at) == letter(at + 2);
    let has_prime = matches!(kind(at), Word::Name(name) if sentence.names[name as usize].primes > 0);
    let is_distance = matches!(kind(at + 3), Word::Close(_)) && matches!(kind(at + 4), Word::Power | Word::Evaluate | Word::End);
    is_same && (!has_prime || kind(at + 1) == Word::Comma || is_distance)
}
