//! What went wrong: the common mistake that gives exactly what was claimed.

use super::misapplied::misapplied;
use super::slip::{AFTER_THE_SIGN, BEFORE_THE_SIGN, Slip, kin};
use super::working::{Derive, Known, Working};
use super::{Finding, Pair, Witness, compare};
use crate::domain::Knowledge;
use crate::evaluate::evaluate;
use crate::expression::{Arena, Id, Node, Symbol};
use crate::functions::{Class, FunctionId};
use crate::number::Rational;
use crate::rewrite::Rules;

/// A mistake that explains a wrong claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Mistake {
    /// A law misapplied to a part of the question; to nothing where it was misapplied everywhere.
    Slip(Slip, Option<Place>),
    /// The derivative by another variable.
    OtherVariable(Symbol),
    /// The expression itself.
    NotDifferentiated,
    /// A derivative of a lower order.
    TooFew,
    /// The derivative of the derivative.
    TooMany,
    /// An integral of the expression.
    Integrated,
    /// The opposite of the derivative.
    Sign,
    /// This multiple of the derivative.
    Factor(Rational),
    /// The derivative with an expression taken for another: `abs(u)` for `u`.
    TakenFor(Id, Id),
}

/// A part of a question where somebody slipped, names written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The part.
    pub part: Id,
    /// What the chain rule multiplies with there: the derivative of what stands inside, or of the part itself.
    pub inner: Id,
    /// Whether it is a term of a sum.
    pub is_term: bool,
}

/// A question whose claim was refuted.
#[derive(Debug, Clone, Copy)]
pub struct Refuted<'a> {
    /// What was differentiated, one after the other, the last times by the last variable.
    pub stages: &'a [(Id, Id)],
    /// The question in names, with what they stand for, each before it is used, where it is asked so.
    pub in_names: Option<(Id, &'a [(Id, Id)])>,
    /// The derivative.
    pub expected: Id,
    /// The claim.
    pub claimed: Id,
    /// Where they differ.
    pub witness: &'a Witness,
    /// What is assumed.
    pub conditions: &'a [Id],
}

/// Expressions of more parts than this are not searched, and no more places in one.
const MOST_PARTS: usize = 150;
const MOST_PLACES: usize = 16;

/// A factor between a claim and the derivative has no larger numerator or denominator than this.
const MOST_FACTOR: i64 = 64;

/// The mistake whose result is proved to be the claim, if there is one.
pub fn explain(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    refuted: &Refuted<'_>,
    derive: &mut Derive<'_>,
) -> Option<Mistake> {
    let (input, variable) = *refuted.stages.last()?;
    if arena.reachable(input).len() > MOST_PARTS {
        return None;
    }
    let losses = arena.take_losses();
    let found = Search { arena: &mut *arena, knowledge, rules, refuted, derive, input, variable }.mistake();
    arena.restore_losses(losses);
    found
}

/// The search for the mistake behind a claim.
struct Search<'a, 'd> {
    arena: &'a mut Arena,
    knowledge: &'a mut Knowledge,
    rules: &'a [&'a Rules],
    refuted: &'a Refuted<'a>,
    derive: &'a mut Derive<'d>,
    /// What was differentiated last, and by what.
    input: Id,
    variable: Id,
}

impl Search<'_, '_> {
    fn mistake(&mut self) -> Option<Mistake> {
        let (target, definitions) = self.refuted.in_names.filter(|_| self.refuted.stages.len() == 1).unwrap_or((self.input, &[]));
        let question = (target, self.variable);
        let mut working = Working::new(self.arena, self.knowledge, self.derive, question, definitions, MOST_PARTS);
        if let Some(working) = &mut working
            && let Some(slip) = self.slip(working, &BEFORE_THE_SIGN)
        {
            return Some(slip);
        }
        let negated = self.arena.negate(self.refuted.expected);
        if self.is_claim(negated) {
            return Some(Mistake::Sign);
        }
        if let Some(working) = &mut working {
            let mut slips = AFTER_THE_SIGN.to_vec();
            slips.extend(others(self.arena, working));
            if let Some(slip) = self.slip(working, &slips) {
                return Some(slip);
            }
        }
        self.of_the_whole().or_else(|| self.factor())
    }

    /// The first of some slips, at one place or everywhere, that gives the claim.
    fn slip(&mut self, working: &mut Working, slips: &[Slip]) -> Option<Mistake> {
        for slip in slips.iter().copied() {
            let places: Vec<Id> = working.places().filter(|id| slip.fits(self.arena, *id, working)).collect();
            for place in places.iter().copied().take(MOST_PLACES) {
                if self.gives_claim(working, slip, &[place]) {
                    return Some(Mistake::Slip(slip, Some(told(self.arena, working, slip, place))));
                }
            }
            // Of all the signs together one is enough.
            if places.len() > 1 && slip != Slip::OuterSign && self.gives_claim(working, slip, &places) {
                return Some(Mistake::Slip(slip, None));
            }
        }
        None
    }

