//! Two values that differ, with derivatives in them: `x^2 f'(x) = 2x^3`.

use super::{CIRCULAR, CLOSE, CLOSEST, RELATED, SUMMED, UNEXPLAINED, has_words, is_quotient};
use crate::document::check::beyond::is_indexed;
use crate::document::check::link::{Failure, Link, repeated};
use crate::document::check::opaque;
use crate::document::check::superseded::{stands_in_an_equation, superseded};
use crate::document::check::target::is_proportion;
use crate::document::statement::Member;
use crate::document::statement::letters::is_letter_of_all;
use crate::document::statement::scope::{Definition, is_head};
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};
use crate::syntax::{canonical_name, is_function};

impl Link<'_> {
    /// Why two values that differ need not be a mistake; `own` are the names of the left one with its derivatives taken.
    pub fn objection_to_values(&self, left: &Mentions, own: &Mentions, failure: &Failure<'_>) -> Option<String> {
        let &Failure { right, closure, is_explained, .. } = failure;
        if closure.is_circular(&self.place) {
            return Some(CIRCULAR.into());
        }
        if let Some(reason) = self.objection_to_calls(closure) {
            return Some(reason);
        }
        if let Some(far) = self.far(closure, is_explained) {
            return Some(format!("the definition of {} that was found is far away", far.written));
        }
        if self.is_set(right) {
            return Some("an equation: a derivative is set to a value".into());
        }
        // f(x) = \frac{d}{dx} ... is a new f, whatever f was before.
        if [self.left, self.right].iter().any(|member| is_head(member) && !member.text.contains('\'')) {
            return Some("it says what the other side is called".into());
        }
        if !self.right.text.contains("|_") && self.point_variable().is_some_and(|name| right.uses(&name)) {
            return Some("it is evaluated at a point, and shows the variable".into());
        }
        if [self.left, self.right].iter().any(|member| has_words(&member.text)) {
            return Some("words or units in the formula".into());
        }
        // \sum p_k = 1 is told elsewhere.
        let is_summed = |mentions: &Mentions| mentions.names.iter().any(|used| is_indexed(&used.name));
        let is_probability = |used: &NameUse| matches!(used.base.as_str(), "p" | "q" | "pi") && is_indexed(&used.name);
        let has_probabilities = [left, right].iter().any(|found| found.has_binder && found.names.iter().any(is_probability));
        let defined = || closure.used.iter().filter_map(|used| self.place.value(used).mentions.as_ref().ok());
        let has_one_sum = left.has_binder != right.has_binder && (left.has_binder || !defined().any(|value| value.has_binder));
        if has_one_sum && (is_summed(left) || is_summed(right)) || has_probabilities {
            return Some(SUMMED.into());
        }
        // D may be the operator, and i the imaginary unit.
        if let Some(used) = left.names.iter().chain(&right.names).find(|used| matches!(used.name.as_str(), "D" | "i" | "j")) {
            return Some(format!("{} may be no variable", used.name));
        }
        if let Some(name) =
            own.names.iter().map(|used| &used.name).find(|name| !is_letter_of_all(name) && self.is_given(name) && !right.uses(name))
        {
            return Some(format!("{name} has been given a value"));
        }
        let sides = [(self.left, left), (self.right, right)];
        let mut derivatives = sides.iter().flat_map(|(member, found)| found.derivatives.iter().map(move |mention| (*member, mention)));
        if let Some(reason) = derivatives.find_map(|(member, mention)| self.objection_to_derivative(member, mention, sides, is_explained)) {
            return Some(reason);
        }
        if is_explained {
            return None;
        }
        let mixed = left.derivatives.iter().chain(&right.derivatives).flat_map(|mention| repeated(&mention.variables)).collect::<Vec<_>>();
        opaque::may_depend(left, right, &mixed)
            .or_else(|| opaque::may_depend(right, left, &mixed))
            .map(|name| format!("{name} may depend on the variable: an equation to be solved"))
    }

    /// Whether a chain takes the name of an integral for that of the inner function as well: `F'(x) = F'(\ln x)\frac1x`.
    pub(super) fn stands_for_its_inner_function(&self, name: &str, definition: &Definition) -> bool {
        if !self.place.value(definition).text.contains("\\int") {
            return false;
        }
        let places = |member: &Member| {
            let found = member.mentions.as_ref().map(|found| &found.derivatives[..]).unwrap_or_default();
            let own = found.iter().filter(|mention| mention.of == Differentiated::Name(name.into()));
            own.filter_map(|mention| Some(member.text[mention.arguments.clone()?].replace(' ', ""))).collect::<Vec<_>>()
        };
        let all: Vec<String> = self.place.statements[self.place.at].members.iter().flat_map(places).collect();
        all.iter().any(|place| *place != all[0])
    }

    /// The name that the left side is evaluated at a value of: `|_{y = 0}`.
    fn point_variable(&self) -> Option<String> {
        let point = self.left.text.split("|_").nth(1)?.trim_start_matches(['{', ' ']);
        canonical_name(point.split_once('=')?.0).map(|name| name.into_owned())
    }

    /// The same for a derivative that one of the sides has.
    fn objection_to_derivative(
        &self,
        member: &Member,
        mention: &Mention,
        sides: [(&Member, &Mentions); 2],
        is_explained: bool,
    ) -> Option<String> {
        match &mention.of {
            Differentiated::Name(name) => self.objection_to_name(name, member, mention, sides.map(|(_, found)| found), is_explained),
            Differentiated::Operand if mention.variables.is_empty() => Some("it is not said by what this is differentiated".into()),
            // \frac{\partial}{\partial\tau}(u + v) of two unknowns.
            Differentiated::Operand => {
                let found = member.mentions.as_ref().ok()?;
                let kept: Vec<String> = mention.variables.iter().map(|(variable, _)| variable.clone()).collect();
                let names = self.place.closure(&[found], &kept, None).map(|closure| closure.names).unwrap_or_default();
                let hidden = kept.iter().find(|variable| !found.uses(variable) && !names.contains(*variable))?;
                Some(format!("what is differentiated does not show {hidden}"))
            }
            // \frac{d(\Delta\theta)}{dq}, of what is given elsewhere.
            Differentiated::Expression => {
                let found = member.mentions.as_ref();
                let inside = |used: &&NameUse| mention.place.start <= used.place.start && used.place.end <= mention.place.end;
                let shows =
                    |variable: &String| found.is_ok_and(|found| found.names.iter().filter(inside).any(|used| used.name == *variable));
                // \frac{d\ln k}{dT} of k = Ae^{-E/T}
                let kept: Vec<String> = mention.variables.iter().map(|(variable, _)| variable.clone()).collect();
                let stand_for = found.ok().and_then(|found| self.place.closure(&[found], &kept, None).ok()).unwrap_or_default();
                let is_hidden = |(variable, _): &&(String, u32)| !shows(variable) && !stand_for.names.contains(variable);
                let (variable, _) = mention.variables.iter().find(is_hidden)?;
                Some(format!("what is differentiated does not show {variable}"))
            }
        }
    }

    /// The same for the derivative of a name.
    fn objection_to_name(
        &self,
        name: &str,
        member: &Member,
        mention: &Mention,
        [left, right]: [&Mentions; 2],
        is_explained: bool,
    ) -> Option<String> {
        let statement = &self.place.statements[self.place.at];
        let Some(definition) = self.place.nearest(name) else {
            // A function that everybody knows needs no definition.
            return (!is_function(name)).then(|| "a relation between derivatives of what is not defined".into());
        };
        let is_subscript = mention.variables.len() == 1 && !is_quotient(member, mention);
        if definition.parameters.is_empty() && mention.variables.is_empty() || is_subscript {
            return Some("a relation between derivatives".into());
        }
        if definition.parameters.is_empty() && !left.derivatives.is_empty() && !right.derivatives.is_empty() {
            return Some("a relation between derivatives: an equation, or a curve".into());
        }
        if self.stands_for_its_inner_function(name, definition) {
            return Some(format!("{name} may stand for its inner function"));
        }
        let apart = statement.distance.saturating_sub(definition.distance);
        let variables = repeated(&mention.variables);
        if let Some(reason) = superseded(&self.place, definition) {
            return Some(reason);
        }
        if stands_in_an_equation(&self.place, definition, &variables) {
            return Some(format!("{} stands in an equation since it was defined", definition.name));
        }
        if self.place.closure(&[], &variables, Some(definition)).is_ok_and(|closure| closure.is_circular(&self.place)) {
            return Some(CIRCULAR.into());
        }
        // y'' + y = 0 beside its solution is a check, far from it an equation; f'/f of a function that is given is told by logarithms.
        let is_logarithmic = !definition.parameters.is_empty() && self.is_certain(definition) && is_proportion(member, mention, name);
        let is_elsewhere = self.place.statements[definition.statement].item != statement.item;
        if (apart > CLOSEST || is_elsewhere) && (left.uses(name) || right.uses(name)) && !is_logarithmic {
            return Some(RELATED.into());
        }
        if !is_explained && !self.is_certain(definition) {
            return Some(UNEXPLAINED.into());
        }
        if !definition.is_meant_at(self.place.at, statement) || definition.parameters.is_empty() && apart > CLOSE {
            return Some("a relation between derivatives: an equation, or a curve".into());
        }
        None
    }
}
