//! The rows, grouped by family. To add a function is to add a row: `UNARY` or `BINARY` fills in what is usual.
//!
//! A row with a `definition` states no derivatives, since they follow from it. Conditions use comparisons only:
//! `abs(cos(pi*u)) >= 1` says that `u` is an integer, `abs(sin(pi*u/2)) >= 1` that it is an odd one.

use super::Arity::{AtLeast, Exactly};
use super::Class::{Circular, Exponential, Hyperbolic, InverseCircular, InverseHyperbolic, Other, Turning};
use super::Parity::{Even, Neither, Odd};
use super::Range::{
    AtLeastMinusOne, AtLeastOne, BeyondUnit, Fraction, NonNegative, OutsideUnit, Positive, Real, UnitInterval, UpToUnit, WithinUnit,
};
use super::{Row, value};

const UNARY: Row = Row {
    name: "",
    aliases: &[],
    arity: Exactly(1),
    class: Other,
    latex: "",
    definition: None,
    derivatives: &[],
    domain: "",
    continuous: "",
    range: Real,
    parity: Neither,
    value: |_| f64::NAN,
    special: &[],
    power_series: "",
    source: "definition",
};
const BINARY: Row = Row { arity: Exactly(2), ..UNARY };
const VARIADIC: Row = Row { arity: AtLeast(1), ..UNARY };
const EXPONENTIAL: Row = Row { class: Exponential, ..UNARY };
const TURNING: Row = Row { class: Turning, ..UNARY };
const CIRCULAR: Row = Row { class: Circular, ..UNARY };
const INVERSE_CIRCULAR: Row = Row { class: InverseCircular, ..UNARY };
const HYPERBOLIC: Row = Row { class: Hyperbolic, ..UNARY };
const INVERSE_HYPERBOLIC: Row = Row { class: InverseHyperbolic, ..UNARY };
const CONSTANT: Row = Row { arity: Exactly(0), ..UNARY };

