//! Functions in place of unknown ones: a claim about every `f` is refuted by one `f`.

use std::ops::{Add, Mul};

/// The function that stands for an unknown one in a witness: a product of one polynomial for each argument, `u^3 + u^2 + k*u + 2`
/// with a small `k` of its own, so that no two are alike, none is its own derivative, and neither it nor its derivative is even or
/// odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    /// The name of the unknown function.
    pub name: String,
    /// How many arguments it has.
    pub arity: usize,
    number: i64,
    /// Whether it has one value: components that are all the same.
    is_constant: bool,
}

const LETTERS: [&str; 3] = ["u", "v", "w"];

/// The letters of indices.
const INDICES: [&str; 3] = ["i", "j", "k"];

impl Specimen {
    /// The one for the unknown function that is met as number `number`, from 0.
    pub(super) fn new(name: &str, arity: usize, number: usize) -> Specimen {
        Specimen { name: name.to_string(), arity, number: number as i64 + 1, is_constant: false }
    }

    /// The same with one value, where it stands for components.
    pub(super) fn simplest(&self) -> Specimen {
        Specimen { is_constant: self.is_component(), ..self.clone() }
    }

    /// `f(u) = u^3 + u^2 + u + 2`.
    pub fn text(&self) -> String {
        let letters = if self.is_component() { &INDICES } else { &LETTERS };
        let letter = |at: usize| letters.get(at).map_or_else(|| format!("u{at}"), |letter| (*letter).to_string());
        let factor = |at: usize| {
            let (u, slope) = (letter(at), self.slope(at));
            let linear = if slope == 1 { u.clone() } else { format!("{slope}*{u}") };
            format!("{u}^3 + {u}^2 + {linear} + 2")
        };
        let letters: Vec<String> = (0..self.arity).map(letter).collect();
        let body = match self.arity {
            _ if self.is_constant => (self.number + 1).to_string(),
            1 => factor(0),
            several => (0..several).map(|at| format!("({})", factor(at))).collect::<Vec<_>>().join("*"),
        };
        // The components of an index are written with it: `x_i`, `w_ij`, `f_i(j)`.
        let name = self.name.trim_end_matches('_');
        let (indices, arguments) = letters.split_at(self.name.len() - name.len());
        // The last index may stand above, `x__i`; a word there does so too.
        let (letter, below, above) = match (name.split_once('^'), indices) {
            (Some((letter, "")), [below @ .., above]) => (letter, below, format!("__{above}")),
            (Some((letter, label)), _) => (letter, indices, format!("__{label}")),
            (None, _) => (name, indices, String::new()),
        };
        let below = if below.is_empty() { String::new() } else { format!("_{}", below.concat()) };
        let call = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
        format!("{letter}{below}{above}{call} = {body}")
    }

    /// Whether it stands for what an index runs through, `x_u`, and for no function of the question.
    pub fn is_component(&self) -> bool {
        self.name.ends_with('_')
    }

    /// Whether any function may be put in: the name is a letter, perhaps with an index, or that of components. A word is the name of a function that
    /// whoever asks may know, so that nothing is refuted with it.
    pub(super) fn is_arbitrary(&self) -> bool {
        let base = self.name.split('_').next().unwrap_or_default();
        let letters = base.trim_end_matches(|character: char| character.is_ascii_digit());
        self.is_component() || letters.chars().count() == 1 || crate::letters::greek_letter(letters).is_some()
    }

    fn slope(&self, at: usize) -> i64 {
        self.number + at as i64
    }

    /// The derivative of the given order in each argument, in numbers that `exact` makes of integers.
    pub(super) fn value<N>(&self, orders: &[u32], arguments: &[N], exact: &dyn Fn(i64) -> N) -> N
    where
        for<'n> &'n N: Add<Output = N> + Mul<Output = N>,
    {
        if self.is_constant {
            return exact(if orders.iter().all(|order| *order == 0) { self.number + 1 } else { 0 });
        }
        arguments.iter().enumerate().fold(exact(1), |product, (at, u)| {
            let order = orders.get(at).copied().unwrap_or(0);
            &product * &self.factor(at, order, u, exact)
        })
    }

    fn factor<N>(&self, at: usize, order: u32, u: &N, exact: &dyn Fn(i64) -> N) -> N
    where
        for<'n> &'n N: Add<Output = N> + Mul<Output = N>,
    {
        let slope = exact(self.slope(at));
        match order {
            0 => &(u * &(&(u * &(u + &exact(1))) + &slope)) + &exact(2),
            1 => &(u * &(&(u * &exact(3)) + &exact(2))) + &slope,
            2 => &(u * &exact(6)) + &exact(2),
            3 => exact(6),
            _ => exact(0),
        }
    }
}
