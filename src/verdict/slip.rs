//! The laws of differentiation as people misapply them.
//!
//! Each slip replaces one law, or what comes out of it, at one place or everywhere. Everything here is wrong on purpose: only
//! [`super::mistake`] reads it, and [`super::working`] puts the rest of the derivative around it, rightly.

use super::working::Working;
use crate::expression::{Arena, Binder, Id, Node, Term};
use crate::functions::{Class, FunctionId, TABLE};
use crate::number::Rational;

/// A law misapplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// `f(u)' = f'(u)`
    InnerLeftOut,
    /// The derivative of what stands inside something is taken for 1, wherever it stands.
    InsideForVariable,
    /// `f(u)' = f'(u) u'^2`
    ChainTwice,
    /// `f(u)' = f'(u')`
    InnerInside,
    /// `f(u)' = f'(u') u'`
    OuterAtInner,
    /// `f(u)' = f'(x) u'`
    OuterAtVariable,
    /// `f(u)' = f'(x)`
    OuterAloneAtVariable,
    /// `f(u)' = f(u')`
    AppliedToDerivative,
    /// `f(u)' = -f'(u) u'`
    OuterSign,
    /// `f(u)' = g'(u) u'`, with another function of the family
    OuterOf(FunctionId),
    /// `(u v)' = u' v'`
    ProductOfDerivatives,
    /// `(u v)' = u' v`, one factor alone, counted from 0
    OneFactorOnly(usize),
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
    /// `(u/v)' = u' v - u v'`
    QuotientNoDenominator,
    /// `(u/v)' = (u' v - u v')/u^2`
    QuotientByNumerator,
    /// `(u/v)' = u'/v`
    DenominatorHeld,
    /// `(u/v)' = -u v'/v^2`
    NumeratorHeld,
    /// `(u^n)' = n u^n u'`
    ExponentNotLowered,
    /// `(u^n)' = n u^(n + 1) u'`
    ExponentRaised,
    /// `(u^n)' = u^(n - 1) u'`
    ExponentNoFactor,
    /// `(a^u)' = u a^(u - 1) u'`
    PowerRuleOnExponential,
    /// `(a^u)' = u a^(u - 1)`
    PowerRuleAloneOnExponential,
    /// `(u^v)' = v u^(v - 1) u'`
    ExponentHeld,
    /// `(u^v)' = v u^(v - 1)`
    ExponentHeldAlone,
    /// `(u^v)' = u^v ln(u) v'`
    BaseHeld,
    /// `(a^u)' = a^u u'`
    LogarithmLeftOut,
    /// `(u^n)' = u^n ln(u) u'`
    ExponentialRuleOnPower,
    /// `(u^n)' = n u^(n - 1) ln(u) u'`
    LogarithmAdded,
    /// Of an integral the limits alone are differentiated.
    LimitsOnly,
    /// Of an integral the limits are not differentiated.
    UnderTheSignOnly,
    /// `(c u)' = u'`
    ConstantLost,
    /// `u' = 0`
    Held,
    /// The opposite of `u'`.
    Opposite,
    /// `u' = u`
    NotDifferentiated,
}

/// Slips that explain a claim better than a wrong sign of all of it.
pub const BEFORE_THE_SIGN: [Slip; 8] = [
    Slip::InnerLeftOut,
    Slip::InsideForVariable,
    Slip::OuterSign,
    Slip::QuotientExchanged,
    Slip::ExponentNotLowered,
    Slip::ExponentRaised,
    Slip::ExponentNoFactor,
    Slip::ProductOfDerivatives,
];

