//! Exponential, logarithm, the circle and its inverse, and what follows from them.
//!
//! Series run in ball arithmetic, so rounding takes care of itself; what is left out after the last term is added as a radius.
//! Inverse functions start from the double nearest to them and correct it by a short series: the start need not be right for
//! the result to be.

use super::{Ball, floor_shift};
use crate::number::Rational;
use std::sync::OnceLock;

/// Constants are computed once to this many bits.
const CONSTANT_PRECISION: u32 = 2400;

/// Arguments beyond this power of two are not reduced to the first turn of the circle.
const MOST_TURNS: i64 = 1200;

impl Ball {
    /// Working precision: more bits than the result will keep.
    fn guarded(&self, bits: u32) -> Ball {
        let mut guarded = self.clone();
        guarded.precision = self.precision + bits;
        guarded
    }

    /// Pi.
    pub fn pi(precision: u32) -> Ball {
        static PI: OnceLock<Ball> = OnceLock::new();
        let pi = PI.get_or_init(|| {
            // Machin: pi/4 = 4 arctan(1/5) - arctan(1/239).
            let arctan = |n: i64| Ball::reciprocal_series(n, -1);
            (&arctan(5).times(4) - &arctan(239)).times(4)
        });
        pi.clone().at(precision)
    }

    /// The natural logarithm of 2.
    fn ln_2(precision: u32) -> Ball {
        static LN_2: OnceLock<Ball> = OnceLock::new();
        let ln_2 = LN_2.get_or_init(|| Ball::reciprocal_series(3, 1).times(2));
        ln_2.clone().at(precision)
    }

