//! The search for a point where two expressions differ.

use super::Pair;
use super::components::letters_of_indices;
use super::function::Specimen;
use super::point::{POINTS, Point, point};
use super::stretches::samples;
use crate::domain::Knowledge;
use crate::evaluate::{Ball, Enclosure, evaluate_all};
use crate::expression::{Arena, Binder, Id, Node, SYMBOLIC_ORDER, Symbol};
use crate::letters::is_index;
use crate::number::Rational;

/// A point where two expressions certainly differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The values of the variables.
    pub point: Vec<(Symbol, Rational)>,
    /// What stands for unknown functions.
    pub functions: Vec<Specimen>,
    /// The value expected there.
    pub expected: f64,
    /// The value claimed.
    pub claimed: f64,
    /// Whether the sides may well agree all around the point.
    pub is_single: bool,
}

/// How far the values of two expressions agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// To so many digits, at least.
    pub digits: u32,
    /// At so many points.
    pub points: usize,
}

/// Doubles that differ by more than this part of their size are worth a certain look.
const SUSPICIOUS: f64 = 1e-7;

/// The precisions balls are tried at, in bits.
const PRECISIONS: [u32; 5] = [64, 128, 256, 512, 1024];

/// Balls with fewer bits than this tell that two values differ, and doubles in them what they are.
const DOUBLE_BITS: i64 = 53;

/// So many points that agree in doubles, some of each sign and size, are enough to look for a proof.
pub(super) const ENOUGH: usize = 8;

/// Agreement is measured at no more points than this, and no more others are looked at again.
const MOST_COMPARED: usize = 6;
const MOST_RETRIED: usize = 12;

/// Sums and integrals that take more parts than this at a point have no value there in doubles.
const MOST_PARTS: usize = 100_000;

/// The points of one comparison, and what is known of them.
pub(super) struct Search<'a> {
    pair: &'a Pair<'a>,
    /// Everything that has to be evaluated: both sides, what they must be within, and the conditions.
    roots: Vec<Id>,
    functions: Vec<Specimen>,
    /// The same for the first points, where components are all the same.
    simplest: Vec<Specimen>,
    points: Vec<Point>,
    /// Whether values count only where there is a derivative too, and where sums have no fewer terms than none.
    inside: bool,
    /// How many of the points have been looked at in doubles.
    screened: usize,
    /// The points that doubles could not settle.
    open: Vec<usize>,
    /// The points where both sides agree and are not zero.
    agreeing: Vec<usize>,
    /// The points where both sides are zero, or may be: they say little.
    zeros: Vec<usize>,
}

/// What doubles say about a point.
enum Glance {
    Agree,
    /// The values may differ: balls have to tell.
    Differ,
    /// Some value does not exist.
    Nothing,
}

/// What balls say about a point.
enum Outcome {
    /// The values differ.
    Differ(f64, f64),
    /// They agree to so many digits.
    Agree(u32),
    /// Both are zero, or too close to it to tell.
    Vanish,
    /// Some value is not certain, or does not exist.
    Nothing,
}

