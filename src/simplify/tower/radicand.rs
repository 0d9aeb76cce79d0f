//! Roots: what stands under an even root is not negative, and that decides the signs of factors.
//!
//! Radicands are kept multiplicatively independent: each is a product of prime factors, seen modulo squares, and a new one is
//! written over those before it (Gaussian elimination over the field of two elements). So beside `sqrt(1 - x)` the root of
//! `1 - x^2` is `sqrt(1 - x)*sqrt(1 + x)`, and beside `sqrt(p*q)` and `sqrt(q*r)` that of `p*r` is their product over `|q|`.

use super::kernels::{Family, Generator};
use super::{Relation, Tower, Value};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::number::Rational;
use crate::polynomial::Polynomial;
use crate::short::Short;

/// A factor that stands under a root, so that it is not negative.
#[derive(Debug, Clone)]
pub(super) struct Radicand {
    /// Its number.
    pub factor: u32,
    /// What it is made of; found when another radicand is met.
    powers: Option<Powers>,
    /// The expression the root was written over and what it has to be multiplied by to give the factor, where that
    /// expression is a fraction.
    pub written: Option<(Id, Value)>,
}

/// A product of powers of prime factors, and its sign.
#[derive(Debug, Clone, Default)]
struct Powers {
    is_negative: bool,
    /// Prime factors by number, sorted.
    primes: Vec<(u32, i64)>,
}

impl Powers {
    fn multiply(&mut self, prime: u32, exponent: i64) {
        match self.primes.binary_search_by_key(&prime, |part| part.0) {
            Ok(at) => self.primes[at].1 += exponent,
            Err(at) => self.primes.insert(at, (prime, exponent)),
        }
    }

    fn over(&mut self, other: &Powers) {
        self.is_negative ^= other.is_negative;
        for (prime, exponent) in &other.primes {
            self.multiply(*prime, -exponent);
        }
    }

    /// The last prime under an odd exponent.
    fn last_odd(&self) -> Option<u32> {
        self.primes.iter().rev().find(|part| part.1 % 2 != 0).map(|part| part.0)
    }
}

/// Divides by every row whose last odd prime is odd in the product.
fn reduce(rows: &[(Vec<u32>, Powers)], used: &mut Vec<u32>, powers: &mut Powers) {
    for (radicands, row) in rows {
        if row.last_odd().is_some_and(|last| powers.primes.iter().any(|part| part.0 == last && part.1 % 2 != 0)) {
            powers.over(row);
            used.extend(radicands);
        }
    }
}

impl Tower {
    /// Whether a factor stands under a root.
    pub(super) fn is_radicand(&self, factor: u32) -> bool {
        self.radicands.iter().any(|radicand| radicand.factor == factor)
    }

    /// How the root of a factor was written, where that was over a fraction: the fraction, and what it has to be multiplied
    /// by to give the factor.
    pub fn written_root(&self, factor: u32) -> Option<&(Id, Value)> {
        self.radicands.iter().find(|radicand| radicand.factor == factor).and_then(|radicand| radicand.written.as_ref())
    }

    /// Whether the root of some fraction is among the generators.
    pub fn has_written_roots(&self) -> bool {
        self.radicands.iter().any(|radicand| radicand.written.is_some())
    }

    /// How large a value is as a radicand: the simplest ones are looked at first.
    pub(super) fn size_of(&self, value: &Value) -> usize {
        let size = |polynomial: &Polynomial| polynomial.terms().iter().map(|term| 1 + term.0.total_degree() as usize).sum::<usize>();
        value.factors.iter().map(|(factor, _)| size(&self.factors[*factor as usize])).sum()
    }

    /// `|value|`, factor by factor.
    pub(super) fn absolute(&mut self, arena: &Arena, knowledge: &mut Knowledge, value: &Value) -> Option<Value> {
        let mut result = Value::number(value.coefficient.abs());
        for (factor, exponent) in &value.factors {
            let factor = if exponent.is_even() || self.is_known_positive(arena, knowledge, *factor, exponent) {
                *factor
            } else {
                self.absolute_factor(*factor)?
            };
            result = self.product(&result, &Value::factor_power(factor, exponent.clone()))?;
        }
        Some(result)
    }

