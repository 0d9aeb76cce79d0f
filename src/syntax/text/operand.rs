//! Operands: numbers, prefixes, opening brackets, and what a name begins.

use super::entry::{Callee, Entry, strength};
use super::parse::Parser;
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::expression::Binder;
use crate::letters::greek_letter;
use crate::syntax::joint::{Joint, SUM};
use crate::syntax::names::{can_stand_alone, function, letter_can_stand_alone, spelling};
use crate::syntax::tree::{Kind, NodeId, Span};

/// Sums and integrals nest at most so deep.
const MOST_BINDERS: usize = 32;

impl Parser {
    /// Reads an operand, with every prefix and opening bracket before it.
    pub(super) fn operand(&mut self, text: &str) -> Result<NodeId, Error> {
        loop {
            let span = self.span();
            match self.kind() {
                Token::Number => {
                    self.at += 1;
                    let is_digit = span.end - span.start == 1;
                    self.has_decimals |= !is_digit && text[span.range()].bytes().any(|byte| !byte.is_ascii_digit());
                    return Ok(self.tree.push(Kind::Number(span), span));
                }
                Token::Name if self.is_plain_letter(text, span) => {
                    self.at += 1;
                    return Ok(self.tree.push(Kind::Name(span), span));
                }
                Token::Name => {
                    if let Some(operand) = self.name(text)? {
                        return Ok(operand);
                    }
                }
                Token::Minus | Token::Plus => {
                    // After an operator that binds tighter than a sum the sign belongs to the next factor alone.
                    let loose = self.stack.last().is_none_or(|entry| strength(entry) <= SUM + 1);
                    self.stack.push(Entry::Joint(Joint::Sign { at: span, minus: self.kind() == Token::Minus, loose }));
                    self.at += 1;
                }
                Token::Root => {
                    self.stack.push(Entry::Root { at: span });
                    self.at += 1;
                }
                Token::Open | Token::OpenBracket => {
                    self.open(Entry::Group { open: span, square: self.kind() == Token::OpenBracket });
                    self.at += 1;
                }
                Token::Bar => {
                    self.open(Entry::Absolute { open: span });
                    self.at += 1;
                }
                Token::OpenBrace => {
                    self.open(Entry::Cases { open: span, start: self.pending.len(), in_condition: false });
                    self.at += 1;
                }
                // A line may break after `and` and between bars; the tokens took care of the other places.
                Token::LineBreak if !self.stack.is_empty() => self.at += 1,
                Token::Equal => {
                    return Err(self.expected(
                        text,
                        "a number, a name or `(`",
                        Some("a definition has a single name on its left: y = x^2".into()),
                    ));
                }
                Token::Close if matches!(self.stack.last(), Some(Entry::Call { .. })) => {
                    return Err(self.expected(text, "an argument", None));
                }
                _ => {
                    let hint =
                        (&text[span.range()] == "if").then_some("case distinctions are written {value if condition; value otherwise}");
                    return Err(self.expected(text, "a number, a name or `(`", hint.map(String::from)));
                }
            }
        }
    }

    /// Whether an operand could begin with the token after so many others.
    pub(super) fn operand_follows(&self, offset: usize) -> bool {
        matches!(
            self.kind_after(offset),
            Token::Number | Token::Name | Token::Open | Token::OpenBracket | Token::OpenBrace | Token::Bar | Token::Root
        )
    }

