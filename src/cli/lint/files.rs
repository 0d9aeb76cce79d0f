//! Which files are documents, which of them belong to others, and what they put in.

use super::settings::File as Settings;
use crate::cli::failure::about;
use chainrule::{Document, DocumentFormat};
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A document to look through.
pub struct Job {
    pub path: PathBuf,
    format: DocumentFormat,
    /// Text whose macros hold in a chapter that has no preamble of its own.
    ambient: String,
}

impl Job {
    /// Reads the document and whatever it puts in.
    pub fn document(&self, settings: &Settings) -> io::Result<Document> {
        let text = read(&self.path).map_err(|error| about(&self.path, error))?;
        let folder = self.path.parent().unwrap_or(Path::new("")).to_path_buf();
        let ambient = format!("{}\n{}", settings.macros, self.ambient);
        let mut read_named = |name: &str| read_part(&folder.join(name));
        let mut document = Document::new(&self.path.display().to_string(), &text, self.format, &ambient, &mut read_named);
        document.limits = settings.limits;
        for file in document.files.iter_mut().skip(1) {
            file.name = folder.join(&file.name).display().to_string();
        }
        Ok(document)
    }
}

/// The documents among files and directories, in the order of their names. A file that another one puts in is no document.
pub fn jobs(paths: &[PathBuf], settings: &Settings) -> io::Result<Vec<Job>> {
    let mut found: Vec<(PathBuf, DocumentFormat)> = Vec::new();
    for path in paths {
        if !path.is_dir() {
            let format = DocumentFormat::of(&path.to_string_lossy()).unwrap_or(DocumentFormat::Markdown);
            fs::metadata(path).map_err(|error| about(path, error))?;
            found.push((path.clone(), format));
            continue;
        }
        let mut excluded = OverrideBuilder::new(path);
        for pattern in &settings.exclude {
            excluded.add(&format!("!{pattern}")).map_err(io::Error::other)?;
        }
        let walk = WalkBuilder::new(path).require_git(false).overrides(excluded.build().map_err(io::Error::other)?).build();
        for entry in walk {
            let Ok(entry) = entry else { continue };
            if entry.file_type().is_some_and(|kind| kind.is_file())
                && let Some(format) = DocumentFormat::of(&entry.path().to_string_lossy())
            {
                found.push((entry.into_path(), format));
            }
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found.dedup_by(|one, other| one.0 == other.0);
    let parts = parts_of_others(&found);
    let is_whole = |path: &Path| found.len() == 1 || !fs::canonicalize(path).is_ok_and(|path| parts.contains(&path));
    let mut preambles = Preambles::default();
    let job = |(path, format): &(PathBuf, DocumentFormat)| Job {
        path: path.clone(),
        format: *format,
        ambient: if *format == DocumentFormat::Latex { preambles.around(path) } else { String::new() },
    };
    Ok(found.iter().filter(|(path, _)| is_whole(path)).map(job).collect())
}

/// A file as text; what is no UTF-8 is read as far as it is.
fn read(path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A file that a document puts in; a device or a pipe, which may have no end, is none.
fn read_part(path: &Path) -> Option<String> {
    if fs::metadata(path).is_ok_and(|found| found.is_file()) { read(path).ok() } else { None }
}

/// The files that LaTeX documents among those found put in.
fn parts_of_others(found: &[(PathBuf, DocumentFormat)]) -> BTreeSet<PathBuf> {
    let mut parts = BTreeSet::new();
    for (path, format) in found {
        let Ok(text) = (if *format == DocumentFormat::Latex { read(path) } else { continue }) else { continue };
        // Only a document of its own is looked through with its parts.
        if !text.contains("\\documentclass") {
            continue;
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let document = Document::new("", &text, DocumentFormat::Latex, "", &mut |name| read_part(&folder.join(name)));
        parts.extend(document.files.iter().skip(1).filter_map(|file| fs::canonicalize(folder.join(&file.name)).ok()));
    }
    parts
}

/// The preambles and styles of folders, each folder read once.
#[derive(Default)]
struct Preambles {
    of_folders: HashMap<PathBuf, String>,
}

impl Preambles {
    /// What stands beside a LaTeX file and in the two folders above, for a chapter that has no preamble of its own.
    fn around(&mut self, path: &Path) -> String {
        let mut text = String::new();
        if read(path).is_ok_and(|text| text.contains("\\documentclass")) {
            return text;
        }
        let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let folders: Vec<&Path> = absolute.ancestors().skip(1).take(3).collect();
        for folder in folders.into_iter().rev() {
            if !self.of_folders.contains_key(folder) {
                self.of_folders.insert(folder.to_path_buf(), preambles(folder));
            }
            text.push_str(&self.of_folders[folder]);
        }
        text
    }
}

/// The preambles and styles in a folder.
fn preambles(folder: &Path) -> String {
    let mut text = String::new();
    let Ok(entries) = fs::read_dir(folder) else { return text };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for other in paths {
        let ending = other.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        let Some(content) = (if matches!(ending, "sty" | "cls" | "tex") { read_part(&other) } else { None }) else { continue };
        let preamble = content.find("\\begin{document}").map_or(&content[..], |end| &content[..end]);
        if ending != "tex" || content.contains("\\documentclass") {
            text.push_str(preamble);
            text.push('\n');
        }
    }
    text
}
