//! How a term is written: what stands above and what below the fraction bar.

use super::Style;
use super::order;
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;
use smallvec::SmallVec;

/// A factor as it is written.
#[derive(Debug, Clone)]
pub(super) enum Factor {
    /// A positive number.
    Number(Rational),
    /// A number written as a decimal.
    Decimal(Box<str>),
    /// A base to a positive power.
    Power(Id, Rational),
    /// What a function such as sec is the reciprocal of, `\cos`, of the same argument to a positive power.
    Reciprocal(&'static str, Id, Rational),
    /// A root or power of a whole number that stands for several prime bases: `sqrt(6)`.
    NumberPower(Rational, Rational),
}

/// A few factors, mostly without an allocation.
pub(super) type Factors = SmallVec<[Factor; 4]>;

/// A term without its sign: what stands above the bar (the whole term where there is none; nothing for 1), and below.
#[derive(Debug, Clone, Default)]
pub(super) struct Fraction {
    pub above: Factors,
    pub below: Factors,
}

/// The written shape of `coefficient * id`; the sign of the coefficient is the caller's.
pub(super) fn fraction(arena: &Arena, id: Id, coefficient: &Rational, style: &Style) -> Fraction {
    let mut fraction = Fraction::default();
    let alone = [Term { id, number: Rational::ONE }];
    let factors: &[Term] = match arena.node(id) {
        Node::Product(factors) => factors,
        _ if id == Id::ONE => &[],
        _ => &alone,
    };
    let mut size = coefficient.abs();
    let is_number = |factor: &&Term| arena.as_number(factor.id).is_some();
    let roots = if factors.iter().any(|factor| is_number(&factor)) {
        roots(arena, factors.iter().filter(is_number), &mut size)
    } else {
        Vec::new()
    };
    if !size.is_one() {
        number(&mut fraction, &size, style);
    }
    for (base, exponent) in roots {
        let place = if exponent.is_negative() { &mut fraction.below } else { &mut fraction.above };
        place.push(Factor::NumberPower(base, exponent.abs()));
    }
    let mut place = |factor: &Term| {
        if let Node::Call(function, [argument]) = arena.node(factor.id)
            && factor.number.is_integer()
            && let Some(name) = style.latex.reciprocal(function)
        {
            let place = if factor.number.is_negative() { &mut fraction.above } else { &mut fraction.below };
            return place.push(Factor::Reciprocal(name, *argument, factor.number.abs()));
        }
        if factor.number.is_negative() {
            fraction.below.push(Factor::Power(factor.id, -&factor.number));
        } else {
            fraction.above.push(Factor::Power(factor.id, factor.number.clone()));
        }
    };
    match factors {
        [one] if !is_number(&one) => place(one),
        _ => {
            let symbolic: SmallVec<[&Term; 8]> = factors.iter().filter(|factor| !is_number(factor)).collect();
            order::factors(arena, symbolic, style.variable).into_iter().for_each(place);
        }
    }
    fraction
}

/// The written shape of `coefficient * id` where `id` is written by a name.
pub(super) fn multiple(id: Id, coefficient: &Rational, style: &Style) -> Fraction {
    let mut fraction = Fraction::default();
    if !coefficient.is_one() {
        number(&mut fraction, &coefficient.abs(), style);
    }
    fraction.above.push(Factor::Power(id, Rational::ONE));
    fraction
}

/// A positive number other than 1, above and below the bar, or as a decimal.
fn number(fraction: &mut Fraction, size: &Rational, style: &Style) {
    if size.is_integer() {
        return fraction.above.push(Factor::Number(size.clone()));
    }
    if let Some(decimal) = style.decimals.then(|| size.to_decimal(15)).flatten() {
        return fraction.above.push(Factor::Decimal(decimal.into()));
    }
    let numerator = size.numerator();
    if !numerator.is_one() {
        fraction.above.push(Factor::Number(numerator));
    }
    fraction.below.push(Factor::Number(size.denominator()));
}

/// Powers of numbers with the same exponent joined, and moved below the bar where the coefficient's denominator allows it:
/// `sqrt(2)/2` is written `1/sqrt(2)`.
fn roots<'t>(arena: &Arena, numbers: impl Iterator<Item = &'t Term>, size: &mut Rational) -> Vec<(Rational, Rational)> {
    let mut roots: Vec<(Rational, Rational)> = Vec::new();
    for factor in numbers {
        let Some(base) = arena.as_number(factor.id) else { continue };
        let mut exponent = factor.number.clone();
        let denominator = size.denominator();
        let divides = base.is_integer() && base.reciprocal().is_some_and(|inverse| (&denominator * &inverse).is_integer());
        if divides && exponent > Rational::ZERO && exponent < Rational::ONE {
            *size = &*size * base;
            exponent = exponent - Rational::ONE;
        }
        // Only fractional powers may be joined and still read back as the same expression.
        match roots.iter_mut().find(|(_, known)| *known == exponent && !exponent.is_integer()) {
            Some((joined, _)) => *joined = &*joined * base,
            None => roots.push((base.clone(), exponent)),
        }
    }
    roots.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    roots
}
