//! What went wrong: the common mistake that gives exactly what was claimed.

use super::slip::{AFTER_THE_SIGN, BEFORE_THE_SIGN, Slip, kin};
use super::working::Working;
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

/// How to differentiate rightly: an expression, by a variable.
pub type Derive<'a> = dyn FnMut(&mut Arena, &mut Knowledge, Id, Id) -> Option<Id> + 'a;

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
    let found = search(arena, knowledge, rules, refuted, derive, (input, variable));
    arena.restore_losses(losses);
    found
}

fn search(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    refuted: &Refuted<'_>,
    derive: &mut Derive<'_>,
    (input, variable): (Id, Id),
) -> Option<Mistake> {
    let (target, definitions) = refuted.in_names.filter(|_| refuted.stages.len() == 1).unwrap_or((input, &[]));
    let mut working = Working::new(arena, knowledge, derive, (target, variable), definitions, MOST_PARTS);
    if let Some(working) = &mut working
        && let Some(slip) = slipped(arena, knowledge, rules, refuted, derive, working, &BEFORE_THE_SIGN)
    {
        return Some(slip);
    }
    let negated = arena.negate(refuted.expected);
    if is_claim(arena, knowledge, rules, refuted, negated) {
        return Some(Mistake::Sign);
    }
    if let Some(working) = &mut working {
        let mut slips = AFTER_THE_SIGN.to_vec();
        slips.extend(others(arena, working));
        if let Some(slip) = slipped(arena, knowledge, rules, refuted, derive, working, &slips) {
            return Some(slip);
        }
    }
    if let Some(found) = whole(arena, knowledge, rules, refuted, derive, (input, variable)) {
        return Some(found);
    }
    let factor = small_fraction(refuted.witness.claimed / refuted.witness.expected)?;
    let multiple = arena.scale(refuted.expected, factor.clone());
    is_claim(arena, knowledge, rules, refuted, multiple).then_some(Mistake::Factor(factor))
}

