//! Balls: numbers known to lie within a radius of a midpoint, at any precision.
//!
//! Every operation rounds outward, so a result contains every value its operands could give. Where nothing can be said (a
//! division by what may be zero, a root of what may be negative, an overflow) the result is [`Ball::UNKNOWN`]. Midpoints are integers
//! of `dashu-int` under a common power of two with their radius: sums, products, quotients and roots are then exact but for one
//! shift, whose error is counted in units of the last place.

mod arithmetic;
mod elementary;
mod expression;
mod functions;
mod gamma;
mod integrals;
#[cfg(test)]
mod tests;

pub use expression::{Enclosure, Unknowns};

use crate::number::Rational;
use dashu_base::BitTest;
use dashu_int::IBig;

/// All numbers between `(middle - radius) * 2^exponent` and `(middle + radius) * 2^exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ball {
    middle: IBig,
    radius: u64,
    exponent: i64,
    /// How many bits of the midpoint are kept.
    precision: u32,
}

/// The radius that says that nothing is known.
const BOUNDLESS: u64 = u64::MAX;

/// Radii keep so many bits.
const RADIUS_BITS: usize = 30;

/// Exponents beyond this are overflow or underflow.
const MOST_EXPONENT: i64 = 1 << 45;

impl Ball {
    /// Any number, or none at all.
    pub const UNKNOWN: Ball = Ball { middle: IBig::ZERO, radius: BOUNDLESS, exponent: 0, precision: 0 };

    /// An integer, exactly. Operations keep as many bits as the more precise operand has.
    pub fn integer(value: i64, precision: u32) -> Ball {
        Ball { middle: value.into(), radius: 0, exponent: 0, precision }
    }

    /// A rational number to `precision` bits, exactly where that can be.
    pub fn rational(value: &Rational, precision: u32) -> Ball {
        let (numerator, denominator) = value.to_integers();
        if denominator == IBig::ONE {
            return Ball::normal(numerator, 0u8.into(), 0, precision);
        }
        &Ball::normal(numerator, 0u8.into(), 0, precision) / &Ball::normal(denominator, 0u8.into(), 0, precision)
    }

