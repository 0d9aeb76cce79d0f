//! Calls, once their arguments are read: of functions, of derivatives, of sums and integrals.

use super::entry::Callee;
use super::parse::Parser;
use crate::error::Error;
use crate::expression::{Binder, SYMBOLIC_ORDER};
use crate::functions::{Arity, FunctionId};
use crate::letters::{ELEMENT, greek_letter};
use crate::syntax::names::spelling;
use crate::syntax::note::{self, shortened};
use crate::syntax::tree::{Kind, NodeId, Span};
use std::borrow::Cow;

impl Parser {
    pub(super) fn call(&mut self, text: &str, callee: Callee, name: Span, start: usize, whole: Span) -> Result<NodeId, Error> {
        if let Callee::Known(known) = callee
            && let Some(function) = known.with_arguments(self.pending.len() - start)
        {
            let children = self.tree.push_children(&self.pending[start..]);
            return Ok(self.tree.push(Kind::Call(function, children), whole));
        }
        let arguments: Vec<(NodeId, bool)> = self.pending[start..].to_vec();
        let wrong_number = |expected: String, hint: String| {
            let count = arguments.len();
            let found = format!("{count} argument{}", if count == 1 { "" } else { "s" });
            Err(Error::Syntax { span: whole.range(), found, expected, hint: Some(hint) })
        };
        let variable_at = |parser: &Parser, at: usize, hint: &str| {
            let node = parser.tree.node(arguments[at].0);
            if node.kind == Kind::Name(node.span) {
                Ok(arguments[at].0)
            } else {
                Err(Error::Syntax {
                    span: node.span.range(),
                    found: format!("`{}`", shortened(&text[node.span.range()])),
                    expected: "a variable".into(),
                    hint: (!hint.is_empty()).then(|| hint.into()),
                })
            }
        };
        Ok(match callee {
            // sigma(x, t): a letter with another number of arguments than its function takes is a function nobody defined.
            Callee::Known(known) if greek_letter(&spelling(&text[name.range()])).is_some() => {
                let written = &text[name.range()];
                note::add(&mut self.notes, name, || {
                    format!(
                        "read {written} as a function that nobody defined: {} takes another number of arguments",
                        known.any().row().name
                    )
                });
                let children = self.tree.push_children(&arguments);
                self.tree.push(Kind::Apply(name, 0, children), whole)
            }
            Callee::Known(known) => {
                let row = known.any().row();
                let wanted = match row.arity {
                    Arity::Exactly(1) => format!("one argument of {}", row.name),
                    Arity::Exactly(count) => format!("{count} arguments of {}", row.name),
                    Arity::AtLeast(count) => format!("at least {count} argument of {}", row.name),
                };
                return wrong_number(wanted, arguments_hint(known.any()));
            }
            Callee::Unknown(order) => {
                if order > 0 && arguments.len() > 1 {
                    return wrong_number(
                        "one argument after a prime".into(),
                        "partial derivatives are written F_x(x, y) or D[1](F)(x, y)".into(),
                    );
                }
                if let Some(partial) = self.subscripted(text, name, &arguments, whole) {
                    return Ok(partial);
                }
                let children = self.tree.push_children(&arguments);
                self.tree.push(Kind::Apply(name, order, children), whole)
            }
            Callee::Partial { first, count, name } => {
                let indices = self.tree.partial_orders(first, count as usize).to_vec();
                if indices == [SYMBOLIC_ORDER] {
                    if arguments.len() != 2 {
                        return wrong_number("an order and one argument".into(), "D[*](f)(n, x) is the derivative of order n at x".into());
                    }
                    return Ok(self.partial(name, &[SYMBOLIC_ORDER, 0], &arguments, whole));
                }
                if let Some(index) = indices.iter().find(|index| **index == 0 || **index as usize > arguments.len()) {
                    return wrong_number(
                        format!("an argument number {index}"),
                        "D[1](F)(x, y) is the derivative in the first argument".into(),
                    );
                }
                let orders: Vec<u32> =
                    (1..=arguments.len() as u32).map(|at| indices.iter().filter(|index| **index == at).count() as u32).collect();
                self.partial(name, &orders, &arguments, whole)
            }
            Callee::Ordered { order } => {
                let [argument] = arguments[..] else {
                    return wrong_number("one argument".into(), "D[*](f)(n, x) is the derivative of order n at x".into());
                };
                self.partial(name, &[SYMBOLIC_ORDER, 0], &[(order, false), argument], whole)
            }
            Callee::Derivative { variable, order } => {
                let [(body, _)] = arguments[..] else {
                    return wrong_number("one expression to differentiate".into(), "write d/dx(x^2)".into());
                };
                self.tree.push(Kind::Derivative(body, variable, order), whole)
            }
            Callee::Diff => {
                if arguments.len() < 2 {
                    return wrong_number(
                        "an expression and its variables".into(),
                        "write diff(x^2, x), or diff(x^2, x, 2) for the second derivative".into(),
                    );
                }
                let mut body = arguments[0].0;
                let mut at = 1;
                while at < arguments.len() {
                    let variable = variable_at(self, at, "")?;
                    let order =
                        arguments.get(at + 1).map(|(node, _)| self.tree.node(*node)).filter(|node| node.kind == Kind::Number(node.span));
                    let times = match order {
                        Some(node) => {
                            at += 1;
                            text[node.span.range()].parse::<u32>().ok().filter(|times| (1..=1000).contains(times)).ok_or_else(|| {
                                Error::Syntax {
                                    span: node.span.range(),
                                    found: format!("`{}`", shortened(&text[node.span.range()])),
                                    expected: "an order from 1 to 1000".into(),
                                    hint: None,
                                }
                            })?
                        }
                        None => 1,
                    };
                    body = self.tree.push(Kind::Derivative(body, variable, times), whole);
                    at += 1;
                }
                body
            }
            Callee::Bound(binder) => {
                let has_range = match arguments[..] {
                    [_, (variable, _), (range, _)] if binder == Binder::Integral => {
                        self.tree.is_condition(range) || self.is_element(text, range, variable)?
                    }
                    _ if binder == Binder::Integral => arguments.len() == 2,
                    [_, _] => true,
                    [(index, _), (range, _), _] => self.tree.is_condition(range) || self.is_element(text, range, index)?,
                    _ => false,
                };
                if let (Some((range, _)), false) = (arguments.get(1), has_range || binder == Binder::Integral) {
                    self.require_value(text, *range)?;
                }
                if arguments.len() != 4 && !has_range {
                    let hint = if binder == Binder::Integral {
                        "write int(sin(t)/t, t, 0, x): integrand, variable, lower and upper limit; or int(exp(-t), t, t >= x) for one to infinity, or int(f(x), x) for any antiderivative"
                    } else {
                        "write sum(i, 1, n, x^i): index, lower and upper limit, term; or sum(i, x_i) and sum(i, i != j, x_i)"
                    };
                    return wrong_number("four arguments".into(), hint.into());
                }
                if binder != Binder::Integral {
                    self.reject_index_behind(text, &arguments, whole)?;
                }
                let children = if binder == Binder::Integral {
                    variable_at(self, 1, "the integrand stands first: int(sin(t)/t, t, 0, x)")?;
                    let limits = arguments[2..].iter().copied();
                    let parts: Vec<(NodeId, bool)> = [arguments[1]].into_iter().chain(limits).chain([arguments[0]]).collect();
                    self.tree.push_children(&parts)
                } else {
                    variable_at(self, 0, "the index stands first, then its limits and the term: sum(i, 1, n, x^i)")?;
                    self.tree.push_children(&arguments)
                };
                self.tree.push(Kind::Bound(binder, children), whole)
            }
        })
    }

