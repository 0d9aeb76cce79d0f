//! Whatever is written reads back as the identical expression, by id, in the arena it came from.

use super::{read_back, reading};
use crate::error::Error;
use crate::expression::{Arena, Binder, Id, Relation};
use crate::functions::{Arity, FunctionId, TABLE};
use crate::number::Rational;
use crate::render::{Style, write_latex, write_rows, write_text, write_unicode};
use crate::syntax::Input;
use crate::syntax::exact::exact_value;

/// A small deterministic generator (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const NAMES: [&str; 14] = ["x", "y", "a", "w1", "x_1", "theta", "omega", "loss", "y_hat", "n", "x10", "z__1", "w_ij__2", "varepsilon"];
const UNKNOWN: [&str; 4] = ["f", "g", "F", "Loss"];

fn number(random: &mut Random) -> Rational {
    let numerator = [1, 1, 2, 3, 5, 6, 7, 12, 1000][random.below(9)] * [1, 1, -1][random.below(3)];
    Rational::fraction(numerator, [1, 1, 1, 2, 3, 4, 5, 8, 12][random.below(9)]).expect("the denominator is not zero")
}

fn exponent(random: &mut Random) -> Rational {
    let (numerator, denominator) =
        random.pick(&[(2, 1), (3, 1), (-1, 1), (-2, 1), (1, 2), (-1, 2), (3, 2), (-3, 2), (2, 3), (-2, 3), (1, 6)]);
    Rational::fraction(numerator, denominator).expect("the denominator is not zero")
}

/// A random expression built from earlier ones.
fn grow(arena: &mut Arena, random: &mut Random, pool: &[Id]) -> Id {
    let part = |random: &mut Random| random.pick(pool);
    match random.below(18) {
        0 => {
            let name = random.pick(&NAMES);
            arena.symbol(name)
        }
        1 => {
            let value = number(random);
            arena.number(value)
        }
        2..=4 => {
            let terms: Vec<(Id, Rational)> = (0..2 + random.below(3)).map(|_| (part(random), number(random))).collect();
            arena.sum(terms)
        }
        5..=7 => {
            let factors: Vec<(Id, Rational)> = (0..2 + random.below(3))
                .map(|_| (part(random), if random.below(2) == 0 { Rational::ONE } else { exponent(random) }))
                .collect();
            arena.product(factors)
        }
        8 => {
            let (base, exponent) = (part(random), part(random));
            arena.power(base, exponent)
        }
        9 => {
            let (base, exponent) = (part(random), exponent(random));
            arena.rational_power(base, exponent)
        }
        10..=12 => {
            let function = FunctionId(random.below(TABLE.len()) as u16);
            if function.row().definition.is_some() {
                return part(random);
            }
            let count = match function.row().arity {
                Arity::Exactly(count) => count,
                Arity::AtLeast(count) => count + random.below(2),
            };
            let arguments: Vec<Id> = (0..count).map(|_| part(random)).collect();
            // The reader makes no call that has no value: arcosh(-1).
            let numbers: Vec<f64> = arguments.iter().filter_map(|id| arena.as_number(*id)).map(Rational::to_f64).collect();
            if numbers.len() == arguments.len() && !function.row().domain.is_empty() && (function.row().value)(&numbers).is_nan() {
                return part(random);
            }
            // As the reader makes it: what is a number by its definition is that number.
            exact_value(arena, function, &arguments).unwrap_or_else(|| arena.call(function, &arguments))
        }
        13 => {
            let name = random.pick(&UNKNOWN);
            let name = arena.intern(name);
            let orders: Vec<u32> = (0..1 + random.below(3)).map(|_| [0, 0, 1, 2, 5][random.below(5)]).collect();
            let arguments: Vec<Id> = orders.iter().map(|_| part(random)).collect();
            let unknown = arena.unknown_function(name, &orders);
            arena.apply(unknown, &arguments)
        }
        14 => {
            let variable = random.pick(&["i", "t"]);
            let variable = arena.symbol(variable);
            let body = part(random);
            let body = arena.multiply(body, variable);
            let binder = random.pick(&[Binder::Sum, Binder::Product, Binder::Integral]);
            let (lower, upper) = (part(random), part(random));
            if binder == Binder::Integral || random.below(2) == 0 {
                return arena.bound(binder, variable, lower, upper, body);
            }
            let relation = random.pick(&[Relation::Less, Relation::LessOrEqual, Relation::Equal, Relation::NotEqual]);
            let other = if random.below(3) == 0 { lower } else { variable };
            let (first, second) = (arena.relation(relation, variable, upper), arena.relation(Relation::Less, lower, other));
            let (element, set) = (arena.intern("in"), arena.symbol("K"));
            let element = arena.unknown_function(element, &[0, 0]);
            let range = match random.below(5) {
                4 => arena.apply(element, &[variable, set]),
                0 => Id::TRUE,
                1 => first,
                2 => arena.conjunction(&[first, second]),
                _ => arena.disjunction(&[first, second]),
            };
            arena.bind(binder, &[variable, range, body])
        }
        15 => {
            let mut branches = Vec::new();
            for _ in 0..1 + random.below(3) {
                let mut comparisons = Vec::new();
                for _ in 0..1 + random.below(2) {
                    let relation = random.pick(&[Relation::Less, Relation::LessOrEqual, Relation::Equal, Relation::NotEqual]);
                    let (left, right) = (part(random), part(random));
                    comparisons.push(arena.relation(relation, left, right));
                }
                let either = arena.disjunction(&comparisons);
                let relation = random.pick(&[Relation::Less, Relation::LessOrEqual]);
                let (left, right) = (part(random), part(random));
                let also = arena.relation(relation, left, right);
                branches.push((part(random), arena.conjunction(&[either, also])));
            }
            if random.below(2) == 0 {
                branches.push((part(random), Id::TRUE));
            }
            arena.piecewise(&branches)
        }
        16 => {
            // Of what does not mention the variable, a reader of LaTeX asks whether it depends on it.
            let (body, variable) = (part(random), arena.symbol("x"));
            let body = arena.multiply(body, variable);
            arena.derivative(body, variable)
        }
        _ => part(random),
    }
}

