//! Taylor coefficients by recurrences between power series, where derivatives grow too long to be written down.
//!
//! A series is the list of its coefficients; what is missing at the end is zero. A function of the table follows its derivative,
//! `y' = D(u, y)*u'`: the coefficient of each power needs only those before it (Knuth, The Art of Computer Programming 4.7).

use super::Desk;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::syntax::template;
use rustc_hash::FxHashMap;

const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");
const SINH: FunctionId = FunctionId::named("sinh");
const COSH: FunctionId = FunctionId::named("cosh");

/// Functions that are quotients of two others; of one where the first is none.
const QUOTIENTS: [(&str, Option<FunctionId>, FunctionId); 8] = [
    ("tan", Some(SIN), COS),
    ("cot", Some(COS), SIN),
    ("sec", None, COS),
    ("csc", None, SIN),
    ("tanh", Some(SINH), COSH),
    ("coth", Some(COSH), SINH),
    ("sech", None, COSH),
    ("csch", None, SINH),
];

/// Functions that have no series at some places where they have values.
const TURNING: [&str; 11] = ["abs", "sign", "heaviside", "relu", "floor", "ceil", "max", "min", "cbrt", "root", "atan2"];

/// Derivatives of derivatives of functions are followed so far.
const MOST_FUNCTIONS: u32 = 4;

/// The first coefficients of the power series of an expression in the distance of the variable from a place; nothing where a part
/// has no rule here or no series.
pub(super) fn coefficients(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id, length: usize) -> Option<Vec<Id>> {
    let own = [at, Id::ONE];
    let series = of_expression(desk, id, &[(variable, &own[..])], length, 0)?;
    let coefficients: Vec<Id> = (0..length).map(|k| term(&series, k)).collect();
    (!coefficients.contains(&Id::UNDEFINED)).then_some(coefficients)
}

fn term(series: &[Id], k: usize) -> Id {
    series.get(k).copied().unwrap_or(Id::ZERO)
}

/// The series of an expression in which some symbols have series of their own.
fn of_expression(desk: &mut Desk<'_>, root: Id, known: &[(Id, &[Id])], length: usize, depth: u32) -> Option<Vec<Id>> {
    let mut found: FxHashMap<Id, Vec<Id>> = known.iter().map(|(symbol, series)| (*symbol, series.to_vec())).collect();
    for id in desk.arena.reachable(root) {
        if found.contains_key(&id) {
            continue;
        }
        let mut varies = false;
        desk.arena.for_each_child(id, |child| varies |= found.contains_key(&child));
        if !varies {
            continue;
        }
        let of = |child: Id| found.get(&child).cloned().unwrap_or_else(|| vec![child]);
        let series = match desk.arena.node(id) {
            Node::Sum(terms) => {
                let terms: Vec<(Vec<Id>, Rational)> = terms.iter().map(|term| (of(term.id), term.number.clone())).collect();
                (0..length).map(|k| desk.arena.sum(terms.iter().map(|(series, factor)| (term(series, k), factor.clone())))).collect()
            }
            Node::Product(factors) => {
                let factors: Vec<(Vec<Id>, Rational)> = factors.iter().map(|Term { id, number }| (of(*id), number.clone())).collect();
                let mut product = vec![Id::ONE];
                for (series, exponent) in factors {
                    let power = power(desk.arena, &series, &exponent, length)?;
                    product = multiplied(desk.arena, &product, &power, length);
                }
                product
            }
            Node::Power(base, exponent) => {
                let (base, exponent) = (of(base), of(exponent));
                let logarithm = of_call(desk, FunctionId::LN, &base, length, depth)?;
                let exponent = multiplied(desk.arena, &exponent, &logarithm, length);
                of_call(desk, FunctionId::EXP, &exponent, length, depth)?
            }
            Node::Call(function, &[argument]) => of_call(desk, function, &of(argument), length, depth)?,
            _ => return None,
        };
        found.insert(id, series);
    }
    Some(found.remove(&root).unwrap_or_else(|| vec![root]))
}

fn multiplied(arena: &mut Arena, left: &[Id], right: &[Id], length: usize) -> Vec<Id> {
    let mut product = Vec::with_capacity(length);
    for k in 0..length {
        let mut terms: Vec<(Id, Rational)> = Vec::new();
        for i in 0..=k {
            let (a, b) = (term(left, i), term(right, k - i));
            if a != Id::ZERO && b != Id::ZERO {
                terms.push((arena.multiply(a, b), Rational::ONE));
            }
        }
        product.push(arena.sum(terms));
    }
    product
}

