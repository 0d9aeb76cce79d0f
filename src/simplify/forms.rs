//! The choice among the forms of a sum: as it stands, factored, over one denominator, multiplied out.

use super::cost::Costs;
use super::words::Words;
use super::{collect, powers, roots, signs};
use crate::domain::Knowledge;
use crate::expression::{Arena, CommonFactor, Id, Node, Term, expand, expand_and_tell, has_products_of_sums};
use crate::number::Rational;
use crate::short::Short;
use smallvec::{SmallVec, smallvec};

/// What a factor that shows a zero may cost more: `s*(1 - s)` rather than `s - s^2`.
const VISIBLE_ZERO: u64 = 8;

/// By how much one fraction must be shorter than terms with different denominators.
const APART: u64 = 6;

/// The same where the question has such terms itself.
const APART_IN_QUESTION: u64 = 40;

/// In products of more sums a decimal stays in front.
const MOST_SUMS: usize = 8;

/// Sums longer than this are left as they are.
const MOST_TERMS: usize = 64;

/// What costs more is only ever written with names for its parts. Its forms are not compared: costs are those of the whole
/// written out, and what multiplies out to less of that may have far more parts.
const MOST_WRITTEN_OUT: u64 = 1 << 32;

/// The cheapest form of an expression whose parts have theirs already. Ties go to the factored form: zeros are visible.
pub(super) fn best(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Id {
    let terms = match arena.node(id) {
        Node::Sum([_]) | Node::Product(_) => {
            if costs.words().has_part(id) || costs.words().is_multiple_of_exponent(arena, id) {
                return id;
            }
            if !has_sums_or_roots(arena, id) {
                return id;
            }
            let cleared = without_contents(arena, costs, id);
            let cleared = without_nested_fractions(arena, knowledge, costs, cleared);
            let cleared = roots::shortest_of_product(arena, knowledge, costs, cleared);
            let kept = in_own_sums(arena, costs.words(), cleared);
            let kept = with_decimal_inside(arena, costs, kept);
            let settled = signs::settled(arena, costs.words(), kept);
            let settled = signs::with_value_turned(arena, settled);
            return spread_fraction(arena, costs, settled);
        }
        Node::Sum(terms) => terms,
        _ => return id,
    };
    // The argument of a function stays as the question has it: f(x^2 + x) has the derivative (2*x + 1)*f'(x^2 + x).
    if terms.len() < 2 || terms.len() > MOST_TERMS || costs.words().has_argument(id) {
        return id;
    }
    let is_open = has_products_of_sums(arena, id);
    if is_open && costs.of(arena, id) > MOST_WRITTEN_OUT {
        return id;
    }
    // What it costs as it is need not be known where there is no other form.
    let mut best: Option<(u64, Id)> = None;
    let mut offer = |arena: &Arena, costs: &mut Costs, candidate: Id, bonus: u64, surcharge: u64| {
        let best = best.get_or_insert_with(|| (costs.of(arena, id), id));
        if candidate != Id::UNDEFINED && best.0 <= MOST_WRITTEN_OUT {
            let price = costs.of(arena, candidate).saturating_add(surcharge).saturating_sub(bonus);
            if price <= best.0 {
                *best = (price, candidate);
            }
        }
    };
    let (expanded, is_shorter) = if is_open { expand_and_tell(arena, id) } else { (id, false) };
    let mut sums: SmallVec<[Id; 2]> = smallvec![id];
    if expanded != id {
        offer(arena, costs, expanded, 0, 0);
    }
    // Where nothing came together, what its terms have in common the terms as they stand have in common as well.
    if is_shorter {
        sums.push(expanded);
    }
    for sum in sums {
        // Where nothing stands below a bar, both kinds of common factor are the same.
        let kinds: &[bool] = if has_denominators(arena, sum) { &[false, true] } else { &[false] };
        let mut before = None;
        for &denominators in kinds {
            let shared = arena.common_powers(sum, denominators);
            if shared == before {
                continue;
            }
            if kinds.len() > 1 {
                before = shared.clone();
            }
            // A denominator that all terms have is worth taking out alone: (x + 1)/2.
            let shares_bar = !costs.words().has_decimals() && has_one_denominator(arena, sum);
            let shared = shared.filter(|(_, common)| !common.is_empty() || shares_bar);
            let Some(factored) = shared.and_then(|shared| arena.without_powers(sum, shared)) else { continue };
            let bonus = if denominators { 0 } else { VISIBLE_ZERO };
            // Terms that do not share a denominator stay apart unless together they are shorter.
            let apart = has_own_denominators(arena, sum, &factored);
            let surcharge = match (apart, costs.words().has_fractions_apart()) {
                (true, true) => APART_IN_QUESTION,
                (true, false) => APART,
                (false, _) => 0,
            };
            // Without names and values in common, terms have nothing else in common, and no more to multiply out than before.
            let is_plain =
                |factor: &Term| !factor.number.is_negative() && matches!(arena.node(factor.id), Node::Symbol(_) | Node::Call(..));
            if !is_open && factored.common.iter().all(is_plain) {
                let candidate = put_together(arena, &factored.common, factored.rest, factored.content);
                offer(arena, costs, candidate, bonus, surcharge);
                continue;
            }
            let candidate = assemble(arena, &factored, factored.rest);
            offer(arena, costs, candidate, bonus, surcharge);
            let rest = expand(arena, factored.rest);
            if rest != factored.rest {
                let candidate = assemble(arena, &factored, rest);
                offer(arena, costs, candidate, bonus, surcharge);
            }
        }
    }
    if let Some(grouped) = by_denominators(arena, knowledge, costs, id) {
        offer(arena, costs, grouped, 0, 0);
    }
    if let Some(collected) = collect::by_exponential(arena, knowledge, costs, id) {
        offer(arena, costs, collected, 0, 0);
    }
    if let Some(collected) = collect::by_powers(arena, knowledge, costs, [id, expanded]) {
        offer(arena, costs, collected, 0, 0);
    }
    let best = best.map_or(id, |(_, best)| best);
    signs::settled(arena, costs.words(), best)
}

/// Whether there is a sum, also one over an index, or a root in a product, so that there is a choice at all.
fn has_sums_or_roots(arena: &Arena, id: Id) -> bool {
    let (_, core) = arena.coefficient(id);
    match arena.node(core) {
        Node::Product(factors) => {
            factors.iter().any(|factor| !factor.number.is_integer() || matches!(arena.node(factor.id), Node::Sum(_) | Node::Bound(..)))
        }
        _ => true,
    }
}

/// The bases below the bar of some terms, and the terms.
type Group = (Vec<Id>, Vec<(Id, Rational)>);

/// A sum with the terms that have something in common below the bar brought together, and the others apart:
/// `1/(x + 1)^2 - 2/x^3`. Nothing where they all belong together, or none do.
fn by_denominators(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Option<Id> {
    let Node::Sum(terms) = arena.node(id) else { return None };
    let below = |arena: &Arena, id: Id| -> Vec<Id> {
        let Node::Product(factors) = arena.node(id) else { return Vec::new() };
        factors.iter().filter(|factor| factor.number.is_negative()).map(|factor| factor.id).collect()
    };
    if terms.len() < 3 || !has_denominators(arena, id) {
        return None;
    }
    let mut groups: Vec<Group> = Vec::new();
    for term in terms {
        let mut bases = below(arena, term.id);
        let mut members = vec![(term.id, term.number.clone())];
        let shares = |group: &Group| group.0.iter().any(|base| bases.contains(base));
        let (joined, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(shares);
        groups = others;
        for (more, terms) in joined {
            bases.extend(more);
            members.extend(terms);
        }
        groups.push((bases, members));
    }
    if groups.len() < 2 || groups.iter().all(|(bases, members)| bases.is_empty() || members.len() < 2) {
        return None;
    }
    let mut parts = Vec::with_capacity(groups.len());
    for (_, members) in groups {
        let sum = arena.sum(members);
        parts.push((self::best(arena, knowledge, costs, sum), Rational::ONE));
    }
    Some(arena.sum(parts))
}

/// Whether some term of a sum has a denominator.
fn has_denominators(arena: &Arena, sum: Id) -> bool {
    let below = |id: Id| matches!(arena.node(id), Node::Product(factors) if factors.iter().any(|factor| factor.number.is_negative()));
    matches!(arena.node(sum), Node::Sum(terms) if terms.iter().any(|term| below(term.id)))
}

/// Whether all terms of a sum are over the same number, and over nothing else.
fn has_one_denominator(arena: &Arena, sum: Id) -> bool {
    let Node::Sum(terms) = arena.node(sum) else { return false };
    let denominator = terms[0].number.denominator();
    let is_over_it = |term: &Term| term.number.denominator() == denominator && !matches!(arena.node(term.id), Node::Sum(_));
    !denominator.is_one() && terms.iter().all(is_over_it) && !has_denominators(arena, sum)
}

/// Whether some terms of a sum have less in their denominators than all of them together.
fn has_own_denominators(arena: &Arena, sum: Id, factored: &CommonFactor) -> bool {
    let Node::Sum(terms) = arena.node(sum) else { return false };
    let has = |id: Id, below: &Term| match arena.node(id) {
        Node::Product(factors) => factors.contains(below),
        _ => false,
    };
    let mut below = factored.common.iter().filter(|factor| factor.number.is_negative());
    below.any(|factor| terms.iter().any(|term| !has(term.id, factor)))
}

/// A fraction before a sum given to each of its terms where that is shorter, for the roots it meets there.
fn spread_fraction(arena: &mut Arena, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Sum(terms) = arena.node(core) else { return id };
    if number.is_integer() || terms.len() > MOST_TERMS {
        return id;
    }
    let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, term.number.clone())).collect();
    let (mut together, mut apart) = (Vec::new(), Vec::new());
    for (term, own) in terms {
        let spread = arena.scale(term, &own * &number);
        let joined = roots::joined(arena, spread);
        if joined == spread { together.push((term, own)) } else { apart.push((joined, Rational::ONE)) }
    }
    if apart.is_empty() {
        return id;
    }
    let together = arena.sum(together);
    apart.push((together, number));
    let candidate = arena.sum(apart);
    if costs.of(arena, candidate) < costs.of(arena, id) { candidate } else { id }
}

/// A product whose sums have no fractions inside where that is shorter: `1/(x^2*(1 + y^2/x^2))` is `1/(x^2 + y^2)`.
fn without_nested_fractions(arena: &mut Arena, knowledge: &mut Knowledge, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    if !factors.iter().any(|factor| has_denominators(arena, factor.id)) {
        return id;
    }
    let mut parts: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
    let mut changed = false;
    for part in &mut parts {
        if let Some(factored) = arena.common_factor(part.0, true)
            && factored.common.iter().any(|factor| factor.number.is_negative())
        {
            part.0 = assemble(arena, &factored, factored.rest);
            changed = true;
        }
    }
    if !changed {
        return id;
    }
    let product = arena.product(parts);
    let product = powers::collect(arena, knowledge, costs.words().variable(), product);
    let candidate = arena.scale(product, number);
    if costs.of(arena, candidate) < costs.of(arena, id) { candidate } else { id }
}

/// A product with the numbers its sums have in common in front where that is shorter: `2/(2*x + 2)` is `1/(x + 1)`,
/// `(2*x - 2*z)/(4*y - 2*z)` is `(x - z)/(2*y - z)`, and `1/(2*sqrt(1 - x^2/4))` is `1/sqrt(4 - x^2)`.
fn without_contents(arena: &mut Arena, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    let whole = Term { id: core, number: Rational::ONE };
    let factors = match arena.node(core) {
        Node::Product(factors) => factors,
        _ => std::slice::from_ref(&whole),
    };
    // The question's own sums keep their fractions: (x/2 + 1)^2.
    let has_content = |factor: &Term| {
        let is_own = |content: &Rational| !content.is_integer() && costs.words().has_part(factor.id);
        content(arena, factor.id).is_some_and(|content| !is_own(&content) && raised(&content, &factor.number).is_some())
    };
    if !factors.iter().any(has_content) {
        return id;
    }
    let has_content: SmallVec<[bool; 8]> = factors.iter().map(has_content).short();
    let factors = factors.to_vec();
    let mut number = number;
    let mut parts = Vec::with_capacity(factors.len());
    for (factor, has_content) in factors.into_iter().zip(has_content) {
        let own = if has_content { content(arena, factor.id) } else { None };
        let Some((content, power)) = own.and_then(|content| Some((content.clone(), raised(&content, &factor.number)?))) else {
            parts.push((factor.id, factor.number));
            continue;
        };
        let Some(inverse) = content.reciprocal() else { return id };
        let Node::Sum(terms) = arena.node(factor.id) else { return id };
        let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, &term.number * &inverse)).collect();
        parts.push((arena.sum(terms), factor.number));
        number = &number * &power;
    }
    let product = arena.product(parts);
    let candidate = arena.scale(product, number);
    if costs.of(arena, candidate) < costs.of(arena, id) { candidate } else { id }
}

