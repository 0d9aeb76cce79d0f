//! Claims about the derivative of a name, `\frac{dE}{dz} = ...`, judged by each definition of it that may be meant.

use super::beyond::{is_indexed, is_sibling, not_scalar};
use super::judge::{Judge, Matter, Ruling, SOMETIMES, UNKNOWN};
use super::link::{Failure, Link, Outcome, Readings, at_point, whole};
use super::objection::{CIRCULAR, HELD};
use super::superseded::stands_in_an_equation;
use super::target::{Form, Target, form, target};
use super::{chain, curve, dotted, free, parametric, successive};
use crate::document::formula::environment::inside_bracket;
use crate::document::statement::Member;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::is_constant;
use crate::document::statement::scope::{Definition, is_head};
use crate::render::latex_name;
use crate::syntax::is_function;
use crate::syntax::latex::{Differentiated, Mention, Mentions};

/// A product of so many letters and nothing else is more likely a word.
const LONG_WORD: usize = 4;

impl Link<'_> {
    /// `\frac{dE}{dz} = ...`, by each definition of the name that may be meant, or by what was said of a lower derivative.
    pub fn named(&self, judge: &mut Judge, name: &str, mention: usize, left: &Mentions, right: &Mentions) -> Outcome {
        let outcome = self.defined(judge, name, mention, left, right);
        if let Outcome::Right(_) = outcome {
            return outcome;
        }
        let is_defined = self.place.nearest(name).is_some();
        match successive::check(self, judge, name, &left.derivatives[mention], right) {
            Some(Outcome::Right(definitions)) if !is_defined => Outcome::Right(definitions),
            // Where there is a definition, what follows from the lower derivative is as wrong as that.
            Some(Outcome::Right(_)) => Outcome::Open("it follows from what was said of a lower derivative".into()),
            Some(wrong @ Outcome::Wrong { .. }) if !is_defined => wrong,
            _ => outcome,
        }
    }

    fn defined(&self, judge: &mut Judge, name: &str, mention: usize, left: &Mentions, right: &Mentions) -> Outcome {
        let candidates = self.place.candidates(name);
        let mentioned = &left.derivatives[mention];
        if let Some(outcome) = parametric::check(self, judge, name, mentioned, right) {
            return outcome;
        }
        let variables: Vec<String> = mentioned.variables.iter().map(|(variable, _)| variable.clone()).collect();
        if !self.is_defined(name, &variables)
            && let Some(outcome) = curve::check(self, judge, name, mentioned, right, None)
        {
            return outcome;
        }
        let is_near = candidates.first().is_some_and(|nearest| self.place.is_near(nearest));
        if candidates.is_empty() || is_function(name) && !is_near {
            if let Some(outcome) = self.by_graph(judge, mentioned, right) {
                return outcome;
            }
            let outcome = self.values(judge, left, right);
            return match outcome {
                Outcome::Right(definitions) => Outcome::Right(definitions),
                // \sigma needs no definition where the claim is all but right of the function everybody knows.
                wrong @ Outcome::Wrong { mistake: Some(_), .. } if is_function(name) => wrong,
                _ if chain::holds(self, name, mentioned, right) => Outcome::Right(Vec::new()),
                _ => Outcome::Open(format!("no definition of {name} is found")),
            };
        }
        let mut readings = Readings::default();
        for (rank, definition) in candidates.iter().copied().enumerate() {
            if let Some(outcome) = dotted::check(self, judge, mentioned, definition, right) {
                if let Some(settled) = self.settled(&mut readings, candidates[0], rank, outcome) {
                    return settled;
                }
                continue;
            }
            let found = target(&self.place, mentioned, &self.left.text, definition);
            let found = match (found, self.place.scope.bare(definition)) {
                (Err(reason), Some(bare)) if mentioned.arguments.is_none() => {
                    target(&self.place, mentioned, &self.left.text, bare).map_err(|_| reason)
                }
                (found, _) => found,
            };
            if let Ok(target) = &found
                && let Some(outcome) = self.by_unnamed_variable(judge, mentioned, target, right)
            {
                return outcome;
            }
            // \dot V of V(r) is told in \dot r, whatever V is a function of.
            let by_dots = if mentioned.is_dotted && found.is_ok() { self.by_rates(judge, mentioned, definition, right) } else { None };
            let outcome = match &found {
                Ok(target) => by_dots.unwrap_or_else(|| match self.by_definition(judge, target, right) {
                    // What stands in y = vx beside x may depend on it: \frac{dy}{dx} = v + x\frac{dv}{dx}.
                    Outcome::Open(reason) if reason == UNKNOWN || reason == CIRCULAR => {
                        self.by_rates(judge, mentioned, definition, right).unwrap_or(Outcome::Open(reason))
                    }
                    outcome => outcome,
                }),
                Err(reason) => self
                    .by_rates(judge, mentioned, definition, right)
                    .or_else(|| free::check(self, judge, mentioned, definition, right))
                    .unwrap_or_else(|| Outcome::Open(reason.clone())),
            };
            if let Some(settled) = self.settled(&mut readings, candidates[0], rank, outcome) {
                return settled;
            }
        }
        if readings.is_wrong() && matches!(form(self.right, right), Form::Operator { .. }) {
            return Outcome::Open("it says what is differentiated".into());
        }
        readings.outcome()
    }

    /// Whether a definition gives a name its value here, and no equation with the variables does.
    pub fn is_defined(&self, name: &str, variables: &[String]) -> bool {
        self.place.candidates(name).first().is_some_and(|nearest| {
            let is_near = self.place.is_near(nearest) && self.place.is_readable(nearest);
            // A power is defined by an equation as well.
            is_near && !self.place.statements[nearest.statement].is_root && !stands_in_an_equation(&self.place, nearest, variables)
        })
    }

    /// `f'(x) = 2x` of a function that is only known by its graph, "the curve y = x^2".
    fn by_graph(&self, judge: &mut Judge, mention: &Mention, right: &Mentions) -> Option<Outcome> {
        let definition = self.place.nearest("y").filter(|found| found.parameters.is_empty())?;
        let is_at_x = mention.arguments.clone().is_none_or(|range| inside_bracket(&self.left.text[range]) == "x");
        let own = &self.place.statements[self.place.at];
        let is_near = self.place.statements[definition.statement].section == own.section;
        if !mention.variables.is_empty() || mention.is_dotted || !is_at_x || !is_near {
            return None;
        }
        let target = target(&self.place, mention, &self.left.text, definition).ok()?;
        match self.by_definition(judge, &target, right) {
            Outcome::Open(_) | Outcome::Wrong { mistake: None, .. } => None,
            outcome => Some(outcome),
        }
    }

    /// `y' = 2vv'` where y = v^2: what the definition shows depends on a variable that nobody names.
    fn by_unnamed_variable(&self, judge: &mut Judge, mention: &Mention, target: &Target<'_>, right: &Mentions) -> Option<Outcome> {
        let is_primed = |variable: &String| right.derivatives.iter().any(|mention| mention.of == Differentiated::Name(variable.clone()));
        let is_unnamed = mention.variables.is_empty() && target.definition.parameters.is_empty() && target.point.is_empty();
        let is_unnamed = is_unnamed && target.variables.iter().any(is_primed);
        let value = &self.place.value(target.definition).text;
        let variable = ["x", "t", "s"].iter().find(|usual| !target.variables.iter().any(|own| own == *usual))?;
        let outcome = is_unnamed.then(|| self.operator(judge, value, &vec![variable.to_string(); target.variables.len()], right))?;
        Some(match outcome {
            Outcome::Wrong { .. } if self.is_primed_copy(target.definition) => Outcome::Open("the prime may belong to the name".into()),
            Outcome::Wrong { .. } if !self.is_beside(target.definition) => Outcome::Open("another function may be meant".into()),
            outcome => outcome,
        })
    }

    /// Whether a total derivative is one of a definition whose chain goes on to a value without the other names that have definitions.
    fn is_worked_out(&self, target: &Target<'_>, outer: &Closure<'_>) -> bool {
        let statement = &self.place.statements[target.definition.statement];
        let is_put_in = |found: &Mentions| {
            let is_other = |used: &&Definition| used.statement != target.definition.statement && found.uses(&used.name);
            found.derivatives.is_empty() && !outer.used.iter().copied().any(|used| is_other(&used))
        };
        let shows = |found: &Mentions| target.variables.iter().all(|variable| found.uses(variable));
        let found = statement.members.iter().skip(1).filter_map(|member| member.mentions.as_ref().ok());
        !target.is_primed && !self.left.text.contains("\\partial") && found.filter(|found| shows(found)).any(is_put_in)
    }

    /// Whether a variable has an index that counts, and shows itself in a name with an index by another definition than that of a sum,
    /// whose other terms may be made of it as well.
    fn is_among_summed(&self, variables: &[String], closure: &Closure<'_>) -> bool {
        let value = |used: &&Definition| self.place.value(used).mentions.as_ref().ok();
        let shows = |variable: &String| closure.used.iter().filter_map(value).any(|own| !own.has_binder && own.uses(variable));
        variables.iter().any(|variable| is_indexed(variable) && shows(variable))
            && closure.used.iter().filter_map(value).any(|own| own.has_binder)
    }

    pub fn by_definition(&self, judge: &mut Judge, target: &Target<'_>, right: &Mentions) -> Outcome {
        let definition = target.definition;
        let operators = self.operators();
        let (claim, claimed) = match self.resolved(judge, self.right, right) {
            Ok(claim) => claim,
            Err(reason) => return Outcome::Open(reason),
        };
        // The derivative at another expression, f'(g(x)), needs what that rests on.
        let at = target.point.first().and_then(|(_, value)| crate::syntax::latex::mentions(value).ok()).unwrap_or_default();
        let found = self.closures(&claimed, &at, &[&operators[..], &target.variables].concat(), Some(definition));
        let (closure, foreign) = match found {
            Ok(found) => found,
            Err(reason) => return Outcome::Open(reason),
        };
        // With the variable's own definition put in as well: \frac{dE}{dy} may be told in z.
        let is_scalar = |used: &&Definition| not_scalar(&self.place.value(used).text).is_none();
        let is_inner = |used: &&Definition| closure.used.iter().any(|own| own.statement == used.statement && own.name == used.name);
        let outer = match self.closures(&claimed, &at, &operators, Some(definition)) {
            // x = g(y) beside y = f(x) says the same twice.
            Ok((outer, _)) if outer.is_circular(&self.place) => closure.clone(),
            Ok((outer, _)) if outer.used.iter().all(|used| is_scalar(used) || is_inner(used)) => outer,
            // What the variable stands for does not matter to a claim that is told in the names of the definition.
            _ if foreign.is_none() && target.variables.iter().all(|variable| self.is_told_in(&claimed, variable, &operators)) => {
                closure.clone()
            }
            _ => return Outcome::Open("the definition of the variable cannot be read".into()),
        };
        let total = self.matter(whole(definition), &target.variables, self.place.written(&closure));
        let partial = self.matter(self.place.value(definition).text.clone(), &target.variables, Vec::new());
        let expected = judge.derivative(&total).ok();
        let shown = match &target.point[..] {
            [] => expected.clone(),
            // At a point it is a number.
            point => expected.as_ref().map(|expected| {
                let value = at_point(expected, point);
                judge.derivative(&self.matter(value.clone(), &[], self.place.written(&closure))).unwrap_or(value)
            }),
        };
        let mut readings = Readings::default();
        let ruling = match (&target.point[..], &expected) {
            ([_, ..], Some(expected)) => {
                judge.compare(&self.matter(at_point(expected, &target.point), &[], self.place.written(&closure)), &claim)
            }
            _ => judge.compare(&total, &claim),
        };
        match self.outcome(ruling, &closure, shown.clone()) {
            // A sum that runs over the index of the variable has it in one of its terms: d_k of s_j = e^{d_j}/\sum_k e^{d_k}.
            Outcome::Right(_) if self.is_among_summed(&target.variables, &closure) => {
                return Outcome::Open(format!("{} is one of several variables with an index", target.variables[0]));
            }
            Outcome::Right(definitions) => return Outcome::Right(definitions),
            other => readings.take(other),
        }
        // Where other names are defined, what is held fixed may be meant otherwise.
        if outer.used.len() > 1 {
            let total = expected.clone().ok_or_else(|| "there is no derivative".to_string());
            let partial = judge.derivative(&partial).map_err(|error| error.to_string());
            let ways = [(&total, self.place.written(&outer)), (&partial, self.place.written(&outer)), (&partial, Vec::new())];
            for (way, (derivative, definitions)) in ways.into_iter().enumerate() {
                let ruling = match derivative {
                    Ok(derivative) => judge.compare(&self.matter(at_point(derivative, &target.point), &[], definitions), &claim),
                    Err(error) => Ruling::Open(error.clone()),
                };
                match self.outcome(ruling, &outer, shown.clone()) {
                    // R = pq = 100p - 2p^2, where q = 100 - 2p, is told in p alone.
                    Outcome::Right(_) if way > 0 && self.is_worked_out(target, &outer) => {}
                    // y' = z'x where y = zx and z = 2x.
                    Outcome::Right(_) if target.is_primed && way > 0 => {
                        return Outcome::Open(HELD.into());
                    }
                    Outcome::Right(definitions) => return Outcome::Right(definitions),
                    // Functions that only the definitions know cannot be computed without them.
                    Outcome::Open(reason) if reason == UNKNOWN => {}
                    // The arguments that a function is written with need no other value.
                    Outcome::Open(reason) if reason == SOMETIMES && !definition.parameters.is_empty() => {}
                    other => readings.take(other),
                }
            }
        }
        if !readings.is_wrong() {
            return readings.outcome();
        }
        if let Some(values) = self.given_values(expected.as_deref(), target, right) {
            let given = Matter { definitions: [self.place.written(&closure), values].concat(), ..total.clone() };
            let ruling = match (&target.point[..], &expected) {
                ([_, ..], Some(expected)) => {
                    judge.compare(&Matter { expression: at_point(expected, &target.point), variables: Vec::new(), ..given }, &claim)
                }
                _ => judge.compare(&given, &claim),
            };
            return match self.outcome(ruling, &closure, shown) {
                right @ Outcome::Right(_) => right,
                _ => Outcome::Open("a name has been given a value".into()),
            };
        }
        if self.is_variant(judge, target, &claim, expected.as_deref(), readings.mistake().is_some()) {
            return Outcome::Open("the prime may belong to the name".into());
        }
        if let Some(renamed) = self.renamed(target, &closure)
            && readings.mistake().is_none()
            && let ruling @ Ruling::Different(_, Some(_)) =
                judge.compare(&Matter { definitions: self.place.written(&closure), ..renamed }, &claim)
        {
            readings.take(self.outcome(ruling, &closure, shown.clone()));
        }
        if let Some(foreign) = foreign.as_deref().filter(|_| readings.mistake().is_none())
            && let Some(mistake) = self.misindexed(judge, foreign, &closure, &total, &claim)
        {
            readings.explain(mistake);
        }
        let failure = readings.failure(right, &outer, foreign.as_deref(), expected.as_deref());
        let is_lost_for_good = expected.as_deref().is_some_and(|expected| self.is_lost_for_good(judge, target, expected, right));
        let failure = Failure { is_lost_for_good, ..failure };
        match self.objection(target, &failure, shown.as_deref()) {
            Some(reason) => Outcome::Open(reason),
            None => readings.outcome(),
        }
    }

    /// The mistake of a claim that is right but for an index that the definition does not have: h_1 for h_i.
    fn misindexed(&self, judge: &mut Judge, foreign: &str, closure: &Closure<'_>, total: &Matter, claim: &str) -> Option<String> {
        let found = crate::syntax::latex::mentions(claim).ok()?;
        let known = closure.names.iter().find(|name| {
            let mut text = claim.to_string();
            for used in found.names.iter().rev().filter(|used| used.name == foreign) {
                text.replace_range(used.place.clone(), &latex_name(name));
            }
            is_sibling(name, foreign) && judge.compare(total, &text) == Ruling::Equal
        })?;
        Some(format!("{foreign} stands in place of {known}"))
    }

    /// The derivative of a function at another letter than its own as one by that letter: f'(a) of f(x) = x^2, so that a mistake in
    /// it shows.
    fn renamed(&self, target: &Target<'_>, closure: &Closure<'_>) -> Option<Matter> {
        let ([(variable, value)], [parameter]) = (&target.point[..], &target.definition.parameters[..]) else { return None };
        let name =
            crate::syntax::canonical_name(value).filter(|name| name != variable && !closure.used.iter().any(|used| used.name == *name))?;
        let variables = vec![name.into_owned(); target.variables.len()];
        (parameter == variable).then(|| self.matter(format!("{}\\left({value}\\right)", target.definition.written), &variables, Vec::new()))
    }

    /// Whether a claim shows a variable, by itself or in what its names stand for.
    fn is_told_in(&self, claim: &Mentions, variable: &String, operators: &[String]) -> bool {
        let kept = [operators, std::slice::from_ref(variable)].concat();
        self.place.closure(&[claim], &kept, None).is_ok_and(|closure| closure.names.contains(variable))
    }

    /// Whether a claim is a definition with primes on its names: what holds of E = p^0 holds of E' = p'^0.
    fn is_primed_copy(&self, definition: &Definition) -> bool {
        let bare = |text: &str| text.replace(['\'', ' '], "").replace("^{\\prime}", "").replace("^\\prime", "");
        let (own, claim) = (bare(&self.place.value(definition).text), bare(&self.right.text));
        claim == own && claim.len() < self.right.text.replace(' ', "").len()
    }

    /// Whether a copy with primes says of functions, each called and the definition right beside, what their derivatives do not:
    /// `h'(x) = f'(2x)` beside `h(x) = f(2x)`.
    fn is_called_copy(&self, definition: &Definition) -> bool {
        let sides = [self.left, self.right].into_iter().filter_map(|member| member.mentions.as_ref().ok());
        let mut derivatives = sides.flat_map(|found| &found.derivatives);
        !definition.parameters.is_empty() && self.is_beside(definition) && derivatives.all(|mention| mention.arguments.is_some())
    }

    /// Whether a name with primes is claimed to be the name without, in proportion: `Y'(Q) = Y(Q)/D` may be another quantity.
    fn is_variant(&self, judge: &mut Judge, target: &Target<'_>, claim: &str, expected: Option<&str>, is_explained: bool) -> bool {
        let has_primes = matches!(&self.left.mentions, Ok(left) if left.derivatives.iter().all(|mention| mention.variables.is_empty() && !mention.is_dotted));
        if has_primes
            && is_head(self.right)
            && matches!(&self.right.mentions, Ok(right) if right.functions.is_empty())
            && !crate::syntax::canonical_name(&self.right.text).is_some_and(|name| name == "x" || name == "t")
        {
            return true;
        }
        if has_primes && self.is_primed_copy(target.definition) && !self.is_called_copy(target.definition) {
            return true;
        }
        // a' = CE beside a = BC: lengths of segments.
        let is_segment = |member: &Member| {
            let text = member.text.trim();
            text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
        };
        if has_primes && is_segment(self.right) && is_segment(self.place.value(target.definition)) {
            return true;
        }
        // z' = uwy beside z = uvwxy: words of letters.
        let is_word = |text: &str| {
            let bare = text.replace(' ', "");
            bare.len() >= LONG_WORD && bare.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let is_told_in_letters = self.right.text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
        if has_primes && target.definition.parameters.is_empty() && is_told_in_letters && is_word(&self.place.value(target.definition).text)
        {
            return true;
        }
        // m' = n^n + 1 is another number.
        let counts = |variable: &String| matches!(variable.as_str(), "n" | "m" | "k" | "l" | "N" | "M");
        if has_primes && target.definition.parameters.is_empty() && target.variables.iter().all(counts) {
            return true;
        }
        let mut is_multiple = |of: &str| {
            let value = &self.place.value(target.definition).text;
            let ratio = judge.derivative(&self.matter(format!("\\frac{{{of}}}{{{value}}}"), &[], Vec::new())).ok();
            let found = ratio.and_then(|ratio| crate::syntax::latex::mentions(&ratio).ok());
            // Twice x^3 is a wrong derivative of x^3.
            found.is_some_and(|found| !is_constant(&found) && !target.variables.iter().any(|variable| found.uses(variable)))
        };
        // The derivative of e^{rx} is such a multiple itself, and nx^n a mistake.
        has_primes && !is_explained && is_multiple(claim) && !expected.is_some_and(is_multiple)
    }

    /// The values that the text gives nearby to names of a derivative which the claim has lost: `A = 0.5`.
    fn given_values(&self, expected: Option<&str>, target: &Target<'_>, right: &Mentions) -> Option<Vec<String>> {
        let found = crate::syntax::latex::mentions(expected?).ok()?;
        let is_lost = |name: &&String| !right.uses(name) && !target.variables.contains(name);
        let lost: Vec<&String> = found.names.iter().map(|used| &used.name).filter(is_lost).collect();
        let values: Vec<String> = lost.into_iter().filter_map(|name| self.given_value(name)).collect();
        (!values.is_empty()).then_some(values)
    }
}
