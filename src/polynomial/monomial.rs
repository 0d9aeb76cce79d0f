//! Powers of the variables of a ring, packed.

/// How many variables a ring may have.
pub const VARIABLES: usize = 32;

/// The greatest exponent a variable may have.
pub const MOST_DEGREE: u32 = 127;

const LANES: usize = 8;
const GUARDS: u64 = 0x8080_8080_8080_8080;

/// A product of powers of variables: a byte for each exponent, the top bit of each kept free as a guard, so that a product is
/// four additions and an overflow is seen in four comparisons. Ordered lexicographically, variable 0 first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Monomial([u64; VARIABLES / LANES]);

fn lane(variable: usize) -> (usize, u32) {
    (variable / LANES, 8 * (LANES - 1 - variable % LANES) as u32)
}

impl Monomial {
    /// The empty product.
    pub const ONE: Monomial = Monomial([0; VARIABLES / LANES]);

    /// `variable^exponent`, or nothing where either is out of range.
    pub fn power_of(variable: usize, exponent: u32) -> Option<Monomial> {
        if variable >= VARIABLES || exponent > MOST_DEGREE {
            return None;
        }
        let mut words = [0; VARIABLES / LANES];
        let (word, shift) = lane(variable);
        words[word] = u64::from(exponent) << shift;
        Some(Monomial(words))
    }

    /// The exponent of a variable.
    pub fn exponent(&self, variable: usize) -> u32 {
        let (word, shift) = lane(variable);
        (self.0[word] >> shift) as u32 & MOST_DEGREE
    }

    /// The sum of all exponents.
    pub fn total_degree(&self) -> u32 {
        self.0.iter().flat_map(|word| word.to_be_bytes()).map(u32::from).sum()
    }

    /// The product, or nothing where an exponent grows too large.
    pub fn times(&self, other: &Monomial) -> Option<Monomial> {
        let mut words = self.0;
        for (word, more) in words.iter_mut().zip(&other.0) {
            *word += more;
        }
        words.iter().all(|word| word & GUARDS == 0).then_some(Monomial(words))
    }

    /// The quotient, where the other divides this one.
    pub fn over(&self, other: &Monomial) -> Option<Monomial> {
        let mut words = [0; VARIABLES / LANES];
        for (at, word) in words.iter_mut().enumerate() {
            // With the guards set, no lane borrows from its neighbour; one that would have to loses its guard.
            let difference = (self.0[at] | GUARDS) - other.0[at];
            if difference & GUARDS != GUARDS {
                return None;
            }
            *word = difference & !GUARDS;
        }
        Some(Monomial(words))
    }

    /// The greatest common divisor.
    pub fn gcd(&self, other: &Monomial) -> Monomial {
        let mut words = [0; VARIABLES / LANES];
        for (at, word) in words.iter_mut().enumerate() {
            let (a, b) = (self.0[at].to_be_bytes(), other.0[at].to_be_bytes());
            let mut least = [0; LANES];
            for (least, (a, b)) in least.iter_mut().zip(a.iter().zip(&b)) {
                *least = *a.min(b);
            }
            *word = u64::from_be_bytes(least);
        }
        Monomial(words)
    }

    /// Without any power of a variable.
    pub fn without(&self, variable: usize) -> Monomial {
        let mut words = self.0;
        let (word, shift) = lane(variable);
        words[word] &= !(0xff << shift);
        Monomial(words)
    }

    /// The variables with an exponent, in order.
    pub fn variables(&self) -> impl Iterator<Item = usize> + use<> {
        let words = self.0;
        (0..VARIABLES).filter(move |variable| {
            let (word, shift) = lane(*variable);
            words[word] >> shift & 0xff != 0
        })
    }
}
