//! The names of the laws.

use crate::expression::Id;
use crate::functions::FunctionId;
use crate::number::Rational;

/// A law of differentiation, as `grammar/derivative.rules` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Law {
    /// What does not depend on the variable has the derivative 0.
    Constant,
    /// `x' = 1`
    Variable,
    /// `(c*u)' = c*u'`
    ConstantFactor,
    /// `(u + v)' = u' + v'`
    Sum,
    /// `(u*v)' = u'*v + u*v'`
    Product,
    /// `(u/v)' = (u'*v - u*v')/v^2`
    Quotient,
    /// `(u^n)' = n*u^(n - 1)*u'`
    Power,
    /// `(a^u)' = a^u*ln(a)*u'`
    Exponential,
    /// `(u^v)' = u^v*(v'*ln(u) + v*u'/u)`
    GeneralPower,
    /// A function of the table: its own rule, and the chain rule.
    Function(FunctionId),
    /// An unknown function: the chain rule.
    Unknown,
    /// A case distinction: branch by branch, without the boundaries.
    Piecewise,
    /// Under a sum or an integral (Leibniz' rule).
    UnderTheSign,
    /// Under a sum or product over an index that runs through the variable: of its terms one has it as a component.
    Component,
}

impl Law {
    /// The name in `grammar/derivative.rules`; a function's own rule goes by the function's name.
    pub fn name(self) -> &'static str {
        match self {
            Law::Constant => "constant",
            Law::Variable => "variable",
            Law::ConstantFactor => "constant-factor",
            Law::Sum => "sum",
            Law::Product => "product",
            Law::Quotient => "quotient",
            Law::Power => "power",
            Law::Exponential => "exponential",
            Law::GeneralPower => "general-power",
            Law::Function(function) => function.row().name,
            Law::Unknown => "chain",
            Law::Piecewise => "piecewise",
            Law::UnderTheSign => "leibniz",
            Law::Component => "component",
        }
    }

    /// Which law a product of powers is differentiated by.
    pub(super) fn of_product(factors: &[(Id, Rational)], depends: &[bool]) -> Law {
        let mut dependent = factors.iter().filter(|(id, _)| depends[id.index()]);
        match (dependent.next(), dependent.next()) {
            (Some((_, exponent)), None) if factors.len() > 1 && exponent.is_one() => Law::ConstantFactor,
            (_, None) => Law::Power,
            _ if factors.iter().any(|(id, exponent)| exponent.is_negative() && depends[id.index()]) => Law::Quotient,
            _ => Law::Product,
        }
    }
}
