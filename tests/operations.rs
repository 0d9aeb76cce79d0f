//! `tests/operations/*.txt` are questions about curves, orders and matrices, one a line, under a sentence that says what they
//! show; each file becomes a snapshot. Before it is compared, every answer is tested by numbers that owe nothing to the
//! operation: a curve is followed by solving its equation nearby, an order is counted out, an entry is a difference quotient.

mod support;

use chainrule::{Answer, Error, Matrix, Question, Session, Value};
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

/// How the parts of a line are told apart: what stands before the names or numbers behind the expression.
const SEPARATORS: [(&str, &str); 8] = [
    ("implicit", " for "),
    ("parametric", " for "),
    ("taylor", " at "),
    ("tangent", " at "),
    ("value", " at "),
    ("inverse", " to "),
    ("directional", " along "),
    ("logarithmic", " by "),
];

impl<'t> Case<'t> {
    fn read(line: &'t str) -> Case<'t> {
        let (operation, rest) = line.split_once(' ').expect("an operation and an expression");
        let (order, rest) = if operation == "order" { rest.split_once(" of ").expect("order n of") } else { ("", rest) };
        let separator = SEPARATORS.iter().find(|(name, _)| *name == operation).map_or(" by ", |(_, separator)| separator);
        let (expression, variables) =
            rest.split_once(separator).map_or((rest, vec![]), |(expression, names)| (expression, names.split(' ').collect()));
        Case { line, operation, order, expression, variables }
    }

    fn question(&self) -> Question<'_> {
        Question::derive(self.expression, &self.variables)
    }

