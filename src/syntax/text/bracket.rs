//! What brackets make when they close.

use super::entry::{Callee, Entry};
use super::parse::{Parser, brackets};
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::expression::Binder;
use crate::functions::FunctionId;
use crate::syntax::tree::{Kind, NodeId};

impl Parser {
    /// A closing bracket, a comma between arguments, or a semicolon between branches.
    pub(super) fn close(&mut self, text: &str, operand: NodeId) -> Result<NodeId, Error> {
        let operand = self.reduce(text, operand, 1)?;
        let (kind, span) = (self.kind(), self.span());
        match (kind, self.stack.last().copied()) {
            (Token::Close, Some(Entry::Group { square: false, open }))
            | (Token::CloseBracket, Some(Entry::Group { square: true, open })) => {
                self.shut();
                self.at += 1;
                self.tree.widen(operand, open.to(span));
                Ok(operand)
            }
            (Token::Bar, Some(Entry::Absolute { open })) => {
                self.require_value(text, operand)?;
                self.shut();
                self.at += 1;
                let children = self.tree.push_children(&[(operand, false)]);
                Ok(self.tree.push(Kind::Call(FunctionId::ABS, children), open.to(span)))
            }
            (Token::Close, Some(Entry::FunctionExponent { function, name, .. })) => {
                self.require_value(text, operand)?;
                self.shut();
                self.at += 1;
                self.argument(text, function, name, Some(operand))?;
                self.operand(text)
            }
            (Token::Close, Some(Entry::Order { name, .. })) => {
                self.require_value(text, operand)?;
                self.shut();
                self.open_named_call(Callee::Ordered { order: operand }, name, None)?;
                self.operand(text)
            }
            (Token::Comma, Some(Entry::Call { callee, start, .. })) => {
                // The range of an index is a condition.
                let may_be_range = matches!(callee, Callee::Bound(_)) && self.pending.len() == start + 1;
                if !may_be_range {
                    self.require_value(text, operand)?;
                }
                self.pending.push((operand, false));
                self.at += 1;
                self.operand(text)
            }
            (Token::Close, Some(Entry::Call { callee, name, exponent, start, .. })) => {
                // An integral to infinity has a condition behind its variable.
                if !matches!(callee, Callee::Bound(Binder::Integral)) || self.pending.len() != start + 2 {
                    self.require_value(text, operand)?;
                }
                self.pending.push((operand, false));
                self.shut();
                self.binders -= usize::from(matches!(callee, Callee::Bound(_)));
                self.at += 1;
                let call = self.call(text, callee, name, start, name.to(span))?;
                self.pending.truncate(start);
                Ok(self.raised(call, exponent))
            }
            (Token::Semicolon | Token::CloseBrace, Some(Entry::Cases { open, start, in_condition })) => {
                if !in_condition {
                    let hint = Some("a branch is written `value if condition` or `value otherwise`".into());
                    return Err(self.expected(text, "`if` or `otherwise`", hint));
                }
                self.require_condition(text, operand)?;
                self.pending.push((operand, false));
                self.at += 1;
                self.shut();
                // A semicolon before the closing brace is no branch.
                if kind == Token::Semicolon && self.kind() != Token::CloseBrace {
                    self.open(Entry::Cases { open, start, in_condition: false });
                    return self.operand(text);
                }
                if kind == Token::Semicolon {
                    self.at += 1;
                }
                let children = self.tree.push_children(&self.pending[start..]);
                self.pending.truncate(start);
                Ok(self.tree.push(Kind::Piecewise(children), open.to(span)))
            }
            (Token::Comma, None) => {
                // 3,5 and 1,000
                let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
                let bytes = text.as_bytes();
                let in_number = is_digit(bytes[..span.range().start].last()) && is_digit(bytes.get(span.range().end));
                let hint = if in_number {
                    "decimals are written with a point, 3.5, and thousands without a sign; statements are separated by `;`"
                } else {
                    "statements are separated by `;`"
                };
                Err(self.expected(text, "an operator or the end of the statement", Some(hint.into())))
            }
            (Token::Comma, Some(Entry::Cases { .. })) => {
                Err(self.expected(text, "`;` or `}`", Some("cases are separated by `;`, as in {x if x > 0; 0 otherwise}".into())))
            }
            (_, None) => {
                let opening = match kind {
                    Token::Close => "(",
                    Token::CloseBracket => "[",
                    Token::CloseBrace => "{",
                    _ => "|",
                };
                Err(self.expected(
                    text,
                    "an operator or the end of the statement",
                    Some(format!("there is no `{opening}` that this closes")),
                ))
            }
            (_, Some(entry)) => {
                let (opening, closing) = brackets(&entry);
                Err(self.expected(text, &format!("`{closing}`"), Some(format!("a `{opening}` is still open"))))
            }
        }
    }
}
