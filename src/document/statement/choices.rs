//! Answers to choose from, which need not hold.

use std::ops::Range;

/// So many bytes before a formula the command of its alternative may stand.
const FARTHEST: usize = 260;

/// Words that offer statements for a choice, in this paragraph or the one before.
const CHOICES: [&str; 15] = [
    "which of the following",
    "which statements",
    "which differential equation",
    "multiple choice",
    "select all",
    "correct option",
    "choose the correct",
    "opción correcta",
    "respuesta correcta",
    "alternativa correta",
    "opção correta",
    "risposta corretta",
    "risposta esatta",
    "bonne réponse",
    "richtige antwort",
];

/// Commands and environments of the alternatives themselves.
const ALTERNATIVES: [&str; 4] = ["\\choice", "\\correctchoice", "\\wrongchoice", "\\begin{multiplechoice}"];

/// Whether words in small letters before a formula offer a choice.
pub fn are_offered(before: &str) -> bool {
    CHOICES.iter().any(|words| before.contains(words))
}

/// Whether a formula is one of several answers to choose from.
pub fn is_offered(text: &str, formula: &Range<usize>) -> bool {
    let mut from = formula.start.saturating_sub(FARTHEST);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let line = text[from..formula.start].rsplit('\n').next().unwrap_or("").to_lowercase();
    ALTERNATIVES.iter().any(|command| line.contains(command))
}
