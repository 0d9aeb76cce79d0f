//! Sums in a named value and its complement in the shape the product rule gives them: `2 + x*(1 - s)*(4 + x*(1 - 2*s))` for
//! `s = sigma(x)`, `h + x*(1 - h^2)*(2 - x*h)` for `h = tanh(x)`. Multiplied out they show nothing.

use super::super::tower::{Family, Tower, Value};
use super::leibniz::{self, Part};
use super::write::{Writer, collecting_variables};
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::polynomial::{Monomial, Polynomial};
use smallvec::{SmallVec, smallvec};

const SIGMA: FunctionId = FunctionId::named("sigma");
const TANH: FunctionId = FunctionId::named("tanh");

/// Shorter sums hide nothing.
const FEWEST_TERMS: usize = 4;

/// Longer ones are left as they are, and so are those that fall into more parts.
const MOST_TERMS: usize = 48;
const MOST_PARTS: usize = 10;

/// Of more sums of the question the first few are looked at.
const MOST_SUMS: usize = 4;

/// The variables that are named values, and those of the complements `1 - h^2`.
#[derive(Debug, Default)]
struct Named {
    logistic: SmallVec<[usize; 2]>,
    complements: SmallVec<[usize; 2]>,
    tangents: SmallVec<[usize; 2]>,
}

impl Named {
    fn has(&self, variable: usize) -> bool {
        [&self.logistic, &self.complements, &self.tangents].iter().any(|own| own.contains(&variable))
    }
}

