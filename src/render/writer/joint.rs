//! What goes between two factors where they are drawn: mostly nothing.

use super::super::names;
use super::super::shape::Factor;
use super::call::{FACTORIAL, is_operator};
use super::{Notation, Writer};
use crate::expression::{Id, Node};
use crate::functions::FunctionId;
use crate::letters::{greek_letter, is_read_as_one};

/// What a LaTeX factor begins with, for the space before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Digit,
    Letter(char),
    /// A letter with an exponent or an index.
    Adorned,
    /// An unknown function.
    Called,
    /// A power of e, which no argument without brackets takes in.
    Exponential,
    /// A named function whose argument stands in brackets.
    BracketedFunction,
    /// Any other named function.
    Function,
    /// A root, a Greek letter, a constant.
    Command,
    /// A word set upright.
    Word,
    /// An absolute value, or what is like one.
    Bars,
    /// A letter with its factorial.
    Factorial,
    Bracket,
}

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    /// Whether a name before a factor in brackets would be read as a function of it.
    pub(super) fn calls(&self, before: &Factor, factor: &Factor) -> bool {
        const FUNCTIONS: [&str; 10] = ["f", "g", "h", "F", "G", "H", "sigma", "Phi", "Gamma", "psi"];
        let Factor::Power(name, exponent) = before else { return false };
        // f^n\cdot (x + 1)
        let (name, is_raised) = match self.arena.node(*name) {
            Node::Power(base, _) => (base, true),
            _ => (*name, false),
        };
        let Some(name) = self.arena.as_symbol(name).map(|symbol| self.arena.name(symbol)) else { return false };
        let base = name.split('_').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
        let is_function = FUNCTIONS.contains(&base) || (base.len() > 1 && greek_letter(base).is_none());
        let holds_sum = match factor {
            Factor::Power(id, exponent) => exponent.is_integer() && matches!(self.arena.node(*id), Node::Sum([_, _, ..])),
            _ => false,
        };
        is_function || (!is_raised && !holds_sum && exponent.is_one())
    }

    /// What a LaTeX factor begins with.
    pub(super) fn opening(&self, factor: &Factor) -> Opening {
        let (id, exponent) = match factor {
            Factor::Number(_) | Factor::Decimal(_) => return Opening::Digit,
            Factor::Reciprocal(..) => return Opening::Function,
            Factor::NumberPower(root) => return if root.1.to_small() == Some((1, 2)) { Opening::Command } else { Opening::Digit },
            Factor::Power(id, exponent) => (*id, exponent),
        };
        if exponent.to_small() == Some((1, 2)) {
            return Opening::Command;
        }
        match self.arena.node(id) {
            // The names of shared parts have an index.
            _ if self.is_named(id) => Opening::Adorned,
            // A long product that is a factor is drawn as a fraction, without brackets.
            _ if exponent.is_one() && self.drawing().is_some() && self.is_drawn_fraction(id) => Opening::Command,
            _ if !exponent.is_one() && matches!(self.arena.node(id), Node::Power(..) | Node::Product(_) | Node::Sum(_)) => Opening::Bracket,
            Node::Symbol(symbol) => {
                let mut written = String::new();
                names::latex(&mut written, self.arena.name(symbol));
                match written.chars().next() {
                    Some('\\') if written.starts_with(UPRIGHT) => Opening::Word,
                    Some('\\') => Opening::Command,
                    Some(letter) if exponent.is_one() && written.len() == letter.len_utf8() => Opening::Letter(letter),
                    _ => Opening::Adorned,
                }
            }
            Node::Apply(unknown, _) => {
                // A dot over a letter leaves it a letter.
                let order = self.arena.unknown(unknown).1.iter().sum();
                if self.latex_style().dots(order).is_some() { Opening::Adorned } else { Opening::Called }
            }
            Node::Power(base, _) if matches!(self.arena.node(base), Node::Symbol(_)) => Opening::Adorned,
            Node::Power(base, _) if matches!(self.arena.node(base), Node::Apply(..)) => Opening::Called,
            Node::Power(base, _) if self.arena.as_number(base).is_some() => Opening::Digit,
            Node::Power(base, exponent)
                if self.counts(exponent)
                    && matches!(self.arena.node(base), Node::Call(function, [_]) if is_operator(function.row().latex)) =>
            {
                Opening::Function
            }
            Node::Power(..) => Opening::Bracket,
            Node::Call(FunctionId::EXP, [Id::ONE]) => Opening::Adorned,
            Node::Call(FunctionId::EXP, _) if exponent.is_one() => Opening::Exponential,
            Node::Call(FunctionId::EXP, _) => Opening::Bracket,
            Node::Call(function, [_]) if is_operator(function.row().latex) && !exponent.is_integer() => Opening::Bracket,
            Node::Call(function, [_]) if is_operator(function.row().latex) => Opening::Function,
            Node::Call(function, [_, ..])
                // \operatorname brings its own space.
                if function.row().latex.starts_with('\\')
                    && !function.row().latex.starts_with("\\operatorname")
                    && !matches!(function.row().name, "abs" | "cbrt" | "root" | "floor" | "ceil" | "factorial") =>
            {
                Opening::BracketedFunction
            }
            Node::Call(FACTORIAL, [argument]) if self.arena.as_number(*argument).is_some() => Opening::Digit,
            Node::Call(FACTORIAL, [argument]) if self.arena.as_symbol(*argument).is_some() => Opening::Factorial,
            Node::Call(FACTORIAL, _) => Opening::Bracket,
            Node::Call(function, _) if matches!(function.row().name, "abs" | "floor" | "ceil") => Opening::Bars,
            Node::Call(function, [_, ..]) if !matches!(function.row().name, "cbrt" | "root") => Opening::Function,
            Node::Call(..) => Opening::Command,
            _ => Opening::Bracket,
        }
    }

    /// What goes between the factor just written and the next where it is drawn.
    pub(super) fn space(&self, out: &str, next: Opening) -> &'static str {
        // An argument without brackets would swallow what follows it.
        let behind_argument = self.argument_end == out.len() && !out.is_empty();
        if self.notation() == Notation::Typst {
            return match next {
                Opening::Digit => " dot ",
                Opening::Letter(_) | Opening::Adorned | Opening::Command | Opening::Called | Opening::Exponential if behind_argument => {
                    " dot "
                }
                Opening::Bracket if behind_argument => " thin ",
                _ => " ",
            };
        }
        let last = out.chars().next_back().unwrap_or(' ');
        let before = out.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let command = before.len() < out.len() && before.ends_with('\\');
        // Four letters and more read like a word.
        let is_long = out.len() - before.len() > 2;
        match next {
            Opening::Digit => "\\cdot ",
            // dx would be a differential.
            Opening::Letter(_) | Opening::Adorned | Opening::Command if last == 'd' && !command => "\\,",
            Opening::BracketedFunction if last.is_ascii_digit() => "",
            Opening::BracketedFunction => "\\,",
            Opening::Bracket | Opening::Bars | Opening::Exponential if behind_argument => "\\,",
            Opening::Letter(_) | Opening::Adorned | Opening::Command | Opening::Called | Opening::Word | Opening::Factorial
                if behind_argument =>
            {
                "\\cdot "
            }
            // Bars and words run into what stands before them.
            Opening::Bars if matches!(last, '|' | '}') => "\\,",
            Opening::Word if last.is_ascii_alphabetic() || last == '}' => "\\,",
            Opening::Factorial if last.is_ascii_alphabetic() || last == '}' || last == '!' => "\\,",
            Opening::Letter(_) | Opening::Adorned | Opening::Called | Opening::Exponential if ends_with_word(out) => "\\,",
            Opening::Letter(_) | Opening::Adorned | Opening::Called | Opening::Exponential if out.ends_with("))") => "\\,",
            Opening::Letter(_) if last == ')' => "\\,",
            Opening::Letter(_) | Opening::Adorned | Opening::Called | Opening::Exponential if command => " ",
            Opening::Adorned | Opening::Called | Opening::Exponential
                if last.is_ascii_alphabetic() || (last.is_ascii_digit() && out[..out.len() - 1].ends_with(['^', '_'])) =>
            {
                " "
            }
            Opening::Letter(_) if is_long => " ",
            Opening::Letter(letter) if runs_into_a_word(&out[before.len()..], letter) => " ",
            Opening::Letter(_) if last.is_ascii_digit() && out[..out.len() - 1].ends_with('_') => " ",
            _ => "",
        }
    }
}

/// What begins a word that is set upright.
const UPRIGHT: &str = "\\mathrm{";

/// Whether the last factor is a word set upright, and no index of one.
fn ends_with_word(out: &str) -> bool {
    let Some(inside) = out.strip_suffix('}') else { return false };
    let word = inside.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    inside.len() - word.len() > 1 && word.strip_suffix(UPRIGHT).is_some_and(|before| !before.ends_with(['{', '_']))
}

/// Whether letters that stand side by side already make a word with the next one: `ln` from l and n, `cos` from c, o and s.
fn runs_into_a_word(letters: &str, next: char) -> bool {
    let word = format!("{letters}{next}");
    (0..letters.len()).any(|start| is_read_as_one(&word[start..]))
}
