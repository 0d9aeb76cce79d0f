//! Exact polynomials over the rationals in up to 32 variables: what the normal form stands on.
//!
//! Every operation is bounded: where a result would have too many terms or too large an exponent, there is none. This room
//! knows numbers and nothing else.

mod factor;
mod gcd;
mod monomial;
mod univariate;

#[cfg(test)]
mod tests;

pub use factor::factor;
pub use gcd::gcd;
pub use monomial::{Monomial, VARIABLES};

use crate::number::Rational;
use crate::short::Short;
use smallvec::{SmallVec, smallvec};
use std::collections::BinaryHeap;

/// The most terms a product may have before like ones are collected.
const MOST_PRODUCTS: usize = 20_000;

/// Terms; most polynomials that are met on the way to a normal form have one or two.
type Terms = SmallVec<[(Monomial, Rational); 2]>;

/// A polynomial: its terms in descending lexicographic order, no coefficient zero.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Polynomial {
    terms: Terms,
}

impl Clone for Polynomial {
    fn clone(&self) -> Polynomial {
        Polynomial { terms: self.terms.iter().cloned().short() }
    }
}

impl Polynomial {
    /// The polynomial without terms.
    pub const ZERO: Polynomial = Polynomial { terms: SmallVec::new_const() };

    /// A number.
    pub fn constant(value: Rational) -> Polynomial {
        Polynomial::term(Monomial::ONE, value)
    }

    /// A number times a monomial.
    pub fn term(monomial: Monomial, coefficient: Rational) -> Polynomial {
        let terms = if coefficient.is_zero() { Terms::new() } else { smallvec![(monomial, coefficient)] };
        Polynomial { terms }
    }

    /// A variable, or nothing where the ring has none of that number.
    pub fn variable(variable: usize) -> Option<Polynomial> {
        Some(Polynomial::term(Monomial::power_of(variable, 1)?, Rational::ONE))
    }

    /// The sum of terms in any order, like ones collected.
    pub fn from_terms(terms: impl IntoIterator<Item = (Monomial, Rational)>) -> Polynomial {
        let mut terms: Terms = terms.into_iter().short();
        terms.sort_by_key(|term| std::cmp::Reverse(term.0));
        let mut collected = Terms::with_capacity(terms.len());
        for (monomial, coefficient) in terms {
            match collected.last_mut() {
                Some(last) if last.0 == monomial => last.1 = &last.1 + &coefficient,
                _ => collected.push((monomial, coefficient)),
            }
        }
        collected.retain(|term| !term.1.is_zero());
        Polynomial { terms: collected }
    }

    /// The terms, greatest first.
    pub fn terms(&self) -> &[(Monomial, Rational)] {
        &self.terms
    }

    /// Whether there are no terms.
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// The value of a polynomial without variables.
    pub fn as_constant(&self) -> Option<Rational> {
        match self.terms.as_slice() {
            [] => Some(Rational::ZERO),
            [(Monomial::ONE, value)] => Some(value.clone()),
            _ => None,
        }
    }

    /// The degree in a variable; zero for the zero polynomial.
    pub fn degree(&self, variable: usize) -> u32 {
        self.terms.iter().map(|term| term.0.exponent(variable)).max().unwrap_or(0)
    }

    /// The variables that occur.
    pub fn variables(&self) -> Vec<usize> {
        self.terms.iter().fold(Monomial::ONE, |all, term| all.joined(&term.0)).variables().collect()
    }

    /// `self + other`
    pub fn add(&self, other: &Polynomial) -> Polynomial {
        self.merged(other, |number| number.clone())
    }

    /// `self - other`
    pub fn subtract(&self, other: &Polynomial) -> Polynomial {
        self.merged(other, |number| -number)
    }

    /// The terms of both, in order, those of `other` with their numbers turned.
    fn merged(&self, other: &Polynomial, turned: impl Fn(&Rational) -> Rational) -> Polynomial {
        let mut terms = Terms::with_capacity(self.terms.len() + other.terms.len());
        let mut left = self.terms.iter().peekable();
        for (theirs, number) in &other.terms {
            while let Some(term) = left.next_if(|term| term.0 > *theirs) {
                terms.push(term.clone());
            }
            let number = turned(number);
            match left.next_if(|term| term.0 == *theirs) {
                Some(term) => {
                    let total = &term.1 + &number;
                    if !total.is_zero() {
                        terms.push((*theirs, total));
                    }
                }
                None => terms.push((*theirs, number)),
            }
        }
        left.cloned().put_behind(&mut terms);
        Polynomial { terms }
    }

