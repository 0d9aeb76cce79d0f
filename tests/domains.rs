//! Conditions that no snapshot can hold, since no point is inside, or since names say how many terms there are: each by hand.

use chainrule::{Answer, Question, Session};

/// What is asked, by which variables, the answer and its conditions.
type Case = (&'static str, &'static [&'static str], &'static str, &'static [&'static str]);

fn told(mut answer: Answer<'_>) -> (String, Vec<String>, Vec<String>) {
    let conditions = answer.conditions();
    (answer.text().expect("it can be written"), conditions, answer.notes())
}

fn asked(session: &mut Session, expression: &str, variables: &[&str]) -> (String, Vec<String>, Vec<String>) {
    let question = Question::derive(expression, variables);
    let answer = if variables.is_empty() { session.simplify(&question) } else { session.derive(&question) };
    told(answer.unwrap_or_else(|error| panic!("{expression}: {error}")))
}

/// The terms of a sum over an index have a value each, and so many as a name says are not fewer than none.
#[test]
fn terms_over_an_index() {
    const CASES: &[Case] = &[
        ("sum(i, 1, n, abs(w - x_i))", &["w"], "sum(i, 1, n, sign(w - x_i))", &["w != x_i for each i from 1 to n"]),
        ("sum(i, 1, n, abs(w - x_i))", &["w", "w"], "0", &["w != x_i for each i from 1 to n"]),
        ("sum(i, 1, n, ln(w - x_i))", &["w"], "sum(i, 1, n, 1/(w - x_i))", &["w > x_i for each i from 1 to n"]),
        ("sum(i, 1, n, (x_i - w)*abs(x_i - w))", &["w"], "-2*sum(i, 1, n, abs(x_i - w))", &[]),
        ("sum(i, 1, n, ln(x_i)) - sum(i, 1, n, ln(x_i))", &[], "0", &["x_i > 0 for each i from 1 to n"]),
        ("sum(i, 1, n, ln(i*w)) - sum(i, 1, n, ln(i*w))", &[], "0", &["w > 0"]),
        ("sum(i, 0, n, 1/i) - sum(i, 0, n, 1/i)", &[], "0", &["i != 0 for each i from 0 to n"]),
        ("sum(i, 1, n, 1/i) - sum(i, 1, n, 1/i)", &[], "0", &[]),
        ("sum(i, 1, n, abs(w)^i)", &["w"], "sign(w)*sum(i, 1, n, i*abs(w)^(i - 1))", &["w != 0"]),
        (
            "sum(i, 1, n, sum(j, 1, m, abs(w - x_i*y_j)))",
            &["w"],
            "sum(i, 1, n, sum(j, 1, m, sign(w - x_i*y_j)))",
            &["w != x_i*y_j for each i from 1 to n for each j from 1 to m"],
        ),
        ("sum(i, 1, n, a*x)", &["x"], "a*n", &["n >= 0"]),
        ("product(i, 1, n, x)", &["x"], "n*x^(n - 1)", &["n >= 0"]),
        ("sum(i, 1, n, (x_i - m)^2)", &["m", "m"], "2*n", &["n >= 0"]),
        ("sum(i, 0, n, a)", &[], "a*(n + 1)", &["n >= -1"]),
        // A name that counted already, or that is gone.
        ("n*ln(s) + sum(i, 1, n, (x_i - s)^2)/2", &["s", "s"], "n - n/s^2", &["s > 0"]),
        ("w^2 + sum(i, 1, n, y_i)", &["w"], "2*w", &[]),
    ];
    let mut session = Session::new();
    for (expression, variables, text, conditions) in CASES {
        let (found, told, _) = asked(&mut session, expression, variables);
        assert_eq!((found.as_str(), told), (*text, conditions.iter().map(ToString::to_string).collect()), "{expression}");
    }
}

#[test]
fn a_gradient_tells_of_its_terms() {
    let mut session = Session::new();
    let question = Question::derive("sum(i, 1, n, abs(y_i - w*x_i - b))", &["w", "b"]);
    let mut gradient = session.gradient(&question).expect("it has a gradient");
    assert_eq!(gradient.conditions(), ["w*x_i + b != y_i for each i from 1 to n"]);
}

