//! Integrals of one variable, by numbers.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Nodes and weights of Gauss-Legendre quadrature with seven points on [-1, 1] (DLMF 3.5.v): exact to degree 13.
const GAUSS: [(f64, f64); 4] = [
    (0.0, 0.417_959_183_673_469_4),
    (0.405_845_151_377_397_2, 0.381_830_050_505_118_9),
    (0.741_531_185_599_394_4, 0.279_705_391_489_276_64),
    (0.949_107_912_342_758_5, 0.129_484_966_168_869_7),
];

/// How many panels an integral is divided into at first, and how often a panel may be halved.
const PANELS: usize = 8;
const HALVINGS: u32 = 12;

/// Panels of which the integrand's range is known are halved so often at most, and so many are looked at in all.
const MOST_HALVINGS: u32 = 45;
const MOST_PANELS: u32 = 200_000;

/// From here on a panel at an end of the interval is left to a rule for ends where the integrand is singular.
const END_HALVINGS: u32 = 20;

/// How much an integrand may vary within a panel, as a part of its greatest size there.
const VARIATION: f64 = 0.25;

/// Where the integrand varies more, but by so little of the whole in all, the values at the nodes are believed when they agree.
const UNSEEN: f64 = 1e-6;

/// A part of an integral is right to so much of the whole.
pub const TOLERANCE: f64 = 1e-13;

/// What may be left open in all: by panels too narrow to be halved, by the rule for singular ends.
pub const LEFT_OPEN: f64 = 1e-11;

fn panel(at: &mut dyn FnMut(f64) -> f64, a: f64, b: f64) -> f64 {
    let (middle, half) = ((a + b) / 2.0, (b - a) / 2.0);
    let pairs = GAUSS.iter().map(|&(node, weight)| {
        let pair = if node == 0.0 { at(middle) } else { at(middle - half * node) + at(middle + half * node) };
        weight * pair
    });
    half * pairs.sum::<f64>()
}

/// An integral by adaptive Gauss-Legendre quadrature, to about twelve digits for smooth integrands. What happens between the
/// nodes goes unnoticed: for comparisons at many points, where another point tells. Values that are right to `tolerance` only
/// settle no further than that.
pub fn integrate(at: &mut dyn FnMut(f64) -> f64, lower: f64, upper: f64, tolerance: f64) -> f64 {
    if !lower.is_finite() || !upper.is_finite() {
        return f64::NAN;
    }
    let step = (upper - lower) / PANELS as f64;
    let mut pending: Vec<(f64, f64, u32)> = (0..PANELS).map(|k| (lower + step * k as f64, lower + step * (k + 1) as f64, 0)).collect();
    let mut total = 0.0;
    while let Some((a, b, halvings)) = pending.pop() {
        let middle = (a + b) / 2.0;
        let (whole, parts) = (panel(at, a, b), panel(at, a, middle) + panel(at, middle, b));
        if halvings >= HALVINGS || (whole - parts).abs() <= tolerance * (1.0 + parts.abs()) || parts.is_nan() {
            total += parts;
        } else {
            pending.push((a, middle, halvings + 1));
            pending.push((middle, b, halvings + 1));
        }
    }
    total
}

/// An integrand of which more is known than its values.
pub trait Integrand {
    /// The value at a point.
    fn at(&mut self, x: f64) -> f64;
    /// Two numbers between which all values on an interval lie, where that can be told.
    fn range(&mut self, a: f64, b: f64) -> Option<(f64, f64)>;
    /// The value at a point so far from a number that no double may tell them apart.
    fn beside(&mut self, end: f64, distance: f64) -> f64;
}

/// An integral of which no part goes unseen: every panel is halved until the integrand varies little in it, as its range tells,
/// those first where most is open. NaN where that does not come to an end, as beside a pole.
pub fn integrate_surely(integrand: &mut dyn Integrand, lower: f64, upper: f64) -> f64 {
    if !lower.is_finite() || !upper.is_finite() {
        return f64::NAN;
    }
    if upper < lower {
        return -integrate_surely(integrand, upper, lower);
    }
    let mut integral = Integral { waiting: BinaryHeap::new(), left: MOST_PANELS, total: 0.0, size: 0.0, open: 0.0 };
    integral.look_at(integrand, Panel { a: lower, b: upper, halvings: 0 });
    while integral.left > 0 {
        let Some(Waiting { spread, panel }) = integral.waiting.pop() else {
            return if integral.open <= LEFT_OPEN * integral.size { integral.total } else { f64::NAN };
        };
        let at_end = panel.halvings >= END_HALVINGS && (panel.a == lower || panel.b == upper);
        if spread <= UNSEEN * integral.size
            && let Some(value) = panel.settled(integrand, integral.size)
        {
            integral.take(value, 0.0);
        } else if spread <= TOLERANCE * integral.size {
            integral.take(panel.by_halves(integrand), 0.0);
        } else if at_end {
            let (value, error) = double_exponential(integrand, panel.a, panel.b);
            integral.take(value, error);
        } else if panel.is_narrow() {
            let most = [panel.a, panel.middle(), panel.b].map(|x| integrand.at(x).abs()).into_iter().fold(0.0, f64::max);
            integral.take(panel.by_halves(integrand), most * (panel.b - panel.a));
        } else {
            panel.halves().into_iter().for_each(|half| integral.look_at(integrand, half));
        }
    }
    f64::NAN
}

