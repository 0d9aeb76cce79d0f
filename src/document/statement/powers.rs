//! Definitions of powers: `s^2 = \frac1n\sum_i (x_i - \bar x)^2` says what s is, where nothing else does.

use super::scope::is_head;
use super::{Member, Statement};
use crate::document::formula::environment::operand;
use crate::document::formula::split::Relation;
use crate::document::statement::letters::is_constant;
use crate::syntax::latex::{Mentions, mentions};
use rustc_hash::{FxHashMap, FxHashSet};

/// Names that powers do not define: coordinates lie on curves, and the squares of units and operators are no squares of numbers.
const NO_ROOTS: [&str; 8] = ["x", "y", "z", "i", "j", "d", "D", "e"];

/// Puts before each definition of a power the statement that its name is the root of the same.
pub fn take_roots(statements: &mut Vec<Statement>) {
    let heads = Heads::of(statements);
    let mut out = Vec::with_capacity(statements.len());
    for statement in statements.drain(..) {
        out.extend(root(&statement, &heads));
        out.push(statement);
    }
    *statements = out;
}

/// What is defined under each heading, and the names in the values.
#[derive(Default)]
struct Heads(FxHashMap<(usize, String), FxHashSet<String>>);

impl Heads {
    fn of(statements: &[Statement]) -> Heads {
        let mut heads = Heads::default();
        for statement in statements {
            let [head, value, ..] = &statement.members[..] else { continue };
            if let Some(name) = named(head) {
                let names = value.mentions.iter().flat_map(|found| &found.names).map(|used| used.name.clone());
                heads.0.entry((statement.section, name)).or_default().extend(names);
            }
        }
        heads
    }

    /// Whether a name is defined under a heading, or what its power is said to be rests on itself there: r of `x = r\cos\theta`.
    fn know(&self, section: usize, name: &str, value: &Mentions) -> bool {
        let names = |name: &str| self.0.get(&(section, name.to_string()));
        names(name).is_some() || value.names.iter().any(|used| names(&used.name).is_some_and(|own| own.contains(name)))
    }
}

/// The name that a member is, with arguments or without.
fn named(member: &Member) -> Option<String> {
    let found = member.mentions.as_ref().ok()?;
    is_head(member).then(|| found.names.first().map(|used| used.name.clone()))?
}

fn root(statement: &Statement, heads: &Heads) -> Option<Statement> {
    let [head, value, ..] = &statement.members[..] else { return None };
    if !matches!(statement.relations.first(), Some(Relation::Equal | Relation::Defines)) {
        return None;
    }
    let (own, found) = (head.mentions.as_ref().ok()?, value.mentions.as_ref().ok()?);
    let [used] = &own.names[..] else { return None };
    let is_plain = |found: &Mentions| found.derivatives.is_empty() && !found.has_loose_differential;
    let is_other = heads.know(statement.section, &used.name, found) || NO_ROOTS.contains(&used.name.as_str()) || found.uses(&used.name);
    if !is_plain(own) || !is_plain(found) || is_constant(found) || is_other || used.arguments.is_some() {
        return None;
    }
    let power = head.text[used.place.end..].trim().strip_prefix('^')?;
    let (power, behind) = operand(power)?;
    let is_power = matches!(power.trim(), "2" | "3" | "4") && behind.trim().is_empty();
    if !is_power || !head.text[..used.place.start].trim().is_empty() {
        return None;
    }
    let member = |place: &Member, text: String| {
        let mentions = mentions(&text).map_err(|error| error.to_string());
        Member { place: place.place.clone(), text, mentions }
    };
    Some(Statement {
        members: vec![
            member(head, head.text[used.place.clone()].to_string()),
            member(value, format!("\\sqrt[{}]{{{}}}", power.trim(), value.text)),
        ],
        relations: vec![Relation::Equal],
        signs: vec![None],
        is_root: true,
        ..statement.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_that_are_defined_have_roots() {
        let member = |text: &str| Member { place: 0..0, text: text.into(), mentions: mentions(text).map_err(|error| error.to_string()) };
        let taken = |text: &str| {
            let members = text.split('=').map(member).collect();
            let mut all = vec![Statement { members, relations: vec![Relation::Equal], ..Statement::default() }];
            take_roots(&mut all);
            all.iter().find(|root| root.is_root).map(|root| format!("{} = {}", root.members[0].text.trim(), root.members[1].text))
        };
        assert_eq!(taken(r"\sigma^2=\frac1n\sum_i x_i").as_deref(), Some(r"\sigma = \sqrt[2]{\frac1n\sum_i x_i}"));
        assert_eq!(taken(r"s_B^{2} = a + b").as_deref(), Some(r"s_B = \sqrt[2]{ a + b}"));
        assert_eq!(["y^2 = 4ax", "i^2 = -1", "r^2 = 4", "r^2 + x = y", "A^2 = A + B", "r^n = a"].map(taken), [const { None }; 6]);
    }
}
