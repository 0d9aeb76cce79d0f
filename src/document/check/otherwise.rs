//! Other things than derivatives of functions of numbers that a formula may be about, where it fails as one: complements, transposes,
//! products of vectors, probabilities that add up to 1, systems and equations for what is sought.

use super::curve;
use super::judge::{Judge, Ruling};
use super::link::Link;
use super::superseded::{is_bound, is_partial};
use super::target::{Form, form};
use crate::document::formula::environment::inside_bracket;
use crate::document::formula::terms::has_sum;
use crate::document::statement::letters::is_no_call;
use crate::document::statement::{Member, Statement};
use crate::syntax::is_function;
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};

impl Link<'_> {
    /// What else a link that fails may be about. `mistake` explains it as one about derivatives.
    pub(super) fn meant_otherwise(&self, judge: &mut Judge, mistake: Option<&str>) -> Option<String> {
        let (Ok(left), Ok(right)) = (&self.left.mentions, &self.right.mentions) else { return None };
        if is_complement(self.left, left, self.right, right) {
            return Some("primes may be complements".into());
        }
        if [self.left, self.right].iter().any(|member| has_transpose(&member.text)) {
            return Some("vectors or matrices: a letter in a power may be a transpose".into());
        }
        if [(self.left, left), (self.right, right)].iter().any(|(member, found)| multiplies_vectors(member, found)) {
            return Some("vectors or matrices".into());
        }
        if let Some(name) = self.foreign_rate(left, right) {
            return Some(format!("a relation between derivatives: {name} is not defined"));
        }
        if self.has_boundary() {
            return Some("a boundary of a complex".into());
        }
        if self.is_of_a_problem(left, right) {
            return Some("an equation with an initial value".into());
        }
        if self.is_of_a_system(left, right) {
            return Some("an equation of a system".into());
        }
        if self.is_met_by_a_derivative(right) {
            return Some("a relation between derivatives: an equation".into());
        }
        if self.is_set_to_zero(mistake) {
            return Some("an equation: a multiple of the derivative is set to 0".into());
        }
        let is_of_curve = |name: &str| mistake.is_some() && curve::stands_before(self, name, left);
        if let Some(name) = self.bound_name(left, right).filter(|name| !self.is_general_law(left, right) && !is_of_curve(name)) {
            return Some(format!("{name} stands in an equation"));
        }
        self.are_probabilities(judge, right).then(|| "p + q may be 1".into())
    }

    /// A name that nobody defined whose derivative is claimed, though what is differentiated does not show it: `(r\sin\theta)' = y'`.
    fn foreign_rate<'m>(&self, left: &Mentions, right: &'m Mentions) -> Option<&'m str> {
        if let Form::Named(..) = form(self.left, left) {
            return None;
        }
        let of = |mention: &'m Mention| match &mention.of {
            Differentiated::Name(name) => Some(name.as_str()),
            _ => None,
        };
        let known = self.place.closure(&[left], &[], None).map(|closure| closure.names).unwrap_or_default();
        let is_differentiated = |name: &str| left.derivatives.iter().any(|mention| mention.of == Differentiated::Name(name.into()));
        let is_shown = |name: &str| known.contains(name) || left.uses(name) || is_differentiated(name);
        right.derivatives.iter().filter_map(of).find(|name| !is_shown(name) && !is_function(name) && self.place.nearest(name).is_none())
    }

    /// Whether the claim about one name is told in another whose derivative the same formula tells: `x' = y`, `y' = -x`.
    fn is_of_a_system(&self, left: &Mentions, right: &Mentions) -> bool {
        let Form::Named(name, _) = form(self.left, left) else { return false };
        let own = &self.place.statements[self.place.at];
        let rates = |at: usize| {
            let first = self.place.statements[at].members.first()?;
            match form(first, first.mentions.as_ref().ok()?) {
                Form::Named(other, _) => Some(other),
                _ => None,
            }
        };
        let is_beside = |at: &usize| {
            let other = &self.place.statements[*at];
            *at != self.place.at && other.passage == own.passage && other.formula == own.formula
        };
        let near = self.place.at.saturating_sub(6)..(self.place.at + 7).min(self.place.statements.len());
        let is_bare = |used: &NameUse, other: &str| used.name == other && used.arguments.is_none();
        near.filter(is_beside).filter_map(rates).any(|other| other != name && right.names.iter().any(|used| is_bare(used, &other)))
    }

    /// Whether a claim about a function is told in the function, and the same formula gives its value at a number: `u' = -u^3`,
    /// `u(0) = 1/2`.
    fn is_of_a_problem(&self, left: &Mentions, right: &Mentions) -> bool {
        let Form::Named(name, _) = form(self.left, left) else { return false };
        let own = &self.place.statements[self.place.at];
        let gives_value = |other: &Statement| {
            let Some(first) = other.members.first() else { return false };
            let Ok([used]) = first.mentions.as_ref().map(|found| &found.names[..]) else { return false };
            let is_number = |text: &str| text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
            let value = used.arguments.clone().map(|range| inside_bracket(&first.text[range]));
            used.name == name && !first.has_derivative() && value.is_some_and(is_number)
        };
        let near = self.place.at.saturating_sub(6)..(self.place.at + 7).min(self.place.statements.len());
        let others = self.place.statements[near].iter();
        right.uses(&name) && others.filter(|other| other.passage == own.passage && other.formula == own.formula).any(gives_value)
    }

    /// Whether an operator of the chain has a number for its variable: `\partial_1(456)`.
    fn has_boundary(&self) -> bool {
        let is_numbered = |behind: &str| behind.trim_start_matches(['{', ' ']).starts_with(|c: char| c.is_ascii_digit());
        let members = &self.place.statements[self.place.at].members;
        members.iter().any(|member| member.text.split("\\partial_").skip(1).any(is_numbered))
    }

    /// Whether a chain meets the derivative of another name behind this claim of a plain value: `f_y = 2y = 2\lambda y = \lambda g_y`.
    fn is_met_by_a_derivative(&self, right: &Mentions) -> bool {
        let members = &self.place.statements[self.place.at].members;
        let names = |member: &Member| -> Vec<String> {
            let derivatives = member.mentions.as_ref().map(|found| found.derivatives.clone()).unwrap_or_default();
            let name = |mention: Mention| match mention.of {
                Differentiated::Name(name) => Some(name),
                _ => None,
            };
            derivatives.into_iter().filter_map(name).collect()
        };
        if !right.derivatives.is_empty() {
            return false;
        }
        let end = self.left.place.end.max(self.right.place.end);
        let before: Vec<String> = members.iter().filter(|member| member.place.end <= end).flat_map(names).collect();
        let behind = members.iter().filter(|member| member.place.start > end).flat_map(names);
        !before.is_empty() && behind.into_iter().any(|name| !before.contains(&name))
    }

    /// Whether a chain with a zero in it tells a multiple of the derivative: `0 = L_y = -(x - 1)`.
    fn is_set_to_zero(&self, mistake: Option<&str>) -> bool {
        let is_multiple =
            mistake.is_some_and(|mistake| mistake == "the sign is wrong" || mistake.starts_with("the derivative is multiplied"));
        is_multiple && self.place.statements[self.place.at].members.iter().any(|member| member.text.trim() == "0")
    }

    /// A name without a definition that an equation before binds: u of `3u_x + 6u_y = u`.
    fn bound_name<'m>(&self, left: &'m Mentions, right: &'m Mentions) -> Option<&'m str> {
        let derivatives = left.derivatives.iter().chain(&right.derivatives);
        let differentiated = derivatives.filter_map(|mention| match &mention.of {
            Differentiated::Name(name) => Some(name.as_str()),
            _ => None,
        });
        let names = left.names.iter().chain(&right.names).filter(|used| used.arguments.is_some() || is_partial(used));
        differentiated
            .chain(names.map(|used| used.base.as_str()))
            .find(|name| self.place.nearest(name).is_none() && is_bound(&self.place, name))
    }

    /// Whether a plain value before it in the chain is what is claimed where the p and q that both show add up to 1.
    fn are_probabilities(&self, judge: &mut Judge, right: &Mentions) -> bool {
        let is_free = |name: &str| self.place.nearest(name).is_none();
        let is_plain = |found: &Mentions| found.derivatives.is_empty() && found.names.iter().all(is_no_call);
        if !is_plain(right) || !["p", "q"].iter().all(|name| is_free(name)) {
            return false;
        }
        let members = &self.place.statements[self.place.at].members;
        let earlier = members.iter().filter(|member| member.place.end <= self.right.place.start);
        let shows = |found: &Mentions| is_plain(found) && ["p", "q"].iter().all(|name| found.uses(name) || right.uses(name));
        earlier.filter(|member| member.mentions.as_ref().is_ok_and(shows)).any(|member| {
            let given = self.matter(member.text.clone(), &[], vec!["q = 1 - p".into()]);
            judge.compare(&given, &self.right.text) == Ruling::Equal
        })
    }
}

