//! Derivatives by a component of what an index runs through, against the terms written out: a second way that knows no index.

use chainrule::{Question, Session};

/// Names of a text with each index letter replaced, alone and below a name.
fn with_index(text: &str, letter: char, number: usize) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        let replaced = match word.split_once('_') {
            Some((name, below)) => format!("{name}_{}", below.replace(letter, &number.to_string())),
            None if *word == letter.to_string() => number.to_string(),
            None => word.clone(),
        };
        out.push_str(&replaced);
        word.clear();
    };
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || character == '_' {
            word.push(character);
        } else {
            flush(&mut word, &mut out);
            out.push(character);
        }
    }
    flush(&mut word, &mut out);
    out
}

/// Sums and products written out, the innermost first.
fn written_out(text: &str) -> String {
    let mut text = text.to_string();
    while let Some((at, operator)) =
        [("sum(", " + "), ("product(", "*")].into_iter().filter_map(|(name, operator)| Some((text.rfind(name)?, operator))).max()
    {
        let open = at + text[at..].find('(').expect("it was found");
        let mut depth = 0;
        let close = open
            + text[open..]
                .find(|character| {
                    depth += i32::from(character == '(') - i32::from(character == ')');
                    depth == 0
                })
                .expect("brackets are closed");
        let parts: Vec<&str> = text[open + 1..close].splitn(4, ", ").collect();
        let letter = parts[0].chars().next().expect("an index");
        let (low, high): (usize, usize) = (parts[1].parse().expect("a number"), parts[2].parse().expect("a number"));
        let terms: Vec<String> = (low..=high).map(|number| format!("({})", with_index(parts[3], letter, number))).collect();
        text = format!("{}({}){}", &text[..at], terms.join(operator), &text[close + 1..]);
    }
    text
}

fn value(session: &mut Session, text: &str, moved: (&str, f64)) -> f64 {
    let names: Vec<String> = ["w", "m"]
        .into_iter()
        .map(str::to_string)
        .chain(["x", "y", "z"].into_iter().flat_map(|letter| (0..=4).map(move |number| format!("{letter}_{number}"))))
        .chain(["a", "w"].into_iter().flat_map(|letter| (1..=3).flat_map(move |i| (1..=3).map(move |j| format!("{letter}_{i}{j}")))))
        .collect();
    let point: Vec<(String, f64)> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|word| word == *name))
        .map(|(at, name)| {
            let own = 0.3 + ((at * 7) % 11) as f64 / 13.0;
            (name.clone(), own + if name == moved.0 { moved.1 } else { 0.0 })
        })
        .collect();
    let point: Vec<(&str, f64)> = point.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let question = Question { expression: text, ..Question::default() };
    session.evaluate(&question, &point).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The expression, the component with index k (and l), the derivative, and its conditions.
const COMPONENTS: &[(&str, &str, &str, &[&str])] = &[
    ("sum(i, 1, n, x_i^2)", "x_k", "2*x_k", &["k <= n", "k >= 1"]),
    ("ln(sum(j, 1, n, exp(x_j)))", "x_k", "exp(x_k)/sum(j, 1, n, exp(x_j))", &["k <= n", "k >= 1"]),
    ("sqrt(sum(i, 1, n, x_i^2))", "x_k", "x_k/sqrt(sum(i, 1, n, x_i^2))", &["k <= n", "k >= 1"]),
    ("sum(i, 1, n, sum(j, 1, n, a_ij*x_i*x_j))", "x_k", "sum(i, 1, n, a_ik*x_i) + sum(j, 1, n, a_kj*x_j)", &["k <= n", "k >= 1"]),
    (
        "sum(i, 1, n, (y_i - sum(j, 1, n, w_ij*x_j))^2)/2",
        "w_kl",
        "x_l*(sum(j, 1, n, w_kj*x_j) - y_k)",
        &["k <= n", "k >= 1", "l <= n", "l >= 1"],
    ),
    (
        "-sum(i, 1, n, y_i*ln(exp(z_i)/sum(j, 1, n, exp(z_j))))",
        "z_k",
        "exp(z_k)*sum(i, 1, n, y_i)/sum(j, 1, n, exp(z_j)) - y_k",
        &["k <= n", "k >= 1"],
    ),
    ("product(i, 1, n, x_i)", "x_k", "product(i, 1, n, x_i)/x_k", &["k <= n", "k >= 1"]),
    ("exp(x_m)/sum(j, 1, n, exp(x_j))", "x_k", "-exp(x_k + x_m)/sum(j, 1, n, exp(x_j))^2", &["k <= n", "k >= 1", "m != k"]),
    // An index inside a sum over the same one is another one.
    ("sum(i, 1, n, x_i*sum(i, 1, n, y_i*z_i))", "x_k", "sum(i, 1, n, y_i*z_i)", &["k <= n", "k >= 1"]),
    (
        "sum(i, 1, n, (x_i - sum(i, 1, n, x_i)/n)^2)/n",
        "x_k",
        "2*(n*x_k - sum(i, 1, n, x_i) + sum(j, 1, n, sum(i, 1, n, x_i)/n - x_j))/n^2",
        &["k <= n", "k >= 1"],
    ),
    // The sum's own index is another one than that of the same name outside.
    ("exp(x_i)/sum(i, 1, n, exp(x_i))", "x_k", "-exp(x_i + x_k)/sum(i, 1, n, exp(x_i))^2", &["k != i", "k <= n", "k >= 1"]),
    ("sum(i, 1, 3, x_i^2)", "x_1", "2*x_1", &[]),
    ("sum(i, 1, 3, x_i^2)", "x_4", "0", &[]),
    ("sum(i, 2, 3, (x_i - x_i_minus_1)^2)", "x_2", "4*x_2 - 2*x_1 - 2*x_3", &[]),
];