impl<'a> Search<'a> {
    pub fn new(arena: &mut Arena, knowledge: &mut Knowledge, pair: &'a Pair<'a>) -> Search<'a> {
        let mut roots = vec![pair.expected, pair.claimed];
        roots.extend_from_slice(pair.within);
        roots.extend_from_slice(pair.conditions);
        roots.extend_from_slice(pair.forgotten);
        let mut symbols: Vec<Symbol> = pair.variables.to_vec();
        for root in &roots {
            for symbol in arena.free_symbols(*root) {
                if !symbols.contains(&symbol) {
                    symbols.push(symbol);
                }
            }
        }
        // Without a variable of its own the first name is one.
        let leading = pair.variables.len().max(1);
        let count = if symbols.is_empty() { 1 } else { POINTS };
        let mut points: Vec<Point> = (0..count).map(|index| point(arena, knowledge, &symbols, leading, index)).collect();
        count_with(arena, &roots, &mut points);
        let functions = specimens(arena, &roots);
        let simplest = functions.iter().map(Specimen::simplest).collect();
        let inside = !pair.within.is_empty() || has_counts(arena, &roots);
        Search { pair, roots, functions, simplest, points, inside, screened: 0, open: Vec::new(), agreeing: Vec::new(), zeros: Vec::new() }
    }

    /// Looks at points in doubles, up to `enough` that agree, and certifies the first that seems to be a witness.
    pub fn screen(&mut self, arena: &Arena, enough: usize) -> Option<Witness> {
        let order = arena.reachable_from(&self.roots);
        while self.screened < self.points.len() && self.agreeing.len() < enough {
            let index = self.screened;
            self.screened += 1;
            match self.doubles(arena, &order, index) {
                Glance::Agree => self.agreeing.push(index),
                Glance::Nothing => self.open.push(index),
                Glance::Differ => match self.certify(arena, index, &PRECISIONS[..3]) {
                    Outcome::Differ(expected, claimed) => return Some(self.witness(index, expected, claimed)),
                    Outcome::Agree(_) => self.agreeing.push(index),
                    Outcome::Vanish => self.zeros.push(index),
                    Outcome::Nothing => self.open.push(index),
                },
            }
        }
        None
    }

    /// Looks at all points that are left, at others for each variable with a value from each stretch on which other cases hold, and
    /// again, in balls of growing precision, at those that doubles could not settle and at some where they agree.
    pub fn persist(&mut self, arena: &mut Arena) -> Result<Witness, Option<Agreement>> {
        for (at, (symbol, value)) in samples(arena, &self.roots).into_iter().enumerate() {
            let mut point = self.points[at % self.points.len()].clone();
            point.iter_mut().filter(|(own, _)| *own == symbol).for_each(|(_, own)| *own = value.clone());
            self.points.push(point);
        }
        if let Some(witness) = self.screen(arena, usize::MAX) {
            return Ok(witness);
        }
        let mut agreement: Option<Agreement> = None;
        let agreeing = std::mem::take(&mut self.agreeing);
        let rest = self.zeros.iter().chain(&self.open).copied().collect::<Vec<_>>();
        for index in agreeing.into_iter().take(MOST_COMPARED).chain(rest.into_iter().take(MOST_RETRIED)) {
            match self.certify(arena, index, &PRECISIONS[1..]) {
                Outcome::Differ(expected, claimed) => return Ok(self.witness(index, expected, claimed)),
                Outcome::Agree(digits) => {
                    let before = agreement.unwrap_or(Agreement { digits, points: 0 });
                    agreement = Some(Agreement { digits: before.digits.min(digits), points: before.points + 1 });
                    self.agreeing.push(index);
                }
                Outcome::Vanish | Outcome::Nothing => {}
            }
        }
        Err(agreement)
    }

    fn functions_at(&self, index: usize) -> &[Specimen] {
        const FIRST: usize = 4;
        if index < FIRST { &self.simplest } else { &self.functions }
    }

    /// Both sides.
    pub fn sides(&self) -> [Id; 2] {
        [self.pair.expected, self.pair.claimed]
    }

    /// What the sides no longer show.
    pub fn forgotten(&self) -> &'a [Id] {
        self.pair.forgotten
    }

    /// Whether there is a point where what the sides no longer show certainly holds.
    pub fn is_defined(&self, arena: &Arena) -> bool {
        let holds = |index: usize| {
            let functions = self.functions_at(index);
            PRECISIONS[..3].iter().any(|precision| {
                let enclosure =
                    Enclosure::at(arena, self.pair.forgotten, &self.points[index], *precision, true, &mut |name, orders, arguments| {
                        value_of(functions, name, orders, arguments)
                    });
                self.pair.forgotten.iter().all(|id| enclosure.value(*id).to_integer() == Some(1))
            })
        };
        self.pair.forgotten.is_empty() || (0..self.points.len()).any(holds)
    }

    /// Whether no point could be used.
    pub fn has_no_point(&self) -> bool {
        self.agreeing.is_empty() && self.zeros.is_empty()
    }

    /// A function that has no value here: a word for which nothing may be put in, as its author may know what it means.
    pub fn named_function(&self) -> bool {
        self.functions.iter().any(|function| !function.is_arbitrary())
    }

    /// Whether both sides agree in doubles.
    fn doubles(&self, arena: &Arena, order: &[Id], index: usize) -> Glance {
        let values = self.values_at(arena, order, index);
        let value = |id: Id| values[id.index()];
        if self.pair.conditions.iter().chain(self.pair.forgotten).any(|condition| value(*condition) != 1.0)
            || self.pair.within.iter().any(|id| !value(*id).is_finite())
        {
            return Glance::Nothing;
        }
        let (expected, claimed) = (value(self.pair.expected), value(self.pair.claimed));
        let gap = (expected - claimed).abs();
        if expected.is_nan() || claimed.is_nan() {
            return Glance::Nothing;
        }
        // An infinity is a value too large for a double.
        let agree = gap.is_finite() && gap <= SUSPICIOUS * (expected.abs() + claimed.abs()) && expected != 0.0;
        if agree { Glance::Agree } else { Glance::Differ }
    }

    /// The values of everything two expressions are made of, at a few of the points where the sides agree.
    pub fn values(&self, arena: &Arena, roots: &[Id]) -> Vec<Vec<f64>> {
        const POINTS: usize = 4;
        let order = arena.reachable_from(roots);
        self.agreeing.iter().rev().take(POINTS).map(|index| self.values_at(arena, &order, *index)).collect()
    }

    fn values_at(&self, arena: &Arena, order: &[Id], index: usize) -> Vec<f64> {
        let point: Vec<(Symbol, f64)> = self.points[index].iter().map(|(symbol, value)| (*symbol, value.to_f64())).collect();
        let functions = self.functions_at(index);
        evaluate_all(arena, order, &point, MOST_PARTS, &mut |name, orders, arguments| {
            specimen(functions, name, orders, arguments.len()).map_or(f64::NAN, |specimen| specimen.value(orders, arguments, &|n| n as f64))
        })
    }

    fn certify(&self, arena: &Arena, index: usize, precisions: &[u32]) -> Outcome {
        let mut outcome = Outcome::Nothing;
        for &precision in precisions {
            let functions = self.functions_at(index);
            let enclosure =
                Enclosure::at(arena, &self.roots, &self.points[index], precision, self.inside, &mut |name, orders, arguments| {
                    value_of(functions, name, orders, arguments)
                });
            let certain = |id: &Id| enclosure.value(*id).is_known();
            let (expected, claimed) = (enclosure.value(self.pair.expected), enclosure.value(self.pair.claimed));
            let holds = |id: &Id| enclosure.value(*id).to_integer() == Some(1);
            if !self.pair.conditions.iter().chain(self.pair.forgotten).all(holds) {
                return Outcome::Nothing;
            }
            if !self.pair.within.iter().all(certain) || !expected.is_known() || !claimed.is_known() {
                continue;
            }
            let difference = expected - claimed;
            if difference.is_nonzero() {
                let order = arena.reachable_from(&self.roots);
                let doubles = self.values_at(arena, &order, index);
                let told = |id: Id, ball: &Ball| {
                    let double = doubles[id.index()];
                    let is_finer =
                        ball.accuracy() < DOUBLE_BITS && ball.bounds().is_some_and(|(low, high)| low <= double && double <= high);
                    if is_finer { double } else { ball.to_f64() }
                };
                return Outcome::Differ(told(self.pair.expected, expected), told(self.pair.claimed, claimed));
            }
            let size = expected.magnitude().max(claimed.magnitude());
            let bits =
                if difference.is_zero() { i64::from(precision) } else { (size - difference.magnitude()).clamp(0, i64::from(precision)) };
            let digits = (bits as f64 * std::f64::consts::LOG10_2) as u32;
            outcome = if expected.is_nonzero() { Outcome::Agree(digits) } else { Outcome::Vanish };
            if difference.is_zero() {
                break;
            }
        }
        outcome
    }

    fn witness(&self, index: usize, expected: f64, claimed: f64) -> Witness {
        Witness { point: self.points[index].clone(), functions: self.functions_at(index).to_vec(), expected, claimed, is_single: false }
    }
}

