//! The walk over an expression that writes it: a part at once as long as they nest a few deep, and with a stack of its own
//! in place of recursion beyond.
//!
//! Each kind of expression has a file, which writes in every notation; what only LaTeX asks for, spaces between factors
//! and brackets that grow, has its own: `joint` and `tall`.

mod bound;
mod call;
mod cases;
mod joint;
mod power;
mod sum;
mod tall;
mod term;
mod unknown;

use super::drawing::{self, Drawing};
use super::sharing::Names;
use super::{LatexStyle, Style, names};
use crate::error::Error;
use crate::expression::{Arena, Id, Node};
use crate::functions::FunctionId;
use crate::limits::exceeded;
use crate::number::Rational;
pub(super) use call::is_operator;
use joint::Opening;
use power::Base;
use rustc_hash::FxHashSet;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Plain text.
    Text,
    /// Text with Greek letters, dots and superscripts.
    Unicode,
    /// LaTeX for math mode.
    Latex,
    /// Typst for math mode.
    Typst,
}

/// How tightly what is written must hold together where it stands; what holds less gets brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Anything goes.
    Sum,
    /// A term after a sign: no sum, no sign of its own.
    Term,
    /// A factor beside others: no bar.
    Factor,
    /// The base of a power.
    Base,
}

/// What is to be written, now or later.
#[derive(Debug)]
enum Step {
    Str(&'static str),
    Owned(Box<str>),
    /// An expression; in an exponent fractions are written on the line.
    Expression(Id, Level, bool),
    /// A positive number times an expression.
    Term(Id, Rational, Level, bool),
    /// An expression to a positive power.
    Power(Id, Rational, Level, bool),
    /// A number to a positive power, as base and exponent.
    NumberPower(Box<(Rational, Rational)>, Level),
    /// What a function is the reciprocal of, to a positive power.
    Reciprocal(FunctionId, Id, Rational, bool),
    /// Decides what goes between two factors, from what has been written and what comes.
    Joint(Opening),
    /// Here a function's argument without brackets ends.
    EndOfArgument,
    Number(Rational),
}

/// So deep parts are written inside one another; what lies deeper waits on the stack.
const NESTED: u32 = 24;

/// Writes an expression: as `PLAIN` text, or in another notation. Nearly all that is written is plain, so that it has code of its own,
/// in which whatever only other notations ask for is not there.
pub(super) struct Writer<'a, const PLAIN: bool> {
    arena: &'a Arena,
    style: Style,
    notation: Notation,
    /// What is still to be written; what comes next lies on top.
    stack: Vec<Step>,
    /// How deep what is being written lies in others that are being written.
    depth: u32,
    /// How long the text may become.
    longest: usize,
    /// How it is drawn, if it is.
    drawing: Option<&'static Drawing>,
    /// Where it is drawn: what is taller than a line.
    tall: FxHashSet<Id>,
    /// What stands between bars beside other factors, within bars.
    in_bars: FxHashSet<Id>,
    /// Where in the text the last argument without brackets ends; what follows there might be read as part of it.
    argument_end: usize,
    /// Parts that are written by a name.
    named: Names,
    /// The whole that is written.
    root: Id,
    /// Whether a letter stands in it that below d would be read as a function; found out when a derivative is written.
    has_axis: Option<bool>,
}

impl Notation {
    /// How it draws, if it does.
    pub(super) fn drawing(self) -> Option<&'static Drawing> {
        match self {
            Notation::Text | Notation::Unicode => None,
            Notation::Latex => Some(&drawing::LATEX),
            Notation::Typst => Some(&drawing::TYPST),
        }
    }
}

