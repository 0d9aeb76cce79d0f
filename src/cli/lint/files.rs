//! Which files are documents, which of them belong to others, and what they put in.

use super::contents::{read, read_part};
use super::main_files::{MainFile, MainFiles};
use super::settings::File as Settings;
use crate::cli::failure::about;
use chainrule::{Document, DocumentFormat};
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

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
            file.name = plain(&folder.join(&file.name)).display().to_string();
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
    let mut mains = MainFiles::default();
    let job = |(path, format): &(PathBuf, DocumentFormat)| Job {
        path: path.clone(),
        format: *format,
        ambient: if *format == DocumentFormat::Latex { mains.around(path) } else { mains.of_site(path) },
    };
    Ok(found.iter().filter(|(path, _)| is_whole(path)).map(job).collect())
}

/// A path without steps that lead nowhere: `a/./b` and `a/c/../b` are `a/b`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for step in path.components() {
        match step {
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => _ = out.pop(),
            Component::CurDir if out.components().next().is_some() => {}
            step => out.push(step),
        }
    }
    out
}

/// The files that LaTeX documents among those found put in.
fn parts_of_others(found: &[(PathBuf, DocumentFormat)]) -> BTreeSet<PathBuf> {
    let latex = found.iter().filter(|(_, format)| *format == DocumentFormat::Latex);
    latex.filter_map(|(path, _)| MainFile::read(path)).flat_map(|main| main.parts).collect()
}
