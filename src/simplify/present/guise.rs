//! The guises of a generator: `u` and `1/u`, `sigma(m)` and `tanh(m/2)` for `exp(m)`; sine, cosine or tangent.

use super::super::tower::{Family, Tower, Value};
use super::super::words::Words;
use super::write::Writer;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::polynomial::{Monomial, Polynomial};

const SIGMA: FunctionId = FunctionId::named("sigma");
const TANH: FunctionId = FunctionId::named("tanh");

/// How one generator (or pair) is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Guise {
    /// As it is: exponentials as such, sines reduced to the first power.
    Plain,
    /// `1/u` for `u = exp(m)`, written `exp(-m)`.
    Inverse(usize),
    /// The logistic function of `m`, or of `-m`.
    Logistic(usize, bool),
    /// The hyperbolic tangent of `m/2`.
    HyperbolicTangent(usize),
    /// For `tanh(m/2)` itself, the logistic function of `m`.
    LogisticOfTangent(usize),
    /// Two exponentials that occur in ratios only, as one: the second becomes 1, the first the exponential of the difference.
    Ratio(usize, usize, Box<Guise>),
    /// Cosines reduced to the first power instead of sines (of either kind).
    OtherPartner(usize, usize),
    /// Sines as tangent times cosine, squares of cosines as 1/(1 + tan^2), or for the hyperbolic pair 1/(1 - tanh^2); for a
    /// cosine and its sine likewise, with cotangents.
    Tangent(usize, usize),
    /// Even powers of a sine by `(1 - cos)*(1 + cos)`, or for the hyperbolic pair `(cosh - 1)*(cosh + 1)`, where one of the two is a
    /// factor already: `(1 - cos(x))/sin(x)^2` as `1/(1 + cos(x))`.
    Split(usize, usize),
    /// A function value with a number added, where the powers of that sum are fewer: `(ln(x) + 1)^3 + 3*(ln(x) + 1)/x`.
    Shifted(usize, Rational),
}

/// For each generator in use that has several guises, its guises.
pub(super) fn choices(arena: &mut Arena, tower: &Tower, value: &Value, words: &Words) -> Vec<Vec<Guise>> {
    let used = used_variables(tower, value);
    let mut choices = Vec::new();
    let exponentials: Vec<usize> = used.iter().copied().filter(|v| tower.generators()[*v].family() == Family::Exponential).collect();
    if let [first, second] = exponentials[..]
        && ratio(tower, value, first, second)
    {
        // The difference is written as the question itself would be, or else the way that has fewer minus signs.
        let mut all = vec![Guise::Plain];
        let (a, b) = (tower.generators()[first].argument(), tower.generators()[second].argument());
        let (difference, opposite) = (arena.subtract(a, b), arena.subtract(b, a));
        let is_first = words.has_logistic(difference) || (!words.has_logistic(opposite) && words.prefers(arena, a, b));
        let (first, second, argument) = if is_first { (first, second, difference) } else { (second, first, opposite) };
        for inner in single(arena, tower, value, words, first, argument) {
            all.push(Guise::Ratio(first, second, Box::new(inner)));
        }
        choices.push(all);
    } else {
        choices.extend(exponentials.into_iter().map(|variable| guises_of(arena, tower, value, words, variable)));
    }
    for &tangent in used.iter().filter(|variable| tower.generators()[**variable].family() == Family::HyperbolicTangent) {
        // Only where that makes the argument simpler.
        if arena.coefficient(tower.generators()[tangent].argument()).0.denominator().is_even() {
            choices.push(vec![Guise::Plain, Guise::LogisticOfTangent(tangent)]);
        }
    }
    for &variable in &used {
        if let Some(shift) = shift(arena, tower, value, variable) {
            choices.push(vec![Guise::Plain, Guise::Shifted(variable, shift)]);
        }
    }
    for &sine in &used {
        let family = tower.generators()[sine].family();
        let Some(partner) = tower.partner(sine) else { continue };
        let first = match family {
            Family::Sine | Family::HyperbolicSine => sine,
            // The pair is met at its sine, if that occurs.
            _ if used.contains(&partner) => continue,
            _ => partner,
        };
        let cosine = if first == sine { partner } else { sine };
        let mut all = vec![Guise::Plain, Guise::OtherPartner(first, cosine)];
        if matches!(family, Family::HyperbolicSine | Family::HyperbolicCosine) || words.has_tangents() {
            all.push(Guise::Tangent(first, cosine));
        }
        if words.has_cotangents() && family != Family::HyperbolicSine && family != Family::HyperbolicCosine {
            all.push(Guise::Tangent(cosine, first));
        }
        // The other way round as well: sin(x)^2 in (1 + sin(x))/cos(x)^2.
        for (square, other) in [(first, cosine), (cosine, first)] {
            if splits(tower, value, square, other) {
                all.push(Guise::Split(square, other));
            }
        }
        choices.push(all);
    }
    choices
}

