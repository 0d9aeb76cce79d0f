//! Conditions brought into the form people write: the number on one side, no factor whose sign is known.

use super::extrema;
use super::line::Line;
use super::quadratic::square_root;
use super::solve::solve;
use super::zeros::zero_condition;
use super::{Interval, Knowledge};
use crate::expression::{Arena, Id, Node, Relation, Term, expand};
use crate::functions::FunctionId;
use crate::number::Rational;

/// A condition with every comparison solved for its varying part: `0 < 1 - p` is `p < 1`, and `0 < a*x - x` is `x < 0`
/// where `a < 1` is known. A comparison that is known to hold or to fail becomes so.
pub fn normal_condition(arena: &mut Arena, knowledge: &mut Knowledge, condition: Id) -> Id {
    if !knowledge.has_assumptions() && is_bare(arena, condition) {
        return condition;
    }
    if let Some(holds) = knowledge.decide(arena, condition) {
        return if holds { Id::TRUE } else { arena.any([]) };
    }
    if let Some(unfolded) = extrema::unfolded(arena, condition).or_else(|| zero_condition(arena, condition)) {
        return normal_condition(arena, knowledge, unfolded);
    }
    if let Some((value, line)) = solve(arena, knowledge, condition) {
        let within = Line::of_values(arena, knowledge, value);
        let parts = line.conditions(arena, value, &within);
        return arena.conjunction(&parts);
    }
    match arena.node(condition) {
        Node::And(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| normal_condition(arena, knowledge, part)).collect();
            conjunction(arena, knowledge, &parts)
        }
        Node::Or(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| normal_condition(arena, knowledge, part)).collect();
            either_side(arena, &parts).unwrap_or_else(|| arena.disjunction(&parts))
        }
        Node::Relation(relation, left, right) => {
            let losses = arena.take_losses();
            let difference = arena.subtract(right, left);
            let result = compare_with_zero(arena, knowledge, relation, difference);
            arena.restore_losses(losses);
            result
        }
        _ => condition,
    }
}

/// Whether a condition compares a letter with a number, and not for being the same: where nothing is assumed, that is its normal
/// form, and neither known to hold nor to fail.
fn is_bare(arena: &Arena, condition: Id) -> bool {
    let is_letter_with_number = |letter: Id, number: Id| arena.as_symbol(letter).is_some() && arena.as_number(number).is_some();
    match arena.node(condition) {
        Node::Relation(Relation::Equal, ..) => false,
        Node::Relation(_, left, right) => is_letter_with_number(left, right) || is_letter_with_number(right, left),
        _ => false,
    }
}

