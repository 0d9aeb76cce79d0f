//! What a name is, from how it stands elsewhere in the text: a variable, a function of the table, an unknown function.

use super::parse::Parser;
use super::raised::Standing;
use super::tokens::{Kind as Token, Token as Word};
use crate::error::Error;
use crate::letters::greek_letter;
use crate::syntax::names::{can_stand_alone, function, nearest, spelling};
use crate::syntax::tree::Span;
use rustc_hash::FxHashSet;

/// What follows the name in `f^(4)(x)`.
const ORDER_SHAPE: [Token; 5] = [Token::Caret, Token::Open, Token::Number, Token::Close, Token::Open];

impl Parser {
    /// Whether a name was declared or defined as something other than a function.
    pub(super) fn is_variable(&self, name: &str) -> bool {
        self.variables.contains(name) || self.defined.contains(name)
    }

    /// Whether a name before a bracket is a function of the table.
    pub(super) fn is_known(&self, name: &str) -> bool {
        function(name).is_some() && !self.is_variable(name)
    }

    /// `sinx` is one name, as `loss` is; who meant the function is told.
    pub(super) fn note_joined(&mut self, written: &str, span: Span) {
        // The name is the word here, and what is raised stands behind it: `xe^(-x)`.
        if let Some(front) = written.strip_suffix('e').filter(|front| self.is_variable(front) || front.chars().count() == 1)
            && self.kind_after(1) == Token::Caret
            && !self.is_variable(written)
            && !self.calls.contains_key(written)
        {
            self.calls.insert(written.to_string(), false);
            return self.note(span, || format!("read `{written}` as one name; the exponential is written {front}*e^(...)"));
        }
        if let Some((head, behind)) = written.split_once('_').filter(|(_, behind)| !behind.is_empty())
            && function(head).is_some()
            && !can_stand_alone(head, head)
            && !self.is_variable(written)
            && !self.calls.contains_key(written)
        {
            self.calls.insert(written.to_string(), false);
            let meant = if head == "log" { format!("log({behind}, x)") } else { format!("{head}(x)") };
            return self.note(span, || format!("read `{written}` as one name; the function is written {meant}"));
        }
        let Some(front) = written.strip_suffix(['x', 'y', 'z']).filter(|front| front.len() > 1) else { return };
        let head = front.trim_end_matches(|digit: char| digit.is_ascii_digit());
        if can_stand_alone(head, head) || self.is_variable(written) || self.calls.contains_key(written) {
            return;
        }
        self.calls.insert(written.to_string(), false);
        self.note(span, || format!("read `{written}` as one name; the function is written {head}({})", &written[head.len()..]));
    }

    /// `xy` is one name, as `loss` is; where its letters stand as names of their own, or are asked for, a product may be meant.
    pub(super) fn note_glued(&mut self, text: &str) {
        /// No longer name is taken for a product of letters.
        const LONGEST: usize = 4;
        let is_glued = |word: &Word| word.kind == Token::Name && (2..=LONGEST).contains(&word.span.range().len());
        let is_called = |next: &Word| matches!(next.kind, Token::Open | Token::Prime);
        // Mostly the only words are functions before their brackets.
        if !self.words.windows(2).any(|pair| is_glued(&pair[0]) && !is_called(&pair[1])) {
            return;
        }
        let names = self.words.iter().filter(|word| word.kind == Token::Name).map(|word| &text[word.span.range()]);
        let letters: FxHashSet<&str> = names.filter(|name| name.len() == 1).collect();
        let mut told: FxHashSet<&str> = FxHashSet::default();
        for at in 0..self.words.len() {
            let (word, before) = (self.words[at], at.checked_sub(1).map(|before| self.words[before].kind));
            let name = &text[word.span.range()];
            // dx and dE belong to derivatives.
            let is_letters = is_glued(&word) && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && !name.starts_with('d');
            let has_meaning = || {
                self.is_variable(name) || self.defined_functions.contains(name) || greek_letter(name).is_some() || function(name).is_some()
            };
            if !is_letters
                || self.words.get(at + 1).is_some_and(is_called)
                || before == Some(Token::Prime)
                || has_meaning()
                || self.calls.contains_key(name)
            {
                continue;
            }
            let own = || name.char_indices().map(|(at, letter)| &name[at..at + letter.len_utf8()]);
            let is_asked = |letter: &str| self.variables.contains(letter);
            let is_product = own().all(|letter| letters.contains(letter) || is_asked(letter)) || name.len() == 2 && own().any(is_asked);
            if is_product && told.insert(name) {
                let product = own().collect::<Vec<_>>().join("*");
                self.note(word.span, || format!("read `{name}` as one name; the product is written {product}"));
            }
        }
    }

    /// Notes a word that names a function and stands before another name or a number: `sign x` is a product here.
    pub(super) fn note_beside(&mut self, name: &str, span: Span) {
        let is_word = name.len() > 1 && greek_letter(name).is_none();
        if is_word && matches!(self.kind_after(1), Token::Name | Token::Number | Token::Root) && !self.calls.contains_key(name) {
            self.calls.insert(name.to_string(), false);
            self.note(span, || format!("read `{name}` as a name; the function is written {name}(x)"));
        }
    }

