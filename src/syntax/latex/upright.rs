//! Words: `\\operatorname{erf}`, `\\text{ if }`, `\\mathrm{loss}`, remarks beside a formula, and functions without their backslash.

use super::commands::{self, Command};
use super::shape::Shaper;
use super::tokens::Raw;
use super::words::{Differ, Kind, ends_operand};
use crate::error::Error;
use crate::letters::greek_letter;
use crate::syntax::names::{function, function_of_latex};
use crate::syntax::note;

/// Functions whose names people write without a backslash; before a bracket, or where they stand alone, they are meant.
const BARE_FUNCTIONS: [&str; 22] = [
    "arcsin", "arccos", "arctan", "softplus", "sigmoid", "sinh", "cosh", "tanh", "coth", "sqrt", "relu", "ReLU", "sin", "cos", "tan",
    "sec", "csc", "cot", "exp", "log", "max", "min",
];

impl Shaper<'_, '_> {
    /// `sin(x)` without its backslash.
    pub(super) fn bare_function(&mut self) -> Result<bool, Error> {
        let start = self.at;
        let joins = |at: usize| matches!(self.raw(at), Some(Raw::Letter(letter)) if letter.is_ascii_alphabetic());
        let length = (start + 1..).take_while(|at| joins(*at) && !self.list[*at].spaced).count() + 1;
        if length < 2 {
            return Ok(false);
        }
        let run: String = (start..start + length)
            .filter_map(|at| match self.list[at].raw {
                Raw::Letter(letter) => Some(letter),
                _ => None,
            })
            .collect();
        let opens = match self.raw(start + length) {
            Some(Raw::Symbol('(' | '[')) => true,
            Some(Raw::Command(name)) => name == "left" || name.starts_with("big") || name.starts_with("Big"),
            _ => false,
        };
        let raised = self.raw(start + length) == Some(Raw::Caret);
        let goes_on = matches!(self.raw(start + length), Some(Raw::Letter(_) | Raw::Digit(_) | Raw::Open | Raw::Symbol('|')))
            || matches!(self.raw(start + length), Some(Raw::Command(name)) if matches!(commands::command(name), Some(Command::Letter(_) | Command::Fraction | Command::Root)));
        let alone = start == 0 || !matches!(self.raw(start - 1), Some(Raw::Letter(_))) || self.list[start].spaced;
        let found = BARE_FUNCTIONS.iter().chain(&["ln"]).find(|word| {
            // In xsin(x) the function follows the x; sine(x) is none.
            run == **word && ((alone && (opens || raised || goes_on)) || (word.len() > 2 && opens))
        });
        let Some(known) = found.and_then(|word| function(word)) else {
            let is_indexed = self.raw(start + length) == Some(Raw::Underscore);
            if alone && reads_like_a_word(&run, is_indexed) && !BARE_FUNCTIONS.iter().any(|word| run.ends_with(word)) {
                let span = self.span(start).to(self.span(start + length - 1)).range();
                let hint = Some(format!("a name of several letters is written \\mathrm{{{run}}}; factors are set apart by spaces"));
                return Err(Error::Unsupported {
                    span: Some(span),
                    what: format!("whether `{run}` is a word or a product of letters is not said"),
                    hint,
                });
            }
            if length > 2 && alone && !BARE_FUNCTIONS.iter().any(|word| run.ends_with(word)) {
                let span = self.span(start).to(self.span(start + length - 1));
                note::add(&mut self.out.notes, span, || {
                    format!("read `{run}` as a product of letters; a name of several letters is written \\mathrm{{{run}}}")
                });
            }
            return Ok(false);
        };
        let span = self.span(start).to(self.span(start + length - 1));
        note::add(&mut self.out.notes, span, || format!("read `{run}` as the function; in LaTeX it is written \\{run}"));
        self.push(Kind::Function(known), span);
        self.at += length;
        Ok(true)
    }

