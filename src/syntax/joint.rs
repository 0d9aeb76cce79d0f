//! Operators that wait for the operand on their right, as both languages have them: sums and products, comparisons and what
//! joins them, signs.
//!
//! Operands on the left of an operator wait in a pool; a chain of the same operator, `a - b + c`, is one entry of a parser's
//! stack, however long it is.

use super::tree::{Children, Kind, NodeId, Span, Tree};
use crate::expression::Relation;
use std::mem::discriminant;

/// Operands that wait, each with the mark of the operator before it: whether that is a minus, or a division.
pub type Pending = Vec<(NodeId, bool)>;

/// Operators of one kind, and where their operands begin in the pool.
#[derive(Debug, Clone, Copy)]
pub struct Chain {
    pub start: usize,
    /// Whether the last operator, whose right side is awaited, is a minus, or a division.
    pub marked: bool,
}

/// An operator with its left side.
#[derive(Debug, Clone, Copy)]
pub enum Joint {
    Or(Chain),
    And(Chain),
    /// A comparison; earlier links of `a < b < c` wait in the pool, from `start` on.
    Relation {
        relation: Relation,
        exchanged: bool,
        left: NodeId,
        start: usize,
    },
    Sum(Chain),
    Product(Chain),
    /// An implied product inside the argument of a function without parentheses.
    ArgumentProduct(Chain),
    /// `-u`, or `+u`; a loose one takes the whole product behind it, so that `-(a - b)*c` has its minus in front.
    Sign {
        at: Span,
        minus: bool,
        loose: bool,
    },
}

/// How tightly operators bind. What is not among the joints finds its place between them: a function without parentheses is a
/// little looser than the product that is its argument.
pub const OR: u8 = 1;
pub const AND: u8 = 2;
pub const RELATION: u8 = 3;
pub const SUM: u8 = 4;
pub const PRODUCT: u8 = 6;
pub const BARE: u8 = 7;
pub const SIGN: u8 = 9;

/// What stands on a parser's stack.
pub trait Entry: From<Joint> {
    fn as_joint(&mut self) -> Option<&mut Joint>;
}

impl Joint {
    pub fn strength(self) -> u8 {
        match self {
            Joint::Or(_) => OR,
            Joint::And(_) => AND,
            Joint::Relation { .. } => RELATION,
            Joint::Sum(_) => SUM,
            Joint::Sign { loose: true, .. } => SUM + 1,
            Joint::Product(_) => PRODUCT,
            Joint::ArgumentProduct(_) => BARE + 1,
            Joint::Sign { .. } => SIGN,
        }
    }

    /// Whether its operands are conditions.
    pub fn is_logical(self) -> bool {
        matches!(self, Joint::And(_) | Joint::Or(_))
    }

    /// What it makes of its operands, the last of which stands on its right.
    pub fn close(self, tree: &mut Tree, pending: &mut Pending, right: NodeId) -> NodeId {
        match self {
            Joint::Sum(chain) => chain.close(tree, pending, right, Kind::Sum),
            Joint::Product(chain) | Joint::ArgumentProduct(chain) => chain.close(tree, pending, right, Kind::Product),
            Joint::And(chain) => chain.close(tree, pending, right, Kind::And),
            Joint::Or(chain) => chain.close(tree, pending, right, Kind::Or),
            Joint::Relation { relation, exchanged, left, start } => {
                let last = tree.push_relation(relation, exchanged, left, right);
                if pending.len() > start { gather(tree, pending, start, (last, false), Kind::And) } else { last }
            }
            Joint::Sign { at, minus: true, .. } => {
                let span = at.to(tree.node(right).span);
                tree.push(Kind::Negate(right), span)
            }
            Joint::Sign { .. } => right,
        }
    }
}

impl Chain {
    fn close(self, tree: &mut Tree, pending: &mut Pending, right: NodeId, make: fn(Children) -> Kind) -> NodeId {
        gather(tree, pending, self.start, (right, self.marked), make)
    }
}

/// The operands of the pool from `start` on, and a last one, under one node.
pub fn gather(tree: &mut Tree, pending: &mut Pending, start: usize, last: (NodeId, bool), make: fn(Children) -> Kind) -> NodeId {
    pending.push(last);
    let span = tree.node(pending[start].0).span.to(tree.node(last.0).span);
    let children = tree.push_children(&pending[start..]);
    pending.truncate(start);
    tree.push(make(children), span)
}

/// Puts an operand before an operator: behind those of the chain of its kind that waits, or as the first of a new one.
pub fn put_before<E: Entry>(stack: &mut Vec<E>, pending: &mut Pending, operand: NodeId, kind: fn(Chain) -> Joint, marked: bool) {
    let next = Chain { start: pending.len(), marked };
    let waiting = stack.last_mut().and_then(Entry::as_joint).filter(|joint| discriminant(*joint) == discriminant(&kind(next)));
    if let Some(Joint::Sum(chain) | Joint::Product(chain) | Joint::ArgumentProduct(chain) | Joint::And(chain) | Joint::Or(chain)) = waiting
    {
        pending.push((operand, chain.marked));
        chain.marked = marked;
    } else {
        stack.push(kind(next).into());
        pending.push((operand, false));
    }
}

/// The comparison that waits, if one does.
pub fn waiting_relation<E: Entry>(stack: &mut [E]) -> Option<Relation> {
    match stack.last_mut()?.as_joint()? {
        Joint::Relation { relation, .. } => Some(*relation),
        _ => None,
    }
}

/// Puts a value before a comparison; where one waits, the value is its right side as well.
pub fn put_before_relation<E: Entry>(
    stack: &mut Vec<E>,
    pending: &mut Pending,
    tree: &mut Tree,
    operand: NodeId,
    (relation, exchanged): (Relation, bool),
) {
    match stack.last_mut().and_then(Entry::as_joint) {
        Some(joint @ Joint::Relation { .. }) => {
            if let Joint::Relation { relation: earlier, exchanged: was_exchanged, left, start } = *joint {
                pending.push((tree.push_relation(earlier, was_exchanged, left, operand), false));
                *joint = Joint::Relation { relation, exchanged, left: operand, start };
            }
        }
        _ => stack.push(Joint::Relation { relation, exchanged, left: operand, start: pending.len() }.into()),
    }
}
