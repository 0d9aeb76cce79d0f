//! Quotients of differentials by an expression, such as `\frac{d\ln k}{d(1/T)}`, as text.

use super::environment::{inside_bracket, operand};
use super::terms::has_sum;
use crate::syntax::canonical_name;

/// How the d of a differential is drawn.
const SIGNS: [&str; 5] = ["\\mathrm{d}", "\\mathrm d", "\\text{d}", "\\partial", "d"];

/// What stands for the name that is not yet known.
pub const PLACE: &str = "\\chainrulename";

/// A derivative by an expression that is all of a text, with a place for a name below the bar, and the expression.
pub fn plain(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let bar = ["\\frac", "\\dfrac", "\\tfrac"].iter().find_map(|bar| text.strip_prefix(bar))?;
    let (above, rest) = operand(bar)?;
    let (below, behind) = operand(rest)?;
    let sign = *SIGNS.iter().find(|sign| above.trim().starts_with(**sign))?;
    let of = above.trim()[sign.len()..].trim_start();
    let by = below.trim().strip_prefix(sign)?.trim();
    let is_bracketed = (by.starts_with('(') || by.starts_with("\\left(")) && by.ends_with(')') && inside_bracket(by).find(')').is_none();
    let is_square = ["\\sigma^2", "\\sigma^{2}"].contains(&by);
    let inner = if is_bracketed { inside_bracket(by) } else { by };
    let behind = behind.trim();
    let is_whole = match of.is_empty() {
        true => !behind.is_empty() && !has_sum(behind),
        false => behind.is_empty(),
    };
    let is_inner = (is_bracketed || is_square) && canonical_name(inner).is_none() && !inner.contains(['=', ',']);
    (is_whole && is_inner && !of.starts_with('^')).then(|| (format!("\\frac{{{above}}}{{{sign} {PLACE}}}{behind}"), inner))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn expressions_below_the_bar_are_told_from_names() {
        assert_eq!(plain(r"\frac{d \ln k}{d(1/T)}").map(|(_, inner)| inner), Some("1/T"));
        assert_eq!(plain(r"\frac{d k}{d\left(\frac{1}{T}\right)}").map(|(_, inner)| inner), Some(r"\frac{1}{T}"));
        assert_eq!(plain(r"\frac{\partial}{\partial\sigma^2}\ell").map(|(_, inner)| inner), Some(r"\sigma^2"));
        for other in [r"\frac{d k}{d T}", r"\frac{d^2 k}{d(1/T)^2}", r"\frac{\partial f}{\partial x^2}", r"\frac{d k}{d(T)}", r"\frac12"] {
            assert_eq!(plain(other), None);
        }
    }
}
