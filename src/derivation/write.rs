//! Formulas and reasons in the notations of `render`.

use super::reason::Word;
use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use crate::formula::{Formula, Part, Product, Quotient};
use crate::render::{self, Fence, Level, Notation, Style};

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
            Notation::Typst => render::write_typst(out, self.arena, id, self.style),
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
            // In front a sum needs no brackets.
            self.product(out, product, at > 0 || product.negative)?;
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
            self.side(out, &product.above, true)?;
            out.push_str("}{");
            self.side(out, &product.below, false)?;
            out.push('}');
            return Ok(());
        }
        self.side(out, &product.above, true)?;
        out.push('/');
        self.side(out, &product.below, false)
    }

    /// One side of a fraction. A quotient there has no second bar above or below the first: it stands on the line, and in text
    /// in brackets.
    fn side(self, out: &mut String, parts: &[Part], is_above: bool) -> Result<(), Error> {
        let quotient = match parts {
            [Part::Quotient(Quotient { of, by, partial })] => Some((*of, vec![*by], *partial)),
            [Part::Higher { of, by, partial }] => Some((*of, by.clone(), *partial)),
            _ => None,
        };
        let mut side = String::new();
        match &quotient {
            Some((of, by, partial)) => self.quotient(&mut side, *of, by, *partial, ("", "/", ""))?,
            None => self.factors(&mut side, parts, if self.is_latex() { Level::Sum } else { Level::Factor }, is_above)?,
        }
        let is_bracketed = !self.is_latex() && (quotient.is_some() || (!is_above && parts.len() > 1));
        if is_bracketed {
            self.bracketed(out, &side)
        } else {
            out.push_str(&side)
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
                Part::Derivative { of, by, partial } => self.derivative(&mut factor, *of, *by, *partial, None)?,
                Part::Order { of, by, order } => self.derivative(&mut factor, *of, *by, false, Some(*order))?,
                Part::Quotient(Quotient { of, by, partial }) => self.quotient(&mut factor, *of, &[*by], *partial, self.fraction())?,
                Part::Higher { of, by, partial } => self.quotient(&mut factor, *of, by, *partial, self.fraction())?,
                Part::At(inner, point) => self.at_point(&mut factor, inner, point)?,
                Part::Rounded(value) => factor.push_str(&value.to_string()),
                Part::Gradient(of) => {
                    factor.push_str(if self.is_latex() { "\\nabla " } else { "∇" });
                    self.part_of(&mut factor, *of, Level::Base)?;
                }
                Part::Along(of, direction) => {
                    factor.push_str(if self.is_latex() { "D_{" } else { "D_" });
                    self.part_of(&mut factor, *direction, Level::Base)?;
                    factor.push_str(if self.is_latex() { "}" } else { " " });
                    self.part_of(&mut factor, *of, Level::Base)?;
                }
                Part::Vector(entries) => self.matrix(&mut factor, std::slice::from_ref(entries), Fence::Vector)?,
                Part::Matrix(rows) => self.matrix(&mut factor, rows, Fence::Matrix)?,
                Part::Determinant(rows) => self.matrix(&mut factor, rows, Fence::Determinant)?,
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
            // A number before brackets needs nothing, and dots stand between digits.
            (Notation::Latex, Part::Expression(id), Part::Group(_)) if is_bracketed => {
                if self.arena.as_number(*id).is_some() {
                    ""
                } else {
                    "\\,"
                }
            }
            (Notation::Latex, ..) => "\\cdot ",
            (Notation::Typst, ..) => " dot ",
        }
    }

    fn bracketed(self, out: &mut String, inner: &str) {
        let is_tall = self.is_latex() && ["\\frac", "\\sum", "\\int", "\\prod", "\\begin"].iter().any(|tall| inner.contains(tall));
        let (open, close) = if is_tall { ("\\left(", "\\right)") } else { ("(", ")") };
        out.push_str(open);
        out.push_str(inner);
        out.push_str(close);
    }

    /// `d/dx(u)`, or `d^n/dx^n(u)`.
    fn derivative(self, out: &mut String, of: Id, by: Id, partial: bool, order: Option<Id>) -> Result<(), Error> {
        let sign = self.differential(partial);
        let mut times = String::new();
        if let Some(order) = order {
            times.push('^');
            self.part_of(&mut times, order, Level::Base)?;
        }
        let (open, bar, close) = self.fraction();
        for piece in [open, sign.trim_end(), &times, bar, sign] {
            out.push_str(piece);
        }
        self.part_of(out, by, Level::Base)?;
        out.push_str(&times);
        out.push_str(close);
        let mut inner = String::new();
        self.part_of(&mut inner, of, Level::Sum)?;
        self.bracketed(out, &inner);
        Ok(())
    }

    /// What stands before, between and behind the sides of a fraction.
    fn fraction(self) -> (&'static str, &'static str, &'static str) {
        if self.is_latex() { ("\\frac{", "}{", "}") } else { ("", "/", "") }
    }

    fn differential(self, partial: bool) -> &'static str {
        match (self.is_latex(), partial) {
            (true, true) => "\\partial ",
            (false, true) => "∂",
            (_, false) => "d",
        }
    }

    /// `dy/dx`, `d2y/dx2`, `∂2f/∂x∂y`; in LaTeX with exponents.
    fn quotient(self, out: &mut String, of: Id, by: &[Id], partial: bool, dress: (&str, &str, &str)) -> Result<(), Error> {
        let sign = self.differential(partial);
        let (open, bar, close) = dress;
        out.push_str(open);
        if by.len() > 1 {
            out.push_str(sign.trim_end());
            self.times(out, by.len());
        } else {
            out.push_str(sign);
        }
        self.part_of(out, of, Level::Base)?;
        out.push_str(bar);
        for (at, run) in by.chunk_by(|one, next| one == next).enumerate() {
            if at > 0 && self.is_latex() {
                out.push_str("\\,");
            }
            out.push_str(sign);
            self.part_of(out, run[0], Level::Base)?;
            if run.len() > 1 {
                self.times(out, run.len());
            }
        }
        out.push_str(close);
        Ok(())
    }

    /// How often something is done, as an exponent.
    fn times(self, out: &mut String, times: usize) {
        match self.notation {
            Notation::Latex if times < 10 => out.push_str(&format!("^{times}")),
            Notation::Latex => out.push_str(&format!("^{{{times}}}")),
            Notation::Unicode => out.extend(times.to_string().chars().map(superscript)),
            Notation::Text => out.push_str(&format!("^{times}")),
            Notation::Typst => out.push_str(&format!("^({times})")),
        }
    }

    /// `dy/dx | x=1`
    fn at_point(self, out: &mut String, inner: &Part, point: &[(Id, Id)]) -> Result<(), Error> {
        if self.is_latex() {
            out.push_str("\\left.");
        }
        self.terms(out, &Formula::part(inner.clone()))?;
        out.push_str(if self.is_latex() { "\\right|_{" } else { " | " });
        for (at, (name, value)) in point.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { ", " });
            self.part_of(out, *name, Level::Sum)?;
            out.push('=');
            self.part_of(out, *value, Level::Sum)?;
        }
        out.push_str(if self.is_latex() { "}" } else { "" });
        Ok(())
    }

    fn matrix(self, out: &mut String, rows: &[Vec<Id>], fence: Fence) -> Result<(), Error> {
        let mut cells: Vec<Vec<String>> = Vec::with_capacity(rows.len());
        for row in rows {
            let mut written = Vec::with_capacity(row.len());
            for cell in row {
                let mut text = String::new();
                self.part_of(&mut text, *cell, Level::Sum)?;
                written.push(text);
            }
            cells.push(written);
        }
        render::write_matrix(out, &cells, self.notation, fence);
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
                    let from = out.len();
                    self.formula(out, formula)?;
                    // Behind words a sign would be set as a difference.
                    if self.is_latex() && out[from..].starts_with('-') {
                        out.insert(from, '{');
                        out.push('}');
                    }
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

fn superscript(digit: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digit.to_digit(10).map_or(digit, |digit| DIGITS[digit as usize])
}
