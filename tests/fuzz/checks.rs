//! What holds for every text, however odd. The fuzz targets feed these checks, and `tests/fuzz_corpus.rs` replays what
//! they once found. A check panics where chainrule is wrong; bytes that are no text pass.

use chainrule::{Document, DocumentFormat, Form, Input, LintSettings, Question, Session};
use serde_json::{Map, Value};
use std::str::from_utf8;

/// Reading ends with an answer that can be written in every notation, or with an error that points into the text.
pub fn parse(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    match Session::new().simplify(&question(text, Form::Raw)) {
        Ok(answer) => drop((answer.text(), answer.unicode(), answer.latex())),
        Err(error) => {
            if let Some(span) = error.span() {
                assert!(text.get(span.clone()).is_some(), "`{error}` points at {span:?}, which is no part of {text:?}");
            }
        }
    }
}

/// The same for LaTeX: the first line holds macros, the others the formula. What is printed as LaTeX can be read again.
pub fn latex(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let (macros, formula) = text.split_once('\n').unwrap_or(("", text));
    let question = |expression| Question { input: Input::Latex, ..question(expression, Form::Raw) };
    let printed = match Session::new().simplify(&Question { macros, ..question(formula) }) {
        Ok(answer) => answer.latex(),
        Err(error) => {
            if let Some(span) = error.span() {
                assert!(formula.get(span.clone()).is_some(), "`{error}` points at {span:?}, which is no part of {formula:?}");
            }
            return;
        }
    };
    let Ok(printed) = printed else { return };
    let again = Session::new().simplify(&question(&printed)).map(|_| ());
    assert_eq!(again, Ok(()), "{formula:?} is printed as {printed:?}, which is not read");
}

/// What is printed reads back as the same expression.
pub fn parse_print_parse(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    for form in [Form::Raw, Form::Simplest] {
        let Ok(printed) = printed(text, form) else { continue };
        let again = self::printed(&printed, Form::Raw);
        assert_eq!(again.as_ref(), Ok(&printed), "{text:?} is printed in {form:?} form as {printed:?}, which does not read back");
    }
}

/// The derivative by x agrees with the slope of the question, wherever that can be measured.
///
/// One point proves little (a kink, an odd rounding), so a side of zero counts as wrong where at least two slopes could
/// be measured and the derivative misses them all.
pub fn derive_numbers(data: &[u8]) {
    let Some(text) = from_utf8(data).ok().filter(|text| is_measurable(text)) else { return };
    let Ok(derivative) = chainrule::derive(text, "x") else { return };
    let mut session = Session::new();
    let mut value = |x: f64| session.simplify(&question(text, Form::Raw)).and_then(|mut answer| answer.evaluate(&point(x))).ok();
    for side in [1.0, -1.0] {
        let mut measured = Vec::new();
        for x in PLACES.map(|place| side * place) {
            if let Some(slope) = slope(&mut value, x) {
                measured.push((x, slope, derivative.evaluate(&point(x)).unwrap_or(f64::NAN)));
            }
        }
        let misses = |(_, slope, found): &(f64, f64, f64)| found.is_nan() || (found - slope).abs() > 1e-3 * (1.0 + slope.abs());
        let wrong = measured.len() >= 2 && measured.iter().all(misses);
        assert!(!wrong, "the derivative of {text:?} is given as {derivative}, but (x, slope, value found) are {measured:?}");
    }
}

/// What is said of a document stands in it, the first line being its name, and blanks filled in once more stay as they are.
pub fn document(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let (name, text) = text.split_once('\n').unwrap_or(("", text));
    let format = DocumentFormat::of(name).unwrap_or(DocumentFormat::Markdown);
    let read = |text: &str| Document::new(name, text, format, "", &mut |_| None);
    for finding in read(text).lint(&LintSettings::default()) {
        for place in [&finding.place, &finding.claim] {
            assert!(text.get(place.clone()).is_some(), "`{}` is said at {place:?}, which is no part of {text:?}", finding.reason);
        }
    }
    let filled = filled(&read(text), text);
    let again = self::filled(&read(&filled), &filled);
    assert_eq!(again, filled, "{text:?} is filled in otherwise the second time");
}

/// Answers put in their places, from the last on.
fn filled(document: &Document, text: &str) -> String {
    let mut text = text.to_string();
    for blank in document.blanks().into_iter().rev() {
        assert!(text.get(blank.place.clone()).is_some(), "a blank at {:?} is no part of {text:?}", blank.place);
        if let Ok(answer) = blank.answer {
            text.replace_range(blank.place, &answer);
        }
    }
    text
}

/// Rules of the user's are refused, or used without a panic: the first line is a question, the others are rules.
pub fn rules(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let (expression, rules) = text.split_once('\n').unwrap_or((text, ""));
    let mut session = Session::new();
    if session.add_rules(rules).is_ok() {
        let _ = session.simplify(&question(expression, Form::Simplest)).and_then(|answer| answer.text());
    }
}

