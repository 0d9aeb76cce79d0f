//! What is said beside a question makes a difference where it can have a meaning, and is refused where it contradicts.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainrule"));
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn out(arguments: &[&str]) -> String {
    let output = run(arguments, "");
    assert!(output.status.success() || output.status.code() == Some(1), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_string()
}

fn told(arguments: &[&str]) -> String {
    String::from_utf8(run(arguments, "").stderr).expect("UTF-8").trim_end().to_string()
}

/// The only answer of a batch.
fn answer(request: &str) -> serde_json::Value {
    serde_json::from_slice(&run(&["batch"], request).stdout).expect("one object")
}

#[test]
fn every_command_takes_a_form_and_assumptions() {
    let commands: [&[&str]; 19] = [
        &["derive", "x^2", "x"],
        &["explain", "x^2", "x"],
        &["simplify", "x^2"],
        &["evaluate", "x^2", "x=3"],
        &["evaluate", "x^2", "x=3", "--bounds"],
        &["gradient", "x^2*y", "x"],
        &["jacobian", "x^2, x", "x"],
        &["hessian", "x^2*y", "x", "y"],
        &["implicit", "x^2 + y^2 = 1", "dy/dx"],
        &["parametric", "x = t, y = x^2*t", "dy/dx"],
        &["taylor", "x^2", "--at", "1"],
        &["tangent", "x^2", "--at", "1"],
        &["inverse", "x^3"],
        &["logarithmic", "x^x"],
        &["directional", "x^2*y", "x", "y", "--along", "3,4"],
        &["check", "x^2", "x", "2*x"],
        &["equal", "x + x", "2*x"],
        &["cost", "x^2"],
        &["emit", "x^2", "--lang", "c"],
    ];
    for command in commands {
        for form in ["simplest", "factored", "expanded", "raw", "strict"] {
            let output = run(&[command, &["--form", form, "--assume", "x > 0"]].concat(), "");
            assert!(output.status.success(), "{command:?} --form {form}: {output:?}");
        }
    }
}

#[test]
fn a_form_and_assumptions_make_the_difference_they_can() {
    let refuted = |form: &str| out(&["check", "x^2*(x + 1)", "x", "x", "--form", form]);
    assert!(refuted("expanded").ends_with("the derivative is 3*x^2 + 2*x"), "{}", refuted("expanded"));
    assert!(refuted("factored").ends_with("the derivative is x*(3*x + 2)"), "{}", refuted("factored"));
    assert!(refuted("raw").ends_with("the derivative is 2*x*(x + 1) + x^2"), "{}", refuted("raw"));
    assert_eq!(out(&["derive", "x^2*(x + 1)", "x", "--at", "x=a", "--form", "expanded"]), "2*a + 3*a^2");
    // Code and costs are of the expression as it is written, unless another form or an assumption is named.
    assert!(out(&["cost", "x^2*y + x^2*z + x^2"]).ends_with("gradient: 8"));
    assert!(out(&["cost", "x^2*y + x^2*z + x^2", "--form", "factored"]).ends_with("gradient: 6"));
    assert!(out(&["cost", "sqrt(x^2)", "--assume", "x > 0"]).starts_with("value: 0\n"));
    assert!(!out(&["emit", "sqrt(x^2)", "--lang", "python", "--assume", "x > 0"]).contains("sqrt"));
    assert!(out(&["emit", "(x + 1)^2 - 1", "--lang", "c", "--form", "expanded"]).starts_with("// x^2 + 2*x\n"));
    assert_eq!(told(&["emit", "x^2/x", "--lang", "c", "--form", "simplest"]), "condition: x != 0");
    let cost = answer(r#"{"op": "cost", "expr": "x^2*y + x^2*z + x^2", "form": "factored"}"#);
    assert_eq!(cost["value_and_gradient"], 6);
}

#[test]
fn nothing_is_said_of_points_where_an_assumption_fails() {
    let problem = "error: `x > 0` is assumed, and fails at this point";
    let refused: [&[&str]; 5] = [
        &["evaluate", "x^2", "x=-3"],
        &["evaluate", "x^2", "x=-3", "--bounds"],
        &["derive", "abs(x)", "--at", "x=-3"],
        &["tangent", "abs(x)", "--at", "-1"],
        &["taylor", "abs(x)", "--at", "-1"],
    ];
    for command in refused {
        let output = run(&[command, &["--assume", "x > 0"]].concat(), "");
        assert!(output.status.code() == Some(2) && output.stdout.is_empty(), "{command:?}: {output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with(problem), "{command:?}: {output:?}");
    }
    assert_eq!(out(&["derive", "abs(x)", "--at", "x=3", "--assume", "x > 0"]), "1");
    assert_eq!(out(&["derive", "abs(a*x)", "x", "--at", "x=3", "--assume", "x > 0"]), "abs(a)");
    let asked = answer(r#"{"expr": "abs(x)", "wrt": ["x"], "at": {"x": -3}, "assume": ["x > 0"]}"#);
    assert_eq!(asked["error"]["kind"], "request");
    // Of a drawing, the part where they hold.
    assert!(told(&["plot", "x", "--to", "-1", "--assume", "x > 0"]).starts_with("error: the function in this interval is undefined"));
}

#[test]
fn assumptions_that_contradict_each_other_are_refused() {
    for assumptions in [&["x > 0", "x < -1"][..], &["x > 0", "x < 0"], &["x > 0 and x < -1"], &["x^2 < 0"]] {
        let options = assumptions.iter().flat_map(|assumption| ["--assume", *assumption]);
        let arguments: Vec<&str> = ["derive", "abs(x)", "x"].into_iter().chain(options).collect();
        let output = run(&arguments, "");
        assert!(output.status.code() == Some(2) && output.stdout.is_empty(), "{arguments:?}: {output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("never holds"), "{arguments:?}: {output:?}");
    }
    assert_eq!(out(&["derive", "abs(x)", "--assume", "x > 0", "--assume", "x < 1", "--assume", "x != 1/2"]), "1");
}

#[test]
fn what_has_no_value_anywhere_is_told() {
    let note = "note: the expression has no real value anywhere, so the answer holds nowhere";
    for expression in
        ["ln(-x^2 - 1)", "{1 if x > 0}*{0 if x < 0}", "sqrt(-1 - x^2)", "arcsin(2 + x^2)", "ln(x) + ln(-x)", "sqrt(x - 1)*sqrt(-x)"]
    {
        for command in ["derive", "simplify"] {
            let said = told(&[command, expression]);
            assert!(said.lines().any(|line| line == note), "{command} {expression}: {said}");
            assert!(!said.contains("false"), "{command} {expression}: {said}");
        }
    }
    assert!(told(&["gradient", "ln(-x^2 - y^2 - 1)"]).ends_with(note));
    // A root outweighs what its radicand is larger than the square of.
    for expression in ["ln(-2*(x + sqrt(x^2 + y^2)))", "ln(y - 2*sqrt(x^2 + y^2/4))"] {
        assert!(told(&["derive", expression, "x"]).ends_with(note), "{expression}");
    }
    assert!(told(&["derive", "ln(x)", "--assume", "x < 0"]).contains("no real value anywhere where the assumptions hold"));
    assert!(told(&["derive", "sqrt(x) + sqrt(-x)"]).contains("real values at single points at most, so it has no derivative"));
    for expression in ["ln(x)", "sqrt(x)*sqrt(1 - x)", "{1 if x > 0; 2 if x < 0}", "arcsin(2 + x)"] {
        assert!(!told(&["derive", expression]).contains("nowhere"), "{expression}");
    }
}

#[test]
fn options_that_contradict_what_is_printed_are_refused() {
    let refused: [&[&str]; 14] = [
        &["evaluate", "x^2", "x=3", "--alternatives"],
        &["cost", "x^2", "--alternatives"],
        &["emit", "x^2", "--lang", "c", "--format", "latex"],
        &["plot", "x^2", "--format", "latex"],
        &["equal", "x", "x", "--alternatives"],
        &["explain", "x^2", "--alternatives"],
        &["explain", "x^2", "--width", "10"],
        &["gradient", "x^2*y", "--alternatives"],
        &["derive", "x^2", "--detail", "every"],
        &["derive", "x^2", "--steps", "--alternatives"],
        &["derive", "x^2", "--steps", "--width", "10"],
        &["derive", "x^2", "--at", "x=1", "--alternatives"],
        &["derive", "x^2", "--format", "unicode", "--width", "10"],
        &["jacobian", "x, y", "--steps", "--width", "10"],
    ];
    for arguments in refused {
        let output = run(arguments, "");
        let option = arguments.iter().rfind(|argument| argument.starts_with("--")).expect("one is tried");
        let problem = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && output.stdout.is_empty(), "{arguments:?}: {output:?}");
        assert!(problem.contains(option), "{arguments:?}: {problem}");
    }
}

#[test]
fn answers_are_written_in_the_notation_asked_for() {
    assert_eq!(out(&["evaluate", "x/4", "x=1", "--format", "markdown"]), "$0.25$");
    assert_eq!(out(&["derive", "x^2", "--at", "x=1/6", "--format", "markdown"]), r"$\frac{1}{3}$");
    let refuted = out(&["check", "sqrt(x)", "x", "1", "--format", "latex"]);
    assert!(refuted.ends_with(r"the derivative is \frac{1}{2\sqrt{x}}"), "{refuted}");
    let rows = out(&["derive", "(a + b + c + d)*exp(x)*sin(x)", "x", "--format", "json", "--width", "20"]);
    assert!(rows.contains(r"\\begin{aligned}"), "{rows}");
    let others = out(&["derive", "sin(x)^2", "--alternatives", "--format", "markdown"]);
    assert!(others.contains(r"$\sin(2x)$    ("), "{others}");
    let code: serde_json::Value = serde_json::from_str(&out(&["emit", "x", "--lang", "c", "--format", "json"])).expect("an object");
    assert!(code["language"] == "c" && code["code"].as_str().is_some_and(|code| code.starts_with("// x\n")), "{code}");
    assert!(out(&["emit", "x", "--lang", "c", "--format", "markdown"]).starts_with("```c\n"));
}

#[test]
fn requests_say_nothing_that_their_operation_does_not_use() {
    let refused = [
        (r#"{"op": "gradient", "expr": "x^2", "wrt": ["x"], "order": 2}"#, "`gradient` does not use `order`"),
        (r#"{"op": "simplify", "expr": "x^2", "order": 2}"#, "`simplify` does not use `order`"),
        (r#"{"op": "check", "expr": "x^2", "wrt": ["x"], "claim": "2*x", "order": "n"}"#, "`check` does not take a name for its order"),
        (r#"{"op": "cost", "expr": "x^2", "wrt": ["x"], "at": {"x": 1}}"#, "`cost` does not use `at`"),
        (r#"{"op": "simplify", "expr": "x^2", "at": {"x": 1}}"#, "`simplify` does not use `at`"),
        (r#"{"expr": "x^2", "wrt": ["x"], "along": ["1"]}"#, "`derive` does not use `along`"),
        (r#"{"expr": "x^2", "wrt": ["x"], "claim": "2*x"}"#, "`derive` does not use `claim`"),
        (r#"{"expr": "x^2", "wrt": ["x"], "right": "2*x"}"#, "`derive` does not use `right`"),
        (r#"{"expr": "x^2", "wrt": ["x"], "left": "2*x"}"#, "`derive` does not use `left`"),
        (r#"{"expr": "x^2", "wrt": ["x"], "want": ["txt"]}"#, "no answer has a part called `txt`"),
    ];
    for (request, problem) in refused {
        let answer = answer(request);
        assert_eq!((&answer["error"]["kind"], &answer["error"]["message"]), (&"request".into(), &problem.into()), "{request}");
    }
    assert_eq!(answer(r#"{"op": "gradient", "expr": "x^2", "wrt": ["x"], "order": 1}"#)["texts"]["x"], "2*x");
    assert_eq!(answer(r#"{"op": "gradient", "expr": "x^2", "wrt": ["x"], "at": {"x": 3}}"#)["texts"]["x"], "6");
    let at = answer(r#"{"expr": "x*exp(x)", "wrt": ["x"], "order": "n", "at": {"x": 0}}"#);
    assert_eq!(at["text"], "n");
}
