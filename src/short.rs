//! Short lists without a heap allocation, made one item after another.
//!
//! `collect` and `extend` of such a list prepare for many items; for the one to four that most lists here have, putting one behind
//! the other takes a third of that.

use smallvec::{Array, SmallVec};
use std::cmp::Ordering;

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

/// Sorts; mostly there are few, which are put in their places one after another.
pub fn sort<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    const FEW: usize = 8;
    if items.len() > FEW {
        return items.sort_by(compare);
    }
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && compare(&items[at - 1], &items[at]).is_gt() {
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}
