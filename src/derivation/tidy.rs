//! What simplification did to a derivative, in words: the rules that fired, or what its form has that it had not before.

use super::desk::Desk;
use super::reason::{BY_CASES, Reason, Word, text};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Term};
use crate::formula::Formula;
use crate::number::Rational;
use crate::rewrite::{Rules, apply_once};

/// So many rewrites are followed.
const MOST_REWRITES: usize = 16;

/// An expression is rewritten only while it has at most so many parts.
const MOST_PARTS: usize = 2000;

/// A rule applied somewhere in an expression.
pub(super) struct Rewrite {
    /// The rule's name.
    pub name: String,
    /// Where the identity comes from.
    pub source: String,
    /// The part it was applied to, and what came of it.
    pub part: [Id; 2],
    /// The whole expression after it.
    pub result: Id,
}

impl Rewrite {
    /// The rule in a sentence.
    pub fn words(&self) -> String {
        self.name.replace(['-', '_'], " ")
    }
}

/// The rewrites an expression admits, one after the other.
pub(super) fn rewrites(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    let mut current = root;
    while rewrites.len() < MOST_REWRITES {
        let order = arena.reachable(current);
        if order.len() > MOST_PARTS {
            break;
        }
        let fired = order.iter().find_map(|id| {
            let (result, rule) = rules.iter().find_map(|rules| apply_once(rules, arena, knowledge, *id))?;
            (result != Id::UNDEFINED).then(|| (*id, result, rule.name.clone(), rule.source.clone()))
        });
        let Some((part, new, name, source)) = fired else { break };
        let result = replaced(arena, current, part, new);
        if result == current || result == Id::UNDEFINED {
            break;
        }
        rewrites.push(Rewrite { name, source, part: [part, new], result });
        current = result;
    }
    rewrites
}

/// An expression with one part exchanged.
fn replaced(arena: &mut Arena, root: Id, part: Id, new: Id) -> Id {
    let mut values = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        values[id.index()] = if id == part { new } else { arena.rebuild(id, |child| values[child.index()]) };
    }
    values[root.index()]
}

impl Desk<'_> {
    /// What happened between two forms of the same value: the rules that fired, else the identity that takes one to the other, and what
    /// else was done.
    pub(super) fn what_happened(&mut self, before: Id, after: Id, rewrites: &[Rewrite]) -> Reason {
        if !rewrites.is_empty() {
            // What the value of a function is says more than the name of the rule.
            let (values, others): (Vec<&Rewrite>, Vec<&Rewrite>) =
                rewrites.iter().partition(|rewrite| matches!(self.arena.node(rewrite.part[0]), Node::Call(..)));
            let mut names: Vec<String> = others.into_iter().map(Rewrite::words).collect();
            // In which order they came depends on that of the terms.
            names.sort();
            names.dedup();
            let mut equations: Vec<[Id; 2]> = values.into_iter().map(|rewrite| rewrite.part).collect();
            equations.sort_unstable();
            equations.dedup();
            let mut reason = vec![Word::Text(format!("simplify: {}", names.join(", ")))];
            for (at, [left, right]) in equations.into_iter().enumerate() {
                if at > 0 || !names.is_empty() {
                    reason.push(text(", "));
                }
                reason.push(Word::Equal(Formula::value(left), Formula::value(right)));
            }
            return reason;
        }
        if after == Id::ZERO {
            return vec![text("everything cancels")];
        }
        let mut reason = self.identity(before, after);
        let way = way(self.arena, before, after);
        if reason.is_empty() {
            return if way.is_empty() { vec![text("simplify")] } else { way };
        }
        if !way.is_empty() && !is_general(&way) {
            reason.push(text(", "));
            reason.extend(way);
        }
        reason
    }
}

/// Whether some words say no more than that something was rewritten.
fn is_general(way: &Reason) -> bool {
    matches!(&way[..], [Word::Text(words)] if matches!(&words[..], COLLECT | MULTIPLY_OUT | SPLIT | AS_A_PRODUCT))
}

const COLLECT: &str = "collect terms";
const MULTIPLY_OUT: &str = "multiply out";
const SPLIT: &str = "split the fraction";
const AS_A_PRODUCT: &str = "write the sum as a product";

