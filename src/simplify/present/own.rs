//! The question's own denominators: `1/(1 + x/a)^2` rather than `a^2/(x + a)^2` where it has `1 + x/a`.

use super::super::tower::{Family, Tower, Value};
use super::super::words::Words;
use super::write::Writer;
use crate::expression::{Arena, Id};
use crate::number::Rational;

/// Of more sums of the question the first few are looked at.
const MOST_SUMS: usize = 8;

/// What is left of a value without the sums of the question that stand below its bar in another form, and the powers of these;
/// nothing where there are none.
pub(super) fn in_own_sums(arena: &mut Arena, tower: &mut Tower, value: &Value, words: &Words) -> Option<(Value, Vec<Id>)> {
    let mut left = value.clone();
    let mut powers = Vec::new();
    for (own, sum) in tower.sums(arena, |id| words.has_part(id)).into_iter().take(MOST_SUMS) {
        let Some(factor) = only_sum(tower, &sum) else { continue };
        let exponent = left.exponent(factor);
        let Some(whole) = exponent.to_i64().filter(|whole| *whole < 0) else { continue };
        // What stands below the bar already is not to stand there twice: `1/(x^2*(1 + 1/x))` stays `1/(x*(x + 1))`.
        let is_below = |(number, exponent): &(u32, Rational)| exponent.is_negative() && left.exponent(*number).is_negative();
        if sum.factors.iter().any(is_below) || Writer::new(words, false).is_written_as(arena, tower, factor, own) {
            continue;
        }
        left = tower.product(&left, &sum.checked_power(-whole)?)?;
        powers.push(arena.rational_power(own, exponent));
    }
    (!powers.is_empty()).then_some((left, powers))
}

/// The one sum in a value that is a sum over something else than exponentials, which have guises of their own.
fn only_sum(tower: &Tower, value: &Value) -> Option<u32> {
    let is_sum = |number: u32| tower.factor(number).terms().len() > 1;
    let is_exponential = |number: u32| {
        let variables = tower.factor(number).variables();
        variables.into_iter().all(|variable| tower.generators()[variable].family() == Family::Exponential)
    };
    let mut sums = value.factors.iter().filter(|(number, _)| is_sum(*number));
    let (factor, exponent) = sums.next()?;
    let mut others = value.factors.iter().filter(|(number, _)| !is_sum(*number)).peekable();
    let is_guise = others.peek().is_some() && others.all(|(number, _)| is_exponential(*number));
    (exponent.is_one() && sums.next().is_none() && !is_guise).then_some(*factor)
}