/// A session that has answered other questions before answers like a new one: each line is a question, `EXPRESSION by VARIABLE`.
pub fn session(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let answer = |session: &mut Session, line: &str| {
        let (expression, variable) = line.rsplit_once(" by ").unwrap_or((line, "x"));
        let mut answer = session.derive(&Question::derive(expression, &[variable]))?;
        Ok::<_, chainrule::Error>((answer.text()?, answer.conditions(), answer.notes()))
    };
    let mut kept = Session::new();
    for line in text.lines().take(8) {
        let (old, new) = (answer(&mut kept, line), answer(&mut Session::new(), line));
        assert_eq!(old, new, "{line:?} is answered otherwise after the lines before it in {text:?}");
    }
}

/// Requests are answered a line each, in their order, by an object that says whose answer it is, and as if the line stood alone;
/// `answer` answers a stream.
pub fn batch(data: &[u8], answer: impl Fn(&[u8]) -> Vec<u8>) {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace)).take(8).collect();
    let answers = answer(&lines.join(&b'\n'));
    let answers: Vec<&[u8]> = answers.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(answers.len(), lines.len(), "so many answers to so many lines");
    for (line, said) in lines.into_iter().zip(answers) {
        let asked = String::from_utf8_lossy(line);
        let object: Map<String, Value> =
            serde_json::from_slice(said).unwrap_or_else(|error| panic!("the answer to {asked:?} is no JSON: {error}"));
        if let Ok(Value::Object(request)) = serde_json::from_slice(line)
            && object.get("error").is_none_or(|error| error["kind"] != "request")
        {
            let name = |object: &Map<String, Value>| object.get("id").filter(|id| !id.is_null()).cloned();
            assert_eq!(name(&object), name(&request), "{asked:?} is answered under another name");
        }
        assert_eq!(without_place(&answer(line)), without_place(said), "{asked:?} is answered otherwise after the lines before it");
    }
}

/// An answer without the number of the line that a message names.
fn without_place(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    match text.split_once("\"message\":\"line ") {
        Some((before, behind)) => format!("{before}{}", behind.trim_start_matches(|c: char| c.is_ascii_digit())),
        None => text.into_owned(),
    }
}

/// Macros that the bytes build mean what they are written out as.
pub fn macros(data: &[u8]) {
    let mut bytes = data.iter();
    let mut pick = |of: usize| bytes.next().map_or(0, |byte| usize::from(*byte) % of);
    let mut known: Vec<Macro> = Vec::new();
    let mut preamble = String::new();
    for name in ["\\ma", "\\mb", "\\Mc"] {
        let parameters = pick(3);
        let [body, written_out] = sum(&mut pick, parameters, &known, 2);
        preamble += &match (pick(4), parameters) {
            (0, _) => format!("\\def{name}{}{{{body}}}", &"#1#2"[..2 * parameters]),
            (1, 0) => format!("\\newcommand{name}{{{body}}}\n"),
            (2, _) => format!("\\renewcommand*{{{name}}}[{parameters}]{{{body}}} % {name}"),
            _ => format!("\\newcommand{{{name}}}[{parameters}]{{{body}}}"),
        };
        preamble += "\n";
        known.push(Macro { name, parameters, written_out });
    }
    let [formula, written_out] = sum(&mut pick, 0, &known, 3);
    let read = |macros: &str, formula: &str| {
        let question = Question { input: Input::Latex, macros, ..question(formula, Form::Raw) };
        Session::new().simplify(&question).and_then(|answer| answer.text()).ok()
    };
    if written_out.len() < 2000 {
        assert_eq!(read(&preamble, &formula), read("", &written_out), "{preamble}{formula} is not read as {written_out}");
    }
}

struct Macro {
    name: &'static str,
    parameters: usize,
    /// Its body without other macros.
    written_out: String,
}

/// One to three terms as the author writes them and without macros.
fn sum(pick: &mut impl FnMut(usize) -> usize, parameters: usize, known: &[Macro], depth: usize) -> [String; 2] {
    let mut sum = term(pick, parameters, known, depth);
    for _ in 0..pick(3) {
        let sign = ["+", "-", "", " \\cdot "][pick(4)];
        let next = term(pick, parameters, known, depth);
        sum.iter_mut().zip(next).for_each(|(sum, next)| *sum = format!("{sum}{sign}{next}"));
    }
    sum
}

