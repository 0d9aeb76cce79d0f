//! Powers of one base brought together where that is valid on the reals.

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use smallvec::SmallVec;

/// A product with its exponentials joined (`exp(x)^2` is `exp(2*x)`), its powers of one base joined
/// (`x^n/x` is `x^(n - 1)`), and its roots of squares taken.
pub(super) fn collect(arena: &mut Arena, knowledge: &mut Knowledge, variable: Option<Id>, id: Id) -> Id {
    let Node::Product(factors) = arena.node(id) else { return id };
    let is_exponential = |factor: &Term| matches!(arena.node(factor.id), Node::Call(FunctionId::EXP, _));
    let may_change = |factor: &Term| match arena.node(factor.id) {
        Node::Power(..) => true,
        Node::Product(_) => !factor.number.is_integer(),
        _ => is_exponential(factor) && !factor.number.is_one(),
    };
    if !factors.iter().any(may_change) {
        return id;
    }
    let factors = factors.to_vec();
    let mut parts: Vec<(Id, Rational)> = Vec::with_capacity(factors.len());
    for factor in &factors {
        parts.push(even_root(arena, knowledge, factor));
    }
    let mut changed = parts.iter().zip(&factors).any(|(part, factor)| part.0 != factor.id);
    // exp(u)^c is exp(c*u): every power of an exponential is an exponential.
    for part in &mut parts {
        if let Node::Call(FunctionId::EXP, &[argument]) = arena.node(part.0)
            && !part.1.is_one()
            && !(part.1 == Rational::MINUS_ONE && factors.len() > 1)
        {
            let scaled = arena.scale(argument, part.1.clone());
            *part = (arena.call(FunctionId::EXP, &[scaled]), Rational::ONE);
            changed = true;
        }
    }
    changed |= join_symbolic(arena, knowledge, &mut parts);
    changed |= lower_symbolic(arena, variable, &mut parts);
    if changed { arena.product(parts) } else { id }
}

/// A product with its symbolic powers of one base joined, and nothing else done.
pub(super) fn join(arena: &mut Arena, knowledge: &mut Knowledge, variable: Option<Id>, id: Id) -> Id {
    let Node::Product(factors) = arena.node(id) else { return id };
    if !factors.iter().any(|factor| matches!(arena.node(factor.id), Node::Power(..))) {
        return id;
    }
    let mut parts: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
    let joined = join_symbolic(arena, knowledge, &mut parts);
    if lower_symbolic(arena, variable, &mut parts) || joined { arena.product(parts) } else { id }
}

/// `(u^2)^(1/2)` as `|u|`, or as `u` where `u` is known not to be negative.
fn even_root(arena: &mut Arena, knowledge: &mut Knowledge, factor: &Term) -> (Id, Rational) {
    let unchanged = (factor.id, factor.number.clone());
    if factor.number.is_integer() {
        return unchanged;
    }
    let inner = match arena.node(factor.id) {
        Node::Product([inner]) => inner.clone(),
        // The root of a product, where all factors but one are known to be positive, is the product of the roots; a constant
        // stays under it where no square comes out: sqrt(pi*x).
        Node::Product(inner) => {
            let inner = inner.to_vec();
            if let Some(out) = varying_squares(arena, knowledge, &inner, &factor.number) {
                return out;
            }
            let powers: Vec<Id> = inner.iter().map(|part| arena.rational_power(part.id, part.number.clone())).collect();
            let mut positive: Vec<Id> = powers.iter().copied().filter(|power| knowledge.interval(arena, *power).is_positive()).collect();
            if let [one, other] = &inner[..]
                && positive.is_empty()
            {
                let squares = [(one, other), (other, one)].into_iter().zip(&powers);
                positive.extend(squares.filter(|((square, rest), _)| comes_out(arena, knowledge, square, rest)).map(|(_, power)| *power));
            }
            let is_constant = |power: &Id| matches!(arena.node(*power), Node::Number(_) | Node::Call(_, []));
            let has_square = inner.iter().any(|part| part.number.is_even());
            if positive.len() + 1 < inner.len() || (!has_square && positive.iter().all(is_constant)) {
                return unchanged;
            }
            // The root of each, with its own even power looked at: sqrt(a^2) is |a|.
            let parts: Vec<(Id, Rational)> =
                inner.iter().zip(powers).map(|(part, power)| root_of_power(arena, knowledge, part, power, &factor.number)).collect();
            return (arena.product(parts), Rational::ONE);
        }
        _ => return unchanged,
    };
    root_of_power(arena, knowledge, &inner, factor.id, &factor.number)
}

