//! Work that beside.py runs beside CasADi and NumPy, so many times: `beside WORK RUNS [f32]`. Without arguments each once.

use chainrule::program::compiled::Compiled;
use chainrule::program::wide::Real;
use chainrule::{Program, Question, Session};
use std::hint::black_box;

const POINTS: usize = 1_000_000;

/// The function, and the names of its 41 weights; what is left are the inputs x0, x1, x2 and y.
fn network() -> (String, Vec<String>) {
    let sum = |layer: usize, row: usize, inputs: usize, input: &dyn Fn(usize) -> String| {
        let products: Vec<String> = (0..inputs).map(|at| format!("W{layer}_{row}_{at}*{}", input(at))).collect();
        format!("{} + b{layer}_{row}", products.join(" + "))
    };
    let mut definitions = Vec::new();
    for row in 0..4 {
        definitions.push(format!("h{row} = tanh({})", sum(0, row, 3, &|at| format!("x{at}"))));
    }
    for row in 0..4 {
        definitions.push(format!("g{row} = 1/(1 + exp(-({})))", sum(1, row, 4, &|at| format!("h{at}"))));
    }
    let loss = format!("({} - y)^2/2", sum(2, 0, 4, &|at| format!("g{at}")));
    let mut weights = Vec::new();
    for (layer, rows, inputs) in [(0, 4, 3), (1, 4, 4), (2, 1, 4)] {
        for row in 0..rows {
            weights.extend((0..inputs).map(|at| format!("W{layer}_{row}_{at}")));
            weights.push(format!("b{layer}_{row}"));
        }
    }
    (format!("{}; {loss}", definitions.join("; ")), weights)
}

fn run<R: Real>(compiled: &Compiled, variables: &[String], runs: usize) {
    let coordinate = |at: usize, variable: usize| R::of(((at * 31 + variable * 17) % 1000) as f64 / 1000.0);
    let columns: Vec<Vec<R>> = (0..variables.len())
        .map(|at| match at.checked_sub(41) {
            None => vec![R::of(((at * 37) % 41) as f64 / 20.0 - 1.0)],
            Some(variable) => (0..POINTS).map(|point| coordinate(point, variable)).collect(),
        })
        .collect();
    let columns: Vec<&[R]> = columns.iter().map(Vec::as_slice).collect();
    let mut results = compiled.evaluate(&columns).expect("the columns fit");
    for _ in 1..runs {
        compiled.evaluate_into(&columns, &mut results).expect("the columns fit");
    }
    let total: f64 = results.iter().flatten().map(|value| value.wide()).sum();
    println!("{} operations a point, sum of all results {total}", compiled.operations());
}

fn evaluate_network(runs: usize, is_narrow: bool) {
    let (expression, weights) = network();
    let variables: Vec<&str> = weights.iter().map(String::as_str).chain(["x0", "x1", "x2", "y"]).collect();
    let program = Session::new().program(&Question::derive(&expression, &variables[..41])).expect("it has a program");
    assert_eq!(program.variables(), variables);
    let compiled = program.compile(true).expect("it has a gradient");
    if is_narrow {
        run::<f32>(&compiled, program.variables(), runs);
    } else {
        run::<f64>(&compiled, program.variables(), runs);
    }
}

fn rosenbrock(n: usize) -> Program {
    let term = |at: usize| format!("100*(x{} - x{at}^2)^2 + (1 - x{at})^2", at + 1);
    let names: Vec<String> = (0..n).map(|at| format!("x{at}")).collect();
    let variables: Vec<&str> = names.iter().map(String::as_str).collect();
    let expression = (0..n - 1).map(term).collect::<Vec<_>>().join(" + ");
    Session::new().program(&Question::derive(&expression, &variables)).expect("it has a program")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runs = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(1);
    let wants = |work: &str| arguments.len() < 2 || arguments[0] == work;
    if wants("network") {
        evaluate_network(runs, arguments.iter().any(|argument| argument == "f32"));
    }
    let program = rosenbrock(1000);
    if wants("rosenbrock-gradient") {
        (0..runs).for_each(|_| drop(black_box(program.value_and_gradient())));
    }
    if wants("rosenbrock-hessian") {
        (0..runs).for_each(|_| drop(black_box(program.sparse_hessian())));
    }
    let point: Vec<f64> = (0..1000).map(|at| f64::from(at) / 499.5 - 1.0).collect();
    let mut registers = Vec::new();
    if wants("gradient-at-a-point") {
        let code = program.value_and_gradient().expect("it has a gradient");
        (0..runs).for_each(|_| drop(black_box(code.run(&point, &mut registers))));
    }
    if wants("hessian-at-a-point") {
        let code = program.sparse_hessian().expect("it has a Hessian").code;
        (0..runs).for_each(|_| drop(black_box(code.run(&point, &mut registers))));
    }
}
