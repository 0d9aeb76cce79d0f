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
        match function {
            EXP => (0..LANES).for_each(|lane| to[lane] = exp(arguments[lane])),
            SIGMA => (0..LANES).for_each(|lane| to[lane] = sigma(arguments[lane])),
            TANH => (0..LANES).for_each(|lane| to[lane] = tanh(arguments[lane])),
            LN => (0..LANES).for_each(|lane| to[lane] = ln(arguments[lane])),
            SIN if are_small(arguments) => (0..LANES).for_each(|lane| to[lane] = sin_or_cos(arguments[lane], 0)),
            COS if are_small(arguments) => (0..LANES).for_each(|lane| to[lane] = sin_or_cos(arguments[lane], 1)),
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

    /// By way of doubles: the last digit is right nearly always, and there is one set of functions to trust.
    #[inline(always)]
    fn call(function: FunctionId, arguments: &[f32; LANES], to: &mut [f32; LANES]) {
        let mut wide = [0.0; LANES];
        let mut results = [0.0; LANES];
        (0..LANES).for_each(|lane| wide[lane] = f64::from(arguments[lane]));
        f64::call(function, &wide, &mut results);
        (0..LANES).for_each(|lane| to[lane] = results[lane] as f32);
    }
}

// No step below is fused into another, so that all machines give the same digits.

/// Adding this rounds a small number to an integer, and leaves that integer in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// The logarithm of 2 in two parts; the first has so many zeros at its end that small multiples of it are exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// 2 to the integer in the low bits of what [`ROUND`] has rounded.
#[inline(always)]
fn power_of_two(rounded: f64) -> f64 {
    f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52))
}

/// The exponential of a number of a size below 800 as a number near 1 and the power of 2 it is to be multiplied by, which is
/// rounded by [`ROUND`]: `exp(r)*2^n` with r at most half of ln 2. What follows `1 + r` is `r^2` times the polynomial that has
/// the values of `(exp(r) - 1 - r)/r^2` at ten Chebyshev nodes; it is off by 1.6e-17.
#[inline(always)]
fn exp_parts(x: f64) -> (f64, f64) {
    const COEFFICIENTS: [f64; 10] = [
        5.000_000_000_000_001e-1,
        1.666_666_666_666_666_9e-1,
        4.166_666_666_662_413e-2,
        8.333_333_333_330_062e-3,
        1.388_888_891_721_371_7e-3,
        1.984_126_986_305_361_8e-4,
        2.480_152_129_595_437_6e-5,
        2.755_726_845_999_706_4e-6,
        2.762_008_844_540_974_6e-7,
        2.510_038_549_551_032e-8,
    ];
    let rounded = x * std::f64::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;
    let mut series = COEFFICIENTS[9];
    let mut k = 9;
    while k > 0 {
        k -= 1;
        series = series * r + COEFFICIENTS[k];
    }
    (1.0 + (r + r * r * series), rounded)
}

/// The exponential function, to one unit in the last place.
#[inline(always)]
fn exp(x: f64) -> f64 {
    // Beyond these it is 0 or infinite; a NaN passes both.
    let low = if x < -746.0 { -746.0 } else { x };
    let (series, rounded) = exp_parts(if low > 710.0 { 710.0 } else { low });
    // One power of 2 could overflow where the product does not; two of half the size do not.
    let half = (rounded - ROUND) * 0.5 + ROUND;
    let rest = (rounded - ROUND) - (half - ROUND) + ROUND;
    series * power_of_two(half) * power_of_two(rest)
}

/// The logistic function, by the sign of its argument: nothing overflows, and small values keep their digits.
#[inline(always)]
fn sigma(x: f64) -> f64 {
    let decay = exp(-x.abs());
    (if x < 0.0 { decay } else { 1.0 }) / (1.0 + decay)
}

/// The natural logarithm, to one unit in the last place: `ln(m) + k*ln(2)` with m between sqrt(1/2) and sqrt(2), by the
/// polynomial in `s = (m - 1)/(m + 1)` of fdlibm. There is none of 0, whose logarithm IEEE 754 has at minus infinity.
#[inline(always)]
fn ln(x: f64) -> f64 {
    const ROOT_HALF: u64 = 0x3fe6_a09e << 32;
    let is_small = x < f64::MIN_POSITIVE;
    // Subnormal numbers get the usual form first.
    let normal = if is_small { x * 18_014_398_509_481_984.0 } else { x };
    let bits = normal.to_bits().wrapping_add((0x3ff0_0000 << 32) - ROOT_HALF);
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    // The exponent goes to the low bits of 2^52.
    let k = f64::from_bits((bits >> 52) | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 1023.0) - if is_small { 54.0 } else { 0.0 };
    let f = m - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (3.999_999_999_940_942e-1 + w * (2.222_219_843_214_978_4e-1 + w * 1.531_383_769_920_937_3e-1));
    let odd =
        z * (6.666_666_666_666_735e-1 + w * (2.857_142_874_366_239e-1 + w * (1.818_357_216_161_805e-1 + w * 1.479_819_860_511_658_6e-1)));
    let value = s * (half_square + (odd + even)) + k * LN_2_LOW - half_square + f + k * LN_2_HIGH;
    let finite = if x == f64::INFINITY { x } else { value };
    if x > 0.0 { finite } else { f64::NAN }
}

