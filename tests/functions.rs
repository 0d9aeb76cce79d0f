//! A loop over the table of functions: every row's derivatives against numbers over its own domain, its special values,
//! its definition; and a loop over the rules: both sides agree.

mod support;

use chainrule::evaluate::{evaluate, evaluate_with};
use chainrule::expression::{Arena, Id, Node, Symbol};
use chainrule::functions::{Arity, FunctionId, Row, TABLE};
use chainrule::rewrite::Rules;
use chainrule::syntax::template;
use support::Random;

/// Arguments to try: where most functions live, and integers for orders and indices.
fn arguments(random: &mut Random, row: &Row, at: usize) -> f64 {
    let is_order = matches!(row.name, "polygamma" | "BesselJ" | "BesselY" | "BesselI" | "BesselK") && at == 0;
    match random.below(4) {
        _ if is_order => random.below(4) as f64,
        0 => random.between(-0.95, 0.95),
        1 => random.between(1.05, 4.0),
        2 => random.between(-4.0, 4.0),
        _ => random.between(0.05, 1.0),
    }
}

fn arity(row: &Row) -> usize {
    match row.arity {
        Arity::Exactly(count) => count,
        Arity::AtLeast(_) => 3,
    }
}

/// The slope of a function of the table in one argument, with an estimate of the error; nothing near an edge of the domain.
fn slope(row: &Row, point: &[f64], at: usize) -> Option<(f64, f64)> {
    let value = |shift: f64| {
        let mut moved = point.to_vec();
        moved[at] += shift;
        (row.value)(&moved)
    };
    let step = 2e-3 * (1.0 + point[at].abs());
    let difference = |h: f64| (value(h) - value(-h)) / (2.0 * h);
    let (wide, middle, narrow) = (difference(step), difference(step / 2.0), difference(step / 4.0));
    let (first, second) = ((4.0 * middle - wide) / 3.0, (4.0 * narrow - middle) / 3.0);
    let best = (16.0 * second - first) / 15.0;
    let error = (best - second).abs() + 1e-8 * (1.0 + best.abs());
    (best.is_finite() && error < 1e-4 * (1.0 + best.abs())).then_some((best, error))
}

#[test]
fn every_derivative_agrees_with_numbers_over_its_own_domain() {
    let mut random = Random(0x1234_5678_9abc_def1);
    let mut tested = 0;
    for (index, row) in TABLE.iter().enumerate().filter(|(_, row)| row.derivatives.iter().any(|text| !text.is_empty())) {
        let function = FunctionId(index as u16);
        for at in 0..arity(row) {
            let mut arena = Arena::new();
            let letters: Vec<Id> = ["u", "v", "w"].iter().take(arity(row)).map(|letter| arena.symbol(letter)).collect();
            let names: Vec<Symbol> = letters.iter().filter_map(|id| arena.as_symbol(*id)).collect();
            let call = arena.call(function, &letters);
            let Some(derivative) = template::derivative(&mut arena, function, at, &letters, call, &mut Vec::new()) else {
                assert!(row.derivatives.get(at).is_none_or(|text| text.is_empty()), "{} has a text in argument {at}", row.name);
                continue;
            };
            let mut agreed = 0;
            for _ in 0..3000 {
                let point: Vec<f64> = (0..arity(row)).map(|at| arguments(&mut random, row, at)).collect();
                let Some((expected, error)) = slope(row, &point, at) else { continue };
                let values: Vec<(Symbol, f64)> = names.iter().copied().zip(point.iter().copied()).collect();
                let found = evaluate(&arena, derivative, &values);
                let close = (found - expected).abs() <= 1e-5 * (1.0 + expected.abs()) + 20.0 * error;
                assert!(close, "d {} in argument {at} at {point:?}: the row says {found}, the slope is {expected}", row.name);
                agreed += 1;
                if agreed == 40 {
                    break;
                }
            }
            assert!(agreed >= 10, "{} in argument {at}: only {agreed} points could be tested", row.name);
            tested += 1;
        }
    }
    assert!(tested > 60, "{tested} derivatives");
}

