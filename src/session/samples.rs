//! Points at which sides of an equation are looked at in doubles, for what one of them loses.

use crate::evaluate::evaluate_all;
use crate::expression::{Arena, Id, Node, Relation, Symbol};
use crate::number::Rational;
use rustc_hash::FxHashSet;

/// Values that names are given; halves, so that sums and products of exponents are exact, and may be whole.
const VALUES: [f64; 18] = [0.0, 1.0, -1.0, 0.5, 2.0, -2.0, -0.5, 1.5, 3.0, -1.5, -3.0, 2.5, -2.5, 4.0, -0.25, 0.75, -5.0, 7.0];

/// So many points at most are made of them, of so many values at least.
const MOST_POINTS: usize = 640;
const FEW_VALUES: usize = 5;

/// So many zeros of a condition are looked for, from so many points.
const MOST_ZEROS: usize = 12;
const MOST_STARTS: usize = 6;

/// Numbers this close to each other, for their size, count as one.
const CLOSE: f64 = 1e-6;

/// Sums and integrals that take more parts than this at a point have no value there.
const MOST_PARTS: usize = 20_000;

/// The points, and the values of everything looked at.
pub(super) struct Samples {
    symbols: Vec<Symbol>,
    /// What is evaluated, children before parents.
    order: Vec<Id>,
    points: Vec<Vec<f64>>,
    near: Vec<bool>,
    /// Whether they are all that the first values make.
    pub is_complete: bool,
}

/// A point, with the values there.
pub(super) struct Sample {
    values: Vec<f64>,
    /// Whether the point is only close to the one that is meant.
    pub is_near: bool,
}

/// Whether the ends of ranges belong to them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Without,
    AsWritten,
    With,
}

impl Samples {
    /// Points for the names in some expressions.
    pub fn new(arena: &Arena, roots: &[Id]) -> Samples {
        let mut symbols: Vec<Symbol> = roots.iter().flat_map(|root| arena.free_symbols(*root)).collect();
        symbols.sort_by(|a, b| arena.name(*a).cmp(arena.name(*b)));
        symbols.dedup();
        let order = arena.reachable_from(roots);
        // The first values in all combinations, so that nothing is left to chance while there are few names.
        let count = u32::try_from(symbols.len()).unwrap_or(u32::MAX);
        let fits = |length: &usize| length.checked_pow(count).is_some_and(|all| all <= MOST_POINTS);
        let length = (FEW_VALUES..=VALUES.len()).rev().find(fits);
        let mut samples = Samples { symbols, order, points: Vec::new(), near: Vec::new(), is_complete: length.is_some() };
        for index in 0..length.map_or(MOST_POINTS, |length| length.pow(count)) {
            let point = samples.mixed(index, length);
            samples.push(point, false);
        }
        samples
    }

    /// Point number `index` of all that the first values make, or of many at random.
    fn mixed(&self, index: usize, length: Option<usize>) -> Vec<f64> {
        let mut state = (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut rest = index;
        let mut next = || match length {
            Some(length) => {
                let turn = rest % length;
                rest /= length;
                VALUES[turn]
            }
            None => {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                VALUES[(state >> 33) as usize % (2 * FEW_VALUES)]
            }
        };
        self.symbols.iter().map(|_| next()).collect()
    }

    fn push(&mut self, point: Vec<f64>, is_near: bool) {
        self.points.push(point);
        self.near.push(is_near);
    }

    /// Adds points where a name has a value.
    pub fn add_value(&mut self, symbol: Symbol, number: &Rational) {
        const POINTS: usize = 24;
        let Some(own) = self.symbols.iter().position(|name| *name == symbol) else { return };
        let value = number.to_f64();
        let is_exact = (number * &Rational::integer(1024)).is_integer();
        if is_exact && VALUES.contains(&value) {
            return;
        }
        let count = if self.symbols.len() == 1 { 1 } else { POINTS };
        for index in 0..count {
            let mut point = self.mixed(index, None);
            point[own] = value;
            self.push(point, !is_exact);
        }
    }

    /// Adds points close to those where both sides of a comparison in a condition are equal, from some of the points with these numbers.
    pub fn add_zeros(&mut self, arena: &Arena, condition: Id, starts: &[usize]) {
        let relations: Vec<[Id; 2]> = (arena.reachable(condition).into_iter())
            .filter_map(|id| match arena.node(id) {
                Node::Relation(_, left, right) => Some([left, right]),
                _ => None,
            })
            .collect();
        for sides in relations {
            let order = arena.reachable_from(&sides);
            let letters: FxHashSet<Symbol> = sides.iter().flat_map(|side| arena.free_symbols(*side)).collect();
            let mut found = 0;
            for turn in 0..MOST_STARTS.min(starts.len()) {
                if found >= MOST_ZEROS {
                    break;
                }
                // Points that have little in common.
                let start = self.points[starts[turn * 37 % starts.len()]].clone();
                let varying: Vec<usize> = (0..self.symbols.len()).filter(|at| letters.contains(&self.symbols[*at])).collect();
                for at in varying {
                    let mut difference = |value: f64| {
                        let mut point = start.clone();
                        point[at] = value;
                        let values = values(arena, &order, &self.symbols, &point);
                        values[sides[0].index()] - values[sides[1].index()]
                    };
                    for zero in zeros(&mut difference) {
                        // Beside it the sign of the difference is certain.
                        let beside = 0.01 * (1.0 + zero.abs());
                        for (value, is_near) in [(zero, true), (zero - beside, false), (zero + beside, false)] {
                            let mut point = start.clone();
                            point[at] = value;
                            self.push(point, is_near);
                        }
                        found += 1;
                    }
                }
            }
        }
    }

    /// The point with this number.
    pub fn get(&self, arena: &Arena, at: usize) -> Option<Sample> {
        let point = self.points.get(at)?;
        Some(Sample { values: values(arena, &self.order, &self.symbols, point), is_near: self.near[at] })
    }

    /// Whether a name has a value at a point.
    pub fn is_at(&self, at: usize, symbol: Symbol, value: f64) -> bool {
        self.symbols.iter().position(|name| *name == symbol).is_some_and(|own| are_close(self.points[at][own], value))
    }
}

impl Sample {
    /// The value of an expression.
    pub fn value(&self, id: Id) -> f64 {
        self.values[id.index()]
    }