    /// `factor*self`
    pub fn scale(&self, factor: &Rational) -> Polynomial {
        if factor.is_zero() {
            return Polynomial::ZERO;
        }
        Polynomial { terms: self.terms.iter().map(|(monomial, number)| (*monomial, number * factor)).short() }
    }

    /// `self*other`, or nothing where that is too large.
    pub fn multiply(&self, other: &Polynomial) -> Option<Polynomial> {
        if self.terms.len().saturating_mul(other.terms.len()) > MOST_PRODUCTS {
            return None;
        }
        if let ([(Monomial::ONE, number)], many) | (many, [(Monomial::ONE, number)]) = (&self.terms[..], &other.terms[..]) {
            let terms = many.iter().map(|(monomial, own)| (*monomial, own * number)).short();
            return Some(Polynomial { terms });
        }
        let mut terms = Terms::with_capacity(self.terms.len() * other.terms.len());
        for (left, a) in &self.terms {
            for (right, b) in &other.terms {
                terms.push((left.times(right)?, a * b));
            }
        }
        if self.terms.len() == 1 || other.terms.len() == 1 {
            return Some(Polynomial { terms });
        }
        Some(Polynomial::from_terms(terms))
    }

    /// `self^exponent`, or nothing where that is too large.
    pub fn power(&self, exponent: u32) -> Option<Polynomial> {
        if exponent == 0 {
            return Some(Polynomial::constant(Rational::ONE));
        }
        let mut result = self.clone();
        for _ in 1..exponent {
            result = result.multiply(self)?;
        }
        Some(result)
    }

    /// The quotient, where the division leaves no remainder.
    pub fn divide_exactly(&self, divisor: &Polynomial) -> Option<Polynomial> {
        let (lead, lead_coefficient) = divisor.terms.first()?;
        let reciprocal = lead_coefficient.reciprocal()?;
        if divisor.terms.len() == 1 {
            let mut terms = Terms::new();
            for (monomial, number) in &self.terms {
                terms.push((monomial.over(lead)?, number * &reciprocal));
            }
            return Some(Polynomial { terms });
        }
        if self.is_zero() {
            return Some(Polynomial::ZERO);
        }
        // Both ends must divide, or nothing in between can.
        let (last, first) = (self.terms.last()?, self.terms.first()?);
        first.0.over(lead)?;
        if divisor.variables().into_iter().any(|variable| divisor.degree(variable) > self.degree(variable)) {
            return None;
        }
        let least = last.0.over(&divisor.terms.last()?.0)?;
        // What is still to be subtracted: of each term of the quotient its product with one term of the divisor, greatest first
        // (S. C. Johnson, Sparse polynomial arithmetic, 1974).
        let mut products: BinaryHeap<(Monomial, usize, usize)> = BinaryHeap::new();
        let mut dividend = self.terms.iter().peekable();
        let mut quotient = Terms::new();
        while let Some(monomial) = dividend.peek().map(|term| term.0).max(products.peek().map(|product| product.0)) {
            let mut number = dividend.next_if(|term| term.0 == monomial).map_or(Rational::ZERO, |term| term.1.clone());
            while let Some(&(_, above, below)) = products.peek().filter(|product| product.0 == monomial) {
                number = number - &quotient[above].1 * &divisor.terms[below].1;
                match divisor.terms.get(below + 1) {
                    Some(next) => *products.peek_mut()? = (quotient[above].0.times(&next.0)?, above, below + 1),
                    None => drop(products.pop()),
                }
            }
            if number.is_zero() {
                continue;
            }
            let own = monomial.over(lead)?;
            if own < least || quotient.len() > MOST_PRODUCTS {
                return None;
            }
            products.push((own.times(&divisor.terms[1].0)?, quotient.len(), 1));
            quotient.push((own, &number * &reciprocal));
        }
        Some(Polynomial { terms: quotient })
    }

    /// The greatest positive rational of which every coefficient is an integer multiple; zero for the zero polynomial.
    pub fn content(&self) -> Rational {
        self.terms.iter().fold(Rational::ZERO, |content, term| content.gcd(&term.1))
    }

    /// The greatest monomial that divides every term.
    pub fn monomial_content(&self) -> Monomial {
        let mut terms = self.terms.iter().map(|term| term.0);
        let Some(first) = terms.next() else { return Monomial::ONE };
        terms.fold(first, |content, monomial| content.gcd(&monomial))
    }