/// `series^exponent`; of a series that begins with zero only whole powers.
fn power(arena: &mut Arena, series: &[Id], exponent: &Rational, length: usize) -> Option<Vec<Id>> {
    if exponent.is_one() {
        return Some(series.to_vec());
    }
    let first = term(series, 0);
    if first == Id::ZERO {
        let times = exponent.to_i64().filter(|times| (0..=64).contains(times))?;
        let mut product = vec![Id::ONE];
        for _ in 0..times {
            product = multiplied(arena, &product, series, length);
        }
        return Some(product);
    }
    let mut found = vec![arena.rational_power(first, exponent.clone())];
    let inverse = arena.rational_power(first, Rational::MINUS_ONE);
    for k in 1..length as i64 {
        let mut terms = Vec::new();
        for i in 1..=k {
            let factor = &(exponent * &Rational::integer(i)) - &Rational::integer(k - i);
            let (a, b) = (term(series, i as usize), found[(k - i) as usize]);
            if a != Id::ZERO && b != Id::ZERO {
                terms.push((arena.multiply(a, b), factor));
            }
        }
        let sum = arena.sum(terms);
        let share = arena.multiply(sum, inverse);
        found.push(arena.scale(share, Rational::fraction(1, k)?));
    }
    Some(found)
}

/// The coefficient of power `k` of what has the derivative `slope*inner'`.
fn integrated(arena: &mut Arena, slope: &[Id], inner: &[Id], k: usize) -> Option<Id> {
    let mut terms = Vec::new();
    for i in 1..=k {
        let (a, b) = (term(inner, i), term(slope, k - i));
        if a != Id::ZERO && b != Id::ZERO {
            terms.push((arena.multiply(a, b), Rational::fraction(i as i64, k as i64)?));
        }
    }
    Some(arena.sum(terms))
}

/// The series of a function of a series.
fn of_call(desk: &mut Desk<'_>, function: FunctionId, inner: &[Id], length: usize, depth: u32) -> Option<Vec<Id>> {
    if TURNING.contains(&function.row().name) || depth > MOST_FUNCTIONS {
        return None;
    }
    if let Some((_, above, below)) = QUOTIENTS.iter().find(|(name, ..)| *name == function.row().name) {
        let below = of_call(desk, *below, inner, length, depth)?;
        let inverse = power(desk.arena, &below, &Rational::MINUS_ONE, length)?;
        return match above {
            Some(above) => {
                let above = of_call(desk, *above, inner, length, depth)?;
                Some(multiplied(desk.arena, &above, &inverse, length))
            }
            None => Some(inverse),
        };
    }
    let start = |desk: &mut Desk<'_>, function: FunctionId| {
        let value = desk.arena.call(function, &[term(inner, 0)]);
        Some(desk.simplest(value)).filter(|value| *value != Id::UNDEFINED)
    };
    let partner = match function {
        SIN => Some((COS, 1)),
        COS => Some((SIN, -1)),
        SINH => Some((COSH, 1)),
        COSH => Some((SINH, 1)),
        _ => None,
    };
    if let Some((partner, sign)) = partner {
        // The derivative of the partner has the other sign for the waves, the same for the hyperbolic functions.
        let back = if matches!(function, SIN | COS) { -sign } else { sign };
        let (mut own, mut other) = (vec![start(desk, function)?], vec![start(desk, partner)?]);
        for k in 1..length {
            let next = integrated(desk.arena, &other, inner, k)?;
            let next_other = integrated(desk.arena, &own, inner, k)?;
            own.push(desk.arena.scale(next, Rational::integer(sign)));
            other.push(desk.arena.scale(next_other, Rational::integer(back)));
        }
        return Some(own);
    }
    let (u, y) = (desk.arena.symbol("u@"), desk.arena.symbol("y@"));
    let slope = template::derivative(desk.arena, function, 0, &[u], y, &mut Vec::new())?;
    let mut own = vec![start(desk, function)?];
    let follows_itself = desk.arena.contains(slope, y);
    let mut slopes = if follows_itself { Vec::new() } else { of_expression(desk, slope, &[(u, inner)], length, depth + 1)? };
    for k in 1..length {
        if follows_itself {
            slopes = of_expression(desk, slope, &[(u, inner), (y, &own)], k, depth + 1)?;
        }
        own.push(integrated(desk.arena, &slopes, inner, k)?);
    }
    Some(own)
}
