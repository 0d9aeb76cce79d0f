//! The canonical product: flat, powers of one base merged where that is valid on the reals, the number in front.

use super::arena::{Arena, Required, Stored};
use super::node::{Id, Node, Term};
use super::number_power::{NumberPower, number_power};
use super::sum::{sort, sort_different};
use crate::number::Rational;

/// A product this long stays a factor of its own when it is multiplied: flattening it again and again would be quadratic
/// (the derivative of a deeply nested sine is a product of products).
const FLATTEN: usize = 8;

impl Arena {
    /// The product of `id^exponent` over all given pairs. `0^0` and `1/0` are undefined.
    ///
    /// ```
    /// use chainrule::{expression::{Arena, Id}, Rational};
    /// let mut arena = Arena::new();
    /// let x = arena.symbol("x");
    /// let square = arena.product([(x, Rational::ONE), (x, Rational::ONE)]);
    /// assert_eq!(square, arena.product([(x, Rational::integer(2))]));
    /// assert_eq!(arena.product([(Id::ZERO, Rational::MINUS_ONE)]), Id::UNDEFINED);
    /// ```
    pub fn product(&mut self, factors: impl IntoIterator<Item = (Id, Rational)>) -> Id {
        let mut collected = self.spare.pop().unwrap_or_default();
        let mut coefficient = Rational::ONE;
        let mut defined = true;
        for (id, exponent) in factors {
            defined &= self.multiply_factor(id, exponent, &mut collected, &mut coefficient);
        }
        self.close_product(collected, coefficient, defined)
    }

    /// The product of collected factors, whose list is kept for the next one.
    fn close_product(&mut self, mut collected: Vec<Term>, coefficient: Rational, defined: bool) -> Id {
        let id = if defined { self.finish_product(&mut collected, coefficient) } else { Id::UNDEFINED };
        collected.clear();
        self.spare.push(collected);
        id
    }

    /// The product of expressions, divided by those that are marked.
    pub(crate) fn quotient(&mut self, factors: impl IntoIterator<Item = (Id, bool)>) -> Id {
        let mut collected = self.spare.pop().unwrap_or_default();
        let mut coefficient = Rational::ONE;
        let mut defined = true;
        for (id, divides) in factors {
            // Most are factors as they are, which are made where they are kept.
            if self.is_base(id) {
                collected.push(Term { id, number: Rational::sign(divides) });
            } else if id != Id::ONE {
                defined &= self.multiply_compound(id, Rational::sign(divides), &mut collected, &mut coefficient);
            }
        }
        self.close_product(collected, coefficient, defined)
    }

    /// The product of powers of which one is lowered by one, times an inner derivative: a term of the product rule.
    pub(crate) fn with_one_lowered(&mut self, factors: &[(Id, Rational)], lowered: usize, inner: Id) -> Id {
        let mut collected = self.spare.pop().unwrap_or_default();
        let mut coefficient = Rational::ONE;
        let mut defined = true;
        for (at, (base, exponent)) in factors.iter().enumerate() {
            let exponent = if at == lowered { exponent - &Rational::ONE } else { exponent.clone() };
            if !exponent.is_zero() {
                defined &= self.multiply_factor(*base, exponent, &mut collected, &mut coefficient);
            }
        }
        defined &= self.multiply_factor(inner, Rational::ONE, &mut collected, &mut coefficient);
        self.close_product(collected, coefficient, defined)
    }

    /// `a * b`.
    pub fn multiply(&mut self, a: Id, b: Id) -> Id {
        match (a, b) {
            (Id::ONE, other) | (other, Id::ONE) => other,
            _ if a != b && self.is_base(a) && self.is_base(b) => {
                let [first, second] = [a.min(b), a.max(b)].map(|id| Term { id, number: Rational::ONE });
                self.intern_terms(&[first, second], false)
            }
            _ => self.quotient([(a, false), (b, false)]),
        }
    }

    /// `a / b`; undefined if `b` is zero.
    pub fn divide(&mut self, a: Id, b: Id) -> Id {
        self.quotient([(a, false), (b, true)])
    }

