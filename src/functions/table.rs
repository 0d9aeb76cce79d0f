//! The rows.
use super::Row;
/// All functions, a row each.
pub static TABLE: &[Row] = &[];
