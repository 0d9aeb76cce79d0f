//! Many points at once: blocks of points run through the steps together, so that each step is a loop a compiler makes wide.
//!
//! Results go to slots that are used again as soon as nobody needs them, which keeps a block in the nearest cache. Blocks are
//! shared among the cores above a size.

use super::Program;
use super::function::Function;
use super::instruction::{Code, Instruction, Register};
use super::stable::Digits;
use super::wide::{LANES, Real};
use crate::error::Error;
use crate::expression::Relation;
use crate::functions::FunctionId;
use rayon::prelude::*;

const MAX: FunctionId = FunctionId::named("max");
const MIN: FunctionId = FunctionId::named("min");

/// Fewer operations than this in all are not worth another core.
const WORTH_SHARING: usize = 1 << 20;

/// Up to so many variables each keep a slot, and one with the same number everywhere is written there once a task. With more of
/// them, slots are too precious.
const KEPT_VARIABLES: usize = 256;

/// Results are gathered in so much memory before they go to their columns: many columns written a little at a time are slower
/// than each a page or two at once.
const GATHERED: usize = 1 << 18;

/// How many points one task computes.
const TASK: usize = 64 * LANES;

/// A step of a block.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// What is computed from which slots, and the slot it goes to.
    Compute { instruction: Instruction, to: u32 },
    /// A slot whose numbers are a result; stored at once, so that the slot is free for others.
    Store { slot: u32, output: u32 },
}

/// A program made ready to compute many values.
#[derive(Debug, Clone)]
pub struct Compiled {
    steps: Vec<Step>,
    /// Slots that keep a constant, and slots that keep a variable, by its place.
    constants: Vec<(u32, f64)>,
    variables: Vec<(u32, u32)>,
    slots: usize,
    /// How many coordinates a point has.
    points_have: usize,
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
        let (code, _) = self.stable_derivatives(u32::from(gradient), Digits::OfValues)?;
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
        let mut results: Vec<(Register, u32)> = (0..).zip(&code.outputs).map(|(output, register)| (*register, output)).collect();
        results.sort_unstable();
        let mut results = results.into_iter().peekable();
        let mut compiled = Compiled {
            steps: Vec::with_capacity(count + code.outputs.len()),
            constants: Vec::new(),
            variables: Vec::new(),
            slots: 0,
            points_have: variables,
            code: Code::default(),
        };
        let keeps = |register: Register| match code.instructions[register as usize] {
            Instruction::Constant(_) => true,
            Instruction::Variable(_) => variables <= KEPT_VARIABLES,
            _ => false,
        };
        let mut slot_of: Vec<u32> = vec![0; count];
        let mut free: Vec<u32> = Vec::new();
        for (at, instruction) in code.instructions.iter().copied().enumerate() {
            let register = at as Register;
            // The result's slot is chosen before those of the operands are free: no step writes where it reads.
            let to = if keeps(register) { None } else { free.pop() };
            let to = to.unwrap_or_else(|| compiled.new_slot());
            slot_of[at] = to;
            match instruction {
                Instruction::Constant(place) => compiled.constants.push((to, code.constants[place as usize])),
                Instruction::Variable(place) if keeps(register) => compiled.variables.push((to, place)),
                _ => {
                    let instruction = instruction.with_operands(|register| slot_of[register as usize]);
                    compiled.steps.push(Step::Compute { instruction, to });
                }
            }
            while let Some((_, output)) = results.next_if(|(result, _)| *result == register) {
                compiled.steps.push(Step::Store { slot: to, output });
            }
            let mut done: smallvec::SmallVec<[Register; 4]> = instruction.operands().chain([register]).collect();
            done.retain(|register| last_use[*register as usize] == at && !keeps(*register));
            done.sort_unstable();
            done.dedup();
            free.extend(done.iter().map(|register| slot_of[*register as usize]));
        }
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
        // Each column asks for zeros of its own: copying one would touch all memory once more.
        let mut results: Vec<Vec<R>> = (0..self.code.outputs.len()).map(|_| vec![R::default(); count]).collect();
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
        if !fits || results.len() != self.code.outputs.len() || results.iter().any(|result| result.len() != count) {
            let hint = Some(format!("there are {} results, each as long as the columns of coordinates", self.code.outputs.len()));
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
        if found == self.points_have {
            return Ok(());
        }
        let what = format!("there are {found} coordinates, but {} variables", self.points_have);
        Err(Error::Request { what, hint: Some("`Program::variables` lists them in their order".into()) })
    }

    /// The points from `start` on, as many as the results have room for.
    fn run_task<'c, R: Real>(&self, columns: &[&'c [R]], start: usize, mut results: Vec<&'c mut [R]>) {
        let mut slots = vec![[R::default(); LANES]; self.slots];
        for (slot, constant) in &self.constants {
            slots[*slot as usize] = [R::of(*constant); LANES];
        }
        for (slot, place) in &self.variables {
            if let [everywhere] = columns[*place as usize] {
                slots[*slot as usize] = [*everywhere; LANES];
            }
        }
        let count = results.first().map_or(0, |result| result.len());
        let row = GATHERED / (size_of::<R>() * results.len().max(1)) / LANES * LANES;
        let row = row.clamp(LANES, TASK);
        let mut gathered = vec![R::default(); row * results.len()];
        let arch = pulp::Arch::new();
        for from in (0..count).step_by(row) {
            let length = row.min(count - from);
            for at in (0..length).step_by(LANES) {
                let block = Block { first: start + from + at, length: LANES.min(length - at) };
                let results = Rows { numbers: &mut gathered[at..], row };
                arch.dispatch(Run { compiled: self, slots: &mut slots, columns, block, results });
            }
            for (result, gathered) in results.iter_mut().zip(gathered.chunks(row)) {
                result[from..from + length].copy_from_slice(&gathered[..length]);
            }
        }
    }
}

