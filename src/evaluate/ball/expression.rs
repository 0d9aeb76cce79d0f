//! Expressions in balls.

use super::{Ball, functions};
use crate::expression::{Arena, Binder, Id, Node, Relation, Symbol};
use crate::functions::FunctionId;
use crate::number::Rational;
use std::cell::Cell;

/// What an unknown function's value is: its name, the order of its derivative in each argument, and the arguments.
pub type Unknowns<'a> = dyn FnMut(&str, &[u32], &[Ball]) -> Ball + 'a;

/// The most terms a sum or product over an index may have.
const MOST_TERMS: i64 = 2000;

/// The most parts of bodies of sums and products that are evaluated at one point: nested ones multiply their terms.
const MOST_PARTS: usize = 200_000;

/// The values of expressions at a point.
#[derive(Debug)]
pub struct Enclosure {
    values: Vec<Ball>,
}

/// Where and how expressions are evaluated.
struct Point<'a> {
    values: &'a [(Symbol, Ball)],
    precision: u32,
    inside: bool,
    /// Balls are wide: where a case distinction is not decided, all of its cases count, and with `inside` none.
    wide: bool,
    /// So many parts of bodies may still be evaluated.
    left: &'a Cell<usize>,
}

impl Enclosure {
    /// The values of everything the roots are made of. With `inside`, a value is known only where a derivative exists too: not at
    /// corners, jumps, boundaries of cases and ends of domains.
    pub fn at(
        arena: &Arena,
        roots: &[Id],
        point: &[(Symbol, Rational)],
        precision: u32,
        inside: bool,
        unknowns: &mut Unknowns<'_>,
    ) -> Enclosure {
        let values: Vec<(Symbol, Ball)> = point.iter().map(|(symbol, value)| (*symbol, Ball::rational(value, precision))).collect();
        Enclosure::over(arena, roots, &values, precision, inside, unknowns)
    }

    /// As [`Enclosure::at`], over all values that the names may have.
    pub fn over(
        arena: &Arena,
        roots: &[Id],
        values: &[(Symbol, Ball)],
        precision: u32,
        inside: bool,
        unknowns: &mut Unknowns<'_>,
    ) -> Enclosure {
        Enclosure::of(arena, roots, &Point { values, precision, inside, wide: false, left: &Cell::new(MOST_PARTS) }, unknowns)
    }

    /// As [`Enclosure::over`], of expressions without unknown functions; a case distinction that is not decided for all of the
    /// values has those of all its cases.
    pub fn range(arena: &Arena, roots: &[Id], values: &[(Symbol, Ball)], precision: u32) -> Enclosure {
        let point = Point { values, precision, inside: false, wide: true, left: &Cell::new(MOST_PARTS) };
        Enclosure::of(arena, roots, &point, &mut |_, _, _| Ball::UNKNOWN)
    }

    fn of(arena: &Arena, roots: &[Id], point: &Point<'_>, unknowns: &mut Unknowns<'_>) -> Enclosure {
        let order = arena.reachable_from(roots);
        let length = order.last().map_or(0, |last| last.index() + 1);
        let mut enclosure = Enclosure { values: vec![Ball::UNKNOWN; length] };
        enclosure.run(arena, &order, point, unknowns);
        enclosure
    }

    /// The value of one of the roots, or of a part of them. Conditions are 1 where they hold and 0 where they don't.
    pub fn value(&self, id: Id) -> &Ball {
        &self.values[id.index()]
    }

    fn run(&mut self, arena: &Arena, order: &[Id], point: &Point<'_>, unknowns: &mut Unknowns<'_>) {
        for &id in order {
            self.values[id.index()] = self.node(arena, id, point, unknowns);
        }
    }

