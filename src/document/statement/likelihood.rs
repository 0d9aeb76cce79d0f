//! A function that the text only knows by its logarithm: after `\log L(p) = ...` that logarithm has a name of its own.

use super::{Member, Statement};
use crate::document::formula::split::Relation;
use crate::syntax::latex::mentions;

/// How a logarithm and a likelihood are written.
const LOGARITHMS: [&str; 2] = ["\\log", "\\ln"];
const LIKELIHOODS: [&str; 4] = ["\\mathcal{L}", "\\mathcal L", "L", "P"];

/// What the logarithm is called.
const NAME: &str = "\\ell_{L}";

/// Gives logarithms of likelihoods a name in all statements, where one of them says what such a logarithm is.
pub fn name(statements: &mut [Statement]) {
    if !statements.iter().any(is_definition) {
        return;
    }
    for member in statements.iter_mut().flat_map(|statement| &mut statement.members) {
        if let Some(text) = renamed(&member.text) {
            member.mentions = mentions(&text).map_err(|error| error.to_string());
            member.text = text;
        }
    }
}

/// `\log L(p) = ...`, with nothing else before the sign.
fn is_definition(statement: &Statement) -> bool {
    let is_head = |member: &Member| {
        renamed(&member.text).is_some_and(|text| {
            let behind = text.trim().strip_prefix(NAME).map(str::trim_start);
            behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('(') && behind.ends_with(')'))
        })
    };
    let is_equation = matches!(statement.relations.first(), Some(Relation::Equal | Relation::Defines));
    is_equation && statement.members.first().is_some_and(is_head)
}

/// The text with every such logarithm under its name; nothing where there is none.
fn renamed(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_changed = false;
    while let Some((at, logarithm)) = LOGARITHMS.iter().filter_map(|name| rest.find(name).map(|at| (at, *name))).min() {
        let (before, command) = rest.split_at(at);
        let behind = &command[logarithm.len()..];
        out.push_str(before);
        match likelihood(behind) {
            Some((arguments, after)) => {
                out.push_str(NAME);
                out.push_str(&arguments);
                rest = after;
                is_changed = true;
            }
            None => {
                out.push_str(logarithm);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    is_changed.then_some(out)
}

/// The arguments of the likelihood that a text begins with, alone or in a bracket of its own, and what follows.
fn likelihood(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    if let Some((inner, behind)) = bracket(text) {
        let (arguments, rest) = likelihood(inner)?;
        return rest.trim().is_empty().then_some((arguments, behind));
    }
    let after = LIKELIHOODS.iter().find_map(|letter| text.strip_prefix(letter))?;
    if after.starts_with(|next: char| next.is_alphanumeric()) || after.trim_start().starts_with(['_', '^', '\'']) {
        return None;
    }
    let Some((inner, behind)) = bracket(after.trim_start()) else { return Some((String::new(), after)) };
    // The data before the parameters, `x_1, \dots, x_n; \mu`, are nothing it is differentiated by.
    let parameters = match inner.split_once(';') {
        Some((data, parameters)) if DOTS.iter().any(|dots| data.contains(dots)) => parameters.trim(),
        _ => inner,
    };
    Some((format!("({parameters})"), behind))
}

/// How dots are written.
const DOTS: [&str; 4] = ["dots", "...", "…", "cdot"];

/// What stands in the round bracket that a text begins with, and what follows it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix("\\left").unwrap_or(text).strip_prefix('(')?;
    let mut depth = 0usize;
    let close = inner.char_indices().find_map(|(at, character)| {
        depth += usize::from(character == '(');
        let is_end = depth == 0 && character == ')';
        depth -= usize::from(character == ')' && depth > 0);
        is_end.then_some(at)
    })?;
    Some((inner[..close].trim_end_matches("\\right"), &inner[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn logarithms_of_likelihoods_are_renamed() {
        assert_eq!(renamed(r"\frac{\partial \log L(p)}{\partial p}").as_deref(), Some(r"\frac{\partial \ell_{L}(p)}{\partial p}"));
        assert_eq!(renamed(r"\ln\mathcal{L} + \log x").as_deref(), Some(r"\ell_{L} + \log x"));
        assert_eq!(renamed(r"\ln\left(P(x_1,x_2,...,x_n;\mu,\sigma)\right) + 1").as_deref(), Some(r"\ell_{L}(\mu,\sigma) + 1"));
        assert_eq!([r"\log L_0", r"\log x", r"\log(L(p) + 1)", r"\log Lx"].map(renamed), [const { None }; 4]);
    }
}
