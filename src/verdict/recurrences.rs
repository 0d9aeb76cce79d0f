//! Functions at arguments that differ by whole numbers, all at the lowest of them: `gamma(x + 1)` beside `gamma(x)` is `x*gamma(x)`,
//! as `grammar/recurrence.rules` says. An equation between sides written so holds wherever the sides themselves have values.

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::rewrite::{Rules, apply_once};

/// A function that has a recurrence: the place of the argument that steps, and of how many neighbours the others are made.
type Stepping = (FunctionId, usize, i64);

const STEPPING: [Stepping; 8] = [
    (FunctionId::named("gamma"), 0, 1),
    (FunctionId::named("lgamma"), 0, 1),
    (FunctionId::named("digamma"), 0, 1),
    (FunctionId::named("polygamma"), 1, 1),
    (FunctionId::named("BesselJ"), 0, 2),
    (FunctionId::named("BesselY"), 0, 2),
    (FunctionId::named("BesselI"), 0, 2),
    (FunctionId::named("BesselK"), 0, 2),
];

/// No argument is led further down than this, and nothing is of more parts.
const MOST_STEPS: i64 = 12;
const MOST_PARTS: usize = 300;

/// A call by the function with its argument between 0 and 1 above what is no number in it, and how many steps it stands above that.
struct Stepped {
    foot: Id,
    steps: i64,
    neighbours: i64,
}

/// Both sides with every such function at the lowest arguments it has in them.
pub(super) fn stepped_down(arena: &mut Arena, knowledge: &mut Knowledge, mut sides: [Id; 2]) -> [Id; 2] {
    let mut lowest: Vec<(Id, i64)> = Vec::new();
    for id in arena.reachable_from(&sides) {
        let Some(Stepped { foot, steps, .. }) = stepped(arena, id) else { continue };
        match lowest.iter_mut().find(|(known, _)| *known == foot) {
            Some((_, least)) => *least = steps.min(*least),
            None => lowest.push((foot, steps)),
        }
    }
    for _ in 0..MOST_STEPS {
        let order = arena.reachable_from(&sides);
        if lowest.is_empty() || order.len() > MOST_PARTS {
            break;
        }
        let mut new = vec![Id::UNDEFINED; order.last().map_or(0, |last| last.index() + 1)];
        for id in order {
            let rebuilt = arena.rebuild(id, |child| new[child.index()]);
            new[id.index()] = lower(arena, knowledge, rebuilt, &lowest).unwrap_or(rebuilt);
        }
        let next = sides.map(|side| new[side.index()]);
        if next == sides || next.contains(&Id::UNDEFINED) {
            break;
        }
        sides = next;
    }
    sides
}

/// A call by its values a step below, where it stands above the lowest ones.
fn lower(arena: &mut Arena, knowledge: &mut Knowledge, id: Id, lowest: &[(Id, i64)]) -> Option<Id> {
    let Stepped { foot, steps, neighbours } = stepped(arena, id)?;
    let (_, least) = lowest.iter().find(|(known, _)| *known == foot)?;
    let above = steps.checked_sub(*least)?;
    let is_above = above >= neighbours && above <= MOST_STEPS;
    is_above.then(|| apply_once(Rules::of_recurrences(), arena, knowledge, id).map(|(value, _)| value))?
}

fn stepped(arena: &mut Arena, id: Id) -> Option<Stepped> {
    let Node::Call(function, arguments) = arena.node(id) else { return None };
    let (_, place, neighbours) = STEPPING.into_iter().find(|(own, ..)| *own == function)?;
    let mut arguments = arguments.to_vec();
    let argument = arguments[place];
    let constant = match arena.node(argument) {
        Node::Number(number) => number.clone(),
        Node::Sum(terms) => terms.iter().find(|term| term.id == Id::ONE).map_or(Rational::ZERO, |term| term.number.clone()),
        _ => Rational::ZERO,
    };
    let floor = constant.floor();
    let shift = arena.number(floor.clone());
    arguments[place] = arena.subtract(argument, shift);
    Some(Stepped { foot: arena.call(function, &arguments), steps: floor.to_i64()?, neighbours })
}
