//! Derivatives inside a text: `d/dx u`, `dE/dz`, `D[1](F)(x, y)`.

use super::entry::{Callee, Entry};
use super::parse::Parser;
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::expression::SYMBOLIC_ORDER;
use crate::syntax::names::{KEYWORDS, spelling};
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser {
    /// `d/dx(u)`, `d^2/dx^2(u)`, `d/dx u`.
    pub(super) fn derivative_operator(&mut self, text: &str) -> Result<bool, Error> {
        let order_at = |offset: usize| match (self.kind_after(offset), self.kind_after(offset + 1)) {
            (Token::Caret, Token::Number) => (2, text[self.span_after(offset + 1).range()].parse::<u32>().ok()),
            (Token::Superscript, _) => (1, super::tokens::lowered(&text[self.span_after(offset).range()]).parse::<u32>().ok()),
            _ => (0, Some(1)),
        };
        let (width, above) = order_at(1);
        let slash = 1 + width;
        if self.kind_after(slash) != Token::Slash || self.kind_after(slash + 1) != Token::Name {
            return Ok(false);
        }
        let below = self.span_after(slash + 1);
        let written = &text[below.range()];
        let Some(letter) = written
            .strip_prefix('d')
            .or_else(|| written.strip_prefix('∂'))
            .filter(|letter| !letter.is_empty() && !KEYWORDS.contains(letter))
        else {
            return Ok(false);
        };
        let (below_width, below_order) = order_at(slash + 2);
        let next = slash + 2 + below_width;
        if !self.operand_follows(next) {
            return Ok(false);
        }
        let whole = self.span().to(self.span_after(next - 1));
        let order = match (above, below_order) {
            (Some(above), Some(below)) if above == below && (1..=1000).contains(&above) => above,
            _ => {
                return Err(Error::Syntax {
                    span: whole.range(),
                    found: format!("`{}`", &text[whole.range()]),
                    expected: "the same order above and below".into(),
                    hint: Some("write d^2/dx^2(...)".into()),
                });
            }
        };
        let name = Span { start: below.end - letter.len() as u32, end: below.end };
        let variable = self.tree.push(Kind::Name(name), name);
        if self.kind_after(next) == Token::Open {
            self.at += next - 1;
            self.open_named_call(Callee::Derivative { variable, order }, whole, None)?;
        } else {
            self.at += next;
            self.stack.push(Entry::DerivativeOf { variable, order, at: whole });
        }
        Ok(true)
    }

    /// Whether `∂E/∂z` stands here.
    pub(super) fn is_partial_quotient(&self, text: &str) -> bool {
        let above = &text[self.span().range()];
        let is_below = self.kind_after(1) == Token::Slash && text[self.span_after(2).range()].starts_with('∂');
        is_below && above.strip_prefix('∂').is_some_and(|name| self.defined.contains(&spelling(name)))
    }

    /// `dE/dz` where `E` has a definition.
    pub(super) fn leibniz_quotient(&mut self, text: &str) -> Option<NodeId> {
        if self.defined.is_empty() || self.kind_after(1) != Token::Slash || self.kind_after(2) != Token::Name {
            return None;
        }
        let (above, below) = (self.span(), self.span_after(2));
        let differential = |span: Span| text[span.range()].strip_prefix('d').or_else(|| text[span.range()].strip_prefix('∂'));
        let name = differential(above).filter(|name| self.defined.contains(&spelling(name)))?;
        let letter = differential(below).filter(|letter| !letter.is_empty() && !KEYWORDS.contains(letter))?;
        let places = [name, letter].map(str::len);
        self.at += 3;
        let above_name = Span { start: above.end - places[0] as u32, end: above.end };
        let below_name = Span { start: below.end - places[1] as u32, end: below.end };
        Some(self.tree.push(Kind::Leibniz(above_name, below_name), above.to(below)))
    }

    /// Refuses `dy/dx` of a y without a definition, `d(x^2)/dx` and `d^2y/dx^2`: as letters they would be a product.
    pub(super) fn refuse_quotient_of_differentials(&self, text: &str) -> Result<(), Error> {
        let is_differential = |span: Span| {
            let word = &text[span.range()];
            let letter =
                word.strip_prefix('d').filter(|letter| !letter.is_empty() && letter.bytes().next().is_some_and(|byte| byte != b'_'));
            letter.is_some_and(|letter| letter.chars().count() == 1) && !self.is_variable(word) && !self.defined.contains(&spelling(word))
        };
        let word = &text[self.span().range()];
        let is_d = word == "d" && !self.is_variable(word) && !self.defined_functions.contains(word);
        let above = match (self.kind_after(1), self.kind_after(2), self.kind_after(3)) {
            (Token::Slash, ..) if is_differential(self.span()) => 1,
            (Token::Caret, Token::Number, Token::Name) if is_d => 4,
            (Token::Superscript, Token::Name, _) if is_d => 3,
            (Token::Open, ..) if is_d => match self.behind_bracket(1) {
                Some(behind) => behind,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        let is_quotient = self.kind_after(above) == Token::Slash && self.kind_after(above + 1) == Token::Name;
        if !is_quotient || !is_differential(self.span_after(above + 1)) {
            return Ok(());
        }
        let whole = self.span().to(self.span_after(above + 1));
        let below = &text[self.span_after(above + 1).range()];
        Err(Error::Syntax {
            span: whole.range(),
            found: format!("`{}`", &text[whole.range()]),
            expected: "a derivative of something that is known".into(),
            hint: Some(format!("write d/{below}(...), or define what is differentiated: y = x^2")),
        })
    }

    /// How many tokens lead up to what stands behind the bracket that opens so many tokens ahead, where that is near.
    fn behind_bracket(&self, open: usize) -> Option<usize> {
        const NEAR: usize = 64;
        let mut depth = 0usize;
        for at in open..open + NEAR {
            match self.kind_after(at) {
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                Token::End => return None,
                _ => {}
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        None
    }

    /// `D[1,2](F)(x, y)`, and `D[*](f)(n, x)`, the derivative of order n at x.
    pub(super) fn partial_operator(&mut self, text: &str) -> Result<bool, Error> {
        let mut indices = Vec::new();
        let mut offset = 2;
        let is_symbolic = (self.kind_after(2), self.kind_after(3)) == (Token::Times, Token::CloseBracket);
        if is_symbolic {
            indices.push(SYMBOLIC_ORDER);
            offset = 4;
        }
        let mut goes_on = !is_symbolic;
        while goes_on {
            if self.kind_after(offset) != Token::Number {
                return Ok(false);
            }
            indices.push(text[self.span_after(offset).range()].parse::<u32>().unwrap_or(0));
            offset += 2;
            match self.kind_after(offset - 1) {
                Token::Comma => {}
                Token::CloseBracket => goes_on = false,
                _ => return Ok(false),
            }
        }
        let shape = [Token::Open, Token::Name, Token::Close, Token::Open];
        if !shape.iter().enumerate().all(|(at, kind)| self.kind_after(offset + at) == *kind) {
            return Ok(false);
        }
        let name = self.span_after(offset + 1);
        let written = &text[name.range()];
        let is_known = self.is_known(&spelling(written)) && !self.defined_functions.contains(&spelling(written));
        if is_known || KEYWORDS.contains(&written) {
            return Err(Error::Syntax {
                span: name.range(),
                found: format!("`{written}`"),
                expected: "the name of an unknown function".into(),
                hint: is_known.then(|| format!("the derivative of a known function is written d/dx({written}(x))")),
            });
        }
        let first = self.tree.push_orders(&indices);
        let whole = self.span();
        self.at += offset + 2;
        self.open_named_call(Callee::Partial { first, count: indices.len() as u32, name }, whole, None)?;
        Ok(true)
    }
}
