//! Every function of one argument at the edges of its domain, at its poles, corners and jumps and beside them: where numbers
//! show a slope the conditions hold and the answer is that slope, and where they show none, no answer is given.

use chainrule::functions::{Arity, TABLE};
use chainrule::{Error, Form, Question, Session};

/// Where functions of the table end, have poles, turn or jump, and a few places more; exact as text.
const PLACES: [&str; 17] =
    ["0", "1", "-1", "2", "-2", "3", "1/2", "-1/2", "1/3", "pi", "-pi", "pi/2", "-pi/2", "3*pi/2", "exp(-1)", "-exp(-1)", "exp(1)"];

/// How far beside a place is looked.
const BESIDE: [f64; 3] = [0.0, -1e-3, 1e-3];

/// Where a formula is 0/0 and its limit is the derivative: it shows itself that it says nothing there.
const REMOVABLE: [&str; 3] = ["sinc", "Si", "dilog"];

/// What numbers say of a slope.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Slope {
    Is(f64),
    None,
    Unclear,
}

/// Two-sided slopes at two distances: alike, or far apart on the two sides at both.
fn slope(value: fn(&[f64]) -> f64, x: f64) -> Slope {
    let here = value(&[x]);
    if !here.is_finite() {
        return Slope::None;
    }
    let sides = |h: f64| [(here - value(&[x - h])) / h, (value(&[x + h]) - here) / h];
    let (wide, narrow) = (sides(1e-5), sides(1e-6));
    if [wide, narrow].iter().flatten().any(|slope| !slope.is_finite()) {
        return Slope::None;
    }
    let middle = (narrow[0] + narrow[1]) / 2.0;
    let scale = 1.0 + middle.abs();
    let apart = |[left, right]: [f64; 2]| (left - right).abs() / scale;
    if apart(wide) > 0.2 && apart(narrow) > 0.2 {
        return Slope::None;
    }
    let is_steady = [wide, narrow].iter().flatten().all(|slope| (slope - middle).abs() < 1e-2 * scale);
    if is_steady { Slope::Is(middle) } else { Slope::Unclear }
}

/// Where the conditions hold.
fn hold(session: &mut Session, conditions: &[String], point: &str) -> bool {
    conditions.iter().all(|condition| value(session, &format!("{{1 if {condition}; 0 otherwise}}"), point) == Some(1.0))
}

fn value(session: &mut Session, expression: &str, point: &str) -> Option<f64> {
    let question = Question { expression, definitions: &[&format!("x = {point}")], ..Question::default() };
    session.evaluate(&question, &[]).ok().filter(|value| value.is_finite())
}

