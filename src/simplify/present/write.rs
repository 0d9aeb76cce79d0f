//! From a value back to an expression.

use super::super::tower::{Factors, Family, Tower, Value};
use super::super::words::Words;
use crate::expression::{Arena, Id, expand};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::polynomial::{Monomial, Polynomial};
use crate::short::Short;
use smallvec::SmallVec;

/// Longer sums are not written: a form of so many terms is no better than the one there is, and rules look at each of them.
const MOST_TERMS: usize = 400;

/// A sum is collected by the powers of at most so many variables, one after the other.
const MOST_TURNS: usize = 4;

/// Expressions with coefficients or exponents.
type Parts = SmallVec<[(Id, Rational); 4]>;

/// Variables with exponents.
type Powers = SmallVec<[(usize, Rational); 4]>;

/// How the variables of a value are written.
#[derive(Debug, Clone)]
pub(super) struct Writer<'w> {
    words: &'w Words,
    displays: Vec<(usize, Id)>,
    arguments: Vec<(usize, Id)>,
    /// The variables that have been written, as what.
    shown: SmallVec<[(usize, Id); 8]>,
    extra: Vec<Id>,
    /// Cosines (or sines) whose negative powers are secants (cosecants), beside a tangent (cotangent).
    secants: Vec<usize>,
    /// Whether the roots of fractions stay as they were written.
    roots_as_written: bool,
}

impl<'w> Writer<'w> {
    pub fn new(words: &'w Words, roots_as_written: bool) -> Writer<'w> {
        Writer {
            words,
            displays: Vec::new(),
            arguments: Vec::new(),
            shown: SmallVec::new(),
            extra: Vec::new(),
            secants: Vec::new(),
            roots_as_written,
        }
    }

    /// Writes a variable as an expression.
    pub fn display(&mut self, variable: usize, id: Id) {
        self.displays.retain(|(known, _)| *known != variable);
        self.displays.push((variable, id));
        self.shown.clear();
    }

    /// Gives an exponential another argument.
    pub fn argument(&mut self, variable: usize, id: Id) {
        self.arguments.push((variable, id));
    }

    pub fn argument_of(&self, variable: usize) -> Option<Id> {
        self.arguments.iter().find(|(known, _)| *known == variable).map(|(_, id)| *id)
    }

    /// Multiplies everything by an expression.
    pub fn times(&mut self, id: Id) {
        self.extra.push(id);
    }

    /// The words of the question.
    pub fn words(&self) -> &'w Words {
        self.words
    }

