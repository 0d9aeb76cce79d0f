//! The elements of the field: products of powers of factors, and their arithmetic.

use super::kernels::Generator;
use super::{Relation, Tower};
use crate::expression::{Arena, Id};
use crate::number::Rational;
use crate::polynomial::{Monomial, Polynomial, gcd};
use crate::short::Short;
use smallvec::{SmallVec, smallvec};

/// Factors by number, with their exponents.
pub type Factors = SmallVec<[(u32, Rational); 4]>;

/// So few factors are looked through one by one; more of them are in a map.
const FEW_FACTORS: usize = 16;

/// The most terms multiplied in the search for one normal form.
const MOST_WORK: usize = 60_000;

/// What it takes at most to multiply out a power of a sum of so many terms, in terms multiplied in general: those of a
/// binomial are quickly multiplied, and kept in order.
fn work_of_power(terms: usize, exponent: u32) -> usize {
    let share = if terms > 2 { 2 } else { 8 };
    let exponent = exponent as usize;
    let mut most = 1usize;
    for more in 1..terms {
        most = most.saturating_mul(exponent + more) / more;
        if most > MOST_WORK {
            break;
        }
    }
    most.saturating_mul(exponent) / share
}

/// `coefficient * product of factors^exponents`; the factors of the tower by number, sorted, no exponent zero.
#[derive(Debug, PartialEq, Eq)]
pub struct Value {
    pub coefficient: Rational,
    pub factors: Factors,
}

impl Clone for Value {
    fn clone(&self) -> Value {
        Value { coefficient: self.coefficient.clone(), factors: self.factors.iter().cloned().short() }
    }
}

impl Value {
    pub fn number(coefficient: Rational) -> Value {
        Value { coefficient, factors: SmallVec::new() }
    }

    pub fn factor(number: u32) -> Value {
        Value::factor_power(number, Rational::ONE)
    }

    /// A factor under an exponent other than zero.
    pub fn factor_power(number: u32, exponent: Rational) -> Value {
        Value { coefficient: Rational::ONE, factors: smallvec![(number, exponent)] }
    }

    pub fn is_zero(&self) -> bool {
        self.coefficient.is_zero()
    }

    pub fn scaled(mut self, factor: &Rational) -> Value {
        self.coefficient = &self.coefficient * factor;
        if self.coefficient.is_zero() {
            self.factors.clear();
        }
        self
    }

    pub fn negated(self) -> Value {
        self.scaled(&Rational::MINUS_ONE)
    }

    /// The reciprocal of a value that is a generator or a sum of positive ones, so never zero.
    pub fn inverse(&self) -> Value {
        self.checked_inverse().unwrap_or_else(|| Value::number(Rational::ZERO))
    }

    pub fn checked_inverse(&self) -> Option<Value> {
        let coefficient = self.coefficient.reciprocal()?;
        Some(Value { coefficient, factors: self.factors.iter().map(|(factor, exponent)| (*factor, -exponent)).short() })
    }

    /// As [`Value::integer_power`], and nothing for a negative power of zero.
    pub fn checked_power(&self, exponent: i64) -> Option<Value> {
        if self.is_zero() && exponent <= 0 { None } else { self.integer_power(exponent) }
    }

    pub fn integer_power(&self, exponent: i64) -> Option<Value> {
        if exponent == 0 {
            return Some(Value::number(Rational::ONE));
        }
        let number = Rational::integer(exponent);
        let factors = self.factors.iter().map(|(factor, own)| (*factor, own * &number)).short();
        Some(Value { coefficient: self.coefficient.power(exponent)?, factors })
    }

    /// `self*other`, the relations of the factors left alone.
    pub fn times(&self, other: &Value) -> Value {
        let coefficient = &self.coefficient * &other.coefficient;
        if coefficient.is_zero() {
            return Value::number(Rational::ZERO);
        }
        let mut factors = Factors::new();
        let mut theirs = other.factors.iter().peekable();
        for (factor, exponent) in &self.factors {
            while let Some(part) = theirs.next_if(|part| part.0 < *factor) {
                factors.push(part.clone());
            }
            let exponent = match theirs.next_if(|part| part.0 == *factor) {
                Some(part) => exponent + &part.1,
                None => exponent.clone(),
            };
            if !exponent.is_zero() {
                factors.push((*factor, exponent));
            }
        }
        theirs.cloned().put_behind(&mut factors);
        Value { coefficient, factors }
    }

