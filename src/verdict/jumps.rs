//! Points where sides that agree everywhere else may have other values: at jumps, `sign(x^2)` is 0 at 0, and at negative bases under
//! exponents that are no whole numbers, `(x^2)^a` is not `x^(2*a)` at x = -1 and a = 1/2.

use super::Pair;
use super::stretches::cuts;
use super::witness::{Witness, has_counts};
use crate::domain::{Knowledge, lost_signs, parametric_powers, solve};
use crate::evaluate::{Ball, Enclosure, evaluate_all};
use crate::expression::{Arena, Id, Node, Symbol};
use crate::letters::is_index;
use crate::number::Rational;

/// Numbers that names are given in turn, where so many or fewer have one.
const SMALL: &[(i64, i64)] = &[(0, 1), (1, 1), (-1, 1)];
const MOST_NAMES: usize = 3;

/// Numbers that the names in exponents are given, letters that count whole ones, and those in bases.
const EXPONENTS: &[(i64, i64)] = &[(1, 2), (1, 1), (2, 1), (1, 4), (3, 1)];
const COUNTS: &[(i64, i64)] = &[(1, 1), (2, 1), (3, 1)];
const BASES: &[(i64, i64)] = &[(-1, 1), (-2, 1), (1, 2)];
const MOST_POINTS: usize = 700;

const BITS: u32 = 128;

/// Sums and integrals that take more parts than this at a point have no value there.
const MOST_PARTS: usize = 10_000;

type Point = Vec<(Symbol, Rational)>;

/// A point of a special kind where both sides of an equation have values that certainly differ.
pub(super) fn difference_at_special_point(arena: &mut Arena, knowledge: &mut Knowledge, pair: &Pair<'_>) -> Option<Witness> {
    if !pair.within.is_empty() || has_counts(arena, &[pair.expected, pair.claimed]) {
        return None;
    }
    let sides = [pair.expected, pair.claimed];
    let roots = [&sides, pair.conditions, pair.forgotten].concat();
    let mut names: Vec<Symbol> = roots.iter().flat_map(|root| arena.free_symbols(*root)).collect();
    names.sort_unstable();
    names.dedup();
    let mut points = points_of_jumps(arena, knowledge, sides, &names);
    points.extend(points_of_powers(arena, sides, &names));
    let order = arena.reachable_from(&roots);
    points.into_iter().find_map(|point| {
        let near: Vec<(Symbol, f64)> = point.iter().map(|(name, value)| (*name, value.to_f64())).collect();
        let values = evaluate_all(arena, &order, &near, MOST_PARTS, &mut |_, _, _| f64::NAN);
        let [expected, claimed] = sides.map(|side| values[side.index()]);
        // An infinity is a value too large for a double.
        if expected == claimed || expected.is_nan() || claimed.is_nan() {
            return None;
        }
        let enclosure = Enclosure::at(arena, &roots, &point, BITS, false, &mut |_, _, _| Ball::UNKNOWN);
        let holds = pair.conditions.iter().chain(pair.forgotten).all(|id| enclosure.value(*id).to_integer() == Some(1));
        let [expected, claimed] = sides.map(|side| enclosure.value(side));
        let differ = expected.is_known() && claimed.is_known() && (expected - claimed).is_nonzero();
        let witness =
            |point| Witness { point, functions: Vec::new(), expected: expected.to_f64(), claimed: claimed.to_f64(), is_single: true };
        (holds && differ).then(|| witness(point))
    })
}

/// Small points, ends of cases, and zeros of signs that only one side has.
fn points_of_jumps(arena: &mut Arena, knowledge: &mut Knowledge, sides: [Id; 2], names: &[Symbol]) -> Vec<Point> {
    let jumps = |id: Id| match arena.node(id) {
        Node::Call(function, _) => !function.row().continuous.is_empty(),
        Node::Piecewise(_) => true,
        _ => false,
    };
    let mut points: Vec<Point> = Vec::new();
    if !arena.reachable_from(&sides).into_iter().any(jumps) {
        return points;
    }
    let mut single = |own: Symbol, number: &Rational| {
        points.push(names.iter().map(|name| (*name, if *name == own { number.clone() } else { Rational::ONE })).collect());
    };
    let mut zeros = lost_signs(arena, knowledge, sides[0], sides[1]);
    zeros.extend(lost_signs(arena, knowledge, sides[1], sides[0]));
    for zero in zeros {
        let Some((value, line)) = solve(arena, knowledge, zero) else { continue };
        let Some(own) = arena.as_symbol(value) else { continue };
        line.complement().parts().iter().filter_map(|part| part.point()).for_each(|number| single(own, number));
    }
    for (own, cuts) in cuts(arena, &sides) {
        cuts.iter().for_each(|number| single(own, number));
    }
    if names.len() <= MOST_NAMES {
        points.extend(all_points(names, &|_| SMALL));
    }
    points
}

/// Points with negative bases and small exponents.
fn points_of_powers(arena: &Arena, sides: [Id; 2], names: &[Symbol]) -> Vec<Point> {
    let exponents: Vec<Id> = sides.iter().flat_map(|side| parametric_powers(arena, *side)).map(|(_, exponent)| exponent).collect();
    let in_exponents: Vec<Symbol> = exponents.iter().flat_map(|exponent| arena.free_symbols(*exponent)).collect();
    if in_exponents.is_empty() {
        return Vec::new();
    }
    all_points(names, &|name| match in_exponents.contains(&name) {
        true if is_index(arena.name(name)) => COUNTS,
        true => EXPONENTS,
        false => BASES,
    })
}

/// All points that some numbers for each name make, where they are not too many.
fn all_points(names: &[Symbol], numbers: &dyn Fn(Symbol) -> &'static [(i64, i64)]) -> Vec<Point> {
    let count = names.iter().try_fold(1usize, |count, name| count.checked_mul(numbers(*name).len()).filter(|count| *count <= MOST_POINTS));
    let point = |index: usize| {
        let mut rest = index;
        let mut next = |name: Symbol| {
            let own = numbers(name);
            let (numerator, denominator) = own[rest % own.len()];
            rest /= own.len();
            Rational::fraction(numerator, denominator).unwrap_or(Rational::ONE)
        };
        names.iter().map(|name| (*name, next(*name))).collect()
    };
    (0..count.unwrap_or(0)).map(point).collect()
}
