#![doc = include_str!("../README.md")]
//!
//! # The rooms
//!
//! Arrows run one way; `tests/architecture.rs` holds the `use` lines against this list, lowest room first.
//!
//! - [`Error`]; exact numbers ([`Rational`]); short lists; the alphabet that reading and writing share
//! - [`Limits`]: how much a question may take
//! - [`functions`]: the one table, a row per function; it knows no arena, its mathematics is text
//! - [`expression`]: the arena; it knows no function's meaning, only its number
//! - [`syntax`]: from text to expressions, and texts that come with the program
//! - [`evaluate`]: values in double precision
//! - [`domain`]: signs, bounds, inequalities and where an answer holds; it changes no expression
//! - [`rewrite`]: directed rules from `grammar/*.rules`
//! - [`differentiate`]: the laws
//! - [`simplify`](mod@simplify): from a derivative as the laws leave it to the form a person would write; it never formats
//! - [`verdict`]: whether two expressions are equal: proved, refuted with a witness, or undecided
//! - [`program`]: flat instructions for values and gradients; it never simplifies for the eye
//! - [`formula`]: the sides of steps, where derivatives not yet taken stand beside expressions
//! - [`operation`]: what is made of derivatives, such as the slope of a curve given by an equation; a file an operation
//! - [`render`]: from expressions to text; it never rewrites
//! - derivations: named intermediates, steps and their reasons ([`Steps`]); it says what the rooms below did
//! - [`document`]: formulas and statements in Markdown, LaTeX and notebooks; it does no input or output
//! - the facade: [`Session`] for many questions, [`derive`](derive()) for one, [`Context`] for expressions as values
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod claims;
mod context;
mod derivation;
mod derivative;
pub mod differentiate;
pub mod document;
pub mod domain;
mod error;
pub mod evaluate;
pub mod expression;
pub mod formula;
pub mod functions;
mod letters;
mod limits;
mod number;
pub mod operation;
mod polynomial;
pub mod program;
pub mod render;
pub mod rewrite;
mod session;
mod short;
pub mod simplify;
pub mod syntax;
pub mod verdict;

pub use context::{Context, Expr};
pub use derivation::{Detail, Step, Steps, Written};
pub use derivative::{Derivative, derive, simplify};
pub use document::{Blank, Document, DocumentFormat, Finding, LintSettings, Standing};
pub use error::Error;
pub use limits::Limits;
pub use number::Rational;
pub use program::emit::Language;
pub use program::{Cost, Program};
pub use render::LatexStyle;
pub use session::{Alternative, Answer, Bounds, Branch, Curve, Judgement, Matrix, Notation, Question, Session, Value, Verdict, Witness};
pub use simplify::Form;
pub use syntax::{Input, canonical_name, quotient};
