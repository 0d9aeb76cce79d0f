//! The value of an answer at a point, exact where it is.

use super::answer::{too_large, value_or_overflow};
use super::reading::{refuse, twice};
use super::{Answer, Question, Session, rule_sets};
use crate::derivation::{Place, PlaceValue};
use crate::domain::{conditions_of, conditions_of_losses, constant_truth};
use crate::error::Error;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Binder, Id, Loss, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::operation::derivative_at;
use crate::render;
use crate::simplify::{Goal, simplify};
use crate::syntax;
use std::borrow::Cow;

/// The value of an answer at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The exact value where there is one, such as `sqrt(3)/2`; otherwise as many digits as a double has.
    pub text: String,
    /// The same in LaTeX.
    pub latex: String,
    /// The value as a double; none where it depends on names that have none, or is too large for one.
    pub number: Option<f64>,
    /// Whether the text is exact.
    pub is_exact: bool,
    /// What the reader decided where the text was ambiguous.
    pub notes: Vec<String>,
}

impl Answer<'_> {
    /// The value of the answer where some of its names have values, which are expressions: `("x", "pi/6")`. It is exact where
    /// only numbers, roots, `pi`, powers of `e` and logarithms of numbers are left, or names; where a value is given as a
    /// decimal, or other functions are left, it is a number.
    ///
    /// ```
    /// use chainrule::{Question, Session};
    /// let mut session = Session::new();
    /// let mut answer = session.derive(&Question::derive("sin(x)", &["x"]))?;
    /// assert_eq!(answer.at(&[("x", "pi/6")])?.text, "sqrt(3)/2");
    /// assert_eq!(answer.at(&[("x", "1")])?.number, Some(1f64.cos()));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Undefined`] where the answer has no value, or one of its conditions fails; [`Error::Request`] where a value
    /// cannot be read, what is assumed fails there, or a number is asked for and a name has none; [`Error::Unsupported`] where it is
    /// no exact value, and too large for a double.
    pub fn at(&mut self, point: &[(&str, &str)]) -> Result<Value, Error> {
        self.session.value_of_answer(point)
    }
}

impl Session {
    fn value_of_answer(&mut self, point: &[(&str, &str)]) -> Result<Value, Error> {
        let place = self.place(point)?;
        let notes = self.outcome.notes.clone();
        match place.value {
            PlaceValue::Exact(id) => {
                let (mut text, mut latex) = (String::new(), String::new());
                render::write_text(&mut text, &self.arena, id, &self.outcome.style)?;
                render::write_latex(&mut latex, &self.arena, id, &self.outcome.style)?;
                let is_open = !self.arena.free_symbols(id).is_empty();
                let number =
                    if is_open { None } else { Some(value_or_overflow(&mut self.arena, id, &[])?).filter(|number| number.is_finite()) };
                Ok(Value { text, latex, number, is_exact: true, notes })
            }
            PlaceValue::Rounded(number) => {
                let text = number.to_string();
                Ok(Value { latex: text.clone(), text, number: Some(number), is_exact: false, notes })
            }
        }
    }

    /// A point, and what the answer is there.
    pub(super) fn place(&mut self, point: &[(&str, &str)]) -> Result<Place, Error> {
        self.admit_point(point.iter().map(|(name, _)| *name), &[])?;
        let pairs = self.point_pairs(point)?;
        let has_decimals = point.iter().any(|(_, value)| value.contains('.'));
        self.place_by_formula(pairs.clone(), has_decimals).or_else(|error| {
            let value = if matches!(error, Error::Undefined { .. }) { self.derivative_by_series(&pairs) } else { None };
            let Some(there) = value else { return Err(error) };
            let value = self.place_value(there, has_decimals)?;
            Ok(Place { point: pairs, there, value })
        })
    }

    /// The derivative that is asked for at a point where its formula has no value though the function is smooth: that of `sinc(x)` at 0.
    fn derivative_by_series(&mut self, pairs: &[(Id, Id)]) -> Option<Id> {
        let (input, stages) = (self.outcome.input?, self.outcome.stages.clone());
        let (_, variable) = *stages.first()?;
        let is_of_one = self.outcome.has_steps && stages[0].0 == input && stages.iter().all(|(_, by)| *by == variable);
        let (_, at) = *pairs.iter().find(|(name, _)| is_of_one && *name == variable)?;
        self.input_at(input, pairs).ok()?;
        let others: Vec<(Id, Id)> = pairs.iter().copied().filter(|(name, _)| *name != variable).collect();
        let function = self.arena.substitute_all(input, &others);
        let question = Question { form: self.outcome.form, ..Question::default() };
        let found = self.at_desk(&question, function, |desk| Ok(derivative_at(desk, function, variable, at, stages.len())));
        self.outcome.stages = stages;
        found.ok().flatten()
    }

