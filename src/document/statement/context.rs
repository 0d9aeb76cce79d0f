//! What the words around a formula say: conditions, and that a statement is an exercise, an equation to solve, or wrong on purpose.

use super::choices;
use crate::document::page::passage::Passage;
use std::borrow::Cow;
use std::ops::Range;

/// So many bytes before a formula are heard.
const HEARD_BEFORE: usize = 260;

/// Conditions stand close to what they are about.
pub const CONDITION_WITHIN: usize = 160;

/// A point is named in the same paragraph, and no farther away.
const POINT_WITHIN: usize = 2000;

/// A case reaches farther, to the next one.
pub const CASE_WITHIN: usize = 800;

/// A heading farther above is about something else.
const HEADING_WITHIN: usize = 8000;

/// Words that say that a statement need not hold.
const ON_PURPOSE: [&str; 31] = [
    "t/f",
    "true/false:",
    "true or false",
    "true/false",
    "is it true",
    "incorrect",
    "wrong",
    "mistake",
    "naive",
    " tempt",
    "not correct",
    "pitfall",
    "misconception",
    "guess that",
    "guess is",
    "might guess",
    "would guess",
    "not the case",
    "the answer is no",
    "find the error",
    "spot the",
    "spot and",
    "often think",
    "not equal",
    "counterexample",
    "is false",
    "erroneous",
    "a student",
    "flawed",
    "not sure",
    "wanna say",
];

/// Words in a heading or the first row of a table, below which what is wrong stands beside what is right.
const MISTAKES: [&str; 3] = ["mistake", "pitfall", "misconception"];

/// Words behind those that turn to what is right: "is incorrect, because ...".
const REASONING: [&str; 6] = ["because", "since", "in fact", "actually", "indeed", "take the derivative of"];

/// Words that make a sentence one about what is given.
const SUPPOSED: [&str; 5] = ["suppose", "assume", "given that", "such that", "whenever"];

/// Words that say that a statement is an equation for something unknown.
const EQUATIONS: [&str; 37] = [
    "logistic equation",
    "consider the equation",
    "consider the following equation",
    "consider the ode",
    "now solve",
    "linear ode",
    "an ode",
    "consideramos a seguinte equação",
    "considere a equação",
    "considere a seguinte equação",
    "edo linear",
    "uma edo",
    "considérons l'équation",
    "on considère l'équation",
    "consideriamo l'equazione",
    "betrachten wir die gleichung",
    "will make",
    "that makes",
    "which makes",
    "for which",
    "differential equation",
    "initial condition",
    "initial value",
    "boundary condition",
    "satisfies",
    "satisfy",
    "satisfying",
    "is a solution",
    "微分方程",
    "differentialgleichung",
    "équation différentielle",
    "ecuación diferencial",
    "equazione differenziale",
    "equação diferencial",
    "дифференциальн",
    "diferansiyel denklem",
    "denklemi",
];

/// Words for equations that a solution satisfies.
const OPTIMALITY: [&str; 5] =
    ["first-order condition", "first order condition", "optimality condition", "stationarity condition", "euler equation"];

/// Words for what functions have to do with themselves at other places.
const SYMMETRIES: [&str; 27] = [
    "symmetr",
    "symétr",
    "simmetr",
    "simétr",
    "periodi",
    "périodi",
    "periódic",
    "with period",
    "even function",
    "is even",
    "are even",
    "odd function",
    "is odd",
    "are odd",
    "parity",
    "gerade funktion",
    "ist gerade",
    "ungerade",
    "fonction paire",
    "est paire",
    "impair",
    "funzione pari",
    "è pari",
    "dispari",
    "función par",
    "es par",
    "четн",
];

/// Words for functions whose derivative is nothing.
const CONSTANTS: [&str; 5] = ["constan", "konstan", "costan", "stał", "постоян"];

/// Words that say that a constant on the other side is set.
const SOLVING: [&str; 4] = ["solve the", "solve for", "set the derivative", "setting the derivative"];

