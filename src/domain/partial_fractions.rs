//! Rational functions of one variable as sums over the roots of their denominators.

use super::univariate::{Fraction, PartialFractions, Univariate};
use crate::expression::{Arena, Id, Node};
use crate::number::Rational;

/// A higher power is not multiplied out.
const MOST_EXPONENT: i64 = 24;

/// The partial fractions of an expression in one variable with rational coefficients, whose denominator has rational roots
/// alone and at least one; nothing for any other.
pub fn partial_fractions(arena: &Arena, root: Id, variable: Id) -> Option<PartialFractions> {
    fraction_of(arena, root, variable)?.parts()
}

/// The expression as a quotient of polynomials.
fn fraction_of(arena: &Arena, root: Id, variable: Id) -> Option<Fraction> {
    let order = arena.reachable(root);
    let mut values: Vec<Option<Fraction>> = vec![None; root.index() + 1];
    for id in order {
        let value = match arena.node(id) {
            _ if id == variable => Fraction::of(Univariate::letter()),
            Node::Number(number) => Fraction::constant(number.clone()),
            Node::Sum(terms) => {
                let mut sum = Fraction::constant(Rational::ZERO);
                for term in terms {
                    sum = sum.plus(&values[term.id.index()].as_ref()?.scaled(&term.number))?;
                }
                sum
            }
            Node::Product(factors) => {
                let mut product = Fraction::constant(Rational::ONE);
                for factor in factors {
                    let exponent = factor.number.to_i64().filter(|exponent| exponent.abs() <= MOST_EXPONENT)?;
                    let base = values[factor.id.index()].as_ref()?;
                    let base = if exponent < 0 { base.reciprocal()? } else { base.clone() };
                    for _ in 0..exponent.abs() {
                        product = product.times(&base)?;
                    }
                }
                product
            }
            _ => return None,
        };
        values[id.index()] = Some(value);
    }
    values.swap_remove(root.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::read;

    fn parts(text: &str) -> Option<PartialFractions> {
        let mut arena = Arena::new();
        let id = read(&mut arena, text).expect("it can be read");
        let x = arena.symbol("x");
        partial_fractions(&arena, id, x)
    }

    #[test]
    fn fractions_over_rational_roots_are_found_and_others_refused() {
        let half = Rational::fraction(1, 2).expect("a half");
        let found = parts("1/(x^2 - 1)").expect("two roots");
        assert!(found.polynomial.is_empty());
        assert_eq!(found.fractions, [(Rational::MINUS_ONE, 1, -&half), (Rational::ONE, 1, half)]);
        let found = parts("(x^4 + 1)/(x^2*(x - 1))").expect("two roots, one twice");
        assert_eq!(found.polynomial, [Rational::ONE, Rational::ONE]);
        let [minus, two] = [Rational::MINUS_ONE, Rational::integer(2)];
        assert_eq!(found.fractions, [(Rational::ZERO, 2, minus.clone()), (Rational::ZERO, 1, minus), (Rational::ONE, 1, two)]);
        for text in ["1/(x^2 + 1)", "1/(x^2 - 2)", "x^2 + 1", "1/(x - a)", "sin(x)/(x - 1)"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
