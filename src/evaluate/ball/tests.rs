//! Balls against values of high precision, against the doubles of the table, and against themselves.

use super::{Ball, functions};
use crate::functions::{Arity, FunctionId, TABLE};
use crate::number::Rational;

/// Values computed by another program.
const REFERENCE: &str = include_str!("reference.txt");

fn number(text: &str) -> Rational {
    match text.split_once('/') {
        Some((numerator, denominator)) => &number(numerator) * &number(denominator).reciprocal().expect("not zero"),
        None => match text.strip_prefix('-') {
            Some(size) => -&number(size),
            None => Rational::parse_decimal(text).expect("a number of the table"),
        },
    }
}

fn reference() -> impl Iterator<Item = (FunctionId, Vec<Rational>, Rational)> {
    REFERENCE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, arguments @ .., value] = &words[..] else { panic!("{line} is no line of the table") };
        let at = TABLE.iter().position(|row| row.name == *name && fits(row.arity, arguments.len())).expect("a function of the table");
        (FunctionId(at as u16), arguments.iter().map(|text| number(text)).collect(), number(value))
    })
}

fn fits(arity: Arity, count: usize) -> bool {
    match arity {
        Arity::Exactly(n) => n == count,
        Arity::AtLeast(n) => n <= count,
    }
}

fn value(function: FunctionId, arguments: &[Rational], precision: u32) -> Ball {
    let arguments: Vec<Ball> = arguments.iter().map(|argument| Ball::rational(argument, precision)).collect();
    functions::value(function, &arguments, false)
}

#[test]
fn balls_contain_the_values_of_another_program_and_are_small() {
    let mut count = 0;
    for (function, arguments, expected) in reference() {
        for precision in [64, 128, 256, 1024] {
            let ball = value(function, &arguments, precision);
            let name = function.row().name;
            assert!(ball.is_known(), "{name}{arguments:?} is not known at {precision} bits");
            // The reference is good to 44 digits.
            let slack = Ball::rational(&expected, 300).magnitude() - 145;
            let difference = &ball - &Ball::rational(&expected, 300);
            let wide = difference.clone().widened(slack.max(-100_000));
            assert!(!wide.is_nonzero(), "{name}{arguments:?} at {precision} bits: {} is not {}", ball.to_f64(), expected.to_f64());
            // Zeros of a function, and values near them, have fewer bits.
            let lost = f64::from(precision) - ball.accuracy() as f64;
            assert!(
                lost < 40.0 || ball.magnitude() < -30 + 40,
                "{name}{arguments:?} at {precision} bits: only {} certain",
                ball.accuracy()
            );
            count += 1;
        }
    }
    assert!(count > 2000, "the table of values is read");
}

#[test]
fn every_function_of_the_table_has_a_ball() {
    let without: Vec<&str> = TABLE
        .iter()
        .filter(|row| !matches!(row.arity, Arity::Exactly(0)))
        .filter(|row| !reference().any(|(function, ..)| std::ptr::eq(function.row(), *row)))
        .map(|row| row.name)
        .collect();
    assert!(without.is_empty(), "no reference value for {without:?}: add lines to reference.txt, and a ball to functions.rs");
}
