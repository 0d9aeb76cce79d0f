//! Equality region by region: what turns on the signs of a few things is held apart for each way these can be, zero included.
//!
//! `{0 if x <= 0; 1 if x > 0}` and `heaviside(x)` are the same for x < 0 and for x > 0, and are not at 0.

use crate::domain::{Knowledge, linear_parts};
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::rewrite::Rules;
use crate::simplify::{Goal, is_zero, simplify, turning};
use std::cmp::Ordering;

/// The most things whose signs decide: each has three ways to be.
const MOST_QUANTITIES: usize = 4;

/// The most parts a difference may have: all of them are looked at in every region.
pub(super) const MOST_PARTS: usize = 400;

const SIGN: FunctionId = FunctionId::named("sign");
const HEAVISIDE: FunctionId = FunctionId::named("heaviside");

/// Something whose sign decides.
#[derive(Debug, Clone, Copy)]
struct Quantity {
    id: Id,
    /// Whether something jumps where it is zero, or a condition is about it.
    jumps: bool,
}

/// Whether two expressions are proved equal in every region in which both are defined, as they stand or in their simplest forms.
pub(super) fn are_equal_by_cases(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], sides: [Id; 2]) -> bool {
    if !sides.iter().any(|side| arena.reachable(*side).into_iter().any(|id| decides(arena, id))) {
        return false;
    }
    if are_equal_in_regions(arena, knowledge, rules, sides) {
        return true;
    }
    let simple = sides.map(|side| simplify(arena, knowledge, rules, side, Goal::simplest(side)));
    simple != sides && are_equal_in_regions(arena, knowledge, rules, simple)
}

/// Whether something turns or jumps here.
fn decides(arena: &mut Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Piecewise(_) | Node::Call(HEAVISIDE, _)) || turning(arena, id).is_some()
}

fn are_equal_in_regions(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], [left, right]: [Id; 2]) -> bool {
    let difference = arena.subtract(left, right);
    let order = arena.reachable(difference);
    if order.len() > MOST_PARTS || order.iter().any(|id| matches!(arena.node(*id), Node::Bound(..) | Node::Derivative(..))) {
        return false;
    }
    let Some(quantities) = quantities(arena, &order) else { return false };
    let regions = 3usize.pow(quantities.len() as u32);
    (0..regions).all(|region| {
        let mut left = region;
        let signs: Vec<Ordering> = quantities
            .iter()
            .map(|_| {
                let sign = [Ordering::Greater, Ordering::Less, Ordering::Equal][left % 3];
                left /= 3;
                sign
            })
            .collect();
        holds_in(arena, knowledge, rules, &order, &quantities, &signs)
    })
}

/// What decides in an expression; nothing where that is nothing, or too much.
fn quantities(arena: &mut Arena, order: &[Id]) -> Option<Vec<Quantity>> {
    let mut found: Vec<Quantity> = Vec::new();
    for (id, jumps) in deciding(arena, order) {
        if arena.as_number(id).is_some() {
            continue;
        }
        match found.iter_mut().find(|known| known.id == id) {
            Some(known) => known.jumps |= jumps,
            None => found.push(Quantity { id, jumps }),
        }
    }
    (1..=MOST_QUANTITIES).contains(&found.len()).then_some(found)
}

/// Everything whose sign decides, its first coefficient 1, and whether something jumps where it is zero.
pub(super) fn deciding(arena: &mut Arena, order: &[Id]) -> Vec<(Id, bool)> {
    let mut found = Vec::new();
    for &id in order {
        let (decides, jumps) = match arena.node(id) {
            Node::Relation(_, left, right) => (arena.subtract(right, left), true),
            Node::Call(HEAVISIDE, &[argument]) => (argument, true),
            Node::Call(function, _) => match turning(arena, id) {
                Some((decides, _)) => (decides, function == SIGN),
                None => continue,
            },
            _ => continue,
        };
        found.push((oriented(arena, decides).0, jumps));
    }
    found
}

/// A quantity with its first coefficient 1, and whether it was negative.
fn oriented(arena: &mut Arena, id: Id) -> (Id, bool) {
    let first = match arena.node(id) {
        Node::Sum(terms) => terms.first().map(|term| term.number.clone()),
        _ => None,
    };
    let Some(inverse) = first.as_ref().and_then(Rational::reciprocal) else { return (id, false) };
    let is_negative = inverse.is_negative();
    (arena.scale(id, inverse), is_negative)
}

