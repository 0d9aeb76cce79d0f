//! Environments and brackets that hold formulas, the same in LaTeX and in the Markdown around it.

/// Environments whose content is a display.
const DISPLAYS: [&str; 18] = [
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "flalign",
    "alignat",
    "xalignat",
    "displaymath",
    "math",
    "dmath",
    "dgroup",
    "aligned",
    "split",
    "gathered",
    "IEEEeqnarray",
    "subequations",
    "alignedat",
];

/// Environments inside a display that only arrange its rows.
const ARRANGING: [&str; 8] = ["aligned", "split", "gathered", "alignedat", "align", "align*", "equation", "gather*"];

/// Whether an environment, with or without a star, holds a display.
pub(super) fn is_display(name: &str) -> bool {
    DISPLAYS.contains(&name.trim_end_matches('*'))
}

/// Whether an environment in a display only arranges its rows.
pub(super) fn only_arranges(name: &str) -> bool {
    ARRANGING.contains(&name)
}

/// The name of the environment that begins here: `\begin{align}`, and the byte behind its brace.
pub(super) fn begun(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text[at..].strip_prefix("\\begin{")?;
    let close = rest.find('}')?;
    Some((&rest[..close], at + "\\begin{".len() + close + 1))
}

/// The content of the display environment that begins here, and the byte behind it.
pub(super) fn display(text: &str, at: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let (name, from) = begun(text, at)?;
    if !is_display(name) {
        return None;
    }
    let end = format!("\\end{{{name}}}");
    let length = text[from..].find(&end)?;
    Some((from..from + length, from + length + end.len()))
}

/// Where `needle` stands next, unless a backslash comes before it.
pub(super) fn unescaped(text: &str, from: usize, needle: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + text[at..].find(needle)?;
        let backslashes = text.as_bytes()[..found].iter().rev().take_while(|byte| **byte == b'\\').count();
        if backslashes % 2 == 0 {
            return Some(found);
        }
        at = found + needle.len();
    }
}

/// The end of the paragraph: where the next blank line begins, or the text ends.
pub(super) fn paragraph_end(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(length) = text[at..].find('\n') {
        let next = at + length + 1;
        let line = text[next..].split('\n').next().unwrap_or("");
        if line.trim().is_empty() && next < text.len() {
            return next;
        }
        at = next;
    }
    text.len()
}

/// A part of a display without what only arranges it: the beginnings and ends of such environments, columns, rows.
pub(super) fn without_arrangement(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // How many environments with columns of their own are open.
    let mut depth = 0usize;
    while let Some(at) = rest.find(['\\', '&']) {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = behind.strip_prefix('&') {
            out.push(if depth == 0 { ' ' } else { '&' });
            rest = after;
            continue;
        }
        if let Some(after) = behind.strip_prefix("\\\\") {
            out.push_str(if depth == 0 { " " } else { "\\\\" });
            // The space between two rows.
            let spacing = after.strip_prefix('[').filter(|_| depth == 0).and_then(|inner| inner.split_once(']'));
            rest = spacing.map_or(after, |(_, after)| after);
            continue;
        }
        let is_begun = behind.starts_with("\\begin{");
        let name = ["\\begin{", "\\end{"].iter().find_map(|start| behind.strip_prefix(start)).and_then(|inner| inner.split_once('}'));
        match name {
            Some((name, after)) if only_arranges(name) => {
                // How many columns there are, and where it stands, is no mathematics.
                let after =
                    after.strip_prefix('[').filter(|_| is_begun).and_then(|inner| inner.split_once(']')).map_or(after, |(_, after)| after);
                rest = if name.starts_with("alignedat") { after.split_once('}').map_or("", |(_, after)| after) } else { after };
            }
            found => {
                match found {
                    Some(_) if is_begun => depth += 1,
                    Some(_) => depth = depth.saturating_sub(1),
                    None => {}
                }
                let length = 1 + behind[1..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&behind[..length]);
                rest = &behind[length..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text without the thin spaces that many draw between a letter and its prime: `f\hskip.75pt'(x)`, `y\,'`.
pub(super) fn without_room_before_primes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let is_prime = character == '\'';
        while is_prime && let Some(end) = room_behind(&out) {
            out.truncate(end);
        }
        out.push(character);
    }
    out
}

/// Where the room at the end of a text begins.
fn room_behind(text: &str) -> Option<usize> {
    const SPACES: [&str; 5] = ["\\,", "\\;", "\\:", "\\!", "\\>"];
    const SKIPS: [&str; 4] = ["\\hskip", "\\mskip", "\\kern", "\\mkern"];
    let before = text.trim_end();
    let skip = SKIPS.iter().find_map(|skip| before.rfind(skip).filter(|at| is_length(&before[at + skip.len()..])));
    skip.or(SPACES.iter().find_map(|space| before.strip_suffix(space)).map(str::len))
}

/// A number and a unit: `.75pt`.
fn is_length(text: &str) -> bool {
    let unit = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ' '));
    matches!(unit, "pt" | "em" | "ex" | "mu" | "cm" | "mm" | "in")
}

/// The text without the command that makes mathematics of what stands in it, as macros for both modes write it.
pub(super) fn without_wrapping(text: &str) -> String {
    const WRAPPING: &str = "\\ensuremath{";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // The depths of the braces to leave out.
    let (mut depth, mut wrapped) = (0usize, Vec::new());
    while let Some(character) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix(WRAPPING) {
            // A command before it ends here.
            if out.ends_with(|c: char| c.is_ascii_alphabetic()) {
                out.push(' ');
            }
            depth += 1;
            wrapped.push(depth);
            rest = behind;
            continue;
        }
        let mut length = character.len_utf8();
        let mut is_left_out = false;
        match character {
            '\\' => length += rest[length..].chars().next().map_or(0, char::len_utf8),
            '{' => depth += 1,
            '}' => {
                is_left_out = wrapped.pop_if(|open| *open == depth).is_some();
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if !is_left_out {
            out.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prime_belongs_to_the_letter_before_its_room() {
        assert_eq!(without_room_before_primes(r"f\hskip.75pt'(x) + y\,' + \frac{a}{b}\kern 1pt '"), r"f'(x) + y' + \frac{a}{b}'");
        assert_eq!(without_room_before_primes(&without_wrapping(r"c\cdot\ensuremath{f\,'}(x^{2})")), r"c\cdot f'(x^{2})");
        assert_eq!(without_room_before_primes(r"a\,b + \hskip 2pt c'"), r"a\,b + \hskip 2pt c'");
    }
}