    /// The same of what the formula of the answer gives.
    fn place_by_formula(&mut self, pairs: Vec<(Id, Id)>, has_decimals: bool) -> Result<Place, Error> {
        let conditions = self.conditions();
        self.require_places(&pairs)?;
        self.require_assumed(&pairs)?;
        self.require_curve(&pairs, has_decimals)?;
        self.require_at(&conditions, &pairs)?;
        self.require_terms(&pairs)?;
        let id = self.substituted(self.id(), &pairs)?;
        let rules = rule_sets(self.own_rules.as_ref());
        let simple = simplify(&mut self.arena, &mut self.knowledge, &rules, id, Goal::simplest(id));
        if simple == Id::UNDEFINED {
            return Err(undefined());
        }
        let is_open = !self.arena.free_symbols(simple).is_empty();
        // A number is the same in every form.
        let simple = if is_open { self.finished(id, self.outcome.form)? } else { simple };
        let value = self.place_value(simple, has_decimals)?;
        Ok(Place { point: pairs, there: id, value })
    }

    /// An expression with values for some of its names, and as a number where it is not exact to the eye.
    pub(super) fn value_with(&mut self, id: Id, pairs: &[(Id, Id)], has_decimals: bool) -> Result<(Id, Option<f64>), Error> {
        let there = self.substituted(id, pairs)?;
        let rules = rule_sets(self.own_rules.as_ref());
        let simple = simplify(&mut self.arena, &mut self.knowledge, &rules, there, Goal::simplest(there));
        if simple == Id::UNDEFINED {
            return Err(undefined());
        }
        Ok(match self.place_value(simple, has_decimals)? {
            PlaceValue::Exact(value) => (value, None),
            PlaceValue::Rounded(number) => (simple, Some(number)),
        })
    }

    /// A value as it stands where it is exact to the eye, or has names in it.
    fn place_value(&mut self, value: Id, has_decimals: bool) -> Result<PlaceValue, Error> {
        if !self.arena.free_symbols(value).is_empty() {
            return Ok(PlaceValue::Exact(value));
        }
        let number = value_or_overflow(&mut self.arena, value, &[])?;
        let is_rounded = has_decimals || !is_closed(&self.arena, value);
        match is_rounded {
            true if number.is_infinite() => Err(too_large()),
            true => Ok(PlaceValue::Rounded(number)),
            false => Ok(PlaceValue::Exact(value)),
        }
    }

    /// That each value is put in somewhere: the slope of a curve by its parameter says nothing of its coordinates.
    fn require_places(&self, pairs: &[(Id, Id)]) -> Result<(), Error> {
        let Some(input) = self.outcome.input.filter(|_| !self.outcome.has_steps) else { return Ok(()) };
        let is_somewhere = |name: Id| self.arena.contains(input, name) || self.arena.contains(self.id(), name);
        match pairs.iter().find(|(name, _)| !is_somewhere(*name)).and_then(|(name, _)| self.arena.as_symbol(*name)) {
            Some(symbol) => refuse(
                &format!("nothing here depends on `{}`, so its value would be put in nowhere", self.arena.name(symbol)),
                "give values to names that the answer depends on",
            ),
            None => Ok(()),
        }
    }

    /// That a point lies on the curve that the question's equations describe, as far as it says where it is.
    fn require_curve(&mut self, pairs: &[(Id, Id)], has_decimals: bool) -> Result<(), Error> {
        /// By how much the sides may differ, of what is larger of them and 1: coordinates in decimals may be rounded.
        const ROUNDED: f64 = 1e-4;
        const EXACT: f64 = 1e-12;
        for (left, right) in self.outcome.curve.clone() {
            let sides = [left, right].map(|side| self.arena.substitute_all(side, pairs));
            let difference = self.arena.subtract(sides[0], sides[1]);
            let rules = rule_sets(self.own_rules.as_ref());
            let difference = simplify(&mut self.arena, &mut self.knowledge, &rules, difference, Goal::simplest(difference));
            if sides.contains(&Id::UNDEFINED) || difference == Id::UNDEFINED {
                return Err(undefined());
            }
            if difference == Id::ZERO || !self.arena.free_symbols(difference).is_empty() {
                continue;
            }
            let [left, right] = sides.map(|side| evaluate(&self.arena, side, &[]));
            let apart = (left - right).abs() / left.abs().max(right.abs()).max(1.0);
            if apart.is_nan() || apart > if has_decimals { ROUNDED } else { EXACT } {
                let what = format!("the point is not on the curve: one side of its equation is {left} there, the other {right}");
                return refuse(&what, "take a point that satisfies the equation");
            }
        }
        Ok(())
    }

