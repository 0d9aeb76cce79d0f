//! What a form costs a reader: the fewer signs, brackets and repetitions, the better.

use super::signs::{is_complement, is_named_complement};
use super::words::{Words, is_composed};
use crate::expression::{Arena, Id, Node, Term};
use crate::functions::FunctionId;
use crate::number::Rational;
use smallvec::SmallVec;

/// The price of each thing a reader meets, in tenths of a symbol.
const SYMBOL: u64 = 10;
const DIGIT: u64 = 3;
const PLUS: u64 = 10;
const TIMES: u64 = 9;
const BAR: u64 = 13;
const EXPONENT: u64 = 7;
const BRACKETS: u64 = 5;
const NAME: u64 = 11;
const MINUS: u64 = 6;
/// A fraction inside a fraction.
const NESTED: u64 = 60;
/// The same under a root, where the question often has it so: `sqrt(1 - c^2/x^2)`.
const NESTED_IN_ROOT: u64 = 40;
/// A function that is not the question's own word, but one a reader expects: `tan` for `sin/cos`, `sigma` for `1/(1 + e^-z)`.
const FAMILIAR: u64 = 6;
/// Any other function the question does not speak of.
const FOREIGN: u64 = 45;
/// A hyperbolic tangent that is not the question's own word.
const HYPERBOLIC: u64 = 60;
/// The same where it would stand for the question's logistic function, however much shorter.
const RIVAL: u64 = 1000;
/// An exponential or a logistic function of an argument the question does not have: `exp(k*t)` for its `exp(-k*t)`.
const NEW_EXPONENT: u64 = 14;
/// A factor below the bar in a sum that is multiplied by a power of it: `x^n*(n/x - 1)` for `x^(n - 1)*(n - x)`.
const UNCANCELLED: u64 = 50;
/// A number that divides a sum beside other factors: `(2*x + 2)*exp(x)` for `2*(x + 1)*exp(x)`.
const COMMON_NUMBER: u64 = 8;
/// A root over something that stands under it as well: `sqrt(3*x)/(2*x)` for `3/(2*sqrt(3*x))`.
const RATIONALIZED: u64 = 25;
/// A function value that stands in every term of a sum.
const COMMON_VALUE: u64 = 24;
/// A logistic function or hyperbolic tangent the question does not have, beside exponentials it leaves.
const HALF_RECOGNIZED: u64 = 45;
/// A logistic function of the difference of two exponents in one term, where both exponentials stay in another.
const TORN: u64 = 110;
/// A sum of the question without the variable, taken apart among other terms: `(x - s - m)/s^2` for `(x - m)/s^2 - 1/s`.
const TORN_SUM: u64 = 30;
/// An exponential below the bar, where `exp(-u)` would do above.
const EXPONENTIAL_BELOW: u64 = 12;
/// What `1 - s` is worth beside a named value `s`: it shows where the product vanishes.
const COMPLEMENT: u64 = 8;

/// What a denominator is worth that the question has.
const OWN_DENOMINATOR: u64 = 2;
/// What the complement of a parameter is worth as a factor where the question has it: the `1 - y` of `(1 - y)*d`.
const OWN_COMPLEMENT: u64 = 26;
/// What a sum with sums in brackets is worth where the question has it: `w*p + (1 - w)*q`.
const OWN_BRACKETS: u64 = 14;
/// What one with fractions among its terms is worth where the question has it: `1 + x/a`.
const OWN_FRACTIONS: u64 = 16;

/// What a sum costs at least: two symbols and a sign.
pub(super) const LEAST_SUM: u64 = 2 * SYMBOL + PLUS;

/// The costs of the expressions of an arena as they would be written; shared parts count each time they are written.
#[derive(Debug, Default)]
pub struct Costs {
    words: Words,
    known: Vec<u64>,
}

impl Costs {
    /// Costs for the answer to a question that speaks in these words.
    pub fn of_words(words: Words) -> Costs {
        Costs { words, known: Vec::new() }
    }

    /// Adds the words of an expression to those of the question.
    pub fn learn(&mut self, arena: &Arena, root: Id) {
        self.words.learn(arena, root);
        self.known.clear();
    }

