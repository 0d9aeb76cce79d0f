//! Whether two expressions are equal wherever both are defined: proved, refuted, or undecided; and never a wrong answer.
//!
//! Numbers come first: doubles at small points find a candidate, and balls certify that the values there differ. Where nothing
//! differs the exact normal form looks for a proof. What neither settles is undecided, with the reason. This room changes no
//! expression and writes no text but reasons.

mod alteration;
mod cases;
mod components;
mod curve;
mod function;
mod jumps;
mod logarithms;
mod misapplied;
mod mistake;
mod modular;
mod point;
mod recurrences;
mod slip;
mod standard;
mod stretches;
mod substitution;
mod sums;
mod sweep;
#[cfg(test)]
mod tests;
mod witness;
mod working;

pub use alteration::{Alteration, alteration};
pub use curve::{Curve, OnCurve, Ordinate, PointOfCurve, compare_on_curve};
pub use function::Specimen;
pub use mistake::{Mistake, Place, Refuted, explain};
pub use slip::Slip;
pub use witness::{Agreement, Witness};

use crate::domain::{Knowledge, Line, conditions_of, solve};
use crate::expression::{Arena, Id, Symbol};
use crate::rewrite::Rules;
use crate::simplify::{Goal, is_zero, simplify};
use cases::are_equal_by_cases;
use components::with_components;
use jumps::difference_at_special_point;
use logarithms::apart;
use modular::are_equal_modulo_primes;
use standard::standard;
use stretches::are_equal_in_stretches;
use substitution::are_equal_substituted;
use sums::are_equal_with_sums_together;
use sweep::sweep;
use witness::{ENOUGH, Search};

/// What is found out about two expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// Equal wherever both are defined.
    Equal,
    /// Different at a point where both are defined.
    Different(Witness),
    /// Neither is certain.
    Open {
        /// Why not.
        reason: &'static str,
        /// How far the values agree, where any could be compared.
        agreement: Option<Agreement>,
    },
}

/// Two expressions to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// What is expected.
    pub expected: Id,
    /// What is claimed.
    pub claimed: Id,
    /// What must have a value, and a derivative, at a witness: the functions whose derivatives are compared.
    pub within: &'a [Id],
    /// Conditions that must hold at a witness.
    pub conditions: &'a [Id],
    /// Conditions that both sides were written under and no longer show: `x > 0` of `exp(ln(x))`.
    pub forgotten: &'a [Id],
    /// The variables that vary most: a witness gives them values other than 0.
    pub variables: &'a [Symbol],
}

/// Compares two expressions of an arena; `knowledge` holds what is assumed.
pub fn compare(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], pair: &Pair<'_>) -> Finding {
    let roots = [&[pair.expected, pair.claimed], pair.within, pair.conditions, pair.forgotten].concat();
    match with_components(arena, &roots) {
        None => compare_as_written(arena, knowledge, rules, pair),
        Some(None) => Finding::Open { reason: "an index in it is not read", agreement: None },
        Some(Some(components)) => {
            let (sides, rest) = components.split_at(2);
            let (within, rest) = rest.split_at(pair.within.len());
            let (conditions, forgotten) = rest.split_at(pair.conditions.len());
            let is_left = |symbol: &Symbol| components.iter().any(|root| arena.free_symbols(*root).contains(symbol));
            let variables: Vec<Symbol> = pair.variables.iter().copied().filter(is_left).collect();
            let (expected, claimed) = (sides[0], sides[1]);
            let pair = Pair { expected, claimed, within, conditions, forgotten, variables: &variables };
            compare_as_written(arena, knowledge, rules, &pair)
        }
    }
}

