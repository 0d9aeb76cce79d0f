//! Sets of real numbers with rational boundaries, and what conditions say that in words.

use super::Knowledge;
use super::knowledge::Interval;
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::Range;
use crate::number::Rational;

/// A finite union of intervals and points, as a chart: in which of the open intervals between the boundaries, and at which
/// of the boundaries, a number is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    boundaries: Vec<Rational>,
    /// One more than there are boundaries.
    between: Vec<bool>,
    at: Vec<bool>,
}

/// A connected part of a set: its ends, each with whether it belongs to the part; a missing end is infinite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The lower end.
    pub low: Option<(Rational, bool)>,
    /// The upper end.
    pub high: Option<(Rational, bool)>,
}

impl Part {
    /// The number this part is, if it is a single one.
    pub fn point(&self) -> Option<&Rational> {
        match (&self.low, &self.high) {
            (Some((low, _)), Some((high, _))) if low == high => Some(low),
            _ => None,
        }
    }
}

impl Line {
    /// Every number.
    pub fn all() -> Line {
        Line { boundaries: Vec::new(), between: vec![true], at: Vec::new() }
    }

    /// The set with these boundaries, which are in order. `holds(low, high)` says whether the numbers strictly between the
    /// two belong to it, and, where both are the same boundary, whether that does.
    pub(super) fn charted(
        boundaries: Vec<Rational>,
        mut holds: impl FnMut(Option<&Rational>, Option<&Rational>) -> Option<bool>,
    ) -> Option<Line> {
        let mut between = Vec::with_capacity(boundaries.len() + 1);
        for index in 0..=boundaries.len() {
            between.push(holds(index.checked_sub(1).map(|before| &boundaries[before]), boundaries.get(index))?);
        }
        let at = boundaries.iter().map(|point| holds(Some(point), Some(point))).collect::<Option<Vec<bool>>>()?;
        Some(Line { boundaries, between, at }.tidied())
    }