#[test]
fn conditions_at_every_edge_agree_with_numbers() {
    let mut session = Session::new();
    let (mut slopes, mut gaps, mut faults) = (0, 0, Vec::new());
    for row in TABLE.iter().filter(|row| row.arity == Arity::Exactly(1) && row.definition.is_none() && !row.derivatives.is_empty()) {
        let expression = format!("{}(x)", row.name);
        let Ok(derivative) = chainrule::derive(&expression, "x") else { continue };
        let conditions = derivative.conditions().to_vec();
        for place in PLACES {
            let middle = value(&mut session, "x", place).expect("a place is a number");
            for beside in BESIDE {
                let point = format!("{place} + {beside:.3}");
                let found = slope(row.value, middle + beside);
                let given = value(&mut session, derivative.text(), &point).filter(|_| hold(&mut session, &conditions, &point));
                match (found, given) {
                    (Slope::Is(slope), Some(given)) if (slope - given).abs() < 2e-2 * (1.0 + slope.abs()) => slopes += 1,
                    (Slope::None, None) => gaps += 1,
                    // At a pole doubles are beside it.
                    (Slope::None, Some(given)) if given.abs() > 1e15 => gaps += 1,
                    (Slope::Is(_), None) if middle + beside == 0.0 && REMOVABLE.contains(&row.name) => {}
                    (Slope::Unclear, _) => {}
                    _ => faults.push(format!(
                        "{expression} at {point}: numbers say {found:?}, the answer {given:?} ({derivative}; {conditions:?})"
                    )),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {} faults:\n{}", faults.len(), slopes + gaps + faults.len(), faults.join("\n"));
    assert!(slopes > 1000 && gaps > 200, "{slopes} slopes and {gaps} places without");
}

/// A root of a number is decided exactly: what is closer to zero than doubles tell apart is not zero.
#[test]
fn what_is_near_zero_is_not_taken_for_it() {
    let mut session = Session::new();
    let mut conditions = |expression: &str| {
        let mut answer = session.simplify(&Question { expression, ..Question::default() }).expect("it can be read");
        answer.conditions()
    };
    assert_eq!(conditions("(y - y)*sqrt(3.14159265359 - pi)"), [""; 0]);
    assert_ne!(conditions("(y - y)*sqrt(3.14159265358 - pi)"), [""; 0]);
    assert_ne!(conditions("(y - y)*sqrt(3.14159265358979323846264338327950288 - pi)"), [""; 0]);
}

/// What has a value at 0, and what has not, though 0 times it would be 0 and it over itself 1.
const AT_ZERO: &[(&str, Option<f64>)] = &[
    ("x/x", None),
    ("1/x - 1/x", None),
    ("0*ln(x - 1)", None),
    ("x*ln(x)", None),
    ("x^0", None),
    ("x*tan(pi/2)", None),
    ("x*lgamma(x)", None),
    ("x^1.5", Some(0.0)),
    ("max(0, x)^2", Some(0.0)),
    ("{x*ln(x) if x > 0; 2 if x <= 0}", Some(2.0)),
    ("{x if x < 1; 2 if x >= 1}/x", None),
    ("{1/x if x < 1; 2 if x >= 1}*x", None),
    ("{0 if x < 1; 2 if x >= 1}*ln(x)", None),
    // Of alternatives one that holds is enough, whatever the others speak of: -1 under the root is behind a case that fails.
    ("{sqrt(tan(sqrt(-1 - x)))^2 if x > 2 + cos(x + 1); 3 otherwise}", Some(3.0)),
    ("{sqrt(tan(sqrt(-1 - x)))^2 if x < 2 + cos(x + 1); 3 otherwise}", None),
];

/// The same of derivatives, where a factor of the answer vanishes.
const SLOPES_AT_ZERO: &[(&str, Option<&str>)] = &[
    ("x^2*ln(x)", None),
    ("x^2*cot(x)", None),
    ("x^2*gamma(x)", None),
    ("x^2*tan(pi/2 + x)", None),
    ("x^2*sqrt(x - 1)", None),
    ("abs(x)*sin(x)", Some("0")),
    ("x^(5/3)", Some("0")),
    ("x^2*sign(x)", Some("0")),
    ("cbrt(x)^2*x", Some("0")),
    ("{x^2*ln(x) if x > 0; 0 if x <= 0}", Some("0")),
    ("{x^2 if x < 1; 2 if x >= 1}/x", None),
];

#[test]
fn nothing_without_a_value_falls_out_at_a_point() {
    let mut session = Session::new();
    for (expression, expected) in AT_ZERO {
        let question = Question { expression, ..Question::default() };
        assert_eq!(session.evaluate(&question, &[("x", 0.0)]).ok(), *expected, "{expression}");
        let bounds = session.enclose(&question, &[("x", "0")]).ok().map(|bounds| bounds.lower);
        assert!(bounds.is_none() || bounds == *expected, "{expression}: {bounds:?}");
    }
    for (expression, expected) in SLOPES_AT_ZERO {
        let mut answer = session.derive(&Question::derive(expression, &["x"])).expect("all of these have derivatives");
        assert_eq!(answer.at(&[("x", "0")]).ok().map(|value| value.text).as_deref(), *expected, "{expression}");
    }
}

/// What a double takes for zero is none: numbers are held against a domain exactly, also under a name that is only notation.
#[test]
fn numbers_beyond_doubles_are_inside_or_outside() {
    let mut session = Session::new();
    let mut read = |expression: &str| {
        let question = Question { expression, form: Form::Raw, ..Question::default() };
        session.simplify(&question).and_then(|answer| answer.text())
    };
    for inside in ["ln(10^-400)", "x*ln(1e-400)", "log2(10^-400)", "arcosh(10^400)", "sqrt(10^-400)"] {
        assert!(read(inside).is_ok(), "{inside}: {:?}", read(inside));
    }
    for outside in ["x*log2(-1)", "log10(0)", "log(1, 5)", "log(-2, 8)", "ln(-10^-400)", "artanh(2)", "x + log1p(-2)"] {
        assert!(matches!(read(outside), Err(Error::Undefined { .. })), "{outside}: {:?}", read(outside));
    }
}

/// A value too large for a double is there all the same: the error does not call it undefined, its logarithm has a double, and
/// where it is exact it is told without one.
#[test]
fn what_no_double_holds_is_too_large_and_not_undefined() {
    let mut session = Session::new();
    let mut evaluated = |expression: &str| session.evaluate(&Question { expression, ..Question::default() }, &[("x", 30.0)]);
    for expression in ["exp(24*x)", "-exp(24*x)", "10^400*x", "gamma(10*x)", "x^300 - 1"] {
        let error = evaluated(expression).expect_err(expression);
        assert_eq!((error.kind(), error.to_string().as_str()), ("unsupported", "the value at this point is too large for a double"));
    }
    assert_eq!(evaluated("ln(exp(24*x))"), Ok(720.0));
    assert!(matches!(evaluated("1/(x - 30)"), Err(Error::Undefined { .. })));
    let mut answer = session.derive(&Question::derive("exp(x^2)", &["x"])).expect("a derivative");
    let value = answer.at(&[("x", "30")]).expect("an exact value");
    assert_eq!((value.text.as_str(), value.number), ("60*exp(900)", None));
    assert_eq!(answer.at(&[("x", "30.5")]).map_err(|error| error.kind()), Err("unsupported"));
}

/// Where a question has no value, the error names the part that has none: a case may be all that is wrong.
#[test]
fn an_undefined_part_is_named() {
    let mut session = Session::new();
    for (expression, part) in [
        ("{3 if x <= 7; log(1, x) if x > 7}", "`ln(x)/ln(1)`"),
        ("{x if x < 1; arcsch(arcosh(1))*x if x >= 1}", "`arcsch(arcosh(1))`"),
        ("{x if y > 2; dilog(abs(3))*x otherwise}", "`dilog(abs(3))`"),
    ] {
        let message = session.derive(&Question::derive(expression, &["x"])).map(|_| ()).unwrap_err().to_string();
        assert_eq!(message, format!("{part} is undefined"), "{expression}");
    }
}

/// With more names than a word has bits, what depends on the variable is still told from what does not.
#[test]
fn many_names_are_told_apart() {
    let names: Vec<String> = (0..70).map(|number| format!("b{number}")).collect();
    let sum = names.join(" + ");
    let mut session = Session::new();
    let mut derived = |expression: &str, variable: &str| {
        let answer = session.derive(&Question::derive(expression, &[variable])).expect("it has a derivative");
        answer.text().expect("it can be written")
    };
    for last in ["b0", "b63", "b64", "b69"] {
        assert_eq!(derived(&format!("x*y + x^2*({sum})"), last), "x^2");
    }
    assert_eq!(derived(&format!("x*y + ({sum})*x"), "y"), "x");
    assert_eq!(derived(&format!("x*({sum})"), "x"), sum);
    assert_eq!(derived(&format!("x^2*({sum})"), "x"), format!("2*x*({sum})"));
}

/// Numbers that no double tells from the end of a domain, and bases that are negative: answers, and their conditions.
#[test]
fn numbers_near_the_end_of_a_domain_are_told_exactly() {
    for (text, expected, conditions) in [
        ("x*artanh(1 - 10^-20)", "artanh(99999999999999999999/100000000000000000000)", &[][..]),
        ("x*li(1 + 10^-20)", "li(100000000000000000001/100000000000000000000)", &[]),
        ("x*gamma(-1 + 1/10^17)", "gamma(-99999999999999999/100000000000000000)", &[]),
        ("x*digamma(-10^17 - 1/2)", "digamma(-200000000000000001/2)", &[]),
        ("x + BesselJ(0, -10^100)", "1", &[]),
        ("(-1)^n*x", "(-1)^n", &[]),
        // Of a negative base only single exponents have a power.
        ("x - ln(1/2)^cos(a)", "1", &["ln(1/2) > 0"]),
    ] {
        let mut session = Session::new();
        let mut answer = session.derive(&Question::derive(text, &["x"])).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(answer.text().expect("it is short"), expected, "{text}");
        assert_eq!(answer.conditions(), conditions, "{text}");
    }
}
