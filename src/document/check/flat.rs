//! Vectors and matrices read as numbers. What holds for every number of components holds for one, where transposes, traces and
//! norms fall away: so a sign, a factor or a power that is wrong shows itself. What agrees there is not proved by it.

use crate::document::formula::environment::operand;
use crate::document::statement::closure::Place;
use crate::document::statement::letters::is_time;
use crate::document::statement::scope::Definition;
use crate::document::statement::{Member, Statement};
use crate::syntax::latex::mentions;
use crate::syntax::{canonical_name, is_function};

/// Commands that draw vectors and matrices.
const BOLD: [&str; 9] = ["\\mathbf", "\\boldsymbol", "\\bm", "\\vec", "\\pmb", "\\symbf", "\\bold", "\\mathbfit", "\\textbf"];

/// What else shows that vectors are meant.
const LOOKS: [&str; 10] = ["\\top", "\\intercal", "\\nabla", "\\|", "\\Vert", "\\lVert", "\\odot", "\\mathsf{T}", "\\mathsf T", "||"];

/// What a single component leaves as it is: traces, diagonals, determinants.
const IDENTITIES: [&str; 8] = ["tr", "Tr", "trace", "Trace", "diag", "vec", "det", "Diag"];

/// Commands that accents are drawn with.
const ACCENTS: [&str; 9] = ["\\hat", "\\widehat", "\\bar", "\\tilde", "\\widetilde", "\\dot", "\\ddot", "\\overline", "\\check"];

/// Reads the statements that show vectors as statements about numbers, where all of their members can be read so.
pub fn flatten(statements: &mut [Statement]) {
    for statement in statements {
        if statement.component.is_some() {
            continue;
        }
        let shows = |member: &Member| looks(&member.text);
        let is_transposed = statement.members.iter().any(|member| has_product_behind_transpose(&member.text));
        let is_power = statement.members.iter().filter_map(|member| member.mentions.as_ref().ok()).any(|found| found.uses("T"));
        if !statement.members.iter().any(shows) && (!is_transposed || is_power) {
            continue;
        }
        let texts: Option<Vec<String>> = statement.members.iter().map(|member| flat(&member.text)).collect();
        let Some(texts) = texts else { continue };
        for (member, text) in statement.members.iter_mut().zip(texts) {
            if text != member.text {
                member.mentions = mentions(&text).map_err(|error| error.to_string());
                member.text = text;
            }
        }
        statement.is_flat = true;
    }
}

/// Why a link that fails for one component need not be wrong.
pub fn doubt(place: &Place<'_>, link: usize, definitions: &[Definition]) -> Option<String> {
    let statement = &place.statements[place.at];
    let members = statement.members.iter().chain(definitions.iter().map(|definition| place.value(definition)));
    let found = members.filter_map(|member| member.mentions.as_ref().ok());
    let variables =
        found.clone().flat_map(|found| &found.derivatives).flat_map(|mention| &mention.variables).map(|(name, _)| name.as_str());
    let names = found.flat_map(|found| &found.names).map(|used| used.name.as_str()).chain(variables.clone());
    if mixes_components(names) {
        return Some("vectors or matrices beside their components".into());
    }
    // V[f] is the derivative of f along V, and so is \nabla_V f.
    let is_along = |member: &Member| {
        let found = member.mentions.as_ref().map(|found| &found.names[..]).unwrap_or_default();
        found.iter().any(|used| used.name.contains("_bold") && member.text[used.place.end..].trim_start().starts_with('['))
    };
    if statement.members.iter().any(is_along) {
        return Some("derivatives along vectors".into());
    }
    if definitions.is_empty() && variables.clone().any(is_time) {
        return Some("vectors may depend on time".into());
    }
    let is_hidden = |definition: &Definition| {
        let shows = |parameter: &String| place.value(definition).mentions.as_ref().is_ok_and(|found| found.uses(parameter));
        definition.parameters.iter().any(|parameter| parameter.contains("_bold") && !shows(parameter))
    };
    if definitions.iter().any(is_hidden) {
        return Some("a definition does not show how it depends on its vector".into());
    }
    // What stands at right angles falls away: |a + b|^2 = |a|^2 + |b|^2.
    let sides = &statement.members[link..=link + 1];
    let is_value = |member: &Member| !member.has_derivative() && member.text.contains('|');
    sides.iter().all(is_value).then(|| "vectors may stand at right angles".into())
}

