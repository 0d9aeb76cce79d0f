//! What a derivative costs beside the value: the work the value has done already is not done again.

use super::named::{Chain, System};
use super::write::Pen;
use crate::error::Error;
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;
use crate::program::instruction::{Code, Instruction};
use crate::program::shared_code;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Beyond so many definitions nobody counts.
const MOST_DEFINITIONS: usize = 500;

/// A longer list of what is used again says nothing.
const MOST_REUSED: usize = 16;

/// Operations of arithmetic, and calls of functions by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Work {
    operations: usize,
    calls: BTreeMap<&'static str, usize>,
}

/// The work of a value, that of its derivative beside it and alone, and what of the value is used again.
#[derive(Debug, Clone)]
pub(crate) struct Reuse {
    forward: Work,
    more: Work,
    alone: Work,
    reused: Vec<Id>,
}

impl Reuse {
    /// For a chain of names: each name is computed once. Nothing where nothing is spared.
    pub(super) fn of_names(arena: &Arena, system: &System<'_>, chain: &Chain) -> Option<Reuse> {
        if system.definitions.len() > MOST_DEFINITIONS {
            return None;
        }
        let definitions: Vec<(Id, Id)> = system.definitions.iter().map(|definition| (definition.name, definition.value)).collect();
        Reuse::counted(arena, &definitions, &[system.target], &[chain.answer], chain.reused.clone())
    }

    /// For expressions and their derivatives.
    pub(super) fn of_expressions(arena: &mut Arena, values: &[Id], derivatives: &[Id]) -> Option<Reuse> {
        let reused = common_work(arena, values, derivatives);
        Reuse::counted(arena, &[], values, derivatives, reused)
    }

    fn counted(arena: &Arena, definitions: &[(Id, Id)], values: &[Id], derivatives: &[Id], reused: Vec<Id>) -> Option<Reuse> {
        if reused.is_empty() {
            return None;
        }
        let work = |roots: &[Id]| shared_code(arena, definitions, roots).ok().map(|code| Work::of(&code));
        let (forward, alone, both) = (work(values)?, work(derivatives)?, work(&[values, derivatives].concat())?);
        Some(Reuse { more: both.without(&forward), forward, alone, reused })
    }

    /// `y is reused: forward 1 exp + 4 operations; derivative 3 more, no exp`.
    pub(super) fn written(&self, pen: Pen<'_>) -> Result<String, Error> {
        let mut out = String::new();
        let mut reused = Vec::with_capacity(self.reused.len());
        for id in &self.reused {
            let mut written = String::new();
            pen.expression(&mut written, *id)?;
            reused.push(written);
        }
        reused.sort();
        let last = reused.pop().unwrap_or_default();
        if !reused.is_empty() {
            out.push_str(&reused.join(", "));
            out.push_str(" and ");
        }
        out.push_str(&last);
        out.push_str(if self.reused.len() == 1 { " is reused: " } else { " are reused: " });
        let spared: Vec<&str> = self.forward.calls.keys().filter(|name| !self.more.calls.contains_key(*name)).copied().collect();
        let more = if self.more.calls.is_empty() { self.more.operations.to_string() } else { self.more.to_string() };
        let spared = if spared.is_empty() { String::new() } else { format!(", no {}", spared.join(" or ")) };
        out.push_str(&format!("forward {}; derivative {more} more{spared} (alone {})", self.forward, self.alone));
        Ok(out)
    }
}

impl Work {
    fn of(code: &Code) -> Work {
        let mut work = Work::default();
        for instruction in &code.instructions {
            match instruction {
                Instruction::Call(function, _) | Instruction::CallTwo(function, ..) => {
                    *work.calls.entry(function.row().name).or_default() += 1;
                }
                Instruction::Root(_) => *work.calls.entry("sqrt").or_default() += 1,
                Instruction::Power(..) => *work.calls.entry("power").or_default() += 1,
                other => work.operations += usize::from(other.is_operation()),
            }
        }
        work
    }

    /// What is left when other work is done already.
    fn without(&self, done: &Work) -> Work {
        let left = |(name, count): (&&'static str, &usize)| {
            let left = count.saturating_sub(done.calls.get(name).copied().unwrap_or(0));
            (left > 0).then_some((*name, left))
        };
        Work { operations: self.operations.saturating_sub(done.operations), calls: self.calls.iter().filter_map(left).collect() }
    }
}

impl std::fmt::Display for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts: Vec<String> = self.calls.iter().map(|(name, count)| format!("{count} {name}")).collect();
        if self.operations > 0 || parts.is_empty() {
            parts.push(format!("{} operation{}", self.operations, if self.operations == 1 { "" } else { "s" }));
        }
        f.write_str(&parts.join(" + "))
    }
}

/// Calls of functions and roots that stand both in values and in their derivatives.
fn common_work(arena: &mut Arena, values: &[Id], derivatives: &[Id]) -> Vec<Id> {
    let roots = |arena: &Arena, id: Id| -> Vec<(Id, Rational)> {
        let is_root = |factor: &&Term| !factor.number.is_integer();
        match arena.node(id) {
            Node::Product(factors) => factors.iter().filter(is_root).map(|factor| (factor.id, factor.number.abs())).collect(),
            _ => Vec::new(),
        }
    };
    let own = arena.reachable_from(values);
    let own_roots: FxHashSet<(Id, Rational)> = own.iter().flat_map(|id| roots(arena, *id)).collect();
    let mut common: Vec<Id> = Vec::new();
    for id in arena.reachable_from(derivatives) {
        let is_call = matches!(arena.node(id), Node::Call(_, [_, ..]) | Node::Power(..));
        if is_call && own.binary_search(&id).is_ok() {
            common.push(id);
        }
        for (base, exponent) in roots(arena, id) {
            if own_roots.contains(&(base, exponent.clone())) {
                common.push(arena.rational_power(base, exponent));
            }
        }
    }
    common.sort_unstable();
    common.dedup();
    if common.len() > MOST_REUSED {
        return Vec::new();
    }
    // What is part of something else that is used again goes without saying.
    let parts: Vec<Vec<Id>> = common.iter().map(|id| arena.reachable(*id)).collect();
    let is_part = |id: Id| common.iter().zip(&parts).any(|(other, parts)| *other != id && parts.binary_search(&id).is_ok());
    common.iter().copied().filter(|id| !is_part(*id)).collect()
}
