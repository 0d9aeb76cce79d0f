//! The families of functions whose derivatives of every order have a formula, and that formula times a power of the variable.

use super::linear::{Linear, binomial};
use crate::expression::{Arena, Id, Node, Relation, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template::Template;
use std::sync::LazyLock;

/// The most terms an expression may have once its products of waves are sums.
pub(super) const MOST_PARTS: usize = 64;

/// The highest power of the variable Leibniz' formula is written out for.
pub(super) const HIGHEST_DEGREE: usize = 12;

const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");
const SINH: FunctionId = FunctionId::named("sinh");
const COSH: FunctionId = FunctionId::named("cosh");
const GAMMA: FunctionId = FunctionId::named("gamma");
const FACTORIAL: FunctionId = FunctionId::named("factorial");
const PI: FunctionId = FunctionId::named("pi");

/// A function with a formula for every derivative.
#[derive(Debug, Clone)]
pub(super) enum Family {
    /// `exp(rate*x + ...)`, also `c^(...)`: the rate, the whole exponent of e, and the function as it was written.
    Exponential { rate: Id, exponent: Id, value: Id },
    /// `sin(u)`, or `cos(u)` a quarter turn ahead, of a linear `u`.
    Wave { argument: Linear, is_cosine: bool },
    /// `exp(rate*x + ...)` times such a wave.
    Oscillation { rate: Id, exponent: Id, value: Id, argument: Linear, is_cosine: bool },
    /// `sinh(u)` or `cosh(u)`.
    Hyperbolic { argument: Linear, is_cosine: bool },
    /// `ln(u)`
    Logarithm { argument: Linear },
    /// `u^m`, where `m` is no natural number.
    Power { argument: Linear, exponent: Id },
}

/// A derivative of order `n`, and the number above which `n` must be for it to hold.
pub(super) struct General {
    pub value: Id,
    pub above: usize,
    /// A condition that the value does not show.
    pub condition: Option<Id>,
}

impl Family {
    /// The family of a power of an expression.
    pub fn of(arena: &mut Arena, factor: &Term, variable: Id) -> Option<Family> {
        let whole = arena.rational_power(factor.id, factor.number.clone());
        match arena.node(factor.id) {
            Node::Call(FunctionId::EXP, &[exponent]) => {
                let linear = Linear::of(arena, exponent, variable)?;
                let rate = arena.scale(linear.slope, factor.number.clone());
                Some(Family::Exponential { rate, exponent: arena.scale(exponent, factor.number.clone()), value: whole })
            }
            Node::Power(base, exponent) if !arena.dependence(base, variable)[base.index()] => {
                let linear = Linear::of(arena, exponent, variable)?;
                let logarithm = arena.call(FunctionId::LN, &[base]);
                let [rate, exponent] = [linear.slope, exponent].map(|part| {
                    let scaled = arena.scale(part, factor.number.clone());
                    arena.multiply(scaled, logarithm)
                });
                Some(Family::Exponential { rate, exponent, value: whole })
            }
            Node::Call(function, &[argument]) if factor.number.is_one() => {
                // ln(abs(u)) has the derivatives of ln(u), on both sides of 0.
                let argument = match arena.node(argument) {
                    Node::Call(FunctionId::ABS, &[inside]) if function == FunctionId::LN => inside,
                    _ => argument,
                };
                let argument = Linear::of(arena, argument, variable)?;
                let is_cosine = function == COS || function == COSH;
                match function {
                    SIN | COS => Some(Family::Wave { argument, is_cosine }),
                    SINH | COSH => Some(Family::Hyperbolic { argument, is_cosine }),
                    FunctionId::LN => Some(Family::Logarithm { argument }),
                    _ => None,
                }
            }
            Node::Power(base, exponent) if !arena.dependence(exponent, variable)[exponent.index()] => {
                let argument = Linear::of(arena, base, variable)?;
                let exponent = arena.scale(exponent, factor.number.clone());
                Some(Family::Power { argument, exponent })
            }
            _ => {
                let argument = Linear::of(arena, factor.id, variable)?;
                Some(Family::Power { argument, exponent: arena.number(factor.number.clone()) })
            }
        }
    }

    /// The product of two functions, where a family has it.
    pub fn times(self, arena: &mut Arena, other: Family) -> Option<Family> {
        use Family::{Exponential, Oscillation, Power, Wave};
        match (self, other) {
            (Exponential { rate, exponent, value }, Exponential { rate: more, exponent: other, value: factor }) => Some(Exponential {
                rate: arena.add(rate, more),
                exponent: arena.add(exponent, other),
                value: arena.multiply(value, factor),
            }),
            (Exponential { rate, exponent, value }, Wave { argument, is_cosine })
            | (Wave { argument, is_cosine }, Exponential { rate, exponent, value }) => {
                Some(Oscillation { rate, exponent, value, argument, is_cosine })
            }
            (Oscillation { rate, exponent, value, argument, is_cosine }, Exponential { rate: more, exponent: other, value: factor })
            | (Exponential { rate: more, exponent: other, value: factor }, Oscillation { rate, exponent, value, argument, is_cosine }) => {
                Some(Oscillation {
                    rate: arena.add(rate, more),
                    exponent: arena.add(exponent, other),
                    value: arena.multiply(value, factor),
                    argument,
                    is_cosine,
                })
            }
            (Power { argument, exponent }, Power { argument: second, exponent: more }) if argument.whole == second.whole => {
                Some(Power { argument, exponent: arena.add(exponent, more) })
            }
            _ => None,
        }
    }

    /// Of an exponential whose rates have cancelled, what is left of the function and the constant it is.
    pub fn without_rate(&self, arena: &mut Arena) -> Option<(Option<Family>, Id)> {
        match self {
            Family::Exponential { rate: Id::ZERO, exponent, .. } => Some((None, arena.call(FunctionId::EXP, &[*exponent]))),
            Family::Oscillation { rate: Id::ZERO, exponent, argument, is_cosine, .. } => {
                let wave = Family::Wave { argument: argument.clone(), is_cosine: *is_cosine };
                Some((Some(wave), arena.call(FunctionId::EXP, &[*exponent])))
            }
            _ => None,
        }
    }

    /// The name of its law.
    pub fn law(&self) -> &'static str {
        match self {
            Family::Exponential { .. } => "exponential, order n",
            Family::Wave { .. } => "a quarter turn for each order",
            Family::Oscillation { .. } => "amplitude and phase, order n",
            Family::Hyperbolic { .. } => "hyperbolic function, order n",
            Family::Logarithm { .. } => "logarithm, order n",
            Family::Power { .. } => "power rule, order n",
        }
    }
}

