//! What no reading of scalars covers: vectors, expectations, limits, and variables that are one of many.

use crate::document::statement::Member;
use crate::document::statement::closure::has_inverse;
use crate::syntax::is_function;
use crate::syntax::latex::{Mentions, NameUse};

/// What no reading of scalars covers, by its look.
pub fn not_scalar(text: &str) -> Option<String> {
    const LOOKS: [(&str, &str); 20] = [
        ("\\mathbb{E}", "an expectation"),
        ("\\mathbb E", "an expectation"),
        ("\\mathbf", "vectors or matrices"),
        ("\\mathbb{I}", "vectors or matrices"),
        ("\\mathbb I", "vectors or matrices"),
        ("\\boldsymbol", "vectors or matrices"),
        ("\\bm", "vectors or matrices"),
        ("\\vec", "vectors or matrices"),
        ("\\nabla", "vectors or matrices"),
        ("^T", "vectors or matrices"),
        ("^{T}", "vectors or matrices"),
        ("\\top", "vectors or matrices"),
        ("\\|", "vectors or matrices"),
        ("\\cdots", "an ellipsis"),
        ("\\ldots", "an ellipsis"),
        ("\\dots", "an ellipsis"),
        ("...", "an ellipsis"),
        ("…", "an ellipsis"),
        ("\\pm", "two signs at once"),
        ("\\lim", "a limit"),
    ];
    let is_whole = |at: usize, look: &str| {
        !matches!(look, "\\pm" | "\\lim" | "\\bm" | "\\vec" | "\\top")
            || !text[at + look.len()..].starts_with(|next: char| next.is_ascii_alphabetic())
    };
    if has_identity(text) {
        return Some("vectors or matrices".into());
    }
    let shows = |look: &str| text.match_indices(look).any(|(at, _)| is_whole(at, look));
    LOOKS.iter().find(|(look, _)| shows(look)).map(|(_, reason)| (*reason).to_string())
}

/// Whether a matrix stands beside a multiple of the identity: `(A - \lambda I)`.
fn has_identity(text: &str) -> bool {
    const SCALARS: [&str; 8] = ["\\lambda", "\\mu", "\\alpha", "\\sigma", "\\nu", "\\tau", "\\rho", "\\eta"];
    if !text.contains('I') || !SCALARS.iter().any(|scalar| text.contains(scalar)) {
        return false;
    }
    let bare = text.replace([' ', '{', '}'], "").replace("\\left", "").replace("\\right", "").replace("\\,", "");
    bare.match_indices("I)").any(|(at, _)| {
        // So far back the bracket opens.
        const LONGEST: usize = 24;
        let mut from = at.saturating_sub(LONGEST);
        while !bare.is_char_boundary(from) {
            from += 1;
        }
        let before = bare[from..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let before = before.rsplit_once('_').filter(|(_, index)| index.chars().count() <= 1).map_or(before, |(base, _)| base);
        let matrix = SCALARS.iter().find_map(|scalar| before.strip_suffix(scalar)).and_then(|rest| rest.strip_suffix(['-', '+']));
        matrix.and_then(|rest| rest.strip_suffix(|c: char| c.is_ascii_uppercase())).is_some_and(|rest| rest.ends_with('('))
    })
}

pub fn beyond(member: &Member, mentions: &Mentions) -> Option<String> {
    if has_inverse(&member.text) {
        return Some("the inverse of a function of the text".into());
    }
    // Before a name it makes a differential or a variation of it, d x and \delta t, unless it stands elsewhere by itself: \delta(r - \delta).
    let makes_another = |letter: &str| {
        let is_before_name = |used: &NameUse| {
            let behind = member.text[used.place.end..].trim_start();
            let command = behind.strip_prefix('\\').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
            let is_sign = ["\\right", "\\cdot", "\\operatorname", "\\quad", "\\le", "\\ge"].iter().any(|sign| behind.starts_with(sign));
            behind.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '^')) || command && !is_sign
        };
        let mut own = mentions.names.iter().filter(|used| used.name == letter).peekable();
        own.peek().is_some() && own.all(is_before_name)
    };
    let names_differential = makes_another("d");
    if makes_another("delta") {
        return Some("a variation".into());
    }
    if (mentions.has_loose_differential || names_differential) && !mentions.has_binder {
        return Some("a differential by itself".into());
    }
    if let Some(reason) = not_scalar(&member.text) {
        return Some(reason);
    }
    if let Some(name) = unknown_operator(&member.text) {
        return Some(format!("the function {name} is not known"));
    }
    if mentions.derivatives.iter().any(|mention| mention.order == 0) {
        return Some("the order is no small number".into());
    }
    // \frac{\partial}{\partial \sigma^2} is one by the square.
    let is_by_power = |mention: &crate::syntax::latex::Mention| {
        let written = member.text.get(mention.place.clone()).unwrap_or("");
        let above = written.find("}{").map_or("", |end| &written[..end]);
        mention.order > 1 && written.contains("frac") && !above.is_empty() && !above.contains('^')
    };
    if mentions.derivatives.iter().any(is_by_power) {
        return Some("it is differentiated by a power".into());
    }
    // The derivative by one of many indexed variables of a sum over them.
    let variables = || mentions.derivatives.iter().flat_map(|mention| &mention.variables);
    let is_summed = |(name, _): &&(String, u32)| mentions.names.iter().any(|used| is_sibling(name, &used.name) && is_indexed(&used.name));
    if let Some((name, _)) = variables().find(is_summed).filter(|_| mentions.has_binder) {
        return Some(format!("{name} is one of several variables with an index"));
    }
    let indexed = variables().find(|(name, _)| is_indexed(name));
    match indexed {
        Some((name, _)) if mentions.has_binder || mentions.names.iter().any(|used| is_sibling(name, &used.name)) => {
            Some(format!("{name} is one of several variables with an index"))
        }
        _ => None,
    }
}

/// An upright name that nobody knows right before its argument, `\operatorname{arsh} x`: a function, and no factor.
fn unknown_operator(text: &str) -> Option<&str> {
    text.split("\\operatorname{").skip(1).find_map(|rest| {
        let (name, behind) = rest.split_once('}')?;
        let argument = behind.trim_start();
        let is_argument = argument.starts_with(|c: char| c.is_alphanumeric() || c == '\\')
            && !["\\cdot", "\\left", "\\big"].iter().any(|sign| argument.starts_with(sign));
        (is_argument && !is_function(&name.to_lowercase())).then_some(name)
    })
}

pub fn is_indexed(name: &str) -> bool {
    name.split_once('_').is_some_and(|(_, index)| index.starts_with(|c: char| matches!(c, 'i'..='n')))
}

/// Whether two names differ in their index only.
pub fn is_sibling(name: &str, other: &str) -> bool {
    let base = |name: &str| name.split('_').next().map(str::to_string);
    name != other && base(name) == base(other)
}
