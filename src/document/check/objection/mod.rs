//! Why a link that fails need not be wrong.
//!
//! It is wrong where it is a claim, where it is about what was found, and where nothing on either side has been given a value
//! elsewhere. It is about what was found where one mistake explains it, or the definition is certain; otherwise another function
//! of the same name may be meant.

mod definition;
mod given;
mod operator;
mod values;

use super::target::{Form, form};
use crate::document::check::link::Link;

use crate::document::formula::environment::inside_bracket;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::is_constant;
use crate::document::statement::list::holds_in;
use crate::document::statement::scope::Definition;
use crate::document::statement::{Member, Statement};
use crate::syntax::canonical_name;
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};

/// Data, and equations in which a name stands for itself, are claims only so near to its definition.
const CLOSE: usize = 400;

/// So many definitions before and behind one may stand in its formula.
const MOST_BESIDE: usize = 8;

/// A parameter is not lost so near to the definition that has it.
const CLOSEST: usize = 150;

/// Why what no single mistake explains need not be wrong.
pub const UNEXPLAINED: &str = "another function may be meant: no single mistake explains the claim";

/// Why nothing follows from definitions such as y = ux beside u = y/x.
pub const CIRCULAR: &str = "the definitions that were found rest on each other";

/// Why a sum need not be what it seems: probabilities add up to 1.
pub const SUMMED: &str = "a sum may have a value that is told elsewhere";

/// Why a prime may be another derivative than the one that is claimed.
pub const HELD: &str = "it holds where other names are held fixed, which a prime does not say";

/// Why a number on the other side need not be wrong.
pub const GIVEN: &str = "a condition or given data";

/// Why an equation between a function and its derivatives need not hold.
pub const RELATED: &str = "a relation between derivatives: an equation";

/// Why an equation in which a function stands on the side of the claim need not hold.
pub const OWN: &str = "an equation that defines its function, or a curve";

