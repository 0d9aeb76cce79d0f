//! The letter e where it is not Euler's number: an error whose rate stands beside it, and the charge of an electron.

use super::Parser;
use crate::syntax::latex::words::Kind as Word;
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    /// `K e + D\dot e`, `\frac{e^2}{4\pi\epsilon_0}`: e without an exponent, or with a whole number for one, beside its own derivative by
    /// time, or beside constants of physics.
    pub fn other_e(&mut self, name: u32) -> Option<NodeId> {
        let (info, span) = (self.info(name), self.span());
        if self.spelt(info.spelt) != "e" || self.declared.contains("e") || self.scan.defined.contains("e") {
            return None;
        }
        if !self.is_bare_e(self.at) {
            return None;
        }
        if let Some(letter) = self.moving_e() {
            if self.told.insert("e".into()) {
                note::add(&mut self.sentence.notes, span, || {
                    "read e beside its derivative by time as a function of its own, e_error: Euler's number is written \\mathrm{e}".into()
                });
            }
            self.at += 1;
            let time = self.spell_node("t", span);
            let children = self.tree.push_children(&[(time, false)]);
            return Some(self.tree.push(Kind::Apply(letter, 0, children), span));
        }
        if !self.has_physics() {
            return None;
        }
        if self.told.insert("e".into()) {
            note::add(&mut self.sentence.notes, span, || {
                "read e beside constants of physics as the elementary charge, e_charge: Euler's number is written \\mathrm{e}".into()
            });
        }
        self.at += 1;
        Some(self.spell_node("e_charge", span))
    }

    /// The name of an e that stands with a dot and without one: a letter of its own.
    pub fn moving_e(&mut self) -> Option<Span> {
        if !self.scan.dotted.contains("e") || self.declared.contains("e") || self.scan.defined.contains("e") {
            return None;
        }
        if self.has_bare_e.is_none() {
            self.has_bare_e = Some((0..self.sentence.words.len()).any(|at| self.is_bare_e(at)));
        }
        self.has_bare_e.filter(|has| *has).map(|_| self.sentence.spell("e_error"))
    }

    /// Whether an e that is not upright stands at a word without a dot, and without an exponent or with a whole number for one.
    fn is_bare_e(&self, at: usize) -> bool {
        let words = &self.sentence.words;
        let Word::Name(name) = words[at].kind else { return false };
        let info = self.info(name);
        let is_number = |at: usize| match words[at].kind {
            Word::Number(digits) => !self.spelt(digits).contains('.'),
            _ => false,
        };
        let is_base = words[at + 1].kind == Word::Power && !(words[at + 2].mate as usize == at + 4 && is_number(at + 3));
        let is_slanted = self.text.get(words[at].span.range()).is_some_and(|written| written.starts_with('e'));
        self.spelt(info.spelt) == "e" && info.dots + info.primes == 0 && !is_base && is_slanted
    }

    /// Whether a constant stands here that nobody has but physicists: ε_0, ħ, m_e, k_B.
    fn has_physics(&self) -> bool {
        self.sentence.names.iter().any(|name| {
            matches!(
                (self.spelt(name.base), self.spelt(name.subscript)),
                ("epsilon" | "varepsilon", "0" | "s" | "r") | ("hbar", "") | ("m", "e") | ("k", "B")
            )
        })
    }
}
