//! What a formula mentions: its names, and its derivatives however they are written. For those who have to find out what a
//! statement is about before they ask whether it is right.

use crate::error::Error;
use crate::letters::is_function_letter;
use crate::syntax::latex::sentence;
use crate::syntax::latex::sentence::leibniz::{order, quotient};
use crate::syntax::latex::sentence::partials::subscripted;
use crate::syntax::latex::words::tokens::Raw;
use crate::syntax::latex::words::{Bracket, Kind, MOST_ORDER, Sentence, Sign, Word, ends_operand, macros};
use std::ops::Range;

/// What is differentiated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Differentiated {
    /// A name: `\frac{dE}{dz}`, `f'(x)`, `\dot x`.
    Name(String),
    /// An expression above the bar: `\frac{d(x^2)}{dx}`.
    Expression,
    /// Whatever follows: `\frac{d}{dx}`; and `(x^2)'`.
    Operand,
}

/// A derivative in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its place, without arguments behind it.
    pub place: Range<usize>,
    /// What is differentiated.
    pub of: Differentiated,
    /// The variables and how often by each; none where primes leave it open.
    pub variables: Vec<(String, u32)>,
    /// How often, all in all.
    pub order: u32,
    /// Whether dots say that the variable is time.
    pub is_dotted: bool,
    /// The bracket behind it, with its brackets: `f'(2)`.
    pub arguments: Option<Range<usize>>,
}

/// A name in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    /// Its plain spelling, without primes.
    pub name: String,
    /// The letter or word alone, without its subscript.
    pub base: String,
    /// The subscript, in plain spelling.
    pub subscript: String,
    /// Its place.
    pub place: Range<usize>,
    /// The bracket behind it, with its brackets.
    pub arguments: Option<Range<usize>>,
}

/// The names and derivatives of a formula.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// The names, those of differentials left out.
    pub names: Vec<NameUse>,
    /// The derivatives, in their order; one may lie in another.
    pub derivatives: Vec<Mention>,
    /// The plain names of the table's functions.
    pub functions: Vec<String>,
    /// Whether there is a sum, a product or an integral.
    pub has_binder: bool,
    /// Whether a differential stands alone: `2x\,dx`, `\partial(at)`.
    pub has_loose_differential: bool,
    /// Whether there is a comparison outside brackets.
    pub has_relation: bool,
    /// Whether decimals stand in it.
    pub has_decimals: bool,
}

impl Mentions {
    /// Whether a name is among the names.
    pub fn uses(&self, name: &str) -> bool {
        self.names.iter().any(|used| used.name == name)
    }
}

/// The text with the macros of a preamble, and its own, in place.
///
/// # Errors
/// As [`parse`](crate::syntax::latex::parse), for macros only.
pub fn expand(text: &str, preamble: &str) -> Result<String, Error> {
    let tokens = macros::expand(text, preamble)?.tokens;
    let mut out = String::with_capacity(text.len() + 16);
    let mut after_word = false;
    for token in tokens {
        if token.spaced && !out.is_empty() {
            out.push(' ');
            after_word = false;
        }
        let is_letter = |raw: &Raw<'_>| matches!(raw, Raw::Letter(letter) if letter.is_ascii_alphabetic());
        if after_word && is_letter(&token.raw) {
            out.push(' ');
        }
        after_word = false;
        match token.raw {
            Raw::Command(name) => {
                out.push('\\');
                out.push_str(name);
                after_word = name.bytes().all(|byte| byte.is_ascii_alphabetic());
            }
            Raw::Letter(character) | Raw::Digit(character) | Raw::Symbol(character) => out.push(character),
            Raw::Open => out.push('{'),
            Raw::Close => out.push('}'),
            Raw::Caret => out.push('^'),
            Raw::Underscore => out.push('_'),
            Raw::Ampersand => out.push('&'),
            Raw::Prime => out.push('\''),
            Raw::Parameter(number) => {
                out.push('#');
                out.push(char::from(b'0' + number % 10));
            }
        }
    }
    Ok(out)
}

/// The names and derivatives of a formula without macros.
///
/// ```
/// use chainrule::syntax::latex::{Differentiated, mentions};
/// let found = mentions(r"\frac{dE}{dz} + f'(2)")?;
/// assert_eq!(found.derivatives[0].of, Differentiated::Name("E".into()));
/// assert_eq!(found.derivatives[0].variables, [("z".to_string(), 1)]);
/// assert_eq!((found.derivatives[1].order, found.derivatives[1].arguments.clone()), (1, Some(18..21)));
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// # Errors
/// As [`parse`](crate::syntax::latex::parse), for what is no row of words.
pub fn mentions(text: &str) -> Result<Mentions, Error> {
    let tokens = macros::expand(text, "")?.tokens;
    let sentence = sentence::sentence(&tokens, text.len())?;
    let mut found = Mentions { has_decimals: sentence.has_decimals, ..Mentions::default() };
    let mut marks = Vec::new();
    for at in 0..sentence.words.len() {
        quotient_at(&sentence, at, &mut marks, &mut found);
        subscripted_at(&sentence, at, &mut marks, &mut found);
    }
    marks.sort_unstable();
    let mut depth = 0usize;
    for (at, word) in sentence.words.iter().enumerate() {
        match word.kind {
            Kind::Name(_) if marks.binary_search(&at).is_err() => name_at(&sentence, at, &mut found),
            Kind::Function(known) => {
                found.functions.push(known.any().row().name.to_string());
                if let Some((order, behind)) = sentence.order_above(at + 1) {
                    let place = sentence.words[at + 1].span.start as usize..sentence.words[behind - 1].span.end as usize;
                    found.derivatives.push(operand(place, order));
                }
            }
            Kind::Primes(order) => {
                found.derivatives.push(operand(word.span.range(), order));
            }
            Kind::Bound(_) => found.has_binder = true,
            Kind::Differential(_) if marks.binary_search(&at).is_err() => found.has_loose_differential = true,
            Kind::Open(_) | Kind::BraceOpen | Kind::Cases => depth += 1,
            Kind::Close(_) | Kind::BraceClose | Kind::EndCases => depth = depth.saturating_sub(1),
            Kind::Relation(sign) if depth == 0 => found.has_relation |= sign != Sign::Equal,
            _ => {}
        }
    }
    found.derivatives.sort_by_key(|mention| mention.place.start);
    Ok(found)
}

