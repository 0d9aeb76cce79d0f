//! What the parser keeps on its stack: operators waiting for their right side, and open brackets.

use crate::expression::{Binder, Relation};
use crate::functions::FunctionId;
use crate::syntax::names::Known;
use crate::syntax::tree::{NodeId, Span};

/// An operator with its left side, or an open bracket. `start` is where its parts begin in the pool of pending parts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    Or {
        start: usize,
    },
    And {
        start: usize,
    },
    /// A comparison; earlier links of a chain `a < b < c` are pending.
    Relation {
        relation: Relation,
        exchanged: bool,
        left: NodeId,
        start: usize,
    },
    Sum {
        start: usize,
        minus: bool,
    },
    /// `d/dx u`, of the product that follows.
    DerivativeOf {
        variable: NodeId,
        order: u32,
        at: Span,
    },
    Product {
        start: usize,
        divide: bool,
    },
    /// A function without parentheses: `sin x`.
    Bare {
        function: FunctionId,
        name: Span,
        exponent: Option<NodeId>,
    },
    /// An implied product inside such an argument.
    ArgumentProduct {
        start: usize,
    },
    /// `-u`, or `+u`; a loose one takes the whole product behind it, so that `-(a - b)*c` has its minus in front.
    Sign {
        at: Span,
        minus: bool,
        loose: bool,
    },
    Power {
        base: NodeId,
    },
    Root {
        at: Span,
    },
    // From here on brackets.
    Group {
        open: Span,
        square: bool,
    },
    Absolute {
        open: Span,
    },
    Call {
        callee: Callee,
        name: Span,
        exponent: Option<NodeId>,
        start: usize,
        open: Span,
    },
    FunctionExponent {
        function: Known,
        name: Span,
        open: Span,
    },
    /// `f^(n)(x)`, before its argument.
    Order {
        name: Span,
        open: Span,
    },
    Cases {
        open: Span,
        start: usize,
        in_condition: bool,
    },
}

/// What is called.
#[derive(Debug, Clone, Copy)]
pub(super) enum Callee {
    /// A function of the table, one of these rows.
    Known(Known),
    /// Any other name, with an order of differentiation.
    Unknown(u32),
    /// `D[1,2](F)`: where the indices begin and how many there are.
    Partial { first: u32, count: u32, name: Span },
    /// `f^(n)(x)`
    Ordered { order: NodeId },
    /// `d/dx(u)`
    Derivative { variable: NodeId, order: u32 },
    /// `diff(u, x)`
    Diff,
    /// `sum(i, 1, n, u)`, `product(...)`, `int(u, t, a, b)`
    Bound(Binder),
}

/// How tightly an operator binds; brackets are looser than anything.
pub(super) fn strength(entry: &Entry) -> u8 {
    match entry {
        Entry::Or { .. } => 1,
        Entry::And { .. } => 2,
        Entry::Relation { .. } => RELATION,
        Entry::Sum { .. } => SUM,
        Entry::DerivativeOf { .. } => SUM + 1,
        Entry::Product { .. } => PRODUCT,
        Entry::Bare { .. } => BARE,
        Entry::ArgumentProduct { .. } => 8,
        Entry::Sign { loose: true, .. } => SUM + 1,
        Entry::Sign { .. } => SIGN,
        Entry::Power { .. } => POWER,
        Entry::Root { .. } => 11,
        _ => 0,
    }
}

pub(super) const AND: u8 = 2;
pub(super) const RELATION: u8 = 3;
pub(super) const SUM: u8 = 4;
pub(super) const PRODUCT: u8 = 6;
pub(super) const BARE: u8 = 7;
pub(super) const SIGN: u8 = 9;
pub(super) const POWER: u8 = 10;
