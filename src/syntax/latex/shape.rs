//! From tokens to words: spaces and sizes are left out, letters with all that is drawn around them become names, environments
//! and brackets in their many spellings become one each.

use super::arguments::{braced, mates};
use super::commands::{self, Command};
use super::names::Marks;
use super::statements::separate;
use super::tokens::{Raw, Token};
use super::words::{Bracket, Kind, Sentence, Sign, Word, ends_operand};
use crate::error::Error;
use crate::letters::{greek, greek_letter};
use crate::syntax::names::{function, function_of_latex};
use crate::syntax::note;
use crate::syntax::tree::Span;

/// Functions whose names people write without a backslash; before a bracket, or where they stand alone, they are meant.
const BARE_FUNCTIONS: [&str; 22] = [
    "arcsin", "arccos", "arctan", "softplus", "sigmoid", "sinh", "cosh", "tanh", "coth", "sqrt", "relu", "ReLU", "sin", "cos", "tan",
    "sec", "csc", "cot", "exp", "log", "max", "min",
];

/// A reading of tokens as words.
pub(super) struct Shaper<'t, 'a> {
    pub list: &'t [Token<'a>],
    pub mates: &'t [u32],
    pub at: usize,
    pub out: Sentence,
    /// Where reading goes on elsewhere, when it comes to a place: a subscript behind an exponent is read first.
    pub jumps: Vec<(usize, usize)>,
    /// The environments that are open: whether each is a case distinction.
    environments: Vec<(&'a str, bool)>,
    /// For each `\left` the place of its `\right`; 0 where it has none, and for other tokens.
    rights: Vec<u32>,
    /// For each open `\left`, what `\right` makes of it.
    lefts: Vec<Option<Kind>>,
    /// Whether a T stands somewhere on the line, so that it is a variable where it is an exponent.
    has_line_t: bool,
}

