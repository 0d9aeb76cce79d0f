//! A formula taken apart as it is written: rows, columns, arrows and words part statements, relations part their members.
//! It reads no mathematics, so that a statement does not suffer from what its neighbours hold: documents are full of what
//! nobody reads.

use super::environment::{argument_end, begun, only_arranges};
use super::room::{is_blank, trimmed, without_room};
use crate::syntax::is_function;
use std::ops::Range;

/// What stands between two members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `:=` and its kin.
    Defines,
    /// `\approx` and its kin.
    Approximate,
    /// `<`, `\neq`, `\in` and all others.
    Other,
}

/// A chain `a = b = c`, or a single expression.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain {
    /// The places of its members in the formula.
    pub members: Vec<Range<usize>>,
    /// What stands between them, one less than members.
    pub relations: Vec<Relation>,
    /// The words and conditions that come behind it: `\text{for } x > 0`.
    pub words: String,
    /// Whether it is the first in its row.
    pub begins_row: bool,
}

/// Commands that part two members.
const RELATIONS: &[(&str, Relation)] = {
    use Relation::*;
    &[
        ("coloneqq", Defines),
        ("triangleq", Defines),
        ("equiv", Defines),
        ("doteq", Defines),
        ("coloneq", Defines),
        ("eqdef", Defines),
        ("approx", Approximate),
        ("simeq", Approximate),
        ("cong", Approximate),
        ("sim", Approximate),
        ("propto", Other),
        ("lt", Other),
        ("gt", Other),
        ("le", Other),
        ("leq", Other),
        ("ge", Other),
        ("geq", Other),
        ("ne", Other),
        ("neq", Other),
        ("leqslant", Other),
        ("geqslant", Other),
        ("ll", Other),
        ("gg", Other),
        ("in", Other),
        ("notin", Other),
        ("subset", Other),
        ("subseteq", Other),
        ("to", Other),
        ("rightarrow", Other),
        ("mapsto", Other),
        ("longmapsto", Other),
        ("longrightarrow", Other),
        ("gets", Other),
        ("leftarrow", Other),
    ]
};

/// Commands that part two statements.
const ARROWS: [&str; 14] = [
    "implies",
    "Rightarrow",
    "Longrightarrow",
    "iff",
    "Leftrightarrow",
    "Longleftrightarrow",
    "therefore",
    "because",
    "leadsto",
    "Leftarrow",
    "impliedby",
    "rightsquigarrow",
    "intertext",
    "shortintertext",
];

/// Commands whose argument is text.
const WORDS: [&str; 10] = ["text", "mbox", "textrm", "textit", "textbf", "hbox", "intertext", "shortintertext", "textnormal", "emph"];

/// What the scan meets outside brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Relation(Relation),
    Row,
    Column,
    Room,
    Comma,
    /// Words between formulas, and arrows: always an end.
    End,
    /// A sign that begins or ends a row which goes on.
    Operator,
}