    /// The order of `f^(4)(x)`, if that stands at this token.
    pub(super) fn order_at(&self, text: &str, at: usize) -> Option<u32> {
        let behind = self.words.get(at + 1..at + 1 + ORDER_SHAPE.len())?;
        let fits = behind.iter().map(|word| word.kind).eq(ORDER_SHAPE);
        if fits { text[behind[2].span.range()].parse().ok() } else { None }
    }

    /// Whether `name(` is a call of an unknown or defined function rather than a product.
    /// `bracket` is how many words behind the name the bracket stands.
    pub(super) fn is_call(&mut self, text: &str, name: &str, span: Span, bracket: usize) -> Result<bool, Error> {
        if self.defined_functions.contains(name) {
            return Ok(true);
        }
        if self.defined.contains(name) {
            // y(z) after y = sigma(z): the name with its variable spelt out.
            let plain = self.kind_after(bracket + 1) == Token::Name && self.kind_after(bracket + 2) == Token::Close;
            if plain {
                return Ok(true);
            }
        }
        if let Some(is_call) = self.calls.get(name) {
            return Ok(*is_call);
        }
        if name.ends_with('_') {
            let hint = Some("an index in brackets is a sum of names and numbers, as in x_(i+1)".into());
            return Err(Error::Syntax { span: span.range(), found: format!("`{name}(`"), expected: "an index".into(), hint });
        }
        let alone = self.standing(text).has(name);
        let is_call = !(alone || self.is_variable(name) || matches!(name, "e" | "pi"));
        if !is_call {
            self.note(span, || format!("read `{name}(...)` as the product {name}*(...), since `{name}` is a variable here"));
        } else if let Some(known) = nearest(name) {
            let nearest = Some(factor_before(name).unwrap_or_else(|| known.into()));
            return Err(Error::UnknownFunction { span: span.range(), name: name.into(), nearest });
        } else if is_word(name) {
            self.note(span, || format!("read `{name}` as a function that nobody defined"));
        }
        self.calls.insert(name.to_string(), is_call);
        Ok(is_call)
    }

    /// The names that stand somewhere without arguments.
    pub(super) fn standing(&mut self, text: &str) -> &Standing {
        if self.standing.is_none() {
            self.standing = Some(self.find_standing(text));
        }
        self.standing.get_or_insert_default()
    }

    fn find_standing(&self, text: &str) -> Standing {
        let kind = |at: usize| self.words.get(at).map_or(Token::End, |word| word.kind);
        let name = |at: usize| spelling(&text[self.words[at].span.range()]);
        let names = || (0..self.words.len()).filter(|at| kind(*at) == Token::Name);
        let mut standing = Standing::default();
        let called = names().filter(|at| kind(at + 1) == Token::Open && self.holds_names(at + 1));
        called.for_each(|at| standing.called.insert(&name(at)));
        // f^(4)(x) and D[1](f)(x) do not have f standing alone.
        let has_order = |at: usize| self.order_at(text, at).is_some();
        let indexed = |at: usize| {
            let before = self.words[..at].iter().rev().map(|word| word.kind);
            let mut indices = before.clone().skip(2).skip_while(|kind| matches!(kind, Token::Number | Token::Comma));
            before.take(2).eq([Token::Open, Token::CloseBracket]) && indices.next() == Some(Token::OpenBracket)
        };
        for at in names().filter(|at| !matches!(kind(at + 1), Token::Open | Token::Prime) && !has_order(*at) && !indexed(*at)) {
            let name = name(at);
            match self.raised_at(text, at) {
                Some(raised) if self.is_called_so(&name, raised.open, &standing.called) => {}
                Some(_) => standing.raised.insert(&name),
                None => standing.alone.insert(&name),
            }
        }
        // The variable of differentiation in d/dx stands alone too.
        for pair in self.words.windows(2).filter(|pair| pair[0].kind == Token::Slash && pair[1].kind == Token::Name) {
            let below = &text[pair[1].span.range()];
            let letter = below.strip_prefix('d').or_else(|| below.strip_prefix('∂')).filter(|letter| !letter.is_empty());
            letter.into_iter().for_each(|letter| standing.alone.insert(&spelling(letter)));
        }
        standing
    }
}

/// Whether a name is a word such as `loss`, where a letter such as `f` is taken for a function without more ado.
pub(super) fn is_word(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && greek_letter(name).is_none()
}

/// `x*sin` of `xsin`, where a letter stands before a function.
fn factor_before(name: &str) -> Option<String> {
    let letter = name.chars().next()?;
    let rest = &name[letter.len_utf8()..];
    (rest.len() > 1 && !rest.starts_with(letter) && function(rest).is_some()).then(|| format!("{letter}*{rest}"))
}
