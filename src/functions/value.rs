//! Values in double precision.
