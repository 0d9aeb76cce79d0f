//! Comparisons and what joins them, and the rows of case distinctions.

use super::Parser;
use super::entry::Entry;
use crate::error::Error;
use crate::expression::Relation;
use crate::syntax::joint::{AND, Joint, RELATION, put_before, put_before_relation, waiting_relation};
use crate::syntax::latex::words::{Bracket, Kind as Word, Sign, TextWord};
use crate::syntax::note::shortened;
use crate::syntax::tree::{Kind, NodeId};

/// So many words behind a 1 are looked through for a comparison.
const LONGEST_CONDITION: usize = 64;

impl Parser<'_> {
    /// Conditions joined.
    pub fn join(&mut self, operand: NodeId, is_and: bool) -> Result<NodeId, Error> {
        let operand = self.reduce(operand, if is_and { AND + 1 } else { AND })?;
        self.require_condition(operand)?;
        if matches!(self.tree.node(operand).kind, Kind::Otherwise) {
            return Err(self.expected("the end of the row", None));
        }
        put_before(&mut self.stack, &mut self.pending, operand, if is_and { Joint::And } else { Joint::Or }, false);
        self.at += 1;
        self.operand()
    }

    /// `\mathbb{1}(x > 0)`, `\mathbb{1}_{x > 0}`: the condition begins behind its bracket.
    pub fn indicator(&mut self) -> Result<(), Error> {
        let at = self.span();
        let open = self.opening_of_condition();
        if open == 0 {
            self.at += 1;
            return Err(self.expected("the condition of the indicator in brackets", Some("write \\mathbb{1}(x > 0)".into())));
        }
        self.at = open;
        self.open(Entry::Indicator { at });
        self.at += 1;
        Ok(())
    }

    /// `1(x > 0)`, `\mathbb{I}(x > 0)`, `1_{[x > 0]}`: a one, or an I with a double stroke, before a condition.
    pub fn begins_indicator(&self) -> bool {
        let is_sign = match self.kind() {
            Word::Number(digits) => self.spelt(digits) == "1",
            Word::Name(name) => self.spelt(self.info(name).spelt) == "I_bb",
            _ => false,
        };
        if !is_sign {
            return false;
        }
        let open = self.opening_of_condition();
        if open == 0 {
            return false;
        }
        let end = self.mate(open).min(open + LONGEST_CONDITION);
        let mut at = open + 1;
        while at < end {
            match self.kind_at(at) {
                Word::Relation(_) => return true,
                // The conditions of a case distinction are its own: 1 before it is a factor.
                Word::Cases => at = self.mate(at),
                _ => {}
            }
            at += 1;
        }
        false
    }

    /// The bracket behind an indicator, or the braces of its subscript; 0 where neither follows.
    fn opening_of_condition(&self) -> usize {
        match (self.kind_at(self.at + 1), self.kind_at(self.at + 2)) {
            (Word::Open(Bracket::Round | Bracket::Square | Bracket::Curly), _) => self.at + 1,
            (Word::Subscript, Word::BraceOpen) => self.at + 2,
            _ => 0,
        }
    }

    pub fn compare(&mut self, operand: NodeId, sign: Sign) -> Result<(), Error> {
        let (relation, exchanged) = match sign {
            Sign::Less => (Relation::Less, false),
            Sign::LessOrEqual => (Relation::LessOrEqual, false),
            Sign::Greater => (Relation::Less, true),
            Sign::GreaterOrEqual => (Relation::LessOrEqual, true),
            Sign::NotEqual => (Relation::NotEqual, false),
            Sign::Equal => (Relation::Equal, false),
        };
        let allowed = match self.innermost_bracket() {
            None => true,
            Some(Entry::Cases { in_condition, .. }) => *in_condition,
            Some(Entry::Group { .. } | Entry::Indicator { .. } | Entry::Range(_)) => true,
            _ => false,
        };
        if !allowed {
            return Err(self.expected("an operator or a closing bracket", Some("comparisons belong into conditions".into())));
        }
        let operand = self.reduce(operand, RELATION + 1)?;
        self.require_value(operand)?;
        if let Some(earlier) = waiting_relation(&mut self.stack)
            && (relation == Relation::Equal || earlier == Relation::Equal)
        {
            let hint = "a chain of equations has several values: give one member of it";
            return Err(self.expected("the end of the equation", Some(hint.into())));
        }
        put_before_relation(&mut self.stack, &mut self.pending, &mut self.tree, operand, (relation, exchanged));
        Ok(())
    }

    pub fn require_value(&self, node: NodeId) -> Result<(), Error> {
        if self.tree.is_condition(node) { Err(self.misplaced(node, "the condition", "a value")) } else { Ok(()) }
    }

    pub fn require_condition(&self, node: NodeId) -> Result<(), Error> {
        if self.tree.is_condition(node) { Ok(()) } else { Err(self.misplaced(node, "the value", "a condition such as x > 0")) }
    }

    fn misplaced(&self, node: NodeId, what: &str, expected: &str) -> Error {
        let span = self.tree.node(node).span;
        let found = format!("{what} `{}`", shortened(&self.text[span.range()]));
        Error::Syntax { span: span.range(), found, expected: expected.into(), hint: None }
    }

    /// The end of a cell of a case distinction.
    pub fn cell(&mut self, operand: NodeId, open: usize, start: usize, in_condition: bool) -> Result<NodeId, Error> {
        let hint = || Some("a row is written `value & condition \\\\`, and the last may say \\text{otherwise}".to_string());
        if !in_condition {
            self.require_value(operand)?;
            while self.kind() == Word::Comma {
                self.at += 1;
            }
            let begins = matches!(self.kind(), Word::Ampersand | Word::Text(TextWord::If | TextWord::Otherwise));
            let condition_follows = begins || self.kind_at(self.at.saturating_sub(1)) == Word::Comma;
            if !condition_follows {
                return Err(self.expected("`&` and the condition of this case", hint()));
            }
            while self.kind() == Word::Ampersand {
                self.at += 1;
            }
            self.pending.push((operand, false));
            self.begin_cell(Entry::Cases { open, start, in_condition: true });
            return self.operand();
        }
        self.require_condition(operand)?;
        self.pending.push((operand, false));
        let last = match self.kind() {
            Word::EndCases => true,
            Word::Row => {
                self.at += 1;
                while self.kind() == Word::Row {
                    self.at += 1;
                }
                self.kind() == Word::EndCases
            }
            _ => return Err(self.expected("the end of the row", hint())),
        };
        if !last {
            self.begin_cell(Entry::Cases { open, start, in_condition: false });
            return self.operand();
        }
        let span = self.span();
        self.at += 1;
        self.shut();
        let children = self.tree.push_children(&self.pending[start..]);
        self.pending.truncate(start);
        let whole = self.span_at(open).to(span);
        Ok(self.tree.push(Kind::Piecewise(children), whole))
    }

    fn begin_cell(&mut self, cell: Entry) {
        self.shut();
        self.open(cell);
    }

    pub fn in_condition(&self) -> bool {
        matches!(self.stack.last(), Some(Entry::Cases { in_condition: true, .. }))
    }
}
