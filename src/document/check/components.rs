//! Names with indices, and sums over them written out: three components stand for any number of them.

use super::reading::reach;
use crate::document::formula::environment::operand;
use crate::document::formula::terms::term;
use crate::syntax::canonical_name;
use crate::syntax::latex::mentions;
use std::collections::{BTreeMap, BTreeSet};

/// So many components stand for any number of them.
pub const COMPONENTS: u32 = 3;

/// Longer formulas are not written out.
const LONGEST: usize = 6000;

/// Letters that count components.
pub const LETTERS: std::ops::RangeInclusive<char> = 'i'..='n';

/// The numbers that indices stand for.
pub type Numbers = BTreeMap<char, u32>;

/// Names of the number of terms of sums.
#[derive(Default)]
pub struct Sizes {
    /// Those that stand above the sign.
    pub told: BTreeSet<String>,
    /// Those that a sum without bounds is divided by: `\frac{1}{n-1}\sum_i`.
    pub guessed: BTreeSet<String>,
}

/// A name, and the letter of the layer it belongs to.
pub fn parted(name: &str) -> (&str, Option<char>) {
    let letter = |layer: &str| layer.chars().next().filter(|letter| layer.len() == 1 && letter.is_alphabetic());
    match name.split_once("__").map(|(bare, layer)| (bare, letter(layer))) {
        Some((bare, Some(layer))) => (bare, Some(layer)),
        _ => (name, None),
    }
}

/// A name, with what is drawn above it, and its index: y_hat and k of `\hat y_k`.
pub fn indexed(name: &str) -> Option<(&str, &str)> {
    const ABOVE: [&str; 5] = ["_hat_", "_bar_", "_tilde_", "_bold_", "_cal_"];
    let mark = ABOVE.iter().find_map(|mark| name.find(mark).map(|at| at + mark.len() - 1));
    let at = mark.or_else(|| name.find('_'))?;
    let index = &name[at + 1..];
    let is_mark = mark.is_none() && ABOVE.iter().any(|mark| mark.trim_matches('_') == index);
    (!is_mark).then_some((&name[..at], index))
}

/// A name with one letter for every index.
pub fn shape(name: &str) -> String {
    let name = parted(name).0;
    let Some((base, index)) = indexed(name) else { return name.to_string() };
    let index: String = index.chars().map(|letter| if LETTERS.contains(&letter) { 'i' } else { letter }).collect();
    format!("{base}_{index}")
}

/// The letters of a name's index.
pub fn letters(name: &str) -> BTreeSet<char> {
    let index = indexed(parted(name).0).map_or("", |(_, index)| index);
    let is_index = index.chars().filter(|c| c.is_alphabetic()).count() <= 3;
    index.chars().filter(|letter| is_index && LETTERS.contains(letter)).collect()
}

/// A name with numbers in its index.
pub fn numbered(name: &str, numbers: &Numbers) -> String {
    let name = parted(name).0;
    let Some((base, index)) = indexed(name) else { return name.to_string() };
    let index: String =
        index.chars().map(|letter| numbers.get(&letter).and_then(|number| char::from_digit(*number, 10)).unwrap_or(letter)).collect();
    format!("{base}_{index}")
}

/// The letters in indices of a text that no sum there counts.
pub fn free_letters(text: &str) -> BTreeSet<char> {
    let mut free: BTreeSet<char> =
        mentions(text).map(|found| found.names.iter().flat_map(|used| letters(&used.name)).collect()).unwrap_or_default();
    for sign in ["\\sum", "\\prod"] {
        for (at, _) in text.match_indices(sign) {
            if let Some(limits) = limits(&text[at + sign.len()..]) {
                free.remove(&limits.index);
            }
        }
    }
    free
}