/// Why the words around a formula say that it need not hold; `ends_constant` where it ends with a number, `is_told` where it is about a
/// function that its sentence gives, which is no solution that is sought.
pub fn disclaimer(passage: &Passage, formula: &Range<usize>, ends_constant: bool, is_told: bool) -> Option<String> {
    let mut from = formula.start.saturating_sub(HEARD_BEFORE);
    while !passage.text.is_char_boundary(from) {
        from -= 1;
    }
    // What was said in another paragraph is about another formula, unless the formula is a paragraph of its own.
    let before = passage.text[from..formula.start].to_lowercase();
    let paragraphs: Vec<&str> = before.split("\n\n").collect();
    // A comment is no part of the text.
    let paragraphs: Vec<&str> = paragraphs.into_iter().map(|paragraph| paragraph.rsplit("-->").next().unwrap_or("")).collect();
    let near = paragraphs.iter().rev().find(|paragraph| paragraph.trim().trim_matches('$').len() > 2).copied().unwrap_or("");
    let near = of_own_item(near);
    let mut end = passage.text.len().min(formula.end + 80);
    while !passage.text.is_char_boundary(end) {
        end += 1;
    }
    let end = crate::document::formula::environment::paragraph_end(&passage.text[..end], formula.end);
    let behind = passage.text[formula.end..end].to_lowercase();
    let is_turned = |at: usize| REASONING.iter().any(|word| near[at..].contains(word));
    let is_said = |word: &&str| near.rfind(*word).is_some_and(|at| !is_turned(at + word.len())) || behind.contains(*word);
    if ON_PURPOSE.iter().any(is_said) {
        return Some("it is said to be wrong, or asked whether it is".into());
    }
    if above(&passage.text, formula.start).any(|line| MISTAKES.iter().any(|word| line.contains(word))) {
        return Some("it stands among mistakes".into());
    }
    if choices::are_offered(&before) || choices::is_offered(&passage.text, formula) {
        return Some("one of several answers to choose from".into());
    }
    if is_in_another_ring(&passage.text, formula.start) {
        return Some("numbers of another ring may be meant".into());
    }
    if is_in_a_conversation(&passage.text, formula.start) {
        return Some("somebody says so in a conversation".into());
    }
    if is_caption(&passage.text, formula) {
        return Some("a caption, which may be about another place".into());
    }
    // An initial-value problem is one for an initial value.
    let joined = near.replace('-', " ");
    // Behind a full stop another sentence begins, about what follows from this one.
    let ends = passage.text[..formula.end].trim_end().ends_with('.');
    let goes_on = if ends { "" } else { behind.split(". ").next().unwrap_or("") };
    let pointed = pointing_back(&passage.text, end);
    let is_equation = EQUATIONS.iter().any(|word| joined.contains(word) || goes_on.contains(word) || pointed.contains(word))
        || ends_constant && SOLVING.iter().any(|word| near.contains(word));
    (is_equation && !is_told).then(|| "a condition: an equation to be solved".into())
}

/// The first sentence of the paragraph that begins behind a place, where it speaks of what stands before it: "This is a linear
/// differential equation".
fn pointing_back(text: &str, from: usize) -> String {
    /// So far the sentence is read.
    const SENTENCE: usize = 120;
    const POINTING: [&str; 9] = ["this ", "these ", "which ", "esta ", "ésta ", "dies", "cette ", "c'est ", "questa "];
    let mut end = text.len().min(from + SENTENCE);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let sentence = text[from..end].trim_start().split(". ").next().unwrap_or("").to_lowercase().replace(['*', '_'], "");
    if POINTING.iter().any(|word| sentence.starts_with(word)) { sentence } else { String::new() }
}

/// Why a claim about unknown functions may hold for those that are meant: the words around it say that they are even, odd or
/// periodic, or those of its sentence that one is constant.
pub fn special_functions(passage: &Passage, formula: &Range<usize>) -> Option<String> {
    let mut from = formula.start.saturating_sub(CASE_WITHIN);
    while !passage.text.is_char_boundary(from) {
        from -= 1;
    }
    let mut end = passage.text.len().min(formula.end + CONDITION_WITHIN);
    while !passage.text.is_char_boundary(end) {
        end += 1;
    }
    let (before, behind) = (passage.text[from..formula.start].to_lowercase(), passage.text[formula.end..end].to_lowercase());
    let sentence = before.rsplit(['.', '\n']).find(|part| part.chars().any(char::is_alphabetic)).unwrap_or("");
    let rest = behind.split(['.', '\n']).next().unwrap_or("");
    let is_symmetric = SYMMETRIES.iter().any(|word| before.contains(word) || behind.contains(word));
    let is_special = is_symmetric || CONSTANTS.iter().any(|word| sentence.contains(word) || rest.contains(word));
    is_special.then(|| "a function may be even, odd, periodic or constant".into())
}

