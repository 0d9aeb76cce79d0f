//! Functions given by everywhere convergent series: error functions, integrals with a name, Bessel functions; and the
//! solution of `y exp(y) = x`.
//!
//! A series stops where its terms are below the precision and fall by half or more from then on, so that the rest is less
//! than the last term. Terms may grow before they fall: the working precision makes up for it.

use super::Ball;
use crate::number::Rational;

/// No series runs for more terms, and no argument is taken that would need more.
const MOST_TERMS: i64 = 4000;

/// What so many bits cannot tell apart is taken as the same.
const CERTAIN_BITS: u32 = 1000;

/// Orders of Bessel functions beyond this are not computed.
const MOST_ORDER: i64 = 500;

/// The sum of terms `first, first ratio(0), first ratio(0) ratio(1), ...`. From `least` on the sizes of the ratios never grow beyond
/// 1/2 again once they are below.
fn series(first: Ball, least: i64, ratio: impl Fn(i64) -> Ball) -> Ball {
    let unknown = Ball { precision: first.precision, ..Ball::UNKNOWN };
    let (mut term, mut sum) = (first.clone(), first);
    for n in 0..MOST_TERMS {
        let factor = ratio(n);
        term = &term * &factor;
        if !term.is_known() {
            return unknown;
        }
        sum = &sum + &term;
        if n >= least && factor.magnitude() <= -1 && term.magnitude() < sum.magnitude().max(-1_000_000) - i64::from(sum.precision) {
            return sum.widened_by(&term.times(2));
        }
    }
    unknown
}

impl Ball {
    fn nothing(&self) -> Ball {
        Ball { precision: self.precision, ..Ball::UNKNOWN }
    }

    /// The same ball with bits to spare for terms of the size `exp(growth)`.
    fn spared(&self, growth: f64) -> Option<Ball> {
        (growth < 2000.0).then(|| self.clone().at(self.precision + 40 + (1.5 * growth) as u32))
    }

    fn two_over_root_pi(&self) -> Ball {
        &Ball::integer(2, self.precision) / &Ball::pi(self.precision).sqrt()
    }

    /// The error function, DLMF 7.6.2.
    pub fn erf(&self) -> Ball {
        if self.is_zero() || !self.is_known() {
            return self.clone();
        }
        let size = self.to_f64().abs();
        if size > 30.0 {
            let one = Ball::integer(self.to_f64().signum() as i64, self.precision);
            return if self.is_nonzero() { one.widened_by(&self.erfc_far()) } else { self.nothing() };
        }
        let x = self.clone().at(self.precision + 30);
        let square = x.square();
        let sum = series(x.clone(), 0, |n| square.times(2).over(2 * n + 3));
        (&(&x.two_over_root_pi() * &(-&square).exp()) * &sum).at(self.precision)
    }

    /// A bound of the complementary error function of `|x|`, DLMF 7.8.3.
    fn erfc_far(&self) -> Ball {
        (-&self.square()).exp()
    }

    /// The complementary error function.
    pub fn erfc(&self) -> Ball {
        let size = self.to_f64();
        if size > 30.0 && self.is_positive() {
            // DLMF 7.12.1: the error is smaller than the first term left out.
            let square = self.square();
            let mut term = Ball::integer(1, self.precision);
            let mut sum = term.clone();
            for n in 0..400 {
                term = -&(&term.times(2 * n + 1) / &square.times(2));
                if term.magnitude() < -i64::from(self.precision) {
                    break;
                }
                sum = &sum + &term;
            }
            return &(&self.erfc_far() / &(self * &Ball::pi(self.precision).sqrt())) * &sum.widened_by(&term);
        }
        let Some(x) = self.spared(if size > 0.0 { size * size } else { 0.0 }) else { return self.nothing() };
        (&Ball::integer(1, x.precision) - &x.erf()).at(self.precision)
    }

