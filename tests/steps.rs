//! Derivations: every step of every one is an equality that holds, the last line is the answer, and the worked examples of
//! `tests/cases/steps` read as a lecturer would write them.

mod support;

use chainrule::{Detail, Question, Session, Steps};
use std::collections::HashMap;
use std::fmt::Write;
use support::expressions::{Writer, expressions};
use support::formula::Formula;
use support::{Random, Readable, numeric_value_slope};

/// The answer and the steps to it.
fn derive(text: &str, definitions: &[&str], variable: &str, detail: Detail, expand: bool) -> Option<(String, Steps)> {
    let mut session = Session::new();
    let mut answer = session.derive(&Question { definitions, expand, ..Question::derive(text, &[variable]) }).ok()?;
    let steps = answer.steps(detail).unwrap_or_else(|error| panic!("{text}: {error}"));
    Some((answer.text().ok()?, steps))
}

#[test]
fn every_step_of_a_random_derivation_holds_and_the_last_line_is_the_answer() {
    let (mut compared, mut held, mut unchecked) = (0, 0, 0);
    for seed in expressions(1200) {
        let text = Writer::new(seed * 0x6a09_e667, false).expression(3 + (seed % 14) as usize);
        for detail in [Detail::Textbook, Detail::Every, Detail::Brief] {
            let Some((answer, steps)) = derive(&text, &[], "x", detail, false) else { continue };
            let last = steps.iter().last().map(|step| step.after.text.as_str());
            assert_eq!(last, Some(answer.as_str()), "{text}\n{}", steps.text());
            compared += 1;
            let mut own = 0;
            for step in steps.iter() {
                own += holds(&step.before.text, &step.after.text, seed, &|| format!("{text}\n{}", steps.text()));
            }
            held += own;
            unchecked += usize::from(own == 0);
        }
    }
    println!("{compared} derivations held at {held} points; {unchecked} could be checked at none");
    assert!(compared > 2000 && held > 10_000, "{compared} derivations, {held} points");
    // Some have no value anywhere, `arcsin(4 + x^2)`.
    assert!(unchecked * 4 < compared, "{unchecked} of {compared} derivations were checked at no point");
}

#[test]
fn the_last_line_of_a_mixed_derivative_is_the_answer() {
    for text in ["arctan(y/x)", "1/(x + y)", "x*sigma(x*y)", "sqrt(x^2 + y^2)"] {
        for variables in [["x", "y"], ["y", "x"]] {
            let mut session = Session::new();
            let mut answer = session.derive(&Question::derive(text, &variables)).expect(text);
            let steps = answer.steps(Detail::Textbook).expect(text);
            let last = steps.iter().last().map(|step| step.after.text.clone());
            assert_eq!(last, answer.text().ok(), "{text}\n{}", steps.text());
        }
    }
}

/// Compares both sides at points of the domain; at how many they could be compared.
fn holds(before: &str, after: &str, seed: u64, context: &dyn Fn() -> String) -> usize {
    let read = |side: &str| Formula::new(side, &["x"]).unwrap_or_else(|| panic!("`{side}` cannot be read\n{}", context()));
    let (mut left, mut right) = (read(before), read(after));
    let mut random = Random(seed + 5);
    let mut points = 0;
    for _ in 0..6 {
        let sign = if random.below(3) == 0 { -1.0 } else { 1.0 };
        let at: Vec<(String, f64)> = ["x", "y", "a"].iter().map(|name| (name.to_string(), sign * random.between(0.15, 2.0))).collect();
        let (Some((expected, error)), Some((found, other))) = (left.value(&at), right.value(&at)) else { continue };
        let error = error + other;
        if error > 1e-6 * (1.0 + expected.abs()) || expected.abs() > 1e5 || !is_steady(&mut right, &at, found) {
            continue;
        }
        let close = (found - expected).abs() <= 1e-4 * (1.0 + expected.abs()) + 100.0 * error;
        // What a double cannot hold on the way says nothing of the value.
        let is_sound = close || (left.is_within_range(&at) && right.is_within_range(&at));
        if !is_sound {
            continue;
        }
        assert!(close, "`{before}` is {expected}, but `{after}` is {found} at {at:?}\n{}", context());
        points += 1;
    }
    points
}

