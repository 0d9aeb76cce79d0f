//! The arena: every expression is a number in it, equal expressions are the same number.
//!
//! Nodes are hash-consed and **children have smaller ids than their parents**, so a bottom-up pass is a forward loop over
//! [`Arena::reachable`], a top-down pass the same loop reversed, and nothing recurses on the depth of user input.
//! Sums carry rational coefficients and products rational exponents; both are born flat, sorted and collected by the
//! canonical constructors ([`Arena::sum`], [`Arena::product`], [`Arena::power`]). This room knows no function's meaning,
//! only its number in the table; it never formats and never differentiates.

mod arena;
mod build;
mod condition;
mod expand;
mod factor;
mod hash;
mod intern;
mod node;
mod number_power;
mod product;
mod sum;
mod transform;
mod walk;

pub use arena::{Arena, Loss, Required};
pub use expand::{expand, expand_everywhere};
pub(crate) use expand::{expand_and_tell, has_products_of_sums};
pub use factor::CommonFactor;
pub use node::{Binder, Id, Node, Relation, SYMBOLIC_ORDER, Symbol, Term, Unknown};