    /// The imaginary error function, DLMF 7.6.1.
    pub fn erfi(&self) -> Ball {
        let square = self.square();
        let sum = series(self.clone(), 0, |n| (&square * &Ball::integer(2 * n + 1, self.precision)).over((n + 1) * (2 * n + 3)));
        &self.two_over_root_pi() * &sum
    }

    /// The distribution function of the standard normal law.
    pub fn normal_cdf(&self) -> Ball {
        (&(-self) / &Ball::integer(2, self.precision).sqrt()).erfc().scaled(-1)
    }

    /// The exponential integral, DLMF 6.6.2.
    pub fn exponential_integral(&self) -> Ball {
        if !self.is_nonzero() {
            return self.nothing();
        }
        let Some(x) = self.spared(2.0 * self.to_f64().abs()) else { return self.nothing() };
        let start = &Ball::euler_gamma(x.precision) + &x.abs().ln();
        let sum = series(x.clone(), 0, |n| x.times(n + 1).over((n + 2) * (n + 2)));
        (&start + &sum).at(self.precision)
    }

    /// The sine integral, DLMF 6.6.5.
    pub fn sine_integral(&self) -> Ball {
        let Some(x) = self.spared(self.to_f64().abs()) else { return self.nothing() };
        let square = -&x.square();
        series(x, 0, |n| square.times(2 * n + 1).over((2 * n + 2) * (2 * n + 3) * (2 * n + 3))).at(self.precision)
    }

    /// The cosine integral, DLMF 6.6.6.
    pub fn cosine_integral(&self) -> Ball {
        if !self.is_positive() {
            return self.nothing();
        }
        let Some(x) = self.spared(self.to_f64()) else { return self.nothing() };
        let square = -&x.square();
        let start = &Ball::euler_gamma(x.precision) + &x.ln();
        let sum = series(square.over(4), 0, |n| square.times(2 * n + 2).over((2 * n + 3) * (2 * n + 4) * (2 * n + 4)));
        (&start + &sum).at(self.precision)
    }

    /// The Fresnel integrals of the sine (DLMF 7.6.6) and of the cosine (7.6.4).
    pub fn fresnel(&self, of_sine: bool) -> Ball {
        let size = self.to_f64();
        let Some(x) = self.spared(1.6 * size * size) else { return self.nothing() };
        let square = (&Ball::pi(x.precision) * &x.square()).scaled(-1);
        let step = -&square.square();
        let (first, k) = if of_sine { ((&square * &x).over(3), 1) } else { (x, 0) };
        series(first, 0, |n| {
            let m = 2 * n + k;
            step.times(2 * m + 1).over((m + 1) * (m + 2) * (2 * m + 5))
        })
        .at(self.precision)
    }

    /// The dilogarithm of `x <= 1`, DLMF 25.12.1 to 25.12.6.
    pub fn dilogarithm(&self) -> Ball {
        let one = Ball::integer(1, self.precision);
        let sixth = || Ball::pi(self.precision).square().over(6);
        let rest = &one - self;
        if rest.is_zero() {
            return sixth();
        }
        if !rest.is_positive() {
            return self.nothing();
        }
        let middle = self.to_f64();
        if middle < -1.0 {
            let logarithm = (-self).ln();
            return &(&-&sixth() - &logarithm.square().scaled(-1)) - &self.reciprocal().dilogarithm_inside();
        }
        if middle > 0.5 {
            return &(&sixth() - &(&self.ln() * &rest.ln())) - &rest.dilogarithm_series();
        }
        self.dilogarithm_inside()
    }

    /// The same for `-1 <= x <= 1/2`: where the series is slow, by `x/(x - 1)`.
    fn dilogarithm_inside(&self) -> Ball {
        let one = Ball::integer(1, self.precision);
        if self.to_f64() < -0.4 {
            let below = self - &one;
            return -&(&(self / &below).dilogarithm_series() + &(-&below).ln().square().scaled(-1));
        }
        self.dilogarithm_series()
    }