impl<'a, const PLAIN: bool> Writer<'a, PLAIN> {
    /// Who writes in this notation, which is [`Notation::Text`] where it is plain.
    pub(super) fn new(arena: &'a Arena, style: &'a Style, notation: Notation) -> Writer<'a, PLAIN> {
        debug_assert_eq!(PLAIN, notation == Notation::Text);
        let drawing = notation.drawing();
        let latex = if drawing.is_some() { style.latex } else { LatexStyle::default() };
        let style = Style { latex, ..*style };
        Writer {
            arena,
            style,
            notation,
            drawing,
            stack: Vec::new(),
            depth: 0,
            longest: 0,
            tall: FxHashSet::default(),
            in_bars: FxHashSet::default(),
            argument_end: 0,
            named: Names::default(),
            root: Id::ZERO,
            has_axis: None,
        }
    }

    pub(super) fn write(&mut self, out: &mut String, id: Id) -> Result<(), Error> {
        self.write_at(out, id, Level::Sum)
    }

    pub(super) fn write_at(&mut self, out: &mut String, id: Id, level: Level) -> Result<(), Error> {
        if self.writes_at(out, id, level, self.arena.limits().output_bytes) {
            return Ok(());
        }
        Err(exceeded("output_bytes", self.arena.limits(), "ask for its `size` only, or for a part of it"))
    }

    /// Writes an expression if that takes no more than so many bytes, otherwise a part of it; whether it is the whole.
    pub(super) fn write_within(mut self, out: &mut String, id: Id, most: usize) -> bool {
        self.writes_at(out, id, Level::Sum, most)
    }

    fn writes_at(&mut self, out: &mut String, id: Id, level: Level, most: usize) -> bool {
        if self.is_drawn() {
            self.find_tall(id);
        }
        (self.root, self.has_axis) = (id, None);
        self.longest = out.len().saturating_add(most);
        self.expression(out, id, level, false);
        self.run(out, 0);
        out.len() <= self.longest
    }

    /// Writes what lies on the stack above `from`.
    fn run(&mut self, out: &mut String, from: usize) {
        while self.stack.len() > from
            && let Some(step) = self.stack.pop()
        {
            if out.len() > self.longest {
                return self.stack.truncate(from);
            }
            self.take(out, step);
        }
    }

    fn take(&mut self, out: &mut String, step: Step) {
        match step {
            Step::Str(text) => push_short(out, text),
            Step::Owned(text) => out.push_str(&text),
            Step::Number(number) => self.number(out, &number),
            Step::EndOfArgument => self.argument_end = out.len(),
            Step::Joint(opening) => out.push_str(self.space(out, opening)),
            Step::Expression(id, level, inline) => self.expression(out, id, level, inline),
            Step::Term(id, number, level, inline) => self.term(out, id, &number, level, inline),
            Step::Power(id, exponent, level, inline) => self.rational_power(out, Base::Expression(id), &exponent, level, inline),
            Step::Reciprocal(function, argument, exponent, inline) => {
                self.reciprocal(out, function, argument, &exponent, Level::Factor, inline);
            }
            Step::NumberPower(root, level) => self.rational_power(out, Base::Number(&root.0), &root.1, level, false),
        }
    }

    #[inline(always)]
    fn notation(&self) -> Notation {
        if PLAIN { Notation::Text } else { self.notation }
    }

    #[inline(always)]
    fn drawing(&self) -> Option<&'static Drawing> {
        if PLAIN { None } else { self.drawing }
    }

    #[inline(always)]
    fn latex_style(&self) -> LatexStyle {
        if PLAIN { LatexStyle::default() } else { self.style.latex }
    }

    fn is_drawn(&self) -> bool {
        self.drawing().is_some()
    }

    fn latex(&self) -> bool {
        self.notation() == Notation::Latex
    }

    // Whoever writes several things remembers how many steps are waiting, puts one thing after another, and settles them. What
    // is put is written at once as long as nothing put before it had to wait.

    /// Whether what is put now may be written at once, with everything inside it.
    #[inline]
    fn is_next(&self, from: usize) -> bool {
        self.stack.len() == from && self.depth < NESTED
    }

    /// Writes something at once, with everything inside it.
    #[inline]
    fn within(&mut self, out: &mut String, write: impl FnOnce(&mut Self, &mut String)) {
        if out.len() > self.longest {
            return;
        }
        let from = self.stack.len();
        self.depth += 1;
        write(self, out);
        if self.stack.len() > from {
            self.run(out, from);
        }
        self.depth -= 1;
    }

    #[inline]
    fn put_str(&mut self, out: &mut String, from: usize, text: &'static str) {
        if self.stack.len() == from { push_short(out, text) } else { self.stack.push(Step::Str(text)) }
    }

    #[inline]
    fn put_expression(&mut self, out: &mut String, from: usize, id: Id, level: Level, inline: bool) {
        if self.is_next(from) {
            self.within(out, |writer, out| writer.expression(out, id, level, inline));
        } else {
            self.stack.push(Step::Expression(id, level, inline));
        }
    }

    fn put(&mut self, out: &mut String, from: usize, step: Step) {
        if self.is_next(from) { self.within(out, |writer, out| writer.take(out, step)) } else { self.stack.push(step) }
    }

    /// What had to wait is carried out in the order in which it was put.
    #[inline]
    fn settle(&mut self, from: usize) {
        if self.stack.len() > from {
            self.stack[from..].reverse();
        }
    }

    /// Writes one step after another.
    fn then(&mut self, out: &mut String, steps: impl IntoIterator<Item = Step>) {
        let from = self.stack.len();
        for step in steps {
            self.put(out, from, step);
        }
        self.settle(from);
    }

    /// Whether a part is written by a name.
    fn is_named(&self, id: Id) -> bool {
        !self.named.is_empty() && self.named.contains_key(&id)
    }

    /// From now on the part is written by this name.
    pub(super) fn name_part(&mut self, id: Id, name: Box<str>) {
        self.named.insert(id, name);
    }

    /// Writes an expression; most are names, which need no more than that.
    #[inline]
    fn expression(&mut self, out: &mut String, id: Id, level: Level, inline: bool) {
        match self.arena.as_symbol(id) {
            Some(symbol) if self.named.is_empty() => self.name(out, symbol),
            _ => self.compound(out, id, level, inline),
        }
    }

    #[inline(never)]
    fn compound(&mut self, out: &mut String, id: Id, level: Level, inline: bool) {
        if !self.named.is_empty()
            && let Some(name) = self.named.get(&id)
        {
            return match self.drawing() {
                Some(drawing) => (drawing.name)(out, name),
                None => out.push_str(name),
            };
        }
        match self.arena.node(id) {
            Node::Undefined => out.push_str("undefined"),
            Node::Number(number) => self.signed_term(out, Id::ONE, number, level, inline),
            Node::Symbol(symbol) => self.name(out, symbol),
            Node::Sum([term]) => self.signed_term(out, term.id, &term.number, level, inline),
            Node::Sum(terms) => self.sum(out, terms, level, inline),
            Node::Product(_) => self.term(out, id, &Rational::ONE, level, inline),
            Node::Power(base, exponent) => {
                let exponent = Step::Expression(exponent, if self.is_drawn() { Level::Sum } else { Level::Base }, true);
                self.power(out, base, exponent, level, inline)
            }
            Node::Call(function, [_]) if self.latex_style().reciprocal(function).is_some() => {
                self.term(out, id, &Rational::ONE, level, inline)
            }
            Node::Call(function, arguments) => self.call(out, function, arguments, level, inline),
            Node::Apply(unknown, arguments) => {
                let (name, orders) = self.arena.unknown(unknown);
                self.apply(out, self.arena.name(name), orders, arguments);
            }
            Node::Piecewise(branches) => self.piecewise(out, branches, level),
            Node::Relation(relation, left, right) => self.relation(out, relation, left, right, inline),
            Node::And(parts) => self.junction(out, parts, true, inline),
            Node::Or(parts) => self.junction(out, parts, false, inline),
            Node::Bound(binder, parts) => self.bound(out, binder, parts, level),
            Node::Derivative(body, variable) => self.derivative(out, body, variable, level, inline),
        }
    }

    fn name(&self, out: &mut String, symbol: crate::expression::Symbol) {
        let name = self.arena.name(symbol);
        match (self.notation(), self.drawing()) {
            (Notation::Text, _) => push_short(out, name),
            (_, Some(drawing)) => (drawing.name)(out, name),
            (_, None) => names::unicode(out, name),
        }
    }

    fn is_single_letter(&self, id: Id) -> bool {
        self.arena.as_symbol(id).is_some_and(|symbol| self.arena.name(symbol).len() == 1)
    }

    fn number(&self, out: &mut String, number: &Rational) {
        use std::fmt::Write;
        // Most numbers have a digit or two, which need no formatting.
        let digit = |value: i64| char::from(b'0' + (value % 10) as u8);
        match (number.to_i64(), self.drawing()) {
            (Some(value @ 0..10), _) => out.push(digit(value)),
            (Some(value @ 10..100), _) => out.extend([digit(value / 10), digit(value)]),
            (_, Some(drawing)) if drawing.slash != "/" => out.push_str(&number.to_string().replace('/', drawing.slash)),
            _ => {
                let _ = write!(out, "{number}");
            }
        }
    }
}

/// Appends a text that mostly is one sign or letter, which need not be copied like a text.
fn push_short(out: &mut String, text: &str) {
    match text.as_bytes() {
        [sign] => out.push(char::from(*sign)),
        _ => out.push_str(text),
    }
}
