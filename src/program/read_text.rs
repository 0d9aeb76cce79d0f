//! Straight from the syntax tree to the graph, as it was written: no arena between, for inputs of any size.

use super::function::Function;
use super::graph::{Graph, Value};
use super::read_arena::{call, cases};
use crate::error::Error;
use crate::functions::FunctionId;
use crate::number::{POWER_BITS, Rational};
use crate::syntax::names::spelling;
use crate::syntax::outline::Step;
use crate::syntax::tree::{Kind, NodeId, Span, Written};
use rustc_hash::FxHashMap;

/// A graph, the names of its variables, and the value read.
pub(super) struct Reading {
    pub graph: Graph,
    pub names: Vec<String>,
    pub value: Value,
    /// What the author's definitions name.
    pub named: Vec<(String, Value)>,
}

/// Whether a tree has only what a program has: no unknown functions, no derivatives, no sums over an index.
pub(super) fn is_plain(written: &Written<'_>, steps: &[Step]) -> bool {
    let is_plain = |kind: Kind| {
        !matches!(
            kind,
            Kind::Apply(..)
                | Kind::Partial(..)
                | Kind::Derivative(..)
                | Kind::Leibniz(..)
                | Kind::Primed(..)
                | Kind::Evaluated(..)
                | Kind::Bound(..)
        )
    };
    steps.iter().flat_map(|step| &written.tree.nodes()[step.nodes.clone()]).all(|node| is_plain(node.kind))
}

/// The value of the last step. The variables asked for come first, in their order; the others as they appear.
pub(super) fn read_text(written: &Written<'_>, steps: &[Step], variables: &[&str]) -> Result<Reading, Error> {
    let mut names: Vec<String> = variables.iter().map(|name| spelling(name).into_owned()).collect();
    let mut meanings: FxHashMap<String, Meaning> = FxHashMap::default();
    for (at, name) in names.iter().enumerate() {
        meanings.insert(name.clone(), Meaning::Variable(at));
    }
    let defined: rustc_hash::FxHashSet<&str> = steps.iter().filter_map(|step| step.name.as_deref()).collect();
    for node in steps.iter().flat_map(|step| &written.tree.nodes()[step.nodes.clone()]) {
        let Kind::Name(span) = node.kind else { continue };
        let name = spelling(&written.words[span.range()]);
        if defined.contains(&*name) || meanings.contains_key(&*name) {
            continue;
        }
        let meaning = match &*name {
            "e" => Meaning::Value(Value::constant(std::f64::consts::E)),
            "pi" => Meaning::Value(Value::constant(std::f64::consts::PI)),
            _ => Meaning::Variable(names.len()),
        };
        if let Meaning::Variable(_) = meaning {
            names.push(name.to_string());
        }
        meanings.insert(name.into_owned(), meaning);
    }
    let graph = Graph::new(names.len());
    let mut reader = TextReader { written, graph, meanings, values: vec![Value::ZERO; written.tree.nodes().len()], arguments: Vec::new() };
    let mut value = Value::ZERO;
    let mut named = Vec::new();
    for step in steps {
        for at in step.nodes.clone() {
            reader.values[at] = reader.node(NodeId(at as u32))?;
        }
        value = reader.value(step.value);
        if let Some(name) = &step.name {
            reader.meanings.insert(name.clone(), Meaning::Value(value));
            named.push((name.clone(), value));
        }
    }
    Ok(Reading { graph: reader.graph, names, value, named })
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Variable(usize),
    Value(Value),
}

struct TextReader<'a> {
    written: &'a Written<'a>,
    graph: Graph,
    meanings: FxHashMap<String, Meaning>,
    values: Vec<Value>,
    arguments: Vec<Value>,
}

