//! Logarithms of products as sums of logarithms, and powers of products as products of powers: to the normal form `ln(3*x)` and
//! `ln(x)` are strangers, and so are `(1/2)^x` and `2^x`, `(x/l)^k` and `x^k`.
//!
//! Where `ln(u^p*v^q)` has a value its argument is positive, so that no factor is zero and it is `p*ln|u| + q*ln|v|`. An equation
//! between sides written so holds wherever the sides themselves have values.

use crate::domain::{Knowledge, outside_cases};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;

/// Expressions of more parts than this are left alone.
const MOST_PARTS: usize = 300;

/// Both sides with every such logarithm and power taken apart. `inside` knows what holds where both `defined` have values, which is
/// all that is asked about.
pub(super) fn apart(arena: &mut Arena, inside: &mut Knowledge, defined: [Id; 2], sides: [Id; 2]) -> [Id; 2] {
    let order = arena.reachable_from(&sides);
    let concerns = |id: &Id| matches!(arena.node(*id), Node::Call(FunctionId::LN, _) | Node::Power(..));
    if order.len() > MOST_PARTS || !order.iter().any(concerns) {
        return sides;
    }
    let powers = powers(arena, defined);
    let mut new = vec![Id::UNDEFINED; order.last().map_or(0, |last| last.index() + 1)];
    for id in order {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = match arena.node(rebuilt) {
            Node::Call(FunctionId::LN, &[argument]) => sum(arena, argument),
            Node::Power(base, exponent) => product(arena, inside, &powers, [base, exponent]),
            _ => rebuilt,
        };
    }
    sides.map(|side| if new[side.index()] == Id::UNDEFINED { side } else { new[side.index()] })
}

/// The logarithm of an argument that is positive.
fn sum(arena: &mut Arena, argument: Id) -> Id {
    let mut terms = Vec::new();
    let mut waiting = vec![(argument, Rational::ONE)];
    while let Some((part, exponent)) = waiting.pop() {
        let (number, core) = arena.coefficient(part);
        of_number(arena, &number.abs(), &exponent, &mut terms);
        match arena.node(core) {
            Node::Number(_) => {}
            Node::Product(factors) => waiting.extend(factors.iter().map(|factor| (factor.id, &factor.number * &exponent))),
            Node::Call(FunctionId::EXP, &[inner]) => terms.push((inner, exponent)),
            Node::Call(FunctionId::ABS, &[inner]) => waiting.push((inner, exponent)),
            _ => match arena.common_factor(core, true) {
                Some(factored) => {
                    waiting.extend(factored.common.iter().map(|factor| (factor.id, &factor.number * &exponent)));
                    of_number(arena, &factored.content, &exponent, &mut terms);
                    waiting.push((factored.rest, exponent));
                }
                None => match without_exponential(arena, core) {
                    Some((inner, rest)) => {
                        terms.push((inner, exponent.clone()));
                        waiting.push((rest, exponent));
                    }
                    None => terms.push((of_size(arena, core), exponent)),
                },
            },
        }
    }
    arena.sum(terms)
}

/// A sum of exponentials as one of them, by its exponent, times a sum: the same sum for all that are equal up to such a factor, as
/// `1 + exp(x)` and `1 + exp(-x)`. Nothing where it is that sum itself.
fn without_exponential(arena: &mut Arena, sum: Id) -> Option<(Id, Id)> {
    /// Sums of more terms are left alone.
    const MOST_TERMS: usize = 8;
    let Node::Sum(terms) = arena.node(sum) else { return None };
    let terms = terms.to_vec();
    if terms.len() > MOST_TERMS {
        return None;
    }
    // Each term by its number, its exponent, and its other factors.
    let parts: Vec<(Rational, Id, Id)> = terms
        .into_iter()
        .map(|term| {
            let (mut exponents, mut others) = (Vec::new(), Vec::new());
            for factor in arena.factors(term.id) {
                match arena.node(factor.id) {
                    Node::Call(FunctionId::EXP, &[argument]) => exponents.push((argument, factor.number)),
                    _ => others.push((factor.id, factor.number)),
                }
            }
            (term.number, arena.sum(exponents), arena.product(others))
        })
        .collect();
    let mut shortest: Option<(Id, Id)> = None;
    for (_, exponent, _) in &parts {
        let mut divided = Vec::new();
        for (number, own, others) in &parts {
            let left = arena.subtract(*own, *exponent);
            let power = if left == Id::ZERO { Id::ONE } else { arena.call(FunctionId::EXP, &[left]) };
            divided.push((arena.multiply(*others, power), number.clone()));
        }
        let divided = arena.sum(divided);
        // Equal expressions have one number, so that the least is the same whichever of the sums this is.
        if shortest.is_none_or(|(_, least)| divided < least) {
            shortest = Some((*exponent, divided));
        }
    }
    shortest.filter(|(_, rest)| *rest != sum && matches!(arena.node(*rest), Node::Sum(_)))
}

