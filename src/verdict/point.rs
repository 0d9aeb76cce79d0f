//! Points to try, small and friendly ones first.

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Symbol};
use crate::number::Rational;

/// A value for each symbol.
pub(super) type Point = Vec<(Symbol, Rational)>;

/// Numerators and denominators.
type Fractions = &'static [(i64, i64)];

/// Values of the variables and of the parameters, a row for each of the first points, taken in
/// turn where there are more names than values. Those that are 0, or all alike, come late: they say little.
#[rustfmt::skip]
const FRIENDLY: &[(Fractions, Fractions)] = &[
    (&[(1, 1)],           &[(2, 1), (3, 1), (5, 1), (4, 1), (7, 1)]),
    (&[(2, 1), (1, 1), (3, 1)], &[(3, 1), (1, 1), (4, 1), (5, 1), (6, 1)]),
    (&[(1, 2), (1, 3)],   &[(1, 3), (1, 4), (1, 5), (2, 3), (3, 4)]),
    (&[(2, 1), (1, 1), (3, 1)], &[(1, 1), (2, 1), (3, 1)]),
    (&[(2, 1), (3, 1)],   &[(3, 1), (5, 1), (7, 1), (4, 1), (6, 1)]),
    (&[(1, 1)],           &[(1, 1)]),
    (&[(1, 1)],           &[(0, 1)]),
    (&[(-1, 1), (2, 1)],  &[(2, 1), (3, 1), (5, 1), (4, 1), (1, 2)]),
    (&[(3, 1), (1, 2)],   &[(1, 2), (1, 3), (3, 2), (2, 5), (2, 1)]),
    (&[(-1, 2), (-1, 3)], &[(1, 4), (-1, 3), (2, 1), (-2, 1), (1, 2)]),
    (&[(1, 3), (5, 2)],   &[(5, 2), (7, 2), (2, 1), (3, 1), (9, 2)]),
    (&[(3, 2), (-2, 1)],  &[(-1, 1), (2, 1), (-3, 1), (1, 2), (3, 1)]),
    (&[(-2, 1), (3, 2)],  &[(1, 2), (-2, 1), (3, 1), (-1, 2), (1, 1)]),
    (&[(5, 1), (4, 1)],   &[(2, 1), (7, 1), (3, 1), (1, 1), (8, 1)]),
    (&[(1, 10), (1, 5)],  &[(3, 1), (2, 1), (1, 1), (4, 1), (5, 1)]),
    (&[(-3, 1), (1, 4)],  &[(4, 1), (1, 2), (-1, 1), (2, 1), (-1, 2)]),
    (&[(10, 1), (6, 1)],  &[(1, 5), (1, 10), (1, 2), (3, 10), (2, 5)]),
    (&[(3, 4), (2, 3)],   &[(-1, 2), (3, 2), (-2, 3), (1, 3), (-5, 2)]),
];

/// How many points are made in all.
pub(super) const POINTS: usize = 40;

/// Point number `index`: the friendly ones, then others whose values are eighths. Values lie where the assumptions put them.
pub(super) fn point(arena: &mut Arena, knowledge: &mut Knowledge, symbols: &[Symbol], leading: usize, index: usize) -> Point {
    let mut state = (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut point = Point::with_capacity(symbols.len());
    for (at, symbol) in symbols.iter().enumerate() {
        let value = match FRIENDLY.get(index) {
            Some((of_variables, of_parameters)) => {
                let (row, at) = if at < leading { (of_variables, at) } else { (of_parameters, at - leading) };
                let (numerator, denominator) = row[at % row.len()];
                // Beyond the end of the row values are moved, so that no two names have the same.
                Rational::integer((at / row.len()) as i64) + Rational::fraction(numerator, denominator).unwrap_or(Rational::ONE)
            }
            None => {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let spread = if index.is_multiple_of(2) { 17 } else { 49 };
                let numerator = ((state >> 33) % spread) as i64 - (spread / 2) as i64;
                Rational::fraction(numerator, 8).unwrap_or(Rational::ONE)
            }
        };
        let id = arena.symbol_node(*symbol);
        point.push((*symbol, within(arena, knowledge, id, value)));
    }
    point
}

/// The value itself, or one made from it that lies in the interval known for the symbol.
fn within(arena: &Arena, knowledge: &mut Knowledge, symbol: Id, value: Rational) -> Rational {
    if !knowledge.has_assumptions() {
        return value;
    }
    let interval = knowledge.interval(arena, symbol);
    let low = interval.low.as_ref().map(|end| end.value.clone());
    let high = interval.high.as_ref().map(|end| end.value.clone());
    let inside = low.as_ref().is_none_or(|low| value > *low) && high.as_ref().is_none_or(|high| value < *high);
    if inside {
        return value;
    }
    let size = if value.is_zero() { Rational::ONE } else { value.abs() };
    match (low, high) {
        (Some(low), Some(high)) => {
            // size/(1 + size) of the way from the lower end to the upper one.
            let share = (&Rational::ONE + &size).reciprocal().map_or(Rational::ONE, |inverse| &size * &inverse);
            &low + &(&(&high - &low) * &share)
        }
        (Some(low), None) => &low + &size,
        (None, Some(high)) => &high - &size,
        (None, None) => value,
    }
}
