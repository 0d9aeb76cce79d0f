//! Tables of derivatives: below `f(x)` and `f'(x)` each row is the claim that the one is the derivative of the other.

use crate::document::formula::environment::{begun, is_display, operand};
use crate::document::page::passage::{Piece, PieceKind};
use crate::syntax::latex::mentions;
use std::ops::Range;

/// Heads of columns of functions.
const FUNCTIONS: [&str; 10] = ["function", "functions", "funktion", "fonction", "función", "funzione", "функция", "函数", "f(x)", "f(t)"];

/// Heads of columns of their derivatives.
const DERIVATIVES: [&str; 12] = [
    "derivative",
    "derivatives",
    "ableitung",
    "dérivée",
    "derivada",
    "derivata",
    "производная",
    "导数",
    "f'(x)",
    "f'(t)",
    "d/dxf(x)",
    "firstderivative",
];

/// Environments that are tables, in the text and in formulas; others are where they begin with a row, `\begin{tablebox}{cc} ... & ... \\`.
const TABLES: [&str; 5] = ["tabular", "tabularx", "longtable", "tabu", "array"];

/// What a table claims: what is differentiated, its derivative and the variable.
pub fn claims(text: &str, pieces: &[Piece]) -> Vec<(Range<usize>, Range<usize>, String)> {
    let formulas: Vec<Range<usize>> = pieces
        .iter()
        .filter(|piece| matches!(piece.kind, PieceKind::Inline | PieceKind::Display))
        .map(|piece| piece.range.clone())
        .collect();
    let mut claims = Vec::new();
    for table in ruled(text, &formulas).into_iter().chain(environments(text, &formulas)) {
        let [head, rows @ ..] = &table[..] else { continue };
        if is_exercise(text, head) {
            continue;
        }
        let heads: Vec<String> = head.iter().map(|cell| plain(&text[cell.clone()])).collect();
        let is_function = |at: &usize| FUNCTIONS.contains(&heads[*at].as_str());
        for derivative in (0..heads.len()).filter(|at| DERIVATIVES.contains(&heads[*at].as_str())) {
            // Short tables stand side by side: the function stands to the left, or else to the right.
            let Some(function) = (0..derivative).rev().find(is_function).or_else(|| (derivative..heads.len()).find(is_function)) else {
                continue;
            };
            let variable = if [function, derivative].iter().any(|at| heads[*at].contains("(t)")) { "t" } else { "x" };
            let own = |row: &Vec<Range<usize>>| {
                let cell = |at: usize| row.get(at).and_then(|cell| formula(text, cell, &formulas));
                let (operand, claim) = (cell(function)?, cell(derivative)?);
                is_claim(&text[operand.clone()], &text[claim.clone()], variable).then(|| (operand, claim, variable.to_string()))
            };
            claims.extend(rows.iter().filter_map(own));
        }
    }
    claims
}

/// Whether the words above a table say that its rows need not be right: to be matched, chosen from, mended.
fn is_exercise(text: &str, head: &[Range<usize>]) -> bool {
    const ASKING: [&str; 10] = ["match", "pair", "mistake", "error", "wrong", "incorrect", "which", "true", "false", "complete"];
    let Some(end) = head.first().map(|cell| cell.start) else { return true };
    let mut from = end.saturating_sub(300);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let above = text[from..end].to_lowercase();
    ASKING.iter().any(|word| above.contains(word))
}

/// Whether a row says something that is plain: tables of values, and of rules with primes, do not.
fn is_claim(operand: &str, claim: &str, variable: &str) -> bool {
    let uses = |text: &str| mentions(text).is_ok_and(|found| found.uses(variable) && found.derivatives.is_empty());
    uses(operand)
        && mentions(claim).is_ok_and(|found| found.derivatives.is_empty())
        && !operand.contains('=')
        && !claim.contains(['=', '\''])
}

/// The one formula that a cell holds, or the cell itself in a formula; nothing where there are words beside it.
fn formula(text: &str, cell: &Range<usize>, formulas: &[Range<usize>]) -> Option<Range<usize>> {
    if around(formulas, cell.start).is_some_and(|formula| cell.end <= formula.end) {
        return Some(cell.clone());
    }
    let first = formulas.partition_point(|formula| formula.start < cell.start);
    let mut inside = formulas[first..].iter().take_while(|formula| formula.end <= cell.end);
    let (only, None) = (inside.next()?, inside.next()) else { return None };
    let has_words = |beside: Range<usize>| text[beside].contains(|c: char| c.is_alphanumeric());
    (!has_words(cell.start..only.start) && !has_words(only.end..cell.end)).then(|| only.clone())
}

