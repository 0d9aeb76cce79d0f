//! Derivatives by an expression of one name: `\frac{d\ln k}{d(1/T)} = -E` is told by the derivative by T, which is -E times that of
//! 1/T; so is `\frac{\partial\ell}{\partial\sigma^2}` by the one by \sigma.

use super::judge::{Judge, Matter};
use crate::document::formula::quotient::{PLACE, plain};
use crate::document::statement::Member;
use crate::render::latex_name;
use crate::syntax::latex::mentions;

/// Two sides with the derivative by the name in place of the one by its expression, and the other side multiplied by what the
/// expression has for its derivative; nothing where there is none, or it is not all of the first side.
pub fn by_name(judge: &mut Judge, left: &Member, right: &Member) -> Option<(Member, Member)> {
    let (given, inner) = plain(&left.text)?;
    let found = mentions(inner).ok().filter(|found| found.derivatives.is_empty() && !found.has_binder)?;
    let first = found.names.first()?.name.clone();
    if found.names.iter().any(|used| used.name != first || used.arguments.is_some()) {
        return None;
    }
    let slope = Matter { expression: inner.to_string(), variables: vec![first.clone()], ..Matter::default() };
    let slope = judge.derivative(&slope).ok()?;
    let written = |text: &str| text.replacen(PLACE, &latex_name(&first), 1);
    let claim = match plain(&right.text) {
        Some((claim, other)) if other.trim() == inner.trim() => written(&claim),
        Some(_) => return None,
        None => format!("\\left({}\\right)\\cdot\\left({slope}\\right)", right.text),
    };
    let member =
        |of: &Member, text: String| Member { place: of.place.clone(), mentions: mentions(&text).map_err(|error| error.to_string()), text };
    Some((member(left, written(&given)), member(right, claim)))
}
