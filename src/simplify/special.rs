//! Function calls with a known value: special values, parity, numbers.

use crate::domain::{Knowledge, conditions_of, constant_truth, has_cases};
use crate::expression::{Arena, Id, Node, Relation, Term};
use crate::functions::{FunctionId, Parity};
use crate::number::Rational;
use crate::syntax::exact::{self, exact_value};
use crate::syntax::template;
use smallvec::SmallVec;

const ROOT: FunctionId = FunctionId::named("root");
const CBRT: FunctionId = FunctionId::named("cbrt");
const MAX: FunctionId = FunctionId::named("max");
const MIN: FunctionId = FunctionId::named("min");

/// The call with its value, where the table knows it exactly; undefined outside the domain; with the sign of its argument
/// in front where the function is odd, and without it where it is even.
pub(super) fn call(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Id {
    let Node::Call(function, arguments) = arena.node(id) else { return id };
    let arguments: SmallVec<[Id; 2]> = SmallVec::from(arguments);
    if is_constant(arena, &arguments) {
        if is_outside(arena, knowledge, function, &arguments, id) {
            return Id::UNDEFINED;
        }
        if let Some(value) = special_value(arena, function, &arguments).or_else(|| exact_value(arena, function, &arguments)) {
            return value;
        }
        if let Some(value) = within_period(arena, function, &arguments).and_then(|inside| special_value(arena, function, &[inside])) {
            return value;
        }
    }
    if let (ROOT, &[index, radicand]) = (function, &arguments[..]) {
        // Square and cube roots have names of their own.
        return match arena.as_number(index).and_then(Rational::to_i64) {
            Some(2) => arena.rational_power(radicand, Rational::fraction(1, 2).unwrap_or(Rational::ONE)),
            Some(3) => arena.call(CBRT, &[radicand]),
            // What stands under an even root is not negative either way, and a square may come out.
            Some(even) if even > 0 && even % 2 == 0 && has_squares(arena, radicand) => match Rational::fraction(1, even) {
                Some(exponent) => arena.rational_power(radicand, exponent),
                None => id,
            },
            _ => id,
        };
    }
    if matches!(function, MAX | MIN) {
        return extremum(arena, knowledge, id, function, &arguments);
    }
    let [argument] = arguments[..] else { return id };
    if function == FunctionId::EXP
        && let Some(power) = exponential_of_logarithm(arena, argument)
    {
        return power;
    }
    scaled(arena, function, argument).or_else(|| parity(arena, function, argument)).unwrap_or(id)
}

/// Whether a product has a factor under an even exponent.
fn has_squares(arena: &Arena, radicand: Id) -> bool {
    matches!(arena.node(arena.coefficient(radicand).1), Node::Product(factors) if factors.iter().any(|factor| factor.number.is_even()))
}

/// So many arguments at most are held against each other.
const MOST_COMPARED: usize = 8;

/// The largest or smallest without what another argument is never on the wrong side of: `max(x^2 + 1, 0)` is `x^2 + 1`. What goes
/// has a value everywhere.
fn extremum(arena: &mut Arena, knowledge: &mut Knowledge, id: Id, function: FunctionId, arguments: &[Id]) -> Id {
    if arguments.len() > MOST_COMPARED {
        return id;
    }
    let mut kept: SmallVec<[Id; 2]> = SmallVec::from_slice(arguments);
    let mut at = 0;
    while at < kept.len() && kept.len() > 1 {
        let own = kept[at];
        let mut is_beyond = |other: Id| {
            let (less, more) = if function == MAX { (own, other) } else { (other, own) };
            let relation = arena.relation(Relation::LessOrEqual, less, more);
            own == other || knowledge.decide(arena, relation) == Some(true)
        };
        let is_dominated = (0..kept.len()).filter(|place| *place != at).any(|place| is_beyond(kept[place]));
        if is_dominated && !has_cases(arena, own) && conditions_of(arena, knowledge, own).is_empty() {
            kept.remove(at);
        } else {
            at += 1;
        }
    }
    match kept[..] {
        [only] => only,
        _ if kept.len() == arguments.len() => id,
        _ => arena.call(function, &kept),
    }
}

/// `exp(c*ln(u))` as `u^c`.
fn exponential_of_logarithm(arena: &mut Arena, argument: Id) -> Option<Id> {
    let (number, core) = arena.coefficient(argument);
    match arena.node(core) {
        Node::Call(FunctionId::LN, &[inner]) => Some(arena.rational_power(inner, number)),
        _ => None,
    }
}

/// `ln(8)/ln(2)` as 3: a ratio of logarithms of whole numbers that are powers of one number.
pub(super) fn ratio_of_logarithms(arena: &mut Arena, id: Id) -> Id {
    let Node::Product(factors) = arena.node(id) else { return id };
    let logarithm = |factor: &Term| match arena.node(factor.id) {
        Node::Call(FunctionId::LN, &[argument]) if factor.number.abs().is_one() => {
            Some((factor.id, arena.as_number(argument)?.to_i64()?, factor.number.is_negative()))
        }
        _ => None,
    };
    let mut logarithms = factors.iter().filter_map(logarithm);
    let (Some((one, a, is_below)), Some((other, b, other_below)), None) = (logarithms.next(), logarithms.next(), logarithms.next()) else {
        return id;
    };
    if is_below == other_below {
        return id;
    }
    let (above, below) = if is_below { (b, a) } else { (a, b) };
    let Some(ratio) = logarithm_to_base(below, above) else { return id };
    let rest: Vec<(Id, Rational)> =
        factors.iter().filter(|factor| factor.id != one && factor.id != other).map(|factor| (factor.id, factor.number.clone())).collect();
    let product = arena.product(rest);
    arena.scale(product, ratio)
}

/// The logarithm of a whole number to a whole base, both from 2 on, where it is rational.
fn logarithm_to_base(base: i64, number: i64) -> Option<Rational> {
    let (mut base, mut number) = (base, number);
    if base < 2 || number < 2 {
        return None;
    }
    // Euclid's algorithm on the exponents: with b^k the greatest power that divides a, log(a) = k*log(b) + log(a/b^k).
    let mut quotients = Vec::new();
    loop {
        let mut times = 0;
        while number % base == 0 {
            number /= base;
            times += 1;
        }
        quotients.push(times);
        if number == 1 {
            break;
        }
        if times == 0 && quotients.len() > 1 {
            return None;
        }
        std::mem::swap(&mut base, &mut number);
    }
    let mut ratio = Rational::ZERO;
    for times in quotients.into_iter().rev() {
        let whole = Rational::integer(times);
        ratio = if ratio.is_zero() { whole } else { whole + ratio.reciprocal()? };
    }
    Some(ratio)
}

/// Whether constant arguments certainly lie outside the domain.
fn is_outside(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, arguments: &[Id], id: Id) -> bool {
    if arguments.iter().all(|argument| arena.as_number(*argument).is_some()) {
        return exact::is_outside(arena, function, arguments);
    }
    let Some(condition) = template::domain(arena, function, arguments, id) else { return false };
    knowledge.decide(arena, condition) == Some(false) || constant_truth(arena, condition) == Some(false)
}

/// Whether every argument is a number or a constant such as `pi/2`.
fn is_constant(arena: &Arena, arguments: &[Id]) -> bool {
    arguments.iter().all(|argument| {
        let (_, core) = arena.coefficient(*argument);
        let small = |id: Id| match arena.node(id) {
            Node::Number(_) => true,
            Node::Call(_, inner) => inner.is_empty() || inner.iter().all(|inner| arena.as_number(*inner).is_some()),
            _ => false,
        };
        small(core) || matches!(arena.node(core), Node::Product([factor]) if small(factor.id))
    })
}

fn special_value(arena: &mut Arena, function: FunctionId, arguments: &[Id]) -> Option<Id> {
    let mut buffer = Vec::new();
    for (special, value) in &template::texts(function).special {
        let matches = special.len() == arguments.len()
            && special.iter().zip(arguments).all(|(text, argument)| text.instantiate(arena, &[], &mut buffer) == *argument);
        if matches {
            return Some(value.instantiate(arena, &[], &mut buffer));
        }
    }
    None
}

/// A multiple of `pi` without whole periods, not negative, of a trigonometric function (DLMF 4.21.v).
fn within_period(arena: &mut Arena, function: FunctionId, arguments: &[Id]) -> Option<Id> {
    const PI: FunctionId = FunctionId::named("pi");
    let period = match function.row().name {
        "sin" | "cos" | "sec" | "csc" => 2,
        "tan" | "cot" => 1,
        _ => return None,
    };
    let &[argument] = arguments else { return None };
    let (turns, core) = arena.coefficient(argument);
    if !matches!(arena.node(core), Node::Call(PI, [])) {
        return None;
    }
    let period = Rational::integer(period);
    let whole = (&turns * &period.reciprocal()?).floor();
    (!whole.is_zero()).then(|| arena.scale(core, turns - whole * period))
}

/// `|c*u|` and `sign(c*u)` with the number outside.
fn scaled(arena: &mut Arena, function: FunctionId, argument: Id) -> Option<Id> {
    let (number, core) = arena.coefficient(argument);
    if number.is_one() || core == Id::ONE {
        return None;
    }
    match function.row().name {
        "abs" => {
            let inner = arena.call(function, &[core]);
            Some(arena.scale(inner, number.abs()))
        }
        "sign" => {
            let inner = arena.call(function, &[core]);
            Some(arena.scale(inner, Rational::integer(number.signum().into())))
        }
        _ => None,
    }
}

/// `sin(-u)` as `-sin(u)`, `cos(-u)` as `cos(u)`, `sigma(-u)` as `1 - sigma(u)`.
fn parity(arena: &mut Arena, function: FunctionId, argument: Id) -> Option<Id> {
    if !leads_with_minus(arena, argument) {
        return None;
    }
    let sigma = function.row().name == "sigma";
    if function.row().parity == Parity::Neither && !sigma {
        return None;
    }
    let opposite = arena.negate(argument);
    let call = arena.call(function, &[opposite]);
    Some(match function.row().parity {
        Parity::Even => call,
        Parity::Odd => arena.negate(call),
        Parity::Neither => arena.subtract(Id::ONE, call),
    })
}

/// Whether an argument is better written with the opposite sign. A difference is turned only when all its terms are
/// negative, so that exactly one of `u` and `-u` leads with a minus.
fn leads_with_minus(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Number(number) => number.is_negative(),
        Node::Sum(terms) => terms.iter().all(|term| term.number.is_negative()),
        _ => false,
    }
}
