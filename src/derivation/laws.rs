//! One law at a time: what the derivative of an expression is in terms of the derivatives of its parts.
//!
//! Which law it is stands in the differentiator's record; this file says it the way a textbook does.

use super::desk::Desk;
use super::reason::{Reason, Word, function_rule, law_words, text};
use crate::differentiate::{Failure, Law};
use crate::expression::{Arena, Id, Node, SYMBOLIC_ORDER, Term};
use crate::formula::{Formula, Part, Product, product};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::render::{written_factors, written_terms};
use crate::syntax::template;

/// A law applied at the root of an expression.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    /// The law.
    pub law: Law,
    /// The derivative in terms of derivatives of parts.
    pub formula: Formula,
    /// Which law, and what stands for its letters.
    pub reason: Reason,
    /// What is differentiated under a sign of the formula, where that is to be shown.
    pub within: Option<Id>,
}

/// More factors than this are differentiated at once.
const MOST_FACTORS: usize = 6;

impl Desk<'_> {
    /// The law at the root of an expression, constant factors taken along.
    pub fn open(&mut self, of: Id) -> Result<Opened, Failure> {
        self.derivative(of)?;
        let (constants, core) = if self.shows_everything() { (Vec::new(), of) } else { self.peeled(of) };
        let law = self.law(core);
        let mut within = None;
        let (formula, mut reason) = match law {
            Law::Constant => (Formula::default(), vec![text(law_words(law))]),
            Law::Variable if constants.is_empty() => (Formula::value(Id::ONE), vec![text(law_words(law))]),
            Law::Variable => (Formula::value(Id::ONE), vec![text("linear in "), Word::Math(Formula::value(self.variable))]),
            Law::ConstantFactor => {
                let (constant, inner) = self.split_constant(core);
                let part = self.shown(inner)?;
                (self.single(vec![Part::Expression(constant), part]), vec![text(law_words(law))])
            }
            Law::Sum => self.sum(core)?,
            Law::Product | Law::Quotient => self.product(core)?,
            Law::Power => self.power(core)?,
            Law::Exponential => self.exponential(core)?,
            Law::GeneralPower => self.general_power(core)?,
            Law::Function(function) => self.call(core, function)?,
            Law::Unknown => self.unknown(core)?,
            Law::UnderTheSign => {
                let under = self.under_the_sign(core)?;
                within = under.within;
                (under.formula, under.reason)
            }
            Law::Piecewise | Law::Component => (Formula::value(self.derivative(core)?), vec![text(law_words(law))]),
        };
        if let Law::Function(function) = law
            && function.row().source != "definition"
        {
            reason.push(Word::Text(format!(" ({})", function.row().source)));
        }
        let formula = self.scaled(formula, &constants);
        Ok(Opened { law, formula, reason, within })
    }

    /// The constant factors of what varies in an expression, and what is left: of `a - 3*cos(z)` the factor -3 and `cos(z)`.
    pub fn peeled(&mut self, of: Id) -> (Vec<Id>, Id) {
        let (mut constants, mut core) = (Vec::new(), of);
        loop {
            match self.law(core) {
                Law::ConstantFactor => {
                    let (constant, inner) = self.split_constant(core);
                    constants.push(constant);
                    core = inner;
                }
                Law::Sum => match self.only_varying_term(core) {
                    Some((number, term)) => {
                        constants.push(self.arena.number(number));
                        core = term;
                    }
                    None => return (constants, core),
                },
                _ => return (constants, core),
            }
        }
    }

    fn only_varying_term(&self, sum: Id) -> Option<(Rational, Id)> {
        let Node::Sum(terms) = self.arena.node(sum) else { return None };
        let mut varying = terms.iter().filter(|term| self.depends(term.id));
        let first = varying.next()?;
        varying.next().is_none().then(|| (first.number.clone(), first.id))
    }

    fn split_constant(&mut self, id: Id) -> (Id, Id) {
        let (coefficient, rest) = self.arena.coefficient(id);
        if rest != id {
            return (self.arena.number(coefficient), rest);
        }
        let factors = self.arena.factors(id);
        let varying = factors.iter().find(|factor| self.depends(factor.id)).map_or(id, |factor| factor.id);
        let constants = factors.into_iter().filter(|factor| factor.id != varying).map(|factor| (factor.id, factor.number));
        let constants: Vec<(Id, Rational)> = constants.collect();
        (self.arena.product(constants), varying)
    }

    /// The derivative of a part: its value where a reader sees it at once, to be taken later otherwise.
    pub(super) fn shown(&mut self, of: Id) -> Result<Part, Failure> {
        let value = self.derivative(of)?;
        Ok(if self.is_obvious(of, value) {
            Part::Expression(value)
        } else {
            Part::Derivative { of, by: self.variable, partial: self.partial }
        })
    }

    /// The same in a sum, where terms that take a single law are differentiated on the way.
    pub(super) fn shown_in_sum(&mut self, of: Id) -> Result<(Part, Option<Law>), Failure> {
        let value = self.derivative(of)?;
        if self.is_obvious(of, value) {
            return Ok((Part::Expression(value), None));
        }
        let core = self.peeled(of).1;
        if !self.shows_everything() && self.is_elementary(core) {
            return Ok((Part::Expression(value), Some(self.law(core))));
        }
        Ok((Part::Derivative { of, by: self.variable, partial: self.partial }, None))
    }

    pub(super) fn is_obvious(&self, of: Id, value: Id) -> bool {
        let law = self.law(of);
        let is_linear = matches!(law, Law::Variable | Law::ConstantFactor | Law::Sum) && !self.depends_on_variable(value);
        match law {
            Law::Constant | Law::Variable => true,
            Law::Unknown => matches!(self.arena.node(of), Node::Apply(_, arguments) if self.are_bare(arguments)),
            _ => is_linear && !self.shows_everything(),
        }
    }

    /// One law applied to the variable itself.
    pub(super) fn is_elementary(&self, id: Id) -> bool {
        match self.law(id) {
            Law::Power => match self.arena.node(id) {
                Node::Power(base, _) => base == self.variable,
                Node::Product([factor]) => factor.id == self.variable,
                _ => false,
            },
            Law::Exponential => matches!(self.arena.node(id), Node::Power(_, exponent) if exponent == self.variable),
            Law::Function(_) => matches!(self.arena.node(id), Node::Call(_, arguments) if self.are_bare(arguments)),
            _ => false,
        }
    }

    fn are_bare(&self, arguments: &[Id]) -> bool {
        arguments.iter().all(|argument| *argument == self.variable || !self.depends(*argument))
    }

    pub(super) fn single(&mut self, parts: Vec<Part>) -> Formula {
        let decimals = self.style.decimals;
        Formula(product(self.arena, decimals, parts).into_iter().collect())
    }

    fn scaled(&mut self, formula: Formula, constants: &[Id]) -> Formula {
        if constants.is_empty() {
            return formula;
        }
        let factor = self.arena.product(constants.iter().map(|constant| (*constant, Rational::ONE)).collect::<Vec<_>>());
        let [Product { negative, above, below }] = &formula.0[..] else {
            return if formula.0.is_empty() { formula } else { self.single(vec![Part::Expression(factor), Part::Group(formula)]) };
        };
        let mut parts = vec![Part::Expression(factor)];
        parts.extend(negative.then_some(Part::Expression(Id::MINUS_ONE)));
        parts.extend(above.iter().cloned());
        for part in below {
            match part {
                Part::Expression(id) => {
                    let inverse = self.arena.divide(Id::ONE, *id);
                    parts.push(Part::Expression(inverse));
                }
                other => parts.push(other.clone()),
            }
        }
        self.single(parts)
    }

    fn sum(&mut self, id: Id) -> Result<(Formula, Reason), Failure> {
        let (mut terms, mut laws) = (Vec::new(), Vec::new());
        for Term { id, number } in written_terms(self.arena, id, &self.style) {
            if id == Id::ONE || !self.depends(id) {
                continue;
            }
            let (part, law) = self.shown_in_sum(id)?;
            let number = self.arena.number(number);
            terms.extend(self.single(vec![Part::Expression(number), part]).0);
            laws.extend(law.filter(|law| !laws.contains(law)));
        }
        let mut reason = vec![text(law_words(Law::Sum))];
        for law in laws {
            reason.push(text(", "));
            reason.extend(self.rule_of(law));
        }
        Ok((Formula(terms), reason))
    }

    /// The name of a law, or a function's own rule.
    pub fn rule_of(&mut self, law: Law) -> Reason {
        let letter = self.letters[0];
        let rule = match law {
            Law::Function(function) => function_rule(self.arena, function, letter),
            _ => None,
        };
        match (rule, law) {
            (Some(rule), _) => vec![rule],
            (None, Law::Function(function)) => vec![Word::Text(format!("partial derivatives of {}", function.row().name))],
            (None, _) => vec![text(law_words(law))],
        }
    }

    /// `u = x^2`
    fn letter_is(&self, at: usize, value: Id) -> Word {
        Word::Equal(Formula::value(self.letters[at]), Formula::value(value))
    }

    /// `, u = 3*x, inner derivative 3`: what is inside, and its derivative where it stands in the formula already.
    pub(super) fn inner(&mut self, reason: &mut Reason, separator: &str, inner: Id) -> Result<Part, Failure> {
        let part = self.shown(inner)?;
        if inner != self.variable {
            reason.extend([text(separator), self.letter_is(0, inner)]);
            if let Part::Expression(value) = part {
                reason.extend([text(", inner derivative "), Word::Math(Formula::value(value))]);
            }
        }
        Ok(part)
    }

    fn product(&mut self, id: Id) -> Result<(Formula, Reason), Failure> {
        let (_, id) = self.arena.coefficient(id);
        let written = written_factors(self.arena, id, &self.style);
        let (constants, varying): (Vec<Term>, Vec<Term>) = written.into_iter().partition(|factor| !self.depends(factor.id));
        let constant = self.powers(constants);
        let (below, above): (Vec<Term>, Vec<Term>) = varying.into_iter().partition(|factor| factor.number.is_negative());
        let (formula, reason) = if below.is_empty() { self.product_rule(&above)? } else { self.quotient_rule(above, below)? };
        Ok((self.scaled(formula, &[constant]), reason))
    }

    fn powers(&mut self, factors: Vec<Term>) -> Id {
        self.arena.product(factors.into_iter().map(|factor| (factor.id, factor.number)).collect::<Vec<_>>())
    }

    fn product_rule(&mut self, factors: &[Term]) -> Result<(Formula, Reason), Failure> {
        let factors: Vec<Id> = factors.iter().map(|factor| self.powers(vec![factor.clone()])).collect();
        if factors.len() > MOST_FACTORS {
            let all = self.arena.product(factors.iter().map(|factor| (*factor, Rational::ONE)).collect::<Vec<_>>());
            return Ok((Formula::value(self.derivative(all)?), vec![text("product rule, factor by factor")]));
        }
        let mut terms = Vec::new();
        for at in 0..factors.len() {
            let mut parts: Vec<Part> = factors.iter().map(|factor| Part::Expression(*factor)).collect();
            parts[at] = self.shown(factors[at])?;
            terms.extend(self.single(parts).0);
        }
        let mut reason = vec![text(law_words(Law::Product))];
        if let [first, second] = factors[..] {
            reason.extend([text(": "), self.letter_is(0, first), text(", "), self.letter_is(1, second)]);
        } else {
            reason.push(text(", one factor after the other"));
        }
        Ok((Formula(terms), reason))
    }

    fn quotient_rule(&mut self, above: Vec<Term>, below: Vec<Term>) -> Result<(Formula, Reason), Failure> {
        let numerator = self.powers(above);
        let denominator = self.powers(below.into_iter().map(|factor| Term { number: -&factor.number, ..factor }).collect());
        let (first, second) = (self.shown(numerator)?, self.shown(denominator)?);
        let square = self.arena.product([(denominator, Rational::integer(2))]);
        let reason =
            vec![text(law_words(Law::Quotient)), text(": "), self.letter_is(0, numerator), text(", "), self.letter_is(1, denominator)];
        if first == Part::Expression(Id::ZERO) {
            let (numerator, inverse) = (self.arena.negate(numerator), self.arena.divide(Id::ONE, square));
            return Ok((self.single(vec![Part::Expression(numerator), second, Part::Expression(inverse)]), reason));
        }
        let mut terms = self.single(vec![first, Part::Expression(denominator)]).0;
        let mut subtracted = self.single(vec![Part::Expression(numerator), second]).0;
        subtracted.iter_mut().for_each(|product| product.negative = !product.negative);
        terms.extend(subtracted);
        let above = vec![Part::Group(Formula(terms))];
        Ok((Formula(vec![Product { negative: false, above, below: vec![Part::Expression(square)] }]), reason))
    }

    /// `, n = 1/2`, where the exponent of a power is no whole number above 0.
    pub fn unusual_exponent(&mut self, id: Id) -> Reason {
        let (_, rest) = self.arena.coefficient(id);
        let exponent = match self.arena.node(rest) {
            Node::Power(_, exponent) => exponent,
            _ => match self.arena.factors(rest).into_iter().find(|factor| self.depends(factor.id)) {
                Some(factor) => self.arena.number(factor.number),
                None => return Vec::new(),
            },
        };
        let n = self.arena.symbol("n");
        let is_plain = self.arena.as_number(exponent).is_some_and(|number| number.is_integer() && !number.is_negative());
        if is_plain || self.arena.contains(id, n) {
            return Vec::new();
        }
        vec![text(", "), Word::Equal(Formula::value(n), Formula::value(exponent))]
    }

    fn power(&mut self, id: Id) -> Result<(Formula, Reason), Failure> {
        let (coefficient, rest) = self.arena.coefficient(id);
        let (mut constants, mut base, mut exponent) = (vec![self.arena.number(coefficient)], rest, Id::ONE);
        if let Node::Power(of, to) = self.arena.node(rest) {
            (base, exponent) = (of, to);
        } else {
            for Term { id, number } in self.arena.factors(rest) {
                if self.depends(id) {
                    (base, exponent) = (id, self.arena.number(number));
                } else {
                    constants.push(self.arena.product([(id, number)]));
                }
            }
        }
        let mut reason = vec![text(law_words(Law::Power))];
        let inner = self.inner(&mut reason, ", ", base)?;
        reason.extend(self.unusual_exponent(id));
        let lowered = self.arena.subtract(exponent, Id::ONE);
        let power = self.arena.power(base, lowered);
        let mut parts: Vec<Part> = constants.into_iter().map(Part::Expression).collect();
        parts.extend([Part::Expression(exponent), Part::Expression(power), inner]);
        Ok((self.single(parts), reason))
    }

    fn exponential(&mut self, id: Id) -> Result<(Formula, Reason), Failure> {
        let Node::Power(base, exponent) = self.arena.node(id) else { return self.as_it_is(id, Law::Exponential) };
        let mut reason = vec![text(law_words(Law::Exponential))];
        let inner = self.inner(&mut reason, ", ", exponent)?;
        let e = self.arena.call(FunctionId::EXP, &[Id::ONE]);
        let logarithm = if base == e { Id::ONE } else { self.arena.call(FunctionId::LN, &[base]) };
        Ok((self.single(vec![Part::Expression(id), Part::Expression(logarithm), inner]), reason))
    }

    /// `(u^v)' = u^v*(v*ln(u))'`
    fn general_power(&mut self, id: Id) -> Result<(Formula, Reason), Failure> {
        let Node::Power(base, exponent) = self.arena.node(id) else { return self.as_it_is(id, Law::GeneralPower) };
        let logarithm = self.arena.call(FunctionId::LN, &[base]);
        let inner = self.arena.multiply(exponent, logarithm);
        let part = self.shown(inner)?;
        let reason = vec![text(law_words(Law::GeneralPower)), text(": "), self.letter_is(0, base), text(", "), self.letter_is(1, exponent)];
        Ok((self.single(vec![Part::Expression(id), part]), reason))
    }

    fn call(&mut self, id: Id, function: FunctionId) -> Result<(Formula, Reason), Failure> {
        let Node::Call(_, arguments) = self.arena.node(id) else { return self.as_it_is(id, Law::Function(function)) };
        let arguments = arguments.to_vec();
        let mut outer = Vec::new();
        let varying: Vec<usize> = (0..arguments.len()).filter(|at| self.depends(arguments[*at])).collect();
        for at in varying {
            match template::derivative(self.arena, function, at, &arguments, id, &mut Vec::new()) {
                Some(derivative) => outer.push((derivative, arguments[at])),
                None => return Ok((Formula::value(self.derivative(id)?), vec![text(law_words(Law::Piecewise))])),
            }
        }
        if let ([(derivative, argument)], [_]) = (&outer[..], &arguments[..]) {
            let mut reason = Vec::new();
            if !self.are_bare(&arguments) {
                reason.push(text("chain rule: "));
            }
            reason.extend(self.rule_of(Law::Function(function)));
            let inner = self.inner(&mut reason, ", ", *argument)?;
            return Ok((self.single(vec![Part::Expression(*derivative), inner]), reason));
        }
        let mut terms = Vec::new();
        for (derivative, argument) in outer {
            let inner = self.shown(argument)?;
            terms.extend(self.single(vec![Part::Expression(derivative), inner]).0);
        }
        Ok((Formula(terms), self.rule_of(Law::Function(function))))
    }

    fn unknown(&mut self, id: Id) -> Result<(Formula, Reason), Failure> {
        let Node::Apply(unknown, arguments) = self.arena.node(id) else { return self.as_it_is(id, Law::Unknown) };
        let arguments = arguments.to_vec();
        let (name, orders) = self.arena.unknown(unknown);
        let orders = orders.to_vec();
        if orders.first() == Some(&SYMBOLIC_ORDER) {
            return self.as_it_is(id, Law::Unknown);
        }
        let mut terms = Vec::new();
        let mut reason = vec![text(law_words(Law::Unknown))];
        let varying: Vec<usize> = (0..arguments.len()).filter(|at| self.depends(arguments[*at])).collect();
        for at in varying {
            let mut raised = orders.clone();
            raised[at] += 1;
            let function = self.arena.unknown_function(name, &raised);
            let outer = self.arena.apply(function, &arguments);
            let inner = if arguments.len() == 1 { self.inner(&mut reason, ": ", arguments[at])? } else { self.shown(arguments[at])? };
            terms.extend(self.single(vec![Part::Expression(outer), inner]).0);
        }
        if self.are_bare(&arguments) && terms.len() == 1 {
            reason = vec![text("unknown function")];
        } else if arguments.len() > 1 {
            reason.push(text(", one argument after the other"));
        }
        Ok((Formula(terms), reason))
    }

    /// The derivative as the differentiator has it.
    fn as_it_is(&mut self, id: Id, law: Law) -> Result<(Formula, Reason), Failure> {
        Ok((Formula::value(self.derivative(id)?), self.rule_of(law)))
    }
}

/// Whether an expression is a name or a number.
pub(super) fn is_atom(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Number(_) | Node::Symbol(_))
}
