use super::complement::COMPLEMENTS;
use super::derivative::{CHEAPER, IN_OWN_VALUE, times_derivative};
use super::function::Function;
use super::graph::{Graph, Value};
use super::instruction::Instruction;
use super::stable::{Digits, WRITTEN_OUT};
use crate::functions::{Arity, FunctionId, TABLE};
use crate::{Form, Question, Session};

#[test]
fn cheaper_derivatives_have_the_values_of_the_table() {
    for (name, _) in CHEAPER {
        let id = FunctionId(TABLE.iter().position(|row| row.name == name).expect("a row of the table") as u16);
        let mut graph = Graph::new(1);
        let x = graph.variable(0);
        let own = graph.apply(Function::Table(id), &[x]);
        let slope = times_derivative(&mut graph, Value::ONE, Function::Table(id), 0, &[x], own).unwrap();
        let code = super::code(&graph, &[slope]);
        for point in [-0.9, -0.4, -0.05, 0.01, 0.3, 0.9, 2.5] {
            let question = Question { form: Form::Raw, ..Question::derive("", &["x"]) };
            let expression = format!("{name}(x)");
            let expected =
                Session::new().derive(&Question { expression: &expression, ..question }).unwrap().evaluate(&[("x", point)]).unwrap();
            let found = code.run(&[point], &mut Vec::new())[0];
            assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{name} at {point}: {found} and {expected}");
        }
    }
}

