//! The command as a person at a shell meets it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chainrule"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // The command may end before it has read everything.
    let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends")
}

fn out(arguments: &[&str]) -> String {
    let output = run(arguments, "");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_string()
}

#[test]
fn the_founding_example() {
    assert_eq!(out(&["derive", "0.5*(a-cos(z))^2", "z"]), "(a - cos(z))*sin(z)");
    assert_eq!(out(&["derive", "0.5*(a-cos(z))^2", "z", "--format", "latex"]), r"(a-\cos z)\sin z");
    assert_eq!(out(&["derive", "sigma(z)", "--format", "unicode"]), "σ(z)·(1 - σ(z))");
}

#[test]
fn the_options_do_what_they_say() {
    assert_eq!(out(&["derive", "sin(x)", "--order", "3"]), "-cos(x)");
    assert_eq!(out(&["derive", "exp(x*y)", "x", "y"]), "(x*y + 1)*exp(x*y)");
    assert_eq!(out(&["derive", "x^2", "x", "--at", "x=3"]), "6");
    assert_eq!(out(&["derive", "x^2", "--at", "x=3"]), "6");
    assert_eq!(out(&["derive", "-x^2", "x", "--input", "text"]), "-2*x");
    assert_eq!(out(&["derive", "x^2*y^2", "x", "y", "--order", "2"]), "4");
    assert_eq!(out(&["derive", "1/2*(a - y)^2", "z", "--let", "y = z + b"]), "y - a");
    assert_eq!(out(&["simplify", "sqrt(x^2)", "--assume", "x > 0"]), "x");
    assert_eq!(out(&["simplify", "0.1*x + 0.2*x"]), "0.3*x");
    assert_eq!(out(&["evaluate", "a^2 + y", "a=pi", "y=0.5"]), format!("{}", std::f64::consts::PI * std::f64::consts::PI + 0.5));
    assert_eq!(out(&["derive", "x^2*exp(-x)", "x", "--form", "raw"]), "2*x*exp(-x) - x^2*exp(-x)");
    let json: serde_json::Value = serde_json::from_str(&out(&["derive", "abs(x)", "x", "--format", "json"])).expect("JSON");
    assert_eq!(json["text"], "sign(x)");
    assert_eq!(json["conditions"][0], "x != 0");
}

