//! What stands below a slash: `1/2x` is half of x, and `p^2/2m` a square over twice m.

use super::Parser;
use crate::syntax::latex::words::Kind as Word;
use crate::syntax::note;
use crate::syntax::tree::{Kind, NodeId, Span};

impl Parser<'_> {
    /// `1/2x` is read as `(1/2)*x`, and both readings are shown.
    pub fn note_division(&mut self, start: usize, denominator: NodeId) {
        let whole = self.tree.node(self.pending[start].0).span.to(self.tree.node(denominator).span);
        let next = self.span();
        if whole.range().len() + next.range().len() > 60 {
            return;
        }
        let (left, factor) = (&self.text[whole.range()], &self.text[next.range()]);
        let message = format!("read `{left}` before `{factor}` as a factor: ({left})\\,{factor}; for a longer denominator write \\frac");
        note::add(&mut self.sentence.notes, whole, || message);
    }

    /// `x^2/2\sigma^2`, `p^2/2m`, `E/RT`, `1/k_BT`: below a slash letters side by side belong together, and so does a number right
    /// before a letter where more than a number stands above.
    pub fn is_long_denominator(&self, start: usize, denominator: NodeId) -> bool {
        let is_joined = self.sentence.words[self.at - 1].span.end == self.span().start;
        if !matches!(self.kind(), Word::Name(_)) {
            return false;
        }
        match (self.tree.node(denominator).kind, self.kind_at(self.at - 1)) {
            // Nobody means \pi/2 by 1/2\pi.
            (Kind::Number(_), Word::Number(_)) if matches!(self.kind(), Word::Name(name) if self.spelt(self.info(name).spelt) == "pi") => {
                true
            }
            (Kind::Number(_), Word::Number(_)) => {
                is_joined && self.pending[start..].iter().any(|(above, _)| !matches!(self.tree.node(*above).kind, Kind::Number(_)))
            }
            (Kind::Name(_), Word::Name(name)) => is_joined || !self.info(name).subscript.range().is_empty(),
            _ => false,
        }
    }

    /// `1\frac12` may be one and a half.
    pub fn note_mixed_number(&mut self) {
        let (Word::Number(whole), Word::Fraction) = (self.kind_at(self.at - 1), self.kind()) else { return };
        let parts = [2, 5].map(|behind| self.kind_at(self.at + behind));
        let is_number = |word: &Word| matches!(word, Word::Number(_));
        if self.mate(self.at + 1) == self.at + 3 && parts.iter().all(is_number) && !self.spelt(whole).contains('.') {
            let span = self.span();
            note::add(&mut self.sentence.notes, span, || {
                "read a number before a fraction as its factor; a sum of both is written with +".into()
            });
        }
    }

    pub fn note_long_denominator(&mut self, start: usize, denominator: NodeId) {
        let whole = self.tree.node(self.pending[start].0).span.to(self.tree.node(denominator).span);
        let (above, below) = (self.tree.node(self.pending[start].0).span.start, self.tree.node(denominator).span);
        let slash = Span { start: above, end: below.start };
        let (left, number, factor) =
            (self.text[slash.range()].trim().to_string(), self.text[below.range()].to_string(), self.text[self.span().range()].to_string());
        if whole.range().len() > 60 {
            return;
        }
        note::add(&mut self.sentence.notes, whole, || {
            format!(
                "read `{left}{number}{factor}` as {left}({number}{factor}), and not as ({left}{number})\\,{factor}: write \\frac for either"
            )
        });
    }
}
