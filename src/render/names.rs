//! Names of variables and unknown functions in LaTeX, Typst and unicode. Only letters, digits, underscores and known Greek
//! letters reach the output, so a name can't smuggle in a command.

use crate::letters::{accent, greek_letter};

/// A name as it is drawn.
struct Parts<'n> {
    base: &'n str,
    /// The mark over the base, as the reader spells it: `hat`, `bold`.
    mark: Option<&'n str>,
    subscript: Option<&'n str>,
    /// What stands in brackets above: z__1 is z with the label (1).
    label: Option<&'n str>,
}

/// The parts of the name of an unknown function, over which a dot would be a derivative by time.
fn parts_of_function(name: &str) -> Parts<'_> {
    match parts(name) {
        Parts { mark: Some("dot"), base, label, .. } => {
            let drawn = name.split_once("__").map_or(name, |(drawn, _)| drawn);
            Parts { base, mark: None, subscript: drawn.get(base.len() + 1..), label }
        }
        parts => parts,
    }
}

fn parts(name: &str) -> Parts<'_> {
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
    let mark = subscript.and_then(|word| word.split('_').next()).filter(|mark| accent(mark).is_some());
    if mark.is_some() {
        subscript = subscript.and_then(|word| word.split_once('_')).map(|(_, rest)| rest);
    }
    Parts { base, mark, subscript, label }
}

/// Whether something stands above a name as it is drawn: a label or a star.
pub(super) fn is_raised(name: &str) -> bool {
    let parts = parts(name);
    parts.label.is_some() || starred(parts.subscript).is_some()
}

/// `star` or `star_i`: a star, and what stands below.
fn starred(subscript: Option<&str>) -> Option<Option<&str>> {
    match subscript?.strip_prefix("star")? {
        "" => Some(None),
        rest => rest.strip_prefix('_').filter(|rest| !rest.is_empty()).map(Some),
    }
}

/// Whether what stands in brackets above a name is a number.
pub(super) fn has_number_above(name: &str) -> bool {
    parts(name).label.is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a part of a subscript is a list of indices, as in x_ij; theta_max has a word, and x_mu a letter.
fn is_indices(part: &str) -> bool {
    (part.len() <= 2 && greek_letter(part).is_none()) || part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of a subscript or label: `t_minus_1` is t-1, others have commas between them.
fn indices(out: &mut String, text: &str, write: impl Fn(&mut String, &str)) {
    let mut after_sign = true;
    for part in text.split('_') {
        let sign = match part {
            "minus" => "-",
            "plus" => "+",
            "over" => "/",
            _ => "",
        };
        if sign.is_empty() && !after_sign {
            out.push(',');
        }
        after_sign = !sign.is_empty();
        if after_sign { out.push_str(sign) } else { write(out, part) }
    }
}

/// Appends the name of a variable as LaTeX.
pub(super) fn latex(out: &mut String, name: &str) {
    draw_latex(out, &parts(name));
}

/// Appends the name of an unknown function as LaTeX.
pub(super) fn latex_function(out: &mut String, name: &str) {
    draw_latex(out, &parts_of_function(name));
}

fn draw_latex(out: &mut String, &Parts { base, mark, mut subscript, label }: &Parts<'_>) {
    // x^*_i, unless a label stands above already.
    let star = starred(subscript).filter(|_| label.is_none());
    if let Some(below) = star {
        subscript = below;
    }
    if let Some(command) = mark.and_then(accent) {
        out.push_str(command);
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
    } else {
        letters(out, base);
    }
    if let Some(subscript) = subscript {
        if subscript.len() == 1 {
            out.push('_');
            letters(out, subscript);
        } else {
            out.push_str("_{");
            indices(out, subscript, |out, part| if is_indices(part) { plain(out, part) } else { letters(out, part) });
            out.push('}');
        }
    }
    if star.is_some() {
        out.push_str("^*");
    }
    // \hat\theta^{*b}
    let starred = label.and_then(|label| label.strip_prefix("star_")).filter(|rest| rest.len() == 1);
    if let Some(rest) = starred {
        out.push_str("^{*");
        plain(out, rest);
        out.push('}');
    } else if let Some(label) = label {
        // An index that is empty tells the letter e from the number.
        out.push_str(if base == "e" && mark.is_none() && subscript.is_none() { "_{}^{" } else { "^{" });
        for label in label.split("__") {
            out.push('(');
            // \pi alone, and \ell with what is counted from it, are read back.
            let is_greek = greek_letter(label).is_some();
            indices(out, label, |out, part| if is_greek || part == "ell" { letters(out, part) } else { plain(out, part) });
            out.push(')');
        }
        out.push('}');
    }
}

/// Appends a name as Typst.
pub(super) fn typst(out: &mut String, name: &str) {
    draw_typst(out, &parts(name));
}

/// Appends the name of an unknown function as Typst.
pub(super) fn typst_function(out: &mut String, name: &str) {
    draw_typst(out, &parts_of_function(name));
}

fn draw_typst(out: &mut String, &Parts { base, mark, subscript, label }: &Parts<'_>) {
    match mark {
        Some(mark) => {
            out.push_str(typst_accent(mark));
            out.push('(');
            typst_letters(out, base);
            out.push(')');
        }
        None => typst_letters(out, base),
    }
    if let Some(subscript) = subscript {
        out.push_str("_(");
        indices(out, subscript, |out, part| {
            let are_letters = is_indices(part) && !part.bytes().all(|byte| byte.is_ascii_digit());
            // Letters side by side would be one word.
            if are_letters && greek_letter(part).is_none() {
                let indices: Vec<String> = part.chars().filter(char::is_ascii_alphanumeric).map(String::from).collect();
                out.push_str(&indices.join(" "));
            } else {
                typst_letters(out, part);
            }
        });
        out.push(')');
    }
    if let Some(label) = label {
        out.push_str("^((");
        indices(out, label, typst_letters);
        out.push_str("))");
    }
}

/// The function of Typst that draws a mark.
fn typst_accent(mark: &str) -> &str {
    match mark {
        "bar" => "macron",
        "vec" => "arrow",
        "check" => "caron",
        "ring" => "circle",
        other => other,
    }
}

/// A letter, a Greek letter, or a word set upright.
fn typst_letters(out: &mut String, word: &str) {
    // Typst draws as its plain letter what TeX draws as a variant, and the other way round.
    let variant = match word {
        "epsilon" => "epsilon.alt",
        "varepsilon" => "epsilon",
        "phi" => "phi.alt",
        "varphi" => "phi",
        "vartheta" => "theta.alt",
        "varrho" => "rho.alt",
        "varsigma" => "sigma.alt",
        "varpi" => "pi.alt",
        "varkappa" => "kappa.alt",
        "hbar" => "ℏ",
        "ell" => "ell",
        _ if greek_letter(word).is_some() => word,
        _ => "",
    };
    if !variant.is_empty() {
        return out.push_str(variant);
    }
    let is_text = !(word.len() == 1 || word.bytes().all(|byte| byte.is_ascii_digit()));
    let quote = if is_text { "\"" } else { "" };
    out.push_str(quote);
    out.extend(word.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '?' }));
    out.push_str(quote);
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