/// The others, the commonest first.
pub const AFTER_THE_SIGN: [Slip; 32] = [
    Slip::OneFactorOnly(0),
    Slip::OneFactorOnly(1),
    Slip::OneFactorOnly(2),
    Slip::DenominatorHeld,
    Slip::NumeratorHeld,
    Slip::QuotientOfDerivatives,
    Slip::QuotientAdded,
    Slip::QuotientNotSquared,
    Slip::QuotientNoDenominator,
    Slip::QuotientByNumerator,
    Slip::ProductSubtracted,
    Slip::OwnDerivatives,
    Slip::Opposite,
    Slip::PowerRuleOnExponential,
    Slip::PowerRuleAloneOnExponential,
    Slip::ExponentHeld,
    Slip::ExponentHeldAlone,
    Slip::BaseHeld,
    Slip::LogarithmLeftOut,
    Slip::ConstantLost,
    Slip::Held,
    Slip::ChainTwice,
    Slip::AppliedToDerivative,
    Slip::InnerInside,
    Slip::OuterAtInner,
    Slip::OuterAtVariable,
    Slip::OuterAloneAtVariable,
    Slip::NotDifferentiated,
    Slip::ExponentialRuleOnPower,
    Slip::LogarithmAdded,
    Slip::LimitsOnly,
    Slip::UnderTheSignOnly,
];

