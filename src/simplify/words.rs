//! The words of the question: what the answer should keep to.

use super::Goal;
use super::arguments::for_each_argument;
use crate::expression::{Arena, Id, Node, Term, expand};
use crate::functions::{Class, FunctionId};
use crate::number::Rational;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

const SIN: FunctionId = FunctionId::named("sin");
const COS: FunctionId = FunctionId::named("cos");
const TAN: FunctionId = FunctionId::named("tan");
const SEC: FunctionId = FunctionId::named("sec");
const COT: FunctionId = FunctionId::named("cot");
const CSC: FunctionId = FunctionId::named("csc");
const SIGMA: FunctionId = FunctionId::named("sigma");
const TANH: FunctionId = FunctionId::named("tanh");
const SINH: FunctionId = FunctionId::named("sinh");
const COSH: FunctionId = FunctionId::named("cosh");

/// Functions that stand for one another.
const PARTNERS: [(FunctionId, FunctionId); 6] = [(SIN, COS), (COS, SIN), (SINH, COSH), (COSH, SINH), (SEC, TAN), (CSC, COT)];

/// What the question is made of.
#[derive(Debug, Clone, Default)]
pub struct Words {
    functions: SmallVec<[FunctionId; 8]>,
    /// How expressions occur in it.
    marks: Marks,
    /// The sums of the question with fractions among their terms, by what they are over the number of their first term.
    fractional: FxHashMap<Vec<Term>, Id>,
    /// The differences and sums of two letters, or of one and 1, that the question has, without the variable.
    held: SmallVec<[Id; 2]>,
    /// Whether the question itself is a logistic function or a hyperbolic tangent in disguise.
    is_recognized: bool,
    /// Whether the question is a sum of terms with denominators of their own.
    has_fractions_apart: bool,
    /// Whether numbers that end as decimals are written so.
    has_decimals: bool,
    /// The variable, if there is one.
    variable: Option<Id>,
    /// Whether the question has something that jumps, or cases, which may.
    may_jump: bool,
    /// Whether this is about a derivative: the question is not the expression itself.
    is_of_derivative: bool,
}

/// How expressions occur in the question: a bit for each way.
#[derive(Debug, Clone, Default)]
struct Marks {
    /// By id.
    ways: Vec<u8>,
    /// All ways in which some expression occurs.
    any: u8,
}

/// As a part.
const PART: u8 = 1;
/// As the argument of a function, or under a root.
const ARGUMENT: u8 = 1 << 1;
/// As the argument of a trigonometric or hyperbolic function.
const ANGLE: u8 = 1 << 2;
/// As the argument of an exponential.
const EXPONENT: u8 = 1 << 3;
/// The same without its number.
const EXPONENT_CORE: u8 = 1 << 4;
/// As the argument of a logistic function.
const LOGISTIC: u8 = 1 << 5;
/// As the exponent of a power.
const RAISED: u8 = 1 << 6;

impl Marks {
    fn set(&mut self, id: Id, way: u8) {
        if self.ways.len() <= id.index() {
            self.ways.resize(id.index() + 1, 0);
        }
        self.ways[id.index()] |= way;
        self.any |= way;
    }

    #[inline]
    fn has(&self, id: Id, way: u8) -> bool {
        self.ways.get(id.index()).is_some_and(|ways| ways & way != 0)
    }

    /// Whether any expression occurs in this way.
    #[inline]
    fn has_any(&self, way: u8) -> bool {
        self.any & way != 0
    }
}

