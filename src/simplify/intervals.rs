//! What turns at several numbers: the line of a variable cut into intervals, with one expression for each of them.

use super::cases::{Case, turning};
use crate::domain::{Knowledge, normal_condition};
use crate::expression::{Arena, Id, Node, Relation};
use crate::number::Rational;

/// The most intervals the line is cut into.
const MOST_INTERVALS: usize = 6;

/// The most parts an expression may have: all of them are looked at on every interval.
const MOST_PARTS: usize = 200;

/// The expression on each of the intervals between the numbers at which something turns in it, in order. Nothing where no case
/// distinction decides, where something else than one variable does, or where the expression has a value at one of the numbers.
pub(super) fn by_intervals(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Option<Vec<Case>> {
    let order = arena.reachable(root);
    if order.len() > MOST_PARTS || order.iter().any(|id| matches!(arena.node(*id), Node::Bound(..))) {
        return None;
    }
    let first = order.iter().copied().find(|id| matches!(arena.node(*id), Node::Piecewise(_)))?;
    let variable = the_variable(arena, first)?;
    let function = OfOne { order: &order, variable };
    let mut open = vec![(None, None)];
    let mut pieces = Vec::new();
    while let Some((low, high)) = open.pop() {
        match function.at(arena, &Place::Between(low.clone(), high.clone()))? {
            Resolved::Value(value) => pieces.push((low, high, value)),
            Resolved::Turns(number) => {
                if pieces.len() + open.len() + 2 > MOST_INTERVALS {
                    return None;
                }
                let has_value = !matches!(function.at(arena, &Place::At(number.clone())), Some(Resolved::Value(Id::UNDEFINED)));
                if has_value {
                    return None;
                }
                // The left one is taken next, so that the pieces come from left to right.
                open.push((Some(number.clone()), high));
                open.push((low, Some(number)));
            }
        }
    }
    if pieces.len() < 2 {
        return None;
    }
    let case = |(low, high, value)| Case { value, condition: between(arena, knowledge, variable, low, high) };
    Some(pieces.into_iter().map(case).collect())
}

/// The one symbol in the conditions of a case distinction.
fn the_variable(arena: &Arena, cases: Id) -> Option<Id> {
    let Node::Piecewise(ids) = arena.node(cases) else { return None };
    let mut symbols = Vec::new();
    for condition in ids.iter().skip(1).step_by(2) {
        symbols.extend(arena.reachable(*condition).into_iter().filter(|id| arena.as_symbol(*id).is_some()));
    }
    symbols.sort_unstable();
    symbols.dedup();
    if let [variable] = symbols[..] { Some(variable) } else { None }
}

/// A part of the line: an open interval, or a number.
#[derive(Debug, Clone)]
enum Place {
    Between(Option<Rational>, Option<Rational>),
    At(Rational),
}

/// The condition that a variable lies between two ends.
fn between(arena: &mut Arena, knowledge: &mut Knowledge, variable: Id, low: Option<Rational>, high: Option<Rational>) -> Id {
    let [low, high] = [low, high].map(|end| end.map(|number| arena.number(number)));
    let low = low.map(|low| arena.relation(Relation::Less, low, variable));
    let high = high.map(|high| arena.relation(Relation::Less, variable, high));
    let bounds: Vec<Id> = low.into_iter().chain(high).collect();
    let condition = arena.conjunction(&bounds);
    normal_condition(arena, knowledge, condition)
}

/// An expression, its parts from the leaves up, as a function of one variable.
struct OfOne<'a> {
    order: &'a [Id],
    variable: Id,
}

/// What comes of an expression at a place: its value there, or a number inside at which something turns.
enum Resolved {
    Value(Id),
    Turns(Rational),
}

/// The sign of something at a place, or a number inside at which it turns.
enum Sign {
    Of(i32),
    Turns(Rational),
}