impl Writer<'_> {
    /// The one longer sum above the bar by what stands beside its named values, and beside the complements of hyperbolic tangents,
    /// flat and with what most of its parts have in common taken out again and again; nothing where there are no such values.
    pub(super) fn write_nested(&mut self, arena: &mut Arena, tower: &mut Tower, value: &Value) -> Vec<Option<Id>> {
        let Some(number) = self.sum_of_named(arena, tower, value) else { return Vec::new() };
        let rest = value.times(&Value::factor_power(number, Rational::MINUS_ONE));
        self.written_nested(arena, tower, number, &rest).unwrap_or_default()
    }

    /// The only longer sum with the exponent 1, if it has a logistic function or a hyperbolic tangent.
    fn sum_of_named(&mut self, arena: &mut Arena, tower: &Tower, value: &Value) -> Option<u32> {
        let is_long = |number: u32| (FEWEST_TERMS..=MOST_TERMS).contains(&tower.factor(number).terms().len());
        let mut long = value.factors.iter().filter(|(number, exponent)| exponent.is_one() && is_long(*number));
        let (number, _) = long.next().filter(|_| long.next().is_none())?;
        let named: SmallVec<[usize; 4]> =
            tower.factor(*number).variables().into_iter().filter(|variable| self.named_value(arena, tower, *variable).is_some()).collect();
        // Below the bar they are there for want of a better word.
        let is_below = |(number, exponent): &(u32, Rational)| {
            exponent.is_negative() && named.iter().any(|variable| tower.factor(*number).degree(*variable) > 0)
        };
        (!named.is_empty() && !value.factors.iter().any(is_below)).then_some(*number)
    }

    /// The function by which a variable is known, if it is one of the two that the answer may have.
    fn named_value(&mut self, arena: &mut Arena, tower: &Tower, variable: usize) -> Option<FunctionId> {
        let written = self.variable(arena, tower, variable);
        match arena.node(written) {
            _ if tower.generators()[variable].index() != 1 => None,
            Node::Call(SIGMA, _) => Some(SIGMA),
            Node::Call(TANH, _) if self.words().has(TANH) => Some(TANH),
            _ => None,
        }
    }

    fn written_nested(&mut self, arena: &mut Arena, tower: &mut Tower, number: u32, rest: &Value) -> Option<Vec<Option<Id>>> {
        let expanded = tower.factor(number).clone();
        let mut polynomial = expanded.clone();
        let mut named = Named::default();
        for variable in expanded.variables() {
            match self.named_value(arena, tower, variable) {
                Some(SIGMA) => named.logistic.push(variable),
                Some(_) => {
                    // h^2 is 1 - p.
                    let tangent = self.variable(arena, tower, variable);
                    let square = arena.rational_power(tangent, Rational::integer(2));
                    let complement = arena.subtract(Id::ONE, square);
                    let complement = tower.name_of(complement)?;
                    let square = Polynomial::constant(Rational::ONE).subtract(&Polynomial::variable(complement)?);
                    polynomial = polynomial.reduce(variable, 2, &square)?;
                    named.tangents.push(variable);
                    named.complements.push(complement);
                }
                None => {}
            }
        }
        let in_own = self.in_own_sum(arena, tower, &polynomial);
        let mut found = Vec::new();
        for polynomial in [Some(polynomial), in_own].into_iter().flatten() {
            for parts in groupings(&polynomial, &named) {
                found.extend(self.write_parts(arena, tower, &parts, &named, rest)?);
            }
        }
        let mut over_derivatives: Vec<Vec<Part>> = Vec::new();
        let in_logistic = named.logistic.iter().filter_map(|variable| leibniz::over_logistic(tower, &expanded, *variable, rest));
        over_derivatives.extend(in_logistic);
        let tangents = named.tangents.iter().zip(&named.complements);
        over_derivatives.extend(tangents.filter_map(|(own, complement)| leibniz::over_tangent(&expanded, *own, *complement)));
        for parts in over_derivatives.into_iter().filter(|parts| is_sum(parts)) {
            found.extend(self.write_parts(arena, tower, &parts, &named, rest)?);
        }
        Some(found)
    }

    /// A sum over one of the question's own sums in place of the variable, where it is shorter so: over `u = 1 - x`.
    fn in_own_sum(&self, arena: &mut Arena, tower: &mut Tower, polynomial: &Polynomial) -> Option<Polynomial> {
        let variable = place_of(tower, self.words().variable()?)?;
        let mut best: Option<Polynomial> = None;
        for own in self.words().own_sums(arena).into_iter().take(MOST_SUMS) {
            let Some(sum) = polynomial_of(arena, tower, own) else { continue };
            let degree = sum.degree(variable);
            let leading = sum.coefficient(variable, degree);
            let power = Polynomial::term(Monomial::power_of(variable, degree)?, Rational::ONE);
            let Some(leading) = leading.as_constant().filter(|_| degree > 0 && degree <= polynomial.degree(variable)) else { continue };
            let others = sum.subtract(&power.scale(&leading));
            if others.degree(variable) > 0 {
                continue;
            }
            let name = tower.name_of(own)?;
            let value = Polynomial::variable(name)?.subtract(&others).scale(&leading.reciprocal()?);
            let reduced = polynomial.reduce(variable, degree, &value)?;
            if reduced.terms().len() < best.as_ref().unwrap_or(polynomial).terms().len() {
                best = Some(reduced);
            }
        }
        best
    }

    /// A sum of parts, each as a product, times the rest: over one bar, term by term, and nested.
    fn write_parts(
        &mut self,
        arena: &mut Arena,
        tower: &mut Tower,
        parts: &[Part],
        named: &Named,
        rest: &Value,
    ) -> Option<Vec<Option<Id>>> {
        let mut terms = Vec::with_capacity(parts.len());
        for part in parts {
            let mut product = Value::number(Rational::ONE);
            for factor in part {
                let factor = tower.value_of(factor)?;
                product = tower.product(&product, &factor)?;
            }
            let product = self.factored(tower, &product, false).unwrap_or(product);
            terms.push(with_constants_first(tower, product, named)?);
        }
        let is_plain = |number: u32| tower.factor(number).terms().len() == 1;
        let (below, beside) = rest.factors.iter().cloned().partition(|(number, exponent)| exponent.is_negative() && is_plain(*number));
        let below = Value { coefficient: Rational::ONE, factors: below };
        let apart = terms.iter().map(|term| tower.product(term, &below)).collect::<Option<Vec<Value>>>()?;
        // Terms that do not share the denominator stand apart.
        let is_shared =
            |term: &Value| term.factors.iter().any(|(number, exponent)| exponent.is_negative() && !below.exponent(*number).is_zero());
        let (front, terms) = if below.factors.is_empty() || apart.iter().all(is_shared) {
            (rest.clone(), terms)
        } else {
            (Value { coefficient: rest.coefficient.clone(), factors: beside }, apart)
        };
        let front = self.write(arena, tower, &front)?;
        let mut inner = self.without_extra();
        let mut found = Vec::new();
        for is_deep in [false, true].into_iter().take(terms.len() - 1) {
            let sum = inner.nested(arena, tower, terms.clone(), is_deep)?;
            found.push(Some(arena.multiply(front, sum)));
        }
        Some(found)
    }

    /// A sum of products with what all of them have in common outside; `is_deep`, what all but one have as well, and so on.
    fn nested(&mut self, arena: &mut Arena, tower: &Tower, mut terms: Vec<Value>, is_deep: bool) -> Option<Id> {
        let mut around: Vec<(Value, Id)> = Vec::new();
        loop {
            let mut common = shared(&terms);
            let has_minus = |term: &Value| term.coefficient.is_negative();
            let is_inner = !around.is_empty();
            if terms.iter().all(has_minus) || (is_inner && terms.last().is_some_and(has_minus)) {
                common = common.negated();
            }
            let inverse = common.checked_inverse()?;
            terms.iter_mut().for_each(|term| *term = term.times(&inverse));
            let weight = |at: &usize| {
                let others: Vec<Value> = (0..terms.len()).filter(|other| other != at).map(|other| terms[other].clone()).collect();
                shared(&others).factors.iter().fold(Rational::ZERO, |sum, (_, exponent)| &sum + &exponent.abs())
            };
            let weights: Vec<Rational> =
                if is_deep && terms.len() > 2 { (0..terms.len()).map(|at| weight(&at)).collect() } else { Vec::new() };
            match (0..weights.len()).max_by(|a, b| weights[*a].cmp(&weights[*b])).filter(|at| !weights[*at].is_zero()) {
                Some(at) => {
                    let alone = terms.remove(at);
                    let alone = self.write_collected_part(arena, tower, &alone)?;
                    around.push((common, alone));
                }
                None => {
                    let mut sum = Vec::with_capacity(terms.len());
                    for term in &terms {
                        sum.push((self.write_collected_part(arena, tower, term)?, Rational::ONE));
                    }
                    let sum = arena.sum(sum);
                    let front = self.write(arena, tower, &common)?;
                    let mut whole = arena.multiply(front, sum);
                    while let Some((common, alone)) = around.pop() {
                        let sum = arena.add(alone, whole);
                        let front = self.write(arena, tower, &common)?;
                        whole = arena.multiply(front, sum);
                    }
                    return Some(whole);
                }
            }
        }
    }

    /// A product whose sums are collected by a variable that makes complements visible.
    fn write_collected_part(&mut self, arena: &mut Arena, tower: &Tower, value: &Value) -> Option<Id> {
        let choose = |number: u32| collecting_variables(tower, tower.factor(number)).first().copied();
        self.collected_by(arena, tower, value, choose)
    }
}

