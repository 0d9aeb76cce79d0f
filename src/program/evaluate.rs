//! The value of a program at one point.

use super::graph::Function;
use super::instruction::{Code, Instruction, Register};
use crate::evaluate::real_power;
use crate::expression::Relation;

/// The value of one function.
pub(super) fn function_value(function: Function, arguments: &[f64]) -> f64 {
    match (function, arguments) {
        (Function::Table(id), _) => (id.row().value)(arguments),
        (Function::Root, [a]) => a.sqrt(),
        (Function::Power, [a, b]) => real_power(*a, *b),
        (Function::Compare(relation), [a, b]) => compare(relation, *a, *b),
        (Function::And, [a, b]) => truth(*a == 1.0 && *b == 1.0),
        (Function::Or, [a, b]) => truth(*a == 1.0 || *b == 1.0),
        (Function::Select, [condition, yes, no]) => select(*condition, *yes, *no),
        _ => f64::NAN,
    }
}

pub(super) fn truth(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

/// A comparison with a side that has no value has none itself.
pub(super) fn compare(relation: Relation, a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    truth(match relation {
        Relation::Less => a < b,
        Relation::LessOrEqual => a <= b,
        Relation::Equal => a == b,
        Relation::NotEqual => a != b,
    })
}

fn select(condition: f64, yes: f64, no: f64) -> f64 {
    match condition {
        1.0 => yes,
        0.0 => no,
        _ => f64::NAN,
    }
}

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
                Instruction::And(a, b) => truth(at(a) == 1.0 && at(b) == 1.0),
                Instruction::Or(a, b) => truth(at(a) == 1.0 || at(b) == 1.0),
                Instruction::Select(condition, yes, no) => select(at(condition), at(yes), at(no)),
            };
            registers.push(value);
        }
        self.outputs.iter().map(|output| registers[*output as usize]).collect()
    }
}
