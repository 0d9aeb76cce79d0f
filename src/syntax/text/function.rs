//! Functions of the table that are not simply called: `sin x`, `sin^2 x`, `sin^-1(x)`.

use super::call::arguments_hint;
use super::entry::{Callee, Entry};
use super::parse::Parser;
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::syntax::names::{Known, can_stand_alone, inverse, spelling};
use crate::syntax::note::shortened;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser {
    /// A known function that is not simply called: `sin^2 x`, `sin x`.
    pub(super) fn function(&mut self, text: &str, known: Known, name: &str) -> Result<(), Error> {
        let span = self.span();
        match self.kind_after(1) {
            Token::Superscript => {
                let raised = super::tokens::lowered(&text[self.span_after(1).range()]);
                let exponent_span = self.span_after(1);
                self.at += 2;
                if raised == "-1" {
                    return self.apply_inverse(text, known, span);
                }
                let exponent = self.raised_digits(text, exponent_span);
                self.argument(text, known, span, Some(exponent))
            }
            Token::Caret => {
                let minus = self.kind_after(2) == Token::Minus;
                let bracket = self.kind_after(2) == Token::Open;
                let digit_at = 2 + usize::from(minus);
                let is_one = |offset: usize| self.kind_after(offset) == Token::Number && &text[self.span_after(offset).range()] == "1";
                if minus && is_one(3) {
                    self.at += 4;
                    return self.apply_inverse(text, known, span);
                }
                if bracket && self.kind_after(3) == Token::Minus && is_one(4) && self.kind_after(5) == Token::Close {
                    self.at += 6;
                    return self.apply_inverse(text, known, span);
                }
                if bracket {
                    self.open(Entry::FunctionExponent { function: known, name: span, open: self.span_after(2) });
                    self.at += 3;
                    return Ok(());
                }
                let exponent_span = self.span_after(digit_at);
                let written = &text[exponent_span.range()];
                let is_name = || {
                    let begins_form = self.kind_after(digit_at + 1) == Token::Open && self.form(written).is_some();
                    can_stand_alone(written, &spelling(written)) && !begins_form
                };
                let kind = match self.kind_after(digit_at) {
                    Token::Number => Kind::Number(exponent_span),
                    Token::Name if is_name() => Kind::Name(exponent_span),
                    _ => {
                        self.at += digit_at;
                        let hint = format!("put a longer exponent in brackets: {name}^(n + 1)(x)");
                        return Err(self.expected(text, "an exponent", Some(hint)));
                    }
                };
                let mut exponent = self.tree.push(kind, exponent_span);
                if minus {
                    exponent = self.tree.push(Kind::Negate(exponent), exponent_span);
                }
                self.at += digit_at + 1;
                self.argument(text, known, span, Some(exponent))
            }
            Token::Prime => Err(Error::Syntax {
                span: self.span_after(1).range(),
                found: "`'`".into(),
                expected: format!("`(` after {name}"),
                hint: Some(format!("the derivative of a known function is written d/dx({name}(x))")),
            }),
            _ => {
                self.at += 1;
                self.argument(text, known, span, None)
            }
        }
    }

    /// What a function is applied to: a bracket or a bare argument.
    pub(super) fn argument(&mut self, text: &str, known: Known, name: Span, exponent: Option<NodeId>) -> Result<(), Error> {
        if self.kind() == Token::Open {
            self.at -= 1;
            return self.open_named_call(Callee::Known(known), name, exponent);
        }
        let row = known.any().row();
        if !(self.operand_follows(0) || self.kind() == Token::Minus) {
            let expected = format!("the argument of {}", row.name);
            return Err(self.expected(text, &expected, Some(format!("write {}(x)", row.name))));
        }
        let Some(function) = known.with_bare_argument() else {
            return Err(self.expected(text, &format!("`(` after {}", row.name), Some(arguments_hint(known.any()))));
        };
        self.stack.push(Entry::Bare { function, name, exponent });
        Ok(())
    }

    pub(super) fn apply_inverse(&mut self, text: &str, known: Known, name: Span) -> Result<(), Error> {
        let function = known.any();
        let written = function.row().name;
        let Some(inverse_function) = inverse(function).and_then(|inverse| crate::syntax::names::function(inverse.row().name)) else {
            let span = name.start as usize..self.span().start as usize;
            return Err(Error::Syntax {
                span,
                found: format!("`{}`", shortened(&text[name.range()])),
                expected: "a function with a named inverse before ^-1".into(),
                hint: Some(format!("for the reciprocal write 1/{written}(x)")),
            });
        };
        let named = inverse_function.any().row().name;
        self.note(name, || format!("read {written}^-1 as the inverse function {named}; the reciprocal is 1/{written}"));
        self.argument(text, inverse_function, name, None)
    }

    pub(super) fn open_call(&mut self, callee: Callee, exponent: Option<NodeId>) -> Result<(), Error> {
        let name = self.span();
        self.open_named_call(callee, name, exponent)
    }

    /// Opens the bracket behind the current token.
    pub(super) fn open_named_call(&mut self, callee: Callee, name: Span, exponent: Option<NodeId>) -> Result<(), Error> {
        let open = self.span_after(1);
        self.at += 2;
        self.open(Entry::Call { callee, name, exponent, start: self.pending.len(), open });
        Ok(())
    }
}