    /// The same for `|x| <= 1/2`, DLMF 25.12.1.
    fn dilogarithm_series(&self) -> Ball {
        series(self.clone(), 0, |n| self.times((n + 1) * (n + 1)).over((n + 2) * (n + 2)))
    }

    /// The principal solution `y >= -1` of `y exp(y) = x`.
    pub fn lambert(&self) -> Ball {
        let start = lambert_w::lambert_w0(self.to_f64());
        if !start.is_finite() || start <= -0.999 {
            return self.lambert_at_end();
        }
        let x = self.clone().at(self.precision + 30);
        let one = Ball::integer(1, x.precision);
        let exact = |ball: &Ball| Ball { radius: 0, ..ball.clone() };
        let mut y = Ball::double(start, x.precision);
        for _ in 0..12 {
            // Newton's method; only the midpoints count, the radius is found at the end.
            let growth = y.exp();
            let step = &(&(&y * &growth) - &x) / &(&growth * &(&y + &one));
            if !step.is_known() {
                return self.nothing();
            }
            let small = step.magnitude() < y.magnitude() - i64::from(x.precision);
            y = exact(&(&y - &step));
            if small {
                break;
            }
        }
        // y exp(y) grows for y > -1: a change of sign encloses the solution.
        for slack in [8, 20, 40, 80] {
            let wide = y.clone().widened(y.magnitude() - i64::from(x.precision) + slack);
            let radius = Ball { middle: wide.radius.into(), radius: 0, exponent: wide.exponent, precision: x.precision };
            let middle = exact(&wide);
            let (low, high) = (&middle - &radius, &middle + &radius);
            let value = |y: &Ball| &(y * &y.exp()) - &x;
            if (&low + &one).is_positive() && value(&low).is_negative() && value(&high).is_positive() {
                return wide.at(self.precision);
            }
        }
        self.nothing()
    }

    /// The same at the end of the domain, where so many bits cannot tell the argument from `-1/e`: `-1 <= y <= -1 + 2 sqrt(e x + 1)`
    /// (DLMF 4.13.6).
    fn lambert_at_end(&self) -> Ball {
        let one = Ball::integer(1, self.precision);
        let distance = &(self * &one.exp()) + &one;
        if self.precision < CERTAIN_BITS
            || distance.is_nonzero()
            || !distance.is_known()
            || distance.magnitude() > -i64::from(CERTAIN_BITS / 2)
        {
            return self.nothing();
        }
        let [_, high] = distance.ends();
        (-&one).or(&(&high.sqrt().times(2) - &one))
    }

    /// The Bessel functions J (alternating) and I of the first kind, DLMF 10.2.2 and 10.25.2.
    pub fn bessel_first(&self, order: &Ball, alternating: bool) -> Ball {
        let integer = order.to_integer();
        if let Some(n) = integer {
            if n.abs() > MOST_ORDER {
                return self.nothing();
            }
            let odd = n % 2 != 0;
            if n < 0 {
                let value = self.bessel_first(&Ball::integer(-n, order.precision), alternating);
                return if odd && alternating { -&value } else { value };
            }
            if self.is_negative() {
                let value = (-self).bessel_first(order, alternating);
                return if odd { -&value } else { value };
            }
            if self.is_zero() {
                return Ball::integer(i64::from(n == 0), self.precision);
            }
        }
        if !self.is_positive() || order.to_f64().abs() > MOST_ORDER as f64 {
            return self.nothing();
        }
        let Some(x) = self.spared(self.to_f64() + order.to_f64().abs()) else { return self.nothing() };
        let one = Ball::integer(1, x.precision);
        let quarter = x.square().scaled(-2);
        let step = if alternating { -&quarter } else { quarter };
        let half = x.scaled(-1);
        let first = &half.power(order) / &(order + &one).gamma();
        let least = order.to_f64().abs() as i64 + 2;
        series(first, least, |k| &step.over(k + 1) / &(order + &Ball::integer(k + 1, step.precision))).at(self.precision)
    }

