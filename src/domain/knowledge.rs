//! Intervals that contain the values of expressions.

use super::quadratic::Square;
use crate::expression::{Arena, Binder, Id, Node, Relation, Symbol, Term};
use crate::functions::{FunctionId, Range};
use crate::number::Rational;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

const MAX: FunctionId = FunctionId::named("max");
const MIN: FunctionId = FunctionId::named("min");

/// The intervals of so many terms or factors are put together.
const MOST_BOUNDED: usize = 16;

/// An end of an interval: a number and whether it is excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The number.
    pub value: Rational,
    /// Whether the interval is open here.
    pub open: bool,
}

/// An interval that contains every value an expression can take where it is defined; a missing end is infinite.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interval {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
    /// Known not to contain zero although the interval does.
    pub nonzero: bool,
}

fn open(value: Rational) -> Option<End> {
    Some(End { value, open: true })
}

fn closed(value: Rational) -> Option<End> {
    Some(End { value, open: false })
}

impl Interval {
    fn positive() -> Interval {
        Interval { low: open(Rational::ZERO), high: None, nonzero: true }
    }

    fn non_negative(nonzero: bool) -> Interval {
        if nonzero { Interval::positive() } else { Interval { low: closed(Rational::ZERO), high: None, nonzero: false } }
    }

    /// Every value is above zero.
    pub fn is_positive(&self) -> bool {
        self.low.as_ref().is_some_and(|end| end.value.signum() > 0 || (end.value.is_zero() && (end.open || self.nonzero)))
    }

    /// Every value is zero or above.
    pub fn is_non_negative(&self) -> bool {
        self.low.as_ref().is_some_and(|end| end.value.signum() >= 0)
    }

    /// Every value is below zero.
    pub fn is_negative(&self) -> bool {
        self.high.as_ref().is_some_and(|end| end.value.is_negative() || (end.value.is_zero() && (end.open || self.nonzero)))
    }

    /// Every value is zero or below.
    pub fn is_non_positive(&self) -> bool {
        self.high.as_ref().is_some_and(|end| end.value.signum() <= 0)
    }

    /// No value is zero.
    pub fn is_nonzero(&self) -> bool {
        self.nonzero || self.is_positive() || self.is_negative()
    }

    fn scaled(&self, factor: &Rational) -> Interval {
        let scale = |end: &Option<End>| end.as_ref().map(|end| End { value: &end.value * factor, open: end.open });
        let (low, high) = (scale(&self.low), scale(&self.high));
        if factor.is_negative() {
            Interval { low: high, high: low, nonzero: self.nonzero }
        } else {
            Interval { low, high, nonzero: self.nonzero }
        }
    }

    fn plus(&self, other: &Interval) -> Interval {
        let add = |a: &Option<End>, b: &Option<End>| match (a, b) {
            (Some(a), Some(b)) => Some(End { value: &a.value + &b.value, open: a.open || b.open }),
            _ => None,
        };
        Interval { low: add(&self.low, &other.low), high: add(&self.high, &other.high), nonzero: false }
    }

    /// The part common to both, for facts that both hold.
    fn and(mut self, other: Interval) -> Interval {
        let tighter = |a: Option<End>, b: Option<End>, keep_larger: bool| match (a, b) {
            (Some(a), Some(b)) => {
                let take_first = if a.value == b.value { a.open } else { (a.value > b.value) == keep_larger };
                Some(if take_first { a } else { b })
            }
            (a, b) => a.or(b),
        };
        self.low = tighter(self.low, other.low, true);
        self.high = tighter(self.high, other.high, false);
        self.nonzero |= other.nonzero;
        self
    }

    /// Between zero and one, ends perhaps included.
    fn is_in_unit(&self) -> bool {
        self.is_non_negative() && self.high.as_ref().is_some_and(|end| end.value <= Rational::ONE)
    }

    fn power(&self, exponent: &Rational) -> Interval {
        if exponent.is_one() {
            return self.clone();
        }
        let negative = exponent.is_negative();
        if !exponent.is_integer() || exponent.is_even() {
            // Roots are non-negative where they are defined, even powers everywhere.
            let mut result = Interval::non_negative(negative || self.is_nonzero());
            let within = |end: &Option<End>, sign: i32| {
                end.as_ref().is_some_and(|end| (&end.value * &Rational::integer(sign.into())) <= Rational::ONE)
            };
            if !negative && within(&self.high, 1) && within(&self.low, -1) {
                let open_end = |end: &Option<End>| end.as_ref().is_some_and(|end| end.open);
                result.high = Some(End { value: Rational::ONE, open: open_end(&self.high) && open_end(&self.low) });
            }
            return result;
        }
        let nonzero = negative || self.is_nonzero();
        if self.is_non_negative() {
            Interval::non_negative(nonzero)
        } else if self.is_non_positive() {
            Interval::non_negative(nonzero).scaled(&Rational::MINUS_ONE)
        } else {
            Interval { nonzero, ..Interval::default() }
        }
    }

