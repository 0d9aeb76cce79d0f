//! Many points at once: blocks of points run through the steps together, so that each step is a loop a compiler makes wide.
//!
//! Results go to slots that are used again as soon as nobody needs them, which keeps a block in the nearest cache. Blocks are
//! shared among the cores above a size.

use super::Program;
use super::evaluate::function_value;
use super::graph::Function;
use super::instruction::{Code, Instruction, Register};
use super::wide::{LANES, Real};
use crate::error::Error;
use crate::expression::Relation;
use rayon::prelude::*;

/// Fewer operations than this in all are not worth another core.
const WORTH_SHARING: usize = 1 << 20;

/// How many points one task computes.
const TASK: usize = 64 * LANES;

/// A step: what is computed from which slots, and the slot it goes to.
#[derive(Debug, Clone, Copy)]
struct Step {
    instruction: Instruction,
    to: u32,
}

/// A program made ready to compute many values.
#[derive(Debug, Clone)]
pub struct Compiled {
    steps: Vec<Step>,
    constants: Vec<(u32, f64)>,
    slots: usize,
    variables: usize,
    /// The slot of each output.
    outputs: Vec<u32>,
    code: Code,
}

impl Program {
    /// The value, and where `gradient` says so the partial derivatives, made ready for many points; in stable forms.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let compiled = Session::new().program(&Question::derive("x^2*y", &["x", "y"]))?.compile(true)?;
    /// let columns = compiled.evaluate(&[&[1.0, 2.0, 3.0], &[10.0, 10.0, 10.0]])?;
    /// assert_eq!(columns, [[10.0, 40.0, 90.0], [20.0, 40.0, 60.0], [1.0, 4.0, 9.0]]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unsupported`] where a function has no derivative in closed form.
    pub fn compile(&self, gradient: bool) -> Result<Compiled, Error> {
        let (code, _) = self.stable()?.derivatives(u32::from(gradient))?;
        Ok(Compiled::new(code, self.names.len()))
    }
}

impl Compiled {
    fn new(code: Code, variables: usize) -> Compiled {
        let count = code.instructions.len();
        let mut last_use: Vec<usize> = (0..count).collect();
        for (at, instruction) in code.instructions.iter().enumerate() {
            instruction.operands().for_each(|operand| last_use[operand as usize] = at);
        }
        for register in &code.outputs {
            last_use[*register as usize] = usize::MAX;
        }
        let mut compiled = Compiled {
            steps: Vec::with_capacity(count),
            constants: Vec::new(),
            slots: 0,
            variables,
            outputs: Vec::new(),
            code: Code::default(),
        };
        let mut slot_of: Vec<u32> = vec![0; count];
        let mut free: Vec<u32> = Vec::new();
        for (at, instruction) in code.instructions.iter().copied().enumerate() {
            if let Instruction::Constant(place) = instruction {
                // Constants keep their slots from block to block.
                slot_of[at] = compiled.new_slot();
                compiled.constants.push((slot_of[at], code.constants[place as usize]));
                continue;
            }
            // The result's slot is chosen before those of the operands are free: no step writes where it reads.
            let to = free.pop().unwrap_or_else(|| compiled.new_slot());
            slot_of[at] = to;
            compiled.steps.push(Step { instruction: instruction.with_operands(|register| slot_of[register as usize]), to });
            let mut done: smallvec::SmallVec<[Register; 3]> =
                instruction.operands().filter(|operand| last_use[*operand as usize] == at).collect();
            done.sort_unstable();
            done.dedup();
            let is_constant = |register: Register| matches!(code.instructions[register as usize], Instruction::Constant(_));
            free.extend(done.iter().filter(|register| !is_constant(**register)).map(|register| slot_of[*register as usize]));
        }
        compiled.outputs = code.outputs.iter().map(|register| slot_of[*register as usize]).collect();
        compiled.code = code;
        compiled
    }

    fn new_slot(&mut self) -> u32 {
        self.slots += 1;
        self.slots as u32 - 1
    }

    /// How many operations a point takes.
    pub fn operations(&self) -> usize {
        self.code.operations()
    }

    /// The value and the derivatives at one point.
    ///
    /// # Errors
    /// [`Error::Request`] where the point has another number of coordinates than the program has variables.
    pub fn evaluate_at(&self, point: &[f64]) -> Result<Vec<f64>, Error> {
        self.check(point.len())?;
        Ok(self.code.run(point, &mut Vec::new()))
    }

    /// The values at many points: a column of coordinates for each variable in, a column for each result out. The columns may
    /// be of `f64` or of `f32`; one with a single number stands for that number at every point.
    ///
    /// # Errors
    /// [`Error::Request`] where there are not as many columns as variables, or they are not of one length.
    pub fn evaluate<R: Real>(&self, columns: &[&[R]]) -> Result<Vec<Vec<R>>, Error> {
        let count = count(columns);
        let mut results = vec![vec![R::default(); count]; self.outputs.len()];
        self.evaluate_into(columns, &mut results)?;
        Ok(results)
    }

    /// As [`Compiled::evaluate`], into columns that are there already, one for each result.
    ///
    /// # Errors
    /// As [`Compiled::evaluate`], and where the columns for the results do not fit.
    pub fn evaluate_into<R: Real>(&self, columns: &[&[R]], results: &mut [Vec<R>]) -> Result<(), Error> {
        self.check(columns.len())?;
        let count = count(columns);
        let fits = columns.iter().all(|column| column.len() == count || column.len() == 1);
        if !fits || results.len() != self.outputs.len() || results.iter().any(|result| result.len() != count) {
            let hint = Some(format!("there are {} results, each as long as the columns of coordinates", self.outputs.len()));
            return Err(Error::Request { what: "the columns have different lengths".into(), hint });
        }
        let mut tasks: Vec<Vec<&mut [R]>> = (0..count.div_ceil(TASK)).map(|_| Vec::with_capacity(results.len())).collect();
        for result in results {
            tasks.iter_mut().zip(result.chunks_mut(TASK)).for_each(|(task, part)| task.push(part));
        }
        if count.saturating_mul(self.steps.len()) < WORTH_SHARING {
            tasks.into_iter().enumerate().for_each(|(at, task)| self.run_task(columns, at * TASK, task));
        } else {
            tasks.into_par_iter().enumerate().for_each(|(at, task)| self.run_task(columns, at * TASK, task));
        }
        Ok(())
    }

