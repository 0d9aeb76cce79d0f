//! The commands that the settings of a book or a site define for its formulas: `macros:` in YAML, in Python and in scripts, each a
//! name with a text, or with a text and the number of its arguments.

/// Names that settings give their commands under.
const KEYS: [&str; 2] = ["macros", "math"];

/// The commands that a text of settings defines, in LaTeX.
pub fn commands(settings: &str) -> String {
    let mut out = String::new();
    for (at, key) in KEYS.iter().flat_map(|key| settings.match_indices(key)) {
        let before = settings[..at].trim_end_matches(['"', '\'']);
        let behind = settings[at + key.len()..].trim_start_matches(['"', '\'']).trim_start_matches(' ');
        let is_key = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let Some(rest) = behind.strip_prefix([':', '=']).filter(|_| is_key) else { continue };
        let mut scanner = Scanner { rest };
        while let Some((name, body, arguments)) = scanner.entry() {
            let count = if arguments > 0 { format!("[{arguments}]") } else { String::new() };
            if is_balanced(&body) {
                out.push_str(&format!("\\newcommand{{\\{name}}}{count}{{{body}}}\n"));
            }
        }
    }
    out
}

struct Scanner<'t> {
    rest: &'t str,
}

impl Scanner<'_> {
    /// The next name with its text and the number of its arguments; nothing where something else follows.
    fn entry(&mut self) -> Option<(String, String, u32)> {
        self.skip();
        let quote = self.rest.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let name = self.rest.trim_start_matches(['"', '\'']).trim_start_matches('\\');
        let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let behind = &name[length..];
        let behind = quote.map_or(Some(behind), |quote| behind.strip_prefix(quote))?;
        self.rest = behind.trim_start_matches(' ').strip_prefix(':').filter(|_| length > 0)?;
        self.skip();
        let name = name[..length].to_string();
        match self.rest.strip_prefix('[') {
            Some(list) => {
                self.rest = list;
                self.skip();
                let body = self.string()?;
                self.skip();
                let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
                let arguments = self.rest[..digits].parse().unwrap_or(0);
                // What an argument is where it is left out.
                self.rest = self.rest.split_once(']')?.1;
                (arguments < 10).then_some((name, body, arguments))
            }
            None => {
                let body = self.string()?;
                // YAML writes texts with arguments without their number.
                let arguments = (1..10).rev().find(|number| body.contains(&format!("#{number}"))).unwrap_or(0);
                Some((name, body, arguments))
            }
        }
    }

    /// A text in quotes, or the rest of the line.
    fn string(&mut self) -> Option<String> {
        let (is_raw, text) = match self.rest.strip_prefix('r').filter(|raw| raw.starts_with(['"', '\''])) {
            Some(raw) => (true, raw),
            None => (false, self.rest),
        };
        let Some(quote) = text.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`')) else {
            let (line, behind) = text.split_once('\n').unwrap_or((text, ""));
            let line = line.trim();
            self.rest = behind;
            return line.starts_with(['\\', '{']).then(|| line.trim_end_matches(',').to_string());
        };
        let inner = &text[1..];
        let mut is_escaped = false;
        let end = inner.char_indices().find_map(|(at, character)| {
            let ends = character == quote && !is_escaped;
            is_escaped = character == '\\' && !is_escaped && !is_raw;
            ends.then_some(at)
        })?;
        self.rest = &inner[end + 1..];
        // Single quotes of YAML mean what stands between them, those of scripts do not: there each backslash is written twice.
        let is_plain = is_raw || quote == '\'' && !inner[..end].contains("\\\\");
        Some(if is_plain { inner[..end].to_string() } else { inner[..end].replace("\\\\", "\\") })
    }

    /// Past room, commas, brackets that open and comments.
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '{'));
            if !self.rest.starts_with('#') && !self.rest.starts_with("//") {
                return;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, behind)| behind);
        }
    }
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0i32;
    text.bytes().all(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth >= 0
    }) && depth == 0
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn commands_are_found_in_every_kind_of_settings() {
        let yaml = "tex:\n  macros:\n    \"dd\": [\"{\\\\d{#1} \\\\over #2}\", 2]\n    # a comment\n    \"R\": \"\\\\mathbb{R}\"\nother: 2";
        assert_eq!(commands(yaml), "\\newcommand{\\dd}[2]{{\\d{#1} \\over #2}}\n\\newcommand{\\R}{\\mathbb{R}}\n");
        let myst = "project:\n  math:\n    '\\pd': '\\frac{\\partial #1}{\\partial #2}'\n    \\E: \\mathbb{E}\n";
        assert_eq!(commands(myst), "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}\n\\newcommand{\\E}{\\mathbb{E}}\n");
        let script = "MathJax = { tex: { macros: { RR: '\\\\mathbb{R}', bold: ['{\\\\bf #1}', 1] }, tags: 'ams' } }";
        assert_eq!(commands(script), "\\newcommand{\\RR}{\\mathbb{R}}\n\\newcommand{\\bold}[1]{{\\bf #1}}\n");
        assert_eq!(commands("the math: it is simple"), "");
    }
}
