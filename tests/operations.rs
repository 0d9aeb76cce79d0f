//! `tests/operations/*.txt` are questions about curves, orders and matrices, one a line, under a sentence that says what they
//! show; each file becomes a snapshot. Before it is compared, every answer is tested by numbers that owe nothing to the
//! operation: a curve is followed by solving its equation nearby, an order is counted out, an entry is a difference quotient.

mod support;

use chainrule::{Answer, Error, Matrix, Question, Session};
use std::fmt::Write;
use support::{Random, Readable, numeric_derivative};

/// How many points a line is tested at, and how many are tried.
const POINTS: usize = 12;
const TRIES: usize = 2000;

type Point = Vec<(String, f64)>;

/// A line, taken apart.
struct Case<'t> {
    line: &'t str,
    operation: &'t str,
    order: &'t str,
    expression: &'t str,
    variables: Vec<&'t str>,
}

impl<'t> Case<'t> {
    fn read(line: &'t str) -> Case<'t> {
        let (operation, rest) = line.split_once(' ').expect("an operation and an expression");
        let (order, rest) = if operation == "order" { rest.split_once(" of ").expect("order n of") } else { ("", rest) };
        let separator = if matches!(operation, "implicit" | "parametric") { " for " } else { " by " };
        let (expression, variables) =
            rest.split_once(separator).map_or((rest, vec![]), |(expression, names)| (expression, names.split(' ').collect()));
        Case { line, operation, order, expression, variables }
    }

    fn question(&self) -> Question<'_> {
        Question::derive(self.expression, &self.variables)
    }
}

/// The worked example of one line.
fn example(line: &str, failures: &mut Vec<String>) -> String {
    let case = Case::read(line);
    let mut session = Session::new();
    let mut out = format!("{line}\n");
    let shown = match case.operation {
        "implicit" => session.implicit(&case.question()).and_then(|answer| show(answer, &mut out)),
        "parametric" => session.parametric(&case.question()).and_then(|answer| show(answer, &mut out)),
        "order" => session.derive_to_order(&case.question(), case.order).and_then(|answer| show(answer, &mut out)),
        "gradient" => session.gradient(&case.question()).and_then(|matrix| show_matrix(matrix, &mut out)),
        "jacobian" => session.jacobian(&case.question()).and_then(|matrix| show_matrix(matrix, &mut out)),
        "hessian" => session.hessian(&case.question()).and_then(|matrix| show_matrix(matrix, &mut out)),
        other => panic!("{line}: there is no operation `{other}`"),
    };
    match shown {
        Ok(texts) => failures.extend(check(&case, &texts).err().map(|fault| format!("{line}: {fault}"))),
        Err(error) => {
            let _ = writeln!(out, "  error  {error}");
            if let Some(hint) = error.hint() {
                let _ = writeln!(out, "  hint   {hint}");
            }
        }
    }
    out
}

/// The answers by row and column, with the names of the columns.
struct Texts {
    entries: Vec<Vec<String>>,
    columns: Vec<String>,
    conditions: Vec<String>,
}

fn show(mut answer: Answer<'_>, out: &mut String) -> Result<Texts, Error> {
    let (text, conditions) = (answer.text()?, answer.conditions());
    let _ = writeln!(out, "  text   {text}");
    let _ = writeln!(out, "  latex  {}", answer.latex()?);
    show_conditions(&conditions, out);
    answer.notes().iter().for_each(|note| writeln!(out, "  note   {note}").expect("a string grows"));
    Ok(Texts { entries: vec![vec![text]], columns: Vec::new(), conditions })
}

fn show_matrix(mut matrix: Matrix<'_>, out: &mut String) -> Result<Texts, Error> {
    let _ = writeln!(out, "  text   {}", matrix.text()?);
    let _ = writeln!(out, "  latex  {}", matrix.latex()?);
    let conditions = matrix.conditions();
    show_conditions(&conditions, out);
    let columns = matrix.columns().to_vec();
    let row = |row: usize| (0..columns.len()).map(|column| matrix.entry(row, column)).collect::<Result<Vec<_>, _>>();
    Ok(Texts { entries: (0..matrix.rows().len()).map(row).collect::<Result<_, _>>()?, columns, conditions })
}