/// `(a*b*x^4)^(1/2)` as `x^2*(a*b)^(1/2)` where x varies: of what is under a root for all values nearby, the rest is not negative
/// where the square is not zero, and so where it is. Where an absolute value would come out, the root stays the question's own.
fn varying_squares(arena: &mut Arena, knowledge: &mut Knowledge, inner: &[Term], exponent: &Rational) -> Option<(Id, Rational)> {
    let is_square = |part: &Term| {
        let comes_out_even = part.number.is_even() && !part.number.is_negative() && (&part.number * exponent).is_even();
        comes_out_even && arena.as_symbol(part.id).is_some_and(|symbol| knowledge.varies(symbol))
    };
    let (squares, rest): (Vec<Term>, Vec<Term>) = inner.iter().cloned().partition(is_square);
    if squares.is_empty() || rest.is_empty() {
        return None;
    }
    let mut parts: Vec<(Id, Rational)> = Vec::with_capacity(squares.len() + 1);
    for part in &squares {
        let power = arena.rational_power(part.id, part.number.clone());
        parts.push(root_of_power(arena, knowledge, part, power, exponent));
    }
    let rest = arena.product(rest.into_iter().map(|part| (part.id, part.number)).collect::<Vec<_>>());
    parts.push((rest, exponent.clone()));
    Some((arena.product(parts), Rational::ONE))
}

/// Whether the even power of a symbol comes out of the root of its product with something that is not negative where the symbol
/// is 0: `sqrt(x^2*(x + 1))` is `|x|*sqrt(x + 1)`, but `sqrt(x^2*(x - 1))` has a value at 0.
fn comes_out(arena: &mut Arena, knowledge: &mut Knowledge, square: &Term, rest: &Term) -> bool {
    if !square.number.is_even() || square.number.is_negative() || arena.as_symbol(square.id).is_none() {
        return false;
    }
    let rest = arena.rational_power(rest.id, rest.number.clone());
    let there = arena.substitute(rest, square.id, Id::ZERO);
    there != Id::UNDEFINED && knowledge.interval(arena, there).is_non_negative()
}

/// `power^exponent` where `power` is `inner`: an even power of something of unknown sign leaves its absolute value.
fn root_of_power(arena: &mut Arena, knowledge: &mut Knowledge, inner: &Term, power: Id, exponent: &Rational) -> (Id, Rational) {
    if !inner.number.is_even() {
        return (power, exponent.clone());
    }
    let base = if knowledge.interval(arena, inner.id).is_non_negative() { inner.id } else { arena.call(FunctionId::ABS, &[inner.id]) };
    (base, &inner.number * exponent)
}

/// `u^a * u^b` as `u^(a + b)` where one of the exponents is symbolic; true if anything was joined.
fn join_symbolic(arena: &mut Arena, knowledge: &mut Knowledge, parts: &mut Vec<(Id, Rational)>) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at < parts.len() {
        let Node::Power(base, exponent) = arena.node(parts[at].0) else {
            at += 1;
            continue;
        };
        // The root of x^n is no power of x where x may be negative: n may be 2.
        let has_roots = parts.iter().any(|part| !part.1.is_integer() && matches!(arena.node(part.0), Node::Power(own, _) if own == base));
        let may_be_negative =
            has_roots && !knowledge.asks_for_positive_base(arena, base, exponent) && !knowledge.interval(arena, base).is_non_negative();
        if may_be_negative && !parts[at].1.is_integer() {
            at += 1;
            continue;
        }
        let mut total = vec![(exponent, parts[at].1.clone())];
        let mut used = Vec::new();
        for (other, part) in parts.iter().enumerate().filter(|(other, _)| *other != at) {
            match arena.node(part.0) {
                // A root that the exponent has itself stays apart: x^sqrt(x)/sqrt(x).
                _ if part.0 == base && !part.1.is_integer() && arena.contains(exponent, base) => continue,
                _ if part.0 == base => total.push((Id::ONE, part.1.clone())),
                Node::Power(..) if may_be_negative && !part.1.is_integer() => continue,
                Node::Power(other_base, other_exponent) if other_base == base => total.push((other_exponent, part.1.clone())),
                _ => continue,
            }
            used.push(other);
        }
        // A power with a negative or repeated exponent is one power too: (a^x)^2 is a^(2*x).
        if used.is_empty() && parts[at].1.is_one() {
            at += 1;
            continue;
        }
        if used.is_empty() && parts[at].1 == Rational::MINUS_ONE {
            at += 1;
            continue;
        }
        let exponent = arena.sum(total);
        parts[at] = (arena.power(base, exponent), Rational::ONE);
        for other in used.into_iter().rev() {
            parts.remove(other);
        }
        changed = true;
        at = 0;
    }
    changed
}

