//! Factors over the integers of a polynomial in one variable, by Zassenhaus' method: factors modulo a small prime (Berlekamp),
//! lifted to a power of it that is larger than any coefficient a factor can have (Hensel, Mignotte), and put together until
//! some of them make one that divides.
//!
//! Source: von zur Gathen and Gerhard, Modern Computer Algebra, chapters 14 to 16.

use std::ops::Range;

/// Coefficients, the constant one first and the last one not zero.
type Dense = Vec<i128>;

/// The primes tried, small enough for all their remainders to be looked at.
const PRIMES: [i128; 16] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59];

/// Of so many that suit the one with the fewest factors is taken.
const ENOUGH_PRIMES: usize = 3;

/// Polynomials of a higher degree are left whole.
const MOST_DEGREE: usize = 48;

/// More factors modulo a prime are not put together in all ways.
const MOST_PARTS: usize = 12;

/// Products of two numbers below this fit.
const MOST_MODULUS: i128 = 1 << 62;

/// A factor of lower degree of a polynomial without repeated factors and without content. Nothing where there is none, or where the
/// search would take too long.
pub fn proper_factor(polynomial: &[i64]) -> Option<Vec<i64>> {
    let polynomial: Dense = polynomial.iter().map(|coefficient| i128::from(*coefficient)).collect();
    let degree = polynomial.len().checked_sub(1)?;
    if !(2..=MOST_DEGREE).contains(&degree) {
        return None;
    }
    let (prime, parts) = parts_modulo_a_prime(&polynomial)?;
    if parts.len() < 2 || parts.len() > MOST_PARTS {
        return None;
    }
    let lead = *polynomial.last()?;
    let modulus = modulus_above(largest_coefficient(&polynomial)?.checked_mul(2)?, prime)?;
    let parts = lifted(&polynomial, parts, prime, modulus)?;
    for size in 1..=parts.len() / 2 {
        let found = subsets(parts.len(), size).find_map(|chosen| {
            let product = chosen.iter().fold(vec![lead.rem_euclid(modulus)], |product, at| times(&product, &parts[*at], modulus));
            let candidate = primitive(product.into_iter().map(|c| if 2 * c > modulus { c - modulus } else { c }).collect());
            divides(&candidate, &polynomial).then_some(candidate)
        });
        if let Some(found) = found {
            return found.into_iter().map(|coefficient| i64::try_from(coefficient).ok()).collect();
        }
    }
    None
}

/// The monic irreducible factors modulo the prime that gives the fewest, and that prime. None are given where the degrees that
/// factors can have by several primes leave only the whole.
fn parts_modulo_a_prime(polynomial: &[i128]) -> Option<(i128, Vec<Dense>)> {
    let degree = polynomial.len() - 1;
    let mut possible = u64::MAX;
    let mut best: Option<(i128, Vec<Dense>)> = None;
    let mut suitable = 0;
    for prime in PRIMES {
        if polynomial[degree] % prime == 0 {
            continue;
        }
        let image = monic(&reduced(polynomial, prime), prime);
        if gcd(&image, &derivative(&image, prime), prime).len() != 1 {
            continue;
        }
        let parts = berlekamp(&image, prime);
        let sums = parts.iter().fold(1u64, |sums, part| sums | sums << (part.len() - 1));
        possible &= sums;
        if best.as_ref().is_none_or(|(_, known)| parts.len() < known.len()) {
            best = Some((prime, parts));
        }
        suitable += 1;
        // Only degree nothing and the whole degree.
        if possible == 1 | 1 << degree {
            return Some((prime, Vec::new()));
        }
        if suitable == ENOUGH_PRIMES {
            break;
        }
    }
    best
}

/// The monic irreducible factors of a monic polynomial without repeated factors.
fn berlekamp(polynomial: &[i128], prime: i128) -> Vec<Dense> {
    let degree = polynomial.len() - 1;
    let mut parts = vec![polynomial.to_vec()];
    let kernel = frobenius_kernel(polynomial, prime);
    for splitter in &kernel {
        if parts.len() == kernel.len() {
            break;
        }
        let mut finer = Vec::with_capacity(degree);
        for part in parts {
            let mut rest = part;
            for value in 0..prime {
                if rest.len() <= 2 {
                    break;
                }
                let mut shifted = splitter.clone();
                shifted[0] = (shifted[0] - value).rem_euclid(prime);
                let shared = gcd(&rest, &trimmed(shifted), prime);
                if shared.len() > 1 && shared.len() < rest.len() {
                    rest = quotient(&rest, &shared, prime);
                    finer.push(shared);
                }
            }
            finer.push(rest);
        }
        parts = finer;
    }
    parts
}

