//! Powers and roots.

use super::super::drawing::Drawing;
use super::super::names::is_raised;
use super::call::is_operator;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node};
use crate::functions::FunctionId;
use crate::letters::{greek_letter, is_index, may_be_a_label};
use crate::number::Rational;

const CBRT: FunctionId = FunctionId::named("cbrt");

/// The base of a power.
pub(super) enum Base<'n> {
    Expression(Id),
    Number(&'n Rational),
}

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    /// A base to a positive rational power other than 1 (a number may stand under the power 1 too).
    pub(super) fn rational_power(&mut self, out: &mut String, base: Base<'_>, exponent: &Rational, level: Level, inline: bool) {
        let from = self.stack.len();
        if exponent.to_small() == Some((1, 2)) {
            let [open, close] = self.drawing().map_or(["sqrt(", ")"], |drawing| drawing.root);
            self.put_str(out, from, open);
            match base {
                Base::Expression(id) => self.put_expression(out, from, id, Level::Sum, inline),
                Base::Number(number) => self.put(out, from, Step::Number(number.clone())),
            }
            self.put_str(out, from, close);
            return self.settle(from);
        }
        let bracket = level == Level::Base;
        if bracket {
            self.put_str(out, from, "(");
        }
        let operator = match base {
            Base::Expression(id) if self.is_drawn() && !self.is_named(id) => match self.arena.node(id) {
                Node::Call(function, &[argument]) if exponent.is_integer() && self.takes_exponent(function) => {
                    Some((function.row().latex, argument))
                }
                _ => None,
            },
            _ => None,
        };
        match (operator, base) {
            // sin^2 x in LaTeX.
            (Some((name, argument)), _) => {
                let name = self.function_name(name);
                self.put(out, from, name);
                self.put_exponent(out, from, exponent);
                self.operator_argument(argument, inline).into_iter().for_each(|step| self.put(out, from, step));
            }
            (None, base) => {
                match base {
                    Base::Expression(id) => {
                        let [before, behind] =
                            if self.is_raised_root(id) && !exponent.is_one() { ["(", ")"] } else { self.around_label(id) };
                        self.put_str(out, from, before);
                        self.put_expression(out, from, id, Level::Base, inline);
                        self.put_str(out, from, behind);
                    }
                    Base::Number(number) => {
                        let is_natural = number.is_integer() && !number.is_negative();
                        let [open, close] = if is_natural { ["", ""] } else { ["(", ")"] };
                        self.put_str(out, from, open);
                        self.put(out, from, Step::Number(number.clone()));
                        self.put_str(out, from, close);
                    }
                }
                if !exponent.is_one() {
                    self.put_exponent(out, from, exponent);
                }
            }
        }
        if bracket {
            self.put_str(out, from, ")");
        }
        self.settle(from);
    }

    /// Whether LaTeX draws the power of this root beside that of what stands under it: `\sqrt[3]{x^2}^2`.
    fn is_raised_root(&self, id: Id) -> bool {
        let Node::Call(CBRT, &[argument]) = self.arena.node(id) else { return false };
        self.notation == Notation::Latex && matches!(self.arena.node(argument), Node::Product(_) | Node::Power(..))
    }

    pub(super) fn put_exponent(&mut self, out: &mut String, from: usize, exponent: &Rational) {
        const SMALL: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let digit = exponent.to_i64().and_then(|digit| SMALL.get(usize::try_from(digit).ok()?).copied());
        let is_decimal = self.style.decimal_exponents && !exponent.is_integer();
        if let Some(decimal) = is_decimal.then(|| exponent.to_decimal(Rational::WRITTEN_DIGITS)).flatten() {
            let [open, close] = self.drawing().map_or(["^", ""], |drawing| drawing.script);
            let decimal = self.latex_style().decimal(decimal.into());
            self.put_str(out, from, open);
            self.put(out, from, Step::Owned(decimal));
            return self.put_str(out, from, close);
        }
        let [open, close] = match (self.notation(), digit, self.drawing()) {
            (Notation::Unicode, ..) if exponent.is_integer() => {
                let raised: String = exponent.to_string().chars().map(raised_digit).collect();
                return self.put(out, from, Step::Owned(raised.into()));
            }
            (_, Some(digit), _) => {
                self.put_str(out, from, "^");
                return self.put_str(out, from, digit);
            }
            (_, None, Some(drawing)) => drawing.script,
            (_, None, None) if exponent.is_integer() => ["^", ""],
            (_, None, None) => ["^(", ")"],
        };
        self.put_str(out, from, open);
        self.put(out, from, Step::Number(exponent.clone()));
        self.put_str(out, from, close);
    }

    /// A base to a power that is no number.
    pub(super) fn power(&mut self, out: &mut String, base: Id, exponent: Step, level: Level, inline: bool) {
        let bracket = level == Level::Base;
        let from = self.stack.len();
        if bracket {
            self.put_str(out, from, "(");
        }
        let is_letter = matches!(exponent, Step::Expression(id, ..) if self.is_single_letter(id));
        let [open, close] = match self.drawing() {
            Some(Drawing { script, .. }) if !is_letter => *script,
            _ => ["^", ""],
        };
        // \sin^{n-1} x, as for an exponent that is a number; but (\sin x)^x.
        if self.is_drawn()
            && !self.is_named(base)
            && let Node::Call(function, &[argument]) = self.arena.node(base)
            && self.takes_exponent(function)
            && matches!(exponent, Step::Expression(id, ..) if self.counts(id))
        {
            for step in [self.function_name(function.row().latex), Step::Str(open), exponent, Step::Str(close)] {
                self.put(out, from, step);
            }
            self.operator_argument(argument, inline).into_iter().for_each(|step| self.put(out, from, step));
        } else {
            // Letters above a name may be read as its label, and above braces as an exponent.
            let [before, behind] = match self.drawing() {
                Some(drawing) if self.looks_like_a_label(base, &exponent) => drawing.plain_name,
                _ => self.around_label(base),
            };
            self.put_str(out, from, before);
            self.put_expression(out, from, base, Level::Base, inline);
            self.put_str(out, from, behind);
            self.put_str(out, from, open);
            self.put(out, from, exponent);
            self.put_str(out, from, close);
        }
        if bracket {
            self.put_str(out, from, ")");
        }
        self.settle(from);
    }

    /// Whether an exponent is made of letters that count, as the n of `\sin^n x`.
    pub(super) fn counts(&self, exponent: Id) -> bool {
        let names = self.arena.free_symbols(exponent);
        !names.is_empty() && names.into_iter().all(|symbol| is_index(self.arena.name(symbol)))
    }

    /// What stands around a name that is drawn with a label above it, which takes no exponent beside that: `{x^{(t)}}^2`. Round
    /// brackets would make a function of a letter before them.
    fn around_label(&self, base: Id) -> [&'static str; 2] {
        let is_labelled = || self.arena.as_symbol(base).is_some_and(|symbol| is_raised(self.arena.name(symbol)));
        match self.notation() {
            Notation::Latex if is_labelled() => ["{", "}"],
            Notation::Typst if is_labelled() => ["(", ")"],
            _ => ["", ""],
        }
    }

    /// Whether the exponent of a name is a word, or a product of letters that reads like one: `b^{eq}`.
    fn looks_like_a_label(&self, base: Id, exponent: &Step) -> bool {
        let Step::Expression(exponent, ..) = *exponent else { return false };
        let name = |id: Id| self.arena.as_symbol(id).map(|symbol| self.arena.name(symbol));
        let is_pi = matches!(self.arena.node(base), Node::Call(function, []) if function == const { FunctionId::named("pi") });
        if name(base).is_none() && !is_pi {
            return false;
        }
        match self.arena.node(exponent) {
            Node::Symbol(symbol) => {
                let word = self.arena.name(symbol);
                let letter = word.split('_').next().unwrap_or_default();
                let is_marked = word.split('_').nth(1).is_some_and(|mark| matches!(mark, "cal" | "bb" | "bold"));
                is_marked || (letter.len() > 1 && letter.bytes().all(|byte| byte.is_ascii_alphabetic()) && greek_letter(letter).is_none())
            }
            Node::Product(factors) => {
                let letter =
                    |id: Id| if matches!(self.arena.node(id), Node::Call(FunctionId::EXP, [Id::ONE])) { Some("e") } else { name(id) };
                let letters: Option<String> =
                    factors.iter().map(|factor| letter(factor.id).filter(|letter| letter.len() == 1 && factor.number.is_one())).collect();
                letters.is_some_and(|letters| may_be_a_label(&letters))
            }
            _ => false,
        }
    }

    /// Whether an exponent may stand behind the name: `\sin^2 x`.
    pub(super) fn takes_exponent(&self, function: FunctionId) -> bool {
        let row = function.row();
        is_operator(row.latex) && self.latex_style().operator(row) == row.latex && self.latex_style().reciprocal(function).is_none()
    }

    /// `\cos^2 x` where the expression holds its reciprocal.
    pub(super) fn reciprocal(
        &mut self,
        out: &mut String,
        function: FunctionId,
        argument: Id,
        exponent: &Rational,
        level: Level,
        inline: bool,
    ) {
        let from = self.stack.len();
        let bracket = level == Level::Base;
        if bracket {
            self.put_str(out, from, "(");
        }
        let name = self.function_name(self.latex_style().reciprocal(function).unwrap_or_default());
        self.put(out, from, name);
        if !exponent.is_one() {
            self.put_exponent(out, from, exponent);
        }
        self.operator_argument(argument, inline).into_iter().for_each(|step| self.put(out, from, step));
        if bracket {
            self.put_str(out, from, ")");
        }
        self.settle(from);
    }
}

fn raised_digit(digit: char) -> char {
    match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '-' => '⁻',
        '0' => '⁰',
        other => char::from_u32('⁰' as u32 + other.to_digit(10).unwrap_or(0)).unwrap_or(other),
    }
}
