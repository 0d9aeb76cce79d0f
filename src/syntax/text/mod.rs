//! The plain-text language: tokens, then a tree. The grammar is `grammar/expression.ebnf`.

mod bracket;
mod call;
mod condition;
mod differential;
mod entry;
mod function;
mod list;
mod name;
mod operand;
mod parse;
mod raised;
mod statement;
pub(super) mod tokens;

pub use parse::Parser;
pub(crate) use tokens::lowered;

#[cfg(test)]
mod tests;
