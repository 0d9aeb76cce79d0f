//! The steps of operations: each is an equality that holds, checked with numbers that owe nothing to the operation, and the last
//! line is the operation's answer.

mod support;

use chainrule::evaluate::evaluate_with;
use chainrule::expression::{Arena, Symbol};
use chainrule::syntax::{Reader, Source};
use chainrule::{Detail, Question, Session, Steps};
use std::collections::BTreeMap;
use support::expressions::{Writer, expressions};
use support::{Random, Readable, numeric_derivative};

type Point = Vec<(String, f64)>;

/// Derivatives of names by names at a point, measured.
type Measure<'m> = dyn FnMut(&str, &[&str], &Point) -> Option<(f64, f64)> + 'm;

/// What the sides of steps are read with: the functions that have names, and what else is known.
struct Oracle<'m> {
    /// Functions of one variable: the name, the variable, its value.
    functions: BTreeMap<String, (String, String)>,
    measure: Box<Measure<'m>>,
    /// Left sides that are no formula, and what they are worth.
    special: BTreeMap<String, String>,
}

impl Oracle<'_> {
    /// The values of a side, one, or those of a vector or a matrix, each with an estimate of its error.
    fn values(&mut self, side: &str, point: &Point) -> Option<Vec<(f64, f64)>> {
        if let Some(meaning) = self.special.get(side).cloned() {
            return self.values(&meaning, point);
        }
        if let Some((inner, place)) = side.split_once(" | ") {
            let mut there = point.clone();
            for assignment in place.split(", ") {
                let (name, value) = assignment.split_once('=')?;
                let value = Readable::new(value, &[], &[])?.value(&Point::new());
                there.iter_mut().filter(|(own, _)| own == name).for_each(|(_, old)| *old = value);
            }
            return self.values(inner, &there);
        }
        if side.starts_with('[') {
            let cells: Vec<&str> = cells(side);
            return cells.into_iter().map(|cell| self.value(cell, point)).collect();
        }
        Some(vec![self.value(side, point)?])
    }

    fn value(&mut self, side: &str, point: &Point) -> Option<(f64, f64)> {
        let mut point = point.clone();
        let (mut text, mut errors, mut number) = (side.to_string(), Vec::new(), 0);
        // Determinants and derivatives become names with values.
        while let Some(from) = text.find("det([[") {
            let to = from + matching(&text[from + 3..])? + 3;
            let flat: Vec<String> = cells(&text[from + 4..to]).into_iter().map(str::to_string).collect();
            let flat: Vec<f64> = flat.iter().map(|cell| Some(self.value(cell, &point)?.0)).collect::<Option<_>>()?;
            let entries: Vec<Vec<f64>> = flat.chunks(flat.len().isqrt()).map(<[f64]>::to_vec).collect();
            name(&mut text, &mut point, &mut number, from..to + 1, determinant(&entries));
        }
        while let Some((range, body, by, order)) = operator(&text) {
            let found = match order {
                None => {
                    let inner = self.plain(&body, &point)?;
                    let mut shifted = |shift: f64| {
                        let moved: Point =
                            point.iter().map(|(own, value)| (own.clone(), value + if *own == by { shift } else { 0.0 })).collect();
                        self.plain(&body, &moved).unwrap_or(f64::NAN)
                    };
                    let found = support::numeric_value_slope(&mut shifted)?;
                    inner.is_finite().then_some(found)?
                }
                Some(order) => {
                    let order = point.iter().find(|(name, _)| *name == order)?.1;
                    (counted(&body, &by, order as u32, &point)?, 0.0)
                }
            };
            errors.push((point.len(), found.1));
            name(&mut text, &mut point, &mut number, range, found.0);
        }
        while let Some((range, of, by)) = quotient(&text) {
            let by: Vec<&str> = by.iter().map(String::as_str).collect();
            let found = (self.measure)(&of, &by, &point)?;
            errors.push((point.len(), found.1));
            name(&mut text, &mut point, &mut number, range, found.0);
        }
        let value = self.plain(&text, &point)?;
        let mut total = 0.0;
        for (at, error) in errors {
            let mut moved = point.clone();
            moved[at].1 += error;
            total += (self.plain(&text, &moved)? - value).abs();
        }
        value.is_finite().then_some((value, total))
    }

    /// A formula without derivatives but those of functions that have names, `f'(0)`.
    fn plain(&mut self, text: &str, point: &Point) -> Option<f64> {
        let mut arena = Arena::new();
        let variables: Vec<&str> = point.iter().map(|(name, _)| name.as_str()).collect();
        let target = Reader::default().read(&mut arena, &Source { text, variables: &variables, ..Source::default() }).ok()?.target;
        let known: Vec<(Symbol, f64)> = point.iter().map(|(name, value)| (arena.intern(name), *value)).collect();
        let functions = self.functions.clone();
        let value = evaluate_with(&arena, target, &known, &mut |name, orders, arguments| match functions.get(name) {
            Some((variable, value)) => {
                let mut there = point.clone();
                there.iter_mut().filter(|(own, _)| own == variable).for_each(|(_, value)| *value = arguments[0]);
                counted(value, variable, orders[0], &there).unwrap_or(f64::NAN)
            }
            None => support::unknown_value(name, orders, arguments),
        });
        value.is_finite().then_some(value)
    }
}

