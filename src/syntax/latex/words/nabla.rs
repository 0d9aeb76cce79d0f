//! `\nabla_w L`: with a single number below it the gradient is the derivative by that number.

use super::commands::{self, Command, NABLA};
use super::shape::Shaper;
use super::tokens::Raw;
use super::{Differ, Kind};
use crate::error::Error;
use crate::syntax::note;

/// Letters that below a ∇ count components, or tell a direction: what they say is no derivative by them.
const OTHERWISE_MEANT: [&str; 19] =
    ["i", "j", "k", "l", "m", "n", "u", "v", "s", "t", "mu", "nu", "rho", "sigma", "alpha", "beta", "gamma", "lambda", "kappa"];

impl Shaper<'_, '_> {
    /// A ∇ is read as ∂ where one letter stands below it, which may have an index.
    pub fn nabla(&mut self) -> Result<(), Error> {
        let place = self.span(self.at);
        let is_below = self.raw(self.at + 1) == Some(Raw::Underscore) && self.raw(self.at + 2) == Some(Raw::Open);
        let behind = self.behind(self.at + 2);
        let letter = match self.raw(self.at + 3) {
            Some(Raw::Letter(letter)) if letter.is_ascii_lowercase() || letter == 'W' => Some(letter.to_string()),
            Some(Raw::Command(name)) => match commands::command(name) {
                Some(Command::Letter(letter)) => Some(letter.to_string()).filter(|letter| letter.starts_with(|c: char| c.is_lowercase())),
                _ => None,
            },
            _ => None,
        };
        let is_single = matches!(self.raw(self.at + 4), Some(Raw::Close | Raw::Underscore | Raw::Caret));
        let is_again = self.raw(behind) == Some(Raw::Caret);
        let Some(letter) = letter.filter(|letter| is_below && is_single && !is_again && !OTHERWISE_MEANT.contains(&&**letter)) else {
            return Err(self.unsupported(self.at, NABLA));
        };
        note::add(&mut self.out.notes, place, || {
            format!("read the gradient with {letter} below it as the derivative by {letter}, as of one number")
        });
        self.push(Kind::Differential(Differ::Partial), place);
        self.at += 1;
        Ok(())
    }
}
