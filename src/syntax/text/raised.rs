//! What stands between a name and its bracket: `f^2(x)` is the square of f(x) and `f^(n)(x)` a derivative, where f is a function.

use super::entry::{Callee, Entry};
use super::name::is_word;
use super::parse::Parser;
use super::tokens::{Kind as Token, lowered};
use crate::error::Error;
use crate::letters::is_function_letter;
use crate::syntax::names::{Known, NameSet, function};
use crate::syntax::tree::{Kind, Span};

/// Letters that count how often something is differentiated.
const COUNTING: [&str; 8] = ["n", "m", "k", "p", "N", "i", "j", "r"];

/// A name, an exponent and a bracket behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raised {
    exponent: Exponent,
    /// Which word is the bracket behind it.
    pub open: usize,
}

#[derive(Debug, Clone, Copy)]
enum Exponent {
    /// A number, which word it is, and whether there is a minus before it.
    Number { at: usize, minus: bool },
    /// `f²(x)`
    Digits { at: usize },
    /// -1
    Inverse,
    /// Letters that count, and numbers, in brackets.
    Order,
    /// Anything else.
    Other,
}

/// Which names stand without arguments in a text.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Those with neither a bracket nor an exponent and a bracket behind them.
    pub alone: NameSet,
    /// Those whose power stands before a bracket, as factors of a product.
    pub raised: NameSet,
    /// Those that are called with names as arguments.
    pub called: NameSet,
}

impl Standing {
    pub fn has(&self, name: &str) -> bool {
        self.alone.contains(name) || self.raised.contains(name)
    }
}

impl Parser {
    fn kind_of(&self, at: usize) -> Token {
        self.words.get(at).map_or(Token::End, |word| word.kind)
    }

