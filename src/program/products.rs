//! Derivatives of several values at once: products of the Jacobian with vectors, and its entries that are not zero.

use super::forward::forward;
use super::graph::{Graph, Value};
use super::instruction::Code;
use super::pattern::{colouring, pattern};
use super::reverse::{Constants, reverse, sparse_rows};
use super::sparse::Sparse;
use super::{Program, TRY_BOTH, code};
use crate::error::Error;
use rustc_hash::FxHashSet;

impl Program {
    /// The derivatives along a direction, by forward mode: the Jacobian times a vector. The program returned has this one's
    /// values, then the change of each; its variables are this one's, then the direction's components, one for each variable
    /// derivatives are taken by: `d_x` for `x`.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let program = Session::new().program(&Question::derive("x^2*y", &["x", "y"]))?;
    /// let along = program.jacobian_vector_product()?;
    /// assert_eq!(along.variables(), ["x", "y", "d_x", "d_y"]);
    /// // At (3, 5) along (1, 2): the value 45, and 2*3*5*1 + 3^2*2.
    /// assert_eq!(along.value().run(&[3.0, 5.0, 1.0, 2.0], &mut Vec::new()), [45.0, 48.0]);
    /// // Its derivatives are the Hessian times the direction.
    /// let code = along.value_and_gradient()?;
    /// assert_eq!(code.run(&[3.0, 5.0, 1.0, 2.0], &mut Vec::new())[4..], [22.0, 6.0]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where a function has no derivative in closed form.
    pub fn jacobian_vector_product(&self) -> Result<Program, Error> {
        let mut product = self.clone();
        let rates = product.add_variables(self.differentiated_by().iter().map(|name| format!("d_{name}")));
        product.values.extend(forward(&mut product.graph, &self.values, &rates)?);
        Ok(product)
    }

    /// The gradient of the values weighted by a vector, by reverse mode: a vector times the Jacobian. The program returned has
    /// this one's values, then a derivative for each variable derivatives are taken by; its variables are this one's, then the
    /// weights `weight_1`, `weight_2` and on, one for each value.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let program = Session::new().vector_program(&Question::derive("r*cos(t), r*sin(t)", &["r", "t"]))?;
    /// let weighted = program.vector_jacobian_product()?;
    /// assert_eq!(weighted.variables(), ["r", "t", "weight_1", "weight_2"]);
    /// assert_eq!(weighted.value().run(&[2.0, 0.0, 10.0, 1.0], &mut Vec::new()), [2.0, 0.0, 10.0, 2.0]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where a function has no derivative in closed form.
    pub fn vector_jacobian_product(&self) -> Result<Program, Error> {
        let mut product = self.clone();
        let weights = product.add_variables((1..=self.values.len()).map(|number| format!("weight_{number}")));
        let seeds: Vec<(Value, Value)> = self.values.iter().copied().zip(weights).collect();
        let variables: Vec<usize> = (0..self.active).collect();
        product.values.extend(reverse(&mut product.graph, &seeds, &variables, Constants::Early)?);
        Ok(product)
    }

    /// The first derivatives of all values that are not zero: row by row in reverse mode, or several columns at once in
    /// forward mode where no two of them meet in a row (Curtis, Powell and Reid 1974), whichever takes fewer operations.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let program = Session::new().vector_program(&Question::derive("x^2, x*y, z^3", &["x", "y", "z"]))?;
    /// let jacobian = program.sparse_jacobian()?;
    /// assert_eq!(jacobian.entries, [(0, 0), (1, 0), (1, 1), (2, 2)]);
    /// assert_eq!(jacobian.code.run(&[3.0, 5.0, 1.0], &mut Vec::new()), [6.0, 5.0, 3.0, 3.0]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where a function has no derivative in closed form.
    pub fn sparse_jacobian(&self) -> Result<Sparse, Error> {
        let by_rows = self.jacobian_by_rows()?;
        let columns = pattern(&self.graph, &self.values, self.active);
        let colours = colouring(&columns, self.active);
        // Each colour is one more pass over everything.
        if self.graph.size().saturating_mul(1 + colours.iter().max().map_or(0, |last| *last as usize)) > TRY_BOTH {
            return Ok(by_rows);
        }
        let by_columns = self.jacobian_by_columns(&columns, &colours)?;
        let is_cheaper = by_columns.entries == by_rows.entries && by_columns.code.operations() < by_rows.code.operations();
        Ok(if is_cheaper { by_columns } else { by_rows })
    }

    pub(super) fn jacobian_by_rows(&self) -> Result<Sparse, Error> {
        let mut graph = self.graph.clone();
        let rows = sparse_rows(&mut graph, &self.values, self.active)?;
        let entries = rows.into_iter().enumerate().flat_map(|(row, found)| found.into_iter().map(move |(at, value)| ((row, at), value)));
        Ok(sparse(&graph, entries))
    }

    pub(super) fn jacobian_by_columns(&self, columns: &[Vec<usize>], colours: &[u32]) -> Result<Sparse, Error> {
        let mut graph = self.graph.clone();
        let last = colours.iter().max().copied().unwrap_or(0);
        let mut entries = Vec::new();
        for colour in 0..=last {
            let rates: Vec<Value> = colours.iter().map(|own| if *own == colour { Value::ONE } else { Value::ZERO }).collect();
            let changes = forward(&mut graph, &self.values, &rates)?;
            for (row, change) in changes.into_iter().enumerate() {
                let column = columns[row].iter().find(|column| colours[**column] == colour);
                entries.extend(column.map(|column| ((row, *column), change)));
            }
        }
        entries.retain(|(_, value)| !value.is_zero());
        entries.sort_by_key(|(place, _)| *place);
        Ok(sparse(&graph, entries))
    }

    /// More variables, under these names or, where one is taken, one like it.
    fn add_variables(&mut self, names: impl Iterator<Item = String>) -> Vec<Value> {
        let mut taken: FxHashSet<String> = self.names.iter().cloned().collect();
        let mut added = Vec::new();
        for mut name in names {
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            self.names.push(name);
            added.push(self.graph.add_variable());
        }
        added
    }
}

fn sparse(graph: &Graph, entries: impl IntoIterator<Item = ((usize, usize), Value)>) -> Sparse {
    let (entries, values): (Vec<(usize, usize)>, Vec<Value>) = entries.into_iter().unzip();
    let code: Code = code(graph, &values);
    Sparse { entries, code }
}