/// One block's run. A closure in its place would not be compiled for the wide instructions: nothing makes the compiler put it
/// into the function that may use them.
struct Run<'r, 'c, R> {
    compiled: &'r Compiled,
    slots: &'r mut [[R; LANES]],
    columns: &'r [&'c [R]],
    block: Block,
    results: Rows<'r, R>,
}

/// Where a block's results go: a row for each.
struct Rows<'r, R> {
    numbers: &'r mut [R],
    row: usize,
}

impl<R: Real> pulp::WithSimd for Run<'_, '_, R> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Run { compiled, slots, columns, block, results } = self;
        for (slot, place) in &compiled.variables {
            load(&mut slots[*slot as usize], columns[*place as usize], block);
        }
        for step in &compiled.steps {
            let (instruction, to) = match *step {
                Step::Compute { instruction, to } => (instruction, to as usize),
                Step::Store { slot, output } => {
                    let from = output as usize * results.row;
                    results.numbers[from..from + LANES].copy_from_slice(&slots[slot as usize]);
                    continue;
                }
            };
            match instruction {
                Instruction::Constant(_) => {}
                Instruction::Variable(place) => match columns[place as usize] {
                    [everywhere] => slots[to] = [*everywhere; LANES],
                    column => load(&mut slots[to], column, block),
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
                Instruction::CallTwo(MAX, a, b) => two(slots, a, b, to, |a, b| first_if(a >= b, a, b)),
                Instruction::CallTwo(MIN, a, b) => two(slots, a, b, to, |a, b| first_if(a <= b, a, b)),
                Instruction::CallTwo(function, a, b) => each(slots, &[a, b], to, Function::Table(function)),
                Instruction::Compare(Relation::Less, a, b) => two(slots, a, b, to, |a, b| compared(a < b, a, b)),
                Instruction::Compare(Relation::LessOrEqual, a, b) => two(slots, a, b, to, |a, b| compared(a <= b, a, b)),
                Instruction::Compare(Relation::Equal, a, b) => two(slots, a, b, to, |a, b| compared(a == b, a, b)),
                Instruction::Compare(Relation::NotEqual, a, b) => two(slots, a, b, to, |a, b| compared(a != b, a, b)),
                Instruction::And(a, b) => {
                    two(slots, a, b, to, |a, b| if (a == R::of(0.0)) | (b == R::of(0.0)) { R::of(0.0) } else { a * b })
                }
                Instruction::Or(a, b) => {
                    two(slots, a, b, to, |a, b| if (a == R::of(1.0)) | (b == R::of(1.0)) { R::of(1.0) } else { a + b })
                }
                Instruction::Select(condition, yes, no) => select(slots, condition as usize, yes as usize, no as usize, to),
            }
        }
    }
}

/// So many points from the first on.
#[derive(Debug, Clone, Copy)]
struct Block {
    first: usize,
    length: usize,
}

/// Puts the coordinates of a block's points into a slot; one for all points is there already.
#[inline(always)]
fn load<R: Real>(slot: &mut [R; LANES], column: &[R], block: Block) {
    if column.len() > 1 {
        slot[..block.length].copy_from_slice(&column[block.first..block.first + block.length]);
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

/// One of two where the condition is 1 or 0; not a number where it is neither.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn select<R: Real>(slots: &mut [[R; LANES]], condition: usize, yes: usize, no: usize, to: usize) {
    for lane in 0..LANES {
        let (condition, yes, no) = (slots[condition][lane], slots[yes][lane], slots[no][lane]);
        let other = if condition == R::of(0.0) { no } else { R::of(f64::NAN) };
        slots[to][lane] = if condition == R::of(1.0) { yes } else { other };
    }
}

#[inline(always)]
fn truth<R: Real>(holds: bool) -> R {
    R::of(if holds { 1.0 } else { 0.0 })
}

/// 1 or 0; not a number where one of the sides compared is none.
#[inline(always)]
fn compared<R: Real>(holds: bool, a: R, b: R) -> R {
    if a.partial_cmp(&b).is_none() { R::of(f64::NAN) } else { truth(holds) }
}

/// The first where that is said or it is not a number, otherwise the second.
#[inline(always)]
fn first_if<R: Real>(is_first: bool, a: R, b: R) -> R {
    if is_first || a.partial_cmp(&a).is_none() { a } else { b }
}

/// A function without a wide form, point by point.
#[allow(clippy::needless_range_loop)]
#[inline(never)]
fn each<R: Real>(slots: &mut [[R; LANES]], operands: &[u32], to: usize, function: Function) {
    for lane in 0..LANES {
        let arguments: smallvec::SmallVec<[f64; 3]> = operands.iter().map(|slot| slots[*slot as usize][lane].wide()).collect();
        slots[to][lane] = R::of(function.value(&arguments));
    }
}
