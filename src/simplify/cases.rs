//! Case distinctions made plain: none inside another, and none beside a value that is zero in all cases but one.

use crate::domain::{Knowledge, conditions_of, conjunction, normal_condition, outside_cases};
use crate::expression::{Arena, Id, Node, Relation, Term};
use crate::functions::FunctionId;

/// The most cases brought into one list.
const MOST_CASES: usize = 24;

/// The most parts of a condition that is held against others: in a chain of names each condition holds all before it.
const MOST_PARTS: usize = 100;

/// A case distinction with the cases of its branches among its own: `{0 if x < -1; 1 if x > -1 and x < 1; 0 if x > 1}`.
///
/// It stays as it is where there would be too many or where a condition is large, and where that could change its value: where a later case could take the
/// place of a point that is in none of the inner ones.
pub(super) fn flattened(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Id {
    let Node::Piecewise(ids) = arena.node(id) else { return id };
    let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
    if !branches.iter().any(|(value, _)| matches!(arena.node(*value), Node::Piecewise(_))) {
        return id;
    }
    let inner_cases = |value: Id| match arena.node(value) {
        Node::Piecewise(ids) => ids.len() / 2,
        _ => 1,
    };
    if branches.iter().map(|(value, _)| inner_cases(*value)).sum::<usize>() > MOST_CASES
        || branches.iter().any(|(_, condition)| arena.is_larger_than(*condition, MOST_PARTS))
    {
        return id;
    }
    let never = arena.any([]);
    let branches: Vec<(Id, Id)> =
        branches.into_iter().map(|(value, condition)| (value, normal_condition(arena, knowledge, condition))).collect();
    let mut flat: Vec<(Id, Id)> = Vec::new();
    for (at, (value, condition)) in branches.iter().enumerate() {
        let Node::Piecewise(inner) = arena.node(*value) else {
            flat.push((*value, *condition));
            continue;
        };
        let inner: Vec<(Id, Id)> = inner.chunks(2).map(|branch| (branch[0], branch[1])).collect();
        let is_complete = inner.last().is_some_and(|(_, last)| *last == Id::TRUE);
        if !is_complete && branches[at + 1..].iter().any(|(_, later)| conjunction(arena, knowledge, &[*condition, *later]) != never) {
            return id;
        }
        for (value, own) in inner {
            let own = normal_condition(arena, knowledge, own);
            let both = conjunction(arena, knowledge, &[*condition, own]);
            if both != never {
                flat.push((value, both));
            }
        }
    }
    arena.piecewise(&flat)
}

/// Two cases, one of which holds where a variable has one value.
pub(super) struct AtPoint {
    pub around: Id,
    pub variable: Id,
    pub point: Id,
    pub value: Id,
}

/// The cases `x != c` and `x = c` of a case distinction that has no others.
pub(super) fn at_point(arena: &Arena, id: Id) -> Option<AtPoint> {
    let Node::Piecewise(&[first, condition, second, other]) = arena.node(id) else { return None };
    let relation = |condition: Id, wanted: Relation| match arena.node(condition) {
        Node::Relation(own, left, right) if own == wanted => Some((left, right)),
        _ => None,
    };
    let (around, value, (left, right)) = match (relation(condition, Relation::NotEqual), relation(condition, Relation::Equal)) {
        (Some(sides), _) if other == Id::TRUE || relation(other, Relation::Equal) == Some(sides) => (first, second, sides),
        (_, Some(sides)) if other == Id::TRUE || relation(other, Relation::NotEqual) == Some(sides) => (second, first, sides),
        _ => return None,
    };
    let is_free = |variable: Id, point: Id| arena.as_symbol(variable).is_some() && !arena.contains(point, variable);
    if is_free(left, right) {
        Some(AtPoint { around, variable: left, point: right, value })
    } else if is_free(right, left) {
        Some(AtPoint { around, variable: right, point: left, value })
    } else {
        None
    }
}

/// A number times a case distinction between numbers as one between their multiples.
pub(super) fn scaled(arena: &mut Arena, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Piecewise(ids) = arena.node(core) else { return id };
    if core == id || ids.iter().step_by(2).any(|value| arena.as_number(*value).is_none()) {
        return id;
    }
    let ids = ids.to_vec();
    let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (arena.scale(branch[0], number.clone()), branch[1])).collect();
    arena.piecewise(&branches)
}

