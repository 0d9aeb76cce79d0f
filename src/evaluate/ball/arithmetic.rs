//! Sums, products, quotients, powers and roots of balls.

use super::{BOUNDLESS, Ball, MOST_EXPONENT, RADIUS_BITS, bits_of};
use dashu_base::{Abs, BitTest, DivRem, SquareRoot};
use dashu_int::{IBig, UBig};
use std::ops::{Add, Div, Mul, Neg, Sub};

impl Ball {
    /// Rounds to `precision` bits, outward: what is shifted out of the midpoint goes into the radius.
    pub(super) fn normal(middle: IBig, radius: UBig, exponent: i64, precision: u32) -> Ball {
        let excess = middle.bit_len().saturating_sub(precision as usize).max(radius.bit_len().saturating_sub(RADIUS_BITS));
        let exponent = exponent.saturating_add(excess as i64);
        if exponent.abs() > MOST_EXPONENT {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        if excess == 0 {
            let radius = u64::try_from(radius).unwrap_or(BOUNDLESS);
            return Ball { middle, radius, exponent, precision };
        }
        let shifted = &middle >> excess;
        // One unit for the midpoint where something was shifted out, one for the radius.
        let lost = u64::from((&shifted << excess) != middle);
        let kept = u64::try_from(&radius >> excess).unwrap_or(BOUNDLESS - 2);
        let radius = if radius == UBig::ZERO { lost } else { kept + 1 + lost };
        Ball { middle: shifted, radius, exponent, precision }
    }

    /// The ball with every number moved by up to `2^exponent`.
    pub(super) fn widened(self, exponent: i64) -> Ball {
        let precision = self.precision;
        if exponent < -MOST_EXPONENT {
            return self;
        }
        &self + &Ball { middle: IBig::ZERO, radius: 1, exponent, precision }
    }

    /// The ball with every number moved by up to as much as the other's greatest absolute value.
    pub(super) fn widened_by(self, error: &Ball) -> Ball {
        if !error.is_known() {
            return Ball { precision: self.precision, ..Ball::UNKNOWN };
        }
        if error.is_zero() {
            return self;
        }
        self.widened(error.magnitude())
    }

    /// All numbers from the least to the greatest of both balls.
    pub fn or(&self, other: &Ball) -> Ball {
        /// Ends so far apart in size are not put on one scale.
        const MOST_SHIFT: u64 = 1 << 14;
        let precision = self.precision.max(other.precision);
        if !self.is_known() || !other.is_known() || self.exponent.abs_diff(other.exponent) > MOST_SHIFT {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let exponent = self.exponent.min(other.exponent);
        let ends = |ball: &Ball| {
            let shift = ball.exponent.abs_diff(exponent) as usize;
            let radius = IBig::from(ball.radius);
            [(&ball.middle - &radius) << shift, (&ball.middle + &radius) << shift]
        };
        let ([low, high], [other_low, other_high]) = (ends(self), ends(other));
        let (low, high) = (low.min(other_low), high.max(other_high));
        let (sum, spread) = (&low + &high, &high - &low);
        // Ends that are short numbers stay the ends exactly.
        let zeros = [&sum, &spread].into_iter().filter_map(IBig::trailing_zeros).min().unwrap_or(0);
        let radius = UBig::try_from(spread >> zeros).unwrap_or(UBig::ZERO);
        Ball::normal(sum >> zeros, radius, exponent - 1 + zeros as i64, precision)
    }

    /// Times a power of two, exactly.
    pub(super) fn scaled(mut self, exponent: i64) -> Ball {
        if self.is_known() {
            self.exponent = self.exponent.saturating_add(exponent);
            if self.exponent.abs() > MOST_EXPONENT && self.middle != IBig::ZERO {
                return Ball { precision: self.precision, ..Ball::UNKNOWN };
            }
        }
        self
    }

    /// Times an integer.
    pub(super) fn times(&self, factor: i64) -> Ball {
        if !self.is_known() {
            return self.clone();
        }
        let radius = UBig::from(self.radius) * UBig::from(factor.unsigned_abs());
        Ball::normal(&self.middle * IBig::from(factor), radius, self.exponent, self.precision)
    }

    /// The quotient by an integer other than 0.
    pub(super) fn over(&self, divisor: i64) -> Ball {
        self / &Ball::integer(divisor, self.precision)
    }

    /// The absolute value.
    pub fn abs(&self) -> Ball {
        if self.is_negative() {
            return -self;
        }
        if self.is_positive() || !self.is_known() || self.radius == 0 {
            return self.clone();
        }
        // Between 0 and the larger end.
        let top = UBig::try_from((&self.middle).abs()).unwrap_or(UBig::ZERO) + UBig::from(self.radius);
        Ball::normal(IBig::from(top.clone()), top, self.exponent - 1, self.precision)
    }

    /// The square.
    pub fn square(&self) -> Ball {
        if self.is_nonzero() || !self.is_known() || self.radius == 0 {
            return self * self;
        }
        // Between 0 and the square of the larger end.
        let top = UBig::try_from((&self.middle).abs()).unwrap_or(UBig::ZERO) + UBig::from(self.radius);
        let square = &top * &top;
        Ball::normal(IBig::from(square.clone()), square, 2 * self.exponent - 1, self.precision)
    }

    /// An integer power, by repeated squaring.
    pub fn integer_power(&self, exponent: i64) -> Ball {
        let mut power = Ball::integer(1, self.precision);
        let size = exponent.unsigned_abs();
        for bit in (0..bits_of(size)).rev() {
            power = power.square();
            if size >> bit & 1 == 1 {
                power = &power * self;
            }
        }
        if exponent < 0 { power.reciprocal() } else { power }
    }

    /// The reciprocal, where no number of the ball is zero.
    pub fn reciprocal(&self) -> Ball {
        &Ball::integer(1, self.precision) / self
    }

    /// The square root, where no number of the ball is negative.
    pub fn sqrt(&self) -> Ball {
        let unknown = Ball { precision: self.precision, ..Ball::UNKNOWN };
        if self.is_zero() {
            return self.clone();
        }
        if !self.is_positive() {
            return unknown;
        }
        // sqrt(m 2^e) = sqrt(m 2^s) 2^((e - s)/2), with s making both the integer long enough and e - s even.
        let wanted = 2 * (self.precision as usize + 2);
        let mut shift = wanted.saturating_sub(self.middle.bit_len());
        if (self.exponent - shift as i64).rem_euclid(2) != 0 {
            shift += 1;
        }
        let middle = UBig::try_from(&self.middle << shift).unwrap_or(UBig::ZERO);
        let root = middle.sqrt();
        let inexact = &root * &root != middle;
        // |sqrt(m + d) - sqrt(m)| <= |d|/sqrt(m) for |d| <= m.
        let mut radius = UBig::ZERO;
        if self.radius != 0 {
            radius = (UBig::from(self.radius) << shift) / &root + UBig::ONE;
        }
        if inexact {
            radius += UBig::ONE;
        }
        Ball::normal(IBig::from(root), radius, (self.exponent - shift as i64) / 2, self.precision)
    }
}

impl Add for &Ball {
    type Output = Ball;

    fn add(self, other: &Ball) -> Ball {
        let precision = self.precision.max(other.precision);
        if !self.is_known() || !other.is_known() {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let (high, low) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        if low.is_zero() {
            return Ball::normal(high.middle.clone(), high.radius.into(), high.exponent, precision);
        }
        if high.is_zero() {
            return Ball::normal(low.middle.clone(), low.radius.into(), low.exponent, precision);
        }
        let gap = (high.exponent - low.exponent) as u64;
        let most = 2 * u64::from(precision) + 128 + low.middle.bit_len() as u64;
        if gap > most {
            // The lower one is less than a unit of the higher's last place, once that is written out to the precision.
            let spare = i64::from(precision) + 64;
            let middle = &high.middle << spare as usize;
            let radius = (UBig::from(high.radius) << spare as usize) + UBig::ONE;
            return Ball::normal(middle, radius, high.exponent - spare, precision);
        }
        let middle = (&high.middle << gap as usize) + &low.middle;
        let radius = (UBig::from(high.radius) << gap as usize) + UBig::from(low.radius);
        Ball::normal(middle, radius, low.exponent, precision)
    }
}

impl Sub for &Ball {
    type Output = Ball;

    fn sub(self, other: &Ball) -> Ball {
        self + &-other
    }
}

impl Neg for &Ball {
    type Output = Ball;

    fn neg(self) -> Ball {
        Ball { middle: -&self.middle, radius: self.radius, exponent: self.exponent, precision: self.precision }
    }
}

impl Mul for &Ball {
    type Output = Ball;

    fn mul(self, other: &Ball) -> Ball {
        let precision = self.precision.max(other.precision);
        if !self.is_known() || !other.is_known() {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let middle = &self.middle * &other.middle;
        let mut radius = UBig::ZERO;
        if self.radius | other.radius != 0 {
            let size = |ball: &Ball| UBig::try_from((&ball.middle).abs()).unwrap_or(UBig::ZERO);
            radius = (size(self) + UBig::from(self.radius)) * UBig::from(other.radius) + size(other) * UBig::from(self.radius);
        }
        Ball::normal(middle, radius, self.exponent + other.exponent, precision)
    }
}

impl Div for &Ball {
    type Output = Ball;

    fn div(self, other: &Ball) -> Ball {
        let precision = self.precision.max(other.precision);
        if !self.is_known() || !other.is_nonzero() {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let size = |ball: &Ball| UBig::try_from((&ball.middle).abs()).unwrap_or(UBig::ZERO);
        let shift = (precision as usize + 2 + other.middle.bit_len()).saturating_sub(self.middle.bit_len());
        let dividend = &self.middle << shift;
        let (quotient, remainder) = dividend.div_rem(&other.middle);
        let mut radius = UBig::from(u8::from(remainder != IBig::ZERO));
        if self.radius | other.radius != 0 {
            // |(a + d)/(b + f) - a/b| <= (|d| |b| + |a| |f|) / (|b| (|b| - |f|)), in units of 2^-shift.
            let (a, b) = (size(self), size(other));
            let least = &b - UBig::from(other.radius);
            let change = UBig::from(self.radius) * &b + a * UBig::from(other.radius);
            radius += (change << shift) / (b * least) + UBig::ONE;
        }
        Ball::normal(quotient, radius, self.exponent - other.exponent - shift as i64, precision)
    }
}
