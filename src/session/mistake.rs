//! What went wrong in a refuted claim, in words.

use super::{Session, rule_sets};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::render;
use crate::simplify::{Form, is_zero};
use crate::verdict::{self, Alteration, Mistake, Refuted, Slip};

impl Session {
    /// The mistake that gives exactly the refuted claim, to go on after "this is what you get when".
    pub(super) fn mistake(&mut self, found: &verdict::Witness, expected: Id, claimed: Id) -> Option<String> {
        let conditions = self.outcome.assumptions.clone();
        let rules = rule_sets(self.own_rules.as_ref());
        let mut mistake = None;
        if let [(input, variable)] = self.outcome.stages[..] {
            let refuted = Refuted { input, variable, expected, claimed, witness: found, conditions: &conditions };
            let differentiator = &mut self.differentiator;
            let mut derive = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id, variable: Id| {
                let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rules, id);
                differentiator.derive(arena, knowledge, id, variable, &mut zero).ok().filter(|id| *id != Id::UNDEFINED)
            };
            mistake =
                verdict::explain(&mut self.arena, &mut self.knowledge, &rules, &refuted, &mut derive).map(|mistake| (mistake, variable));
        }
        let Some((mistake, variable)) = mistake else {
            let Alteration { written, meant } =
                verdict::alteration(&mut self.arena, &mut self.knowledge, &rules, expected, claimed, &conditions)?;
            return Some(format!("{} stands in place of {}", self.text(written)?, self.text(meant)?));
        };
        Some(match mistake {
            Mistake::Slip(slip, place) => self.slip(slip, place, variable),
            Mistake::OtherVariable(symbol) => format!("the derivative is taken by {}", self.arena.name(symbol)),
            Mistake::NotDifferentiated => "the expression is not differentiated".to_string(),
            Mistake::Integrated => "the expression is integrated instead".to_string(),
            Mistake::Sign => "the sign is wrong".to_string(),
            Mistake::Factor(factor) => format!("the derivative is multiplied by {factor}"),
        })
    }

    fn slip(&mut self, slip: Slip, place: Option<Id>, variable: Id) -> String {
        let function = |arena: &Arena, id: Id| match arena.node(id) {
            Node::Call(function, _) => Some(function.row().name),
            _ => None,
        };
        match slip {
            Slip::InnerLeftOut => match place.and_then(|place| self.inner_derivative(place, variable)) {
                Some(inner) => format!("the inner derivative {inner} is left out"),
                None => "the inner derivatives are left out".to_string(),
            },
            Slip::ChainTwice => match place.and_then(|place| self.inner_derivative(place, variable)) {
                Some(inner) => format!("the inner derivative {inner} is there twice"),
                None => "the inner derivatives are there twice".to_string(),
            },
            Slip::OuterSign => match place.and_then(|place| function(&self.arena, place)) {
                Some(name) => format!("the derivative of {name} has the wrong sign"),
                None => "the derivatives of functions have the wrong sign".to_string(),
            },
            other => words(other).to_string(),
        }
    }

    /// The derivative of what stands inside an expression, as a text.
    fn inner_derivative(&mut self, place: Id, variable: Id) -> Option<String> {
        let varies = |arena: &Arena, id: Id| id != variable && arena.contains(id, variable);
        let inside = match self.arena.node(place) {
            Node::Call(_, arguments) | Node::Apply(_, arguments) => arguments.iter().copied().find(|id| varies(&self.arena, *id)),
            Node::Product(factors) => factors.iter().map(|factor| factor.id).find(|id| varies(&self.arena, *id)),
            Node::Power(base, exponent) => [base, exponent].into_iter().find(|id| varies(&self.arena, *id)),
            _ => None,
        }?;
        let derivative = self.derivative_of(inside, variable).ok()?;
        let derivative = self.finished(derivative, Form::Simplest).ok()?;
        self.text(derivative)
    }

    fn text(&self, id: Id) -> Option<String> {
        let mut text = String::new();
        render::write_text(&mut text, &self.arena, id, &self.outcome.style).ok()?;
        Some(text)
    }
}

fn words(slip: Slip) -> &'static str {
    match slip {
        Slip::InnerLeftOut => "an inner derivative is left out",
        Slip::ChainTwice => "an inner derivative is there twice",
        Slip::InnerInside => "the outer derivative is taken at the inner derivative",
        Slip::OuterAtVariable => "the outer derivative is taken at the variable, not at the inner function",
        Slip::OuterAloneAtVariable => "the outer derivative is taken at the variable, and the inner one is left out",
        Slip::OwnDerivatives => "each factor of a product is multiplied by its own derivative",
        Slip::OuterSign => "the derivative of a function has the wrong sign",
        Slip::ProductOfDerivatives => "the derivative of a product is taken for the product of the derivatives",
        Slip::FirstFactorOnly | Slip::LastFactorOnly => "only one of the factors of a product is differentiated",
        Slip::ProductSubtracted => "the terms of the product rule are subtracted",
        Slip::QuotientOfDerivatives => "the derivative of a quotient is taken for the quotient of the derivatives",
        Slip::QuotientAdded => "the terms of the quotient rule are added",
        Slip::QuotientExchanged => "the terms of the quotient rule are exchanged",
        Slip::QuotientNotSquared => "the denominator of the quotient rule is not squared",
        Slip::QuotientByNumerator => "the quotient rule divides by the square of the numerator",
        Slip::ExponentNotLowered => "the exponent is not lowered by 1",
        Slip::ExponentNoFactor => "the exponent does not become a factor",
        Slip::PowerRuleOnExponential => "the power rule is used on an exponential",
        Slip::LogarithmLeftOut => "the logarithm of the base is left out",
        Slip::ConstantLost => "a constant factor is lost",
    }
}
