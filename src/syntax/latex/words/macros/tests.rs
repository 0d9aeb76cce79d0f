//! What hostile definitions cost: every token that is looked at or copied for them is counted, and the count has a bound that
//! grows with the text and the preamble alone. Nothing here looks at a clock.

use super::super::tokens::tokens;
use super::{Expansion, MOST_TOKENS, MOST_WORK, WORK_EACH, Work, expanded};
use crate::error::Error;

/// The expansion of a text and a preamble, and how many tokens were looked at or copied for it.
fn counted<'a>(text: &'a str, preamble: &'a str) -> (Result<Expansion<'a>, Error>, usize) {
    let mut work = Work::new(text.len() + preamble.len());
    let expansion = expanded(tokens(text), tokens(preamble), &mut work);
    (expansion, work.done)
}

/// A bomb is refused with a limit whether it stands in the text or in a preamble, for work that is bounded.
#[track_caller]
fn refused(definitions: &str, use_of: &str) {
    let shown: String = definitions.chars().take(80).collect();
    let text = format!("{definitions}{use_of}");
    for (text, preamble) in [(text.as_str(), ""), (use_of, definitions)] {
        let (expansion, work) = counted(text, preamble);
        assert!(matches!(expansion, Err(Error::Limit { .. })), "{shown}: {:?}", expansion.map(|found| found.tokens.len()));
        // What is found to be too much has been looked at once, or is one body.
        let most = MOST_WORK + (WORK_EACH + 2) * (text.len() + preamble.len()) + MOST_TOKENS;
        assert!(work <= most, "{shown}: {work} of {most} tokens");
    }
}

/// Definitions of letters from the first to the last, each from the next by a pattern in which `?` is its name.
fn ladder(letters: std::ops::RangeInclusive<char>, head: &str, body: &str) -> String {
    let next = |letter: char| char::from(letter as u8 + 1).to_string();
    letters.map(|letter| format!("{}{}", head.replace('?', &letter.to_string()), body.replace('?', &next(letter)))).collect()
}

#[test]
fn doubling_is_refused() {
    refused(&ladder('a'..='x', r"\def\?", r"{\?\?}"), r"\def\y{x}\a");
    refused(&ladder('a'..='x', r"\newcommand{\?}[1]", r"{\?{#1}\?{#1}}"), r"\def\y#1{#1}\a{x}");
    refused(&ladder('a'..='x', r"\newcommand{\?}[1]", r"{\?{#1#1}}"), r"\def\y#1{#1}\a{x}");
    refused(r"\newcommand{\a}[1]{#1#1#1}", &format!("{}x{}", r"\a{".repeat(40), "}".repeat(40)));
}

#[test]
fn recursion_is_refused() {
    refused(r"\def\a{\a}", r"\a");
    refused(r"\def\a{\a\a}", r"\a");
    refused(r"\def\a{x+\a}", r"\a");
    refused(r"\def\a#1{\a{#1#1}}", r"\a{x}");
    refused(r"\def\a#1{\a{{#1}}}", r"\a{x}");
    refused(r"\def\a{x\b\b}\def\b{x\a\a}", r"\a");
    refused(r"\def\a#1{\b{#1}}\def\b#1{\c{#1 }}\def\c#1{\a{#1x}}", r"\a{x}");
    refused(r"\DeclareMathOperator{\a}{\a}", r"\a");
    refused(r"\def\b{\a}\let\a\b", r"\a");
}

#[test]
fn long_and_nested_arguments_are_refused() {
    let long = "x".repeat(20_000);
    refused(r"\def\a#1{\a{#1}}", &format!(r"\a{{{long}}}"));
    refused(&format!(r"\def\a{{{long}\a}}"), r"\a");
    // Each level takes what lies within it once more.
    let (open, close) = (r"\a{".repeat(5_000), "}".repeat(5_000));
    refused(r"\newcommand{\a}[1]{#1}", &format!("{open}x{close}"));
    refused(r"\newcommand{\a}[9]{#9#8#7#6#5#4#3#2#1}", &format!(r"{open}x{close}{}", "y".repeat(50_000)));
}

#[test]
fn optional_arguments_are_refused() {
    refused(r"\newcommand{\a}[2][\a{x}]{#1#1#2}", r"\a{x}");
    refused(r"\newcommand{\a}[1][x]{\a[#1#1]}", r"\a");
    refused(r"\newcommand{\a}[2][\b]{\a[#1#2]{#2}}\newcommand{\b}[1][\a{y}]{#1}", r"\a{x}");
    // A default that is long stands in many places.
    refused(&format!(r"\newcommand{{\a}}[1][{}]{{#1}}", "x".repeat(10_000)), &r"\a ".repeat(1_000));
}

#[test]
fn definitions_that_look_far_are_refused() {
    // The bracket of each is looked for up to the end of the text.
    refused(&r"\newcommand\a[".repeat(20_000), "");
    // A long body, again and again under another name.
    refused(&format!(r"\def\a{{{}}}{}", "x".repeat(20_000), r"\let\b\a".repeat(20_000)), "");
    // Commands of packages look how many groups stand behind them.
    refused("", &format!("{}x{}", r"\dv{".repeat(5_000), "}".repeat(5_000)));
}

#[test]
fn what_is_no_bomb_is_expanded_whatever_its_length() {
    let text = r"\dd{x}+\half ".repeat(4_000);
    let preamble = r"\newcommand{\dd}[1]{\mathrm{d}#1}\newcommand{\half}{\frac12}";
    let (expansion, work) = counted(&text, preamble);
    assert_eq!(expansion.map(|found| found.tokens.len()).ok(), Some(4_000 * (5 + 1 + 3)));
    let (_, twice) = counted(&text[..text.len() / 2], preamble);
    assert!(work <= 2 * twice, "{twice} tokens for half of what takes {work}");
}
