//! Quotients of differentials, which say what is asked for: `dy/dx`, `d^2y/dx^2`, `∂z/∂x`.

use super::canonical::canonical_name;

/// A derivative by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotient {
    /// What is differentiated.
    pub above: String,
    /// What it is differentiated by, in that order.
    pub below: Vec<String>,
}

/// The derivative a text names; nothing for any other text. Orders stand behind the sign and behind the variable, raised or
/// not: `d2y/dx2`, `d^2y/dx^2`, `d²y/dx²`; LaTeX fractions are read too.
///
/// ```
/// use chainrule::syntax::quotient;
/// let second = quotient("d2y/dx2").expect("a derivative");
/// assert_eq!((second.above.as_str(), second.below), ("y", vec!["x".to_string(), "x".to_string()]));
/// assert_eq!(quotient(r"\frac{\partial^2 z}{\partial x\partial y}").map(|mixed| mixed.below), Some(vec!["x".into(), "y".into()]));
/// assert_eq!(quotient("x/y"), None);
/// ```
pub fn quotient(text: &str) -> Option<Quotient> {
    let plain = plain(text);
    let (above, below) = plain.split_once('/')?;
    let (above, below) = (strip_brackets(above.trim()), strip_brackets(below.trim()));
    let rest = above.strip_prefix(['d', '∂'])?.trim_start();
    let (order, name) = leading_order(rest);
    let above = canonical_name(name)?.into_owned();
    let below = if order == 1 { vec![variable(below)?] } else { variables(below, order)? };
    Some(Quotient { above, below })
}

/// Without the commands of LaTeX fractions, and with raised digits as ordinary ones behind `^`.
fn plain(text: &str) -> String {
    let mut text = text.trim().trim_matches('$').trim().to_string();
    for command in ["\\dfrac", "\\tfrac", "\\frac"] {
        if let Some(fraction) = text.strip_prefix(command) {
            let fraction = fraction.trim();
            if let Some((above, below)) = fraction.split_once("}{")
                && let (Some(above), Some(below)) = (above.strip_prefix('{'), below.strip_suffix('}'))
            {
                text = format!("{above}/{below}");
            }
        }
    }
    for (from, to) in [("\\mathrm{d}", "d"), ("\\operatorname{d}", "d"), ("\\partial", "∂"), ("\\,", " "), ("{\\rm d}", "d")] {
        text = text.replace(from, to);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == letter) {
            Some(digit) => out.push_str(&format!("^{digit}")),
            None => out.push(letter),
        }
    }
    out
}

fn strip_brackets(text: &str) -> &str {
    text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(text).trim()
}

/// The order in front of what is differentiated: `^2y`, `^{2}y`, `2y`.
fn leading_order(text: &str) -> (usize, &str) {
    let raised = text.strip_prefix('^').unwrap_or(text).trim_start();
    let inner = raised.strip_prefix('{').unwrap_or(raised);
    let digits = inner.len() - inner.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let rest = inner[digits..].trim_start();
    let rest = rest.strip_prefix('}').filter(|_| inner.len() < raised.len()).unwrap_or(rest);
    match inner[..digits].parse() {
        Ok(order) if order >= 1 => (order, rest.trim()),
        _ => (1, text.trim()),
    }
}

/// `dx`
fn variable(text: &str) -> Option<String> {
    Some(canonical_name(text.strip_prefix(['d', '∂'])?.trim())?.into_owned())
}

/// `dx^2`, `dx2`, `dx dy`, `∂x∂y`, with orders that add up to `total`.
fn variables(text: &str, total: usize) -> Option<Vec<String>> {
    // A new differential begins at the start, behind a blank, a sign or an order, and at every ∂.
    let mut starts: Vec<usize> = Vec::new();
    for (at, letter) in text.char_indices() {
        let before = &text[..at];
        let is_behind_order = before.trim_end_matches(|digit: char| digit.is_ascii_digit()).ends_with('^') && !before.ends_with('^');
        let begins = at == 0 || before.ends_with([' ', '*', '}']) || is_behind_order || letter == '∂';
        if begins && matches!(letter, 'd' | '∂') {
            starts.push(at);
        }
    }
    if total == 2 && starts.len() == 1 && !text.ends_with(['2', '}']) {
        // dxdy, without a blank between.
        starts.extend(text.rfind('d').filter(|at| *at > 1));
    }
    let mut found = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        let differential = text[*start..end].trim_matches([' ', '*']);
        let name = differential.strip_prefix(['d', '∂'])?.trim();
        let (name, times) = match name.split_once('^') {
            Some((name, order)) => (name, order.trim_matches(['{', '}', ' ']).parse().ok()?),
            None if starts.len() == 1 => (name.strip_suffix(&total.to_string())?, total),
            None => (name, 1),
        };
        let name = canonical_name(name)?.into_owned();
        if found.len() + times > total {
            return None;
        }
        found.extend(std::iter::repeat_n(name, times));
    }
    (found.len() == total).then_some(found)
}
