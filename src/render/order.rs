//! The order in which terms and factors are written. It depends on structure alone, never on ids, so two inputs that differ
//! only in the order of their parts are written alike.

use super::spelling::{compare, is_circular, natural};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use smallvec::{SmallVec, smallvec};
use std::cmp::Ordering;

const SIGMA: FunctionId = FunctionId::named("sigma");
const PI: FunctionId = FunctionId::named("pi");

/// How many parts are looked at to find whether a name occurs; where there are more, it is taken to occur.
const LOOK: usize = 64;

/// What a term is sorted by before its structure: smaller comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    group: Group,
    degree: f64,
}

/// The groups of terms in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// The derivative of an unknown function, alone: `E'(w) + lambda*w`.
    Unknown,
    /// A power of the variable, by descending degree.
    Polynomial,
    /// The value of a function, as the product rule leaves it: `tanh(u) + x*sigma(x)*(...)`.
    Value,
    /// A power of the variable times the value of a function.
    Mixed,
    /// Without the variable.
    Parameter,
    /// Negative powers of the variable: `2*x + 8/x^3`.
    Reciprocal,
    Constant,
}

/// The terms of a sum in the order they are written, the leading one positive if any is.
pub(super) fn terms<'t>(arena: &Arena, terms: &'t [Term], variable: Option<Id>) -> SmallVec<[&'t Term; 8]> {
    // Beside a constant there is nothing to compare.
    if let [constant, other] = terms
        && constant.id == Id::ONE
    {
        return positive_first(arena, smallvec![other, constant], None);
    }
    let repeated = repeated_value(arena, terms, variable);
    positive_first(arena, by_place(arena, terms.iter(), variable, repeated), repeated)
}

