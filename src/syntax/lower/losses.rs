//! What reading forgets about the domain, and where it is asked for: in the case it belongs to, for each value of an index, for
//! the arguments of a call.

use super::Lowering;
use crate::error::Error;
use crate::expression::{Arena, Binder, Id, Loss, Required};
use crate::number::Rational;
use crate::syntax::tree::{NodeId, Span};
use std::ops::Range;

/// For so many values of an index it is asked one by one.
const MOST_VALUES: i64 = 64;

/// The losses of the arena since a reading began, by the nodes at which it had them.
#[derive(Debug, Default)]
pub(super) struct Losses {
    before: usize,
    /// A node for each, in order.
    nodes: Vec<u32>,
}

impl Losses {
    /// None of those there are.
    pub(super) fn after(arena: &Arena) -> Losses {
        Losses { before: arena.count_losses(), nodes: Vec::new() }
    }

    /// Notes that all since the node before are those of this node.
    #[inline]
    pub(super) fn reached(&mut self, arena: &Arena, node: usize) {
        if arena.count_losses() > self.before + self.nodes.len() {
            self.nodes.resize(arena.count_losses() - self.before, node as u32);
        }
    }

    /// Takes out those of some nodes.
    pub(super) fn take(&mut self, arena: &mut Arena, nodes: &Range<usize>) -> Vec<Loss> {
        let place = |at: usize| self.nodes.partition_point(|node| (*node as usize) < at);
        let (from, to) = (place(nodes.start), place(nodes.end));
        if from == to {
            return Vec::new();
        }
        self.nodes.drain(from..to);
        let mut losses = arena.take_losses();
        let taken = losses.drain(self.before + from..self.before + to).collect();
        arena.restore_losses(losses);
        taken
    }
}

impl Lowering<'_> {
    /// What the values of cases forget is asked where their case is the one that holds.
    pub(super) fn lost_in_cases(&mut self, branches: &[(NodeId, NodeId)]) -> Result<(), Error> {
        let mut elsewhere: Vec<Id> = Vec::new();
        for (value, condition) in branches {
            let condition = self.value(*condition);
            let losses = self.losses.take(self.arena, &self.tree.nodes_of(*value));
            if !losses.is_empty() {
                self.check_nesting(condition)?;
                let other = self.arena.negated(condition);
                for loss in losses {
                    let unless: Vec<Id> = elsewhere.iter().copied().chain([other]).chain(loss.unless).collect();
                    let unless = Some(self.arena.disjunction(&unless));
                    self.arena.lose_all([Loss { unless, ..loss }]);
                }
            }
            elsewhere.push(condition);
        }
        Ok(())
    }

    /// What the body of a sum, a product or an integral forgets is asked for the values of its variable, as far as they are
    /// known: of a sum the first, or all where they are few; of an integral both ends, where an even root has gone.
    pub(super) fn lost_over(&mut self, binder: Binder, [variable, lower, upper]: [Id; 3], body: NodeId, span: Span) -> Result<(), Error> {
        let losses = self.losses.take(self.arena, &self.tree.nodes_of(body));
        for loss in losses {
            let depends = |id: Id| self.arena.contains(id, variable);
            if !depends(loss.required.id()) && !loss.unless.is_some_and(depends) {
                self.arena.lose_all([loss]);
                continue;
            }
            let number = |arena: &Arena, id: Id| arena.as_number(id).and_then(Rational::to_i64);
            let values: Vec<Id> = match (binder, number(self.arena, lower), number(self.arena, upper)) {
                (Binder::Integral, ..) if !matches!(loss.required, Required::NonNegative(_)) => continue,
                (Binder::Integral, ..) => [lower, upper].into_iter().filter(|end| self.arena.as_number(*end).is_some()).collect(),
                (_, Some(first), Some(last)) if last - first < MOST_VALUES => {
                    (first..=last).map(|value| self.arena.integer(value)).collect()
                }
                (_, Some(_), None) => vec![lower],
                _ => continue,
            };
            for value in values {
                lost_there(self.arena, loss, &[(variable, value)]).ok_or_else(|| self.undefined(span))?;
            }
        }
        Ok(())
    }
}

/// Asks what was lost where some symbols have values; nothing where it is certain to be wanting there.
pub(super) fn lost_there(arena: &mut Arena, loss: Loss, values: &[(Id, Id)]) -> Option<()> {
    let id = arena.substitute_all(loss.required.id(), values);
    let unless = loss.unless.map(|unless| arena.substitute_all(unless, values));
    let (is_met, is_missed) = match (arena.as_number(id), loss.required) {
        _ if id == Id::UNDEFINED => (false, true),
        (Some(number), Required::NonZero(_)) => (!number.is_zero(), number.is_zero()),
        (Some(number), Required::NonNegative(_)) => (!number.is_negative(), number.is_negative()),
        (Some(_), Required::Defined(_)) => (true, false),
        (None, _) => (false, false),
    };
    match unless {
        Some(Id::TRUE) => {}
        _ if is_met => {}
        None if is_missed => return None,
        Some(unless) if is_missed && unless == arena.any([]) => return None,
        _ if is_missed => arena.lose_all([Loss { required: Required::NonZero(Id::ZERO), unless }]),
        _ => arena.lose_all([Loss { required: loss.required.of(id), unless }]),
    }
    Some(())
}