#[derive(Debug, Clone, Copy)]
struct Panel {
    a: f64,
    b: f64,
    halvings: u32,
}

impl Panel {
    fn middle(&self) -> f64 {
        self.a + (self.b - self.a) / 2.0
    }

    fn halves(&self) -> [Panel; 2] {
        let (middle, halvings) = (self.middle(), self.halvings + 1);
        [Panel { b: middle, halvings, ..*self }, Panel { a: middle, halvings, ..*self }]
    }

    fn is_narrow(&self) -> bool {
        let middle = self.middle();
        self.halvings >= MOST_HALVINGS || middle <= self.a || middle >= self.b
    }

    fn by_halves(&self, integrand: &mut dyn Integrand) -> f64 {
        self.halves().iter().map(|half| panel(&mut |x| integrand.at(x), half.a, half.b)).sum()
    }

    /// Its integral, where that of its halves confirms it or it cannot be halved.
    fn settled(&self, integrand: &mut dyn Integrand, size: f64) -> Option<f64> {
        let (whole, parts) = (panel(&mut |x| integrand.at(x), self.a, self.b), self.by_halves(integrand));
        let is_close = (whole - parts).abs() <= TOLERANCE * (parts.abs() + size);
        // What overflows does so in every part of it.
        (is_close || self.is_narrow() || !parts.is_finite()).then_some(parts)
    }
}

/// A panel in which the integrand varies too much, and the length of its range times that of the panel.
struct Waiting {
    spread: f64,
    panel: Panel,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Waiting) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Waiting) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Waiting) -> Ordering {
        self.spread.total_cmp(&other.spread)
    }
}

/// An integral on its way.
struct Integral {
    waiting: BinaryHeap<Waiting>,
    /// So many panels may still be looked at.
    left: u32,
    /// What is known of it, the sum of the sizes of its parts, and how much of it is not certain.
    total: f64,
    size: f64,
    open: f64,
}

impl Integral {
    fn take(&mut self, part: f64, uncertain: f64) {
        self.total += part;
        self.size += part.abs();
        self.open += uncertain;
    }

    /// Takes a panel where the integrand varies little, and puts others off.
    fn look_at(&mut self, integrand: &mut dyn Integrand, first: Panel) {
        let mut pending = vec![first];
        while let Some(next) = pending.pop() {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            let range = integrand.range(next.a, next.b);
            let spread = range.map_or(f64::INFINITY, |(low, high)| (high - low) * (next.b - next.a));
            if !range.is_some_and(|(low, high)| high - low <= VARIATION * low.abs().max(high.abs())) {
                self.waiting.push(Waiting { spread, panel: next });
                continue;
            }
            match next.settled(integrand, self.size) {
                Some(value) => self.take(value, 0.0),
                None => pending.extend(next.halves()),
            }
        }
    }
}

/// An integral by the double exponential rule of Takahasi and Mori (Publ. RIMS 9, 1974), whose nodes crowd at both ends, with an
/// estimate of its error; NaN where the integrand grows too fast towards an end.
fn double_exponential(integrand: &mut dyn Integrand, a: f64, b: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    /// The nodes lie where `|u|` is at most this; the outermost ones are `1e-67` of the interval from its ends.
    const REACH: f64 = 4.6;
    let mut weighed = |u: f64| {
        let decay = (-PI * u.abs().sinh()).exp();
        let distance = (b - a) * decay / (1.0 + decay);
        let value = if u < 0.0 { integrand.beside(a, distance) } else { integrand.beside(b, -distance) };
        value * (b - a) * PI * u.cosh() * decay / (1.0 + decay).powi(2)
    };
    let mut sum_of = |steps: i32| {
        let step = REACH / f64::from(steps);
        step * (-steps..=steps).map(|k| weighed(f64::from(k) * step)).sum::<f64>()
    };
    let (coarse, fine) = (sum_of(32), sum_of(64));
    let ends = weighed(-REACH).abs() + weighed(REACH).abs();
    (fine, (fine - coarse).abs() + ends)
}
