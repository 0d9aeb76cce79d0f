//! The choice among the forms of a sum: as it stands, factored, over one denominator, multiplied out.

use super::Form;
use super::cost::Costs;
use super::expand::expand;
use super::{powers, signs};
use crate::domain::Knowledge;
use crate::expression::{Arena, CommonFactor, Id, Node};
use crate::number::Rational;

/// What a factor that shows a zero may cost more: `s*(1 - s)` rather than `s - s^2`.
const VISIBLE_ZERO: u64 = 8;

/// Sums longer than this are left as they are.
const MOST_TERMS: usize = 64;

/// The cheapest form of an expression whose parts have theirs already. Ties go to the factored form: zeros are visible.
pub(super) fn best(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id, form: Form) -> Id {
    let terms = match arena.node(id) {
        Node::Sum([_]) | Node::Product(_) => {
            let cleared = without_nested_fractions(arena, knowledge, costs, id);
            return signs::settled(arena, cleared);
        }
        Node::Sum(terms) => terms,
        _ => return id,
    };
    if terms.len() < 2 || terms.len() > MOST_TERMS {
        return id;
    }
    let mut best = (costs.of(arena, id), id);
    let mut offer = |arena: &Arena, candidate: Id, bonus: u64| {
        if candidate != Id::UNDEFINED {
            let price = costs.of(arena, candidate).saturating_sub(bonus);
            if price <= best.0 {
                best = (price, candidate);
            }
        }
    };
    let expanded = expand(arena, id);
    if expanded != id {
        offer(arena, expanded, 0);
    }
    for sum in [id, expanded] {
        for denominators in [false, true] {
            let Some(factored) = arena.common_factor(sum, denominators) else { continue };
            if factored.common.is_empty() && form != Form::Factored {
                continue;
            }
            let bonus = match form {
                Form::Factored => u64::MAX,
                _ if denominators => 0,
                _ => VISIBLE_ZERO,
            };
            let rest = expand(arena, factored.rest);
            for rest in [factored.rest, rest] {
                let candidate = assemble(arena, &factored, rest);
                offer(arena, candidate, bonus);
            }
        }
    }
    let best = best.1;
    if best == id { id } else { signs::settled(arena, best) }
}

/// A product whose sums have no fractions inside where that is shorter: `1/(x^2*(1 + y^2/x^2))` is `1/(x^2 + y^2)`.
fn without_nested_fractions(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let mut parts: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
    let mut changed = false;
    for part in &mut parts {
        if let Some(factored) = arena.common_factor(part.0, true)
            && factored.common.iter().any(|factor| factor.number.is_negative())
        {
            part.0 = assemble(arena, &factored, factored.rest);
            changed = true;
        }
    }
    if !changed {
        return id;
    }
    let product = arena.product(parts);
    let product = powers::collect(arena, knowledge, product);
    let candidate = arena.scale(product, number);
    if costs.of(arena, candidate) < costs.of(arena, id) { candidate } else { id }
}

/// `content * common * rest`, with what the rest has in common now taken out as well.
fn assemble(arena: &mut Arena, factored: &CommonFactor, rest: Id) -> Id {
    let mut parts: Vec<(Id, Rational)> = factored.common.iter().map(|factor| (factor.id, factor.number.clone())).collect();
    let mut number = factored.content.clone();
    match arena.common_factor(rest, false) {
        Some(inner) => {
            parts.extend(inner.common.iter().map(|factor| (factor.id, factor.number.clone())));
            parts.push((inner.rest, Rational::ONE));
            number = &number * &inner.content;
        }
        None => parts.push((rest, Rational::ONE)),
    }
    let product = arena.product(parts);
    // A number in front of a bare sum is multiplied in again by nobody: it stays outside.
    arena.scale(product, number)
}
