//! The value of an expression in double precision, quickly (`evaluate`) or to the last digit (`value`), and enclosed in balls of
//! any precision.
//!
//! The domain is the real one: outside it the value is NaN, also where IEEE arithmetic would give an infinity (`1/0`) or a
//! number (`0^0`). An infinity only ever means overflow. This room reads expressions and never makes new ones.

mod ball;
mod quadrature;
mod value;

pub use ball::{Ball, Enclosure, Unknowns};
pub use value::value;

use crate::expression::{Arena, Binder, Id, Node, Relation, Symbol};
use crate::number::Rational;

/// The most terms a sum or product over an index may have when it is evaluated.
const MOST_TERMS: f64 = 1e6;

/// The most parts of bodies of sums, products and integrals that are evaluated for one value: nested ones multiply their terms.
const MOST_PARTS: usize = 200_000_000;

/// The value of `root` where each variable has the value given for it; NaN where it has none, where a variable has no
/// value, and for unknown functions.
pub fn evaluate(arena: &Arena, root: Id, point: &[(Symbol, f64)]) -> f64 {
    evaluate_with(arena, root, point, &mut |_, _, _| f64::NAN)
}

/// What an unknown function's value is: its name, the order of its derivative in each argument, and the arguments.
pub type UnknownValue<'a> = dyn FnMut(&str, &[u32], &[f64]) -> f64 + 'a;

/// As [`evaluate`], with values for unknown functions.
pub fn evaluate_with(arena: &Arena, root: Id, point: &[(Symbol, f64)], unknown: &mut UnknownValue<'_>) -> f64 {
    let order = arena.reachable(root);
    evaluate_all(arena, &order, point, MOST_PARTS, unknown)[root.index()]
}

/// As [`evaluate_with`], for everything in `order`, children before parents; the values stand at the indices of the ids. A sum,
/// product or integral has no value once more than `most` parts of their bodies were evaluated.
pub fn evaluate_all(arena: &Arena, order: &[Id], point: &[(Symbol, f64)], most: usize, unknown: &mut UnknownValue<'_>) -> Vec<f64> {
    let mut values = vec![f64::NAN; order.last().map_or(0, |last| last.index() + 1)];
    run(arena, order, point, &mut Means { unknown, left: most, indices: Vec::new(), surely: false }, &mut values);
    values
}

/// What evaluation has beside the point.
struct Means<'a, 'b> {
    unknown: &'a mut UnknownValue<'b>,
    /// So many parts of bodies may still be evaluated.
    left: usize,
    /// The indices of the sums and products that evaluation is inside of.
    indices: Vec<Id>,
    /// Integrals have a value only where no part of them can have gone unseen.
    surely: bool,
}

fn run(arena: &Arena, order: &[Id], point: &[(Symbol, f64)], means: &mut Means<'_, '_>, values: &mut [f64]) {
    let mut arguments = Vec::new();
    for &id in order {
        let value = |id: Id| values[id.index()];
        let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
        let new = match arena.node(id) {
            Node::Undefined | Node::Derivative(..) => f64::NAN,
            Node::Number(number) => number.to_f64(),
            Node::Symbol(symbol) => point.iter().find(|(name, _)| *name == symbol).map_or(f64::NAN, |(_, value)| *value),
            Node::Sum(terms) => {
                terms.iter().map(|term| if term.number.is_one() { value(term.id) } else { term.number.to_f64() * value(term.id) }).sum()
            }
            Node::Product(factors) => factors.iter().map(|factor| rational_power(value(factor.id), &factor.number)).product(),
            // The first term of a power series is 1 at 0 as well: its exponent is the whole number 0.
            Node::Power(base, exponent)
                if value(base) == 0.0
                    && value(exponent) == 0.0
                    && means.indices.iter().any(|index| arena.contains(exponent, *index))
                    && !means.indices.iter().any(|index| arena.contains(base, *index)) =>
            {
                1.0
            }
            Node::Power(base, exponent) => real_power(value(base), value(exponent)),
            Node::Call(function, ids) => {
                arguments.clear();
                arguments.extend(ids.iter().map(|id| value(*id)));
                if arguments.iter().any(|argument| argument.is_nan()) { f64::NAN } else { (function.row().value)(&arguments) }
            }
            Node::Apply(function, ids) => {
                arguments.clear();
                arguments.extend(ids.iter().map(|id| value(*id)));
                let (name, orders) = arena.unknown(function);
                (means.unknown)(arena.name(name), orders, &arguments)
            }
            Node::Piecewise(ids) => first_that_holds(ids, values),
            Node::Relation(relation, a, b) => {
                let (a, b) = (value(a), value(b));
                if a.is_nan() || b.is_nan() {
                    f64::NAN
                } else {
                    truth(match relation {
                        Relation::Less => a < b,
                        Relation::LessOrEqual => a <= b,
                        Relation::Equal => a == b,
                        Relation::NotEqual => a != b,
                    })
                }
            }
            // One that fails is enough to say no, also beside one that has no value.
            Node::And(ids) => ids.iter().fold(1.0, |all, id| if all == 0.0 || value(*id) == 0.0 { 0.0 } else { all * value(*id) }),
            Node::Or(ids) => ids.iter().fold(0.0, |any, id| if any == 1.0 || value(*id) == 1.0 { 1.0 } else { any + value(*id) }),
            // An antiderivative has a value but for a constant.
            Node::Bound(Binder::Integral, &[_, Id::TRUE, _, _]) => f64::NAN,
            Node::Bound(binder, &[variable, lower, upper, body]) => {
                let (lower, upper) = (value(lower), value(upper));
                match arena.as_symbol(variable) {
                    Some(symbol) if binder == Binder::Integral => bound(arena, binder, symbol, [lower, upper], body, point, means),
                    Some(symbol) => {
                        means.indices.push(variable);
                        let value = bound(arena, binder, symbol, [lower, upper], body, point, means);
                        means.indices.pop();
                        value
                    }
                    None => f64::NAN,
                }
            }
            Node::Bound(..) => f64::NAN,
        };
        values[id.index()] = new;
    }
}