impl Words {
    /// The words of a question; the functions of its derivative, as the laws leave it, count as well: it is given by its parts.
    pub fn of(arena: &Arena, goal: Goal, derivative: &[Id]) -> Words {
        let Goal { question, decimals: has_decimals, variable, .. } = goal;
        let mut words = Words { has_fractions_apart: has_fractions_apart(arena, question), has_decimals, variable, ..Words::default() };
        // With room for the arguments of what the derivative is made of.
        let root = derivative.last().copied().unwrap_or(question);
        words.marks.ways.resize(question.max(root).index() + 1, 0);
        if arena.function_bits(root) != 0 {
            derivative.iter().for_each(|id| words.meet(arena, *id));
        }
        if question == root {
            words.keep_multiplied_out(arena, question);
            return words;
        }
        words.is_of_derivative = true;
        arena.for_each_part(question, |id| {
            words.marks.set(id, PART);
            words.may_jump |= match arena.node(id) {
                Node::Piecewise(_) => true,
                Node::Call(function, _) => !function.row().continuous.is_empty(),
                _ => false,
            };
            words.meet(arena, id);
            if let Node::Sum(terms @ [_, _]) = arena.node(id)
                && terms.iter().all(|term| term.number.abs().is_one() && (term.id == Id::ONE || arena.as_symbol(term.id).is_some()))
                && variable.is_some_and(|variable| terms.iter().all(|term| term.id != variable))
            {
                words.held.push(id);
            }
            if let Node::Sum(terms) = arena.node(id)
                && terms.len() > 1
                && terms.iter().any(|term| !term.number.is_integer())
                && let Some((over_first, _)) = over_first(terms)
            {
                // Of several multiples one by structure, so that the order of the input decides nothing.
                let own = words.fractional.entry(over_first).or_insert(id);
                if arena.fingerprint(id) < arena.fingerprint(*own) {
                    *own = id;
                }
            }
            for_each_argument(arena, id, |argument| words.marks.set(argument, ARGUMENT));
            if let Node::Power(_, exponent) = arena.node(id) {
                words.marks.set(exponent, RAISED);
            }
        });
        words
    }

    /// Where an expression is to be simplified, its arguments of functions stay where they are multiplied out already:
    /// `exp(x^2 + x)` is no worse than `exp(x*(x + 1))`.
    fn keep_multiplied_out(&mut self, arena: &Arena, question: Id) {
        arena.for_each_part(question, |id| {
            // Under a root common factors are to be seen: a point where one of them vanishes may be all that is left there.
            let (Node::Call(_, arguments) | Node::Apply(_, arguments)) = arena.node(id) else { return };
            for argument in arguments.iter().filter(|argument| is_multiplied_out(arena, **argument)) {
                self.marks.set(*argument, ARGUMENT);
            }
        });
    }

    /// The functions of an expression and their arguments alone.
    pub fn of_functions(arena: &Arena, root: Id) -> Words {
        let mut words = Words::default();
        words.learn(arena, root);
        words
    }

    /// Adds the functions of an expression.
    pub fn learn(&mut self, arena: &Arena, root: Id) {
        if arena.function_bits(root) != 0 {
            arena.for_each_part(root, |id| self.meet(arena, id));
        }
    }

    /// Whether a sum takes one apart that the question holds together, and that does not depend on the variable: `x - s - m` the
    /// `x - m` of a question about s. What only a number is added to is not apart.
    pub fn is_torn(&self, arena: &Arena, id: Id, terms: &[Term]) -> bool {
        let is_among = |held: &Id| {
            let Node::Sum([one, other]) = arena.node(*held) else { return false };
            let number = |id: Id| terms.iter().find(|term| term.id == id).map(|term| &term.number);
            let are_there = match (number(one.id), number(other.id)) {
                (Some(first), Some(second)) => {
                    first.abs().is_one() && second.abs().is_one() && (*first == one.number) == (*second == other.number)
                }
                _ => false,
            };
            are_there && terms.iter().any(|term| ![one.id, other.id, Id::ONE].contains(&term.id))
        };
        self.held.iter().any(is_among) && !self.has_part(id)
    }

    fn meet(&mut self, arena: &Arena, id: Id) {
        let Node::Call(function, arguments) = arena.node(id) else { return };
        if !self.has(function) {
            self.functions.push(function);
        }
        let &[argument] = arguments else { return };
        if function == FunctionId::EXP {
            self.marks.set(argument, EXPONENT);
            self.marks.set(arena.coefficient(argument).1, EXPONENT_CORE);
        } else if function == SIGMA {
            self.marks.set(argument, LOGISTIC);
        } else if is_of_angle(function) && !is_composed(arena, function, arguments) {
            self.marks.set(argument, ANGLE);
        }
    }

    /// Adds the functions of what the question turned out to be; exponentials and hyperbolic tangents are no longer its words
    /// where none remains.
    pub fn recognize(&mut self, arena: &mut Arena, known: Id) {
        let before = self.functions.len();
        self.learn(arena, known);
        // The argument of a ratio of exponentials is met as a difference first.
        for argument in self.marked(arena, LOGISTIC) {
            let difference = expand(arena, argument);
            self.marks.set(difference, LOGISTIC);
        }
        self.is_recognized = self.functions.len() > before;
        if self.is_recognized {
            let remains = arena.function_bits(known);
            self.functions.retain(|function| !matches!(*function, FunctionId::EXP | TANH) || remains & function.bit() != 0);
        }
    }