    /// That the terms of the question's sums and products have values at a point: no condition tells of each of them.
    fn require_terms(&mut self, pairs: &[(Id, Id)]) -> Result<(), Error> {
        let Some(input) = self.outcome.input else { return Ok(()) };
        let is_over_index = |id: Id| matches!(self.arena.node(id), Node::Bound(Binder::Sum | Binder::Product, _));
        if !self.arena.reachable(input).into_iter().any(is_over_index) {
            return Ok(());
        }
        let losses = self.arena.take_losses();
        let there = self.arena.substitute_all(input, pairs);
        self.arena.restore_losses(losses);
        let is_closed = there != Id::UNDEFINED && self.arena.free_symbols(there).is_empty();
        // So many terms as a name says are counted: a number below zero is none.
        let counts: Vec<Id> =
            self.arena.reachable(input).into_iter().filter_map(|id| self.arena.equal_terms(id)).map(|(count, _)| count).collect();
        let fails = counts.into_iter().any(|count| {
            let there = self.arena.substitute_all(count, pairs);
            self.arena.as_number(there).is_some_and(Rational::is_negative)
        });
        if fails || is_closed && evaluate(&self.arena, there, &[]).is_nan() { Err(undefined()) } else { Ok(()) }
    }

    /// The question at a point, where it has a value as far as its conditions tell, those of what cancelled when it was read
    /// included: `x/x` and `0*ln(x)` have none at 0.
    pub(super) fn input_at(&mut self, input: Id, pairs: &[(Id, Id)]) -> Result<Id, Error> {
        self.require_assumed(pairs)?;
        let conditions = conditions_of_losses(&mut self.arena, &mut self.knowledge, &self.outcome.losses);
        self.require_at(&conditions, pairs)?;
        let there = self.substituted(input, pairs)?;
        let conditions = conditions_of(&mut self.arena, &mut self.knowledge, there);
        self.require_at(&conditions, &[])?;
        Ok(there)
    }

    /// An expression with values for some of its names, where nothing without a value falls out of it: `x*ln(x)` has none at 0.
    fn substituted(&mut self, id: Id, pairs: &[(Id, Id)]) -> Result<Id, Error> {
        let before = self.arena.take_losses();
        let (id, of_case) = self.in_case(id, pairs);
        self.arena.take_losses();
        let there = self.arena.substitute_all(id, pairs);
        let of_values = self.arena.take_losses();
        self.arena.restore_losses(before);
        let conditions = conditions_of_losses(&mut self.arena, &mut self.knowledge, &of_case);
        self.require_at(&conditions, pairs)?;
        let conditions = conditions_of_losses(&mut self.arena, &mut self.knowledge, &of_values);
        self.require_at(&conditions, &[])?;
        if there == Id::UNDEFINED { Err(undefined()) } else { Ok(there) }
    }

    /// An expression with each case distinction replaced by the case that holds at a point, where it is certain which: the
    /// others need no value there. What is lost where the case meets what stands beside it is told.
    fn in_case(&mut self, id: Id, pairs: &[(Id, Id)]) -> (Id, Vec<Loss>) {
        let distinctions = |arena: &Arena, id: Id| -> Vec<Id> {
            arena.reachable(id).into_iter().rev().filter(|id| matches!(arena.node(*id), Node::Piecewise(_))).collect()
        };
        let mut current = id;
        let mut losses = Vec::new();
        for distinction in distinctions(&self.arena, id) {
            let Node::Piecewise(branches) = self.arena.node(distinction) else { continue };
            for branch in branches.to_vec().chunks(2) {
                let condition = self.arena.substitute_all(branch[1], pairs);
                match self.decided(condition) {
                    Some(true) => {
                        self.arena.take_losses();
                        current = self.arena.substitute(current, distinction, branch[0]);
                        losses.extend(self.arena.take_losses());
                    }
                    Some(false) => continue,
                    None => {}
                }
                break;
            }
        }
        (current, losses)
    }

    /// That none of the conditions certainly fails at a point.
    pub(super) fn require_at(&mut self, conditions: &[Id], pairs: &[(Id, Id)]) -> Result<(), Error> {
        for condition in conditions {
            if self.fails_at(*condition, pairs) {
                return Err(undefined());
            }
        }
        Ok(())
    }