/// A derivative of so high an order, counted out.
fn counted(text: &str, by: &str, order: u32, point: &Point) -> Option<f64> {
    let mut session = Session::new();
    let derivative = match order {
        0 => text.to_string(),
        _ => session.derive(&Question { order, ..Question::derive(text, &[by]) }).ok()?.text().ok()?,
    };
    Some(Readable::new(&derivative, &[], &[by])?.value(point))
}

/// Puts a name with a value in place of a range.
fn name(text: &mut String, point: &mut Point, number: &mut usize, range: std::ops::Range<usize>, value: f64) {
    *number += 1;
    let name = format!("known_{number}");
    text.replace_range(range, &name);
    point.push((name, value));
}

/// Where the bracket that opens a text closes.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, letter)| {
        depth += match letter {
            '(' | '[' => 1,
            ')' | ']' => -1,
            _ => 0,
        };
        (depth == 0).then_some(at)
    })
}

/// The cells of `[a, b]`, `[[a, b], [c, d]]` or `a, b`.
fn cells(text: &str) -> Vec<&str> {
    let inner = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text);
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in inner.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(inner[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(inner[from..].trim());
    if inner.starts_with('[') { found.into_iter().flat_map(cells).collect() } else { found }
}

/// `d/dx(u)`, `∂/∂x(u)` or `d^n/dx^n(u)` in a text, the innermost first: where it stands, `u`, the variable, the order.
fn operator(text: &str) -> Option<(std::ops::Range<usize>, String, String, Option<String>)> {
    let signs = ["d/d", "∂/∂", "d^"];
    let mut starts = text.char_indices().filter(|(at, _)| {
        let is_word = text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        !is_word && signs.iter().any(|sign| text[*at..].starts_with(sign))
    });
    let (from, _) = starts.next_back()?;
    let rest = &text[from..];
    let (order, behind) = match rest.strip_prefix("d^") {
        Some(behind) => {
            let digits = behind.find('/')?;
            (Some(behind[..digits].to_string()), &behind[digits + 2..])
        }
        None => (None, rest.strip_prefix("d/d").or(rest.strip_prefix("∂/∂"))?),
    };
    let open = behind.find('(')?;
    let by = behind[..open].split('^').next()?.to_string();
    let start = text.len() - behind.len() + open;
    let end = start + matching(&text[start..])?;
    Some((from..end + 1, text[start + 1..end].to_string(), by, order))
}

/// `dy/dx` or `∂^2f/∂x∂y` in a text: where it stands, and the names.
fn quotient(text: &str) -> Option<(std::ops::Range<usize>, String, Vec<String>)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    for (from, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, 'd' | '∂')) {
        if text[..from].ends_with(is_name) {
            continue;
        }
        let mut rest = &text[from + sign.len_utf8()..];
        if let Some(behind) = rest.strip_prefix('^') {
            rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let of = rest[..end].to_string();
        let Some(mut below) = rest[end..].strip_prefix('/') else { continue };
        let mut by = Vec::new();
        while let Some(behind) = below.strip_prefix(sign) {
            // A name ends where the next differential begins.
            let end = behind.find(|c| !is_name(c) || c == '∂').unwrap_or(behind.len());
            let own = behind[..end].to_string();
            below = &behind[end..];
            let mut times = 1;
            if let Some(exponent) = below.strip_prefix('^') {
                let end = exponent.find(|c: char| !c.is_ascii_digit()).unwrap_or(exponent.len());
                times = exponent[..end].parse().ok()?;
                below = &exponent[end..];
            }
            by.extend(std::iter::repeat_n(own, times));
        }
        if !of.is_empty() && !by.is_empty() {
            return Some((from..text.len() - below.len(), of, by));
        }
    }
    None
}

