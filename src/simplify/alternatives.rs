//! Other ways to write an answer, each for a reason: the double angle, sines and cosines, multiplied out.

use super::{Form, Goal, simplify};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::rewrite::{Rules, apply_once};

/// How often the rules for one alternative are applied at one place at most.
const MOST_STEPS: usize = 8;

/// The ways to write an answer that differ from it and from each other, each with the reason why somebody may prefer it, in a
/// fixed order.
pub fn alternatives(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], answer: Id, goal: Goal) -> Vec<(Id, String)> {
    let mut found: Vec<(Id, String)> = Vec::new();
    let mut offer = |id: Id, reason: &str| {
        if id != Id::UNDEFINED && id != answer && found.iter().all(|known| known.0 != id) {
            found.push((id, reason.into()));
        }
    };
    for (name, group) in Rules::of_alternatives() {
        let rewritten = rewritten(arena, knowledge, group, answer);
        if rewritten != answer && rewritten != Id::UNDEFINED {
            // In its own functions, or the rules would lead back.
            offer(
                simplify(arena, knowledge, rules, rewritten, Goal { question: rewritten, form: Form::Strict, ..goal }),
                &name.replace('-', " "),
            );
        }
    }
    for (form, reason) in
        [(Form::Strict, "in the functions of the question"), (Form::Factored, "factored"), (Form::Expanded, "multiplied out")]
    {
        let question = if form == Form::Strict { goal.question } else { answer };
        offer(simplify(arena, knowledge, rules, answer, Goal { question, form, ..goal }), reason);
    }
    found
}

/// An expression with the rules of a group applied wherever they match, from the leaves up.
pub(super) fn rewritten(arena: &mut Arena, knowledge: &mut Knowledge, group: &Rules, root: Id) -> Id {
    let order = arena.reachable(root);
    let mut done: Vec<Id> = vec![Id::UNDEFINED; root.index() + 1];
    for id in order {
        let mut current = arena.rebuild(id, |child| done[child.index()]);
        for _ in 0..MOST_STEPS {
            match apply_once(group, arena, knowledge, current) {
                Some((next, _)) => current = next,
                None => break,
            }
        }
        done[id.index()] = current;
    }
    done[root.index()]
}
