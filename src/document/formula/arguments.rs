//! Other ways to read what is written without brackets: where the argument of a function ends, and how many digits a power takes.
//! Each reading is of text, so that sides and definitions are read alike.

use super::environment::operand;
use crate::syntax::{canonical_name, is_function};

/// `\cos x\ [...]`, `a\cos 2t\,\hat{k}` and `\cos\theta\vec{i}` as products: room that is written out ends the argument of a
/// function, and so does a vector.
pub fn ended(text: &str) -> String {
    const ROOM: [&str; 8] = ["\\ ", "\\,", "\\;", "\\:", "\\!", "~", "\\quad", "\\qquad"];
    bracketed(text, |behind| {
        let is_end = |rest: &str| ROOM.iter().any(|room| rest.starts_with(room)) || is_vector(rest);
        let (length, rest) = atoms(behind, is_end)?;
        is_end(rest).then_some(length)
    })
}

/// `\log u \cdot v` as the logarithm of the product.
pub fn joined(text: &str) -> String {
    bracketed(text, |behind| {
        let (_, rest) = atoms(behind, |_| false)?;
        let factor = ["\\cdot", "\\times", "*"].iter().find_map(|sign| rest.strip_prefix(sign))?;
        let (length, _) = atoms(factor, |_| false)?;
        Some(behind.len() - factor.len() + length)
    })
}

/// `(-1)^44!` as TeX draws it: a power without braces is one digit.
pub fn with_short_powers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('^') {
        let (before, power) = rest.split_at(at + 1);
        out.push_str(before);
        rest = power;
        if power.len() - power.trim_start_matches(|c: char| c.is_ascii_digit()).len() > 1 {
            let (digit, behind) = power.split_at(1);
            out.push_str(&format!("{{{digit}}} "));
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// The text with brackets around the arguments of functions that have none, as far as `length` says they reach.
fn bracketed(text: &str, length: impl Fn(&str) -> Option<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let letters = rest[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let (command, mut behind) = rest.split_at(at + 1 + letters);
        out.push_str(command);
        let name = &command[at + 1..];
        let scripts = if name != "sqrt" && is_function(name) { scripts(behind) } else { None };
        if let Some(bare) = scripts
            && let Some(length) = length(bare)
        {
            let (argument, after) = bare.split_at(length);
            out.push_str(&behind[..behind.len() - bare.len()]);
            out.push_str(&format!("\\left({}\\right)", argument.trim()));
            behind = after;
        }
        // `\\` and `\,` are no commands of their own letters.
        if letters == 0 {
            let length = behind.chars().next().map_or(0, char::len_utf8);
            out.push_str(&behind[..length]);
            behind = &behind[length..];
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The names, numbers and fractions that a text begins with, up to an end: their length, and what follows them.
fn atoms(text: &str, is_end: impl Fn(&str) -> bool) -> Option<(usize, &str)> {
    let mut rest = text.trim_start();
    let mut length = 0;
    while !(length > 0 && is_end(rest)) {
        let Some(behind) = atom(rest).and_then(scripts) else { break };
        length = text.len() - behind.len();
        rest = behind.trim_start();
    }
    (length > 0).then_some((length, rest))
}

/// What follows the name, number or fraction that a text begins with.
fn atom(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if bare.len() < text.len() {
        return Some(bare);
    }
    let (name, behind) = operand(text)?;
    // \sin{\theta} \, v
    if text.starts_with('{') {
        return (name.starts_with(|c: char| c.is_alphanumeric() || c == '\\') && canonical_name(name).is_some()).then_some(behind);
    }
    if matches!(name, "\\frac" | "\\tfrac" | "\\dfrac") {
        return operand(behind).and_then(|(_, behind)| operand(behind)).map(|(_, behind)| behind);
    }
    let is_command = name.strip_prefix('\\').is_some_and(|command| !is_function(command));
    let is_name = is_command || name.starts_with(|c: char| c.is_alphabetic());
    (is_name && canonical_name(name).is_some()).then_some(behind)
}

/// What follows the indices and powers that a text begins with, and the room before them.
fn scripts(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(script) = rest.trim_start().strip_prefix(['^', '_']) {
        rest = operand(script)?.1;
    }
    Some(rest)
}

/// Whether a text begins with a vector: an arrow or a hat over a letter, or a bold one.
fn is_vector(text: &str) -> bool {
    const ACCENTS: [&str; 9] = ["\\vec", "\\overrightarrow", "\\hat", "\\widehat", "\\mathbf", "\\boldsymbol", "\\bm", "\\pmb", "\\bold"];
    let inner = text.trim_start_matches('{');
    ACCENTS.iter().any(|accent| inner.strip_prefix(accent).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_and_vectors_end_an_argument() {
        assert_eq!(ended(r"\cos x\ [a] + \sin x\, y"), r"\cos\left(x\right)\ [a] + \sin\left(x\right)\, y");
        assert_eq!(ended(r"a\sin^2 2t\,\hat{k}"), r"a\sin^2\left(2t\right)\,\hat{k}");
        assert_eq!(ended(r"\sin^{2}{\theta} \, \mathbf{T}"), r"\sin^{2}\left({\theta}\right) \, \mathbf{T}");
        assert_eq!(ended(r"\cos\theta\vec{i}"), r"\cos\left(\theta\right)\vec{i}");
        let same = [r"\cos ∂\,x", r"\cos x y", r"\cos(x)\,y", r"\cos \hat y", r"\cos x \sin x\\ y", r"\sqrt x\,y"];
        assert_eq!(same.map(ended), same);
    }

    #[test]
    fn a_dot_may_stand_in_an_argument() {
        assert_eq!(joined(r"\log u \cdot v + 1"), r"\log\left(u \cdot v\right) + 1");
        let same = [r"\log u \cdot \sin v", r"\log(u) \cdot v", r"\log u + v"];
        assert_eq!(same.map(joined), same);
    }

    #[test]
    fn a_power_without_braces_is_one_digit() {
        assert_eq!(with_short_powers("(-1)^44! + x^2 + x^{10}"), "(-1)^{4} 4! + x^2 + x^{10}");
    }
}
