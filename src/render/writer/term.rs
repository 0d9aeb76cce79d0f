//! Terms: factors side by side, and above and below a bar.

use super::super::shape::{Factor, fraction, multiple};
use super::joint::Opening;
use super::power::Base;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node};
use crate::number::Rational;

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    /// `number * id` for a positive number.
    #[inline]
    pub(super) fn term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        if number.is_one() && self.is_whole(id) {
            return self.expression(out, id, level, inline);
        }
        self.shaped(out, id, number, level, inline);
    }

    #[inline(never)]
    fn shaped(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        let shape = if self.is_named(id) { multiple(id, number, &self.style) } else { fraction(self.arena, id, number, &self.style) };
        // A single factor brings its own brackets.
        if shape.below().is_empty() && shape.above().len() == 1 {
            return self.alone(out, &shape.above()[0], level, inline);
        }
        let bar = !shape.below().is_empty();
        let drawn = self.drawing().filter(|_| bar && !inline);
        let bound = drawn.and_then(|_| self.bound_behind_fraction(shape.above(), shape.below()));
        let needs = match level {
            Level::Sum | Level::Term => false,
            Level::Factor => (bar && drawn.is_none()) || bound.is_some() || (!bar && shape.above().len() > 1),
            Level::Base => true,
        };
        let (outer, end) = self.brackets(drawn.is_some());
        let from = self.stack.len();
        if needs {
            self.put_str(out, from, outer);
        }
        match drawn {
            None if !bar => self.put_factors(out, from, shape.above(), Level::Factor, inline),
            None => {
                self.put_joined_factors(out, from, shape.above(), None, Level::Factor, inline);
                self.put_str(out, from, self.drawing().map_or("/", |drawing| drawing.slash));
                let brackets = shape.below().len() > 1;
                if brackets {
                    self.put_str(out, from, "(");
                }
                self.put_factors(out, from, shape.below(), Level::Factor, inline);
                if brackets {
                    self.put_str(out, from, ")");
                }
            }
            Some(drawing) => {
                let [open, between, close] = drawing.fraction;
                let behind = match bound {
                    Some(bound) => Some((bound, Level::Term)),
                    None => self.sum_behind_fraction(shape.above(), shape.below()).map(|sum| (sum, Level::Factor)),
                };
                self.put_str(out, from, open);
                let above = &shape.above()[..shape.above().len() - usize::from(behind.is_some())];
                self.put_factors(out, from, above, Level::Sum, inline);
                self.put_str(out, from, between);
                self.put_factors(out, from, shape.below(), Level::Sum, inline);
                self.put_str(out, from, close);
                if let Some((id, level)) = behind {
                    self.put_expression(out, from, id, level, inline);
                }
            }
        }
        if needs {
            self.put_str(out, from, end);
        }
        self.settle(from);
    }

    /// Whether an expression is written as it stands, with nothing of it below a bar or in front.
    fn is_whole(&self, id: Id) -> bool {
        match self.arena.node(id) {
            Node::Symbol(_) | Node::Power(..) | Node::Apply(..) => true,
            Node::Call(function, _) => self.latex_style().reciprocal(function).is_none(),
            Node::Sum(terms) => terms.len() > 1,
            _ => false,
        }
    }

    /// The sum that is written behind its fractional coefficient because it holds fractions itself: no fraction of fractions.
    pub(super) fn sum_behind_fraction(&self, above: &[Factor], below: &[Factor]) -> Option<Id> {
        match (above, below) {
            ([Factor::Power(id, exponent)] | [Factor::Number(_), Factor::Power(id, exponent)], [Factor::Number(_)])
                if exponent.is_one()
                    && self.is_tall(*id)
                    && !self.is_named(*id)
                    && matches!(self.arena.node(*id), Node::Sum([_, _, ..])) =>
            {
                Some(*id)
            }
            _ => None,
        }
    }

    /// The sum over an index or integral that is written behind the short fraction it is multiplied by: `\frac{2}{n}\sum x_i`.
    fn bound_behind_fraction(&self, above: &[Factor], below: &[Factor]) -> Option<Id> {
        let is_short = |factor: &Factor| match factor {
            Factor::Power(id, _) => self.arena.as_symbol(*id).is_some(),
            _ => true,
        };
        match above {
            [.., factor @ Factor::Power(id, _)] if self.is_bare(factor) && below.iter().all(is_short) => Some(*id),
            _ => None,
        }
    }

    /// Whether a factor is drawn as a sum over an index, a product or an integral, and not by a name.
    fn is_bare(&self, factor: &Factor) -> bool {
        let is_bound = |id: Id| !self.is_named(id) && matches!(self.arena.node(id), Node::Bound(..));
        self.drawing().is_some() && matches!(factor, Factor::Power(id, exponent) if exponent.is_one() && is_bound(*id))
    }

    /// Whether an expression is drawn as a fraction without a sign, which needs no brackets behind a function: `\ln\frac{x}{y}`.
    pub(super) fn is_drawn_fraction(&self, id: Id) -> bool {
        let (id, number) = match self.arena.node(id) {
            _ if self.is_named(id) => return false,
            Node::Sum([term]) if !term.number.is_negative() => (term.id, &term.number),
            Node::Product(_) => (id, &Rational::ONE),
            _ => return false,
        };
        let shape = fraction(self.arena, id, number, &self.style);
        !shape.below().is_empty()
            && self.bound_behind_fraction(shape.above(), shape.below()).is_none()
            && self.sum_behind_fraction(shape.above(), shape.below()).is_none()
    }

    fn alone(&mut self, out: &mut String, factor: &Factor, level: Level, inline: bool) {
        match factor {
            Factor::Number(number) => self.number(out, number),
            Factor::Decimal(decimal) => out.push_str(&self.latex_style().decimal(decimal.clone())),
            Factor::Reciprocal(function, argument, exponent) => self.reciprocal(out, *function, *argument, exponent, level, inline),
            Factor::Power(id, exponent) if exponent.is_one() => self.expression(out, *id, level, inline),
            Factor::Power(id, exponent) => self.rational_power(out, Base::Expression(*id), exponent, level, inline),
            Factor::NumberPower(root) => self.rational_power(out, Base::Number(&root.0), &root.1, level, inline),
        }
    }

    /// Factors in their order, and nothing behind them. A single one stands at `level`.
    fn put_factors(&mut self, out: &mut String, from: usize, factors: &[Factor], level: Level, inline: bool) {
        let bare = factors.last().filter(|factor| self.is_bare(factor)).map(|_| factors.len() - 1);
        self.put_joined_factors(out, from, factors, bare, level, inline);
    }

    /// Factors in their order, one of them without brackets.
    fn put_joined_factors(&mut self, out: &mut String, from: usize, factors: &[Factor], bare: Option<usize>, level: Level, inline: bool) {
        if factors.is_empty() {
            return self.put_str(out, from, "1");
        }
        let level = if factors.len() == 1 { level } else { Level::Factor };
        for (at, factor) in factors.iter().enumerate() {
            // Nothing follows it that could be taken for a part of it.
            let is_bare = bare == Some(at);
            let level = if is_bare { level.min(Level::Term) } else { level };
            if at > 0 {
                match self.notation() {
                    Notation::Text => self.put_str(out, from, "*"),
                    _ => {
                        let joint = if is_bare { Step::Joint(Opening::Command) } else { self.joint(&factors[at - 1], factor) };
                        self.put(out, from, joint);
                    }
                }
            }
            if self.is_next(from) {
                self.within(out, |writer, out| writer.alone(out, factor, level, inline));
                continue;
            }
            self.stack.push(match factor {
                Factor::Number(number) => Step::Number(number.clone()),
                Factor::Decimal(decimal) => Step::Owned(self.latex_style().decimal(decimal.clone())),
                Factor::Reciprocal(function, argument, exponent) => Step::Reciprocal(*function, *argument, exponent.clone(), inline),
                Factor::Power(id, exponent) if exponent.is_one() => Step::Expression(*id, level, inline),
                Factor::Power(id, exponent) => Step::Power(*id, exponent.clone(), level, inline),
                Factor::NumberPower(root) => Step::NumberPower(root.clone(), level),
            });
        }
    }

    /// What goes between two factors.
    fn joint(&self, before: &Factor, factor: &Factor) -> Step {
        match self.notation() {
            Notation::Text => Step::Str("*"),
            Notation::Unicode => Step::Str("·"),
            Notation::Typst => Step::Joint(self.opening(factor)),
            Notation::Latex => {
                let opening = self.opening(factor);
                let calls = opening == Opening::Bracket && self.calls(before, factor);
                match (calls, before) {
                    (true, Factor::Power(id, exponent)) if !exponent.is_one() || matches!(self.arena.node(*id), Node::Power(..)) => {
                        Step::Str("\\cdot ")
                    }
                    (true, _) => Step::Str("\\,"),
                    (false, _) => Step::Joint(opening),
                }
            }
        }
    }
}
