//! `grammar/expression.ebnf` and the parser describe the same language. Sentences are made from the grammar, and written by
//! hand so that nothing the parser reads can be missing there; all are damaged over and over. A recogniser that knows
//! nothing but the grammar has to agree with the parser about each of them.
//!
//! What no context-free grammar can say is said in the prose of its last part and told apart here, before recognising:
//! which class of words a name is in, and which bars open. Four rules are left to the parser, see [`BEYOND`].

mod support;

use chainrule::syntax::text::Parser;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use support::Random;

/// What the parser may expect in a sentence of the grammar: rules about numbers of things that the grammar leaves out.
const BEYOND: [&str; 3] =
    ["the same order above and below", "a function with a named inverse before ^-1", "another name for this parameter"];

/// Names the parser is told are variables.
const DECLARED: [&str; 6] = ["x", "y", "a", "n", "e", "pi"];
const KNOWN: [&str; 3] = ["sin", "ln", "tanh"];
const LETTERS: [&str; 2] = ["sigma", "W"];
const SEVERAL: [&str; 1] = ["max"];
const FORMS: [&str; 6] = ["diff", "sum", "product", "prod", "int", "integral"];
const OTHERS: [&str; 7] = ["f", "g", "F", "d", "D", "dx", "dy"];
const KEYWORDS: [&str; 4] = ["if", "and", "or", "otherwise"];

fn vocabulary(class: &str) -> &'static [&'static str] {
    match class {
        "NUMBER" => &["1", "2.5", "10", ".5", "1e-3", "7."],
        "INTEGER" => &["1", "10"],
        "PLACE" => &["1"],
        "RAISED" => &["²", "⁻¹", "¹⁰"],
        "VARIABLE" => &DECLARED,
        "FUNCTION" => &["f", "g", "F"],
        "KNOWN" => &KNOWN,
        "LETTER" => &LETTERS,
        "SEVERAL" => &SEVERAL,
        "SEPARATOR" => &[";", "\n"],
        "UNEQUAL" => &["<", "<=", ">", "≥", "!="],
        "OPENING-BAR" | "CLOSING-BAR" => &["|"],
        _ => panic!("the test has no words for {class}"),
    }
}

/// A sentence for every form of the language, its words apart.
const SENTENCES: [&str; 48] = [
    "x ^ 2 + y ^ 2 = 1",
    "f ( x , y ) = x * y ; f ( 1 , x )",
    "y = sigma ( x ) \n x = 1",
    "- x ^ - 2 / y * a",
    "x - + y ! ^ 2.5",
    "x ² ! y ⁻¹",
    "√ - x √ y ²",
    "[ x + 1 ] ( x - 1 ) 2.5",
    "| x - | y | | | a |",
    "1 / 2.5 x ( y )",
    "sin ( x ) ln ( y )",
    "sin x y + ln - x ^ 2.5 a",
    "sin ^ 10 x ln ² ( y )",
    "sin ^ - 1 ( x ) tanh ⁻¹ y",
    "sin ^ n x sin ^ f ( y )",
    "sin ^ - n x",
    "sin ^ ( n + 1 ) x ln ^ ( 10 ) ( y )",
    "sin ln x | y |",
    "max ( x , y , 1 ) max ² ( x )",
    "max ^ 10 ( x , y )",
    "sigma ( x ) sigma W W ( y )",
    "f ( x ) g ( x , y )",
    "f ' ( x ) x ' ' ( y )",
    "f ^ ( 10 ) ( x )",
    "D [ 1 ] ( F ) ( x ^ 2.5 , y )",
    "D [ 1 , 1 ] ( f ) ( x )",
    "d / dx ( x ) + d / dx x y",
    "d ^ 10 / dx ^ 10 sin x",
    "d ² / dx ² [ x ]",
    "dy / dx + d / dx",
    "diff ( x y , x )",
    "diff ( x , x , 10 , y , a , 1 )",
    "sum ( n , 1 , 10 , x ^ n )",
    "product ( n , 1 , a , n )",
    "int ( x , x , 1 , y ) + sum",
    "{ x if x < 1 ; y if x > 1 ; }",
    "{ x if x = y and y != 1 or a < 1 ; n otherwise }",
    "{ x if ( x < y or y < 1 ) and [ x = 1 ] ; n otherwise }",
    "{ x if 1 < x <= y ≥ n ; \n n otherwise }",
    "2.5 { x if ( ( x = 1 ) ) ; n otherwise } y",
    "x < y > 1",
    "( x = 1 ) and y < 1 or [ a != n ]",
    "sin ( x ) = y",
    "sin ( x ) = y ; sin ( 1 )",
    "max = 1 ; max x",
    "sum ( x , y ) = x + y ; sum ( 1 , 2.5 )",
    "; x ; \n ; e ^ x pi",
    "x + \n y ( \n a \n )",
];