/// A product with a case distinction among its factors that is zero in all cases but one, as that distinction with the product in the
/// one case: `a*{0 if x < 0; x if x > 0}` is `{0 if x < 0; a*x if x > 0}`. It stays where what stands beside the distinction is not
/// defined everywhere, which the other cases would no longer say.
pub(super) fn with_factors_inside(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let factors = arena.factors(core);
    let is_distinction = |factor: &&Term| factor.number.is_one() && matches!(arena.node(factor.id), Node::Piecewise(_));
    let mut distinctions = factors.iter().filter(is_distinction).map(|factor| factor.id);
    let (Some(distinction), None) = (distinctions.next(), distinctions.next()) else { return id };
    let Some(branches) = zero_but_once(arena, distinction).filter(|_| distinction != id) else { return id };
    let others = factors.into_iter().filter(|factor| factor.id != distinction).map(|factor| (factor.id, factor.number));
    let others = arena.product(others.collect::<Vec<_>>());
    if !conditions_of(arena, knowledge, others).is_empty() {
        return id;
    }
    let others = arena.scale(others, number);
    let inside = |arena: &mut Arena, value: Id| if value == Id::ZERO { value } else { arena.multiply(others, value) };
    let branches: Vec<(Id, Id)> = branches.into_iter().map(|(value, condition)| (inside(arena, value), condition)).collect();
    arena.piecewise(&branches)
}

/// The cases of a distinction that is zero in all of them but one.
fn zero_but_once(arena: &Arena, id: Id) -> Option<Vec<(Id, Id)>> {
    let Node::Piecewise(ids) = arena.node(id) else { return None };
    let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
    let others = branches.iter().filter(|(value, _)| *value != Id::ZERO).count();
    (others == 1 && branches.len() > 1).then_some(branches)
}

/// A product of `max(0, u)`, or `min(0, u)`, and a case distinction by the sign of u: where u is negative the first is zero whatever the case says, so
/// `max(0, u)*{0 if u < 0; 1 if u > 0}` is `max(0, u)`.
pub(super) fn gated(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Id {
    const MAX: FunctionId = FunctionId::named("max");
    const MIN: FunctionId = FunctionId::named("min");
    const RELU: FunctionId = FunctionId::named("relu");
    let Node::Product(factors) = arena.node(id) else { return id };
    let cases = factors.iter().find(|factor| factor.number.is_one() && matches!(arena.node(factor.id), Node::Piecewise(_)));
    let Some(cases) = cases.map(|factor| factor.id) else { return id };
    let gate = factors.iter().filter(|factor| factor.number.signum() > 0).find_map(|factor| match arena.node(factor.id) {
        Node::Call(MAX, &[Id::ZERO, inner] | &[inner, Id::ZERO]) | Node::Call(RELU, &[inner]) => Some((inner, true)),
        Node::Call(MIN, &[Id::ZERO, inner] | &[inner, Id::ZERO]) => Some((inner, false)),
        _ => None,
    });
    let Some((inner, is_above)) = gate else { return id };
    let factors: Vec<Term> = factors.to_vec();
    let (low, high) = if is_above { (Id::ZERO, inner) } else { (inner, Id::ZERO) };
    let open = arena.relation(Relation::Less, low, high);
    let open = normal_condition(arena, knowledge, open);
    let Node::Piecewise(ids) = arena.node(cases) else { return id };
    let branches: Vec<(Id, Id)> = ids.chunks(2).map(|branch| (branch[0], branch[1])).collect();
    for (value, condition) in branches {
        if normal_condition(arena, knowledge, condition) == open {
            let parts = factors.into_iter().map(|factor| (if factor.id == cases { value } else { factor.id }, factor.number));
            return arena.product(parts);
        }
    }
    id
}

/// What an expression is under a condition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub value: Id,
    pub condition: Id,
}