    pub fn exponent(&self, factor: u32) -> Rational {
        match self.factors.binary_search_by_key(&factor, |part| part.0) {
            Ok(at) => self.factors[at].1.clone(),
            Err(_) => Rational::ZERO,
        }
    }
}

impl Tower {
    /// The number of a factor, with the same sign as given; its opposite may be a factor as well, where a root needs it.
    pub fn intern(&mut self, polynomial: Polynomial) -> u32 {
        if let Some(number) = self.number_of(&polynomial) {
            return number;
        }
        let number = self.factors.len();
        self.has_whole_powers |= polynomial.as_constant().is_some();
        self.factors.push(polynomial);
        // The first ones get into the map when it is first looked at.
        let from = if number == FEW_FACTORS { 0 } else { number };
        if number >= FEW_FACTORS {
            self.numbers.extend((from..).zip(&self.factors[from..]).map(|(number, factor)| (factor.clone(), number as u32)));
        }
        number as u32
    }

    /// The number of a polynomial, if it is a factor.
    pub(super) fn number_of(&self, polynomial: &Polynomial) -> Option<u32> {
        if self.factors.len() > FEW_FACTORS {
            return self.numbers.get(polynomial).copied();
        }
        self.factors.iter().position(|factor| factor == polynomial).map(|number| number as u32)
    }

    /// The number of a bare variable.
    pub(super) fn variable_factor(&mut self, variable: usize) -> Option<u32> {
        if let Some(known) = self.generators[variable].factor {
            return Some(known);
        }
        let number = self.intern(Polynomial::variable(variable)?);
        self.generators[variable].factor = Some(number);
        Some(number)
    }

    /// A polynomial as a value: content, powers of variables, and what is left as one factor.
    pub fn value_of(&mut self, polynomial: &Polynomial) -> Option<Value> {
        if polynomial.is_zero() {
            return Some(Value::number(Rational::ZERO));
        }
        let monomial = polynomial.monomial_content();
        let (mut unit, mut rest) = polynomial.over_monomial(&monomial)?.primitive();
        let mut value = Value::number(Rational::ONE);
        for variable in monomial.variables() {
            let exponent = Rational::integer(monomial.exponent(variable).into());
            let (factor, exponent) = match self.generators[variable].root {
                Some((factor, index)) => (factor, &exponent * &Rational::fraction(1, index.into())?),
                None => (self.variable_factor(variable)?, exponent),
            };
            value = self.product(&value, &Value::factor_power(factor, exponent))?;
        }
        if let Some(sine) = self.squared_sine(&rest) {
            let factor = self.variable_factor(sine)?;
            let sign = if self.generators[sine].family() == super::Family::Sine { -1 } else { 1 };
            value = self.product(&value, &Value::factor_power(factor, Rational::integer(2)))?.scaled(&Rational::integer(sign));
        } else if rest.as_constant().is_none() {
            if !self.radicands.is_empty() {
                let opposite = rest.scale(&Rational::MINUS_ONE);
                if self.number_of(&opposite).is_some_and(|number| self.is_radicand(number)) {
                    rest = opposite;
                    unit = -unit;
                }
            }
            let factor = Value::factor(self.intern(rest));
            value = self.product(&value, &factor)?;
        }
        Some(value.scaled(&unit))
    }

    /// The sine of the cosine c where a polynomial is `c^2 - 1`, or the hyperbolic sine.
    fn squared_sine(&self, polynomial: &Polynomial) -> Option<usize> {
        let [(square, one), (Monomial::ONE, number)] = polynomial.terms() else { return None };
        if !one.is_one() || *number != Rational::MINUS_ONE || square.total_degree() != 2 {
            return None;
        }
        let cosine = square.variables().next()?;
        match self.generators[cosine].family() {
            super::Family::Cosine | super::Family::HyperbolicCosine if square.exponent(cosine) == 2 => self.partner(cosine),
            _ => None,
        }
    }

    /// `left*right`
    pub fn product(&mut self, left: &Value, right: &Value) -> Option<Value> {
        let product = left.times(right);
        if product.is_zero() || !self.has_whole_powers { Some(product) } else { self.whole_roots(product) }
    }

