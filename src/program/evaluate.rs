//! The value of a program at one point.

use super::function::{and, compare, or, select};
use super::instruction::{Code, Instruction, Register};
use crate::evaluate::real_power;

impl Code {
    /// The values of all outputs at a point; `registers` is working memory.
    pub fn run(&self, point: &[f64], registers: &mut Vec<f64>) -> Vec<f64> {
        registers.clear();
        registers.reserve(self.instructions.len());
        for instruction in &self.instructions {
            let at = |register: Register| registers[register as usize];
            let value = match *instruction {
                Instruction::Constant(place) => self.constants[place as usize],
                Instruction::Variable(place) => point[place as usize],
                Instruction::Negate(a) => -at(a),
                Instruction::Add(a, b) => at(a) + at(b),
                Instruction::Subtract(a, b) => at(a) - at(b),
                Instruction::Multiply(a, b) => at(a) * at(b),
                Instruction::Divide(a, b) => at(a) / at(b),
                Instruction::Root(a) => at(a).sqrt(),
                Instruction::Power(a, b) => real_power(at(a), at(b)),
                Instruction::Call(function, a) => (function.row().value)(&[at(a)]),
                Instruction::CallTwo(function, a, b) => (function.row().value)(&[at(a), at(b)]),
                Instruction::Compare(relation, a, b) => compare(relation, at(a), at(b)),
                Instruction::And(a, b) => and(at(a), at(b)),
                Instruction::Or(a, b) => or(at(a), at(b)),
                Instruction::Select(condition, yes, no) => select(at(condition), at(yes), at(no)),
            };
            registers.push(value);
        }
        self.outputs.iter().map(|output| registers[*output as usize]).collect()
    }
}
