//! Claims in words: "the derivative of $x^2$ with respect to $x$ is $2x$".

use crate::document::formula::environment::paragraph_end;
use crate::document::page::passage::{Piece, PieceKind};
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;
use std::ops::Range;

/// A claim in words: what is differentiated, the claim, and what it is differentiated by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The piece that what is differentiated stands in, and its place there: `x^2` of `$f(x) = x^2$`.
    pub piece: usize,
    /// The place of what is differentiated.
    pub operand: Range<usize>,
    /// The piece with the claim.
    pub claim: usize,
    /// The variable, in LaTeX.
    pub variable: String,
    /// How often it is differentiated.
    pub order: u32,
}

/// Words before "derivative" that make it another one.
const OTHERS: [&str; 10] = ["second", "third", "fourth", "nth", "partial", "anti", "higher", "total", "directional", "order"];

/// Words that ask for a derivative.
const ASKING: [&str; 9] = ["find", "compute", "calculate", "determine", "evaluate", "take", "taking", "finding", "computing"];

/// Words right before an answer.
const ANSWERING: [&str; 11] = [
    "we get",
    "we obtain",
    "we find",
    "to get",
    "to obtain",
    "this gives",
    "the derivative is",
    "the answer is",
    "the result is",
    "which gives",
    "this yields",
];

/// Words between a question and an answer that is about something else.
const TURNING: [&str; 15] = [
    "second",
    "tangent",
    "slope",
    "value",
    "evaluat",
    "integra",
    "approximat",
    "limit",
    "antider",
    "rewrit",
    "logarithm of",
    "logs of",
    "solv",
    "critical",
    "wrong",
];

/// Words of a step to something else than the derivative.
const STEPS: [&str; 14] =
    ["multipl", "divid", "add", "subtract", "squar", "term", "time", "replac", "substitut", "set", "put", "let", "tak", "factor"];

/// The claims in words in a passage.
pub fn sentences(text: &str, pieces: &[Piece]) -> Vec<Sentence> {
    let inline: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].kind == PieceKind::Inline).collect();
    let found = inline.iter().enumerate();
    found.filter_map(|(at, operand)| Passage { text, pieces }.sentence(*operand, &inline[at + 1..])).collect()
}

/// A text with its formulas.
struct Passage<'t> {
    text: &'t str,
    pieces: &'t [Piece],
}

impl Passage<'_> {
    /// The claim about a formula, by those behind it in the text.
    fn sentence(&self, piece: usize, behind: &[usize]) -> Option<Sentence> {
        let Passage { text, pieces } = *self;
        let mut from = pieces[piece].range.start.saturating_sub(80);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let before = words(&text[from..pieces[piece].range.start]);
        let tail: Vec<&str> = before.iter().rev().map(String::as_str).collect();
        let tail = match &tail[..] {
            ["function", "the", rest @ ..] | ["expression", "the", rest @ ..] => rest,
            rest => rest,
        };
        let first = *behind.first()?;
        let (operand, own) = self.operand(piece)?;
        // "the second derivative of", and "the partial derivative of ... with respect to".
        let (order, tail) = match tail {
            ["of", "derivative", "second", rest @ ..] => (2, [&["of", "derivative"], rest].concat()),
            ["of", "derivative", "partial", rest @ ..] if self.between(piece, first) == "with respect to" => {
                (1, [&["of", "derivative"], rest].concat())
            }
            other => (1, other.to_vec()),
        };
        let (variable, claim, is_told) = match &tail[..] {
            ["of", "derivative", rest @ ..] if rest.first().is_none_or(|word| !OTHERS.contains(word)) => {
                match self.between(piece, first).as_str() {
                    "with respect to" => {
                        let claim = *behind.get(1)?;
                        is_verb(&self.between(first, claim)).then(|| (self.written(first).to_string(), claim, true))?
                    }
                    verb if is_verb(verb) => (own?, first, true),
                    _ if matches!(rest, ["the", word, ..] if ASKING.contains(word)) => (own?, self.answer(piece, behind)?, false),
                    _ => return None,
                }
            }
            ["differentiating" | "differentiate", ..] => match self.between(piece, first).as_str() {
                "with respect to" => {
                    let claim = *behind.get(1)?;
                    gives(&self.between(first, claim)).then(|| (self.written(first).to_string(), claim, false))?
                }
                verb if gives(verb) => (own?, first, false),
                _ => return None,
            },
            _ => match self.between(piece, first).as_str() {
                "its derivative is" | "then its derivative is" | "and its derivative is" | "so its derivative is" => (own?, first, true),
                "with derivative" | "has derivative" | "has the derivative" | "whose derivative is" | "which has derivative" => {
                    (own?, first, false)
                }
                _ => return None,
            },
        };
        // y' in the claim says that something else is the variable; and the derivative of an antiderivative is no claim.
        let (told, about) = (self.written(claim), text[operand.clone()].trim());
        if told.contains('\'') || told == about || before.iter().any(|word| word.starts_with("antiderivative")) {
            return None;
        }
        // A letter alone is a function as often as a variable.
        if !is_told && mentions(about).is_ok_and(|found| found.names.len() < 2 && found.functions.is_empty() && !about.contains('^')) {
            return None;
        }
        // What follows must not go on with the claim: "is $a^x$ times a constant".
        let behind = text[pieces[claim].range.end..].trim_start_matches(['$', ')', '\\', '`']);
        let behind = behind.trim_start_matches(' ');
        let goes_on = ["and ", "so ", "which ", "by ", "while "].iter().any(|word| behind.starts_with(word)) && !is_told;
        let is_over = behind.starts_with(['.', ',', ';', ')', '\n']) || behind.trim().is_empty() || goes_on;
        (!told.contains('=') && is_over).then_some(Sentence { piece, operand, claim, variable, order })
    }

    fn written(&self, piece: usize) -> &str {
        self.text[self.pieces[piece].range.clone()].trim()
    }

    /// The words between two formulas that no sentence or paragraph parts.
    fn between(&self, first: usize, second: usize) -> String {
        words(&self.text[self.pieces[first].range.end..self.pieces[second].range.start]).join(" ")
    }

    /// What is differentiated where a formula is, and by what if that can be told: behind `f(x) =`, or all of it.
    fn operand(&self, piece: usize) -> Option<(Range<usize>, Option<String>)> {
        let range = self.pieces[piece].range.clone();
        let written = &self.text[range.clone()];
        let Some((head, value)) = written.split_once('=') else { return Some((range, variable(written))) };
        let (name, rest) = head.trim().split_once('(').unwrap_or((head.trim(), ""));
        let argument = rest.strip_suffix(')').unwrap_or("").trim();
        let is_head = canonical_name(name.trim()).is_some() && (rest.is_empty() || canonical_name(argument).is_some());
        let by = if rest.is_empty() { variable(value) } else { Some(argument.to_string()) };
        (is_head && !value.contains(['=', '<', '>'])).then(|| (range.end - value.len()..range.end, by))
    }

    /// The answer to the question for a derivative: the last formula of its paragraph, behind "we get".
    fn answer(&self, piece: usize, behind: &[usize]) -> Option<usize> {
        let from = self.pieces[piece].range.end;
        let end = paragraph_end(self.text, from);
        let last = *behind.iter().rfind(|at| self.pieces[**at].range.start < end)?;
        let is_display = self.pieces[piece..last].iter().any(|piece| piece.kind != PieceKind::Inline);
        let text = self.text[from..self.pieces[last].range.start].to_lowercase();
        let tail = words(text.rsplit('$').find(|part| part.chars().any(char::is_alphabetic))?).join(" ");
        let is_answer = ANSWERING.iter().any(|words| tail.ends_with(words)) && !TURNING.iter().any(|word| text.contains(word));
        let is_answer = is_answer && !STEPS.iter().any(|step| text.contains(step));
        // A number may be the value at a place.
        let shows_names = mentions(self.written(last)).is_ok_and(|found| !found.names.is_empty());
        (is_answer && shows_names && !is_display).then_some(last)
    }
}