impl TextReader<'_> {
    fn value(&self, node: NodeId) -> Value {
        self.values[node.0 as usize]
    }

    fn node(&mut self, id: NodeId) -> Result<Value, Error> {
        let node = self.written.tree.node(id);
        let tree = self.written.tree;
        let values = &self.values;
        let value = |node: NodeId| values[node.0 as usize];
        let new = match node.kind {
            Kind::Number(digits) => self.number(digits)?,
            Kind::Name(name) => match self.meanings.get(&*spelling(&self.written.words[name.range()])) {
                Some(Meaning::Variable(at)) => self.graph.variable(*at),
                Some(Meaning::Value(value)) => *value,
                None => return Err(self.undefined(node.span)),
            },
            Kind::Sum(children) => {
                self.graph.sum(tree.children(children).iter().map(|(node, minus)| value(*node).times(if *minus { -1.0 } else { 1.0 })))
            }
            Kind::Product(children) => {
                let mut product = Value::ONE;
                for (node, divide) in tree.children(children) {
                    product = if *divide { self.graph.quotient(product, value(*node)) } else { self.graph.product(product, value(*node)) };
                }
                product
            }
            Kind::Negate(node) => value(node).times(-1.0),
            Kind::Power(base, exponent) => self.power(base, exponent),
            Kind::Call(function, children) => {
                self.arguments.clear();
                self.arguments.extend(tree.children(children).iter().map(|(node, _)| value(*node)));
                call(&mut self.graph, function, &self.arguments)?
            }
            Kind::Piecewise(children) => {
                self.arguments.clear();
                self.arguments.extend(tree.children(children).iter().map(|(node, _)| value(*node)));
                return Ok(cases(&mut self.graph, &self.arguments));
            }
            Kind::Relation(relation, left, right) => {
                let sides = [value(left), value(right)];
                self.graph.apply(Function::Compare(relation), &sides)
            }
            Kind::And(children) => {
                let graph = &mut self.graph;
                tree.children(children).iter().fold(Value::ONE, |all, (node, _)| graph.apply(Function::And, &[all, value(*node)]))
            }
            Kind::Or(children) => {
                let graph = &mut self.graph;
                tree.children(children).iter().fold(Value::ZERO, |any, (node, _)| graph.apply(Function::Or, &[any, value(*node)]))
            }
            Kind::Otherwise => Value::ONE,
            _ => {
                return Err(Error::Unsupported {
                    span: Some(node.span.range()),
                    what: "this cannot be part of a program".into(),
                    hint: None,
                });
            }
        };
        if new.factor.is_finite() { Ok(new) } else { Err(self.undefined(node.span)) }
    }

    fn number(&self, digits: Span) -> Result<Value, Error> {
        let written = &self.written.words[digits.range()];
        let number = if written.is_ascii() {
            Rational::parse_decimal(written)
        } else {
            // The sign of raised digits is a node of its own.
            Rational::parse_decimal(crate::syntax::text::lowered(written).trim_start_matches('-'))
        };
        match number {
            Some(number) => Ok(Value::constant(number.to_f64())),
            None => {
                let hint = "write a power of ten as 10^n".into();
                Err(Error::Limit { what: "the size of a number".into(), limit: POWER_BITS, hint })
            }
        }
    }

    fn power(&mut self, base: NodeId, exponent: NodeId) -> Value {
        let (base_value, exponent_value) = (self.value(base), self.value(exponent));
        let is_e = matches!(self.written.tree.node(base).kind, Kind::Name(_)) && base_value == Value::constant(std::f64::consts::E);
        match exponent_value.as_constant() {
            // 0^0 has no value.
            Some(number) if number <= 0.0 && base_value.is_zero() => Value::constant(f64::NAN),
            Some(number) if number.fract() == 0.0 && number.abs() <= u32::MAX as f64 => self.graph.power(base_value, number as i64),
            Some(number) if (2.0 * number).fract() == 0.0 && number.abs() < 1e9 => {
                let halves = Rational::fraction((2.0 * number) as i64, 2).unwrap_or(Rational::ONE);
                super::read_arena::rational_power(&mut self.graph, base_value, &halves)
            }
            _ if is_e => self.graph.apply(Function::Table(FunctionId::EXP), &[exponent_value]),
            _ => self.graph.apply(Function::Power, &[base_value, exponent_value]),
        }
    }

    fn undefined(&self, span: Span) -> Error {
        let written = &self.written.text[span.range()];
        let shown = if written.chars().count() <= 60 { format!("`{written}`") } else { "this".into() };
        Error::Undefined { span: Some(span.range()), what: shown }
    }
}
