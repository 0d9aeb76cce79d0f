//! Differences that lose their digits where both sides are nearly the same, in forms that keep them: `1 - cos(u)`,
//! `1 - sigma(u)`, `x^2 - y^2`.
//!
//! They are chosen after derivatives have been taken. The slope of `1 - cos(u)` is `sin(u)` to its last digit, that of
//! `2*sin(u/2)^2` costs more; and those of `(x - y)*(x + y)` lose what those of `x^2 - y^2` have.

use super::function::Function;
use super::graph::{Graph, Node, Value};
use super::read_arena::ReadInto;
use super::stable::Digits;
use crate::error::Error;
use crate::functions::{FunctionId, Parity, TABLE};
use crate::syntax::template::{self, Template};
use std::sync::LazyLock;

/// What is left of 1 beside a power of a function of u. A test compares the values.
pub(super) const COMPLEMENTS: &[(&str, u32, &str)] = &[
    ("exp", 1, "-y"),
    ("cos", 1, "2*sin(u/2)^2"),
    ("cos", 2, "sin(u)^2"),
    ("sin", 2, "cos(u)^2"),
    ("cosh", 1, "-2*sinh(u/2)^2"),
    ("cosh", 2, "-sinh(u)^2"),
    ("erf", 1, "erfc(u)"),
    ("erfc", 1, "erf(u)"),
    ("Phi", 1, "erfc(u/sqrt(2))/2"),
    ("sigma", 1, "sigma(-u)"),
    ("tanh", 1, "2*sigma(-2*u)"),
    ("tanh", 2, "sech(u)^2"),
    ("sech", 2, "tanh(u)^2"),
];

/// Functions whose derivatives have their complements, which cost an operation instead of another function.
const CHEAP: [&str; 2] = ["sigma", "tanh"];

/// What their derivatives have, which are `y*(1 - y)` and `1 - y^2`.
const DERIVATIVES: [(&str, u32); 2] = [("sigma", 1), ("tanh", 2)];

const EXPM1: Function = Function::Table(FunctionId::named("expm1"));

static TEXTS: LazyLock<Vec<(FunctionId, u32, Template)>> = LazyLock::new(|| {
    let id = |name: &str| TABLE.iter().position(|row| row.name == name).map(|at| FunctionId(at as u16));
    COMPLEMENTS.iter().filter_map(|(name, power, text)| Some((id(name)?, *power, template::of_row(text)))).collect()
});

/// A sum of two in a form that keeps its digits; `of` says what a value of the old graph is in the new one.
pub(super) fn complement(
    old: &Graph,
    terms: &[Value],
    new: &mut Graph,
    of: &dyn Fn(&Value) -> Value,
    digits: Digits,
) -> Result<Option<Value>, Error> {
    let [first, second] = *terms else { return Ok(None) };
    if let Node::Power(second_base, 2) = old.node(second.node)
        && first.factor.signum() != second.factor.signum()
    {
        // The sides of a difference of squares, the first of them a number perhaps.
        let number = (first.factor / second.factor).abs().sqrt();
        let first_base = match old.node(first.node) {
            // With so few digits its square is exact, and no accident of rounding.
            Node::One if number == f64::from(number as f32) && number * number == (first.factor / second.factor).abs() => {
                Some(Value::constant(number))
            }
            Node::Power(base, 2) if number == 1.0 => Some(of(&Value::of(base))),
            _ => None,
        };
        let is_written_otherwise = first_base == Some(Value::ONE) && known(old, Value::of(second.node)).is_some();
        if let Some(a) = first_base.filter(|_| !is_written_otherwise) {
            let b = of(&Value::of(second_base));
            let mut side = |sign: f64| {
                // 1 - erf(u) loses its digits too.
                let terms = [a, Value { factor: sign, node: second_base }];
                let known = if a.as_constant().is_some() { complement(old, &terms, new, of, digits)? } else { None };
                Ok::<Value, Error>(known.unwrap_or_else(|| new.sum([a, b.times(sign)])))
            };
            let (difference, sum) = (side(-1.0)?, side(1.0)?);
            return Ok(Some(new.product(difference, sum).times(-second.factor)));
        }
    }
    if first.as_constant().is_none() {
        return Ok(None);
    }
    let Some((function, power, argument)) = known(old, second) else { return Ok(None) };
    let name = function.row().name;
    let is_kept = match digits {
        Digits::OfAll => false,
        Digits::BesideValues => DERIVATIVES.contains(&(name, power)),
        Digits::OfValues => CHEAP.contains(&name),
    };
    if is_kept {
        return Ok(None);
    }
    // 1 + tanh(u) is 1 - tanh(-u).
    let argument = match first.factor / second.factor {
        -1.0 => of(&argument),
        1.0 if power == 1 && function.row().parity == Parity::Odd => of(&argument).times(-1.0),
        _ => return Ok(None),
    };
    let less_one = if function == FunctionId::EXP { new.apply(EXPM1, &[argument]) } else { Value::ZERO };
    let Some((.., text)) = TEXTS.iter().find(|(known, of_power, _)| (*known, *of_power) == (function, power)) else { return Ok(None) };
    Ok(Some(text.read_into(new, &[argument], less_one)?.times(first.factor)))
}

/// The function with a complement that a value is a power of, and its argument.
fn known(graph: &Graph, value: Value) -> Option<(FunctionId, u32, Value)> {
    let (node, power) = match graph.node(value.node) {
        Node::Power(base, power) => (base, power),
        _ => (value.node, 1),
    };
    let Node::Apply(Function::Table(function), stretch) = graph.node(node) else { return None };
    let argument = *graph.values(stretch).first()?;
    TEXTS.iter().any(|(known, of_power, _)| (*known, *of_power) == (function, power)).then_some((function, power, argument))
}
