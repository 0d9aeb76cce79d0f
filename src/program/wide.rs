//! The real numbers of a block, and functions of whole blocks in forms without branches.

use crate::functions::FunctionId;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// How many points a block has.
pub const LANES: usize = 64;

/// `f64` or `f32`.
pub trait Real:
    Copy
    + Default
    + PartialOrd
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The nearest number.
    fn of(value: f64) -> Self;
    /// As a double.
    fn wide(self) -> f64;
    /// The square root.
    fn root(self) -> Self;
    /// A function of the table of every number of a block.
    fn call(function: FunctionId, arguments: &[Self; LANES], to: &mut [Self; LANES]);

    /// 1 or 0; not a number where one of the sides compared is none.
    fn truth(holds: bool, a: Self, b: Self) -> Self {
        if holds {
            Self::of(1.0)
        } else if a.partial_cmp(&b).is_none() {
            Self::of(f64::NAN)
        } else {
            Self::of(0.0)
        }
    }
}

const EXP: FunctionId = FunctionId::named("exp");
const LN: FunctionId = FunctionId::named("ln");
const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");
const TANH: FunctionId = FunctionId::named("tanh");
const SIGMA: FunctionId = FunctionId::named("sigma");

impl Real for f64 {
    #[inline(always)]
    fn of(value: f64) -> f64 {
        value
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }

    #[inline(always)]
    fn root(self) -> f64 {
        self.sqrt()
    }

    #[inline(always)]
    fn call(function: FunctionId, arguments: &[f64; LANES], to: &mut [f64; LANES]) {
        let map = |to: &mut [f64; LANES], f: &dyn Fn(f64) -> f64| to.iter_mut().zip(arguments).for_each(|(to, x)| *to = f(*x));
        let is_moderate = || arguments.iter().fold(true, |all, x| all & (x.abs() < MODERATE));
        match function {
            EXP if is_moderate() => (0..LANES).for_each(|lane| to[lane] = exp(arguments[lane])),
            EXP => map(to, &f64::exp),
            SIGMA if is_moderate() => (0..LANES).for_each(|lane| to[lane] = 1.0 / (1.0 + exp(-arguments[lane]))),
            TANH => (0..LANES).for_each(|lane| to[lane] = tanh(arguments[lane])),
            // ln(0) has no value here, and the library's has.
            LN => map(to, &|x| if x > 0.0 { x.ln() } else { f64::NAN }),
            SIN => map(to, &f64::sin),
            COS => map(to, &f64::cos),
            _ => map(to, &|x| (function.row().value)(&[x])),
        }
    }
}

impl Real for f32 {
    #[inline(always)]
    fn of(value: f64) -> f32 {
        value as f32
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self.into()
    }

    #[inline(always)]
    fn root(self) -> f32 {
        self.sqrt()
    }

    #[inline(always)]
    fn call(function: FunctionId, arguments: &[f32; LANES], to: &mut [f32; LANES]) {
        let map = |to: &mut [f32; LANES], f: &dyn Fn(f32) -> f32| to.iter_mut().zip(arguments).for_each(|(to, x)| *to = f(*x));
        match function {
            EXP => map(to, &f32::exp),
            TANH => map(to, &f32::tanh),
            SIN => map(to, &f32::sin),
            COS => map(to, &f32::cos),
            _ => map(to, &|x| (function.row().value)(&[x.into()]) as f32),
        }
    }
}

/// Below this size the exponential neither overflows nor gets subnormal, and neither does its square.
const MODERATE: f64 = 350.0;

/// The exponential function for arguments of a size below 700, to about one unit in the last place: `2^n * exp(r)` with `r`
/// at most half of ln 2, by the series to r^13, whose rest is below 1e-17.
#[inline(always)]
fn exp(x: f64) -> f64 {
    // Adding this rounds to an integer, and leaves that integer in the low bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let rounded = x * std::f64::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;
    const COEFFICIENTS: [f64; 14] = {
        let mut coefficients = [1.0; 14];
        let mut k = 1;
        while k < 14 {
            coefficients[k] = coefficients[k - 1] / k as f64;
            k += 1;
        }
        coefficients
    };
    let mut series = COEFFICIENTS[13];
    let mut k = 13;
    while k > 0 {
        k -= 1;
        series = series * r + COEFFICIENTS[k];
    }
    // The integer goes to the exponent's place.
    f64::from_bits(series.to_bits().wrapping_add(rounded.to_bits() << 52))
}

/// The hyperbolic tangent: near 0 by the rational approximation of Cephes, otherwise by the exponential.
#[inline(always)]
fn tanh(x: f64) -> f64 {
    let size = x.abs();
    let z = x * x;
    let above = (-9.643_991_794_250_522e-1 * z - 9.928_772_310_019_185e1) * z - 1.614_687_684_417_084_4e3;
    let below = ((z + 1.128_116_784_916_329_3e2) * z + 2.235_488_390_601_004_6e3) * z + 4.844_063_053_251_255e3;
    let near = x + x * z * (above / below);
    // From 20 on the result is 1 to the last digit.
    let far = 1.0 - 2.0 / (exp(2.0 * if size > 20.0 { 20.0 } else { size }) + 1.0);
    let value = if size < 0.625 { near } else { far.copysign(x) };
    if x.is_nan() { x } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_functions_agree_with_the_library_to_two_units_in_the_last_place() {
        for at in -40_000..=40_000 {
            let x = at as f64 * 0.008_731;
            for (found, expected) in [(exp(x), x.exp()), (tanh(x), x.tanh()), (tanh(x / 300.0), (x / 300.0).tanh())] {
                assert!((found - expected).abs() <= 2.0 * f64::EPSILON * expected.abs(), "at {x}: {found} and {expected}");
            }
        }
        assert!(tanh(f64::NAN).is_nan());
        assert_eq!((tanh(0.0), tanh(1e6), tanh(f64::NEG_INFINITY)), (0.0, 1.0, -1.0));
    }
}
