//! What the table says of rational arguments, decided without doubles: values that are rational by the function's definition,
//! as `floor(5/2)` is 2, and whether the arguments lie in the domain.

use super::template;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::number::Rational;

/// Factorials up to this one are numbers.
const LARGEST_FACTORIAL: i64 = 1000;

/// The value of a call with rational arguments, where it is rational by the function's definition.
pub fn exact_value(arena: &mut Arena, function: FunctionId, arguments: &[Id]) -> Option<Id> {
    let numbers: Vec<Rational> = arguments.iter().map(|id| arena.as_number(*id).cloned()).collect::<Option<_>>()?;
    let first = numbers.first()?;
    let value = match function.row().name {
        "abs" => first.abs(),
        "sign" => Rational::integer(first.signum().into()),
        "floor" => first.floor(),
        "ceil" => -(-first).floor(),
        "max" => numbers.iter().max()?.clone(),
        "min" => numbers.iter().min()?.clone(),
        "factorial" => {
            let n = first.to_i64().filter(|n| (0..=LARGEST_FACTORIAL).contains(n))?;
            (2..=n).fold(Rational::ONE, |product, k| product * Rational::integer(k))
        }
        _ => return None,
    };
    Some(arena.number(value))
}

/// Whether rational arguments lie outside of the function's domain. Where its condition is not rational (`u >= -1/e`), the value
/// in doubles tells.
pub fn is_outside(arena: &mut Arena, function: FunctionId, arguments: &[Id]) -> bool {
    let numbers: Option<Vec<f64>> = arguments.iter().map(|id| arena.as_number(*id).map(Rational::to_f64)).collect();
    let Some(numbers) = numbers else { return false };
    let losses = arena.take_losses();
    let condition = template::domain(arena, function, arguments, Id::UNDEFINED);
    // The conditions of the table hold sines and cosines against 0 and 1, and what is no whole number of quarter turns is between.
    let condition = condition.map(|condition| with_quarter_turns(arena, condition, Rational::fraction(1, 2)));
    arena.restore_losses(losses);
    match condition.map(|condition| arena.node(condition)) {
        None | Some(Node::And([])) => false,
        Some(Node::Or([])) => true,
        _ => numbers.iter().all(|number| number.is_finite()) && (function.row().value)(&numbers).is_nan(),
    }
}

/// A condition without variables with the sines and cosines of whole numbers of quarter turns as the numbers they are, and those
/// of other rational parts of a turn as `between`, where that is given.
pub fn with_quarter_turns(arena: &mut Arena, condition: Id, between: Option<Rational>) -> Id {
    const SIN: FunctionId = FunctionId::named("sin");
    const COS: FunctionId = FunctionId::named("cos");
    const PI: FunctionId = FunctionId::named("pi");
    let mut new = vec![Id::UNDEFINED; condition.index() + 1];
    for id in arena.reachable(condition) {
        let rebuilt = arena.rebuild(id, |child| new[child.index()]);
        new[id.index()] = match arena.node(rebuilt) {
            Node::Call(function @ (SIN | COS), &[argument]) => {
                let (number, core) = arena.coefficient(argument);
                let is_turn = argument == Id::ZERO || matches!(arena.node(core), Node::Call(PI, _));
                let quarters = number * Rational::integer(2) + Rational::integer(i64::from(function == COS));
                match (is_turn, remainder(quarters), &between) {
                    (true, Some(1), _) => Id::ONE,
                    (true, Some(3), _) => Id::MINUS_ONE,
                    (true, Some(_), _) => Id::ZERO,
                    (true, None, Some(between)) => arena.number(between.clone()),
                    _ => rebuilt,
                }
            }
            Node::Call(FunctionId::ABS, &[argument]) => match arena.as_number(argument).map(Rational::abs) {
                Some(size) => arena.number(size),
                None => rebuilt,
            },
            _ => rebuilt,
        };
    }
    new[condition.index()]
}

/// How far a whole number is from the multiple of four below.
fn remainder(number: Rational) -> Option<i64> {
    let four = Rational::integer(4);
    let below = (&number * &Rational::fraction(1, 4)?).floor() * four;
    (number - below).to_i64()
}
