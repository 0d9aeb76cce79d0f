//! Formulas in LaTeX documents: dollars, `\(`, `\[`, every display environment; comments, sections, files that are put in.

use super::passage::{Piece, PieceKind};
use crate::document::formula::environment::{begun, display, unescaped};
use std::ops::Range;

/// Environments whose content is no LaTeX.
const VERBATIM: [&str; 8] = ["verbatim", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "alltt", "tikzpicture"];

/// Commands that begin a section.
const SECTIONS: [&str; 7] = ["\\part", "\\chapter", "\\section", "\\subsection", "\\subsubsection", "\\paragraph", "\\frametitle"];

/// Where the text itself begins: behind `\begin{document}`, if there is one.
pub fn body(text: &str) -> usize {
    text.find("\\begin{document}").map_or(0, |at| at + "\\begin{document}".len())
}

/// What stands in a text, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = body(text);
    while at < text.len() {
        let rest = &text[at..];
        let found = match rest.as_bytes()[0] {
            b'%' => comment(text, at),
            b'$' => dollars(text, at),
            b'\\' => command(text, at),
            _ => None,
        };
        match found {
            Some((piece, behind)) => {
                if let Some(piece) = piece {
                    comments_within(text, &piece, &mut pieces);
                    pieces.push(piece);
                }
                at = behind;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces
}

/// Commands that put in a file; those that take a folder and a file are marked.
const INPUTS: [(&str, bool); 6] = [
    ("\\input", false),
    ("\\include", false),
    ("\\subfile", false),
    ("\\subfileinclude", false),
    ("\\import", true),
    ("\\subimport", true),
];

/// The files that a text puts in, in order: the range of the command and the name as it is written.
pub fn inputs(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = body(text);
    // What stands behind a comment sign of the line is none.
    let (mut line_end, mut comment) = (at, None);
    while let Some(length) = text[at..].find('\\') {
        let start = at + length;
        at = start + 1;
        if start >= line_end {
            let line_start = text[..start].rfind('\n').map_or(0, |before| before + 1);
            line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
            comment = unescaped(&text[..line_end], line_start, "%");
        }
        if comment.is_some_and(|comment| comment < start) {
            at = line_end;
            continue;
        }
        for (command, has_folder) in INPUTS {
            let Some(rest) = text[start..].strip_prefix(command) else { continue };
            let Some((first, behind)) = file_name(rest) else { continue };
            let (name, behind) = match has_folder.then(|| file_name(behind)) {
                None => (first.to_string(), behind),
                Some(Some((second, behind))) => (format!("{}/{second}", first.trim_end_matches('/')), behind),
                Some(None) => continue,
            };
            let end = text.len() - behind.len();
            found.push((start..end, name));
            at = end;
        }
    }
    found
}

/// The name of a file in braces, or behind a space as plain TeX writes it, and what follows.
fn file_name(rest: &str) -> Option<(&str, &str)> {
    if let Some(inner) = rest.strip_prefix('*').unwrap_or(rest).trim_start_matches(' ').strip_prefix('{') {
        return inner.split_once('}').map(|(name, behind)| (name.trim(), behind));
    }
    let bare = rest.strip_prefix(' ')?;
    let end = bare.find(|c: char| c.is_whitespace() || matches!(c, '\\' | '{' | '}' | '%' | '$')).unwrap_or(bare.len());
    (end > 0).then(|| bare.split_at(end))
}

/// The packages and files that a preamble or a style loads, by name.
pub fn packages(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for command in ["\\usepackage", "\\RequirePackage", "\\documentclass", "\\input"] {
        for (at, _) in text.match_indices(command) {
            let mut rest = &text[at + command.len()..];
            if rest.starts_with('[') {
                rest = rest.split_once(']').map_or("", |(_, behind)| behind);
            }
            if let Some((names, _)) = file_name(rest) {
                found.extend(names.split(',').map(|name| name.trim().to_string()));
            }
        }
    }
    found
}

/// Whether a file is a document of its own: it has a class, and not that of a chapter which can also be set alone.
pub fn is_whole(text: &str) -> bool {
    class(text).is_some_and(|(class, _)| !matches!(class, "subfiles" | "standalone"))
}

/// The class of a document, and what stands before it in square brackets: of a subfile its main file.
pub fn class(text: &str) -> Option<(&str, &str)> {
    let rest = text.match_indices("\\documentclass").find_map(|(at, command)| {
        let line_start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        unescaped(&text[..at], line_start, "%").is_none().then(|| &text[at + command.len()..])
    })?;
    let (options, rest) = match rest.trim_start().strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => ("", rest),
    };
    file_name(rest.trim_start()).map(|(class, _)| (class, options.trim()))
}

/// Environments with names of their own: what is defined in one example means nothing in the next.
const OWN_WORLDS: [&str; 9] = ["example", "exercise", "problem", "question", "theorem", "remark", "proposition", "lemma", "corollary"];

/// Commands that begin an exercise.
const EXERCISES: [&str; 5] = ["\\exercise", "\\problem", "\\question", "\\example", "\\exer"];

type Found = Option<(Option<Piece>, usize)>;

fn comment(text: &str, at: usize) -> Found {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    Some((Some(Piece { range: at + 1..end, kind: PieceKind::Comment }), end))
}

fn dollars(text: &str, at: usize) -> Found {
    let (sign, kind) = if text[at..].starts_with("$$") { ("$$", PieceKind::Display) } else { ("$", PieceKind::Inline) };
    let from = at + sign.len();
    let end = unescaped(text, from, sign)?;
    Some((Some(Piece { range: from..end, kind }), end + sign.len()))
}

fn command(text: &str, at: usize) -> Found {
    let rest = &text[at..];
    for (open, close, kind) in [("\\[", "\\]", PieceKind::Display), ("\\(", "\\)", PieceKind::Inline)] {
        if rest.starts_with(open) {
            let from = at + open.len();
            let end = unescaped(text, from, close)?;
            return Some((Some(Piece { range: from..end, kind }), end + close.len()));
        }
    }
    if let Some((range, behind)) = display(text, at) {
        return Some((Some(Piece { range, kind: PieceKind::Display }), behind));
    }
    if let Some((name, from)) = begun(text, at) {
        let name = name.trim_end_matches('*');
        if OWN_WORLDS.iter().any(|world| name.to_ascii_lowercase().contains(world)) {
            return Some((Some(Piece { range: at..from, kind: PieceKind::World }), from));
        }
        if VERBATIM.contains(&name) {
            let end = format!("\\end{{{name}");
            return Some((None, text[from..].find(&end).map_or(text.len(), |length| from + length + end.len())));
        }
        return Some((None, from));
    }
    for verb in ["\\verb|", "\\verb+", "\\verb!"] {
        if rest.starts_with(verb) {
            let from = at + verb.len();
            let length = text[from..].find(&verb[verb.len() - 1..])?;
            return Some((None, from + length + 1));
        }
    }
    let is_exercise = |name: &&&str| rest.strip_prefix(**name).is_some_and(|behind| behind.starts_with(['{', '[']));
    if let Some(name) = EXERCISES.iter().find(is_exercise) {
        return Some((Some(Piece { range: at..at + name.len(), kind: PieceKind::World }), at + name.len()));
    }
    let is_begun = |name: &&&str| rest.strip_prefix(**name).is_some_and(|behind| behind.starts_with(['{', '*', '[']));
    let Some(section) = SECTIONS.iter().find(is_begun) else {
        // What stands behind a backslash begins nothing: an escaped dollar or comment sign.
        return Some((None, at + 1 + rest[1..].chars().next().map_or(0, char::len_utf8)));
    };
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    // Formulas in a heading are found as anywhere.
    Some((Some(Piece { range: at..end, kind: PieceKind::Heading }), at + section.len()))
}

/// The comments inside a formula, which come before it in the list.
fn comments_within(text: &str, formula: &Piece, pieces: &mut Vec<Piece>) {
    if !matches!(formula.kind, PieceKind::Display | PieceKind::Inline) {
        return;
    }
    let mut at = formula.range.start;
    while let Some(found) = unescaped(&text[..formula.range.end], at, "%") {
        let end = text[found..formula.range.end].find('\n').map_or(formula.range.end, |length| found + length);
        pieces.push(Piece { range: found + 1..end, kind: PieceKind::Comment });
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let formula = |piece: &&Piece| matches!(piece.kind, PieceKind::Display | PieceKind::Inline);
        pieces(text).iter().filter(formula).map(|piece| text[piece.range.clone()].trim()).collect()
    }

    #[test]
    fn formulas_are_found_in_the_body() {
        assert_eq!(found("$a$ \\(b\\) \\[c\\] $$d$$ \\begin{align*}e\\\\f\\end{align*}"), ["a", "b", "c", "d", "e\\\\f"]);
        assert_eq!(found("\\documentclass{article}$a$\\begin{document}$b$\\end{document}"), ["b"]);
        assert_eq!(found("% $a$\n\\% $b$ \\$ $c$ \\verb|$d$|\\begin{verbatim}$e$\\end{verbatim} $f$"), ["b", "c", "f"]);
        assert_eq!(found("\\begin{theorem}$a$\\end{theorem}\\section{On $b$}"), ["a", "b"]);
    }

    #[test]
    fn other_files_are_named() {
        let text =
            "\\usepackage[x]{amsmath, own}\\begin{document}\\input{one} % \\input{two}\n\\include{three/four}\\input five\n\\import{a/}{b}";
        let names: Vec<String> = inputs(text).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["one", "three/four", "five", "a/b"]);
        assert_eq!(packages("\\usepackage[x]{amsmath, own}\\input macros\n"), ["amsmath", "own", "macros"]);
    }

    #[test]
    fn chapters_are_told_from_documents() {
        assert!(is_whole("% a comment\n\\documentclass[a4paper]{article}"));
        assert!(!is_whole("% \\documentclass{article}\n\\section{One}"));
        assert!(!is_whole("\\documentclass[../main.tex]{subfiles}"));
        assert_eq!(class("\\documentclass[../main.tex]{subfiles}"), Some(("subfiles", "../main.tex")));
    }
}
