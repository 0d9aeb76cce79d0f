//! Inputs no tree-walking recursion survives, each on a thread with a stack of 2 MiB.

use chainrule::{Error, Form, Limits, Notation, Question, Session};

/// The size and the text's length of the answer, computed, written and dropped on a small stack.
fn answer(expression: String, form: Form) -> Result<(usize, usize), Error> {
    let worker = move || {
        let mut session = Session::new();
        let question = Question { form, ..Question::derive(&expression, &["x"]) };
        let answer = session.derive(&question)?;
        let size = answer.size();
        let mut text = String::new();
        // A text may be too long for its budget; then that is the answer, and no crash.
        let length = match answer.write(Notation::Text, &mut text) {
            Ok(()) => text.len(),
            Err(Error::Limit { .. }) => 0,
            Err(other) => return Err(other),
        };
        Ok((size, length))
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(worker).expect("a thread").join().expect("no panic")
}

#[test]
fn a_million_brackets() {
    let expression = format!("{}x{}", "(".repeat(1_000_000), ")".repeat(1_000_000));
    assert_eq!(answer(expression, Form::Simplest), Ok((1, 1)));
}

#[test]
fn a_million_open_brackets_are_an_error() {
    let error = answer("(".repeat(1_000_000), Form::Raw).expect_err("nothing is in them");
    assert_eq!(error.kind(), "syntax");
}

#[test]
fn a_hundred_thousand_nested_sines() {
    let nested = |depth: usize| format!("{}x{}", "sin(".repeat(depth), ")".repeat(depth));
    let (size, _) = answer(nested(100_000), Form::Raw).expect("it has a derivative");
    assert!(size > 200_000);
    let (size, _) = answer(nested(10_000), Form::Simplest).expect("it can be simplified");
    assert!(size > 20_000);
}

#[test]
fn two_thousand_roots_of_largest_values() {
    let expression = format!("{}x{}", "sqrt(max(0, ".repeat(2_000), "))".repeat(2_000));
    let (size, _) = answer(expression, Form::Raw).expect("it has a derivative");
    assert!(size > 4_000);
}

#[test]
fn a_flat_sum_of_a_million_terms() {
    let expression: String = (1..=1_000_000).map(|k| format!("+{k}*x^{k}")).collect();
    let (size, length) = answer(expression, Form::Raw).expect("it has a derivative");
    assert_eq!(size, 1_000_001);
    assert!(length > 10_000_000);
}

#[test]
fn a_tower_of_powers() {
    let tower = vec!["x"; 20_000].join("^");
    assert!(answer(tower, Form::Raw).expect("it has a derivative").0 > 20_000);
}

#[test]
fn many_minus_signs_bars_and_functions() {
    let signs = format!("{}x", "-".repeat(100_001));
    assert_eq!(answer(signs, Form::Simplest), Ok((1, 2)));
    let bars = format!("{}x{}", "|".repeat(10_000), "|".repeat(10_000));
    assert!(answer(bars, Form::Raw).is_ok());
    let bare = format!("{}x", "sin ".repeat(100_000));
    assert!(answer(bare, Form::Raw).is_ok());
}

#[test]
fn ten_thousand_definitions_in_a_chain() {
    let chain: String = (1..10_000).map(|k| format!("y{k} = sin(y{}) + y{};", k - 1, k - 1)).collect();
    let (size, _) = answer(format!("y9999; {chain} y0 = x^2"), Form::Raw).expect("it has a derivative");
    assert!(size > 10_000);
}

#[test]
fn a_product_of_ten_thousand_dependent_factors() {
    let product: Vec<String> = (1..=10_000).map(|k| format!("(x + {k})")).collect();
    assert!(answer(product.join("*"), Form::Raw).is_ok());
}

#[test]
fn a_product_of_three_hundred_thousand_equal_factors() {
    let expression = vec!["x"; 300_000].join(" ");
    assert_eq!(answer(expression, Form::Simplest), Ok((3, "300000*x^299999".len())));
}

#[test]
fn gigantic_powers_stay_symbolic() {
    let mut session = Session::new();
    assert_eq!(session.derive(&Question::derive("10^10^10*x", &["x"])).and_then(|answer| answer.text()).as_deref(), Ok("10^10000000000"));
    assert_eq!(
        session.derive(&Question::derive("(x + 1)^1000000", &["x"])).and_then(|answer| answer.text()).as_deref(),
        Ok("1000000*(x + 1)^999999")
    );
}

#[test]
fn the_node_limit_is_an_error_that_says_how_to_raise_it() {
    let mut session = Session::new();
    session.set_limits(Limits { nodes: 100, ..Limits::default() });
    let sum: String = (1..200).map(|k| format!("+sin({k}*x)")).collect();
    let error = session.derive(&Question::derive(&sum, &["x"])).map(|answer| answer.text()).expect_err("the limit is lower");
    assert_eq!(error.kind(), "limit");
    assert!(error.hint().is_some_and(|hint| hint.contains("limit")));
}

#[test]
fn a_large_answer_names_its_shared_parts_and_reads_back() {
    let nested = format!("{}x{}", "sin(".repeat(300), ")".repeat(300));
    let mut session = Session::new();
    let text = session.derive(&Question::derive(&nested, &["x"])).and_then(|answer| answer.text()).expect("it has a derivative");
    assert!(text.starts_with("t1 = ") && text.len() < 10_000, "{} characters", text.len());
    let again = session.simplify(&Question { expression: &text, variables: &["x"], form: Form::Raw, ..Question::default() });
    assert_eq!(again.and_then(|answer| answer.text()).as_deref(), Ok(text.as_str()));
}

#[test]
fn long_answers_break_into_lines() {
    let sum: Vec<String> = (1..=12).map(|k| format!("sin({k}*x)*exp(-x)")).collect();
    let derivative = chainrule::derive(&sum.join("+"), "x").expect("it has a derivative");
    let lines = format!("{derivative:#}");
    assert!(lines.lines().count() > 3 && lines.lines().all(|line| line.len() <= 80), "{lines}");
    assert_eq!(lines.split_whitespace().collect::<String>(), derivative.to_string().replace(' ', ""));
}

/// In a chain of case distinctions each condition holds all before it, and what is held against what must not grow with it.
#[test]
fn five_hundred_case_distinctions_in_a_chain() {
    let chain: String = (1..=500).map(|k| format!("a{k} = {{a{0} if a{0} > 0; 2*a{0} otherwise}}; ", k - 1)).collect();
    let (size, length) = answer(format!("{chain}a0 = x"), Form::Simplest).expect("it has a derivative");
    assert!(size < 20_000 && (10_000..200_000).contains(&length), "{size} parts, {length} bytes");
    let chain: String = (1..=300).map(|k| format!("a{k} = max(a{}, {k}*x); ", k - 1)).collect();
    let (size, _) = answer(format!("{chain}a0 = x^2"), Form::Simplest).expect("it has a derivative");
    assert!(size < 20_000, "{size} parts");
}

#[test]
fn the_largest_of_a_thousand_powers() {
    let powers: Vec<String> = (1..=1000).map(|k| format!("x^{k}")).collect();
    let (size, _) = answer(format!("max({})", powers.join(", ")), Form::Raw).expect("it has a derivative");
    assert!(size < 400_000, "{size} parts");
}

/// A polynomial of high degree comes together at each of the many steps to it.
#[test]
fn the_three_hundredth_derivative() {
    let mut session = Session::new();
    let question = Question { order: 300, ..Question::derive("exp(x^2)", &["x"]) };
    let text = session.derive(&question).and_then(|answer| answer.text()).expect("it has a derivative");
    assert!(text.len() < 50_000 && text.ends_with("*exp(x^2)"), "{} bytes", text.len());
}

/// From some order on it is left as the laws make it, and has the value its Taylor series says.
#[test]
fn a_derivative_of_high_order_that_outgrows_its_normal_form() {
    const ORDER: usize = 70;
    let at = 0.3_f64;
    let (mut sine, mut cosine) = (vec![at.sin()], vec![at.cos()]);
    for k in 1..=ORDER {
        sine.push(cosine[k - 1] / k as f64);
        cosine.push(-sine[k - 1] / k as f64);
    }
    let (mut tangent, mut exponential) = (vec![at.tan()], vec![at.sin().exp()]);
    for k in 1..=ORDER {
        let below: f64 = (1..=k).map(|j| cosine[j] * tangent[k - j]).sum();
        tangent.push((sine[k] - below) / cosine[0]);
        let inner: f64 = (1..=k).map(|j| j as f64 * sine[j] * exponential[k - j]).sum();
        exponential.push(inner / k as f64);
    }
    let coefficient: f64 = (0..=ORDER).map(|j| tangent[j] * exponential[ORDER - j]).sum();
    let expected = (1..=ORDER).fold(coefficient, |product, k| product * k as f64);

    let mut session = Session::new();
    let question = Question { order: ORDER as u32, ..Question::derive("tan(x)*exp(sin(x))", &["x"]) };
    let mut answer = session.derive(&question).expect("it has a derivative");
    assert!(answer.notes().iter().any(|note| note.ends_with("too long to be simplified")));
    let value = answer.evaluate(&[("x", at)]).expect("it has a value");
    assert!((value / expected - 1.0).abs() < 1e-6, "{value} for {expected}");
}
