//! Taylor coefficients by recurrences between power series, where derivatives grow too long to be written down.
//!
//! A series is the list of its coefficients; what is missing at the end is zero. A function of the table follows its derivative,
//! `y' = D(u, y)*u'`: the coefficient of each power needs only those before it (Knuth, The Art of Computer Programming 4.7).

use super::Desk;
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::{Class, FunctionId};
use crate::number::Rational;
use crate::syntax::template;
use rustc_hash::FxHashMap;

/// Functions in derivatives of functions are followed so far.
const MOST_FUNCTIONS: u32 = 4;

/// So many functions of one argument may stand in each other's derivatives.
const MOST_KIN: usize = 8;

/// The first coefficients of the power series of an expression in the distance of the variable from a place; nothing where a part
/// has no rule here or no series.
pub(super) fn coefficients(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id, length: usize) -> Option<Vec<Id>> {
    let own = [at, Id::ONE];
    let series = of_expression(desk, id, &[(variable, &own[..])], length, 0)?;
    let coefficients: Vec<Id> = (0..length).map(|k| term(&series, k)).collect();
    (!coefficients.contains(&Id::UNDEFINED)).then_some(coefficients)
}

/// The derivative of some order at a place, by the power series there.
pub fn derivative_at(desk: &mut Desk<'_>, id: Id, variable: Id, at: Id, order: usize) -> Option<Id> {
    let coefficient = *coefficients(desk, id, variable, at, order + 1)?.last()?;
    let factorial = (1..=order as i64).fold(Rational::ONE, |product, k| product * Rational::integer(k));
    let derivative = desk.arena.scale(coefficient, factorial);
    Some(desk.simplest(derivative)).filter(|derivative| *derivative != Id::UNDEFINED)
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

/// The series of a function of a series. Functions that stand in each other's derivatives, as sine and cosine do, tangent and
/// secant, go along with each other: `y_i' = D_i(u, y_1, .., y_n)*u'`.
fn of_call(desk: &mut Desk<'_>, function: FunctionId, inner: &[Id], length: usize, depth: u32) -> Option<Vec<Id>> {
    let row = function.row();
    // Beside a corner, a jump or a branch point it may have a value and no series.
    if row.class == Class::Turning || !row.continuous.is_empty() || depth > MOST_FUNCTIONS {
        return None;
    }
    if let Some(series) = at_zero(desk, function, inner, length) {
        return Some(series);
    }
    let u = desk.arena.symbol("u@");
    let kin = kin(desk.arena, function, u)?;
    let mut series: Vec<Vec<Id>> = Vec::new();
    for member in &kin {
        let value = desk.arena.call(member.function, &[term(inner, 0)]);
        series.push(vec![Some(desk.simplest(value)).filter(|value| *value != Id::UNDEFINED)?]);
    }
    let is_explicit = kin.iter().all(|member| kin.iter().all(|other| !desk.arena.contains(member.slope, other.symbol)));
    if is_explicit {
        let slope = of_expression(desk, kin[0].slope, &[(u, inner)], length, depth + 1)?;
        for k in 1..length {
            let next = integrated(desk.arena, &slope, inner, k)?;
            series[0].push(next);
        }
        return series.into_iter().next();
    }
    for k in 1..length {
        let mut known: Vec<(Id, &[Id])> = kin.iter().zip(&series).map(|(member, series)| (member.symbol, &series[..])).collect();
        known.push((u, inner));
        let mut next = Vec::new();
        for member in &kin {
            let slope = of_expression(desk, member.slope, &known, k, depth + 1)?;
            next.push(integrated(desk.arena, &slope, inner, k)?);
        }
        series.iter_mut().zip(next).for_each(|(series, next)| series.push(next));
    }
    series.into_iter().next()
}

/// The series of a function that the table gives at 0, of a series that begins with zero.
fn at_zero(desk: &mut Desk<'_>, function: FunctionId, inner: &[Id], length: usize) -> Option<Vec<Id>> {
    let template = template::texts(function).power_series.as_ref()?;
    if desk.simplest(term(inner, 0)) != Id::ZERO {
        return None;
    }
    let inner: Vec<Id> = std::iter::once(Id::ZERO).chain(inner.iter().skip(1).copied()).collect();
    let value = desk.arena.call(function, &[Id::ZERO]);
    let mut own = vec![desk.simplest(value)];
    for k in 1..length as i64 {
        let k = desk.arena.integer(k);
        let coefficient = template.instantiate(desk.arena, &[k], &mut Vec::new());
        own.push(desk.simplest(coefficient));
    }
    let mut series = vec![*own.last()?];
    for coefficient in own.iter().rev().skip(1) {
        series = multiplied(desk.arena, &series, &inner, length);
        series[0] = *coefficient;
    }
    Some(series)
}

/// A function of u, the symbol of its value, and its derivative in u and the values of its kin.
struct Member {
    function: FunctionId,
    symbol: Id,
    slope: Id,
}

/// A function with all that stand in its derivative, in theirs, and so on; none where one has no derivative in closed form.
fn kin(arena: &mut Arena, function: FunctionId, u: Id) -> Option<Vec<Member>> {
    let symbol_of = |arena: &mut Arena, function: FunctionId| arena.symbol(&format!("{}@", function.row().name));
    let mut kin: Vec<Member> = vec![Member { function, symbol: symbol_of(arena, function), slope: Id::UNDEFINED }];
    let mut at = 0;
    while at < kin.len() {
        let Member { function, symbol, .. } = kin[at];
        let slope = template::derivative(arena, function, 0, &[u], symbol, &mut Vec::new())?;
        let of_u = |id: &Id| matches!(arena.node(*id), Node::Call(_, &[argument]) if argument == u);
        let calls: Vec<Id> = arena.reachable(slope).into_iter().filter(of_u).collect();
        let mut values = Vec::new();
        for call in calls {
            let Node::Call(other, _) = arena.node(call) else { continue };
            let symbol = symbol_of(arena, other);
            values.push((call, symbol));
            if kin.iter().all(|member| member.function != other) {
                kin.push(Member { function: other, symbol, slope: Id::UNDEFINED });
            }
        }
        if kin.len() > MOST_KIN {
            return None;
        }
        kin[at].slope = arena.substitute_all(slope, &values);
        at += 1;
    }
    Some(kin)
}