    /// The expressions that occur in a way.
    fn marked(&self, arena: &Arena, way: u8) -> SmallVec<[Id; 4]> {
        if !self.marks.has_any(way) {
            return SmallVec::new();
        }
        let marked = self.marks.ways.iter().enumerate().filter(|(_, ways)| **ways & way != 0);
        marked.filter_map(|(at, _)| arena.id_at(at)).collect()
    }

    /// Whether the question is known by the name of a function it does not itself use.
    pub fn is_recognized(&self) -> bool {
        self.is_recognized
    }

    /// Whether a function is among them.
    pub fn has(&self, function: FunctionId) -> bool {
        self.functions.contains(&function)
    }

    /// Whether an expression has no other functions; absolute values and signs say where a root was taken, and are no names.
    pub fn covers(&self, arena: &Arena, id: Id) -> bool {
        const SIGN: FunctionId = FunctionId::named("sign");
        arena.reachable(id).into_iter().all(|id| match arena.node(id) {
            Node::Call(FunctionId::ABS | SIGN, _) | Node::Call(_, []) => true,
            Node::Call(function, _) => self.has(function),
            _ => true,
        })
    }

    /// Whether the question has trigonometric or hyperbolic functions.
    pub fn has_angles(&self) -> bool {
        self.marks.has_any(ANGLE)
    }

    /// How many of the question's angles one form has and another has not; the half angle of a hyperbolic tangent is not lost
    /// in the logistic function it turned out to be.
    pub fn lost_angles(&self, arena: &Arena, own: &Words, kept: &Words) -> u64 {
        if kept.has(SIGMA) && !own.has(SIGMA) {
            return 0;
        }
        self.marked(arena, ANGLE).into_iter().filter(|angle| own.marks.has(*angle, ANGLE) && !kept.marks.has(*angle, ANGLE)).count() as u64
    }

    /// How many of the question's sines, cosines and secants one form has and another has not, while it has the partner.
    pub fn lost_partners(&self, own: &Words, kept: &Words) -> u64 {
        let is_lost = |function: FunctionId, partner| self.has(function) && own.has(function) && !kept.has(function) && kept.has(partner);
        PARTNERS.iter().filter(|(function, partner)| is_lost(*function, *partner)).count() as u64
    }

    /// Whether a function stands for a new angle: `sin(2*x)` where the question has `sin(x)`.
    pub fn is_new_angle(&self, function: FunctionId, argument: Id) -> bool {
        is_of_angle(function) && self.has_angles() && !self.marks.has(argument, ANGLE)
    }

    /// Whether the question has, or is, a logistic function of an argument.
    pub fn has_logistic(&self, argument: Id) -> bool {
        self.marks.has(argument, LOGISTIC)
    }

    /// Whether a logistic function is of another argument than those of the question, which has some.
    pub fn is_new_logistic(&self, function: FunctionId, argument: Id) -> bool {
        function == SIGMA && self.marks.has_any(LOGISTIC) && !self.marks.has(argument, LOGISTIC)
    }

    /// Whether an exponential is of another argument than those of the question, which has some.
    pub fn is_new_exponent(&self, function: FunctionId, argument: Id) -> bool {
        function == FunctionId::EXP && self.marks.has_any(EXPONENT) && !self.marks.has(argument, EXPONENT)
    }

    /// Whether an expression is a multiple of the argument of an exponential of the question.
    pub fn is_multiple_of_exponent(&self, arena: &Arena, id: Id) -> bool {
        self.marks.has_any(EXPONENT_CORE) && self.marks.has(arena.coefficient(id).1, EXPONENT_CORE)
    }

    /// Whether this is about a derivative: the question is not the expression itself.
    pub fn is_of_derivative(&self) -> bool {
        self.is_of_derivative
    }

    /// Whether an expression stands in the question as it is.
    pub fn has_part(&self, id: Id) -> bool {
        self.marks.has(id, PART)
    }

    /// The same where it is no exponent, whose parts join with those of others.
    pub fn has_part_as_base(&self, id: Id) -> bool {
        self.marks.has(id, PART) && !self.marks.has(id, RAISED)
    }

    /// The sums the question has, in an order that depends on what they are.
    pub fn own_sums(&self, arena: &Arena) -> SmallVec<[Id; 4]> {
        let mut sums = self.marked(arena, PART);
        sums.retain(|id| matches!(arena.node(*id), Node::Sum(terms) if terms.len() > 1));
        sums.sort_by_cached_key(|id| arena.fingerprint(*id));
        sums
    }

