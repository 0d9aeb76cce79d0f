//! The files of `grammar/` and the parsers describe the same languages. Sentences are made from a grammar, and written by
//! hand so that nothing the parser reads can be missing there; all are damaged over and over. A recogniser that knows
//! nothing but the grammar has to agree with the parser about each of them.
//!
//! What no context-free grammar can say is said in the prose of its last part and told apart here, before recognising, by
//! `text` and `latex`: which class of words a name is in, and which bars open. A few rules are left to the parsers.

mod ebnf;
mod latex;
#[path = "../support/mod.rs"]
mod support;
mod text;

use ebnf::{Grammar, Words};
use support::Random;

/// Words with the classes they are in.
type Classified<'w> = Vec<(&'w str, Vec<&'static str>)>;

/// A language: its grammar, and what the test has to know beside it.
trait Language {
    /// The file in `grammar/`.
    const FILE: &'static str;
    /// A sentence for every form of the language, its words apart.
    const SENTENCES: &'static [&'static str];
    /// Words for damaged sentences, beside those of the grammar.
    const SPARE: &'static [&'static str];

    /// Words of a class.
    fn vocabulary(class: &str) -> &'static [&'static str];
    /// What the parser says to the words; nothing where the test should not ask.
    fn parse(&mut self, words: &[&str]) -> Option<Result<(), chainrule::Error>>;
    /// The words with their classes, or nothing where the prose forbids the sentence outright.
    fn classified<'w>(words: &[&'w str]) -> Option<Classified<'w>>;
}

struct Judge<L> {
    grammar: Grammar,
    language: L,
    accepted: usize,
    rejected: usize,
    disagreements: Vec<String>,
}

impl<L: Language> Judge<L> {
    /// Grammar and parser have the same opinion of these words.
    fn judge(&mut self, words: &[&str]) {
        let Some(result) = self.language.parse(words) else { return };
        let is_sentence = L::classified(words).is_some_and(|words| self.grammar.accepts(&words));
        let text = words.join(" ");
        match (&result, is_sentence) {
            (Ok(()), true) => self.accepted += 1,
            (Err(_), false) => self.rejected += 1,
            (Ok(()), false) => self.disagreements.push(format!("the parser accepts what the grammar does not have: {text}")),
            (Err(error), true) => {
                self.disagreements.push(format!("the grammar has what the parser rejects: {text}\n    {error} at {:?}", error.span()));
            }
        }
    }
}

/// Sentences of the grammar, sentences written by hand and damaged sentences.
fn hold<L: Language>(language: L) {
    let mut judge = Judge { grammar: Grammar::read(L::FILE), language, accepted: 0, rejected: 0, disagreements: Vec::new() };
    let depths = judge.grammar.depths();
    let mut random = Random(0x5eed);
    let mut words = Words::default();
    let mut sentences: Vec<Vec<&str>> = Vec::new();
    while sentences.len() < 600 {
        let mut sentence = Vec::new();
        let depth = 10 + random.below(20) as i32;
        judge.grammar.sentence(&mut random, &depths, depth, L::vocabulary, &mut sentence, &mut words);
        if sentence.len() <= 40 {
            sentences.push(sentence);
        }
    }
    for sentence in &sentences {
        judge.judge(sentence);
    }
    // Some have two numbers side by side, or bars that pair otherwise than intended.
    assert!(judge.accepted > 300, "only {} of {} sentences are accepted", judge.accepted, sentences.len());
    let written: Vec<Vec<&str>> =
        L::SENTENCES.iter().map(|sentence| sentence.split(' ').map(|word| if word == "\\n" { "\n" } else { word }).collect()).collect();
    for sentence in &written {
        let before = judge.accepted;
        judge.judge(sentence);
        if judge.accepted == before && judge.disagreements.is_empty() {
            judge.disagreements.push(format!("rejected: {}", sentence.join(" ")));
        }
    }
    let spare: Vec<&str> = sentences.iter().chain(&written).flatten().copied().chain(L::SPARE.iter().copied()).collect();
    let before = judge.accepted;
    let often = written.iter().flat_map(|sentence| std::iter::repeat_n(sentence, 30));
    for sentence in sentences.iter().chain(often) {
        let mut damaged = sentence.clone();
        for _ in 0..=random.below(2) {
            let at = random.below(damaged.len().max(1));
            match random.below(4) {
                0 if damaged.len() > 1 => drop(damaged.remove(at)),
                1 if damaged.len() > at + 1 => damaged.swap(at, at + 1),
                2 => damaged[at] = spare[random.below(spare.len())],
                _ => damaged.insert(at, spare[random.below(spare.len())]),
            }
        }
        judge.judge(&damaged);
    }
    judge.disagreements.sort_by_key(String::len);
    let shortest: Vec<&str> = judge.disagreements.iter().take(12).map(String::as_str).collect();
    assert!(shortest.is_empty(), "{} disagreements:\n{}", judge.disagreements.len(), shortest.join("\n"));
    let damage = (judge.rejected, judge.accepted - before);
    assert!(damage.0 > 200 && damage.1 > 200, "the damage is one-sided: {damage:?} rejected and accepted");
}

#[test]
fn the_grammar_of_plain_text_and_its_parser_agree() {
    hold(text::PlainText::default());
}

#[test]
fn the_grammar_of_latex_and_its_parser_agree() {
    hold(latex::Latex);
}
