//! Sums with what several terms have in common brought together: a polynomial in the variable by its powers,
//! `3*x^2 + 2*(a + b)*x + a*b`, and what stands beside an exponential, `(x - 1)*exp(x) + 1`.

use super::cost::Costs;
use super::forms;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use smallvec::SmallVec;

/// Polynomials of a higher degree are left as they are.
const MOST_DEGREE: usize = 6;

/// So are sums made of more than so many nodes, however deep they lie.
const MOST_NODES: usize = 128;

/// A sum with the terms of each exponential brought together, where several have one and others have not.
pub(super) fn by_exponential(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Option<Id> {
    let Node::Sum(terms) = arena.node(id) else { return None };
    if terms.len() < 3 || arena.function_bits(id) & FunctionId::EXP.bit() == 0 {
        return None;
    }
    let mut groups: SmallVec<[(Option<Id>, Vec<Term>); 4]> = SmallVec::new();
    for term in terms {
        let exponential = exponential_in(arena, term.id);
        match groups.iter_mut().find(|(own, _)| *own == exponential) {
            Some((_, group)) => group.push(term.clone()),
            None => groups.push((exponential, vec![term.clone()])),
        }
    }
    let is_shared = |(exponential, group): &(Option<Id>, Vec<Term>)| exponential.is_some() && group.len() > 1;
    if groups.len() < 2 || !groups.iter().any(is_shared) {
        return None;
    }
    let mut parts: Vec<(Id, Rational)> = Vec::new();
    for (exponential, group) in groups {
        match exponential.filter(|_| group.len() > 1) {
            Some(exponential) => {
                let beside: Vec<_> = group.into_iter().map(|term| (arena.divide(term.id, exponential), term.number)).collect();
                let coefficient = arena.sum(beside);
                let coefficient = forms::best(arena, knowledge, costs, coefficient);
                parts.push((arena.multiply(coefficient, exponential), Rational::ONE));
            }
            None => parts.extend(group.into_iter().map(|term| (term.id, term.number))),
        }
    }
    Some(arena.sum(parts))
}

/// The one exponential among the factors of a term.
fn exponential_in(arena: &Arena, term: Id) -> Option<Id> {
    let is_exponential = |id: Id| matches!(arena.node(id), Node::Call(FunctionId::EXP, _));
    match arena.node(term) {
        Node::Product(factors) => {
            let mut found = factors.iter().filter(|factor| is_exponential(factor.id));
            let first = found.next().filter(|factor| factor.number.is_one())?;
            found.next().is_none().then_some(first.id)
        }
        _ => is_exponential(term).then_some(term),
    }
}

/// A sum that is a polynomial of the second degree or higher in the variable, with what stands beside each power of it brought
/// together; nothing where it is no such polynomial, or where no two terms have a power of the variable in common. `expanded` is
/// the sum multiplied out.
pub(super) fn by_powers(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, [id, expanded]: [Id; 2]) -> Option<Id> {
    let variable = costs.words().variable()?;
    if arena.is_larger_than(id, MOST_NODES) || !arena.contains(id, variable) {
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
        let coefficient = forms::best(arena, knowledge, costs, coefficient);
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