    /// `sum(x_i, i, 1, n)`: a component is no index, and no limit of its own index.
    fn reject_index_behind(&self, text: &str, arguments: &[(NodeId, bool)], whole: Span) -> Result<(), Error> {
        let name = |at: usize| arguments.get(at).map(|(node, _)| &text[self.tree.node(*node).span.range()]).unwrap_or_default();
        let is_component = |name: &str, index: &str| {
            name.split_once('_').is_some_and(|(_, own)| own == index && !index.starts_with(|first: char| first.is_ascii_digit()))
        };
        let (index, limits) = (name(0), [name(1), name(2)]);
        let is_behind = arguments.len() == 4 && limits.iter().any(|limit| is_component(index, limit) || is_component(limit, index));
        if !is_behind {
            return Ok(());
        }
        Err(Error::Syntax {
            span: whole.range(),
            found: format!("`{}` and `{}`", shortened(index), shortened(limits[0])),
            expected: "the index first, then limits without it, then the term".into(),
            hint: Some("write sum(i, 1, n, x_i)".into()),
        })
    }

    /// `in(k, K)`: whether a node says that the index is an element of a set.
    fn is_element(&self, text: &str, node: NodeId, index: NodeId) -> Result<bool, Error> {
        let Kind::Apply(name, 0, children) = self.tree.node(node).kind else { return Ok(false) };
        let written = |node: NodeId| &text[self.tree.node(node).span.range()];
        match *self.tree.children(children) {
            [(element, _), _] if &text[name.range()] == ELEMENT && written(element) == written(index) => Ok(true),
            [(element, _), _] if &text[name.range()] == ELEMENT => Err(Error::Syntax {
                span: self.tree.node(element).span.range(),
                found: format!("`{}`", shortened(written(element))),
                expected: format!("the index of this sum or product, {}", shortened(written(index))),
                hint: None,
            }),
            _ => Ok(false),
        }
    }

