//! Infinite series, judged by their first terms where the variables are small: coefficients that have a name and an index, as in
//! `\sum_{n=0}^\infty a_n x^n`, may be any numbers there, so that some are taken.

use crate::document::formula::environment::operand;

/// So many terms are taken, and then so many more: what still changes with them does not converge.
pub const TERMS: [usize; 2] = [30, 40];

/// No variable is larger, so that geometric series converge.
const LARGEST: &str = "0.5";

/// Whether a letter is the index of a sum.
pub fn counts(name: &str) -> bool {
    matches!(name, "i" | "j" | "k" | "l" | "m" | "n")
}

/// Conditions under which the first terms tell the sum; letters that count are left alone.
pub fn small(names: &[String]) -> Vec<String> {
    let variables = names.iter().filter(|name| !counts(name));
    variables.flat_map(|name| [format!("{name} <= {LARGEST}"), format!("{name} >= -{LARGEST}")]).collect()
}

/// The text with so many terms of each infinite series, and with numbers for its coefficients; nothing where it has no such series.
pub fn with_terms(text: &str, terms: usize) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut indices = Vec::new();
    while let Some(at) = rest.find("\\sum") {
        let (before, sum) = rest.split_at(at + "\\sum".len());
        out.push_str(before);
        rest = sum;
        let behind = sum.strip_prefix("\\limits").unwrap_or(sum).trim_start();
        let Some((below, behind)) = behind.strip_prefix('_').and_then(operand) else { continue };
        let Some((above, behind)) = behind.trim_start().strip_prefix('^').and_then(operand) else { continue };
        let Some((index, _)) = below.split_once('=') else { continue };
        if above.trim() == "\\infty" {
            out.push_str(&format!("_{{{below}}}^{{{terms}}}"));
            indices.push(index.trim().to_string());
            rest = behind;
        }
    }
    out.push_str(rest);
    (!indices.is_empty()).then(|| with_numbers(&out, &indices))
}

/// The text with a number for each letter that has one of the indices in its subscript: `a_{n+1}`.
fn with_numbers(text: &str, indices: &[String]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('_') {
        let (before, below) = rest.split_at(at);
        let letter = before.chars().next_back().filter(char::is_ascii_alphabetic);
        let is_letter = letter.is_some() && !before[..before.len() - 1].ends_with(|c: char| c == '\\' || c.is_ascii_alphabetic());
        let has_index =
            |subscript: &str| subscript.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| indices.iter().any(|index| part == index));
        match operand(&below[1..]).filter(|(subscript, _)| is_letter && has_index(subscript)) {
            Some((subscript, behind)) => {
                let first = letter.map_or(0, |letter| letter as usize % 7 + 2);
                out.push_str(&format!("{}\\frac{{1}}{{\\left({subscript}\\right)^2+{first}}}", &before[..before.len() - 1]));
                rest = behind;
            }
            None => {
                out.push_str(before);
                out.push('_');
                rest = &below[1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::with_terms;

    #[test]
    fn series_are_cut_and_their_coefficients_chosen() {
        let read = |text: &str| with_terms(text, 9);
        assert_eq!(read(r"\sum_{n=1}^\infty n x^{n-1}").as_deref(), Some(r"\sum_{n=1}^{9} n x^{n-1}"));
        assert_eq!(read(r"2\sum_{n=0}^{\infty} a_{n+1} x^n").as_deref(), Some(r"2\sum_{n=0}^{9} \frac{1}{\left(n+1\right)^2+8} x^n"));
        assert_eq!([r"\sum_{n=1}^m n", r"\sum_i x_i", "x_n"].map(read), [const { None }; 3]);
    }
}
