//! Reverse mode: the derivatives of one value by many variables, in one pass downwards.

use super::derivative::{chooses, times_derivative};
use super::factors::root_of;
use super::function::Function;
use super::graph::{Graph, Node, NodeId, Value};
use super::mask::Masks;
use crate::error::Error;
use smallvec::SmallVec;
use std::collections::BinaryHeap;

/// What decides between two ways that cost the same where they part, and not always later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constants {
    /// A constant on an adjoint that several need is multiplied in at once.
    Early,
    /// It goes on to each of them, where it may cancel.
    Late,
}

/// No contribution, or the end of a list of them.
const NONE: u32 = u32::MAX;

/// The sum over the values of `adjoint * d value/d variable`, for each of the variables (by their places).
pub fn reverse(graph: &mut Graph, seeds: &[(Value, Value)], variables: &[usize], constants: Constants) -> Result<Vec<Value>, Error> {
    let top = seeds.iter().map(|(value, _)| value.node.index() + 1).max().unwrap_or(0);
    let mut adjoints =
        Adjoints { graph, heads: vec![NONE; top], contributions: Vec::new(), active: Vec::new(), waiting: None, masks: Masks::default() };
    adjoints.find_active(top, variables);
    for (value, adjoint) in seeds {
        adjoints.give(value.node, adjoint.times(value.factor));
    }
    // Nothing below the first of the variables depends on any; where there is none, nothing does.
    let first = variables.iter().min().map_or(top, |variable| adjoints.graph.variable(*variable).node.index());
    for at in (first..top).rev() {
        if adjoints.heads[at] != NONE && !matches!(adjoints.graph.node(NodeId(at as u32)), Node::Variable(_)) {
            adjoints.pass_on(NodeId(at as u32), constants)?;
        }
    }
    Ok(variables.iter().map(|variable| adjoints.total(adjoints.graph.variable(*variable).node)).collect())
}

/// For each of the values its derivatives that are not zero, by the places of the first `variables` variables, in order. A row
/// takes time for what its own value is made of and for nothing else.
pub fn sparse_rows(graph: &mut Graph, values: &[Value], variables: usize) -> Result<Vec<Vec<(usize, Value)>>, Error> {
    let top = values.iter().map(|value| value.node.index() + 1).max().unwrap_or(0);
    let waiting = Some(BinaryHeap::new());
    let mut adjoints =
        Adjoints { graph, heads: vec![NONE; top], contributions: Vec::new(), active: Vec::new(), waiting, masks: Masks::default() };
    adjoints.find_active(top, &(0..variables).collect::<Vec<_>>());
    let mut rows = Vec::with_capacity(values.len());
    for value in values {
        let mut row = Vec::new();
        adjoints.contributions.clear();
        adjoints.give(value.node, Value::constant(value.factor));
        while let Some(id) = adjoints.waiting.as_mut().and_then(BinaryHeap::pop) {
            match adjoints.graph.node(id) {
                Node::Variable(at) => row.push((at as usize, adjoints.total(id))),
                _ => adjoints.pass_on(id, Constants::Early)?,
            }
            adjoints.heads[id.index()] = NONE;
        }
        row.retain(|(_, slope)| !slope.is_zero());
        row.sort_by_key(|(at, _)| *at);
        rows.push(row);
    }
    Ok(rows)
}

struct Adjoints<'g> {
    graph: &'g mut Graph,
    /// For each node the last contribution to its adjoint, a place in the list.
    heads: Vec<u32>,
    /// Contributions, each with the one before it to the same node.
    contributions: Vec<(Value, u32)>,
    /// Which nodes depend on the variables.
    active: Vec<bool>,
    /// Nodes with an adjoint that is not passed on yet, where not all nodes are gone through.
    waiting: Option<BinaryHeap<NodeId>>,
    /// Where adjoints vanish.
    masks: Masks,
}

