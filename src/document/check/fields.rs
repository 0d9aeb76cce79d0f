//! Divergence, curl, gradient and Hessian of what the text has defined, written by the partial derivatives that they are:
//! `\nabla\cdot\mathbf{F}` after `\mathbf{F} = \langle x^2, xy, z^3\rangle` is a sum of three derivatives.

use crate::document::formula::environment::inside_bracket;
use crate::document::statement::Statement;
use crate::document::statement::scope::is_head;
use crate::syntax::canonical_name;
use rustc_hash::FxHashMap;

/// Components have names of their own: an index that nobody writes.
pub(super) const OWN_INDEX: usize = 90;

/// The coordinates that nobody names.
const USUAL: [&str; 3] = ["x", "y", "z"];

/// How a divergence and a curl are drawn.
const DIVERGENCE: [&str; 6] = ["\\nabla\\cdot", "\\nabla \\cdot", "\\operatorname{div}", "\\text{div}", "\\mathrm{div}", "\\div"];
const CURL: [&str; 7] =
    ["\\nabla\\times", "\\nabla \\times", "\\operatorname{curl}", "\\text{curl}", "\\mathrm{curl}", "\\operatorname{rot}", "\\curl"];

/// What a text has defined so far: the parameters of its functions, and how many components its vectors have.
#[derive(Debug, Default)]
pub struct Fields {
    functions: FxHashMap<String, Vec<String>>,
    vectors: FxHashMap<String, (usize, Vec<String>)>,
}

impl Fields {
    /// Notes what a statement defines, a vector of so many components or a function.
    pub fn note(&mut self, statement: &Statement, size: Option<usize>) {
        let Some(first) = statement.members.first().filter(|first| is_head(first) && !statement.relations.is_empty()) else { return };
        let text = super::flat::in_bold(&first.text).unwrap_or_default();
        let (name, arguments) = text.trim().split_once('(').unwrap_or((text.trim(), ""));
        let name = name.trim_end().trim_end_matches("\\left").trim_end();
        let Some(plain) = canonical_name(name) else { return };
        let inner = inside_bracket(&text.trim()[name.len()..]);
        let parameters: Vec<String> =
            if arguments.is_empty() { Vec::new() } else { inner.split(',').map(|part| part.trim().into()).collect() };
        match size {
            Some(size) => {
                self.vectors.insert(plain.into_owned(), (size, parameters));
            }
            None if parameters.len() > 1 => {
                self.functions.insert(plain.into_owned(), parameters);
            }
            None => {}
        }
    }

    /// The parameters of a function of several.
    pub fn parameters(&self, name: &str) -> Option<&[String]> {
        self.functions.get(canonical_name(name)?.as_ref()).map(Vec::as_slice)
    }

