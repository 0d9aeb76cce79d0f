//! `f_x` is a partial derivative where the text has a function f of x and y; elsewhere it is a name.

use super::Statement;
use super::scope::Scope;
use crate::syntax::latex::{Differentiated, Mention, NameUse};

/// Turns names with the parameters of a function in their subscript into derivatives of it.
pub fn find(statements: &mut [Statement], scope: &Scope) {
    for (number, statement) in statements.iter_mut().enumerate() {
        let place = (statement.distance, statement.section);
        for member in &mut statement.members {
            let Ok(mentions) = &mut member.mentions else { continue };
            let (derivatives, names): (Vec<NameUse>, Vec<NameUse>) =
                std::mem::take(&mut mentions.names).into_iter().partition(|used| variables(used, scope, number, place).is_some());
            mentions.names = names;
            for used in derivatives {
                let Some(variables) = variables(&used, scope, number, place) else { continue };
                let order = variables.iter().map(|(_, order)| order).sum();
                let of = Differentiated::Name(used.base);
                mentions.derivatives.push(Mention { place: used.place, of, variables, order, is_dotted: false, arguments: used.arguments });
            }
            mentions.derivatives.sort_by_key(|mention| mention.place.start);
        }
    }
}

/// The variables that a subscript lists, if the name before it is a function of them.
fn variables(used: &NameUse, scope: &Scope, number: usize, place: (usize, usize)) -> Option<Vec<(String, u32)>> {
    if used.subscript.is_empty() {
        return None;
    }
    let definition =
        scope.candidates(&used.base, number, place).into_iter().find(|found| found.statement < number && found.parameters.len() > 1)?;
    let mut variables: Vec<(String, u32)> = Vec::new();
    let is_parameter = |name: &str| definition.parameters.iter().any(|parameter| parameter == name);
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
