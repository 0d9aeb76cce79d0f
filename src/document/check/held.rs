//! What is held fixed: `\left(\frac{\partial f}{\partial x}\right)_y` is the partial derivative of a definition that shows x and y.

use crate::document::formula::environment::operand;
use crate::document::statement::Member;
use crate::document::statement::closure::Place;
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, mentions};

/// A member with its derivatives out of the bars and brackets that say what is held fixed; nothing where there are none, or a
/// definition does not show what is held: at another temperature the same energy has another derivative.
pub fn released(place: &Place<'_>, member: &Member) -> Option<Member> {
    if !member.text.contains("\\partial") {
        return None;
    }
    let mut text = member.text.clone();
    while let Some(bar) = innermost(&text) {
        let inner = text[bar.inside.clone()].trim().to_string();
        if !shows(place, &inner, &bar.held) {
            return None;
        }
        text.replace_range(bar.whole, &inner);
    }
    let mentions = mentions(&text).map_err(|error| error.to_string());
    (text != member.text).then(|| Member { place: member.place.clone(), text, mentions })
}

/// A derivative with what is held behind it.
struct Bar {
    whole: std::ops::Range<usize>,
    inside: std::ops::Range<usize>,
    held: Vec<String>,
}

/// What opens a bar or bracket, and what closes it.
const BRACKETS: [(&str, &[&str]); 4] =
    [("\\left.", &["\\right|", "\\right\\vert", "\\right\\rvert"]), ("\\left(", &["\\right)"]), ("\\eval{", &["}"]), ("(", &[")"])];

/// The last of the bars that opens, which no other lies within.
fn innermost(text: &str) -> Option<Bar> {
    let found = BRACKETS.iter().flat_map(|(open, closes)| text.match_indices(open).map(move |(at, _)| (at, *open, *closes)));
    let mut found: Vec<_> = found.filter(|(at, open, _)| *open != "(" || !text[..*at].ends_with("\\left")).collect();
    found.sort_unstable_by_key(|(at, ..)| *at);
    found.into_iter().rev().find_map(|(at, open, closes)| {
        let from = at + open.len();
        let (length, close) = closes.iter().filter_map(|close| Some((closing(&text[from..], close)?, close))).min()?;
        let below = text[from + length + close.len()..].trim_start().strip_prefix('_')?;
        let (names, rest) = operand(below)?;
        let held = names.split(',').map(|name| canonical_name(name.trim()).map(|name| name.into_owned())).collect::<Option<Vec<_>>>()?;
        let inside = from..from + length;
        is_partial(text[inside.clone()].trim()).then(|| Bar { whole: at..text.len() - rest.len(), inside, held })
    })
}

/// Where a bracket closes that is open at the beginning.
fn closing(text: &str, close: &str) -> Option<usize> {
    let mut depth = 0i32;
    text.char_indices().find_map(|(at, character)| {
        if depth == 0 && text[at..].starts_with(close) {
            return Some(at);
        }
        depth += i32::from(matches!(character, '{' | '(')) - i32::from(matches!(character, '}' | ')'));
        None
    })
}

/// Whether a text is a partial derivative, with or without what it is applied to: behind others a place may stand.
fn is_partial(text: &str) -> bool {
    text.starts_with("\\frac{\\partial") || text.starts_with("\\dfrac{\\partial")
}

/// Whether what is differentiated has definitions that show what is held.
fn shows(place: &Place<'_>, inner: &str, held: &[String]) -> bool {
    let Ok(found) = mentions(inner) else { return false };
    let named = found.derivatives.iter().filter_map(|mention| match &mention.of {
        Differentiated::Name(name) => Some((name, &mention.variables)),
        _ => None,
    });
    let shown = named.map(|(name, variables)| {
        let kept: Vec<String> = variables.iter().map(|(variable, _)| variable.clone()).collect();
        let definition = place.nearest(name)?;
        let closure = place.closure(&[], &kept, Some(definition)).ok()?;
        let is_shown = |name: &String| match &definition.parameters[..] {
            [] => closure.names.contains(name),
            parameters => parameters.contains(name),
        };
        Some(held.iter().all(is_shown))
    });
    let shown: Vec<Option<bool>> = shown.collect();
    !shown.is_empty() && shown.iter().all(|shown| *shown == Some(true))
}

#[cfg(test)]
mod tests {
    use super::innermost;

    #[test]
    fn what_is_held_is_told_from_a_place() {
        let read = |text: &str| innermost(text).map(|bar| (text[bar.inside].trim().to_string(), bar.held.join(" ")));
        let held = |inner: &str, names: &str| Some((inner.to_string(), names.to_string()));
        let quotient = r"\frac{\partial f}{\partial x}";
        assert_eq!(read(&format!(r"\left. {quotient} \right|_y + 1")), held(quotient, "y"));
        assert_eq!(read(&format!(r"2\left({quotient}\right)_{{y, z}}")), held(quotient, "y z"));
        assert_eq!(
            read(&format!(r"\left.\frac{{\partial}}{{\partial y}}\left(\left.{quotient}\right|_y\right)\right|_x")),
            held(quotient, "y")
        );
        assert_eq!(read(&format!(r"\left. {quotient} \right|_{{y = 1}}")), None);
        assert_eq!(read(r"(x + y)_z"), None);
    }
}
