//! Formulas in Markdown: dollars, brackets with a backslash, bare environments, fences and directives of MyST and Quarto.
//! Code is passed over; nothing else of Markdown matters here.

use super::passage::{Piece, PieceKind};
use crate::document::formula::environment::{display, paragraph_end, unescaped};
use std::ops::Range;

/// Names of fences in braces that hold code, not text; any other directive holds text.
const CODE: [&str; 22] = [
    "python",
    "r",
    "julia",
    "ojs",
    "bash",
    "sh",
    "sql",
    "mermaid",
    "dot",
    "code",
    "code-cell",
    "code-block",
    "stan",
    "rust",
    "eval-rst",
    "literalinclude",
    "raw",
    "toctree",
    "bibliography",
    "tikz",
    "plot",
    "include",
];

/// Words that begin an example or exercise where they begin a line.
const WORLDS: [&str; 22] = [
    "example",
    "exercise",
    "problem",
    "question",
    "theorem",
    "practice",
    "例",
    "练习",
    "习题",
    "题目",
    "定理",
    "beispiel",
    "aufgabe",
    "übung",
    "exemple",
    "exercice",
    "ejemplo",
    "ejercicio",
    "esempio",
    "esercizio",
    "пример",
    "задача",
];

/// What stands in a text, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut scanner = Scanner { text, at: front_matter(text), pieces: Vec::new(), open: Vec::new(), paragraph_end: 0 };
    let mut at_line_start = true;
    while scanner.at < text.len() {
        let before = scanner.at;
        if at_line_start && scanner.line() {
            continue;
        }
        at_line_start = scanner.sign();
        if scanner.at == before {
            scanner.at += text[before..].chars().next().map_or(1, char::len_utf8);
        }
    }
    scanner.pieces
}

/// The text with the signs of quotations, `>` before a line, replaced by room, byte for byte.
pub fn without_quotation_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut may_begin = true;
    for line in text.split_inclusive('\n') {
        let is_quoted = line.trim_start().starts_with('>') && may_begin;
        may_begin = is_quoted || line.trim().is_empty();
        let mut is_sign = is_quoted;
        out.extend(line.chars().map(|character| {
            is_sign &= matches!(character, '>' | ' ' | '\t');
            if is_sign && character == '>' { ' ' } else { character }
        }));
    }
    out
}

/// The length of the settings between dashes that a text may begin with.
fn front_matter(text: &str) -> usize {
    let is_begun = text.starts_with("---\n") || text.starts_with("---\r\n");
    let end = text.find("\n---\n").map(|at| at + 5).or_else(|| text.find("\n---\r\n").map(|at| at + 6));
    end.filter(|_| is_begun).unwrap_or(0)
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    pieces: Vec<Piece>,
    /// The lengths of the fences around text that are open.
    open: Vec<usize>,
    /// Where the paragraph ends that was asked for last.
    paragraph_end: usize,
}

impl<'t> Scanner<'t> {
    fn push(&mut self, kind: PieceKind, range: Range<usize>) {
        self.pieces.push(Piece { range, kind });
    }

