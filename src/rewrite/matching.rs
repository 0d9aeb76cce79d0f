//! Matching a rule's left side: sums and products in any order, with any remainder at the root.
//!
//! Recursion here is on the size of a rule, never on that of the input.

use super::guard;
use super::rules::{Rule, Rules};
use crate::domain::Knowledge;
use crate::expression::{Arena, Id, Node, Symbol, Term};
use crate::number::Rational;
use crate::short::Short;
use smallvec::{SmallVec, smallvec};

/// What the letters of a rule stand for so far.
type Bindings = SmallVec<[(Symbol, Id); 4]>;

/// A part of the pattern that must match a part of the subject.
type Goal = (Id, Id);

/// Goals; the last one is next.
type Goals = SmallVec<[Goal; 8]>;

/// Which part of the subject each part of the pattern is matched with.
type Chosen = SmallVec<[usize; 4]>;

/// The parts of a sum or product.
type Parts = SmallVec<[Term; 4]>;

/// What is made of an assignment of the pattern's parts to the subject's, if the rule's guard holds for it.
type Finish<'f, M> = dyn FnMut(&mut M, &[usize], &Bindings) -> Option<Id> + 'f;

/// The subject after applying the rule at its root, if it matches and its guard holds.
pub(super) fn rewrite(rules: &Rules, rule: &Rule, arena: &mut Arena, knowledge: &mut Knowledge, id: Id) -> Option<Id> {
    let mut matcher = Matcher { pattern: &rules.arena, subject: arena, knowledge, rule };
    match (rules.arena.node(rule.left), matcher.subject.node(id)) {
        (Node::Sum(pattern), Node::Sum(subject)) if pattern.len() > 1 => {
            if !matcher.all_could_match(pattern, subject, |_, _| true) {
                return None;
            }
            let (pattern, subject) = (matcher.ordered(pattern), parts(subject));
            matcher.part_of_sum(&pattern, &subject)
        }
        (Node::Product(pattern), Node::Product(subject)) if !matcher.is_root(pattern) => {
            if !matcher.all_could_match(pattern, subject, goes_into) {
                return None;
            }
            let (pattern, subject) = (matcher.ordered(pattern), parts(subject));
            matcher.part_of_product(&pattern, &subject)
        }
        _ => {
            let mut bindings = Bindings::new();
            matcher.solve(smallvec![(rule.left, id)], &mut bindings)
        }
    }
}

/// A list of its own.
fn parts(terms: &[Term]) -> Parts {
    terms.iter().cloned().short()
}

struct Matcher<'a> {
    pattern: &'a Arena,
    subject: &'a mut Arena,
    knowledge: &'a mut Knowledge,
    rule: &'a Rule,
}