/// Of more symbolic powers none is lowered.
const MOST_POWERS: usize = 16;

/// `(c*x)^n/x` as `c*(c*x)^(n - 1)`, which is what the power rule gives, and `|u|^p/u` as `|u|^(p - 1)*sign(u)`; true if
/// anything was lowered.
fn lower_symbolic(arena: &mut Arena, variable: Option<Id>, parts: &mut Vec<(Id, Rational)>) -> bool {
    const SIGN: FunctionId = FunctionId::named("sign");
    if !parts.iter().any(|part| part.1.is_negative()) {
        return false;
    }
    // Where two powers have a factor in common, (x/a)^n*(a/x)^m, what one gives up the other would take.
    let bases: SmallVec<[Vec<Term>; 2]> = parts
        .iter()
        .filter_map(|part| match arena.node(part.0) {
            Node::Power(base, _) => Some(arena.factors(arena.coefficient(base).1)),
            _ => None,
        })
        .collect();
    let shares = |one: &[Term], other: &[Term]| one.iter().any(|factor| other.iter().any(|own| own.id == factor.id));
    if bases.len() > MOST_POWERS || bases.iter().enumerate().any(|(at, one)| bases[at + 1..].iter().any(|other| shares(one, other))) {
        return false;
    }
    // Of several powers one by structure, so that the order of the input decides nothing; absolute values last.
    let found = (0..parts.len()).filter_map(|at| {
        let times = times_below(arena, variable, parts, at)?;
        Some((matches!(base_of(arena, parts[at].0)?, Node::Call(..)), arena.fingerprint(parts[at].0), at, times))
    });
    let Some((_, _, at, times)) = found.min_by_key(|(is_call, fingerprint, ..)| (*is_call, *fingerprint)) else { return false };
    let Node::Power(base, exponent) = arena.node(parts[at].0) else { return false };
    let (content, core) = arena.coefficient(base);
    let Some(content) = times.to_i64().and_then(|times| content.power(times)) else { return false };
    let inside = arena.factors(core);
    let lowered = arena.sum([(exponent, Rational::ONE), (Id::ONE, -&times)]);
    match arena.node(base) {
        Node::Call(FunctionId::ABS, &[argument]) => {
            parts.push((arena.call(SIGN, &[argument]), Rational::ONE));
            parts.push((argument, Rational::ONE));
        }
        _ => {
            parts.extend(inside.iter().map(|factor| (factor.id, &factor.number * &times)));
            parts.push((arena.number(content), Rational::ONE));
        }
    }
    parts[at].0 = arena.power(base, lowered);
    true
}

fn base_of<'a>(arena: &'a Arena, power: Id) -> Option<Node<'a>> {
    let Node::Power(base, _) = arena.node(power) else { return None };
    Some(arena.node(base))
}

