//! What of a question has no value, where the whole has none.

use super::{Session, rule_sets};
use crate::error::Error;
use crate::expression::{Id, Node};
use crate::limits::exceeded;
use crate::render;
use crate::simplify::{Goal, simplify};

/// Of larger questions the part is not looked for.
const MOST_PARTS: usize = 300;

impl Session {
    /// That an expression has a value somewhere; otherwise the error names the smallest part of the question that has none.
    pub(super) fn checked(&mut self, id: Id) -> Result<(), Error> {
        if id != Id::UNDEFINED {
            return Ok(());
        }
        if self.arena.is_exhausted() {
            return Err(exceeded("nodes", self.limits(), "ask for `raw` form"));
        }
        let what = match self.undefined_part() {
            Some(part) => {
                let mut text = String::new();
                render::write_text(&mut text, &self.arena, part, &self.outcome.style)?;
                format!("`{text}`")
            }
            None => "the expression".into(),
        };
        Err(Error::Undefined { span: None, what })
    }

    /// The first part of the question, inner ones first, that is undefined when it is simplified, as `ln(x)/ln(1)` is.
    fn undefined_part(&mut self) -> Option<Id> {
        let input = self.outcome.input.filter(|input| *input != Id::UNDEFINED)?;
        let parts = self.arena.reachable(input);
        if parts.len() > MOST_PARTS {
            return None;
        }
        let rules = rule_sets(self.own_rules.as_ref());
        parts.into_iter().find(|part| {
            let is_made_of_others =
                matches!(self.arena.node(*part), Node::Sum(_) | Node::Product(_) | Node::Power(..) | Node::Call(..) | Node::Piecewise(_));
            is_made_of_others
                && simplify(&mut self.arena, &mut self.knowledge, &rules, *part, Goal::simplest(*part)) == Id::UNDEFINED
                && !self.arena.is_exhausted()
        })
    }
}