    fn node(&self, arena: &Arena, id: Id, point: &Point<'_>, unknowns: &mut Unknowns<'_>) -> Ball {
        let precision = point.precision;
        let value = |id: &Id| &self.values[id.index()];
        let arguments = |ids: &[Id]| -> Vec<Ball> { ids.iter().map(|id| value(id).clone()).collect() };
        match arena.node(id) {
            Node::Undefined | Node::Derivative(..) => Ball::UNKNOWN,
            Node::Number(number) => Ball::rational(number, precision),
            Node::Symbol(symbol) => point.values.iter().find(|(name, _)| *name == symbol).map_or(Ball::UNKNOWN, |(_, value)| value.clone()),
            Node::Sum(terms) => terms.iter().fold(Ball::integer(0, precision), |sum, term| {
                let own = value(&term.id);
                match term.number.to_i64() {
                    Some(1) => &sum + own,
                    Some(factor) => &sum + &own.times(factor),
                    None => &sum + &(own * &Ball::rational(&term.number, precision)),
                }
            }),
            Node::Product(factors) => factors.iter().fold(Ball::integer(1, precision), |product, factor| {
                let base = value(&factor.id);
                if !factor.number.is_integer() && point.inside && !point.wide && !base.is_nonzero() {
                    return Ball { precision, ..Ball::UNKNOWN };
                }
                let power = if point.wide { functions::range_of_power(base, &factor.number) } else { base.rational_power(&factor.number) };
                &product * &power
            }),
            Node::Power(base, exponent) => {
                let (base, exponent) = (value(&base), value(&exponent));
                // Beside a negative base or an integer exponent there are points where the power has no value.
                if point.inside && !base.is_positive() {
                    Ball { precision, ..Ball::UNKNOWN }
                } else if point.wide && base.is_positive() {
                    let logarithm = functions::range(FunctionId::LN, std::slice::from_ref(base));
                    functions::range(FunctionId::EXP, &[&logarithm * exponent])
                } else {
                    base.power(exponent)
                }
            }
            Node::Call(function, []) => functions::constant(function, precision),
            // Where something jumps within a wide ball, what is integrated has no derivative by what it depends on.
            Node::Call(function, ids) if point.wide && (!point.inside || function.row().continuous.is_empty()) => {
                functions::range(function, &arguments(ids))
            }
            Node::Call(function, ids) => functions::value(function, &arguments(ids), point.inside),
            Node::Apply(unknown, ids) => {
                let arguments = arguments(ids);
                if arguments.iter().any(|argument| !argument.is_known()) {
                    return Ball::UNKNOWN;
                }
                let (name, orders) = arena.unknown(unknown);
                unknowns(arena.name(name), orders, &arguments)
            }
            Node::Piecewise(branches) => {
                let mut possible: Option<Ball> = None;
                for branch in branches.chunks(2) {
                    let holds = truth(value(&branch[1]));
                    if holds == Some(false) {
                        continue;
                    }
                    if holds.is_none() && (point.inside || !point.wide) {
                        return Ball::UNKNOWN;
                    }
                    let case = value(&branch[0]);
                    possible = Some(possible.map_or_else(|| case.clone(), |others| others.or(case)));
                    if holds == Some(true) {
                        return possible.unwrap_or(Ball::UNKNOWN);
                    }
                }
                Ball::UNKNOWN
            }
            Node::Relation(relation, left, right) => {
                let difference = value(&right) - value(&left);
                let holds = match relation {
                    _ if difference.is_zero() && point.inside => None,
                    Relation::Less => comparison(&difference, true, false, false),
                    Relation::LessOrEqual => comparison(&difference, true, true, false),
                    Relation::Equal => comparison(&difference, false, true, false),
                    Relation::NotEqual => comparison(&difference, true, false, true),
                };
                holds.map_or(Ball::UNKNOWN, |holds| Ball::integer(i64::from(holds), precision))
            }
            Node::And(parts) => all(parts.iter().map(|part| truth(value(part))), true, precision),
            Node::Or(parts) => all(parts.iter().map(|part| truth(value(part))), false, precision),
            Node::Bound(binder @ (Binder::Sum | Binder::Product), &[variable, lower, upper, body]) => {
                self.over_index(arena, binder, variable, [value(&lower).to_integer(), value(&upper).to_integer()], body, point, unknowns)
            }
            Node::Bound(Binder::Integral, &[variable, lower, upper, body]) if lower != Id::TRUE => {
                self.over_interval(arena, variable, [value(&lower), value(&upper)], body, point, unknowns)
            }
            Node::Bound(..) => Ball::UNKNOWN,
        }
    }

