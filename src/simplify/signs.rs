//! Few minus signs: a difference turns round rather than carry one, and one that must stay stands in front.

use super::words::Words;
use crate::expression::{Arena, Binder, Id, Node, Term};
use crate::functions::{FunctionId, Range};
use crate::number::Rational;
use crate::short::Short;
use smallvec::SmallVec;

const TANH: FunctionId = FunctionId::named("tanh");
const SIGN: FunctionId = FunctionId::named("sign");

/// A product with its signs settled: `-(a - y)*y` as `(y - a)*y`, `A*(-u - v)` as `-A*(u + v)`.
pub(super) fn settled(arena: &mut Arena, words: &Words, id: Id) -> Id {
    let (mut number, core) = arena.coefficient(id);
    let factors = match arena.node(core) {
        Node::Product(factors) => factors,
        // -(a - b)/2 is (b - a)/2.
        Node::Sum(terms) if number.is_negative() && terms.len() > 1 && id != core && is_turnable(arena, terms) => {
            let turned = arena.negate(core);
            return arena.scale(turned, -number);
        }
        Node::Sum(terms) if id == core && terms.len() > 1 => return settled_terms(arena, words, id),
        Node::Bound(..) if number.is_negative() => {
            return turned(arena, words, core).map_or(id, |turned| arena.scale(turned, -number));
        }
        _ => return id,
    };
    if !has_sums(arena, factors) {
        return id;
    }
    let is_many = factors.len() > 1;
    let has_turned = factors.iter().any(|factor| is_turned(arena, words, factor) || is_negative_sum(arena, factor, is_many));
    let may_take_sign = |factor: &Term| can_take_sign(arena, words, factor) || matches!(arena.node(factor.id), Node::Bound(..));
    let takes_sign = number.is_negative() && factors.iter().any(may_take_sign);
    if !has_turned && !takes_sign {
        return id;
    }
    let mut factors: SmallVec<[Term; 8]> = factors.iter().cloned().short();
    let mut changed = false;
    for factor in factors.iter_mut().filter(|_| has_turned) {
        if is_turned(arena, words, factor) {
            factor.id = arena.negate(factor.id);
            changed = true;
        }
        if is_negative_sum(arena, factor, is_many) {
            factor.id = arena.negate(factor.id);
            number = -number;
            changed = true;
        }
    }
    if number.is_negative() {
        // A sum without a constant first, and above the bar, then one that is not the question's, then by structure, so that
        // the order of the input does not matter.
        let has_constant = |factor: &Term| odd_sum(arena, factor).is_some_and(|terms| terms[0].id == Id::ONE);
        let chosen = factors
            .iter()
            .filter(|factor| can_take_sign(arena, words, factor))
            .min_by_key(|factor| {
                (has_constant(factor), factor.number.is_negative(), words.has_part(factor.id), arena.fingerprint(factor.id))
            })
            .map(|factor| factor.id);
        if let Some(chosen) = chosen {
            let turned = arena.negate(chosen);
            let turned = settled_terms(arena, words, turned);
            // A sum may be there twice by now: (a + b)*(-a - b) has become -(a + b)*(a + b).
            for factor in factors.iter_mut().filter(|factor| factor.id == chosen) {
                factor.id = turned;
                number = -number;
            }
            changed = true;
        } else if let Some((at, turned)) = factors.iter().enumerate().find_map(|(at, factor)| {
            let turned = if factor.number.is_one() { turned(arena, words, factor.id) } else { None };
            Some((at, turned?))
        }) {
            factors[at].id = turned;
            number = -number;
            changed = true;
        }
    }
    if !changed {
        return id;
    }
    let product = arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)));
    arena.scale(product, number)
}

/// The absolute value of a difference as the question has it: `|x - m|` for `|m - x|`.
pub(super) fn own_difference(arena: &mut Arena, words: &Words, id: Id) -> Id {
    let Node::Call(FunctionId::ABS, &[argument]) = arena.node(id) else { return id };
    if words.has_argument(argument) || !matches!(arena.node(argument), Node::Sum([_, _, ..])) {
        return id;
    }
    let opposite = arena.negate(argument);
    if words.has_argument(opposite) { arena.call(FunctionId::ABS, &[opposite]) } else { id }
}