/// Whether there are sums or products over an index, whose limits are meant for counts.
pub(super) fn has_counts(arena: &Arena, roots: &[Id]) -> bool {
    arena.reachable_from(roots).into_iter().any(|id| matches!(arena.node(id), Node::Bound(Binder::Sum | Binder::Product, _)))
}

/// Gives letters that count whole numbers, small ones to indices and exponents and larger ones to what sums go up to.
fn count_with(arena: &Arena, roots: &[Id], points: &mut [Point]) {
    let indices: Vec<Symbol> = letters_of_indices(arena, roots).into_iter().filter_map(|letter| arena.as_symbol(letter)).collect();
    let (mut ends, mut exponents): (Vec<Symbol>, Vec<Symbol>) = (Vec::new(), Vec::new());
    for id in arena.reachable_from(roots) {
        match arena.node(id) {
            Node::Bound(Binder::Sum | Binder::Product, &[_, _, upper, _]) => ends.extend(arena.as_symbol(upper)),
            Node::Power(_, exponent) => {
                exponents.extend(arena.free_symbols(exponent).into_iter().filter(|name| is_index(arena.name(*name))))
            }
            _ => {}
        }
    }
    if indices.is_empty() && ends.is_empty() && exponents.is_empty() {
        return;
    }
    for (index, point) in points.iter_mut().enumerate() {
        for (at, (symbol, value)) in point.iter_mut().enumerate() {
            if indices.contains(symbol) {
                *value = Rational::integer(1 + ((index + at) % 2) as i64);
            } else if ends.contains(symbol) {
                *value = Rational::integer(2 + (index % 3) as i64);
            } else if exponents.contains(symbol) && !value.is_integer() {
                *value = Rational::integer(1 + ((index + at) % 4) as i64);
            }
        }
    }
}

