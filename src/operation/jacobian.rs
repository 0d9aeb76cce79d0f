//! Partial derivatives of several functions: gradient, Jacobian and Hessian, the entries that are not zero.

use super::{Desk, Law, Refusal, Step, Working};
use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::formula::{FUNCTIONS, Formula, Part, free_name};

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

/// Which matrix it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixKind {
    /// A vector: one row.
    Gradient,
    /// A row for each function.
    Jacobian,
    /// A row for each variable.
    Hessian,
}

/// More entries than this are told by their values alone.
const MOST_TOLD: usize = 144;

/// What a matrix is of, and what it is called in its steps.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The names of the functions, none where they have none, and the functions.
    pub functions: &'a [(Option<Id>, Id)],
    /// The variables, a column each.
    pub variables: &'a [Id],
    /// The entries that are not zero, in order.
    pub entries: &'a [Entry],
    /// Of a Hessian, the gradient.
    pub gradient: &'a [Entry],
    /// Which matrix it is.
    pub kind: MatrixKind,
    /// Whether it is written with its zeros.
    pub is_full: bool,
}

/// How a matrix comes about.
pub fn matrix_steps(arena: &mut Arena, told: &Told<'_>) -> Vec<Step> {
    let Told { functions, variables, entries, gradient, kind, is_full } = *told;
    let mut working = Working::new();
    let used: Vec<Id> = functions.iter().map(|(_, function)| *function).chain(variables.iter().copied()).collect();
    let mut names = Vec::with_capacity(functions.len());
    let letter = free_name(arena, &FUNCTIONS, &used);
    let letter_text = arena.as_symbol(letter).map(|symbol| arena.name(symbol).to_string()).unwrap_or_default();
    for (number, (name, function)) in functions.iter().enumerate() {
        let name = match name {
            Some(name) => *name,
            None if functions.len() == 1 => letter,
            None => arena.symbol(&format!("{letter_text}_{}", number + 1)),
        };
        names.push(name);
        if is_full {
            working.define(name, *function, "");
        }
    }
    let is_told = is_full && entries.len() <= MOST_TOLD;
    let is_partial = variables.len() > 1;
    let mut tell = |left: Part, of: Id, by: Id, value: Id| {
        if is_told {
            working.differentiate(left, of, by, Some(value))
        } else {
            working.step(Law::Differentiation, left, Formula::value(value))
        }
    };
    if kind == MatrixKind::Hessian {
        for first in gradient {
            let by = variables[first.column];
            tell(Part::derivative(names[0], &[by], is_partial), functions[0].1, by, first.value);
        }
        for entry in entries.iter().filter(|entry| entry.row <= entry.column) {
            let Some(first) = gradient.iter().find(|first| first.column == entry.row) else { continue };
            let by = [variables[entry.row], variables[entry.column]];
            tell(Part::derivative(names[0], &by, is_partial), first.value, by[1], entry.value);
        }
    } else {
        for entry in entries {
            let by = variables[entry.column];
            tell(Part::derivative(names[entry.row], &[by], is_partial), functions[entry.row].1, by, entry.value);
        }
    }
    if is_full {
        let rows = if kind == MatrixKind::Hessian { variables.len() } else { functions.len() };
        let mut cells = vec![vec![Id::ZERO; variables.len()]; rows];
        for entry in entries {
            cells[entry.row][entry.column] = entry.value;
        }
        let mut whole = |names: &[&str]| Part::Expression(free_name(arena, names, &used));
        let (left, right, law) = match kind {
            MatrixKind::Gradient => (Part::Gradient(names[0]), Part::Vector(cells.swap_remove(0)), "the gradient"),
            MatrixKind::Jacobian => (whole(&["J", "D", "M"]), Part::Matrix(cells), "the Jacobian, a row for each function"),
            MatrixKind::Hessian => (whole(&["H", "D", "M"]), Part::Matrix(cells), "the Hessian, symmetric"),
        };
        working.step(Law::Conclusion(law), left, Formula::part(right));
    }
    working.steps
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
        name: None,
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
