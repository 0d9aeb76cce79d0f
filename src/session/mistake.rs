//! What went wrong in a refuted claim, in words.

use super::{Session, rule_sets};
use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::render;
use crate::simplify::{Form, is_zero};
use crate::verdict::{self, Alteration, Mistake, Place, Refuted, Slip};

impl Session {
    /// The mistake that gives exactly the refuted claim, to go on after "this is what you get when".
    pub(super) fn mistake(&mut self, found: &verdict::Witness, expected: Id, claimed: Id) -> Option<String> {
        // What is right all around the point is no slip.
        if found.is_single {
            return None;
        }
        let conditions = self.outcome.assumptions.clone();
        let stages = self.outcome.stages.clone();
        let named = self.question_in_names();
        let in_names = named.as_ref().map(|(target, definitions)| (*target, &definitions[..]));
        let expected = self.finished(expected, Form::Simplest).unwrap_or(expected);
        let rules = rule_sets(self.own_rules.as_ref());
        let refuted = Refuted { stages: &stages, in_names, expected, claimed, witness: found, conditions: &conditions };
        let mut differentiator = Differentiator::default();
        let mut derive = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id, variable: Id| {
            let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rules, id);
            differentiator.derive(arena, knowledge, id, variable, &mut zero).ok().filter(|id| *id != Id::UNDEFINED)
        };
        let mistake = verdict::explain(&mut self.arena, &mut self.knowledge, &rules, &refuted, &mut derive);
        let Some(mistake) = mistake else {
            let Alteration { written, meant } =
                verdict::alteration(&mut self.arena, &mut self.knowledge, &rules, expected, claimed, &conditions)?;
            return Some(format!("{} stands in place of {}", self.text(written)?, self.text(meant)?));
        };
        Some(match mistake {
            Mistake::Slip(slip, place) => self.slip(slip, place)?,
            Mistake::OtherVariable(symbol) => format!("the derivative is taken by {}", self.arena.name(symbol)),
            Mistake::NotDifferentiated => "the expression is not differentiated".to_string(),
            Mistake::TooFew => "one derivative too few is taken".to_string(),
            Mistake::TooMany => "one derivative too many is taken".to_string(),
            Mistake::Integrated => "the expression is integrated instead".to_string(),
            Mistake::Sign => "the sign is wrong".to_string(),
            Mistake::Factor(factor) => format!("the derivative is multiplied by {factor}"),
            Mistake::TakenFor(part, other) => format!("{} is taken for {}", self.text(part)?, self.text(other)?),
        })
    }

    /// The question in the names it defines, and what they stand for, where it is read so.
    fn question_in_names(&mut self) -> Option<(Id, Vec<(Id, Id)>)> {
        let &[(_, variable)] = &self.outcome.stages[..] else { return None };
        if self.outcome.names.is_empty() {
            return None;
        }
        let question = std::mem::take(&mut self.question);
        let losses = self.arena.take_losses();
        let reading = question.put(|question| self.read_in_names(question));
        self.arena.restore_losses(losses);
        self.question = question;
        let reading = reading.ok().filter(|reading| reading.evaluations.is_empty())?;
        let mut definitions: Vec<(Id, Id)> = reading.kept.iter().map(|definition| (definition.name, definition.value)).collect();
        let target = match definitions.iter().position(|(name, _)| *name == reading.target) {
            Some(at) => definitions.remove(at).1,
            None => reading.target,
        };
        (!definitions.iter().any(|(name, _)| *name == variable)).then_some((target, definitions))
    }

    fn slip(&mut self, slip: Slip, place: Option<Place>) -> Option<String> {
        let Some(Place { part, inner, is_term }) = place else { return Some(words(slip, true).to_string()) };
        Some(match slip {
            Slip::InnerLeftOut | Slip::InsideForVariable => format!("the inner derivative {} is left out", self.simple_text(inner)?),
            Slip::ChainTwice => format!("the inner derivative {} is there twice", self.simple_text(inner)?),
            Slip::OuterSign => format!("the derivative of {} has the wrong sign", self.function(part)?),
            Slip::OuterOf(other) => format!("the derivative of {} stands in place of that of {}", other.row().name, self.function(part)?),
            Slip::AppliedToDerivative => format!("{} is applied to the derivative of what stands inside", self.function(part)?),
            Slip::Opposite => format!("the derivative of {} has the wrong sign", self.text(part)?),
            Slip::Held if is_term => format!("the derivative of {} is left out", self.text(part)?),
            Slip::Held => format!("{} is held constant", self.text(part)?),
            Slip::NotDifferentiated => format!("{} is not differentiated", self.text(part)?),
            other => words(other, false).to_string(),
        })
    }

    /// The name of the function that a part is a call of.
    fn function(&self, part: Id) -> Option<String> {
        match self.arena.node(part) {
            Node::Call(function, _) => Some(function.row().name.to_string()),
            _ => None,
        }
    }

    fn simple_text(&mut self, id: Id) -> Option<String> {
        let simple = self.finished(id, Form::Simplest).ok()?;
        self.text(simple)
    }

    /// An expression in the names of the question.
    fn text(&mut self, id: Id) -> Option<String> {
        let named = self.named(id, None).unwrap_or(id);
        let mut text = String::new();
        render::write_text(&mut text, &self.arena, named, &self.outcome.style).ok()?;
        Some(text)
    }

    /// A derivative as an answer has it: in the names that the question defines, where it asks for them.
    pub(super) fn in_own_names(&mut self, id: Id) -> Id {
        let question = std::mem::take(&mut self.question);
        let named = question.put(|question| self.asked_in_names(id, question));
        self.question = question;
        named.unwrap_or(id)
    }
}

