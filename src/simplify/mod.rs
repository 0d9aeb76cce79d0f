//! From a derivative as the laws leave it to the form a person would write.
//!
//! Bottom-up passes until nothing changes: special values and parity from the function table, the directed rules, and for
//! every sum the cheapest of a few forms (as it stands, with its common factor outside, over one denominator). A stage
//! keeps a result only if it costs no more, so no stage can make the answer worse. Budgets are counted in passes and terms,
//! never in time. This room never formats.

mod cost;
mod expand;
mod forms;
mod powers;
mod signs;
mod special;
mod tower;

pub use cost::Costs;
pub use expand::expand;

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::rewrite::{Rules, apply_once};

/// The form an answer is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// The form a person would write.
    #[default]
    Simplest,
    /// With common factors outside, wherever there are any.
    Factored,
    /// Multiplied out.
    Expanded,
    /// As the laws of differentiation leave it.
    Raw,
}

/// How often the whole expression is gone through at most.
const PASSES: usize = 6;

/// How many rules may fire one after another at one place.
const RULES_IN_A_ROW: usize = 12;

/// The expression in the form asked for.
pub fn simplify(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id, form: Form) -> Id {
    match form {
        Form::Raw => root,
        Form::Simplest | Form::Factored => passes(arena, knowledge, rules, root, form),
        Form::Expanded => {
            let simple = passes(arena, knowledge, rules, root, Form::Simplest);
            let expanded = expand::expand_everywhere(arena, simple);
            bottom_up(arena, expanded, |arena, id| at_node(arena, knowledge, rules, id))
        }
    }
}

fn passes(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id, form: Form) -> Id {
    let mut current = root;
    let mut costs = Costs::default();
    if tower::Tower::of(arena, knowledge, root).is_some_and(|(_, value)| value.is_zero()) {
        return Id::ZERO;
    }
    for _ in 0..PASSES {
        let next = bottom_up(arena, current, |arena, id| {
            let id = at_node(arena, knowledge, rules, id);
            let best = forms::best(arena, knowledge, &mut costs, id, form);
            if best == id { id } else { at_node(arena, knowledge, rules, best) }
        });
        if next == current || next == Id::UNDEFINED {
            return next;
        }
        current = next;
    }
    current
}

/// Makes an expression anew from its leaves, with `change` applied to each part once its own parts are done.
fn bottom_up(arena: &mut Arena, root: Id, mut change: impl FnMut(&mut Arena, Id) -> Id) -> Id {
    let mut new = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = change(arena, rebuilt);
    }
    new[root.index()]
}

/// Special values, powers and rules at the root of an expression whose parts are simple.
fn at_node(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], id: Id) -> Id {
    let mut current = id;
    for _ in 0..RULES_IN_A_ROW {
        let before = current;
        if let Node::Call(..) = arena.node(current) {
            current = special::call(arena, knowledge, current);
        }
        // Rules first: joined exponentials would hide exp(u)/(1 + exp(u)) from them.
        current = match rules.iter().find_map(|rules| apply_once(rules, arena, knowledge, current)) {
            Some((result, _)) => result,
            None => match arena.node(current) {
                Node::Product(_) => powers::collect(arena, knowledge, current),
                Node::Power(..) => powers::power(arena, knowledge, current),
                _ => current,
            },
        };
        if current == before {
            break;
        }
    }
    current
}

/// Whether an expression is zero wherever it is defined: yes, or unknown. For the boundaries of case distinctions.
pub fn is_zero(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], id: Id) -> Option<bool> {
    if tower::Tower::of(arena, knowledge, id).is_some_and(|(_, value)| value.is_zero()) {
        return Some(true);
    }
    let simple = simplify(arena, knowledge, rules, id, Form::Simplest);
    if simple == Id::ZERO {
        return Some(true);
    }
    let expanded = simplify(arena, knowledge, rules, simple, Form::Expanded);
    (expanded == Id::ZERO).then_some(true)
}