    /// The Bessel functions Y and K of the second kind, DLMF 10.2.3, 10.8.1, 10.27.4 and 10.31.1.
    pub fn bessel_second(&self, order: &Ball, modified: bool) -> Ball {
        if !self.is_positive() || order.to_f64().abs() > MOST_ORDER as f64 {
            return self.nothing();
        }
        let Some(x) = self.spared(2.0 * self.to_f64() + order.to_f64().abs()) else { return self.nothing() };
        if let Some(n) = order.to_integer() {
            let value = x.bessel_second_integer(n.abs(), modified);
            let value = if n < 0 && n % 2 != 0 && !modified { -&value } else { value };
            return value.at(self.precision);
        }
        let order = order.clone().at(x.precision);
        let pi = Ball::pi(x.precision);
        let (sine, cosine) = (&order * &pi).sin_cos();
        let (up, down) = (x.bessel_first(&order, !modified), x.bessel_first(&-&order, !modified));
        let value = if modified { &(&pi.scaled(-1) * &(&down - &up)) / &sine } else { &(&(&up * &cosine) - &down) / &sine };
        value.at(self.precision)
    }

    fn bessel_second_integer(&self, n: i64, modified: bool) -> Ball {
        let half = self.clone().scaled(-1);
        let quarter = half.square();
        let step = if modified { quarter.clone() } else { -&quarter };
        // The finite sum of (n - k - 1)!/k! (-step)^k, times (x/2)^-n.
        let mut finite = Ball::integer(0, self.precision);
        let mut power = half.integer_power(-n);
        for k in 0..n {
            finite = &finite + &(&power * &Ball::integer(n - k, self.precision).gamma());
            power = (&power * &-&step).over(k + 1);
        }
        // The infinite sum of (psi(k + 1) + psi(n + k + 1)) step^k/(k! (n + k)!), times (x/2)^n.
        let mut weight = Ball::euler_gamma(self.precision).times(-2);
        for k in 1..=n {
            weight = &weight + &Ball::integer(k, self.precision).reciprocal();
        }
        let mut term = &half.integer_power(n) / &Ball::integer(n + 1, self.precision).gamma();
        let mut infinite = Ball::integer(0, self.precision);
        let mut last = self.nothing();
        for k in 0..MOST_TERMS {
            let part = &term * &weight;
            infinite = &infinite + &part;
            let ratio = step.over((k + 1) * (n + k + 1));
            if k > 2
                && ratio.magnitude() <= -3
                && part.magnitude() < infinite.magnitude() - i64::from(self.precision)
                && weight.is_positive()
            {
                // The weights grow by less than half from here on, so the rest is less than the last part.
                last = part;
                break;
            }
            term = &term * &ratio;
            weight =
                &(&weight + &Ball::integer(k + 1, self.precision).reciprocal()) + &Ball::integer(n + k + 1, self.precision).reciprocal();
        }
        let infinite = infinite.widened_by(&last);
        let logarithm = &half.ln() * &self.bessel_first(&Ball::integer(n, self.precision), !modified);
        if modified {
            let sign = if n % 2 == 0 { 1 } else { -1 };
            return &(&finite.scaled(-1) - &logarithm.times(sign)) + &infinite.scaled(-1).times(sign);
        }
        &(&(&logarithm.times(2) - &finite) - &infinite) / &Ball::pi(self.precision)
    }

    /// The real root of a positive integer index.
    pub fn root(&self, index: i64) -> Ball {
        if self.is_zero() || self.is_positive() {
            return Rational::fraction(1, index).map_or(self.nothing(), |exponent| self.rational_power(&exponent));
        }
        if self.is_negative() && index % 2 == 1 { -&(-self).root(index) } else { self.nothing() }
    }
}