fn show_conditions(conditions: &[String], out: &mut String) {
    if !conditions.is_empty() {
        let _ = writeln!(out, "  where  {}", conditions.join(", "));
    }
}

fn check(case: &Case<'_>, texts: &Texts) -> Result<(), String> {
    match case.operation {
        "implicit" => check_implicit(case, &texts.entries[0][0]),
        "parametric" => check_parametric(case, &texts.entries[0][0]),
        "order" => check_order(case, texts),
        _ => check_matrix(case, texts),
    }
}

/// The answer and something measured at random points: equal at [`POINTS`] of them.
fn compare(names: &[String], answer: &mut Readable, mut measure: impl FnMut(&mut Point) -> Option<(f64, f64)>) -> Result<(), String> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut agreed = 0;
    for _ in 0..TRIES {
        let mut point: Point = names.iter().map(|name| (name.clone(), random.between(-2.2, 2.2))).collect();
        let Some((expected, error)) = measure(&mut point).filter(|(value, error)| value.is_finite() && *error < 1e-4 * (1.0 + value.abs()))
        else {
            continue;
        };
        let value = answer.value(&point);
        if value.is_nan() || (value - expected).abs() > 2e-5 * (1.0 + expected.abs()) + 10.0 * error {
            return Err(format!("at {point:?} the answer is {value}, but {expected} is right"));
        }
        agreed += 1;
        if agreed == POINTS {
            return Ok(());
        }
    }
    if agreed >= POINTS / 3 { Ok(()) } else { Err(format!("only {agreed} points were found where the answer could be tested")) }
}

fn readable(text: &str) -> Readable {
    Readable::new(text, &[], &[]).unwrap_or_else(|| panic!("`{text}` cannot be read"))
}

fn names_of(readables: &[&Readable]) -> Vec<String> {
    let mut names: Vec<String> = readables.iter().flat_map(|readable| readable.symbols()).collect();
    names.sort();
    names.dedup();
    names
}

/// Follows the curve: at a point on it, the unknown is solved for at neighbouring places.
fn check_implicit(case: &Case<'_>, text: &str) -> Result<(), String> {
    let plain = case.expression.replace(r"\sin(xy)", "sin(x*y)");
    let (equation, definitions) = plain.split_once(';').unwrap_or((&plain, ""));
    let (left, right) = equation.split_once('=').expect("an equation");
    let asked = chainrule::syntax::quotient(case.variables[0]).expect("a derivative");
    let definitions: &[&str] = if definitions.is_empty() { &[] } else { &[definitions] };
    let mut curve = Readable::new(&format!("({left}) - ({right})"), definitions, &[&asked.above]).expect("a curve");
    let mut answer = readable(text);
    let names = names_of(&[&curve, &answer]);
    compare(&names, &mut answer, |point| {
        let at = |point: &Point, name: &str| point.iter().position(|(own, _)| own == name);
        let unknown = at(point, &asked.above)?;
        let start = point[unknown].1;
        let root = solve(&mut curve, point, unknown, start)?;
        point[unknown].1 = root;
        let step = 4e-3;
        let mut nearby = |shifts: &[(usize, f64)]| {
            let mut moved = point.clone();
            shifts.iter().for_each(|(index, shift)| moved[*index].1 += shift);
            let value = solve(&mut curve, &moved, unknown, root)?;
            ((value - root).abs() < 0.2).then_some(value)
        };
        let indices: Vec<usize> = asked.below.iter().map(|name| at(point, name)).collect::<Option<_>>()?;
        let mut difference = |h: f64| match indices[..] {
            [x] => Some((nearby(&[(x, h)])? - nearby(&[(x, -h)])?) / (2.0 * h)),
            [x, second] if x == second => Some((nearby(&[(x, h)])? - 2.0 * root + nearby(&[(x, -h)])?) / (h * h)),
            [x, z] => {
                let mut corner = |a: f64, b: f64| nearby(&[(x, a * h), (z, b * h)]);
                let sum = corner(1.0, 1.0)? - corner(1.0, -1.0)? - corner(-1.0, 1.0)? + corner(-1.0, -1.0)?;
                Some(sum / (4.0 * h * h))
            }
            _ => None,
        };
        let (wide, narrow) = (difference(step)?, difference(step / 2.0)?);
        Some(((4.0 * narrow - wide) / 3.0, (narrow - wide).abs() * 1e-2))
    })
}

