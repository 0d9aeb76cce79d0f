//! Operands: numbers, names, functions, and what brackets make when they close.

use super::entry::{Callee, Entry, SUM, strength};
use super::parse::{Parser, brackets, shortened};
use super::tokens::Kind as Token;
use crate::error::Error;
use crate::expression::Binder;
use crate::functions::{Arity, FunctionId};
use crate::syntax::names::{KEYWORDS, Known, can_stand_alone, function, inverse, nearest, spelling};
use crate::syntax::tree::{Kind, NodeId, Span};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// What follows the name in `f^(4)(x)`.
const ORDER_SHAPE: [Token; 5] = [Token::Caret, Token::Open, Token::Number, Token::Close, Token::Open];

/// Sums and integrals nest at most so deep.
const MOST_BINDERS: usize = 32;

impl Parser {
    /// Reads an operand, with every prefix and opening bracket before it.
    pub(super) fn operand(&mut self, text: &str) -> Result<NodeId, Error> {
        loop {
            let span = self.span();
            match self.kind() {
                Token::Number => {
                    self.at += 1;
                    self.has_decimals |= text[span.range()].bytes().any(|byte| !byte.is_ascii_digit());
                    return Ok(self.tree.push(Kind::Number(span), span));
                }
                Token::Name => {
                    if let Some(operand) = self.name(text)? {
                        return Ok(operand);
                    }
                }
                Token::Minus | Token::Plus => {
                    // After an operator that binds tighter than a sum the sign belongs to the next factor alone.
                    let loose = self.stack.last().is_none_or(|entry| strength(entry) <= SUM + 1);
                    self.stack.push(Entry::Sign { at: span, minus: self.kind() == Token::Minus, loose });
                    self.at += 1;
                }
                Token::Root => {
                    self.stack.push(Entry::Root { at: span });
                    self.at += 1;
                }
                Token::Open | Token::OpenBracket => {
                    self.open(Entry::Group { open: span, square: self.kind() == Token::OpenBracket });
                    self.at += 1;
                }
                Token::Bar => {
                    self.open(Entry::Absolute { open: span });
                    self.at += 1;
                }
                Token::OpenBrace => {
                    self.open(Entry::Cases { open: span, start: self.pending.len(), in_condition: false });
                    self.at += 1;
                }
                // A line may break after `and` and between bars; the tokens took care of the other places.
                Token::LineBreak if !self.stack.is_empty() => self.at += 1,
                Token::Equal => {
                    return Err(self.expected(
                        text,
                        "a number, a name or `(`",
                        Some("a definition has a single name on its left: y = x^2".into()),
                    ));
                }
                Token::Close if matches!(self.stack.last(), Some(Entry::Call { .. })) => {
                    return Err(self.expected(text, "an argument", None));
                }
                _ => return Err(self.expected(text, "a number, a name or `(`", None)),
            }
        }
    }

    /// Whether an operand could begin with the token after so many others.
    fn operand_follows(&self, offset: usize) -> bool {
        matches!(
            self.kind_after(offset),
            Token::Number | Token::Name | Token::Open | Token::OpenBracket | Token::OpenBrace | Token::Bar | Token::Root
        )
    }

