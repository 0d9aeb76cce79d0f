//! Programs against the symbolic engine: the same values and the same derivatives, at no more than the known cost.

use chainrule::{Error, Form, Question, Session};

/// Functions, their variables, and the most operations that the value, and value and gradient together, may take.
const COSTS: &[(&str, &str, usize, usize)] = &[
    ("(a - cos(z))^2/2", "a z", 4, 6),
    ("x0*x1*x2*x3*x4*x5*x6*x7*x8*x9", "x0 x1 x2 x3 x4 x5 x6 x7 x8 x9", 9, 25),
    // One exp for the logistic function and its derivative.
    ("1/(1 + exp(-z))", "z", 4, 6),
    ("sigma(z)", "z", 1, 3),
    ("ln(1 + exp(z)) - y*z", "z", 5, 7),
    ("tanh(w*x + b)", "w x b", 3, 7),
    // Constants go to the root, and signs cost nothing.
    ("100*(y - x^2)^2 + (1 - x)^2", "x y", 7, 11),
    ("-t*(z - ln(exp(z) + exp(y)))", "z y", 6, 10),
    // Powers by squarings.
    ("x^15", "x", 6, 7),
    ("1/sqrt(x^2 + y^2 + z^2)", "x y z", 7, 13),
    ("E = (y - f)^2/2; f = v*s + c; s = sigma(w*x + b)", "v c w b", 8, 14),
];

#[test]
fn costs_are_no_higher_than_known() {
    for (expression, variables, value, both) in COSTS {
        let variables: Vec<&str> = variables.split(' ').collect();
        let cost = Session::new().cost(&Question::derive(expression, &variables)).expect("it has a program");
        assert!(cost.value <= *value, "the value of {expression} takes {} operations, not {value}", cost.value);
        assert!(cost.value_and_gradient <= *both, "{expression} with its gradient takes {}, not {both}", cost.value_and_gradient);
    }
}

#[test]
fn the_gradient_of_a_product_takes_three_operations_for_each_of_the_value() {
    for factors in [3, 1000, 30_000] {
        let names: Vec<String> = (0..factors).map(|at| format!("x{at}")).collect();
        let variables: Vec<&str> = names.iter().map(String::as_str).collect();
        let cost = Session::new().cost(&Question::derive(&names.join("*"), &variables)).expect("it has a program");
        assert_eq!(cost.value, factors - 1);
        assert!(cost.value_and_gradient <= 3 * cost.value);
    }
}

#[test]
fn a_layer_of_a_network_costs_two_and_a_half_times_its_value() {
    let n = 40;
    let row = |row: usize| {
        let products: Vec<String> = (0..n).map(|at| format!("w{row}_{at}*x{at}")).collect();
        format!("v{row}*tanh({} + b{row})", products.join(" + "))
    };
    let rows: Vec<String> = (0..n).map(row).collect();
    let expression = format!("(y - ({}))^2/2", rows.join(" + "));
    let weights: Vec<String> = (0..n).flat_map(|row| (0..n).map(move |at| format!("w{row}_{at}"))).collect();
    let variables: Vec<&str> = weights.iter().map(String::as_str).collect();
    let cost = Session::new().cost(&Question::derive(&expression, &variables)).expect("it has a program");
    assert!(2 * cost.value_and_gradient <= 5 * cost.value, "{cost:?}");
}

/// Expressions with every kind of step, in x and y.
const EXPRESSIONS: &[&str] = &[
    "3*x^4*y - 5*x^2/y + 7",
    "(x - y)/(x^2 + y^2 + 1) - (y - x)*x",
    "exp(-(x - 1)^2/(2*y^2))/(y*sqrt(2*pi))",
    "sqrt(x^2 + y^2 + 2)^3 + x^(5/2) + x^(-3/2) + x^(2/3)",
    "sin(2*x - y)*cos(-x*y) + tan(x/3)/sec(y/4)",
    "x^y + y^x + 2^x + x^-3",
    "ln(1 + exp(x - y)) - sigma(y)*tanh(-x)",
    "max(x, y, 1)*min(2*x, y) + abs(x - 2*y)",
    "{x^2 if x < y; x*y if x > 2 and y > 0 or y < -3; sin(x) otherwise}",
    "logsumexp(x, 2*y, x*y) + softplus(x) + silu(y) + gelu(x*y) + relu(x - 3)",
    "log2(x) + log10(y) + log(x, y + 5) + log1p(x*y) + expm1(x/4) + cbrt(x + y)",
    "hypot(x, y) + atan2(y, x) + beta(x, y + 1)",
    "arctan(x) + arsinh(x*y) + erf(x/2) - digamma(x + y)",
    "-(x + y)*(-(x*y)) - (-(x - y))^3",
    "a = x*y; b = a^2 + a; c = b/a; b*c - sin(a)",
    "f(t) = t^2*y; f(x) + f(2*x)",
    "d/dx(x^3*y) + x",
];

