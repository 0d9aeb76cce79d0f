//! Claims told in the rates of what a definition shows: `\dot V = 3r^2 \dot r` where V = r^3, and `y' = u'v + uv'` where y = uv.

use super::judge::Judge;
use super::link::{Link, Outcome};
use super::objection::UNEXPLAINED;
use super::opaque::fails_with_more;
use super::target::{Form, form};
use crate::document::formula::split::Relation;
use crate::document::statement::letters::{is_constant, is_letter_of_all, is_time};
use crate::document::statement::scope::Definition;
use crate::document::statement::{Member, Statement};
use crate::syntax::latex::{Differentiated, Mention, Mentions, NameUse};

/// Higher derivatives in primes are not asked for.
const MOST_PRIMES: u32 = 3;

/// So many statements around a claim may bind the functions that it differentiates.
const NEAR: usize = 30;

impl Link<'_> {
    /// `\frac{dV}{dt} = 3r^2 \frac{dr}{dt}` and `\dot V = 3r^2 \dot r` where V = r^3: what the definition shows depends on a variable
    /// that it does not. Primes alone, `y' = u'v + uv'`, mean the variable that it shows, or one that nobody names.
    pub fn by_rates(&self, judge: &mut Judge, mention: &Mention, definition: &Definition, right: &Mentions) -> Option<Outcome> {
        let value = self.place.value(definition);
        let own = value.mentions.as_ref().ok().filter(|own| own.derivatives.is_empty() && !definition.is_blind)?;
        let is_primed = mention.variables.is_empty() && !mention.is_dotted;
        let is_differentiated = |name: &str| right.derivatives.iter().any(|other| other.of == Differentiated::Name(name.into()));
        let variable = &match &mention.variables[..] {
            [(variable, 1)] => variable.clone(),
            [] if mention.is_dotted && mention.order == 1 && !definition.parameters.iter().any(|own| is_time(own)) => "t".to_string(),
            [] if is_primed && mention.arguments.is_none() && definition.parameters.is_empty() && mention.order <= MOST_PRIMES => {
                let mut usual = ["x", "t", "s"].into_iter().filter(|usual| !is_differentiated(usual));
                let shown = usual.clone().find(|usual| own.uses(usual));
                shown.or_else(|| usual.find(|usual| !right.uses(usual)))?.to_string()
            }
            _ => return None,
        };
        let rate = |other: &Mention| match (&other.of, &other.variables[..]) {
            _ if other.arguments.is_some() => None,
            (Differentiated::Name(name), [(by, 1)]) if by == variable && own.uses(name) && !is_primed => Some(name.clone()),
            (Differentiated::Name(name), []) if other.is_dotted && other.order == 1 && variable == "t" && own.uses(name) => {
                Some(name.clone())
            }
            (Differentiated::Name(name), []) if is_primed && !other.is_dotted && own.uses(name) => Some(name.clone()),
            _ => None,
        };
        let rates: Vec<String> = right.derivatives.iter().map(rate).collect::<Option<_>>().filter(|rates: &Vec<_>| !rates.is_empty())?;
        let variables = vec![variable.clone(); if is_primed { mention.order as usize } else { 1 }];
        // A name that has a rate beside it may depend on the variable as well: it has to fail either way.
        let others = self.other_rates(own, &rates, mention);
        let outcome = self.operator(judge, &value.text, &variables, right);
        if let Some(name) = others.first()
            && !(matches!(outcome, Outcome::Wrong { .. })
                && fails_with_more(self, judge, &value.text, right, &variables, (&rates, &others)))
        {
            return Some(Outcome::Open(format!("{name} may depend on the variable")));
        }
        let outcome = match outcome {
            Outcome::Right(used) => return Some(Outcome::Right([used, vec![definition.clone()]].concat())),
            Outcome::Wrong { witness, mistake, expected, definitions } => {
                Outcome::Wrong { witness, mistake, expected, definitions: [definitions, vec![definition.clone()]].concat() }
            }
            open => return Some(open),
        };
        // By which name the primes are is not said: R' = p + qp' of R = pq is by q.
        let is_told = |used: &NameUse| used.name == *variable || rates.contains(&used.name) || is_letter_of_all(&used.name);
        if is_primed && !own.names.iter().all(is_told) {
            return Some(Outcome::Open("another variable may be meant".into()));
        }
        // Functions that are sought are bound by conditions: u_1'y_1 + u_2'y_2 = 0.
        if is_primed && !self.is_beside(definition) || rates.iter().any(|name| self.is_conditioned(name)) {
            return Some(Outcome::Open(UNEXPLAINED.into()));
        }
        // What the derivative shows and the claim does not has been given a value.
        let parts = rates.iter().map(|name| judge.derivative(&self.matter(value.text.clone(), std::slice::from_ref(name), Vec::new())));
        let shown: Vec<Mentions> = parts.filter_map(|part| crate::syntax::latex::mentions(&part.ok()?).ok()).collect();
        let is_lost = |used: &NameUse| !right.uses(&used.name) && !is_letter_of_all(&used.name);
        Some(match shown.iter().flat_map(|found| &found.names).find(|used| is_lost(used)) {
            Some(used) => Outcome::Open(format!("{} has been given a value", used.name)),
            // What is told in the rates of a definition's own names is about it over a heading, too.
            None if self.is_certain(definition) || self.is_last_said_nearby(definition) => outcome,
            None => Outcome::Open(UNEXPLAINED.into()),
        })
    }

    /// The names of a definition that have a dot, or a prime, somewhere under this heading, and none in the claim.
    fn other_rates(&self, own: &Mentions, rates: &[String], mention: &Mention) -> Vec<String> {
        if !mention.variables.is_empty() {
            return Vec::new();
        }
        let section = self.place.statements[self.place.at].section;
        let here = self.place.statements.iter().filter(|statement| statement.section == section);
        let found = here.flat_map(|statement| &statement.members).filter_map(|member| member.mentions.as_ref().ok());
        let is_alike = |other: &Mention| other.is_dotted == mention.is_dotted && other.variables.is_empty();
        let is_other = |other: &Mention| match &other.of {
            Differentiated::Name(name) if is_alike(other) && own.uses(name) && !rates.contains(name) => Some(name.clone()),
            _ => None,
        };
        let mut names: Vec<String> = found.flat_map(|found| &found.derivatives).filter_map(is_other).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether an equation near a claim sets an expression with a derivative of a name to a number.
    fn is_conditioned(&self, name: &str) -> bool {
        let own = &self.place.statements[self.place.at];
        let is_bound = |member: &Member| {
            member.mentions.as_ref().is_ok_and(|found| {
                let mut derivatives = found.derivatives.iter();
                form(member, found) == Form::Other && derivatives.any(|mention| mention.of == Differentiated::Name(name.into()))
            })
        };
        let is_number = |member: &Member| member.mentions.as_ref().is_ok_and(is_constant) && !member.text.trim().is_empty();
        let is_condition = |other: &Statement| {
            (other.passage, other.section) == (own.passage, own.section)
                && other.relations.contains(&Relation::Equal)
                && other.members.iter().any(is_bound)
                && other.members.iter().any(is_number)
        };
        let near = self.place.at.saturating_sub(NEAR)..(self.place.at + NEAR).min(self.place.statements.len());
        self.place.statements[near].iter().any(is_condition)
    }
}