/// The formula that a place lies in, of formulas in the order of the text.
fn around(formulas: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let behind = formulas.partition_point(|formula| formula.start <= at);
    formulas[..behind].last().filter(|formula| at < formula.end)
}

/// The tables of Markdown: rows between bars, the second one a rule.
fn ruled(text: &str, formulas: &[Range<usize>]) -> Vec<Vec<Vec<Range<usize>>>> {
    let mut tables: Vec<Vec<Vec<Range<usize>>>> = Vec::new();
    let mut at = 0;
    let mut before: Option<Range<usize>> = None;
    let mut is_open = false;
    for line in text.split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        let is_rule = line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':') || c.is_whitespace());
        if is_rule && let Some(head) = before.take() {
            tables.push(vec![cells(text, head, "|", formulas)]);
            is_open = true;
        } else if is_open && line.contains('|') {
            tables.last_mut().into_iter().for_each(|table| table.push(cells(text, place.clone(), "|", formulas)));
        } else {
            is_open = false;
        }
        before = line.contains('|').then_some(place);
    }
    tables
}

/// The tables of LaTeX: cells between `&`, rows behind `\\\\`.
fn environments(text: &str, formulas: &[Range<usize>]) -> Vec<Vec<Vec<Range<usize>>>> {
    let mut tables = Vec::new();
    // Environments that nothing ends any more.
    let mut open: Vec<&str> = Vec::new();
    let mut last = 0;
    for (at, _) in text.match_indices("\\begin{") {
        let is_table = |name: &str, from: usize| {
            let is_of_text = !is_display(name) && around(formulas, at).is_none();
            TABLES.contains(&name.trim_end_matches('*')) || is_of_text && begins_with_row(text, from)
        };
        let Some((name, from)) = begun(text, at).filter(|(name, from)| is_table(name, *from)) else { continue };
        if at < last || open.contains(&name) {
            continue;
        }
        // In those that are no tables by their names nothing else begins.
        let is_known = TABLES.contains(&name.trim_end_matches('*'));
        let end = format!("\\end{{{name}}}");
        let found = if is_known {
            text[from..].find(&end)
        } else {
            next_environment(&text[from..]).filter(|at| text[from + at..].starts_with(&end))
        };
        let Some(length) = found else {
            if is_known {
                open.push(name);
            }
            continue;
        };
        last = from + length;
        // How the columns are set, and how wide the table is.
        let mut content = &text[from..from + length];
        while let Some((_, behind)) = operand(content).filter(|_| content.trim_start().starts_with('{')) {
            content = behind;
        }
        let from = from + length - content.len();
        let length = content.len();
        // Formulas that hold the table part nothing in it.
        let first = formulas.partition_point(|formula| formula.start < from);
        let inside = formulas[first..].iter().take_while(|formula| formula.end <= from + length).count();
        let inside = &formulas[first..first + inside];
        let rows = parted(text, from..from + length, "\\\\", inside);
        tables.push(rows.into_iter().map(|row| cells(text, row, "&", inside)).filter(|row| row.len() > 1).collect());
    }
    tables
}

/// Where the next environment begins or ends.
fn next_environment(text: &str) -> Option<usize> {
    let is_mark = |at: &usize| text[*at..].starts_with("\\begin{") || text[*at..].starts_with("\\end{");
    text.match_indices('\\').map(|(at, _)| at).find(is_mark)
}