    /// `base^exponent`. A rational exponent makes a product of one factor, any other a [`Node::Power`].
    pub fn power(&mut self, base: Id, exponent: Id) -> Id {
        if let Some(number) = self.as_number(exponent) {
            let number = number.clone();
            return self.rational_power(base, number);
        }
        if base == Id::ONE && exponent != Id::UNDEFINED {
            self.lose(Required::Defined(exponent));
            return Id::ONE;
        }
        self.intern_power(base, exponent)
    }

    /// `base^exponent` for a rational exponent.
    pub fn rational_power(&mut self, base: Id, exponent: Rational) -> Id {
        if exponent.is_one() {
            base
        } else if self.is_base(base) && !exponent.is_zero() {
            self.intern_terms(&[Term { id: base, number: exponent }], false)
        } else {
            self.product([(base, exponent)])
        }
    }

    /// The factors of an expression: of a product its own, of anything else itself to the power 1.
    /// The rational coefficient is not among them; see [`Arena::coefficient`].
    pub fn factors(&self, id: Id) -> Vec<Term> {
        match self.node(id) {
            Node::Product(factors) => factors.to_vec(),
            _ => vec![Term { id, number: Rational::ONE }],
        }
    }

    /// Whether an expression stands in a product as it is, under any exponent: a product, a number or a multiple would be
    /// folded into it.
    #[inline]
    pub(super) fn is_base(&self, id: Id) -> bool {
        match self.nodes[id.index()] {
            Stored::Symbol(_) | Stored::Call(..) | Stored::Apply(..) | Stored::Power(..) => true,
            Stored::Sum(terms) => terms.len() > 1,
            _ => false,
        }
    }

    /// Multiplies one factor in, flattening as it goes; false if it is undefined.
    #[inline(always)]
    fn multiply_factor(&mut self, id: Id, exponent: Rational, collected: &mut Vec<Term>, coefficient: &mut Rational) -> bool {
        if id == Id::ONE {
            return true;
        }
        if exponent.is_zero() || !self.is_base(id) {
            return self.multiply_compound(id, exponent, collected, coefficient);
        }
        collected.push(Term { id, number: exponent });
        true
    }

    #[inline(never)]
    fn multiply_compound(&mut self, id: Id, exponent: Rational, collected: &mut Vec<Term>, coefficient: &mut Rational) -> bool {
        if id == Id::UNDEFINED || (id == Id::ZERO && exponent.signum() <= 0) {
            return false;
        }
        if exponent.is_zero() {
            self.lose(Required::NonZero(id));
            return true;
        }
        match self.node(id) {
            Node::Number(number) => {
                if exponent.is_one() {
                    *coefficient = &*coefficient * number;
                    return true;
                }
                let number = number.clone();
                return self.multiply_number(&number, &exponent, collected, coefficient);
            }
            Node::Sum([term]) => {
                let (inner, number) = (term.id, term.number.clone());
                if exponent.is_one() {
                    *coefficient = &*coefficient * &number;
                    return self.multiply_factor(inner, exponent, collected, coefficient);
                }
                if exponent.is_integer() {
                    return self.multiply_number(&number, &exponent, collected, coefficient)
                        && self.multiply_factor(inner, exponent, collected, coefficient);
                }
                // sqrt(4*x) is 2*sqrt(x), but sqrt(6*x) stays as it was written.
                if let NumberPower::Value(value, roots) = number_power(&number, &exponent, self.limits().bits)
                    && roots.is_empty()
                {
                    *coefficient = &*coefficient * &value;
                    return self.multiply_factor(inner, exponent, collected, coefficient);
                }
                collected.push(Term { id, number: exponent });
            }
            Node::Product([factor]) if exponent.is_integer() || !factor.number.is_even() => {
                // (x^3)^(1/3) is x for x >= 0, where it is defined; (x^2)^(1/2) is |x| and stays.
                let (inner, inner_exponent) = (factor.id, factor.number.clone());
                let merged = &inner_exponent * &exponent;
                self.note_merge(inner, &[inner_exponent], &merged, !exponent.is_integer());
                return self.multiply_factor(inner, merged, collected, coefficient);
            }
            Node::Product(factors) if exponent.is_one() && factors.len() <= FLATTEN => collected.extend_from_slice(factors),
            Node::Product(factors) if exponent.is_integer() && factors.len() <= FLATTEN => {
                for at in 0..factors.len() {
                    let Node::Product(factors) = self.node(id) else { unreachable!("the node does not change") };
                    let (inner, inner_exponent) = (factors[at].id, factors[at].number.clone());
                    let merged = &inner_exponent * &exponent;
                    self.note_merge(inner, &[inner_exponent], &merged, false);
                    // Roots of numbers become numbers again under a square.
                    if !self.multiply_factor(inner, merged, collected, coefficient) {
                        return false;
                    }
                }
            }
            _ => collected.push(Term { id, number: exponent }),
        }
        true
    }

