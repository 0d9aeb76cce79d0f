//! The normal form: an expression as a product of powers of polynomials in independent generators.
//!
//! Kernels (exponentials, trigonometric and hyperbolic functions, roots, powers with symbolic exponents, everything else as it
//! stands) become variables of a polynomial ring, with their relations: `s^2 = 1 - c^2`, `r^q = P`. Arguments of one family are
//! written in a basis over the rationals first, so that the generators are independent and a sum that is zero reduces to zero
//! (Risch's structure theorem; see M. Bronstein, Symbolic Integration I, chapter 9). Sums are brought over one denominator and
//! what divides both sides is cancelled; products are never multiplied out.

mod basis;
mod closed;
mod kernels;
mod radicand;
mod value;

pub(super) use kernels::{Family, Generator};
pub(super) use value::{Factors, Value};

use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::polynomial::{Polynomial, VARIABLES, factor};
use basis::linear_form;
pub(super) use closed::closed;
use kernels::Kernels;
use radicand::Radicand;
use rustc_hash::FxHashMap;

/// The most parts an expression may have for its normal form to be looked for.
const MOST_PARTS: usize = 400;

/// `variable^period = value`, the value free of the variable.
#[derive(Debug, Clone)]
struct Relation {
    variable: usize,
    period: u32,
    value: Polynomial,
}

/// A ring for the generators of one expression, and the factors met in it.
#[derive(Debug, Default)]
pub(super) struct Tower {
    /// The variables of the ring.
    generators: Vec<Generator>,
    relations: Vec<Relation>,
    /// Primitive polynomials (and prime numbers under roots) that values are products of.
    factors: Vec<Polynomial>,
    /// Their numbers, where there are many.
    numbers: FxHashMap<Polynomial, u32>,
    /// The factors of a factor, once they were looked for; nothing where it has only itself.
    split: FxHashMap<u32, Option<Value>>,
    /// Factors whose sign is settled, because they stand under a root.
    radicands: Vec<Radicand>,
    kernels: Kernels,
    /// The values of what was evaluated, by ascending id.
    values: Vec<(Id, Value)>,
    /// Whether there are factors whose powers have others in them: numbers, and absolute values.
    has_whole_powers: bool,
    /// Terms multiplied so far: the budget.
    work: usize,
}

