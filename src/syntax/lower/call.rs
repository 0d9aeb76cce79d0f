//! Calls of functions: those of the table, those the text defines, unknown ones, and their derivatives by primes.

use super::losses::lost_there;
use super::{Evaluation, Function, Lowering, parts};
use crate::error::Error;
use crate::expression::{Arena, Id, Node, SYMBOLIC_ORDER};
use crate::functions::FunctionId;
use crate::letters::{Index, is_index, runs_with, with_new_indices};
use crate::number::Rational;
use crate::syntax::exact::{exact_value, is_outside};
use crate::syntax::names::spelling;
use crate::syntax::template;
use crate::syntax::tree::{Span, Tree};

/// The derivatives of a defined function are taken up to this order.
const MOST_ORDER: u32 = 1000;

impl Lowering<'_> {
    pub(super) fn call(&mut self, function: FunctionId, arguments: &[Id]) -> Id {
        // Of anything else than numbers the table says nothing here.
        let is_of_numbers = arguments.iter().all(|argument| self.arena.as_number(*argument).is_some());
        if is_of_numbers && is_outside(self.arena, function, arguments) {
            return Id::UNDEFINED;
        }
        if let Some(id) = template::definition(self.arena, function, arguments, &mut self.buffer) {
            return id;
        }
        let exact = if is_of_numbers { exact_value(self.arena, function, arguments) } else { None };
        exact.unwrap_or_else(|| self.arena.call(function, arguments))
    }

    pub(super) fn apply(&mut self, name: Span, order: u32, arguments: &[Id], span: Span) -> Result<Id, Error> {
        let name = spelling(&self.words[name.range()]);
        if let Some(Function { parameters, body, losses, .. }) = self.functions.get(&*name) {
            if parameters.len() != arguments.len() {
                return Err(wrong_number(&name, parameters.len(), arguments.len(), span));
            }
            let mut pairs: Vec<(Id, Id)> = parameters.iter().copied().zip(arguments.iter().copied()).collect();
            let defined = defined_names(self.tree, self.words);
            let renamed = components(self.arena, *body, &pairs, &|name| defined.iter().any(|own| own == name))
                .map_err(|component| untold(&component, &name, span))?;
            pairs.extend(renamed.iter().map(|(old, new)| (self.arena.symbol(old), self.arena.symbol(new))));
            if !self.may_replace(*body, &pairs) {
                let hint = Some("write the derivative out, or give the result a name and differentiate that".into());
                let what = format!("`{name}` differentiates by what stands in the place of its argument here");
                return Err(Error::Unsupported { span: Some(span.range()), what, hint });
            }
            let is_clash = order > 0 && parameters[0] != arguments[0] && self.arena.contains(*body, arguments[0]);
            if is_clash {
                let found = format!("`{}`", &self.text[span.range()]);
                let hint = Some("differentiate it by its own parameter and put the argument in afterwards".into());
                let expected = format!("an argument that does not occur in `{name}` already");
                return Err(Error::Syntax { span: span.range(), found, expected, hint });
            }
            let id = self.arena.substitute_all(*body, &pairs);
            for loss in losses {
                lost_there(self.arena, *loss, &pairs).ok_or_else(|| self.undefined(span))?;
            }
            return self.primed(id, order, arguments[0], span);
        }
        if let Some(id) = self.names.get(&*name).copied() {
            // y(z) after y = sigma(z): the name with its variable spelt out.
            self.require_variable(&name, id, arguments[0], span)?;
            return self.primed(id, order, arguments[0], span);
        }
        let symbol = self.arena.intern(&name);
        let orders: Vec<u32> = arguments.iter().enumerate().map(|(at, _)| if at == 0 { order } else { 0 }).collect();
        let function = self.arena.unknown_function(symbol, &orders);
        Ok(self.arena.apply(function, arguments))
    }

    /// Refuses `y(u)` of a name whose value does not depend on u.
    fn require_variable(&self, name: &str, value: Id, argument: Id, span: Span) -> Result<(), Error> {
        if self.arena.contains(value, argument) {
            return Ok(());
        }
        let argument = span.start as usize + self.text[span.range()].find('(').map_or(0, |open| open + 1)..span.end as usize;
        let found = self.text[argument].trim_end_matches(')').trim();
        let hint = Some(format!("`{name}` has a value without {found}; for the product write {name}*({found})"));
        Err(Error::Syntax { span: span.range(), found: format!("`{found}`"), expected: format!("a variable of `{name}`"), hint })
    }

    /// Whether the text gives a name a value, or makes it a function.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        self.functions.contains_key(name) || self.names.contains_key(name)
    }

    /// `D[1](f)(u, v)` of a name that the text defines: so often differentiated in each place, and the arguments put in afterwards.
    pub(super) fn partial_of_defined(&mut self, name: &str, orders: &[u32], arguments: &[Id], span: Span) -> Result<Id, Error> {
        let (orders, arguments) = match (orders, arguments) {
            ([SYMBOLIC_ORDER, _], [order, argument]) => {
                let number = self.arena.as_number(*order).and_then(Rational::to_i64).and_then(|order| u32::try_from(order).ok());
                let Some(order) = number.filter(|order| *order <= MOST_ORDER) else {
                    let hint = Some(format!("ask for it by itself: the derivative of {name} with --order n"));
                    let what =
                        format!("the derivative of `{name}`, which is defined, whose order is no number stands inside an expression");
                    return Err(Error::Unsupported { span: Some(span.range()), what, hint });
                };
                (vec![order], vec![*argument])
            }
            _ => (orders.to_vec(), arguments.to_vec()),
        };
        let Some(Function { parameters, body, losses, .. }) = self.functions.get(name).cloned() else {
            let mut id = self.names.get(name).copied().unwrap_or(Id::UNDEFINED);
            for argument in &arguments {
                self.require_variable(name, id, *argument, span)?;
            }
            for (argument, order) in arguments.into_iter().zip(orders) {
                id = self.primed(id, order, argument, span)?;
            }
            return Ok(id);
        };
        if parameters.len() != arguments.len() {
            return Err(wrong_number(name, parameters.len(), arguments.len(), span));
        }
        let pairs: Vec<(Id, Id)> = parameters.iter().copied().zip(arguments.iter().copied()).collect();
        // None of them is renamed here.
        components(self.arena, body, &pairs, &|_| true).map_err(|component| untold(&component, name, span))?;
        let derivative = parameters
            .iter()
            .zip(&orders)
            .fold(body, |body, (parameter, order)| (0..*order).fold(body, |body, _| self.arena.derivative(body, *parameter)));
        let pairs: Vec<(Id, Id)> = parameters.into_iter().zip(arguments).collect();
        for loss in losses {
            lost_there(self.arena, loss, &pairs).ok_or_else(|| self.undefined(span))?;
        }
        Ok(self.evaluated(derivative, pairs))
    }

    /// The derivative that primes ask for, in the variable that is the argument.
    pub(super) fn primed(&mut self, mut id: Id, order: u32, argument: Id, span: Span) -> Result<Id, Error> {
        if order > 0 && self.arena.as_symbol(argument).is_none() {
            let hint = Some("write d/dt(f(t)) with a variable, and put the value in with --at".into());
            let what = "the derivative of a defined function is taken at a variable only".into();
            return Err(Error::Unsupported { span: Some(span.range()), what, hint });
        }
        for _ in 0..order {
            id = self.arena.derivative(id, argument);
        }
        Ok(id)
    }

    /// The derivative of a function of the table at an argument: `sigma'(w*x + b)`.
    pub(super) fn primed_call(&mut self, function: FunctionId, order: u32, argument: Id, span: Span) -> Result<Id, Error> {
        let value = self.call(function, &[argument]);
        if value == Id::UNDEFINED || order == 0 {
            return Ok(value);
        }
        let known = template::derivative(self.arena, function, 0, &[argument], value, &mut self.buffer);
        if order == 1
            && let Some(derivative) = known
        {
            return Ok(derivative);
        }
        if self.arena.as_symbol(argument).is_some() {
            return self.primed(value, order, argument, span);
        }
        let symbol = self.arena.symbol("@");
        let mut body = self.call(function, &[symbol]);
        for _ in 0..order {
            body = self.arena.derivative(body, symbol);
        }
        Ok(self.evaluated(body, vec![(symbol, argument)]))
    }

    /// The value of a body at a point; where derivatives are to be taken first, a symbol stands for it.
    pub(super) fn evaluated(&mut self, body: Id, point: Vec<(Id, Id)>) -> Id {
        let is_plain = |id: &Id| !matches!(self.arena.node(*id), Node::Derivative(..));
        if self.evaluations.is_empty() && self.arena.reachable(body).iter().all(is_plain) {
            return self.arena.substitute_all(body, &point);
        }
        let symbol = self.placeholder();
        self.evaluations.push(Evaluation { symbol, body, point });
        symbol
    }

    /// A symbol that no text can name.
    pub(super) fn placeholder(&mut self) -> Id {
        let count = self.evaluations.len();
        self.arena.symbol(&format!("{count}@"))
    }

    /// Whether arguments may take the place of parameters before the derivatives in the body are taken: the variable of
    /// each must stay a variable, and what it is a derivative of must not come to depend on it in new ways.
    pub(super) fn may_replace(&self, body: Id, pairs: &[(Id, Id)]) -> bool {
        if !self.arena.has_derivatives() {
            return true;
        }
        self.arena.reachable(body).into_iter().all(|id| {
            let Node::Derivative(inner, variable) = self.arena.node(id) else { return true };
            let occurs = |symbol: Id| self.arena.contains(inner, symbol);
            let new = pairs.iter().find(|(from, _)| *from == variable).map_or(variable, |(_, to)| *to);
            let is_parameter = pairs.iter().any(|(from, _)| *from == new);
            self.arena.as_symbol(new).is_some()
                && (new == variable || is_parameter || !occurs(new))
                && pairs.iter().all(|(from, to)| *from == variable || !occurs(*from) || !self.arena.contains(*to, new))
        })
    }
}

