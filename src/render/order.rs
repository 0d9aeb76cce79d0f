//! The order in which terms are written. It depends on structure alone, never on ids, so two inputs that differ only in the
//! order of their parts are written alike.

use super::spelling::{compare, natural};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::letters::are_of_one_kind;
use crate::number::Rational;
use crate::short::{Short, sort};
use smallvec::{SmallVec, smallvec};
use std::cmp::Ordering;

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
        let mut ordered = smallvec![other, constant];
        positive_first(arena, &mut ordered, None);
        return ordered;
    }
    let repeated = repeated_value(arena, terms, variable);
    let mut ordered = by_place(arena, terms.iter(), variable, repeated);
    positive_first(arena, &mut ordered, repeated);
    ordered
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
    if let Some(variable) = variable {
        align(arena, &mut keyed, variable);
    }
    let power = |term: &Term| repeated.map_or(0.0, |base| exponent_of(arena, term.id, base));
    let are_powers = variable.is_none() && keyed.iter().all(|(_, term)| powers_of_names(arena, term.id).is_some());
    sort(&mut keyed, |(a, left), (b, right)| {
        (power(right).total_cmp(&power(left)))
            .then_with(|| a.group.cmp(&b.group))
            .then_with(|| b.degree.total_cmp(&a.degree))
            .then_with(|| if are_powers { by_powers(arena, left.id, right.id) } else { Ordering::Equal })
            .then_with(|| compare(arena, left.id, right.id))
            .then_with(|| right.number.cmp(&left.number))
    });
    let mut ordered = SmallVec::new();
    for (_, term) in &keyed {
        ordered.push(*term);
    }
    ordered
}

/// Names and their exponents, by name.
type Powers<'a> = SmallVec<[(&'a str, &'a Rational); 4]>;

/// A number, or a product of powers of names; nothing where something else stands in it.
fn powers_of_names(arena: &Arena, id: Id) -> Option<Powers<'_>> {
    let mut powers = Powers::new();
    match arena.node(id) {
        Node::Number(_) => {}
        Node::Symbol(symbol) => powers.push((arena.name(symbol), &Rational::ONE)),
        Node::Product(factors) => {
            for factor in factors {
                powers.push((arena.name(arena.as_symbol(factor.id)?), &factor.number));
            }
        }
        _ => return None,
    }
    sort(&mut powers, |(a, _), (b, _)| natural(a, b));
    Some(powers)
}

/// Such products as they are written: by the first name in which they differ, its higher power first, `a^2 + a*b + b^2`.
fn by_powers(arena: &Arena, left: Id, right: Id) -> Ordering {
    let (Some(left), Some(right)) = (powers_of_names(arena, left), powers_of_names(arena, right)) else { return Ordering::Equal };
    let mut differences = left.iter().zip(&right).map(|((a, own), (b, other))| natural(a, b).then_with(|| other.cmp(own)));
    differences.find(|order| order.is_ne()).unwrap_or_else(|| left.len().cmp(&right.len()))
}

/// Gives terms that are like one with the variable, but for a name of its kind, the place of that one: `x + y` and
/// `exp(z1) + exp(z2)` whichever is the variable. Where both stand in one term, as in `x^2 + 2*x*y + y^2`, degrees decide.
fn align(arena: &Arena, keyed: &mut [(Place, &Term)], variable: Id) {
    let is_parameter = |place: &Place| place.group == Group::Parameter;
    // Each is held against each.
    if keyed.len() > LOOK || keyed.iter().all(|(place, _)| !is_parameter(place)) {
        return;
    }
    for at in 0..keyed.len() {
        let (place, model) = keyed[at];
        if !matches!(place.group, Group::Polynomial | Group::Value) {
            continue;
        }
        for like in 0..keyed.len() {
            let (own, term) = keyed[like];
            if is_parameter(&own)
                && term.number == model.number
                && let Some(name) = name_instead(arena, term.id, model.id, variable)
                && !keyed.iter().any(|(_, term)| mentions(arena, term.id, variable) && mentions(arena, term.id, name))
            {
                keyed[like].0 = place;
            }
        }
    }
}

