//! Functions of the table, and how LaTeX sets each of them: bars, roots, a bare argument behind `\sin`.

use super::super::names;
use super::{Level, Notation, Step, Writer};
use crate::expression::{Id, Node};
use crate::functions::{FunctionId, Row};

pub(super) const FACTORIAL: FunctionId = FunctionId::named("factorial");

impl Writer<'_> {
    pub(super) fn call(&mut self, out: &mut String, function: FunctionId, arguments: &[Id], level: Level, inline: bool) {
        let row = function.row();
        if function == FunctionId::EXP && arguments == [Id::ONE] {
            return out.push_str(if self.latex() { self.style.latex.e() } else { "e" });
        }
        if let ([argument], true) = (arguments, self.latex()) {
            let argument = *argument;
            let (open, close) = match row.name {
                "exp" => {
                    let bracket = level == Level::Base;
                    let mut steps = Vec::new();
                    steps.extend(bracket.then_some(Step::Str("(")));
                    let plain = self.is_single_letter(argument);
                    // e^{7/2} without braces around e is a power of the number e.
                    let is_number = self.arena.as_number(argument).is_some();
                    let e = Step::Str(self.style.latex.e());
                    match (is_number, plain) {
                        (true, _) => steps.extend([Step::Str("{"), e, Step::Str("}^{")]),
                        (false, true) => steps.extend([e, Step::Str("^")]),
                        (false, false) => steps.extend([e, Step::Str("^{")]),
                    }
                    steps.push(Step::Expression(argument, Level::Sum, true));
                    steps.push(Step::Str(if plain { "" } else { "}" }));
                    steps.extend(bracket.then_some(Step::Str(")")));
                    return self.then(steps);
                }
                "abs" if self.is_tall(argument) && !inline => ("\\left|", "\\right|"),
                "abs" => ("|", "|"),
                "floor" => ("\\lfloor ", "\\rfloor"),
                "ceil" => ("\\lceil ", "\\rceil"),
                "cbrt" => ("\\sqrt[3]{", "}"),
                _ => ("", ""),
            };
            if !open.is_empty() {
                return self.then([Step::Str(open), Step::Expression(argument, Level::Sum, inline), Step::Str(close)]);
            }
            if is_operator(row) {
                let name = self.style.latex.operator(row);
                out.push_str(name);
                // What follows a factor might be read as part of the argument.
                if level < Level::Factor && !inline && self.is_drawn_fraction(argument) {
                    return self.stack.push(Step::Expression(argument, Level::Sum, inline));
                }
                let steps = self.operator_argument(argument, inline);
                let bracket = level == Level::Base;
                if bracket {
                    out.insert(out.len() - name.len(), '(');
                    self.stack.push(Step::Str(")"));
                }
                return self.then(steps);
            }
        }
        if function == FACTORIAL
            && let [argument] = arguments
        {
            let postfix = matches!(self.arena.node(*argument), Node::Call(inner, _) if inner == FACTORIAL);
            let (open, close) = if postfix { ("(", ")!") } else { ("", "!") };
            return self.then([Step::Str(open), Step::Expression(*argument, Level::Base, inline), Step::Str(close)]);
        }
        if let ("root", [index, radicand], true) = (row.name, arguments, self.latex()) {
            // A square bracket inside of square brackets would close them.
            let is_plain = self.arena.as_number(*index).is_some() || self.arena.as_symbol(*index).is_some();
            let (open, close) = if is_plain { ("\\sqrt[", "]{") } else { ("\\sqrt[{", "}]{") };
            let steps = [
                Step::Str(open),
                Step::Expression(*index, Level::Sum, true),
                Step::Str(close),
                Step::Expression(*radicand, Level::Sum, inline),
                Step::Str("}"),
            ];
            return self.then(steps);
        }
        match self.notation {
            Notation::Latex => out.push_str(row.latex),
            Notation::Text => out.push_str(row.name),
            Notation::Unicode => names::unicode(out, row.name),
        }
        if !arguments.is_empty() {
            self.arguments(out, arguments, inline);
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
            let space = if written.starts_with('\\') || constant { "" } else { " " };
            return [Step::Str(space), Step::Expression(argument, Level::Sum, inline), Step::Str("")];
        }
        let (open, close) = self.brackets(self.is_tall(argument) && !inline);
        [Step::Str(open), Step::Expression(argument, Level::Sum, inline), Step::Str(close)]
    }

    pub(super) fn arguments(&mut self, out: &mut String, arguments: &[Id], inline: bool) {
        let tall = !inline && arguments.iter().any(|argument| self.is_tall(*argument));
        let (open, close) = self.brackets(tall);
        out.push_str(open);
        let separator = if self.latex() { "," } else { ", " };
        self.stack.push(Step::Str(close));
        for (at, argument) in arguments.iter().enumerate().rev() {
            self.stack.push(Step::Expression(*argument, Level::Sum, inline));
            if at > 0 {
                self.stack.push(Step::Str(separator));
            }
        }
    }
}

/// Functions whose LaTeX name takes a bare argument and an exponent: `\sin x`, `\sin^2 x`.
pub(super) fn is_operator(row: &Row) -> bool {
    const OPERATORS: [&str; 15] = [
        "\\sin", "\\cos", "\\tan", "\\sec", "\\csc", "\\cot", "\\sinh", "\\cosh", "\\tanh", "\\coth", "\\ln", "\\arcsin", "\\arccos",
        "\\arctan", "\\arg",
    ];
    OPERATORS.contains(&row.latex)
}