/// Terms by the powers of a repeated value, if there is one, and by their place.
fn by_place<'t>(
    arena: &Arena,
    terms: impl Iterator<Item = &'t Term>,
    variable: Option<Id>,
    repeated: Option<Id>,
) -> SmallVec<[&'t Term; 8]> {
    let mut keyed: SmallVec<[(Place, &'t Term); 8]> = SmallVec::new();
    for term in terms {
        keyed.push((place(arena, term.id, variable), term));
    }
    let power = |term: &Term| repeated.map_or(0.0, |base| exponent_of(arena, term.id, base));
    sort(&mut keyed, |(a, left), (b, right)| {
        (power(right).total_cmp(&power(left)))
            .then_with(|| a.group.cmp(&b.group))
            .then_with(|| b.degree.total_cmp(&a.degree))
            .then_with(|| compare(arena, left.id, right.id))
            .then_with(|| right.number.cmp(&left.number))
    });
    let mut ordered = SmallVec::new();
    for (_, term) in &keyed {
        ordered.push(*term);
    }
    ordered
}

/// Sorts; mostly there are few, which are put in their places one after another.
fn sort<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    const FEW: usize = 8;
    if items.len() > FEW {
        return items.sort_by(compare);
    }
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && compare(&items[at - 1], &items[at]).is_gt() {
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// A constant in front of function values, and a positive term before a negative one.
fn positive_first<'t>(arena: &Arena, mut ordered: SmallVec<[&'t Term; 8]>, repeated: Option<Id>) -> SmallVec<[&'t Term; 8]> {
    let constant_leads = ordered.len() > 1
        && ordered.last().is_some_and(|last| last.id == Id::ONE && !last.number.is_negative())
        && ordered[..ordered.len() - 1].iter().all(|term| is_function_value(arena, term.id) || is_reciprocal(arena, term.id));
    if constant_leads && repeated.is_some() {
        ordered.reverse();
    } else if constant_leads {
        ordered.rotate_right(1);
    } else if ordered[0].number.is_negative()
        && let Some(at) = ordered.iter().position(|term| !term.number.is_negative())
    {
        ordered[..=at].rotate_right(1);
    }
    ordered
}

/// The terms of a sum in ascending powers of `base`, those without one in front.
pub(super) fn ascending<'t>(arena: &Arena, terms: &'t [Term], base: Id, variable: Option<Id>) -> SmallVec<[&'t Term; 8]> {
    let without = terms.iter().filter(|term| exponent_of(arena, term.id, base) == 0.0);
    let mut ordered = by_place(arena, without, variable, None);
    if !ordered.is_empty() {
        ordered = positive_first(arena, ordered, None);
    }
    let mut powers: SmallVec<[&'t Term; 8]> = terms.iter().filter(|term| exponent_of(arena, term.id, base) != 0.0).collect();
    powers.sort_by(|left, right| {
        let (a, b) = (exponent_of(arena, left.id, base), exponent_of(arena, right.id, base));
        a.total_cmp(&b).then_with(|| compare(arena, left.id, right.id))
    });
    ordered.extend(powers);
    ordered
}

/// Whether one of the terms has a power of `base`.
pub(super) fn has_powers(arena: &Arena, terms: &[Term], base: Id) -> bool {
    terms.iter().any(|term| exponent_of(arena, term.id, base) != 0.0)
}

/// The function value a sum is a polynomial in, if it is one of degree two or more: it is ordered by the powers of that value.
fn repeated_value(arena: &Arena, terms: &[Term], variable: Option<Id>) -> Option<Id> {
    let is_power = |factor: &Term| !factor.number.is_one() && !factor.number.is_negative() && !is_plain(arena, factor.id);
    let has_power = |term: &Term| matches!(arena.node(term.id), Node::Product(factors) if factors.iter().any(is_power));
    if !terms.iter().any(has_power) {
        return None;
    }
    let depends = |id: Id| variable.is_none_or(|variable| mentions(arena, id, variable));
    let is_value = |id: Id| !matches!(arena.node(id), Node::Symbol(_)) && !is_plain(arena, id) && depends(id);
    let mut found: Option<Id> = None;
    let mut highest = 0.0;
    for term in terms {
        let own = Term { id: term.id, number: Rational::ONE };
        let factors = match arena.node(term.id) {
            Node::Product(factors) => factors,
            _ => std::slice::from_ref(&own),
        };
        for factor in factors.iter().filter(|factor| is_value(factor.id)) {
            if found.is_some_and(|found| found != factor.id) || !factor.number.is_integer() {
                return None;
            }
            found = Some(factor.id);
            highest = factor.number.to_f64().max(highest);
        }
    }
    found.filter(|_| highest >= 2.0 && terms.len() > 1)
}

/// The exponent of a base in a term.
fn exponent_of(arena: &Arena, id: Id, base: Id) -> f64 {
    match arena.node(id) {
        Node::Product(factors) => factors.iter().find(|factor| factor.id == base).map_or(0.0, |factor| factor.number.to_f64()),
        _ if id == base => 1.0,
        _ => 0.0,
    }
}

fn place(arena: &Arena, id: Id, variable: Option<Id>) -> Place {
    let is_variable = |base: Id| if variable.is_some() { Some(base) == variable } else { arena.as_symbol(base).is_some() };
    let depends = |id: Id| variable.is_none_or(|variable| mentions(arena, id, variable));
    let alone = |group| Place { group, degree: 0.0 };
    match arena.node(id) {
        _ if id == Id::ONE => alone(Group::Constant),
        _ if is_variable(id) => Place { group: Group::Polynomial, degree: 1.0 },
        Node::Symbol(_) => alone(Group::Parameter),
        Node::Apply(unknown, _) if arena.unknown(unknown).1.iter().any(|order| *order > 0) && depends(id) => alone(Group::Unknown),
        Node::Product(factors) => {
            let mut degree: f64 = factors.iter().filter(|factor| is_variable(factor.id)).map(|factor| factor.number.to_f64()).sum();
            let mut in_sums = Some(0.0);
            let mut other = false;
            for factor in factors.iter().filter(|factor| !is_plain(arena, factor.id) && depends(factor.id)) {
                other = true;
                in_sums = in_sums.and_then(|sum| Some(sum + degree_of(arena, factor.id, &is_variable)? * factor.number.to_f64()));
            }
            // A product of polynomials is one; beside functions the product rule keeps its order.
            if let Some(in_sums) = in_sums.filter(|in_sums| other && degree + in_sums != 0.0) {
                degree += in_sums;
                other = false;
            }
            let group = match other {
                false if degree > 0.0 => Group::Polynomial,
                false if degree < 0.0 => Group::Reciprocal,
                false => Group::Parameter,
                true if degree > 0.0 => Group::Mixed,
                true => Group::Value,
            };
            Place { group, degree: if group == Group::Value { 0.0 } else { degree } }
        }
        _ if depends(id) => alone(Group::Value),
        _ => alone(Group::Parameter),
    }
}

/// The degree in the variable of a sum of products of names and numbers.
fn degree_of(arena: &Arena, id: Id, is_variable: &impl Fn(Id) -> bool) -> Option<f64> {
    let Node::Sum(terms) = arena.node(id) else { return None };
    let of_name = |id: Id| is_plain(arena, id).then(|| if is_variable(id) { 1.0 } else { 0.0 });
    terms.iter().take(LOOK).try_fold(0.0, |highest: f64, term| {
        let degree = match arena.node(term.id) {
            Node::Product(factors) => factors.iter().try_fold(0.0, |sum, factor| Some(sum + of_name(factor.id)? * factor.number.to_f64())),
            _ => of_name(term.id),
        };
        Some(highest.max(degree?))
    })
}

/// Names and numbers: no function of anything.
fn is_plain(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Symbol(_) | Node::Number(_) | Node::Call(_, []))
}

