//! The value of an expression to the last digit of a double, or none.
//!
//! Balls of growing precision decide what doubles cannot: `floor(log10(1000))`, `(exp(x) - 1)/x` at `1/10^20`. Where balls say
//! nothing (integrals, functions beyond the range of their series) doubles do, with integrals of which no part goes unseen.

use super::quadrature::{Integrand, LEFT_OPEN, integrate, integrate_surely};
use super::{Ball, Body, Enclosure, Means, run};
use crate::expression::{Arena, Binder, Id, Node, Symbol};
use crate::functions::Class;

/// The precisions that are tried, in bits.
const PRECISIONS: [u32; 3] = [128, 512, 1024];

/// So many certain bits make a double.
const ENOUGH_BITS: i64 = 70;

/// What is below two to this is looked at once more, with so many bits; what is then still not told from zero is zero: `sin(pi)`.
const VANISHING: i64 = -400;
const MOST_BITS: u32 = 2304;

/// A part in a ball takes about the time of so many in doubles.
const BALL_PARTS: usize = 20;

/// The most parts of bodies of sums, products and integrals that are evaluated for one value.
const MOST_PARTS: usize = 30_000_000;

/// Bits of the balls that tell the range of an integrand, and of those that tell its values beside an end.
const RANGE_BITS: u32 = 64;
const END_BITS: u32 = 320;

/// The value of `root` where each variable has the value given for it: right to about half a unit in the last place where balls
/// tell it. NaN where it has none or that cannot be told: a quotient by what may be zero, a jump of which the side is not certain,
/// an integral that does not converge, unknown functions. An infinity is overflow.
///
/// Doubles tell integrals, to about ten digits (one that stands in another is looked at at points only: a narrow peak of the outer
/// one may go unseen), and functions far out, where their series are of no use: a Bessel function, Si, Ci
/// or a Fresnel integral there is right to about eleven digits of its amplitude, so not beside its zeros.
pub fn value(arena: &Arena, root: Id, point: &[(Symbol, f64)]) -> f64 {
    let mut last = None;
    let enclosed = |precision: u32| {
        let point: Vec<(Symbol, Ball)> = point.iter().map(|(symbol, value)| (*symbol, Ball::double(*value, precision))).collect();
        Enclosure::over(arena, &[root], &point, precision, false, &mut |_, _, _| Ball::UNKNOWN)
    };
    for precision in PRECISIONS {
        let enclosure = enclosed(precision);
        let found = enclosure.value(root);
        if found.is_zero() || found.accuracy() >= ENOUGH_BITS {
            return found.to_f64();
        }
        last = Some(enclosure);
    }
    let Some(enclosure) = last else { return f64::NAN };
    if enclosure.value(root).is_known() && enclosure.value(root).magnitude() < VANISHING {
        let finer = enclosed(MOST_BITS);
        let found = finer.value(root);
        if found.is_known() && (!found.is_nonzero() || found.accuracy() >= ENOUGH_BITS) {
            return if found.is_nonzero() { found.to_f64() } else { 0.0 };
        }
    }
    if is_undecided(arena, &enclosure, root) {
        return f64::NAN;
    }
    let order = arena.reachable(root);
    let mut values = vec![f64::NAN; root.index() + 1];
    let mut means = Means { unknown: &mut |_, _, _| f64::NAN, left: MOST_PARTS, indices: Vec::new(), surely: true };
    run(arena, &order, point, &mut means, &mut values);
    values[root.index()]
}

/// Whether a part has no ball although all that it is made of have theirs, and doubles would have to guess: beside a pole, at a
/// jump, at the end of a domain.
fn is_undecided(arena: &Arena, enclosure: &Enclosure, root: Id) -> bool {
    let is_known = |id: Id| enclosure.value(id).is_known();
    let mut pending = vec![root];
    let mut seen = vec![false; root.index() + 1];
    while let Some(id) = pending.pop() {
        if is_known(id) || std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        let mut needed: Vec<Id> = Vec::new();
        match arena.node(id) {
            Node::Piecewise(branches) => {
                // Only the cases up to the one that holds matter.
                let open = branches.chunks(2).find(|branch| enclosure.value(branch[1]).to_integer() != Some(0));
                needed.extend(open.into_iter().flatten());
            }
            // What it is made of depends on its index.
            Node::Bound(..) => continue,
            _ => arena.for_each_child(id, |child| needed.push(child)),
        }
        needed.retain(|part| !is_known(*part));
        if needed.is_empty() && is_told_by_balls(arena, id) {
            return true;
        }
        pending.extend(needed);
    }
    false
}