impl Link<'_> {
    /// How far from the claim a definition stands.
    fn apart(&self, definition: &Definition) -> usize {
        self.place.statements[self.place.at].distance.abs_diff(definition.distance)
    }

    /// How far from the claim a definition stands, or the last claim before that was right by it.
    fn apart_from_last_use(&self, definition: &Definition) -> usize {
        let own = self.place.statements[self.place.at].distance;
        let (used, _) = definition.confirmed;
        if used <= own { self.apart(definition).min(own - used) } else { self.apart(definition) }
    }

    /// A definition that is too far away to be meant.
    fn far<'c>(&self, closure: &'c Closure<'_>, is_explained: bool) -> Option<&'c Definition> {
        let own = &self.place.statements[self.place.at];
        let is_told = |used: &Definition| used.is_meant_at(self.place.at, own) || self.is_told_behind(used, is_explained);
        closure.used.iter().copied().find(|used| !is_told(used))
    }

    /// Whether a definition behind the claim is meant: in the same sentence, or the first under the heading, where one mistake
    /// explains what is claimed.
    fn is_told_behind(&self, definition: &Definition, is_explained: bool) -> bool {
        let statements = self.place.statements;
        let (own, other) = (&statements[self.place.at], &statements[definition.statement]);
        let is_first = || {
            let known = self.place.candidates(&definition.name);
            let here = known.iter().filter(|known| statements[known.statement].section == own.section);
            here.min_by_key(|known| known.statement).is_some_and(|first| first.statement == definition.statement)
        };
        let is_here = (own.section, own.world, own.part, own.item) == (other.section, other.world, other.part, other.item);
        definition.statement > self.place.at
            && (self.place.is_in_one_breath(definition) || is_explained && is_here && !other.is_let && !self.is_number() && is_first())
    }

    /// Whether a definition stands right beside the claim: before it under the same heading, or where the text goes on with it, or in
    /// the same sentence.
    pub fn is_beside(&self, definition: &Definition) -> bool {
        let (own, other) = (&self.place.statements[self.place.at], &self.place.statements[definition.statement]);
        let is_told = match definition.statement > self.place.at {
            true => self.place.is_in_one_breath(definition),
            false => {
                own.section == other.section || self.is_upheld(definition) || self.is_last_said(definition) && self.shows_value(definition)
            }
        };
        is_told && self.apart(definition) <= CLOSEST
    }

    /// Whether the claim is a number.
    fn is_number(&self) -> bool {
        self.right.mentions.as_ref().is_ok_and(is_constant)
    }

    /// Whether the claim shows all of the value of a definition: 2^a of `\log(a)\cdot 2^a`.
    fn shows_value(&self, definition: &Definition) -> bool {
        let bare = |member: &Member| member.text.replace([' ', '{', '}'], "");
        let value = bare(self.place.value(definition));
        value.len() > 2 && bare(self.right).contains(&value)
    }

    /// Whether a definition stands close before the claim, with nothing in between but other claims about its name.
    pub fn is_last_said_nearby(&self, definition: &Definition) -> bool {
        self.is_last_said(definition) && self.apart(definition) <= CLOSEST
    }

    /// Whether nothing stands between a definition and the claim but other claims about its name.
    fn is_last_said(&self, definition: &Definition) -> bool {
        let (own, other) = (&self.place.statements[self.place.at], &self.place.statements[definition.statement]);
        let is_about = |mention: &Mention| mention.of == Differentiated::Name(definition.name.clone());
        let is_claim = |statement: &Statement| {
            let first = statement.members.first().and_then(|first| first.mentions.as_ref().ok());
            first.is_some_and(|first| {
                first.derivatives.iter().any(is_about) || first.uses(&definition.name) && !first.derivatives.is_empty()
            })
        };
        definition.statement < self.place.at
            && (other.passage, other.world, other.item) == (own.passage, own.world, own.item)
            && self.place.statements[definition.statement + 1..self.place.at].iter().all(is_claim)
    }

    /// Whether a definition is sure to be meant: it stands right beside the claim; or before the claim and in the same part of the
    /// same exercise, with no other meaning of the name in between, where other claims under the heading, before or behind, are
    /// right by it, or where this one is close, under the same heading, and the document has no other meaning of the name, or
    /// nothing but claims about it stands in between.
    pub fn is_certain(&self, definition: &Definition) -> bool {
        if self.is_beside(definition) {
            return true;
        }
        self.is_nearest_before(definition)
            && (self.is_upheld(definition)
                || self.is_in_place(definition)
                    && self.apart(definition) <= CLOSE
                    && (self.place.scope.is_only(definition) || self.is_last_said(definition)))
    }

    /// Whether a definition is the nearest of its name, under the same heading before the claim, and in the same part of the same
    /// exercise.
    pub fn is_in_place(&self, definition: &Definition) -> bool {
        let (own, other) = (&self.place.statements[self.place.at], &self.place.statements[definition.statement]);
        own.section == other.section && self.is_nearest_before(definition)
    }

    /// The same under any heading.
    fn is_nearest_before(&self, definition: &Definition) -> bool {
        let (own, other) = (&self.place.statements[self.place.at], &self.place.statements[definition.statement]);
        let is_nearest = self.place.nearest(&definition.name).is_some_and(|nearest| nearest.statement == definition.statement);
        is_nearest
            && definition.statement < self.place.at
            && (definition.part == 0 || definition.part == own.part)
            && (other.world, other.item) == (own.world, own.item)
            && holds_in(&other.items, &own.items)
    }

    /// Whether another claim under the heading of this one is right by a definition, or one beside this in the same formula is right by
    /// a definition in the same formula as that: `\dot x` and `\dot y` of x and y.
    fn is_upheld(&self, definition: &Definition) -> bool {
        let defined = &self.place.statements[definition.statement];
        let near = definition.statement.saturating_sub(MOST_BESIDE)..(definition.statement + MOST_BESIDE).min(self.place.at);
        let mut beside = near.filter(|at| is_beside(&self.place.statements[*at], defined));
        self.place.scope.upheld(definition.statement).iter().any(|at| self.is_other_claim(*at)) || beside.any(|at| self.is_upheld_here(at))
    }

    /// Whether a statement is another one than the claim, under the same heading.
    fn is_other_claim(&self, at: usize) -> bool {
        let (own, other) = (&self.place.statements[self.place.at], &self.place.statements[at]);
        at != self.place.at && other.section == own.section && other.world == own.world
    }

    /// Whether another claim in the same formula is right by what a statement defines.
    fn is_upheld_here(&self, statement: usize) -> bool {
        let own = &self.place.statements[self.place.at];
        let upheld = self.place.scope.upheld(statement);
        upheld.iter().any(|at| self.is_other_claim(*at) && is_beside(&self.place.statements[*at], own))
    }

    /// A variable of several that are differentiated by which only one side shows, as it stands for something: u in
    /// `\frac{d}{du} e^u \frac{d}{dx}(ax) = ae^{ax}`.
    pub fn stand_in(&self, left: &Mentions, right: &Mentions) -> Option<String> {
        let variables = self.operators();
        variables.iter().find(|name| variables.len() > 1 && left.uses(name) != right.uses(name)).cloned()
    }

    /// Whether a side calls a name otherwise than it was defined: without arguments, so that the call may be read as a product;
    /// at a single point; or in another variable.
    pub fn objection_to_calls(&self, closure: &Closure<'_>) -> Option<String> {
        if let Some(called) = [self.left, self.right].into_iter().find_map(|member| self.place.called(closure, member)) {
            return Some(format!("{called} is called like a function, and its definition names no arguments"));
        }
        // x(\tau) = 1 - e^{-1}, which is a value of x.
        let is_value = |used: &&&Definition| match (&used.parameters[..], &self.place.value(used).mentions) {
            // \theta_1 is a part of \theta.
            ([only], Ok(own)) => !own.names.is_empty() && !own.uses(only) && !closure.names.iter().any(|name| is_part(name, only)),
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

    /// Whether a claim differentiates a name that nobody defined and that the derivative does not differentiate.
    fn has_foreign_derivative(&self, right: &Mentions, expected: Option<&str>) -> bool {
        let known = expected.and_then(|expected| crate::syntax::latex::mentions(expected).ok()).unwrap_or_default();
        let is_known = |of: &Differentiated| known.derivatives.iter().any(|mention| mention.of == *of);
        let is_undefined = |of: &Differentiated| matches!(of, Differentiated::Name(name) if self.place.nearest(name).is_none());
        right.derivatives.iter().any(|mention| is_undefined(&mention.of) && !is_known(&mention.of))
    }

    /// Whether a bracket with primes may be a transpose: of single capitals.
    pub fn may_be_transposed(&self, inner: &Mentions) -> bool {
        let is_matrix = |used: &NameUse| used.base.len() == 1 && used.base.starts_with(|c: char| c.is_ascii_uppercase());
        // A sum is transposed as it is differentiated: each term by itself.
        let is_product = |text: &str| text.split(['+', '-']).any(|term| term.trim().len() > 1);
        let is_primed = self.left.mentions.as_ref().is_ok_and(|left| match form(self.left, left) {
            Form::Primed(text, _) => is_product(&text),
            _ => false,
        });
        is_primed && inner.names.iter().all(is_matrix)
    }

    /// Whether the claim stands before the derivative: `2xy = F_y(x, y)`, a value that it is set to.
    pub fn is_set(&self, right: &Mentions) -> bool {
        self.left.place.start > self.right.place.start && right.derivatives.is_empty()
    }
}

/// Whether a power stands before the variable in brackets: `x^2(t)` may be a power of a function rather than a product. It is one
/// where the same member calls the function as well.
pub fn has_raised_call(member: &Member, variables: &[String]) -> bool {
    let is_function = |found: &Mentions, name: &str| {
        let is_called = |mention: &Mention| mention.arguments.is_some() && mention.of == Differentiated::Name(name.into());
        found.names.iter().any(|used| used.name == name && used.arguments.is_some()) || found.derivatives.iter().any(is_called)
    };
    let is_raised = |used: &NameUse| {
        let behind = member.text[used.place.end..].replace([' ', '{', '}'], "");
        let Some(power) = behind.strip_prefix('^') else { return false };
        let rest = power.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < power.len() && variables.iter().any(|variable| rest.starts_with(&format!("({variable})")))
    };
    member.mentions.as_ref().is_ok_and(|found| found.names.iter().any(|used| is_raised(used) && !is_function(found, &used.name)))
}

/// Whether two statements stand in one formula.
fn is_beside(one: &Statement, other: &Statement) -> bool {
    one.passage == other.passage && one.formula == other.formula
}

/// Whether a name is another one, or that with an index.
fn is_part(name: &str, whole: &str) -> bool {
    name.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Whether a derivative is written as a quotient of differentials.
pub fn is_quotient(member: &Member, mention: &Mention) -> bool {
    let written = member.text.get(mention.place.clone()).unwrap_or("");
    written.contains("frac") || written.contains('/') || written.contains("dv")
}

/// Whether words stand in a formula for themselves, such as a unit, and not as an index.
fn has_words(text: &str) -> bool {
    ["\\text{", "\\mbox{", "\\textrm{"]
        .iter()
        .any(|words| text.match_indices(words).any(|(at, _)| !text[..at].trim_end().trim_end_matches('{').ends_with(['_', '^'])))
}
