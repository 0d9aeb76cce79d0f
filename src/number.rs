//! Exact rational numbers: two machine words for the everyday ones, arbitrary precision behind them.
//!
//! Every number is in lowest terms with a positive denominator, and is small whenever it fits, so equality is structural.
//! This room knows nothing of expressions; it never rounds except in [`Rational::to_f64`].

mod copies;

use dashu_base::BitTest;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroI64;

/// The largest number of bits a power may have before it is left as a power (about 10,000 decimal digits).
pub const POWER_BITS: u64 = 1 << 15;

/// An exact rational number.
///
/// ```
/// use chainrule::Rational;
/// let tenth = Rational::parse_decimal("0.1").unwrap();
/// let fifth = Rational::parse_decimal("2e-1").unwrap();
/// assert_eq!((tenth + fifth).to_string(), "3/10");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Rational(Repr);

#[derive(Eq)]
enum Repr {
    /// Numerator and positive denominator, coprime; the numerator is never `i64::MIN`, so that negation stays small.
    Small(i64, NonZeroI64),
    /// Whatever does not fit.
    Big(Box<RBig>),
}

const ONE: NonZeroI64 = NonZeroI64::new(1).unwrap();

impl Rational {
    /// Zero.
    pub const ZERO: Rational = Rational(Repr::Small(0, ONE));
    /// One.
    pub const ONE: Rational = Rational(Repr::Small(1, ONE));
    /// Minus one.
    pub const MINUS_ONE: Rational = Rational(Repr::Small(-1, ONE));

    /// The integer `value`.
    #[inline]
    pub fn integer(value: i64) -> Rational {
        if value == i64::MIN { Rational::from_big(RBig::from(value)) } else { Rational(Repr::Small(value, ONE)) }
    }

    /// The fraction `numerator / denominator`, or nothing if the denominator is zero.
    pub fn fraction(numerator: i64, denominator: i64) -> Option<Rational> {
        (denominator != 0).then(|| Rational::from_wide(numerator as i128, denominator as i128))
    }

    /// Reads digits with an optional point and exponent, exactly: `12`, `0.5`, `.5`, `1e-3`.
    /// Nothing for other texts, and for exponents whose power of ten would have more than about 32,000 bits.
    pub fn parse_decimal(text: &str) -> Option<Rational> {
        Rational::parse_decimal_within(text, POWER_BITS)
    }

