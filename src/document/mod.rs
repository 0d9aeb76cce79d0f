//! Documents: the formulas in Markdown, LaTeX and notebooks, the statements they make, and whether those are right.
//! A document is text and the files it puts in, which the caller reads: nothing here does input or output.
//!
//! The rooms from the bottom up, each using those before it: `formula` is a formula as it is written, `page` where formulas
//! stand, `statement` what they say and what their names stand for, `check` whether that is right. `lint` asks it of a whole
//! document, `fill` completes one.

mod check;
mod claims;
mod fill;
mod finding;
mod formula;
mod lint;
mod page;
mod statement;

pub use fill::Blank;
pub use finding::{Finding, Standing, Used, Witness};
pub use lint::LintSettings;
pub use page::{Document, DocumentFormat, File};
