//! The flat syntax tree: what was written, where, and nothing about what it means.
//!
//! Children come before parents, so whoever walks it needs a loop and no recursion. The reader of plain text and the reader
//! of LaTeX make the same.

use crate::expression::{Binder, Relation};
use crate::functions::FunctionId;
use std::ops::Range;

/// A node's number; children have smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A stretch of bytes of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From the start of this to the end of the other.
    pub fn to(self, other: Span) -> Span {
        // A brace that the reader puts in has no place of its own.
        Span { start: self.start, end: other.end.max(self.end) }
    }
}

/// A node's children in the tree's pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Children {
    start: u32,
    length: u32,
}

/// A tree and what its spans refer to.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// What the spans of names and numbers refer to: the text itself, or their plain spellings one after another where the
    /// text has others.
    pub words: &'a str,
    /// What the places of nodes refer to.
    pub text: &'a str,
}

/// Where a text has decimal numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decimals {
    /// Anywhere.
    pub anywhere: bool,
    /// As exponents by themselves: `x^0.3`, but not `x^(1 + 0.3)`.
    pub in_exponents: bool,
}

impl Written<'_> {
    /// Where the decimals stand, if there are any.
    pub(super) fn decimals(&self, has_decimals: bool) -> Decimals {
        let is_decimal = |id: NodeId| match self.tree.node(id).kind {
            Kind::Number(digits) => !self.words[digits.range()].bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        let is_exponent = |node: &Node| match node.kind {
            Kind::Power(_, exponent) => match self.tree.node(exponent).kind {
                Kind::Negate(inner) => is_decimal(inner),
                _ => is_decimal(exponent),
            },
            _ => false,
        };
        Decimals { anywhere: has_decimals, in_exponents: has_decimals && self.tree.nodes().iter().any(is_exponent) }
    }
}

/// What stands at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Digits, and where they stand without brackets around them.
    Number(Span),
    /// A variable or constant, and where its name stands without brackets around it.
    Name(Span),
    /// Terms; a marked one is subtracted.
    Sum(Children),
    /// Factors; a marked one is divided by.
    Product(Children),
    /// `-u`
    Negate(NodeId),
    /// `u^v`
    Power(NodeId, NodeId),
    /// A function of the table.
    Call(FunctionId, Children),
    /// An unknown or defined function, or its derivative of an order; the name's place.
    Apply(Span, u32, Children),
    /// A partial derivative of an unknown function; marked children are the arguments it is differentiated in, each once
    /// for every time; the others, in front, are the arguments. See [`Tree::partial_orders`].
    Partial(Span, u32, Children),
    /// Values and conditions in turn.
    Piecewise(Children),
    /// A comparison; `>` and `>=` have their sides exchanged.
    Relation(Relation, NodeId, NodeId),
    /// All of these conditions.
    And(Children),
    /// Some of these conditions.
    Or(Children),
    /// `otherwise`
    Otherwise,
    /// `d/dx(u)`: body and one variable, with an order.
    Derivative(NodeId, NodeId, u32),
    /// `dE/dz` of a defined name: the places of both names.
    Leibniz(Span, Span),
    /// `sigma'(u)`: the derivative, of an order, of a function of the table.
    Primed(FunctionId, u32, NodeId),
    /// A value at a point, once the derivatives in it are taken; the children are variables and values in turn.
    Evaluated(NodeId, Children),
    /// `sum(i, lower, upper, body)` and its kin, as `[variable, lower, upper, body]`.
    Bound(Binder, Children),
}

impl Kind {
    /// Whether what works on an expression goes down into this.
    fn nests(self) -> bool {
        matches!(self, Kind::Bound(..) | Kind::And(_) | Kind::Or(_))
    }
}

/// A node and its place, with the brackets around it.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// What a statement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// An expression.
    Expression(NodeId),
    /// `name = value`
    Definition {
        /// Where the name stands.
        name: Span,
        /// Its value.
        value: NodeId,
    },
    /// `f(x, y) = value`
    Function {
        /// Where the name stands.
        name: Span,
        /// The parameters' places.
        parameters: Vec<Span>,
        /// Its value.
        value: NodeId,
    },
    /// `left = right`
    Equation(NodeId, NodeId),
    /// `for x > 0`: a condition under which the others are meant.
    Condition(NodeId),
}