fn first_that_holds(branches: &[Id], values: &[f64]) -> f64 {
    for branch in branches.chunks(2) {
        let condition = values[branch[1].index()];
        if condition.is_nan() {
            return f64::NAN;
        }
        if condition == 1.0 {
            return values[branch[0].index()];
        }
    }
    f64::NAN
}

/// `base^exponent` on the reals: NaN for `0^0`, for `0` under a negative exponent, for a fractional power of a negative number, and where
/// either has no value: also for 1 with an exponent that has none.
pub fn real_power(base: f64, exponent: f64) -> f64 {
    if base == 0.0 && exponent <= 0.0 || base.is_nan() || exponent.is_nan() { f64::NAN } else { base.powf(exponent) }
}

fn rational_power(base: f64, exponent: &Rational) -> f64 {
    match exponent.to_small() {
        Some((1, 1)) => base,
        Some((n, 1)) if base != 0.0 || n > 0 => match i32::try_from(n) {
            Ok(n) => base.powi(n),
            Err(_) => base.powf(n as f64),
        },
        Some((1, 2)) => base.sqrt(),
        Some((_, 1)) => f64::NAN,
        _ if base < 0.0 => f64::NAN,
        _ => real_power(base, exponent.to_f64()),
    }
}

/// What a sum, product or integral is over, where all but its variable has a value.
struct Body<'a, 'm, 'u, 'b> {
    arena: &'a Arena,
    root: Id,
    order: Vec<Id>,
    /// The point, the bound variable first.
    inner: Vec<(Symbol, f64)>,
    values: Vec<f64>,
    means: &'m mut Means<'u, 'b>,
}

impl Body<'_, '_, '_, '_> {
    fn at(&mut self, x: f64) -> f64 {
        let Some(left) = self.means.left.checked_sub(self.order.len()) else { return f64::NAN };
        self.means.left = left;
        self.inner[0].1 = x;
        // Binders nest a few deep at most: the reader bounds it.
        run(self.arena, &self.order, &self.inner, self.means, &mut self.values);
        self.values[self.root.index()]
    }
}

fn bound(
    arena: &Arena,
    binder: Binder,
    variable: Symbol,
    [lower, upper]: [f64; 2],
    root: Id,
    point: &[(Symbol, f64)],
    means: &mut Means<'_, '_>,
) -> f64 {
    let surely = means.surely;
    let inner = [&[(variable, f64::NAN)], point].concat();
    let mut body = Body { arena, root, order: arena.reachable(root), inner, values: vec![f64::NAN; root.index() + 1], means };
    match binder {
        Binder::Integral if surely => value::integral(body, lower, upper),
        Binder::Integral => quadrature::integrate(&mut |x| body.at(x), lower, upper, quadrature::TOLERANCE),
        Binder::Sum | Binder::Product => {
            let count = upper - lower + 1.0;
            if lower.fract() != 0.0 || upper.fract() != 0.0 || count.is_nan() || count > MOST_TERMS {
                return f64::NAN;
            }
            let jumps = surely && value::has_jumps(arena, &body.order);
            let terms = (0..count.max(0.0) as u64).map(|k| value::term(&mut body, lower + k as f64, jumps));
            let start = if binder == Binder::Sum { 0.0 } else { 1.0 };
            let joined = |total: f64, term: f64| if binder == Binder::Sum { total + term } else { total * term };
            // What has no value has none with the other terms either.
            let mut total = start;
            for term in terms {
                total = joined(total, term);
                if total.is_nan() {
                    break;
                }
            }
            total
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_PARTS, evaluate_all};
    use crate::expression::Arena;
    use crate::syntax::read;

    #[test]
    fn nested_sums_and_integrals_have_a_value_only_within_their_work() {
        let mut arena = Arena::new();
        let sum = read(&mut arena, "sum(i, 1, 30, sum(j, 1, 30, i*j))").expect("a text of this test");
        let integral = read(&mut arena, "integral(integral(u*v, v, 0, 1), u, 0, 1)").expect("a text of this test");
        let value = |root, most| evaluate_all(&arena, &arena.reachable(root), &[], most, &mut |_, _, _| f64::NAN)[root.index()];
        assert_eq!(value(sum, MOST_PARTS), 465.0 * 465.0);
        assert!((value(integral, MOST_PARTS) - 0.25).abs() < 1e-12);
        assert!(value(sum, 1000).is_nan());
        assert!(value(integral, 1000).is_nan());
    }
}
