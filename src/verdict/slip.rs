//! Derivatives by misapplied laws: what comes out where somebody slips.
//!
//! The laws are the textbook's, applied from the leaves up; one of them is replaced by what people write instead, at one place
//! or everywhere. Everything here is wrong on purpose: only [`super::mistake`] reads it.

use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template;

/// A law misapplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// `f(u)' = f'(u)`
    InnerLeftOut,
    /// `f(u)' = f'(u) u'^2`
    ChainTwice,
    /// `f(u)' = f'(u')`
    InnerInside,
    /// `f(u)' = f'(x) u'`
    OuterAtVariable,
    /// `f(u)' = f'(x)`
    OuterAloneAtVariable,
    /// `f(u)' = -f'(u) u'`
    OuterSign,
    /// `(u v)' = u' v'`
    ProductOfDerivatives,
    /// `(u v)' = u' v`, the first factor alone
    FirstFactorOnly,
    /// `(u v)' = u v'`, the last factor alone
    LastFactorOnly,
    /// `(u v)' = u' v - u v'`
    ProductSubtracted,
    /// `(u v)' = u u' + v v'`
    OwnDerivatives,
    /// `(u/v)' = u'/v'`
    QuotientOfDerivatives,
    /// `(u/v)' = (u' v + u v')/v^2`
    QuotientAdded,
    /// `(u/v)' = (u v' - u' v)/v^2`
    QuotientExchanged,
    /// `(u/v)' = (u' v - u v')/v`
    QuotientNotSquared,
    /// `(u/v)' = (u' v - u v')/u^2`
    QuotientByNumerator,
    /// `(u^n)' = n u^n u'`
    ExponentNotLowered,
    /// `(u^n)' = u^(n - 1) u'`
    ExponentNoFactor,
    /// `(a^u)' = u a^(u - 1) u'`
    PowerRuleOnExponential,
    /// `(a^u)' = a^u u'`
    LogarithmLeftOut,
    /// `(c u)' = u'`
    ConstantLost,
}

impl Slip {
    /// All of them, the commonest first.
    pub const ALL: [Slip; 21] = [
        Slip::InnerLeftOut,
        Slip::OuterSign,
        Slip::ExponentNotLowered,
        Slip::ExponentNoFactor,
        Slip::ProductOfDerivatives,
        Slip::QuotientOfDerivatives,
        Slip::QuotientAdded,
        Slip::QuotientExchanged,
        Slip::QuotientNotSquared,
        Slip::QuotientByNumerator,
        Slip::FirstFactorOnly,
        Slip::LastFactorOnly,
        Slip::ProductSubtracted,
        Slip::OwnDerivatives,
        Slip::PowerRuleOnExponential,
        Slip::LogarithmLeftOut,
        Slip::ConstantLost,
        Slip::ChainTwice,
        Slip::InnerInside,
        Slip::OuterAtVariable,
        Slip::OuterAloneAtVariable,
    ];

    /// Whether an expression is a place where one can slip so.
    pub fn fits(self, arena: &Arena, id: Id, depends: &[bool], variable: Id) -> bool {
        let varies = |id: Id| depends[id.index()];
        let has_inner = |id: Id| varies(id) && id != variable;
        match (self, arena.node(id)) {
            (Slip::InnerLeftOut | Slip::ChainTwice, Node::Product(factors)) => {
                factors.iter().any(|factor| !factor.number.is_one() && has_inner(factor.id))
            }
            (Slip::InnerLeftOut | Slip::ChainTwice, Node::Power(base, exponent)) => has_inner(base) || has_inner(exponent),
            (Slip::InnerLeftOut | Slip::ChainTwice, Node::Call(_, arguments) | Node::Apply(_, arguments)) => {
                arguments.iter().any(|id| has_inner(*id))
            }
            (
                Slip::InnerInside | Slip::OuterAtVariable | Slip::OuterAloneAtVariable,
                Node::Call(_, &[argument]) | Node::Apply(_, &[argument]),
            ) => has_inner(argument),
            (Slip::OuterSign, Node::Call(_, [_])) => varies(id),
            (Slip::ExponentNotLowered | Slip::ExponentNoFactor, Node::Product(factors)) => {
                // A denominator has the quotient rule, not an exponent -1.
                let has_numerator = factors.iter().any(|factor| varies(factor.id) && !factor.number.is_negative());
                let is_plain = |factor: &Term| factor.number.is_one() || has_numerator && factor.number == Rational::MINUS_ONE;
                factors.iter().any(|factor| !is_plain(factor) && varies(factor.id))
            }
            (Slip::ExponentNotLowered | Slip::ExponentNoFactor, Node::Power(base, exponent)) => varies(base) && !varies(exponent),
            (Slip::PowerRuleOnExponential | Slip::LogarithmLeftOut, Node::Power(base, exponent)) => !varies(base) && varies(exponent),
            (Slip::PowerRuleOnExponential, Node::Call(FunctionId::EXP, _)) => varies(id),
            (Slip::ConstantLost, Node::Sum([_])) => varies(id),
            (Slip::ConstantLost, Node::Product(factors)) => {
                factors.iter().any(|factor| !varies(factor.id)) && factors.iter().any(|factor| varies(factor.id))
            }
            (
                Slip::QuotientOfDerivatives
                | Slip::QuotientAdded
                | Slip::QuotientExchanged
                | Slip::QuotientNotSquared
                | Slip::QuotientByNumerator,
                Node::Product(factors),
            ) => factors.iter().any(|factor| varies(factor.id) && factor.number.is_negative()),
            (
                Slip::ProductOfDerivatives | Slip::FirstFactorOnly | Slip::LastFactorOnly | Slip::ProductSubtracted | Slip::OwnDerivatives,
                Node::Product(factors),
            ) => {
                factors.iter().filter(|factor| varies(factor.id)).count() == 2 && factors.iter().all(|factor| !factor.number.is_negative())
            }
            _ => false,
        }
    }
}

