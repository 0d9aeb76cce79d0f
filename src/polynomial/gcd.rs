//! The greatest common divisor: cheap reasons first, then primitive pseudo-remainders.

use super::{Monomial, Polynomial, VARIABLES};
use crate::number::Rational;
use dashu_base::RemEuclid;
use dashu_int::IBig;

/// The prime of the test for coprimality: 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

/// Terms a pseudo-remainder may have before the search is given up.
const MOST_TERMS: usize = 2_000;

/// The greatest common divisor with coprime integer coefficients, the first positive; zero only of zeros. Nothing where
/// finding it would take too long.
pub fn gcd(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    if a.is_zero() || b.is_zero() {
        return Some(if a.is_zero() { b.clone().primitive().1 } else { a.clone().primitive().1 });
    }
    let (shared_a, shared_b) = (a.monomial_content(), b.monomial_content());
    let shared = shared_a.gcd(&shared_b);
    let a = a.over_monomial(&shared_a)?.primitive().1;
    let b = b.over_monomial(&shared_b)?.primitive().1;
    let divisor = without_monomials(&a, &b)?;
    if shared == Monomial::ONE { Some(divisor) } else { divisor.multiply(&Polynomial::term(shared, Rational::ONE)) }
}

/// For primitive polynomials no monomial divides.
fn without_monomials(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    if a == b {
        return Some(a.clone());
    }
    if a.terms().len() == 1 || b.terms().len() == 1 {
        return Some(Polynomial::constant(Rational::ONE));
    }
    let (of_a, of_b) = (a.variables(), b.variables());
    // A variable that occurs in one only: the divisor divides each of its coefficients.
    if let Some(only) = of_a.iter().find(|variable| !of_b.contains(variable)) {
        return with_each(b, &a.coefficients(*only));
    }
    if let Some(only) = of_b.iter().find(|variable| !of_a.contains(variable)) {
        return with_each(a, &b.coefficients(*only));
    }
    if a.divide_exactly(b).is_some() {
        return Some(b.clone());
    }
    if b.divide_exactly(a).is_some() {
        return Some(a.clone());
    }
    if a.is_plainly_irreducible() || b.is_plainly_irreducible() {
        return Some(Polynomial::constant(Rational::ONE));
    }
    let main = *of_a.iter().min_by_key(|variable| a.degree(**variable).min(b.degree(**variable)))?;
    let content = |polynomial: &Polynomial| content_in(polynomial, main);
    let (content_a, content_b) = (content(a)?, content(b)?);
    let common = gcd(&content_a, &content_b)?;
    if coprime_in(a, b, main) {
        return Some(common);
    }
    let (a, b) = (a.divide_exactly(&content_a)?, b.divide_exactly(&content_b)?);
    let divisor = pseudo_remainders(a, b, main)?;
    Some(divisor.multiply(&common)?.primitive().1)
}

/// The divisor of a polynomial and all coefficients of another.
fn with_each(polynomial: &Polynomial, coefficients: &[Polynomial]) -> Option<Polynomial> {
    let mut divisor = polynomial.clone();
    let mut shortest: Vec<&Polynomial> = coefficients.iter().filter(|coefficient| !coefficient.is_zero()).collect();
    shortest.sort_by_key(|coefficient| coefficient.terms().len());
    for coefficient in shortest {
        if divisor.as_constant().is_some() || coefficient.as_constant().is_some() {
            return Some(Polynomial::constant(Rational::ONE));
        }
        divisor = gcd(&divisor, coefficient)?;
    }
    Some(divisor)
}

/// The greatest common divisor of the coefficients by powers of a variable.
pub(super) fn content_in(polynomial: &Polynomial, variable: usize) -> Option<Polynomial> {
    let coefficients = polynomial.coefficients(variable);
    let shortest = coefficients.iter().filter(|coefficient| !coefficient.is_zero()).min_by_key(|coefficient| coefficient.terms().len())?;
    with_each(&shortest.clone().primitive().1, &coefficients)
}