/// Whether primes turn a sum into a product, or a product into a sum, as complements do: `(a + b)' = a'b'`.
fn is_complement(left: &Member, own: &Mentions, claim: &Member, right: &Mentions) -> bool {
    let Form::Primed(inner, 1) = form(left, own) else { return false };
    let bare = claim.text.trim().trim_start_matches('(').trim_end_matches(')');
    // Of (fg)' = f'g - fg' each name has a prime, and stands without one as well.
    let is_primed = |used: &NameUse| right.derivatives.iter().any(|mention| mention.place.contains(&used.place.start));
    let primed = right.derivatives.iter().filter(|mention| matches!(mention.of, Differentiated::Name(_))).count();
    has_sum(&inner) != has_sum(bare)
        && primed > 1
        && primed == right.derivatives.len()
        && right.functions.is_empty()
        && right.names.iter().all(is_primed)
        && ![&*inner, bare].iter().any(|side| side.contains('-'))
}

/// Whether a small t in a power stands between a letter and a capital, or that letter again, as in `v^tMu` and `v^tv`.
fn has_transpose(text: &str) -> bool {
    ["^t", "^{t}"].iter().flat_map(|power| text.match_indices(power)).any(|(at, power)| {
        let behind = text[at + power.len()..].trim_start().chars().next();
        let before = text[..at].trim_end().chars().next_back().filter(|c| c.is_ascii_lowercase() && *c != 'e');
        before.is_some() && (behind == before || behind.is_some_and(|letter| letter.is_ascii_uppercase()))
    })
}

/// Whether a dot or a cross stands between two brackets in a formula with vectors: `\{2t\hat{i} + \hat{j}\} \cdot \{t\hat{i}\}`.
fn multiplies_vectors(member: &Member, found: &Mentions) -> bool {
    let is_vector = |used: &NameUse| ["_bold", "_hat", "_vec"].iter().any(|mark| used.name.contains(mark));
    let text = &member.text;
    let stands_between = |sign: &str| {
        text.match_indices(sign).any(|(at, _)| {
            let behind = text[at + sign.len()..].trim_start_matches(|c: char| c.is_whitespace() || c == '\\' || c.is_ascii_alphabetic());
            text[..at].trim_end().ends_with([')', ']', '}']) && behind.starts_with(['(', '[', '{'])
        })
    };
    found.names.iter().filter(|used| is_vector(used)).count() > 1 && ["\\cdot", "\\times"].iter().any(|sign| stands_between(sign))
}
