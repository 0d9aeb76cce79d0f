//! Formulas and reasons in the notations of `render`.

use super::formula::{Formula, Part, Product, Quotient};
use super::reason::Word;
use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use crate::render::{self, Level, Notation, Style};

/// An expression with fewer parts is written out whatever is shared in it.
const FEW_PARTS: usize = 64;

/// Writes the sides and reasons of steps.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub arena: &'a Arena,
    pub style: &'a Style,
    pub notation: Notation,
}

impl Pen<'_> {
    fn is_latex(self) -> bool {
        self.notation == Notation::Latex
    }

    /// An expression alone on its side of the equation.
    pub fn expression(self, out: &mut String, id: Id) -> Result<(), Error> {
        if self.arena.reachable(id).len() < FEW_PARTS {
            return self.part_of(out, id, Level::Sum);
        }
        match self.notation {
            Notation::Text => render::write_text(out, self.arena, id, self.style),
            Notation::Unicode => render::write_unicode(out, self.arena, id, self.style),
            Notation::Latex => render::write_latex(out, self.arena, id, self.style),
        }
    }

    fn part_of(self, out: &mut String, id: Id, level: Level) -> Result<(), Error> {
        render::write_part(out, self.arena, id, self.style, self.notation, level)
    }

    pub fn formula(self, out: &mut String, formula: &Formula) -> Result<(), Error> {
        if let Some(id) = formula.as_value() {
            return self.expression(out, id);
        }
        self.terms(out, formula)
    }

    fn terms(self, out: &mut String, formula: &Formula) -> Result<(), Error> {
        for (at, product) in formula.0.iter().enumerate() {
            out.push_str(match (at, product.negative, self.is_latex()) {
                (0, false, _) => "",
                (0, true, _) => "-",
                (_, false, false) => " + ",
                (_, true, false) => " - ",
                (_, false, true) => "+",
                (_, true, true) => "-",
            });
            self.product(out, product, formula.0.len() > 1 || product.negative)?;
        }
        Ok(())
    }

    fn product(self, out: &mut String, product: &Product, is_term: bool) -> Result<(), Error> {
        let alone = if is_term { Level::Term } else { Level::Sum };
        if product.below.is_empty() {
            return self.factors(out, &product.above, alone, true);
        }
        if self.is_latex() {
            out.push_str("\\frac{");
            self.factors(out, &product.above, Level::Sum, true)?;
            out.push_str("}{");
            self.factors(out, &product.below, Level::Sum, false)?;
            out.push('}');
            return Ok(());
        }
        self.factors(out, &product.above, Level::Factor, true)?;
        out.push('/');
        let from = out.len();
        self.factors(out, &product.below, Level::Factor, false)?;
        if product.below.len() > 1 {
            out.insert(from, '(');
            out.push(')');
        }
        Ok(())
    }

    /// Factors in their order; a single one stands at `alone`.
    fn factors(self, out: &mut String, parts: &[Part], alone: Level, is_above: bool) -> Result<(), Error> {
        if parts.is_empty() {
            out.push('1');
        }
        let level = if parts.len() == 1 { alone } else { Level::Factor };
        for (at, part) in parts.iter().enumerate() {
            let mut factor = String::new();
            match part {
                // A product within a product needs no brackets.
                Part::Expression(id) if level == Level::Factor && is_above && self.is_product(*id) => {
                    self.part_of(&mut factor, *id, Level::Term)?;
                }
                Part::Expression(id) => self.part_of(&mut factor, *id, level)?,
                Part::Derivative { of, by } => self.derivative(&mut factor, *of, *by)?,
                Part::Quotient(quotient) => self.quotient(&mut factor, *quotient)?,
                Part::Group(formula) => {
                    let bracket = level > Level::Sum && (formula.0.len() > 1 || formula.0.iter().any(|product| product.negative));
                    let mut inner = String::new();
                    self.terms(&mut inner, formula)?;
                    if bracket { self.bracketed(&mut factor, &inner) } else { factor.push_str(&inner) }
                }
            }
            if let Some(before) = at.checked_sub(1).and_then(|before| parts.get(before)) {
                out.push_str(self.between(before, part, &factor));
            }
            out.push_str(&factor);
        }
        Ok(())
    }

    fn is_product(self, id: Id) -> bool {
        let (number, core) = self.arena.coefficient(id);
        !number.is_negative() && (core != id || matches!(self.arena.node(core), Node::Product(_)))
    }

    /// What goes between two factors, the second as it is written.
    fn between(self, before: &Part, after: &Part, written: &str) -> &'static str {
        let is_bracketed = written.starts_with('(') || written.starts_with("\\left(");
        match (self.notation, before, after) {
            (Notation::Text, Part::Quotient(_), Part::Quotient(_)) => " * ",
            (Notation::Text, ..) => "*",
            (Notation::Unicode, ..) => "·",
            (Notation::Latex, Part::Expression(_), Part::Expression(_)) if is_bracketed => "",
            (Notation::Latex, Part::Expression(_), Part::Expression(_)) if !written.starts_with(|c: char| c.is_ascii_digit()) => "\\,",
            (Notation::Latex, ..) => "\\cdot ",
        }
    }

    fn bracketed(self, out: &mut String, inner: &str) {
        let is_tall = self.is_latex() && ["\\frac", "\\sum", "\\int", "\\prod", "\\begin"].iter().any(|tall| inner.contains(tall));
        let (open, close) = if is_tall { ("\\left(", "\\right)") } else { ("(", ")") };
        out.push_str(open);
        out.push_str(inner);
        out.push_str(close);
    }

    fn derivative(self, out: &mut String, of: Id, by: Id) -> Result<(), Error> {
        if self.is_latex() {
            out.push_str("\\frac{d}{d");
            self.part_of(out, by, Level::Base)?;
            out.push('}');
        } else {
            out.push_str("d/d");
            self.part_of(out, by, Level::Base)?;
        }
        let mut inner = String::new();
        self.part_of(&mut inner, of, Level::Sum)?;
        self.bracketed(out, &inner);
        Ok(())
    }

    fn quotient(self, out: &mut String, Quotient { of, by, partial }: Quotient) -> Result<(), Error> {
        let (sign, bar) = match (self.is_latex(), partial) {
            (true, true) => ("\\partial ", "}{"),
            (true, false) => ("d", "}{"),
            (false, true) => ("∂", "/"),
            (false, false) => ("d", "/"),
        };
        if self.is_latex() {
            out.push_str("\\frac{");
        }
        out.push_str(sign);
        self.part_of(out, of, Level::Base)?;
        out.push_str(bar);
        out.push_str(sign);
        self.part_of(out, by, Level::Base)?;
        if self.is_latex() {
            out.push('}');
        }
        Ok(())
    }

    /// A reason: words set upright in LaTeX, mathematics as mathematics.
    pub fn reason(self, out: &mut String, words: &[Word]) -> Result<(), Error> {
        let mut is_open = false;
        let mut open = |out: &mut String, wanted: bool| {
            if self.is_latex() && wanted != is_open {
                out.push_str(if wanted { "\\text{" } else { "}" });
                is_open = wanted;
            }
        };
        for word in words {
            match word {
                Word::Text(text) => {
                    open(out, true);
                    out.push_str(text);
                }
                Word::Math(formula) => {
                    open(out, false);
                    self.formula(out, formula)?;
                }
                Word::Equal(left, right) => {
                    open(out, false);
                    self.formula(out, left)?;
                    out.push_str(if self.is_latex() { "=" } else { " = " });
                    self.formula(out, right)?;
                }
                Word::Verbatim { text, latex } => {
                    open(out, false);
                    out.push_str(if self.is_latex() { latex } else { text });
                }
            }
        }
        open(out, false);
        Ok(())
    }
}
