//! Where one statement ends and the next begins: rows, commas, wide spaces and words between formulas. Rows that go on where
//! the row before stopped are one statement.

use super::leibniz::quotient;
use super::scan::{definition, function_definition, subscripted_partial};
use crate::error::Error;
use crate::syntax::latex::words::{Bracket, Kind, Sentence, TextWord, Word, ends_operand, is_plain};
use crate::syntax::note;
use crate::syntax::tree::Span;
use std::ops::Range;

/// What a statement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assertion {
    /// Nothing: it is an expression.
    Expression,
    /// A name gets a value: `y = \sigma(z)`.
    Definition,
    /// A function gets a value: `f(x) = x^2`.
    Function,
    /// A derivative is said to have a value: `\frac{dE}{dz} = ...`.
    Claim,
    /// Any other comparison.
    Relation,
    /// A condition under which others are meant.
    Condition,
}

/// A statement, as the places of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it says.
    pub assertion: Assertion,
    /// The sides of its comparisons, as bytes of the text.
    pub members: Vec<std::ops::Range<usize>>,
}

/// Turns what separates statements into [`Kind::Separator`] and leaves out what only draws.
pub fn separate(sentence: &mut Sentence) {
    let words = std::mem::take(&mut sentence.words);
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let following = following(&words);
    // For each open bracket whether it is a case distinction; for a brace how many arguments are still to come behind it.
    let mut open: Vec<(Kind, u8)> = Vec::new();
    let mut wanted = 0u8;
    // Whether the statement has a relation already.
    let mut has_relation = false;
    let mut skip_to = 0;
    // Whether the space before was wide.
    let mut is_wide = false;
    for (at, word) in words.iter().enumerate() {
        if at < skip_to {
            continue;
        }
        if is_plain(word.kind) {
            out.push(*word);
            continue;
        }
        let in_cases = open.last().is_some_and(|(kind, _)| *kind == Kind::Cases);
        let top = open.is_empty();
        let previous = out.last().map_or(Kind::Separator, |word| word.kind);
        let separator = Word { kind: Kind::Separator, ..*word };
        if top && matches!(word.kind, Kind::Relation(_)) {
            has_relation = true;
        }
        let has_equation = std::mem::take(&mut has_relation);
        let before = out.len();
        let mut push = |word: Word| out.push(word);
        match word.kind {
            // Of several spaces the last decides.
            Kind::Gap if words.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Gap)) => is_wide = true,
            Kind::Gap if top && ends_operand(previous) && in_brackets_to_the_end(&words, at + 1).is_some() => {
                match in_brackets_to_the_end(&words, at + 1) {
                    // \\quad (3): the number of the equation.
                    Some(Aside::Number(last)) => {
                        skip_to = last + 1;
                        note::add(&mut sentence.notes, words[at + 1].span, || {
                            "left out the number in brackets at the end: it counts equations".into()
                        });
                    }
                    // \\quad (x > 0): a condition.
                    _ => {
                        push(separator);
                        push(Word { kind: Kind::Text(TextWord::If), ..*word });
                    }
                }
            }
            Kind::Gap if top => {
                let Following { relation, next } = following[at];
                let both = relation && !matches!(next, Kind::Relation(_)) && has_equation && ends_operand(previous);
                // x+1 \qquad x-1 are two formulas, and no product.
                let beside = std::mem::take(&mut is_wide) && !relation && !has_equation && ends_operand(previous) && begins_formula(next);
                if both || beside {
                    push(separator);
                } else if !relation && ends_operand(previous) && begins_formula(next) {
                    note::add(&mut sentence.notes, word.span, || "read what stands on both sides of a wide space as factors".into());
                }
            }
            Kind::Gap => {}
            // `value & \text{if} & condition`: the word begins the cell.
            Kind::Ampersand if in_cases && previous == Kind::Text(TextWord::If) => {}
            Kind::Row if in_cases => push(*word),
            Kind::Row if top => {
                let Following { relation, next } = following[at];
                let goes_on = match next {
                    Kind::Relation(_) | Kind::Plus | Kind::Times | Kind::Slash | Kind::End | Kind::Close(_) => true,
                    Kind::Minus => !relation,
                    _ => !ends_operand(previous) && previous != Kind::Separator,
                };
                if !goes_on {
                    push(separator);
                }
            }
            Kind::Row => {}
            Kind::Comma if top => push(separator),
            // f(x;\theta): between arguments it is a comma.
            Kind::Separator if !top && matches!(open.last(), Some((Kind::Open(_), _))) => push(Word { kind: Kind::Comma, ..*word }),
            Kind::Text(TextWord::And) if top => push(separator),
            Kind::Text(TextWord::If) if top => {
                push(separator);
                push(*word);
            }
            Kind::Fraction | Kind::Binomial | Kind::IndexedRoot => {
                wanted = 2;
                push(*word);
            }
            Kind::Root | Kind::Power | Kind::Subscript => {
                wanted = 1;
                push(*word);
            }
            // {} after which nothing is set draws nothing.
            Kind::BraceOpen
                if wanted == 0
                    && (ends_operand(previous) || matches!(previous, Kind::Differential(_)))
                    && words.get(at + 1).map(|word| word.kind) == Some(Kind::BraceClose) =>
            {
                skip_to = at + 2;
            }
            Kind::BraceOpen => {
                // A single letter in braces of its own is that letter.
                let is_argument = wanted > 0 || matches!(previous, Kind::Function(_));
                let single =
                    matches!(words.get(at + 1).map(|word| word.kind), Some(Kind::Name(_) | Kind::Differential(_) | Kind::Number(_)))
                        && words.get(at + 2).map(|word| word.kind) == Some(Kind::BraceClose);
                let is_power_of_e = words.get(at + 3).is_some_and(|word| word.kind == Kind::Power)
                    && matches!(words.get(at + 1).map(|word| word.kind), Some(Kind::Name(name)) if sentence.spelling(sentence.names[name as usize].spelt) == "e");
                let is_bare = !is_argument && single && !is_power_of_e;
                open.push((if is_bare { Kind::Gap } else { Kind::BraceOpen }, wanted.saturating_sub(1)));
                wanted = 0;
                if !is_bare {
                    push(*word);
                }
            }
            Kind::BraceClose => {
                let (kind, left) = open.pop().unwrap_or((Kind::BraceOpen, 0));
                wanted = left;
                if kind != Kind::Gap {
                    push(*word);
                }
            }
            Kind::Open(_) | Kind::Cases => {
                open.push((word.kind, 0));
                push(*word);
            }
            Kind::Close(_) | Kind::EndCases => {
                open.pop();
                push(*word);
            }
            _ => push(*word),
        }
        // A separator begins a statement without a relation.
        has_relation = has_equation && !out[before..].iter().any(|word| word.kind == Kind::Separator);
    }
    sentence.words = out;
}

