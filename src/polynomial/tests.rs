//! Every operation against an independent check: values at points, products multiplied out, divisibility.

use super::factor::{Factored, square_root};
use super::monomial::MOST_DEGREE;
use super::*;
use proptest::prelude::*;

/// A polynomial in up to four variables with small coefficients.
fn polynomials(terms: usize) -> impl Strategy<Value = Polynomial> {
    let term = (proptest::collection::vec(0u32..4, 4), -9i64..10, 1i64..4);
    proptest::collection::vec(term, 1..=terms).prop_map(|terms| {
        let term = |(exponents, numerator, denominator): (Vec<u32>, i64, i64)| {
            let monomial = exponents
                .iter()
                .enumerate()
                .fold(Monomial::ONE, |product, (at, exponent)| product.times(&Monomial::power_of(at, *exponent).unwrap()).unwrap());
            (monomial, Rational::fraction(numerator, denominator).unwrap())
        };
        Polynomial::from_terms(terms.into_iter().map(term))
    })
}

/// The value at a point, from the definition.
fn value(polynomial: &Polynomial, point: &[Rational]) -> Rational {
    polynomial.terms().iter().fold(Rational::ZERO, |total, (monomial, number)| {
        let powers = monomial.variables().map(|at| point[at].power(monomial.exponent(at).into()).unwrap());
        &total + &powers.fold(number.clone(), |product, power| &product * &power)
    })
}

fn points() -> impl Strategy<Value = Vec<Rational>> {
    proptest::collection::vec((-7i64..8, 1i64..5).prop_map(|(p, q)| Rational::fraction(p, q).unwrap()), 4)
}

