//! Claims about the derivative of a name, by a definition of it: `f(x) = x^2` and `f'(x) = 3x`.

use super::{CIRCULAR, CLOSE, CLOSEST, GIVEN, OWN, UNEXPLAINED, has_raised_call, has_words};
use crate::document::check::beyond::is_indexed;
use crate::document::check::chain::is_chain;
use crate::document::check::link::{Failure, Link, repeated};
use crate::document::check::superseded::{is_step, stands_in_an_equation, superseded};
use crate::document::check::target::{Form, Target, form};
use crate::document::formula::kernel::has_foreign_kernel;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::{is_constant, is_constant_text, is_letter_of_all, is_no_call, is_time};
use crate::document::statement::scope::{Definition, is_head};
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};

/// Whether the operators of a claim are those of the derivative that it is about, one after the other.
fn is_told_in_steps(target: &Target<'_>, right: &Mentions) -> bool {
    let by = right.derivatives.iter().flat_map(|mention| repeated(&mention.variables));
    let (mut by, mut own): (Vec<String>, Vec<String>) = (by.collect(), target.variables.clone());
    by.sort_unstable();
    own.sort_unstable();
    right.derivatives.len() > 1 && by == own
}

impl Link<'_> {
    /// Why a claim that fails by a definition need not be wrong. `shown` is what is expected at the point that is told.
    pub fn objection(&self, target: &Target<'_>, failure: &Failure<'_>, shown: Option<&str>) -> Option<String> {
        (self.other_meaning(target, failure))
            .or_else(|| self.other_notation(target, failure))
            .or_else(|| self.other_function(target, failure))
            .or_else(|| self.data(target, failure, shown))
            .or_else(|| self.objection_to_given(target, failure))
            .or_else(|| self.own_equation(target, failure))
            .or_else(|| {
                let is_told = match target.definition.statement > self.place.at {
                    true => self.is_told_behind(target.definition, failure.is_explained),
                    false => failure.is_explained,
                };
                (!is_told && !self.is_certain(target.definition)).then(|| UNEXPLAINED.into())
            })
    }

    /// Whether the name has another meaning where the claim stands, or the claim relates what has none.
    fn other_meaning(&self, target: &Target<'_>, failure: &Failure<'_>) -> Option<String> {
        let &Failure { right, closure, expected, is_explained, .. } = failure;
        let definition = target.definition;
        // The only function of its name is meant below its number in the list of answers, too, where one mistake explains what is
        // claimed of it.
        let statements = self.place.statements;
        let numbers = &statements[definition.statement].numbers;
        let is_answer = numbers.iter().any(|number| *number > 0) && *numbers == statements[self.place.at].numbers;
        let is_own = is_answer && is_explained && self.place.scope.is_only(definition) && !definition.parameters.is_empty();
        if let Some(reason) = superseded(&self.place, definition).filter(|_| !is_own) {
            return Some(reason);
        }
        if !is_explained && definition.item != statements[self.place.at].item && is_step(&self.place, definition) {
            return Some(UNEXPLAINED.into());
        }
        if self.stands_for_its_inner_function(&definition.name, definition) {
            return Some(format!("{} may stand for its inner function", definition.name));
        }
        if !is_explained && stands_in_an_equation(&self.place, definition, &target.variables) {
            return Some(format!("{} stands in an equation since it was defined", definition.name));
        }
        if self.is_set(right) {
            return Some("an equation: a derivative is set to a value".into());
        }
        // y' of a name that nobody defined is a name of its own to the reader.
        if self.has_foreign_derivative(right, expected) {
            return Some("a relation between derivatives of what is not defined".into());
        }
        // \text{softmax}(z) = e^{z_i}/..., which does not say what z is to z_i.
        let value = self.place.value(definition).mentions.as_ref();
        if let ([_], Some(variable)) = (&definition.parameters[..], target.variables.first())
            && value.is_ok_and(|value| !value.names.is_empty() && !value.uses(variable))
            && !closure.names.contains(variable)
        {
            return Some(format!("{variable} does not occur in the definition that was found"));
        }
        let is_own = |used: &NameUse| used.arguments.is_none() && target.variables.contains(&used.name);
        let is_component = self.place.statements[self.place.at].component.is_some();
        if is_head(self.right) && !right.names.iter().all(is_own) && !is_component {
            return Some("it says what the other side is called".into());
        }
        // \frac{\partial f}{\partial x}(x^*) may be a value there.
        let is_optimum = |variable: &String| right.uses(&format!("{variable}_star"));
        if target.variables.iter().any(is_optimum) {
            return Some("it may be evaluated at a point".into());
        }
        // A derivative of several functions by what none of them shows is one by a vector.
        let is_hidden = |variable: &String| !value.is_ok_and(|value| value.uses(variable)) && !closure.names.contains(variable);
        if is_component && target.variables.iter().any(is_hidden) {
            return Some("it is differentiated by what may be a vector".into());
        }
        // u_{tt} = c^2 u_{xx} is an equation for u; \frac{\partial}{\partial x}\frac{\partial u}{\partial x} is u_{xx} itself.
        let is_related = right.derivatives.iter().any(|mention| mention.of == Differentiated::Name(definition.name.clone()))
            && !is_chain(self.right, right, &definition.name)
            && !(is_explained && is_told_in_steps(target, right));
        // h'(x) = f'(2x) beside h(x) = f(2x) tells it in the function that is composed.
        let is_composed = |name: &str| self.is_called_in(target, name) && self.is_beside(definition);
        let is_named = matches!(form(self.right, right), Form::Named(name, _) if !is_composed(&name));
        (is_named || is_related && !self.is_beside(definition)).then(|| "a relation between derivatives".into())
    }

    /// Whether what is written may be read otherwise: dots, powers of functions, bars, and letters that are no variables.
    fn other_notation(&self, target: &Target<'_>, failure: &Failure<'_>) -> Option<String> {
        let &Failure { right, closure, .. } = failure;
        let definition = target.definition;
        // \dot V of V(x), along the solutions of an equation.
        let is_dotted = self.left.mentions.as_ref().is_ok_and(|left| left.derivatives.iter().any(|mention| mention.is_dotted));
        if is_dotted && !target.variables.iter().all(|variable| is_time(variable)) {
            return Some(format!("the dot may mean time, and {} is a function of {}", definition.written, definition.written_parameters));
        }
        let own = self.place.value(definition);
        if [own, self.left, self.right].into_iter().any(|member| has_raised_call(member, &target.variables)) {
            return Some("a power of a function or a product".into());
        }
        // The imaginary unit.
        let is_unit = |used: &&NameUse| {
            matches!(used.name.as_str(), "i" | "j") && !target.variables.contains(&used.name) && self.place.nearest(&used.name).is_none()
        };
        if let Some(unit) = right.names.iter().find(is_unit).filter(|_| !right.has_binder) {
            return Some(format!("{} may be no variable", unit.name));
        }
        if own.mentions.is_ok() && has_words(&own.text) {
            return Some("words or units in the definition".into());
        }
        let has_no_point = |mention: &Mention| {
            mention.arguments.is_none() && matches!(&mention.of, Differentiated::Name(name) if self.is_called_in(target, name))
        };
        if right.derivatives.iter().any(has_no_point) {
            return Some("it is not said at which point a function is differentiated".into());
        }
        let is_conjugate = |name: &String| name.strip_suffix("_bar").is_some_and(|base| closure.names.contains(base));
        if closure.names.iter().any(is_conjugate) && ["|", "vert"].iter().any(|bar| self.right.text.contains(bar)) {
            return Some("a bar may mean the complex conjugate".into());
        }
        let is_summed = |used: &&crate::document::statement::scope::Definition| {
            self.place.value(used).mentions.as_ref().is_ok_and(|own| own.has_binder)
        };
        (target.variables.iter().any(|variable| is_indexed(variable)) && closure.used.iter().any(is_summed))
            .then(|| "it is differentiated by one of several variables with an index".into())
    }

    /// Whether another function of the same name may be meant. What one mistake explains is about this one.
    fn other_function(&self, target: &Target<'_>, failure: &Failure<'_>) -> Option<String> {
        let &Failure { right, closure, foreign, expected, is_explained, .. } = failure;
        if let Some(far) = self.far(closure, is_explained) {
            return Some(format!("the definition of {} that was found is far away", far.written));
        }
        if closure.is_circular(&self.place) {
            return Some(CIRCULAR.into());
        }
        if let Some(reason) = self.objection_to_calls(closure) {
            return Some(reason);
        }
        if is_explained {
            return None;
        }
        // f'(a) = 4 - 2a tells it at another letter; f'(c) = (f(b) - f(a))/(b - a) is a condition for that letter.
        if let [(variable, value)] = &target.point[..]
            && let Some(name) = canonical_name(value).filter(|name| name != variable)
            && !(right.uses(&name) && self.is_certain(target.definition))
        {
            return Some(format!("another function may be meant: this one is defined as one of {variable}"));
        }
        if let Some(name) = foreign.map(str::to_string).or_else(|| self.foreign_function(right, closure, expected)) {
            return Some(format!("{name} does not occur in the definition that was found"));
        }
        let known = closure.used.iter().map(|used| self.place.value(used).text.as_str()).chain(expected);
        (self.apart(target.definition) > CLOSEST && !self.is_upheld(target.definition) && has_foreign_kernel(&self.right.text, known))
            .then(|| "another function may be meant: it has other denominators or roots".into())
    }

    /// Whether a number on the other side is a condition or a datum.
    fn data(&self, target: &Target<'_>, failure: &Failure<'_>, shown: Option<&str>) -> Option<String> {
        if !is_constant(failure.right) {
            return None;
        }
        let varies = shown.is_none_or(|shown| !is_constant_text(shown));
        // f'' = 6 where it is 6x, beside what else was found of f.
        let is_slip = failure.is_explained && target.point.is_empty() && self.is_upheld(target.definition);
        let is_certain = self.is_certain(target.definition);
        // A zero may be what is asked for, unless every argument is a number.
        let is_told = !target.point.is_empty() && self.place.is_told_outright(target.definition);
        let is_zero = self.right.text.trim() == "0" && !(is_certain && (target.point.len() > 1 || is_told));
        (varies && !(is_slip && is_certain) || self.is_supposed || is_zero)
            .then_some(GIVEN)
            .or((self.apart_from_last_use(target.definition) > CLOSE && !is_certain).then_some(GIVEN))
            .map(str::to_string)
    }

    /// Whether the claim is an equation that its function satisfies, or that defines it.
    fn own_equation(&self, target: &Target<'_>, failure: &Failure<'_>) -> Option<String> {
        let definition = target.definition;
        if !failure.right.uses(&definition.name) {
            return None;
        }
        if !definition.parameters.is_empty() {
            return self.is_equation_for(definition, failure.right).then(|| OWN.into());
        }
        let value = self.place.value(definition).mentions.as_ref();
        let is_direct = |variable: &String| value.is_ok_and(|value| value.uses(variable));
        if !target.variables.iter().all(is_direct) || self.left.text.contains('\'') && !self.is_announced {
            return Some("an equation that defines its function".into());
        }
        // N' = N/2 of N = N_0e^{rt}, whose rate has been given a value.
        let shown = failure.expected.and_then(|expected| crate::syntax::latex::mentions(expected).ok()).unwrap_or_default();
        let is_lost = |used: &NameUse| {
            let name = &used.name;
            !failure.right.uses(name) && !target.variables.contains(name) && !is_letter_of_all(name) && is_no_call(used)
        };
        // \frac{\partial d}{\partial x} = (x - a)/d tells the derivative in the name itself, with a name of the definition beside.
        let is_told_in_itself = |used: &NameUse| used.name != definition.name && !target.variables.contains(&used.name);
        let shows_variable = target.variables.iter().all(|variable| failure.right.uses(variable));
        let is_told = shows_variable && (failure.is_explained || failure.right.names.iter().any(is_told_in_itself));
        (self.apart(definition) > CLOSE && !self.is_certain(definition) || !is_told && shown.names.iter().any(is_lost)).then(|| OWN.into())
    }

    /// Whether a claim is told in the function alone and in names that its definition does not have, or without its variable:
    /// `v' = g - fv` of v(t) = e^{-ft}.
    pub(in crate::document::check) fn is_equation_for(&self, definition: &Definition, right: &Mentions) -> bool {
        let own = |used: &NameUse| used.name == definition.name;
        let is_alone = right.names.iter().filter(|used| own(used)).all(|used| used.arguments.is_none());
        let value = self.place.value(definition).mentions.as_ref();
        let is_known = |used: &NameUse| {
            own(used)
                || is_letter_of_all(&used.name)
                || definition.parameters.contains(&used.name)
                || value.is_ok_and(|value| value.uses(&used.name))
        };
        is_alone && self.left.text.contains('\'') && !right.names.iter().all(is_known)
    }

    /// Whether a name is called in the definition: then it is a function, whose value may be told.
    pub(super) fn is_called_in(&self, target: &Target<'_>, name: &str) -> bool {
        let value = self.place.value(target.definition).mentions.as_ref();
        value.is_ok_and(|value| value.names.iter().any(|used| used.name == name && used.arguments.is_some()))
    }

    /// A function of the claim that belongs to another kind than those of the definition, or an exponential or a logarithm where neither
    /// the definition nor its derivative has one.
    fn foreign_function(&self, right: &Mentions, closure: &Closure<'_>, expected: Option<&str>) -> Option<String> {
        const KINDS: [&[&str]; 3] = [
            &["sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan", "arcsec", "arccsc", "arccot"],
            &["sinh", "cosh", "tanh", "sech", "csch", "coth", "arsinh", "arcosh", "artanh", "sigma", "softplus"],
            &["gamma", "digamma", "lgamma", "erf", "erfc", "beta"],
        ];
        const EXPONENTIALS: [&str; 2] = ["exp", "ln"];
        let kind = |name: &str| KINDS.iter().position(|kind| kind.contains(&name));
        let is_of_kind = |name: &str| kind(name).is_some_and(|own| !closure.functions.iter().any(|other| kind(other) == Some(own)));
        let known = expected.and_then(|expected| crate::syntax::latex::mentions(expected).ok()).unwrap_or_default();
        let has =
            |found: &Mentions| found.uses("e") || found.functions.iter().any(|name| EXPONENTIALS.contains(&name.as_str()) || name == "log");
        let is_without = |used: &&Definition| self.place.value(used).mentions.as_ref().is_ok_and(|value| !has(value));
        let is_algebraic = closure.functions.is_empty() && closure.used.iter().all(is_without) && !has(&known);
        let is_exponential = |name: &str| is_algebraic && EXPONENTIALS.contains(&name);
        right.functions.iter().find(|name| is_of_kind(name) || is_exponential(name)).cloned()
    }
}
