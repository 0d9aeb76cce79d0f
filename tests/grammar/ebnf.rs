//! Grammars: rules in the notation of the files become plain productions, from which sentences are made and recognised.

use crate::support::Random;
use std::collections::{BTreeMap, BTreeSet, HashSet};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Symbol {
    /// A word in quotes.
    Word(String),
    /// A class of words.
    Class(String),
    /// A rule.
    Rule(usize),
}

#[derive(Default)]
pub struct Grammar {
    /// For each rule its productions.
    productions: Vec<Vec<Vec<Symbol>>>,
    names: BTreeMap<String, usize>,
    defined: BTreeSet<usize>,
    start: usize,
}

impl Grammar {
    /// Reads a file of `grammar/`, whose sentences are texts.
    pub fn read(file: &str) -> Grammar {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar").join(file);
        let text = std::fs::read_to_string(path).expect("the grammar can be read");
        let mut grammar = Grammar::default();
        let tokens = lexemes(&text);
        let starts: Vec<usize> = (0..tokens.len()).filter(|at| tokens.get(at + 1).is_some_and(|next| next == "::=")).collect();
        for (number, start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(tokens.len());
            let name = &tokens[*start];
            // Words are told apart before, by the parser and by this test.
            if name.chars().any(char::is_lowercase) {
                let rule = grammar.rule(name);
                assert!(grammar.defined.insert(rule), "{name} has two rules");
                let mut body = &tokens[start + 2..end];
                grammar.productions[rule] = grammar.alternatives(&mut body);
                assert!(body.is_empty(), "the rule of {name} ends before {body:?}");
            }
        }
        let missing: Vec<&String> =
            grammar.names.iter().filter(|(_, rule)| !grammar.defined.contains(rule)).map(|(name, _)| name).collect();
        assert!(missing.is_empty(), "no rules for {missing:?}");
        grammar.start = grammar.names["text"];
        grammar
    }

    fn rule(&mut self, name: &str) -> usize {
        if let Some(rule) = self.names.get(name) {
            return *rule;
        }
        self.names.insert(name.into(), self.productions.len());
        self.unnamed()
    }

    fn unnamed(&mut self) -> usize {
        self.productions.push(Vec::new());
        self.productions.len() - 1
    }

    fn alternatives(&mut self, tokens: &mut &[String]) -> Vec<Vec<Symbol>> {
        let mut alternatives = vec![Vec::new()];
        while let Some((token, rest)) = tokens.split_first() {
            if token == ")" {
                break;
            }
            *tokens = rest;
            if token == "|" {
                alternatives.push(Vec::new());
                continue;
            }
            let mut symbol = if token == "(" {
                let inner = self.alternatives(tokens);
                assert_eq!(tokens.first().map(String::as_str), Some(")"), "a group is not closed");
                *tokens = &tokens[1..];
                let group = self.unnamed();
                self.productions[group] = inner;
                Symbol::Rule(group)
            } else if let Some(word) = token.strip_prefix('"') {
                Symbol::Word(word.into())
            } else if token.chars().any(char::is_lowercase) {
                Symbol::Rule(self.rule(token))
            } else {
                Symbol::Class(token.clone())
            };
            if let Some(mark) = tokens.first().filter(|mark| matches!(mark.as_str(), "*" | "+" | "?")) {
                let repeated = self.unnamed();
                let once = vec![symbol.clone()];
                let again = vec![Symbol::Rule(repeated), symbol];
                self.productions[repeated] = match mark.as_str() {
                    "*" => vec![vec![], again],
                    "+" => vec![once, again],
                    _ => vec![vec![], once],
                };
                *tokens = &tokens[1..];
                symbol = Symbol::Rule(repeated);
            }
            if let Some(last) = alternatives.last_mut() {
                last.push(symbol);
            }
        }
        alternatives
    }

    /// For each rule the depth of its shallowest sentence.
    pub fn depths(&self) -> Vec<usize> {
        let mut depths = vec![usize::MAX / 2; self.productions.len()];
        for _ in 0..self.productions.len() {
            for (rule, productions) in self.productions.iter().enumerate() {
                let depth = |production: &Vec<Symbol>| production.iter().map(|symbol| depth_of(&depths, symbol)).max().unwrap_or(0);
                depths[rule] = productions.iter().map(depth).min().map_or(depths[rule], |least| least + 1);
            }
        }
        depths
    }

