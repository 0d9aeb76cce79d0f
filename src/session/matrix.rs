//! Gradients, Jacobians and Hessians.

use super::indexed::counts_introduced;
use super::reading::{refuse, refuse_twice};
use super::steps::Costs;
use super::{Notation, Question, Session, parts, rule_sets};
use crate::derivation::{Detail, Steps};
use crate::domain::{
    conditions_of, conditions_of_losses, has_scopes, hold_nowhere, jump_conditions, jumps_of_terms, missing_conditions, opened,
    without_implied,
};
use crate::error::Error;
use crate::expression::{Arena, Id, Symbol};
use crate::operation::{self, Entry, MatrixKind, Told};
use crate::render::{self, Fence, write_matrix};
use crate::simplify::{Form, in_names, is_zero};
use crate::syntax::Member;
use std::fmt::Write;

/// A matrix with more entries than this is listed entry by entry, zeros left out.
const WRITTEN_IN_FULL: usize = 144;

/// The partial derivatives of one function or of several; it borrows the session it came from.
#[derive(Debug)]
pub struct Matrix<'s> {
    session: &'s mut Session,
    kind: MatrixKind,
    rows: Vec<String>,
    columns: Vec<String>,
    variables: Vec<Id>,
    functions: Vec<Id>,
    /// Not the zeros, in order.
    entries: Vec<Entry>,
    /// Of a Hessian.
    gradient: Vec<Entry>,
    /// The entries in the names of the question's definitions, where it has any.
    shown: Vec<Id>,
    /// Of values at a point: row and column of those that are not exact.
    rounded: Vec<((usize, usize), f64)>,
    /// Whether the entries are values at a point.
    is_settled: bool,
}

