//! Mistakes made on purpose are found again, and nothing else is taken for one.

use super::slip::{Slip, derivative};
use super::{Finding, Mistake, Pair, Refuted, compare, explain};
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