    fn gives_claim(&mut self, working: &mut Working, slip: Slip, places: &[Id]) -> bool {
        let law = |arena: &mut Arena, id: Id, working: &Working, known: &Known<'_>| misapplied(arena, id, slip, working, known);
        working.derivative(self.arena, self.knowledge, self.derive, places, &law).is_some_and(|result| self.is_claim(result))
    }

    /// Mistakes that concern the whole expression.
    fn of_the_whole(&mut self) -> Option<Mistake> {
        let Refuted { stages, expected, claimed, conditions, .. } = *self.refuted;
        for (at, (stage, _)) in stages.iter().enumerate() {
            if self.is_claim(*stage) {
                return Some(if at == 0 { Mistake::NotDifferentiated } else { Mistake::TooFew });
            }
        }
        for symbol in self.arena.free_symbols(self.input) {
            let other = self.arena.symbol_node(symbol);
            if other != self.variable && self.is_claim_differentiated(self.input, other) {
                return Some(Mistake::OtherVariable(symbol));
            }
        }
        for Confusion { part, other, whole, becomes } in confusions(self.arena, self.input) {
            let changed = exchanged(self.arena, self.input, whole, becomes);
            if self.is_claim_differentiated(changed, self.variable) {
                return Some(Mistake::TakenFor(part, other));
            }
        }
        for Confusion { part, other, whole, becomes } in confusions(self.arena, expected) {
            let changed = exchanged(self.arena, expected, whole, becomes);
            if self.is_claim(changed) {
                return Some(Mistake::TakenFor(part, other));
            }
        }
        if self.is_claim_differentiated(expected, self.variable) {
            return Some(Mistake::TooMany);
        }
        if !self.arena.contains(claimed, self.variable) {
            return None;
        }
        let back = (self.derive)(self.arena, self.knowledge, claimed, self.variable)?;
        let pair = Pair { expected: self.input, claimed: back, within: &[claimed], conditions, forgotten: &[], variables: &[] };
        (compare(self.arena, self.knowledge, self.rules, &pair) == Finding::Equal).then_some(Mistake::Integrated)
    }

    /// A small number as a factor between the derivative and the claim.
    fn factor(&mut self) -> Option<Mistake> {
        let factor = small_fraction(self.refuted.witness.claimed / self.refuted.witness.expected)?;
        let multiple = self.arena.scale(self.refuted.expected, factor.clone());
        self.is_claim(multiple).then_some(Mistake::Factor(factor))
    }

    fn is_claim_differentiated(&mut self, expression: Id, variable: Id) -> bool {
        (self.derive)(self.arena, self.knowledge, expression, variable).is_some_and(|result| self.is_claim(result))
    }

    /// Whether the result of a mistake is proved to be what was claimed; a look at the witness saves most of the proofs.
    fn is_claim(&mut self, result: Id) -> bool {
        const CLOSE: f64 = 1e-9;
        let Refuted { claimed, witness, conditions, .. } = *self.refuted;
        if result == claimed {
            return true;
        }
        let point: Vec<(Symbol, f64)> = witness.point.iter().map(|(symbol, value)| (*symbol, value.to_f64())).collect();
        let value = evaluate(self.arena, result, &point);
        if result == Id::UNDEFINED || (value - witness.claimed).abs() > CLOSE * (value.abs() + witness.claimed.abs()) {
            return false;
        }
        let pair = Pair { expected: result, claimed, within: &[], conditions, forgotten: &[], variables: &[] };
        compare(self.arena, self.knowledge, self.rules, &pair) == Finding::Equal
    }
}

/// The derivatives of other functions of the families there are.
fn others(arena: &Arena, working: &Working) -> Vec<Slip> {
    let mut slips = Vec::new();
    for id in working.places() {
        if let Node::Call(function, [_]) = arena.node(id) {
            slips.extend(kin(function).map(Slip::OuterOf).filter(|slip| !slips.contains(slip)).collect::<Vec<_>>());
        }
    }
    slips
}

/// What is told of a place.
fn told(arena: &mut Arena, working: &Working, slip: Slip, id: Id) -> Place {
    let varies = |id: &Id| *id != working.variable() && working.varies(*id);
    let role = working.role(id);
    let inside = match arena.node(id) {
        _ if slip == Slip::InsideForVariable => None,
        Node::Call(_, arguments) | Node::Apply(_, arguments) => arguments.iter().copied().find(varies),
        Node::Product(factors) => factors.iter().filter(|factor| !factor.number.is_one()).map(|factor| factor.id).find(varies),
        Node::Power(base, exponent) => [base, exponent].into_iter().find(varies),
        _ => None,
    };
    Place { part: working.meaning(arena, id), inner: working.right(inside.unwrap_or(id)), is_term: role.is_term }
}

