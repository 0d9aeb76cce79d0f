//! Where an expression jumps as one variable moves.
//!
//! By the mean value theorem a function that is continuous at a point, and whose derivative has a limit there, has that limit
//! for its derivative. So the formula found for a derivative is right at every point where neither the function nor the
//! formula jumps, and kinks need no record of their own: a kink of the function is a jump of the formula.

use super::Knowledge;
use super::conditions::outside_cases;
use crate::expression::{Arena, Id, Node, Relation};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template;

/// Decides whether an expression is zero: yes, no or unknown.
pub type ZeroTest<'a> = dyn FnMut(&mut Arena, &mut Knowledge, Id) -> Option<bool> + 'a;

/// The functions that are constant but for jumps.
const STEPS: [FunctionId; 4] =
    [FunctionId::named("floor"), FunctionId::named("ceil"), FunctionId::named("sign"), FunctionId::named("heaviside")];

/// How many nodes may be gone through for all jumps of an expression together; beyond, each is taken for one that stays.
const MOST_LOOKED_AT: usize = 100_000;

/// The conditions under which `root` does not jump while `variable` moves. A jump that another factor multiplies by zero,
/// as in `x*sign(x)`, is none.
pub fn jump_conditions(arena: &mut Arena, knowledge: &mut Knowledge, root: Id, variable: Id, is_zero: &mut ZeroTest<'_>) -> Vec<Id> {
    let depends = arena.dependence(root, variable);
    let jumping: Vec<(Id, FunctionId, Vec<Id>)> = outside_cases(arena, root)
        .into_iter()
        .filter(|id| depends[id.index()])
        .filter_map(|id| match arena.node(id) {
            Node::Call(function, arguments) if !function.row().continuous.is_empty() => Some((id, function, arguments.to_vec())),
            _ => None,
        })
        .collect();
    // Whether a jump vanishes is asked of the whole expression, for each.
    let is_bounded = jumping.len().saturating_mul(arena.reachable(root).len()) <= MOST_LOOKED_AT;
    let mut found = Vec::new();
    for at in 0..jumping.len() {
        let (id, function, arguments) = &jumping[at];
        // What only steps where something inside jumps has no jump of its own: `floor(ceil(x))`.
        if arguments.iter().all(|argument| rests_between_jumps(arena, *argument, variable)) {
            continue;
        }
        let Some(condition) = template::continuous(arena, *function, arguments, *id) else { continue };
        let Some(values) = values_around(function.row().name) else {
            found.push(condition);
            continue;
        };
        let losses = arena.take_losses();
        let others: Vec<Id> = jumping.iter().map(|(other, ..)| *other).filter(|other| other != id).collect();
        for factor in arena.factors(arguments[0]) {
            if !arena.dependence(factor.id, variable)[factor.id.index()] {
                continue;
            }
            // A factor without zeros, such as x^2 + 1, never turns the sign.
            if knowledge.interval(arena, factor.id).is_nonzero() {
                continue;
            }
            if !is_bounded {
                found.push(arena.relation(Relation::NotEqual, factor.id, Id::ZERO));
                continue;
            }
            let zeros = zeros(arena, knowledge, factor.id, variable);
            let harmful: Vec<(Id, Id)> =
                zeros.iter().copied().filter(|zero| !vanishes(arena, knowledge, root, (*id, &values), &others, *zero, is_zero)).collect();
            if harmful.len() == zeros.len() {
                found.push(arena.relation(Relation::NotEqual, factor.id, Id::ZERO));
            } else {
                found.extend(harmful.into_iter().map(|(from, to)| arena.relation(Relation::NotEqual, from, to)));
            }
        }
        arena.restore_losses(losses);
    }
    found
}