/// A basis of the polynomials below the degree whose p-th power they are themselves, modulo the polynomial.
fn frobenius_kernel(polynomial: &[i128], prime: i128) -> Vec<Dense> {
    let degree = polynomial.len() - 1;
    // Row i: x^(i*p) - x^i.
    let mut rows: Vec<Dense> = Vec::with_capacity(degree);
    let step = power_of_variable(polynomial, prime);
    let mut power: Dense = vec![1];
    for at in 0..degree {
        let mut row: Dense = power.clone();
        row.resize(degree, 0);
        row[at] = (row[at] - 1).rem_euclid(prime);
        rows.push(row);
        power = remainder(&times(&power, &step, prime), polynomial, prime);
    }
    // Combinations of rows that vanish, by elimination with the combinations kept beside.
    let mut combinations: Vec<Dense> = (0..degree).map(|at| (0..degree).map(|column| i128::from(column == at)).collect()).collect();
    let mut next = 0;
    for column in 0..degree {
        let Some(pivot) = (next..degree).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(next, pivot);
        combinations.swap(next, pivot);
        let inverse = inverse(rows[next][column], prime);
        for row in next + 1..degree {
            let factor = rows[row][column] * inverse % prime;
            if factor == 0 {
                continue;
            }
            for table in [&mut rows, &mut combinations] {
                let (above, below) = table.split_at_mut(row);
                for (entry, taken) in below[0].iter_mut().zip(&above[next]) {
                    *entry = (*entry - factor * taken).rem_euclid(prime);
                }
            }
        }
        next += 1;
    }
    combinations.split_off(next)
}

/// `x^p` modulo a polynomial.
fn power_of_variable(polynomial: &[i128], prime: i128) -> Dense {
    let mut power: Dense = vec![1];
    for bit in (0..i128::BITS - prime.leading_zeros()).rev() {
        power = remainder(&times(&power, &power, prime), polynomial, prime);
        if prime >> bit & 1 == 1 {
            power.insert(0, 0);
            power = remainder(&power, polynomial, prime);
        }
    }
    power
}

/// No coefficient of a factor, times the leading coefficient of the whole, is larger (Mignotte).
fn largest_coefficient(polynomial: &[i128]) -> Option<i128> {
    let squares = polynomial.iter().try_fold(0i128, |sum, coefficient| sum.checked_add(coefficient.checked_mul(*coefficient)?))?;
    let norm = squares.isqrt() + 1;
    norm.checked_mul(polynomial.last()?.abs())?.checked_mul(1 << (polynomial.len() - 1))
}

/// A power of the prime above a bound.
fn modulus_above(bound: i128, prime: i128) -> Option<i128> {
    let mut modulus = prime;
    while modulus <= bound {
        modulus = modulus.checked_mul(prime)?;
    }
    (modulus < MOST_MODULUS).then_some(modulus)
}

/// The factors modulo the prime lifted to a power of it: their product is the monic multiple of the polynomial there.
fn lifted(polynomial: &[i128], mut parts: Vec<Dense>, prime: i128, modulus: i128) -> Option<Vec<Dense>> {
    let lead = inverse(polynomial.last()?.rem_euclid(modulus), modulus);
    let whole: Dense = reduced(polynomial, modulus).iter().map(|coefficient| coefficient * lead % modulus).collect();
    // What the cofactors have to be multiplied by to make 1 together.
    let weights: Vec<Dense> = (0..parts.len())
        .map(|at| {
            let others = (0..parts.len()).filter(|other| *other != at);
            let cofactor = others.fold(vec![1], |product, other| remainder(&times(&product, &parts[other], prime), &parts[at], prime));
            inverse_modulo(&cofactor, &parts[at], prime)
        })
        .collect();
    let mut power = prime;
    let first = parts.clone();
    while power < modulus {
        let product = parts.iter().fold(vec![1], |product, part| times(&product, part, modulus));
        let missing: Dense =
            (0..whole.len()).map(|at| ((whole[at] - product.get(at).copied().unwrap_or(0)).rem_euclid(modulus) / power) % prime).collect();
        let missing = trimmed(missing);
        for (at, part) in parts.iter_mut().enumerate() {
            let change = remainder(&times(&missing, &weights[at], prime), &first[at], prime);
            for (coefficient, change) in part.iter_mut().zip(&change) {
                *coefficient = (*coefficient + change * power) % modulus;
            }
        }
        power *= prime;
    }
    Some(parts)
}