/// The chains of a formula.
pub fn chains(text: &str) -> Vec<Chain> {
    let marks = marks(text);
    let mut chains: Vec<Chain> = Vec::new();
    let mut chain = Chain::default();
    let mut from = 0;
    // Whether a row began where the statement does.
    let mut begins_row = true;
    for (number, (mark, range)) in marks.iter().enumerate() {
        let is_blank = is_blank(&text[from..range.start]);
        match mark {
            Mark::Operator => {}
            Mark::Relation(relation) => {
                if is_blank && chain.members.is_empty() {
                    // A row that begins with its relation goes on with the chain that the rows before it began; words
                    // and remarks beside those rows do not matter.
                    let before = if begins_row { chains.iter().rposition(|chain| chain.begins_row) } else { None };
                    let before = before.or(chains.len().checked_sub(1));
                    chain = before.map(|at| chains.remove(at)).unwrap_or_default();
                    if chain.members.is_empty() {
                        chain.members.push(from..range.start);
                    }
                } else {
                    if chain.members.is_empty() {
                        chain.begins_row = begins_row;
                    }
                    chain.members.push(from..range.start);
                }
                chain.relations.push(*relation);
                from = range.end;
            }
            Mark::Room if let Some(length) = domain(&text[range.end..]) => {
                finish(&mut chain, from..range.start, text, &mut chains);
                from = range.end + length;
                if let Some(last) = chains.last_mut() {
                    last.words.push_str(&text[range.end..from]);
                }
            }
            Mark::Column if (is_blank && !is_empty_cell(&chain, &marks, number, text)) || !parts_columns(&chain, &marks, number) => {}
            Mark::Room if is_blank || !parts_columns(&chain, &marks, number) => {}
            Mark::Row if goes_on(text, &chain, &marks, number, from) => {}
            Mark::Row | Mark::Column | Mark::Room | Mark::Comma | Mark::End => {
                if chain.members.is_empty() {
                    chain.begins_row = begins_row;
                }
                finish(&mut chain, from..range.start, text, &mut chains);
                // An arrow at the beginning of a row leaves it there: `\\ \therefore y' = ...`.
                // Words of their own between rows end one as `\\` does.
                let is_between_rows = ["\\intertext", "\\shortintertext"].iter().any(|words| text[range.start..].starts_with(words));
                begins_row = *mark == Mark::Row || *mark == Mark::End && (is_between_rows || begins_row && is_blank);
                if *mark == Mark::End
                    && let Some(last) = chains.last_mut()
                {
                    last.words.push_str(&text[range.clone()]);
                    last.words.push(' ');
                }
                from = range.end;
            }
        }
    }
    finish(&mut chain, from..text.len(), text, &mut chains);
    for chain in &mut chains {
        chain.members.iter_mut().for_each(|member| *member = trimmed(text, member.clone()));
    }
    chains = chains.into_iter().flat_map(|chain| parted_by_arrows(chain, text)).collect();
    chains.sort_by_key(|chain| chain.members.first().map_or(0, |member| member.start));
    chains.retain(|chain| chain.members.iter().any(|member| !member.is_empty()));
    chains
}

/// The length of a bracket that says where a statement holds, `(z \in \mathbb{C})`, or why, `[\text{power rule}]`, with the room
/// around it.
fn domain(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let inner = text[start..].strip_prefix(['(', '['])?;
    let mut depth = 0usize;
    let close = inner.char_indices().find_map(|(at, character)| {
        depth += usize::from(matches!(character, '(' | '['));
        let is_end = depth == 0 && matches!(character, ')' | ']');
        depth -= usize::from(matches!(character, ')' | ']') && depth > 0);
        is_end.then_some(at)
    })?;
    let says = ["\\in ", "\\in\\", "\\neq", "\\ne ", "∈", "≠"];
    let is_remark = WORDS.iter().any(|words| {
        let text = inner[..close].trim().strip_prefix('\\').and_then(|text| text.strip_prefix(words));
        text.is_some_and(|text| text.starts_with('{') && text.find('}') == Some(text.len() - 1))
    });
    (is_remark || says.iter().any(|sign| inner[..close].contains(sign))).then_some(start + close + 2)
}

/// `f(x) = x^2 \rightarrow f'(x) = 2x` is two statements: an arrow between two equations parts them.
fn parted_by_arrows(mut chain: Chain, text: &str) -> Vec<Chain> {
    let is_equation = |relation: &Relation| matches!(relation, Relation::Equal | Relation::Defines);
    let is_arrow = |chain: &Chain, at: usize| {
        let written = &text[chain.members[at].end..chain.members[at + 1].start];
        ["rightarrow", "\\to", "mapsto"].iter().any(|arrow| written.contains(arrow))
    };
    let mut parts = Vec::new();
    while let Some(at) = (0..chain.relations.len()).find(|at| {
        let (before, behind) = (&chain.relations[..*at], &chain.relations[at + 1..]);
        is_arrow(&chain, *at) && before.iter().any(is_equation) && behind.iter().any(is_equation)
    }) {
        let members = chain.members.split_off(at + 1);
        let relations = chain.relations.split_off(at + 1);
        chain.relations.pop();
        let rest = Chain { members, relations, words: chain.words.clone(), begins_row: false };
        parts.push(std::mem::replace(&mut chain, rest));
    }
    parts.push(chain);
    parts
}

fn finish(chain: &mut Chain, last: Range<usize>, text: &str, chains: &mut Vec<Chain>) {
    if !is_blank(&text[last.clone()]) || !chain.members.is_empty() {
        chain.members.push(last);
        chains.push(std::mem::take(chain));
    }
}

