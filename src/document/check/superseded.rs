//! Whether a name has got another meaning between its definition and a claim: by an equation that it stands in, or in another
//! item of a list of exercises.

use super::target::{Form, form, is_proportion};
use crate::document::formula::split::Relation;
use crate::document::statement::closure::Place;
use crate::document::statement::list::holds_in;
use crate::document::statement::scope::{Definition, is_head};
use crate::document::statement::{Member, Statement};
use crate::syntax::latex::{Differentiated, Mentions, NameUse};

/// Why a definition may no longer be meant at a place, where it was not used since.
pub fn superseded(place: &Place<'_>, definition: &Definition) -> Option<String> {
    let own = &place.statements[place.at];
    let begun = definition.statement.min(place.at);
    let name = &definition.name;
    let value = plain(&place.value(definition).text);
    let is_other = |(of, given): &&(String, String)| of == name && !given.is_empty() && plain(given) != value;
    if place.statements[begun..=place.at].iter().skip(1).any(|other| other.programmed.iter().any(|given| is_other(&given))) {
        return Some(format!("a program gives {name} another value since it was defined"));
    }
    let items = &place.statements[definition.statement.min(place.at)].items;
    if own.item != definition.item && is_step(place, definition) {
        return None;
    }
    if !holds_in(items, &own.items) {
        return Some(format!("{name} was defined in another item of the list"));
    }
    let is_taken_up = |other: &Statement| {
        other.item != definition.item && other.item == own.item && holds_in(&other.items, &own.items) && mentions(other, name)
    };
    between(place, definition).any(is_taken_up).then(|| format!("{name} was defined in another item of the list"))
}

/// Whether a definition stands in an earlier item of the list that the place stands in, and no other of its name does: then the items
/// are steps, "1. Let u = x^2. 2. Then u' = 2x.", and no exercises.
pub fn is_step(place: &Place<'_>, definition: &Definition) -> bool {
    let list = |statement: &Statement| {
        let outer = statement.items.split_last().map_or(&[][..], |(_, outer)| outer).to_vec();
        let item = statement.items.last().copied().unwrap_or(statement.item);
        (item, statement.numbers.last().copied().unwrap_or(0), (outer, statement.section, statement.world))
    };
    let (item, number, own) = list(&place.statements[place.at]);
    let (defined, first, other) = list(&place.statements[definition.statement]);
    let is_list = own == other && item > defined && first > 0 && number > first && item - defined == number - first;
    // "The function z = f(x, y) has ..." is another f.
    let is_brought_in =
        |other: &Statement| list(other).0 == item && mentions(other, &definition.name) && !other.members.iter().any(Member::has_derivative);
    is_list
        && !place.statements[definition.statement.min(place.at)..place.at].iter().any(is_brought_in)
        && place.candidates(&definition.name).iter().all(|known| {
            let (beside, _, list) = list(&place.statements[known.statement]);
            beside == defined || list != own
        })
}

/// Whether a name stands in an equation, of a curve or for itself, since it was defined and last used as it was.
pub fn stands_in_an_equation(place: &Place<'_>, definition: &Definition, variables: &[String]) -> bool {
    let name = &definition.name;
    between(place, definition).any(|other| is_differential_equation(other, name) || is_curve(other, name, variables))
}

/// The statements between a definition, or the last that was right by it, and a place.
fn between<'p>(place: &Place<'p>, definition: &Definition) -> impl Iterator<Item = &'p Statement> {
    let (begun, confirmed) = (definition.statement.min(place.at), definition.confirmed.0);
    place.statements[begun..place.at].iter().skip(1).filter(move |other| other.distance > confirmed)
}

/// Whether an equation with derivatives under the same heading is about a name that nobody defined: `3u_x + 6u_y = u`.
pub fn is_bound(place: &Place<'_>, name: &str) -> bool {
    /// So many statements before are looked at.
    const BEFORE: usize = 60;
    let own = &place.statements[place.at];
    // g(x) = x - f(x)/f'(x) defines another name.
    let is_relation = |member: &Member| {
        let is_other_head = |found: &Mentions| is_head(member) && found.names.first().is_none_or(|head| head.name != name);
        member.mentions.as_ref().is_ok_and(|found| form(member, found) == Form::Other && !is_other_head(found))
    };
    place.statements[place.at.saturating_sub(BEFORE)..place.at].iter().any(|other| {
        (other.passage, other.section) == (own.passage, own.section)
            && other.formula != own.formula
            && other.members.iter().all(is_relation)
            && (is_differential_equation(other, name) || relates_partials(other, name))
    })
}

/// Whether an equation is between partial derivatives of a name, or one and the name itself.
fn relates_partials(statement: &Statement, name: &str) -> bool {
    let names = statement.members.iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.names);
    let own = |used: &&NameUse| used.name == name || used.base == name && is_partial(used);
    let mut partials = names.clone().filter(|used| used.base == name && is_partial(used));
    statement.relations == [Relation::Equal] && partials.next().is_some() && names.filter(own).count() > 1
}

/// Whether a name may be a partial derivative: u_x, f_{xy}.
pub fn is_partial(used: &NameUse) -> bool {
    !used.subscript.is_empty() && used.subscript.chars().all(|letter| matches!(letter, 'r'..='z' | '_'))
}

/// What programs and formulas write alike.
fn plain(value: &str) -> String {
    let words = value.replace("\\cdot", "").replace("\\left", "").replace("\\right", "").replace("return", "").replace("**", "^");
    words.chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, '+' | '-' | '/' | '^' | '(' | ')')).collect()
}

fn mentions(statement: &Statement, name: &str) -> bool {
    statement.members.iter().filter_map(|member| member.mentions.as_ref().ok()).any(|found| {
        found.uses(name) || found.derivatives.iter().any(|mention| matches!(&mention.of, Differentiated::Name(of) if of == name))
    })
}

/// An equation in which a derivative of the name stands beside other terms: `y'' + 4y = 0`.
fn is_differential_equation(statement: &Statement, name: &str) -> bool {
    let is_one = |member: &Member| {
        member.mentions.as_ref().is_ok_and(|found| {
            let is_own = |of: &Differentiated| matches!(of, Differentiated::Name(of) if of == name);
            let mut own = found.derivatives.iter().filter(|mention| is_own(&mention.of)).peekable();
            let has = own.peek().is_some();
            // f'(x)/f(x) = ... tells what f' is by logarithms.
            let is_told = own.all(|mention| mention.arguments.is_some() && is_proportion(member, mention, name));
            has && !is_told && form(member, found) == Form::Other && (found.uses(name) || found.derivatives.len() > 1)
        })
    };
    statement.relations.contains(&Relation::Equal) && statement.members.iter().any(is_one)
}

/// An equation between the name and a variable that gives neither of them: `x/z = \ln(z/y)`.
fn is_curve(statement: &Statement, name: &str, variables: &[String]) -> bool {
    let uses = |wanted: &str| {
        let bare = |member: &Member| {
            let found = member.mentions.as_ref();
            found.is_ok_and(|found| found.names.iter().any(|used| used.name == wanted && used.arguments.is_none()))
        };
        statement.members.iter().any(bare)
    };
    let is_plain = |member: &Member| member.mentions.as_ref().is_ok_and(|found| found.derivatives.is_empty());
    let is_alone = |member: &Member| crate::syntax::canonical_name(&member.text).is_some();
    statement.relations == [Relation::Equal]
        && statement.members.iter().all(is_plain)
        && !statement.members.iter().any(is_alone)
        && uses(name)
        && variables.iter().any(|variable| uses(variable))
}