/// The name of the variable's kind that one expression has where another has the variable, in one place, if that is all in
/// which they differ.
fn name_instead(arena: &Arena, mut id: Id, mut model: Id, variable: Id) -> Option<Id> {
    let name = |id: Id| arena.as_symbol(id).map(|symbol| arena.name(symbol));
    for _ in 0..LOOK {
        if model == variable {
            return are_of_one_kind(name(id)?, name(variable)?).then_some(id);
        }
        (id, model) = match (arena.node(id), arena.node(model)) {
            (Node::Call(own, &[argument]), Node::Call(function, &[inner])) if own == function => (argument, inner),
            (Node::Product(own), Node::Product(parts)) | (Node::Sum(own), Node::Sum(parts)) => one_difference(own, parts)?,
            _ => return None,
        };
    }
    None
}

/// The parts in which two sums or products differ, where that is one of each, wherever it stands.
fn one_difference(own: &[Term], parts: &[Term]) -> Option<(Id, Id)> {
    if own.len() != parts.len() || own.len() > LOOK {
        return None;
    }
    let mut differing = own.iter().filter(|part| !parts.contains(part));
    let mut others = parts.iter().filter(|part| !own.contains(part));
    let (part, other) = (differing.next()?, others.next()?);
    (part.number == other.number && differing.next().is_none() && others.next().is_none()).then_some((part.id, other.id))
}

/// A constant in front of function values, and a positive term before a negative one.
fn positive_first(arena: &Arena, ordered: &mut [&Term], repeated: Option<Id>) {
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
}

/// The terms of a sum in ascending powers of `base`, those without one in front.
pub(super) fn ascending<'t>(arena: &Arena, terms: &'t [Term], base: Id, variable: Option<Id>) -> SmallVec<[&'t Term; 8]> {
    let without = terms.iter().filter(|term| exponent_of(arena, term.id, base) == 0.0);
    let mut ordered = by_place(arena, without, variable, None);
    if !ordered.is_empty() {
        positive_first(arena, &mut ordered, None);
    }
    let mut powers: SmallVec<[&'t Term; 8]> = terms.iter().filter(|term| exponent_of(arena, term.id, base) != 0.0).short();
    powers.sort_by(|left, right| {
        let (a, b) = (exponent_of(arena, left.id, base), exponent_of(arena, right.id, base));
        a.total_cmp(&b).then_with(|| compare(arena, left.id, right.id))
    });
    powers.into_iter().put_behind(&mut ordered);
    ordered
}

/// The terms of a sum in powers of `base`, a difference of a name and a number, with the first power as a term of its own: it has
/// melted into the sum, `1 - (x - 1) + (x - 1)^2` into `2 - x + (x - 1)^2`. Nothing where it stands there as it is.
pub(super) fn with_first_power(arena: &Arena, terms: &[Term], base: Id) -> Option<Vec<Term>> {
    let Node::Sum([shift, variable]) = arena.node(base) else { return None };
    if shift.id != Id::ONE || !variable.number.is_one() || !has_powers(arena, terms, base) {
        return None;
    }
    let slope = terms.iter().find(|term| term.id == variable.id)?.number.clone();
    let constant = terms.iter().find(|term| term.id == Id::ONE).map_or(Rational::ZERO, |term| term.number.clone());
    let constant = constant - &slope * &shift.number;
    if constant.is_zero() && slope.is_one() {
        return None;
    }
    let is_own = |term: &&Term| term.id != Id::ONE && term.id != variable.id;
    let first = [Term { id: Id::ONE, number: constant }, Term { id: base, number: slope }];
    Some(first.into_iter().filter(|term| !term.number.is_zero()).chain(terms.iter().filter(is_own).cloned()).collect())
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

/// Whether the variable occurs. Where there are many names levels are looked at whole, so that the answer does not depend on the
/// order of parts; below [`LOOK`] parts it is exact, and beyond it orders terms all the same.
pub(super) fn mentions(arena: &Arena, id: Id, variable: Id) -> bool {
    if let Some(occurs) = arena.mentions(id, variable) {
        return occurs;
    }
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

pub(super) fn is_call(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Call(function, arguments) if function != FunctionId::LN && !arguments.is_empty())
}

/// What an expression is a power of.
pub(super) fn base_of(arena: &Arena, id: Id) -> Id {
    match arena.node(id) {
        Node::Product([power]) => power.id,
        _ => id,
    }
}
