//! Case distinctions and their conditions.

use super::super::order;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node, Relation};

/// Of no more conditions joined by "and" are two looked for that make a chain, `0 < x < 1`.
const MOST_CHAINED: usize = 64;

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    pub(super) fn piecewise(&mut self, out: &mut String, branches: &[Id], level: Level) {
        let mut steps = Vec::new();
        let [open, condition, row, close] = self.drawing().map_or(["{", " if ", "; ", "}"], |drawing| drawing.cases);
        let bracket = self.is_drawn() && level >= Level::Factor;
        let (outer, end) = self.brackets(true);
        steps.extend(bracket.then_some(Step::Str(outer)));
        steps.push(Step::Str(open));
        for (at, branch) in branches.chunks(2).enumerate() {
            if at > 0 {
                steps.push(Step::Str(row));
            }
            steps.push(Step::Expression(branch[0], Level::Sum, false));
            match (branch[1] == Id::TRUE, self.drawing()) {
                (true, None) => steps.push(Step::Str(" otherwise")),
                (true, Some(drawing)) => steps.extend([Step::Str(condition), Step::Str(drawing.otherwise)]),
                (false, _) => steps.extend([Step::Str(condition), Step::Expression(branch[1], Level::Sum, false)]),
            }
        }
        steps.push(Step::Str(close));
        steps.extend(bracket.then_some(Step::Str(end)));
        self.then(out, steps);
    }

    pub(super) fn relation(&mut self, out: &mut String, relation: Relation, left: Id, right: Id, inline: bool) {
        // The number on the right: x > 0 rather than 0 < x.
        let varies = |id: Id| self.style.variable.is_some_and(|variable| order::mentions(self.arena, id, variable));
        let turned = self.arena.as_number(right).is_none() && (self.arena.as_number(left).is_some() || (varies(right) && !varies(left)));
        let steps = self.related(relation, [left, right], turned, inline);
        self.then(out, steps);
    }

    /// A comparison, with its sides exchanged on request.
    pub(super) fn related(&self, relation: Relation, [left, right]: [Id; 2], turned: bool, inline: bool) -> [Step; 3] {
        let [less, greater, at_most, at_least, equal, unequal] = self.relations();
        let sign = match (relation, turned) {
            (Relation::Less, false) => less,
            (Relation::Less, true) => greater,
            (Relation::LessOrEqual, false) => at_most,
            (Relation::LessOrEqual, true) => at_least,
            (Relation::Equal, _) => equal,
            (Relation::NotEqual, _) => unequal,
        };
        let (first, second) = if turned { (right, left) } else { (left, right) };
        [Step::Expression(first, Level::Sum, inline), Step::Str(sign), Step::Expression(second, Level::Sum, inline)]
    }

    /// The signs of `<`, `>`, at most, at least, `=` and unequal.
    fn relations(&self) -> [&'static str; 6] {
        match (self.drawing(), self.notation()) {
            (Some(drawing), _) => drawing.relations,
            (None, Notation::Unicode) => [" < ", " > ", " ≤ ", " ≥ ", " = ", " ≠ "],
            (None, _) => [" < ", " > ", " <= ", " >= ", " = ", " != "],
        }
    }

    /// What lies between two bounds, where one condition is its lower bound and another its upper one: `0 < x < 1`.
    fn between(&self, lower: Id, upper: Id) -> Option<([Relation; 2], [Id; 3])> {
        let is_bound = |relation: Relation| matches!(relation, Relation::Less | Relation::LessOrEqual);
        match (self.arena.node(lower), self.arena.node(upper)) {
            (Node::Relation(first, low, value), Node::Relation(second, other, high))
                if is_bound(first) && is_bound(second) && value == other =>
            {
                Some(([first, second], [low, value, high]))
            }
            _ => None,
        }
    }

    /// Conditions joined by "and" or "or".
    pub(super) fn junction(&mut self, out: &mut String, parts: &[Id], is_and: bool, inline: bool) {
        if parts.is_empty() {
            return out.push_str(if is_and { "true" } else { "false" });
        }
        let word = match (is_and, self.drawing()) {
            (true, None) => " and ",
            (false, None) => " or ",
            (true, Some(drawing)) => drawing.and,
            (false, Some(drawing)) => drawing.or,
        };
        let mut parts = parts.to_vec();
        // Lower bounds first: x > 5 and x < 10.
        let is_upper = |part: Id| !matches!(self.arena.node(part), Node::Relation(_, left, _) if self.arena.as_number(left).is_some());
        parts.sort_by_key(|part| (is_upper(*part), self.arena.fingerprint(*part)));
        let [less, _, at_most, ..] = self.relations();
        let mut steps = Vec::new();
        while !parts.is_empty() {
            if !steps.is_empty() {
                steps.push(Step::Str(word));
            }
            let part = parts.remove(0);
            let chain = (0..parts.len())
                .filter(|_| is_and && parts.len() <= MOST_CHAINED)
                .find_map(|at| Some((at, self.between(part, parts[at]).or_else(|| self.between(parts[at], part))?)));
            if let Some((at, (relations, [low, value, high]))) = chain {
                parts.remove(at);
                let [first, second] = relations.map(|relation| if relation == Relation::Less { less } else { at_most });
                for (id, sign) in [(low, first), (value, second)] {
                    steps.extend([Step::Expression(id, Level::Sum, inline), Step::Str(sign)]);
                }
                steps.push(Step::Expression(high, Level::Sum, inline));
                continue;
            }
            let bracket = is_and && matches!(self.arena.node(part), Node::Or(_));
            steps.extend(bracket.then_some(Step::Str("(")));
            steps.push(Step::Expression(part, Level::Sum, inline));
            steps.extend(bracket.then_some(Step::Str(")")));
        }
        self.then(out, steps);
    }
}
