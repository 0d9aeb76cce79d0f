//! The letter e where the text gives it a meaning of its own, `e = y - t`: as the base of a power with letters it stays the number
//! that everybody knows, `e^{z_j}`, and elsewhere it is the name of the text.

use super::{Member, Statement};
use crate::document::finding::Finding;
use crate::document::formula::environment::{inside_bracket, operand};
use crate::document::formula::split::Relation;
use crate::document::statement::letters::is_letter_of_all;
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;

/// How the name is written meanwhile, and its plain spelling.
const OWN: &str = "\\mathcal{e}";
const SPELT: &str = "e_cal";

/// Commands whose operand is a word, or another name than the letter in it.
const OTHERS: [&str; 22] = [
    "\\text",
    "\\textrm",
    "\\mathrm",
    "\\mathit",
    "\\mathsf",
    "\\mathtt",
    "\\operatorname",
    "\\begin",
    "\\end",
    "\\hat",
    "\\widehat",
    "\\bar",
    "\\overline",
    "\\tilde",
    "\\widetilde",
    "\\vec",
    "\\mathbf",
    "\\mathbb",
    "\\mathcal",
    "\\boldsymbol",
    "\\bm",
    "\\pmb",
];

/// Longer formulas stay as they are: braces that never close are looked for to the end.
const LONGEST: usize = 6000;

/// A longer run of letters may be a word.
const WORD: usize = 2;

/// Tells the name from the number in all statements. Where the text has such a name, the statements with every letter as the name, and
/// those as they were, which are other readings.
pub fn tell_apart(statements: &mut [Statement]) -> Vec<Vec<Statement>> {
    let members = || statements.iter().flat_map(|statement| &statement.members);
    if !statements.iter().any(names_it) || members().any(|member| member.text.contains(OWN)) {
        return Vec::new();
    }
    let as_written = statements.to_vec();
    let mut as_name = statements.to_vec();
    spell(statements, &|text| told_apart(text, false));
    spell(&mut as_name, &|text| told_apart(text, true));
    vec![as_name, as_written]
}

fn spell(statements: &mut [Statement], read: &dyn Fn(&str) -> String) {
    let members = statements.iter_mut().flat_map(|statement| &mut statement.members);
    for member in members.filter(|member| member.text.len() <= LONGEST) {
        let text = read(&member.text);
        if text != member.text {
            member.mentions = mentions(&text).map_err(|error| error.to_string());
            member.text = text;
        }
    }
}

/// Whether a claim about a derivative by the letter has powers of it, which may be powers of the name.
pub fn may_be_name(latex: &str) -> bool {
    let bare = latex.replace([' ', '{', '}', '\\'], "");
    ["'(e)", "prime(e)", "de^", "partiale", "mathrmde"].iter().any(|sign| bare.contains(sign)) && bare.contains("e^")
        || latex.contains("{de}") && bare.contains("e^")
}

/// Writes what is said about a statement with the letter again.
pub fn restore(finding: &mut Finding) {
    let names = finding.definitions.iter_mut().map(|used| &mut used.name);
    let point = finding.witness.iter_mut().flat_map(|witness| &mut witness.point).map(|(name, _)| name);
    let texts = finding.expected.iter_mut().chain(&mut finding.mistake).chain([&mut finding.reason]);
    texts.chain(point).chain(names).for_each(|text| *text = plain(text));
}

/// A text with the letter again.
pub fn plain(text: &str) -> String {
    text.replace(OWN, "e").replace(SPELT, "e")
}