    /// `\mathrm{loss}`, `\operatorname{erf}`, `\text{ if }`, `\mathrm{d}`.
    pub(super) fn upright(&mut self) -> Result<(), Error> {
        let start = self.at;
        let mut open = start + 1;
        if self.raw(open) == Some(Raw::Symbol('*')) {
            open += 1;
        }
        let behind = self.behind(open);
        let inner = open + 1..behind.max(open + 2) - 1;
        let span = self.span(start).to(self.span(behind - 1));
        if let Some(text) = self.plain_text(inner.clone()) {
            let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';'));
            if trimmed.is_empty() {
                self.at = behind;
                return Ok(());
            }
            let is_operator = self.raw(start) == Some(Raw::Command("operatorname"));
            if let Some(kind) = commands::text_word(&trimmed.to_lowercase()).filter(|_| !is_operator) {
                self.at = behind;
                self.push(kind, span);
                return Ok(());
            }
            if trimmed == "mod" {
                return Err(self.unsupported(start, "remainders are not read"));
            }
            if let Some(variable) = trimmed.strip_prefix('d')
                && variable.len() <= 1
                && variable.bytes().all(|byte| byte.is_ascii_alphabetic())
            {
                // \mathrm{dx} is a differential too.
                self.at = behind;
                self.push(Kind::Differential(Differ::Total), span);
                if !variable.is_empty() {
                    let name = self.out.name(variable, "", "", 0, 0, false);
                    self.out.names.push(name);
                    self.push(Kind::Name(self.out.names.len() as u32 - 1), span);
                }
                return Ok(());
            }
            if self.is_remark(behind) {
                return self.remark(behind);
            }
            // A single letter is a function only where the author says so.
            let known = function_of_latex(&format!("\\operatorname{{{trimmed}}}")).filter(|_| is_operator || trimmed.len() > 1);
            // \operatorname{Li}_2 is one name.
            if let (Some(Raw::Underscore), Some(Raw::Digit(digit))) = (self.raw(behind), self.raw(behind + 2))
                && let Some(known) = function_of_latex(&format!("\\operatorname{{{trimmed}}}_{digit}"))
            {
                self.at = self.behind(behind + 1);
                self.push(Kind::Function(known), span);
                return Ok(());
            }
            if let Some(known) = known.or_else(|| function(trimmed).filter(|_| trimmed.len() > 1 && greek_letter(trimmed).is_none())) {
                self.at = behind;
                self.push(Kind::Function(known), span);
                return Ok(());
            }
            // Words of language are set apart by spaces of their own: \text{using }z.
            let is_remark = self.is_language(start) && (self.list[behind - 1].spaced || text.starts_with(' '));
            let is_word = trimmed.chars().all(|c| c.is_ascii_alphanumeric()) && trimmed.starts_with(|c: char| c.is_ascii_alphabetic());
            if is_word && !is_remark {
                return self.name();
            }
            let shown: String = trimmed.chars().take(40).collect();
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: format!("the words `{shown}` are no mathematics"),
                hint: Some("leave them out, or write a name as one word: \\mathrm{loss}".into()),
            });
        }
        if self.is_language(start) {
            return self.mixed(inner, behind);
        }
        // Not letters alone: what is inside is read as it is.
        self.at = open;
        Ok(())
    }

    /// Whether a command sets words of language rather than letters of mathematics.
    fn is_language(&self, at: usize) -> bool {
        matches!(self.raw(at), Some(Raw::Command(name)) if name.starts_with("text") || matches!(name, "mbox" | "hbox" | "intertext"))
    }

    /// Whether words are set apart from a complete formula, at the end of its row: a remark on it.
    fn is_remark(&self, behind: usize) -> bool {
        let words = &self.out.words;
        let before = words.iter().rev().find(|word| word.kind != Kind::Gap).is_some_and(|word| ends_operand(word.kind));
        let is_apart = words.last().is_some_and(|word| word.kind == Kind::Gap);
        self.is_language(self.at)
            && before
            && is_apart
            && self.environments.last().is_none_or(|(_, cases)| !cases)
            && self.ends_sentence(behind)
    }

    fn remark(&mut self, behind: usize) -> Result<(), Error> {
        let span = self.span(self.at).to(self.span(behind - 1));
        self.at = behind;
        note::add(&mut self.out.notes, span, || "left out the remark beside the formula: words say nothing that is computed".into());
        Ok(())
    }

    /// `\text{if $x<0$}`: a word and one formula; any other mixture is a remark or refused.
    fn mixed(&mut self, inner: std::ops::Range<usize>, behind: usize) -> Result<(), Error> {
        let is_dollar = |at: &usize| self.raw(*at) == Some(Raw::Symbol('$'));
        let dollars: Vec<usize> = inner.clone().filter(is_dollar).collect();
        if let [from, to] = dollars[..]
            && to + 1 == inner.end
            && let Some(text) = self.plain_text(inner.start..from)
            && let Some(kind) = commands::text_word(&text.trim().to_lowercase())
        {
            let span = self.span(inner.start);
            self.push(kind, span);
            self.at = from + 1;
            self.jumps.push((to, behind));
            return Ok(());
        }
        if self.is_remark(behind) {
            return self.remark(behind);
        }
        let hint = Some("leave the words out, or write the formula outside of them".into());
        let what = "these words are no mathematics".into();
        Err(Error::Unsupported { span: Some(self.span(self.at).to(self.span(behind - 1)).range()), what, hint })
    }

    /// The text inside braces, if it is letters, digits and marks.
    pub(super) fn plain_text(&self, inner: std::ops::Range<usize>) -> Option<String> {
        let mut text = String::new();
        for at in inner {
            let token = &self.list[at];
            if token.spaced {
                text.push(' ');
            }
            match token.raw {
                Raw::Letter(c) | Raw::Digit(c) | Raw::Symbol(c @ (',' | '.' | ':' | ';' | '-' | '*')) => text.push(c),
                Raw::Symbol('$') | Raw::Command("," | " " | "!" | ";" | "quad" | "qquad") => text.push(' '),
                _ => return None,
            }
        }
        Some(text)
    }
}

/// Letters with a vowel among them are more likely the name of something than its factors: `loss`, `error`, `out_1`.
fn reads_like_a_word(run: &str, is_indexed: bool) -> bool {
    run.len() > if is_indexed { 2 } else { 3 } && run.bytes().skip(1).any(|letter| b"aeiou".contains(&letter))
}
