//! The map of `src/lib.rs`, held against the source: which room may use which, and who may do input and output.
//!
//! Every path that leaves a file's room (`crate::room`, or `super` climbing up to the root) is an arrow; the arrows have
//! to be in [`ROOMS`]. Items under `#[cfg(test)]`, files called `tests.rs` or in a folder `tests`, comments and strings are exempt.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the bottom up: the name, what it does without, and which rooms it may use.
const ROOMS: &[(&str, &str, &[&str])] = &[
    ("error", "says what went wrong, about any room and knowing none", &[]),
    ("number", "is exact arithmetic and nothing else", &[]),
    ("limits", "says how much is too much and counts nothing itself", &["error", "number"]),
    ("short", "makes lists of a few things and knows none of them", &[]),
    ("polynomial", "is exact algebra over numbers and knows no expression", &["number", "short"]),
    ("letters", "is the alphabet and what letters usually mean, and nothing else", &[]),
    ("functions", "knows no arena: its mathematics is text", &[]),
    ("expression", "knows no function's meaning, only its number in the table", &["number", "short", "limits", "functions"]),
    ("syntax", "reads text and never rewrites what it read", &["error", "number", "short", "limits", "letters", "functions", "expression"]),
    ("evaluate", "computes values and knows no rule", &["number", "functions", "expression"]),
    (
        "domain",
        "decides signs, bounds and conditions and changes no expression",
        &["number", "letters", "functions", "expression", "syntax", "evaluate"],
    ),
    (
        "rewrite",
        "matches and applies rules, whatever they say",
        &["error", "number", "short", "functions", "expression", "syntax", "domain"],
    ),
    (
        "differentiate",
        "applies the laws and leaves tidying to others",
        &["number", "short", "letters", "functions", "expression", "syntax", "domain"],
    ),
    (
        "simplify",
        "chooses a form and never formats it",
        &["number", "short", "polynomial", "functions", "expression", "syntax", "evaluate", "domain", "rewrite"],
    ),
    (
        "verdict",
        "says whether two expressions are equal and changes neither",
        &["number", "letters", "functions", "expression", "syntax", "evaluate", "domain", "rewrite", "simplify"],
    ),
    (
        "program",
        "computes values and derivatives on a graph of its own and changes no expression",
        &["error", "number", "functions", "expression", "syntax", "evaluate"],
    ),
    ("formula", "is what stands on the sides of a step, and differentiates nothing", &["number", "expression"]),
    (
        "operation",
        "combines derivatives and reads no text",
        &["number", "functions", "expression", "formula", "syntax", "domain", "rewrite", "differentiate", "simplify"],
    ),
    (
        "render",
        "draws what it is given and never rewrites it",
        &["error", "number", "short", "limits", "letters", "functions", "expression"],
    ),
    (
        "derivation",
        "says how an answer comes about and finds none of its own",
        &[
            "error",
            "number",
            "limits",
            "functions",
            "expression",
            "syntax",
            "domain",
            "rewrite",
            "differentiate",
            "simplify",
            "program",
            "formula",
            "operation",
            "render",
        ],
    ),
    (
        "session",
        "joins the rooms to answer a question, without input or output",
        &[
            "error",
            "number",
            "short",
            "limits",
            "letters",
            "functions",
            "expression",
            "syntax",
            "domain",
            "rewrite",
            "differentiate",
            "simplify",
            "evaluate",
            "program",
            "formula",
            "operation",
            "verdict",
            "render",
            "derivation",
        ],
    ),
    ("claims", "turns verdicts into assertions", &["session", "derivative"]),
    ("derivative", "is an answer to keep, asked of a session", &["error", "derivation", "session"]),
    (
        "context",
        "joins the rooms for programs that build expressions, without input or output",
        &[
            "error",
            "number",
            "functions",
            "expression",
            "syntax",
            "domain",
            "rewrite",
            "differentiate",
            "simplify",
            "evaluate",
            "render",
            "session",
        ],
    ),
    ("document", "finds and judges statements in texts, without input or output", &["error", "limits", "syntax", "render", "session"]),
    ("cli", "belongs to the binary: it sees only what the crate exports at its root", &[]),
];