/// All functions, a row each.
#[rustfmt::skip]
pub static TABLE: &[Row] = &[

    // ---- Constants ------------------------------------------------------------------------------------------------
    Row { name: "pi", latex: r"\pi", range: Positive, value: |_| std::f64::consts::PI, source: "DLMF 3.12.1", ..CONSTANT },

    // ---- Exponentials and logarithms ------------------------------------------------------------------------------
    Row { name: "exp",       latex: r"\exp",                  derivatives: &["y"],
          range: Positive,   special: &[("0", "1"), ("1", "e")],
          value: |x| libm::exp(x[0]),                         source: "DLMF 4.7.7", ..EXPONENTIAL },
    Row { name: "ln",        latex: r"\ln",                   derivatives: &["1/u"],
          aliases: &["log"], domain: "u > 0",                 special: &[("1", "0"), ("e", "1")],
          value: |x| value::ln(x[0]),                         source: "DLMF 4.7.1", ..UNARY },
    Row { name: "log",       latex: r"\log",                  definition: Some("ln(v)/ln(u)"),
          domain: "u > 0 and u != 1 and v > 0",
          value: |x| value::log(x[0], x[1]),                  ..BINARY },
    Row { name: "log2",      latex: r"\log_2",                definition: Some("ln(u)/ln(2)"),
          domain: "u > 0",
          value: |x| value::log2(x[0]),                       ..UNARY },
    Row { name: "log10",     latex: r"\log_{10}",             definition: Some("ln(u)/ln(10)"),
          aliases: &["lg"],  domain: "u > 0",
          value: |x| value::log10(x[0]),                      ..UNARY },
    Row { name: "log1p",     latex: r"\operatorname{log1p}",  definition: Some("ln(1 + u)"),
          domain: "u > -1",
          value: |x| value::log1p(x[0]),                      ..UNARY },
    Row { name: "expm1",     latex: r"\operatorname{expm1}",  definition: Some("exp(u) - 1"),
          value: |x| libm::expm1(x[0]),                       ..UNARY },

    // ---- Roots ----------------------------------------------------------------------------------------------------
    Row { name: "sqrt",      latex: r"\sqrt",                 definition: Some("u^(1/2)"),
          range: NonNegative, domain: "u >= 0",
          value: |x| libm::sqrt(x[0]),                        ..UNARY },
    // The real cube root, of either sign.
    Row { name: "cbrt",      latex: r"\sqrt[3]",              derivatives: &["1/(3*y^2)"],
          parity: Odd,       special: &[("0", "0"), ("1", "1"), ("8", "2"), ("27", "3")],
          value: |x| libm::cbrt(x[0]),                        source: "DLMF 4.7.10", ..UNARY },
    // root(n, x): index first; of a negative number only where the index is odd.
    Row { name: "root",      latex: r"\sqrt",                 derivatives: &["-y*ln(v)/u^2", "y^(1 - u)/u"],
          domain: "u > 0 and v >= 0 or u > 0 and abs(sin(pi*u/2)) >= 1",
          value: |x| value::root(x[0], x[1]),                 source: "DLMF 4.7.10", ..BINARY },

    // ---- Size, sign and steps -------------------------------------------------------------------------------------
    Row { name: "abs",       latex: r"\operatorname{abs}",    derivatives: &["sign(u)"],
          range: NonNegative, parity: Even,
          value: |x| x[0].abs(),                              special: &[("0", "0")], ..TURNING },
    Row { name: "sign",      latex: r"\operatorname{sgn}",    derivatives: &["0"],
          aliases: &["sgn", "signum"], range: UpToUnit,       parity: Odd,  continuous: "u != 0",
          value: |x| value::sign(x[0]),                       special: &[("0", "0")], ..TURNING },
    // The value at 0 is 1/2, so that heaviside(u) = (1 + sign(u))/2 everywhere.
    Row { name: "heaviside", latex: r"\operatorname{H}",      derivatives: &["0"],
          aliases: &["Heaviside"], range: Fraction,           continuous: "u != 0",
          value: |x| value::heaviside(x[0]),                  special: &[("0", "1/2")], ..TURNING },
    Row { name: "floor",     latex: r"\operatorname{floor}",  derivatives: &["0"],
          continuous: "floor(u) != u",
          value: |x| libm::floor(x[0]),                       special: &[("0", "0")], ..TURNING },
    Row { name: "ceil",      latex: r"\operatorname{ceil}",   derivatives: &["0"],
          aliases: &["ceiling"],                              continuous: "ceil(u) != u",
          value: |x| libm::ceil(x[0]),                        special: &[("0", "0")], ..TURNING },
    // The engine differentiates max and min as the piecewise functions they are.
    Row { name: "max",       latex: r"\max",                  derivatives: &[""],
          value: |x| value::max(x),                           class: Turning, ..VARIADIC },
    Row { name: "min",       latex: r"\min",                  derivatives: &[""],
          value: |x| value::min(x),                           class: Turning, ..VARIADIC },
    Row { name: "hypot",     latex: r"\operatorname{hypot}",  derivatives: &["u/y", "v/y"],
          range: NonNegative, parity: Even,                   special: &[("0, 0", "0")],
          value: |x| value::hypot(x[0], x[1]),                ..BINARY },

    // ---- Trigonometric functions ----------------------------------------------------------------------------------
    Row { name: "sin",       latex: r"\sin",                  derivatives: &["cos(u)"],
          range: UpToUnit, parity: Odd,       special: &[("0", "0"), ("pi/6", "1/2"), ("pi/4", "sqrt(2)/2"), ("pi/3", "sqrt(3)/2"), ("pi/2", "1"),
                                        ("2*pi/3", "sqrt(3)/2"), ("3*pi/4", "sqrt(2)/2"), ("5*pi/6", "1/2"), ("pi", "0"),
                                        ("3*pi/2", "-1"), ("2*pi", "0")],
          value: |x| libm::sin(x[0]),                         source: "DLMF 4.20.1", ..CIRCULAR },
    Row { name: "cos",       latex: r"\cos",                  derivatives: &["-sin(u)"],
          range: UpToUnit, parity: Even,      special: &[("0", "1"), ("pi/6", "sqrt(3)/2"), ("pi/4", "sqrt(2)/2"), ("pi/3", "1/2"), ("pi/2", "0"),
                                        ("2*pi/3", "-1/2"), ("3*pi/4", "-sqrt(2)/2"), ("5*pi/6", "-sqrt(3)/2"), ("pi", "-1"),
                                        ("3*pi/2", "0"), ("2*pi", "1")],
          value: |x| libm::cos(x[0]),                         source: "DLMF 4.20.2", ..CIRCULAR },
    Row { name: "tan",       latex: r"\tan",                  derivatives: &["sec(u)^2"],
          aliases: &["tg"],  domain: "cos(u) != 0",           parity: Odd,
          special: &[("0", "0"), ("pi/6", "1/sqrt(3)"), ("pi/4", "1"), ("pi/3", "sqrt(3)"), ("pi", "0")],
          value: |x| libm::tan(x[0]),                         source: "DLMF 4.20.3", ..CIRCULAR },
    Row { name: "sec",       latex: r"\sec",                  derivatives: &["sec(u)*tan(u)"],
          domain: "cos(u) != 0", range: BeyondUnit,           parity: Even,
          special: &[("0", "1"), ("pi/6", "2/sqrt(3)"), ("pi/4", "sqrt(2)"), ("pi/3", "2"), ("pi", "-1")],
          value: |x| value::reciprocal(libm::cos(x[0])),      source: "DLMF 4.20.5", ..CIRCULAR },
    Row { name: "csc",       latex: r"\csc",                  derivatives: &["-csc(u)*cot(u)"],
          aliases: &["cosec"], domain: "sin(u) != 0", range: BeyondUnit, parity: Odd,
          special: &[("pi/6", "2"), ("pi/4", "sqrt(2)"), ("pi/3", "2/sqrt(3)"), ("pi/2", "1")],
          value: |x| value::reciprocal(libm::sin(x[0])),      source: "DLMF 4.20.4", ..CIRCULAR },
    Row { name: "cot",       latex: r"\cot",                  derivatives: &["-csc(u)^2"],
          aliases: &["ctg", "cotg", "cotan"], domain: "sin(u) != 0",   parity: Odd,
          special: &[("pi/6", "sqrt(3)"), ("pi/4", "1"), ("pi/3", "1/sqrt(3)"), ("pi/2", "0")],
          value: |x| value::reciprocal(libm::tan(x[0])),      source: "DLMF 4.20.6", ..CIRCULAR },
    Row { name: "sinc",      latex: r"\operatorname{sinc}",   derivatives: &["(cos(u) - y)/u"],
          range: UpToUnit, parity: Even,      special: &[("0", "1")],       power_series: "cos(k*pi/2)/(k + 1)!",
          value: |x| value::sinc(x[0]),                       ..UNARY },

    // ---- Inverse trigonometric functions: principal values --------------------------------------------------------
    Row { name: "arcsin",    latex: r"\arcsin",               derivatives: &["1/sqrt(1 - u^2)"],
          aliases: &["asin"], domain: "u^2 <= 1",   parity: Odd,
          special: &[("0", "0"), ("1/2", "pi/6"), ("sqrt(2)/2", "pi/4"), ("sqrt(3)/2", "pi/3"), ("1", "pi/2")],
          value: |x| libm::asin(x[0]),                        source: "DLMF 4.24.7", ..INVERSE_CIRCULAR },
    Row { name: "arccos",    latex: r"\arccos",               derivatives: &["-1/sqrt(1 - u^2)"],
          aliases: &["acos"], domain: "u^2 <= 1",   range: NonNegative,
          special: &[("-1", "pi"), ("-sqrt(3)/2", "5*pi/6"), ("-sqrt(2)/2", "3*pi/4"), ("-1/2", "2*pi/3"), ("0", "pi/2"),
                     ("1/2", "pi/3"), ("sqrt(2)/2", "pi/4"), ("sqrt(3)/2", "pi/6"), ("1", "0")],
          value: |x| libm::acos(x[0]),                        source: "DLMF 4.24.8", ..INVERSE_CIRCULAR },
    Row { name: "arctan",    latex: r"\arctan",               derivatives: &["1/(u^2 + 1)"],
          aliases: &["atan", "arctg"],                        parity: Odd,
          special: &[("0", "0"), ("1/sqrt(3)", "pi/6"), ("1", "pi/4"), ("sqrt(3)", "pi/3")],
          value: |x| libm::atan(x[0]),                        source: "DLMF 4.24.9", ..INVERSE_CIRCULAR },
    Row { name: "arcsec",    latex: r"\operatorname{arcsec}", derivatives: &["1/(abs(u)*sqrt(u^2 - 1))"],
          aliases: &["asec"], domain: "u <= -1 or u >= 1",    range: NonNegative,
          special: &[("-2", "2*pi/3"), ("-1", "pi"), ("1", "0"), ("sqrt(2)", "pi/4"), ("2", "pi/3")],
          value: |x| value::arcsec(x[0]),                     source: "DLMF 4.24.11", ..INVERSE_CIRCULAR },
    Row { name: "arccsc",    latex: r"\operatorname{arccsc}", derivatives: &["-1/(abs(u)*sqrt(u^2 - 1))"],
          aliases: &["acsc"], domain: "u <= -1 or u >= 1",    parity: Odd,
          special: &[("1", "pi/2"), ("sqrt(2)", "pi/4"), ("2", "pi/6")],
          value: |x| value::arccsc(x[0]),                     source: "DLMF 4.24.10", ..INVERSE_CIRCULAR },
    // The odd branch arctan(1/u), as in DLMF 4.23.9; some books take the continuous pi/2 - arctan(u).
    Row { name: "arccot",    latex: r"\operatorname{arccot}", derivatives: &["-1/(u^2 + 1)"],
          aliases: &["acot", "arcctg"], domain: "u != 0",     parity: Odd,
          special: &[("1/sqrt(3)", "pi/3"), ("1", "pi/4"), ("sqrt(3)", "pi/6")],
          value: |x| value::arccot(x[0]),                     source: "DLMF 4.24.12", ..INVERSE_CIRCULAR },
    // atan2(y, x): the angle of the point (x, y), in (-pi, pi]; it jumps across the negative x axis.
    Row { name: "atan2",     latex: r"\operatorname{atan2}",  derivatives: &["v/(u^2 + v^2)", "-u/(u^2 + v^2)"],
          aliases: &["arctan2"], domain: "u != 0 or v != 0",  continuous: "u != 0 or v > 0",
          special: &[("0, 1", "0"), ("1, 0", "pi/2"), ("1, 1", "pi/4"), ("0, -1", "pi")],
          value: |x| value::atan2(x[0], x[1]),                source: "DLMF 4.24.9", ..BINARY },

    // ---- Hyperbolic functions -------------------------------------------------------------------------------------
    Row { name: "sinh",      latex: r"\sinh",                 derivatives: &["cosh(u)"],
          parity: Odd,       special: &[("0", "0")],
          value: |x| libm::sinh(x[0]),                        source: "DLMF 4.34.1", ..HYPERBOLIC },
    Row { name: "cosh",      latex: r"\cosh",                 derivatives: &["sinh(u)"],
          parity: Even,      special: &[("0", "1")],          range: AtLeastOne,
          value: |x| libm::cosh(x[0]),                        source: "DLMF 4.34.2", ..HYPERBOLIC },
    Row { name: "tanh",      latex: r"\tanh",                 derivatives: &["1 - y^2"],
          range: WithinUnit, parity: Odd,       special: &[("0", "0")],
          value: |x| libm::tanh(x[0]),                        source: "DLMF 4.34.3", ..HYPERBOLIC },
    Row { name: "sech",      latex: r"\operatorname{sech}",   derivatives: &["-sech(u)*tanh(u)"],
          parity: Even,      special: &[("0", "1")],          range: Positive,
          value: |x| 1.0 / libm::cosh(x[0]),                  source: "DLMF 4.34.5", ..HYPERBOLIC },
    Row { name: "csch",      latex: r"\operatorname{csch}",   derivatives: &["-csch(u)*coth(u)"],
          parity: Odd,       domain: "u != 0",
          value: |x| value::reciprocal(libm::sinh(x[0])),     source: "DLMF 4.34.4", ..HYPERBOLIC },
    Row { name: "coth",      latex: r"\coth",                 derivatives: &["-csch(u)^2"],
          parity: Odd,       domain: "u != 0",                range: OutsideUnit,
          value: |x| value::reciprocal(libm::tanh(x[0])),     source: "DLMF 4.34.6", ..HYPERBOLIC },

    // ---- Inverse hyperbolic functions -----------------------------------------------------------------------------
    Row { name: "arsinh",    latex: r"\operatorname{arsinh}", derivatives: &["1/sqrt(u^2 + 1)"],
          aliases: &["asinh", "arcsinh"],                     parity: Odd,        special: &[("0", "0")],
          value: |x| libm::asinh(x[0]),                       source: "DLMF 4.38.9", ..INVERSE_HYPERBOLIC },
    Row { name: "arcosh",    latex: r"\operatorname{arcosh}", derivatives: &["1/sqrt(u^2 - 1)"],
          aliases: &["acosh", "arccosh"],                     domain: "u >= 1",   special: &[("1", "0")],
          value: |x| value::arcosh(x[0]), range: NonNegative, source: "DLMF 4.38.10", ..INVERSE_HYPERBOLIC },
    Row { name: "artanh",    latex: r"\operatorname{artanh}", derivatives: &["1/(1 - u^2)"],
          aliases: &["atanh", "arctanh"],                     parity: Odd,        special: &[("0", "0")],
          domain: "u^2 < 1",
          value: |x| value::artanh(x[0]),                     source: "DLMF 4.38.11", ..INVERSE_HYPERBOLIC },
    Row { name: "arsech",    latex: r"\operatorname{arsech}", derivatives: &["-1/(u*sqrt(1 - u^2))"],
          aliases: &["asech", "arcsech"],                     range: NonNegative, special: &[("1", "0")],
          domain: "0 < u and u <= 1",
          value: |x| value::arsech(x[0]),                     source: "DLMF 4.38.13", ..INVERSE_HYPERBOLIC },
    Row { name: "arcsch",    latex: r"\operatorname{arcsch}", derivatives: &["-1/(abs(u)*sqrt(u^2 + 1))"],
          aliases: &["acsch", "arccsch"],                     parity: Odd,        domain: "u != 0",
          value: |x| libm::asinh(value::reciprocal(x[0])),    source: "DLMF 4.38.12", ..INVERSE_HYPERBOLIC },
    Row { name: "arcoth",    latex: r"\operatorname{arcoth}", derivatives: &["1/(1 - u^2)"],
          aliases: &["acoth", "arccoth"],                     parity: Odd,        domain: "u < -1 or u > 1",
          value: |x| value::arcoth(x[0]),                     source: "DLMF 4.38.14", ..INVERSE_HYPERBOLIC },

    // ---- The logistic family --------------------------------------------------------------------------------------
    Row { name: "sigma",     latex: r"\sigma",                derivatives: &["y*(1 - y)"],
          aliases: &["sigmoid", "logistic", "expit"],         range: UnitInterval, special: &[("0", "1/2")],
          value: |x| value::sigma(x[0]),                      ..EXPONENTIAL },
    Row { name: "logit",     latex: r"\operatorname{logit}",  derivatives: &["1/(u*(1 - u))"],
          domain: "0 < u and u < 1",                          special: &[("1/2", "0")],
          value: |x| value::logit(x[0]),                      ..UNARY },
    Row { name: "softplus",  latex: r"\operatorname{softplus}", derivatives: &["sigma(u)"],
          range: Positive,                                    special: &[("0", "ln(2)")],
          value: |x| value::softplus(x[0]),                   ..UNARY },
    Row { name: "logsumexp", latex: r"\operatorname{logsumexp}", derivatives: &["exp(u - y)"],
          value: |x| value::logsumexp(x),                     ..VARIADIC },
    Row { name: "relu",      latex: r"\operatorname{relu}",   derivatives: &["{0 if u < 0; 1 if u > 0}"],
          aliases: &["ReLU"], range: NonNegative,             special: &[("0", "0")],
          value: |x| value::max(&[x[0], 0.0]),                ..TURNING },
    Row { name: "silu",      latex: r"\operatorname{silu}",   derivatives: &["sigma(u)*(1 + u*(1 - sigma(u)))"],
          aliases: &["swish", "SiLU"],                        special: &[("0", "0")],
          value: |x| x[0] * value::sigma(x[0]),               ..UNARY },
    // The exact u*Phi(u), not its approximation by tanh.
    Row { name: "gelu",      latex: r"\operatorname{gelu}",   derivatives: &["Phi(u) + u*exp(-u^2/2)/sqrt(2*pi)"],
          aliases: &["GELU"],                                 special: &[("0", "0")],
          value: |x| x[0] * value::normal_cdf(x[0]),          ..UNARY },

    // ---- Error functions ------------------------------------------------------------------------------------------
    Row { name: "erf",       latex: r"\operatorname{erf}",    derivatives: &["2*exp(-u^2)/sqrt(pi)"],
          range: WithinUnit, parity: Odd,                                        special: &[("0", "0")],
          value: |x| libm::erf(x[0]),                         source: "DLMF 7.2.1", ..UNARY },
    Row { name: "erfc",      latex: r"\operatorname{erfc}",   derivatives: &["-2*exp(-u^2)/sqrt(pi)"],
          range: Positive,                                    special: &[("0", "1")],
          value: |x| libm::erfc(x[0]),                        source: "DLMF 7.2.2", ..UNARY },
    // -i*erf(i*u).
    Row { name: "erfi",      latex: r"\operatorname{erfi}",   derivatives: &["2*exp(u^2)/sqrt(pi)"],
          parity: Odd,                                        special: &[("0", "0")],
          value: |x| value::erfi(x[0]),                       source: "DLMF 7.2.1", ..UNARY },
    // The distribution function of the standard normal law.
    Row { name: "Phi",       latex: r"\Phi",                  derivatives: &["exp(-u^2/2)/sqrt(2*pi)"],
          aliases: &["normcdf"], range: UnitInterval,         special: &[("0", "1/2")],
          value: |x| value::normal_cdf(x[0]),                 source: "DLMF 7.2.1", ..UNARY },

    // ---- The gamma function and its kin ---------------------------------------------------------------------------
    Row { name: "gamma",     latex: r"\Gamma",                derivatives: &["gamma(u)*digamma(u)"],
          aliases: &["Gamma"],                                domain: "u > 0 or sin(pi*u) != 0",
          special: &[("-1/2", "-2*sqrt(pi)"), ("1/2", "sqrt(pi)"), ("1", "1"), ("3/2", "sqrt(pi)/2"), ("2", "1"), ("3", "2"), ("4", "6"), ("5", "24")],
          value: |x| value::gamma(x[0]),                      source: "DLMF 5.2.2", ..UNARY },
    // ln(abs(gamma(u))).
    Row { name: "lgamma",    latex: r"\operatorname{lgamma}", derivatives: &["digamma(u)"],
          aliases: &["loggamma", "lngamma"],                  domain: "u > 0 or sin(pi*u) != 0",
          special: &[("1/2", "ln(pi)/2"), ("1", "0"), ("2", "0")],
          value: |x| value::lgamma(x[0]),                     source: "DLMF 5.2.2", ..UNARY },
    Row { name: "digamma",   latex: r"\psi^{(0)}",            derivatives: &["polygamma(1, u)"],
          domain: "u > 0 or sin(pi*u) != 0",
          value: |x| value::digamma(x[0]),                    source: "DLMF 5.15", ..UNARY },
    // polygamma(n, x): the derivative of order n = 0, 1, 2, ... of digamma(x).
    Row { name: "polygamma", latex: r"\operatorname{polygamma}", derivatives: &["", "polygamma(u + 1, v)"],
          domain: "u >= 0 and abs(cos(pi*u)) >= 1 and v > 0 or u >= 0 and abs(cos(pi*u)) >= 1 and sin(pi*v) != 0",
          special: &[("1, 1", "pi^2/6"), ("1, 1/2", "pi^2/2")],
          value: |x| value::polygamma(x[0], x[1]),            source: "DLMF 5.15", ..BINARY },
    Row { name: "factorial", latex: "!",                      derivatives: &["factorial(u)*digamma(u + 1)"],
          domain: "u > -1 or sin(pi*u) != 0",
          special: &[("-1/2", "sqrt(pi)"), ("0", "1"), ("1/2", "sqrt(pi)/2"), ("1", "1"), ("2", "2"), ("3", "6"), ("4", "24"), ("5", "120")],
          value: |x| value::gamma(x[0] + 1.0),                source: "DLMF 5.2.2", ..UNARY },
    Row { name: "beta",      latex: r"\operatorname{B}",      derivatives: &["beta(u, v)*(digamma(u) - digamma(u + v))",
                                                                             "beta(u, v)*(digamma(v) - digamma(u + v))"],
          aliases: &["Beta"], domain: "u > 0 and v > 0",      range: Positive,
          special: &[("1, 1", "1"), ("1/2, 1/2", "pi")],
          value: |x| value::beta(x[0], x[1]),                 source: "DLMF 5.12.1", ..BINARY },

    // ---- Integrals that have a name -------------------------------------------------------------------------------
    // Ei and li are principal values.
    Row { name: "Ei",        latex: r"\operatorname{Ei}",     derivatives: &["exp(u)/u"],
          domain: "u != 0",
          value: |x| value::exponential_integral(x[0]),       source: "DLMF 6.2.5", ..UNARY },
    Row { name: "li",        latex: r"\operatorname{li}",     derivatives: &["1/ln(u)"],
          domain: "u >= 0 and u != 1",                        special: &[("0", "0")],
          value: |x| value::logarithmic_integral(x[0]),       source: "DLMF 6.2.8", ..UNARY },
    Row { name: "Si",        latex: r"\operatorname{Si}",     derivatives: &["sin(u)/u"],
          parity: Odd,       special: &[("0", "0")],          power_series: "sin(k*pi/2)/(k*k!)",
          value: |x| value::sine_integral(x[0]),              source: "DLMF 6.2.9", ..UNARY },
    Row { name: "Ci",        latex: r"\operatorname{Ci}",     derivatives: &["cos(u)/u"],
          domain: "u > 0",
          value: |x| value::cosine_integral(x[0]),            source: "DLMF 6.2.11", ..UNARY },
    // Fresnel integrals in the normalised form, with pi*t^2/2 under the sine and cosine.
    Row { name: "FresnelS",  latex: r"\operatorname{S}",      derivatives: &["sin(pi*u^2/2)"],
          parity: Odd,                                        special: &[("0", "0")],
          value: |x| value::fresnel_sine(x[0]),               source: "DLMF 7.2.8", ..UNARY },
    Row { name: "FresnelC",  latex: r"\operatorname{C}",      derivatives: &["cos(pi*u^2/2)"],
          parity: Odd,                                        special: &[("0", "0")],
          value: |x| value::fresnel_cosine(x[0]),             source: "DLMF 7.2.7", ..UNARY },
    // Li_2(u), the integral of -ln(1 - t)/t from 0 to u; some programs call Li_2(1 - u) so.
    Row { name: "dilog",     latex: r"\operatorname{Li}_2",   derivatives: &["-ln(1 - u)/u"],
          aliases: &["Li2"], domain: "u <= 1",                power_series: "1/k^2",
          special: &[("-1", "-pi^2/12"), ("0", "0"), ("1/2", "pi^2/12 - ln(2)^2/2"), ("1", "pi^2/6")],
          value: |x| value::dilogarithm(x[0]),                source: "DLMF 25.12.2", ..UNARY },

    // ---- Solutions of equations -----------------------------------------------------------------------------------
    // The principal branch W_0 of y*exp(y) = u.
    Row { name: "W",         latex: r"\operatorname{W}",      derivatives: &["exp(-y)/(y + 1)"],
          aliases: &["lambertw", "LambertW"],                 domain: "u >= -1/e",  range: AtLeastMinusOne,
          special: &[("-1/e", "-1"), ("0", "0"), ("e", "1")],
          value: |x| value::lambert(x[0]),                    source: "DLMF 4.13.4", ..UNARY },
    // Bessel functions, order first. They have no derivative in the order in closed form.
    Row { name: "BesselJ",   latex: r"\operatorname{J}",      derivatives: &["", "(BesselJ(u - 1, v) - BesselJ(u + 1, v))/2"],
          aliases: &["besselj"],                              domain: "v > 0 or u > 0 and v >= 0 or abs(cos(pi*u)) >= 1",
          special: &[("0, 0", "1"), ("1, 0", "0"), ("2, 0", "0")],
          value: |x| value::bessel_j(x[0], x[1]),             source: "DLMF 10.6.1", ..BINARY },
    Row { name: "BesselY",   latex: r"\operatorname{Y}",      derivatives: &["", "(BesselY(u - 1, v) - BesselY(u + 1, v))/2"],
          aliases: &["bessely"],                              domain: "v > 0",
          value: |x| value::bessel_y(x[0], x[1]),             source: "DLMF 10.6.1", ..BINARY },
    Row { name: "BesselI",   latex: r"\operatorname{I}",      derivatives: &["", "(BesselI(u - 1, v) + BesselI(u + 1, v))/2"],
          aliases: &["besseli"],                              domain: "v > 0 or u > 0 and v >= 0 or abs(cos(pi*u)) >= 1",
          special: &[("0, 0", "1"), ("1, 0", "0"), ("2, 0", "0")],
          value: |x| value::bessel_i(x[0], x[1]),             source: "DLMF 10.29.1", ..BINARY },
    Row { name: "BesselK",   latex: r"\operatorname{K}",      derivatives: &["", "-(BesselK(u - 1, v) + BesselK(u + 1, v))/2"],
          aliases: &["besselk"],                              domain: "v > 0",      range: Positive,
          value: |x| value::bessel_k(x[0], x[1]),             source: "DLMF 10.29.1", ..BINARY },

    // ---- What programs have for quotients with a gap --------------------------------------------------------------
    Row { name: "exprel",    latex: r"\operatorname{exprel}", definition: Some("(exp(u) - 1)/u"),
          domain: "u != 0",
          value: |x| libm::expm1(x[0])/x[0],                  ..UNARY },
];