    /// Where the paragraph ends that a place lies in; those of one paragraph are asked for one after another.
    fn paragraph_end(&mut self, from: usize) -> usize {
        if from >= self.paragraph_end {
            self.paragraph_end = paragraph_end(self.text, from);
        }
        self.paragraph_end
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The end of the line that holds a byte, without its line break.
    fn line_end(&self, from: usize) -> usize {
        self.text[from..].find('\n').map_or(self.text.len(), |length| from + length)
    }

    /// What only begins at the beginning of a line; whether there was any.
    fn line(&mut self) -> bool {
        let end = self.line_end(self.at);
        let line = &self.text[self.at..end];
        let trimmed = line.trim_start_matches([' ', '\t']);
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") || trimmed.starts_with(":::") {
            self.fence(trimmed, end);
            return true;
        }
        // > [!Example] begins a box with an example.
        let words = trimmed.trim_start_matches(['#', '*', '_', '>', ' ', '-', '[', '!']);
        if WORLDS.iter().any(|word| words.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))) {
            self.push(PieceKind::World, self.at..self.at);
        }
        if trimmed.starts_with('#') && trimmed.trim_start_matches('#').starts_with(' ') {
            // Formulas in a heading are found as in any line.
            self.push(PieceKind::Heading, self.at..end);
        }
        false
    }

    /// A fenced block: mathematics, a question, code to pass over, or text whose fence does not matter.
    fn fence(&mut self, line: &str, line_end: usize) {
        let mark = line.as_bytes()[0] as char;
        let length = line.bytes().take_while(|byte| *byte == mark as u8).count();
        let info = line[length..].trim();
        let from = (line_end + 1).min(self.text.len());
        let name = info.trim_start_matches('{').split(['}', ' ', ',', '\t']).next().unwrap_or("");
        let is_directive = info.starts_with('{') && !info.starts_with("{.");
        let holds_math = name == "math" && (is_directive || mark != ':');
        let holds_text = mark == ':' || is_directive && !CODE.contains(&name);
        let closes = info.is_empty() && self.open.last().is_some_and(|open| *open <= length);
        let is_own = matches!(name, "derive" | "chainrule");
        if !holds_math && !is_own && (holds_text || closes) {
            match (mark, closes) {
                (':', _) => {}
                (_, true) => _ = self.open.pop(),
                (_, false) => self.open.push(length),
            }
            self.at = from;
            return;
        }
        let (end, behind) = self.fence_end(from, mark, length);
        if holds_math {
            let start = if is_directive { self.behind_options(from, end) } else { from };
            self.push(PieceKind::Display, start..end);
        } else if name == "derive" {
            self.push(PieceKind::Derive, from..end);
        } else if name == "chainrule" {
            self.push(PieceKind::Claims, from..end);
        }
        self.at = behind;
    }

    /// The end of what a fence holds, and the byte behind the fence that closes it.
    fn fence_end(&self, from: usize, mark: char, length: usize) -> (usize, usize) {
        let mut at = from;
        while at < self.text.len() {
            let end = self.line_end(at);
            let line = self.text[at..end].trim_matches([' ', '\t', '\r']);
            if line.len() >= length && line.chars().all(|character| character == mark) {
                return (at, (end + 1).min(self.text.len()));
            }
            at = end + 1;
        }
        (self.text.len(), self.text.len())
    }

    /// Behind the option lines, `:label: name`, that a directive may begin with.
    fn behind_options(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end && self.text[at..end].trim_start().starts_with(':') {
            at = (self.line_end(at) + 1).min(end);
        }
        at
    }

    /// What may begin anywhere; whether a line ended.
    fn sign(&mut self) -> bool {
        let rest = self.rest();
        match rest.as_bytes()[0] {
            b'\n' => {
                self.at += 1;
                return true;
            }
            b'\\' => self.backslash(rest),
            b'`' => self.code_span(rest),
            b'<' => self.tag(rest),
            b'$' => self.dollars(rest),
            b'{' if rest.starts_with("{{") || rest.starts_with("{%") => self.shortcode(rest),
            b'{' if rest.starts_with("{math}`") => {
                let from = self.at + "{math}`".len();
                if let Some(end) = unescaped(self.text, from, "`") {
                    self.push(PieceKind::Inline, from..end);
                    self.at = end + 1;
                }
            }
            _ => {}
        }
        false
    }

    fn backslash(&mut self, rest: &str) {
        for (open, close, kind) in [
            ("\\\\[", "\\\\]", PieceKind::Display),
            ("\\\\(", "\\\\)", PieceKind::Inline),
            ("\\[", "\\]", PieceKind::Display),
            ("\\(", "\\)", PieceKind::Inline),
        ] {
            if !rest.starts_with(open) {
                continue;
            }
            let from = self.at + open.len();
            let limit = if kind == PieceKind::Inline { self.paragraph_end(from) } else { self.text.len() };
            if let Some(length) = self.text[from..limit].find(close) {
                self.push(kind, from..from + length);
                self.at = from + length + close.len();
                return;
            }
        }
        if let Some((range, behind)) = display(self.text, self.at) {
            self.push(PieceKind::Display, range);
            self.at = behind;
            return;
        }
        self.at += 1;
        self.at += self.rest().chars().next().filter(|next| *next != '\n').map_or(0, char::len_utf8);
    }

    fn code_span(&mut self, rest: &str) {
        let length = rest.bytes().take_while(|byte| *byte == b'`').count();
        let from = self.at + length;
        let limit = self.paragraph_end(from);
        let mut at = from;
        while let Some(found) = self.text[at..limit].find('`') {
            let start = at + found;
            let run = self.text[start..].bytes().take_while(|byte| *byte == b'`').count();
            at = start + run;
            if run == length {
                self.at = at;
                return;
            }
        }
        self.at = from;
    }

    /// A formula between the marks of a site: `{{< katex >}}x{{< /katex >}}`, `{% katex %}x{% endkatex %}`.
    fn shortcode(&mut self, rest: &str) {
        const LONGEST: usize = 100;
        let head = &rest[..rest.char_indices().map(|(at, _)| at).nth(LONGEST).unwrap_or(rest.len())];
        let Some(close) = [">}}", "%}}", "%}"].iter().filter_map(|close| head.find(close).map(|at| at + close.len())).min() else { return };
        let inside = rest[..close].trim_matches(|c: char| matches!(c, '{' | '}' | '<' | '>' | '%') || c.is_whitespace());
        let mut words = inside.split_whitespace();
        let Some(name) = words.next().filter(|name| matches!(*name, "katex" | "math" | "latex" | "tex")) else { return };
        let kind =
            if words.any(|word| word.contains("display") || word.contains("block")) { PieceKind::Display } else { PieceKind::Inline };
        let content = &rest[close..];
        let marks = [
            format!("{{{{< /{name}"),
            format!("{{{{% /{name}"),
            format!("{{% end{name}"),
            format!("{{{{</{name}"),
            format!("{{{{< end{name}"),
        ];
        let Some(length) = marks.iter().filter_map(|mark| content.find(mark)).min() else { return };
        // Dollars inside say it themselves.
        if !content[..length].contains('$') {
            self.push(kind, self.at + close..self.at + close + length);
            self.at += close + length;
        }
    }

    /// A comment, a formula in a script, or an element whose content is no text.
    fn tag(&mut self, rest: &str) {
        if let Some(opened) = rest.strip_prefix("<script type=\"math/tex")
            && let Some((open, content)) = opened.split_once('>')
            && let Some(length) = content.find("</script>")
        {
            let from = self.at + rest.len() - content.len();
            let kind = if open.contains("display") { PieceKind::Display } else { PieceKind::Inline };
            self.push(kind, from..from + length);
            self.at = from + length;
            return;
        }
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(self.text.len(), |length| self.at + length);
            self.push(PieceKind::Comment, self.at + 4..end);
            self.at = (end + 3).min(self.text.len());
            return;
        }
        for name in ["script", "style", "pre", "code", "svg"] {
            let is_named = rest[1..].get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
            if is_named && rest[1 + name.len()..].starts_with(['>', ' ', '\n']) {
                let close = format!("</{name}>");
                if let Some(length) = rest.find(&close) {
                    self.at += length + close.len();
                    return;
                }
            }
        }
    }

    fn dollars(&mut self, rest: &str) {
        if rest.starts_with("$$") {
            let from = self.at + 2;
            match unescaped(self.text, from, "$$") {
                Some(end) => {
                    self.push(PieceKind::Display, from..end);
                    self.at = end + 2;
                }
                None => self.at = from,
            }
            return;
        }
        let from = self.at + 1;
        // GitHub's $`...`$.
        if rest.starts_with("$`")
            && let Some(end) = unescaped(self.text, from, "`$")
        {
            self.push(PieceKind::Inline, from + 1..end);
            self.at = end + 2;
            return;
        }
        let limit = self.paragraph_end(from);
        if let Some(end) = unescaped(&self.text[..limit], from, "$")
            && is_inline(&self.text[from..end], &self.text[end + 1..])
        {
            self.push(PieceKind::Inline, from..end);
            self.at = end + 1;
            return;
        }
        self.at = from;
    }
}

