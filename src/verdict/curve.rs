//! Two expressions on the points of a curve: equal there by its equation, or different at one of its points.
//!
//! A point is rational where that can be. Otherwise its ordinate is enclosed: the equation's balls have opposite signs at two ends, and
//! between them it is continuous, so the curve passes there; the values of both sides over the whole enclosure tell them apart.

use super::point::{POINTS, point};
use crate::domain::Knowledge;
use crate::evaluate::{Ball, Enclosure, evaluate};
use crate::expression::{Arena, Id, Symbol};
use crate::number::Rational;
use crate::rewrite::Rules;
use crate::simplify::{Goal, is_zero, simplify_where_zero};

/// A curve.
#[derive(Debug, Clone, Copy)]
pub struct Curve {
    /// What is zero on it.
    pub level: Id,
    /// The name whose slope is asked for.
    pub ordinate: Symbol,
    /// What it is differentiated by.
    pub abscissa: Symbol,
}

/// What is found out about two expressions on a curve.
#[derive(Debug, Clone, PartialEq)]
pub enum OnCurve {
    /// Equal wherever both are defined.
    Equal,
    /// Different at a point of the curve.
    Different(PointOfCurve),
    /// Neither is certain, for this reason.
    Open(&'static str),
}

/// A point of a curve where two expressions differ.
#[derive(Debug, Clone, PartialEq)]
pub struct PointOfCurve {
    /// The values of all names but the ordinate, the abscissa first.
    pub point: Vec<(Symbol, Rational)>,
    /// The ordinate.
    pub ordinate: Ordinate,
    /// The value expected there.
    pub expected: f64,
    /// The value claimed.
    pub claimed: f64,
}

/// The ordinate of a point.
#[derive(Debug, Clone, PartialEq)]
pub enum Ordinate {
    /// This number.
    Exact(Rational),
    /// A number that agrees with this one to all digits that are shown.
    Near(f64),
}

/// Ordinates between which a point of the curve is looked for.
const ORDINATES: [f64; 16] = [0.07, 0.4, 0.9, 1.7, 2.6, 4.3, 8.0, 20.0, -0.07, -0.4, -0.9, -1.7, -2.6, -4.3, -8.0, -20.0];

/// Rational ordinates have no larger denominator.
const MOST_DENOMINATOR: i64 = 12;

/// The radius of an enclosure, as a part of its size.
const RADIUS: f64 = 1e-9;

/// After the first point where the sides differ so many more are looked at for one that is rational.
const PATIENCE: usize = 12;

/// The precision of the balls, in bits.
const PRECISION: u32 = 128;

/// Compares what is expected with what is claimed on a curve.
pub fn compare_on_curve(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    curve: &Curve,
    sides: [Id; 2],
    conditions: &[Id],
) -> OnCurve {
    let losses = arena.take_losses();
    let difference = arena.subtract(sides[0], sides[1]);
    let is_equal = difference == Id::ZERO || is_zero(arena, knowledge, rules, difference) == Some(true) || {
        let reduced = simplify_where_zero(arena, knowledge, rules, difference, Goal::simplest(difference), curve.level, None);
        reduced == Id::ZERO
    };
    arena.restore_losses(losses);
    if is_equal {
        return OnCurve::Equal;
    }
    let mut roots = vec![curve.level, sides[0], sides[1]];
    roots.extend_from_slice(conditions);
    let mut symbols = vec![curve.abscissa];
    for symbol in roots.iter().flat_map(|root| arena.free_symbols(*root)) {
        if symbol != curve.ordinate && !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    let search = Search { curve, sides, conditions, roots };
    let (mut near, mut waited, mut agreeing) = (None, 0, 0);
    for index in 0..POINTS {
        let point = point(arena, knowledge, &symbols, 1, index);
        for ordinate in search.ordinates(arena, &point) {
            match search.look(arena, &point, ordinate) {
                Some(Glance::Differ(found)) if matches!(found.ordinate, Ordinate::Exact(_)) => return OnCurve::Different(found),
                Some(Glance::Differ(found)) => {
                    near.get_or_insert(found);
                }
                Some(Glance::Agree) => agreeing += 1,
                None => {}
            }
        }
        waited += usize::from(near.is_some());
        if waited > PATIENCE {
            break;
        }
    }
    match near {
        Some(found) => OnCurve::Different(found),
        None if agreeing > 0 => OnCurve::Open("the values agree on the curve, but no proof was found"),
        None => OnCurve::Open("no point of the curve was found where both sides can be computed"),
    }
}

struct Search<'a> {
    curve: &'a Curve,
    sides: [Id; 2],
    conditions: &'a [Id],
    roots: Vec<Id>,
}

/// What is seen at a point.
enum Glance {
    Differ(PointOfCurve),
    Agree,
}

impl Search<'_> {
    /// Where the curve may pass above or below an abscissa, in doubles.
    fn ordinates(&self, arena: &Arena, point: &[(Symbol, Rational)]) -> Vec<f64> {
        let mut at: Vec<(Symbol, f64)> = point.iter().map(|(symbol, value)| (*symbol, value.to_f64())).collect();
        at.push((self.curve.ordinate, 0.0));
        let last = at.len() - 1;
        let mut level = |y: f64| {
            at[last].1 = y;
            evaluate(arena, self.curve.level, &at)
        };
        let values = ORDINATES.map(|y| (y, level(y)));
        let mut found = Vec::new();
        for pair in values.windows(2).filter(|pair| pair[0].0 * pair[1].0 > 0.0 && pair[0].1 * pair[1].1 < 0.0) {
            let (mut low, mut high) = (pair[0], pair[1].0);
            for _ in 0..60 {
                let middle = (low.0 + high) / 2.0;
                let value = level(middle);
                if value * low.1 > 0.0 { low = (middle, value) } else { high = middle }
            }
            found.push(high);
        }
        found
    }