fn compare_as_written(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], pair: &Pair<'_>) -> Finding {
    if pair.expected == pair.claimed && pair.forgotten.is_empty() {
        return Finding::Equal;
    }
    if pair.expected == Id::UNDEFINED || pair.claimed == Id::UNDEFINED {
        return Finding::Open { reason: "one side has no value anywhere", agreement: None };
    }
    let mut search = Search::new(arena, knowledge, pair);
    if pair.expected == pair.claimed {
        return proved(arena, knowledge, &search);
    }
    if let Some(witness) = search.screen(arena, ENOUGH) {
        return Finding::Different(witness);
    }
    let losses = arena.take_losses();
    let sides = [pair.expected, pair.claimed];
    let mut is_proved = are_equal(arena, knowledge, rules, sides) || are_equal_modulo_primes(arena, sides);
    if !is_proved {
        let mut inside = in_common_domain(arena, knowledge, sides);
        is_proved = are_equal_in_parts(arena, knowledge, rules, &search, &mut inside, sides)
            || are_equal_substituted(arena, knowledge, rules, sides)
            || are_equal_with_sums_together(arena, knowledge, rules, sides)
            || are_equal_by_cases(arena, knowledge, rules, sides)
            || are_equal_in_stretches(arena, knowledge, rules, sides)
            || are_equal_in_standards(arena, knowledge, rules, &search, &mut inside, sides)
            || are_equal_simplified(arena, knowledge, rules, pair);
    }
    let special = difference_at_special_point(arena, knowledge, pair);
    arena.restore_losses(losses);
    if let Some(witness) = special {
        return Finding::Different(witness);
    }
    if is_proved {
        return proved(arena, knowledge, &search);
    }
    match search.persist(arena) {
        Ok(witness) => Finding::Different(witness),
        Err(agreement) => {
            let reason = match &agreement {
                _ if search.named_function() => "a function in it is not known",
                _ if search.has_no_point() => NO_POINT,
                Some(_) => "the values agree, but no proof was found",
                None => "the values could not be computed with certainty",
            };
            Finding::Open { reason, agreement }
        }
    }
}

const NO_POINT: &str = "no point was found where both sides can be computed";

/// What is equal is so where both sides are defined, and says nothing where they never are: `1/(1/(x - x))`.
fn proved(arena: &mut Arena, knowledge: &mut Knowledge, search: &Search<'_>) -> Finding {
    match search.is_defined(arena) || may_hold(arena, knowledge, search.forgotten()) {
        true => Finding::Equal,
        false => Finding::Open { reason: NO_POINT, agreement: None },
    }
}

/// Whether conditions on single variables leave something of each of them.
fn may_hold(arena: &mut Arena, knowledge: &mut Knowledge, conditions: &[Id]) -> bool {
    let mut lines: Vec<(Id, Line)> = Vec::new();
    for condition in conditions {
        let Some((value, line)) = solve(arena, knowledge, *condition).filter(|(value, _)| arena.as_symbol(*value).is_some()) else {
            return false;
        };
        match lines.iter_mut().find(|(other, _)| *other == value) {
            Some((_, whole)) => *whole = whole.and(&line),
            None => lines.push((value, line)),
        }
    }
    lines.iter().all(|(_, line)| !line.is_empty())
}

/// What is known where both sides have values, which is all that an equation speaks of.
fn in_common_domain(arena: &mut Arena, knowledge: &mut Knowledge, sides: [Id; 2]) -> Knowledge {
    let conditions = sides.map(|side| conditions_of(arena, knowledge, side)).concat();
    let mut inside = knowledge.without_intervals();
    for condition in conditions {
        inside.assume(arena, condition);
    }
    inside
}

/// Whether what is expected is what is claimed once it, or both, are simplified, which says it in other words: by other functions,
/// or roots of other things.
fn are_equal_simplified(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], pair: &Pair<'_>) -> bool {
    let variable = pair.variables.first().map(|variable| arena.symbol_node(*variable));
    let question = pair.within.first().copied().unwrap_or(pair.expected);
    let mut simplest = |arena: &mut Arena, side: Id| simplify(arena, knowledge, rules, side, Goal { variable, ..Goal::simplest(question) });
    let expected = simplest(arena, pair.expected);
    let claimed = simplest(arena, pair.claimed);
    let sides = [[expected, pair.claimed], [expected, claimed]];
    sides.into_iter().any(|sides| !sides.contains(&Id::UNDEFINED) && are_equal(arena, knowledge, rules, sides))
}

/// Whether two sides are equal once parts of them that are equal are the same, and logarithms and powers are taken apart; `inside`
/// is what is known where both sides of the question have values.
fn are_equal_in_parts(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    search: &Search<'_>,
    inside: &mut Knowledge,
    sides: [Id; 2],
) -> bool {
    let values = search.values(arena, &sides);
    let swept = sweep(arena, knowledge, rules, sides, &values);
    let parts = apart(arena, inside, search.sides(), swept);
    swept != sides && are_equal(arena, knowledge, rules, swept) || parts != swept && are_equal(arena, inside, rules, parts)
}

fn are_equal_in_standards(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    search: &Search<'_>,
    inside: &mut Knowledge,
    sides: [Id; 2],
) -> bool {
    let standard = standard(arena, knowledge, sides);
    standard != sides
        && !standard.contains(&Id::UNDEFINED)
        && (are_equal(arena, knowledge, rules, standard) || are_equal_in_parts(arena, knowledge, rules, search, inside, standard))
}

fn are_equal(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], [left, right]: [Id; 2]) -> bool {
    let difference = arena.subtract(left, right);
    difference == Id::ZERO || is_zero(arena, knowledge, rules, difference) == Some(true)
}