/// The last boundary between letters at or before a place.
fn boundary(text: &str, at: usize) -> usize {
    let mut end = at.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Whether a row of several cells with formulas comes first, and no environment in it.
fn begins_with_row(text: &str, from: usize) -> bool {
    const LONGEST: usize = 300;
    let Some((row, _)) = text[from..boundary(text, from + LONGEST)].split_once("\\\\") else { return false };
    let is_text = row.contains("\n\n") || ["\\begin", "\\end", "\\item"].iter().any(|command| row.contains(command));
    row.contains('&') && row.contains(['$', '\\']) && !is_text
}

/// The cells of a row, without rules and room around them; what stands outside the outer bars is none.
fn cells(text: &str, row: Range<usize>, sign: &str, formulas: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut cells = parted(text, row, sign, formulas);
    if sign == "|" {
        let is_blank = |cell: &Range<usize>| text[cell.clone()].trim().is_empty();
        if cells.last().is_some_and(is_blank) {
            cells.pop();
        }
        if cells.first().is_some_and(is_blank) {
            cells.remove(0);
        }
    }
    cells.into_iter().map(|cell| bare(text, cell)).collect()
}

/// A range parted at a sign, unless that stands in a formula or behind a backslash.
fn parted(text: &str, range: Range<usize>, sign: &str, formulas: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    for (length, _) in text[range.clone()].match_indices(sign) {
        let at = range.start + length;
        let is_inside = around(formulas, at).is_some();
        if at >= from && !is_inside && !(sign.len() == 1 && text[..at].ends_with('\\')) {
            parts.push(from..at);
            from = at + sign.len();
        }
    }
    parts.push(from..range.end);
    parts
}

/// A cell without the rules and the room around it.
fn bare(text: &str, cell: Range<usize>) -> Range<usize> {
    const RULES: [&str; 3] = ["\\hline", "\\displaystyle", "[1ex]"];
    let Range { mut start, mut end } = cell;
    loop {
        let inner = &text[start..end];
        let left = inner.trim_start();
        let left = RULES.iter().find_map(|rule| left.strip_prefix(rule)).or_else(|| behind_rule(left)).unwrap_or(left);
        if left.len() < inner.len() {
            start = end - left.len();
            continue;
        }
        let right = inner.trim_end();
        if right.len() == inner.len() {
            return start..end;
        }
        end = start + right.len();
    }
}

/// What follows a command that draws a rule: `\toprule`, `\cmrule`.
fn behind_rule(text: &str) -> Option<&str> {
    let name = text.strip_prefix('\\')?;
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    name[..letters].ends_with("rule").then(|| &name[letters..])
}

/// A head in small letters without what draws it: bold, dollars, fractions.
fn plain(head: &str) -> String {
    let mut text = head.to_lowercase().replace("\\frac{d}{dx}", "d/dx");
    for sign in ["\\textbf", "\\mathbf", "\\text", "\\mathrm", "\\prime", "\\left", "\\right", "\\(", "\\)"] {
        text = text.replace(
            sign,
            match sign {
                "\\prime" => "'",
                "\\left" | "\\right" => "",
                _ => " ",
            },
        );
    }
    // A column names both, `Function $f(x)$`: the word says what it is.
    let words: String = text.chars().filter(|c| !matches!(c, '$' | '*' | '_' | '{' | '}' | '^') && !c.is_whitespace()).collect();
    let words = words.replace(['’', '′'], "'");
    ["f(x)", "f'(x)", "y"]
        .iter()
        .find_map(|formula| words.strip_suffix(formula).filter(|word| word.len() > 3))
        .unwrap_or(&words)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page::latex;
    use crate::document::page::markdown;

    fn told(text: &str, pieces: &[Piece]) -> Vec<String> {
        claims(text, pieces)
            .into_iter()
            .map(|(operand, claim, variable)| format!("{} by {variable}: {}", &text[operand], &text[claim]))
            .collect()
    }

    #[test]
    fn tables_of_derivatives_are_read() {
        let text = "|Name|$f(x)$|$f'(x)$|\n|:--|---|--:|\n|ln|$\\ln|x|$|$1/x$|\n|rule|$u(x)$|$u'(x)$|\n|value|$3$|$2$|\n|sine|$\\sin x$ (odd)|$\\cos x$|\n";
        assert_eq!(told(text, &markdown::pieces(text)), [r"\ln|x| by x: 1/x"]);
        let text = r"\begin{tabular}{ll} \hline \textbf{Function} & \textbf{Derivative} \\ \hline $x^2$ & $2x$ \\ $e^{2x}$ & $e^{2x}$ \\ \end{tabular}";
        assert_eq!(told(text, &latex::pieces(text)), ["x^2 by x: 2x", "e^{2x} by x: e^{2x}"]);
        let text = r"\begin{tablebox}{cc} $f(x)$ & $f'(x)$ \\ \cmrule $x^q$ & $qx^q$ \\ \end{tablebox} \begin{figure} a & b \end{figure}";
        assert_eq!(told(text, &latex::pieces(text)), ["x^q by x: qx^q"]);
        let text = r"\[ \begin{array}{c|c} f(x) & f'(x) \\ \hline \sin x & \cos x \\ \end{array} \]";
        assert_eq!(told(text, &latex::pieces(text)), [r"\sin x by x: \cos x"]);
        let text = "| $x$ | $f(x)$ | $f'(x)$ | $f''(x)$ |\n|--|--|--|--|\n| 1 | 2 | 3 | 4 |\n";
        assert_eq!(told(text, &markdown::pieces(text)), Vec::<String>::new());
    }
}
