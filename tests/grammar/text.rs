//! The plain-text language: what the prose of its grammar says about words.

use crate::{Classified, Language};
use chainrule::syntax::text::Parser;
use std::collections::BTreeSet;

/// What the parser may expect in a sentence of the grammar: rules about numbers of things that the grammar leaves out.
const BEYOND: [&str; 6] = [
    "whether this is a power of the value or the order of a derivative",
    "whether this is the inverse function or the reciprocal",
    "the same order above and below",
    "a function with a named inverse before ^-1",
    "another name for this parameter",
    "the index of this sum or product",
];

/// Names the parser is told are variables.
const DECLARED: [&str; 6] = ["x", "y", "a", "n", "e", "pi"];
const KNOWN: [&str; 3] = ["sin", "ln", "tanh"];
const LETTERS: [&str; 2] = ["sigma", "W"];
const SEVERAL: [&str; 1] = ["max"];
const LETTERS_OF_FUNCTIONS: [&str; 6] = ["f", "g", "h", "F", "G", "H"];
const FORMS: [&str; 6] = ["diff", "sum", "product", "prod", "int", "integral"];
const KEYWORDS: [&str; 4] = ["if", "and", "or", "otherwise"];

/// The language of `grammar/expression.ebnf`.
#[derive(Default)]
pub struct PlainText(Parser);

impl Language for PlainText {
    const FILE: &'static str = "expression.ebnf";
    const SPARE: &'static [&'static str] = &["f", "g", "F", "d", "D", "dx", "dy", "diff", "sum", "product", "prod", "int", "integral"];
    const SENTENCES: &'static [&'static str] = &[
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
        "f ^ 2.5 ( x , y ) f ² ( x + 1 ) g ^ - 10 ( y )",
        "f ^ ( n + 1 ) ( x + 1 )",
        "D [ 1 ] ( F ) ( x ^ 2.5 , y )",
        "D [ 1 , 1 ] ( f ) ( x )",
        "D [ * ] ( f ) ( x + 1 , x )",
        "d / dx ( x ) + d / dx x y",
        "d ^ 10 / dx ^ 10 sin x",
        "d ² / dx ² [ x ]",
        "dt * x + d / dx",
        "diff ( x y , x )",
        "diff ( x , x , 10 , y , a , 1 )",
        "sum ( n , 1 , 10 , x ^ n )",
        "product ( n , 1 , a , n )",
        "sum ( n , x ^ n ) prod ( n , n != 1 and n < a or x = 1 , n )",
        "sum ( n , in ( n , a ) , x ^ n )",
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

    fn vocabulary(class: &str) -> &'static [&'static str] {
        match class {
            "NUMBER" => &["1", "2.5", "10", ".5", "1e-3", "7."],
            "INTEGER" => &["1", "10"],
            "PLACE" => &["1"],
            "COUNTING" => &["n"],
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

    fn parse(&mut self, words: &[&str]) -> Option<Result<(), chainrule::Error>> {
        let result = self.0.parse(&words.join(" "), &DECLARED);
        let is_beyond = |error: &chainrule::Error| BEYOND.iter().any(|what| error.to_string().contains(what));
        (!has_hidden_bars(words) && !result.as_ref().is_err_and(is_beyond)).then_some(result)
    }

    fn classified<'w>(words: &[&'w str]) -> Option<Classified<'w>> {
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
        // The bracket behind the exponent of a name.
        let raised = |name: usize| {
            let open = match (at(name + 1), at(name + 2)) {
                ("²" | "⁻¹" | "¹⁰", _) => name + 2,
                ("^", "-") if is_number(at(name + 3)) => name + 4,
                ("^", number) if is_number(number) => name + 3,
                ("^", "n") if LETTERS_OF_FUNCTIONS.contains(&at(name)) => name + 3,
                ("^", "(") => closing(&words, name + 2)? + 1,
                _ => return None,
            };
            (at(open) == "(").then_some(open)
        };
        let called: BTreeSet<&str> =
            (0..words.len()).filter(|name| is_name(at(*name)) && at(name + 1) == "(" && holds_names(&words, name + 1)).map(at).collect();
        let is_indexed = |name: usize| {
            let before: Vec<&str> = words[..name].iter().rev().copied().collect();
            let mut indices = before.iter().skip(2).skip_while(|word| is_number(word) || **word == ",");
            before.starts_with(&["(", "]"]) && (indices.next(), indices.next()) == (Some(&"["), Some(&"D"))
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
        let is_raised_call = |name: usize| {
            let (word, Some(open)) = (at(name), raised(name)) else { return false };
            let is_table = (KNOWN.contains(&word) || LETTERS.contains(&word) || SEVERAL.contains(&word)) && !functions.contains(word);
            let is_usual = LETTERS_OF_FUNCTIONS.contains(&word) || (word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
            functions.contains(word) || (!is_table && (is_usual || called.contains(word))) || holds_names(&words, open)
        };
        let begins_applied = |name: usize| begins_applied(name) || is_raised_call(name);
        let alone: BTreeSet<&str> =
            (0..words.len()).filter(|name| !begins_applied(*name) && !is_indexed(*name)).map(at).chain(differentials(&words)).collect();
        let is_defined = |name: &str| variables.contains(name);
        if has_quotient_of_differentials(&words, &is_variable, &is_defined, functions.contains("d")) {
            return None;
        }
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
                "n" => [of_name(), vec!["COUNTING"]].concat(),
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
}

// What the prose of the grammar says about words.

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit() || first == '.')
}

