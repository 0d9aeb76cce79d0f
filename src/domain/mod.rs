//! Where expressions are defined, and what is known of their sign there.
//!
//! [`Knowledge`] answers questions of sign from what the user assumed and from the ranges of functions: yes, no, or
//! unknown, and never yes for unknown. [`missing_conditions`] lists what an answer has lost of its question's domain.
//! This room never changes an expression.

mod conditions;
mod knowledge;
mod relation;

pub use conditions::{conditions_of, conditions_of_losses, missing_conditions, outside_cases};
pub use knowledge::{Interval, Knowledge};
pub use relation::{conjunction, negation, normal_condition, strict};
