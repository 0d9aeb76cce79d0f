//! Claims about functions that nobody defined: `h'(x) = f'(g(x))` where `h(x) = f(g(x))`. What fails for some functions is wrong
//! where it is a derivation, told in the functions of what is differentiated; otherwise it may be an equation for them.

use super::judge::{Judge, Ruling, UNKNOWN};
use super::link::{Link, Outcome};
use super::target::{Form, form};
use crate::document::formula::split::Relation;
use crate::document::statement::closure::Closure;
use crate::document::statement::letters::is_letter_of_all;
use crate::document::statement::{Member, Statement};
use crate::syntax::latex::{Differentiated, Mentions, NameUse, mentions};
use crate::syntax::{canonical_name, is_function};

/// A bracket of a law has no more functions.
const MOST_FUNCTIONS: usize = 8;

/// So many statements around a claim may say what a function has to do with itself.
const NEAR: usize = 40;

/// A function that is not defined, how often it is differentiated, and at what, where that is told.
type Atom = (String, u32, Option<String>);

impl Link<'_> {
    /// Whether a claim tells a derivative in the undefined functions that it has: each at a point where the derivative, or what
    /// is differentiated, has it too, and with derivatives where the derivative has some.
    pub fn is_derivation(&self, expected: Option<&str>, closure: &Closure<'_>) -> bool {
        let is_free = |name: &str| self.place.nearest(name).is_none();
        self.derives(expected, closure, &is_free, false) || self.derives_composition(expected, closure, &is_free)
    }

    /// `(fg)'(x) = ...` as a claim about the derivative of `f(x)g(x)`; nothing where it is not said what is a function in the bracket.
    /// Where the text has given a function a value that cannot be put in, or not right here, the claim is one for all functions.
    pub fn combination(&self, judge: &mut Judge, inner: &str, order: u32, variable: &str, right: &Mentions) -> Option<Outcome> {
        let operand = self.called_at(inner, variable, right)?;
        let variables = vec![canonical_name(variable)?.into_owned(); order as usize];
        let outcome = self.operator(judge, &operand, &variables, right);
        Some(self.for_all_functions(judge, operand, &variables, right, outcome))
    }

    /// What comes of a claim about what is made of functions, each called, where it is one for all of them: they may have been given
    /// values elsewhere, by which nothing can be told.
    pub fn for_all_functions(
        &self,
        judge: &mut Judge,
        operand: String,
        variables: &[String],
        right: &Mentions,
        outcome: Outcome,
    ) -> Outcome {
        let Outcome::Open(reason) = &outcome else { return outcome };
        let Ok(own) = mentions(&operand) else { return outcome };
        let defined: Vec<_> = own.names.iter().filter_map(|used| self.place.nearest(&used.name)).collect();
        let is_foreign = |used: &NameUse| !own.uses(&used.name) && !is_letter_of_all(&used.name);
        let is_silent = defined.is_empty() && reason != UNKNOWN;
        let plain = self.matter(operand, variables, Vec::new());
        let expected = judge.derivative(&plain).ok();
        let is_for_all = self.derives(expected.as_deref(), &Closure::default(), &|name| !is_function(name), true);
        if is_silent || !is_for_all || right.names.iter().any(is_foreign) || defined.iter().any(|found| self.is_beside(found)) {
            return outcome;
        }
        match judge.compare(&plain, &self.right.text) {
            Ruling::ForSome(witness, mistake) => Outcome::Wrong { witness, mistake, expected, definitions: Vec::new() },
            _ => outcome,
        }
    }

    /// Whether a bracket of functions with primes is told in all of their derivatives, and no value of one stands beside: `(fg)' = f'g + fg'`
    /// is about whatever functions there are.
    pub fn is_general_law(&self, inner: &Mentions, right: &Mentions) -> bool {
        let is_primed = self.left.mentions.as_ref().is_ok_and(|left| matches!(form(self.left, left), Form::Primed(..)));
        let names = || inner.names.iter().filter(|used| !is_letter_of_all(&used.name));
        let is_told = |name: &str| right.derivatives.iter().any(|mention| mention.of == Differentiated::Name(name.into()));
        let is_function = |name: &str| matches!(name, "f" | "g" | "h" | "u" | "v" | "w" | "F" | "G");
        let is_given = |name: &str| self.place.candidates(name).iter().any(|definition| self.is_beside(definition));
        let is_free = |used: &NameUse| used.arguments.is_none() && is_function(&used.name) && is_told(&used.name) && !is_given(&used.name);
        is_primed
            && inner.names.len() <= MOST_FUNCTIONS
            && names().any(|used| names().any(|other| other.name != used.name))
            && names().all(is_free)
            && right.names.iter().all(|used| is_letter_of_all(&used.name) || inner.uses(&used.name))
    }

    /// What stands in a bracket with primes, with its functions called: `f(x)g(x)` of `fg`, and `f(g(x))` of `f\circ g`. Nothing where a name
    /// is neither a function, in the claim or by its definition, nor a factor of the claim.
    fn called_at(&self, inner: &str, variable: &str, right: &Mentions) -> Option<String> {
        let found = mentions(inner).ok()?;
        let is_bare = found.derivatives.is_empty() && found.functions.is_empty() && found.names.iter().all(|used| used.arguments.is_none());
        if !is_bare || inner.contains("^{-1}") {
            return None;
        }
        if inner.contains("\\circ") {
            let parts: Vec<&str> = inner.split("\\circ").map(str::trim).collect();
            let are_names = parts.iter().all(|part| canonical_name(part).is_some());
            return are_names.then(|| format!("{}({variable}{}", parts.join("("), ")".repeat(parts.len())));
        }
        let mut text = inner.to_string();
        for used in found.names.iter().rev().filter(|used| !is_letter_of_all(&used.name)) {
            let is_differentiated = right.derivatives.iter().any(|mention| mention.of == Differentiated::Name(used.name.clone()));
            let is_defined = self.place.nearest(&used.name).is_some_and(|found| found.parameters.len() == 1);
            let claimed: Vec<_> = right.names.iter().filter(|other| other.name == used.name).collect();
            if is_differentiated || is_defined || claimed.iter().any(|other| other.arguments.is_some()) {
                text.insert_str(used.place.end, &format!("({variable})"));
            } else if claimed.is_empty() {
                return None;
            }
        }
        Some(text)
    }

    /// Whether a claim tells the derivative of a composition right beside, `h(x) = f(2x)`, in the derivative of f of that order alone:
    /// a wrong place is a mistake like a wrong factor, unless an equation says what f has to do with itself at other places.
    fn derives_composition(&self, expected: Option<&str>, closure: &Closure<'_>, is_free: &dyn Fn(&str) -> bool) -> bool {
        let Some((expected, found)) = expected.and_then(|text| Some((text, mentions(text).ok()?))) else { return false };
        let Ok(right) = &self.right.mentions else { return false };
        let of = |text: &str, found: &Mentions| atoms(text, found, is_free).unwrap_or_default();
        let values = closure.used.iter().filter_map(|used| {
            let value = self.place.value(used);
            Some((*used, of(&value.text, value.mentions.as_ref().ok()?)))
        });
        let values: Vec<_> = values.filter(|(_, atoms)| !atoms.is_empty()).collect();
        let [(definition, composed)] = &values[..] else { return false };
        let (own, claimed) = (of(expected, &found), of(&self.right.text, right));
        let ([(name, 0, Some(_))], [(derived, order, Some(_))], [(told, times, Some(_))]) = (&composed[..], &own[..], &claimed[..]) else {
            return false;
        };
        let is_one = name == derived && name == told && order == times && *order > 0;
        is_one && self.is_beside(definition) && !self.is_related_to_itself(name)
    }

    /// Whether an equation under this heading relates a function to itself at other places: `f(x + T) = f(x)`.
    fn is_related_to_itself(&self, name: &str) -> bool {
        let own = &self.place.statements[self.place.at];
        let place = |member: &Member| {
            let found = member.mentions.as_ref().ok()?;
            let used = found.names.iter().find(|used| used.name == name)?;
            Some(member.text[used.arguments.clone()?].replace(' ', ""))
        };
        let relates = |statement: &Statement| {
            let places: Vec<String> = statement.members.iter().filter_map(place).collect();
            statement.relations.contains(&Relation::Equal) && places.windows(2).any(|pair| pair[0] != pair[1])
        };
        let is_near = |other: &&Statement| other.section == own.section && other.passage == own.passage && other.formula != own.formula;
        let near = self.place.at.saturating_sub(NEAR)..(self.place.at + NEAR).min(self.place.statements.len());
        self.place.statements[near].iter().filter(is_near).any(relates)
    }

    /// The same of a claim that is meant for whatever its functions are, though the text has given them values.
    pub fn is_derivation_for_all(&self, expected: Option<&str>) -> bool {
        self.derives(expected, &Closure::default(), &|name| !is_function(name), false)
    }

    /// The same; `is_placed` where each may stand at any point.
    fn derives(&self, expected: Option<&str>, closure: &Closure<'_>, is_free: &dyn Fn(&str) -> bool, is_placed: bool) -> bool {
        let Some((expected, found)) = expected.and_then(|text| Some((text, mentions(text).ok()?))) else { return false };
        let Ok(right) = &self.right.mentions else { return false };
        let atoms = |text: &str, found: &Mentions| atoms(text, found, is_free);
        let (Some(own), Some(claimed)) = (atoms(expected, &found), atoms(&self.right.text, right)) else { return false };
        let of = |member: &Member| member.mentions.as_ref().ok().and_then(|found| atoms(&member.text, found)).unwrap_or_default();
        let values = closure.used.iter().flat_map(|used| of(self.place.value(used)));
        let known: Vec<Atom> = own.iter().cloned().chain(values).chain(of(self.left)).collect();
        let is_known = |(name, order, at): &Atom| {
            let is_at = |place: &Option<String>| is_placed || at.is_none() || place.is_none() || place == at;
            known.iter().any(|(other, times, place)| other == name && times == order && is_at(place))
        };
        let is_differentiated = |atoms: &[Atom]| atoms.iter().any(|(_, order, _)| *order > 0);
        // A second derivative often follows once something was asked of the first: the variation of constants.
        if own.iter().chain(&claimed).any(|(_, order, _)| *order > 1) {
            return false;
        }
        // A function that is gone may be a constant.
        let is_told = |(name, ..): &Atom| claimed.iter().any(|(other, ..)| other == name);
        let is_known = !claimed.is_empty() && claimed.iter().all(is_known) && own.iter().all(is_told);
        is_known && is_differentiated(&own) == is_differentiated(&claimed)
    }
}

/// The functions of a formula that have no definition; nothing where it has a derivative of something else.
fn atoms(text: &str, found: &Mentions, is_free: &dyn Fn(&str) -> bool) -> Option<Vec<Atom>> {
    let plain = |range: &std::ops::Range<usize>| {
        let written = text[range.clone()].replace("\\left", "").replace("\\right", "");
        written.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '{' | '}')).collect::<String>()
    };
    let mut atoms = Vec::new();
    for mention in &found.derivatives {
        let Differentiated::Name(name) = &mention.of else { return None };
        if is_free(name) {
            atoms.push((name.clone(), mention.order, mention.arguments.as_ref().map(plain)));
        }
    }
    let called = found.names.iter().filter(|used| is_free(&used.name));
    atoms.extend(called.filter_map(|used| Some((used.name.clone(), 0, Some(plain(used.arguments.as_ref()?))))));
    Some(atoms)
}
