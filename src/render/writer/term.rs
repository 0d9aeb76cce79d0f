//! Terms: factors side by side, and above and below a bar.

use super::super::shape::{Factor, Factors, fraction, multiple};
use super::joint::Opening;
use super::power::Base;
use super::{Level, Notation, Step, Writer, push_number};
use crate::expression::{Id, Node};
use crate::number::Rational;

impl Writer<'_> {
    /// `number * id` for a positive number.
    pub(super) fn term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        let shape =
            if self.named.contains_key(&id) { multiple(id, number, &self.style) } else { fraction(self.arena, id, number, &self.style) };
        // A single factor brings its own brackets.
        if shape.below.is_empty() && shape.above.len() == 1 {
            return self.alone(out, shape.above, level, inline);
        }
        let bar = !shape.below.is_empty();
        let drawn = bar && self.latex() && !inline;
        let needs = match level {
            Level::Sum | Level::Term => false,
            Level::Factor => (bar && !drawn) || (!bar && shape.above.len() > 1),
            Level::Base => true,
        };
        let (open, close) = self.brackets(drawn);
        let from = self.stack.len();
        if needs {
            out.push_str(open);
        }
        if drawn && let Some(sum) = self.sum_behind_fraction(&shape.above, &shape.below) {
            let mut above = shape.above;
            above.pop();
            out.push_str("\\frac{");
            self.push_factors(above, Level::Sum, inline);
            self.stack.push(Step::Str("}{"));
            self.push_factors(shape.below, Level::Sum, inline);
            self.stack.extend([Step::Str("}"), Step::Expression(sum, Level::Factor, inline)]);
        } else if drawn {
            out.push_str("\\frac{");
            self.push_factors(shape.above, Level::Sum, inline);
            self.stack.push(Step::Str("}{"));
            self.push_factors(shape.below, Level::Sum, inline);
            self.stack.push(Step::Str("}"));
        } else if bar {
            self.push_factors(shape.above, Level::Factor, inline);
            self.stack.push(Step::Str("/"));
            let brackets = shape.below.len() > 1;
            if brackets {
                self.stack.push(Step::Str("("));
            }
            self.push_factors(shape.below, Level::Factor, inline);
            if brackets {
                self.stack.push(Step::Str(")"));
            }
        } else {
            self.push_factors(shape.above, Level::Factor, inline);
        }
        if needs {
            self.stack.push(Step::Str(close));
        }
        self.stack[from..].reverse();
    }

    /// The sum that is written behind its fractional coefficient because it holds fractions itself: no fraction of fractions.
    pub(super) fn sum_behind_fraction(&self, above: &[Factor], below: &[Factor]) -> Option<Id> {
        match (above, below) {
            ([Factor::Power(id, exponent)] | [Factor::Number(_), Factor::Power(id, exponent)], [Factor::Number(_)])
                if exponent.is_one()
                    && self.is_tall(*id)
                    && !self.named.contains_key(id)
                    && matches!(self.arena.node(*id), Node::Sum([_, _, ..])) =>
            {
                Some(*id)
            }
            _ => None,
        }
    }

    /// Whether an expression is drawn as a fraction without a sign, which needs no brackets behind a function: `\ln\frac{x}{y}`.
    pub(super) fn is_drawn_fraction(&self, id: Id) -> bool {
        let (id, number) = match self.arena.node(id) {
            _ if self.named.contains_key(&id) => return false,
            Node::Sum([term]) if !term.number.is_negative() => (term.id, &term.number),
            Node::Product(_) => (id, &Rational::ONE),
            _ => return false,
        };
        let shape = fraction(self.arena, id, number, &self.style);
        !shape.below.is_empty() && self.sum_behind_fraction(&shape.above, &shape.below).is_none()
    }

    pub(super) fn alone(&mut self, out: &mut String, factors: Factors, level: Level, inline: bool) {
        for factor in factors {
            match factor {
                Factor::Number(number) => push_number(out, &number),
                Factor::Decimal(decimal) => out.push_str(&self.style.latex.decimal(decimal)),
                Factor::Reciprocal(name, argument, exponent) => self.reciprocal(name, argument, &exponent, level, inline),
                Factor::Power(id, exponent) if exponent.is_one() => self.expression(out, id, level, inline),
                Factor::Power(id, exponent) => self.rational_power(Base::Expression(id), exponent, level, inline),
                Factor::NumberPower(base, exponent) => self.rational_power(Base::Number(base), exponent, level, inline),
            }
        }
    }

    /// Pushes factors in the order they are written; the caller reverses. A single one stands at `level`.
    pub(super) fn push_factors(&mut self, factors: Factors, level: Level, inline: bool) {
        if factors.is_empty() {
            return self.stack.push(Step::Str("1"));
        }
        let level = if factors.len() == 1 { level } else { Level::Factor };
        let mut before = Factor::Number(Rational::ONE);
        for (at, factor) in factors.into_iter().enumerate() {
            if at > 0 {
                let joint = match self.notation {
                    Notation::Text => Step::Str("*"),
                    Notation::Unicode => Step::Str("·"),
                    Notation::Latex => {
                        let opening = self.opening(&factor);
                        let calls = opening == Opening::Bracket && self.calls(&before, &factor);
                        match (calls, &before) {
                            (true, Factor::Power(_, exponent)) if !exponent.is_one() => Step::Str("\\cdot "),
                            (true, _) => Step::Str("\\,"),
                            (false, _) => Step::Joint(opening),
                        }
                    }
                };
                self.stack.push(joint);
            }
            before = factor.clone();
            self.stack.push(match factor {
                Factor::Number(number) => Step::Number(number),
                Factor::Decimal(decimal) => Step::Owned(self.style.latex.decimal(decimal)),
                Factor::Reciprocal(name, argument, exponent) => {
                    self.stack.push(Step::Str(name));
                    if !exponent.is_one() {
                        self.push_exponent(&exponent);
                    }
                    let steps = self.operator_argument(argument, inline);
                    self.stack.extend(steps);
                    continue;
                }
                Factor::Power(id, exponent) if exponent.is_one() => Step::Expression(id, level, inline),
                Factor::Power(id, exponent) => Step::Power(id, exponent, level, inline),
                Factor::NumberPower(base, exponent) => Step::NumberPower(base, exponent, level),
            });
        }
    }
}