/// The names that a text defines.
fn defined_names(tree: &Tree, words: &str) -> Vec<String> {
    parts(tree, words).into_iter().filter_map(|part| part.name).collect()
}

fn untold(component: &str, name: &str, span: Span) -> Error {
    let hint = Some("an index is a letter, a number, or a letter and a number, and no index of a sum in the definition".into());
    let what = format!("what `{component}` in the definition of `{name}` becomes for this argument is not said");
    Error::Unsupported { span: Some(span.range()), what, hint }
}

/// What becomes of components with parameters as their indices: `z_i` of `p(i)` is `z_k` in `p(k)`. The name of a component of
/// which that cannot be told is the error: of a function, of one that is `defined` itself.
fn components(arena: &Arena, body: Id, pairs: &[(Id, Id)], defined: &dyn Fn(&str) -> bool) -> Result<Vec<(String, String)>, String> {
    let letters: Vec<(&str, Id)> = pairs
        .iter()
        .filter(|(parameter, argument)| parameter != argument)
        .filter_map(|(parameter, argument)| Some((arena.name(arena.as_symbol(*parameter)?), *argument)))
        .filter(|(letter, _)| is_index(letter))
        .collect();
    if letters.is_empty() {
        return Ok(Vec::new());
    }
    let runs = |name: &&str| letters.iter().any(|(letter, _)| runs_with(name, letter));
    let called = arena.reachable(body).into_iter().find_map(|id| match arena.node(id) {
        Node::Apply(unknown, _) => Some(arena.name(arena.unknown(unknown).0)).filter(runs),
        _ => None,
    });
    if let Some(name) = called {
        return Err(name.to_string());
    }
    let mut found = Vec::new();
    for name in arena.free_symbols(body).into_iter().map(|symbol| arena.name(symbol)).filter(runs) {
        let index_of = |(letter, argument): &(&str, Id)| {
            let index = index(arena, *argument).filter(|index| !binds(arena, body, &[letter, &index.base]))?;
            Some((letter.to_string(), index))
        };
        let indices: Option<Vec<(String, Index)>> = letters.iter().filter(|(letter, _)| runs_with(name, letter)).map(index_of).collect();
        let renamed = indices.and_then(|indices| {
            let indices: Vec<(&str, &Index)> = indices.iter().map(|(letter, index)| (letter.as_str(), index)).collect();
            with_new_indices(name, &indices).flatten()
        });
        match renamed.filter(|renamed| !defined(name) && !defined(renamed)) {
            Some(renamed) => found.push((name.to_string(), renamed)),
            None => return Err(name.to_string()),
        }
    }
    Ok(found)
}

