//! Straight from the syntax tree to the graph, as it was written: no arena between, for inputs of any size.

use super::constants::{Constant, Constants};
use super::function::Function;
use super::gaps::Gaps;
use super::graph::{Graph, Value};
use super::read_arena::{call, cases};
use crate::error::Error;
use crate::expression::Id;
use crate::functions::FunctionId;
use crate::number::{POWER_BITS, Rational};
use crate::syntax::names::spelling;
use crate::syntax::outline::Step;
use crate::syntax::tree::{Children, Kind, NodeId, Span, Written};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

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
    let mut constants = Constants::default();
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
            "e" => Meaning::Value(Value::constant(std::f64::consts::E), Some(constants.e())),
            "pi" => Meaning::Value(Value::constant(std::f64::consts::PI), Some(constants.pi())),
            _ => Meaning::Variable(names.len()),
        };
        if let Meaning::Variable(_) = meaning {
            names.push(name.to_string());
        }
        meanings.insert(name.into_owned(), meaning);
    }
    let graph = Graph::new(names.len());
    let values = vec![Value::ZERO; written.tree.nodes().len()];
    let mut reader = TextReader { written, graph, meanings, values, arguments: Vec::new(), constants, gaps: Gaps::default() };
    let mut value = Value::ZERO;
    let mut named = Vec::new();
    for step in steps {
        for at in step.nodes.clone() {
            reader.values[at] = reader.node(NodeId(at as u32))?;
        }
        value = reader.value(step.value);
        if let Some(name) = &step.name {
            let exact = value.as_constant().and_then(|_| reader.exact(step.value));
            reader.meanings.insert(name.clone(), Meaning::Value(value, exact));
            named.push((name.clone(), value));
        }
    }
    Ok(Reading { graph: reader.graph, names, value, named })
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Variable(usize),
    /// A value, and what it is exactly where it is a constant.
    Value(Value, Option<Id>),
}

struct TextReader<'a> {
    written: &'a Written<'a>,
    graph: Graph,
    meanings: FxHashMap<String, Meaning>,
    values: Vec<Value>,
    arguments: Vec<Value>,
    constants: Constants,
    gaps: Gaps,
}

