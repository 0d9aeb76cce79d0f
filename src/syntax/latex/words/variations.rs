//! Small changes, `\delta x`: where one quantity is written with two letters.

use super::tokens::{Raw, Token};

/// Whether a δ before a letter makes one name with it: below a differential, `\frac{\partial(\delta n)}{\partial x}`, `d\delta x`, and
/// above the letter alone, `\frac{\delta r}{r}`.
pub fn has_variations(list: &[Token<'_>]) -> bool {
    let raw = |at: usize| list.get(at).map(|token| token.raw);
    let is_relative = |at: usize| {
        (raw(at), raw(at + 1)) == (Some(Raw::Open), Some(Raw::Command("delta")))
            && (raw(at + 3), raw(at + 4)) == (Some(Raw::Close), Some(Raw::Open))
            && raw(at + 2) == raw(at + 5)
            && matches!(raw(at + 2), Some(Raw::Letter(_) | Raw::Command(_)))
    };
    if (0..list.len()).any(is_relative) {
        return true;
    }
    (1..list.len()).any(|at| {
        let is_change = raw(at) == Some(Raw::Command("delta")) && matches!(raw(at + 1), Some(Raw::Letter(_)));
        let before = if raw(at - 1) == Some(Raw::Symbol('(')) && at > 1 { at - 2 } else { at - 1 };
        // Behind an order the sign stands before its braces.
        let sign = if raw(before) == Some(Raw::Close) && before > 3 && raw(before - 3) == Some(Raw::Caret) { before - 4 } else { before };
        is_change && matches!(raw(sign), Some(Raw::Letter('d') | Raw::Command("partial")))
    })
}