/// Words without those of the items before the last: what leads to a list is said of all its items.
fn of_own_item(near: &str) -> Cow<'_, str> {
    const LISTS: [&str; 4] = ["\\begin{enumerate", "\\begin{itemize", "\\begin{parts", "\\begin{questions"];
    let Some(begun) = near.rfind("\\item") else { return near.into() };
    let leading = LISTS.iter().filter_map(|list| near.rfind(list)).max().map_or("", |list| &near[..list]);
    format!("{leading} {}", &near[begun..]).into()
}

/// Whether a place lies in a conversation, whose people may be wrong.
fn is_in_a_conversation(text: &str, at: usize) -> bool {
    text[..at].rfind("\\begin{dialogue}").is_some_and(|from| !text[from..at].contains("\\end{dialogue}"))
}

/// Whether the text before a place is about polynomials over a finite ring: 5x^4 is nothing where 5 is.
fn is_in_another_ring(text: &str, at: usize) -> bool {
    const RINGS: [&str; 6] = ["\\mathbb{Z}_", "\\mathbb{F}_", "\\pmod", "finite field", "characteristic is", "characteristic $"];
    let mut from = at.saturating_sub(HEADING_WITHIN);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    RINGS.iter().any(|ring| text[from..at].contains(ring))
}

/// The heading above a place, and the first row of the table it stands in, in small letters.
fn above(text: &str, at: usize) -> impl Iterator<Item = String> {
    let is_heading = |line: &&str| line.starts_with('#') || line.starts_with("\\section") || line.starts_with("\\subsection");
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    let mut from = at.saturating_sub(HEADING_WITHIN);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let lines = || text[from..at].rsplit('\n');
    let heading = lines().find(is_heading);
    let table = lines().take_while(is_row).last();
    heading.into_iter().chain(table).map(str::to_lowercase)
}

/// Whether the words before a formula, in its paragraph, say that it is what a solution satisfies.
pub fn is_optimality(passage: &Passage, formula: &Range<usize>) -> bool {
    let mut from = formula.start.saturating_sub(HEARD_BEFORE);
    while !passage.text.is_char_boundary(from) {
        from -= 1;
    }
    let before = passage.text[from..formula.start].to_lowercase();
    let near = before.trim_end().rsplit("\n\n").next().unwrap_or("");
    OPTIMALITY.iter().any(|words| near.contains(words))
}

/// Whether a line begins a part of an exercise or of its solution: "(b) Find ...", "II. By definition ...".
pub fn begins_part(line: &str) -> bool {
    let mut rest = line.trim_start().trim_start_matches("\\item").trim_start();
    if let Some(behind) = rest.strip_prefix("\\begin{").and_then(|name| name.split_once('}')) {
        rest = behind.1.trim_start();
    }
    for opening in ["\\textbf{solution", "**solution", "solution"] {
        if rest.get(..opening.len()).is_some_and(|words| words.eq_ignore_ascii_case(opening)) {
            rest = rest[opening.len()..].trim_start_matches([':', '.', '}', '*', ' ']);
        }
    }
    let rest = rest.trim_start_matches(['*', '_']);
    let inner = rest.trim_start_matches('(');
    let label: &str = &inner[..inner.bytes().take_while(u8::is_ascii_alphabetic).count()];
    let behind = &inner[label.len()..];
    let is_roman = |digits: &str| !label.is_empty() && label.chars().all(|letter| digits.contains(letter));
    let is_label = label.len() == 1 || is_roman("ivx") || is_roman("IVX");
    match inner.len() < rest.len() {
        true => is_label && behind.starts_with(')'),
        false => is_label && behind.starts_with(')') || is_roman("IVX") && behind.starts_with(". "),
    }
}

/// Whether a line begins a numbered item: "6. Find ...", "(2) ...", "4．".
pub fn begins_item(line: &str) -> bool {
    let rest = line.trim_start().trim_start_matches(['*', '_', '#', ' ']);
    if rest.starts_with("\\item") {
        return true;
    }
    let rest = rest.strip_prefix(['(', '（']).unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &rest[digits..];
    let is_stopped = behind.starts_with(['．', '、', '）']) || [". ", ") ", ")$", ".$"].iter().any(|stop| behind.starts_with(stop));
    (1..=3).contains(&digits) && is_stopped
}

