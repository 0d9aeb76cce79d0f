//! Sums with a root below the bar, multiplied by their conjugates.

use super::super::tower::{Family, Tower, Value};
use crate::polynomial::Polynomial;

/// A value without roots in the sums below its bar, where their norms are never zero: `1/(x + sqrt(x^2 + 1))` is
/// `sqrt(x^2 + 1) - x`, but `1/(1 + sqrt(x))` would lose the point where `1 - sqrt(x)` is zero. Nothing where no sum changes.
pub(super) fn rationalized(tower: &mut Tower, value: &Value) -> Option<Value> {
    let mut result = Value::number(value.coefficient.clone());
    let mut changed = false;
    for (number, exponent) in &value.factors {
        let polynomial = tower.factor(*number).clone();
        let times = exponent.to_i64().filter(|times| *times < 0 && polynomial.terms().len() > 1);
        let part = match times.and_then(|times| inverse(tower, value, &polynomial)?.checked_power(-times)) {
            Some(part) => {
                changed = true;
                part
            }
            None => Value::factor_power(*number, exponent.clone()),
        };
        result = tower.product(&result, &part)?;
    }
    // What stands above the bar now may cancel what stands below it.
    if changed { tower.sum(&[result]) } else { None }
}

/// The reciprocal of a sum that is linear in a square root, as conjugate over norm.
fn inverse(tower: &mut Tower, value: &Value, polynomial: &Polynomial) -> Option<Value> {
    let root = polynomial.variables().into_iter().find(|variable| {
        tower.generators()[*variable].family() == Family::Root
            && tower.root_of(*variable).is_some_and(|(_, index)| index == 2)
            && polynomial.degree(*variable) == 1
    })?;
    let coefficients = polynomial.coefficients(root);
    let [rest, factor] = &coefficients[..] else { return None };
    let variable = Polynomial::variable(root)?;
    let conjugate = rest.subtract(&factor.multiply(&variable)?);
    let norm = polynomial.multiply(&conjugate)?;
    let norm = tower.reduced(norm)?;
    if norm.degree(root) > 0 {
        return None;
    }
    let norm = tower.value_of(&norm)?;
    let (radicand, _) = tower.root_of(root)?;
    // The norm is zero nowhere in the domain: it has no other factors than those that are not zero there anyway.
    let is_never_zero = |number: u32| number == radicand || value.exponent(number).is_negative();
    if !norm.factors.iter().all(|(number, exponent)| exponent.signum() > 0 && is_never_zero(*number)) {
        return None;
    }
    let conjugate = tower.value_of(&conjugate)?;
    tower.product(&conjugate, &norm.checked_inverse()?)
}
