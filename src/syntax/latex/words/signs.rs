//! Letters that are signs, and signs above: a capital sigma for a sum, a T that transposes, a circle for degrees.

use super::commands::{self, Command};
use super::shape::Shaper;
use super::tokens::Raw;
use super::{Differ, Kind, ends_operand};
use crate::error::Error;
use crate::syntax::note;
use std::ops::Range;

/// So many tokens behind \Sigma are looked through for its index.
const LONGEST_TERM: usize = 24;

impl Shaper<'_, '_> {
    /// `(Xw-y)^T(Xw-y)`: before another factor that begins with a letter or bracket, a T above a bracket that stands nowhere else
    /// transposes; elsewhere it may be a time, `(1+r)^T`.
    pub fn reject_transpose(&mut self, inner: Range<usize>, behind: usize) -> Result<(), Error> {
        let is_factor = match self.raw(behind) {
            Some(Raw::Letter(_) | Raw::Symbol('(' | '[')) => true,
            Some(Raw::Command(name)) => {
                matches!(commands::command(name), Some(Command::Letter(_) | Command::Accent(_) | Command::Left)) || name.starts_with("big")
            }
            _ => false,
        };
        // (y-X\beta)^\mathrm{T}
        if is_factor || self.raw(inner.start) != Some(Raw::Letter('T')) || self.closes_partial() {
            return Err(self.unsupported(self.at, "the transpose of a vector or matrix is not read"));
        }
        let span = self.span(self.at);
        self.note_once(span, "read T above a bracket as an exponent; a transpose is written \\top, and is not read".into());
        Ok(())
    }

    /// `(\frac{\partial y}{\partial x})^T`: whether the bracket that has just closed holds nothing but a partial derivative.
    fn closes_partial(&self) -> bool {
        let words = &self.out.words;
        let mut depth = 0usize;
        for at in (0..words.len()).rev() {
            match words[at].kind {
                Kind::Close(_) => depth += 1,
                Kind::Open(_) if depth == 1 => {
                    let kind = |behind: usize| words.get(at + behind).map(|word| word.kind);
                    let begins = (kind(1), kind(2), kind(3))
                        == (Some(Kind::Fraction), Some(Kind::BraceOpen), Some(Kind::Differential(Differ::Partial)));
                    return begins && !words[at + 1..].iter().any(|word| matches!(word.kind, Kind::Plus | Kind::Minus));
                }
                Kind::Open(_) => depth -= 1,
                _ => {}
            }
        }
        false
    }

    /// `30^\circ`: the number before it times pi/180, for angles are in radians.
    pub fn degrees(&mut self, behind: usize) -> Result<(), Error> {
        let span = self.span(self.at).to(self.span(behind - 1));
        let is_unit = match self.raw(behind) {
            Some(Raw::Letter('C' | 'F' | 'K')) => true,
            Some(Raw::Command(name)) => commands::command(name) == Some(Command::Upright),
            _ => false,
        };
        if is_unit || !self.out.words.last().is_some_and(|word| ends_operand(word.kind)) {
            return Err(self.unsupported(self.at, "units of measurement are not read"));
        }
        note::add(&mut self.out.notes, span, || "read degrees as multiples of pi/180: angles are in radians".into());
        self.push(Kind::Degrees, span);
        self.at = behind;
        Ok(())
    }

    /// `\Sigma_i W_i`, `\Sigma_{i=1}^n x_i`, `\Sigma x_i`: whether a letter stands for the sign of a sum. A matrix with an index
    /// stands before a bracket, has an exponent of its own, or no index behind it that is its own.
    pub fn is_sum_sign(&self) -> bool {
        let runs = |letter: char| ('h'..='u').contains(&letter);
        let index_at = |underscore: usize| match (self.raw(underscore), self.raw(underscore + 2), self.raw(underscore + 3)) {
            (Some(Raw::Underscore), Some(Raw::Letter(letter)), Some(Raw::Close)) if runs(letter) => Some(letter),
            _ => None,
        };
        let below = self.at + 1;
        if self.raw(below) != Some(Raw::Underscore) {
            return matches!(self.raw(below), Some(Raw::Letter(_))) && index_at(below + 1).is_some();
        }
        let mut behind = self.behind(below + 1);
        if (below..behind).any(|at| self.raw(at) == Some(Raw::Symbol('='))) {
            return true;
        }
        let above = behind + 1;
        if self.raw(behind) == Some(Raw::Caret) && self.raw(above + 1) != Some(Raw::Symbol('-')) {
            behind = self.behind(above);
        }
        let ends = [Raw::Symbol('+'), Raw::Symbol('-'), Raw::Symbol('='), Raw::Ampersand];
        let stands = |letter: char| {
            let mut factors = (behind..self.list.len()).take(LONGEST_TERM).take_while(|at| !ends.contains(&self.list[*at].raw));
            factors.any(|at| index_at(at) == Some(letter))
        };
        let begins = matches!(self.raw(behind), Some(Raw::Letter(_) | Raw::Command(_)));
        begins && index_at(below).is_some_and(stands)
    }
}
