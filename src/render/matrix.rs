//! Vectors and matrices of formulas that are written already.

use super::Notation;

/// What stands around a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fence {
    /// A column in LaTeX, `[a, b]` in text.
    Vector,
    /// Brackets.
    Matrix,
    /// The bars of a determinant; in text a call of `det`.
    Determinant,
}

/// Appends the cells, row by row; a vector is one row.
pub fn write_matrix(out: &mut String, cells: &[Vec<String>], notation: Notation, fence: Fence) {
    if notation == Notation::Latex {
        let rows: Vec<String> = match (cells, fence) {
            ([only], Fence::Vector) => only.clone(),
            _ => cells.iter().map(|row| row.join("&")).collect(),
        };
        let dress = if fence == Fence::Determinant { "vmatrix" } else { "pmatrix" };
        // Fractions would touch those of the next row.
        let between = if rows.iter().any(|row| row.contains("\\frac")) { "\\\\[4pt]" } else { "\\\\" };
        for piece in ["\\begin{", dress, "}", &rows.join(between), "\\end{", dress, "}"] {
            out.push_str(piece);
        }
        return;
    }
    if notation == Notation::Typst {
        let rows: Vec<String> = match (cells, fence) {
            ([only], Fence::Vector) => only.clone(),
            _ => cells.iter().map(|row| row.join(", ")).collect(),
        };
        let dress = if fence == Fence::Determinant { "delim: \"|\", " } else { "" };
        out.push_str(&format!("mat({dress}{})", rows.join("; ")));
        return;
    }
    let rows: Vec<String> = cells.iter().map(|row| format!("[{}]", row.join(", "))).collect();
    match (fence, &rows[..]) {
        (Fence::Vector, [only]) => out.push_str(only),
        (Fence::Determinant, _) => out.push_str(&format!("det([{}])", rows.join(", "))),
        _ => out.push_str(&format!("[{}]", rows.join(", "))),
    }
}