    fn times(&self, other: &Interval) -> Interval {
        let nonzero = self.is_nonzero() && other.is_nonzero();
        if self.is_in_unit() && other.is_in_unit() {
            let mut unit = Interval::non_negative(nonzero);
            unit.high = Some(End {
                value: Rational::ONE,
                open: [&self.high, &other.high].iter().any(|end| end.as_ref().is_some_and(|end| end.open || end.value < Rational::ONE)),
            });
            return unit;
        }
        let same = (self.is_non_negative() && other.is_non_negative()) || (self.is_non_positive() && other.is_non_positive());
        let opposite = (self.is_non_negative() && other.is_non_positive()) || (self.is_non_positive() && other.is_non_negative());
        if same {
            Interval::non_negative(nonzero)
        } else if opposite {
            Interval::non_negative(nonzero).scaled(&Rational::MINUS_ONE)
        } else {
            Interval { nonzero, ..Interval::default() }
        }
    }
}

/// The parts of an expression whose intervals say something of its own: none of a case distinction's, which may be nested
/// without end.
fn for_each_that_bounds(arena: &Arena, id: Id, mut visit: impl FnMut(Id)) {
    match arena.node(id) {
        Node::Sum(terms) | Node::Product(terms) if terms.len() <= MOST_BOUNDED => terms.iter().for_each(|term| visit(term.id)),
        Node::Power(base, _) => visit(base),
        Node::Call(FunctionId::ABS, &[argument]) => visit(argument),
        Node::Call(MAX | MIN, arguments) if arguments.len() <= MOST_BOUNDED => arguments.iter().for_each(|argument| visit(*argument)),
        Node::Bound(Binder::Sum | Binder::Product, &[.., body]) => visit(body),
        _ => {}
    }
}

/// Whether the limits of a sum are numbers that leave nothing between them.
fn is_empty(arena: &Arena, range: &[Id]) -> bool {
    let &[lower, upper] = range else { return false };
    matches!((arena.as_number(lower), arena.as_number(upper)), (Some(lower), Some(upper)) if lower > upper)
}

/// The interval of the largest of some values, or of the smallest.
fn of_extremum(function: FunctionId, values: &[&Interval]) -> Interval {
    let sign = if function == MAX { Rational::ONE } else { Rational::MINUS_ONE };
    let turned = values.iter().map(|interval| interval.scaled(&sign));
    let (mut low, mut high): (Option<End>, Option<Option<End>>) = (None, None);
    for Interval { low: own_low, high: own_high, .. } in turned {
        low = match (low, own_low) {
            (Some(known), Some(own)) => Some(if (&own.value, own.open) > (&known.value, known.open) { own } else { known }),
            (known, own) => known.or(own),
        };
        high = Some(match (high, own_high) {
            (None, own) => own,
            (Some(Some(known)), Some(own)) => Some(if (&own.value, !own.open) > (&known.value, !known.open) { own } else { known }),
            _ => None,
        });
    }
    Interval { low, high: high.flatten(), nonzero: false }.scaled(&sign)
}