/// `0 relation difference`, solved.
fn compare_with_zero(arena: &mut Arena, knowledge: &mut Knowledge, relation: Relation, difference: Id) -> Id {
    let equation = matches!(relation, Relation::Equal | Relation::NotEqual);
    if let Some((low, high)) = square_below_one(arena, relation, difference)
        && [low, high].into_iter().all(|side| compare_with_zero(arena, knowledge, relation, side) == Id::TRUE)
    {
        return Id::TRUE;
    }
    // The sign of the rational coefficient and of every factor that has one.
    let (number, core) = arena.coefficient(difference);
    let mut flipped = number.is_negative();
    let mut core = core;
    if let Some(factored) = arena.common_factor(core, true) {
        let mut parts: Vec<(Id, Rational)> = factored.common.iter().map(|factor| (factor.id, factor.number.clone())).collect();
        parts.push((factored.rest, Rational::ONE));
        if !factored.common.is_empty() {
            core = arena.product(parts);
        }
    }
    if let Node::Product(factors) = arena.node(core) {
        let mut unknown = Vec::new();
        for factor in factors.to_vec() {
            let power = arena.rational_power(factor.id, factor.number.clone());
            let interval = knowledge.interval(arena, power);
            if interval.is_negative() {
                flipped = !flipped;
            } else if !(interval.is_positive() || (equation && interval.is_nonzero())) {
                // A reciprocal has the sign of its base, and an odd power too.
                let odd = factor.number.is_integer() && !factor.number.is_even();
                unknown.push((factor.id, if odd { Rational::ONE } else { factor.number.abs() }));
            }
        }
        if unknown.is_empty() {
            unknown.push((Id::ONE, Rational::ONE));
        }
        // Where it has a value, a root is positive where what stands under it is.
        let is_root_above = relation == Relation::Less && !flipped && unknown.len() == 1 && !unknown[0].1.is_integer();
        if equation || is_root_above {
            unknown.iter_mut().for_each(|(_, exponent)| *exponent = Rational::ONE);
        }
        core = arena.product(unknown);
        let (number, rest) = arena.coefficient(core);
        flipped ^= number.is_negative();
        core = rest;
    }
    if let Some(holds) = decided(knowledge.interval(arena, core), relation, flipped) {
        return if holds { Id::TRUE } else { arena.any([]) };
    }
    // An exponential is to 1 as its exponent is to 0.
    if let Some((exponent, turned)) = beside_one(arena, core) {
        let difference = if flipped ^ turned { arena.negate(exponent) } else { exponent };
        return compare_with_zero(arena, knowledge, relation, difference);
    }
    // A square is above zero wherever it is not zero, and its opposite below.
    if (equation || relation == Relation::Less) && matches!(arena.node(core), Node::Sum([_, _, _])) {
        let opposite = arena.negate(core);
        let square = [(core, flipped), (opposite, !flipped)].into_iter().filter(|(_, flipped)| equation || !flipped);
        if let Some(root) = square.into_iter().find_map(|(square, _)| square_root(arena, square)) {
            let relation = if relation == Relation::Equal { relation } else { Relation::NotEqual };
            return compare_with_zero(arena, knowledge, relation, root);
        }
    }
    if let Some(condition) = beside_root(arena, knowledge, relation, core, flipped) {
        return condition;
    }
    let sides = split_constant(arena, core);
    let (varying, constant, turned) = sides;
    if let Some((varying, constant)) = apart_from_constants(arena, varying, &constant) {
        // x < pi and not -x > -pi.
        let opposite = arena.coefficient(varying).0.is_negative();
        let [varying, constant] = [varying, constant].map(|side| if opposite { arena.negate(side) } else { side });
        return if flipped ^ turned ^ opposite || equation {
            arena.relation(relation, varying, constant)
        } else {
            arena.relation(relation, constant, varying)
        };
    }
    let flipped = flipped ^ turned;
    if flipped && let Some(between) = between_roots(arena, relation, varying, &constant) {
        return between;
    }
    if constant.is_zero()
        && let Some((less, more)) = two_sides(arena, varying)
    {
        let (left, right) = if flipped { (more, less) } else { (less, more) };
        return arena.relation(relation, left, right);
    }
    // difference > 0 reads varying > constant, or varying < constant where the sign turned.
    let constant = arena.number(constant);
    if flipped || equation { arena.relation(relation, varying, constant) } else { arena.relation(relation, constant, varying) }
}

/// Whether the values of an interval, turned where `flipped`, are all related to zero so, or none of them.
fn decided(interval: &Interval, relation: Relation, flipped: bool) -> Option<bool> {
    let (above, below) = if flipped {
        ((interval.is_negative(), interval.is_non_positive()), (interval.is_positive(), interval.is_non_negative()))
    } else {
        ((interval.is_positive(), interval.is_non_negative()), (interval.is_negative(), interval.is_non_positive()))
    };
    let (yes, no) = match relation {
        Relation::Less => (above.0, below.1),
        Relation::LessOrEqual => (above.1, below.0),
        Relation::Equal => (false, interval.is_nonzero()),
        Relation::NotEqual => (interval.is_nonzero(), false),
    };
    if yes { Some(true) } else { no.then_some(false) }
}

/// The exponent of `exp(u) - 1`, or of its opposite.
fn beside_one(arena: &Arena, core: Id) -> Option<(Id, bool)> {
    let Node::Sum([one, exponential]) = arena.node(core) else { return None };
    let Node::Call(FunctionId::EXP, &[exponent]) = arena.node(exponential.id) else { return None };
    let is_beside = one.id == Id::ONE && one.number == -&exponential.number;
    is_beside.then(|| (exponent, exponential.number.is_negative()))
}

/// Of `1 - u^2` the factors `1 + u` and `1 - u`, for an inequality.
fn square_below_one(arena: &mut Arena, relation: Relation, difference: Id) -> Option<(Id, Id)> {
    let Node::Sum([one, square]) = arena.node(difference) else { return None };
    let inequality = matches!(relation, Relation::Less | Relation::LessOrEqual);
    if !inequality || one.id != Id::ONE || !one.number.is_one() || square.number != Rational::MINUS_ONE {
        return None;
    }
    let half = Rational::fraction(1, 2)?;
    let Node::Product(factors) = arena.node(square.id) else { return None };
    if factors.iter().any(|factor| !factor.number.is_even()) {
        return None;
    }
    let roots: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, &factor.number * &half)).collect();
    let root = arena.product(roots);
    Some((arena.add(Id::ONE, root), arena.subtract(Id::ONE, root)))
}

