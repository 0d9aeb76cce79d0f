//! In which argument of an unknown function a derivative is taken, where the arguments themselves carry marks: `\partial_x
//! H(x^*(t), p(t))`, `\left.\frac{\partial f}{\partial u}\right|_{(\bar x, \bar u)}`.

use super::entry::{Callee, Entry};
use super::{Operator, Parser};
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

/// What is written on or behind a letter to tell a value of it.
const MARKS: [&str; 6] = ["_star", "_bar", "_hat", "_tilde", "_0", "_ast"];

impl Parser<'_> {
    /// `\partial_p H(t, p(t))`, `\partial_x f(\bar x)`: one argument alone shows the variable, with a mark or as a function.
    pub fn in_slot(&mut self, body: NodeId, variables: &[(NodeId, u32)], is_partial: bool, span: Span) -> Option<NodeId> {
        let Kind::Apply(name, 0, children) = self.tree.node(body).kind else { return None };
        let numbers = self.tree.children(children).to_vec();
        // \frac{d}{dx}f(3) is 0.
        let is_above = self.tree.node(body).span.end < span.end;
        if (is_partial || is_above) && numbers.iter().all(|(node, _)| self.is_number(*node)) {
            return Some(self.at_numbers(name, variables, &numbers, span));
        }
        let [(variable, order)] = variables else { return None };
        let letter = self.plain_name(*variable);
        let is_known = self.scan.functions.contains(self.spelt(name)) || self.scan.defined.contains(self.spelt(name));
        let mentions = (variable.0 + 1..body.0).any(|id| self.plain_name(NodeId(id)) == letter);
        let arguments = self.tree.children(children).to_vec();
        // \frac{d}{dx}f(y(x)) is no such derivative.
        let is_named = matches!(arguments[..], [(only, _)] if matches!(self.tree.node(only).kind, Kind::Name(_)));
        if is_known || mentions || !(is_partial || is_named) {
            return None;
        }
        // \frac{d}{dx}f(x^{(t)}), \frac{d}{dx}f(x_k): the only argument is a value of the variable.
        let is_value = |name: &str| {
            let index = name.strip_prefix(&*letter).unwrap_or_default();
            arguments.len() == 1 && (index.starts_with("__") || matches!(index, "_k" | "_n" | "_t" | "_k_plus_1" | "_n_plus_1"))
        };
        let shows = |node: NodeId| match self.tree.node(node).kind {
            Kind::Name(name) => has_mark(self.spelt(name), &letter) || is_value(self.spelt(name)),
            Kind::Apply(name, 0, _) => self.spelt(name) == letter || has_mark(self.spelt(name), &letter),
            _ => false,
        };
        let places: Vec<usize> = (0..arguments.len()).filter(|at| shows(arguments[*at].0)).collect();
        let [place] = places[..] else { return None };
        let spelt = self.spelt(name).to_string();
        note::add(&mut self.sentence.notes, span, || {
            format!("took the derivative of {spelt} in its argument number {}, which stands for {letter}", place + 1)
        });
        if arguments.len() == 1 {
            return Some(self.tree.push(Kind::Apply(name, *order, children), span));
        }
        let mut orders = vec![0u32; arguments.len()];
        orders[place] = *order;
        Some(self.partial(name, &orders, &arguments, span))
    }

    fn is_number(&self, node: NodeId) -> bool {
        match self.tree.node(node).kind {
            Kind::Number(_) => true,
            Kind::Negate(inner) => matches!(self.tree.node(inner).kind, Kind::Number(_)),
            _ => false,
        }
    }

    /// `\frac{\partial f(1, 2)}{\partial x}`: nobody differentiates a constant, so that the numbers are where the derivative is taken.
    fn at_numbers(&mut self, name: Span, by: &[(NodeId, u32)], arguments: &[(NodeId, bool)], span: Span) -> NodeId {
        let spelt = self.spelt(name).to_string();
        note::add(&mut self.sentence.notes, span, || format!("read what stands behind {spelt} as the place where its derivative is taken"));
        // The derivative of a defined function is taken by its parameters.
        if let Some(names) = self.scan.called.get(&spelt).filter(|_| self.scan.functions.contains(&spelt)).cloned()
            && names.len() == arguments.len()
        {
            let parameters: Vec<(NodeId, bool)> = names.iter().map(|name| (self.spell_node(name, span), false)).collect();
            let children = self.tree.push_children(&parameters);
            let mut node = self.tree.push(Kind::Apply(name, 0, children), span);
            for (variable, order) in by {
                node = self.tree.push(Kind::Derivative(node, *variable, *order), span);
            }
            let coordinates: Vec<(NodeId, bool)> = parameters.into_iter().zip(arguments).flat_map(|(name, value)| [name, *value]).collect();
            let children = self.tree.push_children(&coordinates);
            return self.tree.push(Kind::Evaluated(node, children), span);
        }
        if let ([_], [(_, order)]) = (arguments, by) {
            let children = self.tree.push_children(arguments);
            return self.tree.push(Kind::Apply(name, *order, children), span);
        }
        let signature = self.scan.called.get(&spelt).filter(|names| names.len() == arguments.len()).cloned();
        let usual = || ["x", "y", "z"].iter().take(arguments.len()).map(|name| name.to_string()).collect();
        let names: Vec<String> = signature.unwrap_or_else(usual);
        let mut orders = vec![0u32; arguments.len()];
        for (variable, order) in by {
            match names.iter().position(|name| *name == self.plain_name(*variable)).filter(|place| *place < orders.len()) {
                Some(place) => orders[place] += order,
                None => {
                    self.operators.push(Operator { variables: by.to_vec(), is_partial: true, companions: Vec::new(), by_square: false });
                    return self.taken_there(name, self.operators.len() - 1, arguments, span);
                }
            }
        }
        self.partial(name, &orders, arguments, span)
    }

    /// `|_{(a, b)}` behind a partial derivative: the values of all arguments in a bracket. Whether it is that.
    pub fn begins_tuple(&mut self, body: NodeId) -> bool {
        let (brace, open) = (self.at + 1, self.at + 2);
        let is_tuple =
            self.kind_at(open) == Word::Open(Bracket::Round) && self.bracket_has_comma(open) && self.mate(open) + 1 == self.mate(brace);
        if !is_tuple {
            return false;
        }
        let parts = match self.tree.node(body).kind {
            // \frac{\partial}{\partial y}g(x, y)|_{(a, b)}
            Kind::Derivative(inner, variable, order) => self.unknown_parts(inner).and_then(|(name, names, orders)| {
                let by = self.plain_name(variable);
                let is_plain = orders.iter().all(|order| *order == 0) && names.contains(&by);
                let orders = names.iter().map(|name| if *name == by { order } else { 0 }).collect();
                is_plain.then_some((name, names, orders))
            }),
            _ => self.unknown_parts(body),
        };
        let count = self.count_arguments(open);
        let is_whole = |names: &Vec<String>| self.guessed.contains(&body) || (names.len() == count && !names.contains(&String::new()));
        let Some((name, names, orders)) = parts.filter(|(_, names, _)| is_whole(names)) else { return false };
        let span = self.tree.node(body).span;
        let variables: Vec<(NodeId, u32)> =
            names.iter().zip(orders).filter(|(_, order)| *order > 0).map(|(name, order)| (self.spell_node(name, span), order)).collect();
        self.operators.push(Operator { variables, is_partial: true, companions: Vec::new(), by_square: false });
        let callee = Callee::Leibniz { name, operator: self.operators.len() - 1 };
        self.open(Entry::Group { open: brace });
        self.open(Entry::Call { callee, start: self.pending.len(), at: span, open });
        self.at = open + 1;
        true
    }

    /// The name of a derivative of an unknown function, what it depends on, and the order in each.
    pub fn unknown_parts(&self, node: NodeId) -> Option<(Span, Vec<String>, Vec<u32>)> {
        match self.tree.node(node).kind {
            Kind::Apply(name, order, children) => Some((name, self.argument_names(children), vec![order])),
            Kind::Partial(name, at, children) => {
                let names = self.argument_names(children);
                let orders = self.tree.partial_orders(at, names.len()).to_vec();
                Some((name, names, orders))
            }
            _ => None,
        }
    }

    /// The same derivative of a function that depends on more.
    pub fn with_arguments(&mut self, node: NodeId, more: Vec<String>, span: Span) -> Option<NodeId> {
        let (name, mut names, mut orders) = self.unknown_parts(node)?;
        for more in more {
            if !names.contains(&more) {
                names.push(more);
                orders.push(0);
            }
        }
        let whole = self.tree.node(node).span;
        let arguments: Vec<(NodeId, bool)> = names.iter().map(|name| (self.spell_node(name, whole), false)).collect();
        Some(self.partial(name, &orders, &arguments, whole.to(span)))
    }

    /// `\frac{\partial f}{\partial u}|_{x=a,u=b}`: what is put in is something that f depends on.
    pub fn take_coordinates(&mut self, body: NodeId, coordinates: &[(NodeId, bool)], span: Span) -> NodeId {
        if !self.guessed.contains(&body) {
            return body;
        }
        let Some((name, own, orders)) = self.unknown_parts(body) else { return body };
        let told: Vec<String> = coordinates.iter().step_by(2).map(|(node, _)| self.plain_name(*node)).collect();
        if own == told {
            return body;
        }
        if own.iter().any(|name| !told.contains(name)) {
            return self.with_arguments(body, told, span).unwrap_or(body);
        }
        // Where all arguments are put in, they stand in that order.
        let order_of = |name: &String| own.iter().position(|other| other == name).map_or(0, |at| orders[at]);
        let orders: Vec<u32> = told.iter().map(order_of).collect();
        let whole = self.tree.node(body).span;
        let arguments: Vec<(NodeId, bool)> = told.iter().map(|name| (self.spell_node(name, whole), false)).collect();
        self.partial(name, &orders, &arguments, whole.to(span))
    }

    /// `\frac{d}{dx}\frac{\partial L(x,y,y')}{\partial y'}`: the derivatives of functions of plain names by one that has a mark become
    /// partial derivatives, whose places may then change.
    pub fn take_partials(&mut self, body: NodeId, variable: NodeId) {
        let mark = mark_of(&self.plain_name(variable));
        for id in (variable.0 + 1..=body.0).map(NodeId) {
            let Kind::Derivative(inner, by, order) = self.tree.node(id).kind else { continue };
            let Kind::Apply(name, 0, children) = self.tree.node(inner).kind else { continue };
            let (names, by) = (self.argument_names(children), self.plain_name(by));
            let place = names.iter().position(|name| *name == by);
            let is_known = self.scan.functions.contains(self.spelt(name)) || self.scan.defined.contains(self.spelt(name));
            if let Some(place) = place
                && by.contains(mark)
                && !is_known
                && !names.contains(&String::new())
            {
                let mut orders = vec![0u32; names.len()];
                orders[place] = order;
                let at = self.tree.push_orders(&orders);
                self.tree.replace(id, Kind::Partial(name, at, children));
            }
        }
    }

    /// Whether something in a body is differentiated by a letter with a mark.
    pub fn differentiates_by(&self, mark: &str, variable: NodeId, body: NodeId) -> bool {
        (variable.0 + 1..=body.0).any(|id| match self.tree.node(NodeId(id)).kind {
            Kind::Derivative(_, by, _) => self.plain_name(by).contains(mark),
            _ => false,
        })
    }

    /// `\frac{d}{dt}\frac{\partial L}{\partial\dot q}`, `\frac{d}{dx}\frac{\partial F}{\partial y'}`: what stands for the arguments of L
    /// changes with time, and the dots are derivatives there, as primes are by x. Whether everything in the body is of that kind.
    pub fn take_motion(&mut self, body: NodeId, variable: NodeId, names: &[&str]) -> bool {
        let letter = self.plain_name(variable);
        let mark = mark_of(&letter);
        let mut arguments = Vec::new();
        for id in (variable.0 + 1..=body.0).map(NodeId) {
            let is_guessed = self.guessed.contains(&id);
            let (Kind::Apply(_, _, children) | Kind::Partial(_, _, children)) = self.tree.node(id).kind else {
                if is_guessed {
                    return false;
                }
                continue;
            };
            let own: Vec<NodeId> = self.tree.children(children).iter().map(|(node, _)| *node).collect();
            let spelt: Vec<String> = own.iter().map(|node| self.plain_name(*node)).collect();
            let moves = |name: &String| name.contains(mark) && name.replace(mark, "") != letter;
            // L(x, y, y') tells that y' is that of y; in k(x, y') it may be another place.
            let is_told = |name: &String| is_guessed || spelt.contains(&name.replace(mark, ""));
            if !spelt.iter().any(|name| moves(name) && is_told(name)) {
                if is_guessed {
                    return false;
                }
                continue;
            }
            arguments.extend(own.into_iter().zip(spelt).filter(|(_, name)| *name != letter).map(|(node, _)| node));
        }
        // What has become a partial derivative shares its places with the function.
        arguments.sort_unstable();
        arguments.dedup();
        let are_arguments: Vec<String> = arguments.iter().map(|node| self.plain_name(*node)).collect();
        let is_argument = |name: &str| name == letter || are_arguments.iter().any(|argument| argument == name);
        if are_arguments.is_empty() || are_arguments.contains(&String::new()) || !names.iter().all(|name| is_argument(name)) {
            return false;
        }
        let mut told = Vec::new();
        for node in arguments {
            let name = self.plain_name(node);
            let base = name.replace(mark, "");
            let order = name.matches(mark).count() as u32;
            let children = self.tree.push_children(&[(variable, false)]);
            let spelt = self.sentence.spell(&base);
            self.tree.replace(node, Kind::Apply(spelt, order, children));
            if !told.contains(&base) {
                told.push(base);
            }
        }
        let span = self.tree.node(body).span;
        let marks = if mark == "_dot" { "dots" } else { "primes" };
        note::add(&mut self.sentence.notes, span, || {
            format!("read {} as changing with {letter}, and the letters with {marks} as the derivatives by {letter}", told.join(", "))
        });
        true
    }
}

/// What marks the derivatives by a letter in the spelling of a name.
pub fn mark_of(letter: &str) -> &'static str {
    if letter == "t" { "_dot" } else { "_prime" }
}

/// Whether a name is a letter with a mark.
fn has_mark(name: &str, letter: &str) -> bool {
    name.strip_prefix(letter).is_some_and(|mark| MARKS.contains(&mark))
}

/// Whether a name is a letter, or that letter with anything on or behind it.
pub fn stands_for(name: &str, letter: &str) -> bool {
    name.strip_prefix(letter).is_some_and(|mark| mark.is_empty() || mark.starts_with('_'))
}