/// A product with the sums the question has with fractions in them written as there: `3*(x + 2)^2/8` as `3*(x/2 + 1)^2/2`
/// where the question has `x/2 + 1`.
fn in_own_sums(arena: &mut Arena, words: &Words, id: Id) -> Id {
    let (mut number, core) = arena.coefficient(id);
    let Node::Product(factors) = arena.node(core) else { return id };
    if !factors.iter().any(|factor| words.own_multiple(arena, factor.id).is_some()) {
        return id;
    }
    let mut parts: Vec<(Id, Rational)> = factors.iter().map(|factor| (factor.id, factor.number.clone())).collect();
    for part in &mut parts {
        if let Some((own, times)) = words.own_multiple(arena, part.0)
            && let Some(power) = part.1.to_i64().and_then(|exponent| times.power(exponent))
        {
            part.0 = own;
            number = &number * &power;
        }
    }
    let product = arena.product(parts);
    arena.scale(product, number)
}

/// A product of a decimal and a sum with the decimal inside the sum where that is shorter: `x*(0.3*x - 0.5)` for
/// `0.1*x*(3*x - 5)`.
fn with_decimal_inside(arena: &mut Arena, costs: &mut Costs, id: Id) -> Id {
    let (number, core) = arena.coefficient(id);
    if number.is_integer() || !costs.words().has_decimals() {
        return id;
    }
    let factors = arena.factors(core);
    let is_sum = |id: Id| matches!(arena.node(id), Node::Sum(terms) if terms.len() > 1);
    let is_open = |factor: &&Term| factor.number.is_one() && is_sum(factor.id) && !costs.words().has_part(factor.id);
    let sums: SmallVec<[Id; 4]> = factors.iter().filter(is_open).map(|factor| factor.id).short();
    if sums.len() > MOST_SUMS {
        return id;
    }
    let mut best = (costs.of(arena, id), 0, id);
    for sum in sums {
        let Node::Sum(terms) = arena.node(sum) else { continue };
        let terms: Vec<(Id, Rational)> = terms.iter().map(|term| (term.id, &term.number * &number)).collect();
        let inside = arena.sum(terms);
        let product = factors.iter().map(|factor| (if factor.id == sum { inside } else { factor.id }, factor.number.clone()));
        let candidate = arena.product(product.collect::<Vec<_>>());
        // Ties go by structure, so that the order of the input decides nothing.
        let price = (costs.of(arena, candidate), arena.fingerprint(candidate), candidate);
        if price.0 < best.0 || (best.1 != 0 && (price.0, price.1) < (best.0, best.1)) {
            best = price;
        }
    }
    best.2
}