/// Whether a column or a wide space ends a statement: there was a relation before it, and one follows in the row.
fn parts_columns(chain: &Chain, marks: &[(Mark, Range<usize>)], number: usize) -> bool {
    let follows = |mark: &Mark| matches!(mark, Mark::Relation(_));
    let row_ends = |mark: &Mark| matches!(mark, Mark::Row | Mark::End | Mark::Comma);
    let next = marks[number + 1..].iter().find(|(mark, _)| follows(mark) || row_ends(mark));
    let touches = |mark: &Mark, range: &Range<usize>, from: usize| follows(mark) && range.start.saturating_sub(from) < 2;
    let adjoins = marks.get(number + 1).is_some_and(|(mark, range)| touches(mark, range, marks[number].1.end));
    !chain.relations.is_empty() && !adjoins && next.is_some_and(|(mark, _)| follows(mark))
}

/// Whether a column ends a side that is left blank before another equation: `u &= & v &= x^4`.
fn is_empty_cell(chain: &Chain, marks: &[(Mark, Range<usize>)], number: usize, text: &str) -> bool {
    let [(Mark::Column, from), (Mark::Column, to), (Mark::Relation(_), relation), ..] = &marks[number..] else { return false };
    !chain.relations.is_empty() && !is_blank(&text[from.end..to.start]) && is_blank(&text[to.end..relation.start])
}

/// Whether what follows a row's end belongs to the same statement: it begins with a relation or a sign, or the row ended with one.
fn goes_on(text: &str, chain: &Chain, marks: &[(Mark, Range<usize>)], number: usize, from: usize) -> bool {
    let (_, range) = &marks[number];
    if is_blank(&text[from..range.start]) {
        return !chain.relations.is_empty();
    }
    let ended = text[from..range.start]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '&' | '{' | '}'))
        .ends_with(['+', '-', '*', '/', '('])
        || text[from..range.start].trim_end().ends_with("\\cdot")
        || text[from..range.start].trim_end().ends_with("\\times");
    // The next relation, and whether the row that follows has one of its own.
    let following = without_room(&text[range.end..]);
    let row: Vec<Mark> =
        marks[number + 1..].iter().map(|(mark, _)| *mark).take_while(|mark| !matches!(mark, Mark::Row | Mark::End)).collect();
    let has_relation = row.iter().any(|mark| matches!(mark, Mark::Relation(_)));
    let begins_with_sign =
        following.starts_with(['+', '-', '*', '/']) || following.starts_with("\\cdot") || following.starts_with("\\times");
    ended || begins_with_sign && !has_relation
}

/// The marks outside brackets, in order.
fn marks(text: &str) -> Vec<(Mark, Range<usize>)> {
    let mut marks: Vec<(Mark, Range<usize>)> = Vec::new();
    // Open brackets; environments that only arrange are none.
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let character = rest.chars().next().unwrap_or(' ');
        let top = open.is_empty();
        let mut length = character.len_utf8();
        let mut mark = None;
        match character {
            '\\' => {
                let name_length = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let name = &rest[1..1 + name_length];
                length = if name_length > 0 { 1 + name_length } else { 1 + rest[1..].chars().next().map_or(0, char::len_utf8) };
                (mark, length) = command(text, at, name, length, &mut open);
            }
            '%' => length = rest.find('\n').unwrap_or(rest.len()),
            '{' | '(' | '[' => open.push(character),
            '}' => close(&mut open, '{'),
            ')' => close(&mut open, '('),
            ']' => close(&mut open, '['),
            '&' => mark = Some(Mark::Column),
            ',' if parts_thousands(text, at) => {}
            ',' | ';' => mark = Some(Mark::Comma),
            '.' if ends_sentence(text, at) => mark = Some(Mark::Comma),
            // Two ties and more are as wide as \quad.
            '~' if rest[1..].trim_start().starts_with('~') => {
                mark = Some(Mark::Room);
                length = rest.len() - rest.trim_start_matches(|c: char| c == '~' || c.is_whitespace()).len();
            }
            '~' => (mark, length) = gap(text, at, 1),
            '=' => {
                length = if rest.starts_with("==") { 2 } else { 1 };
                mark = Some(Mark::Relation(Relation::Equal));
            }
            ':' if rest.starts_with(":=") => {
                length = 2;
                mark = Some(Mark::Relation(Relation::Defines));
            }
            '<' | '>' | '≠' | '≤' | '≥' | '∈' => mark = Some(Mark::Relation(Relation::Other)),
            '≈' => mark = Some(Mark::Relation(Relation::Approximate)),
            '⇒' | '→' | '∴' => mark = Some(Mark::End),
            '+' | '-' => mark = Some(Mark::Operator),
            _ => {}
        }
        let is_row = mark == Some(Mark::Row);
        if is_row && !open.iter().any(|bracket| matches!(bracket, '{' | 'e')) {
            // A round bracket that is open at the end of a row stays open in the next; one of an interval does not matter long.
            let balanced = !text[at..].contains([')', ']']);
            if balanced {
                open.clear();
            }
        }
        if let Some(mark) = mark
            && (top || open.is_empty())
        {
            marks.push((mark, at..at + length));
        }
        at += length;
    }
    marks
}

