//! Environments and brackets that hold formulas, the same in LaTeX and in the Markdown around it.

/// Environments whose content is a display.
const DISPLAYS: [&str; 21] = [
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "flalign",
    "alignat",
    "xalignat",
    "displaymath",
    "math",
    "dmath",
    "dgroup",
    "aligned",
    "split",
    "gathered",
    "IEEEeqnarray",
    "empheq",
    "subequations",
    "alignedat",
    "numcases",
    "subnumcases",
];

/// Environments inside a display that only arrange its rows.
const ARRANGING: [&str; 8] = ["aligned", "split", "gathered", "alignedat", "align", "align*", "equation", "gather*"];

/// Whether an environment, with or without a star, holds a display.
pub fn is_display(name: &str) -> bool {
    DISPLAYS.contains(&name.trim_end_matches('*'))
}

/// Whether an environment in a display only arranges its rows.
pub fn only_arranges(name: &str) -> bool {
    ARRANGING.contains(&name)
}

/// The name of the environment that begins here: `\begin{align}`, and the byte behind its brace.
pub fn begun(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text[at..].strip_prefix("\\begin{")?;
    let close = rest.find('}')?;
    Some((&rest[..close], at + "\\begin{".len() + close + 1))
}

/// The content of the display environment that begins here, and the byte behind it.
pub fn display(text: &str, at: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let (name, from) = begun(text, at)?;
    if !is_display(name) {
        return None;
    }
    let end = format!("\\end{{{name}}}");
    let length = text[from..].find(&end)?;
    let behind = from + length + end.len();
    // How many columns there are, or what a box holds, is no mathematics: `\begin{alignat*}{7}`, `\begin{empheq}[box=\fbox]{align}`.
    let content = &text[from..from + length];
    let bare = content
        .strip_prefix('[')
        .filter(|_| name.contains("empheq"))
        .and_then(|inner| inner.split_once(']'))
        .map_or(content, |(_, bare)| bare);
    let has_columns = ["alignat", "IEEEeqnarray", "empheq", "numcases"].iter().any(|kind| name.contains(kind));
    let columns = bare.strip_prefix('{').filter(|_| has_columns).and_then(|inner| inner.split_once('}'));
    // \begin{numcases}{f(x) = } gives a value by cases, and no list of equations.
    if name.contains("numcases") && columns.is_none_or(|(before, _)| !before.trim().is_empty()) {
        return None;
    }
    let bare = columns.map_or(bare, |(_, bare)| bare);
    let start = from + length - bare.len();
    Some((start..from + length, behind))
}

/// Where `needle` stands next, unless a backslash comes before it.
pub fn unescaped(text: &str, from: usize, needle: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + text[at..].find(needle)?;
        let backslashes = text.as_bytes()[..found].iter().rev().take_while(|byte| **byte == b'\\').count();
        if backslashes % 2 == 0 {
            return Some(found);
        }
        at = found + needle.len();
    }
}

/// The end of the paragraph: where the next blank line begins, or the text ends.
pub fn paragraph_end(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(length) = text[at..].find('\n') {
        let next = at + length + 1;
        let line = text[next..].split('\n').next().unwrap_or("");
        if line.trim().is_empty() && next < text.len() {
            return next;
        }
        at = next;
    }
    text.len()
}

