//! From the text of a question to expressions: admitted, read, assumed, and the derivatives in it taken.

use super::{Question, Session, explain, rule_sets};
use crate::differentiate::hidden_component;
use crate::error::Error;
use crate::expression::{Arena, Id, Node, Symbol};
use crate::limits::exceeded;
use crate::short::Short;
use crate::simplify::is_zero;
use crate::syntax::{self, Decimals, Evaluation, Member, Naming, Reading, Source};
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;

impl Session {
    /// Forgets the question before.
    pub(super) fn begin(&mut self) {
        self.arena.reset();
        self.knowledge.reset();
        self.differentiator.reset();
        self.outcome.clear();
    }

    /// Refuses a question that is too long.
    pub(super) fn admit(&self, question: &Question<'_>) -> Result<(), Error> {
        let lists = question.definitions.iter().chain(question.assumptions).map(|text| text.len());
        self.admit_length(question.expression.len() + question.macros.len() + lists.sum::<usize>())
    }

    pub(super) fn admit_length(&self, bytes: usize) -> Result<(), Error> {
        if bytes > self.limits().input_bytes { Err(exceeded("input_bytes", self.limits(), "split the question")) } else { Ok(()) }
    }

    /// The expression of a question.
    pub(super) fn read(&mut self, question: &Question<'_>) -> Result<Id, Error> {
        self.begin();
        self.admit(question)?;
        let spelt = spelt(question);
        let variables: SmallVec<[&str; 4]> = spelt.iter().map(|name| &**name).short();
        let reading = self.reader.read(&mut self.arena, &source(question, &variables))?;
        self.outcome.name = reading.name;
        self.outcome.functions = reading.functions;
        self.take_in(question, reading.notes, reading.decimals, reading.definitions, &reading.conditions)?;
        let id = if reading.evaluations.is_empty() {
            self.settled(reading.target)?
        } else {
            self.put_in(reading.evaluations, &[reading.target])?[0]
        };
        self.outcome.input = Some(id);
        self.outcome.form = question.form;
        self.outcome.is_derivative = matches!(self.arena.node(reading.target), Node::Derivative(..));
        self.question.keep(question);
        Ok(id)
    }

    /// The members of a question's list: `variables` are names that are variables wherever they stand, `kept` those that what
    /// is said of them does not define.
    pub(super) fn read_list(&mut self, question: &Question<'_>, variables: &[&str], kept: &[&str]) -> Result<Vec<Member>, Error> {
        self.begin();
        self.admit(question)?;
        let mut reading = self.reader.read_list(&mut self.arena, &source(question, variables), kept)?;
        let idle = reading.unused.iter().map(|name| format!("nothing uses `{name}`: what is said of it is left out"));
        reading.notes.extend(idle);
        self.take_list(question, reading)
    }

    /// The same of equations: what is said of a name that nothing else speaks of is one of them.
    pub(super) fn read_equations(&mut self, question: &Question<'_>, names: &[&str]) -> Result<Vec<Member>, Error> {
        self.begin();
        self.admit(question)?;
        let source = source(question, names);
        let mut reading = self.reader.read_list(&mut self.arena, &source, names)?;
        if !reading.unused.is_empty() {
            let unused = std::mem::take(&mut reading.unused);
            let kept: Vec<&str> = names.iter().copied().chain(unused.iter().map(String::as_str)).collect();
            self.begin();
            reading = self.reader.read_list(&mut self.arena, &source, &kept)?;
        }
        self.take_list(question, reading)
    }

    fn take_list(&mut self, question: &Question<'_>, reading: syntax::ListReading) -> Result<Vec<Member>, Error> {
        self.take_in(question, reading.notes, reading.decimals, reading.definitions, &reading.conditions)?;
        let ids: Vec<Id> = (reading.members.iter())
            .flat_map(|member| match *member {
                Member::Value(value) => [value, value],
                Member::Named(name, value) => [name, value],
                Member::Equation(left, right) => [left, right],
            })
            .collect();
        let settled = self.put_in(reading.evaluations, &ids)?;
        self.outcome.places = reading.places;
        self.question.keep(question);
        let again = reading.members.iter().zip(settled.chunks(2)).map(|(member, sides)| match *member {
            Member::Value(_) => Member::Value(sides[1]),
            Member::Named(..) => Member::Named(sides[0], sides[1]),
            Member::Equation(..) => Member::Equation(sides[0], sides[1]),
        });
        Ok(again.collect())
    }

    /// The question once more, its names kept.
    pub(super) fn read_in_names(&mut self, question: &Question<'_>) -> Result<Reading, Error> {
        let spelt = spelt(question);
        let variables: SmallVec<[&str; 4]> = spelt.iter().map(|name| &**name).short();
        self.reader.read(&mut self.arena, &Source { naming: Naming::Kept, ..source(question, &variables) })
    }