const POINTS: &[[f64; 2]] = &[[0.7, 1.9], [2.3, 0.6], [1.25, 3.5], [0.31, 0.27]];

#[test]
fn values_and_gradients_agree_with_the_symbolic_ones() {
    EXPRESSIONS.iter().for_each(|expression| agrees(expression));
}

/// Random expressions of a size that nobody would write down, from a fixed seed.
#[test]
fn random_values_and_gradients_agree_with_the_symbolic_ones() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for _ in 0..300 {
        let mut parts: Vec<String> = ["x", "y", "2", "0.5", "3"].map(String::from).to_vec();
        for _ in 0..12 {
            let a = parts[random(parts.len())].clone();
            let b = parts[random(parts.len())].clone();
            parts.push(match random(12) {
                0 | 1 => format!("({a} + {b})"),
                2 | 3 => format!("({a} - {b})"),
                4 | 5 => format!("{a}*{b}"),
                6 => format!("{a}/(2 + {b}^2)"),
                7 => format!("(-{a})"),
                8 => format!("({a})^{}", 2 + random(4)),
                9 => format!("sin({a})"),
                10 => format!("tanh({a})"),
                _ => format!("exp(-({a})^2)"),
            });
        }
        let longest = parts.iter().filter(|part| part.len() < 400).max_by_key(|part| part.len()).expect("there are some");
        agrees(longest);
    }
}

fn agrees(expression: &str) {
    let mut session = Session::new();
    let variables = ["x", "y"];
    let program = session.program(&Question::derive(expression, &variables)).expect("it has a program");
    let code = program.value_and_gradient().expect("it has a gradient");
    assert_eq!(program.variables(), variables);
    for point in POINTS {
        let found = code.run(point, &mut Vec::new());
        let named = [("x", point[0]), ("y", point[1])];
        let value = session.evaluate(&Question::derive(expression, &[]), &named);
        check(expression, "value", point, found[0], value);
        for (at, variable) in variables.iter().enumerate() {
            let one = [*variable];
            let question = Question { form: Form::Raw, ..Question::derive(expression, &one) };
            let slope = session.derive(&question).and_then(|mut answer| answer.evaluate(&named));
            check(expression, variable, point, found[at + 1], slope);
        }
    }
}

fn check(expression: &str, what: &str, point: &[f64; 2], found: f64, expected: Result<f64, Error>) {
    match expected {
        Ok(expected) => {
            let close = (found - expected).abs() <= 1e-9 * (1.0 + expected.abs());
            assert!(close, "{expression}: {what} at {point:?} is {found}, not {expected}");
        }
        Err(_) => assert!(!found.is_finite(), "{expression}: {what} at {point:?} is {found}, but there is no value"),
    }
}

#[test]
fn what_is_no_program_says_so() {
    let cost = |expression: &str| Session::new().cost(&Question::derive(expression, &["x"]));
    assert!(matches!(cost("f(x) + 1"), Err(Error::Unsupported { .. })));
    assert!(matches!(cost("int(sin(t)/t, t, 0, x)"), Err(Error::Unsupported { .. })));
    assert!(matches!(cost("BesselJ(x, 2)"), Err(Error::Unsupported { .. })));
    assert!(matches!(cost("x/0"), Err(Error::Undefined { span: Some(_), .. })));
    assert!(matches!(cost("x + (1 - 1)^0"), Err(Error::Undefined { .. })));
    assert!(matches!(cost("x + ln(-1)"), Err(Error::Undefined { .. })));
}
