//! Letters that their primes tell to be functions: the variable that is meant, and what does not go together with it.

use super::Parser;
use crate::syntax::latex::words::MOST_ORDER;
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId};

impl Parser<'_> {
    /// A letter that its primes, here or elsewhere, tell to be a function: `y'' + y`, `y^{(4)} - y''`.
    pub fn primed_function(&mut self, name: u32) -> Option<NodeId> {
        if self.primed_functions.is_empty() {
            return None;
        }
        let (info, span) = (self.info(name), self.span());
        let is_labelled = !info.label.range().is_empty();
        let letter = if is_labelled { info.base } else { info.spelt };
        let spelt = self.spelt(letter).to_string();
        let variable = self.primed_functions.get(&spelt)?.clone();
        let order: Option<u32> = if is_labelled { self.spelt(info.label).parse().ok() } else { Some(info.primes) };
        let is_odd = order.map_or(!self.is_order(info.label), |order| order > MOST_ORDER) || (is_labelled && info.primes > 0);
        if is_odd {
            return None;
        }
        if self.told.insert(format!("{spelt}'")) {
            note::add(&mut self.sentence.notes, span, || {
                format!("read {spelt} as a function of {variable} for its primes: write {spelt}({variable}) and {spelt}'({variable})")
            });
        }
        self.at += 1;
        let argument = self.spell_node(&variable, span);
        let Some(order) = order else { return Some(self.ordered(letter, info.label, argument, span)) };
        let children = self.tree.push_children(&[(argument, false)]);
        Some(self.tree.push(Kind::Apply(letter, order, children), span))
    }

    /// `\frac{d^2y}{dx^2} + y`, `\ddot\theta + \sin\theta`: where the question is about the variable of a derivative, what has that
    /// derivative is a function everywhere.
    pub fn moving_name(&mut self, name: u32) -> Option<NodeId> {
        let (info, span) = (self.info(name), self.span());
        // Whether anything here has a derivative at all.
        let is_still = self.scan.dotted.is_empty() && self.scan.differentiated.is_empty() && self.scan.subscripted.is_empty();
        if is_still || self.declared.is_empty() || info.primes + info.dots > 0 {
            return None;
        }
        let spelt = self.spelt(info.spelt).to_string();
        let is_value = self.scan.defined.contains(&spelt) || self.scan.functions.contains(&spelt) || self.declared.contains(&spelt);
        if is_value || self.scan.variables.contains(&spelt) {
            return None;
        }
        // r^2\dot\theta: beside a letter with a dot other places change with time as well.
        let is_place = !self.scan.dotted.is_empty() && matches!(&*spelt, "r" | "x" | "y" | "z" | "q" | "theta" | "varphi");
        let by_time = self.declared.contains("t") && (self.scan.dotted.contains(&spelt) || is_place);
        let by = self.declared.iter().find(|by| self.scan.differentiated.contains(&(spelt.clone(), (*by).clone()))).cloned();
        let listed = self.scan.subscripted.get(&spelt).filter(|listed| listed.iter().any(|letter| self.declared.contains(letter))).cloned();
        let by = by.or_else(|| by_time.then(|| "t".to_string())).or_else(|| Some(listed.as_ref()?.join(", ")))?;
        let known = self.scan.partial_variables(&spelt, self.at).map(<[String]>::to_vec);
        let variables = known.or(listed).unwrap_or_else(|| vec![by.clone()]);
        let has_derivative = !is_place || self.scan.dotted.contains(&spelt);
        if self.told.insert(format!("{spelt}({by})")) {
            note::add(&mut self.sentence.notes, span, || {
                let reason = if has_derivative { "it has a derivative" } else { "what stands beside it has one" };
                format!("read {spelt} as a function of {} here as well, for {reason}", variables.join(", "))
            });
        }
        let arguments: Vec<(NodeId, bool)> = variables.iter().map(|variable| (self.spell_node(variable, span), false)).collect();
        let children = self.tree.push_children(&arguments);
        self.at += 1;
        Some(self.tree.push(Kind::Apply(info.spelt, 0, children), span))
    }
}
