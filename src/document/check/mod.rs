//! Whether a link of a chain holds. It is refuted only when every plausible reading of it fails.
//!
//! `link` is what is judged, `judge` asks the session, `target` finds which derivative is meant, `reading` other ways to read a
//! member; `named`, `values`, `opaque`, `indices` (with `components`), `curve`, `parametric` and their like judge a kind of claim each; `objection`
//! knows why a link that fails need not be wrong.

pub mod beyond;
pub mod by_expression;
pub mod chain;
pub mod components;
pub mod componentwise;
pub mod curve;
pub mod dotted;
pub mod ellipsis;
pub mod factor;
pub mod fields;
pub mod flat;
pub mod free;
pub mod held;
pub mod implicit;
pub mod indices;
pub mod judge;
pub mod law;
pub mod limit;
pub mod link;
pub mod lost;
pub mod named;
pub mod objection;
pub mod opaque;
pub mod order;
pub mod otherwise;
pub mod parametric;
pub mod products;
pub mod rates;
pub mod reading;
pub mod sample;
pub mod series;
pub mod successive;
pub mod superseded;
pub mod target;
pub mod values;

use crate::document::formula::environment::inside_bracket;
use crate::document::statement::Member;
use crate::document::statement::letters::{is_letter_of_all, is_no_call};
use crate::document::statement::scope::Definition;
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};
use crate::syntax::{canonical_name, is_function};
use beyond::{beyond, is_sibling};
use judge::{Judge, Matter, Ruling, UNKNOWN};
use link::{Link, Outcome, Readings, at_point, repeated, whole};
use objection::{HELD, SUMMED, UNEXPLAINED};
use reading::{READINGS, called, called_alike, decadic, multiplied_alike};
use target::{Form, form, target, widened};

