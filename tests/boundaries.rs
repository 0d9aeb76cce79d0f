//! Every function of one argument at the edges of its domain, at its poles, corners and jumps and beside them: where numbers
//! show a slope the conditions hold and the answer is that slope, and where they show none, no answer is given.

use chainrule::functions::{Arity, TABLE};
use chainrule::{Question, Session};

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
