//! The names a question gives to values, in its answer: `y*(1 - y)` where `y = sigma(z)`, `x/r` where `r = sqrt(x^2 + y^2)`.
//!
//! What stands in the answer as it was defined is replaced as it stands. Where a name is hidden by the algebra, the definition
//! is solved for one of the generators of the normal form, or divided out of the answer. The cost decides, as always.

use super::tower::{Family, Tower, Value};
use super::{Desk, present, signs};
use crate::domain::{conditions_of, missing_conditions, normal_condition};
use crate::expression::{Arena, Id, Node, Term, expand};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::polynomial::Polynomial;
use rustc_hash::FxHashMap;

/// The most names that are looked for by algebra.
const MOST_NAMES: usize = 6;

/// The most definitions whose values are looked at in simplest form; of more, as the passes leave them.
const MOST_SIMPLEST: usize = 64;

/// The most conditions times definitions that are held against each other; with more, an answer in names that asks for any is
/// left alone.
const MOST_HELD: usize = 10_000;

/// The most ways to bring names in that are followed.
const MOST_WAYS: usize = 16;

/// What a name of the question is worth to a reader.
const PREFERRED: u64 = 6;

/// What it costs to lose an `h*(1 - h)` that the chain rule gives, the derivative of a logistic function `h`.
const TORN: u64 = 40;

/// What it costs to speak of a function that neither the question has nor the chain rule gives.
const NEW_WORD: u64 = 80;

/// A symbol, and the expressions it stands for: as defined, and in simplest form.
struct Name {
    symbol: Id,
    values: Vec<Id>,
}

/// An answer with some names brought in, and the definitions of the others.
#[derive(Clone)]
struct Way {
    value: Value,
    left: Vec<(Id, Value)>,
}

