//! Letters that authors use for functions, and those that they use for constants.

/// Letters that usually stand for what depends on the variable.
pub const DEPENDENT: [&str; 16] = ["f", "g", "h", "F", "G", "H", "u", "v", "w", "y", "z", "L", "E", "J", "phi", "psi"];

/// Letters that stand for constants, so that nothing depends on time where only they stand.
pub const CONSTANT: [&str; 12] = ["a", "b", "c", "k", "m", "n", "A", "B", "C", "K", "M", "N"];