/// Whether a name stands in bold beside its own components: `\mathbf{x}` and `x_i`, which are no two numbers.
fn mixes_components<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let names: Vec<&str> = names.collect();
    let bold: Vec<&str> = names.iter().filter_map(|name| name.split_once("_bold").map(|(base, _)| base)).collect();
    let is_component = |name: &&str| !name.contains("_bold") && name.split('_').next().is_some_and(|base| bold.contains(&base));
    names.iter().any(is_component)
}

fn looks(text: &str) -> bool {
    LOOKS.iter().any(|look| text.contains(look))
        || BOLD.iter().any(|command| {
            text.match_indices(command).any(|(at, _)| is_whole(text, at, command) && draws(command, &text[at + command.len()..]))
        })
}

/// Whether a command draws a vector: `\textbf` does where it is about a single letter, and words otherwise.
fn draws(command: &str, behind: &str) -> bool {
    command != "\\textbf" || operand(behind).is_some_and(|(inner, _)| inner.trim().chars().count() == 1)
}

/// Whether no letter goes on with the name of a command.
fn is_whole(text: &str, at: usize, command: &str) -> bool {
    !text[at + command.len()..].starts_with(|next: char| next.is_ascii_alphabetic())
}

/// Whether a factor follows a transpose: `w^T x`, and not `(1 + r)^T`.
fn has_product_behind_transpose(text: &str) -> bool {
    ["^T", "^{T}"].iter().any(|mark| {
        text.match_indices(mark).any(|(at, _)| {
            let behind = text[at + mark.len()..].trim_start();
            behind.starts_with(|next: char| next.is_ascii_alphabetic() || next == '(')
                || behind.starts_with('\\')
                    && !["\\right", "\\cdot", "\\,", "\\;", "\\quad", "\\\\"].iter().any(|sign| behind.starts_with(sign))
        })
    })
}

/// The text with numbers in place of vectors and matrices; nothing where that cannot be told.
fn flat(text: &str) -> Option<String> {
    let text = in_bold(text)?;
    if is_about_directions(&text) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    let mut is_norm_open = false;
    while let Some(first) = rest.chars().next() {
        if first == '^'
            && let Some((power, behind)) = operand(&rest[1..])
            && let Some(left) = without_transpose(power)
        {
            if !left.is_empty() {
                out.push_str(&format!("^{{{left}}}"));
            }
            rest = behind;
            continue;
        }
        if let Some(behind) = norm(rest) {
            out.push_str(if is_norm_open { "\\right|" } else { "\\left|" });
            rest = if is_norm_open { without_kind_of_norm(behind)? } else { behind };
            is_norm_open = !is_norm_open;
            continue;
        }
        if first != '\\' {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (command, behind) = command(rest);
        match command {
            "\\nabla" => rest = gradient(behind, &mut out)?,
            "\\odot" | "\\circ" | "\\otimes" | "\\bullet" => {
                out.push_str("\\cdot ");
                rest = behind;
            }
            "\\oslash" => {
                out.push('/');
                rest = behind;
            }
            "\\langle" => {
                let (left, right, behind) = inner_product(behind)?;
                rest = behind;
                out.push_str(&format!("\\left({}\\right)\\cdot\\left({}\\right)", flat(left)?, flat(right)?));
            }
            "\\det" | "\\tr" | "\\Tr" | "\\diag" => rest = behind,
            "\\operatorname" | "\\mathrm" | "\\text" | "\\textrm" | "\\rm"
                if let Some((name, behind)) = operand(behind.trim_start_matches('*'))
                    && IDENTITIES.contains(&name.trim()) =>
            {
                rest = behind;
            }
            "\\times" | "\\wedge" | "\\mathbb" | "\\begin" | "\\rangle" => return None,
            _ => {
                out.push_str(command);
                rest = behind;
            }
        }
    }
    (!is_norm_open).then_some(out)
}

/// The command that a text begins with, and what follows.
fn command(text: &str) -> (&str, &str) {
    let letters = text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = 1 + if letters > 0 { letters } else { text[1..].chars().next().map_or(0, char::len_utf8) };
    text.split_at(length)
}

/// Directions that turn with the place, `\hat r`, have derivatives of their own.
fn is_about_directions(text: &str) -> bool {
    let bare = text.replace(['{', '}', ' '], "").replace("\\pmb", "");
    ["\\hatr", "\\hatn", "\\hat\\phi", "\\hat\\varphi", "\\hat\\rho", "\\hate", "e_r", "e_\\theta", "e_\\phi"]
        .iter()
        .any(|look| bare.contains(look))
}

/// The text with every letter that is drawn as a vector in the one bold that the reader takes for a name; numbers stay numbers, and
/// the unit matrix is 1.
pub fn in_bold(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let (name, behind) = command(behind);
        if !BOLD.contains(&name) || !draws(name, behind) {
            out.push_str(name);
            rest = behind;
            continue;
        }
        let (inner, behind) = operand(behind)?;
        rest = embolden(inner, &mut out)?.map_or(behind, |is_unit| if is_unit { without_index(behind) } else { behind });
    }
    out.push_str(rest);
    Some(out)
}

