//! From tokens to words: spaces and sizes are left out, letters with all that is drawn around them become names, environments
//! and brackets in their many spellings become one each.

use super::above::{Letters, letters, marks};
use super::arguments::braced;
use super::commands::{self, Command};
use super::digits::numbered;
use super::fences::rights;
use super::layers::layers;
use super::names::Marks;
use super::tokens::{Raw, Token};
use super::variations::has_variations;
use super::{Bracket, Differ, Kind, Sentence, Sign, Word};
use crate::error::Error;
use crate::expression::Binder;
use crate::letters::greek;
use crate::syntax::names::function;
use crate::syntax::note;
use crate::syntax::tree::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::ops::Range;

/// A reading of tokens as words.
pub struct Shaper<'t, 'a> {
    pub list: &'t [Token<'a>],
    pub mates: &'t [u32],
    pub at: usize,
    pub out: Sentence,
    /// Where reading goes on elsewhere, when it comes to a place: a subscript behind an exponent is read first.
    pub jumps: Vec<(usize, usize)>,
    /// The environments that are open: whether each is a case distinction.
    pub environments: Vec<(&'a str, bool)>,
    /// For each `\left` the place of its `\right`; 0 where it has none, and for other tokens.
    pub rights: Vec<u32>,
    /// For each open `\left`, what `\right` makes of it.
    pub lefts: Vec<Option<Kind>>,
    /// Whether a T stands somewhere on the line, so that it is a variable where it is an exponent.
    has_line_t: bool,
    /// Whether a letter other than e has a label in brackets, `x^{(k)}`, so that `e^{(k)}` is the error of that step.
    has_labels: bool,
    /// Letters that count layers where they stand above a name: `a^L_j` below a quotient of differentials has one.
    layers: Vec<Raw<'a>>,
    /// Whether small changes are differentiated, `\partial(\delta n)`, so that each is one quantity.
    pub has_variations: bool,
    /// Letters that stand above others as labels.
    pub marks: Vec<char>,
    /// Letters whose digits are their indices, `x1`.
    pub numbered: FxHashSet<Raw<'a>>,
    /// Where `^` stands before labels that others of their kind tell.
    pub twins: FxHashSet<usize>,
    /// Where the rows of conditions on an index end, the innermost last.
    pub stacks: Vec<usize>,
    /// Letters that stand anywhere but above something.
    pub letters: Letters,
    /// Letters that stand somewhere without other letters beside them, once that is asked for.
    pub single: Option<Letters>,
    /// How often each command stands, once that is asked for.
    pub commands: OnceCell<FxHashMap<&'a str, u32>>,
    /// Letters that stand on the line without an index, once that is asked for.
    pub free: OnceCell<Letters>,
    /// The letters side by side, none of them spaced from the one before, that were looked at last.
    pub run: Range<usize>,
    /// Whether those are functions with their arguments, `xsinx`.
    pub in_glued: bool,
    /// Where the upright letters end that are read as they are, `\mathrm{kJ/mol}`.
    pub upright_to: usize,
}

/// So many marks and commands without mathematics are looked through for the end of a statement.
const MOST_TRAILING: usize = 256;

/// The words of expanded tokens; `text` is where their places lie.
pub fn words(tokens: &[Token<'_>], length: usize) -> Result<Sentence, Error> {
    let mut out = Sentence::default();
    let (list, mates) = braced(tokens, &mut out.notes)?;
    out.words.reserve(list.len() + 1);
    out.spellings.reserve(list.len());
    let mut has_line_t = false;
    let mut has_labels = false;
    for (at, token) in list.iter().enumerate() {
        match token.raw {
            Raw::Letter('T') => {
                let first = at - usize::from(at > 0 && list[at - 1].raw == Raw::Symbol('-'));
                has_line_t |= first < 2 || !matches!(list[first - 2].raw, Raw::Caret);
            }
            Raw::Caret if at > 0 => has_labels |= is_label(&list, at) && !matches!(list[at - 1].raw, Raw::Letter('e')),
            _ => {}
        }
    }
    let (marks, mut twins) = marks(&list, &mates);
    let layers = layers(&list, &mates);
    twins.extend(layers.carets);
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
        has_labels,
        layers: layers.letters,
        marks,
        twins,
        numbered: numbered(&list, &mates),
        stacks: Vec::new(),
        has_variations: has_variations(&list),
        letters: letters(&list, &mates),
        single: None,
        commands: OnceCell::new(),
        free: OnceCell::new(),
        run: 0..0,
        in_glued: false,
        upright_to: 0,
    };
    loop {
        // At the end, too, something may have been put off: the b of `]^b_a`.
        if let Some((_, to)) = shaper.jumps.pop_if(|(from, _)| *from == shaper.at) {
            shaper.at = to;
        } else if shaper.at < list.len() {
            shaper.word()?;
        } else {
            break;
        }
    }
    let end = Span { start: length as u32, end: length as u32 };
    shaper.push(Kind::End, end);
    Ok(shaper.out)
}

