//! The canonical sum: flat, like terms collected, the constant folded.

use super::arena::{Arena, Required, Stored};
use super::node::{Id, Node, Term};
use crate::number::Rational;

/// A sum this long stays a term of its own when it is added to something: flattening it again and again would be quadratic.
const FLATTEN: usize = 64;

impl Arena {
    /// The sum of `coefficient * id` over all given pairs.
    ///
    /// ```
    /// use chainrule::{expression::Arena, Rational};
    /// let mut arena = Arena::new();
    /// let x = arena.symbol("x");
    /// let twice = arena.sum([(x, Rational::ONE), (x, Rational::ONE)]);
    /// assert_eq!(twice, arena.scale(x, Rational::integer(2)));
    /// ```
    pub fn sum(&mut self, terms: impl IntoIterator<Item = (Id, Rational)>) -> Id {
        let mut collected = self.spare.pop().unwrap_or_default();
        let mut constant = Rational::ZERO;
        let mut defined = true;
        for (id, coefficient) in terms {
            defined &= self.add_term(id, coefficient, &mut collected, &mut constant);
        }
        self.close_sum(collected, constant, defined)
    }

    /// The sum of collected terms, whose list is kept for the next one.
    fn close_sum(&mut self, mut collected: Vec<Term>, constant: Rational, defined: bool) -> Id {
        let id = if defined { self.finish_sum(&mut collected, constant) } else { Id::UNDEFINED };
        collected.clear();
        self.spare.push(collected);
        id
    }

    /// The sum of expressions, of which those that are marked are subtracted.
    pub(crate) fn signed_sum(&mut self, terms: impl IntoIterator<Item = (Id, bool)>) -> Id {
        let mut collected = self.spare.pop().unwrap_or_default();
        let mut constant = Rational::ZERO;
        let mut defined = true;
        for (id, minus) in terms {
            // Most are terms as they are, which are made where they are kept.
            if self.is_term(id) {
                collected.push(Term { id, number: Rational::sign(minus) });
            } else {
                defined &= self.add_compound(id, Rational::sign(minus), &mut collected, &mut constant);
            }
        }
        self.close_sum(collected, constant, defined)
    }

    /// The sum of what stands for the terms of a sum, each as often as its term; terms that nothing stands for are left out.
    pub fn sum_over_terms(&mut self, id: Id, part: impl Fn(Id) -> Option<Id>) -> Id {
        let Stored::Sum(stretch) = self.nodes[id.index()] else { return part(id).unwrap_or(Id::ZERO) };
        let mut collected = self.spare.pop().unwrap_or_default();
        let mut constant = Rational::ZERO;
        let mut defined = true;
        for at in stretch.range() {
            if let Some(part) = part(self.terms[at].id) {
                let coefficient = self.terms[at].number.clone();
                defined &= self.add_term(part, coefficient, &mut collected, &mut constant);
            }
        }
        self.close_sum(collected, constant, defined)
    }

    /// `a + b`.
    pub fn add(&mut self, a: Id, b: Id) -> Id {
        self.signed_sum([(a, false), (b, false)])
    }

    /// `a - b`.
    pub fn subtract(&mut self, a: Id, b: Id) -> Id {
        self.signed_sum([(a, false), (b, true)])
    }

    /// `-a`.
    pub fn negate(&mut self, a: Id) -> Id {
        self.scale(a, Rational::MINUS_ONE)
    }

    /// `factor * a`.
    pub fn scale(&mut self, a: Id, factor: Rational) -> Id {
        if factor.is_one() {
            a
        } else if self.is_term(a) && !factor.is_zero() {
            self.intern_terms(&[Term { id: a, number: factor }], true)
        } else {
            self.sum([(a, factor)])
        }
    }

    /// The rational coefficient of an expression and the rest: `(3, x*y)` of `3*x*y`, `(1, x + 1)` of `x + 1`.
    #[inline]
    pub fn coefficient(&self, id: Id) -> (Rational, Id) {
        match self.node(id) {
            Node::Number(number) => (number.clone(), Id::ONE),
            Node::Sum([term]) => (term.number.clone(), term.id),
            _ => (Rational::ONE, id),
        }
    }

    /// Whether an expression stands in a sum as it is: a sum or a number would be folded into it.
    #[inline]
    fn is_term(&self, id: Id) -> bool {
        use Stored::{Apply, Call, Power, Product, Symbol};
        matches!(self.nodes[id.index()], Symbol(_) | Product(_) | Call(..) | Apply(..) | Power(..))
    }

