//! From expressions of the arena to the graph.

use super::function::Function;
use super::graph::{Graph, Value};
use crate::error::Error;
use crate::expression::{Arena, Id, Node, Symbol};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template;

const MAX: FunctionId = FunctionId::named("max");
const MIN: FunctionId = FunctionId::named("min");
const ROOT: FunctionId = FunctionId::named("sqrt");

/// The value of the last expression of `order`, which has children before parents; `variable` says what a name stands for.
pub fn read_arena(
    graph: &mut Graph,
    arena: &Arena,
    order: &[Id],
    variable: &mut dyn FnMut(Symbol) -> Option<Value>,
) -> Result<Value, Error> {
    let Some(root) = order.last() else { return Ok(Value::ZERO) };
    let mut values = vec![Value::ZERO; root.index() + 1];
    let mut arguments: Vec<Value> = Vec::new();
    for &id in order {
        let value = |id: Id| values[id.index()];
        let new = match arena.node(id) {
            Node::Undefined => return Err(Error::Undefined { span: None, what: "the expression".into() }),
            Node::Number(number) => Value::constant(number.to_f64()),
            // A name without a place is bound by a sum or integral, which is refused when its turn comes.
            Node::Symbol(symbol) => variable(symbol).unwrap_or(Value::constant(f64::NAN)),
            Node::Sum(terms) => graph.sum(terms.iter().map(|term| value(term.id).times(term.number.to_f64()))),
            Node::Product(factors) => {
                let (mut above, mut below) = (Value::ONE, Value::ONE);
                for factor in factors {
                    let power = rational_power(graph, value(factor.id), &factor.number.abs());
                    let side = if factor.number.is_negative() { &mut below } else { &mut above };
                    *side = graph.product(*side, power);
                }
                graph.quotient(above, below)
            }
            Node::Power(base, exponent) => graph.apply(Function::Power, &[value(base), value(exponent)]),
            Node::Relation(relation, a, b) => graph.apply(Function::Compare(relation), &[value(a), value(b)]),
            Node::Call(function, ids) => {
                arguments.clear();
                arguments.extend(ids.iter().map(|id| value(*id)));
                call(graph, function, &arguments)?
            }
            Node::Piecewise(ids) => {
                arguments.clear();
                arguments.extend(ids.iter().map(|id| value(*id)));
                cases(graph, &arguments)
            }
            Node::And(ids) => ids.iter().fold(Value::ONE, |all, id| graph.apply(Function::And, &[all, value(*id)])),
            Node::Or(ids) => ids.iter().fold(Value::ZERO, |any, id| graph.apply(Function::Or, &[any, value(*id)])),
            Node::Apply(unknown, _) => {
                return Err(not_a_program(&format!("the unknown function `{}`", arena.name(arena.unknown(unknown).0))));
            }
            Node::Bound(..) => return Err(not_a_program("a sum, product or integral over a variable of its own")),
            Node::Derivative(..) => return Err(not_a_program("a derivative not yet taken")),
        };
        values[id.index()] = new;
    }
    Ok(values[root.index()])
}

pub(super) fn not_a_program(what: &str) -> Error {
    Error::Unsupported { span: None, what: format!("{what} cannot be part of a program"), hint: None }
}

/// A function of the table, or what its name stands for.
pub(super) fn call(graph: &mut Graph, function: FunctionId, arguments: &[Value]) -> Result<Value, Error> {
    match (function, arguments) {
        (ROOT, [argument]) => Ok(graph.apply(Function::Root, &[*argument])),
        (MAX | MIN, [first, rest @ ..]) => {
            Ok(rest.iter().fold(*first, |best, next| graph.apply(Function::Table(function), &[best, *next])))
        }
        _ => match &template::texts(function).definition {
            Some(definition) => definition.read_into(graph, arguments, Value::ZERO),
            None => Ok(graph.apply(Function::Table(function), arguments)),
        },
    }
}

/// Values and conditions in turn; where no condition holds there is no value.
pub(super) fn cases(graph: &mut Graph, branches: &[Value]) -> Value {
    branches.chunks(2).rev().fold(Value::constant(f64::NAN), |otherwise, branch| match *branch {
        [value, condition] => graph.apply(Function::Select, &[condition, value, otherwise]),
        _ => otherwise,
    })
}

/// `base^exponent` for a number; halves are roots, whole numbers are products.
pub(super) fn rational_power(graph: &mut Graph, base: Value, exponent: &Rational) -> Value {
    match exponent.to_small() {
        Some((1, 1)) => base,
        Some((n, 1)) => graph.power(base, n),
        Some((n, 2)) => {
            let root = graph.apply(Function::Root, &[base]);
            if n < 0 {
                let below = rational_power(graph, base, &exponent.abs());
                return graph.quotient(Value::ONE, below);
            }
            let whole = graph.power(base, n / 2);
            graph.product(whole, root)
        }
        _ => graph.apply(Function::Power, &[base, Value::constant(exponent.to_f64())]),
    }
}

/// A text of the table, set down in the graph.
pub(super) trait ReadInto {
    /// The value of the text with these arguments for `u`, `v`, `w` and the function's own value for `y`.
    fn read_into(&self, graph: &mut Graph, arguments: &[Value], own: Value) -> Result<Value, Error>;
}

impl ReadInto for template::Template {
    fn read_into(&self, graph: &mut Graph, arguments: &[Value], own: Value) -> Result<Value, Error> {
        let (arena, order) = self.expression();
        read_arena(graph, arena, order, &mut |symbol| match self.letter(symbol)? {
            template::OWN_VALUE => Some(own),
            at => arguments.get(at).copied(),
        })
    }
}