/// A root near `start` by the secant method.
fn solve(curve: &mut Readable, point: &Point, unknown: usize, start: f64) -> Option<f64> {
    let mut at = |value: f64| {
        let mut moved = point.clone();
        moved[unknown].1 = value;
        curve.value(&moved)
    };
    let (mut before, mut now) = (start, start + 1e-3);
    let (mut height_before, mut height) = (at(before), at(now));
    for _ in 0..60 {
        if height == 0.0 {
            return Some(now);
        }
        let next = now - height * (now - before) / (height - height_before);
        (before, height_before) = (now, height);
        now = next;
        height = at(now);
        if !height.is_finite() {
            return None;
        }
        if (now - before).abs() < 1e-14 * (1.0 + now.abs()) {
            return (height.abs() < 1e-9).then_some(now);
        }
    }
    None
}

/// Both coordinates are differentiated numerically; for the second order, the engine's first answer is.
fn check_parametric(case: &Case<'_>, text: &str) -> Result<(), String> {
    let plain = case.expression.replace(r"\cos t", "cos(t)").replace(r"\sin t", "sin(t)").replace(r",\quad", ",");
    let coordinate = |name: &str| {
        let found = plain.split([',', ';']).find_map(|part| {
            let (left, right) = part.split_once('=')?;
            (left.trim().trim_end_matches("(t)") == name).then(|| right.to_string())
        });
        found.unwrap_or_else(|| panic!("{}: no coordinate {name}", case.line))
    };
    let mut x = readable(&coordinate("x"));
    let second = case.variables[0].contains('2');
    let mut y = if second {
        let mut session = Session::new();
        let first = session.parametric(&Question::derive(case.expression, &["dy/dx"])).and_then(|answer| answer.text());
        readable(&first.expect("the first derivative"))
    } else {
        readable(&coordinate("y"))
    };
    let mut answer = readable(text);
    let names = names_of(&[&x, &y, &answer]);
    compare(&names, &mut answer, |point| {
        let (above, above_error) = numeric_derivative(&mut y, "t", point)?;
        let (below, below_error) = numeric_derivative(&mut x, "t", point)?;
        let ratio = above / below;
        Some((ratio, (above_error + below_error * ratio.abs()) / below.abs()))
    })
}

/// The answer with each of the first orders put in, beside so many derivatives taken one after another.
fn check_order(case: &Case<'_>, texts: &Texts) -> Result<(), String> {
    let mut answer = readable(&texts.entries[0][0]);
    let above = texts.conditions.iter().find_map(|condition| condition.strip_prefix(&format!("{} > ", case.order))?.parse::<u32>().ok());
    for order in 1 + above.unwrap_or(0)..=5 + above.unwrap_or(0) {
        let counted = case.expression.replace(case.order, &format!("({order})"));
        let counted = if case.expression == "x^n" { counted } else { case.expression.to_string() };
        let mut session = Session::new();
        let question = Question { order, ..Question::derive(&counted, &case.variables) };
        let direct = session.derive(&question).and_then(|answer| answer.text()).map_err(|error| error.to_string())?;
        let mut direct = readable(&direct);
        let names: Vec<String> = names_of(&[&direct, &answer]).into_iter().filter(|name| name != case.order).collect();
        compare(&names, &mut answer, |point| {
            let expected = direct.value(point);
            point.push((case.order.to_string(), order.into()));
            Some((expected, 1e-9 * expected.abs()))
        })
        .map_err(|fault| format!("order {order}: {fault}"))?;
    }
    Ok(())
}