    /// As [`Rational::parse_decimal`], where its power of ten may have so many bits.
    pub fn parse_decimal_within(text: &str, bits: u64) -> Option<Rational> {
        if bits >= 64
            && let Some(short) = Rational::parse_short(text)
        {
            return Some(short);
        }
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, decimals].concat();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = match digits.parse::<i64>() {
            Ok(small) => Rational::integer(small),
            Err(_) => Rational::from_big(RBig::from(digits.parse::<IBig>().ok()?)),
        };
        let shift = exponent.checked_sub(decimals.len() as i64)?;
        Some(number * Rational::integer(10).power_within(shift, bits)?)
    }

    /// A few digits, with a point or without.
    fn parse_short(text: &str) -> Option<Rational> {
        if text.len() > 18 {
            return None;
        }
        let (mut digits, mut scale, mut has_point) = (0, 1, false);
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits = digits * 10 + i64::from(byte - b'0');
                    scale *= if has_point { 10 } else { 1 };
                }
                b'.' if !has_point => has_point = true,
                _ => return None,
            }
        }
        (text.len() > usize::from(has_point)).then(|| Rational::lowest(digits, scale))
    }

    #[inline]
    fn from_wide(numerator: i128, denominator: i128) -> Rational {
        // Nearly every fraction fits two words, where dividing is several times as fast.
        if let (Ok(n), Ok(d @ 1..)) = (i64::try_from(numerator), i64::try_from(denominator))
            && n != i64::MIN
        {
            return Rational::lowest(n, d);
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()) as i128;
        let sign = if denominator < 0 { -1 } else { 1 };
        let (n, d) = (sign * (numerator / divisor), sign * (denominator / divisor));
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) if n != i64::MIN => Rational(Repr::Small(n, NonZeroI64::new(d).unwrap_or(ONE))),
            _ => Rational(Repr::Big(Box::new(RBig::from_parts_signed(IBig::from(n), IBig::from(d))))),
        }
    }

    /// The fraction in lowest terms; the numerator is not `i64::MIN`, the denominator positive.
    #[inline]
    fn lowest(numerator: i64, denominator: i64) -> Rational {
        let divisor = if denominator == 1 { 1 } else { small_gcd(numerator.unsigned_abs(), denominator as u64) as i64 };
        let (n, d) = if divisor == 1 { (numerator, denominator) } else { (numerator / divisor, denominator / divisor) };
        Rational(Repr::Small(n, NonZeroI64::new(d).unwrap_or(ONE)))
    }

    fn from_big(big: RBig) -> Rational {
        match (i64::try_from(big.numerator()), i64::try_from(big.denominator())) {
            (Ok(n), Ok(d)) if n != i64::MIN => Rational(Repr::Small(n, NonZeroI64::new(d).unwrap_or(ONE))),
            _ => Rational(Repr::Big(Box::new(big))),
        }
    }

    #[cold]
    #[inline(never)]
    fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small(n, d) => RBig::from_parts_signed(IBig::from(*n), IBig::from(d.get())),
            Repr::Big(big) => (**big).clone(),
        }
    }

    /// Whether this is zero.
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Whether this is one.
    #[inline]
    pub fn is_one(&self) -> bool {
        matches!(self.0, Repr::Small(1, ONE))
    }

    /// Whether this is less than zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(n, _) => *n < 0,
            Repr::Big(big) => **big < RBig::ZERO,
        }
    }

    /// Whether the denominator is one.
    #[inline]
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_, d) => *d == ONE,
            Repr::Big(big) => big.is_int(),
        }
    }

    /// Whether this is an integer divisible by two.
    pub fn is_even(&self) -> bool {
        match &self.0 {
            Repr::Small(n, d) => *d == ONE && n % 2 == 0,
            Repr::Big(big) => big.is_int() && !big.numerator().bit(0),
        }
    }

    /// Whether the denominator is odd, that is, the real odd root would exist for every argument.
    pub fn has_odd_denominator(&self) -> bool {
        match &self.0 {
            Repr::Small(_, d) => d.get() % 2 != 0,
            Repr::Big(big) => big.denominator().bit(0),
        }
    }

    /// The value as a machine integer, if it is one.
    #[inline]
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(n, ONE) => Some(*n),
            _ => None,
        }
    }

    /// Numerator and denominator as machine words, if they fit.
    #[inline]
    pub fn to_small(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Repr::Small(n, d) => Some((*n, d.get())),
            Repr::Big(_) => None,
        }
    }

    /// The nearest double, or infinity.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::Small(n, ONE) if n.unsigned_abs() < 1 << 53 => *n as f64,
            Repr::Small(n, d) if n.unsigned_abs() < 1 << 53 && d.get() < 1 << 53 => *n as f64 / d.get() as f64,
            _ => self.to_big().to_f64().value(),
        }
    }

    /// The numerator, with the sign.
    pub fn numerator(&self) -> Rational {
        match &self.0 {
            Repr::Small(n, _) => Rational::integer(*n),
            Repr::Big(big) => Rational::from_big(RBig::from(big.numerator().clone())),
        }
    }

    /// The denominator, always positive.
    pub fn denominator(&self) -> Rational {
        match &self.0 {
            Repr::Small(_, d) => Rational::integer(d.get()),
            Repr::Big(big) => Rational::from_big(RBig::from(big.denominator().clone())),
        }
    }

    /// Numerator and denominator as integers of any size.
    pub(crate) fn to_integers(&self) -> (IBig, IBig) {
        match &self.0 {
            Repr::Small(n, d) => (IBig::from(*n), IBig::from(d.get())),
            Repr::Big(big) => (big.numerator().clone(), IBig::from(big.denominator().clone())),
        }
    }

    /// The absolute value.
    #[inline(always)]
    pub fn abs(&self) -> Rational {
        match &self.0 {
            // The numerator is never i64::MIN.
            Repr::Small(n, d) => Rational(Repr::Small(n.abs(), *d)),
            Repr::Big(_) => self.big_abs(),
        }
    }

    #[cold]
    fn big_abs(&self) -> Rational {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// One, or minus one.
    #[inline(always)]
    pub(crate) fn sign(is_negative: bool) -> Rational {
        Rational(Repr::Small(1 - 2 * i64::from(is_negative), ONE))
    }

    /// The reciprocal, or nothing for zero.
    pub fn reciprocal(&self) -> Option<Rational> {
        match &self.0 {
            Repr::Small(0, _) => None,
            Repr::Small(n, d) => Some(Rational(Repr::Small(d.get() * n.signum(), NonZeroI64::new(n.abs())?))),
            Repr::Big(big) => Some(Rational::from_big(RBig::ONE / &**big)),
        }
    }

    /// The largest integer not above this number.
    pub fn floor(&self) -> Rational {
        match &self.0 {
            Repr::Small(n, d) => Rational::integer(n.div_euclid(d.get())),
            Repr::Big(big) => Rational::from_big(RBig::from(big.floor())),
        }
    }

    /// How many bits numerator and denominator have together.
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Repr::Small(n, d) => (128 - n.unsigned_abs().leading_zeros() - d.get().leading_zeros()) as u64,
            Repr::Big(big) => (big.numerator().bit_len() + big.denominator().bit_len()) as u64,
        }
    }

    /// `self` to an integer power, or nothing if the result would have more than about 32,000 bits, or is `0^-n`.
    pub fn power(&self, exponent: i64) -> Option<Rational> {
        self.power_within(exponent, POWER_BITS)
    }

    /// As [`Rational::power`], with so many bits as the limit.
    pub fn power_within(&self, exponent: i64, bits: u64) -> Option<Rational> {
        if exponent < 0 {
            return self.reciprocal()?.power_within(exponent.checked_neg()?, bits);
        }
        if let Repr::Small(n @ -1..=1, ONE) = self.0 {
            let is_one = exponent == 0 || (n < 0 && exponent % 2 == 0);
            return Some(Rational::integer(if is_one { 1 } else { n }));
        }
        // A number other than 0, 1, -1 has at least two bits, of which all but one count in the power.
        if self.bits().saturating_sub(1).saturating_mul(exponent as u64) > bits {
            return None;
        }
        let (mut result, mut square, mut left) = (Rational::ONE, self.clone(), exponent);
        while left > 0 {
            if left & 1 == 1 {
                result = &result * &square;
            }
            left >>= 1;
            if left > 0 {
                square = &square * &square;
            }
        }
        Some(result)
    }

    /// The exact `n`-th root of a non-negative number, if it is rational.
    pub fn exact_root(&self, n: u32) -> Option<Rational> {
        if self.is_negative() || n == 0 {
            return None;
        }
        let big = self.to_big();
        let (numerator, denominator) = (UBig::try_from(big.numerator().clone()).ok()?, big.denominator().clone());
        let root = |value: UBig| {
            let root = value.nth_root(n as usize);
            (root.pow(n as usize) == value).then_some(root)
        };
        Some(Rational::from_big(RBig::from_parts(IBig::from(root(numerator)?), root(denominator)?)))
    }

    /// The sign: -1, 0 or 1.
    pub fn signum(&self) -> i32 {
        if self.is_zero() {
            0
        } else if self.is_negative() {
            -1
        } else {
            1
        }
    }

    /// The greatest common divisor of two rationals: the largest positive `g` such that both are integer multiples of it.
    pub fn gcd(&self, other: &Rational) -> Rational {
        if self.is_one() && other.is_integer() {
            return Rational::ONE;
        }
        if let (Some((a, b)), Some((c, d))) = (self.to_small(), other.to_small()) {
            if b == 1 && d == 1 {
                // Numerators are never i64::MIN, so their divisors are small.
                return Rational::integer(small_gcd(a.unsigned_abs(), c.unsigned_abs()) as i64);
            }
            let numerator = gcd(a.unsigned_abs() as u128, c.unsigned_abs() as u128);
            let common = gcd(b as u128, d as u128);
            if let Some(denominator) = (b as u128 / common).checked_mul(d as u128).filter(|v| *v < i64::MAX as u128) {
                return Rational::from_wide(numerator as i128, denominator as i128);
            }
        }
        use dashu_base::Gcd;
        let (a, b) = (self.to_big(), other.to_big());
        let magnitude =
            |value: &IBig| UBig::try_from(if *value < IBig::ZERO { -value.clone() } else { value.clone() }).unwrap_or(UBig::ZERO);
        let (n, m) = (magnitude(a.numerator()), magnitude(b.numerator()));
        let numerator = match (n.is_zero(), m.is_zero()) {
            (true, _) => m,
            (_, true) => n,
            _ => n.gcd(m),
        };
        let common = a.denominator().gcd(b.denominator());
        let denominator = a.denominator() / common * b.denominator();
        Rational::from_big(RBig::from_parts(IBig::from(numerator), denominator))
    }

    /// How many digits after the point a number may have to be written as a decimal.
    pub const WRITTEN_DIGITS: u32 = 15;

    /// The decimal expansion, if it ends and has at most `digits` digits after the point.
    pub fn to_decimal(&self, digits: u32) -> Option<String> {
        if let Repr::Small(n, d) = self.0
            && digits < 18
        {
            return short_decimal(n, d.get(), digits);
        }
        for places in 0..=digits {
            let scaled = self * &Rational::integer(10).power(places as i64)?;
            if scaled.is_integer() {
                let text = scaled.abs().to_string();
                let places = places as usize;
                let padded = format!("{text:0>width$}", width = places + 1);
                let (whole, decimals) = padded.split_at(padded.len() - places);
                let sign = if self.is_negative() { "-" } else { "" };
                return Some(if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") });
            }
        }
        None
    }
}