    /// Roots of numbers with their whole powers in the coefficient, squares of absolute values as squares.
    fn whole_roots(&mut self, mut value: Value) -> Option<Value> {
        let mut at = 0;
        while at < value.factors.len() {
            if self.factors[value.factors[at].0 as usize].terms().len() > 1 {
                at += 1;
                continue;
            }
            let (factor, exponent) = value.factors[at].clone();
            if let Some(number) = self.factors[factor as usize].as_constant() {
                let whole = exponent.floor();
                if !whole.is_zero() {
                    value.coefficient = &value.coefficient * &number.power(whole.to_i64()?)?;
                    let rest = exponent - whole;
                    if rest.is_zero() {
                        value.factors.remove(at);
                        continue;
                    }
                    value.factors[at].1 = rest;
                }
            } else if let Some((times, relation)) = self.absolute_square(factor, &exponent) {
                let rest = &exponent - &Rational::integer(2 * times);
                value.factors.remove(at);
                if !rest.is_zero() {
                    value.factors.insert(at, (factor, rest));
                }
                let square = self.value_of(&relation.value)?.integer_power(times)?;
                return self.product(&value, &square);
            }
            at += 1;
        }
        Some(value)
    }

    /// Where a factor is an absolute value under an even power or beyond: how many squares it holds.
    fn absolute_square(&self, factor: u32, exponent: &Rational) -> Option<(i64, Relation)> {
        let exponent = exponent.to_i64().filter(|exponent| exponent.unsigned_abs() >= 2)?;
        let [(monomial, _)] = self.factors[factor as usize].terms() else { return None };
        let variable = monomial.variables().next()?;
        if self.generators[variable].family() != super::Family::Absolute {
            return None;
        }
        let relation = self.relations.iter().find(|relation| relation.variable == variable)?;
        Some((exponent / 2, relation.clone()))
    }

    /// A root of a positive number over roots of primes.
    pub(super) fn number_root(&mut self, arena: &mut Arena, number: &Rational, exponent: &Rational) -> Option<Value> {
        let id = arena.number(number.clone());
        let power = arena.rational_power(id, exponent.clone());
        let (coefficient, roots) = arena.coefficient(power);
        let mut value = Value::number(coefficient);
        if roots != Id::ONE {
            for root in arena.factors(roots) {
                let prime = Polynomial::constant(arena.as_number(root.id)?.clone());
                let factor = self.intern(prime);
                value = self.product(&value, &Value::factor_power(factor, root.number))?;
            }
        }
        Some(value)
    }

    /// A product of whole non-negative powers multiplied out; fractional ones become root generators.
    pub fn expanded(&mut self, value: &Value) -> Option<Polynomial> {
        let mut product = Polynomial::constant(value.coefficient.clone());
        for (factor, exponent) in &value.factors {
            if exponent.is_negative() {
                return None;
            }
            let whole = exponent.floor();
            let rest = exponent - &whole;
            if whole.is_one() && rest.is_zero() {
                let own = &self.factors[*factor as usize];
                let terms = product.terms().len() * own.terms().len();
                product = product.multiply(own)?;
                self.spend(terms)?;
                continue;
            }
            let exponent = u32::try_from(whole.to_i64()?).ok()?;
            self.spend(work_of_power(self.factors[*factor as usize].terms().len(), exponent))?;
            let power = self.factors[*factor as usize].power(exponent)?;
            self.spend(product.terms().len() * power.terms().len())?;
            product = product.multiply(&power)?;
            if !rest.is_zero() {
                let (times, index) = rest.to_small()?;
                let variable = self.root_variable(*factor, u32::try_from(index).ok()?)?;
                product = product.multiply(&Polynomial::variable(variable)?.power(u32::try_from(times).ok()?)?)?;
            }
        }
        self.reduced(product)
    }

    fn spend(&mut self, terms: usize) -> Option<()> {
        self.work += terms;
        (self.work <= MOST_WORK).then_some(())
    }

    /// The variable for `factor^(1/index)`.
    fn root_variable(&mut self, factor: u32, index: u32) -> Option<usize> {
        if let Some(known) = self.generators.iter().position(|generator| generator.root == Some((factor, index))) {
            return Some(known);
        }
        let value = self.factors[factor as usize].clone();
        let variable = self.new_variable(Generator::root(factor, index))?;
        self.relations.push(Relation { variable, period: index, value });
        Some(variable)
    }

