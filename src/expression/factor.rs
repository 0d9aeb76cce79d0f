//! What the terms of a sum have in common, seen from their factors alone.

use super::arena::Arena;
use super::node::{Id, Node, Term};
use crate::number::Rational;
use crate::short::Short;
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
        let shared = self.common_powers(id, denominators)?;
        self.without_powers(id, shared)
    }

    /// The content and the common powers of [`Arena::common_factor`]; nothing where there are neither.
    pub fn common_powers(&self, id: Id, denominators: bool) -> Option<(Rational, Vec<Term>)> {
        let Node::Sum(terms) = self.node(id) else { return None };
        if terms.len() < 2 {
            return None;
        }
        let content = terms.iter().fold(Rational::ZERO, |content, term| content.gcd(&term.number));
        let mut common: Vec<Term> = Vec::new();
        if self.may_share_factors(terms, denominators) {
            let sources = if denominators { terms } else { &terms[..1] };
            for source in sources {
                self.for_each_factor(source.id, |base, _| {
                    // A root of a number is no factor worth showing.
                    if common.iter().all(|known| known.id != base) && self.as_number(base).is_none() {
                        common.push(Term { id: base, number: Rational::ZERO });
                    }
                });
            }
            for factor in &mut common {
                factor.number = self.least_exponent(terms, factor.id, denominators);
            }
            common.retain(|factor| !factor.number.is_zero());
            if denominators {
                common.sort_unstable_by_key(|factor| factor.id);
            }
        }
        (!common.is_empty() || !content.is_one()).then_some((content, common))
    }

    /// A sum with the content and powers of [`Arena::common_powers`] taken out.
    pub fn without_powers(&mut self, id: Id, (content, common): (Rational, Vec<Term>)) -> Option<CommonFactor> {
        let Node::Sum(terms) = self.node(id) else { return None };
        let scale = content.reciprocal()?;
        if common.is_empty() {
            let rest: SmallVec<[(Id, Rational); 8]> = terms.iter().map(|term| (term.id, &term.number * &scale)).short();
            let rest = self.sum(rest);
            return Some(CommonFactor { content, common, rest });
        }
        let terms: SmallVec<[Term; 8]> = terms.iter().cloned().short();
        let mut rest: SmallVec<[(Id, Rational); 8]> = SmallVec::with_capacity(terms.len());
        for term in terms {
            rest.push((self.over_powers(term.id, &common), &term.number * &scale));
        }
        let rest = self.sum(rest);
        Some(CommonFactor { content, common, rest })
    }

    /// A term over common powers; nothing is lost by it that they do not show themselves.
    fn over_powers(&mut self, id: Id, common: &[Term]) -> Id {
        let mut left: SmallVec<[Term; 8]> = SmallVec::new();
        self.for_each_factor(id, |base, exponent| left.push(Term { id: base, number: exponent.clone() }));
        if !common.iter().all(|factor| self.is_base(factor.id)) {
            let losses = self.take_losses();
            let over = common.iter().map(|factor| (factor.id, -&factor.number));
            let product = self.product(left.into_iter().map(|factor| (factor.id, factor.number)).chain(over));
            self.restore_losses(losses);
            return product;
        }
        // Both are in the order of ids, and so is what is left.
        for factor in common {
            match left.binary_search_by_key(&factor.id, |own| own.id) {
                Ok(at) if left[at].number == factor.number => drop(left.remove(at)),
                Ok(at) => left[at].number = &left[at].number - &factor.number,
                Err(at) => left.insert(at, Term { id: factor.id, number: -&factor.number }),
            }
        }
        match &left[..] {
            [] => Id::ONE,
            [factor] if factor.number.is_one() => factor.id,
            factors => self.intern_terms(factors, false),
        }
    }

    /// The least exponent of a base in some terms. Where some term lacks the base, only a denominator is taken out, and that
    /// only if asked; a numerator is needed everywhere.
    fn least_exponent(&self, terms: &[Term], base: Id, denominators: bool) -> Rational {
        let mut least: Option<Rational> = None;
        for term in terms {
            let own = match self.exponent_in(term.id, base) {
                Some(own) => own,
                None if denominators => Rational::ZERO,
                None => return Rational::ZERO,
            };
            if least.as_ref().is_none_or(|least| own < *least) {
                least = Some(own);
            }
        }
        least.unwrap_or(Rational::ZERO)
    }

    /// Calls `visit` with each factor of a term and its exponent; the constant has none.
    fn for_each_factor(&self, id: Id, mut visit: impl FnMut(Id, &Rational)) {
        match self.node(id) {
            Node::Product(factors) => factors.iter().for_each(|factor| visit(factor.id, &factor.number)),
            _ if id == Id::ONE => {}
            _ => visit(id, &Rational::ONE),
        }
    }

    /// The exponent of a base among the factors of a term, if it is one.
    fn exponent_in(&self, id: Id, base: Id) -> Option<Rational> {
        match self.node(id) {
            Node::Product(factors) => factors.iter().find(|factor| factor.id == base).map(|factor| factor.number.clone()),
            _ => (id == base && id != Id::ONE).then_some(Rational::ONE),
        }
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
            _ => in_others(terms[0].id),
        };
        shares || (denominators && terms.iter().any(|term| is_below(term.id)))
    }
}
