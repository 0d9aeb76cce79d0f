//! The LaTeX language: what the prose of its grammar says about words.

use crate::{Classified, Language};
use chainrule::syntax::latex;
use std::collections::BTreeSet;

/// What the parser may expect in a sentence of the grammar: rules that the grammar leaves to it.
const BEYOND: [&str; 27] = [
    "whether this is a power or the order",
    "what this operator is applied to",
    "expected 1 of exp",
    "expected 1 of ln",
    "a function with a named inverse",
    "whether this is the inverse function",
    "different names for the parameters",
    "by which variable",
    "for which variable",
    "where the derivative before it is taken",
    "depends on",
    "the names that are held constant",
    "the component of an expression",
    "the condition of the indicator",
    "which argument the derivative is taken in",
    "this mark is no exponent",
    "the nesting of commands without braces",
    "the transpose of a vector",
    "whether this is the transpose",
    "an integral by another expression",
    "what this sum or product runs over",
    "sets, logic",
    "values at two places",
    "the variable that the limits are for",
    "units of measurement",
    "no power of a value is written so",
    "the fractional part of a number",
];

/// Names the parser is told are variables.
const DECLARED: [&str; 5] = ["x", "y", "a", "n", "w_1"];
const VARIABLES: [&str; 6] = ["x", "y", "a", "n", r"\theta", "w_{1}"];
const FUNCTIONS: [&str; 3] = ["f", "g", "F"];
const KNOWN: [&str; 3] = [r"\sin", r"\tanh", r"\exp"];
const OPERATORS: [&str; 4] = [r"\frac{d}{dx}", r"\frac{\partial^2}{\partial{x}\partial{y}}", r"\partial_x", r"\frac{d^2}{dx^2}"];
const UNEQUAL: [&str; 5] = ["<", r"\le", ">", r"\geq", r"\ne"];
const OPENING: [&str; 7] = ["(", "[", r"\{", "{", r"\lfloor", r"\lceil", r"\begin{cases}"];
const CLOSING: [&str; 7] = [")", "]", r"\}", "}", r"\rfloor", r"\rceil", r"\end{cases}"];

/// The language of `grammar/latex.ebnf`.
pub struct Latex;

