//! A program: a flat list of instructions, each with at most three operands that stand before it.

use crate::expression::Relation;
use crate::functions::FunctionId;

/// An instruction's number, which is also that of its result.
pub type Register = u32;

/// One instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Instruction {
    /// A constant, by its place in [`Code::constants`].
    Constant(u32),
    /// A variable, by its place among the program's variables.
    Variable(u32),
    /// `-a`
    Negate(Register),
    /// `a + b`
    Add(Register, Register),
    /// `a - b`
    Subtract(Register, Register),
    /// `a * b`
    Multiply(Register, Register),
    /// `a / b`
    Divide(Register, Register),
    /// The square root.
    Root(Register),
    /// `a^b` for real numbers.
    Power(Register, Register),
    /// A function of the table with one argument.
    Call(FunctionId, Register),
    /// A function of the table with two arguments.
    CallTwo(FunctionId, Register, Register),
    /// 1 where the comparison holds, otherwise 0.
    Compare(Relation, Register, Register),
    /// Both conditions hold.
    And(Register, Register),
    /// One of the conditions holds.
    Or(Register, Register),
    /// The second where the first holds, otherwise the third.
    Select(Register, Register, Register),
}

/// Instructions, and which of their results are wanted.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// The instructions; operands come before what uses them.
    pub instructions: Vec<Instruction>,
    /// The constants.
    pub constants: Vec<f64>,
    /// The results wanted, in their order.
    pub outputs: Vec<Register>,
}

impl Instruction {
    /// The registers it reads.
    pub fn operands(self) -> impl Iterator<Item = Register> {
        use Instruction::*;
        let (operands, count) = match self {
            Constant(_) | Variable(_) => ([0; 3], 0),
            Negate(a) | Root(a) | Call(_, a) => ([a, 0, 0], 1),
            Add(a, b) | Subtract(a, b) | Multiply(a, b) | Divide(a, b) => ([a, b, 0], 2),
            Power(a, b) | CallTwo(_, a, b) | Compare(_, a, b) | And(a, b) | Or(a, b) => ([a, b, 0], 2),
            Select(a, b, c) => ([a, b, c], 3),
        };
        operands.into_iter().take(count)
    }

    /// The same with other registers in the places of its operands.
    pub fn with_operands(self, new: impl Fn(Register) -> Register) -> Instruction {
        use Instruction::*;
        match self {
            Constant(_) | Variable(_) => self,
            Negate(a) => Negate(new(a)),
            Add(a, b) => Add(new(a), new(b)),
            Subtract(a, b) => Subtract(new(a), new(b)),
            Multiply(a, b) => Multiply(new(a), new(b)),
            Divide(a, b) => Divide(new(a), new(b)),
            Root(a) => Root(new(a)),
            Power(a, b) => Power(new(a), new(b)),
            Call(function, a) => Call(function, new(a)),
            CallTwo(function, a, b) => CallTwo(function, new(a), new(b)),
            Compare(relation, a, b) => Compare(relation, new(a), new(b)),
            And(a, b) => And(new(a), new(b)),
            Or(a, b) => Or(new(a), new(b)),
            Select(a, b, c) => Select(new(a), new(b), new(c)),
        }
    }

    /// Whether it computes something, and so counts as an operation.
    pub fn is_operation(self) -> bool {
        !matches!(self, Instruction::Constant(_) | Instruction::Variable(_))
    }
}

impl Code {
    /// How many operations it takes: every instruction but constants and variables.
    pub fn operations(&self) -> usize {
        self.instructions.iter().filter(|instruction| instruction.is_operation()).count()
    }
}
