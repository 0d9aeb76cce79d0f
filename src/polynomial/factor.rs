//! Factoring as far as display needs it: contents, repeated factors, differences of squares, quadratics; in one variable, or in two
//! where all terms are of one degree, to the end.

use super::gcd::{content_in, gcd};
use super::univariate::proper_factor;
use super::{Monomial, Polynomial};
use crate::number::Rational;

/// `unit * monomial * product of factors^multiplicities`; the factors primitive, with a positive first coefficient, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factored {
    /// The rational content, with the sign.
    pub unit: Rational,
    /// The powers of bare variables.
    pub monomial: Monomial,
    /// Factors of two terms or more, and how often each occurs.
    pub factors: Vec<(Polynomial, u32)>,
}

/// The factors of a polynomial other than zero. A factor need not be irreducible, but is square-free, without content in any
/// variable, and where it is in one variable, or of degree two in some, it has no factor of lower degree (over the rationals) unless
/// its coefficients are large. Nothing where the search takes too long.
pub fn factor(polynomial: &Polynomial) -> Option<Factored> {
    let monomial = polynomial.monomial_content();
    let (unit, rest) = polynomial.over_monomial(&monomial)?.primitive();
    if rest.is_plainly_irreducible() {
        return Some(Factored { unit, monomial, factors: vec![(rest, 1)] });
    }
    let mut factors: Vec<(Polynomial, u32)> = Vec::new();
    // Two terms with nothing in common are never a square, nor do they have one as a factor.
    let parts = if rest.terms().len() == 2 { vec![(rest, 1)] } else { square_free(&rest)? };
    for (part, multiplicity) in parts {
        let mut open = vec![part];
        while let Some(part) = open.pop() {
            match split(&part)? {
                Some((left, right)) => open.extend([left, right]),
                None => factors.push((part, multiplicity)),
            }
        }
    }
    factors.sort_by(|a, b| a.0.terms.cmp(&b.0.terms));
    // The parts are primitive, so the unit is right up to the sign of each, which is positive by construction.
    Some(Factored { unit, monomial, factors })
}

/// The parts without repeated factors, by multiplicity.
fn square_free(polynomial: &Polynomial) -> Option<Vec<(Polynomial, u32)>> {
    let mut found: Vec<(Polynomial, u32)> = Vec::new();
    let mut open = vec![polynomial.clone()];
    while let Some(polynomial) = open.pop() {
        let variables = polynomial.variables();
        let Some(&main) = variables.iter().min_by_key(|variable| polynomial.degree(**variable)) else { continue };
        let content = content_in(&polynomial, main)?;
        let mut primitive = polynomial.divide_exactly(&content)?.primitive().1;
        if content.as_constant().is_none() {
            open.push(content);
        }
        // Yun's algorithm needs a gcd even where nothing repeats; degree one can't.
        if primitive.degree(main) == 1 {
            push(&mut found, primitive, 1);
            continue;
        }
        let mut repeated = gcd(&primitive, &primitive.derivative(main))?;
        let mut multiplicity = 1;
        primitive = primitive.divide_exactly(&repeated)?.primitive().1;
        while primitive.as_constant().is_none() {
            let still = gcd(&primitive, &repeated)?;
            let once = primitive.divide_exactly(&still)?.primitive().1;
            if once.as_constant().is_none() {
                push(&mut found, once, multiplicity);
            }
            repeated = repeated.divide_exactly(&still)?;
            primitive = still;
            multiplicity += 1;
        }
    }
    Some(found)
}

fn push(found: &mut Vec<(Polynomial, u32)>, polynomial: Polynomial, multiplicity: u32) {
    found.push((polynomial.primitive().1, multiplicity));
}

