//! Where a term and a bracket end in a formula as it is written: signs outside brackets.

/// What stands in a bracket that is all there is.
pub fn whole_bracket(text: &str) -> Option<&str> {
    first_bracket(text).filter(|(_, behind)| behind.trim().is_empty()).map(|(inner, _)| inner)
}

/// What stands in the bracket that a text begins with, and what follows.
pub fn first_bracket(text: &str) -> Option<(&str, &str)> {
    let text = without_size(text);
    let (open, close) = [("(", ")"), ("[", "]"), ("\\{", "\\}"), ("{", "}")].into_iter().find(|(open, _)| text.starts_with(open))?;
    let mut depth = 0i32;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(open) {
            depth += 1;
        } else if let Some(behind) = rest.strip_prefix(close) {
            depth -= 1;
            if depth == 0 {
                let inner = text[open.len()..at].trim_end();
                let sizes = ["\\right", "\\bigr", "\\Bigr", "\\biggr", "\\big", "\\Big", "\\bigg", "\\Bigg"];
                let inner = sizes.iter().find_map(|size| inner.strip_suffix(size)).unwrap_or(inner);
                return Some((inner, behind));
            }
        }
        let is_command = rest.starts_with('\\');
        at += rest.chars().take(1 + usize::from(is_command)).map(char::len_utf8).sum::<usize>();
    }
    None
}

/// A text without the command that says how large the bracket is that it begins with.
fn without_size(text: &str) -> &str {
    let text = text.strip_prefix("\\left").unwrap_or(text).trim_start();
    ["\\big", "\\Big", "\\bigg", "\\Bigg", "\\bigl", "\\Bigl", "\\biggl", "\\Biggl"]
        .iter()
        .find_map(|size| text.strip_prefix(size).filter(|rest| rest.starts_with(['(', '[', '\\'])))
        .unwrap_or(text)
}

/// The place of the first sign between terms, outside brackets.
pub fn first_sign(text: &str) -> Option<usize> {
    let mut depth = 0i32;
    let mut may_end = false;
    for (at, character) in text.char_indices() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            '+' | '-' if depth == 0 && may_end => return Some(at),
            _ => {}
        }
        may_end |= !character.is_whitespace() && !matches!(character, '+' | '-');
    }
    None
}

/// Whether the first thing is a bracket.
pub fn begins_with_bracket(text: &str) -> bool {
    without_size(text).starts_with(['(', '['])
}

/// Whether signs stand between terms, outside brackets.
pub fn has_sum(text: &str) -> bool {
    first_sign(text).is_some()
}

/// How far the term that a text begins with reaches.
pub fn term(text: &str) -> usize {
    let mut depth = 0usize;
    let mut is_begun = false;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let length = character.len_utf8();
        match character {
            '\\' => {
                let letters = text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let command = &text[at..at + 1 + letters];
                if depth == 0 && command == "\\right" {
                    return at;
                }
                is_begun = true;
                // A bracket that is drawn with a command is a sign of its own.
                at += if letters > 0 { 1 + letters } else { 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8) };
                continue;
            }
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' if depth == 0 => return at,
            '}' | ')' | ']' => depth -= 1,
            '+' | '-' if depth == 0 && is_begun => return at,
            _ => {}
        }
        is_begun |= !character.is_whitespace();
        at += length;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_sums_are_told_apart() {
        assert_eq!(whole_bracket(r"\left( x^2 \right)"), Some(" x^2 "));
        assert_eq!(whole_bracket("(x)(y)"), None);
        assert_eq!(first_bracket(r"\Big[ (x) y \Big]_{t = 0}"), Some((" (x) y ", "_{t = 0}")));
        assert_eq!(whole_bracket("[(x)(y)]"), Some("(x)(y)"));
        assert_eq!((has_sum("x^{2+1}"), has_sum("-x"), has_sum("-x + 3")), (false, false, true));
    }
}
