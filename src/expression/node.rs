//! What an expression is made of.

use crate::functions::FunctionId;
use crate::number::Rational;

/// An expression in an [`Arena`](super::Arena). Two expressions of one arena are equal exactly when their ids are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(super) u32);

impl Id {
    /// The value that does not exist: `1/0`. Whatever contains it is undefined too.
    pub const UNDEFINED: Id = Id(0);
    /// The number 0.
    pub const ZERO: Id = Id(1);
    /// The number 1; as the id of a term it marks the constant of a sum.
    pub const ONE: Id = Id(2);
    /// The number -1.
    pub const MINUS_ONE: Id = Id(3);
    /// The condition that always holds, `otherwise` in a case distinction.
    pub const TRUE: Id = Id(4);

    /// The id as an index, for tables that run parallel to the arena.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An interned name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(super) u32);

/// An interned unknown function together with the order of its derivative in each argument: `f`, `f''`, `F_x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unknown(pub(super) u32);

/// In the place of the order in the first of two arguments: that argument says how often the derivative is taken in the other,
/// `f^(n)(x)` for an n that is no number.
pub const SYMBOLIC_ORDER: u32 = u32::MAX;

/// A part of a sum (`number` is its coefficient) or of a product (`number` is its exponent).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// The expression.
    pub id: Id,
    /// Coefficient or exponent; never zero.
    pub number: Rational,
}

/// A comparison of two real values. `>` and `>=` are written with their sides exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// `a < b`
    Less,
    /// `a <= b`
    LessOrEqual,
    /// `a = b`
    Equal,
    /// `a != b`
    NotEqual,
}

/// What binds a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Binder {
    /// `sum(i, lower, upper, body)`, `sum(i, range, body)`
    Sum,
    /// `product(i, lower, upper, body)`, `product(i, range, body)`
    Product,
    /// `int(body, t, lower, upper)`
    Integral,
}

/// A node, as [`Arena::node`](super::Arena::node) shows it.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// See [`Id::UNDEFINED`].
    Undefined,
    /// An exact number.
    Number(&'a Rational),
    /// A variable or parameter.
    Symbol(Symbol),
    /// Two terms or more, or one with a coefficient other than 1; sorted by id, all different. A term is never a number
    /// (the constant has the id [`Id::ONE`]), and a sum only with a coefficient other than 1 and -1 or when it is long.
    Sum(&'a [Term]),
    /// Two factors or more, or one with an exponent other than 1; sorted by id, all different. A factor is a number only
    /// under a fractional (or gigantic) exponent, a product or one-term sum only under a fractional one.
    Product(&'a [Term]),
    /// A base under an exponent that is not a number.
    Power(Id, Id),
    /// A function of the table.
    Call(FunctionId, &'a [Id]),
    /// An unknown function or one of its derivatives.
    Apply(Unknown, &'a [Id]),
    /// Values and their conditions in turn; the first condition that holds decides.
    Piecewise(&'a [Id]),
    /// A comparison.
    Relation(Relation, Id, Id),
    /// All of these conditions hold; none at all is [`Id::TRUE`].
    And(&'a [Id]),
    /// Some of these conditions hold.
    Or(&'a [Id]),
    /// `[variable, lower, upper, body]`; the variable is a symbol and bound in the body only. A sum or product over no stated
    /// limits is `[variable, range, body]`: the range is a condition, [`Id::TRUE`] where nothing is said of it, and the
    /// variable is bound in it too.
    Bound(Binder, &'a [Id]),
    /// A derivative not yet taken: `d/dx(body)`, as body and variable.
    Derivative(Id, Id),
}
