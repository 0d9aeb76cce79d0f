//! What the sides of an equation that holds lose of each other's domain, no more and no less, and the single points at which one fails that
//! holds all around them.

use chainrule::{Question, Session, Verdict};

fn judged<T>(left: &str, right: &str, tell: impl FnOnce(chainrule::Judgement<'_>) -> T) -> T {
    let mut session = Session::new();
    tell(session.equal(&Question { expression: left, ..Question::default() }, right).expect("both sides can be read"))
}

/// Left and right side, what the left side loses, and what the right side does.
const LOSSES: &[(&str, &str, &[&str], &[&str])] = &[
    // A power with a parameter as exponent has values at negative numbers where that is whole, and at 0 where it is positive.
    ("x^a*x^b", "x^(a + b)", &["x < 0 and b != floor(b) and a != floor(a)", "x = 0 and a <= 0", "x = 0 and b <= 0"], &[]),
    ("(x*y)^a", "x^a*y^a", &[], &["x < 0 and a != floor(a) and y <= 0", "y < 0 and a != floor(a) and x <= 0"]),
    ("x^a/x^a", "1", &["x < 0 and a != floor(a)", "x = 0"], &[]),
    ("x^(2*a)", "(x^a)^2", &[], &["x < 0 and a != floor(a)"]),
    ("x^(-a)", "1/x^a", &[], &["x = 0 and a < 0"]),
    ("(x^a)^3", "x^(3*a)", &[], &[]),
    ("exp(a*ln(x))", "x^a", &["x <= 0"], &[]),
    // A letter that counts is a whole number.
    ("x*x^n", "x^(n + 1)", &["x = 0 and n <= 0"], &[]),
    // Both factors are negative together, at the end of the range perhaps one of them.
    ("ln(x*y)", "ln(x) + ln(y)", &[], &["y < 0 and x < 0"]),
    ("sqrt(x*y)", "sqrt(x)*sqrt(y)", &[], &["x < 0 and y <= 0", "y < 0 and x <= 0"]),
    ("log(x/y, 2)", "1/(log(2, x) - log(2, y))", &[], &["y < 0 and x < 0"]),
    // What neither side has a value for is lost by neither.
    ("cot(x)", "1/tan(x)", &[], &["cos(x) = 0"]),
    ("(1 - cos(x))/sin(x)", "tan(x/2)", &["sin(x) = 0"], &[]),
    ("n!", "gamma(n + 1)", &[], &[]),
    ("gamma(n)", "(n - 1)!", &[], &[]),
    ("beta(x, y)", "gamma(x)*gamma(y)/gamma(x + y)", &["x < 0", "y < 0"], &[]),
    ("log(x, y)", "1/log(y, x)", &[], &["y = 1"]),
    // What stands in a case is lost with it.
    ("{x^2 - 1/x if x >= 0; x otherwise}", "{x^2 - 1/x if x > 0; x otherwise}", &["x = 0"], &[]),
    // A sign that is zero on both sides.
    ("sign(x*(x - 1))", "sign(x)*sign(x - 1)", &[], &[]),
    ("heaviside(2*x)", "(1 + sign(2*x))/2", &[], &[]),
    // Unknown functions have values of both signs.
    ("2*ln(f(x))", "ln(f(x)^2)", &["f(x) < 0"], &[]),
    // Sums count their terms.
    ("sum(i, 1, n, m)", "n*m", &["n < 0"], &[]),
];

#[test]
fn losses_are_told_where_they_are() {
    for (left, right, own, other) in LOSSES {
        let found = judged(left, right, |mut judgement| {
            assert_eq!(*judgement.verdict(), Verdict::Proved, "{left} = {right}");
            (judgement.left_losses(), judgement.losses())
        });
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_string()).collect::<Vec<_>>();
        assert_eq!(found, (owned(own), owned(other)), "{left} = {right}");
    }
}

/// Left and right side, and a point where they differ: a corner, a jump, or a half line on which one of them rests.
const SINGLE: &[(&str, &str, &str)] = &[
    ("sign(relu(x))", "1", "x = -1"),
    ("sign(relu(x))", "heaviside(x)", "x = 0"),
    ("sign(max(x, 0))", "1", "x = -1"),
    ("sign(min(x, 0))", "-1", "x = 1"),
    ("heaviside(relu(x))", "1", "x = -1"),
    ("heaviside(x^2)", "1", "x = 0"),
    ("heaviside(x)*heaviside(-x)", "0", "x = 0"),
    ("heaviside(x)^2", "heaviside(x)", "x = 0"),
    ("ceil(x) - floor(x)", "1", "x = 1"),
    ("sign(floor(x))", "sign(x)", "x = 1/2"),
    ("sign(x - floor(x))", "1", "x = 1"),
    ("sign(abs(x) + abs(y))", "1", "x = 0, y = 0"),
    ("{1 if x > 0; -1 otherwise}", "sign(x)", "x = 0"),
    ("{1 if x >= 0; 0 otherwise}", "{1 if x > 0; 0 otherwise}", "x = 0"),
    ("(x^a)^b", "x^(a*b)", "x = -1, a = 2, b = 1/2"),
    ("sqrt(x^a)", "x^(a/2)", "x = -1, a = 2"),
    ("abs(x)^(2*a)", "x^(2*a)", "x = -1, a = 1/2"),
];

#[test]
fn sides_that_differ_at_single_points_are_refuted() {
    for (left, right, place) in SINGLE {
        judged(left, right, |judgement| {
            let Verdict::Refuted(witness) = judgement.verdict().clone() else { panic!("{left} = {right}: {:?}", judgement.verdict()) };
            assert_eq!(witness.place(), *place, "{left} = {right}");
        });
    }
    // No slip is behind a single point.
    assert_eq!(judged("{1 if x > 0; 0 otherwise}", "heaviside(x)", |mut judgement| judgement.mistake()), None);
}

/// The same everywhere, at the jumps as well.
#[test]
fn sides_that_agree_at_their_jumps_are_proved() {
    for (left, right) in [
        ("sign(exp(x))", "1"),
        ("sign(max(x, 1))", "1"),
        ("relu(x)*relu(-x)", "0"),
        ("heaviside(x) + heaviside(-x)", "1"),
        ("2*heaviside(x) - 1", "sign(x)"),
        ("sign(x)^3", "sign(x)"),
        ("max(x, 0)*min(x, 0)", "0"),
    ] {
        judged(left, right, |judgement| assert_eq!(*judgement.verdict(), Verdict::Proved, "{left} = {right}"));
    }
}
