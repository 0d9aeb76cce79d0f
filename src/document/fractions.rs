//! Fractions as plain TeX writes them, `{dy \over dx}`, and differentials as macros leave them, as everybody writes them.

/// The text with `\frac` in place of `\over`, whose sides are all that stands in its group.
pub(super) fn with_fractions(text: &str) -> String {
    let mut out = text.to_string();
    for _ in 0..MOST_FRACTIONS {
        let Some(at) = over(&out) else { break };
        let (start, end) = (group_start(&out[..at]), at + group_end(&out[at..]));
        let (above, below) = (out[start..at].trim(), out[at + OVER.len()..end].trim());
        let written = format!("\\frac{{{}}}{{{}}}", plain(above), plain(below));
        // The braces only say how far the sides reach, unless they are those of an argument.
        let is_argument = out[..start.saturating_sub(1)].ends_with(|c: char| c.is_alphabetic() || matches!(c, '}' | ']' | '^' | '_'));
        let braces = usize::from(start > 0 && end < out.len() && !is_argument);
        out.replace_range(start - braces..end + braces, &written);
    }
    out
}

const OVER: &str = "\\over";

/// So many fractions of a formula are written anew; the reader refuses the others.
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
    while let Some(at) = text.find("{\\mathrm{d}") {
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
    use super::with_fractions;

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
