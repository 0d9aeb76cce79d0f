//! What an expression is made of: its children, and everything below it.

use super::arena::Arena;
use super::node::{Id, Node, Relation};
use rustc_hash::FxHashSet;

/// Where an arena is large: from this id on.
const FAR: usize = 1 << 14;

/// So few nodes of a large arena are found without a map of it.
const FEW: usize = 32;

/// Calls `visit` with the expression of each bit that is set, the smallest first.
#[inline]
fn for_each_bit(seen: &[u64], mut visit: impl FnMut(Id)) {
    for (block, bits) in seen.iter().enumerate() {
        let mut left = *bits;
        while left != 0 {
            visit(Id((block * 64) as u32 + left.trailing_zeros()));
            left &= left - 1;
        }
    }
}

impl Arena {
    /// Calls `visit` with each child.
    #[inline]
    pub fn for_each_child(&self, id: Id, mut visit: impl FnMut(Id)) {
        match self.node(id) {
            Node::Undefined | Node::Number(_) | Node::Symbol(_) => {}
            Node::Sum(terms) | Node::Product(terms) => terms.iter().for_each(|term| visit(term.id)),
            Node::Power(a, b) | Node::Relation(_, a, b) | Node::Derivative(a, b) => {
                visit(a);
                visit(b);
            }
            Node::Call(_, ids) | Node::Apply(_, ids) | Node::Piecewise(ids) | Node::And(ids) | Node::Or(ids) | Node::Bound(_, ids) => {
                ids.iter().copied().for_each(visit)
            }
        }
    }

    /// Lower and upper limit of the values that a variable takes in a range, where that goes to infinity on one side at least:
    /// `a <= x` has the limits a and none. Nothing where it is any other range.
    ///
    /// ```
    /// use chainrule::expression::{Arena, Id, Relation};
    /// let mut arena = Arena::new();
    /// let (a, x) = (arena.symbol("a"), arena.symbol("x"));
    /// let above = arena.relation(Relation::LessOrEqual, a, x);
    /// assert_eq!(arena.ends_of_range(x, above), Some([Some(a), None]));
    /// assert_eq!(arena.ends_of_range(x, Id::TRUE), Some([None, None]));
    /// ```
    pub fn ends_of_range(&self, variable: Id, range: Id) -> Option<[Option<Id>; 2]> {
        let is_fixed = |end: Id| !self.reachable(end).contains(&variable);
        match self.node(range) {
            _ if range == Id::TRUE => Some([None, None]),
            Node::Relation(Relation::Less | Relation::LessOrEqual, end, index) if index == variable && is_fixed(end) => {
                Some([Some(end), None])
            }
            Node::Relation(Relation::Less | Relation::LessOrEqual, index, end) if index == variable && is_fixed(end) => {
                Some([None, Some(end)])
            }
            _ => None,
        }
    }