impl Link<'_> {
    /// Judges the link, with the names of the text in the wide sense, and where it is not right so in the narrow one as well.
    pub fn check(&self, judge: &mut Judge) -> Outcome {
        let outcome = self.check_in_one_sense(judge);
        let narrow = Link { place: self.place.narrowed(), assumptions: self.assumptions.clone(), ..*self };
        let is_settled = match &outcome {
            Outcome::Right(_) => true,
            Outcome::Open(reason) => reason == HELD,
            Outcome::Wrong { .. } => false,
        };
        if is_settled || !self.means_other_than(&narrow) {
            return outcome;
        }
        match narrow.check_in_one_sense(judge) {
            right @ Outcome::Right(_) => right,
            Outcome::Open(reason) if reason == SUMMED => Outcome::Open(reason),
            _ => outcome,
        }
    }

    /// Whether a name of both sides, or of what they rest on, means another thing here than in another sense.
    fn means_other_than(&self, other: &Link<'_>) -> bool {
        let known = |link: &Link<'_>| {
            let sides: Vec<&Mentions> = [link.left, link.right].into_iter().filter_map(|member| member.mentions.as_ref().ok()).collect();
            let differentiated = sides.iter().flat_map(|found| &found.derivatives).filter_map(|mention| match &mention.of {
                Differentiated::Name(name) => link.place.nearest(name),
                _ => None,
            });
            let chosen = differentiated.max_by_key(|definition| definition.statement);
            let variables = sides.iter().flat_map(|found| &found.derivatives).flat_map(|mention| &mention.variables);
            let variables: Vec<String> = variables.map(|(variable, _)| variable.clone()).collect();
            let closure = link.place.closure(&sides, &variables, chosen).ok()?;
            let mut known: Vec<usize> = closure.used.iter().map(|definition| definition.statement).collect();
            known.sort_unstable();
            Some(known)
        };
        known(self).is_none_or(|own| known(other).is_some_and(|other| other != own))
    }

    fn check_in_one_sense(&self, judge: &mut Judge) -> Outcome {
        let outcome = self.check_as_written(judge);
        if let Outcome::Open(_) = outcome {
            let substituted = self.by_substitution(judge).map(Outcome::Right);
            let told = substituted
                .or_else(|| self.with_arguments(judge))
                .or_else(|| indices::check(self, judge))
                .or_else(|| implicit::check(self, judge))
                .or_else(|| order::check(self, judge));
            return self.unless_meant_otherwise(judge, told.unwrap_or(outcome));
        }
        let Outcome::Wrong { .. } = outcome else { return outcome };
        if let Some(name) = self.letter_before_bracket() {
            return Outcome::Open(format!("{name} may be a letter before a bracket"));
        }
        if let Some(definitions) = self.by_substitution(judge) {
            return Outcome::Right(definitions);
        }
        let wide = self.right.mentions.as_ref().ok().and_then(|right| widened(self.right, right));
        let wide = wide.map(|wide| (None, Some(wide)));
        let others = READINGS.iter().map(|read| (read(self.left), read(self.right)));
        // The functions of (fg)'(x) are all called.
        let is_called = self.left.mentions.as_ref().is_ok_and(|left| matches!(form(self.left, left), Form::PrimedCall(..)));
        let as_called = if is_called { None } else { called_alike(self.left, self.right, &self.place) };
        let as_factors = multiplied_alike(self.left, self.right, &self.place);
        for (left, right) in wide
            .into_iter()
            .chain(decadic(self.left, self.right))
            .chain(as_called)
            .chain(as_factors)
            .chain(others)
            .filter(|(left, right)| left.is_some() || right.is_some())
        {
            let (left, right) = (left.as_ref().unwrap_or(self.left), right.as_ref().unwrap_or(self.right));
            match (Link { left, right, assumptions: self.assumptions.clone(), ..*self }).check_as_written(judge) {
                Outcome::Wrong { .. } => {}
                other => return other,
            }
        }
        self.unless_meant_otherwise(judge, outcome)
    }

    fn unless_meant_otherwise(&self, judge: &mut Judge, outcome: Outcome) -> Outcome {
        let Outcome::Wrong { mistake, .. } = &outcome else { return outcome };
        self.meant_otherwise(judge, mistake.as_deref()).map_or(outcome, Outcome::Open)
    }

    /// The judgement with functions called that the link names alone; nothing where there are none, or it tells nothing either.
    fn with_arguments(&self, judge: &mut Judge) -> Option<Outcome> {
        let is_beyond = |member: &Member| member.mentions.as_ref().map_or(true, |found| beyond(member, found).is_some());
        if is_beyond(self.left) || is_beyond(self.right) {
            return None;
        }
        let derivatives = [self.left, self.right].into_iter().filter_map(|member| member.mentions.as_ref().ok());
        let variables = derivatives.flat_map(|found| &found.derivatives).flat_map(|mention| &mention.variables);
        let kept: Vec<String> = variables.map(|(name, _)| name.clone()).collect();
        let (left, right) = (called(self.left, &self.place, &kept), called(self.right, &self.place, &kept));
        if left.is_none() && right.is_none() {
            return None;
        }
        let (left, right) = (left.as_ref().unwrap_or(self.left), right.as_ref().unwrap_or(self.right));
        let outcome = Link { left, right, assumptions: self.assumptions.clone(), ..*self }.check_as_written(judge);
        // L(1 - L) may be a product.
        let is_plain = |member: &Member| {
            let calls = member.mentions.as_ref().ok()?.names.iter().filter_map(|used| used.arguments.clone());
            let mut arguments = calls.flat_map(|range| inside_bracket(&member.text[range]).split([',', ';']));
            Some(arguments.all(|inner| canonical_name(inner.trim()).is_some()))
        };
        match outcome {
            Outcome::Open(_) => None,
            Outcome::Wrong { .. } if [left, right].into_iter().any(|member| is_plain(member) != Some(true)) || self.is_for_itself() => None,
            _ => Some(outcome),
        }
    }

    /// Whether the claim is an equation for the function that it differentiates: `v' = g - fv`.
    fn is_for_itself(&self) -> bool {
        let (Ok(left), Ok(right)) = (&self.left.mentions, &self.right.mentions) else { return false };
        let Form::Named(name, _) = form(self.left, left) else { return false };
        // \mu' = -a\mu \Leftrightarrow \mu(t) = Ke^{-at}: the equation comes with what solves it.
        let own = &self.place.statements[self.place.at];
        let is_beside = |definition: &Definition| {
            let other = &self.place.statements[definition.statement];
            definition.statement > self.place.at && (other.passage, &other.formula) == (own.passage, &own.formula)
        };
        let is_for = |definition: &Definition| self.is_equation_for(definition, right) && !is_beside(definition);
        right.uses(&name) && self.place.nearest(&name).is_some_and(is_for)
    }

    /// A function of the table that stands here as a letter too: `\sigma(y - x) = -\sigma x + \sigma y`.
    fn letter_before_bracket(&self) -> Option<&str> {
        let names =
            || [self.left, self.right].into_iter().filter_map(|member| member.mentions.as_ref().ok()).flat_map(|found| &found.names);
        let is_letter = |name: &str| names().any(|used| used.name == name && used.arguments.is_none());
        let mut called = names().filter(|used| used.arguments.is_some() && is_function(&used.name));
        called.find(|used| is_letter(&used.name)).map(|used| used.name.as_str())
    }

    pub fn check_as_written(&self, judge: &mut Judge) -> Outcome {
        let (left, right) = match (&self.left.mentions, &self.right.mentions) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(error), _) | (_, Err(error)) => return Outcome::Open(error.clone()),
        };
        if let Some(reason) = beyond(self.left, left).or_else(|| beyond(self.right, right)) {
            return Outcome::Open(reason);
        }
        match form(self.left, left) {
            Form::Named(name, mention) => self.named(judge, &name, mention, left, right),
            Form::Operator { operand, mention, is_open } => {
                let variables = repeated(&left.derivatives[mention].variables);
                let mut readings = Readings::default();
                if is_open {
                    match self.values(judge, left, right) {
                        Outcome::Right(definitions) => return Outcome::Right(definitions),
                        other => readings.take(other),
                    }
                }
                match self.operator(judge, &operand, &variables, right) {
                    Outcome::Right(definitions) => return Outcome::Right(definitions),
                    other => readings.take(other),
                }
                let outcome = readings.outcome();
                if is_open { outcome } else { self.for_all_functions(judge, operand, &variables, right, outcome) }
            }
            Form::Primed(inner, order) => {
                // [f(g(x))]' = f'(g(x))g'(x) is a law for all functions, and read as one.
                if let Outcome::Right(definitions) = self.values(judge, left, right) {
                    return Outcome::Right(definitions);
                }
                let Some(variable) = variable_of(&inner) else {
                    return Outcome::Open("it is not said by what this is differentiated".into());
                };
                let outcome = self.operator(judge, &inner, &vec![variable; order as usize], right);
                // (u^a)' = au^{a - 1} is right by u.
                match (&outcome, variable_beside_parameters(&inner).filter(|_| right.derivatives.is_empty())) {
                    (Outcome::Open(_), Some(variable)) => match self.operator(judge, &inner, &vec![variable; order as usize], right) {
                        right @ Outcome::Right(_) => right,
                        _ => outcome,
                    },
                    _ => outcome,
                }
            }
            Form::PrimedCall(inner, order, variable) => match self.values(judge, left, right) {
                right @ Outcome::Right(_) => right,
                open => self.combination(judge, &inner, order, &variable, right).unwrap_or(open),
            },
            Form::Other => self.values(judge, left, right),
        }
    }

    /// What the left side asks for, by the likeliest definitions.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub fn question(&self, judge: &mut Judge) -> Result<Matter, String> {
        let left = self.left.mentions.as_ref().map_err(Clone::clone)?;
        match form(self.left, left) {
            Form::Named(name, mention) => {
                let definition =
                    self.place.candidates(&name).first().copied().ok_or_else(|| format!("no definition of {name} is found"))?;
                let target = target(&self.place, &left.derivatives[mention], &self.left.text, definition)?;
                let closure = self.place.closure(&[], &target.variables, Some(definition))?;
                let total = self.matter(whole(definition), &target.variables, self.place.written(&closure));
                if target.point.is_empty() {
                    return Ok(total);
                }
                let derivative = judge.derivative(&total).map_err(|error| error.to_string())?;
                Ok(self.matter(at_point(&derivative, &target.point), &[], self.place.written(&closure)))
            }
            Form::Operator { operand, mention, is_open: false } => {
                let inner = crate::syntax::latex::mentions(&operand).map_err(|error| error.to_string())?;
                let variables = repeated(&left.derivatives[mention].variables);
                let closure = self.place.closure(&[&inner], &variables, None)?;
                Ok(self.matter(operand, &variables, self.place.written(&closure)))
            }
            _ => {
                let (given, found) = self.resolved(judge, self.left, left)?;
                let closure = self.place.closure(&[&found], &self.operators(), None)?;
                Ok(self.matter(given, &[], self.place.written(&closure)))
            }
        }
    }

    /// `\frac{d}{dx}(x^2) = ...`
    pub fn operator(&self, judge: &mut Judge, operand: &str, variables: &[String], right: &Mentions) -> Outcome {
        let Ok(inner) = crate::syntax::latex::mentions(operand) else {
            return Outcome::Open("what is differentiated cannot be read".into());
        };
        let operand = &Member { place: self.left.place.clone(), text: operand.to_string(), mentions: Ok(inner.clone()) };
        let inner = &inner;
        // An operator before a name that is defined is the derivative of that name.
        if let Some(only) = alone(operand, inner) {
            let name = &only.name;
            let outcome = self.by_name(judge, operand, only, variables, right);
            if let Outcome::Right(definitions) = outcome {
                return Outcome::Right(definitions);
            }
            if !variables.contains(name) {
                return match outcome {
                    Outcome::Open(reason) if reason.is_empty() => Outcome::Open(format!("no definition of {name} is found")),
                    other => other,
                };
            }
        }
        // So it is before a call in the words of the definition: `\frac{d}{dx} f(x)` where f(x) = x^3.
        let called = self.defined_call(operand, inner, variables).map(|called| self.by_name(judge, operand, called, variables, right));
        match (called, self.operator_before(judge, operand, inner, variables, right)) {
            (_, right @ Outcome::Right(_)) | (Some(right @ Outcome::Right(_)), _) => right,
            (Some(named), _) => named,
            (None, outcome) => outcome,
        }
    }

    /// The derivative of a name that is all of an operand, by each definition that may be meant.
    fn by_name(&self, judge: &mut Judge, operand: &Member, only: &NameUse, variables: &[String], right: &Mentions) -> Outcome {
        let mention = Mention {
            place: 0..0,
            of: Differentiated::Name(only.name.clone()),
            variables: variables.chunk_by(|one, other| one == other).map(|equal| (equal[0].clone(), equal.len() as u32)).collect(),
            order: variables.len() as u32,
            is_dotted: false,
            arguments: only.arguments.clone(),
        };
        let mut readings = Readings::default();
        let candidates = self.place.candidates(&only.name);
        for (rank, definition) in candidates.iter().copied().enumerate() {
            let outcome = match target(&self.place, &mention, &operand.text, definition) {
                Ok(target) => self.by_definition(judge, &target, right),
                Err(reason) => Outcome::Open(reason),
            };
            if let Some(settled) = self.settled(&mut readings, candidates[0], rank, outcome) {
                return settled;
            }
        }
        if readings.is_wrong() && matches!(form(self.right, right), Form::Operator { .. }) {
            return Outcome::Open("both sides of an equation are differentiated".into());
        }
        readings.outcome()
    }

    /// The call that is all of an operand, where the definition that is meant has the same arguments.
    fn defined_call<'m>(&self, operand: &Member, inner: &'m Mentions, variables: &[String]) -> Option<&'m NameUse> {
        let call = inner.names.iter().min_by_key(|used| used.place.start)?;
        let arguments = call.arguments.clone()?;
        let is_all = operand.text[..call.place.start].trim().is_empty() && operand.text[arguments.end..].trim().is_empty();
        let inside =
            inside_bracket(&operand.text[arguments]).split([',', ';']).map(|part| canonical_name(part).map(|name| name.into_owned()));
        let written: Vec<String> = inside.collect::<Option<_>>()?;
        let definition = self.place.nearest(&call.name)?;
        let is_own = definition.parameters == written && variables.iter().all(|variable| written.contains(variable));
        (is_all && is_own && inner.derivatives.is_empty()).then_some(call)
    }

    /// The derivative of an expression, with what its names stand for and without.
    fn operator_before(&self, judge: &mut Judge, operand: &Member, inner: &Mentions, variables: &[String], right: &Mentions) -> Outcome {
        if let Some(outcome) = opaque::check(self, judge, operand, inner, variables, right) {
            return outcome;
        }
        let kept = [&self.operators()[..], variables].concat();
        let (claim, claimed) = match self.resolved(judge, self.right, right) {
            Ok(claim) => claim,
            Err(reason) => return Outcome::Open(reason),
        };
        let (closure, foreign) = match self.closures_of(&[inner, &claimed], inner, &claimed, &kept) {
            Ok(found) => found,
            Err(reason) => return Outcome::Open(reason),
        };
        let mut readings = Readings::default();
        let plain = self.matter(operand.text.clone(), variables, Vec::new());
        let defined = self.matter(operand.text.clone(), variables, self.place.written(&closure));
        let is_shown = closure.used.is_empty() || variables.iter().all(|variable| inner.uses(variable));
        let expected = judge.derivative(if is_shown { &plain } else { &defined }).ok();
        // f(x)\frac{d}{dx}g(x) is told in f and g' as f(x)g'(x) is.
        let has_operator = right.derivatives.iter().any(|mention| !matches!(mention.of, Differentiated::Name(_)));
        let spelt = if has_operator { self.with_primes(judge, &claim) } else { None };
        let told = Link { right: spelt.as_ref().unwrap_or(self.right), assumptions: Vec::new(), ..*self };
        for matter in [&plain, &defined] {
            if closure.used.is_empty() && std::ptr::eq(matter, &defined) {
                continue;
            }
            match told.outcome(judge.compare(matter, &claim), &closure, expected.clone()) {
                Outcome::Right(definitions) => return Outcome::Right(definitions),
                Outcome::Open(reason) if reason == UNKNOWN && !closure.used.is_empty() && std::ptr::eq(matter, &plain) => {}
                other => readings.take(other),
            }
        }
        if readings.is_wrong() {
            // \sigma(x) in the derivative of \text{swish}(x) is known to all.
            let is_known = |name: &String| is_function(name) && right.names.iter().all(|used| used.name != *name || !is_no_call(used));
            let foreign = foreign.filter(|name| !is_known(name));
            let failure = readings.failure(right, &closure, foreign.as_deref(), expected.as_deref());
            // Primes on a bracket name no variable, so that another one is none but the one that is meant.
            let is_primed = self.left.mentions.as_ref().is_ok_and(|left| matches!(form(self.left, left), Form::Primed(..)));
            let is_by_another = !is_primed && self.is_by_another(judge, &plain, inner, &claim);
            if let Some(reason) = self.objection_to_operator(inner, variables, &failure, is_by_another) {
                // What fails as a law too does not need the definition.
                let is_law = self.is_derivation_for_all(expected.as_deref());
                if reason != UNEXPLAINED || !is_law || !matches!(judge.compare(&plain, &self.right.text), Ruling::ForSome(..)) {
                    return Outcome::Open(reason);
                }
            }
        }
        readings.outcome()
    }

    /// Whether a claim is the derivative by another variable than the one of the operator, which what is differentiated does not
    /// show: `\frac{d}{dx} e^{kt} = ke^{kt}`.
    fn is_by_another(&self, judge: &mut Judge, plain: &Matter, inner: &Mentions, claim: &str) -> bool {
        let [variable] = &plain.variables[..] else { return false };
        let is_known = |name: &str| self.place.nearest(name).is_some() || is_sibling(name, variable);
        let names: Vec<&NameUse> = inner.names.iter().filter(|used| !is_letter_of_all(&used.name)).collect();
        if inner.uses(variable) || names.iter().any(|used| used.arguments.is_some() || is_known(&used.name)) {
            return false;
        }
        let is_itself = judge.compare(&Matter { variables: Vec::new(), ..plain.clone() }, claim) == Ruling::Equal;
        let mut by = |name: &String| judge.compare(&Matter { variables: vec![name.clone()], ..plain.clone() }, claim) == Ruling::Equal;
        !is_itself && names.iter().any(|used| by(&used.name))
    }

    /// The claim with its operators applied, so that functions nobody defined have primes.
    fn with_primes(&self, judge: &mut Judge, claim: &str) -> Option<Member> {
        let text = judge.derivative(&self.matter(claim.to_string(), &[], Vec::new())).ok()?;
        let mentions = crate::syntax::latex::mentions(&text).map_err(|error| error.to_string());
        Some(Member { place: self.right.place.clone(), text, mentions })
    }
}