    /// `F_x(x, y)`: a subscript made of the names of plain arguments is a partial derivative.
    pub(super) fn subscripted(&mut self, text: &str, name: Span, arguments: &[(NodeId, bool)], whole: Span) -> Option<NodeId> {
        let written = &text[name.range()];
        let (function, subscript) = written.split_once('_')?;
        if arguments.len() < 2 || function.is_empty() || subscript.is_empty() || self.defined_functions.contains(written) {
            return None;
        }
        let plain: Vec<Cow<'_, str>> = arguments
            .iter()
            .map(|(node, _)| match self.tree.node(*node).kind {
                Kind::Name(name) => spelling(&text[name.range()]),
                _ => Cow::Borrowed(""),
            })
            .collect();
        let mut orders = vec![0u32; arguments.len()];
        let subscript = spelling(subscript);
        let mut left = &*subscript;
        while !left.is_empty() {
            // The longest name first, so that x12 is not taken for x.
            let (at, length) = plain
                .iter()
                .enumerate()
                .filter(|(_, name)| !name.is_empty() && left.starts_with(&***name))
                .map(|(at, name)| (at, name.len()))
                .max_by_key(|(_, length)| *length)?;
            orders[at] += 1;
            left = &left[length..];
        }
        let name = Span { start: name.start, end: name.start + function.len() as u32 };
        Some(self.partial(name, &orders, arguments, whole))
    }

    pub(super) fn partial(&mut self, name: Span, orders: &[u32], arguments: &[(NodeId, bool)], whole: Span) -> NodeId {
        let at = self.tree.push_orders(orders);
        let children = self.tree.push_children(arguments);
        self.tree.push(Kind::Partial(name, at, children), whole)
    }
}

pub(super) fn arguments_hint(function: FunctionId) -> String {
    let row = function.row();
    let count = match row.arity {
        Arity::Exactly(count) => count,
        Arity::AtLeast(count) => count + 1,
    };
    let letters: Vec<&str> = ["x", "y", "z", "w"].into_iter().take(count).collect();
    let more = if matches!(row.arity, Arity::AtLeast(_)) { ", ..." } else { "" };
    format!("write {}({}{more})", row.name, letters.join(", "))
}
