//! The graph a program is made from: hash-consed, with constant factors on the edges.
//!
//! A [`Value`] is a factor times a node, so constants and signs travel towards the root until something needs them in
//! place: `2*(a*(-3*b))` is -6 times the node `a*b`. Sums keep all their terms together, products are pairs and never
//! flattened, since flattening would lose the parts that products share. Children have smaller numbers than parents.

use super::function::Function;
use crate::functions::Parity;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A node's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The number 1: a constant is a factor times this.
    pub const ONE: NodeId = NodeId(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A factor times a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The constant factor.
    pub factor: f64,
    /// The node.
    pub node: NodeId,
}

impl Value {
    /// The number 0.
    pub const ZERO: Value = Value::constant(0.0);
    /// The number 1.
    pub const ONE: Value = Value::constant(1.0);

    /// A number.
    pub const fn constant(factor: f64) -> Value {
        Value { factor, node: NodeId::ONE }
    }

    pub(super) const fn of(node: NodeId) -> Value {
        Value { factor: 1.0, node }
    }

    pub(super) fn times(self, factor: f64) -> Value {
        Value { factor: self.factor * factor, node: self.node }
    }

    /// The number it is, if it is one.
    pub fn as_constant(self) -> Option<f64> {
        (self.node == NodeId::ONE).then_some(self.factor)
    }

    pub(super) fn is_zero(self) -> bool {
        self.factor == 0.0
    }
}

/// A stretch of the pool of values.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    start: u32,
    length: u32,
}

/// A node.
#[derive(Debug, Clone, Copy)]
pub enum Node {
    /// The number 1.
    One,
    /// A variable, by its place in the list of variables.
    Variable(u32),
    /// Two terms or more, sorted by node, all different; the first factor is positive, and not all are the same except 1 and -1.
    Sum(Stretch),
    /// A number, neither 1 nor -1, times a node: computed once because many use it.
    Scaled(f64, NodeId),
    /// A product of two.
    Product(NodeId, NodeId),
    /// A quotient.
    Quotient(NodeId, NodeId),
    /// A power with an exponent of 2 or more.
    Power(NodeId, u32),
    /// A function and its arguments.
    Apply(Function, Stretch),
}

/// A graph made anew from another.
pub(super) struct Rebuilt {
    pub graph: Graph,
    /// The values asked for, in it.
    pub roots: Vec<Value>,
    /// For each old node what it is here, if it is here at all.
    pub nodes: Vec<Option<Value>>,
}

impl Rebuilt {
    /// What a value of the old graph is here.
    pub fn value(&self, old: Value) -> Option<Value> {
        self.nodes.get(old.node.index()).copied().flatten().map(|new| new.times(old.factor))
    }
}

/// A hash-consed graph.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    pool: Vec<Value>,
    table: HashTable<u32>,
    hashes: Vec<u64>,
    /// The node of each variable.
    variables: Vec<NodeId>,
    /// Whether derivatives are for code that keeps its digits, and not for the fewest operations.
    pub(super) keeps_digits: bool,
    /// Working memory of the constructor of sums.
    pub(super) terms: Vec<Value>,
    /// What cancelled in the sum made last.
    pub(super) cancelled: Vec<NodeId>,
}

impl Graph {
    /// A graph with so many variables.
    pub fn new(variables: usize) -> Graph {
        let mut graph = Graph::default();
        graph.nodes.push(Node::One);
        graph.hashes.push(0);
        for _ in 0..variables {
            graph.add_variable();
        }
        graph
    }

    /// Makes room for so many nodes.
    pub fn reserve(&mut self, nodes: usize) {
        self.nodes.reserve(nodes);
        self.hashes.reserve(nodes);
        let hashes = &self.hashes;
        self.table.reserve(nodes, |at| hashes[*at as usize]);
    }