/// The name that is all of an operand.
fn alone<'m>(operand: &Member, inner: &'m Mentions) -> Option<&'m NameUse> {
    let [only] = &inner.names[..] else { return None };
    let length = only.arguments.as_ref().map_or(only.place.end, |arguments| arguments.end) - only.place.start;
    (inner.derivatives.is_empty() && inner.functions.is_empty() && operand.text.trim().len() == length).then_some(only)
}

/// The only name in a bracket that is a usual variable, where the others are usual parameters and it is no product of letters.
fn variable_beside_parameters(inner: &str) -> Option<String> {
    let found = crate::syntax::latex::mentions(inner).ok()?;
    let is_variable = |used: &&NameUse| matches!(used.base.as_str(), "u" | "v" | "w" | "y" | "z" | "s" | "r");
    let is_parameter =
        |used: &NameUse| matches!(used.base.as_str(), "a" | "b" | "c" | "k" | "m" | "n" | "p" | "q" | "alpha" | "beta" | "lambda" | "e");
    let mut variables: Vec<&NameUse> = found.names.iter().filter(is_variable).collect();
    variables.dedup_by(|one, other| one.name == other.name);
    let [only] = variables[..] else { return None };
    let is_plain = found.names.iter().all(|used| used.arguments.is_none() && (used.name == only.name || is_parameter(used)));
    (is_plain && (inner.contains('^') || !found.functions.is_empty())).then(|| only.name.clone())
}

