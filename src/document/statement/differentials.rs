//! Claims about differentials: after `u = x^2 + 1`, `du = 2x\,dx` is the claim that du/dx is 2x.

use super::{Member, Statement};
use crate::document::formula::split::Relation;
use crate::document::formula::terms::has_sum;
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// How the d of a differential is drawn.
const SIGNS: [&str; 6] = ["\\mathrm{d}", "\\mathrm d", "\\operatorname{d}", "\\text{d}", "\\partial", "d"];

/// Room around it.
const ROOM: [&str; 7] = ["\\,", "\\;", "\\:", "\\!", "\\mathop{}", "\\cdot", " "];

/// Reads equations between a differential and a multiple of another as claims about the quotient of both. What follows those in a
/// chain, numbers put in for both, is nothing to compare a quotient with.
pub fn divide(statements: &mut [Statement]) {
    for statement in statements {
        let is_equation = !statement.relations.is_empty() && statement.relations.iter().all(|relation| *relation == Relation::Equal);
        let Some((name, multiples)) = is_equation.then(|| claims(statement)).flatten() else { continue };
        let variable = multiples[0].1.clone();
        let quotient = format!("\\frac{{d {name}}}{{d {variable}}}");
        if let Some(behind) = statement.relations.get_mut(multiples.len()) {
            *behind = Relation::Other;
        }
        let texts = std::iter::once(quotient).chain(multiples.into_iter().map(|(multiple, _)| multiple));
        for (member, text) in statement.members.iter_mut().zip(texts) {
            *member = Member { place: member.place.clone(), mentions: mentions(&text).map_err(|error| error.to_string()), text };
        }
    }
}

/// The name whose differential the first member is, and of what those behind it are multiples, all of the same.
fn claims(statement: &Statement) -> Option<(String, Vec<(String, String)>)> {
    let (first, others) = statement.members.split_first()?;
    let name = differential(without_room(&first.text))?;
    let multiples: Vec<(String, String)> = others.iter().map_while(|member| multiple(&member.text)).collect();
    let (_, variable) = multiples.first()?;
    let is_one = multiples.iter().all(|(_, other)| other == variable) && *variable != name;
    is_one.then_some((name, multiples))
}

/// The name whose differential a text is.
fn differential(text: &str) -> Option<String> {
    let rest = SIGNS.iter().filter(|sign| **sign != "\\partial").find_map(|sign| text.strip_prefix(sign))?;
    let name = without_room(rest);
    canonical_name(name).map(|_| name.to_string()).filter(|name| !name.starts_with('_'))
}

/// What stands before the differential that ends a text, and its name; a sum before it may end with another term.
fn multiple(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let (at, name) = text.char_indices().rev().map(|(at, _)| at).find_map(|at| {
        let is_begun = !text[..at].ends_with(|c: char| c.is_alphabetic() && !text[..at].contains('\\'))
            && !text[..at].ends_with(['\\', '_', '^', '{']);
        differential(&text[at..]).filter(|_| is_begun).map(|name| (at, name))
    })?;
    let mut before = text[..at].trim_end();
    while let Some(rest) = ROOM.iter().find_map(|room| before.strip_suffix(room)) {
        before = rest;
    }
    let found = mentions(if before.is_empty() { "1" } else { before }).ok()?;
    // `P\,dx + Q\,dy`, and an integral that ends with its differential.
    let is_plain = !has_sum(before) && !before.contains("\\int") && !found.has_loose_differential && !found.uses("d");
    match before {
        _ if !is_plain => None,
        "" => Some(("1".into(), name)),
        "-" => Some(("-1".into(), name)),
        _ => Some((before.to_string(), name)),
    }
}

fn without_room(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(behind) = ROOM.iter().find_map(|room| rest.strip_prefix(room)) {
        rest = behind;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differentials_are_told_from_letters() {
        assert_eq!(differential("du").as_deref(), Some("u"));
        assert_eq!(differential(r"\mathrm{d}\theta").as_deref(), Some(r"\theta"));
        assert_eq!(["d", "2", "d + x", r"\delta"].map(differential), [const { None }; 4]);
    }

    #[test]
    fn multiples_of_a_differential_are_taken_apart() {
        let read = |text: &str| multiple(text).map(|(multiple, name)| format!("{multiple} ; {name}"));
        assert_eq!(read(r"\sin(x)\,dx").as_deref(), Some(r"\sin(x) ; x"));
        assert_eq!(read(r"(2x + 1)\cdot \mathrm{d}x").as_deref(), Some("(2x + 1) ; x"));
        assert_eq!(read("-dt").as_deref(), Some("-1 ; t"));
        assert_eq!([r"2x + 1", r"P\,dx + Q\,dy", r"\int x\,dx", r"\frac{du}{2}"].map(read), [const { None }; 4]);
    }
}
