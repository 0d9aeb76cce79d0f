//! What a name stands for at a statement: its definition, and those of the names in it, as the session is told them.

use super::letters::is_letter_of_all;
use super::scope::{Definition, Scope};
use super::{Member, Statement};
use crate::document::formula::environment::inside_bracket;
use crate::syntax::canonical_name;
use crate::syntax::latex::Mentions;
use rustc_hash::FxHashSet;

/// So many definitions may hang together.
const MOST_DEFINITIONS: usize = 40;

/// The document as seen from a statement.
#[derive(Debug, Clone, Copy)]
pub struct Place<'d> {
    /// All statements.
    pub statements: &'d [Statement],
    /// All definitions.
    pub scope: &'d Scope,
    /// The statement.
    pub at: usize,
    /// Whether names mean what their own section says, and functions of other variables stand only where they are called: what else
    /// has the name is another thing.
    pub is_narrow: bool,
}

/// Definitions that hang together.
#[derive(Debug, Clone, Default)]
pub struct Closure<'d> {
    /// The definitions, each once.
    pub used: Vec<&'d Definition>,
    /// The names that have none.
    pub free: FxHashSet<String>,
    /// Every name met.
    pub names: FxHashSet<String>,
    /// The functions met.
    pub functions: FxHashSet<String>,
    /// The names met with arguments.
    pub called: FxHashSet<String>,
}

/// Whether a function of the text is inverted: `f^{-1}(x)`.
pub fn has_inverse(text: &str) -> bool {
    text.match_indices("^{-1}").any(|(at, mark)| {
        // The inverse may stand in a bracket of its own.
        let behind = text[at + mark.len()..].trim_start();
        let behind = behind.strip_prefix("\\right").unwrap_or(behind);
        let behind = behind.strip_prefix(')').unwrap_or(behind).trim_start();
        let is_called = behind.starts_with('(') || behind.starts_with("\\left(");
        let before = text[..at].trim_end();
        let is_letter = before.ends_with(|c: char| c.is_ascii_alphabetic());
        // \sin^{-1} is read as it is meant.
        let is_command = before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with('\\');
        is_called && is_letter && !is_command
    })
}

/// Whether the value of a name is made of derivatives at points that do not vary with the variables.
fn is_at_points(definition: &Definition, mentions: &Mentions, varying: Vec<String>) -> bool {
    !varying.is_empty()
        && definition.parameters.is_empty()
        && mentions.derivatives.iter().all(|mention| mention.arguments.is_some() && mention.variables.is_empty())
        && !mentions.names.iter().any(|used| varying.contains(&used.name))
}

impl<'d> Closure<'d> {
    /// Whether definitions rest on each other.
    pub fn is_circular(&self, place: &Place<'d>) -> bool {
        place.written(self).len() < self.used.len()
    }
}