/// Adds the logarithm of a positive number, so many times: that of the numerator without that of the denominator.
fn of_number(arena: &mut Arena, number: &Rational, times: &Rational, terms: &mut Vec<(Id, Rational)>) {
    for (part, times) in [(number.numerator(), times.clone()), (number.denominator(), -times)] {
        if !part.is_one() {
            let part = arena.number(part);
            terms.push((arena.call(FunctionId::LN, &[part]), times));
        }
    }
}

/// The powers, base and exponent, without which none of the sides has a value.
fn powers(arena: &Arena, sides: [Id; 2]) -> Vec<[Id; 2]> {
    let parts = sides.into_iter().flat_map(|side| outside_cases(arena, side));
    parts.filter_map(|id| if let Node::Power(base, exponent) = arena.node(id) { Some([base, exponent]) } else { None }).collect()
}

/// A power as a product of powers, `(2*u/3)^v` as `2^v*3^(-v)*u^v`: of the factors of its base that are positive, or of which the
/// same power has a value, since then they are positive or the exponent is a whole number; and of what is left a power.
fn product(arena: &mut Arena, inside: &mut Knowledge, powers: &[[Id; 2]], [base, exponent]: [Id; 2]) -> Id {
    let (number, core) = arena.coefficient(base);
    if number.signum() <= 0 || core == Id::ONE && number.is_integer() {
        return arena.power(base, exponent);
    }
    let factors = arena.factors(core);
    let mut comes_out = |factor: &Term| {
        let is_positive = inside.interval(arena, factor.id).is_positive();
        is_positive || powers.iter().any(|[other, order]| *other == factor.id && is_whole_beside(arena, *order, exponent))
    };
    let (positive, rest): (Vec<Term>, Vec<Term>) = factors.into_iter().partition(&mut comes_out);
    let rest = arena.product(rest.into_iter().map(|factor| (factor.id, factor.number)));
    let number_parts = [(number.numerator(), Rational::ONE), (number.denominator(), Rational::MINUS_ONE)];
    let number_parts = number_parts.into_iter().filter(|(part, _)| !part.is_one()).map(|(part, sign)| (arena.number(part), sign));
    let mut parts: Vec<(Id, Rational)> = number_parts.collect();
    parts.extend(positive.into_iter().map(|factor| (factor.id, factor.number)));
    if parts.is_empty() || parts.len() == 1 && rest == Id::ONE && parts[0].1.is_one() {
        return arena.power(base, exponent);
    }
    if rest != Id::ONE {
        parts.push((rest, Rational::ONE));
    }
    let powers: Vec<(Id, Rational)> = parts
        .into_iter()
        .map(|(base, times)| {
            let exponent = arena.scale(exponent, times);
            (arena.power(base, exponent), Rational::ONE)
        })
        .collect();
    arena.product(powers)
}

/// Whether two exponents differ by a whole number, or one from the opposite of the other: either both are whole or none.
fn is_whole_beside(arena: &mut Arena, one: Id, other: Id) -> bool {
    let both = [arena.subtract(one, other), arena.add(one, other)];
    both.into_iter().any(|id| arena.as_number(id).is_some_and(Rational::is_integer))
}

/// `ln|u|`, the same for u and -u.
fn of_size(arena: &mut Arena, id: Id) -> Id {
    let is_flipped = matches!(arena.node(id), Node::Sum(terms) if terms.first().is_some_and(|term| term.number.is_negative()));
    let id = if is_flipped { arena.negate(id) } else { id };
    let size = arena.call(FunctionId::ABS, &[id]);
    arena.call(FunctionId::LN, &[size])
}
