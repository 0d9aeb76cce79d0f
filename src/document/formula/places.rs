//! Places at which derivatives are taken, behind a bar: `\frac{dV}{dx}\Big|_{x_0}` is the derivative at x = x_0.

use super::environment::operand;
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// How a bar is drawn that a place stands below.
const BARS: [&str; 3] = ["|", "\\vert", "\\rvert"];

/// What may stand between a derivative and its bar.
const ROOM: [&str; 14] =
    ["\\right", "\\bigg", "\\Bigg", "\\big", "\\Big", "\\biggr", "\\Biggr", "\\bigr", "\\Bigr", "\\biggl", "\\bigl", "\\,", "\\;", "\\!"];

/// A differential below a bar has no more letters.
const LONGEST: usize = 40;

/// The text with the variable before each place that is told without: of a total derivative, or where the place is a number or the
/// variable with an index, as `\left(\frac{\partial U}{\partial T}\right|_V` holds V.
pub fn with_variables(text: &str) -> String {
    if !BARS.iter().any(|bar| text.contains(bar)) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, bar)) = next_bar(rest) {
        let behind = &rest[before + bar.len()..];
        let told = behind.trim_start().strip_prefix('_').and_then(operand).filter(|(_, after)| !after.trim_start().starts_with('^'));
        out.push_str(&rest[..before + bar.len()]);
        rest = behind;
        let Some((place, after)) = told else { continue };
        if let Some((variable, is_partial)) = variable(&out[..out.len() - bar.len()])
            && is_place(place, variable, is_partial)
        {
            let told = format!("_{{{variable} = {place}}}");
            out.push_str(&told);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The next bar, and how it is drawn.
fn next_bar(text: &str) -> Option<(usize, &'static str)> {
    text.match_indices(['|', '\\']).find_map(|(at, _)| Some((at, *BARS.iter().find(|bar| text[at..].starts_with(**bar))?)))
}

/// What the derivative that ends a text is by, and whether it is a partial one.
fn variable(before: &str) -> Option<(&str, bool)> {
    let mut before = before.trim_end();
    while let Some(rest) = ROOM.iter().find_map(|room| before.strip_suffix(room)) {
        before = rest.trim_end();
    }
    let below = before.strip_suffix('}')?;
    let from = below.char_indices().rev().take(LONGEST).find(|(_, sign)| *sign == '{')?.0 + 1;
    let below = &below[from..];
    if !before[..before.len() - below.len() - 2].ends_with('}') {
        return None;
    }
    let (written, is_partial) =
        ["\\mathrm d", "\\partial", "d"].iter().find_map(|sign| Some((below.trim().strip_prefix(sign)?, *sign == "\\partial")))?;
    let name = written.split('^').next().unwrap_or("").trim();
    let is_apart = written.starts_with([' ', '\\']) || !is_partial;
    (is_apart && canonical_name(name).is_some()).then_some((name, is_partial))
}

/// Whether what stands below a bar is a value of a variable, and nothing that is held.
fn is_place(place: &str, variable: &str, is_partial: bool) -> bool {
    let Ok(found) = mentions(place) else { return false };
    let is_number = found.derivatives.is_empty() && found.names.iter().all(|used| matches!(used.name.as_str(), "pi" | "e"));
    let is_own = canonical_name(place.trim()).zip(canonical_name(variable));
    let base = |name: &str| name.split('_').next().unwrap_or("").to_string();
    let is_named = is_own.is_some_and(|(place, variable)| place != variable && (!is_partial || base(&place) == base(&variable)));
    !place.contains(['=', ',', '<', '>']) && (is_number && !place.trim().is_empty() || is_named)
}

#[cfg(test)]
mod tests {
    use super::with_variables;

    #[test]
    fn places_are_told_from_what_is_held() {
        let told = |text: &str, expected: &str| assert_eq!(with_variables(text), expected);
        told(r"\frac{\partial V}{\partial x}\bigg|_{x_0}", r"\frac{\partial V}{\partial x}\bigg|_{x = x_0}");
        told(r"\left.\frac{d^2V}{dx^2}\right|_2 + 3", r"\left.\frac{d^2V}{dx^2}\right|_{x = 2} + 3");
        told(r"\frac{df}{dt}\Big\vert_{a}", r"\frac{df}{dt}\Big\vert_{t = a}");
        for kept in
            [r"\left.\frac{df}{dt}\right|_{t = 2}", r"\left.\frac{\partial U}{\partial T}\right|_{V}", r"|x|_1 + \frac{x^2}{2}\Big|_0^1"]
        {
            told(kept, kept);
        }
    }
}
