//! The value of a formula in which derivatives are still to be taken, found numerically.

use super::{numeric_value_slope, unknown_value};
use chainrule::evaluate::evaluate_with;
use chainrule::expression::{Arena, Id, Node, Symbol};
use chainrule::syntax::{Reader, Source};

/// A formula such as `d/dx(x^2)*sin(x) + x^2*d/dx(sin(x))`.
pub struct Formula {
    arena: Arena,
    /// With a symbol in place of each derivative.
    root: Id,
    derivatives: Vec<(Symbol, Id, String)>,
}

impl Formula {
    pub fn new(text: &str, variables: &[&str]) -> Option<Formula> {
        let mut arena = Arena::new();
        let target = Reader::default().read(&mut arena, &Source { text, variables, ..Source::default() }).ok()?.target;
        let mut derivatives = Vec::new();
        let mut new = vec![Id::UNDEFINED; target.index() + 1];
        for id in arena.reachable(target) {
            new[id.index()] = match arena.node(id) {
                Node::Derivative(body, variable) => {
                    let name = arena.name(arena.as_symbol(variable)?).to_string();
                    let symbol = arena.intern(&format!("{}@", derivatives.len()));
                    derivatives.push((symbol, new[body.index()], name));
                    arena.symbol_node(symbol)
                }
                _ => arena.rebuild(id, |child| new[child.index()]),
            };
        }
        let root = new[target.index()];
        Some(Formula { arena, root, derivatives })
    }

    pub fn symbols(&self) -> Vec<String> {
        let roots = self.derivatives.iter().map(|(_, body, _)| *body).chain([self.root]);
        let names = roots.flat_map(|root| self.arena.free_symbols(root)).map(|symbol| self.arena.name(symbol).to_string());
        names.filter(|name| !name.contains('@')).collect()
    }

    /// Whether no value on the way leaves the range in which a double is near a number.
    pub fn is_within_range(&mut self, point: &[(String, f64)]) -> bool {
        let known: Vec<(Symbol, f64)> = point.iter().map(|(name, value)| (self.arena.intern(name), *value)).collect();
        let with_derivatives = self.arena.reachable(self.root).into_iter().filter(|id| {
            let has_derivative = |(symbol, ..): &(Symbol, Id, String)| self.arena.free_symbols(*id).contains(symbol);
            !self.derivatives.iter().any(has_derivative)
        });
        let bodies = self.derivatives.iter().flat_map(|(_, body, _)| self.arena.reachable(*body));
        let parts: Vec<Id> = with_derivatives.chain(bodies).collect();
        parts.into_iter().all(|part| {
            let value = evaluate_with(&self.arena, part, &known, &mut unknown_value);
            let is_plain = !matches!(self.arena.node(part), Node::Call(..) | Node::Power(..) | Node::Product(_));
            // Functions reach 0 and 1 for doubles where they come near them.
            if is_plain { value.abs() < 1e150 } else { value.abs() != 1.0 && (1e-150..1e150).contains(&value.abs()) }
        })
    }

    /// The value and an estimate of its error; nothing where there is none.
    pub fn value(&mut self, point: &[(String, f64)]) -> Option<(f64, f64)> {
        let mut known: Vec<(Symbol, f64)> = point.iter().map(|(name, value)| (self.arena.intern(name), *value)).collect();
        let mut errors = Vec::new();
        for (symbol, body, variable) in self.derivatives.clone() {
            let variable = self.arena.intern(&variable);
            let at = |shift: f64| {
                let moved: Vec<(Symbol, f64)> =
                    known.iter().map(|(name, value)| (*name, if *name == variable { value + shift } else { *value })).collect();
                evaluate_with(&self.arena, body, &moved, &mut unknown_value)
            };
            let (slope, error) = numeric_value_slope(at)?;
            known.push((symbol, slope));
            errors.push((known.len() - 1, error));
        }
        let value = evaluate_with(&self.arena, self.root, &known, &mut unknown_value);
        let mut total = 0.0;
        for (at, error) in errors {
            let before = known[at].1;
            known[at].1 = before + error;
            total += (evaluate_with(&self.arena, self.root, &known, &mut unknown_value) - value).abs();
            known[at].1 = before;
        }
        value.is_finite().then_some((value, total))
    }
}
