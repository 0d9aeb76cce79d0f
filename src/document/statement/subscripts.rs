//! `f_x` is a partial derivative where the text has a function f of x and y; elsewhere it is a name.

use super::Statement;
use super::scope::{Definition, Scope};
use crate::syntax::latex::{Differentiated, Mention, NameUse};

/// Turns names with the parameters of a function in their subscript into derivatives of it.
pub fn find(statements: &mut [Statement], scope: &Scope) {
    for number in 0..statements.len() {
        for at in 0..statements[number].members.len() {
            let Ok(mentions) = &statements[number].members[at].mentions else { continue };
            let told: Vec<_> = mentions.names.iter().map(|used| variables(used, scope, number, statements)).collect();
            let Ok(mentions) = &mut statements[number].members[at].mentions else { continue };
            if told.iter().all(Option::is_none) {
                continue;
            }
            for (used, variables) in std::mem::take(&mut mentions.names).into_iter().zip(told) {
                let Some(variables) = variables else {
                    mentions.names.push(used);
                    continue;
                };
                let order = variables.iter().map(|(_, order)| order).sum();
                let of = Differentiated::Name(used.base);
                mentions.derivatives.push(Mention { place: used.place, of, variables, order, is_dotted: false, arguments: used.arguments });
            }
            mentions.derivatives.sort_by_key(|mention| mention.place.start);
        }
    }
}

/// Names of functions that the text gives without their arguments, u = x^2 - y^2, and the coordinates that they are then told in:
/// other letters with an index are more often components.
const BARE: [&str; 8] = ["f", "g", "h", "u", "w", "z", "F", "G"];
const COORDINATES: [&str; 4] = ["x", "y", "z", "t"];

/// The variables that a subscript lists, if the name before it is a function of them.
fn variables(used: &NameUse, scope: &Scope, number: usize, statements: &[Statement]) -> Option<Vec<(String, u32)>> {
    if used.subscript.is_empty() {
        return None;
    }
    let own = &statements[number];
    let coordinates = |found: &Definition| -> Vec<String> {
        let value = statements[found.statement].members[found.member].mentions.as_ref();
        let shown = value.map(|value| COORDINATES.iter().filter(|name| value.uses(name)).map(|name| name.to_string()).collect());
        shown.unwrap_or_default()
    };
    let parameters = |found: &Definition| match &found.parameters[..] {
        [] if BARE.contains(&used.base.as_str()) && found.section == own.section => coordinates(found),
        own => own.to_vec(),
    };
    let candidates = scope.candidates(&used.base, number, own).into_iter().filter(|found| found.statement < number);
    let parameters = candidates.map(parameters).find(|parameters| parameters.len() > 1)?;
    let mut variables: Vec<(String, u32)> = Vec::new();
    let is_parameter = |name: &str| parameters.iter().any(|parameter| parameter == name);
    let parts: Vec<String> = if is_parameter(&used.subscript) {
        vec![used.subscript.clone()]
    } else {
        used.subscript.chars().filter(|c| *c != '_').map(String::from).collect()
    };
    for part in parts {
        if !is_parameter(&part) {
            return None;
        }
        match variables.last_mut() {
            Some((name, order)) if *name == part => *order += 1,
            _ => variables.push((part, 1)),
        }
    }
    Some(variables)
}
