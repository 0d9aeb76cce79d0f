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
mod present;
mod roots;
mod signs;
mod special;
mod tower;
mod words;

pub use cost::Costs;
pub use expand::expand;

use tower::Tower;
use words::Words;

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
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

/// How often the normal form is looked for again in a better form.
const ROUNDS: usize = 3;

/// By how much another form must be cheaper to stand for what the laws and the rules gave.
const MARGIN: u64 = 10;

/// How many rules may fire one after another at one place.
const RULES_IN_A_ROW: usize = 12;

/// The expression in the form asked for, in the words of the question.
pub fn simplify(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], root: Id, question: Id, form: Form) -> Id {
    if form == Form::Raw {
        return root;
    }
    let mut costs = Costs::of_words(Words::of(arena, question, root));
    if question != root && is_disguised(arena, question) {
        // What the question is in other words is worth saying in the answer: tanh for (e^x - e^-x)/(e^x + e^-x).
        let mut own = Costs::of_words(Words::of(arena, question, question));
        let known = simplest(arena, knowledge, rules, &mut own, question);
        costs.recognize(arena, known);
    }
    match form {
        Form::Raw => root,
        Form::Factored => passes(arena, knowledge, rules, &mut costs, root, form),
        Form::Simplest => simplest(arena, knowledge, rules, &mut costs, root),
        Form::Expanded => {
            let simple = simplest(arena, knowledge, rules, &mut costs, root);
            let expanded = expand::expand_everywhere(arena, simple);
            bottom_up(arena, expanded, |arena, id| at_node(arena, knowledge, rules, id))
        }
    }
}

/// Whether a sum of exponentials stands below a bar: some known function may be meant.
fn is_disguised(arena: &Arena, question: Id) -> bool {
    let is_exponential = |id: Id| match arena.node(id) {
        Node::Call(FunctionId::EXP, _) => true,
        Node::Product(factors) => factors.iter().any(|factor| matches!(arena.node(factor.id), Node::Call(FunctionId::EXP, _))),
        _ => false,
    };
    let is_sum = |id: Id| matches!(arena.node(id), Node::Sum(terms) if terms.iter().any(|term| is_exponential(term.id)));
    arena.reachable(question).into_iter().any(|id| match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| factor.number.is_negative() && is_sum(factor.id)),
        _ => false,
    })
}

/// The cheapest of what the passes find and what the normal form can be written as.
fn simplest(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], costs: &mut Costs, root: Id) -> Id {
    let mut best = passes(arena, knowledge, rules, costs, root, Form::Simplest);
    for _ in 0..ROUNDS {
        let before = best;
        let Some((mut tower, value)) = Tower::of(arena, knowledge, best) else { break };
        if value.is_zero() {
            return Id::ZERO;
        }
        let mut price = costs.of(arena, best).saturating_sub(MARGIN);
        let words = costs.words().clone();
        for candidate in present::candidates(arena, &mut tower, &value, &words) {
            let candidate = bottom_up(arena, candidate, |arena, id| at_node(arena, knowledge, rules, id));
            let candidate = signs::settled(arena, candidate);
            if candidate != Id::UNDEFINED && costs.of(arena, candidate) < price {
                price = costs.of(arena, candidate);
                best = candidate;
            }
        }
        if best == before {
            break;
        }
        best = passes(arena, knowledge, rules, costs, best, Form::Simplest);
    }
    best
}

fn passes(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], costs: &mut Costs, root: Id, form: Form) -> Id {
    let mut current = root;
    for _ in 0..PASSES {
        let next = bottom_up(arena, current, |arena, id| {
            let id = at_node(arena, knowledge, rules, id);
            let best = forms::best(arena, knowledge, costs, id, form);
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
        // Symbolic powers first: sin(x)^n/sin(x) is no place for a cotangent.
        if let Node::Product(_) = arena.node(current) {
            current = powers::join(arena, current);
        }
        // Rules before exponentials: joined ones would hide exp(u)/(1 + exp(u)) from them.
        current = match rules.iter().find_map(|rules| apply_once(rules, arena, knowledge, current)) {
            Some((result, _)) => result,
            None => match arena.node(current) {
                Node::Product(_) => powers::collect(arena, knowledge, current),
                Node::Power(..) => powers::power(arena, knowledge, current),
                Node::Sum(_) => roots::joined(arena, current),
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
    if Tower::of(arena, knowledge, id).is_some_and(|(_, value)| value.is_zero()) {
        return Some(true);
    }
    let simple = passes(arena, knowledge, rules, &mut Costs::default(), id, Form::Simplest);
    (simple == Id::ZERO).then_some(true)
}
