//! What binds a variable: sums, products, integrals and derivatives.

use super::{Level, Notation, Step, Writer};
use crate::expression::{Binder, Id};

impl Writer<'_> {
    pub(super) fn bound(&mut self, binder: Binder, [variable, lower, upper, body]: [Id; 4], level: Level) {
        let expression = |id| Step::Expression(id, Level::Sum, false);
        let Some(drawing) = self.drawing else {
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
        };
        let bracket = level >= Level::Factor;
        let (outer, end) = self.brackets(true);
        let [between, behind] = drawing.limits;
        let inline = |id| Step::Expression(id, Level::Sum, true);
        let mut steps = Vec::new();
        steps.extend(bracket.then_some(Step::Str(outer)));
        match binder {
            Binder::Integral => steps.push(Step::Str(drawing.integral)),
            Binder::Sum => steps.extend([Step::Str(drawing.sum), inline(variable), Step::Str("=")]),
            Binder::Product => steps.extend([Step::Str(drawing.product), inline(variable), Step::Str("=")]),
        }
        steps.extend([inline(lower), Step::Str(between), inline(upper), Step::Str(behind), Step::Expression(body, Level::Term, false)]);
        if binder == Binder::Integral {
            let [space, _] = drawing.differential;
            steps.extend([Step::Str(drawing.differential_space), Step::Str(self.d()), Step::Str(space), expression(variable)]);
        }
        steps.extend(bracket.then_some(Step::Str(end)));
        self.then(steps);
    }

    /// The sign of a differential.
    fn d(&self) -> &'static str {
        match self.notation {
            Notation::Typst => "dif",
            _ => self.style.latex.d(),
        }
    }

    /// A derivative that is not carried out.
    pub(super) fn derivative(&mut self, body: Id, variable: Id, level: Level, inline: bool) {
        let expression = |id| Step::Expression(id, Level::Sum, inline);
        let Some(drawing) = self.drawing else {
            return self.then([Step::Str("diff("), expression(body), Step::Str(", "), expression(variable), Step::Str(")")]);
        };
        let (open, close) = self.brackets(self.is_tall(body) && !inline);
        let (outer, end) = if level == Level::Base { self.brackets(true) } else { ("", "") };
        let [fraction, between, below] = drawing.fraction;
        let [before_letter, before_name] = drawing.differential;
        self.then([
            Step::Str(outer),
            Step::Str(fraction),
            Step::Str(self.d()),
            Step::Str(between),
            Step::Str(self.d()),
            Step::Str(if self.is_single_letter(variable) { before_letter } else { before_name }),
            expression(variable),
            Step::Str(below),
            Step::Str(open),
            expression(body),
            Step::Str(close),
            Step::Str(end),
        ]);
    }
}
