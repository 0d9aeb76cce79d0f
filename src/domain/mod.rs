//! Where expressions are defined, and what is known of their sign there.
//!
//! [`Knowledge`] answers questions of sign from what the user assumed and from the ranges of functions: yes, no, or
//! unknown, and never yes for unknown. [`solve`] turns an inequality into the set of values for which it holds, a [`Line`].
//! [`jump_conditions`] says where a derivative's formula fails, and [`missing_conditions`] lists what an answer has lost of its
//! question's domain.
//! This room never changes an expression.

mod cases;
mod conditions;
mod constants;
mod extrema;
mod indexed;
mod integral;
mod jumps;
mod knowledge;
mod line;
mod opened;
mod partial_fractions;
mod powers;
mod quadratic;
mod relation;
mod solve;
mod ties;
mod univariate;
mod within;
mod zeros;

pub use cases::{follows_in_every_case, leaves_nothing_out};
pub use conditions::{
    Requirement, bound_away, conditions_beside_powers, conditions_in_cases, conditions_of, conditions_of_losses, has_cases, hold_nowhere,
    lost_signs, missing_conditions, outside_cases, required_in_cases, without_implied,
};
pub use constants::constant_truth;
pub use indexed::{Scope, conditions_of_counts, conditions_over_indices, has_scopes, jumps_of_terms, scopes, stands_outside_limits};
pub use jumps::{ZeroTest, jump_conditions, linear_parts, linear_zero};
pub use knowledge::{Interval, Knowledge};
pub use line::{Line, Part};
pub use opened::opened;
pub use partial_fractions::partial_fractions;
pub use powers::parametric_powers;
pub use relation::{conjunction, normal_condition, strict};
pub use solve::solve;
pub use ties::without_ties;
pub use univariate::PartialFractions;
pub use within::within_domain;