/// Whether the variable occurs. Levels are looked at whole, so that the answer does not depend on the order of parts; below
/// [`LOOK`] parts it is exact, and beyond it orders terms all the same.
pub(super) fn mentions(arena: &Arena, id: Id, variable: Id) -> bool {
    if id == variable {
        return true;
    }
    // Mostly it stands right inside or one deeper, or there is nothing inside.
    let (mut is_near, mut count) = (false, 0);
    arena.for_each_child(id, |child| {
        is_near |= child == variable;
        count += 1;
    });
    if is_near || count == 0 || count > LOOK {
        return is_near || count > LOOK;
    }
    arena.for_each_child(id, |child| arena.for_each_child(child, |inner| is_near |= inner == variable));
    if is_near {
        return true;
    }
    let mut level: SmallVec<[Id; 16]> = SmallVec::from_slice(&[id]);
    let mut looked = 0;
    while !level.is_empty() {
        let mut below: SmallVec<[Id; 16]> = SmallVec::new();
        let mut found = false;
        for id in &level {
            arena.for_each_child(*id, |child| {
                found |= child == variable;
                if below.len() <= LOOK {
                    below.push(child);
                }
            });
            if below.len() > LOOK {
                break;
            }
        }
        looked += below.len();
        if found || looked > LOOK {
            return true;
        }
        level = below;
    }
    false
}

/// Reciprocals, before which a constant keeps the lead: `1 + 1/x`.
fn is_reciprocal(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Product(factors) if factors.iter().all(|factor| factor.number.is_negative()))
}

/// Values of functions such as `exp` and `tanh`, before which a constant keeps the lead: `1 + exp(x)`, but `ln(x) + 1`.
fn is_function_value(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Call(..) => is_call(arena, id),
        Node::Product(factors) => factors.iter().any(|factor| match arena.node(factor.id) {
            Node::Call(..) => is_call(arena, factor.id),
            Node::Sum(terms) if factor.number.is_integer() => terms.iter().any(|term| is_call(arena, base_of(arena, term.id))),
            _ => false,
        }),
        _ => false,
    }
}

fn is_call(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Call(function, arguments) if function != FunctionId::LN && !arguments.is_empty())
}

/// The kinds of factors in the order in which they are written; a complement `1 - u` stands right behind its `u`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number,
    /// In `n*pi/2` the counting letter stands before the constant.
    Counter,
    Constant,
    Name,
    /// A letter that usually varies: `w*t`, `a*x`.
    Letter,
    Power,
    SymbolicPower,
    Root,
    /// Chain order: the outer derivative, such as `sigma(z) - a`, before the `sigma(z)` of the inner one.
    Outer,
    Value,
    Sum,
    /// What the inner derivative of a chain leaves, behind the outer ones: `(y - a)*y*(1 - y)*x` for `y = sigma(w*x)`.
    Inner,
    Elementary,
    ElementaryComplement,
    Exponential,
    ExponentialComplement,
    Unknown,
    /// Sums of sines and their kind behind an exponential: `exp(-t)*(cos(t) + sin(t))`.
    Wave,
    /// Sums over an index, products and integrals, which need no brackets where nothing follows.
    Bound,
}

/// A factor, on which side of the bar it stands, and its rank there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'t> {
    pub factor: &'t Term,
    pub below: bool,
    rank: Rank,
}