impl Session {
    /// The gradient: the partial derivatives by each of the question's variables, or by all that the expression has.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let gradient = session.gradient(&Question::derive("x^2*y + sin(y)", &["x", "y"]))?;
    /// assert_eq!(gradient.text()?, "[2*x*y, x^2 + cos(y)]");
    /// assert_eq!(gradient.entry(0, 1)?, "x^2 + cos(y)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::derive`].
    pub fn gradient(&mut self, question: &Question<'_>) -> Result<Matrix<'_>, Error> {
        let input = self.read(question)?;
        let columns = self.columns(question, &[input])?;
        let assumptions = self.outcome.assumptions.clone();
        let entries = self.at_desk(question, input, |desk| operation::jacobian(desk, &[input], &columns, &assumptions))?;
        self.matrix(question, MatrixKind::Gradient, vec!["1".into()], columns, vec![input], entries, Vec::new())
    }

    /// The Hessian: all second partial derivatives of an expression, each pair of equal ones found once.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let hessian = session.hessian(&Question::derive("x^2*y", &["x", "y"]))?;
    /// assert_eq!(hessian.text()?, "[[2*y, 2*x], [2*x, 0]]");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::derive`].
    pub fn hessian(&mut self, question: &Question<'_>) -> Result<Matrix<'_>, Error> {
        let input = self.read(question)?;
        let columns = self.columns(question, &[input])?;
        let assumptions = self.outcome.assumptions.clone();
        let (gradient, entries) = self.at_desk(question, input, |desk| {
            let gradient = operation::jacobian(desk, &[input], &columns, &assumptions)?;
            let entries = operation::hessian(desk, &gradient, &columns, &assumptions)?;
            Ok((gradient, entries))
        })?;
        let rows = self.names_of(&columns);
        self.matrix(question, MatrixKind::Hessian, rows, columns, vec![input], entries, gradient)
    }

    /// The Jacobian: the question's expression lists functions, `x*cos(y), x*sin(y)`, a row each; a column for each variable.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let jacobian = session.jacobian(&Question::derive("r*cos(t), r*sin(t)", &["r", "t"]))?;
    /// assert_eq!(jacobian.text()?, "[[cos(t), -r*sin(t)], [sin(t), r*cos(t)]]");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where a member of the list is an equation; otherwise as [`Session::derive`].
    pub fn jacobian(&mut self, question: &Question<'_>) -> Result<Matrix<'_>, Error> {
        let (rows, functions) = self.read_functions(question)?;
        for (name, value) in &self.outcome.names {
            if !functions.contains(value) {
                self.outcome.notes.push(format!("`{name}` is used by what else is listed, so that it is a definition and no row"));
            }
        }
        let columns = self.columns(question, &functions)?;
        let assumptions = self.outcome.assumptions.clone();
        let Some(first) = functions.first().copied() else { return refuse("there is no function to differentiate", "list some") };
        let entries = self.at_desk(question, first, |desk| operation::jacobian(desk, &functions, &columns, &assumptions))?;
        self.matrix(question, MatrixKind::Jacobian, rows, columns, functions, entries, Vec::new())
    }

    /// The functions that the question's expression lists: their names or numbers, and what they are.
    pub(super) fn read_functions(&mut self, question: &Question<'_>) -> Result<(Vec<String>, Vec<Id>), Error> {
        let members = self.read_list(question, question.variables, question.variables)?;
        let variables: Vec<Id> = question.variables.iter().map(|name| self.arena.symbol(name)).collect();
        let (mut rows, mut functions) = (Vec::new(), Vec::new());
        for (at, member) in members.iter().enumerate() {
            match *member {
                Member::Value(value) => {
                    rows.push((at + 1).to_string());
                    functions.push(value);
                }
                Member::Named(name, value) if !variables.contains(&name) => {
                    rows.extend(self.names_of(&[name]));
                    functions.push(value);
                }
                Member::Named(..) | Member::Equation(..) => {
                    return refuse("an equation has no Jacobian", "list functions: `x*cos(y), x*sin(y)`");
                }
            }
        }
        Ok((rows, functions))
    }

    #[allow(clippy::too_many_arguments)]
    fn matrix(
        &mut self,
        question: &Question<'_>,
        kind: MatrixKind,
        rows: Vec<String>,
        variables: Vec<Id>,
        functions: Vec<Id>,
        entries: Vec<Entry>,
        gradient: Vec<Entry>,
    ) -> Result<Matrix<'_>, Error> {
        for entry in &entries {
            self.checked(entry.value)?;
        }
        let columns = self.names_of(&variables);
        let shown = self.entries_in_names(question, kind, &functions, &variables, &entries);
        let rounded = Vec::new();
        Ok(Matrix { session: self, kind, rows, columns, variables, functions, entries, gradient, shown, rounded, is_settled: false })
    }

    /// The entries in the names of the question, each wherever a name reads better; those of a large matrix stay as they are.
    fn entries_in_names(
        &mut self,
        question: &Question<'_>,
        kind: MatrixKind,
        functions: &[Id],
        variables: &[Id],
        entries: &[Entry],
    ) -> Vec<Id> {
        let is_plain = question.expand || question.form == Form::Raw || self.outcome.names.is_empty();
        if is_plain || entries.len() > WRITTEN_IN_FULL {
            return Vec::new();
        }
        let names: Vec<(Id, Id)> = self.outcome.names.clone().into_iter().map(|(name, value)| (self.arena.symbol(&name), value)).collect();
        let mut shown = Vec::with_capacity(entries.len());
        for entry in entries {
            let chained = match kind {
                MatrixKind::Gradient => self.by_chain(question, Some(variables[entry.column])),
                _ => None,
            };
            let function = if kind == MatrixKind::Jacobian { functions[entry.row] } else { functions[0] };
            let goal = self.outcome.goal(function, Form::Simplest);
            let rules = rule_sets(self.own_rules.as_ref());
            let named = in_names(&mut self.arena, &mut self.knowledge, &rules, entry.value, goal, &names, chained);
            shown.push(if named == Id::UNDEFINED { entry.value } else { named });
        }
        shown
    }

    /// The question's variables, or all the expressions have.
    pub(super) fn columns(&mut self, question: &Question<'_>, functions: &[Id]) -> Result<Vec<Id>, Error> {
        if !question.variables.is_empty() {
            let variables = self.variables(question, functions.first().copied().unwrap_or(Id::ZERO))?.into_vec();
            refuse_twice(&self.names_of(&variables))?;
            self.refuse_components(functions, &variables)?;
            self.tell_absent(functions, &variables);
            return Ok(variables);
        }
        // A symbol's number tells where the question has it first.
        let mut symbols: Vec<Symbol> = functions.iter().flat_map(|function| self.arena.free_symbols(*function)).collect();
        symbols.sort_unstable();
        symbols.dedup();
        let names: Vec<String> = symbols.iter().map(|symbol| self.arena.name(*symbol).to_string()).collect();
        match names.len() {
            0 => return refuse("there is no variable to differentiate by", "name one after the expression"),
            1 => {}
            _ => self.outcome.notes.push(format!("by {}, in this order", names.join(", "))),
        }
        Ok(names.iter().map(|name| self.arena.symbol(name)).collect())
    }

    pub(super) fn names_of(&self, symbols: &[Id]) -> Vec<String> {
        symbols.iter().filter_map(|id| Some(self.arena.name(self.arena.as_symbol(*id)?).to_string())).collect()
    }
}

impl Matrix<'_> {
    /// The names of the functions, or their numbers from 1; of a Hessian, the variables.
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// The variables.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether it is a gradient, a vector.
    pub fn is_vector(&self) -> bool {
        self.kind == MatrixKind::Gradient
    }

    /// Whether it is so large that it is written as a list of the entries that are not zero.
    pub fn is_listed(&self) -> bool {
        self.rows.len() * self.columns.len() > WRITTEN_IN_FULL
    }

    /// Row and column, from 0, of the entries that are not zero everywhere, in order.
    pub fn nonzero(&self) -> impl Iterator<Item = (usize, usize)> {
        self.entries.iter().map(|entry| (entry.row, entry.column))
    }

    /// The entry of a row and a column, from 0, as plain text.
    ///
    /// # Errors
    /// [`Error::Limit`] where it is too long.
    pub fn entry(&self, row: usize, column: usize) -> Result<String, Error> {
        let mut text = String::new();
        self.write_entry(row, column, Notation::Text, &mut text)?;
        Ok(text)
    }

    /// Plain text: `[a, b]` for a gradient, `[[a, b], [c, d]]` for a matrix. Errors as [`Matrix::entry`].
    pub fn text(&self) -> Result<String, Error> {
        let mut text = String::new();
        self.write(Notation::Text, &mut text)?;
        Ok(text)
    }

    /// LaTeX: a column or a matrix between parentheses. Errors as [`Matrix::entry`].
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let gradient = session.gradient(&Question::derive("x^2*y", &["x", "y"]))?;
    /// assert_eq!(gradient.latex()?, r"\begin{pmatrix}2xy\\x^2\end{pmatrix}");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn latex(&self) -> Result<String, Error> {
        let mut text = String::new();
        self.write(Notation::Latex, &mut text)?;
        Ok(text)
    }

