//! Curves given by their coordinates: after `x = t^2, y = t^3` a claim about dy/dx is one about the parameter.

use super::judge::{Judge, Matter, Ruling};
use super::link::{Link, Outcome};
use crate::document::statement::letters::is_letter_of_all;
use crate::document::statement::scope::Definition;
use crate::render::latex_name;
use crate::syntax::latex::{Mention, Mentions};

/// Judges a claim about a coordinate by the other one; nothing where the text gives no such curve, or nothing can be said.
pub fn check(link: &Link<'_>, judge: &mut Judge, name: &str, mention: &Mention, right: &Mentions) -> Option<Outcome> {
    let [(variable, order)] = &mention.variables[..] else { return None };
    if mention.arguments.is_some() || !right.derivatives.is_empty() {
        return None;
    }
    let coordinates = [link.place.nearest(variable)?, link.place.nearest(name)?];
    let parameter = parameter(link, coordinates, [variable, name])?;
    let quotient = match order {
        1 => format!("d{name}/d{variable}"),
        2 => format!("d2{name}/d{variable}2"),
        _ => return None,
    };
    let in_latex = |own: &str, definition: &Definition| format!("{} = {}", latex_name(own), link.place.value(definition).text);
    let written = vec![in_latex(variable, coordinates[0]), in_latex(name, coordinates[1])];
    let slope = judge.parametric_slope(&written.join(", "), &quotient, &parameter).ok()?;
    let definitions: Vec<Definition> = coordinates.into_iter().cloned().collect();
    let matter = Matter { expression: slope.clone(), assumptions: link.assumptions.clone(), ..Matter::default() };
    let ruling = judge.compare(&matter, &link.right.text);
    if ruling == Ruling::Equal || judge.compare(&Matter { definitions: written, ..matter }, &link.right.text) == Ruling::Equal {
        return Some(Outcome::Right(definitions));
    }
    // Only what is told in the parameter, beside both coordinates, can be wrong.
    let is_told = right.uses(&parameter) && right.names.iter().all(|used| is_known(link, coordinates, &used.name));
    match ruling {
        Ruling::Different(witness, mistake) if is_told && coordinates.into_iter().all(|found| link.is_beside(found)) => {
            Some(Outcome::Wrong { witness, mistake, expected: Some(slope), definitions })
        }
        _ => None,
    }
}

/// The name that both coordinates depend on, where neither shows the other.
fn parameter(link: &Link<'_>, coordinates: [&Definition; 2], names: [&str; 2]) -> Option<String> {
    let [first, second] = coordinates.map(|definition| link.place.value(definition).mentions.as_ref());
    let (first, second) = (first.ok()?, second.ok()?);
    if names.iter().any(|name| first.uses(name) || second.uses(name)) {
        return None;
    }
    if let [[own], [other]] = coordinates.map(|definition| &definition.parameters[..]) {
        return (own == other).then(|| own.clone());
    }
    let mut shared: Vec<&String> =
        first.names.iter().map(|used| &used.name).filter(|name| second.uses(name) && !is_letter_of_all(name)).collect();
    shared.sort_unstable();
    shared.dedup();
    match shared[..] {
        [only] => Some(only.clone()),
        _ => ["t", "theta"].into_iter().find(|usual| shared.iter().any(|name| *name == usual)).map(str::to_string),
    }
}

/// Whether a coordinate shows a name.
fn is_known(link: &Link<'_>, coordinates: [&Definition; 2], name: &str) -> bool {
    let shows = |definition: &Definition| link.place.value(definition).mentions.as_ref().is_ok_and(|found| found.uses(name));
    is_letter_of_all(name) || coordinates.into_iter().any(shows)
}
