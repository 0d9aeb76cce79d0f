//! Functions that are given by what they map to what: `g\colon\mathbb{R}\to\mathbb{R},\ t\mapsto t^2` says g(t) = t^2.

use super::{Member, Statement};
use crate::document::formula::environment::without_arrangement;
use crate::document::formula::split::{Chain, Relation};
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// A function that a chain of a formula gives.
#[derive(Debug, PartialEq, Eq)]
pub struct Map {
    /// The chain, by its number.
    pub chain: usize,
    /// The member behind the arrow.
    pub value: usize,
    /// The function with its variable, in LaTeX.
    pub head: String,
}

/// Commands that draw the arrow from a variable to its value.
const ARROWS: [&str; 2] = ["\\mapsto", "\\longmapsto"];

/// The functions that the chains of a formula give; one is called as the last name before a colon says.
pub fn found(formula: &str, chains: &[Chain]) -> Vec<Map> {
    let mut maps = Vec::new();
    if !ARROWS.iter().any(|arrow| formula.contains(arrow)) {
        return maps;
    }
    let mut named: Option<String> = None;
    for (number, chain) in chains.iter().enumerate() {
        for (at, place) in chain.members.iter().enumerate() {
            let written = without_arrangement(&formula[place.clone()]);
            let (name, rest) = colon(&written);
            // A colon behind an arrow, f: A \to B: x \mapsto ..., follows a set.
            if let Some(name) = name.filter(|_| at == 0) {
                named = Some(name);
            }
            let Some(next) = chain.members.get(at + 1).filter(|next| place.end <= next.start) else { continue };
            let is_arrow = ARROWS.iter().any(|arrow| formula[place.end..next.start].contains(arrow));
            // What comes behind the last comma or semicolon: g: R \to R; x \mapsto ...
            let variable = rest.rsplit([',', ';', ':']).next().unwrap_or("").trim().trim_start_matches("\\colon").trim();
            let is_plain = is_arrow && canonical_name(variable).is_some();
            if let Some(name) = named.take_if(|_| is_plain) {
                maps.push(Map { chain: number, value: at + 1, head: format!("{name}({variable})") });
            }
        }
    }
    maps
}

/// The name before the first colon of a member, and what stands behind the colon; all of the member where there is none.
fn colon(text: &str) -> (Option<String>, &str) {
    let found = ["\\colon", ":"].iter().filter_map(|colon| text.split_once(colon)).min_by_key(|(before, _)| before.len());
    match found {
        Some((name, rest)) if canonical_name(name.trim()).is_some() => (Some(name.trim().to_string()), rest),
        _ => (None, text),
    }
}

impl Statement {
    /// Makes it the definition that a map is.
    pub fn define(&mut self, map: Map) {
        let Some(value) = self.members.get(map.value).cloned() else { return };
        let place = self.members[map.value - 1].place.clone();
        let mentions = mentions(&map.head).map_err(|error| error.to_string());
        self.members = vec![Member { place, text: map.head, mentions }, value];
        self.relations = vec![Relation::Defines];
        self.signs = vec![None];
    }
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::document::formula::split::chains;

    #[test]
    fn maps_are_found_by_their_arrows() {
        let heads = |text: &str| found(text, &chains(text)).into_iter().map(|map| map.head).collect::<Vec<_>>();
        assert_eq!(heads(r"g\colon \mathbb{R} \to \mathbb{R}, t \mapsto \sin(t)"), ["g(t)"]);
        assert_eq!(heads(r"\begin{aligned} f\colon A & \to B \\ x & \mapsto x^2 \end{aligned}"), ["f(x)"]);
        assert_eq!([heads(r"f: x \mapsto x^2"), heads(r"f_1:\mathbb R\to\mathbb R\colon x\mapsto x^2")], [["f(x)"], ["f_1(x)"]]);
        assert_eq!([heads(r"x \mapsto x^2"), heads(r"f: A \to B"), heads(r"f: (x, y) \mapsto x")], [const { Vec::<String>::new() }; 3]);
    }
}
