//! From text to text: read, differentiate, finish, print. See README.md beside this file.

use chainrule::expression::Arena;
use chainrule::syntax::{Reader, Source};
use chainrule::{Detail, Error, Form, Input, Notation, Question, Session};
use divan::Bencher;
use divan::counter::{BytesCount, CharsCount, ItemsCount};

fn main() {
    divan::main();
}

/// What people type: the expression and its variable.
const SMALL: [(&str, &str); 16] = [
    ("0.5*(a - cos(z))^2", "z"),
    ("3*x^4 - 5*x^2 + 7*x - 11", "x"),
    ("(x^2 + 1)/(x - 3)", "x"),
    ("x^3*exp(-2*x)", "x"),
    ("ln(x + sqrt(1 + x^2))", "x"),
    ("sin(x)^2*cos(3*x)", "x"),
    ("sqrt((1 + t)/(1 - t))", "t"),
    ("exp(w*x + b)/(1 + exp(w*x + b))", "w"),
    ("arctan(y/x)", "x"),
    ("exp(-(x - m)^2/(2*s^2))/s", "s"),
    ("tan(sin(cos(x)))", "x"),
    ("x^x", "x"),
    ("-y*ln(p) - (1 - y)*ln(1 - p)", "p"),
    ("A*sin(k*x - omega*t + phi)", "t"),
    ("(x + 1)*(x + 2)*(x + 3)*(x + 4)", "x"),
    ("log(b, x)/x^2", "x"),
];

/// The whole list, one session, as a batch does it.
#[divan::bench(args = [Form::Raw, Form::Simplest])]
fn small(bencher: Bencher, form: Form) {
    let mut session = Session::new();
    let mut text = String::new();
    bencher.counter(ItemsCount::new(SMALL.len())).bench_local(|| {
        text.clear();
        for (expression, variable) in SMALL {
            derive(&mut session, expression, variable, form, &mut text);
        }
        text.len()
    });
}

/// The same list as notes write it.
const DRAWN: [&str; 16] = [
    r"\frac12(a-\cos z)^2",
    r"3x^4-5x^2+7x-11",
    r"\frac{x^2+1}{x-3}",
    r"x^3e^{-2x}",
    r"\ln\left(x+\sqrt{1+x^2}\right)",
    r"\sin^2x\cos(3x)",
    r"\sqrt{\frac{1+t}{1-t}}",
    r"\frac{\exp(wx+b)}{1+\exp(wx+b)}",
    r"\arctan\left(\frac{y}{x}\right)",
    r"\frac{1}{s}e^{-\frac{(x-m)^2}{2s^2}}",
    r"\tan(\sin(\cos x))",
    r"x^x",
    r"-y\ln p-(1-y)\ln(1-p)",
    r"A\sin(kx-\omega t+\phi)",
    r"(x+1)(x+2)(x+3)(x+4)",
    r"\frac{\log_b x}{x^2}",
];

/// Reading alone, a byte of plain text beside one of LaTeX.
#[divan::bench(args = [Input::Text, Input::Latex])]
fn reading(bencher: Bencher, input: Input) {
    let texts: Vec<&str> = if input == Input::Text { SMALL.iter().map(|(text, _)| *text).collect() } else { DRAWN.to_vec() };
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let (mut reader, mut arena) = (Reader::default(), Arena::new());
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        arena.reset();
        let source = |text| Source { text, input, ..Source::default() };
        texts.iter().filter(|text| reader.read(&mut arena, &source(text)).is_ok()).count()
    });
}

/// A macro that doubles itself without end, refused as too much: within 10 ms.
#[divan::bench(args = [r"\def\a{\a\a}\a", r"\newcommand{\a}[1]{#1#1#1}\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{x}}}}}}}}}}"])]
fn macro_bombs(bencher: Bencher, bomb: &str) {
    let (mut reader, mut arena) = (Reader::default(), Arena::new());
    bencher.bench_local(|| reader.read(&mut arena, &Source { text: bomb, input: Input::Latex, ..Source::default() }).is_err());
}

/// One question with a session of its own, as a program that calls `derive` asks it.
#[divan::bench]
fn one_question_alone() -> String {
    chainrule::derive("0.5*(a - cos(z))^2", "z").expect("it has a derivative").to_string()
}