/// Products that are sums of functions of a family, with the letters of their arguments; DLMF 4.21.15-17, 4.28.1-2.
static OPENED: LazyLock<[(FunctionId, Option<FunctionId>, Template); 5]> = LazyLock::new(|| {
    [
        (SIN, Some(SIN), Template::new("cos(u - v)/2 - cos(u + v)/2", &["u", "v"])),
        (COS, Some(COS), Template::new("cos(u - v)/2 + cos(u + v)/2", &["u", "v"])),
        (SIN, Some(COS), Template::new("sin(u + v)/2 + sin(u - v)/2", &["u", "v"])),
        (SINH, None, Template::new("exp(u)/2 - exp(-u)/2", &["u"])),
        (COSH, None, Template::new("exp(u)/2 + exp(-u)/2", &["u"])),
    ]
});

/// A product with two waves, or with a hyperbolic function that is not alone, as a sum; nothing for any other.
pub(super) fn opened(arena: &mut Arena, factors: &[Term], variable: Id) -> Option<Id> {
    let call = |arena: &Arena, factor: &Term| match arena.node(factor.id) {
        Node::Call(function, &[argument]) if matches!(function, SIN | COS | SINH | COSH) => Some((function, argument)),
        _ => None,
    };
    let is_varying = |arena: &Arena, id: Id| arena.dependence(id, variable)[id.index()];
    let varying = factors.iter().filter(|factor| is_varying(arena, factor.id)).count();
    // Each function as often as its power says.
    let mut found: Vec<(FunctionId, Id, Id)> = Vec::new();
    for factor in factors {
        let Some((function, argument)) = call(arena, factor).filter(|(_, argument)| is_varying(arena, *argument)) else { continue };
        let times = factor.number.to_i64().filter(|times| *times > 0)?;
        found.extend(std::iter::repeat_n((function, argument, factor.id), times.min(2) as usize));
    }
    let alone = varying == 1 && found.len() == 1;
    let hyperbolic = found.iter().find(|(function, ..)| matches!(*function, SINH | COSH) && !alone);
    let (template, arguments, used) = if let Some((function, argument, id)) = hyperbolic {
        let (.., template) = OPENED.iter().find(|(known, ..)| known == function)?;
        (template, vec![*argument], vec![*id])
    } else {
        let (&first, &second) = (found.first()?, found.get(1)?);
        let (first, second) = if first.0 == COS { (second, first) } else { (first, second) };
        let (.., template) = OPENED.iter().find(|(known, other, _)| *known == first.0 && *other == Some(second.0))?;
        (template, vec![first.1, second.1], vec![first.2, second.2])
    };
    let sum = template.instantiate(arena, &arguments, &mut Vec::new());
    let rest = factors.iter().map(|factor| (factor.id, factor.number.clone())).chain(used.into_iter().map(|id| (id, Rational::MINUS_ONE)));
    let losses = arena.take_losses();
    let rest = arena.product(rest.collect::<Vec<_>>());
    arena.restore_losses(losses);
    Some(arena.multiply(rest, sum))
}

