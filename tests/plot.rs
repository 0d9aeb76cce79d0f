//! What is drawn: branches with gaps where a function has a pole, jumps or has no value, and nowhere else.

use chainrule::{Branch, Curve, Question, Session};
use std::process::Command;

fn curve(expression: &str, from: f64, to: f64) -> Curve {
    Session::new().curve(&Question::derive(expression, &["x"]), from, to, 300).expect("a curve")
}

/// Where the branches begin and end, rounded.
fn ends(branches: &[Branch]) -> Vec<(f64, f64)> {
    let round = |x: f64| (x * 10.0).round() / 10.0;
    branches.iter().filter_map(|branch| Some((round(branch.first()?.0), round(branch.last()?.0)))).collect()
}

#[test]
fn poles_jumps_and_undefined_stretches_are_gaps() {
    assert_eq!(curve("tan(x)", -4.0, 4.0).function.len(), 3);
    assert_eq!(curve("1/(x^2 - 1)", -3.0, 3.0).function.len(), 3);
    assert_eq!(curve("1/x^2", -1.0, 1.0).function.len(), 2);
    assert_eq!(ends(&curve("sign(x)", -1.0, 1.0).function), [(-1.0, -0.0), (0.0, 1.0)]);
    assert_eq!(ends(&curve("sqrt(x^2 - 1)", -2.0, 2.0).function), [(-2.0, -1.0), (1.0, 2.0)]);
    assert_eq!(ends(&curve("abs(x)", -1.0, 1.0).derivative), [(-1.0, -0.0), (0.0, 1.0)]);
    assert_eq!(curve("floor(3*x)", -1.0, 1.0).function.len(), 6);
    // A branch reaches the last place where there is a value.
    let root = curve("sqrt(x^2 - 1)", -2.0, 2.0).function;
    assert!(root[0].last().zip(root[1].first()).is_some_and(|(left, right)| left.1.max(right.1) < 1e-5), "{root:?}");
}

#[test]
fn steep_places_are_no_gaps() {
    for expression in ["tanh(1000*x)", "cbrt(x)", "x^2", "sin(20*x)", "abs(x)", "exp(-1000*x^2)", "arctan(10^6*x)", "3"] {
        assert_eq!(curve(expression, -1.0, 1.0).function.len(), 1, "{expression}");
    }
}

#[test]
fn poles_do_not_choose_the_window_and_all_else_is_shown() {
    let window = |expression: &str| {
        let curve = curve(expression, -5.0, 5.0);
        (curve.low, curve.high)
    };
    for expression in ["tan(x)", "1/x", "1/x^2", "1/(x^2 - 1)", "1/sin(x)"] {
        let (low, high) = window(expression);
        assert!(low > -20.0 && high < 20.0, "{expression}: {low} to {high}");
    }
    for (expression, bottom, top) in [("x^3", -124.0, 124.0), ("exp(x)", 0.1, 147.0), ("x*sin(x)", -4.5, 1.8), ("exp(-9*x^2)", 0.0, 0.99)] {
        let (low, high) = window(expression);
        assert!(low < bottom && high > top, "{expression}: {low} to {high}");
    }
}

#[test]
fn no_point_is_a_spike_and_every_point_is_on_the_graph() {
    for expression in ["tan(x)", "1/x", "1/sin(x)", "x^3 - x", "ln(x)"] {
        let curve = curve(expression, -5.0, 5.0);
        let mut session = Session::new();
        for branches in [&curve.function, &curve.derivative] {
            assert!(branches.iter().flatten().all(|(_, y)| (curve.low..=curve.high).contains(y)), "{expression}");
        }
        for (x, y) in curve.function.iter().flatten().filter(|(_, y)| *y > curve.low && *y < curve.high) {
            let value = session.evaluate(&Question { expression, ..Question::default() }, &[("x", *x)]).expect("a value");
            assert!((value - y).abs() <= 1e-12 * (1.0 + y.abs()), "{expression} at {x}: {y} for {value}");
        }
    }
}

#[test]
fn what_cannot_be_drawn_says_why() {
    let error = |expression: &str, from: f64, to: f64| {
        Session::new().curve(&Question::derive(expression, &["x"]), from, to, 100).expect_err("no curve").to_string()
    };
    assert_eq!(error("a*x", 0.0, 1.0), "`a` has no value");
    assert_eq!(error("f(x)", 0.0, 1.0), "an unknown function has no graph");
    assert_eq!(error("ln(x)", -2.0, -1.0), "the function in this interval is undefined");
    assert_eq!(error("x", 1.0, 1.0), "the interval is empty");
}

#[test]
fn the_command_draws_in_the_terminal_and_to_a_file() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_chainrule")).args(arguments).output().expect("the command runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let drawing = run(&["plot", "1/x", "--from", "-2", "--to", "2"]);
    assert!(drawing.lines().count() > 15 && drawing.lines().all(|line| line.chars().count() <= 80), "{drawing}");
    assert!(drawing.contains("-2.0") && drawing.chars().any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)), "{drawing}");
    let file = std::env::temp_dir().join("chainrule-test-plot.svg");
    run(&["plot", "1/x", "--svg", file.to_str().expect("UTF-8")]);
    let svg = std::fs::read_to_string(&file).expect("the file");
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    // Two branches of the function, two of its derivative.
    let of_colour = |colour: &str| svg.lines().filter(|line| line.starts_with("<polyline") && line.contains(colour)).count();
    assert!(of_colour("#0000FF") >= 2 && of_colour("#FF0000") >= 2, "{svg}");
    std::fs::remove_file(&file).expect("the file can go");
}
