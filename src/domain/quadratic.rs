//! Sums that are a square and something more: `x^2 - 2*a*x + a^2`, `x^2 - x + 1`.

use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use smallvec::SmallVec;

/// Of so many terms at most some are looked for that make a square.
const MOST_TERMS: usize = 6;

/// What a term is made of: bases with their exponents. Of an exponential the base is its argument, without its number.
type Factors = SmallVec<[(bool, Id, Rational); 4]>;

/// Three terms of a sum, a positive multiple of `(p + share*q)^2` and `rest*q^2`: p is half the term at `places[0]`, q half that at `places[1]`, and
/// the term at `places[2]` is their product.
pub(super) struct Square {
    pub places: [usize; 3],
    pub share: Rational,
    pub rest: Rational,
}

impl Square {
    /// The first three terms that are a square and no less: nothing negative is left.
    pub fn among(arena: &Arena, terms: &[Term]) -> Option<Square> {
        if !(3..=MOST_TERMS).contains(&terms.len()) {
            return None;
        }
        let half = Rational::fraction(1, 2)?;
        let all: SmallVec<[Factors; MOST_TERMS]> = terms.iter().map(|term| factors_of(arena, term.id)).collect();
        let halves: SmallVec<[Option<Factors>; MOST_TERMS]> =
            terms.iter().zip(&all).map(|(term, factors)| (term.number.signum() > 0).then(|| halved(factors, &half)).flatten()).collect();
        for (at, first) in halves.iter().enumerate() {
            for (other, second) in halves.iter().enumerate().skip(at + 1) {
                let (Some(p), Some(q)) = (first, second) else { continue };
                let product = multiplied(p, q);
                let Some(cross) = (0..terms.len()).find(|place| *place != at && *place != other && all[*place] == product) else {
                    continue;
                };
                // The number stays last: its share of the square is known.
                let (at, other) = if terms[at].id == Id::ONE { (other, at) } else { (at, other) };
                let number = &terms[at].number;
                let share = &(&terms[cross].number * &half) * &number.reciprocal()?;
                let rest = &terms[other].number - &(number * &(&share * &share));
                if !rest.is_negative() {
                    return Some(Square { places: [at, other, cross], share, rest });
                }
            }
        }
        None
    }
}

/// Of a sum that is a square and nothing more, what is squared.
pub(super) fn square_root(arena: &mut Arena, sum: Id) -> Option<Id> {
    let Node::Sum(terms) = arena.node(sum) else { return None };
    let Square { places: [first, second, _], share, rest, .. } = Square::among(arena, terms)?;
    if terms.len() != 3 || !rest.is_zero() {
        return None;
    }
    let parts = [(terms[first].id, Rational::ONE), (terms[second].id, share)];
    let half = Rational::fraction(1, 2)?;
    let roots = parts.map(|(id, number)| {
        let factors = factors_of(arena, id).into_iter().map(|(is_exponential, base, exponent)| {
            let exponent = &exponent * &half;
            if !is_exponential {
                return (base, exponent);
            }
            let argument = arena.scale(base, exponent);
            (arena.call(FunctionId::EXP, &[argument]), Rational::ONE)
        });
        let factors: Vec<(Id, Rational)> = factors.collect();
        (arena.product(factors), number)
    });
    Some(arena.sum(roots))
}

fn factors_of(arena: &Arena, id: Id) -> Factors {
    let own = |id: Id, exponent: Rational| match arena.node(id) {
        Node::Call(FunctionId::EXP, &[argument]) => {
            let (number, core) = arena.coefficient(argument);
            (true, core, &number * &exponent)
        }
        _ => (false, id, exponent),
    };
    let mut factors: Factors = match arena.node(id) {
        _ if id == Id::ONE => Factors::new(),
        Node::Product(factors) => factors.iter().map(|factor| own(factor.id, factor.number.clone())).collect(),
        _ => Factors::from_iter([own(id, Rational::ONE)]),
    };
    factors.sort_unstable_by_key(|(is_exponential, base, _)| (*is_exponential, *base));
    factors
}

/// The factors whose square these are; none where a root would be left.
fn halved(factors: &Factors, half: &Rational) -> Option<Factors> {
    factors
        .iter()
        .map(|(is_exponential, base, exponent)| (*is_exponential || exponent.is_even()).then(|| (*is_exponential, *base, exponent * half)))
        .collect()
}

fn multiplied(p: &Factors, q: &Factors) -> Factors {
    let mut product = p.clone();
    for (is_exponential, base, exponent) in q {
        match product.iter_mut().find(|own| (own.0, own.1) == (*is_exponential, *base)) {
            Some(own) => own.2 = &own.2 + exponent,
            None => product.push((*is_exponential, *base, exponent.clone())),
        }
    }
    product.retain(|(.., exponent)| !exponent.is_zero());
    product.sort_unstable_by_key(|(is_exponential, base, _)| (*is_exponential, *base));
    product
}