impl Slip {
    /// Whether a part is a place where one can slip so.
    pub fn fits(self, arena: &Arena, id: Id, working: &Working) -> bool {
        let varies = |id: Id| working.varies(id);
        let has_inner = |id: Id| varies(id) && id != working.variable();
        if !varies(id) {
            return false;
        }
        // A derivative that is a number is the argument of nothing.
        let has_function_inside = |inside: Id| has_inner(inside) && arena.as_number(working.right(inside)).is_none();
        let role = working.role(id);
        match self {
            Slip::InsideForVariable => return has_inner(id) && (role.is_inside || role.is_name),
            Slip::Held => return has_inner(id) && (role.is_beside || role.is_term || role.is_name),
            Slip::Opposite => return has_inner(id) && (role.is_term || role.is_inside || role.is_name),
            Slip::NotDifferentiated => return has_inner(id) && role.is_term,
            _ => {}
        }
        match (self, arena.node(id)) {
            (Slip::InnerLeftOut | Slip::ChainTwice, Node::Product(factors)) => {
                factors.iter().any(|factor| !factor.number.is_one() && has_inner(factor.id))
            }
            (Slip::InnerLeftOut | Slip::ChainTwice, Node::Power(base, exponent)) => {
                !(varies(base) && varies(exponent)) && (has_inner(base) || has_inner(exponent))
            }
            (Slip::InnerLeftOut | Slip::ChainTwice, Node::Call(_, arguments) | Node::Apply(_, arguments)) => {
                arguments.iter().any(|id| has_inner(*id))
            }
            (Slip::OuterAtVariable | Slip::OuterAloneAtVariable, Node::Call(_, &[argument]) | Node::Apply(_, &[argument])) => {
                has_inner(argument)
            }
            // 1/u' times u' says nothing.
            (Slip::OuterAtInner, Node::Call(FunctionId::LN, _)) => false,
            (Slip::InnerInside | Slip::OuterAtInner, Node::Call(_, &[argument]) | Node::Apply(_, &[argument])) => {
                has_function_inside(argument)
            }
            (Slip::InnerInside | Slip::OuterAtInner, Node::Product(factors)) => {
                matches!(factors.iter().filter(|factor| varies(factor.id)).collect::<Vec<_>>()[..],
                    [only] if !only.number.is_one() && has_function_inside(only.id))
            }
            (Slip::AppliedToDerivative, Node::Call(_, arguments)) => arguments.iter().any(|id| has_function_inside(*id)),
            (Slip::OuterSign, Node::Call(function, [_])) => has_sign(function),
            (Slip::OuterOf(other), Node::Call(function, [_])) => kin(function).any(|kin| kin == other),
            (Slip::ExponentNotLowered | Slip::ExponentRaised | Slip::ExponentNoFactor, Node::Product(factors)) => {
                // A denominator has the quotient rule, and what a factor -1 leaves out is a sign.
                let has_numerator = factors.iter().any(|factor| varies(factor.id) && !factor.number.is_negative());
                let is_plain = |factor: &Term| {
                    factor.number.is_one()
                        || factor.number == Rational::MINUS_ONE && (has_numerator || self == Slip::ExponentNoFactor)
                        || self == Slip::ExponentRaised && !factor.number.is_negative()
                };
                factors.iter().any(|factor| !is_plain(factor) && varies(factor.id))
            }
            (Slip::ExponentNotLowered | Slip::ExponentNoFactor, Node::Power(base, exponent)) => varies(base) && !varies(exponent),
            (Slip::PowerRuleOnExponential | Slip::PowerRuleAloneOnExponential | Slip::LogarithmLeftOut, Node::Power(base, exponent)) => {
                !varies(base) && varies(exponent)
            }
            (Slip::PowerRuleOnExponential, Node::Call(FunctionId::EXP, _)) => true,
            (Slip::PowerRuleAloneOnExponential, Node::Call(FunctionId::EXP, &[argument])) => has_inner(argument),
            (Slip::ExponentialRuleOnPower | Slip::LogarithmAdded, Node::Power(base, exponent)) => varies(base) && !varies(exponent),
            (Slip::ExponentialRuleOnPower | Slip::LogarithmAdded, Node::Product(factors)) => {
                factors.iter().any(|factor| varies(factor.id) && !factor.number.abs().is_one())
            }
            (Slip::LimitsOnly | Slip::UnderTheSignOnly, Node::Bound(Binder::Integral, &[_, lower, upper, body])) => {
                varies(body) && (varies(lower) || varies(upper))
            }
            (Slip::ExponentHeld | Slip::BaseHeld, Node::Power(base, exponent)) => varies(base) && varies(exponent),
            (Slip::ExponentHeldAlone, Node::Power(base, exponent)) => has_inner(base) && varies(exponent),
            (Slip::ConstantLost, Node::Sum([_])) => true,
            (Slip::ConstantLost, Node::Product(factors)) => factors.iter().any(|factor| !varies(factor.id)),
            (Slip::DenominatorHeld | Slip::NumeratorHeld | Slip::QuotientAdded | Slip::QuotientExchanged, Node::Product(factors)) => {
                let mut signs = factors.iter().filter(|factor| varies(factor.id)).map(|factor| factor.number.is_negative());
                let first = signs.next();
                signs.any(|sign| Some(sign) != first)
            }
            (
                Slip::QuotientOfDerivatives | Slip::QuotientNotSquared | Slip::QuotientNoDenominator | Slip::QuotientByNumerator,
                Node::Product(factors),
            ) => factors.iter().any(|factor| varies(factor.id) && factor.number.is_negative()),
            (Slip::ProductOfDerivatives | Slip::ProductSubtracted | Slip::OwnDerivatives, Node::Product(factors)) => {
                factors.iter().filter(|factor| varies(factor.id)).count() == 2
                    && factors.iter().all(|factor| !varies(factor.id) || !factor.number.is_negative())
            }
            (Slip::OneFactorOnly(at), Node::Product(factors)) => {
                let varying = factors.iter().filter(|factor| varies(factor.id)).count();
                varying > 1 && at < varying && factors.iter().all(|factor| !varies(factor.id) || !factor.number.is_negative())
            }
            _ => false,
        }
    }
}

/// Whether people give the derivative of a function the wrong sign: that of an exponential has none to be wrong.
fn has_sign(function: FunctionId) -> bool {
    let row = function.row();
    matches!(row.class, Class::Circular | Class::InverseCircular)
        || row.derivatives.first().is_some_and(|derivative| derivative.starts_with('-'))
}

/// The other functions of a family.
pub fn kin(function: FunctionId) -> impl Iterator<Item = FunctionId> {
    let class = function.row().class;
    let is_family = !matches!(class, Class::Other | Class::Turning);
    let all = (0..TABLE.len()).map(|row| FunctionId(row as u16));
    all.filter(move |other| {
        is_family
            && *other != function
            && other.row().class == class
            && other.row().arity == function.row().arity
            && other.row().definition.is_none()
    })
}
