//! The laws of `grammar/derivative.rules` hold for what the differentiator does.

use chainrule::{Form, Notation, Question, Session};

fn answer(text: &str) -> String {
    let mut session = Session::new();
    let question = Question { expression: text, variables: &["x"], form: Form::Simplest, ..Question::default() };
    let answer = session.simplify(&question).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut out = String::new();
    answer.write(Notation::Text, &mut out).expect("a law is short");
    out
}

/// `u` and `v` become functions of x; letters inside words are left alone.
fn with_functions(side: &str) -> String {
    let letters: Vec<char> = side.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric());
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        out.push(*letter);
        if matches!(letter, 'u' | 'v') && !is_word(at.checked_sub(1)) && !is_word(Some(at + 1)) {
            out.push_str("(x)");
        }
    }
    out
}

#[test]
fn every_law_is_what_the_differentiator_does() {
    let rules = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/derivative.rules")).expect("the rules");
    let mut laws = 0;
    for line in rules.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty()) {
        let (name, law) = line.split_once(':').expect("a name before the colon");
        let (left, right) = law.split_once("->").expect("an arrow");
        let (left, right) = (with_functions(left.trim()), with_functions(right.trim()));
        let difference = answer(&format!("({left}) - ({right})"));
        assert_eq!(difference, "0", "{name}: {left} is {}, not {}", answer(&left), answer(&right));
        laws += 1;
    }
    assert_eq!(laws, 10);
}

#[test]
fn the_record_names_the_laws_that_were_applied() {
    use chainrule::differentiate::{Differentiator, Law};
    use chainrule::domain::Knowledge;
    use chainrule::expression::Arena;
    let mut arena = Arena::new();
    let root = chainrule::syntax::read(&mut arena, "0.5*(a - cos(z))^2").expect("it can be read");
    let z = arena.symbol("z");
    let mut differentiator = Differentiator::default();
    differentiator.derive(&mut arena, &mut Knowledge::default(), root, z, &mut |_, _, _| None).expect("it has a derivative");
    let laws: Vec<&str> = differentiator.record.iter().map(|applied| applied.law.name()).collect();
    assert_eq!(laws, ["variable", "cos", "sum", "power", "constant-factor"]);
    assert_eq!(differentiator.record[0].law, Law::Variable);
}