    /// A name: a variable is an operand at once, a function opens its bracket or waits for its bare argument.
    fn name(&mut self, text: &str) -> Result<Option<NodeId>, Error> {
        let span = self.span();
        let written = &text[span.range()];
        if matches!(written, "d" | "∂") && self.derivative_operator(text)? {
            return Ok(None);
        }
        if written.starts_with('∂') && !self.is_partial_quotient(text) {
            return Err(self.expected(text, "a number, a name or `(`", Some("a derivative is written ∂/∂x(x*y) or d/dx(x*y)".into())));
        }
        if let Some(quotient) = self.leibniz_quotient(text) {
            return Ok(Some(quotient));
        }
        if written == "D" && self.kind_after(1) == Token::OpenBracket && self.partial_operator(text)? {
            return Ok(None);
        }
        let name = spelling(written);
        let followed_by_bracket = self.kind_after(1) == Token::Open;
        if let Some(known) = function(&name)
            && !self.defined_functions.contains(&*name)
        {
            let is_variable = self.is_variable(&name);
            if !is_variable && followed_by_bracket {
                return self.open_call(Callee::Known(known), None).map(|()| None);
            }
            if !is_variable && (!can_stand_alone(written, &name) || self.kind_after(1) == Token::Prime) {
                return self.function(text, known, &name).map(|()| None);
            }
        }
        if followed_by_bracket && let Some(callee) = self.form(&name) {
            if matches!(callee, Callee::Bound(_)) && self.binders >= MOST_BINDERS {
                return Err(Error::Limit {
                    what: "the nesting of sums and integrals".into(),
                    limit: MOST_BINDERS as u64,
                    hint: "name the inner ones in definitions".into(),
                });
            }
            self.binders += usize::from(matches!(callee, Callee::Bound(_)));
            return self.open_call(callee, None).map(|()| None);
        }
        let primes = (1..).take_while(|offset| self.kind_after(*offset) == Token::Prime).count();
        if primes > 0 {
            if self.kind_after(primes + 1) != Token::Open {
                self.at += primes;
                return Err(self.expected(
                    text,
                    "`(` after it",
                    Some(format!("a prime belongs to a function and its argument: write {name}'(x)")),
                ));
            }
            self.at += primes;
            return self.open_named_call(Callee::Unknown(primes as u32), span, None).map(|()| None);
        }
        let order = self.order_at(text, self.at);
        if (followed_by_bracket || order.is_some()) && self.is_call(text, &name, span)? {
            if let Some(order) = order {
                self.at += 4;
                return self.open_named_call(Callee::Unknown(order), span, None).map(|()| None);
            }
            return self.open_call(Callee::Unknown(0), None).map(|()| None);
        }
        self.note_joined(written, span);
        self.at += 1;
        Ok(Some(self.tree.push(Kind::Name(span), span)))
    }

    /// Whether a name was declared or defined as something other than a function.
    pub(super) fn is_variable(&self, name: &str) -> bool {
        self.variables.contains(name) || self.defined.contains(name)
    }

    /// Whether a name before a bracket is a function of the table.
    pub(super) fn is_known(&self, name: &str) -> bool {
        function(name).is_some() && !self.is_variable(name)
    }

    /// `sinx` is one name, as `loss` is; who meant the function is told.
    fn note_joined(&mut self, written: &str, span: Span) {
        let Some(front) = written.strip_suffix(['x', 'y', 'z']).filter(|front| front.len() > 1) else { return };
        let head = front.trim_end_matches(|digit: char| digit.is_ascii_digit());
        if can_stand_alone(head, head) || self.is_variable(written) || self.calls.contains_key(written) {
            return;
        }
        self.calls.insert(written.to_string(), false);
        self.note(span, || format!("read `{written}` as one name; the function is written {head}({})", &written[head.len()..]));
    }

    /// What a name before a bracket begins, if it is one of the words for sums, integrals and derivatives and the text does
    /// not define it.
    fn form(&self, name: &str) -> Option<Callee> {
        let form = match name {
            "sum" => Callee::Bound(Binder::Sum),
            "product" | "prod" => Callee::Bound(Binder::Product),
            "int" | "integral" => Callee::Bound(Binder::Integral),
            "diff" => Callee::Diff,
            _ => return None,
        };
        (!self.defined_functions.contains(name) && !self.is_variable(name)).then_some(form)
    }

    /// The order of `f^(4)(x)`, if that stands at this token.
    fn order_at(&self, text: &str, at: usize) -> Option<u32> {
        let behind = self.words.get(at + 1..at + 1 + ORDER_SHAPE.len())?;
        let fits = behind.iter().map(|word| word.kind).eq(ORDER_SHAPE);
        if fits { text[behind[2].span.range()].parse().ok() } else { None }
    }

    /// Whether `name(` is a call of an unknown or defined function rather than a product.
    pub(super) fn is_call(&mut self, text: &str, name: &str, span: Span) -> Result<bool, Error> {
        if self.defined_functions.contains(name) {
            return Ok(true);
        }
        if self.defined.contains(name) {
            // y(z) after y = sigma(z): the name with its variable spelt out.
            let plain = self.kind_after(2) == Token::Name && self.kind_after(3) == Token::Close;
            if plain {
                return Ok(true);
            }
        }
        if let Some(is_call) = self.calls.get(name) {
            return Ok(*is_call);
        }
        if self.standing_alone.is_none() {
            self.standing_alone = Some(self.find_standing_alone(text));
        }
        let alone = self.standing_alone.as_ref().is_some_and(|names| names.contains(name));
        let is_call = !(alone || self.is_variable(name) || matches!(name, "e" | "pi"));
        if !is_call {
            self.note(span, || format!("read `{name}(...)` as the product {name}*(...), since `{name}` is a variable here"));
        } else if let Some(known) = nearest(name) {
            return Err(Error::UnknownFunction { span: span.range(), name: name.into(), nearest: Some(known.into()) });
        }
        self.calls.insert(name.to_string(), is_call);
        Ok(is_call)
    }

