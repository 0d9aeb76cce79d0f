//! Vectors written by their components: `\mathbf{r}'(t) = \langle -\sin t, \cos t \rangle` is a statement for each component,
//! whatever bracket, column or unit vectors they are written with.

use super::fields::{self, Fields, OWN_INDEX};
use super::flat::in_bold;
use super::target::{Form, form};
use crate::document::formula::environment::{inside_bracket, operand};
use crate::document::statement::scope::is_head;
use crate::document::statement::{Member, Statement};
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// More components are not looked at.
const MOST: usize = 9;

/// Unit vectors along the axes, as they are drawn in bold or below a hat.
const UNITS: [[&str; 4]; 3] = [
    ["\\pmb{i}", "\\hat{\\imath}", "\\hat{i}", "\\hat{\\pmb{i}}"],
    ["\\pmb{j}", "\\hat{\\jmath}", "\\hat{j}", "\\hat{\\pmb{j}}"],
    ["\\pmb{k}", "\\hat{k}", "\\hat{\\pmb{k}}", "\\hat{\\pmb{k}}"],
];

/// Puts a statement for each component in place of statements about vectors that are written so.
pub fn spell_out(statements: &mut Vec<Statement>) {
    let mut out = Vec::with_capacity(statements.len());
    let mut fields = Fields::default();
    for mut statement in statements.drain(..) {
        let found = components(&statement, &fields);
        fields.note(&statement, found.as_ref().map(Vec::len));
        match found {
            Some(each) => out.extend(each),
            None => {
                write_divergences(&mut statement, &fields);
                out.push(statement);
            }
        }
    }
    *statements = out;
}

/// Writes the divergences of known vectors in a statement as sums of derivatives.
fn write_divergences(statement: &mut Statement, fields: &Fields) {
    for member in &mut statement.members {
        if let Some(text) = in_bold(&member.text).and_then(|text| fields.with_divergences(&text)) {
            member.mentions = mentions(&text).map_err(|error| error.to_string());
            member.text = text;
        }
    }
}

/// How a member is written.
enum Vector {
    /// Its components.
    Listed(Vec<String>),
    /// A name or its derivative, and where the name ends.
    Named(usize),
    /// A gradient: of what, by what where that is said, and the place.
    Gradient(String, Option<Vec<String>>, String),
    /// The second derivatives of a function, of the variables that are said.
    Hessian(String, Option<Vec<String>>),
}

fn components(statement: &Statement, fields: &Fields) -> Option<Vec<Statement>> {
    if statement.relations.is_empty() || statement.members.len() > 8 {
        return None;
    }
    let texts: Vec<String> = statement.members.iter().map(|member| in_bold(&member.text)).collect::<Option<_>>()?;
    // In one sentence a plain bracket holds a vector where another member is one.
    if !texts.iter().any(|text| text.contains(',') || text.contains("matrix}") || UNITS.iter().flatten().any(|unit| text.contains(unit))) {
        return None;
    }
    let vectors: Vec<Vector> = texts.iter().map(|text| vector(text, fields)).collect::<Option<_>>()?;
    let mut sizes = vectors.iter().filter_map(|vector| match vector {
        Vector::Listed(parts) => Some(parts.len()),
        _ => None,
    });
    let size = sizes.next().filter(|size| (2..=MOST).contains(size))?;
    if sizes.any(|other| other != size) {
        return None;
    }
    let component = |at: usize| {
        let text = |(vector, text): (&Vector, &String)| match vector {
            Vector::Listed(parts) => Some(parts[at].clone()),
            Vector::Named(end) => Some(format!("{}_{{{}}}{}", &text[..*end], OWN_INDEX + at, &text[*end..])),
            Vector::Gradient(of, variables, place) => {
                let usual = ["x", "y", "z"].map(String::from);
                let variables = variables.as_deref().unwrap_or(&usual[..size.min(3)]);
                (variables.len() == size).then(|| format!("\\frac{{\\partial {of}}}{{\\partial {}}}{place}", variables[at]))
            }
            Vector::Hessian(of, variables) => {
                let variables = variables.clone().unwrap_or_else(|| fields::usual(size));
                fields::hessian(of, &variables).into_iter().nth(at).filter(|_| variables.len().pow(2) == size)
            }
        };
        let texts: Vec<String> = vectors.iter().zip(&texts).map(text).collect::<Option<_>>()?;
        let members = statement.members.iter().zip(texts).map(|(member, text)| {
            let mentions = mentions(&text).map_err(|error| error.to_string());
            Member { place: member.place.clone(), text, mentions }
        });
        Some(Statement { members: members.collect(), component: Some(at), ..statement.clone() })
    };
    (0..size).map(component).collect()
}

