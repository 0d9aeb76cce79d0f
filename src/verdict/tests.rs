//! Mistakes made on purpose are found again, and nothing else is taken for one.

use super::function::Specimen;
use super::misapplied::misapplied;
use super::slip::{AFTER_THE_SIGN, BEFORE_THE_SIGN, Slip};
use super::working::{Known, Working};
use super::{Alteration, Finding, Mistake, Pair, Refuted, alteration, compare, explain};
use crate::differentiate::Differentiator;
use crate::domain::Knowledge;
use crate::expression::{Arena, Id};
use crate::number::Rational;
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

/// The derivative with a slip at some places.
fn with_slip(arena: &mut Arena, knowledge: &mut Knowledge, working: &mut Working, slip: Slip, places: &[Id]) -> Option<Id> {
    let law = |arena: &mut Arena, id: Id, working: &Working, known: &Known<'_>| misapplied(arena, id, slip, working, known);
    working.derivative(arena, knowledge, &mut right, places, &law)
}

/// More parts than any expression here has.
const MOST_PARTS: usize = 100;

#[test]
fn mistakes_made_on_purpose_are_found() {
    let rules = [Rules::built_in()];
    let mut named = 0;
    for text in EXPRESSIONS {
        for slip in BEFORE_THE_SIGN.into_iter().chain(AFTER_THE_SIGN) {
            let (mut arena, mut knowledge) = (Arena::new(), Knowledge::default());
            let input = read(&mut arena, text).expect("a text of this test");
            let variable = arena.symbol("x");
            let expected = right(&mut arena, &mut knowledge, input, variable).expect("a derivative");
            let working = Working::new(&mut arena, &mut knowledge, &mut right, (input, variable), &[], MOST_PARTS);
            let mut working = working.expect("it is small");
            let places: Vec<Id> = working.places().filter(|id| slip.fits(&arena, *id, &working)).collect();
            for place in places {
                let Some(claimed) = with_slip(&mut arena, &mut knowledge, &mut working, slip, &[place]) else { continue };
                let pair = Pair { expected, claimed, within: &[input], conditions: &[], forgotten: &[], variables: &[] };
                let Finding::Different(witness) = compare(&mut arena, &mut knowledge, &rules, &pair) else { continue };
                let stages = [(input, variable)];
                let refuted = Refuted { stages: &stages, in_names: None, expected, claimed, witness: &witness, conditions: &[] };
                let found = explain(&mut arena, &mut knowledge, &rules, &refuted, &mut right);
                // Another mistake may give the same, but never one that gives something else.
                let again = match found.unwrap_or_else(|| panic!("{slip:?} in {text} is not found")) {
                    Mistake::Slip(other, _) => {
                        let fitting: Vec<Id> = working.places().filter(|id| other.fits(&arena, *id, &working)).collect();
                        let results: Vec<Id> = (fitting.chunks(1).chain([&fitting[..]]))
                            .filter_map(|places| with_slip(&mut arena, &mut knowledge, &mut working, other, places))
                            .collect();
                        let is_claim = |result: &Id| {
                            let pair = Pair { expected: *result, claimed, within: &[], conditions: &[], forgotten: &[], variables: &[] };
                            compare(&mut arena, &mut knowledge, &rules, &pair) == Finding::Equal
                        };
                        assert!(results.iter().any(is_claim), "{slip:?} in {text} is taken for {other:?}");
                        claimed
                    }
                    Mistake::NotDifferentiated | Mistake::TooFew => input,
                    Mistake::TooMany => right(&mut arena, &mut knowledge, expected, variable).expect("as above"),
                    Mistake::Sign => arena.negate(expected),
                    Mistake::Factor(factor) => arena.scale(expected, factor),
                    Mistake::OtherVariable(symbol) => {
                        let other = arena.symbol_node(symbol);
                        right(&mut arena, &mut knowledge, input, other).expect("as above")
                    }
                    Mistake::Integrated => {
                        let back = right(&mut arena, &mut knowledge, claimed, variable).expect("as above");
                        let pair = Pair { expected: input, claimed: back, within: &[], conditions: &[], forgotten: &[], variables: &[] };
                        assert_eq!(compare(&mut arena, &mut knowledge, &rules, &pair), Finding::Equal, "{slip:?} in {text}");
                        claimed
                    }
                    Mistake::TakenFor(..) => panic!("nothing here turns: {slip:?} in {text}"),
                };
                let pair = Pair { expected: again, claimed, within: &[], conditions: &[], forgotten: &[], variables: &[] };
                assert_eq!(compare(&mut arena, &mut knowledge, &rules, &pair), Finding::Equal, "{slip:?} in {text}");
                named += 1;
            }
        }
    }
    assert!(named > 100, "only {named} mistakes were made");
}

/// Around a slip the rest is put rightly: without the derivative of a part once, and with its opposite, the difference to the right
/// one is once and twice the same.
#[test]
fn around_a_slip_the_laws_are_right() {
    let rules = [Rules::built_in()];
    let mut compared = 0;
    for text in EXPRESSIONS {
        let (mut arena, mut knowledge) = (Arena::new(), Knowledge::default());
        let input = read(&mut arena, text).expect("a text of this test");
        let variable = arena.symbol("x");
        let expected = right(&mut arena, &mut knowledge, input, variable).expect("a derivative");
        let working = Working::new(&mut arena, &mut knowledge, &mut right, (input, variable), &[], MOST_PARTS);
        let mut working = working.expect("it is small");
        for place in working.places().collect::<Vec<Id>>() {
            let mut with = |slip| with_slip(&mut arena, &mut knowledge, &mut working, slip, &[place]);
            let (Some(held), Some(opposite)) = (with(Slip::Held), with(Slip::Opposite)) else { continue };
            let claimed = arena.sum([(held, Rational::integer(2)), (opposite, Rational::MINUS_ONE)]);
            let pair = Pair { expected, claimed, within: &[input], conditions: &[], forgotten: &[], variables: &[] };
            assert_eq!(compare(&mut arena, &mut knowledge, &rules, &pair), Finding::Equal, "{text}");
            compared += 1;
        }
    }
    assert!(compared > 5, "only {compared} were compared");
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

/// Functions that stand for unknown ones have the derivatives they say: of a cubic, `f(u + 1) - f(u - 1)` is `2*f'(u) + f'''(u)/3`.
#[test]
fn functions_put_in_place_of_unknown_ones_have_their_derivatives() {
    let exact = |number: i64| Rational::integer(number);
    for number in 0..3 {
        let two = Specimen::new("f", 2, number);
        let f = |order: u32, u: i64| two.value(&[order, 1], &[exact(u), exact(5)], &exact);
        for (order, u) in (0..4).flat_map(|order| (-3..4).map(move |u| (order, u))) {
            let across = &f(order, u + 1) - &f(order, u - 1);
            let third = &f(order + 3, u) * &Rational::fraction(1, 3).expect("a third");
            assert_eq!(across, &(&f(order + 1, u) * &exact(2)) + &third, "order {order} at {u} of {}", two.text());
        }
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
