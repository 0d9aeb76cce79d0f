//! A function that the text only knows by its logarithm: after `\log L(p) = ...` that logarithm has a name of its own.

use super::split::Relation;
use super::statement::{Member, Statement};
use crate::syntax::latex::mentions;

/// How a logarithm and a likelihood are written.
const LOGARITHMS: [&str; 2] = ["\\log", "\\ln"];
const LIKELIHOODS: [&str; 3] = ["\\mathcal{L}", "\\mathcal L", "L"];

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
        let argument = behind.trim_start();
        let likelihood = LIKELIHOODS.iter().find_map(|letter| argument.strip_prefix(letter));
        out.push_str(before);
        match likelihood.filter(|after| !after.trim_start().starts_with(['_', '^', '\''])) {
            Some(after) => {
                out.push_str(NAME);
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

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn logarithms_of_likelihoods_are_renamed() {
        assert_eq!(renamed(r"\frac{\partial \log L(p)}{\partial p}").as_deref(), Some(r"\frac{\partial \ell_{L}(p)}{\partial p}"));
        assert_eq!(renamed(r"\ln\mathcal{L} + \log x").as_deref(), Some(r"\ell_{L} + \log x"));
        assert_eq!([r"\log L_0", r"\log x"].map(renamed), [None, None]);
    }
}
