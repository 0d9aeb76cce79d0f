//! A claim as people write it: with the derivative in front, or what it is alone.

use super::Question;
use crate::syntax;
use std::borrow::Cow;

/// A claim as people write it, with the derivative in front.
pub(super) enum Written<'a> {
    /// What is claimed alone; the derivative in front, if there is one, is that of the question's expression.
    Value(&'a str),
    /// `dy/dx = -x/y`, about the points of the curve that the question's equation gives: the derivative, and what is claimed.
    Slope(Cow<'a, str>, &'a str),
}

/// Takes a claim apart: `dy/dx = 2*x`, `y' = 2*x` or `f'(x) = 2*x`.
pub(super) fn written<'a>(question: &Question<'_>, claim: &'a str) -> Written<'a> {
    let Some((front, value)) = claim.split_once('=') else { return Written::Value(claim) };
    let (front, value) = (front.trim(), value.trim());
    let equation = question.expression.split_once('=').map(|(left, _)| left.trim());
    if let Some(quotient) = syntax::quotient(front) {
        let is_asked = match question.variables {
            [] => true,
            [variable] => quotient.below.iter().all(|below| syntax::canonical_name(variable).is_some_and(|name| name == *below)),
            _ => false,
        };
        return match equation {
            None if is_asked => Written::Value(value),
            _ => Written::Slope(Cow::Borrowed(front), value),
        };
    }
    let Some(name) = primed(front) else { return Written::Value(claim) };
    match (equation, question.variables) {
        // What is defined is no equation of a curve.
        (Some(left), [variable]) if left.split('(').next().map(str::trim) != Some(name) => {
            Written::Slope(Cow::Owned(format!("d{name}/d{variable}")), value)
        }
        _ => Written::Value(value),
    }
}

/// The name of a primed function: `y` of `y'`, `f` of `f''(x)`.
fn primed(front: &str) -> Option<&str> {
    let (name, behind) = front.split_once('\'')?;
    let behind = behind.trim_start_matches('\'').trim();
    let is_call = behind.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).is_some_and(|inside| !inside.contains(['(', ')']));
    (syntax::canonical_name(name).is_some() && (behind.is_empty() || is_call)).then_some(name)
}
