//! Forward mode: how values change along a direction, in one pass upwards.

use super::derivative::times_derivative;
use super::graph::{Graph, Node, NodeId, Value};
use crate::error::Error;
use smallvec::SmallVec;

/// The derivatives of the roots where each variable changes at the rate of its place: the Jacobian times the rates.
pub fn forward(graph: &mut Graph, roots: &[Value], rates: &[Value]) -> Result<Vec<Value>, Error> {
    let needed = graph.reachable(roots);
    let mut changes = vec![Value::ZERO; needed.len()];
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        changes[at] = change(graph, NodeId(at as u32), &changes, rates)?;
    }
    Ok(roots.iter().map(|root| changes[root.node.index()].times(root.factor)).collect())
}

/// The derivative of a node, from those of its children.
fn change(graph: &mut Graph, id: NodeId, changes: &[Value], rates: &[Value]) -> Result<Value, Error> {
    let of = |node: NodeId| changes[node.index()];
    Ok(match graph.node(id) {
        Node::One => Value::ZERO,
        Node::Variable(at) => rates.get(at as usize).copied().unwrap_or(Value::ZERO),
        Node::Sum(stretch) => {
            let terms: SmallVec<[Value; 8]> = graph.values(stretch).iter().map(|term| of(term.node).times(term.factor)).collect();
            graph.sum(terms)
        }
        Node::Scaled(factor, inner) => of(inner).times(factor),
        Node::Product(a, b) => {
            let shares = [graph.product(of(a), Value::of(b)), graph.product(of(b), Value::of(a))];
            graph.sum(shares)
        }
        Node::Quotient(above, below) => {
            let lost = graph.product(of(below), Value::of(id)).times(-1.0);
            let change = graph.sum([of(above), lost]);
            graph.quotient(change, Value::of(below))
        }
        Node::Power(base, exponent) => {
            let lower = graph.power(Value::of(base), i64::from(exponent) - 1);
            graph.product(of(base), lower).times(f64::from(exponent))
        }
        Node::Apply(function, stretch) => {
            let arguments: SmallVec<[Value; 4]> = SmallVec::from_slice(graph.values(stretch));
            let mut shares: SmallVec<[Value; 4]> = SmallVec::new();
            for (at, argument) in arguments.iter().enumerate() {
                let own = of(argument.node).times(argument.factor);
                if !own.is_zero() {
                    shares.push(times_derivative(graph, own, function, at, &arguments, Value::of(id))?);
                }
            }
            graph.sum(shares)
        }
    })
}