/// Whether the exponent at a token is one letter or number in brackets.
fn is_label(list: &[Token<'_>], caret: usize) -> bool {
    let raw = |offset: usize| list.get(caret + offset).map(|token| token.raw);
    let brackets = (raw(2), raw(4), raw(5));
    matches!(raw(3), Some(Raw::Letter(_) | Raw::Digit(_)))
        && matches!(
            brackets,
            (Some(Raw::Symbol('(')), Some(Raw::Symbol(')')), Some(Raw::Close))
                | (Some(Raw::Symbol('[')), Some(Raw::Symbol(']')), Some(Raw::Close))
        )
}

impl<'a> Shaper<'_, 'a> {
    /// Whether an exponent is the number of a layer: `L`, `l-1`.
    pub fn is_layer(&self, inner: Range<usize>) -> bool {
        let is_letter = self.raw(inner.start).is_some_and(|mark| self.layers.contains(&mark));
        let is_offset = || {
            let sign = matches!(self.raw(inner.start + 1), Some(Raw::Symbol('+' | '-')));
            sign && matches!(self.raw(inner.start + 2), Some(Raw::Digit(_)))
        };
        is_letter && (inner.len() == 1 || (inner.len() == 3 && is_offset()))
    }

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
            Raw::Open if self.is_braced_argument() => self.simple(Kind::BraceOpen),
            // Of {{i=1}} one pair says all.
            Raw::Open if at > 0 && self.list[at - 1].raw == Raw::Open && self.mates[at] + 1 == self.mates[at - 1] => {
                let close = self.mates[at] as usize;
                self.jumps.push((close, close + 1));
                self.at += 1;
            }
            Raw::Open if self.is_loose_group() => {
                let close = self.mates[at] as usize;
                self.jumps.push((close, close + 1));
                self.at += 1;
            }
            Raw::Open => {
                if !self.twice_indexed('{')? && !self.primed_group()? {
                    self.simple(Kind::BraceOpen);
                }
            }
            Raw::Close => self.simple(Kind::BraceClose),
            Raw::Digit(_) => self.number(),
            Raw::Letter(letter) if letter.is_ascii_alphabetic() => {
                if !self.bare_function()? {
                    self.name()?;
                }
            }
            Raw::Letter(letter) if greek(letter).is_some() => self.name()?,
            Raw::Caret => self.superscript()?,
            // An index with nothing in it draws nothing.
            Raw::Underscore if self.behind(at + 1) == at + 3 => self.at = at + 3,
            Raw::Underscore => self.simple(Kind::Subscript),
            Raw::Prime => self.primes(),
            Raw::Ampersand => {
                let kind = if matches!(self.environments.last(), Some((_, true))) { Kind::Ampersand } else { Kind::Gap };
                self.simple(kind);
            }
            Raw::Command(name) => self.command(name)?,
            Raw::Symbol(symbol) => {
                let is_name = (symbol == '[' && self.concentration()?) || (symbol == '(' && self.twice_indexed('(')?);
                if !is_name {
                    self.symbol(symbol)?;
                }
            }
            Raw::Letter(_) | Raw::Parameter(_) => return Err(self.unknown_character()),
        }
        Ok(())
    }

    /// Whether the braces that open here are those of an exponent, an index or a command, around more than braces.
    fn is_braced_argument(&self) -> bool {
        match self.at.checked_sub(1).and_then(|before| self.raw(before)) {
            Some(Raw::Caret | Raw::Underscore) => true,
            Some(Raw::Command(name)) => commands::arguments(name) > 0,
            _ => false,
        }
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
            '<' | '>' if self.raw(self.at + 1) == Some(Raw::Symbol('=')) && self.span(self.at).end == self.span(self.at + 1).start => {
                let sign = if symbol == '<' { Sign::LessOrEqual } else { Sign::GreaterOrEqual };
                let span = self.span(self.at).to(self.span(self.at + 1));
                self.push(Kind::Relation(sign), span);
                self.at += 2;
                return Ok(());
            }
            '<' => Kind::Relation(Sign::Less),
            '>' => Kind::Relation(Sign::Greater),
            '≤' => Kind::Relation(Sign::LessOrEqual),
            '≥' => Kind::Relation(Sign::GreaterOrEqual),
            '≠' => Kind::Relation(Sign::NotEqual),
            '(' if self.line_number() => return Ok(()),
            '(' => Kind::Open(Bracket::Round),
            ')' => Kind::Close(Bracket::Round),
            '[' => Kind::Open(Bracket::Square),
            ']' => Kind::Close(Bracket::Square),
            '|' => Kind::Bar,
            '∂' => Kind::Differential(Differ::Partial),
            ':' if self.raw(self.at + 1) == Some(Raw::Symbol('=')) => {
                self.at += 1;
                return Ok(());
            }
            ':' => Kind::Colon,
            '.' if next_is_digit => {
                self.number();
                return Ok(());
            }
            '.' if self.raw(self.at + 1) == Some(Raw::Symbol('.')) && self.raw(self.at + 2) == Some(Raw::Symbol('.')) => {
                return Err(self.unsupported(self.at, commands::ELLIPSIS));
            }
            // A full stop behind a formula, and the marks around it.
            '.' if self.ends_sentence(self.at + 1) => {
                self.at += 1;
                return Ok(());
            }
            // f'(x).g'(x)
            '.' if self.stands_between_factors() => {
                self.note_once(self.span(self.at), "read the full stop between two factors as the sign of a product".into());
                Kind::Times
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

    /// Whether a factor ends before a mark, and another begins behind it, with as much space on either side.
    fn stands_between_factors(&self) -> bool {
        let ends = self
            .out
            .words
            .last()
            .is_some_and(|word| matches!(word.kind, Kind::Close(Bracket::Round) | Kind::BraceClose | Kind::Name(_) | Kind::Primes(_)));
        let is_alike = self.list.get(self.at + 1).is_some_and(|next| self.list[self.at].spaced == next.spaced);
        let begins = match self.raw(self.at + 1) {
            Some(Raw::Letter(_) | Raw::Symbol('(')) => true,
            Some(Raw::Command(name)) => {
                matches!(commands::command(name), Some(Command::Letter(_) | Command::Function(_) | Command::Fraction | Command::Root))
            }
            _ => false,
        };
        ends && is_alike && begins
    }

    /// Whether no mathematics follows in this statement.
    pub fn ends_sentence(&self, mut at: usize) -> bool {
        for _ in 0..MOST_TRAILING {
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
        false
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
        if matches!(self.raw(inner.start), Some(Raw::Command("circ" | "degree") | Raw::Symbol('°'))) && inner.len() == 1 {
            return self.degrees(behind);
        }
        let is_behind_bracket = self.at > 0 && matches!(self.raw(self.at - 1), Some(Raw::Symbol(')' | ']')));
        if is_behind_bracket && self.is_transpose(inner.clone(), "") {
            self.reject_transpose(inner.clone(), behind)?;
        }
        let primes = self.count_primes(inner.clone());
        if primes > 0 {
            self.push(Kind::Primes(primes), self.span(self.at).to(self.span(behind - 1)));
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
    pub fn count_primes(&self, inner: Range<usize>) -> u32 {
        let is_prime = |at: usize| matches!(self.raw(at), Some(Raw::Prime | Raw::Command("prime")));
        if inner.clone().all(is_prime) { inner.len() as u32 } else { 0 }
    }

    pub fn name(&mut self) -> Result<(), Error> {
        let start = self.at;
        let marks = Marks::read(self)?;
        self.marked(marks, start)
    }

    /// Whether `e^{(k)}` is a letter with a label, as others here are.
    pub fn e_takes_labels(&self) -> bool {
        self.has_labels
    }

    /// Whether `x^T` is the transpose of x: no T stands anywhere else.
    pub fn t_transposes(&self) -> bool {
        !self.has_line_t
    }

    fn command(&mut self, name: &'a str) -> Result<(), Error> {
        let Some(command) = commands::command(name) else { return self.undefined(name) };
        match command {
            // A one in bold, or with a double stroke.
            Command::Accent("bold" | "bb") if self.raw(self.at + 2) == Some(Raw::Digit('1')) && self.behind(self.at + 1) == self.at + 4 => {
                let span = self.span(self.at).to(self.span(self.at + 3));
                self.push(Kind::Indicator, span);
                self.at += 4;
            }
            Command::Letter("Sigma") if self.is_sum_sign() => {
                let span = self.span(self.at);
                self.note_once(span, "read \\Sigma before what has its index as the sign of a sum; that is written \\sum".into());
                self.simple(Kind::Bound(Binder::Sum));
            }
            Command::Letter(_) | Command::Accent(_) | Command::Dots(_) => return self.name(),
            Command::Function(name) => match function(name) {
                Some(known) => self.simple(Kind::Function(known)),
                None => return Err(self.unknown_character()),
            },
            Command::Word(Kind::Gap) if name == "qquad" => {
                let span = self.span(self.at);
                self.push(Kind::Gap, span);
                self.simple(Kind::Gap);
            }
            // Rows below a sum are conditions side by side.
            Command::Word(Kind::Row) if self.in_stack() => self.simple(Kind::Comma),
            Command::Word(kind) => self.simple(kind),
            Command::Invisible => {
                self.at += 1;
                self.spaced_differential(name);
            }
            Command::Fitting => return self.fitting(name),
            Command::InvisibleWith(0) => self.dimension(),
            Command::InvisibleWith(_) => {
                self.at += 1;
                if self.raw(self.at) == Some(Raw::Symbol('*')) {
                    self.at += 1;
                }
                let is_space = name == "hspace";
                let place = self.span(self.at - 1);
                let inner = self.at + 1;
                self.at = self.behind(self.at);
                if is_space {
                    if self.is_wide(inner..self.at.max(inner + 1) - 1) {
                        self.push(Kind::Gap, place);
                    }
                    self.push(Kind::Gap, place);
                }
            }
            Command::Transparent => {
                self.at += 1;
                // \mathopen{} is there for its spacing alone.
                if self.behind(self.at) == self.at + 2 {
                    self.at += 2;
                }
            }
            Command::Labelled => self.labelled(),
            Command::Boxed => {
                // Its braces go, for what is in them may be several statements.
                let behind = self.behind(self.at + 1);
                self.jumps.push((behind - 1, behind));
                self.at += 2;
            }
            Command::Stacked => self.stacked(),
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
            Command::Nabla => return self.nabla(),
            Command::Unsupported(_) if matches!(name, "overset" | "stackrel" | "underset") && self.marked_relation() => {}
            Command::Unsupported(_) if is_arrow(name) && self.stands_apart() => self.simple(Kind::Separator),
            Command::Unsupported(_) if name == "underset" && self.is_limit() => return Err(self.unsupported(self.at, commands::LIMIT)),
            Command::Unsupported(why) => return Err(self.unsupported(self.at, why)),
        }
        Ok(())
    }

    /// `1cm`, `2em`: whether a length is as wide as the space between two formulas.
    fn is_wide(&self, inner: Range<usize>) -> bool {
        let Some(text) = self.plain_text(inner) else { return false };
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
        matches!(unit.trim(), "cm" | "em" | "in" | "pc") && !matches!(text.trim().chars().next(), Some('0' | '.' | '-'))
    }

    /// `\underbrace{u}_{label}`: the label names what is above it.
    fn labelled(&mut self) {
        let label = self.behind(self.at + 1);
        if let Some(Raw::Underscore | Raw::Caret) = self.raw(label) {
            let behind = self.behind(label + 1);
            let span = self.span(label).to(self.span(behind - 1));
            note::add(&mut self.out.notes, span, || "left out the label of a brace: it computes nothing".into());
            self.jumps.push((label, behind));
        }
        self.at += 1;
    }

    /// A thin space before a `d` sets a differential apart: `2x\,dx`.
    fn spaced_differential(&mut self, space: &str) {
        let is_d = self.raw(self.at) == Some(Raw::Letter('d'));
        let is_joined = matches!(self.raw(self.at + 1), Some(Raw::Letter(_) | Raw::Command(_)))
            && self.list.get(self.at + 1).is_some_and(|next| !next.spaced)
            && (self.names_variable(self.at + 1));
        if is_d && is_joined && matches!(space, "," | ";" | ":" | "!" | "thinspace") {
            self.simple(Kind::Differential(Differ::Total));
        }
    }

    fn names_variable(&self, at: usize) -> bool {
        match self.raw(at) {
            Some(Raw::Letter(_)) => true,
            Some(Raw::Command(name)) => matches!(commands::command(name), Some(Command::Letter(_) | Command::Accent(_))),
            _ => false,
        }
    }

    /// Whether a wide space stands on either side.
    fn stands_apart(&self) -> bool {
        let before = self.out.words.last().is_some_and(|word| word.kind == Kind::Gap);
        let after = match self.raw(self.at + 1) {
            Some(Raw::Command(next)) => next == "hspace" || commands::command(next) == Some(Command::Word(Kind::Gap)),
            _ => false,
        };
        before || after
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
}

/// Arrows from one statement to the next; anywhere else they are limits and maps.
fn is_arrow(name: &str) -> bool {
    matches!(name, "rightarrow" | "longrightarrow" | "to")
}
