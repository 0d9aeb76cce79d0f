//! LaTeX: tokens, the author's macros, words, then the same tree that plain text makes.
//!
//! What is drawn is taken apart in three rooms, each of which uses those before it: `words` makes words of what TeX sees, with the
//! author's macros in place; `sentence` tells one statement from the next and puts in order what is written in another; `parser`
//! reads each with a stack of its own. `mentions` says what a formula speaks of without reading it.

mod mentions;
mod parser;
mod sentence;
mod words;

#[cfg(test)]
mod tests;

pub use mentions::{Differentiated, Mention, Mentions, NameUse, expand, mentions};
pub use sentence::statements::{Assertion, Statement};

use super::note::{self, Note};
use super::tree::Tree;
use crate::error::Error;
use rustc_hash::FxHashSet;

/// A parsed formula.
#[derive(Debug, Default)]
pub struct Formula {
    /// The tree; the spans of its names and numbers lie in `spellings`.
    pub tree: Tree,
    /// The plain spellings of names and numbers, one after another.
    pub spellings: String,
    /// Decisions about ambiguous places.
    pub notes: Vec<Note>,
    /// Whether there was a decimal number.
    pub has_decimals: bool,
}

/// Parses a formula. Its own macros, and those of a preamble, are expanded; `variables` are names known to be variables, in
/// plain spelling.
///
/// # Errors
/// [`Error::Syntax`] and [`Error::Unsupported`] with the place in the text, [`Error::Limit`] where macros expand too far.
pub fn parse(text: &str, preamble: &str, variables: &[&str]) -> Result<Formula, Error> {
    if text.len() > u32::MAX as usize / 4 {
        return Err(Error::Limit { what: "the length of the input".into(), limit: u32::MAX as u64 / 4, hint: "split the input".into() });
    }
    let expansion = words::macros::expand(text, preamble)?;
    let mut sentence = sentence::sentence(&expansion.tokens, text.len())?;
    for (place, name, meaning) in expansion.customary {
        note::add(&mut sentence.notes, place, || format!("nothing defines \\{name}: read as {meaning}, which is usual"));
    }
    let declared: FxHashSet<String> = variables.iter().map(|name| super::names::spelling(name).into_owned()).collect();
    take_declared_spelling(&mut sentence, &declared);
    let mut parser = parser::Parser::new(text, sentence, declared);
    parser.parse()?;
    parser.check_primed()?;
    let parser::Parser { tree, mut sentence, .. } = parser;
    let is_vector = |name: &words::Name| sentence.spelling(name.base).ends_with("_bold") || sentence.spelling(name.base).ends_with("_vec");
    if tree.nodes().len() > 1 && sentence.names.iter().any(is_vector) {
        let start = super::tree::Span { start: 0, end: 0 };
        note::add(&mut sentence.notes, start, || {
            "read letters in bold, or below an arrow, as numbers: vectors and matrices are not read".into()
        });
    }
    // What is said of several places in the same words is said once.
    let mut told: FxHashSet<String> = FxHashSet::default();
    sentence.notes.retain(|note| told.insert(note.message.clone()));
    Ok(Formula { tree, spellings: sentence.spellings, notes: sentence.notes, has_decimals: sentence.has_decimals })
}

/// `w_1` is drawn for both `w_1` and `w1`: where the second is declared, it is meant.
fn take_declared_spelling(sentence: &mut words::Sentence, declared: &FxHashSet<String>) {
    if declared.is_empty() {
        return;
    }
    for at in 0..sentence.names.len() {
        let name = sentence.names[at];
        let subscript = sentence.spelling(name.subscript);
        if subscript.is_empty() || !subscript.bytes().all(|byte| byte.is_ascii_digit()) || !name.label.range().is_empty() {
            continue;
        }
        let joined = format!("{}{subscript}", sentence.spelling(name.base));
        if declared.contains(&joined) && !declared.contains(sentence.spelling(name.spelt)) {
            let spelt = sentence.spell(&joined);
            sentence.names[at].spelt = spelt;
        }
    }
}

/// The statements of a text and the places of their members: rows, lists and chains `a = b = c` taken apart.
///
/// ```
/// use chainrule::syntax::latex::{Assertion, statements};
/// let text = r"E = \frac12 y^2,\quad \frac{dE}{dy} = y = y";
/// let found = statements(text, "")?;
/// assert_eq!(found[0].assertion, Assertion::Definition);
/// assert_eq!(found[1].assertion, Assertion::Claim);
/// let members: Vec<&str> = found[1].members.iter().map(|place| &text[place.clone()]).collect();
/// assert_eq!(members, [r"\frac{dE}{dy}", "y", "y"]);
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// # Errors
/// As [`parse`], for what is no row of words; [`Error::Unsupported`] for a macro that holds several members. The members
/// themselves are not parsed.
pub fn statements(text: &str, preamble: &str) -> Result<Vec<Statement>, Error> {
    let expansion = words::macros::expand(text, preamble)?;
    let sentence = sentence::sentence(&expansion.tokens, text.len())?;
    let mut found: Vec<Statement> = sentence::statements::stretches(&sentence.words)
        .into_iter()
        .map(|(from, to)| sentence::statements::members(&sentence, from..to))
        .collect();
    sentence::statements::take_whole_macros(&mut found, &expansion.uses)?;
    Ok(found)
}

/// The plain spelling of a formula that is a single name.
pub fn canonical_name(text: &str) -> Option<String> {
    let formula = parse(text, "", &[]).ok()?;
    match &formula.tree.statements[..] {
        [super::tree::Statement::Expression(node)] => match formula.tree.node(*node).kind {
            super::tree::Kind::Name(name) => Some(formula.spellings[name.range()].to_string()),
            // \dot x, which is a variable where it is named as one.
            super::tree::Kind::Apply(name, 1, _) if text.contains("\\dot") => {
                let name = &formula.spellings[name.range()];
                let (letter, below) = name.split_at(name.find('_').unwrap_or(name.len()));
                Some(format!("{letter}_dot{below}"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text is LaTeX: it has commands, or braces around an exponent or index, which plain text has not.
pub fn is_latex(text: &str) -> bool {
    // Most texts have neither of the two.
    if memchr::memchr2(b'\\', b'{', text.as_bytes()).is_none() {
        return false;
    }
    // In plain text braces hold case distinctions, and indices beside functions that are written as words.
    text.contains('\\')
        || text.contains("^{") && !text.contains(" if ")
        || text.contains("_{") && !text.contains(" if ") && !text.contains("_(") && !calls_a_word(text)
}

/// Whether a word of three letters or more stands before a bracket, as in `sum(i, 1, n, x_{i-1})`.
fn calls_a_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'(', bytes).any(|at| at >= 3 && bytes[at - 3..at].iter().all(u8::is_ascii_alphabetic))
}