    /// Adds one term, flattening as it goes; false if it is undefined.
    #[inline]
    fn add_term(&mut self, id: Id, coefficient: Rational, collected: &mut Vec<Term>, constant: &mut Rational) -> bool {
        if coefficient.is_zero() || !self.is_term(id) {
            return self.add_compound(id, coefficient, collected, constant);
        }
        collected.push(Term { id, number: coefficient });
        true
    }

    #[inline(never)]
    fn add_compound(&mut self, id: Id, coefficient: Rational, collected: &mut Vec<Term>, constant: &mut Rational) -> bool {
        if id == Id::UNDEFINED {
            return false;
        }
        if coefficient.is_zero() {
            self.lose(Required::Defined(id));
            return true;
        }
        let unit = coefficient.is_one() || coefficient == Rational::MINUS_ONE;
        match self.node(id) {
            Node::Number(number) if coefficient.is_one() => *constant = &*constant + number,
            Node::Number(number) => *constant = &*constant + &(number * &coefficient),
            Node::Sum([term]) => {
                let (inner, number) = (term.id, &term.number * &coefficient);
                // The inner expression is no one-term sum, so this goes one level down at most.
                return self.add_term(inner, number, collected, constant);
            }
            Node::Sum(terms) if unit && terms.len() <= FLATTEN => {
                let minus = coefficient.is_negative();
                for term in terms {
                    let number = if minus { -&term.number } else { term.number.clone() };
                    match term.id {
                        Id::ONE => *constant = &*constant + &number,
                        id => collected.push(Term { id, number }),
                    }
                }
            }
            _ => collected.push(Term { id, number: coefficient }),
        }
        true
    }

    fn finish_sum(&mut self, collected: &mut Vec<Term>, mut constant: Rational) -> Id {
        if sort_different(collected) {
            return self.finish_collected(collected, constant);
        }
        self.collect_like_terms(collected);
        // Halves of a sum may have come together: 3/4*(x + y) + 1/4*(x + y) is x + y, with nothing around it.
        while let Some(at) = collected.iter().position(|term| self.is_open(term)) {
            let Term { id, number } = collected.swap_remove(at);
            self.add_term(id, number, collected, &mut constant);
            self.collect_like_terms(collected);
        }
        self.finish_collected(collected, constant)
    }

    fn collect_like_terms(&mut self, collected: &mut Vec<Term>) {
        sort(collected);
        let mut kept = 0;
        let mut at = 0;
        while at < collected.len() {
            let id = collected[at].id;
            let mut number = std::mem::replace(&mut collected[at].number, Rational::ZERO);
            at += 1;
            while at < collected.len() && collected[at].id == id {
                number = &number + &collected[at].number;
                at += 1;
            }
            if number.is_zero() {
                self.lose(Required::Defined(id));
            } else {
                collected[kept] = Term { id, number };
                kept += 1;
            }
        }
        collected.truncate(kept);
    }

    /// A term that is a sum on its own belongs to the sum around it.
    fn is_open(&self, term: &Term) -> bool {
        let unit = term.number.is_one() || term.number == Rational::MINUS_ONE;
        unit && matches!(self.node(term.id), Node::Sum(terms) if terms.len() <= FLATTEN)
    }

    fn finish_collected(&mut self, collected: &mut Vec<Term>, constant: Rational) -> Id {
        if !constant.is_zero() {
            if collected.is_empty() {
                return self.number(constant);
            }
            // ONE has a smaller id than anything that can be a term.
            collected.insert(0, Term { id: Id::ONE, number: constant });
        }
        match &collected[..] {
            [] => Id::ZERO,
            [term] if term.number.is_one() => term.id,
            // A difference turns round rather than carry a minus: -(a - b) is b - a.
            [term] if term.number == Rational::MINUS_ONE && matches!(self.node(term.id), Node::Sum(terms) if terms.len() <= FLATTEN) => {
                let inner = term.id;
                self.signed_sum([(inner, true)])
            }
            terms => self.intern_terms(terms, true),
        }
    }
}

/// Sorts parts by id; whether they are all different, as they mostly are, so that there is nothing to be brought together.
#[inline]
pub(super) fn sort_different(parts: &mut [Term]) -> bool {
    let is_ascending = |parts: &[Term]| parts.windows(2).all(|pair| pair[0].id < pair[1].id);
    if is_ascending(parts) {
        return true;
    }
    sort(parts);
    is_ascending(parts)
}

/// Sorts parts by id; mostly they are few.
#[inline]
pub(super) fn sort(parts: &mut [Term]) {
    const FEW: usize = 8;
    if parts.len() > FEW {
        return parts.sort_unstable_by_key(|part| part.id);
    }
    for end in 1..parts.len() {
        let mut at = end;
        while at > 0 && parts[at - 1].id > parts[at].id {
            parts.swap(at - 1, at);
            at -= 1;
        }
    }
}