fn determinant(rows: &[Vec<f64>]) -> f64 {
    match rows {
        [] => 1.0,
        [first, rest @ ..] => (0..first.len())
            .map(|column| {
                let minor: Vec<Vec<f64>> = rest
                    .iter()
                    .map(|row| row.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, cell)| *cell).collect())
                    .collect();
                let sign = if column % 2 == 0 { 1.0 } else { -1.0 };
                sign * first[column] * determinant(&minor)
            })
            .sum(),
    }
}

/// How often something was compared.
#[derive(Default)]
struct Count {
    derivations: usize,
    points: usize,
}

impl Count {
    /// Compares both sides of every step at points, and the last line with the answer. A step that gives a name to something
    /// says what it is, the others hold.
    fn check(&mut self, answer: &str, steps: &Steps, oracle: &mut Oracle<'_>, points: &[Point], context: &str) {
        let context = || format!("{context}\n{}", steps.text());
        assert_eq!(steps.iter().last().map(|step| step.after.text.as_str()), Some(answer), "{}", context());
        self.derivations += 1;
        for step in steps.iter().filter(|step| step.law != "definition") {
            for point in points {
                let (left, right) = (oracle.values(&step.before.text, point), oracle.values(&step.after.text, point));
                let (Some(left), Some(right)) = (left, right) else { continue };
                assert_eq!(left.len(), right.len(), "{}", context());
                for ((expected, error), (found, other)) in left.into_iter().zip(right) {
                    let error = error + other;
                    if error > 1e-5 * (1.0 + expected.abs()) || expected.abs() > 1e5 {
                        continue;
                    }
                    let is_close = (expected - found).abs() <= 1e-4 * (1.0 + expected.abs()) + 100.0 * error;
                    assert!(
                        is_close,
                        "`{}` is {expected}, but `{}` is {found} at {point:?}\n{}",
                        step.before.text,
                        step.after.text,
                        context()
                    );
                    self.points += 1;
                }
            }
        }
    }
}

fn points(seed: u64, names: &[&str], range: (f64, f64)) -> Vec<Point> {
    let mut random = Random(seed * 0x9e37_79b9 + 17);
    (0..4).map(|_| names.iter().map(|name| (name.to_string(), random.between(range.0, range.1))).collect()).collect()
}

fn random_expression(seed: u64, salt: u64, size: usize) -> String {
    Writer::new(seed.wrapping_mul(0x6a09_e667) ^ salt, false).expression(size)
}

/// The partial derivative of an expression, measured; of higher order through the derivatives before.
fn slope(text: &str, by: &[&str], point: &Point) -> Option<(f64, f64)> {
    let (last, before) = by.split_last()?;
    let mut text = text.to_string();
    for name in before {
        text = Session::new().derive(&Question::derive(&text, &[name])).ok()?.text().ok()?;
    }
    numeric_derivative(&mut Readable::new(&text, &[], &["x", "y", "a"])?, last, point)
}

const DETAILS: [Detail; 3] = [Detail::Textbook, Detail::Every, Detail::Brief];

fn detail(seed: u64) -> Detail {
    DETAILS[seed as usize % DETAILS.len()]
}

fn oracle<'m>(measure: impl FnMut(&str, &[&str], &Point) -> Option<(f64, f64)> + 'm) -> Oracle<'m> {
    Oracle { functions: BTreeMap::new(), measure: Box::new(measure), special: BTreeMap::new() }
}