    /// The numbers of an interval.
    pub(super) fn of_interval(interval: &Interval) -> Line {
        let mut boundaries: Vec<Rational> = [&interval.low, &interval.high].into_iter().flatten().map(|end| end.value.clone()).collect();
        if interval.nonzero {
            boundaries.push(Rational::ZERO);
        }
        boundaries.sort();
        boundaries.dedup();
        // Between boundaries: the end itself counts, open or not, since the interval next to it is meant.
        let above = |number: Option<&Rational>, itself: bool| match (&interval.low, number) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(end), Some(number)) => *number > end.value || (*number == end.value && (itself || !end.open)),
        };
        let below = |number: Option<&Rational>, itself: bool| match (&interval.high, number) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(end), Some(number)) => *number < end.value || (*number == end.value && (itself || !end.open)),
        };
        let line = Line::charted(boundaries, |low, high| {
            let point = low.filter(|low| Some(*low) == high);
            let kept = point.is_none_or(|point| !(interval.nonzero && point.is_zero()));
            Some(kept && above(low, point.is_none()) && below(high, point.is_none()))
        });
        line.unwrap_or_else(Line::all)
    }

    /// The numbers among which the values of an expression are known to be: an interval, and of a secant or a hyperbolic cotangent
    /// what lies on either side of one.
    pub(super) fn of_values(arena: &Arena, knowledge: &mut Knowledge, value: Id) -> Line {
        let interval = knowledge.interval(arena, value);
        let line = if *interval == Interval::default() { Line::all() } else { Line::of_interval(interval) };
        let Node::Call(function, _) = arena.node(value) else { return line };
        let unit =
            |included: bool| Line::of_part(&Part { low: Some((Rational::MINUS_ONE, included)), high: Some((Rational::ONE, included)) });
        match function.row().range {
            Range::BeyondUnit => line.and(&unit(false).complement()),
            Range::OutsideUnit => line.and(&unit(true).complement()),
            _ => line,
        }
    }

    /// Without boundaries on which nothing changes.
    fn tidied(self) -> Line {
        let mut line = Line { boundaries: Vec::new(), between: vec![self.between[0]], at: Vec::new() };
        for (index, boundary) in self.boundaries.into_iter().enumerate() {
            let (before, here, after) = (self.between[index], self.at[index], self.between[index + 1]);
            if before != here || here != after {
                line.boundaries.push(boundary);
                line.at.push(here);
                line.between.push(after);
            }
        }
        line
    }

    fn holds_at(&self, number: &Rational) -> bool {
        match self.boundaries.binary_search(number) {
            Ok(index) => self.at[index],
            Err(index) => self.between[index],
        }
    }

    fn joined(&self, other: &Line, join: impl Fn(bool, bool) -> bool) -> Line {
        let mut boundaries: Vec<Rational> = self.boundaries.iter().chain(&other.boundaries).cloned().collect();
        boundaries.sort();
        boundaries.dedup();
        // The interval below a boundary lies in the one below the next boundary of each set.
        let inside = |line: &Line, high: Option<&Rational>| {
            let index = high.map_or(line.boundaries.len(), |high| line.boundaries.partition_point(|boundary| boundary < high));
            line.between[index]
        };
        let between =
            (0..=boundaries.len()).map(|index| join(inside(self, boundaries.get(index)), inside(other, boundaries.get(index)))).collect();
        let at = boundaries.iter().map(|point| join(self.holds_at(point), other.holds_at(point))).collect();
        Line { boundaries, between, at }.tidied()
    }

    /// The numbers in both.
    pub fn and(&self, other: &Line) -> Line {
        self.joined(other, |a, b| a && b)
    }

    /// The numbers in either.
    pub fn or(&self, other: &Line) -> Line {
        self.joined(other, |a, b| a || b)
    }

    /// The numbers in neither.
    pub fn complement(&self) -> Line {
        self.joined(&Line::all(), |a, _| !a)
    }

    /// Without the points on its boundary.
    pub fn interior(&self) -> Line {
        Line { at: (0..self.at.len()).map(|at| self.at[at] && self.between[at] && self.between[at + 1]).collect(), ..self.clone() }.tidied()
    }

    /// The boundaries.
    pub fn boundaries(&self) -> &[Rational] {
        &self.boundaries
    }

    /// Whether no number belongs to it.
    pub fn is_empty(&self) -> bool {
        !self.between.contains(&true) && !self.at.contains(&true)
    }

    /// Whether every number belongs to it.
    pub fn is_all(&self) -> bool {
        self.complement().is_empty()
    }

    /// Its connected parts, from left to right.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut open: Option<Part> = self.between[0].then_some(Part { low: None, high: None });
        for (index, boundary) in self.boundaries.iter().enumerate() {
            let (here, after) = (self.at[index], self.between[index + 1]);
            if let Some(part) = &mut open
                && !(here && after)
            {
                part.high = Some((boundary.clone(), here));
                parts.extend(open.take());
            }
            match (here, after, open.is_some()) {
                (_, true, false) => open = Some(Part { low: Some((boundary.clone(), here)), high: None }),
                (true, false, false) if !self.between[index] => {
                    parts.push(Part { low: Some((boundary.clone(), true)), high: Some((boundary.clone(), true)) });
                }
                _ => {}
            }
        }
        parts.extend(open);
        parts
    }

    /// What has to be said of `value` so that it lies in this set, if it is known to lie in `within`: a condition for each
    /// part that is left out, `x > 0`, `x != 1`, `x <= -1 or x >= 1`.
    pub fn conditions(&self, arena: &mut Arena, value: Id, within: &Line) -> Vec<Id> {
        if let [part] = &self.parts()[..]
            && part.point().is_some()
        {
            return vec![Line::part_condition(arena, value, part)];
        }
        let mut conditions = Vec::new();
        for part in self.complement().parts() {
            let alone = Line::of_part(&part);
            if alone.and(within).is_empty() {
                continue;
            }
            if let Some(point) = part.point() {
                let point = arena.number(point.clone());
                conditions.push(arena.relation(Relation::NotEqual, value, point));
                continue;
            }
            // What lies on the far side of a part may be out of the question: cos(x) > 0, not cos(x) > 0 or cos(x) < -1.
            let is_possible = |side: Part| !Line::of_part(&side).and(within).is_empty();
            let low = part.low.filter(|(low, included)| is_possible(Part { low: None, high: Some((low.clone(), !included)) }));
            let high = part.high.filter(|(high, included)| is_possible(Part { low: Some((high.clone(), !included)), high: None }));
            let mut sides = Vec::new();
            if let Some((low, included)) = low {
                let low = arena.number(low);
                sides.push(arena.relation(if included { Relation::Less } else { Relation::LessOrEqual }, value, low));
            }
            if let Some((high, included)) = high {
                let high = arena.number(high);
                sides.push(arena.relation(if included { Relation::Less } else { Relation::LessOrEqual }, high, value));
            }
            conditions.push(arena.disjunction(&sides));
        }
        conditions
    }

    /// The condition that `value` lies in this part.
    pub fn part_condition(arena: &mut Arena, value: Id, part: &Part) -> Id {
        if let Some(point) = part.point() {
            let point = arena.number(point.clone());
            return arena.relation(Relation::Equal, value, point);
        }
        let mut sides = Vec::new();
        let relation = |included: bool| if included { Relation::LessOrEqual } else { Relation::Less };
        if let Some((low, included)) = &part.low {
            let low = arena.number(low.clone());
            sides.push(arena.relation(relation(*included), low, value));
        }
        if let Some((high, included)) = &part.high {
            let high = arena.number(high.clone());
            sides.push(arena.relation(relation(*included), value, high));
        }
        arena.conjunction(&sides)
    }

    /// The numbers of one part.
    pub fn of_part(part: &Part) -> Line {
        let mut boundaries: Vec<Rational> = [&part.low, &part.high].into_iter().flatten().map(|(end, _)| end.clone()).collect();
        boundaries.dedup();
        let ends: Vec<&(Rational, bool)> = [&part.low, &part.high].into_iter().flatten().collect();
        let at = boundaries.iter().map(|point| ends.iter().all(|(end, included)| end != point || *included)).collect();
        let between = match (&part.low, &part.high, boundaries.len()) {
            (None, None, _) => vec![true],
            (None, Some(_), _) => vec![true, false],
            (Some(_), None, _) => vec![false, true],
            (Some(_), Some(_), 1) => vec![false, false],
            (Some(_), Some(_), _) => vec![false, true, false],
        };
        Line { boundaries, between, at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(low: Option<(i64, bool)>, high: Option<(i64, bool)>) -> Line {
        let end = |end: Option<(i64, bool)>| end.map(|(value, included)| (Rational::integer(value), included));
        Line::of_part(&Part { low: end(low), high: end(high) })
    }

    #[test]
    fn sets_obey_the_laws_of_sets() {
        let sets = [
            Line::all(),
            part(Some((0, true)), None),
            part(None, Some((1, false))),
            part(Some((0, false)), Some((1, false))),
            part(Some((0, true)), Some((0, true))),
            part(Some((-1, true)), Some((0, false))).or(&part(Some((1, true)), None)),
        ];
        for a in &sets {
            assert_eq!(a.complement().complement(), *a);
            assert!(a.or(&a.complement()).is_all() && a.and(&a.complement()).is_empty());
            let again = a.parts().iter().map(Line::of_part).fold(Line::all().complement(), |union, part| union.or(&part));
            assert_eq!(again, *a);
            for b in &sets {
                assert_eq!(a.and(b).complement(), a.complement().or(&b.complement()));
            }
        }
    }
}
