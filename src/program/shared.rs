//! The code of several values that share definitions and parts.

use super::graph::{Graph, Value};
use super::instruction::Code;
use super::{code, read_arena};
use crate::error::Error;
use crate::expression::{Arena, Id, Symbol};
use rustc_hash::FxHashMap;

/// The code that computes the values of `roots`, where each definition, a name and what it stands for, is computed once;
/// every definition comes before those that use it. Other names are variables.
///
/// # Errors
/// As [`Program::of_expression`](super::Program::of_expression).
pub fn shared_code(arena: &Arena, definitions: &[(Id, Id)], roots: &[Id]) -> Result<Code, Error> {
    let all: Vec<Id> = definitions.iter().map(|(_, value)| *value).chain(roots.iter().copied()).collect();
    let symbols: Vec<Symbol> = arena.reachable_from(&all).into_iter().filter_map(|id| arena.as_symbol(id)).collect();
    let mut graph = Graph::new(symbols.len());
    let mut known: FxHashMap<Symbol, Value> = symbols.into_iter().enumerate().map(|(at, symbol)| (symbol, graph.variable(at))).collect();
    let mut read = |known: &FxHashMap<Symbol, Value>, root: Id| {
        let order = arena.reachable(root);
        read_arena::read_arena(&mut graph, arena, &order, &mut |symbol| known.get(&symbol).copied())
    };
    for (name, value) in definitions {
        let value = read(&known, *value)?;
        if let Some(symbol) = arena.as_symbol(*name) {
            known.insert(symbol, value);
        }
    }
    let values = roots.iter().map(|root| read(&known, *root)).collect::<Result<Vec<Value>, Error>>()?;
    Ok(code(&graph, &values))
}