/// The side of a number on which a sum stays that takes from `|u|` or `max(u, v)` no more than u, or adds to it, or takes from
/// `min(u, v)` one of its values: `|u| - u` and `2*|u| + u + 1`.
fn never_crossed(arena: &Arena, terms: &[Term]) -> Option<Interval> {
    let rest_is = |at: usize, value: Id, accepts: &dyn Fn(&Rational) -> bool| {
        let mut rest = terms.iter().enumerate().filter(|(other, term)| *other != at && term.id != Id::ONE).map(|(_, term)| term);
        match arena.node(value) {
            // Of a sum, every term as often.
            Node::Sum(parts) => {
                let first = terms.iter().find(|term| term.id == parts[0].id)?;
                let often = &first.number * &parts[0].number.reciprocal()?;
                let is_alike = |part: &Term| rest.next().is_some_and(|term| term.id == part.id && term.number == &part.number * &often);
                (parts.iter().all(is_alike) && rest.next().is_none() && accepts(&often)).then_some(())
            }
            _ => (rest.next().is_some_and(|term| term.id == value && accepts(&term.number)) && rest.next().is_none()).then_some(()),
        }
    };
    let shift = terms.iter().find(|term| term.id == Id::ONE).map_or(Rational::ZERO, |term| term.number.clone());
    let size = |number: &Rational| if number.is_negative() { -number } else { number.clone() };
    terms.iter().enumerate().find_map(|(at, term)| {
        let Node::Call(function, arguments) = arena.node(term.id) else { return None };
        let own = &term.number;
        let sign = match function {
            FunctionId::ABS => arguments.iter().find_map(|u| rest_is(at, *u, &|often| size(often) <= size(own))).map(|()| 1),
            MAX => arguments.iter().find_map(|u| rest_is(at, *u, &|often| *often == -own)).map(|()| 1),
            MIN => arguments.iter().find_map(|u| rest_is(at, *u, &|often| *often == -own)).map(|()| -1),
            _ => None,
        }?;
        let end = closed(shift.clone());
        let is_above = (sign > 0) != own.is_negative();
        let (low, high) = if is_above { (end, None) } else { (None, end) };
        Some(Interval { low, high, nonzero: false })
    })
}

/// What is known: assumptions, and an interval for each expression that was asked about, found once each.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    given: FxHashMap<Id, Interval>,
    known: FxHashMap<Id, Interval>,
    /// The variables of the derivatives taken: where one exists, the variable takes every value nearby.
    varying: SmallVec<[Symbol; 2]>,
}

impl Knowledge {
    /// Forgets everything.
    pub fn reset(&mut self) {
        self.given.clear();
        self.known.clear();
        self.varying.clear();
    }

    /// Says that only what has a value for every value of a variable nearby is asked about, as of a derivative by it.
    pub fn vary(&mut self, variable: Symbol) {
        if !self.varying.contains(&variable) {
            self.varying.push(variable);
        }
    }

    /// Whether this is the variable of a derivative taken.
    pub fn varies(&self, variable: Symbol) -> bool {
        self.varying.contains(&variable)
    }

    /// Whether a power can be asked about only where its base is positive: `x^pi`, and `x^x` where x varies. By itself `x^x` has
    /// values at negative whole numbers too.
    pub fn asks_for_positive_base(&self, arena: &Arena, base: Id, exponent: Id) -> bool {
        arena.asks_for_positive_base(base, exponent) && {
            let letters = arena.free_symbols(exponent);
            letters.is_empty() || letters.iter().any(|letter| self.varying.contains(letter))
        }
    }

    /// Assumes a condition: a comparison with a number on one side (of any expression), or several joined by `and`.
    /// False if the condition is of another kind, and then nothing is assumed.
    pub fn assume(&mut self, arena: &mut Arena, condition: Id) -> bool {
        let parts = match arena.node(condition) {
            Node::And(parts) => parts.to_vec(),
            _ => vec![condition],
        };
        let mut facts = Vec::new();
        for part in parts {
            let Node::Relation(relation, left, right) = arena.node(part) else { return false };
            // a < b says that b - a is positive; where a side is a number, also where the other side lies.
            let difference = arena.subtract(right, left);
            let zero = match relation {
                Relation::Less => Interval::positive(),
                Relation::LessOrEqual => Interval::non_negative(false),
                Relation::Equal => Interval { low: closed(Rational::ZERO), high: closed(Rational::ZERO), nonzero: false },
                Relation::NotEqual => Interval { nonzero: true, ..Interval::default() },
            };
            for (id, other, sign) in [(right, left, 1), (left, right, -1)] {
                if let Some(bound) = arena.as_number(other) {
                    let shift = Interval { low: closed(bound.clone()), high: closed(bound.clone()), nonzero: false };
                    let mut interval = zero.scaled(&Rational::integer(sign)).plus(&shift);
                    interval.nonzero = relation == Relation::NotEqual && bound.is_zero();
                    facts.push((id, interval));
                }
            }
            facts.push((difference, zero.clone()));
            let opposite = arena.negate(difference);
            facts.push((opposite, zero.scaled(&Rational::MINUS_ONE)));
        }
        // What is not zero has no factor that is, and a power no base.
        let mut at = 0;
        while at < facts.len() {
            if facts[at].1.is_nonzero() {
                let parts: SmallVec<[Id; 4]> = match arena.node(facts[at].0) {
                    Node::Product(factors) if factors.len() <= MOST_BOUNDED => factors.iter().map(|factor| factor.id).collect(),
                    Node::Power(base, _) | Node::Call(FunctionId::ABS, &[base]) => smallvec![base],
                    _ => SmallVec::new(),
                };
                for part in parts {
                    let opposite = arena.negate(part);
                    facts.extend([part, opposite].map(|id| (id, Interval { nonzero: true, ..Interval::default() })));
                }
            }
            at += 1;
        }
        // What is made of other things only is as before: children have smaller ids. A product has parts that are no children.
        if facts.iter().any(|(id, _)| matches!(arena.node(*id), Node::Product(_))) {
            self.known.clear();
        } else if let Some(first) = facts.iter().map(|(id, _)| *id).min() {
            self.known.retain(|id, _| *id < first);
        }
        for (id, fact) in facts {
            let given = self.given.remove(&id).unwrap_or_default();
            self.given.insert(id, given.and(fact));
        }
        true
    }