/// A few factors in the order in which they are written.
pub(super) type Ordered<'t> = SmallVec<[Placed<'t>; 4]>;

/// What the rank of one factor depends on besides the factor.
#[derive(Clone, Copy)]
struct Company<'t> {
    arena: &'t Arena,
    variable: Option<Id>,
    has_sum: bool,
    has_exponential: bool,
    has_pi: bool,
    /// The function values of which a complement is a factor: `tanh(u)` beside `1 - tanh(u)^2`.
    complemented: &'t [Id],
    /// All factors, by ascending id.
    factors: &'t [Placed<'t>],
}

impl Company<'_> {
    fn has(&self, id: Id) -> bool {
        self.factors.binary_search_by_key(&id, |placed| placed.factor.id).is_ok()
    }

    fn rank(&self, factor: &Term) -> Rank {
        let arena = self.arena;
        match arena.node(factor.id) {
            Node::Number(_) => Rank::Number,
            _ if !factor.number.is_integer() => Rank::Root,
            Node::Symbol(symbol) => {
                if arena.is_value_name(factor.id) {
                    Rank::Value
                } else if Some(factor.id) == self.variable && !factor.number.is_one() && factor.number != Rational::MINUS_ONE {
                    Rank::Power
                } else if self.has_pi && matches!(arena.name(symbol), "i" | "j" | "k" | "l" | "m" | "n") {
                    Rank::Counter
                } else if is_usual_variable(arena.name(symbol)) {
                    Rank::Letter
                } else {
                    Rank::Name
                }
            }
            Node::Power(base, _) if matches!(arena.node(base), Node::Apply(..)) => Rank::Unknown,
            Node::Power(..) => Rank::SymbolicPower,
            Node::Sum(terms) => self.sum_rank(terms),
            Node::Call(function, arguments) => call_rank(function, arguments),
            Node::Apply(unknown, arguments)
                if arena.unknown(unknown).1.iter().any(|order| *order > 0)
                    && arguments.iter().any(|argument| has_call(arena, *argument)) =>
            {
                Rank::Outer
            }
            Node::Apply(_, arguments) if arguments.iter().any(|argument| is_call(arena, *argument) && self.has(*argument)) => Rank::Outer,
            Node::Apply(..) => Rank::Unknown,
            Node::Bound(..) => Rank::Bound,
            _ => Rank::Sum,
        }
    }

    fn sum_rank(&self, terms: &[Term]) -> Rank {
        let arena = self.arena;
        let has_constant = terms.iter().any(|term| term.id == Id::ONE);
        // The last of the factors that occur in this sum, under whatever power.
        let behind = (terms.iter())
            .map(|term| base_of(arena, term.id))
            .filter(|base| self.has(*base))
            .filter_map(|base| match arena.node(base) {
                Node::Call(function, arguments) => Some(call_rank(function, arguments)),
                _ => arena.is_value_name(base).then_some(Rank::Value),
            })
            .max();
        match behind {
            Some(_) if !has_constant => Rank::Outer,
            _ if !has_constant && terms.iter().any(|term| self.complemented.contains(&base_of(arena, term.id))) => Rank::Outer,
            Some(Rank::Elementary) => Rank::ElementaryComplement,
            Some(Rank::Exponential) => Rank::ExponentialComplement,
            _ if self.has_exponential && terms.iter().any(|term| is_wave(arena, term.id)) => Rank::Wave,
            _ => Rank::Sum,
        }
    }
}

/// The value that is the only thing in a sum with a constant.
fn complemented(arena: &Arena, sum: Id) -> Option<Id> {
    let Node::Sum([constant, rest @ ..]) = arena.node(sum) else { return None };
    let mut bases = rest.iter().map(|term| base_of(arena, term.id));
    let is_named = |id: Id| matches!(arena.node(id), Node::Call(_, [_, ..])) || arena.is_value_name(id);
    let first = bases.next().filter(|first| constant.id == Id::ONE && is_named(*first))?;
    bases.all(|base| base == first).then_some(first)
}

/// What an expression is a power of.
fn base_of(arena: &Arena, id: Id) -> Id {
    match arena.node(id) {
        Node::Product([power]) => power.id,
        _ => id,
    }
}

