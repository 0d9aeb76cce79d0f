//! Programs: derivatives by forward and reverse mode on a shared graph, flat instructions, their cost, their values.
//!
//! A program is read from an expression or straight from a syntax tree into a [`graph`], differentiated there in time and
//! memory proportional to its length, tidied, and lowered to [`instruction`]s. Reading assumes nothing about domains: a
//! program computes in double precision and says NaN where there is no value. This room never simplifies for the eye.

pub mod compiled;
mod complement;
mod constants;
mod derivative;
pub mod emit;
pub mod evaluate;
mod factors;
mod forward;
pub mod function;
mod gaps;
pub mod graph;
pub mod instruction;
mod lower;
mod mask;
mod pattern;
mod products;
mod read_arena;
mod read_text;
pub mod reverse;
mod shared;
pub mod sparse;
mod stable;
mod sum;
mod tidy;
pub mod wide;

#[cfg(test)]
mod tests;

pub use shared::shared_code;

use crate::error::Error;
use crate::expression::{Arena, Id, Symbol};
use crate::syntax::outline::Step;
use crate::syntax::tree::Written;
use graph::{Graph, Value};
use instruction::Code;
use reverse::{Constants, reverse};
use stable::{Digits, Stage};

/// Beyond so many nodes only one way of differentiating is tried, not the cheaper of two.
const TRY_BOTH: usize = 2_000;

/// A function of several variables, or several of them, ready to be differentiated, counted and computed.
#[derive(Debug, Clone)]
pub struct Program {
    graph: Graph,
    /// The variables the derivatives are taken by come first.
    names: Vec<String>,
    active: usize,
    /// One, or those of several functions.
    values: Vec<Value>,
    /// What the author's definitions name.
    named: Vec<(String, Value)>,
}

/// How many operations it takes to compute a function, alone and together with its gradient.
///
/// `+ - * /`, a negation and a function count 1, a power its squarings and products; shared parts count once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The value alone.
    pub value: usize,
    /// The value and all its partial derivatives.
    pub value_and_gradient: usize,
}

impl Program {
    /// The program of an expression; its derivatives are taken by `variables`, or by all it has where none is given.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for unknown functions, integrals and sums over an index.
    pub fn of_expression(arena: &Arena, root: Id, variables: &[Symbol]) -> Result<Program, Error> {
        Program::of_expressions(arena, &[root], variables)
    }

    /// As [`Program::of_expression`], of several expressions.
    ///
    /// # Errors
    /// As [`Program::of_expression`].
    pub fn of_expressions(arena: &Arena, roots: &[Id], variables: &[Symbol]) -> Result<Program, Error> {
        let mut free: Vec<Symbol> = Vec::new();
        for root in roots {
            let found = arena.free_symbols(*root);
            free.extend(found.into_iter().filter(|symbol| !free.contains(symbol)).collect::<Vec<_>>());
        }
        let active: Vec<Symbol> = if variables.is_empty() { free.clone() } else { variables.to_vec() };
        let all: Vec<Symbol> = active.iter().copied().chain(free.into_iter().filter(|symbol| !active.contains(symbol))).collect();
        let mut graph = Graph::new(all.len());
        let places: rustc_hash::FxHashMap<Symbol, usize> = all.iter().enumerate().map(|(at, symbol)| (*symbol, at)).collect();
        let inputs: Vec<Value> = (0..all.len()).map(|at| graph.variable(at)).collect();
        let mut variable = |symbol: Symbol| places.get(&symbol).map(|at| inputs[*at]);
        let mut read = |root: &Id| read_arena::read_arena(&mut graph, arena, &arena.reachable(*root), &mut variable);
        let values = roots.iter().map(&mut read).collect::<Result<Vec<Value>, Error>>()?;
        let names = all.iter().map(|symbol| arena.name(*symbol).to_string()).collect();
        Program { graph, names, active: active.len(), values, named: Vec::new() }.checked()
    }

    /// The program of a parsed text as it is written, or nothing where it has what only an arena can hold.
    ///
    /// # Errors
    /// [`Error::Undefined`] where a part has no value, [`Error::Limit`] for a number that is too large.
    pub fn of_text(written: &Written<'_>, steps: &[Step], variables: &[&str]) -> Result<Option<Program>, Error> {
        if !read_text::is_plain(written, steps) {
            return Ok(None);
        }
        let read_text::Reading { graph, names, value, named } = read_text::read_text(written, steps, variables)?;
        let active = if variables.is_empty() { names.len() } else { variables.len() };
        Program { graph, names, active, values: vec![value], named }.checked().map(Some)
    }

    fn checked(self) -> Result<Program, Error> {
        if self.values.iter().all(|value| value.factor.is_finite()) {
            Ok(self)
        } else {
            Err(Error::Undefined { span: None, what: "the expression".into() })
        }
    }

