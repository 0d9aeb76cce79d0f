//! The kernels of an expression, and the generators chosen for them.

use super::basis::{Basis, Multiples, gcd, linear_form, logarithms_of};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node};
use crate::functions::{Class, FunctionId};
use crate::number::Rational;
use smallvec::SmallVec;

/// What kind of generator a variable of the ring is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A root of a factor, with its index.
    Root,
    /// The absolute value of a factor.
    Absolute,
    /// `exp(m)`
    Exponential,
    /// `base^m` with a symbolic exponent
    Power,
    /// `sigma(m)`, where the expression has no other function of that family
    Sigma,
    /// `tanh(m)`, likewise
    HyperbolicTangent,
    /// `sinh(m)`; its partner is the cosine
    HyperbolicSine,
    /// `cosh(m)`
    HyperbolicCosine,
    /// `tan(m)`, where the expression has no other function of that family
    Tangent,
    /// `cot(m)`, only for writing
    Cotangent,
    /// `sin(m)`; its partner is the cosine
    Sine,
    /// `cos(m)`
    Cosine,
    /// Anything else, as it stands.
    Opaque,
}

impl Family {
    /// The family a function of the table belongs to; nothing for functions left as they stand.
    pub fn of(function: FunctionId) -> Option<Family> {
        match function.row().class {
            Class::Exponential | Class::Hyperbolic => Some(Family::Exponential),
            Class::Circular => Some(Family::Sine),
            _ => None,
        }
    }

    /// Whether the family stands on exponentials.
    pub fn is_exponential(self) -> bool {
        self == Family::Exponential
    }

    pub(super) fn partner(self) -> Option<Family> {
        match self {
            Family::Sine => Some(Family::Cosine),
            Family::Cosine => Some(Family::Sine),
            Family::HyperbolicSine => Some(Family::HyperbolicCosine),
            Family::HyperbolicCosine => Some(Family::HyperbolicSine),
            _ => None,
        }
    }
}

/// A variable of the ring.
#[derive(Debug, Clone)]
pub struct Generator {
    family: Family,
    /// What it is written as.
    display: Id,
    /// The argument, for functions; the exponent, for powers.
    argument: Id,
    /// The element of the basis, for functions and powers that the expression is written over.
    element: Option<usize>,
    base: Id,
    /// For roots: the factor and the index.
    pub(super) root: Option<(u32, u32)>,
    /// For absolute values: the factor.
    pub(super) absolute: Option<u32>,
    /// The variable is this root of what it is written as: where `sqrt(x)` occurs, `x` is its square.
    pub(super) index: u32,
    /// The number of the bare variable among the factors, once it was met.
    pub(super) factor: Option<u32>,
}

impl Generator {
    pub(super) fn root(factor: u32, index: u32) -> Generator {
        Generator { root: Some((factor, index)), ..Generator::bare(Family::Root) }
    }

    pub(super) fn absolute(factor: u32) -> Generator {
        Generator { absolute: Some(factor), ..Generator::bare(Family::Absolute) }
    }

    /// A symbol that stands for a value.
    pub(super) fn name(display: Id) -> Generator {
        Generator { display, ..Generator::bare(Family::Opaque) }
    }

    pub(super) fn tangent(family: Family, display: Id, argument: Id) -> Generator {
        Generator { display, argument, ..Generator::bare(family) }
    }

    fn bare(family: Family) -> Generator {
        Generator {
            family,
            display: Id::ONE,
            argument: Id::ONE,
            element: None,
            base: Id::ONE,
            root: None,
            absolute: None,
            index: 1,
            factor: None,
        }
    }

    /// What kind of generator this is.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The expression it stands for; for a root, see the factor it is a root of.
    pub fn display(&self) -> Id {
        self.display
    }

    /// Which root of the expression the variable is, 1 for the expression itself.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The argument of a function.
    pub fn argument(&self) -> Id {
        self.argument
    }

    /// Whether this is a symbolic power of an expression.
    pub fn is_power_of(&self, base: Id) -> bool {
        self.family == Family::Power && self.base == base
    }

    pub(super) fn is_power(&self, base: Id, element: usize) -> bool {
        self.family == Family::Power && self.base == base && self.element == Some(element)
    }
}