// The grammar: rules in the notation of the file become plain productions.

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
struct Grammar {
    /// For each rule its productions.
    productions: Vec<Vec<Vec<Symbol>>>,
    names: BTreeMap<String, usize>,
    defined: BTreeSet<usize>,
}

impl Grammar {
    fn read(text: &str) -> Grammar {
        let mut grammar = Grammar::default();
        let tokens = lexemes(text);
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
    fn depths(&self) -> Vec<usize> {
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
    fn sentence(&self, random: &mut Random, depths: &[usize], rule: usize, depth: i32, out: &mut Vec<&'static str>, words: &mut Words) {
        let productions = &self.productions[rule];
        let deepest = |production: &&Vec<Symbol>| production.iter().map(|symbol| depth_of(depths, symbol)).max().unwrap_or(0);
        let production = match depth {
            1.. => &productions[random.below(productions.len())],
            _ => productions.iter().min_by_key(deepest).expect("every rule has a production"),
        };
        for symbol in production {
            match symbol {
                Symbol::Rule(rule) => self.sentence(random, depths, *rule, depth - 1, out, words),
                Symbol::Word(word) => out.push(words.keep(word)),
                Symbol::Class(class) => {
                    let choices = vocabulary(class);
                    out.push(choices[random.below(choices.len())]);
                }
            }
        }
    }

    /// Whether the words, each with its classes, are a sentence: Earley's algorithm, with the rules that can be empty
    /// stepped over as they are predicted (Aycock and Horspool, Practical Earley Parsing, 2002).
    fn accepts(&self, start: usize, words: &[(&str, Vec<&str>)]) -> bool {
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
struct Words(BTreeMap<String, &'static str>);

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
            out.push(if first == '"' { rest[..length - 1].replace("\\n", "\n") } else { rest[..length].into() });
        }
        rest = rest[length..].trim_start();
    }
    out
}

// What the prose of the grammar says about words.

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit() || first == '.')
}

fn is_integer(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic()) && !KEYWORDS.contains(&word)
}