    /// A writer of parts, which multiplies nothing by what stands beside the whole.
    pub fn without_extra(&self) -> Writer<'w> {
        Writer { extra: Vec::new(), ..self.clone() }
    }

    /// Writes the negative powers of a cosine as secants, those of a sine as cosecants.
    pub fn secants(&mut self, cosine: usize) {
        self.secants.push(cosine);
    }

    /// Whether a factor is written as a given sum.
    pub fn is_written_as(&mut self, arena: &mut Arena, tower: &Tower, factor: u32, sum: Id) -> bool {
        self.sum(arena, tower, tower.factor(factor)) == Some(sum)
    }

    /// The value written as it stands, with its sums factored, with its numerator spread over the denominator's plain part.
    pub fn variants(&mut self, arena: &mut Arena, tower: &mut Tower, value: &Value) -> Vec<Option<Id>> {
        let factored = self.factored(tower, value, false).filter(|factored| factored != value);
        // Where nothing has factors, nothing above the bar has.
        let above = factored.as_ref().and_then(|_| self.factored(tower, value, true)).filter(|above| above != value);
        let multiplied = multiplied_out(tower, value).filter(|multiplied| multiplied != value);
        let joined = self.joined(arena, tower, factored.as_ref().unwrap_or(value));
        let mut variants = Vec::new();
        for value in [factored.as_ref(), Some(value), joined.as_ref(), multiplied.as_ref()].into_iter().flatten() {
            variants.push(self.write(arena, tower, value));
        }
        for value in [above.as_ref(), Some(value), multiplied.as_ref()].into_iter().flatten() {
            variants.extend(self.write_collected(arena, tower, value));
        }
        variants.extend(self.write_split(arena, tower, factored.as_ref().unwrap_or(value)).into_iter().flatten());
        variants.push(self.write_partners_apart(arena, tower, value));
        variants.push(self.write_whole(arena, tower, value));
        variants.extend(self.write_nested(arena, tower, value));
        variants
    }

    /// Every sum under a whole exponent as a product of its factors, or only those above the bar.
    pub(super) fn factored(&self, tower: &mut Tower, value: &Value, above_only: bool) -> Option<Value> {
        let is_open = |(number, exponent): &(u32, Rational)| exponent.is_integer() && tower.factor(*number).terms().len() > 1;
        if !value.factors.iter().any(is_open) {
            return None;
        }
        let mut result = Value::number(value.coefficient.clone());
        for (number, exponent) in &value.factors {
            let mut part = Value::factor_power(*number, exponent.clone());
            if !(above_only && exponent.is_negative())
                && tower.factor(*number).terms().len() > 1
                && let Some(whole) = exponent.to_i64()
                && let Some(product) = tower.factored(*number)
            {
                part = product.checked_power(whole)?;
            }
            result = tower.product(&result, &part)?;
        }
        Some(result)
    }

    /// Sums under one exponent as their product, where that has two terms: `(1 + x)^2*(1 - x)^2` is `(1 - x^2)^2`. Those that the
    /// question has stay apart, and so do those of an expression that is only simplified. Nothing where there are none.
    fn joined(&mut self, arena: &mut Arena, tower: &mut Tower, value: &Value) -> Option<Value> {
        if !self.words.is_of_derivative() {
            return None;
        }
        let is_open = |tower: &Tower, part: &(u32, Rational)| part.1.is_integer() && tower.factor(part.0).terms().len() > 1;
        let open: Factors = value.factors.iter().filter(|part| is_open(tower, part)).cloned().short();
        let mut result = None;
        for (at, (_, exponent)) in open.iter().enumerate() {
            let alike = |part: &&(u32, Rational)| part.1 == *exponent;
            // What stands under no exponent is multiplied out with all that does.
            if exponent.abs().is_one() || open[..at].iter().any(|part| alike(&part)) || open.iter().filter(alike).count() < 2 {
                continue;
            }
            let sums: Factors = open.iter().filter(alike).map(|(number, _)| (*number, Rational::ONE)).short();
            if sums.iter().all(|(number, _)| self.is_own(arena, tower, *number)) {
                continue;
            }
            let Some(product) = tower.expanded(&Value { coefficient: Rational::ONE, factors: sums }) else { continue };
            if product.terms().len() > 2 {
                continue;
            }
            let power = tower.value_of(&product)?.checked_power(exponent.to_i64()?)?;
            let mut rest = result.unwrap_or_else(|| value.clone());
            rest.factors.retain(|part| !(is_open(tower, part) && part.1 == *exponent));
            result = Some(tower.product(&rest, &power)?);
        }
        result
    }

    /// Whether a factor or its opposite is a sum of the question.
    fn is_own(&mut self, arena: &mut Arena, tower: &Tower, factor: u32) -> bool {
        let Some(sum) = self.sum(arena, tower, tower.factor(factor)) else { return false };
        self.words.has_part(sum) || self.words.has_part(arena.negate(sum))
    }

    pub(super) fn write(&mut self, arena: &mut Arena, tower: &Tower, value: &Value) -> Option<Id> {
        self.write_with(arena, tower, value, |writer, arena, tower, number| writer.sum(arena, tower, tower.factor(number)))
    }

    fn write_with(
        &mut self,
        arena: &mut Arena,
        tower: &Tower,
        value: &Value,
        sum: impl Fn(&mut Self, &mut Arena, &Tower, u32) -> Option<Id>,
    ) -> Option<Id> {
        let mut parts: Parts = self.extra.iter().map(|id| (*id, Rational::ONE)).short();
        let mut powers: Powers = SmallVec::new();
        for (number, exponent) in &value.factors {
            match tower.factor(*number).terms() {
                _ if !exponent.is_integer() && self.written_root(tower, *number).is_some() => {
                    self.push_written(arena, tower, *number, exponent, &mut parts)?;
                }
                [(monomial, number)] if monomial.total_degree() == 1 && number.is_one() => {
                    monomial.variables().map(|variable| (variable, exponent.clone())).put_behind(&mut powers);
                }
                _ => {
                    let id = sum(self, arena, tower, *number)?;
                    parts.push((id, exponent.clone()));
                }
            }
        }
        self.push_powers(arena, tower, powers, &mut parts);
        let product = arena.product(parts);
        Some(arena.scale(product, value.coefficient.clone()))
    }

    fn written_root<'t>(&self, tower: &'t Tower, number: u32) -> Option<&'t (Id, Value)> {
        if self.roots_as_written { tower.written_root(number) } else { None }
    }

    /// `(N*D)^p` as `(N/D)^p*|D|^(2*p)`.
    fn push_written(&mut self, arena: &mut Arena, tower: &Tower, number: u32, exponent: &Rational, parts: &mut Parts) -> Option<()> {
        let (written, around) = self.written_root(tower, number)?;
        parts.push((*written, exponent.clone()));
        let coefficient = arena.number(around.coefficient.clone());
        parts.push((coefficient, exponent.clone()));
        for (factor, own) in &around.factors {
            let id = self.sum(arena, tower, tower.factor(*factor))?;
            parts.push((id, own * exponent));
        }
        Some(())
    }

    /// Powers of variables, pairs of sine and cosine with negative exponents by their names.
    fn push_powers(&mut self, arena: &mut Arena, tower: &Tower, mut powers: Powers, parts: &mut Parts) {
        for at in 0..powers.len() {
            let (variable, exponent) = powers[at].clone();
            if !exponent.is_negative() {
                continue;
            }
            let generator = &tower.generators()[variable];
            let (tangent, secant) = match generator.family() {
                Family::Cosine => ("tan", "sec"),
                Family::Sine => ("cot", "csc"),
                Family::HyperbolicCosine => ("tanh", "sech"),
                Family::HyperbolicSine => ("coth", "csch"),
                _ => continue,
            };
            // sin(x)^n/sin(x) is to become sin(x)^(n - 1), and no cotangent.
            if powers.iter().any(|(other, _)| tower.generators()[*other].is_power_of(generator.display())) {
                continue;
            }
            let argument = generator.argument();
            let mut left = -&exponent;
            let partner = tower.partner(variable);
            if let Some(other) = powers.iter_mut().find(|(other, power)| Some(*other) == partner && !power.is_negative())
                && !self.secants.contains(&variable)
            {
                // The root of a tangent would ask for more: cos(x)/sqrt(sin(x)) is defined where the cosine is negative.
                let shared = left.clone().min(other.1.clone()).floor();
                if !shared.is_zero() {
                    let call = arena.call(FunctionId::named(tangent), &[argument]);
                    parts.push((call, shared.clone()));
                    other.1 = &other.1 - &shared;
                    left = &left - &shared;
                }
            }
            let spoken = self.words.has(FunctionId::named(secant))
                || self.words.has(FunctionId::named(tangent))
                || self.secants.contains(&variable)
                || (self.words.has_tangents() && matches!(generator.family(), Family::Sine | Family::Cosine));
            if spoken && !left.is_zero() {
                let call = arena.call(FunctionId::named(secant), &[argument]);
                parts.push((call, left));
                left = Rational::ZERO;
            }
            powers[at].1 = -left;
        }
        for (variable, exponent) in powers {
            if !exponent.is_zero() {
                let id = self.variable(arena, tower, variable);
                parts.push((id, &exponent * &root(tower, variable)));
            }
        }
    }

    pub(super) fn variable(&mut self, arena: &mut Arena, tower: &Tower, variable: usize) -> Id {
        if let Some((_, id)) = self.shown.iter().find(|(known, _)| *known == variable) {
            return *id;
        }
        let id = self.written_variable(arena, tower, variable);
        self.shown.push((variable, id));
        id
    }

    fn written_variable(&mut self, arena: &mut Arena, tower: &Tower, variable: usize) -> Id {
        if let Some((_, id)) = self.displays.iter().find(|(known, _)| *known == variable) {
            return *id;
        }
        match tower.root_of(variable) {
            Some((number, index)) => {
                let exponent = Rational::fraction(1, index.into()).unwrap_or(Rational::ONE);
                let mut parts = Parts::new();
                if self.written_root(tower, number).is_some() {
                    if self.push_written(arena, tower, number, &exponent, &mut parts).is_none() {
                        return Id::UNDEFINED;
                    }
                } else {
                    let Some(base) = self.sum(arena, tower, tower.factor(number)) else { return Id::UNDEFINED };
                    parts.push((base, exponent));
                }
                arena.product(parts)
            }
            None => match tower.absolute_of(variable) {
                Some(number) => match self.sum(arena, tower, tower.factor(number)) {
                    Some(inner) => arena.call(FunctionId::ABS, &[inner]),
                    None => Id::UNDEFINED,
                },
                None => tower.generators()[variable].display(),
            },
        }
    }

    /// A polynomial as a sum of its terms, unless there are too many.
    fn sum(&mut self, arena: &mut Arena, tower: &Tower, polynomial: &Polynomial) -> Option<Id> {
        if polynomial.terms().len() > MOST_TERMS {
            return None;
        }
        let mut terms = Parts::with_capacity(polynomial.terms().len());
        for (monomial, number) in polynomial.terms() {
            terms.push((self.monomial(arena, tower, monomial), number.clone()));
        }
        Some(arena.sum(terms))
    }

    fn monomial(&mut self, arena: &mut Arena, tower: &Tower, monomial: &Monomial) -> Id {
        let mut parts = Parts::new();
        for variable in monomial.variables() {
            let id = self.variable(arena, tower, variable);
            parts.push((id, &Rational::integer(monomial.exponent(variable).into()) * &root(tower, variable)));
        }
        arena.product(parts)
    }

    /// With each sum collected by powers of a variable that makes complements visible, `1 + x*(1 - s)`, once for every such
    /// variable.
    fn write_collected(&mut self, arena: &mut Arena, tower: &Tower, value: &Value) -> Vec<Option<Id>> {
        let mut of_factors: SmallVec<[(u32, SmallVec<[usize; 4]>); 4]> = SmallVec::new();
        for (number, exponent) in &value.factors {
            let variables = collecting_variables(tower, tower.factor(*number));
            // The question's own roots stay as they are.
            if !variables.is_empty() && (exponent.is_integer() || !self.is_own(arena, tower, *number)) {
                of_factors.push((*number, variables));
            }
        }
        let of = |number: u32| of_factors.iter().find(|(own, _)| *own == number).map_or(&[][..], |(_, variables)| variables);
        let most = of_factors.iter().map(|(_, variables)| variables.len()).max().unwrap_or(0);
        let choose = |number: u32, turn: usize| of(number).get(turn).or(of(number).last()).copied();
        (0..most.min(MOST_TURNS)).map(|turn| self.collected_by(arena, tower, value, |number| choose(number, turn))).collect()
    }

    pub(super) fn collected_by(
        &mut self,
        arena: &mut Arena,
        tower: &Tower,
        value: &Value,
        choose: impl Fn(u32) -> Option<usize>,
    ) -> Option<Id> {
        self.write_with(arena, tower, value, |writer, arena, tower, number| {
            let polynomial = tower.factor(number);
            let Some(variable) = choose(number) else { return writer.sum(arena, tower, polynomial) };
            let mut terms = Parts::new();
            for (power, coefficient) in polynomial.coefficients(variable).iter().enumerate().filter(|(_, part)| !part.is_zero()) {
                let shared = coefficient.monomial_content();
                let (unit, rest) = coefficient.over_monomial(&shared)?.primitive();
                // The sign that starts with a positive constant: 1 - s rather than s - 1.
                let (unit, rest) = match rest.terms().last() {
                    Some((Monomial::ONE, number)) if number.is_negative() => (-unit, rest.scale(&Rational::MINUS_ONE)),
                    _ => (unit, rest),
                };
                let front = shared.times(&Monomial::power_of(variable, u32::try_from(power).ok()?)?)?;
                let front = writer.monomial(arena, tower, &front);
                let inner = writer.sum(arena, tower, &rest)?;
                terms.push((arena.multiply(front, inner), unit));
            }
            Some(arena.sum(terms))
        })
    }

    /// A fraction of two sums as a number and what is left, where that is one term: `e^a/(e^a + e^b) - 1`.
    fn write_whole(&mut self, arena: &mut Arena, tower: &mut Tower, value: &Value) -> Option<Id> {
        let [(first, one), (second, other)] = &value.factors[..] else { return None };
        let (above, below) = match (one.to_small()?, other.to_small()?) {
            ((1, 1), (-1, 1)) => (first, second),
            ((-1, 1), (1, 1)) => (second, first),
            _ => return None,
        };
        let (numerator, denominator) = (tower.factor(*above).clone(), tower.factor(*below).clone());
        let (terms, divisor) = (numerator.terms().len(), denominator.terms().len());
        if terms < 2 || divisor != terms + 1 {
            return None;
        }
        let (monomial, number) = numerator.terms().first()?;
        let (_, their) = denominator.terms().iter().find(|(other, _)| other == monomial)?;
        let whole = number * &their.reciprocal()?;
        let left = numerator.subtract(&denominator.scale(&whole));
        if left.terms().len() != 1 {
            return None;
        }
        let left = self.sum(arena, tower, &left)?;
        let below = self.sum(arena, tower, &denominator)?;
        let fraction = arena.divide(left, below);
        let whole = arena.number(whole);
        let sum = arena.sum([(fraction, Rational::ONE), (whole, Rational::ONE)]);
        let extra = arena.product(self.extra.iter().map(|id| (*id, Rational::ONE)).collect::<Vec<_>>());
        let product = arena.multiply(extra, sum);
        let scaled = arena.scale(product, value.coefficient.clone());
        Some(expand(arena, scaled))
    }

    /// Term by term as [`Writer::write_split`], where a sine and its cosine stand below the bar and the terms above it are squares
    /// of the two: `(cos^2 - sin^2)/(sin*cos)` is `cot - tan`, which `1 - 2*sin^2` does not show.
    fn write_partners_apart(&mut self, arena: &mut Arena, tower: &mut Tower, value: &Value) -> Option<Id> {
        let is_below = |variable: usize| {
            value
                .factors
                .iter()
                .any(|(number, exponent)| exponent.is_negative() && Polynomial::variable(variable).as_ref() == Some(tower.factor(*number)))
        };
        let generators = tower.generators();
        let sine = (0..generators.len()).find(|at| {
            matches!(generators[*at].family(), Family::Sine | Family::HyperbolicSine)
                && is_below(*at)
                && tower.partner(*at).is_some_and(is_below)
        })?;
        let (cosine, is_circular) = (tower.partner(sine)?, generators[sine].family() == Family::Sine);
        let (s, c) = (Polynomial::variable(sine)?.power(2)?, Polynomial::variable(cosine)?.power(2)?);
        let one = if is_circular { c.add(&s) } else { c.subtract(&s) };
        let (number, _) = value.factors.iter().find(|(number, exponent)| exponent.is_one() && tower.factor(*number).terms().len() > 1)?;
        let numerator = tower.factor(*number);
        let degree = |monomial: &Monomial| monomial.exponent(sine) + monomial.exponent(cosine);
        let most = numerator.terms().iter().map(|term| degree(&term.0)).max()?;
        let mut total = Polynomial::ZERO;
        for (monomial, coefficient) in numerator.terms() {
            let missing = most - degree(monomial);
            if missing % 2 != 0 {
                return None;
            }
            let term = Polynomial::term(*monomial, coefficient.clone());
            total = total.add(&term.multiply(&one.power(missing / 2)?)?);
        }
        if total == *numerator {
            return None;
        }
        let rest = value.times(&Value::factor_power(*number, Rational::MINUS_ONE));
        let homogeneous = Value::factor(tower.intern(total));
        let [apart, _] = self.write_split(arena, tower, &rest.times(&homogeneous))?;
        apart
    }

    /// Term by term: the one sum above the bar divided through by the plain factors below it; and where some terms have no
    /// denominator then, with the others as one fraction: `d/2 - (a + c*d)/x^2`.
    fn write_split(&mut self, arena: &mut Arena, tower: &Tower, value: &Value) -> Option<[Option<Id>; 2]> {
        let is_sum = |number: u32| tower.factor(number).terms().len() > 1;
        let mut sums = value.factors.iter().filter(|(number, exponent)| is_sum(*number) && *exponent == Rational::ONE);
        let (numerator, _) = sums.next()?;
        if sums.next().is_some() || tower.factor(*numerator).terms().len() > MOST_TERMS {
            return None;
        }
        let (below, rest): (Factors, Factors) = value
            .factors
            .iter()
            .filter(|(number, _)| number != numerator)
            .cloned()
            .partition(|(number, exponent)| exponent.is_negative() && !is_sum(*number));
        if below.is_empty() {
            return None;
        }
        // What stands below goes into a term where each of its powers does.
        let goes_into = |monomial: &Monomial| {
            let own = |number: u32| tower.factor(number).variables().into_iter().map(|variable| monomial.exponent(variable)).min();
            below.iter().all(|(number, exponent)| own(*number).is_some_and(|own| -exponent <= Rational::integer(own.into())))
        };
        let numerator = tower.factor(*numerator).clone();
        let is_whole: SmallVec<[bool; 8]> = numerator.terms().iter().map(|(monomial, _)| goes_into(monomial)).short();
        let below = Value { coefficient: Rational::ONE, factors: below };
        let below = self.without_extra().write(arena, tower, &below)?;
        let (mut terms, mut whole, mut left) = (Parts::new(), Parts::new(), Parts::new());
        for ((monomial, number), is_whole) in numerator.terms().iter().zip(is_whole) {
            let term = self.monomial(arena, tower, monomial);
            let divided = arena.multiply(term, below);
            terms.push((divided, number.clone()));
            let number = number * &value.coefficient;
            if is_whole { whole.push((divided, number)) } else { left.push((term, number)) }
        }
        let is_alone = rest.is_empty() && self.extra.is_empty();
        let rest = self.write(arena, tower, &Value { coefficient: Rational::ONE, factors: rest })?;
        let sum = arena.sum(terms);
        let product = arena.multiply(rest, sum);
        let apart = arena.scale(product, value.coefficient.clone());
        if !is_alone || whole.is_empty() || left.len() < 2 {
            return Some([Some(apart), None]);
        }
        let left = arena.sum(left);
        whole.push((arena.multiply(left, below), Rational::ONE));
        let sum = arena.sum(whole);
        Some([Some(apart), Some(sum)])
    }
}

