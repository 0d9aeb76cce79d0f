//! The walk over an expression that writes it, with a stack of its own in place of recursion.

use super::shape::{Factor, Factors, fraction, multiple};
use super::sharing::Names;
use super::{LONGEST, LatexStyle, Style, names, order};
use crate::error::Error;
use crate::expression::{Arena, Binder, Id, Node, Relation, Term};
use crate::functions::{FunctionId, Row};
use crate::letters::greek_letter;
use crate::number::Rational;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Plain text.
    Text,
    /// Text with Greek letters, dots and superscripts.
    Unicode,
    /// LaTeX for math mode.
    Latex,
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

/// What is still to be written.
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
    /// A number to a positive power.
    NumberPower(Rational, Rational, Level),
    /// Decides what goes between two factors, from what has been written and what comes.
    Joint(Opening),
    Number(Rational),
}

/// What a LaTeX factor begins with, for the space before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Digit,
    Letter,
    /// A letter with an exponent or an index, or an unknown function.
    Adorned,
    /// A named function whose argument stands in brackets.
    BracketedFunction,
    /// Any other command.
    Command,
    Bracket,
}

/// The base of a power.
enum Base {
    Expression(Id),
    Number(Rational),
}

pub(super) struct Writer<'a> {
    arena: &'a Arena,
    style: Style,
    notation: Notation,
    stack: Vec<Step>,
    /// In LaTeX: whether an expression is taller than a line.
    tall: Vec<bool>,
    /// Parts that are written by a name.
    named: Names,
}

const FACTORIAL: FunctionId = FunctionId::named("factorial");

