//! Partial derivatives by the number of an argument: `D_1f(x, y)`, `\partial_2 f(x_1, x_2)`, `\partial_{12} f(x, y)`.

use super::entry::{Callee, Entry};
use super::{Operator, Parser};
use crate::syntax::latex::words::{Bracket, Kind as Word};
use crate::syntax::tree::{Kind, Span};

impl Parser<'_> {
    /// Opens the call at a word, of which derivatives are taken in the arguments with these numbers. Whether there is a call.
    pub fn begin_numbered(&mut self, numbers: Vec<u32>, next: usize, at: Span) -> bool {
        let (Word::Name(function), Word::Open(Bracket::Round)) = (self.kind_at(next), self.kind_at(next + 1)) else { return false };
        // What stands for the variables is not looked at, for the arguments are not known before their bracket closes.
        let number = self.sentence.spell("1");
        let place = self.tree.push(Kind::Number(number), at);
        let variables = numbers.into_iter().map(|number| (place, number)).collect();
        self.operators.push(Operator { variables, is_partial: true, companions: Vec::new(), by_square: false });
        let callee = Callee::Numbered { name: self.info(function).spelt, operator: self.operators.len() - 1 };
        self.open(Entry::Call { callee, start: self.pending.len(), at, open: next + 1 });
        self.at = next + 2;
        true
    }

    /// `\partial_2 f(x_1, x_2)`: numbers of one digit below a ∂ before a call with several arguments.
    pub fn numbered_operator(&mut self) -> bool {
        let open = self.at + 2;
        if (self.kind_at(self.at + 1), self.kind_at(open)) != (Word::Subscript, Word::BraceOpen) {
            return false;
        }
        let (close, next) = (self.mate(open), self.mate(open) + 1);
        let Word::Number(digits) = self.kind_at(open + 1) else { return false };
        let numbers: Option<Vec<u32>> = self.spelt(digits).chars().map(|digit| digit.to_digit(10)).collect();
        let takes = close == open + 2 && self.kind_at(next + 1) == Word::Open(Bracket::Round) && self.bracket_has_comma(next + 1);
        let at = self.span().to(self.span_at(close));
        takes && numbers.is_some_and(|numbers| self.begin_numbered(numbers, next, at))
    }
}