/// What has values at single points has a derivative nowhere, and what has none is said to have none.
#[test]
fn values_at_single_points_alone() {
    let mut session = Session::new();
    for (expression, words) in [
        ("sqrt(-x^2)", "single points"),
        ("arcosh(1 - x^2)", "single points"),
        ("sqrt(-abs(x))", "single points"),
        ("sqrt(x - 1) + sqrt(1 - x)", "single points"),
        ("ln(-x^2)", "no real value"),
        ("sqrt(-1 - x^2)", "no real value"),
        ("arcsin(2 + x^2)", "no real value"),
        ("x*int(1/(t*ln(t)), t, 0, 1/2)", "no real value"),
    ] {
        let (_, _, notes) = asked(&mut session, expression, &["x"]);
        assert!(notes.iter().any(|note| note.contains(words) && note.ends_with("the answer holds nowhere")), "{expression}: {notes:?}");
    }
    for expression in ["sqrt(x^2)", "sqrt(x - 1) + sqrt(2 - x)", "arcosh(2 - x^2)", "ln(x^2)", "x*int(1/t^(9/10), t, 0, 1)"] {
        let (_, _, notes) = asked(&mut session, expression, &["x"]);
        assert!(notes.is_empty(), "{expression}: {notes:?}");
    }
    assert_eq!(asked(&mut session, "x + sqrt(-x^2) - sqrt(-x^2)", &[]).1, ["x = 0"]);
}

/// A proved claim is an answer, and holds where the derivative does.
#[test]
fn conditions_of_claims() {
    let mut session = Session::new();
    for (expression, claim, conditions) in [
        ("ln(x)", "1/x", &["x > 0"][..]),
        ("sqrt(x)^2", "1", &["x > 0"]),
        ("abs(x)", "sign(x)", &["x != 0"]),
        ("abs(x)", "x/abs(x)", &[]),
        ("relu(x)", "{0 if x <= 0; 1 if x > 0}", &["x != 0"]),
        ("relu(x)^2", "{0 if x <= 0; 2*x if x > 0}", &[]),
        ("ln(abs(x))", "1/x", &[]),
        ("sin(x)", "cos(x)", &[]),
        ("sum(i, 1, n, ln(x - i))", "sum(i, 1, n, 1/(x - i))", &["x > i for each i from 1 to n"]),
        ("sum(i, 1, n, x)", "n", &["n >= 0"]),
        ("ln(x)", "2/x", &[]),
    ] {
        let mut judgement = session.check(&Question::derive(expression, &["x"]), claim).expect("it is read");
        assert_eq!(judgement.conditions(), conditions, "{expression}");
    }
}

/// What one side of an equation loses with its terms, or with the names that count them.
#[test]
fn sides_that_lose_terms() {
    let mut session = Session::new();
    for (left, right, lost, kept) in [
        ("sum(i, 1, n, 1)", "n", &["n < 0"][..], &[][..]),
        ("n", "sum(i, 1, n, 1)", &[], &["n < 0"]),
        ("sum(i, 1, n, x_i + 1)", "n + sum(i, 1, n, x_i)", &["n < 0"], &[]),
        ("sum(i, 1, n, ln(x_i)) - sum(i, 1, n, ln(x_i))", "0", &["x_i <= 0 for some i from 1 to n"], &[]),
        ("0", "sum(i, 1, n, ln(x_i)) - sum(i, 1, n, ln(x_i))", &[], &["x_i <= 0 for some i from 1 to n"]),
        ("sum(i, 1, n, x_i)", "sum(i, 1, n, x_i)", &[], &[]),
    ] {
        let question = Question { expression: left, ..Question::default() };
        let mut judgement = session.equal(&question, right).expect("both are read");
        assert_eq!((judgement.left_losses(), judgement.losses()), (to_owned(lost), to_owned(kept)), "{left} = {right}");
    }
}

fn to_owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// The general power rule says what it means where gamma has no value.
#[test]
fn order_n_of_a_power() {
    let mut session = Session::new();
    for (expression, is_told) in [("x^k", true), ("(a*x + b)^r", true), ("gamma(k)*exp(x)", false), ("sqrt(x)", false), ("1/x", false)] {
        let question = Question::derive(expression, &["x"]);
        let (_, _, notes) = told(session.derive_to_order(&question, "n").expect("every order is known"));
        assert_eq!(notes.iter().any(|note| note.contains("gamma has no value")), is_told, "{expression}: {notes:?}");
    }
}