/// Which parts of an expression are rational in which kernels.
#[derive(Debug, Default)]
pub(super) struct Kernels {
    inside: Vec<bool>,
    /// Kernels left as they stand, and the roots taken of them.
    opaque: Vec<(Id, u32)>,
    /// Names of functions met, by argument.
    calls: Vec<(FunctionId, Id)>,
    pub exponential: Basis,
    pub circular: Basis,
    pub powers: Vec<(Id, Basis)>,
    /// The elements of the exponential basis on which each function has a generator of its own.
    apart: SmallVec<[(usize, Families); 1]>,
    /// Numbers under symbolic exponents that have prime factors in common with another, over those: 4^x beside 2^x.
    prime_bases: Vec<(Id, Vec<(Id, i64)>)>,
}

impl Kernels {
    /// The kernels of some expressions together; the order is that of all their parts.
    pub fn of(arena: &mut Arena, roots: &[Id], order: &[Id]) -> Kernels {
        let last = roots.iter().copied().max().unwrap_or(Id::ONE);
        let mut kernels = Kernels { inside: vec![false; last.index() + 1], ..Kernels::default() };
        roots.iter().for_each(|root| kernels.inside[root.index()] = true);
        let (mut exponential, mut circular) = (Vec::new(), Vec::new());
        let mut logarithms: Vec<(Id, Id)> = Vec::new();
        let mut powers: Vec<(Id, Vec<Id>)> = Vec::new();
        let mut taken: Vec<(Id, Rational)> = Vec::new();
        for &id in order.iter().rev().filter(|id| **id <= last) {
            if !kernels.inside[id.index()] {
                continue;
            }
            let inside = &mut kernels.inside;
            match arena.node(id) {
                Node::Undefined | Node::Number(_) => {}
                Node::Sum(parts) => parts.iter().for_each(|part| inside[part.id.index()] = true),
                Node::Product(parts) => {
                    for part in parts {
                        inside[part.id.index()] = true;
                        if !part.number.is_integer() {
                            taken.push((part.id, part.number.denominator()));
                        }
                    }
                }
                Node::Power(base, exponent) => {
                    inside[base.index()] = true;
                    match powers.iter_mut().find(|(known, _)| *known == base) {
                        Some((_, exponents)) => exponents.push(exponent),
                        None => powers.push((base, vec![exponent])),
                    }
                }
                Node::Call(function, &[argument]) => match Family::of(function) {
                    Some(family) => {
                        kernels.calls.push((function, argument));
                        if family.is_exponential() { &mut exponential } else { &mut circular }.push(argument);
                        if function == FunctionId::EXP {
                            for (logarithm, inner) in logarithms_of(arena, argument) {
                                // What has been passed is looked at already, or is no part of the expression.
                                if inner < id && !logarithms.contains(&(logarithm, inner)) && arena.contains(argument, logarithm) {
                                    kernels.inside[inner.index()] = true;
                                    logarithms.push((logarithm, inner));
                                }
                            }
                        }
                    }
                    None => match function.row().name {
                        "sign" if may_vanish_on_intervals(arena, argument) => kernels.opaque.push((id, 1)),
                        "abs" | "sign" => inside[argument.index()] = true,
                        "cbrt" => {
                            inside[argument.index()] = true;
                            kernels.opaque.push((id, 1));
                        }
                        _ => kernels.opaque.push((id, 1)),
                    },
                },
                Node::Call(..) if let Some((_, radicand)) = root_with_index(arena, id) => {
                    inside[radicand.index()] = true;
                    kernels.opaque.push((id, 1));
                }
                _ => kernels.opaque.push((id, 1)),
            }
        }
        kernels.inside[Id::ONE.index()] = false;
        for (id, index) in taken {
            if let Some((_, known)) = kernels.opaque.iter_mut().find(|(kernel, _)| *kernel == id)
                && let Some(index) = index.to_i64().filter(|index| *index <= MOST_INDEX)
            {
                *known = (i64::from(*known) / gcd((*known).into(), index) * index) as u32;
            }
        }
        logarithms.sort_by_cached_key(|(logarithm, _)| arena.fingerprint(*logarithm));
        kernels.exponential = Basis::of_exponents(arena, &exponential, &logarithms);
        kernels.circular = Basis::of(arena, &circular);
        kernels.prime_bases = prime_bases(arena, &powers);
        let mut over_primes: Vec<(Id, Vec<Id>)> = Vec::new();
        for (base, exponents) in powers {
            for (part, _) in kernels.bases_of(base) {
                match over_primes.iter_mut().find(|(known, _)| *known == part) {
                    Some((_, known)) => known.extend(&exponents),
                    None => over_primes.push((part, exponents.clone())),
                }
            }
        }
        for (base, exponents) in over_primes {
            let without_whole: Vec<Id> = exponents.into_iter().map(|exponent| without_whole_number(arena, exponent)).collect();
            let basis = Basis::of(arena, &without_whole);
            kernels.powers.push((base, basis));
        }
        kernels
    }