/// `u + sqrt(r) > 0` as `u > 0 or r - u^2 != 0` where `r` is known to be at least `u^2`: then the root
/// outweighs `u`, and the sum is nowhere below zero.
fn beside_root(arena: &mut Arena, knowledge: &mut Knowledge, relation: Relation, core: Id, flipped: bool) -> Option<Id> {
    let half = Rational::fraction(1, 2)?;
    let Node::Sum([a, b]) = arena.node(core) else { return None };
    let (a, b) = (a.clone(), b.clone());
    if relation == Relation::Equal {
        return None;
    }
    for (root, other) in [(&a, &b), (&b, &a)] {
        let Node::Product([factor]) = arena.node(root.id) else { continue };
        if factor.number != half {
            continue;
        }
        let (radicand, square) = (factor.id, &root.number * &root.number);
        // With a root that is taken away the opposite is looked at.
        let (number, flipped) = match root.number.is_negative() {
            true => (-&other.number, !flipped),
            false => (other.number.clone(), flipped),
        };
        let other = if other.id == Id::ONE { arena.number(number) } else { arena.scale(other.id, number) };
        let beside = arena.rational_power(other, Rational::integer(2));
        let losses = arena.take_losses();
        let difference = arena.sum([(radicand, square), (beside, Rational::MINUS_ONE)]);
        let difference = expand(arena, difference);
        arena.restore_losses(losses);
        let interval = knowledge.interval(arena, difference);
        if !interval.is_non_negative() {
            continue;
        }
        match (relation, flipped) {
            (Relation::Less, true) => return Some(arena.any([])),
            (Relation::LessOrEqual, true) => return None,
            _ => {}
        }
        if interval.is_nonzero() || relation == Relation::LessOrEqual {
            return Some(Id::TRUE);
        }
        let apart = compare_with_zero(arena, knowledge, Relation::NotEqual, difference);
        let positive = compare_with_zero(arena, knowledge, Relation::Less, other);
        return Some(arena.disjunction(&[apart, positive]));
    }
    None
}

/// The sides of `less < more` for a difference `more - less` that is to be positive.
fn two_sides(arena: &mut Arena, difference: Id) -> Option<(Id, Id)> {
    let Node::Sum(terms) = arena.node(difference) else { return None };
    let (less, more): (Vec<_>, Vec<_>) =
        terms.iter().map(|term| (term.id, term.number.clone())).partition(|(_, number)| number.is_negative());
    if less.is_empty() || more.is_empty() {
        return None;
    }
    let less = arena.sum(less.into_iter().map(|(id, number)| (id, -number)));
    Some((less, arena.sum(more)))
}

/// `u^2 < c` as `-r < u and u < r` where the root `r` of `c` is rational.
fn between_roots(arena: &mut Arena, relation: Relation, varying: Id, constant: &Rational) -> Option<Id> {
    let Node::Product([factor]) = arena.node(varying) else { return None };
    if !factor.number.is_even() || !matches!(relation, Relation::Less | Relation::LessOrEqual) {
        return None;
    }
    let (base, degree) = (factor.id, u32::try_from(factor.number.to_i64()?).ok()?);
    let root = constant.exact_root(degree).filter(|root| !root.is_zero())?;
    let (low, high) = (arena.number(-&root), arena.number(root));
    let parts = [arena.relation(relation, low, base), arena.relation(relation, base, high)];
    Some(arena.conjunction(&parts))
}

/// `core = k*(varying - constant)` with `k` positive, or negative where the last answer is true.
fn split_constant(arena: &mut Arena, core: Id) -> (Id, Rational, bool) {
    let Node::Sum(terms) = arena.node(core) else { return (core, Rational::ZERO, false) };
    let constant = terms.iter().find(|term| term.id == Id::ONE).map_or(Rational::ZERO, |term| term.number.clone());
    let varying: Vec<(Id, Rational)> = terms.iter().filter(|term| term.id != Id::ONE).map(|term| (term.id, term.number.clone())).collect();
    let content = varying.iter().fold(Rational::ZERO, |content, (_, number)| content.gcd(number));
    let negative = varying.iter().filter(|(_, number)| number.is_negative()).count();
    let turned = 2 * negative > varying.len()
        || (2 * negative == varying.len()
            && varying.iter().min_by_key(|(id, _)| arena.fingerprint(*id)).is_some_and(|(_, number)| number.is_negative()));
    let scale = if turned { -&content } else { content };
    let Some(inverse) = scale.reciprocal() else { return (core, Rational::ZERO, false) };
    let varying = arena.sum(varying.into_iter().map(|(id, number)| (id, &number * &inverse)));
    (varying, -(&constant * &inverse), turned)
}

