//! Each limit: an error that names it and says how to raise it, an answer once it is raised, in the library, the command and a batch.

use chainrule::{Detail, Error, Limits, Question, Session};
use std::io::Write;
use std::process::{Command, Stdio};

/// A limit, one that is too low for an expression, and one that is enough.
const CASES: &[(&str, &str, u64, u64)] = &[
    ("nodes", "sin(x) + cos(2*x) + exp(x^3)*ln(x)", 12, 10_000),
    ("depth", "sin(cos(sin(cos(sin(cos(x))))))", 6, 8),
    ("input_bytes", "x^2 + x + 1", 10, 11),
    ("output_bytes", "sin(x)*cos(x)*exp(x)*ln(x)", 20, 1000),
    ("bits", "x + 1e40", 100, 200),
];

fn limits(name: &str, limit: u64) -> Limits {
    let mut limits = Limits::default();
    limits.set(name, limit).expect("there is such a limit");
    limits
}

fn derivative(limits: Limits, expression: &str) -> Result<String, Error> {
    let mut session = Session::new();
    session.set_limits(limits);
    session.derive(&Question { form: chainrule::Form::Raw, ..Question::derive(expression, &["x"]) })?.text()
}

#[test]
fn each_limit_is_an_error_that_names_it() {
    for (name, expression, low, enough) in CASES {
        let error = derivative(limits(name, *low), expression).expect_err("the limit is too low");
        assert!(matches!(error, Error::Limit { limit, .. } if limit == *low), "{name}: {error}");
        assert!(error.hint().is_some_and(|hint| hint.contains(&format!("`--limit {name}=N`"))), "{name}: {:?}", error.hint());
        derivative(limits(name, *enough), expression).unwrap_or_else(|error| panic!("{name}: {error}"));
        derivative(Limits::default(), expression).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_derivation_has_no_more_steps_than_it_may() {
    let steps = |limit: u64| {
        let mut session = Session::new();
        session.set_limits(limits("steps", limit));
        session.derive(&Question::derive("x^2*exp(sin(x))", &["x"]))?.steps(Detail::Every).map(|steps| steps.iter().count())
    };
    let count = steps(1000).expect("it has fewer");
    assert!(matches!(steps(count as u64 - 1), Err(Error::Limit { .. })));
    assert_eq!(steps(count as u64), Ok(count));
}

/// A power beyond the limit stays a power, and a session that answers an error answers the next question.
#[test]
fn powers_stay_powers_beyond_the_limit() {
    assert_eq!(derivative(limits("bits", 8), "3^20*x").as_deref(), Ok("3^20"));
    assert_eq!(derivative(limits("bits", 64), "3^20*x").as_deref(), Ok("3486784401"));
    let mut session = Session::new();
    session.set_limits(limits("nodes", 12));
    assert!(session.derive(&Question::derive("sin(x) + cos(2*x) + exp(x^3)*ln(x)", &["x"])).is_err());
    assert_eq!(session.derive(&Question::derive("x", &["x"])).and_then(|answer| answer.text()).as_deref(), Ok("1"));
}

#[test]
fn programs_have_limits_too() {
    let cost = |limits: Limits| {
        let mut session = Session::new();
        session.set_limits(limits);
        session.cost(&Question::derive("sin(cos(sin(cos(x))))*y", &["x", "y"]))
    };
    assert!(cost(Limits::default()).is_ok());
    for name in ["nodes", "depth", "input_bytes"] {
        assert!(matches!(cost(limits(name, 4)), Err(Error::Limit { .. })), "{name}");
    }
}

fn run(arguments: &[&str], input: &str) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainrule"));
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("its standard input").write_all(input.as_bytes()).expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("answers are UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn commands_and_batches_take_limits() {
    for (name, expression, low, enough) in CASES {
        let [low, enough] = [low, enough].map(|limit| format!("{name}={limit}"));
        let (_, problem) = run(&["derive", expression, "x", "--form", "raw", "--limit", &low], "");
        assert!(problem.contains(&format!("raise the limit `{name}`")), "{problem}");
        let (answer, _) = run(&["derive", expression, "x", "--form", "raw", "--limit", &enough], "");
        assert!(!answer.is_empty(), "{name}");
    }
    let (_, problem) = run(&["derive", "x", "x", "--limit", "weight=3"], "");
    assert!(problem.contains("there is no limit `weight`") && problem.contains("input_bytes"), "{problem}");
    // A request's own limit is for that request alone.
    let requests = r#"{"id": 1, "expr": "x^2 + x", "limits": {"input_bytes": 3}, "want": ["text"]}
{"id": 2, "expr": "x^2 + x", "want": ["text"]}
{"id": 3, "expr": "x^2 + x + x^3", "want": ["text"]}
{"id": 4, "expr": "x^2 + x + x^3", "limits": {"input_bytes": 30}, "want": ["text"]}
{"id": 5, "expr": "x", "limits": {"weight": 30}}
{"id": 6, "expr": "x^2 + x", "limits": {"steps": 40000000}, "want": ["text"]}
"#;
    let (answers, _) = run(&["batch", "--limit", "input_bytes=9"], requests);
    let kinds: Vec<bool> = answers.lines().map(|line| line.contains("\"kind\"")).collect();
    assert_eq!(kinds, [true, false, true, true, true, false], "{answers}");
    // The operator's limit is the highest there is.
    assert!(answers.lines().nth(3).is_some_and(|line| line.contains("the limit `input_bytes` may be at most 9 here")), "{answers}");
    assert!(answers.lines().nth(2).is_some_and(|line| line.contains(r#""kind":"limit""#) && line.contains("input_bytes")), "{answers}");
}

#[test]
fn documents_and_claims_take_limits() {
    let folder = std::env::temp_dir().join(format!("chainrule-limits-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let claims = file("own.claims", "d/dx(x^2) = 2*x\n");
    let notes = file("notes.md", "Let $y = x^2$. Then $\\frac{dy}{dx} = 3x$ and $\\frac{dy}{dx} = \\chainrule{?}$.\n");
    assert_eq!(run(&["test", &claims], "").0, "1 proved, 0 not\n");
    let (report, _) = run(&["test", &claims, "--limit", "input_bytes=2"], "");
    assert!(report.contains("raise the limit `input_bytes`") || report.contains("exceeds the limit of 2"), "{report}");
    assert!(run(&["lint", &notes], "").0.contains("2x"));
    assert!(!run(&["lint", &notes, "--limit", "input_bytes=1"], "").0.contains("2x"));
    let (_, blank) = run(&["fill", &notes, "--limit", "input_bytes=1"], "");
    assert!(blank.contains("left blank") && blank.contains("exceeds the limit of 1"), "{blank}");
    std::fs::remove_dir_all(&folder).expect("it goes");
}

/// Conditions are worked on from the outside in; how deep they nest is decided when they are read.
#[test]
fn conditions_nest_only_so_deep() {
    let nested = |depth: usize| {
        let opened: String = (0..depth).map(|at| format!("(x < {} {} ", at % 7, if at % 2 == 0 { "or" } else { "and" })).collect();
        format!("{{x^2 if {opened}x < 1{}; 3*x otherwise}}", ")".repeat(depth))
    };
    let mut session = Session::new();
    let (deep, shallow) = (nested(100_000), nested(200));
    assert!(matches!(session.derive(&Question::derive(&deep, &["x"])).map(|_| ()), Err(Error::Limit { limit: 256, .. })));
    let question = Question { expression: &deep, ..Question::default() };
    assert!(matches!(session.evaluate(&question, &[("x", 0.0)]), Err(Error::Limit { limit: 256, .. })));
    assert!(session.derive(&Question::derive(&shallow, &["x"])).is_ok());
}

#[test]
fn conditions_nest_to_a_limit_also_where_their_case_forgets_something() {
    let mut condition = "x > 0".to_string();
    for depth in 0..20_000 {
        condition = format!("({condition} {} x > {depth})", if depth % 2 == 0 { "or" } else { "and" });
    }
    for value in ["x", "x/x"] {
        let found = derivative(Limits::default(), &format!("{{{value} if {condition}; 1 otherwise}}"));
        assert!(matches!(found, Err(Error::Limit { limit: 256, .. })), "{value}");
    }
}
