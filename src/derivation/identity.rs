//! Which identity takes one form to another: `sin(x)^2 + cos(x)^2 = 1`, `exp(a)/(exp(a) + exp(b)) = sigma(a - b)`, `sqrt(u^2) = abs(u)`.
//!
//! An identity between functions is used where the forms are no longer equal once those functions are letters of their own.

use super::desk::Desk;
use super::reason::{Reason, Word, text};
use crate::expression::{Arena, Id, Node, expand};
use crate::formula::{Formula, Part};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::render::{self, Level, Notation};
use crate::simplify::is_zero;

/// Longer expressions are not compared.
const MOST_PARTS: usize = 200;

/// No more functions are made letters.
const MOST_LETTERS: usize = 12;

const SIGMA: FunctionId = FunctionId::named("sigma");
const ABS: FunctionId = FunctionId::named("abs");
const SIGN: FunctionId = FunctionId::named("sign");

/// Functions whose squares add up to 1, or differ by it: `first^2 = number + times*second^2`.
struct Squares {
    first: FunctionId,
    second: FunctionId,
    number: i64,
    times: i64,
}

const SQUARES: [Squares; 6] = [
    Squares { first: FunctionId::named("sin"), second: FunctionId::named("cos"), number: 1, times: -1 },
    Squares { first: FunctionId::named("sec"), second: FunctionId::named("tan"), number: 1, times: 1 },
    Squares { first: FunctionId::named("csc"), second: FunctionId::named("cot"), number: 1, times: 1 },
    Squares { first: FunctionId::named("cosh"), second: FunctionId::named("sinh"), number: 1, times: 1 },
    Squares { first: FunctionId::named("tanh"), second: FunctionId::named("sech"), number: 1, times: -1 },
    Squares { first: FunctionId::named("coth"), second: FunctionId::named("csch"), number: 1, times: 1 },
];

/// A function, another, and their quotient.
const QUOTIENTS: [[FunctionId; 3]; 4] = [
    [FunctionId::named("sin"), FunctionId::named("cos"), FunctionId::named("tan")],
    [FunctionId::named("cos"), FunctionId::named("sin"), FunctionId::named("cot")],
    [FunctionId::named("sinh"), FunctionId::named("cosh"), FunctionId::named("tanh")],
    [FunctionId::named("cosh"), FunctionId::named("sinh"), FunctionId::named("coth")],
];