/// A product with the sign or hyperbolic tangent of a difference turned round rather than a minus in front:
/// `-sign(y - p)` as `sign(p - y)`.
pub(super) fn with_value_turned(arena: &mut Arena, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    if !number.is_negative() {
        return id;
    }
    let is_difference = |id: Id| matches!(arena.node(id), Node::Sum(terms) if terms.len() > 1 && is_turnable(arena, terms));
    let opposite = |factor: &Term| match arena.node(factor.id) {
        Node::Call(function @ (SIGN | TANH), &[argument]) if factor.number.is_one() && is_difference(argument) => {
            Some((function, argument))
        }
        _ => None,
    };
    let whole = Term { id: core, number: Rational::ONE };
    let factors = match arena.node(core) {
        Node::Product(factors) => factors,
        _ => std::slice::from_ref(&whole),
    };
    let Some((at, (function, argument))) = factors.iter().enumerate().find_map(|(at, factor)| Some((at, opposite(factor)?))) else {
        return id;
    };
    let mut factors = factors.to_vec();
    let turned = arena.negate(argument);
    factors[at].id = arena.call(function, &[turned]);
    let product = arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)));
    arena.scale(product, -number)
}

/// Whether a minus in front goes into a factor by turning it round; below the bar the question's own differences stay as they
/// are.
fn can_take_sign(arena: &Arena, words: &Words, factor: &Term) -> bool {
    let is_own = factor.number.is_negative() && words.has_part(factor.id);
    !is_own && odd_sum(arena, factor).is_some_and(|terms| is_turnable(arena, terms) || has_turnable_term(arena, terms))
}

/// Under an even power a sum turns for nothing: `(1 - cos(t))^2`, or as the question has it.
fn is_turned(arena: &Arena, words: &Words, factor: &Term) -> bool {
    factor.number.is_even()
        && !words.has_part(factor.id)
        && matches!(arena.node(factor.id), Node::Sum(terms) if is_turned_value(arena, terms))
}

/// A sum under an odd power that is better written with the opposite sign: all its terms are negative, or, among other
/// factors, it is `s - 1`.
fn is_negative_sum(arena: &Arena, factor: &Term, is_many: bool) -> bool {
    odd_sum(arena, factor)
        .is_some_and(|terms| terms.iter().all(|term| term.number.is_negative()) || (is_many && is_turned_complement(arena, terms)))
}

/// The same for each term of a sum: `u - (a - b)*v` as `u + (b - a)*v`.
fn settled_terms(arena: &mut Arena, words: &Words, id: Id) -> Id {
    let Node::Sum(terms) = arena.node(id) else { return id };
    // The question's own sums keep their signs.
    if words.has_part(id) || !terms.iter().any(|term| term.number.is_negative() && may_settle(arena, term.id)) {
        return id;
    }
    let mut parts: SmallVec<[(Id, Rational); 8]> = terms.iter().map(|term| (term.id, term.number.clone())).short();
    let mut changed = false;
    // Beside a positive term no sign is saved, unless that has one of the question's differences turned round as well.
    let positive: SmallVec<[Id; 4]> = terms.iter().filter(|term| !term.number.is_negative()).map(|term| term.id).short();
    for part in &mut parts {
        if !part.1.is_negative() || !may_settle(arena, part.0) {
            continue;
        }
        let scaled = arena.scale(part.0, part.1.clone());
        if words.has_part(scaled) || has_own_complement(arena, words, part.0) {
            continue;
        }
        let turned = settled(arena, words, scaled);
        // Only a difference above the bar is turned for the sake of a plus, and not one that the question has.
        if turned == scaled || arena.coefficient(turned).0.is_negative() || turns_below(arena, scaled, turned) {
            continue;
        }
        let is_kept = turns_own(arena, words, scaled, turned) && positive.iter().any(|id| !has_own_turned(arena, words, *id));
        if !is_kept {
            *part = (turned, Rational::ONE);
            changed = true;
        }
    }
    if changed { arena.sum(parts) } else { id }
}

