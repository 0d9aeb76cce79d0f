//! Expressions as text, unicode and LaTeX.
//!
//! `order` decides in which order parts are written, `shape` how a term splits into sign, numerator and denominator,
//! `writer` walks the expression with a stack of its own (nothing recurses on depth) and writes one of the notations.
//! Lines of text are broken by the `pretty` crate, rows of LaTeX in `rows`. This room never rewrites: what it writes as plain
//! text reads back as the identical expression.

mod drawing;
mod factors;
mod lines;
mod matrix;
mod names;
mod order;
mod rows;
mod shape;
mod sharing;
mod spelling;
mod style;
mod writer;

#[cfg(test)]
mod tests;

pub use lines::pretty_text;
pub use matrix::{Fence, write_matrix};
pub use rows::write_rows;
pub use style::LatexStyle;

pub use writer::{Level, Notation};

use crate::error::Error;
use crate::expression::{Arena, Id, Node, Term};
use crate::number::Rational;
use writer::Writer;

/// What writing depends on besides the expression.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Whether coefficients that end as decimals are written so.
    pub decimals: bool,
    /// Whether exponents are as well.
    pub decimal_exponents: bool,
    /// The variable whose powers order the terms of a sum.
    pub variable: Option<Id>,
    /// An expression in whose ascending powers sums are written, as a Taylor polynomial is.
    pub ascending: Option<Id>,
    /// How LaTeX is set.
    pub latex: LatexStyle,
}

/// Appends plain text. In one of more than some 64 KiB, shared parts are written once and named: `t1 = ...; t2 = ...; answer`,
/// which reads back as the same expression.
///
/// # Errors
/// [`Error::Limit`] where it would be longer than the arena's limits allow.
pub fn write_text(out: &mut String, arena: &Arena, id: Id, style: &Style) -> Result<(), Error> {
    write(out, arena, id, style, Notation::Text)
}

/// Appends text with Greek letters, dots and superscripts. Errors as [`write_text`].
pub fn write_unicode(out: &mut String, arena: &Arena, id: Id, style: &Style) -> Result<(), Error> {
    write(out, arena, id, style, Notation::Unicode)
}

/// Appends LaTeX for math mode. Errors as [`write_text`].
pub fn write_latex(out: &mut String, arena: &Arena, id: Id, style: &Style) -> Result<(), Error> {
    write(out, arena, id, style, Notation::Latex)
}

/// Appends Typst for math mode. Errors as [`write_text`].
pub fn write_typst(out: &mut String, arena: &Arena, id: Id, style: &Style) -> Result<(), Error> {
    write(out, arena, id, style, Notation::Typst)
}

/// A name as LaTeX draws it: `theta_max` is `\theta_{\mathrm{max}}`.
pub fn latex_name(name: &str) -> String {
    let mut out = String::new();
    names::latex(&mut out, name);
    out
}

fn write(out: &mut String, arena: &Arena, id: Id, style: &Style, notation: Notation) -> Result<(), Error> {
    match notation {
        Notation::Text => write_by::<true>(out, arena, id, style, notation),
        Notation::Unicode | Notation::Latex | Notation::Typst => write_by::<false>(out, arena, id, style, notation),
    }
}

fn write_by<const PLAIN: bool>(out: &mut String, arena: &Arena, id: Id, style: &Style, notation: Notation) -> Result<(), Error> {
    // Mostly the text is short, and nothing in it needs a name.
    let start = out.len();
    let writer = || Writer::<PLAIN>::new(arena, style, notation);
    if id.index() < FEW_PARTS && writer().write_within(out, id, SHORT.min(arena.limits().output_bytes)) {
        return Ok(());
    }
    out.truncate(start);
    let mut writer = writer();
    for (part, name) in sharing::named_parts(arena, id) {
        match notation.drawing() {
            Some(drawing) => (drawing.name)(out, &name),
            None => out.push_str(&name),
        }
        out.push_str(if notation.drawing().is_some() { "=" } else { " = " });
        writer.write(out, part)?;
        out.push_str(notation.drawing().map_or("; ", |drawing| drawing.between_definitions));
        writer.name_part(part, name);
    }
    writer.write(out, id)
}

/// Appends an expression as it is written where it must hold together at a level, as part of a longer formula; never in
/// let-form. Errors as [`write_text`].
pub fn write_part(out: &mut String, arena: &Arena, id: Id, style: &Style, notation: Notation, level: Level) -> Result<(), Error> {
    match notation {
        Notation::Text => Writer::<true>::new(arena, style, notation).write_at(out, id, level),
        Notation::Unicode | Notation::Latex | Notation::Typst => Writer::<false>::new(arena, style, notation).write_at(out, id, level),
    }
}

/// The factors of an expression in the order in which they are written; one factor where it is no product.
pub fn written_factors(arena: &Arena, id: Id, style: &Style) -> Vec<Term> {
    let factors = arena.factors(id);
    factors::all_factors(arena, &factors, style.variable).iter().map(|placed| placed.factor.clone()).collect()
}

/// The terms of an expression in the order in which they are written; one term where it is no sum.
pub fn written_terms(arena: &Arena, id: Id, style: &Style) -> Vec<Term> {
    match arena.node(id) {
        Node::Sum(terms) => order::terms(arena, terms, style.variable).into_iter().cloned().collect(),
        _ => vec![Term { id, number: Rational::ONE }],
    }
}

/// The text of an expression in an arena this small is written before it is looked at how long it becomes.
const FEW_PARTS: usize = 1024;

/// A text of so many bytes has no more symbols than are written out in full: there are at most two to a byte.
const SHORT: usize = sharing::WRITTEN_OUT / 2;
