//! Depth and length that no recursion and no quadratic loop survives, on a small stack.

use super::Style;
use crate::expression::{Arena, Id};
use crate::functions::FunctionId;
use crate::number::Rational;
use crate::render::{write_latex, write_text, write_unicode};

/// What the three notations write, on a thread with 2 MiB.
fn lengths(make: fn(&mut Arena) -> Id) -> [usize; 3] {
    let worker = move || {
        let mut arena = Arena::new();
        let id = make(&mut arena);
        let variable = Some(arena.symbol("x"));
        let style = Style { decimals: false, variable, ..Style::default() };
        [write_text as super::Write, write_unicode, write_latex].map(|write| {
            let mut out = String::new();
            write(&mut out, &arena, id, &style).expect("it is no longer than the limit");
            out.len()
        })
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(worker).expect("a thread").join().expect("no panic")
}

#[test]
fn a_million_nested_sines() {
    let make = |arena: &mut Arena| {
        let x = arena.symbol("x");
        (0..1_000_000).fold(x, |inner, _| arena.call(FunctionId::named("sin"), &[inner]))
    };
    assert_eq!(lengths(make)[0], 5_000_001);
}

#[test]
fn a_sum_of_a_million_terms() {
    let make = |arena: &mut Arena| {
        let x = arena.symbol("x");
        let terms: Vec<(Id, Rational)> =
            (1..=1_000_000).map(|power| (arena.rational_power(x, Rational::integer(power)), Rational::integer(power))).collect();
        arena.sum(terms)
    };
    assert!(lengths(make)[0] > 10_000_000);
}

#[test]
fn a_product_of_a_hundred_thousand_sums() {
    let make = |arena: &mut Arena| {
        let x = arena.symbol("x");
        let factors: Vec<(Id, Rational)> =
            (1..=100_000).map(|shift| (arena.sum([(x, Rational::ONE), (Id::ONE, Rational::integer(shift))]), Rational::ONE)).collect();
        arena.product(factors)
    };
    assert!(lengths(make)[0] > 900_000);
}

#[test]
fn a_tower_of_powers_and_fractions() {
    let make = |arena: &mut Arena| {
        let (x, a) = (arena.symbol("x"), arena.symbol("a"));
        (0..100_000).fold(x, |inner, _| {
            let power = arena.power(a, inner);
            let sum = arena.add(power, x);
            arena.divide(a, sum)
        })
    };
    assert!(lengths(make)[0] > 100_000);
}
