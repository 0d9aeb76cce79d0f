//! The steps of a program as statements of a language: what is used once stands where it is used, unless it is long.

use super::language::Syntax;
use super::names::Names;
use crate::error::Error;
use crate::expression::Relation;
use crate::functions::FunctionId;
use crate::program::instruction::{Code, Instruction, Register};
use crate::program::mask::FINITE;
use std::fmt::Write;

/// An expression this long gets a statement of its own.
const LONGEST: usize = 60;

/// How tightly a written expression binds.
const LOOSE: u8 = 0;
const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const ATOM: u8 = 3;

/// Statements, and how the results are written after them.
pub(super) struct Body {
    pub statements: String,
    pub outputs: Vec<String>,
    pub parameters: Vec<String>,
}

/// The statements of some code; `named` are registers the author has names for.
pub(super) fn body(syntax: &Syntax, code: &Code, variables: &[String], named: &[(String, Register)]) -> Result<Body, Error> {
    let (mut names, parameters) = Names::new(syntax, code, variables);
    let count = code.instructions.len();
    let mut uses = vec![0u32; count];
    for instruction in &code.instructions {
        instruction.operands().for_each(|register| uses[register as usize] += 1);
    }
    code.outputs.iter().for_each(|register| uses[*register as usize] += 1);
    let mut own: Vec<Option<&str>> = vec![None; count];
    for (name, register) in named {
        own[*register as usize].get_or_insert(name);
    }
    let mut writer = Writer { syntax, code, is_guarded: false, texts: vec![(String::new(), ATOM); count] };
    let sheltered = sheltered(code);
    let mut given: Vec<Option<String>> = vec![None; count];
    let mut statements = String::new();
    for (at, instruction) in code.instructions.iter().copied().enumerate() {
        if let Instruction::Variable(place) = instruction {
            given[at] = Some(parameters[place as usize].clone());
        }
        writer.is_guarded = sheltered[at] && !syntax.guarded.is_empty();
        let (text, strength) = writer.written(instruction, &parameters)?;
        let is_named = own[at].is_some() || uses[at] > 1 || text.len() > LONGEST || strength == LOOSE;
        writer.texts[at] = if instruction.is_operation() && is_named {
            let name = match own[at] {
                Some(name) => names.fresh(name),
                None => names.descriptive(instruction, &given),
            };
            statements.push_str(&filled(syntax.binding, &[&name, &text]));
            statements.push('\n');
            given[at] = Some(name.clone());
            (name, ATOM)
        } else {
            (text, strength)
        };
    }
    let outputs = code.outputs.iter().map(|register| writer.texts[*register as usize].0.clone()).collect();
    Ok(Body { statements, outputs, parameters })
}

/// Which steps only cases and their conditions use.
fn sheltered(code: &Code) -> Vec<bool> {
    let mut sheltered = vec![true; code.instructions.len()];
    code.outputs.iter().for_each(|register| sheltered[*register as usize] = false);
    for (at, instruction) in code.instructions.iter().enumerate().rev() {
        if !sheltered[at] && !matches!(instruction, Instruction::Select(..)) {
            instruction.operands().for_each(|operand| sheltered[operand as usize] = false);
        }
    }
    sheltered
}

struct Writer<'a> {
    syntax: &'a Syntax,
    code: &'a Code,
    /// Whether the step may be asked for a value where another case holds, and must not fail there.
    is_guarded: bool,
    texts: Vec<(String, u8)>,
}

