//! Where sentences end, and what their words bring in: a display goes on with the sentence around it.

use std::ops::Range;

/// Whether a sentence ends with a formula or in the text behind it.
pub fn ends_sentence(formula: &str, between: &str) -> bool {
    let is_stop = |c: char| matches!(c, '.' | '?' | '!' | '。');
    let formula = formula.trim_end();
    let mut stops = between.match_indices(is_stop).map(|(at, stop)| &between[at + stop.len()..]);
    let is_new = |paragraph: &str| {
        let first = paragraph.trim_start();
        first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '#' | '-' | '*' | '>'))
            || first.starts_with("\\item")
    };
    (formula.ends_with(is_stop) && !formula.ends_with(".."))
        || stops.any(|behind| behind.is_empty() || behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '\\' | '*')))
        || between.contains("\\item")
        || between.split("\n\n").skip(1).any(is_new)
}

/// Whether the last words before a formula bring in something new: "now let", "consider the function".
pub fn is_let(text: &str, formula: &Range<usize>) -> bool {
    const BRINGING: [&str; 16] = [
        "let", "consider", "suppose", "assume", "take", "define", "given", "function", "soit", "soient", "sei", "seien", "sea", "sean",
        "sia", "seja",
    ];
    let mut from = formula.start.saturating_sub(40);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text[from..formula.start].rsplit(['.', ',', ';', '=']).next().unwrap_or("").to_lowercase();
    before.split(|c: char| !c.is_alphabetic()).any(|word| BRINGING.contains(&word))
}

/// Whether the words right before a formula say that it is not so: "if we had f(x) = x".
pub fn is_unreal(text: &str, formula: &Range<usize>) -> bool {
    const UNREAL: [&str; 12] = [
        "if we had",
        "had we",
        "if instead",
        "if it were",
        "se avessimo",
        "se fosse",
        "si tuviéramos",
        "si tuviésemos",
        "se tivéssemos",
        "si on avait",
        "hätten wir",
        "wäre",
    ];
    let mut from = formula.start.saturating_sub(40);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text[from..formula.start].rsplit(['.', '\n']).next().unwrap_or("").to_lowercase();
    let before = before.trim_end_matches(['$', '\\', '(', ' ']);
    UNREAL.iter().any(|words| before.ends_with(words))
}

#[cfg(test)]
mod tests {
    use super::ends_sentence;

    #[test]
    fn sentences_go_on_through_displays() {
        assert!(
            [("x", ". Then "), ("x", "\n\nWe "), ("x = 1.\n", "\n"), ("x", " \\item "), ("x", ".\\\\ ")]
                .into_iter()
                .all(|(formula, between)| ends_sentence(formula, between))
        );
        assert!(
            ![("x", ", and "), ("x", "\n\nwhere "), ("a + ...", "\n"), ("x", " (1.5 m) "), ("", "")]
                .into_iter()
                .any(|(formula, between)| ends_sentence(formula, between))
        );
    }
}