    /// The names that stand somewhere without a bracket or a prime behind them.
    fn find_standing_alone(&self, text: &str) -> FxHashSet<String> {
        let kind = |at: usize| self.words.get(at).map_or(Token::End, |word| word.kind);
        // f^(4)(x) and D[1](f)(x) do not have f standing alone.
        let has_order = |at: usize| self.order_at(text, at).is_some();
        let indexed = |at: usize| {
            let before = self.words[..at].iter().rev().map(|word| word.kind);
            let mut indices = before.clone().skip(2).skip_while(|kind| matches!(kind, Token::Number | Token::Comma));
            before.take(2).eq([Token::Open, Token::CloseBracket]) && indices.next() == Some(Token::OpenBracket)
        };
        let alone = (0..self.words.len()).filter(|at| {
            kind(*at) == Token::Name && !matches!(kind(at + 1), Token::Open | Token::Prime) && !has_order(*at) && !indexed(*at)
        });
        let mut names: FxHashSet<String> = alone.map(|at| spelling(&text[self.words[at].span.range()]).into_owned()).collect();
        // The variable of differentiation in d/dx stands alone too.
        for pair in self.words.windows(2).filter(|pair| pair[0].kind == Token::Slash && pair[1].kind == Token::Name) {
            let below = &text[pair[1].span.range()];
            let letter = below.strip_prefix('d').or_else(|| below.strip_prefix('∂')).filter(|letter| !letter.is_empty());
            names.extend(letter.map(|letter| spelling(letter).into_owned()));
        }
        names
    }

    /// A known function that is not simply called: `sin^2 x`, `sin x`.
    fn function(&mut self, text: &str, known: Known, name: &str) -> Result<(), Error> {
        let span = self.span();
        match self.kind_after(1) {
            Token::Superscript => {
                let raised = super::tokens::lowered(&text[self.span_after(1).range()]);
                let exponent_span = self.span_after(1);
                self.at += 2;
                if raised == "-1" {
                    return self.apply_inverse(text, known, span);
                }
                let exponent = self.raised_digits(text, exponent_span);
                self.argument(text, known, span, Some(exponent))
            }
            Token::Caret => {
                let minus = self.kind_after(2) == Token::Minus;
                let bracket = self.kind_after(2) == Token::Open;
                let digit_at = 2 + usize::from(minus);
                let is_one = |offset: usize| self.kind_after(offset) == Token::Number && &text[self.span_after(offset).range()] == "1";
                if minus && is_one(3) {
                    self.at += 4;
                    return self.apply_inverse(text, known, span);
                }
                if bracket && self.kind_after(3) == Token::Minus && is_one(4) && self.kind_after(5) == Token::Close {
                    self.at += 6;
                    return self.apply_inverse(text, known, span);
                }
                if bracket {
                    self.open(Entry::FunctionExponent { function: known, name: span, open: self.span_after(2) });
                    self.at += 3;
                    return Ok(());
                }
                let exponent_span = self.span_after(digit_at);
                let written = &text[exponent_span.range()];
                let is_name = || {
                    let begins_form = self.kind_after(digit_at + 1) == Token::Open && self.form(written).is_some();
                    can_stand_alone(written, &spelling(written)) && !begins_form
                };
                let kind = match self.kind_after(digit_at) {
                    Token::Number => Kind::Number(exponent_span),
                    Token::Name if is_name() => Kind::Name(exponent_span),
                    _ => {
                        self.at += digit_at;
                        let hint = format!("put a longer exponent in brackets: {name}^(n + 1)(x)");
                        return Err(self.expected(text, "an exponent", Some(hint)));
                    }
                };
                let mut exponent = self.tree.push(kind, exponent_span);
                if minus {
                    exponent = self.tree.push(Kind::Negate(exponent), exponent_span);
                }
                self.at += digit_at + 1;
                self.argument(text, known, span, Some(exponent))
            }
            Token::Prime => Err(Error::Syntax {
                span: self.span_after(1).range(),
                found: "`'`".into(),
                expected: format!("`(` after {name}"),
                hint: Some(format!("the derivative of a known function is written d/dx({name}(x))")),
            }),
            _ => {
                self.at += 1;
                self.argument(text, known, span, None)
            }
        }
    }