/// The two sides of an expression in which a case distinction stands beside another one, or beside a sign, an absolute value,
/// a maximum or a minimum, and all turn on the sign of the same thing: `{0 if z < 0; 1 if z > 0} - sign(z)/2` turns on `z`, and
/// is `1/2` on both sides. From left to right, `x < 0` first. Nothing where there is one switch alone.
pub(super) fn by_sign(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Option<[Case; 2]> {
    let order = arena.reachable(root);
    // A case distinction below an index may turn on it.
    if order.iter().any(|id| matches!(arena.node(*id), Node::Bound(..))) {
        return None;
    }
    // A distinction with a case on the boundary has a value there that none of the sides says; not so beside one that has none.
    let has_value = |id: &Id| match arena.node(*id) {
        Node::Piecewise(ids) => {
            ids.iter().skip(1).step_by(2).any(|condition| !matches!(arena.node(*condition), Node::Relation(Relation::Less, ..)))
        }
        _ => false,
    };
    let outside = if order.iter().any(has_value) { outside_cases(arena, root) } else { Vec::new() };
    let is_open = |id: &Id| matches!(arena.node(*id), Node::Piecewise(_)) && !has_value(id);
    if !outside.is_empty() && !outside.iter().any(is_open) {
        return None;
    }
    let mut turns_on = None;
    let mut switches: Vec<(Id, [Id; 2])> = Vec::new();
    for &id in &order {
        if let Node::Piecewise(ids) = arena.node(id) {
            let ids = ids.to_vec();
            let (own, [above, below]) = sides(arena, knowledge, &ids)?;
            let known = *turns_on.get_or_insert(own);
            let sides = match known == own {
                true => [above, below],
                false if known == arena.negate(own) => [below, above],
                false => return None,
            };
            switches.push((id, sides));
        }
    }
    let turns_on = turns_on?;
    let opposite = arena.negate(turns_on);
    for &id in &order {
        if let Some(sides) = switch(arena, id, turns_on, opposite) {
            switches.push((id, sides));
        }
    }
    if switches.len() < 2 {
        return None;
    }
    let mut sides = [0, 1].map(|side| {
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        for &id in &order {
            new[id.index()] = match switches.iter().find(|(switch, _)| *switch == id) {
                // What is new has no switches in it.
                Some((_, sides)) if order.binary_search(&sides[side]).is_err() => sides[side],
                Some((_, sides)) => new[sides[side].index()],
                None => arena.rebuild(id, |child| new[child.index()]),
            };
        }
        let (low, high) = if side == 0 { (Id::ZERO, turns_on) } else { (turns_on, Id::ZERO) };
        let condition = arena.relation(Relation::Less, low, high);
        Case { value: new[root.index()], condition: normal_condition(arena, knowledge, condition) }
    });
    let is_left = |id: Id| matches!(arena.node(id), Node::Relation(Relation::Less, _, bound) if arena.as_number(bound).is_some());
    if !is_left(sides[0].condition) {
        sides.reverse();
    }
    Some(sides)
}

/// What two cases turn on the sign of, and their values where it is positive and where it is negative.
fn sides(arena: &mut Arena, knowledge: &mut Knowledge, ids: &[Id]) -> Option<(Id, [Id; 2])> {
    let &[first, first_condition, second, second_condition] = ids else { return None };
    let mut difference = |condition: Id| {
        let condition = normal_condition(arena, knowledge, condition);
        match arena.node(condition) {
            Node::Relation(Relation::Less | Relation::LessOrEqual, low, high) => Some(arena.subtract(high, low)),
            _ => None,
        }
    };
    let (own, other) = (difference(first_condition)?, difference(second_condition)?);
    (arena.negate(own) == other).then_some((own, [first, second]))
}

/// The values of a sign, an absolute value, a maximum or a minimum on both sides, where it turns on the sign of `u`.
fn switch(arena: &mut Arena, id: Id, u: Id, opposite: Id) -> Option<[Id; 2]> {
    let (decides, [above, below]) = turning(arena, id)?;
    match decides {
        _ if decides == u => Some([above, below]),
        _ if decides == opposite => Some([below, above]),
        _ => None,
    }
}

/// What a sign, an absolute value, a maximum or a minimum turns on the sign of, and its values where that is positive and where
/// it is negative.
pub(crate) fn turning(arena: &mut Arena, id: Id) -> Option<(Id, [Id; 2])> {
    const SIGN: FunctionId = FunctionId::named("sign");
    const MAX: FunctionId = FunctionId::named("max");
    const MIN: FunctionId = FunctionId::named("min");
    const RELU: FunctionId = FunctionId::named("relu");
    let Node::Call(function, arguments) = arena.node(id) else { return None };
    match (function, arguments) {
        (FunctionId::ABS, &[inner]) => Some((inner, [inner, arena.negate(inner)])),
        (SIGN, &[inner]) => Some((inner, [Id::ONE, arena.integer(-1)])),
        (RELU, &[inner]) => Some((inner, [inner, Id::ZERO])),
        (MAX, &[one, other]) => Some((arena.subtract(one, other), [one, other])),
        (MIN, &[one, other]) => Some((arena.subtract(one, other), [other, one])),
        _ => None,
    }
}