impl Desk<'_> {
    /// The identity between functions that one form owes to the other; nothing where arithmetic is enough.
    pub(super) fn identity(&mut self, before: Id, after: Id) -> Reason {
        if self.arena.reachable_from(&[before, after]).len() > MOST_PARTS {
            return Vec::new();
        }
        let (old, new) = (calls(self.arena, before), calls(self.arena, after));
        let is_new = |call: &&(FunctionId, Id)| !old.contains(call);
        if let Some((_, argument)) = new.iter().filter(is_new).find(|(function, _)| *function == SIGMA) {
            return self.logistic(*argument, &old);
        }
        if let Some(&(_, argument)) = new.iter().filter(is_new).find(|(function, _)| matches!(*function, ABS | SIGN)) {
            let opposite = self.arena.negate(argument);
            if old.contains(&(SIGN, opposite)) {
                let turned = self.arena.call(SIGN, &[opposite]);
                let own = self.arena.call(SIGN, &[argument]);
                let negated = self.arena.negate(own);
                return vec![Word::Equal(Formula::value(turned), Formula::value(negated))];
            }
            let text = self.at_level(argument, Notation::Text, Level::Base).zip(self.at_level(argument, Notation::Text, Level::Sum));
            let latex = self.at_level(argument, Notation::Latex, Level::Base).zip(self.at_level(argument, Notation::Latex, Level::Sum));
            if has_root(self.arena, before)
                && let (Some((base, inside)), Some((latex_base, latex_inside))) = (text, latex)
            {
                let text = format!("sqrt({base}^2) = abs({inside})");
                return vec![Word::Verbatim { text, latex: format!("\\sqrt{{{latex_base}^2}}=|{latex_inside}|") }];
            }
        }
        if let Some(reason) = self.quotient_of_functions(&old, &new) {
            return reason;
        }
        if let Some(reason) = self.squares(before, after, &old, &new) {
            return reason;
        }
        let exponential = |calls: &[(FunctionId, Id)], argument: Id| calls.contains(&(FunctionId::EXP, argument));
        for (function, argument) in &new {
            let opposite = self.arena.negate(*argument);
            if *function == FunctionId::EXP && !exponential(&old, *argument) && exponential(&old, opposite) && !exponential(&new, opposite)
            {
                let power = self.arena.call(FunctionId::EXP, &[*argument]);
                return vec![text("multiply above and below by "), Word::Math(Formula::value(power))];
            }
        }
        Vec::new()
    }

    /// `exp(a)/(exp(a) + exp(b)) = sigma(a - b)`, or the form of the logistic function that stands there.
    fn logistic(&mut self, argument: Id, old: &[(FunctionId, Id)]) -> Reason {
        let own = self.arena.call(SIGMA, &[argument]);
        let exponential = |argument: Id| old.contains(&(FunctionId::EXP, argument));
        let flat = expand(self.arena, argument);
        let (number, core) = self.arena.coefficient(flat);
        let terms: Vec<(Id, Rational)> = match self.arena.node(core) {
            Node::Sum(terms) => terms.iter().map(|term| (term.id, &term.number * &number)).collect(),
            _ => vec![(core, number)],
        };
        let (below, above): (Vec<_>, Vec<_>) = terms.into_iter().partition(|(_, number)| number.is_negative());
        let first = self.arena.sum(above);
        let second = self.arena.sum(below);
        let second = self.arena.negate(second);
        let opposite = self.arena.negate(argument);
        let mut power = |argument: Id| self.arena.call(FunctionId::EXP, &[argument]);
        let (above, below) = match () {
            () if exponential(first) && exponential(second) => (power(first), [power(first), power(second)]),
            () if exponential(argument) || exponential(flat) => (power(argument), [Id::ONE, power(argument)]),
            () => (Id::ONE, [Id::ONE, power(opposite)]),
        };
        let below = self.arena.sum(below.map(|id| (id, Rational::ONE)));
        vec![Word::Equal(Formula::fraction(Part::Expression(above), Part::Expression(below)), Formula::value(own))]
    }

    /// `sin(x)/cos(x) = tan(x)`, where the quotient is new.
    fn quotient_of_functions(&mut self, old: &[(FunctionId, Id)], new: &[(FunctionId, Id)]) -> Option<Reason> {
        for [above, below, quotient] in QUOTIENTS {
            let is_made = |argument: Id| old.contains(&(above, argument)) && old.contains(&(below, argument));
            let found = new.iter().find(|call| call.0 == quotient && !old.contains(call) && is_made(call.1));
            if let Some(&(_, argument)) = found {
                let [above, below, whole] = [above, below, quotient].map(|function| self.arena.call(function, &[argument]));
                let fraction = Formula::fraction(Part::Expression(above), Part::Expression(below));
                return Some(vec![Word::Equal(fraction, Formula::value(whole))]);
            }
        }
        None
    }

    /// An identity between the squares of two functions that one form owes to the other.
    fn squares(&mut self, before: Id, after: Id, old: &[(FunctionId, Id)], new: &[(FunctionId, Id)]) -> Option<Reason> {
        let difference = self.arena.subtract(before, after);
        for Squares { first, second, number, times } in &SQUARES {
            let mut arguments: Vec<Id> =
                old.iter().filter(|(function, _)| function == first || function == second).map(|(_, argument)| *argument).collect();
            arguments.dedup();
            // With a third function of the family there are other identities.
            let is_third = |call: &&(FunctionId, Id), argument: Id| {
                call.1 == argument && call.0 != *first && call.0 != *second && call.0.row().class == first.row().class
            };
            for argument in arguments {
                if old.iter().chain(new).any(|call| is_third(&call, argument)) {
                    continue;
                }
                let (own, other) = (self.arena.call(*first, &[argument]), self.arena.call(*second, &[argument]));
                let letters = [(own, self.arena.symbol("first letter")), (other, self.arena.symbol("second letter"))];
                let apart = with_letters(self.arena, difference, &letters)?;
                if self.vanishes(apart) {
                    continue;
                }
                let two = Rational::integer(2);
                let (own, other) = (self.arena.product([(own, two.clone())]), self.arena.product([(other, two)]));
                let number = self.arena.number(Rational::integer(*number));
                let words = if *times < 0 {
                    let sum = self.arena.add(own, other);
                    Word::Equal(Formula::value(sum), Formula::value(number))
                } else {
                    let sum = self.arena.add(number, other);
                    Word::Equal(Formula::value(own), Formula::value(sum))
                };
                return Some(vec![words]);
            }
        }
        None
    }

    /// Why the derivatives put together come to an answer in names, where that takes the values of names: `since t = tan(x)`.
    pub(super) fn by_definitions(&mut self, before: Id, after: Id, values: &[(Id, Id)]) -> Reason {
        let difference = self.arena.subtract(before, after);
        if self.arena.reachable(difference).len() > MOST_PARTS || self.vanishes(difference) {
            return Vec::new();
        }
        let known: Vec<(Id, Id)> = values.iter().copied().filter(|(name, _)| self.arena.contains(difference, *name)).collect();
        for (name, value) in &known {
            let put_in = self.arena.substitute_all(difference, &[(*name, *value)]);
            if self.vanishes(put_in) {
                return vec![text("since "), Word::Equal(Formula::value(*name), Formula::value(*value))];
            }
        }
        let mut reason = vec![text("by the definitions")];
        for (at, (name, _)) in known.iter().enumerate() {
            reason.push(text(if at == 0 {
                " of "
            } else if at + 1 == known.len() {
                " and "
            } else {
                ", "
            }));
            reason.push(Word::Math(Formula::value(*name)));
        }
        reason
    }

    fn at_level(&self, id: Id, notation: Notation, level: Level) -> Option<String> {
        let mut out = String::new();
        render::write_part(&mut out, self.arena, id, &self.style, notation, level).ok().map(|()| out)
    }

    fn vanishes(&mut self, id: Id) -> bool {
        let losses = self.arena.take_losses();
        let vanishes = is_zero(self.arena, self.knowledge, self.rules, id) == Some(true);
        self.arena.restore_losses(losses);
        vanishes
    }
}