/// A parsed input.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    pool: Vec<(NodeId, bool)>,
    orders: Vec<u32>,
    /// Whether there is a sum or an integral, `and` or `or`: what the work on an expression goes down into.
    nests: bool,
    /// The statements, in the order in which they stand.
    pub statements: Vec<Statement>,
}

impl Tree {
    /// A tree with room for so many nodes.
    pub(super) fn with_capacity(nodes: usize) -> Tree {
        Tree { nodes: Vec::with_capacity(nodes), pool: Vec::with_capacity(nodes), ..Tree::default() }
    }

    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.pool.clear();
        self.orders.clear();
        self.nests = false;
        self.statements.clear();
    }

    /// Whether there is a sum or an integral, `and` or `or`.
    pub(super) fn nests(&self) -> bool {
        self.nests
    }

    /// All nodes, children before parents.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node of this number.
    #[inline]
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.0 as usize]
    }

    /// Children with their marks.
    #[inline]
    pub fn children(&self, children: Children) -> &[(NodeId, bool)] {
        &self.pool[children.start as usize..(children.start + children.length) as usize]
    }

    /// The nodes that a node is made of, itself included, which follow each other.
    pub fn nodes_of(&self, last: NodeId) -> Range<usize> {
        self.first_of(last).0 as usize..last.0 as usize + 1
    }

    fn first_of(&self, mut node: NodeId) -> NodeId {
        loop {
            node = match self.node(node).kind {
                Kind::Sum(children)
                | Kind::Product(children)
                | Kind::Call(_, children)
                | Kind::Apply(_, _, children)
                | Kind::Partial(_, _, children)
                | Kind::Piecewise(children)
                | Kind::And(children)
                | Kind::Or(children)
                | Kind::Bound(_, children) => match self.children(children) {
                    [(first, _), ..] => *first,
                    [] => return node,
                },
                Kind::Negate(inner) | Kind::Primed(_, _, inner) => inner,
                Kind::Power(first, second) | Kind::Relation(_, first, second) | Kind::Derivative(first, second, _) => first.min(second),
                Kind::Evaluated(first, _) => first,
                Kind::Number(_) | Kind::Name(_) | Kind::Otherwise | Kind::Leibniz(..) => return node,
            };
        }
    }

    /// How often a partial derivative is taken in each argument.
    pub fn partial_orders(&self, at: u32, arguments: usize) -> &[u32] {
        &self.orders[at as usize..at as usize + arguments]
    }

    #[inline]
    pub(super) fn push(&mut self, kind: Kind, span: Span) -> NodeId {
        self.nests |= kind.nests();
        self.nodes.push(Node { kind, span });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// Brackets around a node belong to its place.
    pub(super) fn widen(&mut self, id: NodeId, span: Span) {
        self.nodes[id.0 as usize].span = span;
    }

    /// A node turns out to be something else.
    pub(super) fn replace(&mut self, id: NodeId, kind: Kind) {
        self.nests |= kind.nests();
        self.nodes[id.0 as usize].kind = kind;
    }

    /// A comparison; `>` and `>=` have their sides exchanged.
    pub(super) fn push_relation(&mut self, relation: Relation, exchanged: bool, left: NodeId, right: NodeId) -> NodeId {
        let span = self.node(left).span.to(self.node(right).span);
        let (left, right) = if exchanged { (right, left) } else { (left, right) };
        self.push(Kind::Relation(relation, left, right), span)
    }

    /// Whether a node is a condition rather than a value.
    pub(super) fn is_condition(&self, id: NodeId) -> bool {
        matches!(self.node(id).kind, Kind::Relation(..) | Kind::And(_) | Kind::Or(_) | Kind::Otherwise)
    }

    pub(super) fn push_children(&mut self, children: &[(NodeId, bool)]) -> Children {
        let start = self.pool.len() as u32;
        self.pool.extend_from_slice(children);
        Children { start, length: children.len() as u32 }
    }

    pub(super) fn push_orders(&mut self, orders: &[u32]) -> u32 {
        self.orders.extend_from_slice(orders);
        (self.orders.len() - orders.len()) as u32
    }
}