/// Whether a statement makes a name of the letter: it defines it, or a function of it, or differentiates by it.
fn names_it(statement: &Statement) -> bool {
    let is_by_it = |member: &Member| {
        let derivatives = member.mentions.iter().flat_map(|found| &found.derivatives);
        derivatives.flat_map(|mention| &mention.variables).any(|(variable, _)| variable == "e")
    };
    if statement.members.iter().any(is_by_it) {
        return true;
    }
    let ([head, value, ..], Some(Relation::Equal | Relation::Defines)) = (&statement.members[..], statement.relations.first()) else {
        return false;
    };
    // (1 + 1/n)^n and the sum of all 1/n! are the number.
    let is_limit = ["\\lim", "\\infty", "\\approx", "dots"].iter().any(|sign| value.text.contains(sign));
    let varies = value.mentions.as_ref().is_ok_and(|found| found.names.iter().any(|used| !is_letter_of_all(&used.name)));
    let is_of_it = |text: &str| {
        let (before, inner) = text.split_at(text.find('(').unwrap_or(text.len()));
        let before = before.trim_end().trim_end_matches("\\left").trim_end();
        before == "e" && !inner.is_empty() || canonical_name(before).is_some() && inside_bracket(inner).trim() == "e"
    };
    let head = head.text.trim();
    let is_used = || value.mentions.as_ref().is_ok_and(|found| found.uses("e") && found.functions.is_empty());
    !is_limit && (head == "e" && varies || is_of_it(head) && (varies || is_used()))
}

/// The text with the name in place of the letter where that is no number, or wherever it may be the name.
fn told_apart(text: &str, is_always: bool) -> String {
    let mut out = String::with_capacity(text.len() + OWN.len());
    let mut rest = text;
    // What stands right before, as far as it says that the letter is a number: \ln e.
    let mut is_behind_logarithm = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\\' => {
                let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let length = 1 + if letters > 0 { letters } else { rest[1..].chars().next().map_or(0, char::len_utf8) };
                let command = &rest[..length];
                is_behind_logarithm = matches!(command, "\\ln" | "\\log");
                match operand(&rest[length..]).filter(|_| OTHERS.contains(&command)) {
                    Some((_, behind)) => rest.len() - behind.len(),
                    None => length,
                }
            }
            '_' => operand(&rest[1..]).map_or(1, |(_, behind)| rest.len() - behind.len()),
            _ if first.is_ascii_alphabetic() => {
                let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (run, behind) = rest.split_at(letters);
                let (before, is_last) = (&run[..letters - 1], run.ends_with('e'));
                let name = |run: &str| if run.len() > WORD { run.to_string() } else { run.replace('e', OWN) };
                out.push_str(&name(before));
                out.push_str(if is_last && !is_behind_logarithm && is_name(behind, is_always) && run.len() <= WORD {
                    OWN
                } else {
                    &run[letters - 1..]
                });
                is_behind_logarithm = false;
                rest = behind;
                continue;
            }
            _ => {
                is_behind_logarithm &= first.is_whitespace();
                first.len_utf8()
            }
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Whether the letter before a text is a name: no index follows, and no power with letters that is none of a matrix.
fn is_name(behind: &str, is_always: bool) -> bool {
    let behind = behind.trim_start();
    let Some(power) = behind.strip_prefix('^') else { return !behind.starts_with('_') };
    let Some((power, _)) = operand(power) else { return false };
    let power = power.trim();
    let is_mark = matches!(power, "T" | "\\top" | "\\intercal" | "*" | "\\ast" | "\\prime");
    // (t) is a label.
    let has_letters = || !mentions(power).is_ok_and(|found| found.names.is_empty() && found.functions.is_empty());
    is_mark || !power.starts_with('(') && (is_always || !has_letters())
}

#[cfg(test)]
mod tests {
    use super::told_apart;

    #[test]
    fn the_number_is_told_from_the_name() {
        let name = |text: &str| told_apart(text, false).replace(super::OWN, "E");
        assert_eq!(name(r"\frac12 e^2 + e^{z_j} - xe^x + 2e"), r"\frac12 E^2 + e^{z_j} - xe^x + 2E");
        assert_eq!(name(r"\frac{de}{dx} = \frac{dL}{de} e^{-1} \ln e"), r"\frac{dE}{dx} = \frac{dL}{dE} E^{-1} \ln e");
        assert_eq!(
            name(r"e_i + e^{(t)} + x_e + \hat e + \mathrm{e} + \text{the} + |e|^p"),
            r"e_i + e^{(t)} + x_e + \hat e + \mathrm{e} + \text{the} + |E|^p"
        );
        assert_eq!(name(r"e^T e + e^{\frac{x}{2}} + e^\pi + sense"), r"E^T E + e^{\frac{x}{2}} + e^\pi + sense");
    }
}
