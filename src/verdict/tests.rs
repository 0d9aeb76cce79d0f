//! Mistakes made on purpose are found again, and nothing else is taken for one.

use super::slip::{Slip, derivative};
use super::{Alteration, Finding, Mistake, Pair, Refuted, alteration, compare, explain};
use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::rewrite::Rules;
use crate::syntax::read;

const EXPRESSIONS: &[&str] = &[
    "sin(x^2)",
    "3*cos(5*x)",
    "x^3*sin(x)",
    "x^2*exp(3*x)",
    "sin(x)/x",
    "(x^2 + 1)/(x - 2)",
    "(2*x + 1)^5",
    "sqrt(1 + x^2)",
    "ln(x^2 + x)",
    "a^x",
    "exp(sin(x))",
    "arctan(3*x)*x",
    "tan(a*x + b)",
    "5*x^4 - 2*x^3 + x",
    "sigma(w*x + b)",
    "x*ln(x)",
    "2^(3*x)",
    "cos(x)^3",
    "1/(1 + exp(-x))",
];

/// Right or wrong, as the laws say.
fn right(arena: &mut Arena, knowledge: &mut Knowledge, input: Id, variable: Id) -> Option<Id> {
    Differentiator::default().derive(arena, knowledge, input, variable, &mut |_, _, _| None).ok()
}

#[test]
fn mistakes_made_on_purpose_are_found() {
    let rules = [Rules::built_in()];
    let mut named = 0;
    for text in EXPRESSIONS {
        for slip in Slip::ALL {
            let (mut arena, mut knowledge) = (Arena::new(), Knowledge::default());
            let input = read(&mut arena, text).expect("a text of this test");
            let variable = arena.symbol("x");
            let expected = right(&mut arena, &mut knowledge, input, variable).expect("a derivative");
            let order = arena.reachable(input);
            let depends = arena.dependence_in(&order, variable);
            let places: Vec<Id> = order.iter().copied().filter(|id| slip.fits(&arena, *id, &depends, variable)).collect();
            for place in places {
                let claimed = derivative(&mut arena, input, variable, slip, Some(place)).expect("every function has one");
                let pair = Pair { expected, claimed, within: &[input], conditions: &[], forgotten: &[], variables: &[] };
                let Finding::Different(witness) = compare(&mut arena, &mut knowledge, &rules, &pair) else { continue };
                let refuted = Refuted { input, variable, expected, claimed, witness: &witness, conditions: &[] };
                let found = explain(&mut arena, &mut knowledge, &rules, &refuted, &mut right);
                // Another mistake may give the same, but never one that gives something else.
                let again = match found.unwrap_or_else(|| panic!("{slip:?} in {text} is not found")) {
                    Mistake::Slip(slip, place) => derivative(&mut arena, input, variable, slip, place).expect("as above"),
                    Mistake::NotDifferentiated => input,
                    Mistake::Sign => arena.negate(expected),
                    Mistake::Factor(factor) => arena.scale(expected, factor),
                    Mistake::OtherVariable(symbol) => {
                        let other = arena.symbol_node(symbol);
                        right(&mut arena, &mut knowledge, input, other).expect("as above")
                    }
                    Mistake::Integrated => claimed,
                };
                let pair = Pair { expected: again, claimed, within: &[], conditions: &[], forgotten: &[], variables: &[] };
                assert_eq!(compare(&mut arena, &mut knowledge, &rules, &pair), Finding::Equal, "{slip:?} in {text}");
                named += 1;
            }
        }
    }
    assert!(named > 100, "only {named} mistakes were made");
}

#[test]
fn without_a_slip_the_laws_are_right() {
    let rules = [Rules::built_in()];
    for text in EXPRESSIONS {
        let (mut arena, mut knowledge) = (Arena::new(), Knowledge::default());
        let input = read(&mut arena, text).expect("a text of this test");
        let variable = arena.symbol("x");
        let expected = right(&mut arena, &mut knowledge, input, variable).expect("a derivative");
        // A place that is not in the expression: nowhere.
        let claimed = derivative(&mut arena, input, variable, Slip::InnerLeftOut, Some(Id::UNDEFINED)).expect("a derivative");
        let pair = Pair { expected, claimed, within: &[input], conditions: &[], forgotten: &[], variables: &[] };
        assert_eq!(compare(&mut arena, &mut knowledge, &rules, &pair), Finding::Equal, "{text}");
    }
}

/// The part of a claim that is written wrong and what should stand there, compared with what is meant to be found.
fn is_altered(expected: &str, claimed: &str, found: Option<(&str, &str)>) -> bool {
    let (mut arena, mut knowledge) = (Arena::new(), Knowledge::default());
    let read = |arena: &mut Arena, text: &str| read(arena, text).expect("a text of this test");
    let (right, wrong) = (read(&mut arena, expected), read(&mut arena, claimed));
    let found = found.map(|(written, meant)| Alteration { written: read(&mut arena, written), meant: read(&mut arena, meant) });
    alteration(&mut arena, &mut knowledge, &[Rules::built_in()], right, wrong, &[]) == found
}

#[test]
fn one_slip_of_the_pen_is_found() {
    let pairs = [
        ("x^2 + 3*x", "x^2 - 3*x", "-3*x", "3*x"),
        ("-x - 2*x^3/(x^2 + y^2)", "-x + 2*x^3/(x^2 + y^2)", "2*x^3/(x^2 + y^2)", "-2*x^3/(x^2 + y^2)"),
        ("k*(x/n - 2)/n", "k*(x/n - 2)", "k*(x/n - 2)", "k*(x/n - 2)/n"),
        ("2*x*cos(y)", "2*x*sin(y)", "sin(y)", "cos(y)"),
        ("a*exp(-b*t)", "a*exp(b*t)", "exp(b*t)", "1/exp(b*t)"),
        ("1/sqrt(7 + x)", "sqrt(7 + x)", "sqrt(7 + x)", "1/sqrt(7 + x)"),
        ("u*v + u*w", "u*v + u*v*w", "v", "1"),
        ("x^2 + x*y + y^3", "x^2 + y^3", "x^2 + y^3", "x^2 + x*y + y^3"),
    ];
    for (expected, claimed, written, meant) in pairs {
        assert!(is_altered(expected, claimed, Some((written, meant))), "{claimed} for {expected}");
    }
}

#[test]
fn what_is_about_something_else_is_no_slip() {
    let pairs = [
        ("-g", "v"),
        ("-g", "D*v^2 - g"),
        ("1", "x"),
        ("3*x^2 - 18*x + 24", "4*x^3 - 24*x^2 + 48*x - 32"),
        ("cos(t)", "5"),
        ("v*exp(r*t)*r", "v*exp(r*t)*A"),
    ];
    for (expected, claimed) in pairs {
        assert!(is_altered(expected, claimed, None), "{claimed} for {expected}");
    }
}