    /// The words of the question.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// How many sums of an expression have the variable in more than one term, for those that cost the same:
    /// `x*(a + 2) - 2*a` rather than `a*(x - 2) + 2*x`.
    pub fn spread(&self, arena: &Arena, id: Id) -> usize {
        let Some(variable) = self.words.variable() else { return 0 };
        let mut count = 0;
        arena.for_each_part(id, |part| {
            if let Node::Sum(terms) = arena.node(part) {
                count += usize::from(terms.iter().filter(|term| arena.mentions(term.id, variable) == Some(true)).nth(1).is_some());
            }
        });
        count
    }

    /// The cost of an expression.
    pub fn of(&mut self, arena: &Arena, id: Id) -> u64 {
        if let Some(&known) = self.known.get(id.index())
            && known != UNKNOWN
        {
            return known;
        }
        if self.known.len() < arena.len() {
            // With room for the candidates to come.
            self.known.resize(2 * arena.len(), UNKNOWN);
        }
        let mut open: SmallVec<[Id; 32]> = SmallVec::new();
        open.push(id);
        while let Some(&next) = open.last() {
            let before = open.len();
            if self.known[next.index()] == UNKNOWN {
                arena.for_each_child(next, |child| {
                    if self.known[child.index()] == UNKNOWN {
                        match arena.as_symbol(child) {
                            Some(_) => self.known[child.index()] = SYMBOL,
                            None => open.push(child),
                        }
                    }
                });
                if open.len() > before {
                    continue;
                }
                self.known[next.index()] = one(arena, next, &self.known, &self.words).min(UNKNOWN - 1);
            }
            open.pop();
        }
        self.known[id.index()]
    }
}

const SIGMA: FunctionId = FunctionId::named("sigma");
const TANH: FunctionId = FunctionId::named("tanh");

/// The bits of the functions that stand on exponentials and are looked for beside one another.
const EXPONENTIALS: u64 = FunctionId::EXP.bit() | SIGMA.bit() | TANH.bit();

/// A circular function of an inverse one, which is algebraic, where the question does not have it.
const COMPOSED: u64 = 40;

/// The cost of an expression not yet looked at.
const UNKNOWN: u64 = u64::MAX;

/// The cost of an expression whose parts' costs are known.
fn one(arena: &Arena, id: Id, known: &[u64], words: &Words) -> u64 {
    let of = |id: Id| known[id.index()];
    match arena.node(id) {
        Node::Undefined => 0,
        Node::Number(value) => number(words, value),
        Node::Symbol(_) => SYMBOL,
        Node::Sum(terms) => {
            let parts = terms.iter().fold(0u64, |total, term| total.saturating_add(summand(arena, term, words, &of)));
            let complement = if shows_zero(arena, terms) { COMPLEMENT } else { 0 };
            let has_exponential = arena.function_bits(id) & FunctionId::EXP.bit() != 0;
            let is_common = has_common_value(arena, terms) || (has_exponential && has_common_exponential(arena, terms, words));
            let common = if is_common { COMMON_VALUE } else { 0 };
            let own = if words.has_part_as_base(id) && has_brackets(arena, terms) { OWN_BRACKETS } else { 0 };
            let torn = if has_exponential && has_torn_exponentials(arena, terms, words) { TORN } else { 0 };
            let apart = if words.is_torn(arena, id, terms) { TORN_SUM } else { 0 };
            parts
                .saturating_add(PLUS * (terms.len() as u64 - 1) + leading_minus(terms) + common + torn + apart)
                .saturating_sub(complement + own)
        }
        Node::Product(factors) => product(arena, factors, words, &of),
        Node::Power(base, exponent) => {
            bracketed(arena, base, of(base)).saturating_add(EXPONENT).saturating_add(bracketed(arena, exponent, of(exponent)))
        }
        Node::Call(function, ids) => {
            let new_angle = matches!(ids, [argument] if words.is_new_angle(function, *argument));
            let new_exponent = matches!(ids, [argument] if words.is_new_exponent(function, *argument));
            let new_logistic = matches!(ids, [argument] if words.is_new_logistic(function, *argument));
            let leftover = if is_composed(arena, function, ids) && !words.has_part(id) { COMPOSED } else { 0 };
            let news = leftover + if new_angle { FOREIGN } else { 0 } + if new_exponent || new_logistic { NEW_EXPONENT } else { 0 };
            let name = NAME + strangeness(words, function) + news;
            ids.iter().fold(name, |total, id| total.saturating_add(of(*id)))
        }
        Node::Apply(_, ids) | Node::Piecewise(ids) | Node::And(ids) | Node::Or(ids) | Node::Bound(_, ids) => {
            ids.iter().fold(NAME, |total, id| total.saturating_add(of(*id)))
        }
        Node::Relation(_, a, b) | Node::Derivative(a, b) => PLUS.saturating_add(of(a)).saturating_add(of(b)),
    }
}

