//! Places that a bracket names with an equation: `f(x=0)`, `u(x=0,t)`, `\frac{d\phi}{dr}(r=R)`.

use super::leibniz::is_differential;
use crate::syntax::latex::words::{Bracket, Kind, Sentence, Sign, Word};
use crate::syntax::note;
use rustc_hash::FxHashSet;

/// A bracket with more words holds no place.
const LONGEST: usize = 64;

/// A denominator with more words is none of differentials.
const LONGEST_BELOW: usize = 16;

/// Makes arguments of places behind a name, and values for variables of those behind a derivative. Bracket words have no other
/// halves yet.
pub fn take_places(sentence: &mut Sentence) {
    // Words that are left out, brackets that become a bar with braces, and those that close them.
    let (mut left_out, mut bars, mut ends): (FxHashSet<usize>, FxHashSet<usize>, FxHashSet<usize>) = Default::default();
    for at in 1..sentence.words.len().saturating_sub(3) {
        let opens = sentence.words[at].kind == Kind::Open(Bracket::Round)
            && matches!(sentence.words[at + 1].kind, Kind::Name(_))
            && sentence.words[at + 2].kind == Kind::Relation(Sign::Equal);
        if !opens {
            continue;
        }
        let Some((equations, close)) = equations(sentence, at) else { continue };
        match sentence.words[at - 1].kind {
            Kind::Name(name) if may_have_places(sentence, name, &equations) => {
                sentence.names[name as usize].is_applied = true;
                left_out.extend(equations.into_iter().flat_map(|from| [from, from + 1]));
                tell(sentence, at, close);
            }
            Kind::BraceClose if ends_derivative(sentence, at - 1) => {
                bars.insert(at);
                ends.insert(close);
                tell(sentence, at, close);
            }
            _ => {}
        }
    }
    if left_out.is_empty() && bars.is_empty() {
        return;
    }
    let words = std::mem::take(&mut sentence.words);
    for (at, word) in words.into_iter().enumerate() {
        if left_out.contains(&at) {
            continue;
        }
        if bars.contains(&at) {
            sentence.words.extend([Kind::Evaluate, Kind::Subscript, Kind::BraceOpen].map(|kind| Word { kind, ..word }));
            continue;
        }
        sentence.words.push(if ends.contains(&at) { Word { kind: Kind::BraceClose, ..word } } else { word });
    }
}

fn tell(sentence: &mut Sentence, open: usize, close: usize) {
    let span = sentence.words[open].span.to(sentence.words[close].span);
    note::add(&mut sentence.notes, span, || "read the equation in the bracket as the place where the value is taken".into());
}

/// Where the equations in a bracket begin, each a name and what it is, and the word that closes the bracket; nothing where anything
/// else is compared in it.
fn equations(sentence: &Sentence, open: usize) -> Option<(Vec<usize>, usize)> {
    let (mut found, mut depth) = (Vec::new(), 0usize);
    for at in open + 1..(open + LONGEST).min(sentence.words.len()) {
        let begins = depth == 0 && matches!(sentence.words[at - 1].kind, Kind::Open(_) | Kind::Comma);
        match sentence.words[at].kind {
            Kind::Name(_) if begins && sentence.words.get(at + 1).is_some_and(|next| next.kind == Kind::Relation(Sign::Equal)) => {
                found.push(at);
            }
            Kind::Relation(Sign::Equal) if found.last() == Some(&(at - 1)) => {}
            Kind::Relation(_) | Kind::Bar | Kind::Text(_) | Kind::Separator | Kind::Gap | Kind::Row => return None,
            Kind::Open(_) | Kind::BraceOpen => depth += 1,
            Kind::Close(Bracket::Round) if depth == 0 => return Some((found, at)),
            Kind::Close(_) | Kind::BraceClose => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Whether what stands before the bracket is a function of quantities, and no probability of what a random variable is.
fn may_have_places(sentence: &Sentence, name: u32, equations: &[usize]) -> bool {
    let base = |name: u32| sentence.spelling(sentence.names[name as usize].base);
    let is_quantity = |at: &usize| match sentence.words[*at].kind {
        Kind::Name(name) => base(name).starts_with(|first: char| first.is_ascii_lowercase()) || base(name) == "T",
        _ => false,
    };
    let is_probability = matches!(base(name), "P" | "p" | "q" | "Pr" | "E" | "Var" | "Cov") || base(name).ends_with("_bb");
    !is_probability && equations.iter().all(is_quantity)
}

/// Whether the braces that close at a word are those below a quotient of differentials.
fn ends_derivative(sentence: &Sentence, close: usize) -> bool {
    let mut depth = 0usize;
    for at in (close.saturating_sub(LONGEST_BELOW)..=close).rev() {
        match sentence.words[at].kind {
            Kind::BraceClose => depth += 1,
            Kind::BraceOpen if depth == 1 => return is_differential(sentence, at + 1) && sentence.words[at - 1].kind == Kind::BraceClose,
            Kind::BraceOpen => depth -= 1,
            _ => {}
        }
    }
    false
}
