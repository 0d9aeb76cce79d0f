//! Single points where sides that agree everywhere else have other values, at jumps: `sign(x^2)` is 0 at 0, and 1 wherever it is
//! simplified to 1.

use super::Pair;
use super::witness::Witness;
use crate::domain::{Knowledge, lost_signs, solve};
use crate::evaluate::{Ball, Enclosure};
use crate::expression::{Arena, Id, Node, Symbol};
use crate::number::Rational;

/// Numbers that names are given in turn, where so many or fewer have one.
const SMALL: [i64; 3] = [0, 1, -1];
const MOST_NAMES: usize = 3;

const BITS: u32 = 128;

/// A point at a jump where both sides of an equation have values that certainly differ.
pub(super) fn difference_at_jump(arena: &mut Arena, knowledge: &mut Knowledge, pair: &Pair<'_>) -> Option<Witness> {
    let sides = [pair.expected, pair.claimed];
    let jumps = |id: Id| matches!(arena.node(id), Node::Call(function, _) if !function.row().continuous.is_empty());
    if !pair.within.is_empty() || !arena.reachable_from(&sides).into_iter().any(jumps) {
        return None;
    }
    let roots = [&sides, pair.conditions, pair.forgotten].concat();
    let mut names: Vec<Symbol> = roots.iter().flat_map(|root| arena.free_symbols(*root)).collect();
    names.sort_unstable();
    names.dedup();
    let mut points: Vec<Vec<(Symbol, Rational)>> = Vec::new();
    // Where a sign is zero that only one side has.
    let mut zeros = lost_signs(arena, knowledge, pair.expected, pair.claimed);
    zeros.extend(lost_signs(arena, knowledge, pair.claimed, pair.expected));
    for zero in zeros {
        let Some((value, line)) = solve(arena, knowledge, zero) else { continue };
        let Some(own) = arena.as_symbol(value) else { continue };
        for number in line.complement().parts().iter().filter_map(|part| part.point().cloned()) {
            points.push(names.iter().map(|name| (*name, if *name == own { number.clone() } else { Rational::ONE })).collect());
        }
    }
    if names.len() <= MOST_NAMES {
        let count = SMALL.len().pow(names.len() as u32);
        let place = |at: usize, turn: usize| Rational::integer(SMALL[turn / SMALL.len().pow(at as u32) % SMALL.len()]);
        points.extend((0..count).map(|turn| names.iter().enumerate().map(|(at, name)| (*name, place(at, turn))).collect()));
    }
    points.into_iter().find_map(|point| {
        let enclosure = Enclosure::at(arena, &roots, &point, BITS, false, &mut |_, _, _| Ball::UNKNOWN);
        let holds = pair.conditions.iter().chain(pair.forgotten).all(|id| enclosure.value(*id).to_integer() == Some(1));
        let [expected, claimed] = sides.map(|side| enclosure.value(side));
        let differ = expected.is_known() && claimed.is_known() && (expected - claimed).is_nonzero();
        (holds && differ).then(|| Witness { functions: Vec::new(), expected: expected.to_f64(), claimed: claimed.to_f64(), point })
    })
}
