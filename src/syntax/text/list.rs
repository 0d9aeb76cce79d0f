//! Lists: commas outside brackets separate statements.

use super::tokens::{Kind, Token};

/// Makes separators of the commas outside brackets, and leaves out brackets around the whole list. A member that is missing
/// beside a comma is told by the place where it should stand.
pub(super) fn separate(words: &mut Vec<Token>) -> Option<usize> {
    if let Some(last) = closing(words)
        && words.get(last + 1).is_none_or(|word| word.kind == Kind::End)
        && commas(&words[1..last]).next().is_some()
    {
        words.remove(last);
        words.remove(0);
    }
    let found: Vec<usize> = commas(words).collect();
    for at in &found {
        words[*at].kind = Kind::Semicolon;
    }
    let is_break = |word: &Token| word.kind == Kind::LineBreak;
    found.into_iter().find_map(|at| {
        let before = words[..at].iter().rev().find(|word| !is_break(word));
        let behind = at + 1 + words[at + 1..].iter().take_while(|word| is_break(word)).count();
        if before.is_none_or(|word| word.kind == Kind::Semicolon) {
            return Some(at);
        }
        matches!(words.get(behind)?.kind, Kind::Semicolon | Kind::End).then_some(behind)
    })
}

/// Where the bracket that opens the text is closed.
fn closing(words: &[Token]) -> Option<usize> {
    if !matches!(words.first()?.kind, Kind::Open | Kind::OpenBracket) {
        return None;
    }
    depths(words).skip(1).find(|(_, depth)| *depth == 0).map(|(at, _)| at)
}

/// The commas outside brackets.
fn commas(words: &[Token]) -> impl Iterator<Item = usize> {
    depths(words).filter(|(at, depth)| *depth == 0 && words[*at].kind == Kind::Comma).map(|(at, _)| at)
}

/// Each token with the number of brackets open behind it.
fn depths(words: &[Token]) -> impl Iterator<Item = (usize, usize)> {
    words.iter().enumerate().scan(0usize, |depth, (at, word)| {
        match word.kind {
            Kind::Open | Kind::OpenBracket | Kind::OpenBrace => *depth += 1,
            Kind::Close | Kind::CloseBracket | Kind::CloseBrace => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some((at, *depth))
    })
}
