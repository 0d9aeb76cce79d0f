//! Logarithms of products as sums of logarithms, and powers of multiples as products of powers: to the normal form `ln(3*x)` and
//! `ln(x)` are strangers, and so are `(1/2)^x` and `2^x`.
//!
//! Where `ln(u^p*v^q)` has a value its argument is positive, so that no factor is zero and it is `p*ln|u| + q*ln|v|`. An equation
//! between sides written so holds wherever the sides themselves have values.

use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;

/// Expressions of more parts than this are left alone.
const MOST_PARTS: usize = 300;

/// Both sides with every such logarithm taken apart.
pub(super) fn apart(arena: &mut Arena, sides: [Id; 2]) -> [Id; 2] {
    let order = arena.reachable_from(&sides);
    let concerns = |id: &Id| matches!(arena.node(*id), Node::Call(FunctionId::LN, _) | Node::Power(..));
    if order.len() > MOST_PARTS || !order.iter().any(concerns) {
        return sides;
    }
    let mut new = vec![Id::UNDEFINED; order.last().map_or(0, |last| last.index() + 1)];
    for id in order {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = match arena.node(rebuilt) {
            Node::Call(FunctionId::LN, &[argument]) => sum(arena, argument),
            Node::Power(base, exponent) => product(arena, base, exponent),
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
                    terms.push((of_size(arena, factored.rest), exponent));
                }
                None => terms.push((of_size(arena, core), exponent)),
            },
        }
    }
    arena.sum(terms)
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

/// A power whose base has a positive number for a factor: `(2*u/3)^v` as `2^v*3^(-v)*u^v`.
fn product(arena: &mut Arena, base: Id, exponent: Id) -> Id {
    let (number, core) = arena.coefficient(base);
    if number.signum() <= 0 || core == Id::ONE && number.is_integer() || number.is_one() {
        return arena.power(base, exponent);
    }
    let opposite = arena.negate(exponent);
    let (above, below) = (arena.number(number.numerator()), arena.number(number.denominator()));
    let parts = [(above, exponent), (below, opposite), (core, exponent)].map(|(base, exponent)| arena.power(base, exponent));
    arena.product(parts.map(|part| (part, Rational::ONE)))
}

/// `ln|u|`, the same for u and -u.
fn of_size(arena: &mut Arena, id: Id) -> Id {
    let is_flipped = matches!(arena.node(id), Node::Sum(terms) if terms.first().is_some_and(|term| term.number.is_negative()));
    let id = if is_flipped { arena.negate(id) } else { id };
    let size = arena.call(FunctionId::ABS, &[id]);
    arena.call(FunctionId::LN, &[size])
}