fn vector(text: &str, fields: &Fields) -> Option<Vector> {
    let bare = text.trim();
    if let Some(parts) = fields.curl(bare) {
        return Some(Vector::Listed(parts));
    }
    let second = ["\\nabla^2", "\\nabla^{2}", "D^2"].iter().find_map(|sign| bare.strip_prefix(sign));
    if let Some(Vector::Gradient(of, variables, place)) = second.and_then(|behind| gradient(behind.trim_start(), fields)) {
        return place.is_empty().then_some(Vector::Hessian(of, variables));
    }
    if let Some(behind) = bare.strip_prefix("\\nabla").filter(|behind| !behind.starts_with(['_', '^'])) {
        return gradient(behind.trim_start(), fields);
    }
    if let Some(parts) = determinant(bare).or_else(|| along_axes(bare)).or_else(|| listed(bare)) {
        return Some(Vector::Listed(parts));
    }
    let found = mentions(text).ok()?;
    let member = Member { place: 0..0, text: text.to_string(), mentions: Ok(found.clone()) };
    if is_head(&member) {
        let used = found.names.first().filter(|used| used.subscript.is_empty())?;
        return Some(Vector::Named(used.place.end));
    }
    // \frac{d}{dt}\mathbf{r}(t)
    if let Form::Operator { operand, is_open: false, .. } = form(&member, &found)
        && let Ok(inner) = mentions(&operand)
        && let Some(used) = inner.names.first()
        && is_head(&Member { place: 0..0, text: operand.clone(), mentions: Ok(inner.clone()) })
        && used.subscript.is_empty()
        && let Some(at) = text.rfind(operand.as_str())
    {
        return Some(Vector::Named(at + used.place.end));
    }
    let Form::Named(name, number) = form(&member, &found) else { return None };
    // The name stands in the derivative: `\frac{d\mathbf{r}}{dt}`, `\mathbf{r}'`.
    let place = found.derivatives[number].place.clone();
    let ends = (place.start + 1..=place.end).filter(|end| text.is_char_boundary(*end));
    let starts = |end: usize| (place.start..end).filter(|start| text.is_char_boundary(*start));
    ends.rev()
        .find(|end| {
            starts(*end)
                .any(|start| canonical_name(&text[start..*end]).is_some_and(|found| found == name) && !text[*end..].starts_with('_'))
        })
        .map(Vector::Named)
}

/// `f(x, y)` or `f` behind a nabla, or `f(1, 2)` of a function that is known.
fn gradient(text: &str, fields: &Fields) -> Option<Vector> {
    if canonical_name(text).is_some() {
        return Some(Vector::Gradient(text.to_string(), fields.parameters(text).map(<[String]>::to_vec), String::new()));
    }
    let (name, arguments) = text.split_at(text.find('(')?);
    let name = name.trim_end().trim_end_matches("\\left").trim_end();
    let inner: Vec<String> = inside_bracket(arguments.trim()).split(',').map(|part| part.trim().to_string()).collect();
    if canonical_name(name).is_none() || !arguments.trim_end().ends_with(')') {
        return None;
    }
    match fields.parameters(name) {
        Some(own) if own.len() == inner.len() && own != inner => {
            Some(Vector::Gradient(name.to_string(), Some(own.to_vec()), format!("({})", inner.join(", "))))
        }
        _ => {
            let is_plain = inner.iter().all(|variable| canonical_name(variable).is_some());
            is_plain.then(|| Vector::Gradient(name.to_string(), Some(inner), String::new()))
        }
    }
}

/// The components of a sum along the axes: each is what is left where the other unit vectors are nothing.
fn along_axes(text: &str) -> Option<Vec<String>> {
    let is_along = |axis: &[&str]| axis.iter().any(|unit| text.contains(unit));
    let size = if is_along(&UNITS[2]) { 3 } else { 2 };
    let products = ["\\cdot", "\\times", "|", "\\|", "\\nabla", "\\langle"];
    if !(is_along(&UNITS[0]) && is_along(&UNITS[1])) || products.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let component = |at: usize| {
        let mut part = text.to_string();
        for (axis, units) in UNITS.iter().enumerate() {
            for unit in units {
                part = part.replace(unit, if axis == at { "{}\\cdot 1" } else { "{}\\cdot 0" });
            }
        }
        // A unit vector that begins a term has no factor before it.
        let part = part.trim().strip_prefix("{}\\cdot").map(str::to_string).unwrap_or(part);
        ["+", "-", "("]
            .iter()
            .fold(part, |part, sign| ["", " "].iter().fold(part, |part, room| part.replace(&format!("{sign}{room}{{}}\\cdot"), sign)))
            .replace("{}\\cdot", "\\cdot")
    };
    Some((0..size).map(component).collect())
}

