//! A total order of expressions by structure.
//!
//! An expression is spelt out as a sequence of tokens, its parts in an order of their own; two expressions are compared
//! token by token, and by fingerprint where the first [`LONGEST`] agree. A comparison of sequences is transitive whatever
//! the tokens are, which a comparison that descends to a fixed depth is not, and sorting with an order that goes round in
//! circles may panic.

use crate::expression::{Arena, Id, Node, Term};
use crate::functions::{FunctionId, TABLE};
use crate::number::Rational;
use crate::short::{Short, sort};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// How many tokens are compared before fingerprints decide.
const LONGEST: usize = 48;

/// How many calls inside one another are compared without spelling them.
const NESTED: usize = 8;

/// Sums and products longer than this are compared by their lengths and fingerprints.
const MOST: usize = 8;

/// A total order of expressions by structure: names alphabetically, numbers by size, then part by part. A product is the
/// list of its factors, so `x` comes before `x*y`, and both before `y`.
pub(super) fn compare(arena: &Arena, left: Id, right: Id) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    // Most comparisons end at the first token, or inside calls of the same function, for which no stack is needed.
    let decided = match (arena.node(left), arena.node(right)) {
        (Node::Product(a), Node::Product(b)) if a.len().max(b.len()) <= MOST => compare_products(arena, a, b),
        _ => compare_beginnings(arena, left, right),
    };
    if let Some(order) = decided {
        return order;
    }
    let (mut a, mut b) = (Spelling::of(arena, left), Spelling::of(arena, right));
    for _ in 0..LONGEST {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) => {
                let order = a.compare(&b);
                if order.is_ne() {
                    return order;
                }
            }
            _ => break,
        }
    }
    arena.fingerprint(left).cmp(&arena.fingerprint(right))
}

/// The order where the first tokens decide it, inside calls of the same function as well.
fn compare_beginnings(arena: &Arena, mut left: Id, mut right: Id) -> Option<Ordering> {
    for _ in 0..NESTED {
        let order = match (arena.node(left), arena.node(right)) {
            (Node::Symbol(a), Node::Symbol(b)) => natural(arena.name(a), arena.name(b)),
            _ => leading(arena, left).compare(&leading(arena, right)),
        };
        if order.is_ne() {
            return Some(order);
        }
        match (arena.node(left), arena.node(right)) {
            (Node::Call(_, &[inner]), Node::Call(_, &[other])) => (left, right) = (inner, other),
            _ => return None,
        }
    }
    None
}

/// The order of two short products, where it is decided by how their factors begin, behind factors that they share: what their
/// spellings say, without spelling them.
fn compare_products(arena: &Arena, a: &[Term], b: &[Term]) -> Option<Ordering> {
    let (a, b) = (in_rough_order(arena, a), in_rough_order(arena, b));
    // One token is for where they part.
    let mut left = LONGEST - 1;
    for (a, b) in a.iter().zip(&b) {
        let order = if a.id == b.id {
            left = left_behind_atom(arena, a.id, left)?.checked_sub(1)?;
            Token::Amount(Some(&a.number)).compare(&Token::Amount(Some(&b.number)))
        } else {
            Some(first_token(arena, a.id).compare(&first_token(arena, b.id))).filter(|order| order.is_ne())?
        };
        if order.is_ne() {
            return Some(order);
        }
    }
    Some(a.len().cmp(&b.len())).filter(|order| order.is_ne())
}

/// What is left of so many tokens behind the spelling of an atom; nothing where that takes more.
fn left_behind_atom(arena: &Arena, id: Id, tokens: usize) -> Option<usize> {
    match arena.node(id) {
        Node::Number(_) | Node::Symbol(_) => tokens.checked_sub(1),
        Node::Sum(terms) if terms.len() <= MOST => {
            terms.iter().try_fold(tokens.checked_sub(2)?, |left, term| left_behind(arena, term.id, left.checked_sub(1)?))
        }
        Node::Call(_, arguments) => arguments.iter().try_fold(tokens.checked_sub(2)?, |left, argument| left_behind(arena, *argument, left)),
        _ => None,
    }
}

/// The same of an expression, which is spelt as the list of its factors.
fn left_behind(arena: &Arena, id: Id, tokens: usize) -> Option<usize> {
    match arena.node(id) {
        Node::Product(factors) if factors.len() <= MOST => {
            factors.iter().try_fold(tokens.checked_sub(1)?, |left, factor| left_behind_atom(arena, factor.id, left.checked_sub(1)?))
        }
        _ => left_behind_atom(arena, id, tokens.checked_sub(2)?),
    }
}

/// The parts of a sum or product in the order in which they are spelt.
fn in_rough_order<'a>(arena: &Arena, parts: &'a [Term]) -> SmallVec<[&'a Term; MOST]> {
    let mut sorted: SmallVec<[&Term; MOST]> = SmallVec::new();
    for part in parts {
        sorted.push(part);
    }
    sort(&mut sorted, |a, b| roughly(arena, a.id, b.id).then_with(|| a.number.cmp(&b.number)));
    sorted
}