impl Language for Latex {
    const FILE: &'static str = "latex.ebnf";
    const SPARE: &'static [&'static str] = &["f", "g", "F", ",", "=", r"\log", r"\max", "^", "_", "|", r"\lor", r"\land", ":"];
    const SENTENCES: &'static [&'static str] = &[
        r"x ^ { 2 } + y ^ 2 = 1",
        r"f ( x , y ) = x \cdot y ; f ( 1 , x )",
        r"y = \sin ( x ) \\ x + 1 , a",
        r"x + y \\ - a \\ = 3 \cdot n",
        r"a < 1 \\ - x < y",
        r"- x ^ - 2 / y \cdot a",
        r"x - + y ! ^ { 2.5 } !",
        r"\sin x ^\circ + 1 / ( x + 1 ) ^\circ ^ 2",
        r"[ x + 1 ] ( x - 1 ) 2.5 \{ x \\ y \}",
        r"| x - | y | | | a |",
        r"\lfloor x \rfloor \lceil y \rceil",
        r"\frac { x + 1 } { y ! } \frac 1 2 x \binom n { a \cdot 2 }",
        r"\sqrt x \sqrt [ 3 ] { x + 1 }",
        r"\sin ( x ) \tanh ( y )",
        r"\sin x y + \tanh - x ^ 2.5 a",
        r"\sin ^ 2 x \tanh ^ { 2 } ( y )",
        r"\sin ^ { - 1 } ( x ) \tanh ^ { - 1 } y",
        r"\sin ' ( x ) \sin \tanh x | y |",
        r"\exp { ( x ) } y \exp [ x ] \exp \{ y \}",
        r"\log _ 2 x \log _ { a } ^ 2 ( y ) \log ^ 2 _ 3 x",
        r"\max ( x , y , 1 ) \max \{ x , y \} \max ^ 2 [ x , 1 ]",
        r"f ( x ) g ( x , y ) w_{1} ( x )",
        r"f [ x + 1 , y ] g [ x ]",
        r"\mathbb{1} ( x > 0 ) + 1 _ { x \le 1 } \mathbb{1} \{ x < 1 \}",
        r"( x ^ 2 ) _ { x = 3 }",
        r"( \frac{\partial{u}}{\partial{x}} ) _ { y n }",
        r"( \frac{\partial{u}}{\partial{x}} ) _ { y , n }",
        r"f ' ( x ) x ' ' ( y ) \theta ' + g ( x ) '",
        r"f ^ { 2 } ( x ) g ^ 2 ( x , y )",
        r"( f \circ g ) ( x + 1 ) ( F \circ g \circ f ) ' ' ( x )",
        r"\frac{d}{dx} ( x ) + \frac{d}{dx} x y",
        r"\frac{d}{dx} - x \cdot y \partial_x ( x y )",
        r"\frac{\partial^2}{\partial{x}\partial{y}} [ x y ] ^ 2",
        r"\frac{dy}{dx} + \frac{dy}{dx} ( x , 1 )",
        r"x y | _ { x = 1 , y = 2 } a",
        r"\sum _ { n = 1 } ^ { 3 } x ^ n + \prod ^ { y } _ { n = a } - n x",
        r"\sum _ { n } x ^ n + \prod _ x y \sum _ { n , a } n a + \sum _ { n a } n",
        r"\sum _ { n \ne a } x ^ n + \prod _ { n > 1 , x \le 2 } ^ { y } - n x \sum _ n ^ 3 a",
        r"\sum _ { n \in a } x + \prod _ { a \in f ( x ) } x a",
        r"\sum _ { n : x = a \land y < 1 \lor n > 2 } x + \sum _ { n = 1 , n \ne a } ^ x n",
        r"\int _ 1 ^ x y x \,dy + \int ^ { 2 } _ 0 a \,dx a",
        r"\int x y \,dx \int ^ { n } 2 \,dy \int \,dx x",
        r"\sum _ { 1 \le n \le 3 } x ^ n + \sum _ { x < 2 n < y } ^ 3 n",
        r"\int _ 1 ^ { \infty } y x \,dx + \int ^ { \infty } _ { - \infty } a x \,dx \int ^ { + \infty } _ 0 x \,dx",
        r"\begin{cases} x & x < 1 \\ y & x > 1 \\ \end{cases}",
        r"\begin{cases} x , & \text{if} x = y \land y \ne 1 \lor a < 1 , \\ n \text{otherwise} \end{cases} y",
        r"\begin{cases} x , ( x < y \lor y < 1 ) , \land [ x = 1 ] \\ n & \text{otherwise} \end{cases}",
        r"\begin{cases} x \text{if} 1 < x \le y \geq n \\ n , \text{otherwise} \end{cases} ^ 2",
        r"x < y > 1 \lor ( x = 1 \land a < 2 )",
        r"{ x < 1 } \lor \{ x > 2 \}",
        r"\sin ( x ) = y",
        r"x ^ 2 \text{if} x > 1",
        r"; x ; \\ ; x + \\ y ( \\ a \\ )",
    ];

    fn vocabulary(class: &str) -> &'static [&'static str] {
        match class {
            "NUMBER" => &["1", "2.5", "10", ".5", "3"],
            "TOKEN" => &["x", "y", "n", "1", "2"],
            "VARIABLE" => &VARIABLES,
            "FUNCTION" => &FUNCTIONS,
            "KNOWN" => &KNOWN,
            "LOGARITHM" => &[r"\log"],
            "SEVERAL" => &[r"\max"],
            "OPERATOR" => &OPERATORS,
            "QUOTIENT" => &[r"\frac{dy}{dx}"],
            "PARTIAL" => &[r"\frac{\partial{u}}{\partial{x}}"],
            "INDICATOR" => &[r"\mathbb{1}"],
            "BRACKET-POINT" => &["_"],
            "DEGREES" => &[r"^\circ"],
            "DIFFERENTIAL" => &[r"\,dx", r"\,dy"],
            "SEPARATOR" => &[";", r"\\"],
            "DEFINES" => &["="],
            "UNEQUAL" => &UNEQUAL,
            "IF" => &[r"\text{if}"],
            "OTHERWISE" => &[r"\text{otherwise}"],
            "OPENING-BAR" | "CLOSING-BAR" | "EVALUATION-BAR" => &["|"],
            _ => panic!("the test has no words for {class}"),
        }
    }

    fn parse(&mut self, words: &[&str]) -> Option<Result<(), chainrule::Error>> {
        if is_hidden(words) {
            return None;
        }
        let result = latex::parse(&words.join(" "), "", &DECLARED).map(|_| ());
        let is_beyond = |error: &chainrule::Error| BEYOND.iter().any(|what| error.to_string().contains(what));
        (!result.as_ref().is_err_and(is_beyond)).then_some(result)
    }

    fn classified<'w>(words: &[&'w str]) -> Option<Classified<'w>> {
        let words = separated(words);
        let at = |at: usize| words.get(at).copied().unwrap_or("");
        let mates = mates(&words);
        let is_argument = |number: usize| {
            let before = |places: usize| number.checked_sub(places).map_or("", at);
            // The second argument of a fraction stands behind the first, which is a group or one word.
            let first = match mates.get(number.wrapping_sub(1)).copied().flatten() {
                Some(open) if before(1) == "}" => number - open,
                _ => 1,
            };
            takes_argument(before(1))
                || (before(1) == "-" && matches!(before(2), "^" | "_"))
                || (before(1) != "{" && matches!(before(first + 1), r"\frac" | r"\binom"))
        };
        let side_by_side = |at: usize| {
            let pair = (words[at], words[at + 1]);
            (is_number(pair.0) && is_number(pair.1) && !is_argument(at)) || pair == ("!", "!")
        };
        if (1..words.len()).any(|at| side_by_side(at - 1)) {
            return None;
        }
        let starts: Vec<usize> = (0..words.len()).filter(|at| *at == 0 || words[at - 1] == ";").collect();
        let defines: BTreeSet<usize> =
            starts.iter().filter(|start| is_name(at(**start)) && at(**start + 1) == "=").map(|start| start + 1).collect();
        let variables: BTreeSet<&str> = defines.iter().map(|sign| at(sign - 1)).collect();
        let head = |start: usize| {
            let behind = mates.get(start + 1).copied().flatten()? + 1;
            (is_name(at(start)) && is_plain_list(&words, start + 1, behind - 1) && at(behind) == "=").then_some(behind)
        };
        let heads: Vec<(usize, usize)> = starts.iter().filter_map(|start| Some((*start, head(*start)?))).collect();
        let functions: BTreeSet<&str> = heads.iter().map(|(start, _)| at(*start)).collect();
        // The place behind the exponent that may stand between a function and its bracket.
        let bracket = |name: usize| match at(name + 1) {
            "^" if at(name + 2) == "{" => mates[name + 2].map_or(0, |close| close + 1),
            "^" if at(name + 2) == "-" => name + 4,
            "^" => name + 3,
            _ => name + 1,
        };
        let alone: BTreeSet<&str> = (0..words.len())
            .filter(|name| is_name(at(*name)) && at(bracket(*name)) != "(" && !matches!(at(name + 1), "'" | r"\circ"))
            .filter(|name| *name == 0 || at(name - 1) != r"\circ")
            .map(at)
            .collect();
        let is_function = |name: usize| {
            let (word, open) = (at(name), bracket(name));
            if at(name + 1) == "'" {
                let behind = (name + 1..).find(|number| at(*number) != "'").unwrap_or(name);
                return at(behind) == "(" && !is_declared(word);
            }
            if at(open) == "[" && open == name + 1 {
                let close = mates[open].unwrap_or(words.len());
                let is_known = is_declared(word) || variables.contains(word);
                return has_outer(&words, &mates, open, close, &[","]) && (functions.contains(word) || !is_known);
            }
            if at(open) != "(" || (open > name + 1 && !FUNCTIONS.contains(&word) && !functions.contains(word)) {
                return false;
            }
            let close = mates[open].unwrap_or(words.len());
            if functions.contains(word) {
                return true;
            }
            if is_declared(word) {
                return false;
            }
            if variables.contains(word) {
                return is_plain_list(&words, open, close);
            }
            let has_comma = has_outer(&words, &mates, open, close, &[","]);
            has_comma || (!alone.contains(word) && (FUNCTIONS.contains(&word) || !has_outer(&words, &mates, open + 1, close, &["+", "-"])))
        };
        let begins_indicator = |number: usize| {
            let open = number + 1 + usize::from(at(number + 1) == "_");
            let opens = matches!(at(open), "(" | "[" | r"\{") || (open > number + 1 && at(open) == "{");
            let close = mates.get(open).copied().flatten().unwrap_or(0);
            opens && (open + 1..close).any(|inner| at(inner) == "=" || UNEQUAL.contains(&at(inner)))
        };
        let mut bars: Vec<&str> = Vec::new();
        let mut classes: Classified<'w> = Vec::new();
        for (number, word) in words.iter().copied().enumerate() {
            let ended = number > 0 && ends_operand(&words, number - 1, &classes);
            let class = match word {
                ";" => vec!["SEPARATOR"],
                "=" if defines.contains(&number) || heads.iter().any(|(_, sign)| *sign == number) => vec!["DEFINES"],
                r"\text{if}" => vec!["IF"],
                r"\text{otherwise}" => vec!["OTHERWISE"],
                r"\log" => vec!["LOGARITHM"],
                r"\max" => vec!["SEVERAL"],
                r"\frac{dy}{dx}" => vec!["QUOTIENT"],
                r"\frac{\partial{u}}{\partial{x}}" => vec!["QUOTIENT", "PARTIAL"],
                r"^\circ" => vec!["DEGREES"],
                r"\mathbb{1}" => vec!["INDICATOR"],
                "1" if begins_indicator(number) && !is_argument(number) => vec!["INDICATOR"],
                "_" if number > 0
                    && matches!(at(number - 1), ")" | "]")
                    && at(number + 1) == "{"
                    && is_name(at(number + 2))
                    && at(number + 3) == "=" =>
                {
                    vec!["BRACKET-POINT"]
                }
                r"\,dx" | r"\,dy" => vec!["DIFFERENTIAL"],
                "|" if ended && bars.last() == Some(&"|") => {
                    bars.pop();
                    vec!["CLOSING-BAR"]
                }
                "|" if ended && at(number + 1) == "_" => vec!["EVALUATION-BAR"],
                "|" => {
                    bars.push("|");
                    vec!["OPENING-BAR"]
                }
                _ if KNOWN.contains(&word) => vec!["KNOWN"],
                _ if OPERATORS.contains(&word) => vec!["OPERATOR"],
                _ if UNEQUAL.contains(&word) => vec!["UNEQUAL"],
                _ if is_number(word) && word.len() == 1 => vec!["NUMBER", "TOKEN"],
                _ if is_number(word) => vec!["NUMBER"],
                _ if is_name(word) && is_argument(number) && word.len() < 7 && word != "w_{1}" => vec!["TOKEN"],
                _ if is_name(word) => vec![if is_function(number) { "FUNCTION" } else { "VARIABLE" }, "TOKEN"],
                _ => vec![],
            };
            match word {
                _ if OPENING.contains(&word) => bars.push(word),
                _ if CLOSING.contains(&word) => drop(bars.pop()),
                _ => {}
            }
            classes.push((word, class));
        }
        Some(classes)
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit() || first == '.')
}

