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
        // Neighbouring bytes are added into lanes twice as wide, and those by a product into the topmost.
        const PAIRS: u64 = 0x00ff_00ff_00ff_00ff;
        let pairs = self.0.iter().map(|word| (word & PAIRS) + (word >> 8 & PAIRS)).sum::<u64>();
        (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32
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
            let (a, b) = (self.0[at], other.0[at]);
            // The guards that stay set mark the lanes in which the first is not less.
            let guards = ((a | GUARDS) - b) & GUARDS;
            let lanes = (guards >> 7) * 0xff;
            *word = (b & lanes) | (a & !lanes);
        }
        Monomial(words)
    }

    /// A monomial with the variables of both.
    pub fn joined(&self, other: &Monomial) -> Monomial {
        let mut words = self.0;
        words.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
        Monomial(words)
    }

    /// Whether some variable has the exponent one in one of several monomials and none in the others.
    pub fn have_single<'m>(monomials: impl Iterator<Item = &'m Monomial> + Clone) -> bool {
        // The guard of a lane comes to be set where this is added to an exponent of one or more, or of two or more.
        const FROM_ONE: u64 = !GUARDS;
        const FROM_TWO: u64 = 0x7e7e_7e7e_7e7e_7e7e;
        (0..VARIABLES / LANES).any(|at| {
            let (mut once, mut twice) = (0, 0);
            for monomial in monomials.clone() {
                let occurs = (monomial.0[at] + FROM_ONE) & GUARDS;
                twice |= once & occurs | (monomial.0[at] + FROM_TWO) & GUARDS;
                once |= occurs;
            }
            once & !twice != 0
        })
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
        let mut left = self.0;
        let mut word = 0;
        std::iter::from_fn(move || {
            while word < left.len() && left[word] == 0 {
                word += 1;
            }
            let lane = left.get(word)?.leading_zeros() as usize / 8;
            left[word] &= !(0xff << (8 * (LANES - 1 - lane)));
            Some(word * LANES + lane)
        })
    }
}
