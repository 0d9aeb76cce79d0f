//! What strangers send: names that are commands elsewhere, files that are none, and nowhere to write to.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn chainrule(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainrule"));
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> (i32, String, String) {
    let output: Output = chainrule(arguments).stdin(Stdio::null()).output().expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
    (output.status.code().expect("it ends of itself"), text(output.stdout), text(output.stderr))
}

/// A directory of its own for a test, empty.
fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a directory");
    path
}

/// What no output may hold, wherever it goes: what a terminal obeys, and what turns the direction of a text.
fn is_inert(text: &str) -> bool {
    let obeyed = |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !text.contains(obeyed)
}

#[test]
fn commands_of_other_languages_are_no_names() {
    const TEXTS: [&str; 16] = [
        r"\input{/etc/passwd}",
        r"\write18{ls}x",
        r"\href{javascript:alert(1)}{x}",
        r"\def\x{\x\x}\x",
        r"x\catcode`\%=12",
        "<script>alert(1)</script>*x",
        "x\"onload=\"alert(1)",
        "a_{<b>}*x",
        r"\mathrm{<img src=x>}x",
        r"\mathrm{a}\input{b}x",
        r"\operatorname{\input{x}}(x)",
        "x\u{1b}]0;title\u{7}",
        "x\u{1b}[31m",
        "x\u{202e}y*x",
        "x\u{0}y",
        "x\r\n::error::y",
    ];
    for text in TEXTS {
        for format in ["text", "unicode", "latex", "typst", "json", "markdown", "slides"] {
            let (status, out, error) = match text.contains('\0') {
                // No argument holds a NUL.
                true => batch(text),
                false => output(&["derive", text, "x", "--format", format]),
            };
            assert!(status == 0 || status == 2, "{text:?}: {status}");
            assert!(is_inert(&out) && is_inert(&error), "{text:?} as {format}: {out:?} {error:?}");
            for command in [r"\input", r"\write", r"\href", r"\def", r"\catcode", "<script", "<img", "<b>"] {
                assert!(!out.contains(command) || out.contains("\"error\""), "{text:?} as {format}: {out}");
            }
        }
    }
}

