//! The author's own commands: their definitions are collected from preambles, styles and the text itself, and each formula
//! is given those that it uses.

use rustc_hash::{FxHashMap, FxHashSet};

/// Commands that define commands.
const DEFINING: [&str; 9] = [
    "\\newcommand",
    "\\renewcommand",
    "\\providecommand",
    "\\DeclareRobustCommand",
    "\\def",
    "\\DeclareMathOperator",
    "\\DeclarePairedDelimiter",
    "\\NewDocumentCommand",
    "\\RenewDocumentCommand",
];

/// Definitions by the name of the command, as they are written.
#[derive(Debug, Clone, Default)]
pub struct Macros {
    known: FxHashMap<String, String>,
}

impl Macros {
    /// Adds the definitions in a text; a later one replaces an earlier one.
    pub fn collect(&mut self, text: &str) {
        for (at, _) in text.match_indices('\\') {
            let rest = &text[at..];
            let Some(command) = DEFINING.iter().find(|command| is_command(rest, command)) else { continue };
            if let Some((name, definition)) = definition(command, &rest[command.len()..])
                && !draws_anew(&name, &definition)
            {
                self.known.insert(name, definition);
            }
        }
    }

    /// All definitions, in the order of their names.
    pub fn written(&self) -> String {
        let mut all: Vec<&str> = self.known.values().map(String::as_str).collect();
        all.sort_unstable();
        all.join("\n")
    }

    /// The definitions that a formula uses, and those that they use in turn.
    pub fn used_in(&self, formula: &str) -> String {
        let mut preamble = String::new();
        if self.known.is_empty() {
            return preamble;
        }
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut waiting: Vec<&str> = commands(formula);
        while let Some(name) = waiting.pop() {
            if let Some((name, definition)) = self.known.get_key_value(name)
                && seen.insert(name)
            {
                preamble.push_str(definition);
                preamble.push('\n');
                waiting.extend(commands(definition));
            }
        }
        preamble
    }
}

/// Whether a definition only draws a known command in another way, by what TeX is made of, or by what it was before:
/// `\def\sqrt{\mathpalette\closedroot}`, `\renewcommand{\sqrt}[2][]{\oldsqrt[#1]{#2}\,}`.
fn draws_anew(name: &str, definition: &str) -> bool {
    const PRIMITIVES: [&str; 8] = ["mathpalette", "mathchoice", "setbox", "hbox", "futurelet", "expandafter", "csname", "let"];
    const BEFORE: [&str; 6] = ["old", "orig", "original", "saved", "normal", "std"];
    const KNOWN: [&str; 9] = ["sqrt", "frac", "sin", "cos", "tan", "ln", "log", "exp", "partial"];
    let is_before = |command: &str| {
        let bare = command.strip_suffix(name).or_else(|| command.strip_prefix(name));
        bare.is_some_and(|mark| BEFORE.contains(&mark.to_ascii_lowercase().as_str()))
    };
    KNOWN.contains(&name) && commands(definition).into_iter().any(|command| PRIMITIVES.contains(&command) || is_before(command))
}

fn is_command(rest: &str, command: &str) -> bool {
    rest.strip_prefix(command).is_some_and(|behind| !behind.starts_with(|next: char| next.is_ascii_alphabetic()))
}

/// The names of the commands in a text.
fn commands(text: &str) -> Vec<&str> {
    let name = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        (length > 0).then(|| &rest[..length])
    };
    text.match_indices('\\').filter_map(name).collect()
}

/// The name a definition defines, and the definition in a form that the reader knows.
fn definition(command: &str, rest: &str) -> Option<(String, String)> {
    let rest = rest.trim_start_matches('*');
    let (name, behind) = match rest.trim_start().strip_prefix('{') {
        Some(inner) => inner.split_once('}')?,
        None => {
            let start = rest.trim_start().strip_prefix('\\')?;
            let length = start.bytes().take_while(u8::is_ascii_alphabetic).count();
            (&rest.trim_start()[..length + 1], &start[length..])
        }
    };
    let name = name.trim().strip_prefix('\\')?.to_string();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let groups = if command == "\\DeclarePairedDelimiter" { 2 } else { 1 };
    if command.ends_with("DocumentCommand") {
        return document_command(&name, behind);
    }
    let open = behind.find('{')?;
    // Between the name and the body stand parameters only.
    let parameters = &behind[..open];
    if parameters.len() > 60 || parameters.contains('\n') && command == "\\def" {
        return None;
    }
    let mut end = open;
    for _ in 0..groups {
        end += behind[end..].find('{')?;
        end += group(&behind[end..])?;
    }
    // An operator that is called d is the differential.
    if command == "\\DeclareMathOperator" && behind[open + 1..end - 1].trim() == "d" {
        return Some((name.clone(), format!("\\newcommand{{\\{name}}}{{\\mathrm{{d}}}}")));
    }
    let command = if command == "\\DeclareRobustCommand" { "\\renewcommand" } else { command };
    let written =
        if command == "\\def" { format!("\\def\\{name}{}", &behind[..end]) } else { format!("{command}{{\\{name}}}{}", &behind[..end]) };
    Some((name, written))
}

/// `\NewDocumentCommand{\name}{m m}{body}`, where all arguments are plain ones.
fn document_command(name: &str, behind: &str) -> Option<(String, String)> {
    let behind = behind.trim_start();
    let length = group(behind)?;
    let kinds: Vec<&str> = behind[1..length - 1].split_whitespace().collect();
    let body = behind[length..].trim_start();
    let end = group(body)?;
    kinds.iter().all(|kind| *kind == "m").then(|| (name.to_string(), format!("\\newcommand{{\\{name}}}[{}]{}", kinds.len(), &body[..end])))
}

/// The length of the group in braces at the beginning of a text.
fn group(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => {}
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
        if depth == 0 {
            return (byte == b'}').then_some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_gets_the_definitions_it_uses() {
        let mut macros = Macros::default();
        macros.collect("\\newcommand{\\half}{\\frac12}\n\\newcommand\\pd[2]{\\frac{\\partial #1}{\\partial #2}} \\def\\R{\\mathbb{R}}");
        macros.collect(
            "\\NewDocumentCommand{\\pp}{m m}{\\pd{#1}{#2}\\half} \\DeclareMathOperator*{\\sg}{sgn}\\DeclarePairedDelimiter{\\norm}{|}{|}",
        );
        assert_eq!(macros.used_in("x"), "");
        assert_eq!(macros.used_in("\\half x"), "\\newcommand{\\half}{\\frac12}\n");
        assert_eq!(macros.used_in("\\pp{a}{b}").lines().count(), 3);
        assert_eq!(macros.used_in("\\sg x"), "\\DeclareMathOperator{\\sg}{sgn}\n");
        macros.collect(
            "\\DeclareMathOperator{\\dif}{d} \\let\\oldsqrt\\sqrt \\def\\sqrt{\\mathpalette\\closed} \\renewcommand{\\ln}{\\oldln}",
        );
        assert_eq!(macros.used_in("\\dif x"), "\\newcommand{\\dif}{\\mathrm{d}}\n");
        assert_eq!(macros.used_in("\\sqrt{x} \\ln x"), "");
        assert_eq!(macros.used_in("\\norm{x}"), "\\DeclarePairedDelimiter{\\norm}{|}{|}\n");
    }
}