    /// What a function is applied to: a bracket or a bare argument.
    pub(super) fn argument(&mut self, text: &str, known: Known, name: Span, exponent: Option<NodeId>) -> Result<(), Error> {
        if self.kind() == Token::Open {
            self.at -= 1;
            return self.open_named_call(Callee::Known(known), name, exponent);
        }
        let row = known.any().row();
        if !(self.operand_follows(0) || self.kind() == Token::Minus) {
            let expected = format!("the argument of {}", row.name);
            return Err(self.expected(text, &expected, Some(format!("write {}(x)", row.name))));
        }
        let Some(function) = known.with_bare_argument() else {
            return Err(self.expected(text, &format!("`(` after {}", row.name), Some(arguments_hint(known.any()))));
        };
        self.stack.push(Entry::Bare { function, name, exponent });
        Ok(())
    }

    fn apply_inverse(&mut self, text: &str, known: Known, name: Span) -> Result<(), Error> {
        let function = known.any();
        let written = function.row().name;
        let Some(inverse_function) = inverse(function).and_then(|inverse| crate::syntax::names::function(inverse.row().name)) else {
            let span = name.start as usize..self.span().start as usize;
            return Err(Error::Syntax {
                span,
                found: format!("`{}`", shortened(&text[name.range()])),
                expected: "a function with a named inverse before ^-1".into(),
                hint: Some(format!("for the reciprocal write 1/{written}(x)")),
            });
        };
        let named = inverse_function.any().row().name;
        self.note(name, || format!("read {written}^-1 as the inverse function {named}; the reciprocal is 1/{written}"));
        self.argument(text, inverse_function, name, None)
    }

    fn open_call(&mut self, callee: Callee, exponent: Option<NodeId>) -> Result<(), Error> {
        let name = self.span();
        self.open_named_call(callee, name, exponent)
    }

    /// Opens the bracket behind the current token.
    fn open_named_call(&mut self, callee: Callee, name: Span, exponent: Option<NodeId>) -> Result<(), Error> {
        let open = self.span_after(1);
        self.at += 2;
        self.open(Entry::Call { callee, name, exponent, start: self.pending.len(), open });
        Ok(())
    }

    /// `d/dx(u)`, `d^2/dx^2(u)`, `d/dx u`.
    fn derivative_operator(&mut self, text: &str) -> Result<bool, Error> {
        let order_at = |offset: usize| match (self.kind_after(offset), self.kind_after(offset + 1)) {
            (Token::Caret, Token::Number) => (2, text[self.span_after(offset + 1).range()].parse::<u32>().ok()),
            (Token::Superscript, _) => (1, super::tokens::lowered(&text[self.span_after(offset).range()]).parse::<u32>().ok()),
            _ => (0, Some(1)),
        };
        let (width, above) = order_at(1);
        let slash = 1 + width;
        if self.kind_after(slash) != Token::Slash || self.kind_after(slash + 1) != Token::Name {
            return Ok(false);
        }
        let below = self.span_after(slash + 1);
        let written = &text[below.range()];
        let Some(letter) = written
            .strip_prefix('d')
            .or_else(|| written.strip_prefix('∂'))
            .filter(|letter| !letter.is_empty() && !KEYWORDS.contains(letter))
        else {
            return Ok(false);
        };
        let (below_width, below_order) = order_at(slash + 2);
        let next = slash + 2 + below_width;
        if !self.operand_follows(next) {
            return Ok(false);
        }
        let whole = self.span().to(self.span_after(next - 1));
        let order = match (above, below_order) {
            (Some(above), Some(below)) if above == below && (1..=1000).contains(&above) => above,
            _ => {
                return Err(Error::Syntax {
                    span: whole.range(),
                    found: format!("`{}`", &text[whole.range()]),
                    expected: "the same order above and below".into(),
                    hint: Some("write d^2/dx^2(...)".into()),
                });
            }
        };
        let name = Span { start: below.end - letter.len() as u32, end: below.end };
        let variable = self.tree.push(Kind::Name(name), name);
        if self.kind_after(next) == Token::Open {
            self.at += next - 1;
            self.open_named_call(Callee::Derivative { variable, order }, whole, None)?;
        } else {
            self.at += next;
            self.stack.push(Entry::DerivativeOf { variable, order, at: whole });
        }
        Ok(true)
    }

