//! Several case distinctions brought into one, and its boundaries closed where the values meet.

use super::cases::{self, Case};
use super::intervals;
use super::{Desk, MOST_INSIDE, Tower};
use crate::domain::{Knowledge, Line, Part, conditions_of, conditions_of_losses, missing_conditions, solve};
use crate::expression::{Arena, Id, Node};

impl Desk<'_> {
    /// One case distinction, or none, for several things that turn on the same sign, or at some numbers.
    pub(super) fn with_cases_together(&mut self, id: Id) -> Id {
        if self.arena.reachable(id).len() > MOST_INSIDE {
            return id;
        }
        let joined = self.joined_by(id, &|arena, knowledge| cases::by_sign(arena, knowledge, id).map(Vec::from));
        let joined = joined.or_else(|| self.joined_by(id, &|arena, knowledge| intervals::by_intervals(arena, knowledge, id)));
        let together = joined.unwrap_or(id);
        self.closed(together)
    }

    /// One case distinction of the cases that a computation finds, if it loses no more than what none of the cases says.
    fn joined_by(&mut self, id: Id, find: &dyn Fn(&mut Arena, &mut Knowledge) -> Option<Vec<Case>>) -> Option<Id> {
        let (cases, lost) = self.with_losses(find)?;
        let either: Vec<Id> = cases.iter().map(|case| case.condition).collect();
        let either = self.arena.disjunction(&either);
        let is_told = missing_conditions(self.arena, self.knowledge, &lost, &[either]).is_empty();
        is_told.then(|| self.together(id, cases)).flatten()
    }

    /// What a computation finds, and the conditions it loses.
    fn with_losses<T>(&mut self, find: impl FnOnce(&mut Arena, &mut Knowledge) -> Option<T>) -> Option<(T, Vec<Id>)> {
        let before = self.arena.take_losses();
        let found = find(self.arena, self.knowledge);
        let losses = self.arena.take_losses();
        self.arena.restore_losses(before);
        Some((found?, conditions_of_losses(self.arena, self.knowledge, &losses)))
    }

    /// What a computation finds without losing a condition, if it does.
    pub(super) fn without_losses<T>(&mut self, find: impl FnOnce(&mut Arena, &mut Knowledge) -> Option<T>) -> Option<T> {
        self.with_losses(find).filter(|(_, lost)| lost.is_empty()).map(|(found, _)| found)
    }

    /// A case distinction between simplest values, or the one value on both sides of a sign, where that is shorter than the
    /// expression. Nothing where a value is undefined, or would hide in a case what is said of the whole now: a condition, or a
    /// sign that jumps.
    fn together(&mut self, id: Id, cases: Vec<Case>) -> Option<Id> {
        let mut branches = Vec::with_capacity(cases.len());
        for Case { value, condition } in cases {
            let required = conditions_of(self.arena, self.knowledge, value);
            let passed = self.passes(value);
            let simple = self.simplest_of_passed(passed);
            let mut visible = conditions_of(self.arena, self.knowledge, simple);
            visible.push(condition);
            let jumps = |id: &Id| matches!(self.arena.node(*id), Node::Call(function, _) if !function.row().continuous.is_empty());
            if simple == Id::UNDEFINED
                || self.arena.reachable(simple).iter().any(jumps)
                || !missing_conditions(self.arena, self.knowledge, &required, &visible).is_empty()
            {
                return None;
            }
            branches.push((simple, condition));
        }
        if let [(one, _), (other, _)] = branches[..] {
            let difference = self.arena.subtract(one, other);
            if difference == Id::ZERO || Tower::of(self.arena, self.knowledge, difference).is_some_and(|(_, value)| value.is_zero()) {
                let value = if self.costs.of(self.arena, other) < self.costs.of(self.arena, one) { other } else { one };
                // Where the question may jump between the cases, the gap is kept, for its derivative has none of its own there.
                if !self.costs.words().may_jump() {
                    return Some(value);
                }
                branches.iter_mut().for_each(|branch| branch.0 = value);
            }
        }
        let together = self.arena.piecewise(&branches);
        let together = self.closed(together);
        (together != Id::UNDEFINED && self.costs.of(self.arena, together) < self.costs.of(self.arena, id)).then_some(together)
    }

    /// A derivative by cases with the boundary among them where both neighbours have the same value there: what a question that does
    /// not jump has on both sides, its derivative has on the boundary. Neighbours that are the same are one.
    fn closed(&mut self, id: Id) -> Id {
        let Node::Piecewise(ids) = self.arena.node(id) else { return id };
        if !self.costs.words().is_continuous() {
            return id;
        }
        let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
        let mut variable = None;
        let values: Vec<Id> = branches.iter().map(|(value, _)| *value).collect();
        let mut pieces: Vec<(Id, Part)> = Vec::with_capacity(branches.len());
        for (value, condition) in branches {
            let Some((symbol, line)) = solve(self.arena, self.knowledge, condition) else { return id };
            if self.arena.as_symbol(symbol).is_none() || *variable.get_or_insert(symbol) != symbol {
                return id;
            }
            pieces.extend(line.parts().into_iter().map(|part| (value, part)));
        }
        let Some(variable) = variable else { return id };
        let in_parts = pieces.len() > values.len();
        let mut is_closed = false;
        pieces.sort_by(|(_, one), (_, other)| one.low.cmp(&other.low));
        let mut closed: Vec<(Id, Part)> = Vec::with_capacity(pieces.len());
        for (value, mut part) in pieces {
            let Some((before, last)) = closed.last_mut() else {
                closed.push((value, part));
                continue;
            };
            let (Some((end, false)), Some((start, false))) = (&last.high, &part.low) else { return id };
            if end != start {
                return id;
            }
            let (before, boundary) = (*before, self.arena.number(end.clone()));
            let there = self.without_losses(|arena, _| Some([before, value].map(|side| arena.substitute(side, variable, boundary))));
            let there = there.filter(|there| !there.contains(&Id::UNDEFINED)).map(|there| there.map(|side| self.passes(side)));
            if there.is_some_and(|[left, right]| left == right && left != Id::UNDEFINED) {
                is_closed = true;
                let last = closed.last_mut().map(|(_, last)| last);
                match last {
                    Some(last) if before == value => {
                        last.high = part.high;
                        continue;
                    }
                    // The boundary goes to the side that does not vary.
                    Some(_) if self.arena.as_number(value).is_some() => part.low.iter_mut().for_each(|low| low.1 = true),
                    Some(last) => last.high.iter_mut().for_each(|high| high.1 = true),
                    None => {}
                }
            }
            closed.push((value, part));
        }
        if in_parts && !is_closed {
            return id;
        }
        let mut branches: Vec<(Id, Id)> = Vec::with_capacity(values.len());
        for (value, part) in closed {
            let condition = Line::part_condition(self.arena, variable, &part);
            match branches.iter_mut().find(|(known, _)| in_parts && *known == value) {
                Some((_, whole)) => *whole = self.arena.disjunction(&[*whole, condition]),
                None => branches.push((value, condition)),
            }
        }
        if in_parts {
            branches.sort_by_key(|(value, _)| values.iter().position(|known| known == value));
        }
        self.arena.piecewise(&branches)
    }
}
