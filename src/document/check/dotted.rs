//! Partial derivatives of what is told in rates: after `L = \frac12 m\dot x^2 - V(x)` the momentum `\frac{\partial L}{\partial\dot x}`
//! takes the rate for a variable of its own.

use super::judge::{Judge, Ruling};
use super::link::{Link, Outcome};
use super::objection::UNEXPLAINED;
use super::superseded::superseded;
use crate::document::finding::Witness;
use crate::document::formula::environment::operand;
use crate::document::statement::letters::{is_constant, is_letter_of_all};
use crate::document::statement::scope::{Definition, is_head};
use crate::syntax::canonical_name;
use crate::syntax::latex::{Mention, Mentions, mentions};

/// The index that a rate has as a variable.
const RATE: &str = "90";

/// The command that draws a dot.
const DOT: &str = "\\dot";

/// Judges a partial derivative by a definition that shows rates; nothing where it is none.
pub fn check(link: &Link<'_>, judge: &mut Judge, mention: &Mention, definition: &Definition, right: &Mentions) -> Option<Outcome> {
    let written = link.left.text.get(mention.place.clone())?;
    let value = &link.place.value(definition).text;
    let has_rate = value.match_indices(DOT).any(|(at, _)| is_dot(&value[at..]));
    if definition.is_blind || !written.contains("frac{\\partial") || mention.order != 1 || !has_rate {
        return None;
    }
    let (_, below) = written.rsplit_once("\\partial")?;
    let variable = without_dots(below.trim_end().strip_suffix('}')?)?;
    let variable = canonical_name(variable.trim())?.into_owned();
    let (value, claim) = (without_dots(value)?, without_dots(&link.right.text)?);
    let (own, claimed) = (mentions(&value).ok()?, mentions(&claim).ok()?);
    let matter = link.matter(value, &[variable], Vec::new());
    let (witness, mistake) = match judge.compare(&matter, &claim) {
        Ruling::Equal => return Some(Outcome::Right(vec![definition.clone()])),
        Ruling::Different(witness, mistake) => (witness, mistake),
        Ruling::ForSome(witness, mistake) => (witness, mistake),
        Ruling::Open(_) => return None,
    };
    if is_head(link.right) {
        return Some(Outcome::Open("it says what the other side is called".into()));
    }
    // r of L = \gamma/r = \gamma/\sqrt{x^2 + y^2} is known as well.
    let members = &link.place.statements[definition.statement].members;
    let is_shown = |name: &str| members.iter().filter_map(|member| member.mentions.as_ref().ok()).any(|found| found.uses(name));
    let is_foreign = claimed.names.iter().any(|used| !own.uses(&used.name) && !is_shown(&used.name) && !is_letter_of_all(&used.name));
    let is_told = !is_foreign && !is_constant(right) && link.place.is_near(definition);
    if !is_told || superseded(&link.place, definition).is_some() || mistake.is_none() && !link.is_certain(definition) {
        return Some(Outcome::Open(UNEXPLAINED.into()));
    }
    let dotted = |text: String| text.replace(&format!("_{RATE}"), "_dot");
    let point = witness.point.into_iter().map(|(name, value)| (dotted(name), value)).collect();
    let mistake = mistake.map(dotted);
    Some(Outcome::Wrong { witness: Witness { point, ..witness }, mistake, expected: None, definitions: vec![definition.clone()] })
}

/// Whether a text begins with that command, and not with a longer one such as `\dots`.
fn is_dot(text: &str) -> bool {
    text.strip_prefix(DOT).is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The text with each letter below a dot as a name of its own; nothing where there are more dots over one, or no letter.
fn without_dots(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(DOT) {
        let (before, behind) = rest.split_at(at);
        if !is_dot(behind) {
            out.push_str(&rest[..at + DOT.len()]);
            rest = &rest[at + DOT.len()..];
            continue;
        }
        let (inner, behind) = operand(behind[DOT.len()..].trim_start())?;
        let (letter, own) = inner.trim().split_once('_').unwrap_or((inner.trim(), ""));
        let below = behind.strip_prefix('_').and_then(operand).filter(|_| own.is_empty());
        let (index, behind) = below.unwrap_or((own, behind));
        canonical_name(letter)?;
        out.push_str(&format!("{before}{letter}_{{{RATE}{}}}", index.trim_matches(['{', '}', ' '])));
        rest = behind;
    }
    out.push_str(rest);
    (!out.contains("\\ddot")).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::without_dots;

    #[test]
    fn rates_become_names() {
        let read = |text: &str| without_dots(text);
        assert_eq!(read(r"m\dot x^2 + \dot{\theta}_1").as_deref(), Some(r"mx_{90}^2 + \theta_{901}"));
        assert_eq!(read(r"\dot{x_2}").as_deref(), Some("x_{902}"));
        assert_eq!(read(r"a + \dots + \dot b").as_deref(), Some(r"a + \dots + b_{90}"));
        assert_eq!([r"\ddot x", r"\dot{x + y}"].map(read), [const { None }; 2]);
    }
}