    /// What would be known if a condition held as well; none where it cannot be assumed.
    pub fn assuming(&self, arena: &mut Arena, condition: Id) -> Option<Knowledge> {
        let mut with = self.without_intervals();
        with.assume(arena, condition).then_some(with)
    }

    /// The assumptions alone, to be added to: most of the intervals found would be forgotten.
    pub(crate) fn without_intervals(&self) -> Knowledge {
        Knowledge { given: self.given.clone(), known: FxHashMap::default(), varying: self.varying.clone() }
    }

    /// Whether anything was assumed.
    pub fn has_assumptions(&self) -> bool {
        !self.given.is_empty()
    }

    /// The interval of an expression.
    pub fn interval(&mut self, arena: &Arena, id: Id) -> &Interval {
        // Only what the expression is made of is looked at: an arena holds far more, and an assumption forgets all of it.
        let mut waiting: SmallVec<[Id; 16]> = SmallVec::new();
        waiting.push(id);
        while let Some(next) = waiting.last().copied() {
            let known = &self.known;
            let before = waiting.len();
            if !known.contains_key(&next) {
                for_each_that_bounds(arena, next, |child| {
                    if !known.contains_key(&child) {
                        waiting.push(child);
                    }
                });
                if waiting.len() > before {
                    continue;
                }
                let interval = self.find(arena, next);
                self.known.insert(next, interval);
            }
            waiting.pop();
        }
        &self.known[&id]
    }

    /// The interval of an expression, where that of each part that bounds it is known.
    fn find(&self, arena: &Arena, id: Id) -> Interval {
        let known = |id: Id| &self.known[&id];
        let found = match arena.node(id) {
            Node::Number(number) => Interval { low: closed(number.clone()), high: closed(number.clone()), nonzero: !number.is_zero() },
            Node::Sum(terms) if terms.len() <= MOST_BOUNDED => {
                let mut total = match terms.first() {
                    Some(term) => known(term.id).scaled(&term.number),
                    None => Interval::default(),
                };
                for term in &terms[1..] {
                    if total.low.is_none() && total.high.is_none() {
                        // What is not zero by itself may well be zero in a sum: 1/x - b.
                        total = Interval::default();
                        break;
                    }
                    total = total.plus(&known(term.id).scaled(&term.number));
                }
                [never_crossed(arena, terms), self.above_square(arena, terms)].into_iter().flatten().fold(total, Interval::and)
            }
            Node::Product(factors) if factors.len() <= MOST_BOUNDED => {
                let mut total = known(factors[0].id).power(&factors[0].number);
                for factor in &factors[1..] {
                    total = total.times(&known(factor.id).power(&factor.number));
                }
                match self.of_given_part(arena, factors) {
                    Some(whole) => total.and(whole),
                    None => total,
                }
            }
            Node::Power(base, _) if known(base).is_non_negative() => Interval::non_negative(known(base).is_positive()),
            Node::Call(function @ (MAX | MIN), arguments) if arguments.len() <= MOST_BOUNDED => {
                of_extremum(function, &arguments.iter().map(|argument| known(*argument)).collect::<Vec<_>>())
            }
            Node::Call(function, arguments) => {
                let between = |low: Option<End>, high: Option<End>| Interval { low, high, nonzero: false };
                match function.row().range {
                    Range::Positive if function.row().name == "pi" => {
                        Interval { low: open(Rational::integer(3)), high: open(Rational::integer(4)), nonzero: true }
                    }
                    Range::Positive => Interval::positive(),
                    // |u| vanishes at zero only.
                    Range::NonNegative => Interval::non_negative(function == FunctionId::ABS && known(arguments[0]).is_nonzero()),
                    Range::UnitInterval => between(open(Rational::ZERO), open(Rational::ONE)),
                    Range::WithinUnit => between(open(Rational::MINUS_ONE), open(Rational::ONE)),
                    Range::UpToUnit => between(closed(Rational::MINUS_ONE), closed(Rational::ONE)),
                    Range::Fraction => between(closed(Rational::ZERO), closed(Rational::ONE)),
                    Range::AtLeastOne => between(closed(Rational::ONE), None),
                    Range::AtLeastMinusOne => between(closed(Rational::MINUS_ONE), None),
                    Range::BeyondUnit | Range::OutsideUnit => Interval { nonzero: true, ..Interval::default() },
                    Range::Real => Interval::default(),
                }
            }
            // An index is taken to have a value: the sum of squares, not of nothing.
            Node::Bound(Binder::Sum | Binder::Product, &[index, ref range @ .., body])
                if !self.given.contains_key(&index) && known(body).is_non_negative() && !is_empty(arena, range) =>
            {
                Interval::non_negative(known(body).is_nonzero())
            }
            _ => Interval::default(),
        };
        match self.given.get(&id) {
            Some(fact) => found.and(fact.clone()),
            None => found,
        }
    }