    /// The same with a generator for each function of the exponential family, wherever a logistic function or a hyperbolic tangent
    /// stands on one exponential with others; nothing where none does.
    pub fn with_rivals_apart(mut self, arena: &mut Arena, hides_logistic: bool) -> Option<Kernels> {
        let uses = self.uses(arena, &self.exponential, Family::is_exponential);
        for element in 0..self.exponential.elements.len() {
            let basis = &self.exponential.elements[element];
            if let (true, 1, Some(families)) = (basis.inverse.is_none(), basis.divisor, rivals(&uses, element, hides_logistic)) {
                self.apart.push((element, families));
            }
        }
        (!self.apart.is_empty()).then_some(self)
    }

    /// The bases whose powers make the powers of a base, each with the exponent it has in the base.
    pub fn bases_of(&self, base: Id) -> Vec<(Id, i64)> {
        self.prime_bases.iter().find(|(known, _)| *known == base).map_or_else(|| vec![(base, 1)], |(_, parts)| parts.clone())
    }

    pub fn is_inside(&self, id: Id) -> bool {
        self.inside.get(id.index()).copied().unwrap_or(false)
    }

    /// The expressions under roots, and under symbolic exponents that cannot be whole numbers everywhere: those of `x^x`, not
    /// those of `x^n`.
    pub fn radicands(&self, arena: &Arena, knowledge: &Knowledge, order: &[Id]) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        for &id in order.iter().filter(|id| self.is_inside(**id)) {
            if let Node::Power(base, exponent) = arena.node(id)
                && arena.as_number(base).is_none()
                && knowledge.asks_for_positive_base(arena, base, exponent)
            {
                found.push(base);
            }
            if let Node::Product(factors) = arena.node(id) {
                let roots = factors.iter().filter(|factor| !factor.number.is_integer() && arena.as_number(factor.id).is_none());
                found.extend(roots.map(|factor| factor.id));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The generators the kernels need, in an order that does not depend on the input's.
    pub fn generators(&self, arena: &mut Arena) -> Vec<Generator> {
        let mut generators = Vec::new();
        let none = Generator::bare(Family::Opaque);
        let exponential = self.uses(arena, &self.exponential, Family::is_exponential);
        let circular = self.uses(arena, &self.circular, |family| !family.is_exponential());
        for element in (0..self.exponential.elements.len()).filter(|element| self.exponential.elements[*element].inverse.is_none()) {
            let argument = self.exponential.argument(arena, element);
            for (family, name) in self.exponential_families(&exponential, element) {
                let display = arena.call(FunctionId::named(name), &[argument]);
                generators.push(Generator { family, display, argument, element: Some(element), ..none.clone() });
            }
        }
        for (base, basis) in &self.powers {
            for element in 0..basis.elements.len() {
                let argument = basis.argument(arena, element);
                let display = arena.power(*base, argument);
                generators.push(Generator {
                    family: Family::Power,
                    display,
                    argument,
                    element: Some(element),
                    base: *base,
                    ..none.clone()
                });
            }
        }
        for element in 0..self.circular.elements.len() {
            let argument = self.circular.argument(arena, element);
            let only_tangent =
                self.circular.elements[element].divisor == 1 && only(&circular, element, |function| matches!(function, "tan" | "cot"));
            let families: &[(Family, FunctionId)] = if only_tangent {
                const { &[(Family::Tangent, FunctionId::named("tan"))] }
            } else {
                const { &[(Family::Sine, FunctionId::named("sin")), (Family::Cosine, FunctionId::named("cos"))] }
            };
            for &(family, function) in families {
                let display = arena.call(function, &[argument]);
                generators.push(Generator { family, display, argument, element: Some(element), ..none.clone() });
            }
        }
        generators.extend(self.opaque.iter().map(|(id, index)| Generator { display: *id, index: *index, ..none.clone() }));
        generators.sort_by_cached_key(|generator| (generator.family, arena.fingerprint(generator.display)));
        generators
    }

    /// How the exponential family of one basis element is generated: by the functions the expression itself uses, if they are
    /// enough.
    fn exponential_families(&self, uses: &[Use], element: usize) -> Families {
        let single = self.exponential.elements[element].divisor == 1;
        if let Some((_, families)) = self.apart.iter().find(|(own, _)| *own == element) {
            families.clone()
        } else if single && only(uses, element, |name| name == "sigma") {
            vec![(Family::Sigma, "sigma")]
        } else if single && only(uses, element, |name| matches!(name, "tanh" | "coth")) {
            vec![(Family::HyperbolicTangent, "tanh")]
        } else if is_hyperbolic(uses, element) {
            vec![(Family::HyperbolicSine, "sinh"), (Family::HyperbolicCosine, "cosh")]
        } else {
            vec![(Family::Exponential, "exp")]
        }
    }

    /// The functions of a family, and their arguments in its basis.
    fn uses(&self, arena: &mut Arena, basis: &Basis, is_in: impl Fn(Family) -> bool) -> Vec<Use> {
        let calls = self.calls.iter().filter(|(function, _)| is_in(Family::of(*function).unwrap_or(Family::Opaque)));
        calls
            .map(|(function, argument)| {
                let form = linear_form(arena, *argument);
                Use { function: function.row().name, coordinates: basis.coordinates(&form) }
            })
            .collect()
    }

    /// The variable of a kernel left as it stands.
    pub fn opaque(&self, generators: &[Generator], id: Id) -> Option<usize> {
        generators.iter().position(|generator| generator.family == Family::Opaque && generator.display == id)
    }

    /// The variable of a family for an element of its basis.
    pub fn special(&self, generators: &[Generator], family: Family, element: usize) -> Option<usize> {
        generators.iter().position(|generator| generator.family == family && generator.element == Some(element))
    }
}

/// The generators of an element of a basis: their families and their functions.
type Families = Vec<(Family, &'static str)>;

/// Whether some function of the exponential family may stand beside a logistic function or a hyperbolic tangent.
pub(super) fn may_have_rivals(arena: &Arena, root: Id, hides_logistic: bool) -> bool {
    const NAMED: u64 = FunctionId::named("sigma").bit() | FunctionId::named("tanh").bit();
    const PAIR: u64 = FunctionId::named("sinh").bit() | FunctionId::named("cosh").bit();
    let bits = arena.function_bits(root);
    (hides_logistic || bits & NAMED != 0) && (bits & (NAMED | PAIR | FunctionId::EXP.bit())).count_ones() > 1
}

/// How a function of a family occurs.
struct Use {
    function: &'static str,
    /// Its argument in the elements of the basis.
    coordinates: Option<Multiples>,
}

impl Use {
    fn has(&self, element: usize) -> bool {
        self.coordinates.iter().flatten().any(|(own, _)| *own == element)
    }

    /// Whether the argument is one element of the basis or its opposite.
    fn is_alone(&self) -> bool {
        matches!(self.coordinates.as_deref(), Some([(_, number)]) if number.abs() == Rational::ONE)
    }
}

/// The functions that stand on one element of a basis beside a logistic function or a hyperbolic tangent of it, unless they are
/// all of the hyperbolic family, where sine and cosine are enough.
fn rivals(uses: &[Use], element: usize, hides_logistic: bool) -> Option<Families> {
    let of = |names: &[&str]| uses.iter().any(|own| own.has(element) && names.contains(&own.function));
    let named = |own: &Use| matches!(own.function, "sigma" | "tanh" | "coth");
    if uses.iter().any(|own| own.coordinates.is_none() || (own.has(element) && named(own) && !own.is_alone())) {
        return None;
    }
    let (exponential, logistic, tangent) = (of(&["exp"]), of(&["sigma"]), of(&["tanh", "coth"]));
    let pair = of(&["sinh", "cosh", "sech", "csch"]);
    let is_mixed = if logistic { exponential || tangent || pair } else { exponential && (tangent || (pair && hides_logistic)) };
    let mut families = Families::new();
    for (is_there, family, name) in [
        (exponential, Family::Exponential, "exp"),
        (logistic, Family::Sigma, "sigma"),
        (tangent, Family::HyperbolicTangent, "tanh"),
        (pair, Family::HyperbolicSine, "sinh"),
        (pair, Family::HyperbolicCosine, "cosh"),
    ] {
        if is_there {
            families.push((family, name));
        }
    }
    is_mixed.then_some(families)
}

/// Whether an element occurs in hyperbolic functions only, and never together with one that does not.
fn is_hyperbolic(uses: &[Use], element: usize) -> bool {
    uses.iter().any(|own| own.has(element)) && !uses.iter().any(|own| matches!(own.function, "exp" | "sigma"))
}

/// Whether an element of a basis occurs only in some functions, and only by itself, as `m` or `-m`.
fn only(uses: &[Use], element: usize, function: impl Fn(&str) -> bool) -> bool {
    uses.iter().all(|own| own.coordinates.is_some() && (!own.has(element) || (own.is_alone() && function(own.function))))
}

/// The greatest root of a kernel that becomes a generator in place of the kernel.
const MOST_INDEX: i64 = 12;

/// The greatest base that is taken apart.
pub(super) const MOST_BASE: i64 = 1_000_000;

/// The prime factors of the bases that are whole numbers, where two of them have one in common.
fn prime_bases(arena: &mut Arena, powers: &[(Id, Vec<Id>)]) -> Vec<(Id, Vec<(Id, i64)>)> {
    let numbers: Vec<(Id, i64)> = powers
        .iter()
        .filter_map(|(base, _)| Some((*base, arena.as_number(*base)?.to_i64().filter(|number| (2..=MOST_BASE).contains(number))?)))
        .collect();
    let shares = |at: usize| numbers.iter().enumerate().any(|(other, number)| other != at && gcd(number.1, numbers[at].1) > 1);
    if !(0..numbers.len()).any(shares) {
        return Vec::new();
    }
    // Once some are taken apart all are, so that their primes meet.
    numbers
        .iter()
        .map(|&(base, number)| {
            let factors = primes(number).into_iter().map(|(prime, exponent)| (arena.integer(prime), exponent)).collect();
            (base, factors)
        })
        .collect()
}

/// Whether an expression may be zero on whole intervals without being zero: `max(0, u)`, `u + |u|`. Its sign is zero there, so
/// it is no quotient `u/|u|`.
fn may_vanish_on_intervals(arena: &Arena, id: Id) -> bool {
    let (mut has_sum, mut has_size) = (false, false);
    for part in arena.reachable(id) {
        match arena.node(part) {
            Node::Piecewise(_) | Node::Bound(..) => return true,
            Node::Call(function, _) => match function.row() {
                _ if function == FunctionId::ABS => has_size = true,
                row if !row.continuous.is_empty() || row.class == Class::Turning => return true,
                _ => {}
            },
            Node::Sum(terms) => has_sum |= terms.len() > 1,
            // The root of a square is an absolute value.
            Node::Product(factors) => {
                has_size |= factors.iter().any(|factor| !factor.number.is_integer() && arena.as_symbol(factor.id).is_none());
            }
            _ => {}
        }
    }
    has_sum && has_size
}

/// The index, a number, and the radicand of `root(n, u)`.
pub(super) fn root_with_index(arena: &Arena, id: Id) -> Option<(u32, Id)> {
    const ROOT: FunctionId = FunctionId::named("root");
    let Node::Call(ROOT, &[index, radicand]) = arena.node(id) else { return None };
    let index = arena.as_number(index)?.to_i64().filter(|index| (2..=MOST_INDEX).contains(index))?;
    Some((u32::try_from(index).ok()?, radicand))
}

/// The prime factors of a whole number from 2 on.
pub(super) fn primes(mut number: i64) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    let mut divisor = 2;
    while divisor * divisor <= number {
        let mut exponent = 0;
        while number % divisor == 0 {
            number /= divisor;
            exponent += 1;
        }
        if exponent > 0 {
            found.push((divisor, exponent));
        }
        divisor += 1;
    }
    if number > 1 {
        found.push((number, 1));
    }
    found
}

/// An exponent without its whole number: `n - 1` without the `-1`, `(n + 2)/2` without the 1.
fn without_whole_number(arena: &mut Arena, exponent: Id) -> Id {
    match linear_form(arena, exponent).split_first() {
        Some(((Id::ONE, number), rest)) if number.is_integer() => arena.sum(rest.iter().cloned()),
        _ => exponent,
    }
}