    /// One variable more, after all others.
    pub fn add_variable(&mut self) -> Value {
        let node = self.intern(Node::Variable(self.variables.len() as u32), &[]);
        self.variables.push(node);
        Value::of(node)
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.variables.len()
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The node of this number.
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.index()]
    }

    /// The values of a stretch.
    pub fn values(&self, stretch: Stretch) -> &[Value] {
        &self.pool[stretch.start as usize..(stretch.start + stretch.length) as usize]
    }

    /// The variable at this place of the list.
    pub fn variable(&self, at: usize) -> Value {
        Value::of(self.variables[at])
    }

    /// Calls `visit` with each child.
    pub fn for_each_child(&self, id: NodeId, mut visit: impl FnMut(NodeId)) {
        match self.node(id) {
            Node::One | Node::Variable(_) => {}
            Node::Sum(terms) | Node::Apply(_, terms) => self.values(terms).iter().for_each(|value| visit(value.node)),
            Node::Scaled(_, inner) | Node::Power(inner, _) => visit(inner),
            Node::Product(a, b) | Node::Quotient(a, b) => {
                visit(a);
                visit(b);
            }
        }
    }

    /// Which nodes the roots are made of, themselves included.
    pub fn reachable(&self, roots: &[Value]) -> Vec<bool> {
        let mut needed = vec![false; roots.iter().map(|root| root.node.index() + 1).max().unwrap_or(0)];
        roots.iter().for_each(|root| needed[root.node.index()] = true);
        for at in (0..needed.len()).rev() {
            if needed[at] {
                self.for_each_child(NodeId(at as u32), |child| needed[child.index()] = true);
            }
        }
        needed
    }

    /// `a * b`.
    pub fn product(&mut self, a: Value, b: Value) -> Value {
        let factor = a.factor * b.factor;
        if factor == 0.0 {
            return Value::ZERO;
        }
        let (a, b) = (a.node.min(b.node), a.node.max(b.node));
        let node = match (self.node(a), self.node(b)) {
            (Node::One, _) => b,
            (Node::Power(x, j), Node::Power(y, k)) if x == y => return self.power(Value::of(x), (j + k) as i64).times(factor),
            (_, Node::Power(x, k)) if x == a => return self.power(Value::of(x), k as i64 + 1).times(factor),
            (Node::Power(x, k), _) if x == b => return self.power(Value::of(x), k as i64 + 1).times(factor),
            // A reciprocal times something is one division.
            (_, Node::Quotient(NodeId::ONE, below)) => return self.quotient(Value::of(a), Value::of(below)).times(factor),
            (Node::Quotient(NodeId::ONE, below), _) => return self.quotient(Value::of(b), Value::of(below)).times(factor),
            _ if a == b => return self.power(Value::of(a), 2).times(factor),
            _ => self.intern(Node::Product(a, b), &[]),
        };
        Value { factor, node }
    }

    /// The product of two nodes, if it is there already.
    pub(super) fn known_product(&self, a: NodeId, b: NodeId) -> Option<Value> {
        let product = Node::Product(a.min(b), a.max(b));
        let found = self.table.find(hash(product, &[]), |at| same(self.nodes[*at as usize], product));
        found.map(|at| Value::of(NodeId(*at)))
    }

    /// `a / b`.
    pub fn quotient(&mut self, a: Value, b: Value) -> Value {
        let factor = a.factor / b.factor;
        if factor == 0.0 {
            return Value::ZERO;
        }
        match b.node {
            NodeId::ONE => Value { factor, node: a.node },
            below => Value { factor, node: self.intern(Node::Quotient(a.node, below), &[]) },
        }
    }

    /// `base^exponent` for an integer exponent.
    pub fn power(&mut self, base: Value, exponent: i64) -> Value {
        let Ok(size) = u32::try_from(exponent.unsigned_abs()) else {
            return self.apply(Function::Power, &[base, Value::constant(exponent as f64)]);
        };
        if exponent < 0 {
            let below = self.power(base, size as i64);
            return self.quotient(Value::ONE, below);
        }
        let factor = base.factor.powi(size.min(i32::MAX as u32) as i32);
        let (inner, size) = match self.node(base.node) {
            Node::Power(inner, k) if size > 0 => match k.checked_mul(size) {
                Some(product) => (inner, product),
                None => (base.node, size),
            },
            _ => (base.node, size),
        };
        let node = match size {
            0 => NodeId::ONE,
            1 => inner,
            _ if inner == NodeId::ONE => inner,
            _ => self.intern(Node::Power(inner, size), &[]),
        };
        Value { factor, node }
    }

    /// A function of its arguments; computed at once where they are numbers.
    pub fn apply(&mut self, function: Function, arguments: &[Value]) -> Value {
        if let Some(value) = self.folded(function, arguments) {
            return Value::constant(value);
        }
        if let (Function::Table(id), [argument]) = (function, arguments)
            && argument.factor < 0.0
        {
            let turned = [argument.times(-1.0)];
            match id.row().parity {
                Parity::Even => return Value::of(self.intern_apply(function, &turned)),
                Parity::Odd => return Value { factor: -1.0, node: self.intern_apply(function, &turned) },
                Parity::Neither => {}
            }
        }
        match (function, arguments) {
            (Function::Select, [_, yes, no]) if yes == no => *yes,
            (Function::Select, [condition, yes, no]) if condition.node == NodeId::ONE => {
                if condition.factor == 1.0 {
                    *yes
                } else if condition.factor == 0.0 {
                    *no
                } else {
                    Value::constant(f64::NAN)
                }
            }
            (Function::And, [Value::ONE, other] | [other, Value::ONE]) | (Function::Or, [Value::ZERO, other] | [other, Value::ZERO]) => {
                *other
            }
            _ => Value::of(self.intern_apply(function, arguments)),
        }
    }

    /// A node for a value, so that it is computed once: `200*d` where many sums need it.
    pub fn anchored(&mut self, value: Value) -> Value {
        if value.factor.abs() == 1.0 || value.node == NodeId::ONE {
            return value;
        }
        let node = self.intern(Node::Scaled(value.factor.abs(), value.node), &[]);
        Value { factor: value.factor.signum(), node }
    }

    /// A node for zero times another, which has no value where that has none.
    pub(super) fn nothing_of(&mut self, node: NodeId) -> Value {
        Value::of(self.intern(Node::Scaled(0.0, node), &[]))
    }

    fn folded(&self, function: Function, arguments: &[Value]) -> Option<f64> {
        if function == Function::Select {
            return None;
        }
        let numbers: Option<smallvec::SmallVec<[f64; 4]>> = arguments.iter().map(|argument| argument.as_constant()).collect();
        numbers.map(|numbers| function.value(&numbers))
    }

    fn intern_apply(&mut self, function: Function, arguments: &[Value]) -> NodeId {
        self.intern(Node::Apply(function, Stretch { start: 0, length: 0 }), arguments)
    }

    pub(super) fn intern_sum(&mut self, terms: &[Value]) -> NodeId {
        self.intern(Node::Sum(Stretch { start: 0, length: 0 }), terms)
    }

    /// The node with these values in its stretch, if it has one.
    fn intern(&mut self, node: Node, values: &[Value]) -> NodeId {
        let hash = hash(node, values);
        let found = self.table.find(hash, |at| same(self.nodes[*at as usize], node) && self.has_values(*at, values));
        if let Some(found) = found {
            return NodeId(*found);
        }
        let id = self.nodes.len() as u32;
        let stretch = Stretch { start: self.pool.len() as u32, length: values.len() as u32 };
        self.pool.extend_from_slice(values);
        self.nodes.push(match node {
            Node::Sum(_) => Node::Sum(stretch),
            Node::Apply(function, _) => Node::Apply(function, stretch),
            other => other,
        });
        self.hashes.push(hash);
        let hashes = &self.hashes;
        self.table.insert_unique(hash, id, |other| hashes[*other as usize]);
        NodeId(id)
    }

    fn has_values(&self, at: u32, values: &[Value]) -> bool {
        match self.nodes[at as usize] {
            Node::Sum(stretch) | Node::Apply(_, stretch) => self.values(stretch) == values,
            _ => true,
        }
    }
}