/// The inverse of one polynomial modulo another that has nothing in common with it.
fn inverse_modulo(polynomial: &[i128], by: &[i128], prime: i128) -> Dense {
    let (mut left, mut right) = (by.to_vec(), remainder(polynomial, by, prime));
    let (mut before, mut now): (Dense, Dense) = (Vec::new(), vec![1]);
    while right.len() > 1 {
        let ratio = quotient(&left, &right, prime);
        let rest = remainder(&left, &right, prime);
        let next = minus(&before, &times(&ratio, &now, prime), prime);
        (left, right) = (right, rest);
        (before, now) = (now, next);
    }
    let unit = right.first().map_or(1, |unit| inverse(*unit, prime));
    trimmed(now.iter().map(|coefficient| coefficient * unit % prime).collect())
}

/// All choices of so many out of so many, in order.
fn subsets(count: usize, size: usize) -> impl Iterator<Item = Vec<usize>> {
    let all: Range<u32> = 0..1 << count;
    all.filter(move |mask| mask.count_ones() as usize == size).map(move |mask| (0..count).filter(|at| mask >> at & 1 == 1).collect())
}

/// Over its content, with a positive leading coefficient.
fn primitive(polynomial: Dense) -> Dense {
    let polynomial = trimmed(polynomial);
    let content = polynomial.iter().fold(0, |content, coefficient| common_divisor(content, coefficient.abs()));
    let sign = polynomial.last().map_or(1, |lead| lead.signum());
    polynomial.into_iter().map(|coefficient| sign * coefficient / content.max(1)).collect()
}

fn common_divisor(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// Whether a polynomial of lower degree divides another over the integers.
fn divides(divisor: &[i128], polynomial: &[i128]) -> bool {
    let Some(&lead) = divisor.last() else { return false };
    if divisor.len() < 2 || divisor.len() >= polynomial.len() {
        return false;
    }
    let mut rest = polynomial.to_vec();
    while rest.len() >= divisor.len() {
        let top = rest[rest.len() - 1];
        if top % lead != 0 {
            return false;
        }
        let (factor, shift) = (top / lead, rest.len() - divisor.len());
        for (at, coefficient) in divisor.iter().enumerate() {
            let Some(new) = factor.checked_mul(*coefficient).and_then(|taken| rest[shift + at].checked_sub(taken)) else { return false };
            rest[shift + at] = new;
        }
        rest.pop();
    }
    rest.iter().all(|coefficient| *coefficient == 0)
}

fn trimmed(mut polynomial: Dense) -> Dense {
    while polynomial.last() == Some(&0) {
        polynomial.pop();
    }
    polynomial
}

fn reduced(polynomial: &[i128], modulus: i128) -> Dense {
    trimmed(polynomial.iter().map(|coefficient| coefficient.rem_euclid(modulus)).collect())
}

fn monic(polynomial: &[i128], prime: i128) -> Dense {
    let lead = polynomial.last().map_or(1, |lead| inverse(*lead, prime));
    polynomial.iter().map(|coefficient| coefficient * lead % prime).collect()
}

fn derivative(polynomial: &[i128], modulus: i128) -> Dense {
    trimmed(polynomial.iter().zip(0..).skip(1).map(|(coefficient, power)| coefficient * power % modulus).collect())
}

fn minus(left: &[i128], right: &[i128], modulus: i128) -> Dense {
    let at = |polynomial: &[i128], at: usize| polynomial.get(at).copied().unwrap_or(0);
    trimmed((0..left.len().max(right.len())).map(|power| (at(left, power) - at(right, power)).rem_euclid(modulus)).collect())
}

fn times(left: &[i128], right: &[i128], modulus: i128) -> Dense {
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    let mut product = vec![0; left.len() + right.len() - 1];
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            product[i + j] = (product[i + j] + a * b) % modulus;
        }
    }
    trimmed(product)
}

/// Quotient and remainder modulo a prime.
fn divided(polynomial: &[i128], divisor: &[i128], prime: i128) -> (Dense, Dense) {
    let mut rest = polynomial.to_vec();
    let mut ratio = vec![0; (polynomial.len() + 1).saturating_sub(divisor.len())];
    let lead = divisor.last().map_or(1, |lead| inverse(*lead, prime));
    while rest.len() >= divisor.len() {
        let shift = rest.len() - divisor.len();
        let factor = rest[rest.len() - 1] * lead % prime;
        ratio[shift] = factor;
        for (at, coefficient) in divisor.iter().enumerate() {
            rest[shift + at] = (rest[shift + at] - factor * coefficient).rem_euclid(prime);
        }
        rest.pop();
    }
    (trimmed(ratio), trimmed(rest))
}