/// Whether a name is one of the letters that usually vary: t, x, y or z, perhaps with a number or subscript.
fn is_usual_variable(name: &str) -> bool {
    let mut letters = name.chars();
    matches!(letters.next(), Some('t' | 'x' | 'y' | 'z')) && !letters.next().is_some_and(char::is_alphabetic)
}

/// Whether an expression is a function value or has one among its terms or factors.
fn has_call(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Sum(parts) | Node::Product(parts) => {
            parts.iter().any(|part| matches!(arena.node(part.id), Node::Call(_, [_, ..]) | Node::Apply(..)))
        }
        node => matches!(node, Node::Call(_, [_, ..])),
    }
}

/// Whether a term is a sine or one of its kind, or has one among its factors.
fn is_wave(arena: &Arena, id: Id) -> bool {
    let is_circular = |id: Id| matches!(arena.node(id), Node::Call(function, _) if is_circular(function));
    match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| is_circular(factor.id)),
        _ => is_circular(id),
    }
}

fn call_rank(function: FunctionId, arguments: &[Id]) -> Rank {
    match function {
        _ if arguments.is_empty() => Rank::Constant,
        FunctionId::EXP if arguments[0] == Id::ONE => Rank::Constant,
        FunctionId::EXP => Rank::Exponential,
        FunctionId::LN => Rank::Elementary,
        _ if is_circular(function) => Rank::Elementary,
        _ => Rank::Value,
    }
}

/// The factors of a product that are no powers of numbers, given by ascending id, in the order they are written.
pub(super) fn factors<'t>(arena: &Arena, factors: &'t [Term], variable: Option<Id>) -> Ordered<'t> {
    in_order(arena, factors.iter().filter(|factor| arena.as_number(factor.id).is_none()), variable)
}

/// All factors of a product, given by ascending id, in the order they are written.
pub(super) fn all_factors<'t>(arena: &Arena, factors: &'t [Term], variable: Option<Id>) -> Ordered<'t> {
    in_order(arena, factors.iter(), variable)
}

fn in_order<'t>(arena: &Arena, factors: impl Iterator<Item = &'t Term>, variable: Option<Id>) -> Ordered<'t> {
    let mut company = Company { arena, variable, has_sum: false, has_exponential: false, has_pi: false, complemented: &[], factors: &[] };
    let mut placed = Ordered::new();
    for factor in factors {
        match arena.node(factor.id) {
            Node::Sum(_) => company.has_sum = true,
            Node::Call(FunctionId::EXP, _) => company.has_exponential = true,
            Node::Call(PI, _) => company.has_pi = true,
            _ => {}
        }
        // What stands above the bar is never compared with what stands below it.
        placed.push(Placed { factor, below: factor.number.is_negative(), rank: Rank::Number });
    }
    if placed.len() < 2 {
        return placed;
    }
    let mut complements: SmallVec<[Id; 2]> = SmallVec::new();
    if company.has_sum {
        complements.extend(placed.iter().filter_map(|placed| complemented(arena, placed.factor.id)));
    }
    for at in 0..placed.len() {
        let rank = Company { complemented: &complements, factors: &placed, ..company }.rank(placed[at].factor);
        placed[at].rank = rank;
    }
    let is_outer =
        |placed: &Placed<'_>| !placed.below && placed.rank == Rank::Outer && matches!(arena.node(placed.factor.id), Node::Sum(_));
    if company.has_sum && placed.iter().any(is_outer) {
        let is_inner = |placed: &Placed<'_>| {
            let Placed { factor, below, rank } = *placed;
            !below && rank == Rank::Letter && Some(factor.id) != variable && factor.number.is_one()
        };
        placed.iter_mut().filter(|placed| is_inner(placed)).for_each(|placed| placed.rank = Rank::Inner);
    }
    sort(&mut placed, |a, b| {
        (a.below.cmp(&b.below)).then_with(|| a.rank.cmp(&b.rank)).then_with(|| compare_factors(arena, a.rank, a.factor, b.factor))
    });
    let may_be_chain = |placed: &Placed<'_>| match placed.rank {
        Rank::Unknown => true,
        Rank::Value | Rank::Elementary => !placed.below,
        _ => false,
    };
    for run in placed.chunk_by_mut(|a, b| (a.below, a.rank) == (b.below, b.rank)).filter(|run| may_be_chain(&run[0])) {
        chain_order(arena, run);
    }
    if company.has_sum {
        complements_behind_their_values(arena, &mut placed);
    }
    placed
}