/// The number that an item begins with, 0 where there is none.
pub fn number_of_item(line: &str) -> usize {
    let digits = line.trim_start_matches(|c: char| !c.is_ascii_digit());
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    digits[..length].parse().unwrap_or(0)
}

/// The functions that code blocks of a text define, `f(x) = ...` or `def f(x): return ...`, and what they are given.
pub fn programmed(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
            continue;
        }
        let (line, assigns) = match line.trim_start().strip_prefix("def ") {
            Some(rest) => (rest, ":"),
            None => (line, "="),
        };
        let given = line.split_once('(').and_then(|(name, rest)| Some((name, rest.split_once(')')?.1.trim_start().strip_prefix(assigns)?)));
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if let Some((name, value)) = given.filter(|(name, _)| inside && is_name(name)) {
            found.push((name.to_string(), value.trim().to_string()));
        }
    }
    found
}

/// Whether a formula stands in a caption, which may be about another place.
pub fn is_caption(text: &str, formula: &Range<usize>) -> bool {
    let mut from = formula.start.saturating_sub(HEARD_BEFORE);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let before = &text[from..formula.start];
    before.rfind("\\caption").is_some_and(|at| before[at..].matches('{').count() > before[at..].matches('}').count())
}

/// Whether words beside the rows of a formula give a reason that may be a condition: `\text{since } x^2 + y^2 = 1`.
pub fn gives_a_reason(words: &str) -> bool {
    const REASONS: [&str; 6] = ["since", "given", "because", "assuming", "provided", "when"];
    // An equation among words is one: `\text{Note, $h = 1$.}`
    let has_equation = words.split('$').skip(1).step_by(2).any(|formula| formula.contains('='));
    has_equation || words.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| REASONS.contains(&word))
}

/// Whether the words around a name bring it in anew: "Let $f$ be differentiable", "if $f$ and $g$ are inverses".
pub fn is_brought_in(text: &str, formula: &Range<usize>) -> bool {
    const BRINGING: [&str; 8] = ["let", "if", "suppose", "assume", "that", "functions", "consider", "when"];
    const KINDS: [&str; 9] =
        ["differentiable", "function", "functions", "inverse", "inverses", "continuous", "smooth", "arbitrary", "constant"];
    let mut from = formula.start.saturating_sub(60);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut end = (formula.end + 90).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let before = words(text[from..formula.start].rsplit(['.', ':']).next().unwrap_or(""));
    let behind = words(text[formula.end..end].split(['.', ':', '=']).next().unwrap_or(""));
    // "let $f$ and $g$ be": other names may stand between.
    let is_joint = |word: &&String| word.len() == 1 || matches!(word.as_str(), "and" | "or" | "both");
    let opener = before.iter().rev().find(|word| !is_joint(word));
    let opens = opener.is_some_and(|word| BRINGING.contains(&word.as_str()));
    let rest: Vec<&String> = behind.iter().skip_while(is_joint).collect();
    let is_verb = rest.first().is_some_and(|word| matches!(word.as_str(), "be" | "is" | "are" | "denote" | "represent"));
    // "Let $x$ be the distance": whatever it is.
    let is_let = opener.is_some_and(|word| word == "let");
    opens && is_verb && (is_let || rest.iter().take(6).any(|word| KINDS.contains(&word.as_str())))
}

/// Whether the words right before a formula say that it is supposed: "if f'(2) = 3".
pub fn is_supposed(passage: &Passage, formula: &Range<usize>) -> bool {
    let mut from = formula.start.saturating_sub(HEARD_BEFORE);
    while !passage.text.is_char_boundary(from) {
        from -= 1;
    }
    let before = passage.text[from..formula.start].to_lowercase();
    let sentence = before.rsplit(". ").next().unwrap_or("");
    if SUPPOSED.iter().any(|word| sentence.contains(word)) {
        return true;
    }
    let words: Vec<&str> = before.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    const SUPPOSING: [&str; 12] =
        ["if", "suppose", "assume", "given", "let", "whenever", "when", "where", "until", "unless", "provided", "such"];
    words.iter().rev().take(2).any(|word| SUPPOSING.contains(word))
}