/// The derivative of order `n` of `variable^degree` times a function of a family.
pub(super) fn derivative(arena: &mut Arena, family: &Family, degree: usize, variable: Id, n: Id) -> General {
    let always = |value: Id| General { value, above: 0, condition: None };
    match family {
        Family::Exponential { rate, value, .. } => {
            let (sign, rate) = split_sign(arena, *rate);
            let sum = leibniz(arena, degree, variable, n, rate, |_, j| (Id::ONE, if j % 2 == 0 { 1 } else { sign }));
            let power = power_of(arena, rate, n, degree);
            let turn = sign_power(arena, sign, n);
            // Where the rate is zero its power has no value for orders up to the degree.
            let may_be_flat = degree > 0 && !arena.free_symbols(rate).is_empty();
            let condition = may_be_flat.then(|| arena.relation(Relation::NotEqual, rate, Id::ZERO));
            General { value: product(arena, &[turn, power, sum, *value]), above: 0, condition }
        }
        Family::Wave { argument, is_cosine } => {
            let (flip, argument) = argument.leading_positive(arena, !is_cosine);
            let quarter = quarter_turns(arena, n);
            let phase = arena.add(argument.whole, quarter);
            let sum = leibniz(arena, degree, variable, n, argument.slope, |arena, j| turned(arena, phase, *is_cosine, j));
            let power = power_of(arena, argument.slope, n, degree);
            let flip = arena.integer(flip.into());
            let may_be_flat = degree > 0 && !arena.free_symbols(argument.slope).is_empty();
            let condition = may_be_flat.then(|| arena.relation(Relation::NotEqual, argument.slope, Id::ZERO));
            General { value: product(arena, &[flip, power, sum]), above: 0, condition }
        }
        Family::Oscillation { rate, value, argument, is_cosine, .. } => {
            let (flip, argument) = argument.leading_positive(arena, !is_cosine);
            let two = Rational::integer(2);
            let squares = arena.product([(*rate, two.clone())]);
            let other = arena.product([(argument.slope, two)]);
            let modulus_squared = arena.add(squares, other);
            let modulus = arena.rational_power(modulus_squared, half());
            let degrees = arena.integer(degree as i64);
            let order = arena.subtract(n, degrees);
            let order = arena.scale(order, half());
            let power = arena.power(modulus_squared, order);
            let angle = phase_of(arena, *rate, argument.slope);
            let function = if *is_cosine { COS } else { SIN };
            let sum = leibniz(arena, degree, variable, n, modulus, |arena, j| {
                let j = arena.integer(j as i64);
                let order = arena.subtract(n, j);
                let turn = arena.multiply(order, angle);
                let phase = arena.add(argument.whole, turn);
                (arena.call(function, &[phase]), 1)
            });
            let flip = arena.integer(flip.into());
            always(product(arena, &[flip, power, *value, sum]))
        }
        Family::Hyperbolic { argument, is_cosine } => {
            // Alone, so without a power of the variable: DLMF 4.28.1-2.
            let (flip, argument) = argument.leading_positive(arena, !is_cosine);
            let text = if *is_cosine { &HYPERBOLIC.1 } else { &HYPERBOLIC.0 };
            let value = text.instantiate(arena, &[argument.whole, argument.slope, n], &mut Vec::new());
            always(arena.scale(value, Rational::integer(flip.into())))
        }
        Family::Logarithm { argument } => logarithm(arena, argument, degree, n),
        Family::Power { argument, exponent } => power(arena, argument, *exponent, degree, n),
    }
}

static HYPERBOLIC: LazyLock<(Template, Template)> = LazyLock::new(|| {
    let text = |text: &str| Template::new(text, &["u", "a", "n"]);
    (text("a^n*(exp(u) - (-1)^n*exp(-u))/2"), text("a^n*(exp(u) + (-1)^n*exp(-u))/2"))
});

