//! What the parser keeps on its stack: operators waiting for their right side, and open brackets.

use crate::expression::Binder;
use crate::syntax::joint::{self, BARE, Joint, SUM};
use crate::syntax::latex::words::Bracket;
use crate::syntax::names::Known;
use crate::syntax::tree::{NodeId, Span};

/// A named function with what stands between its name and its argument.
#[derive(Debug, Clone, Copy)]
pub struct Applied {
    pub known: Known,
    pub name: Span,
    /// `\log_b`
    pub base: Option<NodeId>,
    pub exponent: Option<NodeId>,
    pub primes: u32,
}

/// What a bracket gives arguments to.
#[derive(Debug, Clone, Copy)]
pub enum Callee {
    /// A function of the table.
    Known(Applied),
    /// Any other name, where its spelling stands, with an order of differentiation and an exponent.
    Unknown { name: Span, order: u32, exponent: Option<NodeId> },
    /// `\frac{\partial f}{\partial x}(x, y)`: the derivative by variables kept under this number.
    Leibniz { name: Span, operator: usize },
    /// `(f \circ g)'(x)`: the word that opens the bracket of names, and the primes behind it.
    Composed { open: usize, primes: u32 },
    /// `f^{(n)}(x)`: the name, and the label that spells the order.
    Ordered { name: Span, order: Span },
    /// `D_{1,2}F(...)`: the argument numbers kept under this number.
    Numbered { name: Span, operator: usize },
    /// `f_{xy}(x, y)`: the name, and the subscript that lists variables.
    Subscripted { base: Span, subscript: Span, whole: Span },
}

/// A sum, product or integral whose parts are being read.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    pub binder: Binder,
    pub at: Span,
    /// Unknown for an integral until its differential is met.
    pub variable: Option<NodeId>,
    pub lower: Option<NodeId>,
    pub upper: Option<NodeId>,
    /// What an index that has no limits fulfils, if that is said.
    pub range: Option<NodeId>,
    /// Whether it is an integral without a lower limit.
    pub is_antiderivative: bool,
    /// The words of other indices with the same limits, `\sum_{i,j=1}^n`: from the one to before the other.
    pub others: (usize, usize),
    /// The word behind the last term of a body that is a sum; 0 for a product.
    pub until: usize,
}

/// An operator with its left side, or an open bracket. `start` is where its parts begin among the pending parts.
#[derive(Debug, Clone, Copy)]
pub enum Entry {
    Joint(Joint),
    /// `\frac{d}{dx}` of the product that follows, or of the bracket that ends at a word; the variable and the place where it
    /// is evaluated.
    DerivativeOf {
        operator: usize,
        at: Span,
        bracket: Option<usize>,
        place: Option<(NodeId, NodeId)>,
    },
    /// `\sum_{i=1}^{n}` of the product that follows.
    BoundBody(Binding),
    /// A function without parentheses; a closed one takes a single operand.
    Bare {
        applied: Applied,
        is_closed: bool,
    },
    // From here on brackets; each ends at a word that is its other half.
    Group {
        open: usize,
    },
    /// The condition of an indicator, whose place this is.
    Indicator {
        at: Span,
    },
    Absolute {
        open: usize,
    },
    Rounded {
        open: usize,
        bracket: Bracket,
    },
    Call {
        callee: Callee,
        start: usize,
        at: Span,
        open: usize,
    },
    /// Braces of an exponent, which is invisible itself.
    Exponent {
        base: NodeId,
    },
    FunctionExponent {
        applied: Applied,
    },
    NameExponent {
        name: u32,
    },
    LogarithmBase {
        applied: Applied,
    },
    FractionTop {
        at: Span,
        is_binomial: bool,
    },
    FractionBottom {
        at: Span,
        top: NodeId,
        is_binomial: bool,
    },
    Radicand {
        at: Span,
        index: Option<NodeId>,
    },
    RootIndex {
        at: Span,
    },
    /// The numerator of `\frac{d(x^2)}{dx}`; reading goes on at a word.
    DerivativeTop {
        operator: usize,
        at: Span,
        behind: usize,
    },
    /// The numerator of `\frac{d f(g(x))}{d g(x)}`; reading goes on at a word.
    ByValue {
        behind: usize,
    },
    /// The numerator of `\frac{d\ln f}{d\ln x}`, and the name below.
    ByFunctionTop {
        operator: usize,
        at: Span,
        name: u32,
    },
    /// The denominator, under the derivative of the numerator.
    ByFunctionBottom {
        operator: usize,
        at: Span,
        top: NodeId,
    },
    Lower(Binding),
    /// What stands below a sum or product instead of a lower limit, or beside it.
    Range(Binding),
    /// The set of an index.
    Elements(Binding),
    Upper(Binding),
    /// An integral, which its differential closes.
    Integral(Binding),
    Cases {
        open: usize,
        start: usize,
        in_condition: bool,
    },
    /// `|_{x=a}`: values for variables; the variable of the last value.
    Point {
        body: NodeId,
        start: usize,
        at: Span,
    },
    /// The place in `\frac{d}{dx}|_{x=a}` before what is differentiated.
    OperatorPlace {
        operator: usize,
        at: Span,
        variable: NodeId,
    },
    /// The second place of `[F]_a^b`.
    PointAbove {
        body: NodeId,
        variable: NodeId,
        lower: NodeId,
        at: Span,
    },
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
pub fn strength(entry: &Entry) -> u8 {
    match entry {
        Entry::Joint(joint) => joint.strength(),
        Entry::BoundBody(binding) if binding.until > 0 => SUM,
        Entry::DerivativeOf { .. } | Entry::BoundBody(_) => SUM + 1,
        Entry::Bare { .. } => BARE,
        _ => 0,
    }
}