const SIZES: [usize; 3] = [100, 10_000, 100_000];

/// `sin(sin(... x ...))`; the answer, a product of as many cosines, is counted and not printed.
#[divan::bench(args = SIZES, sample_count = 10)]
fn nested_sines(bencher: Bencher, depth: usize) {
    derive_and_count(bencher, &format!("{}x{}", "sin(".repeat(depth), ")".repeat(depth)));
}

/// `((( ... x^2 ... )))`.
#[divan::bench(args = SIZES, sample_count = 10)]
fn nested_parentheses(bencher: Bencher, depth: usize) {
    derive_and_count(bencher, &format!("{}x^2{}", "(".repeat(depth), ")".repeat(depth)));
}

/// `x + 2*sin(x)^2 + 3*sin(x)^3 + ...`: different terms over one shared part.
#[divan::bench(args = SIZES, sample_count = 10)]
fn flat_sum(bencher: Bencher, terms: usize) {
    let terms: Vec<String> = (1..=terms).map(|term| format!("{term}*sin(x)^{term}")).collect();
    derive_and_count(bencher, &terms.join(" + "));
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("x{at}")).collect()
}

/// As many functions of three neighbours each as there are variables.
#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn sparse_jacobian(bencher: Bencher, n: usize) {
    let list = (0..n).map(|at| format!("x{at}^2*sin(x{}) - x{}", (at + 1) % n, (at + 2) % n)).collect::<Vec<_>>().join(", ");
    ask_for_entries(bencher, &list, n, |session, question| session.jacobian(question).map(|matrix| matrix.nonzero().count()));
}

/// A sum of terms with two variables each.
#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn gradient_of_a_long_sum(bencher: Bencher, n: usize) {
    let sum = (0..n).map(|at| format!("x{at}^2*sin(x{})", (at + 1) % n)).collect::<Vec<_>>().join(" + ");
    ask_for_entries(bencher, &sum, n, |session, question| session.gradient(question).map(|matrix| matrix.nonzero().count()));
}

#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn hessian_of_rosenbrock(bencher: Bencher, n: usize) {
    let term = |at: usize| format!("100*(x{} - x{at}^2)^2 + (1 - x{at})^2", at + 1);
    let sum = (0..n - 1).map(term).collect::<Vec<_>>().join(" + ");
    ask_for_entries(bencher, &sum, n, |session, question| session.hessian(question).map(|matrix| matrix.nonzero().count()));
}

/// The derivation of a chain of definitions.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 5)]
fn steps_of_a_chain(bencher: Bencher, length: usize) {
    let text: String = (1..=length).map(|at| format!("y{at} = sin(y{}); ", at - 1)).collect();
    let mut session = Session::new();
    bencher.counter(ItemsCount::new(length)).bench_local(|| {
        let mut answer = session.derive(&Question::derive(&text, &["y0"])).expect("it has a derivative");
        answer.steps(Detail::Textbook).expect("it has steps").len()
    });
}

fn ask_for_entries(bencher: Bencher, text: &str, n: usize, ask: impl Fn(&mut Session, &Question<'_>) -> Result<usize, Error>) {
    let names = names(n);
    let variables: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut session = Session::new();
    bencher
        .counter(ItemsCount::new(n))
        .bench_local(|| ask(&mut session, &Question::derive(text, &variables)).expect("every entry has a derivative"));
}

fn derive(session: &mut Session, expression: &str, variable: &str, form: Form, text: &mut String) {
    let variables = [variable];
    let question = Question { form, ..Question::derive(expression, &variables) };
    let answer = session.derive(&question).expect("every expression here has a derivative");
    answer.write(Notation::Text, text).expect("every answer here can be written");
}

/// The raw derivative by x, and how many distinct parts it has.
fn derive_and_count(bencher: Bencher, expression: &str) {
    let mut session = Session::new();
    let question = Question { form: Form::Raw, ..Question::derive(expression, &["x"]) };
    bencher
        .counter(CharsCount::of_str(expression))
        .bench_local(|| session.derive(&question).expect("every expression here has a derivative").size());
}