/// The name that stands for `n*(n - 1)...(n - j + 1)` while an answer is simplified, so that it stays a product; no text can
/// have it.
pub(super) fn falling_name(arena: &mut Arena, n: Id, j: usize) -> Id {
    let name = arena.as_symbol(n).map_or_else(String::new, |symbol| arena.name(symbol).to_string());
    arena.symbol(&format!("{name}@{j}"))
}

/// `sum over j of C(degree, j)*n*(n - 1)...(n - j + 1)*(scale*x)^(degree - j)*f_j`: Leibniz' formula without the common factor
/// `scale^(n - degree)`, where `f_j` with its sign belongs to the derivative of order `n - j`.
fn leibniz(
    arena: &mut Arena,
    degree: usize,
    variable: Id,
    n: Id,
    scale: Id,
    mut function: impl FnMut(&mut Arena, usize) -> (Id, i32),
) -> Id {
    let mut terms = Vec::with_capacity(degree + 1);
    for j in 0..=degree {
        let (value, sign) = function(arena, j);
        let falling = match j {
            0 => Id::ONE,
            1 => n,
            _ => falling_name(arena, n, j),
        };
        let exponent = Rational::integer((degree - j) as i64);
        let factors = [(falling, Rational::ONE), (scale, exponent.clone()), (variable, exponent), (value, Rational::ONE)];
        let term = arena.product(factors.into_iter().filter(|(_, exponent)| !exponent.is_zero()));
        terms.push((term, Rational::integer(sign.into()) * binomial(degree, j)));
    }
    arena.sum(terms)
}

/// The derivative of order `n` of `x^degree*ln(u)`, for `n` above the degree: with `x = (u - c)/a`, each `u^i*ln(u)` gives
/// `(-1)^(n - 1 - i)*i!*(n - 1 - i)!*a^n*u^(i - n)`.
fn logarithm(arena: &mut Arena, argument: &Linear, degree: usize, n: Id) -> General {
    // The logarithm of a multiple of the variable is that of the variable and a constant.
    let argument = if argument.constant == Id::ZERO { argument.variable() } else { argument.clone() };
    let (sign, slope) = split_sign(arena, argument.slope);
    let shifted = argument.shifted_power(arena, degree);
    let mut terms = Vec::new();
    for (i, coefficient) in shifted.into_iter().enumerate() {
        // (n - 1 - i)! over (n - 1 - degree)!
        let mut factors = vec![(coefficient, Rational::ONE), (argument.whole, Rational::integer(i as i64))];
        for below in i + 1..=degree {
            let below = arena.integer(below as i64);
            factors.push((arena.subtract(n, below), Rational::ONE));
        }
        let number = factorial_number(i) * Rational::integer(if i % 2 == 0 { 1 } else { -1 });
        terms.push((arena.product(factors.into_iter().filter(|(_, exponent)| !exponent.is_zero())), number));
    }
    let sum = arena.sum(terms);
    let last = arena.integer(degree as i64 + 1);
    let last = arena.subtract(n, last);
    let factorial = arena.call(FACTORIAL, &[last]);
    // (-1)^(n - 1), which a negative slope turns into -1.
    let alternation = if sign < 0 { Id::MINUS_ONE } else { alternating(arena, n, 1) };
    let slopes = arena.power(slope, n);
    let below = arena.power(argument.whole, n);
    let below = arena.rational_power(below, Rational::MINUS_ONE);
    General { value: product(arena, &[alternation, factorial, slopes, sum, below]), above: degree, condition: None }
}

/// The derivative of order `n` of `x^degree*u^m`: with `x = (u - c)/a`, each `u^q` gives `q*(q - 1)...(q - n + 1)*a^n*u^(q - n)`.
fn power(arena: &mut Arena, argument: &Linear, exponent: Id, degree: usize, n: Id) -> General {
    let (sign, slope) = split_sign(arena, argument.slope);
    let shifted = argument.shifted_power(arena, degree);
    let (mut terms, mut above) = (Vec::new(), 0);
    for (i, coefficient) in shifted.into_iter().enumerate() {
        let i = arena.integer(i as i64);
        let own = arena.add(exponent, i);
        if let Some(natural) = arena.as_number(own).and_then(Rational::to_i64).filter(|own| *own >= 0) {
            above = above.max(natural as usize);
            continue;
        }
        let (turns, falling) = falling_power(arena, own, n);
        let turns = if turns { -sign } else { sign };
        let alternation = sign_power(arena, turns, n);
        let lowered = arena.subtract(own, n);
        let power = arena.power(argument.whole, lowered);
        let slopes = arena.power(slope, n);
        terms.push((product(arena, &[coefficient, alternation, falling, slopes, power]), Rational::ONE));
    }
    // Below one of its orders a root has no derivative at 0.
    let is_root = arena.as_number(exponent).is_some_and(|exponent| !exponent.is_integer());
    let condition = is_root.then(|| arena.relation(Relation::Less, Id::ZERO, argument.whole));
    General { value: arena.sum(terms), above, condition }
}

