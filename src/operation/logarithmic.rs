//! Logarithmic differentiation.

use super::{Desk, Refusal, Working};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;

/// The derivative as the function times that of its logarithm, `f*(ln|f|)'`, in which products, quotients and powers are sums.
/// At the zeros of the function the formula says nothing.
pub fn logarithmic(desk: &mut Desk<'_>, id: Id, variable: Id) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let logarithm = logarithm(desk.arena, id);
    working.step("logarithm of a product", id, logarithm);
    let mut terms = Vec::new();
    let parts: Vec<Term> = match desk.arena.node(logarithm) {
        Node::Sum(terms) => terms.to_vec(),
        _ => vec![Term { id: logarithm, number: Rational::ONE }],
    };
    for part in parts {
        let derivative = desk.simple_derivative(part.id, variable)?;
        terms.push((working.step("logarithmic derivative", part.id, derivative), part.number));
    }
    let sum = desk.arena.sum(terms);
    working.step("sum", logarithm, sum);
    working.nonzero.push(id);
    working.answer = desk.arena.multiply(id, sum);
    Ok(working)
}

/// `ln|f|` as the sum of the logarithms of its factors; a power's exponent stands in front.
fn logarithm(arena: &mut Arena, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let mut terms = Vec::new();
    if !number.abs().is_one() {
        let number = arena.number(number.abs());
        terms.push((arena.call(FunctionId::LN, &[number]), Rational::ONE));
    }
    let factors = if core == Id::ONE { Vec::new() } else { arena.factors(core) };
    for factor in factors {
        let logarithm = match arena.node(factor.id) {
            Node::Power(base, exponent) => {
                let inner = arena.call(FunctionId::LN, &[base]);
                arena.multiply(exponent, inner)
            }
            Node::Call(FunctionId::EXP, &[exponent]) => exponent,
            _ => {
                let size = arena.call(FunctionId::ABS, &[factor.id]);
                arena.call(FunctionId::LN, &[size])
            }
        };
        terms.push((logarithm, factor.number));
    }
    arena.sum(terms)
}
