//! Comparisons, what joins them, and where a condition or a value must stand.

use super::entry::{Callee, Entry, strength};
use super::parse::Parser;
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::expression::Relation;
use crate::syntax::joint::{Joint, RELATION, put_before_relation, waiting_relation};
use crate::syntax::note::shortened;
use crate::syntax::tree::{Kind, NodeId};

impl Parser {
    /// At the top an equation stands alone: `y = 1 and x > 0` would be half a definition.
    pub(super) fn reject_equation_in_condition(&self, text: &str) -> Result<(), Error> {
        let innermost = self.stack.iter().rev().find(|entry| strength(entry) <= RELATION);
        match innermost {
            Some(Entry::Joint(Joint::Relation { relation: Relation::Equal, .. })) if self.brackets.is_empty() => {
                Err(self.expected(text, "the end of the equation", Some("put the equation in brackets to join it with `and`".into())))
            }
            _ => Ok(()),
        }
    }

    /// Whether the range of an index may stand here; at which place is found out when its comma is met.
    pub(super) fn in_range(&self) -> bool {
        matches!(self.innermost_bracket(), Some(Entry::Call { callee: Callee::Bound(_), .. }))
    }

    pub(super) fn compare(&mut self, text: &str, operand: NodeId) -> Result<(), Error> {
        let (relation, exchanged) = match self.kind() {
            Token::Less => (Relation::Less, false),
            Token::LessOrEqual => (Relation::LessOrEqual, false),
            Token::Greater => (Relation::Less, true),
            Token::GreaterOrEqual => (Relation::LessOrEqual, true),
            Token::NotEqual => (Relation::NotEqual, false),
            _ => (Relation::Equal, false),
        };
        // Brackets may stand around a condition; where a value is needed that is found out when they close.
        let in_cases = matches!(self.innermost_bracket(), Some(Entry::Cases { in_condition: true, .. } | Entry::Group { .. }));
        if !in_cases && self.innermost_bracket().is_some() && !self.in_range() {
            return Err(self.expected(
                text,
                "an operator or a closing bracket",
                Some("comparisons belong into conditions, as in {x if x > 0; 0 otherwise}".into()),
            ));
        }
        let operand = self.reduce(text, operand, RELATION + 1)?;
        self.require_value(text, operand)?;
        match waiting_relation(&mut self.stack) {
            Some(earlier) if relation == Relation::Equal || earlier == Relation::Equal => {
                let hint = "an equation has one `=`; join two with `and`, as in {1 if a = b and b = c; 0 otherwise}";
                return Err(self.expected(text, "the end of the equation", Some(hint.into())));
            }
            None if relation == Relation::Equal && self.brackets.is_empty() && !self.stack.is_empty() => {
                let hint = "put the equation in brackets to join it with `and`";
                return Err(self.expected(text, "an operator or the end of the statement", Some(hint.into())));
            }
            _ => {}
        }
        put_before_relation(&mut self.stack, &mut self.pending, &mut self.tree, operand, (relation, exchanged));
        Ok(())
    }

    /// `if` or `otherwise` after the value of a branch.
    pub(super) fn begin_condition(&mut self, text: &str, operand: NodeId) -> Result<NodeId, Error> {
        let value = self.reduce(text, operand, 1)?;
        self.require_value(text, value)?;
        let hint = || Some("case distinctions are written {value if condition; value otherwise}".to_string());
        match self.stack.last_mut() {
            Some(Entry::Cases { in_condition, .. }) if !*in_condition => *in_condition = true,
            _ => return Err(self.expected(text, "an operator", hint())),
        }
        self.pending.push((value, false));
        let span = self.span();
        self.at += 1;
        if &text[span.range()] != "otherwise" {
            return self.operand(text);
        }
        if !matches!(self.kind(), Token::Semicolon | Token::CloseBrace) {
            return Err(self.expected(text, "`;` or `}`", hint()));
        }
        Ok(self.tree.push(Kind::Otherwise, span))
    }

    #[inline]
    pub(super) fn require_value(&self, text: &str, node: NodeId) -> Result<(), Error> {
        if self.tree.is_condition(node) { Err(self.unwanted_condition(text, node)) } else { Ok(()) }
    }

    #[cold]
    fn unwanted_condition(&self, text: &str, node: NodeId) -> Error {
        let span = self.tree.node(node).span;
        let found = format!("the condition `{}`", shortened(&text[span.range()]));
        Error::Syntax { span: span.range(), found, expected: "a value".into(), hint: None }
    }

    pub(super) fn require_condition(&self, text: &str, node: NodeId) -> Result<(), Error> {
        if self.tree.is_condition(node) {
            return Ok(());
        }
        let span = self.tree.node(node).span;
        Err(Error::Syntax {
            span: span.range(),
            found: format!("the value `{}`", shortened(&text[span.range()])),
            expected: "a condition such as x > 0".into(),
            hint: None,
        })
    }
}
