//! Derivatives of symbolic order `n`, a positive integer: the classical families, polynomials times one of them by Leibniz'
//! formula, rational functions by partial fractions, and linear combinations.

use super::family::{self, Family};
use super::{Desk, Law, Refusal, Working, written};
use crate::domain::partial_fractions;
use crate::expression::{Arena, Id, Node, Relation, Term, expand};
use crate::formula::{Formula, Part, Product};
use crate::number::Rational;

/// A polynomial of a higher degree has no list of all its derivatives.
const MOST_CASES: usize = 12;

/// The derivative of order `n` of the expression by the variable. The answer holds for every positive integer `n` that
/// satisfies the conditions of the working, which are those above the degree of a polynomial part.
pub fn symbolic_order(desk: &mut Desk<'_>, id: Id, variable: Id, n: Id) -> Result<Working, Refusal> {
    let mut working = Working::new();
    let simple = desk.simplest(id);
    let forms = [id, simple];
    let mut parts = match forms.into_iter().map(|form| parts_of(desk.arena, form, variable)).find(Result::is_ok) {
        Some(Ok(parts)) => parts,
        _ => return Err(Refusal::NoGeneralOrder(parts_of(desk.arena, simple, variable).err().unwrap_or(simple))),
    };
    // A constant, as cos(0) is one.
    parts.iter_mut().filter(|part| part.family.is_none()).for_each(|part| part.term = desk.simplest(part.term));
    let whole = Part::Order { of: id, by: variable, order: n };
    let arena = &mut *desk.arena;
    let degree = parts.iter().filter(|part| part.family.is_none()).map(|part| part.degree).max().unwrap_or(0);
    if parts.iter().all(|part| part.family.is_none()) {
        if degree > MOST_CASES {
            return Err(Refusal::NoGeneralOrder(id));
        }
        let cases = polynomial_cases(desk, id, variable, n, degree)?;
        working.step(Law::Own("one order after the other"), whole, Formula::value(cases));
        working.answer = cases;
        return Ok(working);
    }
    let is_alone = parts.len() == 1 && parts[0].term == id;
    if !is_alone {
        sum_rule(arena, &mut working, &whole, id, &parts);
    }
    let mut least = degree;
    let mut terms = Vec::new();
    for part in &parts {
        let (coefficient, core) = desk.arena.coefficient(part.term);
        let left = Part::Order { of: core, by: variable, order: n };
        let Some(family) = &part.family else {
            working.step(Law::Own("zero above the degree"), left, Formula::value(Id::ZERO));
            continue;
        };
        let derivative = family::derivative(desk.arena, family, part.degree, variable, n);
        least = least.max(derivative.above);
        working.conditions.extend(derivative.condition);
        let value = desk.arena.multiply(part.constant, derivative.value);
        terms.push((value, Rational::ONE));
        if !is_alone {
            let share = desk.arena.scale(value, coefficient.reciprocal().unwrap_or(Rational::ONE));
            let share = desk.simplest(share);
            let share = written::written_out(desk.arena, share, n);
            working.step(Law::Own(part.law()), left, Formula::value(share));
        }
    }
    if least > 0 {
        let least = desk.arena.integer(least as i64);
        working.conditions.push(desk.arena.relation(Relation::Less, least, n));
    }
    let sum = desk.arena.sum(terms);
    let answer = desk.simplest(sum);
    let answer = written::written_out(desk.arena, answer, n);
    let law = if is_alone { Law::Own(parts[0].law()) } else { Law::Conclusion("put together") };
    working.step(law, whole, Formula::value(answer));
    working.answer = answer;
    Ok(working)
}

/// The derivative of the whole as that of its parts.
fn sum_rule(arena: &mut Arena, working: &mut Working, whole: &Part, id: Id, parts: &[Piece]) {
    let Part::Order { by, order, .. } = *whole else { return };
    let sum = arena.sum(parts.iter().map(|part| (part.term, Rational::ONE)).collect::<Vec<_>>());
    if sum != id {
        working.step(Law::Own("written as a sum"), Part::Expression(id), Formula::value(sum));
    }
    let mut products = Vec::with_capacity(parts.len());
    for part in parts {
        let (coefficient, of) = arena.coefficient(part.term);
        let size = coefficient.abs();
        let mut product = Product::of([Part::Order { of, by, order }]);
        product.negative = coefficient.is_negative();
        let (numerator, denominator) = (size.numerator(), size.denominator());
        if !numerator.is_one() {
            product.above.insert(0, Part::Expression(arena.number(numerator)));
        }
        if !denominator.is_one() {
            product.below.push(Part::Expression(arena.number(denominator)));
        }
        products.push(product);
    }
    working.step(Law::Own("sum rule"), whole.clone(), Formula(products));
}