/// The only room that reads, writes and prints; `main.rs` belongs to it.
const OUTSIDE: &str = "cli";

/// Rooms with floors: their files and folders from the bottom up, each of which may use those before it.
const FLOORS: &[(&str, &[&str])] = &[(OUTSIDE, COMMAND_LINE), ("document", DOCUMENT)];

/// The floors of what is said of documents.
const DOCUMENT: &[&str] = &["finding", "formula", "page", "claims", "statement", "check", "lint", "fill"];

/// The floors of the command line.
const COMMAND_LINE: &[&str] = &[
    "report",
    "failure",
    "options",
    "object",
    "ask",
    "steps",
    "show",
    "batch",
    "check",
    "cost",
    "derive",
    "emit",
    "evaluate",
    "lint",
    "operations",
    "plot",
    "test",
    "arguments",
];

/// Modules of the standard library that reach the world, and macros that print.
const WORLD_MODULES: &[&str] = &["env", "fs", "io", "net", "process"];
const PRINTING_MACROS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let faults: Vec<String> = sources().iter().flat_map(arrow_faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn only_the_command_line_does_input_and_output() {
    let faults: Vec<String> = sources().iter().flat_map(world_faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn floors_use_only_those_below_them() {
    let faults: Vec<String> = FLOORS.iter().flat_map(|(room, floors)| floor_faults(room, floors)).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_room_stands_in_the_table() {
    for Source { room, file, .. } in sources() {
        let Some(room) = room else { continue };
        assert!(allowed(&room).is_some(), "{file} is in the room `{room}`, which tests/architecture.rs does not list: give it a row");
    }
}

#[test]
fn the_declared_arrows_make_no_cycle() {
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    loop {
        let ready: Vec<&str> = ROOMS
            .iter()
            .filter(|(room, _, uses)| !placed.contains(room) && uses.iter().all(|used| placed.contains(used)))
            .map(|row| row.0)
            .collect();
        if ready.is_empty() {
            break;
        }
        placed.extend(ready);
    }
    let stuck: Vec<&str> = ROOMS.iter().map(|row| row.0).filter(|room| !placed.contains(room)).collect();
    assert!(stuck.is_empty(), "these rooms use each other in a circle, or a room nobody declared: {}", stuck.join(", "));
}

#[test]
fn arrows_are_found_wherever_they_hide() {
    let text = r#"
        //! See crate::cli.
        use crate::render;
        use crate::{error::Error, syntax::{self, template}};
        use super::super::session;
        use super::binder; use crate::{number::Rational, differentiate::{self, law::Law}};
        mod inner { use super::super::super::context; }
        fn text() -> &'static str { "crate::cli" }
        fn inline() { if crate::evaluate::value() { println!("{}", crate::derivation::LAST) } }
        #[cfg(test)]
        mod tests { use crate::cli; }
    "#;
    let source = Source::new("src/differentiate/law.rs", text);
    let found: Vec<(usize, &str)> = source.references.iter().map(|(line, used)| (*line, used.as_str())).collect();
    let expected = [
        (3, "render"),
        (4, "error"),
        (4, "syntax"),
        (5, "session"),
        (6, "number"),
        (6, "differentiate"),
        (7, "context"),
        (9, "evaluate"),
        (9, "derivation"),
    ];
    assert_eq!(found, expected);
    let within: Vec<(usize, &str)> = source.within.iter().map(|(line, used)| (*line, used.as_str())).collect();
    assert_eq!(within, [(6, "binder"), (6, "self"), (6, "law")]);
    let world = Source::new("src/number.rs", "use std::{fmt, io};\nfn show() { std::fs::read(\"a\"); }\nfn print() { println!() }");
    assert_eq!(world.world, [(1, "std::io".to_string()), (2, "std::fs".to_string()), (3, "println!".to_string())]);
}

/// A source file, and what it reaches for.
struct Source {
    /// The path from the package's root.
    file: String,
    /// The top-level module; none for the map itself, `lib.rs`.
    room: Option<String>,
    /// Lines, and the first name after `crate::`.
    references: Vec<(usize, String)>,
    /// Lines, and the first name inside the file's own room.
    within: Vec<(usize, String)>,
    /// Lines, and rooms of the library reached through its public name (`chainrule::expression::Arena`).
    by_public_name: Vec<(usize, String)>,
    /// Lines, and what is there that reads, writes or prints.
    world: Vec<(usize, String)>,
}

fn arrow_faults(source: &Source) -> Vec<String> {
    let Some(room) = source.room.as_deref() else { return Vec::new() };
    let Some((purpose, uses)) = allowed(room) else { return Vec::new() };
    let fault = |line: usize, used: &str| {
        let file = &source.file;
        if room == OUTSIDE && used != OUTSIDE {
            Some(format!("{file}:{line}: {room} -> {used} is no allowed arrow: `{room}` {purpose}"))
        } else if allowed(used).is_none() {
            Some(format!("{file}:{line}: `crate::{used}` is no room: name the room it lives in, so that the arrow shows"))
        } else if used != room && !uses.contains(&used) {
            Some(format!("{file}:{line}: {room} -> {used} is no allowed arrow: `{room}` {purpose}"))
        } else {
            None
        }
    };
    source.references.iter().chain(&source.by_public_name).filter_map(|(line, used)| fault(*line, used)).collect()
}

fn floor_faults(room: &str, floors: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.room.as_deref() == Some(room)) {
        let Some(part) = source.file.trim_end_matches(".rs").split('/').nth(2).filter(|part| *part != "mod") else { continue };
        let Some(place) = floors.iter().position(|known| *known == part) else {
            faults.push(format!("{} stands on no floor of FLOORS in tests/architecture.rs: give it a place", source.file));
            continue;
        };
        let above = source.within.iter().filter(|(_, used)| used != part && used != "self" && !floors[..place].contains(&used.as_str()));
        faults.extend(above.map(|(line, used)| format!("{}:{line}: {part} -> {used} goes up", source.file)));
    }
    faults
}

fn world_faults(source: &Source) -> Vec<String> {
    if source.room.as_deref() == Some(OUTSIDE) {
        return Vec::new();
    }
    source
        .world
        .iter()
        .map(|(line, what)| format!("{}:{line}: {what} stands below the facade, where nothing does input or output", source.file))
        .collect()
}

/// What a room does without, and the rooms it may use.
fn allowed(room: &str) -> Option<(&'static str, &'static [&'static str])> {
    ROOMS.iter().find(|(name, _, _)| *name == room).map(|(_, purpose, uses)| (*purpose, *uses))
}

/// Whether a file is `tests.rs` or stands in a folder `tests`.
fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.parent().is_some_and(|folder| folder.ends_with("tests"))
}

/// Every source file of the package.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut directories = vec![root.join("src")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).expect("src and its directories can be listed") {
            let path = entry.expect("an entry of src can be read").path();
            match path.is_dir() {
                true => directories.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    let read = |path: &PathBuf| {
        let file = path.strip_prefix(root).expect("it was found under the root").to_string_lossy().replace('\\', "/");
        Source::new(&file, &fs::read_to_string(path).expect("a source file is text"))
    };
    files.iter().map(read).collect()
}

impl Source {
    /// Reads the text of the file `src/...`.
    fn new(file: &str, text: &str) -> Source {
        let steps: Vec<&str> = file.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
        let room = match steps[0] {
            "lib" => None,
            "main" => Some(OUTSIDE.to_string()),
            room => Some(room.to_string()),
        };
        // How many `super` lead from this file to the root.
        let depth = match steps.as_slice() {
            ["lib" | "main"] => 0,
            [rest @ .., "mod"] => rest.len(),
            all => all.len(),
        };
        let mut source = Source {
            file: file.to_string(),
            room,
            references: Vec::new(),
            within: Vec::new(),
            by_public_name: Vec::new(),
            world: Vec::new(),
        };
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file} is no Rust: {error}"));
        source.read(tokens, depth);
        source
    }

    fn read(&mut self, tokens: TokenStream, depth: usize) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if is_test_attribute(&tokens[at..]) {
                at += length_of_item(&tokens[at..]);
                continue;
            }
            if let TokenTree::Group(group) = &tokens[at] {
                let opens_module = at >= 2 && word(&tokens[at - 2]) == "mod" && group.delimiter() == Delimiter::Brace;
                self.read(group.stream(), depth + usize::from(opens_module));
            }
            let line = tokens[at].span().start().line;
            let name = word(&tokens[at]);
            let starts_path = !is_path_separator(&tokens[at.saturating_sub(2)..at]);
            match name.as_str() {
                "crate" => {
                    let used = heads(&tokens[at + 1..]);
                    self.within.extend(self.room.iter().flat_map(|room| heads_inside(&tokens[at + 1..], room)));
                    self.references.extend(used.into_iter().map(|(line, used, _)| (line, used)));
                }
                "super" if starts_path => {
                    let climbs = 1 + tokens[at + 1..]
                        .chunks(3)
                        .take_while(|chunk| is_path_separator(chunk) && chunk.get(2).map(word).as_deref() == Some("super"))
                        .count();
                    let used = || heads(&tokens[at + 3 * climbs - 2..]).into_iter().map(|(line, used, _)| (line, used));
                    match depth - climbs {
                        0 => self.references.extend(used()),
                        1 => self.within.extend(used()),
                        _ => {}
                    }
                }
                "chainrule" if starts_path => {
                    let rooms = heads(&tokens[at + 1..]).into_iter().filter(|(_, used, goes_on)| *goes_on && allowed(used).is_some());
                    self.by_public_name.extend(rooms.map(|(line, used, _)| (line, used)));
                }
                "std" => {
                    let modules = heads(&tokens[at + 1..]).into_iter().filter(|(_, used, _)| WORLD_MODULES.contains(&used.as_str()));
                    self.world.extend(modules.map(|(line, used, _)| (line, format!("std::{used}"))));
                }
                name if PRINTING_MACROS.contains(&name) && tokens.get(at + 1).is_some_and(|next| is_punctuation(next, '!')) => {
                    self.world.push((line, format!("{name}!")));
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// The names that follow `::`, one or a braced list: line, name, and whether the path goes on behind it.
fn heads(tokens: &[TokenTree]) -> Vec<(usize, String, bool)> {
    if !is_path_separator(tokens) {
        return Vec::new();
    }
    match tokens.get(2) {
        Some(TokenTree::Ident(name)) => vec![(name.span().start().line, name.to_string(), is_path_separator(&tokens[3..]))],
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let list: Vec<TokenTree> = group.stream().into_iter().collect();
            list.split(|token| is_punctuation(token, ','))
                .filter(|entry| !entry.is_empty())
                .map(|entry| (entry[0].span().start().line, entry[0].to_string(), is_path_separator(&entry[1..])))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The names that follow the room's own, which stands alone behind `::` or in a braced list: lines and names.
fn heads_inside(tokens: &[TokenTree], room: &str) -> Vec<(usize, String)> {
    let entries: Vec<Vec<TokenTree>> = match tokens.get(2) {
        Some(TokenTree::Group(group)) if is_path_separator(tokens) && group.delimiter() == Delimiter::Brace => {
            let list: Vec<TokenTree> = group.stream().into_iter().collect();
            list.split(|token| is_punctuation(token, ',')).map(<[TokenTree]>::to_vec).collect()
        }
        Some(_) if is_path_separator(tokens) => vec![tokens[2..].to_vec()],
        _ => Vec::new(),
    };
    let own = entries.iter().filter(|entry| entry.first().is_some_and(|first| word(first) == room));
    own.flat_map(|entry| heads(&entry[1..])).map(|(line, name, _)| (line, name)).collect()
}

/// `#[cfg(test)]` at the start of the tokens.
fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    match tokens {
        [hash, TokenTree::Group(group), ..] => is_punctuation(hash, '#') && group.stream().to_string().replace(' ', "") == "cfg(test)",
        _ => false,
    }
}

/// How many tokens the item at the start takes, its attributes included.
fn length_of_item(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_punctuation(other, ';'),
    };
    tokens.iter().position(ends).map_or(tokens.len(), |last| last + 1)
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [first, second, ..] if is_punctuation(first, ':') && is_punctuation(second, ':'))
}

fn is_punctuation(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == sign)
}

/// The identifier, or nothing.
fn word(token: &TokenTree) -> String {
    match token {
        TokenTree::Ident(name) => name.to_string(),
        _ => String::new(),
    }
}