    /// The exponential function.
    pub fn exp(&self) -> Ball {
        let precision = self.precision;
        if self.is_zero() {
            return Ball::integer(1, precision);
        }
        if self.magnitude() > 40 {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let halvings = f64::from(precision).sqrt() as u32 / 2 + 4;
        let x = self.guarded(halvings + 20 + self.magnitude().max(0) as u32);
        let doublings = (x.to_f64() / std::f64::consts::LN_2).round() as i64;
        let reduced = (&x - &Ball::ln_2(x.precision).times(doublings)).scaled(-i64::from(halvings));
        if reduced.magnitude() > 0 {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let mut sum = Ball::integer(1, x.precision);
        let mut term = sum.clone();
        for n in 1.. {
            term = (&term * &reduced).over(n);
            sum = &sum + &term;
            if term.magnitude() < -i64::from(x.precision) || !term.is_known() {
                break;
            }
        }
        // For |x| <= 1 the rest is less than twice the next term, and that is less than the last one.
        let mut result = sum.widened_by(&term.times(2));
        for _ in 0..halvings {
            result = result.square();
        }
        result.scaled(doublings).at(precision)
    }

    /// The natural logarithm, where every number of the ball is positive.
    pub fn ln(&self) -> Ball {
        let precision = self.precision;
        if !self.is_positive() {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        let x = self.guarded(20);
        // x = f 2^k with f near 1, so that the double cannot overflow; ln(f) is corrected from the double.
        let k = x.magnitude() - 1;
        let fraction = x.clone().scaled(-k);
        let start = Ball::double(fraction.to_f64().ln(), x.precision);
        let near = &fraction * &(-&start).exp();
        let one = Ball::integer(1, x.precision);
        let correction = (&(&near - &one) / &(&near + &one)).artanh_series().times(2);
        (&(&start + &correction) + &Ball::ln_2(x.precision).times(k)).at(precision)
    }

    /// `artanh` of a small number by its series.
    fn artanh_series(&self) -> Ball {
        self.odd_series(1)
    }

    /// `arctan` of a small number by its series.
    fn arctan_series(&self) -> Ball {
        self.odd_series(-1)
    }

    /// The sum of `sign^n x^(2n+1)/(2n+1)`, for |x| < 1/2.
    fn odd_series(&self, sign: i64) -> Ball {
        if self.is_zero() {
            return self.clone();
        }
        if self.magnitude() > -1 {
            return Ball { precision: self.precision, ..Ball::UNKNOWN };
        }
        let square = self.square().times(sign);
        self.odd_terms(|power| power * &square)
    }

    /// The same for the reciprocal of a whole number, whose powers are found by division by a small number.
    fn reciprocal_series(number: i64, sign: i64) -> Ball {
        Ball::integer(number, CONSTANT_PRECISION).reciprocal().odd_terms(|power| power.over(sign * number * number))
    }

    /// The same, given how each power comes from the one before.
    fn odd_terms(&self, next: impl Fn(&Ball) -> Ball) -> Ball {
        let (mut power, mut sum) = (self.clone(), self.clone());
        for n in 1.. {
            power = next(&power);
            if !power.is_known() || power.magnitude() < self.magnitude() - i64::from(self.precision) {
                break;
            }
            sum = &sum + &power.over(2 * n + 1);
        }
        // The rest is a geometric series with a ratio below 1/4.
        sum.widened_by(&power.times(2))
    }

    /// Sine and cosine.
    pub fn sin_cos(&self) -> (Ball, Ball) {
        let precision = self.precision;
        let unknown = Ball { precision, ..Ball::UNKNOWN };
        if self.is_zero() {
            return (self.clone(), Ball::integer(1, precision));
        }
        if self.magnitude() > MOST_TURNS {
            return (unknown.clone(), unknown);
        }
        let halvings = f64::from(precision).sqrt() as u32 / 2;
        let x = self.guarded(2 * halvings + 20 + self.magnitude().max(0) as u32);
        let half_pi = Ball::pi(x.precision).scaled(-1);
        // The nearest multiple of pi/2.
        let Some(turns) = (&(&x / &half_pi) + &Ball::integer(1, x.precision).scaled(-1)).integer_part() else {
            return (unknown.clone(), unknown);
        };
        let quarter = u8::try_from(&turns - (floor_shift(&turns, 2) << 2)).unwrap_or(0);
        let turns = Ball { middle: turns, radius: 0, exponent: 0, precision: x.precision };
        let small = (&x - &(&turns * &half_pi)).scaled(-i64::from(halvings));
        if small.magnitude() > 1 {
            return (unknown.clone(), unknown);
        }
        let square = -&small.square();
        let (mut sine, mut cosine) = (small.clone(), Ball::integer(1, x.precision));
        let (mut odd, mut even) = (small, cosine.clone());
        let mut n = 1;
        loop {
            even = (&even * &square).over(n * (n + 1));
            odd = (&odd * &square).over((n + 1) * (n + 2));
            cosine = &cosine + &even;
            sine = &sine + &odd;
            n += 2;
            if even.magnitude() < -i64::from(x.precision) || !even.is_known() {
                break;
            }
        }
        let (mut sine, mut cosine) = (sine.widened_by(&odd), cosine.widened_by(&even));
        for _ in 0..halvings {
            let one = Ball::integer(1, x.precision);
            (sine, cosine) = ((&sine * &cosine).times(2), &one - &sine.square().times(2));
        }
        let (sine, cosine) = (sine.at(precision), cosine.at(precision));
        match quarter {
            0 => (sine, cosine),
            1 => (cosine, -&sine),
            2 => (-&sine, -&cosine),
            _ => (-&cosine, sine),
        }
    }

    /// The angle whose tangent it is.
    pub fn arctan(&self) -> Ball {
        let precision = self.precision;
        if self.is_zero() || !self.is_known() {
            return self.clone();
        }
        let x = self.guarded(20);
        if self.magnitude() > 50 {
            if !self.is_nonzero() {
                return Ball { precision, ..Ball::UNKNOWN };
            }
            let quarter = Ball::pi(x.precision).scaled(-1);
            let quarter = if self.is_negative() { -&quarter } else { quarter };
            return (&quarter - &x.reciprocal().arctan_series()).at(precision);
        }
        let start = Ball::double(x.to_f64().atan(), x.precision);
        let (sine, cosine) = start.sin_cos();
        // Both angles differ by less than pi/2, so the difference is the arctangent of the quotient.
        let numerator = &(&x * &cosine) - &sine;
        let denominator = &cosine + &(&x * &sine);
        if !denominator.is_positive() {
            return Ball { precision, ..Ball::UNKNOWN };
        }
        (&start + &(&numerator / &denominator).arctan_series()).at(precision)
    }

    /// The angle of the point `(x, y)` where it is certain on which side of the cut it lies.
    pub fn atan2(y: &Ball, x: &Ball) -> Ball {
        let precision = x.precision.max(y.precision);
        let pi = || Ball::pi(precision);
        if x.is_positive() {
            (y / x).arctan()
        } else if y.is_positive() {
            &pi().scaled(-1) - &(x / y).arctan()
        } else if y.is_negative() {
            -&(&pi().scaled(-1) + &(x / y).arctan())
        } else if y.is_zero() && x.is_negative() {
            pi()
        } else {
            Ball { precision, ..Ball::UNKNOWN }
        }
    }

    /// The principal angle with this sine.
    pub fn arcsin(&self) -> Ball {
        let one = Ball::integer(1, self.precision);
        let rest = &(&one - self) * &(&one + self);
        if rest.is_zero() {
            let quarter = Ball::pi(self.precision).scaled(-1);
            return if self.is_negative() { -&quarter } else { quarter };
        }
        (self / &rest.sqrt()).arctan()
    }

    /// The principal angle with this cosine.
    pub fn arccos(&self) -> Ball {
        &Ball::pi(self.precision).scaled(-1) - &self.arcsin()
    }

    /// The hyperbolic sine and cosine.
    pub fn sinh_cosh(&self) -> (Ball, Ball) {
        // The sine of a small number loses as many bits as it is small.
        let lost = (-self.magnitude()).clamp(0, i64::from(self.precision)) as u32;
        let up = self.guarded(lost + 4).exp();
        let down = up.reciprocal();
        ((&up - &down).scaled(-1).at(self.precision), (&up + &down).scaled(-1).at(self.precision))
    }

    /// The inverse of the hyperbolic sine.
    pub fn arsinh(&self) -> Ball {
        if self.is_negative() {
            return -&(-self).arsinh();
        }
        let one = Ball::integer(1, self.precision);
        (self + &(&self.square() + &one).sqrt()).ln()
    }

    /// The logarithm of `1 + x`.
    pub fn ln_1p(&self) -> Ball {
        (self + &Ball::integer(1, self.precision)).ln()
    }

    /// The logistic function.
    pub fn logistic(&self) -> Ball {
        let one = Ball::integer(1, self.precision);
        if self.is_negative() {
            let growth = self.exp();
            return &growth / &(&one + &growth);
        }
        (&one + &(-self).exp()).reciprocal()
    }

    /// A power with a rational exponent: of a negative number only where the exponent is an integer.
    pub fn rational_power(&self, exponent: &Rational) -> Ball {
        let unknown = Ball { precision: self.precision, ..Ball::UNKNOWN };
        match exponent.to_small() {
            Some((n, 1)) => self.integer_power(n),
            Some((n, 2)) => self.sqrt().integer_power(n),
            _ if self.is_zero() && !exponent.is_negative() => self.clone(),
            _ if self.is_positive() => (&self.ln() * &Ball::rational(exponent, self.precision)).exp(),
            _ => unknown,
        }
    }

    /// A power on the reals.
    pub fn power(&self, exponent: &Ball) -> Ball {
        if let Some(n) = exponent.to_integer() {
            return if n <= 0 && !self.is_nonzero() { Ball { precision: self.precision, ..Ball::UNKNOWN } } else { self.integer_power(n) };
        }
        if self.is_zero() && exponent.is_positive() {
            return self.clone();
        }
        (&self.ln() * exponent).exp()
    }
}
