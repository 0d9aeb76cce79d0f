//! Proofs by evaluation in finite fields: identities between powers too high to be multiplied out.
//!
//! Both sides are seen as fractions of polynomials with whole coefficients, over the names and over whatever else is no sum,
//! product or whole power. Bounds for the degrees of `N1*D2 - N2*D1` and for the sum of the sizes of its coefficients follow from
//! how the sides are built. A polynomial that vanishes on a grid with more points than its degree in each direction, modulo
//! primes whose product exceeds twice that sum, is zero: this is a proof and no matter of chance.

use crate::expression::{Arena, Id, Node};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many multiplications are worth a proof.
const MOST_WORK: u64 = 12_000_000;

/// With more variables than this the grid is always too large.
const MOST_VARIABLES: usize = 23;

/// Primes lie below this, so that products fit into 64 bits.
const BELOW: u64 = 1 << 31;

/// The bits every prime has at least.
const BITS: u64 = 30;

/// How a part is computed.
enum Step {
    /// A fraction of whole numbers.
    Number(i64, i64),
    /// A variable, by its number.
    Variable(usize),
    /// Terms: what they are multiples of, and by which fractions.
    Sum(Vec<(usize, i64, i64)>),
    /// Factors and their exponents.
    Product(Vec<(usize, i64)>),
}

/// Bounds for a polynomial: its degree in each variable, and the bits of the sum of the sizes of its coefficients.
#[derive(Clone)]
struct Bound {
    degrees: Vec<u64>,
    bits: u64,
}

impl Bound {
    fn number(variables: usize, value: i64) -> Bound {
        Bound { degrees: vec![0; variables], bits: u64::from(64 - value.unsigned_abs().saturating_sub(1).leading_zeros()) }
    }

    fn one(variables: usize) -> Bound {
        Bound { degrees: vec![0; variables], bits: 0 }
    }

    fn times(&self, other: &Bound) -> Bound {
        let degrees = self.degrees.iter().zip(&other.degrees).map(|(own, other)| own.saturating_add(*other)).collect();
        Bound { degrees, bits: self.bits.saturating_add(other.bits) }
    }

    fn power(&self, exponent: u64) -> Bound {
        let degrees = self.degrees.iter().map(|degree| degree.saturating_mul(exponent)).collect();
        Bound { degrees, bits: self.bits.saturating_mul(exponent) }
    }

    fn plus(&self, other: &Bound) -> Bound {
        let degrees = self.degrees.iter().zip(&other.degrees).map(|(own, other)| *own.max(other)).collect();
        Bound { degrees, bits: self.bits.max(other.bits).saturating_add(1) }
    }
}

/// Whether two sides are proved equal as fractions of polynomials.
pub(super) fn are_equal_modulo_primes(arena: &Arena, [left, right]: [Id; 2]) -> bool {
    let Some((steps, variables, [left, right])) = steps(arena, [left, right]) else { return false };
    // Every variable at least doubles the grid; the bounds hold one degree for each in every step.
    if variables > MOST_VARIABLES {
        return false;
    }
    let bounds = bounds(&steps, variables);
    let (above, below) = (bounds[left].0.times(&bounds[right].1), bounds[right].0.times(&bounds[left].1));
    let difference = above.plus(&below);
    // The product of the primes exceeds twice the sum of the sizes.
    let primes = difference.bits.saturating_add(1) / BITS + 1;
    let points = difference.degrees.iter().fold(1u64, |points, degree| points.saturating_mul(degree.saturating_add(1)));
    let cost: u64 = steps.iter().map(cost).fold(0, u64::saturating_add);
    if primes.saturating_mul(points).saturating_mul(cost) > MOST_WORK {
        return false;
    }
    let mut has_value = false;
    let mut prime = BELOW;
    let mut values = Vec::with_capacity(steps.len());
    for _ in 0..primes {
        prime = prime_below(prime);
        let mut point = vec![0u64; variables];
        loop {
            evaluate(&steps, &point, prime, &mut values);
            let ((n, d), (m, e)) = (values[left], values[right]);
            if n * e % prime != m * d % prime {
                return false;
            }
            // Of something that is nowhere defined nothing is proved: 1/(1/0) is not 0.
            has_value |= values.iter().all(|(_, denominator)| *denominator != 0);
            // The next point of the grid.
            let Some(at) = (0..variables).find(|at| point[*at] < difference.degrees[*at]) else { break };
            point[at] += 1;
            point[..at].fill(0);
        }
    }
    has_value
}

/// Both sides as steps, the number of variables, and the steps of the sides.
fn steps(arena: &Arena, sides: [Id; 2]) -> Option<(Vec<Step>, usize, [usize; 2])> {
    let mut steps = Vec::new();
    let mut variables = 0;
    let mut places: FxHashMap<Id, usize> = FxHashMap::default();
    for id in wanted(arena, sides) {
        let place = |id: &Id| places.get(id).copied();
        let step = match arena.node(id) {
            Node::Undefined => return None,
            Node::Number(number) => Step::Number(number.numerator().to_i64()?, number.denominator().to_i64()?),
            Node::Sum(terms) => Step::Sum(
                terms
                    .iter()
                    .map(|term| Some((place(&term.id)?, term.number.numerator().to_i64()?, term.number.denominator().to_i64()?)))
                    .collect::<Option<_>>()?,
            ),
            Node::Product(factors) if factors.iter().all(|factor| factor.number.is_integer()) => {
                Step::Product(factors.iter().map(|factor| Some((place(&factor.id)?, factor.number.to_i64()?))).collect::<Option<_>>()?)
            }
            _ => {
                variables += 1;
                Step::Variable(variables - 1)
            }
        };
        places.insert(id, steps.len());
        steps.push(step);
    }
    Some((steps, variables, [*places.get(&sides[0])?, *places.get(&sides[1])?]))
}