/// The primitive sequence of pseudo-remainders, for polynomials without content in the main variable.
fn pseudo_remainders(a: Polynomial, b: Polynomial, main: usize) -> Option<Polynomial> {
    let (mut a, mut b) = if a.degree(main) >= b.degree(main) { (a, b) } else { (b, a) };
    loop {
        let rest = pseudo_remainder(&a, &b, main)?;
        if rest.is_zero() {
            return Some(b.primitive().1);
        }
        if rest.degree(main) == 0 {
            return Some(Polynomial::constant(Rational::ONE));
        }
        if rest.terms().len() > MOST_TERMS {
            return None;
        }
        let content = content_in(&rest, main)?;
        (a, b) = (b, rest.divide_exactly(&content)?.primitive().1);
    }
}

fn pseudo_remainder(a: &Polynomial, b: &Polynomial, main: usize) -> Option<Polynomial> {
    let by_power = b.coefficients(main);
    let lead = by_power.last()?;
    let degree = b.degree(main);
    let mut rest = a.clone();
    while !rest.is_zero() && rest.degree(main) >= degree {
        let own = rest.coefficients(main);
        let own_lead = own.last()?;
        // Only the part of the leading coefficient that is missing is multiplied in.
        let shared = gcd(lead, own_lead)?;
        let (mine, theirs) = (lead.divide_exactly(&shared)?, own_lead.divide_exactly(&shared)?);
        let shift = Polynomial::term(Monomial::power_of(main, rest.degree(main) - degree)?, Rational::ONE);
        rest = rest.multiply(&mine)?.subtract(&b.multiply(&theirs)?.multiply(&shift)?);
        if rest.terms().len() > MOST_TERMS {
            return None;
        }
    }
    Some(rest.primitive().1)
}

/// Whether two polynomials certainly have no common divisor that holds the variable: their images at a point modulo a prime,
/// taken where no leading coefficient vanishes, have none.
fn coprime_in(a: &Polynomial, b: &Polynomial, main: usize) -> bool {
    let (Some(a), Some(b)) = (image(a, main), image(b, main)) else { return false };
    if a.last() == Some(&0) || b.last() == Some(&0) {
        return false;
    }
    let (mut a, mut b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    while b.len() > 1 {
        let rest = remainder(a, &b);
        (a, b) = (b, rest);
    }
    // What is left is a number: not zero, or the last divisor was a common one.
    b.first().is_some_and(|value| *value != 0)
}

/// The coefficients by powers of one variable, all others at fixed values, modulo [`PRIME`].
fn image(polynomial: &Polynomial, main: usize) -> Option<Vec<u64>> {
    let mut result = vec![0u64; polynomial.degree(main) as usize + 1];
    for (monomial, number) in polynomial.terms() {
        let mut value = residue(number)?;
        for variable in monomial.variables().filter(|variable| *variable != main) {
            value = times(value, power(point(variable), monomial.exponent(variable).into()));
        }
        let at = monomial.exponent(main) as usize;
        result[at] = (result[at] + value) % PRIME;
    }
    Some(result)
}

/// A whole number modulo [`PRIME`].
fn residue(number: &Rational) -> Option<u64> {
    if let Some(small) = number.to_i64() {
        return Some(small.rem_euclid(PRIME as i64) as u64);
    }
    let (numerator, _) = number.to_integers();
    let residue = numerator.rem_euclid(IBig::from(PRIME));
    number.is_integer().then(|| u64::try_from(residue).ok()).flatten()
}

/// A fixed value for each variable, with no pattern among them.
fn point(variable: usize) -> u64 {
    debug_assert!(variable < VARIABLES);
    (variable as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) % PRIME
}

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut result, mut square) = (1, base);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = times(result, square);
        }
        square = times(square, square);
        exponent >>= 1;
    }
    result
}

/// The remainder of dense polynomials, lowest degree first, without leading zeros; `[0]` for none.
fn remainder(mut a: Vec<u64>, b: &[u64]) -> Vec<u64> {
    let Some(lead) = b.last() else { return a };
    let inverse = power(*lead, PRIME - 2);
    while a.len() >= b.len() {
        let Some(top) = a.last() else { break };
        let factor = times(*top, inverse);
        let shift = a.len() - b.len();
        for (at, coefficient) in b.iter().enumerate() {
            let product = times(factor, *coefficient);
            a[shift + at] = (a[shift + at] + PRIME - product) % PRIME;
        }
        a.pop();
        while a.last() == Some(&0) {
            a.pop();
        }
    }
    if a.is_empty() {
        a.push(0);
    }
    a
}