    fn look(&self, arena: &Arena, point: &[(Symbol, Rational)], ordinate: f64) -> Option<Glance> {
        let small = (1..=MOST_DENOMINATOR).find_map(|denominator| {
            let numerator = (ordinate * denominator as f64).round();
            let is_near = (numerator / denominator as f64 - ordinate).abs() < RADIUS * (1.0 + ordinate.abs());
            is_near.then(|| Rational::fraction(numerator as i64, denominator))?
        });
        if let Some(small) = small {
            let enclosure = self.enclosure(arena, point, Ball::rational(&small, PRECISION));
            if enclosure.value(self.curve.level).is_zero() {
                return self.compare(&enclosure, point, Ordinate::Exact(small));
            }
        }
        let radius = RADIUS * (1.0 + ordinate.abs());
        let ends = [ordinate - radius, ordinate + radius].map(|end| {
            let enclosure = self.enclosure(arena, point, Ball::double(end, PRECISION));
            let level = enclosure.value(self.curve.level);
            (level.is_positive(), level.is_negative())
        });
        let crosses = matches!(ends, [(true, false), (false, true)] | [(false, true), (true, false)]);
        if !crosses {
            return None;
        }
        let enclosure = self.enclosure(arena, point, Ball::around(ordinate, radius, PRECISION));
        // Known over the whole enclosure: continuous there.
        let is_continuous = enclosure.value(self.curve.level).is_known();
        is_continuous.then(|| self.compare(&enclosure, point, Ordinate::Near(ordinate)))?
    }

    fn enclosure(&self, arena: &Arena, point: &[(Symbol, Rational)], ordinate: Ball) -> Enclosure {
        let mut values: Vec<(Symbol, Ball)> = point.iter().map(|(symbol, value)| (*symbol, Ball::rational(value, PRECISION))).collect();
        values.push((self.curve.ordinate, ordinate));
        Enclosure::over(arena, &self.roots, &values, PRECISION, true, &mut |_, _, _| Ball::UNKNOWN)
    }

    fn compare(&self, enclosure: &Enclosure, point: &[(Symbol, Rational)], ordinate: Ordinate) -> Option<Glance> {
        let [expected, claimed] = self.sides.map(|side| enclosure.value(side));
        let holds = |id: &Id| enclosure.value(*id).to_integer() == Some(1);
        if !self.conditions.iter().all(holds) || !expected.is_known() || !claimed.is_known() {
            return None;
        }
        if !(expected - claimed).is_nonzero() {
            return Some(Glance::Agree);
        }
        let (expected, claimed) = (expected.to_f64(), claimed.to_f64());
        Some(Glance::Differ(PointOfCurve { point: point.to_vec(), ordinate, expected, claimed }))
    }
}