    fn check(&self, found: usize) -> Result<(), Error> {
        if found == self.variables {
            return Ok(());
        }
        let what = format!("there are {found} coordinates, but {} variables", self.variables);
        Err(Error::Request { what, hint: Some("`Program::variables` lists them in their order".into()) })
    }

    /// The points from `start` on, as many as the results have room for.
    fn run_task<R: Real>(&self, columns: &[&[R]], start: usize, mut results: Vec<&mut [R]>) {
        let mut slots = vec![[R::default(); LANES]; self.slots];
        for (slot, constant) in &self.constants {
            slots[*slot as usize] = [R::of(*constant); LANES];
        }
        let count = results.first().map_or(0, |result| result.len());
        let arch = pulp::Arch::new();
        for from in (0..count).step_by(LANES) {
            let length = LANES.min(count - from);
            arch.dispatch(|| self.run_block(&mut slots, columns, start + from, length));
            for (result, slot) in results.iter_mut().zip(&self.outputs) {
                result[from..from + length].copy_from_slice(&slots[*slot as usize][..length]);
            }
        }
    }

    #[inline(always)]
    fn run_block<R: Real>(&self, slots: &mut [[R; LANES]], columns: &[&[R]], from: usize, length: usize) {
        for Step { instruction, to } in &self.steps {
            let to = *to as usize;
            match *instruction {
                Instruction::Constant(_) => {}
                Instruction::Variable(at) => match columns[at as usize] {
                    [everywhere] => slots[to] = [*everywhere; LANES],
                    column => slots[to][..length].copy_from_slice(&column[from..from + length]),
                },
                Instruction::Negate(a) => one(slots, a, to, |a| -a),
                Instruction::Add(a, b) => two(slots, a, b, to, |a, b| a + b),
                Instruction::Subtract(a, b) => two(slots, a, b, to, |a, b| a - b),
                Instruction::Multiply(a, b) => two(slots, a, b, to, |a, b| a * b),
                Instruction::Divide(a, b) => two(slots, a, b, to, |a, b| a / b),
                Instruction::Root(a) => one(slots, a, to, R::root),
                Instruction::Call(function, a) => {
                    if let Some([a, to]) = pair(slots, a, to) {
                        R::call(function, a, to);
                    }
                }
                Instruction::Power(a, b) => each(slots, &[a, b], to, Function::Power),
                Instruction::CallTwo(function, a, b) => each(slots, &[a, b], to, Function::Table(function)),
                Instruction::Compare(Relation::Less, a, b) => two(slots, a, b, to, |a, b| R::truth(a < b, a, b)),
                Instruction::Compare(Relation::LessOrEqual, a, b) => two(slots, a, b, to, |a, b| R::truth(a <= b, a, b)),
                Instruction::Compare(Relation::Equal, a, b) => two(slots, a, b, to, |a, b| R::truth(a == b, a, b)),
                Instruction::Compare(Relation::NotEqual, a, b) => two(slots, a, b, to, |a, b| R::truth(a != b, a, b)),
                Instruction::And(a, b) => each(slots, &[a, b], to, Function::And),
                Instruction::Or(a, b) => each(slots, &[a, b], to, Function::Or),
                Instruction::Select(condition, yes, no) => each(slots, &[condition, yes, no], to, Function::Select),
            }
        }
    }
}

/// How many points the columns have; one of a single number has as many as the others.
fn count<R>(columns: &[&[R]]) -> usize {
    let lengths = || columns.iter().map(|column| column.len());
    lengths().find(|length| *length != 1).unwrap_or(1)
}

#[inline(always)]
fn pair<R>(slots: &mut [[R; LANES]], a: u32, to: usize) -> Option<[&mut [R; LANES]; 2]> {
    // A result never goes where an operand is, see `Compiled::new`.
    slots.get_disjoint_mut([a as usize, to]).ok()
}

// A chain of zips is not always inlined into what is compiled for wide instructions; an index is.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn one<R: Real>(slots: &mut [[R; LANES]], a: u32, to: usize, f: impl Fn(R) -> R) {
    if let Some([a, to]) = pair(slots, a, to) {
        for lane in 0..LANES {
            to[lane] = f(a[lane]);
        }
    }
}

#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn two<R: Real>(slots: &mut [[R; LANES]], a: u32, b: u32, to: usize, f: impl Fn(R, R) -> R) {
    if a == b {
        one(slots, a, to, |a| f(a, a));
    } else if let Ok([a, b, to]) = slots.get_disjoint_mut([a as usize, b as usize, to]) {
        for lane in 0..LANES {
            to[lane] = f(a[lane], b[lane]);
        }
    }
}

/// A function without a wide form, point by point.
#[allow(clippy::needless_range_loop)]
#[inline(never)]
fn each<R: Real>(slots: &mut [[R; LANES]], operands: &[u32], to: usize, function: Function) {
    for lane in 0..LANES {
        let arguments: smallvec::SmallVec<[f64; 3]> = operands.iter().map(|slot| slots[*slot as usize][lane].wide()).collect();
        slots[to][lane] = R::of(function_value(function, &arguments));
    }
}
