//! Case distinctions and their conditions.

use super::super::order;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node, Relation};

impl Writer<'_> {
    pub(super) fn piecewise(&mut self, branches: &[Id], level: Level) {
        let mut steps = Vec::new();
        let bracket = self.latex() && level >= Level::Factor;
        steps.extend(bracket.then_some(Step::Str("\\left(")));
        steps.push(Step::Str(if self.latex() { "\\begin{cases}" } else { "{" }));
        for (at, branch) in branches.chunks(2).enumerate() {
            if at > 0 {
                steps.push(Step::Str(if self.latex() { "\\\\ " } else { "; " }));
            }
            steps.push(Step::Expression(branch[0], Level::Sum, false));
            match (branch[1] == Id::TRUE, self.latex()) {
                (true, false) => steps.push(Step::Str(" otherwise")),
                (true, true) => steps.push(Step::Str(" & \\text{otherwise}")),
                (false, latex) => {
                    steps.push(Step::Str(if latex { " & " } else { " if " }));
                    steps.push(Step::Expression(branch[1], Level::Sum, false));
                }
            }
        }
        steps.push(Step::Str(if self.latex() { "\\end{cases}" } else { "}" }));
        steps.extend(bracket.then_some(Step::Str("\\right)")));
        self.then(steps);
    }

    pub(super) fn relation(&mut self, relation: Relation, left: Id, right: Id, inline: bool) {
        // The number on the right: x > 0 rather than 0 < x.
        let varies = |id: Id| self.style.variable.is_some_and(|variable| order::mentions(self.arena, id, variable));
        let turned = self.arena.as_number(right).is_none() && (self.arena.as_number(left).is_some() || (varies(right) && !varies(left)));
        let sign = match (relation, turned, self.notation) {
            (Relation::Less, false, Notation::Latex) => "<",
            (Relation::Less, true, Notation::Latex) => ">",
            (Relation::LessOrEqual, false, Notation::Latex) => "\\le ",
            (Relation::LessOrEqual, true, Notation::Latex) => "\\ge ",
            (Relation::Equal, _, Notation::Latex) => "=",
            (Relation::NotEqual, _, Notation::Latex) => "\\ne ",
            (Relation::Less, false, _) => " < ",
            (Relation::Less, true, _) => " > ",
            (Relation::LessOrEqual, false, Notation::Unicode) => " ≤ ",
            (Relation::LessOrEqual, true, Notation::Unicode) => " ≥ ",
            (Relation::LessOrEqual, false, _) => " <= ",
            (Relation::LessOrEqual, true, _) => " >= ",
            (Relation::Equal, ..) => " = ",
            (Relation::NotEqual, _, Notation::Unicode) => " ≠ ",
            (Relation::NotEqual, ..) => " != ",
        };
        let (first, second) = if turned { (right, left) } else { (left, right) };
        self.then([Step::Expression(first, Level::Sum, inline), Step::Str(sign), Step::Expression(second, Level::Sum, inline)]);
    }

    /// Conditions joined by "and" or "or".
    pub(super) fn junction(&mut self, out: &mut String, parts: &[Id], is_and: bool, inline: bool) {
        if parts.is_empty() {
            return out.push_str(if is_and { "true" } else { "false" });
        }
        let word = match (is_and, self.latex()) {
            (true, false) => " and ",
            (false, false) => " or ",
            (true, true) => "\\text{ and }",
            (false, true) => "\\text{ or }",
        };
        let mut parts = parts.to_vec();
        // Lower bounds first: x > 5 and x < 10.
        let is_upper = |part: Id| !matches!(self.arena.node(part), Node::Relation(_, left, _) if self.arena.as_number(left).is_some());
        parts.sort_by_key(|part| (is_upper(*part), self.arena.fingerprint(*part)));
        let mut steps = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                steps.push(Step::Str(word));
            }
            let bracket = is_and && matches!(self.arena.node(part), Node::Or(_));
            steps.extend(bracket.then_some(Step::Str("(")));
            steps.push(Step::Expression(part, Level::Sum, inline));
            steps.extend(bracket.then_some(Step::Str(")")));
        }
        self.then(steps);
    }
}