/// Whether a rounding of the point changes the value little.
fn is_steady(formula: &mut Formula, at: &[(String, f64)], value: f64) -> bool {
    let nearby: Vec<(String, f64)> = at.iter().map(|(name, value)| (name.clone(), value * (1.0 + 1e-11))).collect();
    formula.value(&nearby).is_some_and(|(other, _)| (other - value).abs() <= 1e-6 * (1.0 + value.abs()))
}

#[test]
fn the_order_of_terms_and_factors_changes_no_step() {
    for seed in expressions(600) {
        let size = 3 + (seed % 12) as usize;
        let plain = Writer::new(seed * 0x2545_f491, false).expression(size);
        let shuffled = Writer::new(seed * 0x2545_f491, true).expression(size);
        let steps = |text: &str| derive(text, &[], "x", Detail::Textbook, false).map(|(_, steps)| steps.text());
        assert_eq!(steps(&plain), steps(&shuffled), "{plain}\n{shuffled}");
    }
}

/// A random system of definitions: each name is made of the two before it, of parameters, or of the variable.
fn system(random: &mut Random) -> Vec<(String, String)> {
    const SHAPES: [&str; 14] = [
        "sigma(P)",
        "P*Q",
        "P + 2*Q",
        "exp(-P^2/4)",
        "sin(P)",
        "P^2 + Q",
        "1/2*(a - P)^2",
        "tanh(P + b)",
        "sqrt(P^2 + 2)",
        "P*x + b",
        "ln(P^2 + 1)",
        "a*x - P",
        "exp(P/4)/(exp(P/4) + exp(Q/4))",
        "x^2 + Q",
    ];
    let mut names = vec!["x".to_string()];
    let mut definitions = Vec::new();
    for number in 1..=2 + random.below(4) {
        let pick = |random: &mut Random| names[names.len() - 1 - random.below(names.len().min(3))].clone();
        let shape = SHAPES[random.below(SHAPES.len())];
        let value = shape.replace('P', &pick(random)).replace('Q', &pick(random));
        let name = format!("y{number}");
        definitions.push((name.clone(), value));
        names.push(name);
    }
    definitions
}

/// The values of names, and derivatives between them, found numerically.
struct Numbers {
    definitions: Vec<(String, Readable)>,
}

impl Numbers {
    fn values(&mut self, free: &[(String, f64)]) -> Vec<(String, f64)> {
        let mut point = free.to_vec();
        for (name, value) in &mut self.definitions {
            let number = value.value(&point);
            point.push((name.clone(), number));
        }
        point
    }

    /// `dE/dx` of the whole where `by` is the variable and the quotient is no partial one, of the value alone otherwise.
    fn quotient(&mut self, text: &str, free: &[(String, f64)]) -> Option<(f64, f64)> {
        let is_partial = text.starts_with('∂');
        let (of, by) = text.split_once('/')?;
        let (of, by) = (of.trim_start_matches(['d', '∂']).to_string(), by.trim_start_matches(['d', '∂']).to_string());
        let place = self.definitions.iter().position(|(name, _)| *name == of)?;
        if by == "x" && !is_partial {
            return numeric_value_slope(|shift| {
                let moved: Vec<(String, f64)> =
                    free.iter().map(|(name, value)| (name.clone(), value + if name == "x" { shift } else { 0.0 })).collect();
                self.values(&moved).into_iter().find(|(name, _)| *name == of).map_or(f64::NAN, |(_, value)| value)
            });
        }
        let point = self.values(free);
        let value = &mut self.definitions[place].1;
        numeric_value_slope(|shift| {
            let moved: Vec<(String, f64)> =
                point.iter().map(|(name, value)| (name.clone(), value + if *name == by { shift } else { 0.0 })).collect();
            value.value(&moved)
        })
    }

