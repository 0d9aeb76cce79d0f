//! The order in which factors are written: numbers, parameters, powers of the variable, values, sums, exponentials; a complement
//! behind its value, and the outer derivative of a chain first.

use super::order::{base_of, is_call, mentions};
use super::spelling::{compare, is_circular, natural};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::short::{Short, sort};
use smallvec::SmallVec;
use std::cmp::Ordering;

const SIGMA: FunctionId = FunctionId::named("sigma");
const PI: FunctionId = FunctionId::named("pi");

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
    /// A sum of parameters: `(a - b)*sigma(x)`.
    ParameterSum,
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
    factors: &'t [Term],
}

impl Company<'_> {
    fn has(&self, id: Id) -> bool {
        self.factors.binary_search_by_key(&id, |factor| factor.id).is_ok()
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

    /// Whether a sum is without the variable, and no name in it may stand for a value that is not.
    fn is_parameter(&self, terms: &[Term]) -> bool {
        let Some(variable) = self.variable.filter(|_| !self.arena.has_value_names()) else { return false };
        terms.iter().all(|term| !mentions(self.arena, term.id, variable))
    }

    /// Whether a sum has a parameter times a value of which a complement is a factor, and otherwise parameters: `w*tanh(u) - t`
    /// beside `1 - tanh(u)^2`.
    fn is_residual(&self, terms: &[Term]) -> bool {
        let Some(variable) = self.variable.filter(|_| !self.complemented.is_empty()) else { return false };
        let is_free = |id: Id| !mentions(self.arena, id, variable);
        let is_output = |term: &Term| match self.arena.node(term.id) {
            Node::Product(factors) => {
                factors.iter().all(|factor| is_free(factor.id) || (factor.number.is_one() && self.complemented.contains(&factor.id)))
            }
            _ => false,
        };
        let mut others = terms.iter().filter(|term| !is_free(term.id));
        others.next().is_some_and(is_output) && others.next().is_none()
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
            _ if !has_constant && self.is_residual(terms) => Rank::Outer,
            Some(Rank::Elementary) => Rank::ElementaryComplement,
            Some(Rank::Exponential) => Rank::ExponentialComplement,
            None if self.is_parameter(terms) => Rank::ParameterSum,
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

/// Whether a name is one of the letters that usually vary: t, x, y or z, perhaps with a number or subscript.
fn is_usual_variable(name: &str) -> bool {
    if let [letter] = name.as_bytes() {
        return matches!(letter, b't' | b'x' | b'y' | b'z');
    }
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
    in_order(arena, factors, factors.iter().filter(|factor| arena.as_number(factor.id).is_none()), variable)
}

/// All factors of a product, given by ascending id, in the order they are written.
pub(super) fn all_factors<'t>(arena: &Arena, factors: &'t [Term], variable: Option<Id>) -> Ordered<'t> {
    in_order(arena, factors, factors.iter(), variable)
}

/// Those of some factors that are `written`, in their order.
fn in_order<'t>(arena: &Arena, factors: &'t [Term], written: impl Iterator<Item = &'t Term>, variable: Option<Id>) -> Ordered<'t> {
    let mut company = Company { arena, variable, has_sum: false, has_exponential: false, has_pi: false, complemented: &[], factors };
    let (mut placed, mut below) = (Ordered::new(), 0);
    for factor in written {
        match arena.node(factor.id) {
            Node::Sum(_) => company.has_sum = true,
            Node::Call(FunctionId::EXP, _) => company.has_exponential = true,
            Node::Call(PI, _) => company.has_pi = true,
            _ => {}
        }
        let is_below = factor.number.is_negative();
        below += usize::from(is_below);
        placed.push(Placed { factor, below: is_below, rank: Rank::Number });
    }
    // What stands above the bar is never compared with what stands below it.
    if below < 2 && placed.len() - below < 2 {
        sort(&mut placed, |a, b| a.below.cmp(&b.below));
        return placed;
    }
    let mut complements: SmallVec<[Id; 2]> = SmallVec::new();
    if company.has_sum {
        placed.iter().filter_map(|placed| complemented(arena, placed.factor.id)).put_behind(&mut complements);
    }
    let company = Company { complemented: &complements, ..company };
    placed.iter_mut().for_each(|placed| placed.rank = company.rank(placed.factor));
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
        (a.below.cmp(&b.below)).then_with(|| a.rank.cmp(&b.rank)).then_with(|| compare_factors(arena, variable, a.rank, a.factor, b.factor))
    });
    let may_be_chain = |placed: &Placed<'_>| match placed.rank {
        Rank::Unknown => true,
        Rank::Value | Rank::Elementary => !placed.below,
        _ => false,
    };
    let is_alike = |a: &Placed<'_>, b: &Placed<'_>| (a.below, a.rank) == (b.below, b.rank);
    if placed.windows(2).any(|pair| is_alike(&pair[0], &pair[1]) && may_be_chain(&pair[0])) {
        for run in placed.chunk_by_mut(is_alike).filter(|run| may_be_chain(&run[0])) {
            chain_order(arena, run);
        }
    }
    if company.has_sum {
        complements_behind_their_values(arena, &mut placed);
    }
    placed
}