fn batch(text: &str) -> (i32, String, String) {
    let mut child =
        chainrule(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let request = serde_json::json!({ "expr": text, "wrt": ["x"] });
    writeln!(child.stdin.take().expect("standard input"), "{request}").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    (
        output.status.code().expect("it ends of itself"),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

/// A letter that looks like another is not that other, and a letter with a mark is not the letter.
#[test]
fn look_alikes_are_told_apart() {
    for text in ["\u{445}^2 + x", "x\u{301}^2 + x", "\u{ff58}^2 + x", "x\u{200b}^2 + x", "x\u{2062}^2 + x"] {
        let (status, out, error) = output(&["derive", text, "x"]);
        assert!(status == 2 && out.is_empty() && error.contains("U+"), "{text:?}: {status} {out} {error}");
    }
}

#[test]
fn large_numbers_and_long_lines() {
    assert_eq!(output(&["derive", "10^10^10*x", "x"]).1, "10^10000000000\n");
    assert_eq!(output(&["simplify", "2^100000*x"]).1, "2^100000*x\n");
    assert_eq!(output(&["simplify", "(x + 1)^1000000", "--form", "expanded"]).1, "(x + 1)^1000000\n");
    assert_eq!(output(&["evaluate", "10^10^10"]).0, 2);
    let mut long = String::from("x");
    long.push_str(&"1".repeat(10_000_000));
    for text in ["1".repeat(3_000_000), format!("{}*x", "7".repeat(1_000_000)), long, "x ".repeat(10_000), "{".repeat(5_000_000)] {
        let (status, answer, error) = batch(&text);
        assert_eq!((status, error.as_str()), (0, ""));
        assert_eq!(answer.lines().count(), 1);
        assert!(answer.starts_with("{\"") && answer.len() < 21_000_000, "{}", &answer[..answer.len().min(200)]);
    }
}

/// Lines that are no text, no request, or a hundred million letters: each is answered in its place, and the stream goes on.
#[test]
fn lines_that_are_no_requests() {
    let tower = vec!["x"; 10_000].join("^");
    let long = format!("{{\"id\": 7, \"expr\": \"{}x\", \"wrt\": [\"x\"]}}", "-".repeat(40_000_000));
    let lines: [(Vec<u8>, &str); 7] = [
        (b"{\"id\": 1, \"expr\": \"x\xff^2\", \"wrt\": [\"x\"]}".to_vec(), "{\"id\": 1, \"error\":"),
        (b"\xff\xfe\0".to_vec(), "{\"error\":"),
        (vec![b'y'; 100_000_000], "{\"error\":"),
        (long.into_bytes(), "{\"id\": 7, \"error\": {\"hint\":\"raise the limit `input_bytes`"),
        (b"{\"id\": 4, \"expr\": \"&lt;x&gt;\", \"wrt\": [\"x\"]}".to_vec(), "{\"id\": 4, \"error\":"),
        (format!("{{\"id\": 5, \"expr\": \"{tower}\", \"wrt\": [\"x\"], \"want\": [\"size\"]}}").into_bytes(), "{\"id\": 5, \"size\":"),
        (b"{\"id\": 6, \"expr\": \"x\", \"wrt\": [\"x\"], \"want\": [\"text\"]}".to_vec(), "{\"id\": 6, \"text\": \"1\"}"),
    ];
    let mut child = chainrule(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("standard input");
    for (line, _) in &lines {
        stdin.write_all(line).and_then(|()| stdin.write_all(b"\n")).expect("it reads");
    }
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && answers.lines().count() == lines.len(), "{answers}");
    for (answer, (_, beginning)) in answers.lines().zip(&lines) {
        assert!(answer.starts_with(beginning), "{answer}");
    }
}

#[test]
fn a_macro_that_doubles_itself_is_an_error() {
    let bomb: String =
        (1..=26u8).map(|at| format!(r"\newcommand{{\m{}}}{{\m{1}\m{1}}}", char::from(96 + at), char::from(97 + at % 26))).collect();
    let request = serde_json::json!({ "expr": r"\ma x", "input": "latex", "macros": bomb, "wrt": ["x"] });
    let mut child = chainrule(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
    writeln!(child.stdin.take().expect("standard input"), "{request}").expect("it reads");
    let answer = String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("UTF-8");
    assert!(answer.contains("\"error\""), "{answer}");
}

/// An exit status of 1 is a verdict; a full disk is none, and nothing that prints may end in a panic.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_closed_pipe_are_no_verdicts() {
    let place = directory("full");
    let document = place.join("notes.md");
    fs::write(&document, "$\\frac{d}{dx} x^2 = 3x$\n\n```chainrule\nd/dx(x^2) = 3*x\n```\n").expect("a document");
    let document = document.to_str().expect("UTF-8");
    // With the status where the reader has gone: the verdict stands, whether it was read or not.
    let commands: [(&[&str], i32); 20] = [
        (&["derive", "x^2", "x"], 0),
        (&["derive", "x^2", "x", "--steps"], 0),
        (&["derive", "x^2", "x", "--format", "json"], 0),
        (&["explain", "x^2", "x"], 0),
        (&["taylor", "exp(x)", "--at", "0"], 0),
        (&["hessian", "x^2*y", "x", "y"], 0),
        (&["simplify", "x + x"], 0),
        (&["evaluate", "x^2", "x=2"], 0),
        (&["cost", "x^2", "x"], 0),
        (&["plot", "x^2", "--from", "0", "--to", "1"], 0),
        (&["emit", "x^2", "x", "--lang", "c"], 0),
        (&["completions", "bash"], 0),
        (&["check", "x^2", "x", "2*x"], 0),
        (&["check", "x^2", "x", "3*x"], 1),
        (&["equal", "x", "2*x"], 1),
        (&["test", document], 1),
        (&["lint", document], 1),
        (&["lint", document, "--format", "json"], 1),
        (&["lint", document, "--format", "sarif"], 1),
        (&["lint", document, "--format", "github"], 1),
    ];
    for (arguments, status) in commands {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
        let output = chainrule(arguments).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).output().expect("the command runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} on a full disk: {error}");
        assert!(error.contains("No space left"), "{arguments:?} on a full disk: {error}");
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = chainrule(arguments).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().expect("the command runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?} with nobody to read: {error}");
        assert!(!error.contains("panicked"), "{arguments:?} with nobody to read: {error}");
    }
    let requests = place.join("requests.jsonl");
    fs::write(&requests, "{\"expr\": \"x^2\", \"wrt\": [\"x\"]}\n".repeat(10_000)).expect("requests");
    let batch = |stdout: Stdio| {
        let output = chainrule(&["batch"]).arg(&requests).stdout(stdout).stderr(Stdio::piped()).output().expect("the command runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, error) = batch(fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there").into());
    assert!(status == Some(2) && error.contains("No space left"), "{status:?} {error}");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    assert_eq!(batch(writer.into()), (Some(0), String::new()));
    for arguments in [&["plot", "x^2", "--from", "0", "--to", "1", "--svg", "/dev/full"][..], &["test", document, "--junit", "/dev/full"]] {
        let (status, _, error) = output(arguments);
        assert!(status == 2 && error.contains("No space left"), "{arguments:?}: {status} {error}");
    }
}

/// Directories that hold themselves, files that are no text, names made to be obeyed.
#[cfg(unix)]
#[test]
fn trees_of_strange_files() {
    let place = directory("strange");
    std::os::unix::fs::symlink(".", place.join("loop")).expect("a link");
    std::os::unix::fs::symlink("nowhere", place.join("broken.md")).expect("a link");
    let noise: Vec<u8> = (0u32..100_000).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    fs::write(place.join("noise.md"), &noise).expect("a file");
    let wrong = "$$\\frac{d}{dx} x^2 = 3x$$ ]]> <script>alert(1)</script> ::error::x\n";
    fs::write(place.join("a]]><b>::%0A\u{1b}[31m\u{202e}\"'&.md"), wrong).expect("a file");
    fs::write(place.join("half.md"), [b"\xff\xfe ", wrong.as_bytes()].concat()).expect("a file");
    fs::write(place.join("<&\u{7}>.claims"), "d/dx(x^2) = 3*x\u{1b}[31m\nd/dx(x^2) = 3*x # ]]>\n\u{fffe}<b>&\n").expect("a file");
    fs::write(place.join("half.claims"), b"d/dx(x^2) = 2*x\nd/dx(x\xff^2) = 2*x\n").expect("a file");
    let root = place.to_str().expect("UTF-8");
    let report = place.join("report.xml");

    let (status, out, error) = output(&["lint", root]);
    assert!(status == 1 && error.is_empty() && out.matches("this is refuted").count() == 2, "{status} {out} {error}");
    assert!(is_inert(&out), "{out:?}");
    let (_, out, _) = output(&["lint", root, "--format", "github"]);
    assert!(out.lines().all(|line| line.starts_with("::error file=")) && out.lines().count() == 2, "{out}");
    let (_, out, _) = output(&["lint", root, "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    for result in log["runs"][0]["results"].as_array().expect("a list") {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a text");
        assert!(uri.is_ascii() && !uri.contains(['<', '>', '"', ' ', '\u{1b}', ':', '&']) && !uri.contains("%0A"), "{uri}");
    }

    let (status, out, error) = output(&["test", root, "--junit", report.to_str().expect("UTF-8")]);
    assert!(status == 1 && error.is_empty() && is_inert(&out), "{status} {out:?} {error}");
    assert!(out.contains("1 proved, 4 not"), "{out}");
    let xml = fs::read_to_string(&report).expect("a report");
    assert!(is_inert(&xml) && !xml.contains("<b>") && !xml.contains("]]>"), "{xml}");
    assert_eq!(xml.matches("<testcase").count(), 5, "{xml}");

    let (status, _, error) = output(&["test", place.join("missing.claims").to_str().expect("UTF-8")]);
    assert!(status == 2 && error.contains("missing.claims"), "{status} {error}");
}

/// What a document puts in may be a device that never ends, by its name or behind a link, beside it as well.
#[cfg(target_os = "linux")]
#[test]
fn documents_that_put_in_devices() {
    let place = directory("devices");
    for name in ["endless.tex", "endless.sty"] {
        std::os::unix::fs::symlink("/dev/zero", place.join(name)).expect("a link");
    }
    let text = "\\usepackage{endless}\\begin{document}\\input{endless}\\input{/dev/zero}$$\\frac{d}{dx} x^2 = 3x$$\\end{document}";
    fs::write(place.join("whole.tex"), format!("\\documentclass{{article}}{text}")).expect("a file");
    fs::write(place.join("chapter.tex"), "$$\\frac{d}{dx} x^2 = 3x$$").expect("a file");
    let (status, out, error) = output(&["lint", place.to_str().expect("UTF-8")]);
    assert!(status == 1 && error.is_empty() && out.matches("this is refuted").count() == 2, "{status} {out} {error}");
}

/// A document is the old one or the new one: where the disk is full in the middle, nothing of it is lost and nothing is left beside it.
#[cfg(target_os = "linux")]
#[test]
fn filling_in_writes_all_or_nothing() {
    let place = directory("fill");
    let document = place.join("notes.md");
    let text = format!("{}\n$\\frac{{d}}{{dx}} x^2 = \\chainrule{{}}$\n", "words ".repeat(2_000));
    fs::write(&document, &text).expect("a document");
    // No file may be longer than four blocks of 512 bytes.
    let script = "ulimit -f 4; trap '' XFSZ; exec \"$0\" fill \"$1\"";
    let limited = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_chainrule")])
        .arg(&document)
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    assert_eq!(limited.status.code(), Some(2), "{}", String::from_utf8_lossy(&limited.stderr));
    assert_eq!(fs::read_to_string(&document).expect("it is there"), text);
    assert_eq!(fs::read_dir(&place).expect("a directory").count(), 1);

    std::os::unix::fs::symlink("notes.md", place.join("link.md")).expect("a link");
    let (status, out, error) = output(&["fill", place.join("link.md").to_str().expect("UTF-8")]);
    assert_eq!((status, error.as_str()), (0, ""), "{out}");
    assert!(fs::symlink_metadata(place.join("link.md")).expect("it is there").is_symlink(), "the link stays one");
    assert_eq!(fs::read_to_string(&document).expect("it is there"), text.replace("\\chainrule{}", "\\chainrule{2x}"));
    assert_eq!(fs::read_dir(&place).expect("a directory").count(), 2);
}

/// What strangers send is answered, or refused, within three gigabytes and without a crash: each in its place.
#[cfg(target_os = "linux")]
#[test]
fn memory_has_bounds() {
    let nested = |open: &str, close: &str, times: usize| format!("{}x{}", open.repeat(times), close.repeat(times));
    let texts = [
        nested("sin(", ")", 1_000_000),
        nested("(", "", 1_000_000),
        nested("exp(x*", ")", 200_000),
        nested("1/(1 + ", ")", 200_000),
        nested("x*(2 + ", ")", 100_000),
        format!("{}*x", "7".repeat(10_000_000)),
        vec!["x"; 200_000].join("^"),
        vec!["sin(x)"; 200_000].join("*"),
        "x!".to_string() + &"!".repeat(1_000_000),
        "10^10^10*x".to_string(),
        "(x + 1)^1000000*(x + 2)^1000000".to_string(),
    ];
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -v 3000000; exec \"$0\" batch --jobs 1", env!("CARGO_BIN_EXE_chainrule")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("standard input");
    let count = texts.len();
    let writer = std::thread::spawn(move || {
        for (id, expr) in texts.iter().enumerate() {
            let request = serde_json::json!({ "id": id, "expr": expr, "wrt": ["x"], "want": ["size"] });
            writeln!(stdin, "{request}").expect("it reads");
        }
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("everything is written");
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{:?} {answers}", output.status);
    let ids: Vec<String> = answers.lines().map(|line| line.chars().take(10).collect()).collect();
    assert_eq!(ids.len(), count, "{answers}");
    for (id, answer) in answers.lines().enumerate() {
        assert!(answer.starts_with(&format!("{{\"id\": {id}, ")), "{answer}");
    }
}

/// Whoever kills a batch loses what was not written: the lines before are whole, in order, and there is none behind them.
#[cfg(unix)]
#[test]
fn a_killed_batch_has_written_whole_lines() {
    use std::io::{BufRead, BufReader, Read};
    let mut child = chainrule(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("standard input");
    let writer = std::thread::spawn(move || {
        for id in 0.. {
            let request = serde_json::json!({ "id": id, "expr": format!("sin(x^{})*exp(-{id}*x)", id % 9 + 1), "wrt": ["x"] });
            if writeln!(stdin, "{request}").is_err() {
                break;
            }
        }
    });
    let mut answers = BufReader::new(child.stdout.take().expect("standard output"));
    let mut lines: Vec<String> = Vec::new();
    for _ in 0..2_000 {
        let mut line = String::new();
        answers.read_line(&mut line).expect("it writes");
        lines.push(line);
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    let mut rest = String::new();
    answers.read_to_string(&mut rest).expect("UTF-8");
    writer.join().expect("it ends");
    lines.extend(rest.split_inclusive('\n').map(str::to_string));
    // The last line may be cut.
    if !lines.last().is_some_and(|line| line.ends_with('\n')) {
        lines.pop();
    }
    assert!(lines.len() >= 2_000);
    for (id, line) in lines.iter().enumerate() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(answer["id"], id);
        assert!(answer["text"].is_string(), "{line}");
    }
}