    /// What a text says beside its expressions.
    fn take_in(
        &mut self,
        question: &Question<'_>,
        notes: Vec<String>,
        decimals: Decimals,
        names: Vec<(String, Id)>,
        conditions: &[Id],
    ) -> Result<(), Error> {
        self.outcome.style.decimals = decimals.anywhere;
        self.outcome.style.decimal_exponents = decimals.in_exponents;
        self.outcome.style.latex = question.style;
        self.outcome.notes = notes;
        self.outcome.names = names;
        self.assume(question, conditions)?;
        self.outcome.losses = self.arena.take_losses();
        Ok(())
    }

    /// Assumes what the question says, and what its text says.
    pub(super) fn assume(&mut self, question: &Question<'_>, conditions: &[Id]) -> Result<(), Error> {
        for assumption in question.assumptions {
            let condition = syntax::read_condition(&mut self.arena, assumption)?;
            for part in conjuncts(&self.arena, condition) {
                if self.knowledge.decide(&mut self.arena, part) == Some(false) {
                    return refuse(&format!("`{assumption}` never holds beside what else is assumed"), "leave one of the assumptions out");
                }
                if !self.knowledge.assume(&mut self.arena, part) {
                    return refuse(&format!("cannot assume `{assumption}`"), "an assumption is a comparison such as `a > 0`");
                }
            }
            self.outcome.assumptions.push(condition);
        }
        for condition in conditions {
            if !self.knowledge.assume(&mut self.arena, *condition) {
                self.outcome.notes.push("a condition in the text says nothing that can be used".into());
            }
            self.outcome.assumptions.push(*condition);
        }
        Ok(())
    }

    /// The expressions with the derivatives in them taken. What is evaluated at a point is differentiated before the point is
    /// put in.
    pub(super) fn put_in(&mut self, evaluations: Vec<Evaluation>, ids: &[Id]) -> Result<Vec<Id>, Error> {
        let mut values: Vec<(Id, Id)> = Vec::new();
        for evaluation in evaluations {
            let body = self.arena.substitute_all(evaluation.body, &values);
            let body = self.resolved(body)?;
            let point: Vec<(Id, Id)> =
                evaluation.point.iter().map(|(variable, value)| (*variable, self.arena.substitute_all(*value, &values))).collect();
            let value = self.arena.substitute_all(body, &point);
            values.push((evaluation.symbol, value));
        }
        let mut settled = Vec::with_capacity(ids.len());
        for id in ids {
            let id = if values.is_empty() { *id } else { self.arena.substitute_all(*id, &values) };
            settled.push(self.settled(id)?);
        }
        Ok(settled)
    }

    /// Refuses an expression that is nested too deep.
    fn check_depth(&self, root: Id) -> Result<(), Error> {
        let limit = self.limits().depth;
        // An expression is no deeper than there are parts.
        if self.arena.len() <= limit {
            return Ok(());
        }
        let mut depth = vec![0; root.index() + 1];
        for id in self.arena.reachable(root) {
            let mut deepest = 0;
            self.arena.for_each_child(id, |child| deepest = deepest.max(depth[child.index()]));
            depth[id.index()] = deepest + 1;
        }
        if depth[root.index()] > limit { Err(exceeded("depth", self.limits(), "name inner parts in definitions")) } else { Ok(()) }
    }

    /// The expression with the derivatives in it taken, which must have a value.
    pub(super) fn settled(&mut self, id: Id) -> Result<Id, Error> {
        let id = self.resolved(id)?;
        self.checked(id)?;
        self.check_depth(id)?;
        Ok(id)
    }

    /// The expression with the derivatives in it taken.
    pub(super) fn resolved(&mut self, id: Id) -> Result<Id, Error> {
        let own = self.own_rules.as_ref();
        self.differentiator
            .resolve(&mut self.arena, &mut self.knowledge, id, &mut |arena, knowledge, id| is_zero(arena, knowledge, &rule_sets(own), id))
            .map_err(explain)
    }