fn is_name(word: &str) -> bool {
    VARIABLES.contains(&word) || FUNCTIONS.contains(&word)
}

fn is_declared(word: &str) -> bool {
    VARIABLES.contains(&word) && word != r"\theta"
}

fn takes_argument(word: &str) -> bool {
    matches!(word, "^" | "_" | r"\frac" | r"\binom" | r"\sqrt")
}

fn ends_operand(words: &[&str], at: usize, classes: &[(&str, Vec<&str>)]) -> bool {
    is_number(words[at])
        || is_name(words[at])
        || matches!(
            words[at],
            "!" | "'" | r"^\circ" | r"\frac{dy}{dx}" | r"\frac{\partial{u}}{\partial{x}}" | r"\,dx" | r"\,dy" | r"\partial_x"
        )
        || OPERATORS.contains(&words[at])
        || CLOSING.contains(&words[at])
        || classes[at].1.contains(&"CLOSING-BAR")
}

/// For each bracket its other half.
fn mates(words: &[&str]) -> Vec<Option<usize>> {
    let mut mates = vec![None; words.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if OPENING.contains(word) {
            open.push(at);
        } else if let Some(kind) = CLOSING.iter().position(|closing| closing == word)
            && open.last().is_some_and(|opening| words[*opening] == OPENING[kind])
            && let Some(opening) = open.pop()
        {
            mates[opening] = Some(at);
            mates[at] = Some(opening);
        }
    }
    mates
}