/// The words with their classes, or nothing where the prose forbids the sentence outright.
fn classified<'w>(words: &[&'w str]) -> Option<Vec<(&'w str, Vec<&'static str>)>> {
    let words = without_blank_lines(words);
    let at = |at: usize| words.get(at).copied().unwrap_or("");
    if words.windows(2).any(|pair| (is_number(pair[0]) && is_number(pair[1])) || pair == ["!", "!"]) {
        return None;
    }
    let begins_applied = |name: usize| {
        let has_order =
            at(name + 1) == "^" && at(name + 2) == "(" && is_integer(at(name + 3)) && at(name + 4) == ")" && at(name + 5) == "(";
        matches!(at(name + 1), "(" | "'") || has_order
    };
    let is_indexed = |name: usize| {
        let before: Vec<&str> = words[..name].iter().rev().copied().collect();
        before.starts_with(&["(", "]"]) && before[2..].iter().find(|word| !is_number(word) && **word != ",") == Some(&"[")
    };
    let starts = statement_starts(&words);
    let variables: BTreeSet<&str> =
        starts.iter().filter(|start| is_name(at(**start)) && at(**start + 1) == "=").map(|start| at(*start)).collect();
    let is_variable = |name: &str| DECLARED.contains(&name) || variables.contains(name);
    let functions: BTreeSet<&str> = starts
        .iter()
        .filter(|start| is_head(&words, **start, &variables) && !DECLARED.contains(&at(**start)))
        .map(|start| at(*start))
        .filter(|name| starts.len() > 1 || !(KNOWN.contains(name) || LETTERS.contains(name) || SEVERAL.contains(name)))
        .collect();
    let alone: BTreeSet<&str> =
        (0..words.len()).filter(|name| !begins_applied(*name) && !is_indexed(*name)).map(at).chain(differentials(&words)).collect();
    let mut open_brackets = Vec::new();
    let mut classes = Vec::new();
    for (number, word) in words.iter().copied().enumerate() {
        let of_name = || {
            if functions.contains(word) {
                return vec![if begins_applied(number) || is_indexed(number) { "FUNCTION" } else { "VARIABLE" }];
            }
            if is_variable(word) {
                return vec!["VARIABLE"];
            }
            let table = [("KNOWN", &KNOWN[..]), ("LETTER", &LETTERS[..]), ("SEVERAL", &SEVERAL[..])];
            if let Some((class, _)) = table.iter().find(|(_, names)| names.contains(&word)) {
                return vec![*class];
            }
            if FORMS.contains(&word) && at(number + 1) == "(" {
                return vec![];
            }
            vec![if alone.contains(word) { "VARIABLE" } else { "FUNCTION" }]
        };
        let is_operand_before = number > 0 && ends_operand(at(number - 1), classes.last());
        let class = match word {
            ";" | "\n" => vec!["SEPARATOR"],
            "<" | "<=" | ">" | ">=" | "≥" | "!=" => vec!["UNEQUAL"],
            "²" | "⁻¹" | "¹⁰" => vec!["RAISED"],
            "|" if is_operand_before && open_brackets.last() == Some(&"|") => {
                open_brackets.pop();
                vec!["CLOSING-BAR"]
            }
            "|" => {
                open_brackets.push("|");
                vec!["OPENING-BAR"]
            }
            "1" => vec!["NUMBER", "INTEGER", "PLACE"],
            _ if is_number(word) && is_integer(word) => vec!["NUMBER", "INTEGER"],
            _ if is_number(word) => vec!["NUMBER"],
            _ if is_name(word) => of_name(),
            _ => vec![],
        };
        match word {
            "(" | "[" | "{" => open_brackets.push(word),
            ")" | "]" | "}" => drop(open_brackets.pop()),
            _ => {}
        }
        classes.push((word, class));
    }
    Some(classes)
}

/// Line breaks inside brackets and after operators are blank.
fn without_blank_lines<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut depth = 0usize;
    let mut out: Vec<&str> = Vec::new();
    for word in words {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let operators = ["+", "-", "*", "/", "^", ",", "=", "√", "<", "<=", ">", ">=", "≥", "!=", "and", "or"];
        let goes_on = depth > 0 || out.last().is_some_and(|last| operators.contains(last));
        if *word != "\n" || !goes_on {
            out.push(word);
        }
    }
    out
}

fn statement_starts(words: &[&str]) -> Vec<usize> {
    let mut depth = 0usize;
    let mut starts = Vec::new();
    let mut begins = true;
    for (at, word) in words.iter().enumerate() {
        let separates = depth == 0 && matches!(*word, ";" | "\n");
        if begins && !separates {
            starts.push(at);
        }
        begins = separates;
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    starts
}

/// Whether `f(x, y) =` stands here.
fn is_head(words: &[&str], start: usize, variables: &BTreeSet<&str>) -> bool {
    let at = |at: usize| words.get(at).copied().unwrap_or("");
    let is_plain = |name: &str| is_name(name) && (variables.contains(name) || !KNOWN.contains(&name) && !SEVERAL.contains(&name));
    let mut here = start + 2;
    if !is_name(at(start)) || at(start + 1) != "(" {
        return false;
    }
    while is_plain(at(here)) && at(here + 1) == "," {
        here += 2;
    }
    is_plain(at(here)) && at(here + 1) == ")" && at(here + 2) == "="
}

/// The `x` of `/dx`.
fn differentials<'w>(words: &[&'w str]) -> impl Iterator<Item = &'w str> {
    let below = words.windows(2).filter(|pair| pair[0] == "/").filter_map(|pair| pair[1].strip_prefix('d'));
    below.collect::<Vec<_>>().into_iter()
}

