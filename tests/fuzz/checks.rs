//! What holds for every text, however odd. The fuzz targets feed these checks, and `tests/fuzz_corpus.rs` replays what
//! they once found. A check panics where chainrule is wrong; bytes that are no text pass.

use chainrule::{Form, Input, Question, Session};
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
