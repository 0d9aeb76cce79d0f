//! Where the formulas are: files in Markdown, LaTeX and notebooks, cut into passages of words and formulas.
//!
//! `markdown`, `latex` and `notebook` find formulas, `marks` the marks for the linter, `macros` and `site` what authors call things.

pub mod latex;
pub mod macros;
pub mod markdown;
pub mod marks;
pub mod notebook;
pub mod passage;
pub mod site;

use crate::limits::Limits;
use macros::Macros;
use passage::{Markup, Passage, Piece};
use rustc_hash::FxHashSet;

/// The command around a blank draws what stands in it; `\ds` is what many call `\displaystyle`.
const OWN_MACROS: &str = "\\newcommand{\\chainrule}[1]{#1}\\newcommand{\\ds}{\\displaystyle}\
    \\newcommand{\\cancel}[1]{#1}\\newcommand{\\bcancel}[1]{#1}\\newcommand{\\xcancel}[1]{#1}\
    \\newcommand{\\hfil}{}\\newcommand{\\hfilneg}{}\\newcommand{\\hss}{}\\newcommand{\\rule}[2]{}";

/// So deep files put in files.
const MOST_DEPTH: usize = 16;

/// So many styles are read for a document.
const MOST_STYLES: usize = 100;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    /// Markdown, with any of the ways to write mathematics in it.
    Markdown,
    /// LaTeX.
    Latex,
    /// A Jupyter notebook.
    Notebook,
}

impl DocumentFormat {
    /// The format that the name of a file tells.
    ///
    /// ```
    /// use chainrule::DocumentFormat;
    /// assert_eq!(DocumentFormat::of("notes/week1.md"), Some(DocumentFormat::Markdown));
    /// assert_eq!(DocumentFormat::of("thesis.tex"), Some(DocumentFormat::Latex));
    /// assert_eq!(DocumentFormat::of("main.rs"), None);
    /// ```
    pub fn of(name: &str) -> Option<DocumentFormat> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "qmd" | "rmd" | "myst" | "mdx" => Some(DocumentFormat::Markdown),
            "tex" | "latex" | "ltx" => Some(DocumentFormat::Latex),
            "ipynb" => Some(DocumentFormat::Notebook),
            _ => None,
        }
    }
}

/// A file of a document.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, as it was given or put in.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// A document: its files, the first one the file it was made of, and what stands in them in reading order.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The files, each once.
    pub files: Vec<File>,
    /// How much each question about what stands in them may take.
    pub limits: Limits,
    pub(in crate::document) passages: Vec<Passage>,
    pub(in crate::document) macros: Macros,
    /// Why the file could not be read as what it is.
    pub(in crate::document) fault: Option<String>,
}

impl Document {
    /// The document that a file is. `read` gives the text of another file that it names, such as `chapters/one.tex` or
    /// `own.sty`, if there is one. `ambient` is text with definitions of macros that hold beside the document's own.
    pub fn new(name: &str, text: &str, format: DocumentFormat, ambient: &str, read: &mut dyn FnMut(&str) -> Option<String>) -> Document {
        let mut document = Document { files: vec![File { name: name.into(), text: text.into() }], ..Document::default() };
        document.macros.collect(OWN_MACROS);
        document.macros.collect(ambient);
        match format {
            DocumentFormat::Markdown => document.passages.push(Passage::stretch(text, 0..text.len(), Markup::Markdown, 0)),
            DocumentFormat::Notebook => match notebook::passages(text, 0) {
                Ok(passages) => document.passages = passages,
                Err(reason) => document.fault = Some(reason),
            },
            DocumentFormat::Latex => document.put_in(0, read),
        }
        if format == DocumentFormat::Latex {
            document.collect_styles(text, read);
        }
        for passage in &mut document.passages {
            document.macros.collect(&passage.text);
            if passage.markup == Markup::Markdown {
                passage.text = markdown::without_quotation_signs(&passage.text);
            }
        }
        if format == DocumentFormat::Latex {
            document.macros.collect(&text[..latex::body(text)]);
        }
        document
    }

