//! Claims in code fences, for `chainrule test`.

use crate::document::page::passage::PieceKind;
use crate::document::page::{Document, pieces};

impl Document {
    /// The lines of the code fences called `chainrule`, in reading order: where each begins in the document's own file, in bytes,
    /// and its text.
    ///
    /// ```
    /// use chainrule::{Document, DocumentFormat};
    /// let text = "Powers:\n\n~~~chainrule\nd/dx(x^2) = 2*x\n~~~\n";
    /// let document = Document::new("notes.md", text, DocumentFormat::Markdown, "", &mut |_| None);
    /// assert_eq!(document.claims(), [(22, "d/dx(x^2) = 2*x".to_string())]);
    /// ```
    pub fn claims(&self) -> Vec<(usize, String)> {
        let mut claims = Vec::new();
        for passage in self.passages.iter().filter(|passage| passage.file == 0) {
            for piece in pieces(passage).into_iter().filter(|piece| piece.kind == PieceKind::Claims) {
                let mut at = piece.range.start;
                for line in passage.text[piece.range].split_inclusive('\n') {
                    claims.push((passage.place(at), line.trim_end_matches(['\r', '\n']).to_string()));
                    at += line.len();
                }
            }
        }
        claims
    }
}
