//! The simplest form on a curve: an answer may use the curve's equation.

use super::{Costs, Form, Goal, Words, simplify};
use crate::domain::Knowledge;
use crate::expression::{Arena, CommonFactor, Id, Node, Term, expand};
use crate::number::Rational;
use crate::rewrite::Rules;

/// How many terms of an equation are tried in turn.
const MOST_TERMS: usize = 8;

/// How often a sum is gone through.
const ROUNDS: usize = 8;

/// As [`simplify`], where `zero` is known to be zero: the sums of the answer are reduced by the equation, solved for each of
/// its terms in turn, and the cheapest form is taken. `-(x^2 + y^2)/y^3` is `-r^2/y^3` where `x^2 + y^2 - r^2` is zero. Where
/// the equation has one power of `unknown`, it is solved for that as well; then its derivative by `unknown` must not be zero.
pub fn simplify_where_zero(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    root: Id,
    goal: Goal,
    zero: Id,
    unknown: Option<Id>,
) -> Id {
    let plain = simplify(arena, knowledge, rules, root, goal);
    if goal.form == Form::Raw {
        return plain;
    }
    let losses = arena.take_losses();
    let mut best = plain;
    let mut costs = Costs::of_words(Words::of(arena, goal, &arena.reachable(root)));
    let equation = cleared(arena, zero);
    if let Node::Sum(terms) = arena.node(equation) {
        let terms = terms.to_vec();
        let mut solutions: Vec<Solution> = (0..terms.len().min(MOST_TERMS)).filter_map(|at| Solution::of(arena, &terms, at)).collect();
        solutions.extend(unknown.and_then(|unknown| Solution::of_power(arena, &terms, unknown)));
        // A product of sums may hide what the equation is about.
        let open = over_one_bar(arena, plain);
        for solution in solutions {
            for start in if open == plain { vec![plain] } else { vec![plain, open] } {
                let reduced = solution.put_into(arena, start);
                if reduced == start {
                    continue;
                }
                let candidate = simplify(arena, knowledge, rules, reduced, goal);
                let price = |costs: &mut Costs, arena: &Arena, id: Id| (costs.of(arena, id), arena.fingerprint(id));
                if candidate != Id::UNDEFINED && price(&mut costs, arena, candidate) < price(&mut costs, arena, best) {
                    best = candidate;
                }
            }
        }
    }
    arena.restore_losses(losses);
    best
}

/// A multiple of an expression without fractions, multiplied out.
fn cleared(arena: &mut Arena, zero: Id) -> Id {
    let expanded = expand(arena, zero);
    let numerator = arena.common_factor(expanded, true).map_or(expanded, |factored| factored.rest);
    expand(arena, numerator)
}

/// A fraction, or a sum of some, as one fraction whose numerator is multiplied out.
fn over_one_bar(arena: &mut Arena, id: Id) -> Id {
    let (outside, numerator) = match arena.common_factor(id, true) {
        Some(CommonFactor { content, common, rest }) => {
            let common = arena.product(common.into_iter().map(|factor| (factor.id, factor.number)));
            (arena.scale(common, content), rest)
        }
        None => (Id::ONE, id),
    };
    let is_sum_above = |factor: &Term| matches!(arena.node(factor.id), Node::Sum(_)) && !factor.number.is_negative();
    let (above, others): (Vec<Term>, Vec<Term>) = arena.factors(numerator).into_iter().partition(is_sum_above);
    let [above, others] = [above, others].map(|side| arena.product(side.into_iter().map(|factor| (factor.id, factor.number))));
    let above = expand(arena, above);
    let rest = arena.multiply(above, others);
    arena.multiply(outside, rest)
}

/// An equation solved for one of its terms: a product of powers, and what it is equal to.
struct Solution {
    powers: Vec<Term>,
    value: Id,
}

impl Solution {
    /// The equation `sum of terms = 0` solved for the term number `at`, which must not be a number.
    fn of(arena: &mut Arena, terms: &[Term], at: usize) -> Option<Solution> {
        let term = &terms[at];
        if term.id == Id::ONE {
            return None;
        }
        let scale = -&term.number.reciprocal()?;
        let others = terms.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| (other.id, &other.number * &scale));
        let value = arena.sum(others.collect::<Vec<_>>());
        Some(Solution { powers: arena.factors(term.id), value })
    }

    /// The equation `sum of terms = 0` solved for a power of a symbol, where it has one power of it and that in all terms
    /// with it: `y^2 = x^3/(2*a - x)`.
    fn of_power(arena: &mut Arena, terms: &[Term], symbol: Id) -> Option<Solution> {
        let mut power: Option<Rational> = None;
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for term in terms {
            if !arena.contains(term.id, symbol) {
                without.push((term.id, -&term.number));
                continue;
            }
            let mut factors = arena.factors(term.id);
            let at = factors.iter().position(|factor| factor.id == symbol)?;
            let own = factors.swap_remove(at).number;
            let is_apart = factors.iter().all(|factor| !arena.contains(factor.id, symbol));
            if !is_apart || power.as_ref().is_some_and(|power| *power != own) {
                return None;
            }
            power = Some(own);
            let rest = arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)));
            with.push((rest, term.number.clone()));
        }
        let (above, below) = (arena.sum(without), arena.sum(with));
        let value = arena.divide(above, below);
        Some(Solution { powers: vec![Term { id: symbol, number: power? }], value })
    }

    /// The expression with every term of a sum that the product divides replaced.
    fn put_into(&self, arena: &mut Arena, root: Id) -> Id {
        let mut new = vec![Id::UNDEFINED; root.index() + 1];
        for id in arena.reachable(root) {
            let mut rebuilt = arena.rebuild(id, |child| new[child.index()]);
            for _ in 0..ROUNDS {
                let next = self.once(arena, rebuilt);
                if next == rebuilt {
                    break;
                }
                rebuilt = next;
            }
            new[id.index()] = rebuilt;
        }
        new[root.index()]
    }

    fn once(&self, arena: &mut Arena, id: Id) -> Id {
        let Node::Sum(terms) = arena.node(id) else { return id };
        let terms = terms.to_vec();
        let mut changed = false;
        let mut parts: Vec<(Id, Rational)> = Vec::with_capacity(terms.len());
        for term in terms {
            match self.quotient(arena, term.id) {
                Some(quotient) => {
                    changed = true;
                    parts.push((arena.multiply(quotient, self.value), term.number));
                }
                None => parts.push((term.id, term.number)),
            }
        }
        if !changed {
            return id;
        }
        let sum = arena.sum(parts);
        expand(arena, sum)
    }

    /// A term over the product, if that divides it.
    fn quotient(&self, arena: &mut Arena, term: Id) -> Option<Id> {
        if term == Id::ONE {
            return None;
        }
        let mut factors = arena.factors(term);
        for power in &self.powers {
            let own = factors.iter_mut().find(|factor| factor.id == power.id && factor.number >= power.number)?;
            own.number = &own.number - &power.number;
        }
        Some(arena.product(factors.into_iter().filter(|factor| !factor.number.is_zero()).map(|factor| (factor.id, factor.number))))
    }
}