    /// Whether a LaTeX file is a document of its own and no chapter of another.
    pub fn is_whole(text: &str) -> bool {
        latex::is_whole(text)
    }

    /// The main file that a chapter names as its own: `\documentclass[main.tex]{subfiles}`.
    pub fn main_file(text: &str) -> Option<&str> {
        latex::class(text).filter(|(class, options)| *class == "subfiles" && !options.is_empty()).map(|(_, main)| main)
    }

    /// The definitions of its commands in LaTeX, those of the files it puts in and of its styles with them: what holds in a chapter of it.
    pub fn commands(&self) -> String {
        self.macros.written()
    }

    /// The definitions of the commands that the settings of a book or a site give for its formulas, as YAML, Python or a script.
    ///
    /// ```
    /// use chainrule::Document;
    /// let settings = r#"macros: {"R": "\\mathbb{R}"}"#;
    /// assert_eq!(Document::commands_of_settings(settings).trim_end(), r"\newcommand{\R}{\mathbb{R}}");
    /// ```
    pub fn commands_of_settings(settings: &str) -> String {
        site::commands(settings)
    }

    /// The definitions in the packages and files that the preamble loads, and in those that they load in turn.
    fn collect_styles(&mut self, text: &str, read: &mut dyn FnMut(&str) -> Option<String>) {
        let preamble = latex::body(text);
        let mut waiting: Vec<String> = latex::packages(if preamble > 0 { &text[..preamble] } else { text });
        let mut at = 0;
        while at < waiting.len().min(MOST_STYLES) {
            let style = [".sty", ".cls", ".tex", ""].iter().find_map(|ending| read(&format!("{}{ending}", waiting[at])));
            if let Some(style) = style {
                self.macros.collect(&style);
                for package in latex::packages(&style) {
                    if !waiting.contains(&package) {
                        waiting.push(package);
                    }
                }
            }
            at += 1;
        }
    }

    /// The passages of a file, with those of the files it puts in between them.
    fn put_in(&mut self, first: usize, read: &mut dyn FnMut(&str) -> Option<String>) {
        let mut seen: FxHashSet<String> = FxHashSet::default();
        // Each waiting stretch: the file, from where, and how deep it lies.
        let mut waiting = vec![(first, 0usize, 0usize)];
        while let Some((file, from, depth)) = waiting.pop() {
            let text = self.files[file].text.clone();
            let next = latex::inputs(&text).into_iter().find_map(|(range, name)| {
                let is_new = range.start >= from && depth < MOST_DEPTH && !seen.contains(&name);
                let names = names_of(&name, &self.files[file].name, file == first);
                let content = if is_new { names.into_iter().find_map(|named| read(&named).map(|content| (named, content))) } else { None };
                content.map(|(named, content)| (range, name, named, content))
            });
            let Some((range, name, named, content)) = next else {
                self.passages.push(Passage::stretch(&text, from..text.len(), Markup::Latex, file));
                continue;
            };
            self.passages.push(Passage::stretch(&text, from..range.start, Markup::Latex, file));
            seen.insert(name);
            waiting.push((file, range.end, depth));
            self.files.push(File { name: named, text: content });
            waiting.push((self.files.len() - 1, 0, depth + 1));
        }
    }
}

/// The names that a file may have which another one puts in: seen from the main file, or from that one.
fn names_of(name: &str, from: &str, is_main: bool) -> Vec<String> {
    let folder = from.rsplit_once('/').map(|(folder, _)| folder).filter(|_| !is_main);
    let beside = folder.map(|folder| format!("{folder}/{name}"));
    let endings: &[&str] = if name.ends_with(".tex") { &[""] } else { &[".tex", ""] };
    let with_ending = |name: String| endings.iter().map(move |ending| format!("{name}{ending}"));
    std::iter::once(name.to_string()).chain(beside).flat_map(with_ending).collect()
}

/// What stands in a passage.
pub fn pieces(passage: &Passage) -> Vec<Piece> {
    match passage.markup {
        Markup::Markdown => markdown::pieces(&passage.text),
        Markup::Latex => latex::pieces(&passage.text),
    }
}