impl Tower {
    /// The normal form of an expression, with the ring it lives in; nothing where it has too many parts or grows too large.
    /// Functions of inverse functions are algebraic in it: see [`closed`].
    pub fn of(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Option<(Tower, Value)> {
        let closed = closed(arena, knowledge, root)?;
        Tower::as_it_stands(arena, knowledge, closed)
    }

    /// As [`Tower::of`], but a function of an inverse function is a kernel like any other.
    pub fn as_it_stands(arena: &mut Arena, knowledge: &mut Knowledge, root: Id) -> Option<(Tower, Value)> {
        if let Some(number) = arena.as_number(root) {
            return Some((Tower::default(), Value::number(number.clone())));
        }
        let (tower, mut values) = Tower::over(arena, knowledge, &[root])?;
        Some((tower, values.pop()?))
    }

    /// As [`Tower::as_it_stands`], but where logistic functions or hyperbolic tangents stand on one exponential with others of their
    /// family, each has a generator of its own. These depend on each other, so that much that is zero or cancels is not seen; what is
    /// found speaks in the functions the expression has. Where exponentials hide a logistic function, they count as one. Nothing where there
    /// are none.
    pub fn in_own_functions(arena: &mut Arena, knowledge: &mut Knowledge, root: Id, hides_logistic: bool) -> Option<(Tower, Value)> {
        if !kernels::may_have_rivals(arena, root, hides_logistic) {
            return None;
        }
        let order = arena.reachable(root);
        let kernels = Kernels::of(arena, &[root], &order).with_rivals_apart(arena, hides_logistic)?;
        let (tower, mut values) = Tower::of_kernels(arena, knowledge, &[root], &order, kernels)?;
        Some((tower, values.pop()?))
    }

    /// The normal forms of some expressions in one ring, as they stand.
    pub fn over(arena: &mut Arena, knowledge: &mut Knowledge, roots: &[Id]) -> Option<(Tower, Vec<Value>)> {
        let order = arena.reachable_from(roots);
        if roots.iter().any(|root| *root <= Id::TRUE) || order.len() > MOST_PARTS {
            return None;
        }
        let kernels = Kernels::of(arena, roots, &order);
        Tower::of_kernels(arena, knowledge, roots, &order, kernels)
    }

    fn of_kernels(
        arena: &mut Arena,
        knowledge: &mut Knowledge,
        roots: &[Id],
        order: &[Id],
        kernels: Kernels,
    ) -> Option<(Tower, Vec<Value>)> {
        let mut tower = Tower { kernels, ..Tower::default() };
        tower.declare(arena)?;
        tower.values.reserve(order.len());
        let radicands = tower.kernels.radicands(arena, knowledge, order);
        if !radicands.is_empty() {
            // What stands under roots decides the signs of factors, so it is looked at first and everything evaluated after.
            let below = arena.reachable_from(&radicands);
            tower.evaluate_all(arena, knowledge, &below)?;
            let size = |tower: &Tower, id: &Id| tower.value_at(*id).map(|value| tower.size_of(value));
            let mut radicands = radicands;
            radicands.sort_by_cached_key(|id| (size(&tower, id), arena.fingerprint(*id)));
            for id in radicands {
                let radicand = tower.value_at(id)?.clone();
                tower.power(arena, knowledge, id, &radicand, &Rational::fraction(1, 2)?)?;
            }
            tower.values.clear();
        }
        tower.evaluate_all(arena, knowledge, order)?;
        let values = roots.iter().map(|root| tower.value_at(*root).cloned()).collect::<Option<Vec<Value>>>()?;
        Some((tower, values))
    }

    /// The generator for a symbol that stands for a value; a new one where it has none yet.
    pub fn name_of(&mut self, symbol: Id) -> Option<usize> {
        let known = self.generators.iter().position(|generator| generator.family() == Family::Opaque && generator.display() == symbol);
        known.or_else(|| self.new_variable(Generator::name(symbol)))
    }

    fn evaluate_all(&mut self, arena: &mut Arena, knowledge: &mut Knowledge, order: &[Id]) -> Option<()> {
        for &id in order {
            if self.kernels.is_inside(id) {
                let value = self.evaluate(arena, knowledge, id)?;
                self.values.push((id, value));
            }
        }
        Some(())
    }

    /// The value of a part that was evaluated.
    fn value_at(&self, id: Id) -> Option<&Value> {
        self.values.binary_search_by_key(&id, |known| known.0).ok().map(|at| &self.values[at].1)
    }

    /// The values of the sums among the parts of the expression that `is_wanted`, in an order that depends on what they are.
    pub fn sums(&self, arena: &Arena, is_wanted: impl Fn(Id) -> bool) -> Vec<(Id, Value)> {
        let is_sum = |id: Id| matches!(arena.node(id), Node::Sum(terms) if terms.len() > 1);
        let values = self.values.iter().filter(|(id, _)| is_sum(*id) && is_wanted(*id));
        let mut sums: Vec<(Id, Value)> = values.map(|(id, value)| (*id, value.clone())).collect();
        sums.sort_by_cached_key(|(id, _)| arena.fingerprint(*id));
        sums
    }

    /// The generators, by the number of the variable.
    pub fn generators(&self) -> &[Generator] {
        &self.generators
    }

    /// A factor by its number.
    pub fn factor(&self, number: u32) -> &Polynomial {
        &self.factors[number as usize]
    }

    /// A sum as a product of its factors; nothing where it has only itself, or where the search takes too long.
    pub fn factored(&mut self, number: u32) -> Option<Value> {
        if let Some(known) = self.split.get(&number) {
            return known.clone();
        }
        let found = self.factors_of(number);
        self.split.insert(number, found.clone());
        found
    }

    fn factors_of(&mut self, number: u32) -> Option<Value> {
        let found = factor(&self.factors[number as usize])?;
        // What stands under a root keeps the variables it is divisible by, which are taken out everywhere else.
        let multiplicities = found.factors.iter().map(|(_, multiplicity)| multiplicity).sum::<u32>();
        if multiplicities + found.monomial.total_degree() < 2 {
            return None;
        }
        let mut product = self.value_of(&Polynomial::term(found.monomial, found.unit))?;
        for (own, multiplicity) in &found.factors {
            let own = self.value_of(own)?.checked_power((*multiplicity).into())?;
            product = self.product(&product, &own)?;
        }
        Some(product)
    }

    /// Declares the variables known from the start, so that their order depends on what they are and not on where they stand.
    fn declare(&mut self, arena: &mut Arena) -> Option<()> {
        for generator in self.kernels.generators(arena) {
            self.new_variable(generator)?;
        }
        let pairs: Vec<(usize, usize, i64)> = (0..self.generators.len())
            .filter_map(|sine| {
                let sign = match self.generators[sine].family() {
                    Family::Sine => -1,
                    Family::HyperbolicSine => 1,
                    _ => return None,
                };
                Some((sine, self.partner(sine)?, sign))
            })
            .collect();
        for (sine, cosine, sign) in pairs {
            // s^2 = 1 - c^2, and for the hyperbolic pair s^2 = c^2 - 1.
            let square = Polynomial::variable(cosine)?.power(2)?;
            let value = square.subtract(&Polynomial::constant(Rational::ONE)).scale(&Rational::integer(sign));
            self.relations.push(Relation { variable: sine, period: 2, value });
        }
        Some(())
    }

    fn new_variable(&mut self, generator: Generator) -> Option<usize> {
        if self.generators.len() >= VARIABLES {
            return None;
        }
        self.has_whole_powers |= generator.family() == Family::Absolute;
        self.generators.push(generator);
        Some(self.generators.len() - 1)
    }

    /// The cosine to a sine, and the other way round.
    pub fn partner(&self, variable: usize) -> Option<usize> {
        let own = &self.generators[variable];
        let wanted = own.family().partner()?;
        self.generators.iter().position(|other| other.family() == wanted && other.argument() == own.argument())
    }

    /// Gives a sine a tangent to go with it, a cosine a cotangent: a variable without relations, for writing.
    pub fn declare_tangent(&mut self, arena: &mut Arena, sine: usize) -> Option<()> {
        if self.tangent_of(sine).is_none() {
            let (family, name) = tangent_family(self.generators[sine].family())?;
            let argument = self.generators[sine].argument();
            let display = arena.call(FunctionId::named(name), &[argument]);
            self.new_variable(Generator::tangent(family, display, argument))?;
        }
        Some(())
    }

    /// The tangent declared for a sine, the cotangent for a cosine.
    pub fn tangent_of(&self, sine: usize) -> Option<usize> {
        let own = &self.generators[sine];
        let (family, _) = tangent_family(own.family())?;
        self.generators.iter().position(|other| other.family() == family && other.argument() == own.argument())
    }

    fn evaluate(&mut self, arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Option<Value> {
        match arena.node(id) {
            Node::Undefined => None,
            Node::Number(number) => Some(Value::number(number.clone())),
            Node::Sum(terms) => {
                let mut values = Vec::with_capacity(terms.len());
                for term in terms {
                    let part = if term.id == Id::ONE { Value::number(Rational::ONE) } else { self.value_at(term.id)?.clone() };
                    values.push(part.scaled(&term.number));
                }
                self.sum(&values)
            }
            Node::Product(factors) => {
                let factors = factors.to_vec();
                let mut product = Value::number(Rational::ONE);
                for factor in factors {
                    let base = self.value_at(factor.id)?.clone();
                    let power = self.power(arena, knowledge, factor.id, &base, &factor.number)?;
                    product = self.product(&product, &power)?;
                }
                Some(product)
            }
            Node::Power(base, exponent) => self.symbolic_power(arena, base, exponent),
            Node::Call(function, &[argument]) => self.call(arena, knowledge, id, function, argument),
            _ => {
                let variable = self.kernels.opaque(&self.generators, id)?;
                if let Some((index, radicand)) = kernels::root_with_index(arena, id) {
                    self.relate_root(variable, index, radicand);
                }
                self.variable_value(variable)
            }
        }
    }

    fn variable_value(&mut self, variable: usize) -> Option<Value> {
        let index = self.generators[variable].index();
        Some(Value::factor_power(self.variable_factor(variable)?, Rational::integer(index.into())))
    }

    fn call(&mut self, arena: &mut Arena, knowledge: &mut Knowledge, id: Id, function: FunctionId, argument: Id) -> Option<Value> {
        match Family::of(function) {
            Some(family) if family.is_exponential() => self.exponential(arena, function, argument),
            Some(_) => self.circular(arena, function, argument),
            None => match function.row().name {
                "abs" => {
                    let value = self.value_at(argument)?.clone();
                    self.absolute(arena, knowledge, &value)
                }
                "sign" if self.kernels.opaque(&self.generators, id).is_none() => {
                    let value = self.value_at(argument)?.clone();
                    let size = self.absolute(arena, knowledge, &value)?.checked_inverse()?;
                    self.product(&value, &size)
                }
                _ => {
                    let variable = self.kernels.opaque(&self.generators, id)?;
                    if function.row().name == "cbrt" {
                        self.relate_root(variable, 3, argument);
                    }
                    self.variable_value(variable)
                }
            },
        }
    }

    /// `cbrt(u)^3 = u`, `root(5, u)^5 = u`, where u is a polynomial.
    fn relate_root(&mut self, variable: usize, root: u32, argument: Id) {
        let known = self.relations.iter().any(|relation| relation.variable == variable);
        let radicand = self.value_at(argument).cloned().and_then(|value| self.expanded(&value));
        if let (false, Some(value)) = (known, radicand)
            && value.degree(variable) == 0
        {
            let period = root * self.generators[variable].index();
            self.relations.push(Relation { variable, period, value });
        }
    }

    /// exp, sigma and the hyperbolic functions over the generators of their arguments.
    fn exponential(&mut self, arena: &mut Arena, function: FunctionId, argument: Id) -> Option<Value> {
        let name = function.row().name;
        let coordinates = self.kernels.exponential.coordinates(&linear_form(arena, argument))?;
        let one = Value::number(Rational::ONE);
        let half = Rational::fraction(1, 2)?;
        let own = match name {
            "sigma" => Some(Family::Sigma),
            "tanh" | "coth" => Some(Family::HyperbolicTangent),
            _ => None,
        };
        if let ([(element, number)], Some(family)) = (&coordinates[..], own)
            && let Some(variable) = self.kernels.special(&self.generators, family, *element)
        {
            let value = self.variable_value(variable)?;
            return match (name, number.is_negative()) {
                ("sigma", true) => self.sum(&[one, value.negated()]),
                ("tanh", sign) => Some(if sign { value.negated() } else { value }),
                ("coth", sign) => Some(if sign { value.negated().inverse() } else { value.inverse() }),
                _ => Some(value),
            };
        }
        let paired =
            coordinates.iter().all(|(element, _)| self.kernels.special(&self.generators, Family::HyperbolicSine, *element).is_some());
        let (sinh, cosh) = if paired && function != FunctionId::EXP && !coordinates.is_empty() {
            self.pair(&coordinates, Family::HyperbolicSine)?
        } else {
            let mut power = one.clone();
            for (element, number) in &coordinates {
                let factor = self.exponential_power(*element, number)?;
                power = self.product(&power, &factor)?;
            }
            if name == "exp" {
                return Some(power);
            }
            if name == "sigma" {
                let below = self.sum(&[one, power.clone()])?;
                return self.product(&power, &below.inverse());
            }
            let inverse = power.inverse();
            let (half_power, half_inverse) = (power.scaled(&half), inverse.scaled(&half));
            let sinh = self.sum(&[half_power.clone(), half_inverse.clone().negated()])?;
            (sinh, self.sum(&[half_power, half_inverse])?)
        };
        match name {
            "sinh" => Some(sinh),
            "cosh" => Some(cosh),
            "tanh" => self.product(&sinh, &cosh.checked_inverse()?),
            "coth" => self.product(&cosh, &sinh.checked_inverse()?),
            "sech" => cosh.checked_inverse(),
            _ => sinh.checked_inverse(),
        }
    }

    /// The generator of an element of the basis to the power that belongs to a multiple of its argument.
    fn exponential_power(&mut self, element: usize, number: &Rational) -> Option<Value> {
        let divisor = Rational::integer(self.kernels.exponential.elements[element].divisor);
        let times = (number * &divisor).to_i64()?;
        if let Some(inverse) = self.kernels.exponential.elements[element].inverse {
            return self.value_at(inverse)?.integer_power(times);
        }
        if let Some(variable) = self.kernels.special(&self.generators, Family::Exponential, element) {
            return self.variable_value(variable)?.integer_power(times);
        }
        // exp(m) = cosh(m) + sinh(m), for an element with a pair.
        let (sinh, cosh) = self.pair(&[(element, number.clone())], Family::HyperbolicSine)?;
        self.sum(&[sinh, cosh])
    }

    /// The trigonometric functions.
    fn circular(&mut self, arena: &mut Arena, function: FunctionId, argument: Id) -> Option<Value> {
        let name = function.row().name;
        let coordinates = self.kernels.circular.coordinates(&linear_form(arena, argument))?;
        if let [(element, number)] = &coordinates[..]
            && let Some(variable) = self.kernels.special(&self.generators, Family::Tangent, *element)
        {
            let value = self.variable_value(variable)?;
            let value = if number.is_negative() { value.negated() } else { value };
            return Some(if name == "cot" { value.inverse() } else { value });
        }
        let (sine, cosine) = self.pair(&coordinates, Family::Sine)?;
        match name {
            "sin" => Some(sine),
            "cos" => Some(cosine),
            "tan" => self.product(&sine, &cosine.checked_inverse()?),
            "cot" => self.product(&cosine, &sine.checked_inverse()?),
            "sec" => cosine.checked_inverse(),
            _ => sine.checked_inverse(),
        }
    }

    /// Sine and cosine (or the hyperbolic pair) of a combination of basis elements, by the addition theorems.
    fn pair(&mut self, coordinates: &[(usize, Rational)], family: Family) -> Option<(Value, Value)> {
        let sign = if family == Family::Sine { Rational::MINUS_ONE } else { Rational::ONE };
        let mut found: Option<(Value, Value)> = None;
        for (element, number) in coordinates {
            let basis = if family == Family::Sine { &self.kernels.circular } else { &self.kernels.exponential };
            let divisor = Rational::integer(basis.elements[*element].divisor);
            let times = (number * &divisor).to_i64().filter(|times| times.unsigned_abs() <= 24)?;
            let variable = self.kernels.special(&self.generators, family, *element)?;
            let partner = self.partner(variable)?;
            let (mut s, c) = (self.variable_value(variable)?, self.variable_value(partner)?);
            if times < 0 {
                s = s.negated();
            }
            for _ in 0..times.unsigned_abs() {
                found = Some(match found {
                    None => (s.clone(), c.clone()),
                    Some((sine, cosine)) => {
                        let (ss, cc) = (self.product(&sine, &s)?, self.product(&cosine, &c)?);
                        let (sc, cs) = (self.product(&sine, &c)?, self.product(&cosine, &s)?);
                        (self.sum(&[sc, cs])?, self.sum(&[cc, ss.scaled(&sign)])?)
                    }
                });
            }
        }
        // Of the angle zero.
        Some(found.unwrap_or_else(|| (Value::number(Rational::ZERO), Value::number(Rational::ONE))))
    }

    /// A base under an exponent that is not a number: a whole number split off, the rest over the generators of the base.
    fn symbolic_power(&mut self, arena: &mut Arena, base: Id, exponent: Id) -> Option<Value> {
        let mut form = linear_form(arena, exponent);
        let whole = match form.first() {
            Some((Id::ONE, number)) if number.is_integer() => number.to_i64()?,
            _ => 0,
        };
        if whole != 0 {
            form.remove(0);
        }
        let mut product = match arena.as_number(base) {
            Some(number) => Value::number(number.power(whole)?),
            None => self.value_at(base)?.integer_power(whole)?,
        };
        for (base, multiple) in self.kernels.bases_of(base) {
            let basis = self.kernels.powers.iter().position(|(known, _)| *known == base)?;
            for (element, number) in self.kernels.powers[basis].1.coordinates(&form)? {
                let divisor = Rational::integer(self.kernels.powers[basis].1.elements[element].divisor);
                let times = (&number * &divisor).to_i64()?.checked_mul(multiple)?;
                let variable = self.generators.iter().position(|generator| generator.is_power(base, element))?;
                let power = self.variable_value(variable)?.integer_power(times)?;
                product = self.product(&product, &power)?;
            }
        }
        Some(product)
    }
}

/// What stands for the ratio of a function of a pair to its partner.
fn tangent_family(family: Family) -> Option<(Family, &'static str)> {
    match family {
        Family::Sine => Some((Family::Tangent, "tan")),
        Family::Cosine => Some((Family::Cotangent, "cot")),
        Family::HyperbolicSine => Some((Family::HyperbolicTangent, "tanh")),
        _ => None,
    }
}
