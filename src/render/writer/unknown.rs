//! Unknown functions and their derivatives: primes, dots, indices and partial derivatives.

use super::super::drawing::Drawing;
use super::super::names;
use super::{Level, Notation, Writer};
use crate::expression::{Id, SYMBOLIC_ORDER};
use crate::letters::greek_letter;

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    /// Whether something stands above a name in LaTeX, which takes no prime or order beside that.
    fn takes_no_mark(&self, name: &str) -> bool {
        names::is_raised(name) && self.drawing().is_some_and(|drawing| drawing.script[0] == "^{")
    }

    pub(super) fn apply(&mut self, out: &mut String, name: &str, orders: &[u32], arguments: &[Id]) {
        let written = |out: &mut String| match (self.drawing(), self.notation()) {
            (Some(drawing), notation) => {
                let from = out.len();
                (drawing.function_name)(out, name);
                // g^{(1)}(x) is a derivative.
                if notation == Notation::Latex && names::has_number_above(name) {
                    let written = out.split_off(from);
                    out.push_str(&written.replace("^{(", "^{[").replace(")}", "]}"));
                }
            }
            (None, Notation::Unicode) => names::unicode(out, name),
            (None, _) => out.push_str(name),
        };
        if let (&[order, argument], &[SYMBOLIC_ORDER, _]) = (arguments, orders) {
            let Some(Drawing { script: [open, close], .. }) = self.drawing() else {
                out.push_str("D[*](");
                written(out);
                out.push(')');
                return self.arguments(out, arguments, false);
            };
            let [before, behind] = if self.takes_no_mark(name) { ["(", ")"] } else { ["", ""] };
            out.push_str(before);
            written(out);
            out.push_str(behind);
            let from = self.stack.len();
            self.put_str(out, from, open);
            self.put_str(out, from, "(");
            self.put_expression(out, from, order, Level::Sum, true);
            self.put_str(out, from, ")");
            self.put_str(out, from, close);
            let (open, close) = self.brackets(self.is_tall(argument));
            self.put_str(out, from, open);
            self.put_expression(out, from, argument, Level::Sum, false);
            self.put_str(out, from, close);
            return self.settle(from);
        }
        let total: u32 = orders.iter().sum();
        let of_time = matches!(arguments, [only] if self.arena.as_symbol(*only).is_some_and(|symbol| self.arena.name(symbol) == "t"));
        if let (Some(drawing), true, Some(dots)) = (self.drawing(), of_time, self.latex_style().dots(total)) {
            let mut letter = String::new();
            (drawing.function_name)(&mut letter, name);
            if letter.len() == 1 || greek_letter(name).is_some() {
                let [open, close] = drawing.dots[dots];
                out.push_str(if letter.len() == 1 { open } else { open.trim_end() });
                out.push_str(&letter);
                return out.push_str(close);
            }
        }
        if total == 0 {
            written(out);
        } else if let [order] = orders {
            // A label stands where a prime would: TeX takes no second one.
            let is_grouped = self.takes_no_mark(name);
            if is_grouped {
                out.push('(');
            }
            written(out);
            if is_grouped {
                out.push(')');
            }
            if *order <= 3 {
                (0..*order).for_each(|_| out.push('\''));
            } else if let Some(Drawing { script: [open, close], .. }) = self.drawing() {
                out.push_str(&format!("{open}({order}){close}"));
            } else {
                out.push_str(&format!("^({order})"));
            }
        } else {
            let variables: Vec<Option<&str>> =
                arguments.iter().map(|argument| self.arena.as_symbol(*argument).map(|symbol| self.arena.name(symbol))).collect();
            // F_x(x, x^2) could mean the derivative by all that is x.
            let stands_alone = |own: usize| (0..arguments.len()).all(|at| at == own || !self.arena.contains(arguments[at], arguments[own]));
            let plain =
                orders.iter().zip(&variables).enumerate().all(|(at, (order, name))| *order == 0 || (name.is_some() && stands_alone(at)));
            let distinct =
                variables.iter().flatten().enumerate().all(|(at, name)| {
                    !variables.iter().flatten().skip(at + 1).any(|other| other.starts_with(name) || name.starts_with(other))
                });
            // A subscript is read as a list of arguments only where it is spelt as they are, and it holds no Greek letter.
            let greek = self.notation() == Notation::Unicode
                && variables.iter().flatten().any(|variable| {
                    let mut spelt = String::new();
                    names::unicode(&mut spelt, variable);
                    spelt != *variable
                });
            // A variable that is an argument twice does not tell which of them is meant.
            let is_twice = |name: &Option<&str>| variables.iter().filter(|other| *other == name).count() > 1;
            let ambiguous = orders.iter().zip(&variables).any(|(order, name)| *order > 0 && is_twice(name));
            if let Some(drawing) = self.drawing().filter(|_| plain && !ambiguous) {
                // One \partial for each time, the variables in the order of the arguments.
                let [open, close] = drawing.script;
                let times = |order: u32| match order {
                    1 => String::new(),
                    2..10 => format!("^{order}"),
                    _ => format!("{open}{order}{close}"),
                };
                let [fraction, between, below] = drawing.fraction;
                let sign = drawing.partial.trim_end();
                out.push_str(&format!("{fraction}{sign}{} ", times(total)));
                written(out);
                out.push_str(between);
                let mut is_first = true;
                for (order, argument) in orders.iter().zip(arguments) {
                    if *order > 0
                        && let Some(symbol) = self.arena.as_symbol(*argument)
                    {
                        out.push_str(if is_first { "" } else { drawing.between_partials });
                        is_first = false;
                        out.push_str(drawing.partial);
                        self.name(out, symbol);
                        if *order > 1 {
                            out.push_str(&format!("{open}{order}{close}"));
                        }
                    }
                }
                out.push_str(below);
            } else if plain && distinct && !greek && !name.contains('_') && !self.is_drawn() {
                written(out);
                out.push('_');
                for (order, variable) in orders.iter().zip(&variables) {
                    (0..*order).for_each(|_| out.push_str(variable.unwrap_or_default()));
                }
            } else {
                let indices: Vec<String> =
                    orders.iter().enumerate().flat_map(|(at, order)| std::iter::repeat_n((at + 1).to_string(), *order as usize)).collect();
                if let Some(Drawing { index: [open, close], .. }) = self.drawing() {
                    out.push_str(&format!("D{open}{}{close}", indices.join(",")));
                    written(out);
                } else {
                    out.push_str(&format!("D[{}](", indices.join(",")));
                    written(out);
                    out.push(')');
                }
            }
        }
        self.arguments(out, arguments, false);
    }
}
