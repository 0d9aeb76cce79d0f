//! The factored form: the simplest one, with every sum that stands alone or as a factor taken apart into its factors.

use super::tower::Tower;
use super::{Desk, Form, present, signs};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;

impl Desk<'_> {
    /// The way to write an expression in which the fewest sums still have factors of their own; of several the cheapest.
    pub(super) fn factored(&mut self, root: Id) -> Id {
        self.form = Form::Simplest;
        let simple = self.simplest(root);
        let mut found = vec![simple];
        if let Some((mut tower, value)) = Tower::as_it_stands(self.arena, self.knowledge, simple) {
            for candidate in present::candidates(self.arena, &mut tower, &value, self.costs.words()) {
                let candidate = self.tidied(candidate);
                found.push(signs::settled(self.arena, self.costs.words(), candidate));
            }
        }
        // A sign has a value where its argument is zero, and |u|/u has none.
        let bits = |arena: &Arena, id: Id| arena.function_bits(id) & FunctionId::ABS.bit();
        let own = bits(self.arena, simple);
        found.retain(|id| *id != Id::UNDEFINED && bits(self.arena, *id) & !own == 0);
        let mut best: Option<(usize, u64, Id)> = None;
        for id in found {
            let rank = (self.open_sums(id), self.costs.of(self.arena, id));
            if best.is_none_or(|(open, cost, _)| rank < (open, cost)) {
                best = Some((rank.0, rank.1, id));
            }
        }
        best.map_or(simple, |(.., best)| best)
    }

    /// How many of the factors of a product are sums that could be taken apart.
    fn open_sums(&mut self, id: Id) -> usize {
        let (_, core) = self.arena.coefficient(id);
        let factors = self.arena.factors(core).to_vec();
        factors.iter().filter(|Term { id, .. }| is_sum(self.arena, *id) && self.has_factors(*id)).count()
    }

    fn has_factors(&mut self, sum: Id) -> bool {
        let Some((mut tower, value)) = Tower::as_it_stands(self.arena, self.knowledge, sum) else { return false };
        match value.factors[..] {
            [(number, ref exponent)] => !exponent.is_one() || tower.factored(number).is_some(),
            _ => true,
        }
    }
}

fn is_sum(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Sum(terms) if terms.len() > 1)
}
