//! Why a link that fails need not be wrong: it may be a condition, given data, an equation, or about another definition.

use super::beyond::is_indexed;
use super::check::{Link, repeated};
use super::closure::Closure;
use super::environment::inside_bracket;
use super::kernel::has_foreign_kernel;
use super::opaque;
use super::scope::{Definition, is_head};
use super::statement::{Member, Statement};
use super::superseded::superseded;
use super::target::{Form, Target, form};
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};
use crate::syntax::{canonical_name, is_function};
use rustc_hash::FxHashSet;

/// Data, and equations in which a name stands for itself, are claims only so near to its definition.
const CLOSE: usize = 400;

/// A parameter is not lost so near to the definition that has it.
const CLOSEST: usize = 150;

impl Link<'_> {
    /// Why a claim that fails by a definition need not be wrong: another definition, an equation, or data may be meant.
    pub(super) fn objection(
        &self,
        target: &Target<'_>,
        right: &Mentions,
        closure: &Closure<'_>,
        foreign: Option<String>,
        expected: Option<&str>,
        shown: Option<&str>,
    ) -> Option<String> {
        let definition = target.definition;
        let is_own = |name: &String| target.variables.contains(name);
        if let Some(reason) = superseded(&self.place, definition, &target.variables) {
            return Some(reason);
        }
        if self.is_set(right) {
            return Some("an equation: a derivative is set to a value".into());
        }
        // y' of a name that nobody defined is a name of its own to the reader.
        if self.has_foreign_derivative(right, expected) {
            return Some("a relation between derivatives of what is not defined".into());
        }
        // v(x, t) = u(\sqrt{a} x, at) and v_t = a u_t: at the point that the definition names, likely.
        let value = self.place.value(definition).mentions.as_ref();
        // \text{softmax}(z) = e^{z_i}/..., which does not say what z is to z_i.
        if let ([_], Some(variable)) = (&definition.parameters[..], target.variables.first())
            && value.is_ok_and(|value| !value.names.is_empty() && !value.uses(variable))
            && !closure.names.contains(variable)
        {
            return Some(format!("{variable} does not occur in the definition that was found"));
        }
        // \dot V of V(x), along the solutions of an equation.
        let is_dotted = self.left.mentions.as_ref().is_ok_and(|left| left.derivatives.iter().any(|mention| mention.is_dotted));
        if is_dotted && !target.variables.iter().all(|variable| is_time(variable)) {
            return Some(format!("the dot may mean time, and {} is a function of {}", definition.written, definition.written_parameters));
        }
        if [self.place.value(definition), self.left, self.right].into_iter().any(|member| has_raised_call(member, &target.variables)) {
            return Some("a power of a function or a product".into());
        }
        // The imaginary unit.
        let is_unit =
            |used: &&NameUse| matches!(used.name.as_str(), "i" | "j") && !is_own(&used.name) && self.place.nearest(&used.name).is_none();
        if let Some(unit) = right.names.iter().find(is_unit).filter(|_| !right.has_binder) {
            return Some(format!("{} may be no variable", unit.name));
        }
        if value.is_ok() && has_words(&self.place.value(definition).text) {
            return Some("words or units in the definition".into());
        }
        let is_composed =
            |name: &String| value.is_ok_and(|value| value.names.iter().any(|used| used.name == *name && used.arguments.is_some()));
        let has_no_point =
            |mention: &Mention| mention.arguments.is_none() && matches!(&mention.of, Differentiated::Name(name) if is_composed(name));
        if right.derivatives.iter().any(has_no_point) {
            return Some("it is not said at which point a function is differentiated".into());
        }
        if is_head(self.right) && !right.names.iter().all(|used| used.arguments.is_none() && is_own(&used.name)) {
            return Some("it says what the other side is called".into());
        }
        if let Some(far) = closure.used.iter().find(|used| !used.is_meant_at(self.place.at, &self.place.statements[self.place.at])) {
            return Some(format!("the definition of {} that was found is far away", far.written));
        }
        if closure.is_circular(&self.place) {
            return Some("the definitions that were found rest on each other".into());
        }
        if let Some(reason) = self.objection_to_calls(closure) {
            return Some(reason);
        }
        if let Some(name) = foreign {
            return Some(format!("{name} does not occur in the definition that was found"));
        }
        if let Some(function) = foreign_function(right, closure) {
            return Some(format!("{function} does not occur in the definition that was found"));
        }
        let is_conjugate = |name: &String| name.strip_suffix("_bar").is_some_and(|base| closure.names.contains(base));
        if closure.names.iter().any(is_conjugate) && ["|", "vert"].iter().any(|bar| self.right.text.contains(bar)) {
            return Some("a bar may mean the complex conjugate".into());
        }
        let apart = self.place.statements[self.place.at].distance.saturating_sub(definition.distance);
        let known = closure.used.iter().map(|used| self.place.value(used).text.as_str()).chain(expected);
        if apart > CLOSEST && has_foreign_kernel(&self.right.text, known) {
            return Some("another function may be meant: it has other denominators or roots".into());
        }
        let is_constant_claim = is_constant(right);
        if is_constant_claim {
            let varies = shown.is_none_or(|shown| !is_constant_text(shown));
            if varies || self.right.text.trim() == "0" || apart > CLOSE {
                return Some("a condition or given data".into());
            }
        }
        let told = self.told(right, &target.variables);
        let lost = |latex: &str| {
            // A point that cannot be read is a name of its own.
            let Ok(found) = crate::syntax::latex::mentions(latex) else { return Some(latex.to_string()) };
            let is_lost = |name: &&String| !told.contains(*name) && !is_letter_of_all(name);
            let names: Vec<String> =
                found.names.into_iter().filter(is_no_call).map(|used| used.name).filter(|name| !target.variables.contains(name)).collect();
            names.iter().find(is_lost).cloned()
        };
        // Where a parameter is gone, the claim is likely about a case of its own.
        let is_told = |used: &crate::syntax::latex::NameUse| {
            target.variables.contains(&used.name) || right.uses(&used.name) || self.place.nearest(&used.name).is_some()
        };
        let is_symbolic = |value: &&String| {
            let found = crate::syntax::latex::mentions(value);
            !is_constant_text(value) && !found.is_ok_and(|found| found.names.iter().all(is_told))
        };
        if let Some(name) = target
            .point
            .as_ref()
            .map(|(_, value)| value)
            .filter(is_symbolic)
            .cloned()
            // What is called in the definition is a function, whose value may be told: u(x - 1) = 1.
            .or(expected.and_then(lost).filter(|name| apart > CLOSEST || is_composed(name)))
        {
            return Some(format!("{name} has been given a value"));
        }
        if target.variables.iter().any(|variable| is_indexed(variable))
            && closure.used.iter().any(|used| self.place.value(used).mentions.as_ref().is_ok_and(|mentions| mentions.has_binder))
        {
            return Some("it is differentiated by one of several variables with an index".into());
        }
        let is_lost = |variable: &&String| !right.uses(variable) && self.is_given(variable);
        if let Some(variable) = target.variables.iter().find(is_lost).filter(|_| target.point.is_none()) {
            return Some(format!("{variable} has been given a value"));
        }
        if let Some((variable, value)) = &target.point
            && canonical_name(value).is_some_and(|name| name != *variable)
        {
            return Some(format!("another function may be meant: this one is defined as one of {variable}"));
        }
        let names_itself = right.uses(&definition.name);
        let is_direct = |variable: &String| value.is_ok_and(|value| value.uses(variable));
        if definition.parameters.is_empty() && names_itself && !target.variables.iter().all(is_direct) {
            return Some("an equation that defines its function".into());
        }
        if definition.parameters.is_empty() && names_itself && apart > CLOSE {
            return Some("an equation that defines its function, or a curve".into());
        }
        if definition.parameters.is_empty() && names_itself && self.left.text.contains('\'') {
            return Some("an equation that defines its function".into());
        }
        if is_constant_claim && self.is_supposed {
            return Some("a condition or given data".into());
        }
        matches!(form(self.right, right), Form::Named(..)).then(|| "a relation between derivatives".into())
    }

    /// The same where an operator stands before an expression.
    pub(super) fn objection_to_operator(
        &self,
        inner: &Mentions,
        variables: &[String],
        right: &Mentions,
        closure: &Closure<'_>,
        foreign: Option<String>,
        expected: Option<&str>,
    ) -> Option<String> {
        let depends = variables.iter().all(|variable| inner.names.iter().any(|used| used.name == *variable));
        if !depends {
            return Some(format!("what is differentiated does not show {}", variables.join(", ")));
        }
        if let Some(reason) = self.objection_to_calls(closure) {
            return Some(reason);
        }
        if let Some(name) = foreign {
            return Some(format!("{name} does not occur in what is differentiated"));
        }
        if has_raised_call(self.left, variables) {
            return Some("a power of a function or a product".into());
        }
        if is_head(self.right) && !right.names.iter().all(|used| used.arguments.is_none() && variables.contains(&used.name)) {
            return Some("it says what the other side is called".into());
        }
        if matches!(form(self.right, right), Form::Operator { .. }) && inner.names.iter().any(|used| !variables.contains(&used.name)) {
            return Some("both sides of an equation are differentiated".into());
        }
        if self.has_foreign_derivative(right, expected) {
            return Some("a relation between derivatives of what is not defined".into());
        }
        if inner.names.iter().any(|used| used.name == "i") {
            return Some("i may be no variable".into());
        }
        if self.may_be_transposed(inner) {
            return Some("a prime may be a transpose".into());
        }
        if variables.iter().any(|variable| is_indexed(variable))
            && closure.used.iter().any(|used| self.place.value(used).mentions.as_ref().is_ok_and(|found| found.has_binder))
        {
            return Some("it is differentiated by one of several variables with an index".into());
        }
        // What a definition brought in and the claim has lost has a value that is told elsewhere: the x_i of a likelihood.
        let is_lost = |name: &&String| !inner.uses(name) && !right.uses(name) && !variables.contains(name) && !is_letter_of_all(name);
        if let Some(lost) = closure.free.iter().filter(is_lost).max_by_key(|name| (name.len(), *name)) {
            return Some(format!("{lost} has been given a value"));
        }
        if is_constant(right)
            && (self.right.text.trim() == "0" || !right.functions.is_empty())
            && expected.is_none_or(|expected| !is_constant_text(expected))
        {
            return Some("a condition: an equation to be solved".into());
        }
        // \frac{\partial}{\partial z} holds fixed whatever else there is.
        if self.left.text.trim_start().starts_with("\\frac{\\partial") {
            return None;
        }
        opaque::may_depend(inner, right, variables).map(|name| format!("{name} may depend on the variable: an equation to be solved"))
    }

    /// The same between two values.
    pub(super) fn objection_to_values(&self, left: &Mentions, right: &Mentions, own: &Mentions, closure: &Closure<'_>) -> Option<String> {
        let statement = &self.place.statements[self.place.at];
        if closure.is_circular(&self.place) {
            return Some("the definitions that were found rest on each other".into());
        }
        if let Some(reason) = self.objection_to_calls(closure) {
            return Some(reason);
        }
        if let Some(far) = closure.used.iter().find(|used| !used.is_meant_at(self.place.at, statement)) {
            return Some(format!("the definition of {} that was found is far away", far.written));
        }
        if self.is_set(right) {
            return Some("an equation: a derivative is set to a value".into());
        }
        // f(x) = \frac{d}{dx} ... is a new f, whatever f was before.
        if [self.left, self.right].iter().any(|member| is_head(member) && !member.text.contains('\'')) {
            return Some("it says what the other side is called".into());
        }
        if [self.left, self.right].iter().any(|member| has_words(&member.text)) {
            return Some("words or units in the formula".into());
        }
        // \sum p_k = 1 is told elsewhere.
        let is_summed = |mentions: &Mentions| mentions.names.iter().any(|used| is_indexed(&used.name));
        let is_probability = |used: &NameUse| matches!(used.base.as_str(), "p" | "q" | "pi") && is_indexed(&used.name);
        let has_probabilities = [left, right].iter().any(|found| found.has_binder && found.names.iter().any(is_probability));
        if left.has_binder != right.has_binder && (is_summed(left) || is_summed(right)) || has_probabilities {
            return Some("a sum may have a value that is told elsewhere".into());
        }
        // D may be the operator, and i the imaginary unit.
        if let Some(used) = left.names.iter().chain(&right.names).find(|used| matches!(used.name.as_str(), "D" | "i" | "j")) {
            return Some(format!("{} may be no variable", used.name));
        }
        if let Some(name) = own.names.iter().map(|used| &used.name).find(|name| self.is_given(name) && !right.uses(name)) {
            return Some(format!("{name} has been given a value"));
        }
        let sides = [(self.left, left), (self.right, right)];
        for (member, mention) in sides.iter().flat_map(|(member, found)| found.derivatives.iter().map(move |mention| (member, mention))) {
            match &mention.of {
                Differentiated::Name(name) => {
                    let Some(definition) = self.place.nearest(name) else {
                        return Some("a relation between derivatives of what is not defined".into());
                    };
                    let is_subscript = mention.variables.len() == 1 && !is_quotient(member, mention);
                    if definition.parameters.is_empty() && mention.variables.is_empty() || is_subscript {
                        return Some("a relation between derivatives".into());
                    }
                    if definition.parameters.is_empty() && !left.derivatives.is_empty() && !right.derivatives.is_empty() {
                        return Some("a relation between derivatives: an equation, or a curve".into());
                    }
                    let apart = statement.distance.saturating_sub(definition.distance);
                    let variables = repeated(&mention.variables);
                    if let Some(reason) = superseded(&self.place, definition, &variables) {
                        return Some(reason);
                    }
                    if self.place.closure(&[], &variables, Some(definition)).is_ok_and(|closure| closure.is_circular(&self.place)) {
                        return Some("the definitions that were found rest on each other".into());
                    }
                    // y'' + y = 0 beside its solution is a check, far from it an equation.
                    if apart > CLOSEST && (left.uses(name) || right.uses(name)) {
                        return Some("a relation between derivatives: an equation".into());
                    }
                    if !definition.is_meant_at(self.place.at, statement) || definition.parameters.is_empty() && apart > CLOSE {
                        return Some("a relation between derivatives: an equation, or a curve".into());
                    }
                }
                Differentiated::Operand if mention.variables.is_empty() => {
                    return Some("it is not said by what this is differentiated".into());
                }
                // \frac{d(\Delta\theta)}{dq}, of what is given elsewhere.
                Differentiated::Expression => {
                    let found = member.mentions.as_ref();
                    let inside = |used: &&NameUse| mention.place.start <= used.place.start && used.place.end <= mention.place.end;
                    let shows =
                        |variable: &String| found.is_ok_and(|found| found.names.iter().filter(inside).any(|used| used.name == *variable));
                    if let Some((variable, _)) = mention.variables.iter().find(|(variable, _)| !shows(variable)) {
                        return Some(format!("what is differentiated does not show {variable}"));
                    }
                }
                _ => {}
            }
        }
        let mixed = left.derivatives.iter().chain(&right.derivatives).flat_map(|mention| repeated(&mention.variables)).collect::<Vec<_>>();
        opaque::may_depend(left, right, &mixed)
            .or_else(|| opaque::may_depend(right, left, &mixed))
            .map(|name| format!("{name} may depend on the variable: an equation to be solved"))
    }

    /// Whether a side calls a name otherwise than it was defined: without arguments, so that the call may be read as a product;
    /// at a single point; or in another variable.
    pub(super) fn objection_to_calls(&self, closure: &Closure<'_>) -> Option<String> {
        if let Some(called) = [self.left, self.right].into_iter().find_map(|member| self.place.called(closure, member)) {
            return Some(format!("{called} is called like a function, and its definition names no arguments"));
        }
        // x(\tau) = 1 - e^{-1}, which is a value of x.
        let is_value = |used: &&&Definition| match (&used.parameters[..], &self.place.value(used).mentions) {
            ([only], Ok(own)) => !own.names.is_empty() && !own.uses(only) && !closure.names.contains(only),
            _ => false,
        };
        if let Some(used) = closure.used.iter().find(is_value) {
            return Some(format!("the definition of {} that was found may be a value of it", used.written));
        }
        let called = [self.left, self.right].into_iter().find_map(|member| self.called_in_another_variable(member))?;
        Some(format!("another function may be meant: {called} is defined in another variable"))
    }

    /// A function that is called with a name that stands for something of its own variable: N(u) of N(A) = ..., where u = a/A.
    fn called_in_another_variable<'m>(&self, member: &'m Member) -> Option<&'m str> {
        let found = member.mentions.as_ref().ok()?;
        let is_other = |used: &&NameUse| {
            let inner = used.arguments.clone().map(|range| inside_bracket(&member.text[range]));
            let (Some(inner), Some(definition)) = (inner.and_then(canonical_name), self.place.nearest(&used.name)) else { return false };
            let meaning = self.place.nearest(&inner).and_then(|inner| self.place.value(inner).mentions.as_ref().ok());
            matches!(&definition.parameters[..], [only] if *only != inner && meaning.is_some_and(|meaning| meaning.uses(only)))
        };
        found.names.iter().find(is_other).map(|used| used.name.as_str())
    }

    /// What a claim says: its names, and what those stand for that do not depend on the variable: m of \omega = \sqrt{k/m}.
    fn told(&self, right: &Mentions, variables: &[String]) -> FxHashSet<String> {
        let mut told: FxHashSet<String> = right.names.iter().map(|used| used.name.clone()).collect();
        for definition in right.names.iter().filter_map(|used| self.place.nearest(&used.name)) {
            let names = self.place.closure(&[], &[], Some(definition)).map(|closure| closure.names).unwrap_or_default();
            if !variables.iter().any(|variable| names.contains(variable)) {
                told.extend(names);
            }
        }
        told
    }

    /// Whether a claim differentiates a name that nobody defined and that the derivative does not differentiate.
    fn has_foreign_derivative(&self, right: &Mentions, expected: Option<&str>) -> bool {
        let known = expected.and_then(|expected| crate::syntax::latex::mentions(expected).ok()).unwrap_or_default();
        let is_known = |of: &Differentiated| known.derivatives.iter().any(|mention| mention.of == *of);
        let is_undefined = |of: &Differentiated| matches!(of, Differentiated::Name(name) if self.place.nearest(name).is_none());
        right.derivatives.iter().any(|mention| is_undefined(&mention.of) && !is_known(&mention.of))
    }

    /// Whether a bracket with primes may be a transpose: of single capitals.
    pub(super) fn may_be_transposed(&self, inner: &Mentions) -> bool {
        let is_matrix = |used: &NameUse| used.base.len() == 1 && used.base.starts_with(|c: char| c.is_ascii_uppercase());
        let is_primed = self.left.mentions.as_ref().is_ok_and(|left| matches!(form(self.left, left), Form::Primed(..)));
        is_primed && inner.names.iter().all(is_matrix)
    }

    /// Whether the claim stands before the derivative: `2xy = F_y(x, y)`, a value that it is set to.
    pub(super) fn is_set(&self, right: &Mentions) -> bool {
        self.left.place.start > self.right.place.start && right.derivatives.is_empty()
    }

    /// Whether a name has been given a number nearby: "at x = 3".
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.is_said_to_be_given || self.given_value(name).is_some()
    }

    /// The number that the text gives to a name nearby, as a definition.
    pub(super) fn given_value(&self, name: &str) -> Option<String> {
        let from = self.place.at.saturating_sub(12);
        let own = &self.place.statements[self.place.at];
        let near = |statement: &&Statement| statement.passage == own.passage && own.distance.abs_diff(statement.distance) < CLOSE;
        let gives = |statement: &Statement| {
            let [first, .., last] = &statement.members[..] else { return None };
            let is_name = canonical_name(&first.text).is_some_and(|found| found == name);
            let is_number = last.mentions.as_ref().is_ok_and(is_constant);
            (is_name && is_number).then(|| format!("{} = {}", first.text.trim(), last.text.trim()))
        };
        self.place.statements[from..(self.place.at + 6).min(self.place.statements.len())].iter().filter(near).find_map(gives)
    }
}