#[test]
fn the_derivative_by_a_component_is_that_of_the_terms_written_out() {
    const STEP: f64 = 1e-5;
    let mut session = Session::new();
    for (text, variable, expected, conditions) in COMPONENTS {
        let mut answer = session.derive(&Question::derive(text, &[variable])).unwrap_or_else(|error| panic!("{text}: {error}"));
        let mut found = answer.conditions();
        found.sort();
        assert_eq!(found, *conditions, "{text}");
        assert_eq!(answer.text().expect("it is short"), *expected, "{text}");
        // What stands outside the sum of its own name has no number here: the case with j in its place is the same.
        if text.starts_with("exp(x_i)") {
            continue;
        }
        // For n = 3, k = 2, l = 1, m = 3.
        let plain = |text: &str| {
            let numbered = [('n', 3), ('k', 2), ('l', 1), ('m', 3)]
                .into_iter()
                .fold(text.replace("_i_minus_1", "_h"), |text, (letter, number)| with_index(&text, letter, number));
            written_out(&numbered)
        };
        if text.contains("minus") {
            continue;
        }
        let (question, answer, variable) = (plain(text), plain(expected), plain(variable));
        let mut at = |text: &str, by: f64| value(&mut session, text, (&variable, by));
        let slope = (at(&question, STEP) - at(&question, -STEP)) / (2.0 * STEP);
        let given = at(&answer, 0.0);
        assert!((slope - given).abs() < 1e-6 * (1.0 + given.abs()), "{text} by {variable}: {given}, but {slope} is right");
    }
}

#[test]
fn a_new_index_changes_neither_the_ends_nor_what_is_known_of_the_domain() {
    // The index does not reach the ends of its own sum: an i there is the one outside.
    for (text, expected, conditions) in [
        ("sum(i, 1, i, a*x_i*sum(i, 1, n, x_i))", "sum(i, 1, n, x_i)*sum(j, 1, i, x_j)", &[][..]),
        ("sum(i, i, i + 2, a*x_i*sum(i, 1, n, x_i))", "sum(i, 1, n, x_i)*sum(j, i, i + 2, x_j)", &[]),
        // A name of which it cannot be told what its index is keeps the sum as it is.
        ("sum(i, 1, n, 0*log(t) + a*x_i*x_i_j_k_max*sum(i, 1, n, x_i))", "sum(i, 1, n, x_i)*sum(i, 1, n, x_i*x_i_j_k_max)", &["t > 0"]),
        ("sum(i, 1, n, 0*log(t) + a*x_i*sum(i, 1, n, x_i))", "sum(i, 1, n, x_i)*sum(j, 1, n, x_j)", &["t > 0"]),
    ] {
        let mut session = Session::new();
        let mut answer = session.derive(&Question::derive(text, &["a"])).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(answer.conditions(), conditions, "{text}");
        assert_eq!(answer.text().expect("it is short"), expected, "{text}");
    }
}

