//! Vectors and matrices as objects: `texts` by variable, or by row and then by variable.

use super::{Parts, begin, close_string, key, list, open_string, quoted_key, write_steps};
use chainrule::{Error, Matrix, Notation};

/// Appends those parts of the matrix.
pub fn write_matrix(out: &mut String, id: Option<&str>, matrix: &mut Matrix<'_>, parts: &Parts) -> Result<(), Error> {
    begin(out, id);
    for (name, notation, wanted) in [("texts", Notation::Text, parts.text), ("unicodes", Notation::Unicode, parts.unicode)] {
        if wanted {
            key(out, name);
            write_rows(out, matrix, notation)?;
        }
    }
    if parts.latex {
        key(out, "latex");
        let from = open_string(out);
        matrix.write(Notation::Latex, out)?;
        close_string(out, from);
    }
    if parts.typst {
        key(out, "typst");
        let from = open_string(out);
        matrix.write(Notation::Typst, out)?;
        close_string(out, from);
    }
    if parts.conditions {
        let conditions = matrix.conditions();
        key(out, "conditions");
        list(out, &conditions);
    }
    if parts.notes {
        let notes = matrix.notes();
        key(out, "notes");
        list(out, &notes);
    }
    out.push('}');
    if let Some(detail) = parts.steps {
        write_steps(out, &matrix.steps(detail)?);
    }
    Ok(())
}

/// The entries by row and variable; of a gradient by variable. A large matrix leaves out its zeros.
fn write_rows(out: &mut String, matrix: &Matrix<'_>, notation: Notation) -> Result<(), Error> {
    let mut entries = matrix.nonzero().peekable();
    if !matrix.is_vector() {
        out.push('{');
    }
    for row in 0..matrix.rows().len() {
        if matrix.is_listed() && entries.peek().is_none_or(|(next, _)| *next != row) {
            continue;
        }
        if !matrix.is_vector() {
            quoted_key(out, &matrix.rows()[row]);
        }
        out.push('{');
        let write = |out: &mut String, column: usize| {
            quoted_key(out, &matrix.columns()[column]);
            let from = open_string(out);
            matrix.write_entry(row, column, notation, out)?;
            close_string(out, from);
            Ok(())
        };
        if matrix.is_listed() {
            while let Some((_, column)) = entries.next_if(|(next, _)| *next == row) {
                write(out, column)?;
            }
        } else {
            (0..matrix.columns().len()).try_for_each(|column| write(out, column))?;
        }
        out.push('}');
    }
    if !matrix.is_vector() {
        out.push('}');
    }
    Ok(())
}
