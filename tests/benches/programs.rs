//! Programs: reading them, differentiating them, computing with them. See README.md beside this file.

use chainrule::{Program, Question, Session};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// The program of a text, with derivatives by these names.
fn program(text: &str, names: &[String]) -> Program {
    let variables: Vec<&str> = names.iter().map(String::as_str).collect();
    Session::new().program(&Question::derive(text, &variables)).expect("it has a program")
}

fn names(letter: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{letter}{at}")).collect()
}

fn rosenbrock(n: usize) -> (String, Vec<String>) {
    let term = |at: usize| format!("100*(x{} - x{at}^2)^2 + (1 - x{at})^2", at + 1);
    ((0..n - 1).map(term).collect::<Vec<_>>().join(" + "), names("x", n))
}

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Speelpenning's product, from text to the cost of its gradient.
#[divan::bench(args = SIZES, sample_count = 10)]
fn gradient_of_a_product(bencher: Bencher, factors: usize) {
    let names = names("x", factors);
    let text = names.join("*");
    bencher.counter(ItemsCount::new(factors)).bench_local(|| program(&text, &names).cost().expect("it has a gradient"));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn gradient_of_rosenbrock(bencher: Bencher, n: usize) {
    let (text, names) = rosenbrock(n);
    bencher.counter(ItemsCount::new(n)).bench_local(|| program(&text, &names).value_and_gradient().expect("it has a gradient"));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn sparse_hessian_of_rosenbrock(bencher: Bencher, n: usize) {
    let (text, names) = rosenbrock(n);
    bencher.counter(ItemsCount::new(n)).bench_local(|| program(&text, &names).sparse_hessian().expect("it has a Hessian"));
}

/// A neuron with eight inputs and its gradient, at many points.
#[divan::bench(args = [1_000, 100_000], sample_count = 10)]
fn value_and_gradient_at_many_points(bencher: Bencher, points: usize) {
    let weights = names("w", 8);
    let text = format!("(y - tanh({} + b))^2/2", (0..8).map(|at| format!("w{at}*x{at}")).collect::<Vec<_>>().join(" + "));
    let program = program(&text, &weights);
    let compiled = program.compile(true).expect("it has a gradient");
    let column = |variable: usize| (0..points).map(|at| ((at * 31 + variable * 17) % 1000) as f64 / 1000.0).collect::<Vec<f64>>();
    let columns: Vec<Vec<f64>> = (0..program.variables().len()).map(column).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut results = compiled.evaluate(&columns).expect("the columns fit");
    bencher.counter(ItemsCount::new(points)).bench_local(|| compiled.evaluate_into(&columns, &mut results));
}
