//! `\frac{-dV}{dx}`, `\frac{k\,dT}{dx}`, `\frac{dy}{y\,dx}`: what stands beside the differentials of a quotient is a factor of it.

use super::leibniz::{is_differential, order};
use super::scan::is_joined;
use crate::syntax::latex::words::{Kind, Sentence, Word};
use std::ops::Range;

/// A numerator or denominator has at most so many words.
const MOST_WORDS: usize = 64;

/// A numerator or denominator: the factors before its differential, and the rest.
struct Part {
    factors: Range<usize>,
    differential: Range<usize>,
}

/// Writes such factors before the quotient. Bracket words have no other halves yet.
pub fn take_factors_out(sentence: &mut Sentence) {
    if !sentence.words.iter().any(|word| word.kind == Kind::Fraction) {
        return;
    }
    let mut found: Vec<(usize, Part, Part)> = Vec::new();
    for at in 0..sentence.words.len() {
        if sentence.words[at].kind == Kind::Fraction
            && let Some((top, bottom)) = parts(sentence, at)
        {
            found.push((at, top, bottom));
        }
    }
    if found.is_empty() {
        return;
    }
    let one = sentence.spell("1");
    let words = std::mem::take(&mut sentence.words);
    let mut from = 0;
    for (at, top, bottom) in found {
        sentence.words.extend_from_slice(&words[from..at]);
        let place = |kind: Kind| Word { kind, ..words[at] };
        let out = &mut sentence.words;
        out.push(place(Kind::BraceOpen));
        let is_signed = words[top.factors.clone()].iter().all(|word| word.kind == Kind::Minus);
        if bottom.factors.is_empty() {
            out.extend_from_slice(&words[top.factors.clone()]);
        } else {
            out.extend([place(Kind::Fraction), place(Kind::BraceOpen)]);
            out.extend_from_slice(&words[top.factors.clone()]);
            out.extend(is_signed.then_some(place(Kind::Number(one))));
            out.extend([place(Kind::BraceClose), place(Kind::BraceOpen)]);
            out.extend_from_slice(&words[bottom.factors.clone()]);
            out.push(place(Kind::BraceClose));
        }
        out.extend([place(Kind::Fraction), place(Kind::BraceOpen)]);
        out.extend_from_slice(&words[top.differential.clone()]);
        out.extend([place(Kind::BraceClose), place(Kind::BraceOpen)]);
        out.extend_from_slice(&words[bottom.differential.clone()]);
        from = bottom.differential.end + 1;
        let end = words[from - 1];
        out.extend([end, end]);
    }
    sentence.words.extend_from_slice(&words[from..]);
}

/// Both parts of a fraction that is a quotient of differentials with factors beside one of them.
fn parts(sentence: &Sentence, at: usize) -> Option<(Part, Part)> {
    let top = group(sentence, at + 1)?;
    let bottom = group(sentence, top.end + 1)?;
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    let name_behind = |at: usize| matches!(kind(at), Kind::Name(_));
    let top = part(sentence, top)?;
    let from = order(sentence, top.differential.start + 1).1;
    if !name_behind(from) || from + 1 != top.differential.end {
        return None;
    }
    let bottom = part(sentence, bottom)?;
    let mut from = bottom.differential.start;
    while from < bottom.differential.end {
        if !is_differential(sentence, from) || !name_behind(from + 1) {
            return None;
        }
        from = order(sentence, from + 2).1;
    }
    (!top.factors.is_empty() || !bottom.factors.is_empty()).then_some((top, bottom))
}

/// The words inside of the braces that open at a word.
fn group(sentence: &Sentence, open: usize) -> Option<Range<usize>> {
    let mut depth = 0usize;
    for (at, word) in sentence.words.iter().enumerate().skip(open).take(MOST_WORDS) {
        match word.kind {
            Kind::BraceOpen => depth += 1,
            Kind::BraceClose if depth == 1 => return Some(open + 1..at),
            Kind::BraceClose => depth = depth.saturating_sub(1),
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Factors, the first of which may have a sign, and behind them a differential that is surely one.
fn part(sentence: &Sentence, inner: Range<usize>) -> Option<Part> {
    let mut depth = 0usize;
    for at in inner.clone() {
        let is_sure = match sentence.words[at].kind {
            Kind::Differential(_) => true,
            _ => is_joined(sentence, at) || matches!(sentence.words[at + 1].kind, Kind::Power),
        };
        if depth == 0 && is_sure && is_differential(sentence, at) {
            return Some(Part { factors: inner.start..at, differential: at..inner.end });
        }
        match sentence.words[at].kind {
            Kind::BraceOpen | Kind::Open(_) => depth += 1,
            Kind::BraceClose | Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Plus | Kind::Minus if depth == 0 && at > inner.start => return None,
            Kind::Plus | Kind::Relation(_) | Kind::Comma | Kind::Bound(_) | Kind::Slash if depth == 0 => return None,
            _ => {}
        }
    }
    None
}