/// Whether a product has 1 less a power as the question has it, which would begin with the power turned round:
/// `1 - (1 + r)^(-n)`.
fn has_own_complement(arena: &Arena, words: &Words, id: Id) -> bool {
    let is_complement = |terms: &[Term]| matches!(terms, [one, other] if one.id == Id::ONE && one.number.is_one() && matches!(arena.node(other.id), Node::Power(..)));
    let Node::Product(factors) = arena.node(id) else { return false };
    factors.iter().any(|factor| words.has_part(factor.id) && matches!(arena.node(factor.id), Node::Sum(terms) if is_complement(terms)))
}

/// Whether a product has something that takes a sign.
fn may_settle(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Product(factors) if has_sums(arena, factors))
}

/// Whether there are sums, or sums over an index, among some factors.
fn has_sums(arena: &Arena, factors: &[Term]) -> bool {
    factors.iter().any(|factor| matches!(arena.node(factor.id), Node::Sum(_) | Node::Bound(..)))
}

/// Whether a sum below the bar is another one after turning.
fn turns_below(arena: &Arena, before: Id, after: Id) -> bool {
    let sums = |id: Id| -> Vec<Id> {
        let (_, core) = arena.coefficient(id);
        arena.factors(core).iter().filter(|factor| factor.number.is_negative()).map(|factor| factor.id).collect()
    };
    sums(before) != sums(after)
}

/// Whether a sum of the question is another one after turning.
fn turns_own(arena: &Arena, words: &Words, before: Id, after: Id) -> bool {
    let factors = |id: Id| arena.factors(arena.coefficient(id).1);
    let left = factors(after);
    let is_lost = |factor: &Term| words.has_part(factor.id) && matches!(arena.node(factor.id), Node::Sum(_)) && !left.contains(factor);
    factors(before).iter().any(is_lost)
}

/// Whether a term is or has a difference of the question turned round.
fn has_own_turned(arena: &mut Arena, words: &Words, id: Id) -> bool {
    let sums = arena.factors(id).into_iter().filter(|factor| factor.number.is_one() && !words.has_part(factor.id));
    let sums: SmallVec<[Id; 2]> = sums.map(|factor| factor.id).filter(|id| matches!(arena.node(*id), Node::Sum([_, _, ..]))).short();
    sums.into_iter().any(|sum| words.has_part(arena.negate(sum)))
}

/// Whether a difference may be turned round: `1 - s` of a named value stays as it is.
fn is_turnable(arena: &Arena, terms: &[Term]) -> bool {
    let is_whole = |term: &Term| term.number.abs().is_one();
    terms.iter().any(|term| term.number.is_negative()) && !(is_named_complement(arena, terms) && terms.iter().all(is_whole))
}

/// Whether turning a sum round turns a difference in one of its terms as well: `-((a - b)*u + v)` is `(b - a)*u - v`.
fn has_turnable_term(arena: &Arena, terms: &[Term]) -> bool {
    let is_difference = |factor: &Term| factor.number.is_one() && odd_sum(arena, factor).is_some_and(|terms| is_turnable(arena, terms));
    terms
        .iter()
        .any(|term| term.number.signum() > 0 && matches!(arena.node(term.id), Node::Product(factors) if factors.iter().any(is_difference)))
}

/// Whether `a = -b`, seen from their terms and factors alone.
pub(super) fn are_opposite(arena: &Arena, a: Id, b: Id) -> bool {
    let ((a_number, a), (b_number, b)) = (arena.coefficient(a), arena.coefficient(b));
    if a == b {
        return a_number == -&b_number;
    }
    let opposite_sums = |a: Id, b: Id| match (arena.node(a), arena.node(b)) {
        (Node::Sum(left), Node::Sum(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.id == b.id && a.number == -&b.number)
        }
        _ => false,
    };
    a_number == b_number
        && match (arena.node(a), arena.node(b)) {
            (Node::Product(left), Node::Product(right)) if left.len() == right.len() => {
                let apart =
                    |own: &[Term], other: &[Term]| -> Vec<Term> { own.iter().filter(|factor| !other.contains(factor)).cloned().collect() };
                match (&apart(left, right)[..], &apart(right, left)[..]) {
                    ([a], [b]) => a.number == b.number && a.number.is_integer() && !a.number.is_even() && opposite_sums(a.id, b.id),
                    _ => false,
                }
            }
            _ => opposite_sums(a, b),
        }
}