    /// Whether `∂E/∂z` stands here.
    fn is_partial_quotient(&self, text: &str) -> bool {
        let above = &text[self.span().range()];
        let is_below = self.kind_after(1) == Token::Slash && text[self.span_after(2).range()].starts_with('∂');
        is_below && above.strip_prefix('∂').is_some_and(|name| self.defined.contains(&*spelling(name)))
    }

    /// `dE/dz` where `E` has a definition.
    fn leibniz_quotient(&mut self, text: &str) -> Option<NodeId> {
        if self.defined.is_empty() || self.kind_after(1) != Token::Slash || self.kind_after(2) != Token::Name {
            return None;
        }
        let (above, below) = (self.span(), self.span_after(2));
        let differential = |span: Span| text[span.range()].strip_prefix('d').or_else(|| text[span.range()].strip_prefix('∂'));
        let name = differential(above).filter(|name| self.defined.contains(&*spelling(name)))?;
        let letter = differential(below).filter(|letter| !letter.is_empty() && !KEYWORDS.contains(letter))?;
        let places = [name, letter].map(str::len);
        self.at += 3;
        let above_name = Span { start: above.end - places[0] as u32, end: above.end };
        let below_name = Span { start: below.end - places[1] as u32, end: below.end };
        Some(self.tree.push(Kind::Leibniz(above_name, below_name), above.to(below)))
    }

    /// `D[1,2](F)(x, y)`
    fn partial_operator(&mut self, text: &str) -> Result<bool, Error> {
        let mut indices = Vec::new();
        let mut offset = 2;
        loop {
            if self.kind_after(offset) != Token::Number {
                return Ok(false);
            }
            indices.push(text[self.span_after(offset).range()].parse::<u32>().unwrap_or(0));
            offset += 2;
            match self.kind_after(offset - 1) {
                Token::Comma => {}
                Token::CloseBracket => break,
                _ => return Ok(false),
            }
        }
        let shape = [Token::Open, Token::Name, Token::Close, Token::Open];
        if !shape.iter().enumerate().all(|(at, kind)| self.kind_after(offset + at) == *kind) {
            return Ok(false);
        }
        let name = self.span_after(offset + 1);
        let written = &text[name.range()];
        let is_known = self.is_known(&spelling(written)) && !self.defined_functions.contains(&*spelling(written));
        if is_known || KEYWORDS.contains(&written) {
            return Err(Error::Syntax {
                span: name.range(),
                found: format!("`{written}`"),
                expected: "the name of an unknown function".into(),
                hint: is_known.then(|| format!("the derivative of a known function is written d/dx({written}(x))")),
            });
        }
        let first = self.tree.push_orders(&indices);
        let whole = self.span();
        self.at += offset + 2;
        self.open_named_call(Callee::Partial { first, count: indices.len() as u32, name }, whole, None)?;
        Ok(true)
    }

