//! The one name that a text is, in whichever language it is written.

use super::names::{can_stand_alone, spelling};
use super::{latex, text};
use std::borrow::Cow;

/// The one spelling of a text that is a single name; nothing for any other text, and for words that can't be a variable
/// because they are functions (`sin`) or keywords.
///
/// ```
/// use chainrule::syntax::canonical_name;
/// assert_eq!(canonical_name("θ").as_deref(), Some("theta"));
/// assert_eq!(canonical_name("2x"), None);
/// assert_eq!(canonical_name("sin"), None);
/// assert_eq!(canonical_name(r"\hat y_i").as_deref(), Some("y_hat_i"));
/// ```
pub fn canonical_name(written: &str) -> Option<Cow<'_, str>> {
    if let [letter] = written.as_bytes()
        && letter.is_ascii_alphabetic()
    {
        return can_stand_alone(written, written).then_some(Cow::Borrowed(written));
    }
    let written = written.trim();
    match text::tokens::name(written) {
        Some(name) if name.len() == written.len() => {
            let spelt = spelling(name);
            (!name.starts_with('∂') && can_stand_alone(name, &spelt)).then_some(spelt)
        }
        _ if latex::is_latex(written) => latex::canonical_name(written).map(Cow::Owned),
        _ => None,
    }
}