#[test]
fn gradients_hessians_and_directions() {
    let mut count = Count::default();
    for seed in expressions(150) {
        let text = random_expression(seed, 3, 3 + (seed % 7) as usize);
        let points = points(seed, &["x", "y", "a"], (0.2, 1.8));
        let mut session = Session::new();
        let question = Question::derive(&text, &["x", "y"]);
        let mut oracle = oracle(|_, by, point| slope(&text, by, point));
        for (name, meaning) in [("∇f", "[∂f/∂x, ∂f/∂y]"), ("H", "[[∂^2f/∂x^2, ∂^2f/∂x∂y], [∂^2f/∂y∂x, ∂^2f/∂y^2]]")]
        {
            oracle.special.insert(name.into(), meaning.into());
        }
        oracle.special.insert("D_u f".into(), "3*∂f/∂x/5 + 4*∂f/∂y/5".into());
        if let Ok(mut matrix) = session.gradient(&question) {
            let (answer, steps) = (matrix.text().expect("short"), matrix.steps(detail(seed)).expect("it has steps"));
            count.check(&answer, &steps, &mut oracle, &points, &format!("gradient {text}"));
        }
        if let Ok(mut matrix) = session.hessian(&question) {
            let (answer, steps) = (matrix.text().expect("short"), matrix.steps(detail(seed / 3)).expect("it has steps"));
            count.check(&answer, &steps, &mut oracle, &points, &format!("hessian {text}"));
        }
        if let Ok(mut answer) = session.directional(&question, &["3", "4"]) {
            let (text, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
            count.check(&text, &steps, &mut oracle, &points, &format!("directional {text}"));
        }
    }
    assert!(count.derivations > 300 && count.points > 1000, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn jacobians() {
    let mut count = Count::default();
    for seed in expressions(100) {
        let texts = [1, 2].map(|salt| random_expression(seed, salt * 77, 3 + (seed % 5) as usize));
        let points = points(seed, &["x", "y", "a"], (0.2, 1.8));
        let mut oracle = oracle(|of, by, point| slope(&texts[usize::from(of == "f_2")], by, point));
        oracle.special.insert("J".into(), "[[∂f_1/∂x, ∂f_1/∂y], [∂f_2/∂x, ∂f_2/∂y]]".into());
        let list = texts.join(", ");
        let mut session = Session::new();
        let Ok(mut matrix) = session.jacobian(&Question::derive(&list, &["x", "y"])) else { continue };
        let (answer, steps) = (matrix.text().expect("short"), matrix.steps(detail(seed)).expect("it has steps"));
        count.check(&answer, &steps, &mut oracle, &points, &format!("jacobian {list}"));
    }
    assert!(count.derivations > 60 && count.points > 400, "{} derivations, {} points", count.derivations, count.points);
}

/// The slope of `F = 0` and how it bends, from the partial derivatives of `F`.
fn implicit_slope(curve: &str, by: &[&str], point: &Point) -> Option<(f64, f64)> {
    let partial = |by: &[&str]| slope(curve, by, point);
    let ((x, x_error), (y, y_error)) = (partial(&["x"])?, partial(&["y"])?);
    let error = (x_error + y_error * (x / y).abs()) / y.abs();
    if by.len() == 1 {
        return Some((-x / y, error));
    }
    let (xx, xy, yy) = (partial(&["x", "x"])?, partial(&["x", "y"])?, partial(&["y", "y"])?);
    let value = -(xx.0 * y * y - 2.0 * xy.0 * x * y + yy.0 * x * x) / y.powi(3);
    Some((value, (xx.1 + xy.1 + yy.1 + error) * (1.0 + (x / y).abs()).powi(3) / y.abs()))
}

#[test]
fn curves_given_by_equations() {
    let mut count = Count::default();
    for seed in expressions(150) {
        let left = random_expression(seed, 5, 3 + (seed % 6) as usize);
        if !left.contains('y') || !left.contains('x') {
            continue;
        }
        let text = format!("{left} = c");
        let curve = format!("({left}) - c");
        // On the curve, c is what the left side is.
        let Some(mut height) = Readable::new(&left, &[], &["x", "y", "a"]) else { continue };
        let points: Vec<Point> = points(seed, &["x", "y", "a"], (0.3, 1.7))
            .into_iter()
            .map(|mut point| {
                point.push(("c".into(), height.value(&point)));
                point
            })
            .filter(|point| point[3].1.is_finite())
            .collect();
        let mut oracle = oracle(|of, by, point| if of == "F" { slope(&curve, by, point) } else { implicit_slope(&curve, by, point) });
        for asked in ["dy/dx", "d2y/dx2"] {
            let mut session = Session::new();
            let Ok(mut answer) = session.implicit(&Question::derive(&text, &[asked])) else { continue };
            let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
            // A power set equal to a name is compared as it is; two powers by their logarithms.
            count.check(&answer, &steps, &mut oracle, &points, &format!("implicit {text} for {asked}"));
        }
    }
    assert!(count.derivations > 80 && count.points > 500, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn two_equations_for_two_functions() {
    let mut count = Count::default();
    for seed in expressions(60) {
        let mut random = Random(seed * 977 + 5);
        let shapes = ["u*v + x", "u^2 + v*x", "sin(u) + x*v", "exp(u) - x*v^2", "u/v + x^2", "u + v", "u^2 + v^2", "u*x + v^3"];
        let pick = |random: &mut Random| shapes[random.below(shapes.len())];
        let (first, second) = (pick(&mut random), pick(&mut random));
        let text = format!("{first} = c, {second} = k");
        let curves = [format!("({first}) - c"), format!("({second}) - k")];
        let points = points(seed, &["x", "u", "v", "c", "k"], (0.3, 1.7));
        let partial = |curve: usize, by: &str, point: &Point| {
            numeric_derivative(&mut Readable::new(&curves[curve], &[], &["x", "u", "v", "c", "k"])?, by, point)
        };
        let mut oracle = oracle(|of, by, point| match of {
            "F_1" => partial(0, by[0], point),
            "F_2" => partial(1, by[0], point),
            _ => {
                let entry = |curve: usize, by: &str| Some(partial(curve, by, point)?.0);
                let (ux, vx) = ([entry(0, "u")?, entry(1, "u")?], [entry(0, "v")?, entry(1, "v")?]);
                let (xs, below) = ([entry(0, "x")?, entry(1, "x")?], ux[0] * vx[1] - vx[0] * ux[1]);
                Some((-(xs[0] * vx[1] - vx[0] * xs[1]) / below, 1e-7 / below.abs()))
            }
        });
        let mut session = Session::new();
        let Ok(mut answer) = session.implicit(&Question::derive(&text, &["du/dx", "v"])) else { continue };
        let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
        count.check(&answer, &steps, &mut oracle, &points, &format!("implicit {text}"));
    }
    assert!(count.derivations > 30 && count.points > 300, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn curves_given_by_a_parameter() {
    let mut count = Count::default();
    for seed in expressions(120) {
        let [x, y] = [11, 13].map(|salt| random_expression(seed, salt, 2 + (seed % 5) as usize).replace('y', "b").replace('x', "t"));
        let [x, y] = [x, y].map(|text| text.replace("etp", "exp").replace("bt", "b*t"));
        let text = format!("x = {x}, y = {y}");
        let points = points(seed, &["t", "b", "a"], (0.2, 1.8));
        let derivative = |text: &str, point: &Point| numeric_derivative(&mut Readable::new(text, &[], &["t", "b", "a"])?, "t", point);
        let first = Session::new().parametric(&Question::derive(&text, &["dy/dx", "t"])).ok().and_then(|answer| answer.text().ok());
        let Some(first) = first else { continue };
        let mut oracle = oracle(|of, by, point| match (of, by) {
            ("x", ["t"]) => derivative(&x, point),
            ("y", ["t"]) => derivative(&y, point),
            _ => {
                let ((above, error), (below, other)) =
                    (derivative(if by.len() == 1 { &y } else { &first }, point)?, derivative(&x, point)?);
                Some((above / below, (error + other * (above / below).abs()) / below.abs()))
            }
        });
        for asked in ["dy/dx", "d2y/dx2"] {
            let mut session = Session::new();
            let Ok(mut answer) = session.parametric(&Question::derive(&text, &[asked, "t"])) else { continue };
            let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
            count.check(&answer, &steps, &mut oracle, &points, &format!("parametric {text} for {asked}"));
        }
    }
    assert!(count.derivations > 60 && count.points > 400, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn inverse_functions_and_logarithms() {
    let mut count = Count::default();
    for seed in expressions(120) {
        let text = random_expression(seed, 7, 2 + (seed % 7) as usize).replace('y', "b");
        let points = points(seed, &["x", "b", "a"], (0.2, 1.8));
        let derivative = |order: usize, point: &Point| {
            let by = vec!["x"; order];
            slope(&text, &by, point)
        };
        for order in [1, 2] {
            let mut oracle = oracle(|of, by, point| {
                let (first, error) = derivative(1, point)?;
                match (of, by.len()) {
                    ("y", _) => Some((first, error)),
                    (_, 1) => Some((1.0 / first, error / first.powi(2))),
                    _ => {
                        let (second, other) = derivative(2, point)?;
                        Some((-second / first.powi(3), (other + 3.0 * error * (second / first).abs()) / first.abs().powi(3)))
                    }
                }
            });
            let mut session = Session::new();
            let Ok(mut answer) = session.inverse(&Question { order, ..Question::derive(&text, &["x"]) }) else { continue };
            let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
            count.check(&answer, &steps, &mut oracle, &points, &format!("inverse {text}"));
        }
        let mut oracle = oracle(|_, _, point| derivative(1, point));
        let mut session = Session::new();
        let Ok(mut answer) = session.logarithmic(&Question::derive(&text, &["x"])) else { continue };
        let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
        let mut own = Readable::new(&text, &[], &["x", "b", "a"]).expect("it can be read");
        let with_name = points
            .iter()
            .map(|point| {
                let mut point = point.clone();
                point.push(("f".into(), own.value(&point)));
                point
            })
            .filter(|point| point[3].1.is_finite());
        let with_name: Vec<Point> = with_name.collect();
        count.check(&answer, &steps, &mut oracle, &with_name, &format!("logarithmic {text}"));
    }
    assert!(count.derivations > 200 && count.points > 1000, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn polynomials_and_values_at_a_point() {
    let mut count = Count::default();
    for seed in expressions(120) {
        let text = random_expression(seed, 9, 2 + (seed % 6) as usize).replace('y', "b");
        let points = points(seed, &["x", "b", "a"], (0.2, 1.8));
        let place = ["1", "1/2", "2", "pi/6"][seed as usize % 4];
        let functions = BTreeMap::from([("f".to_string(), ("x".to_string(), text.clone()))]);
        let mut session = Session::new();
        // What an approximation is, is what the derivation says of it.
        let is_own = |step: &str| matches!(step, "T(x)" | "y");
        for order in [0, 1, 3] {
            let question = Question { order, ..Question::derive(&text, &["x"]) };
            let Ok(mut answer) = session.taylor(&question, place) else { continue };
            let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
            let said = steps.iter().find(|step| is_own(&step.before.text)).map(|step| step.after.text.clone()).expect("a formula");
            let mut oracle = Oracle { functions: functions.clone(), ..oracle(|_, _, _| None) };
            oracle.special.insert("T(x)".into(), said);
            count.check(&answer, &steps, &mut oracle, &points, &format!("taylor {text} at {place} to {order}"));
        }
        if let Ok(mut answer) = session.tangent(&Question::derive(&text, &["x"]), place) {
            let (answer, steps) = (answer.text().expect("short"), answer.steps(detail(seed)).expect("it has steps"));
            let said = steps.iter().find(|step| is_own(&step.before.text)).map(|step| step.after.text.clone()).expect("a formula");
            let mut oracle = Oracle { functions: functions.clone(), ..oracle(|_, _, _| None) };
            oracle.special.insert("y".into(), said);
            count.check(&answer, &steps, &mut oracle, &points, &format!("tangent {text} at {place}"));
        }
        let Ok(mut answer) = session.derive(&Question::derive(&text, &["x"])) else { continue };
        let Ok(value) = answer.at(&[("x", place)]) else { continue };
        let steps = answer.steps_at(detail(seed), &[("x", place)]).expect("it has steps");
        count.check(&value.text, &steps, &mut oracle(|_, _, _| None), &points, &format!("value {text} at {place}"));
    }
    assert!(count.derivations > 200 && count.points > 1500, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn symbolic_orders() {
    let mut count = Count::default();
    for seed in expressions(150) {
        let mut random = Random(seed * 2_654_435_761 + 3);
        let families = [
            "1/(x^2 + 3*x + 2)",
            "(2*x + 1)^(1/3)",
            "x/((x + 1)^2*(2*x + 3))",
            "cos(x)*sin(2*x)",
            "exp(2*x)",
            "sin(x)",
            "cos(3*x + 1)",
            "ln(x + 1)",
            "1/(x + 2)",
            "sqrt(x)",
            "2^x",
            "sinh(x)",
            "exp(-x)*sin(x)",
            "sin(x)^2",
        ];
        let term = |random: &mut Random| {
            let power = ["", "x*", "x^2*", "3*", "(x - 1)*", "-"][random.below(6)];
            format!("{power}{}", families[random.below(families.len())])
        };
        let mut text = term(&mut random);
        if random.below(2) == 0 {
            text = format!("{text} + {}", term(&mut random));
        }
        let mut session = Session::new();
        let Ok(mut answer) = session.derive_to_order(&Question::derive(&text, &["x"]), "n") else { continue };
        let (answer_text, conditions) = (answer.text().expect("short"), answer.conditions());
        let steps = answer.steps(detail(seed)).expect("it has steps");
        let least = conditions.iter().find_map(|condition| condition.strip_prefix("n > ")?.parse::<u32>().ok()).unwrap_or(0);
        for order in least + 1..=least + 3 {
            let points: Vec<Point> = points(seed, &["x"], (0.2, 1.8))
                .into_iter()
                .map(|mut point| {
                    point.push(("n".into(), f64::from(order)));
                    point
                })
                .collect();
            let answer = answer_text.clone();
            count.check(&answer, &steps, &mut oracle(|_, _, _| None), &points, &format!("order {order} of {text}"));
        }
    }
    assert!(count.derivations > 200 && count.points > 1500, "{} derivations, {} points", count.derivations, count.points);
}

#[test]
fn steps_of_operations_say_where_they_stand_and_what_is_reused() {
    let mut session = Session::new();
    let text = "exp(x*y) + y";
    let mut gradient = session.gradient(&Question::derive(text, &["x", "y"])).expect("a gradient");
    let steps = gradient.steps(Detail::Textbook).expect("steps");
    let stands = |place: &Option<std::ops::Range<usize>>| place.clone().map(|place| text[place].to_string());
    let places: Vec<String> = steps.iter().filter_map(|step| stands(&step.place)).collect();
    assert!(places.contains(&text.to_string()) && places.contains(&"exp(x*y)".to_string()), "{places:?}");
    let note = "exp(x*y) is reused: forward 1 exp + 2 operations; derivative 3 more, no exp (alone 1 exp + 4 operations)";
    assert_eq!(steps.reuse(), Some(note));
    // Of a list the places are those of its members, and a definition behind the text has none in it.
    let curve = Question { definitions: &["r = 2*a"], ..Question::derive("x^2 + y^2 = r^2, y*z = 1", &["dy/dx", "z"]) };
    let mut answer = session.implicit(&curve).expect("a slope");
    let steps = answer.steps(Detail::Textbook).expect("steps");
    assert!(steps.iter().filter_map(|step| step.place.clone()).all(|place| place.end <= curve.expression.len()));
    assert_eq!(steps.reuse(), None);
    let mut jacobian = session.jacobian(&Question::derive("x*cos(y), x*sin(y)", &["x", "y"])).expect("a matrix");
    let steps = jacobian.steps(Detail::Textbook).expect("steps");
    assert!(steps.iter().any(|step| step.place == Some(10..18)), "x*sin(y) is a function of the list");
    assert!(steps.reuse().is_some_and(|note| note.starts_with("cos(y) and sin(y) are reused")), "{:?}", steps.reuse());
}