/// `u + c = constant` with a constant such as `1/e` in `c`, as `u` and the other side.
fn apart_from_constants(arena: &mut Arena, varying: Id, constant: &Rational) -> Option<(Id, Id)> {
    let Node::Sum(terms) = arena.node(varying) else { return None };
    let (fixed, rest): (Vec<Term>, Vec<Term>) = terms.iter().cloned().partition(|term| arena.free_symbols(term.id).is_empty());
    if fixed.is_empty() || rest.is_empty() {
        return None;
    }
    let mut other: Vec<(Id, Rational)> = fixed.into_iter().map(|term| (term.id, -term.number)).collect();
    other.push((Id::ONE, constant.clone()));
    let other = arena.sum(other);
    Some((arena.sum(rest.into_iter().map(|term| (term.id, term.number))), other))
}

/// `u < c or u > c` as `u != c`.
pub(super) fn either_side(arena: &mut Arena, parts: &[Id]) -> Option<Id> {
    let [first, second] = *parts else { return None };
    match (arena.node(first), arena.node(second)) {
        (Node::Relation(Relation::Less, a, b), Node::Relation(Relation::Less, c, d)) if (a, b) == (d, c) => {
            Some(arena.relation(Relation::NotEqual, a, b))
        }
        _ => None,
    }
}

/// The condition without its boundary as a variable varies: `<=` becomes `<`, and what holds only at points never holds. What
/// does not depend on the variable has no boundary there.
pub fn strict(arena: &mut Arena, condition: Id, variable: Id) -> Id {
    match arena.node(condition) {
        Node::Relation(Relation::LessOrEqual | Relation::Equal, ..) if !arena.contains(condition, variable) => condition,
        Node::Relation(Relation::LessOrEqual, left, right) => arena.relation(Relation::Less, left, right),
        Node::Relation(Relation::Equal, ..) => arena.any([]),
        Node::And(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| strict(arena, part, variable)).collect();
            arena.conjunction(&parts)
        }
        Node::Or(parts) => {
            let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| strict(arena, part, variable)).collect();
            arena.disjunction(&parts)
        }
        _ => condition,
    }
}

/// So many conditions at most are held against each other.
const HELD_AGAINST_EACH_OTHER: usize = 32;

/// All of these conditions: what is known to hold is left out, a weaker bound goes where a stronger one stands, and
/// conditions that exclude each other never hold. Of very many, each stays that is not known by itself.
pub fn conjunction(arena: &mut Arena, knowledge: &mut Knowledge, conditions: &[Id]) -> Id {
    let joined = arena.conjunction(conditions);
    let Node::And(parts) = arena.node(joined) else {
        return match knowledge.decide(arena, joined) {
            Some(true) => Id::TRUE,
            Some(false) => arena.any([]),
            None => joined,
        };
    };
    let mut kept: Vec<Id> = parts.to_vec();
    if kept.len() > HELD_AGAINST_EACH_OTHER {
        return joined;
    }
    // The fingerprint makes the order independent of how the parts came about.
    kept.sort_by_key(|part| arena.fingerprint(*part));
    for part in kept.clone() {
        let mut others = knowledge.without_intervals();
        for other in kept.iter().filter(|other| **other != part) {
            others.assume(arena, *other);
        }
        match others.decide(arena, part) {
            Some(true) => kept.retain(|other| *other != part),
            Some(false) => return arena.any([]),
            None => {}
        }
        // Of alternatives those stay that the others leave open: `x < 0 or x > 1` beside `x < 1` is `x < 0`.
        if let Node::Or(alternatives) = arena.node(part) {
            let alternatives = alternatives.to_vec();
            let open: Vec<Id> = alternatives.iter().copied().filter(|one| others.decide(arena, *one) != Some(false)).collect();
            if open.len() < alternatives.len() {
                kept.retain(|other| *other != part);
                kept.push(arena.disjunction(&open));
                return conjunction(arena, knowledge, &kept);
            }
        }
    }
    arena.conjunction(&kept)
}
