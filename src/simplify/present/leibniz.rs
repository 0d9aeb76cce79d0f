//! Polynomials in a named value over its successive derivatives, as Leibniz's rule has them: `g''*s + 2*g'*s*(1 - s) +
//! g*s*(1 - s)*(1 - 2*s)` for the second derivative of `g*s`, `s = sigma(x)`.

use super::super::tower::{Tower, Value};
use crate::number::Rational;
use crate::polynomial::{Monomial, Polynomial};
use smallvec::{SmallVec, smallvec};

/// Derivatives of a higher order are not looked for.
const MOST_ORDERS: u32 = 6;

/// A product of polynomials.
pub(super) type Part = SmallVec<[Polynomial; 3]>;

/// The parts of a polynomial in a logistic function over the derivatives of `s^i*(1 - s)^j`, which stands beside it; without that,
/// over those of `s`.
pub(super) fn over_logistic(tower: &Tower, polynomial: &Polynomial, variable: usize, beside: &Value) -> Option<Vec<Part>> {
    let s = Polynomial::variable(variable)?;
    let complement = one().subtract(&s);
    let opposite = complement.scale(&Rational::MINUS_ONE);
    let exponent = |wanted: &[&Polynomial]| {
        let mut own = beside.factors.iter().filter(|(number, _)| wanted.contains(&tower.factor(*number)));
        own.next().map_or(Some(0), |(_, exponent)| exponent.to_i64())
    };
    let (i, j) = (exponent(&[&s])?, exponent(&[&complement, &opposite])?);
    let slope = s.multiply(&complement)?;
    let front = Polynomial::constant(Rational::integer(i)).subtract(&s.scale(&Rational::integer(i + j)));
    let mut derivatives: Vec<Part> = vec![if i + j == 0 { smallvec![s] } else { Part::new() }];
    let mut current = if i + j == 0 { derivatives[0][0].clone() } else { one() };
    for _ in 0..polynomial.degree(variable).min(MOST_ORDERS) {
        // The derivative of s^i*(1 - s)^j*q over the same powers.
        current = front.multiply(&current)?.add(&slope.multiply(&current.derivative(variable))?);
        derivatives.push(smallvec![current.clone()]);
    }
    over_derivatives(polynomial, variable, &derivatives)
}

/// The parts of a polynomial in a hyperbolic tangent over its derivatives; those from the first on have the complement `1 - h^2`,
/// which is a variable of its own.
pub(super) fn over_tangent(polynomial: &Polynomial, variable: usize, complement: usize) -> Option<Vec<Part>> {
    let h = Polynomial::variable(variable)?;
    let slope = one().subtract(&h.power(2)?);
    let mut derivatives: Vec<Part> = vec![smallvec![h.clone()]];
    let mut current = one();
    for _ in 1..polynomial.degree(variable).min(MOST_ORDERS) {
        derivatives.push(smallvec![current.clone(), slope.clone()]);
        // The derivative of (1 - h^2)*q over 1 - h^2.
        let twice = h.scale(&Rational::integer(-2));
        current = twice.multiply(&current)?.add(&slope.multiply(&current.derivative(variable))?);
    }
    let shown = Polynomial::variable(complement)?;
    let mut parts = over_derivatives(polynomial, variable, &derivatives)?;
    parts.iter_mut().flatten().filter(|own| **own == slope).for_each(|own| *own = shown.clone());
    Some(parts)
}

fn one() -> Polynomial {
    Polynomial::constant(Rational::ONE)
}

/// What a polynomial has of each of some others, which are of ascending degree in a variable, and what is free of it; nothing where
/// something else is left.
fn over_derivatives(polynomial: &Polynomial, variable: usize, derivatives: &[Part]) -> Option<Vec<Part>> {
    let mut left = polynomial.clone();
    let mut parts = Vec::new();
    for derivative in derivatives.iter().rev() {
        let whole = derivative.iter().try_fold(one(), |product, factor| product.multiply(factor))?;
        let degree = whole.degree(variable);
        let leading = whole.coefficient(variable, degree).as_constant()?;
        if left.degree(variable) > degree || leading.is_zero() {
            return None;
        }
        let beside = left.coefficient(variable, degree).scale(&leading.reciprocal()?);
        if beside.is_zero() {
            continue;
        }
        left = left.subtract(&beside.multiply(&whole)?);
        let mut part: Part = smallvec![beside];
        part.extend(derivative.iter().cloned());
        parts.push(part);
    }
    if !left.is_zero() {
        let is_free = left.terms().iter().all(|(monomial, _): &(Monomial, Rational)| monomial.exponent(variable) == 0);
        is_free.then(|| parts.push(smallvec![left]))?;
    }
    Some(parts)
}
