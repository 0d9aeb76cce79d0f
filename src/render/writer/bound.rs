//! What binds a variable: sums, products, integrals and derivatives.

use super::{Level, Notation, Step, Writer};
use crate::expression::{Binder, Id, Node, Relation};
use crate::letters::{ANYWHERE, ELEMENT, REALS, is_over_axis};
use smallvec::{SmallVec, smallvec};

impl<const PLAIN: bool> Writer<'_, PLAIN> {
    pub(super) fn bound(&mut self, out: &mut String, binder: Binder, parts: &[Id], level: Level) {
        let &[variable, ref limits @ .., body] = parts else { return };
        let expression = |id| Step::Expression(id, Level::Sum, false);
        let is_whole_line = binder == Binder::Integral && *limits == [Id::TRUE];
        // int(f(x), x) is an antiderivative at x, int(f(t), t, any, x) the same.
        let antiderivative = match *limits {
            [Id::TRUE, upper] => Some(upper),
            _ => None,
        };
        let is_plain = antiderivative == Some(variable);
        let stated = limits.iter().copied().filter(|limit| *limit != Id::TRUE && !is_plain);
        let Some(drawing) = self.drawing() else {
            let (name, order): (_, SmallVec<[Id; 4]>) = match binder {
                Binder::Integral => ("int(", [body, variable].into_iter().chain(stated).collect()),
                Binder::Sum => ("sum(", [variable].into_iter().chain(stated).chain([body]).collect()),
                Binder::Product => ("product(", [variable].into_iter().chain(stated).chain([body]).collect()),
            };
            let mut steps: SmallVec<[Step; 10]> = smallvec![Step::Str(name)];
            for (at, part) in order.into_iter().enumerate() {
                steps.extend((at > 0).then_some(Step::Str(", ")));
                if at == 2 && antiderivative.is_some() {
                    steps.extend([ANYWHERE, ", "].map(Step::Str));
                }
                steps.push(expression(part));
            }
            if is_whole_line {
                steps.extend([", ", ELEMENT, "("].map(Step::Str));
                steps.push(expression(variable));
                steps.extend([", ", REALS, ")"].map(Step::Str));
            }
            steps.push(Step::Str(")"));
            return self.then(out, steps);
        };
        let bracket = level >= Level::Factor;
        let (outer, end) = self.brackets(true);
        let [between, behind] = drawing.limits;
        let inline = |id| Step::Expression(id, Level::Sum, true);
        let mut steps = Vec::new();
        steps.extend(bracket.then_some(Step::Str(outer)));
        steps.push(Step::Str(match binder {
            Binder::Integral if is_plain => drawing.antiderivative[0],
            Binder::Integral if antiderivative.is_some() => drawing.antiderivative[1],
            Binder::Integral => drawing.integral,
            Binder::Sum => drawing.sum,
            Binder::Product => drawing.product,
        }));
        let ends = match *limits {
            [range] if binder == Binder::Integral => self.arena.ends_of_range(variable, range),
            _ => None,
        };
        match (ends, limits) {
            _ if is_plain => {}
            (_, &[Id::TRUE, upper]) => steps.extend([inline(upper), Step::Str(behind)]),
            (Some([lower, upper]), _) => {
                for (end, sign, after) in [(lower, "-", between), (upper, "", behind)] {
                    match end {
                        Some(end) => steps.push(inline(end)),
                        None => steps.extend([sign, drawing.infinity].map(Step::Str)),
                    }
                    steps.push(Step::Str(after));
                }
            }
            (_, &[range]) if range == Id::TRUE => steps.extend([inline(variable), Step::Str(drawing.range)]),
            (_, &[range]) => {
                match self.arena.node(range) {
                    Node::Relation(relation, left, right) if relation != Relation::Equal && (left == variable) != (right == variable) => {
                        steps.extend(self.related(relation, [left, right], right == variable, true));
                    }
                    Node::Apply(unknown, &[element, set])
                        if element == variable && self.arena.name(self.arena.unknown(unknown).0) == ELEMENT =>
                    {
                        steps.extend([inline(variable), Step::Str(drawing.element), inline(set)]);
                    }
                    _ => steps.extend([inline(variable), Step::Str(" : "), inline(range)]),
                }
                steps.push(Step::Str(drawing.range));
            }
            _ => {
                steps.extend((binder != Binder::Integral).then(|| [inline(variable), Step::Str("=")]).into_iter().flatten());
                for (limit, after) in limits.iter().zip([between, behind]) {
                    steps.extend([inline(*limit), Step::Str(after)]);
                }
            }
        }
        if binder == Binder::Product && self.has_factor_over(body, variable) {
            steps.extend([Step::Str(outer), expression(body), Step::Str(end)]);
        } else {
            steps.push(Step::Expression(body, Level::Term, false));
        }
        if binder == Binder::Integral {
            let [space, _] = drawing.differential;
            steps.extend([Step::Str(drawing.differential_space), Step::Str(self.d()), Step::Str(space), expression(variable)]);
        }
        steps.extend(bracket.then_some(Step::Str(end)));
        self.then(out, steps);
    }

    /// Whether one of several factors is a sum or product over the same variable, before which a product would end.
    fn has_factor_over(&self, body: Id, variable: Id) -> bool {
        let Node::Product(factors) = self.arena.node(body) else { return false };
        factors.iter().any(|factor| matches!(self.arena.node(factor.id), Node::Bound(_, &[own, ..]) if own == variable))
    }

    /// The sign of a differential.
    fn d(&self) -> &'static str {
        match self.notation() {
            Notation::Typst => "dif",
            _ => self.latex_style().d(),
        }
    }

    /// Whether a letter stands in the whole that d by a variable would make a function of.
    fn has_symbol_over(&mut self, axis: &str) -> bool {
        let arena = self.arena;
        let is_over = |id: &Id| arena.as_symbol(*id).is_some_and(|symbol| is_over_axis(arena.name(symbol), axis));
        is_over_axis("y", axis) && *self.has_axis.get_or_insert_with(|| arena.reachable(self.root).iter().any(is_over))
    }

    /// A derivative that is not carried out.
    pub(super) fn derivative(&mut self, out: &mut String, body: Id, variable: Id, level: Level, inline: bool) {
        let expression = |id| Step::Expression(id, Level::Sum, inline);
        let Some(drawing) = self.drawing() else {
            return self.then(out, [Step::Str("diff("), expression(body), Step::Str(", "), expression(variable), Step::Str(")")]);
        };
        let (open, close) = self.brackets(self.is_tall(body) && !inline);
        let (outer, end) = if level == Level::Base { self.brackets(true) } else { ("", "") };
        let [fraction, between, below] = drawing.fraction;
        let [before_letter, before_name] = drawing.differential;
        let name = self.arena.as_symbol(variable).map_or("", |symbol| self.arena.name(symbol));
        let is_partial = self.has_symbol_over(name);
        let (above, d) = if is_partial { (drawing.partial.trim_end(), drawing.partial) } else { (self.d(), self.d()) };
        let space = match self.is_single_letter(variable) {
            _ if is_partial => "",
            true => before_letter,
            false => before_name,
        };
        let steps = [
            Step::Str(outer),
            Step::Str(fraction),
            Step::Str(above),
            Step::Str(between),
            Step::Str(d),
            Step::Str(space),
            expression(variable),
            Step::Str(below),
            Step::Str(open),
            expression(body),
            Step::Str(close),
            Step::Str(end),
        ];
        self.then(out, steps);
    }
}