    /// Appends the matrix in some notation; [`Notation::Lines`] aligns its columns. A large one is a list of the entries that
    /// are not zero. Errors as [`Matrix::entry`].
    pub fn write(&self, notation: Notation, out: &mut String) -> Result<(), Error> {
        if self.is_listed() {
            return self.write_list(notation, out);
        }
        let mut cells = vec![vec![String::from("0"); self.columns.len()]; self.rows.len()];
        for entry in &self.entries {
            let cell = &mut cells[entry.row][entry.column];
            cell.clear();
            self.write_entry(entry.row, entry.column, of_entry(notation), cell)?;
        }
        match notation {
            Notation::Lines(_) if !self.is_vector() => {
                let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
                let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
                for (at, row) in cells.iter().enumerate() {
                    let padded: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
                    let _ = write!(out, "{}[{}]", if at > 0 { "\n" } else { "" }, padded.join("  "));
                }
            }
            _ => {
                let notation = match notation {
                    Notation::Latex | Notation::Rows(_) => render::Notation::Latex,
                    Notation::Typst => render::Notation::Typst,
                    Notation::Text | Notation::Lines(_) | Notation::Unicode => render::Notation::Text,
                };
                let fence = if self.is_vector() { Fence::Vector } else { Fence::Matrix };
                write_matrix(out, &cells, notation, fence);
            }
        }
        Ok(())
    }

