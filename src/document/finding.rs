//! What the linter says about a statement.

use std::ops::Range;

/// The verdict on a link of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Right,
    /// It fails however it is read; there is a witness.
    Refuted,
    /// Nothing is said; the reason says why.
    NotChecked,
}

/// A place where the two sides differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The variables and their values, written as small numbers.
    pub point: Vec<(String, String)>,
    /// The value there should be.
    pub expected: f64,
    /// The value that is claimed.
    pub claimed: f64,
}

/// A definition a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The name, as it is written.
    pub name: String,
    /// The file, by its place in the document's list.
    pub file: usize,
    /// Its place in the file, in bytes.
    pub place: Range<usize>,
}

/// What is said about a link of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The verdict.
    pub verdict: Standing,
    /// Why nothing is said; empty for other verdicts.
    pub reason: String,
    /// The file, by its place in the document's list.
    pub file: usize,
    /// The number of the notebook cell.
    pub cell: Option<usize>,
    /// The place of the two sides in the file, in bytes.
    pub place: Range<usize>,
    /// The place of the claim alone, in bytes.
    pub claim: Range<usize>,
    /// The two sides in LaTeX.
    pub latex: String,
    /// Where the sides differ.
    pub witness: Option<Witness>,
    /// The right answer, in LaTeX.
    pub expected: Option<String>,
    /// What went wrong, where it is a known mistake.
    pub mistake: Option<String>,
    /// The definitions the verdict rests on.
    pub definitions: Vec<Used>,
}