impl OfOne<'_> {
    /// Nothing where a case distinction cannot be resolved; undefined where it has no case.
    fn at(&self, arena: &mut Arena, place: &Place) -> Option<Resolved> {
        let root = *self.order.last()?;
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        for &id in self.order {
            if let Node::Piecewise(ids) = arena.node(id) {
                // What is undefined in a case that does not hold is no matter.
                for branch in ids.to_vec().chunks(2) {
                    match self.holds(arena, new[branch[1].index()], place)? {
                        Sign::Of(1) => {
                            new[id.index()] = new[branch[0].index()];
                            break;
                        }
                        Sign::Of(_) => {}
                        Sign::Turns(number) => return Some(Resolved::Turns(number)),
                    }
                }
                continue;
            }
            let rebuilt = arena.rebuild(id, |child| new[child.index()]);
            new[id.index()] = match arena.node(rebuilt) {
                Node::Call(..) => match turning(arena, rebuilt) {
                    Some((decides, [above, below])) => match self.sign(arena, decides, place) {
                        // sign(0) is 0; everything else has one value on both sides there.
                        Some(Sign::Of(0)) if above == Id::ONE && arena.as_number(below) == Some(&Rational::MINUS_ONE) => Id::ZERO,
                        Some(Sign::Of(sign)) => {
                            if sign >= 0 {
                                above
                            } else {
                                below
                            }
                        }
                        Some(Sign::Turns(number)) => return Some(Resolved::Turns(number)),
                        None => rebuilt,
                    },
                    None => rebuilt,
                },
                _ => rebuilt,
            };
        }
        Some(Resolved::Value(new[root.index()]))
    }

    /// Positive where a condition holds; nothing where it is no comparison of linear expressions, or several.
    fn holds(&self, arena: &mut Arena, condition: Id, place: &Place) -> Option<Sign> {
        match arena.node(condition) {
            _ if condition == Id::TRUE => Some(Sign::Of(1)),
            Node::Relation(relation @ (Relation::Less | Relation::LessOrEqual), left, right) => {
                let difference = arena.subtract(right, left);
                match self.sign(arena, difference, place)? {
                    Sign::Of(0) if relation == Relation::LessOrEqual => Some(Sign::Of(1)),
                    sign => Some(sign),
                }
            }
            Node::And(parts) => {
                let mut least = 1;
                for part in parts.to_vec() {
                    match self.holds(arena, part, place)? {
                        Sign::Of(sign) => least = least.min(sign),
                        turns => return Some(turns),
                    }
                }
                Some(Sign::Of(least))
            }
            _ => None,
        }
    }

    /// The sign of a linear expression; nothing where it is not linear.
    fn sign(&self, arena: &Arena, id: Id, place: &Place) -> Option<Sign> {
        let (slope, constant) = self.linear(arena, id)?;
        let (low, high) = match place {
            Place::At(number) => return Some(Sign::Of((&(&slope * number) + &constant).signum())),
            Place::Between(low, high) => (low, high),
        };
        let Some(inverse) = slope.reciprocal() else { return Some(Sign::Of(constant.signum())) };
        let root = -&(&constant * &inverse);
        match (low, high) {
            (Some(low), _) if *low >= root => Some(Sign::Of(slope.signum())),
            (_, Some(high)) if *high <= root => Some(Sign::Of(-slope.signum())),
            _ => Some(Sign::Turns(root)),
        }
    }

    /// The number before the variable and the number beside it.
    fn linear(&self, arena: &Arena, id: Id) -> Option<(Rational, Rational)> {
        let (mut slope, mut constant) = (Rational::ZERO, Rational::ZERO);
        let mut open = vec![(id, Rational::ONE)];
        while let Some((id, times)) = open.pop() {
            match arena.node(id) {
                _ if id == self.variable => slope = &slope + &times,
                Node::Number(value) => constant = &constant + &(value * &times),
                Node::Sum(terms) => open.extend(terms.iter().map(|term| (term.id, &term.number * &times))),
                _ => return None,
            }
        }
        Some((slope, constant))
    }
}
