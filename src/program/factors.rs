//! Products and quotients as factors with exponents: what vanishes above and below is taken as one function without a gap,
//! and a root joins what it is the root of.
//!
//! Both matter to derivatives: those of `sin(x)/x` by the rule of quotients lose their digits near 0, and those of `x*sqrt(x)`
//! by the rule of products have no value there. So this is done before derivatives are taken.

use super::function::Function;
use super::graph::{Graph, Node, NodeId, Value};
use crate::functions::FunctionId;
use smallvec::SmallVec;

const CBRT: FunctionId = FunctionId::named("cbrt");
const COS: Function = Function::Table(FunctionId::named("cos"));
const EXP: Function = Function::Table(FunctionId::EXP);
const EXPREL: Function = Function::Table(FunctionId::named("exprel"));
const SIN: Function = Function::Table(FunctionId::named("sin"));
const SINC: Function = Function::Table(FunctionId::named("sinc"));

/// Products of more factors are left alone.
const MOST: usize = 8;

/// The factors of a value and their exponents, each once, and the number before them.
#[derive(Default)]
struct Factors {
    number: f64,
    list: SmallVec<[(NodeId, i64); MOST]>,
}

/// A product or quotient in a form whose derivatives have values and digits where its factors vanish; nothing where it is in one.
pub(super) fn joined(graph: &mut Graph, value: Value) -> Option<Value> {
    let mut factors = Factors::of(graph, value)?;
    let mut has_changed = false;
    while (0..factors.list.len()).any(|at| factors.join_root(graph, at) || factors.join_zero(graph, at)) {
        has_changed = true;
    }
    has_changed.then(|| factors.value(graph))
}

/// The index and the argument of a square or cube root.
pub(super) fn root_of(graph: &Graph, node: NodeId) -> Option<(u32, Value)> {
    let Node::Apply(function, stretch) = graph.node(node) else { return None };
    let argument = *graph.values(stretch).first()?;
    match function {
        Function::Root => Some((2, argument)),
        Function::Table(CBRT) => Some((3, argument)),
        _ => None,
    }
}

/// A power of a root as a power of its argument and what is left.
pub(super) fn power_of_root(graph: &mut Graph, base: Value, exponent: u32) -> Option<Value> {
    let (index, argument) = root_of(graph, base.node).filter(|_| base.factor == 1.0)?;
    let whole = graph.power(argument, (exponent / index) as i64);
    let rest = graph.power(base, (exponent % index) as i64);
    Some(graph.product(whole, rest))
}

/// A function that vanishes where `inner` does, as often as `order` says, in terms of one that does not.
struct Zero {
    inner: Value,
    order: i64,
    /// What it is without that zero, but for the number.
    regular: (Function, Value, i64),
    number: f64,
}

fn zero_of(graph: &Graph, node: NodeId) -> Option<Zero> {
    let argument = |value: &Value, function: Function| match graph.node(value.node) {
        Node::Apply(found, stretch) if found == function => graph.values(stretch).first().copied(),
        _ => None,
    };
    if let Some(inner) = argument(&Value::of(node), SIN) {
        return Some(Zero { inner, order: 1, regular: (SINC, inner, 1), number: 1.0 });
    }
    let Node::Sum(stretch) = graph.node(node) else { return None };
    let [Value::ONE, other] = graph.values(stretch) else { return None };
    if other.factor != -1.0 {
        return None;
    }
    if let Some(inner) = argument(other, EXP) {
        return Some(Zero { inner, order: 1, regular: (EXPREL, inner, 1), number: -1.0 });
    }
    // 1 - cos(u) is 2*sin(u/2)^2.
    let inner = argument(other, COS)?;
    Some(Zero { inner, order: 2, regular: (SINC, inner.times(0.5), 2), number: 0.5 })
}

impl Factors {
    fn of(graph: &Graph, value: Value) -> Option<Factors> {
        let mut factors = Factors { number: value.factor, list: SmallVec::new() };
        let mut open: SmallVec<[(NodeId, i64); MOST]> = SmallVec::from_slice(&[(value.node, 1)]);
        while let Some((node, exponent)) = open.pop() {
            match graph.node(node) {
                Node::One => {}
                Node::Product(a, b) => open.extend([(a, exponent), (b, exponent)]),
                Node::Quotient(a, b) => open.extend([(a, exponent), (b, -exponent)]),
                Node::Power(base, power) => open.push((base, exponent.checked_mul(power as i64)?)),
                Node::Scaled(number, inner) if exponent == 1 => {
                    factors.number *= number;
                    open.push((inner, 1));
                }
                _ => factors.times(node, exponent)?,
            }
            if open.len() > MOST {
                return None;
            }
        }
        Some(factors)
    }

    /// Nothing where there are too many.
    fn times(&mut self, node: NodeId, exponent: i64) -> Option<()> {
        match self.list.iter().position(|(known, _)| *known == node) {
            Some(at) => self.list[at].1 = self.list[at].1.checked_add(exponent)?,
            None if self.list.len() < MOST => self.list.push((node, exponent)),
            None => return None,
        }
        self.list.retain(|(_, exponent)| *exponent != 0);
        Some(())
    }

    /// `x*sqrt(x)` as a power of the root.
    fn join_root(&mut self, graph: &Graph, at: usize) -> bool {
        let (root, exponent) = self.list[at];
        let Some((index, Value { factor: 1.0, node })) = root_of(graph, root) else { return false };
        let beside = self.list.iter().find(|(other, power)| *other == node && *power > 0).map(|(_, power)| *power);
        let whole = beside.filter(|_| exponent > 0).and_then(|power| power.checked_mul(index as i64)?.checked_add(exponent));
        let Some(whole) = whole else { return false };
        self.list[at].1 = whole;
        self.list.retain(|(other, _)| *other != node);
        true
    }

    /// `sin(x)/x` as a function of its own, and the like.
    fn join_zero(&mut self, graph: &mut Graph, at: usize) -> bool {
        let (node, exponent) = self.list[at];
        let Some(zero) = zero_of(graph, node) else { return false };
        let Some(inner) = Factors::of(graph, zero.inner) else { return false };
        let order = zero.order * exponent;
        let cancels = |(factor, power): &(NodeId, i64)| {
            self.list.iter().any(|(other, own)| other == factor && own.signum() == -(power * order).signum())
        };
        if !inner.list.iter().any(cancels) {
            return false;
        }
        let (function, argument, power) = zero.regular;
        let regular = graph.apply(function, &[argument]);
        let mut new = Factors { number: self.number, list: self.list.clone() };
        new.list.remove(at);
        let others = inner.list.iter().map(|(factor, power)| (*factor, power * order));
        for (factor, power) in others.chain([(regular.node, power * exponent)]) {
            if new.times(factor, power).is_none() {
                return false;
            }
        }
        let whole = |number: f64, power: i64| number.powi(power.clamp(-1000, 1000) as i32);
        new.number *= whole(inner.number, order) * whole(zero.number, exponent) * whole(regular.factor, power * exponent);
        *self = new;
        true
    }

    fn value(&self, graph: &mut Graph) -> Value {
        let (mut above, mut below) = (Value::constant(self.number), Value::ONE);
        for (node, exponent) in &self.list {
            let side = if *exponent > 0 { &mut above } else { &mut below };
            let power = graph.power(Value::of(*node), exponent.saturating_abs());
            *side = graph.product(*side, power);
        }
        graph.quotient(above, below)
    }
}