    /// What stands between the name that is this word and a bracket, if an exponent does.
    pub(super) fn raised_at(&self, text: &str, at: usize) -> Option<Raised> {
        let written = |at: usize| &text[self.words[at].span.range()];
        let ends = |open: usize, exponent: Exponent| (self.kind_of(open) == Token::Open).then_some(Raised { exponent, open });
        match self.kind_of(at + 1) {
            Token::Superscript if lowered(written(at + 1)) == "-1" => ends(at + 2, Exponent::Inverse),
            Token::Superscript => ends(at + 2, Exponent::Digits { at: at + 1 }),
            Token::Caret => {
                let minus = self.kind_of(at + 2) == Token::Minus;
                let first = at + 2 + usize::from(minus);
                match self.kind_of(first) {
                    Token::Number if minus && written(first) == "1" => ends(first + 1, Exponent::Inverse),
                    Token::Number => ends(first + 1, Exponent::Number { at: first, minus }),
                    // f^n(x), but a^y(x) is a power whose exponent is a call.
                    Token::Name if is_function_letter(written(at)) && COUNTING.contains(&written(first)) => {
                        ends(first + 1, Exponent::Other)
                    }
                    Token::Open if !minus => {
                        let close = self.close_of(first)?;
                        ends(close + 1, self.in_brackets(text, first, close))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The bracket that closes this one.
    fn close_of(&self, open: usize) -> Option<usize> {
        let closing = self.closing.get_or_init(|| {
            let (mut closing, mut open) = (vec![0; self.words.len()], Vec::new());
            for (at, word) in self.words.iter().enumerate() {
                match word.kind {
                    Token::Open | Token::OpenBracket | Token::OpenBrace => open.push(at),
                    Token::Close | Token::CloseBracket | Token::CloseBrace => {
                        if let Some(open) = open.pop() {
                            closing[open] = at as u32;
                        }
                    }
                    _ => {}
                }
            }
            closing
        });
        closing.get(open).map(|close| *close as usize).filter(|close| *close > 0)
    }

    fn in_brackets(&self, text: &str, open: usize, close: usize) -> Exponent {
        let inside = &self.words[open + 1..close];
        let written = |word: &super::tokens::Token| &text[word.span.range()];
        if let [minus, one] = inside
            && minus.kind == Token::Minus
            && written(one) == "1"
        {
            return Exponent::Inverse;
        }
        let counts = |word: &super::tokens::Token| match word.kind {
            Token::Name => COUNTING.contains(&written(word)),
            Token::Number => written(word).bytes().all(|byte| byte.is_ascii_digit()),
            Token::Plus | Token::Minus | Token::Times => true,
            _ => false,
        };
        let has_letter = inside.iter().any(|word| word.kind == Token::Name);
        if has_letter && inside.iter().all(counts) { Exponent::Order } else { Exponent::Other }
    }

    /// Whether what stands so may be a call, going by the name and its bracket: powers of other names are factors.
    pub(super) fn is_called_so(&self, name: &str, open: usize, called: &NameSet) -> bool {
        let is_known = function(name).is_some() && !self.defined_functions.contains(name);
        let is_usual = !is_known && (is_function_letter(name) || is_word(name) || called.contains(name));
        self.defined_functions.contains(name) || is_usual || self.holds_names(open)
    }

    /// Whether there is nothing but names in a bracket.
    pub(super) fn holds_names(&self, open: usize) -> bool {
        let mut at = open + 1;
        while self.kind_of(at) == Token::Name && self.kind_of(at + 1) == Token::Comma {
            at += 2;
        }
        self.kind_of(at) == Token::Name && self.kind_of(at + 1) == Token::Close
    }

    /// What stands between the current word, a name, and the bracket of its arguments, if it is a call.
    pub(super) fn raised_callee(&mut self, text: &str, name: &str, span: Span) -> Result<Option<Raised>, Error> {
        let Some(raised) = self.raised_at(text, self.at) else { return Ok(None) };
        if self.variables.contains(name) || matches!(name, "e" | "pi") || self.standing(text).raised.contains(name) {
            return Ok(None);
        }
        let is_called = match self.known_letter(name) {
            // sigma^2(z): the letter of a known function, where it means nothing else.
            Some(_) => !self.standing(text).alone.contains(name),
            None => self.is_call(text, name, span, raised.open - self.at)?,
        };
        Ok(is_called.then_some(raised))
    }

    fn known_letter(&self, name: &str) -> Option<Known> {
        function(name).filter(|_| !self.defined_functions.contains(name) && !self.defined.contains(name))
    }

    /// `a^2(x + 1)` of a name that is nothing else either is a product, which is told.
    fn note_raised(&mut self, text: &str, name: &str, span: Span) {
        let standing = self.standing(text);
        let is_alone = standing.alone.contains(name) || !standing.raised.contains(name);
        let Some(raised) = self.raised_at(text, self.at).filter(|_| !is_alone) else { return };
        if self.is_variable(name) || matches!(name, "e" | "pi") {
            return;
        }
        let written = &text[span.range()];
        let power = text[span.start as usize..self.words[raised.open].span.start as usize].trim_end();
        self.note(span, || format!("read `{power}(...)` as the product {power}*(...); a power of a value is written {written}(...)^2"));
    }

    /// `f^2(x)` with the name as the current word: opens the bracket of a call, if it is one.
    pub(super) fn raised_call(&mut self, text: &str, name: &str, span: Span) -> Result<bool, Error> {
        if !matches!(self.kind_after(1), Token::Caret | Token::Superscript) {
            return Ok(false);
        }
        let Some(raised) = self.raised_callee(text, name, span)? else {
            self.note_raised(text, name, span);
            return Ok(false);
        };
        let (written, known) = (&text[span.range()], self.known_letter(name));
        let exponent = match raised.exponent {
            Exponent::Number { at, minus } => {
                let place = self.words[at].span;
                self.has_decimals |= text[place.range()].bytes().any(|byte| !byte.is_ascii_digit());
                let number = self.tree.push(Kind::Number(place), place);
                if minus { self.tree.push(Kind::Negate(number), place) } else { number }
            }
            Exponent::Digits { at } => {
                let place = self.words[at].span;
                self.raised_digits(text, place)
            }
            Exponent::Order if known.is_none() => {
                self.note(span, || {
                    format!("read what stands in brackets behind {written}^ as the order of a derivative; a power of the value is written {written}(...)^n")
                });
                self.open(Entry::Order { name: span, open: self.span_after(2) });
                self.at += 3;
                return Ok(true);
            }
            Exponent::Inverse => {
                let hint = format!("write the reciprocal as 1/{written}(x), and give the inverse function a name, {written}_inverse(x)");
                return Err(self.unsaid(span, raised.open, "the inverse function or the reciprocal of the value", hint));
            }
            Exponent::Order | Exponent::Other => {
                let hint =
                    format!("write a power behind the bracket, {written}(x)^n, and a derivative of order n as D[*]({written})(n, x)");
                return Err(self.unsaid(span, raised.open, "a power of the value or the order of a derivative", hint));
            }
        };
        self.note(span, || format!("read the exponent of {written} as a power of its value"));
        self.at = raised.open - 1;
        let callee = known.map_or(Callee::Unknown(0), Callee::Known);
        self.open_named_call(callee, span, Some(exponent)).map(|()| true)
    }

    /// The error of an exponent that may mean either of two things.
    fn unsaid(&self, name: Span, open: usize, which: &str, hint: String) -> Error {
        let end = self.words[open - 1].span.end as usize;
        Error::Unsupported { span: Some(name.start as usize..end), what: format!("whether this is {which} is not said"), hint: Some(hint) }
    }
}
