//! What the terms of a sum have in common, seen from their factors alone.

use super::arena::Arena;
use super::node::{Id, Node, Term};
use crate::number::Rational;
use smallvec::SmallVec;

/// A sum as `content * product of common powers * rest`.
#[derive(Debug, Clone)]
pub struct CommonFactor {
    /// The positive rational content of all coefficients.
    pub content: Rational,
    /// Powers every term has; never empty exponents.
    pub common: Vec<Term>,
    /// What is left, a sum.
    pub rest: Id,
}

impl Arena {
    /// The greatest power of each base that divides every term of a sum, and the content of its coefficients. With
    /// `denominators`, also powers with negative exponents that only some of the terms have, so that the rest has none.
    /// Nothing where the expression is no sum of two terms or more.
    pub fn common_factor(&mut self, id: Id, denominators: bool) -> Option<CommonFactor> {
        let Node::Sum(terms) = self.node(id) else { return None };
        if terms.len() < 2 {
            return None;
        }
        let content = terms.iter().fold(Rational::ZERO, |content, term| content.gcd(&term.number));
        if !self.may_share_factors(terms, denominators) {
            let scale = content.reciprocal().filter(|scale| !scale.is_one())?;
            let rest: SmallVec<[(Id, Rational); 8]> = terms.iter().map(|term| (term.id, &term.number * &scale)).collect();
            let rest = self.sum(rest);
            return Some(CommonFactor { content, common: Vec::new(), rest });
        }
        let terms: Vec<Term> = terms.to_vec();
        let split: Vec<Vec<Term>> = terms.iter().map(|term| if term.id == Id::ONE { Vec::new() } else { self.factors(term.id) }).collect();
        let mut common: Vec<Term> = if denominators {
            let mut bases: Vec<Id> = split.iter().flatten().map(|factor| factor.id).collect();
            bases.sort_unstable();
            bases.dedup();
            bases.into_iter().map(|id| Term { id, number: Rational::ZERO }).collect()
        } else {
            split[0].iter().map(|factor| Term { id: factor.id, number: Rational::ZERO }).collect()
        };
        for factor in &mut common {
            let exponents = split.iter().map(|factors| exponent_in(factors, factor.id));
            let least = exponents.min().unwrap_or(Rational::ZERO);
            // Where some term lacks the base, only a denominator is taken out; a numerator needs it everywhere.
            factor.number = least;
        }
        let everywhere = |id: Id| split.iter().all(|factors| factors.iter().any(|factor| factor.id == id));
        common.retain(|factor| !factor.number.is_zero() && (everywhere(factor.id) || (denominators && factor.number.is_negative())));
        // A root of a number is no factor worth showing.
        common.retain(|factor| self.as_number(factor.id).is_none());
        if common.is_empty() && content.is_one() {
            return None;
        }
        let scale = content.reciprocal()?;
        let mut rest = Vec::with_capacity(terms.len());
        for (term, factors) in terms.iter().zip(split) {
            let mut parts: Vec<(Id, Rational)> = factors.into_iter().map(|factor| (factor.id, factor.number)).collect();
            parts.extend(common.iter().map(|factor| (factor.id, -&factor.number)));
            let losses = self.take_losses();
            let part = self.product(parts);
            self.restore_losses(losses);
            rest.push((part, &term.number * &scale));
        }
        let rest = self.sum(rest);
        Some(CommonFactor { content, common, rest })
    }

    /// A quick look whether a base of the first term is a base of all others, or some term has a denominator.
    fn may_share_factors(&self, terms: &[Term], denominators: bool) -> bool {
        let is_below = |id: Id| matches!(self.node(id), Node::Product(factors) if factors.iter().any(|factor| factor.number.is_negative()));
        let has = |id: Id, base: Id| match self.node(id) {
            Node::Product(factors) => factors.iter().any(|factor| factor.id == base),
            _ => id == base && id != Id::ONE,
        };
        let in_others = |base: Id| terms[1..].iter().all(|term| has(term.id, base));
        let shares = match self.node(terms[0].id) {
            Node::Product(factors) => factors.iter().any(|factor| in_others(factor.id)),
            _ => terms[0].id != Id::ONE && in_others(terms[0].id),
        };
        shares || (denominators && terms.iter().any(|term| is_below(term.id)))
    }
}

fn exponent_in(factors: &[Term], id: Id) -> Rational {
    factors.iter().find(|factor| factor.id == id).map_or(Rational::ZERO, |factor| factor.number.clone())
}
