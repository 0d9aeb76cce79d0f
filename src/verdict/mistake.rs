//! What went wrong: the common mistake that gives exactly what was claimed.

use super::slip::{Slip, derivative};
use super::{Finding, Pair, Witness, compare};
use crate::domain::Knowledge;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Symbol};
use crate::number::Rational;
use crate::rewrite::Rules;

/// A mistake that explains a wrong claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Mistake {
    /// A law misapplied to an expression; nothing for the expression where it was misapplied everywhere.
    Slip(Slip, Option<Id>),
    /// The derivative by another variable.
    OtherVariable(Symbol),
    /// The expression itself.
    NotDifferentiated,
    /// An integral of the expression.
    Integrated,
    /// The opposite of the derivative.
    Sign,
    /// This multiple of the derivative.
    Factor(Rational),
}

/// A question whose claim was refuted.
#[derive(Debug, Clone, Copy)]
pub struct Refuted<'a> {
    /// What was differentiated.
    pub input: Id,
    /// By what.
    pub variable: Id,
    /// The derivative.
    pub expected: Id,
    /// The claim.
    pub claimed: Id,
    /// Where they differ.
    pub witness: &'a Witness,
    /// What is assumed.
    pub conditions: &'a [Id],
}

/// How to differentiate rightly: an expression, by a variable.
pub type Derive<'a> = dyn FnMut(&mut Arena, &mut Knowledge, Id, Id) -> Option<Id> + 'a;

/// Expressions of more parts than this are not searched, and no more places in one.
const MOST_PARTS: usize = 150;
const MOST_PLACES: usize = 12;

/// A factor between a claim and the derivative has no larger numerator or denominator than this.
const MOST_FACTOR: i64 = 64;

/// The mistake whose result is proved to be the claim, if there is one.
pub fn explain(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    refuted: &Refuted<'_>,
    derive: &mut Derive<'_>,
) -> Option<Mistake> {
    let Refuted { input, variable, expected, .. } = *refuted;
    let order = arena.reachable(input);
    if order.len() > MOST_PARTS {
        return None;
    }
    let depends = arena.dependence_in(&order, variable);
    let losses = arena.take_losses();
    let mut found = None;
    'search: for slip in Slip::ALL {
        let places: Vec<Id> =
            order.iter().rev().copied().filter(|id| slip.fits(arena, *id, &depends, variable)).take(MOST_PLACES).collect();
        let everywhere = (places.len() > 1).then_some(None);
        for place in places.iter().copied().map(Some).chain(everywhere) {
            let Some(result) = derivative(arena, input, variable, slip, place) else { continue };
            if is_claim(arena, knowledge, rules, refuted, result) {
                found = Some(Mistake::Slip(slip, place));
                break 'search;
            }
        }
    }
    if found.is_none() {
        found = whole(arena, knowledge, rules, refuted, derive);
    }
    if found.is_none() {
        let negated = arena.negate(expected);
        if is_claim(arena, knowledge, rules, refuted, negated) {
            found = Some(Mistake::Sign);
        } else if let Some(factor) = small_fraction(refuted.witness.claimed / refuted.witness.expected) {
            let multiple = arena.scale(expected, factor.clone());
            found = is_claim(arena, knowledge, rules, refuted, multiple).then_some(Mistake::Factor(factor));
        }
    }
    arena.restore_losses(losses);
    found
}

/// Mistakes that concern the whole expression.
fn whole(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    refuted: &Refuted<'_>,
    derive: &mut Derive<'_>,
) -> Option<Mistake> {
    let Refuted { input, variable, claimed, .. } = *refuted;
    if is_claim(arena, knowledge, rules, refuted, input) {
        return Some(Mistake::NotDifferentiated);
    }
    for symbol in arena.free_symbols(input) {
        let other = arena.symbol_node(symbol);
        if other != variable
            && let Some(result) = derive(arena, knowledge, input, other)
            && is_claim(arena, knowledge, rules, refuted, result)
        {
            return Some(Mistake::OtherVariable(symbol));
        }
    }
    if !arena.contains(claimed, variable) {
        return None;
    }
    let back = derive(arena, knowledge, claimed, variable)?;
    let pair = Pair { expected: input, claimed: back, within: &[claimed], conditions: refuted.conditions, forgotten: &[], variables: &[] };
    (compare(arena, knowledge, rules, &pair) == Finding::Equal).then_some(Mistake::Integrated)
}

/// Whether the result of a mistake is proved to be what was claimed; a look at the witness saves most of the proofs.
fn is_claim(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], refuted: &Refuted<'_>, result: Id) -> bool {
    const CLOSE: f64 = 1e-9;
    if result == refuted.claimed {
        return true;
    }
    let point: Vec<(Symbol, f64)> = refuted.witness.point.iter().map(|(symbol, value)| (*symbol, value.to_f64())).collect();
    let value = evaluate(arena, result, &point);
    let claimed = refuted.witness.claimed;
    if result == Id::UNDEFINED || (value - claimed).abs() > CLOSE * (value.abs() + claimed.abs()) {
        return false;
    }
    let pair =
        Pair { expected: result, claimed: refuted.claimed, within: &[], conditions: refuted.conditions, forgotten: &[], variables: &[] };
    compare(arena, knowledge, rules, &pair) == Finding::Equal
}

/// The fraction of small numerator and denominator that a double is.
fn small_fraction(value: f64) -> Option<Rational> {
    (1..=MOST_FACTOR).find_map(|denominator| {
        let numerator = value * denominator as f64;
        let near = (numerator - numerator.round()).abs() < 1e-9 && numerator.abs() >= 0.5 && numerator.abs() <= MOST_FACTOR as f64;
        near.then(|| Rational::fraction(numerator.round() as i64, denominator))?
    })
}