#[test]
fn every_special_value_and_definition_is_the_functions_value() {
    let mut random = Random(99);
    for (index, row) in TABLE.iter().enumerate() {
        let texts = template::texts(FunctionId(index as u16));
        for (arguments, value) in &texts.special {
            let mut arena = Arena::new();
            let mut number = |text: &template::Template| {
                let id = text.instantiate(&mut arena, &[], &mut Vec::new());
                evaluate(&arena, id, &[])
            };
            let arguments: Vec<f64> = arguments.iter().map(&mut number).collect();
            let (found, expected) = ((row.value)(&arguments), number(value));
            // At an edge of the domain an argument that is off by a rounding moves the value by the root of that.
            let nearby = |factor: f64| (row.value)(&arguments.iter().map(|argument| argument * factor).collect::<Vec<f64>>());
            let at_edge = nearby(1.0 + 1e-9).is_nan() || nearby(1.0 - 1e-9).is_nan();
            let tolerance = if at_edge { 1e-7 } else { 1e-12 };
            assert!(
                (found - expected).abs() <= tolerance * (1.0 + expected.abs()),
                "{}({arguments:?}) is {found}, not {expected}",
                row.name
            );
        }
        if texts.definition.is_some() {
            let mut arena = Arena::new();
            let letters: Vec<Id> = ["u", "v", "w"].iter().take(arity(row)).map(|letter| arena.symbol(letter)).collect();
            let names: Vec<Symbol> = letters.iter().filter_map(|id| arena.as_symbol(*id)).collect();
            let definition = template::definition(&mut arena, FunctionId(index as u16), &letters, &mut Vec::new()).expect("a definition");
            for _ in 0..100 {
                let point: Vec<f64> = (0..arity(row)).map(|at| arguments(&mut random, row, at)).collect();
                let values: Vec<(Symbol, f64)> = names.iter().copied().zip(point.iter().copied()).collect();
                let (found, expected) = (evaluate(&arena, definition, &values), (row.value)(&point));
                let agree = (found.is_nan() && expected.is_nan()) || (found - expected).abs() <= 1e-12 * (1.0 + expected.abs());
                assert!(agree, "{}{point:?} is {expected}, its definition {found}", row.name);
            }
        }
    }
}

#[test]
fn both_sides_of_every_rule_agree_where_its_guard_holds() {
    let mut random = Random(7);
    assert!(Rules::built_in().iter().count() > 30);
    let alternatives = Rules::of_alternatives().iter().map(|(_, rules)| rules);
    let built_in = [Rules::built_in(), Rules::of_inverses(), Rules::of_logistic(), Rules::of_standards(), Rules::of_recurrences()];
    let all = built_in.into_iter().chain(alternatives);
    for (rules, rule) in all.flat_map(|rules| rules.iter().map(move |rule| (rules, rule))) {
        let arena = rules.arena();
        let (left, right, guard) = rules.sides(rule);
        let letters = arena.free_symbols(left);
        let mut agreed = 0;
        for _ in 0..4000 {
            let value = |letter: &Symbol, value: f64| if arena.name(*letter) == "n" { value.round() } else { value };
            let point: Vec<(Symbol, f64)> = letters.iter().map(|letter| (*letter, value(letter, random.between(-3.0, 3.0)))).collect();
            let mut predicate = |name: &str, _: &[u32], arguments: &[f64]| match name {
                "integer" => f64::from(arguments[0].fract() == 0.0),
                "even" => f64::from(arguments[0] % 2.0 == 0.0),
                "odd" => f64::from(arguments[0].abs() % 2.0 == 1.0),
                _ => f64::NAN,
            };
            let holds = |guard: Id| match arena.node(guard) {
                Node::And(parts) => parts.to_vec(),
                _ => vec![guard],
            };
            let parts = guard.map(holds).unwrap_or_default();
            if parts.into_iter().any(|part| evaluate_with(arena, part, &point, &mut predicate) != 1.0) {
                continue;
            }
            let (found, expected) = (evaluate(arena, right, &point), evaluate(arena, left, &point));
            if !expected.is_finite() || expected.abs() > 1e6 {
                continue;
            }
            assert!((found - expected).abs() <= 1e-9 * (1.0 + expected.abs()), "{} at {point:?}: {expected} became {found}", rule.name);
            agreed += 1;
        }
        assert!(agreed >= 20, "{}: only {agreed} points could be tested", rule.name);
        assert!(!rule.source.is_empty(), "{} names its source", rule.name);
    }
}

#[test]
fn every_power_series_adds_up_to_the_value() {
    let mut session = chainrule::Session::new();
    let mut rows = 0;
    for row in TABLE.iter().filter(|row| !row.power_series.is_empty()) {
        for x in [-0.4, 0.1, 0.3] {
            let mut sum = (row.value)(&[0.0]);
            for k in 1..40 {
                let question = chainrule::Question { expression: row.power_series, ..Default::default() };
                let coefficient = session.evaluate(&question, &[("k", f64::from(k))]).expect("a coefficient");
                sum += coefficient * f64::powi(x, k);
            }
            let expected = (row.value)(&[x]);
            assert!((sum - expected).abs() < 1e-12, "{} at {x}: {sum} for {expected}", row.name);
        }
        rows += 1;
    }
    assert!(rows >= 3);
}