    /// A closing bracket, a comma between arguments, or a semicolon between branches.
    pub(super) fn close(&mut self, text: &str, operand: NodeId) -> Result<NodeId, Error> {
        let operand = self.reduce(text, operand, 1)?;
        let (kind, span) = (self.kind(), self.span());
        match (kind, self.stack.last().copied()) {
            (Token::Close, Some(Entry::Group { square: false, open }))
            | (Token::CloseBracket, Some(Entry::Group { square: true, open })) => {
                self.shut();
                self.at += 1;
                self.tree.widen(operand, open.to(span));
                Ok(operand)
            }
            (Token::Bar, Some(Entry::Absolute { open })) => {
                self.require_value(text, operand)?;
                self.shut();
                self.at += 1;
                let children = self.tree.push_children(&[(operand, false)]);
                Ok(self.tree.push(Kind::Call(FunctionId::ABS, children), open.to(span)))
            }
            (Token::Close, Some(Entry::FunctionExponent { function, name, .. })) => {
                self.require_value(text, operand)?;
                self.shut();
                self.at += 1;
                self.argument(text, function, name, Some(operand))?;
                self.operand(text)
            }
            (Token::Comma, Some(Entry::Call { .. })) => {
                self.require_value(text, operand)?;
                self.pending.push((operand, false));
                self.at += 1;
                self.operand(text)
            }
            (Token::Close, Some(Entry::Call { callee, name, exponent, start, .. })) => {
                self.require_value(text, operand)?;
                self.pending.push((operand, false));
                self.shut();
                self.binders -= usize::from(matches!(callee, Callee::Bound(_)));
                self.at += 1;
                let call = self.call(text, callee, name, start, name.to(span))?;
                self.pending.truncate(start);
                Ok(self.raised(call, exponent))
            }
            (Token::Semicolon | Token::CloseBrace, Some(Entry::Cases { open, start, in_condition })) => {
                if !in_condition {
                    let hint = Some("a branch is written `value if condition` or `value otherwise`".into());
                    return Err(self.expected(text, "`if` or `otherwise`", hint));
                }
                self.require_condition(text, operand)?;
                self.pending.push((operand, false));
                self.at += 1;
                self.shut();
                // A semicolon before the closing brace is no branch.
                if kind == Token::Semicolon && self.kind() != Token::CloseBrace {
                    self.open(Entry::Cases { open, start, in_condition: false });
                    return self.operand(text);
                }
                if kind == Token::Semicolon {
                    self.at += 1;
                }
                let children = self.tree.push_children(&self.pending[start..]);
                self.pending.truncate(start);
                Ok(self.tree.push(Kind::Piecewise(children), open.to(span)))
            }
            (Token::Comma, None) => {
                Err(self.expected(text, "an operator or the end of the statement", Some("statements are separated by `;`".into())))
            }
            (_, None) => {
                let opening = match kind {
                    Token::Close => "(",
                    Token::CloseBracket => "[",
                    Token::CloseBrace => "{",
                    _ => "|",
                };
                Err(self.expected(
                    text,
                    "an operator or the end of the statement",
                    Some(format!("there is no `{opening}` that this closes")),
                ))
            }
            (_, Some(entry)) => {
                let (opening, closing) = brackets(&entry);
                Err(self.expected(text, &format!("`{closing}`"), Some(format!("a `{opening}` is still open"))))
            }
        }
    }

    fn call(&mut self, text: &str, callee: Callee, name: Span, start: usize, whole: Span) -> Result<NodeId, Error> {
        let arguments: Vec<(NodeId, bool)> = self.pending[start..].to_vec();
        let wrong_number = |expected: String, hint: String| {
            let count = arguments.len();
            let found = format!("{count} argument{}", if count == 1 { "" } else { "s" });
            Err(Error::Syntax { span: whole.range(), found, expected, hint: Some(hint) })
        };
        let variable_at = |parser: &Parser, at: usize| {
            let node = parser.tree.node(arguments[at].0);
            if node.kind == Kind::Name(node.span) {
                Ok(arguments[at].0)
            } else {
                Err(Error::Syntax {
                    span: node.span.range(),
                    found: format!("`{}`", shortened(&text[node.span.range()])),
                    expected: "a variable".into(),
                    hint: None,
                })
            }
        };
        Ok(match callee {
            Callee::Known(known) => match known.with_arguments(arguments.len()) {
                Some(function) => {
                    let children = self.tree.push_children(&arguments);
                    self.tree.push(Kind::Call(function, children), whole)
                }
                None => {
                    let row = known.any().row();
                    let wanted = match row.arity {
                        Arity::Exactly(1) => format!("one argument of {}", row.name),
                        Arity::Exactly(count) => format!("{count} arguments of {}", row.name),
                        Arity::AtLeast(count) => format!("at least {count} argument of {}", row.name),
                    };
                    return wrong_number(wanted, arguments_hint(known.any()));
                }
            },
            Callee::Unknown(order) => {
                if order > 0 && arguments.len() > 1 {
                    return wrong_number(
                        "one argument after a prime".into(),
                        "partial derivatives are written F_x(x, y) or D[1](F)(x, y)".into(),
                    );
                }
                if let Some(partial) = self.subscripted(text, name, &arguments, whole) {
                    return Ok(partial);
                }
                let children = self.tree.push_children(&arguments);
                self.tree.push(Kind::Apply(name, order, children), whole)
            }
            Callee::Partial { first, count, name } => {
                let indices = self.tree.partial_orders(first, count as usize).to_vec();
                if let Some(index) = indices.iter().find(|index| **index == 0 || **index as usize > arguments.len()) {
                    return wrong_number(
                        format!("an argument number {index}"),
                        "D[1](F)(x, y) is the derivative in the first argument".into(),
                    );
                }
                let orders: Vec<u32> =
                    (1..=arguments.len() as u32).map(|at| indices.iter().filter(|index| **index == at).count() as u32).collect();
                self.partial(name, &orders, &arguments, whole)
            }
            Callee::Derivative { variable, order } => {
                let [(body, _)] = arguments[..] else {
                    return wrong_number("one expression to differentiate".into(), "write d/dx(x^2)".into());
                };
                self.tree.push(Kind::Derivative(body, variable, order), whole)
            }
            Callee::Diff => {
                if arguments.len() < 2 {
                    return wrong_number(
                        "an expression and its variables".into(),
                        "write diff(x^2, x), or diff(x^2, x, 2) for the second derivative".into(),
                    );
                }
                let mut body = arguments[0].0;
                let mut at = 1;
                while at < arguments.len() {
                    let variable = variable_at(self, at)?;
                    let order =
                        arguments.get(at + 1).map(|(node, _)| self.tree.node(*node)).filter(|node| node.kind == Kind::Number(node.span));
                    let times = match order {
                        Some(node) => {
                            at += 1;
                            text[node.span.range()].parse::<u32>().ok().filter(|times| (1..=1000).contains(times)).ok_or_else(|| {
                                Error::Syntax {
                                    span: node.span.range(),
                                    found: format!("`{}`", shortened(&text[node.span.range()])),
                                    expected: "an order from 1 to 1000".into(),
                                    hint: None,
                                }
                            })?
                        }
                        None => 1,
                    };
                    body = self.tree.push(Kind::Derivative(body, variable, times), whole);
                    at += 1;
                }
                body
            }
            Callee::Bound(binder) => {
                if arguments.len() != 4 {
                    let hint = if binder == Binder::Integral {
                        "write int(sin(t)/t, t, 0, x): integrand, variable, lower and upper limit"
                    } else {
                        "write sum(i, 1, n, x^i): index, lower and upper limit, term"
                    };
                    return wrong_number("four arguments".into(), hint.into());
                }
                let order = if binder == Binder::Integral { [1, 2, 3, 0] } else { [0, 1, 2, 3] };
                variable_at(self, order[0])?;
                let children = self.tree.push_children(&order.map(|at| arguments[at]));
                self.tree.push(Kind::Bound(binder, children), whole)
            }
        })
    }