/// Whether there is nothing but names with commas between two brackets.
fn is_plain_list(words: &[&str], open: usize, close: usize) -> bool {
    let inner = &words[(open + 1).min(close)..close.max(open + 1).min(words.len())];
    words[open] == "("
        && inner.len() % 2 == 1
        && inner.iter().enumerate().all(|(at, word)| if at % 2 == 0 { is_name(word) } else { *word == "," })
}

/// Whether one of some words stands between two others, in no bracket of its own.
fn has_outer(words: &[&str], mates: &[Option<usize>], open: usize, close: usize, wanted: &[&str]) -> bool {
    let mut at = open + 1;
    while at < close {
        if wanted.contains(&words[at]) {
            return true;
        }
        at = mates[at].filter(|mate| *mate > at).unwrap_or(at) + 1;
    }
    false
}

/// What separates statements as `;`, and without what is a space.
fn separated<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut out: Vec<&str> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, word) in words.iter().copied().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or("");
        let top = open.is_empty();
        let ended = out.last().is_some_and(|last| {
            is_number(last)
                || is_name(last)
                || CLOSING.contains(last)
                || matches!(*last, "!" | "'" | r"^\circ" | r"\frac{dy}{dx}" | r"\,dx" | r"\,dy")
                || OPERATORS.contains(last)
        });
        match word {
            r"\\" if open.last() == Some(&r"\begin{cases}") => out.push(word),
            r"\\" if top => {
                let compares = next_compares(&words[at + 1..]);
                let goes_on = match next {
                    "+" | r"\cdot" | "/" | "=" | "" => true,
                    "-" => !compares,
                    _ if UNEQUAL.contains(&next) || CLOSING.contains(&next) => true,
                    _ => !ended && out.last().is_some_and(|last| *last != ";"),
                };
                if !goes_on {
                    out.push(";");
                }
            }
            r"\\" => {}
            "," | r"\land" if top => out.push(";"),
            r"\text{if}" if top => out.extend([";", word]),
            _ => out.push(word),
        }
        if OPENING.contains(&word) {
            open.push(word);
        } else if CLOSING.contains(&word) {
            open.pop();
        }
    }
    out
}