impl Adjoints<'_> {
    fn find_active(&mut self, top: usize, variables: &[usize]) {
        self.active = vec![false; top];
        for variable in variables {
            let node = self.graph.variable(*variable).node.index();
            if node < top {
                self.active[node] = true;
            }
        }
        for at in 0..top {
            let mut active = self.active[at];
            self.graph.for_each_child(NodeId(at as u32), |child| active |= self.active[child.index()]);
            self.active[at] = active;
        }
    }

    fn give(&mut self, node: NodeId, adjoint: Value) {
        if !adjoint.is_zero() && self.active[node.index()] {
            let before = std::mem::replace(&mut self.heads[node.index()], self.contributions.len() as u32);
            self.contributions.push((adjoint, before));
            if let Some(waiting) = self.waiting.as_mut().filter(|_| before == NONE) {
                waiting.push(node);
            }
        }
    }

    /// The adjoint of a node to which nothing more will be given.
    fn total(&mut self, node: NodeId) -> Value {
        let mut list: SmallVec<[Value; 8]> = SmallVec::new();
        let mut at = self.heads.get(node.index()).copied().unwrap_or(NONE);
        while at != NONE {
            let (value, before) = self.contributions[at as usize];
            list.push(value);
            at = before;
        }
        list.reverse();
        let sum = self.graph.sum(list.iter().copied());
        self.masks.join(self.graph, &list, sum);
        sum
    }

    fn pass_on(&mut self, id: NodeId, constants: Constants) -> Result<(), Error> {
        let adjoint = self.total(id);
        if adjoint.is_zero() {
            return Ok(());
        }
        let is_active = |node: NodeId| self.active[node.index()];
        match self.graph.node(id) {
            Node::One | Node::Variable(_) => {}
            Node::Sum(stretch) => {
                let terms: SmallVec<[Value; 8]> = self.graph.values(stretch).iter().copied().filter(|term| is_active(term.node)).collect();
                let adjoint = self.shared_by(adjoint, &terms, constants);
                for term in terms {
                    self.give(term.node, adjoint.times(term.factor));
                }
            }
            Node::Scaled(factor, inner) => self.give(inner, adjoint.times(factor)),
            Node::Product(a, b) => {
                let both = is_active(a) && is_active(b);
                let adjoint = if both && constants == Constants::Early { self.anchored(adjoint) } else { adjoint };
                for (node, other) in [(a, b), (b, a)] {
                    if self.active[node.index()] {
                        let contribution = self.masks.product(self.graph, adjoint, Value::of(other));
                        self.give(node, contribution);
                    }
                }
            }
            Node::Quotient(above, below) => {
                let own = Value::of(id);
                if is_active(above) || below == above {
                    let share = self.masks.quotient(self.graph, adjoint, Value::of(below));
                    self.give(above, share);
                    if self.active[below.index()] {
                        let share = self.masks.product(self.graph, share, own);
                        self.give(below, share.times(-1.0));
                    }
                } else {
                    let whole = self.masks.product(self.graph, adjoint, own);
                    let share = self.masks.quotient(self.graph, whole, Value::of(below));
                    self.give(below, share.times(-1.0));
                }
            }
            Node::Power(base, exponent) if root_of(self.graph, base).is_some_and(|(index, _)| index <= exponent) => {
                // sqrt(x)^3 has the slope 3/2*sqrt(x), also at 0, where sqrt(x) has none.
                let Some((index, argument)) = root_of(self.graph, base) else { return Ok(()) };
                let lower = self.graph.power(Value::of(base), (exponent - index) as i64);
                let share = self.masks.product(self.graph, adjoint, lower);
                self.give(argument.node, share.times(argument.factor * exponent as f64 / index as f64));
            }
            Node::Power(base, exponent) => {
                let lower = self.graph.power(Value::of(base), exponent as i64 - 1);
                let share = self.masks.product(self.graph, adjoint, lower);
                self.give(base, share.times(exponent as f64));
            }
            Node::Apply(function, stretch) => {
                let arguments: SmallVec<[Value; 4]> = SmallVec::from_slice(self.graph.values(stretch));
                for (at, argument) in arguments.iter().enumerate() {
                    if self.active[argument.node.index()] {
                        let share = self.through(adjoint, function, at, &arguments, Value::of(id))?;
                        self.give(argument.node, share.times(argument.factor));
                    }
                }
            }
        }
        Ok(())
    }

    /// The adjoint of a sum, with its constant multiplied in where that is cheaper than doing so for each term.
    fn shared_by(&mut self, adjoint: Value, terms: &[Value], constants: Constants) -> Value {
        if terms.len() < 2 || adjoint.factor.abs() == 1.0 {
            return adjoint;
        }
        let costs = |factor: f64| {
            let dear = |term: &&Value| match self.graph.node(term.node) {
                Node::Power(_, exponent) => (factor * term.factor * exponent as f64).abs() != 1.0,
                Node::Apply(super::function::Function::Root, _) => (factor * term.factor * 0.5).abs() != 1.0,
                _ => (factor * term.factor).abs() != 1.0,
            };
            terms.iter().filter(dear).count()
        };
        let (early, late) = (1 + costs(1.0), costs(adjoint.factor));
        if early < late || (early == late && constants == Constants::Early) { self.anchored(adjoint) } else { adjoint }
    }

    fn anchored(&mut self, adjoint: Value) -> Value {
        let anchored = self.graph.anchored(adjoint);
        self.masks.set(anchored, self.masks.of(adjoint));
        anchored
    }

    /// What a function passes on to one of its arguments.
    fn through(&mut self, adjoint: Value, function: Function, at: usize, arguments: &[Value], own: Value) -> Result<Value, Error> {
        let chooses = chooses(function);
        if self.masks.of(adjoint).is_some() && !chooses {
            let slope = times_derivative(self.graph, Value::ONE, function, at, arguments, own)?;
            return Ok(self.masks.product(self.graph, adjoint, slope));
        }
        let share = times_derivative(self.graph, adjoint, function, at, arguments, own)?;
        if chooses {
            self.masks.enter(self.graph, adjoint, share);
        }
        Ok(share)
    }
}