/// The first of some slips, at one place or everywhere, that gives the claim.
fn slipped(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    refuted: &Refuted<'_>,
    derive: &mut Derive<'_>,
    working: &mut Working,
    slips: &[Slip],
) -> Option<Mistake> {
    for slip in slips.iter().copied() {
        let places: Vec<Id> = working.places().filter(|id| slip.fits(arena, *id, working)).take(MOST_PLACES).collect();
        // Of all the signs together one is enough.
        let everywhere = (places.len() > 1 && slip != Slip::OuterSign).then_some(None);
        for place in places.iter().copied().map(Some).chain(everywhere) {
            let Some(result) = working.derivative(arena, knowledge, derive, slip, place) else { continue };
            if is_claim(arena, knowledge, rules, refuted, result) {
                return Some(Mistake::Slip(slip, place.map(|id| told(arena, working, slip, id))));
            }
        }
    }
    None
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

/// Mistakes that concern the whole expression.
fn whole(
    arena: &mut Arena,
    knowledge: &mut Knowledge,
    rules: &[&Rules],
    refuted: &Refuted<'_>,
    derive: &mut Derive<'_>,
    (input, variable): (Id, Id),
) -> Option<Mistake> {
    for (at, (stage, _)) in refuted.stages.iter().enumerate() {
        if is_claim(arena, knowledge, rules, refuted, *stage) {
            return Some(if at == 0 { Mistake::NotDifferentiated } else { Mistake::TooFew });
        }
    }
    for symbol in arena.free_symbols(input) {
        let other = arena.symbol_node(symbol);
        if other != variable
            && let Some(result) = derive(arena, knowledge, input, other)
            && is_claim(arena, knowledge, rules, refuted, result)
        {
            return Some(Mistake::OtherVariable(symbol));
        }
    }
    for (part, other) in confusions(arena, input) {
        let changed = exchanged(arena, input, part, other);
        if let Some(result) = derive(arena, knowledge, changed, variable)
            && is_claim(arena, knowledge, rules, refuted, result)
        {
            return Some(Mistake::TakenFor(part, other));
        }
    }
    for (part, other) in confusions(arena, refuted.expected) {
        let changed = exchanged(arena, refuted.expected, part, other);
        if is_claim(arena, knowledge, rules, refuted, changed) {
            return Some(Mistake::TakenFor(part, other));
        }
    }
    if let Some(result) = derive(arena, knowledge, refuted.expected, variable)
        && is_claim(arena, knowledge, rules, refuted, result)
    {
        return Some(Mistake::TooMany);
    }
    if !arena.contains(refuted.claimed, variable) {
        return None;
    }
    let back = derive(arena, knowledge, refuted.claimed, variable)?;
    let within = [refuted.claimed];
    let pair = Pair { expected: input, claimed: back, within: &within, conditions: refuted.conditions, forgotten: &[], variables: &[] };
    (compare(arena, knowledge, rules, &pair) == Finding::Equal).then_some(Mistake::Integrated)
}

/// What people take for something simpler: a value in bars for that without them, the larger of two for one of them or the
/// smaller, a sign for 1.
fn confusions(arena: &mut Arena, root: Id) -> Vec<(Id, Id)> {
    const MAX: FunctionId = FunctionId::named("max");
    const MIN: FunctionId = FunctionId::named("min");
    const SIGN: FunctionId = FunctionId::named("sign");
    let mut found = Vec::new();
    for id in arena.reachable(root).into_iter().rev() {
        let Node::Call(function, arguments) = arena.node(id) else { continue };
        if function.row().class != Class::Turning {
            continue;
        }
        let arguments = arguments.to_vec();
        if function == SIGN {
            found.push((id, Id::ONE));
            continue;
        }
        found.extend(arguments.iter().filter(|argument| arena.as_number(**argument).is_none()).map(|argument| (id, *argument)));
        if let Some(other) = [(MAX, MIN), (MIN, MAX)].into_iter().find(|(own, _)| *own == function) {
            found.push((id, arena.call(other.1, &arguments)));
        }
    }
    found.truncate(MOST_PLACES);
    found
}

/// An expression with one part exchanged.
fn exchanged(arena: &mut Arena, root: Id, part: Id, other: Id) -> Id {
    let mut values = vec![Id::UNDEFINED; root.index() + 1];
    for id in arena.reachable(root) {
        values[id.index()] = if id == part { other } else { arena.rebuild(id, |child| values[child.index()]) };
    }
    values[root.index()]
}

/// Whether the result of a mistake is proved to be what was claimed; a look at the witness saves most of the proofs.
fn is_claim(arena: &mut Arena, knowledge: &mut Knowledge, rules: &[&Rules], refuted: &Refuted<'_>, result: Id) -> bool {
    const CLOSE: f64 = 1e-9;
    if result == refuted.claimed {
        return true;
    }
    let point: Vec<(Symbol, f64)> = refuted.witness.point.iter().map(|(symbol, value)| (*symbol, value.to_f64())).collect();
    let value = evaluate(arena, result, &point);
    let claimed = refuted.witness.claimed;
    if result == Id::UNDEFINED || (value - claimed).abs() > CLOSE * (value.abs() + claimed.abs()) {
        return false;
    }
    let pair =
        Pair { expected: result, claimed: refuted.claimed, within: &[], conditions: refuted.conditions, forgotten: &[], variables: &[] };
    compare(arena, knowledge, rules, &pair) == Finding::Equal
}

/// The fraction of small numerator and denominator that a double is.
fn small_fraction(value: f64) -> Option<Rational> {
    (1..=MOST_FACTOR).find_map(|denominator| {
        let numerator = value * denominator as f64;
        let near = (numerator - numerator.round()).abs() < 1e-9 && numerator.abs() >= 0.5 && numerator.abs() <= MOST_FACTOR as f64;
        near.then(|| Rational::fraction(numerator.round() as i64, denominator))?
    })
}
