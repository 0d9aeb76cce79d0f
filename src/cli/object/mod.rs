//! Answers, matrices, verdicts and errors as JSON objects, written straight into the text that goes out.

mod answer;
mod judgement;
mod matrix;
mod steps;

pub use answer::{Parts, write_answer, write_value};
pub use judgement::{Subject, write_judgement};
pub use matrix::write_matrix;
pub use steps::{list_of_steps, write_steps};

use chainrule::Error;
use serde_json::json;

/// Opens an object with the identity of its request.
pub fn begin(out: &mut String, id: Option<&str>) {
    out.push('{');
    if let Some(id) = id {
        key(out, "id");
        out.push_str(id);
    }
}

/// Appends a key, with the comma before it.
#[inline]
pub fn key(out: &mut String, name: &str) {
    separate(out);
    out.push('"');
    out.push_str(name);
    out.push_str("\": ");
}

/// A comma, unless nothing stands before it in the object.
fn separate(out: &mut String) {
    if !out.ends_with('{') {
        out.push_str(", ");
    }
}

/// Appends a list of strings.
pub fn list(out: &mut String, texts: &[String]) {
    out.push('[');
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let text_from = open_string(out);
        out.push_str(text);
        close_string(out, text_from);
    }
    out.push(']');
}

/// Opens a string; what is written behind it belongs to it until it is closed. Where its text begins.
pub fn open_string(out: &mut String) -> usize {
    out.push('"');
    out.len()
}

/// Closes the string whose text begins at `from`; most texts need no escape.
pub fn close_string(out: &mut String, from: usize) {
    if special(&out.as_bytes()[from..]).is_some() {
        let quoted = serde_json::Value::String(out.split_off(from)).to_string();
        out.push_str(&quoted[1..]);
    } else {
        out.push('"');
    }
}

/// Where in a text the first byte stands that a string of JSON does not hold as it is: a quote, a backslash or a control character.
/// Eight bytes are looked at together.
pub fn special(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    // The highest bit of each byte that is below a number; bytes above the first such one may have it too.
    let below = |word: u64, number: u8| word.wrapping_sub(ONES * u64::from(number)) & !word & HIGHEST;
    let is = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = is(word, b'"') | is(word, b'\\') | below(word, 0x20);
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
    Some(words.len() * 8 + at)
}

/// A key that may need escapes.
pub fn quoted_key(out: &mut String, name: &str) {
    separate(out);
    let from = open_string(out);
    out.push_str(name);
    close_string(out, from);
    out.push_str(": ");
}

/// Appends an error as the answer.
pub fn write_error(out: &mut String, id: Option<&str>, error: &Error) {
    begin(out, id);
    let mut object = json!({ "kind": error.kind(), "message": error.to_string() });
    if let Some(span) = error.span() {
        object["span"] = json!([span.start, span.end]);
    }
    if let Some(hint) = error.hint() {
        object["hint"] = hint.into();
    }
    key(out, "error");
    out.push_str(&object.to_string());
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::special;

    #[test]
    fn special_bytes_are_found_wherever_they_stand() {
        for byte in 0..=255u8 {
            let is_special = serde_json::to_string(&char::from(byte)).is_ok_and(|quoted| byte < 0x80 && quoted.contains('\\'));
            for at in 0..20 {
                let mut text = [b'a'; 20];
                text[at] = byte;
                assert_eq!(special(&text), is_special.then_some(at), "{byte} at {at}");
                // Another one behind it changes nothing, and one before it is found first.
                text[19] = b'"';
                assert_eq!(special(&text), Some(if is_special { at } else { 19 }), "{byte} at {at}");
            }
        }
    }
}