impl Desk<'_> {
    /// The cheapest way to write an answer with the names of some definitions, given in the order in which they depend on each
    /// other, or without them.
    pub(super) fn in_names(&mut self, answer: Id, question: Id, definitions: &[(Id, Id)], chained: Option<Id>) -> Id {
        if definitions.len() > MOST_SIMPLEST {
            // The greatest first: the others are parts of it, which are done then.
            definitions.iter().rev().for_each(|(_, value)| {
                self.passes(*value);
            });
        }
        let mut names = Vec::new();
        let bound = bound_variables(self.arena, &[answer, question]);
        let mut visible = conditions_of(self.arena, self.knowledge, answer);
        visible.extend(conditions_of(self.arena, self.knowledge, question));
        for &(symbol, value) in definitions {
            // A multiple of a symbol is no more than that symbol, and what has another value in each term of a sum no constant.
            if is_plain(self.arena, value) || bound.iter().any(|variable| self.arena.may_vary_with(value, *variable)) {
                continue;
            }
            let simple = if definitions.len() > MOST_SIMPLEST { self.passes(value) } else { self.simplest(value) };
            if is_plain(self.arena, simple) || !self.holds_where_visible(value, &visible) {
                continue;
            }
            self.arena.add_value_name(symbol);
            let mut values = vec![value];
            if simple != value {
                values.push(simple);
            }
            names.push(Name { symbol, values });
        }
        if names.is_empty() {
            return answer;
        }
        // The question speaks of the angles and exponents it has in its names as well.
        let named = replaced(self.arena, question, &names);
        self.costs.learn(self.arena, named);
        let mut best = (self.costs.of(self.arena, answer), 0, answer);
        let mut found = vec![answer, expand(self.arena, answer)];
        found.extend(self.ways(answer, &names));
        let whole = chained.map_or(0, |chained| whole_derivatives(self.arena, chained, &names));
        let own_functions = chained.map_or(u64::MAX, |chained| self.arena.function_bits(chained) | self.arena.function_bits(question));
        best.0 += NEW_WORD * u64::from((self.arena.function_bits(answer) & !own_functions).count_ones());
        best.0 += TORN * whole.saturating_sub(whole_derivatives(self.arena, answer, &names));
        let mut offer = |desk: &mut Self, named: Id| {
            let settled = signs::settled(desk.arena, desk.costs.words(), named);
            if settled == Id::UNDEFINED {
                return;
            }
            let parts = desk.arena.reachable(settled);
            let used = names.iter().filter(|name| parts.binary_search(&name.symbol).is_ok()).count() as u64;
            let new = NEW_WORD * u64::from((desk.arena.function_bits(settled) & !own_functions).count_ones());
            let torn = TORN * whole.saturating_sub(whole_derivatives(desk.arena, settled, &names));
            let price = desk.costs.of(desk.arena, settled).saturating_sub(PREFERRED * used).saturating_add(torn + new);
            let price = (price, desk.arena.fingerprint(settled), settled);
            if (price.0, price.1) < (best.0, best.1) && desk.keeps_domain(settled, answer, definitions) {
                best = price;
            }
        };
        for candidate in found {
            let tidy = self.tidied(candidate);
            let named = replaced(self.arena, tidy, &names);
            offer(self, named);
        }
        if let Some(chained) = chained {
            offer(self, chained);
        }
        self.passes(best.2)
    }

    /// Whether a definition has a value wherever the question and the answer have one: of what is defined and not asked, the
    /// algebra would believe more.
    fn holds_where_visible(&mut self, value: Id, visible: &[Id]) -> bool {
        let required = conditions_of(self.arena, self.knowledge, value);
        required.len().saturating_mul(visible.len()) <= MOST_HELD
            && missing_conditions(self.arena, self.knowledge, &required, visible).is_empty()
    }

    /// Whether a form in names is defined wherever the answer and the definitions are: `p/a` is not, for `sin(x)` and
    /// `p = a*sin(x)`.
    fn keeps_domain(&mut self, named: Id, answer: Id, definitions: &[(Id, Id)]) -> bool {
        let mut required = conditions_of(self.arena, self.knowledge, named);
        if required.is_empty() {
            return true;
        }
        if required.len().saturating_mul(definitions.len()) > MOST_HELD {
            return false;
        }
        let mut visible = conditions_of(self.arena, self.knowledge, answer);
        for (_, value) in definitions {
            visible.extend(conditions_of(self.arena, self.knowledge, *value));
        }
        for condition in &mut required {
            let meant = self.arena.substitute_all(*condition, definitions);
            *condition = normal_condition(self.arena, self.knowledge, meant);
        }
        missing_conditions(self.arena, self.knowledge, &required, &visible).is_empty()
    }

    /// The answer over the names as new generators, in all ways found.
    fn ways(&mut self, answer: Id, names: &[Name]) -> Vec<Id> {
        if names.len() > MOST_NAMES {
            return Vec::new();
        }
        let roots: Vec<Id> = [answer].into_iter().chain(names.iter().filter_map(|name| name.values.last().copied())).collect();
        let Some((mut tower, values)) = Tower::over(self.arena, self.knowledge, &roots) else { return Vec::new() };
        let sums: Vec<Id> = names.iter().filter(|name| is_sum(self.arena, name.values[0])).map(|name| name.symbol).collect();
        let definitions = names.iter().map(|name| name.symbol).zip(values[1..].iter().cloned()).collect();
        let mut ways = vec![Way { value: values[0].clone(), left: definitions }];
        let mut at = 0;
        while at < ways.len() {
            for number in 0..ways[at].left.len() {
                let way = ways[at].clone();
                for next in solved(self.arena, &mut tower, &way, number, &sums) {
                    if ways.len() < MOST_WAYS && ways.iter().all(|known| known.value != next.value) {
                        ways.push(next);
                    }
                }
            }
            at += 1;
        }
        let mut found = Vec::new();
        for way in &ways[1..] {
            found.extend(present::candidates(self.arena, &mut tower, &way.value, self.costs.words()));
        }
        found
    }
}

/// A number, or a multiple of a symbol.
fn is_plain(arena: &mut Arena, value: Id) -> bool {
    let (_, core) = arena.coefficient(value);
    matches!(arena.node(core), Node::Number(_) | Node::Symbol(_) | Node::Undefined)
}