    /// The question about one function near a point: its text, and by which variables.
    fn local(&self) -> Question<'_> {
        let variables: &[&str] = if self.operation == "directional" { &["x", "y"] } else { &["x"] };
        let order = self.variables.last().and_then(|last| last.parse().ok()).unwrap_or(1);
        let has_order = matches!(self.operation, "taylor" | "inverse");
        Question { order: if has_order { order } else { 1 }, ..Question::derive(self.expression, variables) }
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
        "taylor" => session.taylor(&case.local(), case.variables[0]).and_then(|answer| show(answer, &mut out)),
        "tangent" => session.tangent(&case.local(), case.variables[0]).and_then(|answer| show(answer, &mut out)),
        "inverse" => session.inverse(&case.local()).and_then(|answer| show(answer, &mut out)),
        "logarithmic" => session.logarithmic(&case.local()).and_then(|answer| show(answer, &mut out)),
        "directional" => {
            let along: Vec<&str> = case.variables[0].split(',').collect();
            session.directional(&case.local(), &along).and_then(|answer| show(answer, &mut out))
        }
        "value" => session.derive(&case.local()).and_then(|mut answer| show_value(answer.at(&[("x", case.variables[0])])?, &mut out)),
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

fn show_value(value: Value, out: &mut String) -> Result<Texts, Error> {
    let _ = writeln!(out, "  text   {}", value.text);
    let _ = writeln!(out, "  latex  {}", value.latex);
    if let Some(number) = value.number.filter(|_| value.is_exact) {
        let _ = writeln!(out, "  about  {number:.12}");
    }
    Ok(Texts { entries: vec![vec![value.text]], columns: Vec::new(), conditions: Vec::new() })
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
        "taylor" | "tangent" => check_taylor(case, &texts.entries[0][0]),
        "inverse" => check_inverse(case, &texts.entries[0][0]),
        "logarithmic" | "value" => check_slope(case, &texts.entries[0][0]),
        "directional" => check_directional(case, &texts.entries[0][0]),
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
    let asked = chainrule::syntax::quotient(case.variables[0]).expect("a derivative");
    let is_asked = |name: &str| name == asked.above || asked.below.iter().any(|below| below == name);
    let sides = split_list(&plain).into_iter().filter_map(|statement| {
        let (left, right) = statement.split_once('=')?;
        Some((left.trim().to_string(), right.trim().to_string()))
    });
    let is_name = |text: &str| text.len() == 1 && text.chars().all(char::is_alphabetic);
    let (definitions, equations): (Vec<_>, Vec<_>) = sides.partition(|(left, _)| is_name(left) && !is_asked(left));
    let definitions: Vec<String> = definitions.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let definitions: Vec<&str> = definitions.iter().map(String::as_str).collect();
    let curve =
        |(left, right): &(String, String)| Readable::new(&format!("({left}) - ({right})"), &definitions, &[&asked.above]).expect("a curve");
    let mut curves: Vec<Readable> = equations.iter().map(curve).collect();
    let mut answer = readable(text);
    let mut names = names_of(&curves.iter().chain([&answer]).collect::<Vec<_>>());
    // The functions that are solved for stand first, the one asked for before the others.
    let is_other = |name: &str| curves.len() > 1 && !is_asked(name) && (case.variables.len() == 1 || case.variables.contains(&name));
    names.sort_by_key(|name| (*name != asked.above, !is_other(name)));
    let unknowns = curves.len();
    compare(&names, &mut answer, |point| {
        let at = |point: &Point, name: &str| point.iter().position(|(own, _)| own == name);
        let roots = solve(&mut curves, point, unknowns)?;
        (point.iter_mut().zip(&roots)).for_each(|((_, value), root)| *value = *root);
        let root = roots[0];
        let step = 4e-3;
        let mut nearby = |shifts: &[(usize, f64)]| {
            let mut moved = point.clone();
            shifts.iter().for_each(|(index, shift)| moved[*index].1 += shift);
            let value = solve(&mut curves, &moved, unknowns)?[0];
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

/// Where the curves meet near the point, for its first coordinates, by Newton's method with difference quotients.
fn solve(curves: &mut [Readable], point: &Point, unknowns: usize) -> Option<Vec<f64>> {
    let mut now = point.clone();
    for _ in 0..60 {
        let heights: Vec<f64> = curves.iter_mut().map(|curve| curve.value(&now)).collect();
        // A row for each curve: its slopes, and its height.
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for (curve, height) in curves.iter_mut().zip(&heights) {
            let mut row: Vec<f64> = Vec::new();
            for unknown in 0..unknowns {
                let shift = 1e-6 * (1.0 + now[unknown].1.abs());
                let mut moved = now.clone();
                moved[unknown].1 += shift;
                row.push((curve.value(&moved) - height) / shift);
            }
            row.push(*height);
            rows.push(row);
        }
        let steps = eliminate(rows)?;
        (now.iter_mut().zip(&steps)).for_each(|((_, value), step)| *value -= step);
        if steps.iter().any(|step| !step.is_finite()) {
            return None;
        }
        if steps.iter().zip(&now).all(|(step, (_, value))| step.abs() < 1e-14 * (1.0 + value.abs())) {
            let is_on = curves.iter_mut().all(|curve| curve.value(&now).abs() < 1e-9);
            return is_on.then(|| now[..unknowns].iter().map(|(_, value)| *value).collect());
        }
    }
    None
}

/// The solution of a linear system, right sides last, by Gaussian elimination.
fn eliminate(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        let own = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != column) {
            let factor = row[column] / own[column];
            row.iter_mut().zip(&own).for_each(|(entry, above)| *entry -= factor * above);
        }
    }
    Some((0..size).map(|at| rows[at][size] / rows[at][at]).collect())
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
    for order in 1 + above.unwrap_or(0)..=8 {
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

/// At a short distance from the point, the polynomial misses the function by a power of it.
fn check_taylor(case: &Case<'_>, text: &str) -> Result<(), String> {
    let order = if case.operation == "tangent" { 1 } else { case.local().order };
    let (mut function, mut polynomial, mut place) = (readable(case.expression), readable(text), readable(case.variables[0]));
    let names: Vec<String> = names_of(&[&function, &polynomial, &place]).into_iter().filter(|name| name != "x").collect();
    let mut random = Random(7);
    for _ in 0..POINTS {
        let mut point: Point = names.iter().map(|name| (name.clone(), random.between(0.3, 2.0))).collect();
        let at = place.value(&point);
        point.push(("x".into(), at));
        let mut error = |distance: f64| {
            point.last_mut().expect("x").1 = at + distance;
            (function.value(&point) - polynomial.value(&point)).abs()
        };
        let (near, far) = (error(0.01), error(0.02));
        if near.is_nan() || near > 1e-13 && far / near < 0.9 * 2f64.powi(order as i32 + 1) {
            return Err(format!("at {point:?} the errors are {near} and {far}"));
        }
    }
    Ok(())
}

/// One over the slope; for the second order, the slope of the engine's first answer over that of the function.
fn check_inverse(case: &Case<'_>, text: &str) -> Result<(), String> {
    let mut function = readable(case.expression);
    let mut before = (case.local().order == 2).then(|| {
        let mut session = Session::new();
        let first = session.inverse(&Question { order: 1, ..case.local() }).and_then(|answer| answer.text());
        readable(&first.expect("the first order"))
    });
    let mut answer = readable(text);
    compare(&["x".to_string()], &mut answer, |point| {
        let (slope, error) = numeric_derivative(&mut function, "x", point)?;
        match &mut before {
            None => Some((1.0 / slope, error / (slope * slope))),
            Some(first) => {
                let (above, own) = numeric_derivative(first, "x", point)?;
                Some((above / slope, (own + error * (above / slope).abs()) / slope.abs()))
            }
        }
    })
}

/// The slope itself, anywhere or at the point.
fn check_slope(case: &Case<'_>, text: &str) -> Result<(), String> {
    let (mut function, mut answer) = (readable(case.expression), readable(text));
    let place = case.variables.first().map(|place| readable(place).value(&Point::new()));
    let mut names = names_of(&[&function, &answer]);
    names.sort_by_key(|name| name != "x");
    compare(&names, &mut answer, |point| {
        point[0].1 = place.unwrap_or(point[0].1);
        numeric_derivative(&mut function, "x", point)
    })
}

/// A difference quotient along the line.
fn check_directional(case: &Case<'_>, text: &str) -> Result<(), String> {
    let components: Vec<&str> = case.variables[0].split(',').collect();
    let on_line = case.expression.replace("exp", "EXP").replace('x', &format!("(x + t*({}))", components[0]));
    let on_line = on_line.replace('y', &format!("(y + t*({}))", components[1])).replace("EXP", "exp");
    let mut length = readable(&format!("sqrt(({})^2 + ({})^2)", components[0], components[1]));
    let (mut function, mut answer) = (readable(&on_line), readable(text));
    let mut names = names_of(&[&function, &answer]);
    names.sort_by_key(|name| name != "t");
    compare(&names, &mut answer, |point| {
        point[0].1 = 0.0;
        let (slope, error) = numeric_derivative(&mut function, "t", point)?;
        let length = length.value(point);
        Some((slope / length, error / length))
    })
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
    let found = split_list(inner).into_iter().nth(row).expect("a member");
    found.split_once('=').map_or(found.clone(), |(_, value)| value.to_string())
}

/// The members of a list, commas inside brackets left alone.
fn split_list(list: &str) -> Vec<String> {
    let mut depth = 0;
    let separates = |letter: char| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0 && matches!(letter, ',' | ';')
    };
    list.split(separates).map(str::to_string).collect()
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

#[test]
fn answers_near_a_point_agree_with_the_function_there() {
    check_topic("local");
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

/// A sum of a thousand terms, each variable in a few of them: the gradient and the Hessian cost what is there.
#[test]
fn a_long_sum_has_a_gradient_and_a_hessian() {
    let n = 1000;
    let names: Vec<String> = (0..n).map(|at| format!("x{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let term = |at: usize| format!("100*(x{} - x{at}^2)^2 + (1 - x{at})^2", at + 1);
    let rosenbrock = (0..n - 1).map(term).collect::<Vec<_>>().join(" + ");
    let mut session = Session::new();
    let gradient = session.gradient(&Question::derive(&rosenbrock, &names)).expect("a gradient");
    assert_eq!(gradient.nonzero().count(), n);
    assert_eq!(gradient.entry(0, n - 1).expect("short"), "200*(x999 - x998^2)");
    let mut hessian = session.hessian(&Question::derive(&rosenbrock, &names)).expect("a Hessian");
    assert_eq!(hessian.nonzero().count(), 3 * n - 2);
    assert_eq!(hessian.entry(7, 8).expect("short"), "-400*x7");
    assert_eq!(hessian.entry(8, 7).expect("short"), "-400*x7");
    assert_eq!(hessian.entry(0, 2).expect("short"), "0");
    assert!(hessian.conditions().is_empty());
}