/// Two factors of a square-free polynomial, if it has any we look for.
fn split(polynomial: &Polynomial) -> Option<Option<(Polynomial, Polynomial)>> {
    let variables = polynomial.variables();
    let parts = |divisor: Polynomial| -> Option<(Polynomial, Polynomial)> {
        let quotient = polynomial.divide_exactly(&divisor)?;
        Some((divisor.primitive().1, quotient.primitive().1))
    };
    // Of degree one and without content in some variable: irreducible.
    if let Some(&variable) = variables.iter().find(|variable| polynomial.degree(**variable) == 1) {
        let content = content_in(polynomial, variable)?;
        return Some(if content.as_constant().is_none() { parts(content) } else { None });
    }
    for &variable in &variables {
        let content = content_in(polynomial, variable)?;
        if content.as_constant().is_none() {
            return Some(parts(content));
        }
    }
    for &variable in &variables {
        if polynomial.degree(variable) == 2 {
            return Some(quadratic(polynomial, variable).and_then(parts));
        }
    }
    if let [variable] = variables[..] {
        return Some(in_one_variable(polynomial, variable).and_then(parts));
    }
    Some(homogeneous(polynomial, &variables).and_then(parts))
}

/// A factor of `a*v^2 + b*v + c` whose discriminant is a square.
fn quadratic(polynomial: &Polynomial, variable: usize) -> Option<Polynomial> {
    let coefficients = polynomial.coefficients(variable);
    let [c, b, a] = &coefficients[..] else { return None };
    let four = Rational::integer(4);
    let discriminant = b.multiply(b)?.subtract(&a.multiply(c)?.scale(&four));
    let root = square_root(&discriminant)?;
    // 2*a*v + b - root has the factor, times a content in the other variables.
    let linear = Polynomial::from_coefficients(&[b.subtract(&root), a.scale(&Rational::integer(2))], variable)?;
    let content = content_in(&linear, variable)?;
    Some(linear.divide_exactly(&content)?.primitive().1)
}

/// The polynomial whose square this is, with a positive first coefficient.
pub(super) fn square_root(polynomial: &Polynomial) -> Option<Polynomial> {
    if polynomial.is_zero() {
        return Some(Polynomial::ZERO);
    }
    let (unit, primitive) = polynomial.clone().primitive();
    let unit = unit.exact_root(2)?;
    let shared = primitive.monomial_content();
    let mut half = Monomial::ONE;
    for variable in shared.variables() {
        let exponent = shared.exponent(variable);
        if exponent % 2 != 0 {
            return None;
        }
        half = half.times(&Monomial::power_of(variable, exponent / 2)?)?;
    }
    let mut root = Polynomial::term(half, unit);
    let rest = primitive.over_monomial(&shared)?;
    if rest.as_constant().is_none() {
        for (part, multiplicity) in square_free(&rest)? {
            if multiplicity % 2 != 0 {
                return None;
            }
            root = root.multiply(&part.power(multiplicity / 2)?)?;
        }
    }
    (root.multiply(&root)? == *polynomial).then_some(root)
}

/// A factor of a polynomial in one variable.
fn in_one_variable(polynomial: &Polynomial, variable: usize) -> Option<Polynomial> {
    let number = |coefficient: &Polynomial| coefficient.as_constant()?.to_i64();
    let coefficients: Vec<i64> = polynomial.coefficients(variable).iter().map(number).collect::<Option<_>>()?;
    let factor = proper_factor(&coefficients)?;
    let coefficients: Vec<Polynomial> = factor.into_iter().map(|number| Polynomial::constant(Rational::integer(number))).collect();
    Polynomial::from_coefficients(&coefficients, variable)
}

/// A factor of a homogeneous polynomial in two variables: that of the polynomial with one of them at 1.
fn homogeneous(polynomial: &Polynomial, variables: &[usize]) -> Option<Polynomial> {
    let &[first, second] = variables else { return None };
    let degree = polynomial.terms().first()?.0.total_degree();
    if polynomial.terms().iter().any(|term| term.0.total_degree() != degree) {
        return None;
    }
    let flat = Polynomial::from_terms(polynomial.terms().iter().map(|(monomial, number)| (monomial.without(second), number.clone())));
    let coefficients = in_one_variable(&flat, first)?.coefficients(first);
    let top = coefficients.len() - 1;
    let raised = coefficients.into_iter().enumerate().map(|(power, coefficient)| {
        coefficient.multiply(&Polynomial::term(Monomial::power_of(second, (top - power) as u32)?, Rational::integer(1)))
    });
    Polynomial::from_coefficients(&raised.collect::<Option<Vec<_>>>()?, first)
}