/// Whether the part has a value wherever its ball is known, and no other place: powers, comparisons, and elementary functions with
/// ends of their domains or jumps. The others may have overflowed, or lie beyond the range of their series.
fn is_told_by_balls(arena: &Arena, id: Id) -> bool {
    /// Elementary functions that have no class of their own in the table.
    const LOGARITHMS_AND_ROOTS: [&str; 9] = ["ln", "log1p", "log2", "log10", "log", "logit", "sqrt", "cbrt", "root"];
    match arena.node(id) {
        Node::Call(function, _) => {
            let row = function.row();
            let is_elementary = row.class != Class::Other || LOGARITHMS_AND_ROOTS.contains(&row.name);
            is_elementary && !(row.domain.is_empty() && row.continuous.is_empty())
        }
        Node::Product(_) | Node::Power(..) | Node::Relation(..) | Node::And(_) | Node::Or(_) | Node::Piecewise(_) | Node::Undefined => true,
        _ => false,
    }
}

/// An integral of which no part goes unseen; where a ball cannot tell the range of what is integrated, as of one that holds an
/// integral itself, by its values at nodes.
pub(super) fn integral(mut body: Body<'_, '_, '_, '_>, lower: f64, upper: f64) -> f64 {
    // Outside of the integral that binds one of its variables it has no value, and no panel would ever settle.
    let has_value = |symbol: &Symbol| body.inner.iter().any(|(known, _)| known == symbol);
    if !body.arena.free_symbols(body.root).iter().all(has_value) {
        return f64::NAN;
    }
    let has_range = body.order.iter().all(|id| !matches!(body.arena.node(*id), Node::Bound(Binder::Integral, _) | Node::Apply(..)));
    if has_range {
        return integrate_surely(&mut body, lower, upper);
    }
    integrate(&mut |x| body.at(x), lower, upper, LEFT_OPEN)
}

/// The term of a sum or a product at an index. Doubles do not tell on which side of a jump it lies.
pub(super) fn term(body: &mut Body<'_, '_, '_, '_>, index: f64, jumps: bool) -> f64 {
    if !jumps {
        return body.at(index);
    }
    let Some(left) = body.means.left.checked_sub(BALL_PARTS * body.order.len()) else { return f64::NAN };
    body.means.left = left;
    let certain = |bits: u32| {
        let value = body.ball(Ball::double(index, bits), bits);
        (value.accuracy() >= ENOUGH_BITS || value.is_zero()).then(|| value.to_f64())
    };
    certain(PRECISIONS[0]).or_else(|| certain(PRECISIONS[1])).unwrap_or(f64::NAN)
}

/// Whether a part of it jumps.
pub(super) fn has_jumps(arena: &Arena, order: &[Id]) -> bool {
    order.iter().any(|id| match arena.node(*id) {
        Node::Call(function, _) => !function.row().continuous.is_empty(),
        Node::Relation(..) => true,
        _ => false,
    })
}

impl Body<'_, '_, '_, '_> {
    fn ball(&self, of_variable: Ball, bits: u32) -> Ball {
        let mut point: Vec<(Symbol, Ball)> = self.inner.iter().map(|(symbol, value)| (*symbol, Ball::double(*value, bits))).collect();
        point[0].1 = of_variable;
        Enclosure::range(self.arena, &[self.root], &point, bits).value(self.root).clone()
    }
}

impl Integrand for Body<'_, '_, '_, '_> {
    fn at(&mut self, x: f64) -> f64 {
        Body::at(self, x)
    }

    fn range(&mut self, a: f64, b: f64) -> Option<(f64, f64)> {
        self.means.left = self.means.left.checked_sub(BALL_PARTS * self.order.len())?;
        let interval = Ball::double(a, RANGE_BITS).or(&Ball::double(b, RANGE_BITS));
        self.ball(interval, RANGE_BITS).bounds()
    }

