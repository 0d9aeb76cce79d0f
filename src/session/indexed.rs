//! Conditions on the terms of sums and products over an index, with what the index runs through: `x_i != w for each i from 1 to n`.

use super::{Session, rule_sets};
use crate::domain::{
    Knowledge, conditions_of_counts, conditions_over_indices, has_scopes, jumps_of_terms, missing_conditions, opened, scopes,
    stands_outside_limits,
};
use crate::expression::{Arena, Id, Loss};
use crate::render;
use crate::simplify::is_zero;

/// What is asked of the terms of several expressions, and of those in what constructors forgot.
pub(super) fn of_terms(arena: &mut Arena, knowledge: &mut Knowledge, roots: &[Id], losses: &[Loss]) -> Vec<Id> {
    let mut found = Vec::new();
    for root in roots {
        found.extend(conditions_over_indices(arena, knowledge, *root));
    }
    for loss in losses {
        for condition in conditions_over_indices(arena, knowledge, loss.required.id()) {
            found.push(loss.unless.map_or(condition, |unless| arena.disjunction(&[unless, condition])));
        }
    }
    found
}

/// That the counts are not negative which stand in an answer and stood in the question only as limits: n of `n*x` for
/// `sum(i, 1, n, x)`.
pub(super) fn counts_introduced(arena: &mut Arena, roots: &[Id], answers: &[Id]) -> Vec<Id> {
    let is_introduced = |arena: &Arena, count: Id| {
        let names: Vec<Id> = arena.reachable(count).into_iter().filter(|id| arena.as_symbol(*id).is_some()).collect();
        names.into_iter().any(|name| {
            answers.iter().any(|answer| stands_outside_limits(arena, *answer, name))
                && !roots.iter().any(|root| stands_outside_limits(arena, *root, name))
        })
    };
    roots.iter().flat_map(|root| conditions_of_counts(arena, *root, &is_introduced)).collect()
}

impl Session {
    /// The conditions on the terms of the question's sums and products over an index that its answers do not show, in words.
    pub(super) fn conditions_of_terms(&mut self, roots: &[Id], stages: &[(Id, Id)], answers: &[Id], variables: &[Id]) -> Vec<String> {
        let lost = self.lost_roots();
        let (arena, knowledge) = (&mut self.arena, &mut self.knowledge);
        if !has_scopes(arena, roots) && !has_scopes(arena, &lost) {
            return Vec::new();
        }
        let mut required = of_terms(arena, knowledge, roots, &self.outcome.losses);
        let own = self.own_rules.as_ref();
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rule_sets(own), id);
        for (stage, variable) in stages {
            required.extend(jumps_of_terms(arena, knowledge, *stage, *variable, &mut zero).1);
        }
        if required.is_empty() {
            return Vec::new();
        }
        let visible = of_terms(arena, knowledge, answers, &[]);
        let missing = missing_conditions(arena, knowledge, &required, &visible);
        let missing: Vec<Id> = missing.into_iter().map(|condition| opened(arena, knowledge, condition, variables)).collect();
        self.written_of_terms(&missing, "each", &[roots, answers, &lost].concat())
    }

    /// What the constructors forgot of the question.
    pub(super) fn lost_roots(&self) -> Vec<Id> {
        self.outcome.losses.iter().chain(&self.outcome.claimed_losses).map(|loss| loss.required.id()).collect()
    }

    /// Conditions with what their indices run through in some expressions: `for each i from 1 to n`.
    pub(super) fn written_of_terms(&self, conditions: &[Id], each: &str, roots: &[Id]) -> Vec<String> {
        let text = |id: Id| {
            let mut text = String::new();
            render::write_text(&mut text, &self.arena, id, &self.outcome.style).ok().map(|()| text)
        };
        let scopes: Vec<_> = roots.iter().flat_map(|root| scopes(&self.arena, *root)).collect();
        let mut texts = Vec::new();
        for condition in conditions {
            let Some(mut words) = text(*condition) else { continue };
            let mut told: Vec<Id> = Vec::new();
            for scope in &scopes {
                if told.contains(&scope.index) || !self.arena.may_vary_with(*condition, scope.index) {
                    continue;
                }
                told.push(scope.index);
                let index = text(scope.index).unwrap_or_default();
                let limits: Vec<String> =
                    scope.limits.iter().filter(|limit| **limit != Id::TRUE).filter_map(|limit| text(*limit)).collect();
                let range = match &limits[..] {
                    [lower, upper] => format!(" from {lower} to {upper}"),
                    [range] => match range.strip_prefix(&format!("in({index}, ")).and_then(|set| set.strip_suffix(')')) {
                        Some(set) => format!(" in {set}"),
                        None => format!(" with {range}"),
                    },
                    _ => String::new(),
                };
                words.push_str(&format!(" for {each} {index}{range}"));
            }
            texts.push(words);
        }
        texts.sort();
        texts.dedup();
        texts
    }
}