/// The exponent under which a variable is the root of what it is written as.
fn root(tower: &Tower, variable: usize) -> Rational {
    Rational::fraction(1, tower.generators()[variable].index().into()).unwrap_or(Rational::ONE)
}

/// The sums above the bar as one sum, where there are several; likewise those below it, where that leaves two terms:
/// `1/((1 + x)*(1 - x))` is `1/(1 - x^2)`.
fn multiplied_out(tower: &mut Tower, value: &Value) -> Option<Value> {
    let side = |tower: &Tower, part: &(u32, Rational)| {
        if tower.factor(part.0).terms().len() > 1 && part.1.is_integer() { part.1.signum() } else { 0 }
    };
    let is = |tower: &Tower, wanted: i32| -> Factors { value.factors.iter().filter(|part| side(tower, part) == wanted).cloned().short() };
    let (above, below, rest) = (is(tower, 1), is(tower, -1), is(tower, 0));
    let single = |parts: &[(u32, Rational)]| parts.is_empty() || (parts.len() == 1 && parts[0].1.abs().is_one());
    if single(&above) && single(&below) {
        return None;
    }
    let mut result = Value { coefficient: value.coefficient.clone(), factors: rest };
    let mut changed = false;
    for (parts, sign, most) in [(above, 1, usize::MAX), (below, -1, 2)] {
        let plain = Value { coefficient: Rational::ONE, factors: parts };
        let product = if single(&plain.factors) { None } else { plain.checked_power(sign).and_then(|power| tower.expanded(&power)) };
        let part = match product {
            Some(product) if product.terms().len() <= most => {
                changed = true;
                tower.value_of(&product)?.checked_power(sign)?
            }
            _ => plain,
        };
        result = tower.product(&result, &part)?;
    }
    changed.then_some(result)
}

