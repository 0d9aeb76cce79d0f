//! The functions of the table in balls, by the names of their rows.
//!
//! A row that is missing here has no ball, and whatever contains it is not decided by numbers.

use super::Ball;
use crate::functions::FunctionId;
use crate::number::Rational;

/// The value of a function of the table. With `inside`, nothing is said at a point where the function has a value but need not
/// have a derivative: at a corner, at a jump, at the end of a domain.
pub(super) fn value(function: FunctionId, arguments: &[Ball], inside: bool) -> Ball {
    let precision = arguments.iter().map(|argument| argument.precision).max().unwrap_or(0);
    let unknown = || Ball { precision, ..Ball::UNKNOWN };
    if arguments.iter().any(|argument| !argument.is_known()) {
        return unknown();
    }
    let integer = |value: i64| Ball::integer(value, precision);
    let one = || integer(1);
    match (function.row().name, arguments) {
        ("max", [_, ..]) => extreme(arguments, inside, |a, b| a - b),
        ("min", [_, ..]) => extreme(arguments, inside, |a, b| b - a),
        ("logsumexp", [first, rest @ ..]) => rest.iter().fold(first.exp(), |sum, u| &sum + &u.exp()).ln(),
        (name, [u]) => match name {
            // A corner, a jump or an end of the domain stands where this is zero.
            "abs" | "sign" | "heaviside" | "relu" | "cbrt" if inside && !u.is_nonzero() => unknown(),
            "li" if inside && u.is_zero() => unknown(),
            "arcsin" | "arccos" | "arcsec" | "arccsc" | "arcosh" | "arsech" if inside && !(&one() - &u.abs()).is_nonzero() => unknown(),
            "dilog" if inside && !(&one() - u).is_nonzero() => unknown(),
            "sqrt" if inside && !u.is_nonzero() => unknown(),
            "floor" | "ceil" => rounded(u, name == "floor", inside),
            _ => unary(name, u),
        },
        ("root", [n, x]) => match n.to_integer() {
            Some(_) if inside && !x.is_nonzero() => unknown(),
            Some(n) if n > 0 => x.root(n),
            _ if n.is_positive() && x.is_positive() => x.power(&n.reciprocal()),
            _ => unknown(),
        },
        ("log", [base, x]) => &x.ln() / &base.ln(),
        ("hypot", [x, y]) => {
            let square = &x.square() + &y.square();
            if inside && !square.is_nonzero() { unknown() } else { square.sqrt() }
        }
        // On the cut there is a value and no derivative.
        ("atan2", [y, x]) => {
            if inside && !y.is_nonzero() && !x.is_positive() {
                unknown()
            } else {
                Ball::atan2(y, x)
            }
        }
        ("polygamma", [n, x]) => n.to_integer().map_or_else(unknown, |n| x.polygamma(n)),
        ("beta", [a, b]) => Ball::beta(a, b),
        ("BesselJ" | "BesselI", [order, x]) if inside && x.is_zero() && order.to_integer().is_none() => unknown(),
        ("BesselJ", [order, x]) => x.bessel_first(order, true),
        ("BesselI", [order, x]) => x.bessel_first(order, false),
        ("BesselY", [order, x]) => x.bessel_second(order, false),
        ("BesselK", [order, x]) => x.bessel_second(order, true),
        _ => unknown(),
    }
}

/// As [`value`], for wide balls: functions that only rise or only fall are taken at the ends.
pub(super) fn range(function: FunctionId, arguments: &[Ball]) -> Ball {
    const MONOTONE: [&str; 30] = [
        "exp",
        "expm1",
        "exprel",
        "ln",
        "log1p",
        "log2",
        "log10",
        "sqrt",
        "cbrt",
        "sign",
        "heaviside",
        "relu",
        "floor",
        "ceil",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "tanh",
        "arsinh",
        "arcosh",
        "artanh",
        "sigma",
        "logit",
        "softplus",
        "erf",
        "erfc",
        "erfi",
        "Phi",
        "Si",
    ];
    match (function.row().name, arguments) {
        ("sin" | "cos", [u]) if u.is_known() => {
            // Neither is steeper than 1, nor leaves [-1, 1].
            let [middle, radius] = u.parts();
            if (&radius - &Ball::integer(1, u.precision)).is_positive() {
                return Ball::integer(-1, u.precision).or(&Ball::integer(1, u.precision));
            }
            value(function, &[middle], false).widened_by(&radius)
        }
        (name, [u]) if u.is_known() && !u.is_exact() && MONOTONE.contains(&name) => {
            let [low, high] = u.ends();
            value(function, &[low], false).or(&value(function, &[high], false))
        }
        _ => value(function, arguments, false),
    }
}

/// As [`Ball::rational_power`], for wide balls.
pub(super) fn range_of_power(base: &Ball, exponent: &Rational) -> Ball {
    let [low, _] = base.ends();
    if exponent.is_integer() || !base.is_known() || base.is_exact() || low.is_negative() {
        return base.rational_power(exponent);
    }
    let [low, high] = base.ends().map(|end| end.rational_power(exponent));
    low.or(&high)
}

/// A constant of the table.
pub(super) fn constant(function: FunctionId, precision: u32) -> Ball {
    match function.row().name {
        "pi" => Ball::pi(precision),
        _ => Ball { precision, ..Ball::UNKNOWN },
    }
}