/// An expression as an index: a letter, a number, a letter and a number.
fn index(arena: &Arena, id: Id) -> Option<Index> {
    let letter = |id: Id| arena.as_symbol(id).map(|symbol| arena.name(symbol).to_string());
    match arena.node(id) {
        Node::Number(number) => Some(Index { base: number.to_i64().filter(|number| *number >= 0)?.to_string(), shift: 0 }),
        Node::Sum([number, term]) if number.id == Id::ONE && term.number.is_one() => {
            Some(Index { base: letter(term.id)?, shift: number.number.to_i64()? })
        }
        _ => Some(Index { base: letter(id)?, shift: 0 }),
    }
}

/// Whether a sum, product or integral binds one of the names.
fn binds(arena: &Arena, body: Id, names: &[&str]) -> bool {
    arena.reachable(body).into_iter().any(|id| match arena.node(id) {
        Node::Bound(_, &[variable, ..]) => arena.as_symbol(variable).is_some_and(|symbol| names.contains(&arena.name(symbol))),
        _ => false,
    })
}

fn wrong_number(name: &str, wanted: usize, given: usize, span: Span) -> Error {
    let found = format!("{given} argument{}", if given == 1 { "" } else { "s" });
    let expected = if wanted == 1 { format!("one argument of `{name}`") } else { format!("{wanted} arguments of `{name}`") };
    Error::Syntax { span: span.range(), found, expected, hint: None }
}
