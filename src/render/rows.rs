//! LaTeX in rows of a given width, for `aligned`: broken before the signs of a sum and behind the parts of a let-form, the
//! outermost first, never inside braces or between `\left` and `\right`.

use super::Style;
use super::writer::is_operator;
use crate::error::Error;
use crate::expression::{Arena, Id};

/// Appends LaTeX in rows of about `width` characters as they are drawn, in an `aligned` environment; without one where it
/// fits on one row or cannot be broken.
///
/// # Errors
/// As [`super::write_latex`].
pub fn write_rows(out: &mut String, arena: &Arena, id: Id, style: &Style, width: usize) -> Result<(), Error> {
    let mut line = String::new();
    super::write_latex(&mut line, arena, id, style)?;
    let rows = rows(&line, width);
    if rows.len() == 1 {
        out.push_str(&line);
        return Ok(());
    }
    out.push_str("\\begin{aligned}\n");
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            out.push_str("\\\\\n");
        }
        // A sign that begins a row is set as the operator it is.
        let goes_on = at > 0 && row.starts_with(['+', '-']);
        out.push_str(if goes_on { "&\\quad" } else { "&" });
        out.push_str(row);
    }
    out.push_str("\n\\end{aligned}");
    Ok(())
}

/// A place where a row may begin.
#[derive(Debug, Clone, Copy)]
struct Break {
    at: usize,
    /// How many plain brackets are open there.
    depth: usize,
    /// How many characters are drawn before it.
    drawn: usize,
}

/// The text in rows: each ends at the last of the outermost places that fit.
fn rows(text: &str, width: usize) -> Vec<&str> {
    let (breaks, total) = breaks(text);
    let mut rows = Vec::new();
    let (mut from, mut drawn, mut next) = (0, 0, 0);
    while total - drawn > width && next < breaks.len() {
        let fitting = breaks[next..].iter().take_while(|place| place.drawn - drawn <= width).count();
        // Where nothing fits, the first place there is.
        let chosen = (next..next + fitting.max(1)).rev().min_by_key(|at| breaks[*at].depth).unwrap_or(next);
        let place = breaks[chosen];
        rows.push(text[from..place.at].trim_end_matches("\\quad "));
        (from, drawn, next) = (place.at, place.drawn, chosen + 1);
    }
    rows.push(&text[from..]);
    rows
}

/// What a pair of braces holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Braces {
    Argument,
    Numerator,
    /// Behind a numerator so wide.
    Denominator(usize),
}

/// The places where a row may begin, and the width of the whole: a fraction is as wide as the wider of its parts.
fn breaks(text: &str) -> (Vec<Break>, usize) {
    let mut breaks = Vec::new();
    let (mut drawn, mut depth, mut held_together) = (0usize, 0usize, 0usize);
    let mut open: Vec<(Braces, usize)> = Vec::new();
    let mut next = Braces::Argument;
    let (mut at, mut ends_operand, mut bar_is_open) = (0, false, false);
    while at < text.len() {
        let length = length_of(&text[at..]);
        let token = &text[at..at + length];
        let may_break = open.is_empty() && held_together == 0;
        match token {
            "{" => open.push((std::mem::replace(&mut next, Braces::Argument), drawn)),
            "}" => match open.pop() {
                Some((Braces::Numerator, start)) => next = Braces::Denominator(std::mem::replace(&mut drawn, start) - start),
                Some((Braces::Denominator(numerator), start)) => drawn = drawn.max(start + numerator),
                _ => {}
            },
            "\\frac" => next = Braces::Numerator,
            "\\left" => held_together += 1,
            "\\right" => held_together = held_together.saturating_sub(1),
            "+" | "-" if may_break && ends_operand => breaks.push(Break { at, depth, drawn }),
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "|" => {
                bar_is_open = !bar_is_open;
                depth = if bar_is_open { depth + 1 } else { depth.saturating_sub(1) };
            }
            _ if token.starts_with("\\begin") => held_together += 1,
            _ if token.starts_with("\\end") => held_together = held_together.saturating_sub(1),
            _ => {}
        }
        drawn += width_of(token);
        at += length;
        if token == "\\quad" && may_break {
            at += usize::from(text[at..].starts_with(' '));
            breaks.push(Break { at, depth, drawn });
        }
        ends_operand = !matches!(token, "(" | "[" | "," | "=" | " " | "+" | "-" | "\\quad" | "\\cdot");
    }
    (breaks, drawn)
}

/// The length of the command or character that a text begins with; the name of an environment belongs to its command.
fn length_of(text: &str) -> usize {
    let Some(command) = text.strip_prefix('\\') else { return text.chars().next().map_or(1, char::len_utf8) };
    let letters = command.bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = 1 + letters.max(command.chars().next().map_or(0, char::len_utf8));
    match &text[..length] {
        "\\begin" | "\\end" => text.find('}').map_or(length, |end| end + 1),
        _ => length,
    }
}

/// How many characters wide a command or character is drawn.
fn width_of(token: &str) -> usize {
    match token {
        "{" | "}" | "^" | "_" | " " | "&" => 0,
        "+" | "-" | "=" | "\\quad" => 2,
        "\\left" | "\\right" | "\\frac" | "\\mathrm" | "\\operatorname" | "\\text" | "\\," => 0,
        _ if token.starts_with("\\begin") || token.starts_with("\\end") => 0,
        _ if is_operator(token) => token.len() - 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[track_caller]
    fn broken(text: &str, width: usize, expected: &[&str]) {
        assert_eq!(rows(text, width), expected);
    }

    #[test]
    fn rows_end_before_the_outermost_signs() {
        broken("a+b-c", 40, &["a+b-c"]);
        broken("aaaa+bbbb-cccc", 10, &["aaaa+bbbb", "-cccc"]);
        broken("-aaaa(bbb+ccc)-ddd", 16, &["-aaaa(bbb+ccc)", "-ddd"]);
        broken("aaaa(bbbb+cccc)", 10, &["aaaa(bbbb", "+cccc)"]);
        broken(r"\frac{a+b}{c+d}+e", 5, &[r"\frac{a+b}{c+d}", "+e"]);
        broken(r"x\left(a+\frac{b}{c}\right)", 3, &[r"x\left(a+\frac{b}{c}\right)"]);
        broken(r"t_1=a+b,\quad t_1^2", 11, &["t_1=a+b,", "t_1^2"]);
        broken(r"e^{-x+y}-(-x)", 4, &["e^{-x+y}", "-(-x)"]);
    }
}
