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