    /// Row and column of each entry, and its value.
    fn write_list(&self, notation: Notation, out: &mut String) -> Result<(), Error> {
        for (at, entry) in self.entries.iter().enumerate() {
            if at > 0 {
                out.push_str(match notation {
                    Notation::Latex | Notation::Rows(_) => r",\quad ",
                    Notation::Typst => ", quad ",
                    Notation::Text | Notation::Lines(_) | Notation::Unicode => "\n",
                });
            }
            let (row, column) = (&self.rows[entry.row], &self.columns[entry.column]);
            if self.is_vector() {
                let _ = write!(out, "[{column}] = ");
            } else {
                let _ = write!(out, "[{row}, {column}] = ");
            }
            self.write_entry(entry.row, entry.column, of_entry(notation), out)?;
        }
        Ok(())
    }

    /// Appends the entry of a row and a column, from 0. Errors as [`Matrix::entry`].
    pub fn write_entry(&self, row: usize, column: usize, notation: Notation, out: &mut String) -> Result<(), Error> {
        match self.entries.binary_search_by_key(&(row, column), |entry| (entry.row, entry.column)) {
            Ok(at) => {
                if let Some((_, number)) = self.rounded.iter().find(|(place, _)| *place == (row, column)) {
                    out.push_str(&number.to_string());
                    return Ok(());
                }
                let id = self.shown.get(at).copied().unwrap_or(self.entries[at].value);
                // No variable goes first, so that a sum looks alike in every column.
                self.session.write_id(id, &self.session.outcome.style, notation, out)
            }
            Err(_) => {
                out.push('0');
                Ok(())
            }
        }
    }

    /// How the matrix comes about: the functions, each partial derivative that is not zero, law by law, and the matrix. Of a
    /// large one the entries alone.
    ///
    /// ```
    /// use chainrule::{Detail, Question, Session};
    /// let mut session = Session::new();
    /// let mut gradient = session.gradient(&Question::derive("x^2*y", &["x", "y"]))?;
    /// let steps = gradient.steps(Detail::Brief)?;
    /// assert_eq!(steps.iter().last().map(|step| step.after.text.as_str()), Some("[2*x*y, x^2]"));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Limit`] where the derivation would be too long.
    pub fn steps(&mut self, detail: Detail) -> Result<Steps, Error> {
        if self.is_settled {
            return refuse("the entries are values at a point", "ask for the steps without a point");
        }
        let is_full = !self.is_listed();
        let session = &mut *self.session;
        let mut functions: Vec<(Option<Id>, Id)> = Vec::with_capacity(self.functions.len());
        for (at, function) in self.functions.iter().enumerate() {
            let name = match self.kind {
                MatrixKind::Jacobian => {
                    self.rows.get(at).filter(|name| name.parse::<usize>().is_err()).map(|name| session.arena.symbol(name))
                }
                _ => session.outcome.name,
            };
            functions.push((name, *function));
        }
        let told = Told {
            functions: &functions,
            variables: &self.variables,
            entries: &self.entries,
            gradient: &self.gradient,
            kind: self.kind,
            is_full,
        };
        let steps = operation::matrix_steps(&mut session.arena, &told);
        // Of a large one nobody counts.
        let costs = is_full.then(|| Costs {
            values: self.functions.clone(),
            derivatives: self.gradient.iter().chain(&self.entries).map(|entry| entry.value).collect(),
        });
        let question = std::mem::take(&mut session.question);
        let steps = question.put(|question| session.tell(question, &steps, detail, costs, None));
        session.question = question;
        steps
    }

