//! Sparse second derivatives: only the entries that are not zero, each row in time proportional to what its slope is made of.

use super::Program;
use super::graph::Value;
use super::instruction::Code;
use super::reverse::{Constants, reverse, sparse_rows};
use crate::error::Error;

/// The entries of a matrix that are not known to be zero, and the code of their values.
#[derive(Debug, Clone)]
pub struct Sparse {
    /// Row and column of each entry; a symmetric matrix has those on and above its diagonal only.
    pub entries: Vec<(usize, usize)>,
    /// The outputs of this code are the entries' values, in the same order.
    pub code: Code,
}

impl Program {
    /// The second derivatives that are not zero, on and above the diagonal, in time and memory linear in the length of the
    /// program where each variable meets few others.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let program = Session::new().program(&Question::derive("x^2*y + z^3", &["x", "y", "z"]))?;
    /// let hessian = program.sparse_hessian()?;
    /// assert_eq!(hessian.entries, [(0, 0), (0, 1), (2, 2)]);
    /// assert_eq!(hessian.code.run(&[1.0, 5.0, 2.0], &mut Vec::new()), [10.0, 2.0, 12.0]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where a function has no second derivative in closed form; [`Error::Request`] for a program of
    /// several values.
    pub fn sparse_hessian(&self) -> Result<Sparse, Error> {
        let value = self.only_value("a Hessian")?;
        let mut graph = self.graph.clone();
        let variables: Vec<usize> = (0..self.active).collect();
        let slopes = reverse(&mut graph, &[(value, Value::ONE)], &variables, Constants::Early)?;
        let rows = sparse_rows(&mut graph, &slopes, self.active)?;
        let mut entries = Vec::new();
        let mut values = Vec::new();
        for (row, found) in rows.into_iter().enumerate() {
            for (column, value) in found.into_iter().filter(|(column, _)| *column >= row) {
                entries.push((row, column));
                values.push(value);
            }
        }
        Ok(Sparse { entries, code: super::code(&graph, &values) })
    }
}
