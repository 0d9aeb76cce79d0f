//! Mathematics as text, parsed once and set down in any arena with expressions in place of its letters.
//!
//! Derivatives and domains of the function table are such texts. This room reads with the ordinary parser and knows no rule.

use super::read;
use crate::expression::{Arena, Id, Symbol};
use crate::functions::{Arity, FunctionId, TABLE};
use std::sync::OnceLock;

/// A parsed text with letters to be replaced.
#[derive(Debug, Clone)]
pub struct Template {
    arena: Arena,
    order: Vec<Id>,
    letters: Vec<(Symbol, usize)>,
}

impl Template {
    /// The expression with its letters in it, and all its parts, children before parents.
    pub fn expression(&self) -> (&Arena, &[Id]) {
        (&self.arena, &self.order)
    }

    /// Which letter a name is, as a place in the list of values.
    pub fn letter(&self, symbol: Symbol) -> Option<usize> {
        self.letters.iter().find(|(letter, _)| *letter == symbol).map(|(_, at)| *at)
    }

    /// Parses `text`; `letters` are the names to be replaced, in the order [`Template::instantiate`] takes their values.
    ///
    /// # Panics
    /// If the text is not in the language: texts come from the program itself, and a test reads every one of them.
    pub fn new(text: &str, letters: &[&str]) -> Template {
        let mut arena = Arena::new();
        let root = match read(&mut arena, text) {
            Ok(root) => root,
            Err(error) => panic!("the text `{text}` of the table cannot be read: {error}"),
        };
        let letters = letters.iter().enumerate().map(|(at, letter)| (arena.intern(letter), at)).collect();
        let order = arena.reachable(root);
        Template { arena, order, letters }
    }

    /// The expression in `arena`, with `values` in place of the letters. The buffer is working memory.
    pub fn instantiate(&self, arena: &mut Arena, values: &[Id], buffer: &mut Vec<Id>) -> Id {
        arena.import(&self.arena, &self.order, &mut |_, symbol| self.letter(symbol).and_then(|at| values.get(at).copied()), buffer)
    }
}

/// What the table says of a function, parsed.
#[derive(Debug)]
pub struct FunctionTexts {
    /// The derivative in each argument, where there is one.
    pub derivatives: Vec<Option<Template>>,
    /// The condition under which the value is real.
    pub domain: Option<Template>,
    /// The condition under which the value is continuous.
    pub continuous: Option<Template>,
    /// Exact special values, as arguments and value in an arena of their own.
    pub special: Vec<(Vec<Template>, Template)>,
    /// What the name stands for, where it is only notation.
    pub definition: Option<Template>,
    /// The coefficient of power k of the series at 0, in the letter `k`.
    pub power_series: Option<Template>,
}

/// The letters of a row's texts: three arguments and the function's own value.
const LETTERS: [&str; 4] = ["u", "v", "w", "y"];

/// The place of the function's own value among the letters.
pub const OWN_VALUE: usize = 3;

/// A text in the letters of a row.
pub fn of_row(text: &str) -> Template {
    Template::new(text, &LETTERS)
}

/// The parsed texts of a function, read when first asked for.
pub fn texts(function: FunctionId) -> &'static FunctionTexts {
    static CACHE: OnceLock<Vec<OnceLock<FunctionTexts>>> = OnceLock::new();
    let cache = CACHE.get_or_init(|| TABLE.iter().map(|_| OnceLock::new()).collect());
    cache[function.0 as usize].get_or_init(|| {
        let row = function.row();
        let optional = |text: &str| (!text.is_empty()).then(|| of_row(text));
        FunctionTexts {
            derivatives: row.derivatives.iter().map(|text| optional(text)).collect(),
            domain: optional(row.domain),
            continuous: optional(row.continuous),
            special: row
                .special
                .iter()
                .map(|(arguments, value)| (arguments.split(", ").map(|text| Template::new(text, &[])).collect(), Template::new(value, &[])))
                .collect(),
            definition: row.definition.map(of_row),
            power_series: (!row.power_series.is_empty()).then(|| Template::new(row.power_series, &["k"])),
        }
    })
}

/// The derivative of a function of the table in its argument number `at`, at these arguments; `value` is the call itself.
/// Nothing where the table has none.
pub fn derivative(arena: &mut Arena, function: FunctionId, at: usize, arguments: &[Id], value: Id, buffer: &mut Vec<Id>) -> Option<Id> {
    let texts = texts(function);
    if let Arity::AtLeast(_) = function.row().arity {
        // Symmetric: one text, in the argument that changes.
        let template = texts.derivatives.first()?.as_ref()?;
        return Some(template.instantiate(arena, &[arguments[at], Id::UNDEFINED, Id::UNDEFINED, value], buffer));
    }
    let template = texts.derivatives.get(at)?.as_ref()?;
    Some(template.instantiate(arena, &letters_of(arguments, value), buffer))
}

/// The condition under which a call has a real value, where it is not always so.
pub fn domain(arena: &mut Arena, function: FunctionId, arguments: &[Id], value: Id) -> Option<Id> {
    Some(texts(function).domain.as_ref()?.instantiate(arena, &letters_of(arguments, value), &mut Vec::new()))
}

/// The condition under which a call is continuous, where it jumps inside its domain.
pub fn continuous(arena: &mut Arena, function: FunctionId, arguments: &[Id], value: Id) -> Option<Id> {
    Some(texts(function).continuous.as_ref()?.instantiate(arena, &letters_of(arguments, value), &mut Vec::new()))
}

/// What a call stands for where its name is only notation, as `sqrt(u)` is `u^(1/2)`.
pub fn definition(arena: &mut Arena, function: FunctionId, arguments: &[Id], buffer: &mut Vec<Id>) -> Option<Id> {
    function.row().definition?;
    let template = texts(function).definition.as_ref()?;
    Some(template.instantiate(arena, &letters_of(arguments, Id::UNDEFINED), buffer))
}

fn letters_of(arguments: &[Id], value: Id) -> [Id; 4] {
    let mut values = [Id::UNDEFINED; 4];
    for (slot, argument) in values.iter_mut().zip(arguments.iter().take(3)) {
        *slot = *argument;
    }
    values[3] = value;
    values
}