impl Writer<'_> {
    /// The text of an operand that must bind at least so tightly.
    fn operand(&mut self, register: Register, strength: u8) -> String {
        let is_shared = matches!(self.code.instructions[register as usize], Instruction::Constant(_) | Instruction::Variable(_));
        let (text, own) = &mut self.texts[register as usize];
        if *own < strength {
            return format!("({text})");
        }
        // What is no name is used just once, so its text can be taken.
        if *own == ATOM || is_shared { text.clone() } else { std::mem::take(text) }
    }

    fn infix(&mut self, a: Register, sign: &str, b: Register, strength: u8) -> (String, u8) {
        let left = self.operand(a, strength);
        let right = self.operand(b, strength + 1);
        (format!("{left} {sign} {right}"), strength)
    }

    fn written(&mut self, instruction: Instruction, parameters: &[String]) -> Result<(String, u8), Error> {
        let syntax = self.syntax;
        Ok(match instruction {
            Instruction::Constant(at) => self.number(self.code.constants[at as usize]),
            Instruction::Variable(at) => (parameters[at as usize].clone(), ATOM),
            Instruction::Negate(a) => (format!("-{}", self.operand(a, ATOM)), SUM),
            Instruction::Add(a, b) => self.infix(a, "+", b, SUM),
            Instruction::Subtract(a, b) => self.infix(a, "-", b, SUM),
            Instruction::Multiply(a, b) => match self.divisor(a) {
                Some(divisor) => (format!("{} / {divisor:?}", self.operand(b, PRODUCT)), PRODUCT),
                None => self.infix(a, "*", b, PRODUCT),
            },
            Instruction::Divide(a, b) if self.is_guarded && !matches!(self.code.instructions[b as usize], Instruction::Constant(_)) => {
                let (a, b) = (self.operand(a, LOOSE), self.operand(b, LOOSE));
                (filled(syntax.guarded_quotient, &[&a, &b]), ATOM)
            }
            Instruction::Divide(a, b) => self.infix(a, "/", b, PRODUCT),
            Instruction::Root(a) => {
                let call = filled(syntax.root, &[&self.operand(a, LOOSE)]);
                (self.guarded(call), ATOM)
            }
            Instruction::Power(a, b) => {
                let (a, b) = (self.operand(a, LOOSE), self.operand(b, LOOSE));
                let call = filled(syntax.power, &[&a, &b]);
                (self.guarded(call), ATOM)
            }
            Instruction::Call(function, a) => {
                let argument = self.operand(a, LOOSE);
                let call = format!("{}({argument})", self.function(function)?);
                (if FINITE.contains(&function.row().name) { call } else { self.guarded(call) }, ATOM)
            }
            Instruction::CallTwo(function, a, b) => {
                let (a, b) = (self.operand(a, LOOSE), self.operand(b, LOOSE));
                let call = format!("{}({a}, {b})", self.function(function)?);
                (self.guarded(call), ATOM)
            }
            Instruction::Compare(relation, a, b) => {
                let sign = match relation {
                    Relation::Less => "<",
                    Relation::LessOrEqual => "<=",
                    Relation::Equal => syntax.equal,
                    Relation::NotEqual => syntax.different,
                };
                let (a, b) = (self.operand(a, SUM), self.operand(b, SUM));
                (format!("{a} {sign} {b}"), LOOSE)
            }
            Instruction::And(a, b) => self.joined(syntax.and, &[a, b]),
            Instruction::Or(a, b) => self.joined(syntax.or, &[a, b]),
            Instruction::Select(condition, yes, no) => self.joined(syntax.select, &[condition, yes, no]),
        })
    }

    /// A call of the language's library, so written that it has a value or none, but does not fail.
    fn guarded(&self, call: String) -> String {
        if !self.is_guarded || !call.starts_with(self.syntax.library) {
            return call;
        }
        match call.strip_suffix(')').and_then(|call| call.split_once('(')) {
            Some((function, arguments)) => filled(self.syntax.guarded, &[function, arguments]),
            None => call,
        }
    }

    fn joined(&mut self, pattern: &str, operands: &[Register]) -> (String, u8) {
        let texts: Vec<String> = operands.iter().map(|operand| self.operand(*operand, LOOSE)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        (filled(pattern, &texts), LOOSE)
    }

    /// A third is better divided by 3 than multiplied by its nearest double.
    fn divisor(&self, register: Register) -> Option<f64> {
        let Instruction::Constant(at) = self.code.instructions[register as usize] else { return None };
        let reciprocal = 1.0 / self.code.constants[at as usize];
        let is_exact = self.code.constants[at as usize] * reciprocal == 1.0 && reciprocal.fract() == 0.0;
        let is_power_of_two = reciprocal.abs().log2().fract() == 0.0;
        (is_exact && !is_power_of_two && reciprocal > 1.0 && reciprocal < 1e15).then_some(reciprocal)
    }

    fn number(&self, value: f64) -> (String, u8) {
        if value.is_nan() {
            return (self.syntax.no_value.into(), ATOM);
        }
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = write!(text, "{value:?}");
        (text, if value < 0.0 { SUM } else { ATOM })
    }

    fn function(&self, function: FunctionId) -> Result<String, Error> {
        let name = function.row().name;
        match self.syntax.functions.iter().find(|(ours, _)| *ours == name) {
            Some((_, theirs)) => Ok(match theirs.strip_prefix('!') {
                Some(helper) => helper.to_string(),
                None => format!("{}{theirs}", self.syntax.library),
            }),
            None => {
                let hint = Some("emit another language, or evaluate with the library".into());
                Err(Error::Unsupported { span: None, what: format!("{name} has no counterpart in this language"), hint })
            }
        }
    }
}

/// A pattern with texts in the places of `{0}`, `{1}`, ...
pub(super) fn filled(pattern: &str, texts: &[&str]) -> String {
    let mut out = String::with_capacity(pattern.len() + texts.iter().map(|text| text.len()).sum::<usize>());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let place = rest[at + 1..].chars().next().and_then(|digit| digit.to_digit(10)).filter(|_| rest[at + 2..].starts_with('}'));
        out.push_str(&rest[..at]);
        match place.and_then(|place| texts.get(place as usize)) {
            Some(text) => {
                out.push_str(text);
                rest = &rest[at + 3..];
            }
            None => {
                out.push('{');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}
