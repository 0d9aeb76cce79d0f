//! What turns at several numbers: the line cut into intervals, with one expression for each of them.

use super::cases::turning;
use crate::domain::{Knowledge, normal_condition};
use crate::expression::{Arena, Id, Node, Relation};
use crate::number::Rational;

/// The most intervals the line is cut into.
const MOST_INTERVALS: usize = 6;

/// An open interval, with what the expression is there.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    low: Option<Rational>,
    high: Option<Rational>,
    pub value: Id,
}

impl Piece {
    /// The condition that a variable lies inside.
    pub fn condition(&self, arena: &mut Arena, knowledge: &mut Knowledge, variable: Id) -> Id {
        let mut bounds = Vec::new();
        for (number, is_low) in [(&self.low, true), (&self.high, false)] {
            if let Some(number) = number {
                let number = arena.number(number.clone());
                let (left, right) = if is_low { (number, variable) } else { (variable, number) };
                bounds.push(arena.relation(Relation::Less, left, right));
            }
        }
        let condition = arena.conjunction(&bounds);
        normal_condition(arena, knowledge, condition)
    }
}

/// The variable that the case distinctions of an expression turn on at several numbers, and the expression on each of the
/// intervals between these, without what turns there. Nothing where something else decides, or where a value at the end of an
/// interval would be lost.
pub(super) fn by_intervals(arena: &mut Arena, root: Id) -> Option<(Id, Vec<Piece>)> {
    let order = arena.reachable(root);
    if order.iter().any(|id| matches!(arena.node(*id), Node::Bound(..))) {
        return None;
    }
    let cases: Vec<Id> = order.iter().copied().filter(|id| matches!(arena.node(*id), Node::Piecewise(_))).collect();
    let variable = the_variable(arena, *cases.first()?)?;
    let line = Line { order: &order, variable };
    let mut open = vec![(None, None)];
    let mut pieces = Vec::new();
    while let Some((low, high)) = open.pop() {
        match line.resolved(arena, &low, &high)? {
            Resolved::Value(value) => pieces.push(Piece { low, high, value }),
            Resolved::Turns(number) => {
                if pieces.len() + open.len() + 2 > MOST_INTERVALS {
                    return None;
                }
                // The left one is taken next, so that the pieces come from left to right.
                open.push((Some(number.clone()), high));
                open.push((low, Some(number)));
            }
        }
    }
    let ends = pieces.iter().filter_map(|piece| piece.high.clone());
    let is_lost = |number: Rational| !cases.iter().any(|case| line.is_undefined_at(arena, *case, &number));
    if pieces.len() < 2 || ends.into_iter().any(is_lost) || pieces.windows(2).any(|pair| pair[0].value == pair[1].value) {
        return None;
    }
    Some((variable, pieces))
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

/// An expression, its parts from the leaves up, as a function of one variable.
struct Line<'a> {
    order: &'a [Id],
    variable: Id,
}

/// What comes of an expression on an interval: its value there, or a number inside at which something turns.
enum Resolved {
    Value(Id),
    Turns(Rational),
}

/// Whether something is positive on a whole interval.
enum Side {
    Positive(bool),
    Turns(Rational),
}

impl Line<'_> {
    /// Nothing where a case distinction cannot be resolved.
    fn resolved(&self, arena: &mut Arena, low: &Option<Rational>, high: &Option<Rational>) -> Option<Resolved> {
        let root = *self.order.last()?;
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        for &id in self.order {
            let rebuilt = arena.rebuild(id, |child| new[child.index()]);
            new[id.index()] = match arena.node(rebuilt) {
                Node::Piecewise(ids) => {
                    let ids = ids.to_vec();
                    let mut chosen = None;
                    for branch in ids.chunks(2) {
                        match self.holds(arena, branch[1], low, high)? {
                            Side::Positive(true) => {
                                chosen = Some(branch[0]);
                                break;
                            }
                            Side::Positive(false) => {}
                            Side::Turns(number) => return Some(Resolved::Turns(number)),
                        }
                    }
                    chosen?
                }
                Node::Call(..) => match turning(arena, rebuilt) {
                    Some((decides, [above, below])) => match self.side(arena, decides, low, high) {
                        Some(Side::Positive(is_positive)) => {
                            if is_positive {
                                above
                            } else {
                                below
                            }
                        }
                        Some(Side::Turns(number)) => return Some(Resolved::Turns(number)),
                        None => rebuilt,
                    },
                    None => rebuilt,
                },
                _ => rebuilt,
            };
        }
        Some(Resolved::Value(new[root.index()]))
    }

    /// Whether a condition holds on an interval; nothing where it is no strict comparison of linear expressions, or several.
    fn holds(&self, arena: &mut Arena, condition: Id, low: &Option<Rational>, high: &Option<Rational>) -> Option<Side> {
        match arena.node(condition) {
            _ if condition == Id::TRUE => Some(Side::Positive(true)),
            Node::Relation(Relation::Less, left, right) => {
                let difference = arena.subtract(right, left);
                self.side(arena, difference, low, high)
            }
            Node::And(parts) => {
                let mut all = true;
                for part in parts.to_vec() {
                    match self.holds(arena, part, low, high)? {
                        Side::Positive(holds) => all &= holds,
                        turns => return Some(turns),
                    }
                }
                Some(Side::Positive(all))
            }
            _ => None,
        }
    }

    /// The sign of a linear expression on an interval; nothing where it is not linear or zero everywhere.
    fn side(&self, arena: &Arena, id: Id, low: &Option<Rational>, high: &Option<Rational>) -> Option<Side> {
        let (slope, constant) = self.linear(arena, id)?;
        let Some(inverse) = slope.reciprocal() else {
            return (!constant.is_zero()).then(|| Side::Positive(!constant.is_negative()));
        };
        let root = -&(&constant * &inverse);
        match (low, high) {
            (Some(low), _) if *low >= root => Some(Side::Positive(!slope.is_negative())),
            (_, Some(high)) if *high <= root => Some(Side::Positive(slope.is_negative())),
            _ => Some(Side::Turns(root)),
        }
    }

    /// The number before the variable and the number beside it.
    fn linear(&self, arena: &Arena, id: Id) -> Option<(Rational, Rational)> {
        let (number, core) = arena.coefficient(id);
        let mut slope = Rational::ZERO;
        let mut constant = Rational::ZERO;
        let mut add = |id: Id, number: &Rational| {
            match id {
                Id::ONE => constant = &constant + number,
                _ if id == self.variable => slope = &slope + number,
                _ => return None,
            }
            Some(())
        };
        match arena.node(core) {
            Node::Number(value) => add(Id::ONE, value)?,
            Node::Sum(terms) => terms.iter().try_for_each(|term| add(term.id, &term.number))?,
            _ => add(core, &Rational::ONE)?,
        }
        Some((&slope * &number, &constant * &number))
    }

    /// Whether a case distinction has no case for a number.
    fn is_undefined_at(&self, arena: &Arena, cases: Id, number: &Rational) -> bool {
        let Node::Piecewise(ids) = arena.node(cases) else { return false };
        let at = |id: Id| self.linear(arena, id).map(|(slope, constant)| &(&slope * number) + &constant);
        let fails = |id: Id| match arena.node(id) {
            Node::Relation(Relation::Less, left, right) => at(left).zip(at(right)).is_some_and(|(left, right)| left >= right),
            _ => false,
        };
        ids.iter().skip(1).step_by(2).all(|condition| match arena.node(*condition) {
            Node::And(parts) => parts.iter().any(|part| fails(*part)),
            _ => fails(*condition),
        })
    }
}
