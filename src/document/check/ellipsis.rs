//! Sums with dots in them: `x_1 + x_2 + \dots + x_n` is the sum over an index that its first and its last term show.

use crate::document::formula::terms::term;
use crate::document::statement::Statement;
use crate::syntax::latex::mentions;

/// How dots are written.
const DOTS: [&str; 8] = ["\\cdots", "\\dotsb", "\\dotsc", "\\ldots", "\\dots", "\\cdot\\cdot\\cdot", "...", "…"];

/// Letters that tell how many terms there are.
const LAST: [char; 9] = ['n', 'N', 'm', 'M', 'k', 'K', 'd', 'p', 'T'];

/// Longer formulas are not looked through.
const LONGEST: usize = 4000;

/// Writes the sums with dots in all statements as sums over an index.
pub fn fill_in(statements: &mut [Statement]) {
    for member in statements.iter_mut().flat_map(|statement| &mut statement.members) {
        if let Some(text) = filled(&member.text) {
            member.mentions = mentions(&text).map_err(|error| error.to_string());
            member.text = text;
        }
    }
}

/// The text with its sums filled in; nothing where it has none.
fn filled(text: &str) -> Option<String> {
    let mut out = text.to_string();
    let mut from = 0;
    let mut is_changed = false;
    while out.len() < LONGEST
        && let Some((at, dots)) = DOTS.iter().filter_map(|dots| out[from..].find(dots).map(|at| (from + at, *dots))).min()
    {
        match sum(&out, at, dots) {
            Some((range, written)) => {
                from = range.start + written.len();
                out.replace_range(range, &written);
                is_changed = true;
            }
            None => from = at + dots.len(),
        }
    }
    is_changed.then_some(out)
}

/// The place of the sum around dots, and the sum over an index that it is.
fn sum(text: &str, at: usize, dots: &str) -> Option<(std::ops::Range<usize>, String)> {
    let before = text[..at].trim_end().strip_suffix('+')?;
    let behind = text[at + dots.len()..].trim_start().strip_prefix('+')?;
    let last = &behind[..term(behind)];
    let end = text.len() - behind.len() + last.len();
    let letter = LAST.into_iter().find(|letter| last.contains(&format!("_{letter}")) || last.contains(&format!("_{{{letter}}}")))?;
    let numbered = |index: &str| {
        last.replace(&format!("_{{{letter}}}"), &format!("_{{{index}}}")).replace(&format!("_{letter}"), &format!("_{{{index}}}"))
    };
    let plain = |text: &str| text.replace([' ', '{', '}', '\n', '&'], "").replace("\\left", "").replace("\\right", "");
    // The terms before the dots, the nearest first.
    let mut start = before.len();
    let mut terms = Vec::new();
    while let Some((place, rest)) = last_term(before, start) {
        terms.push(place.clone());
        if plain(&before[place.clone()]) == plain(&numbered("1")) || rest.is_none() {
            break;
        }
        start = place.start - rest.unwrap_or(1);
    }
    let first = terms.last().filter(|first| plain(&before[(*first).clone()]) == plain(&numbered("1")))?;
    let are_numbered =
        terms.iter().rev().enumerate().all(|(at, place)| plain(&before[place.clone()]) == plain(&numbered(&(at + 1).to_string())));
    let index = ['i', 'k', 'l'].into_iter().find(|index| !last.contains(*index))?;
    let written = format!("\\left(\\sum_{{{index}=1}}^{{{letter}}} {}\\right)", numbered(&index.to_string()).trim());
    are_numbered.then_some((first.start..end, written))
}

/// The last term of a sum that ends at a place, and the length of the sign before it where there is one.
fn last_term(text: &str, end: usize) -> Option<(std::ops::Range<usize>, Option<usize>)> {
    let mut depth = 0i32;
    for (at, character) in text[..end].char_indices().rev() {
        match character {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth == 0 => return nonempty(text, at + 1, end, None),
            '(' | '[' | '{' => depth -= 1,
            '+' if depth == 0 => return nonempty(text, at + 1, end, Some(1)),
            '-' | '=' if depth == 0 => return nonempty(text, at + 1, end, None),
            _ => {}
        }
    }
    nonempty(text, 0, end, None)
}

fn nonempty(text: &str, start: usize, end: usize, sign: Option<usize>) -> Option<(std::ops::Range<usize>, Option<usize>)> {
    (!text[start..end].trim().is_empty()).then_some((start..end, sign))
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn dots_are_filled_in() {
        assert_eq!(filled(r"\mu - (x_1+x_2+...+x_n)").as_deref(), Some(r"\mu - (\left(\sum_{i=1}^{n} x_{i}\right))"));
        let squares = r"[(x_1-a)^2 + (x_2-a)^2 + \cdots + (x_{n}-a)^2] + b";
        assert_eq!(filled(squares).as_deref(), Some(r"[\left(\sum_{i=1}^{n} (x_{i}-a)^2\right)] + b"));
        assert_eq!(filled(r"c + w_1 x_1 + \dots + w_m x_m").as_deref(), Some(r"c +\left(\sum_{i=1}^{m} w_{i} x_{i}\right)"));
        assert_eq!([r"1 + x + \dots + x^n", r"x_1, \dots, x_n", r"x_2 + \dots + x_n"].map(filled), [const { None }; 3]);
    }
}
