//! A polynomial in the variable by its powers: `3*x^2 + 2*(a + b)*x + a*b`.

use super::Form;
use super::cost::Costs;
use super::expand::expand;
use super::forms;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;

/// Polynomials of a higher degree are left as they are.
const MOST_DEGREE: usize = 6;

/// So are sums made of more than so many nodes, however deep they lie.
const MOST_NODES: usize = 128;

/// A sum that is a polynomial of the second degree or higher in the variable, with what stands beside each power of it brought
/// together; nothing where it is no such polynomial, or where no two terms have a power of the variable in common.
pub(super) fn by_powers(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id, form: Form) -> Option<Id> {
    let variable = costs.words().variable()?;
    if form == Form::Factored || arena.is_larger_than(id, MOST_NODES) || !arena.contains(id, variable) {
        return None;
    }
    let expanded = expand(arena, id);
    let Node::Sum(terms) = arena.node(expanded) else { return None };
    let mut powers: Vec<Vec<(Id, Rational)>> = Vec::new();
    for Term { id, number } in terms.to_vec() {
        let (degree, rest) = without_variable(arena, id, variable)?;
        if powers.len() <= degree {
            powers.resize(degree + 1, Vec::new());
        }
        powers[degree].push((rest, number));
    }
    if powers.len() < 3 || powers.iter().all(|terms| terms.len() < 2) {
        return None;
    }
    let mut parts = Vec::with_capacity(powers.len());
    for (degree, terms) in powers.into_iter().enumerate() {
        let coefficient = arena.sum(terms);
        let coefficient = forms::best(arena, knowledge, costs, coefficient, form);
        let power = arena.rational_power(variable, Rational::integer(degree as i64));
        parts.push((arena.multiply(coefficient, power), Rational::ONE));
    }
    Some(arena.sum(parts))
}

/// The degree of a term in the variable, and what stands beside its power; nothing where the variable stands elsewhere too.
fn without_variable(arena: &mut Arena, term: Id, variable: Id) -> Option<(usize, Id)> {
    let mut factors = arena.factors(term);
    let place = factors.iter().position(|factor| factor.id == variable);
    let degree = match place {
        Some(place) => usize::try_from(factors.swap_remove(place).number.to_i64()?).ok().filter(|degree| *degree <= MOST_DEGREE)?,
        None => 0,
    };
    if factors.iter().any(|factor| arena.contains(factor.id, variable)) {
        return None;
    }
    let rest = arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)));
    Some((degree, rest))
}
