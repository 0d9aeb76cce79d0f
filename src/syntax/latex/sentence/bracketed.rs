//! Operators in brackets before what they are applied to: `\left[\frac{d^2}{dr^2}-\rho^2\right]u` is `\frac{d^2}{dr^2}u-\rho^2\cdot u`.

use super::leibniz::{is_differential, quotient};
use super::partials::subscripted;
use crate::error::Error;
use crate::syntax::latex::words::fences::pair;
use crate::syntax::latex::words::{Bracket, Kind, Sentence, Word};
use crate::syntax::note;
use std::ops::Range;

/// What brackets are applied to is written anew for each term, all in all with at most so many words, and for so many brackets.
const MOST_WORDS: usize = 1 << 12;
const MOST_BRACKETS: usize = 32;

/// What is said of an operator that stands alone.
pub const UNAPPLIED: &str = "what this operator is applied to is not said";

/// An operator has at most so many words.
const LONGEST_OPERATOR: usize = 32;

/// Writes what stands behind a bracket with an operator in it behind each of its terms. Of several such brackets side by side the
/// last is applied first.
pub fn apply_brackets(sentence: &mut Sentence) -> Result<(), Error> {
    let (mut words, mut brackets) = (MOST_WORDS, MOST_BRACKETS);
    for open in brackets_with_operators(sentence).into_iter().rev() {
        let close = sentence.words[open].mate as usize;
        let operand = self::operand(sentence, close + 1);
        let terms = terms(sentence, open);
        let span = sentence.words[open].span.to(sentence.words[close].span);
        let behind_power = |at: usize| sentence.words.get(at + 1).map_or(at, |word| word.mate as usize + 1);
        if matches!(sentence.words[close + 1].kind, Kind::Power) && !self::operand(sentence, behind_power(close + 1)).is_empty() {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: "powers of operators in brackets are not read".into(),
                hint: Some("write the operator as often as it is applied".into()),
            });
        }
        if operand.is_empty() && terms.iter().any(|term| ends_in_operator(sentence, term.clone())) {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: UNAPPLIED.into(),
                hint: Some("write it behind the bracket".into()),
            });
        }
        if operand.is_empty() || terms.is_empty() {
            continue;
        }
        let written = terms.len().saturating_mul(operand.len() + 1);
        if written > words || brackets == 0 {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: "so many operators in brackets, before so much, are not read".into(),
                hint: Some("write what each term of the bracket makes of it".into()),
            });
        }
        words -= written;
        brackets -= 1;
        note::add(&mut sentence.notes, span, || "read the bracket as an operator, applied to the product behind it".into());
        spread(sentence, open, &terms, operand);
        pair(sentence)?;
    }
    Ok(())
}

/// Brackets in which an operator stands before a sign, or at the end behind a factor.
fn brackets_with_operators(sentence: &Sentence) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<usize> = Vec::new();
    for at in 0..sentence.words.len() {
        match sentence.words[at].kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => open.push(at),
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => {
                open.pop();
            }
            _ => {}
        }
        let Some(&bracket) = open.last() else { continue };
        if !matches!(sentence.words[bracket].kind, Kind::Open(Bracket::Round | Bracket::Square | Bracket::Curly)) {
            continue;
        }
        let inner =
            matches!(sentence.words[at].kind, Kind::Close(_)) && ends_in_operator(sentence, sentence.words[at].mate as usize + 1..at);
        if let Some(behind) = operator(sentence, at).or(inner.then_some(at + 1)) {
            let is_whole = bracket + 1 == at && behind == sentence.words[bracket].mate as usize;
            if matches!(sentence.words[behind].kind, Kind::Plus | Kind::Minus | Kind::Close(_)) && !is_whole {
                found.push(bracket);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The word behind an operator without what it is applied to.
fn operator(sentence: &Sentence, at: usize) -> Option<usize> {
    match quotient(sentence, at) {
        Some(found) => found.top.is_empty().then_some(found.behind),
        None => subscripted(sentence, at).map(|(_, behind)| behind),
    }
}

/// Whether some words end in an operator without what it is applied to.
fn ends_in_operator(sentence: &Sentence, words: Range<usize>) -> bool {
    let from = words.start.max(words.end.saturating_sub(LONGEST_OPERATOR));
    (from..words.end).any(|at| operator(sentence, at) == Some(words.end))
}

/// The product that begins at a word; the differential of an integral ends it.
fn operand(sentence: &Sentence, from: usize) -> Range<usize> {
    let mut at = from;
    while let Some(word) = sentence.words.get(at) {
        if let Some(found) = quotient(sentence, at) {
            at = found.behind;
            continue;
        }
        match word.kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => at = word.mate as usize + 1,
            Kind::Power | Kind::Subscript | Kind::Times | Kind::Slash | Kind::Factorial | Kind::Primes(_) if at == from => break,
            _ if is_differential(sentence, at) && subscripted(sentence, at).is_none() => break,
            Kind::Number(_)
            | Kind::Name(_)
            | Kind::Function(_)
            | Kind::Differential(_)
            | Kind::Times
            | Kind::Slash
            | Kind::Factorial
            | Kind::Fraction
            | Kind::Binomial
            | Kind::Root
            | Kind::IndexedRoot
            | Kind::Power
            | Kind::Subscript
            | Kind::Primes(_)
            | Kind::Bound(_) => at += 1,
            _ => break,
        }
    }
    from..at
}

/// The terms of a bracket, each with its sign; none where other things stand in it.
fn terms(sentence: &Sentence, open: usize) -> Vec<Range<usize>> {
    let close = sentence.words[open].mate as usize;
    let (mut terms, mut from, mut at) = (Vec::new(), open + 1, open + 1);
    while at < close {
        let word = sentence.words[at];
        match word.kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => at = word.mate as usize,
            Kind::Plus | Kind::Minus if at > from => {
                terms.push(from..at);
                from = at;
            }
            Kind::Comma | Kind::Relation(_) | Kind::Row | Kind::Separator | Kind::Text(_) | Kind::Ampersand => return Vec::new(),
            _ => {}
        }
        at += 1;
    }
    terms.push(from..close);
    terms
}

fn spread(sentence: &mut Sentence, open: usize, terms: &[Range<usize>], operand: Range<usize>) {
    let close = sentence.words[open].mate as usize;
    let mut words: Vec<Word> = Vec::with_capacity(sentence.words.len() + terms.len() * (operand.len() + 1));
    words.extend_from_slice(&sentence.words[..=open]);
    for term in terms {
        // In \frac{d}{dr}(r^2\frac{d}{dr}) it stands inside of the bracket.
        let is_inner = matches!(sentence.words[term.end - 1].kind, Kind::Close(_))
            && ends_in_operator(sentence, sentence.words[term.end - 1].mate as usize + 1..term.end - 1);
        let end = term.end - usize::from(is_inner);
        words.extend_from_slice(&sentence.words[term.start..end]);
        if !is_inner && !ends_in_operator(sentence, term.clone()) {
            words.push(Word { kind: Kind::Times, ..sentence.words[close] });
        }
        words.extend_from_slice(&sentence.words[operand.clone()]);
        words.extend_from_slice(&sentence.words[end..term.end]);
    }
    // The bracket reaches as far as what stands in it now.
    let end = sentence.words[operand.end - 1].span;
    words.push(Word { span: sentence.words[close].span.to(end), ..sentence.words[close] });
    words.extend_from_slice(&sentence.words[operand.end..]);
    sentence.words = words;
}
