//! Roots as they are written: square roots of numbers under a root that is there anyway, so that `sqrt(2)/(2*sqrt(pi))` is
//! `1/sqrt(2*pi)`, and the root of a product under the exponent that leaves least beside it: `-sqrt(k/m)/(2*m)`.

use super::cost::Costs;
use crate::domain::Knowledge;
use crate::expression::{Arena, CommonFactor, Id, Node, Term, expand};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::short::Short;
use smallvec::SmallVec;

const CBRT: FunctionId = FunctionId::named("cbrt");

/// A product with its roots as they are shortest.
pub(super) fn shortest_of_product(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Id {
    let (_, core) = arena.coefficient(id);
    if !matches!(arena.node(core), Node::Product(factors) if has_roots(factors)) {
        return id;
    }
    let joined = with_own_radicands(arena, costs, id);
    let shortest = shortest(arena, knowledge, costs, joined);
    let joined = constants_joined(arena, costs, shortest);
    sums_joined(arena, knowledge, costs, joined)
}

/// A product with the factors of the question's own radicand beside its root joined to it: `x*(2*r - x)/sqrt(2*r*x - x^2)` is
/// `sqrt(2*r*x - x^2)`.
fn with_own_radicands(arena: &mut Arena, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_open = |factor: &&Term| {
        let is_below = factor.number.is_negative() && !factor.number.is_integer();
        is_below && matches!(arena.node(factor.id), Node::Sum([_, _, ..])) && costs.words().has_argument(factor.id)
    };
    let open: SmallVec<[Id; 2]> = factors.iter().filter(is_open).map(|factor| factor.id).short();
    let mut best = id;
    for radicand in open {
        let Some(CommonFactor { content, mut common, rest }) = arena.common_factor(radicand, false) else { continue };
        common.push(Term { id: rest, number: Rational::ONE });
        let parts = arena.factors(core);
        let exponent = |id: Id| parts.iter().find(|part| part.id == id).map_or(Rational::ZERO, |part| part.number.clone());
        let times = common.iter().map(|factor| (exponent(factor.id) * factor.number.reciprocal().unwrap_or(Rational::ZERO)).floor()).min();
        let Some(times) = times.filter(|times| times.signum() > 0) else { continue };
        let Some(content) = times.to_i64().and_then(|times| content.power(-times)) else { continue };
        let mut parts: Vec<(Id, Rational)> = parts.into_iter().map(|part| (part.id, part.number)).collect();
        parts.extend(common.into_iter().map(|factor| (factor.id, -(&factor.number * &times))));
        parts.push((radicand, times));
        let product = arena.product(parts);
        let candidate = arena.scale(product, &number * &content);
        if costs.of(arena, candidate) < costs.of(arena, best) {
            best = candidate;
        }
    }
    best
}

/// The cube root of a product, or of a sum with common factors, with the cubes among them taken out: `cbrt(x^3 + x^4)` is
/// `x*cbrt(x + 1)`, for every real x.
pub(super) fn without_cubes(arena: &mut Arena, id: Id) -> Id {
    const CUBE: i64 = 3;
    let Node::Call(CBRT, &[argument]) = arena.node(id) else { return id };
    let (content, common, rest) = match arena.common_factor(argument, false) {
        Some(factored) => (factored.content, factored.common, factored.rest),
        None => {
            let (number, core) = arena.coefficient(argument);
            (number, arena.factors(core).to_vec(), Id::ONE)
        }
    };
    let cubes = |factor: &Term| Some(factor.number.to_i64()?.div_euclid(CUBE)).filter(|cubes| *cubes > 0);
    if !common.iter().any(|factor| cubes(factor).is_some()) {
        return id;
    }
    let mut inside = vec![(rest, Rational::ONE)];
    let mut outside = Vec::new();
    for factor in &common {
        let out = Rational::integer(cubes(factor).unwrap_or(0));
        inside.push((factor.id, &factor.number - &(&out * &Rational::integer(CUBE))));
        outside.push((factor.id, out));
    }
    let radicand = arena.product(inside);
    let radicand = arena.scale(radicand, content);
    outside.push((arena.call(CBRT, &[radicand]), Rational::ONE));
    arena.product(outside)
}

/// Whether some root is that of a sum.
pub(super) fn has_sum_under_root(arena: &Arena, id: Id) -> bool {
    let is_root = |factor: &Term| !factor.number.is_integer() && matches!(arena.node(factor.id), Node::Sum(_));
    let mut found = false;
    arena.for_each_part(id, |id| found |= matches!(arena.node(id), Node::Product(factors) if factors.iter().any(is_root)));
    found
}

/// A sum with the roots of numbers in its terms joined where that makes them shorter.
pub(super) fn joined(arena: &mut Arena, id: Id) -> Id {
    let Node::Sum(terms) = arena.node(id) else { return id };
    if !terms.iter().any(|term| below_root(arena, term).is_some()) {
        return id;
    }
    let terms = terms.to_vec();
    let mut parts = Vec::with_capacity(terms.len());
    for term in terms {
        match below_root(arena, &term) {
            Some(found) => parts.push(join(arena, &term, found)),
            None => parts.push((term.id, term.number)),
        }
    }
    arena.sum(parts)
}

/// The number p, the base b and the factors that hold them in a term `c*sqrt(p)/sqrt(b)*rest` or `c*sqrt(p/b)*rest`, with p in
/// the denominator of c and b no sum.
struct BelowRoot {
    number: Rational,
    base: Id,
    holders: SmallVec<[Id; 2]>,
}

fn below_root(arena: &Arena, term: &Term) -> Option<BelowRoot> {
    if term.number.is_integer() {
        return None;
    }
    let Node::Product(factors) = arena.node(term.id) else { return None };
    let half = |factor: &&Term, sign: i64| factor.number.to_small() == Some((sign, 2));
    let plain = |id: Id| matches!(arena.node(id), Node::Symbol(_) | Node::Call(..));
    let mut above = factors.iter().filter(|factor| half(factor, 1));
    let found = above.find_map(|factor| match arena.node(factor.id) {
        Node::Number(number) => {
            let other = factors.iter().find(|other| half(other, -1) && plain(other.id))?;
            Some(BelowRoot { number: number.clone(), base: other.id, holders: SmallVec::from_slice(&[factor.id, other.id]) })
        }
        Node::Sum([quotient]) => match arena.node(quotient.id) {
            Node::Product([below]) if below.number == Rational::MINUS_ONE && plain(below.id) => {
                Some(BelowRoot { number: quotient.number.clone(), base: below.id, holders: SmallVec::from_slice(&[factor.id]) })
            }
            _ => None,
        },
        _ => None,
    })?;
    let cancels = (&term.number * &found.number).denominator().bits() < term.number.denominator().bits();
    cancels.then_some(found)
}

fn join(arena: &mut Arena, term: &Term, found: BelowRoot) -> (Id, Rational) {
    let BelowRoot { number, base, holders } = found;
    let rest = arena.factors(term.id).into_iter().filter(|factor| !holders.contains(&factor.id));
    let mut parts: Vec<(Id, Rational)> = rest.map(|factor| (factor.id, factor.number)).collect();
    let radicand = arena.scale(base, number.clone());
    parts.push((radicand, Rational::fraction(-1, 2).unwrap_or(Rational::MINUS_ONE)));
    // The root of p/b is |p| over that of p*b, where b has the sign of p.
    (arena.product(parts), &term.number * &number.abs())
}

/// In products of more roots than this every root stays as it is.
const MOST_ROOTS: usize = 6;

/// A product with the root of a constant under the root of something else where that is shorter: `1/(2*sqrt(pi)*sqrt(x))` as
/// `1/(2*sqrt(pi*x))`, `sqrt(2)/sqrt(pi)` as `sqrt(2/pi)`.
fn constants_joined(arena: &mut Arena, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_half = |factor: &Term| factor.number.abs().to_small() == Some((1, 2));
    let is_open = |factor: &Term| is_half(factor) && !matches!(arena.node(factor.id), Node::Sum([_, _, ..]));
    let constants: SmallVec<[Id; 2]> =
        factors.iter().filter(|factor| is_half(factor) && is_positive_constant(arena, factor.id)).map(|factor| factor.id).collect();
    let others: SmallVec<[Id; 4]> = factors.iter().filter(|factor| is_open(factor)).map(|factor| factor.id).short();
    // Where several roots could take the constant in, it stays outside.
    if constants.is_empty() || !(2..=constants.len() + 1).contains(&others.len()) || others.len() > MOST_ROOTS {
        return id;
    }
    let factors = factors.to_vec();
    let mut best = (costs.of(arena, id), 0, id);
    for (constant, other) in constants.iter().flat_map(|constant| others.iter().map(move |other| (*constant, *other))) {
        let exponent = |id: Id| factors.iter().find(|factor| factor.id == id).map(|factor| factor.number.clone());
        let (Some(own), Some(their)) = (exponent(constant), exponent(other)) else { continue };
        // A quotient of constants only, sqrt(2)/sqrt(pi) as sqrt(2/pi): sqrt(5)/sqrt(x) stays.
        if constant == other || (own != their && !constants.contains(&other)) {
            continue;
        }
        let (outer, inner) = if own == their { (own, Rational::ONE) } else { (own.abs(), Rational::MINUS_ONE) };
        let (above, below) = if exponent(constant).is_some_and(|own| own.is_negative()) { (other, constant) } else { (constant, other) };
        let radicand = arena.product([(above, Rational::ONE), (below, inner)]);
        let rest = factors.iter().filter(|factor| factor.id != constant && factor.id != other);
        let mut parts: Vec<(Id, Rational)> = rest.map(|factor| (factor.id, factor.number.clone())).collect();
        parts.push((radicand, outer));
        let product = arena.product(parts);
        let candidate = arena.scale(product, number.clone());
        // Ties go by structure, so that the order of the input decides nothing.
        let price = (costs.of(arena, candidate), arena.fingerprint(candidate), candidate);
        if price.0 < best.0 || (best.1 != 0 && (price.0, price.1) < (best.0, best.1)) {
            best = price;
        }
    }
    best.2
}

/// A product with the roots of two sums as one, where both are known not to be negative and their product is no longer than each:
/// `sqrt(1 + x)*sqrt(1 - x)` as `sqrt(1 - x^2)`. Roots that the question has stay.
fn sums_joined(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    // What is left of an exponent when its whole part is taken off.
    let half = |factor: &Term| {
        let rest = &factor.number - &if factor.number.is_negative() { -(-&factor.number).floor() } else { factor.number.floor() };
        matches!(arena.node(factor.id), Node::Sum([_, _])).then_some(rest).filter(|rest| rest.abs().to_small() == Some((1, 2)))
    };
    let open: SmallVec<[(Id, Rational); 2]> = factors.iter().filter_map(|factor| Some((factor.id, half(factor)?))).short();
    let [(one, own), (other, their)] = &open[..] else { return id };
    let is_own = |id: Id| costs.words().has_argument(id);
    if own != their || (is_own(*one) && is_own(*other)) {
        return id;
    }
    let mut parts: Vec<(Id, Rational)> = factors
        .iter()
        .map(|factor| match factor.id == *one || factor.id == *other {
            true => (factor.id, &factor.number - own),
            false => (factor.id, factor.number.clone()),
        })
        .collect();
    if ![*one, *other].into_iter().all(|sum| knowledge.interval(arena, sum).is_non_negative()) {
        return id;
    }
    let product = arena.multiply(*one, *other);
    let radicand = expand(arena, product);
    if !matches!(arena.node(radicand), Node::Sum([_, _])) {
        return id;
    }
    parts.push((radicand, own.clone()));
    let product = arena.product(parts);
    let candidate = arena.scale(product, number);
    if costs.of(arena, candidate) < costs.of(arena, id) { candidate } else { id }
}

/// A positive number, `pi`, `e`, or a product of such.
fn is_positive_constant(arena: &Arena, id: Id) -> bool {
    let is_atom = |id: Id| match arena.node(id) {
        Node::Number(number) => !number.is_negative(),
        Node::Call(_, arguments) => arguments.is_empty(),
        _ => false,
    };
    match arena.node(id) {
        Node::Sum([term]) => !term.number.is_negative() && is_atom(term.id),
        Node::Product(factors) => factors.iter().all(|factor| is_atom(factor.id)),
        _ => is_atom(id),
    }
}

/// By how much a product must be shorter for its root to move across the bar.
const ACROSS: u64 = 8;

/// A product in which the root of a product stands under another exponent where that is shorter: `1/(2*x*sqrt(2*x))` for
/// `1/(2*x)^(3/2)`, `sqrt(k/m)/(2*m)` for `k/(2*m^2*sqrt(k/m))`. It goes below the bar only where nothing in it may be zero:
/// `sqrt(x*y)/x` has the value 0 where y is 0, and `y/sqrt(x*y)` has none.
fn shortest(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    let is_root = |factor: &Term| factor.number.denominator().to_i64() == Some(2) && is_monomial(arena, factor.id);
    let is_open = |(at, factor): (usize, &Term)| (is_root(factor) && may_be_shorter(arena, factors, at)).then_some(at);
    let open: SmallVec<[usize; 4]> = factors.iter().enumerate().filter_map(is_open).short();
    if open.is_empty() {
        return id;
    }
    let factors = factors.to_vec();
    let half = Rational::fraction(1, 2).unwrap_or(Rational::ONE);
    let mut best = (costs.of(arena, id), id);
    for (at, rest) in open.into_iter().flat_map(|at| [(at, half.clone()), (at, -&half)]) {
        let root = &factors[at];
        // What is left of the exponent is whole, and goes to the factors of the radicand.
        let whole = &root.number - &rest;
        if whole.is_zero() {
            continue;
        }
        let (content, radicand) = arena.coefficient(root.id);
        let Some(content) = whole.to_i64().and_then(|whole| content.power(whole)) else { continue };
        let inside = arena.factors(radicand);
        let goes_below = rest.is_negative() && !root.number.is_negative();
        let is_below = |id: Id| factors.iter().any(|factor| factor.id == id && factor.number.is_negative());
        if goes_below && !inside.iter().all(|factor| is_below(factor.id) || knowledge.interval(arena, factor.id).is_nonzero()) {
            continue;
        }
        let mut parts: Vec<(Id, Rational)> =
            factors.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, factor)| (factor.id, factor.number.clone())).collect();
        parts.extend(inside.into_iter().map(|factor| (factor.id, &factor.number * &whole)));
        parts.push((root.id, rest.clone()));
        let product = arena.product(parts);
        let candidate = arena.scale(product, &number * &content);
        let across = if rest.signum() == root.number.signum() { 0 } else { ACROSS };
        let price = costs.of(arena, candidate).saturating_add(across);
        if candidate != Id::UNDEFINED && price < best.0 {
            best = (price, candidate);
        }
    }
    best.1
}

/// Whether some exponent is a fraction.
fn has_roots(factors: &[Term]) -> bool {
    factors.iter().any(|factor| !factor.number.is_integer())
}

/// Whether moving a root can shorten a product: its exponent has a whole part, or something beside it cancels.
fn may_be_shorter(arena: &Arena, factors: &[Term], at: usize) -> bool {
    let root = &factors[at];
    let radicand = arena.coefficient(root.id).1;
    let is_inside = |id: Id| match arena.node(radicand) {
        Node::Product(inner) => inner.iter().any(|factor| factor.id == id),
        _ => radicand == id,
    };
    !matches!(root.number.to_small(), Some((1 | -1, 2)))
        || factors.iter().enumerate().any(|(other, factor)| other != at && is_inside(factor.id))
}

/// A product, or a multiple of something that is no sum.
fn is_monomial(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Product(_) => true,
        Node::Sum([term]) => !matches!(arena.node(term.id), Node::Sum(_)),
        _ => false,
    }
}