#[test]
fn standard_input_conditions_and_notes() {
    let output = run(&["derive", "-", "x"], "ln(x)\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1/x\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "condition: x > 0\n");
}

#[test]
fn an_error_has_a_caret_a_hint_and_exit_status_2() {
    let output = run(&["derive", "2*tann(x)", "x"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(report.contains("unknown function `tann`") && report.contains("  ^^^^") && report.contains("did you mean `tan`?"), "{report}");
}

#[test]
fn a_users_rules_are_applied() {
    let file = std::env::temp_dir().join("chainrule-test.rules");
    std::fs::write(&file, "double-angle: 2*sin(u)*cos(u) -> sin(2*u)  # DLMF 4.21.27\nhalf: sin(u)*cos(u) -> sin(2*u)/2 # the same\n")
        .expect("a temporary file");
    assert_eq!(out(&["derive", "sin(x)^2", "x", "--rules", file.to_str().expect("UTF-8")]), "sin(2*x)");
}

#[test]
fn batch_answers_in_order_and_survives_bad_lines() {
    let requests = [
        r#"{"id": 1, "op": "derive", "expr": "0.5*(a-cos(z))^2", "wrt": ["z"]}"#,
        "nonsense",
        r#"{"id": "two", "expr": "tann(x)", "wrt": ["x"]}"#,
        r#"{"id": 3, "op": "simplify", "expr": "x + x", "want": ["text"]}"#,
        r#"{"id": 4, "op": "evaluate", "expr": "x^2", "at": {"x": 1.5}}"#,
        r#"{"id": 5, "op": "evaluate", "expr": "1/x", "at": {"x": 0}}"#,
        r#"{"id": 6, "expr": "x^3", "wrt": ["x", "x"], "want": ["text", "size"]}"#,
        r#"{"id": 7, "expr": "y^2", "wrt": "x", "define": "y = 3*x", "want": ["text"]}"#,
        r#"{"id": 8, "op": "dance", "expr": "x"}"#,
        r#"{"id": 9, "expr": "sqrt(x^2)", "op": "simplify", "assume": ["x < 0"], "want": ["text"]}"#,
    ];
    let output = run(&["batch"], &requests.join("\n"));
    assert!(output.status.success());
    let lines: Vec<String> = String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_string).collect();
    assert_eq!(lines.len(), requests.len());
    assert_eq!(lines[0], r#"{"id": 1, "text": "(a - cos(z))*sin(z)", "latex": "(a-\\cos z)\\sin z", "conditions": [], "notes": []}"#);
    let answers: Vec<serde_json::Value> = lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers[1]["error"]["kind"], "request");
    assert_eq!((&answers[2]["id"], &answers[2]["error"]["kind"]), (&"two".into(), &"unknown-function".into()));
    assert_eq!(answers[2]["error"]["span"], serde_json::json!([0, 4]));
    assert_eq!(lines[3], r#"{"id": 3, "text": "2*x"}"#);
    assert_eq!(lines[4], r#"{"id": 4, "value": 2.25}"#);
    assert_eq!(answers[5]["error"]["kind"], "undefined");
    assert_eq!((&answers[6]["text"], &answers[6]["size"]), (&"6*x".into(), &2.into()));
    assert_eq!(answers[7]["text"], "18*x");
    assert_eq!(answers[8]["error"]["kind"], "request");
    assert_eq!(answers[9]["text"], "-x");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chainrule"))
        .arg("batch")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("standard input");
    for _ in 0..20_000 {
        if input.write_all(b"{\"expr\": \"x^2\", \"wrt\": [\"x\"]}\n").is_err() {
            break;
        }
    }
    drop(input);
    let output = child.wait_with_output().expect("the command ends");
    assert!(output.status.success(), "{:?}", output.status);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn help_teaches_by_example_and_completions_are_printed() {
    for command in ["derive", "simplify", "evaluate", "batch"] {
        assert!(out(&[command, "--help"]).contains("Examples:") || command == "batch", "{command} --help shows examples");
    }
    assert!(out(&["completions", "bash"]).contains("chainrule"));
}

#[test]
fn steps_in_every_format() {
    let question = ["derive", "E = (a - y)^2; y = sigma(z)", "z", "--steps", "--format"];
    let shown = |format: &str| out(&[&question[..], &[format]].concat());
    assert_eq!(shown("text").lines().next(), Some("dE/dz = dE/dy * dy/dz                   chain rule"));
    assert!(shown("unicode").contains("dy/dz = y·(1 - y)"));
    let latex = shown("latex");
    assert!(latex.starts_with("\\begin{align*}\n\\frac{dE}{dz} &= ") && latex.ends_with("\\end{align*}"), "{latex}");
    assert!(shown("markdown").starts_with("$$\n\\begin{aligned}\n"));
    assert_eq!(shown("slides").lines().filter(|line| line.starts_with("- $\\displaystyle ")).count(), 4);
    let json: serde_json::Value = serde_json::from_str(&shown("json")).expect("JSON");
    assert_eq!(json["steps"][2]["before"], "dy/dz");
    assert_eq!(json["steps"][2]["law"], "sigma");
    for (question, law) in [("x^2*exp(x)", "product"), ("a*x*sin(x)/b", "product"), ("x/sin(x)", "quotient"), ("a*sin(x)/x", "quotient")] {
        let json: serde_json::Value = serde_json::from_str(&out(&["derive", question, "x", "--steps", "--format", "json"])).expect("JSON");
        assert_eq!(json["steps"][0]["law"], law, "{question}");
    }
    // The place of `sigma(z)` in the question.
    assert_eq!(json["steps"][2]["span"], serde_json::json!([19, 27]));
    assert_eq!(json["text"], "2*(y - a)*y*(1 - y)");
    let brief = out(&["derive", "x*sin(x)", "--steps", "--detail", "brief"]);
    assert_eq!(brief.lines().count(), 2);
    let every = out(&["derive", "x*sin(x)", "--steps", "--detail", "every"]);
    assert!(every.lines().count() > 2);
}

#[test]
fn definitions_come_from_everywhere() {
    let expected = out(&["derive", "E = (a - y)^2; y = sigma(z)", "z", "--steps"]);
    assert_eq!(out(&["derive", "E = (a - y)^2", "z", "--let", "y = sigma(z)", "--steps"]), expected);
    let piped = run(&["derive", "-", "z", "--steps"], "y = sigma(z)\nE = (a - y)^2\n");
    assert_eq!(String::from_utf8_lossy(&piped.stdout).trim_end(), expected);
    let file = std::env::temp_dir().join(format!("chainrule-definitions-{}.txt", std::process::id()));
    std::fs::write(&file, "y = sigma(z)\n").expect("a file for definitions");
    let path = file.to_str().expect("a plain path");
    assert_eq!(out(&["derive", "E = (a - y)^2", "z", "--definition-file", path, "--steps"]), expected);
    std::fs::remove_file(&file).expect("the file was there");
    let request = r#"{"id": 1, "expr": "(a - y)^2", "define": "y = sigma(z)", "wrt": ["z"], "want": ["steps"], "detail": "brief"}"#;
    let answered = run(&["batch"], request);
    let answer: serde_json::Value = serde_json::from_slice(&answered.stdout).expect("JSON");
    // What is asked for has no name in the question, so the derivation gives it one first.
    assert_eq!(answer["steps"][0]["before"], "f", "{answer}");
    assert_eq!(answer["steps"][0]["after"], "(a - y)^2");
    assert_eq!(answer["steps"][1]["after"], "df/dy * dy/dz");
    assert_eq!(answer["steps"].as_array().map(Vec::len), Some(3));
}

#[test]
fn nothing_a_question_says_is_dropped() {
    let refused = |arguments: &[&str]| {
        let answered = run(arguments, "");
        assert!(!answered.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&answered.stderr).into_owned()
    };
    assert!(refused(&["derive", "x = 3; x^2", "x"]).contains("`x` has a value here"));
    assert!(refused(&["derive", "u = x^2; sin(u)", "x", "--at", "u=2"]).contains("`u` is defined in the question"));
    assert_eq!(out(&["derive", "u = x^2; sin(u)", "u"]), "cos(u)");
    let noted = run(&["jacobian", "x, y = x^2", "x"], "");
    assert!(String::from_utf8_lossy(&noted.stderr).contains("nothing uses `y`"));
}

#[test]
fn a_derivation_in_plain_words() {
    let told = out(&["explain", "E = (a - y)^2; y = sigma(z)", "z"]);
    assert!(told.starts_with("By the chain rule, dE/dz = dE/dy * dy/dz. Here dE/dy = 2*(y - a) (power rule, "), "{told}");
    assert!(told.contains("Altogether, dE/dz = 2*(y - a)*y*(1 - y)."), "{told}");
}

/// Every command the README shows prints what it says, to the letter, but for the lines that it leaves out as `...`.
#[test]
fn the_readmes_commands() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("the README");
    let directory = std::env::temp_dir().join(format!("chainrule-readme-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory of its own");
    let blocks = readme.split("```console\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let steps: Vec<&str> = blocks.flat_map(|block| block.strip_prefix("$ ").expect("a command").split("\n$ ")).collect();
    assert!(steps.len() > 20);
    for step in steps {
        let (command, expected) = step.split_once('\n').expect("a command and what it prints");
        if let Some(file) = command.strip_prefix("cat ") {
            std::fs::write(directory.join(file), expected).expect("a file of the reader's");
            continue;
        }
        let script = format!("chainrule() {{ '{}' \"$@\"; }}; {command}", env!("CARGO_BIN_EXE_chainrule"));
        let output = Command::new("sh").args(["-c", &script]).current_dir(&directory).output().expect("a shell");
        let printed = String::from_utf8([output.stderr, output.stdout].concat()).expect("UTF-8");
        let mut shown = format!("\n{expected}\n");
        if shown.contains("\n...\n") {
            let mut rest = format!("\n{printed}\n");
            for part in shown.split("\n...") {
                let at = rest.find(part).unwrap_or_else(|| panic!("{command} prints {printed}, without {part}"));
                rest.drain(..at + part.len());
            }
        } else {
            shown.remove(0);
            assert_eq!(printed, shown, "{command}");
        }
    }
    std::fs::remove_dir_all(&directory).expect("it is there");
}

/// What is asked is taken or refused, never left aside.
#[test]
fn nothing_asked_is_left_aside() {
    let refused: [(&[&str], &str); 21] = [
        (&["gradient", "x^2*y", "x", "x"], "the variable `x` is named twice"),
        (&["hessian", "x^2*y", "theta", "θ"], "the variable `theta` is named twice"),
        (&["jacobian", "x, y", "x", "y", "x"], "the variable `x` is named twice"),
        (&["directional", "x^2*y", "x", "x", "--along", "3,4"], "the variable `x` is named twice"),
        (&["cost", "x^2*y", "x", "x"], "the variable `x` is named twice"),
        (&["emit", "x^2", "x", "x", "--lang", "c"], "the variable `x` is named twice"),
        (&["evaluate", "x^2", "x=3", "q=5"], "there is no variable `q`"),
        (&["evaluate", "x*pi", "x=3", "pi=3"], "there is no variable `pi`"),
        (&["evaluate", "x^2", "x=3", "x=4"], "`x` has two values"),
        (&["evaluate", "x^2", "x=3", "=4"], "there is no variable ``"),
        (&["evaluate", "x^2", "--bounds", "x=3", "q=5"], "there is no variable `q`"),
        (&["derive", "x^2", "x", "--at", "y=3"], "there is no variable `y`"),
        (&["derive", "x^2*y", "x", "--at", "x=3", "--at", "x=4"], "`x` has two values"),
        (&["jacobian", "x, , y", "x", "y"], "expected an expression, found `,`"),
        (&["jacobian", ", x", "x"], "expected an expression, found `,`"),
        (&["jacobian", "x,", "x"], "expected an expression, found the end"),
        (&["lint", "-", "--stdin", "docx"], "endings are md, tex and ipynb"),
        (&["derive", "x^2", "--style", "xyz"], "styles are ml, us, iso, physics and de"),
        (&["derive", "x^2", "--order", "-1"], "an order is a number from 1 to 1000"),
        (&["derive", "abs(x)", "--assume", "x > "], "in the condition `x > `: expected"),
        (&["plot", "x^2", "--from", "1/0"], "`1/0` is no end of an interval"),
    ];
    for (arguments, reason) in refused {
        let output = run(arguments, "");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && output.stdout.is_empty() && error.contains(reason), "{arguments:?}: {error}");
    }
    // What falls out of an expression stood in it all the same, and a list may go over several lines.
    assert_eq!(out(&["evaluate", "x - x + y - y + 1", "x=3", "y=2"]), "1");
    assert_eq!(out(&["derive", "x*y", "x", "--at", "x=3", "--at", "y=2"]), "2");
    assert_eq!(out(&["jacobian", "(x*y,\n x)", "x", "y"]), "[[y, x], [1, 0]]");
}

/// A file that cannot be read or written is named.
#[test]
fn a_file_at_fault_is_named() {
    let nowhere = "/nowhere/at/all.txt";
    let commands: [&[&str]; 7] = [
        &["derive", "x^2", "--definition-file", nowhere],
        &["derive", "x^2", "--macros", nowhere],
        &["derive", "x^2", "--rules", nowhere],
        &["batch", nowhere],
        &["test", nowhere],
        &["lint", nowhere],
        &["fill", nowhere],
    ];
    for arguments in commands {
        let output = run(arguments, "");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && error.starts_with(&format!("error: {nowhere}: ")), "{arguments:?}: {error}");
    }
}

#[test]
fn what_is_no_notebook_is_not_passed_over() {
    let all = |text: &str| run(&["lint", "-", "--stdin", "ipynb", "--all"], text);
    let told = String::from_utf8(all("{\"cells\": [").stdout).expect("UTF-8");
    assert!(told.contains("not checked: this is no notebook: EOF"), "{told}");
    let fine = String::from_utf8(all("{\"cells\": []}").stdout).expect("UTF-8");
    assert!(!fine.contains("notebook"), "{fine}");
}

/// A chapter that is given alone has the commands of its main file above it, and of what that one's preamble puts in. One that two main
/// files put in is told about once.
#[test]
fn a_chapter_has_the_commands_of_its_main_file() {
    let folder = std::env::temp_dir().join(format!("chainrule-chapters-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a directory");
        std::fs::write(path, text).expect("a file");
    };
    let chapter = r"Let $f(x) = x^2$. Then $\fp(x) = 3x$.";
    write("main.tex", r"\documentclass{book}\input{headers/own}\begin{document}\input{./text/one}\subfile{text/two}\end{document}");
    write("short.tex", r"\documentclass{article}\input{headers/own}\begin{document}\input{text/one}\import{text/}{three}\end{document}");
    write("other.tex", r"\documentclass{article}\newcommand{\fp}{g}\begin{document}$x$\end{document}");
    write("headers/own.tex", r"\newcommand{\fp}{\ensuremath{f\,'}}");
    write("text/one.tex", chapter);
    write("text/two.tex", &format!(r"\documentclass[../main.tex]{{subfiles}}\begin{{document}}{chapter}\end{{document}}"));
    write("text/three.tex", chapter);
    let refuted = |name: &str| {
        let output = run(&["lint", "--format", "json", &folder.join(name).display().to_string()], "");
        String::from_utf8(output.stdout).expect("UTF-8").matches(r#""verdict":"refuted""#).count()
    };
    assert_eq!(["text/one.tex", "text/two.tex", "text/three.tex", "main.tex", "."].map(refuted), [1, 1, 1, 2, 3]);
    std::fs::remove_dir_all(&folder).expect("the directory is ours");
}

#[test]
fn claims_are_judged_with_a_status() {
    let status = |arguments: &[&str]| run(arguments, "").status.code();
    assert_eq!(status(&["check", "x^2", "x", "2*x"]), Some(0));
    assert_eq!(status(&["check", "x^2", "2*x"]), Some(0));
    assert_eq!(status(&["check", "sin(x)", "x", "-sin(x)", "--order", "2"]), Some(0));
    assert_eq!(status(&["check", "x^2*y", "x,y", "2*x"]), Some(0));
    assert_eq!(status(&["check", "cos(x)", "x", "sin(x)", "--format", "json"]), Some(1));
    assert_eq!(status(&["check", "polylog(2, x)", "x", "-ln(1 - x)/x"]), Some(3));
    assert_eq!(status(&["equal", "sqrt(x^2)", "x"]), Some(1));
    assert_eq!(status(&["equal", "sqrt(x^2)", "x", "--assume", "x > 0"]), Some(0));
}

#[test]
fn batch_judges_claims() {
    let input = concat!(
        r#"{"id": 1, "op": "check", "expr": "sin(x^2)", "wrt": ["x"], "claim": "cos(x^2)"}"#,
        "\n",
        r#"{"id": 2, "op": "equal", "left": "x + x", "right": "2*x"}"#
    );
    let output = String::from_utf8(run(&["batch"], input).stdout).expect("UTF-8");
    let lines: Vec<&str> = output.lines().collect();
    assert!(
        lines[0].contains(r#""verdict": "refuted", "witness": {"x": "1/2"}"#)
            || lines[0].contains(r#""verdict": "refuted", "witness": {"x": "1"}"#)
    );
    assert!(lines[0].contains(r#""mistake": "the inner derivative 2*x is left out", "derivative": "2*x*cos(x^2)""#), "{output}");
    assert_eq!(lines[1], r#"{"id": 2, "verdict": "proved"}"#);
}

#[test]
fn files_of_claims_are_tests() {
    let directory = std::env::temp_dir().join(format!("chainrule-claims-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory of its own");
    let (folder, nothing) = (directory.to_string_lossy(), "no claim was found");
    let output = run(&["test", &folder], "");
    assert!(output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains(nothing), "{output:?}");
    std::fs::write(directory.join("a.claims"), "# rules\nd/dx(x^2) = 2*x\nsqrt(x^2) = x if x > 0\n").expect("a file of its own");
    std::fs::write(directory.join("b.md"), "Text, x = y.\n\n```chainrule\nd/dx(sin(x^2)) = cos(x^2)\n```\n").expect("another");
    let report = directory.join("report.xml");
    let report_path = report.to_string_lossy();
    let output = run(&["test", &folder, "--junit", &report_path], "");
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    let xml = std::fs::read_to_string(&report).expect("the report is written");
    std::fs::remove_dir_all(&directory).expect("it is there");
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("b.md:4: d/dx(sin(x^2)) = cos(x^2)") && text.contains("the inner derivative 2*x is left out"), "{text}");
    assert!(text.ends_with("2 proved, 1 not\n"), "{text}");
    assert!(xml.contains("tests=\"3\" failures=\"1\"") && xml.contains("refuted at x ="), "{xml}");
}

#[test]
fn every_fence_of_claims_is_tested() {
    let fences = [
        "~~~chainrule\nCLAIM\n~~~",
        "```chainrule title=x\nCLAIM\n```",
        "> ```chainrule\n> CLAIM\n> ```",
        "- so\n\n  ```{chainrule}\n  CLAIM\n  ```",
    ];
    for (at, fence) in fences.iter().enumerate() {
        let path = std::env::temp_dir().join(format!("chainrule-fence-{}-{at}.md", std::process::id()));
        std::fs::write(&path, fence.replace("CLAIM", "d/dx(x^2) = x  # not quite")).expect("a file of its own");
        let output = run(&["test", &path.to_string_lossy()], "");
        std::fs::remove_file(&path).expect("it is there");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.code() == Some(1) && text.contains("d/dx(x^2) = x\n"), "{fence}: {output:?}");
    }
}

#[test]
fn orders_of_a_claim_stand_above_and_below_the_bar() {
    let path = std::env::temp_dir().join(format!("chainrule-orders-{}.claims", std::process::id()));
    let right =
        "d^2/dxdy(x*y) = 1\nd^3/dx^2dy(x^2*y) = 2\nd^3/dx^2 dy(x^2*y) = 2\nd^2/dx^2(sin(x)) = -sin(x)\nd/dtheta(theta^2) = 2*theta\n";
    let wrong = "d^2/dxdy(x*y) = 0\nd^2/dx^3(sin(x)) = -sin(x)\nd/dx^2(x^3) = 3*x^2\nd^3/dx(x^3) = 6\n";
    std::fs::write(&path, format!("{right}{wrong}")).expect("a file of its own");
    let output = run(&["test", &path.to_string_lossy()], "");
    std::fs::remove_file(&path).expect("it is there");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.ends_with("5 proved, 4 not\n") && text.matches("is no derivative: its order").count() == 3, "{text}");
}

#[test]
fn a_claim_without_brackets_says_how_to_write_them() {
    let path = std::env::temp_dir().join(format!("chainrule-hint-{}.claims", std::process::id()));
    std::fs::write(&path, "d/dx sin(x) = cos(x)\nd^2/dx^2 x^3 = 6*x\nsin(x)\n").expect("a file of its own");
    let output = run(&["test", &path.to_string_lossy()], "");
    std::fs::remove_file(&path).expect("it is there");
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    assert!(text.contains("write d/dx(sin(x))") && text.contains("write d^2/dx^2(x^3)"), "{text}");
    assert!(text.contains("this is no equation") && text.ends_with("0 proved, 3 not\n"), "{text}");
}

#[test]
fn filling_in_tells_how_many() {
    let path = std::env::temp_dir().join(format!("chainrule-fill-{}.md", std::process::id()));
    let text = r"$y = x^2$, $\frac{dy}{dx} = \chainrule{}$, $\frac{du}{dx} = \chainrule{}$, $\frac{d}{dx}|x| = \chainrule{}$";
    std::fs::write(&path, text).expect("a file of its own");
    let fill = || run(&["fill", &path.to_string_lossy()], "");
    let (first, second) = (fill(), fill());
    let filled = std::fs::read_to_string(&path).expect("it is there");
    std::fs::remove_file(&path).expect("it is there");
    assert_eq!(String::from_utf8_lossy(&first.stdout), "2 filled in, 2 of them new or changed, in 1 file; 1 left blank\n");
    assert_eq!(String::from_utf8_lossy(&second.stdout), "2 filled in, 0 of them new or changed, in 0 files; 1 left blank\n");
    let said = String::from_utf8_lossy(&first.stderr).to_string();
    assert!(said.contains(".md:1: left blank: ") && said.ends_with(".md:1: condition: x != 0\n"), "{said}");
    assert_eq!((first.status.code(), filled.contains("chainrule{2x}")), (Some(1), true), "{filled}");
}

/// The note's own names stand in what is filled in, as in the answers of `derive`.
#[test]
fn what_is_filled_in_keeps_the_names_of_the_note() {
    let path = std::env::temp_dir().join(format!("chainrule-fill-names-{}.md", std::process::id()));
    let text = r"Let $E = \frac12(a-\hat y)^2$, $\hat y = \sigma(z)$, $z = wx+b$: $\frac{dE}{dw} = \chainrule{}$";
    std::fs::write(&path, text).expect("a file of its own");
    run(&["fill", &path.to_string_lossy()], "");
    let once = std::fs::read_to_string(&path).expect("it is there");
    run(&["fill", &path.to_string_lossy()], "");
    let twice = std::fs::read_to_string(&path).expect("it is there");
    std::fs::remove_file(&path).expect("it is there");
    assert!(once.ends_with(r"\chainrule{(\hat y-a)\hat y(1-\hat y)\,x}$"), "{once}");
    assert_eq!(once, twice);
}

#[test]
fn a_request_with_a_field_that_nothing_uses_is_refused() {
    let refused = |request: &str, what: &str, hint: &str| {
        let output = String::from_utf8(run(&["batch"], request).stdout).expect("UTF-8");
        assert!(output.contains(what) && output.contains(hint), "{request}: {output}");
    };
    refused(r#"{"expr": "sqrt(a^2)*x", "wrt": ["x"], "asume": ["a > 0"]}"#, "no field `asume`", "did you mean `assume`?");
    refused(r#"{"id": 7, "expr": "x", "Wrt": "x", "comment": 1}"#, "{\"id\": 7, ", "no field `Wrt` and no field `comment`");
    refused(r#"{"op": "equal", "expr": "x", "left": "x", "right": "x"}"#, "`equal` does not use `expr`", "left");
    // What could be read only by guessing.
    refused(r#"{"op": "evaluate", "expr": "x^5", "at": {"x": [1]}}"#, "a number or a string, and not [1]", "object");
    refused(r#"{"op": "evaluate", "expr": "x^5", "at": {"x": 1, "x": 2}}"#, "`x` has two values", "one");
    refused(r#"[1, "derive", "x^2"]"#, "a request is an object", "object");
    let fields = r#"{"id": 1, "op": "derive", "expr": "x", "wrt": "x", "form": "raw", "width": 80, "define": "", "assume": [], "want": ["text"],
        "at": {}, "along": [], "input": "text", "macros": "", "style": "ml", "expand": true, "limits": {}, "detail": "brief", "order": 1}"#;
    assert_eq!(String::from_utf8_lossy(&run(&["batch"], &fields.replace('\n', "")).stdout), "{\"id\": 1, \"text\": \"1\"}\n");
}

#[test]
fn settings_at_fault_end_the_command_and_reach_no_terminal_raw() {
    let directory = std::env::temp_dir().join(format!("chainrule-settings-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory of its own");
    let page = directory.join("a.md");
    std::fs::write(&page, r"$\frac{d}{dx} x^2 = 2x$").expect("a file of its own");
    let lint = |settings: &str| {
        std::fs::write(directory.join("chainrule.toml"), settings).expect("another");
        run(&["lint", &page.to_string_lossy()], "")
    };
    let fine = lint("assume = [\"x > 0\", \"a >= 1\"]\n");
    let outputs = [
        (lint("assume = [\"x>\"]\n"), "the assumption `x>` cannot be used"),
        (lint("assume = [\"x > 0\", \"x < 0\"]\n"), "`x < 0` never holds"),
        (lint("foo\u{1b}[31m = 1\n"), "TOML parse error"),
        (run(&["lint", "nothing\u{1b}[31m"], ""), "nothing"),
        (run(&["test", "nothing\u{1b}[31m"], ""), "nothing"),
        (run(&["derive", "x + \u{1b}[31m y", "x"], ""), "expected a number"),
    ];
    std::fs::remove_dir_all(&directory).expect("it is there");
    assert!(fine.status.success(), "{fine:?}");
    for (output, what) in outputs {
        let told = String::from_utf8_lossy(&output.stderr).to_string();
        assert!(output.status.code() == Some(2) && told.contains(what) && !told.contains('\u{1b}'), "{output:?}");
    }
}

#[test]
fn a_function_that_nothing_uses_is_asked_for() {
    assert_eq!(out(&["derive", "f(x) = x^2 + 1", "x"]), "2*x");
    assert_eq!(out(&["derive", "f(x) = x^2; g(x) = f(x) + x", "x"]), "2*x + 1");
    assert_eq!(out(&["check", "f(x) = x^2", "x", "2x"]), "proved");
}

#[test]
fn derivatives_of_what_the_question_defines_are_those_of_its_value() {
    assert_eq!(out(&["derive", "f(x, y) = x^2*y; f_x(x, y)", "x"]), "2*y");
    assert_eq!(out(&["derive", "f(x, y) = x^2*y; D[1](f)(y, x)", "x"]), "2*y");
    assert_eq!(out(&["derive", "f(x) = sin(x); D[1](f)(x^2)", "x"]), "-2*x*sin(x^2)");
    assert_eq!(out(&["derive", "f(x) = sin(x); D[*](f)(2, x)", "x"]), "-cos(x)");
    assert_eq!(out(&["derive", "y = x^2*t; y_x(x, t)", "t"]), "2*x");
    assert_eq!(out(&["simplify", "f(x) = x*y; y = x^2; D[1](f)(x)"]), "3*y");
    assert_eq!(out(&["derive", r"f(x,y)=x^2y; \frac{\partial f}{\partial x}(x,y)", "x", "--input", "latex"]), "2*y");
}
