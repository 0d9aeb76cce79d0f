//! What binds a variable: sums, products, integrals and derivatives.

use super::{Level, Step, Writer};
use crate::expression::{Binder, Id};

impl Writer<'_> {
    pub(super) fn bound(&mut self, binder: Binder, [variable, lower, upper, body]: [Id; 4], level: Level) {
        let expression = |id| Step::Expression(id, Level::Sum, false);
        if !self.latex() {
            let steps = match binder {
                Binder::Integral => [
                    Step::Str("int("),
                    expression(body),
                    Step::Str(", "),
                    expression(variable),
                    Step::Str(", "),
                    expression(lower),
                    Step::Str(", "),
                    expression(upper),
                    Step::Str(")"),
                ],
                _ => {
                    let name = if binder == Binder::Sum { "sum(" } else { "product(" };
                    [
                        Step::Str(name),
                        expression(variable),
                        Step::Str(", "),
                        expression(lower),
                        Step::Str(", "),
                        expression(upper),
                        Step::Str(", "),
                        expression(body),
                        Step::Str(")"),
                    ]
                }
            };
            return self.then(steps);
        }
        let bracket = level >= Level::Factor;
        let mut steps = Vec::new();
        steps.extend(bracket.then_some(Step::Str("\\left(")));
        let inline = |id| Step::Expression(id, Level::Sum, true);
        match binder {
            Binder::Integral => {
                steps.extend([
                    Step::Str("\\int_{"),
                    inline(lower),
                    Step::Str("}^{"),
                    inline(upper),
                    Step::Str("} "),
                    Step::Expression(body, Level::Term, false),
                    Step::Str("\\,"),
                    Step::Str(self.style.latex.d()),
                    expression(variable),
                ]);
            }
            _ => {
                let sign = if binder == Binder::Sum { "\\sum_{" } else { "\\prod_{" };
                steps.extend([
                    Step::Str(sign),
                    inline(variable),
                    Step::Str("="),
                    inline(lower),
                    Step::Str("}^{"),
                    inline(upper),
                    Step::Str("} "),
                    Step::Expression(body, Level::Term, false),
                ]);
            }
        }
        steps.extend(bracket.then_some(Step::Str("\\right)")));
        self.then(steps);
    }

    /// A derivative that is not carried out.
    pub(super) fn derivative(&mut self, body: Id, variable: Id, level: Level, inline: bool) {
        let expression = |id| Step::Expression(id, Level::Sum, inline);
        if !self.latex() {
            return self.then([Step::Str("diff("), expression(body), Step::Str(", "), expression(variable), Step::Str(")")]);
        }
        let (open, close) = self.brackets(self.is_tall(body) && !inline);
        let (outer, end) = if level == Level::Base { ("\\left(", "\\right)") } else { ("", "") };
        self.then([
            Step::Str(outer),
            Step::Str("\\frac{"),
            Step::Str(self.style.latex.d()),
            Step::Str("}{"),
            Step::Str(self.style.latex.d()),
            Step::Str(if self.is_single_letter(variable) { "" } else { " " }),
            expression(variable),
            Step::Str("}"),
            Step::Str(open),
            expression(body),
            Step::Str(close),
            Step::Str(end),
        ]);
    }
}
