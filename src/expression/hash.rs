//! Hashes that depend on structure alone, and the index that finds a node by its hash.

use crate::number::Rational;
use std::hash::{Hash, Hasher};

#[inline]
pub(super) const fn mix(mut h: u64) -> u64 {
    // The finaliser of MurmurHash3: every bit of the input reaches every bit of the output.
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[inline]
pub(super) const fn combine(seed: u64, value: u64) -> u64 {
    mix(seed.rotate_left(23) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[inline]
pub(super) fn hash_of_name(name: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    name.hash(&mut hasher);
    mix(hasher.finish())
}

/// The first of the numbers whose hashes are in [`WHOLE`].
const LEAST_WHOLE: i64 = -8;

/// What small whole numbers add, as nearly all coefficients and exponents are.
static WHOLE: [u64; 24] = {
    let mut hashes = [0; 24];
    let mut at = 0;
    while at < hashes.len() {
        hashes[at] = combine((LEAST_WHOLE + at as i64) as u64, 1);
        at += 1;
    }
    hashes
};

/// What a number adds to the hash of what it stands in.
#[inline(always)]
pub(super) fn number_hash(number: &Rational) -> u64 {
    if let Some((n, 1)) = number.to_small()
        && let Some(hash) = WHOLE.get(n.wrapping_sub(LEAST_WHOLE) as usize)
    {
        return *hash;
    }
    match number.to_small() {
        Some((n, d)) => combine(n as u64, d as u64),
        None => big_hash(number),
    }
}

#[cold]
#[inline(never)]
fn big_hash(number: &Rational) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    number.hash(&mut hasher);
    mix(hasher.finish())
}

/// Numbers of things found by the hashes of the things: open addressing, at most half full. A slot holds the upper half of
/// a hash above the number, so a search rarely looks at a thing that is another, and growing looks at none.
#[derive(Debug, Clone)]
pub(super) struct Index {
    slots: Vec<u64>,
    used: usize,
}

/// What no slot in use holds: no arena has so many nodes.
const VACANT: u64 = u64::MAX;

/// How many slots an index has at first.
const FIRST: usize = 128;

/// An index with one slot in so many in use is emptied by what is in it, any other as a whole.
const SPARSE: usize = 64;

/// An index larger than this gives its memory back when it is cleared.
const LARGE: usize = 1 << 13;

impl Index {
    pub fn new() -> Index {
        Index { slots: vec![VACANT; FIRST], used: 0 }
    }

    /// Forgets everything: all that is there has one of these hashes.
    pub fn clear(&mut self, hashes: impl IntoIterator<Item = u64>) {
        if self.slots.len() > LARGE {
            *self = Index::new();
        } else if self.used * SPARSE > self.slots.len() {
            self.slots.fill(VACANT);
        } else if self.used > 0 {
            // Every run of slots in use is emptied from where one of its hashes belongs to its end, so that what is left of it is
            // never cut off from where it belongs.
            let mask = self.slots.len() - 1;
            for hash in hashes {
                let mut at = (hash >> 32) as usize & mask;
                while self.slots[at] != VACANT {
                    self.slots[at] = VACANT;
                    at = (at + 1) & mask;
                }
            }
        }
        self.used = 0;
    }

    /// The number with this hash that `is_it`; otherwise the slot for it, to be filled before anything else is done.
    #[inline]
    pub fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 32) as usize & mask;
        loop {
            match self.slots[at] {
                VACANT => return Err(at),
                slot if slot >> 32 == hash >> 32 && is_it(slot as u32) => return Ok(slot as u32),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Fills the slot that [`Index::find`] gave for this hash.
    #[inline]
    pub fn fill(&mut self, slot: usize, hash: u64, number: u32) {
        self.slots[slot] = (hash >> 32 << 32) | u64::from(number);
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        // Small ones grow fast, large ones by no more than they need.
        let factor = if self.slots.len() < LARGE { 4 } else { 2 };
        let larger = vec![VACANT; self.slots.len() * factor];
        let mask = larger.len() - 1;
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot == VACANT {
                continue;
            }
            let mut at = (slot >> 32) as usize & mask;
            while self.slots[at] != VACANT {
                at = (at + 1) & mask;
            }
            self.slots[at] = slot;
        }
    }
}
