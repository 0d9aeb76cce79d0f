//! Claims in words: "the derivative of $x^2$ with respect to $x$ is $2x$".

use super::passage::{Piece, PieceKind};
use crate::syntax::latex::mentions;

/// A claim in words: the pieces that hold what is differentiated and the claim, and what it is differentiated by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The piece with what is differentiated.
    pub operand: usize,
    /// The piece with the claim.
    pub claim: usize,
    /// The variable, in LaTeX.
    pub variable: String,
}

/// Words before "derivative" that make it another one.
const OTHERS: [&str; 10] = ["second", "third", "fourth", "nth", "partial", "anti", "higher", "total", "directional", "order"];

/// The claims in words in a passage.
pub fn sentences(text: &str, pieces: &[Piece]) -> Vec<Sentence> {
    let inline: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].kind == PieceKind::Inline).collect();
    inline.iter().enumerate().filter_map(|(at, operand)| sentence(text, pieces, *operand, &inline[at + 1..])).collect()
}

fn sentence(text: &str, pieces: &[Piece], operand: usize, behind: &[usize]) -> Option<Sentence> {
    let mut from = pieces[operand].range.start.saturating_sub(80);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = words(&text[from..pieces[operand].range.start]);
    let tail: Vec<&str> = before.iter().rev().map(String::as_str).collect();
    let tail = match &tail[..] {
        ["function", "the", rest @ ..] => rest,
        rest => rest,
    };
    let ["of", "derivative", rest @ ..] = tail else { return None };
    if rest.first().is_some_and(|word| OTHERS.contains(word)) {
        return None;
    }
    let between = |first: usize, second: usize| words(&text[pieces[first].range.end..pieces[second].range.start]).join(" ");
    let first = *behind.first()?;
    let (variable, claim) = match between(operand, first).as_str() {
        "with respect to" => {
            let claim = *behind.get(1)?;
            is_verb(&between(first, claim)).then(|| (text[pieces[first].range.clone()].trim().to_string(), claim))?
        }
        verb if is_verb(verb) => (variable(&text[pieces[operand].range.clone()])?, first),
        _ => return None,
    };
    // y' in the claim says that something else is the variable; and the derivative of an antiderivative is no claim.
    let (told, about) = (text[pieces[claim].range.clone()].trim(), text[pieces[operand].range.clone()].trim());
    if told.contains('\'') || told == about || before.iter().any(|word| word.starts_with("antiderivative")) {
        return None;
    }
    let is_expression = |piece: usize| !text[pieces[piece].range.clone()].contains('=');
    // What follows must not go on with the claim: "is $a^x$ times a constant".
    let behind = text[pieces[claim].range.end..].trim_start_matches(['$', ')', '\\', '`']);
    let is_over = behind.trim_start_matches(' ').starts_with(['.', ',', ';', ')', '\n']) || behind.trim().is_empty();
    (is_expression(operand) && is_expression(claim) && is_over).then_some(Sentence { operand, claim, variable })
}

fn is_verb(words: &str) -> bool {
    matches!(
        words,
        "is" | "equals" | "is simply" | "is just" | "is equal to" | "is then" | "is therefore" | "is thus" | "will be" | "would be"
    )
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The only name in an expression, or x or t.
fn variable(operand: &str) -> Option<String> {
    let mentions = mentions(operand).ok()?;
    let mut names: Vec<&str> = mentions.names.iter().map(|used| used.name.as_str()).filter(|name| !matches!(*name, "e" | "pi")).collect();
    names.sort_unstable();
    names.dedup();
    match names[..] {
        [only] => mentions.names.iter().find(|used| used.name == only).map(|used| operand[used.place.clone()].to_string()),
        _ => ["x", "t"].iter().find(|usual| names.contains(usual)).map(|usual| usual.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::markdown;
    use super::*;

    fn told(text: &str) -> Option<(String, String, String)> {
        let pieces = markdown::pieces(text);
        let found = sentences(text, &pieces).into_iter().next()?;
        let written = |piece: usize| text[pieces[piece].range.clone()].to_string();
        Some((written(found.operand), found.variable, written(found.claim)))
    }

    #[test]
    fn claims_in_words_are_heard() {
        let expected = |operand: &str, variable: &str, claim: &str| Some((operand.to_string(), variable.to_string(), claim.to_string()));
        assert_eq!(told("The derivative of $x^2$ is $2x$."), expected("x^2", "x", "2x"));
        assert_eq!(told("the derivative of the function $ax$ with respect to $a$ is simply $x$"), expected("ax", "a", "x"));
        assert_eq!(told("The second derivative of $x^2$ is $2$."), None);
        assert_eq!(told("The derivative of $f(x) = x^2$ is $2x$."), None);
        assert_eq!(told("The derivative of $x^2$ is small if $x$ is."), None);
        assert_eq!(told("The derivative of $y^3$ is $3y^2 y'$."), None);
        assert_eq!(told("The antiderivative of the derivative of $F$ is just $F$, plus a constant."), None);
    }
}