fn is_sum(arena: &mut Arena, value: Id) -> bool {
    let (_, core) = arena.coefficient(value);
    matches!(arena.node(core), Node::Sum([_, _, ..]))
}

/// The variables that sums, products and integrals bind.
fn bound_variables(arena: &Arena, roots: &[Id]) -> Vec<Id> {
    let variable = |id: Id| match arena.node(id) {
        Node::Bound(_, &[variable, ..]) => Some(variable),
        _ => None,
    };
    let mut variables: Vec<Id> = arena.reachable_from(roots).into_iter().filter_map(variable).collect();
    variables.sort_unstable();
    variables.dedup();
    variables
}

/// The ways to bring one more name in: its definition solved for a generator, or divided out of the answer. A sum is not solved for
/// one of its terms: nobody writes `E1*Z + (E2 - E1)*exp(-b*E2)` for a sum of two terms alike.
fn solved(arena: &Arena, tower: &mut Tower, way: &Way, number: usize, sums: &[Id]) -> Vec<Way> {
    let (symbol, definition) = &way.left[number];
    let Some(name) = tower.name_of(*symbol) else { return Vec::new() };
    let Some(own) = Polynomial::variable(name) else { return Vec::new() };
    let mut left = way.left.clone();
    left.remove(number);
    let mut found: Vec<Way> =
        divided_out(tower, &way.value, definition, name).into_iter().map(|value| Way { value, left: left.clone() }).collect();
    if sums.contains(symbol) {
        return found;
    }
    let side = |sign: i32| {
        let factors = definition.factors.iter().filter(|(_, exponent)| exponent.signum() == sign);
        Value { coefficient: Rational::ONE, factors: factors.map(|(factor, exponent)| (*factor, exponent.abs())).collect() }
    };
    let (above, below) = (side(1).scaled(&definition.coefficient), side(-1));
    let equation =
        tower.expanded(&above).zip(tower.expanded(&below)).and_then(|(above, below)| Some(above.subtract(&own.multiply(&below)?)));
    let Some(equation) = equation else { return found };
    for variable in equation.variables() {
        let generator = &tower.generators()[variable];
        let is_symbol = generator.family() == Family::Opaque && arena.as_symbol(generator.display()).is_some();
        if is_symbol || equation.degree(variable) != 1 {
            continue;
        }
        let [rest, factor] = &equation.coefficients(variable)[..] else { continue };
        let minus = rest.scale(&Rational::MINUS_ONE);
        let Some(value) = present::substituted(tower, &way.value, variable, &minus, factor) else { continue };
        let others = left.iter().map(|(symbol, other)| Some((*symbol, present::substituted(tower, other, variable, &minus, factor)?)));
        if let Some(left) = others.collect::<Option<Vec<_>>>()
            && value != way.value
        {
            found.push(Way { value, left });
        }
    }
    found
}

/// A value times a power of `name/definition`, for each power that takes a factor of the definition away.
fn divided_out(tower: &mut Tower, value: &Value, definition: &Value, name: usize) -> Vec<Value> {
    let mut powers: Vec<i64> = Vec::new();
    for (factor, exponent) in &definition.factors {
        let times = exponent.reciprocal().map(|inverse| &value.exponent(*factor) * &inverse).and_then(|times| times.to_i64());
        if let Some(times) = times.filter(|times| *times != 0 && !powers.contains(times)) {
            powers.push(times);
        }
    }
    let ratio = Polynomial::variable(name)
        .and_then(|name| tower.value_of(&name))
        .and_then(|name| tower.product(&name, &definition.checked_inverse()?));
    let Some(ratio) = ratio else { return Vec::new() };
    powers.into_iter().filter_map(|times| tower.product(value, &ratio.checked_power(times)?)).collect()
}

/// A name whose value is a product.
struct Product {
    /// How many such names stand before it.
    place: usize,
    factors: Vec<Term>,
    number: Rational,
    symbol: Id,
}

