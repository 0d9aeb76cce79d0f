//! The derivative of one step of the graph in each of its arguments, from the table's texts.

use super::function::Function;
use super::graph::{Graph, Node, Value};
use super::read_arena::{ReadInto, rational_power};
use crate::error::Error;
use crate::functions::{Arity, FunctionId};
use crate::syntax::template::{self, Template};
use crate::{expression::Relation, number::Rational};
use smallvec::SmallVec;
use std::sync::LazyLock;

const MAX: FunctionId = FunctionId::named("max");
const MIN: FunctionId = FunctionId::named("min");
const RELU: FunctionId = FunctionId::named("relu");

/// Derivatives that a program finds cheaper or safer than the table's, which are written for people.
/// A test holds them against the table.
pub(super) const CHEAPER: [(&str, &str); 8] = [
    ("tan", "1 + y^2"),
    ("cot", "-1 - y^2"),
    ("coth", "1 - y^2"),
    ("sec", "y*tan(u)"),
    // Notation to the engine, functions to a program.
    ("log1p", "1/(1 + u)"),
    ("expm1", "exp(u)"),
    // Near 0 the difference in the table loses its digits; there its Taylor series (DLMF 4.19.1) takes over.
    ("sinc", "{-u/3*(1 - u^2/10*(1 - u^2/28*(1 - u^2/54*(1 - u^2/88)))) if abs(u) < 1/4; (cos(u) - y)/u otherwise}"),
    // In the same way: the sum of n*u^(n - 1)/(n + 1)!.
    (
        "exprel",
        "{(1 + 2*u/3*(1 + 3*u/8*(1 + 4*u/15*(1 + 5*u/24*(1 + 6*u/35*(1 + 7*u/48*(1 + 8*u/63*(1 + 9*u/80*(1 + 10*u/99*(1 + 11*u/120*(1 \
         + 12*u/143)))))))))))/2 if abs(u) < 1/4; (exp(u) - y)/u otherwise}",
    ),
];

/// Derivatives that are polynomials in the function's own value, by ascending powers. A test holds them against the table.
pub(super) const IN_OWN_VALUE: [(&str, [f64; 3]); 6] = [
    ("exp", [0.0, 1.0, 0.0]),
    ("sigma", [0.0, 1.0, -1.0]),
    ("tanh", [1.0, 0.0, -1.0]),
    ("coth", [1.0, 0.0, -1.0]),
    ("tan", [1.0, 0.0, 1.0]),
    ("cot", [-1.0, 0.0, -1.0]),
];

static CHEAPER_TEXTS: LazyLock<Vec<(FunctionId, Template)>> = LazyLock::new(|| {
    let id = |name: &str| crate::functions::TABLE.iter().position(|row| row.name == name).map(|at| FunctionId(at as u16));
    CHEAPER.iter().filter_map(|(name, text)| Some((id(name)?, template::of_row(text)))).collect()
});

/// Whether the function is one of its arguments or the other, so that what comes back through it is all or nothing.
pub fn chooses(function: Function) -> bool {
    matches!(function, Function::Select | Function::Table(MAX | MIN | RELU))
}