/// The bracket that closes this one.
fn closing(words: &[&str], open: usize) -> Option<usize> {
    let mut depth = 0i32;
    (open..words.len()).find(|at| {
        depth += i32::from(matches!(words[*at], "(" | "[" | "{")) - i32::from(matches!(words[*at], ")" | "]" | "}"));
        depth == 0
    })
}

/// Whether there is nothing but names, with commas between them, in a bracket.
fn holds_names(words: &[&str], open: usize) -> bool {
    let Some(close) = words.iter().skip(open).position(|word| *word == ")") else { return false };
    let inside = &words[open + 1..open + close];
    inside.len() % 2 == 1 && inside.iter().enumerate().all(|(at, word)| if at % 2 == 0 { is_name(word) } else { *word == "," })
}

fn is_integer(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic()) && !KEYWORDS.contains(&word)
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

/// Whether `dy/dx` of a y without a definition stands somewhere, `d(...)/dx` or `d^2y/dx`: no quotient of letters.
fn has_quotient_of_differentials(
    words: &[&str],
    is_variable: &dyn Fn(&str) -> bool,
    is_defined: &dyn Fn(&str) -> bool,
    d_is_function: bool,
) -> bool {
    let at = |at: usize| words.get(at).copied().unwrap_or("");
    let letter = |word: &str| word.strip_prefix('d').filter(|letter| letter.chars().count() == 1 && *letter != "_").map(str::to_string);
    let is_differential = |word: &str| letter(word).is_some() && !is_variable(word);
    (0..words.len()).any(|start| {
        let is_d = at(start) == "d" && !is_variable("d") && !d_is_function;
        let slash = match (at(start + 1), at(start + 2)) {
            ("/", _) if is_differential(at(start)) && !letter(at(start)).is_some_and(|name| is_defined(&name)) => start + 1,
            ("^", number) if is_d && is_number(number) && is_name(at(start + 3)) => start + 4,
            ("²" | "³", name) if is_d && is_name(name) => start + 3,
            ("(", _) if is_d => {
                let mut depth = 0i32;
                let close = (start + 1..words.len()).find(|close| {
                    depth += i32::from(at(*close) == "(") - i32::from(at(*close) == ")");
                    depth == 0
                });
                match close {
                    Some(close) => close + 1,
                    None => return false,
                }
            }
            _ => return false,
        };
        at(slash) == "/" && is_differential(at(slash + 1))
    })
}