/// What stands in brackets beside a formula.
enum Aside {
    /// A number, up to the word that closes its bracket.
    Number(usize),
    Condition,
}

/// What stands in a bracket that begins at a word and ends with the row.
fn in_brackets_to_the_end(words: &[Word], open: usize) -> Option<Aside> {
    if words.get(open)?.kind != Kind::Open(Bracket::Round) {
        return None;
    }
    let (mut depth, mut at, mut compares) = (1usize, open + 1, false);
    while depth > 0 {
        match words.get(at)?.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth -= 1,
            Kind::Relation(_) => compares = true,
            _ => {}
        }
        at += 1;
    }
    if !matches!(words.get(at)?.kind, Kind::End | Kind::Row) {
        return None;
    }
    match (words[open + 1].kind, compares) {
        (_, true) => Some(Aside::Condition),
        (Kind::Number(_), _) if at == open + 3 => Some(Aside::Number(at - 1)),
        _ => None,
    }
}

/// Whether a formula may begin with a word.
fn begins_formula(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_) | Kind::Name(_) | Kind::Function(_) | Kind::Fraction | Kind::Root | Kind::Bound(_) | Kind::Open(Bracket::Round)
    )
}

/// What follows a word.
#[derive(Clone, Copy)]
struct Following {
    /// Whether a comparison outside brackets follows before the row or statement ends.
    relation: bool,
    /// The first word that is no wide space.
    next: Kind,
}

