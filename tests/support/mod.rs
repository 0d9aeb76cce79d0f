//! What several tests share: reading a line of `tests/cases`, sampling points, values of unknown functions.
#![allow(dead_code)]

pub mod expressions;
pub mod formula;

use chainrule::Rational;
use chainrule::evaluate::evaluate_with;
use chainrule::expression::{Arena, Binder, Id, Node, SYMBOLIC_ORDER, Symbol};
use chainrule::syntax::{Reader, Source};

/// A small deterministic generator (xorshift64*).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A concrete function for every unknown one: e^(sum a_i x_i) + sin(sum b_i x_i + c) + 5/2, with its derivatives.
pub fn unknown_value(name: &str, orders: &[u32], arguments: &[f64]) -> f64 {
    let seed = f64::from(name.bytes().map(u32::from).sum::<u32>() % 17) / 17.0;
    let weight = |at: usize| (0.31 - 0.07 * at as f64 + 0.1 * seed, 0.83 + 0.29 * at as f64 - 0.2 * seed);
    if let (&[order, argument], [SYMBOLIC_ORDER, _]) = (arguments, orders) {
        // Its derivatives exist for every order, whole or not.
        let (a, b) = weight(0);
        let wave = b * argument + 3.0 * seed + order * std::f64::consts::FRAC_PI_2;
        return a.powf(order) * (a * argument).exp() + b.powf(order) * wave.sin() + if order == 0.0 { 2.5 } else { 0.0 };
    }
    let total: u32 = orders.iter().sum();
    let (mut growth, mut wave, mut growth_scale, mut wave_scale) =
        (0.0, 3.0 * seed + f64::from(total) * std::f64::consts::FRAC_PI_2, 1.0, 1.0);
    for (at, argument) in arguments.iter().enumerate() {
        let (a, b) = weight(at);
        growth += a * argument;
        wave += b * argument;
        let order = orders.get(at).copied().unwrap_or(0) as i32;
        growth_scale *= a.powi(order);
        wave_scale *= b.powi(order);
    }
    growth_scale * growth.exp() + wave_scale * wave.sin() + if total == 0 { 2.5 } else { 0.0 }
}

/// An expression read for evaluation.
pub struct Readable {
    arena: Arena,
    id: Id,
}

impl Readable {
    pub fn new(text: &str, definitions: &[&str], variables: &[&str]) -> Option<Readable> {
        let mut arena = Arena::new();
        let reading = Reader::default().read(&mut arena, &Source { text, definitions, variables, ..Source::default() }).ok()?;
        let id = with_limits(&mut arena, reading.target);
        Some(Readable { arena, id })
    }

    pub fn symbols(&self) -> Vec<String> {
        self.arena.free_symbols(self.id).into_iter().map(|symbol| self.arena.name(symbol).to_string()).collect()
    }

    pub fn value(&mut self, point: &[(String, f64)]) -> f64 {
        let point: Vec<(Symbol, f64)> = point.iter().map(|(name, value)| (self.arena.intern(name), *value)).collect();
        evaluate_with(&self.arena, self.id, &point, &mut unknown_value)
    }
}

/// An index without limits runs over what is not said. What holds for every range has to hold where it is 1, 2, 3, and what holds
/// for every limit of an integral where that is 1 or 3 instead of infinity.
fn with_limits(arena: &mut Arena, root: Id) -> Id {
    let mut new = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = match arena.node(rebuilt) {
            Node::Bound(binder, &[variable, range, body]) => {
                let three = arena.number(Rational::integer(3));
                let ends = arena.ends_of_range(variable, range).filter(|_| binder == Binder::Integral);
                let [lower, upper] = ends.unwrap_or([None, None]);
                arena.bound(binder, variable, lower.unwrap_or(Id::ONE), upper.unwrap_or(three), body)
            }
            _ => rebuilt,
        };
    }
    new[root.index()]
}

/// The derivative of `function` by `variable` at a point, by central differences of two widths combined (Richardson), and an
/// estimate of its error; nothing where the function has no value nearby.
pub fn numeric_derivative(function: &mut Readable, variable: &str, point: &[(String, f64)]) -> Option<(f64, f64)> {
    let at = |function: &mut Readable, shift: f64| {
        let moved: Vec<(String, f64)> =
            point.iter().map(|(name, value)| (name.clone(), if name == variable { value + shift } else { *value })).collect();
        function.value(&moved)
    };
    numeric_value_slope(|shift| at(function, shift))
}

/// The slope of a function of a shift at 0, as [`numeric_derivative`] finds it.
pub fn numeric_value_slope(mut at: impl FnMut(f64) -> f64) -> Option<(f64, f64)> {
    let step = 1e-3;
    let mut difference = |h: f64| (at(h) - at(-h)) / (2.0 * h);
    let (wide, middle, narrow) = (difference(step), difference(step / 2.0), difference(step / 4.0));
    let (first, second) = ((4.0 * middle - wide) / 3.0, (4.0 * narrow - middle) / 3.0);
    let best = (16.0 * second - first) / 15.0;
    (best.is_finite() && (first - second).is_finite()).then_some((best, (first - second).abs() + 1e-9 * best.abs()))
}