impl<'d> Place<'d> {
    /// The document as seen from a statement.
    pub fn new(statements: &'d [Statement], scope: &'d Scope, at: usize) -> Place<'d> {
        Place { statements, scope, at, is_narrow: false }
    }

    /// The same with names in the narrow sense.
    pub fn narrowed(self) -> Place<'d> {
        Place { is_narrow: true, ..self }
    }

    /// The definitions of a name that may hold here, the likeliest first.
    pub fn candidates(&self, name: &str) -> Vec<&'d Definition> {
        let own = &self.statements[self.at];
        let mut found = self.scope.candidates(name, self.at, own);
        found.retain(|definition| !self.is_narrow || definition.section == own.section);
        let names = |definition: &Definition| {
            let found = self.value(definition).mentions.as_ref().ok()?;
            (found.derivatives.is_empty() && !definition.is_blind).then(|| found.names.iter().map(|used| used.name.clone()).collect())
        };
        found.retain(|definition| !self.scope.is_set_free(definition, self.at, &names));
        // What stands behind in the same sentence, "where y = ...", is meant before all else.
        let is_told_before = found.first().is_some_and(|first| first.statement < self.at && self.is_in_one_breath(first));
        if !is_told_before && found.last().is_some_and(|last| last.statement > self.at && self.is_in_one_breath(last)) {
            found.rotate_right(1);
        }
        found
    }

    /// Whether a definition stands in the sentence of the statement, or, in one display, in its row; behind it nothing new is meant,
    /// "and now let".
    pub fn is_in_one_breath(&self, definition: &Definition) -> bool {
        let other = &self.statements[definition.statement];
        self.statements[self.at].is_in_one_breath(other) && (definition.statement < self.at || !other.is_let)
    }

    /// Whether the sentence of the statement gives a function, and nothing is left open in its value: no function that is sought.
    pub fn is_told_outright(&self, definition: &Definition) -> bool {
        let is_known = |name: &String| definition.parameters.contains(name) || is_letter_of_all(name);
        !definition.parameters.is_empty()
            && self.is_in_one_breath(definition)
            && self
                .closure(&[], &definition.parameters, Some(definition))
                .is_ok_and(|closure| closure.names.iter().all(|name| is_known(name) || *name == definition.name))
    }

    /// The definition that is meant by a name here, if one is near.
    pub fn nearest(&self, name: &str) -> Option<&'d Definition> {
        self.candidates(name).into_iter().next().filter(|found| self.is_near(found))
    }

    /// Whether a definition is so near that it is the one that is meant here, or comes right behind.
    pub fn is_near(&self, definition: &Definition) -> bool {
        definition.statement > self.at || definition.is_meant_at(self.at, &self.statements[self.at])
    }

    /// Whether a definition may be one of a function that a bare name here does not mean, as one under another heading or, in the
    /// narrow sense, of other variables: after x(t) = 3t^2 there, x alone is a variable here.
    fn is_function_of_elsewhere(&self, definition: &Definition, kept: &[String]) -> bool {
        let is_of_others = || self.is_narrow && !definition.parameters.iter().any(|parameter| kept.contains(parameter));
        !definition.parameters.is_empty() && (definition.section != self.statements[self.at].section || is_of_others())
    }

    /// Whether the value of a definition can be read at all.
    pub fn is_readable(&self, definition: &Definition) -> bool {
        !definition.is_blind && self.value(definition).mentions.is_ok()
    }

    /// The value of a definition.
    pub fn value(&self, definition: &Definition) -> &'d Member {
        &self.statements[definition.statement].members[definition.member]
    }

    /// The definitions that names rest on. `kept` stay names; `chosen` is taken for its own name whatever else is there.
    ///
    /// # Errors
    /// A sentence about the definition that cannot be read.
    pub fn closure(&self, roots: &[&Mentions], kept: &[String], chosen: Option<&'d Definition>) -> Result<Closure<'d>, String> {
        let mut closure = Closure::default();
        let mut waiting: Vec<String> = Vec::new();
        let take = |mentions: &Mentions, parameters: &[String], closure: &mut Closure<'d>, waiting: &mut Vec<String>| {
            closure.functions.extend(mentions.functions.iter().cloned());
            closure.called.extend(mentions.names.iter().filter(|used| used.arguments.is_some()).map(|used| used.name.clone()));
            for used in &mentions.names {
                if !parameters.contains(&used.name) {
                    waiting.push(used.name.clone());
                }
                closure.names.insert(used.name.clone());
            }
        };
        if let Some(chosen) = chosen {
            waiting.push(chosen.name.clone());
        }
        for mentions in roots {
            take(mentions, &[], &mut closure, &mut waiting);
        }
        let mut seen: FxHashSet<String> = FxHashSet::default();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let nearest = match chosen.filter(|chosen| chosen.name == name) {
                Some(chosen) => Some(chosen),
                None if kept.contains(&name) => None,
                None => self.candidates(&name).first().copied().filter(|found| self.is_near(found)),
            };
            let is_chosen = |found: &Definition| chosen.is_some_and(|chosen| chosen.statement == found.statement);
            let nearest =
                nearest.filter(|found| is_chosen(found) || !self.is_function_of_elsewhere(found, kept) || closure.called.contains(&name));
            let Some(definition) = nearest else {
                closure.free.insert(name);
                continue;
            };
            let value = self.value(definition);
            if definition.is_blind || has_inverse(&value.text) {
                return Err(format!("the definition of {} cannot be read", definition.written));
            }
            let mentions = match &value.mentions {
                Ok(mentions) if mentions.derivatives.is_empty() => mentions,
                // z_i = f''(x_i) is a number where x varies.
                Ok(mentions) if is_at_points(definition, mentions, [kept, chosen.map_or(&[], |chosen| &chosen.parameters)].concat()) => {
                    closure.free.insert(name);
                    continue;
                }
                Ok(_) => return Err(format!("the definition of {} has a derivative in it", definition.written)),
                Err(error) => return Err(format!("the definition of {} cannot be read: {error}", definition.written)),
            };
            if closure.used.len() >= MOST_DEFINITIONS {
                return Err("too many definitions hang together".into());
            }
            closure.used.push(definition);
            take(mentions, &definition.parameters, &mut closure, &mut waiting);
        }
        Ok(closure)
    }

    /// A name that is called, `V(t)`, though it was defined without arguments, and depends on what it is called with.
    pub fn called(&self, closure: &Closure<'d>, member: &Member) -> Option<&'d str> {
        let mentions = member.mentions.as_ref().ok()?;
        let is_called = |definition: &&&'d Definition| {
            let own = self.value(definition).mentions.as_ref();
            let depends = |name: &str| own.is_ok_and(|own| own.names.iter().any(|used| used.name == name));
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            definition.parameters.is_empty()
                && mentions.names.iter().any(|used| {
                    let inner = used.arguments.clone().map(|range| inside_bracket(&member.text[range]));
                    let is_call = |inner| is_number(inner) || canonical_name(inner).is_some_and(|name| depends(&name));
                    used.name == definition.name && inner.is_some_and(is_call)
                })
        };
        closure.used.iter().find(is_called).map(|definition| definition.written.as_str())
    }

    /// The definitions of a closure in LaTeX; those that go in a circle are left out.
    pub fn written(&self, closure: &Closure<'d>) -> Vec<String> {
        let known: FxHashSet<&str> = closure.used.iter().map(|definition| definition.name.as_str()).collect();
        let mut written = Vec::new();
        let mut done: FxHashSet<&str> = FxHashSet::default();
        // Whatever rests only on what is done is done next; what never is goes in a circle.
        loop {
            let before = done.len();
            for definition in &closure.used {
                let Ok(mentions) = &self.value(definition).mentions else { continue };
                let rests =
                    |name: &str| !known.contains(name) || done.contains(name) || definition.parameters.iter().any(|own| own == name);
                if !done.contains(definition.name.as_str()) && mentions.names.iter().all(|used| rests(&used.name)) {
                    done.insert(&definition.name);
                    written.push(self.in_latex(definition));
                }
            }
            if done.len() == before {
                return written;
            }
        }
    }

    fn in_latex(&self, definition: &Definition) -> String {
        let value = &self.value(definition).text;
        if definition.parameters.is_empty() {
            format!("{} = {value}", definition.written)
        } else {
            format!("{}({}) = {value}", definition.written, definition.written_parameters)
        }
    }
}