#[test]
fn what_goes_by_the_variables_that_are_shown_refuses_components() {
    let mut session = Session::new();
    let question = Question::derive("sum(i, 1, 3, x_i^2)", &["x_1", "x_2"]);
    assert!(session.gradient(&question).is_err());
    assert!(session.hessian(&question).is_err());
    let one = Question::derive("sum(i, 1, 3, x_i^2)", &["x_1"]);
    assert!(session.taylor(&one, "0").is_err());
    assert!(session.tangent(&one, "1").is_err());
    let other = Question::derive("sum(i, 1, 3, x_i^2)", &["y_1"]);
    assert_eq!(session.derive(&other).expect("none of the x_i is y_1").text().expect("it is short"), "0");
    // Where the range of an inner sum goes by the outer index, no condition on the whole says which terms there are.
    for (text, variable) in [("sum(i, 1, 3, sum(j, 1, i, x_j))", "x_2"), ("sum(i, 1, n, sum(j, 1, i, x_i*x_j))", "x_k")] {
        assert!(session.derive(&Question::derive(text, &[variable])).is_err(), "{text}");
    }
    let mixed = Question::derive("sum(i, 1, n, x_i^2)", &["x_k", "x_l"]);
    assert!(
        session.derive(&mixed).expect("it has one").conditions().iter().any(|condition| condition == "k != l" || condition == "l != k")
    );
    // What the first derivative told apart stays apart, and the second tells apart what it meets.
    let softmax = Question::derive("exp(x_i)/sum(j, 1, n, exp(x_j))", &["x_k", "x_l"]);
    let conditions = session.derive(&softmax).expect("it has one").conditions();
    for pair in [["k", "i"], ["l", "i"], ["k", "l"]] {
        let told = |condition: &String| *condition == pair.join(" != ") || *condition == format!("{} != {}", pair[1], pair[0]);
        assert!(conditions.iter().any(told), "{pair:?} in {conditions:?}");
    }
}

#[test]
fn a_sum_has_a_derivative_where_all_its_terms_have_values() {
    let mut session = Session::new();
    let mut at = |expression: &str, point: &[(&str, &str)]| {
        let mut answer = session.derive(&Question::derive(expression, &["x"])).expect("it has a derivative");
        answer.at(point).ok().map(|value| value.text)
    };
    assert_eq!(at("sum(i, 1, n, ln(x - i))", &[("x", "0"), ("n", "2")]), None);
    assert_eq!(at("sum(i, 1, n, ln(x - i))", &[("x", "3"), ("n", "2")]).as_deref(), Some("1.5"));
    // A name counts the terms; a range between numbers may be empty.
    assert_eq!(at("sum(i, 1, n, x)", &[("x", "1"), ("n", "-3")]), None);
    assert_eq!(at("sum(i, 5, 2, x)", &[("x", "1")]).as_deref(), Some("0"));
    // The first term of a power series is 1 at 0.
    assert_eq!(at("sum(i, 0, 3, x^i)", &[("x", "0")]).as_deref(), Some("1"));
    assert_eq!(at("sum(i, 1, 3, x^i)", &[("x", "0")]).as_deref(), Some("1"));
}

/// A question with definitions, the variable, and the answer: held against that of the question with all definitions put in.
const NAMED: &[(&str, &str, &str)] = &[
    ("L = sum(i, 1, n, (y_i - p)^2); p = w*x_i", "w", "2*sum(i, 1, n, x_i*(w*x_i - y_i))"),
    (r"L = \sum_{i=1}^n (y_i - p)^2; p = w x_i", "w", "2*sum(i, 1, n, x_i*(w*x_i - y_i))"),
    ("L = sum(i, 1, n, r^2)/n; r = y_i - w*x_i", "w", "2*sum(i, 1, n, x_i*(w*x_i - y_i))/n"),
    ("L = sum(i, 1, n, r^2); r = x_i - m", "x_k", "2*(x_k - m)"),
    ("s = sum(i, 1, n, z); z = x_i*w", "w", "sum(i, 1, n, x_i)"),
    ("sum(i, 1, n, y); y = f(x_i)", "x_k", "f'(x_k)"),
    ("-ln(Z); Z = sum(i, exp(-u)); u = beta*E_i", "beta", "sum(i, E_i*exp(-beta*E_i))/Z"),
    ("L = int(exp(u), t, 0, 1); u = x*t", "x", "int(t*exp(t*x), t, 0, 1)"),
    // A parameter that is an index is one below the names as well.
    ("p(i) = exp(z_i)/sum(j, 1, n, exp(z_j)); p(k)", "z_k", "(sum(j, 1, n, exp(z_j)) - exp(z_k))*exp(z_k)/sum(j, 1, n, exp(z_j))^2"),
    ("L = sum(k, 1, n, r(k)^2); r(i) = y_i - w*x_i - b", "w", "2*sum(k, 1, n, x_k*(w*x_k + b - y_k))"),
    // What nobody asks for neither lends its domain nor its zero.
    ("sin(x) + ln(x); w = x*ln(1)", "x", "cos(x) + 1/x"),
    ("x^2; u = sqrt(x); w = x + abs(x)", "x", "2*x"),
    ("x^3; u = sqrt(x)", "x", "3*x^2"),
];