/// All derivatives of a polynomial, a case for each order.
fn polynomial_cases(desk: &mut Desk<'_>, id: Id, variable: Id, n: Id, degree: usize) -> Result<Id, Refusal> {
    let mut cases = Vec::new();
    let mut current = id;
    for order in 1..=degree {
        current = desk.simple_derivative(current, variable)?;
        let order = desk.arena.integer(order as i64);
        let condition = desk.arena.relation(Relation::Equal, n, order);
        cases.push((current, condition));
    }
    if cases.is_empty() {
        return Ok(Id::ZERO);
    }
    let degree = desk.arena.integer(degree as i64);
    let beyond = desk.arena.relation(Relation::Less, degree, n);
    cases.push((Id::ZERO, beyond));
    Ok(desk.arena.piecewise(&cases))
}

/// `constant * variable^degree * a function of a family`, none for a polynomial.
struct Piece {
    /// All of it.
    term: Id,
    constant: Id,
    degree: usize,
    family: Option<Family>,
}

impl Piece {
    fn law(&self) -> &'static str {
        match &self.family {
            Some(family) if self.degree == 0 => family.law(),
            _ => "Leibniz' formula",
        }
    }
}

/// The expression as a sum of such parts; an error is a part that is none.
fn parts_of(arena: &mut Arena, id: Id, variable: Id) -> Result<Vec<Piece>, Id> {
    let mut pending = vec![(id, Rational::ONE)];
    let mut parts = Vec::new();
    while let Some((term, number)) = pending.pop() {
        if parts.len() + pending.len() > family::MOST_PARTS {
            return Err(id);
        }
        let expanded = expand(arena, term);
        if let Node::Sum(terms) = arena.node(expanded) {
            pending.extend(terms.to_vec().into_iter().map(|term| (term.id, &term.number * &number)));
            continue;
        }
        match part(arena, expanded, variable) {
            Ok(Found::Piece(mut part)) => {
                part.term = arena.scale(part.term, number.clone());
                part.constant = arena.scale(part.constant, number);
                parts.push(part);
            }
            Ok(Found::Sum(sum)) => pending.push((sum, number)),
            Err(fault) => pending.push((in_partial_fractions(arena, expanded, variable).ok_or(fault)?, number)),
        }
    }
    // Popped from the end; the order is that of the expression again.
    parts.reverse();
    Ok(parts)
}

/// A rational function as the sum over the roots of its denominator, constant factors outside; nothing for any other, and for
/// one that is such a sum already.
fn in_partial_fractions(arena: &mut Arena, term: Id, variable: Id) -> Option<Id> {
    let (number, core) = arena.coefficient(term);
    let (varying, constant): (Vec<Term>, Vec<Term>) =
        arena.factors(core).into_iter().partition(|factor| arena.contains(factor.id, variable));
    let mut product = |factors: Vec<Term>| arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)).collect::<Vec<_>>());
    let (varying, constant) = (product(varying), product(constant));
    let parts = partial_fractions(arena, varying, variable)?;
    if parts.polynomial.is_empty() && parts.fractions.len() < 2 {
        return None;
    }
    let mut terms = Vec::new();
    for (degree, coefficient) in parts.polynomial.into_iter().enumerate() {
        terms.push((arena.product([(variable, Rational::integer(degree as i64))].into_iter().filter(|_| degree > 0)), coefficient));
    }
    for (root, power, coefficient) in parts.fractions {
        // 1/(x - p/q) is q/(q*x - p).
        let (above, below) = (root.numerator(), root.denominator());
        let linear = arena.sum([(variable, below.clone()), (Id::ONE, -&above)]);
        let scale = (0..power).fold(coefficient, |scale, _| &scale * &below);
        terms.push((arena.product([(linear, -&Rational::integer(power.into()))]), scale));
    }
    let sum = arena.sum(terms);
    let whole = arena.multiply(constant, sum);
    Some(arena.scale(whole, number))
}

enum Found {
    Piece(Piece),
    /// The term is a sum of others in disguise, as `sin(x)^2` is.
    Sum(Id),
}

fn part(arena: &mut Arena, term: Id, variable: Id) -> Result<Found, Id> {
    let (number, core) = arena.coefficient(term);
    let factors: Vec<Term> = if core == Id::ONE { Vec::new() } else { arena.factors(core) };
    if let Some(sum) = family::opened(arena, &factors, variable) {
        return Ok(Found::Sum(arena.scale(sum, number)));
    }
    let mut constant = vec![(arena.number(number), Rational::ONE)];
    let mut degree = 0;
    let mut family: Option<Family> = None;
    for factor in &factors {
        let depends = arena.dependence(factor.id, variable)[factor.id.index()];
        let natural = factor.number.to_i64().filter(|exponent| *exponent >= 0);
        match natural {
            _ if !depends => constant.push((factor.id, factor.number.clone())),
            Some(exponent) if factor.id == variable => degree += exponent as usize,
            _ => {
                let own = Family::of(arena, factor, variable).ok_or(factor.id)?;
                family = Some(match family {
                    None => own,
                    Some(other) => other.times(arena, own).ok_or(term)?,
                });
            }
        }
    }
    if let Some((rest, factor)) = family.as_ref().and_then(|family| family.without_rate(arena)) {
        constant.push((factor, Rational::ONE));
        family = rest;
    }
    if degree > family::HIGHEST_DEGREE {
        return Err(term);
    }
    let constant = arena.product(constant);
    Ok(Found::Piece(Piece { term, constant, degree, family }))
}
