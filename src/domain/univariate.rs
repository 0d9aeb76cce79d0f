//! Polynomials and fractions in one letter over the rationals, as far as inequalities need them.

use crate::number::Rational;

/// Beyond this degree, or with larger coefficients, no roots are looked for.
const MOST_DEGREE: usize = 12;
const MOST_DIVIDEND: i64 = 1_000_000;

/// A polynomial: its coefficients from the constant up, the last of them not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Univariate(Vec<Rational>);

impl Univariate {
    pub(super) fn constant(value: Rational) -> Univariate {
        Univariate::of(vec![value])
    }

    /// The letter itself.
    pub(super) fn letter() -> Univariate {
        Univariate(vec![Rational::ZERO, Rational::ONE])
    }

    fn of(mut coefficients: Vec<Rational>) -> Univariate {
        while coefficients.last().is_some_and(Rational::is_zero) {
            coefficients.pop();
        }
        Univariate(coefficients)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn degree(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn leading(&self) -> Rational {
        self.0.last().cloned().unwrap_or(Rational::ZERO)
    }

    pub(super) fn plus(&self, other: &Univariate) -> Univariate {
        Univariate::of((0..self.0.len().max(other.0.len())).map(|at| self.coefficient(at) + other.coefficient(at)).collect())
    }

    pub(super) fn scaled(&self, factor: &Rational) -> Univariate {
        Univariate::of(self.0.iter().map(|coefficient| coefficient * factor).collect())
    }

    pub(super) fn times(&self, other: &Univariate) -> Univariate {
        let mut product = vec![Rational::ZERO; (self.0.len() + other.0.len()).saturating_sub(1)];
        for (i, a) in self.0.iter().enumerate() {
            for (j, b) in other.0.iter().enumerate() {
                product[i + j] = &product[i + j] + &(a * b);
            }
        }
        Univariate::of(product)
    }

    /// Quotient and remainder; the divisor is not zero.
    fn divided(&self, divisor: &Univariate) -> (Univariate, Univariate) {
        let Some(inverse) = divisor.leading().reciprocal() else { return (Univariate(vec![]), self.clone()) };
        let mut rest = self.0.clone();
        let mut quotient = vec![Rational::ZERO; (self.0.len() + 1).saturating_sub(divisor.0.len())];
        for at in (0..quotient.len()).rev() {
            let factor = &rest[at + divisor.degree()] * &inverse;
            for (i, coefficient) in divisor.0.iter().enumerate() {
                rest[at + i] = &rest[at + i] - &(coefficient * &factor);
            }
            quotient[at] = factor;
        }
        (Univariate::of(quotient), Univariate::of(rest))
    }

    /// The monic greatest common divisor; zero only of zeros.
    fn gcd(&self, other: &Univariate) -> Univariate {
        let (mut a, mut b) = (self.clone(), other.clone());
        while !b.is_zero() {
            let rest = a.divided(&b).1;
            a = b;
            b = rest.monic();
        }
        a.monic()
    }

    fn monic(&self) -> Univariate {
        self.leading().reciprocal().map_or_else(|| self.clone(), |inverse| self.scaled(&inverse))
    }

    fn derivative(&self) -> Univariate {
        Univariate::of(self.0.iter().enumerate().skip(1).map(|(at, number)| number * &Rational::integer(at as i64)).collect())
    }

    fn coefficient(&self, at: usize) -> Rational {
        self.0.get(at).cloned().unwrap_or(Rational::ZERO)
    }

    /// The polynomial in the distance from a point.
    fn shifted(&self, point: &Rational) -> Univariate {
        let mut numbers = self.0.clone();
        for from in 0..numbers.len() {
            for at in (from..numbers.len() - 1).rev() {
                numbers[at] = &numbers[at] + &(&numbers[at + 1] * point);
            }
        }
        Univariate::of(numbers)
    }

    fn value(&self, at: &Rational) -> Rational {
        self.0.iter().rev().fold(Rational::ZERO, |value, coefficient| &(&value * at) + coefficient)
    }

    /// All real roots, each once, where every one of them is rational; nothing where some is not, or the search is too long.
    pub(super) fn real_roots(&self) -> Option<Vec<Rational>> {
        if self.is_zero() || self.degree() > MOST_DEGREE {
            return None;
        }
        let mut rest = self.divided(&self.gcd(&self.derivative())).0;
        let mut roots = Vec::new();
        while rest.degree() > 2 {
            let Some(root) = rest.rational_root() else { break };
            rest = rest.divided(&Univariate::of(vec![-&root, Rational::ONE])).0;
            roots.push(root);
        }
        match &rest.0[..] {
            [] | [_] => {}
            [constant, slope] => roots.push(-(constant * &slope.reciprocal()?)),
            [c, b, a] => {
                let discriminant = &(b * b) - &(&Rational::integer(4) * &(a * c));
                if !discriminant.is_negative() {
                    let root = discriminant.exact_root(2)?;
                    let half = (a * &Rational::integer(2)).reciprocal()?;
                    roots.extend([&(&-b - &root) * &half, &(&-b + &root) * &half]);
                }
            }
            _ if rest.has_real_root() => return None,
            _ => {}
        }
        roots.sort();
        roots.dedup();
        Some(roots)
    }

    /// A rational root of a polynomial with moderate coefficients: a divisor of the constant over one of the leading number.
    fn rational_root(&self) -> Option<Rational> {
        if self.0[0].is_zero() {
            return Some(Rational::ZERO);
        }
        let content = self.0.iter().fold(Rational::ZERO, |content, number| content.gcd(number));
        let primitive = self.scaled(&content.reciprocal()?);
        let divisors = |number: &Rational| -> Option<Vec<i64>> {
            let number = number.abs().to_i64().filter(|number| *number <= MOST_DIVIDEND)?;
            Some((1..).take_while(|at| at * at <= number).filter(|at| number % at == 0).flat_map(|at| [at, number / at]).collect())
        };
        let (numerators, denominators) = (divisors(&primitive.0[0])?, divisors(&primitive.leading())?);
        let candidates = numerators.iter().flat_map(|n| denominators.iter().flat_map(move |d| [(*n, *d), (-*n, *d)]));
        candidates.filter_map(|(n, d)| Rational::fraction(n, d)).find(|root| primitive.value(root).is_zero())
    }

    /// Sturm's theorem over the whole line: the variations of sign at both infinities differ by the number of real roots.
    fn has_real_root(&self) -> bool {
        let mut chain = vec![self.clone(), self.derivative()];
        while let [.., a, b] = &chain[..]
            && !b.is_zero()
        {
            let rest = a.divided(b).1.scaled(&Rational::MINUS_ONE);
            chain.push(rest);
        }
        let variations = |sign: &dyn Fn(&Univariate) -> i32| {
            let signs: Vec<i32> = chain.iter().map(sign).filter(|sign| *sign != 0).collect();
            signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
        };
        let above = variations(&|p| p.leading().signum());
        let below = variations(&|p| if p.degree() % 2 == 0 { p.leading().signum() } else { -p.leading().signum() });
        above != below
    }
}

/// A polynomial, and `coefficient/(variable - root)^power` for each of the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialFractions {
    /// The coefficients, from the constant up.
    pub polynomial: Vec<Rational>,
    /// Root, power and coefficient.
    pub fractions: Vec<(Rational, u32, Rational)>,
}

/// A quotient of two polynomials in lowest terms; the divisor is monic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fraction {
    pub(super) numerator: Univariate,
    pub(super) denominator: Univariate,
}