impl TextReader<'_> {
    fn value(&self, node: NodeId) -> Value {
        self.values[node.0 as usize]
    }

    fn is_constant(&self, node: NodeId) -> bool {
        self.value(node).as_constant().is_some()
    }

    /// What a constant is exactly, where the text tells it.
    fn exact(&mut self, node: NodeId) -> Option<Id> {
        let (mut at, mut minus) = (node, false);
        while let Kind::Negate(inner) = self.written.tree.node(at).kind {
            (at, minus) = (inner, !minus);
        }
        let id = match self.written.tree.node(at).kind {
            Kind::Number(digits) => {
                let number = self.number(digits).ok()?;
                self.constants.number(number)
            }
            Kind::Name(name) => match self.meanings.get(&*spelling(&self.written.words[name.range()])) {
                Some(Meaning::Value(_, exact)) => (*exact)?,
                _ => return None,
            },
            Kind::Otherwise => Id::TRUE,
            _ => self.constants.known(at)?,
        };
        Some(if minus { self.constants.negate(id) } else { id })
    }

    /// The value of a node. An operation between constants has it exactly, and no constant goes beyond the range of doubles.
    fn node(&mut self, id: NodeId) -> Result<Value, Error> {
        let node = self.written.tree.node(id);
        let new = self.in_doubles(id)?;
        let (mut count, mut constants, mut beyond) = (0, 0, None);
        self.for_each_part(id, |part| {
            count += 1;
            if let Some(number) = self.value(part).as_constant() {
                constants += 1;
                beyond = beyond.or(number.is_infinite().then_some(part));
            }
        });
        if count == 0 {
            return Ok(new);
        }
        if count == constants {
            let mut parts: SmallVec<[NodeId; 8]> = SmallVec::new();
            self.for_each_part(id, |part| parts.push(part));
            let exact: Option<SmallVec<[Id; 8]>> = parts.into_iter().map(|part| self.exact(part)).collect();
            if let Some(exact) = exact.and_then(|parts| self.constants.operation(self.written.tree, id, &parts)) {
                return match self.constants.value(exact, new) {
                    Constant::Told(value) if value.is_nan() => Err(self.undefined(node.span)),
                    Constant::Told(value) => Ok(Value::constant(value)),
                    Constant::Smooth => Ok(new),
                    Constant::Uncertain => Err(self.uncertain(node.span)),
                };
            }
        }
        match beyond {
            // Factors may have come together to a number that is not beyond.
            Some(part) if !new.factor.is_finite() || !matches!(node.kind, Kind::Product(_)) => Err(self.too_large(part)),
            _ if new.factor.is_finite() => Ok(new),
            _ => Err(self.undefined(node.span)),
        }
    }

    /// Calls `visit` with each operand of an operation.
    fn for_each_part(&self, id: NodeId, mut visit: impl FnMut(NodeId)) {
        match self.written.tree.node(id).kind {
            Kind::Sum(children)
            | Kind::Product(children)
            | Kind::Call(_, children)
            | Kind::Piecewise(children)
            | Kind::And(children)
            | Kind::Or(children) => self.written.tree.children(children).iter().for_each(|(node, _)| visit(*node)),
            Kind::Power(a, b) | Kind::Relation(_, a, b) => [a, b].into_iter().for_each(visit),
            _ => {}
        }
    }

    /// The rational number that the constants among some terms or factors come to, where they are several, but not all.
    fn folded(&mut self, children: Children, combined: impl Fn(&mut Constants, &[(Id, bool)]) -> Id) -> Option<f64> {
        let children = self.written.tree.children(children);
        let count = children.iter().filter(|(node, _)| self.is_constant(*node)).count();
        if count < 2 || count == children.len() {
            return None;
        }
        let mut constants: SmallVec<[(Id, bool); 8]> = SmallVec::new();
        for (node, mark) in children {
            if self.is_constant(*node) {
                constants.push((self.exact(*node)?, *mark));
            }
        }
        let id = combined(&mut self.constants, &constants);
        self.constants.rational(id)
    }

    fn sum(&mut self, children: Children) -> Value {
        let folded = self.folded(children, Constants::sum);
        let values = &self.values;
        let tree = self.written.tree;
        let terms = tree.children(children).iter().map(|(node, minus)| (values[node.0 as usize], *minus));
        let terms = terms.filter(|(value, _)| folded.is_none() || value.as_constant().is_none());
        let terms = terms.map(|(value, minus)| value.times(if minus { -1.0 } else { 1.0 }));
        let mut sum = self.graph.sum(terms.chain(folded.map(Value::constant)));
        for node in std::mem::take(&mut self.graph.cancelled) {
            let vanishing = self.gaps.vanishing(&mut self.graph, node);
            if vanishing != Value::ZERO {
                sum = self.graph.sum([sum, vanishing]);
            }
        }
        sum
    }

    fn product(&mut self, children: Children) -> Value {
        let folded = self.folded(children, Constants::product);
        let (mut product, mut factor) = (Value::ONE, folded.unwrap_or(1.0));
        for (node, divide) in self.written.tree.children(children) {
            let value = self.values[node.0 as usize];
            match (value.as_constant(), divide) {
                (Some(_), _) if folded.is_some() => {}
                (Some(number), false) => factor *= number,
                (Some(number), true) => factor /= number,
                (None, false) => product = self.graph.product(product, value),
                (None, true) => product = self.graph.quotient(product, value),
            }
        }
        if factor == 0.0 { self.gaps.vanishing(&mut self.graph, product.node) } else { product.times(factor) }
    }

    fn in_doubles(&mut self, id: NodeId) -> Result<Value, Error> {
        let node = self.written.tree.node(id);
        let tree = self.written.tree;
        let values = &self.values;
        let value = |node: NodeId| values[node.0 as usize];
        let new = match node.kind {
            Kind::Number(digits) => Value::constant(self.number(digits)?.to_f64()),
            Kind::Name(name) => match self.meanings.get(&*spelling(&self.written.words[name.range()])) {
                Some(Meaning::Variable(at)) => self.graph.variable(*at),
                Some(Meaning::Value(value, _)) => *value,
                None => return Err(self.undefined(node.span)),
            },
            Kind::Sum(children) => self.sum(children),
            Kind::Product(children) => self.product(children),
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
        Ok(new)
    }

    fn number(&self, digits: Span) -> Result<Rational, Error> {
        let written = &self.written.words[digits.range()];
        let number = if written.is_ascii() {
            Rational::parse_decimal(written)
        } else {
            // The sign of raised digits is a node of its own.
            Rational::parse_decimal(crate::syntax::text::lowered(written).trim_start_matches('-'))
        };
        number.ok_or_else(|| {
            let hint = "write a power of ten as 10^n".into();
            Error::Limit { what: "the size of a number".into(), limit: POWER_BITS, hint }
        })
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
        Error::Undefined { span: Some(span.range()), what: self.shown(span) }
    }

    fn too_large(&self, part: NodeId) -> Error {
        let span = self.written.tree.node(part).span;
        let hint = Some("a program computes in double precision".into());
        Error::Unsupported { span: Some(span.range()), what: format!("{} is too large for a program", self.shown(span)), hint }
    }

    fn uncertain(&self, span: Span) -> Error {
        let what = format!("which value {} has is not certain", self.shown(span));
        Error::Unsupported { span: Some(span.range()), what, hint: Some("it stands at a jump, or beside one".into()) }
    }

    fn shown(&self, span: Span) -> String {
        let written = &self.written.text[span.range()];
        if written.chars().count() <= 60 { format!("`{written}`") } else { "this".into() }
    }
}