fn term(pick: &mut impl FnMut(usize) -> usize, parameters: usize, known: &[Macro], depth: usize) -> [String; 2] {
    let plain = |text: &str| [text.to_string(), text.to_string()];
    let around = |inner: [String; 2], before: &str, after: &str| inner.map(|inner| format!("{before}{inner}{after}"));
    match pick(if depth == 0 { 4 } else { 9 }) {
        0 => plain("x "),
        // No two digits meet: they are one number where a macro is between them, and refused with a space.
        1 => plain("\\pi "),
        2 => plain("y "),
        3 => plain(if parameters == 0 { "a " } else { ["#1", "#2"][pick(parameters)] }),
        4 => around(sum(pick, parameters, known, depth - 1), "\\sin ", ""),
        5 => around(sum(pick, parameters, known, depth - 1), "\\frac{1}{", "}"),
        6 => around(sum(pick, parameters, known, depth - 1), "x^{", "}"),
        7 => around(sum(pick, parameters, known, depth - 1), "\\left(", "\\right)"),
        _ if known.is_empty() => plain("x "),
        _ => {
            let called = &known[pick(known.len())];
            let mut written = format!("{} ", called.name);
            let mut arguments = Vec::new();
            for _ in 0..called.parameters {
                let [argument, written_out] = sum(pick, parameters, known, depth - 1);
                written += &format!("{{{argument}}}");
                arguments.push(written_out);
            }
            let mut pieces = called.written_out.split('#');
            let mut written_out = pieces.next().unwrap_or_default().to_string();
            for piece in pieces {
                let number = usize::from(piece.starts_with('2'));
                written_out += &format!("{}{}", arguments[number], &piece[1..]);
            }
            [written, written_out]
        }
    }
}

fn question(expression: &str, form: Form) -> Question<'_> {
    Question { expression, form, ..Question::default() }
}

fn printed(text: &str, form: Form) -> Result<String, chainrule::Error> {
    Session::new().simplify(&question(text, form))?.text()
}

/// Where slopes are measured, on both sides of zero; no number a short text would name.
const PLACES: [f64; 5] = [0.3713, 0.8291, 1.3107, 2.1749, 3.5933];

/// Differences in double precision need moderate numbers: no more than two digits in a row, no power of ten. Integrals
/// are computed to too few digits to measure their slopes.
fn is_measurable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let long_number = bytes.windows(3).any(|three| three.iter().all(u8::is_ascii_digit));
    let power_of_ten = bytes.windows(2).any(|two| two[0].is_ascii_digit() && matches!(two[1], b'e' | b'E'));
    text.len() <= 200 && !long_number && !power_of_ten && !text.contains("int")
}

/// A value for x, and one of either sign for every other letter but the constant e.
fn point(x: f64) -> Vec<(&'static str, f64)> {
    const LETTERS: &str = "abcdfghijklmnopqrstuvwyz";
    let others = (0..LETTERS.len()).map(|index| {
        let size = 0.4173 + 0.0711 * index as f64;
        (&LETTERS[index..=index], if index % 2 == 0 { size } else { -size })
    });
    std::iter::once(("x", x)).chain(others).collect()
}

/// The slope at a place from symmetric differences of three widths, extrapolated to width zero; nothing where the
/// extrapolations disagree, where rounding drowns the difference, or where there is none (a constant, or a variable
/// lost beside a huge number).
fn slope(value: &mut impl FnMut(f64) -> Option<f64>, x: f64) -> Option<f64> {
    let mut rounding = 0.0;
    let mut difference = |width: f64| {
        let (left, right) = (value(x - width)?, value(x + width)?);
        rounding = 1e-15 * (left.abs() + right.abs()) / width;
        (left != right).then_some((right - left) / (2.0 * width))
    };
    let (wide, middle, narrow) = (difference(0.012)?, difference(0.006)?, difference(0.003)?);
    let first = (4.0 * middle - wide) / 3.0;
    let second = (4.0 * narrow - middle) / 3.0;
    let tolerance = 1e-6 * (1.0 + second.abs());
    ((second - first).abs() < tolerance && rounding < tolerance).then_some(second)
}

/// An expression that the bytes build, an operation each on a stack: what is printed of it reads back, and its derivative is its
/// slope.
pub fn structured(data: &[u8]) {
    let mut stack: Vec<String> = Vec::new();
    for byte in data.iter().take(40) {
        let operation = *byte as usize;
        let built = match (operation % 8, stack.len()) {
            (0 | 1, _) | (_, 0) => LEAVES[operation / 8 % LEAVES.len()].to_string(),
            (2..=4, _) => format!("{}({})", UNARY[operation / 8 % UNARY.len()], stack.pop().unwrap_or_default()),
            (_, 1) => format!("-({})", stack.pop().unwrap_or_default()),
            _ => {
                let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
                match operation / 8 % 8 {
                    0 | 1 => format!("({left}) + ({right})"),
                    2 | 3 => format!("({left})*({right})"),
                    4 => format!("({left})/({right})"),
                    5 => format!("({left})^({right})"),
                    6 => format!("max({left}, {right})"),
                    _ => format!("{{{left} if x < {right}; {right} otherwise}}"),
                }
            }
        };
        stack.push(built);
    }
    let Some(text) = stack.pop() else { return };
    parse_print_parse(text.as_bytes());
    derive_numbers(text.as_bytes());
}

const LEAVES: [&str; 8] = ["x", "x", "2", "1/2", "3", "-1", "pi", "0.1"];

const UNARY: [&str; 24] = [
    "sin", "cos", "tan", "exp", "ln", "sqrt", "cbrt", "abs", "sign", "arcsin", "arctan", "sinh", "tanh", "sigma", "relu", "erf", "gamma",
    "W", "floor", "sec", "arcosh", "logit", "sinc", "-",
];