/// Every entry beside a difference quotient: of the function, or of its derivative for a Hessian.
fn check_matrix(case: &Case<'_>, texts: &Texts) -> Result<(), String> {
    for (row, entries) in texts.entries.iter().enumerate() {
        for (column, text) in entries.iter().enumerate() {
            let function = match case.operation {
                "jacobian" => member(case.expression, row),
                "gradient" => case.expression.to_string(),
                _ => {
                    let mut session = Session::new();
                    let first = session.derive(&Question::derive(case.expression, &[&texts.columns[row]])).and_then(|answer| answer.text());
                    first.map_err(|error| error.to_string())?
                }
            };
            let mut function = readable(&function);
            let mut answer = readable(text);
            let mut names = names_of(&[&function, &answer]);
            if !names.contains(&texts.columns[column]) {
                names.push(texts.columns[column].clone());
            }
            compare(&names, &mut answer, |point| numeric_derivative(&mut function, &texts.columns[column], point))
                .map_err(|fault| format!("row {row}, column {column}: {fault}"))?;
            if case.operation == "hessian" && texts.entries[column][row] != *text {
                return Err(format!("the entries {row}, {column} and {column}, {row} differ"));
            }
        }
    }
    Ok(())
}

/// The function number `row` of a list.
fn member(list: &str, row: usize) -> String {
    let inner = list.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).filter(|_| list.starts_with("(x*y")).unwrap_or(list);
    let mut depth = 0;
    let separates = |letter: char| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0 && matches!(letter, ',' | ';')
    };
    let found = inner.split(separates).nth(row).expect("a member").to_string();
    found.split_once('=').map_or(found.clone(), |(_, value)| value.to_string())
}

fn snapshot(topic: &str, failures: &mut Vec<String>) -> String {
    let file = format!("{}/tests/operations/{topic}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).expect("the file of questions");
    let mut out = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_prefix("# ") {
            Some(sentence) => writeln!(out, "\n{sentence}\n").expect("a string grows"),
            None => out.push_str(&example(line, failures)),
        }
    }
    out
}

fn check_topic(topic: &str) {
    let mut failures = Vec::new();
    let examples = snapshot(topic, &mut failures);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(topic, examples));
}

#[test]
fn slopes_follow_their_curves() {
    check_topic("curves");
}

#[test]
fn symbolic_orders_agree_with_counted_ones() {
    check_topic("orders");
}

#[test]
fn matrices_agree_with_difference_quotients() {
    check_topic("matrices");
}

/// A thousand functions of three neighbours each, of a thousand variables.
#[test]
fn a_large_sparse_jacobian_is_a_list() {
    let functions: Vec<String> = (1..=1000).map(|i| format!("x{i}^2*sin(x{}) - x{}", i % 1000 + 1, (i + 1) % 1000 + 1)).collect();
    let names: Vec<String> = (1..=1000).map(|i| format!("x{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut session = Session::new();
    let list = functions.join(", ");
    let mut jacobian = session.jacobian(&Question::derive(&list, &names)).expect("a Jacobian");
    assert_eq!(jacobian.nonzero().count(), 3000);
    assert!(jacobian.is_listed());
    assert_eq!(jacobian.entry(0, 0).expect("short"), "2*x1*sin(x2)");
    assert_eq!(jacobian.entry(999, 0).expect("short"), "x1000^2*cos(x1)");
    assert_eq!(jacobian.entry(0, 2).expect("short"), "-1");
    assert_eq!(jacobian.entry(0, 3).expect("short"), "0");
    assert!(jacobian.text().expect("not too long").starts_with("[1, x1] = 2*x1*sin(x2)\n[1, x2] = "));
    assert!(jacobian.conditions().is_empty());
}