    /// Whether `root` is made of more than so many nodes, itself included; no more of them are looked at.
    pub fn is_larger_than(&self, root: Id, most: usize) -> bool {
        // Parts have smaller ids.
        if root.index() < most {
            return false;
        }
        let mut seen: FxHashSet<Id> = FxHashSet::from_iter([root]);
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            if seen.len() > most {
                return true;
            }
            self.for_each_child(id, |child| {
                if seen.len() <= most && seen.insert(child) {
                    waiting.push(child);
                }
            });
        }
        seen.len() > most
    }

    /// Everything `root` is made of, itself included, children before parents.
    pub fn reachable(&self, root: Id) -> Vec<Id> {
        self.reachable_from(&[root])
    }

    /// Everything the roots are made of, themselves included, children before parents.
    pub fn reachable_from(&self, roots: &[Id]) -> Vec<Id> {
        let mut ids = Vec::new();
        self.reach(roots, &mut ids);
        ids
    }

    /// Fills a list with everything the roots are made of, themselves included, children before parents.
    pub fn reach(&self, roots: &[Id], ids: &mut Vec<Id>) {
        ids.clear();
        let Some(last) = roots.iter().max() else { return };
        if last.index() >= FAR {
            if !self.reach_few(roots, ids) {
                self.reach_far(roots, *last, ids);
            }
            return;
        }
        self.mark(roots, *last, |seen, count| {
            ids.reserve(count);
            for_each_bit(seen, |id| ids.push(id));
        });
    }

    /// Calls `visit` with everything `root` is made of, itself included, children before parents.
    pub(crate) fn for_each_part(&self, root: Id, visit: impl FnMut(Id)) {
        if root.index() >= FAR {
            return self.reachable(root).into_iter().for_each(visit);
        }
        self.mark(&[root], root, |seen, _| for_each_bit(seen, visit));
    }

    /// Calls `visit` with a bit for each expression the roots are made of, and how many there are.
    fn mark(&self, roots: &[Id], last: Id, visit: impl FnOnce(&[u64], usize)) {
        let blocks = last.index() / 64 + 1;
        let (mut few, mut many) = ([0; 4], Vec::new());
        let seen = match few.get_mut(..blocks) {
            Some(few) => few,
            None => {
                many.resize(blocks, 0);
                &mut many[..]
            }
        };
        let count = self.mark_in(roots, seen);
        visit(seen, count);
    }

    /// Sets the bits, and says how many there are.
    fn mark_in(&self, roots: &[Id], seen: &mut [u64]) -> usize {
        let mut count = 0;
        for root in roots {
            seen[root.index() / 64] |= 1 << (root.index() % 64);
        }
        // Children have smaller ids, so one pass downwards finds everything.
        for block in (0..seen.len()).rev() {
            let mut done = 0u64;
            while seen[block] & !done != 0 {
                let bit = 63 - (seen[block] & !done).leading_zeros();
                done |= 1 << bit;
                count += 1;
                self.for_each_child(Id((block * 64) as u32 + bit), |child| seen[child.index() / 64] |= 1 << (child.index() % 64));
            }
        }
        count
    }

    /// The same where there are few; whether there are.
    fn reach_few(&self, roots: &[Id], ids: &mut Vec<Id>) -> bool {
        let add = |id: Id, ids: &mut Vec<Id>| {
            if ids.len() <= FEW && !ids.contains(&id) {
                ids.push(id);
            }
        };
        roots.iter().for_each(|root| add(*root, ids));
        let mut at = 0;
        while at < ids.len() && ids.len() <= FEW {
            self.for_each_child(ids[at], |child| add(child, ids));
            at += 1;
        }
        if ids.len() > FEW {
            ids.clear();
            return false;
        }
        ids.sort_unstable();
        true
    }

    /// The same in an arena so large that most of it has nothing to do with the roots: blocks without any are passed over, 64
    /// at a time.
    fn reach_far(&self, roots: &[Id], last: Id, ids: &mut Vec<Id>) {
        let blocks = last.index() / 64 + 1;
        let (mut seen, mut some) = (vec![0u64; blocks], vec![0u64; blocks / 64 + 1]);
        let mark = |id: Id, seen: &mut [u64], some: &mut [u64]| {
            let block = id.index() / 64;
            seen[block] |= 1 << (id.index() % 64);
            some[block / 64] |= 1 << (block % 64);
        };
        roots.iter().for_each(|root| mark(*root, &mut seen, &mut some));
        for high in (0..some.len()).rev() {
            let mut visited = 0u64;
            while some[high] & !visited != 0 {
                let low = 63 - (some[high] & !visited).leading_zeros();
                visited |= 1 << low;
                let block = high * 64 + low as usize;
                let mut done = 0u64;
                while seen[block] & !done != 0 {
                    let bit = 63 - (seen[block] & !done).leading_zeros();
                    done |= 1 << bit;
                    let id = Id((block * 64) as u32 + bit);
                    ids.push(id);
                    self.for_each_child(id, |child| mark(child, &mut seen, &mut some));
                }
            }
        }
        ids.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Arena;
    use crate::functions::FunctionId;

    #[test]
    fn what_stands_far_apart_in_a_large_arena_is_reached() {
        let mut arena = Arena::new();
        let mut current = arena.symbol("x");
        let mut expected = vec![current];
        for link in 0..300 {
            for other in 0..200 {
                arena.symbol(&format!("s_{link}_{other}"));
            }
            current = arena.call(FunctionId::EXP, &[current]);
            expected.push(current);
        }
        assert_eq!(arena.reachable(current), expected);
        assert_eq!(arena.reachable_from(&[expected[100], current]), expected);
        assert_eq!(arena.reachable(expected[100]), expected[..=100]);
    }
}