impl Fraction {
    pub(super) fn constant(value: Rational) -> Fraction {
        Fraction::of(Univariate::constant(value))
    }

    pub(super) fn of(numerator: Univariate) -> Fraction {
        Fraction { numerator, denominator: Univariate::constant(Rational::ONE) }
    }

    fn reduced(numerator: Univariate, denominator: Univariate) -> Option<Fraction> {
        let inverse = denominator.leading().reciprocal()?;
        let common = numerator.gcd(&denominator);
        let (numerator, denominator) = (numerator.divided(&common).0.scaled(&inverse), denominator.divided(&common).0.scaled(&inverse));
        (numerator.degree().max(denominator.degree()) <= 4 * MOST_DEGREE).then_some(Fraction { numerator, denominator })
    }

    pub(super) fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    pub(super) fn plus(&self, other: &Fraction) -> Option<Fraction> {
        let numerator = self.numerator.times(&other.denominator).plus(&other.numerator.times(&self.denominator));
        Fraction::reduced(numerator, self.denominator.times(&other.denominator))
    }

    pub(super) fn times(&self, other: &Fraction) -> Option<Fraction> {
        Fraction::reduced(self.numerator.times(&other.numerator), self.denominator.times(&other.denominator))
    }

    pub(super) fn scaled(&self, factor: &Rational) -> Fraction {
        Fraction { numerator: self.numerator.scaled(factor), denominator: self.denominator.clone() }
    }

