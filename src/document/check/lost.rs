//! Parameters that a claim has lost: they may have been given values elsewhere, unless it fails for every value.

use super::judge::{Judge, Ruling};
use super::link::Link;
use super::target::Target;
use crate::document::statement::letters::{is_letter_of_all, is_no_call};
use crate::syntax::latex::{Mentions, mentions};

/// More names than that are given values nowhere.
const MOST: usize = 4;

impl Link<'_> {
    /// Whether a claim has lost names of the derivative, and fails whatever those are: `-\mu x` of `I = I_0e^{-\mu x}`. Where they are
    /// factors only, the derivative over itself does not show them, and is not that of the claim.
    pub fn is_lost_for_good(&self, judge: &mut Judge, target: &Target<'_>, expected: &str, right: &Mentions) -> bool {
        let Some(variable) = target.variables.first().filter(|_| target.point.is_empty()) else { return false };
        let lost = |text: &str| {
            let is_lost = |name: &String| {
                !right.uses(name) && !target.variables.contains(name) && !is_letter_of_all(name) && *name != target.definition.name
            };
            let mut names: Vec<String> =
                mentions(text).ok()?.names.into_iter().filter(is_no_call).map(|used| used.name).filter(is_lost).collect();
            names.sort();
            names.dedup();
            Some(names)
        };
        let Some(names) = lost(expected).filter(|names| (1..=MOST).contains(&names.len())) else { return false };
        if !right.derivatives.is_empty() || right.has_binder || right.names.iter().any(|used| used.arguments.is_some()) {
            return false;
        }
        // What the claim names may hide them.
        if right.names.iter().any(|used| !target.variables.contains(&used.name) && self.place.nearest(&used.name).is_some()) {
            return false;
        }
        let variables = [variable.clone()];
        let mut by_itself = |text: &str| {
            let rate = judge.derivative(&self.matter(text.to_string(), &variables, Vec::new())).ok()?;
            judge.derivative(&self.matter(format!("\\frac{{{rate}}}{{{text}}}"), &[], Vec::new())).ok()
        };
        let (Some(own), Some(claimed)) = (by_itself(expected), by_itself(&self.right.text)) else { return false };
        let is_free = mentions(&own).is_ok_and(|found| names.iter().all(|name| !found.uses(name)));
        is_free && matches!(judge.compare(&self.matter(own, &[], Vec::new()), &claimed), Ruling::Different(..))
    }
}