/// Whether there is a root in an expression.
fn has_root(arena: &Arena, root: Id) -> bool {
    let is_root = |id: Id| matches!(arena.node(id), Node::Product(factors) if factors.iter().any(|factor| !factor.number.is_integer()));
    arena.reachable(root).into_iter().any(is_root)
}

/// The functions of one argument in an expression.
fn calls(arena: &Arena, root: Id) -> Vec<(FunctionId, Id)> {
    let call = |id: Id| match arena.node(id) {
        Node::Call(function, &[argument]) => Some((function, argument)),
        _ => None,
    };
    arena.reachable(root).into_iter().filter_map(call).collect()
}

/// An expression with functions as letters; nothing where there are too many.
fn with_letters(arena: &mut Arena, root: Id, letters: &[(Id, Id)]) -> Option<Id> {
    let mut values = vec![Id::UNDEFINED; root.index() + 1];
    let parts = arena.reachable(root);
    if parts.iter().filter(|id| matches!(arena.node(**id), Node::Call(..))).count() > MOST_LETTERS {
        return None;
    }
    for id in parts {
        let letter = letters.iter().find(|(call, _)| *call == id).map(|(_, letter)| *letter);
        values[id.index()] = letter.unwrap_or_else(|| arena.rebuild(id, |child| values[child.index()]));
    }
    Some(values[root.index()])
}