/// A token; the variants are listed in the order in which they sort.
#[derive(Debug, Clone, Copy)]
enum Token<'a> {
    /// The end of a list: the shorter of two lists comes first.
    End,
    Number(&'a Rational),
    Symbol(&'a str),
    /// A product under an exponent.
    Product,
    Power,
    Sum,
    Apply(&'a str, &'a [u32]),
    Call(FunctionId),
    /// Conditions, cases, sums and integrals: by kind and number of parts.
    Other(u8, usize),
    /// More parts than are compared.
    Long(usize, u64),
    /// The exponent of a factor or the coefficient of a term: by size, the positive one first.
    Amount(Option<&'a Rational>),
}

impl Token<'_> {
    fn place(&self) -> u8 {
        match self {
            Token::End => 0,
            Token::Number(_) => 1,
            Token::Symbol(_) => 2,
            Token::Product => 3,
            Token::Power => 4,
            Token::Sum => 5,
            Token::Apply(..) => 6,
            Token::Call(_) => 7,
            Token::Other(..) => 8,
            Token::Long(..) => 9,
            Token::Amount(_) => 10,
        }
    }

    fn compare(&self, other: &Token<'_>) -> Ordering {
        match (self, other) {
            (Token::Number(a), Token::Number(b)) => a.cmp(b),
            (Token::Symbol(a), Token::Symbol(b)) => natural(a, b),
            // The derivative of the earlier function comes first in f'(x)*g(x) + f(x)*g'(x).
            (Token::Apply(f, f_orders), Token::Apply(g, g_orders)) => natural(f, g).then_with(|| g_orders.cmp(f_orders)),
            (Token::Call(f), Token::Call(g)) => trigonometric(*f).cmp(&trigonometric(*g)).then(f.cmp(g)),
            (Token::Other(a, m), Token::Other(b, n)) => (a, m).cmp(&(b, n)),
            (Token::Long(a, p), Token::Long(b, q)) => (a, p).cmp(&(b, q)),
            (Token::Amount(None), Token::Amount(None)) => Ordering::Equal,
            (Token::Amount(a), Token::Amount(b)) => {
                let (a, b) = (a.unwrap_or(&Rational::ONE), b.unwrap_or(&Rational::ONE));
                a.abs().cmp(&b.abs()).then_with(|| b.cmp(a))
            }
            _ => self.place().cmp(&other.place()),
        }
    }
}

/// What is still to be spelt.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    /// An expression, as the list of its factors.
    Expression(Id),
    /// One factor.
    Atom(Id),
    Token(Token<'a>),
}

/// The tokens of an expression, made as they are asked for.
struct Spelling<'a> {
    arena: &'a Arena,
    left: SmallVec<[Step<'a>; 16]>,
}

impl<'a> Spelling<'a> {
    fn of(arena: &'a Arena, id: Id) -> Spelling<'a> {
        Spelling { arena, left: SmallVec::from_slice(&[Step::Expression(id)]) }
    }

    fn list(&mut self, parts: &'a [Term], own: u64, is_sum: bool) {
        if parts.len() > MOST {
            return self.left.push(Step::Token(Token::Long(parts.len(), own)));
        }
        let sorted = in_rough_order(self.arena, parts);
        self.left.push(Step::Token(Token::End));
        for part in sorted.into_iter().rev() {
            self.left.push(Step::Token(Token::Amount(Some(&part.number))));
            self.left.push(if is_sum { Step::Expression(part.id) } else { Step::Atom(part.id) });
        }
    }

    /// The token an atom begins with; its parts are left to be spelt.
    fn atom(&mut self, id: Id) -> Token<'a> {
        let token = first_token(self.arena, id);
        match self.arena.node(id) {
            Node::Undefined | Node::Number(_) | Node::Symbol(_) => {}
            Node::Product(factors) => self.list(factors, self.arena.fingerprint(id), false),
            Node::Sum(terms) => self.list(terms, self.arena.fingerprint(id), true),
            Node::Power(a, b) | Node::Relation(_, a, b) | Node::Derivative(a, b) => {
                [b, a].map(Step::Expression).into_iter().put_behind(&mut self.left);
            }
            Node::Call(_, ids) | Node::Apply(_, ids) | Node::Piecewise(ids) | Node::Bound(_, ids) => {
                self.left.push(Step::Token(Token::End));
                // What comes behind the tokens that are compared need not be spelt.
                ids.iter().take(LONGEST).rev().map(|id| Step::Expression(*id)).put_behind(&mut self.left);
            }
            // Their parts are sorted by id, which is no order to go by.
            Node::And(_) | Node::Or(_) => self.left.push(Step::Token(Token::Long(0, self.arena.fingerprint(id)))),
        }
        token
    }
}

impl<'a> Iterator for Spelling<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match self.left.pop()? {
                Step::Token(token) => return Some(token),
                Step::Atom(id) => return Some(self.atom(id)),
                Step::Expression(id) => match self.arena.node(id) {
                    Node::Product(factors) => self.list(factors, self.arena.fingerprint(id), false),
                    _ => [Step::Token(Token::End), Step::Token(Token::Amount(None)), Step::Atom(id)].into_iter().put_behind(&mut self.left),
                },
            }
        }
    }
}

