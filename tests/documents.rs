//! Documents, as they are linted. `tests/documents/wrong.txt` holds small documents that each have one mistake or more,
//! `right.txt` such as have none, tricky as they look. A document begins with a line `--- name`.

use chainrule::{Document, DocumentFormat, Finding, LintSettings, Standing};
use std::fmt::Write;

/// The documents of a file: their names and texts.
fn documents(file: &str) -> Vec<(String, String)> {
    let path = format!("{}/tests/documents/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let part = |part: &str| part.split_once('\n').map(|(name, text)| (name.trim().to_string(), text.to_string()));
    text.split("--- ").skip(1).filter_map(part).collect()
}

fn lint(name: &str, text: &str) -> Vec<Finding> {
    let format = DocumentFormat::of(name).unwrap_or_else(|| panic!("{name} names no format"));
    Document::new(name, text, format, "", &mut |_| None).lint(&LintSettings::default())
}

/// What is said about a document, a line a statement.
fn shown(name: &str, text: &str, findings: &[Finding]) -> String {
    let mut out = format!("--- {name}\n");
    for finding in findings {
        let line = text[..finding.place.start].matches('\n').count() + 1;
        let latex: Vec<&str> = finding.latex.split_whitespace().collect();
        let _ = write!(out, "{line:>3} {:?}: {}", finding.verdict, latex.join(" "));
        if !finding.reason.is_empty() {
            let _ = write!(out, "  ({})", finding.reason);
        }
        if let Some(witness) = &finding.witness {
            let point: Vec<String> = witness.point.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let _ = write!(out, "  (at {}: {} is not {})", point.join(", "), witness.claimed, witness.expected);
        }
        if let Some(expected) = finding.expected.as_ref().filter(|_| finding.verdict == Standing::Refuted) {
            let _ = write!(out, "  (it should be {expected})");
        }
        out.push('\n');
    }
    out
}

fn all(file: &str, is_expected: impl Fn(&[Finding]) -> bool) -> String {
    let mut out = String::new();
    let mut faults = Vec::new();
    for (name, text) in documents(file) {
        let findings = lint(&name, &text);
        let said = shown(&name, &text, &findings);
        if !is_expected(&findings) {
            faults.push(said.clone());
        }
        out.push_str(&said);
    }
    assert!(faults.is_empty(), "in {file}:\n{}", faults.concat());
    out
}

fn snapshot(name: &str, said: &str) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, said);
    });
}

#[test]
fn every_mistake_is_found() {
    let said = all("wrong.txt", |findings| findings.iter().any(|finding| finding.verdict == Standing::Refuted));
    snapshot("documents_wrong", &said);
}

#[test]
fn nothing_else_is_called_wrong() {
    let said = all("right.txt", |findings| findings.iter().all(|finding| finding.verdict != Standing::Refuted));
    snapshot("documents_right", &said);
}

#[test]
fn places_are_those_of_the_file() {
    let text = r##"{"cells": [{"cell_type": "markdown", "source": ["# One\n", "Let $y = x^2$. Then $\\frac{dy}{dx} = 3x$."]}]}"##;
    let findings = lint("notes.ipynb", text);
    assert_eq!(findings.len(), 1);
    assert_eq!((&text[findings[0].claim.clone()], findings[0].cell), ("3x", Some(0)));
    assert_eq!(&text[findings[0].definitions[0].place.clone()], "y = x^2");
}

#[test]
fn files_that_are_put_in_belong_to_the_document() {
    let main = r"\usepackage{own}\begin{document}\input{one} $\dd{y}{x} = 2x$ \end{document}";
    let mut read = |name: &str| match name {
        "one.tex" => Some("Let $y = x^2$.".to_string()),
        "own.sty" => Some(r"\newcommand{\dd}[2]{\frac{d#1}{d#2}}".to_string()),
        _ => None,
    };
    let document = Document::new("main.tex", main, DocumentFormat::Latex, "", &mut read);
    let findings = document.lint(&LintSettings::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].verdict, Standing::Right, "{}", findings[0].reason);
    assert_eq!(document.files[findings[0].definitions[0].file].name, "one.tex");
}

#[test]
fn blanks_are_filled_in_and_stay_so() {
    let filled = |name: &str, text: &str| {
        let format = DocumentFormat::of(name).unwrap_or_else(|| panic!("{name} names no format"));
        let document = Document::new(name, text, format, "", &mut |_| None);
        let mut out = text.to_string();
        for blank in document.blanks().into_iter().rev() {
            out.replace_range(blank.place, &blank.answer.unwrap_or_else(|reason| panic!("{text}: {reason}")));
        }
        out
    };
    for (name, text, expected) in [
        (
            "a.md",
            r"$E = (a - y)^2$, $\frac{dE}{dy} = \chainrule{}$ — and so on",
            r"$E = (a - y)^2$, $\frac{dE}{dy} = \chainrule{2(y-a)}$ — and so on",
        ),
        ("a.tex", r"\[\frac{d}{dx} x^3 = \chainrule{old \frac{1}{2}}.\]", r"\[\frac{d}{dx} x^3 = \chainrule{3x^2}.\]"),
        (
            "b.md",
            "```derive\nx^2*y by x\n```\nEnd",
            "```derive\nx^2*y by x\n```\n<!-- chainrule: answer -->\n$$\n2xy\n$$\n<!-- chainrule: end -->\nEnd",
        ),
        (
            "c.ipynb",
            r#"{"cells": [{"cell_type": "markdown", "source": ["$f(x) = \\sin x$, $f'(x) = \\chainrule{?}$"]}]}"#,
            r#"{"cells": [{"cell_type": "markdown", "source": ["$f(x) = \\sin x$, $f'(x) = \\chainrule{\\cos x}$"]}]}"#,
        ),
    ] {
        let once = filled(name, text);
        assert_eq!(once, expected);
        assert_eq!(filled(name, &once), once);
    }
}
