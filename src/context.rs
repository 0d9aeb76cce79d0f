//! Expressions as values of the program: `(x.pow(2) * y.sin()).derive(x)`.

use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::render::{self, Style};
use crate::rewrite::Rules;
use crate::session::value_at;
use crate::simplify::{Goal, is_zero, simplify};
use crate::syntax;
use std::cell::RefCell;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Owns expressions. Expressions of one context are equal exactly when they are the same.
///
/// ```
/// use chainrule::Context;
/// let context = Context::new();
/// let (x, y) = (context.variable("x"), context.variable("y"));
/// let f = x.pow(2) * y.sin();
/// assert_eq!(f.derive(x)?.to_string(), "2*x*sin(y)");
/// assert_eq!(x + y, y + x);
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Context {
    arena: RefCell<Arena>,
}

/// An expression in a [`Context`]: a reference and a number, free to copy.
///
/// # Panics
/// Operators panic when their sides come from different contexts.
#[derive(Clone, Copy)]
pub struct Expr<'c> {
    context: &'c Context,
    id: Id,
}

impl Context {
    /// An empty context.
    pub fn new() -> Context {
        Context::default()
    }

    fn expr(&self, id: Id) -> Expr<'_> {
        Expr { context: self, id }
    }

    /// The variable of this name. Greek letters and their English names are the same.
    ///
    /// # Panics
    /// If the text is not a name such as `x`, `w_1` or `theta`, since no reader could tell what is printed for it.
    pub fn variable(&self, name: &str) -> Expr<'_> {
        let Some(name) = syntax::canonical_name(name) else { panic!("`{name}` is not a name for a variable, such as x, w_1 or theta") };
        self.expr(self.arena.borrow_mut().symbol(&name))
    }

    /// An exact number.
    pub fn number(&self, value: impl Into<Rational>) -> Expr<'_> {
        self.expr(self.arena.borrow_mut().number(value.into()))
    }

    /// Reads an expression.
    ///
    /// # Errors
    /// [`Error::Syntax`], [`Error::UnknownFunction`] and [`Error::Undefined`], with the place in the text.
    pub fn parse(&self, text: &str) -> Result<Expr<'_>, Error> {
        Ok(self.expr(syntax::read(&mut self.arena.borrow_mut(), text)?))
    }
}

impl<'c> Expr<'c> {
    fn with(self, other: Expr<'c>, make: impl FnOnce(&mut Arena, Id, Id) -> Id) -> Expr<'c> {
        assert!(std::ptr::eq(self.context, other.context), "these expressions belong to different contexts; make both in the same one");
        self.context.expr(make(&mut self.context.arena.borrow_mut(), self.id, other.id))
    }

    fn call(self, function: FunctionId) -> Expr<'c> {
        self.context.expr(self.context.arena.borrow_mut().call(function, &[self.id]))
    }