/// Whether a value has an even power of one of a pair and, as another factor, the other one with a one added or taken away.
fn splits(tower: &Tower, value: &Value, square: usize, other: usize) -> bool {
    let is_square =
        |(factor, exponent): &(u32, Rational)| exponent.is_even() && Polynomial::variable(square).as_ref() == Some(tower.factor(*factor));
    let is_linear = |polynomial: &Polynomial| match polynomial.terms() {
        [(power, one), (Monomial::ONE, number)] => {
            one.abs().is_one() && number.abs().is_one() && power.total_degree() == 1 && power.exponent(other) == 1
        }
        _ => false,
    };
    value.factors.iter().any(is_square) && value.factors.iter().any(|(factor, _)| is_linear(tower.factor(*factor)))
}

/// The number that completes the highest power of a function value in a sum, as `1` does in `l^3 + 3*l^2 + ...`.
fn shift(arena: &Arena, tower: &Tower, value: &Value, variable: usize) -> Option<Rational> {
    let generator = &tower.generators()[variable];
    if generator.family() != Family::Opaque || generator.index() != 1 || !matches!(arena.node(generator.display()), Node::Call(..)) {
        return None;
    }
    value.factors.iter().find_map(|(factor, exponent)| {
        let polynomial = tower.factor(*factor);
        if !exponent.is_integer() || polynomial.degree(variable) < 2 || polynomial.terms().len() < 4 {
            return None;
        }
        let coefficients = polynomial.coefficients(variable);
        let [.., next, highest] = &coefficients[..] else { return None };
        let ratio = &next.terms().first()?.1 * &highest.terms().first()?.1.reciprocal()?;
        let degree = Rational::integer(i64::from(polynomial.degree(variable)));
        if *next == highest.scale(&ratio) { Some(&ratio * &degree.reciprocal()?) } else { None }
    })
}

/// The guises of an exponential. It is a logistic function in disguise only where `1 + u^k` stands below the bar; and where it
/// stands in no sum it is written the same way in every guise.
fn guises_of(arena: &mut Arena, tower: &Tower, value: &Value, words: &Words, variable: usize) -> Vec<Guise> {
    let sums =
        || value.factors.iter().filter(|(factor, _)| tower.factor(*factor).terms().len() > 1 && tower.factor(*factor).degree(variable) > 0);
    let mut logistic = sums().filter(|(_, exponent)| exponent.is_negative());
    let times = logistic.find_map(|(factor, _)| power_plus_one(tower.factor(*factor), variable));
    match (times, sums().next()) {
        (Some(times), _) => {
            let argument = arena.scale(tower.generators()[variable].argument(), Rational::integer(times.into()));
            single(arena, tower, value, words, variable, argument)
        }
        (None, Some(_)) => vec![Guise::Plain, Guise::Inverse(variable)],
        (None, None) if stands_below(tower, value, variable) => vec![Guise::Inverse(variable)],
        (None, None) => vec![Guise::Plain],
    }
}

/// Whether a variable that stands in no sum has a negative exponent.
fn stands_below(tower: &Tower, value: &Value, variable: usize) -> bool {
    value.factors.iter().any(|(factor, exponent)| exponent.is_negative() && tower.factor(*factor).degree(variable) > 0)
}

/// The k of a sum that is `u^k + 1`.
fn power_plus_one(polynomial: &Polynomial, variable: usize) -> Option<u32> {
    match polynomial.terms() {
        [(power, one), (Monomial::ONE, number)] => {
            let times = power.exponent(variable);
            (one.is_one() && number.is_one() && power.total_degree() == times).then_some(times)
        }
        _ => None,
    }
}

