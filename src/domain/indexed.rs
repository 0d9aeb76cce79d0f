//! What is asked of the terms of sums and products over an index: of each of them, wherever the index stands.

use super::conditions::{outer_conditions, outside_cases, push_condition};
use super::jumps::{ZeroTest, jump_conditions};
use super::{Knowledge, normal_condition};
use crate::expression::{Arena, Binder, Id, Node, Relation};

/// What stands under a sum or product over an index.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The index.
    pub index: Id,
    /// The lower and the upper limit, or the range.
    pub limits: Vec<Id>,
    /// What is added or multiplied.
    pub body: Id,
    /// The scope it stands in itself.
    outer: Option<usize>,
}

/// The sums and products over an index in an expression, outer ones first. Inside case distinctions and integrals none is looked for.
pub fn scopes(arena: &Arena, root: Id) -> Vec<Scope> {
    let mut found = Vec::new();
    open_scopes(arena, root, None, &mut found);
    let mut at = 0;
    while at < found.len() {
        open_scopes(arena, found[at].body, Some(at), &mut found);
        at += 1;
    }
    found
}

/// Whether any sum or product over an index, or integral, occurs in some expressions.
pub fn has_scopes(arena: &Arena, roots: &[Id]) -> bool {
    arena.reachable_from(roots).into_iter().any(|id| matches!(arena.node(id), Node::Bound(..)))
}

/// Adds the sums and products over an index in an expression that stand in no other.
fn open_scopes(arena: &Arena, root: Id, outer: Option<usize>, scopes: &mut Vec<Scope>) {
    for id in outside_cases(arena, root) {
        if let Node::Bound(Binder::Sum | Binder::Product, &[index, ref limits @ .., body]) = arena.node(id) {
            scopes.push(Scope { index, limits: limits.to_vec(), body, outer });
        }
    }
}

/// Whether a condition of the body of scope number `at` depends on an index in it or around it.
pub(super) fn is_indexed(arena: &Arena, scopes: &[Scope], at: usize, condition: Id) -> bool {
    let mut scope = Some(at);
    while let Some(Scope { index, outer, .. }) = scope.map(|at| &scopes[at]) {
        if arena.may_vary_with(condition, *index) {
            return true;
        }
        scope = *outer;
    }
    false
}

/// What is known inside a scope: its indices lie within their limits.
fn knowledge_inside(arena: &mut Arena, knowledge: &Knowledge, scopes: &[Scope], at: usize) -> Knowledge {
    let mut inside = knowledge.without_intervals();
    let mut scope = Some(at);
    while let Some(Scope { index, limits, outer, .. }) = scope.map(|at| &scopes[at]) {
        match limits[..] {
            [lower, upper] => {
                for (left, right) in [(lower, *index), (*index, upper)] {
                    let condition = arena.relation(Relation::LessOrEqual, left, right);
                    inside.assume(arena, condition);
                }
            }
            [range] => {
                inside.assume(arena, range);
            }
            _ => {}
        }
        scope = *outer;
    }
    inside
}

/// The conditions under which each term of the sums and products over an index in `root` has a value, those that depend on the
/// index and do not hold for all of its values: `x_i > 0` of `sum(i, 1, n, ln(i*x_i))`.
pub fn conditions_over_indices(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Vec<Id> {
    let scopes = scopes(arena, root);
    let mut found = Vec::new();
    for at in 0..scopes.len() {
        let asked = outer_conditions(arena, knowledge, scopes[at].body);
        push_indexed(arena, knowledge, &scopes, at, asked, &mut found);
    }
    found
}

/// Adds those of the conditions of a body that depend on an index and do not hold within its limits.
fn push_indexed(arena: &mut Arena, knowledge: &Knowledge, scopes: &[Scope], at: usize, asked: Vec<Id>, found: &mut Vec<Id>) {
    let asked: Vec<Id> = asked.into_iter().filter(|condition| is_indexed(arena, scopes, at, *condition)).collect();
    if asked.is_empty() {
        return;
    }
    let mut inside = knowledge_inside(arena, knowledge, scopes, at);
    for condition in asked {
        let mut normal = Vec::new();
        push_condition(arena, &mut inside, condition, &mut normal);
        found.extend(normal.into_iter().filter(|condition| !found.contains(condition)).collect::<Vec<_>>());
    }
}

/// The conditions under which no term of the sums and products over an index in `root` jumps while `variable` moves: those that
/// concern all terms alike, and those that depend on the index.
pub fn jumps_of_terms(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    root: Id,
    variable: Id,
    is_zero: &mut ZeroTest<'_>,
) -> (Vec<Id>, Vec<Id>) {
    let scopes = scopes(arena, root);
    let (mut alike, mut indexed) = (Vec::new(), Vec::new());
    for at in 0..scopes.len() {
        let jumps = jump_conditions(arena, knowledge, scopes[at].body, variable, is_zero);
        let jumps: Vec<Id> = jumps.into_iter().map(|condition| normal_condition(arena, knowledge, condition)).collect();
        let (of_index, rest): (Vec<Id>, Vec<Id>) = jumps.into_iter().partition(|condition| is_indexed(arena, &scopes, at, *condition));
        alike.extend(rest);
        push_indexed(arena, knowledge, &scopes, at, of_index, &mut indexed);
    }
    (alike, indexed)
}

/// How many terms the sums and products over an index in `root` have, where a name says so and it `is_asked`: it is not
/// negative, or there is nothing to count.
pub fn conditions_of_counts(arena: &mut Arena, root: Id, is_asked: &dyn Fn(&Arena, Id) -> bool) -> Vec<Id> {
    let bound: Vec<Id> = arena.reachable(root).into_iter().filter(|id| matches!(arena.node(*id), Node::Bound(..))).collect();
    let mut found = Vec::new();
    for id in bound {
        if let Some(count) = arena.count_of_terms(id)
            && arena.as_number(count).is_none()
            && is_asked(arena, count)
        {
            found.push(arena.relation(Relation::LessOrEqual, Id::ZERO, count));
        }
    }
    found
}

/// Whether a name occurs in an expression elsewhere than in the limits of sums and products over an index.
pub fn stands_outside_limits(arena: &Arena, root: Id, name: Id) -> bool {
    let mut seen = rustc_hash::FxHashSet::from_iter([root]);
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if id == name {
            return true;
        }
        match arena.node(id) {
            Node::Bound(Binder::Sum | Binder::Product, &[.., body]) => {
                if seen.insert(body) {
                    waiting.push(body);
                }
            }
            _ => arena.for_each_child(id, |child| {
                if seen.insert(child) {
                    waiting.push(child);
                }
            }),
        }
    }
    false
}