/// The text with its sums written out and numbers in place of the free indices.
pub fn written_out(text: &str, numbers: &Numbers, sizes: &mut Sizes) -> Option<String> {
    let mut text = without_cases(text, numbers)?;
    let mut counted: BTreeSet<char> = BTreeSet::new();
    while let Some((at, sign)) = ["\\sum", "\\prod"].iter().filter_map(|sign| text.rfind(sign).map(|at| (at, *sign))).max() {
        let Limits { index, size, without, body } = limits(&text[at + sign.len()..])?;
        counted.insert(index);
        let start = text.len() - body.len();
        let end = start + term(body);
        let without = match without {
            Some(letter) => Some(*numbers.get(&letter)?),
            None => None,
        };
        let each = (1..=COMPONENTS)
            .filter(|number| without != Some(*number))
            .map(|number| format!("\\left({}\\right)", substituted(&text[start..end], index, number)));
        let each: Vec<String> = each.collect();
        // What stands behind the sum with its index belongs to it too: \sum_j a_j + b_j.
        let behind = &text[end..start + reach(&text[start..])];
        if free_letters(behind).contains(&index) {
            return None;
        }
        let written = format!("\\left({}\\right)", each.join(if sign == "\\sum" { "+" } else { "\\cdot " }));
        text.replace_range(at..end, &written);
        match size {
            Some(size) => drop(sizes.told.insert(size)),
            None => sizes.guessed.extend(divisor(&text[..at]).filter(|size| !size.starts_with(index))),
        }
        if text.len() > LONGEST {
            return None;
        }
    }
    if free_letters(&text).iter().any(|letter| counted.contains(letter) && !numbers.contains_key(letter)) {
        return None;
    }
    for (letter, number) in numbers {
        text = substituted(&text, *letter, *number);
    }
    Some(with_deltas(&text))
}

/// The text with the case in place of cases that holds for these numbers: `\begin{cases} a & i = j \\ b & i \neq j \end{cases}`.
fn without_cases(text: &str, numbers: &Numbers) -> Option<String> {
    let Some((before, rest)) = text.split_once("\\begin{cases}") else { return Some(text.to_string()) };
    let (cases, behind) = rest.split_once("\\end{cases}")?;
    let value = cases.split("\\\\").find_map(|row| {
        let (value, condition) = row.split_once('&')?;
        holds(condition, numbers)?.then_some(value)
    })?;
    Some(format!("{before}\\left({}\\right){}", value.trim().trim_end_matches([',', ';']), without_cases(behind, numbers)?))
}

/// Whether a condition on indices holds; nothing where it is another one.
fn holds(condition: &str, numbers: &Numbers) -> Option<bool> {
    let mut bare = condition.to_string();
    for word in ["\\text", "\\mathrm", "\\mbox", "\\quad", "\\;", "\\,", "if", "for", "when", "{", "}", " ", ",", ".", "$", "\n"] {
        bare = bare.replace(word, "");
    }
    if matches!(bare.as_str(), "otherwise" | "else" | "\\otherwise") {
        return Some(true);
    }
    let signs = [("\\neq", false), ("\\ne", false), ("≠", false), ("=", true)];
    let (left, right, is_equal) =
        signs.iter().find_map(|(sign, equal)| bare.split_once(sign).map(|(left, right)| (left, right, *equal)))?;
    let number = |text: &str| numbers.get(&text.chars().next()?).filter(|_| text.len() == 1);
    Some((number(left)? == number(right)?) == is_equal)
}

/// What stands below and above the sign of a sum.
struct Limits<'t> {
    /// The index that it counts.
    index: char,
    /// The name of its number of terms.
    size: Option<String>,
    /// The index whose number it leaves out.
    without: Option<char>,
    /// What follows.
    body: &'t str,
}

fn limits(text: &str) -> Option<Limits<'_>> {
    let mut rest = text.trim_start();
    rest = rest.strip_prefix("\\limits").unwrap_or(rest).trim_start();
    let (mut below, mut above) = (None, None);
    while let Some(mark) = rest.chars().next().filter(|mark| matches!(mark, '_' | '^')) {
        let (limit, behind) = operand(&rest[1..])?;
        *(if mark == '_' { &mut below } else { &mut above }) = Some(limit.trim());
        rest = behind.trim_start();
    }
    let below = below?.replace(' ', "");
    let index = below.chars().next().filter(|letter| LETTERS.contains(letter))?;
    let start = &below[1..];
    let is_plain = start.is_empty() || start == "=1" || start == "=0" || start.starts_with("\\in") && !start.contains(',');
    let size = match above {
        None => None,
        Some(above) if canonical_name(above).is_some() => Some(above.to_string()),
        Some(above) if above.parse::<u32>() == Ok(COMPONENTS) => None,
        Some(_) => return None,
    };
    let without = ["\\neq", "\\ne", "≠"].iter().find_map(|sign| start.strip_prefix(sign));
    let without = without.and_then(|other| other.chars().next().filter(|letter| other.len() == 1 && LETTERS.contains(letter)));
    (is_plain || without.is_some()).then_some(Limits { index, size, without, body: rest })
}

/// The letter that counts in the denominator of a fraction right before a sum: n of `\frac{1}{n-1}`.
fn divisor(text: &str) -> Option<String> {
    const COUNTS: [char; 9] = ['n', 'N', 'm', 'M', 'K', 'd', 'D', 'B', 'T'];
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || c == '\\' || c == ',');
    let (_, rest) = operand(&text[text.rfind("\\frac")? + "\\frac".len()..])?;
    let (below, behind) = operand(rest)?;
    let mut letters = below.chars().filter(|letter| letter.is_alphabetic());
    let letter = letters.next().filter(|letter| COUNTS.contains(letter) && letters.next().is_none() && behind.trim().is_empty())?;
    (!below.contains('\\')).then(|| letter.to_string())
}

