//! Boundaries between the cases of a derivative: kept where values and one-sided derivatives are proved to agree.

use super::limit::{self, Approach};
use crate::domain::{Knowledge, ZeroTest, conjunction, linear_parts, linear_zero, normal_condition, strict};
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::{Class, FunctionId};
use std::cmp::Ordering;

/// Of more cases than these no boundary is looked at.
const MOST_CASES: usize = 24;

/// The derivative of a case distinction with every boundary where it is known to exist given to the case that has it in the
/// question: `branches` are the question's, `result` the derivatives with the conditions under which they hold so far, none of which
/// has its boundary. What that takes for granted is told.
#[allow(clippy::too_many_arguments)]
pub(super) fn close(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    branches: &[(Id, Id)],
    derivatives: &[Id],
    result: &mut [(Id, Id)],
    variable: Id,
    is_zero: &mut ZeroTest<'_>,
    told: &mut Vec<Id>,
) {
    if branches.len() > MOST_CASES {
        return;
    }
    let mut granted = Vec::new();
    for first in 0..branches.len() {
        for second in first + 1..branches.len() {
            for (low, high) in bounds(arena, result[first].1, variable) {
                let opposite = arena.relation(Relation::Less, high, low);
                let atom = arena.relation(Relation::Less, low, high);
                let beside = [(result[first].1, atom), (result[second].1, opposite)];
                let Some(mut meeting) = Meeting::of(arena, knowledge, beside, (low, high), variable) else { continue };
                let Some(owner) = meeting.owner(arena, branches, variable) else { continue };
                let Some(closed) = [first, second].iter().position(|at| *at == owner) else { continue };
                let pairs = [[branches[first].0, branches[second].0], [derivatives[first], derivatives[second]]];
                if meeting.agree(arena, (low, high), variable, &pairs, closed, is_zero) {
                    granted.extend(meeting.told);
                    let (open, bound) = beside[closed];
                    let (left, right) = if closed == 0 { (low, high) } else { (high, low) };
                    let shut = arena.relation(Relation::LessOrEqual, left, right);
                    result[owner].1 = replaced(arena, open, bound, shut);
                }
            }
        }
    }
    if granted.is_empty() {
        return;
    }
    // What is taken for granted need not be said of a case again.
    let mut knowledge = knowledge.clone();
    for condition in granted {
        knowledge.assume(arena, condition);
        if !told.contains(&condition) {
            told.push(condition);
        }
    }
    for (_, condition) in result {
        let alternatives: Vec<Id> =
            alternatives(arena, *condition).into_iter().map(|parts| conjunction(arena, &mut knowledge, &parts)).collect();
        *condition = arena.disjunction(&alternatives);
    }
}

/// The alternatives of a condition, each as the parts that hold together.
fn alternatives(arena: &Arena, condition: Id) -> Vec<Vec<Id>> {
    let parts = |id: Id| match arena.node(id) {
        Node::And(parts) => parts.to_vec(),
        _ => vec![id],
    };
    match arena.node(condition) {
        Node::Or(alternatives) => alternatives.iter().map(|alternative| parts(*alternative)).collect(),
        _ => vec![parts(condition)],
    }
}

/// The strict bounds of the variable in a condition: the smaller side and the greater one.
fn bounds(arena: &Arena, condition: Id, variable: Id) -> Vec<(Id, Id)> {
    let bound = |id: Id| match arena.node(id) {
        Node::Relation(Relation::Less, low, high) if arena.contains(id, variable) => Some((low, high)),
        _ => None,
    };
    alternatives(arena, condition).into_iter().flatten().filter_map(bound).collect()
}

/// A condition with one of its parts replaced.
fn replaced(arena: &mut Arena, condition: Id, part: Id, new: Id) -> Id {
    let alternatives: Vec<Id> = alternatives(arena, condition)
        .into_iter()
        .map(|parts| {
            let parts: Vec<Id> = parts.into_iter().map(|own| if own == part { new } else { own }).collect();
            arena.conjunction(&parts)
        })
        .collect();
    arena.disjunction(&alternatives)
}

