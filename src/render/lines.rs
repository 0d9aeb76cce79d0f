//! Plain text in lines of a given width, broken by the `pretty` crate: before the signs of a sum, after the stars of a
//! product and the semicolons between cases, outermost first.

use super::{Style, sharing};
use crate::error::Error;
use crate::expression::{Arena, Id};
use crate::limits::exceeded;
use pretty::DocAllocator;

type Document<'d> = pretty::DocBuilder<'d, pretty::Arena<'d, ()>, ()>;

/// Plain text in lines of at most `width` columns where it can be broken.
///
/// # Errors
/// [`Error::Limit`] where the text would be too long.
pub fn pretty_text(arena: &Arena, id: Id, style: &Style, width: usize) -> Result<String, Error> {
    let mut text = String::new();
    super::write_text(&mut text, arena, id, style)?;
    if text.len() <= width {
        return Ok(text);
    }
    if !sharing::named_parts(arena, id).is_empty() {
        // Each named part on a line of its own.
        return Ok(text.replace("; ", ";\n"));
    }
    let documents = pretty::Arena::<()>::new();
    let mut out = String::new();
    match breakable(&documents, &text).group().render_fmt(width, &mut out) {
        Ok(()) => Ok(out),
        Err(_) => Err(exceeded("output_bytes", arena.limits(), "ask for it on one line")),
    }
}

/// The text as a document with a group for every bracket: what is outside breaks before what is inside.
fn breakable<'d>(documents: &'d pretty::Arena<'d, ()>, text: &'d str) -> Document<'d> {
    let mut open: Vec<Document<'d>> = Vec::new();
    let mut current = documents.nil();
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'{' | b'[' => {
                open.push(current.append(&text[from..=at]));
                (current, from) = (documents.nil(), at + 1);
            }
            b')' | b'}' | b']' => {
                let inside = current.append(&text[from..at]).nest(2).group();
                current = open.pop().unwrap_or_else(|| documents.nil()).append(inside);
                from = at;
            }
            b'*' => {
                current = current.append(&text[from..=at]).append(documents.line_());
                from = at + 1;
            }
            // A blank before a sign or after a semicolon; other blanks stay.
            b' ' if text[at..].starts_with(" + ") || text[at..].starts_with(" - ") || text[..at].ends_with(';') => {
                current = current.append(&text[from..at]).append(documents.line());
                from = at + 1;
            }
            _ => {}
        }
    }
    current.append(&text[from..]).nest(2)
}
