//! What the nodes of a graph apply, and the value of each.

use crate::evaluate::real_power;
use crate::expression::Relation;
use crate::functions::FunctionId;

/// What is applied to arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// A function of the table.
    Table(FunctionId),
    /// The square root.
    Root,
    /// A real base under a real exponent.
    Power,
    /// A comparison: 1 where it holds, 0 where it doesn't.
    Compare(Relation),
    /// Both conditions hold.
    And,
    /// One of the conditions holds.
    Or,
    /// The second argument where the first, a condition, holds, otherwise the third.
    Select,
}

impl Function {
    /// The value for these arguments; NaN where it has none.
    pub fn value(self, arguments: &[f64]) -> f64 {
        match (self, arguments) {
            (Function::Table(id), _) => (id.row().value)(arguments),
            (Function::Root, [a]) => a.sqrt(),
            (Function::Power, [a, b]) => real_power(*a, *b),
            (Function::Compare(relation), [a, b]) => compare(relation, *a, *b),
            (Function::And, [a, b]) => and(*a, *b),
            (Function::Or, [a, b]) => or(*a, *b),
            (Function::Select, [condition, yes, no]) => select(*condition, *yes, *no),
            _ => f64::NAN,
        }
    }
}

fn truth(holds: bool) -> f64 {
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

/// Both conditions: one that fails is enough to say no, also beside one that has no value.
pub(super) fn and(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// One of the conditions: one that holds is enough to say yes.
pub(super) fn or(a: f64, b: f64) -> f64 {
    if a == 1.0 || b == 1.0 { 1.0 } else { a + b }
}

pub(super) fn select(condition: f64, yes: f64, no: f64) -> f64 {
    match condition {
        1.0 => yes,
        0.0 => no,
        _ => f64::NAN,
    }
}
