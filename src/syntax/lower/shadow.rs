//! Sums over an index inside a sum over the same one, as definitions bring them together: `(x_i - m)^2` below a sum over i, with
//! `m = sum(i, 1, n, x_i)/n`. The outer sum gets another letter, so that every letter means one thing.

use super::Lowering;
use crate::expression::{Arena, Binder, Id, Node};
use crate::letters::{Index, runs_with, with_new_indices};
use crate::syntax::names::spelling;
use crate::syntax::tree::Kind;
use std::borrow::Cow;

/// The letters that an index gets, the first that nothing else in the text has.
const INDICES: [&str; 9] = ["j", "k", "l", "m", "i", "p", "q", "r", "s"];

impl Lowering<'_> {
    /// The parts of a sum or product over an index, with another index where one inside has the same letter; as they are where no
    /// letter is left or it cannot be told which components the outer one runs through.
    pub(super) fn unshadowed(&mut self, binder: Binder, parts: Vec<Id>) -> Vec<Id> {
        let (index, body) = (parts[0], parts[parts.len() - 1]);
        if binder == Binder::Integral || !self.arena.has_binders() {
            return parts;
        }
        let inner = outermost_over(self.arena, body, index);
        if inner.is_empty() || !self.runs_with_some(&parts, index) {
            return parts;
        }
        self.renamed(&parts, &inner).unwrap_or(parts)
    }

    /// Whether components run with the index: without them no letter below a name means two things.
    fn runs_with_some(&self, parts: &[Id], index: Id) -> bool {
        let Some(index) = self.arena.as_symbol(index) else { return false };
        let names = self.arena.reachable_from(parts).into_iter().filter_map(|id| self.arena.as_symbol(id));
        names.map(|symbol| self.arena.name(symbol)).any(|name| runs_with(name, self.arena.name(index)))
    }

    fn renamed(&mut self, parts: &[Id], inner: &[Id]) -> Option<Vec<Id>> {
        let old = self.arena.name(self.arena.as_symbol(parts[0])?).to_string();
        let new = Index { base: self.free_letter(parts)?.to_string(), shift: 0 };
        let losses = self.arena.take_losses();
        let renamed = self.with_index(parts, inner, (&old, &new));
        self.arena.restore_losses(losses);
        renamed
    }

    /// The parts with another index. What the inner sums run through is theirs, and the ends lie outside of the index.
    fn with_index(&mut self, parts: &[Id], inner: &[Id], (old, new): (&str, &Index)) -> Option<Vec<Id>> {
        let letter = self.arena.symbol(&new.base);
        let hidden: Vec<(Id, Id)> = inner.iter().enumerate().map(|(at, id)| (*id, self.arena.symbol(&format!("#inner{at}")))).collect();
        let shown: Vec<(Id, Id)> = hidden.iter().map(|(id, symbol)| (*symbol, *id)).collect();
        let ends = if let [_, _, _, _] = parts { 1..3 } else { 0..0 };
        let mut result = Vec::with_capacity(parts.len());
        for (at, &part) in parts.iter().enumerate() {
            if ends.contains(&at) {
                result.push(part);
                continue;
            }
            let part = self.arena.substitute_all(part, &hidden);
            let mut pairs = vec![(parts[0], letter)];
            for symbol in self.arena.free_symbols(part) {
                let name = self.arena.name(symbol).to_string();
                if runs_with(&name, old) {
                    let renamed = with_new_indices(&name, &[(old, new)]).flatten()?;
                    pairs.push((self.arena.symbol_node(symbol), self.arena.symbol(&renamed)));
                }
            }
            let part = self.arena.substitute_all(part, &pairs);
            result.push(self.arena.substitute_all(part, &shown));
        }
        Some(result)
    }

    /// A letter that stands neither in the text, alone or below a name, nor among the variables, nor in what names stand for.
    fn free_letter(&mut self, parts: &[Id]) -> Option<&'static str> {
        if self.free_letters.is_none() {
            self.free_letters = Some(self.letters_left_free());
        }
        let meant = self.arena.reachable_from(parts).into_iter().filter_map(|id| self.arena.as_symbol(id));
        let meant: Vec<&str> = meant.map(|symbol| self.arena.name(symbol)).collect();
        self.free_letters.iter().flatten().find(|letter| !meant.iter().any(|name| has_letter(name, letter))).copied()
    }

    /// The letters that the whole text and the variables leave free.
    fn letters_left_free(&self) -> Vec<&'static str> {
        let written = self.tree.nodes().iter().filter_map(|node| match node.kind {
            Kind::Name(name) => Some(spelling(&self.words[name.range()])),
            _ => None,
        });
        let names: Vec<Cow<'_, str>> = written.chain(self.kept.iter().map(|name| spelling(name))).collect();
        INDICES.into_iter().filter(|letter| !names.iter().any(|name| has_letter(name, letter))).collect()
    }
}

fn has_letter(name: &str, letter: &str) -> bool {
    name == letter || runs_with(name, letter)
}

/// The sums and products over an index in an expression that stand in no other of them.
fn outermost_over(arena: &Arena, root: Id, index: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut seen = rustc_hash::FxHashSet::from_iter([root]);
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if let Node::Bound(Binder::Sum | Binder::Product, &[variable, ..]) = arena.node(id)
            && variable == index
        {
            found.push(id);
            continue;
        }
        arena.for_each_child(id, |child| {
            if seen.insert(child) {
                waiting.push(child);
            }
        });
    }
    found
}