/// `q*(q - 1)...(q - n + 1)`, and whether a factor `(-1)^n` is to be added.
fn falling_power(arena: &mut Arena, q: Id, n: Id) -> (bool, Id) {
    let number = arena.as_number(q).cloned();
    if let Some(s) = number.as_ref().and_then(Rational::to_i64).filter(|q| *q < 0).and_then(|q| usize::try_from(-q).ok()) {
        let last = arena.integer(s as i64 - 1);
        let above = arena.add(n, last);
        let above = arena.call(FACTORIAL, &[above]);
        let below = arena.call(FACTORIAL, &[last]);
        return (true, arena.divide(above, below));
    }
    let rest = arena.subtract(q, n);
    if arena.as_number(rest).is_some_and(|rest| rest.is_integer() && !rest.is_negative()) {
        let (above, below) = (arena.call(FACTORIAL, &[q]), arena.call(FACTORIAL, &[rest]));
        return (false, arena.divide(above, below));
    }
    let (above, below) = (arena.add(q, Id::ONE), arena.add(rest, Id::ONE));
    let (above, below) = (arena.call(GAMMA, &[above]), arena.call(GAMMA, &[below]));
    (false, arena.divide(above, below))
}

/// The sine or cosine of a phase `j` quarter turns back, with its sign.
fn turned(arena: &mut Arena, phase: Id, is_cosine: bool, j: usize) -> (Id, i32) {
    let turns = (4 - j % 4 + usize::from(is_cosine)) % 4;
    let (function, sign) = [(SIN, 1), (COS, 1), (SIN, -1), (COS, -1)][turns];
    (arena.call(function, &[phase]), sign)
}

/// `n*pi/2`
fn quarter_turns(arena: &mut Arena, n: Id) -> Id {
    let pi = arena.call(PI, &[]);
    let turn = arena.multiply(n, pi);
    arena.scale(turn, half())
}

/// The angle of the point `(rate, frequency)`, the frequency being positive.
fn phase_of(arena: &mut Arena, rate: Id, frequency: Id) -> Id {
    match arena.as_number(rate).map(Rational::signum) {
        Some(sign) if sign != 0 => {
            let ratio = arena.divide(frequency, rate);
            let angle = arena.call(const { FunctionId::named("arctan") }, &[ratio]);
            if sign > 0 {
                return angle;
            }
            let pi = arena.call(PI, &[]);
            arena.add(angle, pi)
        }
        _ => arena.call(const { FunctionId::named("atan2") }, &[frequency, rate]),
    }
}

/// `base^(n - degree)`
fn power_of(arena: &mut Arena, base: Id, n: Id, degree: usize) -> Id {
    let degree = arena.integer(degree as i64);
    let exponent = arena.subtract(n, degree);
    if base == Id::ONE { Id::ONE } else { arena.power(base, exponent) }
}

/// `(-1)^(n - shift)`
fn alternating(arena: &mut Arena, n: Id, shift: i64) -> Id {
    let shift = arena.integer(shift);
    let exponent = arena.subtract(n, shift);
    arena.power(Id::MINUS_ONE, exponent)
}

/// `(-1)^n` for a minus, 1 for a plus.
fn sign_power(arena: &mut Arena, sign: i32, n: Id) -> Id {
    if sign < 0 { alternating(arena, n, 0) } else { Id::ONE }
}

/// The sign of the coefficient, and the expression without it.
fn split_sign(arena: &mut Arena, id: Id) -> (i32, Id) {
    if arena.coefficient(id).0.is_negative() { (-1, arena.negate(id)) } else { (1, id) }
}

fn product(arena: &mut Arena, factors: &[Id]) -> Id {
    arena.product(factors.iter().map(|factor| (*factor, Rational::ONE)))
}

fn half() -> Rational {
    Rational::fraction(1, 2).unwrap_or(Rational::ONE)
}

fn factorial_number(n: usize) -> Rational {
    (1..=n).fold(Rational::ONE, |product, factor| product * Rational::integer(factor as i64))
}
