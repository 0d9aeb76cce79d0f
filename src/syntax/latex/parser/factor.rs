//! Letters before a bracket that no reader takes for functions: what the bracket holds shows that they are factors.

use super::Parser;
use crate::error::Error;
use crate::letters::is_function_letter;
use crate::syntax::latex::sentence::letters::CONSTANT;
use crate::syntax::latex::words::{Bracket, Kind as Word};

/// So many words on each side of a letter are looked through for others before the same number.
const NEAR: usize = 64;

impl Parser<'_> {
    /// `\pi(s)`, `\pi(a|s)`, `e(t)`: a policy, a density, an error: nobody puts a single factor in brackets behind a number, unless
    /// for an exponent, `\pi(r)^2`.
    pub fn reject_called_constant(&self, name: u32, open: usize) -> Result<(), Error> {
        let spelt = self.spelt(self.info(name).spelt);
        if !matches!(spelt, "pi" | "e") || self.declared.contains(spelt) {
            return Ok(());
        }
        let is_raised = self.kind_at(self.mate(open) + 1) == Word::Power;
        let is_argument =
            crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).is_some_and(|names| names.len() == 1 && !is_raised);
        if !is_argument && !self.bracket_has_comma(open) {
            return Ok(());
        }
        Err(Error::Unsupported {
            span: Some(self.span().to(self.span_at(self.mate(open))).range()),
            what: "whether this is the number times what stands in the bracket, or a function of it, is not said".into(),
            hint: Some(format!("write the product with \\cdot, and give a function another name than {spelt}")),
        })
    }

    /// `uv-\int u'(x)v(x)\,dx`: whether a bracket holds the variable of a letter that a derivative beside it tells to be a function.
    pub fn is_beside_derivative(&self, name: u32, open: usize) -> bool {
        let Some(&[only]) = crate::syntax::latex::sentence::scan::plain_arguments(&self.sentence, open).as_deref() else { return false };
        let variable = self.primed_functions.get(self.spelt(self.info(name).spelt));
        variable.is_some_and(|variable| variable == self.spelt(self.info(only).spelt))
    }

    /// `b_3(\text{age})`: a constant with an index before a word alone in a bracket.
    pub fn is_coefficient(&self, name: u32, open: usize) -> bool {
        let (info, base) = (self.info(name), self.spelt(self.info(name).base));
        matches!(self.kind_at(open + 1), Word::Name(only) if self.info(only).is_word)
            && self.mate(open) == open + 2
            && !info.subscript.range().is_empty()
            && (CONSTANT.contains(&base) || matches!(base, "alpha" | "beta" | "gamma"))
    }

    /// `a'[t]`: a letter with primes before a single letter that runs in square brackets.
    pub fn is_primed_place(&self, name: u32) -> bool {
        let is_running = |word: Word| match word {
            Word::Name(only) => matches!(self.spelt(self.info(only).spelt), "t" | "x" | "y" | "z" | "s"),
            _ => false,
        };
        self.info(name).primes > 0 && is_running(self.kind_at(self.at + 2)) && self.mate(self.at + 1) == self.at + 3
    }

    /// `T_s-T_\infty`: whether a bracket holds the difference of two values of one quantity.
    pub fn is_difference_of_values(&self, open: usize) -> bool {
        let (Word::Name(first), Word::Minus, Word::Name(second)) = (self.kind_at(open + 1), self.kind_at(open + 2), self.kind_at(open + 3))
        else {
            return false;
        };
        let (first, second) = (self.info(first), self.info(second));
        let has_index = !first.subscript.range().is_empty() || !second.subscript.range().is_empty();
        self.mate(open) == open + 4 && has_index && self.spelt(first.base) == self.spelt(second.base)
    }

    /// Whether a capital omega stands before a bracket with an energy in it.
    pub fn is_count_of_states(&self, name: u32, open: usize) -> bool {
        let is_energy = |word: Word| matches!(word, Word::Name(name) if self.spelt(self.info(name).base) == "E");
        self.spelt(self.info(name).base) == "Omega" && is_energy(self.kind_at(open + 1))
    }

    /// `-\alpha(2\pi k)^2`, `\rho(\frac\pi4b^2)s`, `\psi^*(-v)`: whether a letter that functions seldom have stands before a product,
    /// which no function would take so.
    pub fn is_factor_of_product(&self, name: u32, open: usize) -> bool {
        let base = self.spelt(self.info(name).base);
        let is_constant = CONSTANT.contains(&base) || matches!(base, "alpha" | "beta" | "gamma" | "kappa" | "lambda" | "mu" | "nu");
        let is_factor = |kind: Word| matches!(kind, Word::Number(_) | Word::Name(_));
        let is_quotient = self.kind_at(open + 2) == Word::Slash && self.mate(open) == open + 4 && is_factor(self.kind_at(open + 3));
        let is_joined = is_factor(self.kind_at(open + 2)) || (self.kind_at(open + 2) == Word::Times && is_factor(self.kind_at(open + 3)));
        let holds_product = is_factor(self.kind_at(open + 1)) && (is_joined || is_quotient);
        // a(y')^2
        let is_primed = matches!(self.kind_at(open + 1), Word::Name(only) if self.info(only).primes > 0)
            && self.mate(open) == open + 2
            && self.kind_at(open + 3) == Word::Power;
        // \beta(\frac{n\pi}{L})^2
        let is_power = self.kind_at(open + 1) == Word::Fraction
            && self.mate(self.mate(open + 2) + 1) + 1 == self.mate(open)
            && self.kind_at(self.mate(open) + 1) == Word::Power
            && base.len() > 1;
        // F_{yy}(y')^2
        let subscript = self.spelt(self.info(name).subscript);
        let is_partial = is_primed
            && !subscript.is_empty()
            && subscript.chars().all(|letter| matches!(letter, 't' | 'u' | 'v' | 'x' | 'y' | 'z'))
            && (is_function_letter(base) || matches!(base, "u" | "v" | "w" | "z"));
        if (is_constant && (holds_product || is_primed || is_power || self.is_number_put_in(name, open))) || is_partial {
            return true;
        }
        let behind = match self.kind_at(open + 1) {
            Word::Fraction => self.mate(self.mate(open + 2) + 1) + 1,
            _ => return false,
        };
        let is_usual = is_function_letter(base)
            || crate::syntax::latex::sentence::letters::DEPENDENT.contains(&base)
            || self.letter_function(name, open).is_some();
        (is_constant || base == "rho") && !is_usual && is_factor(self.kind_at(behind))
    }

    /// `a(4)^3+b(4)^2+c(4)`: whether a letter stands before a number in brackets that a polynomial holds for its variable, so that
    /// the same is raised to a power behind this letter or another constant.
    fn is_number_put_in(&self, name: u32, open: usize) -> bool {
        let number = |open: usize| match (self.kind_at(open), self.kind_at(open + 1), self.kind_at(open + 2)) {
            (Word::Open(Bracket::Round), Word::Number(digits), Word::Close(Bracket::Round)) => Some(self.spelt(digits)),
            (Word::Open(Bracket::Round), Word::Minus, Word::Number(digits)) if self.mate(open) == open + 3 => Some(self.spelt(digits)),
            _ => None,
        };
        // A(1)^{-1} is a value of an operator or a matrix.
        let is_small = |word: Word| {
            let Word::Name(letter) = word else { return false };
            let spelt = self.spelt(self.info(letter).spelt);
            CONSTANT.contains(&spelt) && spelt.starts_with(|first: char| first.is_ascii_lowercase())
        };
        let Some(own) = number(open).filter(|_| is_small(Word::Name(name))) else { return false };
        let is_raised = |at: usize| {
            let has_power = || {
                let power = self.mate(at + 1) + 1;
                self.kind_at(power) == Word::Power && matches!(self.kind_at(power + 2), Word::Number(_))
            };
            is_small(self.kind_at(at)) && number(at + 1) == Some(own) && has_power()
        };
        (open.saturating_sub(NEAR)..open + NEAR).any(is_raised)
    }

    /// `T^4-T_0^4`: whether a bracket holds the difference of two equal powers of one quantity.
    pub fn is_difference_of_powers(&self, open: usize) -> bool {
        let power = |at: usize| match (self.kind_at(at), self.kind_at(at + 1), self.kind_at(at + 3)) {
            (Word::Name(name), Word::Power, Word::Number(digits)) if self.mate(at + 2) == at + 4 => {
                Some((self.spelt(self.info(name).base), self.spelt(digits), at + 5))
            }
            _ => None,
        };
        let Some((base, exponent, minus)) = power(open + 1).filter(|(_, _, behind)| self.kind_at(*behind) == Word::Minus) else {
            return false;
        };
        power(minus + 1) == Some((base, exponent, self.mate(open)))
    }
}