    /// This expression to a rational power.
    pub fn pow(self, exponent: impl Into<Rational>) -> Expr<'c> {
        self.context.expr(self.context.arena.borrow_mut().rational_power(self.id, exponent.into()))
    }

    /// This expression to the power of another.
    pub fn power(self, exponent: Expr<'c>) -> Expr<'c> {
        self.with(exponent, Arena::power)
    }

    /// The square root.
    pub fn sqrt(self) -> Expr<'c> {
        self.pow(Rational::fraction(1, 2).unwrap_or(Rational::ONE))
    }

    /// The derivative by `variable`, in the simplest form.
    ///
    /// # Errors
    /// [`Error::Request`] where `variable` is not a variable, [`Error::Unsupported`] where there is no closed form,
    /// [`Error::Undefined`] where there is no value.
    pub fn derive(self, variable: Expr<'c>) -> Result<Expr<'c>, Error> {
        let mut arena = self.context.arena.borrow_mut();
        if arena.as_symbol(variable.id).is_none() {
            return Err(Error::Request { what: "an expression can be differentiated by a variable only".into(), hint: None });
        }
        let (mut knowledge, rules) = (Knowledge::default(), [Rules::built_in()]);
        let mut zero = |arena: &mut Arena, knowledge: &mut Knowledge, id: Id| is_zero(arena, knowledge, &rules, id);
        let derivative = Differentiator::default()
            .derive(&mut arena, &mut knowledge, self.id, variable.id, &mut zero)
            .map_err(crate::session::explain)?;
        let simple =
            simplify(&mut arena, &mut knowledge, &rules, derivative, Goal { variable: Some(variable.id), ..Goal::simplest(self.id) });
        defined(self.context, simple)
    }

    /// The form a person would write.
    ///
    /// # Errors
    /// [`Error::Undefined`] where there is no value.
    pub fn simplify(self) -> Result<Expr<'c>, Error> {
        let mut arena = self.context.arena.borrow_mut();
        let simple = simplify(&mut arena, &mut Knowledge::default(), &[Rules::built_in()], self.id, Goal::simplest(self.id));
        defined(self.context, simple)
    }

    /// This expression with a variable replaced.
    ///
    /// ```
    /// let context = chainrule::Context::new();
    /// let (x, y) = (context.variable("x"), context.variable("y"));
    /// assert_eq!((x + y).substitute(x, y), context.number(2) * y);
    /// ```
    pub fn substitute(self, variable: Expr<'c>, value: Expr<'c>) -> Expr<'c> {
        assert!(std::ptr::eq(self.context, variable.context), "these expressions belong to different contexts; make both in the same one");
        variable.with(value, |arena, from, to| arena.substitute(self.id, from, to))
    }

    /// The value at a point.
    ///
    /// # Errors
    /// [`Error::Request`] where a variable has no value, [`Error::Undefined`] where the expression has none.
    pub fn evaluate(self, point: &[(&str, f64)]) -> Result<f64, Error> {
        value_at(&mut self.context.arena.borrow_mut(), self.id, point)
    }

    /// LaTeX for math mode.
    ///
    /// # Errors
    /// [`Error::Limit`] where the text would be too long.
    pub fn latex(self) -> Result<String, Error> {
        let mut text = String::new();
        render::write_latex(&mut text, &self.context.arena.borrow(), self.id, &Style::default())?;
        Ok(text)
    }

    /// Typst for math mode.
    ///
    /// # Errors
    /// [`Error::Limit`] where the text would be too long.
    pub fn typst(self) -> Result<String, Error> {
        let mut text = String::new();
        render::write_typst(&mut text, &self.context.arena.borrow(), self.id, &Style::default())?;
        Ok(text)
    }
}

fn defined(context: &Context, id: Id) -> Result<Expr<'_>, Error> {
    if id == Id::UNDEFINED { Err(Error::Undefined { span: None, what: "the expression".into() }) } else { Ok(context.expr(id)) }
}

macro_rules! functions {
    ($($(#[$doc:meta])* $method:ident = $name:literal;)*) => {
        impl<'c> Expr<'c> {
            $($(#[$doc])*
            pub fn $method(self) -> Expr<'c> {
                self.call(const { FunctionId::named($name) })
            })*
        }
    };
}

functions! {
    /// The exponential function.
    exp = "exp";
    /// The natural logarithm, for positive arguments.
    ln = "ln";
    /// The sine, of an angle in radians.
    sin = "sin";
    /// The cosine, of an angle in radians.
    cos = "cos";
    /// The tangent, of an angle in radians.
    tan = "tan";
    /// The hyperbolic tangent.
    tanh = "tanh";
    /// The logistic function 1/(1 + e^-u).
    sigma = "sigma";
    /// The absolute value.
    abs = "abs";
}

macro_rules! operators {
    ($($trait:ident $method:ident $make:path;)*) => {
        $(impl<'c> $trait for Expr<'c> {
            type Output = Expr<'c>;
            fn $method(self, other: Expr<'c>) -> Expr<'c> {
                self.with(other, $make)
            }
        })*
    };
}

operators! {
    Add add Arena::add;
    Sub sub Arena::subtract;
    Mul mul Arena::multiply;
    Div div Arena::divide;
}

impl<'c> Neg for Expr<'c> {
    type Output = Expr<'c>;
    fn neg(self) -> Expr<'c> {
        self.context.expr(self.context.arena.borrow_mut().negate(self.id))
    }
}

impl PartialEq for Expr<'_> {
    /// One comparison of two numbers: equal expressions of a context are the same.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.context, other.context) && self.id == other.id
    }
}

impl Eq for Expr<'_> {}

impl fmt::Display for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        match render::write_text(&mut text, &self.context.arena.borrow(), self.id, &Style::default()) {
            Ok(()) => f.write_str(&text),
            Err(error) => write!(f, "({error})"),
        }
    }
}

impl fmt::Debug for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
