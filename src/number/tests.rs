use super::*;

fn decimal(text: &str) -> Rational {
    Rational::parse_decimal(text).unwrap_or_else(|| panic!("{text} is a number"))
}

#[test]
fn decimals_are_exact() {
    assert_eq!(decimal("0.1") + decimal("0.2"), Rational::fraction(3, 10).unwrap());
    assert_eq!(decimal("1e-3").to_string(), "1/1000");
    assert_eq!(decimal(".5"), decimal("0.50"));
    assert_eq!(decimal("123456789012345678901234567890").to_string(), "123456789012345678901234567890");
    assert_eq!(Rational::parse_decimal("1e999999999999"), None);
}

#[test]
fn results_beyond_a_word_are_exact_and_come_back() {
    let large = Rational::integer(i64::MAX);
    let square = &large * &large;
    assert_eq!(square.to_string(), "85070591730234615847396907784232501249");
    assert_eq!(&square * &large.reciprocal().unwrap(), large);
    assert_eq!(Rational::integer(i64::MIN) + Rational::ONE, Rational::integer(i64::MIN + 1));
    assert_eq!(-Rational::integer(i64::MIN), Rational::integer(i64::MAX) + Rational::ONE);
}

#[test]
fn powers_stop_at_the_budget() {
    assert_eq!(Rational::integer(2).power(-3).unwrap().to_string(), "1/8");
    assert_eq!(Rational::integer(10).power(1_000_000), None);
    assert_eq!(Rational::MINUS_ONE.power(i64::MAX), Some(Rational::MINUS_ONE));
    assert_eq!(Rational::ZERO.power(-1), None);
}

#[test]
fn roots_are_exact_or_nothing() {
    assert_eq!(Rational::fraction(4, 9).unwrap().exact_root(2), Rational::fraction(2, 3));
    assert_eq!(Rational::integer(2).exact_root(2), None);
    assert_eq!(Rational::integer(27).exact_root(3), Some(Rational::integer(3)));
}

#[test]
fn common_divisors_of_fractions() {
    let g = |a, b| Rational::fraction(a, b).unwrap();
    assert_eq!(g(3, 2).gcd(&g(9, 4)), g(3, 4));
    assert_eq!(Rational::ZERO.gcd(&g(-5, 7)), g(5, 7));
}

#[test]
fn decimal_expansions_end_or_are_refused() {
    assert_eq!(Rational::fraction(-1, 8).unwrap().to_decimal(6).as_deref(), Some("-0.125"));
    assert_eq!(Rational::fraction(1, 3).unwrap().to_decimal(6), None);
    assert_eq!(Rational::fraction(6, 5).unwrap().to_decimal(6).as_deref(), Some("1.2"));
}