    /// The factor that is the absolute value of another.
    fn absolute_factor(&mut self, factor: u32) -> Option<u32> {
        let polynomial = self.factors[factor as usize].clone();
        if let [(monomial, number)] = polynomial.terms()
            && number.is_one()
            && monomial.variables().all(|variable| self.generators[variable].family() == Family::Absolute)
        {
            return Some(factor);
        }
        let opposite = self.number_of(&polynomial.scale(&Rational::MINUS_ONE));
        // Where -c stands under a root, that is |c|.
        if let Some(opposite) = opposite.filter(|opposite| self.is_radicand(*opposite)) {
            return Some(opposite);
        }
        let is = |generator: &Generator| generator.absolute.is_some_and(|known| known == factor || Some(known) == opposite);
        let variable = match self.generators.iter().position(is) {
            Some(known) => known,
            None => {
                let square = self.expanded(&Value::factor_power(factor, Rational::integer(2)))?;
                let variable = self.new_variable(Generator::absolute(factor))?;
                self.relations.push(Relation { variable, period: 2, value: square });
                variable
            }
        };
        self.variable_factor(variable)
    }

    /// Whether a factor under an exponent is known not to be negative: it is a root, or stands under one, or is a sum of
    /// products of positive things.
    fn is_known_positive(&self, arena: &Arena, knowledge: &mut Knowledge, factor: u32, exponent: &Rational) -> bool {
        if !exponent.is_integer() || self.is_radicand(factor) {
            return true;
        }
        self.factors[factor as usize].terms().iter().all(|(monomial, number)| {
            !number.is_negative()
                && monomial.variables().all(|variable| {
                    let generator = &self.generators[variable];
                    match generator.family() {
                        Family::Root | Family::Absolute | Family::Exponential => true,
                        _ if generator.index().is_multiple_of(2) => true,
                        _ if monomial.exponent(variable).is_multiple_of(2) => true,
                        _ => knowledge.interval(arena, generator.display()).is_positive(),
                    }
                })
        })
    }

    /// `base^exponent` for a rational exponent; `id` is the base as an expression.
    pub(super) fn power(
        &mut self,
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        id: Id,
        base: &Value,
        exponent: &Rational,
    ) -> Option<Value> {
        if base.is_zero() {
            return (exponent.signum() > 0).then(|| base.clone());
        }
        if exponent.is_integer() {
            let exponent = exponent.to_i64()?;
            return match (&base.factors[..], base.coefficient.power(exponent)) {
                ([], Some(power)) => Some(Value::number(power)),
                ([], None) => None,
                _ => base.integer_power(exponent),
            };
        }
        // Over factors known not to be negative their own exponents may be multiplied by any other.
        let size = self.nonnegative(arena, knowledge, id, base)?;
        let number = self.number_root(arena, &size.coefficient, exponent)?;
        let factors = size.factors.iter().map(|(factor, own)| (*factor, own * exponent)).short();
        self.product(&number, &Value { coefficient: Rational::ONE, factors })
    }

