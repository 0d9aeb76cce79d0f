//! Numbers: digits, with a decimal point, a decimal comma in braces, or commas or thin spaces between thousands.

use super::Kind;
use super::shape::Shaper;
use super::tokens::{Raw, Token};
use crate::syntax::note;

/// So many words before a comma a bracket is looked for that it stands in.
const NEAR: usize = 64;

impl Shaper<'_, '_> {
    /// Digits, with a decimal point, a decimal comma in braces, or thin spaces between thousands.
    pub fn number(&mut self) {
        let start = self.at;
        // Most numbers are one digit, behind which none of what a number is made of may stand.
        if let Some(Raw::Digit(digit)) = self.raw(start)
            && !matches!(
                self.raw(start + 1),
                Some(Raw::Digit(_) | Raw::Symbol('.' | ',') | Raw::Open | Raw::Command(",") | Raw::Letter('e' | 'E'))
            )
        {
            let spelt = self.out.spell(digit.encode_utf8(&mut [0; 4]));
            self.push(Kind::Number(spelt), self.span(start));
            self.at += 1;
            return;
        }
        let mut digits = String::new();
        let (mut has_point, mut comma_at, mut is_grouped) = (false, None, false);
        while let Some(token) = self.list.get(self.at) {
            let after = self.raw(self.at + 1);
            let is_digit_at = |offset: usize| matches!(self.raw(self.at + offset), Some(Raw::Digit(_)));
            match token.raw {
                Raw::Digit(digit) if self.at == start || !token.spaced || digits.ends_with('.') => digits.push(digit),
                Raw::Symbol('.') if !has_point && (self.at == start || !token.spaced) && matches!(after, Some(Raw::Digit(_))) => {
                    has_point = true;
                    digits.push('.');
                }
                // 20{,}000 and 1{,}234{,}567, but 3{,}142.
                Raw::Open if !has_point && self.begins_braced_thousands(&digits, is_grouped) => {
                    let span = self.span(self.at);
                    self.note_once(span, "read a comma in braces as that of thousands: it is best left out".into());
                    is_grouped = true;
                    self.at += 2;
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
                // 1,000x, \frac{51,519}{2}: three digits right behind a comma.
                Raw::Symbol(',') if !has_point && !digits.is_empty() && digits.len() < 16 && self.begins_thousands() => {
                    let span = self.span(self.at);
                    self.note_once(span, "read a comma between digits as that of thousands: it is best left out".into());
                }
                _ => break,
            }
            self.at += 1;
            if self.jumps.last().is_some_and(|(from, _)| *from == self.at) {
                break;
            }
        }
        self.power_of_ten(start, &mut digits);
        let span = self.span(start).to(self.span(self.at - 1));
        if comma_at.is_some_and(|at| at < 4 && digits.len() == at + 4) {
            note::add(&mut self.out.notes, span, || format!("read a comma in braces as the decimal comma: {digits}"));
        }
        self.out.has_decimals |= has_point;
        let spelt = self.out.spell(&digits);
        self.push(Kind::Number(spelt), span);
    }

    /// `{,}000` behind one to three digits, or `{,}234` before or behind another such group, and no more digits.
    fn begins_braced_thousands(&self, digits: &str, is_grouped: bool) -> bool {
        let raw = |offset: usize| self.raw(self.at + offset);
        let is_digit = |offset: usize| matches!(raw(offset), Some(Raw::Digit(_)));
        let are_three = (3..6).all(is_digit) && !is_digit(6);
        let are_zeros = (3..6).all(|offset| raw(offset) == Some(Raw::Digit('0')));
        let goes_on = (raw(6), raw(7)) == (Some(Raw::Open), Some(Raw::Symbol(',')));
        let begins = (1..4).contains(&digits.len()) && !digits.starts_with('0') && (are_zeros || goes_on);
        (raw(1), raw(2)) == (Some(Raw::Symbol(',')), Some(Raw::Close)) && are_three && (is_grouped || begins)
    }

    /// `,000` without spaces, and no more digits; in brackets, where commas part arguments, three zeros.
    fn begins_thousands(&self) -> bool {
        let mut depth = 0usize;
        let in_bracket = self.out.words.iter().rev().take(NEAR).any(|word| match word.kind {
            Kind::Close(_) | Kind::BraceClose => {
                depth += 1;
                false
            }
            Kind::Open(_) if depth == 0 => true,
            Kind::Open(_) | Kind::BraceOpen => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => false,
        });
        let is_digit = |offset: usize| match self.list.get(self.at + offset) {
            Some(Token { raw: Raw::Digit(digit), spaced: false, .. }) => !in_bracket || *digit == '0',
            _ => false,
        };
        !self.list[self.at].spaced && (1..4).all(is_digit) && !matches!(self.raw(self.at + 4), Some(Raw::Digit(_)))
    }

    /// `6.02e23`, `1e-5`: digits right behind an e right behind digits; with a sign before them only behind a 1 or a decimal point.
    fn power_of_ten(&mut self, start: usize, digits: &mut String) {
        let is_joined = |at: usize| self.list.get(at).is_some_and(|token| !token.spaced);
        let is_digit = |at: usize| is_joined(at) && matches!(self.raw(at), Some(Raw::Digit(_)));
        let sign = self.at + 1;
        let is_negative = self.raw(sign) == Some(Raw::Symbol('-')) && is_joined(sign) && (digits == "1" || digits.contains('.'));
        let from = sign + usize::from(is_negative);
        let is_e = matches!(self.raw(self.at), Some(Raw::Letter('e' | 'E'))) && is_joined(self.at);
        if self.at == start || !is_e || !is_digit(from) || self.jumps.last().is_some_and(|(jump, _)| *jump == self.at) {
            return;
        }
        digits.push_str(if is_negative { "e-" } else { "e" });
        self.at = from;
        while is_digit_token(self, self.at) {
            if let Some(Raw::Digit(digit)) = self.raw(self.at) {
                digits.push(digit);
            }
            self.at += 1;
        }
        let span = self.span(start).to(self.span(self.at - 1));
        self.note_once(span, format!("read {digits} as a power of ten: it is drawn 10^{{...}}"));
    }
}

fn is_digit_token(shaper: &Shaper<'_, '_>, at: usize) -> bool {
    shaper.list.get(at).is_some_and(|token| !token.spaced && matches!(token.raw, Raw::Digit(_)))
}