fn quotient(polynomial: &[i128], divisor: &[i128], prime: i128) -> Dense {
    divided(polynomial, divisor, prime).0
}

fn remainder(polynomial: &[i128], divisor: &[i128], prime: i128) -> Dense {
    divided(polynomial, divisor, prime).1
}

/// The monic greatest common divisor modulo a prime.
fn gcd(left: &[i128], right: &[i128], prime: i128) -> Dense {
    let (mut left, mut right) = (left.to_vec(), right.to_vec());
    while !right.is_empty() {
        let rest = remainder(&left, &right, prime);
        (left, right) = (right, rest);
    }
    monic(&left, prime)
}

/// The inverse of a number that has nothing in common with the modulus.
fn inverse(number: i128, modulus: i128) -> i128 {
    let (mut left, mut right) = (modulus, number.rem_euclid(modulus));
    let (mut before, mut now) = (0i128, 1i128);
    while right > 1 {
        let ratio = left / right;
        (left, right) = (right, left % right);
        (before, now) = (now, before - ratio * now);
    }
    now.rem_euclid(modulus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(parts: &[&[i64]]) -> Vec<i64> {
        let mut whole = vec![1i64];
        for part in parts {
            let mut next = vec![0; whole.len() + part.len() - 1];
            for (i, a) in whole.iter().enumerate() {
                for (j, b) in part.iter().enumerate() {
                    next[i + j] += a * b;
                }
            }
            whole = next;
        }
        whole
    }

    #[test]
    fn what_is_irreducible_stays_whole() {
        // x^4 + 1 and x^4 - 10 x^2 + 1 fall apart modulo every prime.
        let irreducible: [&[i64]; 6] =
            [&[1, 0, 0, 0, 1], &[1, 0, -10, 0, 1], &[-1, -1, 0, 0, 0, 1], &[1, 1, 1, 1, 1], &[2, 0, 0, 0, 0, 0, 1], &[3, 1, 2, 5, 7]];
        for polynomial in irreducible {
            assert_eq!(proper_factor(polynomial), None, "{polynomial:?}");
        }
    }

    #[test]
    fn large_coefficients_are_left_alone() {
        for large in [i64::MAX, i64::MIN, 1 << 40, -(1 << 62)] {
            for degree in [2, 4, 7, 48] {
                let mut polynomial = vec![0; degree + 1];
                (polynomial[0], polynomial[1], polynomial[degree]) = (large, 3, large);
                assert_eq!(proper_factor(&polynomial), None, "{large} {degree}");
            }
        }
    }

    #[test]
    fn factors_multiply_to_the_whole() {
        let small: [&[i64]; 9] =
            [&[1, 1, 1], &[1, -1, 1], &[2, 2, 1], &[2, -2, 1], &[-1, 2], &[3, 1, 5], &[1, 0, 0, 1, 1], &[-7, 0, 2, 1], &[1, 0, -10, 0, 1]];
        for (i, left) in small.iter().enumerate() {
            for right in &small[i + 1..] {
                let whole = product(&[left, right]);
                let found = proper_factor(&whole).unwrap_or_else(|| panic!("{left:?} times {right:?} has factors"));
                assert!(found == *left || found == *right, "{found:?} of {left:?} times {right:?}");
            }
        }
    }

    #[test]
    fn many_factors_are_found_one_after_another() {
        // x^12 - 1 has six factors over the integers.
        let mut open = vec![[vec![-1i64], vec![0; 11], vec![1]].concat()];
        let mut parts: Vec<Vec<i64>> = Vec::new();
        while let Some(whole) = open.pop() {
            match proper_factor(&whole) {
                Some(part) => {
                    let (whole, dense): (Dense, Dense) =
                        (whole.iter().map(|c| i128::from(*c)).collect(), part.iter().map(|c| i128::from(*c)).collect());
                    // A prime above all coefficients, so that the quotient is the one over the integers up to sign.
                    let rest = quotient(&whole, &dense, 1_000_003);
                    open.push(part);
                    open.push(rest.iter().map(|c| if *c > 500_000 { *c as i64 - 1_000_003 } else { *c as i64 }).collect());
                }
                None => parts.push(whole),
            }
        }
        parts.sort_by_key(Vec::len);
        assert_eq!(parts.iter().map(|part| part.len() - 1).collect::<Vec<_>>(), [1, 1, 2, 2, 2, 4]);
    }
}
