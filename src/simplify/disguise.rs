//! Whether a known function may be meant where the question has exponentials: a logistic function or a hyperbolic tangent.

use super::signs::are_opposite;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use smallvec::SmallVec;

const SIGMA: FunctionId = FunctionId::named("sigma");
const TANH: FunctionId = FunctionId::named("tanh");

/// The bits of the functions behind which another may be hidden.
const DISGUISES: u64 = FunctionId::EXP.bit() | TANH.bit();

/// Longer sums are taken to have factors.
const MOST_TERMS: usize = 16;

/// Whether a sum of exponentials stands below a bar, or a hyperbolic tangent in a sum with a number: some known function may
/// be meant.
pub(super) fn may_be_meant(arena: &Arena, question: Id) -> bool {
    if arena.function_bits(question) & DISGUISES == 0 {
        return false;
    }
    let mut found = false;
    arena.for_each_part(question, |id| {
        found |= match arena.node(id) {
            Node::Product(factors) => factors.iter().any(|factor| {
                factor.number.is_negative() && has_term(arena, factor.id, FunctionId::EXP) && !is_irreducible(arena, factor.id)
            }),
            Node::Sum(terms) => terms.len() > 1 && terms[0].id == Id::ONE && has_term(arena, id, TANH),
            _ => false,
        };
    });
    found
}

/// Whether nothing is hidden any more: neither exponentials nor hyperbolic tangents are left, none of the logistic functions stands
/// beside that of the opposite argument, and each that is a term stands alone in its sum or in `1 - s`, so that no `2*s - 1` is a
/// hyperbolic tangent.
pub(super) fn is_lifted(arena: &Arena, id: Id) -> bool {
    if id == Id::UNDEFINED || arena.function_bits(id) & DISGUISES != 0 {
        return false;
    }
    let mut lifted = true;
    let mut arguments: SmallVec<[Id; 4]> = SmallVec::new();
    arena.for_each_part(id, |id| match arena.node(id) {
        Node::Call(SIGMA, &[argument]) => {
            lifted &= arguments.iter().all(|other| !are_opposite(arena, *other, argument));
            arguments.push(argument);
        }
        Node::Sum(terms) if terms.len() > 1 => {
            let logistic = terms.iter().filter(|term| is_call_of(arena, term.id, SIGMA)).count();
            let is_complement = matches!(terms, [one, other] if one.id == Id::ONE && one.number == -&other.number);
            lifted &= logistic == 0 || (logistic == 1 && (terms[0].id != Id::ONE || is_complement));
        }
        _ => {}
    });
    lifted
}

/// Whether a sum has a term that is a value of this function, or has one among its factors.
fn has_term(arena: &Arena, id: Id, function: FunctionId) -> bool {
    matches!(arena.node(id), Node::Sum(terms) if terms.iter().any(|term| is_call_of(arena, term.id, function)))
}

fn is_call_of(arena: &Arena, id: Id, function: FunctionId) -> bool {
    match arena.node(id) {
        Node::Call(own, _) => own == function,
        Node::Product(factors) => factors.iter().any(|factor| matches!(arena.node(factor.id), Node::Call(own, _) if own == function)),
        _ => false,
    }
}

/// Whether a sum of three terms or more is irreducible in its exponentials, so that no other function is hidden in it: each of them
/// but a constant is an exponential whose argument has a term that no other has, as in `exp(x) + exp(y) + exp(z)`.
fn is_irreducible(arena: &Arena, sum: Id) -> bool {
    let Node::Sum(terms) = arena.node(sum) else { return false };
    if !(3..=MOST_TERMS).contains(&terms.len()) {
        return false;
    }
    let whole = |id: Id| match arena.node(id) {
        Node::Sum(terms) => terms,
        _ => &[],
    };
    let mut arguments: SmallVec<[Id; 4]> = SmallVec::new();
    for term in terms.iter().filter(|term| term.id != Id::ONE) {
        match arena.node(term.id) {
            Node::Call(FunctionId::EXP, &[argument]) => arguments.push(argument),
            _ => return false,
        }
    }
    let has = |argument: Id, part: Id| argument == part || whole(argument).iter().any(|term| term.id == part);
    let is_own = |at: usize, part: Id| arguments.iter().enumerate().all(|(other, argument)| other == at || !has(*argument, part));
    arguments.iter().enumerate().all(|(at, argument)| match whole(*argument) {
        [] => is_own(at, *argument),
        parts => parts.iter().any(|Term { id, .. }| *id != Id::ONE && is_own(at, *id)),
    })
}
