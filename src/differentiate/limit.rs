//! Limits at a point where a formula has no value of its own: what cases leave out and a derivative still has.
//!
//! Fractions by the rule of l'Hôpital, products with a bounded factor by squeezing, and exponentials that vanish faster than any
//! power (see W. Rudin, Principles of Mathematical Analysis, 5.13 and 8.6).

use super::Differentiator;
use crate::domain::{Knowledge, ZeroTest, conditions_of, constant_truth};
use crate::expression::{Arena, Id, Node, Relation, Term, expand};
use crate::functions::FunctionId;
use crate::number::Rational;
use std::cmp::Ordering;

/// How often a fraction is differentiated above and below.
const MOST_TURNS: usize = 8;

/// Expressions of more parts are not looked at.
const MOST_PARTS: usize = 200;

/// Where a variable goes to, and the side it comes from, if that is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Approach {
    pub variable: Id,
    pub point: Id,
    /// Greater where it comes from above.
    pub side: Option<Ordering>,
}

/// The limit of an expression, if it is found.
pub(super) fn limit(arena: &mut Arena, knowledge: &mut Knowledge, id: Id, to: Approach, is_zero: &mut ZeroTest<'_>) -> Option<Id> {
    if arena.is_larger_than(id, MOST_PARTS) {
        return None;
    }
    let losses = arena.take_losses();
    let expanded = expand(arena, id);
    let found = Search { arena, knowledge, to, is_zero, laws: Differentiator::default() }.limit(expanded);
    arena.restore_losses(losses);
    found
}

/// The value of an expression at the point, where it is continuous there.
pub(super) fn value(arena: &mut Arena, knowledge: &mut Knowledge, id: Id, to: Approach, is_zero: &mut ZeroTest<'_>) -> Option<Id> {
    let losses = arena.take_losses();
    let found = Search { arena, knowledge, to, is_zero, laws: Differentiator::default() }.value(id);
    arena.restore_losses(losses);
    found
}

struct Search<'a, 'z> {
    arena: &'a mut Arena,
    knowledge: &'a mut Knowledge,
    to: Approach,
    is_zero: &'a mut ZeroTest<'z>,
    laws: Differentiator,
}

impl Search<'_, '_> {
    fn limit(&mut self, id: Id) -> Option<Id> {
        if let Some(value) = self.value(id) {
            return Some(value);
        }
        // Term by term, where each has a limit.
        if let Node::Sum(terms) = self.arena.node(id) {
            let terms = terms.to_vec();
            let limits: Option<Vec<(Id, Rational)>> =
                terms.iter().map(|term| Some((self.of_term(term.id)?, term.number.clone()))).collect();
            if let Some(limits) = limits {
                return Some(self.arena.sum(limits));
            }
        } else if let Some(zero) = self.squeezed(id) {
            return Some(zero);
        }
        self.of_fraction(id)
    }

    /// The limit of a term by itself.
    fn of_term(&mut self, id: Id) -> Option<Id> {
        self.value(id).or_else(|| self.squeezed(id)).or_else(|| self.of_fraction(id))
    }

    /// The value at the point, where the expression is continuous there.
    fn value(&mut self, id: Id) -> Option<Id> {
        let may_jump = |part: &Id| match self.arena.node(*part) {
            Node::Piecewise(_) | Node::Bound(..) | Node::Derivative(..) => true,
            Node::Call(function, _) => !function.row().continuous.is_empty(),
            _ => false,
        };
        if self.arena.reachable(id).iter().any(may_jump) {
            return None;
        }
        let there = self.arena.substitute(id, self.to.variable, self.to.point);
        if there == Id::UNDEFINED || !self.is_certain(there) {
            return None;
        }
        Some(there)
    }

    /// Whether no condition for an expression to have a value certainly fails.
    fn is_certain(&mut self, id: Id) -> bool {
        // What a condition is about may be zero without looking like it, as 1 - cos(0).
        for part in self.arena.reachable(id) {
            let Node::Product(factors) = self.arena.node(part) else { continue };
            for base in factors.iter().filter(|factor| factor.number.is_negative()).map(|factor| factor.id).collect::<Vec<_>>() {
                if (self.is_zero)(self.arena, self.knowledge, base) == Some(true) {
                    return false;
                }
            }
        }
        let conditions = conditions_of(self.arena, self.knowledge, id);
        conditions.into_iter().all(|condition| {
            let holds = self.knowledge.decide(self.arena, condition).or_else(|| constant_truth(self.arena, condition));
            holds != Some(false)
        })
    }

