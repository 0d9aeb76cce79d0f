//! The steps of an operation: its own laws as it recorded them, and the derivatives in them law by law.

use super::desk::Desk;
use super::reason::{Reason, text};
use super::reuse::Reuse;
use super::view::Role;
use super::{Derivation, Detail, Equality};
use crate::differentiate::Failure;
use crate::expression::{Arena, Id};
use crate::formula::{Formula, Part};
use crate::operation::{Law, Right, Step};

impl Derivation {
    /// Tells the steps of an operation. `variable` orders the terms of what the operation says itself; `shown` is the answer
    /// as it is written, where that is in names.
    pub fn of_operation(desk: &mut Desk<'_>, steps: &[Step], variable: Option<Id>, shown: Option<Id>) -> Result<Derivation, Failure> {
        let mut equalities: Vec<Equality> = Vec::with_capacity(steps.len());
        for step in steps {
            let told = desk.told(step, variable)?;
            for equality in told {
                let is_said = |known: &Equality| known.left == equality.left && known.right == equality.right;
                if !equalities.last().is_some_and(is_said) {
                    equalities.push(equality);
                }
            }
        }
        if let (Some(shown), Some(last)) = (shown, equalities.last())
            && last.right.as_value() != Some(shown)
        {
            let right = Formula::value(shown);
            let named = Equality { right, reason: vec![text("in the names of the definitions")], role: Role::Conclusion, ..last.clone() };
            equalities.push(named);
        }
        Ok(Derivation { equalities, reuse: None })
    }

    /// Finds out what the derivatives use of the values again.
    pub fn find_reuse(&mut self, arena: &mut Arena, values: &[Id], derivatives: &[Id]) {
        self.reuse = Reuse::of_expressions(arena, values, derivatives);
    }
}

impl Desk<'_> {
    fn told(&mut self, step: &Step, variable: Option<Id>) -> Result<Vec<Equality>, Failure> {
        let (of, by, value) = match step.right {
            Right::Formula(ref formula) => return Ok(vec![own(step, formula.clone(), variable)]),
            Right::Simplified(id) => {
                let simple = self.simple(id, id);
                return Ok(vec![own(step, Formula::value(simple), variable)]);
            }
            Right::Derivative(of, by, value) => (of, by, value),
        };
        self.differentiate_by(by);
        self.partial = step.left.is_partial();
        let value = match value {
            Some(value) => value,
            None => {
                let raw = self.derivative(of)?;
                self.simple(raw, of)
            }
        };
        let mut told = self.plain(of, by, step.left.clone(), value)?;
        self.partial = false;
        if self.detail == Detail::Brief
            && let [first, .., last] = &mut told[..]
        {
            first.right = last.right.clone();
            told.truncate(1);
        }
        Ok(told)
    }
}

/// A step of the operation's own.
fn own(step: &Step, right: Formula, variable: Option<Id>) -> Equality {
    let (role, law, words) = match step.law {
        Law::Definition(words) => (Role::Definition, "definition", words),
        Law::Differentiation => (Role::Law, "derivative", ""),
        Law::Own(words) => (Role::Theorem, words, words),
        Law::Conclusion(words) => (Role::Conclusion, "substitution", words),
    };
    let reason: Reason = if words.is_empty() { Vec::new() } else { vec![text(words)] };
    // What is given a name stands in the question.
    let of = right.as_value().filter(|_| role == Role::Definition);
    Equality { left: step.left.clone(), right, law: law.into(), source: String::new(), reason, of, variable, role }
}

/// A point, and what an answer is there.
pub(crate) struct Place {
    /// The values of names.
    pub point: Vec<(Id, Id)>,
    /// The answer with the values put in.
    pub there: Id,
    /// Its value.
    pub value: PlaceValue,
}

/// A value, exact or not.
pub(crate) enum PlaceValue {
    /// An expression.
    Exact(Id),
    /// A number, to the digits of a double.
    Rounded(f64),
}

impl Derivation {
    /// Goes on to the value of the answer at a point.
    pub fn put_in(&mut self, place: &Place) {
        let Some(last) = self.equalities.last().cloned() else { return };
        let left = Part::At(Box::new(last.left.clone()), place.point.clone());
        let mut conclude = |right: Formula, words: &str| {
            let reason = vec![text(words)];
            let law = "substitution".into();
            self.equalities.push(Equality { left: left.clone(), right, law, reason, of: None, role: Role::Conclusion, ..last.clone() });
        };
        conclude(Formula::value(place.there), "at the point");
        match place.value {
            PlaceValue::Exact(value) if value == place.there => {}
            PlaceValue::Exact(value) => conclude(Formula::value(value), "its value"),
            PlaceValue::Rounded(value) => conclude(Formula::part(Part::Rounded(value)), "to the digits of a double"),
        }
    }
}