    /// A polynomial with every relation used, the latest first: a root may stand over earlier ones.
    pub fn reduced(&mut self, polynomial: Polynomial) -> Option<Polynomial> {
        let mut current = polynomial;
        for at in (0..self.relations.len()).rev() {
            let Relation { variable, period, value } = &self.relations[at];
            if current.degree(*variable) >= *period {
                let (variable, period, value) = (*variable, *period, value.clone());
                let powers = (current.degree(variable) / period) as usize;
                self.spend(current.terms().len() * value.terms().len() * 2 * powers)?;
                current = current.reduce(variable, period, &value)?;
            }
        }
        Some(current)
    }

    /// The sum over one denominator, what divides both sides cancelled.
    pub fn sum(&mut self, values: &[Value]) -> Option<Value> {
        let values: Vec<&Value> = values.iter().filter(|value| !value.is_zero()).collect();
        match values[..] {
            [] => return Some(Value::number(Rational::ZERO)),
            [only] => return Some(only.clone()),
            _ => {}
        }
        let mut common = Factors::new();
        for value in &values {
            for (factor, _) in &value.factors {
                if let Err(at) = common.binary_search_by_key(factor, |part| part.0) {
                    common.insert(at, (*factor, Rational::ZERO));
                }
            }
        }
        for (factor, least) in &mut common {
            *least = values.iter().map(|value| value.exponent(*factor)).min()?;
        }
        common.retain(|(_, least)| !least.is_zero());
        let shared = Value { coefficient: Rational::ONE, factors: common };
        let without = shared.inverse();
        let mut total = Polynomial::ZERO;
        for value in values {
            let rest = self.product(value, &without)?;
            let rest = self.expanded(&rest)?;
            self.spend(rest.terms().len())?;
            total = total.add(&rest);
        }
        if total.is_zero() {
            return Some(Value::number(Rational::ZERO));
        }
        let (shared, total) = self.cancelled(shared, total)?;
        let numerator = self.value_of(&total)?;
        self.product(&shared, &numerator)
    }

    /// A numerator and what stands around it, without common divisors of the numerator and the factors below the bar.
    fn cancelled(&mut self, shared: Value, mut numerator: Polynomial) -> Option<(Value, Polynomial)> {
        let mut result = Value { coefficient: shared.coefficient, factors: SmallVec::new() };
        let mut parts = shared.factors;
        while let Some((factor, mut exponent)) = parts.pop() {
            if self.factors[factor as usize].terms().len() > 1 && exponent.is_negative() {
                let polynomial = self.factors[factor as usize].clone();
                while exponent.is_negative() {
                    let Some(quotient) = numerator.divide_exactly(&polynomial) else { break };
                    numerator = quotient;
                    exponent = &exponent + &Rational::ONE;
                }
                if exponent.is_negative() && exponent.is_integer() && numerator.terms().len() > 1 {
                    let divisor = gcd(&numerator, &polynomial)?;
                    if divisor.terms().len() > 1 {
                        let cofactor = polynomial.divide_exactly(&divisor)?;
                        let (below, above) = (self.intern(divisor), self.value_of(&cofactor)?);
                        let other = above.integer_power(exponent.to_i64()?)?;
                        result = self.product(&result, &other)?;
                        parts.push((below, exponent));
                        continue;
                    }
                }
            }
            if !exponent.is_zero() {
                result = self.product(&result, &Value::factor_power(factor, exponent))?;
            }
        }
        Some((result, numerator))
    }

    /// Whether a variable stands under a root or between the bars of an absolute value.
    pub fn is_under_root(&self, variable: usize) -> bool {
        let inside = |generator: &Generator| generator.root.map(|(factor, _)| factor).or(generator.absolute);
        self.generators.iter().filter_map(inside).any(|factor| self.factors[factor as usize].degree(variable) > 0)
    }

    /// For a root generator, the factor and the index.
    pub fn root_of(&self, variable: usize) -> Option<(u32, u32)> {
        self.generators[variable].root
    }

    /// For the generator of an absolute value, the factor.
    pub fn absolute_of(&self, variable: usize) -> Option<u32> {
        self.generators[variable].absolute
    }
}
