//! Sides in standard functions: what `grammar/standard.rules` says, angles without multiples of a quarter turn, short sums and
//! products term by term, and cube roots of what has another root beside them. An equation between sides written so holds wherever
//! the sides themselves have values.

use super::recurrences::stepped_down;
use crate::domain::Knowledge;
use crate::expression::{Arena, Binder, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::rewrite::{Rules, apply_once};

const PI: FunctionId = FunctionId::named("pi");
const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");
const CBRT: FunctionId = FunctionId::named("cbrt");
const LOGSUMEXP: FunctionId = FunctionId::named("logsumexp");

/// Expressions of more parts than this are left alone.
const MOST_PARTS: usize = 300;

/// Sums and products of more terms are left as they are.
const MOST_TERMS: i64 = 12;

/// Both sides in standard functions.
pub(super) fn standard(arena: &mut Arena, knowledge: &mut Knowledge, sides: [Id; 2]) -> [Id; 2] {
    let order = arena.reachable_from(&sides);
    // A case may be about the one point that a rule leaves out.
    if order.len() > MOST_PARTS || order.iter().any(|id| matches!(arena.node(*id), Node::Piecewise(_))) {
        return sides;
    }
    let rooted = roots(arena, &order);
    let mut new = vec![Id::UNDEFINED; order.last().map_or(0, |last| last.index() + 1)];
    for id in order {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = match arena.node(id) {
            Node::Call(CBRT, &[argument]) if rooted.contains(&argument) => {
                let third = Rational::fraction(1, 3).unwrap_or(Rational::ONE);
                arena.rational_power(new[argument.index()], third)
            }
            _ => one(arena, knowledge, rebuilt),
        };
    }
    let sides = sides.map(|side| if new[side.index()] == Id::UNDEFINED { side } else { new[side.index()] });
    stepped_down(arena, knowledge, sides)
}

/// What stands under roots that have a value only where it is not negative.
fn roots(arena: &Arena, order: &[Id]) -> Vec<Id> {
    let mut found = Vec::new();
    for id in order {
        if let Node::Product(factors) = arena.node(*id) {
            found.extend(factors.iter().filter(|factor| !factor.number.is_integer()).map(|factor| factor.id));
        }
    }
    found
}

fn one(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Id {
    match arena.node(id) {
        Node::Call(SIN | COS, &[angle]) => turned(arena, id, angle),
        // The rules have functions of one and of two arguments.
        Node::Call(LOGSUMEXP, arguments) => {
            let arguments = arguments.to_vec();
            let terms: Vec<_> = arguments.into_iter().map(|argument| (arena.call(FunctionId::EXP, &[argument]), Rational::ONE)).collect();
            let sum = arena.sum(terms);
            arena.call(FunctionId::LN, &[sum])
        }
        Node::Bound(binder @ (Binder::Sum | Binder::Product), &[variable, lower, upper, body]) => {
            written_out(arena, binder, [variable, lower, upper, body]).unwrap_or(id)
        }
        _ => apply_once(Rules::of_standards(), arena, knowledge, id).map_or(id, |(value, _)| value),
    }
}

/// The sine or cosine of an angle without the quarter turns in it.
fn turned(arena: &mut Arena, id: Id, angle: Id) -> Id {
    let Node::Call(function, _) = arena.node(id) else { return id };
    let Node::Sum(terms) = arena.node(angle) else { return id };
    let is_turn = |term: Id| matches!(arena.node(term), Node::Call(PI, _));
    let Some(turn) = terms.iter().find(|term| is_turn(term.id)) else { return id };
    let (quarter, by) = (turn.id, turn.number.clone());
    let quarters = &by + &by;
    let Some(quarters) = quarters.numerator().to_i64().filter(|_| quarters.is_integer()) else { return id };
    let shift = arena.scale(quarter, by);
    let rest = arena.subtract(angle, shift);
    // sin(u + pi/2) is cos(u), cos(u + pi/2) is -sin(u).
    let steps = (quarters + i64::from(function == COS)).rem_euclid(4);
    let value = arena.call(if steps % 2 == 0 { SIN } else { COS }, &[rest]);
    if steps >= 2 { arena.negate(value) } else { value }
}

/// A sum or product between whole numbers term by term.
fn written_out(arena: &mut Arena, binder: Binder, [variable, lower, upper, body]: [Id; 4]) -> Option<Id> {
    let whole = |arena: &Arena, id: Id| arena.as_number(id).filter(|number| number.is_integer())?.to_i64();
    let (first, last) = (whole(arena, lower)?, whole(arena, upper)?);
    if last.checked_sub(first)? >= MOST_TERMS {
        return None;
    }
    let mut terms = Vec::new();
    for number in first..=last {
        let number = arena.integer(number);
        terms.push((arena.substitute(body, variable, number), Rational::ONE));
    }
    Some(if binder == Binder::Sum { arena.sum(terms) } else { arena.product(terms) })
}