/// How one form comes from the other by arithmetic; nothing where that is not seen.
fn way(arena: &mut Arena, before: Id, after: Id) -> Reason {
    let (_, before_core) = arena.coefficient(before);
    let (_, after_core) = arena.coefficient(after);
    let has_cases = |arena: &Arena, core: Id| arena.factors(core).iter().any(|factor| matches!(arena.node(factor.id), Node::Piecewise(_)));
    if has_cases(arena, after_core) {
        return vec![text(BY_CASES)];
    }
    if arena.factors(before_core).len() == arena.factors(after_core).len()
        && arena.coefficient(before).0.is_negative() != arena.coefficient(after).0.is_negative()
        && is_turned(arena, before_core, after_core)
    {
        let has_sum = arena.factors(before_core).iter().any(|factor| is_sum(arena, factor.id));
        return vec![text(if has_sum { "turn the difference around" } else { "take the sign out" })];
    }
    let has_bar = |id: Id| arena.factors(id).iter().any(|factor| factor.number.is_negative());
    if is_sum(arena, before) && !is_sum(arena, after) {
        if has_bar(after_core) {
            return vec![text("over one denominator")];
        }
        return match common_factor(arena, before, after) {
            Some(common) => vec![text("common factor "), Word::Math(Formula::value(common))],
            None => vec![text(AS_A_PRODUCT)],
        };
    }
    if has_inner_bar(arena, before_core) && !has_inner_bar(arena, after_core) && !is_sum(arena, after) {
        return vec![text("clear the inner fraction")];
    }
    let new: Vec<Term> = arena.factors(after_core);
    let old: Vec<Term> = arena.factors(before_core);
    let new: Vec<Term> = new.into_iter().filter(|factor| !is_sum(arena, factor.id) && !factor.number.is_negative()).collect();
    let taken: Vec<Term> = new.into_iter().filter(|factor| old.iter().all(|known| known.id != factor.id)).collect();
    if !taken.is_empty() && !is_sum(arena, after) && !is_sum(arena, before) && old.iter().any(|factor| is_sum(arena, factor.id)) {
        let common = arena.product(taken.into_iter().map(|factor| (factor.id, factor.number)).collect::<Vec<_>>());
        return vec![text("common factor "), Word::Math(Formula::value(common))];
    }
    if is_sum(arena, before) && fractions(arena, after) < fractions(arena, before) {
        return vec![text("over one denominator")];
    }
    if let (Node::Bound(one, own), Node::Bound(other, others)) = (arena.node(before_core), arena.node(after_core))
        && one == other
        && let (Some(own), Some(other)) = (own.last().copied(), others.last().copied())
    {
        return way(arena, own, other);
    }
    if is_sum(arena, after) {
        return vec![text(match () {
            () if is_sum(arena, before) => COLLECT,
            () if has_bar(before_core) && fractions(arena, after) > 0 => SPLIT,
            () => MULTIPLY_OUT,
        })];
    }
    if old.iter().any(|factor| is_below(arena, factor.id, after_core)) {
        return vec![text("negative exponent below the bar")];
    }
    if has_bar(before_core) || has_bar(after_core) {
        let stands_below = |factor: &&Term| factor.number.is_negative();
        let below = |id: Id| arena.factors(id).iter().filter(stands_below).cloned().collect::<Vec<Term>>();
        return vec![text(if below(before_core) == below(after_core) { "multiply out and collect" } else { "cancel" })];
    }
    Vec::new()
}

/// Whether a power is a factor of a denominator with the opposite exponent: `u^(-a - 1)` of `1/u^(a + 1)`.
fn is_below(arena: &Arena, power: Id, fraction: Id) -> bool {
    let terms = |id: Id| match arena.node(id) {
        Node::Sum(terms) => terms.to_vec(),
        _ => vec![Term { id, number: Rational::ONE }],
    };
    let is_opposite = |one: Id, other: Id| {
        let (one, other) = (terms(one), terms(other));
        one.len() == other.len() && one.iter().zip(&other).all(|(own, their)| own.id == their.id && own.number == -&their.number)
    };
    let Node::Power(base, exponent) = arena.node(power) else { return false };
    arena
        .factors(fraction)
        .iter()
        .filter(|factor| factor.number.is_negative())
        .any(|factor| matches!(arena.node(factor.id), Node::Power(below, order) if below == base && is_opposite(exponent, order)))
}

/// What is taken out of every term of a sum: the factors of the product that each of them has, and the number before it.
fn common_factor(arena: &mut Arena, sum: Id, product: Id) -> Option<Id> {
    let (number, core) = arena.coefficient(product);
    let (outside, inside) = arena.coefficient(sum);
    let Node::Sum(terms) = arena.node(inside) else { return None };
    let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, &term.number * &outside)).collect();
    let mut common: Vec<(Id, Rational)> = Vec::new();
    for factor in arena.factors(core) {
        let in_term = |(term, _): &(Id, Rational)| {
            let own = arena.factors(*term).into_iter().find(|own| own.id == factor.id);
            own.map_or(Rational::integer(0), |own| own.number)
        };
        let least = terms.iter().map(in_term).min().unwrap_or(Rational::integer(0));
        let least = least.min(factor.number.clone());
        if !least.is_zero() && !least.is_negative() {
            common.push((factor.id, least));
        }
    }
    let found = arena.product(common);
    let is_whole = |term: &(Id, Rational)| number.reciprocal().is_some_and(|inverse| (&term.1 * &inverse).is_integer());
    let number = number.abs();
    let found = if terms.iter().all(is_whole) { arena.scale(found, number) } else { found };
    (found != Id::ONE && found != core).then_some(found)
}

/// Whether a term of a sum among the factors is a fraction.
fn has_inner_bar(arena: &Arena, product: Id) -> bool {
    let is_fraction = |id: Id| arena.factors(id).iter().any(|factor| factor.number.is_negative());
    arena.factors(product).iter().any(|factor| match arena.node(factor.id) {
        Node::Sum(terms) => terms.iter().any(|term| is_fraction(term.id)),
        _ => false,
    })
}

/// How many terms of a sum have a bar.
fn fractions(arena: &Arena, sum: Id) -> usize {
    let has_bar = |id: Id| arena.factors(id).iter().any(|factor| factor.number.is_negative());
    match arena.node(sum) {
        Node::Sum(terms) => terms.iter().filter(|term| has_bar(term.id)).count(),
        _ => 0,
    }
}

fn is_sum(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Sum(terms) if terms.len() > 1)
}

/// Whether two products differ in the signs of their sums alone.
fn is_turned(arena: &mut Arena, before: Id, after: Id) -> bool {
    let factors = arena.factors(before);
    let wanted = arena.factors(after);
    factors.into_iter().all(|factor| {
        let opposite = arena.negate(factor.id);
        wanted.iter().any(|other| other.number == factor.number && (other.id == factor.id || other.id == opposite))
    })
}