/// A part that people take for another, and what the product it stands in becomes by that, or itself.
struct Confusion {
    part: Id,
    other: Id,
    whole: Id,
    becomes: Id,
}

/// What people take for something simpler: a value in bars for that without them, the larger of two for one of them or the
/// smaller, a sign for 1; and what is done to a sum for the sum of what is done to its terms.
fn confusions(arena: &mut Arena, root: Id) -> Vec<Confusion> {
    const MAX: FunctionId = FunctionId::named("max");
    const MIN: FunctionId = FunctionId::named("min");
    const SIGN: FunctionId = FunctionId::named("sign");
    let itself = |part: Id, other: Id| Confusion { part, other, whole: part, becomes: other };
    let (mut found, mut of_sums) = (Vec::new(), Vec::new());
    for id in arena.reachable(root).into_iter().rev() {
        of_sums.extend(term_by_term(arena, id));
        let Node::Call(function, arguments) = arena.node(id) else { continue };
        if function.row().class != Class::Turning {
            continue;
        }
        let arguments = arguments.to_vec();
        if function == SIGN {
            found.push(itself(id, Id::ONE));
            continue;
        }
        found.extend(arguments.iter().filter(|argument| arena.as_number(**argument).is_none()).map(|argument| itself(id, *argument)));
        if let Some(other) = [(MAX, MIN), (MIN, MAX)].into_iter().find(|(own, _)| *own == function) {
            found.push(itself(id, arena.call(other.1, &arguments)));
        }
    }
    found.truncate(MOST_PLACES);
    of_sums.truncate(MOST_PLACES);
    found.extend(of_sums);
    found
}

/// Powers and functions of sums as the sums of the powers and functions of their terms: `sqrt(x^2 + 1)` as `x + 1`.
fn term_by_term(arena: &mut Arena, id: Id) -> Vec<Confusion> {
    let terms_of = |arena: &Arena, sum: Id| match arena.node(sum) {
        Node::Sum(terms) if terms.len() > 1 => Some(terms.to_vec()),
        _ => None,
    };
    match arena.node(id) {
        Node::Product(factors) => {
            let factors = factors.to_vec();
            let mut found = Vec::new();
            for factor in factors.iter().filter(|factor| !factor.number.is_one()) {
                let Some(terms) = terms_of(arena, factor.id) else { continue };
                let powers: Vec<(Id, Rational)> =
                    terms.into_iter().map(|term| power_of_term(arena, term.id, &term.number, &factor.number)).collect();
                let part = arena.product([(factor.id, factor.number.clone())]);
                let other = arena.sum(powers);
                let rest = arena.divide(id, part);
                found.push(Confusion { part, other, whole: id, becomes: arena.multiply(rest, other) });
            }
            found
        }
        Node::Call(function, &[argument]) if function.row().class != Class::Turning => {
            let Some(terms) = terms_of(arena, argument) else { return Vec::new() };
            let mut values = Vec::new();
            for term in terms {
                let argument = arena.scale(term.id, term.number);
                values.push((arena.call(function, &[argument]), Rational::ONE));
            }
            let other = arena.sum(values);
            vec![Confusion { part: id, other, whole: id, becomes: other }]
        }
        _ => Vec::new(),
    }
}

/// The power of a term, its sign kept: of `-x^2` the root `-x`.
fn power_of_term(arena: &mut Arena, term: Id, number: &Rational, exponent: &Rational) -> (Id, Rational) {
    let size = arena.number(number.abs());
    let size = arena.rational_power(size, exponent.clone());
    let factors: Vec<(Id, Rational)> = arena.factors(term).into_iter().map(|factor| (factor.id, &factor.number * exponent)).collect();
    let power = arena.product(factors);
    (arena.multiply(size, power), Rational::integer(i64::from(number.signum())))
}

/// An expression with one part exchanged.
fn exchanged(arena: &mut Arena, root: Id, part: Id, other: Id) -> Id {
    let mut values = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        values[id.index()] = if id == part { other } else { arena.rebuild(id, |child| values[child.index()]) };
    }
    values[root.index()]
}

/// The fraction of small numerator and denominator that a double is.
fn small_fraction(value: f64) -> Option<Rational> {
    (1..=MOST_FACTOR).find_map(|denominator| {
        let numerator = value * denominator as f64;
        let near = (numerator - numerator.round()).abs() < 1e-9 && numerator.abs() >= 0.5 && numerator.abs() <= MOST_FACTOR as f64;
        near.then(|| Rational::fraction(numerator.round() as i64, denominator))?
    })
}
