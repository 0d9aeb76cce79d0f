//! Numbers: digits, with a decimal point, a decimal comma in braces, or thin spaces between thousands.

use super::shape::Shaper;
use super::tokens::Raw;
use super::words::Kind;
use crate::syntax::note;

impl Shaper<'_, '_> {
    /// Digits, with a decimal point, a decimal comma in braces, or thin spaces between thousands.
    pub(super) fn number(&mut self) {
        let start = self.at;
        // Most numbers are one digit, behind which none of what a number is made of may stand.
        if let Some(Raw::Digit(digit)) = self.raw(start)
            && !matches!(self.raw(start + 1), Some(Raw::Digit(_) | Raw::Symbol('.') | Raw::Open | Raw::Command(",")))
        {
            let spelt = self.out.spell(digit.encode_utf8(&mut [0; 4]));
            self.push(Kind::Number(spelt), self.span(start));
            self.at += 1;
            return;
        }
        let mut digits = String::new();
        let (mut has_point, mut comma_at) = (false, None);
        while let Some(token) = self.list.get(self.at) {
            let after = self.raw(self.at + 1);
            let is_digit_at = |offset: usize| matches!(self.raw(self.at + offset), Some(Raw::Digit(_)));
            match token.raw {
                Raw::Digit(digit) if self.at == start || !token.spaced || digits.ends_with('.') => digits.push(digit),
                Raw::Symbol('.') if !has_point && (self.at == start || !token.spaced) && matches!(after, Some(Raw::Digit(_))) => {
                    has_point = true;
                    digits.push('.');
                }
                Raw::Open
                    if !has_point
                        && !digits.is_empty()
                        && after == Some(Raw::Symbol(','))
                        && self.raw(self.at + 2) == Some(Raw::Close)
                        && is_digit_at(3) =>
                {
                    has_point = true;
                    comma_at = Some(digits.len());
                    digits.push('.');
                    self.at += 2;
                }
                Raw::Command(",") if !has_point && (1..4).contains(&digits.len()) && (1..4).all(is_digit_at) && !is_digit_at(4) => {}
                _ => break,
            }
            self.at += 1;
            if self.jumps.last().is_some_and(|(from, _)| *from == self.at) {
                break;
            }
        }
        let span = self.span(start).to(self.span(self.at - 1));
        if comma_at.is_some_and(|at| at < 4 && digits.len() == at + 4) {
            note::add(&mut self.out.notes, span, || format!("read a comma in braces as the decimal comma: {digits}"));
        }
        self.out.has_decimals |= has_point;
        let spelt = self.out.spell(&digits);
        self.push(Kind::Number(spelt), span);
    }
}
