//! Conditions that may have no value: in most languages a comparison with what is no number just fails, or holds.
//!
//! A choice that hangs on one asks twice: whether the condition holds, and whether its opposite does. Where neither is so there
//! is no value.

use crate::expression::Relation;
use crate::program::instruction::{Code, Instruction, Register};
use rustc_hash::FxHashMap;

/// The code with choices that have no value where their conditions have none, and where the named registers are in it.
pub(super) fn with_told_conditions(code: &Code, named: &[(String, Register)]) -> (Code, Vec<(String, Register)>) {
    let has_value = always_valued(code);
    let new = Code { constants: code.constants.clone(), ..Code::default() };
    let mut told = Told { old: code, new, places: Vec::new(), known: FxHashMap::default(), nothing: None };
    for instruction in code.instructions.iter().copied() {
        let moved = instruction.with_operands(|register| told.places[register as usize]);
        let register = match (instruction, moved) {
            (Instruction::Select(condition, ..), Instruction::Select(_, yes, no)) if !has_value[condition as usize] => {
                let (holds, fails) = (told.condition(condition, true), told.condition(condition, false));
                let nothing = told.no_value();
                let otherwise = told.push(Instruction::Select(fails, no, nothing));
                told.push(Instruction::Select(holds, yes, otherwise))
            }
            (_, moved) => told.push(moved),
        };
        told.places.push(register);
    }
    told.new.outputs = code.outputs.iter().map(|output| told.places[*output as usize]).collect();
    let named = named.iter().map(|(name, register)| (name.clone(), told.places[*register as usize])).collect();
    without_unused(told.new, named)
}

/// The code without what nothing needs, as comparisons that others stand for.
fn without_unused(code: Code, mut named: Vec<(String, Register)>) -> (Code, Vec<(String, Register)>) {
    let mut needed = vec![false; code.instructions.len()];
    code.outputs.iter().chain(named.iter().map(|(_, register)| register)).for_each(|register| needed[*register as usize] = true);
    for (at, instruction) in code.instructions.iter().enumerate().rev() {
        if needed[at] {
            instruction.operands().for_each(|operand| needed[operand as usize] = true);
        }
    }
    let mut places: Vec<Register> = vec![0; needed.len()];
    let mut kept = Code { constants: code.constants, ..Code::default() };
    for (at, instruction) in code.instructions.iter().enumerate().filter(|(at, _)| needed[*at]) {
        places[at] = kept.instructions.len() as Register;
        kept.instructions.push(instruction.with_operands(|register| places[register as usize]));
    }
    kept.outputs = code.outputs.iter().map(|output| places[*output as usize]).collect();
    named.iter_mut().for_each(|(_, register)| *register = places[*register as usize]);
    (kept, named)
}

/// Whether each register is a number wherever the variables are; what is beyond the range of doubles aside.
fn always_valued(code: &Code) -> Vec<bool> {
    let mut valued: Vec<bool> = Vec::with_capacity(code.instructions.len());
    for instruction in &code.instructions {
        let own = match *instruction {
            Instruction::Constant(at) => !code.constants[at as usize].is_nan(),
            Instruction::Divide(_, below) => {
                matches!(code.instructions[below as usize], Instruction::Constant(at) if code.constants[at as usize] != 0.0)
            }
            Instruction::Root(_) | Instruction::Power(..) => false,
            Instruction::Call(function, _) | Instruction::CallTwo(function, ..) => function.row().domain.is_empty(),
            _ => true,
        };
        let all = own && instruction.operands().all(|operand| valued[operand as usize]);
        valued.push(all);
    }
    valued
}

struct Told<'c> {
    old: &'c Code,
    new: Code,
    /// Where the registers of the old code are in the new.
    places: Vec<Register>,
    /// Conditions that were put in already: a register, and whether it holds or fails.
    known: FxHashMap<(Register, bool), Register>,
    nothing: Option<Register>,
}

impl Told<'_> {
    fn push(&mut self, instruction: Instruction) -> Register {
        self.new.instructions.push(instruction);
        self.new.instructions.len() as Register - 1
    }

    fn no_value(&mut self) -> Register {
        if let Some(nothing) = self.nothing {
            return nothing;
        }
        let nothing = self.constant(f64::NAN);
        self.nothing = Some(nothing);
        nothing
    }

    fn constant(&mut self, value: f64) -> Register {
        self.new.constants.push(value);
        self.push(Instruction::Constant(self.new.constants.len() as u32 - 1))
    }

    /// The condition that certainly holds, or certainly fails, where this old one does.
    fn condition(&mut self, root: Register, holds: bool) -> Register {
        // Conditions nest as deep as they are written; what they are made of stands before them.
        let mut pending = vec![(root, holds)];
        while let Some(&(register, holds)) = pending.last() {
            if self.known.contains_key(&(register, holds)) {
                pending.pop();
                continue;
            }
            let parts = match self.old.instructions[register as usize] {
                Instruction::And(a, b) | Instruction::Or(a, b) => vec![(a, holds), (b, holds)],
                _ => vec![],
            };
            let open = parts.iter().filter(|part| !self.known.contains_key(part)).count();
            if open > 0 {
                pending.extend(parts);
                continue;
            }
            let told = self.told(register, holds);
            self.known.insert((register, holds), told);
            pending.pop();
        }
        self.known[&(root, holds)]
    }

    fn told(&mut self, register: Register, holds: bool) -> Register {
        let known = |told: &Self, part: Register| told.known[&(part, holds)];
        let place = |told: &Self, part: Register| told.places[part as usize];
        match self.old.instructions[register as usize] {
            Instruction::And(a, b) | Instruction::Or(a, b) => {
                let (a_told, b_told) = (known(self, a), known(self, b));
                let is_and = matches!(self.old.instructions[register as usize], Instruction::And(..)) == holds;
                self.push(if is_and { Instruction::And(a_told, b_told) } else { Instruction::Or(a_told, b_told) })
            }
            Instruction::Compare(relation, a, b) => {
                let (a, b) = (place(self, a), place(self, b));
                match (relation, holds) {
                    (Relation::Less | Relation::LessOrEqual | Relation::Equal, true) => place(self, register),
                    (Relation::Less, false) => self.push(Instruction::Compare(Relation::LessOrEqual, b, a)),
                    (Relation::LessOrEqual, false) => self.push(Instruction::Compare(Relation::Less, b, a)),
                    (Relation::NotEqual, false) => self.push(Instruction::Compare(Relation::Equal, a, b)),
                    // What is no number differs from everything, also from itself.
                    (Relation::Equal, false) | (Relation::NotEqual, true) => {
                        let less = self.push(Instruction::Compare(Relation::Less, a, b));
                        let more = self.push(Instruction::Compare(Relation::Less, b, a));
                        self.push(Instruction::Or(less, more))
                    }
                }
            }
            // A condition that is a number: 1 where it holds.
            _ => {
                let truth = self.constant(if holds { 1.0 } else { 0.0 });
                let own = place(self, register);
                self.push(Instruction::Compare(Relation::Equal, own, truth))
            }
        }
    }
}