/// The guises of the one exponential that a logistic function of an argument is made of. Which of the two opposite arguments to
/// speak of the question says, if it has one of them, and where it is known by that one alone nobody looks for exponentials;
/// nor for a hyperbolic tangent beside logistic functions.
fn single(arena: &mut Arena, tower: &Tower, value: &Value, words: &Words, variable: usize, argument: Id) -> Vec<Guise> {
    let opposite = arena.negate(argument);
    let (is_own, is_opposite) = (words.has_logistic(argument), words.has_logistic(opposite));
    if is_own != is_opposite && words.is_recognized() && !words.has(FunctionId::EXP) && is_rational(tower, value, variable) {
        return vec![Guise::Logistic(variable, is_opposite)];
    }
    let mut guises = vec![Guise::Plain, Guise::Inverse(variable)];
    if is_own || !is_opposite {
        guises.push(Guise::Logistic(variable, false));
    }
    if is_opposite || !is_own {
        guises.push(Guise::Logistic(variable, true));
    }
    if words.has(TANH) || !words.has(SIGMA) {
        guises.push(Guise::HyperbolicTangent(variable));
    }
    guises
}

/// Whether a generator stands under no root.
fn is_rational(tower: &Tower, value: &Value, variable: usize) -> bool {
    let stands_in = |factor: u32| tower.factor(factor).degree(variable) > 0;
    !tower.is_under_root(variable) && value.factors.iter().all(|(factor, exponent)| exponent.is_integer() || !stands_in(*factor))
}

