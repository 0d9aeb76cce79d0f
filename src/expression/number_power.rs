//! Rational numbers under rational exponents, as a rational coefficient times roots of primes.

use crate::number::Rational;
use smallvec::{SmallVec, smallvec};

/// Powers of numbers that cannot be computed, as bases and exponents.
pub(super) type Roots = SmallVec<[(Rational, Rational); 2]>;

/// What a numeric power is.
pub(super) enum NumberPower {
    /// `0^0`, `0^-1`, `(-2)^(1/2)`.
    Undefined,
    /// A coefficient times powers of numbers that cannot be computed: roots of primes, gigantic powers.
    Value(Rational, Roots),
}

/// Primes up to this are divided out of a radicand; a cofactor without any stays whole.
const TRIAL: i64 = 1000;

/// `base^exponent`; whole powers of more than so many bits stay as they are.
pub(super) fn number_power(base: &Rational, exponent: &Rational, bits: u64) -> NumberPower {
    use NumberPower::{Undefined, Value};
    if base.is_zero() {
        return if exponent.signum() > 0 { Value(Rational::ZERO, smallvec![]) } else { Undefined };
    }
    if base.is_one() {
        return Value(Rational::ONE, smallvec![]);
    }
    if exponent.is_integer() {
        let computed = exponent.to_i64().and_then(|n| base.power_within(n, bits));
        return match computed {
            Some(value) => Value(value, smallvec![]),
            None if *base == Rational::MINUS_ONE => {
                Value(if exponent.is_even() { Rational::ONE } else { Rational::MINUS_ONE }, smallvec![])
            }
            None => Value(Rational::ONE, smallvec![(base.clone(), exponent.clone())]),
        };
    }
    if base.is_negative() {
        return Undefined;
    }
    let Some((numerator, denominator)) = base.to_small() else {
        // Beyond a word nothing is factored; a perfect power is still recognised.
        let root = exponent.denominator().to_i64().and_then(|q| base.exact_root(q.try_into().ok()?));
        let power = root.and_then(|root| root.power_within(exponent.numerator().to_i64()?, bits));
        return match power {
            Some(value) => Value(value, smallvec![]),
            None => Value(Rational::ONE, smallvec![(base.clone(), exponent.clone())]),
        };
    };
    let mut coefficient = Rational::ONE;
    let mut roots = Roots::new();
    let mut exact = true;
    let mut take = |prime: i64, multiplicity: i64| {
        let exponent = if multiplicity == 1 { exponent.clone() } else { exponent * &Rational::integer(multiplicity) };
        let whole = exponent.floor();
        let prime = Rational::integer(prime);
        let rest = if whole.is_zero() {
            exponent
        } else {
            match whole.to_i64().and_then(|whole| prime.power_within(whole, bits)) {
                Some(value) => coefficient = &coefficient * &value,
                None => exact = false,
            }
            exponent - whole
        };
        if !rest.is_zero() {
            roots.push((prime, rest));
        }
    };
    for (value, sign) in [(numerator, 1), (denominator, -1)] {
        let mut left = value;
        let mut prime = 2;
        while prime <= TRIAL && prime.saturating_mul(prime) <= left {
            let mut multiplicity = 0;
            while left % prime == 0 {
                left /= prime;
                multiplicity += 1;
            }
            if multiplicity > 0 {
                take(prime, sign * multiplicity);
            }
            prime += 1 + prime % 2;
        }
        if left > 1 {
            // A square cofactor of two large primes would hide a perfect root.
            let root = if left > TRIAL * TRIAL { Rational::integer(left).exact_root(2).and_then(|root| root.to_i64()) } else { None };
            match root {
                Some(root) => take(root, sign * 2),
                None => take(left, sign),
            }
        }
    }
    if exact { Value(coefficient, roots) } else { Value(Rational::ONE, smallvec![(base.clone(), exponent.clone())]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn huge() -> Rational {
        Rational::parse_decimal("1e30").unwrap()
    }

    #[test]
    fn what_is_too_large_stays_a_power_and_only_units_are_computed() {
        let is_kept = |base: Rational, exponent: Rational| match number_power(&base, &exponent, 1000) {
            NumberPower::Value(coefficient, kept) => coefficient.is_one() && kept[..] == [(base, exponent)],
            NumberPower::Undefined => false,
        };
        let computed = |base: Rational, exponent: Rational| match number_power(&base, &exponent, 1000) {
            NumberPower::Value(value, kept) if kept.is_empty() => Some(value),
            _ => None,
        };
        assert!(is_kept(Rational::integer(2), huge()));
        assert!(is_kept(Rational::integer(-3), huge()));
        assert!(is_kept(Rational::integer(3), Rational::integer(2000)));
        assert_eq!(computed(Rational::MINUS_ONE, huge()), Some(Rational::ONE));
        assert_eq!(computed(Rational::MINUS_ONE, huge() + Rational::ONE), Some(Rational::MINUS_ONE));
        assert_eq!(computed(Rational::ONE, huge()), Some(Rational::ONE));
        assert_eq!(computed(Rational::ZERO, huge()), Some(Rational::ZERO));
        assert!(matches!(number_power(&Rational::ZERO, &Rational::ZERO, 1000), NumberPower::Undefined));
        assert!(matches!(number_power(&Rational::ZERO, &-huge(), 1000), NumberPower::Undefined));
    }
}