/// The hyperbolic tangent: near 0 by the rational approximation of Cephes, otherwise by the exponential.
#[inline(always)]
fn tanh(x: f64) -> f64 {
    let size = x.abs();
    let z = x * x;
    let above = (-9.643_991_794_250_522e-1 * z - 9.928_772_310_019_185e1) * z - 1.614_687_684_417_084_5e3;
    let below = ((z + 1.128_116_784_916_329_3e2) * z + 2.235_488_390_601_004_5e3) * z + 4.844_063_053_251_255e3;
    let near = x + x * z * (above / below);
    // From 20 on the result is 1 to the last digit.
    let (series, rounded) = exp_parts(2.0 * if size > 20.0 { 20.0 } else { size });
    let far = 1.0 - 2.0 / (series * power_of_two(rounded) + 1.0);
    let value = if size < 0.625 { near } else { far.copysign(x) };
    if x.is_nan() { x } else { value }
}

/// Whether [`sin_or_cos`] can take all of them.
#[inline(always)]
fn are_small(arguments: &[f64; LANES]) -> bool {
    arguments.iter().fold(true, |all, x| all & (x.abs() < 1000.0))
}

/// The sine, or a quarter turn on the cosine, of a number of a size below 1000, to one unit in the last place: what is left
/// of it after quarter turns is kept in two numbers, and goes into the polynomials of fdlibm for a size up to pi/4.
#[inline(always)]
fn sin_or_cos(x: f64, quarter_turns: u64) -> f64 {
    // Pi/2 in three parts; small multiples of the first two are exact.
    const TURN: [f64; 3] = [1.570_796_326_734_125_6, 6.077_100_506_303_966e-11, 2.022_266_248_795_950_6e-21];
    let rounded = x * std::f64::consts::FRAC_2_PI + ROUND;
    let n = rounded - ROUND;
    let first = x - n * TURN[0];
    let rest = first - n * TURN[1];
    let lost = n * TURN[2] - ((first - rest) - n * TURN[1]);
    let r = rest - lost;
    let tail = (rest - r) - lost;
    let z = r * r;
    let cube = z * r;
    let s = 8.333_333_333_322_49e-3
        + z * (-1.984_126_982_985_795e-4
            + z * (2.755_731_370_707_006_8e-6 + z * (-2.505_076_025_340_686_3e-8 + z * 1.589_690_995_211_55e-10)));
    let sine = r - ((z * (0.5 * tail - cube * s) - tail) + cube * 1.666_666_666_666_663_2e-1);
    let c = 4.166_666_666_666_66e-2
        + z * (-1.388_888_888_887_411e-3
            + z * (2.480_158_728_947_673e-5
                + z * (-2.755_731_435_139_066_3e-7 + z * (2.087_572_321_298_175e-9 - z * 1.135_964_755_778_819_5e-11))));
    let near_one = 1.0 - 0.5 * z;
    let cosine = near_one + (((1.0 - near_one) - 0.5 * z) + (z * z * c - r * tail));
    let quarter = rounded.to_bits().wrapping_add(quarter_turns);
    let size = if quarter & 1 == 1 { cosine } else { sine };
    f64::from_bits(size.to_bits() ^ ((quarter & 2) << 62))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of every size, from the least subnormal one to the greatest, and those that are none.
    fn numbers() -> impl Iterator<Item = f64> {
        let spread = (0..400_000_u64).map(|at| f64::from_bits(at.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let dense = (-400_000..=400_000).map(|at| f64::from(at) * 0.001_873);
        let special = [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, f64::MIN_POSITIVE, f64::MAX, f64::MIN, 5e-324, -5e-324];
        let edges =
            [709.782_712_893_384, 709.782_712_893_385, -745.133_219_101_941, -745.133_219_101_942, -708.396_418_532_264, 1.0, 0.625];
        spread.chain(dense).chain(special).chain(edges)
    }

    /// How many numbers of double precision lie between two.
    fn distance(a: f64, b: f64) -> u64 {
        let place = |x: f64| if x.is_sign_negative() { -((x.to_bits() & (u64::MAX >> 1)) as i64) } else { x.to_bits() as i64 };
        if a.is_nan() && b.is_nan() { 0 } else { place(a).abs_diff(place(b)) }
    }

    #[test]
    fn wide_functions_are_within_a_unit_or_two_of_the_library() {
        let sigma_of_table = |x: f64| (SIGMA.row().value)(&[x]);
        let ln_of_table = |x: f64| (LN.row().value)(&[x]);
        type Function = dyn Fn(f64) -> f64;
        let functions: [(&str, &Function, &Function); 4] =
            [("exp", &exp, &libm::exp), ("ln", &ln, &ln_of_table), ("sigma", &sigma, &sigma_of_table), ("tanh", &tanh, &f64::tanh)];
        for (name, wide, library) in functions {
            let units = if matches!(name, "exp" | "ln") { 1 } else { 2 };
            for x in numbers() {
                let (found, expected) = (wide(x), library(x));
                assert!(distance(found, expected) <= units, "{name}({x:e}): {found:e} and {expected:e}");
            }
        }
        let near_zeros = (-600..=600).map(|n| f64::from(n) * std::f64::consts::FRAC_PI_2);
        for x in numbers().filter(|x| x.abs() < 1000.0).chain(near_zeros) {
            for (turns, library) in [(0, libm::sin as fn(f64) -> f64), (1, libm::cos)] {
                let (found, expected) = (sin_or_cos(x, turns), library(x));
                assert!(distance(found, expected) <= 1, "{turns}: {x:e}, {found:e} and {expected:e}");
            }
        }
    }
}