    /// The question's variables, or the only one the expression has.
    pub(super) fn variables(&mut self, question: &Question<'_>, input: Id) -> Result<SmallVec<[Id; 4]>, Error> {
        if !question.variables.is_empty() {
            let mut variables = SmallVec::new();
            for name in question.variables {
                variables.push(self.symbol(name, NO_VARIABLE)?);
            }
            return Ok(variables);
        }
        let mut symbols = self.arena.free_symbols(input);
        if symbols.is_empty() {
            // What has fallen out of the question was in it: `(x + 1)/(x + 1)`.
            symbols = self.arena.symbols_of_losses(&self.outcome.losses);
        }
        match symbols[..] {
            [symbol] => Ok(smallvec![self.arena.symbol_node(symbol)]),
            [] => Err(Error::Request {
                what: "there is no variable to differentiate by".into(),
                hint: Some("name one after the expression".into()),
            }),
            ref several => {
                let names: Vec<&str> = several.iter().map(|symbol| self.arena.name(*symbol)).collect();
                Err(Error::Request {
                    what: format!("by which variable? the expression has {}", names.join(", ")),
                    hint: Some(format!("name it after the expression: `{}`", names[0])),
                })
            }
        }
    }

    /// Says which of the variables nothing depends on: one that is misspelt has the derivative 0 as well. Of numbers alone that
    /// says nothing new.
    pub(super) fn tell_absent(&mut self, functions: &[Id], variables: &[Id]) {
        let mut known: FxHashSet<Symbol> = functions.iter().flat_map(|function| self.arena.free_symbols(*function)).collect();
        if known.is_empty() {
            return;
        }
        for id in variables {
            let Some(variable) = self.arena.as_symbol(*id) else { continue };
            let is_hidden = functions.iter().any(|function| hidden_component(&self.arena, *function, *id).is_some());
            if known.insert(variable) && !is_hidden {
                let name = self.arena.name(variable);
                let other =
                    known.iter().map(|symbol| self.arena.name(*symbol)).find(|other| *other != name && other.eq_ignore_ascii_case(name));
                let hint = other.map_or_else(String::new, |other| format!("; `{other}` is another name"));
                self.outcome.notes.push(format!("nothing depends on `{name}` here, so the derivative by `{name}` is 0{hint}"));
            }
        }
    }

    /// Refuses variables that an index runs through, where what is asked goes by the variables that an expression shows.
    pub(super) fn refuse_components(&self, functions: &[Id], variables: &[Id]) -> Result<(), Error> {
        let pairs = functions.iter().flat_map(|function| variables.iter().map(move |variable| (*function, *variable)));
        match pairs.into_iter().find_map(|(function, variable)| hidden_component(&self.arena, function, variable)) {
            Some(failure) => Err(explain(failure)),
            None => Ok(()),
        }
    }

    /// The symbol of a name; where it is none, what it cannot be and what to write instead are said.
    pub(super) fn symbol(&mut self, name: &str, [not, hint]: [&str; 2]) -> Result<Id, Error> {
        match syntax::canonical_name(name) {
            Some(name) => Ok(self.arena.symbol(&name)),
            None => refuse(&format!("`{name}` is {not}"), hint),
        }
    }
}

/// What is no variable, and what would be one.
pub(super) const NO_VARIABLE: [&str; 2] =
    ["not a name to differentiate by", "a variable is a letter or a word such as x, w_1 or theta; several stand apart: x y"];

/// The conditions that are joined by `and` in one.
fn conjuncts(arena: &Arena, condition: Id) -> Vec<Id> {
    match arena.node(condition) {
        Node::And(parts) => parts.to_vec(),
        _ => vec![condition],
    }
}

/// What the reader is given of a question.
pub(super) fn source<'a>(question: &Question<'a>, variables: &'a [&'a str]) -> Source<'a> {
    let Question { expression: text, input, definitions, macros, .. } = *question;
    Source { text, input, definitions, variables, macros, ..Source::default() }
}

/// The variables of a question as the reader spells them, with the constants of which it assumes something.
fn spelt<'a>(question: &Question<'a>) -> SmallVec<[Cow<'a, str>; 2]> {
    let variables = question.variables.iter().map(|name| syntax::canonical_name(name).unwrap_or(Cow::Borrowed(name)));
    let mut names: SmallVec<[Cow<'a, str>; 2]> = variables.short();
    for name in question.assumptions.iter().flat_map(|text| syntax::assumed_names(text)) {
        names.push(Cow::Borrowed(name));
    }
    names
}

/// The first name that stands there for the second time.
pub(super) fn twice(names: &[impl AsRef<str>]) -> Option<&str> {
    let mut known = FxHashSet::default();
    names.iter().map(AsRef::as_ref).find(|name| !known.insert(*name))
}

/// Refuses variables of which one is named twice, where each has a place of its own.
pub(super) fn refuse_twice(names: &[impl AsRef<str>]) -> Result<(), Error> {
    match twice(names) {
        Some(name) => refuse(&format!("the variable `{name}` is named twice"), "name each variable once"),
        None => Ok(()),
    }
}

#[cold]
pub(super) fn refuse<T>(what: &str, hint: &str) -> Result<T, Error> {
    Err(Error::Request { what: what.into(), hint: Some(hint.into()) })
}
