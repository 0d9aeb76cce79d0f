//! Two sides whose derivatives of defined names are put in place before they are compared: `x^2 f'(x) = 2x^3` where
//! `f(x) = x^2`.

use super::judge::{Judge, Ruling, UNKNOWN};
use super::link::{Link, Outcome, Readings, at_point, whole};
use super::opaque;
use super::target::target;
use crate::document::statement::Member;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::{is_constant, is_constant_text, is_letter_of_all, is_no_call};
use crate::document::statement::scope::Definition;
use crate::syntax::is_function;
use crate::syntax::latex::{Differentiated, Mentions, NameUse};
use rustc_hash::FxHashSet;

impl Link<'_> {
    /// Two expressions, with the derivatives in them put in place.
    pub fn values(&self, judge: &mut Judge, left: &Mentions, right: &Mentions) -> Outcome {
        let outcome = self.values_by(judge, left, right, false, &[]);
        // x beside x(t) = ... stands for itself.
        if let Outcome::Open(_) = outcome
            && let Some(name) = self.common_factor(judge, left, right)
            && let found @ (Outcome::Right(_) | Outcome::Wrong { .. }) = self.values_by(judge, left, right, false, &[name])
        {
            return found;
        }
        let names = |mentions: &Mentions| mentions.derivatives.iter().any(|mention| matches!(mention.of, Differentiated::Name(_)));
        if !matches!(outcome, Outcome::Wrong { .. }) || !(names(left) || names(right)) {
            return outcome;
        }
        // What is held fixed may be meant otherwise.
        match self.values_by(judge, left, right, true, &[]) {
            Outcome::Right(definitions) => Outcome::Right(definitions),
            _ => outcome,
        }
    }

    fn values_by(&self, judge: &mut Judge, left: &Mentions, right: &Mentions, is_partial: bool, factors: &[String]) -> Outcome {
        let kept = [&self.operators()[..], factors].concat();
        let mut rested = Vec::new();
        let sides =
            [(self.left, left), (self.right, right)].map(|(member, found)| self.resolved_by(judge, member, found, is_partial, &mut rested));
        let ((given, own), (claim, claimed)) = match sides {
            [Ok(given), Ok(claim)] => (given, claim),
            [Err(reason), _] | [_, Err(reason)] => return Outcome::Open(reason),
        };
        let (closure, foreign) = match self.closures_of(&[&own, &claimed], &own, &claimed, &kept) {
            Ok(found) => found,
            Err(reason) => return Outcome::Open(reason),
        };
        // Integrals in integrals cost much, and are told apart by their names first.
        let is_nested = |text: &str| text.matches("\\int").count() > 1;
        if let Some(name) = foreign.as_ref().filter(|_| is_nested(&given) || is_nested(&claim)) {
            return Outcome::Open(format!("{name} does not occur on the other side"));
        }
        let mut readings = Readings::default();
        // The witness shown is one by the definitions.
        let mut each = vec![Vec::new()];
        if !closure.used.is_empty() {
            each.insert(0, self.place.written(&closure));
        }
        for definitions in each {
            let is_plain = definitions.is_empty();
            match self.outcome(judge.compare(&self.matter(given.clone(), &[], definitions), &claim), &closure, None) {
                Outcome::Right(definitions) => return Outcome::Right([definitions, rested].concat()),
                Outcome::Open(reason) if reason == UNKNOWN && is_plain && !closure.used.is_empty() => {}
                other => readings.take(other),
            }
        }
        if readings.is_wrong() {
            // \sigma(s) stands on both sides where it is differentiated on one.
            let is_called = |name: &String| is_function(name) && right.names.iter().all(|used| used.name != *name || !is_no_call(used));
            if let Some(name) = foreign.filter(|name| !is_called(name)) {
                return Outcome::Open(format!("{name} does not occur on the other side"));
            }
            let value = judge.derivative(&self.matter(given.clone(), &[], Vec::new()));
            let varies = value.as_ref().map_or(!is_constant(left), |value| !is_constant_text(value));
            let is_condition = varies && !self.is_rule(left) || self.right.text.trim() == "0";
            if is_constant(right) && is_condition || is_constant(left) && !is_constant(right) {
                return Outcome::Open("a condition: an equation to be solved".into());
            }
            if let Some(name) = self.stand_in(left, right) {
                return Outcome::Open(format!("{name} may stand for something"));
            }
            // What is gone has a value that is told elsewhere.
            let told = self.place.closure(&[&claimed], &kept, None).map(|closure| closure.names).unwrap_or_default();
            let names = value.ok().and_then(|value| crate::syntax::latex::mentions(&value).ok()).map(|found| found.names);
            let is_lost = |name: &String| !told.contains(name) && !kept.contains(name) && !is_letter_of_all(name);
            let names = names.into_iter().flatten().filter(is_no_call).map(|used| used.name);
            // \frac{d\ln k}{dT} of k = Ae^{-E/T} shows no k.
            let put_in = judge.derivative(&self.matter(given.clone(), &[], self.place.written(&closure)));
            let put_in = put_in.ok().and_then(|value| crate::syntax::latex::mentions(&value).ok());
            let is_put_in = left.derivatives.iter().any(|mention| mention.of == Differentiated::Expression)
                && put_in.is_some_and(|found| !found.names.iter().filter(|used| is_no_call(used)).any(|used| is_lost(&used.name)));
            if let Some(name) = names.filter(is_lost).find(|name| !is_put_in && !self.is_told_by_definition(name, &told)) {
                return Outcome::Open(format!("{name} does not occur on the other side"));
            }
            if let Some(reason) = self.objection_to_values(left, &own, &readings.failure(right, &closure, None, None)) {
                return Outcome::Open(reason);
            }
        }
        readings.outcome()
    }

    /// Whether a derivative of an expression that shows nothing but its variable stands by itself, and no words ask where it has a
    /// value: then a number on the other side is no condition.
    pub fn is_rule(&self, left: &Mentions) -> bool {
        let [only] = &left.derivatives[..] else { return false };
        let [(variable, _)] = &only.variables[..] else { return false };
        let text = self.left.text.trim_end();
        let is_all = match only.of {
            Differentiated::Expression => only.place == (0..text.len()),
            Differentiated::Operand => only.place.start == 0 && !text.contains("|_") && !text.contains("\\vert_"),
            Differentiated::Name(_) => false,
        };
        let is_own = |used: &NameUse| used.name == *variable && used.arguments.is_none() || is_letter_of_all(&used.name);
        is_all
            && left.uses(variable)
            && left.names.iter().all(is_own)
            && !(self.is_asked || self.is_supposed || self.is_given(variable) || self.place.nearest(variable).is_some())
    }

    /// Whether a function of the text is told in names that the other side shows: f of `f'(x)/f(x) = 3/x` where f(x) = x^3, or
    /// what was defined right beside: `\frac1y\frac{dy}{dx} = 3/x`.
    fn is_told_by_definition(&self, name: &str, told: &FxHashSet<String>) -> bool {
        let is_function = |found: &&Definition| !found.parameters.is_empty() || self.is_beside(found);
        let Some(definition) = self.place.nearest(name).filter(is_function) else { return false };
        let is_told = |name: &String| told.contains(name) || is_letter_of_all(name);
        self.place.closure(&[], &definition.parameters, Some(definition)).is_ok_and(|closure| closure.free.iter().all(is_told))
    }

    /// A member's text with the derivatives of defined names in place of their mentions.
    pub fn resolved(&self, judge: &mut Judge, member: &Member, mentions: &Mentions) -> Result<(String, Mentions), String> {
        self.resolved_by(judge, member, mentions, false, &mut Vec::new())
    }

    /// The same; where it is partial, with what stands in the definitions held fixed. The definitions it rests on are added to
    /// `rested`.
    fn resolved_by(
        &self,
        judge: &mut Judge,
        member: &Member,
        mentions: &Mentions,
        is_partial: bool,
        rested: &mut Vec<Definition>,
    ) -> Result<(String, Mentions), String> {
        let mut text = member.text.clone();
        let mut end = text.len();
        for mention in mentions.derivatives.iter().rev() {
            let Differentiated::Name(name) = &mention.of else { continue };
            let behind = mention.arguments.as_ref().map_or(mention.place.end, |arguments| arguments.end);
            if behind > end {
                continue;
            }
            let Some(definition) = self.place.nearest(name) else { continue };
            if opaque::is_before_bracket(&member.text, mention) {
                return Err("a derivative before a bracket".into());
            }
            let target = target(&self.place, mention, &member.text, definition)?;
            let closure = self.place.closure(&[], &target.variables, Some(definition))?;
            let matter = match is_partial {
                false => self.matter(whole(definition), &target.variables, self.place.written(&closure)),
                true => self.matter(self.place.value(definition).text.clone(), &target.variables, Vec::new()),
            };
            let derivative = judge.derivative(&matter).map_err(|error| error.to_string())?;
            text.replace_range(mention.place.start..behind, &format!("\\left({}\\right)", at_point(&derivative, &target.point)));
            end = mention.place.start;
            rested.extend(closure.used.into_iter().cloned());
        }
        let found = crate::syntax::latex::mentions(&text).map_err(|error| error.to_string())?;
        Ok((text, found))
    }

    /// The definitions by which both sides are equal once all that is differentiated in them is: where x = \ln t,
    /// `\frac{d}{dt} \sin(\ln t) = \frac{d(\sin x)}{dx} \frac{dx}{dt}`.
    pub fn by_substitution(&self, judge: &mut Judge) -> Option<Vec<Definition>> {
        // \frac{d}{dX} \ln X where X = |x| is one by what stands for something.
        let operators = self.operators();
        if operators.len() < 2 && !operators.iter().any(|variable| self.place.nearest(variable).is_some()) {
            return None;
        }
        let mut sides = Vec::new();
        for member in [self.left, self.right] {
            let (text, _) = self.resolved(judge, member, member.mentions.as_ref().ok()?).ok()?;
            let value = judge.derivative(&self.matter(text, &[], Vec::new())).ok()?;
            let found = crate::syntax::latex::mentions(&value).ok()?;
            sides.push((value, found));
        }
        let [(given, own), (claim, claimed)] = &sides[..] else { return None };
        let closure = self.place.closure(&[own, claimed], &[], None).ok()?;
        let definitions = self.place.written(&closure);
        let is_right = !definitions.is_empty() && judge.compare(&self.matter(given.clone(), &[], definitions), claim) == Ruling::Equal;
        is_right.then(|| closure.used.into_iter().cloned().collect())
    }

    /// The definitions both sides rest on, and a name of the right one that the left one does not know.
    pub fn closures_of<'p>(
        &'p self,
        roots: &[&Mentions],
        own: &Mentions,
        right: &Mentions,
        kept: &[String],
    ) -> Result<(Closure<'p>, Option<String>), String> {
        let closure = self.place.closure(roots, kept, None)?;
        let own = self.place.closure(&[own], kept, None)?;
        let claimed = self.place.closure(&[right], kept, None)?;
        let foreign =
            claimed.free.iter().find(|name| !own.names.contains(*name) && !kept.contains(name) && !is_letter_of_all(name)).cloned();
        Ok((closure, foreign))
    }
}
