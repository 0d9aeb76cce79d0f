//! The sides of a step: sums of products in which derivatives not yet taken stand beside expressions.
//!
//! An expression in the arena has no order of its own; a step has the order of its law (`u'*v + u*v'`), so it is kept here.
//! This room differentiates nothing and writes nothing.

use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;

/// The derivative of a name by a name: `dE/dy`, or `∂E/∂y` where other names that vary are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotient {
    /// The name of what is differentiated.
    pub of: Id,
    /// The name it is differentiated by.
    pub by: Id,
    /// Whether other names are held.
    pub partial: bool,
}

/// A factor of a formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// An expression with nothing left to differentiate.
    Expression(Id),
    /// `d/dx(u)`, or `∂/∂x(u)` where other variables are held.
    Derivative {
        /// What is differentiated.
        of: Id,
        /// The variable.
        by: Id,
        /// Whether others are held.
        partial: bool,
    },
    /// `d^n/dx^n(u)`
    Order {
        /// What is differentiated.
        of: Id,
        /// The variable.
        by: Id,
        /// How often, a name.
        order: Id,
    },
    /// `dy/dx`
    Quotient(Quotient),
    /// `d2y/dx2`, `∂2f/∂x∂y`
    Higher {
        /// The name of what is differentiated.
        of: Id,
        /// The names it is differentiated by, in that order.
        by: Vec<Id>,
        /// Whether other names are held.
        partial: bool,
    },
    /// A sum in brackets, as in the quotient rule.
    Group(Formula),
    /// A part at a point: `dy/dx | x=1`.
    At(Box<Part>, Vec<(Id, Id)>),
    /// A number to the digits of a double.
    Rounded(f64),
    /// The gradient of a name, `∇f`.
    Gradient(Id),
    /// The derivative of a name along a direction, `D_v f`.
    Along(Id, Id),
    /// A column.
    Vector(Vec<Id>),
    /// A matrix, row by row.
    Matrix(Vec<Vec<Id>>),
    /// The determinant of a matrix.
    Determinant(Vec<Vec<Id>>),
}

impl Part {
    /// The derivative of a name by names, one after the other.
    pub fn derivative(of: Id, by: &[Id], partial: bool) -> Part {
        match *by {
            [by] => Part::Quotient(Quotient { of, by, partial }),
            _ => Part::Higher { of, by: by.to_vec(), partial },
        }
    }

    /// Whether other variables are held in it.
    pub fn is_partial(&self) -> bool {
        match self {
            Part::Derivative { partial, .. } | Part::Higher { partial, .. } => *partial,
            Part::Quotient(quotient) => quotient.partial,
            Part::At(inner, _) => inner.is_partial(),
            _ => false,
        }
    }
}

/// Factors above and below a fraction bar; without any above it is 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Product {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// The factors of the numerator.
    pub above: Vec<Part>,
    /// The factors of the denominator.
    pub below: Vec<Part>,
}

impl Product {
    /// A product without a bar.
    pub fn of(above: impl IntoIterator<Item = Part>) -> Product {
        Product { above: above.into_iter().collect(), ..Product::default() }
    }
}

/// A sum of products; without any it is 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Formula(pub Vec<Product>);

impl Formula {
    /// An expression with nothing left to differentiate.
    pub fn value(id: Id) -> Formula {
        Formula::part(Part::Expression(id))
    }

    /// One factor alone.
    pub fn part(part: Part) -> Formula {
        Formula(vec![Product::of([part])])
    }

    /// A fraction of two parts.
    pub fn fraction(above: Part, below: Part) -> Formula {
        Formula(vec![Product { negative: false, above: vec![above], below: vec![below] }])
    }

