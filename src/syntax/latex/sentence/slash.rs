//! `\partial\ln Z/\partial\beta`, `dU(x)/dx`: a quotient of differentials on the line, with more than a name above, is the
//! fraction that it stands for.

use super::leibniz::{is_differential, order};
use crate::syntax::latex::words::{Bracket, Kind, Sentence, Word};

/// So many words above are looked through.
const LONGEST_TOP: usize = 64;

/// Makes fractions of such quotients. Bracket words have no other halves yet.
pub fn raise_quotients(sentence: &mut Sentence) {
    if !sentence.words.iter().any(|word| matches!(word.kind, Kind::Slash)) {
        return;
    }
    let mut out: Vec<Word> = Vec::with_capacity(sentence.words.len());
    let mut at = 0;
    while at < sentence.words.len() {
        let Some((slash, behind)) = quotient_on_line(sentence, at) else {
            out.push(sentence.words[at]);
            at += 1;
            continue;
        };
        let place = |kind: Kind, at: usize| Word { kind, ..sentence.words[at] };
        out.extend([place(Kind::Fraction, at), place(Kind::BraceOpen, at)]);
        out.extend_from_slice(&sentence.words[at..slash]);
        out.extend([place(Kind::BraceClose, slash - 1), place(Kind::BraceOpen, slash + 1)]);
        out.extend_from_slice(&sentence.words[slash + 1..behind]);
        out.push(place(Kind::BraceClose, behind - 1));
        at = behind;
    }
    sentence.words = out;
}

/// Where the slash of a quotient is that begins at a word and has more than a name above, and the word behind it.
fn quotient_on_line(sentence: &Sentence, at: usize) -> Option<(usize, usize)> {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    if !is_differential(sentence, at) {
        return None;
    }
    let from = order(sentence, at + 1).1;
    let slash = match (kind(from), kind(from + 1)) {
        (Kind::Function(_), Kind::Name(_)) => from + 2,
        (Kind::Function(_) | Kind::Name(_), Kind::Open(Bracket::Round)) => behind_bracket(sentence, from + 1)?,
        // d(x^2)/dx
        (Kind::Open(Bracket::Round), _) => behind_bracket(sentence, from)?,
        _ => return None,
    };
    if kind(slash) != Kind::Slash || !is_differential(sentence, slash + 1) || !matches!(kind(slash + 2), Kind::Name(_)) {
        return None;
    }
    Some((slash, order(sentence, slash + 3).1))
}

/// The word behind the bracket that opens at a word.
fn behind_bracket(sentence: &Sentence, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, word) in sentence.words.iter().enumerate().skip(open).take(LONGEST_TOP) {
        match word.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) if depth == 1 => return Some(at + 1),
            Kind::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
