//! `\int_a^b \frac{dx}{x}`: a differential at the end of a numerator is moved behind its fraction, where integrals end.

use super::leibniz::is_differential;
use super::words::{Kind, Sentence, Word};
use crate::expression::Binder;
use rustc_hash::FxHashMap;

/// Moves the differentials of integrals out of numerators. Bracket words have no other halves yet.
pub(super) fn free_differentials(sentence: &mut Sentence) {
    let Some(first) = sentence.words.iter().position(|word| matches!(word.kind, Kind::Bound(Binder::Integral))) else { return };
    // For each brace that closes the numerator of a fraction whose differential ends it: where that begins.
    let mut taken: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    // Open braces, each with whether an integral stands in it, which then has a differential of its own.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut ends: FxHashMap<usize, usize> = FxHashMap::default();
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
    for (close, (opened, from)) in &taken {
        let Some(behind) = ends.get(&(close + 1)) else { continue };
        skipped.insert(*from, *from == opened + 1);
        added.insert(*behind, *from);
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
                sentence.words.push(words[at]);
                if let Some(from) = added.get(&at) {
                    sentence.words.extend([words[*from], words[*from + 1]]);
                }
                at += 1;
            }
        }
    }
}