/// A part of a display without what only arranges it: the beginnings and ends of such environments, columns, rows.
pub fn without_arrangement(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // How many environments with columns of their own are open.
    let mut depth = 0usize;
    while let Some(at) = rest.find(['\\', '&']) {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = behind.strip_prefix('&') {
            out.push(if depth == 0 { ' ' } else { '&' });
            rest = after;
            continue;
        }
        if let Some(after) = behind.strip_prefix("\\\\") {
            out.push_str(if depth == 0 { " " } else { "\\\\" });
            // The space between two rows.
            let spacing = after.strip_prefix('[').filter(|_| depth == 0).and_then(|inner| inner.split_once(']'));
            rest = spacing.map_or(after, |(_, after)| after);
            continue;
        }
        let is_begun = behind.starts_with("\\begin{");
        let name = ["\\begin{", "\\end{"].iter().find_map(|start| behind.strip_prefix(start)).and_then(|inner| inner.split_once('}'));
        match name {
            Some((name, after)) if only_arranges(name) => {
                // How many columns there are, and where it stands, is no mathematics.
                let after =
                    after.strip_prefix('[').filter(|_| is_begun).and_then(|inner| inner.split_once(']')).map_or(after, |(_, after)| after);
                rest = if name.starts_with("alignedat") { after.split_once('}').map_or("", |(_, after)| after) } else { after };
            }
            found => {
                match found {
                    Some(_) if is_begun => depth += 1,
                    Some(_) => depth = depth.saturating_sub(1),
                    None => {}
                }
                let length = 1 + behind[1..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&behind[..length]);
                rest = &behind[length..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text without the stops that end its sentence, which may stand before `\end{aligned}`, and the marks behind them.
pub fn without_stops(text: &str) -> &str {
    const MARKS: [&str; 10] = ["\\ !", "\\qedhere", "\\pause", "\\nonumber", "\\notag", "\\hfill", "\\qquad", "\\quad", "\\,", "\\ "];
    let stops = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '，' | '．' | '。' | '；');
    let mut rest = text;
    loop {
        // Dots say that the formula goes on.
        if rest.trim_end().ends_with("...") {
            return rest.trim_end();
        }
        let bare = MARKS.iter().find_map(|mark| rest.trim_end().strip_suffix(mark)).unwrap_or(rest);
        let bare = match bare.trim_end_matches(stops) {
            // Room with a backslash before a stop, `2x \ .`, is none of a command.
            room if room.ends_with('\\') && !room.ends_with("\\\\") && bare[room.len()..].starts_with(char::is_whitespace) => {
                &room[..room.len() - 1]
            }
            // A stop of a command: \left., \;
            command if ["\\", "\\left", "\\right"].iter().any(|end| command.ends_with(end)) => bare,
            bare => bare,
        };
        if bare.len() == rest.len() {
            return rest;
        }
        rest = bare;
    }
}

/// The text without the numbers and names of its rows: `\tag{5.b}`, `\label{eq:x}`.
pub fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = ["\\tag", "\\label"].iter().filter_map(|command| rest.find(command)).min() {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let name = 1 + behind[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let group = behind[name..].trim_start_matches('*');
        match group.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((_, after)) if matches!(&behind[..name], "\\tag" | "\\label") => rest = after,
            _ => {
                out.push_str(&behind[..name]);
                rest = &behind[name..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text with room in place of its comments, so that places stay what they are.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_escaped = |at: usize| line[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        match line.match_indices('%').map(|(at, _)| at).find(|at| !is_escaped(*at)) {
            Some(at) => {
                let end = line.trim_end_matches(['\n', '\r']).len();
                out.push_str(&line[..at]);
                out.extend(std::iter::repeat_n(' ', end - at));
                out.push_str(&line[end..]);
            }
            None => out.push_str(line),
        }
    }
    out
}

/// The text without the thin spaces that many draw between a letter and its prime: `f\hskip.75pt'(x)`, `y\,'`.
pub fn without_room_before_primes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = &with_raised_primes(text);
    for character in text.chars() {
        let is_prime = character == '\'';
        while is_prime && let Some(end) = room_behind(&out) {
            out.truncate(end);
        }
        out.push(character);
    }
    out
}

/// The text without the braces that are drawn under or over a bracket: `\cos x \underbrace{(1 + y)}_{a}`, where they hide that it
/// is one.
pub fn without_braces_around_brackets(text: &str) -> String {
    const BRACES: [(&str, char); 2] = [("\\underbrace", '_'), ("\\overbrace", '^')];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let next = |rest: &str| BRACES.iter().filter_map(|(brace, label)| Some((rest.find(&format!("{brace}{{"))?, *brace, *label))).min();
    while let Some((at, brace, mark)) = next(rest) {
        let (before, braced) = rest.split_at(at);
        out.push_str(before);
        let bare = braced
            .strip_prefix(brace)
            .and_then(operand)
            .filter(|(inner, _)| is_bracket(inner.trim()) && !crate::document::formula::terms::has_sum(inner));
        match bare {
            Some((inner, behind)) => {
                out.push_str(&format!(" {} ", without_braces_around_brackets(inner)));
                let label = behind.trim_start().strip_prefix(mark).and_then(operand);
                rest = label.map_or(behind, |(_, behind)| behind);
            }
            None => {
                out.push_str(brace);
                rest = &braced[brace.len()..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text begins with an opening bracket of any size.
fn is_bracket(text: &str) -> bool {
    let sized = ["\\left", "\\big", "\\Big"].iter().find_map(|size| text.strip_prefix(size));
    let bare = sized.map_or(text, |behind| behind.trim_start_matches(['l', 'g']).trim_start());
    bare.starts_with(['(', '['])
}

/// The text with the dots that some write between two factors as what they are: `x.e^x`, `f'(x) \bullet g'(x)`. One on the line that
/// room follows alone ends a sentence.
pub fn with_products_of_dots(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for (at, character) in text.char_indices() {
        let behind = &text[at + character.len_utf8()..];
        let ends_factor = |text: &str| {
            let is_command = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with('\\');
            text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '}' | ')' | ']')) && !is_command
        };
        let begins_factor = |text: &str| {
            let is_command = text
                .strip_prefix('\\')
                .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()) && !ENDS.iter().any(|end| name.starts_with(end)));
            is_command || text.starts_with(|c: char| c.is_alphabetic() || c == '(')
        };
        let is_product = character == '.'
            && if last == ' ' {
                ends_factor(text[..at].trim_end()) && behind.starts_with(' ') && begins_factor(behind.trim_start())
            } else {
                ends_factor(&text[..at]) && begins_factor(behind)
            }
            // \frac{\partial z}{\partial v} .\frac{dv}{dt}
            || character == '.' && behind.starts_with("\\frac") && text[..at].trim_end().ends_with('}');
        if is_product {
            out.push_str("\\cdot ")
        } else {
            out.push(character)
        }
        last = character;
    }
    with_products_of_bullets(&out)
}

fn with_products_of_bullets(text: &str) -> String {
    let mut parts = text.split("\\bullet");
    let mut out = parts.next().unwrap_or("").to_string();
    for part in parts {
        // x^\bullet is a name.
        out.push_str(if out.trim_end().ends_with(['^', '_', '{']) { "\\bullet" } else { "\\cdot " });
        out.push_str(part);
    }
    out
}

/// Commands behind a stop.
const ENDS: [&str; 12] = ["quad", "qquad", "text", "mbox", "mathrm", "hbox", "end", "right", "label", "tag", "hspace", "cdot"];

/// `f\prime(x)`, which is drawn on the line, is meant as `f'(x)`.
fn with_raised_primes(text: &str) -> String {
    let mut parts = text.split("\\prime");
    let mut out = parts.next().unwrap_or("").to_string();
    for part in parts {
        let is_raised =
            out.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, ')' | '\'')) && !part.starts_with(char::is_alphabetic);
        out.push_str(if is_raised { "'" } else { "\\prime" });
        out.push_str(part);
    }
    out
}

/// Where the room at the end of a text begins.
fn room_behind(text: &str) -> Option<usize> {
    const SPACES: [&str; 5] = ["\\,", "\\;", "\\:", "\\!", "\\>"];
    const SKIPS: [&str; 4] = ["\\hskip", "\\mskip", "\\kern", "\\mkern"];
    let before = text.trim_end();
    let skip = SKIPS.iter().find_map(|skip| before.rfind(skip).filter(|at| is_length(&before[at + skip.len()..])));
    skip.or(SPACES.iter().find_map(|space| before.strip_suffix(space)).map(str::len))
}

/// A number and a unit: `.75pt`.
fn is_length(text: &str) -> bool {
    let unit = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ' '));
    matches!(unit, "pt" | "em" | "ex" | "mu" | "cm" | "mm" | "in")
}

/// The text without the commands that say nothing about what stands in them: `\ensuremath` of macros for both modes, and the
/// blanks of exercises, `\answer[given]{2x}`, which hold a term of their own.
pub fn without_wrapping(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // What closes each open brace: nothing where it is left out.
    let mut open: Vec<&str> = Vec::new();
    while let Some(character) = rest.chars().next() {
        let (inner, is_blank) = (wrapped(rest, "\\ensuremath"), false);
        let (inner, is_blank) = if inner.is_some() { (inner, is_blank) } else { (wrapped(rest, "\\answer"), true) };
        if let Some(inner) = inner {
            let before = out.trim_end();
            let is_all = (before.is_empty() || before.ends_with('{')) && is_end(&inner[closing(inner)..]);
            let (begin, end) = match before.ends_with(['^', '_']) {
                _ if !is_blank || is_all => ("", ""),
                true => ("{", "}"),
                false => ("(", ")"),
            };
            // A command before it ends here.
            if out.ends_with(|c: char| c.is_ascii_alphabetic()) {
                out.push(' ');
            }
            out.push_str(begin);
            open.push(end);
            rest = inner;
            continue;
        }
        let mut length = character.len_utf8();
        match character {
            '\\' => {
                length += rest[length..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&rest[..length]);
            }
            '}' => out.push_str(open.pop().unwrap_or("}")),
            _ => out.push(character),
        }
        if character == '{' {
            open.push("}");
        }
        rest = &rest[length..];
    }
    out
}

/// The part of a formula that stands in the box, or the braces, drawn around all of it.
pub fn unboxed(formula: &str) -> std::ops::Range<usize> {
    let all = 0..formula.len();
    let bare = formula.trim_start();
    let Some(inner) = bare.strip_prefix("\\boxed").unwrap_or(bare).trim_start().strip_prefix('{') else { return all };
    let end = closing(inner);
    let from = formula.len() - inner.len();
    if end < inner.len() && is_end(&inner[end..]) { from..from + end } else { all }
}

/// The rows of a list of equations that takes up all of a formula, `\begin{cases} x = t \\ y = t^2 \end{cases}`, or of a table of them.
pub fn listed(formula: &str) -> std::ops::Range<usize> {
    let all = 0..formula.len();
    let mut list = formula.trim_start();
    while let Some(rest) = ["\\left\\{", "\\left.", "\\displaystyle", "\\{"].iter().find_map(|sign| list.strip_prefix(sign)) {
        list = rest.trim_start();
    }
    let Some((name, mut from)) = begun(formula, formula.len() - list.len()) else { return all };
    let is_braced = list.len() < formula.trim_start().len() && only_arranges(name);
    if !matches!(name, "array" | "matrix" | "cases" | "dcases" | "numcases" | "subnumcases") && !is_braced {
        return all;
    }
    if name.ends_with("numcases") {
        // What stands before the brace makes values by cases of the rows.
        let Some(("", _)) = operand(&formula[from..]).map(|(before, behind)| (before.trim(), behind)) else { return all };
        from += formula[from..].find('}').map_or(0, |end| end + 1);
    }
    if name == "array" {
        from += formula[from..].find('}').map_or(0, |end| end + 1);
    }
    let end = format!("\\end{{{name}}}");
    let Some(length) = formula[from..].find(&end) else { return all };
    let behind = formula[from + length + end.len()..].replace("\\right.", "");
    let rows = &formula[from..from + length];
    // Between the rows of a list without a bracket words may stand.
    let is_row = |row: &&str| !(row.trim().is_empty() || matches!(name, "array" | "matrix") && row.trim().starts_with("\\text{"));
    let mut rows_of_it = rows.split("\\\\").filter(is_row).peekable();
    let are_equations = rows_of_it.peek().is_some() && rows_of_it.all(|row| row.contains('='));
    if are_equations && is_end(&behind) { from..from + length } else { all }
}

/// What stands in a round bracket, of any size, that takes up all of a text: the argument of a call.
pub fn inside_bracket(text: &str) -> &str {
    let inner = text.strip_prefix("\\left").unwrap_or(text).trim_start();
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let inner = inner.strip_suffix(')').unwrap_or(inner).trim_end();
    inner.strip_suffix("\\right").unwrap_or(inner).trim()
}

/// What follows a command that wraps, its choice in square brackets and the opening brace.
fn wrapped<'t>(text: &'t str, command: &str) -> Option<&'t str> {
    let behind = text.strip_prefix(command)?;
    let behind = match behind.strip_prefix('[') {
        Some(choice) => choice.split_once(']')?.1,
        None => behind,
    };
    behind.strip_prefix('{')
}

/// What a command or a mark takes, and what follows: a group in braces without them, a command, or a character.
pub fn operand(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    if let Some(inner) = text.strip_prefix('{') {
        let end = closing(inner);
        return (end < inner.len()).then(|| (&inner[..end], &inner[end + 1..]));
    }
    match first {
        '\\' => {
            let letters = text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
            (letters > 0).then(|| text.split_at(1 + letters))
        }
        '}' => None,
        _ => Some(text.split_at(first.len_utf8())),
    }
}

/// Where the brace that is open at the beginning closes, or the end.
fn closing(text: &str) -> usize {
    let mut depth = 0usize;
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether behind a brace that closes nothing comes but stops, or another one.
fn is_end(text: &str) -> bool {
    let behind = text.strip_prefix('}').unwrap_or(text).trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
    behind.is_empty() || behind.starts_with('}')
}

/// No argument of a command that says anything is longer, in characters.
const LONGEST_ARGUMENT: usize = 4096;

/// The end of the group in braces that begins behind some room, or of the single character there.
pub fn argument_end(text: &str, from: usize) -> usize {
    let start = from + (text[from..].len() - text[from..].trim_start().len());
    let mut depth = 0usize;
    for (at, character) in text[start..].char_indices().take(LONGEST_ARGUMENT) {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return start + at + character.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_taken_out_of_their_brackets() {
        assert_eq!(["(x)", r"\left( \frac{1}{2} \right)", "(a(b))"].map(inside_bracket), ["x", r"\frac{1}{2}", "a(b)"]);
    }

    #[test]
    fn braces_under_brackets_are_left_out() {
        let bare = without_braces_around_brackets;
        assert_eq!(bare(r"\cos x\ \underbrace{\bigg[a\bigg]_{x=0}}_{=1} + b"), r"\cos x\  \bigg[a\bigg]_{x=0}  + b");
        assert_eq!(bare(r"\underbrace{a + b}_{=1} \underbrace{(a) + (b)}"), r"\underbrace{a + b}_{=1} \underbrace{(a) + (b)}");
    }

    #[test]
    fn dots_between_factors_are_products() {
        assert_eq!(with_products_of_dots(r"x.e^x \frac{a}{b}.\frac{c}{d} 2x . y"), r"x\cdot e^x \frac{a}{b}\cdot \frac{c}{d} 2x \cdot  y");
        assert_eq!(with_products_of_dots(r"f'(x)\bullet g'(x) x^\bullet"), r"f'(x)\cdot  g'(x) x^\bullet");
        for text in ["2x. g(x)", "x_1+...+x_n", r"\left. x \right.", "0.5x", r"x^2.\quad y", r"\sin. x", "2.5"] {
            assert_eq!(with_products_of_dots(text), text);
        }
    }

    #[test]
    fn a_box_is_drawn_around_a_formula() {
        let inside = |text: &str| text[unboxed(text)].to_string();
        assert_eq!([r" \boxed{y = x^{2}}.", r"\boxed{a} = b", "c"].map(inside), ["y = x^{2}", r"\boxed{a} = b", "c"]);
    }

    #[test]
    fn lists_of_equations_are_opened_and_values_by_cases_are_not() {
        let inside = |text: &str| text[listed(text)].to_string();
        let lists = [r"\left\{\begin{array}{lcl} y = 1 \\ z = 2 \end{array}\right.", r"\begin{cases} x &= t \\ \end{cases}."];
        assert_eq!(lists.map(inside), [r" y = 1 \\ z = 2 ", r" x &= t \\ "]);
        let numbered = [r"\begin{numcases}{} y = 1 \\ z = 2 \end{numcases}", r"\begin{numcases}{y = } 1 = x \\ 2 = x \end{numcases}"];
        assert_eq!(numbered.map(inside), [" y = 1 \\\\ z = 2 ", numbered[1]]);
        let others = [r"\begin{cases} 1 & x > 0 \\ 0 & x = 0 \end{cases}", r"\begin{cases} y = x \end{cases} + 1"];
        assert_eq!(others.map(inside), others);
    }

    #[test]
    fn comments_are_room() {
        assert_eq!(without_comments("a % b\n= 5\\% c"), "a    \n= 5\\% c");
    }

    #[test]
    fn tags_are_no_mathematics() {
        assert_eq!(without_tags(r"0 \tag*{5.b} + \tagged \label{a} 1\tag"), r"0  + \tagged  1\tag");
    }

    #[test]
    fn stops_end_a_sentence() {
        let ends = ["2x . \\qedhere", "\\left. 2x \\right. ", "2x,\\quad", "2x\\;"];
        assert_eq!(ends.map(without_stops), ["2x", "\\left. 2x \\right. ", "2x", "2x\\;"]);
    }

    #[test]
    fn blanks_are_read_with_their_answers() {
        assert_eq!(without_wrapping(r"2\answer[given]{x + 1} \cdot\answer{-3x^{2}}"), r"2(x + 1) \cdot (-3x^{2})");
        assert_eq!(without_wrapping(r"\frac{\answer{x - 1}}{\answer{-x}}e^\answer{2x}"), r"\frac{x - 1}{-x}e^{2x}");
        assert_eq!(without_wrapping(r"\answer{a - b}"), "a - b");
    }

    #[test]
    fn a_prime_belongs_to_the_letter_before_its_room() {
        assert_eq!(without_room_before_primes(r"f\hskip.75pt'(x) + y\,' + \frac{a}{b}\kern 1pt '"), r"f'(x) + y' + \frac{a}{b}'");
        assert_eq!(without_room_before_primes(&without_wrapping(r"c\cdot\ensuremath{f\,'}(x^{2})")), r"c\cdot f'(x^{2})");
        assert_eq!(without_room_before_primes(r"a\,b + \hskip 2pt c'"), r"a\,b + \hskip 2pt c'");
    }
}
