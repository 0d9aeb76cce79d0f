//! The gamma function and its kin, by Stirling's series far to the right and the recurrence back.
//!
//! On the positive axis the error of each of these asymptotic series is smaller than the first term left out and has its sign
//! (DLMF 5.11(ii), and for the derivatives because their Euler-Maclaurin remainders alternate).

use super::Ball;
use dashu_int::IBig;
use std::sync::OnceLock;

/// How many Bernoulli numbers of even index are kept: enough for 1300 bits.
const BERNOULLI: usize = 180;

/// Arguments so far to the left, and orders above, are not worth the recurrence.
const MOST_STEPS: f64 = 2000.0;

impl Ball {
    fn unknown(&self) -> Ball {
        Ball { precision: self.precision, ..Ball::UNKNOWN }
    }

    /// Working precision, and how many steps lead from here to where the series are good to it.
    fn stirling(&self, order: i64) -> Option<(Ball, i64)> {
        let middle = self.to_f64();
        if middle.is_nan() || middle < -MOST_STEPS || order as f64 > MOST_STEPS {
            return None;
        }
        let precision = self.precision + 40;
        let far = f64::from(precision) * 0.2 + 8.0 + order as f64;
        Some((self.clone().at(precision), (far - middle).ceil().max(0.0) as i64))
    }

    fn plus(&self, integer: i64) -> Ball {
        self + &Ball::integer(integer, self.precision)
    }

    /// `x (x + 1) ... (x + steps - 1)`.
    fn rising(&self, steps: i64) -> Ball {
        (0..steps).fold(Ball::integer(1, self.precision), |product, k| &product * &self.plus(k))
    }

    /// The gamma function: nothing is known at its poles.
    pub fn gamma(&self) -> Ball {
        if let Some(n @ 1..=170) = self.to_integer() {
            return Ball::integer(1, self.precision).rising(n - 1);
        }
        let Some((x, steps)) = self.stirling(0) else { return self.unknown() };
        (&x.plus(steps).ln_gamma_far().exp() / &x.rising(steps)).at(self.precision)
    }

    /// `ln(abs(gamma(x)))`.
    pub fn ln_gamma(&self) -> Ball {
        let Some((x, steps)) = self.stirling(0) else { return self.unknown() };
        (&x.plus(steps).ln_gamma_far() - &x.rising(steps).abs().ln()).at(self.precision)
    }

    /// DLMF 5.11.1.
    fn ln_gamma_far(&self) -> Ball {
        let half = Ball::integer(1, self.precision).scaled(-1);
        let start = &(&(self - &half) * &self.ln()) - self;
        let start = &start + &Ball::pi(self.precision).times(2).ln().scaled(-1);
        // B_2k/(2k(2k - 1) x^(2k - 1))
        self.asymptotic(start, self.reciprocal(), |bernoulli, k| bernoulli.over(2 * k * (2 * k - 1)))
    }

    /// The sum of `coefficient(B_2k, k) * first * x^(2 - 2k)` over k = 1, 2, ... added to a start.
    fn asymptotic(&self, start: Ball, first: Ball, coefficient: impl Fn(Ball, i64) -> Ball) -> Ball {
        let square = self.square().reciprocal();
        let (mut power, mut sum) = (first, start);
        let least = sum.magnitude().min(0) - i64::from(self.precision);
        for (at, number) in bernoulli_numbers().iter().enumerate() {
            let (numerator, denominator) = number;
            let exact = |value: &IBig| Ball::normal(value.clone(), 0u8.into(), 0, self.precision);
            let term = &coefficient(&exact(numerator) / &exact(denominator), at as i64 + 1) * &power;
            if term.magnitude() < least || at + 1 == BERNOULLI {
                return sum.widened_by(&term);
            }
            sum = &sum + &term;
            power = &power * &square;
        }
        self.unknown()
    }

    /// The derivative of order `n` of the digamma function, and that itself for 0.
    pub fn polygamma(&self, n: i64) -> Ball {
        if n < 0 {
            return self.unknown();
        }
        let Some((x, steps)) = self.stirling(n) else { return self.unknown() };
        // psi_n(x) = psi_n(x + 1) - (-1)^n n!/x^(n + 1)
        let sign = if n % 2 == 0 { 1 } else { -1 };
        let factorial = Ball::integer(1, x.precision).rising(n);
        let mut sum = Ball::integer(0, x.precision);
        for k in 0..steps {
            sum = &sum + &x.plus(k).integer_power(-n - 1);
        }
        let far = x.plus(steps);
        (&far.polygamma_far(n, &factorial) - &(&sum * &factorial).times(sign)).at(self.precision)
    }

    /// DLMF 5.11.2 and its derivatives.
    fn polygamma_far(&self, n: i64, factorial: &Ball) -> Ball {
        if n == 0 {
            let start = &self.ln() - &self.reciprocal().scaled(-1);
            let first = self.square().reciprocal();
            return self.asymptotic(start, first, |bernoulli, k| -&bernoulli.over(2 * k));
        }
        let power = self.integer_power(-n);
        let start = &(factorial * &power).over(n) + &(&(factorial * &power) / self).scaled(-1);
        let first = &power / &self.square();
        // (2k + n - 1)!/(2k)!
        let size = self.asymptotic(start, first, |bernoulli, k| &bernoulli * &Ball::integer(2 * k + 1, self.precision).rising(n - 1));
        if n % 2 == 1 { size } else { -&size }
    }

    /// Euler's constant.
    pub fn euler_gamma(precision: u32) -> Ball {
        -&Ball::integer(1, precision).polygamma(0)
    }

    /// The beta function of positive arguments.
    pub fn beta(a: &Ball, b: &Ball) -> Ball {
        if !a.is_positive() || !b.is_positive() {
            return a.unknown();
        }
        (&(&a.ln_gamma() + &b.ln_gamma()) - &(a + b).ln_gamma()).exp()
    }
}

/// B_2, B_4, ... as numerators and denominators, from the tangent numbers (R. Brent and D. Harvey, Fast computation of
/// Bernoulli, tangent and secant numbers, algorithm TangentNumbers).
fn bernoulli_numbers() -> &'static [(IBig, IBig)] {
    static NUMBERS: OnceLock<Vec<(IBig, IBig)>> = OnceLock::new();
    NUMBERS.get_or_init(|| {
        let mut tangent = vec![IBig::ONE; BERNOULLI + 1];
        for k in 2..=BERNOULLI {
            tangent[k] = &tangent[k - 1] * IBig::from(k - 1);
        }
        for k in 2..=BERNOULLI {
            for j in k..=BERNOULLI {
                tangent[j] = &tangent[j - 1] * IBig::from(j - k) + &tangent[j] * IBig::from(j - k + 2);
            }
        }
        let number = |n: usize| {
            let power = IBig::ONE << (2 * n);
            let sign = if n % 2 == 1 { IBig::ONE } else { IBig::NEG_ONE };
            (sign * IBig::from(2 * n) * &tangent[n], &power * (&power - IBig::ONE))
        };
        (1..=BERNOULLI).map(number).collect()
    })
}