#[test]
fn what_differs_from_term_to_term_is_no_constant_of_the_sum() {
    for (text, variable, expected) in NAMED {
        let mut session = Session::new();
        let answer = session.derive(&Question::derive(text, &[variable])).unwrap_or_else(|error| panic!("{text}: {error}"));
        let found = answer.text().expect("it is short");
        assert_eq!(found, *expected, "{text}");
        let variables = [*variable];
        let expanded = Question { expand: true, ..Question::derive(text, &variables) };
        let verdict = session.check(&expanded, &found).unwrap_or_else(|error| panic!("{text}: {error}")).verdict().clone();
        assert_eq!(verdict, chainrule::Verdict::Proved, "{text}: {found}");
    }
    let untold = [
        "f(i) = x_i; f(2.5)",
        "f(i) = sum(i, 1, n, x_i) + x_i; f(2)",
        "z_1 = 5; p(i) = z_i^2; p(1)",
        "p(i) = y_i(t)^2; p(k)",
        "p(i) = z_(i-1)^2; p(0)",
        "p(i) = z_(i+9223372036854775807); p(k+9223372036854775807)",
        "p(i) = i*z_i; D[1](p)(k)",
        "x_(1+i)",
    ];
    for text in untold {
        assert!(session_refuses(text), "{text}");
    }
}

#[test]
fn all_indices_of_a_component_are_replaced_at_once() {
    for (text, expected) in
        [("p(i, j) = z_ij^2; p(k, l)", "z_kl^2"), ("p(i, j) = z_ij^2; p(1, 2)", "z_12^2"), ("p(i, j) = z_ij^2; p(j, i)", "z_ji^2")]
    {
        let question = Question { expression: text, ..Question::default() };
        assert_eq!(Session::new().simplify(&question).expect("it can be read").text().expect("it is short"), expected, "{text}");
    }
}

/// A letter with a mark is a letter: what is said of u holds of `y_hat`, and beside it of `x_max`, below which stands a word.
#[test]
fn marks_and_words_belong_to_the_letter() {
    const TEXTS: &[(&str, &str)] = &[
        ("sum(i, 1, n, u_i^2)", "u_k"),
        ("-sum(i, 1, n, t_i*ln(u_i))", "u_k"),
        ("sum(t, 1, n, (u_t - y_t)^2)", "u_k"),
        ("sum(i, 1, n, (y_i - v)^2)", "v"),
        ("sum(i, 1, n, u_i*v)/v^2", "v"),
        ("sum(i, 2, n, (u_i - u_i_minus_1)^2)", "u_3"),
        ("sum(i, 1, n, sum(j, 1, n, a_ij*u_i*u_j))", "u_k"),
    ];
    let mut session = Session::new();
    for (text, variable) in TEXTS {
        let mut answer = |text: &str, variable: &str| {
            let variables = [variable];
            let mut answer = session.derive(&Question::derive(text, &variables)).unwrap_or_else(|error| panic!("{text}: {error}"));
            (answer.text().expect("it is short"), answer.conditions())
        };
        let (plain, conditions) = answer(text, variable);
        for (own, other) in [("y_hat", "y_max"), ("x_bar", "x_min"), ("theta_tilde", "theta_new")] {
            let named = |text: &str| text.replace("u_", &format!("{own}_")).replace('v', other);
            let (found, told) = answer(&named(text), &named(variable));
            let read = |text: &str| text.replace(&format!("{own}_"), "u_").replace(other, "v");
            let sides = (read(&found), plain.clone());
            let expression = |text: &str| {
                Session::new()
                    .equal(&Question { expression: text, ..Question::default() }, &sides.1)
                    .expect("both can be read")
                    .verdict()
                    .clone()
            };
            assert_eq!(expression(&sides.0), chainrule::Verdict::Proved, "{text} with {own}: {found}");
            assert_eq!(told.len(), conditions.len(), "{text} with {own}");
        }
    }
}

/// Indices in brackets above, `x^{(i)}` and `w^{(l)}_{ij}`, run like those below.
#[test]
fn indices_above_run_as_well() {
    for (text, variable, expected) in [
        (r"\sum_i (x^{(i)})^2", "x__k", "2*x__k"),
        (r"\sum_{i=1}^n (x^{(i)} - y^{(i)})^2", "x__2", "2*(x__2 - y__2)"),
        (r"\sum_i\sum_j w^{(2)}_{ij} w^{(1)}_{ij}", "w_kl__2", "w_kl__1"),
        (r"\sum_{i=1}^n \frac12 m_i\dot x_i^2", "x_dot_k", "m_k*x_dot_k"),
        (r"\sum_i (x_{\text{new}} - x_i)^2", "x_new", "2*sum(i, x_new - x_i)"),
    ] {
        let answer = Session::new().derive(&Question::derive(text, &[variable])).map(|answer| answer.text()).expect("it can be read");
        assert_eq!(answer.expect("it is short"), expected, "{text}");
    }
}

fn session_refuses(text: &str) -> bool {
    Session::new().simplify(&Question { expression: text, ..Question::default() }).is_err()
}
