//! Symbolic derivatives in the form a careful mathematician would write.
#![forbid(unsafe_code)]

mod error;
pub mod expression;
pub mod functions;
mod number;
pub mod syntax;

pub use error::Error;
pub use number::Rational;
