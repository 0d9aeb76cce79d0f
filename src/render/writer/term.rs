//! Terms: factors side by side, and above and below a bar.

use super::super::shape::{Factor, fraction, multiple};
use super::joint::Opening;
use super::power::Base;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node};
use crate::number::Rational;

impl Writer<'_> {
    /// `number * id` for a positive number.
    pub(super) fn term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        if number.is_one() && self.is_whole(id) {
            return self.expression(out, id, level, inline);
        }
        let shape = if self.is_named(id) { multiple(id, number, &self.style) } else { fraction(self.arena, id, number, &self.style) };
        // A single factor brings its own brackets.
        if shape.below().is_empty() && shape.above().len() == 1 {
            return self.alone(out, shape.above(), level, inline);
        }
        let bar = !shape.below().is_empty();
        let drawn = self.drawing.filter(|_| bar && !inline);
        let bound = drawn.and_then(|_| self.bound_behind_fraction(shape.above(), shape.below()));
        let needs = match level {
            Level::Sum | Level::Term => false,
            Level::Factor => (bar && drawn.is_none()) || bound.is_some() || (!bar && shape.above().len() > 1),
            Level::Base => true,
        };
        let (open, close) = self.brackets(drawn.is_some());
        if needs {
            out.push_str(open);
            self.stack.push(Step::Str(close));
        }
        // What is written last lies deepest.
        if !bar {
            return self.push_factors(shape.above(), Level::Factor, inline);
        }
        let Some(drawing) = drawn else {
            let brackets = shape.below().len() > 1;
            if brackets {
                self.stack.push(Step::Str(")"));
            }
            self.push_factors(shape.below(), Level::Factor, inline);
            if brackets {
                self.stack.push(Step::Str("("));
            }
            self.stack.push(Step::Str(self.drawing.map_or("/", |drawing| drawing.slash)));
            return self.push_followed_factors(shape.above(), inline);
        };
        let [open, between, close] = drawing.fraction;
        out.push_str(open);
        let behind = match bound {
            Some(bound) => Some((bound, Level::Term)),
            None => self.sum_behind_fraction(shape.above(), shape.below()).map(|sum| (sum, Level::Factor)),
        };
        if let Some((id, level)) = behind {
            self.stack.push(Step::Expression(id, level, inline));
        }
        self.stack.push(Step::Str(close));
        self.push_factors(shape.below(), Level::Sum, inline);
        self.stack.push(Step::Str(between));
        let above = &shape.above()[..shape.above().len() - usize::from(behind.is_some())];
        self.push_factors(above, Level::Sum, inline);
    }

    /// Whether an expression is written as it stands, with nothing of it below a bar or in front.
    fn is_whole(&self, id: Id) -> bool {
        match self.arena.node(id) {
            Node::Symbol(_) | Node::Power(..) | Node::Apply(..) => true,
            Node::Call(function, _) => self.style.latex.reciprocal(function).is_none(),
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
        self.drawing.is_some() && matches!(factor, Factor::Power(id, exponent) if exponent.is_one() && is_bound(*id))
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

    pub(super) fn alone(&mut self, out: &mut String, factors: &[Factor], level: Level, inline: bool) {
        for factor in factors {
            match factor {
                Factor::Number(number) => self.number(out, number),
                Factor::Decimal(decimal) => out.push_str(&self.style.latex.decimal(decimal.clone())),
                Factor::Reciprocal(function, argument, exponent) => self.reciprocal(*function, *argument, exponent, level, inline),
                Factor::Power(id, exponent) if exponent.is_one() => self.expression(out, *id, level, inline),
                Factor::Power(id, exponent) => self.rational_power(Base::Expression(*id), exponent.clone(), level, inline),
                Factor::NumberPower(root) => self.rational_power(Base::Number(root.0.clone()), root.1.clone(), level, inline),
            }
        }
    }

    /// Pushes factors so that they are written in their order, and nothing behind them. A single one stands at `level`.
    pub(super) fn push_factors(&mut self, factors: &[Factor], level: Level, inline: bool) {
        let bare = factors.last().filter(|factor| self.is_bare(factor)).map(|_| factors.len() - 1);
        self.push_joined_factors(factors, bare, level, inline);
    }

    /// Pushes factors behind which something follows on the line.
    fn push_followed_factors(&mut self, factors: &[Factor], inline: bool) {
        self.push_joined_factors(factors, None, Level::Factor, inline);
    }

    /// Pushes factors, one of them without brackets.
    fn push_joined_factors(&mut self, factors: &[Factor], bare: Option<usize>, level: Level, inline: bool) {
        if factors.is_empty() {
            return self.stack.push(Step::Str("1"));
        }
        let level = if factors.len() == 1 { level } else { Level::Factor };
        for (at, factor) in factors.iter().enumerate().rev() {
            // Nothing follows it that could be taken for a part of it.
            let is_bare = bare == Some(at);
            let level = if is_bare { level.min(Level::Term) } else { level };
            match factor {
                Factor::Number(number) => self.stack.push(Step::Number(number.clone())),
                Factor::Decimal(decimal) => self.stack.push(Step::Owned(self.style.latex.decimal(decimal.clone()))),
                Factor::Reciprocal(function, argument, exponent) => {
                    let from = self.stack.len();
                    self.stack.push(self.function_name(self.style.latex.reciprocal(*function).unwrap_or_default()));
                    if !exponent.is_one() {
                        self.push_exponent(exponent);
                    }
                    let steps = self.operator_argument(*argument, inline);
                    self.stack.extend(steps);
                    self.stack[from..].reverse();
                }
                Factor::Power(id, exponent) if exponent.is_one() => self.stack.push(Step::Expression(*id, level, inline)),
                Factor::Power(id, exponent) => self.stack.push(Step::Power(*id, exponent.clone(), level, inline)),
                Factor::NumberPower(root) => self.stack.push(Step::NumberPower(root.clone(), level)),
            }
            if at > 0 {
                self.stack.push(if is_bare { Step::Joint(Opening::Command) } else { self.joint(&factors[at - 1], factor) });
            }
        }
    }

    /// What goes between two factors.
    fn joint(&self, before: &Factor, factor: &Factor) -> Step {
        match self.notation {
            Notation::Text => Step::Str("*"),
            Notation::Unicode => Step::Str("·"),
            Notation::Typst => Step::Joint(self.opening(factor)),
            Notation::Latex => {
                let opening = self.opening(factor);
                let calls = opening == Opening::Bracket && self.calls(before, factor);
                match (calls, before) {
                    (true, Factor::Power(_, exponent)) if !exponent.is_one() => Step::Str("\\cdot "),
                    (true, _) => Step::Str("\\,"),
                    (false, _) => Step::Joint(opening),
                }
            }
        }
    }
}