    /// `F_x(x, y)`: a subscript made of the names of plain arguments is a partial derivative.
    fn subscripted(&mut self, text: &str, name: Span, arguments: &[(NodeId, bool)], whole: Span) -> Option<NodeId> {
        let written = &text[name.range()];
        let (function, subscript) = written.split_once('_')?;
        if arguments.len() < 2 || function.is_empty() || subscript.is_empty() || self.defined_functions.contains(written) {
            return None;
        }
        let plain: Vec<Cow<'_, str>> = arguments
            .iter()
            .map(|(node, _)| match self.tree.node(*node).kind {
                Kind::Name(name) => spelling(&text[name.range()]),
                _ => Cow::Borrowed(""),
            })
            .collect();
        let mut orders = vec![0u32; arguments.len()];
        let subscript = spelling(subscript);
        let mut left = &*subscript;
        while !left.is_empty() {
            // The longest name first, so that x12 is not taken for x.
            let (at, length) = plain
                .iter()
                .enumerate()
                .filter(|(_, name)| !name.is_empty() && left.starts_with(&***name))
                .map(|(at, name)| (at, name.len()))
                .max_by_key(|(_, length)| *length)?;
            orders[at] += 1;
            left = &left[length..];
        }
        let name = Span { start: name.start, end: name.start + function.len() as u32 };
        Some(self.partial(name, &orders, arguments, whole))
    }

    fn partial(&mut self, name: Span, orders: &[u32], arguments: &[(NodeId, bool)], whole: Span) -> NodeId {
        let at = self.tree.push_orders(orders);
        let children = self.tree.push_children(arguments);
        self.tree.push(Kind::Partial(name, at, children), whole)
    }
}

fn arguments_hint(function: FunctionId) -> String {
    let row = function.row();
    let count = match row.arity {
        Arity::Exactly(count) => count,
        Arity::AtLeast(count) => count + 1,
    };
    let letters: Vec<&str> = ["x", "y", "z", "w"].into_iter().take(count).collect();
    let more = if matches!(row.arity, Arity::AtLeast(_)) { ", ..." } else { "" };
    format!("write {}({}{more})", row.name, letters.join(", "))
}
