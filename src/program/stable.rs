//! The same values computed so that they keep their digits: `ln(1 + x)` as log1p, a logistic function from the exponential
//! that does not overflow, a length as hypot; and functions few languages have, written with those that all have.
//!
//! What is chosen before derivatives are taken, and what after, is decided by the digits of the derivatives.

use super::complement::complement;
use super::factors::{joined, power_of_root};
use super::function::Function;
use super::graph::{Graph, Node, NodeId, Rebuilt, Stretch, Value};
use super::read_arena::ReadInto;
use crate::error::Error;
use crate::functions::{FunctionId, TABLE};
use crate::syntax::template::{self, Template};
use smallvec::SmallVec;
use std::sync::LazyLock;

const EXP: Function = Function::Table(FunctionId::EXP);
const LN: Function = Function::Table(FunctionId::LN);
const LOG1P: Function = Function::Table(FunctionId::named("log1p"));
const SOFTPLUS: Function = Function::Table(FunctionId::named("softplus"));
const SIGMA: Function = Function::Table(FunctionId::named("sigma"));
const LOGSUMEXP: Function = Function::Table(FunctionId::named("logsumexp"));
const COSH: Function = Function::Table(FunctionId::named("cosh"));
const HYPOT: Function = Function::Table(FunctionId::named("hypot"));

/// Functions in terms of others, in the letters of a row of the table. A test compares the values.
pub(super) const WRITTEN_OUT: &[(&str, &str)] = &[
    // Of a negative number for odd indices only.
    ("root", "{v^(1/u) if v >= 0; -(-v)^(1/u) if floor((u + 1)/2) = (u + 1)/2}"),
    ("heaviside", "(1 + sign(u))/2"),
    ("relu", "max(u, 0)"),
    ("sec", "1/cos(u)"),
    ("csc", "1/sin(u)"),
    ("cot", "1/tan(u)"),
    ("arcsec", "arccos(1/u)"),
    ("arccsc", "arcsin(1/u)"),
    ("arccot", "arctan(1/u)"),
    ("csch", "1/sinh(u)"),
    ("coth", "1/tanh(u)"),
    ("arsech", "arcosh(1/u)"),
    ("arcsch", "arsinh(1/u)"),
    ("arcoth", "artanh(1/u)"),
    ("logit", "ln(u/(1 - u))"),
    ("silu", "u*sigma(u)"),
    ("gelu", "u*erfc(-u/sqrt(2))/2"),
    ("Phi", "erfc(-u/sqrt(2))/2"),
];

static WRITTEN_OUT_TEXTS: LazyLock<Vec<(FunctionId, Template)>> = LazyLock::new(|| {
    let id = |name: &str| TABLE.iter().position(|row| row.name == name).map(|at| FunctionId(at as u16));
    WRITTEN_OUT.iter().filter_map(|(name, text)| Some((id(name)?, template::of_row(text)))).collect()
});

/// Before or after derivatives are taken, and with which of their digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The forms whose derivatives keep their digits or have values where those of others do not.
    Before,
    /// Differences in forms that keep their digits, and functions written out: their own derivatives are better than those of
    /// what they are written with.
    After(Digits),
}

/// Which digits are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// Those of the derivatives too, which costs a function more beside a logistic function or a hyperbolic tangent.
    OfAll,
    /// The same, but what derivatives have beside a value, `1 - y` of a logistic function and `1 - y^2` of a hyperbolic tangent, is
    /// taken from it: one exponential serves both.
    BesideValues,
    /// `1 - y^2` stays where y is the value of such a function.
    OfValues,
}

/// The graph of these values in stable forms.
pub(super) fn stable(graph: &Graph, roots: &[Value], stage: Stage) -> Result<Rebuilt, Error> {
    let needed = graph.reachable(roots);
    let mut new = Graph::new(graph.variables());
    let mut values: Vec<Option<Value>> = vec![None; needed.len()];
    for at in (0..needed.len()).filter(|at| needed[*at]) {
        let of = |value: &Value| values[value.node.index()].map_or(*value, |new| new.times(value.factor));
        let inner = |node: NodeId| of(&Value::of(node));
        let parts = |stretch: Stretch| graph.values(stretch).iter().map(of).collect::<SmallVec<[Value; 4]>>();
        let value = match (graph.node(NodeId(at as u32)), stage) {
            (Node::One, _) => Value::ONE,
            (Node::Variable(place), _) => new.variable(place as usize),
            (Node::Sum(stretch), Stage::After(digits)) => match complement(graph, graph.values(stretch), &mut new, &of, digits)? {
                Some(value) => value,
                None => new.sum(parts(stretch)),
            },
            (Node::Sum(stretch), Stage::Before) => new.sum(parts(stretch)),
            (Node::Scaled(factor, node), _) => new.anchored(inner(node).times(factor)),
            (Node::Product(a, b), _) => new.product(inner(a), inner(b)),
            (Node::Quotient(a, b), _) => quotient(&mut new, inner(a), inner(b)),
            (Node::Power(base, exponent), Stage::After(_)) => {
                let base = inner(base);
                power_of_root(&mut new, base, exponent).unwrap_or_else(|| new.power(base, exponent as i64))
            }
            (Node::Power(base, exponent), Stage::Before) => new.power(inner(base), exponent as i64),
            (Node::Apply(function, stretch), _) => apply(&mut new, function, &parts(stretch), stage)?,
        };
        let is_product = matches!(new.node(value.node), Node::Product(..) | Node::Quotient(..));
        values[at] = Some(match stage {
            Stage::Before if is_product => joined(&mut new, value).unwrap_or(value),
            _ => value,
        });
    }
    let roots = roots.iter().map(|root| values[root.node.index()].map_or(*root, |new| new.times(root.factor))).collect();
    Ok(Rebuilt { graph: new, roots, nodes: values })
}