/// The variable that primes on a bracket mean: x or t, or else the only name in it.
fn variable_of(inner: &str) -> Option<String> {
    let mut mentions = crate::syntax::latex::mentions(inner).ok()?;
    mentions.names.retain(|used| !is_letter_of_all(&used.name));
    let has = |name: &str| mentions.names.iter().any(|used| used.name == name);
    let calls: Vec<String> =
        mentions.names.iter().filter_map(|used| used.arguments.clone()).map(|range| inside_bracket(&inner[range]).to_string()).collect();
    // (xe^{2t})' is one by t where x depends on it, or one by x.
    if has("x") && has("t") && calls.is_empty() {
        return None;
    }
    let called = calls.first().and_then(|call| canonical_name(call).map(|name| name.into_owned()));
    ["x", "t"].iter().find(|usual| has(usual)).map(|usual| usual.to_string()).or(called).or_else(|| match &mentions.names[..] {
        // Of functions that are only named, any variable will do.
        [_, _, ..] => Some("x".into()),
        // \tanh'(z) and (z^2)', but not (c)' = 0.
        [only] if !mentions.functions.is_empty() && inner.trim_start().starts_with('\\') => Some(only.name.clone()),
        [only] if matches!(only.name.as_str(), "z" | "s" | "u" | "y") && inner.trim().len() > 1 => Some(only.name.clone()),
        _ => None,
    })
}
