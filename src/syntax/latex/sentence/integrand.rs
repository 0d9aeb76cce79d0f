//! `\int_a^b \frac{dx}{x}`: a differential at the end of a numerator is moved behind its fraction, where integrals end.

use super::leibniz::is_differential;
use crate::expression::Binder;
use crate::syntax::latex::words::{Kind, Sentence, Word};
use rustc_hash::FxHashMap;

/// The limit of an integral has at most so many words.
const LONGEST_LIMIT: usize = 256;

/// Moves the differentials of integrals out of numerators. Bracket words have no other halves yet.
pub fn free_differentials(sentence: &mut Sentence) {
    let Some(first) = sentence.words.iter().position(|word| matches!(word.kind, Kind::Bound(Binder::Integral))) else { return };
    fill_empty(sentence, first);
    // For each brace that closes the numerator of a fraction whose differential ends it: where that begins.
    let mut taken: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    // Open braces, each with whether an integral stands in it, which then has a differential of its own.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let (mut ends, mut starts): (FxHashMap<usize, usize>, FxHashMap<usize, usize>) = Default::default();
    for at in 0..sentence.words.len() {
        match sentence.words[at].kind {
            Kind::BraceOpen => open.push((at, false)),
            Kind::Bound(Binder::Integral) => {
                if let Some((_, holds_integral)) = open.last_mut() {
                    *holds_integral = true;
                }
            }
            Kind::BraceClose => {
                let Some((opened, holds_integral)) = open.pop() else { return };
                if let Some((_, outer)) = open.last_mut() {
                    *outer |= holds_integral;
                }
                ends.insert(opened, at);
                starts.insert(at, opened);
                let is_numerator = opened > first && sentence.words[opened - 1].kind == Kind::Fraction;
                let is_last = at >= opened + 3
                    && is_differential(sentence, at - 2)
                    && matches!(sentence.words[at - 1].kind, Kind::Name(_))
                    && !is_differential(sentence, at + 2);
                if is_numerator && is_last && !holds_integral {
                    taken.insert(at, (opened, at - 2));
                }
            }
            _ => {}
        }
    }
    if taken.is_empty() {
        return;
    }
    let mut skipped: FxHashMap<usize, bool> = FxHashMap::default();
    let mut added: FxHashMap<usize, usize> = FxHashMap::default();
    let mut before: FxHashMap<usize, usize> = FxHashMap::default();
    for (close, (opened, from)) in &taken {
        let Some(behind) = ends.get(&(close + 1)) else { continue };
        skipped.insert(*from, *from == opened + 1);
        // \int\frac{dp}{2\pi}|\varphi|^2: what follows belongs to what is integrated.
        let is_alone = *from == opened + 1;
        let goes_on = sentence.words.get(behind + 1).is_some_and(|next| begins_factor(next.kind));
        if is_alone && goes_on && follows_sign(sentence, &starts, opened - 1) {
            before.insert(opened - 1, *from);
        } else {
            added.insert(*behind, *from);
        }
    }
    let one = sentence.spell("1");
    let words = std::mem::take(&mut sentence.words);
    let mut at = 0;
    while at < words.len() {
        match skipped.get(&at) {
            Some(alone) => {
                // Where nothing else stands above the bar, that is 1.
                sentence.words.extend(alone.then_some(Word { kind: Kind::Number(one), ..words[at] }));
                at += 2;
            }
            None => {
                if let Some(from) = before.get(&at) {
                    sentence.words.extend([words[*from], words[*from + 1]]);
                }
                sentence.words.push(words[at]);
                if let Some(from) = added.get(&at) {
                    sentence.words.extend([words[*from], words[*from + 1]]);
                }
                at += 1;
            }
        }
    }
}

/// `\int_0^1 dx`: where nothing stands before the differential nor behind it, 1 is integrated.
fn fill_empty(sentence: &mut Sentence, first: usize) {
    let mut empty: Vec<usize> = Vec::new();
    // How many signs stand side by side, and where the last of them and its limits end.
    let (mut signs, mut adjacent) = (0usize, 0usize);
    for at in first..sentence.words.len() {
        if sentence.words[at].kind != Kind::Bound(Binder::Integral) {
            continue;
        }
        let mut from = at + 1;
        while matches!(sentence.words[from].kind, Kind::Power | Kind::Subscript) {
            let mut depth = 0usize;
            for (inner, word) in sentence.words.iter().enumerate().skip(from + 1).take(LONGEST_LIMIT) {
                match word.kind {
                    Kind::BraceOpen => depth += 1,
                    Kind::BraceClose => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 {
                    from = inner + 1;
                    break;
                }
            }
            if depth > 0 {
                return;
            }
        }
        let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
        // A factor behind a sign, \int dx\cdot 5, is one of the integral.
        let begins = |kind: Kind| begins_factor(kind) && kind != Kind::Times;
        let ends = |at: usize| !begins(kind(at)) && !matches!(kind(at), Kind::Differential(_) | Kind::Bound(_));
        signs = if adjacent == at { signs + 1 } else { 1 };
        adjacent = from;
        let mut behind = from;
        while is_differential(sentence, behind) && matches!(kind(behind + 1), Kind::Name(_)) {
            behind += 2;
        }
        // In 2\int dy\,dx the second is that of a sign further out.
        if behind > from && (ends(behind) || (behind - from) / 2 > signs) {
            empty.push(from);
        }
    }
    for at in empty.into_iter().rev() {
        let one = sentence.spell("1");
        let word = Word { kind: Kind::Number(one), ..sentence.words[at] };
        sentence.words.insert(at, word);
    }
}

/// Whether a factor begins with a word.
fn begins_factor(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_)
            | Kind::Name(_)
            | Kind::Function(_)
            | Kind::Open(_)
            | Kind::Bar
            | Kind::BraceOpen
            | Kind::Fraction
            | Kind::Root
            | Kind::IndexedRoot
            | Kind::Binomial
            | Kind::Cases
            | Kind::Indicator
            | Kind::Times
    )
}

/// Whether nothing but limits stands between the sign of an integral and a word; `starts` tells where a brace opens that closes.
fn follows_sign(sentence: &Sentence, starts: &FxHashMap<usize, usize>, mut at: usize) -> bool {
    for _ in 0..2 {
        let Some(before) = at.checked_sub(1) else { return false };
        match sentence.words[before].kind {
            Kind::Bound(Binder::Integral) => return true,
            Kind::BraceClose => match starts.get(&before).and_then(|open| open.checked_sub(1)) {
                Some(script) if matches!(sentence.words[script].kind, Kind::Power | Kind::Subscript) => at = script,
                _ => return false,
            },
            _ => return false,
        }
    }
    at > 0 && matches!(sentence.words[at - 1].kind, Kind::Bound(Binder::Integral))
}