impl Matcher<'_> {
    /// A single factor under a fractional exponent, such as `sqrt(u^2)`, matches as a whole.
    fn is_root(&self, factors: &[Term]) -> bool {
        matches!(factors, [factor] if !factor.number.is_integer())
    }

    /// Parts that are bare letters last: by then most letters are bound.
    fn ordered(&self, terms: &[Term]) -> Parts {
        let mut terms = parts(terms);
        terms.sort_by_key(|term| matches!(self.pattern.node(term.id), Node::Symbol(_)));
        terms
    }

    /// Whether each part of the pattern has a part of the subject it could match, with a fitting number.
    fn all_could_match(&self, pattern: &[Term], subject: &[Term], fits: impl Fn(&Term, &Term) -> bool) -> bool {
        pattern.len() <= subject.len()
            && pattern.iter().all(|part| subject.iter().any(|other| fits(part, other) && self.could_match(part.id, other.id)))
    }

    fn part_of_sum(&mut self, pattern: &[Term], subject: &[Term]) -> Option<Id> {
        self.assign(pattern, subject, &mut Chosen::new(), &mut |matcher, chosen, bindings| {
            let ratio = ratio(&pattern[0], &subject[chosen[0]]);
            let right = matcher.right(bindings)?;
            let rest = subject.iter().enumerate().filter(|(at, _)| !chosen.contains(at)).map(|(_, term)| (term.id, term.number.clone()));
            let parts: SmallVec<[(Id, Rational); 4]> = rest.chain([(right, ratio)]).short();
            Some(matcher.subject.sum(parts))
        })
    }

    fn part_of_product(&mut self, pattern: &[Term], subject: &[Term]) -> Option<Id> {
        self.assign(pattern, subject, &mut Chosen::new(), &mut |matcher, chosen, bindings| {
            // The pattern occurs as often as its scarcest factor allows.
            let times = pattern.iter().zip(chosen).map(|(factor, at)| ratio(factor, &subject[*at]).floor()).min()?;
            let right = matcher.right(bindings)?;
            let mut parts: SmallVec<[(Id, Rational); 4]> = smallvec![(right, times.clone())];
            for (at, factor) in subject.iter().enumerate() {
                let used = chosen.iter().position(|chosen| *chosen == at).map(|position| &pattern[position].number * &times);
                let left = &factor.number - &used.unwrap_or(Rational::ZERO);
                if !left.is_zero() {
                    parts.push((factor.id, left));
                }
            }
            Some(matcher.subject.product(parts))
        })
    }

    /// Assigns each part of the pattern a different part of the subject with a fitting number, and finishes with the first
    /// assignment under which all goals can be solved.
    fn assign(&mut self, pattern: &[Term], subject: &[Term], chosen: &mut Chosen, finish: &mut Finish<'_, Self>) -> Option<Id> {
        let is_sum = matches!(self.pattern.node(self.rule.left), Node::Sum(_));
        if chosen.len() == pattern.len() {
            let goals = pattern.iter().zip(chosen.iter()).map(|(part, at)| (part.id, subject[*at].id)).rev().collect();
            let mut bindings = Bindings::new();
            let mut found = None;
            self.search(goals, &mut bindings, &mut |matcher, bindings| {
                found = finish(matcher, chosen, bindings);
                found.is_some()
            });
            return found;
        }
        let part = &pattern[chosen.len()];
        for at in 0..subject.len() {
            let candidate = &subject[at];
            if chosen.contains(&at) || !self.could_match(part.id, candidate.id) {
                continue;
            }
            let fits = match (is_sum, chosen.first()) {
                (true, Some(first)) => ratio(part, candidate) == ratio(&pattern[0], &subject[*first]),
                (true, None) => true,
                (false, _) => goes_into(part, candidate),
            };
            if fits {
                chosen.push(at);
                let found = self.assign(pattern, subject, chosen, finish);
                chosen.pop();
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// A quick look at the heads, before any assignment is tried in earnest.
    fn could_match(&self, pattern: Id, subject: Id) -> bool {
        match self.pattern.node(pattern) {
            Node::Symbol(_) => subject != Id::ONE,
            Node::Number(a) => self.subject.as_number(subject) == Some(a),
            Node::Call(f, _) => matches!(self.subject.node(subject), Node::Call(g, _) if f == g),
            Node::Product([a]) => {
                matches!(self.subject.node(subject), Node::Product([b]) if a.number == b.number && self.could_match(a.id, b.id))
            }
            Node::Product(a) => matches!(self.subject.node(subject), Node::Product(b) if a.len() == b.len()),
            Node::Sum(a) => matches!(self.subject.node(subject), Node::Sum(b) if a.len() == b.len()),
            Node::Power(..) => matches!(self.subject.node(subject), Node::Power(..)),
            _ => false,
        }
    }

    fn solve(&mut self, goals: Goals, bindings: &mut Bindings) -> Option<Id> {
        let mut found = None;
        self.search(goals, bindings, &mut |matcher, bindings| {
            found = matcher.right(bindings);
            found.is_some()
        });
        found
    }

    /// Depth-first search for bindings that satisfy all goals; stops when `accept` does.
    fn search(&mut self, mut goals: Goals, bindings: &mut Bindings, accept: &mut dyn FnMut(&mut Self, &Bindings) -> bool) -> bool {
        let Some((pattern, subject)) = goals.pop() else { return accept(self, bindings) };
        match (self.pattern.node(pattern), self.subject.node(subject)) {
            (Node::Symbol(letter), _) => {
                if let Some((_, bound)) = bindings.iter().find(|(known, _)| *known == letter) {
                    return *bound == subject && self.search(goals, bindings, accept);
                }
                bindings.push((letter, subject));
                let found = self.search(goals, bindings, accept);
                bindings.pop();
                found
            }
            (Node::Number(a), Node::Number(b)) => a == b && self.search(goals, bindings, accept),
            (Node::Call(f, a), Node::Call(g, b)) if f == g && a.len() == b.len() => {
                goals.extend(a.iter().copied().zip(b.iter().copied()));
                self.search(goals, bindings, accept)
            }
            (Node::Power(a, b), Node::Power(c, d)) => {
                goals.extend([(a, c), (b, d)]);
                self.search(goals, bindings, accept)
            }
            // u^n with a letter for the exponent also matches a power with a number.
            (Node::Power(a, b), Node::Product([factor])) => {
                let (base, exponent) = (factor.id, factor.number.clone());
                let exponent = self.subject.number(exponent);
                goals.extend([(a, base), (b, exponent)]);
                self.search(goals, bindings, accept)
            }
            (Node::Sum(a), Node::Sum(b)) | (Node::Product(a), Node::Product(b)) if a.len() == b.len() => {
                let (a, b) = (self.ordered(a), Parts::from(b));
                self.permute(&a, &b, &mut Chosen::new(), &goals, bindings, accept)
            }
            _ => false,
        }
    }

    fn permute(
        &mut self,
        pattern: &[Term],
        subject: &[Term],
        chosen: &mut Chosen,
        goals: &[Goal],
        bindings: &mut Bindings,
        accept: &mut dyn FnMut(&mut Self, &Bindings) -> bool,
    ) -> bool {
        if chosen.len() == pattern.len() {
            let mut goals = Goals::from(goals);
            goals.extend(pattern.iter().zip(chosen.iter()).map(|(part, at)| (part.id, subject[*at].id)).rev());
            return self.search(goals, bindings, accept);
        }
        let part = &pattern[chosen.len()];
        for at in 0..subject.len() {
            let fits = !chosen.contains(&at) && part.number == subject[at].number && (part.id == Id::ONE) == (subject[at].id == Id::ONE);
            if fits && (part.id == Id::ONE || self.could_match(part.id, subject[at].id)) {
                chosen.push(at);
                let found = self.permute(pattern, subject, chosen, goals, bindings, accept);
                chosen.pop();
                if found {
                    return true;
                }
            }
        }
        false
    }

    /// The right side with the letters replaced, if the guard holds.
    fn right(&mut self, bindings: &Bindings) -> Option<Id> {
        let mut buffer = Vec::new();
        if let Some(guard) = self.rule.guard {
            let guard = self.instantiate(guard, bindings, &mut buffer);
            if !guard::holds(self.subject, self.knowledge, guard) {
                return None;
            }
        }
        let right = self.instantiate(self.rule.right, bindings, &mut buffer);
        (right != Id::UNDEFINED).then_some(right)
    }

    fn instantiate(&mut self, side: Id, bindings: &Bindings, buffer: &mut Vec<Id>) -> Id {
        let order = self.pattern.reachable(side);
        self.subject.import(
            self.pattern,
            &order,
            &mut |_, symbol| bindings.iter().find(|(letter, _)| *letter == symbol).map(|(_, id)| *id),
            buffer,
        )
    }
}

/// Whether the power of a pattern is a factor of that of a subject.
fn goes_into(pattern: &Term, subject: &Term) -> bool {
    match (pattern.number.is_negative(), subject.number.is_negative()) {
        (false, false) => subject.number >= pattern.number,
        (true, true) => subject.number <= pattern.number,
        _ => false,
    }
}

fn ratio(pattern: &Term, subject: &Term) -> Rational {
    match pattern.number.reciprocal() {
        Some(inverse) => &subject.number * &inverse,
        None => Rational::ZERO,
    }
}
