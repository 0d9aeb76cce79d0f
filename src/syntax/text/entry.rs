//! What the parser keeps on its stack: operators waiting for their right side, and open brackets.

use crate::expression::Binder;
use crate::functions::FunctionId;
use crate::syntax::joint::{self, BARE, Joint, SIGN, SUM};
use crate::syntax::names::Known;
use crate::syntax::tree::{NodeId, Span};

/// An operator with its left side, or an open bracket. `start` is where its parts begin among those that wait.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    Joint(Joint),
    /// `d/dx u`, of the product that follows.
    DerivativeOf {
        variable: NodeId,
        order: u32,
        at: Span,
    },
    /// A function without parentheses: `sin x`.
    Bare {
        function: FunctionId,
        name: Span,
        exponent: Option<NodeId>,
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

impl From<Joint> for Entry {
    fn from(joint: Joint) -> Entry {
        Entry::Joint(joint)
    }
}

impl joint::Entry for Entry {
    fn as_joint(&mut self) -> Option<&mut Joint> {
        match self {
            Entry::Joint(joint) => Some(joint),
            _ => None,
        }
    }
}

/// How tightly an operator binds; brackets are looser than anything.
pub(super) fn strength(entry: &Entry) -> u8 {
    match entry {
        Entry::Joint(joint) => joint.strength(),
        Entry::DerivativeOf { .. } => SUM + 1,
        Entry::Bare { .. } => BARE,
        Entry::Power { .. } => POWER,
        Entry::Root { .. } => POWER + 1,
        _ => 0,
    }
}

pub(super) const POWER: u8 = SIGN + 1;
