//! Quotients of differentials: `\frac{d}{dx}`, `\frac{\partial^2 f}{\partial x\,\partial y}`, `dy/dx`.

use crate::syntax::latex::words::{Bracket, Differ, Kind, Sentence};

/// A variable of differentiation and how often.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    pub name: u32,
    pub order: u32,
}

/// What stands at a quotient of differentials.
#[derive(Debug, Clone)]
pub struct Quotient {
    /// The order above, where it is written.
    pub order: Option<u32>,
    /// What is differentiated, as words above; empty for an operator.
    pub top: std::ops::Range<usize>,
    pub variables: Vec<Variable>,
    /// The word behind the quotient.
    pub behind: usize,
    /// Whether it is written with ∂.
    pub is_partial: bool,
    /// The differentials, the variables, and the single name above.
    pub marks: Vec<usize>,
}

impl Quotient {
    /// The single name above, if there is nothing else; it may stand in brackets, as a substance does.
    pub fn name(&self, sentence: &Sentence) -> Option<u32> {
        let word = match &sentence.words[self.top.clone()] {
            [word] => word,
            [open, word, _] if matches!(open.kind, Kind::Open(Bracket::Round | Bracket::Square)) => word,
            _ => return None,
        };
        match word.kind {
            Kind::Name(name) if sentence.names[name as usize].dots == 0 => Some(name),
            _ => None,
        }
    }
}

/// Whether a word is the d or ∂ of a differential.
#[inline]
pub fn is_differential(sentence: &Sentence, at: usize) -> bool {
    match sentence.words.get(at).map(|word| word.kind) {
        Some(Kind::Differential(_)) => true,
        Some(Kind::Name(name)) => {
            let name = &sentence.names[name as usize];
            name.is_d && name.primes == 0
        }
        _ => false,
    }
}

/// Whether a quotient of differentials, or an operator, may begin at a word: where none may, most often, nothing more is looked at.
#[inline]
pub fn may_begin(sentence: &Sentence, at: usize) -> bool {
    let first = match sentence.words.get(at).map(|word| word.kind) {
        Some(Kind::Fraction) => at + 2,
        Some(Kind::BraceOpen) => at + 1,
        Some(Kind::Differential(_) | Kind::Name(_)) => at,
        _ => return false,
    };
    is_differential(sentence, first)
}

fn is_curly(sentence: &Sentence, at: usize) -> bool {
    matches!(sentence.words.get(at).map(|word| word.kind), Some(Kind::Differential(Differ::Partial)))
}

/// An order has at most so many words.
const LONGEST_ORDER: usize = 10;

/// The number in the braces of an exponent, and the word behind.
pub fn order(sentence: &Sentence, at: usize) -> (Option<u32>, usize) {
    let kind = |at: usize| sentence.words.get(at).map(|word| word.kind);
    match (kind(at), kind(at + 1), kind(at + 2), kind(at + 3)) {
        (Some(Kind::Power), Some(Kind::BraceOpen), Some(Kind::Number(digits)), Some(Kind::BraceClose)) => {
            (sentence.spelling(digits).parse().ok(), at + 4)
        }
        // An order that is a letter is told apart from none, and refused where the orders are compared.
        (Some(Kind::Power), Some(Kind::BraceOpen), Some(Kind::Name(_)), Some(Kind::BraceClose)) => (Some(0), at + 4),
        // \frac{d^{k-1}}{dx^{k-1}}
        (Some(Kind::Power), Some(Kind::BraceOpen), Some(Kind::Name(_) | Kind::Number(_)), _) => {
            let is_part = |kind: Kind| matches!(kind, Kind::Name(_) | Kind::Number(_) | Kind::Plus | Kind::Minus);
            let end = (at + 3..at + LONGEST_ORDER).find(|at| !kind(*at).is_some_and(is_part));
            match end.filter(|end| kind(*end) == Some(Kind::BraceClose)) {
                Some(end) => (Some(0), end + 1),
                None => (None, at),
            }
        }
        _ => (None, at),
    }
}

