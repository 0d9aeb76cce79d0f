//! Derivatives one after another: `y'' = ...` beside `y' = ...` is the derivative of what was said of y', whatever y is.

use super::judge::{Judge, Ruling};
use super::link::{Link, Outcome};
use super::target::{Form, form};
use crate::document::formula::split::Relation;
use crate::document::statement::Member;
use crate::document::statement::list::holds_in;
use crate::syntax::latex::{Mention, Mentions};

/// A lower derivative farther before a claim is another one's.
const NEAR: usize = 900;

/// Judges a higher derivative of a name by what was said last of a lower one; nothing where nothing was.
pub fn check(link: &Link<'_>, judge: &mut Judge, name: &str, mention: &Mention, right: &Mentions) -> Option<Outcome> {
    if mention.order < 2 || mention.arguments.as_ref().is_some_and(|range| range.len() > 3) || !right.derivatives.is_empty() {
        return None;
    }
    let own = &link.place.statements[link.place.at];
    let before = link.place.statements[..link.place.at].iter().rev();
    let near = before.take_while(|other| own.distance.saturating_sub(other.distance) < NEAR);
    let mut near = near.filter(|other| other.world == own.world && other.part == own.part && holds_in(&other.items, &own.items));
    let (value, order) = near.find_map(|other| {
        other.relations.iter().enumerate().filter(|(_, relation)| **relation == Relation::Equal).find_map(|(at, _)| {
            let order = lower(&other.members[at], name, mention)?;
            // The last member is the simplest.
            let is_value =
                |member: &&Member| member.mentions.as_ref().is_ok_and(|found| found.derivatives.is_empty() && !found.names.is_empty());
            let equal = other.relations[at..].iter().take_while(|relation| **relation == Relation::Equal).count();
            let value = other.members[at + 1..=at + equal].iter().rfind(is_value)?;
            Some((value, order))
        })
    })?;
    let found = value.mentions.as_ref().ok()?;
    let variable = match &mention.variables[..] {
        [(variable, _)] => variable.clone(),
        _ => ["x", "t"].iter().find(|usual| found.uses(usual))?.to_string(),
    };
    let variables = vec![variable.clone(); (mention.order - order) as usize];
    if !found.uses(&variable) || found.uses(name) {
        return None;
    }
    let matter = link.matter(value.text.clone(), &variables, Vec::new());
    let expected = judge.derivative(&matter).ok();
    let is_known = right.names.iter().all(|used| found.uses(&used.name) || used.name == "e");
    Some(match judge.compare(&matter, &link.right.text) {
        Ruling::Equal => Outcome::Right(Vec::new()),
        Ruling::Different(witness, mistake) if is_known && right.uses(&variable) && !link.is_set(right) => {
            Outcome::Wrong { witness, mistake, expected, definitions: Vec::new() }
        }
        Ruling::Open(reason) => Outcome::Open(reason),
        _ => Outcome::Open("a relation between derivatives".into()),
    })
}

/// The order of a member that is a lower derivative of a name, written in the same way.
fn lower(member: &Member, name: &str, mention: &Mention) -> Option<u32> {
    let found = member.mentions.as_ref().ok()?;
    let Form::Named(of, number) = form(member, found) else { return None };
    let other = found.derivatives.get(number)?;
    let by = |mention: &Mention| mention.variables.iter().map(|(variable, _)| variable.clone()).collect::<Vec<_>>();
    let is_plain = other.arguments.as_ref().is_none_or(|range| range.len() <= 3);
    (of == name && other.order < mention.order && by(other) == by(mention) && other.is_dotted == mention.is_dotted && is_plain)
        .then_some(other.order)
}
