//! Functions of inverse functions and of logarithms as algebraic expressions: the normal form has to know that
//! `exp(artanh(x))` is a root of `(1 + x)/(1 - x)`.

use super::MOST_PARTS;
use super::basis::{gcd, linear_form};
use super::kernels::{Family, MOST_BASE, primes};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::functions::{Class, FunctionId};
use crate::number::Rational;
use crate::rewrite::{Rules, apply_once};

/// The greatest multiple of an inverse function that is written out.
const MOST_MULTIPLE: u64 = 12;

const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");

/// The expression with every such function replaced, which may be itself; nothing where it has too many parts. Powers of a
/// number with a logarithm as exponent, inverse functions of a reciprocal (arccot beside arctan) and logarithms of numbers
/// with a prime in common are brought together as well.
pub fn closed(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Option<Id> {
    let mut inverses = Vec::new();
    let mut logarithms = Vec::new();
    let mut has_composites = false;
    let mut count = 0;
    arena.for_each_part(root, |id| {
        count += 1;
        if let Some((_, base, _)) = power_of_logarithm(arena, id) {
            has_composites = true;
            logarithms.extend(arena.as_number(base).and_then(Rational::to_i64).filter(|number| *number > 1));
        }
        let Node::Call(function, &[argument]) = arena.node(id) else { return };
        if Family::of(function).is_some() {
            has_composites |= mentions_inverse(arena, argument);
        } else if function == FunctionId::LN {
            logarithms.extend(arena.as_number(argument).and_then(Rational::to_i64).filter(|number| *number > 1));
        } else if inverts(function) {
            inverses.push(function);
        }
    });
    if count > MOST_PARTS {
        return None;
    }
    let has_numbers = logarithms.iter().enumerate().any(|(at, a)| logarithms[at + 1..].iter().any(|b| gcd(*a, *b) > 1));
    if !has_composites && !has_numbers && inverses.iter().all(|function| *function == inverses[0]) {
        return Some(root);
    }
    let mut new = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        let replaced = match arena.node(rebuilt) {
            Node::Call(FunctionId::LN, &[argument]) if has_numbers => logarithm_over_primes(arena, argument),
            Node::Power(..) => power_of_logarithm(arena, rebuilt).map(|(base, number, times)| {
                let exponent = logarithm_over_primes(arena, number).unwrap_or_else(|| arena.call(FunctionId::LN, &[number]));
                let exponent = arena.scale(exponent, times);
                arena.power(base, exponent)
            }),
            Node::Call(function, [_]) if inverts(function) => of_reciprocal(arena, knowledge, rebuilt, &inverses),
            _ => call(arena, knowledge, rebuilt),
        };
        new[id.index()] = replaced.unwrap_or(rebuilt);
    }
    Some(if new[root.index()] == Id::UNDEFINED { root } else { new[root.index()] })
}

/// The u, a and c of a power `a^(c*ln(u))` of a number, which is `u^(c*ln(a))`.
fn power_of_logarithm(arena: &Arena, id: Id) -> Option<(Id, Id, Rational)> {
    let Node::Power(base, exponent) = arena.node(id) else { return None };
    let (times, core) = arena.coefficient(exponent);
    let is_positive = arena.as_number(base).is_some_and(|number| number.signum() > 0);
    match arena.node(core) {
        Node::Call(FunctionId::LN, &[inner]) if is_positive => Some((inner, base, times)),
        _ => None,
    }
}

/// An inverse function as that of the reciprocal, where the expression has that function too.
fn of_reciprocal(arena: &mut Arena, knowledge: &mut Knowledge, call: Id, inverses: &[FunctionId]) -> Option<Id> {
    let (value, _) = apply_once(Rules::of_inverses(), arena, knowledge, call)?;
    match arena.node(value) {
        Node::Call(function, _) if inverses.contains(&function) => Some(value),
        _ => None,
    }
}

/// `ln(12)` as `2*ln(2) + ln(3)`.
fn logarithm_over_primes(arena: &mut Arena, argument: Id) -> Option<Id> {
    let number = arena.as_number(argument)?.to_i64().filter(|number| (2..=MOST_BASE).contains(number))?;
    let mut terms = Vec::new();
    for (prime, exponent) in primes(number) {
        let prime = arena.integer(prime);
        terms.push((arena.call(FunctionId::LN, &[prime]), Rational::integer(exponent)));
    }
    Some(arena.sum(terms))
}

/// Whether an inverse function or a logarithm is a term of an argument, or a factor of a term.
fn mentions_inverse(arena: &Arena, argument: Id) -> bool {
    let is_inverse = |id: Id| matches!(arena.node(id), Node::Call(function, [_]) if inverts(function));
    let in_term =
        |id: Id| is_inverse(id) || matches!(arena.node(id), Node::Product(factors) if factors.iter().any(|factor| is_inverse(factor.id)));
    in_term(argument) || matches!(arena.node(argument), Node::Sum(terms) if terms.iter().any(|term| in_term(term.id)))
}

fn inverts(function: FunctionId) -> bool {
    function == FunctionId::LN || matches!(function.row().class, Class::InverseCircular | Class::InverseHyperbolic)
}

