//! `batch` on several cores: the same answers in the same order as on one.

use std::io::Write;
use std::process::{Command, Stdio};

fn batch(jobs: &str, input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainrule"));
    let mut child = command.args(["batch", "--jobs", jobs]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("its standard input");
    let input = input.to_string();
    // Whoever writes everything before reading anything fills both pipes.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer ends").expect("everything is read");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("answers are UTF-8")
}

#[test]
fn answers_come_in_order_whatever_the_number_of_cores() {
    let request = |at: usize| match at % 7 {
        0 => format!("{{\"id\": {at}, \"expr\": \"x^{at}\", \"wrt\": [\"x\"], \"form\": \"raw\"}}\n"),
        1 => format!("no request {at}\n"),
        2 => "   \n".to_string(),
        3 => format!("{{\"id\": {at}, \"op\": \"cost\", \"expr\": \"x^2*y\", \"wrt\": [\"x\"]}}\n"),
        _ => format!("{{\"id\": {at}, \"expr\": \"sin({at}*x\", \"wrt\": [\"x\"]}}\n"),
    };
    let input: String = (0..20_000).map(request).collect();
    let alone = batch("1", &input);
    assert_eq!(alone.lines().count(), (0..20_000).filter(|at| at % 7 != 2).count());
    assert_eq!(batch("3", &input), alone);
}

/// Who asks one question and waits for its answer gets it.
#[test]
fn an_answer_does_not_wait_for_the_next_request() {
    use std::io::{BufRead, BufReader};
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainrule"));
    let mut child = command.arg("batch").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("its standard input");
    let mut answers = BufReader::new(child.stdout.take().expect("its standard output")).lines();
    for id in 0..3 {
        // The beginning of the next request does not keep back the answer to this one.
        let request = format!("{{\"id\": {id}, \"expr\": \"x^2\", \"wrt\": [\"x\"], \"want\": [\"text\"]}}\n  ");
        stdin.write_all(request.as_bytes()).and_then(|()| stdin.flush()).expect("it reads");
        let answer = answers.next().expect("an answer").expect("it can be read");
        assert_eq!(answer, format!("{{\"id\": {id}, \"text\": \"2*x\"}}"));
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

/// Blank lines count too, since the asker's editor counts them.
#[test]
fn a_line_that_is_no_request_is_named_by_its_number() {
    for jobs in ["1", "3"] {
        let lines = batch(jobs, "{\"expr\": \"x^2\", \"want\": [\"text\"]}\n\n{\"expr\": \"x^2\"\n{\"expr\": \"x^2\", \"at\": [1]}\n");
        let lines: Vec<&str> = lines.lines().collect();
        assert!(lines[1].contains("line 3, column 14 is no request: EOF while parsing an object"), "{}", lines[1]);
        assert!(lines[2].contains("line 4, column") && lines[2].contains("such as {\\\"x\\\": 1}"), "{}", lines[2]);
    }
}

/// Where one variable is meant its value is enough, as on the command line.
#[test]
fn a_value_stands_for_the_one_variable() {
    let ask = |request: &str| batch("1", request);
    assert!(ask(r#"{"op": "tangent", "expr": "x^2", "at": 1}"#).contains(r#""text": "2*x - 1""#));
    assert!(ask(r#"{"op": "tangent", "expr": "x^2", "wrt": "x", "at": "1/3"}"#).contains(r#""text": "2*x/3 - 1/9""#));
    assert!(ask(r#"{"op": "derive", "expr": "x^2", "wrt": ["x", "x"], "at": -1.5}"#).contains(r#""text": "2""#));
    for request in [r#"{"op": "gradient", "expr": "x^2*y", "wrt": ["x", "y"], "at": 1}"#, r#"{"op": "evaluate", "expr": "x^2", "at": 1}"#] {
        assert!(ask(request).contains("`at` does not say of which variable it is the value"), "{}", ask(request));
    }
}