fn ends_operand(word: &str, class: Option<&(&str, Vec<&str>)>) -> bool {
    let Some((_, classes)) = class else { return false };
    let is_function = classes.contains(&"KNOWN") || classes.contains(&"SEVERAL");
    is_number(word)
        || (is_name(word) && !is_function)
        || classes.contains(&"RAISED")
        || classes.contains(&"CLOSING-BAR")
        || matches!(word, "!" | ")" | "]" | "}")
}

/// Sentences in which the test's simple view of bars is not that of the prose: a bar after `sin^2` or `d/dx` inside bars,
/// or a line break between bars.
fn has_hidden_bars(words: &[&str]) -> bool {
    let bars = words.iter().filter(|word| **word == "|").count();
    let functions = |word: &&&str| KNOWN.contains(word) || SEVERAL.contains(word) || **word == "dx";
    (bars > 2 && words.iter().any(|word| functions(&word))) || (bars > 1 && words.contains(&"\n"))
}

struct Judge {
    grammar: Grammar,
    start: usize,
    parser: Parser,
    accepted: usize,
    rejected: usize,
}

impl Judge {
    fn new() -> Judge {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/expression.ebnf");
        let grammar = Grammar::read(&std::fs::read_to_string(path).expect("the grammar can be read"));
        let start = grammar.names["text"];
        Judge { grammar, start, parser: Parser::default(), accepted: 0, rejected: 0 }
    }

    /// Grammar and parser have the same opinion of these words.
    fn judge(&mut self, words: &[&str]) {
        let text = words.join(" ");
        let result = self.parser.parse(&text, &DECLARED);
        let is_beyond = |error: &chainrule::Error| BEYOND.iter().any(|what| error.to_string().contains(what));
        if has_hidden_bars(words) || result.as_ref().is_err_and(is_beyond) {
            return;
        }
        let is_sentence = classified(words).is_some_and(|words| self.grammar.accepts(self.start, &words));
        match (&result, is_sentence) {
            (Ok(()), true) => self.accepted += 1,
            (Err(_), false) => self.rejected += 1,
            (Ok(()), false) => panic!("the parser accepts what the grammar does not have: {text}"),
            (Err(error), true) => panic!("the grammar has what the parser rejects: {text}\n{error} at {:?}", error.span()),
        }
    }
}

#[test]
fn the_grammar_and_the_parser_agree() {
    let mut judge = Judge::new();
    let depths = judge.grammar.depths();
    let mut random = Random(0x5eed);
    let mut words = Words::default();
    let mut sentences: Vec<Vec<&str>> = Vec::new();
    while sentences.len() < 1000 {
        let mut sentence = Vec::new();
        let depth = 10 + random.below(20) as i32;
        judge.grammar.sentence(&mut random, &depths, judge.start, depth, &mut sentence, &mut words);
        if sentence.len() <= 40 {
            sentences.push(sentence);
        }
    }
    for sentence in &sentences {
        judge.judge(sentence);
    }
    // Some have two numbers side by side, or bars that pair otherwise than intended.
    assert!(judge.accepted > 500, "only {} of {} sentences are accepted", judge.accepted, sentences.len());
    let written = SENTENCES.map(|sentence| sentence.split(' ').map(|word| if word == "\\n" { "\n" } else { word }).collect::<Vec<_>>());
    for sentence in &written {
        let before = judge.accepted;
        judge.judge(sentence);
        assert_eq!(judge.accepted, before + 1, "rejected: {}", sentence.join(" "));
    }
    let spare: Vec<&str> = sentences.iter().chain(&written).flatten().copied().chain(OTHERS).chain(FORMS).collect();
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
    assert!(judge.rejected > 500 && judge.accepted - before > 500, "the damage is one-sided");
}
