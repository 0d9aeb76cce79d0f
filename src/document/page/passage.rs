//! Text to look through, and where each of its bytes stands in a file: a whole file, a part of one, or a cell of a notebook.

use std::ops::Range;

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown in any of its dialects, with mathematics between dollars or in directives.
    Markdown,
    /// LaTeX.
    Latex,
}

/// A text, part of a file.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The text, as it is read.
    pub text: String,
    /// What kind of text it is.
    pub markup: Markup,
    /// The file, by its place in the document's list.
    pub file: usize,
    /// The number of the notebook cell, from 0.
    pub cell: Option<usize>,
    /// Bytes of the text, and the bytes of the file they came from; from each pair to the next both count alike.
    pub origin: Vec<(usize, usize)>,
}

impl Passage {
    /// A stretch of a file as it stands there.
    pub fn stretch(text: &str, range: Range<usize>, markup: Markup, file: usize) -> Passage {
        let start = range.start;
        Passage { text: text[range].to_string(), markup, file, cell: None, origin: vec![(0, start)] }
    }

    /// Where a byte of the text stands in the file.
    pub fn place(&self, at: usize) -> usize {
        let after = self.origin.partition_point(|(from, _)| *from <= at);
        let (from, to) = self.origin.get(after.wrapping_sub(1)).copied().unwrap_or((0, 0));
        to + (at - from)
    }

    /// Where a range of the text stands in the file.
    pub fn places(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        // The end belongs to the last byte: what follows it may come from elsewhere.
        let end = if range.end > range.start { self.place(range.end - 1) + 1 } else { start };
        start..end.max(start)
    }
}

/// What is found in a passage, in the order in which it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The place in the passage; of a formula what stands between its signs.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PieceKind,
}

/// What can be found in a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// A formula in the line.
    Inline,
    /// A formula on lines of its own.
    Display,
    /// A heading: definitions before it are those of another section.
    Heading,
    /// The beginning of an example or exercise: what was defined before is another world's.
    World,
    /// A comment, which may hold a mark for the linter.
    Comment,
    /// A fenced block that asks for a derivative.
    Derive,
    /// A fenced block of claims, a line each.
    Claims,
}