    /// An integral by the range of its integrand on each of many pieces: a wide ball, but one that certainly holds the value.
    fn over_interval(
        &self,
        arena: &Arena,
        variable: Id,
        [lower, upper]: [&Ball; 2],
        body: Id,
        point: &Point<'_>,
        unknowns: &mut Unknowns<'_>,
    ) -> Ball {
        let Some(symbol) = arena.as_symbol(variable) else { return Ball::UNKNOWN };
        let halvings = match point.precision {
            0..=64 => 6,
            65..=128 => 8,
            // More digits make no piece narrower.
            _ => return Ball { precision: point.precision, ..Ball::UNKNOWN },
        };
        let order = arena.reachable(body);
        let width = (upper - lower).scaled(-halvings);
        let mut total = Ball::integer(0, point.precision);
        let mut end = lower.clone();
        for piece in 1..=1i64 << halvings {
            let Some(left) = point.left.get().checked_sub(order.len()) else { return Ball::UNKNOWN };
            point.left.set(left);
            let next = lower + &width.times(piece);
            let mut values = vec![(symbol, end.or(&next))];
            values.extend_from_slice(point.values);
            let mut inner = Enclosure { values: vec![Ball::UNKNOWN; body.index() + 1] };
            // Binders nest a few deep at most: the reader bounds it.
            inner.run(arena, &order, &Point { values: &values, wide: true, ..*point }, unknowns);
            total = &total + inner.value(body);
            if !total.is_known() {
                break;
            }
            end = next;
        }
        &total * &width
    }

    #[allow(clippy::too_many_arguments)]
    fn over_index(
        &self,
        arena: &Arena,
        binder: Binder,
        variable: Id,
        limits: [Option<i64>; 2],
        body: Id,
        point: &Point<'_>,
        unknowns: &mut Unknowns<'_>,
    ) -> Ball {
        let (Some(symbol), [Some(lower), Some(upper)]) = (arena.as_symbol(variable), limits) else { return Ball::UNKNOWN };
        // What is said of a sum is meant for counts: one that ends before it begins is no witness.
        let is_backward = point.inside && upper < lower.saturating_sub(1);
        if is_backward || upper.saturating_sub(lower) >= MOST_TERMS {
            return Ball::UNKNOWN;
        }
        let order = arena.reachable(body);
        let mut total = Ball::integer(i64::from(binder == Binder::Product), point.precision);
        for index in lower..=upper {
            let Some(left) = point.left.get().checked_sub(order.len()) else { return Ball::UNKNOWN };
            point.left.set(left);
            let mut values = vec![(symbol, Ball::integer(index, point.precision))];
            values.extend_from_slice(point.values);
            let mut inner = Enclosure { values: vec![Ball::UNKNOWN; body.index() + 1] };
            // Binders nest a few deep at most: the reader bounds it.
            inner.run(arena, &order, &Point { values: &values, ..*point }, unknowns);
            let term = inner.value(body);
            total = if binder == Binder::Sum { &total + term } else { &total * term };
            if !total.is_known() {
                break;
            }
        }
        total
    }
}

fn truth(value: &Ball) -> Option<bool> {
    value.to_integer().map(|value| value == 1)
}

/// Whether a comparison holds that holds for positive, zero and negative differences as said.
fn comparison(difference: &Ball, positive: bool, zero: bool, negative: bool) -> Option<bool> {
    if difference.is_positive() {
        Some(positive)
    } else if difference.is_negative() {
        Some(negative)
    } else {
        difference.is_zero().then_some(zero)
    }
}

/// Whether all of the parts hold, or (for `neutral` false) any of them.
fn all(parts: impl Iterator<Item = Option<bool>>, neutral: bool, precision: u32) -> Ball {
    let mut result = Some(neutral);
    for part in parts {
        match part {
            Some(holds) if holds != neutral => return Ball::integer(i64::from(!neutral), precision),
            Some(_) => {}
            None => result = None,
        }
    }
    result.map_or(Ball::UNKNOWN, |holds| Ball::integer(i64::from(holds), precision))
}
