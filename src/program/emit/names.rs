//! Names for intermediate values that say what they are: `y`, `one_minus_y`, `sin_x`; a number where that gets long.

use super::language::Syntax;
use crate::program::instruction::{Code, Instruction, Register};
use rustc_hash::FxHashSet;

/// The longest name that is made of others.
const LONGEST: usize = 24;

/// Gives each name once.
pub(super) struct Names<'a> {
    taken: FxHashSet<String>,
    count: usize,
    code: &'a Code,
}

impl<'a> Names<'a> {
    /// Names beside those of the language and of the variables, which are made fit for the language.
    pub fn new(syntax: &Syntax, code: &'a Code, variables: &[String]) -> (Names<'a>, Vec<String>) {
        let mut taken: FxHashSet<String> = syntax.keywords.split_whitespace().map(String::from).collect();
        taken.extend(syntax.functions.iter().map(|(_, name)| name.trim_start_matches('!').to_string()));
        let mut names = Names { taken, count: 0, code };
        let variables = variables.iter().map(|name| names.fresh(name)).collect();
        (names, variables)
    }

    /// The name, with letters that any language takes, and as often as needed with an underscore behind it.
    pub fn fresh(&mut self, wish: &str) -> String {
        let mut name = String::with_capacity(wish.len());
        for letter in wish.chars() {
            match letter {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => name.push(letter),
                other => name.push_str(&format!("u{:x}", other as u32)),
            }
        }
        // Names with a leading or double underscore belong to the language in some.
        let mut name = name.trim_start_matches('_').replace("__", "_of_");
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert_str(0, "v_");
        }
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    /// A name for what an instruction computes, made of the names of its operands where they have short ones.
    pub fn descriptive(&mut self, instruction: Instruction, names: &[Option<String>]) -> String {
        let name = |register: Register| -> Option<String> {
            match self.code.instructions[register as usize] {
                Instruction::Constant(at) => number(self.code.constants[at as usize]),
                _ => names[register as usize].clone().filter(|name| !is_numbered(name)),
            }
        };
        let joined = |a: Register, word: &str, b: Register| Some(format!("{}_{word}_{}", name(a)?, name(b)?));
        let wish = match instruction {
            Instruction::Add(a, b) => joined(a, "plus", b),
            Instruction::Subtract(a, b) => joined(a, "minus", b),
            Instruction::Multiply(a, b) if a == b => name(a).map(|name| format!("{name}_squared")),
            Instruction::Multiply(a, b) => joined(a, "times", b),
            Instruction::Divide(a, b) => joined(a, "over", b),
            Instruction::Negate(a) => name(a).map(|name| format!("minus_{name}")),
            Instruction::Root(a) => name(a).map(|name| format!("sqrt_{name}")),
            Instruction::Power(a, b) => joined(a, "to", b),
            Instruction::Call(function, a) => {
                Some(name(a).map_or_else(|| function.row().name.into(), |name| format!("{}_{name}", function.row().name)))
            }
            Instruction::CallTwo(function, ..) => Some(function.row().name.into()),
            _ => None,
        };
        match wish.filter(|wish| wish.len() <= LONGEST && !self.taken.contains(wish)) {
            Some(wish) => self.fresh(&wish),
            None => {
                self.count += 1;
                self.fresh(&format!("t{}", self.count))
            }
        }
    }
}

fn is_numbered(name: &str) -> bool {
    name.strip_prefix('t').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn number(value: f64) -> Option<String> {
    let word = match value {
        0.5 => "half",
        1.0 => "one",
        2.0 => "two",
        3.0 => "three",
        4.0 => "four",
        _ => return None,
    };
    Some(word.into())
}
