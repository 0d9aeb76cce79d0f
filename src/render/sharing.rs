//! Large answers with shared parts: each part is written once, under a name, `t1 = ...; t2 = ...; answer`.

use crate::expression::{Arena, Id, Node};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// An expression is written out in full up to so many symbols (some 64 KiB of text).
pub(super) const WRITTEN_OUT: usize = 20_000;

/// A shared part is named from this many symbols on.
const WORTH_A_NAME: u64 = 4;

/// The parts to be named, children before parents, with their names; nothing where the expression is written out in full.
pub(super) fn named_parts(arena: &Arena, root: Id) -> Vec<(Id, Box<str>)> {
    if !is_longer(arena, root, WRITTEN_OUT) {
        return Vec::new();
    }
    let order = arena.reachable(root);
    // What has few parts, each used once by each parent, cannot be long unless the parents are many.
    let mut length = vec![0u64; root.index() + 1];
    let mut uses = vec![0u32; root.index() + 1];
    let mut height = vec![0u32; root.index() + 1];
    for &id in &order {
        let (mut total, mut highest) = (1u64, 0);
        arena.for_each_child(id, |child| {
            total = total.saturating_add(length[child.index()]);
            highest = highest.max(height[child.index()] + 1);
            uses[child.index()] = uses[child.index()].saturating_add(1);
        });
        length[id.index()] = total;
        height[id.index()] = highest;
    }
    let prefix = free_prefix(arena, &order);
    let is_value = |id: Id| !matches!(arena.node(id), Node::Relation(..) | Node::And(_) | Node::Or(_));
    // The variable bound by a sum or an integral has a meaning inside it only.
    let bound: Vec<Id> =
        order.iter().filter_map(|id| if let Node::Bound(_, [variable, ..]) = arena.node(*id) { Some(*variable) } else { None }).collect();
    let is_free = |id: Id| bound.iter().all(|variable| !arena.contains(id, *variable));
    let worthy = |id: &Id| *id != root && uses[id.index()] > 1 && length[id.index()] >= WORTH_A_NAME && is_value(*id) && is_free(*id);
    let mut shared: Vec<Id> = order.iter().copied().filter(worthy).collect();
    // Lower ones first, so children before parents, in an order that depends on structure alone.
    shared.sort_by_key(|id| (height[id.index()], arena.fingerprint(*id)));
    shared.into_iter().enumerate().map(|(at, id)| (id, format!("{prefix}{}", at + 1).into())).collect()
}

/// Whether an expression has more than `most` symbols where every part is written out: they are counted one by one, since
/// mostly they are few.
fn is_longer(arena: &Arena, root: Id, most: usize) -> bool {
    let mut left: SmallVec<[Id; 32]> = SmallVec::from_slice(&[root]);
    let mut count = 0;
    while let Some(id) = left.pop() {
        count += 1;
        arena.for_each_child(id, |child| left.push(child));
        if count + left.len() > most {
            return true;
        }
    }
    false
}

/// A prefix such that no name in the expression is the prefix with a number.
fn free_prefix(arena: &Arena, order: &[Id]) -> String {
    let names: Vec<&str> = order.iter().filter_map(|id| Some(arena.name(arena.as_symbol(*id)?))).collect();
    let mut prefix = String::from("t");
    let taken = |prefix: &str| {
        names
            .iter()
            .any(|name| name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())))
    };
    while taken(&prefix) {
        prefix.push('t');
    }
    prefix
}

/// The names by the parts they stand for.
pub(super) type Names = FxHashMap<Id, Box<str>>;