/// How often the base of a symbolic power, a product or an absolute value, goes into something below the bar beside it, where
/// all else in the base is a number, or below a bar as well, or a parameter beside the variable that the question has a
/// derivative by: where the base vanishes otherwise, a lower exponent may leave no value.
fn times_below(arena: &Arena, variable: Option<Id>, parts: &[(Id, Rational)], at: usize) -> Option<Rational> {
    const MOST_TIMES: i64 = 16;
    let Node::Power(base, _) = arena.node(parts[at].0) else { return None };
    if !parts[at].1.is_one() {
        return None;
    }
    let (_, core) = arena.coefficient(base);
    let mut below = parts.iter().filter(|part| part.1.is_negative());
    match arena.node(base) {
        Node::Call(FunctionId::ABS, &[argument]) => {
            below.any(|part| part.0 == argument && part.1 == Rational::MINUS_ONE).then_some(Rational::ONE)
        }
        Node::Product(_) | Node::Sum([_]) => {
            let inside = arena.factors(core);
            let is_below = |id: Id| parts.iter().any(|part| part.0 == id && part.1.is_negative());
            let is_parameter = |id: Id| variable.is_some_and(|variable| !arena.contains(id, variable));
            let is_safe = |factor: &Term| {
                factor.number.is_negative() || arena.as_number(factor.id).is_some() || is_below(factor.id) || is_parameter(factor.id)
            };
            if !inside.iter().all(is_safe) {
                return None;
            }
            let often = |part: &(Id, Rational)| {
                let own = inside.iter().find(|factor| factor.id == part.0).map(|factor| &factor.number)?;
                let ratio = -&part.1 * own.reciprocal()?;
                let is_whole = ratio.signum() > 0 && (own.is_integer() || ratio.is_integer());
                Some(-(-&ratio).floor()).filter(|times| is_whole && *times <= Rational::integer(MOST_TIMES))
            };
            below.filter_map(often).min()
        }
        _ => None,
    }
}

/// The u and c of `a^(c*ln(u)/ln(a))`, which is `u^c`.
fn of_own_logarithm(arena: &mut Arena, base: Id, exponent: Id) -> Option<(Id, Id)> {
    let (number, core) = arena.coefficient(exponent);
    let Node::Product(factors) = arena.node(core) else { return None };
    let logarithm = |factor: &Term| match arena.node(factor.id) {
        Node::Call(FunctionId::LN, &[argument]) => Some(argument),
        _ => None,
    };
    let below = factors.iter().find(|factor| factor.number == Rational::MINUS_ONE && logarithm(factor) == Some(base))?.id;
    // Of several logarithms none is the one to choose: 10^(ln(x)*ln(y)/ln(10)).
    let mut above = factors.iter().filter(|factor| factor.number.is_one()).filter_map(|factor| Some((factor.id, logarithm(factor)?)));
    let (Some((above, inner)), None) = (above.next(), above.next()) else { return None };
    let rest = factors.iter().filter(|factor| factor.id != below && factor.id != above).map(|factor| (factor.id, factor.number.clone()));
    let rest: Vec<(Id, Rational)> = rest.collect();
    let rest = arena.product(rest);
    Some((inner, arena.scale(rest, number)))
}

/// `(u^a)^b` with symbolic exponents, and powers of e; a power with a negative exponent is a denominator, `1/x^n`, unless it is
/// the question's own.
pub(super) fn power(arena: &mut Arena, knowledge: &mut Knowledge, id: Id, is_own: bool) -> Id {
    let Node::Power(base, exponent) = arena.node(id) else { return id };
    // x^(-n - 1) is 1/x^(n + 1), and x^((-n - 1)/2) is 1/x^((n + 1)/2).
    let (number, core) = arena.coefficient(exponent);
    let is_negative = match arena.node(core) {
        Node::Sum(terms) if terms.len() > 1 => terms.iter().all(|term| term.number.is_negative() != number.is_negative()),
        _ => number.is_negative() && !is_own,
    };
    if is_negative {
        let opposite = arena.negate(exponent);
        let power = arena.power(base, opposite);
        return arena.rational_power(power, Rational::MINUS_ONE);
    }
    if let Some((inner, exponent)) = of_own_logarithm(arena, base, exponent) {
        return arena.power(inner, exponent);
    }
    match arena.node(base) {
        Node::Call(FunctionId::EXP, &[argument]) => {
            let product = arena.multiply(argument, exponent);
            arena.call(FunctionId::EXP, &[product])
        }
        // The base of the inner power must be positive for this, whatever the exponents are.
        Node::Power(inner, inner_exponent) if knowledge.interval(arena, inner).is_positive() => {
            let product = arena.multiply(inner_exponent, exponent);
            arena.power(inner, product)
        }
        _ => id,
    }
}