/// Whether a power stands before the variable in brackets: `x^2(t)` may be a power of a function rather than a product.
pub(super) fn has_raised_call(member: &Member, variables: &[String]) -> bool {
    let is_raised = |used: &NameUse| {
        let behind = member.text[used.place.end..].replace([' ', '{', '}'], "");
        let Some(power) = behind.strip_prefix('^') else { return false };
        let rest = power.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < power.len() && variables.iter().any(|variable| rest.starts_with(&format!("({variable})")))
    };
    member.mentions.as_ref().is_ok_and(|found| found.names.iter().any(is_raised))
}

/// Whether a name is no call of a function that everybody knows: \sigma(x) needs no value.
pub(super) fn is_no_call(used: &NameUse) -> bool {
    used.arguments.is_none() || !is_function(&used.name)
}

/// Letters that dots differentiate by.
fn is_time(variable: &str) -> bool {
    matches!(variable, "t" | "tau" | "s")
}

/// Whether a derivative is written as a quotient of differentials.
pub(super) fn is_quotient(member: &Member, mention: &Mention) -> bool {
    let written = member.text.get(mention.place.clone()).unwrap_or("");
    written.contains("frac") || written.contains('/') || written.contains("dv")
}

/// Whether words stand in a formula for themselves, such as a unit, and not as an index.
fn has_words(text: &str) -> bool {
    ["\\text{", "\\mbox{", "\\textrm{"]
        .iter()
        .any(|words| text.match_indices(words).any(|(at, _)| !text[..at].trim_end().trim_end_matches('{').ends_with(['_', '^'])))
}

