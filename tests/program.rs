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
    // A comparison and a choice.
    ("relu(w*x + b)", "w x b", 3, 7),
    ("max(0, w*x + b)", "w x b", 3, 7),
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
        let value = session.evaluate(&Question::derive(expression, &variables), &named);
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

/// Where there is no variable there is no derivative, and a number takes no operation.
#[test]
fn what_has_no_variable_has_a_cost() {
    for expression in ["5", "sin(5)", "exp(2)*sin(5)", "pi"] {
        let cost = Session::new().cost(&Question::derive(expression, &[])).expect("it has a cost");
        assert_eq!((cost.value, cost.value_and_gradient), (0, 0), "{expression}");
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

/// Columns of points, in both precisions, against one point at a time.
#[test]
fn many_points_have_the_values_of_each() {
    for expression in EXPRESSIONS {
        let program = Session::new().program(&Question::derive(expression, &["x", "y"])).expect("it has a program");
        let compiled = program.compile(true).expect("it has a gradient");
        let coordinate = |at: usize| 0.05 + (at % 389) as f64 * 0.01;
        // More than a task, and not a whole number of blocks.
        let columns: [Vec<f64>; 2] = [(0..5000).map(coordinate).collect(), (0..5000).map(|at| coordinate(at * 7 + 3)).collect()];
        let found = compiled.evaluate(&[&columns[0], &columns[1]]).expect("the columns fit");
        let narrow: Vec<Vec<f32>> = columns.iter().map(|column| column.iter().map(|x| *x as f32).collect()).collect();
        let found_narrow = compiled.evaluate(&[&narrow[0][..], &narrow[1][..]]).expect("the columns fit");
        for at in (0..5000).step_by(97) {
            let expected = compiled.evaluate_at(&[columns[0][at], columns[1][at]]).expect("the point fits");
            for (result, expected) in expected.iter().enumerate() {
                let value = found[result][at];
                let is_same = value == *expected || value.is_nan() && expected.is_nan();
                let close = is_same || (value - expected).abs() <= 1e-12 * (1.0 + expected.abs());
                assert!(close, "{expression}: result {result} of point {at} is {value}, not {expected}");
                let value = f64::from(found_narrow[result][at]);
                let is_smooth = expected.abs() < 1e6 && !expression.contains("max") && !expression.contains("if");
                let close = (value - expected).abs() <= 1e-2 * (1.0 + expected.abs());
                assert!(!is_smooth || close, "{expression}: result {result} of point {at} is {value} in f32, not {expected}");
            }
        }
    }
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let program = Session::new().program(&Question::derive("x*y", &["x", "y"])).expect("it has a program");
    let compiled = program.compile(false).expect("it has a value");
    assert!(matches!(compiled.evaluate_at(&[1.0]), Err(Error::Request { .. })));
    assert!(matches!(compiled.evaluate::<f64>(&[&[1.0]]), Err(Error::Request { .. })));
    assert!(matches!(compiled.evaluate(&[&[1.0, 2.0, 3.0][..], &[1.0, 2.0]]), Err(Error::Request { .. })));
    // A single number stands for a whole column.
    assert_eq!(compiled.evaluate(&[&[1.0, 2.0][..], &[3.0]]), Ok(vec![vec![3.0, 6.0]]));
}

fn rosenbrock(n: usize) -> (String, Vec<String>) {
    let term = |at: usize| format!("100*(x{} - x{at}^2)^2 + (1 - x{at})^2", at + 1);
    ((0..n - 1).map(term).collect::<Vec<_>>().join(" + "), (0..n).map(|at| format!("x{at}")).collect())
}

/// The entries of a sparse Hessian are the symbolic second derivatives, and all others are zero.
#[test]
fn sparse_hessians_have_the_entries_that_are_not_zero() {
    let (expression, names) = rosenbrock(6);
    let variables: Vec<&str> = names.iter().map(String::as_str).collect();
    let program = Session::new().program(&Question::derive(&expression, &variables)).expect("it has a program");
    let hessian = program.sparse_hessian().expect("it has a Hessian");
    let point = [0.3, -0.7, 1.1, 0.9, -0.2, 0.5];
    let values = hessian.code.run(&point, &mut Vec::new());
    let named: Vec<(&str, f64)> = variables.iter().copied().zip(point).collect();
    for row in 0..6 {
        for column in row..6 {
            let by = [variables[row], variables[column]];
            let expected = Session::new().derive(&Question::derive(&expression, &by)).and_then(|mut answer| answer.evaluate(&named));
            let entry = hessian.entries.iter().position(|entry| *entry == (row, column)).map_or(0.0, |at| values[at]);
            let expected = expected.expect("it has a value");
            assert!((entry - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{by:?}: {entry}, not {expected}");
        }
    }
}

#[test]
fn a_sparse_hessian_grows_with_its_entries_only() {
    let size = |n: usize| {
        let (expression, names) = rosenbrock(n);
        let variables: Vec<&str> = names.iter().map(String::as_str).collect();
        let hessian = Session::new().program(&Question::derive(&expression, &variables)).and_then(|program| program.sparse_hessian());
        let hessian = hessian.expect("it has a Hessian");
        assert_eq!(hessian.entries.len(), 2 * n - 1);
        hessian.code.operations()
    };
    assert!(size(2000) < 11 * size(200));
}

/// Along a direction, forward mode agrees with reverse mode, weighted values with both, and all with differences.
#[test]
fn forward_and_reverse_mode_agree_with_each_other_and_with_differences() {
    for expressions in EXPRESSIONS.windows(2).filter(|pair| pair.iter().all(|text| !text.contains(['=', ';']) && !text.contains("d/d"))) {
        let list = expressions.join(", ");
        let program = Session::new().vector_program(&Question::derive(&list, &["x", "y"])).expect("it has a program");
        let run = |code: &chainrule::program::instruction::Code, point: &[f64]| code.run(point, &mut Vec::new());
        let values = program.value();
        let all = program.value_and_gradient().expect("it has gradients");
        let forward = program.jacobian_vector_product().expect("it has derivatives").value();
        let weighted = program.vector_jacobian_product().expect("it has derivatives").value();
        for [x, y] in POINTS {
            let [dx, dy, first, second] = [0.6, -1.7, 2.5, 0.3];
            let all = run(&all, &[*x, *y]);
            let forward = run(&forward, &[*x, *y, dx, dy]);
            let weighted = run(&weighted, &[*x, *y, first, second]);
            let step = 1e-6;
            let ahead = run(&values, &[x + step * dx, y + step * dy]);
            let behind = run(&values, &[x - step * dx, y - step * dy]);
            let near = |a: f64, b: f64, tolerance: f64| !b.is_finite() || (a - b).abs() <= tolerance * (1.0 + b.abs());
            for row in 0..2 {
                let slopes = &all[2 + 2 * row..][..2];
                assert!(near(forward[row], all[row], 0.0), "{list} at ({x}, {y})");
                assert!(near(forward[2 + row], slopes[0] * dx + slopes[1] * dy, 1e-9), "{list}, row {row} at ({x}, {y})");
                let by_difference = (ahead[row] - behind[row]) / (2.0 * step);
                assert!(near(forward[2 + row], by_difference, 1e-4), "{list}, row {row} at ({x}, {y}): {by_difference}");
                assert!(near(weighted[2 + row], first * all[2 + row] + second * all[4 + row], 1e-9), "{list} at ({x}, {y})");
            }
        }
    }
}

#[test]
fn a_hessian_times_a_vector_is_the_gradient_along_it() {
    let (expression, names) = rosenbrock(6);
    let variables: Vec<&str> = names.iter().map(String::as_str).collect();
    let program = Session::new().program(&Question::derive(&expression, &variables)).expect("it has a program");
    let hessian = program.sparse_hessian().expect("it has a Hessian");
    let (point, direction) = ([0.3, -0.7, 1.1, 0.9, -0.2, 0.5], [1.0, 2.0, -0.5, 0.25, 3.0, -1.0]);
    let mut expected = [0.0; 6];
    for ((row, column), value) in hessian.entries.iter().zip(hessian.code.run(&point, &mut Vec::new())) {
        expected[*row] += value * direction[*column];
        if row != column {
            expected[*column] += value * direction[*row];
        }
    }
    let along = program.jacobian_vector_product().and_then(|along| along.value_and_gradient()).expect("it has derivatives");
    let found = along.run(&[point, direction].concat(), &mut Vec::new());
    for (found, expected) in found[2 + 6..].iter().zip(expected) {
        assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{found}, not {expected}");
    }
}

/// Residuals that each meet three neighbours: as many entries as they have, and linear code.
#[test]
fn a_sparse_jacobian_has_the_entries_of_the_dense_one() {
    let residuals = |n: usize| {
        let residual = |at: usize| format!("(3 - 2*x{at})*x{at} - sin(x{})*x{at} - exp(x{})/9", (at + n - 1) % n, (at + 1) % n);
        let names: Vec<String> = (0..n).map(|at| format!("x{at}")).collect();
        let variables: Vec<&str> = names.iter().map(String::as_str).collect();
        let list = (0..n).map(residual).collect::<Vec<_>>().join(", ");
        Session::new().vector_program(&Question::derive(&list, &variables)).expect("it has a program")
    };
    let program = residuals(7);
    let sparse = program.sparse_jacobian().expect("it has a Jacobian");
    assert_eq!(sparse.entries.len(), 21);
    let point = [0.3, -0.7, 1.1, 0.9, -0.2, 0.5, 1.6];
    let dense = program.value_and_gradient().expect("it has gradients").run(&point, &mut Vec::new());
    let mut listed = vec![0.0; 49];
    for ((row, column), value) in sparse.entries.iter().zip(sparse.code.run(&point, &mut Vec::new())) {
        listed[7 * row + column] = value;
    }
    for (found, expected) in listed.iter().zip(&dense[7..]) {
        assert!((found - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{found}, not {expected}");
    }
    let size = |n: usize| residuals(n).sparse_jacobian().expect("it has a Jacobian").code.operations();
    assert!(size(1000) < 11 * size(100));
}

#[test]
fn bounds_hold_what_cancellation_loses() {
    let bounds = |expression: &str, x: &str| Session::new().enclose(&Question::derive(expression, &[]), &[("x", x)]);
    // In doubles the first is 0 and the second has no digit right.
    for (expression, x, value) in [
        ("(1 - cos(x))/x^2", "1/10^9", 0.5),
        ("exp(x) - 1 - x", "2^-40", 2f64.powi(-81) * (1.0 + 2f64.powi(-40) / 3.0)),
        ("x", "1/10", 0.1),
    ] {
        let found = bounds(expression, x).expect("it has bounds");
        assert!(found.lower <= value && value <= found.upper, "{expression}: {found:?}");
        assert!(found.upper - found.lower <= 3.0 * f64::EPSILON * value, "{expression}: {found:?}");
    }
    let two = bounds("x + 1", "1").expect("it has bounds");
    assert_eq!((two.lower, two.upper), (2.0, 2.0));
    let huge = bounds("exp(x)", "800").expect("it has bounds");
    assert_eq!((huge.lower, huge.upper), (f64::MAX, f64::INFINITY));
    assert!(matches!(bounds("ln(x)", "-1"), Err(Error::Undefined { .. })));
    assert!(matches!(bounds("x + y", "1"), Err(Error::Request { .. })));
    assert!(matches!(bounds("f(x)", "1"), Err(Error::Request { .. })));
}

/// `0/x` is no number where a case that is not taken has no value.
#[test]
fn the_gradient_of_a_case_knows_nothing_of_the_others() {
    // With the gradient at each point, by hand.
    const CASES: &[(&str, &[(f64, f64)])] = &[
        ("{x*ln(x) if x > 0; 2*x otherwise}", &[(1.0, 1.0), (-3.0, 2.0)]),
        ("{sqrt(x) if x > 0; sqrt(-x) otherwise}", &[(4.0, 0.25), (-4.0, -0.25)]),
        ("root(3, x)", &[(8.0, 1.0 / 12.0), (-8.0, 1.0 / 12.0)]),
        ("root(2, x)", &[(4.0, 0.25)]),
        ("{exp(x)/(1 + exp(x)) if x < 0; 1/(1 + exp(-x)) otherwise}", &[(-800.0, 0.0), (0.0, 0.25), (800.0, 0.0)]),
        (
            "{{x^2/x if x < 1; ln(x)/x if x < 5; 7*x otherwise} if x != 0; 5 otherwise}",
            &[(0.0, 0.0), (-2.0, 1.0), (1.5, 0.264_237_729_729_704_7), (6.0, 7.0)],
        ),
        ("{{ln(x) if y > 0; ln(-x) otherwise}*y if x > 0; x otherwise}", &[(2.0, 0.5), (-2.0, 1.0)]),
        ("max(x, ln(x))", &[(3.0, 1.0), (0.5, 1.0)]),
        ("{1/x if x > 0; x^2 otherwise} + {ln(x) if x > 0; 3*x otherwise}", &[(2.0, 0.25), (0.0, 3.0), (-1.0, 1.0)]),
        ("{y if x < 1; sqrt(x - 1)*y otherwise}^2", &[(5.0, 1.0), (0.5, 0.0)]),
    ];
    for (expression, points) in CASES {
        let code = Session::new()
            .program(&Question::derive(expression, &["x"]))
            .and_then(|program| program.value_and_gradient())
            .unwrap_or_else(|error| panic!("{expression}: {error}"));
        for (x, slope) in *points {
            let point = if expression.contains('y') { vec![*x, 1.0] } else { vec![*x] };
            let found = code.run(&point, &mut Vec::new())[1];
            assert!((found - slope).abs() < 1e-12, "{expression} at {x}: {found} and not {slope}");
        }
    }
}

fn value_at(expression: &str, x: f64) -> f64 {
    let program = Session::new().program(&Question::derive(expression, &["x"])).expect("it has a program");
    program.value().run(&[x], &mut Vec::new())[0]
}

/// Doubles would have 0.1 + 0.2 differ from 0.3, 100*0.29 below 29, and a real exponent in the place of 3.
#[test]
fn constants_are_exact() {
    let values = [
        ("{1 if 0.1 + 0.2 = 0.3; 0 otherwise}*x", 2.0, 2.0),
        ("floor(100*0.29)*x", 2.0, 58.0),
        ("a = 0.1; b = 0.2; floor((a + b)/0.3)*x", 2.0, 2.0),
        ("x^(0.1*3*10)", -2.0, -8.0),
        ("x^(1/49*49)", -2.0, -2.0),
        ("x + 0.1 + 0.2 - 0.3", 0.0, 0.0),
        ("x*floor(sqrt(3)^2)", 1.0, 3.0),
        ("x*sign(22/7 - pi)", 1.0, 1.0),
        ("{x if 10^-400 > 0; 7 otherwise}", 2.0, 2.0),
        ("x*(2^1000)*(2^1000)/2^1999", 1.0, 2.0),
    ];
    for (expression, x, expected) in values {
        assert_eq!(value_at(expression, x), expected, "{expression}");
    }
    for expression in ["x*pi^700", "x + 1/0", "x*floor(exp(ln(3)))"] {
        assert!(Session::new().program(&Question::derive(expression, &["x"])).is_err(), "{expression} has a program");
    }
}

/// What vanishes keeps its domain, and a condition that has no value decides nothing.
#[test]
fn a_program_has_no_value_where_the_expression_has_none() {
    let nothing = [
        ("0*ln(x) + x", -1.0),
        ("ln(x) - ln(x) + x", -1.0),
        ("0/x + 1", 0.0),
        ("root(4, x)", -16.0),
        ("{1 if sqrt(x) < 2; 5 otherwise}", -1.0),
        ("{5 if x > -1 and sqrt(x) > 2; 7 otherwise}", -0.5),
    ];
    for (expression, x) in nothing {
        assert!(value_at(expression, x).is_nan(), "{expression} at {x} is {}", value_at(expression, x));
    }
    // One part of a condition may be enough.
    assert_eq!(value_at("{5 if x > -1 and sqrt(x) > 2; 7 otherwise}", -2.0), 7.0);
    assert_eq!(value_at("{5 if x < 1 or sqrt(x) > 2; 7 otherwise}", -2.0), 5.0);
    assert_eq!(value_at("0*x + 1", 0.0), 1.0);
}