/// A condition at a value of the variable, without the bars around what has a known sign there.
fn at(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id, (variable, value): (Id, Id)) -> Id {
    let there = arena.substitute(condition, variable, value);
    let mut bars = Vec::new();
    for id in arena.reachable(there) {
        if let Node::Call(FunctionId::ABS, &[inner]) = arena.node(id) {
            let interval = knowledge.interval(arena, inner);
            match (interval.is_non_negative(), interval.is_non_positive()) {
                (true, _) => bars.push((id, inner)),
                (_, true) => bars.push((id, arena.negate(inner))),
                _ => {}
            }
        }
    }
    arena.substitute_all(there, &bars)
}

/// Where two cases meet, one of them below the boundary and the other above it.
struct Meeting {
    /// The values of the variable there.
    solutions: Vec<Id>,
    /// The u and the c of a boundary `|u| = c`.
    size: Option<(Id, Id)>,
    /// What is known where they meet.
    knowledge: Knowledge,
    /// What is taken for granted beside.
    told: Vec<Id>,
}

impl Meeting {
    /// Of two conditions, each with the bound that it has there: nothing where they do not meet there, as far as is known. An
    /// order of numbers that have nothing to do with the variable is taken for granted, as that of the bounds in `-d < r < d`.
    fn of(arena: &mut Arena, knowledge: &Knowledge, conditions: [(Id, Id); 2], boundary: (Id, Id), variable: Id) -> Option<Meeting> {
        let mut beside = Vec::new();
        for (condition, bound) in conditions {
            let mut with_bound = alternatives(arena, condition).into_iter().filter(|parts| parts.contains(&bound));
            let (Some(parts), None) = (with_bound.next(), with_bound.next()) else { return None };
            beside.push(parts.into_iter().filter(|part| *part != bound).collect::<Vec<Id>>());
        }
        let Boundary { solutions, size } = solve(arena, boundary, variable)?;
        let mut meeting = Meeting { solutions, size, knowledge: knowledge.clone(), told: Vec::new() };
        if let Some((_, bound)) = size {
            let positive = arena.relation(Relation::Less, Id::ZERO, bound);
            meeting.take_for_granted(positive);
            meeting.knowledge.assume(arena, positive);
        }
        for solution in meeting.solutions.clone() {
            for part in beside.concat() {
                if !arena.contains(part, variable) {
                    // What is asked of both holds where they meet.
                    if beside.iter().all(|parts| parts.contains(&part)) {
                        continue;
                    }
                    return None;
                }
                // A boundary that is closed already is none here.
                let part = strict(arena, part, variable);
                let there = at(arena, &mut meeting.knowledge, part, (variable, solution));
                match meeting.knowledge.decide(arena, there) {
                    Some(true) => {}
                    Some(false) => return None,
                    None if matches!(arena.node(there), Node::Relation(Relation::Less, ..)) && size.is_none() => {
                        let condition = normal_condition(arena, &mut meeting.knowledge, there);
                        if !meeting.knowledge.assume(arena, condition) {
                            return None;
                        }
                        meeting.take_for_granted(condition);
                    }
                    None => return None,
                }
            }
        }
        Some(meeting)
    }

    fn take_for_granted(&mut self, condition: Id) {
        if !self.told.contains(&condition) {
            self.told.push(condition);
        }
    }

    /// The case of the question that has the boundary: the first that holds there.
    fn owner(&mut self, arena: &mut Arena, branches: &[(Id, Id)], variable: Id) -> Option<usize> {
        let mut owner = None;
        for (number, solution) in self.solutions.iter().enumerate() {
            let mut own = None;
            for (case, (_, condition)) in branches.iter().enumerate() {
                let there = at(arena, &mut self.knowledge, *condition, (variable, *solution));
                match self.knowledge.decide(arena, there) {
                    Some(false) => {}
                    Some(true) => {
                        own = Some(case);
                        break;
                    }
                    None => return None,
                }
            }
            if number > 0 && owner != own {
                return None;
            }
            owner = own;
        }
        owner
    }