/// What is told of a slip: at one place, or everywhere.
fn words(slip: Slip, everywhere: bool) -> &'static str {
    match slip {
        Slip::InnerLeftOut | Slip::InsideForVariable if everywhere => "the inner derivatives are left out",
        Slip::ChainTwice if everywhere => "the inner derivatives are there twice",
        Slip::InnerLeftOut | Slip::InsideForVariable => "an inner derivative is left out",
        Slip::ChainTwice => "an inner derivative is there twice",
        Slip::InnerInside | Slip::OuterAtInner => "the outer derivative is taken at the inner derivative",
        Slip::OuterAtVariable => "the outer derivative is taken at the variable, not at the inner function",
        Slip::OuterAloneAtVariable => "the outer derivative is taken at the variable, and the inner one is left out",
        Slip::AppliedToDerivative => "functions are applied to the derivatives of what stands inside",
        Slip::OwnDerivatives => "each factor of a product is multiplied by its own derivative",
        Slip::OuterSign | Slip::Opposite => "derivatives have the wrong sign",
        Slip::OuterOf(_) => "derivatives of other functions stand in place of their own",
        Slip::ProductOfDerivatives => "the derivative of a product is taken for the product of the derivatives",
        Slip::OneFactorOnly(_) => "only one of the factors of a product is differentiated",
        Slip::ProductSubtracted => "the terms of the product rule are subtracted",
        Slip::QuotientOfDerivatives => "the derivative of a quotient is taken for the quotient of the derivatives",
        Slip::QuotientAdded => "the terms of the quotient rule are added",
        Slip::QuotientExchanged => "the terms of the quotient rule are exchanged",
        Slip::QuotientNotSquared => "the denominator of the quotient rule is not squared",
        Slip::QuotientNoDenominator => "the denominator of the quotient rule is left out",
        Slip::QuotientByNumerator => "the quotient rule divides by the square of the numerator",
        Slip::DenominatorHeld => "the denominator is held constant",
        Slip::NumeratorHeld => "the numerator is held constant",
        Slip::ExponentNotLowered => "the exponent is not lowered by 1",
        Slip::ExponentRaised => "the exponent is raised by 1, not lowered",
        Slip::ExponentNoFactor => "the exponent does not become a factor",
        Slip::PowerRuleOnExponential => "the power rule is used on an exponential",
        Slip::PowerRuleAloneOnExponential => "the power rule is used on an exponential, and the inner derivative is left out",
        Slip::ExponentHeld => "the power rule is used where the exponent varies too",
        Slip::ExponentHeldAlone => "the power rule is used where the exponent varies too, and the inner derivative is left out",
        Slip::BaseHeld => "the rule of exponentials is used where the base varies too",
        Slip::LogarithmLeftOut => "the logarithm of the base is left out",
        Slip::ExponentialRuleOnPower => "the rule of exponentials is used on a power",
        Slip::LogarithmAdded => "the power rule is multiplied by the logarithm of the base",
        Slip::LimitsOnly => "only the limits of an integral are differentiated",
        Slip::UnderTheSignOnly => "the limits of an integral are not differentiated",
        Slip::ConstantLost => "a constant factor is lost",
        Slip::Held => "parts that vary are held constant",
        Slip::NotDifferentiated => "terms are not differentiated",
    }
}
