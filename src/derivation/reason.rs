//! Why a step holds, in words and mathematics.

use crate::differentiate::Law;
use crate::expression::{Arena, Id};
use crate::formula::{Formula, taken_names};
use crate::functions::{Arity, FunctionId};
use crate::render::{self, Level, Notation, Style};
use crate::syntax::template;

/// A piece of a reason.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Word {
    /// Plain English, without a character that LaTeX reads as a command.
    Text(String),
    /// Mathematics.
    Math(Formula),
    /// An equation.
    Equal(Formula, Formula),
    /// Mathematics with a spelling of its own.
    Verbatim {
        /// In text.
        text: String,
        /// In LaTeX.
        latex: String,
    },
}

/// A reason, ready to be written.
pub(crate) type Reason = Vec<Word>;

/// Plain words.
pub(super) fn text(text: &str) -> Word {
    Word::Text(text.into())
}

/// What is said of a case distinction.
pub(super) const BY_CASES: &str = "case by case";

/// The law's name in a sentence.
pub(super) fn law_words(law: Law) -> &'static str {
    match law {
        Law::Constant => "constant rule",
        Law::Variable => "variable rule",
        Law::ConstantFactor => "constant factor rule",
        Law::Sum => "sum rule",
        Law::Product => "product rule",
        Law::Quotient => "quotient rule",
        Law::Power => "power rule",
        Law::Exponential => "exponential rule",
        Law::GeneralPower => "logarithmic differentiation",
        Law::Function(_) | Law::Unknown => "chain rule",
        Law::Piecewise => BY_CASES,
        Law::UnderTheSign => "Leibniz rule: differentiate under the sign",
        Law::Component => "of the terms of a sum over an index, one has the variable as its component",
    }
}

/// Two letters that stand for parts of an expression and occur nowhere in it.
pub(super) fn letters(arena: &mut Arena, roots: &[Id]) -> [Id; 2] {
    const PAIRS: [[&str; 2]; 4] = [["u", "v"], ["f", "g"], ["p", "q"], ["r", "s"]];
    let taken = taken_names(arena, roots);
    let is_free = |pair: &&[&str; 2]| pair.iter().all(|letter| !taken.iter().any(|name| name == letter));
    let pair = PAIRS.iter().find(is_free).unwrap_or(&["u_1", "u_2"]);
    pair.map(|letter| arena.symbol(letter))
}

/// A function's own rule as the table has it: `sigma' = sigma*(1 - sigma)`, or with its argument where it does not stand
/// under functions alone: `ln'(u) = 1/u`. Nothing for functions of several arguments.
pub(super) fn function_rule(arena: &mut Arena, function: FunctionId, letter: Id) -> Option<Word> {
    if function.row().arity != Arity::Exactly(1) {
        return None;
    }
    let call = arena.call(function, &[letter]);
    let derivative = template::derivative(arena, function, 0, &[letter], call, &mut Vec::new())?;
    let style = Style { variable: Some(letter), ..Style::default() };
    let written = |arena: &Arena, id: Id, notation| {
        let mut out = String::new();
        render::write_part(&mut out, arena, id, &style, notation, Level::Sum).ok().map(|()| out)
    };
    let argument = format!("({})", written(arena, letter, Notation::Text)?);
    let right = written(arena, derivative, Notation::Text)?;
    let name = function.row().name;
    let bare = right.replace(&argument, "");
    let stands_alone = !mentions_word(&bare, &argument[1..argument.len() - 1]);
    let text = if stands_alone { format!("{name}' = {bare}") } else { format!("{name}'{argument} = {right}") };
    let latex = format!("{}'{argument}={}", latex_name(function), written(arena, derivative, Notation::Latex)?);
    Some(Word::Verbatim { text, latex })
}

/// The function's name in LaTeX where it stands without its usual dress.
fn latex_name(function: FunctionId) -> &'static str {
    match function.row().name {
        "abs" => "\\operatorname{abs}",
        "floor" => "\\operatorname{floor}",
        "ceil" => "\\operatorname{ceil}",
        "cbrt" => "\\operatorname{cbrt}",
        "factorial" => "\\operatorname{factorial}",
        _ => function.row().latex,
    }
}

fn mentions_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word)
}