/// The derivative of `root` with the slip at `place`, or at every place it fits. Nothing where a function has no derivative.
pub fn derivative(arena: &mut Arena, root: Id, variable: Id, slip: Slip, place: Option<Id>) -> Option<Id> {
    let order = arena.reachable(root);
    let depends = arena.dependence_in(&order, variable);
    let mut known = vec![Id::ZERO; root.index() + 1];
    for id in order {
        if !depends[id.index()] {
            continue;
        }
        let here = slip.fits(arena, id, &depends, variable) && place.is_none_or(|place| place == id);
        known[id.index()] = node(arena, id, variable, &known, &depends, here.then_some(slip))?;
    }
    Some(known[root.index()])
}

fn node(arena: &mut Arena, id: Id, variable: Id, known: &[Id], depends: &[bool], slip: Option<Slip>) -> Option<Id> {
    Some(match arena.node(id) {
        Node::Symbol(_) => Id::ONE,
        Node::Sum([term]) if slip == Some(Slip::ConstantLost) => known[term.id.index()],
        Node::Sum(terms) => {
            let parts: Vec<(Id, Rational)> = terms.iter().map(|term| (known[term.id.index()], term.number.clone())).collect();
            arena.sum(parts)
        }
        Node::Product(factors) => {
            let factors: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
            product(arena, &factors, variable, known, depends, slip)
        }
        Node::Power(base, exponent) if !depends[exponent.index()] => {
            let exponent = (exponent, base);
            power(arena, id, exponent, known, slip)
        }
        Node::Power(base, exponent) if !depends[base.index()] => {
            let logarithm = arena.call(FunctionId::LN, &[base]);
            let inner = inner(arena, known[exponent.index()], slip);
            match slip {
                Some(Slip::PowerRuleOnExponential) => {
                    let lowered = arena.subtract(exponent, Id::ONE);
                    let lowered = arena.power(base, lowered);
                    let rule = arena.multiply(exponent, lowered);
                    arena.multiply(rule, known[exponent.index()])
                }
                Some(Slip::LogarithmLeftOut) => arena.multiply(id, inner),
                _ => {
                    let outer = arena.multiply(id, logarithm);
                    arena.multiply(outer, inner)
                }
            }
        }
        Node::Call(FunctionId::EXP, &[argument]) if slip == Some(Slip::PowerRuleOnExponential) => {
            let lowered = arena.subtract(argument, Id::ONE);
            let lowered = arena.call(FunctionId::EXP, &[lowered]);
            let rule = arena.multiply(argument, lowered);
            arena.multiply(rule, known[argument.index()])
        }
        node @ (Node::Call(_, arguments) | Node::Apply(_, arguments)) => {
            let applied = match node {
                Node::Call(function, _) => Ok(function),
                Node::Apply(unknown, _) => Err(unknown),
                _ => return None,
            };
            let arguments = arguments.to_vec();
            let mut terms = Vec::new();
            for (at, argument) in arguments.iter().enumerate().filter(|(_, argument)| depends[argument.index()]) {
                let derivative = known[argument.index()];
                let taken_at = match slip {
                    Some(Slip::InnerInside) => vec![derivative],
                    Some(Slip::OuterAtVariable | Slip::OuterAloneAtVariable) => vec![variable],
                    _ => arguments.clone(),
                };
                let outer = match applied {
                    Ok(function) => {
                        let value = arena.call(function, &taken_at);
                        template::derivative(arena, function, at, &taken_at, value, &mut Vec::new())?
                    }
                    Err(unknown) => {
                        let (name, orders) = arena.unknown(unknown);
                        let mut raised = orders.to_vec();
                        // A derivative of symbolic order has none to raise.
                        raised[at] = raised[at].checked_add(1)?;
                        let function = arena.unknown_function(name, &raised);
                        arena.apply(function, &taken_at)
                    }
                };
                let inner = inner(arena, derivative, slip);
                let sign = if slip == Some(Slip::OuterSign) { Rational::MINUS_ONE } else { Rational::ONE };
                terms.push((arena.multiply(outer, inner), sign));
            }
            arena.sum(terms)
        }
        _ => return None,
    })
}

