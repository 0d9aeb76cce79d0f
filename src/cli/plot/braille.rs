//! A drawing surface of characters: braille patterns for lines, eight dots in a cell, and text in its cells.

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::convert::Infallible;
use std::fmt;

/// Dots in a cell: two across, four down.
const ACROSS: u32 = 2;
const DOWN: u32 = 4;

/// The bits of a pattern, row by row, in the order in which Unicode counts them.
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// The surface.
#[derive(Debug)]
pub struct Braille {
    columns: u32,
    lines: u32,
    patterns: Vec<u8>,
    letters: Vec<Option<char>>,
}

impl Braille {
    /// An empty surface of so many columns and lines.
    pub fn new((columns, lines): (u32, u32)) -> Braille {
        let cells = (columns * lines) as usize;
        Braille { columns, lines, patterns: vec![0; cells], letters: vec![None; cells] }
    }

    fn cell(&self, column: i32, line: i32) -> Option<usize> {
        let is_inside = column >= 0 && line >= 0 && (column as u32) < self.columns && (line as u32) < self.lines;
        is_inside.then(|| (line as u32 * self.columns + column as u32) as usize)
    }
}

impl DrawingBackend for &mut Braille {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.columns * ACROSS, self.lines * DOWN)
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        // Paper is no ink.
        if colour.alpha > 0.0
            && colour.rgb != (255, 255, 255)
            && x >= 0
            && y >= 0
            && let Some(cell) = self.cell(x / ACROSS as i32, y / DOWN as i32)
        {
            self.patterns[cell] |= DOTS[(y as u32 % DOWN) as usize][(x as u32 % ACROSS) as usize];
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, _: BackendCoord, _: BackendCoord, _: &S, _: bool) -> Result<(), DrawingErrorKind<Infallible>> {
        // Only the background is one, and that is empty already.
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Result<(), DrawingErrorKind<Infallible>> {
        let length = text.chars().count() as i32;
        let start = match style.anchor().h_pos {
            HPos::Left => 0,
            HPos::Center => length / 2,
            HPos::Right => length,
        };
        for (at, letter) in text.chars().enumerate() {
            if let Some(cell) = self.cell(x / ACROSS as i32 - start + at as i32, y / DOWN as i32) {
                self.letters[cell] = Some(letter);
            }
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, _: &S) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text.chars().count() as u32 * ACROSS, DOWN))
    }
}

impl fmt::Display for Braille {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in 0..self.lines as usize {
            let cells = line * self.columns as usize..(line + 1) * self.columns as usize;
            let text: String = cells
                .map(|cell| match (self.letters[cell], self.patterns[cell]) {
                    (Some(letter), _) => letter,
                    (None, 0) => ' ',
                    (None, pattern) => char::from_u32(0x2800 + u32::from(pattern)).unwrap_or(' '),
                })
                .collect();
            if line > 0 {
                writeln!(f)?;
            }
            f.write_str(text.trim_end())?;
        }
        Ok(())
    }
}
