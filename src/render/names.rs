//! Names of variables and unknown functions in LaTeX and unicode. Only letters, digits, underscores and known Greek
//! letters reach the output, so a name can't smuggle in a command.

use crate::letters::{accent, greek_letter};

/// Appends a name as LaTeX.
pub(super) fn latex(out: &mut String, name: &str) {
    // z__1 is z with the label (1) above.
    let (name, label) = match name.split_once("__") {
        Some((name, label)) if !name.is_empty() && !label.is_empty() => (name, Some(label)),
        _ => (name, None),
    };
    let (base, mut subscript) = match name.split_once('_') {
        Some((base, subscript)) if !base.is_empty() && !subscript.is_empty() => (base, Some(subscript)),
        _ => (name, None),
    };
    let (base, digits) = match subscript {
        None => split_digits(base),
        Some(_) => (base, ""),
    };
    if !digits.is_empty() {
        subscript = Some(digits);
    }
    let command = subscript.and_then(|word| word.split('_').next()).and_then(accent);
    if let (Some(command), Some(word)) = (command, subscript) {
        out.push_str(command);
        let rest = word.split_once('_').map(|(_, rest)| rest);
        if base.len() == 1 && !command.ends_with('{') {
            out.push(' ');
            letters(out, base);
        } else {
            if !command.ends_with('{') {
                out.push('{');
            }
            letters(out, base);
            out.push('}');
        }
        subscript = rest;
    } else {
        letters(out, base);
    }
    if let Some(subscript) = subscript {
        if subscript.len() == 1 {
            out.push('_');
            letters(out, subscript);
        } else {
            out.push_str("_{");
            let mut first = true;
            for part in subscript.split('_') {
                if !first {
                    out.push(',');
                }
                first = false;
                // x_ij has two indices; theta_max has a word.
                if part.len() <= 2 || part.bytes().all(|byte| byte.is_ascii_digit()) { plain(out, part) } else { letters(out, part) }
            }
            out.push('}');
        }
    }
    if let Some(label) = label {
        out.push_str("^{(");
        plain(out, label);
        out.push_str(")}");
    }
}

fn split_digits(name: &str) -> (&str, &str) {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if letters == 0 { (name, "") } else { name.split_at(letters) }
}

/// Letters with a command that are no Greek letters of their own.
const VARIANTS: [&str; 9] = ["varepsilon", "vartheta", "varphi", "varrho", "varsigma", "varpi", "varkappa", "ell", "hbar"];

/// A letter, a Greek letter by its name, or a word set upright.
fn letters(out: &mut String, word: &str) {
    if greek_letter(word).is_some() {
        match word {
            // Greek capitals that look like Latin ones have no command.
            "Alpha" | "Beta" | "Epsilon" | "Eta" | "Iota" | "Kappa" | "Rho" | "Tau" | "omicron" => {
                out.push_str("\\mathrm{");
                out.push_str(word);
                out.push('}');
            }
            _ => {
                out.push('\\');
                out.push_str(word);
            }
        }
    } else if VARIANTS.contains(&word) {
        out.push('\\');
        out.push_str(word);
    } else if word.chars().count() == 1 || word.bytes().all(|byte| byte.is_ascii_digit()) {
        plain(out, word);
    } else {
        out.push_str("\\mathrm{");
        plain(out, word);
        out.push('}');
    }
}

fn plain(out: &mut String, word: &str) {
    for character in word.chars() {
        match character {
            '_' => out.push_str("\\_"),
            other if other.is_ascii_alphanumeric() => out.push(other),
            // A name of a program may hold anything; what is no letter is shown as a blank box, never as a command.
            _ => out.push('?'),
        }
    }
}

/// Appends a name with its Greek letter, if it begins with one's name.
pub(super) fn unicode(out: &mut String, name: &str) {
    let end = name.find(|c: char| c == '_' || c.is_ascii_digit()).unwrap_or(name.len());
    match greek_letter(&name[..end]) {
        Some(letter) => {
            out.push(letter);
            out.push_str(&name[end..]);
        }
        None => out.push_str(name),
    }
}
