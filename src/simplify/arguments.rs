//! Arguments of functions, and what stands under roots, that multiply out to the same sum, written in one way: `f(x*(x + 1))`
//! is `f(x^2 + x)` where both occur.

use crate::expression::{Arena, Id, Node, expand, has_products_of_sums};
use crate::short::Short;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Larger arguments are left as they are.
const MOST_NODES: usize = 128;

/// So are more of them than this.
const MOST_ARGUMENTS: usize = 64;

/// Functions of functions of so many are looked at, from the inside out.
const MOST_ROUNDS: usize = 4;

/// The expression that is made of these parts with such arguments made the same, and what it is made of then.
pub(super) fn made_alike(arena: &mut Arena, parts: &mut Vec<Id>) -> Id {
    let mut current = parts.last().copied().unwrap_or(Id::UNDEFINED);
    for _ in 0..MOST_ROUNDS {
        let pairs = alike(arena, parts);
        if pairs.is_empty() {
            break;
        }
        current = arena.substitute_all(current, &pairs);
        arena.reach(&[current], parts);
    }
    current
}

/// The arguments to be written as others, which have fewer parts, and are the same in whatever order the input has them.
fn alike(arena: &mut Arena, parts: &[Id]) -> Vec<(Id, Id)> {
    let mut arguments: SmallVec<[Id; 8]> = SmallVec::new();
    for id in parts {
        for_each_argument(arena, *id, |argument| {
            if is_of_sums(arena, argument) {
                arguments.push(argument);
            }
        });
    }
    arguments.sort_unstable_by_key(|argument| (arena.fingerprint(*argument), *argument));
    arguments.dedup();
    if arguments.len() < 2 || arguments.len() > MOST_ARGUMENTS {
        return Vec::new();
    }
    // Only what has something to multiply out becomes another argument, and by that no name or function is added.
    let is_open: SmallVec<[bool; 8]> = arguments.iter().map(|argument| has_products_of_sums(arena, *argument)).short();
    let may_be = |at: usize, other: usize| at != other && (is_open[other] || arena.may_mention_all(arguments[at], arguments[other]));
    if !(0..arguments.len()).any(|at| is_open[at] && (0..arguments.len()).any(|other| may_be(at, other))) {
        return Vec::new();
    }
    arguments.retain(|argument| !arena.is_larger_than(*argument, MOST_NODES));
    arguments.sort_by_cached_key(|argument| (arena.reachable(*argument).len(), arena.fingerprint(*argument)));
    let mut first_of: FxHashMap<Id, Id> = FxHashMap::default();
    let mut pairs = Vec::new();
    for argument in arguments {
        let expanded = expand(arena, argument);
        let first = *first_of.entry(expanded).or_insert(argument);
        if first != argument {
            pairs.push((argument, first));
        }
    }
    pairs
}

/// The arguments of a function, and what stands under the roots of a product.
pub(super) fn for_each_argument(arena: &Arena, id: Id, mut visit: impl FnMut(Id)) {
    match arena.node(id) {
        Node::Call(_, arguments) | Node::Apply(_, arguments) => arguments.iter().for_each(|argument| visit(*argument)),
        Node::Product(factors) => factors.iter().filter(|factor| !factor.number.is_integer()).for_each(|factor| visit(factor.id)),
        _ => {}
    }
}

/// Whether an argument is a sum, or has one among its factors.
fn is_of_sums(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Sum(_) => true,
        Node::Product(factors) => factors.iter().any(|factor| matches!(arena.node(factor.id), Node::Sum(_))),
        _ => false,
    }
}
