//! Words: `\\operatorname{erf}`, `\\text{ if }`, `\\mathrm{loss}`, remarks beside a formula, and functions without their backslash.

use super::above::single_letters;
use super::commands::{self, Command};
use super::names::Marks;
use super::shape::Shaper;
use super::tokens::Raw;
use super::{Differ, Kind, ends_operand};
use crate::error::Error;
use crate::letters::{ABSOLUTE, BARE_FUNCTIONS, greek_letter, is_abbreviation, is_label, is_measure, is_operation, is_pair, is_unit};
use crate::syntax::names::{Known, function, function_of_latex};
use crate::syntax::note;
use smallvec::SmallVec;

/// So many words before and behind two capitals are looked through for others.
const NEAR: usize = 64;

/// A name has at most so many words.
const MOST_WORDS: usize = 5;

/// Words that join what is said before and after them, and are in no name.
const JOINING: [&str; 22] = [
    "and",
    "are",
    "as",
    "because",
    "by",
    "for",
    "from",
    "given",
    "has",
    "if",
    "is",
    "otherwise",
    "or",
    "since",
    "so",
    "such",
    "that",
    "then",
    "when",
    "where",
    "with",
    "let",
];

/// No function that is read without its backslash has more letters.
const LONGEST_FUNCTION: usize = 16;

