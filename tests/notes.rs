//! Derivations as people publish them: how many are read, and why the others are refused.
//!
//! The sample (see its README) stands beside the project and is no part of it; without it the test says so and passes.
//! `CHAINRULE_NOTES=print cargo test --test notes -- --nocapture` shows every reading, to be judged by eye.

use chainrule::expression::Arena;
use chainrule::render::{Style, write_text};
use chainrule::syntax::latex::{Assertion, parse, statements};
use chainrule::syntax::{Input, Reader, Source};
use std::collections::BTreeMap;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/notes_sample.jsonl");

/// What a member of a statement means as plain text, or why it is refused.
fn reading(member: &str) -> Result<String, String> {
    let mut arena = Arena::new();
    let source = Source { text: member, input: Input::Latex, ..Source::default() };
    let reading = Reader::default().read(&mut arena, &source).map_err(|error| error.to_string())?;
    let mut text = String::new();
    write_text(&mut text, &arena, reading.target, &Style::default()).map_err(|error| error.to_string())?;
    for note in reading.notes {
        text.push_str("  # ");
        text.push_str(&note);
    }
    Ok(text)
}

/// The readings of all members, or the first refusal.
fn readings(latex: &str) -> Result<Vec<(String, String)>, String> {
    let statements = statements(latex, "").map_err(|error| error.to_string())?;
    let members = statements.iter().flat_map(|statement| statement.members.iter().map(|place| (statement.assertion, place.clone())));
    let read = |(assertion, place): (Assertion, std::ops::Range<usize>)| {
        let member = &latex[place];
        let text = match assertion {
            Assertion::Condition => parse(member, "", &[]).map(|_| "a condition".to_string()).map_err(|error| error.to_string()),
            _ => reading(member),
        };
        text.map(|text| (member.to_string(), text))
    };
    members.map(read).collect()
}

#[test]
fn notes_are_read_or_refused_with_a_reason() {
    let Ok(sample) = std::fs::read_to_string(SAMPLE) else {
        println!("skipped: there is no sample of notes at {SAMPLE}");
        return;
    };
    let print = std::env::var("CHAINRULE_NOTES").is_ok();
    let (mut read, mut total) = (BTreeMap::<String, usize>::new(), BTreeMap::<String, usize>::new());
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for line in sample.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("the sample is lines of JSON");
        let (latex, class) = (line["latex"].as_str().unwrap_or_default(), line["class"].as_str().unwrap_or_default());
        *total.entry(class.into()).or_default() += 1;
        let found = readings(latex);
        if print {
            println!("\n{class} {latex}");
            match &found {
                Ok(members) => members.iter().for_each(|(member, text)| println!("   {member}\n      = {text}")),
                Err(reason) => println!("   REFUSED {reason}"),
            }
        }
        match found {
            Ok(_) => *read.entry(class.into()).or_default() += 1,
            Err(reason) => *reasons.entry(reason).or_default() += 1,
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    println!("\nread, by class, of: {read:?} {total:?}");
    reasons.iter().for_each(|(reason, count)| println!("{count:4} {reason}"));
    // Explicit expressions and scalars with names are what is meant to be read; the others are mostly vectors.
    let share = |classes: &[&str]| {
        let sum = |counts: &BTreeMap<String, usize>| classes.iter().filter_map(|class| counts.get(*class)).sum::<usize>();
        sum(&read) as f64 / sum(&total) as f64
    };
    assert!(share(&["A", "B"]) >= 0.97, "only {:.3} of the explicit statements are read", share(&["A", "B"]));
}
