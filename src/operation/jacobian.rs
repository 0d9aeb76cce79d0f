//! Partial derivatives of several functions: gradient, Jacobian and Hessian, the entries that are not zero.

use super::{Desk, Law, Refusal, Step, Working};
use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Symbol, Term};
use crate::formula::{FUNCTIONS, Formula, Part, free_name};
use crate::number::Rational;
use crate::simplify::Goal;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

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
/// own function. Many functions cost no more each than one does alone, and of a sum each derivative costs what the terms with
/// its variable cost.
pub fn jacobian(desk: &mut Desk<'_>, functions: &[Id], variables: &[Id], assumptions: &[Id]) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::new();
    for (row, function) in functions.iter().enumerate() {
        for (part, columns) in parts_by_columns(desk.arena, *function, variables) {
            entries.extend(row_of(desk, part, &columns, variables, row, assumptions)?);
        }
    }
    entries.sort_by_key(|entry| (entry.row, entry.column));
    Ok(entries)
}

/// The second partial derivatives of a function, all of them: those above the diagonal are those below, and are found once.
pub fn hessian(desk: &mut Desk<'_>, gradient: &[Entry], variables: &[Id], assumptions: &[Id]) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::new();
    for first in gradient {
        for (part, mut columns) in parts_by_columns(desk.arena, first.value, variables) {
            columns.retain(|column| *column >= first.column);
            for entry in row_of(desk, part, &columns, variables, first.column, assumptions)? {
                entries.push(entry);
                if entry.row != entry.column {
                    entries.push(Entry { row: entry.column, column: entry.row, ..entry });
                }
            }
        }
    }
    entries.sort_by_key(|entry| (entry.row, entry.column));
    Ok(entries)
}

/// The variables a function has, by the part of it that has them: of a sum, the terms with a variable are all that its
/// derivative needs.
fn parts_by_columns(arena: &mut Arena, function: Id, variables: &[Id]) -> Vec<(Id, Vec<usize>)> {
    let columns: FxHashMap<Symbol, usize> =
        variables.iter().enumerate().filter_map(|(column, variable)| Some((arena.as_symbol(*variable)?, column))).collect();
    let columns_of =
        |arena: &Arena, id: Id| -> Vec<usize> { arena.free_symbols(id).iter().filter_map(|symbol| columns.get(symbol).copied()).collect() };
    let terms: Vec<Term> = match arena.node(function) {
        Node::Sum(terms) => terms.to_vec(),
        _ => {
            let mut own = columns_of(arena, function);
            own.sort_unstable();
            return vec![(function, own)];
        }
    };
    let mut with: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, term) in terms.iter().enumerate() {
        columns_of(arena, term.id).into_iter().for_each(|column| with.entry(column).or_default().push(at));
    }
    // Variables with the same terms have the same part.
    let mut parts: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    with.into_iter().for_each(|(column, terms)| parts.entry(terms).or_default().push(column));
    parts
        .into_iter()
        .map(|(chosen, columns)| {
            let chosen: Vec<(Id, Rational)> = chosen.into_iter().map(|at| (terms[at].id, terms[at].number.clone())).collect();
            (if chosen.len() == terms.len() { function } else { arena.sum(chosen) }, columns)
        })
        .collect()
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

/// The derivatives of one function, made in an arena of their own: passes over an arena then cost what this function costs,
/// however many others there are.
fn row_of(
    desk: &mut Desk<'_>,
    function: Id,
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
    let question = bring(&mut arena, function);
    let symbols: Vec<Id> = columns.iter().map(|column| bring(&mut arena, variables[*column])).collect();
    let mut differentiator = Differentiator::default();
    let mut inner = Desk {
        arena: &mut arena,
        knowledge: &mut knowledge,
        differentiator: &mut differentiator,
        rules: desk.rules.clone(),
        goal: Goal { question, ..desk.goal },
        name: None,
        stages: Vec::new(),
    };
    let mut values = Vec::new();
    for (column, variable) in columns.iter().zip(symbols) {
        inner.goal.variable = Some(variable);
        let derivative = inner.derive(question, variable)?;
        let value = inner.simplest(derivative);
        values.push((*column, value));
    }
    desk.stages.extend(columns.iter().map(|column| (function, variables[*column])));
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
