//! Where a part may have no value although all variables have one: what vanishes keeps its domain, `0*ln(x)` is no 0 for x < 0.

use super::function::Function;
use super::graph::{Graph, Node, NodeId, Value};

/// What is known of the nodes of a graph.
#[derive(Default)]
pub(super) struct Gaps {
    /// For each node, in order, whether it may have no value.
    known: Vec<bool>,
}

impl Gaps {
    /// Zero times a node.
    pub fn vanishing(&mut self, graph: &mut Graph, node: NodeId) -> Value {
        if self.may_lack(graph, node) { graph.nothing_of(node) } else { Value::ZERO }
    }

    fn may_lack(&mut self, graph: &Graph, id: NodeId) -> bool {
        while self.known.len() <= id.index() {
            let next = NodeId(self.known.len() as u32);
            let mut lacks = match graph.node(next) {
                Node::Quotient(..) | Node::Apply(Function::Root | Function::Power | Function::Select, _) => true,
                Node::Apply(Function::Table(function), _) => !function.row().domain.is_empty(),
                _ => false,
            };
            graph.for_each_child(next, |child| lacks |= self.known[child.index()]);
            self.known.push(lacks);
        }
        self.known[id.index()]
    }
}
