//! A formula as it is written: environments, rows and arrows, and TeX's older ways to say things.
//!
//! `split` takes one apart into chains, `environment` knows brackets and what only arranges.

pub mod arguments;
pub mod columns;
pub mod drawn;
pub mod environment;
pub mod fractions;
pub mod kernel;
pub mod places;
pub mod quotient;
pub mod room;
pub mod split;
pub mod terms;
