//! `chainrule.toml`: settings beside the documents, or in a folder above them.

use chainrule::{Limits, LintSettings, Question, Session};
use serde::Deserialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the file.
const NAME: &str = "chainrule.toml";

/// What the file says.
#[derive(Debug, Default)]
pub struct File {
    pub lint: LintSettings,
    /// How much each question may take: said on the command line, since it is the operator's.
    pub limits: Limits,
    /// LaTeX macros that hold in all documents.
    pub macros: String,
    /// Files to leave alone, as in .gitignore.
    pub exclude: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    assume: Vec<String>,
    vectors: Vec<String>,
    macros: String,
    exclude: Vec<String>,
}

/// Reads the settings: the file that is named, or else the nearest above the first path.
pub fn read(named: Option<&Path>, paths: &[PathBuf], limits: Limits) -> io::Result<File> {
    let start = paths.first().and_then(|path| fs::canonicalize(path).ok()).or_else(|| std::env::current_dir().ok());
    let nearest = || start.as_ref().and_then(|start| start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file()));
    let Some(path) = named.map(Path::to_path_buf).or_else(nearest) else { return Ok(File { limits, ..File::default() }) };
    let explain = |what: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {what}", path.display()));
    let text = fs::read_to_string(&path).map_err(|error| explain(error.to_string()))?;
    let written: Written = toml::from_str(&text).map_err(|error| explain(error.to_string()))?;
    // Where one cannot be read, no formula could be checked.
    let assumptions: Vec<&str> = written.assume.iter().map(String::as_str).collect();
    for (at, assumption) in assumptions.iter().enumerate() {
        let question = Question { expression: "1", assumptions: &assumptions[..=at], ..Question::default() };
        if let Err(error) = Session::new().simplify(&question) {
            let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
            return Err(explain(format!("the assumption `{assumption}` cannot be used: {error}{hint}")));
        }
    }
    let lint = LintSettings { assumptions: written.assume, vectors: written.vectors };
    Ok(File { lint, limits, macros: written.macros, exclude: written.exclude })
}
