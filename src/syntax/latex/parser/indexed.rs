//! Partial derivatives that an index tells: `f_x`, `f_{xy}(0, 0)`, `u_t + u u_x`.

use super::Parser;
use crate::letters::is_function_letter;
use crate::syntax::latex::words::Kind as Word;
use crate::syntax::note;
use crate::syntax::tree::{NodeId, Span};

impl Parser<'_> {
    /// `C_n^k`: how many ways there are to choose k of n, as it is written in China, France and Russia.
    pub fn combination(&mut self, name: u32) -> Option<NodeId> {
        let (info, span) = (self.info(name), self.span());
        let (open, n) = (self.at + 2, self.spelt(info.subscript).to_string());
        let Word::Name(above) = self.kind_at(open + 1) else { return None };
        let k = self.spelt(self.info(above).spelt).to_string();
        let is_raised = self.kind_at(self.at + 1) == Word::Power && self.mate(open) == open + 2;
        let counts = matches!(&*n, "n" | "m" | "N") && matches!(&*k, "k" | "r" | "m" | "i" | "j") && n != k;
        let is_plain = self.spelt(info.base) == "C" && info.primes + info.dots == 0 && info.label.range().is_empty();
        let spelt = self.spelt(info.spelt);
        if !is_raised || !counts || !is_plain || self.declared.contains(spelt) || self.scan.defined.contains(spelt) {
            return None;
        }
        note::add(&mut self.sentence.notes, span, || {
            format!("read C_{n}^{k} as the number of ways to choose {k} of {n}; it is drawn \\binom{{{n}}}{{{k}}}")
        });
        let whole = span.to(self.span_at(open + 2));
        let [n, k] = [n, k].map(|name| self.spell_node(&name, whole));
        self.at = open + 3;
        Some(self.binomial(n, k, whole))
    }

    /// `f_{xy}(0, 0)`, `u_t(x_0, t_0)`: the arguments are those of the variables that stand in them with a mark, or x, y, z.
    pub fn usual_orders(&mut self, base: Span, subscript: Span, given: &[String], span: Span) -> Option<Vec<u32>> {
        let (letter, listing) = (self.spelt(base).to_string(), self.spelt(subscript).to_string());
        let is_function = is_function_letter(&letter) || matches!(&*letter, "u" | "w" | "z" | "phi" | "psi");
        let lists = !listing.is_empty() && listing.chars().all(|variable| matches!(variable, 't' | 'x' | 'y' | 'z'));
        if !is_function || !lists || !(2..=4).contains(&given.len()) {
            return None;
        }
        let wanted: Vec<String> = listing.chars().map(String::from).collect();
        let marked = self.without_marks(given, &wanted);
        let usual: Vec<String> = ["x", "y", "z"].iter().take(given.len()).map(|name| name.to_string()).collect();
        let names = [marked, usual].into_iter().find(|names| listed(&listing, names).is_some())?;
        let message = format!("read the index of {letter} as a partial derivative, and its arguments as {}", names.join(", "));
        note::add(&mut self.sentence.notes, span, || message);
        listed(&listing, &names)
    }

    /// `f_x` alone, where f is known as a function of x.
    pub fn bare_subscripted(&mut self, name: u32) -> Option<NodeId> {
        let (info, span) = (self.info(name), self.span());
        let spelt = self.spelt(info.spelt);
        let is_partial = info.primes == 0 || crate::syntax::latex::sentence::scan::primed_partial(&self.sentence, name).is_some();
        if !is_partial || info.subscript.range().is_empty() || self.scan.defined.contains(spelt) || self.declared.contains(spelt) {
            return None;
        }
        if self.scan.called.is_empty() && self.scan.subscripted.is_empty() {
            return None;
        }
        let base = self.spelt(info.base).to_string();
        let (signature, is_called) = match (self.scan.called.get(&base), self.scan.subscripted.get(&base)) {
            (Some(called), _) if info.primes == 0 || called.len() > 1 => (called.clone(), true),
            (_, Some(letters)) if crate::syntax::latex::sentence::scan::subscripted_partial(&self.sentence, name).is_some() => {
                (letters.clone(), false)
            }
            (_, Some(letters)) if crate::syntax::latex::sentence::scan::primed_partial(&self.sentence, name).is_some() => {
                (letters.clone(), false)
            }
            _ => return None,
        };
        if is_called && signature.len() < 2 {
            return None;
        }
        let orders = listed(self.spelt(info.subscript), &signature)?;
        if !is_called && self.told.insert(base.clone()) {
            let message =
                format!("read the index of {base} as partial derivatives of an unknown function {base}({})", signature.join(", "));
            note::add(&mut self.sentence.notes, span, || message);
        }
        let arguments: Vec<(NodeId, bool)> = signature.iter().map(|name| (self.spell_node(name, span), false)).collect();
        self.at += 1;
        Some(self.partial(info.base, &orders, &arguments, span))
    }
}

/// How often each of some names is listed in a subscript such as `xxy`; nothing where something else is in it.
pub fn listed(subscript: &str, names: &[String]) -> Option<Vec<u32>> {
    let mut orders = vec![0u32; names.len()];
    let mut left = subscript;
    while !left.is_empty() {
        let longest = names.iter().enumerate().filter(|(_, name)| !name.is_empty() && left.starts_with(name.as_str()));
        let (at, name) = longest.max_by_key(|(_, name)| name.len())?;
        orders[at] += 1;
        left = left[name.len()..].trim_start_matches('_');
    }
    Some(orders)
}