#[inline]
fn gcd(mut a: u128, mut b: u128) -> u128 {
    // Nearly every pair fits 64 bits, where division is several times as fast.
    while b != 0 {
        if a <= u64::MAX as u128 && b <= u64::MAX as u128 {
            return small_gcd(a as u64, b as u64) as u128;
        }
        (a, b) = (b, a % b);
    }
    a
}

/// The decimal expansion of a fraction of words; see [`Rational::to_decimal`].
fn short_decimal(numerator: i64, denominator: i64, digits: u32) -> Option<String> {
    let (mut scale, mut places) = (1i64, 0);
    while scale % denominator != 0 {
        if places == digits {
            return None;
        }
        (scale, places) = (scale * 10, places + 1);
    }
    let scaled = i128::from(numerator.unsigned_abs()) * i128::from(scale / denominator);
    let (whole, decimals) = (scaled / i128::from(scale), scaled % i128::from(scale));
    let sign = if numerator < 0 { "-" } else { "" };
    Some(if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals:0>width$}", width = places as usize) })
}

#[inline]
fn small_gcd(mut a: u64, mut b: u64) -> u64 {
    while b > 1 {
        (a, b) = (b, a % b);
    }
    if b == 1 { 1 } else { a }
}

macro_rules! arithmetic {
    ($trait:ident, $method:ident, |$a:ident, $b:ident| $small:expr, $op:tt) => {
        impl std::ops::$trait for &Rational {
            type Output = Rational;
            #[inline]
            fn $method(self, other: &Rational) -> Rational {
                #[cold]
                fn wide(a: &Rational, b: &Rational) -> Rational {
                    Rational::from_big(a.to_big() $op b.to_big())
                }
                if let (Repr::Small(n, d), Repr::Small(m, e)) = (&self.0, &other.0) {
                    let ($a, $b) = ((*n, d.get()), (*m, e.get()));
                    if let Some(result) = $small {
                        return result;
                    }
                }
                wide(self, other)
            }
        }
        impl std::ops::$trait for Rational {
            type Output = Rational;
            #[inline]
            fn $method(self, other: Rational) -> Rational {
                std::ops::$trait::$method(&self, &other)
            }
        }
    };
}

