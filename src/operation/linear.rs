//! Linear functions of the variable.

use crate::domain::linear_parts;
use crate::expression::{Arena, Id, expand};
use crate::number::Rational;

/// `slope*variable + constant`
#[derive(Debug, Clone)]
pub(super) struct Linear {
    /// The whole expression.
    pub whole: Id,
    /// Free of the variable, and not zero.
    pub slope: Id,
    /// Free of the variable.
    pub constant: Id,
    variable: Id,
}

impl Linear {
    /// Nothing where the expression is not linear in the variable, or constant.
    pub fn of(arena: &mut Arena, whole: Id, variable: Id) -> Option<Linear> {
        let expanded = expand(arena, whole);
        let (slope, constant) = linear_parts(arena, expanded, variable)?;
        (slope != Id::ZERO).then_some(Linear { whole, slope, constant, variable })
    }

    /// The variable itself.
    pub fn variable(&self) -> Linear {
        Linear { whole: self.variable, slope: Id::ONE, constant: Id::ZERO, variable: self.variable }
    }

    /// With a slope whose coefficient is positive; the sign is what an odd function turns with it.
    pub fn leading_positive(&self, arena: &mut Arena, is_odd: bool) -> (i32, Linear) {
        if !arena.coefficient(self.slope).0.is_negative() {
            return (1, self.clone());
        }
        let [whole, slope, constant] = [self.whole, self.slope, self.constant].map(|part| arena.negate(part));
        (if is_odd { -1 } else { 1 }, Linear { whole, slope, constant, variable: self.variable })
    }

    /// The coefficients of `variable^degree` as a polynomial in this function, the constant first.
    pub fn shifted_power(&self, arena: &mut Arena, degree: usize) -> Vec<Id> {
        let minus_constant = arena.negate(self.constant);
        (0..=degree)
            .map(|i| {
                if i < degree && self.constant == Id::ZERO {
                    return Id::ZERO;
                }
                let exponent = |k: usize| Rational::integer(k as i64);
                let mut factors = vec![(arena.number(binomial(degree, i)), Rational::ONE)];
                if i < degree {
                    factors.push((minus_constant, exponent(degree - i)));
                }
                if degree > 0 {
                    factors.push((self.slope, -&exponent(degree)));
                }
                arena.product(factors)
            })
            .collect()
    }
}

/// The binomial coefficient.
pub(super) fn binomial(n: usize, k: usize) -> Rational {
    (0..k).fold(Rational::ONE, |value, at| {
        let step = Rational::fraction((n - at) as i64, at as i64 + 1).unwrap_or(Rational::ONE);
        value * step
    })
}