    /// A name: a variable is an operand at once, a function opens its bracket or waits for its bare argument.
    pub(super) fn name(&mut self, text: &str) -> Result<Option<NodeId>, Error> {
        let span = self.span();
        let written = &text[span.range()];
        // Most words are functions of the table before their bracket.
        let is_opened_word = written.len() > 1 && self.kind_after(1) == Token::Open;
        if is_opened_word
            && let Some(known) = function(written).filter(|_| !self.defined_functions.contains(written) && !self.is_variable(written))
        {
            return self.open_call(Callee::Known(known), None).map(|()| None);
        }
        if matches!(written, "d" | "∂") && self.derivative_operator(text)? {
            return Ok(None);
        }
        if written.starts_with('∂') && !self.is_partial_quotient(text) {
            return Err(self.expected(text, "a number, a name or `(`", Some("a derivative is written ∂/∂x(x*y) or d/dx(x*y)".into())));
        }
        if let Some(quotient) = self.leibniz_quotient(text) {
            return Ok(Some(quotient));
        }
        self.refuse_quotient_of_differentials(text)?;
        if written == "D" && self.kind_after(1) == Token::OpenBracket && self.partial_operator(text)? {
            return Ok(None);
        }
        let name = spelling(written);
        let followed_by_bracket = self.kind_after(1) == Token::Open;
        if let Some(known) = function(&name)
            && !self.defined_functions.contains(&name)
        {
            let is_variable = self.is_variable(&name);
            if !is_variable && followed_by_bracket {
                return self.open_call(Callee::Known(known), None).map(|()| None);
            }
            // beta'(t) is a letter of the author's, for the function of that name has two arguments.
            let is_own = greek_letter(&name).is_some() && known.with_arguments(1).is_none();
            if !is_variable && (!can_stand_alone(written, &name) || (self.kind_after(1) == Token::Prime && !is_own)) {
                return self.function(text, known, &name).map(|()| None);
            }
            if !is_variable {
                self.note_beside(&name, span);
            }
        }
        if followed_by_bracket && let Some(callee) = self.form(&name) {
            if matches!(callee, Callee::Bound(_)) && self.binders >= MOST_BINDERS {
                return Err(Error::Limit {
                    what: "the nesting of sums and integrals".into(),
                    limit: MOST_BINDERS as u64,
                    hint: "name the inner ones in definitions".into(),
                });
            }
            self.binders += usize::from(matches!(callee, Callee::Bound(_)));
            return self.open_call(callee, None).map(|()| None);
        }
        let primes = (1..).take_while(|offset| self.kind_after(*offset) == Token::Prime).count();
        if primes > 0 {
            if self.kind_after(primes + 1) != Token::Open {
                self.at += primes;
                return Err(self.expected(
                    text,
                    "`(` after it",
                    Some(format!("a prime belongs to a function and its argument: write {name}'(x)")),
                ));
            }
            self.at += primes;
            return self.open_named_call(Callee::Unknown(primes as u32), span, None).map(|()| None);
        }
        let order = self.order_at(text, self.at);
        if (followed_by_bracket || order.is_some()) && self.is_call(text, &name, span, 1)? {
            if let Some(order) = order {
                self.at += 4;
                return self.open_named_call(Callee::Unknown(order), span, None).map(|()| None);
            }
            return self.open_call(Callee::Unknown(0), None).map(|()| None);
        }
        if order.is_none() && !followed_by_bracket && self.raised_call(text, &name, span)? {
            return Ok(None);
        }
        self.note_joined(written, span);
        self.at += 1;
        Ok(Some(self.tree.push(Kind::Name(span), span)))
    }

    /// Whether the name here is a letter that, going by what follows, begins nothing longer.
    fn is_plain_letter(&self, text: &str, span: Span) -> bool {
        if span.range().len() != 1 {
            return false;
        }
        let letter = text.as_bytes()[span.start as usize];
        letter_can_stand_alone(letter)
            && match self.kind_after(1) {
                Token::Open | Token::OpenBracket | Token::Prime => false,
                Token::Caret => {
                    letter != b'd' && self.kind_after(2) != Token::Open && !(3..=4).any(|at| self.kind_after(at) == Token::Open)
                }
                Token::Superscript => letter != b'd' && self.kind_after(2) != Token::Open,
                Token::Slash => letter != b'd',
                _ => true,
            }
    }

    /// What a name before a bracket begins, if it is one of the words for sums, integrals and derivatives and the text does
    /// not define it.
    pub(super) fn form(&self, name: &str) -> Option<Callee> {
        let form = match name {
            "sum" => Callee::Bound(Binder::Sum),
            "product" | "prod" => Callee::Bound(Binder::Product),
            "int" | "integral" => Callee::Bound(Binder::Integral),
            "diff" => Callee::Diff,
            _ => return None,
        };
        (!self.defined_functions.contains(name) && !self.is_variable(name)).then_some(form)
    }
}