/// Whether words around a formula may ask for a place where it holds, or set it: "find where", "the slope is".
pub fn asks_for_a_place(passage: &Passage, formula: &Range<usize>) -> bool {
    // Words that may name a place in the sentence of a formula.
    const PLACING: [&str; 6] = ["where", "when", "if", "for", "at", "with"];
    const ASKING: [&str; 34] = [
        "find",
        "determine",
        "solve",
        "solving",
        "solved",
        "solution",
        "solutions",
        "solves",
        "set",
        "sets",
        "setting",
        "equal",
        "equals",
        "gives",
        "satisfies",
        "satisfy",
        "slope",
        "slopes",
        "gradient",
        "rate",
        "tangent",
        "point",
        "points",
        "value",
        "values",
        "critical",
        "maximum",
        "minimum",
        "condition",
        "conditions",
        "suppose",
        "let",
        "given",
        "zero",
    ];
    let mut from = formula.start.saturating_sub(HEARD_BEFORE);
    while !passage.text.is_char_boundary(from) {
        from -= 1;
    }
    let mut end = passage.text.len().min(formula.end + 80);
    while !passage.text.is_char_boundary(end) {
        end += 1;
    }
    let parts = [&passage.text[from..formula.start], &passage.text[formula.end..end]];
    let [before, behind] = parts.map(|part| part.to_lowercase().replace("for example", "").replace("for instance", ""));
    let has = |text: &str, words: &[&str]| text.split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word));
    let stops = [". ", "? ", "! ", ": "];
    let begun = stops.iter().filter_map(|stop| before.rfind(stop)).max().unwrap_or(0);
    let ended = stops.iter().filter_map(|stop| behind.find(stop)).min().unwrap_or(behind.len());
    let is_placed = has(&before[begun..], &PLACING) || has(&behind[..ended], &PLACING);
    is_placed || has(&before, &ASKING) || has(&behind, &ASKING)
}

/// Whether the words before a formula say that it is a derivative: "the derivative of the activation $a$ is", "differentiating gives".
pub fn is_announced(passage: &Passage, formula: &Range<usize>) -> bool {
    const OF_DERIVATIVES: [&str; 9] =
        ["derivative", "differentiat", "ableitung", "abgeleitet", "dérivé", "derivada", "derivata", "afgeleide", "gradient"];
    const OF_EQUATIONS: [&str; 6] = ["equation", "equa", "gleichung", "équation", "solve", "such that"];
    let mut from = formula.start.saturating_sub(HEARD_BEFORE);
    while !passage.text.is_char_boundary(from) {
        from += 1;
    }
    let before = passage.text[from..formula.start].to_lowercase();
    let sentence = before.rsplit(". ").next().unwrap_or("").rsplit("\n\n").next().unwrap_or("");
    OF_DERIVATIVES.iter().any(|word| sentence.contains(word)) && !OF_EQUATIONS.iter().any(|word| sentence.contains(word))
}

/// Whether the words before a formula name a point: "at x=3".
pub fn names_a_point(passage: &Passage, formula: &Range<usize>) -> bool {
    let mut within = formula.start.saturating_sub(POINT_WITHIN);
    while !passage.text.is_char_boundary(within) {
        within += 1;
    }
    let from = passage.text[within..formula.start].rfind("\n\n").map_or(within, |at| within + at + 2);
    let before = passage.text[from..formula.start].replace(['$', ' '], "");
    let digits = |rest: &str| rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    before.match_indices('=').any(|(at, _)| {
        digits(&before[at + 1..])
            && before[..at].ends_with(|c: char| c.is_ascii_alphabetic())
            // The first index of a sum is no point.
            && before[..at - 1].ends_with(|c: char| (!c.is_alphabetic() && c != '{') || c == 't' || c == 'n')
    })
}

#[cfg(test)]
mod part_tests {
    use super::begins_part;

    #[test]
    fn parts_are_seen_by_their_labels() {
        assert!(
            ["(a) Find", "  b) then", "II. By", "\\textbf{Solution:} I. By", "**(c)** Now", "\\item (iv) x"].into_iter().all(begins_part)
        );
        assert!(!["a. point", "(as before)", "f(x) = 2", "I am", "If so. Then", ""].into_iter().any(begins_part));
    }
}