/// A polynomial in parts: what stands beside each product of other variables, and by the powers of each complement.
fn groupings(polynomial: &Polynomial, named: &Named) -> Vec<Vec<Part>> {
    let mut by_others: Vec<(Monomial, Vec<(Monomial, Rational)>)> = Vec::new();
    for (monomial, number) in polynomial.terms() {
        let inner = named.logistic.iter().chain(&named.complements);
        let outer = inner.fold(*monomial, |outer, variable| outer.without(*variable));
        match by_others.iter_mut().find(|(own, _)| *own == outer) {
            Some((_, part)) => part.push((*monomial, number.clone())),
            None => by_others.push((outer, vec![(*monomial, number.clone())])),
        }
    }
    let mut found: Vec<Vec<Part>> = vec![by_others.into_iter().map(|(_, part)| smallvec![Polynomial::from_terms(part)]).collect()];
    for &complement in &named.complements {
        let coefficients = polynomial.coefficients(complement).into_iter().enumerate().rev().filter(|(_, part)| !part.is_zero());
        let parts = coefficients.map(|(power, part)| {
            let power = Polynomial::term(Monomial::power_of(complement, u32::try_from(power).ok()?)?, Rational::ONE);
            Some(smallvec![part, power])
        });
        found.extend(parts.collect::<Option<Vec<Part>>>());
    }
    found.retain(|parts| is_sum(parts));
    found
}

