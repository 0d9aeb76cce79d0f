//! What makes room in a formula and is no mathematics.

use std::ops::Range;

/// The text without the room before it: columns, spaces, phantoms.
pub fn without_room(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '&' | '{' | '}' | '~'));
        if let Some(behind) = ["\\qquad", "\\quad", "\\,", "\\;", "\\:", "\\!", "\\ "].iter().find_map(|room| rest.strip_prefix(room)) {
            rest = behind;
        } else if let Some((_, behind)) = ["\\phantom{", "\\hphantom{", "\\hspace{", "\\hspace*{"]
            .iter()
            .find_map(|room| rest.strip_prefix(room))
            .and_then(|inner| inner.split_once('}'))
        {
            rest = behind;
        } else {
            return rest;
        }
    }
}

/// Nothing but what makes room.
pub fn is_blank(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '&' | '{' | '}' | '.' | ',' | ';' | '~'));
        let Some(behind) = BLANKS.iter().find_map(|blank| rest.strip_prefix(blank)) else { break };
        rest = behind;
        // Names in braces are no mathematics.
        if let Some(inner) = rest.strip_prefix('{')
            && let Some((_, behind)) = inner.split_once('}')
        {
            rest = behind;
        }
    }
    rest.is_empty()
}

const BLANKS: [&str; 21] = [
    "\\quad",
    "\\qquad",
    "\\,",
    "\\;",
    "\\:",
    "\\!",
    "\\ ",
    "\\nonumber",
    "\\notag",
    "\\label",
    "\\tag",
    "\\hspace",
    "\\hfill",
    "\\displaystyle",
    "\\left.",
    "\\right.",
    "\\>",
    "\\qedhere",
    "\\bigskip",
    "\\vspace",
    "\\pause",
];

/// A member without the room and the stops around it.
pub fn trimmed(text: &str, member: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = member;
    loop {
        let inner = &text[start..end];
        let left = inner.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '&' | '~'));
        if left.len() < inner.len() {
            start += inner.len() - left.len();
            continue;
        }
        if let Some(blank) = BLANKS[..8].iter().chain(&BLANKS[12..14]).find(|blank| left.starts_with(**blank)) {
            start += blank.len();
            continue;
        }
        // Dots say that the formula goes on.
        if let dotted = inner.trim_end()
            && dotted.ends_with("...")
        {
            return start..start + dotted.len();
        }
        let right = inner.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '&' | '~' | '.' | ',' | ';'));
        if right.len() < inner.len() && !right.ends_with(['\\']) && !right.ends_with("\\left") && !right.ends_with("\\right") {
            end = start + right.len();
            continue;
        }
        if let Some(blank) = BLANKS[..9].iter().chain(&BLANKS[12..13]).find(|blank| inner.ends_with(**blank)) {
            end -= blank.len();
            continue;
        }
        return start..end;
    }
}
