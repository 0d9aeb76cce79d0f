//! Conditions, and the case distinctions that are made of them.

use super::arena::{Arena, Stored};
use super::hash::combine;
use super::node::{Id, Node, Relation};
use smallvec::SmallVec;

impl Arena {
    /// A case distinction; branches are `(value, condition)`. Branches after one that always holds, or with the condition
    /// that never holds, are dropped; a single branch that always holds is its value.
    pub fn piecewise(&mut self, branches: &[(Id, Id)]) -> Id {
        let mut ids = Vec::with_capacity(branches.len() * 2);
        let never = self.any([]);
        for &(value, condition) in branches {
            if condition == never {
                continue;
            }
            // The value of a branch may be undefined there without harm elsewhere only if it says so itself.
            ids.extend([value, condition]);
            if condition == Id::TRUE {
                break;
            }
        }
        match ids[..] {
            [] => Id::UNDEFINED,
            [value, Id::TRUE] => value,
            _ => {
                self.has_cases = true;
                self.intern_children(
                    9,
                    &ids,
                    |stored| match stored {
                        Stored::Piecewise(stretch) => Some(stretch),
                        _ => None,
                    },
                    Stored::Piecewise,
                )
            }
        }
    }

    /// A comparison; decided at once where both sides are numbers or the same.
    /// An equation or inequation has its number on the right, otherwise its sides in a fixed order.
    pub fn relation(&mut self, relation: Relation, left: Id, right: Id) -> Id {
        let symmetric = matches!(relation, Relation::Equal | Relation::NotEqual);
        let rank = |id: Id| (self.as_number(id).is_some(), self.fingerprint(id));
        let (left, right) = if symmetric && rank(left) > rank(right) { (right, left) } else { (left, right) };
        let decided = match (self.as_number(left), self.as_number(right)) {
            (Some(a), Some(b)) => Some(match relation {
                Relation::Less => a < b,
                Relation::LessOrEqual => a <= b,
                Relation::Equal => a == b,
                Relation::NotEqual => a != b,
            }),
            _ => None,
        };
        match decided {
            Some(true) => Id::TRUE,
            Some(false) => self.any([]),
            None => self.intern_pair(combine(10, relation as u64), Stored::Relation(relation, left, right), left, right),
        }
    }

    /// The condition that holds exactly where this one fails.
    pub fn negated(&mut self, condition: Id) -> Id {
        match self.node(condition) {
            Node::Relation(relation, left, right) => match relation {
                Relation::Less => self.relation(Relation::LessOrEqual, right, left),
                Relation::LessOrEqual => self.relation(Relation::Less, right, left),
                Relation::Equal => self.relation(Relation::NotEqual, left, right),
                Relation::NotEqual => self.relation(Relation::Equal, left, right),
            },
            Node::And(parts) => {
                let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| self.negated(part)).collect();
                self.disjunction(&parts)
            }
            Node::Or(parts) => {
                let parts: Vec<Id> = parts.to_vec().into_iter().map(|part| self.negated(part)).collect();
                self.conjunction(&parts)
            }
            _ => condition,
        }
    }

    /// The conjunction of conditions.
    pub fn all<const N: usize>(&mut self, conditions: [Id; N]) -> Id {
        self.conjunction(&conditions)
    }

    /// The disjunction of conditions; of none it never holds.
    pub fn any<const N: usize>(&mut self, conditions: [Id; N]) -> Id {
        self.disjunction(&conditions)
    }

    /// The conjunction of conditions: flat, sorted, without repetition.
    pub fn conjunction(&mut self, conditions: &[Id]) -> Id {
        let mut ids: Vec<Id> = Vec::with_capacity(conditions.len());
        for &id in conditions {
            match self.node(id) {
                Node::And(inner) => ids.extend_from_slice(inner),
                Node::Or([]) => return id,
                _ => ids.push(id),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        match ids[..] {
            [] => Id::TRUE,
            [one] => one,
            _ => self.intern_children(
                11,
                &ids,
                |stored| match stored {
                    Stored::And(stretch) => Some(stretch),
                    _ => None,
                },
                Stored::And,
            ),
        }
    }

    /// The disjunction of conditions: flat, sorted, without repetition.
    pub fn disjunction(&mut self, conditions: &[Id]) -> Id {
        let mut ids: Vec<Id> = Vec::with_capacity(conditions.len());
        for &id in conditions {
            match self.node(id) {
                Node::Or(inner) => ids.extend_from_slice(inner),
                Node::And([]) => return id,
                _ => ids.push(id),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        // Beside `a <= b` nothing is said by `a < b`.
        let weak: SmallVec<[(Id, Id); 4]> = ids
            .iter()
            .filter_map(|id| match self.node(*id) {
                Node::Relation(Relation::LessOrEqual, left, right) => Some((left, right)),
                _ => None,
            })
            .collect();
        if !weak.is_empty() {
            ids.retain(|id| !matches!(self.node(*id), Node::Relation(Relation::Less, left, right) if weak.contains(&(left, right))));
        }
        match ids[..] {
            [one] => one,
            _ => self.intern_children(
                12,
                &ids,
                |stored| match stored {
                    Stored::Or(stretch) => Some(stretch),
                    _ => None,
                },
                Stored::Or,
            ),
        }
    }
}