/// The token [`Spelling::of`] begins with.
fn leading(arena: &Arena, id: Id) -> Token<'_> {
    match arena.node(id) {
        Node::Product(factors) if factors.len() > MOST => Token::Long(factors.len(), arena.fingerprint(id)),
        Node::Product(factors) => {
            let first = factors.iter().min_by(|a, b| roughly(arena, a.id, b.id));
            first.map_or(Token::End, |factor| first_token(arena, factor.id))
        }
        _ => first_token(arena, id),
    }
}

fn first_token(arena: &Arena, id: Id) -> Token<'_> {
    match arena.node(id) {
        Node::Undefined => Token::Other(0, 0),
        Node::Number(number) => Token::Number(number),
        Node::Symbol(symbol) => Token::Symbol(arena.name(symbol)),
        Node::Product(_) => Token::Product,
        Node::Power(..) => Token::Power,
        Node::Sum(_) => Token::Sum,
        Node::Apply(unknown, _) => {
            let (name, orders) = arena.unknown(unknown);
            Token::Apply(arena.name(name), orders)
        }
        Node::Call(function, _) => Token::Call(function),
        Node::Relation(relation, ..) => Token::Other(1, relation as usize),
        Node::And(parts) => Token::Other(2, parts.len()),
        Node::Or(parts) => Token::Other(3, parts.len()),
        Node::Piecewise(parts) => Token::Other(4, parts.len()),
        Node::Bound(binder, _) => Token::Other(5, binder as usize),
        Node::Derivative(..) => Token::Other(6, 0),
    }
}

/// An order of the parts of one sum or product, which looks no further than their own first tokens.
fn roughly(arena: &Arena, left: Id, right: Id) -> Ordering {
    let first = |id: Id| match arena.node(id) {
        Node::Product(factors) if factors.len() <= MOST => {
            factors.iter().map(|factor| first_token(arena, factor.id)).min_by(Token::compare).unwrap_or(Token::Product)
        }
        _ => first_token(arena, id),
    };
    first(left).compare(&first(right)).then_with(|| arena.fingerprint(left).cmp(&arena.fingerprint(right)))
}

/// Sine before cosine, secant before tangent; the place of any other function is behind them.
const TRIGONOMETRIC: [FunctionId; 12] = [
    FunctionId::named("sin"),
    FunctionId::named("cos"),
    FunctionId::named("sec"),
    FunctionId::named("csc"),
    FunctionId::named("tan"),
    FunctionId::named("cot"),
    FunctionId::named("sinh"),
    FunctionId::named("cosh"),
    FunctionId::named("sech"),
    FunctionId::named("csch"),
    FunctionId::named("tanh"),
    FunctionId::named("coth"),
];

/// The place of each function of the table among them.
static PLACES: [u8; TABLE.len()] = {
    let mut places = [TRIGONOMETRIC.len() as u8; TABLE.len()];
    let mut at = 0;
    while at < TRIGONOMETRIC.len() {
        places[TRIGONOMETRIC[at].0 as usize] = at as u8;
        at += 1;
    }
    places
};

/// The place among the circular and hyperbolic functions.
fn trigonometric(function: FunctionId) -> u8 {
    PLACES[function.0 as usize]
}

/// Whether this is sine, cosine, or another of the six circular functions.
pub(super) fn is_circular(function: FunctionId) -> bool {
    trigonometric(function) < 6
}

/// Names alphabetically, with the numbers in them by size: x2 before x10.
pub(super) fn natural(left: &str, right: &str) -> Ordering {
    // Mostly the first letters decide.
    let first = |name: &str| name.bytes().next().filter(u8::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase());
    if let (Some(a), Some(b)) = (first(left), first(right))
        && a != b
    {
        return a.cmp(&b);
    }
    let split = |name: &str| name.len() - name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let ((a, m), (b, n)) = (left.split_at(split(left)), right.split_at(split(right)));
    let (a_lower, b_lower) = (a.bytes().map(|byte| byte.to_ascii_lowercase()), b.bytes().map(|byte| byte.to_ascii_lowercase()));
    let (m_digits, n_digits) = (m.trim_start_matches('0'), n.trim_start_matches('0'));
    a_lower
        .cmp(b_lower)
        .then_with(|| m_digits.len().cmp(&n_digits.len()))
        .then_with(|| m_digits.cmp(n_digits))
        .then_with(|| left.cmp(right))
}
