//! A smaller graph of the same values: sums that only one sum uses are taken into it, and what several of a sum's terms
//! have in common is taken out of them.

use super::graph::{Graph, Node, NodeId, Rebuilt, Value};
use rustc_hash::FxHashMap;

/// The graph of these values, smaller where that is possible.
pub fn tidy(graph: &Graph, roots: &[Value]) -> Rebuilt {
    let needed = graph.reachable(roots);
    let mut uses = vec![0u32; needed.len()];
    roots.iter().for_each(|root| uses[root.node.index()] += 1);
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        graph.for_each_child(NodeId(at as u32), |child| uses[child.index()] += 1);
    }
    let mut tidying =
        Tidying { absorbed: absorbed(graph, &needed, &uses), old: graph, new: Graph::new(graph.variables()), uses, values: Vec::new() };
    tidying.new.reserve(needed.len());
    tidying.values = vec![Value::ONE; needed.len()];
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        if !tidying.absorbed[at] {
            tidying.values[at] = tidying.rebuilt(NodeId(at as u32));
        }
    }
    let roots = roots.iter().map(|root| tidying.value(*root)).collect();
    let nodes = (0..needed.len()).map(|at| (needed[at] && !tidying.absorbed[at]).then(|| tidying.values[at])).collect();
    Rebuilt { graph: tidying.new, roots, nodes }
}

/// Sums that belong to the one sum that uses them.
fn absorbed(graph: &Graph, needed: &[bool], uses: &[u32]) -> Vec<bool> {
    let mut absorbed = vec![false; needed.len()];
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        let Node::Sum(stretch) = graph.node(NodeId(at as u32)) else { continue };
        for term in graph.values(stretch) {
            if let Node::Sum(inner) = graph.node(term.node) {
                // A constant multiplied into terms that have others costs more than it saves.
                let is_plain = term.factor.abs() == 1.0 || graph.values(inner).iter().all(|part| part.factor.abs() == 1.0);
                absorbed[term.node.index()] = is_plain && uses[term.node.index()] == 1;
            }
        }
    }
    absorbed
}

/// What terms of a sum can have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Common {
    Factor(NodeId),
    Divisor(NodeId),
}

struct Tidying<'g> {
    old: &'g Graph,
    new: Graph,
    uses: Vec<u32>,
    absorbed: Vec<bool>,
    /// For each old node, what it is in the new graph.
    values: Vec<Value>,
}

impl Tidying<'_> {
    fn node(&self, node: NodeId) -> Value {
        self.values[node.index()]
    }

    fn value(&self, value: Value) -> Value {
        self.node(value.node).times(value.factor)
    }

    fn rebuilt(&mut self, id: NodeId) -> Value {
        match self.old.node(id) {
            Node::One => Value::ONE,
            Node::Variable(at) => self.new.variable(at as usize),
            Node::Sum(_) => self.sum(id),
            Node::Scaled(factor, inner) => {
                let inner = self.node(inner).times(factor);
                self.new.anchored(inner)
            }
            Node::Product(a, b) => self.new.product(self.values[a.index()], self.values[b.index()]),
            Node::Quotient(a, b) => self.new.quotient(self.values[a.index()], self.values[b.index()]),
            Node::Power(base, exponent) => self.new.power(self.values[base.index()], exponent as i64),
            Node::Apply(function, stretch) => {
                let arguments: Vec<Value> = self.old.values(stretch).iter().map(|argument| self.value(*argument)).collect();
                self.new.apply(function, &arguments)
            }
        }
    }

    fn sum(&mut self, id: NodeId) -> Value {
        let mut terms: Vec<Value> = Vec::new();
        let mut open = vec![Value::of(id)];
        while let Some(value) = open.pop() {
            match self.old.node(value.node) {
                Node::Sum(stretch) if value.node == id || self.absorbed[value.node.index()] => {
                    open.extend(self.old.values(stretch).iter().map(|term| term.times(value.factor)));
                }
                _ => terms.push(value),
            }
        }
        let groups = self.groups(&terms);
        let mut parts: Vec<Value> = Vec::with_capacity(terms.len());
        let mut taken = vec![false; terms.len()];
        for (common, members) in groups {
            let members: Vec<usize> = members.into_iter().filter(|at| !taken[*at]).collect();
            if members.len() < 2 {
                continue;
            }
            let rest: Vec<Value> = members.iter().map(|at| self.without(terms[*at], common)).collect();
            members.iter().for_each(|at| taken[*at] = true);
            let rest = self.new.sum(rest);
            parts.push(match common {
                Common::Factor(factor) => self.new.product(self.values[factor.index()], rest),
                Common::Divisor(divisor) => self.new.quotient(rest, self.values[divisor.index()]),
            });
        }
        parts.extend(terms.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(term, _)| self.value(*term)));
        self.new.sum(parts)
    }

    /// What two terms or more have in common, and which they are; what most have first.
    fn groups(&self, terms: &[Value]) -> Vec<(Common, Vec<usize>)> {
        // Most have nothing in common, and are counted only.
        let mut counts: FxHashMap<Common, usize> = FxHashMap::default();
        counts.reserve(terms.len());
        self.for_each_common(terms, |_, common| *counts.entry(common).or_default() += 1);
        counts.retain(|_, count| *count > 1);
        if counts.is_empty() {
            return Vec::new();
        }
        let mut groups: FxHashMap<Common, Vec<usize>> =
            counts.into_iter().map(|(common, count)| (common, Vec::with_capacity(count))).collect();
        self.for_each_common(terms, |at, common| {
            if let Some(members) = groups.get_mut(&common) {
                members.push(at);
            }
        });
        let mut groups: Vec<(Common, Vec<usize>)> = groups.into_iter().collect();
        groups.sort_by_key(|(common, members)| {
            let (kind, node) = match common {
                Common::Factor(node) => (0, node),
                Common::Divisor(node) => (1, node),
            };
            (std::cmp::Reverse(members.len()), kind, *node)
        });
        groups
    }

    /// Calls `visit` with the place of each term that only this sum uses and with each thing it could share with others.
    fn for_each_common(&self, terms: &[Value], mut visit: impl FnMut(usize, Common)) {
        for (at, term) in terms.iter().enumerate().filter(|(_, term)| self.uses[term.node.index()] == 1) {
            match self.old.node(term.node) {
                Node::Product(a, b) => {
                    visit(at, Common::Factor(a));
                    visit(at, Common::Factor(b));
                }
                Node::Power(base, 2) => visit(at, Common::Factor(base)),
                Node::Quotient(_, below) => visit(at, Common::Divisor(below)),
                _ => {}
            }
        }
    }

    /// A term without what it has in common with others.
    fn without(&self, term: Value, common: Common) -> Value {
        let rest = match (self.old.node(term.node), common) {
            (Node::Product(a, b), Common::Factor(factor)) => {
                if a == factor {
                    b
                } else {
                    a
                }
            }
            (Node::Quotient(above, _), Common::Divisor(_)) => above,
            (_, Common::Factor(factor) | Common::Divisor(factor)) => factor,
        };
        self.node(rest).times(term.factor)
    }
}
