//! The plain-text language: tokens, then a tree. The grammar is `grammar/expression.ebnf`.

mod entry;
mod list;
mod operand;
mod parse;
pub(super) mod tokens;

pub use parse::Parser;
pub(crate) use tokens::lowered;

#[cfg(test)]
mod tests;