/// Whether a comma parts the thousands of a number: `50,000`.
fn parts_thousands(text: &str, at: usize) -> bool {
    let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let behind = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&before) && behind == 3
}

/// What room between two letters marks, and how far it reaches: before a word of its own, `\ for\ k = 2`, that parts statements, and
/// before a derivative after what has none, `f(x) = \ln x ~ f'(x) = 1/x`.
fn gap(text: &str, at: usize, length: usize) -> (Option<Mark>, usize) {
    let rest = without_room(&text[at + length..]);
    let from = text.len() - rest.len();
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_word = letters > 1 && CONNECTIVES.contains(&&rest[..letters]);
    if is_word && ["~", "\\ ", "\\;", "\\:", "\\,", "\\quad"].iter().any(|room| rest[letters..].trim_start().starts_with(room)) {
        return (Some(Mark::End), from + letters - at);
    }
    if domain(&text[at + length..]).is_some() {
        return (Some(Mark::Room), length);
    }
    let begun = ["\\\\", ",", ";", "&"].iter().filter_map(|end| text[..at].rfind(end)).max().unwrap_or(0);
    let is_derivative = |text: &str| {
        DERIVATIVES.iter().any(|sign| text.starts_with(sign))
            || text.starts_with(|c: char| c.is_ascii_alphabetic()) && text[1..].trim_start().starts_with(['\'', '’'])
    };
    let is_parted =
        is_derivative(rest) && !DERIVATIVES.iter().any(|sign| text[begun..at].contains(sign)) && !text[begun..at].contains('\'');
    (is_parted.then_some(Mark::Room), length)
}

/// How derivatives begin that are written as quotients.
const DERIVATIVES: [&str; 6] = ["\\frac{d", "\\dfrac{d", "\\frac{\\partial", "\\dfrac{\\partial", "\\frac{\\mathrm{d}", "\\frac d"];

/// Whether a stop ends a statement before another one in the same row: `f'(x) = 2x. g'(x) = 3`.
fn ends_sentence(text: &str, at: usize) -> bool {
    let row = text[at + 1..].split("\\\\").next().unwrap_or("");
    row.starts_with(char::is_whitespace) && row.contains('=') && text[..at].ends_with(|c: char| !c.is_whitespace() && c != '.')
}

/// Closes the innermost bracket of a kind, and what was left open in it; a lone one is no bracket.
fn close(open: &mut Vec<char>, kind: char) {
    if let Some(at) = open.iter().rposition(|bracket| *bracket == kind || kind != '{' && matches!(bracket, '(' | '[')) {
        let blocked = kind != '{' && open[at..].iter().any(|bracket| matches!(bracket, '{' | 'e'));
        if !blocked {
            open.truncate(at);
        }
    }
}