    /// Whether a condition holds; what is close to an end of its range is taken for it. What has no value fails.
    pub fn holds(&self, arena: &Arena, condition: Id, ends: Ends) -> bool {
        match arena.node(condition) {
            Node::And(parts) => parts.iter().all(|part| self.holds(arena, *part, ends)),
            Node::Or(parts) => parts.iter().any(|part| self.holds(arena, *part, ends)),
            Node::Relation(relation, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                if left.is_nan() || right.is_nan() {
                    return false;
                }
                let are_equal = are_close(left, right);
                match relation {
                    Relation::Less | Relation::LessOrEqual if are_equal => match ends {
                        Ends::Without => false,
                        Ends::AsWritten => relation == Relation::LessOrEqual,
                        Ends::With => true,
                    },
                    Relation::Less | Relation::LessOrEqual => left < right,
                    Relation::Equal => are_equal,
                    Relation::NotEqual => !are_equal,
                }
            }
            _ => false,
        }
    }
}

fn are_close(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() <= CLOSE * (1.0 + left.abs().min(right.abs()))
}

/// The values of everything in `order`; smooth functions with values of both signs stand for unknown ones.
fn values(arena: &Arena, order: &[Id], symbols: &[Symbol], point: &[f64]) -> Vec<f64> {
    let point: Vec<(Symbol, f64)> = symbols.iter().copied().zip(point.iter().copied()).collect();
    evaluate_all(arena, order, &point, MOST_PARTS, &mut |name, orders, arguments| {
        let shift =
            1.37 + 0.17 * (name.len() as f64) + 0.23 * f64::from(orders.iter().fold(0, |sum: u32, order| sum.wrapping_add(*order) % 64));
        arguments.iter().enumerate().fold(shift, |sum, (at, argument)| sum + 0.61 * (at as f64 + 1.0) * argument)
    })
}

/// Numbers close to which a function is zero: where its sign changes, and where its size is least and hardly anything.
fn zeros(function: &mut dyn FnMut(f64) -> f64) -> Vec<f64> {
    /// Beyond every multiple of a half turn near zero, then farther and farther apart.
    const STEPS: i32 = 60;
    const SIZE: f64 = 1e-9;
    let place = |step: i32| (f64::from(step) * 0.1037).sinh() * 2.0 + 0.013;
    let points: Vec<(f64, f64)> = (-STEPS..=STEPS).map(place).map(|x| (x, function(x))).collect();
    let mut found = Vec::new();
    for pair in points.windows(2) {
        let [(mut low, first), (mut high, last)] = [pair[0], pair[1]];
        let changes = first * last < 0.0;
        if !changes {
            continue;
        }
        for _ in 0..80 {
            let middle = (low + high) / 2.0;
            if function(middle) * first > 0.0 { low = middle } else { high = middle }
        }
        let middle = (low + high) / 2.0;
        if function(middle).abs() < CLOSE {
            found.push(middle);
        }
    }
    for triple in points.windows(3) {
        let sizes = [0, 1, 2].map(|at| triple[at].1.abs());
        let is_least = sizes[1] <= sizes[0] && sizes[1] <= sizes[2];
        if !is_least || triple[0].1 * triple[2].1 < 0.0 {
            continue;
        }
        let (mut low, mut high) = (triple[0].0, triple[2].0);
        for _ in 0..100 {
            let (first, second) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if function(first).abs() < function(second).abs() { high = second } else { low = first }
        }
        let middle = (low + high) / 2.0;
        if function(middle).abs() < SIZE {
            found.push(middle);
        }
    }
    // Those near zero, of either sign.
    found.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    found.truncate(MOST_ZEROS);
    found
}