/// The terms of a factor that is a sum under an odd exponent, above or below the bar.
fn odd_sum<'a>(arena: &'a Arena, factor: &Term) -> Option<&'a [Term]> {
    match arena.node(factor.id) {
        Node::Sum(terms) if terms.len() > 1 && factor.number.is_integer() && !factor.number.is_even() => Some(terms),
        _ => None,
    }
}

/// `s - 1` of a function value `s`, whose complement keeps its 1 first.
fn is_turned_value(arena: &Arena, terms: &[Term]) -> bool {
    if terms[0].id != Id::ONE || terms[0].number != Rational::MINUS_ONE {
        return false;
    }
    let turned: SmallVec<[Term; 4]> = terms.iter().map(|term| Term { id: term.id, number: -&term.number }).short();
    is_complement(arena, &turned)
}

/// `s - 1` of a function value `s`, which is better written with its complement.
fn is_turned_complement(arena: &Arena, terms: &[Term]) -> bool {
    match terms {
        [constant, value] => {
            constant.id == Id::ONE
                && constant.number == Rational::MINUS_ONE
                && value.number.is_one()
                && is_named_complement(
                    arena,
                    &[Term { id: Id::ONE, number: Rational::ONE }, Term { id: value.id, number: Rational::MINUS_ONE }],
                )
        }
        _ => false,
    }
}

/// `1 - s` of a value `s` between 0 and 1, such as a logistic function or the square of a hyperbolic tangent.
pub(super) fn is_named_complement(arena: &Arena, terms: &[Term]) -> bool {
    let is_named = |id: Id| match arena.node(id) {
        Node::Call(function, _) => function.row().range == Range::UnitInterval || function == TANH,
        _ => arena.is_value_name(id),
    };
    is_complement(arena, terms)
        && terms[1..].iter().all(|term| match arena.node(term.id) {
            Node::Product(factors) => factors.iter().all(|factor| is_named(factor.id)),
            _ => is_named(term.id),
        })
}

/// `1 - s` of a function value `s`: it keeps its 1 first.
pub(super) fn is_complement(arena: &Arena, terms: &[Term]) -> bool {
    let [constant, rest @ ..] = terms else { return false };
    let value = |term: &Term| match arena.node(term.id) {
        Node::Call(..) | Node::Apply(..) => true,
        Node::Product(factors) => {
            factors.iter().all(|factor| matches!(arena.node(factor.id), Node::Call(..)) || arena.is_value_name(factor.id))
        }
        _ => arena.is_value_name(term.id),
    };
    constant.id == Id::ONE && constant.number == Rational::ONE && rest.iter().all(|term| term.number.is_negative() && value(term))
}

/// Whether something among the parts of an expression turns on a sign that the domain may settle: an absolute value, a sign, the
/// root of a square or a fraction.
pub(super) fn may_be_settled(arena: &Arena, parts: &[Id]) -> bool {
    if parts.last().is_some_and(|root| arena.function_bits(*root) & (FunctionId::ABS.bit() | SIGN.bit()) != 0) {
        return true;
    }
    let has_bar = |id: Id| matches!(arena.node(id), Node::Product(factors) if factors.iter().any(|factor| factor.number.is_negative()));
    let is_open = |id: Id| match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| factor.number.is_negative() || factor.number.is_even()),
        Node::Sum(terms) => terms.iter().any(|term| has_bar(term.id)),
        _ => false,
    };
    parts.iter().any(|id| match arena.node(*id) {
        Node::Product(factors) => factors.iter().any(|factor| !factor.number.is_integer() && is_open(factor.id)),
        _ => false,
    })
}

/// The opposite of a sum over an index, or of an integral, where a difference in its terms can turn round for it.
fn turned(arena: &mut Arena, words: &Words, id: Id) -> Option<Id> {
    let Node::Bound(binder @ (Binder::Sum | Binder::Integral), &[.., body]) = arena.node(id) else { return None };
    // A sum inside a sum turns by itself.
    let (_, core) = arena.coefficient(body);
    if arena.factors(core).iter().any(|factor| matches!(arena.node(factor.id), Node::Bound(..))) {
        return None;
    }
    let opposite = arena.negate(body);
    let settled = settled(arena, words, opposite);
    let settled = with_value_turned(arena, settled);
    if arena.coefficient(settled).0.is_negative() {
        return None;
    }
    Some(arena.rebind(id, binder, settled))
}