/// Whether there are several parts, and not too many.
fn is_sum(parts: &[Part]) -> bool {
    (2..=MOST_PARTS).contains(&parts.len())
}

/// What some products have in common, with a positive number in front.
fn shared(terms: &[Value]) -> Value {
    let Some((first, others)) = terms.split_first() else { return Value::number(Rational::ONE) };
    let mut coefficient = first.coefficient.abs();
    let mut factors = first.factors.clone();
    for term in others {
        coefficient = coefficient.gcd(&term.coefficient);
        for (number, exponent) in &mut factors {
            let own = term.exponent(*number);
            *exponent = match (exponent.signum(), own.signum()) {
                (1, 1) => own.min(exponent.clone()),
                (-1, -1) => own.max(exponent.clone()),
                _ => Rational::ZERO,
            };
        }
    }
    factors.retain(|(_, exponent)| !exponent.is_zero());
    Value { coefficient, factors }
}

/// A product with `1 - s` for `s - 1` of named values.
fn with_constants_first(tower: &mut Tower, value: Value, named: &Named) -> Option<Value> {
    let mut result = Value::number(value.coefficient.clone());
    for (number, exponent) in &value.factors {
        let polynomial = tower.factor(*number);
        let is_turned = matches!(polynomial.terms(), [_, (Monomial::ONE, last)] if last.is_negative())
            && polynomial.variables().into_iter().any(|variable| named.has(variable));
        let part = match exponent.to_i64() {
            Some(whole) if is_turned => {
                let opposite = polynomial.scale(&Rational::MINUS_ONE);
                Value::factor(tower.intern(opposite)).negated().checked_power(whole)?
            }
            _ => Value::factor_power(*number, exponent.clone()),
        };
        result = tower.product(&result, &part)?;
    }
    Some(result)
}

/// The variable that stands for an expression as it is.
fn place_of(tower: &Tower, id: Id) -> Option<usize> {
    let is_it = |generator: &super::super::tower::Generator| {
        generator.family() == Family::Opaque && generator.display() == id && generator.index() == 1
    };
    tower.generators().iter().position(is_it)
}

/// A sum of products of whole powers of such variables.
fn polynomial_of(arena: &Arena, tower: &Tower, sum: Id) -> Option<Polynomial> {
    let Node::Sum(terms) = arena.node(sum) else { return None };
    let mut result = Vec::with_capacity(terms.len());
    for term in terms {
        let mut monomial = Monomial::ONE;
        if term.id != Id::ONE {
            for factor in arena.factors(term.id) {
                let exponent = u32::try_from(factor.number.to_i64()?).ok()?;
                monomial = monomial.times(&Monomial::power_of(place_of(tower, factor.id)?, exponent)?)?;
            }
        }
        result.push((monomial, term.number.clone()));
    }
    Some(Polynomial::from_terms(result))
}