    /// How many distinct parts it has.
    pub fn size(&self) -> usize {
        self.graph.size()
    }

    /// The names of the variables, in the order in which a point gives their values; those the derivatives are taken by
    /// come first.
    pub fn variables(&self) -> &[String] {
        &self.names
    }

    /// The variables the derivatives are taken by.
    pub fn differentiated_by(&self) -> &[String] {
        &self.names[..self.active]
    }

    /// The code of the value, or of the values in their order.
    pub fn value(&self) -> Code {
        code(&self.graph, &self.values)
    }

    /// The code of the value and its partial derivatives, in this order; of several, first all values, then the derivatives
    /// of each.
    ///
    /// # Errors
    /// [`Error::Unsupported`] where a function has no derivative in closed form.
    pub fn value_and_gradient(&self) -> Result<Code, Error> {
        let late = self.gradient_with(Constants::Early)?;
        if self.graph.size() > TRY_BOTH {
            return Ok(late);
        }
        let early = self.gradient_with(Constants::Late)?;
        Ok(if early.operations() < late.operations() { early } else { late })
    }

    fn gradient_with(&self, constants: Constants) -> Result<Code, Error> {
        let mut graph = self.graph.clone();
        let variables: Vec<usize> = (0..self.active).collect();
        let mut roots = self.values.clone();
        for value in &self.values {
            roots.extend(reverse(&mut graph, &[(*value, Value::ONE)], &variables, constants)?);
        }
        Ok(code(&graph, &roots))
    }

    /// The same function in forms that keep their digits (log1p, softplus, hypot and their like), written with functions
    /// that most languages have.
    ///
    /// # Errors
    /// None that a program which could be read does not have already.
    pub fn stable(&self) -> Result<Program, Error> {
        self.in_forms(Stage::Before)?.in_forms(Stage::After(Digits::OfAll))
    }

    fn in_forms(&self, stage: Stage) -> Result<Program, Error> {
        let stable = stable::stable(&self.graph, &self.values, stage)?;
        let named = self.named.iter().filter_map(|(name, value)| Some((name.clone(), stable.value(*value)?))).collect();
        Ok(Program { named, values: stable.roots, graph: stable.graph, names: self.names.clone(), active: self.active })
    }

    /// The value, of a program that has only one.
    pub(crate) fn only_value(&self, what: &str) -> Result<Value, Error> {
        match self.values[..] {
            [value] => Ok(value),
            _ => Err(Error::Request {
                what: format!("{} values have no {what} of their own", self.values.len()),
                hint: Some("take them one by one".into()),
            }),
        }
    }

    /// The code, in stable forms, of the values and all their derivatives up to an order of at most 2: the values, the gradients,
    /// and the rows of the Hessians. Also the registers that hold what the author's definitions name.
    fn stable_derivatives(&self, order: u32, digits: Digits) -> Result<(Code, Vec<(String, instruction::Register)>), Error> {
        let Program { mut graph, values, named, .. } = self.in_forms(Stage::Before)?;
        graph.keeps_digits = digits != Digits::OfValues;
        let variables: Vec<usize> = (0..self.active).collect();
        let mut roots = values.clone();
        if order > 0 {
            for value in &values {
                roots.extend(reverse(&mut graph, &[(*value, Value::ONE)], &variables, Constants::Early)?);
            }
        }
        if order > 1 {
            let slopes = roots[values.len()..].to_vec();
            for slopes in slopes.chunks(self.active.max(1)) {
                let matrix = roots.len();
                for (at, slope) in slopes.iter().enumerate() {
                    // The matrix is symmetric: what stands left of the diagonal is known already.
                    for earlier in 0..at {
                        roots.push(roots[matrix + self.active * earlier + at]);
                    }
                    roots.extend(reverse(&mut graph, &[(*slope, Value::ONE)], &variables[at..], Constants::Early)?);
                }
            }
        }
        let stable = stable::stable(&graph, &roots, Stage::After(digits))?;
        let tidied = tidy::tidy(&stable.graph, &stable.roots);
        let places: Vec<Option<Value>> = named.iter().map(|(_, value)| tidied.value(stable.value(*value)?)).collect();
        let (code, registers) = lower::lower(&tidied.graph, &tidied.roots, &places);
        let names = named.iter().zip(registers).filter_map(|((name, _), register)| Some((name.clone(), register?)));
        Ok((code, names.collect()))
    }

    /// The operations it takes.
    ///
    /// # Errors
    /// As [`Program::value_and_gradient`].
    pub fn cost(&self) -> Result<Cost, Error> {
        Ok(Cost { value: self.value().operations(), value_and_gradient: self.value_and_gradient()?.operations() })
    }
}

/// The code of these values, tidied where that pays.
fn code(graph: &Graph, roots: &[Value]) -> Code {
    let tidied = tidy::tidy(graph, roots);
    lower::lower(&tidied.graph, &tidied.roots, &[]).0
}
