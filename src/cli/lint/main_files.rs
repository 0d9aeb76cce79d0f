//! The main file of a chapter that is looked through alone, or the settings of its site, and the commands that hold there.

use super::contents::{read, read_part};
use chainrule::{Document, DocumentFormat};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// So many folders above a chapter may hold its main file.
const MOST_LEVELS: usize = 5;

/// So many files in a folder are looked at.
const MOST_FILES: usize = 200;

/// So many folders beside those above a chapter are looked into, each level.
const MOST_FOLDERS: usize = 30;

/// A document of its own, and what it puts in.
pub struct MainFile {
    /// The files that it puts in, with their whole paths.
    pub parts: BTreeSet<PathBuf>,
    /// The definitions of its commands.
    commands: String,
}

impl MainFile {
    /// The document that a file is; nothing where it is a chapter.
    pub fn read(path: &Path) -> Option<MainFile> {
        let text = read_part(path).filter(|text| Document::is_whole(text))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let document = Document::new("", &text, DocumentFormat::Latex, "", &mut |name| read_part(&folder.join(name)));
        let parts = document.files.iter().skip(1).filter_map(|file| fs::canonicalize(folder.join(&file.name)).ok());
        Some(MainFile { parts: parts.collect(), commands: document.commands() })
    }
}

/// So many files are looked at in all.
const MOST_LOOKED_AT: usize = 2000;

/// The main files and styles of folders, each folder read once.
#[derive(Default)]
pub struct MainFiles {
    looked_at: usize,
    mains: HashMap<PathBuf, Vec<MainFile>>,
    styles: HashMap<PathBuf, String>,
    settings: HashMap<PathBuf, String>,
}

/// Files with the settings of books and sites.
const SETTINGS: [&str; 6] = ["_config.yml", "_config.yaml", "myst.yml", "_quarto.yml", "mkdocs.yml", "conf.py"];

impl MainFiles {
    /// The commands that hold in a chapter: those of the main file that puts it in, in a folder above or beside one of those; where
    /// none is found, those of all main files and styles beside it and in the two folders above.
    pub fn around(&mut self, path: &Path) -> String {
        let text = read(path).unwrap_or_default();
        if Document::is_whole(&text) {
            return String::new();
        }
        let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let named = Document::main_file(&text).zip(absolute.parent());
        let named = named
            .and_then(|(main, folder)| MainFile::read(&folder.join(main)).or_else(|| MainFile::read(&folder.join(format!("{main}.tex")))));
        if let Some(main) = named {
            return main.commands;
        }
        let above: Vec<&Path> = absolute.ancestors().skip(1).take(MOST_LEVELS).collect();
        for folder in &above {
            if let Some(main) = self.mains(folder).iter().find(|main| main.parts.contains(&absolute)) {
                return main.commands.clone();
            }
            for beside in folders(folder) {
                if let Some(main) = self.mains(&beside).iter().find(|main| main.parts.contains(&absolute)) {
                    return main.commands.clone();
                }
            }
            // What lies above a repository is of others.
            if folder.join(".git").exists() {
                break;
            }
        }
        let near = above.iter().take(3).rev();
        near.flat_map(|folder| {
            let mut texts = vec![self.styles.entry(folder.to_path_buf()).or_insert_with(|| styles(folder)).clone()];
            texts.extend(self.mains(folder).iter().map(|main| main.commands.clone()));
            texts
        })
        .collect::<Vec<_>>()
        .join("\n")
    }

    /// The commands that the settings of the book or site around a file define.
    pub fn of_site(&mut self, path: &Path) -> String {
        let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let mut commands = Vec::new();
        for folder in absolute.ancestors().skip(1).take(MOST_LEVELS) {
            let own = self.settings.entry(folder.to_path_buf()).or_insert_with(|| {
                let texts = SETTINGS.iter().filter_map(|name| read_part(&folder.join(name)));
                texts.map(|text| Document::commands_of_settings(&text)).collect()
            });
            commands.push(own.clone());
            if folder.join(".git").exists() {
                break;
            }
        }
        // Those nearer by come later, and replace others.
        commands.into_iter().rev().collect()
    }

    /// The main files in a folder.
    fn mains(&mut self, folder: &Path) -> &[MainFile] {
        if !self.mains.contains_key(folder) {
            let mut paths = files(folder, &["tex"]);
            paths.truncate(MOST_LOOKED_AT.saturating_sub(self.looked_at));
            self.looked_at += paths.len();
            let mains = paths.iter().filter_map(|path| MainFile::read(path)).collect();
            self.mains.insert(folder.to_path_buf(), mains);
        }
        &self.mains[folder]
    }
}

/// The styles in a folder.
fn styles(folder: &Path) -> String {
    files(folder, &["sty", "cls"]).iter().filter_map(|path| read_part(path)).collect::<Vec<_>>().join("\n")
}

/// The files in a folder with certain endings, in the order of their names.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let is_one = |path: &PathBuf| path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending));
    let mut found: Vec<PathBuf> = entries(folder).into_iter().filter(is_one).collect();
    found.truncate(MOST_FILES);
    found
}

/// The folders in a folder, without hidden ones.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let is_hidden = |path: &Path| path.file_name().and_then(|name| name.to_str()).is_none_or(|name| name.starts_with('.'));
    let mut found: Vec<PathBuf> = entries(folder).into_iter().filter(|path| path.is_dir() && !is_hidden(path)).collect();
    found.truncate(MOST_FOLDERS);
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    found.sort();
    found
}