/// How many names `h` that stand for logistic functions are factors beside their `1 - h`.
fn whole_derivatives(arena: &Arena, root: Id, names: &[Name]) -> u64 {
    const SIGMA: FunctionId = FunctionId::named("sigma");
    let is_logistic = |name: &&Name| name.values.iter().any(|value| matches!(arena.node(*value), Node::Call(SIGMA, _)));
    let logistic: Vec<Id> = names.iter().filter(is_logistic).map(|name| name.symbol).collect();
    if logistic.is_empty() {
        return 0;
    }
    let complement_of = |id: Id| match arena.node(id) {
        Node::Sum([one, name]) if one.id == Id::ONE && one.number.is_one() && name.number == Rational::MINUS_ONE => Some(name.id),
        _ => None,
    };
    let mut count = 0;
    for part in arena.reachable(root) {
        let Node::Product(factors) = arena.node(part) else { continue };
        let is_whole = |name: &Id| logistic.contains(name) && factors.iter().any(|factor| factor.id == *name);
        count += factors.iter().filter_map(|factor| complement_of(factor.id)).filter(is_whole).count() as u64;
    }
    count
}

/// An expression with what the names stand for replaced, the largest parts first.
fn replaced(arena: &mut Arena, root: Id, names: &[Name]) -> Id {
    if root == Id::UNDEFINED {
        return root;
    }
    let mut by_core: FxHashMap<Id, (Id, Rational)> = FxHashMap::default();
    // By their first factor, which a product must have to be a multiple.
    let mut products: FxHashMap<Id, Vec<Product>> = FxHashMap::default();
    let mut count = 0;
    for name in names {
        for value in &name.values {
            let (number, core) = arena.coefficient(*value);
            if let Node::Product(factors) = arena.node(core) {
                let product = Product { place: count, factors: factors.to_vec(), number: number.clone(), symbol: name.symbol };
                products.entry(factors[0].id).or_default().push(product);
                count += 1;
            }
            by_core.entry(core).or_insert((name.symbol, number));
        }
    }
    let mut done: Vec<Id> = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        done[id.index()] = match as_name(arena, id, &by_core) {
            Some(name) => name,
            None => {
                let rebuilt = arena.rebuild(id, |child| done[child.index()]);
                with_powers(arena, rebuilt, &products)
            }
        };
    }
    done[root.index()]
}

/// The name of an expression, times a number; names by what they stand for, apart from a number.
fn as_name(arena: &mut Arena, id: Id, names: &FxHashMap<Id, (Id, Rational)>) -> Option<Id> {
    let (number, core) = arena.coefficient(id);
    let (symbol, own) = names.get(&core)?;
    let times = &number * &own.reciprocal()?;
    Some(arena.scale(*symbol, times))
}

/// A product with powers of what a name is a product of: `(x^2 + y^2)^(-1/2)` is `1/r`, `(x - m)^2/s^2` is `u^2`.
fn with_powers(arena: &mut Arena, id: Id, products: &FxHashMap<Id, Vec<Product>>) -> Id {
    let Node::Product(factors) = arena.node(id) else { return id };
    let mut offered: Vec<&Product> = factors.iter().filter_map(|factor| products.get(&factor.id)).flatten().collect();
    offered.sort_by_key(|product| product.place);
    let mut current = id;
    for Product { factors: own, number, symbol, .. } in offered {
        let Node::Product(factors) = arena.node(current) else { break };
        let Some(times) = times_in(own, factors) else { continue };
        let Some(unit) = number.power(-times) else { continue };
        let mut parts: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
        parts.extend(own.iter().map(|factor| (factor.id, &factor.number * &Rational::integer(-times))));
        parts.push((*symbol, Rational::integer(times)));
        let product = arena.product(parts);
        current = arena.scale(product, unit);
    }
    current
}

/// The whole power to which a product occurs in another: the same for each of its factors.
fn times_in(own: &[Term], factors: &[Term]) -> Option<i64> {
    let times = |part: &Term| {
        let factor = factors.iter().find(|factor| factor.id == part.id)?;
        (&factor.number * &part.number.reciprocal()?).to_i64()
    };
    let first = times(own.first()?)?;
    own.iter().all(|part| times(part) == Some(first)).then_some(first)
}