    fn beside(&mut self, end: f64, distance: f64) -> f64 {
        let place = &Ball::double(end, END_BITS) + &Ball::double(distance, END_BITS);
        let value = self.ball(place, END_BITS);
        if value.accuracy() >= ENOUGH_BITS || value.is_zero() { value.to_f64() } else { f64::NAN }
    }
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::expression::Arena;
    use crate::syntax::read;

    fn value_of(text: &str) -> f64 {
        let mut arena = Arena::new();
        let root = read(&mut arena, text).expect("a text of this test");
        value(&arena, root, &[])
    }

    #[test]
    fn values_are_right_where_doubles_lose_their_digits() {
        let values = [
            ("log10(1000)", 3.0),
            ("(exp(1/10^20) - 1)*10^20", 1.0),
            ("(1 - cos(1/10^9))*10^18", 0.5),
            ("sin(pi)", 0.0),
            ("sin(10^22)", -0.852_200_849_767_188_8),
            ("floor(100*29/100)", 29.0),
            ("{1 if 3*1/10 = 3/10; 0 otherwise}", 1.0),
            ("gamma(11/2)", 52.342_777_784_553_52),
            ("arsinh(1/10^300)", 1e-300),
            ("W(-1/e)", -1.0),
            ("lgamma(10^8 + 1) - lgamma(10^8) - ln(10^8)", 0.0),
            ("sum(i, 1, 3000, floor(i/2))", 2_250_000.0),
            ("max(ln(4), 2*ln(2))", 2.0 * std::f64::consts::LN_2),
            ("min(ln(4), 2*ln(2), 7)", 2.0 * std::f64::consts::LN_2),
        ];
        for (text, expected) in values {
            assert_eq!(value_of(text), expected, "{text}");
        }
        for text in ["tan(pi/2)", "ln(sin(pi))", "floor(exp(ln(3)))", "sum(i, 2, 30, floor(exp(ln(i))))"] {
            assert!(value_of(text).is_nan(), "{text} is {}", value_of(text));
        }
    }

    /// Closed forms, and the value of `int(cos(t^2))` by the Fresnel integral in mpmath.
    #[test]
    fn integrals_are_right_or_have_no_value() {
        let values = [
            ("int(1/sqrt(t), t, 0, 1)", 2.0),
            ("int(1/sqrt(1 - t^2), t, -1, 1)", std::f64::consts::PI),
            ("int(exp(-t), t, 0, 10^6)", 1.0),
            ("int(exp(-(t - 0.3)^2*10^8), t, 0, 1)", std::f64::consts::PI.sqrt() / 1e4),
            ("int(1/t, t, 1, 10^6)", 6.0 * std::f64::consts::LN_10),
            ("int(ln(t), t, 0, 1)", -1.0),
            ("int(heaviside(t - 0.7654321), t, 0, 1)", 0.234_567_9),
            ("int({t if t < 0.3; 1 - t otherwise}, t, 0, 1)", 0.29),
            ("int(abs(sin(t)), t, 0, 3*pi)", 6.0),
            ("int(cos(t^2), t, 0, 10)", 0.601_125_184_813_443_5),
            ("int(int(u*v, v, 0, u), u, 0, 1)", 0.125),
            ("int(int(exp(u*v), v, 0, 1), u, 0, 1)", 1.317_902_151_454_403_8),
            ("int(int(exp(-u^2 - v^2), u, -3, 3), v, -3, 3)", 3.141_453_856_436_69),
            ("int(t, t, 2, 0)", -2.0),
        ];
        for (text, expected) in values {
            let found = value_of(text);
            assert!((found - expected).abs() <= 1e-10 * expected.abs(), "{text} is {found}, not {expected}");
        }
        for text in ["int(tan(t), t, 0, 2)", "int(1/t, t, 0, 1)", "int(1/t^2, t, -1, 1)", "int(1/abs(t - 1/3), t, 0, 1)"] {
            assert!(value_of(text).is_nan(), "{text} is {}", value_of(text));
        }
    }
}