    /// A sum of products of quotients, or an expression in names.
    fn side(&mut self, text: &str, free: &[(String, f64)]) -> Option<(f64, f64)> {
        let is_quotients =
            text.split([' ', '*', '+']).filter(|word| !word.is_empty()).all(|word| word.starts_with(['d', '∂']) && word.contains('/'));
        if !is_quotients {
            let mut readable = Readable::new(text, &[], &["x"])?;
            let point = self.values(free);
            let value = readable.value(&point);
            return value.is_finite().then_some((value, 1e-12 * value.abs()));
        }
        let (mut sum, mut error) = (0.0, 0.0);
        for term in text.split(" + ") {
            let (mut product, mut relative) = (1.0, 0.0);
            for factor in term.split(" * ") {
                let (value, own) = self.quotient(factor, free)?;
                product *= value;
                relative += own / (value.abs() + 1e-9);
            }
            sum += product;
            error += product.abs() * relative;
        }
        Some((sum, error))
    }
}

#[test]
fn every_step_of_a_random_chain_of_names_holds() {
    let (mut chains, mut held) = (0, 0);
    for seed in expressions(400) {
        let mut random = Random(seed * 0x9e37_79b9 + 1);
        let definitions = system(&mut random);
        let written: Vec<String> = definitions.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let mut shuffled: Vec<&str> = written.iter().map(String::as_str).collect();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, random.below(at + 1));
        }
        let target = &definitions[definitions.len() - 1].0;
        let Some((_, steps)) = derive(target, &shuffled, "x", Detail::Textbook, false) else { continue };
        chains += 1;
        let mut numbers = Numbers {
            definitions: definitions
                .iter()
                .map(|(name, value)| (name.clone(), Readable::new(value, &[], &["x"]).expect("a definition can be read")))
                .collect(),
        };
        for _ in 0..4 {
            let free: Vec<(String, f64)> = ["x", "a", "b"].iter().map(|name| (name.to_string(), random.between(0.2, 1.6))).collect();
            for step in steps.iter().filter(|step| !step.before.text.contains('(')) {
                let (left, right) = (numbers.side(&step.before.text, &free), numbers.side(&step.after.text, &free));
                let (Some((left, error)), Some((right, other))) = (left, right) else { continue };
                if error + other > 1e-6 * (1.0 + left.abs()) || left.abs() > 1e6 {
                    continue;
                }
                let close = (left - right).abs() <= 1e-5 * (1.0 + left.abs()) + 100.0 * (error + other);
                assert!(close, "{} = {}: {left} and {right}\n{}\n{}", step.before.text, step.after.text, written.join("; "), steps.text());
                held += 1;
            }
        }
        // Written out in full, the last line is the answer.
        let Some((answer, steps)) = derive(target, &shuffled, "x", Detail::Textbook, true) else { continue };
        assert_eq!(steps.iter().last().map(|step| step.after.text.as_str()), Some(answer.as_str()), "{}", written.join("; "));
    }
    assert!(chains > 300 && held > 4000, "{chains} chains, {held} points");
}

#[test]
fn definitions_in_any_order_give_the_same_steps() {
    let parts = ["E = 1/2*(a - y)^2", "y = sigma(z)", "z = w*x + b"];
    let mut seen: HashMap<String, usize> = HashMap::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let text = order.map(|at| parts[at]).join("; ");
        let (_, steps) = derive(&text, &[], "w", Detail::Textbook, false).expect("it has a derivative");
        *seen.entry(steps.text()).or_default() += 1;
    }
    let expected = "\
dE/dw = dE/dy * dy/dz * dz/dw           chain rule
dE/dy = y - a                           power rule, inner derivative -1
dy/dz = y*(1 - y)                       sigma' = sigma*(1 - sigma): y is reused
dz/dw = x                               linear in w
dE/dw = (y - a)*y*(1 - y)*x
";
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [(expected.to_string(), 6)]);
}

#[test]
fn a_chain_whose_links_add_up_takes_linear_time() {
    let text: String = (1..=2000).map(|k| format!("y{k} = {}*y{} + sin(y{1}); ", k % 7 + 2, k - 1)).collect();
    let mut session = Session::new();
    let mut answer = session.derive(&Question::derive(&text, &["y0"])).expect("it has a derivative");
    assert_eq!(answer.steps(Detail::Textbook).expect("it has steps").len(), 2002);
}