/// `adjoint` times the derivative of `own`, the function at these arguments, in argument number `at`.
pub fn times_derivative(
    graph: &mut Graph,
    adjoint: Value,
    function: Function,
    at: usize,
    arguments: &[Value],
    own: Value,
) -> Result<Value, Error> {
    let partial = match function {
        Function::Root => {
            let half = adjoint.times(0.5);
            return Ok(graph.quotient(half, own));
        }
        Function::Power if at == 0 => power_in_base(graph, arguments[0], arguments[1]),
        Function::Power => {
            let logarithm = graph.apply(Function::Table(FunctionId::LN), &[arguments[0]]);
            graph.product(own, logarithm)
        }
        // A condition has no slope.
        Function::Compare(_) | Function::And | Function::Or => return Ok(Value::ZERO),
        Function::Select => {
            let [condition, ..] = arguments else { return Ok(Value::ZERO) };
            let branches = match at {
                0 => return Ok(Value::ZERO),
                1 => [adjoint, Value::ZERO],
                _ => [Value::ZERO, adjoint],
            };
            return Ok(graph.apply(Function::Select, &[*condition, branches[0], branches[1]]));
        }
        Function::Table(id @ (MAX | MIN)) => {
            let [a, b] = arguments else { return Ok(adjoint) };
            let (low, high) = if id == MAX { (*b, *a) } else { (*a, *b) };
            let first = graph.apply(Function::Compare(Relation::LessOrEqual), &[low, high]);
            let branches = if at == 0 { [adjoint, Value::ZERO] } else { [Value::ZERO, adjoint] };
            return Ok(graph.apply(Function::Select, &[first, branches[0], branches[1]]));
        }
        // As of max(u, 0), which code computes in its place.
        Function::Table(RELU) => {
            let counts = graph.apply(Function::Compare(Relation::LessOrEqual), &[Value::ZERO, arguments[0]]);
            return Ok(graph.apply(Function::Select, &[counts, adjoint, Value::ZERO]));
        }
        Function::Table(id) => {
            let before = graph.size();
            let partial = of_row(graph, id, at, arguments, own)?;
            // Where others need the derivative as well it is there already.
            let is_new = partial.node == own.node || graph.size() > before;
            if let Some(whole) = is_new.then(|| over_product(graph, adjoint, id, own)).flatten() {
                return Ok(whole);
            }
            partial
        }
    };
    Ok(graph.product(adjoint, partial))
}

/// `x*y` times a derivative that is a polynomial in the function's own value v, where `x*v` is there already, as beside every
/// weight of a neuron: `x*y*(1 - v^2)` is `y*(x - x*v*v)`, which needs neither `x*y` nor `v^2`.
fn over_product(graph: &mut Graph, adjoint: Value, id: FunctionId, own: Value) -> Option<Value> {
    // The difference loses digits where the function is all but constant.
    if graph.keeps_digits {
        return None;
    }
    let Node::Product(a, b) = graph.node(adjoint.node) else { return None };
    let (_, coefficients) = IN_OWN_VALUE.iter().find(|(name, _)| id.row().name == *name)?;
    if a == own.node || b == own.node {
        return None;
    }
    let (x, y, first) = [(a, b), (b, a)].into_iter().find_map(|(x, y)| Some((x, y, graph.known_product(x, own.node)?)))?;
    let [constant, linear, square] = *coefficients;
    let mut terms: SmallVec<[Value; 3]> = SmallVec::new();
    for (factor, power) in [(constant, Value::of(x)), (linear, first)] {
        if factor != 0.0 {
            terms.push(power.times(factor));
        }
    }
    if square != 0.0 {
        terms.push(graph.product(first, own).times(square));
    }
    let sum = graph.sum(terms);
    Some(graph.product(sum, Value::of(y)).times(adjoint.factor))
}

fn of_row(graph: &mut Graph, id: FunctionId, at: usize, arguments: &[Value], own: Value) -> Result<Value, Error> {
    if let Some((_, cheaper)) = CHEAPER_TEXTS.iter().find(|(function, _)| *function == id) {
        return cheaper.read_into(graph, arguments, own);
    }
    let texts = &template::texts(id).derivatives;
    let symmetric = matches!(id.row().arity, Arity::AtLeast(_));
    match texts.get(if symmetric { 0 } else { at }) {
        Some(Some(text)) if symmetric => text.read_into(graph, &arguments[at..=at], own),
        Some(Some(text)) => text.read_into(graph, arguments, own),
        _ => {
            let what = format!("the derivative of {} in argument {} has no closed form here", id.row().name, at + 1);
            Err(Error::Unsupported { span: None, what, hint: None })
        }
    }
}

/// `exponent * base^(exponent - 1)`, which has a value at 0 where the power has a slope there.
fn power_in_base(graph: &mut Graph, base: Value, exponent: Value) -> Value {
    let lower = match exponent.as_constant() {
        Some(number) if (2.0 * number).fract() == 0.0 && number.abs() < 1e9 => {
            let halves = Rational::fraction((2.0 * number) as i64 - 2, 2).unwrap_or(Rational::ONE);
            rational_power(graph, base, &halves)
        }
        _ => {
            let less = graph.sum([exponent, Value::constant(-1.0)]);
            graph.apply(Function::Power, &[base, less])
        }
    };
    graph.product(exponent, lower)
}
