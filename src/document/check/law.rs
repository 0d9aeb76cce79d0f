//! Claims about functions that nobody defined: `h'(x) = f'(g(x))` where `h(x) = f(g(x))`. What fails for some functions is wrong
//! where it is a derivation, told in the functions of what is differentiated; otherwise it may be an equation for them.

use super::link::Link;
use crate::document::statement::Member;
use crate::document::statement::closure::Closure;
use crate::syntax::is_function;
use crate::syntax::latex::{Differentiated, Mentions, mentions};

/// A function that is not defined, how often it is differentiated, and at what, where that is told.
type Atom = (String, u32, Option<String>);

impl Link<'_> {
    /// Whether a claim tells a derivative in the undefined functions that it has: each at a point where the derivative, or what
    /// is differentiated, has it too, and with derivatives where the derivative has some.
    pub fn is_derivation(&self, expected: Option<&str>, closure: &Closure<'_>) -> bool {
        self.derives(expected, closure, &|name| self.place.nearest(name).is_none())
    }

    /// The same of a claim that is meant for whatever its functions are, though the text has given them values.
    pub fn is_derivation_for_all(&self, expected: Option<&str>) -> bool {
        self.derives(expected, &Closure::default(), &|name| !is_function(name))
    }

    fn derives(&self, expected: Option<&str>, closure: &Closure<'_>, is_free: &dyn Fn(&str) -> bool) -> bool {
        let Some((expected, found)) = expected.and_then(|text| Some((text, mentions(text).ok()?))) else { return false };
        let Ok(right) = &self.right.mentions else { return false };
        let atoms = |text: &str, found: &Mentions| atoms(text, found, is_free);
        let (Some(own), Some(claimed)) = (atoms(expected, &found), atoms(&self.right.text, right)) else { return false };
        let of = |member: &Member| member.mentions.as_ref().ok().and_then(|found| atoms(&member.text, found)).unwrap_or_default();
        let values = closure.used.iter().flat_map(|used| of(self.place.value(used)));
        let known: Vec<Atom> = own.iter().cloned().chain(values).chain(of(self.left)).collect();
        let is_known = |(name, order, at): &Atom| {
            known.iter().any(|(other, times, place)| other == name && times == order && (at.is_none() || place.is_none() || place == at))
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
