//! Partial derivatives of several functions: gradient, Jacobian and Hessian, the entries that are not zero.

use super::{Desk, Refusal};
use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};

/// A partial derivative that is not zero everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Which function.
    pub row: usize,
    /// By which variable.
    pub column: usize,
    /// The derivative.
    pub value: Id,
}

/// The partial derivatives of each function by each variable that it has, row by row. Each answer keeps to the words of its
/// own function. Many functions cost no more each than one does alone.
pub fn jacobian(desk: &mut Desk<'_>, functions: &[Id], variables: &[Id], assumptions: &[Id]) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::new();
    for (row, function) in functions.iter().enumerate() {
        let columns = columns_of(desk.arena, *function, variables, 0);
        entries.extend(row_of(desk, *function, *function, &columns, variables, row, assumptions)?);
    }
    Ok(entries)
}

/// The second partial derivatives of a function, all of them: those above the diagonal are those below, and are found once.
pub fn hessian(desk: &mut Desk<'_>, gradient: &[Entry], function: Id, variables: &[Id], assumptions: &[Id]) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::new();
    for first in gradient {
        let columns = columns_of(desk.arena, first.value, variables, first.column);
        for entry in row_of(desk, first.value, function, &columns, variables, first.column, assumptions)? {
            entries.push(entry);
            if entry.row != entry.column {
                entries.push(Entry { row: entry.column, column: entry.row, ..entry });
            }
        }
    }
    entries.sort_by_key(|entry| (entry.row, entry.column));
    Ok(entries)
}

/// Which of the variables, from one on, a function has.
fn columns_of(arena: &Arena, function: Id, variables: &[Id], from: usize) -> Vec<usize> {
    let symbols = arena.free_symbols(function);
    let has = |column: &usize| arena.as_symbol(variables[*column]).is_some_and(|symbol| symbols.contains(&symbol));
    // A function has few of many variables, and few functions have many.
    if variables.len() <= symbols.len() * 4 {
        return (from..variables.len()).filter(has).collect();
    }
    let mut columns: Vec<usize> = symbols
        .iter()
        .filter_map(|symbol| variables.iter().position(|variable| arena.as_symbol(*variable) == Some(*symbol)))
        .filter(|column| *column >= from)
        .collect();
    columns.sort_unstable();
    columns
}

/// The derivatives of one function, in the words of `question`, made in an arena of their own: passes over an arena then cost
/// what this function costs, however many others there are.
fn row_of(
    desk: &mut Desk<'_>,
    function: Id,
    question: Id,
    columns: &[usize],
    variables: &[Id],
    row: usize,
    assumptions: &[Id],
) -> Result<Vec<Entry>, Refusal> {
    let mut arena = Arena::new();
    arena.set_limits(*desk.arena.limits());
    let mut buffer = Vec::new();
    let mut bring = |arena: &mut Arena, id: Id| arena.import(desk.arena, &desk.arena.reachable(id), &mut |_, _| None, &mut buffer);
    let mut knowledge = Knowledge::default();
    for assumption in assumptions {
        let assumption = bring(&mut arena, *assumption);
        knowledge.assume(&mut arena, assumption);
    }
    let question = bring(&mut arena, question);
    let function = bring(&mut arena, function);
    let symbols: Vec<Id> = columns.iter().map(|column| bring(&mut arena, variables[*column])).collect();
    let mut differentiator = Differentiator::default();
    let mut inner = Desk {
        arena: &mut arena,
        knowledge: &mut knowledge,
        differentiator: &mut differentiator,
        rules: desk.rules.clone(),
        question,
        form: desk.form,
        stages: Vec::new(),
    };
    let mut values = Vec::new();
    for (column, variable) in columns.iter().zip(symbols) {
        let derivative = inner.derive(function, variable)?;
        let value = inner.simplest(derivative);
        values.push((*column, value));
    }
    let found: Vec<Entry> = values
        .into_iter()
        .filter(|(_, value)| *value != Id::ZERO)
        .map(|(column, value)| {
            let value = desk.arena.import(&arena, &arena.reachable(value), &mut |_, _| None, &mut buffer);
            Entry { row, column, value }
        })
        .collect();
    Ok(found)
}
