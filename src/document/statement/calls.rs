//! Functions that are called with more than their variables, or with their squares: `m(x, x^2) = a + bx + cx^2` is a function of x, and
//! `\ell(\mu, \sigma^2)` one of \mu and \sigma, where the text calls them in no other way.

use super::{Member, Statement};
use crate::document::formula::environment::inside_bracket;
use crate::document::formula::split::Relation;
use crate::syntax::canonical_name;
use crate::syntax::latex::{NameUse, mentions};

/// So many such functions are looked for in a document.
const MOST_CALLS: usize = 12;

/// Takes from calls the arguments that the others tell, in all statements.
pub fn shorten(statements: &mut [Statement]) {
    let mut calls: Vec<Call> = Vec::new();
    for call in statements.iter().filter_map(Call::of) {
        if calls.len() < MOST_CALLS && calls.iter().all(|other| other.name != call.name) {
            calls.push(call);
        }
    }
    calls.retain(|call| members(statements).all(|member| call.is_only_one_in(member)));
    for member in statements.iter_mut().flat_map(|statement| &mut statement.members) {
        let mut text = member.text.clone();
        for call in calls.iter().filter(|call| member.text.contains(&call.written)) {
            text = text.replace(&call.written, &call.short);
        }
        if text != member.text {
            member.mentions = mentions(&text).map_err(|error| error.to_string());
            member.text = text;
        }
    }
}

fn members(statements: &[Statement]) -> impl Iterator<Item = &Member> {
    statements.iter().flat_map(|statement| &statement.members)
}

/// What a text is the square of.
fn squared(text: &str) -> Option<&str> {
    text.strip_suffix("^2").or_else(|| text.strip_suffix("^{2}")).map(str::trim)
}

/// A function and how it is called.
struct Call {
    name: String,
    written: String,
    /// The call with its variables alone.
    short: String,
}

impl Call {
    /// The call that a statement defines, where some of its arguments are made of the others.
    fn of(statement: &Statement) -> Option<Call> {
        let head = statement.members.first()?;
        let found = head.mentions.as_ref().ok().filter(|found| found.derivatives.is_empty())?;
        let used = found.names.first().filter(|used| head.text[..used.place.start].trim().is_empty())?;
        let arguments = used.arguments.clone().filter(|range| head.text[range.end..].trim().is_empty())?;
        let is_definition = matches!(statement.relations.first(), Some(Relation::Equal | Relation::Defines));
        let parts: Vec<&str> = inside_bracket(&head.text[arguments.clone()]).split([',', ';']).map(str::trim).collect();
        let (mut plain, made): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| canonical_name(part).is_some());
        let variables: Vec<_> = plain.iter().filter_map(|part| canonical_name(part)).collect();
        let is_made = |part: &&str| {
            mentions(part).is_ok_and(|found| {
                let mut names = found.names.iter().peekable();
                names.peek().is_some() && names.all(|used| used.arguments.is_none() && variables.iter().any(|own| *own == used.name))
            })
        };
        // \ell(\mu, \sigma^2) is a function of \mu and \sigma.
        let is_square = |part: &&str| {
            let base = squared(part).and_then(canonical_name);
            base.is_some_and(|base| variables.iter().all(|own| *own != base))
        };
        if !is_definition || plain.is_empty() || made.is_empty() || !made.iter().all(|part| is_made(part) || is_square(part)) {
            return None;
        }
        let is_kept = |part: &&&str| canonical_name(part).is_some() || is_square(part);
        plain = parts.iter().filter(is_kept).map(|part| squared(part).unwrap_or(part)).collect();
        let written = head.text[used.place.start..arguments.end].to_string();
        let short = format!("{}({})", &head.text[used.place.clone()], plain.join(", "));
        Some(Call { name: used.name.clone(), written, short })
    }

    /// Whether a member calls the function in no other way.
    fn is_only_one_in(&self, member: &Member) -> bool {
        let Ok(found) = &member.mentions else { return true };
        let is_other = |used: &&NameUse| used.name == self.name && used.arguments.is_some();
        let others = found.names.iter().filter(is_other);
        others.filter_map(|used| member.text.get(used.place.start..used.arguments.as_ref()?.end)).all(|call| call == self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_that_the_others_tell_go() {
        let call = |text: &str| {
            let member =
                |text: &str| Member { place: 0..0, text: text.into(), mentions: mentions(text).map_err(|error| error.to_string()) };
            let relations = vec![Relation::Equal];
            Call::of(&Statement { members: vec![member(text), member("x")], relations, ..Statement::default() }).map(|call| call.short)
        };
        assert_eq!(call("m(x_{1}, x_{2}, x_{1}x_{2}) ").as_deref(), Some("m(x_{1}, x_{2})"));
        assert_eq!(call("g(x, x^2)").as_deref(), Some("g(x)"));
        assert_eq!(call(r"L(\mu, \sigma^{2})").as_deref(), Some(r"L(\mu, \sigma)"));
        assert_eq!(["g(x, y)", "g(x, 2)", "g(x, 2y)", "g(x^2)", "g(x)"].map(call), [const { None }; 5]);
    }
}
