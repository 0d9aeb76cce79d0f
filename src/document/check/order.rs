//! Derivatives of an order that is a letter, `\frac{d^n}{dx^n} e^{2x} = 2^n e^{2x}`: what holds for all orders holds for small ones.

use super::link::{Link, Outcome};
use crate::document::statement::{Member, Statement};
use crate::syntax::latex::{Mentions, mentions};

/// The orders that are tried: both odd and even, and such as a formula that begins late is good for.
const TRIED: [u32; 3] = [3, 4, 5];

/// So many statements before and behind may say which orders are meant.
const NEAR: usize = 4;

/// Judges a claim about a derivative whose order is a letter by small orders: wrong where it fails for each of them; nothing where
/// the orders are numbers, or no more can be told.
pub fn check(link: &Link<'_>, judge: &mut super::judge::Judge) -> Option<Outcome> {
    let letter = letter(link.left)?;
    // "For n = 4k + 2": it is claimed of some orders only.
    let own = &link.place.statements[link.place.at];
    let says_which = |other: &&Statement| {
        other.passage == own.passage && other.members.first().is_some_and(|first| first.text.trim() == letter.to_string())
    };
    let from = link.place.at.saturating_sub(NEAR);
    if link.place.statements[from..(link.place.at + NEAR).min(link.place.statements.len())].iter().any(|other| says_which(&other)) {
        return None;
    }
    let mut wrong = None;
    for order in TRIED {
        let [left, right] = [link.left, link.right].map(|member| with_number(member, letter, order));
        let asked = Link { left: &left, right: &right, assumptions: link.assumptions.clone(), ..*link };
        match asked.check_as_written(judge) {
            found @ Outcome::Wrong { .. } => wrong = wrong.or(Some((order, found))),
            _ => return None,
        }
    }
    let (order, Outcome::Wrong { mut witness, mistake, expected, definitions }) = wrong? else { return None };
    witness.point.insert(0, (letter.to_string(), order.to_string()));
    Some(Outcome::Wrong { witness, mistake, expected, definitions })
}

/// The letter that a quotient of differentials at the beginning has for its order.
fn letter(member: &Member) -> Option<char> {
    let found: &Mentions = member.mentions.as_ref().ok()?;
    let first = found.derivatives.first().filter(|mention| mention.order == 0 && !mention.variables.is_empty())?;
    let power = member.text.get(first.place.clone())?.split_once('^')?.1.trim_start().trim_start_matches(['{', ' ']);
    let mut letters = power.chars();
    let letter = letters.next().filter(|letter| matches!(letter, 'n' | 'k' | 'm' | 'r'))?;
    letters.next().is_some_and(|next| !next.is_ascii_alphanumeric() && !matches!(next, '+' | '-')).then_some(letter)
}

/// A member with a number in place of a letter that stands alone.
fn with_number(member: &Member, letter: char, number: u32) -> Member {
    let mut text = String::with_capacity(member.text.len() + 8);
    let mut is_command = false;
    for (at, character) in member.text.char_indices() {
        let is_part = is_command && character.is_ascii_alphabetic();
        is_command = character == '\\' || is_part;
        let before = text.trim_end();
        match character == letter && !is_part {
            false => text.push(character),
            // An exponent of its own is no factor.
            true if before.ends_with('^') || before.ends_with("^{") && member.text[at + 1..].trim_start().starts_with('}') => {
                text.push_str(&number.to_string());
            }
            true => text.push_str(&format!("{{({number})}}")),
        }
    }
    let mentions = mentions(&text).map_err(|error| error.to_string());
    Member { place: member.place.clone(), text, mentions }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_stands_alone_gives_way_to_a_number() {
        let read = |text: &str| with_number(&Member { place: 0..0, text: text.into(), mentions: Err(String::new()) }, 'n', 2).text;
        assert_eq!(read(r"\frac{d^n}{dx^n} \sin(nx^{n-1})"), r"\frac{d^2}{dx^2} \sin({(2)}x^{{(2)}-1})");
    }
}