/// Beside a weight: what comes down is a product, and the function's value times one of its factors the derivative by the other.
#[test]
fn derivatives_in_the_function_s_own_value_are_those_of_the_table_and_save_an_operation() {
    for (name, _) in IN_OWN_VALUE {
        let expression = format!("g*(v*{name}(x))");
        let variables = &["g", "v", "x"];
        let program = Session::new().program(&Question::derive(&expression, variables)).unwrap();
        let code = program.value_and_gradient().unwrap();
        for point in [[0.7, -1.3, 0.4], [-2.0, 0.5, 0.9], [1.5, 2.5, -0.6]] {
            let question = Question { form: Form::Raw, ..Question::derive(&expression, &["x"]) };
            let at: Vec<(&str, f64)> = variables.iter().copied().zip(point).collect();
            let expected = Session::new().derive(&question).unwrap().evaluate(&at).unwrap();
            let found = code.run(&point, &mut Vec::new())[3];
            assert!((found - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{name} at {point:?}: {found} and {expected}");
        }
    }
    let cost = Session::new().cost(&Question::derive("g*(v*tanh(x))", &["g", "v", "x"])).unwrap();
    // The function and two products; its value times g; then g*(v*tanh(x)) is taken up again: a product, a difference, a product.
    assert_eq!((cost.value, cost.value_and_gradient), (3, 7));
}

#[test]
fn functions_written_out_have_the_values_of_the_table() {
    for (name, _) in WRITTEN_OUT {
        let row = TABLE.iter().find(|row| row.name == *name).expect("a row of the table");
        // Roots are of odd and of even index.
        let indices: &[Option<f64>] = if row.arity == Arity::Exactly(2) { &[Some(3.0), Some(4.0)] } else { &[None] };
        for index in indices {
            let expression = index.map_or(format!("{name}(x)"), |index| format!("{name}({index}, x)"));
            let code = Session::new().program(&Question::derive(&expression, &["x"])).unwrap().stable().unwrap().value();
            for x in [-2.5, -0.7, 0.2, 0.8, 1.6] {
                let expected = index.map_or_else(|| (row.value)(&[x]), |index| (row.value)(&[index, x]));
                let found = code.run(&[x], &mut Vec::new())[0];
                let is_same = found.is_nan() && expected.is_nan() || (found - expected).abs() < 1e-12 * (1.0 + expected.abs());
                assert!(is_same, "{expression} at {x}: {found} and {expected}");
            }
        }
    }
}

/// Values that the formula as it is written loses to overflow or cancellation.
#[test]
fn stable_forms_keep_their_digits() {
    let cases: [(&str, f64, f64); 20] = [
        ("ln(1 + exp(x))", 800.0, 800.0),
        ("-ln(sigma(x))", -1000.0, 1000.0),
        ("-ln(1/(1 + exp(-x)))", -1000.0, 1000.0),
        ("ln(1 - sigma(x))", 40.0, -40.0),
        ("2*ln(1 - sigma(-x))", -1000.0, -2000.0),
        ("ln(cosh(x))", 1000.0, 1000.0 - std::f64::consts::LN_2),
        ("ln(cosh(x))", -1000.0, 1000.0 - std::f64::consts::LN_2),
        ("3*exp(x)/exp(x - 1)", 1000.0, 3.0 * std::f64::consts::E),
        ("ln(1 + x)", 1e-20, 1e-20),
        ("exp(x) - 1", 1e-20, 1e-20),
        ("exp(x)/(1 + exp(x))", 800.0, 1.0),
        ("sin(x)/x", 0.0, 1.0),
        ("exp(x)/(exp(x) + exp(2*x))", 500.0, (-500.0_f64).exp()),
        ("(1 - cos(x))/x^2", 1e-8, 0.5),
        ("(1 - exp(-3*x))/x", 1e-20, 3.0),
        ("x/(exp(x) - 1)", 1e-20, 1.0),
        ("x*(1 - exp(-1/x))", 1e20, 1.0),
        ("1 + tanh(-x)", 300.0, 2.0 * (-600.0_f64).exp()),
        // 2*erfc(6), DLMF 7.2.2.
        ("1 - erf(x)^2", 6.0, 2.0 * libm::erfc(6.0)),
        ("4 - x^2", 2.0 - 2.0_f64.powi(-30), 2.0_f64.powi(-30) * (4.0 - 2.0_f64.powi(-30))),
    ];
    for (expression, x, expected) in cases {
        let code = Session::new().program(&Question::derive(expression, &["x"])).unwrap().stable().unwrap().value();
        let found = code.run(&[x], &mut Vec::new())[0];
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{expression} at {x} is {found}, not {expected}");
    }
}

/// Slopes by their formulas, whose digits stay; what they are at the points comes from mpmath with 60 digits.
#[test]
fn slopes_of_stable_forms_keep_their_digits() {
    let cases: [(&str, f64, f64); 12] = [
        ("(1 - cos(x))/x^2", 1e-6, -8.333_333_333_332_778e-8),
        ("(1 - exp(-3*x))/x", 1e-8, -4.499_999_910_000_001),
        ("(1 - exp(-3*x))/x", -0.05, -4.976_357_472_383_738),
        ("x/(exp(x) - 1)", 1e-8, -0.499_999_998_333_333_3),
        ("Phi(x)", -37.0, 2.120_006_551_524_605_6e-298),
        ("exp(x) - 1", -40.0, 4.248_354_255_291_589e-18),
        ("arcsin(x)", -1.0 + 1e-9, 22_360.680_096_789_68),
        ("x^2 - y^2", 1e-20, 2e-20),
        ("x*sqrt(x)", 0.0, 0.0),
        ("x*cbrt(x)*y", 0.0, 0.0),
        ("(2 + x)*sqrt(2 + x)*y", -2.0, 0.0),
        ("x^2*cbrt(x)", -8.0, 112.0 / 3.0),
    ];
    for (expression, x, expected) in cases {
        let program = Session::new().program(&Question::derive(expression, &["x"])).unwrap();
        let code = program.stable_derivatives(1, Digits::BesideValues).unwrap().0;
        let point: Vec<f64> = program.variables().iter().map(|name| if name == "x" { x } else { 1.0 }).collect();
        let found = code.run(&point, &mut Vec::new())[1];
        assert!((found - expected).abs() <= 4e-15 * expected.abs(), "{expression} at {x} has the slope {found}, not {expected}");
    }
}

#[test]
fn complements_have_the_values_of_the_differences() {
    for (name, power, _) in COMPLEMENTS {
        let code = Session::new().program(&Question::derive(&format!("1 - {name}(x)^{power}"), &["x"])).unwrap().stable().unwrap().value();
        let row = TABLE.iter().find(|row| row.name == *name).expect("a row of the table");
        for x in [-2.5, -0.7, 0.2, 0.8, 1.6] {
            let expected = 1.0 - (row.value)(&[x]).powi(*power as i32);
            let found = code.run(&[x], &mut Vec::new())[0];
            assert!((found - expected).abs() < 1e-13 * (1.0 + expected.abs()), "{name} at {x}: {found} and {expected}");
        }
    }
}

#[test]
fn what_is_not_needed_is_not_computed() {
    let question = Question::derive("a = exp(x); b = sin(x); 2*b", &["x"]);
    let code = Session::new().program(&question).unwrap().value_and_gradient().unwrap();
    assert!(
        !code.instructions.iter().any(|instruction| matches!(instruction, Instruction::Call(function, _) if function.row().name == "exp"))
    );
    assert_eq!(code.operations(), 4);
}

/// Columns that never meet share a pass; both ways find the same entries, and cheap trunks go one way, cheap crowns the other.
#[test]
fn jacobians_by_rows_and_by_columns_agree() {
    let lists = [
        ("x*y, sin(x) + z, exp(y*z)/x, 3, w^2", 3),
        ("{x if x < y; y otherwise}, max(y, z), abs(w), x*x", 2),
        ("x^2 - y, y^2 - z, z^2 - w, w^3", 2),
        ("t = x*y*z*w; sin(t), cos(t), t^2, t/(1 + t^2)", 4),
    ];
    for (list, colours) in lists {
        let program = Session::new().vector_program(&Question::derive(list, &["x", "y", "z", "w"])).unwrap();
        let columns = super::pattern::pattern(&program.graph, &program.values, 4);
        let colouring = super::pattern::colouring(&columns, 4);
        assert_eq!(colouring.iter().max(), Some(&(colours - 1)), "{list}: {colouring:?}");
        let by_rows = program.jacobian_by_rows().unwrap();
        let by_columns = program.jacobian_by_columns(&columns, &colouring).unwrap();
        assert_eq!(by_rows.entries, by_columns.entries, "{list}");
        let point = [0.7, 1.9, -0.4, 1.3];
        let values = [&by_rows, &by_columns].map(|sparse| sparse.code.run(&point, &mut Vec::new()));
        for (a, b) in values[0].iter().zip(&values[1]) {
            assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{list}: {a} and {b}");
        }
    }
}
