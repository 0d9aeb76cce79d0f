//! Arguments of functions that multiply out to the same sum, written in one way: `f(x*(x + 1))` is `f(x^2 + x)` where both occur.

use crate::expression::{Arena, Id, Node, expand, has_products_of_sums};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Larger arguments are left as they are.
const MOST_NODES: usize = 128;

/// So are more of them than this.
const MOST_ARGUMENTS: usize = 64;

/// Functions of functions of so many are looked at, from the inside out.
const MOST_ROUNDS: usize = 4;

/// The expression with such arguments made the same.
pub(super) fn made_alike(arena: &mut Arena, root: Id) -> Id {
    let mut current = root;
    for _ in 0..MOST_ROUNDS {
        let pairs = alike(arena, current);
        if pairs.is_empty() {
            break;
        }
        current = arena.substitute_all(current, &pairs);
    }
    current
}

/// The arguments to be written as others, which are of the same structure in whatever order the input had them.
fn alike(arena: &mut Arena, root: Id) -> Vec<(Id, Id)> {
    let mut arguments: SmallVec<[Id; 8]> = SmallVec::new();
    arena.for_each_part(root, |id| {
        if let Node::Call(_, own) | Node::Apply(_, own) = arena.node(id) {
            arguments.extend(own.iter().copied().filter(|argument| is_of_sums(arena, *argument)));
        }
    });
    arguments.sort_unstable_by_key(|argument| (arena.fingerprint(*argument), *argument));
    arguments.dedup();
    if arguments.len() < 2 || arguments.len() > MOST_ARGUMENTS || !arguments.iter().any(|argument| has_products_of_sums(arena, *argument)) {
        return Vec::new();
    }
    arguments.retain(|argument| !arena.is_larger_than(*argument, MOST_NODES));
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

/// Whether an argument is a sum, or has one among its factors.
fn is_of_sums(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Sum(_) => true,
        Node::Product(factors) => factors.iter().any(|factor| matches!(arena.node(factor.id), Node::Sum(_))),
        _ => false,
    }
}