    /// The expression, where it is one with nothing left to differentiate.
    pub fn as_value(&self) -> Option<Id> {
        match &self.0[..] {
            [] => Some(Id::ZERO),
            [Product { negative: false, above, below }] if below.is_empty() => match above[..] {
                [Part::Expression(id)] => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The expressions in it, those still to be differentiated included.
    pub fn expressions(&self) -> Vec<Id> {
        let mut found = Vec::new();
        self.for_each_part(&mut |part| match part {
            Part::Expression(id) | Part::Derivative { of: id, .. } => found.push(*id),
            Part::Vector(entries) => found.extend(entries),
            Part::Matrix(rows) => rows.iter().for_each(|row| found.extend(row)),
            _ => {}
        });
        found
    }

    /// What is differentiated in it, in the order in which it stands there.
    pub fn derivatives(&self) -> Vec<Id> {
        let mut found = Vec::new();
        self.for_each_part(&mut |part| match part {
            Part::Derivative { of, .. } if !found.contains(of) => found.push(*of),
            _ => {}
        });
        found
    }

    /// Calls `visit` with each part, groups and what is in them; groups stand in no groups.
    fn for_each_part(&self, visit: &mut dyn FnMut(&Part)) {
        for part in self.0.iter().flat_map(|product| product.above.iter().chain(&product.below)) {
            visit(part);
            if let Part::Group(inner) = part {
                inner.for_each_part(visit);
            }
        }
    }

    /// The formula as an expression, with `known` in place of what is still to be differentiated.
    pub fn evaluate(&self, arena: &mut Arena, known: &mut dyn FnMut(&Part) -> Id) -> Id {
        let mut terms = Vec::with_capacity(self.0.len());
        for product in &self.0 {
            let mut factors = Vec::with_capacity(product.above.len() + product.below.len());
            let sides = product.above.iter().map(|part| (part, Rational::ONE));
            for (part, exponent) in sides.chain(product.below.iter().map(|part| (part, Rational::MINUS_ONE))) {
                let value = match part {
                    Part::Expression(id) => *id,
                    Part::Group(formula) => formula.evaluate(arena, known),
                    other => known(other),
                };
                factors.push((value, exponent));
            }
            let sign = if product.negative { Rational::MINUS_ONE } else { Rational::ONE };
            terms.push((arena.product(factors), sign));
        }
        arena.sum(terms)
    }
}

/// Bases and their exponents.
type Powers = Vec<(Id, Rational)>;

/// The product of the parts in their order, expressions side by side joined, the sign and the bar drawn out; nothing
/// where it is 0.
pub fn product(arena: &mut Arena, decimals: bool, parts: Vec<Part>) -> Option<Product> {
    let mut number = Rational::ONE;
    let mut above: Vec<Part> = Vec::new();
    let (mut below, mut run, mut all): (Powers, Powers, Powers) = Default::default();
    for part in parts {
        match part {
            Part::Expression(Id::ZERO) => return None,
            Part::Expression(id) => {
                all.push((id, Rational::ONE));
                let (coefficient, rest) = arena.coefficient(id);
                number = &number * &coefficient;
                for Term { id, number } in arena.factors(rest) {
                    if id != Id::ONE {
                        if number.is_negative() { below.push((id, -&number)) } else { run.push((id, number)) }
                    }
                }
            }
            other => {
                close(arena, &mut run, &mut above);
                above.push(other);
            }
        }
    }
    if above.is_empty() {
        // Nothing but expressions: written as one.
        let value = arena.product(all);
        return signed(arena, value);
    }
    close(arena, &mut run, &mut above);
    let negative = number.is_negative();
    let number = number.abs();
    let is_decimal = decimals && number.to_decimal(Rational::WRITTEN_DIGITS).is_some();
    let (numerator, denominator) = if is_decimal { (number, Rational::ONE) } else { (number.numerator(), number.denominator()) };
    if !numerator.is_one() {
        let numerator = arena.number(numerator);
        match above.first_mut() {
            Some(Part::Expression(first)) => *first = arena.multiply(numerator, *first),
            _ => above.insert(0, Part::Expression(numerator)),
        }
    }
    if !denominator.is_one() {
        below.push((arena.number(denominator), Rational::ONE));
    }
    let below = if below.is_empty() { Vec::new() } else { vec![Part::Expression(arena.product(below))] };
    Some(Product { negative, above, below })
}

fn close(arena: &mut Arena, run: &mut Powers, above: &mut Vec<Part>) {
    if !run.is_empty() {
        above.push(Part::Expression(arena.product(run.drain(..))));
    }
}

/// An expression as a product of one factor, its sign in front; nothing where it is 0.
fn signed(arena: &mut Arena, value: Id) -> Option<Product> {
    if value == Id::ZERO {
        return None;
    }
    let (coefficient, _) = arena.coefficient(value);
    let negative = coefficient.is_negative();
    let value = if negative { arena.negate(value) } else { value };
    Some(Product { negative, above: vec![Part::Expression(value)], below: Vec::new() })
}

/// A name for something that has none: the first of these that nothing in `used` has.
pub fn free_name(arena: &mut Arena, names: &[&str], used: &[Id]) -> Id {
    let taken = taken_names(arena, used);
    let is_free = |name: &&&str| !taken.iter().any(|taken| taken == **name);
    match names.iter().find(is_free) {
        Some(name) => arena.symbol(name),
        None => {
            let base = names.first().copied().unwrap_or("f");
            let numbered = (0..=taken.len()).map(|number| format!("{base}_{number}")).find(|name| !taken.contains(name));
            arena.symbol(&numbered.unwrap_or_default())
        }
    }
}

/// Letters for functions, in the order in which they are taken.
pub const FUNCTIONS: [&str; 6] = ["f", "g", "h", "F", "G", "H"];

/// The names of variables and of unknown functions in expressions.
pub fn taken_names(arena: &Arena, roots: &[Id]) -> Vec<String> {
    let parts = arena.reachable_from(roots).into_iter();
    parts
        .filter_map(|id| match arena.node(id) {
            Node::Symbol(symbol) => Some(arena.name(symbol).to_string()),
            Node::Apply(unknown, _) => Some(arena.name(arena.unknown(unknown).0).to_string()),
            _ => None,
        })
        .collect()
}