/// What the sides are made of, without the insides of variables, children first.
fn wanted(arena: &Arena, sides: [Id; 2]) -> Vec<Id> {
    let mut order = arena.reachable_from(&sides);
    let mut wanted: FxHashSet<Id> = sides.into_iter().collect();
    for id in order.iter().rev() {
        let is_arithmetic = match arena.node(*id) {
            Node::Sum(_) => true,
            Node::Product(factors) => factors.iter().all(|factor| factor.number.is_integer()),
            _ => false,
        };
        if is_arithmetic && wanted.contains(id) {
            arena.for_each_child(*id, |child| {
                wanted.insert(child);
            });
        }
    }
    order.retain(|id| wanted.contains(id));
    order
}

/// Bounds for the numerator and the denominator of each step.
fn bounds(steps: &[Step], variables: usize) -> Vec<(Bound, Bound)> {
    let mut bounds: Vec<(Bound, Bound)> = Vec::with_capacity(steps.len());
    for step in steps {
        let one = Bound::one(variables);
        let bound = match step {
            Step::Number(above, below) => (Bound::number(variables, *above), Bound::number(variables, *below)),
            Step::Variable(number) => {
                let mut degrees = vec![0; variables];
                degrees[*number] = 1;
                (Bound { degrees, bits: 0 }, one)
            }
            // As it is computed: N/D + n/d is (N*d + n*D)/(D*d).
            Step::Sum(terms) => {
                let mut total: Option<(Bound, Bound)> = None;
                for (at, above, below) in terms {
                    let above = bounds[*at].0.times(&Bound::number(variables, *above));
                    let below = bounds[*at].1.times(&Bound::number(variables, *below));
                    total = Some(match total {
                        None => (above, below),
                        Some((n, d)) => (n.times(&below).plus(&above.times(&d)), d.times(&below)),
                    });
                }
                total.unwrap_or((one.clone(), one))
            }
            Step::Product(factors) => factors.iter().fold((one.clone(), one), |(above, below), (at, exponent)| {
                let (n, d) = &bounds[*at];
                let (n, d) = if *exponent < 0 { (d, n) } else { (n, d) };
                (above.times(&n.power(exponent.unsigned_abs())), below.times(&d.power(exponent.unsigned_abs())))
            }),
        };
        bounds.push(bound);
    }
    bounds
}

fn cost(step: &Step) -> u64 {
    match step {
        Step::Number(..) | Step::Variable(_) => 1,
        Step::Sum(terms) => 6 * terms.len() as u64,
        Step::Product(factors) => factors.iter().map(|(_, exponent)| 4 * u64::from(64 - exponent.unsigned_abs().leading_zeros())).sum(),
    }
}

/// Numerator and denominator of every step at a point, modulo a prime; nothing is divided.
fn evaluate(steps: &[Step], point: &[u64], prime: u64, values: &mut Vec<(u64, u64)>) {
    values.clear();
    let whole = |number: i64| number.rem_euclid(prime as i64) as u64;
    for step in steps {
        let value = match step {
            Step::Number(above, below) => (whole(*above), whole(*below)),
            Step::Variable(number) => (point[*number], 1),
            Step::Sum(terms) => {
                let mut total: Option<(u64, u64)> = None;
                for (at, above, below) in terms {
                    let (above, below) = (values[*at].0 * whole(*above) % prime, values[*at].1 * whole(*below) % prime);
                    total = Some(match total {
                        None => (above, below),
                        Some((n, d)) => ((n * below % prime + above * d % prime) % prime, d * below % prime),
                    });
                }
                total.unwrap_or((0, 1))
            }
            Step::Product(factors) => factors.iter().fold((1, 1), |(above, below), (at, exponent)| {
                let (n, d) = values[*at];
                let (n, d) = if *exponent < 0 { (d, n) } else { (n, d) };
                let exponent = exponent.unsigned_abs();
                (above * power(n, exponent, prime) % prime, below * power(d, exponent, prime) % prime)
            }),
        };
        values.push(value);
    }
}

fn power(base: u64, exponent: u64, prime: u64) -> u64 {
    if base <= 1 {
        return if exponent == 0 { 1 } else { base };
    }
    let (mut result, mut square, mut left) = (1, base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = result * square % prime;
        }
        square = square * square % prime;
        left >>= 1;
    }
    result
}

/// The greatest prime below a number between 2^30 and 2^31; there are enough of them.
fn prime_below(number: u64) -> u64 {
    (1..).map(|step| number - step).find(|candidate| is_prime(*candidate)).unwrap_or(2)
}

/// Miller and Rabin's test with bases that leave no doubt below 3,215,031,751 (Pomerance, Selfridge and Wagstaff 1980).
fn is_prime(number: u64) -> bool {
    const BASES: [u64; 4] = [2, 3, 5, 7];
    if BASES.iter().any(|base| number.is_multiple_of(*base)) {
        return false;
    }
    let halvings = (number - 1).trailing_zeros();
    BASES.iter().all(|base| {
        let mut value = power(*base, (number - 1) >> halvings, number);
        value == 1
            || (0..halvings).any(|_| {
                let is_minus_one = value == number - 1;
                value = value * value % number;
                is_minus_one
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primes_are_those_of_trial_division() {
        let divides = |number: u64| (2..).take_while(|factor| factor * factor <= number).any(|factor| number.is_multiple_of(factor));
        assert!((BELOW - 400..BELOW).all(|number| is_prime(number) != divides(number)));
        assert_eq!(prime_below(BELOW), 2_147_483_647);
    }
}