    /// Whether each pair, of which one is the `closed` case's, is proved equal where the cases meet, and has nothing that turns
    /// there, where the value of a formula is no limit.
    fn agree(
        &mut self,
        arena: &mut Arena,
        boundary: (Id, Id),
        variable: Id,
        pairs: &[[Id; 2]],
        closed: usize,
        is_zero: &mut ZeroTest<'_>,
    ) -> bool {
        let roots: Vec<Id> = pairs.iter().flatten().copied().collect();
        let nonzero = self.size.map(|(argument, _)| argument);
        let inner = &mut self.knowledge;
        if self.solutions.iter().any(|solution| may_turn(arena, inner, &roots, variable, *solution, nonzero)) {
            return false;
        }
        // Which side of the boundary the first case lies on; of a boundary in size, each solution has its own.
        let first_side = match self.size {
            None => side_of(arena, boundary, variable),
            Some(_) => None,
        };
        pairs.iter().all(|pair| {
            let difference = arena.subtract(pair[0], pair[1]);
            self.solutions.iter().all(|solution| {
                let there = arena.substitute(difference, variable, *solution);
                if there != Id::UNDEFINED {
                    return is_zero(arena, inner, there) == Some(true);
                }
                // The case that has the boundary must have a value there; the other goes to it.
                let own = arena.substitute(pair[closed], variable, *solution);
                let Some(side) = first_side.filter(|_| own != Id::UNDEFINED) else { return false };
                let side = if closed == 0 { side.reverse() } else { side };
                let to = Approach { variable, point: *solution, side: Some(side) };
                limit::limit(arena, inner, pair[1 - closed], to, is_zero).is_some_and(|other| {
                    let difference = arena.subtract(own, other);
                    is_zero(arena, inner, difference) == Some(true)
                })
            })
        })
    }
}

/// Whether `low < high` holds above the point where both are the same, or below it.
fn side_of(arena: &mut Arena, (low, high): (Id, Id), variable: Id) -> Option<Ordering> {
    let difference = arena.subtract(high, low);
    let (slope, _) = linear_parts(arena, difference, variable)?;
    arena.as_number(slope).map(|slope| slope.signum().cmp(&0))
}

/// Where two cases meet.
struct Boundary {
    /// The values of the variable there.
    solutions: Vec<Id>,
    /// The u and the c of a boundary `|u| = c`, where c is positive.
    size: Option<(Id, Id)>,
}

/// Where both sides are equal, which differ by a multiple of the variable and what it is not in; of `|u| = c` where `u = c` or
/// `u = -c`. Where the multiple is zero the variable decides nothing, and the derivative is that of the case that holds.
fn solve(arena: &mut Arena, (left, right): (Id, Id), variable: Id) -> Option<Boundary> {
    for (side, other) in [(left, right), (right, left)] {
        if let Node::Call(FunctionId::ABS, &[argument]) = arena.node(side)
            && !arena.contains(other, variable)
        {
            let (above, below) = (arena.subtract(argument, other), arena.add(argument, other));
            let solutions = vec![linear_zero(arena, above, variable)?, linear_zero(arena, below, variable)?];
            return Some(Boundary { solutions, size: Some((argument, other)) });
        }
    }
    let difference = arena.subtract(left, right);
    Some(Boundary { solutions: vec![linear_zero(arena, difference, variable)?], size: None })
}

/// Whether something in these expressions may turn or jump at a value of the variable: an absolute value or sign whose argument
/// is not known to be other than zero there. What is `nonzero` is known to be.
fn may_turn(arena: &mut Arena, knowledge: &mut Knowledge, roots: &[Id], variable: Id, solution: Id, nonzero: Option<Id>) -> bool {
    arena.reachable_from(roots).into_iter().any(|id| match arena.node(id) {
        Node::Piecewise(_) => true,
        Node::Call(function, arguments) => {
            let row = function.row();
            if row.class != Class::Turning && row.continuous.is_empty() {
                return false;
            }
            // Only a sign is asked of one argument: pieces also meet at whole numbers, and where two arguments are the same.
            let (&[argument], "" | "u != 0") = (arguments, row.continuous) else { return true };
            if nonzero == Some(argument) || nonzero == Some(arena.negate(argument)) || !arena.contains(argument, variable) {
                return false;
            }
            let there = arena.substitute(argument, variable, solution);
            !knowledge.interval(arena, there).is_nonzero()
        }
        _ => false,
    })
}