/// What stands for the inner derivative.
fn inner(arena: &mut Arena, derivative: Id, slip: Option<Slip>) -> Id {
    match slip {
        Some(Slip::InnerLeftOut | Slip::InnerInside | Slip::OuterAloneAtVariable) => Id::ONE,
        Some(Slip::ChainTwice) => arena.multiply(derivative, derivative),
        _ => derivative,
    }
}

/// `base^exponent` with a constant exponent, which is the expression `id`.
fn power(arena: &mut Arena, id: Id, (exponent, base): (Id, Id), known: &[Id], slip: Option<Slip>) -> Id {
    let lowered = arena.subtract(exponent, Id::ONE);
    let lowered = if slip == Some(Slip::ExponentNotLowered) { id } else { arena.power(base, lowered) };
    let factor = if slip == Some(Slip::ExponentNoFactor) { Id::ONE } else { exponent };
    let inner = inner(arena, known[base.index()], slip);
    let outer = arena.multiply(factor, lowered);
    arena.multiply(outer, inner)
}

fn product(arena: &mut Arena, factors: &[(Id, Rational)], variable: Id, known: &[Id], depends: &[bool], slip: Option<Slip>) -> Id {
    let (varying, constant): (Vec<_>, Vec<_>) = factors.iter().cloned().partition(|(id, _)| depends[id.index()]);
    let constant = if slip == Some(Slip::ConstantLost) { Id::ONE } else { arena.product(constant) };
    let is_quotient = matches!(
        slip,
        Some(
            Slip::QuotientOfDerivatives
                | Slip::QuotientAdded
                | Slip::QuotientExchanged
                | Slip::QuotientNotSquared
                | Slip::QuotientByNumerator
        )
    );
    let plain = |arena: &mut Arena, factors: &[(Id, Rational)], slip| {
        let (values, derivatives): (Vec<Id>, Vec<Id>) =
            factors.iter().map(|(id, exponent)| factor(arena, *id, exponent, variable, known, slip)).unzip();
        let terms: Vec<(Id, Rational)> = (0..values.len())
            .map(|at| {
                let others =
                    values.iter().enumerate().map(|(other, value)| (if other == at { derivatives[at] } else { *value }, Rational::ONE));
                (arena.product(others.collect::<Vec<_>>()), Rational::ONE)
            })
            .collect();
        (values, derivatives, terms)
    };
    let derivative = if is_quotient {
        let (above, below): (Vec<_>, Vec<_>) = varying.into_iter().partition(|(_, exponent)| !exponent.is_negative());
        let below: Vec<(Id, Rational)> = below.into_iter().map(|(id, exponent)| (id, -&exponent)).collect();
        let (values, _, terms) = plain(arena, &above, None);
        let (u, du) = (whole(arena, &values), arena.sum(terms));
        let (values, _, terms) = plain(arena, &below, None);
        let (v, dv) = (whole(arena, &values), arena.sum(terms));
        let (du_v, u_dv) = (arena.multiply(du, v), arena.multiply(u, dv));
        let (over, below) = match slip {
            Some(Slip::QuotientOfDerivatives) => (du, (dv, Rational::MINUS_ONE)),
            Some(Slip::QuotientAdded) => (arena.add(du_v, u_dv), (v, Rational::integer(-2))),
            Some(Slip::QuotientExchanged) => (arena.subtract(u_dv, du_v), (v, Rational::integer(-2))),
            Some(Slip::QuotientNotSquared) => (arena.subtract(du_v, u_dv), (v, Rational::MINUS_ONE)),
            _ => (arena.subtract(du_v, u_dv), (u, Rational::integer(-2))),
        };
        arena.product([(over, Rational::ONE), below])
    } else {
        let (values, derivatives, terms) = plain(arena, &varying, slip);
        match slip {
            Some(Slip::ProductOfDerivatives) => whole(arena, &derivatives),
            Some(Slip::FirstFactorOnly) => terms[0].0,
            Some(Slip::LastFactorOnly) => terms[terms.len() - 1].0,
            Some(Slip::ProductSubtracted) => arena.subtract(terms[0].0, terms[1].0),
            Some(Slip::OwnDerivatives) => {
                let own: Vec<Id> = values.iter().zip(&derivatives).map(|(value, derivative)| arena.multiply(*value, *derivative)).collect();
                arena.sum(own.into_iter().map(|id| (id, Rational::ONE)))
            }
            _ => arena.sum(terms),
        }
    };
    arena.multiply(constant, derivative)
}

/// The product of several expressions.
fn whole(arena: &mut Arena, factors: &[Id]) -> Id {
    arena.product(factors.iter().map(|id| (*id, Rational::ONE)).collect::<Vec<_>>())
}

/// A power in a product, and its derivative.
fn factor(arena: &mut Arena, base: Id, exponent: &Rational, variable: Id, known: &[Id], slip: Option<Slip>) -> (Id, Id) {
    let value = arena.product([(base, exponent.clone())]);
    if exponent.is_one() {
        return (value, known[base.index()]);
    }
    let exponent = arena.number(exponent.clone());
    // x^2 has no inner derivative to leave out.
    let slip = slip.filter(|slip| base != variable || !matches!(slip, Slip::InnerLeftOut | Slip::ChainTwice));
    (value, power(arena, value, (exponent, base), known, slip))
}