/// Whether an expression is constant between the jumps of steps in it, since the variable stands nowhere else.
fn rests_between_jumps(arena: &Arena, root: Id, variable: Id) -> bool {
    let mut moves = vec![false; root.index() + 1];
    for id in arena.reachable(root) {
        moves[id.index()] = match arena.node(id) {
            _ if id == variable => true,
            Node::Call(function, _) if STEPS.contains(&function) => false,
            _ => {
                let mut any = false;
                arena.for_each_child(id, |child| any |= moves[child.index()]);
                any
            }
        };
    }
    !moves[root.index()]
}

/// The values of a step before, after and at the zero of its argument.
fn values_around(name: &str) -> Option<[Rational; 3]> {
    match name {
        "sign" => Some([Rational::MINUS_ONE, Rational::ONE, Rational::ZERO]),
        "heaviside" => Some([Rational::ZERO, Rational::ONE, Rational::fraction(1, 2)?]),
        _ => None,
    }
}

/// What to put in place of what, to be where `argument` is zero: of the variable if the equation can be solved for it,
/// otherwise of the argument itself.
fn zeros(arena: &mut Arena, knowledge: &mut Knowledge, argument: Id, variable: Id) -> Vec<(Id, Id)> {
    if let Some(zero) = linear_zero(arena, argument, variable) {
        return vec![(variable, zero)];
    }
    let equation = arena.relation(Relation::Equal, argument, Id::ZERO);
    if let Some((value, line)) = super::solve(arena, knowledge, equation)
        && value == variable
    {
        let points: Vec<Rational> = line.parts().iter().filter_map(|part| part.point().cloned()).collect();
        if points.len() == line.parts().len() {
            return points.into_iter().map(|point| (variable, arena.number(point))).collect();
        }
    }
    vec![(argument, Id::ZERO)]
}

/// The zero of an expression that is linear in the variable.
pub fn linear_zero(arena: &mut Arena, expression: Id, variable: Id) -> Option<Id> {
    let (slope, rest) = linear_parts(arena, expression, variable)?;
    let quotient = arena.divide(rest, slope);
    (quotient != Id::UNDEFINED).then(|| arena.negate(quotient))
}

/// Slope and constant of an expression that is linear in the variable.
pub fn linear_parts(arena: &mut Arena, expression: Id, variable: Id) -> Option<(Id, Id)> {
    let terms = match arena.node(expression) {
        Node::Sum(terms) => terms.iter().map(|term| (term.id, term.number.clone())).collect(),
        _ => vec![(expression, Rational::ONE)],
    };
    let (mut slope, mut rest) = (Vec::new(), Vec::new());
    for (id, number) in terms {
        if !arena.dependence(id, variable)[id.index()] {
            rest.push((id, number));
            continue;
        }
        let cofactor = arena.divide(id, variable);
        if arena.dependence(cofactor, variable).get(cofactor.index()).copied().unwrap_or(true) {
            return None;
        }
        slope.push((cofactor, number));
    }
    Some((arena.sum(slope), arena.sum(rest)))
}

/// Whether the expression has the same value for every value of the step, where the step is.
fn vanishes(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    root: Id,
    (step, values): (Id, &[Rational; 3]),
    others: &[Id],
    (from, to): (Id, Id),
    is_zero: &mut ZeroTest<'_>,
) -> bool {
    // Other steps may lie at the same place: the jump has to vanish whatever they are.
    let mut pairs: Vec<(Id, Id)> = Vec::with_capacity(others.len() + 1);
    for (at, other) in others.iter().enumerate() {
        pairs.push((*other, arena.symbol(&format!("step__{at}"))));
    }
    let variants: Vec<Id> = values
        .iter()
        .map(|value| {
            let value = arena.number(value.clone());
            pairs.push((step, value));
            let variant = arena.substitute_all(root, &pairs);
            pairs.pop();
            variant
        })
        .collect();
    [variants[1], variants[2]].into_iter().all(|variant| {
        let jump = arena.subtract(variant, variants[0]);
        let there = arena.substitute(jump, from, to);
        there == Id::ZERO || (there != Id::UNDEFINED && is_zero(arena, knowledge, there) == Some(true))
    })
}