/// Whether a comparison outside brackets follows before the row or statement ends.
fn next_compares(words: &[&str]) -> bool {
    let mut depth = 0usize;
    for word in words {
        match *word {
            word if OPENING.contains(&word) => depth += 1,
            word if CLOSING.contains(&word) => depth = depth.saturating_sub(1),
            "=" if depth == 0 => return true,
            word if depth == 0 && UNEQUAL.contains(&word) => return true,
            r"\\" | ";" | "," if depth == 0 => return false,
            _ => {}
        }
    }
    false
}

/// Whether a subscript behind a bracket may be the first of two places, `(x)_0^1`: whose they are is not in the grammar.
fn has_two_places(words: &[&str], mates: &[Option<usize>], place: usize) -> bool {
    let at = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or("");
    let is_bracket = |word: &str| matches!(word, ")" | "]");
    let behind = if at(Some(place + 1)) == "{" { mates[place + 1].map(|close| close + 1) } else { Some(place + 2) };
    let exponent = match at(place.checked_sub(1)) {
        "}" => mates[place - 1],
        _ => place.checked_sub(1),
    };
    let base = exponent.and_then(|at| at.checked_sub(2));
    (is_bracket(at(place.checked_sub(1))) && at(behind) == "^")
        || (at(exponent.and_then(|at| at.checked_sub(1))) == "^" && is_bracket(at(base)))
}

