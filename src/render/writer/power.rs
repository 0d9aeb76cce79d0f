//! Powers and roots.

use super::super::drawing::Drawing;
use super::call::is_operator;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;

/// The base of a power.
pub(super) enum Base {
    Expression(Id),
    Number(Rational),
}

impl Writer<'_> {
    /// A base to a positive rational power other than 1 (a number may stand under the power 1 too).
    pub(super) fn rational_power(&mut self, base: Base, exponent: Rational, level: Level, inline: bool) {
        let from = self.stack.len();
        if exponent.to_small() == Some((1, 2)) {
            let [open, close] = self.drawing.map_or(["sqrt(", ")"], |drawing| drawing.root);
            self.stack.push(Step::Str(open));
            self.stack.push(match base {
                Base::Expression(id) => Step::Expression(id, Level::Sum, inline),
                Base::Number(number) => Step::Number(number),
            });
            self.stack.push(Step::Str(close));
            return self.stack[from..].reverse();
        }
        let bracket = level == Level::Base;
        if bracket {
            self.stack.push(Step::Str("("));
        }
        let operator = match base {
            Base::Expression(id) if self.is_named(id) => None,
            Base::Expression(id) => match self.arena.node(id) {
                Node::Call(function, &[argument]) if self.is_drawn() && exponent.is_integer() && self.takes_exponent(function) => {
                    Some((function.row().latex, argument))
                }
                _ => None,
            },
            Base::Number(_) => None,
        };
        // sin^2 x in LaTeX.
        if let Some((name, argument)) = operator {
            self.stack.push(self.function_name(name));
            self.push_exponent(&exponent);
            let steps = self.operator_argument(argument, inline);
            self.stack.extend(steps);
        } else {
            match base {
                Base::Expression(id) => self.stack.push(Step::Expression(id, Level::Base, inline)),
                Base::Number(number) if number.is_integer() && !number.is_negative() => self.stack.push(Step::Number(number)),
                Base::Number(number) => self.stack.extend([Step::Str("("), Step::Number(number), Step::Str(")")]),
            }
            if !exponent.is_one() {
                self.push_exponent(&exponent);
            }
        }
        if bracket {
            self.stack.push(Step::Str(")"));
        }
        self.stack[from..].reverse();
    }

    pub(super) fn push_exponent(&mut self, exponent: &Rational) {
        const SMALL: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let digit = exponent.to_i64().and_then(|digit| SMALL.get(usize::try_from(digit).ok()?).copied());
        match (self.notation, digit) {
            (Notation::Unicode, _) if exponent.is_integer() => {
                let raised: String = exponent.to_string().chars().map(raised_digit).collect();
                self.stack.push(Step::Owned(raised.into()));
            }
            (_, Some(digit)) => self.stack.extend([Step::Str("^"), Step::Str(digit)]),
            (_, None) if let Some(Drawing { script: [open, close], .. }) = self.drawing => {
                self.stack.extend([Step::Str(open), Step::Number(exponent.clone()), Step::Str(close)]);
            }
            _ if exponent.is_integer() => self.stack.extend([Step::Str("^"), Step::Number(exponent.clone())]),
            _ => self.stack.extend([Step::Str("^("), Step::Number(exponent.clone()), Step::Str(")")]),
        }
    }

    /// A base to a power that is no number.
    pub(super) fn power(&mut self, base: Id, exponent: Step, level: Level, inline: bool) {
        let bracket = level == Level::Base;
        let mut steps = Vec::new();
        steps.extend(bracket.then_some(Step::Str("(")));
        // \sin^{n-1}x, as for an exponent that is a number.
        if let Some(drawing) = self.drawing
            && !self.is_named(base)
            && let Node::Call(function, &[argument]) = self.arena.node(base)
            && self.takes_exponent(function)
        {
            let [open, close] = drawing.script;
            steps.extend([self.function_name(function.row().latex), Step::Str(open), exponent, Step::Str(close)]);
            steps.extend(self.operator_argument(argument, inline));
            steps.extend(bracket.then_some(Step::Str(")")));
            return self.then(steps);
        }
        steps.push(Step::Expression(base, Level::Base, inline));
        let is_letter = matches!(exponent, Step::Expression(id, ..) if self.is_single_letter(id));
        match self.drawing {
            Some(Drawing { script: [open, close], .. }) if !is_letter => steps.extend([Step::Str(open), exponent, Step::Str(close)]),
            _ => steps.extend([Step::Str("^"), exponent]),
        }
        steps.extend(bracket.then_some(Step::Str(")")));
        self.then(steps);
    }

    /// Whether an exponent may stand behind the name: `\sin^2 x`.
    pub(super) fn takes_exponent(&self, function: FunctionId) -> bool {
        let row = function.row();
        is_operator(row.latex) && self.style.latex.operator(row) == row.latex && self.style.latex.reciprocal(function).is_none()
    }

    /// `\cos^2 x` where the expression holds its reciprocal.
    pub(super) fn reciprocal(&mut self, function: FunctionId, argument: Id, exponent: &Rational, level: Level, inline: bool) {
        let from = self.stack.len();
        let bracket = level == Level::Base;
        self.stack.extend(bracket.then_some(Step::Str("(")));
        self.stack.push(self.function_name(self.style.latex.reciprocal(function).unwrap_or_default()));
        if !exponent.is_one() {
            self.push_exponent(exponent);
        }
        let steps = self.operator_argument(argument, inline);
        self.stack.extend(steps);
        self.stack.extend(bracket.then_some(Step::Str(")")));
        self.stack[from..].reverse();
    }
}

fn raised_digit(digit: char) -> char {
    match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '-' => '⁻',
        '0' => '⁰',
        other => char::from_u32('⁰' as u32 + other.to_digit(10).unwrap_or(0)).unwrap_or(other),
    }
}
