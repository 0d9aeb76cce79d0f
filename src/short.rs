//! Short lists without a heap allocation, made one item after another.
//!
//! `collect` and `extend` of such a list prepare for many items; for the one to four that most lists here have, putting one behind
//! the other takes a third of that.

use smallvec::{Array, SmallVec};

/// Iterators over a few items.
pub trait Short: Iterator + Sized {
    /// The items as a list.
    #[inline]
    fn short<A: Array<Item = Self::Item>>(self) -> SmallVec<A> {
        let mut list = SmallVec::new();
        self.put_behind(&mut list);
        list
    }

    /// Puts the items behind those of a list.
    #[inline]
    fn put_behind<A: Array<Item = Self::Item>>(self, list: &mut SmallVec<A>) {
        self.for_each(|item| list.push(item));
    }
}

impl<I: Iterator> Short for I {}
