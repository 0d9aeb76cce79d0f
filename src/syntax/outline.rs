//! The statements of a text in the order in which they can be computed, for readers that need no arena.

use super::lower;
use super::names::spelling;
use super::tree::{NodeId, Statement, Written};
use crate::error::Error;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::ops::Range;

/// A statement that has a value.
#[derive(Debug, Clone)]
pub struct Step {
    /// The nodes of the tree it is made of.
    pub nodes: Range<usize>,
    /// The node that is its value.
    pub value: NodeId,
    /// The name it defines.
    pub name: Option<String>,
}

/// The steps of a text, everything defined before it is used and what is asked for at the end. Nothing where the text says
/// more than values: equations, conditions, functions of its own.
///
/// # Errors
/// As reading the text does: a circle of definitions, two questions.
pub(super) fn outline(written: &Written<'_>, kept: &[&str]) -> Result<Option<Vec<Step>>, Error> {
    let Written { tree, words, .. } = *written;
    let is_value = |statement: &Statement| matches!(statement, Statement::Expression(_) | Statement::Definition { .. });
    if !tree.statements.iter().all(is_value) {
        return Ok(None);
    }
    let parts = lower::parts(tree, words);
    let uses = lower::uses(tree, words, &parts)?;
    let order = lower::order(&parts, &uses)?;
    let target = lower::target(&parts, &uses)?;
    let kept: FxHashSet<Cow<'_, str>> = kept.iter().map(|name| spelling(name)).collect();
    let is_kept = |name: &str| kept.contains(name);
    if parts[target].name.as_deref().is_some_and(is_kept) {
        return Ok(None);
    }
    let steps = order.into_iter().filter(|at| *at != target).chain([target]);
    let steps = steps.filter_map(|at| {
        let part = &parts[at];
        let (Statement::Expression(value) | Statement::Definition { value, .. }) = *part.statement else { return None };
        (!part.name.as_deref().is_some_and(is_kept)).then(|| Step { nodes: part.nodes.clone(), value, name: part.name.clone() })
    });
    Ok(Some(steps.collect()))
}