/// Writes each letter in bold; tells whether the unit matrix was all there is.
fn embolden(inner: &str, out: &mut String) -> Option<Option<bool>> {
    match inner.trim() {
        "1" | "I" => {
            out.push('1');
            return Some(Some(true));
        }
        "0" => {
            out.push('0');
            return Some(Some(false));
        }
        _ => {}
    }
    let mut rest = inner;
    while let Some(first) = rest.chars().next() {
        if first == '\\' {
            let (name, behind) = command(rest);
            rest = behind;
            if ACCENTS.contains(&name) {
                let (accented, behind) = operand(behind)?;
                out.push_str(&format!("{name}{{"));
                embolden(accented, out)?;
                out.push('}');
                rest = behind;
            } else if canonical_name(name).is_some() {
                out.push_str(&format!("\\pmb{{{name}}}"));
            } else {
                out.push_str(name);
            }
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            _ if first.is_alphabetic() => out.push_str(&format!("\\pmb{{{first}}}")),
            '_' | '^' => {
                let (index, behind) = operand(rest)?;
                out.push_str(&format!("{first}{{{index}}}"));
                rest = behind;
            }
            _ => out.push(first),
        }
    }
    Some(None)
}

/// What follows the index that tells how large a unit matrix is.
fn without_index(text: &str) -> &str {
    text.trim_start().strip_prefix('_').and_then(operand).map_or(text, |(_, behind)| behind)
}

/// An exponent without the mark of a transpose; nothing where it has none.
fn without_transpose(power: &str) -> Option<String> {
    let bare = power.replace([' ', '{', '}'], "").replace("\\mkern-1.5mu", "");
    let marks = ["T", "\\top", "\\intercal", "\\mathsfT", "\\mathrmT", "\\textT", "\\textrmT", "\\mathbfT", "\\rmT", "\\pmbT", "\\mathtop"];
    let left = marks.iter().find_map(|mark| bare.strip_suffix(mark))?;
    match left {
        "" => Some(String::new()),
        "-" => Some("-1".into()),
        _ if left.starts_with('(') && left.ends_with(')') => Some(left.to_string()),
        _ => None,
    }
}

/// What follows the bar of a norm.
fn norm(text: &str) -> Option<&str> {
    let bar = ["\\left", "\\right", "\\big", "\\Big", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr"]
        .iter()
        .find_map(|size| text.strip_prefix(size).filter(|rest| rest.starts_with("\\|") || rest.starts_with("\\Vert")))
        .unwrap_or(text);
    ["\\|", "\\Vert", "\\lVert", "\\rVert", "||"].iter().find_map(|sign| bar.strip_prefix(sign))
}

/// What follows the name of a norm that is the absolute value of a number.
fn without_kind_of_norm(text: &str) -> Option<&str> {
    let Some(index) = text.trim_start().strip_prefix('_') else { return Some(text) };
    let (kind, behind) = operand(index)?;
    matches!(kind.replace(['{', '}', ' '], "").as_str(), "1" | "2" | "F" | "\\mathrmF" | "\\textF" | "p" | "\\infty" | "*")
        .then_some(behind)
}

/// Writes the derivative that a nabla means: `\nabla_w L`, `\nabla f(x)`, `\nabla^2 f(x)`.
fn gradient<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    let (mut rest, mut variable, mut order) = (text, None, 1);
    while let Some(mark) = rest.trim_start().chars().next().filter(|mark| matches!(mark, '_' | '^')) {
        let (value, behind) = operand(&rest.trim_start()[1..])?;
        match mark {
            '_' => variable = Some(value),
            _ if value.trim() == "2" => order = 2,
            _ => return None,
        }
        rest = behind;
    }
    if variable.is_some_and(|along| is_field(along) && !begins_with_number(rest)) {
        return None;
    }
    let variable = match variable {
        Some(variable) => Some(flat(variable).filter(|variable| canonical_name(variable).is_some())?),
        None => None,
    };
    let raised = if order == 2 { "^2" } else { "" };
    let rest = rest.trim_start().trim_start_matches("\\,").trim_start_matches("\\!").trim_start();
    let (of, behind) = match (named(rest), &variable) {
        (Some((name, behind)), _) => (flat(name)?, behind),
        (None, Some(variable)) if !rest.is_empty() && !rest.starts_with(['+', '-', '=', ')']) => {
            out.push_str(&format!("\\frac{{\\partial{raised}}}{{\\partial {variable}{raised}}}"));
            return Some(rest);
        }
        _ => return None,
    };
    match variable {
        Some(variable) => out.push_str(&format!("\\frac{{\\partial{raised} {of}}}{{\\partial {variable}{raised}}}")),
        None => out.push_str(&format!("{of}{}", if order == 2 { "''" } else { "'" })),
    }
    Some(behind)
}

