//! A basis over the rationals of the arguments that occur: exp(x/2) and exp(-x) are powers of one exponential.

use crate::expression::{Arena, Id, Node, expand};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::short::Short;
use smallvec::{SmallVec, smallvec};

/// A linear form: different expressions, each with a coefficient other than zero, sorted by id. A number is a multiple of
/// [`Id::ONE`].
pub(super) type Linear = SmallVec<[(Id, Rational); 2]>;

/// A linear form in the elements of a basis, a number for each.
type Coordinates = SmallVec<[Rational; 2]>;

/// The same without zeros: elements with their numbers.
pub(super) type Multiples = SmallVec<[(usize, Rational); 2]>;

/// Brackets inside brackets are multiplied out so often.
const MOST_ROUNDS: usize = 4;

/// An argument as a linear form in what is left after multiplying out.
pub(super) fn linear_form(arena: &mut Arena, argument: Id) -> Linear {
    let mut expanded = argument;
    for _ in 0..MOST_ROUNDS {
        let further = expand(arena, expanded);
        if further == expanded {
            break;
        }
        expanded = further;
    }
    if let Some(number) = arena.as_number(expanded) {
        return if number.is_zero() { Linear::new() } else { smallvec![(Id::ONE, number.clone())] };
    }
    match arena.node(expanded) {
        Node::Sum(terms) => terms.iter().map(|term| (term.id, term.number.clone())).short(),
        _ => smallvec![(expanded, Rational::ONE)],
    }
}

/// The logarithms among the terms of an exponent that a number multiplies, each with its argument.
pub(super) fn logarithms_of(arena: &mut Arena, exponent: Id) -> Vec<(Id, Id)> {
    if arena.function_bits(exponent) & FunctionId::LN.bit() == 0 {
        return Vec::new();
    }
    let form = linear_form(arena, exponent);
    let with_argument = |id: Id| match arena.node(id) {
        Node::Call(FunctionId::LN, &[argument]) => Some((id, argument)),
        _ => None,
    };
    form.iter().filter_map(|(id, _)| with_argument(*id)).collect()
}

/// `left + factor*right`
fn plus(left: &Linear, right: &Linear, factor: &Rational) -> Linear {
    let mut sum: Linear = left.iter().cloned().short();
    for (id, number) in right {
        let number = number * factor;
        match sum.binary_search_by_key(id, |part| part.0) {
            Ok(at) => {
                let total = &sum[at].1 + &number;
                if total.is_zero() {
                    sum.remove(at);
                } else {
                    sum[at].1 = total;
                }
            }
            Err(at) => sum.insert(at, (*id, number)),
        }
    }
    sum
}

/// One argument chosen for the basis.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// The argument, in the orientation a person would choose.
    pub argument: Id,
    /// The generator belongs to `argument/divisor`, so that every argument seen is a whole multiple.
    pub divisor: i64,
    /// The u of an argument `ln(u)`, whose exponential needs no generator.
    pub inverse: Option<Id>,
}

/// Elimination, one argument at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Basis {
    pub elements: Vec<Element>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    pivot: Id,
    /// With coefficient 1 at the pivot.
    form: Linear,
    /// The same form in the elements.
    coordinates: Coordinates,
}

impl Basis {
    /// The basis of some arguments, whatever their order.
    pub fn of(arena: &mut Arena, arguments: &[Id]) -> Basis {
        Basis::beside(arena, &[], arguments)
    }

    /// The basis of exponents, in which logarithms among their terms stand by themselves: `exp(v + ln(u))` is `u*exp(v)`. Where a
    /// root of the u would be needed the exponents stay as they are.
    pub fn of_exponents(arena: &mut Arena, exponents: &[Id], logarithms: &[(Id, Id)]) -> Basis {
        if exponents.len() > 1 && !logarithms.is_empty() {
            let basis = Basis::beside(arena, logarithms, exponents);
            if basis.elements.iter().all(|element| element.inverse.is_none() || element.divisor == 1) {
                return basis;
            }
        }
        Basis::of(arena, exponents)
    }

