//! A polynomial in the variable by its powers: `3*x^2 + 2*(a + b)*x + a*b`.

use super::Form;
use super::cost::Costs;
use super::forms;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;

/// Polynomials of a higher degree are left as they are.
const MOST_DEGREE: usize = 6;

/// So are sums made of more than so many nodes, however deep they lie.
const MOST_NODES: usize = 128;

/// A sum that is a polynomial of the second degree or higher in the variable, with what stands beside each power of it brought
/// together; nothing where it is no such polynomial, or where no two terms have a power of the variable in common. `expanded` is
/// the sum multiplied out.
pub(super) fn by_powers(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    costs: &mut Costs,
    [id, expanded]: [Id; 2],
    form: Form,
) -> Option<Id> {
    let variable = costs.words().variable()?;
    if form == Form::Factored || !arena.contains(id, variable) || arena.is_larger_than(id, MOST_NODES) {
        return None;
    }
    let Node::Sum(terms) = arena.node(expanded) else { return None };
    // Of each degree, the number of terms.
    let mut counts = [0; MOST_DEGREE + 1];
    for term in terms {
        counts[degree_in(arena, term.id, variable)?] += 1;
    }
    if counts[2..].iter().all(|count| *count == 0) || counts.iter().all(|count| *count < 2) {
        return None;
    }
    let highest = counts.iter().rposition(|count| *count > 0)?;
    let terms = terms.to_vec();
    let mut parts = Vec::with_capacity(highest + 1);
    for (degree, count) in counts[..=highest].iter().enumerate() {
        let mut beside = Vec::with_capacity(*count);
        for Term { id, number } in &terms {
            if degree_in(arena, *id, variable) == Some(degree) {
                beside.push((without_powers_of(arena, *id, variable), number.clone()));
            }
        }
        let coefficient = arena.sum(beside);
        let coefficient = forms::best(arena, knowledge, costs, coefficient, form);
        let power = arena.rational_power(variable, Rational::integer(degree as i64));
        parts.push((arena.multiply(coefficient, power), Rational::ONE));
    }
    Some(arena.sum(parts))
}

/// The degree of a term in the variable; nothing where the variable stands elsewhere too, or under a high power.
fn degree_in(arena: &Arena, term: Id, variable: Id) -> Option<usize> {
    let Node::Product(factors) = arena.node(term) else {
        return if term == variable { Some(1) } else { (!arena.contains(term, variable)).then_some(0) };
    };
    factors.iter().try_fold(0, |degree, factor| {
        if factor.id == variable {
            return usize::try_from(factor.number.to_i64()?).ok().filter(|degree| *degree <= MOST_DEGREE);
        }
        (!arena.contains(factor.id, variable)).then_some(degree)
    })
}

/// What stands beside the power of the variable in a term.
fn without_powers_of(arena: &mut Arena, term: Id, variable: Id) -> Id {
    let factors = arena.factors(term);
    arena.product(factors.into_iter().filter(|factor| factor.id != variable).map(|factor| (factor.id, factor.number)))
}