    /// The interval of a product some of whose factors were assumed something of together: of `a*b*x^4` where `a*b >= 0`.
    fn of_given_part(&self, arena: &Arena, factors: &[Term]) -> Option<Interval> {
        let of_part = |(id, fact): (&Id, &Interval)| {
            let Node::Product(part) = arena.node(*id) else { return None };
            let is_inside = part.len() < factors.len() && part.iter().all(|factor| factors.contains(factor));
            let rest = factors.iter().filter(|factor| !part.contains(factor));
            is_inside.then(|| rest.fold(fact.clone(), |total, factor| total.times(&self.known[&factor.id].power(&factor.number))))
        };
        self.given.iter().filter_map(of_part).reduce(Interval::and)
    }

    /// What lies above a square among some terms: `x^2 - 2*a*x + a^2 + b^2`.
    fn above_square(&self, arena: &Arena, terms: &[Term]) -> Option<Interval> {
        let Square { places, rest, .. } = Square::among(arena, terms)?;
        let second = &terms[places[1]];
        let square = if second.id == Id::ONE {
            Interval { low: closed(rest), high: None, nonzero: false }
        } else {
            let is_positive = !rest.is_zero() && self.known[&second.id].is_nonzero();
            Interval::non_negative(is_positive)
        };
        let others = terms.iter().enumerate().filter(|(at, _)| !places.contains(at));
        Some(others.fold(square, |total, (_, term)| total.plus(&self.known[&term.id].scaled(&term.number))))
    }

    /// Whether a condition certainly holds (`Some(true)`), certainly fails (`Some(false)`), or neither is known.
    pub fn decide(&mut self, arena: &mut Arena, condition: Id) -> Option<bool> {
        match arena.node(condition) {
            Node::And(parts) => {
                let answers: Vec<Option<bool>> = parts.to_vec().into_iter().map(|part| self.decide(arena, part)).collect();
                if answers.contains(&Some(false)) {
                    Some(false)
                } else {
                    answers.iter().all(|answer| *answer == Some(true)).then_some(true)
                }
            }
            Node::Or(parts) => {
                let answers: Vec<Option<bool>> = parts.to_vec().into_iter().map(|part| self.decide(arena, part)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else {
                    answers.iter().all(|answer| *answer == Some(false)).then_some(false)
                }
            }
            Node::Relation(relation, left, right) => {
                // What is asked of the difference is known to hold wherever both sides are defined.
                let losses = arena.take_losses();
                let difference = arena.subtract(right, left);
                arena.restore_losses(losses);
                let interval = self.interval(arena, difference);
                let (yes, no) = match relation {
                    Relation::Less => (interval.is_positive(), interval.is_non_positive()),
                    Relation::LessOrEqual => (interval.is_non_negative(), interval.is_negative()),
                    Relation::Equal => (difference == Id::ZERO, interval.is_nonzero()),
                    Relation::NotEqual => (interval.is_nonzero(), difference == Id::ZERO),
                };
                if yes {
                    Some(true)
                } else if no {
                    Some(false)
                } else {
                    None
                }
            }
            _ => None,
        }
    }
}