/// What follows each word; nothing where no word asks for it.
fn following(words: &[Word]) -> Vec<Following> {
    if !words.iter().any(|word| matches!(word.kind, Kind::Gap | Kind::Row)) {
        return Vec::new();
    }
    let mut all = vec![Following { relation: false, next: Kind::End }; words.len()];
    let mut depth = 0usize;
    let mut here = Following { relation: false, next: Kind::End };
    for (at, word) in words.iter().enumerate().rev() {
        all[at] = here;
        match word.kind {
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => depth += 1,
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => depth = depth.saturating_sub(1),
            Kind::Relation(_) if depth == 0 => here.relation = true,
            Kind::Row | Kind::Separator | Kind::Comma if depth == 0 => here.relation = false,
            _ => {}
        }
        if !matches!(word.kind, Kind::Gap) {
            here.next = word.kind;
        }
    }
    all
}

/// The stretches of words that are statements, without their separators.
pub fn stretches(words: &[Word]) -> Vec<(usize, usize)> {
    let mut stretches = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, word) in words.iter().enumerate() {
        match word.kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => depth += 1,
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => depth = depth.saturating_sub(1),
            Kind::Separator | Kind::End if depth == 0 => {
                if at > from {
                    stretches.push((from, at));
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    stretches
}

/// The members of the statement that a stretch of words is, and what it says.
pub fn members(sentence: &Sentence, stretch: Range<usize>) -> Statement {
    let words = &sentence.words[stretch.clone()];
    let mut members = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, word) in words.iter().enumerate() {
        match word.kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => depth += 1,
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => depth = depth.saturating_sub(1),
            Kind::Relation(_) if depth == 0 => {
                members.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    members.push(from..words.len());
    members.retain(|member| !member.is_empty());
    let is_condition = words[0].kind == Kind::Text(TextWord::If);
    if is_condition {
        // A condition is one member, without the word before it.
        members.clear();
        members.extend((words.len() > 1).then_some(1..words.len()));
    }
    let has_relation = words.iter().any(|word| matches!(word.kind, Kind::Relation(_))) && members.len() > 1;
    let is_derivative = || {
        let first = quotient(sentence, stretch.start).is_some();
        let primed = matches!(words[0].kind, Kind::Name(name) if sentence.names[name as usize].primes + sentence.names[name as usize].dots > 0
                || subscripted_partial(sentence, name).is_some_and(|listed| listed.len() > 1));
        first || primed || matches!(words[0].kind, Kind::Differential(_))
    };
    let assertion = if is_condition {
        Assertion::Condition
    } else if !has_relation {
        Assertion::Expression
    } else if is_derivative() {
        Assertion::Claim
    } else if definition(sentence, &stretch).is_some() {
        Assertion::Definition
    } else if function_definition(sentence, &stretch).is_some() {
        Assertion::Function
    } else {
        Assertion::Relation
    };
    // A closing brace that was left out has no width, and what a row begins with belongs to no member.
    let place = |member: &Range<usize>| {
        let start = words[member.start].span.start as usize;
        start..words[member.clone()].iter().map(|word| word.span.end as usize).max().unwrap_or(start)
    };
    Statement { assertion, members: members.iter().map(place).collect() }
}

/// A member holds the macros it begins or ends in as they are written, with all their arguments.
pub fn take_whole_macros(statements: &mut [Statement], uses: &[Span]) -> Result<(), Error> {
    let mut behind = 0;
    for place in statements.iter_mut().flat_map(|statement| &mut statement.members) {
        let first = uses.partition_point(|used| used.end as usize <= place.start);
        for used in uses[first..].iter().take_while(|used| (used.start as usize) < place.end) {
            if (used.start as usize) < behind {
                return Err(Error::Unsupported {
                    span: Some(used.range()),
                    what: "a macro that holds several members of a statement is not taken apart".into(),
                    hint: Some("write what it stands for".into()),
                });
            }
            place.start = place.start.min(used.start as usize);
        }
        let last = uses.partition_point(|used| (used.start as usize) < place.end);
        place.end = uses[..last].last().map_or(place.end, |used| place.end.max(used.end as usize));
        behind = place.end;
    }
    Ok(())
}