/// The components of a vector or matrix in brackets, with a number before it or without.
fn listed(text: &str) -> Option<Vec<String>> {
    let at = ["\\langle", "\\left\\langle", "\\begin{", "(", "\\left(", "[", "\\left["].iter().filter_map(|open| text.find(open)).min()?;
    let (factor, list) = text.split_at(at);
    let factor = factor.trim().trim_end_matches("\\,").trim();
    // f(x, y) and \max(0, x) are no vectors.
    let letters = ["\\frac", "\\dfrac", "\\tfrac", "\\sqrt", "\\cdot"].iter().fold(factor.to_string(), |rest, word| rest.replace(word, ""));
    if letters.contains(|c: char| c.is_alphabetic()) {
        return None;
    }
    let parts = if list.starts_with("\\begin") { cells(list)? } else { between_commas(list)? };
    let with_factor = |part: String| if factor.is_empty() { part } else { format!("{factor}\\left({part}\\right)") };
    Some(parts.into_iter().map(with_factor).collect())
}

/// The cells of a matrix that is all there is, row by row.
fn cells(text: &str) -> Option<Vec<String>> {
    let (name, inner) = operand(text.strip_prefix("\\begin")?)?;
    if !matches!(name, "pmatrix" | "bmatrix" | "Bmatrix" | "smallmatrix") {
        return None;
    }
    let inner = inner.trim_end().strip_suffix(&format!("\\end{{{name}}}"))?;
    if inner.contains("\\begin") || inner.contains("dots") {
        return None;
    }
    let rows = inner.split("\\\\").map(str::trim).filter(|row| !row.is_empty());
    Some(rows.flat_map(|row| row.split('&')).map(|cell| cell.trim().to_string()).collect())
}

/// The components of a curl that is written as a determinant.
fn determinant(text: &str) -> Option<Vec<String>> {
    let (name, inner) = operand(text.strip_prefix("\\begin")?)?;
    let inner = inner.trim_end().strip_suffix(&format!("\\end{{{name}}}"))?;
    let rows = inner.split("\\\\").map(str::trim).filter(|row| !row.is_empty() && *row != "\\");
    let cells = |row: &str| row.split('&').map(|cell| cell.trim().trim_start_matches("\\displaystyle").trim().to_string()).collect();
    (name == "vmatrix").then(|| fields::determinant(&rows.map(cells).collect::<Vec<Vec<String>>>())).flatten()
}

/// What stands between the commas of a bracket that is all there is.
fn between_commas(text: &str) -> Option<Vec<String>> {
    let text = text.strip_prefix("\\left").unwrap_or(text);
    let brackets = [("\\langle", "\\rangle"), ("(", ")"), ("[", "]")];
    let (open, close) = brackets.into_iter().find(|(open, _)| text.starts_with(open))?;
    let inner = text[open.len()..].trim_end().strip_suffix(close)?;
    let inner = inner.trim_end().strip_suffix("\\right").unwrap_or(inner);
    let mut parts = vec![String::new()];
    let mut depth = 0i32;
    for character in inner.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if depth < 0 {
            return None;
        }
        if let Some(last) = parts.last_mut() {
            last.push(character);
        }
    }
    let is_filled = parts.iter().all(|part| !part.trim().is_empty() && !part.contains("dots"));
    // \langle u, v \rangle of two names is an inner product.
    let is_product = open == "\\langle" && parts.len() == 2 && parts.iter().all(|part| canonical_name(part).is_some());
    (parts.len() > 1 && is_filled && !is_product).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_read_from_any_bracket() {
        let read = |text: &str| listed(text).or_else(|| along_axes(text)).map(|parts| parts.join(" ; "));
        assert_eq!(read(r"\left\langle 2x, f(x, y)\right\rangle").as_deref(), Some(" 2x ;  f(x, y)"));
        assert_eq!(read(r"\frac{1}{5}(3, 4)").as_deref(), Some(r"\frac{1}{5}\left(3\right) ; \frac{1}{5}\left( 4\right)"));
        assert_eq!(read(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}").as_deref(), Some("a ; b ; c ; d"));
        assert_eq!(read(r"\cos t\,\pmb{i} - \pmb{j}").as_deref(), Some(r"\cos t\,\cdot 1 - 0 ; \cos t\,\cdot 0 - 1"));
        assert_eq!([r"\max(0, x)", "f(x, y)"].map(read), [const { None }; 2]);
        assert_eq!([r"\langle u, v\rangle", "(x + 1)", r"\begin{vmatrix} 1 & 2 \end{vmatrix}"].map(read), [const { None }; 3]);
    }
}