/// Names that every formula may use.
pub(super) fn is_letter_of_all(name: &str) -> bool {
    matches!(name, "e" | "pi")
}

/// No names, so no variables.
pub(super) fn is_constant(mentions: &Mentions) -> bool {
    mentions.derivatives.is_empty() && mentions.names.iter().all(|used| is_letter_of_all(&used.name))
}

pub(super) fn is_constant_text(latex: &str) -> bool {
    crate::syntax::latex::mentions(latex).is_ok_and(|mentions| is_constant(&mentions))
}

/// A function of the claim that belongs to another kind than those of the definition.
pub(super) fn foreign_function(right: &Mentions, closure: &Closure<'_>) -> Option<String> {
    const KINDS: [&[&str]; 3] = [
        &["sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan", "arcsec", "arccsc", "arccot"],
        &["sinh", "cosh", "tanh", "sech", "csch", "coth", "arsinh", "arcosh", "artanh", "sigma", "softplus"],
        &["gamma", "digamma", "lgamma", "erf", "erfc", "beta"],
    ];
    let kind = |name: &str| KINDS.iter().position(|kind| kind.contains(&name));
    right
        .functions
        .iter()
        .find(|name| kind(name).is_some_and(|own| !closure.functions.iter().any(|other| kind(other) == Some(own))))
        .cloned()
}