/// The variables by whose powers a sum falls into parts of which one is worth showing: a complement, `1 - s` or `n - 1`, a sum
/// of parameters, or the amplitude of a wave, `(b^2 - w^2)*cos(w*t)`.
pub(super) fn collecting_variables(tower: &Tower, polynomial: &Polynomial) -> SmallVec<[usize; 4]> {
    if !(3..=8).contains(&polynomial.terms().len()) {
        return SmallVec::new();
    }
    let is_complement = |part: &Polynomial| {
        let last = part.terms().last().map(|term| term.0);
        part.terms().len() > 1 && last == Some(part.monomial_content())
    };
    let is_wave = |variable: usize| matches!(tower.generators()[variable].family(), Family::Sine | Family::Cosine | Family::Exponential);
    let is_plain = |variable: usize| tower.generators()[variable].family() == Family::Opaque;
    let is_amplitude = |part: &Polynomial| part.terms().len() > 1 && part.variables().into_iter().all(is_plain);
    let is_linear = |part: &Polynomial| is_amplitude(part) && part.terms().iter().all(|term| term.0.total_degree() <= 1);
    let is_collecting = |variable: &usize| {
        let mut powers = polynomial.terms().iter().map(|term| term.0.exponent(*variable)).filter(|power| *power > 0);
        let Some(power) = powers.next() else { return false };
        let is_worth_it = |part: &Polynomial| is_complement(part) || is_linear(part) || (is_wave(*variable) && is_amplitude(part));
        powers.all(|other| other == power) && is_worth_it(&polynomial.coefficient(*variable, power))
    };
    polynomial.variables().into_iter().filter(is_collecting).short()
}