/// The variables below: `dx`, `dx^2`, `\partial x\,\partial y`.
fn below(sentence: &Sentence, mut at: usize, end: usize, marks: &mut Vec<usize>) -> Option<Vec<Variable>> {
    let mut variables = Vec::new();
    while at < end {
        if !is_differential(sentence, at) {
            return None;
        }
        let Kind::Name(name) = sentence.words[at + 1].kind else { return None };
        if at + 1 >= end {
            return None;
        }
        marks.extend([at, at + 1]);
        let (times, behind) = order(sentence, at + 2);
        at = behind;
        variables.push(Variable { name, order: times.unwrap_or(1) });
        // \partial x, y: the second stands below the same sign.
        let next = sentence.words.get(at + 1).map(|word| word.kind);
        if at + 2 == end
            && variables.len() == 1
            && sentence.words[at].kind == Kind::Comma
            && let Some(Kind::Name(name)) = next
        {
            marks.push(at + 1);
            variables.push(Variable { name, order: 1 });
            break;
        }
    }
    (!variables.is_empty()).then_some(variables)
}

/// The quotient of differentials that begins at a word.
#[inline]
pub fn quotient(sentence: &Sentence, at: usize) -> Option<Quotient> {
    if may_begin(sentence, at) { quotient_at(sentence, at) } else { None }
}

fn quotient_at(sentence: &Sentence, at: usize) -> Option<Quotient> {
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    let mut marks = Vec::new();
    if kind(at) == Kind::Fraction {
        let top_end = sentence.words.get(at + 1)?.mate as usize;
        let bottom_end = sentence.words.get(top_end + 1)?.mate as usize;
        if !is_differential(sentence, at + 2) || at + 2 >= top_end {
            return None;
        }
        marks.push(at + 2);
        let (order, from) = order(sentence, at + 3);
        let variables = below(sentence, top_end + 2, bottom_end, &mut marks)?;
        let is_partial = is_curly(sentence, at + 2);
        let mut found = Quotient { order, top: from..top_end, variables, behind: bottom_end + 1, is_partial, marks };
        if found.name(sentence).is_some() {
            found.marks.push(from + usize::from(from + 1 < top_end));
        } else if from + 1 == top_end {
            found.marks.push(from);
        }
        return Some(found);
    }
    // On the line, in braces or without: dy/dx, {\partial E}/{\partial z}.
    let braced = kind(at) == Kind::BraceOpen;
    let first = at + usize::from(braced);
    if !is_differential(sentence, first) {
        return None;
    }
    marks.push(first);
    let is_partial = is_curly(sentence, first);
    let (order_above, from) = order(sentence, first + 1);
    let named = matches!(kind(from), Kind::Name(_));
    let mut slash = from + usize::from(named);
    if named {
        marks.push(from);
    }
    let top = from..slash;
    if braced {
        if kind(slash) != Kind::BraceClose {
            return None;
        }
        slash += 1;
    }
    if kind(slash) != Kind::Slash {
        return None;
    }
    if kind(slash + 1) == Kind::BraceOpen {
        let end = sentence.words[slash + 1].mate as usize;
        let variables = below(sentence, slash + 2, end, &mut marks)?;
        return Some(Quotient { order: order_above, top, variables, behind: end + 1, is_partial, marks });
    }
    let mut behind = order(sentence, slash + 3).1;
    let mut variables = below(sentence, slash + 1, behind, &mut marks)?;
    // \partial^2 f/\partial x\,\partial y: as many as the order above says.
    let wanted = order_above.unwrap_or(1);
    while is_partial
        && variables.iter().map(|variable| variable.order).fold(0, u32::saturating_add) < wanted
        && is_curly(sentence, behind)
        && matches!(kind(behind + 1), Kind::Name(_))
    {
        let next = order(sentence, behind + 2).1;
        variables.extend(below(sentence, behind, next, &mut marks)?);
        behind = next;
    }
    Some(Quotient { order: order_above, top, variables, behind, is_partial, marks })
}