/// Whether a letter usually stands for a vector field, along which a connection differentiates: `\nabla_X(fY)`.
fn is_field(along: &str) -> bool {
    let base = along.trim().split('_').next().unwrap_or("");
    matches!(base, "X" | "Y" | "Z" | "V" | "U" | "E" | "T")
}

/// Whether a text begins with what usually is a number: a loss, or a small letter.
fn begins_with_number(text: &str) -> bool {
    const LOSSES: [&str; 4] = ["\\mathcal", "\\ell", "\\mathscr", "\\hat"];
    let text = text.trim_start().trim_start_matches("\\,").trim_start();
    let first = text.chars().next().unwrap_or(' ');
    first.is_ascii_lowercase() || matches!(first, 'L' | 'J' | 'C' | 'E' | 'Q' | 'F') || LOSSES.iter().any(|loss| text.starts_with(loss))
}

/// The name that a text begins with, with its indices, and what follows; no function of the table.
fn named(text: &str) -> Option<(&str, &str)> {
    let (inner, mut rest) = operand(text)?;
    let letters = ["\\mathcal", "\\mathscr", "\\pmb", "\\hat", "\\tilde", "\\bar"];
    if letters.contains(&inner) {
        rest = operand(rest)?.1;
    } else if text.starts_with('{') || canonical_name(inner).is_none() || is_function(inner.trim_start_matches('\\')) {
        return None;
    }
    while let Some(mark) = rest.trim_start().chars().next().filter(|mark| matches!(mark, '_' | '^')) {
        if mark == '^' {
            return None;
        }
        rest = operand(&rest.trim_start()[1..])?.1;
    }
    Some((&text[..text.len() - rest.len()], rest))
}

/// Both sides of an inner product, behind the bracket that opens it, and what follows.
fn inner_product(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find("\\rangle")?;
    let (inside, behind) = (&text[..end], &text[end + "\\rangle".len()..]);
    let inside = inside.strip_suffix("\\right").unwrap_or(inside);
    let (left, right) = inside.split_once(',')?;
    (!right.contains(',') && !inside.contains("\\langle")).then_some((left, right, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_read_as_numbers() {
        let read = |text: &str| flat(text).unwrap_or_else(|| "?".into());
        assert_eq!(
            read(r"\nabla_{\mathbf w} L = 2\mathbf{X}^\top(\mathbf{Xw} - \mathbf{y})"),
            r"\frac{\partial L}{\partial \pmb{w}} = 2\pmb{X}(\pmb{X}\pmb{w} - \pmb{y})"
        );
        assert_eq!(read(r"\|\mathbf{x}\|_2^2 + \operatorname{tr}(A^{-T})"), r"\left|\pmb{x}\right|^2 + (A^{-1})");
        assert_eq!(read(r"\nabla^2 f(x) + \nabla \mathcal{L}_k"), r"f''(x) + \mathcal{L}_k'");
        assert_eq!(read(r"\lambda\mathbf{I}_n + \boldsymbol{\hat\theta}^{(l)T}"), r"\lambda1 + \hat{\pmb{\theta}}^{(l)}");
        assert_eq!(read(r"\langle a, \nabla_x(b) \rangle"), r"\left( a\right)\cdot\left( \frac{\partial}{\partial x}(b) \right)");
        assert_eq!([r"\mathbf{a} \times \mathbf{b}", r"\nabla \cdot \mathbf{v}", r"\vec{v}\hat{r}"].map(flat), [const { None }; 3]);
    }

    #[test]
    fn a_power_is_no_transpose() {
        assert!(has_product_behind_transpose("w^T x") && has_product_behind_transpose(r"w^{T}\phi(x)"));
        assert!(!has_product_behind_transpose(r"(1 + r)^T \cdot c") && !has_product_behind_transpose("e^T"));
        assert!(mixes_components(["x_bold", "x_i"].into_iter()) && !mixes_components(["x_bold_i", "y_i"].into_iter()));
    }
}