#[test]
fn a_chain_of_products_takes_linear_time_and_length() {
    let links: String = (3..=2000).rev().map(|k| format!("y{k} = y{}*y{} + x; ", k - 1, k - 2)).collect();
    let mut session = Session::new();
    let text = format!("{links} y2 = x*y1 + x; y1 = x^2 + x");
    let mut answer = session.derive(&Question::derive(&text, &["x"])).expect("it has a derivative");
    let text = answer.text().expect("it can be written");
    assert!(text.len() < 50 * 2000, "{} characters", text.len());
    // A chain rule, three derivatives and a sum for each but the innermost.
    assert_eq!(answer.steps(Detail::Textbook).expect("it has steps").len(), 5 * 2000 - 4);
}

#[test]
fn long_derivatives_keep_their_names_in_others() {
    let links: String = (3..=40).map(|k| format!("z{k} = z{}*z{} + x; ", k - 1, k - 2)).collect();
    let text = format!("{links} z2 = x*z1; z1 = sin(x)");
    let (answer, steps) = derive(&text, &[], "x", Detail::Textbook, false).expect("it has a derivative");
    let lines: Vec<(&str, &str)> = steps.iter().map(|step| (step.before.text.as_str(), step.after.text.as_str())).collect();
    assert!(lines.contains(&("dz4/dx", "z2*((x*z1 + z2)*cos(x) + z1^2 + 1) + z3*(x*cos(x) + z1) + 1")));
    assert!(lines.contains(&("dz39/dx", "z38*dz37/dx + z37*dz38/dx + 1")));
    assert_eq!(lines[lines.len() - 2..], [("dz40/dx", "z39*dz38/dx + z38*dz39/dx + 1"), ("dz40/dx", answer.as_str())]);
}

#[test]
fn ten_thousand_definitions_take_linear_time() {
    let text: String = (1..=10_000).map(|k| format!("y{k} = sin(y{}); ", k - 1)).collect();
    let mut session = Session::new();
    let question = Question::derive(&text, &["y0"]);
    let mut answer = session.derive(&question).expect("it has a derivative");
    let steps = answer.steps(Detail::Textbook).expect("it has steps");
    assert_eq!(steps.len(), 10_002);
    let shallow = |count: usize| steps.iter().nth(count).map(|step| format!("{} = {}", step.before.text, step.after.text));
    assert_eq!(shallow(1).as_deref(), Some("dy10000/dy9999 = cos(y9999)"));
}

/// Every line `EXPRESSION by VARIABLE` of a file, with its steps in text and LaTeX.
fn snapshot(topic: &str) -> String {
    let path = format!("{}/tests/cases/steps/{topic}.txt", env!("CARGO_MANIFEST_DIR"));
    let mut out = String::new();
    for line in std::fs::read_to_string(path).expect("the case file").lines() {
        if let Some(sentence) = line.strip_prefix("# ") {
            let _ = writeln!(out, "\n{sentence}\n");
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let (line, expand) = line.strip_suffix(" expanded").map_or((line, false), |line| (line, true));
        let (line, detail) = match line.rsplit_once(" in detail ") {
            Some((line, "brief")) => (line, Detail::Brief),
            Some((line, _)) => (line, Detail::Every),
            None => (line, Detail::Textbook),
        };
        let (text, variable) = line.rsplit_once(" by ").expect("a variable");
        let (_, steps) = derive(text, &[], variable, detail, expand).expect("a derivative");
        let _ = writeln!(out, "{}\nby {variable}\n", text.replace("; ", "\n"));
        for line in steps.text().lines() {
            let _ = writeln!(out, "    {line}");
        }
        if let Some(reuse) = steps.reuse() {
            let _ = writeln!(out, "    note: {reuse}");
        }
        let _ = writeln!(out, "  latex  {}\n", steps.latex().trim_end().replace('\n', " "));
    }
    out
}

#[test]
fn the_worked_derivations() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for topic in ["question", "laws", "backpropagation"] {
        let examples = snapshot(topic);
        settings.bind(|| insta::assert_snapshot!(format!("steps_{topic}"), examples));
    }
}