/// Puts each complement of a value right behind it: `a*(1 - a)*b*(1 - b)`.
fn complements_behind_their_values(arena: &Arena, placed: &mut Ordered<'_>) {
    let sums = placed.iter().filter(|placed| !placed.below && placed.rank == Rank::Sum);
    let complements: SmallVec<[(Id, Id); 4]> = sums.filter_map(|sum| Some((complemented(arena, sum.factor.id)?, sum.factor.id))).short();
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

fn compare_factors(arena: &Arena, variable: Option<Id>, rank: Rank, left: &Term, right: &Term) -> Ordering {
    let structure = || compare(arena, left.id, right.id).then_with(|| right.number.cmp(&left.number));
    if let (Rank::Sum, Some(variable)) = (rank, variable) {
        // x + 1 before x^2 + 1, and both before ln(x) + 1; but a power before what its chain rule leaves.
        let (one, other) = (degree(arena, left.id, variable), degree(arena, right.id, variable));
        if one != other && (left.number == right.number || one.max(other) == i64::MAX) {
            return one.cmp(&other);
        }
    }
    if let (Rank::SymbolicPower, Some(variable), &Node::Power(one, _), &Node::Power(other, _)) =
        (rank, variable, &arena.node(left.id), &arena.node(right.id))
    {
        // Exponentials last: x^(a - 1) before a^x.
        let varies = [one, other].map(|base| mentions(arena, base, variable));
        let grows = |id: Id| matches!(arena.node(id), Node::Power(_, exponent) if mentions(arena, exponent, variable));
        if (varies[0] && !varies[1] && grows(right.id)) || (varies[1] && !varies[0] && grows(left.id)) {
            return varies[1].cmp(&varies[0]);
        }
    }
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

/// The degree of a sum in the variable; of one that has it in other ways, more than any.
fn degree(arena: &Arena, sum: Id, variable: Id) -> i64 {
    let Node::Sum(terms) = arena.node(sum) else { return i64::MAX };
    let power = |id: Id, exponent: &Rational| match exponent.to_i64() {
        Some(exponent) if id == variable => exponent,
        _ if mentions(arena, id, variable) => i64::MAX,
        _ => 0,
    };
    let degree = |id: Id| match arena.node(id) {
        Node::Product(factors) => factors.iter().fold(0i64, |sum, factor| sum.saturating_add(power(factor.id, &factor.number))),
        _ => power(id, &Rational::ONE),
    };
    terms.iter().map(|term| degree(term.id)).max().unwrap_or(0)
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
        (None, None) => is_outer_call(arena, outer.id, inner.id),
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

/// Whether a call is the outer one of a chain: it has the value of the other in its argument, or a value of what the other is of:
/// `cos(sin(x))` before `cos(x)`.
fn is_outer_call(arena: &Arena, outer: Id, inner: Id) -> bool {
    let Node::Call(_, &[of_inner]) = arena.node(inner) else { return false };
    let Node::Call(_, &[of_outer]) = arena.node(outer) else { return false };
    let is_value = |id: Id| id == inner || matches!(arena.node(id), Node::Call(_, arguments) if *arguments == [of_inner]);
    let parts = |id: Id| match arena.node(id) {
        Node::Sum(parts) | Node::Product(parts) => parts,
        _ => &[],
    };
    let within = |part: &Term| is_value(part.id) || parts(part.id).iter().any(|part| is_value(part.id));
    is_value(of_outer) || parts(of_outer).iter().any(within)
}