fn unary(name: &str, u: &Ball) -> Ball {
    let precision = u.precision;
    let unknown = || Ball { precision, ..Ball::UNKNOWN };
    let integer = |value: i64| Ball::integer(value, precision);
    let one = || integer(1);
    match name {
        "exp" => u.exp(),
        "expm1" => &u.exp() - &one(),
        "exprel" => &(&u.exp() - &one()) / u,
        "ln" => u.ln(),
        "log1p" => u.ln_1p(),
        "log2" => &u.ln() / &integer(2).ln(),
        "log10" => &u.ln() / &integer(10).ln(),
        "sqrt" => u.sqrt(),
        "cbrt" => u.root(3),
        "abs" => u.abs(),
        "sign" => sign(u),
        "heaviside" => (&one() + &sign(u)).scaled(-1),
        "relu" => (u + &u.abs()).scaled(-1),
        "sin" => u.sin_cos().0,
        "cos" => u.sin_cos().1,
        "tan" => quotient(u.sin_cos()),
        "sec" => u.sin_cos().1.reciprocal(),
        "csc" => u.sin_cos().0.reciprocal(),
        "cot" => quotient(swapped(u.sin_cos())),
        "sinc" if u.is_zero() => one(),
        "sinc" => &u.sin_cos().0 / u,
        "arcsin" => u.arcsin(),
        "arccos" => u.arccos(),
        "arctan" => u.arctan(),
        "arcsec" => u.reciprocal().arccos(),
        "arccsc" => u.reciprocal().arcsin(),
        "arccot" => u.reciprocal().arctan(),
        "sinh" => u.sinh_cosh().0,
        "cosh" => u.sinh_cosh().1,
        "tanh" => quotient(u.sinh_cosh()),
        "sech" => u.sinh_cosh().1.reciprocal(),
        "csch" => u.sinh_cosh().0.reciprocal(),
        "coth" => quotient(swapped(u.sinh_cosh())),
        "arsinh" => u.arsinh(),
        "arcosh" => arcosh(u),
        "artanh" => artanh(u),
        "arsech" if u.is_positive() => arcosh(&u.reciprocal()),
        "arcsch" => u.reciprocal().arsinh(),
        "arcoth" => artanh(&u.reciprocal()),
        "sigma" => u.logistic(),
        "logit" => (u / &(&one() - u)).ln(),
        "softplus" => (&one() + &u.exp()).ln(),
        "silu" => u * &u.logistic(),
        "gelu" => u * &u.normal_cdf(),
        "erf" => u.erf(),
        "erfc" => u.erfc(),
        "erfi" => u.erfi(),
        "Phi" => u.normal_cdf(),
        "gamma" => u.gamma(),
        "lgamma" => u.ln_gamma(),
        "digamma" => u.polygamma(0),
        "factorial" => (u + &one()).gamma(),
        "Ei" => u.exponential_integral(),
        "li" if u.is_zero() => u.clone(),
        "li" => u.ln().exponential_integral(),
        "Si" => u.sine_integral(),
        "Ci" => u.cosine_integral(),
        "FresnelS" => u.fresnel(true),
        "FresnelC" => u.fresnel(false),
        "dilog" => u.dilogarithm(),
        "W" => u.lambert(),
        _ => unknown(),
    }
}

fn quotient((numerator, denominator): (Ball, Ball)) -> Ball {
    &numerator / &denominator
}

fn swapped((first, second): (Ball, Ball)) -> (Ball, Ball) {
    (second, first)
}

/// `ln(u + sqrt(u^2 - 1))` for `u >= 1`.
fn arcosh(u: &Ball) -> Ball {
    let one = Ball::integer(1, u.precision);
    let rest = &(u - &one) * &(u + &one);
    if u.is_positive() { (u + &rest.sqrt()).ln() } else { Ball { precision: u.precision, ..Ball::UNKNOWN } }
}

fn artanh(u: &Ball) -> Ball {
    let one = Ball::integer(1, u.precision);
    (&(&one + u) / &(&one - u)).ln().scaled(-1)
}

fn sign(u: &Ball) -> Ball {
    let value = if u.is_positive() {
        1
    } else if u.is_negative() {
        -1
    } else {
        0
    };
    let known = value != 0 || u.is_zero();
    if known { Ball::integer(value, u.precision) } else { Ball { precision: u.precision, ..Ball::UNKNOWN } }
}

/// The greatest argument where `difference` is the difference, the least where it is the opposite. Of two of which it is not
/// certain which that is, it lies among the numbers of both; nothing is said with `inside`, where they may be equal.
fn extreme(arguments: &[Ball], inside: bool, difference: impl Fn(&Ball, &Ball) -> Ball) -> Ball {
    let mut best = arguments[0].clone();
    for other in &arguments[1..] {
        let gap = difference(other, &best);
        if gap.is_positive() {
            best = other.clone();
        } else if !gap.is_negative() {
            if inside {
                return Ball { precision: best.precision, ..Ball::UNKNOWN };
            }
            best = best.or(other);
        }
    }
    best
}

/// The integer next below or above, where it is certain which one that is.
fn rounded(u: &Ball, down: bool, inside: bool) -> Ball {
    let unknown = Ball { precision: u.precision, ..Ball::UNKNOWN };
    if let Some(n) = u.to_integer() {
        return if inside { unknown } else { Ball::integer(n, u.precision) };
    }
    let Some(below) = u.integer_part().and_then(|below| i64::try_from(below).ok()).filter(|below| below.abs() < 1 << 60) else {
        return unknown;
    };
    let (low, high) = (Ball::integer(below, u.precision), Ball::integer(below + 1, u.precision));
    if (u - &low).is_positive() && (&high - u).is_positive() { if down { low } else { high } } else { unknown }
}
