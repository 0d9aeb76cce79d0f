//! Which sums stand where a formula has its poles and branches: below a bar, under a root, in a power that is no whole number.
//! A mistake seldom brings in a new one, so that a claim with another is likely one about another function.

use std::collections::BTreeSet;

/// A sum without its signs and factors: the powers of names in each of its terms.
type Sum = BTreeSet<String>;

/// Longer formulas are not looked through.
const LONGEST: usize = 4000;

/// Whether a claim has a sum where poles and branches are that nothing else has in a bracket.
pub fn has_foreign_kernel<'t>(claim: &str, known: impl Iterator<Item = &'t str>) -> bool {
    if claim.len() > LONGEST {
        return false;
    }
    let own = kernels(claim);
    if own.is_empty() {
        return false;
    }
    let mut sums: Vec<Sum> = Vec::new();
    for text in known.filter(|text| text.len() <= LONGEST) {
        groups(text, |_, inner, _| sums.extend(sum(inner)));
    }
    own.iter().any(|kernel| !sums.contains(kernel))
}

/// The sums of a formula that stand where its poles and branches are.
fn kernels(text: &str) -> Vec<Sum> {
    let mut found = Vec::new();
    // Where denominators begin that are not yet closed.
    let mut below: Vec<usize> = Vec::new();
    groups(text, |at, inner, behind| {
        let before = text[..at].trim_end();
        let is_inside = below.iter().any(|start| *start <= at);
        below.retain(|start| *start != at);
        // Where the first group of a fraction closes, its denominator begins.
        let is_numerator = ["\\frac", "\\dfrac", "\\tfrac", "\\cfrac"].iter().any(|bar| before.ends_with(bar));
        let rest = text[behind..].trim_start();
        if is_numerator && rest.starts_with('{') {
            below.push(text.len() - rest.len());
        }
        let is_below = before.strip_suffix("\\left").unwrap_or(before).trim_end().ends_with('/');
        if is_inside || is_below || before.ends_with("\\sqrt") || is_raised_to_no_whole_number(rest) {
            found.extend(sum(inner));
        }
    });
    found
}

/// Whether a power with a sign or a bar in it follows: `^{-1/2}`, `^{\frac{1}{2}}`.
fn is_raised_to_no_whole_number(text: &str) -> bool {
    let Some(power) = text.trim_start().strip_prefix('^') else { return false };
    let power = power.trim_start().trim_start_matches('{').trim_start();
    power.starts_with('-') || power.starts_with("\\frac") || power.starts_with("\\tfrac") || power.starts_with("1/")
}

/// Calls with every bracket: its place, what is in it, and the place behind it.
fn groups<'t>(text: &'t str, mut visit: impl FnMut(usize, &'t str, usize)) {
    let mut open: Vec<usize> = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '{' | '(' | '[' => open.push(at),
            '}' | ')' | ']' => {
                let Some(start) = open.pop() else { continue };
                visit(start, &text[start + 1..at], at + 1);
            }
            _ => {}
        }
    }
}

/// The terms of a sum; nothing where there is but one.
fn sum(text: &str) -> Option<Sum> {
    let (mut terms, mut term) = (Sum::new(), String::new());
    let (mut depth, mut is_begun, mut is_power) = (0usize, false, false);
    for piece in pieces(text) {
        match piece {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            "+" | "-" if depth == 0 => {
                if is_begun {
                    terms.insert(std::mem::take(&mut term));
                }
                (is_begun, is_power) = (false, false);
                continue;
            }
            _ => {}
        }
        is_begun = true;
        let is_factor = depth == 0 && !is_power && piece.starts_with(|c: char| c.is_ascii_digit());
        if !is_factor && !matches!(piece, "{" | "}" | "\\cdot" | "\\," | "\\left" | "\\right") {
            term.push_str(piece);
        }
        is_power = piece == "^" || is_power && matches!(piece, "{" | "\\left");
    }
    if is_begun {
        terms.insert(term);
    }
    (terms.len() > 1).then_some(terms)
}

/// Commands, numbers and single signs, without room.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let length = match first {
            '\\' => {
                let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                1 + if letters > 0 { letters } else { rest[1..].chars().next().map_or(0, char::len_utf8) }
            }
            _ if first.is_ascii_digit() => rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count(),
            _ => first.len_utf8(),
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_that_a_definition_does_not_have_are_foreign() {
        let is_foreign = |claim: &str, known: &str| has_foreign_kernel(claim, std::iter::once(known));
        assert!(is_foreign(r"\frac{3}{(3 - x)^2}", "(9 - x^2)^3"));
        assert!(is_foreign(r"\frac12(x^2 + 2x)^{-1/2}\cdot(2x + 2)", r"\frac{(x - 2)^2}{x^2 + 4}"));
        assert!(is_foreign(r"2/(x + 1)", "x - 6"));
        assert!(!is_foreign(r"\frac{2x(x^2 + 3)}{(3 + 2x^{2})^{2}}", r"\frac{x^2}{x^2 + 3}"));
        assert!(!is_foreign(r"(x + 1)(x - 2)", "3x^2"));
        assert!(!is_foreign(r"\frac{e^{-x}}{(1+e^{-x})^2}", r"\frac{1}{1 + e^{-x}}"));
    }
}
