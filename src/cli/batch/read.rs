//! From a line to a request. Where the values are plain strings, lists of those and whole numbers, as nearly everywhere, it is read
//! in one go; whatever else JSON has is left to `serde`, and so is every error.

use super::request::{Names, Request, Text, Written};
use crate::cli::object::special;
use std::borrow::Cow;

/// Fills in the request on a line, in the place where it stays: there is much that a request may say.
pub fn read<'a>(line: &'a [u8], request: &mut Request<'a>) -> serde_json::Result<()> {
    // Looked at once, the line's bytes need not be looked at again for each of its strings.
    match std::str::from_utf8(line) {
        Ok(text) if plain_request(text, request).is_some() => return Ok(()),
        Ok(text) => *request = serde_json::from_str(text)?,
        Err(_) => *request = serde_json::from_slice(line)?,
    }
    // What `serde` reads from a list, by the order of the fields, is none.
    if line.trim_ascii_start().starts_with(b"[") {
        return Err(serde::de::Error::custom("a request is an object"));
    }
    Ok(())
}

/// Fills in the request on a line; nothing where it is not so plain.
fn plain_request<'a>(line: &'a str, request: &mut Request<'a>) -> Option<()> {
    let mut line = Line { text: line, at: 0 };
    line.sign(b'{')?;
    loop {
        let key = line.string()?;
        line.sign(b':')?;
        match key {
            "id" => fill(&mut request.id, line.identity()?)?,
            "expr" => fill(&mut request.expr, line.text()?)?,
            "wrt" => line.names(&mut request.wrt)?,
            "want" => line.names(request.want.get_or_insert_default())?,
            "form" => fill(&mut request.form, line.text()?)?,
            "op" => fill(&mut request.op, line.text()?)?,
            "order" => fill(&mut request.order, line.digits()?)?,
            "claim" => fill(&mut request.claim, line.text()?)?,
            "left" => fill(&mut request.left, line.text()?)?,
            "right" => fill(&mut request.right, line.text()?)?,
            "define" => fill(&mut request.define, line.text()?)?,
            "assume" => line.names(&mut request.assume)?,
            "input" => fill(&mut request.input, line.text()?)?,
            "detail" => fill(&mut request.detail, line.text()?)?,
            "style" => fill(&mut request.style, line.text()?)?,
            _ => return None,
        }
        match line.next()? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    line.text[line.at..].bytes().all(is_blank).then_some(())
}

/// Sets what has not been said yet.
fn fill<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A line, and how far it is read.
struct Line<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Line<'a> {
    /// The next byte that is not blank; mostly at most one is.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        let mut byte = *bytes.get(self.at)?;
        self.at += 1;
        if is_blank(byte) {
            byte = *bytes.get(self.at)?;
            self.at += 1;
        }
        if is_blank(byte) { self.behind_blanks() } else { Some(byte) }
    }

    #[inline(never)]
    fn behind_blanks(&mut self) -> Option<u8> {
        let blanks = self.text.as_bytes()[self.at..].iter().position(|byte| !is_blank(*byte))?;
        self.at += blanks + 1;
        Some(self.text.as_bytes()[self.at - 1])
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        (self.next()? == sign).then_some(())
    }

    /// A string without escapes.
    #[inline(never)]
    fn string(&mut self) -> Option<&'a str> {
        self.sign(b'"')?;
        self.rest_of_string()
    }

    fn rest_of_string(&mut self) -> Option<&'a str> {
        let from = self.at;
        let length = special(&self.text.as_bytes()[from..])?;
        self.at = from + length + 1;
        (self.text.as_bytes()[from + length] == b'"').then(|| &self.text[from..from + length])
    }

    fn text(&mut self) -> Option<Text<'a>> {
        self.string().map(plain)
    }

    /// One name or several, where there are none yet.
    fn names(&mut self, names: &mut Names<'a>) -> Option<()> {
        if !names.0.is_empty() {
            return None;
        }
        match self.next()? {
            b'"' => names.0.push(plain(self.rest_of_string()?)),
            b'[' => loop {
                names.0.push(plain(self.string()?));
                match self.next()? {
                    b',' => {}
                    b']' => break,
                    _ => return None,
                }
            },
            _ => return None,
        }
        Some(())
    }

    /// A whole number as it is written.
    fn digits(&mut self) -> Option<Written<'a>> {
        let first = self.next()?;
        let from = self.at - 1;
        let length = self.text.as_bytes()[from..].iter().position(|byte| !byte.is_ascii_digit())?;
        // Zeros in front are an error, and what has a point or an exponent is no whole number.
        let is_whole = length == 1 || (length > 1 && first != b'0');
        let is_all = !matches!(self.text.as_bytes()[from + length], b'.' | b'e' | b'E');
        self.at = from + length;
        (is_whole && is_all).then(|| Written(&self.text[from..from + length]))
    }

    /// A whole number or a string, as it is written.
    fn identity(&mut self) -> Option<Written<'a>> {
        if self.next()? != b'"' {
            self.at -= 1;
            return self.digits();
        }
        let from = self.at - 1;
        self.rest_of_string()?;
        Some(Written(&self.text[from..self.at]))
    }
}

fn plain(text: &str) -> Text<'_> {
    Text(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::super::request::Request;

    #[test]
    fn plain_requests_are_read_as_serde_reads_them() {
        let lines = [
            r#"{"id": 1, "expr": "x^2", "wrt": ["x"]}"#,
            r#"{"expr":"x^2","wrt":"x","id":"a b","form":"raw","want":["text","latex"]}"#,
            " {\t\"op\" : \"equal\", \"left\": \"é\", \"right\": \"θ\"}\r\n",
            r#"{"expr": "x", "wrt": ["x", "y", "x"], "order": 12, "assume": ["x > 0"], "define": "y = x"}"#,
        ];
        for line in lines {
            let mut own = Request::default();
            super::plain_request(line, &mut own).unwrap();
            assert_eq!(format!("{own:?}"), format!("{:?}", serde_json::from_str::<Request<'_>>(line).unwrap()));
        }
    }

    #[test]
    fn everything_else_is_left_to_serde() {
        let lines = [
            "",
            "{}",
            "[]",
            r#"{"expr": "x"} x"#,
            r#"{"expr": "x",}"#,
            r#"{"expr": "x"; "wrt": "x"}"#,
            r#"{"expr": "x", "expr": "y"}"#,
            r#"{"wrt": ["x"], "wrt": "y"}"#,
            r#"{"wrt": []}"#,
            r#"{"wrt": ["x" "y"]}"#,
            r#"{"expr": "\u0078"}"#,
            "{\"expr\": \"x\u{1}\"}",
            r#"{"expr": "x"#,
            r#"{"expr": 5}"#,
            r#"{"id": 01}"#,
            r#"{"id": 1.5}"#,
            r#"{"id": 1e5}"#,
            r#"{"id": -1}"#,
            r#"{"id": null}"#,
            r#"{"id": 1"#,
            r#"{"limits": {"nodes": 1}}"#,
            r#"{"unknown": "x"}"#,
        ];
        for line in lines {
            assert!(super::plain_request(line, &mut Request::default()).is_none(), "{line}");
        }
    }
}