/// The words of expanded tokens; `text` is where their places lie.
pub(super) fn words(tokens: &[Token<'_>], length: usize) -> Result<Sentence, Error> {
    let mut out = Sentence::default();
    let list = braced(tokens, &mut out.notes)?;
    let mates = mates(&list)?;
    let has_line_t = (0..list.len()).any(|at| list[at].raw == Raw::Letter('T') && (at < 2 || list[at - 2].raw != Raw::Caret));
    let mut shaper = Shaper {
        list: &list,
        mates: &mates,
        at: 0,
        out,
        jumps: Vec::new(),
        environments: Vec::new(),
        rights: rights(&list),
        lefts: Vec::new(),
        has_line_t,
    };
    while shaper.at < list.len() {
        if let Some((_, to)) = shaper.jumps.pop_if(|(from, _)| *from == shaper.at) {
            shaper.at = to;
            continue;
        }
        shaper.word()?;
    }
    let end = Span { start: length as u32, end: length as u32 };
    shaper.push(Kind::End, end);
    let mut sentence = shaper.out;
    separate(&mut sentence);
    pair(&mut sentence)?;
    Ok(sentence)
}

fn rights(list: &[Token<'_>]) -> Vec<u32> {
    let mut rights = vec![0; list.len()];
    let mut lefts = Vec::new();
    for (at, token) in list.iter().enumerate() {
        match token.raw {
            Raw::Command("left") => lefts.push(at),
            Raw::Command("right") => {
                if let Some(left) = lefts.pop() {
                    rights[left] = at as u32;
                }
            }
            _ => {}
        }
    }
    rights
}

impl<'a> Shaper<'_, 'a> {
    pub fn raw(&self, at: usize) -> Option<Raw<'a>> {
        self.list.get(at).map(|token| token.raw)
    }

    pub fn span(&self, at: usize) -> Span {
        self.list[at.min(self.list.len() - 1)].span
    }

    pub fn push(&mut self, kind: Kind, span: Span) {
        self.out.words.push(Word { kind, span, mate: 0 });
    }

    /// The place behind an argument in braces that begins at a token.
    pub fn behind(&self, at: usize) -> usize {
        match self.raw(at) {
            Some(Raw::Open) => self.mates[at] as usize + 1,
            _ => at,
        }
    }

    pub fn unsupported(&self, at: usize, why: &str) -> Error {
        Error::Unsupported { span: Some(self.span(at).range()), what: why.into(), hint: None }
    }

    fn simple(&mut self, kind: Kind) {
        let span = self.span(self.at);
        self.push(kind, span);
        self.at += 1;
    }

    /// Reads one word, or what is none.
    fn word(&mut self) -> Result<(), Error> {
        let at = self.at;
        match self.list[at].raw {
            Raw::Open => self.simple(Kind::BraceOpen),
            Raw::Close => self.simple(Kind::BraceClose),
            Raw::Digit(_) => self.number(),
            Raw::Letter(letter) if letter.is_ascii_alphabetic() => {
                if !self.bare_function() {
                    self.name()?;
                }
            }
            Raw::Letter(letter) if greek(letter).is_some() => self.name()?,
            Raw::Caret => self.superscript()?,
            Raw::Underscore => self.simple(Kind::Subscript),
            Raw::Prime => self.primes(),
            Raw::Ampersand => {
                let kind = if matches!(self.environments.last(), Some((_, true))) { Kind::Ampersand } else { Kind::Gap };
                self.simple(kind);
            }
            Raw::Command(name) => self.command(name)?,
            Raw::Symbol(symbol) => self.symbol(symbol)?,
            Raw::Letter(_) | Raw::Parameter(_) => return Err(self.unknown_character()),
        }
        Ok(())
    }

    fn unknown_character(&self) -> Error {
        let span = self.span(self.at);
        let found = match self.list[self.at].raw {
            Raw::Letter(character) | Raw::Symbol(character) => format!("`{}`", character.escape_debug()),
            _ => "`#`".into(),
        };
        Error::Syntax { span: span.range(), found, expected: "a number, a name, an operator or a bracket".into(), hint: None }
    }

    fn symbol(&mut self, symbol: char) -> Result<(), Error> {
        let next_is_digit = matches!(self.raw(self.at + 1), Some(Raw::Digit(_)));
        let kind = match symbol {
            '+' => Kind::Plus,
            '-' | '−' | '–' => Kind::Minus,
            '*' | '·' | '⋅' | '×' | '∙' => Kind::Times,
            '/' | '÷' | '∕' => Kind::Slash,
            '!' => Kind::Factorial,
            ',' => Kind::Comma,
            ';' => Kind::Separator,
            '=' => Kind::Relation(Sign::Equal),
            '<' => Kind::Relation(Sign::Less),
            '>' => Kind::Relation(Sign::Greater),
            '≤' => Kind::Relation(Sign::LessOrEqual),
            '≥' => Kind::Relation(Sign::GreaterOrEqual),
            '≠' => Kind::Relation(Sign::NotEqual),
            '(' => Kind::Open(Bracket::Round),
            ')' => Kind::Close(Bracket::Round),
            '[' => Kind::Open(Bracket::Square),
            ']' => Kind::Close(Bracket::Square),
            '|' => Kind::Bar,
            '∂' => Kind::Differential,
            ':' if self.raw(self.at + 1) == Some(Raw::Symbol('=')) => {
                self.at += 1;
                return Ok(());
            }
            '.' if next_is_digit => {
                self.number();
                return Ok(());
            }
            // A full stop behind a formula, and the marks around it.
            '.' if self.ends_sentence(self.at + 1) => {
                self.at += 1;
                return Ok(());
            }
            '$' | '\u{200b}' | '\u{2009}' => {
                self.at += 1;
                return Ok(());
            }
            _ => return Err(self.unknown_character()),
        };
        self.simple(kind);
        Ok(())
    }

    /// Whether no mathematics follows in this statement.
    fn ends_sentence(&self, mut at: usize) -> bool {
        loop {
            match self.raw(at) {
                None | Some(Raw::Ampersand) => return true,
                Some(Raw::Symbol('$' | '.')) => at += 1,
                Some(Raw::Close) => at += 1,
                Some(Raw::Command(name)) => match commands::command(name) {
                    Some(Command::End | Command::Right | Command::Word(Kind::Row | Kind::Gap)) => return true,
                    Some(Command::Upright) => return name.starts_with("text") || name == "mbox" || name == "intertext",
                    Some(Command::Invisible | Command::Transparent) => at += 1,
                    Some(Command::InvisibleWith(1)) => at = self.behind(at + 1),
                    _ => return false,
                },
                _ => return false,
            }
        }
    }

    /// Digits, with a decimal point, a decimal comma in braces, or thin spaces between thousands.
    fn number(&mut self) {
        let start = self.at;
        let mut digits = String::new();
        let (mut has_point, mut comma_at) = (false, None);
        while let Some(token) = self.list.get(self.at) {
            let after = self.raw(self.at + 1);
            let is_digit_at = |offset: usize| matches!(self.raw(self.at + offset), Some(Raw::Digit(_)));
            match token.raw {
                Raw::Digit(digit) if self.at == start || !token.spaced || digits.ends_with('.') => digits.push(digit),
                Raw::Symbol('.') if !has_point && matches!(after, Some(Raw::Digit(_))) => {
                    has_point = true;
                    digits.push('.');
                }
                Raw::Open
                    if !has_point
                        && !digits.is_empty()
                        && after == Some(Raw::Symbol(','))
                        && self.raw(self.at + 2) == Some(Raw::Close)
                        && is_digit_at(3) =>
                {
                    has_point = true;
                    comma_at = Some(digits.len());
                    digits.push('.');
                    self.at += 2;
                }
                Raw::Command(",") if !has_point && (1..4).contains(&digits.len()) && (1..4).all(is_digit_at) && !is_digit_at(4) => {}
                _ => break,
            }
            self.at += 1;
            if self.jumps.last().is_some_and(|(from, _)| *from == self.at) {
                break;
            }
        }
        let span = self.span(start).to(self.span(self.at - 1));
        if comma_at.is_some_and(|at| at < 4 && digits.len() == at + 4) {
            note::add(&mut self.out.notes, span, || format!("read a comma in braces as the decimal comma: {digits}"));
        }
        self.out.has_decimals |= has_point;
        let spelt = self.out.spell(&digits);
        self.push(Kind::Number(spelt), span);
    }

    /// `sin(x)` without its backslash.
    fn bare_function(&mut self) -> bool {
        let start = self.at;
        let joins = |at: usize| matches!(self.raw(at), Some(Raw::Letter(letter)) if letter.is_ascii_alphabetic());
        let length = (start + 1..).take_while(|at| joins(*at) && !self.list[*at].spaced).count() + 1;
        if length < 2 {
            return false;
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
            if length > 2 && alone && !BARE_FUNCTIONS.iter().any(|word| run.ends_with(word)) {
                let span = self.span(start).to(self.span(start + length - 1));
                note::add(&mut self.out.notes, span, || {
                    format!("read `{run}` as a product of letters; a name of several letters is written \\mathrm{{{run}}}")
                });
            }
            return false;
        };
        let span = self.span(start).to(self.span(start + length - 1));
        note::add(&mut self.out.notes, span, || format!("read `{run}` as the function; in LaTeX it is written \\{run}"));
        self.push(Kind::Function(known), span);
        self.at += length;
        true
    }

    /// Primes behind a bracket or a named function; those behind a letter belong to its name.
    fn primes(&mut self) {
        let start = self.at;
        while self.raw(self.at) == Some(Raw::Prime) {
            self.at += 1;
        }
        self.push(Kind::Primes((self.at - start) as u32), self.span(start).to(self.span(self.at - 1)));
    }

    /// An exponent, unless it is primes or empty. A subscript behind it is read first.
    fn superscript(&mut self) -> Result<(), Error> {
        let (open, behind) = (self.at + 1, self.behind(self.at + 1));
        let inner = open + 1..behind - 1;
        if inner.is_empty() {
            self.at = behind;
            return Ok(());
        }
        let primes = self.count_primes(inner.clone());
        if primes > 0 {
            self.push(Kind::Primes(primes), self.span(self.at));
            self.at = behind;
            return Ok(());
        }
        if self.raw(behind) == Some(Raw::Underscore) && self.jumps.last().is_none_or(|(from, _)| *from != behind) {
            let end = self.behind(behind + 1);
            self.jumps.push((behind, end));
            self.jumps.push((end, self.at));
            self.at = behind;
            return Ok(());
        }
        self.simple(Kind::Power);
        Ok(())
    }

    /// How many primes a superscript is made of; none if it is anything else.
    pub fn count_primes(&self, inner: std::ops::Range<usize>) -> u32 {
        let is_prime = |at: usize| matches!(self.raw(at), Some(Raw::Prime | Raw::Command("prime")));
        if inner.clone().all(is_prime) { inner.len() as u32 } else { 0 }
    }

    fn name(&mut self) -> Result<(), Error> {
        let start = self.at;
        let marks = Marks::read(self)?;
        self.marked(marks, start)
    }

    /// Whether `x^T` is the transpose of x: no T stands anywhere else.
    pub fn t_transposes(&self) -> bool {
        !self.has_line_t
    }

    fn command(&mut self, name: &'a str) -> Result<(), Error> {
        let Some(command) = commands::command(name) else {
            let hint = match commands::nearest(name) {
                Some(near) => format!("did you mean \\{near}? An own command is made known with \\newcommand"),
                None => "make it known with \\newcommand, or with the option for macros".into(),
            };
            let span = self.span(self.at).range();
            let found = format!("the unknown command `\\{}`", name.escape_debug());
            return Err(Error::Syntax { span, found, expected: "a command of mathematics".into(), hint: Some(hint) });
        };
        match command {
            Command::Letter(_) | Command::Accent(_) | Command::Dots(_) => return self.name(),
            Command::Function(name) => match function(name) {
                Some(known) => self.simple(Kind::Function(known)),
                None => return Err(self.unknown_character()),
            },
            Command::Word(kind) => self.simple(kind),
            Command::Invisible => self.at += 1,
            Command::InvisibleWith(0) => self.dimension(),
            Command::InvisibleWith(_) => {
                self.at += 1;
                if self.raw(self.at) == Some(Raw::Symbol('*')) {
                    self.at += 1;
                }
                let is_space = name == "hspace";
                let place = self.span(self.at - 1);
                self.at = self.behind(self.at);
                if is_space {
                    self.push(Kind::Gap, place);
                }
            }
            Command::Transparent => self.at += 1,
            Command::Upright => return self.upright(),
            Command::Fraction => {
                self.simple(Kind::Fraction);
                if self.raw(self.at) == Some(Raw::Symbol('[')) {
                    self.at += 3;
                }
            }
            Command::Binomial => self.simple(Kind::Binomial),
            Command::Root => self.root(),
            Command::Left => return self.left(),
            Command::Right => return self.right(),
            Command::Begin => return self.begin(),
            Command::End => return self.end(),
            Command::Prime => self.primes_command(),
            Command::Unsupported(why) => return Err(self.unsupported(self.at, why)),
        }
        Ok(())
    }

    fn primes_command(&mut self) {
        self.simple(Kind::Primes(1));
    }

    /// `\hskip 2pt plus 1fil`: a length is letters and digits.
    fn dimension(&mut self) {
        self.at += 1;
        while let Some(Raw::Digit(_) | Raw::Symbol('.' | '-')) = self.raw(self.at) {
            self.at += 1;
        }
        for _ in 0..2 {
            self.at += usize::from(matches!(self.raw(self.at), Some(Raw::Letter(_))));
        }
    }

    fn root(&mut self) {
        if self.raw(self.at + 1) != Some(Raw::Symbol('[')) {
            return self.simple(Kind::Root);
        }
        self.simple(Kind::IndexedRoot);
        // The square brackets become braces.
        let open = self.span(self.at);
        self.at += 1;
        self.push(Kind::BraceOpen, open);
        let mut depth = 0usize;
        let mut to = self.at;
        while let Some(raw) = self.raw(to) {
            match raw {
                Raw::Open => depth += 1,
                Raw::Close => depth = depth.saturating_sub(1),
                Raw::Symbol(']') if depth == 0 => break,
                _ => {}
            }
            to += 1;
        }
        self.jumps.push((to, to));
        while self.at < to && self.word().is_ok() {}
        self.jumps.pop();
        let close = self.span(to);
        self.push(Kind::BraceClose, close);
        self.at = to + 1;
    }

    /// `\mathrm{loss}`, `\operatorname{erf}`, `\text{ if }`, `\mathrm{d}`.
    fn upright(&mut self) -> Result<(), Error> {
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
            if let Some(kind) = commands::text_word(&trimmed.to_lowercase()) {
                self.at = behind;
                self.push(kind, span);
                return Ok(());
            }
            if trimmed == "d" {
                self.at = behind;
                self.push(Kind::Differential, span);
                return Ok(());
            }
            // A single letter is a function only where the author says so.
            let is_operator = self.raw(start) == Some(Raw::Command("operatorname"));
            let known = function_of_latex(&format!("\\operatorname{{{trimmed}}}")).filter(|_| is_operator || trimmed.len() > 1);
            if let Some(known) = known.or_else(|| function(trimmed).filter(|_| trimmed.len() > 1 && greek_letter(trimmed).is_none())) {
                self.at = behind;
                self.push(Kind::Function(known), span);
                return Ok(());
            }
            if trimmed.chars().all(|c| c.is_ascii_alphanumeric()) && trimmed.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return self.name();
            }
            let shown: String = trimmed.chars().take(40).collect();
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: format!("the words `{shown}` are no mathematics"),
                hint: Some("leave them out, or write a name as one word: \\mathrm{loss}".into()),
            });
        }
        // Not letters alone: what is inside is read as it is.
        self.at += 1;
        if self.raw(self.at) == Some(Raw::Symbol('*')) {
            self.at += 1;
        }
        Ok(())
    }

    /// The text inside braces, if it is letters, digits and marks.
    pub fn plain_text(&self, inner: std::ops::Range<usize>) -> Option<String> {
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

    /// `\left`: what it opens depends on what `\right` closes.
    fn left(&mut self) -> Result<(), Error> {
        let (opening, behind) = self.delimiter(self.at + 1)?;
        let span = self.span(self.at).to(self.span(behind - 1));
        let partner = match self.rights[self.at] {
            0 => None,
            right => self.delimiter(right as usize + 1).ok().map(|(kind, _)| kind),
        };
        let is_bar = |kind: Option<Option<Kind>>| kind == Some(Some(Kind::Bar));
        self.at = behind;
        match opening {
            None if is_bar(partner) => {
                self.lefts.push(Some(Kind::Close(Bracket::Evaluated)));
                self.push(Kind::Open(Bracket::Evaluated), span);
            }
            None => self.lefts.push(None),
            Some(Kind::Bar) => {
                self.lefts.push(Some(Kind::Close(Bracket::Bar)));
                self.push(Kind::Open(Bracket::Bar), span);
            }
            // A brace on the left alone draws a case distinction out of any table.
            Some(Kind::Open(Bracket::Curly)) if partner == Some(None) && self.raw(behind) == Some(Raw::Command("begin")) => {
                self.lefts.push(None);
                self.environments.push(("", true));
                let inner = self.behind(behind + 1);
                self.at = inner;
                let name = self.plain_text(behind + 2..inner - 1).unwrap_or_default();
                if name == "array" {
                    self.at = self.behind(self.at);
                }
                self.push(Kind::Cases, span);
            }
            Some(kind) => {
                self.lefts.push(None);
                self.push(kind, span);
            }
        }
        Ok(())
    }

    fn right(&mut self) -> Result<(), Error> {
        let (closing, behind) = self.delimiter(self.at + 1)?;
        let span = self.span(self.at).to(self.span(behind - 1));
        let wanted = self.lefts.pop().flatten();
        self.at = behind;
        match (closing, wanted) {
            (None, _) => {}
            (Some(Kind::Bar), Some(kind)) => self.push(kind, span),
            (Some(kind), _) => self.push(kind, span),
        }
        Ok(())
    }

    /// The bracket behind `\left` or `\right`, and the place behind it; no bracket for a full stop.
    fn delimiter(&self, at: usize) -> Result<(Option<Kind>, usize), Error> {
        let kind = match self.raw(at) {
            Some(Raw::Symbol('.')) => None,
            Some(Raw::Symbol('(')) => Some(Kind::Open(Bracket::Round)),
            Some(Raw::Symbol(')')) => Some(Kind::Close(Bracket::Round)),
            Some(Raw::Symbol('[')) => Some(Kind::Open(Bracket::Square)),
            Some(Raw::Symbol(']')) => Some(Kind::Close(Bracket::Square)),
            Some(Raw::Symbol('|')) => Some(Kind::Bar),
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Word(Kind::Open(Bracket::Bar) | Kind::Close(Bracket::Bar))) => Some(Kind::Bar),
                Some(Command::Word(kind @ (Kind::Open(_) | Kind::Close(_) | Kind::Bar))) => Some(kind),
                Some(Command::Unsupported(why)) => return Err(self.unsupported(at, why)),
                _ => return Err(self.no_bracket(at)),
            },
            _ => return Err(self.no_bracket(at)),
        };
        Ok((kind, at + 1))
    }

    fn no_bracket(&self, at: usize) -> Error {
        let span = self.span(at).range();
        Error::Syntax { span, found: "no bracket".into(), expected: "a bracket behind \\left or \\right".into(), hint: None }
    }

    fn begin(&mut self) -> Result<(), Error> {
        let behind = self.behind(self.at + 1);
        let name = self.plain_text(self.at + 2..behind.max(self.at + 3) - 1).unwrap_or_default();
        let span = self.span(self.at);
        let start = self.at;
        self.at = behind;
        match name.trim().trim_end_matches('*') {
            "cases" | "dcases" | "rcases" | "numcases" => {
                self.environments.push(("cases", true));
                self.push(Kind::Cases, span);
            }
            "align" | "aligned" | "gather" | "gathered" | "split" | "equation" | "multline" | "multlined" | "eqnarray" | "flalign"
            | "displaymath" | "math" | "alignedat" | "alignat" | "array" => {
                if matches!(name.as_str(), "alignedat" | "alignat" | "array") {
                    self.at = self.behind(self.at);
                }
                if self.raw(self.at) == Some(Raw::Symbol('[')) && self.raw(self.at + 2) == Some(Raw::Symbol(']')) {
                    self.at += 3;
                }
                self.environments.push(("rows", false));
            }
            name if name.contains("matrix") => {
                return Err(self.unsupported(start, "vectors and matrices are not read: write their components"));
            }
            other => {
                let what = format!("the environment `{}` is not read", other.chars().take(30).collect::<String>());
                return Err(Error::Unsupported { span: Some(span.range()), what, hint: None });
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        let span = self.span(self.at);
        let behind = self.behind(self.at + 1);
        match self.environments.pop() {
            Some((_, true)) => self.push(Kind::EndCases, span),
            Some(_) => {}
            None => {
                let expected = "a \\begin before it".into();
                return Err(Error::Syntax { span: span.range(), found: "\\end".into(), expected, hint: None });
            }
        }
        self.at = behind;
        Ok(())
    }
}

/// Finds the other half of every bracket, and what each bar does.
fn pair(sentence: &mut Sentence) -> Result<(), Error> {
    let mut open: Vec<usize> = Vec::new();
    let mut previous = Kind::Separator;
    for at in 0..sentence.words.len() {
        let word = sentence.words[at];
        let innermost = open.last().map(|at| sentence.words[*at].kind);
        let mut kind = word.kind;
        if kind == Kind::Bar {
            kind = if ends_operand(previous) && innermost == Some(Kind::Open(Bracket::Bar)) {
                Kind::Close(Bracket::Bar)
            } else if ends_operand(previous) && sentence.words[at + 1].kind == Kind::Subscript {
                Kind::Evaluate
            } else {
                Kind::Open(Bracket::Bar)
            };
            sentence.words[at].kind = kind;
        }
        let closes = match kind {
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => {
                open.push(at);
                None
            }
            Kind::Close(bracket) => Some(Kind::Open(bracket)),
            Kind::BraceClose => Some(Kind::BraceOpen),
            Kind::EndCases => Some(Kind::Cases),
            _ => None,
        };
        if let Some(opening) = closes {
            match open.last().copied().filter(|at| sentence.words[*at].kind == opening) {
                Some(opened) => {
                    open.pop();
                    sentence.words[opened].mate = at as u32;
                    sentence.words[at].mate = opened as u32;
                }
                None => {
                    let hint = match open.last() {
                        Some(_) => "a bracket of another kind is still open",
                        None => "there is no bracket that this closes",
                    };
                    let found = "a closing bracket".to_string();
                    let expected = "an operator or another bracket".into();
                    return Err(Error::Syntax { span: word.span.range(), found, expected, hint: Some(hint.into()) });
                }
            }
        }
        previous = kind;
    }
    match open.last() {
        None => Ok(()),
        Some(at) => {
            let span = sentence.words[*at].span.range();
            Err(Error::Syntax { span, found: "a bracket that is never closed".into(), expected: "its other half".into(), hint: None })
        }
    }
}