/// A power of a positive number, where it is rational.
fn raised(number: &Rational, exponent: &Rational) -> Option<Rational> {
    let (times, index) = exponent.to_small()?;
    number.exact_root(u32::try_from(index).ok()?)?.power(times)
}

/// The number all terms of a sum have in common, where it is not 1.
fn content(arena: &Arena, id: Id) -> Option<Rational> {
    let Node::Sum(terms) = arena.node(id) else { return None };
    let is_unit = |term: &Term| term.number.is_one() || term.number == Rational::MINUS_ONE;
    if terms.len() < 2 || (terms.iter().any(is_unit) && terms.iter().all(|term| term.number.is_integer())) {
        return None;
    }
    let content = terms.iter().fold(Rational::ZERO, |content, term| content.gcd(&term.number));
    (!content.is_one()).then_some(content)
}

/// `content * common * rest`, with what the rest has in common now taken out as well.
fn assemble(arena: &mut Arena, factored: &CommonFactor, rest: Id) -> Id {
    match arena.common_factor(rest, false) {
        Some(inner) => {
            let common: SmallVec<[Term; 8]> = factored.common.iter().chain(&inner.common).cloned().short();
            put_together(arena, &common, inner.rest, &factored.content * &inner.content)
        }
        None => put_together(arena, &factored.common, rest, factored.content.clone()),
    }
}

/// `content * common * rest`
fn put_together(arena: &mut Arena, common: &[Term], rest: Id, content: Rational) -> Id {
    let product = arena.product(common.iter().map(|factor| (factor.id, factor.number.clone())).chain([(rest, Rational::ONE)]));
    // A number in front of a bare sum is multiplied in again by nobody: it stays outside.
    arena.scale(product, content)
}