    /// A value that stands under a root, with a positive coefficient and over factors known not to be negative.
    fn nonnegative(&mut self, arena: &Arena, knowledge: &mut Knowledge, id: Id, base: &Value) -> Option<Value> {
        let mut known = Value::number(base.coefficient.abs());
        let mut open = Value::number(Rational::integer(base.coefficient.signum().into()));
        for (factor, own) in &base.factors {
            if self.is_known_positive(arena, knowledge, *factor, own) {
                known = known.times(&self.positive_power(arena, knowledge, *factor, own));
            } else if own.is_even() {
                known = known.times(&Value::factor_power(self.absolute_factor(*factor)?, own.clone()));
            } else {
                open.factors.push((*factor, own.clone()));
            }
        }
        let before = self.radicands.len();
        let size = match &open.factors[..] {
            [] if open.coefficient.is_negative() => return None,
            [] => open,
            // c*F^k with odd k: the sign goes to F, which has no square in it if it has two terms.
            [(factor, own)] if self.radicands.is_empty() && self.factors[*factor as usize].terms().len() < 3 => {
                let factor = if open.coefficient.is_negative() { self.opposite(*factor) } else { *factor };
                self.radicands.push(Radicand { factor, powers: None, written: None });
                Value::factor_power(factor, own.clone())
            }
            _ => self.over_radicands(arena, knowledge, &open)?,
        };
        let is_over_others = self.radicands[..before].iter().any(|radicand| !size.exponent(radicand.factor).is_zero());
        let size = known.times(&size);
        if let [radicand] = &mut self.radicands[before..]
            && !is_over_others
            && base.factors.iter().any(|part| part.1.is_negative())
        {
            radicand.written = Some((id, Value::factor(radicand.factor).times(&size.checked_inverse()?)));
        }
        Some(size)
    }

    fn is_of_sums(&self, value: &Value) -> bool {
        value.factors.iter().all(|(factor, _)| self.factors[*factor as usize].terms().len() > 1)
    }

    /// A power of a factor known to be positive, of the factor it is a power of itself: `x^4 + 2*x^2 + 1` is `(x^2 + 1)^2`.
    fn positive_power(&mut self, arena: &Arena, knowledge: &mut Knowledge, factor: u32, exponent: &Rational) -> Value {
        if self.factors[factor as usize].terms().len() > 2
            && let Some(Value { coefficient, factors }) = self.factored(factor)
            && let [(root, times)] = &factors[..]
            && coefficient.is_one()
            && self.is_known_positive(arena, knowledge, *root, &Rational::ONE)
        {
            return Value::factor_power(*root, times * exponent);
        }
        Value::factor_power(factor, exponent.clone())
    }

    /// The factor that is minus another.
    fn opposite(&mut self, factor: u32) -> u32 {
        self.intern(self.factors[factor as usize].scale(&Rational::MINUS_ONE))
    }

    /// A product of factors of unknown sign over the radicands met before and at most one new one.
    fn over_radicands(&mut self, arena: &Arena, knowledge: &mut Knowledge, open: &Value) -> Option<Value> {
        let mut left = self.powers_of(open)?;
        let mut size = Value::number(Rational::ONE);
        let positive: Vec<(u32, i64)> =
            left.primes.iter().copied().filter(|(prime, _)| self.is_known_positive(arena, knowledge, *prime, &Rational::ONE)).collect();
        for (prime, exponent) in positive {
            left.multiply(prime, -exponent);
            size = size.times(&Value::factor_power(prime, Rational::integer(exponent)));
        }
        // Each row is the product of some radicands, with a last odd prime of its own; the greatest of those comes first.
        let mut rows: Vec<(Vec<u32>, Powers)> = Vec::new();
        for at in 0..self.radicands.len() {
            let mut row = (vec![self.radicands[at].factor], self.powers_of_radicand(at)?);
            reduce(&rows, &mut row.0, &mut row.1);
            let place = rows.partition_point(|known| known.1.last_odd() > row.1.last_odd());
            rows.insert(place, row);
        }
        let mut used: Vec<u32> = Vec::new();
        reduce(&rows, &mut used, &mut left);
        let odd: Vec<u32> = left.primes.iter().filter(|part| part.1 % 2 != 0).map(|part| part.0).collect();
        if odd.is_empty() {
            if left.is_negative {
                return None;
            }
        } else {
            let product = Value { coefficient: Rational::ONE, factors: odd.iter().map(|prime| (*prime, Rational::ONE)).short() };
            let mut polynomial = self.expanded(&product)?;
            if left.is_negative {
                polynomial = polynomial.scale(&Rational::MINUS_ONE);
            }
            let factor = self.intern(polynomial);
            let mut powers = Powers { is_negative: left.is_negative, primes: Vec::new() };
            for prime in odd {
                left.multiply(prime, -1);
                powers.multiply(prime, 1);
            }
            self.radicands.push(Radicand { factor, powers: Some(powers), written: None });
            size = size.times(&Value::factor(factor));
        }
        // A radicand that was divided out twice is a square and not negative.
        for radicand in used {
            size = size.times(&Value::factor(radicand));
        }
        // |x^2 - 1| rather than |x - 1|*|x + 1|.
        let mut squares: Vec<(i64, Value)> = Vec::new();
        for (prime, exponent) in left.primes.into_iter().filter(|part| part.1 != 0) {
            let root = Value::factor(prime);
            let is_sum = self.factors[prime as usize].terms().len() > 1;
            match squares.iter_mut().find(|(known, roots)| is_sum && *known == exponent && self.is_of_sums(roots)) {
                Some((_, product)) => *product = product.times(&root),
                None => squares.push((exponent, root)),
            }
        }
        for (exponent, roots) in squares {
            let product = self.expanded(&roots)?;
            let product = self.intern(product);
            let factor = self.absolute_factor(product)?;
            size = size.times(&Value::factor_power(factor, Rational::integer(exponent)));
        }
        Some(size)
    }