/// The text with a number in place of a letter, wherever that is no part of a command or a word.
fn substituted(text: &str, letter: char, number: u32) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '\\' {
            let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
            let length = 1 + if letters > 0 { letters } else { rest[1..].chars().next().map_or(0, char::len_utf8) };
            let is_word = matches!(&rest[..length], "\\text" | "\\mathrm" | "\\operatorname" | "\\textrm");
            let length = match operand(&rest[length..]) {
                Some((_, behind)) if is_word => rest.len() - behind.len(),
                _ => length,
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if matches!(first, '_' | '^')
            && let Some((marks, behind)) = operand(&rest[1..])
            && !marks.contains('\\')
        {
            let is_word = marks.chars().filter(|c| c.is_alphabetic()).count() > 3;
            let digit = number.to_string();
            let marks = if is_word { marks.to_string() } else { marks.replace(letter, &digit) };
            out.push_str(&format!("{first}{{{marks}}}"));
            rest = behind;
            continue;
        }
        match first == letter {
            // A letter may be all of an operand: \frac1n.
            true => out.push_str(&format!("{{\\left({number}\\right)}}")),
            false => out.push(first),
        }
        rest = &rest[first.len_utf8()..];
    }
    out
}

/// The text with the number of components in place of its name.
pub fn with_size(text: &str, size: &str) -> String {
    match size.chars().next() {
        Some(letter) if size.len() == 1 => substituted(text, letter, COMPONENTS),
        _ => text.to_string(),
    }
}

/// The text with Kronecker's delta of numbers in place.
fn with_deltas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\delta_") {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let index = operand(&behind["\\delta_".len()..]).map(|(index, after)| (index.replace([',', ' '], ""), after));
        match index {
            Some((index, after)) if index.len() == 2 && index.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str(if index[..1] == index[1..] { "\\left(1\\right)" } else { "\\left(0\\right)" });
                rest = after;
            }
            _ => {
                out.push_str("\\delta_");
                rest = &behind["\\delta_".len()..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, numbers: &[(char, u32)]) -> String {
        let numbers = numbers.iter().copied().collect();
        written_out(text, &numbers, &mut Sizes::default()).unwrap_or_else(|| "?".into())
    }

    #[test]
    fn sums_are_written_out() {
        let plain = |text: &str| text.replace("\\left", "").replace("\\right", "");
        assert_eq!(plain(&written(r"\sum_{k=1}^n w_k x_{kj} + b", &[('j', 2)])), "((w_{1} x_{12} )+(w_{2} x_{22} )+(w_{3} x_{32} ))+ b");
        assert_eq!(
            plain(&written(r"\frac{e^{z_i}}{\sum_j e^{z_j}}", &[('i', 1)])),
            r"\frac{e^{z_i}}{((e^{z_1})+(e^{z_2})+(e^{z_3}))}".replace("z_i", "z_1")
        );
        assert_eq!(plain(&written(r"\delta_{ij} - \delta_{ii} x_{\text{in}}", &[('i', 1), ('j', 2)])), r"(0) - (1) x_{\text{in}}");
        assert_eq!(written(r"\sum_{k \neq j} x_k", &[]), "?");
        assert_eq!(plain(&written(r"\sum\limits_{k \neq j} x_k", &[('j', 2)])), "((x_{1})+(x_{3}))");
        let cases = r"\begin{cases} p_i(1 - p_i), & \text{if } i = j \\ -p_ip_j & i \neq j \end{cases}";
        assert_eq!(written(cases, &[('i', 1), ('j', 2)]), r"\left(-p_{1}p_{2}\right)");
        assert_eq!(plain(&written(cases, &[('i', 1), ('j', 1)])), "(p_{1}(1 - p_{1}))");
    }

    #[test]
    fn names_are_told_by_their_shape() {
        assert_eq!((shape("w_jk"), shape("w_1k"), shape("w")), ("w_ii".into(), "w_1i".into(), "w".into()));
        assert_eq!(free_letters(r"\sum_i x_i y_j"), ['j'].into());
        assert_eq!((shape("y_hat_k"), shape("y_hat")), ("y_hat_i".into(), "y_hat".into()));
        assert_eq!(free_letters(r"\hat{y}_k - \bar x"), ['k'].into());
    }
}