/// Whether the difference is zero where the quantities have these signs: it has no value there, or nothing is there at all.
fn holds_in(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    order: &[Id],
    quantities: &[Quantity],
    signs: &[Ordering],
) -> bool {
    let is_smooth = |(quantity, sign): (&Quantity, &Ordering)| !quantity.jumps && sign.is_eq();
    // Where only sizes and extrema turn, they have the same value at zero as beside it.
    if quantities.iter().zip(signs).any(is_smooth) {
        return true;
    }
    let mut rest: Vec<(Id, Ordering)> = quantities.iter().zip(signs).map(|(quantity, sign)| (quantity.id, *sign)).collect();
    let Some(mut value) = resolved(arena, order, &rest) else { return false };
    // What is zero is put in, one variable for each.
    while let Some(at) = rest.iter().position(|(id, sign)| sign.is_eq() && arena.as_number(*id).is_none()) {
        if value == Id::UNDEFINED {
            return true;
        }
        let (zero, _) = rest.swap_remove(at);
        let Some((variable, solution)) = solution(arena, zero) else { return false };
        value = arena.substitute(value, variable, solution);
        for (id, _) in &mut rest {
            *id = arena.substitute(*id, variable, solution);
        }
    }
    let is_empty = rest.iter().any(|(id, sign)| arena.as_number(*id).is_some_and(|number| number.signum().cmp(&0) != *sign));
    if is_empty || value == Id::UNDEFINED || value == Id::ZERO {
        return true;
    }
    let mut inner = knowledge.without_intervals();
    for (id, sign) in rest {
        if arena.as_number(id).is_some() {
            continue;
        }
        let (low, high) = if sign.is_gt() { (Id::ZERO, id) } else { (id, Id::ZERO) };
        let condition = arena.relation(Relation::Less, low, high);
        inner.assume(arena, condition);
    }
    is_zero(arena, &mut inner, rules, value) == Some(true)
}

/// A variable that the quantity has as a multiple by a number, and its value where the quantity is zero.
fn solution(arena: &mut Arena, zero: Id) -> Option<(Id, Id)> {
    for symbol in arena.free_symbols(zero) {
        let variable = arena.symbol_node(symbol);
        let Some((slope, rest)) = linear_parts(arena, zero, variable) else { continue };
        if let Some(inverse) = arena.as_number(slope).and_then(Rational::reciprocal) {
            return Some((variable, arena.scale(rest, -inverse)));
        }
    }
    None
}

/// The expression where what decides has these signs; nothing where a condition stays open.
pub(super) fn resolved(arena: &mut Arena, order: &[Id], signs: &[(Id, Ordering)]) -> Option<Id> {
    let sign_of = |arena: &mut Arena, id: Id| -> Option<Ordering> {
        let (core, turned) = oriented(arena, id);
        if let Some(number) = arena.as_number(core) {
            let sign = number.signum().cmp(&0);
            return Some(if turned { sign.reverse() } else { sign });
        }
        let (_, sign) = signs.iter().find(|(id, _)| *id == core)?;
        Some(if turned { sign.reverse() } else { *sign })
    };
    let root = *order.last()?;
    let mut new = vec![Id::UNDEFINED; root.index() + 1];
    let mut truth: Vec<Option<bool>> = vec![None; root.index() + 1];
    for &id in order {
        new[id.index()] = match arena.node(id) {
            Node::Relation(relation, left, right) => {
                let difference = arena.subtract(right, left);
                let sign = sign_of(arena, difference)?;
                truth[id.index()] = Some(match relation {
                    Relation::Less => sign.is_gt(),
                    Relation::LessOrEqual => sign.is_ge(),
                    Relation::Equal => sign.is_eq(),
                    Relation::NotEqual => sign.is_ne(),
                });
                id
            }
            Node::And(parts) => {
                let parts: Option<Vec<bool>> = parts.iter().map(|part| truth[part.index()]).collect();
                truth[id.index()] = Some(parts?.into_iter().all(|holds| holds));
                id
            }
            Node::Or(parts) => {
                let parts: Option<Vec<bool>> = parts.iter().map(|part| truth[part.index()]).collect();
                truth[id.index()] = Some(parts?.into_iter().any(|holds| holds));
                id
            }
            Node::Piecewise(branches) => {
                let mut value = Id::UNDEFINED;
                for branch in branches.chunks(2) {
                    if branch[1] == Id::TRUE || truth[branch[1].index()]? {
                        value = new[branch[0].index()];
                        break;
                    }
                }
                value
            }
            Node::Call(HEAVISIDE, &[argument]) => match sign_of(arena, argument)? {
                Ordering::Greater => Id::ONE,
                Ordering::Less => Id::ZERO,
                Ordering::Equal => arena.call(HEAVISIDE, &[Id::ZERO]),
            },
            Node::Call(function, _) => match turning(arena, id) {
                Some((decides, [above, below])) => {
                    let side = match sign_of(arena, decides)? {
                        Ordering::Greater => above,
                        Ordering::Less => below,
                        Ordering::Equal if function == SIGN => Id::ZERO,
                        Ordering::Equal => above,
                    };
                    // What has just been made is made of parts of the expression, which have their values.
                    if order.binary_search(&side).is_ok() { new[side.index()] } else { arena.rebuild(side, |child| new_or(&new, child)) }
                }
                None => arena.rebuild(id, |child| new[child.index()]),
            },
            _ => arena.rebuild(id, |child| new[child.index()]),
        };
    }
    Some(new[root.index()])
}

/// The new form of a part, or itself where it is none of the expression's.
fn new_or(new: &[Id], child: Id) -> Id {
    new.get(child.index()).copied().filter(|id| *id != Id::UNDEFINED).unwrap_or(child)
}
