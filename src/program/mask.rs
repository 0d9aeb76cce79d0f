//! Where adjoints vanish: outside of the case they belong to.
//!
//! The adjoint of `ln(x)` in `{x*ln(x) if x > 0; 0 otherwise}` is 0 where x is negative, and `0/x*ln(x)` would still be no number
//! there. A product with what may have no value is therefore taken inside the case only.

use super::function::Function;
use super::graph::{Graph, Node, NodeId, Value};
use crate::expression::Relation;
use crate::functions::Range;
use rustc_hash::FxHashMap;

/// Functions without a domain that are finite although their ranges are not.
pub(super) const FINITE: [&str; 9] = ["abs", "max", "min", "relu", "arctan", "arsinh", "softplus", "silu", "gelu"];

/// What is known of the values of a graph.
#[derive(Default)]
pub struct Masks {
    /// A condition outside of which the value is zero.
    conditions: FxHashMap<NodeId, Value>,
    /// For each node, in order, whether it is a number wherever the variables are.
    finite: Vec<bool>,
}

impl Masks {
    /// The condition outside of which a value is zero, where there is one.
    pub fn of(&self, value: Value) -> Option<Value> {
        self.conditions.get(&value.node).copied()
    }

    /// Says that a value is zero where the condition fails.
    pub fn set(&mut self, value: Value, condition: Option<Value>) {
        if let Some(condition) = condition.filter(|_| value.node != NodeId::ONE) {
            self.conditions.insert(value.node, condition);
        }
    }

    /// `adjoint*other`: zero, and not `0*other`, where the adjoint is.
    pub fn product(&mut self, graph: &mut Graph, adjoint: Value, other: Value) -> Value {
        let result = graph.product(adjoint, other);
        let is_safe = self.is_finite(graph, other.node);
        self.within(graph, adjoint, result, is_safe)
    }

    /// `adjoint/other`, in the same way.
    pub fn quotient(&mut self, graph: &mut Graph, adjoint: Value, other: Value) -> Value {
        let result = graph.quotient(adjoint, other);
        self.within(graph, adjoint, result, other.as_constant().is_some())
    }

    fn within(&mut self, graph: &mut Graph, adjoint: Value, result: Value, is_safe: bool) -> Value {
        let Some(condition) = self.of(adjoint) else { return result };
        let result = if is_safe { result } else { graph.apply(Function::Select, &[condition, result, Value::ZERO]) };
        self.set(result, Some(condition));
        result
    }

    /// Notes where a case gives an adjoint on: where the case holds, and the one it is a case of.
    pub fn enter(&mut self, graph: &mut Graph, adjoint: Value, share: Value) {
        let Node::Apply(Function::Select, stretch) = graph.node(share.node) else { return };
        let own = match *graph.values(stretch) {
            [condition, _, no] if no.is_zero() => Some(condition),
            [condition, yes, _] if yes.is_zero() => negation(graph, condition),
            _ => None,
        };
        let whole = match (self.of(adjoint), own) {
            (Some(outer), Some(own)) if outer != own => Some(graph.apply(Function::And, &[outer, own])),
            (outer, own) => own.or(outer),
        };
        self.set(share, whole);
    }

    /// Notes where a sum vanishes: where all of its terms do.
    pub fn join(&mut self, graph: &mut Graph, terms: &[Value], sum: Value) {
        let mut whole: Option<Value> = None;
        for term in terms {
            let Some(condition) = self.of(*term) else { return };
            whole = Some(match whole {
                Some(known) if known != condition => graph.apply(Function::Or, &[known, condition]),
                _ => condition,
            });
        }
        self.set(sum, whole);
    }

    /// Whether a node has a finite value wherever the variables have.
    fn is_finite(&mut self, graph: &Graph, id: NodeId) -> bool {
        while self.finite.len() <= id.index() {
            let next = NodeId(self.finite.len() as u32);
            let own = match graph.node(next) {
                Node::Quotient(..) | Node::Apply(Function::Root | Function::Power, _) => false,
                Node::Apply(Function::Table(function), _) => {
                    let row = function.row();
                    let is_bounded = matches!(row.range, Range::UnitInterval | Range::WithinUnit | Range::UpToUnit | Range::Fraction);
                    row.domain.is_empty() && (is_bounded || FINITE.contains(&row.name))
                }
                _ => true,
            };
            let mut all = own;
            graph.for_each_child(next, |child| all &= self.finite[child.index()]);
            self.finite.push(all);
        }
        self.finite[id.index()]
    }
}

/// The opposite of a comparison; none of another condition.
fn negation(graph: &mut Graph, condition: Value) -> Option<Value> {
    let Node::Apply(Function::Compare(relation), stretch) = graph.node(condition.node) else { return None };
    let [left, right] = *graph.values(stretch) else { return None };
    let (relation, sides) = match relation {
        Relation::Less => (Relation::LessOrEqual, [right, left]),
        Relation::LessOrEqual => (Relation::Less, [right, left]),
        Relation::Equal => (Relation::NotEqual, [left, right]),
        Relation::NotEqual => (Relation::Equal, [left, right]),
    };
    Some(graph.apply(Function::Compare(relation), &sides))
}
