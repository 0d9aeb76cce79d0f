//! The one table of functions: a row is everything the rest of the house knows about a function.
//!
//! A row's mathematics is text (derivatives, domain) in the letters `u`, `v`, `w` for the arguments and `y` for the
//! function's own value, and function pointers for its numeric value. This room knows no arena: whoever needs a
//! derivative as an expression reads the text with the ordinary parser.
//!
//! ```
//! use chainrule::functions::TABLE;
//!
//! let tan = TABLE.iter().find(|row| row.name == "tan").expect("a known function");
//! assert_eq!(tan.derivatives, ["sec(u)^2"]);
//! assert_eq!(tan.domain, "cos(u) != 0");
//! assert_eq!((tan.value)(&[0.0]), 0.0);
//! ```
//!
//! A name and the number of arguments together name a row: `log(x)` is `ln`, `log(b, x)` is `log`. Where books differ the row
//! says in a comment which convention it takes (arccot, dilog, Fresnel, heaviside at 0).

mod table;
#[cfg(test)]
mod tests;
mod value;

pub use table::TABLE;

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// Exactly this many.
    Exactly(usize),
    /// This many or more; the function is symmetric in its arguments (`max`, `logsumexp`).
    AtLeast(usize),
}

/// Which functions are treated alike, as the identities between them ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The exponential and the logistic function.
    Exponential,
    /// Sine and its five kin.
    Circular,
    /// Their inverse functions of one argument.
    InverseCircular,
    /// The hyperbolic sine and its five kin.
    Hyperbolic,
    /// Their inverse functions.
    InverseHyperbolic,
    /// Pieces that meet where an argument, or a difference of arguments, changes sign or is a whole number.
    Turning,
    /// Any other.
    Other,
}

/// What happens to the value when the (first) argument changes sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// `f(-u) = f(u)`.
    Even,
    /// `f(-u) = -f(u)`.
    Odd,
    /// Neither.
    Neither,
}

/// What is known of the sign of the value wherever it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Always greater than zero.
    Positive,
    /// Zero or more.
    NonNegative,
    /// Strictly between 0 and 1.
    UnitInterval,
    /// Strictly between -1 and 1.
    WithinUnit,
    /// From -1 to 1, both included.
    UpToUnit,
    /// From 0 to 1, both included.
    Fraction,
    /// 1 or more.
    AtLeastOne,
    /// -1 or more.
    AtLeastMinusOne,
    /// -1 or less, or 1 or more.
    BeyondUnit,
    /// Less than -1, or more than 1.
    OutsideUnit,
    /// Any real number.
    Real,
}

/// Everything there is to know about a function.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The plain-text name, which printing uses and parsing reads back.
    pub name: &'static str,
    /// Other spellings the parser accepts.
    pub aliases: &'static [&'static str],
    /// How many arguments it takes.
    pub arity: Arity,
    /// Its kin.
    pub class: Class,
    /// The LaTeX command, such as `\sin` or `\operatorname{erf}`.
    pub latex: &'static str,
    /// What the name stands for where it is only notation (`log2` is `ln(u)/ln(2)`); the engine sees that, never the name.
    pub definition: Option<&'static str>,
    /// The derivative in each argument, as text in `u, v, w` and `y` (the function's own value). A symmetric function of
    /// any number of arguments has one, in `u`. An empty text: not differentiable in closed form in that argument.
    /// A row with a definition has none, since they follow.
    pub derivatives: &'static [&'static str],
    /// The condition under which the value is real, as text in `u, v, w`; empty: everywhere.
    pub domain: &'static str,
    /// The condition under which the value is continuous, where it jumps inside its domain.
    pub continuous: &'static str,
    /// The sign of the value.
    pub range: Range,
    /// Its parity.
    pub parity: Parity,
    /// The value in double precision; NaN outside the domain.
    pub value: fn(&[f64]) -> f64,
    /// Exact special values: arguments (separated by `, `) and value, both as text.
    pub special: &'static [(&'static str, &'static str)],
    /// The coefficient of `u^k` in the power series at 0 for k = 1, 2, ..., as text in `k`, of a function that is smooth there though
    /// the text of its derivative has no value; empty for the others.
    pub power_series: &'static str,
    /// Where the derivative comes from, such as a DLMF number.
    pub source: &'static str,
}

/// A row's number in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u16);

impl FunctionId {
    /// The exponential function.
    pub const EXP: FunctionId = FunctionId::named("exp");
    /// The natural logarithm.
    pub const LN: FunctionId = FunctionId::named("ln");
    /// The absolute value.
    pub const ABS: FunctionId = FunctionId::named("abs");

    /// The first row of this name; the build fails where there is none.
    pub const fn named(name: &str) -> FunctionId {
        let mut at = 0;
        while at < TABLE.len() {
            if same(TABLE[at].name.as_bytes(), name.as_bytes()) {
                return FunctionId(at as u16);
            }
            at += 1;
        }
        panic!("no row of the table has this name")
    }

    /// How many different bits functions have.
    pub(crate) const BITS: u32 = 60;

    /// The bit of a function in a set of functions; several functions share one.
    #[inline]
    pub(crate) const fn bit(self) -> u64 {
        1 << (self.0 as u32 % FunctionId::BITS)
    }

    /// The row.
    pub fn row(self) -> &'static Row {
        &TABLE[self.0 as usize]
    }
}

/// String comparison that can run at compile time.
const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
