//! Values in double precision: what `libm` and the special-function crates leave to do for a row of the table.
//!
//! Every function here answers NaN outside of its real domain and at a pole, and infinity only where the value is too large for a double.

use std::f64::consts::{E, FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;

// Elementary functions.

pub fn reciprocal(u: f64) -> f64 {
    if u == 0.0 { f64::NAN } else { 1.0 / u }
}

pub fn ln(u: f64) -> f64 {
    inside(u > 0.0, || libm::log(u))
}

pub fn log(base: f64, u: f64) -> f64 {
    inside(base > 0.0 && base != 1.0 && u > 0.0, || libm::log(u) / libm::log(base))
}

pub fn log2(u: f64) -> f64 {
    inside(u > 0.0, || libm::log2(u))
}

pub fn log10(u: f64) -> f64 {
    inside(u > 0.0, || libm::log10(u))
}

pub fn log1p(u: f64) -> f64 {
    inside(u > -1.0, || libm::log1p(u))
}

/// The root of index `n > 0`: of a negative `x` only where `n` is an odd integer.
pub fn root(n: f64, x: f64) -> f64 {
    let size = match n {
        2.0 => libm::sqrt(x.abs()),
        3.0 => libm::cbrt(x.abs()),
        _ => libm::pow(x.abs(), 1.0 / n),
    };
    inside(n > 0.0 && (x >= 0.0 || libm::fmod(n, 2.0) == 1.0), || size.copysign(x))
}

pub fn sign(u: f64) -> f64 {
    if u == 0.0 || u.is_nan() { u.abs() } else { 1f64.copysign(u) }
}

pub fn heaviside(u: f64) -> f64 {
    (1.0 + sign(u)) / 2.0
}

/// The greatest argument; NaN where any is NaN, unlike `f64::max`.
pub fn max(x: &[f64]) -> f64 {
    x.iter().copied().reduce(|a, b| if a.is_nan() || a >= b { a } else { b }).unwrap_or(f64::NAN)
}

/// The least argument; NaN where any is NaN, unlike `f64::min`.
pub fn min(x: &[f64]) -> f64 {
    x.iter().copied().reduce(|a, b| if a.is_nan() || a <= b { a } else { b }).unwrap_or(f64::NAN)
}

/// NaN where either argument is, unlike the function of IEEE 754 where the other is infinite.
pub fn hypot(u: f64, v: f64) -> f64 {
    inside(!u.is_nan() && !v.is_nan(), || libm::hypot(u, v))
}

pub fn sinc(u: f64) -> f64 {
    if u == 0.0 { 1.0 } else { libm::sin(u) / u }
}

/// The angle whose cosine is `1/u`, from its tangent: the cosine alone loses digits near `u = 1`.
pub fn arcsec(u: f64) -> f64 {
    libm::atan2(cotangent_side(u), sign(u))
}

pub fn arccsc(u: f64) -> f64 {
    libm::atan2(sign(u), cotangent_side(u))
}

/// `sqrt(u^2 - 1)`; NaN where `abs(u) < 1`.
fn cotangent_side(u: f64) -> f64 {
    libm::sqrt(u.abs() - 1.0) * libm::sqrt(u.abs() + 1.0)
}

pub fn arccot(u: f64) -> f64 {
    libm::atan(reciprocal(u))
}

/// The angle of the point `(x, y)` in (-pi, pi]; adding zero turns -0 into 0, which would give -pi on the cut.
pub fn atan2(y: f64, x: f64) -> f64 {
    inside(y != 0.0 || x != 0.0, || libm::atan2(y + 0.0, x + 0.0))
}

pub fn arcosh(u: f64) -> f64 {
    inside(u >= 1.0, || libm::acosh(u))
}

pub fn artanh(u: f64) -> f64 {
    inside(-1.0 < u && u < 1.0, || libm::atanh(u))
}

pub fn arsech(u: f64) -> f64 {
    inside(0.0 < u && u <= 1.0, || libm::asinh(libm::sqrt((1.0 - u) * (1.0 + u)) / u))
}

pub fn arcoth(u: f64) -> f64 {
    inside(u.abs() > 1.0, || libm::log1p(2.0 / (u.abs() - 1.0)).copysign(u) / 2.0)
}

// The logistic family. Each branch keeps the exponential from overflowing.

pub fn sigma(u: f64) -> f64 {
    let decay = libm::exp(-u.abs());
    if u >= 0.0 { 1.0 / (1.0 + decay) } else { decay / (1.0 + decay) }
}

pub fn logit(u: f64) -> f64 {
    // Near 1/2 the quotient is near 1, where its logarithm is best had from its difference to 1.
    inside(
        0.0 < u && u < 1.0,
        || {
            if (0.25..0.75).contains(&u) { libm::log1p((2.0 * u - 1.0) / (1.0 - u)) } else { libm::log(u / (1.0 - u)) }
        },
    )
}

pub fn softplus(u: f64) -> f64 {
    u.max(0.0) + libm::log1p(libm::exp(-u.abs()))
}

pub fn logsumexp(x: &[f64]) -> f64 {
    let greatest = max(x);
    // The greatest argument adds exactly 1 under the logarithm.
    let first = x.iter().position(|&u| u == greatest);
    let others = x.iter().enumerate().filter(|&(k, _)| Some(k) != first).map(|(_, u)| libm::exp(u - greatest)).sum();
    greatest + libm::log1p(others)
}

// Error functions.

/// DLMF 7.5.1 and 7.2.5: by Dawson's integral.
pub fn erfi(u: f64) -> f64 {
    FRAC_2_SQRT_PI * libm::exp(u * u) * spec_math::cephes64::dawsn(u)
}

pub fn normal_cdf(u: f64) -> f64 {
    libm::erfc(-u * FRAC_1_SQRT_2) / 2.0
}

// The gamma function and its kin.

pub fn gamma(u: f64) -> f64 {
    inside(!is_gamma_pole(u), || libm::tgamma(u))
}

pub fn lgamma(u: f64) -> f64 {
    inside(!is_gamma_pole(u), || libm::lgamma(u))
}

pub fn digamma(u: f64) -> f64 {
    inside(!is_gamma_pole(u), || spec_math::cephes64::psi(u))
}

/// DLMF 5.15.1 and 25.11.12: by the Hurwitz zeta function, after steps to the right (DLMF 5.15.5) for negative `x`.
/// Near a zero, which only negative `x` have, the digits are lost that cancel in the sum.
pub fn polygamma(n: f64, x: f64) -> f64 {
    const STEPS: f64 = 1e6;
    if n == 0.0 {
        return digamma(x);
    }
    if n < 0.0 || n != n.floor() || is_gamma_pole(x) || x < -STEPS {
        return f64::NAN;
    }
    let (mut sum, mut shifted) = (0.0, x);
    while shifted <= 0.0 {
        sum += libm::pow(shifted, -n - 1.0);
        shifted += 1.0;
    }
    sum += spec_math::cephes64::zeta(n + 1.0, shifted);
    let size = libm::tgamma(n + 1.0) * sum;
    if libm::fmod(n, 2.0) == 1.0 { size } else { -size }
}

pub fn beta(a: f64, b: f64) -> f64 {
    inside(a > 0.0 && b > 0.0, || spec_math::cephes64::beta(a, b))
}

fn is_gamma_pole(u: f64) -> bool {
    u <= 0.0 && u == u.floor()
}

// Integrals that have a name.

/// DLMF 6.6.1 (the power series) and 6.12.2 (the asymptotic one); for negative `u` minus E_1, DLMF 6.2.6.
pub fn exponential_integral(u: f64) -> f64 {
    if u == 0.0 || u.is_nan() {
        f64::NAN
    } else if u < 0.0 {
        -spec_math::cephes64::expn(1, -u)
    } else if u < 40.0 {
        let (mut power, mut sum) = (1.0, 0.0);
        for k in 1..200 {
            power *= u / f64::from(k);
            sum += power / f64::from(k);
        }
        EULER_GAMMA + libm::log(u) + sum
    } else {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..40 {
            term *= f64::from(k) / u;
            sum += term;
        }
        libm::exp(u) / u * sum
    }
}

pub fn logarithmic_integral(u: f64) -> f64 {
    if u == 0.0 { 0.0 } else { exponential_integral(ln(u)) }
}

pub fn sine_integral(u: f64) -> f64 {
    spec_math::cephes64::sici(u).0
}

pub fn cosine_integral(u: f64) -> f64 {
    inside(u > 0.0, || spec_math::cephes64::sici(u).1)
}

pub fn fresnel_sine(u: f64) -> f64 {
    spec_math::cephes64::fresnl(u).0
}

pub fn fresnel_cosine(u: f64) -> f64 {
    spec_math::cephes64::fresnl(u).1
}

/// DLMF 25.12.1 near 0; elsewhere Spence's function of Cephes, which is Li_2(1 - u).
pub fn dilogarithm(u: f64) -> f64 {
    inside(u <= 1.0, || {
        if u.abs() < 0.25 {
            let mut power = 1.0;
            let series = (1..30).map(|k| {
                power *= u;
                power / f64::from(k * k)
            });
            series.sum()
        } else {
            spec_math::cephes64::spence(1.0 - u)
        }
    })
}

// Solutions of equations.

/// The double nearest to the branch point -1/e lies just outside of the domain, and counts as the branch point.
pub fn lambert(u: f64) -> f64 {
    if u == -1.0 / E { -1.0 } else { lambert_w::lambert_w0(u) }
}

// Bessel functions, order first. NaN also where the value, or the loss of digits, is too large for a double.

pub fn bessel_j(order: f64, x: f64) -> f64 {
    from_the_right(order, x, |x| complex_bessel::besselj(order, x.into()).map_or(f64::NAN, |value| value.re))
}

pub fn bessel_y(order: f64, x: f64) -> f64 {
    inside(x > 0.0, || complex_bessel::bessely(order, x.into()).map_or(f64::NAN, |value| value.re))
}

pub fn bessel_i(order: f64, x: f64) -> f64 {
    from_the_right(order, x, |x| complex_bessel::besseli(order, x.into()).map_or(f64::NAN, |value| value.re))
}

pub fn bessel_k(order: f64, x: f64) -> f64 {
    inside(x > 0.0, || complex_bessel::besselk(order, x.into()).map_or(f64::NAN, |value| value.re))
}

/// J or I from its values at `x >= 0`. For `x < 0` they are real only where the order is an integer, whose parity they
/// then have (DLMF 10.11.1 and 10.34.1); at 0 they are infinite where the order is negative and no integer.
fn from_the_right(order: f64, x: f64, bessel: impl Fn(f64) -> f64) -> f64 {
    let integer = order == libm::floor(order);
    let sign = if x < 0.0 && libm::fmod(order, 2.0) != 0.0 { -1.0 } else { 1.0 };
    inside(x > 0.0 || integer || x == 0.0 && order > 0.0, || sign * bessel(x.abs()))
}

/// The value where the condition holds, else NaN.
fn inside(condition: bool, value: impl FnOnce() -> f64) -> f64 {
    if condition { value() } else { f64::NAN }
}