fn used_variables(tower: &Tower, value: &Value) -> Vec<usize> {
    let mut used: Vec<usize> = value.factors.iter().flat_map(|(factor, _)| tower.factor(*factor).variables()).collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// Whether two exponentials occur in ratios only: every factor is homogeneous in the two, and the degrees cancel.
fn ratio(tower: &Tower, value: &Value, first: usize, second: usize) -> bool {
    let mut total = Rational::ZERO;
    for (factor, exponent) in &value.factors {
        let polynomial = tower.factor(*factor);
        let mut degrees = polynomial.terms().iter().map(|(monomial, _)| monomial.exponent(first) + monomial.exponent(second));
        let Some(degree) = degrees.next() else { return false };
        if degrees.any(|other| other != degree) {
            return false;
        }
        total = &total + &(exponent * &Rational::integer(degree.into()));
    }
    total.is_zero()
}

impl Guise {
    /// The value over the new generator, which takes the number of the old one; how it is written goes to the writer.
    pub fn apply(&self, arena: &mut Arena, tower: &mut Tower, value: &Value, writer: &mut Writer) -> Option<Value> {
        match *self {
            Guise::Plain => Some(value.clone()),
            Guise::Inverse(variable) => {
                let opposite = exponential_argument(arena, tower, variable, writer, &Rational::MINUS_ONE);
                let display = arena.call(FunctionId::EXP, &[opposite]);
                writer.display(variable, display);
                substitute(tower, value, variable, &constant(1), &Polynomial::variable(variable)?)
            }
            Guise::Logistic(variable, negative) => {
                let (value, times) = whole_power(arena, tower, value, variable, writer)?;
                let sign = Rational::integer(if negative { -times } else { times });
                let argument = exponential_argument(arena, tower, variable, writer, &sign);
                let display = arena.call(SIGMA, &[argument]);
                writer.display(variable, display);
                let s = Polynomial::variable(variable)?;
                let complement = constant(1).subtract(&s);
                let (above, below) = if negative { (complement, s) } else { (s, complement) };
                substitute(tower, &value, variable, &above, &below)
            }
            Guise::HyperbolicTangent(variable) => {
                let (value, times) = whole_power(arena, tower, value, variable, writer)?;
                let argument = exponential_argument(arena, tower, variable, writer, &Rational::fraction(times, 2)?);
                let display = arena.call(TANH, &[argument]);
                writer.display(variable, display);
                let h = Polynomial::variable(variable)?;
                substitute(tower, &value, variable, &constant(1).add(&h), &constant(1).subtract(&h))
            }
            Guise::LogisticOfTangent(variable) => {
                let argument = exponential_argument(arena, tower, variable, writer, &Rational::integer(2));
                let display = arena.call(SIGMA, &[argument]);
                writer.display(variable, display);
                let s = Polynomial::variable(variable)?;
                substitute(tower, value, variable, &s.scale(&Rational::integer(2)).subtract(&constant(1)), &constant(1))
            }
            Guise::Ratio(first, second, ref inner) => {
                let (a, b) = (tower.generators()[first].argument(), tower.generators()[second].argument());
                let difference = arena.subtract(a, b);
                writer.argument(first, difference);
                let display = arena.call(FunctionId::EXP, &[difference]);
                writer.display(first, display);
                let value = substitute(tower, value, second, &constant(1), &constant(1))?;
                inner.apply(arena, tower, &value, writer)
            }
            Guise::OtherPartner(sine, cosine) => {
                let sign = if tower.generators()[sine].family() == Family::Sine { -1 } else { 1 };
                let square = Polynomial::variable(sine)?.power(2)?.scale(&Rational::integer(sign)).add(&constant(1));
                // Where no cosine is squared this is the plain guise again.
                map(tower, value, |_, polynomial| polynomial.reduce(cosine, 2, &square)).filter(|changed| changed != value)
            }
            Guise::Split(square, other) => {
                // s^2 = 1 - c^2, S^2 = C^2 - 1 and C^2 = S^2 + 1; the last has no factors.
                let sign = match tower.generators()[square].family() {
                    Family::Sine | Family::Cosine => -1,
                    Family::HyperbolicSine => 1,
                    _ => return None,
                };
                let one = constant(1);
                let (above, below) = (Polynomial::variable(other)?.add(&one), Polynomial::variable(other)?.subtract(&one));
                let number = tower.value_of(&Polynomial::variable(square)?)?.factors.first()?.0;
                let half = value.exponent(number).to_i64()? / 2;
                let above = tower.value_of(&above)?.checked_power(half)?;
                let below = tower.value_of(&below)?.checked_power(half)?;
                let squares = tower.product(&above, &below)?;
                let signs = Rational::integer(sign).power(half)?;
                let rest = value.times(&Value::factor_power(number, Rational::integer(-2 * half)));
                Some(tower.product(&rest, &squares)?.scaled(&signs))
            }
            Guise::Shifted(variable, ref shift) => {
                let number = arena.number(shift.clone());
                let display = tower.generators()[variable].display();
                let shifted = arena.sum([(display, Rational::ONE), (number, Rational::ONE)]);
                writer.display(variable, shifted);
                let before = Polynomial::variable(variable)?.subtract(&Polynomial::constant(shift.clone()));
                substitute(tower, value, variable, &before, &constant(1))
            }
            Guise::Tangent(sine, cosine) => {
                tower.declare_tangent(arena, sine)?;
                tangents(tower, value, sine, cosine, writer)
            }
        }
    }
}

fn constant(value: i64) -> Polynomial {
    Polynomial::constant(Rational::integer(value))
}

/// `factor*m` for the generator `exp(m)`.
fn exponential_argument(arena: &mut Arena, tower: &Tower, variable: usize, writer: &Writer, factor: &Rational) -> Id {
    let own = writer.argument_of(variable).unwrap_or_else(|| tower.generators()[variable].argument());
    arena.scale(own, factor.clone())
}

/// The value with every factor replaced by what a function makes of it.
fn map(tower: &mut Tower, value: &Value, change: impl Fn(&Tower, &Polynomial) -> Option<Polynomial>) -> Option<Value> {
    let mut result = Value::number(value.coefficient.clone());
    for (factor, exponent) in &value.factors {
        let polynomial = tower.factor(*factor).clone();
        let changed = change(tower, &polynomial)?;
        let part = if changed == polynomial {
            Value::factor_power(*factor, exponent.clone())
        } else {
            let whole = exponent.to_i64()?;
            tower.value_of(&changed)?.checked_power(whole)?
        };
        result = tower.product(&result, &part)?;
    }
    Some(result)
}

/// The value with a generator replaced by a fraction; above and below the bar stand positive values.
pub(in super::super) fn substitute(
    tower: &mut Tower,
    value: &Value,
    variable: usize,
    above: &Polynomial,
    below: &Polynomial,
) -> Option<Value> {
    if tower.is_under_root(variable) {
        return None;
    }
    let bottom = Value::factor(tower.intern(below.clone()));
    let mut result = Value::number(value.coefficient.clone());
    for (factor, exponent) in &value.factors {
        let polynomial = tower.factor(*factor);
        let part = if polynomial.degree(variable) == 0 {
            Value::factor_power(*factor, exponent.clone())
        } else {
            let (numerator, degree) = polynomial.substitute_fraction(variable, above, below)?;
            match exponent.to_i64() {
                Some(whole) => {
                    let above = tower.value_of(&numerator)?.checked_power(whole)?;
                    let below = tower.value_of(below)?.checked_power(whole.checked_mul(-i64::from(degree))?)?;
                    tower.product(&above, &below)?
                }
                // Under a root the numerator has to be a number or one of the positive values again.
                None if numerator == *above || numerator.as_constant().is_some_and(|number| number.is_one()) => {
                    let mut power = Value::number(Rational::ONE);
                    if numerator == *above {
                        power = Value::factor_power(tower.intern(numerator), exponent.clone());
                    }
                    power.times(&Value::factor_power(bottom.factors[0].0, exponent * &Rational::integer(-i64::from(degree))))
                }
                None => return None,
            }
        };
        result = tower.product(&result, &part)?;
    }
    Some(result)
}

/// The value over the greatest power of a generator in which all sums are polynomials, and that power; what is left of the
/// generator itself is written as an exponential.
fn whole_power(arena: &mut Arena, tower: &mut Tower, value: &Value, variable: usize, writer: &mut Writer) -> Option<(Value, i64)> {
    let mut times = 0;
    for (factor, _) in &value.factors {
        let polynomial = tower.factor(*factor);
        if polynomial.terms().len() > 1 {
            times = polynomial.terms().iter().fold(times, |times, (monomial, _)| gcd(times, monomial.exponent(variable)));
        }
    }
    if times == 0 {
        return None;
    }
    let mut result = Value::number(value.coefficient.clone());
    for (factor, exponent) in &value.factors {
        let polynomial = tower.factor(*factor).clone();
        let part = if polynomial.degree(variable) == 0 || (times == 1 && !exponent.is_integer()) {
            Value::factor_power(*factor, exponent.clone())
        } else if polynomial.terms().len() == 1 {
            let exponent = exponent.to_i64()?;
            let (whole, rest) = (exponent.div_euclid(times.into()), exponent.rem_euclid(times.into()));
            if rest != 0 {
                let argument = exponential_argument(arena, tower, variable, writer, &Rational::integer(rest));
                let leftover = arena.call(FunctionId::EXP, &[argument]);
                writer.times(leftover);
            }
            tower.value_of(&Polynomial::variable(variable)?)?.checked_power(whole)?
        } else {
            let mut terms = Vec::with_capacity(polynomial.terms().len());
            for (monomial, number) in polynomial.terms() {
                let power = Monomial::power_of(variable, monomial.exponent(variable) / times)?;
                terms.push((monomial.without(variable).times(&power)?, number.clone()));
            }
            tower.value_of(&Polynomial::from_terms(terms))?.checked_power(exponent.to_i64()?)?
        };
        result = tower.product(&result, &part)?;
    }
    Some((result, times.into()))
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Sines as tangent times cosine, even powers of the cosine as powers of `1 + tan^2` (`1 - tanh^2`), where the parities allow.
fn tangents(tower: &mut Tower, value: &Value, sine: usize, cosine: usize, writer: &mut Writer) -> Option<Value> {
    let circular = matches!(tower.generators()[sine].family(), Family::Sine | Family::Cosine);
    let tangent = tower.tangent_of(sine)?;
    // A variable of its own: the relations of the sine do not hold for it.
    let t = Polynomial::variable(tangent)?;
    let square = if circular { constant(1).add(&t.power(2)?) } else { constant(1).subtract(&t.power(2)?) };
    let cosine_value = tower.value_of(&Polynomial::variable(cosine)?)?;
    let mut result = Value::number(value.coefficient.clone());
    for (factor, exponent) in &value.factors {
        let polynomial = tower.factor(*factor).clone();
        if polynomial.degree(sine) == 0 && polynomial.degree(cosine) == 0 {
            result = tower.product(&result, &Value::factor_power(*factor, exponent.clone()))?;
            continue;
        }
        let degree = |monomial: &Monomial| monomial.exponent(sine) + monomial.exponent(cosine);
        let most = polynomial.terms().iter().map(|term| degree(&term.0)).max()?;
        if polynomial.terms().iter().any(|term| degree(&term.0) % 2 != most % 2) {
            return None;
        }
        // Every term is tan^i*cos^(i + j); over cos^most the missing squares are powers of 1 + tan^2. That divides no sum of them:
        // of the highest degree the normal form has sin^n and sin^(n - 1)*cos at most, which are linear in tan but for a power.
        let mut total = Polynomial::ZERO;
        for (monomial, number) in polynomial.terms() {
            let missing = (most - degree(monomial)) / 2;
            let power = Monomial::power_of(tangent, monomial.exponent(sine))?;
            let term = Polynomial::term(monomial.without(cosine).without(sine).times(&power)?, number.clone());
            total = total.add(&term.multiply(&square.power(missing)?)?);
        }
        let whole = exponent.to_i64()?;
        let part = tower.value_of(&total)?.checked_power(whole)?;
        let power = cosine_value.checked_power(whole.checked_mul(most.into())?)?;
        result = tower.product(&result, &part)?;
        result = tower.product(&result, &power)?;
    }
    writer.secants(cosine);
    Some(result)
}
