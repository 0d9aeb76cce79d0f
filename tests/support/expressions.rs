//! Random expressions as text, for tests of laws that hold for every expression.

use super::Random;

/// A random expression as text; `shuffle` writes the terms and factors of the same expression in another order.
pub struct Writer {
    pub random: Random,
    shuffle: Option<Random>,
}

const FUNCTIONS: [&str; 24] = [
    "sin", "cos", "tan", "exp", "ln", "sqrt", "tanh", "sigma", "arctan", "abs", "sinh", "cosh", "softplus", "erf", "sec", "arcsin",
    "arsinh", "gamma", "logit", "cbrt", "sinc", "relu", "Phi", "W",
];

impl Writer {
    pub fn new(seed: u64, shuffled: bool) -> Writer {
        Writer { random: Random(seed), shuffle: shuffled.then_some(Random(seed ^ 0x5555)) }
    }

    pub fn expression(&mut self, size: usize) -> String {
        if size <= 1 {
            return match self.random.below(8) {
                0..=3 => "x".into(),
                4 => "y".into(),
                5 => "a".into(),
                6 => format!("{}", 1 + self.random.below(5)),
                _ => format!("0.{}", 1 + self.random.below(9)),
            };
        }
        match self.random.below(12) {
            0..=2 => self.several(size, " + "),
            3..=5 => self.several(size, "*"),
            6 => {
                let left = 1 + self.random.below(size - 1);
                format!("({} - {})", self.expression(left), self.expression(size - left))
            }
            7 => {
                let left = 1 + self.random.below(size - 1);
                format!("({})/({})", self.expression(left), self.expression(size - left))
            }
            8 => format!("({})^{}", self.expression(size - 1), ["2", "3", "(-1)", "(1/2)", "(3/2)", "(-2)"][self.random.below(6)]),
            9 if size < 8 => {
                let left = 1 + self.random.below(size - 1);
                format!("({})^({})", self.expression(left), self.expression(size - left))
            }
            _ => {
                let name = FUNCTIONS[self.random.below(FUNCTIONS.len())];
                format!("{name}({})", self.expression(size - 1))
            }
        }
    }

    fn several(&mut self, size: usize, sign: &str) -> String {
        let count = 2 + self.random.below(2).min(size - 2);
        let share = (size / count).max(1);
        let mut parts: Vec<String> = (0..count).map(|_| self.expression(share)).collect();
        if let Some(random) = &mut self.shuffle {
            for at in (1..parts.len()).rev() {
                parts.swap(at, random.below(at + 1));
            }
        }
        format!("({})", parts.join(sign))
    }
}

/// How many expressions each law is tried on; `CHAINRULE_EXPRESSIONS=100000 cargo test --release --test properties` tries more.
pub fn expressions(default: u64) -> std::ops::RangeInclusive<u64> {
    let count = std::env::var("CHAINRULE_EXPRESSIONS").ok().and_then(|count| count.parse().ok());
    1..=count.unwrap_or(default)
}