impl Shaper<'_, '_> {
    /// `sin(x)` without its backslash.
    pub fn bare_function(&mut self) -> Result<bool, Error> {
        let start = self.at;
        if !self.run.contains(&start) {
            let joins = |at: usize| matches!(self.raw(at), Some(Raw::Letter(letter)) if letter.is_ascii_alphabetic());
            self.run = start..start + 1 + (start + 1..).take_while(|at| joins(*at) && !self.list[*at].spaced).count();
            self.in_glued = false;
        }
        let length = self.run.end - start;
        // The first of many letters decides whether they are a word; behind others only a function may begin.
        if length < 2 || (length > LONGEST_FUNCTION && start > self.run.start) {
            return Ok(false);
        }
        let mut letters: SmallVec<[u8; LONGEST_FUNCTION]> = SmallVec::new();
        letters.extend(self.list[start..start + length].iter().filter_map(|token| match token.raw {
            Raw::Letter(letter) => u8::try_from(letter).ok(),
            _ => None,
        }));
        let run = std::str::from_utf8(&letters).unwrap_or_default();
        if let Some(is_read) = self.glued_function(start, run)? {
            return Ok(is_read);
        }
        if self.indexed_word(start, run)? {
            return Ok(true);
        }
        let opens = self.opens_bracket(start + length);
        let raised = self.raw(start + length) == Some(Raw::Caret);
        let argument = self.argument_behind(start + length);
        let goes_on = matches!(self.raw(argument), Some(Raw::Letter(_) | Raw::Digit(_) | Raw::Open | Raw::Symbol('|')))
            || matches!(self.raw(argument), Some(Raw::Command(name)) if matches!(commands::command(name), Some(Command::Letter(_) | Command::Fraction | Command::Root | Command::Function(_))))
            || (argument > start + length && self.opens_bracket(argument));
        let alone = start == 0 || !matches!(self.raw(start - 1), Some(Raw::Letter(_))) || self.list[start].spaced;
        if run == "pi" && alone {
            let span = self.span(start).to(self.span(start + 1));
            note::add(&mut self.out.notes, span, || "read `pi` as the constant; in LaTeX it is written \\pi".into());
            let name = self.out.name("pi", "", "", 0, 0, false);
            self.out.names.push(name);
            self.push(Kind::Name(self.out.names.len() as u32 - 1), span);
            self.at += length;
            return Ok(true);
        }
        let is_measured = alone && (is_measure(run) || (start < self.upright_to && is_unit(run)));
        if is_measured
            || self.is_limit_word(start, run)
            || self.is_pair_of_capitals(start, run, alone && !raised)
            || (alone && self.is_indexed_pair(start, run))
            || self.is_quantity_above(start, run)
        {
            let span = self.span(start).to(self.span(start + length - 1));
            self.note_once(span, format!("read `{run}` as one name; a product has a space or \\cdot between its letters"));
            self.at += length;
            return self.marked(Marks::word(run.to_string()), start).map(|()| true);
        }
        // t r \theta is a product, and tr(A) none.
        let takes = opens || (run != "tr" && (goes_on || self.raw(start + length) == Some(Raw::Underscore)));
        if alone && is_operation(run) && takes {
            let span = Some(self.span(start).to(self.span(start + length - 1)).range());
            let what = format!("what `{run}` does with what stands behind it is not read");
            return Err(Error::Unsupported { span, what, hint: Some("a product of letters has spaces between them".into()) });
        }
        // A case may say `if` in letters of its own.
        let in_condition =
            matches!(self.environments.last(), Some((_, true))) && self.list.get(start + length).is_none_or(|next| next.spaced);
        if alone
            && in_condition
            && let Some(kind @ Kind::Text(_)) = commands::text_word(run)
        {
            let span = self.span(start).to(self.span(start + length - 1));
            self.note_once(span, format!("read `{run}` as the word, which is written \\text{{{run}}}"));
            self.push(kind, span);
            self.at += length;
            return Ok(true);
        }
        let found = BARE_FUNCTIONS.iter().chain(&["ln", ABSOLUTE]).find(|word| {
            // In xsin(x) the function follows the x; sine(x) is none.
            run == **word
                && ((alone && (opens || (run != ABSOLUTE && (raised || goes_on))))
                    || ((word.len() > 2 || self.is_behind_capital(start)) && opens)
                    || self.is_glued_operator(start, word))
        });
        let Some(known) = found.and_then(|word| known_function(word)) else {
            let is_indexed = self.raw(start + length) == Some(Raw::Underscore);
            // `exp_i` and `a\, sin` have no argument: neither the function nor a product of letters is likely.
            if alone && length > 2 && BARE_FUNCTIONS.contains(&run) {
                return Err(Error::Unsupported {
                    span: Some(self.span(start).to(self.span(start + length - 1)).range()),
                    what: format!("whether `{run}` is the function, a name or a product of letters is not said"),
                    hint: Some(format!("the function is written \\{run}, a name \\mathrm{{{run}}}; factors are set apart by spaces")),
                });
            }
            // Cov(x, y) is no product, though its letters stand side by side.
            if alone
                && opens
                && matches!(run, "Var" | "Cov" | "Corr" | "var" | "cov" | "corr" | "Pr" | "Re" | "Im" | "softmax" | "softmin" | "sparsemax")
            {
                self.at += length;
                return self.marked(Marks::word(run.to_string()), start).map(|()| true);
            }
            // So does ln in Bln(W).
            let is_logarithm = opens && run.len() == 3 && run.ends_with("ln") && self.is_behind_capital(start + 1);
            let is_free = alone && !is_logarithm && !BARE_FUNCTIONS.iter().any(|word| run.ends_with(word));
            // In kate^{t} the last letter is Euler's number; and letters that are quantities elsewhere are factors here.
            let is_power_of_e = raised && run.ends_with('e');
            if is_free && !is_power_of_e && is_word(run, is_indexed) && !self.holds_quantity(start..start + length) {
                let span = self.span(start).to(self.span(start + length - 1));
                self.note_once(
                    span,
                    format!("read `{run}` as one name, which is written \\mathrm{{{run}}}; factors are set apart by spaces"),
                );
                self.at += length;
                return self.marked(Marks::word(run.to_string()), start).map(|()| true);
            }
            if is_free && reads_like_a_word(run, is_indexed) {
                let span = self.span(start).to(self.span(start + length - 1)).range();
                let hint = Some(format!("a name of several letters is written \\mathrm{{{run}}}; factors are set apart by spaces"));
                return Err(Error::Unsupported {
                    span: Some(span),
                    what: format!("whether `{run}` is a word or a product of letters is not said"),
                    hint,
                });
            }
            // In \frac{CL}{V}C the C stands alone as well, so that CL may be another quantity.
            let are_capitals = length == 2 && run.bytes().all(|letter| letter.is_ascii_uppercase());
            let is_doubtful =
                length > 2 || (are_capitals && (is_indexed || self.holds_quantity(start..start + length) || self.shares_capital(start)));
            let is_above = run.starts_with('d') && self.is_quantity_above(start + 1, &run[1..]);
            if is_doubtful && !is_above && alone && !is_logarithm && !BARE_FUNCTIONS.iter().any(|word| run.ends_with(word)) {
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

    /// `MR - MC`: whether a pair of capitals is the name of a quantity, beside another such pair.
    fn is_pair_of_capitals(&mut self, start: usize, run: &str, is_plain: bool) -> bool {
        is_plain && is_pair(run) && self.shares_capital(start) && !self.holds_quantity(start..start + run.len())
    }

    /// `\frac{MU_x}{MU_y}`, `KE_i`, `MP_L`: whether a pair of capitals with an index is the name of a quantity, the first of which
    /// stands nowhere alone.
    fn is_indexed_pair(&mut self, start: usize, run: &str) -> bool {
        let index = start + run.len();
        if self.raw(index) != Some(Raw::Underscore) {
            return false;
        }
        let is_capital = matches!(self.raw(index + 2), Some(Raw::Letter(letter)) if letter.is_ascii_uppercase());
        let is_quantity = match run {
            "MU" | "TU" | "KE" | "PE" => true,
            // The product of a factor, which the index names.
            "MP" | "AP" => is_capital && self.behind(index + 1) == index + 4,
            _ => false,
        };
        is_quantity && !self.holds_quantity(start..start + 1)
    }

    /// `\int_{in}^{out}`: whether letters that are all of one limit are a word, as those of the other limit are.
    fn is_limit_word(&mut self, start: usize, run: &str) -> bool {
        let close = start + run.len();
        if start < 3 || self.raw(start - 1) != Some(Raw::Open) || self.raw(close) != Some(Raw::Close) {
            return false;
        }
        let is_script = |at: usize| matches!(self.raw(at), Some(Raw::Underscore | Raw::Caret));
        let before = start - 3;
        let open = match (self.raw(start - 2), self.raw(close + 1)) {
            (Some(Raw::Underscore), Some(Raw::Caret)) | (Some(Raw::Caret), Some(Raw::Underscore)) => close + 2,
            (Some(Raw::Underscore | Raw::Caret), _) if self.raw(before) == Some(Raw::Close) => self.mates[before] as usize,
            _ => return false,
        };
        if self.raw(open) != Some(Raw::Open) || open == 0 || !is_script(open - 1) || self.raw(open - 1) == self.raw(start - 2) {
            return false;
        }
        let inner = open + 1..self.mates[open] as usize;
        if inner.len() > LONGEST_FUNCTION {
            return false;
        }
        if let Some(Raw::Command(name)) = self.raw(inner.start)
            && commands::command(name) == Some(Command::Upright)
        {
            return has_vowel(run) && self.upright_name(inner.start).is_some_and(|word| word.len() > 1);
        }
        let letters = inner.clone().map(|at| match self.raw(at) {
            Some(Raw::Letter(letter)) if letter.is_ascii_alphabetic() && (at == inner.start || !self.list[at].spaced) => Some(letter),
            _ => None,
        });
        let Some(other) = letters.collect::<Option<String>>() else { return false };
        if is_word(&other, false) {
            return has_vowel(run) || is_label(run);
        }
        is_label(run) && is_label(&other) && !self.holds_quantity(start..close) && !self.holds_quantity(inner)
    }

    /// `\frac{dTR}{dQ}`, `dTR/dp`, `\partial TC`: whether capitals between a differential and the end of its numerator are one name.
    /// Quantities of state side by side are factors, d(PV).
    fn is_quantity_above(&mut self, start: usize, run: &str) -> bool {
        let before = |back: usize| start.checked_sub(back).and_then(|at| self.raw(at));
        let follows_sign = match before(1) {
            Some(Raw::Letter('d')) => self.run.start + 1 == start && !matches!(before(2), Some(Raw::Close | Raw::Symbol(')'))),
            Some(Raw::Command("partial")) => true,
            _ => false,
        };
        let ends = match (self.raw(start + run.len()), self.raw(start + run.len() + 1)) {
            (Some(Raw::Close), Some(Raw::Open)) => matches!(
                self.raw(start + run.len() + 2),
                Some(Raw::Letter('d') | Raw::Command("partial" | "mathrm" | "rm" | "operatorname"))
            ),
            (Some(Raw::Symbol('/')), Some(Raw::Letter('d') | Raw::Command("partial"))) => true,
            _ => false,
        };
        let are_capitals = run.bytes().all(|letter| letter.is_ascii_uppercase());
        let are_of_state = run.chars().all(|letter| matches!(letter, 'P' | 'V' | 'T' | 'S' | 'U' | 'H' | 'N'));
        follows_sign
            && ends
            && are_capitals
            && (2..=4).contains(&run.len())
            && !are_of_state
            && !self.holds_quantity(start..start + run.len())
    }

    /// Whether a single capital stands before a letter.
    fn is_behind_capital(&self, at: usize) -> bool {
        let letter = |back: usize| at.checked_sub(back).and_then(|at| self.raw(at));
        matches!(letter(1), Some(Raw::Letter(first)) if first.is_ascii_uppercase()) && !matches!(letter(2), Some(Raw::Letter(_)))
    }

    /// Whether one of some letters stands somewhere without other letters beside it.
    fn holds_quantity(&mut self, run: std::ops::Range<usize>) -> bool {
        let single = self.single.get_or_insert_with(|| single_letters(self.list, self.mates));
        run.clone().any(|at| matches!(self.list[at].raw, Raw::Letter(letter) if single.contains(letter)))
    }

    /// `\frac{MC}{MR}`: whether two other capitals side by side have one of these two.
    fn shares_capital(&self, start: usize) -> bool {
        let capital = |at: usize| match self.raw(at) {
            Some(Raw::Letter(letter)) if letter.is_ascii_uppercase() => Some(letter),
            _ => None,
        };
        let pair = |at: usize| Some((capital(at)?, capital(at + 1).filter(|_| !self.list[at + 1].spaced)?));
        let Some(own) = pair(start) else { return false };
        let near = start.saturating_sub(NEAR)..start + NEAR;
        near.filter_map(pair).any(|other| other != own && [other.0, other.1].iter().any(|letter| *letter == own.0 || *letter == own.1))
    }

    /// `\mathrm{loss}`, `\operatorname{erf}`, `\text{ if }`, `\mathrm{d}`.
    pub fn upright(&mut self) -> Result<(), Error> {
        let start = self.at;
        let mut open = start + 1;
        if self.raw(open) == Some(Raw::Symbol('*')) {
            open += 1;
        }
        let behind = self.behind(open);
        let inner = self.inside(open);
        let span = self.span(start).to(self.span(behind - 1));
        // Words on a row of their own part what stands before and after them.
        if matches!(self.raw(start), Some(Raw::Command("intertext" | "shortintertext"))) {
            if !self.out.words.is_empty() {
                self.push(Kind::Separator, span);
            }
            return self.remark(behind);
        }
        // \mathrm{d^2}y, \mathrm{dx^2}: an upright d with its order, or before a variable with one.
        let power = inner.start + 1 + usize::from(matches!(self.raw(inner.start + 1), Some(Raw::Letter(_))));
        if self.raw(inner.start) == Some(Raw::Letter('d')) && self.raw(power) == Some(Raw::Caret) && self.behind(power + 1) == inner.end {
            self.push(Kind::Differential(Differ::Total), span);
            self.jumps.push((inner.end, behind));
            self.at = inner.start + 1;
            return Ok(());
        }
        if let Some(text) = self.plain_text(inner.clone()) {
            let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';'));
            if trimmed.is_empty() {
                self.at = behind;
                return Ok(());
            }
            // Letters in italics that belong together are a name, whatever they would say upright.
            let is_italic = self.raw(start) == Some(Raw::Command("mathit"));
            let is_index_of = self.raw(behind) == Some(Raw::Underscore);
            // exp_i is a name, for no exponential function has an index.
            let is_exponential = trimmed == "exp" && is_index_of && matches!(self.raw(behind + 2), Some(Raw::Letter(_)));
            if is_exponential && self.upright_name(start).is_some() {
                return self.name();
            }
            if is_italic && trimmed.len() > 1 && (is_index_of || function(trimmed).is_none()) && self.upright_name(start).is_some() {
                return self.name();
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
            // \operatorname{sen}
            let abroad = match commands::command(trimmed) {
                Some(Command::Function(name)) => function(name),
                _ => None,
            };
            if let Some(known) = known
                .or(abroad.filter(|_| trimmed.len() > 2 || is_operator || self.is_in_mathop(start)))
                .or_else(|| function(trimmed).filter(|_| trimmed.len() > 1 && greek_letter(trimmed).is_none()))
            {
                self.at = behind;
                self.push(Kind::Function(known), span);
                return Ok(());
            }
            // Words of language are set apart by spaces of their own: \text{using }z.
            let is_spaced = text.trim() != text || text.contains(' ') || self.list[behind - 1].spaced;
            let is_remark = self.is_language(start) && is_spaced && !self.stands_for_value(behind);
            if let Some(name) = self.upright_name(start).filter(|_| !is_remark) {
                self.note_operator(start, behind, &name);
                if trimmed.contains(' ') && self.is_language(start) {
                    note::add(&mut self.out.notes, span, || format!("read the words `{trimmed}` as one name, {name}"));
                }
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
        // \mathop{\mathrm{sgn}} is \mathrm{sgn}; anything else inside is read as it is.
        let holds_word = match self.raw(inner.start) {
            Some(Raw::Command(name)) => {
                commands::command(name) == Some(Command::Upright) && self.behind(inner.start + 1) == inner.end && inner.end + 1 == behind
            }
            _ => false,
        };
        // \mathop{\mathrm{sh}}'
        if holds_word
            && self.has_primes(behind)
            && let Some(word) = self.upright_name(inner.start).filter(|word| known_function(word).is_none())
        {
            self.at = behind;
            return self.marked(Marks::word(word), start);
        }
        // \mathord{\left/ ... \right.} is a slash.
        let holds_slash = self.raw(inner.start) == Some(Raw::Command("left")) && self.raw(inner.start + 1) == Some(Raw::Symbol('/'));
        if holds_word || holds_slash {
            self.jumps.push((inner.end, behind));
            self.at = inner.start;
        } else {
            self.upright_to = behind;
            self.at = open;
        }
        Ok(())
    }

    /// The name that upright letters are: `loss`, `H2`, and of words `total_cost`. Nothing where they hold anything else.
    pub fn upright_name(&self, at: usize) -> Option<String> {
        let open = at + 1 + usize::from(self.raw(at + 1) == Some(Raw::Symbol('*')));
        let text = self.plain_text(self.inside(open))?;
        let is_language = self.is_language(at);
        let is_italic = self.raw(at) == Some(Raw::Command("mathit"));
        let is_gap = |c: char| c == '_' || (is_language && matches!(c, ' ' | '-'));
        let text: String = if is_language { text } else { text.split_whitespace().collect() };
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';'));
        let words: Vec<&str> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
        let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && words.len() <= MOST_WORDS
            && words
                .iter()
                .all(|word| word.chars().all(|c| c.is_ascii_alphanumeric()) && (is_italic || !JOINING.contains(&&*word.to_lowercase())));
        is_name.then(|| words.join("_"))
    }

    /// Whether words stand where a value must: an operator on one side at least, and nothing that goes on with a sentence.
    fn stands_for_value(&self, behind: usize) -> bool {
        let before = self.out.words.iter().rev().map(|word| word.kind).find(|kind| *kind != Kind::Gap);
        let begins = before.is_none_or(|kind| !ends_operand(kind));
        let is_operator = |kind| matches!(kind, Kind::Plus | Kind::Minus | Kind::Times | Kind::Slash | Kind::Relation(_));
        let mut at = behind;
        let follows = loop {
            match self.raw(at) {
                Some(Raw::Symbol(symbol)) => break matches!(symbol, '+' | '-' | '*' | '/' | '='),
                Some(Raw::Underscore | Raw::Caret) => break true,
                Some(Raw::Command(name)) => match commands::command(name) {
                    Some(Command::Word(kind)) if is_operator(kind) => break true,
                    Some(Command::Invisible | Command::Word(Kind::Gap)) => at += 1,
                    _ => break false,
                },
                _ => break false,
            }
        };
        let ends = matches!(self.raw(at), None | Some(Raw::Close | Raw::Ampersand | Raw::Symbol(')' | ']' | ',' | '.')))
            || matches!(self.raw(at), Some(Raw::Command(name)) if matches!(commands::command(name), Some(Command::Right | Command::End | Command::Word(Kind::Row | Kind::Close(_)))));
        begins && (follows || (ends && before.is_some_and(|kind| is_operator(kind) || matches!(kind, Kind::BraceOpen | Kind::Open(_)))))
    }

    /// Whether a command for upright letters stands alone in `\mathop{}`.
    fn is_in_mathop(&self, start: usize) -> bool {
        start > 1 && self.raw(start - 1) == Some(Raw::Open) && self.raw(start - 2) == Some(Raw::Command("mathop"))
    }

    /// What stands inside braces, and inside braces that are all there is in them.
    fn inside(&self, mut open: usize) -> std::ops::Range<usize> {
        let mut behind = self.behind(open).max(open + 2);
        while self.raw(open + 1) == Some(Raw::Open) && self.behind(open + 1) + 1 == behind {
            open += 1;
            behind -= 1;
        }
        open + 1..behind - 1
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
    pub fn plain_text(&self, inner: std::ops::Range<usize>) -> Option<String> {
        let mut text = String::new();
        let mut subscripts = 0usize;
        for at in inner {
            let token = &self.list[at];
            if token.spaced {
                text.push(' ');
            }
            match token.raw {
                Raw::Letter(c) | Raw::Digit(c) | Raw::Symbol(c @ (',' | '.' | ':' | ';' | '-' | '*')) => text.push(c),
                Raw::Symbol('$' | '~') | Raw::Command("," | " " | "!" | ";" | "quad" | "qquad") => text.push(' '),
                Raw::Command("_") | Raw::Underscore => text.push('_'),
                Raw::Open if text.ends_with('_') => subscripts += 1,
                Raw::Close if subscripts > 0 => subscripts -= 1,
                _ => return None,
            }
        }
        Some(text)
    }
}

/// The function of the table that a word is without its backslash.
pub fn known_function(word: &str) -> Option<Known> {
    match commands::command(word) {
        Some(Command::Function(name)) => function(name),
        _ => function(word),
    }
}

/// Whether letters side by side are a name: a word that can be said, an abbreviation in capitals, or one that is known.
fn is_word(run: &str, is_indexed: bool) -> bool {
    if is_abbreviation(run) {
        return true;
    }
    let is_vowel = |letter: u8| b"aeiouyAEIOU".contains(&letter);
    let mut runs = run.as_bytes().chunk_by(|one, other| is_vowel(*one) == is_vowel(*other)).map(|run| (is_vowel(run[0]), run.len()));
    let begins = run.bytes().take_while(|letter| !is_vowel(*letter)).count();
    let can_begin = begins < 3 || ["str", "sch", "thr", "chr", "shr", "spl", "spr", "scr"].iter().any(|start| run.starts_with(start));
    let can_be_said = can_begin && runs.all(|(is_vowel, length)| length <= if is_vowel { 2 } else { 3 });
    let has_small = run.bytes().skip(1).all(|letter| letter.is_ascii_lowercase());
    reads_like_a_word(run, is_indexed) && can_be_said && has_small && run.len() > 3
}

fn has_vowel(run: &str) -> bool {
    run.bytes().any(|letter| b"aeiouAEIOU".contains(&letter))
}

/// Letters with a vowel among them are more likely the name of something than its factors: `loss`, `error`, `out_1`.
fn reads_like_a_word(run: &str, is_indexed: bool) -> bool {
    run.len() > if is_indexed { 2 } else { 3 } && run.bytes().skip(1).any(|letter| b"aeiou".contains(&letter))
}
