//! Fractions and roots as plain TeX writes them, `{dy \over dx}` and `\root 3 \of x`, operators in a group or as a letter, `D_x`,
//! and differentials as macros leave them, as everybody writes them.

use super::environment::operand;
use crate::syntax::latex::mentions;

/// The text with `\frac` in place of `\over`, whose sides are all that stands in its group.
pub fn with_fractions(text: &str) -> String {
    let mut out = with_operators(text);
    for _ in 0..MOST_FRACTIONS {
        let Some(at) = over(&out) else { break };
        let (start, end) = (group_start(&out[..at]), at + group_end(&out[at..]));
        let (above, below) = (out[start..at].trim(), out[at + OVER.len()..end].trim());
        let written = format!("\\frac{{{}}}{{{}}}", plain(above), plain(below));
        // The braces only say how far the sides reach, unless they are those of an argument.
        let braces = usize::from(start > 0 && end < out.len() && !is_argument(&out[..start.saturating_sub(1)]));
        out.replace_range(start - braces..end + braces, &written);
    }
    out
}

/// The text with `\sqrt[3]{x}` in place of `\root 3 \of x`, which no macro is.
pub fn with_roots(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for _ in 0..MOST_FRACTIONS {
        let Some(at) = rest.find("\\root") else { break };
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let root = behind["\\root".len()..].split_once("\\of").filter(|(degree, _)| degree.len() < 20 && !degree.contains('\\'));
        match root {
            Some((degree, behind)) if !degree.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                out.push_str(&format!("\\sqrt[{}]", degree.trim().trim_matches(['{', '}'])));
                rest = behind;
            }
            _ => {
                out.push_str("\\root");
                rest = &behind["\\root".len()..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text with `\frac{d}{dx}` in place of `{\textstyle\frac{d}{dx}}` and of the letter in `D_x(x^2)`.
fn with_operators(text: &str) -> String {
    const STYLES: [&str; 4] = ["{\\textstyle", "{\\displaystyle", "{\\scriptstyle", "{\\small"];
    let mut out = text.to_string();
    let mut from = 0;
    for _ in 0..MOST_FRACTIONS {
        let next = STYLES.iter().filter_map(|style| out[from..].find(style)).min();
        let Some(at) = next.map(|at| from + at) else { break };
        from = at + 1;
        let end = from + group_end(&out[from..]);
        let style = 1 + out[from + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let inner = out[from + style..end].trim().to_string();
        let is_fraction = ["\\frac", "\\tfrac", "\\dfrac"].iter().any(|fraction| {
            let sides = inner.strip_prefix(fraction).and_then(operand).and_then(|(_, behind)| operand(behind));
            sides.is_some_and(|(_, behind)| behind.trim().is_empty())
        });
        if is_fraction && !is_argument(&out[..at]) && end < out.len() {
            out.replace_range(at..end + 1, &inner);
        }
    }
    let mut from = 0;
    for _ in 0..MOST_FRACTIONS {
        let Some(at) = out[from..].find("D_").map(|at| from + at) else { break };
        from = at + 1;
        if let Some((variable, behind)) = operator(&out[..at], &out[at + 2..]) {
            let written = format!("\\frac{{d}}{{d{variable}}}");
            let end = out.len() - behind.len();
            out.replace_range(at..end, &written);
        }
    }
    out
}

/// The variable of the operator that `D_` begins between two texts, and what it is applied to: a sum or a function in a bracket.
fn operator<'t>(before: &str, behind: &'t str) -> Option<(&'t str, &'t str)> {
    let (variable, behind) = operand(behind)?;
    let bracket = behind.trim_start();
    let bare = bracket.strip_prefix("\\left").or_else(|| bracket.strip_prefix("\\big")).unwrap_or(bracket);
    let inner = bare.strip_prefix(['(', '['])?.split([')', ']']).next()?;
    // D_p is a demand as often.
    let is_letter = matches!(variable, "x" | "y" | "z" | "t" | "u");
    let inner = inner.trim_end_matches("\\right");
    let shows = mentions(inner).is_ok_and(|found| found.uses(variable));
    let is_apart = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\\' | '}'));
    (is_letter && is_apart && shows && inner.trim() != variable).then_some((variable, behind))
}

/// Whether a brace behind a text opens the argument of a command or a script.
fn is_argument(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphabetic() || matches!(c, '}' | ']' | '^' | '_'))
}

const OVER: &str = "\\over";

/// So many fractions, roots and operators of a formula are written anew; the reader refuses the others.
const MOST_FRACTIONS: usize = 100;

/// Where `\over` stands; not in `\overline`.
fn over(text: &str) -> Option<usize> {
    text.match_indices(OVER).map(|(at, _)| at).find(|at| !text[at + OVER.len()..].starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Behind the brace that is open at the end of a text, or its beginning.
fn group_start(before: &str) -> usize {
    let mut depth = 0usize;
    for (at, character) in before.char_indices().rev() {
        let is_escaped = before[..at].ends_with('\\');
        match character {
            _ if is_escaped => {}
            '}' => depth += 1,
            '{' if depth == 0 => return at + 1,
            '{' => depth -= 1,
            _ => {}
        }
    }
    0
}

/// Before the brace that closes the group a text stands in, or its end.
fn group_end(behind: &str) -> usize {
    let mut depth = 0usize;
    for (at, character) in behind.char_indices() {
        let is_escaped = behind[..at].ends_with('\\');
        match character {
            _ if is_escaped => {}
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    behind.len()
}

/// A side of a fraction without what macros leave in it: `{\operatorname{d}\!{x}}^{}` is `\mathrm{d}{x}`.
fn plain(side: &str) -> String {
    let mut text = side.replace("\\operatorname{d}", "\\mathrm{d}").replace("\\!", "");
    for empty in ["^{}", "_{}", "{}"] {
        text = text.replace(empty, " ");
    }
    // {\mathrm{d}x}^{2} is the square of the differential, however it is grouped.
    for _ in 0..MOST_FRACTIONS {
        let Some(at) = text.find("{\\mathrm{d}") else { break };
        let end = at + 1 + group_end(&text[at + 1..]);
        let Some(behind) = text[end..].strip_prefix('}').filter(|behind| behind.is_empty() || behind.trim_start().starts_with(['^', ' ']))
        else {
            break;
        };
        text = format!("{}{}{behind}", &text[..at], &text[at + 1..end]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{with_fractions, with_roots};

    #[test]
    fn operators_and_roots_are_read() {
        assert_eq!(
            with_fractions(r"{\textstyle \frac{d}{dx}} x^2 + \sqrt{\textstyle \frac{1}{2}}"),
            r"\frac{d}{dx} x^2 + \sqrt{\textstyle \frac{1}{2}}"
        );
        assert_eq!(with_roots(r"\root{3}\of{x} + \root n \of x"), r"\sqrt[3]{x} + \sqrt[n] x");
        assert_eq!(with_fractions(r"D_x(x^2) + D_{t}\left[t + 1\right]"), r"\frac{d}{dx}(x^2) + \frac{d}{dt}\left[t + 1\right]");
        assert_eq!(with_fractions(r"D_x(x) + D_i(x) + D_{xy}(x^2)"), r"D_x(x) + D_i(x) + D_{xy}(x^2)");
    }

    #[test]
    fn fractions_of_plain_tex_are_read() {
        assert_eq!(with_fractions(r"{dy \over dx} + {1 \over {a \over b}}"), r"\frac{dy}{dx} + \frac{1}{\frac{a}{b}}");
        assert_eq!(with_fractions(r"\sqrt{a \over b} + x^{1 \over 2}"), r"\sqrt{\frac{a}{b}} + x^{\frac{1}{2}}");
        assert_eq!(with_fractions(r"1 \over x"), r"\frac{1}{x}");
        assert_eq!(with_fractions(r"\overline{x} + \overset{a}{b}"), r"\overline{x} + \overset{a}{b}");
        let macros = r"{{\operatorname{d}\!{}}^{2} y \over {\operatorname{d}\!{x}}^{2}}";
        assert_eq!(with_fractions(macros), r"\frac{\mathrm{d} ^{2} y}{\mathrm{d}{x}^{2}}");
        assert_eq!(with_fractions(r"{\partial^{} y \over \partial x^{}}"), r"\frac{\partial  y}{\partial x }");
    }
}