impl<'a> Writer<'a> {
    pub(super) fn new(arena: &'a Arena, style: &'a Style, notation: Notation) -> Writer<'a> {
        let latex = if notation == Notation::Latex { style.latex } else { LatexStyle::default() };
        let style = Style { latex, ..*style };
        Writer { arena, style, notation, stack: Vec::new(), tall: Vec::new(), named: Names::default() }
    }

    pub(super) fn write(&mut self, out: &mut String, id: Id) -> Result<(), Error> {
        self.write_at(out, id, Level::Sum)
    }

    pub(super) fn write_at(&mut self, out: &mut String, id: Id, level: Level) -> Result<(), Error> {
        if self.notation == Notation::Latex {
            self.find_tall(id);
        }
        self.stack.push(Step::Expression(id, level, false));
        self.run(out)
    }

    fn run(&mut self, out: &mut String) -> Result<(), Error> {
        let start = out.len();
        while let Some(step) = self.stack.pop() {
            match step {
                Step::Str(text) => out.push_str(text),
                Step::Owned(text) => out.push_str(&text),
                Step::Number(number) => push_number(out, &number),
                Step::Joint(opening) => out.push_str(joint(out, opening)),
                Step::Expression(id, level, inline) => self.expression(out, id, level, inline),
                Step::Term(id, number, level, inline) => self.term(out, id, &number, level, inline),
                Step::Power(id, exponent, level, inline) => self.rational_power(Base::Expression(id), exponent, level, inline),
                Step::NumberPower(base, exponent, level) => self.rational_power(Base::Number(base), exponent, level, false),
            }
            if out.len() - start > LONGEST {
                self.stack.clear();
                return Err(Error::Limit {
                    what: "the length of the answer".into(),
                    limit: LONGEST as u64,
                    hint: "ask for its `size` only, or for a part of it".into(),
                });
            }
        }
        Ok(())
    }

    fn latex(&self) -> bool {
        self.notation == Notation::Latex
    }

    /// Pushes steps so that they are carried out in the order given.
    fn then(&mut self, steps: impl IntoIterator<Item = Step>) {
        let from = self.stack.len();
        self.stack.extend(steps);
        self.stack[from..].reverse();
    }

    /// From now on the part is written by this name.
    pub(super) fn name_part(&mut self, id: Id, name: Box<str>) {
        self.named.insert(id, name);
    }

    fn expression(&mut self, out: &mut String, id: Id, level: Level, inline: bool) {
        if let Some(name) = self.named.get(&id) {
            return match self.notation {
                Notation::Latex => names::latex(out, name),
                _ => out.push_str(name),
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
                self.power(base, Step::Expression(exponent, if self.latex() { Level::Sum } else { Level::Base }, true), level, inline)
            }
            Node::Call(function, [_]) if self.style.latex.reciprocal(function).is_some() => {
                self.term(out, id, &Rational::ONE, level, inline)
            }
            Node::Call(function, arguments) => self.call(out, function, arguments, level, inline),
            Node::Apply(unknown, arguments) => {
                let (name, orders) = self.arena.unknown(unknown);
                self.apply(out, self.arena.name(name), orders, arguments);
            }
            Node::Piecewise(branches) => self.piecewise(branches, level),
            Node::Relation(relation, left, right) => self.relation(relation, left, right, inline),
            Node::And(parts) | Node::Or(parts) => {
                let is_and = matches!(self.arena.node(id), Node::And(_));
                if parts.is_empty() {
                    out.push_str(if is_and { "true" } else { "false" });
                    return;
                }
                let word = match (is_and, self.latex()) {
                    (true, false) => " and ",
                    (false, false) => " or ",
                    (true, true) => "\\text{ and }",
                    (false, true) => "\\text{ or }",
                };
                let mut parts = parts.to_vec();
                // Lower bounds first: x > 5 and x < 10.
                let is_upper =
                    |part: Id| !matches!(self.arena.node(part), Node::Relation(_, left, _) if self.arena.as_number(left).is_some());
                parts.sort_by_key(|part| (is_upper(*part), self.arena.fingerprint(*part)));
                let mut steps = Vec::new();
                for (at, part) in parts.into_iter().enumerate() {
                    if at > 0 {
                        steps.push(Step::Str(word));
                    }
                    let bracket = is_and && matches!(self.arena.node(part), Node::Or(_));
                    steps.extend(bracket.then_some(Step::Str("(")));
                    steps.push(Step::Expression(part, Level::Sum, inline));
                    steps.extend(bracket.then_some(Step::Str(")")));
                }
                self.then(steps);
            }
            Node::Bound(binder, &[variable, lower, upper, body]) => self.bound(binder, [variable, lower, upper, body], level),
            Node::Bound(..) => out.push_str("undefined"),
            Node::Derivative(body, variable) if self.latex() => {
                let (open, close) = self.brackets(self.is_tall(body) && !inline);
                let (outer, end) = if level == Level::Base { ("\\left(", "\\right)") } else { ("", "") };
                let steps = [
                    Step::Str(outer),
                    Step::Str("\\frac{"),
                    Step::Str(self.style.latex.d()),
                    Step::Str("}{"),
                    Step::Str(self.style.latex.d()),
                    Step::Str(if self.is_single_letter(variable) { "" } else { " " }),
                    Step::Expression(variable, Level::Sum, inline),
                    Step::Str("}"),
                    Step::Str(open),
                    Step::Expression(body, Level::Sum, inline),
                    Step::Str(close),
                    Step::Str(end),
                ];
                self.then(steps);
            }
            Node::Derivative(body, variable) => {
                let steps = [
                    Step::Str("diff("),
                    Step::Expression(body, Level::Sum, inline),
                    Step::Str(", "),
                    Step::Expression(variable, Level::Sum, inline),
                    Step::Str(")"),
                ];
                self.then(steps);
            }
        }
    }

    fn name(&self, out: &mut String, symbol: crate::expression::Symbol) {
        let name = self.arena.name(symbol);
        match self.notation {
            Notation::Text => out.push_str(name),
            Notation::Unicode => names::unicode(out, name),
            Notation::Latex => names::latex(out, name),
        }
    }

    fn brackets(&self, tall: bool) -> (&'static str, &'static str) {
        if self.latex() && tall { ("\\left(", "\\right)") } else { ("(", ")") }
    }

    fn is_tall(&self, id: Id) -> bool {
        self.tall.get(id.index()).copied().unwrap_or(false)
    }

    fn sum(&mut self, out: &mut String, terms: &[Term], level: Level, inline: bool) {
        let ordered = match self.style.ascending {
            Some(base) if order::has_powers(self.arena, terms, base) => order::ascending(self.arena, terms, base, self.style.variable),
            _ => order::terms(self.arena, terms, self.style.variable),
        };
        let bracket = level > Level::Sum;
        let tall = !inline && self.latex() && ordered.iter().any(|term| self.is_tall(term.id) || !term.number.is_integer());
        let (open, close) = self.brackets(tall);
        if bracket {
            out.push_str(open);
        }
        let latex = self.latex();
        let from = self.stack.len();
        for (at, term) in ordered.iter().enumerate() {
            match (at, term.number.is_negative()) {
                (0, false) => {}
                (0, true) => self.stack.push(Step::Str("-")),
                (_, false) => self.stack.push(Step::Str(if latex { "+" } else { " + " })),
                (_, true) => self.stack.push(Step::Str(if latex { "-" } else { " - " })),
            }
            self.stack.push(Step::Term(term.id, term.number.abs(), Level::Term, inline));
        }
        if bracket {
            self.stack.push(Step::Str(close));
        }
        self.stack[from..].reverse();
    }

    /// `number * id` where the number may be negative.
    fn signed_term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        if !number.is_negative() {
            return self.term(out, id, number, level, inline);
        }
        let bracket = level > Level::Sum;
        let (open, close) = self.brackets(!inline && (self.is_tall(id) || !number.is_integer()));
        if bracket {
            out.push_str(open);
            self.stack.push(Step::Str(close));
        }
        out.push('-');
        self.term(out, id, &-number, Level::Term, inline);
    }

    /// `number * id` for a positive number.
    fn term(&mut self, out: &mut String, id: Id, number: &Rational, level: Level, inline: bool) {
        let shape =
            if self.named.contains_key(&id) { multiple(id, number, &self.style) } else { fraction(self.arena, id, number, &self.style) };
        // A single factor brings its own brackets.
        if shape.below.is_empty() && shape.above.len() == 1 {
            return self.alone(out, shape.above, level, inline);
        }
        let bar = !shape.below.is_empty();
        let drawn = bar && self.latex() && !inline;
        let needs = match level {
            Level::Sum | Level::Term => false,
            Level::Factor => (bar && !drawn) || (!bar && shape.above.len() > 1),
            Level::Base => true,
        };
        let (open, close) = self.brackets(drawn);
        let from = self.stack.len();
        if needs {
            out.push_str(open);
        }
        if drawn && let Some(sum) = self.sum_behind_fraction(&shape.above, &shape.below) {
            let mut above = shape.above;
            above.pop();
            out.push_str("\\frac{");
            self.push_factors(above, Level::Sum, inline);
            self.stack.push(Step::Str("}{"));
            self.push_factors(shape.below, Level::Sum, inline);
            self.stack.extend([Step::Str("}"), Step::Expression(sum, Level::Factor, inline)]);
        } else if drawn {
            out.push_str("\\frac{");
            self.push_factors(shape.above, Level::Sum, inline);
            self.stack.push(Step::Str("}{"));
            self.push_factors(shape.below, Level::Sum, inline);
            self.stack.push(Step::Str("}"));
        } else if bar {
            self.push_factors(shape.above, Level::Factor, inline);
            self.stack.push(Step::Str("/"));
            let brackets = shape.below.len() > 1;
            if brackets {
                self.stack.push(Step::Str("("));
            }
            self.push_factors(shape.below, Level::Factor, inline);
            if brackets {
                self.stack.push(Step::Str(")"));
            }
        } else {
            self.push_factors(shape.above, Level::Factor, inline);
        }
        if needs {
            self.stack.push(Step::Str(close));
        }
        self.stack[from..].reverse();
    }

    /// The sum that is written behind its fractional coefficient because it holds fractions itself: no fraction of fractions.
    fn sum_behind_fraction(&self, above: &[Factor], below: &[Factor]) -> Option<Id> {
        match (above, below) {
            ([Factor::Power(id, exponent)] | [Factor::Number(_), Factor::Power(id, exponent)], [Factor::Number(_)])
                if exponent.is_one()
                    && self.is_tall(*id)
                    && !self.named.contains_key(id)
                    && matches!(self.arena.node(*id), Node::Sum([_, _, ..])) =>
            {
                Some(*id)
            }
            _ => None,
        }
    }

    /// Whether an expression is drawn as a fraction without a sign, which needs no brackets behind a function: `\ln\frac{x}{y}`.
    fn is_drawn_fraction(&self, id: Id) -> bool {
        let (id, number) = match self.arena.node(id) {
            _ if self.named.contains_key(&id) => return false,
            Node::Sum([term]) if !term.number.is_negative() => (term.id, &term.number),
            Node::Product(_) => (id, &Rational::ONE),
            _ => return false,
        };
        let shape = fraction(self.arena, id, number, &self.style);
        !shape.below.is_empty() && self.sum_behind_fraction(&shape.above, &shape.below).is_none()
    }

    fn alone(&mut self, out: &mut String, factors: Factors, level: Level, inline: bool) {
        for factor in factors {
            match factor {
                Factor::Number(number) => push_number(out, &number),
                Factor::Decimal(decimal) => out.push_str(&self.style.latex.decimal(decimal)),
                Factor::Reciprocal(name, argument, exponent) => self.reciprocal(name, argument, &exponent, level, inline),
                Factor::Power(id, exponent) if exponent.is_one() => self.expression(out, id, level, inline),
                Factor::Power(id, exponent) => self.rational_power(Base::Expression(id), exponent, level, inline),
                Factor::NumberPower(base, exponent) => self.rational_power(Base::Number(base), exponent, level, inline),
            }
        }
    }

    /// Pushes factors in the order they are written; the caller reverses. A single one stands at `level`.
    fn push_factors(&mut self, factors: Factors, level: Level, inline: bool) {
        if factors.is_empty() {
            return self.stack.push(Step::Str("1"));
        }
        let level = if factors.len() == 1 { level } else { Level::Factor };
        let mut before = Factor::Number(Rational::ONE);
        for (at, factor) in factors.into_iter().enumerate() {
            if at > 0 {
                let joint = match self.notation {
                    Notation::Text => Step::Str("*"),
                    Notation::Unicode => Step::Str("·"),
                    Notation::Latex => {
                        let opening = self.opening(&factor);
                        let calls = opening == Opening::Bracket && self.calls(&before, &factor);
                        match (calls, &before) {
                            (true, Factor::Power(_, exponent)) if !exponent.is_one() => Step::Str("\\cdot "),
                            (true, _) => Step::Str("\\,"),
                            (false, _) => Step::Joint(opening),
                        }
                    }
                };
                self.stack.push(joint);
            }
            before = factor.clone();
            self.stack.push(match factor {
                Factor::Number(number) => Step::Number(number),
                Factor::Decimal(decimal) => Step::Owned(self.style.latex.decimal(decimal)),
                Factor::Reciprocal(name, argument, exponent) => {
                    self.stack.push(Step::Str(name));
                    if !exponent.is_one() {
                        self.push_exponent(&exponent);
                    }
                    let steps = self.operator_argument(argument, inline);
                    self.stack.extend(steps);
                    continue;
                }
                Factor::Power(id, exponent) if exponent.is_one() => Step::Expression(id, level, inline),
                Factor::Power(id, exponent) => Step::Power(id, exponent, level, inline),
                Factor::NumberPower(base, exponent) => Step::NumberPower(base, exponent, level),
            });
        }
    }

    /// A base to a positive rational power other than 1 (a number may stand under the power 1 too).
    fn rational_power(&mut self, base: Base, exponent: Rational, level: Level, inline: bool) {
        let from = self.stack.len();
        if exponent.to_small() == Some((1, 2)) {
            let (open, close) = if self.latex() { ("\\sqrt{", "}") } else { ("sqrt(", ")") };
            self.stack.push(Step::Str(open));
            self.stack.push(match base {
                Base::Expression(id) => Step::Expression(id, Level::Sum, inline),
                Base::Number(number) => Step::Number(number),
            });
            self.stack.push(Step::Str(close));
            return self.stack[from..].reverse();
        }
        let bracket = level == Level::Base;
        if bracket {
            self.stack.push(Step::Str("("));
        }
        let operator = match base {
            Base::Expression(id) if self.named.contains_key(&id) => None,
            Base::Expression(id) => match self.arena.node(id) {
                Node::Call(function, &[argument]) if self.latex() && exponent.is_integer() && self.takes_exponent(function) => {
                    Some((function.row().latex, argument))
                }
                _ => None,
            },
            Base::Number(_) => None,
        };
        // sin^2 x in LaTeX.
        if let Some((name, argument)) = operator {
            self.stack.push(Step::Str(name));
            self.push_exponent(&exponent);
            let steps = self.operator_argument(argument, inline);
            self.stack.extend(steps);
        } else {
            match base {
                Base::Expression(id) => self.stack.push(Step::Expression(id, Level::Base, inline)),
                Base::Number(number) if number.is_integer() && !number.is_negative() => self.stack.push(Step::Number(number)),
                Base::Number(number) => self.stack.extend([Step::Str("("), Step::Number(number), Step::Str(")")]),
            }
            if !exponent.is_one() {
                self.push_exponent(&exponent);
            }
        }
        if bracket {
            self.stack.push(Step::Str(")"));
        }
        self.stack[from..].reverse();
    }

    fn push_exponent(&mut self, exponent: &Rational) {
        const SMALL: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let digit = exponent.to_i64().and_then(|digit| SMALL.get(usize::try_from(digit).ok()?).copied());
        match (self.notation, digit) {
            (Notation::Unicode, _) if exponent.is_integer() => {
                let raised: String = exponent.to_string().chars().map(raised_digit).collect();
                self.stack.push(Step::Owned(raised.into()));
            }
            (_, Some(digit)) => self.stack.extend([Step::Str("^"), Step::Str(digit)]),
            (Notation::Latex, None) => self.stack.extend([Step::Str("^{"), Step::Number(exponent.clone()), Step::Str("}")]),
            _ if exponent.is_integer() => self.stack.extend([Step::Str("^"), Step::Number(exponent.clone())]),
            _ => self.stack.extend([Step::Str("^("), Step::Number(exponent.clone()), Step::Str(")")]),
        }
    }

    /// A base to a power that is no number.
    fn power(&mut self, base: Id, exponent: Step, level: Level, inline: bool) {
        let bracket = level == Level::Base;
        let mut steps = Vec::new();
        steps.extend(bracket.then_some(Step::Str("(")));
        // \sin^{n-1}x, as for an exponent that is a number.
        if self.latex()
            && !self.named.contains_key(&base)
            && let Node::Call(function, &[argument]) = self.arena.node(base)
            && self.takes_exponent(function)
        {
            steps.extend([Step::Str(function.row().latex), Step::Str("^{"), exponent, Step::Str("}")]);
            steps.extend(self.operator_argument(argument, inline));
            steps.extend(bracket.then_some(Step::Str(")")));
            return self.then(steps);
        }
        steps.push(Step::Expression(base, Level::Base, inline));
        if self.latex() {
            steps.extend([Step::Str("^{"), exponent, Step::Str("}")]);
            if let Some(Step::Expression(id, ..)) = steps.get(steps.len() - 2)
                && self.is_single_letter(*id)
            {
                let last = steps.len() - 1;
                steps[last - 2] = Step::Str("^");
                steps[last] = Step::Str("");
            }
        } else {
            steps.extend([Step::Str("^"), exponent]);
        }
        steps.extend(bracket.then_some(Step::Str(")")));
        self.then(steps);
    }

    fn is_single_letter(&self, id: Id) -> bool {
        self.arena.as_symbol(id).is_some_and(|symbol| self.arena.name(symbol).len() == 1)
    }

    fn call(&mut self, out: &mut String, function: FunctionId, arguments: &[Id], level: Level, inline: bool) {
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
    fn operator_argument(&self, argument: Id, inline: bool) -> [Step; 3] {
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

    fn arguments(&mut self, out: &mut String, arguments: &[Id], inline: bool) {
        let tall = !inline && arguments.iter().any(|argument| self.is_tall(*argument));
        let (open, close) = self.brackets(tall);
        out.push_str(open);
        let separator = if self.latex() { "," } else { ", " };
        let from = self.stack.len();
        for (at, argument) in arguments.iter().enumerate() {
            if at > 0 {
                self.stack.push(Step::Str(separator));
            }
            self.stack.push(Step::Expression(*argument, Level::Sum, inline));
        }
        self.stack.push(Step::Str(close));
        self.stack[from..].reverse();
    }

    fn apply(&mut self, out: &mut String, name: &str, orders: &[u32], arguments: &[Id]) {
        let written = |out: &mut String| match self.notation {
            Notation::Latex => names::latex(out, name),
            Notation::Unicode => names::unicode(out, name),
            Notation::Text => out.push_str(name),
        };
        let total: u32 = orders.iter().sum();
        let of_time = matches!(arguments, [only] if self.arena.as_symbol(*only).is_some_and(|symbol| self.arena.name(symbol) == "t"));
        if let (true, true, Some(dots)) = (self.latex(), of_time, self.style.latex.dots(total)) {
            let mut letter = String::new();
            names::latex(&mut letter, name);
            if letter.len() == 1 || greek_letter(name).is_some() {
                out.push_str(if letter.len() == 1 { dots } else { dots.trim_end() });
                return out.push_str(&letter);
            }
        }
        if total == 0 {
            written(out);
        } else if let [order] = orders {
            written(out);
            if *order <= 3 {
                (0..*order).for_each(|_| out.push('\''));
            } else if self.latex() {
                out.push_str(&format!("^{{({order})}}"));
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
            let greek = self.notation == Notation::Unicode
                && variables.iter().flatten().any(|variable| {
                    let mut spelt = String::new();
                    names::unicode(&mut spelt, variable);
                    spelt != *variable
                });
            // A variable that is an argument twice does not tell which of them is meant.
            let is_twice = |name: &Option<&str>| variables.iter().filter(|other| *other == name).count() > 1;
            let ambiguous = orders.iter().zip(&variables).any(|(order, name)| *order > 0 && is_twice(name));
            if self.latex() && plain && !ambiguous {
                // One \partial for each time, the variables in the order of the arguments.
                let order = match total {
                    1 => String::new(),
                    2..10 => format!("^{total}"),
                    _ => format!("^{{{total}}}"),
                };
                out.push_str(&format!("\\frac{{\\partial{order} "));
                written(out);
                out.push_str("}{");
                for (order, argument) in orders.iter().zip(arguments) {
                    if *order > 0
                        && let Some(symbol) = self.arena.as_symbol(*argument)
                    {
                        out.push_str("\\partial ");
                        self.name(out, symbol);
                        if *order > 1 {
                            out.push_str(&format!("^{{{order}}}"));
                        }
                    }
                }
                out.push('}');
            } else if plain && distinct && !greek && !name.contains('_') && !self.latex() {
                written(out);
                out.push('_');
                for (order, variable) in orders.iter().zip(&variables) {
                    (0..*order).for_each(|_| out.push_str(variable.unwrap_or_default()));
                }
            } else {
                let indices: Vec<String> =
                    orders.iter().enumerate().flat_map(|(at, order)| std::iter::repeat_n((at + 1).to_string(), *order as usize)).collect();
                if self.latex() {
                    out.push_str(&format!("D_{{{}}}", indices.join(",")));
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

    fn piecewise(&mut self, branches: &[Id], level: Level) {
        let mut steps = Vec::new();
        let bracket = self.latex() && level >= Level::Factor;
        steps.extend(bracket.then_some(Step::Str("\\left(")));
        steps.push(Step::Str(if self.latex() { "\\begin{cases}" } else { "{" }));
        for (at, branch) in branches.chunks(2).enumerate() {
            if at > 0 {
                steps.push(Step::Str(if self.latex() { "\\\\ " } else { "; " }));
            }
            steps.push(Step::Expression(branch[0], Level::Sum, false));
            match (branch[1] == Id::TRUE, self.latex()) {
                (true, false) => steps.push(Step::Str(" otherwise")),
                (true, true) => steps.push(Step::Str(" & \\text{otherwise}")),
                (false, latex) => {
                    steps.push(Step::Str(if latex { " & " } else { " if " }));
                    steps.push(Step::Expression(branch[1], Level::Sum, false));
                }
            }
        }
        steps.push(Step::Str(if self.latex() { "\\end{cases}" } else { "}" }));
        steps.extend(bracket.then_some(Step::Str("\\right)")));
        self.then(steps);
    }

    fn relation(&mut self, relation: Relation, left: Id, right: Id, inline: bool) {
        // The number on the right: x > 0 rather than 0 < x.
        let varies = |id: Id| self.style.variable.is_some_and(|variable| order::mentions(self.arena, id, variable));
        let turned = self.arena.as_number(right).is_none() && (self.arena.as_number(left).is_some() || (varies(right) && !varies(left)));
        let sign = match (relation, turned, self.notation) {
            (Relation::Less, false, Notation::Latex) => "<",
            (Relation::Less, true, Notation::Latex) => ">",
            (Relation::LessOrEqual, false, Notation::Latex) => "\\le ",
            (Relation::LessOrEqual, true, Notation::Latex) => "\\ge ",
            (Relation::Equal, _, Notation::Latex) => "=",
            (Relation::NotEqual, _, Notation::Latex) => "\\ne ",
            (Relation::Less, false, _) => " < ",
            (Relation::Less, true, _) => " > ",
            (Relation::LessOrEqual, false, Notation::Unicode) => " ≤ ",
            (Relation::LessOrEqual, true, Notation::Unicode) => " ≥ ",
            (Relation::LessOrEqual, false, _) => " <= ",
            (Relation::LessOrEqual, true, _) => " >= ",
            (Relation::Equal, ..) => " = ",
            (Relation::NotEqual, _, Notation::Unicode) => " ≠ ",
            (Relation::NotEqual, ..) => " != ",
        };
        let (first, second) = if turned { (right, left) } else { (left, right) };
        self.then([Step::Expression(first, Level::Sum, inline), Step::Str(sign), Step::Expression(second, Level::Sum, inline)]);
    }

    fn bound(&mut self, binder: Binder, [variable, lower, upper, body]: [Id; 4], level: Level) {
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

    /// Whether an exponent may stand behind the name: `\sin^2 x`.
    fn takes_exponent(&self, function: FunctionId) -> bool {
        let row = function.row();
        is_operator(row) && self.style.latex.operator(row) == row.latex && self.style.latex.reciprocal(function).is_none()
    }

    /// `\cos^2 x` where the expression holds its reciprocal.
    fn reciprocal(&mut self, name: &'static str, argument: Id, exponent: &Rational, level: Level, inline: bool) {
        let from = self.stack.len();
        let bracket = level == Level::Base;
        self.stack.extend(bracket.then_some(Step::Str("(")));
        self.stack.push(Step::Str(name));
        if !exponent.is_one() {
            self.push_exponent(exponent);
        }
        let steps = self.operator_argument(argument, inline);
        self.stack.extend(steps);
        self.stack.extend(bracket.then_some(Step::Str(")")));
        self.stack[from..].reverse();
    }

    /// Whether a name before a factor in brackets would be read as a function of it.
    fn calls(&self, before: &Factor, factor: &Factor) -> bool {
        const FUNCTIONS: [&str; 10] = ["f", "g", "h", "F", "G", "H", "sigma", "Phi", "Gamma", "psi"];
        let Factor::Power(name, exponent) = before else { return false };
        let Some(name) = self.arena.as_symbol(*name).map(|symbol| self.arena.name(symbol)) else { return false };
        let base = name.split('_').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
        let is_function = FUNCTIONS.contains(&base) || (base.len() > 1 && greek_letter(base).is_none());
        let holds_sum = match factor {
            Factor::Power(id, exponent) => exponent.is_integer() && matches!(self.arena.node(*id), Node::Sum([_, _, ..])),
            _ => false,
        };
        is_function || (!holds_sum && exponent.is_one())
    }

    /// What a LaTeX factor begins with.
    fn opening(&self, factor: &Factor) -> Opening {
        let (id, exponent) = match factor {
            Factor::Number(_) | Factor::Decimal(_) => return Opening::Digit,
            Factor::Reciprocal(..) => return Opening::Command,
            Factor::NumberPower(_, exponent) => return if exponent.to_small() == Some((1, 2)) { Opening::Command } else { Opening::Digit },
            Factor::Power(id, exponent) => (*id, exponent),
        };
        if exponent.to_small() == Some((1, 2)) {
            return Opening::Command;
        }
        match self.arena.node(id) {
            _ if !exponent.is_one() && matches!(self.arena.node(id), Node::Power(..) | Node::Product(_) | Node::Sum(_)) => Opening::Bracket,
            Node::Symbol(symbol) => {
                let mut written = String::new();
                names::latex(&mut written, self.arena.name(symbol));
                match (written.starts_with('\\'), exponent.is_one() && written.len() == 1) {
                    (true, _) => Opening::Command,
                    (false, true) => Opening::Letter,
                    (false, false) => Opening::Adorned,
                }
            }
            Node::Apply(..) => Opening::Adorned,
            Node::Power(base, _) if matches!(self.arena.node(base), Node::Symbol(_) | Node::Apply(..)) => Opening::Adorned,
            Node::Power(base, _) if self.arena.as_number(base).is_some() => Opening::Digit,
            Node::Power(base, _) if matches!(self.arena.node(base), Node::Call(function, [_]) if is_operator(function.row())) => Opening::Command,
            Node::Power(..) => Opening::Bracket,
            Node::Call(FunctionId::EXP, _) if exponent.is_one() => Opening::Adorned,
            Node::Call(FunctionId::EXP, _) => Opening::Bracket,
            Node::Call(function, [_]) if is_operator(function.row()) && !exponent.is_integer() => Opening::Bracket,
            Node::Call(function, [_]) if is_operator(function.row()) => Opening::Command,
            Node::Call(function, [_, ..])
                // \operatorname brings its own space.
                if function.row().latex.starts_with('\\')
                    && !function.row().latex.starts_with("\\operatorname")
                    && !matches!(function.row().name, "abs" | "cbrt" | "root" | "floor" | "ceil" | "factorial") =>
            {
                Opening::BracketedFunction
            }
            Node::Call(FACTORIAL, [argument]) if self.arena.as_number(*argument).is_some() => Opening::Digit,
            Node::Call(FACTORIAL, _) => Opening::Letter,
            Node::Call(..) => Opening::Command,
            _ => Opening::Bracket,
        }
    }

    /// Marks what is taller than a line in LaTeX: fractions, sums, case distinctions, and what holds them.
    fn find_tall(&mut self, root: Id) {
        self.tall = vec![false; root.index() + 1];
        for id in self.arena.reachable(root) {
            let tall = |id: Id| self.tall[id.index()];
            self.tall[id.index()] = match self.arena.node(id) {
                Node::Number(number) => !number.is_integer(),
                Node::Sum(terms) => terms.iter().any(|term| tall(term.id) || !term.number.is_integer()),
                Node::Product(factors) => factors.iter().any(|factor| tall(factor.id) || factor.number.is_negative()),
                Node::Power(base, _) => tall(base),
                Node::Call(function, [_]) if self.style.latex.reciprocal(function).is_some() => true,
                Node::Call(FunctionId::EXP, _) => false,
                Node::Piecewise(_) | Node::Bound(..) => true,
                Node::Apply(unknown, arguments) => {
                    let orders = self.arena.unknown(unknown).1;
                    (orders.len() > 1 && orders.iter().any(|order| *order > 0)) || arguments.iter().any(|argument| tall(*argument))
                }
                _ => {
                    let mut any = false;
                    self.arena.for_each_child(id, |child| any |= tall(child));
                    any
                }
            };
        }
    }
}

/// Functions whose LaTeX name takes a bare argument and an exponent: `\sin x`, `\sin^2 x`.
fn is_operator(row: &Row) -> bool {
    const OPERATORS: [&str; 15] = [
        "\\sin", "\\cos", "\\tan", "\\sec", "\\csc", "\\cot", "\\sinh", "\\cosh", "\\tanh", "\\coth", "\\ln", "\\arcsin", "\\arccos",
        "\\arctan", "\\arg",
    ];
    OPERATORS.contains(&row.latex)
}

/// What goes between the factor just written and the next in LaTeX.
fn joint(out: &str, next: Opening) -> &'static str {
    let last = out.chars().next_back().unwrap_or(' ');
    let before = out.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let command = before.len() < out.len() && before.ends_with('\\');
    // An argument without brackets would swallow what follows it.
    let function = out.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).strip_suffix(' ').unwrap_or_default();
    let is_operator = |command: &str| ["cdot", "int", "sum", "prod"].iter().any(|name| command.starts_with(name));
    let bare_argument =
        function.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '}') && !function.rsplit('\\').next().is_some_and(is_operator);
    match next {
        Opening::Digit if last.is_ascii_digit() || last == '}' => "\\cdot ",
        Opening::Digit => "\\cdot ",
        Opening::BracketedFunction if last.is_ascii_digit() => "",
        Opening::BracketedFunction => "\\,",
        Opening::Bracket if bare_argument => "\\,",
        Opening::Letter | Opening::Adorned if out.ends_with("))") => "\\,",
        Opening::Letter if last == ')' => "\\,",
        Opening::Letter | Opening::Adorned if command => " ",
        Opening::Letter if bare_argument => "\\,",
        Opening::Adorned if last.is_ascii_alphabetic() || (last.is_ascii_digit() && out[..out.len() - 1].ends_with(['^', '_'])) => " ",
        Opening::Letter if last.is_ascii_digit() && out[..out.len() - 1].ends_with('_') => " ",
        _ => "",
    }
}

fn push_number(out: &mut String, number: &Rational) {
    use std::fmt::Write;
    // Most numbers are digits, which need no formatting.
    match number.to_i64() {
        Some(digit @ 0..=9) => out.push(char::from(b'0' + digit as u8)),
        _ => {
            let _ = write!(out, "{number}");
        }
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