    fn beside(arena: &mut Arena, logarithms: &[(Id, Id)], arguments: &[Id]) -> Basis {
        let mut forms: Vec<(Id, Linear)> = arguments.iter().map(|id| (*id, linear_form(arena, *id))).collect();
        forms.sort_by_cached_key(|(id, form)| {
            let negative = form.iter().filter(|part| part.1.is_negative()).count();
            let fractions = form.iter().filter(|part| !part.1.is_integer()).count();
            let size: u64 = form.iter().map(|part| part.1.bits()).sum();
            (form.len(), fractions, size, negative, arena.fingerprint(*id))
        });
        let mut basis = Basis::default();
        for (logarithm, argument) in logarithms {
            basis.see(arena, *logarithm, &smallvec![(*logarithm, Rational::ONE)]);
            basis.elements.last_mut().into_iter().for_each(|element| element.inverse = Some(*argument));
        }
        for (id, form) in &forms {
            basis.see(arena, *id, form);
        }
        for (_, form) in &forms {
            if let Some(coordinates) = basis.coordinates(form) {
                for (element, number) in coordinates {
                    let denominator = number.denominator().to_i64().unwrap_or(1);
                    let divisor = &mut basis.elements[element].divisor;
                    *divisor = divisor.checked_mul(denominator / gcd(*divisor, denominator)).unwrap_or(*divisor);
                }
            }
        }
        basis
    }

    fn see(&mut self, arena: &mut Arena, argument: Id, form: &Linear) {
        let (rest, mut coordinates) = self.reduce(form);
        let Some((pivot, lead)) = rest.first().cloned() else { return };
        let Some(reciprocal) = lead.reciprocal() else { return };
        let turned = prefers_opposite(arena, argument);
        let argument = if turned { arena.negate(argument) } else { argument };
        // rest = argument - earlier elements, so the row is that difference over its first coefficient.
        coordinates.resize(self.elements.len() + 1, Rational::ZERO);
        for number in &mut coordinates {
            *number = -&*number;
        }
        coordinates[self.elements.len()] = if turned { Rational::MINUS_ONE } else { Rational::ONE };
        for number in &mut coordinates {
            *number = &*number * &reciprocal;
        }
        let form = rest.iter().map(|(id, number)| (*id, number * &reciprocal)).short();
        self.rows.push(Row { pivot, form, coordinates });
        self.elements.push(Element { argument, divisor: 1, inverse: None });
    }

    /// What is left of a form after elimination, and the coordinates of what was eliminated.
    fn reduce(&self, form: &Linear) -> (Linear, Coordinates) {
        let mut rest: Linear = form.iter().cloned().short();
        let mut coordinates: Coordinates = smallvec![Rational::ZERO; self.elements.len()];
        for row in &self.rows {
            let Ok(at) = rest.binary_search_by_key(&row.pivot, |part| part.0) else { continue };
            let factor = rest[at].1.clone();
            rest = plus(&rest, &row.form, &-&factor);
            for (total, number) in coordinates.iter_mut().zip(&row.coordinates) {
                *total = &*total + &(number * &factor);
            }
        }
        (rest, coordinates)
    }

    /// The coordinates of a form, those other than zero; nothing where it is not in the span.
    pub fn coordinates(&self, form: &Linear) -> Option<Multiples> {
        let (rest, coordinates) = self.reduce(form);
        if !rest.is_empty() {
            return None;
        }
        Some(coordinates.into_iter().enumerate().filter(|(_, number)| !number.is_zero()).short())
    }

    /// The argument of a generator: `argument/divisor`.
    pub fn argument(&self, arena: &mut Arena, element: usize) -> Id {
        let Element { argument, divisor, .. } = self.elements[element];
        match Rational::fraction(1, divisor) {
            Some(factor) if divisor != 1 => arena.scale(argument, factor),
            _ => argument,
        }
    }
}

/// Whether an argument is better written with the opposite sign: all its terms are negative, or a product carries a minus.
fn prefers_opposite(arena: &Arena, argument: Id) -> bool {
    match arena.node(argument) {
        Node::Number(number) => number.is_negative(),
        Node::Sum(terms) => terms.iter().all(|term| term.number.is_negative()),
        _ => false,
    }
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
