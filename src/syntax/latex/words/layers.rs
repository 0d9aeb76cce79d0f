//! Letters above a name that count layers or components, told by the quotients of differentials in which they stand.

use super::commands::{self, Command};
use super::tokens::{Raw, Token};
use rustc_hash::FxHashSet;

/// Letters above names that are no exponents, and where `^` stands before words that are none.
#[derive(Debug, Default)]
pub struct Layers<'a> {
    pub letters: Vec<Raw<'a>>,
    pub carets: FxHashSet<usize>,
}

/// What stands above a letter.
struct Above<'a> {
    mark: Raw<'a>,
    caret: usize,
    /// Whether it is more than a letter, or a letter and a step.
    is_word: bool,
    behind: usize,
}

/// A word above a letter has at most so many letters.
const LONGEST_WORD: usize = 12;

/// The letters above what is differentiated once, and above its variables, `\frac{\partial C}{\partial w^l_{jk}}`,
/// `\frac{\partial L}{\partial a^{L-1}}`, `\frac{dx^\mu}{d\tau}`, and above several variables as many as the order says,
/// `\frac{\partial^2 Z}{\partial\theta^i\partial\theta^j}`: they count layers or components, and are no exponents.
pub fn layers<'a>(list: &[Token<'a>], mates: &[u32]) -> Layers<'a> {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    let is_differential = |at: usize| matches!(raw(at), Some(Raw::Letter('d') | Raw::Command("partial")));
    let mut found = Layers::default();
    // Digits above what is differentiated by once, each with its letter.
    let mut digits: Vec<(Raw<'a>, char, usize)> = Vec::new();
    // Where `^` stands before digits above what is differentiated by such a letter, \frac{\partial a^2}{\partial a^1}.
    let mut tops: Vec<(Raw<'a>, usize)> = Vec::new();
    for at in 0..list.len() {
        let is_fraction = matches!(raw(at), Some(Raw::Command("frac" | "dfrac" | "tfrac")));
        if !is_fraction || raw(at + 1) != Some(Raw::Open) || !is_differential(at + 2) {
            continue;
        }
        let close = mates[at + 1] as usize;
        let order = match (raw(at + 3), raw(at + 4), raw(at + 5), raw(at + 6)) {
            (Some(Raw::Caret), Some(Raw::Open), Some(Raw::Digit(digit)), Some(Raw::Close)) => digit.to_digit(10).unwrap_or(0) as usize,
            (Some(Raw::Caret), ..) => continue,
            _ => 1,
        };
        if raw(close + 1) != Some(Raw::Open) || !is_differential(close + 2) {
            continue;
        }
        let end = mates[close + 1] as usize;
        let variable = close + 3;
        let below = |at: &usize| is_differential(*at - 1) && *at < end;
        let variables: Vec<usize> = (variable..end).filter(below).take(order + 1).collect();
        if variables.len() == order {
            for (variable, above) in variables.iter().filter_map(|variable| Some((*variable, above(list, mates, *variable)?))) {
                match above.mark {
                    // Where the order stands above as well it stands below.
                    Raw::Digit(digit) if order == 1 && raw(at + 3) != Some(Raw::Caret) => {
                        digits.push((list[variable].raw, digit, above.caret));
                    }
                    _ if above.is_word => {
                        found.carets.insert(above.caret);
                    }
                    Raw::Letter(_) => found.letters.push(above.mark),
                    Raw::Command(name) if matches!(commands::command(name), Some(Command::Letter(_))) => found.letters.push(above.mark),
                    _ => {}
                }
            }
        }
        if order == 1
            && let Some(above) = above(list, mates, at + 3)
            && matches!(above.mark, Raw::Digit(_))
            && above.behind == close
            && let Some(letter) = raw(variable)
        {
            tops.push((letter, above.caret));
        }
        // In \frac{dx^i}{dx} and \frac{da^i}{di} it is an exponent.
        if order == 1
            && let Some(above) = above(list, mates, at + 3)
            && matches!(above.mark, Raw::Letter('i' | 'j') | Raw::Command("mu" | "nu"))
            && above.behind == close
            && raw(variable) != Some(above.mark)
            && raw(variable) != raw(at + 3)
        {
            found.letters.push(above.mark);
        }
    }
    // \partial x^1: nobody writes that order, so that it is a number among others, as in \partial x^2 beside it.
    let numbered: FxHashSet<Raw<'a>> = digits.iter().filter(|(_, digit, _)| *digit == '1').map(|(letter, ..)| *letter).collect();
    found.carets.extend(tops.iter().filter(|(letter, _)| numbered.contains(letter)).map(|(_, caret)| caret));
    found.carets.extend(digits.iter().filter(|(letter, ..)| numbered.contains(letter)).map(|(.., caret)| caret));
    found
}

/// What stands above a letter: another letter, one and a step, or capitals.
fn above<'a>(list: &[Token<'a>], mates: &[u32], letter: usize) -> Option<Above<'a>> {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    // Behind the letter with what stands over it, and its subscript if that comes first.
    let mut caret = letter + 1;
    if let Some(Raw::Command(name)) = raw(letter)
        && matches!(commands::command(name), Some(Command::Accent(_) | Command::Dots(_)))
        && raw(caret) == Some(Raw::Open)
    {
        caret = mates[caret] as usize + 1;
    }
    if raw(caret) == Some(Raw::Underscore) && raw(caret + 1) == Some(Raw::Open) {
        caret = mates[caret + 1] as usize + 1;
    }
    if (raw(caret), raw(caret + 1)) != (Some(Raw::Caret), Some(Raw::Open)) {
        return None;
    }
    let (mark, close) = (raw(caret + 2)?, mates[caret + 1] as usize);
    let is_step =
        close == caret + 5 && matches!(raw(caret + 3), Some(Raw::Symbol('+' | '-'))) && matches!(raw(caret + 4), Some(Raw::Digit(_)));
    let is_word = (caret + 4..caret + 2 + LONGEST_WORD).contains(&close)
        && (caret + 2..close).all(|at| matches!(raw(at), Some(Raw::Letter(letter)) if letter.is_ascii_uppercase()));
    (is_step || is_word || close == caret + 3).then_some(Above { mark, caret, is_word, behind: close + 1 })
}