fn product_of(factored: &Factored) -> Polynomial {
    let start = Polynomial::term(factored.monomial, factored.unit.clone());
    factored.factors.iter().fold(start, |product, (part, multiplicity)| product.multiply(&part.power(*multiplicity).unwrap()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn sums_and_products_have_the_values_of_their_parts(a in polynomials(5), b in polynomials(5), at in points()) {
        let (x, y) = (value(&a, &at), value(&b, &at));
        prop_assert_eq!(value(&a.add(&b), &at), &x + &y);
        prop_assert_eq!(value(&a.subtract(&b), &at), &x - &y);
        prop_assert_eq!(value(&a.multiply(&b).unwrap(), &at), &x * &y);
    }

    #[test]
    fn a_product_divides_by_its_factors_and_by_nothing_shifted(a in polynomials(4), b in polynomials(4)) {
        prop_assume!(!b.is_zero() && b.as_constant().is_none());
        let product = a.multiply(&b).unwrap();
        prop_assert_eq!(product.divide_exactly(&b), Some(a));
        let shifted = product.add(&Polynomial::constant(Rational::ONE));
        prop_assert_eq!(shifted.divide_exactly(&b), None);
    }

    #[test]
    fn the_gcd_divides_both_and_holds_the_common_factor(a in polynomials(3), b in polynomials(3), c in polynomials(3)) {
        prop_assume!(!a.is_zero() && !b.is_zero() && !c.is_zero());
        let (left, right) = (a.multiply(&c).unwrap(), b.multiply(&c).unwrap());
        let divisor = gcd(&left, &right).unwrap();
        prop_assert!(divisor.divide_exactly(&c).is_some());
        let (p, q) = (left.divide_exactly(&divisor).unwrap(), right.divide_exactly(&divisor).unwrap());
        prop_assert!(gcd(&p, &q).unwrap().as_constant().is_some());
        prop_assert_eq!(gcd(&right, &left).unwrap(), divisor);
    }

    #[test]
    fn factors_multiply_back(a in polynomials(3), b in polynomials(2), twice in 1u32..3) {
        prop_assume!(!a.is_zero() && !b.is_zero());
        let whole = a.multiply(&b.power(twice).unwrap()).unwrap();
        let factored = factor(&whole).unwrap();
        prop_assert_eq!(product_of(&factored), whole);
        for (part, _) in &factored.factors {
            prop_assert_eq!(part.content(), Rational::ONE);
            prop_assert!(part.terms().len() > 1);
            for (other, _) in &factored.factors {
                prop_assert!(part == other || gcd(part, other).unwrap().as_constant().is_some());
            }
        }
    }

    #[test]
    fn squares_have_roots_and_their_neighbours_none(a in polynomials(3)) {
        prop_assume!(!a.is_zero());
        let square = a.multiply(&a).unwrap();
        let root = square_root(&square).unwrap();
        prop_assert!(root == a || root == a.scale(&Rational::MINUS_ONE));
        prop_assert_eq!(square_root(&square.scale(&Rational::integer(2))), None);
    }

    #[test]
    fn a_substituted_fraction_has_the_value_at_that_fraction(a in polynomials(4), n in polynomials(2), d in polynomials(2), at in points()) {
        let bottom = value(&d, &at);
        prop_assume!(!bottom.is_zero());
        let (result, degree) = a.substitute_fraction(0, &n, &d).unwrap();
        let mut inner = at.clone();
        inner[0] = &value(&n, &at) * &bottom.reciprocal().unwrap();
        prop_assert_eq!(value(&result, &at), &value(&a, &inner) * &bottom.power(degree.into()).unwrap());
    }
}

fn x() -> Polynomial {
    Polynomial::variable(0).unwrap()
}

fn y() -> Polynomial {
    Polynomial::variable(1).unwrap()
}

fn number(value: i64) -> Polynomial {
    Polynomial::constant(Rational::integer(value))
}

#[test]
fn what_display_needs_is_factored() {
    let parts = |polynomial: &Polynomial| factor(polynomial).unwrap().factors.len();
    let squares = x().multiply(&x()).unwrap().subtract(&y().multiply(&y()).unwrap());
    assert_eq!(parts(&squares), 2);
    let cubes = x().power(3).unwrap().subtract(&y().power(3).unwrap());
    assert_eq!(parts(&cubes), 2);
    let roots = x().power(3).unwrap().subtract(&x().scale(&Rational::integer(7))).add(&number(6));
    assert_eq!(parts(&roots), 3);
    let none = x().multiply(&x()).unwrap().add(&number(1));
    assert_eq!(parts(&none), 1);
}

#[test]
fn too_large_is_nothing_rather_than_wrong() {
    let large = Polynomial::term(Monomial::power_of(0, MOST_DEGREE).unwrap(), Rational::ONE);
    assert_eq!(large.multiply(&x()), None);
    assert_eq!(Polynomial::variable(VARIABLES), None);
}

#[test]
fn a_single_occurrence_to_the_first_power_is_seen_in_every_lane() {
    let monomial = |powers: &[(usize, u32)]| {
        powers.iter().fold(Monomial::default(), |product, (variable, exponent)| {
            product.times(&Monomial::power_of(*variable, *exponent).unwrap()).unwrap()
        })
    };
    for v in [0, 1, 7, 8, VARIABLES - 1] {
        let other = (v + 3) % VARIABLES;
        let single = |terms: &[&[(usize, u32)]]| {
            let monomials: Vec<Monomial> = terms.iter().map(|powers| monomial(powers)).collect();
            Monomial::have_single(monomials.iter())
        };
        assert!(single(&[&[(v, 1)]]));
        assert!(single(&[&[(v, 1), (other, 2)], &[(other, 1)]]));
        assert!(single(&[&[(other, 2)], &[(v, 1), (other, 1)], &[]]));
        assert!(!single(&[&[(v, 2)]]));
        assert!(!single(&[&[(v, 1)], &[(v, 1), (other, 3)]]));
        assert!(!single(&[&[(v, 1)], &[(v, 2)]]));
        assert!(!single(&[&[(v, 2)], &[(v, 1)]]));
        assert!(!single(&[&[(v, 3), (other, 2)], &[(other, 5)], &[]]));
    }
}