    fn multiply_number(&mut self, number: &Rational, exponent: &Rational, collected: &mut Vec<Term>, coefficient: &mut Rational) -> bool {
        match number_power(number, exponent, self.limits().bits) {
            NumberPower::Undefined => false,
            NumberPower::Value(value, roots) => {
                *coefficient = &*coefficient * &value;
                for (base, exponent) in roots {
                    let id = self.number(base);
                    collected.push(Term { id, number: exponent });
                }
                true
            }
        }
    }

    /// Records what merging powers of one base into `merged` forgets about the domain.
    fn note_merge(&mut self, base: Id, exponents: &[Rational], merged: &Rational, outer_root: bool) {
        if merged.signum() >= 0 && exponents.iter().any(Rational::is_negative) {
            self.lose(Required::NonZero(base));
        }
        if merged.is_integer() && (outer_root || exponents.iter().any(|exponent| !exponent.is_integer())) {
            self.lose(Required::NonNegative(base));
        }
    }

    /// Sorts factors and merges powers of one base; false if the product is undefined.
    fn merge_powers(&mut self, collected: &mut Vec<Term>, coefficient: &mut Rational) -> bool {
        let mut again = true;
        while again {
            sort(collected);
            let mut reopened = Vec::new();
            let (mut kept, mut at) = (0, 0);
            while at < collected.len() {
                let id = collected[at].id;
                let mut power: Option<Rational> = None;
                while at < collected.len() && collected[at].id == id {
                    let second = std::mem::replace(&mut collected[at].number, Rational::ZERO);
                    at += 1;
                    let Some(first) = power.take() else {
                        power = Some(second);
                        continue;
                    };
                    let merged = &first + &second;
                    self.note_merge(id, &[first, second], &merged, false);
                    // What was a base only because of its exponent may be one no longer.
                    let reopen = match self.node(id) {
                        Node::Number(_) => true,
                        Node::Product(_) | Node::Sum([_]) => merged.is_integer(),
                        _ => merged.is_zero(),
                    };
                    if !reopen {
                        power = Some(merged);
                    } else if !merged.is_zero() && !self.multiply_factor(id, merged, &mut reopened, coefficient) {
                        return false;
                    }
                }
                if let Some(number) = power {
                    collected[kept] = Term { id, number };
                    kept += 1;
                }
            }
            collected.truncate(kept);
            again = !reopened.is_empty();
            collected.append(&mut reopened);
        }
        true
    }

    fn finish_product(&mut self, collected: &mut Vec<Term>, mut coefficient: Rational) -> Id {
        if !sort_different(collected) && !self.merge_powers(collected, &mut coefficient) {
            return Id::UNDEFINED;
        }
        if coefficient.is_zero() {
            for Term { id, number } in collected.drain(..) {
                if !number.is_integer() {
                    self.lose(Required::NonNegative(id));
                }
                self.lose(if number.is_negative() { Required::NonZero(id) } else { Required::Defined(id) });
            }
            return Id::ZERO;
        }
        let product = match &collected[..] {
            [] => return self.number(coefficient),
            [factor] if factor.number.is_one() => factor.id,
            factors => self.intern_terms(factors, false),
        };
        if coefficient.is_one() { product } else { self.scale(product, coefficient) }
    }
}