/// Sentences in which the test's simple view of words is not TeX's: marks that belong to a letter, arguments of several
/// letters, a bar beside what separates statements.
fn is_hidden(words: &[&str]) -> bool {
    let at = |at: usize| words.get(at).copied().unwrap_or("");
    let has = |word: &str| words.contains(&word);
    let is_long = |word: &str| (is_number(word) && word.len() > 1) || matches!(word, "w_{1}");
    let mates = mates(words);
    let cases_are_closed =
        words.iter().filter(|word| **word == r"\begin{cases}").count() == words.iter().filter(|word| **word == r"\end{cases}").count();
    let innermost = |at: usize| {
        let mut open: Vec<&str> = Vec::new();
        for word in &words[..at] {
            if OPENING.contains(word) {
                open.push(word);
            } else if CLOSING.contains(word) {
                open.pop();
            }
        }
        open.pop()
    };
    let separates = (0..words.len()).any(|at| matches!(words[at], ";" | "," | r"\\" | r"\land" | r"\text{if}") && innermost(at).is_none());
    (has("|") && separates)
        || !cases_are_closed
        || (0..words.len()).any(|place| match words[place] {
            // What is a comma in the bracket of a name, the variable of a limit, a mark above a capital.
            ";" if matches!(innermost(place), Some("(" | "[" | r"\{" | r"\lfloor" | r"\lceil")) => true,
            "|" => (0..place).any(|open| at(open) == "(" && open > 0 && is_name(at(open - 1)) && mates[open] > Some(place)),
            "=" => place > 2 && at(place - 2) == "{" && matches!(at(place - 3), "^") || (place > 3 && at(place - 4) == r"\int"),
            r"^\circ" => place > 0 && at(place - 1) == "F",
            // A subscript or a label of a letter.
            "_" => {
                place > 0 && is_name(at(place - 1))
                    || (place > 2 && at(place - 2) == "^" && is_name(at(place - 3)))
                    || (place > 1 && CLOSING.contains(&at(place - 1)) && name_before(words, &mates, place - 1))
                    || (place > 0 && matches!(at(place - 1), "'" | r"^\circ"))
                    || (place > 1 && at(place - 2) == "w_{1}" && CLOSING.contains(&at(place - 1)))
                    || has_two_places(words, &mates, place)
            }
            "^" => {
                at(place + 1) == "+"
                    || (matches!((at(place + 1), at(place + 2)), ("{", "+" | "-")) && at(place + 3) == "}")
                    || matches!((at(place + 1), at(place + 2)), ("{", "(" | "[" | "}" | "'") | ("'", _))
                    || (at(place + 1) == "-" && !is_number(at(place + 2)))
            }
            "&" => innermost(place) != Some(r"\begin{cases}"),
            word if is_long(word) && place > 0 && at(place - 1) == "_" => true,
            // The second argument of a fraction, behind the braces of the first.
            word if is_long(word)
                && place > 0
                && at(place - 1) == "}"
                && mates[place - 1].is_some_and(|open| open > 0 && matches!(at(open - 1), r"\frac" | r"\binom")) =>
            {
                true
            }
            // Arguments of several characters, and commands as arguments.
            word if word.starts_with('\\') && place > 0 && takes_argument(at(place - 1)) && !is_name(word) => true,
            r"\sqrt" if at(place + 1) == "[" => {
                let close = (place..words.len()).find(|number| words[*number] == "]").unwrap_or(words.len());
                words[place + 2..close.max(place + 2)].contains(&"[") || is_long(at(close + 1)) || close == words.len()
            }
            r"\frac" | r"\binom" | r"\sqrt" => is_long(at(place + 1)) || is_long(at(place + 2)),
            // Braces around a single letter.
            "{" if at(place + 1) == "}" => true,
            "{" => at(place + 2) == "}" && place > 0 && !takes_argument(at(place - 1)) || (at(place + 2) == "}" && place == 0),
            r"\,dx" | r"\,dy" => at(place + 1) == "}",
            r"\frac{dy}{dx}" => at(place + 1) == "(" && words.windows(2).any(|pair| pair == ["y", "="]),
            "e" => true,
            _ => false,
        })
}

/// Whether the braces that close here are the exponent of a name.
fn name_before(words: &[&str], mates: &[Option<usize>], close: usize) -> bool {
    mates[close].is_some_and(|open| open > 1 && words[open - 1] == "^" && is_name(words[open - 2]))
}