/// Whether two nodes are the same but for their stretches.
fn same(a: Node, b: Node) -> bool {
    match (a, b) {
        (Node::One, Node::One) | (Node::Sum(_), Node::Sum(_)) => true,
        (Node::Variable(a), Node::Variable(b)) => a == b,
        (Node::Scaled(f, a), Node::Scaled(g, b)) => f.to_bits() == g.to_bits() && a == b,
        (Node::Product(a, b), Node::Product(c, d)) | (Node::Quotient(a, b), Node::Quotient(c, d)) => (a, b) == (c, d),
        (Node::Power(a, j), Node::Power(b, k)) => (a, j) == (b, k),
        (Node::Apply(f, _), Node::Apply(g, _)) => f == g,
        _ => false,
    }
}

fn hash(node: Node, values: &[Value]) -> u64 {
    use std::hash::Hash;
    let mut hasher = FxHasher::default();
    match node {
        Node::One => hasher.write_u32(0),
        Node::Variable(at) => (1u8, at).hash(&mut hasher),
        Node::Sum(_) => hasher.write_u32(2),
        Node::Scaled(factor, inner) => (3u8, factor.to_bits(), inner).hash(&mut hasher),
        Node::Product(a, b) => (4u8, a, b).hash(&mut hasher),
        Node::Quotient(a, b) => (5u8, a, b).hash(&mut hasher),
        Node::Power(base, exponent) => (6u8, base, exponent).hash(&mut hasher),
        Node::Apply(function, _) => (7u8, function).hash(&mut hasher),
    }
    for value in values {
        (value.factor.to_bits(), value.node).hash(&mut hasher);
    }
    // Fx leaves the low bits weak, and the table takes its tag from the high ones.
    let h = hasher.finish();
    (h ^ (h >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
