//! Names that have been given a value: at x = 3, or where a parameter is gone.

use super::{CLOSE, CLOSEST};
use crate::document::check::link::{Failure, Link};
use crate::document::check::target::Target;
use crate::document::formula::split::Relation;
use crate::document::statement::letters::{is_constant, is_constant_text, is_letter_of_all, is_no_call};
use crate::document::statement::{Member, Statement};
use crate::syntax::canonical_name;
use crate::syntax::latex::{Mentions, NameUse, mentions};
use rustc_hash::FxHashSet;

impl Link<'_> {
    /// Whether a name has been given a value that the claim is about.
    pub(super) fn objection_to_given(&self, target: &Target<'_>, failure: &Failure<'_>) -> Option<String> {
        let &Failure { right, closure, foreign, expected, mistake, is_lost_for_good, .. } = failure;
        let told = self.told(right, target);
        let lost = |latex: &str| {
            // What cannot be read is a name of its own.
            let Ok(found) = mentions(latex) else { return Some(latex.to_string()) };
            let is_put_in = |name: &String| target.point.iter().any(|(variable, _)| variable == name);
            let is_lost =
                |name: &String| !told.contains(name) && !is_letter_of_all(name) && !target.variables.contains(name) && !is_put_in(name);
            found.names.into_iter().filter(is_no_call).map(|used| used.name).find(is_lost)
        };
        let is_told =
            |used: &NameUse| target.variables.contains(&used.name) || right.uses(&used.name) || self.place.nearest(&used.name).is_some();
        let is_symbolic = |value: &&String| !is_constant_text(value) && !mentions(value).is_ok_and(|found| found.names.iter().all(is_told));
        // Where a parameter is gone, the claim is likely about a case of its own.
        let is_far = self.apart(target.definition) > CLOSEST && !self.is_upheld_here(target.definition.statement);
        // What is lost because it is taken by another name, or because another stands in its place, has no value.
        let is_slip = |lost: &String| {
            let other = mistake.and_then(|mistake| mistake.strip_suffix(&format!(" stands in place of {lost}")));
            let is_known = other.is_some_and(|other| closure.names.contains(other) && foreign.is_none());
            let is_said = |mistake: &str| {
                mistake.starts_with("the derivative is taken by") || mistake == format!("the inner derivative {lost} is left out")
            };
            (is_known || mistake.is_some_and(is_said)) && !self.is_given(lost)
        };
        let is_certain = self.is_certain(target.definition);
        let is_case = |name: &String| is_far && !(is_certain && is_slip(name)) || self.is_called_in(target, name);
        let point = target.point.first().map(|(_, value)| value);
        // What the answer does not show has no value in it.
        let shows = |variable: &String| expected.is_none_or(|latex| mentions(latex).is_ok_and(|found| found.uses(variable)));
        let variable = || target.variables.iter().find(|variable| !right.uses(variable) && shows(variable) && self.is_given(variable));
        (point.filter(is_symbolic).cloned())
            .or_else(|| expected.and_then(lost).filter(is_case).filter(|_| !is_lost_for_good))
            .or_else(|| variable().filter(|_| point.is_none()).cloned())
            .map(|name| format!("{name} has been given a value"))
    }

    /// What a claim says: its names, and what those stand for: m of \omega = \sqrt{k/m}. What is differentiated stands for itself
    /// where it depends on the variable, as in N' = N/2 of N = N_0e^{rt}.
    fn told(&self, right: &Mentions, target: &Target<'_>) -> FxHashSet<String> {
        let mut told: FxHashSet<String> = right.names.iter().map(|used| used.name.clone()).collect();
        // y beside \hat y may be what \hat y is compared with.
        let is_compared = |name: &str| right.uses(&format!("{name}_hat"));
        let definitions = right.names.iter().filter(|used| !is_compared(&used.name)).filter_map(|used| self.place.nearest(&used.name));
        for definition in definitions {
            let names = self.place.closure(&[], &[], Some(definition)).map(|closure| closure.names).unwrap_or_default();
            if definition.name != target.definition.name || !target.variables.iter().any(|variable| names.contains(variable)) {
                told.extend(names);
            }
        }
        told
    }

    /// Whether a name has been given a number nearby: "at x = 3".
    pub fn is_given(&self, name: &str) -> bool {
        self.is_said_to_be_given || self.given_value(name).is_some()
    }

    /// The number that the text gives to a name nearby, as a definition.
    pub fn given_value(&self, name: &str) -> Option<String> {
        let from = self.place.at.saturating_sub(12);
        let own = &self.place.statements[self.place.at];
        let near = |statement: &&Statement| statement.passage == own.passage && own.distance.abs_diff(statement.distance) < CLOSE;
        let gives = |statement: &Statement| {
            let is_name = |member: &&Member| canonical_name(&member.text).is_some_and(|found| found == name);
            let is_number = |member: &&Member| !member.text.trim().is_empty() && member.mentions.as_ref().is_ok_and(is_constant);
            // 2 = y(1) = C gives C a value as well.
            let ends = || statement.members.first().into_iter().chain(statement.members.last());
            let (named, number) = (ends().find(is_name)?, ends().find(is_number)?);
            let is_equation = statement.relations.iter().all(|relation| matches!(relation, Relation::Equal | Relation::Defines));
            is_equation.then(|| format!("{} = {}", named.text.trim(), number.text.trim()))
        };
        self.place.statements[from..(self.place.at + 6).min(self.place.statements.len())].iter().filter(near).find_map(gives)
    }
}
