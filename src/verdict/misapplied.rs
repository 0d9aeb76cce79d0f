//! What comes out of a law misapplied at one part, given the derivatives of what that is made of.

use super::slip::Slip;
use super::working::{Known, Working};
use crate::expression::{Arena, Binder, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template;

/// The derivative of a part by a law misapplied. Nothing where a function has no derivative.
pub fn misapplied(arena: &mut Arena, id: Id, slip: Slip, working: &Working, known: &Known<'_>) -> Option<Id> {
    match slip {
        Slip::InsideForVariable => return Some(Id::ONE),
        Slip::Held => return Some(Id::ZERO),
        Slip::Opposite => return Some(arena.negate(known(id))),
        Slip::NotDifferentiated => return Some(id),
        _ => {}
    }
    Some(match arena.node(id) {
        Node::Sum([term]) => known(term.id),
        Node::Product(factors) => {
            let factors: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
            product(arena, &factors, slip, working, known)
        }
        Node::Power(base, exponent) if working.varies(base) && !working.varies(exponent) => {
            let exponent = (exponent, base);
            power(arena, id, exponent, slip, known)
        }
        Node::Power(base, exponent) => {
            let logarithm = arena.call(FunctionId::LN, &[base]);
            let lowered = arena.subtract(exponent, Id::ONE);
            let lowered = arena.power(base, lowered);
            let power_rule = arena.multiply(exponent, lowered);
            match slip {
                Slip::PowerRuleOnExponential => arena.multiply(power_rule, known(exponent)),
                Slip::ExponentHeld => arena.multiply(power_rule, known(base)),
                Slip::PowerRuleAloneOnExponential | Slip::ExponentHeldAlone => power_rule,
                Slip::LogarithmLeftOut => arena.multiply(id, known(exponent)),
                _ => {
                    let inner = inner(arena, known(exponent), slip);
                    let outer = arena.multiply(id, logarithm);
                    arena.multiply(outer, inner)
                }
            }
        }
        Node::Call(FunctionId::EXP, &[argument]) if matches!(slip, Slip::PowerRuleOnExponential | Slip::PowerRuleAloneOnExponential) => {
            let lowered = arena.subtract(argument, Id::ONE);
            let lowered = arena.call(FunctionId::EXP, &[lowered]);
            let rule = arena.multiply(argument, lowered);
            if slip == Slip::PowerRuleOnExponential { arena.multiply(rule, known(argument)) } else { rule }
        }
        Node::Call(function, arguments) if slip == Slip::AppliedToDerivative => {
            let derivatives: Vec<Id> = arguments.iter().map(|argument| known(*argument)).collect();
            arena.call(function, &derivatives)
        }
        Node::Call(function, arguments) => {
            let arguments = arguments.to_vec();
            let taken_at = taken_at(&arguments, slip, working, known);
            let function = if let Slip::OuterOf(other) = slip { other } else { function };
            let mut terms = Vec::new();
            for (at, argument) in arguments.iter().enumerate().filter(|(_, argument)| working.varies(**argument)) {
                let value = arena.call(function, &taken_at);
                let outer = template::derivative(arena, function, at, &taken_at, value, &mut Vec::new())?;
                let inner = inner(arena, known(*argument), slip);
                let sign = if slip == Slip::OuterSign { Rational::MINUS_ONE } else { Rational::ONE };
                terms.push((arena.multiply(outer, inner), sign));
            }
            arena.sum(terms)
        }
        Node::Apply(unknown, arguments) => {
            let arguments = arguments.to_vec();
            let taken_at = taken_at(&arguments, slip, working, known);
            let mut terms = Vec::new();
            for (at, argument) in arguments.iter().enumerate().filter(|(_, argument)| working.varies(**argument)) {
                let (name, orders) = arena.unknown(unknown);
                let mut raised = orders.to_vec();
                // A derivative of symbolic order has none to raise.
                raised[at] = raised[at].checked_add(1)?;
                let function = arena.unknown_function(name, &raised);
                let outer = arena.apply(function, &taken_at);
                let inner = inner(arena, known(*argument), slip);
                terms.push((arena.multiply(outer, inner), Rational::ONE));
            }
            arena.sum(terms)
        }
        Node::Bound(Binder::Integral, &[_, _, _, body]) if slip == Slip::UnderTheSignOnly => {
            arena.rebind(id, Binder::Integral, known(body))
        }
        Node::Bound(Binder::Integral, &[bound, lower, upper, body]) => {
            let mut terms = Vec::new();
            for (limit, sign) in [(upper, 1), (lower, -1)].into_iter().filter(|(limit, _)| working.varies(*limit)) {
                let value = arena.substitute(body, bound, limit);
                terms.push((arena.multiply(value, known(limit)), Rational::integer(sign)));
            }
            arena.sum(terms)
        }
        _ => return None,
    })
}

/// Where the outer derivative is taken.
fn taken_at(arguments: &[Id], slip: Slip, working: &Working, known: &Known<'_>) -> Vec<Id> {
    match (slip, arguments) {
        (Slip::InnerInside | Slip::OuterAtInner, [argument]) => vec![known(*argument)],
        (Slip::OuterAtVariable | Slip::OuterAloneAtVariable, [_]) => vec![working.variable()],
        _ => arguments.to_vec(),
    }
}

/// What stands for the inner derivative.
fn inner(arena: &mut Arena, derivative: Id, slip: Slip) -> Id {
    match slip {
        Slip::InnerLeftOut | Slip::InnerInside | Slip::OuterAloneAtVariable => Id::ONE,
        Slip::ChainTwice => arena.multiply(derivative, derivative),
        _ => derivative,
    }
}

/// `base^exponent` with a constant exponent, which is the expression `id`.
fn power(arena: &mut Arena, id: Id, (exponent, base): (Id, Id), slip: Slip, known: &Known<'_>) -> Id {
    let derivative = known(base);
    let step = if slip == Slip::ExponentRaised { Id::MINUS_ONE } else { Id::ONE };
    let lowered = arena.subtract(exponent, step);
    let taken_at = if matches!(slip, Slip::InnerInside | Slip::OuterAtInner) { derivative } else { base };
    let lowered = if slip == Slip::ExponentNotLowered { id } else { arena.power(taken_at, lowered) };
    let factor = if slip == Slip::ExponentNoFactor { Id::ONE } else { exponent };
    let inner = inner(arena, derivative, slip);
    let outer = match slip {
        Slip::ExponentialRuleOnPower => id,
        _ => arena.multiply(factor, lowered),
    };
    let outer = if matches!(slip, Slip::ExponentialRuleOnPower | Slip::LogarithmAdded) {
        let logarithm = arena.call(FunctionId::LN, &[base]);
        arena.multiply(outer, logarithm)
    } else {
        outer
    };
    arena.multiply(outer, inner)
}

/// The values of factors, their derivatives, and the terms of the product rule.
struct Factors {
    values: Vec<Id>,
    derivatives: Vec<Id>,
    terms: Vec<(Id, Rational)>,
}

fn factors(arena: &mut Arena, factors: &[(Id, Rational)], slip: Slip, working: &Working, known: &Known<'_>) -> Factors {
    let (values, derivatives): (Vec<Id>, Vec<Id>) =
        factors.iter().map(|(id, exponent)| factor(arena, *id, exponent, slip, working, known)).unzip();
    let terms: Vec<(Id, Rational)> = (0..values.len())
        .map(|at| {
            let others =
                values.iter().enumerate().map(|(other, value)| (if other == at { derivatives[at] } else { *value }, Rational::ONE));
            (arena.product(others.collect::<Vec<_>>()), Rational::ONE)
        })
        .collect();
    Factors { values, derivatives, terms }
}

fn product(arena: &mut Arena, all: &[(Id, Rational)], slip: Slip, working: &Working, known: &Known<'_>) -> Id {
    let (varying, constant): (Vec<_>, Vec<_>) = all.iter().cloned().partition(|(id, _)| working.varies(*id));
    let constant = if slip == Slip::ConstantLost { Id::ONE } else { arena.product(constant) };
    let is_quotient = matches!(
        slip,
        Slip::QuotientOfDerivatives
            | Slip::QuotientAdded
            | Slip::QuotientExchanged
            | Slip::QuotientNotSquared
            | Slip::QuotientNoDenominator
            | Slip::QuotientByNumerator
            | Slip::DenominatorHeld
            | Slip::NumeratorHeld
    );
    let derivative = if is_quotient {
        quotient(arena, varying, slip, working, known)
    } else {
        let Factors { values, derivatives, terms } = factors(arena, &varying, slip, working, known);
        match slip {
            Slip::ProductOfDerivatives => whole(arena, &derivatives),
            Slip::OneFactorOnly(at) => terms.get(at).map_or(Id::ZERO, |term| term.0),
            Slip::ProductSubtracted => arena.subtract(terms[0].0, terms[1].0),
            Slip::OwnDerivatives => {
                let own: Vec<Id> = values.iter().zip(&derivatives).map(|(value, derivative)| arena.multiply(*value, *derivative)).collect();
                arena.sum(own.into_iter().map(|id| (id, Rational::ONE)))
            }
            _ => arena.sum(terms),
        }
    };
    arena.multiply(constant, derivative)
}

fn quotient(arena: &mut Arena, varying: Vec<(Id, Rational)>, slip: Slip, working: &Working, known: &Known<'_>) -> Id {
    let (above, below): (Vec<_>, Vec<_>) = varying.into_iter().partition(|(_, exponent)| !exponent.is_negative());
    let below: Vec<(Id, Rational)> = below.into_iter().map(|(id, exponent)| (id, -&exponent)).collect();
    let side = |arena: &mut Arena, side: &[(Id, Rational)]| {
        let found = factors(arena, side, slip, working, known);
        (whole(arena, &found.values), arena.sum(found.terms))
    };
    let (u, du) = side(arena, &above);
    let (v, dv) = side(arena, &below);
    let (du_v, u_dv) = (arena.multiply(du, v), arena.multiply(u, dv));
    let square = Rational::integer(-2);
    let (over, under) = match slip {
        // A numerator that does not vary is kept: `(c/v)' = c/v'`.
        Slip::QuotientOfDerivatives if above.is_empty() => (Id::ONE, (dv, Rational::MINUS_ONE)),
        Slip::QuotientOfDerivatives => (du, (dv, Rational::MINUS_ONE)),
        Slip::DenominatorHeld => (du, (v, Rational::MINUS_ONE)),
        Slip::NumeratorHeld => (arena.negate(u_dv), (v, square)),
        Slip::QuotientAdded => (arena.add(du_v, u_dv), (v, square)),
        Slip::QuotientExchanged => (arena.subtract(u_dv, du_v), (v, square)),
        Slip::QuotientNotSquared => (arena.subtract(du_v, u_dv), (v, Rational::MINUS_ONE)),
        Slip::QuotientNoDenominator => (arena.subtract(du_v, u_dv), (v, Rational::integer(0))),
        _ => (arena.subtract(du_v, u_dv), (u, square)),
    };
    arena.product([(over, Rational::ONE), under])
}

/// The product of several expressions.
fn whole(arena: &mut Arena, factors: &[Id]) -> Id {
    arena.product(factors.iter().map(|id| (*id, Rational::ONE)).collect::<Vec<_>>())
}

/// A power in a product, and its derivative.
fn factor(arena: &mut Arena, base: Id, exponent: &Rational, slip: Slip, working: &Working, known: &Known<'_>) -> (Id, Id) {
    let value = arena.product([(base, exponent.clone())]);
    if exponent.is_one() {
        return (value, known(base));
    }
    let is_raised = slip == Slip::ExponentRaised && !exponent.is_negative();
    let exponent = arena.number(exponent.clone());
    // x^2 has no inner derivative to leave out.
    let has_none = base == working.variable() && matches!(slip, Slip::InnerLeftOut | Slip::ChainTwice);
    let slip = if has_none || is_raised { Slip::Held } else { slip };
    (value, power(arena, value, (exponent, base), slip, known))
}