/// A random expression, in an arena of its own, with the variable x.
fn random_expression(seed: u64) -> (Arena, Id, Id) {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut arena = Arena::new();
    let mut pool: Vec<Id> = ["x", "y", "a"].iter().map(|name| arena.symbol(name)).collect();
    let x = pool[0];
    for _ in 0..10 {
        let id = grow(&mut arena, &mut random, &pool);
        if id != Id::UNDEFINED {
            pool.push(id);
        }
    }
    let id = pool[pool.len() - 1];
    (arena, id, x)
}

/// Writes random expressions in notations, reads them, and tells which came back as something else.
fn held_against(count: u64, notations: &[(super::Write, Input)]) {
    let mut failures = Vec::new();
    let mut tested = 0;
    for seed in 1..=count {
        let (mut arena, id, x) = random_expression(seed);
        let mut text = String::new();
        write_text(&mut text, &arena, id, &Style::default()).expect("it is short");
        if text.len() > 600 {
            continue;
        }
        for (decimals, decimal_exponents) in [(false, false), (true, false), (true, true)] {
            for variable in [None, Some(x)] {
                let style = Style { decimals, decimal_exponents, variable, ..Style::default() };
                for (write, input) in notations {
                    let mut out = String::new();
                    write(&mut out, &arena, id, &style).expect("it is short");
                    tested += 1;
                    if reading(&mut arena, &out, *input) != Ok(id) {
                        let back = read_back(&mut arena, &out, *input);
                        failures.push((out.len(), format!("{out}\n      is read as {back}\n      instead of {text}")));
                    }
                }
            }
        }
    }
    failures.sort();
    failures.dedup();
    let shown: Vec<&str> = failures.iter().take(40).map(|(_, text)| text.as_str()).collect();
    assert!(failures.is_empty(), "{} of {tested} differ:\n{}", failures.len(), shown.join("\n"));
}

fn in_short_rows(out: &mut String, arena: &Arena, id: Id, style: &Style) -> Result<(), Error> {
    write_rows(out, arena, id, style, 12)
}

#[test]
fn random_expressions_read_back_as_themselves() {
    held_against(6000, &[(write_text, Input::Text), (write_unicode, Input::Text)]);
}

/// `CHAINRULE_EXPRESSIONS=100000 cargo test --release --lib latex_reads_back` tries more.
#[test]
fn latex_reads_back_as_itself() {
    let count = std::env::var("CHAINRULE_EXPRESSIONS").ok().and_then(|count| count.parse().ok());
    held_against(count.unwrap_or(3000), &[(write_latex, Input::Latex), (in_short_rows, Input::Latex)]);
}
