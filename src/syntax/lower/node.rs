//! One node after another: what stands at a node becomes an expression, made of those of its children.

use super::Lowering;
use crate::error::Error;
use crate::expression::{Binder, Id, Node};
use crate::functions::FunctionId;
use crate::letters::{ANYWHERE, ELEMENT, REALS};
use crate::limits::exceeded;
use crate::number::Rational;
use crate::short::Short;
use crate::syntax::names::spelling;
use crate::syntax::text::tokens::lowered;
use crate::syntax::tree::{Children, Kind, NodeId, Span};
use smallvec::SmallVec;

impl Lowering<'_> {
    pub(super) fn node(&mut self, kind: Kind, span: Span) -> Result<Id, Error> {
        let tree = self.tree;
        Ok(match kind {
            Kind::Number(digits) => self.number(digits)?,
            Kind::Name(name) => self.name(name, span)?,
            Kind::Sum(children) => {
                let values = &self.values;
                self.arena.signed_sum(tree.children(children).iter().map(|(node, minus)| (values[node.0 as usize], *minus)))
            }
            Kind::Product(children) => {
                let values = &self.values;
                self.arena.quotient(tree.children(children).iter().map(|(node, divides)| (values[node.0 as usize], *divides)))
            }
            Kind::Negate(node) => {
                let value = self.value(node);
                self.arena.negate(value)
            }
            Kind::Power(base, exponent) => {
                let (base, exponent) = (self.value(base), self.value(exponent));
                if self.is_e(base) && self.arena.as_number(exponent).is_none() {
                    self.arena.call(FunctionId::EXP, &[exponent])
                } else {
                    self.arena.power(base, exponent)
                }
            }
            Kind::Call(function, children) => self.call_node(function, children),
            Kind::Apply(name, order, children) => {
                let arguments = self.values_of(children);
                self.apply(name, order, &arguments, span)?
            }
            Kind::Partial(name, at, children) => self.partial(name, at, children, span)?,
            Kind::Piecewise(children) => self.cases(children)?,
            Kind::Relation(relation, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                self.arena.relation(relation, left, right)
            }
            Kind::And(children) => {
                let parts = self.values_of(children);
                self.arena.conjunction(&parts)
            }
            Kind::Or(children) => {
                let parts = self.values_of(children);
                self.arena.disjunction(&parts)
            }
            Kind::Otherwise => Id::TRUE,
            Kind::Derivative(body, variable, order) => {
                let variable = self.variable(variable)?;
                let mut id = self.value(body);
                for _ in 0..order {
                    id = self.arena.derivative(id, variable);
                }
                id
            }
            Kind::Leibniz(above, below) => self.leibniz(above, below, span)?,
            Kind::Primed(function, order, argument) => {
                let argument = self.value(argument);
                self.primed_call(function, order, argument, span)?
            }
            Kind::Evaluated(body, children) => self.evaluation(body, children)?,
            Kind::Bound(binder, children) => self.binder(binder, children, span)?,
        })
    }

    // What follows is seldom needed, and stays out of the way of what is.

    #[inline(never)]
    fn values_of(&self, children: Children) -> Vec<Id> {
        self.tree.children(children).iter().map(|(node, _)| self.value(*node)).collect()
    }

    #[inline(never)]
    fn call_node(&mut self, function: FunctionId, children: Children) -> Id {
        let arguments: SmallVec<[Id; 4]> = self.tree.children(children).iter().map(|(node, _)| self.value(*node)).short();
        self.call(function, &arguments)
    }

    #[inline(never)]
    fn partial(&mut self, name: Span, at: u32, children: Children, span: Span) -> Result<Id, Error> {
        let arguments = self.values_of(children);
        let orders = self.tree.partial_orders(at, arguments.len());
        let name = spelling(&self.words[name.range()]);
        if self.is_defined(&name) {
            return self.partial_of_defined(&name, orders, &arguments, span);
        }
        let name = self.arena.intern(&name);
        let function = self.arena.unknown_function(name, orders);
        Ok(self.arena.apply(function, &arguments))
    }

    #[inline(never)]
    fn cases(&mut self, children: Children) -> Result<Id, Error> {
        let nodes: Vec<(NodeId, NodeId)> = self.tree.children(children).chunks(2).map(|pair| (pair[0].0, pair[1].0)).collect();
        self.lost_in_cases(&nodes)?;
        let branches: Vec<(Id, Id)> = nodes.iter().map(|(value, condition)| (self.value(*value), self.value(*condition))).collect();
        Ok(self.arena.piecewise(&branches))
    }

    #[inline(never)]
    fn leibniz(&mut self, above: Span, below: Span, span: Span) -> Result<Id, Error> {
        let name = spelling(&self.words[above.range()]);
        let letter = spelling(&self.words[below.range()]);
        if self.names.contains_key(&*letter) {
            let hint = Some(format!("ask for it by the variable: `derive \"...; {name}\" {letter}`"));
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: format!("`{letter}` is defined itself, so d{name}/d{letter} cannot stand inside an expression"),
                hint,
            });
        }
        let variable = self.arena.symbol(&letter);
        let body = self.names.get(&*name).copied().unwrap_or(Id::UNDEFINED);
        Ok(self.arena.derivative(body, variable))
    }

    #[inline(never)]
    fn evaluation(&mut self, body: NodeId, children: Children) -> Result<Id, Error> {
        let mut point = Vec::new();
        for pair in self.tree.children(children).chunks(2) {
            point.push((self.variable(pair[0].0)?, self.value(pair[1].0)));
        }
        let body = self.value(body);
        Ok(self.evaluated(body, point))
    }

    #[inline(never)]
    fn binder(&mut self, binder: Binder, children: Children, span: Span) -> Result<Id, Error> {
        let &[(variable, _), .., (body, _)] = self.tree.children(children) else { return Err(self.undefined(span)) };
        let variable = self.variable(variable)?;
        let mut parts = self.values_of(children);
        parts[0] = variable;
        if parts.len() == 2 {
            parts.insert(1, Id::TRUE);
            // An antiderivative is a function of the variable that it has inside.
            if binder == Binder::Integral {
                parts.insert(2, variable);
            }
        }
        let is_anywhere = |id: Id| self.arena.as_symbol(id).is_some_and(|symbol| self.arena.name(symbol) == ANYWHERE);
        if binder == Binder::Integral && parts.len() == 4 && is_anywhere(parts[1]) {
            parts[1] = Id::TRUE;
        }
        if let (Binder::Integral, &[_, range, _]) = (binder, &parts[..]) {
            parts[1] = self.integral_range(variable, range, span)?;
        }
        if let [variable, ends @ .., _] = &parts[..] {
            let ends = if let [lower, upper] = *ends { [lower, upper] } else { [Id::TRUE; 2] };
            self.lost_over(binder, [*variable, ends[0], ends[1]], body, span)?;
        }
        let parts = self.unshadowed(binder, parts);
        Ok(self.arena.bind(binder, &parts))
    }

    /// The range of an integral that has no two limits: it goes to infinity. Over all numbers its variable fulfils whatever it may.
    fn integral_range(&self, variable: Id, range: Id, span: Span) -> Result<Id, Error> {
        let is_number = match self.arena.node(range) {
            Node::Apply(unknown, &[element, set]) => {
                let name = |id| self.arena.as_symbol(id).map(|symbol| self.arena.name(symbol));
                element == variable && self.arena.name(self.arena.unknown(unknown).0) == ELEMENT && name(set) == Some(REALS)
            }
            _ => false,
        };
        if is_number {
            return Ok(Id::TRUE);
        }
        if range == Id::TRUE || self.arena.ends_of_range(variable, range).is_none() {
            return Err(Error::Unsupported {
                span: Some(span.range()),
                what: "an integral over this range is not read".into(),
                hint: Some(
                    "write both limits, int(f(x), x, a, b), or one, int(f(x), x, x >= a), or none, int(f(x), x, in(x, R_bb))".into(),
                ),
            });
        }
        Ok(range)
    }

    pub(super) fn number(&mut self, digits: Span) -> Result<Id, Error> {
        let written = &self.words[digits.range()];
        let value = if written.is_ascii() {
            Rational::parse_decimal_within(written, self.arena.limits().bits)
        } else {
            // The sign of raised digits is a node of its own.
            Rational::parse_decimal_within(lowered(written).trim_start_matches('-'), self.arena.limits().bits)
        };
        match value {
            Some(value) => Ok(self.arena.number(value)),
            None => Err(exceeded("bits", self.arena.limits(), "write a power of ten as 10^n")),
        }
    }

    pub(super) fn name(&mut self, name: Span, span: Span) -> Result<Id, Error> {
        let written = &self.words[name.range()];
        // Most names are letters that nothing has been said of.
        if written.len() == 1 && written != "e" && self.names.is_empty() && self.functions.is_empty() && self.parameters.is_empty() {
            return Ok(self.arena.symbol(written));
        }
        let name = spelling(written);
        if self.parameters.iter().any(|parameter| *parameter == name) {
            return Ok(self.arena.symbol(&name));
        }
        if let Some(id) = self.names.get(&*name) {
            return Ok(*id);
        }
        if self.functions.contains_key(&*name) {
            let arguments = self.functions.get(&*name).map(|function| &function.parameters[..]).unwrap_or_default();
            let arguments: Vec<&str> = arguments.iter().filter_map(|id| Some(self.arena.name(self.arena.as_symbol(*id)?))).collect();
            return Err(function_alone(&name, &arguments.join(", "), span));
        }
        let is_variable = || self.kept.iter().any(|kept| spelling(kept) == name);
        Ok(match &*name {
            "e" if !is_variable() => self.arena.call(FunctionId::EXP, &[Id::ONE]),
            "pi" if !is_variable() => self.arena.call(const { FunctionId::named("pi") }, &[]),
            _ => self.arena.symbol(&name),
        })
    }

    pub(super) fn variable(&mut self, node: NodeId) -> Result<Id, Error> {
        let id = self.value(node);
        if self.arena.as_symbol(id).is_some() {
            return Ok(id);
        }
        let span = self.tree.node(node).span;
        let name = &self.text[span.range()];
        Err(Error::Request {
            what: format!("`{name}` has a value, so it cannot be the variable here"),
            hint: Some("choose another name".into()),
        })
    }

    pub(super) fn is_e(&self, id: Id) -> bool {
        matches!(self.arena.node(id), Node::Call(FunctionId::EXP, &[Id::ONE]))
    }
}

#[cold]
fn function_alone(name: &str, arguments: &str, span: Span) -> Error {
    let hint = Some(format!("{name} is a function here: write {name}({arguments})"));
    Error::Syntax { span: span.range(), found: format!("`{name}` alone"), expected: format!("{name} with its arguments"), hint }
}