/// Puts each complement of a value right behind it: `a*(1 - a)*b*(1 - b)`.
fn complements_behind_their_values(arena: &Arena, placed: &mut Ordered<'_>) {
    let sums = placed.iter().filter(|placed| !placed.below && placed.rank == Rank::Sum);
    let complements: SmallVec<[(Id, Id); 4]> = sums.filter_map(|sum| Some((complemented(arena, sum.factor.id)?, sum.factor.id))).collect();
    for (value, complement) in complements.into_iter().rev() {
        let place = |id: Id| placed.iter().position(|placed| placed.factor.id == id);
        if let (Some(from), Some(to)) = (place(complement), place(value))
            && !placed[to].below
            && placed[to].rank == Rank::Value
        {
            let moved = placed.remove(from);
            placed.insert(to + 1, moved);
        }
    }
}

fn compare_factors(arena: &Arena, rank: Rank, left: &Term, right: &Term) -> Ordering {
    let structure = || compare(arena, left.id, right.id).then_with(|| right.number.cmp(&left.number));
    if rank != Rank::Unknown {
        // The named value a reader looks for first.
        let is_sigma = |id: Id| matches!(arena.node(id), Node::Call(SIGMA, _));
        // Names of values in chain order: the outer one was defined by the inner one.
        let name = |factor: &Term| match arena.node(factor.id) {
            Node::Sum(terms) => terms.iter().filter_map(|term| arena.value_name_number(base_of(arena, term.id))).max(),
            _ => arena.value_name_number(factor.id),
        };
        let is_complement = |factor: &Term| matches!(arena.node(factor.id), Node::Sum([first, ..]) if first.id == Id::ONE);
        let chain = || match (name(left), name(right)) {
            (None, None) => Ordering::Equal,
            (a, b) => b.cmp(&a).then_with(|| is_complement(left).cmp(&is_complement(right))),
        };
        return is_sigma(right.id).cmp(&is_sigma(left.id)).then_with(chain).then_with(structure);
    }
    // f(x)^(n - 1)*f'(x): the same function together, the lower derivative first.
    match (unknown(arena, left.id), unknown(arena, right.id)) {
        (Some((f, f_orders, _)), Some((g, g_orders, _))) => {
            let total = |orders: &[u32]| orders.iter().sum::<u32>();
            natural(f, g).then_with(|| total(f_orders).cmp(&total(g_orders))).then_with(structure)
        }
        _ => structure(),
    }
}

/// Name, orders and arguments of an unknown function, or of the one under a symbolic power.
fn unknown(arena: &Arena, id: Id) -> Option<(&str, &[u32], &[Id])> {
    let base = match arena.node(id) {
        Node::Power(base, _) => base,
        _ => id,
    };
    let Node::Apply(function, arguments) = arena.node(base) else { return None };
    let (name, orders) = arena.unknown(function);
    Some((arena.name(name), orders, arguments))
}

/// The chain rule's outer derivative first, `f'(g(x))*g'(x)`: a factor waits for those that have its function or
/// its value in their arguments. Where they wait for each other the order stays as it is.
fn chain_order(arena: &Arena, factors: &mut [Placed<'_>]) {
    /// Longer products are left in alphabetical order: this takes cubic time.
    const LONGEST_CHAIN: usize = 16;
    if factors.len() > LONGEST_CHAIN {
        return;
    }
    let holds = |outer: &Term, inner: &Term| match (unknown(arena, outer.id), unknown(arena, inner.id)) {
        (None, None) => matches!(arena.node(inner.id), Node::Call(_, [_, ..])) && mentions(arena, outer.id, inner.id),
        (Some((_, _, arguments)), Some((name, ..))) => {
            arguments.iter().any(|argument| unknown(arena, *argument).is_some_and(|(inside, ..)| inside == name))
        }
        _ => false,
    };
    for from in 0..factors.len() {
        let waiting = &factors[from..];
        let waits = |at: usize| {
            let own = waiting[at].factor;
            waiting.iter().any(|other| other.factor.id != own.id && holds(other.factor, own))
        };
        let free = (0..waiting.len()).find(|at| !waits(*at));
        if let Some(at) = free {
            factors[from..=from + at].rotate_right(1);
        }
    }
}
