//! The derivative of one expression, law by law from the outside in, put together, and simplified.

use super::desk::Desk;
use super::laws::Opened;
use super::reason::{letters, text};
use super::view::Role;
use super::{Detail, Equality, tidy};
use crate::differentiate::Failure;
use crate::expression::Id;
use crate::formula::{Formula, Part};
use rustc_hash::FxHashMap;

/// More steps than this are left out: nobody reads them.
const MOST_STEPS: usize = 10_000;

enum Visit {
    Enter(Id),
    Leave(Id),
}

impl Desk<'_> {
    /// The steps from `left`, the derivative of `root` by `variable`, to `answer`.
    pub fn plain(&mut self, root: Id, variable: Id, left: Part, answer: Id) -> Result<Vec<Equality>, Failure> {
        self.differentiate_by(variable);
        self.letters = letters(self.arena, &[root]);
        let mut steps: Vec<Equality> = Vec::new();
        let mut opened: FxHashMap<Id, Opened> = FxHashMap::default();
        let mut values: FxHashMap<Id, Id> = FxHashMap::default();
        let mut stack = vec![Visit::Enter(root)];
        while let Some(visit) = stack.pop() {
            match visit {
                Visit::Enter(of) if opened.contains_key(&of) => {}
                Visit::Enter(of) => {
                    let law = self.open(of)?;
                    if of == root || (self.detail != Detail::Brief && steps.len() < MOST_STEPS) {
                        steps.push(self.law_step(of, if of == root { left.clone() } else { self.taken(of) }, &law));
                    }
                    let mut parts = law.formula.derivatives();
                    parts.extend(law.within);
                    opened.insert(of, law);
                    stack.push(Visit::Leave(of));
                    stack.extend(parts.into_iter().rev().map(Visit::Enter));
                }
                Visit::Leave(of) => {
                    let Opened { formula, within, .. } = &opened[&of];
                    let is_open = !formula.derivatives().is_empty() || within.is_some();
                    let losses = self.arena.take_losses();
                    let value = match within {
                        Some(_) => self.derivative(of)?,
                        None => formula.evaluate(self.arena, &mut |part| match part {
                            Part::Derivative { of, .. } => values.get(of).copied().unwrap_or(Id::UNDEFINED),
                            _ => Id::UNDEFINED,
                        }),
                    };
                    self.arena.restore_losses(losses);
                    values.insert(of, value);
                    if of == root {
                        if is_open {
                            steps.push(self.value_step(left.clone(), value, "substitution", vec![text("put together")]));
                        } else if let Some(first) = steps.first_mut() {
                            first.right = Formula::value(value);
                        }
                    } else if is_open && self.detail == Detail::Every && steps.len() < MOST_STEPS {
                        steps.push(self.value_step(self.taken(of), value, "substitution", vec![text("put in")]));
                    }
                }
            }
        }
        let value = values.get(&root).copied().unwrap_or(answer);
        self.tidied(&mut steps, left, value, answer);
        Ok(steps)
    }

    fn taken(&self, of: Id) -> Part {
        Part::Derivative { of, by: self.variable, partial: self.partial }
    }

    fn law_step(&self, of: Id, left: Part, opened: &Opened) -> Equality {
        let source = match opened.law {
            crate::differentiate::Law::Function(function) => function.row().source,
            _ => "",
        };
        Equality {
            of: Some(of),
            source: source.into(),
            ..self.step(left, opened.formula.clone(), opened.law.name(), opened.reason.clone())
        }
    }

    /// A step to a value.
    pub(super) fn value_step(&self, left: Part, value: Id, law: &str, reason: super::reason::Reason) -> Equality {
        self.step(left, Formula::value(value), law, reason)
    }

    pub(super) fn step(&self, left: Part, right: Formula, law: &str, reason: super::reason::Reason) -> Equality {
        let role = match law {
            "chain" => Role::Theorem,
            "substitution" | "simplification" => Role::Conclusion,
            _ => Role::Law,
        };
        Equality { left, right, law: law.into(), source: String::new(), reason, of: None, variable: Some(self.variable), role }
    }

    /// The steps from a value to the form a person would write.
    fn tidied(&mut self, steps: &mut Vec<Equality>, left: Part, value: Id, answer: Id) {
        if value == answer {
            return;
        }
        let rewrites = tidy::rewrites(self.arena, self.knowledge, self.rules, value);
        let reached = rewrites.last().map_or(value, |rewrite| rewrite.result);
        if self.detail == Detail::Every {
            for rewrite in &rewrites {
                let step = self.value_step(left.clone(), rewrite.result, &rewrite.name, vec![text(&rewrite.words())]);
                steps.push(Equality { source: rewrite.source.clone(), ..step });
            }
        }
        if self.detail != Detail::Every || reached != answer {
            let from = if self.detail == Detail::Every { reached } else { value };
            let names = if reached == answer { &rewrites[..] } else { &[] };
            let reason = self.what_happened(from, answer, names);
            steps.push(self.value_step(left, answer, "simplification", reason));
        }
    }
}
