//! Jupyter notebooks: the text cells, with the place of every byte in the file.

use super::passage::{Markup, Passage};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Notebook<'a> {
    #[serde(borrow)]
    cells: Vec<Cell<'a>>,
}

#[derive(Deserialize)]
struct Cell<'a> {
    cell_type: &'a str,
    #[serde(borrow)]
    source: &'a RawValue,
}

/// The Markdown cells of a notebook; where the text is none, why.
pub fn passages(text: &str, file: usize) -> Result<Vec<Passage>, String> {
    let notebook: Notebook<'_> = serde_json::from_str(text).map_err(|error| format!("this is no notebook: {error}"))?;
    let cells = notebook.cells.iter().enumerate().filter(|(_, cell)| cell.cell_type == "markdown");
    Ok(cells.map(|(number, cell)| passage(text, cell.source, number, file)).collect())
}

/// A cell's source is a string, or a list of strings that follow one another.
fn passage(file_text: &str, source: &RawValue, number: usize, file: usize) -> Passage {
    let mut passage = Passage { text: String::new(), markup: Markup::Markdown, file, cell: Some(number), origin: Vec::new() };
    let parts: Vec<&RawValue> = serde_json::from_str(source.get()).unwrap_or_else(|_| vec![source]);
    for part in parts {
        // The value is borrowed from the file's text, so its place is known.
        let place = part.get().as_ptr() as usize - file_text.as_ptr() as usize;
        unescape(part.get(), place, &mut passage);
    }
    passage
}

/// Appends what a JSON string says, remembering where each stretch stands.
fn unescape(written: &str, place: usize, passage: &mut Passage) {
    let Some(inner) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return };
    let place = place + 1;
    let mut at = 0;
    while at < inner.len() {
        passage.origin.push((passage.text.len(), place + at));
        let plain = inner[at..].find('\\').unwrap_or(inner.len() - at);
        passage.text.push_str(&inner[at..at + plain]);
        at += plain;
        if at < inner.len() {
            passage.origin.push((passage.text.len(), place + at));
            at += escape(&inner[at..], &mut passage.text);
        }
    }
    passage.origin.push((passage.text.len(), place + at));
}

/// Appends the character an escape stands for; the length of the escape.
fn escape(rest: &str, text: &mut String) -> usize {
    let letter = rest[1..].chars().next().unwrap_or('\\');
    if letter != 'u' {
        text.push(match letter {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            other => other,
        });
        return 1 + letter.len_utf8();
    }
    let unit = |at: usize| rest.get(at..at + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let first = unit(2).unwrap_or(0xfffd);
    let pair = if rest.get(6..8) == Some("\\u") { unit(8) } else { None };
    // A character beyond the first plane is written as two halves.
    if (0xd800..0xdc00).contains(&first)
        && let Some(Ok(character)) = pair.map(|second| char::decode_utf16([first, second]).next().unwrap_or(Ok('\u{fffd}')))
    {
        text.push(character);
        return 12;
    }
    text.push(char::from_u32(u32::from(first)).unwrap_or('\u{fffd}'));
    6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_knows_its_place() {
        let text = r##"{"cells": [{"cell_type": "code", "source": ["x"]},
            {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", "$\\sin x \u00e9 \ud835\udc65$\n"]},
            {"cell_type": "markdown", "source": "$y$"}]}"##;
        let found = passages(text, 0).unwrap_or_default();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].text, "# A\n$\\sin x é 𝑥$\n");
        assert_eq!((found[0].cell, found[1].cell), (Some(1), Some(2)));
        let sine = found[0].text.find("\\sin x").unwrap_or(0);
        assert_eq!(&text[found[0].places(&(sine..sine + 6))], "\\\\sin x");
        assert_eq!(&text[found[1].places(&(1..2))], "y");
    }
}