fn call(arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Option<Id> {
    let Node::Call(function, &[argument]) = arena.node(id) else { return None };
    let family = Family::of(function)?;
    if !mentions_inverse(arena, argument) {
        return None;
    }
    let value = if family.is_exponential() {
        exponential(arena, knowledge, function, argument)?
    } else {
        circular(arena, knowledge, function, argument)?
    };
    (value != Id::UNDEFINED).then_some(value)
}

/// A function of the exponential family; its exponential as a product of those of the terms.
fn exponential(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, argument: Id) -> Option<Id> {
    let (mut rest, mut factors) = (Vec::new(), Vec::new());
    for (term, number) in linear_form(arena, argument) {
        match exponential_of_term(arena, knowledge, term, &number) {
            Some(factor) => factors.push((factor, Rational::ONE)),
            None => rest.push((term, number)),
        }
    }
    if factors.is_empty() {
        return None;
    }
    if !rest.is_empty() {
        let rest = arena.sum(rest);
        factors.push((arena.call(FunctionId::EXP, &[rest]), Rational::ONE));
    }
    let power = arena.product(factors);
    let inverse = arena.divide(Id::ONE, power);
    let (sum, difference) = (arena.add(power, inverse), arena.subtract(power, inverse));
    let two = arena.integer(2);
    Some(match function.row().name {
        "exp" => power,
        "sigma" => {
            let below = arena.add(Id::ONE, power);
            arena.divide(power, below)
        }
        "sinh" => arena.divide(difference, two),
        "cosh" => arena.divide(sum, two),
        "tanh" => arena.divide(difference, sum),
        "coth" => arena.divide(sum, difference),
        "sech" => arena.divide(two, sum),
        _ => arena.divide(two, difference),
    })
}

/// `exp(number*term)`, where the term is a logarithm, a multiple of one, or a function that has a rule.
fn exponential_of_term(arena: &mut Arena, knowledge: &mut Knowledge, term: Id, number: &Rational) -> Option<Id> {
    if let Node::Call(FunctionId::LN, &[inner]) = arena.node(term) {
        return Some(arena.rational_power(inner, number.clone()));
    }
    if let Node::Product(factors) = arena.node(term) {
        let factors = factors.to_vec();
        let logarithms = factors.iter().filter_map(|factor| match arena.node(factor.id) {
            Node::Call(FunctionId::LN, &[inner]) if factor.number.is_one() => Some((factor.id, inner)),
            _ => None,
        });
        // exp(ln(u)*ln(4)) is u^(ln(4)).
        let (constant, varying): (Vec<_>, Vec<_>) = logarithms.partition(|(_, inner)| arena.as_number(*inner).is_some());
        let (logarithm, inner) = match (&constant[..], &varying[..]) {
            (_, [only]) | ([only], []) => *only,
            _ => return None,
        };
        let others = factors.into_iter().filter(|factor| factor.id != logarithm).map(|factor| (factor.id, factor.number));
        let exponent = arena.product(others);
        let exponent = arena.scale(exponent, number.clone());
        return Some(arena.power(inner, exponent));
    }
    let base = ruled(arena, knowledge, FunctionId::EXP, term)?;
    Some(arena.rational_power(base, number.clone()))
}

/// A trigonometric function, by the addition theorems from the sines and cosines of the terms.
fn circular(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, argument: Id) -> Option<Id> {
    let mut rest = Vec::new();
    let mut pairs = Vec::new();
    for (term, number) in linear_form(arena, argument) {
        match (ruled(arena, knowledge, SIN, term), ruled(arena, knowledge, COS, term)) {
            (Some(sine), Some(cosine)) => pairs.push((sine, cosine, number)),
            _ => rest.push((term, number)),
        }
    }
    if let ([(sine, cosine, number)], true) = (&pairs[..], rest.is_empty())
        && number.abs().to_small() == Some((1, 2))
    {
        // tan(m/2) = sin(m)/(1 + cos(m)); DLMF 4.21.22
        let below = arena.add(Id::ONE, *cosine);
        let tangent = arena.divide(*sine, below);
        let tangent = if number.is_negative() { arena.negate(tangent) } else { tangent };
        return match function.row().name {
            "tan" => Some(tangent),
            "cot" => Some(arena.divide(Id::ONE, tangent)),
            _ => None,
        };
    }
    if pairs.is_empty() {
        return None;
    }
    let (mut sine, mut cosine) = (Id::ZERO, Id::ONE);
    if !rest.is_empty() {
        let rest = arena.sum(rest);
        (sine, cosine) = (arena.call(SIN, &[rest]), arena.call(COS, &[rest]));
    }
    for (s, c, number) in pairs {
        let times = number.to_i64().filter(|times| times.unsigned_abs() <= MOST_MULTIPLE)?;
        let s = if times < 0 { arena.negate(s) } else { s };
        for _ in 0..times.unsigned_abs() {
            let (ss, cc) = (arena.multiply(sine, s), arena.multiply(cosine, c));
            let (sc, cs) = (arena.multiply(sine, c), arena.multiply(cosine, s));
            (sine, cosine) = (arena.add(sc, cs), arena.subtract(cc, ss));
        }
    }
    Some(match function.row().name {
        "sin" => sine,
        "cos" => cosine,
        "tan" => arena.divide(sine, cosine),
        "cot" => arena.divide(cosine, sine),
        "sec" => arena.divide(Id::ONE, cosine),
        _ => arena.divide(Id::ONE, sine),
    })
}

/// What `grammar/inverse.rules` says a function of a term is.
fn ruled(arena: &mut Arena, knowledge: &mut Knowledge, function: FunctionId, term: Id) -> Option<Id> {
    match arena.node(term) {
        Node::Call(inverse, [_]) if inverts(inverse) => {}
        _ => return None,
    }
    let call = arena.call(function, &[term]);
    apply_once(Rules::of_inverses(), arena, knowledge, call).map(|(value, _)| value)
}