    /// The text, in one bold, with the divergences of known vectors written out.
    pub fn with_divergences(&self, text: &str) -> Option<String> {
        if DIVERGENCE.iter().map(|sign| text.matches(sign).count()).sum::<usize>() > MOST {
            return None;
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((at, sign)) = DIVERGENCE.iter().filter_map(|sign| rest.find(sign).map(|at| (at, sign))).min() {
            let (field, behind) = self.field(&rest[at + sign.len()..])?;
            let terms: Vec<String> = field.variables.iter().enumerate().map(|(at, variable)| field.partial(at, variable)).collect();
            out.push_str(&format!("{}\\left({}\\right)", &rest[..at], terms.join(" + ")));
            rest = behind;
        }
        (!out.is_empty()).then(|| out + rest)
    }

    /// The components of the curl of a known vector that is all of a text.
    pub fn curl(&self, text: &str) -> Option<Vec<String>> {
        let behind = CURL.iter().find_map(|sign| text.trim().strip_prefix(sign))?;
        let (field, rest) = self.field(behind)?;
        let [x, y, z] = &field.variables[..] else { return None };
        let part = |(first, by): (usize, &str), (second, other): (usize, &str)| {
            format!("{} - {}", field.partial(first, by), field.partial(second, other))
        };
        rest.trim().is_empty().then(|| vec![part((2, y), (1, z)), part((0, z), (2, x)), part((1, x), (0, y))])
    }

    /// The known vector that a text begins with, and what stands behind it.
    fn field<'t>(&self, text: &'t str) -> Option<(Field<'t>, &'t str)> {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '~'));
        let text = text.strip_prefix("\\,").unwrap_or(text).trim_start();
        let is_known = |name: &str| canonical_name(name).is_some_and(|name| self.vectors.contains_key(name.as_ref()));
        let ends = (1..=text.len().min(LONGEST)).rev().filter(|end| text.is_char_boundary(*end));
        let end = ends.map(|end| text[..end].trim_end()).find(|name| is_known(name))?.len();
        let (name, rest) = text.split_at(end);
        let (size, parameters) = self.vectors.get(canonical_name(name)?.as_ref())?;
        let variables: Vec<String> = match &parameters[..] {
            [] => USUAL.iter().take(*size).map(|usual| usual.to_string()).collect(),
            own => own.to_vec(),
        };
        // \nabla\cdot\mathbf{F}(x, y, z)
        let call = rest.trim_start();
        let call = call.strip_prefix("\\left").unwrap_or(call).strip_prefix('(').and_then(|inner| inner.split_once(')'));
        let is_own = |inner: &str| inner.trim_end_matches("\\right").split(',').map(str::trim).eq(variables.iter().map(String::as_str));
        // F(x) of a vector x is no product.
        let rest = match call {
            Some((inner, behind)) if is_own(inner) => behind,
            Some(_) => return None,
            None => rest,
        };
        (variables.len() == *size && *size <= USUAL.len()).then_some((Field { name, variables }, rest))
    }
}

/// A vector with its coordinates.
struct Field<'t> {
    name: &'t str,
    variables: Vec<String>,
}

impl Field<'_> {
    /// The partial derivative of a component.
    fn partial(&self, component: usize, by: &str) -> String {
        format!("\\frac{{\\partial {}_{{{}}}}}{{\\partial {by}}}", self.name, OWN_INDEX + component)
    }
}

/// More operators are written out in no formula.
const MOST: usize = 20;

/// A name that is looked for has no more letters.
const LONGEST: usize = 30;

/// The second partial derivatives of a function, row by row.
pub fn hessian(name: &str, variables: &[String]) -> Vec<String> {
    let second = |one: &String, other: &String| match one == other {
        true => format!("\\frac{{\\partial^2 {name}}}{{\\partial {one}^2}}"),
        false => format!("\\frac{{\\partial^2 {name}}}{{\\partial {one}\\partial {other}}}"),
    };
    variables.iter().flat_map(|one| variables.iter().map(move |other| second(one, other))).collect()
}

/// The usual variables of a function whose Hessian has so many entries.
pub fn usual(entries: usize) -> Vec<String> {
    let size = if entries == 4 { 2 } else { 3 };
    USUAL.iter().take(size).map(|usual| usual.to_string()).collect()
}

/// The components of a curl that is written as a determinant: unit vectors, operators, components.
pub fn determinant(rows: &[Vec<String>]) -> Option<Vec<String>> {
    let [units, operators, parts] = rows else { return None };
    let is_along = |(unit, letters): (&String, &str)| unit.trim_end_matches('}').ends_with(|c: char| letters.contains(c));
    let are_units = units.len() == 3 && units.iter().zip(["ix", "jy", "kz"]).all(is_along) && units.iter().all(|unit| unit.contains('\\'));
    let is_operator = |text: &String| text.contains("\\partial") && !text.contains('(');
    if !are_units || operators.len() != 3 || parts.len() != 3 || !operators.iter().all(is_operator) {
        return None;
    }
    let term = |by: usize, of: usize| format!("{}\\left({}\\right)", operators[by], parts[of]);
    Some(vec![
        format!("{} - {}", term(1, 2), term(2, 1)),
        format!("{} - {}", term(2, 0), term(0, 2)),
        format!("{} - {}", term(0, 1), term(1, 0)),
    ])
}