    /// `(c, p)` with `self = c*p`, the coefficients of `p` coprime integers and the first of them positive.
    pub fn primitive(mut self) -> (Rational, Polynomial) {
        let mut content = self.content();
        if self.terms.first().is_some_and(|term| term.1.is_negative()) {
            content = -content;
        }
        match content.reciprocal() {
            Some(reciprocal) if !reciprocal.is_one() => {
                self.terms.iter_mut().for_each(|term| term.1 = &term.1 * &reciprocal);
                (content, self)
            }
            Some(_) => (content, self),
            None => (Rational::ZERO, Polynomial::ZERO),
        }
    }

    /// Whether a variable occurs in one term only, and there once: then nothing divides the polynomial but a number, for no
    /// monomial does.
    fn is_plainly_irreducible(&self) -> bool {
        self.terms.len() > 1 && Monomial::have_single(self.terms.iter().map(|term| &term.0))
    }

    /// `self/monomial`, for a monomial that divides every term.
    pub fn over_monomial(&self, monomial: &Monomial) -> Option<Polynomial> {
        if *monomial == Monomial::ONE {
            return Some(self.clone());
        }
        let mut terms = Terms::new();
        for (own, number) in &self.terms {
            terms.push((own.over(monomial)?, number.clone()));
        }
        Some(Polynomial { terms })
    }

    /// The coefficient of a power of one variable.
    pub fn coefficient(&self, variable: usize, power: u32) -> Polynomial {
        let of_power = self.terms.iter().filter(|term| term.0.exponent(variable) == power);
        Polynomial { terms: of_power.map(|(monomial, number)| (monomial.without(variable), number.clone())).short() }
    }

    /// The coefficients by powers of one variable, from degree zero.
    pub fn coefficients(&self, variable: usize) -> Vec<Polynomial> {
        let mut all: Vec<Polynomial> = (0..=self.degree(variable)).map(|_| Polynomial::ZERO).collect();
        for (monomial, number) in &self.terms {
            all[monomial.exponent(variable) as usize].terms.push((monomial.without(variable), number.clone()));
        }
        all
    }

    /// The polynomial with these coefficients by powers of one variable.
    pub fn from_coefficients(coefficients: &[Polynomial], variable: usize) -> Option<Polynomial> {
        let mut terms = Terms::new();
        for (degree, coefficient) in coefficients.iter().enumerate() {
            let power = Monomial::power_of(variable, u32::try_from(degree).ok()?)?;
            for (monomial, number) in &coefficient.terms {
                terms.push((monomial.times(&power)?, number.clone()));
            }
        }
        Some(Polynomial::from_terms(terms))
    }

    /// The partial derivative.
    pub fn derivative(&self, variable: usize) -> Polynomial {
        let lower = |(monomial, number): &(Monomial, Rational)| {
            let exponent = monomial.exponent(variable);
            let one = Monomial::power_of(variable, 1)?;
            Some((monomial.over(&one)?, number * &Rational::integer(exponent.into())))
        };
        Polynomial { terms: self.terms.iter().filter_map(lower).short() }
    }

    /// The polynomial with `variable^period` replaced wherever it occurs: `s^2` by `1 - c^2`, `r^3` by a radicand.
    pub fn reduce(&self, variable: usize, period: u32, value: &Polynomial) -> Option<Polynomial> {
        if self.degree(variable) < period {
            return Some(self.clone());
        }
        let mut by_power: Vec<Terms> = Vec::new();
        for (monomial, number) in &self.terms {
            let (times, left) = (monomial.exponent(variable) / period, monomial.exponent(variable) % period);
            let rest = monomial.without(variable).times(&Monomial::power_of(variable, left)?)?;
            if by_power.len() <= times as usize {
                by_power.resize(times as usize + 1, Terms::new());
            }
            by_power[times as usize].push((rest, number.clone()));
        }
        // Horner's scheme, the highest power first.
        let mut result = Polynomial::ZERO;
        for terms in by_power.into_iter().rev() {
            result = result.multiply(value)?.add(&Polynomial::from_terms(terms));
        }
        // The replacement may hold the variable itself below the period; it never does for the relations in use.
        Some(result)
    }

    /// `self(numerator/denominator)*denominator^degree` in one variable, and that degree.
    pub fn substitute_fraction(&self, variable: usize, numerator: &Polynomial, denominator: &Polynomial) -> Option<(Polynomial, u32)> {
        let coefficients = self.coefficients(variable);
        let degree = coefficients.len() as u32 - 1;
        let mut result = Polynomial::ZERO;
        let mut scale = Polynomial::constant(Rational::ONE);
        for coefficient in coefficients.iter().rev() {
            result = result.multiply(numerator)?.add(&coefficient.multiply(&scale)?);
            scale = scale.multiply(denominator)?;
        }
        Some((result, degree))
    }
}
