//! `tests/cases/*.txt` are inputs, one a line, under a sentence that says what they show. Each file becomes one snapshot of
//! worked examples. Before a snapshot is compared, every answer is tested: its text reads back as itself, and its value is
//! that of a numerical derivative at sampled points.

mod support;

use chainrule::{Answer, Error, Form, Input, Notation, Question, Session};
use std::fmt::Write;
use support::{Random, Readable, numeric_derivative};

/// A line of a case file: `EXPRESSION by x y with y = sigma(z) assuming a > 0 in raw form`, or `simplify EXPRESSION ...`; and
/// `... and its alternatives`.
struct Case<'t> {
    expression: &'t str,
    variables: Vec<&'t str>,
    definitions: Vec<&'t str>,
    assumptions: Vec<&'t str>,
    form: Form,
    only_simplify: bool,
    with_alternatives: bool,
}

fn read_case(line: &str) -> Case<'_> {
    let (line, with_alternatives) = line.strip_suffix(" and its alternatives").map_or((line, false), |line| (line, true));
    let (line, form) = match line.strip_suffix(" form").and_then(|line| line.rsplit_once(" in ")) {
        Some((line, "raw")) => (line, Form::Raw),
        Some((line, "strict")) => (line, Form::Strict),
        Some((line, "factored")) => (line, Form::Factored),
        Some((line, "expanded")) => (line, Form::Expanded),
        Some((_, other)) => panic!("there is no form `{other}`: {line}"),
        None => (line, Form::Simplest),
    };
    let (line, assumptions) = line.split_once(" assuming ").map_or((line, vec![]), |(line, list)| (line, list.split(", ").collect()));
    let (line, definitions) = line.split_once(" with ").map_or((line, vec![]), |(line, list)| (line, list.split("; ").collect()));
    let (line, only_simplify) = line.strip_prefix("simplify ").map_or((line, false), |line| (line, true));
    let (expression, variables) = line.rsplit_once(" by ").map_or((line, vec![]), |(line, list)| (line, list.split(' ').collect()));
    Case { expression, variables, definitions, assumptions, form, only_simplify, with_alternatives }
}

fn ask<'s>(session: &'s mut Session, case: &Case<'_>) -> Result<Answer<'s>, Error> {
    let question = Question {
        expression: case.expression,
        variables: &case.variables,
        definitions: &case.definitions,
        assumptions: &case.assumptions,
        form: case.form,
        ..Question::default()
    };
    if case.only_simplify { session.simplify(&question) } else { session.derive(&question) }
}

fn written(answer: &Answer<'_>, notation: Notation) -> String {
    let mut text = String::new();
    answer.write(notation, &mut text).expect("short answers can be written");
    text
}

/// The worked example of one line.
fn example(line: &str, failures: &mut Vec<String>) -> String {
    let case = read_case(line);
    let mut session = Session::new();
    let mut out = format!("{line}\n");
    match ask(&mut session, &case) {
        Ok(mut answer) => {
            let text = written(&answer, Notation::Text);
            let _ = writeln!(out, "  text   {text}");
            let _ = writeln!(out, "  latex  {}", written(&answer, Notation::Latex));
            let conditions = answer.conditions();
            if !conditions.is_empty() {
                let _ = writeln!(out, "  where  {}", conditions.join(", "));
            }
            let others = if case.with_alternatives { answer.alternatives() } else { Vec::new() };
            for other in &others {
                let _ = writeln!(out, "  or     {}  {}", other.text, other.reason);
            }
            for note in answer.notes() {
                let _ = writeln!(out, "  note   {note}");
            }
            let unicode = written(&answer, Notation::Unicode);
            failures.extend(others.iter().filter_map(|other| is_true(line, &other.text, &case).err()));
            let latex = written(&answer, Notation::Latex);
            if raw_reading(&latex, Input::Latex, &text) != raw_reading(&text, Input::Text, &text) {
                failures.push(format!("{line}: `{latex}` reads back as {:?}", raw_reading(&latex, Input::Latex, &text)));
            }
            for form in [&text, &unicode] {
                let again = reread(form, &case);
                if again.as_deref() != Some(text.as_str()) {
                    failures.push(format!("{line}: `{form}` reads back as {again:?}"));
                }
            }
            failures.extend(is_true(line, &text, &case).err());
        }
        Err(error) => {
            let _ = writeln!(out, "  error  {error}");
            if let Some(span) = error.span() {
                let start = span.start.min(case.expression.len());
                let end = span.end.clamp(start, case.expression.len());
                let _ = writeln!(
                    out,
                    "  at     {}",
                    if start == end { "the end".into() } else { format!("`{}`", &case.expression[start..end]) }
                );
            }
            if let Some(hint) = error.hint() {
                let _ = writeln!(out, "  hint   {hint}");
            }
        }
    }
    out
}

/// The definitions that stand in a question, behind what is asked for, and beside it; an answer may speak in their names.
fn definitions<'t>(case: &Case<'t>) -> Vec<&'t str> {
    let parts = case.expression.split([';', ',']).map(|part| part.trim().trim_start_matches(r"\quad"));
    let is_definition = |part: &&str| part.split_once('=').is_some_and(|(name, _)| name.trim().chars().all(char::is_alphanumeric));
    parts.skip(1).filter(is_definition).chain(case.definitions.iter().copied()).collect()
}