    fn powers_of_radicand(&mut self, at: usize) -> Option<Powers> {
        if let Some(known) = &self.radicands[at].powers {
            return Some(known.clone());
        }
        let powers = self.powers_of(&Value::factor(self.radicands[at].factor))?;
        self.radicands[at].powers = Some(powers.clone());
        Some(powers)
    }

    /// The prime factors of a value with whole exponents; each with a positive first coefficient.
    fn powers_of(&mut self, value: &Value) -> Option<Powers> {
        let mut powers = Powers { is_negative: value.coefficient.is_negative(), primes: Vec::new() };
        for (factor, own) in &value.factors {
            let own = own.to_i64()?;
            let parts = match self.factored(*factor) {
                Some(parts) => parts,
                None => Value::factor(*factor),
            };
            let mut flips = parts.coefficient.is_negative();
            for (part, exponent) in &parts.factors {
                let exponent = exponent.to_i64()?;
                let leads_negative = self.factors[*part as usize].terms().first().is_some_and(|term| term.1.is_negative());
                let prime = if leads_negative { self.opposite(*part) } else { *part };
                flips ^= leads_negative && exponent % 2 != 0;
                powers.multiply(prime, exponent * own);
            }
            powers.is_negative ^= flips && own % 2 != 0;
        }
        powers.primes.retain(|part| part.1 != 0);
        Some(powers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fraction under a root, times what is written beside it, is the factor whose root that is, whichever way round sums stand.
    #[test]
    fn roots_of_fractions_are_written_by_their_factors() {
        for text in
            ["y/x", "1 - y^2/x^2", "1 - x^2/y^2", "1/y^2 - 1/x^2", "(a - b)*(c - d)/(a + c)", "-cos(x + y)/y", "(a - x)*sin(x)^2/(b - x)"]
        {
            let mut arena = Arena::new();
            let mut knowledge = Knowledge::default();
            let root = crate::syntax::read(&mut arena, &format!("sqrt({text})")).unwrap();
            let (mut tower, _) = Tower::as_it_stands(&mut arena, &mut knowledge, root).unwrap();
            let [Radicand { factor, written: Some((fraction, beside)), .. }] = &tower.radicands[..] else {
                panic!("no root of a fraction in sqrt({text})")
            };
            let (factor, beside) = (Value::factor(*factor), beside.clone());
            let fraction = tower.value_at(*fraction).unwrap().clone();
            let product = tower.product(&fraction, &beside).unwrap();
            let difference = tower.sum(&[product, factor.negated()]).unwrap();
            assert!(difference.is_zero(), "sqrt({text}): {difference:?}");
        }
    }
}
