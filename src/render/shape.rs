//! How a term is written: what stands above and what below the fraction bar.

use super::Style;
use super::factors;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::short::Short;
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
    /// What a function such as sec is the reciprocal of, of the same argument to a positive power.
    Reciprocal(FunctionId, Id, Rational),
    /// A root or power of a whole number that stands for several prime bases, as base and exponent: `sqrt(6)`.
    NumberPower(Box<(Rational, Rational)>),
}

/// A few factors.
type Factors = SmallVec<[Factor; 4]>;

/// A term without its sign: what stands above the bar (the whole term where there is none; nothing for 1), and below.
#[derive(Debug, Clone, Default)]
pub(super) struct Fraction {
    /// The factors above the bar, then those below.
    factors: Factors,
    bar: usize,
}

impl Fraction {
    pub fn above(&self) -> &[Factor] {
        &self.factors[..self.bar]
    }

    pub fn below(&self) -> &[Factor] {
        &self.factors[self.bar..]
    }
}

/// The written shape of `coefficient * id`; the sign of the coefficient is the caller's.
pub(super) fn fraction(arena: &Arena, id: Id, coefficient: &Rational, style: &Style) -> Fraction {
    let alone = [Term { id, number: Rational::ONE }];
    let factors: &[Term] = match arena.node(id) {
        Node::Product(factors) => factors,
        _ if id == Id::ONE => &[],
        _ => &alone,
    };
    let mut size = coefficient.abs();
    let has_reciprocals = style.latex.has_reciprocals();
    // Most terms have a single factor, with nothing to be ordered.
    if let [factor] = factors
        && !has_reciprocals
        && arena.as_number(factor.id).is_none()
    {
        return single(factor, &size, style);
    }
    let ordered = factors::factors(arena, factors, style.variable);
    let roots = if ordered.len() < factors.len() { roots(arena, factors, &mut size) } else { Vec::new() };
    let numbers = if size.is_one() { [None, None] } else { number(&size, style) };
    let mut fraction = Fraction::default();
    for (side, number) in numbers.into_iter().enumerate() {
        let is_below = side == 1;
        number.into_iter().put_behind(&mut fraction.factors);
        for (base, exponent) in roots.iter().filter(|(_, exponent)| exponent.is_negative() == is_below) {
            fraction.factors.push(Factor::NumberPower(Box::new((base.clone(), exponent.abs()))));
        }
        if has_reciprocals {
            put_with_reciprocals(arena, &ordered, is_below, style, &mut fraction.factors);
        } else {
            for placed in ordered.iter().filter(|placed| placed.below == is_below) {
                fraction.factors.push(Factor::Power(placed.factor.id, placed.factor.number.abs()));
            }
        }
        if !is_below {
            fraction.bar = fraction.factors.len();
        }
    }
    fraction
}

/// Puts down the factors on one side of the bar where functions are written as what they are the reciprocals of, on the other.
#[inline(never)]
fn put_with_reciprocals(arena: &Arena, ordered: &[factors::Placed<'_>], is_below: bool, style: &Style, factors: &mut Factors) {
    for placed in ordered {
        let term = placed.factor;
        let reciprocal = match arena.node(term.id) {
            Node::Call(function, &[argument]) if term.number.is_integer() && style.latex.reciprocal(function).is_some() => {
                Some((function, argument))
            }
            _ => None,
        };
        match reciprocal {
            Some((function, argument)) if placed.below != is_below => {
                factors.push(Factor::Reciprocal(function, argument, term.number.abs()));
            }
            None if placed.below == is_below => factors.push(Factor::Power(term.id, term.number.abs())),
            _ => {}
        }
    }
}

/// The written shape of a positive number times one factor.
fn single(factor: &Term, size: &Rational, style: &Style) -> Fraction {
    let mut fraction = Fraction::default();
    let [above, below] = if size.is_one() { [None, None] } else { number(size, style) };
    let is_below = factor.number.is_negative();
    let power = Factor::Power(factor.id, factor.number.abs());
    above.into_iter().put_behind(&mut fraction.factors);
    if is_below {
        fraction.bar = fraction.factors.len();
        below.into_iter().put_behind(&mut fraction.factors);
        fraction.factors.push(power);
    } else {
        fraction.factors.push(power);
        fraction.bar = fraction.factors.len();
        below.into_iter().put_behind(&mut fraction.factors);
    }
    fraction
}

/// The written shape of `coefficient * id` where `id` is written by a name.
pub(super) fn multiple(id: Id, coefficient: &Rational, style: &Style) -> Fraction {
    let [above, below] = if coefficient.is_one() { [None, None] } else { number(&coefficient.abs(), style) };
    let mut fraction = Fraction::default();
    above.into_iter().put_behind(&mut fraction.factors);
    fraction.factors.push(Factor::Power(id, Rational::ONE));
    fraction.bar = fraction.factors.len();
    below.into_iter().put_behind(&mut fraction.factors);
    fraction
}

/// A positive number other than 1 as what stands above and what below the bar, or as a decimal.
fn number(size: &Rational, style: &Style) -> [Option<Factor>; 2] {
    if size.is_integer() {
        return [Some(Factor::Number(size.clone())), None];
    }
    if let Some(decimal) = style.decimals.then(|| size.to_decimal(Rational::WRITTEN_DIGITS)).flatten() {
        return [Some(Factor::Decimal(decimal.into())), None];
    }
    let numerator = size.numerator();
    [(!numerator.is_one()).then_some(Factor::Number(numerator)), Some(Factor::Number(size.denominator()))]
}

/// Powers of numbers with the same exponent joined, and moved below the bar where the coefficient's denominator allows it:
/// `sqrt(2)/2` is written `1/sqrt(2)`.
fn roots(arena: &Arena, factors: &[Term], size: &mut Rational) -> Vec<(Rational, Rational)> {
    let mut roots: Vec<(Rational, Rational)> = Vec::new();
    for factor in factors {
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