/// What an answer is read as, with nothing put in the places of the names that it has as plain text.
fn raw_reading(form: &str, input: Input, text: &str) -> Option<String> {
    let names = Readable::new(text, &[], &[])?.symbols();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let question = Question { expression: form, input, variables: &names, form: Form::Raw, ..Question::default() };
    let mut session = Session::new();
    let answer = session.simplify(&question).ok()?;
    Some(written(&answer, Notation::Text))
}

fn reread(text: &str, case: &Case<'_>) -> Option<String> {
    let mut session = Session::new();
    let definitions = definitions(case);
    // In raw form nothing changes; names are put in their places only in simplest form.
    let form = if definitions.is_empty() { Form::Raw } else { case.form };
    let question = Question { expression: text, variables: &case.variables, definitions: &definitions, form, ..Question::default() };
    // Reading back with the same variable gives the same order of terms.
    let answer = session.simplify(&question).ok()?;
    Some(written(&answer, Notation::Text))
}

/// The answer equals the numerical derivative (or the input itself) at sampled points of the domain.
fn is_true(line: &str, text: &str, case: &Case<'_>) -> Result<(), String> {
    let readable = |text: &str, definitions: &[&str]| {
        Readable::new(text, definitions, &case.variables).unwrap_or_else(|| panic!("{line}: `{text}` cannot be read"))
    };
    let mut answer = readable(text, &definitions(case));
    let mut function = readable(case.expression, &case.definitions);
    if [
        "d/d",
        "diff(",
        "/d",
        r"\frac{d}",
        r"\frac{\mathrm{d}}",
        r"\frac{\partial}",
        r"\partial_",
        r"\nabla_",
        r"}{d\ln",
        r"}{\partial(",
        r"}{\partial w}",
        ")'",
    ]
    .iter()
    .any(|written| case.expression.contains(written))
    {
        // Derivatives inside the question have no value of their own; the engine takes them.
        let mut session = Session::new();
        let taken = Case { only_simplify: true, form: Form::Raw, ..read_case(line) };
        let text =
            ask(&mut session, &taken).map(|answer| written(&answer, Notation::Text)).expect("the question with its derivatives taken");
        function = readable(&text, &[]);
    }
    if case.variables.len() > 1 {
        // The derivative before the last, computed by the engine, is differentiated numerically.
        let mut session = Session::new();
        let before = Case { variables: case.variables[..case.variables.len() - 1].to_vec(), form: Form::Raw, ..read_case(line) };
        let text = ask(&mut session, &before).map(|answer| written(&answer, Notation::Text)).expect("the derivative before the last");
        function = readable(&text, &[]);
    }
    let mut names = function.symbols();
    names.extend(answer.symbols());
    names.sort();
    names.dedup();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut agreed = 0;
    for _ in 0..400 {
        let point: Vec<(String, f64)> = names.iter().map(|name| (name.clone(), random.between(-2.2, 2.2))).collect();
        let assumed = case.assumptions.iter().all(|assumption| {
            let mut indicator = readable(&format!("{{1 if {assumption}; 0 otherwise}}"), &[]);
            indicator.value(&point) == 1.0
        });
        if !assumed {
            continue;
        }
        let value = answer.value(&point);
        let expected = match case.variables.last() {
            _ if case.only_simplify => Some((function.value(&point), 1e-12)),
            Some(variable) => numeric_derivative(&mut function, variable, &point),
            None => {
                let only = function.symbols();
                numeric_derivative(&mut function, &only[0], &point)
            }
        };
        let Some((expected, error)) = expected.filter(|(expected, error)| expected.is_finite() && *error < 1e-5 * (1.0 + expected.abs()))
        else {
            continue;
        };
        let difference = (value - expected).abs();
        if difference.is_nan() || difference > 1e-5 * (1.0 + expected.abs()) + 10.0 * error {
            return Err(format!("{line}: at {point:?} the answer `{text}` is {value}, but {expected} is right"));
        }
        agreed += 1;
        if agreed == 24 {
            break;
        }
    }
    if agreed > 0 { Ok(()) } else { Err(format!("{line}: no point was found where the answer `{text}` could be tested")) }
}

fn snapshot(topic: &str, failures: &mut Vec<String>) -> String {
    let text = std::fs::read_to_string(format!("{}/tests/cases/{topic}.txt", env!("CARGO_MANIFEST_DIR"))).expect("the case file");
    let mut out = String::new();
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(sentence) => {
                let _ = writeln!(out, "\n{sentence}\n");
            }
            None if line.trim().is_empty() => {}
            None => out.push_str(&example(line, failures)),
        }
    }
    out
}

#[test]
fn every_case_file_is_true_and_as_reviewed() {
    let directory = format!("{}/tests/cases", env!("CARGO_MANIFEST_DIR"));
    let mut topics: Vec<String> = std::fs::read_dir(directory)
        .expect("tests/cases")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".txt").map(str::to_string))
        .collect();
    topics.sort();
    assert!(topics.len() >= 8, "the case files are found: {topics:?}");
    let mut failures = Vec::new();
    let snapshots: Vec<String> = topics.iter().map(|topic| snapshot(topic, &mut failures)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (topic, examples) in topics.iter().zip(snapshots) {
        settings.bind(|| insta::assert_snapshot!(topic.as_str(), examples));
    }
}