fn strangeness(words: &Words, function: FunctionId) -> u64 {
    match function.row().name {
        _ if words.has(function) => 0,
        "exp" | "sigma" if words.is_recognized() => FOREIGN,
        "tanh" if words.has(SIGMA) => RIVAL,
        "sec" | "csc" if words.has_tangents() => FAMILIAR,
        "tan" | "cot" | "sigma" | "exp" | "ln" | "pi" | "e" => FAMILIAR,
        "tanh" | "coth" => HYPERBOLIC,
        _ => FOREIGN,
    }
}

/// A number as it is written in this answer.
fn number(words: &Words, value: &Rational) -> u64 {
    match decimals(words, value) {
        Some(length) => SYMBOL + DIGIT * length + if value.is_negative() { MINUS } else { 0 },
        None => fraction(value),
    }
}

/// A number as a fraction, as most exponents are.
fn fraction(value: &Rational) -> u64 {
    size(value) + if value.is_negative() { MINUS } else { 0 }
}

/// The same without its sign.
fn size(value: &Rational) -> u64 {
    let bar = if value.is_integer() { 0 } else { BAR + SYMBOL };
    SYMBOL + DIGIT * (value.bits() / 4) + bar
}

/// How many digits a number has that is written as a decimal.
fn decimals(words: &Words, value: &Rational) -> Option<u64> {
    if value.is_integer() || !words.has_decimals() {
        return None;
    }
    let written = value.abs().to_decimal(Rational::WRITTEN_DIGITS)?;
    Some(written.bytes().filter(u8::is_ascii_digit).count() as u64)
}

/// A sum in which no term is positive starts with a minus.
fn leading_minus(terms: &[Term]) -> u64 {
    if terms.iter().all(|term| term.number.is_negative()) { MINUS } else { 0 }
}

fn summand(arena: &Arena, term: &Term, words: &Words, of: &impl Fn(Id) -> u64) -> u64 {
    if term.id == Id::ONE {
        return number(words, &term.number.abs());
    }
    let size = term.number.abs();
    if size.is_one() {
        return of(term.id);
    }
    let total = bracketed(arena, term.id, of(term.id));
    let whole = |value: &Rational| if value.is_one() { 0 } else { number(words, value) + TIMES };
    // A denominator that is there anyway costs no second bar.
    let has_bar = || has_bar(arena, term.id);
    let has_nested = |id: Id| match arena.node(id) {
        Node::Product(factors) => !has_bar() && factors.iter().any(|factor| is_nested(arena, factor.id, words)),
        _ => is_nested(arena, id, words),
    };
    let nested = if !size.is_integer() && has_nested(term.id) { NESTED } else { 0 };
    total.saturating_add(nested).saturating_add(match size.is_integer() {
        true => whole(&size),
        false if decimals(words, &size).is_some() && !has_bar() => number(words, &size) + TIMES,
        false => whole(&size.numerator()) + number(words, &size.denominator()) + if has_bar() { TIMES } else { BAR },
    })
}

