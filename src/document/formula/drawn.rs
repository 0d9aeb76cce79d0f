//! What is drawn around parts of a formula and is no mathematics: slides they appear on, boxes, colours behind them. It is replaced
//! by room, byte for byte, so that places stay what they are.

use super::environment::operand;

/// Commands of slides, and boxes that hold formulas as they are.
const AROUND: [&str; 10] =
    ["\\onslide", "\\uncover", "\\alert", "\\action", "\\structure", "\\fbox", "\\framebox", "\\tcboxmath", "\\tcbhighmath", "\\Aboxed"];

/// So many commands of a formula are looked at.
const MOST_DRAWN: usize = 64;

/// Boxes of text, which hold a formula between dollars of their own.
const OF_TEXT: [&str; 5] = ["\\text", "\\mbox", "\\hbox", "\\textbf", "\\textrm"];

/// Boxes with a colour, or several, before what they hold.
const COLOURED: [&str; 3] = ["\\colorbox", "\\fcolorbox", "\\textcolor"];

/// Commands of bold letters.
const BOLD: [&str; 4] = ["\\mathbf", "\\boldsymbol", "\\bm", "\\pmb"];

/// The text with room in place of all that.
pub fn undrawn(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let (mut at, mut drawn) = (0, 0);
    while let Some(length) = text[at..].find(['\\', '{']) {
        at += length;
        if drawn < MOST_DRAWN {
            let ranges = around(text, at);
            drawn += usize::from(is_drawn(&text[at..]));
            for range in ranges {
                out[range].fill(b' ');
            }
        }
        let is_escape = text[at..].starts_with("\\\\") || text[at..].starts_with("\\{");
        at += if is_escape { 2 } else { 1 };
    }
    // Only characters of one byte were replaced, or whole ones.
    String::from_utf8(out).unwrap_or_else(|_| text.to_string())
}

/// Whether a text begins with a command that draws.
fn is_drawn(text: &str) -> bool {
    let name = 1 + text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let command = &text[..name];
    [&AROUND[..], &OF_TEXT, &COLOURED, &BOLD].iter().any(|commands| commands.contains(&command)) || command == "\\underline"
}

/// What is drawn here: the command with its opening brace, and the closing one.
fn around(text: &str, at: usize) -> Vec<std::ops::Range<usize>> {
    let rest = &text[at..];
    // {=} is no binary sign to TeX, which sets less room around it.
    if rest.starts_with("{=}") && !text[..at].ends_with(|c: char| c.is_alphabetic() || matches!(c, '}' | '*')) {
        return vec![at..at + 1, at + 2..at + 3];
    }
    let name = 1 + rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let (command, mut behind) = rest.split_at(name);
    if !command.starts_with('\\') {
        return Vec::new();
    }
    let is_coloured = COLOURED.contains(&command);
    let is_text = OF_TEXT.contains(&command);
    let is_bold = BOLD.contains(&command);
    if !is_coloured && !is_text && !is_bold && !AROUND.contains(&command) && command != "\\underline" {
        return Vec::new();
    }
    // The slides, and how a box is set.
    for (open, close) in [('<', '>'), ('[', ']')] {
        if let Some((_, after)) = behind.strip_prefix(open).and_then(|inner| inner.split_once(close)).filter(|_| !is_text) {
            behind = after;
        }
    }
    for _ in 0..if command == "\\fcolorbox" { 2 } else { usize::from(is_coloured) } {
        let Some((_, after)) = operand(behind) else { return Vec::new() };
        behind = after;
    }
    let begin = text.len() - behind.len();
    let Some((inner, after)) = behind.strip_prefix('{').and_then(|_| operand(behind)) else {
        // \onslide<2-> without braces is about all that follows.
        return std::iter::once(at..begin).filter(|_| command == "\\onslide").collect();
    };
    let end = text.len() - after.len();
    let dollars = inner.trim().strip_prefix('$').and_then(|inner| inner.strip_suffix('$')).filter(|inner| !inner.contains('$'));
    match dollars {
        Some(_) => {
            let first = begin + 1 + inner.find('$').unwrap_or(0);
            let last = begin + 1 + inner.rfind('$').unwrap_or(0);
            vec![at..first + 1, last..end]
        }
        // An answer in bold, and no name of a vector, nor \mathbf{1}.
        None if is_bold
            && !inner.contains('=')
            && !(inner.starts_with(|c: char| c.is_ascii_digit()) && inner.trim().parse::<f64>().is_err()) =>
        {
            Vec::new()
        }
        None if is_text || command == "\\textcolor" => Vec::new(),
        // A letter with a line below it is a name.
        None if command == "\\underline" && inner.trim().chars().filter(|c| *c != '\\').count() < 2 => Vec::new(),
        None if command == "\\underline" && !inner.contains(|c: char| c.is_ascii_digit() || matches!(c, '=' | '+' | '-' | '{')) => {
            Vec::new()
        }
        None => vec![at..begin + 1, end - 1..end],
    }
}

#[cfg(test)]
mod tests {
    use super::undrawn;

    #[test]
    fn what_is_drawn_around_formulas_is_left_out() {
        let bare = |text: &str| {
            let out = undrawn(text);
            assert_eq!(out.len(), text.len());
            out.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(bare(r"a \uncover<1>{&= b} \onslide<2->{= c} \onslide<3> d \alert{e}"), "a &= b = c d e");
        assert_eq!(bare(r"a = \fbox{$b$} \text{$c$} \colorbox{red}{$d$} \fcolorbox{a}{b}{e}"), "a = b c d e");
        assert_eq!(bare(r"f = \mathbf{3x} + \boldsymbol{x} + \mathbf{1}"), r"f = 3x + \boldsymbol{x} + \mathbf{1}");
        assert_eq!(bare(r"a {=} \underline{\underline{2x}}"), "a = 2x");
        for text in
            [r"\text{if $x$ or $y$}", r"\underline{x}", r"\text{max}", r"\textcolor{red}{a}", r"\phantom{=}", r"\onlyx{a}", r"\\only"]
        {
            assert_eq!(undrawn(text), text);
        }
    }
}
