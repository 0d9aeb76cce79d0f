//! Claims about the derivative of an expression that stands there: `\frac{d}{dx}(x^2) = 3x`.

use super::{UNEXPLAINED, has_raised_call};
use crate::document::check::beyond::is_indexed;
use crate::document::check::link::{Failure, Link};
use crate::document::check::opaque;
use crate::document::check::target::{Form, form};
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::{is_constant, is_constant_text, is_letter_of_all};
use crate::document::statement::scope::is_head;
use crate::syntax::latex::Mentions;

impl Link<'_> {
    /// Why a claim about `\frac{d}{dx}(...)` that fails need not be wrong. What is differentiated stands there, so that it need
    /// not be explained by a mistake.
    pub fn objection_to_operator(
        &self,
        inner: &Mentions,
        variables: &[String],
        failure: &Failure<'_>,
        is_by_another: bool,
    ) -> Option<String> {
        let &Failure { right, closure, foreign, expected, is_explained, .. } = failure;
        // (uv)' of u = x^2 and v = \sin x.
        let is_primed =
            self.left.mentions.as_ref().is_ok_and(|left| matches!(form(self.left, left), Form::Primed(..) | Form::PrimedCall(..)));
        // \frac{\partial}{\partial x}\frac1r where r is said to be \sqrt{x^2 + y^2} right beside.
        let is_hidden = !closure.used.is_empty() && !variables.iter().all(|variable| inner.uses(variable));
        let is_operator = self.left.mentions.as_ref().is_ok_and(|left| matches!(form(self.left, left), Form::Operator { .. }));
        let is_known = is_hidden && is_operator && closure.used.iter().all(|used| self.is_certain(used));
        let own =
            if is_primed || is_known { self.place.closure(&[inner], variables, None).unwrap_or_default() } else { Closure::default() };
        let shows = |variable: &String| inner.uses(variable) || own.names.contains(variable);
        if !variables.iter().all(shows) && !is_by_another {
            return Some(format!("what is differentiated does not show {}", variables.join(", ")));
        }
        if let Some(reason) = self.objection_to_calls(closure) {
            return Some(reason);
        }
        // The index of a sum is no name of the claim.
        let is_bound = |name: &&str| self.right.text.replace(' ', "").contains(&format!("_{{{name}="));
        if let Some(name) = foreign.filter(|name| !is_bound(name)) {
            return Some(format!("{name} does not occur in what is differentiated"));
        }
        if let Some(name) = self.stand_in(inner, right) {
            return Some(format!("{name} may stand for something"));
        }
        if !is_explained && self.is_set(right) {
            return Some("an equation: a derivative is set to a value".into());
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
        // The imaginary unit, and the identity beside other matrices.
        if let Some(used) = inner.names.iter().find(|used| matches!(used.name.as_str(), "i" | "I") && !variables.contains(&used.name)) {
            return Some(format!("{} may be no variable", used.name));
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
        // z of r = \sqrt{x^2 + z^2} is told by r.
        let told = if own.used.is_empty() { Closure::default() } else { self.place.closure(&[right], variables, None).unwrap_or_default() };
        let is_told = |name: &String| inner.uses(name) || right.uses(name) || told.names.contains(name);
        let is_lost = |name: &&String| !is_told(name) && !variables.contains(name) && !is_letter_of_all(name);
        if let Some(lost) = closure.free.iter().filter(is_lost).max_by_key(|name| (name.len(), *name)) {
            return Some(format!("{lost} has been given a value"));
        }
        let is_rule = || self.left.mentions.as_ref().is_ok_and(|left| self.is_rule(left));
        if is_constant(right)
            && (is_primed || self.right.text.trim() == "0" || !right.functions.is_empty() && !is_rule())
            && expected.is_none_or(|expected| !is_constant_text(expected))
        {
            return Some("a condition: an equation to be solved".into());
        }
        if !is_explained && !closure.used.iter().all(|used| self.is_certain(used)) {
            return Some(UNEXPLAINED.into());
        }
        // \frac{\partial}{\partial z} holds fixed whatever else there is.
        if self.left.text.trim_start().starts_with("\\frac{\\partial") {
            return None;
        }
        let is_put_in = |name: &String| own.used.iter().any(|used| used.name == *name);
        let may_depend = opaque::may_depend(inner, right, variables).filter(|name| !is_put_in(name));
        may_depend.map(|name| format!("{name} may depend on the variable: an equation to be solved"))
    }
}