    /// The sum of the question with fractions in it that a sum is a multiple of, and what multiple: `x + 2` is twice its
    /// `x/2 + 1`.
    pub fn own_multiple(&self, arena: &Arena, id: Id) -> Option<(Id, Rational)> {
        if self.fractional.is_empty() || self.has_part(id) {
            return None;
        }
        let Node::Sum(terms) = arena.node(id) else { return None };
        let (over_first, first) = over_first(terms)?;
        let own = *self.fractional.get(&over_first)?;
        let Node::Sum(theirs) = arena.node(own) else { return None };
        Some((own, &first * &theirs.first()?.number.reciprocal()?))
    }

    /// Whether an expression is the argument of a function in the question, or stands under a root of it.
    pub fn has_argument(&self, id: Id) -> bool {
        self.marks.has(id, ARGUMENT)
    }

    /// Whether terms with denominators of their own stay apart, as in the question.
    pub fn has_fractions_apart(&self) -> bool {
        self.has_fractions_apart
    }

    /// The variable, if there is one.
    pub fn variable(&self) -> Option<Id> {
        self.variable
    }

    /// Whether the question has something that jumps, or cases, which may.
    pub fn may_jump(&self) -> bool {
        self.may_jump
    }

    /// Whether this is about the derivative of something that jumps nowhere.
    pub fn is_continuous(&self) -> bool {
        self.is_of_derivative && !self.may_jump
    }

    /// Whether numbers that end as decimals are written so.
    pub fn has_decimals(&self) -> bool {
        self.has_decimals
    }

    /// Whether the question speaks of tangents or secants.
    pub fn has_tangents(&self) -> bool {
        [TAN, SEC, COT, CSC].iter().any(|function| self.has(*function))
    }

    /// Whether the question speaks of cotangents or cosecants.
    pub fn has_cotangents(&self) -> bool {
        self.has(COT) || self.has(CSC)
    }

    /// Whether `exp(a - b)` rather than `exp(b - a)` should stand for the ratio of two exponentials.
    pub fn prefers(&self, arena: &Arena, a: Id, b: Id) -> bool {
        let negative = |id: Id| arena.coefficient(id).0.is_negative();
        (negative(a), arena.fingerprint(a)) < (negative(b), arena.fingerprint(b))
    }
}

/// The terms of a sum over the number of the first, and that number.
fn over_first(terms: &[Term]) -> Option<(Vec<Term>, Rational)> {
    let first = terms.first()?.number.clone();
    let inverse = first.reciprocal()?;
    Some((terms.iter().map(|term| Term { id: term.id, number: &term.number * &inverse }).collect(), first))
}

/// Whether this is a function of an inverse function with an algebraic value: `cos(arctan(x))`.
pub(super) fn is_composed(arena: &Arena, function: FunctionId, ids: &[Id]) -> bool {
    let &[inner] = ids else { return false };
    let inverse = |function: FunctionId| function.row().class == Class::InverseCircular;
    function.row().class == Class::Circular && matches!(arena.node(inner), Node::Call(own, [_]) if inverse(own))
}

/// Whether this is a function of angles, trigonometric or hyperbolic.
fn is_of_angle(function: FunctionId) -> bool {
    matches!(function.row().class, Class::Circular | Class::Hyperbolic)
}

/// Whether an expression is a sum without sums among its terms and their factors.
fn is_multiplied_out(arena: &Arena, id: Id) -> bool {
    let is_sum = |id: Id| matches!(arena.node(id), Node::Sum(_));
    let has_sum = |id: Id| match arena.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| is_sum(factor.id)),
        _ => is_sum(id),
    };
    matches!(arena.node(id), Node::Sum(terms) if terms.len() > 1 && !terms.iter().any(|term| has_sum(term.id)))
}

fn has_fractions_apart(arena: &Arena, question: Id) -> bool {
    let Node::Sum(terms) = arena.node(question) else { return false };
    let below = |id: Id| match arena.node(id) {
        // A symbolic power below the bar joins with what stands above it.
        Node::Product(factors) => {
            factors.iter().any(|factor| factor.number.is_negative() && !matches!(arena.node(factor.id), Node::Number(_) | Node::Power(..)))
        }
        _ => false,
    };
    terms.len() > 1 && terms.iter().any(|term| below(term.id))
}