    /// Puts values in for names, as [`Answer::at`](crate::Answer::at) does for one answer: the entries are values then, exact where they are.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let mut gradient = session.gradient(&Question::derive("x^2*y", &["x", "y"]))?;
    /// gradient.put_in(&[("x", "1"), ("y", "3")])?;
    /// assert_eq!(gradient.text()?, "[6, 1]");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Undefined`] where one of the functions or entries has no value; otherwise as [`Answer::at`](crate::Answer::at).
    pub fn put_in(&mut self, point: &[(&str, &str)]) -> Result<(), Error> {
        self.session.admit_point(point.iter().map(|(name, _)| *name), &[])?;
        let pairs = self.session.point_pairs(point)?;
        let conditions = self.missing();
        self.session.require_assumed(&pairs)?;
        self.session.require_at(&conditions, &pairs)?;
        for function in &self.functions {
            self.session.input_at(*function, &pairs)?;
        }
        let has_decimals = point.iter().any(|(_, value)| value.contains('.'));
        for entry in &mut self.entries {
            let (value, rounded) = self.session.value_with(entry.value, &pairs, has_decimals)?;
            entry.value = value;
            self.rounded.extend(rounded.map(|number| ((entry.row, entry.column), number)));
        }
        self.shown.clear();
        self.entries.retain(|entry| entry.value != Id::ZERO);
        self.is_settled = true;
        Ok(())
    }

    /// The conditions that no entry shows itself: where the functions, or their derivatives, are defined.
    pub fn conditions(&mut self) -> Vec<String> {
        if self.is_settled {
            return Vec::new();
        }
        let opened = self.missing();
        let session = &mut *self.session;
        let of_entries = self.entries.iter().map(|entry| (entry.value, self.variables[entry.column]));
        let stages: Vec<(Id, Id)> = session.outcome.stages.iter().copied().chain(of_entries).collect();
        let answers: Vec<Id> = self.entries.iter().map(|entry| entry.value).collect();
        let mut texts = session.written_conditions(opened);
        texts.extend(session.conditions_of_terms(&self.functions, &stages, &answers, &self.variables));
        texts
    }

    /// The same of those that do not speak of the terms of sums.
    fn missing(&mut self) -> Vec<Id> {
        let session = &mut *self.session;
        let (arena, knowledge) = (&mut session.arena, &mut session.knowledge);
        let own = session.own_rules.as_ref();
        let mut zero = |arena: &mut Arena, knowledge: &mut _, id: Id| is_zero(arena, knowledge, &rule_sets(own), id);
        let mut required = conditions_of_losses(arena, knowledge, &session.outcome.losses);
        for function in &self.functions {
            required.extend(conditions_of(arena, knowledge, *function));
        }
        if hold_nowhere(arena, knowledge, &required) {
            session.outcome.tell_nowhere(false);
        }
        let of_entries = self.entries.iter().map(|entry| (entry.value, self.variables[entry.column]));
        let is_over_index = has_scopes(arena, &self.functions);
        let stages: Vec<(Id, Id)> = session.outcome.stages.iter().copied().chain(of_entries).collect();
        for (stage, variable) in stages.iter().copied() {
            for condition in jump_conditions(arena, knowledge, stage, variable, &mut zero) {
                required.extend(parts(arena, knowledge, condition));
            }
            if is_over_index {
                required.extend(jumps_of_terms(arena, knowledge, stage, variable, &mut zero).0);
            }
        }
        let answers: Vec<Id> = self.entries.iter().map(|entry| entry.value).collect();
        if is_over_index {
            required.extend(counts_introduced(arena, &self.functions, &answers));
        }
        required.sort_unstable();
        required.dedup();
        let mut visible = Vec::new();
        if !required.is_empty() {
            for answer in &answers {
                visible.extend(conditions_of(arena, knowledge, *answer));
            }
        }
        let missing = missing_conditions(arena, knowledge, &required, &visible);
        let missing = without_implied(arena, knowledge, missing);
        missing.into_iter().map(|condition| opened(arena, knowledge, condition, &self.variables)).collect()
    }

    /// What the reader decided where the text was ambiguous.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.session.outcome.notes.clone();
        let answers: Vec<Id> = match &self.shown[..] {
            [] => self.entries.iter().map(|entry| entry.value).collect(),
            shown => shown.to_vec(),
        };
        notes.extend(self.session.introduced_by(&self.functions, &answers));
        notes
    }
}

/// How an entry is written in a matrix: on one line.
fn of_entry(notation: Notation) -> Notation {
    match notation {
        Notation::Lines(_) => Notation::Text,
        Notation::Rows(_) => Notation::Latex,
        other => other,
    }
}
