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
    assert_eq!(Rational::integer(27).exact_root(0), None);
    assert_eq!(Rational::integer(-27).exact_root(3), None);
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

#[test]
fn a_limit_of_bits_holds_for_every_spelling_of_a_number() {
    assert_eq!(Rational::parse_decimal_within("0.0000001", 8), None);
    assert_eq!(Rational::parse_decimal_within("1e-7", 8), None);
    assert_eq!(Rational::parse_decimal_within("0.01", 8), Rational::fraction(1, 100));
    assert_eq!(Rational::parse_decimal_within("0.0000001", 64), Rational::fraction(1, 10_000_000));
}

#[test]
fn texts_that_are_no_number_are_none() {
    for text in ["", ".", "1.2.3", "-1", "1e", "e3", "1 2", "0x10", "12345678901234567890.1.2", "1_000", "1e2.5"] {
        assert_eq!(Rational::parse_decimal(text), None, "{text:?}");
    }
    // The longest that fit a word, the shortest that don't, and points at both ends.
    for (text, (numerator, denominator)) in [
        ("999999999999999999", (999_999_999_999_999_999, 1)),
        (".99999999999999999", (99_999_999_999_999_999, 100_000_000_000_000_000)),
        ("9223372036854775807", (i64::MAX, 1)),
        ("1234567890123456.75e0", (4_938_271_560_493_827, 4)),
        ("0.500000000000000000000", (1, 2)),
        ("7.", (7, 1)),
        ("007", (7, 1)),
        ("25E-2", (1, 4)),
        ("2.5e+1", (25, 1)),
    ] {
        assert_eq!(Rational::parse_decimal(text), Rational::fraction(numerator, denominator), "{text:?}");
    }
}

/// What [`Rational`] says is held against the big numbers behind it, for all pairs of numbers around its borders.
#[test]
fn small_numbers_are_as_exact_as_big_ones() {
    let integers = [0, 1, -1, 2, 3, -4, 6, 10, -12, 35, 1 << 31, 1 << 32, 1 << 53, (1 << 53) + 1, -(1 << 62), i64::MAX, i64::MIN];
    let mut numbers: Vec<RBig> = Vec::new();
    for numerator in integers {
        for denominator in integers.into_iter().filter(|denominator| *denominator != 0) {
            numbers.push(RBig::from_parts_signed(IBig::from(numerator), IBig::from(denominator)));
        }
    }
    let two = UBig::from(2u8);
    numbers.push(RBig::from_parts(IBig::from(two.pow(80)), UBig::from(3u8).pow(70)));
    numbers.push(RBig::from_parts(-IBig::from(UBig::from(15u8).pow(40)), two.pow(65)));
    numbers.push(RBig::from(IBig::from(-6) * IBig::from(two.pow(90))));
    numbers.sort();
    numbers.dedup();
    for exact in &numbers {
        one_number(exact);
    }
    for (at, exact) in numbers.iter().enumerate() {
        // Each with some of the others, near and far.
        for other in numbers.iter().skip(at % 3).step_by(3) {
            two_numbers(exact, other);
        }
    }
}

fn one_number(exact: &RBig) {
    let number = Rational::from_big(exact.clone());
    let (numerator, denominator) = (exact.numerator().clone(), exact.denominator().clone());
    assert_eq!(number.to_big(), *exact);
    assert_eq!(number.to_string(), exact.to_string());
    assert_eq!(format!("{number:?}"), exact.to_string());
    assert_eq!(number.to_integers(), (numerator.clone(), IBig::from(denominator.clone())));
    assert_eq!((number.numerator().to_string(), number.denominator().to_string()), (numerator.to_string(), denominator.to_string()));
    assert_eq!(number.is_zero(), *exact == RBig::ZERO, "{exact}");
    assert_eq!(number.is_one(), *exact == RBig::ONE, "{exact}");
    assert_eq!(number.is_negative(), *exact < RBig::ZERO, "{exact}");
    let sign = if *exact < RBig::ZERO { -1 } else { i32::from(*exact > RBig::ZERO) };
    assert_eq!(number.signum(), sign, "{exact}");
    assert_eq!(number.is_integer(), denominator.is_one(), "{exact}");
    assert_eq!(number.is_even(), denominator.is_one() && &numerator % IBig::from(2) == IBig::ZERO, "{exact}");
    assert_eq!(number.has_odd_denominator(), &denominator % UBig::from(2u8) == UBig::ONE, "{exact}");
    let fits = i64::try_from(&numerator).ok().filter(|n| *n != i64::MIN).zip(i64::try_from(&denominator).ok());
    assert_eq!(number.to_small(), fits, "{exact}");
    assert_eq!(number.to_i64(), fits.filter(|(_, d)| *d == 1).map(|(n, _)| n), "{exact}");
    assert_eq!(number.to_f64(), exact.to_f64().value(), "{exact}");
    assert_eq!(number.bits(), (numerator.bit_len() + denominator.bit_len()) as u64, "{exact}");
    assert_eq!(number.floor().to_big(), RBig::from(exact.floor()), "{exact}");
    assert_eq!((-&number).to_big(), -exact.clone(), "{exact}");
    assert_eq!(number.abs().to_big(), if sign < 0 { -exact.clone() } else { exact.clone() }, "{exact}");
    assert_eq!(number.reciprocal().map(|r| r.to_big()), (sign != 0).then(|| RBig::ONE / exact), "{exact}");
    assert_eq!(number.power(3).map(|r| r.to_big()), Some(exact * exact * exact), "{exact}");
    assert_eq!((&number * &number).exact_root(2), Some(number.abs()), "{exact}");
}

fn two_numbers(a: &RBig, b: &RBig) {
    let (left, right) = (Rational::from_big(a.clone()), Rational::from_big(b.clone()));
    assert_eq!((&left + &right).to_big(), a + b, "{a} + {b}");
    assert_eq!((&left - &right).to_big(), a - b, "{a} - {b}");
    assert_eq!((&left * &right).to_big(), a * b, "{a} * {b}");
    assert_eq!(left.cmp(&right), a.cmp(b), "{a}, {b}");
    // Over a common denominator, the divisor is that of the numerators.
    let scale = IBig::from(a.denominator().clone()) * IBig::from(b.denominator().clone());
    let over = |value: &RBig| (value * RBig::from(scale.clone())).numerator().clone();
    let (mut n, mut m) = (over(a), over(b));
    while m != IBig::ZERO {
        (n, m) = (m.clone(), n % m);
    }
    let divisor = RBig::from(if n < IBig::ZERO { -n } else { n }) / RBig::from(scale.clone());
    assert_eq!(left.gcd(&right).to_big(), divisor, "{a}, {b}");
}