/// The argument of a function, where a value is just that.
fn argument_of(graph: &Graph, value: Value, function: Function) -> Option<Value> {
    match graph.node(value.node) {
        Node::Apply(found, stretch) if found == function && value.factor == 1.0 => graph.values(stretch).first().copied(),
        _ => None,
    }
}

/// `exp(u)` of a sum `1 + exp(u)`.
fn exponent_beside_one(graph: &Graph, value: Value) -> Option<Value> {
    let Node::Sum(stretch) = graph.node(value.node) else { return None };
    match *graph.values(stretch) {
        [Value::ONE, other] if value.factor == 1.0 => argument_of(graph, other, EXP),
        _ => None,
    }
}

/// The `u` of `1 - sigma(u)`.
fn argument_of_complement(graph: &Graph, value: Value) -> Option<Value> {
    let Node::Sum(stretch) = graph.node(value.node) else { return None };
    match *graph.values(stretch) {
        [Value::ONE, other] if value.factor == 1.0 => argument_of(graph, other.times(-1.0), SIGMA),
        _ => None,
    }
}

fn quotient(graph: &mut Graph, above: Value, below: Value) -> Value {
    if let Some(exponent) = exponent_beside_one(graph, below) {
        let is_same = argument_of(graph, Value::of(above.node), EXP) == Some(exponent);
        let sign = if is_same { 1.0 } else { -1.0 };
        let logistic = graph.apply(SIGMA, &[exponent.times(sign)]);
        return if is_same { logistic.times(above.factor) } else { graph.product(above, logistic) };
    }
    if let [Some(u), Some(v)] = [above, below].map(|side| argument_of(graph, Value::of(side.node), EXP)) {
        let difference = graph.sum([u, v.times(-1.0)]);
        return graph.apply(EXP, &[difference]).times(above.factor / below.factor);
    }
    if let (Some(exponent), Some(exponents)) = (argument_of(graph, Value::of(above.node), EXP), exponents_of(graph, below)) {
        let total = graph.apply(LOGSUMEXP, &exponents);
        let difference = graph.sum([exponent, total.times(-1.0)]);
        return graph.apply(EXP, &[difference]).times(above.factor);
    }
    graph.quotient(above, below)
}

/// The exponents of a sum of exponentials.
fn exponents_of(graph: &Graph, value: Value) -> Option<SmallVec<[Value; 4]>> {
    let Node::Sum(stretch) = graph.node(value.node) else { return None };
    if value.factor != 1.0 {
        return None;
    }
    graph.values(stretch).iter().map(|term| argument_of(graph, *term, EXP)).collect()
}

fn apply(graph: &mut Graph, function: Function, arguments: &[Value], stage: Stage) -> Result<Value, Error> {
    if let (LN, [argument]) = (function, arguments) {
        if let Some(exponent) = exponent_beside_one(graph, *argument) {
            return Ok(graph.apply(SOFTPLUS, &[exponent]));
        }
        if let Some(exponents) = exponents_of(graph, *argument) {
            return Ok(graph.apply(LOGSUMEXP, &exponents));
        }
        // Cross-entropies: ln(sigma(u)) and ln(1 - sigma(u)).
        if let Some(exponent) = argument_of(graph, *argument, SIGMA) {
            return Ok(graph.apply(SOFTPLUS, &[exponent.times(-1.0)]).times(-1.0));
        }
        if let Some(exponent) = argument_of_complement(graph, *argument) {
            return Ok(graph.apply(SOFTPLUS, &[exponent]).times(-1.0));
        }
        // cosh(u) is exp(u)*(1 + exp(-2*u))/2.
        if let Some(exponent) = argument_of(graph, *argument, COSH) {
            let rest = graph.apply(SOFTPLUS, &[exponent.times(-2.0)]);
            return Ok(graph.sum([exponent, rest, Value::constant(-std::f64::consts::LN_2)]));
        }
        if let Node::Sum(stretch) = graph.node(argument.node)
            && argument.factor == 1.0
            && let [Value::ONE, rest @ ..] = graph.values(stretch)
        {
            let rest: SmallVec<[Value; 4]> = SmallVec::from_slice(rest);
            let rest = graph.sum(rest);
            return Ok(graph.apply(LOG1P, &[rest]));
        }
    }
    if let (Function::Root, [argument]) = (function, arguments)
        && let Node::Sum(stretch) = graph.node(argument.node)
        && argument.factor == 1.0
        && let [a, b] = *graph.values(stretch)
        && let (Node::Power(u, 2), Node::Power(v, 2)) = (graph.node(a.node), graph.node(b.node))
        && (a.factor, b.factor) == (1.0, 1.0)
    {
        return Ok(graph.apply(HYPOT, &[Value::of(u), Value::of(v)]));
    }
    if let (Function::Table(id), Stage::After(_)) = (function, stage)
        && let Some((_, text)) = WRITTEN_OUT_TEXTS.iter().find(|(written, _)| *written == id)
    {
        return text.read_into(graph, arguments, Value::ZERO);
    }
    Ok(graph.apply(function, arguments))
}