    fn is_zero_there(&mut self, id: Id) -> bool {
        self.value(id).is_some_and(|there| (self.is_zero)(self.arena, self.knowledge, there) == Some(true))
    }

    /// Zero for a product of factors that vanish, factors with values and bounded ones, or with an exponential that vanishes
    /// faster than any power of what stands below the bar.
    fn squeezed(&mut self, id: Id) -> Option<Id> {
        let factors = self.arena.factors(id).to_vec();
        let (mut vanishes, mut grows, mut is_faster) = (false, false, false);
        for factor in factors {
            let power = self.arena.rational_power(factor.id, factor.number.clone());
            if self.value(power).is_some() {
                vanishes |= factor.number.signum() > 0 && self.is_zero_there(factor.id);
            } else if self.falls(power) {
                is_faster = true;
            } else if factor.number.is_negative() && self.is_zero_there(factor.id) {
                grows = true;
            } else {
                let bounds = self.knowledge.interval(self.arena, factor.id);
                if factor.number.is_negative() || bounds.low.is_none() || bounds.high.is_none() {
                    return None;
                }
            }
        }
        (is_faster || (vanishes && !grows)).then_some(Id::ZERO)
    }

    /// Whether this is the exponential of something that goes to minus infinity as a power does: `exp(-1/x^2)`.
    fn falls(&mut self, id: Id) -> bool {
        let Node::Call(FunctionId::EXP, &[argument]) = self.arena.node(id) else { return false };
        let (number, core) = self.arena.coefficient(argument);
        let Node::Product(factors) = self.arena.node(core) else { return false };
        let [Term { id: base, number: power }] = factors else { return false };
        let (base, power) = (*base, power.clone());
        if !power.is_negative() || !self.is_zero_there(base) {
            return false;
        }
        let sign = match (power.is_integer(), power.is_even(), self.to.side) {
            (false, ..) | (true, true, _) => 1,
            (true, false, None) => return false,
            (true, false, Some(side)) => match self.slope(base) {
                Some(slope) if side == Ordering::Greater => slope,
                Some(slope) => -slope,
                None => return false,
            },
        };
        number.signum() * sign < 0
    }

    /// The sign of the derivative at the point, where it is a number.
    fn slope(&mut self, id: Id) -> Option<i32> {
        let derivative = self.derivative(id)?;
        let there = self.arena.substitute(derivative, self.to.variable, self.to.point);
        self.arena.as_number(there).map(Rational::signum).filter(|sign| *sign != 0)
    }

    fn derivative(&mut self, id: Id) -> Option<Id> {
        self.laws.derive(self.arena, self.knowledge, id, self.to.variable, self.is_zero).ok()
    }

    /// The rule of l'Hôpital, the terms over what vanishes below their bars.
    fn of_fraction(&mut self, id: Id) -> Option<Id> {
        let mut below: Vec<(Id, Rational)> = Vec::new();
        let terms = match self.arena.node(id) {
            Node::Sum(terms) => terms.to_vec(),
            _ => vec![Term { id, number: Rational::ONE }],
        };
        for term in &terms {
            for factor in self.arena.factors(term.id).to_vec() {
                if !factor.number.is_negative() || !factor.number.is_integer() || !self.is_zero_there(factor.id) {
                    continue;
                }
                let power = -&factor.number;
                match below.iter_mut().find(|(base, _)| *base == factor.id) {
                    Some((_, known)) => *known = known.clone().max(power),
                    None => below.push((factor.id, power)),
                }
            }
        }
        let mut denominator = self.arena.product(below);
        if denominator == Id::ONE {
            return None;
        }
        let over: Vec<(Id, Rational)> = terms.into_iter().map(|term| (self.arena.multiply(term.id, denominator), term.number)).collect();
        let mut numerator = self.arena.sum(over);
        for _ in 0..MOST_TURNS {
            let (above, under) = (self.value(numerator)?, self.value(denominator)?);
            if (self.is_zero)(self.arena, self.knowledge, under) == Some(true) {
                if (self.is_zero)(self.arena, self.knowledge, above) != Some(true) {
                    return None;
                }
                (numerator, denominator) = (self.derivative(numerator)?, self.derivative(denominator)?);
                continue;
            }
            let is_nonzero = self.arena.relation(Relation::NotEqual, under, Id::ZERO);
            let is_nonzero = self.knowledge.decide(self.arena, is_nonzero).or_else(|| constant_truth(self.arena, is_nonzero));
            return (is_nonzero == Some(true)).then(|| self.arena.divide(above, under));
        }
        None
    }
}
