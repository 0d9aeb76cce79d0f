//! Calls with a list of arguments: `f([x, y])` and `f\left(\begin{pmatrix} x \\ y \end{pmatrix}\right)` are `f(x, y)`.

use super::environment::begun;
use crate::syntax::canonical_name;

/// Environments that draw a column or a row.
const COLUMNS: [&str; 4] = ["matrix", "pmatrix", "bmatrix", "array"];

/// Longer lists are left as they are.
const LONGEST: usize = 400;

/// The text with the arguments of each call of a name out of the list they stand in, where they are names or numbers.
pub fn with_listed_arguments(text: &str) -> String {
    if !["([", "( [", "\\begin{"].iter().any(|mark| text.contains(mark)) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        rest = &behind[1..];
        let is_left = before.trim_end().ends_with("\\left");
        let name = out.trim_end().trim_end_matches("\\left").trim_end();
        let is_called = name.ends_with(|c: char| c.is_ascii_alphabetic()) && !name.ends_with("\\right");
        match list(rest, is_left).filter(|_| is_called) {
            Some((arguments, after)) => {
                if is_left {
                    out.truncate(out.trim_end().len() - "\\left".len());
                }
                out.push_str(&format!("({})", arguments.join(", ")));
                rest = after;
            }
            None => out.push('('),
        }
    }
    out.push_str(rest);
    out
}

/// The entries of a list that takes up all of a bracket, and what follows the bracket.
fn list(inner: &str, is_left: bool) -> Option<(Vec<String>, &str)> {
    let text = inner.trim_start();
    let (entries, after) = match text.strip_prefix('[') {
        Some(list) => list.split_once(']')?,
        None => {
            let (name, mut from) = begun(text, 0).filter(|(name, _)| COLUMNS.contains(name))?;
            if name == "array" {
                from += text[from..].strip_prefix('{')?.find('}')? + 2;
            }
            let (entries, after) = text[from..].split_once("\\end{")?;
            (entries, after.strip_prefix(name)?.strip_prefix('}')?)
        }
    };
    let after = after.trim_start();
    let after = if is_left { after.strip_prefix("\\right")?.trim_start() } else { after };
    let after = after.strip_prefix(')')?;
    let is_argument = |entry: &str| canonical_name(entry).is_some() || entry.bytes().all(|byte| byte.is_ascii_digit());
    let entries: Vec<String> = match entries.len() < LONGEST {
        true => entries.replace("\\\\", ",").replace('&', ",").split(',').map(|entry| entry.trim().to_string()).collect(),
        false => return None,
    };
    let are_listed = entries.len() > 1 && entries.iter().all(|entry| !entry.is_empty() && is_argument(entry));
    are_listed.then_some((entries, after))
}

#[cfg(test)]
mod tests {
    use super::with_listed_arguments;

    #[test]
    fn lists_are_taken_out_of_calls() {
        let read = |text: &str, expected: &str| assert_eq!(with_listed_arguments(text), expected);
        read(r"f([x^{(1)}, x^{(2)}]) + 1", r"f(x^{(1)}, x^{(2)}) + 1");
        read(r"h\left(\begin{pmatrix} y_1 \\ y_2 \end{pmatrix}\right)", "h(y_1, y_2)");
        read(r"h(\begin{array}{c} 1 \\ y \end{array})", "h(1, y)");
        for kept in [r"2([x, y])", r"f([x + 1, y])", r"f(\begin{pmatrix} x \\ y \end{pmatrix} + z)", r"f([x])", r"f([x, y"] {
            read(kept, kept);
        }
    }
}