fn value_of(functions: &[Specimen], name: &str, orders: &[u32], arguments: &[Ball]) -> Ball {
    specimen(functions, name, orders, arguments.len())
        .map_or(Ball::UNKNOWN, |specimen| specimen.value(orders, arguments, &|n| Ball::integer(n, 64)))
}

/// What stands for an unknown function; nothing for a derivative of symbolic order, which has no value.
fn specimen<'f>(functions: &'f [Specimen], name: &str, orders: &[u32], arity: usize) -> Option<&'f Specimen> {
    if orders.first() == Some(&SYMBOLIC_ORDER) {
        return None;
    }
    functions.iter().find(|specimen| specimen.name == name && specimen.arity == arity && specimen.is_arbitrary())
}

/// One function for each unknown one.
fn specimens(arena: &Arena, roots: &[Id]) -> Vec<Specimen> {
    let mut found: Vec<Specimen> = Vec::new();
    for id in arena.reachable_from(roots) {
        let Node::Apply(unknown, arguments) = arena.node(id) else { continue };
        let (name, orders) = arena.unknown(unknown);
        let name = arena.name(name);
        if orders.first() == Some(&SYMBOLIC_ORDER) {
            continue;
        }
        if !found.iter().any(|known| known.name == name && known.arity == arguments.len()) {
            found.push(Specimen::new(name, arguments.len(), found.len()));
        }
    }
    found
}