fn product(arena: &Arena, factors: &[Term], words: &Words, of: &impl Fn(Id) -> u64) -> u64 {
    let mut total = TIMES * (factors.len() as u64 - 1);
    let (mut below, mut nested, mut own, mut kept) = (0, 0, 0, 0);
    let (mut has_exponential, mut has_new, mut has_own_root) = (false, false, false);
    for factor in factors {
        let is_below = factor.number.is_negative();
        below += u64::from(is_below);
        let mut base = of(factor.id);
        match factor.number.to_small() {
            Some((1 | -1, 1)) if factors.len() == 1 => {}
            Some((1 | -1, 2)) => base = base.saturating_add(NAME),
            Some((1 | -1, 1)) => base = bracketed(arena, factor.id, base),
            _ => base = bracketed(arena, factor.id, base).saturating_add(EXPONENT + size(&factor.number)),
        }
        total = total.saturating_add(base);
        if factor.number.to_small() == Some((1, 2)) && is_over_own_factor(arena, factor.id, factors) {
            total = total.saturating_add(RATIONALIZED);
        }
        match arena.node(factor.id) {
            Node::Call(FunctionId::EXP, _) => {
                has_exponential = true;
                if is_below {
                    total = total.saturating_add(EXPONENTIAL_BELOW);
                }
            }
            Node::Power(base, _) if matches!(arena.node(base), Node::Call(function @ (SIGMA | TANH), _) if !words.has(function)) => {
                has_new = true;
            }
            Node::Call(function @ (SIGMA | TANH), _) => has_new |= !words.has(function),
            Node::Sum(terms) => {
                // What stands in the question as it is may stay so.
                let is_whole_below = is_below && factor.number.is_integer();
                match (words.has_part(factor.id), has_fractions(arena, terms, words)) {
                    (false, true) if factor.number.is_integer() => nested += NESTED,
                    (false, true) => nested += NESTED_IN_ROOT,
                    // The question's own root stays as it is, fractions and all.
                    (true, true) if is_below && !factor.number.is_integer() => has_own_root = true,
                    (true, true) if is_whole_below && !is_better_cleared(arena, factor, terms, factors) => own += OWN_FRACTIONS,
                    (true, false) if is_whole_below => own += OWN_DENOMINATOR,
                    _ => {}
                }
                if factor.number.is_one() && words.has_part(factor.id) && is_complement_of_parameter(arena, terms, words) {
                    kept += OWN_COMPLEMENT;
                }
                if !is_below && factors.len() > 1 && !words.has_part(factor.id) && has_common_number(terms) {
                    total = total.saturating_add(COMMON_NUMBER);
                }
                if is_uncancelled(arena, factor, terms, factors, words) {
                    total = total.saturating_add(UNCANCELLED);
                }
                if arena.function_bits(factor.id) & EXPONENTIALS == 0 {
                    continue;
                }
                let in_terms = |id: Id| match arena.node(id) {
                    Node::Product(factors) => factors,
                    _ => &[],
                };
                for id in terms.iter().flat_map(|term| in_terms(term.id).iter().map(|factor| factor.id).chain([term.id])) {
                    match arena.node(id) {
                        Node::Call(FunctionId::EXP, _) => has_exponential = true,
                        Node::Call(function @ (SIGMA | TANH), _) => has_new |= !words.has(function),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    if has_exponential && has_new {
        total = total.saturating_add(HALF_RECOGNIZED);
    }
    let numerator_one = if below == factors.len() as u64 { SYMBOL } else { 0 };
    let bar = if below > 0 { BAR } else { 0 };
    let brackets = if below > 1 { BRACKETS } else { 0 };
    // Beside a fraction of the question's own below the bar another one is no surprise.
    let nested = if below > 0 && own < OWN_FRACTIONS && !has_own_root { nested } else { 0 };
    total.saturating_add(bar + brackets + numerator_one + nested).saturating_sub(own + if below == 0 { kept } else { 0 })
}

/// Whether what a sum below the bar has below its own bars stands beside it as well, so that there is less of it where the sum
/// is cleared of it: `1/(x^2*(1 + 1/x))` is `1/(x*(x + 1))`.
fn is_better_cleared(arena: &Arena, sum: &Term, terms: &[Term], factors: &[Term]) -> bool {
    let takes_in = |part: &Term| {
        let cleared = &part.number * &sum.number;
        part.number.is_negative() && factors.iter().any(|factor| factor.id == part.id && -&factor.number >= cleared)
    };
    terms.iter().any(|term| matches!(arena.node(term.id), Node::Product(parts) if parts.iter().any(takes_in)))
}

/// Whether one of the factors under a root, which has no bar, stands below the bar beside it.
fn is_over_own_factor(arena: &Arena, radicand: Id, factors: &[Term]) -> bool {
    let is_below = |id: Id| factors.iter().any(|other| other.id == id && other.number == Rational::MINUS_ONE);
    let core = arena.coefficient(radicand).1;
    let is_shared = |id: Id| !matches!(arena.node(id), Node::Number(_) | Node::Call(_, [])) && is_below(id);
    match arena.node(core) {
        Node::Product(inner) => inner.iter().all(|part| part.number.is_one()) && inner.iter().any(|part| is_shared(part.id)),
        _ => is_shared(core),
    }
}

/// Whether a sum has a term over something that another factor is a power of, or a tangent or cotangent of it.
fn is_uncancelled(arena: &Arena, factor: &Term, terms: &[Term], factors: &[Term], words: &Words) -> bool {
    let is_multiplied = |base: Id| {
        factors.iter().any(|other| match arena.node(other.id) {
            // In x^x*(ln(x) + 1/x) nothing is left to cancel: that is how logarithmic differentiation is written.
            Node::Power(own, exponent) => own == base && !other.number.is_negative() && is_parameter(arena, exponent, base),
            _ => other.id == base && !other.number.is_negative(),
        })
    };
    // Symbolic powers of what a tangent or its relatives have below the bar: sin(x)^n*cot(x) has no value where sin(x)^(n - 1) is 0.
    let is_raised = |above: &[FunctionId; 2], argument: Id| {
        factors.iter().any(|other| match arena.node(other.id) {
            Node::Power(own, exponent) if !other.number.is_negative() => {
                matches!(arena.node(own), Node::Call(function, &[angle]) if above.contains(&function) && angle == argument)
                    && is_parameter(arena, exponent, own)
            }
            _ => false,
        })
    };
    let divides = |part: Id| match arena.node(part) {
        Node::Call(function, &[argument]) if !words.has(function) => {
            BELOW.iter().any(|(quotients, above)| quotients.contains(&function) && is_raised(above, argument))
        }
        _ => false,
    };
    factor.number.is_one()
        && terms.iter().any(|term| match arena.node(term.id) {
            Node::Product(parts) => {
                parts.iter().any(|part| if part.number.is_negative() { is_multiplied(part.id) } else { divides(part.id) })
            }
            _ => divides(term.id),
        })
}

/// Quotients of circular and hyperbolic functions, and the functions that are zero where they have no value.
const BELOW: [([FunctionId; 2], [FunctionId; 2]); 3] = [
    ([FunctionId::named("cot"), FunctionId::named("csc")], [FunctionId::named("sin"), FunctionId::named("tan")]),
    ([FunctionId::named("tan"), FunctionId::named("sec")], [FunctionId::named("cos"), FunctionId::named("cot")]),
    ([FunctionId::named("coth"), FunctionId::named("csch")], [FunctionId::named("sinh"), FunctionId::named("tanh")]),
];

/// Whether a sum shows where it vanishes: `1 - s` of a function value, `1 - 2*s` of one between 0 and 1.
fn shows_zero(arena: &Arena, terms: &[Term]) -> bool {
    is_complement(arena, terms) && (terms[1..].iter().all(|term| term.number == Rational::MINUS_ONE) || is_named_complement(arena, terms))
}

/// Whether an exponent is made of symbols that do not occur in the base.
fn is_parameter(arena: &Arena, exponent: Id, base: Id) -> bool {
    let is_free = |id: Id| arena.as_symbol(id).is_some() && !arena.contains(base, id);
    match arena.node(exponent) {
        Node::Sum(terms) => terms.iter().all(|term| term.id == Id::ONE || is_free(term.id)),
        _ => is_free(exponent),
    }
}

/// Whether a whole number divides all the numbers of a sum's terms, which are whole.
fn has_common_number(terms: &[Term]) -> bool {
    let mut common = 0u64;
    for term in terms {
        let Some((number, 1)) = term.number.to_small() else { return false };
        let (mut left, mut right) = (common, number.unsigned_abs());
        while right != 0 {
            (left, right) = (right, left % right);
        }
        common = left;
    }
    terms.len() > 1 && common > 1
}

/// Whether a function value is a factor of every term.
fn has_common_value(arena: &Arena, terms: &[Term]) -> bool {
    if terms.len() < 2 || terms[0].id == Id::ONE {
        return false;
    }
    let is_value = |id: Id| matches!(arena.node(id), Node::Call(_, [_]) | Node::Power(..));
    let has = |term: &Term, base: Id| match arena.node(term.id) {
        Node::Product(factors) => factors.iter().any(|factor| factor.id == base),
        _ => term.id == base,
    };
    let is_common = |base: Id| is_value(base) && terms[1..].iter().all(|term| has(term, base));
    match arena.node(terms[0].id) {
        Node::Product(factors) => factors.iter().any(|factor| is_common(factor.id)),
        _ => is_common(terms[0].id),
    }
}

/// Whether every term has a power of one exponential, and one of these powers is new: `exp(2*x) - exp(x)` where the question has
/// `exp(x)` alone.
fn has_common_exponential(arena: &Arena, terms: &[Term], words: &Words) -> bool {
    let exponent = |id: Id| match arena.node(id) {
        Node::Call(FunctionId::EXP, &[argument]) => Some(argument),
        _ => None,
    };
    let exponent_in = |term: &Term| match arena.node(term.id) {
        Node::Product(factors) => factors.iter().filter(|factor| factor.number.is_one()).find_map(|factor| exponent(factor.id)),
        _ => exponent(term.id),
    };
    let side = |argument: Id| {
        let (number, core) = arena.coefficient(argument);
        (number.is_negative(), core)
    };
    let Some(first) = terms.first().and_then(exponent_in).filter(|_| terms.len() > 1) else { return false };
    let mut has_new = words.is_new_exponent(FunctionId::EXP, first);
    for term in &terms[1..] {
        match exponent_in(term) {
            Some(argument) if side(argument) == side(first) => has_new |= words.is_new_exponent(FunctionId::EXP, argument),
            _ => return false,
        }
    }
    has_new
}

/// Whether a term of a sum has a logistic function of an argument that is none of the question's exponents, where another has
/// exponentials: `ln(e^(a/t) + e^(b/t)) + (b - a)*sigma((a - b)/t)/t`, in which the two are no longer alike.
fn has_torn_exponentials(arena: &Arena, terms: &[Term], words: &Words) -> bool {
    if words.has(SIGMA) {
        return false;
    }
    let is_new = |id: Id| matches!(arena.node(id), Node::Call(SIGMA, &[argument]) if !words.is_multiple_of_exponent(arena, argument));
    let has_new = |id: Id| match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| is_new(factor.id)),
        _ => is_new(id),
    };
    let has_exponential = |id: Id| arena.function_bits(id) & FunctionId::EXP.bit() != 0;
    terms.iter().any(|term| has_new(term.id)) && terms.iter().any(|term| !has_new(term.id) && has_exponential(term.id))
}

/// Whether a factor is a sum with something below a bar among its terms, and not one the question has.
fn is_nested(arena: &Arena, id: Id, words: &Words) -> bool {
    matches!(arena.node(id), Node::Sum(terms) if terms.iter().any(|term| has_bar(arena, term.id))) && !words.has_part(id)
}

/// Whether this is 1 without a symbol that is not the variable.
fn is_complement_of_parameter(arena: &Arena, terms: &[Term], words: &Words) -> bool {
    let [constant, other] = terms else { return false };
    let is_parameter = arena.as_symbol(other.id).is_some() && words.variable() != Some(other.id);
    constant.id == Id::ONE && constant.number.is_one() && other.number == Rational::MINUS_ONE && is_parameter
}

/// Whether a term of a sum has a sum among its factors.
fn has_brackets(arena: &Arena, terms: &[Term]) -> bool {
    let is_sum = |id: Id| matches!(arena.node(id), Node::Sum(_));
    terms.iter().any(|term| matches!(arena.node(term.id), Node::Product(factors) if factors.iter().any(|factor| factor.number.is_one() && is_sum(factor.id))))
}

/// Whether something stands below a bar in a product.
fn has_bar(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Product(factors) if factors.iter().any(|factor| factor.number.is_negative()))
}

/// A sum with fractions among its terms; a decimal is none, unless a number stands under a root beside it.
fn has_fractions(arena: &Arena, terms: &[Term], words: &Words) -> bool {
    let has_root =
        |id: Id| matches!(arena.node(id), Node::Product(factors) if factors.iter().any(|factor| arena.as_number(factor.id).is_some()));
    let may_have_decimals = words.has_decimals() && !terms.iter().any(|term| has_root(term.id));
    let is_fraction = |number: &Rational| !(number.is_integer() || may_have_decimals && decimals(words, number).is_some());
    terms.iter().any(|term| is_fraction(&term.number) || has_bar(arena, term.id))
}

fn bracketed(arena: &Arena, id: Id, own: u64) -> u64 {
    match arena.node(id) {
        Node::Sum(_) => own.saturating_add(BRACKETS),
        _ => own,
    }
}
