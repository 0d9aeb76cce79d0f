//! Values with a common factor: `-\sqrt{k/m}\,x = -\omega^2 x` holds or fails whatever x is.

use super::judge::{Judge, Matter};
use super::link::Link;
use crate::document::statement::Member;
use crate::document::statement::closure::Place;
use crate::syntax::latex::{Mentions, mentions};

/// Whether two values have a name for a factor: what they are to each other shows neither it nor the `others`.
pub fn is_common(place: &Place<'_>, judge: &mut Judge, left: &Member, right: &Member, name: &str, others: &[String]) -> bool {
    let quotient = Matter { expression: format!("\\frac{{{}}}{{{}}}", left.text, right.text), ..Matter::default() };
    let ratio = judge.derivative(&quotient).ok().and_then(|ratio| mentions(&ratio).ok());
    ratio.is_some_and(|ratio| {
        let names = place.closure(&[&ratio], &[name.to_string()], None).map(|closure| closure.names);
        names.is_ok_and(|names| !names.contains(name) && !others.iter().any(|other| other != name && names.contains(other)))
    })
}

/// Values with more names are not looked at.
const MOST_NAMES: usize = 200;

impl Link<'_> {
    /// A function that both values name alone, though it was defined with its arguments, and have for a factor.
    pub(super) fn common_factor(&self, judge: &mut Judge, left: &Mentions, right: &Mentions) -> Option<String> {
        if !left.derivatives.is_empty() || !right.derivatives.is_empty() || left.names.len() > MOST_NAMES {
            return None;
        }
        let is_function = |name: &str| self.place.nearest(name).is_some_and(|definition| !definition.parameters.is_empty());
        let is_alone = |found: &Mentions, name: &str| found.names.iter().all(|used| used.name != name || used.arguments.is_none());
        let mut shared = left.names.iter().map(|used| &used.name).filter(|name| right.uses(name) && is_function(name));
        let name = shared.find(|name| is_alone(left, name) && is_alone(right, name))?;
        let parameters = &self.place.nearest(name)?.parameters;
        is_common(&self.place, judge, self.left, self.right, name, parameters).then(|| name.clone())
    }
}