fn gives(words: &str) -> bool {
    matches!(
        words,
        "gives" | "yields" | "we get" | "we obtain" | "to get" | "to obtain" | "we find" | "we have" | "gives us" | "results in"
    )
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
    use super::*;
    use crate::document::page::markdown;

    fn told(text: &str) -> Option<(String, String, String)> {
        let pieces = markdown::pieces(text);
        let found = sentences(text, &pieces).into_iter().next()?;
        Some((text[found.operand].trim().to_string(), found.variable, text[pieces[found.claim].range.clone()].to_string()))
    }

    #[test]
    fn claims_in_words_are_heard() {
        let expected = |operand: &str, variable: &str, claim: &str| Some((operand.to_string(), variable.to_string(), claim.to_string()));
        assert_eq!(told("The derivative of $x^2$ is $2x$."), expected("x^2", "x", "2x"));
        assert_eq!(told("the derivative of the function $ax$ with respect to $a$ is simply $x$"), expected("ax", "a", "x"));
        assert_eq!(told("The third derivative of $x^3$ is $6$."), None);
        assert_eq!(told("Let $f(x) = x^3$. Its derivative is $3x^2$."), expected("x^3", "x", "3x^2"));
        assert_eq!(told("The partial derivative of $xy$ with respect to $y$ is $x$."), expected("xy", "y", "x"));
        assert_eq!(told("The partial derivative of $xy$ is $x$."), None);
        assert_eq!(told("The derivative of $f(x) = x^2$ is $2x$."), expected("x^2", "x", "2x"));
        let asked = "Find the derivative of $\\ln(2 + t)$. It is $\\ln$ of $2 + t$. We get $1/t$.";
        assert_eq!(told(asked), expected("\\ln(2 + t)", "t", "1/t"));
        assert_eq!(told("Find the derivative of $t^{-2} t$. Rewriting it, we get $t^{-1}$."), None);
        assert_eq!(told("Find the derivative of $t^2$ at $t = 1$. We get $2t$ and then $2$."), None);
        assert_eq!(told("Differentiating $at^2$ with respect to $t$ gives $2at$."), expected("at^2", "t", "2at"));
        assert_eq!(told("It is $\\sin(x)$ – with derivative $\\cos(x)$."), expected("\\sin(x)", "x", "\\cos(x)"));
        assert_eq!(told("A function $f$ with derivative $g$."), None);
        assert_eq!(told("The derivative of $x^2$ is small if $x$ is."), None);
        assert_eq!(told("The derivative of $y^3$ is $3y^2 y'$."), None);
        assert_eq!(told("The antiderivative of the derivative of $F$ is just $F$, plus a constant."), None);
    }
}