/// What a command marks, and how far it reaches.
fn command(text: &str, at: usize, name: &str, length: usize, open: &mut Vec<char>) -> (Option<Mark>, usize) {
    let rest = &text[at..];
    let behind = at + length;
    match name {
        "" => match rest[1..].chars().next() {
            Some('\\') => {
                let star = usize::from(text[behind..].starts_with('*'));
                let spacing = text[behind + star..].starts_with('[').then(|| text[behind + star..].find(']')).flatten();
                let is_length = |inner: &str| inner.trim_start_matches(['-', '.', ' ']).starts_with(|c: char| c.is_ascii_digit());
                let spacing = spacing.filter(|end| is_length(&text[behind + star + 1..behind + star + end]));
                (Some(Mark::Row), length + star + spacing.map_or(0, |end| end + 1))
            }
            Some('{') => {
                open.push('(');
                (None, length)
            }
            Some('}') => {
                close(open, '(');
                (None, length)
            }
            Some(' ' | ';' | ':') => gap(text, at, length),
            _ => (None, length),
        },
        "begin" => {
            let Some((environment, from)) = begun(text, at) else { return (None, length) };
            if !only_arranges(environment) {
                open.push('e');
            }
            (None, from - at)
        }
        "end" => {
            let end = text[behind..].find('}').map_or(length, |close| length + close + 1);
            let environment = text[behind..at + end].trim_matches(['{', '}']);
            if !only_arranges(environment)
                && let Some(place) = open.iter().rposition(|bracket| *bracket == 'e')
            {
                open.truncate(place);
            }
            (None, end)
        }
        "langle" if text[behind..].contains("\\rangle") => {
            open.push('(');
            (None, length)
        }
        "rangle" => {
            close(open, '(');
            (None, length)
        }
        "left" | "right" | "bigl" | "bigr" | "big" | "Big" | "Bigl" | "Bigr" if text[behind..].starts_with('.') => (None, length + 1),
        "cr" | "newline" => (Some(Mark::Row), length),
        "quad" | "qquad" => (Some(Mark::Room), length),
        "hspace" => {
            let star = usize::from(text[behind..].starts_with('*'));
            let end = argument_end(text, behind + star);
            (is_wide(text[behind + star..end].trim_matches(['{', '}'])).then_some(Mark::Room), end - at)
        }
        "overset" | "stackrel" | "underset" => {
            // A relation with something written over it.
            let first = argument_end(text, behind);
            let second = argument_end(text, first);
            let base = text[first..second].trim_matches(['{', '}', ' ']);
            let relation = match base {
                "=" if is_roughly(&text[behind..first]) => Some(Relation::Approximate),
                "=" => Some(Relation::Equal),
                "\\approx" | "\\sim" => Some(Relation::Approximate),
                "\\to" | "\\rightarrow" | "\\le" | "\\leq" | "\\ge" | "\\geq" => Some(Relation::Other),
                _ => None,
            };
            (relation.map(Mark::Relation), if relation.is_some() { second - at } else { length })
        }
        _ if WORDS.contains(&name) && parts_sentence(text, at, behind) => (Some(Mark::End), argument_end(text, behind) - at),
        // A statement comes first, and for what it holds follows: `= 2x \, \forall x`.
        "forall" if text[..at].rsplit("\\\\").next().is_some_and(|row| row.contains('=')) => (Some(Mark::End), length),
        _ if ARROWS.contains(&name) => (Some(Mark::End), length),
        _ => {
            let relation = RELATIONS.iter().find(|(known, _)| *known == name).map(|(_, relation)| Mark::Relation(*relation));
            (relation, length)
        }
    }
}

/// Whether what stands over an equals sign says that it is none: `\sin q \approx q`.
fn is_roughly(text: &str) -> bool {
    const SIGNS: [&str; 7] = ["approx", "≈", "\\ll", "\\gg", "\\simeq", "small", "klein"];
    SIGNS.iter().any(|sign| text.contains(sign))
}

/// Whether a length parts what stands on both sides of it, as `\quad` does: an em or more.
fn is_wide(length: &str) -> bool {
    const EMS: [(&str, f64); 6] = [("em", 1.0), ("ex", 0.43), ("cm", 2.8), ("mm", 0.28), ("in", 7.2), ("pt", 0.1)];
    let length = length.trim();
    let width = EMS.iter().find_map(|(unit, ems)| Some(length.strip_suffix(unit)?.trim().parse::<f64>().ok()? * ems));
    width.is_some_and(|width| width >= 0.99)
}

/// Whether a text is words between formulas, and not a name or an index such as `x_{\text{max}}` or `\text{loss}`.
fn parts_sentence(text: &str, at: usize, behind: usize) -> bool {
    let end = argument_end(text, behind);
    let words = text[behind..end].trim_matches(['{', '}']);
    let before = text[..at].trim_end();
    // The name of a function is one in any writing: `\tanh x \text{ sech} x`.
    let is_name = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_function(word);
    let joins = before.ends_with(['_', '^']) || text[end..].trim_start().starts_with(['(', '_', '^']) || is_name(words.trim());
    // A column of its own at the end of a row holds a remark: `&= 2x & \text{QR}`.
    let rest = text[end..].trim_start();
    let ends_row = rest.is_empty() || rest.starts_with("\\\\") || rest.starts_with("\\end{");
    let column = before.strip_suffix('&').map(|before| before.trim_end().trim_end_matches('&').trim_end());
    let is_remark =
        ends_row && column.is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '}')));
    !joins
        && (is_remark
            || words.trim().contains(' ')
            || words.starts_with(' ')
            || words.ends_with(' ')
            || CONNECTIVES.contains(&words.trim().trim_matches(',')))
}