/// Where the formula of every order, or of a product over an index, has no value though the derivative may have one.
#[test]
fn formulas_that_have_no_value_everywhere() {
    let mut session = Session::new();
    for (expression, conditions) in
        [("exp(a*x)*x^3", &["a != 0"][..]), ("x*sin(a*x)", &["a != 0"]), ("x*a^x", &["a != 1"]), ("exp(a*x)", &[]), ("x*exp(2*x)", &[])]
    {
        let question = Question::derive(expression, &["x"]);
        let (_, found, _) = told(session.derive_to_order(&question, "n").expect("every order is known"));
        assert_eq!(found, conditions, "{expression}");
    }
    for (expression, variables, conditions) in [
        ("product(i, 1, n, x - i)", &["x"][..], &["product(i, 1, n, x - i) != 0"][..]),
        ("product(i, 1, n, i^2*x^2 + 1)", &["x"], &[]),
        ("product(i, 1, n, exp(i*x))", &["x"], &[]),
        ("0^x", &["x"], &["x > 0"]),
        ("x^y*x^(-y)", &["x"], &["x != 0"]),
        ("x^y*x^(2 - y)", &[], &["x != 0"]),
        ("x^y*z^(-y)", &[], &[]),
    ] {
        assert_eq!(asked(&mut session, expression, variables).1, conditions, "{expression}");
    }
}

/// A function that is smooth where the formula of its derivative has no value has a derivative there: the limits, by l'Hospital.
#[test]
fn derivatives_where_the_formula_has_no_value() {
    let mut session = Session::new();
    for (expression, order, at, value) in [
        ("sinc(x)", 1, "0", Some("0")),
        ("sinc(x)", 2, "0", Some("-1/3")),
        ("sinc(x^2 - 1)", 2, "1", Some("-4/3")),
        ("Si(x)", 1, "0", Some("1")),
        ("Si(2*x)*exp(x)", 2, "0", Some("4")),
        ("dilog(x)", 3, "0", Some("2/3")),
        ("sin(x)/x", 1, "0", None),
        ("abs(x)*Si(x)", 2, "0", None),
        ("Ei(x)", 1, "0", None),
    ] {
        let question = Question { order, ..Question::derive(expression, &["x"]) };
        let mut answer = session.derive(&question).expect("it has a derivative");
        assert_eq!(answer.at(&[("x", at)]).ok().map(|value| value.text).as_deref(), value, "{expression}");
    }
}

/// The slope of a curve at a point of it, and matrices at a point.
#[test]
fn operations_at_a_point() {
    let mut session = Session::new();
    let circle = Question::derive("x^2 + y^2 = 25", &["dy/dx"]);
    let mut at = |point: &[(&str, &str)]| session.implicit(&circle).expect("a slope").at(point).map(|value| value.text).map_err(|_| ());
    assert_eq!(at(&[("x", "3"), ("y", "4")]).as_deref(), Ok("-3/4"));
    assert_eq!(at(&[("x", "3")]).as_deref(), Ok("-3/y"));
    assert_eq!(at(&[("x", "3"), ("y", "5")]), Err(()));
    assert_eq!(at(&[("x", "5"), ("y", "0")]), Err(()));
    let curve = Question::derive("x = t^2, y = t^3", &["dy/dx"]);
    let mut at = |point: &[(&str, &str)]| session.parametric(&curve).expect("a slope").at(point).map(|value| value.text).map_err(|_| ());
    assert_eq!(at(&[("t", "2")]).as_deref(), Ok("3"));
    assert_eq!(at(&[("t", "0")]), Err(()));
    assert_eq!(at(&[("x", "4")]), Err(()));
    let mut gradient = session.gradient(&Question::derive("x^2*sin(y)", &["x", "y"])).expect("a gradient");
    gradient.put_in(&[("x", "3"), ("y", "pi/6")]).expect("it has a value");
    assert_eq!(gradient.text().as_deref(), Ok("[3, 9*sqrt(3)/2]"));
    assert!(session.gradient(&Question::derive("abs(x)*y", &["x", "y"])).expect("a gradient").put_in(&[("x", "0"), ("y", "1")]).is_err());
}