    pub(super) fn reciprocal(&self) -> Option<Fraction> {
        Fraction::reduced(self.denominator.clone(), self.numerator.clone())
    }

    /// The partial fractions, where the denominator has rational roots alone and at least one.
    pub(super) fn parts(&self) -> Option<PartialFractions> {
        let roots = self.denominator.real_roots().filter(|roots| !roots.is_empty())?;
        let (polynomial, rest) = self.numerator.divided(&self.denominator);
        let mut fractions = Vec::new();
        let mut found = 0;
        for root in roots {
            let linear = Univariate::of(vec![-&root, Rational::ONE]);
            let (mut other, mut power) = (self.denominator.clone(), 0);
            while other.value(&root).is_zero() {
                other = other.divided(&linear).0;
                power += 1;
            }
            found += power;
            // The series of the rest at the root, divided by that of the other factors.
            let (above, below) = (rest.shifted(&root), other.shifted(&root));
            let inverse = below.coefficient(0).reciprocal()?;
            let mut series: Vec<Rational> = Vec::with_capacity(power);
            for k in 0..power {
                let known = (0..k).fold(Rational::ZERO, |sum, j| sum + &series[j] * &below.coefficient(k - j));
                series.push((above.coefficient(k) - known) * inverse.clone());
            }
            let terms = series.into_iter().enumerate().filter(|(_, number)| !number.is_zero());
            fractions.extend(terms.map(|(k, number)| (root.clone(), (power - k) as u32, number)));
        }
        // Complex roots are left where the real ones are not all.
        (found == self.denominator.degree()).then_some(PartialFractions { polynomial: polynomial.0, fractions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polynomial(coefficients: &[i64]) -> Univariate {
        Univariate::of(coefficients.iter().map(|number| Rational::integer(*number)).collect())
    }

    #[test]
    fn real_roots_are_all_found_or_none_is_claimed() {
        let roots = |coefficients: &[i64]| polynomial(coefficients).real_roots();
        assert_eq!(roots(&[0, -1, 2]), Some(vec![Rational::ZERO, Rational::fraction(1, 2).expect("a half")]));
        assert_eq!(roots(&[1, 0, 1]), Some(vec![]));
        assert_eq!(roots(&[-2, 0, 1]), None, "roots of 2");
        // (x^2 + 1)*(x - 3)^2*(x + 2)
        let product = [&[1, 0, 1][..], &[-3, 1], &[-3, 1], &[2, 1]].iter().fold(polynomial(&[1]), |p, q| p.times(&polynomial(q)));
        assert_eq!(product.real_roots(), Some(vec![Rational::integer(-2), Rational::integer(3)]));
        // x^4 + x + 1 has no real root, x^3 + x + 1 an irrational one.
        assert_eq!(roots(&[1, 1, 0, 0, 1]), Some(vec![]));
        assert_eq!(roots(&[1, 1, 0, 1]), None);
    }
}