/// Whether what stands between two dollars is a formula and not the text between two prices.
fn is_inline(content: &str, behind: &str) -> bool {
    let padded = (content.starts_with([' ', '\n']), content.ends_with([' ', '\n']));
    let is_even = padded.0 == padded.1 || content.contains(['\\', '^']) && !has_sentence(content);
    !content.trim().is_empty() && is_even && !behind.starts_with(|next: char| next.is_ascii_digit())
}

/// Whether two words of the text stand side by side.
fn has_sentence(content: &str) -> bool {
    let is_word = |part: &str| part.len() > 1 && part.chars().all(char::is_alphabetic);
    content.split_whitespace().zip(content.split_whitespace().skip(1)).any(|(one, other)| is_word(one) && is_word(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formulas of a text, displays between dollars doubled.
    fn found(text: &str) -> Vec<String> {
        let text = &without_quotation_signs(text);
        let show = |piece: &Piece| match piece.kind {
            PieceKind::Display => Some(format!("$${}$$", text[piece.range.clone()].trim())),
            PieceKind::Inline => Some(text[piece.range.clone()].trim().to_string()),
            _ => None,
        };
        pieces(text).iter().filter_map(show).collect()
    }

    #[test]
    fn formulas_are_found_in_every_dialect() {
        assert_eq!(found("a $x^2$ b $$y$$ c \\(z\\) and \\[w\\]"), ["x^2", "$$y$$", "z", "$$w$$"]);
        assert_eq!(found("\\\\(z\\\\) \\\\[w\\\\]"), ["z", "$$w$$"]);
        assert_eq!(found("```math\nx = 1\n```\n$`y`$ {math}`z`"), ["$$x = 1$$", "y", "z"]);
        assert_eq!(found("```{math}\n:label: one\n\nx\n```\n:::{math}\ny\n:::\n"), ["$$x$$", "$$y$$"]);
        assert_eq!(found("\\begin{align*}\na &= b\n\\end{align*}"), ["$$a &= b$$"]);
        assert_eq!(found("> ```math\n> x\n> ```"), ["$$x$$"]);
        assert_eq!(
            found("{{< katex display >}}x{{< /katex >}} {% katex %}y{% endkatex %} {{< math >}}$z${{< /math >}} {{< note >}}"),
            ["$$x$$", "y", "z"]
        );
        assert_eq!(found("<script type=\"math/tex; mode=display\">x</script> <script>$y$</script>"), ["$$x$$"]);
        assert_eq!(found("$x^2 $ and $ \\pi$"), ["x^2", "\\pi"]);
        assert_eq!(found("```{note}\n$x$\n```\n::: {.callout}\n$y$\n:::"), ["x", "y"]);
    }

    #[test]
    fn code_prices_and_comments_are_no_formulas() {
        assert_eq!(found("`$x$` ```\n$y$\n``` and $5 or $10, \\$z\\$"), Vec::<String>::new());
        assert_eq!(found("from $5 as of today, 2^3 in all, to $10"), Vec::<String>::new());
        assert_eq!(found("```python\na = '$x$'\n```\n~~~\n$y$\n~~~\n"), Vec::<String>::new());
        assert_eq!(found("```{python}\n'$x$'\n```\n<pre>$x$</pre><!-- $x$ -->"), Vec::<String>::new());
        assert_eq!(found("---\ntitle: $x$\n---\n$y$"), ["y"]);
        assert_eq!(found("a $x\n\nb$ c"), Vec::<String>::new());
    }
}