arithmetic!(Add, add, |a, b| sum(a, b), +);
arithmetic!(Sub, sub, |a, b| sum(a, (-b.0, b.1)), -);
arithmetic!(Mul, mul, |a, b| product(a, b), *);

#[inline]
fn sum(a: (i64, i64), b: (i64, i64)) -> Option<Rational> {
    if a.1 == 1 && b.1 == 1 {
        return a.0.checked_add(b.0).map(Rational::integer);
    }
    let numerator = (a.0 as i128 * b.1 as i128).checked_add(b.0 as i128 * a.1 as i128)?;
    Some(of_fractions(numerator, a.1 as i128 * b.1 as i128))
}

#[inline]
fn product(a: (i64, i64), b: (i64, i64)) -> Option<Rational> {
    if a.1 == 1 && b.1 == 1 {
        return a.0.checked_mul(b.0).map(Rational::integer);
    }
    match (a, b) {
        ((1, 1), (n, d)) | ((n, d), (1, 1)) => return Some(Rational(Repr::Small(n, NonZeroI64::new(d)?))),
        ((-1, 1), (n, d)) | ((n, d), (-1, 1)) => return Some(Rational(Repr::Small(-n, NonZeroI64::new(d)?))),
        _ => {}
    }
    Some(of_fractions(a.0 as i128 * b.0 as i128, a.1 as i128 * b.1 as i128))
}

/// What is left of two fractions, apart from what is done with whole numbers, as most are.
#[inline(never)]
fn of_fractions(numerator: i128, denominator: i128) -> Rational {
    Rational::from_wide(numerator, denominator)
}

impl std::ops::Neg for &Rational {
    type Output = Rational;
    #[inline]
    fn neg(self) -> Rational {
        match &self.0 {
            // The numerator is never i64::MIN.
            Repr::Small(n, d) => Rational(Repr::Small(-n, *d)),
            Repr::Big(big) => Rational::from_big(-(**big).clone()),
        }
    }
}

impl std::ops::Neg for Rational {
    type Output = Rational;
    #[inline]
    fn neg(self) -> Rational {
        -&self
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Rational) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(n, d), Repr::Small(m, e)) if d == e => n.cmp(m),
            (Repr::Small(n, d), Repr::Small(m, e)) => (*n as i128 * e.get() as i128).cmp(&(*m as i128 * d.get() as i128)),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Rational {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small(n, d) => {
                state.write_i64(*n);
                state.write_i64(d.get());
            }
            Repr::Big(big) => big.numerator().hash(state),
        }
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Rational {
        Rational::integer(value)
    }
}

impl From<i32> for Rational {
    fn from(value: i32) -> Rational {
        Rational::integer(value.into())
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small(n, ONE) => write!(f, "{n}"),
            Repr::Small(n, d) => write!(f, "{n}/{d}"),
            Repr::Big(big) => write!(f, "{big}"),
        }
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests;