/// Words that stand between formulas though they stand alone.
const CONNECTIVES: [&str; 22] = [
    "if",
    "for",
    "and",
    "or",
    "where",
    "when",
    "so",
    "then",
    "with",
    "since",
    "thus",
    "hence",
    "as",
    "by",
    "let",
    "given",
    "but",
    "also",
    "therefore",
    "because",
    "using",
    "otherwise",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The chains of a formula, a line each, members parted by their relations.
    fn shown(text: &str) -> Vec<String> {
        let show = |chain: &Chain| {
            let mut line = String::new();
            for (at, member) in chain.members.iter().enumerate() {
                line.push_str(match at.checked_sub(1).map(|before| chain.relations[before]) {
                    None => "",
                    Some(Relation::Equal) => " = ",
                    Some(Relation::Defines) => " := ",
                    Some(Relation::Approximate) => " ~ ",
                    Some(Relation::Other) => " ? ",
                });
                line.push_str(&text[member.clone()]);
            }
            line
        };
        chains(text).iter().map(show).collect()
    }

    #[test]
    fn rows_go_on_or_begin_anew() {
        assert_eq!(shown("a = b = c"), ["a = b = c"]);
        assert_eq!(shown(r"a &= b \\ &= c \\[2pt] d &= e"), ["a = b = c", "d = e"]);
        assert_eq!(shown(r"a &= b \\ &\quad + c \\ &= d"), [r"a = b \\ &\quad + c = d"]);
        assert_eq!(shown(r"a &= b + \\ & c"), [r"a = b + \\ & c"]);
        assert_eq!(shown(r"\begin{aligned} a &= b \\ c &= d \end{aligned}"), ["\\begin{aligned} a = b", "c = d \\end{aligned}"]);
        assert_eq!(shown(r"a &=& b \\ &=& c"), ["a = b = c"]);
        assert_eq!(shown(r"a &= b & c &= d \\ e &= f"), ["a = b", "c = d", "e = f"]);
        assert_eq!(shown(r"a &= b && \text{with } z = y \\ &= c && \text{at last}"), ["a = b = c", "z = y"]);
    }

    #[test]
    fn words_arrows_and_commas_part_statements() {
        assert_eq!(shown(r"a = b, \quad c = d"), ["a = b", "c = d"]);
        assert_eq!(shown(r"a = b \quad c = d"), ["a = b", "c = d"]);
        assert_eq!(shown(r"f(x) = a^x ~ f'(x) = b"), [r"f(x) = a^x", "f'(x) = b"]);
        assert_eq!(shown(r"y' = a ~ b' = c"), ["y' = a ~ b' = c"]);
        assert_eq!(shown(r"y = ak,\ for\ k = b"), ["y = ak", "k = b"]);
        assert_eq!(shown(r"u &= & v &= x \\ a &=& b \\"), ["u = ", "v = x", "a = b"]);
        assert_eq!(shown("a = b. c = d . e ... f. g"), ["a = b", "c = d . e ... f. g"]);
        assert_eq!(shown(r"a = b \quad (x > 0)"), [r"a = b \quad (x > 0)"]);
        assert_eq!(shown(r"a = b \hspace{3em} c = d \hspace{2pt} e"), ["a = b", r"c = d \hspace{2pt} e"]);
        assert_eq!(shown(r"a = b \implies c = d"), ["a = b", "c = d"]);
        assert_eq!(shown(r"a = b \rightarrow c = d"), ["a = b", "c = d"]);
        assert_eq!(shown(r"a \to b = c"), ["a ? b = c"]);
        assert_eq!(shown(r"a = b \text{ for } x > 0"), ["a = b", "x ? 0"]);
        assert_eq!(chains(r"a = b \text{ for } x > 0")[0].words.trim(), r"\text{ for }");
        assert_eq!(shown(r"f(x, y) = \begin{cases} a & b = c \\ d \end{cases}"), [r"f(x, y) = \begin{cases} a & b = c \\ d \end{cases}"]);
        assert_eq!(shown(r"\sum_{i=1}^n x_{\text{max}} = \text{loss}"), [r"\sum_{i=1}^n x_{\text{max}} = \text{loss}"]);
        assert_eq!(shown(r"a \overset{!}{=} b :=c \approx 2. \tag{1}"), ["a = b := c ~ 2. \\tag{1}"]);
        assert_eq!(shown(r"\sin q \overset{q \ll 1}{=} q \stackrel{x \approx 0}{=} x"), [r"\sin q ~ q ~ x"]);
    }
}
