//! Functions of the table, and how LaTeX sets each of them: bars, roots, a bare argument behind `\sin`.

use super::super::drawing::typst_function;
use super::super::names;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node};
use crate::functions::FunctionId;

pub(super) const FACTORIAL: FunctionId = FunctionId::named("factorial");

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    pub(super) fn call(&mut self, out: &mut String, function: FunctionId, arguments: &[Id], level: Level, inline: bool) {
        let row = function.row();
        if function == FunctionId::EXP && arguments == [Id::ONE] {
            return out.push_str(self.e());
        }
        if let (&[argument], Some(drawing)) = (arguments, self.drawing()) {
            let [open, close] = match row.name {
                "exp" => {
                    let bracket = level == Level::Base;
                    let mut steps = Vec::new();
                    steps.extend(bracket.then_some(Step::Str("(")));
                    let plain = self.is_single_letter(argument);
                    // e^{7/2} without braces around e is a power of the number e.
                    let is_number = self.arena.as_number(argument).is_some();
                    let [before, behind] = if is_number { drawing.plain_e } else { ["", ""] };
                    let [open, close] = if plain { ["^", ""] } else { drawing.script };
                    steps.extend([Step::Str(before), Step::Str(self.e()), Step::Str(behind), Step::Str(open)]);
                    steps.extend([Step::Expression(argument, Level::Sum, true), Step::Str(close)]);
                    steps.extend(bracket.then_some(Step::Str(")")));
                    return self.then(out, steps);
                }
                "abs" if (self.is_tall(argument) && !inline) || self.has_bars_beside(argument) || self.is_in_bars(argument) => {
                    drawing.tall_absolute
                }
                "abs" => drawing.absolute,
                "floor" => drawing.floor,
                "ceil" => drawing.ceiling,
                "cbrt" => drawing.cube_root,
                _ => ["", ""],
            };
            if !open.is_empty() {
                return self.then(out, [Step::Str(open), Step::Expression(argument, Level::Sum, inline), Step::Str(close)]);
            }
            if is_operator(row.latex) {
                let name = self.function_name(self.latex_style().operator(row));
                // What follows a factor might be read as part of the argument.
                if level < Level::Factor && !inline && self.is_drawn_fraction(argument) {
                    return self.then(out, [name, Step::Str(drawing.function_space), Step::Expression(argument, Level::Sum, inline)]);
                }
                let bracket = level == Level::Base;
                let mut steps = Vec::with_capacity(6);
                steps.extend(bracket.then_some(Step::Str("(")));
                steps.push(name);
                steps.extend(self.operator_argument(argument, inline));
                steps.extend(bracket.then_some(Step::Str(")")));
                return self.then(out, steps);
            }
        }
        if function == FACTORIAL
            && let [argument] = arguments
        {
            let postfix = matches!(self.arena.node(*argument), Node::Call(inner, _) if inner == FACTORIAL);
            let (open, close) = if postfix { ("(", ")!") } else { ("", "!") };
            return self.then(out, [Step::Str(open), Step::Expression(*argument, Level::Base, inline), Step::Str(close)]);
        }
        if let ("root", [index, radicand], Some(drawing)) = (row.name, arguments, self.drawing()) {
            let is_plain = self.arena.as_number(*index).is_some() || self.arena.as_symbol(*index).is_some();
            let [open, between, close] = if is_plain { drawing.indexed_root } else { drawing.long_indexed_root };
            let steps = [
                Step::Str(open),
                Step::Expression(*index, Level::Sum, true),
                Step::Str(between),
                Step::Expression(*radicand, Level::Sum, inline),
                Step::Str(close),
            ];
            return self.then(out, steps);
        }
        if let ("polygamma", [order, argument], Notation::Latex) = (row.name, arguments, self.notation())
            && let Some(order) = self.arena.as_number(*order).filter(|order| order.is_integer() && !order.is_negative())
        {
            out.push_str(&format!("\\psi^{{({order})}}"));
            return self.arguments(out, &[*argument], inline);
        }
        match self.notation() {
            Notation::Latex => out.push_str(row.latex),
            Notation::Typst => out.push_str(&typst_function(row.latex)),
            Notation::Text => out.push_str(row.name),
            Notation::Unicode => names::unicode(out, row.name),
        }
        if !arguments.is_empty() {
            self.arguments(out, arguments, inline);
        }
    }

    /// The name of a function, by its command in LaTeX.
    pub(super) fn function_name(&self, latex: &'static str) -> Step {
        match self.notation() {
            Notation::Typst => Step::Owned(typst_function(latex).into()),
            _ => Step::Str(latex),
        }
    }

    /// The number e.
    fn e(&self) -> &'static str {
        match self.notation() {
            Notation::Latex => self.latex_style().e(),
            Notation::Text | Notation::Unicode | Notation::Typst => "e",
        }
    }

    /// The argument of `\sin`: bare where it is a symbol or a constant.
    pub(super) fn operator_argument(&self, argument: Id, inline: bool) -> [Step; 3] {
        let digits = self.arena.as_number(argument).is_some_and(|number| number.is_integer() && !number.is_negative());
        let bare = digits || self.arena.as_symbol(argument).is_some() || matches!(self.arena.node(argument), Node::Call(_, []));
        if bare {
            let is_command = self.arena.as_symbol(argument).is_none_or(|symbol| self.arena.name(symbol).len() > 1);
            let mut written = String::new();
            if is_command && let Some(symbol) = self.arena.as_symbol(argument) {
                self.name(&mut written, symbol);
            }
            let constant = !digits && self.arena.as_symbol(argument).is_none();
            let space = if self.latex() && (written.starts_with('\\') || constant) { "" } else { " " };
            return [Step::Str(space), Step::Expression(argument, Level::Sum, inline), Step::EndOfArgument];
        }
        let (open, close) = self.brackets(self.is_tall(argument) && !inline);
        [Step::Str(open), Step::Expression(argument, Level::Sum, inline), Step::Str(close)]
    }

    pub(super) fn arguments(&mut self, out: &mut String, arguments: &[Id], inline: bool) {
        let tall = !inline && arguments.iter().any(|argument| self.is_tall(*argument));
        let (open, close) = self.brackets(tall);
        let separator = if self.is_drawn() { "," } else { ", " };
        let from = self.stack.len();
        self.put_str(out, from, open);
        for (at, argument) in arguments.iter().enumerate() {
            if at > 0 {
                self.put_str(out, from, separator);
            }
            self.put_expression(out, from, *argument, Level::Sum, inline);
        }
        self.put_str(out, from, close);
        self.settle(from);
    }
}

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    /// Whether bars stand beside other factors in an expression: between bars of the same kind, `|y|x||` might be read in two
    /// ways, and `||x||` is a norm.
    pub(super) fn has_bars_beside(&self, id: Id) -> bool {
        let is_bars = |id: Id| matches!(self.arena.node(id), Node::Call(FunctionId::ABS, _));
        let has_factor = |id: Id| match self.arena.node(id) {
            Node::Product(factors) => factors.iter().any(|factor| is_bars(factor.id)),
            _ => is_bars(id),
        };
        match self.arena.node(id) {
            Node::Product(factors) => factors.len() > 1 && has_factor(id),
            Node::Sum(terms) => terms.iter().any(|term| has_factor(term.id)),
            _ => is_bars(id),
        }
    }
}

/// Whether a command is the name of a function that takes a bare argument and an exponent: `\sin x`, `\sin^2 x`.
pub(in crate::render) fn is_operator(latex: &str) -> bool {
    const OPERATORS: [&str; 15] = [
        "\\sin", "\\cos", "\\tan", "\\sec", "\\csc", "\\cot", "\\sinh", "\\cosh", "\\tanh", "\\coth", "\\ln", "\\arcsin", "\\arccos",
        "\\arctan", "\\arg",
    ];
    OPERATORS.contains(&latex)
}