    /// A random sentence; below depth zero the shallowest way on is taken.
    pub fn sentence(
        &self,
        random: &mut Random,
        depths: &[usize],
        depth: i32,
        vocabulary: fn(&str) -> &'static [&'static str],
        out: &mut Vec<&'static str>,
        words: &mut Words,
    ) {
        let mut left = vec![(Symbol::Rule(self.start), depth)];
        while let Some((symbol, depth)) = left.pop() {
            match symbol {
                Symbol::Rule(rule) => {
                    let productions = &self.productions[rule];
                    let deepest = |production: &&Vec<Symbol>| production.iter().map(|symbol| depth_of(depths, symbol)).max().unwrap_or(0);
                    let production = match depth {
                        1.. => &productions[random.below(productions.len())],
                        _ => productions.iter().min_by_key(deepest).expect("every rule has a production"),
                    };
                    left.extend(production.iter().rev().map(|symbol| (symbol.clone(), depth - 1)));
                }
                Symbol::Word(word) => out.push(words.keep(&word)),
                Symbol::Class(class) => {
                    let choices = vocabulary(&class);
                    out.push(choices[random.below(choices.len())]);
                }
            }
        }
    }

    /// Whether the words, each with its classes, are a sentence: Earley's algorithm, with the rules that can be empty
    /// stepped over as they are predicted (Aycock and Horspool, Practical Earley Parsing, 2002).
    pub fn accepts(&self, words: &[(&str, Vec<&'static str>)]) -> bool {
        let start = self.start;
        let depths_of_nothing = self.empty();
        let mut sets: Vec<Vec<(usize, usize, usize, usize)>> = vec![Vec::new(); words.len() + 1];
        let mut seen: Vec<HashSet<(usize, usize, usize, usize)>> = vec![HashSet::new(); words.len() + 1];
        let mut add = |sets: &mut Vec<Vec<_>>, at: usize, item| {
            if seen[at].insert(item) {
                sets[at].push(item);
            }
        };
        (0..self.productions[start].len()).for_each(|number| add(&mut sets, 0, (start, number, 0, 0)));
        for at in 0..=words.len() {
            let mut next = 0;
            while let Some(&(rule, number, dot, origin)) = sets[at].get(next) {
                next += 1;
                match self.productions[rule][number].get(dot) {
                    Some(Symbol::Rule(inner)) => {
                        (0..self.productions[*inner].len()).for_each(|number| add(&mut sets, at, (*inner, number, 0, at)));
                        if depths_of_nothing[*inner] {
                            add(&mut sets, at, (rule, number, dot + 1, origin));
                        }
                    }
                    Some(symbol) => {
                        let fits = words.get(at).is_some_and(|(word, classes)| match symbol {
                            Symbol::Word(expected) => word == expected,
                            Symbol::Class(class) => classes.contains(&class.as_str()),
                            Symbol::Rule(_) => false,
                        });
                        if fits {
                            add(&mut sets, at + 1, (rule, number, dot + 1, origin));
                        }
                    }
                    None => {
                        let waiting: Vec<_> = sets[origin]
                            .iter()
                            .copied()
                            .filter(|(rule_, number, dot, _)| self.productions[*rule_][*number].get(*dot) == Some(&Symbol::Rule(rule)))
                            .collect();
                        waiting.into_iter().for_each(|(rule, number, dot, from)| add(&mut sets, at, (rule, number, dot + 1, from)));
                    }
                }
            }
        }
        sets[words.len()]
            .iter()
            .any(|(rule, number, dot, origin)| *rule == start && *origin == 0 && *dot == self.productions[*rule][*number].len())
    }

    /// Which rules have an empty sentence.
    fn empty(&self) -> Vec<bool> {
        let mut empty = vec![false; self.productions.len()];
        for _ in 0..self.productions.len() {
            for (rule, productions) in self.productions.iter().enumerate() {
                let is_empty = |symbol: &Symbol| matches!(symbol, Symbol::Rule(inner) if empty[*inner]);
                let any = productions.iter().any(|production| production.iter().all(is_empty));
                empty[rule] = any;
            }
        }
        empty
    }
}

fn depth_of(depths: &[usize], symbol: &Symbol) -> usize {
    if let Symbol::Rule(rule) = symbol { depths[*rule] } else { 0 }
}

/// The words in quotes, for as long as the test runs.
#[derive(Default)]
pub struct Words(BTreeMap<String, &'static str>);

impl Words {
    fn keep(&mut self, word: &str) -> &'static str {
        self.0.entry(word.into()).or_insert_with(|| Box::leak(word.to_string().into_boxed_str()))
    }
}

/// The file as names, operators, and words with the opening quote before them; comments are left out.
fn lexemes(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("/*") {
            rest.find("*/").expect("a comment ends") + 2
        } else if first == '"' {
            rest[1..].find('"').expect("a word ends") + 2
        } else if rest.starts_with("::=") {
            3
        } else {
            rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '-')).unwrap_or(rest.len()).max(first.len_utf8())
        };
        if !rest.starts_with("/*") {
            out.push(match &rest[..length] {
                r#""\n""# => "\"\n".into(),
                word if first == '"' => word[..length - 1].into(),
                word => word.into(),
            });
        }
        rest = rest[length..].trim_start();
    }
    out
}