    /// A finite double, exactly.
    pub fn double(value: f64, precision: u32) -> Ball {
        if !value.is_finite() {
            return Ball::UNKNOWN;
        }
        let bits = value.to_bits();
        let exponent = (bits >> 52 & 0x7ff) as i64;
        let fraction = (bits & ((1 << 52) - 1)) as i64;
        let (size, exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
        let middle = IBig::from(if value < 0.0 { -size } else { size });
        Ball { middle, radius: 0, exponent, precision: precision.max(53) }
    }

    /// All numbers as near as `radius` to a finite double.
    pub fn around(middle: f64, radius: f64, precision: u32) -> Ball {
        Ball::double(middle, precision).widened_by(&Ball::double(radius, precision))
    }

    /// Whether anything is known of the number.
    pub fn is_known(&self) -> bool {
        self.radius != BOUNDLESS
    }

    /// Whether the ball is a single number.
    pub fn is_exact(&self) -> bool {
        self.radius == 0
    }

    /// Every number in the ball is above zero.
    pub fn is_positive(&self) -> bool {
        self.is_known() && self.middle > IBig::from(self.radius)
    }

    /// Every number in the ball is below zero.
    pub fn is_negative(&self) -> bool {
        self.is_known() && self.middle < -IBig::from(self.radius)
    }

    /// The ball is zero itself.
    pub fn is_zero(&self) -> bool {
        self.radius == 0 && self.middle == IBig::ZERO
    }

    /// No number in the ball is zero.
    pub fn is_nonzero(&self) -> bool {
        self.is_positive() || self.is_negative()
    }

    /// The single integer that the ball is, if it is one of machine size.
    pub fn to_integer(&self) -> Option<i64> {
        if self.radius != 0 || self.exponent > 62 {
            return None;
        }
        let value: i64 = self.integer_part()?.try_into().ok()?;
        (Ball::integer(value, self.precision).is_same(self)).then_some(value)
    }

    /// Whether both balls are the same single number.
    fn is_same(&self, other: &Ball) -> bool {
        (self - other).is_zero()
    }

    /// The midpoint, rounded down; nothing for numbers that are too large to be written out.
    pub(super) fn integer_part(&self) -> Option<IBig> {
        if !self.is_known() || self.exponent > 4096 {
            return None;
        }
        Some(if self.exponent >= 0 {
            &self.middle << self.exponent as usize
        } else {
            floor_shift(&self.middle, self.exponent.unsigned_abs())
        })
    }

    /// The midpoint as a double: infinite where it is too large, NaN where nothing is known.
    pub fn to_f64(&self) -> f64 {
        if !self.is_known() {
            return f64::NAN;
        }
        let bits = self.middle.bit_len();
        let shift = bits.saturating_sub(64);
        let top = (&self.middle >> shift).to_f64().value();
        let exponent = (self.exponent + shift as i64).clamp(-4000, 4000) as i32;
        // Two steps, so that neither factor over- or underflows before the product does.
        top * 2f64.powi(exponent / 2) * 2f64.powi(exponent - exponent / 2)
    }

    /// Two doubles with the number between them, infinite where it may be too large; none where nothing is known.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        if !self.is_known() {
            return None;
        }
        let [low, high] = self.ends();
        // The nearest double may be on the wrong side, by a unit or two.
        let is_below = |double: f64, edge: &Ball| {
            let difference = edge - &Ball::double(double, 64);
            difference.is_positive() || difference.is_zero()
        };
        let mut lower = low.to_f64().min(f64::MAX);
        while lower.is_finite() && !is_below(lower, &low) {
            lower = lower.next_down();
        }
        let mut upper = high.to_f64().max(f64::MIN);
        while upper.is_finite() && !is_below(-upper, &-&high) {
            upper = upper.next_up();
        }
        Some((lower, upper))
    }

    /// The least and the greatest number of the ball, exactly.
    pub(super) fn ends(&self) -> [Ball; 2] {
        let edge = |middle: IBig| Ball { middle, radius: 0, ..self.clone() };
        [edge(&self.middle - IBig::from(self.radius)), edge(&self.middle + IBig::from(self.radius))]
    }

    /// The midpoint and the radius, exactly.
    pub(super) fn parts(&self) -> [Ball; 2] {
        [Ball { radius: 0, ..self.clone() }, Ball { middle: self.radius.into(), radius: 0, ..self.clone() }]
    }

    /// The least `k` for which `|x| < 2^k` is certain; the least of all for zero, the greatest where nothing is known.
    pub fn magnitude(&self) -> i64 {
        if !self.is_known() {
            return i64::MAX;
        }
        if self.is_zero() {
            return i64::MIN / 2;
        }
        let most = if self.middle < IBig::ZERO { &self.middle - IBig::from(self.radius) } else { &self.middle + IBig::from(self.radius) };
        most.bit_len() as i64 + self.exponent
    }

    /// How many bits of the midpoint are certain: none where the ball contains zero.
    pub fn accuracy(&self) -> i64 {
        if !self.is_known() {
            return 0;
        }
        if self.radius == 0 {
            return i64::from(self.precision);
        }
        (self.middle.bit_len() as i64 - bits_of(self.radius) as i64).max(0)
    }

    /// The same numbers at another precision.
    pub(super) fn at(mut self, precision: u32) -> Ball {
        self.precision = precision;
        if !self.is_known() {
            return self;
        }
        Ball::normal(self.middle, self.radius.into(), self.exponent, precision)
    }
}

/// How many bits a number has.
fn bits_of(value: u64) -> usize {
    (u64::BITS - value.leading_zeros()) as usize
}

/// The quotient by a power of two, rounded down.
fn floor_shift(value: &IBig, shift: u64) -> IBig {
    let shift = usize::try_from(shift).unwrap_or(usize::MAX);
    if shift > value.bit_len() {
        return if *value < IBig::ZERO { IBig::NEG_ONE } else { IBig::ZERO };
    }
    let quotient = value >> shift;
    if (&quotient << shift) > *value { quotient - IBig::ONE } else { quotient }
}
