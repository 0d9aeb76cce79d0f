//! Where a call of the table is zero, where the table's list of special values says so to the end.

use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::{Class, FunctionId, Parity, Row};

const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");

/// `call = 0` or `call != 0` as a condition on the argument: `arcosh(u) != 0` is `u != 1`, `arcsch(u) != 0` always holds,
/// `cos(arcsin(u)) != 0` is `u != 1 and u != -1`, and the sine of `-u` is zero where that of `u` is. What is defined nowhere
/// else is not asked again.
pub(super) fn zero_condition(arena: &mut Arena, condition: Id) -> Option<Id> {
    let Node::Relation(relation @ (Relation::Equal | Relation::NotEqual), left, right) = arena.node(condition) else { return None };
    let call = match (left, right) {
        (Id::ZERO, call) | (call, Id::ZERO) => call,
        _ => return None,
    };
    let Node::Call(function, &[argument]) = arena.node(call) else { return None };
    let inner = match arena.node(argument) {
        Node::Call(inner, &[inside]) if inner.row().class == Class::InverseCircular => Some((inner, inside)),
        _ => None,
    };
    let (zeros, of) = match (function, inner) {
        // Principal values lie between -pi/2 and pi.
        (SIN, Some((inner, inside))) => (listed(inner.row(), &["0", "pi"])?, inside),
        (COS, Some((inner, inside))) => (listed(inner.row(), &["pi/2"])?, inside),
        _ if has_one_zero_at_most(function.row()) => (listed(function.row(), &["0"])?, argument),
        _ if function.row().parity != Parity::Neither && arena.coefficient(argument).0.is_negative() => {
            let opposite = arena.negate(argument);
            let turned = arena.call(function, &[opposite]);
            let changed = arena.coefficient(turned).1;
            return (changed != call).then(|| arena.relation(relation, changed, Id::ZERO));
        }
        _ => return None,
    };
    let parts: Vec<Id> = zeros
        .into_iter()
        .map(|zero| {
            let zero = arena.integer(zero);
            arena.relation(relation, of, zero)
        })
        .collect();
    Some(if relation == Relation::NotEqual { arena.conjunction(&parts) } else { arena.disjunction(&parts) })
}

/// Whether a function takes no value twice, or the value zero nowhere: what grows or falls all along, and the exponentials.
fn has_one_zero_at_most(row: &Row) -> bool {
    matches!(row.class, Class::InverseCircular | Class::Hyperbolic | Class::InverseHyperbolic | Class::Exponential)
}

/// The whole numbers at which a function takes one of some values, as the table lists them; none where another number is listed.
fn listed(row: &Row, values: &[&str]) -> Option<Vec<i64>> {
    let mut numbers = Vec::new();
    for (argument, value) in row.special {
        if values.contains(value) {
            let number: i64 = argument.parse().ok()?;
            numbers.push(number);
            if row.parity == Parity::Odd && number != 0 {
                numbers.push(-number);
            }
        }
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::TABLE;

    /// No function that is taken to be zero once is zero elsewhere, or at a place that is not listed.
    #[test]
    fn the_table_lists_every_zero() {
        for row in TABLE.iter().filter(|row| has_one_zero_at_most(row)) {
            let zeros = listed(row, &["0"]).expect("whole numbers");
            assert!(zeros.len() <= 1, "{}", row.name);
            for step in -4000..=4000 {
                let argument = f64::from(step) / 256.0;
                let value = (row.value)(&[argument]);
                let is_listed = zeros.iter().any(|zero| *zero as f64 == argument);
                assert_eq!(value.abs() < 1e-9, is_listed, "{} at {argument}", row.name);
            }
        }
    }

    /// A sine or cosine of a principal value is zero exactly where the list says.
    #[test]
    fn sines_of_principal_values_are_zero_where_listed() {
        for row in TABLE.iter().filter(|row| row.class == Class::InverseCircular) {
            for (values, function) in [(&["0", "pi"][..], f64::sin as fn(f64) -> f64), (&["pi/2"], f64::cos)] {
                let zeros = listed(row, values).expect("whole numbers");
                for step in -4000..=4000 {
                    let argument = f64::from(step) / 256.0;
                    let value = (row.value)(&[argument]);
                    if !value.is_nan() {
                        let is_listed = zeros.iter().any(|zero| *zero as f64 == argument);
                        assert_eq!(function(value).abs() < 1e-12, is_listed, "{} at {argument}", row.name);
                    }
                }
            }
        }
    }
}