/// Primes on what stands before them.
fn operand(place: Range<usize>, order: u32) -> Mention {
    Mention { place, of: Differentiated::Operand, variables: Vec::new(), order, is_dotted: false, arguments: None }
}

fn quotient_at(sentence: &Sentence, at: usize, marks: &mut Vec<usize>, found: &mut Mentions) {
    let is_inside = marks.contains(&at);
    let Some(quotient) = quotient(sentence, at).filter(|_| !is_inside) else { return };
    let spelt = |name: u32| sentence.spelling(sentence.names[name as usize].spelt).to_string();
    let last = sentence.words[at..quotient.behind].iter().map(|word| word.span.end).max().unwrap_or(0) as usize;
    let of = match quotient.name(sentence) {
        Some(name) => Differentiated::Name(spelt(name)),
        None if quotient.top.is_empty() => Differentiated::Operand,
        None => Differentiated::Expression,
    };
    let variables: Vec<(String, u32)> = quotient.variables.iter().map(|variable| (spelt(variable.name), variable.order)).collect();
    let order = variables.iter().map(|(_, order)| order).sum();
    let arguments = if matches!(of, Differentiated::Name(_)) { bracket(sentence, quotient.behind) } else { None };
    let place = sentence.words[at].span.start as usize..last;
    found.derivatives.push(Mention { place, of, variables, order, is_dotted: false, arguments });
    marks.extend(quotient.marks);
}

/// `\partial_x f`, `\partial_{xy}`, `\partial_x^2`.
fn subscripted_at(sentence: &Sentence, at: usize, marks: &mut Vec<usize>, found: &mut Mentions) {
    let Some((names, mut behind)) = subscripted(sentence, at) else { return };
    let close = sentence.words[at + 2].mate as usize;
    let times = order(sentence, close + 1).0.unwrap_or(1);
    let mut variables: Vec<(String, u32)> = Vec::new();
    for name in names {
        match variables.iter_mut().find(|(known, _)| *known == name) {
            Some((_, order)) => *order += times,
            None => variables.push((name, times)),
        }
    }
    marks.extend(at..behind);
    let goes_on = |kind: Kind| {
        ends_operand(kind) || matches!(kind, Kind::Open(_) | Kind::BraceOpen | Kind::Function(_) | Kind::Power | Kind::Fraction)
    };
    let kind = |at: usize| sentence.words.get(at).map_or(Kind::End, |word| word.kind);
    let of = match kind(behind) {
        Kind::Name(name) if !goes_on(kind(behind + 1)) || matches!(kind(behind + 1), Kind::Close(_) | Kind::BraceClose) => {
            marks.push(behind);
            behind += 1;
            Differentiated::Name(sentence.spelling(sentence.names[name as usize].spelt).to_string())
        }
        _ => Differentiated::Operand,
    };
    let last = sentence.words[at..behind].iter().map(|word| word.span.end).max().unwrap_or(0) as usize;
    let place = sentence.words[at].span.start as usize..last;
    let order = variables.iter().map(|(_, order)| order).sum();
    found.derivatives.push(Mention { place, of, variables, order, is_dotted: false, arguments: None });
}

fn name_at(sentence: &Sentence, at: usize, found: &mut Mentions) {
    let Word { kind: Kind::Name(number), span, .. } = sentence.words[at] else { return };
    let info = &sentence.names[number as usize];
    let (base, subscript) = (sentence.spelling(info.base).to_string(), sentence.spelling(info.subscript).to_string());
    let arguments = bracket(sentence, at + 1);
    // f^{(4)}(x), a derivative of that order; other labels belong to the name.
    let is_function = is_function_letter(&base) && arguments.is_some();
    let label = sentence.spelling(info.label).parse().ok().filter(|order| is_function && (1..=MOST_ORDER).contains(order)).unwrap_or(0);
    if info.primes == 0 && info.dots == 0 && label == 0 {
        let name = sentence.spelling(info.spelt).to_string();
        found.names.push(NameUse { name, base, subscript, place: span.range(), arguments });
        return;
    }
    let name = if subscript.is_empty() { base } else { format!("{base}_{subscript}") };
    found.derivatives.push(Mention {
        place: span.range(),
        of: Differentiated::Name(name),
        variables: Vec::new(),
        order: info.primes + info.dots + label,
        is_dotted: info.dots > 0,
        arguments,
    });
}

/// The round bracket that begins at a word.
fn bracket(sentence: &Sentence, at: usize) -> Option<Range<usize>> {
    let word = sentence.words.get(at).filter(|word| word.kind == Kind::Open(Bracket::Round))?;
    let mate = sentence.words.get(word.mate as usize)?;
    Some(word.span.start as usize..mate.span.end as usize)
}