    /// Whether a condition certainly fails at a point, or what it speaks of certainly has no value there: tan(x) != 0 does not
    /// hold at pi/2. Of alternatives one that holds is enough, whatever the others speak of.
    fn fails_at(&mut self, condition: Id, pairs: &[(Id, Id)]) -> bool {
        let alternatives = match self.arena.node(condition) {
            Node::Or(parts) => parts.to_vec(),
            _ => vec![condition],
        };
        alternatives.into_iter().all(|part| {
            let there = self.arena.substitute_all(part, pairs);
            there == Id::UNDEFINED
                || self.fails(there)
                || conditions_of(&mut self.arena, &mut self.knowledge, there).into_iter().any(|required| self.fails(required))
        })
    }

    /// That what is assumed can hold at a point: an answer says nothing of the others.
    pub(super) fn require_assumed(&mut self, pairs: &[(Id, Id)]) -> Result<(), Error> {
        for condition in self.outcome.assumptions.clone() {
            let there = self.arena.substitute_all(condition, pairs);
            if there != Id::UNDEFINED && !self.fails(there) {
                continue;
            }
            let mut text = String::new();
            render::write_text(&mut text, &self.arena, condition, &self.outcome.style)?;
            return refuse(&format!("`{text}` is assumed, and fails at this point"), "take another point, or leave out the assumption");
        }
        Ok(())
    }

    /// Names, and the expressions they are to be replaced by.
    pub(super) fn point_pairs(&mut self, point: &[(&str, &str)]) -> Result<Vec<(Id, Id)>, Error> {
        let mut pairs: Vec<(Id, Id)> = Vec::with_capacity(point.len());
        for (name, value) in point {
            let name = syntax::canonical_name(name).unwrap_or_else(|| (*name).into());
            pairs.push((self.arena.symbol(&name), self.read_point(value)?));
        }
        Ok(pairs)
    }

    /// Refuses values that would be put in nowhere: of names that neither stand in the question nor are its variables, of names
    /// that the question itself says the value of, and second values.
    pub(super) fn admit_point<'n>(&self, named: impl Iterator<Item = &'n str>, variables: &[&str]) -> Result<(), Error> {
        let mut names: Vec<Cow<'_, str>> = Vec::new();
        for name in named {
            let is_variable = |spelt: &Cow<'_, str>| variables.iter().any(|known| syntax::canonical_name(known).as_ref() == Some(spelt));
            let is_known = |spelt: &Cow<'_, str>| self.arena.has_name(spelt) || is_variable(spelt);
            let spelt = syntax::canonical_name(name).filter(is_known).ok_or_else(|| Error::Request {
                what: format!("there is no variable `{name}` that could have a value"),
                hint: Some("give values to names that stand in the expression".into()),
            })?;
            if !is_variable(&spelt) && self.outcome.names.iter().any(|(defined, _)| *defined == *spelt) {
                return refuse(
                    &format!("`{name}` is defined in the question, so its value follows from others"),
                    "give values to the names its definition is made of, or leave the definition out",
                );
            }
            names.push(spelt);
        }
        match twice(&names) {
            Some(name) => refuse(&format!("`{name}` has two values"), "give each variable one"),
            None => Ok(()),
        }
    }

    /// Whether a condition certainly does not hold.
    pub(super) fn fails(&mut self, condition: Id) -> bool {
        match self.decided(condition) {
            Some(holds) => !holds,
            None => self.arena.free_symbols(condition).is_empty() && evaluate(&self.arena, condition, &[]) == 0.0,
        }
    }

    /// Whether a condition certainly holds, or certainly does not.
    fn decided(&mut self, condition: Id) -> Option<bool> {
        self.knowledge.decide(&mut self.arena, condition).or_else(|| constant_truth(&mut self.arena, condition))
    }
}

/// Whether only what is exact to the eye is left: numbers, roots, names, `pi`, powers of `e`, logarithms of numbers.
fn is_closed(arena: &Arena, root: Id) -> bool {
    arena.reachable(root).into_iter().all(|id| match arena.node(id) {
        Node::Number(_) | Node::Symbol(_) | Node::Sum(_) | Node::Product(_) | Node::Power(..) => true,
        Node::Call(_, []) => true,
        Node::Call(FunctionId::EXP | FunctionId::LN, &[argument]) => arena.as_number(argument).is_some(),
        _ => false,
    })
}

fn undefined() -> Error {
    Error::Undefined { span: None, what: "the value at this point".into() }
}
